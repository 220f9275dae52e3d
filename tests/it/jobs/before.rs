//! How things stood before a change comes from just before it. What is so already is not sent, and what somebody
//! else did is never taken back.

use rosterm::domain::history::EntryState;
use rosterm::domain::job::{
    BulkOp, JobControl, JobCounts, JobEvent, JobStep, StepState, UndoAnswer, Undoable,
};
use rosterm::domain::undo::{UndoRefusal, UndoTarget};
use rosterm::domain::{Change, EntryId, FailureReason, JobId, PairRemark, PairState};
use rosterm::journal::{EntryFilter, Journal, JournalOptions};
use rosterm::msg::{Query, Reply};
use rosterm::text::Text;

use crate::jobs::harness::{WorkerHarness, each, step};
use crate::support::samples::{ALICE, id, names};

async fn recording() -> (WorkerHarness, Journal, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let (worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    (worker, journal, dir)
}

/// Another console on the same sandbox and the same journal.
async fn second(worker: &WorkerHarness, dir: &tempfile::TempDir) -> WorkerHarness {
    let mut second = worker.beside();
    second
        .reopens(JournalOptions::new(&dir.path().join("j.db")))
        .await;
    second
}

async fn undoable(worker: &mut WorkerHarness, which: UndoTarget) -> Result<Undoable, UndoRefusal> {
    match worker.query(Query::Undoable(which)).await {
        Reply::Undoable(Ok(UndoAnswer::Undoable(undoable))) => Ok(undoable),
        Reply::Undoable(Ok(UndoAnswer::Refused(why))) => Err(why),
        other => panic!("{other:?}"),
    }
}

fn targets(undoable: &Undoable) -> Vec<&str> {
    let done = undoable.done.iter();
    done.map(|record| record.change.target().raw()).collect()
}

/// What takes back all of it.
fn back(undoable: &Undoable) -> Vec<JobStep> {
    let inverse = undoable.op().unwrap().inverse();
    let steps = undoable.done.iter().map(|record| JobStep {
        change: inverse.change(id(ALICE), record.change.target().clone()),
        before: PairState::default(),
        undoes: Some(record.entry),
    });
    steps.collect()
}

fn remark(friend: &str, text: &str) -> Change {
    Change::SetRemark {
        owner: id(ALICE),
        friend: id(friend),
        remark: Text::new(text),
    }
}

#[tokio::test]
async fn whom_somebody_befriended_while_the_question_was_open_is_not_sent_and_stays_a_friend() {
    let (mut worker, journal, _dir) = recording().await;
    let new = ["ann", "ben", "cat"];
    worker.register(&new).await;
    let mut steps = each(BulkOp::AddFriend, &new);
    for step in &mut steps {
        step.before.friend = Some(false);
    }
    // Somebody else comes in between.
    let mut other = worker.beside();
    other.does(each(BulkOp::AddFriend, &new[..2])).await;
    worker.sandbox.forget_calls().await;
    worker.does(steps).await;
    assert_eq!(
        worker.states,
        [StepState::Unneeded, StepState::Unneeded, StepState::Done]
    );
    let items = journal.steps(JobId(1), 0, 9).await.unwrap();
    assert_eq!(items[0].state.word(), "nothing to do");
    let imports = worker.calls_to("POST", "import").await;
    assert!(imports <= 1, "{imports}");
    let undo = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    assert_eq!(targets(&undo), ["cat"]);
    worker.told.clear();
    worker.does(back(&undo)).await;
    let friends = worker.friends().await;
    let left = new.map(|name| friends.contains_key(name));
    assert_eq!(left, [true, true, false]);
}

#[tokio::test]
async fn undoing_an_unfinished_job_leaves_what_is_waiting_and_resuming_sends_only_that() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::slow()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    let all = names("troll-", 3);
    worker.register(&all).await;
    let steps = each(BulkOp::Block, &all);
    let before = worker.blocked().await;
    worker.begin(steps);
    while !worker.states.contains(&StepState::Done) {
        worker.hears(|_| true).await;
    }
    worker.control(JobControl::Pause);
    worker.hears(|news| *news == JobEvent::Paused).await;
    // It is still being worked on.
    let newest = undoable(&mut worker, UndoTarget::Newest).await;
    assert_eq!(newest.unwrap_err(), UndoRefusal::JobRunning);
    worker.control(JobControl::Stop);
    worker.ends().await;
    let done = worker.count(|state| *state == StepState::Done);
    assert!(done < 3);
    let undo = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    assert_eq!(undo.job, Some(JobId(1)));
    assert_eq!((undo.done.len(), undo.rest.waiting), (done, 3 - done));
    worker.told.clear();
    worker.does(back(&undo)).await;
    assert_eq!(worker.blocked().await, before);

    let counts = async || journal.job(JobId(1)).await.unwrap().unwrap().counts;
    let undone = JobCounts {
        undone: done,
        waiting: 3 - done,
        ..JobCounts::default()
    };
    assert_eq!(counts().await, undone);
    worker.told.clear();
    worker.resume(1);
    worker.ends().await;
    let resumed = JobCounts {
        undone: done,
        done: 3 - done,
        ..JobCounts::default()
    };
    assert_eq!(counts().await, resumed);
    let blocked = worker.blocked().await;
    let waiting = all.iter().filter(|id| blocked.contains(*id));
    assert_eq!(waiting.count(), 3 - done);
}

