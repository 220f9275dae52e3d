//! The journal with the requests of this session, and what is shown of it.

use tui_input::Input;

use crate::domain::Failure;
use crate::domain::history::HistoryEntry;
use crate::keymap::Layer;
use crate::paged::RequestId;

/// Which kinds of rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalScope {
    /// Changes, and the reads of this session.
    All,
    /// Changes.
    Writes,
    /// What failed, or may have, of both.
    Failures,
}

impl JournalScope {
    /// All of them, in the order in which one key goes through them.
    pub const ALL: [Self; 3] = [Self::All, Self::Writes, Self::Failures];

    /// The one after, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Writes,
            Self::Writes => Self::Failures,
            Self::Failures => Self::All,
        }
    }
}

/// What names a row, whatever comes before or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JournalRowKey {
    /// An entry of the journal.
    Entry(i64),
    /// A request of this session, counted from its first one on.
    Request(u64),
}

/// Which entries the journal is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JournalPart {
    /// Those older than what is here.
    Older,
    /// The newest: something was written.
    Newest,
    /// The newest of another kind than what is here.
    Other,
}

/// What the journal is asked for at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalPaging {
    /// Nothing.
    Idle,
    /// Entries.
    Loading {
        /// The question.
        request: RequestId,
        /// Which ones.
        part: JournalPart,
        /// How many at most.
        limit: u32,
    },
    /// It could not be read; `r` tries again.
    Failed(Failure),
}

/// What is shown of the journal.
#[derive(Debug, Clone)]
pub struct JournalView {
    /// Which kinds.
    pub scope: JournalScope,
    /// What the rows have to hold.
    pub filter: Input,
    /// The filter is being typed.
    pub typing: bool,
    /// The entries that are here, newest first.
    pub entries: Vec<HistoryEntry>,
    /// There are no older ones.
    pub whole: bool,
    /// What is asked for.
    pub phase: JournalPaging,
    /// What is asked for once the question on its way has its answer.
    pub wants: Option<JournalPart>,
    /// The row under the cursor, and its place when it was last seen.
    pub at: Option<JournalRowKey>,
    /// See `at`.
    pub place: usize,
    /// The first row on screen.
    pub top: usize,
    /// The row alone is shown, from this line on.
    pub detail: Option<usize>,
    /// A file is being written.
    pub export: Option<RequestId>,
}

impl JournalView {
    /// Nothing is here yet.
    pub fn new(scope: JournalScope) -> Self {
        Self {
            scope,
            filter: Input::default(),
            typing: false,
            entries: Vec::new(),
            whole: false,
            phase: JournalPaging::Idle,
            wants: Some(JournalPart::Other),
            at: None,
            place: 0,
            top: 0,
            detail: None,
            export: None,
        }
    }

    /// These entries are to be asked for.
    pub fn want(&mut self, part: JournalPart) {
        self.wants = self.wants.max(Some(part));
    }

    /// Which keys count.
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
pub struct ReferenceDialog {
    /// The ticket.
    pub ticket: Input,
    /// The reason.
    pub reason: Input,
    /// The reason has the caret.
    pub at_reason: bool,
}

impl ReferenceDialog {
    /// The field that has the caret.
    pub fn field(&mut self) -> &mut Input {
        if self.at_reason {
            &mut self.reason
        } else {
            &mut self.ticket
        }
    }
}
