//! Classifies failed calls: the only place that decides what a failure means for the data of the service.

use std::error::Error;
use std::io;

use reqwest::StatusCode;
use serde_json::Value;

use super::secrets::Secrets;
use crate::domain::{Failure, FailureClass, FailureReason};
use crate::text::Text;

/// In characters. The service's error texts are one line long; nobody reads a longer one to its end.
const ERROR_TEXT_CAP: usize = 500;

/// Whether a call changes something, which decides what a lost reply means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// Changes nothing, however often it is sent.
    Read,
    /// Changes something; the service has no idempotency keys.
    Write,
}

/// A call without a usable reply.
pub(super) fn without_answer(kind: CallKind, reason: FailureReason, detail: &str) -> Failure {
    Failure::new(class(kind, reason, None, None), reason).because(detail)
}

/// A call whose reply does not match the documentation.
pub(super) fn unreadable(kind: CallKind, status: StatusCode, detail: &str) -> Failure {
    let mut failure = without_answer(kind, FailureReason::Unreadable, detail);
    failure.status = Some(status.as_u16());
    failure
}

/// A call that failed in the network.
pub(super) fn from_network(kind: CallKind, error: &reqwest::Error) -> Failure {
    let reason = if error.is_connect() {
        if is_tls(error) {
            FailureReason::Tls
        } else {
            FailureReason::Connect
        }
    } else if error.is_timeout() {
        FailureReason::Timeout
    } else {
        FailureReason::Broken
    };
    without_answer(kind, reason, &chain(error))
}

/// A call with any status but success. The body may be the service's error, a gateway's page, or nothing.
pub(super) fn from_status(
    kind: CallKind,
    status: StatusCode,
    retry_after: Option<u64>,
    body: &[u8],
) -> Failure {
    let reason = if status.is_redirection() {
        FailureReason::Redirect
    } else {
        FailureReason::Service
    };
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let error = text("error");
    let mut failure = Failure::new(class(kind, reason, Some(status), error), reason);
    failure.status = Some(status.as_u16());
    failure.error = error.map(Text::new);
    failure.description = text("error_description").map(Text::new);
    failure.retry_after = retry_after;
    failure
}

/// Makes a failure safe to show and log: removes all pieces of secrets from its texts and shortens them.
/// Every text from the network or the service goes through here.
pub(super) fn without_secrets(mut failure: Failure, secrets: &Secrets) -> Failure {
    for text in [
        &mut failure.error,
        &mut failure.description,
        &mut failure.detail,
    ] {
        *text = text
            .as_ref()
            .map(|text| Text::new(&clipped(&secrets.blotted(text.raw()))));
    }
    failure
}

/// Whether the same read may well succeed in a moment: the reply was lost, or the server had an error.
pub(super) fn is_worth_repeating(failure: &Failure) -> bool {
    match failure.reason {
        FailureReason::Timeout | FailureReason::Broken => true,
        FailureReason::Service => {
            failure.retry_after.is_none() && failure.status.is_some_and(is_stumble)
        }
        _ => false,
    }
}

/// Whether the server says that it is called too often.
pub(super) fn is_too_fast(failure: &Failure) -> bool {
    failure.status == Some(429) && failure.class == FailureClass::Retryable
}

/// Classifies a failure. A read without a reply changed nothing, so it is never `Unknown`: it is `Retryable` if a
/// retry makes sense, and `Final` if not.
fn class(
    kind: CallKind,
    reason: FailureReason,
    status: Option<StatusCode>,
    error: Option<&str>,
) -> FailureClass {
    let lost = match kind {
        CallKind::Read => FailureClass::Retryable,
        CallKind::Write => FailureClass::Unknown,
    };
    let useless = match kind {
        CallKind::Read => FailureClass::Final,
        CallKind::Write => FailureClass::Unknown,
    };
    match reason {
        // From `NotApplied` on, they result from verification and from checks before sending, never from a reply.
        FailureReason::BadId
        | FailureReason::Connect
        | FailureReason::Tls
        | FailureReason::NotApplied
        | FailureReason::ProcessEnded
        | FailureReason::Superseded
        | FailureReason::Journal
        | FailureReason::Withheld
        | FailureReason::UndoneAlready
        | FailureReason::ChangedSince => FailureClass::NothingDone,
        FailureReason::Timeout | FailureReason::Broken => lost,
        FailureReason::TooLarge
        | FailureReason::Unreadable
        | FailureReason::Redirect
        | FailureReason::Endless => useless,
        FailureReason::Service => match status.map_or(0, |s| s.as_u16()) {
            429 if error == Some("resource_limited") => FailureClass::Final,
            401 | 429 => FailureClass::Retryable,
            stumble if is_stumble(stumble) => lost,
            400..=499 => FailureClass::Final,
            _ => useless,
        },
    }
}

/// An internal error of the server, or its own timeout.
fn is_stumble(status: u16) -> bool {
    status == 408 || (500..=599).contains(&status)
}

