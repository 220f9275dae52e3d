//! Fault injection: failures that a client must survive, set by a test or a trainer.

use axum::http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::reply::{ApiError, FinishedResponse};

/// The faults in force.
#[derive(Debug, Default)]
pub struct Faults {
    latency_ms: u64,
    rules: Vec<FaultRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultOrder {
    latency_ms: Option<u64>,
    rules: Option<Vec<FaultRule>>,
}

/// A fault, and the calls that it applies to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultRule {
    method: Option<String>,
    path_contains: Option<String>,
    /// How many matching calls still pass unharmed.
    #[serde(default)]
    after: u64,
    /// How many calls it still applies to; `None` means all.
    times: Option<u64>,
    /// Whether the call takes effect before its reply is affected.
    #[serde(default)]
    apply_first: bool,
    fault: Fault,
}

/// A kind of failure.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// An error reply, with the documented body of its status unless one is given.
    Status {
        status: u16,
        body: Option<String>,
        retry_after: Option<Value>,
    },
    /// The connection is closed without a reply.
    Cut,
    /// The reply announces a longer body than it has.
    Truncate,
    /// The reply takes this much longer.
    Delay { ms: u64 },
    /// No reply, and the connection stays open.
    Hang,
    /// A custom reply.
    Body { status: u16, body: String },
    /// The connection is cut, and the call takes effect this much later.
    LateApply { ms: u64 },
}

/// What happens to a call.
#[derive(Debug, Default)]
pub struct CallFate {
    pub latency_ms: u64,
    pub fault: Option<Fault>,
    pub apply_first: bool,
}

impl Faults {
    /// Sets faults. The latency and the rules each replace only their own previous values.
    pub fn set(&mut self, order: &Value) -> Result<(), String> {
        let order = FaultOrder::deserialize(order).map_err(|error| error.to_string())?;
        for rule in order.rules.iter().flatten() {
            if let Fault::Status { status, .. } | Fault::Body { status, .. } = rule.fault
                && !(200..=599).contains(&status)
            {
                return Err(format!("{status} is not the status of an answer"));
            }
        }
        if let Some(latency) = order.latency_ms {
            self.latency_ms = latency;
        }
        if let Some(rules) = order.rules {
            self.rules = rules;
        }
        Ok(())
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Decides what happens to one call; the first rule that applies counts.
    pub fn fate(&mut self, method: &Method, path: &str) -> CallFate {
        let mut fate = CallFate {
            latency_ms: self.latency_ms,
            ..CallFate::default()
        };
        for rule in &mut self.rules {
            let wanted = rule.method.as_ref();
            if wanted.is_some_and(|wanted| !wanted.eq_ignore_ascii_case(method.as_str()))
                || rule
                    .path_contains
                    .as_ref()
                    .is_some_and(|part| !path.contains(part.as_str()))
                || rule.times == Some(0)
            {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
                continue;
            }
            rule.times = rule.times.map(|times| times - 1);
            fate.apply_first = rule.apply_first;
            fate.fault = Some(rule.fault.clone());
            break;
        }
        fate
    }
}

/// The reply of a status fault.
pub fn answer(status: u16, body: Option<String>, retry_after: Option<Value>) -> FinishedResponse {
    let mut reply = match body {
        Some(body) => custom(status, body),
        None => ApiError::plain(status).finish(std::time::Instant::now()),
    };
    if let Some(wait) = retry_after {
        let wait = wait
            .as_str()
            .map_or_else(|| wait.to_string(), str::to_owned);
        reply.headers.push(("retry-after", wait));
    }
    reply
}

/// A reply with a given body, with the content type that it looks like.
pub fn custom(status: u16, body: String) -> FinishedResponse {
    let kind = match body.trim_start().as_bytes().first() {
        Some(b'<') => "text/html",
        _ => "application/json;charset=utf-8",
    };
    FinishedResponse {
        status,
        headers: vec![("content-type", kind.to_owned())],
        body,
    }
}
