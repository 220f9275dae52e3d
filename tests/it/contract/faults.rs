//! Answers that go wrong on the way to a client that goes on all the same, and what the service then
//! holds. What is said of each fault is in `tests/it/faults`.

use rosterm::api::Api;
use rosterm::domain::job::BulkOp;
use rosterm::domain::{ChatKind, Failure, FailureClass};
use rstest::rstest;
use serde_json::json;
use tokio::task::JoinSet;

use crate::contract::client::{ClientHarness, assert_says};
use crate::support::samples::{deletion, id, remark};

const WRITES: [&str; 7] = [
    "add_friend",
    "remove_friend",
    "set_remark",
    "import_friends",
    "block",
    "unblock",
    "delete_conversation",
];

/// The last one is never repeated by itself.
const READS: [&str; 8] = [
    "account",
    "friends",
    "friend_ids",
    "blocks",
    "block_ids",
    "are_friends",
    "are_blocked",
    "conversations",
];

async fn make(api: &Api, call: &str) -> Result<(), Failure> {
    let (owner, other) = (&id("alice_01"), &id("walter"));
    let others = std::slice::from_ref(other);
    let change = |op: BulkOp| op.change(owner.clone(), other.clone());
    match call {
        "account" => api.account(owner).await.map(drop),
        "friends" => api.friends(owner, None, 50).await.map(drop),
        "friend_ids" => api.friend_ids(owner).await.map(drop),
        "add_friend" => api.make(&change(BulkOp::AddFriend)).await.map(drop),
        "remove_friend" => api.make(&change(BulkOp::RemoveFriend)).await.map(drop),
        "set_remark" => api.make(&remark(owner, other, "x")).await.map(drop),
        "import_friends" => api.import_friends(owner, others).await.map(drop),
        "block" => api.make(&change(BulkOp::Block)).await.map(drop),
        "blocks" => api.blocks(owner, None, 50).await.map(drop),
        "block_ids" => api.block_ids(owner).await.map(drop),
        "unblock" => api.make(&change(BulkOp::Unblock)).await.map(drop),
        "delete_conversation" => {
            let delete = deletion(owner, other, ChatKind::Chat, false);
            api.make(&delete).await.map(drop)
        }
        "conversations" => api.conversations(owner, None, 50).await.map(drop),
        "are_friends" => api.are_friends(owner, others).await.map(drop),
        "are_blocked" => api.are_blocked(owner, others).await.map(drop),
        _ => panic!("there is no call {call}"),
    }
}

#[tokio::test]
async fn every_call_works_while_nothing_goes_wrong() {
    let client = ClientHarness::open().await;
    for call in READS.into_iter().chain(WRITES) {
        // Removing comes after adding and before the remark, which needs a friend again.
        if call == "set_remark" {
            make(&client.api, "add_friend").await.unwrap();
        }
        make(&client.api, call).await.unwrap();
    }
}

#[tokio::test]
async fn being_too_fast_is_told_with_the_services_words_and_its_time_to_wait() {
    let client = ClientHarness::open().await;
    client.sandbox.order(
        json!({ "times": 1, "fault": { "kind": "status", "status": 429, "retry_after": 7 } }),
    );
    let failure = make(&client.api, "block").await.unwrap_err();
    assert_says(
        &failure,
        429,
        "reach_limit",
        "This request has reached api limit",
    );
    assert_eq!(failure.retry_after, Some(7));
    make(&client.api, "block").await.unwrap();
}

#[tokio::test]
async fn every_call_survives_one_refusal_of_its_token() {
    for call in READS.into_iter().chain(WRITES) {
        let client = ClientHarness::open().await;
        let api = client.asking_api();
        client
            .sandbox
            .order(json!({ "times": 1, "after": 1, "fault": { "kind": "status", "status": 401 } }));
        client.sandbox.forget_calls().await;
        make(&api, call)
            .await
            .unwrap_or_else(|failure| panic!("{call}: {failure}"));
        assert_eq!(client.sandbox.count("POST /token").await, 2, "{call}");
        assert_eq!(client.sandbox.total().await, 4, "{call}");
    }
}

#[tokio::test]
async fn every_read_survives_two_lost_answers() {
    let client = ClientHarness::open().await;
    for call in &READS[..7] {
        client
            .sandbox
            .order(json!({ "times": 2, "fault": { "kind": "cut" } }));
        client.sandbox.forget_calls().await;
        make(&client.api, call)
            .await
            .unwrap_or_else(|failure| panic!("{call}: {failure}"));
        assert_eq!(client.sandbox.total().await, 3, "{call}");
    }
}

#[rstest]
#[case::cut("cut")]
#[case::truncated("truncate")]
#[tokio::test]
async fn a_write_that_took_effect_before_its_answer_was_lost_is_not_repeated(#[case] fault: &str) {
    let client = ClientHarness::open().await;
    client
        .sandbox
        .order(json!({ "apply_first": true, "fault": { "kind": fault } }));
    client.sandbox.forget_calls().await;
    assert_eq!(
        make(&client.api, "block").await.unwrap_err().class,
        FailureClass::Unknown
    );
    assert_eq!(client.sandbox.total().await, 1);
    assert!(
        client
            .sandbox
            .truth("alice_01")
            .await
            .blocks()
            .contains(&"walter".to_owned())
    );
}

#[tokio::test]
async fn many_calls_at_once_never_hear_that_they_are_too_fast() {
    let client = ClientHarness::open().await;
    client.sandbox.forget_calls().await;
    let mut tasks = JoinSet::new();
    for _ in 0..90 {
        let api = client.api.clone();
        tasks.spawn(async move { make(&api, "block_ids").await.unwrap() });
    }
    tasks.join_all().await;
    assert_eq!(client.sandbox.answers_with(200).await, 90);
}
