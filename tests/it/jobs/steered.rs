//! Jobs that somebody pauses, stops or walks away from.

use rosterm::domain::job::{BulkOp, JobControl, JobEvent, StepState};
use serde_json::json;

use crate::jobs::harness::{WorkerHarness, each};
use crate::support::samples::names;

fn is_moved(news: &JobEvent) -> bool {
    matches!(news, JobEvent::StepsChanged(_))
}

#[tokio::test]
async fn a_paused_job_sends_nothing_more_until_it_is_resumed() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 60);
    worker.register(&all).await;
    worker.begin(each(BulkOp::Unblock, &all));
    worker.hears(is_moved).await;
    worker.control(JobControl::Pause);
    worker.hears(|news| *news == JobEvent::Paused).await;
    let done = worker.count(|state| *state == StepState::Done);
    assert_eq!(
        worker.count(|state| *state == StepState::Waiting),
        60 - done
    );
    assert_eq!(worker.sandbox.log().await.len(), done);
    assert!(done < 60);
    worker.control(JobControl::Resume);
    worker.hears(|news| *news == JobEvent::Resumed).await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.sandbox.log().await.len(), 60);
}

#[tokio::test]
async fn a_stopped_job_ends_with_the_rest_unsent() {
    let mut worker = WorkerHarness::slow().await;
    let all = names("troll-", 60);
    worker.register(&all).await;
    worker
        .sandbox
        .order(json!({ "method": "DELETE", "fault": { "kind": "delay", "ms": 100 } }));
    worker.begin(each(BulkOp::Unblock, &all));
    worker.hears(is_moved).await;
    worker.control(JobControl::Stop);
    worker.ends().await;
    assert_eq!(worker.states[0], StepState::Done);
    assert_eq!(worker.states[1..], vec![StepState::Waiting; 59]);
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn a_paused_job_can_be_stopped() {
    let mut worker = WorkerHarness::slow().await;
    let all = names("troll-", 5);
    worker.register(&all).await;
    worker.begin(each(BulkOp::Unblock, &all));
    worker.control(JobControl::Pause);
    worker.hears(|news| *news == JobEvent::Paused).await;
    worker.control(JobControl::Stop);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Waiting));
    assert_eq!(worker.sandbox.log().await.len(), 0);
}

#[tokio::test]
async fn quitting_waits_for_what_is_on_its_way_and_leaves_the_rest_unsent() {
    let mut worker = WorkerHarness::slow().await;
    let all = names("troll-", 60);
    worker.register(&all).await;
    worker
        .sandbox
        .order(json!({ "method": "DELETE", "fault": { "kind": "delay", "ms": 100 } }));
    worker.begin(each(BulkOp::Unblock, &all));
    worker.hears(is_moved).await;
    assert_eq!(worker.states[0], StepState::Sent);
    worker.quit().await;
    assert_eq!(worker.states[0], StepState::Done);
    assert_eq!(worker.states[1..], vec![StepState::Waiting; 59]);
    assert_eq!(worker.told, [JobEvent::Begun(None), JobEvent::Ended]);
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn a_job_that_has_nothing_to_do_ends_at_once() {
    let mut worker = WorkerHarness::open().await;
    worker.does(Vec::new()).await;
    assert_eq!(worker.told, [JobEvent::Begun(None), JobEvent::Ended]);
}

#[tokio::test]
async fn many_changes_are_told_together() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 100);
    worker.register(&all).await;
    worker.begin(each(BulkOp::Unblock, &all));
    let mut told = 0;
    loop {
        match worker.hears(|_| true).await {
            JobEvent::StepsChanged(moved) => {
                assert!(!moved.is_empty());
                told += 1;
            }
            JobEvent::Ended => break,
            _ => {}
        }
    }
    // Each of them moves twice.
    assert!(told <= 100, "{told}");
    assert!(worker.all_are(&StepState::Done));
}
