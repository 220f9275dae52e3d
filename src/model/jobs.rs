//! The jobs of this session: what each one does, how far it has got, and how fast it runs.

use std::collections::{HashMap, HashSet};

use super::RemarkRecording;
use crate::domain::files::FailedSteps;
use crate::domain::job::{
    BulkOp, JobControl, JobCounts, JobHolder, JobKind, JobPlan, JobStep, LoadedJob, StepState,
    UnfinishedJob,
};
use crate::domain::{Change, Failure, JobId, ListKind, RequestId, UserId};
use crate::msg::Millis;
use crate::text;

/// The phase of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobPhase {
    /// It was requested, and is not in the journal yet.
    Beginning,
    /// A snapshot of this list is being taken before anything is sent; this many rows so far.
    Snapshotting(ListKind, usize),
    /// It is sending.
    Running,
    /// It is paused.
    Paused,
    /// It has ended.
    Ended,
    /// It could not start; nothing was sent.
    Refused(Failure),
    /// It could not start, because the snapshot failed; nothing was sent.
    SnapshotFailed(Failure),
}

/// Why the journal was queried for unfinished jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedPurpose {
    /// rosterm starts: it offers to resume them.
    Offer,
    /// The person wants to see the jobs, and none is known.
    Show,
    /// They are on screen, and may be outdated.
    Refresh,
}

/// A notice about unfinished jobs.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
pub enum JobReport {
    /// There are this many unfinished jobs. The app is read-only, or a filter is being typed.
    Found(usize),
    /// This one was resumed.
    Resumed(JobId),
    /// This one cannot be resumed here, because another process runs it.
    Held(JobId, JobHolder),
    /// This one is finished: another process completed it.
    Finished(JobId),
    /// This one was neither resumed nor discarded, because the journal failed.
    NotClaimed(JobId, Failure),
    /// This one was discarded.
    Discarded(JobId),
}

/// A direction in the history of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoDirection {
    /// Undoing.
    Undo,
    /// Redoing what was undone.
    Redo,
}

/// What was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoReport {
    /// Whether it was redone.
    pub redo: bool,
    /// What had been done originally.
    pub act: BulkOp,
    /// Whose lists.
    pub owner: UserId,
    /// The first user it was done to.
    pub target: UserId,
    /// To how many users it was done.
    pub n: usize,
}

/// A job that was begun or resumed in this session.
#[derive(Debug, Clone)]
pub struct SessionJob {
    /// The request that began it.
    pub request: RequestId,
    /// Its number in the journal.
    pub number: Option<JobId>,
    /// Its state in the journal, if it was begun before this session.
    pub unfinished: Option<Box<UnfinishedJob>>,
    /// What it is to do.
    pub plan: JobPlan,
    /// Whether it undoes or redoes something; `None` if it does something new, or was begun before this
    /// session.
    pub direction: Option<UndoDirection>,
    /// The state of each step of the plan.
    pub states: Vec<StepState>,
    /// When each step was last sent.
    pub sent: Vec<Option<Millis>>,
    /// Its phase.
    pub phase: JobPhase,
    /// A command to it that has no reply yet.
    pub pending_control: Option<JobControl>,
    /// Whether a person stopped it.
    pub stopped: bool,
    /// When the outcomes of lost replies are verified.
    pub verify_at: Option<Millis>,
    /// When it was requested.
    pub began: Millis,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Whether its end was seen in the list of jobs.
    pub seen: bool,
    /// Lists to read again when it ends: replies were in progress that may not reflect its changes.
    pub stale: HashSet<(UserId, ListKind)>,
    /// How long it had run before it was last started.
    ran: Millis,
    /// Since when it has been running.
    since: Option<Millis>,
    /// How many steps had an outcome before this session.
    over_before: usize,
    /// The cells of the longest ID that it is about.
    id_width: usize,
}

/// The cells of the longest ID that a plan is about.
pub fn id_width(plan: &JobPlan) -> usize {
    let ids = plan.steps.iter().map(|step| step.change.target());
    ids.map(|id| text::width(id.shown())).max().unwrap_or(0)
}

/// The indices of steps in display order.
pub fn display_order(states: &[StepState], failed_first: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..states.len()).collect();
    if failed_first {
        order.sort_by_key(|&place| match states[place] {
            StepState::Failed(_) => 0,
            StepState::Unknown => 1,
            StepState::Sent | StepState::Waiting => 2,
            StepState::Done | StepState::Undone | StepState::Unneeded => 3,
        });
    }
    order
}

