//! The entries of the journal: what is known about one write.

use super::ids::{EntryId, JobId};
use super::prior::StoredPrior;
use super::recorded_change::RecordedChange;
use crate::domain::{Change, Failure, FailureClass};
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
    pub before: StoredPrior,
    /// The entry that this undoes.
    pub undoes: Option<EntryId>,
    /// When it is sent, at the earliest, by the service's clock; `None` if that is unknown.
    pub sent: Option<UnixMillis>,
}

/// The outcome of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteOutcome {
    /// The service accepted it.
    Done {
        /// The HTTP status; `None` if the outcome was verified.
        status: Option<u16>,
    },
    /// No change was needed.
    NothingToDo {
        /// As for `Done`.
        status: Option<u16>,
    },
    /// It failed, or the outcome is unknown.
    Failed(Failure),
}

impl WriteOutcome {
    /// The state of an entry with this outcome.
    pub fn state(&self) -> EntryState {
        match self {
            Self::Done { .. } => EntryState::Done,
            Self::NothingToDo { .. } => EntryState::NothingToDo,
            Self::Failed(failure) => match failure.class {
                FailureClass::NotSent => EntryState::NotSent,
                // A temporary refusal counts as refused: this write is not retried as it is.
                FailureClass::Later | FailureClass::Refused => EntryState::Refused,
                FailureClass::Unknown => EntryState::Unknown,
            },
        }
    }

    /// The HTTP status, if there was a reply.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Done { status } | Self::NothingToDo { status } => *status,
            Self::Failed(failure) => failure.status,
        }
    }
}

impl From<&Result<u16, Failure>> for WriteOutcome {
    fn from(result: &Result<u16, Failure>) -> Self {
        match result {
            Ok(status) => Self::Done {
                status: Some(*status),
            },
            Err(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// The state of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum EntryState {
    /// Recorded and sent; no reply is recorded.
    #[strum(serialize = "sent")]
    Sent,
    /// The service accepted it, or it was verified to be done.
    #[strum(serialize = "done")]
    Done,
    /// The service refused it: nothing was changed.
    #[strum(serialize = "refused")]
    Refused,
    /// It was never sent, or was verified to have changed nothing.
    #[strum(serialize = "not sent")]
    NotSent,
    /// It is unknown whether it was done.
    #[strum(serialize = "unknown")]
    Unknown,
    /// No change was needed: nothing was sent, or what was sent changed nothing.
    #[strum(serialize = "nothing to do")]
    NothingToDo,
}

impl EntryState {
    /// The word in the tables of the journal. For the word to show, see [`JournalEntry::word`].
    pub fn word(self) -> &'static str {
        self.into()
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

/// A write as stored in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number.
    pub id: EntryId,
    /// When it was recorded, before it was sent, by the clock of this machine.
    pub at: UnixMillis,
    /// When it was sent, at the earliest, by the service's clock; `None` if that is unknown.
    pub sent: Option<UnixMillis>,
    /// When the reply came, or the outcome was verified.
    pub answered: Option<UnixMillis>,
    /// Who did it, to which app, and why.
    pub audit: AuditContext,
    /// The requested change.
    pub asked: RecordedChange,
    /// The state before it.
    pub before: StoredPrior,
    /// The state of the write.
    pub state: EntryState,
    /// Whether `state` was verified after the reply was lost.
    pub by_reading: bool,
    /// The HTTP status, if there was a reply and it is known.
    pub status: Option<u16>,
    /// What went wrong; if the state was verified, what was wrong with the reply.
    pub failure: Option<Failure>,
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// The entry that it undoes.
    pub undoes: Option<EntryId>,
    /// The newest entry that undoes it, or may have.
    pub undone_by: Option<EntryId>,
}

impl JournalEntry {
    /// Whether its outcome is unknown.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.state, EntryState::Sent | EntryState::Unknown)
    }

    /// Whether it was sent and verified to have changed nothing.
    pub fn is_not_applied(&self) -> bool {
        self.state == EntryState::NotSent && self.by_reading
    }

    /// The state as a word for people and other programs: "not sent" only if it was never sent.
    pub fn word(&self) -> &'static str {
        if self.is_not_applied() {
            "not applied"
        } else {
            self.state.word()
        }
    }
}

/// Selects entries. The default selects the newest hundred of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only of this app.
    pub app: Option<String>,
    /// Only recorded at this time or later.
    pub since: Option<UnixMillis>,
    /// Only with this user as owner or target; ignores case.
    pub user: Option<String>,
    /// Only for this ticket.
    pub ticket: Option<String>,
    /// Only what matches this search.
    pub found: Option<EntrySearch>,
    /// Only of this job.
    pub job: Option<JobId>,
    /// Only what was refused, not sent, or has an unknown outcome, including writes of ended processes.
    pub failures: bool,
    /// Only older than this entry: the next page.
    pub before: Option<EntryId>,
    /// The maximum number of entries.
    pub limit: u32,
}

/// A search for entries that contain a text, or are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySearch {
    /// In an ID, the ticket, the reason, the operator, the status or the error; ignores the case of Latin
    /// letters.
    pub text: String,
    /// Entries with these verbs match, too.
    pub verbs: Vec<&'static str>,
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self {
            app: None,
            since: None,
            user: None,
            ticket: None,
            found: None,
            job: None,
            failures: false,
            before: None,
            limit: 100,
        }
    }
}
