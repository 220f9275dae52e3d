//! The people whom the service sends: ids, nicknames, remarks.

use rosterm::domain::job::{JobEvent, StepState};

use rosterm::domain::{Account, Blocked, ChatKind, FailureClass, JobId, Relation, UserId};
use rosterm::model::ROW_MOVED_GUARD;
use rosterm::text::{self, Text, id_finder};

use super::places::{Sent, Tally, each, is_wide};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, account, contact, conversation, refused};

fn shown(id: &str) -> String {
    UserId::new(id).shown().to_owned()
}

/// Everybody bears the string, in the id and in the name.
fn world(hostile: &str) -> World {
    let id = |mark: &str| format!("{mark}{hostile}");
    World {
        account: Given::Whole(account(&id("zow"), Some(&id("znn")), Some(true))),
        blocks: Given::Whole(vec![Blocked {
            id: UserId::new(&id("zbl")),
        }]),
        conversations: Given::Whole(vec![
            conversation((&id("zco"), ChatKind::Chat), None, None, None),
            conversation((&id("zgr"), ChatKind::Group), None, None, None),
        ]),
        relation: Given::Whole(relation),
        // The second friend is the string alone.
        ..World::of_friends(vec![
            contact(&id("zfr"), &id("zrq")),
            contact(hostile, hostile),
        ])
    }
}

fn relation(other: &str) -> Relation {
    let named = |mark| other.replacen("zfr", mark, 1);
    Relation {
        account: Some(Ok(Account {
            uuid: Some(Text::new(&named("zuu"))),
            ..account(other, Some(&named("znk")), None)
        })),
        ..Relation::default()
    }
}

fn open(console: &mut Scripted, hostile: &str) {
    console.world = world(hostile);
    console.open(&format!("zow{hostile}"));
    console.answer();
    console.rest();
    console.wait(ROW_MOVED_GUARD);
}

#[test]
fn hostile_ids_reach_the_terminal_as_code_points_in_lists_and_dialogs() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let id = |mark: &str| shown(&format!("{mark}{hostile}"));
        let text = |mark: &str| Text::new(&format!("{mark}{hostile}")).shown().to_owned();
        let tally = &mut tally;
        open(console, hostile);
        let lists = Sent::of(console, "lists");
        lists.shows(tally, "opened user", "zow", &id("zow"));
        lists.shows(tally, "friend", "zfr", &id("zfr"));
        if is_wide(console) {
            lists.shows(tally, "nickname", "znn", &text("znn"));
            lists.shows(tally, "remark", "zrq", &text("zrq"));
            lists.shows(tally, "blocked user", "zbl", &id("zbl"));
            lists.shows(tally, "conversation", "zco", &id("zco"));
            lists.shows(tally, "group", "zgr", &id("zgr"));
        } else {
            console.press("2");
            Sent::of(console, "blocklist").shows(tally, "blocked user", "zbl", &id("zbl"));
            console.press("3");
            let list = Sent::of(console, "conversations");
            list.shows(tally, "conversation", "zco", &id("zco"));
            list.shows(tally, "group", "zgr", &id("zgr"));
        }

        console.press("3d");
        let ask = Sent::read(console, "conversation dialog");
        ask.shows(tally, "conversation dialog", "zco", &id("zco"));
        console.wait(1_000);
        console.press("m");
        let confirm = Sent::read(console, "conversation dialog's field");
        confirm.shows(tally, "conversation to type", "zco", &id("zco"));
        console.press("<Esc><Esc>1");

        console.press("d");
        let remove = Sent::read(console, "remove dialog");
        remove.shows(tally, "remove dialog", "zfr", &id("zfr"));
        remove.shows(tally, "remark to lose", "zrq", &text("zrq"));
        console.press("<Esc>e");
        let remark = Sent::read(console, "remark dialog");
        remark.shows(tally, "remark dialog", "zfr", &id("zfr"));
        remark.shows(tally, "remark before", "zrq", &text("zrq"));
        console.press("<End>");
        console.types("zend");
        let typed = Sent::of(console, "remark dialog's field");
        let value = text::printable(&format!("zrq{hostile}zend"));
        typed.ends(tally, "remark to edit", &value, "zend");
        console.press("<Esc>");
        console.rest();
        console.press("<Enter>");
        let card = Sent::of(console, "card");
        card.shows(tally, "card", "zfr", &id("zfr"));
        card.shows(tally, "remark on the card", "zrq", &text("zrq"));
        if is_wide(console) {
            card.shows(tally, "nickname on the card", "znk", &text("znk"));
            card.shows(tally, "uuid", "zuu", &text("zuu"));
        }
        console.press("<Esc>");

        console.press("b");
        console.done();
        let toast = Sent::of(console, "toast");
        toast.shows(tally, "toast", "zfr", &id("zfr"));
    });
    tally.covers(&[
        ("opened user", 2),
        ("friend", 2),
        ("blocked user", 2),
        ("conversation", 2),
        ("group", 2),
        ("conversation dialog", 2),
        ("conversation to type", 2),
        ("remove dialog", 2),
        ("remark dialog", 2),
        ("card", 2),
        ("nickname", 1),
        ("remark", 1),
        ("remark to lose", 2),
        ("remark before", 2),
        ("remark to edit", 2),
        ("remark on the card", 2),
        ("nickname on the card", 1),
        ("uuid", 1),
        ("toast", 2),
    ]);
}

