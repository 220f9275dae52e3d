//! Jobs that somebody pauses, stops or walks away from.

use rosterm::domain::job::{BulkOp, JobControl, JobEvent, StepState};
use serde_json::json;

use crate::jobs::desk::{Desk, each, names};

fn is_moved(news: &JobEvent) -> bool {
    matches!(news, JobEvent::StepsChanged(_))
}

#[tokio::test]
async fn a_paused_job_sends_nothing_more_until_it_is_resumed() {
    let mut desk = Desk::open().await;
    let all = names("troll-", 60);
    desk.register(&all).await;
    desk.begin(each(BulkOp::Unblock, &all));
    desk.hears(is_moved).await;
    desk.steer(JobControl::Pause);
    desk.hears(|news| *news == JobEvent::Paused).await;
    let done = desk.count(|state| *state == StepState::Done);
    assert_eq!(desk.count(|state| *state == StepState::Waiting), 60 - done);
    assert_eq!(desk.log().await.len(), done);
    assert!(done < 60);
    desk.steer(JobControl::Resume);
    desk.hears(|news| *news == JobEvent::Resumed).await;
    desk.ends().await;
    assert!(desk.all_are(&StepState::Done));
    assert_eq!(desk.log().await.len(), 60);
}

#[tokio::test]
async fn a_stopped_job_ends_with_the_rest_unsent() {
    let mut desk = Desk::slow().await;
    let all = names("troll-", 60);
    desk.register(&all).await;
    desk.fault(json!({ "method": "DELETE", "fault": { "kind": "delay", "ms": 100 } }));
    desk.begin(each(BulkOp::Unblock, &all));
    desk.hears(is_moved).await;
    desk.steer(JobControl::Stop);
    desk.ends().await;
    assert_eq!(desk.states[0], StepState::Done);
    assert_eq!(desk.states[1..], vec![StepState::Waiting; 59]);
    assert_eq!(desk.log().await.len(), 1);
}

#[tokio::test]
async fn a_paused_job_can_be_stopped() {
    let mut desk = Desk::slow().await;
    let all = names("troll-", 5);
    desk.register(&all).await;
    desk.begin(each(BulkOp::Unblock, &all));
    desk.steer(JobControl::Pause);
    desk.hears(|news| *news == JobEvent::Paused).await;
    desk.steer(JobControl::Stop);
    desk.ends().await;
    assert!(desk.all_are(&StepState::Waiting));
    assert_eq!(desk.log().await.len(), 0);
}

#[tokio::test]
async fn quitting_waits_for_what_is_on_its_way_and_leaves_the_rest_unsent() {
    let mut desk = Desk::slow().await;
    let all = names("troll-", 60);
    desk.register(&all).await;
    desk.fault(json!({ "method": "DELETE", "fault": { "kind": "delay", "ms": 100 } }));
    desk.begin(each(BulkOp::Unblock, &all));
    desk.hears(is_moved).await;
    assert_eq!(desk.states[0], StepState::Sent);
    desk.quit().await;
    assert_eq!(desk.states[0], StepState::Done);
    assert_eq!(desk.states[1..], vec![StepState::Waiting; 59]);
    assert_eq!(desk.told, [JobEvent::Begun(0), JobEvent::Ended]);
    assert_eq!(desk.log().await.len(), 1);
}

#[tokio::test]
async fn a_job_that_has_nothing_to_do_ends_at_once() {
    let mut desk = Desk::open().await;
    desk.does(Vec::new()).await;
    assert_eq!(desk.told, [JobEvent::Begun(0), JobEvent::Ended]);
}

#[tokio::test]
async fn many_changes_are_told_together() {
    let mut desk = Desk::open().await;
    let all = names("troll-", 100);
    desk.register(&all).await;
    desk.begin(each(BulkOp::Unblock, &all));
    let mut told = 0;
    loop {
        match desk.hears(|_| true).await {
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
    assert!(desk.all_are(&StepState::Done));
}
