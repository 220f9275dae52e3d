//! A log of the calls, for tests that count and for trainers who watch.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

/// How many calls the log keeps.
const KEPT: usize = 5000;

/// How many bytes of a path or a query are stored: more than any call of a client has.
const LONGEST: usize = 2048;

/// Counts since the last reset, and the latest calls.
#[derive(Debug, Default)]
pub struct CallLog {
    total: u64,
    by_path: BTreeMap<String, u64>,
    statuses: BTreeMap<String, u64>,
    /// How often each call that may change something succeeded, whether or not its reply arrived.
    succeeded: BTreeMap<String, u64>,
    /// The keys of `succeeded` in the order of arrival, so that the oldest can be removed: the same path can
    /// be written in many ways, so they could grow without limit.
    order: VecDeque<String>,
    log: VecDeque<Value>,
}

impl CallLog {
    /// Counts a call when it arrives, so that one that never ends is counted, too.
    pub fn arrived(&mut self, template: String) {
        self.total += 1;
        *self.by_path.entry(template).or_default() += 1;
    }

    /// Logs how a call ended; status 0 means no reply.
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

    /// Counts a success, even if the caller is gone and never learns about it.
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

/// The beginning of a path as received, which is ASCII.
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
