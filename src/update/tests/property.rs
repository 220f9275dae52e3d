//! Any events in any order: nothing panics, and no change is sent that was not asked for.
//!
//! A second set of rules judges from the model before the event what was asked for: who the change may be
//! about, which key may have sent it, and how long the question or the row must have been on screen.

use crossterm::event::MouseButton;
use proptest::prelude::*;

use super::*;
use crate::dialog::files::SnapshotList;
use crate::dialog::triage::{AccountReading, TriageStep as Asked};
use crate::dialog::{ARM_TIME, COUNT_TYPED_FROM, ConversationStep, ReaderPage};
use crate::domain::limits::REMARK_CAP;
use crate::domain::{ListKind, PriorKnowledge};
use crate::keymap::Layer;
use crate::model::ROW_MOVED_GUARD;

mod events;
mod jobs;
mod questions;
use events::{Happening, click_on, clicked_key, event};

/// rosterm with a judge beside it, who keeps time independently.
struct Court {
    console: Console,
    /// The row under the cursor, and when it last changed, or a dialog over it closed, without a key press or
    /// the mouse.
    row: Option<(ListKind, ChatKind, UserId)>,
    slipped: Option<Millis>,
    /// What the top dialog asks, and since when; a confirming key that comes too soon restarts the time.
    question: String,
    since: Millis,
    /// The changes whose reply was lost, and when.
    lost: Vec<(Change, Millis)>,
}

impl Court {
    fn new(read_only: bool) -> Self {
        let friends: Vec<String> = ["bob", "carol", "dave", "b\u{43e}b", "erin"]
            .map(String::from)
            .into_iter()
            .chain((0..110).map(|i| format!("f{i}")))
            .collect();
        let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
        let alice = Facts::of(
            &friends,
            &["spam1", "spam2", "carol", "spam3"],
            &["bob", "#4711", "b\u{43e}b", "alice", "zoe"],
        );
        let bob = Facts::of(&["alice", "dave"], &["alice"], &["alice"]);
        let mut console = Console::new().knows("alice", alice).knows("bob", bob);
        console.model.session.read_only = read_only;
        let console = console.opened("alice");
        Self {
            row: None,
            slipped: None,
            question: String::new(),
            since: console.now,
            lost: Vec::new(),
            console,
        }
    }

