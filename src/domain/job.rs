//! Jobs: changes for many users, confirmed once and sent concurrently.

use crate::domain::limits::{BLOCK_CALLS_PER_SECOND, CALLS_PER_SECOND, IMPORTED_PER_CALL};
use crate::domain::undo::UndoRefusal;
use crate::domain::{
    Change, ChangeKind, EntryId, Failure, FailureClass, FailureReason, JobId, ListKind, PairState,
    UserId,
};
use crate::text::Text;

/// What is done to the relation between two users: by a job to each of its users, by a key to the one under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BulkOp {
    /// Remove them from the blocklist.
    Unblock,
    /// Add them to the blocklist.
    Block,
    /// Add them as friends; ten in a call, without a notification to their devices.
    AddFriend,
    /// End the friendships.
    RemoveFriend,
    /// Set each friend's remark to an earlier or given one.
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

    /// The one that makes this change for a user without being given a text, if any: a remark needs one.
    pub fn without_text_of(change: &Change) -> Option<Self> {
        Self::of_kind(change.kind()).filter(|op| *op != Self::Remark)
    }

    /// The one that makes changes of this kind, if any.
    pub fn of_kind(kind: ChangeKind) -> Option<Self> {
        match kind {
            ChangeKind::Unblock => Some(Self::Unblock),
            ChangeKind::Block => Some(Self::Block),
            ChangeKind::AddFriend => Some(Self::AddFriend),
            ChangeKind::RemoveFriend => Some(Self::RemoveFriend),
            ChangeKind::SetRemark => Some(Self::Remark),
            ChangeKind::DeleteConversation => None,
        }
    }

    /// How many users fit into a call.
    pub fn per_call(self) -> usize {
        match self {
            Self::AddFriend => IMPORTED_PER_CALL,
            Self::Unblock | Self::Block | Self::RemoveFriend | Self::Remark => 1,
        }
    }

    /// How many calls a second the service documents for the whole app.
    pub fn per_second(self) -> u32 {
        match self {
            Self::Unblock | Self::Block => BLOCK_CALLS_PER_SECOND,
            Self::AddFriend | Self::RemoveFriend | Self::Remark => CALLS_PER_SECOND,
        }
    }

    /// The change for one user. The remark is not known here: the change clears it.
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

    /// The operation that undoes it.
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

    /// The kind of its changes.
    pub fn kind(self) -> ChangeKind {
        match self {
            Self::AddFriend => ChangeKind::AddFriend,
            Self::RemoveFriend => ChangeKind::RemoveFriend,
            Self::Block => ChangeKind::Block,
            Self::Unblock => ChangeKind::Unblock,
            Self::Remark => ChangeKind::SetRemark,
        }
    }
}

/// One change of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStep {
    /// What is sent.
    pub change: Change,
    /// How the two users stood to each other before it, as far as known.
    pub before: PairState,
    /// The entry of the journal that it undoes.
    pub undoes: Option<EntryId>,
}

impl JobStep {
    /// What it does; a change that sets a remark counts as one, whatever its text.
    pub fn op(&self) -> Option<BulkOp> {
        BulkOp::of_kind(self.change.kind())
    }
}

/// A change that was done, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneChange {
    /// Its number in the journal.
    pub entry: EntryId,
    /// What was sent.
    pub change: Change,
    /// How the two users stood to each other before it.
    pub before: PairState,
}

/// What can be undone: one change, or the changes of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The job, if it is one.
    pub job: Option<JobId>,
    /// The changes, oldest first.
    pub done: Vec<DoneChange>,
    /// Whether the changes are themselves an undo, so that undoing them is a redo.
    pub redo: bool,
    /// Who made the changes, when, and what for.
    pub made: Provenance,
    /// Why these were chosen.
    pub chosen: UndoChoice,
    /// What their job has not done yet, and the undo leaves as it is.
    pub rest: JobRest,
}

/// The changes of a job that have no outcome: it may be resumed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobRest {
    /// How many are waiting to be sent.
    pub waiting: usize,
    /// How many have an unknown outcome.
    pub unknown: usize,
}

/// What the journal says about an [`UndoTarget`](crate::domain::undo::UndoTarget).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoAnswer {
    /// It can be undone.
    Undoable(Undoable),
    /// It cannot be undone.
    Refused(UndoRefusal),
}

/// Why these changes are the ones to undo or redo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum UndoChoice {
    /// They are the newest.
    #[default]
    Newest,
    /// They are the newest that can be undone: the conversations deleted after them stay deleted.
    Before(DeletedConversations),
    /// A person selected them.
    Selected,
}

/// Conversations that were deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedConversations {
    /// On whose side the last one was deleted.
    pub owner: UserId,
    /// The peer of the last one.
    pub peer: UserId,
    /// How many there were.
    pub n: usize,
}

