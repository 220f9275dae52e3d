//! The rows of the journal: recorded changes and the requests of this session, newest first; and the text of
//! a row for copying.

use super::layout::{Layout, LayoutForm};
use super::{Model, Session};
use crate::dialog::{JournalRowKey, JournalScope, JournalView};
use crate::domain::history::RequestTrace;
use crate::domain::history::{EntryOutcome, HistoryEntry, ReadableRequest};
use crate::domain::{Change, Failure};
use crate::i18n::{Lang, text};
use crate::t;
use crate::text::{self, Text};

/// A notice about the journal on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalReport {
    /// The request of a row cannot be reconstructed.
    NoRequest,
    /// This many entries were exported to this file.
    Exported(Text, usize),
    /// The export failed.
    NotExported(Failure),
    /// From now on everything is recorded under another ticket or reason.
    Referred,
}

/// A row of the journal.
#[derive(Debug, Clone, Copy)]
pub enum JournalRow<'a> {
    /// A change, from the journal.
    Write(&'a HistoryEntry),
    /// A read of this session, with its number.
    Read(u64, &'a RequestTrace),
}

impl JournalRow<'_> {
    /// The key of the row.
    pub fn key(&self) -> JournalRowKey {
        match self {
            Self::Write(past) => JournalRowKey::Entry(past.entry),
            Self::Read(number, _) => JournalRowKey::Request(*number),
        }
    }

    /// The time of the row.
    pub fn at(&self) -> i64 {
        match self {
            Self::Write(past) => past.at,
            Self::Read(_, trace) => trace.wall,
        }
    }

    /// The request as a shell command, with the token masked. `None` if it cannot be reconstructed.
    pub fn curl(&self, session: &Session) -> Option<String> {
        match self {
            Self::Write(past) => past.request.as_ref().map(|request| curl(session, request)),
            Self::Read(_, trace) => Some(curl(
                session,
                &ReadableRequest {
                    method: trace.method,
                    path: trace.path.clone(),
                    body: None,
                },
            )),
        }
    }
}

/// The rows to show. Requests older than the oldest loaded entry are held back until the entries among them
/// are loaded.
pub fn rows<'a>(model: &'a Model, view: &'a JournalView) -> Vec<JournalRow<'a>> {
    let needle = view.filter.value().trim().to_ascii_lowercase();
    let oldest = match view.entries.last() {
        Some(oldest) if !view.whole => oldest.at,
        _ => i64::MIN,
    };
    let mut reads = model
        .requests()
        .filter(|(_, trace)| match view.scope {
            JournalScope::All => !trace.writes,
            JournalScope::Writes => false,
            JournalScope::Failures => !trace.writes && has_failed(trace) && !is_lookup(trace),
        })
        .filter(|(_, trace)| needle.is_empty() || holds(trace, &needle))
        .filter(|(_, trace)| trace.wall >= oldest)
        .peekable();
    let mut rows = Vec::with_capacity(view.entries.len());
    let entries = view.entries.iter();
    for past in entries.filter(|past| view.scope != JournalScope::Failures || past.has_failed()) {
        while let Some((number, trace)) = reads.next_if(|(_, trace)| trace.wall > past.at) {
            rows.push(JournalRow::Read(number, trace));
        }
        rows.push(JournalRow::Write(past));
    }
    rows.extend(reads.map(|(number, trace)| JournalRow::Read(number, trace)));
    rows
}

/// The layout of the journal at this size of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalLayout {
    /// Rows of the list.
    pub rows: usize,
    /// Lines for the details of the row under the cursor; none if there is no room for them below the list.
    pub detail: usize,
}

impl JournalLayout {
    /// There is a border above and below, a line that says what is shown, and one with the column headings.
    pub fn of(layout: &Layout) -> Self {
        let inside = usize::from(layout.screen.height.saturating_sub(2));
        let (above, detail) = match layout.form {
            LayoutForm::Mini | LayoutForm::TooSmall => (1, 0),
            LayoutForm::Narrow | LayoutForm::Medium => (2, 0),
            LayoutForm::Wide => (2, inside * 2 / 5),
        };
        Self {
            rows: inside.saturating_sub(above + detail).max(1),
            detail,
        }
    }
}

/// The row under the cursor.
pub fn current<'a>(model: &'a Model, view: &'a JournalView) -> Option<JournalRow<'a>> {
    let mut rows = rows(model, view).into_iter();
    rows.find(|row| Some(row.key()) == view.at)
}

