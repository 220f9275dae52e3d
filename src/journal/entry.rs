//! The entries of the journal: what is known about one write.

use crate::domain::history::{EntryGroup, EntryState, HistoryFilter, UndoneBy};
use crate::domain::{Change, Failure, FailureClass, PairState, RecordedChange, SentAt};
use crate::domain::{EntryId, JobId};
use crate::text::Text;

/// Milliseconds since 1970 (UTC).
pub type UnixMillis = i64;

/// Who did something, to which app, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditContext {
    /// The person who used rosterm.
    pub operator: Option<Text>,
    /// The profile; `None` if flags named the server.
    pub profile: Option<Text>,
    /// The App Key.
    pub app: Text,
    /// The ticket that requested it.
    pub ticket: Option<Text>,
    /// The reason that the operator gave.
    pub reason: Option<Text>,
}

impl AuditContext {
    /// A context with nothing but the app.
    pub fn of_app(app: &str) -> Self {
        Self {
            operator: None,
            profile: None,
            app: Text::new(app),
            ticket: None,
            reason: None,
        }
    }
}

/// A write that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Who does it, to which app, and why.
    pub audit: AuditContext,
    /// The change.
    pub change: Change,
    /// The state before it.
    pub before: PairState,
    /// The entry that this undoes.
    pub undoes: Option<EntryId>,
    /// When it is sent; `None` if that is unknown.
    pub sent: Option<SentAt>,
}

/// The outcome of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// The service accepted it.
    Done {
        /// The HTTP status; `None` if the outcome was verified.
        status: Option<u16>,
    },
    /// No change was needed.
    Unneeded {
        /// As for `Done`.
        status: Option<u16>,
    },
    /// It failed, or the outcome is unknown.
    Failed(Failure),
}

impl ChangeOutcome {
    /// The state of an entry with this outcome.
    pub fn state(&self) -> EntryState {
        match self {
            Self::Done { .. } => EntryState::Done,
            Self::Unneeded { .. } => EntryState::Unneeded,
            Self::Failed(failure) => match failure.class {
                FailureClass::NothingDone => EntryState::NotSent,
                // A temporary refusal counts as refused: this write is not retried as it is.
                FailureClass::Retryable | FailureClass::Final => EntryState::Refused,
                FailureClass::Unknown => EntryState::Unknown,
            },
        }
    }

    /// The HTTP status, if there was a reply.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Done { status } | Self::Unneeded { status } => *status,
            Self::Failed(failure) => failure.status,
        }
    }
}

impl From<&Result<u16, Failure>> for ChangeOutcome {
    fn from(result: &Result<u16, Failure>) -> Self {
        match result {
            Ok(status) => Self::Done {
                status: Some(*status),
            },
            Err(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// A write as stored in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number.
    pub id: EntryId,
    /// When it was recorded, before it was sent, by the clock of this machine.
    pub at: UnixMillis,
    /// When it was sent; `None` if that is unknown.
    pub sent: Option<SentAt>,
    /// When the reply came, or the outcome was verified.
    pub answered: Option<UnixMillis>,
    /// Who did it, to which app, and why.
    pub audit: AuditContext,
    /// The requested change.
    pub asked: RecordedChange,
    /// The state before it.
    pub before: PairState,
    /// The state of the write.
    pub state: EntryState,
    /// Whether `state` was verified after the reply was lost.
    pub verified: bool,
    /// The HTTP status, if there was a reply and it is known.
    pub status: Option<u16>,
    /// What went wrong; if the state was verified, what was wrong with the reply.
    pub failure: Option<Failure>,
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// The entry that it undoes.
    pub undoes: Option<EntryId>,
    /// Whether it undoes a change, and not an undo.
    pub is_undo: bool,
    /// The newest entry that undoes it, or may have.
    pub undone_by: Option<UndoneBy>,
    /// Whether it is a remark that its job set together with a new friend.
    pub came_with_friend: bool,
    /// The entries of its job that it stands for, if it was asked for by job and there are several.
    pub group: Option<EntryGroup>,
}

/// Selects entries. The default selects the newest hundred of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only of this app.
    pub app: Option<String>,
    /// Which of them.
    pub wanted: HistoryFilter,
    /// One entry for each job, the newest, instead of all of them.
    pub by_job: bool,
    /// Only older than this entry: the next page.
    pub before: Option<EntryId>,
    /// The maximum number of entries.
    pub limit: u32,
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self {
            app: None,
            wanted: HistoryFilter::default(),
            by_job: false,
            before: None,
            limit: 100,
        }
    }
}
