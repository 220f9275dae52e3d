//! Nothing is sent that is not in the journal, and what became of it stands there too.

use rosterm::domain::history::EntryState;
use rosterm::domain::job::{BulkOp, JobControl, JobEvent, JobState, StepState, UndoAnswer};
use rosterm::domain::undo::UndoTarget;
use rosterm::domain::{Change, Failure, FailureClass, FailureReason, JobId, Verification};
use rosterm::journal::{self, Journal};
use rosterm::msg::{Query, Reply};
use rstest::rstest;
use serde_json::json;

use crate::jobs::harness::{SETTLE, WorkerHarness, each, pass_time, step};
use crate::support::samples::{ALICE, id, names};

async fn items(journal: &Journal, job: JobId) -> Vec<&'static str> {
    let items = journal.steps(job, 0, 1_000).await.unwrap();
    items.into_iter().map(|item| item.state.word()).collect()
}

async fn state(journal: &Journal, job: JobId) -> JobState {
    journal.job(job).await.unwrap().unwrap().state
}

/// Of each entry, oldest first: whom it is about, how far it came, and the HTTP status.
async fn told(journal: &Journal) -> Vec<(String, EntryState, Option<u16>)> {
    let entries = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    let told = entries.into_iter().rev();
    told.map(|entry| {
        let target = entry.asked.target().raw().to_owned();
        (target, entry.state, entry.status)
    })
    .collect()
}

fn block(target: &str) -> Change {
    BulkOp::Block.change(id(ALICE), id(target))
}

/// Takes a table away behind the journal's back.
fn spoil(path: &std::path::Path, table: &str) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(&format!("DROP TABLE {table}")).unwrap();
}

/// Lets the journal take no outcome, until [`gives_way`].
fn stands_in_the_way(path: &std::path::Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(
        "CREATE TRIGGER held BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'held'); END",
    )
    .unwrap();
}

fn gives_way(path: &std::path::Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch("DROP TRIGGER held").unwrap();
}

fn is_not_recorded(why: &Failure) -> bool {
    why.class == FailureClass::NothingDone && why.reason == FailureReason::Journal
}

/// A block is applied, and its answer is lost.
fn lost_once() -> serde_json::Value {
    json!({ "method": "POST", "path_contains": "/blocks/users", "times": 1, "apply_first": true,
        "fault": { "kind": "cut" } })
}

#[tokio::test]
async fn a_job_stands_in_the_journal_with_what_became_of_each_change() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    worker.register(&["ann", "ben"]).await;
    let rules = json!([
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "status", "status": 429 } },
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
    ]);
    worker.sandbox.faults(&rules);
    worker.begin(each(BulkOp::Block, &["ann", "nobody-1", "ben"]));
    worker.settles().await;
    worker.ends().await;
    assert_eq!(
        (&worker.states[0], &worker.states[2]),
        (&StepState::Done, &StepState::Done)
    );
    let job = worker.told.iter().find_map(|news| match news {
        JobEvent::Begun(job) => *job,
        _ => None,
    });
    let job = job.unwrap();
    let expected = ["done", "failed", "done"];
    assert_eq!(items(&journal, job).await, expected);
    assert_eq!(state(&journal, job).await, JobState::Finished);
    // As many entries as calls: three, one that was turned away and one that was lost.
    let items = journal.steps(job, 0, 10).await.unwrap();
    let entries: usize = items.iter().map(|item| item.entries.len()).sum();
    assert_eq!(
        (entries, worker.calls_to("POST", "/blocks/users").await),
        (5, 5)
    );
}

#[rstest]
#[case::stopped(false, JobState::Stopped)]
#[case::left(true, JobState::Paused)]
#[tokio::test]
async fn a_job_that_is_stopped_or_left_says_so_in_the_journal(
    #[case] leave: bool,
    #[case] expected: JobState,
) {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::slow()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    let blocked: Vec<String> = worker.blocked().await.into_iter().take(3).collect();
    worker.begin(each(BulkOp::Unblock, &blocked));
    worker
        .hears(|news| matches!(news, JobEvent::StepsChanged(_)))
        .await;
    if leave {
        worker.quit().await;
    } else {
        worker.control(JobControl::Stop);
        worker.ends().await;
    }
    let job = JobId(1);
    let left = ["done", "waiting", "waiting"];
    assert_eq!(items(&journal, job).await, left);
    assert_eq!(state(&journal, job).await, expected);
}

