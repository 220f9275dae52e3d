//! Answers that go wrong on the way: for every call, what is said of it and how often it was sent.

use rosterm::api::Api;
use rosterm::domain::{ChatKind, Class, Failure, Reason};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::site::{Site, assert_says, id};

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

/// Each read as often as it may be sent, but for the last one.
const REPEATED: u64 = 3 * 7 + 1;

async fn make(api: &Api, call: &str) -> Result<(), Failure> {
    let (owner, other) = (&id("alice_01"), &id("walter"));
    let others = std::slice::from_ref(other);
    match call {
        "account" => api.account(owner).await.map(drop),
        "friends" => api.friends(owner, None, 50).await.map(drop),
        "friend_ids" => api.friend_ids(owner).await.map(drop),
        "add_friend" => api.add_friend(owner, other).await.map(drop),
        "remove_friend" => api.remove_friend(owner, other).await.map(drop),
        "set_remark" => api.set_remark(owner, other, "x").await,
        "import_friends" => api.import_friends(owner, others).await.map(drop),
        "block" => api.block(owner, others).await.map(drop),
        "blocks" => api.blocks(owner, None, 50).await.map(drop),
        "block_ids" => api.block_ids(owner).await.map(drop),
        "unblock" => api.unblock(owner, other).await.map(drop),
        "delete_conversation" => {
            api.delete_conversation(owner, other, ChatKind::Chat, false)
                .await
        }
        "conversations" => api.conversations(owner, None, 50).await.map(drop),
        "are_friends" => api.are_friends(owner, others).await.map(drop),
        "are_blocked" => api.are_blocked(owner, others).await.map(drop),
        _ => panic!("there is no call {call}"),
    }
}

