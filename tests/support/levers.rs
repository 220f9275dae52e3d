//! Extensions of the sandbox that the terminal's tests do not need: its call counts, and faults to inject.

use std::ops::Index;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::sandbox::{Sandbox, Truth};

/// How long a test waits for a call before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

impl Sandbox {
    /// Injects a fault into calls of this method whose path contains this text. Replaces the previous faults.
    pub fn fault(&self, method: &str, path: &str, fault: &Value) {
        self.order(json!({ "method": method, "path_contains": path, "fault": fault }));
    }

    /// Injects these faults. Replaces the previous ones.
    pub fn faults(&self, rules: &impl Serialize) {
        self.set_faults(json!({ "rules": rules })).unwrap();
    }

    /// Removes all faults.
    pub fn mend(&self) {
        self.set_faults(json!({ "latency_ms": 0, "rules": [] }))
            .unwrap();
    }

    /// Makes a call to the app that does not come from rosterm.
    pub async fn elsewhere(&self, method: &str, path: &str, body: &str) {
        let call = self.request(method, path);
        let call = call.header("content-type", "application/json");
        let answer = call.body(body.to_owned()).send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// Clears the list of calls.
    pub async fn forget_calls(&self) {
        self.call("DELETE", "_sandbox/calls", None).await;
    }

    /// The total number of calls.
    pub async fn total(&self) -> u64 {
        self.calls().await["total"].as_u64().unwrap()
    }

    /// The number of calls of a kind, such as `GET /users/{u}`.
    pub async fn count(&self, kind: &str) -> u64 {
        let calls = self.calls().await;
        calls["by_path"][kind].as_u64().unwrap_or(0)
    }

    /// The number of replies with this status.
    pub async fn answers_with(&self, status: u16) -> u64 {
        let calls = self.calls().await;
        calls["statuses"][status.to_string()].as_u64().unwrap_or(0)
    }

    /// Every call, as the sandbox logs it.
    pub async fn log(&self) -> Vec<Value> {
        let calls = self.calls().await;
        calls["log"].as_array().unwrap().clone()
    }

    /// Polls until the sandbox has received this many calls, with or without a reply.
    pub async fn has_seen(&self, calls: u64) -> Value {
        let seen = async {
            loop {
                let report = self.calls().await;
                if report["total"].as_u64().unwrap() >= calls {
                    return report;
                }
            }
        };
        timeout(PATIENCE, seen).await.unwrap()
    }

    /// A token that has expired.
    pub async fn expired_token(&self) -> String {
        let order = json!({ "expired": true });
        let token = self.call("POST", "_sandbox/tokens", Some(&order)).await;
        token["access_token"].as_str().unwrap().to_owned()
    }

    /// Invalidates all tokens.
    pub async fn expire_tokens(&self) {
        self.call("DELETE", "_sandbox/tokens", None).await;
    }
}

impl Index<&str> for Truth {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.0[field]
    }
}

impl Truth {
    pub fn has_friend(&self, id: &str) -> bool {
        self.friends().iter().any(|friend| friend == id)
    }

    /// The remark for a friend.
    #[track_caller]
    pub fn remark(&self, friend: &str) -> Option<String> {
        let rows = self.0["friends"].as_array().unwrap();
        let row = rows.iter().find(|row| row["username"] == friend).unwrap();
        row["remark"].as_str().map(str::to_owned)
    }

    pub fn has_blocked(&self, id: &str) -> bool {
        self.blocks().iter().any(|blocked| blocked == id)
    }

    pub fn has_conversation(&self, id: &str) -> bool {
        let mut rows = self.0["conversations"].as_array().unwrap().iter();
        rows.any(|row| row["id"] == id)
    }

    pub fn has_lost_messages(&self, id: &str) -> bool {
        let mut rows = self.0["roam_deleted"].as_array().unwrap().iter();
        rows.any(|gone| gone == id)
    }
}
