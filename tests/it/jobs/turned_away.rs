//! Calls that the service turns away for now.

use rosterm::domain::FailureClass;
use rosterm::domain::job::{BulkOp, JobEvent, StepState};
use rosterm::msg::Query;
use serde_json::{Value, json};

use crate::jobs::harness::{WorkerHarness, each};
use crate::support::samples::{ALICE, id, names};

/// How often each call was answered with success.
async fn successes(worker: &WorkerHarness) -> Vec<usize> {
    let mut times = std::collections::BTreeMap::new();
    for row in worker.sandbox.log().await {
        if row["status"] == 200 {
            *times.entry(row["path"].to_string()).or_default() += 1;
        }
    }
    times.into_values().collect()
}

#[tokio::test]
async fn in_a_storm_of_429_every_change_is_made_once_at_last() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 8);
    worker.register(&all).await;
    let twice = |name: &String| json!({ "path_contains": name, "times": 2, "fault": { "kind": "status", "status": 429 } });
    let rules: Vec<Value> = all.iter().map(twice).collect();
    worker.sandbox.faults(&rules);
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.sandbox.answers_with(429).await, 16);
    assert_eq!(successes(&worker).await, vec![1; 8]);
}

#[tokio::test]
async fn the_server_says_for_how_long_nothing_is_sent() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 3);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "path_contains": "/blocks/", "times": 1,
        "fault": { "kind": "status", "status": 429, "retry_after": 1 },
    }));
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    assert!(
        worker.waits.iter().any(|wait| (900..=1_000).contains(wait)),
        "{:?}",
        worker.waits
    );
}

#[tokio::test]
async fn a_service_that_turns_everything_away_is_not_asked_for_ever() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 6);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "path_contains": "/blocks/",
        "fault": { "kind": "status", "status": 429 },
    }));
    worker.does(each(BulkOp::Unblock, &all)).await;
    let failed =
        worker.count(|state| matches!(state, StepState::Failed(why) if why.status == Some(429)));
    assert_eq!(failed, 6);
    let calls = worker.calls().await;
    assert!(calls.values().all(|times| *times <= 6), "{calls:?}");
}

#[tokio::test]
async fn a_plan_that_is_used_up_is_not_asked_again() {
    let mut worker = WorkerHarness::slow().await;
    let all = names("troll-", 5);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "path_contains": "/blocks/",
        "fault": { "kind": "status", "status": 429, "body": r#"{"error":"resource_limited"}"# },
    }));
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert_eq!(worker.why(0).class, FailureClass::Final);
    assert_eq!(worker.why(4).class, FailureClass::NothingDone);
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn a_token_that_expired_is_renewed_once_for_all() {
    let mut worker = WorkerHarness::asking().await;
    let all = names("troll-", 30);
    worker.register(&all).await;
    worker.query(Query::Account(id(ALICE))).await;
    worker.sandbox.expire_tokens().await;
    // What this test asks with is expired too: the sandbox does not look at it for what lies behind the scene.
    worker.sandbox.forget_calls().await;
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/token").await, 1);
    assert_eq!(successes(&worker).await, vec![1; 31]);
}

#[tokio::test]
async fn tokens_that_expire_in_the_middle_are_renewed_once_for_all_that_is_on_its_way() {
    let mut worker = WorkerHarness::asking().await;
    let all = names("troll-", 80);
    worker.register(&all).await;
    // Many are on their way at once when the token goes.
    let faults = json!({ "latency_ms": 200 });
    worker.sandbox.set_faults(faults).unwrap();
    worker.begin(each(BulkOp::Unblock, &all));
    let is_done = |news: &JobEvent| match news {
        JobEvent::StepsChanged(moved) => moved.iter().any(|(_, state)| *state == StepState::Done),
        _ => false,
    };
    worker.hears(is_done).await;
    worker.sandbox.expire_tokens().await;
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/token").await, 2);
    assert!(worker.sandbox.answers_with(401).await > 1);
    assert_eq!(worker.sandbox.answers_with(429).await, 0);
}

#[tokio::test]
async fn a_storm_of_429_in_the_middle_of_an_import_loses_and_doubles_nobody() {
    let mut worker = WorkerHarness::open().await;
    let all = names("new-", 60);
    worker.register(&all).await;
    worker.sandbox.order(json!({
        "path_contains": "/import", "after": 2, "times": 3,
        "fault": { "kind": "status", "status": 429 },
    }));
    worker.does(each(BulkOp::AddFriend, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    let friends = worker.friends().await;
    assert!(all.iter().all(|name| friends.contains_key(name)));
    assert_eq!(worker.calls_to("POST", "/import").await, 9);
}
