//! Failures: what happened, whether anything was changed, what to do, and the server's message.

use super::system;
use crate::domain::limits::{BLOCK_CAP, CONVERSATION_CALLS_PER_MINUTE};
use crate::domain::{Change, Failure, FailureClass, FailureReason, JournalProblem, ListKind};
use crate::i18n::Lang;
use crate::t;

/// A failure in words.
pub struct FailureText {
    /// What happened.
    pub what: String,
    /// The server's message, verbatim.
    pub server: Option<String>,
    /// Whether anything was changed.
    pub changed: String,
    /// What to do.
    pub todo: String,
}

/// A failure in one short line.
pub fn short(lang: Lang, failure: &Failure) -> String {
    match failure.status {
        Some(status) if failure.reason == FailureReason::Service => {
            let error = failure
                .error
                .as_ref()
                .map_or(String::new(), |e| e.unmasked().to_owned());
            match status {
                _ if failure.is_not_found() => t!(lang, "short-not-found"),
                _ => format!("{status} {error}").trim_end().to_owned(),
            }
        }
        _ => match (failure.reason, &failure.detail) {
            (FailureReason::UndoneAlready, Some(by)) => {
                t!(lang, "short-undone-already", by = by.shown())
            }
            _ => reason(lang, failure.reason),
        },
    }
}

/// A reason in a few words.
pub fn reason(lang: Lang, reason: FailureReason) -> String {
    match reason {
        FailureReason::BadId => t!(lang, "reason-bad-id"),
        FailureReason::Connect => t!(lang, "reason-connect"),
        FailureReason::Tls => t!(lang, "reason-tls"),
        FailureReason::Timeout => t!(lang, "reason-timeout"),
        FailureReason::Broken => t!(lang, "reason-broken"),
        FailureReason::TooLarge => t!(lang, "reason-too-large"),
        FailureReason::Unreadable => t!(lang, "reason-unreadable"),
        FailureReason::Redirect => t!(lang, "reason-redirect"),
        FailureReason::Service => t!(lang, "reason-service"),
        FailureReason::NotApplied => t!(lang, "reason-not-applied"),
        FailureReason::ProcessEnded => t!(lang, "reason-gone"),
        FailureReason::Superseded => t!(lang, "reason-superseded"),
        FailureReason::Journal => t!(lang, "reason-journal"),
        FailureReason::Withheld => t!(lang, "reason-withheld"),
        FailureReason::UndoneAlready => t!(lang, "reason-undone-already"),
        FailureReason::ChangedSince => t!(lang, "reason-changed-since"),
        FailureReason::Endless => t!(lang, "reason-endless"),
    }
}

/// What is wrong with the journal.
pub fn journal(lang: Lang, failure: &Failure) -> String {
    let detail = failure.detail.as_ref().map_or("", |detail| detail.shown());
    match failure.journal {
        Some(JournalProblem::Unusable(problem)) => {
            let detail = system::problem(lang, problem, detail);
            t!(lang, "journal-unusable", detail = detail)
        }
        Some(JournalProblem::NoFile(problem)) => system::problem(lang, problem, detail),
        Some(JournalProblem::NoLocks) => t!(lang, "journal-no-locks", detail = detail),
        Some(JournalProblem::Newer) => t!(lang, "journal-newer", detail = detail),
        Some(JournalProblem::Foreign) => t!(lang, "journal-foreign", detail = detail),
        Some(JournalProblem::InUse) => t!(lang, "journal-in-use", detail = detail),
        Some(JournalProblem::Replaced) => t!(lang, "journal-replaced", detail = detail),
        Some(JournalProblem::Damaged) => t!(lang, "journal-is-damaged", detail = detail),
        Some(JournalProblem::Full) => t!(lang, "journal-full"),
        Some(JournalProblem::ReadOnly) => t!(lang, "journal-read-only", detail = detail),
        Some(JournalProblem::Busy) => t!(lang, "journal-busy"),
        Some(JournalProblem::Stopped) => t!(lang, "journal-stopped"),
        Some(JournalProblem::NotUsed) => t!(lang, "journal-not-used"),
        Some(JournalProblem::OtherApp) => t!(lang, "journal-other-app"),
        Some(JournalProblem::Other) | None => detail.to_owned(),
    }
}

