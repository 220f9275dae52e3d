//! Calls whose answer is lost: applied, not applied, applied later.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rosterm::domain::history::EntryState;
use rosterm::domain::job::{BulkOp, JobEvent, JobState, StepState};
use rosterm::domain::{Change, ChatKind, FailureClass, FailureReason, JobId, Verification};
use rosterm::journal;
use rosterm::msg::{Query, Reply};
use rosterm::text::Text;
use rstest::rstest;
use serde_json::{Value, json};

use crate::jobs::harness::{SETTLE, WorkerHarness, each, pass_time, step};
use crate::support::samples::{ALICE, id, names};

/// How often each change was sent.
async fn writes(worker: &WorkerHarness) -> BTreeMap<String, usize> {
    let mut calls = worker.calls().await;
    calls.retain(|call, _| !call.starts_with("GET") && !call.contains("/check"));
    calls
}

fn lose(worker: &WorkerHarness, path: &str, applied: bool) {
    worker.sandbox.order(json!({
        "path_contains": path, "after": 4, "times": 3, "apply_first": applied,
        "fault": { "kind": "cut" },
    }));
}

#[tokio::test]
async fn what_was_applied_is_done_without_another_call() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 20);
    worker.register(&all).await;
    worker.does(each(BulkOp::Block, &all)).await;
    worker.told.clear();
    worker.sandbox.forget_calls().await;
    lose(&worker, "/blocks/users", true);
    worker.begin(each(BulkOp::Unblock, &all));
    worker.settles().await;
    assert_eq!(worker.count(|state| *state == StepState::Unknown), 3);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    let writes = writes(&worker).await;
    assert_eq!(writes.len(), 20);
    assert!(writes.values().all(|times| *times == 1), "{writes:?}");
    assert_eq!(worker.calls_to("POST", "/blocks/check").await, 1);
}

#[tokio::test]
async fn what_was_not_applied_is_sent_once_more() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 20);
    worker.register(&all).await;
    lose(&worker, "/blocks/users", false);
    worker.begin(each(BulkOp::Block, &all));
    worker.settles().await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    let blocked = worker.blocked().await;
    assert!(all.iter().all(|name| blocked.contains(name)));
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 23);
}

#[tokio::test]
async fn what_is_applied_late_is_done_without_another_call() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 5);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "method": "POST", "path_contains": "/blocks/users", "times": 1,
        "fault": { "kind": "late_apply", "ms": 50 },
    }));
    worker.begin(each(BulkOp::Block, &all));
    worker
        .hears(|news| matches!(news, JobEvent::VerificationDueIn(_)))
        .await;
    while !worker.blocked().await.contains("troll-0") {
        tokio::task::yield_now().await;
    }
    pass_time(SETTLE).await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 5);
}

#[rstest]
#[case::after(true)]
#[case::before(false)]
#[tokio::test]
async fn a_gateway_that_fails_before_or_after_the_service_did_its_work_is_seen_through(
    #[case] applied: bool,
) {
    let mut worker = WorkerHarness::open().await;
    let all = ["bob_77", "carol.chen"];
    worker.sandbox.order(json!({
        "method": "DELETE", "times": 1, "apply_first": applied,
        "fault": { "kind": "status", "status": 502 },
    }));
    worker.begin(each(BulkOp::RemoveFriend, &all));
    worker.settles().await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    let expected = if applied { 2 } else { 3 };
    assert_eq!(worker.calls_to("DELETE", "/contacts/").await, expected);
}

#[tokio::test]
async fn a_lost_import_is_settled_for_each_of_its_users() {
    let mut worker = WorkerHarness::open().await;
    let all = names("new-", 12);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "path_contains": "/import", "times": 1, "apply_first": true,
        "fault": { "kind": "body", "status": 200, "body": r#"{"data":{"success":["new-0","new-1"]}}"# },
    }));
    worker.begin(each(BulkOp::AddFriend, &all));
    worker.settles().await;
    assert_eq!(worker.count(|state| *state == StepState::Unknown), 8);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/import").await, 2);
}