/// Who did something, when, and for which tickets, as the journal records it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// When the first change was recorded, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// All operators who made some of the changes, as far as they are named.
    pub operators: Vec<Text>,
    /// Whether some of the changes have no named operator.
    pub nameless: bool,
    /// The tickets.
    pub tickets: Vec<Text>,
}

impl Undoable {
    /// What was done, if it is the same for all of them; a change that sets a remark counts as one, whatever
    /// its text.
    pub fn op(&self) -> Option<BulkOp> {
        BulkOp::of_kind(self.done.first()?.change.kind())
    }
}

/// The changes that a job is to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPlan {
    /// Whose lists.
    pub owner: UserId,
    /// The changes, in order. They are about different users; if two are about the same user, the later one
    /// waits for the earlier one.
    pub steps: Vec<JobStep>,
    /// The job in the journal that this one undoes.
    pub undoes: Option<JobId>,
}

impl JobPlan {
    /// What most of its changes do.
    pub fn main_kind(&self) -> ChangeKind {
        let mut counts: Vec<(ChangeKind, usize)> = Vec::new();
        for kind in self.steps.iter().map(|step| step.change.kind()) {
            match counts.iter_mut().find(|(counted, _)| *counted == kind) {
                Some((_, n)) => *n += 1,
                None => counts.push((kind, 1)),
            }
        }
        // The first of several equal ones: a remark comes after its friend.
        let most = counts.into_iter().rev().max_by_key(|(_, n)| *n);
        most.map_or(ChangeKind::Block, |(kind, _)| kind)
    }
}

/// How many changes of a job are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Not sent.
    pub waiting: usize,
    /// In progress.
    pub sent: usize,
    /// Done.
    pub done: usize,
    /// Done, and undone since.
    pub undone: usize,
    /// No change needed.
    pub unneeded: usize,
    /// Failed.
    pub failed: usize,
    /// Outcome unknown.
    pub unknown: usize,
}

impl JobCounts {
    /// The number of those in this state.
    pub fn of_mut(&mut self, state: &StepState) -> &mut usize {
        match state {
            StepState::Waiting => &mut self.waiting,
            StepState::Sent => &mut self.sent,
            StepState::Done => &mut self.done,
            StepState::Undone => &mut self.undone,
            StepState::Unneeded => &mut self.unneeded,
            StepState::Failed(_) => &mut self.failed,
            StepState::Unknown => &mut self.unknown,
        }
    }

    /// How many have an outcome.
    pub fn with_outcome(&self) -> usize {
        self.done + self.undone + self.unneeded + self.failed
    }

    /// Whether all are done or needed no change, and nothing was undone since.
    pub fn all_succeeded(&self) -> bool {
        self.done + self.unneeded == self.total()
    }

    /// Only those that have no outcome yet.
    #[must_use]
    pub fn open(self) -> Self {
        Self {
            waiting: self.waiting,
            sent: self.sent,
            unknown: self.unknown,
            ..Self::default()
        }
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.with_outcome() + self.waiting + self.sent + self.unknown
    }
}

impl<'a> FromIterator<&'a StepState> for JobCounts {
    fn from_iter<T: IntoIterator<Item = &'a StepState>>(states: T) -> Self {
        let mut counts = Self::default();
        for state in states {
            *counts.of_mut(state) += 1;
        }
        counts
    }
}

/// The state of a job in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum JobState {
    /// Planned; nothing was sent.
    Prepared,
    /// In progress, or it was when its process died.
    Running,
    /// It waits for somebody to resume it.
    Paused,
    /// Stopped or discarded: can be resumed by number, is not offered.
    Stopped,
    /// Nothing is left to do.
    Finished,
}

impl JobState {
    /// The word for files and tables.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The process that holds a job, as far as recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobHolder {
    /// The process ID.
    pub pid: Option<u32>,
    /// Its operator.
    pub operator: Option<Text>,
    /// The machine it runs on.
    pub host: Option<Text>,
}

/// An unfinished job of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedJob {
    /// Its number in the journal.
    pub number: JobId,
    /// When it was planned, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who planned it.
    pub operator: Option<Text>,
    /// The ticket that asked for it.
    pub ticket: Option<Text>,
    /// What most of its changes do.
    pub kind: JobKind,
    /// Whose lists.
    pub owner: UserId,
    /// Its state when it was last recorded.
    pub state: JobState,
    /// How far it has got.
    pub counts: JobCounts,
    /// Who holds it.
    pub holder: Option<JobHolder>,
}

/// Why a job of the journal cannot be resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimRefusal {
    /// Another rosterm is running it.
    HeldBy(JobHolder),
    /// Another rosterm has finished it.
    Finished,
    /// The journal did not give it: it cannot be read or written, there is none, or the job is for another app.
    Failed(Failure),
}

/// A job as loaded from the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedJob {
    /// The changes it is to make.
    pub plan: JobPlan,
    /// How far each change has got.
    pub states: Vec<StepState>,
}