#[test]
fn pasted_ids_reach_the_terminal_as_code_points_on_the_sheet() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let tally = &mut tally;
        let pasted: String = format!("zid{hostile}")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        // Its parts may be ids too; what nothing can be done with comes last.
        let Ok(found) = id_finder::found(&pasted) else {
            panic!("{pasted:?} is short");
        };
        let whole = found.ids.iter().find(|one| one.id.starts_with("zid"));
        let spoilt = found
            .impossible
            .iter()
            .find(|one| one.raw.starts_with("zid"));
        let first = whole.map(|one| &one.id).or(spoilt.map(|one| &one.raw));
        let Some(first) = first.map(|raw| text::id(raw)) else {
            panic!("{pasted:?} holds {found:?}");
        };
        console.open_in(World::empty());
        console.press("p");
        console.paste(&pasted);
        let typed = Sent::of(console, "the sheet's field");
        typed.ends(tally, "id to send", &text::printable(&pasted), "");
        console.press("<Enter>");
        console.answer();
        if whole.is_none() {
            console.press("G");
        }
        let asked = Sent::of(console, "the sheet");
        // Beside why it is impossible there is no room for it on the smallest screen.
        if is_wide(console) {
            asked.shows(tally, "id on the sheet", "zid", &first);
        }
    });
    tally.covers(&[("id to send", 2), ("id on the sheet", 1)]);
}

/// Somebody whose lists bear the string has forty more of the kind selected, and a job for all of them.
#[test]
fn hostile_ids_reach_the_terminal_as_code_points_in_questions_about_many_and_in_jobs() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let tally = &mut tally;
        let ids: Vec<UserId> = (0..6)
            .map(|n| UserId::new(&format!("zb{n}{hostile}")))
            .collect();
        let blocks = ids.iter().map(|id| Blocked { id: id.clone() });
        console.open_in(World {
            blocks: Given::Whole(blocks.collect()),
            block_ids: Given::Whole(ids),
            ..World::empty()
        });
        console.wait(ROW_MOVED_GUARD);
        let first = shown(&format!("zb0{hostile}"));
        console.press("2<Ctrl-a>");
        console.press("u");
        Sent::of(console, "sheet").shows(tally, "row of the sheet", "zb0", &first);
        console.answer();
        console.wait(1_000);
        let question = Sent::of(console, "bulk question");
        if is_wide(console) {
            question.shows(tally, "id in the question", "zb0", &first);
        }
        console.types("6");
        console.press("<Enter>");
        console.worker(JobEvent::Begun(Some(JobId(1))));
        let why = refused(FailureClass::Final, 400, hostile, hostile);
        console.worker(JobEvent::StepsChanged(vec![(0, StepState::Failed(why))]));
        console.press("5");
        Sent::of(console, "jobs with a failure");
        console.worker(JobEvent::StepsChanged(vec![(0, StepState::Sent)]));
        Sent::of(console, "jobs").shows(tally, "change of a job", "zb0", &first);
    });
    tally.covers(&[
        ("row of the sheet", 2),
        ("id in the question", 1),
        ("change of a job", 2),
    ]);
}