/// The first line in that order that is still to change.
pub fn front(states: &[StepState], failed_first: bool) -> usize {
    if failed_first {
        return 0;
    }
    let front = states.iter().position(|state| !state.is_over());
    front.unwrap_or_else(|| states.len().saturating_sub(1))
}

impl SessionJob {
    /// A job that was just requested.
    pub fn new(request: RequestId, plan: JobPlan, now: Millis) -> Self {
        let steps = plan.steps.len();
        Self {
            request,
            number: None,
            unfinished: None,
            id_width: id_width(&plan),
            plan,
            direction: None,
            states: vec![StepState::Waiting; steps],
            sent: vec![None; steps],
            phase: JobPhase::Beginning,
            pending_control: None,
            stopped: false,
            verify_at: None,
            began: now,
            ended: None,
            seen: false,
            stale: HashSet::new(),
            ran: 0,
            since: None,
            over_before: 0,
        }
    }

    /// A job of the journal that is to be resumed. What it does is known once it is loaded from there.
    pub fn resumed(request: RequestId, unfinished: UnfinishedJob, now: Millis) -> Self {
        let plan = JobPlan {
            owner: unfinished.owner.clone(),
            steps: Vec::new(),
            undoes: None,
        };
        Self {
            number: Some(unfinished.number),
            unfinished: Some(Box::new(unfinished)),
            ..Self::new(request, plan, now)
        }
    }

    /// Takes over the job as it was loaded from the journal.
    pub fn loaded(&mut self, found: LoadedJob) {
        self.sent = vec![None; found.states.len()];
        self.id_width = id_width(&found.plan);
        self.plan = found.plan;
        self.states = found.states;
        self.over_before = self.counts().with_outcome();
    }

    /// Takes over which of its changes are undone now, as the journal has them.
    pub fn learn_undone(&mut self, found: &[StepState]) {
        for (there, found) in self.states.iter_mut().zip(found) {
            if matches!(
                (&*there, found),
                (StepState::Done, StepState::Undone) | (StepState::Undone, StepState::Done)
            ) {
                *there = found.clone();
            }
        }
    }

    /// The cells of the longest ID that it is about.
    pub fn id_width(&self) -> usize {
        self.id_width
    }

    /// What it does, for its name.
    pub fn kind(&self) -> JobKind {
        match &self.unfinished {
            Some(unfinished) if self.plan.steps.is_empty() => unfinished.kind,
            _ => JobKind::of(&self.plan.steps),
        }
    }

    /// How many users are in which state, as the question counts them: a friend and the remark that comes with
    /// the friend are one. Two kinds of conversations with one peer are two.
    pub fn counts_per_user(&self) -> JobCounts {
        let mut worst: HashMap<_, (u8, &StepState)> = HashMap::new();
        for (step, state) in self.plan.steps.iter().zip(&self.states) {
            let kind = match &step.change {
                Change::DeleteConversation { kind, .. } => Some(*kind),
                _ => None,
            };
            let rank = match state {
                StepState::Unneeded => 0,
                StepState::Done => 1,
                StepState::Undone => 2,
                StepState::Failed(_) => 3,
                StepState::Waiting => 4,
                StepState::Sent => 5,
                StepState::Unknown => 6,
            };
            let there = worst.entry((step.change.target(), kind));
            let there = there.or_insert((rank, state));
            if there.0 < rank {
                *there = (rank, state);
            }
        }
        worst.values().map(|(_, state)| *state).collect()
    }

    /// What it does, if it does the same to all users.
    pub fn op(&self) -> Option<BulkOp> {
        let mut acts = self.plan.steps.iter().map(JobStep::op);
        let first = acts.next()??;
        acts.all(|act| act == Some(first)).then_some(first)
    }

    /// How to revert what it did, if it is known that this is possible. Prior states were read before it
    /// began.
    pub fn way_back(&self, remarks: RemarkRecording) -> Option<UndoDirection> {
        let mut steps = self.plan.steps.iter().zip(&self.states);
        let any = steps
            .any(|(step, state)| *state == StepState::Done && remarks.has_way_back(&step.change));
        let turns = self.plan.steps.iter().any(|step| step.undoes.is_some());
        match (any, turns, self.direction) {
            (false, ..) | (_, true, None) => None,
            (true, true, Some(UndoDirection::Undo)) => Some(UndoDirection::Redo),
            (true, false, _) | (true, true, Some(UndoDirection::Redo)) => Some(UndoDirection::Undo),
        }
    }

