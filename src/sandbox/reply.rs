//! The two forms of a reply: the envelope of a success and the body of an error.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::clock::now;
use super::{APP, ORG};

/// The app's UUID, which many replies repeat.
pub const APPLICATION: &str = "8be024f0-e978-11e8-b697-5d598d5f8402";

/// A finished reply.
#[derive(Debug, Clone)]
pub struct FinishedResponse {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// A success reply under construction. Its fields differ from call to call, and follow the documented sample
/// of each.
#[derive(Debug)]
pub struct ResponseBody(Map<String, Value>);

impl ResponseBody {
    pub fn new(action: &str) -> Self {
        Self(Map::new()).set("action", action)
    }

    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// `path` and the `uri` that ends in it; `base` is how the `uri` begins.
    pub fn at(self, base: &str, path: &str) -> Self {
        self.set("path", path).set("uri", format!("{base}{path}"))
    }

    /// The app's three names.
    pub fn signed(self) -> Self {
        self.set("application", APPLICATION)
            .set("organization", ORG)
            .set("applicationName", APP)
    }

    pub fn finish(self, received: Instant) -> FinishedResponse {
        let body = self
            .set("timestamp", now())
            .set("duration", elapsed(received))
            .0;
        FinishedResponse::json(200, &Value::Object(body))
    }
}

/// An error: the status, the word by which clients decide, and the sentence for people.
#[derive(Debug, Clone)]
pub struct ApiError {
    pub status: u16,
    pub error: &'static str,
    pub description: String,
    pub exception: &'static str,
    pub headers: Vec<(&'static str, String)>,
}

impl ApiError {
    pub fn new(
        status: u16,
        error: &'static str,
        description: impl Into<String>,
        exception: &'static str,
    ) -> Self {
        Self {
            status,
            error,
            description: description.into(),
            exception,
            headers: Vec::new(),
        }
    }

    pub fn argument(description: impl Into<String>) -> Self {
        Self::new(
            400,
            "illegal_argument",
            description,
            "java.lang.IllegalArgumentException",
        )
    }

    pub fn body() -> Self {
        Self::new(
            400,
            "invalid_request_body",
            "Request body is invalid. Please check body is correct.",
            "com.easemob.common.exceptions.InvalidRequestBodyException",
        )
    }

    pub fn not_found() -> Self {
        Self::new(
            404,
            "service_resource_not_found",
            "Service resource not found",
            "org.apache.usergrid.services.exceptions.ServiceResourceNotFoundException",
        )
    }

    pub fn full(description: &str) -> Self {
        Self::new(
            403,
            "exceed_limit",
            description,
            "com.easemob.common.exceptions.ExceedLimitException",
        )
    }

    pub fn unauthorized(error: &'static str, description: &str) -> Self {
        Self::new(
            401,
            error,
            description,
            "org.apache.usergrid.rest.exceptions.SecurityException",
        )
    }

    /// An error of HTTP itself that the service's documentation does not mention.
    pub fn plain(status: u16) -> Self {
        let (error, description) = match status {
            401 => ("unauthorized", "Unable to authenticate (OAuth)"),
            403 => ("forbidden_op", "Forbidden"),
            404 => ("service_resource_not_found", "Service resource not found"),
            405 => ("method_not_allowed", "Method Not Allowed"),
            408 => ("request_timeout", "Request Timeout"),
            413 => ("request_entity_too_large", "Request Entity Too Large"),
            415 => ("unsupported_media_type", "Unsupported Media Type"),
            429 => (
                "reach_limit",
                "This request has reached api limit, please reduce the call frequency.",
            ),
            502 => ("bad_gateway", "Bad Gateway"),
            503 => ("service_unavailable", "Service Unavailable"),
            504 => ("gateway_timeout", "Gateway Timeout"),
            500.. => ("internal_server_error", "Internal Server Error"),
            _ => ("web_application", "The request could not be served."),
        };
        Self::new(
            status,
            error,
            description,
            "javax.ws.rs.WebApplicationException",
        )
    }

    pub fn finish(self, received: Instant) -> FinishedResponse {
        let body = json!({
            "error": self.error,
            "error_description": self.description,
            "exception": self.exception,
            "timestamp": now(),
            "duration": elapsed(received),
        });
        let mut reply = FinishedResponse::json(self.status, &body);
        reply.headers.extend(self.headers);
        reply
    }
}

impl FinishedResponse {
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type", "application/json;charset=utf-8".to_owned())],
            body: body.to_string(),
        }
    }
}

fn elapsed(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
