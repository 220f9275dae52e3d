//! Jobs: one change for each of many users, confirmed once and done side by side.

use crate::domain::limits::{BLOCK_CALLS_PER_SECOND, CALLS_PER_SECOND, IMPORTED_PER_CALL};
use crate::domain::lists::ListKind;
use crate::domain::undo::UndoRefusal;
use crate::domain::{Change, Failure, FailureClass, FailureReason, UserId};
use crate::text::Text;

/// What is done to each of many users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BulkOp {
    /// Take them off the blocklist.
    Unblock,
    /// Put them on the blocklist.
    Block,
    /// Make them friends; ten a call, without a notice to their devices.
    AddFriend,
    /// End the friendships.
    RemoveFriend,
    /// Give each friend the remark that a list of before has.
    Remark,
}

impl BulkOp {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Unblock,
        Self::Block,
        Self::AddFriend,
        Self::RemoveFriend,
        Self::Remark,
    ];

    /// Which of them the journal calls by this verb, if it is one.
    pub fn named(verb: &str) -> Option<Self> {
        match verb {
            "unblock" => Some(Self::Unblock),
            "block" => Some(Self::Block),
            "add-friend" => Some(Self::AddFriend),
            "remove-friend" => Some(Self::RemoveFriend),
            _ => None,
        }
    }

    /// Which of them a change is, if it is one.
    pub fn of(change: &Change) -> Option<Self> {
        match change {
            Change::Unblock { .. } => Some(Self::Unblock),
            Change::Block { .. } => Some(Self::Block),
            Change::AddFriend { .. } => Some(Self::AddFriend),
            Change::RemoveFriend { .. } => Some(Self::RemoveFriend),
            // One that sets a remark is told apart by its text, too.
            Change::SetRemark { .. } | Change::DeleteConversation { .. } => None,
        }
    }

    /// How many users a call takes.
    pub fn per_call(self) -> usize {
        match self {
            Self::AddFriend => IMPORTED_PER_CALL,
            Self::Unblock | Self::Block | Self::RemoveFriend | Self::Remark => 1,
        }
    }

    /// How many calls a second the service publishes for the whole app.
    pub fn per_second(self) -> usize {
        match self {
            Self::Unblock | Self::Block => BLOCK_CALLS_PER_SECOND as usize,
            Self::AddFriend | Self::RemoveFriend | Self::Remark => CALLS_PER_SECOND as usize,
        }
    }

    /// The change for one user. Which remark, this does not know: it is cleared.
    pub fn change(self, owner: UserId, id: UserId) -> Change {
        match self {
            Self::AddFriend => Change::AddFriend { owner, friend: id },
            Self::RemoveFriend => Change::RemoveFriend { owner, friend: id },
            Self::Block => Change::Block { owner, target: id },
            Self::Unblock => Change::Unblock { owner, target: id },
            Self::Remark => Change::SetRemark {
                owner,
                friend: id,
                remark: Text::new(""),
            },
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::AddFriend => Self::RemoveFriend,
            Self::RemoveFriend => Self::AddFriend,
            Self::Block => Self::Unblock,
            Self::Unblock => Self::Block,
            Self::Remark => Self::Remark,
        }
    }

    /// Whether it would change anything for somebody who stands like this; `None` where that is not known.
    pub fn would_change(self, before: &PriorState) -> Option<bool> {
        match self {
            Self::AddFriend => before.friend.map(|is| !is),
            Self::RemoveFriend => before.friend,
            Self::Block => before.blocked.map(|is| !is),
            Self::Unblock => before.blocked,
            // That depends on which remark.
            Self::Remark => None,
        }
    }
}

/// How somebody stood to the owner before a change, as far as it was known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriorState {
    /// Whether they were friends.
    pub friend: Option<bool>,
    /// Whether the owner blocked them.
    pub blocked: Option<bool>,
    /// The owner's remark for them; `Some(None)` where there was none.
    pub remark: Option<Option<Text>>,
}