/// What a job does, for its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// The same operation for all users; remarks that are set together with a new friend count as part of
    /// adding the friend.
    Op(BulkOp),
    /// It deletes conversations.
    Delete,
    /// Several different things.
    Several,
}

impl JobKind {
    /// The kind of a job whose changes mostly do this.
    pub fn mostly(kind: ChangeKind) -> Self {
        BulkOp::of_kind(kind).map_or(Self::Delete, Self::Op)
    }

    /// The kind of a job with these steps.
    pub fn of(steps: &[JobStep]) -> Self {
        let deletes = |step: &JobStep| matches!(step.change, Change::DeleteConversation { .. });
        if !steps.is_empty() && steps.iter().all(deletes) {
            return Self::Delete;
        }
        let Some(first) = steps.first().and_then(JobStep::op) else {
            return Self::Several;
        };
        let adds = first == BulkOp::AddFriend;
        let alike = |step: &JobStep| {
            let act = step.op();
            act == Some(first) || adds && act == Some(BulkOp::Remark)
        };
        if steps.iter().all(alike) {
            Self::Op(first)
        } else {
            Self::Several
        }
    }
}

/// How far one change of a job has got.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
pub enum StepState {
    /// Not sent.
    #[strum(serialize = "waiting")]
    Waiting,
    /// In progress.
    #[strum(serialize = "sent")]
    Sent,
    /// It was done.
    #[strum(serialize = "done")]
    Done,
    /// It was done, and undone since. A job never makes this of a step, and the journal derives it from the
    /// entry that undoes the step's.
    #[strum(serialize = "undone")]
    Undone,
    /// No change needed.
    #[strum(serialize = "nothing to do")]
    Unneeded,
    /// It failed; the class of the failure says whether anything may have been changed.
    #[strum(serialize = "failed")]
    Failed(Failure),
    /// Its reply was lost: the outcome is unknown until it is verified.
    #[strum(serialize = "unknown")]
    Unknown,
}

impl StepState {
    /// The word for files and tables.
    pub fn word(&self) -> &'static str {
        self.into()
    }

    /// The state with this word; `failure` says why, if it failed.
    pub fn named(word: &str, failure: impl FnOnce() -> Failure) -> Option<Self> {
        let plain = [
            Self::Waiting,
            Self::Sent,
            Self::Done,
            Self::Unneeded,
            Self::Unknown,
        ];
        let known = plain.into_iter().find(|state| state.word() == word);
        known.or_else(|| {
            let failed = Self::Failed(failure());
            (failed.word() == word).then_some(failed)
        })
    }

    /// Whether its state can no longer change without somebody's action.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Done | Self::Undone | Self::Unneeded | Self::Failed(_) => true,
            Self::Waiting | Self::Sent | Self::Unknown => false,
        }
    }

    /// Whether a retry makes sense.
    pub fn may_be_retried(&self) -> bool {
        let is_over = |why: &Failure| {
            !matches!(
                why.class,
                FailureClass::NothingDone | FailureClass::Retryable
            ) || matches!(
                why.reason,
                FailureReason::UndoneAlready | FailureReason::ChangedSince
            )
        };
        matches!(self, Self::Failed(why) if !is_over(why))
    }
}

/// A command for a running job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobControl {
    /// Send nothing more for now.
    Pause,
    /// Resume sending.
    Resume,
    /// Send nothing more at all; requests in progress are waited for.
    Stop,
}

/// Outcomes that are not in the journal yet, although rosterm keeps retrying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingBacklog {
    /// How many outcomes are waiting.
    pub count: usize,
    /// Why the journal last failed to record them.
    pub why: Option<Failure>,
}

/// A report from the worker about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEvent {
    /// It starts. It is in the journal under this number, unless nothing is recorded.
    Begun(Option<JobId>),
    /// A snapshot of a list that it changes is being taken, so that the list can be restored.
    Snapshotting(ListKind),
    /// It was loaded from the journal, belongs to this rosterm now, and resumes in this state.
    Loaded(Box<LoadedJob>),
    /// It is in the journal, and cannot be resumed.
    ClaimRefused(ClaimRefusal),
    /// It cannot start; nothing was sent.
    Refused(Failure),
    /// It was to undo something that can no longer be undone; nothing was sent.
    UndoRefused(UndoRefusal),
    /// Changes, by position in the plan, that have a new state.
    StepsChanged(Vec<(usize, StepState)>),
    /// It is paused and sends nothing.
    Paused,
    /// It was resumed.
    Resumed,
    /// Another process holds the journal's lock: nothing is sent until it can be recorded.
    JournalBusy,
    /// Replies were lost; the outcomes will be verified this many milliseconds from now.
    VerificationDueIn(u64),
    /// Nothing of it is in progress any more, and nothing more will be sent.
    Ended,
}
