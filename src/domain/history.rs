//! What the journal tells the screen: what was done, by whom, for which ticket, and what became of it.

use crate::domain::job::PriorState;
use crate::domain::{Change, Failure, FailureReason, UserId};
use crate::text::Text;

/// Characters of a ticket.
pub const TICKET_CAP: usize = 64;
/// Characters of a reason.
pub const REASON_CAP: usize = 200;

/// The ticket that something is done for, and why. Stamped on everything that is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The ticket.
    pub ticket: Option<Text>,
    /// The reason.
    pub reason: Option<Text>,
}

/// A request as a person may read it: never with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadableRequest {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// Path and query below `/{org}/{app}/`, percent-encoded.
    pub path: Text,
    /// The body, in JSON that does nothing to a terminal.
    pub body: Option<Text>,
}

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryOutcome {
    /// It was sent; no answer is recorded.
    Sent,
    /// It was done.
    Done,
    /// The service refused it.
    Refused,
    /// It never left.
    NotSent,
    /// It was sent, and reading showed that it had changed nothing.
    NotApplied,
    /// Nobody knows.
    Unknown,
    /// It was so already.
    Nothing,
}

/// Whether a change can be taken back, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoStatus {
    /// It can.
    Can,
    /// This entry takes it back, or tries to.
    Taken(i64),
    /// It takes this entry back itself.
    Takes(i64),
    /// Nothing brings back a conversation.
    Never,
    /// It was not done, so there is nothing.
    NotDone,
    /// Nobody knows whether it was done.
    Unknown,
    /// Things stood like that before.
    WasSo,
    /// The remark before it is not known.
    Lost,
    /// How things stood before is not known.
    NotKnown,
}

/// A change as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number.
    pub entry: i64,
    /// When it was recorded, just before it was sent, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// When its answer came, or the truth was read.
    pub answered: Option<i64>,
    /// Who did it.
    pub operator: Option<Text>,
    /// With which profile.
    pub profile: Option<Text>,
    /// For which ticket, and why.
    pub reference: Reference,
    /// What was done. A remark that the journal does not keep is empty here.
    pub change: Change,
    /// The text of the remark is not kept.
    pub withheld: bool,
    /// How things stood before.
    pub before: PriorState,
    /// There was a remark before, the text of which is not kept.
    pub had_remark: bool,
    /// What became of it.
    pub outcome: EntryOutcome,
    /// That was found by reading, after the answer was lost.
    pub by_reading: bool,
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// What went wrong, or had gone wrong with the answer before the truth was read.
    pub failure: Option<Failure>,
    /// The job it belongs to.
    pub job: Option<i64>,
    /// Whether it can be taken back.
    pub back: UndoStatus,
    /// The request; `None` where it cannot be told any more.
    pub request: Option<ReadableRequest>,
}

impl HistoryEntry {
    /// Whose data it changed.
    pub fn owner(&self) -> &UserId {
        self.change.owner()
    }

    /// Whom it was about.
    pub fn target(&self) -> &UserId {
        self.change.target()
    }

    /// Whether it failed, or may have.
    pub fn has_failed(&self) -> bool {
        matches!(
            self.outcome,
            EntryOutcome::Refused
                | EntryOutcome::NotSent
                | EntryOutcome::NotApplied
                | EntryOutcome::Unknown
        )
    }

    /// How long the answer took from when it was recorded, in milliseconds.
    pub fn took(&self) -> Option<u64> {
        let answered = self.answered.filter(|_| !self.by_reading)?;
        u64::try_from(answered.checked_sub(self.at)?).ok()
    }
}

/// Which entries of the journal are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Holding this text in an id, the ticket, the reason, the operator, the status or the error.
    pub text: String,
    /// Or being one of these, by [`Change::verb`].
    pub verbs: Vec<&'static str>,
    /// Only what was refused, was not sent, or is unknown.
    pub failures: bool,
    /// Older than this entry.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// How it is with the journal that the console writes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalHealth {
    /// It could be opened after all.
    Open,
    /// It cannot be opened, so nothing can be changed; that is tried again and again.
    Closed(Failure),
    /// It was damaged; it lies under this name now, and a new one was begun.
    SetAside(Text),
    /// It is damaged, and nothing is recorded in it any more.
    Damaged(Failure),
}

/// One request that went over the wire, for the log on the screen. Never holds a token or a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestTrace {
    /// Wall-clock time when the answer came (or did not), in milliseconds since 1970 (UTC).
    pub wall: i64,
    /// Whether it was to change something.
    pub writes: bool,
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// Path and query below `/{org}/{app}/`, percent-encoded as sent.
    pub path: Text,
    /// The HTTP status, or why there is none.
    pub outcome: Result<u16, FailureReason>,
    /// From sending to the end of the answer, in milliseconds.
    pub took: u64,
}