#[tokio::test]
async fn a_job_that_cannot_be_recorded_does_not_begin() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, _journal) = WorkerHarness::open().await.recording(&path).await;
    spoil(&path, "item");
    worker.begin(each(BulkOp::Unblock, &["bob_77"]));
    let JobEvent::Refused(why) = worker.hears(|_| true).await else {
        panic!("it began");
    };
    assert!(is_not_recorded(&why));
    assert_eq!(worker.sandbox.log().await.len(), 0);
}

#[tokio::test]
async fn a_change_of_a_job_that_cannot_be_recorded_is_not_sent_and_the_job_is_paused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, _journal) = WorkerHarness::open().await.recording(&path).await;
    let blocked: Vec<String> = worker.blocked().await.into_iter().take(2).collect();
    worker.begin(each(BulkOp::Unblock, &blocked));
    worker.control(JobControl::Pause);
    worker.hears(|news| *news == JobEvent::Paused).await;
    spoil(&path, "entry");
    worker.control(JobControl::Resume);
    worker.hears(|news| *news == JobEvent::Paused).await;
    assert!(is_not_recorded(worker.why(0)));
    assert_eq!(worker.states[1], StepState::Waiting);
    assert_eq!(worker.calls_to("DELETE", "").await, 0);
}

#[tokio::test]
async fn a_single_change_is_recorded_before_and_after() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    worker.register(&["ann"]).await;
    worker.change(block("ann")).await.unwrap();
    let entries = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].state, EntryState::Done);
    assert_eq!(entries[0].status, Some(200));
    assert_eq!(entries[0].asked.whole(), Some(&block("ann")));
}

#[tokio::test]
async fn what_went_well_is_recorded_with_the_status_that_came() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    let answers = |status: u16, name: &str| {
        let body = json!({ "data": [name] }).to_string();
        json!({ "method": "POST", "path_contains": "/blocks/users", "times": 1,
            "fault": { "kind": "body", "status": status, "body": body } })
    };
    let rules = json!([answers(202, "ann"), answers(201, "ben")]);
    worker.sandbox.faults(&rules);
    worker.change(block("ann")).await.unwrap();
    worker.does(each(BulkOp::Block, &["ben"])).await;
    // Somebody believed that it was so already.
    let mut again = step(block("bob_77"));
    again.before.blocked = Some(true);
    worker.told.clear();
    worker.does(vec![again]).await;
    assert_eq!(worker.states, [StepState::Done]);
    let done = EntryState::Done;
    let expected = [
        ("ann".to_owned(), done, Some(202)),
        ("ben".to_owned(), done, Some(201)),
        ("bob_77".to_owned(), done, Some(200)),
    ];
    assert_eq!(told(&journal).await, expected);
}

#[tokio::test]
async fn each_user_of_an_import_has_the_status_of_its_call() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    let all = names("new-", 12);
    worker.register(&all[10..]).await;
    let body = json!({ "status": "ok", "data": { "success": all[..7], "NotExistFailed": [all[7]],
        "maxLimitFailed": [all[8]], "UnKnowFailed": [all[9]] } });
    worker
        .sandbox
        .order(json!({ "path_contains": "/import", "times": 1,
        "fault": { "kind": "body", "status": 202, "body": body.to_string() } }));
    worker.does(each(BulkOp::AddFriend, &all)).await;
    let expected = all.iter().enumerate().map(|(place, name)| {
        let state = match place {
            7..10 => EntryState::Refused,
            _ => EntryState::Done,
        };
        (
            name.clone(),
            state,
            Some(if place < 10 { 202 } else { 200 }),
        )
    });
    assert_eq!(told(&journal).await, expected.collect::<Vec<_>>());
    assert!(worker.why(7).is_not_found());
}

#[tokio::test]
async fn what_reading_found_done_has_no_status() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    worker.register(&["ann", "ben"]).await;
    worker.sandbox.order(
        json!({ "method": "POST", "path_contains": "/blocks/users", "times": 2,
        "apply_first": true, "fault": { "kind": "cut" } }),
    );
    assert_eq!(
        worker.change(block("ann")).await.unwrap_err().class,
        FailureClass::Unknown
    );
    let read = worker.query(Query::Verify(block("ann"))).await;
    assert!(
        matches!(read, Reply::Verified(Ok(Verification::Applied))),
        "{read:?}"
    );
    worker.begin(each(BulkOp::Block, &["ben"]));
    worker.settles().await;
    worker.ends().await;
    let done = EntryState::Done;
    let expected = [
        ("ann".to_owned(), done, None),
        ("ben".to_owned(), done, None),
    ];
    assert_eq!(told(&journal).await, expected);
    let entries = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    assert!(entries.iter().all(|entry| entry.verified));
}