impl PriorState {
    /// Whether it tells what a change replaces.
    pub fn tells(&self, change: &Change) -> bool {
        match change {
            Change::AddFriend { .. } | Change::RemoveFriend { .. } => self.friend.is_some(),
            Change::SetRemark { .. } => self.remark.is_some(),
            Change::Block { .. } | Change::Unblock { .. } => self.blocked.is_some(),
            Change::DeleteConversation { .. } => false,
        }
    }
}

/// One change of a job, and what was there before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStep {
    /// The change.
    pub change: Change,
    /// How things stood.
    pub before: PriorState,
    /// The entry of the journal that it takes back.
    pub undoes: Option<i64>,
}

impl JobStep {
    /// What it does; one that sets a remark does that, whatever the text.
    pub fn act(&self) -> Option<BulkOp> {
        match &self.change {
            Change::SetRemark { .. } => Some(BulkOp::Remark),
            other => BulkOp::of(other),
        }
    }
}

/// A change that was done, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneChange {
    /// Its number in the journal.
    pub entry: i64,
    /// The change.
    pub change: Change,
    /// How things stood before it.
    pub before: PriorState,
}

/// What can be taken back: a change, or those of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The job, where it is one.
    pub job: Option<i64>,
    /// What was done, the oldest first.
    pub done: Vec<DoneChange>,
    /// What was done is itself a taking back: taking it back does again what was done first.
    pub redo: bool,
    /// Who did it, when, and what for.
    pub made: Provenance,
    /// Why it is this.
    pub chosen: UndoChoice,
}

/// Why this is what is taken back, or done again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum UndoChoice {
    /// It is the newest.
    #[default]
    Newest,
    /// It is the newest that there is a way back from: what was deleted after it stays so.
    Before(DeletedConversations),
    /// A person pointed at it.
    Pointed,
}

/// Conversations that were deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedConversations {
    /// Whose the last one was.
    pub owner: UserId,
    /// With whom it was.
    pub peer: UserId,
    /// How many there were.
    pub n: usize,
}

/// Who did something, when, and for which ticket, as the journal has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// When the first of it was recorded, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Everybody who did some of it, as far as they are named.
    pub operators: Vec<Text>,
    /// Some of it was done by somebody who is not named.
    pub nameless: bool,
    /// The tickets.
    pub tickets: Vec<Text>,
}

impl Undoable {
    /// What was done; the same to all of them.
    pub fn act(&self) -> Option<BulkOp> {
        self.done
            .first()
            .and_then(|record| BulkOp::of(&record.change))
    }
}

/// What a job shall do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPlan {
    /// Whose lists.
    pub owner: UserId,
    /// The changes, in order. They are about different users, or the later one about a user waits for the
    /// earlier one.
    pub steps: Vec<JobStep>,
    /// The job in the journal that this one takes back.
    pub undoes: Option<i64>,
}

/// How many changes of a job are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Not sent.
    pub waiting: usize,
    /// On their way.
    pub sent: usize,
    /// Done.
    pub done: usize,
    /// It was like that already.
    pub nothing: usize,
    /// Failed.
    pub failed: usize,
    /// Nobody knows.
    pub unknown: usize,
}

impl JobCounts {
    /// How many have their outcome.
    pub fn over(&self) -> usize {
        self.done + self.nothing + self.failed
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.over() + self.waiting + self.sent + self.unknown
    }
}

/// Who works on a job, as far as that is written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobHolder {
    /// The process.
    pub pid: Option<u32>,
    /// Who sits at it.
    pub operator: Option<Text>,
    /// The machine it runs on.
    pub host: Option<Text>,
}

/// A job of the journal that nobody has brought to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedJob {
    /// Its number in the journal.
    pub number: i64,
    /// When it was planned, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who planned it.
    pub operator: Option<Text>,
    /// The ticket that asked for it.
    pub ticket: Option<Text>,
    /// What it does to most.
    pub does: JobKind,
    /// Whose lists.
    pub owner: UserId,
    /// How far it has come.
    pub tally: JobCounts,
    /// Who works on it.
    pub holder: Option<JobHolder>,
}

/// Why a job of the journal cannot be gone on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimRefusal {
    /// Another console works on it.
    HeldBy(JobHolder),
    /// Another console has brought it to its end.
    Finished,
    /// The journal cannot say.
    Journal(Failure),
}

