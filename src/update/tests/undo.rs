//! Taking back what the journal says was done last.

use super::*;
use crate::dialog::ARM;
use crate::dialog::triage::{Source, Step};
use crate::msg::job::{Act, Before, Record, Undoable};

fn alice() -> Desk {
    let facts = Facts::of(&["bob", "carol"], &["s1", "s2", "s3"], &["bob"]);
    let mut desk = Desk::new().knows("alice", facts).opened("alice");
    desk.serve().wait(2_000);
    desk
}

fn record(entry: i64, change: Change, before: Before) -> Record {
    Record {
        entry,
        change,
        before,
    }
}

fn done(entry: i64, act: Act, id: &str) -> Record {
    record(
        entry,
        act.change(user("alice"), user(id)),
        Before::default(),
    )
}

fn journal(desk: &mut Desk, job: Option<i64>, done: Vec<Record>) {
    let (ticket, _) = desk.read(|fetch| *fetch == Fetch::Undoable);
    let undoable = Some(Undoable { job, done });
    desk.say(What::Fetched(ticket, Fetched::Undoable(Ok(undoable))));
}

#[test]
fn a_job_is_taken_back_for_those_who_are_still_as_it_left_them() {
    let mut desk = alice();
    desk.press("z");
    let blocked = ["s1", "s2", "gone"].into_iter().zip(1..);
    let blocked = blocked.map(|(id, entry)| done(entry, Act::Block, id));
    journal(&mut desk, Some(7), blocked.collect());
    assert!(matches!(desk.sheet().source, Source::Undo(_)));
    desk.serve().wait(ARM).press("y");
    let plan = &desk.jobs[0].1;
    let steps: Vec<_> = plan
        .steps
        .iter()
        .map(|step| (step.change.clone(), step.undoes))
        .collect();
    let unblock = |id: &str| Act::Unblock.change(user("alice"), user(id));
    assert_eq!(
        steps,
        [(unblock("s1"), Some(1)), (unblock("s2"), Some(2))],
        "whom somebody else has unblocked since is left alone"
    );
    assert_eq!(plan.undoes, Some(7));
}

#[test]
fn a_removed_friend_comes_back_with_the_remark() {
    let mut desk = alice();
    desk.press("z");
    let before = Before {
        remark: Some(Some(Text::new("old name"))),
        ..Before::default()
    };
    let removed = Act::RemoveFriend.change(user("alice"), user("dan"));
    journal(&mut desk, None, vec![record(3, removed, before)]);
    desk.serve().wait(ARM).press("y");
    let changes: Vec<_> = desk.jobs[0]
        .1
        .steps
        .iter()
        .map(|s| s.change.clone())
        .collect();
    let remark = Change::SetRemark {
        owner: user("alice"),
        friend: user("dan"),
        remark: Text::new("old name"),
    };
    let added = Act::AddFriend.change(user("alice"), user("dan"));
    assert_eq!(changes, [added, remark]);
}

#[test]
fn what_was_so_before_is_not_taken_back() {
    let mut desk = alice();
    desk.press("z");
    let before = Before {
        blocked: Some(true),
        ..Before::default()
    };
    let again = Act::Block.change(user("alice"), user("s1"));
    journal(&mut desk, None, vec![record(3, again, before)]);
    assert_eq!(desk.notice(), Some(&Notice::NothingToUndo));
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_remark_is_put_back_in_its_dialog() {
    let mut desk = alice();
    desk.press("z");
    let change = Change::SetRemark {
        owner: user("alice"),
        friend: user("carol"),
        remark: Text::new("new"),
    };
    let before = Before {
        remark: Some(Some(Text::new("old"))),
        ..Before::default()
    };
    journal(&mut desk, None, vec![record(3, change, before)]);
    desk.wait(ARM).press("Enter");
    let put_back = Change::SetRemark {
        owner: user("alice"),
        friend: user("carol"),
        remark: Text::new("old"),
    };
    assert_eq!(desk.sent(), [put_back]);
}

#[test]
fn an_answer_of_the_journal_is_put_over_nothing_else() {
    let mut desk = alice();
    desk.press("z").press("?");
    journal(&mut desk, None, vec![done(1, Act::Block, "s1")]);
    desk.press("Esc");
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.jobs.len(), 0);
    // And it can be asked again.
    desk.press("z");
    assert_eq!(desk.fetched(), [Fetch::Undoable]);
}

#[test]
fn the_journal_is_asked_once_at_a_time_and_not_where_nothing_may_be_changed() {
    let mut desk = alice();
    desk.press("z").press("z");
    assert_eq!(desk.fetched(), []);
    let mut desk = alice();
    desk.model.session.read_only = true;
    desk.press("z");
    assert_eq!(desk.fetched(), []);
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
}

#[test]
fn another_action_on_the_sheet_takes_nothing_back() {
    let mut desk = alice();
    desk.press("z");
    journal(&mut desk, Some(7), vec![done(1, Act::Block, "s1")]);
    desk.serve().press("Esc").press("a").wait(ARM).press("y");
    assert_eq!(desk.sent(), [add("alice", "s1")]);
    assert_eq!(desk.jobs, []);
    assert!(
        !matches!(desk.model.dialogs.top(), Some(Dialog::Triage(d)) if matches!(d.step, Step::Asking(_)))
    );
}
