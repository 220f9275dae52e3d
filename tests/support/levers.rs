//! More of the sandbox than the terminal's tests want: what it counts, and what can be changed behind the
//! scene.

use std::ops::Index;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::sandbox::{Sandbox, Truth};

/// How long a test waits for a call before it is told as failed.
const PATIENCE: Duration = Duration::from_secs(30);

impl Sandbox {
    /// Orders a fault for calls of this method whose path holds this text, in place of those before.
    pub fn fault(&self, method: &str, path: &str, fault: &Value) {
        self.order(json!({ "method": method, "path_contains": path, "fault": fault }));
    }

    /// Orders these faults in place of those before.
    pub fn faults(&self, rules: &impl Serialize) {
        self.set_faults(json!({ "rules": rules })).unwrap();
    }

    /// All is well again.
    pub fn mend(&self) {
        self.set_faults(json!({ "latency_ms": 0, "rules": [] }))
            .unwrap();
    }

    /// Somebody else calls, below the app.
    pub async fn elsewhere(&self, method: &str, path: &str, body: &str) {
        let call = self.request(method, path);
        let call = call.header("content-type", "application/json");
        let answer = call.body(body.to_owned()).send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// Forgets what was called.
    pub async fn forget_calls(&self) {
        self.call("DELETE", "_sandbox/calls", None).await;
    }

    /// How many calls came, all together.
    pub async fn total(&self) -> u64 {
        self.calls().await["total"].as_u64().unwrap()
    }

    /// How many calls of a kind came, such as `GET /users/{u}`.
    pub async fn count(&self, kind: &str) -> u64 {
        let calls = self.calls().await;
        calls["by_path"][kind].as_u64().unwrap_or(0)
    }

    /// How many answers had this status.
    pub async fn answers_with(&self, status: u16) -> u64 {
        let calls = self.calls().await;
        calls["statuses"][status.to_string()].as_u64().unwrap_or(0)
    }

    /// Every call that came, as the sandbox logs it.
    pub async fn log(&self) -> Vec<Value> {
        let calls = self.calls().await;
        calls["log"].as_array().unwrap().clone()
    }

    /// Asks until it has seen so many calls, answered or not.
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

    /// No token is valid any more.
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
