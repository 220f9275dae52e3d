//! Conversations: listing them and deleting one on one side.

use rosterm::api::UserLimit;
use rosterm::domain::{ChatKind, Conversation};
use serde_json::{Value, json};

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::{deletion, id};

fn told(row: &Conversation) -> (String, &'static str) {
    let kind = match row.kind {
        ChatKind::Chat => "chat",
        ChatKind::Group => "groupchat",
    };
    (row.id.raw().to_owned(), kind)
}

/// A user's conversations as they are.
async fn conversations_of(client: &ClientHarness, name: &str) -> Vec<Value> {
    client.sandbox.truth(name).await["conversations"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn the_conversations_are_listed_most_recently_active_first() {
    let client = ClientHarness::open().await;
    let page = client
        .api
        .conversations(&client.main(), None, 50)
        .await
        .unwrap();
    assert_eq!(page.next, None);
    let truth: Vec<(String, &str)> = conversations_of(&client, "alice_01")
        .await
        .iter()
        .map(|row| {
            (
                row["id"].as_str().unwrap().to_owned(),
                if row["type"] == "chat" {
                    "chat"
                } else {
                    "groupchat"
                },
            )
        })
        .collect();
    assert_eq!(page.rows.iter().map(told).collect::<Vec<_>>(), truth);
    assert!(truth.iter().any(|(_, kind)| *kind == "groupchat"));
    assert!(page.rows.iter().any(|row| row.last_text.is_some()));
    let times: Vec<i64> = page.rows.iter().filter_map(|row| row.last_at).collect();
    assert!(
        times.len() > 5 && times.is_sorted_by(|a, b| a >= b),
        "{times:?}"
    );
}

#[tokio::test]
async fn the_pages_of_the_conversations_are_the_whole_list() {
    let client = ClientHarness::open().await;
    let first = client
        .api
        .conversations(&client.main(), None, 8)
        .await
        .unwrap();
    let second = client
        .api
        .conversations(&client.main(), first.next.as_ref(), 8)
        .await
        .unwrap();
    let whole = client
        .api
        .conversations(&client.main(), None, 50)
        .await
        .unwrap();
    assert_eq!(
        (first.rows.len(), second.rows.len(), second.next),
        (8, 4, None)
    );
    assert_eq!([first.rows, second.rows].concat(), whole.rows);
}

#[tokio::test]
async fn rows_in_the_other_shape_are_read_as_well() {
    let client = ClientHarness::open().await;
    let body = json!({ "data": { "channel_infos": [
        { "session_to": "bob_77", "session_type": "chat", "unread_num": 2, "is_top": true,
          "meta": { "timestamp": 5, "payload": "{\"bodies\":[{\"type\":\"txt\",\"msg\":\"hi\"}]}" } },
        { "session_to": "2711", "session_type": "groupchat", "unread_num": 0, "meta": {} },
    ], "cursor": "more" } });
    client
        .sandbox
        .order(json!({ "fault": { "kind": "body", "status": 200, "body": body.to_string() } }));
    let page = client
        .api
        .conversations(&client.main(), None, 50)
        .await
        .unwrap();
    assert_eq!(
        page.rows.iter().map(told).collect::<Vec<_>>(),
        [("bob_77".into(), "chat"), ("2711".into(), "groupchat")]
    );
    assert_eq!(
        (page.rows[0].unread, page.rows[0].last_at),
        (Some(2), Some(5))
    );
    assert_eq!(page.rows[0].last_text.as_ref().unwrap().raw(), "hi");
    assert_eq!(page.next.unwrap().0, "more");
}

#[tokio::test]
async fn a_nobodys_conversations_cannot_be_listed_or_deleted() {
    let client = ClientHarness::open().await;
    assert_nobody(client.api.conversations(&id("nobody"), None, 50).await);
    assert_nobody(
        client
            .api
            .make(&deletion(
                &id("nobody"),
                &id("bob_77"),
                ChatKind::Chat,
                false,
            ))
            .await,
    );
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_on_one_side() {
    let client = ClientHarness::open().await;
    let page = client
        .api
        .conversations(&client.main(), None, 50)
        .await
        .unwrap();
    for (row, roaming) in [
        (
            page.rows.iter().find(|row| row.kind == ChatKind::Chat),
            false,
        ),
        (
            page.rows.iter().find(|row| row.kind == ChatKind::Group),
            true,
        ),
    ] {
        let row = row.unwrap();
        client
            .api
            .make(&deletion(&client.main(), &row.id, row.kind, roaming))
            .await
            .unwrap();
        let truth = client.sandbox.truth("alice_01").await;
        let left = truth["conversations"].as_array().unwrap();
        assert!(left.iter().all(|other| other["id"] != row.id.raw()));
        let without_messages = truth["roam_deleted"].as_array().unwrap();
        assert_eq!(without_messages.contains(&json!(row.id.raw())), roaming);
    }
    assert_eq!(conversations_of(&client, "alice_01").await.len(), 10);
}

#[tokio::test]
async fn what_the_service_says_about_a_wrong_body_is_passed_on() {
    let client = ClientHarness::open().await;
    for (error, words) in [
        (
            "invalid_request_body",
            "Request body is invalid. Please check body is correct.",
        ),
        ("illegal_argument", "field channel cannot be null or empty"),
        ("illegal_argument", "field type cannot be null or empty"),
        ("illegal_argument", "field delete_roam cannot be null"),
    ] {
        let body = json!({ "error": error, "error_description": words }).to_string();
        client
            .sandbox
            .order(json!({ "fault": { "kind": "status", "status": 400, "body": body } }));
        let refused = client
            .api
            .make(&deletion(
                &client.main(),
                &id("bob_77"),
                ChatKind::Chat,
                false,
            ))
            .await;
        assert_refused(refused, 400, error, words);
    }
}

#[tokio::test]
async fn where_the_listing_is_not_bought_deleting_by_id_still_works() {
    let client = ClientHarness::open().await;
    let first = conversations_of(&client, "alice_01")
        .await
        .into_iter()
        .find(|row| row["type"] == "chat")
        .unwrap();
    for status in [403, 404] {
        client.sandbox.order(json!({ "path_contains": "/user_channels", "fault": { "kind": "status", "status": status } }));
        let failure = client
            .api
            .conversations(&client.main(), None, 50)
            .await
            .unwrap_err();
        assert_eq!(failure.status, Some(status));
    }
    let peer = id(first["id"].as_str().unwrap());
    client
        .api
        .make(&deletion(&client.main(), &peer, ChatKind::Chat, false))
        .await
        .unwrap();
    assert_eq!(conversations_of(&client, "alice_01").await.len(), 11);
}

#[tokio::test]
async fn the_sixth_call_in_a_minute_is_held_back_before_the_service_refuses_it() {
    let client = ClientHarness::open().await;
    for _ in 0..5 {
        assert!(
            client
                .api
                .wait_ahead(UserLimit::ConversationList, &client.main())
                .is_zero()
        );
        client
            .api
            .conversations(&client.main(), None, 50)
            .await
            .unwrap();
    }
    assert!(
        !client
            .api
            .wait_ahead(UserLimit::ConversationList, &client.main())
            .is_zero()
    );
    assert!(
        client
            .api
            .wait_ahead(UserLimit::ConversationDelete, &client.main())
            .is_zero()
    );
    assert!(
        client
            .api
            .wait_ahead(UserLimit::ConversationList, &id("bob_77"))
            .is_zero()
    );
}
