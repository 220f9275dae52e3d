//! Every kind of job, and lists that are full before it ends.

use rosterm::domain::job::{BulkOp, StepState};
use rosterm::domain::{Change, ChatKind, FailureClass};
use rosterm::sandbox::{SandboxConfig, ServicePlan};
use rosterm::text::Text;
use serde_json::json;

use crate::jobs::harness::{WorkerHarness, each, step};
use crate::support::samples::{ALICE, id, limited, names};

#[tokio::test]
async fn many_are_blocked_and_unblocked_with_one_call_each_and_never_too_fast() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 70);
    worker.register(&all).await;
    worker.does(each(BulkOp::Block, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    let blocked = worker.blocked().await;
    assert!(all.iter().all(|name| blocked.contains(name)));
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 70);

    worker.told.clear();
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    let blocked = worker.blocked().await;
    assert!(!all.iter().any(|name| blocked.contains(name)));
    let calls = worker.calls().await;
    let unblocked = calls.iter().filter(|(call, _)| call.starts_with("DELETE"));
    assert_eq!(unblocked.clone().count(), 70);
    assert!(unblocked.into_iter().all(|(_, times)| *times == 1));
    assert_eq!(worker.sandbox.answers_with(429).await, 0);
}

#[tokio::test]
async fn friends_are_added_ten_a_call_without_a_notice() {
    let mut worker = WorkerHarness::open().await;
    let all = names("new-", 23);
    worker.register(&all).await;
    worker.does(each(BulkOp::AddFriend, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    let friends = worker.friends().await;
    assert!(all.iter().all(|name| friends.contains_key(name)));
    let log = worker.sandbox.log().await;
    assert_eq!(log.len(), 3);
    for row in log {
        assert!(row["path"].as_str().unwrap().ends_with("/contacts/import"));
        assert_eq!(row["query"], "isSendNotice=false");
    }
}

#[tokio::test]
async fn an_import_is_judged_for_each_of_its_users() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["ann", "ben"]).await;
    let all = ["ann", "nobody-1", ALICE, "ben"];
    worker.does(each(BulkOp::AddFriend, &all)).await;
    assert_eq!(
        (&worker.states[0], &worker.states[3]),
        (&StepState::Done, &StepState::Done)
    );
    assert!(worker.why(1).is_not_found());
    assert!(worker.why(2).says("UnKnowFailed"));
    for place in [1, 2] {
        assert_eq!(worker.why(place).class, FailureClass::Final);
    }
    assert_eq!(worker.sandbox.log().await.len(), 1);
}

#[tokio::test]
async fn an_id_that_cannot_be_sent_does_not_keep_the_others_of_its_call_from_being_added() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["ann", "ben"]).await;
    worker
        .does(each(BulkOp::AddFriend, &["ann", "..", "ben"]))
        .await;
    assert_eq!(
        (&worker.states[0], &worker.states[2]),
        (&StepState::Done, &StepState::Done)
    );
    assert_eq!(worker.why(1).class, FailureClass::NothingDone);
    assert_eq!(worker.sandbox.log().await.len(), 2);
}

#[tokio::test]
async fn friends_are_removed_and_somebody_who_is_gone_is_not() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["ann"]).await;
    let all = ["bob_77", "carol.chen", "gone_2019"];
    worker.does(each(BulkOp::RemoveFriend, &all)).await;
    assert_eq!(worker.states[..2], [StepState::Done, StepState::Done]);
    assert!(worker.why(2).is_not_found());
    let friends = worker.friends().await;
    assert_eq!(
        all.map(|name| friends.contains_key(name)),
        [false, false, true]
    );
}