#[tokio::test]
async fn a_single_change_that_cannot_be_recorded_is_not_sent() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, _journal) = WorkerHarness::open().await.recording(&path).await;
    spoil(&path, "entry");
    let why = worker.change(block("bob_77")).await.unwrap_err();
    assert!(is_not_recorded(&why));
    let calls = worker.sandbox.log().await;
    assert_eq!(calls.len(), 1, "how it stands was read: {calls:?}");
    assert_eq!(worker.calls_to("POST", "/blocks/check").await, 1);
}

#[tokio::test]
async fn what_reading_tells_about_a_lost_change_is_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    worker.register(&["ann"]).await;
    worker.sandbox.order(lost_once());
    let why = worker.change(block("ann")).await.unwrap_err();
    assert_eq!(why.class, FailureClass::Unknown);
    let of_all = journal::EntryFilter::default;
    let entries = journal.entries(of_all()).await.unwrap();
    assert_eq!(entries[0].state, EntryState::Unknown);
    let answer = worker.query(Query::Verify(block("ann"))).await;
    assert_eq!(answer, Reply::Verified(Ok(Verification::Applied)));
    let entries = journal.entries(of_all()).await.unwrap();
    assert_eq!(entries[0].state, EntryState::Done);
}

#[tokio::test]
async fn of_a_job_that_ended_in_many_ways_only_what_it_changed_can_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    worker.register(&["ann"]).await;
    let rules = json!([
        // Refused for good, lost and not applied for good, lost though applied.
        { "path_contains": "dave-01", "fault": { "kind": "status", "status": 403 } },
        { "path_contains": "eve_shop", "fault": { "kind": "cut" } },
        { "path_contains": "carol.chen", "times": 1, "apply_first": true, "fault": { "kind": "cut" } },
    ]);
    worker.sandbox.faults(&rules);
    let mut steps = each(
        BulkOp::RemoveFriend,
        &[
            "bob_77",
            "carol.chen",
            "dave-01",
            "eve_shop",
            "nobody-1",
            "ann",
        ],
    );
    // These two are no friends, whatever somebody believed of one of them.
    steps[5].before.friend = Some(true);
    worker.begin(steps);
    let tells = |news: &JobEvent| matches!(news, JobEvent::VerificationDueIn(_) | JobEvent::Ended);
    while worker.hears(tells).await != JobEvent::Ended {
        pass_time(SETTLE).await;
    }
    let expected = [
        "done",
        "done",
        "failed",
        "failed",
        "nothing to do",
        "nothing to do",
    ];
    assert_eq!(items(&journal, JobId(1)).await, expected);
    let which = UndoTarget::Job(JobId(1));
    let Reply::Undoable(Ok(UndoAnswer::Undoable(back))) =
        worker.query(Query::Undoable(which)).await
    else {
        panic!("nothing can be taken back");
    };
    let targets: Vec<&str> = back.done.iter().map(|r| r.change.target().raw()).collect();
    assert_eq!(targets, ["bob_77", "carol.chen"]);
}

#[tokio::test]
async fn a_job_has_not_ended_before_its_outcomes_are_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    worker.register(&names("troll-", 3)).await;
    stands_in_the_way(&path);
    worker.begin(each(BulkOp::Block, &names("troll-", 3)));
    worker.owes(3).await;
    // The service did it, and that is not claimed before it stands in the journal.
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 3);
    assert!(
        !worker.states.contains(&StepState::Done),
        "{:?}",
        worker.states
    );
    assert!(!worker.told.contains(&JobEvent::Ended));
    assert_eq!(items(&journal, JobId(1)).await, ["sent"; 3]);
    gives_way(&path);
    worker.ends().await;
    assert_eq!(worker.owed.last(), Some(&0));
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(items(&journal, JobId(1)).await, ["done"; 3]);
    assert_eq!(state(&journal, JobId(1)).await, JobState::Finished);
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 3);
}

