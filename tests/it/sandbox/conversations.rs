//! Conversations and their messages.

use rosterm::sandbox::SandboxConfig;
use serde_json::{Value, json};

use crate::sandbox::{fields, ids, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn conversations_come_newest_first_in_either_shape() {
    let sandbox = Sandbox::start(small()).await;
    let body = sandbox
        .ask("GET", "/user/alice_01/user_channels")
        .await
        .ok();
    let rows = body["data"]["channel_infos"].as_array().unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0]["channel_id"], "demo#rosterm_bob_77@easemob.com");
    assert_eq!(rows[0]["unread_num"], 12);
    assert_eq!(
        rows[1]["channel_id"],
        "demo#rosterm_225011234567169@conference.easemob.com"
    );
    assert_eq!(fields(&rows[0]["meta"]), "from id payload timestamp to");
    let payload: Value = serde_json::from_str(&text(&rows[0]["meta"]["payload"])).unwrap();
    assert_eq!(payload["bodies"][0]["type"], "txt");
    assert!(rows.iter().any(|row| row["meta"] == json!({})));
    let times: Vec<_> = rows
        .iter()
        .filter_map(|row| row["meta"]["timestamp"].as_u64())
        .collect();
    assert!(times.is_sorted_by(|a, b| a > b));
    assert_eq!(fields(&body["data"]), "channel_infos");
    let body = sandbox
        .ask("GET", "/users/alice_01/user_channels?v=2")
        .await
        .ok();
    let rows = body["data"]["channel_infos"].as_array().unwrap();
    assert_eq!(
        fields(&rows[0]),
        "is_top meta session_to session_type unread_num"
    );
    assert_eq!(rows[0]["session_type"], "chat");
    assert_eq!(rows[1]["session_type"], "groupchat");
}

#[tokio::test]
async fn a_hundred_conversations_come_unasked_and_five_hundred_on_request() {
    let config = SandboxConfig {
        conversations: 600,
        limits: false,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await;
    let path = "/user/alice_01/user_channels";
    let first = sandbox.ask("GET", path).await.ok();
    assert_eq!(
        first["data"]["channel_infos"].as_array().unwrap().len(),
        100
    );
    let cursor = text(&first["data"]["cursor"]);
    let rest = sandbox
        .ask("GET", &format!("{path}?limit=500&cursor={cursor}"))
        .await
        .ok();
    assert_eq!(rest["data"]["channel_infos"].as_array().unwrap().len(), 400);
    assert!(rest["data"].get("cursor").is_none());
    let all = sandbox.ask("GET", &format!("{path}?limit=500")).await.ok();
    assert_eq!(all["data"]["channel_infos"].as_array().unwrap().len(), 500);
}

#[tokio::test]
async fn deleting_a_conversation_is_one_sided_and_may_take_the_messages() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/user_channel";
    let body = json!({"channel": "Bob_77", "type": "chat", "delete_roam": true});
    let body = sandbox.tell("DELETE", path, body).await.ok();
    assert_eq!(
        fields(&body),
        "action application applicationName data duration entities organization path timestamp uri"
    );
    assert_eq!(body["path"], "/users/user_channel");
    assert_eq!(text(&body["uri"]), sandbox.url(path));
    assert_eq!(body["data"], json!({"result": "ok"}));
    let group = json!({"channel": "225011234567169", "type": "groupchat", "delete_roam": false});
    sandbox.tell("DELETE", path, group.clone()).await.ok();
    // What is not there is deleted easily.
    sandbox.tell("DELETE", path, group).await.ok();
    let truth = sandbox.truth("alice_01").await;
    assert_eq!(truth["conversations"].as_array().unwrap().len(), 10);
    assert_eq!(ids(&truth["roam_deleted"]), ["bob_77"]);
    let theirs = sandbox.truth("bob_77").await;
    assert_eq!(
        theirs["conversations"][0],
        json!({"id": "alice_01", "type": "chat"})
    );
}

#[tokio::test]
async fn deleting_a_conversation_needs_all_three_fields() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/user_channel";
    let broken = "Request body is invalid. Please check body is correct.";
    for (body, error, description) in [
        (
            json!({"channel": "", "type": "chat", "delete_roam": true}),
            "illegal_argument",
            "field channel cannot be null or empty",
        ),
        (
            json!({"channel": "bob_77", "type": null, "delete_roam": true}),
            "illegal_argument",
            "field type cannot be null or empty",
        ),
        (
            json!({"channel": "bob_77", "type": "chat"}),
            "illegal_argument",
            "field delete_roam cannot be null",
        ),
        (
            json!({"channel": "bob_77", "type": "chat", "delete_roam": "yes"}),
            "invalid_request_body",
            broken,
        ),
        (json!([]), "invalid_request_body", broken),
    ] {
        sandbox
            .tell("DELETE", path, body)
            .await
            .refused(400, error, description);
    }
    sandbox
        .ask("DELETE", path)
        .await
        .refused(400, "invalid_request_body", broken);
    let body = json!({"channel": "a", "type": "chat", "delete_roam": true});
    sandbox
        .tell("DELETE", "/users/nobody/user_channel", body)
        .await
        .nowhere();
}

#[tokio::test]
async fn messages_are_deleted_of_that_kind_of_conversation_alone() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/user_channel";
    let order = |kind: &str, roaming: bool| json!({"channel": "bob_77", "type": kind, "delete_roam": roaming});
    // A group that bears a person's id.
    sandbox
        .tell("DELETE", path, order("groupchat", true))
        .await
        .ok();
    let truth = sandbox.truth("alice_01").await;
    let rows = truth["conversations"].as_array().unwrap();
    let person = rows.iter().find(|row| row["id"] == "bob_77").unwrap();
    assert_eq!(person, &json!({"id": "bob_77", "type": "chat"}));
    sandbox.tell("DELETE", path, order("chat", true)).await.ok();
    let changes = sandbox.ask("GET", "/_sandbox/changes").await.ok();
    assert_eq!(changes["total"], 2);
    sandbox.tell("DELETE", path, order("chat", true)).await.ok();
    let changes = sandbox.ask("GET", "/_sandbox/changes").await.ok();
    assert_eq!(changes["total"], 2);
}