#[rstest]
#[case::applied(true)]
#[case::not_applied(false)]
#[tokio::test]
async fn lost_remarks_and_conversations_are_looked_up_in_the_lists(#[case] applied: bool) {
    let mut worker = WorkerHarness::open().await;
    // An answer tells what time it is there.
    worker.query(Query::Account(id(ALICE))).await;
    let truth = worker.truth().await;
    // About another user: the one would wait for the other.
    let rows = truth["conversations"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] != "bob_77").unwrap();
    let remark = step(Change::SetRemark {
        owner: id(ALICE),
        friend: id("bob_77"),
        remark: Text::new("Bob, 售后"),
    });
    let delete = step(Change::DeleteConversation {
        owner: id(ALICE),
        peer: id(row["id"].as_str().unwrap()),
        kind: if row["type"] == "chat" {
            ChatKind::Chat
        } else {
            ChatKind::Group
        },
        roaming: false,
    });
    let lost = |method: &str| json!({ "method": method, "times": 1, "apply_first": applied, "fault": { "kind": "cut" } });
    let rules: [Value; 2] = [lost("PUT"), lost("DELETE")];
    worker.sandbox.faults(&rules);
    worker.begin(vec![remark, delete]);
    worker.settles().await;
    worker.ends().await;
    assert_eq!(worker.states[0], StepState::Done);
    assert_eq!(
        worker.friends().await["bob_77"].as_deref(),
        Some("Bob, 售后")
    );
    assert_eq!(
        worker.calls_to("PUT", "").await,
        if applied { 1 } else { 2 }
    );
    // A conversation is never deleted a second time by itself: whoever wants it looks at it again.
    if applied {
        assert_eq!(worker.states[1], StepState::Done);
    } else {
        assert_eq!(worker.why(1).reason, FailureReason::NotApplied);
    }
    let left = worker.truth().await["conversations"].clone();
    assert_eq!(left.as_array().unwrap().contains(row), !applied);
    assert_eq!(worker.calls_to("DELETE", "/user_channel").await, 1);
}

/// A page of the conversations with bob alone, his last message at this time, if there is one.
fn listing(last: Option<i64>) -> String {
    let meta = match last {
        Some(at) => {
            json!({ "id": "1", "from": "bob_77", "to": ALICE, "timestamp": at, "payload": "{}" })
        }
        None => json!({}),
    };
    let row =
        json!({ "session_to": "bob_77", "session_type": "chat", "unread_num": 1, "meta": meta });
    json!({ "data": { "channel_infos": [row] } }).to_string()
}

fn wall() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap()
}

fn delete(roaming: bool) -> Change {
    Change::DeleteConversation {
        owner: id(ALICE),
        peer: id("bob_77"),
        kind: ChatKind::Chat,
        roaming,
    }
}

/// The answer to a deletion is lost, and this is what is listed then.
fn lists(worker: &WorkerHarness, applied: bool, listing: &str) {
    let rules = json!([
        { "method": "DELETE", "apply_first": applied, "times": 1, "fault": { "kind": "cut" } },
        { "path_contains": "/user_channels", "fault": { "kind": "body", "status": 200, "body": listing } },
    ]);
    worker.sandbox.faults(&rules);
}

#[tokio::test]
async fn a_conversation_that_was_deleted_and_goes_on_is_not_deleted_again() {
    // A message came after the deletion, or may have; or nothing tells when the last one came.
    for last in [Some(wall() + 60_000), Some(wall()), None] {
        for roaming in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let (mut worker, journal) = WorkerHarness::open()
                .await
                .recording(&dir.path().join("j.db"))
                .await;
            // An answer tells what time it is there.
            worker.query(Query::Account(id(ALICE))).await;
            lists(&worker, true, &listing(last));
            worker.begin(vec![step(delete(roaming))]);
            worker.settles().await;
            worker.ends().await;
            assert_eq!(worker.states, [StepState::Unknown], "{last:?}");
            let entries = journal
                .entries(journal::EntryFilter::default())
                .await
                .unwrap();
            assert_eq!(entries[0].state, EntryState::Unknown);

            // Nor by the next console, which goes on with the job.
            worker.quit().await;
            let journal = worker
                .reopens(journal::JournalOptions::new(&dir.path().join("j.db")))
                .await;
            worker.query(Query::Account(id(ALICE))).await;
            worker.resume(1);
            worker.settles().await;
            worker.ends().await;
            assert_eq!(worker.states, [StepState::Unknown], "{last:?}");
            let entries = journal
                .entries(journal::EntryFilter::default())
                .await
                .unwrap();
            assert_eq!(entries.len(), 1);
            assert_eq!(entries[0].state, EntryState::Unknown);
            assert_eq!(worker.calls_to("DELETE", "/user_channel").await, 1);
        }
    }
}

