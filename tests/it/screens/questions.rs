//! Every question can be read to its end on every screen, and is answered by nobody who has not.

use std::collections::BTreeSet;

use rosterm::dialog::triage::TriageStep;
use rosterm::dialog::{ChangeDialog, Dialog};
use rosterm::domain::job::{
    BulkOp, DoneChange, JobEvent, JobRest, Provenance, StepState, UndoAnswer, UndoChoice, Undoable,
};
use rosterm::domain::{
    Change, EntryId, Failure, FailureClass, FailureReason, JobId, PairRemark, PairState, UserId,
};
use rosterm::i18n::Lang;
use rosterm::keymap::Layer;
use rosterm::model::layout::LayoutForm;
use rosterm::msg::Effect;
use rosterm::msg::Event;
use rosterm::text::Text;

use super::picture::{SIZES, text};
use crate::support::keys::key;
use crate::support::samples::ALICE;
use crate::support::scripted::Scripted;

/// A way to a question.
type Way = (&'static str, fn(&mut Scripted));

const WAYS: &[Way] = &[
    ("remove a friend", |d| {
        d.on_alice();
        d.press("d");
    }),
    ("remove a friend, and it failed", |d| {
        d.on_alice();
        d.press("d");
        d.wait(1_000);
        d.press("y");
        d.fails(verbose());
    }),
    ("delete a conversation", |d| {
        d.on_alice();
        d.press("3d");
    }),
    ("delete its messages", |d| {
        d.on_alice();
        d.press("3d");
        d.wait(1_000);
        d.press("m");
    }),
    ("delete several conversations", |d| {
        d.on_alice();
        d.press("3vGd");
    }),
    ("delete several with their messages", |d| {
        d.on_alice();
        d.press("3vGd");
        d.wait(1_000);
        d.press("m");
    }),
    ("unblock many", |d| {
        d.on_alice();
        d.press("2");
        for _ in 0..40 {
            d.press("<Space>");
        }
        d.press("u");
        d.answer();
    }),
    ("remove a few", |d| {
        d.on_alice();
        d.press("<Space><Space><Space>d");
        d.answer();
    }),
    ("a remark", |d| {
        d.on_alice();
        d.press("e");
    }),
    ("undo a block", |d| {
        d.on_alice();
        d.press("z");
        let (owner, id) = (UserId::new(ALICE), UserId::new("bob_77"));
        d.found(undoable(vec![BulkOp::Block.change(owner, id)]));
        d.answer();
    }),
    ("put remarks back", |d| {
        d.on_alice();
        let remarks = remarks(d, 2);
        d.press("z");
        d.found(undoable(remarks));
        d.answer();
    }),
    ("put many remarks back", |d| {
        d.on_alice();
        let remarks = remarks(d, 9);
        d.press("z");
        d.found(undoable(remarks));
        d.answer();
    }),
    ("leave", |d| {
        d.on_alice();
        for _ in 0..4 {
            d.press("bj");
            d.wait(1_000);
        }
        d.press("q");
    }),
    ("stop a job", |d| {
        running(d);
        d.press("5s");
    }),
];

fn verbose() -> Failure {
    let mut failure = Failure::new(FailureClass::Retryable, FailureReason::Service);
    failure.status = Some(503);
    failure.description = Some(Text::new(
        &"the back end says very much about it ".repeat(9),
    ));
    failure
}

/// This many friends' remarks as they are, one that somebody has changed since, and one of somebody who is no
/// longer a friend.
fn remarks(d: &Scripted, n: usize) -> Vec<Change> {
    let friends = &d.model.user.as_ref().unwrap().friends;
    let set = |friend: &UserId, remark: Option<&Text>| Change::SetRemark {
        owner: UserId::new(ALICE),
        friend: friend.clone(),
        remark: remark.cloned().unwrap_or_else(|| Text::new("")),
    };
    let friend = |place| friends.get(place).unwrap();
    let left = (0..n).map(|place| set(&friend(place).id, friend(place).remark.as_ref()));
    let typed = Text::new("what somebody typed here about this person a while ago");
    let others = [&friend(n).id, &UserId::new("somebody_0")];
    let others = others.map(|id| set(id, Some(&typed)));
    left.chain(others).collect()
}

fn undoable(changes: Vec<Change>) -> UndoAnswer {
    let record = |(change, entry): (Change, i64)| DoneChange {
        entry: EntryId(entry),
        change,
        before: PairState {
            remark: Some(PairRemark::Text(Text::new("before"))),
            ..PairState::default()
        },
    };
    UndoAnswer::Undoable(Undoable {
        job: (changes.len() > 1).then_some(JobId(7)),
        done: changes.into_iter().zip(1..).map(record).collect(),
        made: Provenance::default(),
        chosen: UndoChoice::default(),
        rest: JobRest::default(),
        redo: false,
    })
}

fn running(d: &mut Scripted) {
    d.on_alice();
    d.press("2");
    for _ in 0..6 {
        d.press("<Space>");
    }
    d.press("u");
    d.answer();
    d.wait(1_000);
    d.types("6");
    d.press("<Enter>");
    d.worker(JobEvent::Begun(Some(JobId(7))));
    d.worker(JobEvent::StepsChanged(vec![(0, StepState::Done)]));
}

/// Each question on each screen, as it comes up.
fn each(mut look: impl FnMut(&str, &mut Scripted)) {
    for (name, way) in WAYS {
        for lang in [Lang::En, Lang::ZhCn] {
            for size in SIZES {
                let mut console = Scripted::new(lang, size);
                way(&mut console);
                console.wait(1_000);
                look(&format!("{name} {lang} {size:?}"), &mut console);
            }
        }
    }
}

/// The words on screen; borders, signs and gaps are none.
fn words(console: &Scripted) -> BTreeSet<String> {
    let screen = text(&console.draw().0);
    let inside = screen.lines().filter_map(|line| {
        let (_, rest) = line.split_once('║')?;
        rest.rsplit_once(['║', '^', 'v']).map(|(inside, _)| inside)
    });
    let words = inside.flat_map(str::split_whitespace);
    words.map(str::to_owned).collect()
}

/// Everything that is on screen on the way down.
fn read(console: &mut Scripted) -> BTreeSet<String> {
    let mut all = words(console);
    loop {
        console.look();
        let before = console.model.dialogs.first_line();
        let scroll = match console.model.layer() {
            Layer::Field => "<PgDn>",
            _ => "j",
        };
        console.tell(Event::Key(key(scroll)));
        all.extend(words(console));
        if console.model.dialogs.first_line() == before {
            return all;
        }
    }
}

/// What confirms here.
fn confirm(console: &mut Scripted) {
    match console.model.layer() {
        Layer::Choice => console.tell(Event::Key(key("m"))),
        Layer::Failed => console.tell(Event::Key(key("r"))),
        Layer::Field => {
            let typed = match console.model.dialogs.top() {
                Some(Dialog::JobConfirmation(d)) => d.wanted().unwrap(),
                Some(Dialog::Change(ChangeDialog::Conversation(d))) => d.peer.shown().to_owned(),
                Some(Dialog::Triage(d)) => match &d.step {
                    TriageStep::Confirming(asking) => asking.targets.len().to_string(),
                    _ => "40".to_owned(),
                },
                _ => "new".to_owned(),
            };
            for c in typed.chars() {
                console.tell(Event::Key(key(&c.to_string())));
            }
            console.wait(1_000);
            console.tell(Event::Key(key("<Enter>")));
        }
        _ => console.tell(Event::Key(key("y"))),
    }
}

/// What is open, and what was sent.
fn state(console: &Scripted) -> String {
    let effects: Vec<&Effect> = console.asked().iter().collect();
    let layer = console.model.layer();
    let (open, jobs) = (console.model.dialogs.len(), console.model.jobs.len());
    let stopped = console.model.jobs.iter().any(|job| job.stopped);
    format!(
        "{layer:?} {open} {jobs} {stopped} {} {}",
        console.model.leaving,
        effects.len()
    )
}

#[test]
fn every_line_can_be_read_on_the_smallest_screen() {
    // What a job does can be scrolled where it is not asked whether to stop it.
    for (name, way) in WAYS.iter().filter(|(name, _)| *name != "stop a job") {
        for lang in [Lang::En, Lang::ZhCn] {
            let whole = {
                let mut console = Scripted::new(lang, (40, 200));
                way(&mut console);
                assert_eq!(console.model.layout().form, LayoutForm::Mini);
                words(&console)
            };
            let mut console = Scripted::new(lang, (40, 12));
            way(&mut console);
            let read = read(&mut console);
            let missing: Vec<&String> = whole.difference(&read).collect();
            assert_eq!(missing, Vec::<&String>::new(), "{name} {lang}");
        }
    }
}

#[test]
fn nobody_confirms_what_was_not_on_screen() {
    let mut tried = 0;
    each(|at, console| {
        console.look();
        if console.model.dialogs.was_on_screen() {
            return;
        }
        tried += 1;
        let screen = text(&console.draw().0);
        let sign = if console.model.lang == Lang::En {
            " more"
        } else {
            "下翻"
        };
        assert!(screen.contains(sign), "{at}\n{screen}");
        let before = state(console);
        confirm(console);
        assert_eq!(state(console), before, "{at}");
        console.reads();
        console.wait(1_000);
        if console.model.layer() == Layer::Field {
            console.press("<Enter>");
        } else {
            confirm(console);
        }
        // After the number, the ID may be asked for.
        if state(console) == before && console.model.layer() == Layer::Field {
            console.reads();
            console.wait(1_000);
            confirm(console);
        }
        assert_ne!(state(console), before, "{at}: once it was read it counts");
    });
    assert!(tried >= 4, "{tried} questions did not fit");
}

#[test]
fn without_a_picture_nothing_is_confirmed() {
    each(|at, console| {
        let before = state(console);
        confirm(console);
        assert_eq!(state(console), before, "{at}");
    });
}

#[test]
fn the_wheel_and_the_pages_scroll_a_question() {
    let mut console = Scripted::new(Lang::En, (40, 12));
    console.on_alice();
    console.press("d");
    console.look();
    for (down, up) in [
        (" ", "<PgUp>"),
        ("<PgDn>", "<PgUp>"),
        ("<Down>", "<Up>"),
        ("j", "k"),
    ] {
        console.press(down);
        assert!(console.model.dialogs.first_line() > 0, "{down}");
        console.press(up);
        assert_eq!(console.model.dialogs.first_line(), 0, "{up}");
    }
    console.wheel(true);
    assert!(console.model.dialogs.first_line() > 0);
    // Another size is another text: it is read anew.
    console.reads();
    console.tell(Event::Resize(41, 12));
    console.look();
    assert!(!console.model.dialogs.was_on_screen());
}
