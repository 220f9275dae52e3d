//! Jobs that somebody pauses, stops or walks away from.

use rosterm::msg::job::{Act, News, State, Steer};
use serde_json::json;

use crate::jobs::harness::{WorkerHarness, each};
use crate::support::samples::names;

fn is_moved(news: &News) -> bool {
    matches!(news, News::Moved(_))
}

#[tokio::test]
async fn a_paused_job_sends_nothing_more_until_it_is_resumed() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 60);
    worker.register(&all).await;
    worker.begin(each(Act::Unblock, &all));
    worker.hears(is_moved).await;
    worker.steer(Steer::Pause);
    worker.hears(|news| *news == News::Paused).await;
    let done = worker.count(|state| *state == State::Done);
    assert_eq!(worker.count(|state| *state == State::Waiting), 60 - done);
    assert_eq!(worker.sandbox.log().await.len(), done);
    assert!(done < 60);
    worker.steer(Steer::Resume);
    worker.hears(|news| *news == News::Resumed).await;
    worker.ends().await;
    assert!(worker.all_are(&State::Done));
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
    worker.begin(each(Act::Unblock, &all));
    worker.hears(is_moved).await;
    worker.steer(Steer::Stop);
    worker.ends().await;
    assert_eq!(worker.states[0], State::Done);
    assert_eq!(worker.states[1..], vec![State::Waiting; 59]);
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn a_paused_job_can_be_stopped() {
    let mut worker = WorkerHarness::slow().await;
    let all = names("troll-", 5);
    worker.register(&all).await;
    worker.begin(each(Act::Unblock, &all));
    worker.steer(Steer::Pause);
    worker.hears(|news| *news == News::Paused).await;
    worker.steer(Steer::Stop);
    worker.ends().await;
    assert!(worker.all_are(&State::Waiting));
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
    worker.begin(each(Act::Unblock, &all));
    worker.hears(is_moved).await;
    assert_eq!(worker.states[0], State::Sent);
    worker.quit().await;
    assert_eq!(worker.states[0], State::Done);
    assert_eq!(worker.states[1..], vec![State::Waiting; 59]);
    assert_eq!(worker.told, [News::Begun(0), News::Ended]);
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn a_job_that_has_nothing_to_do_ends_at_once() {
    let mut worker = WorkerHarness::open().await;
    worker.does(Vec::new()).await;
    assert_eq!(worker.told, [News::Begun(0), News::Ended]);
}

#[tokio::test]
async fn many_changes_are_told_together() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 100);
    worker.register(&all).await;
    worker.begin(each(Act::Unblock, &all));
    let mut told = 0;
    loop {
        match worker.hears(|_| true).await {
            News::Moved(moved) => {
                assert!(!moved.is_empty());
                told += 1;
            }
            News::Ended => break,
            _ => {}
        }
    }
    // Each of them moves twice.
    assert!(told <= 100, "{told}");
    assert!(worker.all_are(&State::Done));
}