#[tokio::test]
async fn a_clock_of_ours_that_is_fast_proves_nothing() {
    // By the service's clock it is an hour ago; what was said there since the deletion is older by ours.
    let ago = wall() - 3_600_000;
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    let account = json!({ "timestamp": ago, "entities": [{ "username": ALICE }] }).to_string();
    let rules = json!([
        { "path_contains": "/users/", "method": "GET", "fault": { "kind": "body", "status": 200, "body": account } },
    ]);
    worker.sandbox.faults(&rules);
    worker.query(Query::Account(id(ALICE))).await;
    lists(&worker, true, &listing(Some(ago + 60_000)));
    worker.begin(vec![step(delete(true))]);
    worker.settles().await;
    worker.ends().await;
    assert_eq!(worker.states, [StepState::Unknown]);
    let entries = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    assert_eq!(entries[0].state, EntryState::Unknown);
}

const HOUR: i64 = 3_600_000;

/// A journal whose clock goes wrong by an hour.
fn wrong_by_an_hour(path: &Path, fast: bool) -> journal::JournalOptions {
    let clock = if fast {
        || wall() + HOUR
    } else {
        || wall() - HOUR
    };
    journal::JournalOptions {
        clock,
        ..journal::JournalOptions::new(path)
    }
}

/// A console deletes the conversation with bob, as one change or as a job, and is gone before it knows what became of
/// it. `knows` says whether the service has told it the time before. Its clock was wrong.
async fn dies_over_a_deletion(path: &Path, fast: bool, knows: bool, job: bool) -> WorkerHarness {
    let mut worker = WorkerHarness::open().await;
    let journal = worker.reopens(wrong_by_an_hour(path, fast)).await;
    if knows {
        worker.query(Query::Account(id(ALICE))).await;
    }
    let rules = json!([{ "method": "DELETE", "times": 1, "fault": { "kind": "cut" } }]);
    worker.sandbox.faults(&rules);
    if job {
        worker.begin(vec![step(delete(false))]);
        worker
            .hears(|news| matches!(news, JobEvent::VerificationDueIn(_)))
            .await;
    } else {
        let why = worker.change(delete(false)).await.unwrap_err();
        assert_eq!(why.class, FailureClass::Unknown);
    }
    worker.quit().await;
    drop(journal);
    worker
}

/// What the next console, whose clock is right, finds out while this is listed.
async fn is_found(
    worker: &mut WorkerHarness,
    path: &Path,
    last: i64,
    job: bool,
) -> (Verification, EntryState) {
    let journal = worker.reopens(journal::JournalOptions::new(path)).await;
    worker.query(Query::Account(id(ALICE))).await;
    lists(worker, true, &listing(Some(last)));
    let truth = if job {
        worker.resume(1);
        worker.settles().await;
        worker.ends().await;
        match &worker.states[0] {
            StepState::Unknown => Verification::Inconclusive,
            StepState::Failed(why) if why.reason == FailureReason::NotApplied => {
                Verification::NotApplied
            }
            other => panic!("{other:?}"),
        }
    } else {
        worker.query(Query::Unfinished).await;
        match worker.query(Query::Verify(delete(false))).await {
            Reply::Verified(Ok(truth)) => truth,
            other => panic!("{other:?}"),
        }
    };
    let entries = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(worker.calls_to("DELETE", "/user_channel").await, 1);
    (truth, entries[0].state)
}

#[tokio::test]
async fn a_clock_that_was_fast_when_the_console_died_proves_nothing() {
    // A message came after the deletion; by that clock it had come before.
    for job in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("j.db");
        let mut worker = dies_over_a_deletion(&path, true, true, job).await;
        let found = is_found(&mut worker, &path, wall() + 60_000, job).await;
        assert_eq!(
            found,
            (Verification::Inconclusive, EntryState::Unknown),
            "{job}"
        );
    }
}

#[rstest]
#[case::job_and_fast(true, true)]
#[case::job_and_slow(true, false)]
#[case::change_and_fast(false, true)]
#[case::change_and_slow(false, false)]
#[tokio::test]
async fn when_the_service_was_asked_is_known_to_the_next_console_whatever_our_clock_said(
    #[case] job: bool,
    #[case] fast: bool,
) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let mut worker = dies_over_a_deletion(&path, fast, true, job).await;
    let found = is_found(&mut worker, &path, wall() - 60_000, job).await;
    let expected = (Verification::NotApplied, EntryState::NotApplied);
    assert_eq!(found, expected, "{job} {fast}");
}

#[rstest]
#[case::job(true)]
#[case::change(false)]
#[tokio::test]
async fn a_deletion_of_which_the_service_had_not_told_the_time_stays_unknown(#[case] job: bool) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let mut worker = dies_over_a_deletion(&path, false, false, job).await;
    let found = is_found(&mut worker, &path, wall() - 2 * HOUR, job).await;
    assert_eq!(
        found,
        (Verification::Inconclusive, EntryState::Unknown),
        "{job}"
    );
}

