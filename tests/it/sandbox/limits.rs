//! The published call-frequency limits.

use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::sandbox::text;
use crate::support::sandbox::Sandbox;

impl Sandbox {
    /// Sends this many calls at once and counts the refused ones.
    async fn burst(&self, count: usize, method: &str, path: &str) -> usize {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..count {
            let request = self.request(method, path);
            calls.spawn(async move { request.send().await.unwrap().status().as_u16() });
        }
        calls
            .join_all()
            .await
            .into_iter()
            .filter(|status| *status == 429)
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_above_the_limit_is_refused_and_one_within_is_not() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await;
    let friends = "/users/alice_01/contacts/users";
    let blocks = "/users/alice_01/blocks/users?pageSize=1";
    assert_eq!(
        sandbox.burst(100, "GET", "/users/alice_01/contacts").await,
        0
    );
    assert_eq!(sandbox.burst(50, "GET", blocks).await, 0);
    assert!(sandbox.burst(400, "GET", friends).await > 0);
    assert!(
        sandbox
            .burst(200, "DELETE", "/users/alice_01/blocks/users/bob_78")
            .await
            > 0
    );
    // Another kind of call has an allowance of its own.
    sandbox
        .ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await
        .ok();
    let calls = sandbox.ask("GET", "/_sandbox/calls").await.ok();
    assert!(calls["statuses"]["429"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn conversations_allow_five_calls_a_minute_for_each_user_and_kind() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await;
    let list = "/user/alice_01/user_channels";
    let body = || json!({"channel": "bob_77", "type": "chat", "delete_roam": false});
    for _ in 0..5 {
        sandbox.ask("GET", list).await.ok();
        sandbox
            .tell("DELETE", "/users/alice_01/user_channel", body())
            .await
            .ok();
    }
    let answer = sandbox.ask("GET", list).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.body["error"], "reach_limit");
    assert!(
        text(&answer.body["error_description"]).starts_with("This request has reached api limit")
    );
    let answer = sandbox
        .tell("DELETE", "/users/ALICE_01/user_channel", body())
        .await;
    assert_eq!(answer.status, 429);
    sandbox.ask("GET", "/user/bob_77/user_channels").await.ok();
}