    fn event(&mut self, event: &Happening) {
        match event {
            Happening::Key(key) => self.say(Event::Key(key_named(key))),
            Happening::Release(key) => {
                let mut event = key_named(key);
                event.kind = KeyEventKind::Release;
                self.unchanged(Event::Key(event));
            }
            Happening::Type(text) => self.types(text),
            Happening::Obey => self.obey(),
            Happening::Mouse(kind, column, row) => {
                let button = MouseButton::Left;
                let kind = match kind {
                    0 => MouseEventKind::ScrollDown,
                    1 => MouseEventKind::ScrollUp,
                    2 => MouseEventKind::Moved,
                    3 => MouseEventKind::Up(button),
                    4 => MouseEventKind::Drag(button),
                    _ => MouseEventKind::Down(button),
                };
                self.say(Event::Mouse(MouseEvent {
                    kind,
                    column: *column,
                    row: *row,
                    modifiers: KeyModifiers::NONE,
                }));
            }
            Happening::Click(key) => {
                let click = click_on(&mut self.console.model, key_named(key));
                self.say(Event::Mouse(click));
            }
            Happening::Paste(text) => self.say(Event::Paste((*text).into())),
            Happening::Resize(columns, rows) => self.say(Event::Resize(*columns, *rows)),
            Happening::Wait(time) => {
                self.console.now += time;
                self.say(Event::Tick);
            }
            Happening::Answer(n, class) => {
                if self.console.reads.is_empty() {
                    return;
                }
                let (request, query) = self.console.reads.remove(n % self.console.reads.len());
                let answer = match class {
                    None => self.console.world.answer(&query),
                    Some(class) => failed(&query, *class),
                };
                self.say(Event::Reply(request, answer));
            }
            Happening::WrongRead(n, request) => {
                let query = match n % 7 {
                    0 => Query::Account(user("bob")),
                    1 => Query::Friends(user("bob"), None),
                    2 => Query::FriendIds(user("bob")),
                    3 => Query::Blocks(user("bob"), None),
                    4 => Query::BlockIds(user("bob")),
                    5 => Query::Conversations(user("bob"), None),
                    _ => Query::Relation(user("bob"), user("alice")),
                };
                if !self.console.reads.iter().any(|(t, _)| t.0 == *request) {
                    let answer = self.console.world.answer(&query);
                    self.unchanged(Event::Reply(RequestId(*request), answer));
                }
            }
            Happening::Decide(n, class) => {
                if self.console.writes.is_empty() {
                    return;
                }
                let (request, change) = self.console.writes.remove(n % self.console.writes.len());
                if class == &Some(FailureClass::Unknown) {
                    self.lost.push((change.clone(), self.console.now));
                }
                let result = class.map_or(Ok(()), |class| Err(failure(class)));
                self.say(Event::Changed(
                    request,
                    change,
                    result.map(|()| PriorKnowledge::Known),
                ));
            }
            Happening::WrongChange(request, ok) => {
                if !self.console.writes.iter().any(|(t, _)| t.0 == *request) {
                    let result = if *ok {
                        Ok(PriorKnowledge::Known)
                    } else {
                        Err(failure(FailureClass::Retryable))
                    };
                    self.unchanged(Event::Changed(
                        RequestId(*request),
                        unfriend("alice", "bob"),
                        result,
                    ));
                }
            }
            Happening::Limited(n, time) => {
                let reads = &self.console.reads;
                if let Some((request, _)) = reads.get(n % reads.len().max(1)) {
                    self.say(Event::Waiting(*request, *time));
                }
            }
            Happening::Job(kind, n, class) => self.job(*kind, *n, *class),
            Happening::Elsewhere(n) => {
                let facts = self.console.world.0.get_mut(&user("alice")).unwrap();
                if facts.friends.len() > *n && n % 2 == 0 {
                    facts.friends.remove(*n);
                } else {
                    facts
                        .friends
                        .insert(0, (format!("new{n}"), Some("new".into())));
                }
                facts.blocks.rotate_left(1);
                self.unfinished(*n);
            }
        }
    }

    fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.say(Event::Key(KeyEvent::new(
                KeyCode::Char(c),
                KeyModifiers::NONE,
            )));
        }
    }

    /// Does what the dialog asks for, so that changes are reached often.
    fn obey(&mut self) {
        let wanted = match self.console.top() {
            Some(Dialog::Triage(dialog)) => match &dialog.step {
                Asked::Confirming(asking) if asking.wants_count() => {
                    asking.targets.len().to_string()
                }
                _ => return,
            },
            Some(Dialog::JobConfirmation(dialog)) => match dialog.wanted() {
                Some(wanted) => wanted,
                None => return,
            },
            Some(Dialog::Change(ChangeDialog::Conversation(dialog)))
                if dialog.step == ConversationStep::Confirm =>
            {
                dialog.peer.shown().to_owned()
            }
            Some(Dialog::Change(ChangeDialog::Remark(_))) => "neu".to_owned(),
            Some(Dialog::Import(_)) => "friends".to_owned(),
            _ => return,
        };
        self.say(Event::Key(key_named("Ctrl-u")));
        self.types(&wanted);
        self.say(Event::Key(key_named("Enter")));
    }

    /// An event that must change nothing at all.
    fn unchanged(&mut self, what: Event) {
        self.console.look();
        let mut before = self.console.model.clone();
        if let Event::Reply(request, _) | Event::Changed(request, ..) = &what {
            before.waiting_until.remove(request);
        }
        self.say(what);
        assert_eq!(self.console.asked, []);
        assert_eq!(format!("{:?}", self.console.model), format!("{before:?}"));
    }

    fn say(&mut self, what: Event) {
        let before = self.console.model.clone();
        let by_hand = matches!(what, Event::Key(_) | Event::Mouse(_));
        let key = match &what {
            Event::Key(event) => Some(*event),
            Event::Mouse(event) => clicked_key(&before, *event),
            _ => None,
        };
        self.console.say(what);
        let sent = self.console.sent();
        if !sent.is_empty() {
            self.judge(&before, key, &sent);
        }
        for effect in &self.console.asked {
            if let Effect::BeginJob(_, plan) = effect {
                self.judge_job(&before, key, plan);
            }
            if let Effect::ResumeJob(_, number) | Effect::DiscardJob(number) = effect {
                self.judge_unfinished(
                    &before,
                    key,
                    *number,
                    matches!(effect, Effect::ResumeJob(..)),
                );
            }
        }
        self.keep_time(by_hand, key, &before);
        self.check(&before);
    }

    /// Tracks the row under the cursor and the question on screen.
    fn keep_time(&mut self, by_hand: bool, key: Option<KeyEvent>, before: &Model) {
        let model = &self.console.model;
        let row = model
            .current()
            .map(|(kind, id)| (model.focus, kind, id.clone()));
        let closed = model.dialogs.is_empty() && !before.dialogs.is_empty();
        if (row != self.row || closed) && !by_hand {
            self.slipped = Some(self.console.now);
        }
        self.row = row;
        let question = questions::on_screen(model);
        let pressed = key.and_then(|k| keymap::resolve(before.layer(), k));
        // Enter presses the button that was chosen.
        let pressed = match pressed {
            Some(Action::Submit) => before.dialogs.button().or(pressed),
            pressed => pressed,
        };
        let confirming = matches!(
            pressed,
            Some(Action::Yes | Action::KeepRoaming | Action::DeleteRoaming | Action::Retry)
        );
        let too_soon =
            confirming && self.console.now < self.since + ARM_TIME && !before.dialogs.is_empty();
        if question != self.question || too_soon && self.since < self.console.now {
            self.since = self.console.now;
        }
        self.question = question;
    }

    fn armed(&self) -> bool {
        self.console.now >= self.since + ARM_TIME
    }

    /// Whether these changes were asked for by this key, with the screen as it was before.
    fn judge(&self, before: &Model, key: Option<KeyEvent>, sent: &[Change]) {
        let key = key.expect("only a key sends a change");
        let user = before.user.as_ref().expect("of somebody");
        let pressed = |names: &[&str]| {
            let wide = key.code == KeyCode::Char('ｙ') && names.contains(&"y");
            let chosen = before
                .dialogs
                .button()
                .is_some_and(|button| button != Action::Escape);
            let by_button = key.code == KeyCode::Enter && chosen;
            wide || by_button || names.iter().any(|n| key_named(n) == key)
        };
        let one = || {
            assert_eq!(sent.len(), 1);
            assert!(
                !before.pending_changes.values().any(|c| *c == sent[0]),
                "it is on its way already"
            );
            &sent[0]
        };
        assert!(!before.session.read_only, "{sent:?}");
        assert_ne!(
            before.layout().form,
            LayoutForm::TooSmall,
            "{sent:?} unseen"
        );
        assert!(
            before.filter.is_none() || !before.dialogs.is_empty(),
            "{sent:?} while filtering"
        );
        let again = |failure: &Failure| {
            assert!(pressed(&["r", "F5"]));
            assert!(self.armed(), "the failure was not to be read yet");
            assert!(
                matches!(
                    failure.class,
                    FailureClass::NothingDone | FailureClass::Retryable
                ),
                "{failure:?}"
            );
        };
        match before.dialogs.top() {
            None
            | Some(Dialog::Reader {
                page: ReaderPage::Card,
                ..
            }) => {
                let (kind, id) = before.current().expect("a row");
                assert_eq!(kind, ChatKind::Chat);
                assert_ne!(*id, user.id);
                let (owner, target) = (user.id.clone(), id.clone());
                if pressed(&["b"]) {
                    assert_ne!(before.focus, ListKind::Blocks);
                    let read = user.block(id).filter(|fact| before.is_fresh(fact.read_by));
                    let doubted = before.unknown_changes.iter().map(|lost| &lost.change);
                    let doubted = doubted.filter(|lost| {
                        matches!(lost, Change::Block { .. } | Change::Unblock { .. })
                            && (lost.owner(), lost.target()) == (&user.id, id)
                    });
                    if doubted.count() == 0 {
                        assert_ne!(read.map(|fact| fact.value), Some(true));
                    }
                    assert_eq!(*one(), Change::Block { owner, target });
                } else {
                    let removes = before.focus == ListKind::Blocks && pressed(&["d", "Del", "F8"]);
                    assert!(pressed(&["u"]) || removes, "{key:?}");
                    assert_eq!(*one(), Change::Unblock { owner, target });
                }
                let slipped = self
                    .slipped
                    .is_some_and(|at| self.console.now < at + ROW_MOVED_GUARD);
                assert!(!slipped, "the row had just come under the cursor");
            }
            Some(Dialog::Change(ChangeDialog::Remove(dialog))) => {
                let change = Change::RemoveFriend {
                    owner: dialog.owner.clone(),
                    friend: dialog.friend.clone(),
                };
                assert_eq!(*one(), change);
                match &dialog.stage {
                    SendStage::Asking => assert!(pressed(&["y"]) && self.armed()),
                    SendStage::Failed(failure) => again(failure),
                    SendStage::Sent(_) => panic!("twice"),
                }
            }
            Some(Dialog::Change(ChangeDialog::Conversation(dialog))) => {
                let Change::DeleteConversation {
                    owner,
                    peer,
                    kind,
                    roaming,
                } = one()
                else {
                    panic!("{sent:?}")
                };
                assert_eq!(
                    (owner, peer, *kind),
                    (&dialog.owner, &dialog.peer, dialog.kind)
                );
                match (&dialog.stage, &dialog.step) {
                    (SendStage::Asking, ConversationStep::Choice) => {
                        assert!(pressed(&["y"]) && self.armed() && !roaming);
                    }
                    (SendStage::Asking, ConversationStep::Confirm) => {
                        assert!(pressed(&["Enter", "Ctrl-s"]) && *roaming);
                        assert_eq!(dialog.input.value().trim(), dialog.peer.shown());
                    }
                    (SendStage::Failed(failure), _) => {
                        again(failure);
                        assert_eq!(*roaming, dialog.roaming);
                    }
                    (SendStage::Asking, ConversationStep::Id) | (SendStage::Sent(_), _) => {
                        panic!("{dialog:?}")
                    }
                }
            }
            Some(Dialog::Change(ChangeDialog::Remark(dialog))) => {
                assert!(pressed(&["Enter", "Ctrl-s"]));
                assert_eq!(before.layer(), Layer::Field);
                if let SendStage::Failed(_) = dialog.stage {
                    assert!(self.armed(), "the refusal was not to be read yet");
                }
                let text = dialog.input.value();
                assert!(text.chars().count() <= REMARK_CAP);
                assert_eq!(
                    *one(),
                    remark(dialog.owner.raw(), dialog.friend.raw(), text)
                );
            }
            Some(Dialog::Triage(dialog)) => {
                let Asked::Confirming(asking) = &dialog.step else {
                    panic!("{sent:?} from {dialog:?}");
                };
                let [target] = &asking.targets[..] else {
                    panic!("{sent:?} for {:?}", asking.targets);
                };
                assert!(pressed(&["y"]) && self.armed());
                assert_eq!(*one(), jobs::meant(dialog, asking.act, target));
            }
            Some(Dialog::Change(ChangeDialog::Failed(FailedChange {
                change,
                failure,
                again: None,
            }))) => {
                again(failure);
                assert_eq!(one(), change);
            }
            other => panic!("{sent:?} from {other:?}"),
        }
        if before.dialogs.is_empty() {
            assert!(sent.iter().all(|c| *c.owner() == user.id), "{sent:?}");
        }
    }

    /// The invariants after every event.
    fn check(&self, before: &Model) {
        let model = &self.console.model;
        assert!(
            model.next_wake().is_none_or(|at| at > model.now),
            "it would spin"
        );
        for (request, change) in &self.console.writes {
            assert_eq!(
                model.pending_changes.get(request),
                Some(change),
                "a write is never dropped"
            );
        }
        assert_eq!(model.pending_changes.len(), self.console.writes.len());
        assert_eq!(
            model.leaving,
            before.leaving || self.console.asked.contains(&Effect::Quit)
        );
        if self.console.asked.contains(&Effect::Quit)
            && (!before.pending_changes.is_empty() || before.has_active_job())
        {
            assert!(matches!(before.dialogs.top(), Some(Dialog::Leave)) && self.armed_or_late());
        }
        for query in self.console.queries() {
            if let Query::Verify(change) = query {
                let lost = self.lost.iter().rev().find(|(c, _)| *c == change);
                let (_, at) = lost.expect("an answer that was lost");
                assert!(
                    self.console.now >= at + model.session.settle,
                    "{change:?} may still be applied"
                );
            }
        }
        let Some(user) = &model.user else {
            return;
        };
        let reads = &self.console.reads;
        for (phase, pane) in [
            (user.friends.phase(), ListKind::Friends),
            (user.blocks.phase(), ListKind::Blocks),
            (user.conversations.phase(), ListKind::Conversations),
        ] {
            if let LoadPhase::Loading(request) = phase {
                assert!(
                    reads.iter().any(|(t, _)| t == request),
                    "{pane:?} waits for ever"
                );
            }
        }
        for asked in [
            user.account.asked,
            user.friend_ids.asked,
            user.block_ids.asked,
        ]
        .into_iter()
        .flatten()
        {
            assert!(
                reads.iter().any(|(t, _)| *t == asked),
                "a fact is waited for for ever"
            );
        }
        // In addition, one for every change that is being verified.
        let of_a_dialog = |query: &Query| {
            matches!(
                query,
                Query::PairStates(..)
                    | Query::RemarksOf(..)
                    | Query::Snapshots(_)
                    | Query::Diagnosis(_)
                    | Query::Import(_)
                    | Query::Export(_)
            )
        };
        let shown = reads
            .iter()
            .filter(|(_, query)| !matches!(query, Query::Verify(_)) && !of_a_dialog(query))
            .filter(|(_, query)| {
                !matches!(
                    query,
                    Query::Undoable(_)
                        | Query::Unfinished
                        | Query::JobSteps(_)
                        | Query::Journal(_)
                        | Query::ExportJournal(_)
                )
            });
        let mut dialogs = model.dialogs.clone();
        let accounts = dialogs.iter_mut().map(|dialog| match dialog {
            Dialog::Triage(dialog) => match &dialog.accounts {
                AccountReading::Going(asked) => asked.len(),
                AccountReading::Not | AccountReading::CostShown => 0,
            },
            Dialog::Open(dialog) => usize::from(dialog.asked.is_some()),
            _ => 0,
        });
        let accounts: usize = accounts.sum();
        let sheets = dialogs.iter_mut().map(|dialog| match dialog {
            Dialog::Triage(dialog) => dialog.checks.len(),
            Dialog::Diagnosis(dialog) => usize::from(dialog.asked.is_some()),
            Dialog::Export(dialog) => usize::from(dialog.reading.is_some()),
            Dialog::Import(dialog) => {
                let asked = matches!(dialog.snapshots, SnapshotList::Asked(_));
                usize::from(asked) + usize::from(dialog.reading.is_some())
            }
            _ => 0,
        });
        let checks = reads.iter().filter(|(_, query)| of_a_dialog(query));
        assert_eq!(
            checks.count(),
            sheets.sum::<usize>(),
            "a sheet that is gone waits for nothing, and one that is there for its own"
        );
        assert!(
            shown.count() <= 7 + accounts && accounts <= 8,
            "one request at a time for everything that is shown"
        );
        for unknown in &model.unknown_changes {
            let read = unknown
                .asked
                .is_some_and(|asked| reads.iter().any(|(t, _)| *t == asked));
            assert!(
                read || unknown.verify_at.is_some(),
                "nobody will ever know what became of {:?}",
                unknown.change
            );
        }
        let rows = model
            .layout()
            .rows(model.focus)
            .map_or(1, |r| usize::from(r.height));
        let (selected, top, len) = match model.focus {
            ListKind::Friends => (user.friends.place(), user.friends.top(), user.friends.len()),
            ListKind::Blocks => (user.blocks.place(), user.blocks.top(), user.blocks.len()),
            ListKind::Conversations => {
                let list = &user.conversations;
                (list.place(), list.top(), list.len())
            }
        };
        assert!(selected < len.max(1) && top <= selected && selected < top + rows);
    }

    /// The key restarted the time; the question itself was closed by it or stays.
    /// Every read is replied to, and the card is.
    fn load(&mut self) {
        while !self.console.reads.is_empty() {
            self.event(&Happening::Answer(0, None));
        }
        self.event(&Happening::Wait(1_000));
    }

    fn try_all(&mut self, events: &[Happening]) {
        for event in events {
            self.event(event);
        }
    }

    fn armed_or_late(&self) -> bool {
        self.question != "leave" || self.armed()
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn whatever_happens_no_change_is_sent_that_was_not_asked_for(
        read_only in proptest::bool::weighted(0.1),
        events in proptest::collection::vec(event(), 1..80),
    ) {
        Court::new(read_only).try_all(&events);
    }

    #[test]
    fn whatever_happens_over_loaded_lists_no_change_is_sent_that_was_not_asked_for(
        read_only in proptest::bool::weighted(0.1),
        events in proptest::collection::vec(event(), 1..80),
    ) {
        let mut court = Court::new(read_only);
        court.load();
        court.try_all(&events);
    }
}