#[tokio::test]
async fn nothing_more_is_sent_while_outcomes_are_still_to_be_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::slow().await.recording(&path).await;
    worker.register(&names("troll-", 2)).await;
    stands_in_the_way(&path);
    worker.begin(each(BulkOp::Block, &names("troll-", 2)));
    worker.owes(1).await;
    pass_time(SETTLE).await;
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 1);
    gives_way(&path);
    worker.ends().await;
    assert_eq!(items(&journal, JobId(1)).await, ["done"; 2]);
}

#[tokio::test]
async fn what_became_of_a_single_change_is_recorded_as_soon_as_the_journal_takes_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    worker.register(&["ann"]).await;
    stands_in_the_way(&path);
    worker.change(block("ann")).await.unwrap();
    worker.owes(1).await;
    assert_eq!(
        told(&journal).await,
        [("ann".to_owned(), EntryState::Sent, None)]
    );
    gives_way(&path);
    worker.owes(0).await;
    let done = ("ann".to_owned(), EntryState::Done, Some(200));
    assert_eq!(told(&journal).await, [done]);
}

#[tokio::test]
async fn what_reading_told_is_recorded_as_soon_as_the_journal_takes_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    worker.register(&["ann"]).await;
    worker.sandbox.order(lost_once());
    worker.change(block("ann")).await.unwrap_err();
    stands_in_the_way(&path);
    let answer = worker.query(Query::Verify(block("ann"))).await;
    assert_eq!(answer, Reply::Verified(Ok(Verification::Applied)));
    worker.owes(1).await;
    gives_way(&path);
    worker.owes(0).await;
    let done = ("ann".to_owned(), EntryState::Done, None);
    assert_eq!(told(&journal).await, [done]);
}

#[tokio::test]
async fn a_lost_answer_that_reading_cleared_up_before_it_was_recorded_is_recorded_well() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    worker.register(&["ann"]).await;
    worker.sandbox.order(lost_once());
    // Only that it is unknown is not taken, so that what reading tells comes first.
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(
        "CREATE TRIGGER held BEFORE UPDATE ON entry WHEN NEW.state = 'unknown'
         BEGIN SELECT RAISE(ABORT, 'held'); END",
    )
    .unwrap();
    worker.change(block("ann")).await.unwrap_err();
    worker.owes(1).await;
    let answer = worker.query(Query::Verify(block("ann"))).await;
    assert_eq!(answer, Reply::Verified(Ok(Verification::Applied)));
    gives_way(&path);
    worker.owes(0).await;
    let done = ("ann".to_owned(), EntryState::Done, None);
    assert_eq!(told(&journal).await, [done]);
    // Nothing more is said about it.
    worker.quit().await;
}

/// A job of three, one of which is done and recorded when another process locks the journal.
async fn locked_out(worker: &mut WorkerHarness, path: &std::path::Path) -> rusqlite::Connection {
    let blocked: Vec<String> = worker.blocked().await.into_iter().take(3).collect();
    worker.begin(each(BulkOp::Unblock, &blocked));
    while worker.states[0] != StepState::Done {
        worker
            .hears(|news| matches!(news, JobEvent::StepsChanged(_)))
            .await;
    }
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let is_told = |news: &JobEvent| matches!(news, JobEvent::JournalBusy | JobEvent::Paused);
    assert_eq!(worker.hears(is_told).await, JobEvent::JournalBusy);
    assert_eq!(
        worker.states,
        [StepState::Done, StepState::Waiting, StepState::Waiting]
    );
    db
}

#[tokio::test]
async fn while_another_process_keeps_the_journal_locked_a_job_waits_and_goes_on_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::slow().await.recording(&path).await;
    let lock = locked_out(&mut worker, &path).await;
    lock.execute_batch("ROLLBACK").unwrap();
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(items(&journal, JobId(1)).await, ["done"; 3]);
    assert_eq!(worker.calls_to("DELETE", "").await, 3);
}

#[tokio::test]
async fn a_job_that_waits_for_the_journal_can_be_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::slow().await.recording(&path).await;
    let lock = locked_out(&mut worker, &path).await;
    worker.control(JobControl::Stop);
    lock.execute_batch("ROLLBACK").unwrap();
    worker.ends().await;
    assert_eq!(
        worker.states,
        [StepState::Done, StepState::Waiting, StepState::Waiting]
    );
    assert_eq!(state(&journal, JobId(1)).await, JobState::Stopped);
    assert_eq!(worker.calls_to("DELETE", "").await, 1);
}
