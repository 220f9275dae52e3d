//! The sheet for an earlier list: who is offered for which action, and what a job for it does.

use super::*;
use crate::dialog::ARM_TIME;
use crate::dialog::triage::{TriageSource, TriageStep};
use crate::domain::PairRemark;
use crate::domain::job::BulkOp;

/// alice, whose friends have the remarks of `now`, and the sheet of this file.
fn restoring(file: &str) -> Console {
    let mut facts = Facts::of(
        &["bob", "carol", "dave", "erin", "f1", "f2", "f3"],
        &["spam1", "spam2"],
        &[],
    );
    facts.friends[0].1 = Some("Bobby".into());
    facts.friends[1].1 = Some("before".into());
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console.press("i").types(file).press("Enter").serve();
    console
}

fn would(console: &Console, act: BulkOp) -> Vec<&str> {
    let targets = crate::model::bulk::targets(&console.model, console.sheet(), act);
    targets.map(|entry| entry.id.raw()).collect()
}

fn changes(console: &Console) -> Vec<Change> {
    let (_, plan) = console.jobs.last().expect("a job");
    plan.steps.iter().map(|step| step.change.clone()).collect()
}

#[test]
fn who_is_missing_is_ticked_and_who_came_is_not() {
    let console = restoring("friends");
    assert!(matches!(console.sheet().source, TriageSource::Baseline(_)));
    assert_eq!(would(&console, BulkOp::AddFriend), ["gone1", "gone2"]);
    assert_eq!(would(&console, BulkOp::RemoveFriend), [] as [&str; 0]);
    let came: Vec<_> = console
        .sheet()
        .rows
        .iter()
        .filter(|entry| !entry.selected)
        .map(|entry| entry.id.raw())
        .collect();
    assert_eq!(came, ["f3"]);
    let console = restoring("blocks");
    assert_eq!(would(&console, BulkOp::Block).len(), 6);
    assert_eq!(would(&console, BulkOp::Unblock), [] as [&str; 0]);
}

#[test]
fn nobody_who_was_there_before_is_taken_away() {
    let mut console = restoring("friends");
    console.press("Ctrl-a");
    assert_eq!(would(&console, BulkOp::RemoveFriend), ["f3"]);
    assert_eq!(would(&console, BulkOp::AddFriend), ["gone1", "gone2"]);
    let mut console = restoring("blocks");
    console.press("Ctrl-a");
    assert_eq!(would(&console, BulkOp::Unblock), ["spam1", "spam2"]);
    assert_eq!(would(&console, BulkOp::Block).len(), 6);
}

#[test]
fn remarks_are_set_for_those_who_are_friends_and_have_another() {
    let mut console = restoring("friends");
    // carol has it already; gone1 and gone2 are not friends.
    assert_eq!(
        would(&console, BulkOp::Remark),
        ["bob", "dave", "erin", "f1", "f2"]
    );
    console.press("e").wait(ARM_TIME).types("5").press("Enter");
    let expected = ["bob", "dave", "erin", "f1", "f2"].map(|id| remark("alice", id, "before"));
    assert_eq!(changes(&console), expected);
    let before = &console.jobs[0].1.steps[0].before;
    assert_eq!(before.remark, Some(PairRemark::Text(Text::new("Bobby"))));
    assert_eq!(before.friend, Some(true));
}

#[test]
fn a_friend_comes_back_with_the_remark() {
    let mut console = restoring("friends");
    console.press("a").wait(ARM_TIME).press("y");
    let expected = ["gone1", "gone2"]
        .map(|id| [add("alice", id), remark("alice", id, "old")])
        .concat();
    assert_eq!(changes(&console), expected);
}

#[test]
fn a_blocklist_offers_what_blocks_and_nothing_else() {
    let mut console = restoring("blocks");
    for key in ["a", "d", "e"] {
        console.press(key);
        assert!(
            matches!(console.sheet().step, TriageStep::Reviewing),
            "{key}"
        );
        assert!(matches!(console.notice(), Some(Notice::NothingToDo(_))));
    }
    console.press("b").wait(ARM_TIME).types("6").press("Enter");
    assert_eq!(changes(&console).len(), 6);
    assert_eq!(changes(&console)[0], block("alice", "gone0"));
}

#[test]
fn what_was_read_a_while_ago_is_read_again_before_it_is_asked_about() {
    let mut console = restoring("friends");
    console.wait(60_000);
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends[0].1 = Some("before".into());
    facts.friends[2].1 = Some("Dave".into());
    facts.friends.retain(|(id, _)| id != "erin");
    facts.friends.push(("gone1".into(), None));
    console.press("e");
    let reply = console.queries();
    let [Query::RemarksOf(owner, asked)] = reply.as_slice() else {
        panic!("{reply:?}");
    };
    assert_eq!((owner, asked.len()), (&user("alice"), 8));
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    console.serve().wait(ARM_TIME);
    let targets: Vec<&str> = console.asking().targets.iter().map(UserId::raw).collect();
    assert_eq!(targets, ["gone1", "dave", "f1", "f2"]);
    console.press("y");
    let before = &console.jobs[0].1.steps[1].before;
    assert_eq!(before.remark, Some(PairRemark::Text(Text::new("Dave"))));
}

#[test]
fn what_cannot_be_read_again_is_not_asked_about() {
    let mut console = restoring("friends");
    console.wait(60_000);
    console.press("a");
    console.fail(|query| matches!(query, Query::RemarksOf(..)));
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    assert!(console.sheet().failure.is_some());
    assert_eq!(console.jobs, []);
}

#[test]
fn a_remark_that_is_too_long_is_not_set() {
    let mut console = Console::alice();
    console.press("i").types("x").press("Enter");
    let (request, _) = console.read(|query| matches!(query, Query::Import(_)));
    let row = |id: &str, remark: String, now| DifferenceRow {
        id: user(id),
        line: 1,
        times: 1,
        problem: None,
        doubt: None,
        others: Vec::new(),
        list: ListKind::Friends,
        earlier: Membership {
            is_listed: true,
            remark: Some(Some(Text::new(&remark))),
        },
        now,
    };
    let here = Membership {
        is_listed: true,
        remark: Some(None),
    };
    let rows = vec![
        row("zoe", "长".repeat(101), Membership::default()),
        row("bob", "长".repeat(101), here.clone()),
        row("carol", "长".repeat(100), here),
    ];
    let content = ImportedContent::Difference(ListDifference {
        rows,
        ..ListDifference::default()
    });
    let name = Text::new("x");
    let answer = Reply::Imported(Ok(ImportedFile { name, content }));
    console.say(Event::Reply(request, answer));
    assert_eq!(would(&console, BulkOp::Remark), ["carol"]);
    assert_eq!(console.sheet().too_long().count(), 2);
    // The friend is added all the same.
    console.serve().press("a").wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [add("alice", "zoe")]);
}

#[test]
fn nothing_is_begun_where_nothing_may_be_changed() {
    let mut console = restoring("friends");
    console.model.session.read_only = true;
    for key in ["a", "e", "d"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    }
    assert_eq!(console.jobs, []);
}

#[test]
fn a_list_that_is_as_it_was_says_so() {
    let mut console = Console::alice();
    console.press("i").types("x").press("Enter");
    let (request, _) = console.read(|query| matches!(query, Query::Import(_)));
    let same = ImportedFile {
        name: Text::new("x"),
        content: ImportedContent::Difference(ListDifference::default()),
    };
    console.say(Event::Reply(request, Reply::Imported(Ok(same))));
    assert_eq!(console.notice(), Some(&Notice::NoDifference));
}