fn clipped(text: &str) -> String {
    text.chars().take(ERROR_TEXT_CAP).collect()
}

/// The texts of an error and all its sources. The URL is omitted: it is in the trace already.
pub(super) fn chain(error: &reqwest::Error) -> String {
    let mut said = Vec::new();
    let mut next: Option<&dyn Error> = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if said.last() != Some(&text) {
            said.push(text);
        }
        next = cause.source();
    }
    said.join(": ")
}

/// Whether TLS is the root cause. The `source()` of an I/O error skips the error that it carries, so
/// `get_ref` is used; such errors may be nested.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let carried = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    error.is::<rustls::Error>()
        || carried.is_some_and(|carried| is_tls(carried))
        || error.source().is_some_and(is_tls)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(kind: CallKind, status: u16, body: &str) -> Failure {
        from_status(
            kind,
            StatusCode::from_u16(status).unwrap(),
            None,
            body.as_bytes(),
        )
    }

    #[test]
    fn every_status_has_a_class_for_reads_and_for_writes() {
        use FailureClass::{Final, Retryable, Unknown};
        for (status, error, read, write) in [
            (307, "", Final, Unknown),
            (400, "illegal_argument", Final, Final),
            (401, "unauthorized", Retryable, Retryable),
            (403, "exceed_limit", Final, Final),
            (404, "service_resource_not_found", Final, Final),
            (405, "", Final, Final),
            (408, "", Retryable, Unknown),
            (413, "", Final, Final),
            (415, "", Final, Final),
            (429, "reach_limit", Retryable, Retryable),
            (429, "", Retryable, Retryable),
            (429, "resource_limited", Final, Final),
            (500, "", Retryable, Unknown),
            (502, "", Retryable, Unknown),
            (503, "", Retryable, Unknown),
            (504, "", Retryable, Unknown),
            (799, "", Final, Unknown),
        ] {
            let body = format!(r#"{{"error":"{error}"}}"#);
            assert_eq!(
                answered(CallKind::Read, status, &body).class,
                read,
                "read {status} {error}"
            );
            assert_eq!(
                answered(CallKind::Write, status, &body).class,
                write,
                "write {status} {error}"
            );
        }
    }

    #[test]
    fn every_reason_without_an_answer_has_a_class() {
        use FailureClass::{Final, NothingDone, Retryable, Unknown};
        for (reason, read, write) in [
            (FailureReason::BadId, NothingDone, NothingDone),
            (FailureReason::Connect, NothingDone, NothingDone),
            (FailureReason::Tls, NothingDone, NothingDone),
            (FailureReason::Timeout, Retryable, Unknown),
            (FailureReason::Broken, Retryable, Unknown),
            (FailureReason::TooLarge, Final, Unknown),
            (FailureReason::Unreadable, Final, Unknown),
        ] {
            assert_eq!(
                without_answer(CallKind::Read, reason, "").class,
                read,
                "{reason:?}"
            );
            assert_eq!(
                without_answer(CallKind::Write, reason, "").class,
                write,
                "{reason:?}"
            );
        }
    }

    #[test]
    fn an_error_body_may_be_the_services_a_page_or_nothing() {
        let ours = answered(
            CallKind::Write,
            404,
            r#"{"error":"service_resource_not_found","error_description":"Service resource not found"}"#,
        );
        assert!(ours.says("service_resource_not_found") && ours.is_not_found());
        assert_eq!(
            ours.description.unwrap().raw(),
            "Service resource not found"
        );
        for body in [
            "<html>404</html>",
            "",
            "[]",
            "null",
            r#"{"error":7,"error_description":null}"#,
        ] {
            let failure = answered(CallKind::Write, 404, body);
            assert_eq!(
                (failure.reason, failure.status, failure.error),
                (FailureReason::Service, Some(404), None),
                "{body}"
            );
        }
    }

    #[test]
    fn a_long_description_is_cut() {
        let body = serde_json::json!({ "error": "x", "error_description": "好".repeat(10_000) })
            .to_string();
        let failure = without_secrets(answered(CallKind::Read, 400, &body), &Secrets::default());
        let kept = failure.description.unwrap();
        assert_eq!(kept.raw(), "好".repeat(ERROR_TEXT_CAP));
    }

    #[test]
    fn only_a_lost_read_is_worth_repeating() {
        for (status, worth) in [
            (500, true),
            (503, true),
            (408, true),
            (401, false),
            (404, false),
            (429, false),
            (302, false),
        ] {
            assert_eq!(
                is_worth_repeating(&answered(CallKind::Read, status, "")),
                worth,
                "{status}"
            );
        }
        let asked_to_wait = from_status(
            CallKind::Read,
            StatusCode::SERVICE_UNAVAILABLE,
            Some(3),
            b"",
        );
        assert!(!is_worth_repeating(&asked_to_wait));
    }
}
