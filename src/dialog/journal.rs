//! The journal with the requests of this session, and which part of it is shown.

use tui_input::Input;

use crate::domain::history::{FilterMistake, HistoryEntry, HistoryFilter};
use crate::domain::{EntryId, Failure, JobId, RequestId};
use crate::keymap::Layer;
use crate::text;

/// Which kinds of rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalScope {
    /// Changes, and the reads of this session.
    All,
    /// Changes.
    Writes,
    /// Only what failed, or may have.
    Failures,
}

impl JournalScope {
    /// All of them, in the order in which one key cycles through them.
    pub const ALL: [Self; 3] = [Self::All, Self::Writes, Self::Failures];

    /// The next one, cyclic.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Writes,
            Self::Writes => Self::Failures,
            Self::Failures => Self::All,
        }
    }
}

/// The key of a row, which does not depend on its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JournalRowKey {
    /// An entry of the journal.
    Entry(EntryId),
    /// The entries of a job.
    Job(JobId),
    /// A request of this session, counted from the first.
    Request(u64),
}

/// Which entries are requested from the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JournalPart {
    /// Entries older than the loaded ones.
    Older,
    /// The newest entries, because something was recorded.
    Newest,
    /// The newest entries of another kind than the loaded ones.
    Other,
}

/// The current query to the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalPaging {
    /// None.
    Idle,
    /// Entries are being loaded.
    Loading {
        /// The request.
        request: RequestId,
        /// Which entries.
        part: JournalPart,
        /// The most entries to return.
        limit: u32,
    },
    /// It could not be read; `r` retries.
    Failed(Failure),
}

/// The view of the journal.
#[derive(Debug, Clone)]
pub struct JournalView {
    /// Which kinds of rows are shown.
    pub scope: JournalScope,
    /// The filter, as typed.
    pub filter: Input,
    /// The filter, as understood when the newest entries were requested.
    pub wanted: HistoryFilter,
    /// What was not understood of it.
    pub mistakes: Vec<FilterMistake>,
    /// Whether the filter is being typed.
    pub typing: bool,
    /// The completions of a word of it, of which a key shows the next one.
    pub cycle: Option<FilterCycle>,
    /// The loaded entries, newest first.
    pub entries: Vec<HistoryEntry>,
    /// How wide the entries are.
    pub widths: EntryWidths,
    /// Whether there are no older ones.
    pub whole: bool,
    /// The current query.
    pub phase: JournalPaging,
    /// What to request once the current query has its reply.
    pub wants: Option<JournalPart>,
    /// The row under the cursor.
    pub row: Option<JournalRowKey>,
    /// The index at which the row under the cursor was last seen.
    pub place: usize,
    /// The first row on screen.
    pub top: usize,
    /// Set if only the row under the cursor is shown, from this line on.
    pub detail: Option<usize>,
    /// The export in progress.
    pub export: Option<RequestId>,
    /// What was shown before a job was opened.
    pub closed: Option<Box<JournalView>>,
}

/// Completions of a word of the filter that are shown one after the other.
#[derive(Debug, Clone)]
pub struct FilterCycle {
    /// Where the word begins, in characters.
    pub start: usize,
    /// What stands there now.
    pub typed: String,
    /// All of them.
    pub words: Vec<String>,
    /// The one that is shown.
    pub chosen: usize,
    /// The filter with it.
    pub shown: Input,
}

impl FilterCycle {
    /// Whether nothing was typed since.
    pub fn shows(&self, filter: &Input) -> bool {
        self.shown.value() == filter.value() && self.shown.cursor() == filter.cursor()
    }
}

/// The greatest width among the loaded entries, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryWidths {
    /// Of the two users, with the arrow between them.
    pub users: usize,
    /// Of the ticket.
    pub ticket: usize,
}

impl JournalView {
    /// Replaces the loaded entries.
    pub fn set_entries(&mut self, entries: Vec<HistoryEntry>) {
        let users = entries.iter().map(|entry| {
            let arrow = text::width(entry.change.kind().arrow());
            text::width(entry.owner().shown()) + arrow + 2 + text::width(entry.target().shown())
        });
        let tickets = entries
            .iter()
            .filter_map(|entry| entry.reference.ticket.as_ref());
        let tickets = tickets.map(|ticket| text::width(ticket.shown()));
        self.widths = EntryWidths {
            users: users.max().unwrap_or(0),
            ticket: tickets.max().unwrap_or(0),
        };
        self.entries = entries;
    }

    /// A view with nothing loaded.
    pub fn new(scope: JournalScope) -> Self {
        Self {
            scope,
            filter: Input::default(),
            wanted: HistoryFilter::default(),
            mistakes: Vec::new(),
            typing: false,
            cycle: None,
            entries: Vec::new(),
            widths: EntryWidths::default(),
            whole: false,
            phase: JournalPaging::Idle,
            wants: Some(JournalPart::Other),
            row: None,
            place: 0,
            top: 0,
            detail: None,
            export: None,
            closed: None,
        }
    }

    /// Shows the entries of this job only; its number joins the filter.
    pub fn open_job(&mut self, job: JobId) {
        let before = self.filter.value().trim_end();
        let filter = [before, &format!("job:{job}")].join(" ");
        let mut view = Self::new(self.scope);
        view.filter = Input::new(filter.trim_start().to_owned());
        view.export = self.export;
        let closed = std::mem::replace(self, view);
        self.closed = Some(Box::new(closed));
    }

    /// Goes back to what was shown before a job was opened: `false` if none was.
    pub fn close_job(&mut self) -> bool {
        let Some(closed) = self.closed.take() else {
            return false;
        };
        let (scope, export) = (self.scope, self.export);
        *self = *closed;
        self.export = export;
        self.phase = JournalPaging::Idle;
        self.want(if scope == self.scope {
            JournalPart::Newest
        } else {
            JournalPart::Other
        });
        self.scope = scope;
        true
    }

    /// Asks for these entries to be requested.
    pub fn want(&mut self, part: JournalPart) {
        self.wants = self.wants.max(Some(part));
    }

    /// The filter has changed: it holds the number of an opened job only if it was left as it is.
    pub(super) fn edited(&mut self) {
        self.closed = None;
        self.want(JournalPart::Other);
    }

    /// The query in progress. An export continues.
    pub(super) fn queries(&self) -> Vec<RequestId> {
        match self.phase {
            JournalPaging::Loading { request, .. } => vec![request],
            JournalPaging::Idle | JournalPaging::Failed(_) => Vec::new(),
        }
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        if self.typing {
            Layer::Filter
        } else {
            Layer::Journal
        }
    }
}

/// The ticket and the reason that everything is recorded under.
#[derive(Debug, Clone)]
pub struct TicketReferenceDialog {
    /// The ticket.
    pub ticket: Input,
    /// The reason.
    pub reason: Input,
    /// Whether the reason has the caret.
    pub at_reason: bool,
}

impl TicketReferenceDialog {
    /// The field that has the caret.
    pub fn field(&mut self) -> &mut Input {
        if self.at_reason {
            &mut self.reason
        } else {
            &mut self.ticket
        }
    }
}

/// By how many characters the input is too long.
pub fn excess(input: &Input, cap: usize) -> usize {
    input.value().trim().chars().count().saturating_sub(cap)
}
