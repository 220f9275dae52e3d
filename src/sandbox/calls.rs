//! What has been called, for tests that count and trainers who look over a shoulder.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

/// How many calls the log keeps.
const KEPT: usize = 5000;

/// Counts since the last reset, and the latest calls.
#[derive(Debug, Default)]
pub struct Calls {
    total: u64,
    by_path: BTreeMap<String, u64>,
    statuses: BTreeMap<String, u64>,
    /// How often each call that may change something succeeded, whether its caller heard of it or not.
    succeeded: BTreeMap<String, u64>,
    log: VecDeque<Value>,
}

impl Calls {
    /// Counts a call when it arrives, so that one that never ends is counted too.
    pub fn arrived(&mut self, template: String) {
        self.total += 1;
        *self.by_path.entry(template).or_default() += 1;
    }

    /// Logs how a call ended; status 0 stands for no answer.
    pub fn ended(&mut self, method: &str, path: &str, query: &str, status: u16) {
        *self.statuses.entry(status.to_string()).or_default() += 1;
        if self.log.len() == KEPT {
            self.log.pop_front();
        }
        self.log.push_back(json!({
            "method": method,
            "path": path,
            "query": query,
            "status": status,
        }));
    }

    /// Counts a success, which a caller that is gone never hears of.
    pub fn succeeded(&mut self, method: &str, path: &str) {
        *self
            .succeeded
            .entry(format!("{method} {path}"))
            .or_default() += 1;
    }

    pub fn reset(&mut self) {
        *self = Self::default();
    }

    pub fn report(&self) -> Value {
        json!({
            "total": self.total,
            "by_path": self.by_path,
            "statuses": self.statuses,
            "succeeded": self.succeeded,
            "log": self.log,
        })
    }
}