#[tokio::test]
async fn a_conversation_with_old_messages_alone_was_not_deleted() {
    let mut worker = WorkerHarness::open().await;
    worker.query(Query::Account(id(ALICE))).await;
    lists(&worker, false, &listing(Some(wall() - 60_000)));
    worker.begin(vec![step(delete(true))]);
    worker.settles().await;
    worker.ends().await;
    assert_eq!(worker.why(0).reason, FailureReason::NotApplied);
    assert_eq!(worker.calls_to("DELETE", "/user_channel").await, 1);
}

#[tokio::test]
async fn what_somebody_else_did_since_is_not_undone_by_a_job_that_is_gone_on_with() {
    // The answer to a remark is lost, and nobody can read what became of it.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    let remark = |text: &str| Change::SetRemark {
        owner: id(ALICE),
        friend: id("bob_77"),
        remark: Text::new(text),
    };
    let rules = json!([{ "method": "PUT", "times": 1, "fault": { "kind": "cut" } }]);
    worker.sandbox.faults(&rules);
    worker.begin(vec![step(remark("A"))]);
    worker
        .hears(|news| matches!(news, JobEvent::VerificationDueIn(_)))
        .await;
    worker.quit().await;
    drop(journal);

    let journal = worker.reopens(journal::JournalOptions::new(&path)).await;
    worker.change(remark("B")).await.unwrap();
    worker.resume(1);
    worker.settles().await;
    worker.ends().await;
    let why = worker.why(0);
    assert_eq!(
        (why.class, why.reason),
        (FailureClass::Unknown, FailureReason::Superseded)
    );
    assert_eq!(worker.friends().await["bob_77"].as_deref(), Some("B"));
    assert_eq!(worker.calls_to("PUT", "").await, 2);
    // Nobody is asked about it any more, and the journal does not claim to know.
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Finished);
    let states = journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    let states: Vec<_> = states.iter().map(|entry| entry.state).collect();
    assert_eq!(states, [EntryState::Done, EntryState::Unknown]);
}

#[tokio::test]
async fn an_older_deployment_without_checks_tells_by_its_lists() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 2);
    worker.register(&all).await;
    let rules = json!([
        { "path_contains": "/check", "fault": { "kind": "status", "status": 404 } },
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "apply_first": true, "fault": { "kind": "cut" } },
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
    ]);
    worker.sandbox.faults(&rules);
    worker.begin(each(BulkOp::Block, &all));
    worker.settles().await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 3);
}

#[tokio::test]
async fn where_the_truth_cannot_be_read_the_change_stays_unknown_and_is_not_sent_again() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["troll-0"]).await;
    let rules = json!([
        { "path_contains": "/check", "fault": { "kind": "status", "status": 403 } },
        { "method": "GET", "path_contains": "/blocks/users", "fault": { "kind": "status", "status": 403 } },
        { "method": "POST", "path_contains": "/blocks/users", "fault": { "kind": "cut" } },
    ]);
    worker.sandbox.faults(&rules);
    worker.begin(each(BulkOp::Block, &["troll-0"]));
    for _ in 0..3 {
        worker.settles().await;
    }
    worker.ends().await;
    assert_eq!(worker.states, [StepState::Unknown]);
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 1);
}

#[tokio::test]
async fn what_is_lost_each_time_and_never_applied_fails_after_the_third_time() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["troll-0"]).await;
    worker.sandbox.order(
        json!({ "method": "POST", "path_contains": "/blocks/users", "fault": { "kind": "cut" } }),
    );
    worker.begin(each(BulkOp::Block, &["troll-0"]));
    for _ in 0..3 {
        worker.settles().await;
    }
    worker.ends().await;
    let why = worker.why(0);
    assert_eq!(
        (why.class, why.reason),
        (FailureClass::NothingDone, FailureReason::NotApplied)
    );
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 3);
}

#[tokio::test]
async fn the_row_of_an_account_that_is_gone_is_not_called_unblocked() {
    let mut worker = WorkerHarness::open().await;
    let gone = worker
        .friends()
        .await
        .into_keys()
        .find(|name| name == "gone_2019");
    let gone = gone.unwrap();
    worker
        .sandbox
        .order(json!({ "method": "DELETE", "times": 1, "fault": { "kind": "cut" } }));
    worker.begin(each(BulkOp::RemoveFriend, &[&gone]));
    worker.settles().await;
    worker.ends().await;
    assert!(worker.why(0).is_not_found());
    assert!(worker.friends().await.contains_key(&gone));
}