/// Makes some calls side by side; each must fail.
async fn failures(api: &Api, calls: &[&'static str]) -> Vec<(&'static str, Failure)> {
    let mut tasks = JoinSet::new();
    for call in calls.iter().copied() {
        let api = api.clone();
        tasks.spawn(async move { (call, make(&api, call).await.unwrap_err()) });
    }
    tasks.join_all().await
}

/// Makes every call while a fault is in force, and checks how each failed and how often all were sent.
async fn check(
    fault: Value,
    writes: (Class, Reason),
    reads: (Class, Reason),
    sent: u64,
    status: Option<u16>,
) {
    let site = Site::open().await;
    // Only a test of silence needs to be given up soon.
    let api = if fault["kind"] == "hang" {
        site.hasty_api()
    } else {
        site.api.clone()
    };
    site.fault(json!({ "fault": fault }));
    for (kinds, expected, sent) in [(&WRITES[..], writes, 7), (&READS[..], reads, sent)] {
        site.reset_calls().await;
        for (call, failure) in failures(&api, kinds).await {
            assert_eq!(
                (failure.class, failure.reason),
                expected,
                "{call}: {failure:?}"
            );
            assert_eq!(failure.status, status, "{call}: {failure:?}");
        }
        assert_eq!(site.calls().await, sent, "{kinds:?}");
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
async fn a_cut_connection_leaves_every_write_unknown_and_sent_once() {
    let broken = Reason::Broken;
    let fault = json!({ "kind": "cut" });
    check(
        fault,
        (Class::Unknown, broken),
        (Class::Later, broken),
        REPEATED,
        None,
    )
    .await;
}

#[tokio::test]
async fn half_an_answer_leaves_every_write_unknown_and_sent_once() {
    let broken = Reason::Broken;
    let fault = json!({ "kind": "truncate" });
    check(
        fault,
        (Class::Unknown, broken),
        (Class::Later, broken),
        REPEATED,
        None,
    )
    .await;
}

#[tokio::test]
async fn silence_leaves_every_write_unknown_and_sent_once() {
    let timeout = Reason::Timeout;
    let fault = json!({ "kind": "hang" });
    check(
        fault,
        (Class::Unknown, timeout),
        (Class::Later, timeout),
        8,
        None,
    )
    .await;
}

#[tokio::test]
async fn a_fault_of_the_server_leaves_every_write_unknown_and_sent_once() {
    for status in [408, 500, 502, 503, 504] {
        let service = Reason::Service;
        let fault =
            json!({ "kind": "status", "status": status, "body": "<html>Bad Gateway</html>" });
        check_unrepeated(
            fault,
            (Class::Unknown, service),
            (Class::Later, service),
            status,
        )
        .await;
    }
}

/// As [`check`], but with a time to wait in the answer, so that reads are not repeated and take no time.
async fn check_unrepeated(
    mut fault: Value,
    writes: (Class, Reason),
    reads: (Class, Reason),
    status: u16,
) {
    fault["retry_after"] = json!(1);
    check(fault, writes, reads, 8, Some(status)).await;
}

#[tokio::test]
async fn a_redirect_leaves_every_write_unknown_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let fault = json!({ "kind": "status", "status": status, "body": "" });
        let redirect = Reason::Redirect;
        check(
            fault,
            (Class::Unknown, redirect),
            (Class::Refused, redirect),
            8,
            Some(status),
        )
        .await;
    }
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_leaves_every_write_unknown() {
    for body in [
        "<html>Please log in to the network</html>",
        "",
        "{}",
        "[]",
        "null",
        "{\"status\":\"no\"}",
    ] {
        let fault = json!({ "kind": "body", "status": 200, "body": body });
        let unreadable = Reason::Unreadable;
        check(
            fault,
            (Class::Unknown, unreadable),
            (Class::Refused, unreadable),
            8,
            Some(200),
        )
        .await;
    }
}

#[tokio::test]
async fn an_endless_answer_leaves_every_write_unknown() {
    let fault = json!({ "kind": "body", "status": 200, "body": " ".repeat(5 << 20) });
    check(
        fault,
        (Class::Unknown, Reason::TooLarge),
        (Class::Refused, Reason::TooLarge),
        8,
        None,
    )
    .await;
}

#[tokio::test]
async fn an_answer_about_somebody_else_leaves_the_write_unknown() {
    let site = Site::open().await;
    let body = json!({ "entities": [{ "username": "waiter", "uuid": "x" }] }).to_string();
    site.fault(json!({ "fault": { "kind": "body", "status": 200, "body": body } }));
    for (call, failure) in failures(&site.api, &["add_friend", "remove_friend", "unblock"]).await {
        assert_eq!(
            (failure.class, failure.reason),
            (Class::Unknown, Reason::Unreadable),
            "{call}"
        );
    }
    assert_eq!(
        make(&site.api, "account").await.unwrap_err().reason,
        Reason::Unreadable
    );
}

#[tokio::test]
async fn what_http_itself_refuses_is_refused() {
    for status in [400, 403, 404, 405, 413, 415] {
        for body in [Value::Null, json!("<html>no</html>"), json!("")] {
            let fault = json!({ "kind": "status", "status": status, "body": body });
            let refused = (Class::Refused, Reason::Service);
            check(fault, refused, refused, 8, Some(status)).await;
        }
    }
}

#[tokio::test]
async fn too_fast_is_for_later_and_too_much_is_refused() {
    let fault = json!({ "kind": "status", "status": 429, "retry_after": 2 });
    let later = (Class::Later, Reason::Service);
    check(fault, later, later, 8, Some(429)).await;

    let body = r#"{"error":"resource_limited","error_description":"You have exceeded the limit of the Free edition."}"#;
    let fault = json!({ "kind": "status", "status": 429, "body": body });
    let refused = (Class::Refused, Reason::Service);
    check(fault, refused, refused, 8, Some(429)).await;
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
async fn a_token_of_ones_own_that_is_refused_is_for_later_and_sent_once() {
    let fault = json!({ "kind": "status", "status": 401 });
    let later = (Class::Later, Reason::Service);
    check(fault, later, later, 8, Some(401)).await;
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
            Class::Unknown
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