/// A job as the journal had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedJob {
    /// What it shall do.
    pub plan: JobPlan,
    /// How far each change is.
    pub states: Vec<StepState>,
}

/// What a job does, as its name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// This to everybody; remarks that come with a friend are part of adding the friend.
    Act(BulkOp),
    /// It deletes conversations.
    Delete,
    /// Several things.
    Several,
}

impl JobKind {
    /// What a job does whose changes are mostly these, by [`Change::verb`].
    pub fn named(verb: &str) -> Self {
        match BulkOp::named(verb) {
            Some(act) => Self::Act(act),
            None if verb == "delete-conversation" => Self::Delete,
            None => Self::Several,
        }
    }

    /// What these changes come to.
    pub fn of(steps: &[JobStep]) -> Self {
        let deletes = |step: &JobStep| matches!(step.change, Change::DeleteConversation { .. });
        if !steps.is_empty() && steps.iter().all(deletes) {
            return Self::Delete;
        }
        let Some(first) = steps.first().and_then(JobStep::act) else {
            return Self::Several;
        };
        let adds = first == BulkOp::AddFriend;
        let alike = |step: &JobStep| {
            let act = step.act();
            act == Some(first) || adds && act == Some(BulkOp::Remark)
        };
        if steps.iter().all(alike) {
            Self::Act(first)
        } else {
            Self::Several
        }
    }
}

/// What a job of the journal is called by: `J-0007`.
pub fn job_name(number: i64) -> String {
    format!("J-{number:04}")
}

/// How far one change of a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepState {
    /// Not sent.
    Waiting,
    /// On its way.
    Sent,
    /// The server agreed.
    Done,
    /// It was like that already.
    Nothing,
    /// The server or the network said no; nothing was changed.
    Failed(Failure),
    /// Its answer was lost: nobody knows, until the truth is read.
    Unknown,
}

impl StepState {
    /// Whether nothing will become of it by itself any more.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Done | Self::Nothing | Self::Failed(_) => true,
            Self::Waiting | Self::Sent | Self::Unknown => false,
        }
    }

    /// Whether sending it again makes sense.
    pub fn may_be_retried(&self) -> bool {
        let is_over = |why: &Failure| {
            !matches!(why.class, FailureClass::NotSent | FailureClass::Later)
                || matches!(
                    why.reason,
                    FailureReason::Taken | FailureReason::ChangedSince
                )
        };
        matches!(self, Self::Failed(why) if !is_over(why))
    }
}

/// What a person asks of a running job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobControl {
    /// Send nothing more for now.
    Pause,
    /// Go on.
    Resume,
    /// Send nothing more at all; what is on its way is waited for.
    Stop,
}

/// What became of changes and is not in the journal yet, although it is tried again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingBacklog {
    /// How many outcomes that are now.
    pub count: usize,
    /// Why the journal did not take them just now.
    pub why: Option<Failure>,
}

/// What the worker says about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEvent {
    /// It is in the journal under this number, and begins.
    Begun(i64),
    /// A list that it touches is read and kept, so that it can be brought back.
    Snapshotting(ListKind),
    /// It was in the journal, is this console's now, and goes on like this.
    Loaded(Box<LoadedJob>),
    /// It was in the journal, and cannot be gone on with.
    ClaimRefused(ClaimRefusal),
    /// It cannot begin; nothing was sent.
    Refused(Failure),
    /// It was to take back what cannot be taken back any more; nothing was sent.
    UndoRefused(UndoRefusal),
    /// Changes, by their places in the plan, that are elsewhere now.
    StepsChanged(Vec<(usize, StepState)>),
    /// It sends nothing at the moment: somebody paused it.
    Paused,
    /// It goes on.
    Resumed,
    /// Another process keeps the journal locked: what is to be sent waits until it can be recorded.
    JournalBusy,
    /// Answers were lost; the truth is read this many milliseconds from now.
    Settling(u64),
    /// Nothing of it is on its way any more, and nothing will be.
    Ended,
}
