//! What is known of one write.

use std::fmt;

use super::jobs::JobId;
use super::recorded_change::RecordedChange;
use crate::domain::{Change, Failure, FailureClass};
use crate::text::Text;

/// Milliseconds since 1970 (UTC).
pub type UnixMillis = i64;

/// Which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who did something, to which app, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditContext {
    /// Who sat at the console.
    pub operator: Option<Text>,
    /// The profile; none where flags named the server.
    pub profile: Option<Text>,
    /// The App Key.
    pub app: Text,
    /// The ticket that asked for it.
    pub ticket: Option<Text>,
    /// What the operator gave as the reason.
    pub reason: Option<Text>,
}

impl AuditContext {
    /// A stamp that names nothing but the app.
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

/// What the owner of a list called a friend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredRemark {
    /// Nothing.
    Empty,
    /// This.
    Text(Text),
    /// Something that the journal was told not to keep.
    Withheld,
}

impl StoredRemark {
    /// The remark as lists hold it.
    pub fn of(remark: Option<&Text>) -> Self {
        match remark {
            Some(text) if !text.raw().is_empty() => Self::Text(text.clone()),
            Some(_) | None => Self::Empty,
        }
    }

    /// The remark as lists hold it; `None` where it was not kept.
    pub fn kept(self) -> Option<Option<Text>> {
        match self {
            Self::Text(text) => Some(Some(text)),
            Self::Empty => Some(None),
            Self::Withheld => None,
        }
    }
}

/// How the owner and the target stood to each other before a write. `None` is "not known".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredPrior {
    /// Whether they were friends.
    pub friend: Option<bool>,
    /// Whether the owner blocked the target.
    pub blocked: Option<bool>,
    /// What the owner called the target.
    pub remark: Option<StoredRemark>,
}

/// A write that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Who, where and why.
    pub stamp: AuditContext,
    /// What.
    pub change: Change,
    /// What was there before.
    pub before: StoredPrior,
    /// The entry that this takes back.
    pub undoes: Option<EntryId>,
    /// When it is sent, at the earliest, by the service's clock; none where that is not known.
    pub sent: Option<UnixMillis>,
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteOutcome {
    /// The service agreed.
    Done {
        /// The HTTP status; none where reading told it.
        status: Option<u16>,
    },
    /// It was so already.
    NothingToDo {
        /// As for what is done.
        status: Option<u16>,
    },
    /// It failed, or nobody knows.
    Failed(Failure),
}

impl WriteOutcome {
    /// The state that an entry with this outcome is in.
    pub fn state(&self) -> EntryState {
        match self {
            Self::Done { .. } => EntryState::Done,
            Self::NothingToDo { .. } => EntryState::NothingToDo,
            Self::Failed(failure) => match failure.class {
                FailureClass::NotSent => EntryState::NotSent,
                // Turned away for now is refused too: this write is not tried again as it is.
                FailureClass::Later | FailureClass::Refused => EntryState::Refused,
                FailureClass::Unknown => EntryState::Unknown,
            },
        }
    }

    /// The HTTP status, where one came.
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

/// How far a write has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum EntryState {
    /// Recorded and sent; no answer is recorded.
    #[strum(serialize = "sent")]
    Sent,
    /// The service agreed, or the truth was read and it was so.
    #[strum(serialize = "done")]
    Done,
    /// The service refused it: nothing was changed.
    #[strum(serialize = "refused")]
    Refused,
    /// It never left, or the truth was read and nothing was changed.
    #[strum(serialize = "not sent")]
    NotSent,
    /// Nobody knows whether it was done.
    #[strum(serialize = "unknown")]
    Unknown,
    /// It was so already: nothing was sent, or what was sent changed nothing.
    #[strum(serialize = "nothing to do")]
    NothingToDo,
}

impl EntryState {
    /// The word in the tables of the journal. What an entry came to is [`JournalEntry::word`].
    pub fn word(self) -> &'static str {
        self.into()
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

/// A write as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Which.
    pub id: EntryId,
    /// When it was recorded, which is before it was sent, by the clock of this machine.
    pub at: UnixMillis,
    /// When it was sent, at the earliest, by the service's clock; none where that is not known.
    pub sent: Option<UnixMillis>,
    /// When the answer came, or the truth was read.
    pub answered: Option<UnixMillis>,
    /// Who, where and why.
    pub stamp: AuditContext,
    /// What.
    pub asked: RecordedChange,
    /// What was there before.
    pub before: StoredPrior,
    /// How far it has come.
    pub state: EntryState,
    /// Whether `state` was found by reading, after the answer was lost.
    pub by_reading: bool,
    /// The HTTP status, where one came and is known.
    pub status: Option<u16>,
    /// What went wrong; where the state was found by reading, what had been wrong with the answer.
    pub failure: Option<Failure>,
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// The entry that it takes back.
    pub undoes: Option<EntryId>,
    /// The newest entry that takes it back, or may have.
    pub undone_by: Option<EntryId>,
}

impl JournalEntry {
    /// Whether nobody knows what became of it.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.state, EntryState::Sent | EntryState::Unknown)
    }

    /// Whether it was sent, and reading showed that it had changed nothing.
    pub fn is_not_applied(&self) -> bool {
        self.state == EntryState::NotSent && self.by_reading
    }

    /// How far it has come, in a word for people and other programs: only what never left is not sent.
    pub fn word(&self) -> &'static str {
        if self.is_not_applied() {
            "not applied"
        } else {
            self.state.word()
        }
    }
}

/// Which entries are wanted. The default wants the newest hundred of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFilter {
    /// Of this app.
    pub app: Option<String>,
    /// Recorded then or later.
    pub since: Option<UnixMillis>,
    /// With this user as owner or target; upper case does not matter.
    pub user: Option<String>,
    /// For this ticket.
    pub ticket: Option<String>,
    /// What somebody looks for.
    pub found: Option<EntrySearch>,
    /// Of this job.
    pub job: Option<JobId>,
    /// What was refused, not sent, or is unknown, also where whoever sent it is gone.
    pub failures: bool,
    /// Older than this entry: the next page.
    pub before: Option<EntryId>,
    /// How many at most.
    pub limit: u32,
}

/// What somebody looks for: entries that hold a text, or are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySearch {
    /// In an id, the ticket, the reason, the operator, the status or the error; upper case of Latin letters
    /// does not matter.
    pub text: String,
    /// These kinds are meant too.
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