/// Why a list could not be read; the user may not exist.
pub fn of_list(lang: Lang, list: ListKind, failure: &Failure, is_nobody: bool) -> FailureText {
    let special = match (list, failure.status) {
        _ if is_nobody => Some((t!(lang, "user-404"), t!(lang, "user-404-todo"))),
        (ListKind::Blocks, Some(403)) => {
            Some((t!(lang, "blocks-403"), t!(lang, "blocks-403-todo")))
        }
        (ListKind::Conversations, Some(403 | 404)) => Some((
            t!(lang, "conversations-403"),
            t!(lang, "conversations-403-todo"),
        )),
        _ if failure.is_not_found() => Some((t!(lang, "user-404"), t!(lang, "user-404-todo"))),
        _ => None,
    };
    compose(lang, failure, special, t!(lang, "read-changed-nothing"))
}

/// Why a change did not go through.
pub fn of_change(lang: Lang, change: &Change, failure: &Failure) -> FailureText {
    let (owner, id) = (change.owner().shown(), change.target().shown());
    let says = |error| failure.says(error);
    let described = |words: &str| {
        failure
            .description
            .as_ref()
            .is_some_and(|d| d.raw().contains(words))
    };
    let special = match (change, failure.status) {
        (Change::AddFriend { .. }, _) if says("exceed_limit") => Some((
            t!(lang, "add-full", owner = owner, id = id),
            t!(lang, "add-full-todo"),
        )),
        (Change::Block { .. }, Some(403)) if says("exceed_limit") => Some((
            t!(lang, "block-full", owner = owner, n = BLOCK_CAP),
            t!(lang, "block-full-todo"),
        )),
        (Change::Block { .. } | Change::Unblock { .. }, Some(403)) => {
            Some((t!(lang, "blocks-403"), t!(lang, "blocks-403-todo")))
        }
        (Change::SetRemark { .. }, Some(400)) if described("not friends") => Some((
            t!(lang, "remark-not-friends", owner = owner, id = id),
            t!(lang, "remark-not-friends-todo"),
        )),
        (Change::RemoveFriend { .. } | Change::Unblock { .. }, Some(404))
            if failure.is_not_found() =>
        {
            Some((
                t!(lang, "leftover-404", owner = owner, id = id),
                t!(lang, "leftover-404-todo", id = id),
            ))
        }
        (Change::DeleteConversation { .. }, Some(404)) if failure.is_not_found() => Some((
            t!(lang, "owner-404", owner = owner),
            t!(lang, "user-404-todo"),
        )),
        _ if failure.is_not_found() => Some((
            t!(lang, "pair-404", owner = owner, id = id),
            t!(lang, "pair-404-todo"),
        )),
        (Change::DeleteConversation { .. }, Some(429)) if says("reach_limit") => Some((
            t!(
                lang,
                "conversation-429",
                limit = CONVERSATION_CALLS_PER_MINUTE
            ),
            t!(lang, "conversation-429-todo"),
        )),
        _ => None,
    };
    let changed = match failure.class {
        FailureClass::NothingDone | FailureClass::Retryable | FailureClass::Final => {
            t!(lang, "changed-nothing")
        }
        FailureClass::Unknown => t!(lang, "changed-unknown", owner = owner, id = id),
    };
    let mut text = compose(lang, failure, special, changed);
    if failure.class == FailureClass::Unknown {
        text.todo = match change {
            Change::DeleteConversation { .. } => t!(lang, "unknown-conversation-todo", id = id),
            _ => t!(lang, "unknown-todo"),
        };
    }
    text
}

fn compose(
    lang: Lang,
    failure: &Failure,
    special: Option<(String, String)>,
    changed: String,
) -> FailureText {
    let (what, todo) = special.unwrap_or_else(|| general(lang, failure));
    FailureText {
        what,
        server: server(lang, failure),
        changed,
        todo,
    }
}

