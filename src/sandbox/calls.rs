//! What has been called, for tests that count and trainers who look over a shoulder.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

/// How many calls the log keeps.
const KEPT: usize = 5000;

/// How many bytes of a path or a query are kept: more than any call of a client has.
const LONGEST: usize = 2048;

/// Counts since the last reset, and the latest calls.
#[derive(Debug, Default)]
pub struct CallLog {
    total: u64,
    by_path: BTreeMap<String, u64>,
    statuses: BTreeMap<String, u64>,
    /// How often each call that may change something succeeded, whether its caller heard of it or not.
    succeeded: BTreeMap<String, u64>,
    /// The keys of `succeeded` as they came, so that the oldest can go: a path is written in many ways.
    order: VecDeque<String>,
    log: VecDeque<Value>,
}

impl CallLog {
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
            "path": clipped(path),
            "query": clipped(query),
            "status": status,
        }));
    }

    /// Counts a success, which a caller that is gone never hears of.
    pub fn succeeded(&mut self, method: &str, path: &str) {
        let call = format!("{method} {}", clipped(path));
        if !self.succeeded.contains_key(&call) {
            if self.order.len() == KEPT
                && let Some(oldest) = self.order.pop_front()
            {
                self.succeeded.remove(&oldest);
            }
            self.order.push_back(call.clone());
        }
        *self.succeeded.entry(call).or_default() += 1;
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

/// The beginning of a path as it came, which is ASCII.
fn clipped(text: &str) -> &str {
    text.get(..LONGEST).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_does_not_grow_with_the_calls() {
        let mut calls = CallLog::default();
        for n in 0..3 * KEPT {
            let path = format!("/demo/rosterm/users/{n}{}", "x".repeat(3000));
            calls.succeeded("PUT", &path);
            calls.ended("PUT", &path, &path, 200);
        }
        let report = calls.report();
        assert_eq!(report["succeeded"].as_object().unwrap().len(), KEPT);
        assert_eq!(report["log"].as_array().unwrap().len(), KEPT);
        assert!(report["log"][0]["path"].as_str().unwrap().len() <= LONGEST);
    }
}
