//! Undoing what the journal recorded last.

use super::*;
use crate::dialog::ARM_TIME;
use crate::dialog::triage::{TriageSource, TriageStep};
use crate::domain::job::{BulkOp, DoneChange, JobRest, Provenance, UndoChoice, Undoable};
use crate::domain::undo::UndoTarget;
use crate::domain::{EntryId, JobId, PairRemark, PairState};
use crate::model::PairReading;

fn alice() -> Console {
    let facts = Facts::of(&["bob", "carol"], &["s1", "s2", "s3"], &["bob"]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console
}

/// Which of these are friends, and with which remark.
pub fn stand(facts: &Facts, ids: &[UserId]) -> Vec<(UserId, PairState)> {
    let stands = |id: &UserId| {
        let row = facts.friends.iter().find(|f| f.0 == id.raw());
        let remark = row.map(|row| PairRemark::of(row.1.as_deref().map(Text::new).as_ref()));
        let before = PairState {
            friend: Some(row.is_some()),
            blocked: None,
            remark,
        };
        (id.clone(), before)
    };
    ids.iter().map(stands).collect()
}

fn record(entry: i64, change: Change, before: PairState) -> DoneChange {
    DoneChange {
        entry: EntryId(entry),
        change,
        before,
    }
}

fn done(entry: i64, act: BulkOp, id: &str) -> DoneChange {
    record(
        entry,
        act.change(user("alice"), user(id)),
        PairState::default(),
    )
}

fn journal(console: &mut Console, job: Option<JobId>, done: Vec<DoneChange>) {
    let again = |(_, query): &(RequestId, Query)| *query == Query::Undoable(UndoTarget::Redo);
    let redo = console.reads.iter().any(again);
    says(
        console,
        UndoAnswer::Undoable(Undoable {
            job,
            done,
            redo,
            made: Provenance::default(),
            chosen: UndoChoice::default(),
            rest: JobRest::default(),
        }),
    );
}

fn says(console: &mut Console, found: UndoAnswer) {
    let (request, _) = console.read(|query| matches!(query, Query::Undoable(_)));
    console.say(Event::Reply(request, Reply::Undoable(Ok(found))));
}

#[test]
fn a_job_is_taken_back_for_those_who_are_still_as_it_left_them() {
    let mut console = alice();
    console.press("z");
    let blocked = ["s1", "s2", "gone"].into_iter().zip(1..);
    let blocked = blocked.map(|(id, entry)| done(entry, BulkOp::Block, id));
    journal(&mut console, Some(JobId(7)), blocked.collect());
    assert!(matches!(console.sheet().source, TriageSource::Undo(_)));
    console.serve().wait(ARM_TIME).press("y");
    let plan = &console.jobs[0].1;
    let steps: Vec<_> = plan
        .steps
        .iter()
        .map(|step| (step.change.clone(), step.undoes))
        .collect();
    let unblock = |id: &str| BulkOp::Unblock.change(user("alice"), user(id));
    assert_eq!(
        steps,
        [
            (unblock("s1"), Some(EntryId(1))),
            (unblock("s2"), Some(EntryId(2)))
        ],
        "whom somebody else has unblocked since is left alone"
    );
    assert_eq!(plan.undoes, Some(JobId(7)));
}

#[test]
fn a_removed_friend_comes_back_with_the_remark() {
    let mut console = alice();
    console.press("z");
    let before = PairState {
        remark: Some(PairRemark::Text(Text::new("old name"))),
        ..PairState::default()
    };
    let removed = BulkOp::RemoveFriend.change(user("alice"), user("dan"));
    journal(&mut console, None, vec![record(3, removed, before)]);
    console.serve().wait(ARM_TIME).press("y");
    let changes: Vec<_> = console.jobs[0]
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
    let added = BulkOp::AddFriend.change(user("alice"), user("dan"));
    assert_eq!(changes, [added, remark]);
}

#[test]
fn what_is_not_taken_back_is_told_with_the_reason() {
    let mut console = alice();
    console.press("z");
    let why = UndoRefusal::UndoneAlready {
        by: EntryId(12),
        operator: Some(Text::new("li.na")),
    };
    says(&mut console, UndoAnswer::Refused(why.clone()));
    assert_eq!(console.notice(), Some(&Notice::NotUndone(why)));
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn whom_somebody_changed_since_is_left_alone_and_where_nobody_is_left_it_says_so() {
    let mut console = alice();
    console.press("z");
    // Two were unblocked; both are blocked again now.
    journal(
        &mut console,
        None,
        vec![
            done(1, BulkOp::Unblock, "s1"),
            done(2, BulkOp::Unblock, "s2"),
        ],
    );
    console.serve();
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    assert_eq!(console.notice(), Some(&Notice::MovedOn(BulkOp::Block)));
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.jobs.len(), 0);
}

#[test]
fn what_was_taken_back_is_done_again_with_the_same_question() {
    let mut console = alice();
    console.press("Z");
    let unblocked = done(9, BulkOp::Unblock, "bob");
    journal(&mut console, Some(JobId(8)), vec![unblocked]);
    console.serve().wait(ARM_TIME).press("y");
    let plan = &console.jobs[0].1;
    assert_eq!(plan.undoes, Some(JobId(8)));
    let step = &plan.steps[0];
    assert_eq!(
        step.change,
        BulkOp::Block.change(user("alice"), user("bob"))
    );
    assert_eq!(step.undoes, Some(EntryId(9)));
}

#[test]
fn of_a_job_with_several_kinds_one_kind_is_taken_back() {
    let mut console = alice();
    console.press("z");
    let remark = change_remark(2, "bob", "new", Some("old"));
    let records = vec![
        remark,
        done(3, BulkOp::Block, "s1"),
        done(4, BulkOp::AddFriend, "bob"),
        done(5, BulkOp::Block, "s2"),
    ];
    journal(&mut console, Some(JobId(7)), records);
    console.serve().wait(ARM_TIME).press("y");
    let steps: Vec<_> = console.jobs[0].1.steps.iter().map(|s| s.undoes).collect();
    assert_eq!(steps, [Some(EntryId(3)), Some(EntryId(5))]);
}

fn change_remark(entry: i64, friend: &str, to: &str, from: Option<&str>) -> DoneChange {
    let change = Change::SetRemark {
        owner: user("alice"),
        friend: user(friend),
        remark: Text::new(to),
    };
    let before = PairState {
        remark: Some(PairRemark::of(from.map(Text::new).as_ref())),
        ..PairState::default()
    };
    record(entry, change, before)
}

/// Friends with these remarks; `z` found that a job set them.
fn remarks(rows: &[(&str, &str, Option<&str>)]) -> Console {
    let mut facts = Facts::of(&["bob", "carol", "dan", "eve", "fay", "gus"], &[], &[]);
    for row in &mut facts.friends {
        row.1 = Some(format!("new {}", row.0));
    }
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000).press("z");
    let records = rows.iter().zip(1..);
    let records = records.map(|((id, to, from), entry)| change_remark(entry, id, to, *from));
    journal(&mut console, Some(JobId(7)), records.collect());
    console
}