/// Whether a request got anything but what it asked for.
pub fn has_failed(trace: &RequestTrace) -> bool {
    !matches!(trace.outcome, Ok(200..300))
}

/// Whether this looked up a user and learnt that there is none: that is a reply, and not a failure.
fn is_lookup(trace: &RequestTrace) -> bool {
    trace.method == "GET" && trace.outcome == Ok(404)
}

fn holds(trace: &RequestTrace, needle: &str) -> bool {
    let status = trace.outcome.map_or(String::new(), |s| s.to_string());
    let line = format!("{} {} {status}", trace.method, trace.path.shown());
    line.to_ascii_lowercase().contains(needle)
}

/// All kinds of changes whose word in this language contains the text.
pub fn verbs_like(lang: Lang, text: &str) -> Vec<&'static str> {
    let needle = text::folded(text.trim());
    let found = VERBS
        .iter()
        .filter(|(_, label)| word(lang, label).to_lowercase().contains(&needle));
    found.map(|(verb, _)| *verb).collect()
}

// i18n-prefix: verb-
const VERBS: [(&str, &str); 6] = [
    ("add-friend", "verb-add-friend"),
    ("remove-friend", "verb-remove-friend"),
    ("set-remark", "verb-set-remark"),
    ("block", "verb-block"),
    ("unblock", "verb-unblock"),
    ("delete-conversation", "verb-delete-conversation"),
];

fn word(lang: Lang, label: &str) -> String {
    text(lang, label)
}

/// What was done, in one word.
pub fn verb(lang: Lang, change: &Change) -> String {
    if let Change::DeleteConversation { roaming: true, .. } = change {
        return t!(lang, "verb-delete-roaming");
    }
    let known = VERBS.iter().find(|(verb, _)| *verb == change.verb());
    known.map_or(String::new(), |(_, label)| word(lang, label))
}

/// The user or group it was done to.
pub fn whom(change: &Change) -> String {
    format!(
        "{} {} {}",
        change.owner().shown(),
        Change::arrow(change.verb()),
        change.target().shown()
    )
}

/// The outcome, in one word.
pub fn outcome(lang: Lang, outcome: EntryOutcome) -> String {
    match outcome {
        EntryOutcome::Sent => t!(lang, "outcome-sent"),
        EntryOutcome::Done => t!(lang, "outcome-done"),
        EntryOutcome::Refused => t!(lang, "outcome-refused"),
        EntryOutcome::NotSent => t!(lang, "outcome-not-sent"),
        EntryOutcome::NotApplied => t!(lang, "outcome-not-applied"),
        EntryOutcome::Unknown => t!(lang, "outcome-unknown"),
        EntryOutcome::Nothing => t!(lang, "outcome-nothing"),
    }
}

/// A line for the ticket: when, who, what, to whom, with what outcome.
pub fn line(model: &Model, row: JournalRow) -> String {
    let (lang, when) = (model.lang, audit(&model.session, row.at()));
    match row {
        JournalRow::Write(past) => {
            let operator = past.operator.as_ref().map_or("?", Text::shown);
            let status = past.status.map_or(String::new(), |s| format!(" ({s})"));
            format!(
                "{when} {operator} {} {}: {}{status}",
                verb(lang, &past.change),
                whom(&past.change),
                outcome(lang, past.outcome)
            )
        }
        JournalRow::Read(_, trace) => {
            let result = match trace.outcome {
                Ok(status) => status.to_string(),
                Err(_) => t!(lang, "failed"),
            };
            format!("{when} {} {}: {result}", trace.method, trace.path.shown())
        }
    }
}

/// A time as rows show it: `11-20 12:06:44`.
pub fn audit(session: &Session, at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(
        |_| at.to_string(),
        |at| {
            let here = at.to_zoned(session.zone.clone());
            here.strftime("%m-%d %H:%M:%S").to_string()
        },
    )
}

/// A command that sends the same request from a shell, except for the token. The body was made printable when
/// it was recorded.
fn curl(session: &Session, request: &ReadableRequest) -> String {
    let url = format!("{}/{}", session.root.shown(), request.path.shown());
    let mut words = vec!["curl", "-X", request.method];
    words.extend([url.as_str(), "-H", "Authorization: Bearer ****"]);
    if let Some(body) = &request.body {
        words.extend(["-H", "Content-Type: application/json", "--data", body.raw()]);
    }
    shell_words::join(words)
}