const KINDS: [&str; 12] = [
    "Block",
    "Unblock",
    "AddFriend",
    "RemoveFriend",
    "SetRemark",
    "DeleteConversation",
    "roaming",
    "Unblock few",
    "Block many",
    "delete-conversation few",
    "AddFriend few",
    "AddFriend many",
];

#[test]
fn the_random_events_reach_every_kind_of_change() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let events = proptest::collection::vec(event(), 80);
    let mut seen = HashSet::new();
    for _ in 0..1_500 {
        if KINDS.iter().all(|kind| seen.contains(*kind)) {
            return;
        }
        let mut court = Court::new(false);
        court.load();
        for event in &events.new_tree(&mut runner).unwrap().current() {
            court.event(event);
            for effect in &court.console.asked {
                if let Effect::BeginJob(_, plan) = effect {
                    let many = if plan.steps.len() >= COUNT_TYPED_FROM {
                        "many"
                    } else {
                        "few"
                    };
                    let change = &plan.steps[0].change;
                    let act = BulkOp::without_text_of(change)
                        .map_or_else(|| change.kind().word().to_owned(), |act| format!("{act:?}"));
                    seen.insert(format!("{act} {many}"));
                }
            }
            for change in court.console.sent() {
                let from = match &change {
                    Change::DeleteConversation { roaming: true, .. } => "roaming".into(),
                    other => format!("{other:?}").split(' ').next().unwrap().to_owned(),
                };
                seen.insert(from);
            }
        }
    }
    let missing: Vec<_> = KINDS.iter().filter(|kind| !seen.contains(**kind)).collect();
    assert!(
        missing.is_empty(),
        "never reached: {missing:?} beside {seen:?}"
    );
}
