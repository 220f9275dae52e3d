//! Answers that go wrong on the way to a client that goes on all the same, and what the service then
//! holds. What is said of each fault is in `tests/it/faults`.

use rosterm::api::Api;
use rosterm::domain::{ChatKind, Failure, FailureClass};
use serde_json::json;
use tokio::task::JoinSet;

use crate::contract::site::{Site, assert_says, id};

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
    match call {
        "account" => api.account(owner).await.map(drop),
        "friends" => api.friends(owner, None, 50).await.map(drop),
        "friend_ids" => api.friend_ids(owner).await.map(drop),
        "add_friend" => api.add_friend(owner, other).await.map(drop),
        "remove_friend" => api.remove_friend(owner, other).await.map(drop),
        "set_remark" => api.set_remark(owner, other, "x").await.map(drop),
        "import_friends" => api.import_friends(owner, others).await.map(drop),
        "block" => api.block(owner, others).await.map(drop),
        "blocks" => api.blocks(owner, None, 50).await.map(drop),
        "block_ids" => api.block_ids(owner).await.map(drop),
        "unblock" => api.unblock(owner, other).await.map(drop),
        "delete_conversation" => api
            .delete_conversation(owner, other, ChatKind::Chat, false)
            .await
            .map(drop),
        "conversations" => api.conversations(owner, None, 50).await.map(drop),
        "are_friends" => api.are_friends(owner, others).await.map(drop),
        "are_blocked" => api.are_blocked(owner, others).await.map(drop),
        _ => panic!("there is no call {call}"),
    }
}

#[tokio::test]
async fn every_call_works_while_nothing_goes_wrong() {
    let site = Site::open().await;
    for call in READS.into_iter().chain(WRITES) {
        // Removing comes after adding and before the remark, which needs a friend again.
        if call == "set_remark" {
            make(&site.api, "add_friend").await.unwrap();
        }
        make(&site.api, call).await.unwrap();
    }
}

#[tokio::test]
async fn being_too_fast_is_told_with_the_services_words_and_its_time_to_wait() {
    let site = Site::open().await;
    site.fault(
        json!({ "times": 1, "fault": { "kind": "status", "status": 429, "retry_after": 7 } }),
    );
    let failure = make(&site.api, "block").await.unwrap_err();
    assert_says(
        &failure,
        429,
        "reach_limit",
        "This request has reached api limit",
    );
    assert_eq!(failure.retry_after, Some(7));
    make(&site.api, "block").await.unwrap();
}

#[tokio::test]
async fn every_call_survives_one_refusal_of_its_token() {
    for call in READS.into_iter().chain(WRITES) {
        let site = Site::open().await;
        let api = site.asking_api();
        site.fault(json!({ "times": 1, "after": 1, "fault": { "kind": "status", "status": 401 } }));
        site.reset_calls().await;
        make(&api, call)
            .await
            .unwrap_or_else(|failure| panic!("{call}: {failure}"));
        assert_eq!(site.calls_of("POST /token").await, 2, "{call}");
        assert_eq!(site.calls().await, 4, "{call}");
    }
}

#[tokio::test]
async fn every_read_survives_two_lost_answers() {
    let site = Site::open().await;
    for call in &READS[..7] {
        site.fault(json!({ "times": 2, "fault": { "kind": "cut" } }));
        site.reset_calls().await;
        make(&site.api, call)
            .await
            .unwrap_or_else(|failure| panic!("{call}: {failure}"));
        assert_eq!(site.calls().await, 3, "{call}");
    }
}

#[tokio::test]
async fn a_write_that_took_effect_before_its_answer_was_lost_is_not_repeated() {
    let site = Site::open().await;
    for fault in ["cut", "truncate"] {
        site.fault(json!({ "apply_first": true, "fault": { "kind": fault } }));
        site.reset_calls().await;
        assert_eq!(
            make(&site.api, "block").await.unwrap_err().class,
            FailureClass::Unknown
        );
        assert_eq!(site.calls().await, 1);
        assert!(
            site.blocked_by("alice_01")
                .await
                .contains(&"walter".to_owned())
        );
    }
}

#[tokio::test]
async fn many_calls_at_once_never_hear_that_they_are_too_fast() {
    let site = Site::open().await;
    site.reset_calls().await;
    let mut tasks = JoinSet::new();
    for _ in 0..90 {
        let api = site.api.clone();
        tasks.spawn(async move { make(&api, "block_ids").await.unwrap() });
    }
    tasks.join_all().await;
    assert_eq!(site.answers_with(200).await, 90);
}