#[tokio::test]
async fn each_kind_of_change_that_is_so_already_is_recorded_and_not_sent() {
    let (mut worker, journal, _dir) = recording().await;
    worker.register(&["ann"]).await;
    let friends = worker.friends().await;
    let (friend, named) = friends.iter().next().unwrap();
    let blocked = worker.blocked().await.into_iter().next().unwrap();
    let mut steps = each(BulkOp::Unblock, &["ann"]);
    steps.extend(each(BulkOp::Block, &[&blocked]));
    steps.push(step(remark(friend, named.as_deref().unwrap_or(""))));
    worker.sandbox.forget_calls().await;
    worker.does(steps).await;
    assert!(worker.all_are(&StepState::Unneeded), "{:?}", worker.states);
    let calls = worker.sandbox.log().await;
    assert!(
        calls.iter().all(|call| call["method"] == "GET"),
        "{calls:?}"
    );
    let entries = journal.entries(EntryFilter::default()).await.unwrap();
    assert_eq!(entries.len(), 3);
    assert!(
        undoable(&mut worker, UndoTarget::Job(JobId(1)))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_remark_that_somebody_changed_after_the_question_is_left_alone() {
    let (mut worker, _journal, _dir) = recording().await;
    worker.does(vec![step(remark("bob_77", "new"))]).await;
    let undo = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    let record = &undo.done[0];
    let step = JobStep {
        change: remark("bob_77", "old"),
        before: PairState {
            friend: Some(true),
            blocked: None,
            remark: Some(PairRemark::Text(Text::new("new"))),
        },
        undoes: Some(record.entry),
    };
    let mut other = worker.beside();
    other.change(remark("bob_77", "theirs")).await.unwrap();
    worker.told.clear();
    worker.does(vec![step]).await;
    assert_eq!(worker.why(0).reason, FailureReason::ChangedSince);
    let friends = worker.friends().await;
    assert_eq!(friends["bob_77"].as_deref(), Some("theirs"));
}

#[tokio::test]
async fn a_friend_who_came_back_with_another_remark_keeps_it() {
    let (mut worker, _journal, _dir) = recording().await;
    // The question was open while they were no friends; somebody was faster.
    let mut other = worker.beside();
    other.change(remark("bob_77", "theirs")).await.unwrap();
    let mut steps = each(BulkOp::AddFriend, &["bob_77"]);
    steps.push(step(remark("bob_77", "ours")));
    worker.does(steps).await;
    assert_eq!(worker.states[0], StepState::Unneeded);
    assert_eq!(worker.why(1).reason, FailureReason::ChangedSince);
    let friends = worker.friends().await;
    assert_eq!(friends["bob_77"].as_deref(), Some("theirs"));
}

#[tokio::test]
async fn two_consoles_take_back_one_entry_and_a_newer_block_is_not_lost() {
    let (mut worker, _journal, dir) = recording().await;
    worker.register(&["ann"]).await;
    worker.does(each(BulkOp::Block, &["ann"])).await;
    worker.told.clear();
    let mut late = second(&worker, &dir).await;
    // Both ask.
    let ours = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    let theirs = undoable(&mut late, UndoTarget::Newest).await.unwrap();
    worker.does(back(&ours)).await;
    assert_eq!(worker.states, [StepState::Done]);
    // Somebody who writes elsewhere blocks again.
    let mut other = worker.beside();
    let block = BulkOp::Block.change(id(ALICE), id("ann"));
    other.change(block).await.unwrap();
    worker.sandbox.forget_calls().await;
    late.begin(back(&theirs));
    let told = late.hears(|_| true).await;
    let JobEvent::UndoRefused(UndoRefusal::UndoneAlready { by, .. }) = told else {
        panic!("{told:?}");
    };
    assert_eq!(by, EntryId(2));
    assert!(worker.blocked().await.contains("ann"));
    assert_eq!(worker.calls_to("DELETE", "").await, 0);
}

#[tokio::test]
async fn two_consoles_at_the_same_moment_take_back_each_entry_once() {
    let (mut worker, journal, dir) = recording().await;
    let new: Vec<String> = (0..30).map(|n| format!("new{n}")).collect();
    worker.register(&new).await;
    worker.does(each(BulkOp::Block, &new)).await;
    worker.told.clear();
    let mut late = second(&worker, &dir).await;
    let ours = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    let theirs = undoable(&mut late, UndoTarget::Newest).await.unwrap();
    worker.begin(back(&ours));
    late.begin(back(&theirs));
    let over = |news: &JobEvent| matches!(news, JobEvent::Ended | JobEvent::UndoRefused(_));
    tokio::join!(worker.hears(over), late.hears(over));
    for entry in journal
        .entries(EntryFilter {
            limit: 999,
            ..EntryFilter::default()
        })
        .await
        .unwrap()
    {
        assert!(entry.undoes.is_none() || entry.undone_by.is_none());
    }
    let entries = journal
        .entries(EntryFilter {
            limit: 999,
            ..EntryFilter::default()
        })
        .await
        .unwrap();
    let live = entries
        .iter()
        .filter(|e| e.undoes.is_some() && e.state != EntryState::NotSent);
    assert_eq!(live.count(), new.len());
    let blocked = worker.blocked().await;
    assert!(new.iter().all(|name| !blocked.contains(name)));
}

#[tokio::test]
async fn what_was_taken_back_is_done_again_by_one_console_alone() {
    let (mut worker, _journal, dir) = recording().await;
    worker.register(&["ann"]).await;
    worker.does(each(BulkOp::Block, &["ann"])).await;
    worker.told.clear();
    let undo = undoable(&mut worker, UndoTarget::Newest).await.unwrap();
    worker.does(back(&undo)).await;
    worker.told.clear();
    let mut late = second(&worker, &dir).await;
    let ours = undoable(&mut worker, UndoTarget::Redo).await.unwrap();
    let theirs = undoable(&mut late, UndoTarget::Redo).await.unwrap();
    worker.does(back(&ours)).await;
    assert!(worker.blocked().await.contains("ann"));
    late.begin(back(&theirs));
    let told = late.hears(|_| true).await;
    assert!(
        matches!(
            told,
            JobEvent::UndoRefused(UndoRefusal::UndoneAlready { .. })
        ),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_single_change_is_recorded_with_how_it_stood_just_before() {
    let (mut worker, journal, _dir) = recording().await;
    worker.register(&["ann"]).await;
    worker
        .change(BulkOp::Block.change(id(ALICE), id("ann")))
        .await
        .unwrap();
    worker.change(remark("bob_77", "new")).await.unwrap();
    worker
        .change(BulkOp::RemoveFriend.change(id(ALICE), id("bob_77")))
        .await
        .unwrap();
    let entries = journal.entries(EntryFilter::default()).await.unwrap();
    let before = |place: usize| entries[place].before.clone();
    assert_eq!(before(2).blocked, Some(false));
    assert_eq!(before(1).friend, Some(true));
    assert!(before(1).remark.is_some());
    let named = PairRemark::Text(Text::new("new"));
    assert_eq!(
        (before(0).friend, before(0).remark),
        (Some(true), Some(named))
    );
}