fn steps(console: &Console) -> Vec<(&str, &str, Option<EntryId>)> {
    let steps = console.jobs[0].1.steps.iter().map(|step| {
        let Change::SetRemark { friend, remark, .. } = &step.change else {
            panic!("{step:?}");
        };
        (friend.raw(), remark.raw(), step.undoes)
    });
    steps.collect()
}

#[test]
fn a_remark_is_put_back_once_it_was_read() {
    let mut console = remarks(&[("carol", "new carol", Some("old"))]);
    // Nothing confirms what has not been read.
    console.wait(ARM_TIME).press("y").press("Enter");
    assert_eq!(console.jobs.len(), 0);
    console.serve().press("y");
    assert_eq!(console.jobs.len(), 0, "it came by itself");
    console.wait(ARM_TIME).press("y");
    assert_eq!(steps(&console), [("carol", "old", Some(EntryId(1)))]);
    let plan = &console.jobs[0].1;
    assert_eq!(plan.undoes, Some(JobId(7)));
    let left = plan.steps[0].before.remark.clone();
    assert_eq!(left, Some(PairRemark::Text(Text::new("new carol"))));
}

#[test]
fn remarks_that_somebody_changed_since_are_left_alone() {
    let mut console = remarks(&[
        ("bob", "new bob", Some("old")),
        ("carol", "something else", Some("old")),
        ("gone", "new gone", Some("old")),
        ("dan", "new dan", None),
    ]);
    console.serve().wait(ARM_TIME).press("y");
    let back = [
        ("bob", "old", Some(EntryId(1))),
        ("dan", "", Some(EntryId(4))),
    ];
    assert_eq!(steps(&console), back);
}

#[test]
fn where_no_remark_is_as_it_was_left_there_is_nothing_to_confirm() {
    let mut console = remarks(&[("carol", "something else", Some("old"))]);
    console.serve().wait(ARM_TIME).press("y");
    assert_eq!(console.jobs.len(), 0);
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn the_number_of_many_remarks_is_typed() {
    let names = ["bob", "carol", "dan", "eve", "fay"];
    let left: Vec<String> = names.iter().map(|name| format!("new {name}")).collect();
    let rows = names.iter().zip(&left);
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(id, to)| (*id, &**to, Some("old")))
        .collect();
    let mut console = remarks(&rows);
    console.serve().wait(ARM_TIME).types("4").press("Enter");
    assert_eq!(console.jobs.len(), 0);
    console
        .press("Backspace")
        .types("5")
        .wait(ARM_TIME)
        .press("Enter");
    assert_eq!(steps(&console).len(), 5);
}

#[test]
fn a_remark_that_changes_under_the_question_is_no_longer_asked_about() {
    let rows = [
        ("bob", "new bob", Some("old")),
        ("dan", "new dan", Some("old")),
    ];
    let mut console = remarks(&rows);
    console.serve().wait(ARM_TIME);
    let read = console.model.next_request();
    let reading = PairReading {
        remark: Some(Some(Text::new("by somebody"))),
        ..PairReading::default()
    };
    let alice = console.model.user.as_mut().unwrap();
    alice.learn(&user("bob"), reading, read);
    console.say(Event::Tick).press("y");
    assert_eq!(console.jobs.len(), 0, "it asks anew");
    console.wait(ARM_TIME).press("y");
    assert_eq!(steps(&console), [("dan", "old", Some(EntryId(2)))]);
}

