//! What the journal tells the screen: which changes were made, by whom, for which ticket, and with which
//! outcome.

use std::borrow::Cow;

use crate::domain::job::JobCounts;
use crate::domain::undo::UndoRefusal;
use crate::domain::{
    Change, ChangeKind, EntryId, Failure, FailureReason, JobId, PairState, UserId,
};
use crate::text::{Text, mask};

/// The longest ticket, in characters.
pub const TICKET_CAP: usize = 64;
/// The longest reason, in characters.
pub const REASON_CAP: usize = 200;

/// The ticket that something is done for, and why. It is stored with everything that is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketReference {
    /// The ticket.
    pub ticket: Option<Text>,
    /// The reason.
    pub reason: Option<Text>,
}

/// A request in readable form, without its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadableRequest {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// Path and query below `/{org}/{app}/`, percent-encoded.
    pub path: Text,
    /// The body, as JSON that is safe to print.
    pub body: Option<Text>,
}

/// How far a change has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum EntryState {
    /// It was sent; no reply is recorded.
    #[strum(serialize = "sent")]
    Sent,
    /// The service accepted it, or it was verified to be done.
    #[strum(serialize = "done")]
    Done,
    /// The service refused it: nothing was changed.
    #[strum(serialize = "refused")]
    Refused,
    /// It was never sent.
    #[strum(serialize = "not sent")]
    NotSent,
    /// It was sent, and verifying showed that it had changed nothing.
    #[strum(serialize = "not applied")]
    NotApplied,
    /// It is unknown whether it was done.
    #[strum(serialize = "unknown")]
    Unknown,
    /// No change was needed: nothing was sent, or what was sent changed nothing.
    #[strum(serialize = "nothing to do")]
    Unneeded,
}

impl EntryState {
    /// The word for people and other programs.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether the outcome is unknown.
    pub fn is_in_doubt(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }

    /// Whether it failed, or may have.
    pub fn has_failed(self) -> bool {
        match self {
            Self::Refused | Self::NotSent | Self::NotApplied | Self::Unknown => true,
            Self::Sent | Self::Done | Self::Unneeded => false,
        }
    }
}

/// The entry that undoes another one, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneBy {
    /// Its number.
    pub entry: EntryId,
    /// When it was recorded, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who made it.
    pub operator: Option<Text>,
    /// How far it has got: if that is unknown, so is whether the other entry is undone.
    pub state: EntryState,
}

/// A change as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number.
    pub entry: EntryId,
    /// When it was recorded, just before it was sent, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// When its reply arrived, or its outcome was verified.
    pub answered: Option<i64>,
    /// Who made the change.
    pub operator: Option<Text>,
    /// The profile it was made with.
    pub profile: Option<Text>,
    /// The ticket it was made for, and the reason.
    pub reference: TicketReference,
    /// The change. If the journal does not store the remark, it is empty here.
    pub change: Change,
    /// Whether the text of the remark is not stored.
    pub withheld: bool,
    /// The prior state.
    pub before: PairState,
    /// How far it has got.
    pub state: EntryState,
    /// Whether the outcome was verified after the reply was lost.
    pub verified: bool,
    /// The HTTP status, if known.
    pub status: Option<u16>,
    /// What went wrong, or what had gone wrong with the reply before the outcome was verified.
    pub failure: Option<Failure>,
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// The newest entry that undoes it, or may have.
    pub undone_by: Option<UndoneBy>,
    /// Why it cannot be undone; `None` if it can.
    pub undo_refusal: Option<UndoRefusal>,
    /// The request; `None` if it cannot be reconstructed.
    pub request: Option<ReadableRequest>,
    /// The entries of its job that it stands for, if it was asked for by job and there are several.
    pub group: Option<EntryGroup>,
}

/// Several entries of one job, as one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryGroup {
    /// The job.
    pub job: JobId,
    /// How many are in which state.
    pub counts: JobCounts,
    /// Whether all of them do the same.
    pub same_deed: bool,
}

impl HistoryEntry {
    /// Whose data it changed.
    pub fn owner(&self) -> &UserId {
        self.change.owner()
    }

    /// The user or group it was about.
    pub fn target(&self) -> &UserId {
        self.change.target()
    }

    /// Whether it failed, or may have; if it stands for several, whether any of them did.
    pub fn has_failed(&self) -> bool {
        match &self.group {
            Some(EntryGroup { counts, .. }) => counts.failed + counts.unknown > 0,
            None => self.state.has_failed(),
        }
    }

    /// The time from recording it to its reply, in milliseconds.
    pub fn took(&self) -> Option<u64> {
        let answered = self.answered.filter(|_| !self.verified)?;
        u64::try_from(answered.checked_sub(self.at)?).ok()
    }
}