/// What a failure means, independent of the call.
pub fn general(lang: Lang, failure: &Failure) -> (String, String) {
    let says = |error| failure.says(error);
    match failure.reason {
        FailureReason::BadId => (t!(lang, "reason-bad-id"), t!(lang, "bad-id-todo")),
        FailureReason::Connect => (t!(lang, "reason-connect"), t!(lang, "connect-todo")),
        FailureReason::Tls => (t!(lang, "reason-tls"), t!(lang, "tls-todo")),
        FailureReason::Timeout => (t!(lang, "reason-timeout"), t!(lang, "retry-todo")),
        FailureReason::Broken => (t!(lang, "reason-broken"), t!(lang, "retry-todo")),
        FailureReason::TooLarge => (t!(lang, "reason-too-large"), t!(lang, "engineer-todo")),
        FailureReason::Unreadable => (t!(lang, "reason-unreadable"), t!(lang, "engineer-todo")),
        FailureReason::Redirect => (t!(lang, "reason-redirect"), t!(lang, "redirect-todo")),
        FailureReason::NotApplied => (t!(lang, "reason-not-applied"), t!(lang, "not-applied-todo")),
        FailureReason::ProcessEnded => (t!(lang, "reason-gone"), t!(lang, "retry-todo")),
        FailureReason::Superseded => (t!(lang, "reason-superseded"), t!(lang, "superseded-todo")),
        FailureReason::Journal => (t!(lang, "reason-journal"), t!(lang, "journal-todo")),
        FailureReason::Withheld => (t!(lang, "reason-withheld"), t!(lang, "withheld-todo")),
        FailureReason::UndoneAlready => (
            t!(lang, "reason-undone-already"),
            t!(lang, "undone-already-todo"),
        ),
        FailureReason::ChangedSince => (
            t!(lang, "reason-changed-since"),
            t!(lang, "changed-since-todo"),
        ),
        FailureReason::Endless => (t!(lang, "reason-endless"), t!(lang, "engineer-todo")),
        FailureReason::Service => match failure.status.unwrap_or(0) {
            _ if says("invalid_grant") => (t!(lang, "grant-400"), t!(lang, "grant-400-todo")),
            _ if says("organization_application_not_found") => {
                (t!(lang, "app-404"), t!(lang, "app-404-todo"))
            }
            400 => (t!(lang, "bad-400"), t!(lang, "bad-400-todo")),
            401 => (t!(lang, "token-401"), t!(lang, "token-401-todo")),
            403 if says("exceed_limit") => (t!(lang, "limit-403"), t!(lang, "limit-403-todo")),
            403 => (t!(lang, "forbidden-403"), t!(lang, "forbidden-403-todo")),
            404 => (t!(lang, "user-404"), t!(lang, "user-404-todo")),
            408 => (t!(lang, "reason-timeout"), t!(lang, "retry-todo")),
            405 | 413 | 415 => (t!(lang, "shape-4xx"), t!(lang, "engineer-todo")),
            429 if says("resource_limited") => (t!(lang, "plan-429"), t!(lang, "plan-429-todo")),
            429 => (t!(lang, "rate-429"), t!(lang, "rate-429-todo")),
            500.. => (t!(lang, "server-5xx"), t!(lang, "retry-todo")),
            _ => (t!(lang, "reason-service"), t!(lang, "engineer-todo")),
        },
    }
}

/// The server's message.
pub fn server(lang: Lang, failure: &Failure) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(status) = failure.status {
        parts.push(status.to_string());
    }
    parts.extend(failure.error.as_ref().map(|e| e.unmasked().to_owned()));
    parts.extend(
        failure
            .description
            .as_ref()
            .map(|d| format!("\"{}\"", d.shown())),
    );
    // An error message of the network is not the server's message.
    match &failure.detail {
        _ if !parts.is_empty() => Some(t!(lang, "server-said", words = parts.join(" "))),
        // That message comes from the journal, and is shown beside the reason.
        Some(_) if failure.reason == FailureReason::UndoneAlready => None,
        _ if failure.journal.is_some() => Some(journal(lang, failure)),
        Some(detail) => Some(t!(lang, "network-said", words = detail.shown())),
        None => None,
    }
}