#[test]
fn remarks_that_could_not_be_read_can_be_read_again_and_left() {
    let is_read = |query: &Query| matches!(query, Query::RemarksOf(..));
    let mut console = remarks(&[("carol", "new carol", Some("old"))]);
    console.fail(is_read).wait(ARM_TIME).press("y");
    assert_eq!(console.jobs.len(), 0);
    console.press("r").serve().wait(ARM_TIME).press("y");
    assert_eq!(steps(&console).len(), 1);

    let mut console = remarks(&[("carol", "new carol", Some("old"))]);
    assert!(console.reads.iter().any(|(_, query)| is_read(query)));
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
    assert!(!console.reads.iter().any(|(_, query)| is_read(query)));
}

#[test]
fn a_job_on_screen_is_taken_back_when_it_is_over() {
    let mut console = alice();
    console.press("z");
    journal(&mut console, None, vec![done(1, BulkOp::Block, "s1")]);
    console.serve().wait(ARM_TIME).press("y").press("5");
    console.worker(JobEvent::Begun(Some(JobId(31)))).press("z");
    assert_eq!(
        console.notice(),
        Some(&Notice::NotUndone(UndoRefusal::JobRunning))
    );
    // The newest change, which belongs to that job, cannot be undone either.
    console.press("Esc").press("z");
    assert_eq!(console.queries(), []);
    assert_eq!(
        console.notice(),
        Some(&Notice::NotUndone(UndoRefusal::JobRunning))
    );
    console.press("5");
    console.worker(JobEvent::Ended).press("z");
    assert_eq!(
        console.queries(),
        [Query::Undoable(UndoTarget::Job(JobId(31)))]
    );
    // The sheet opens over the jobs.
    journal(
        &mut console,
        Some(JobId(31)),
        vec![done(2, BulkOp::Unblock, "s1")],
    );
    assert!(matches!(console.top(), Some(Dialog::Triage(_))));
}

#[test]
fn an_answer_of_the_journal_is_put_over_nothing_else() {
    let mut console = alice();
    console.press("z").press("?");
    journal(&mut console, None, vec![done(1, BulkOp::Block, "s1")]);
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.jobs.len(), 0);
    // And it can be requested again.
    console.press("z");
    assert_eq!(console.queries(), [Query::Undoable(UndoTarget::Newest)]);
}

#[test]
fn the_journal_is_asked_once_at_a_time_and_not_where_nothing_may_be_changed() {
    let mut console = alice();
    console.press("z").press("z");
    assert_eq!(console.queries(), []);
    let mut console = alice();
    console.model.session.read_only = true;
    console.press("z");
    assert_eq!(console.queries(), []);
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
}

#[test]
fn the_sheet_of_what_is_taken_back_does_nothing_else() {
    let mut console = alice();
    console.press("z");
    let blocks = vec![done(1, BulkOp::Block, "s1"), done(2, BulkOp::Block, "s2")];
    journal(&mut console, Some(JobId(7)), blocks);
    console.serve().press("Esc");
    for key in ["a", "b", "d", "e"] {
        console.press(key).wait(ARM_TIME).press("y");
        assert_eq!(
            (console.sent(), console.jobs.len()),
            (Vec::new(), 0),
            "{key}"
        );
    }
}

#[test]
fn escape_from_a_single_change_goes_back_to_where_it_was_asked_for() {
    let mut console = alice();
    console.press("z");
    journal(&mut console, None, vec![done(1, BulkOp::Block, "s1")]);
    console.serve();
    assert!(matches!(console.sheet().step, TriageStep::Confirming(_)));
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn what_was_taken_back_says_that_it_can_be_done_again_and_the_other_way_round() {
    for redo in [false, true] {
        let mut console = alice();
        console.press(if redo { "Z" } else { "z" });
        let undoable = Undoable {
            job: None,
            done: vec![done(1, BulkOp::Block, "s1")],
            made: Provenance::default(),
            chosen: UndoChoice::default(),
            rest: JobRest::default(),
            redo,
        };
        says(&mut console, UndoAnswer::Undoable(undoable));
        console.serve().wait(ARM_TIME).press("y");
        console
            .worker(JobEvent::Begun(Some(JobId(1))))
            .moves(&[(0, StepState::Done)])
            .worker(JobEvent::Ended);
        let act = if redo { BulkOp::Unblock } else { BulkOp::Block };
        let turned = UndoReport {
            redo,
            act,
            owner: user("alice"),
            target: user("s1"),
            n: 1,
        };
        assert_eq!(console.notice(), Some(&Notice::UndoneOrRedone(turned)));
        let way = if redo {
            UndoDirection::Undo
        } else {
            UndoDirection::Redo
        };
        assert_eq!(
            console.model.jobs[0].way_back(crate::model::RemarkRecording::Recorded),
            Some(way)
        );
    }
}
