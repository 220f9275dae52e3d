//! The rows of the journal: recorded changes and the requests of this session, newest first.

use super::layout::{Layout, LayoutForm};
use super::{Model, Session};
use crate::dialog::{JournalRowKey, JournalScope, JournalView};
use crate::domain::Failure;
use crate::domain::history::{
    EntryGroup, HistoryEntry, HistoryFilter, ReadableRequest, RequestTrace, SearchWord, shown_path,
};
use crate::text::{Text, mask};

/// A notice about the journal on screen.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
pub enum JournalReport {
    /// The request of a row cannot be reconstructed.
    NoRequest,
    /// This many entries were exported to this file.
    Exported(Text, usize),
    /// The export failed.
    NotExported(Failure),
    /// From now on everything is recorded under another ticket or reason.
    TicketReferenceSet,
}

/// A row of the journal.
#[derive(Debug, Clone, Copy)]
pub enum JournalRow<'a> {
    /// A change, from the journal.
    Write(&'a HistoryEntry),
    /// Several changes of one job; the newest of them.
    Job(&'a HistoryEntry, EntryGroup),
    /// A read of this session, with its number.
    Read(u64, &'a RequestTrace),
}

impl JournalRow<'_> {
    /// The key of the row.
    pub fn key(&self) -> JournalRowKey {
        match self {
            Self::Write(past) => JournalRowKey::Entry(past.entry),
            Self::Job(_, group) => JournalRowKey::Job(group.job),
            Self::Read(number, _) => JournalRowKey::Request(*number),
        }
    }

    /// The time of the row.
    pub fn at(&self) -> i64 {
        match self {
            Self::Write(past) | Self::Job(past, _) => past.at,
            Self::Read(_, trace) => trace.wall,
        }
    }

    /// The request as a shell command, with the token masked. `None` if it cannot be reconstructed.
    pub fn curl(&self, session: &Session) -> Option<String> {
        match self {
            Self::Write(past) => past.request.as_ref().map(|request| curl(session, request)),
            // Its entries have one each.
            Self::Job(..) => None,
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
    let oldest = match view.entries.last() {
        Some(oldest) if !view.whole => oldest.at,
        _ => i64::MIN,
    };
    let mut reads = model
        .log_lines()
        .filter(|(_, trace)| match view.scope {
            JournalScope::All => !trace.writes,
            JournalScope::Writes => false,
            JournalScope::Failures => !trace.writes && has_failed(trace) && !is_lookup(trace),
        })
        .filter(|(_, trace)| is_wanted(trace, &view.wanted))
        .filter(|(_, trace)| trace.wall >= oldest)
        .peekable();
    let mut rows = Vec::with_capacity(view.entries.len());
    let entries = view.entries.iter();
    for past in entries.filter(|past| view.scope != JournalScope::Failures || past.has_failed()) {
        while let Some((number, trace)) = reads.next_if(|(_, trace)| trace.wall > past.at) {
            rows.push(JournalRow::Read(number, trace));
        }
        rows.push(match past.group {
            Some(group) => JournalRow::Job(past, group),
            None => JournalRow::Write(past),
        });
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
    rows.find(|row| Some(row.key()) == view.row)
}

/// Whether a request got anything but what it asked for.
pub fn has_failed(trace: &RequestTrace) -> bool {
    !matches!(trace.outcome, Ok(200..300))
}

/// Whether this looked up a user and learnt that there is none: that is a reply, and not a failure.
fn is_lookup(trace: &RequestTrace) -> bool {
    trace.method == "GET" && trace.outcome == Ok(404)
}

/// Whether a filter of entries lets this request through.
fn is_wanted(trace: &RequestTrace, wanted: &HistoryFilter) -> bool {
    if wanted.is_about_changes() || wanted.failed && (!has_failed(trace) || is_lookup(trace)) {
        return false;
    }
    let status = trace.outcome.map_or(String::new(), |s| s.to_string());
    let line = format!("{} {} {status}", trace.method, trace.path.unmasked()).to_ascii_lowercase();
    let holds = |word: &SearchWord| line.contains(&word.text.to_ascii_lowercase());
    wanted.words.iter().all(holds)
        && wanted.since.is_none_or(|since| trace.wall >= since)
        && wanted.until.is_none_or(|until| trace.wall < until)
}

/// A command that sends the same request from a shell, except for the token. The body was made printable when
/// it was recorded.
fn curl(session: &Session, request: &ReadableRequest) -> String {
    let url = format!("{}/{}", session.root.unmasked(), shown_path(&request.path));
    let mut words = vec!["curl", "-X", request.method];
    words.extend([url.as_str(), "-H", "Authorization: Bearer ****"]);
    let body = request
        .body
        .as_ref()
        .map(|body| mask::shown(body.raw(), body.raw()));
    if let Some(body) = body {
        words.extend(["-H", "Content-Type: application/json", "--data", body]);
    }
    shell_words::join(words)
}