/// What a change does, as the journal names it: deleting a conversation together with its stored messages has
/// a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// What it does.
    pub kind: ChangeKind,
    /// Whether it also deletes the stored messages of a conversation.
    pub roaming: bool,
}

impl From<&Change> for Deed {
    fn from(change: &Change) -> Self {
        let roaming = matches!(change, Change::DeleteConversation { roaming: true, .. });
        Self {
            kind: change.kind(),
            roaming,
        }
    }
}

/// Which entries are wanted: those to which all of this applies. By default, all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Each of these words has to be in what is shown of an entry.
    pub words: Vec<SearchWord>,
    /// Made by one of these operators; ignores case.
    pub operators: Vec<String>,
    /// One of these was done.
    pub deeds: Vec<Deed>,
    /// About each of these users, as owner or target; ignores case.
    pub users: Vec<UserId>,
    /// For one of these tickets; ignores case.
    pub tickets: Vec<String>,
    /// Of one of these jobs.
    pub jobs: Vec<JobId>,
    /// Recorded at this time or later, in milliseconds since 1970 (UTC).
    pub since: Option<i64>,
    /// Recorded before this time.
    pub until: Option<i64>,
    /// Refused, not sent, or with an unknown outcome, including writes of ended processes.
    pub failed: bool,
    /// With an unknown outcome, including writes of ended processes.
    pub unknown: bool,
    /// Undone by another entry, or maybe undone.
    pub undone: bool,
}

impl HistoryFilter {
    /// Whether it asks for something that only changes have, and no read.
    pub fn is_about_changes(&self) -> bool {
        let Self {
            words: _,
            operators,
            deeds,
            users,
            tickets,
            jobs,
            since: _,
            until: _,
            failed: _,
            unknown,
            undone,
        } = self;
        !(operators.is_empty()
            && deeds.is_empty()
            && users.is_empty()
            && tickets.is_empty()
            && jobs.is_empty())
            || *unknown
            || *undone
    }
}

/// A word to look for in everything that is shown of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchWord {
    /// In a stored text; ignores the case of Latin letters.
    pub text: String,
    /// Or one of these was done, because its name holds the word.
    pub deeds: Vec<Deed>,
    /// Or the state is one of these.
    pub states: Vec<EntryState>,
}

/// A word of a filter that cannot be understood. It filters nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterMistake {
    /// The word, as typed.
    pub word: String,
    /// What is wrong with it.
    pub why: FilterMistakeReason,
}

/// Why a word of a filter cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterMistakeReason {
    /// There is no word with this name.
    Name,
    /// There is nothing after the colon.
    Empty,
    /// This cannot be done.
    Deed,
    /// It is neither a date nor a time span.
    Time,
    /// It is not the number of a job.
    Job,
    /// It is none of the states that can be asked for.
    State,
}

/// Selects entries of the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Which entries.
    pub filter: HistoryFilter,
    /// One entry for each job: the newest, with the number of those that it stands for.
    pub by_job: bool,
    /// Only entries older than this one.
    pub before: Option<EntryId>,
    /// The most entries to return.
    pub limit: u32,
}

/// The health of the journal that rosterm writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalHealth {
    /// It could be opened after all.
    Open,
    /// It cannot be opened, so nothing can be changed; rosterm keeps retrying.
    Closed(Failure),
    /// It was damaged; it was renamed to this, and a new one was begun.
    SetAside(Text),
    /// It is damaged, and nothing more is recorded in it.
    Damaged(Failure),
}

/// The words of the service's paths that are the same for everybody.
const PATH_WORDS: &[&str] = &[
    "blocks",
    "check",
    "contacts",
    "cursor",
    "import",
    "limit",
    "needReturnRemark",
    "token",
    "true",
    "user",
    "user_channel",
    "user_channels",
    "users",
];

/// The path of a request, as it is drawn.
pub fn shown_path(path: &Text) -> Cow<'_, str> {
    mask::path(path.unmasked(), PATH_WORDS)
}

/// One request that was sent, for the request log on the screen. It never holds a token or a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestTrace {
    /// Wall-clock time when the reply arrived (or failed to), in milliseconds since 1970 (UTC).
    pub wall: i64,
    /// Whether it was a write.
    pub writes: bool,
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// Path and query below `/{org}/{app}/`, percent-encoded as sent.
    pub path: Text,
    /// The HTTP status, or why there is none.
    pub outcome: Result<u16, FailureReason>,
    /// From sending to the end of the reply, in milliseconds.
    pub took: u64,
}