#[tokio::test]
async fn a_friend_is_added_before_the_remark_is_set_and_without_the_friend_there_is_no_call() {
    let mut worker = WorkerHarness::open().await;
    worker.register(&["ann", "ben"]).await;
    let remark = |friend: &str| {
        step(Change::SetRemark {
            owner: id(ALICE),
            friend: id(friend),
            remark: Text::new("好"),
        })
    };
    let mut steps = Vec::new();
    for name in ["ann", "nobody-1", "ben"] {
        steps.extend(each(BulkOp::AddFriend, &[name]));
        steps.push(remark(name));
    }
    worker.does(steps).await;
    let done = [0, 1, 4, 5].map(|place| worker.states[place].clone());
    assert!(done.iter().all(|state| *state == StepState::Done));
    assert!(worker.why(2).is_not_found());
    assert_eq!(worker.why(3).class, FailureClass::NothingDone);
    let friends = worker.friends().await;
    assert_eq!(friends["ann"].as_deref(), Some("好"));
    assert_eq!(friends["ben"].as_deref(), Some("好"));
    assert_eq!(worker.calls_to("PUT", "").await, 2);
    assert_eq!(worker.calls_to("POST", "/import").await, 1);
}

#[tokio::test]
async fn conversations_are_deleted() {
    let mut worker = WorkerHarness::open().await;
    let before = worker.truth().await["conversations"]
        .as_array()
        .unwrap()
        .clone();
    let steps = before[..4].iter().map(|row| {
        step(Change::DeleteConversation {
            owner: id(ALICE),
            peer: id(row["id"].as_str().unwrap()),
            kind: if row["type"] == "chat" {
                ChatKind::Chat
            } else {
                ChatKind::Group
            },
            roaming: false,
        })
    });
    worker.does(steps.collect()).await;
    assert!(worker.all_are(&StepState::Done));
    let after = worker.truth().await["conversations"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(after, before[4..]);
}

#[tokio::test]
async fn a_full_blocklist_ends_a_job_that_would_fill_it() {
    let config = SandboxConfig {
        blocks: 495,
        ..limited()
    };
    let mut worker = WorkerHarness::with(config).await;
    let all = names("troll-", 200);
    worker.register(&all).await;
    worker.does(each(BulkOp::Block, &all)).await;
    assert_eq!(worker.blocked().await.len(), 500);
    let refused = |state: &StepState| matches!(state, StepState::Failed(why) if why.class == FailureClass::Final);
    let unsent = |state: &StepState| matches!(state, StepState::Failed(why) if why.class == FailureClass::NothingDone);
    let (refused, unsent) = (worker.count(refused), worker.count(unsent));
    assert_eq!(worker.count(|state| *state == StepState::Done), 5);
    assert_eq!(5 + refused + unsent, 200);
    assert!(refused >= 1);
    assert_eq!(worker.sandbox.log().await.len(), 5 + refused);
    assert!(worker.why(199).says("exceed_limit"));
}

#[tokio::test]
async fn a_full_contact_list_ends_an_import_and_a_full_one_of_a_friend_does_not() {
    let config = SandboxConfig {
        friends: 95,
        plan: ServicePlan::Free,
        ..limited()
    };
    let mut worker = WorkerHarness::with(config).await;
    let all = names("new-", 200);
    worker.register(&all).await;
    worker.does(each(BulkOp::AddFriend, &all)).await;
    assert_eq!(worker.friends().await.len(), 100);
    assert_eq!(worker.states[..5], vec![StepState::Done; 5]);
    // The first call had no place for all of its users, and the next one for none.
    for place in 5..200 {
        assert!(worker.why(place).says("exceed_limit"), "{place}");
    }
    assert_eq!(worker.why(199).class, FailureClass::NothingDone);
    assert!(worker.sandbox.log().await.len() < 20);
}

#[tokio::test]
async fn answers_that_take_long_or_differ_are_no_reason_to_be_turned_away() {
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 130);
    worker.register(&all).await;
    let later = |part: &str, ms: u64| json!({ "path_contains": part, "fault": { "kind": "delay", "ms": ms } });
    let rules = [later("troll-3", 400), later("7", 90), later("5", 30)];
    let faults = json!({ "latency_ms": 300, "rules": rules });
    worker.sandbox.set_faults(faults).unwrap();
    worker.does(each(BulkOp::Unblock, &all)).await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.sandbox.answers_with(429).await, 0);
    assert_eq!(worker.sandbox.log().await.len(), 130);
}