    /// What it undid or redid; `None` if it did something new, or several things.
    pub fn turned_back(&self) -> Option<UndoReport> {
        let redo = self.direction? == UndoDirection::Redo;
        let does = self.op()?;
        let mut targets = self.plan.steps.iter().zip(&self.states);
        let targets = targets
            .by_ref()
            .filter(|(step, state)| **state == StepState::Done && step.undoes.is_some());
        let targets: Vec<&UserId> = targets.map(|(step, _)| step.change.target()).collect();
        Some(UndoReport {
            redo,
            act: if redo { does } else { does.inverse() },
            owner: self.plan.owner.clone(),
            target: (*targets.first()?).clone(),
            n: targets.len(),
        })
    }

    /// Whether it can still make progress.
    pub fn is_active(&self) -> bool {
        match self.phase {
            JobPhase::Beginning
            | JobPhase::Snapshotting(..)
            | JobPhase::Running
            | JobPhase::Paused => true,
            JobPhase::Ended | JobPhase::Refused(_) | JobPhase::SnapshotFailed(_) => false,
        }
    }

    /// Whether all its changes have an outcome.
    pub fn is_all_over(&self) -> bool {
        !self.states.is_empty() && self.states.iter().all(StepState::is_over)
    }

    /// Whether it changes without a key press.
    pub fn is_moving(&self) -> bool {
        self.is_active() && self.phase != JobPhase::Paused
    }

    /// Whether a change about this pair is still to be made, or has no outcome yet.
    pub fn holds(&self, owner: &UserId, other: &UserId) -> bool {
        self.users_in_progress(owner).any(|target| target == other)
    }

    /// The users about whom this owner has a change that is still to be made, or has no outcome yet.
    pub fn users_in_progress<'a>(
        &'a self,
        owner: &UserId,
    ) -> impl Iterator<Item = &'a UserId> + use<'a> {
        let holds = self.is_active() && self.plan.owner == *owner;
        let steps = self.plan.steps.iter().zip(&self.states);
        steps
            .filter(move |(_, state)| holds && !state.is_over())
            .map(|(step, _)| step.change.target())
    }

    /// How many steps are in which state.
    pub fn counts(&self) -> JobCounts {
        self.states.iter().collect()
    }

    /// The steps that failed or have an unknown outcome; `None` if there are none.
    pub fn failed_steps(&self) -> Option<FailedSteps> {
        let failed = |(step, state): (&JobStep, &StepState)| match state {
            StepState::Failed(why) => Some((step.change.clone(), Some(why.clone()))),
            StepState::Unknown => Some((step.change.clone(), None)),
            StepState::Waiting
            | StepState::Sent
            | StepState::Done
            | StepState::Undone
            | StepState::Unneeded => None,
        };
        let steps: Vec<_> = self
            .plan
            .steps
            .iter()
            .zip(&self.states)
            .filter_map(failed)
            .collect();
        let (false, Some(job)) = (steps.is_empty(), self.number) else {
            return None;
        };
        Some(FailedSteps {
            owner: self.plan.owner.clone(),
            job,
            steps,
        })
    }

    /// Starts or stops the running time.
    pub fn set_running(&mut self, running: bool, now: Millis) {
        if let Some(since) = self.since.take() {
            self.ran += now.saturating_sub(since);
        }
        self.since = running.then_some(now);
    }

    /// How long it has run so far, without pauses.
    pub fn running_time(&self, now: Millis) -> Millis {
        self.ran + self.since.map_or(0, |since| now.saturating_sub(since))
    }

    /// Outcomes in ten seconds, and how many milliseconds the rest takes at that pace; `None` if there is no
    /// pace yet.
    pub fn pace(&self, now: Millis) -> Option<(u64, Millis)> {
        let tally = self.counts();
        let over = tally.with_outcome().saturating_sub(self.over_before);
        let over = u64::try_from(over).ok()?;
        let left = u64::try_from(tally.waiting + tally.sent).ok()?;
        let time = self.running_time(now);
        (over > 0 && time > 0).then(|| (over * 10_000 / time, left * time / over))
    }
}
