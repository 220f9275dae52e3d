//! The jobs of this session: what each shall do, how far it is, how fast it goes.

use std::collections::{HashMap, HashSet};

use super::RemarkRecording;
use crate::domain::job::{
    BulkOp, JobControl, JobCounts, JobHolder, JobKind, JobPlan, JobStep, LoadedJob, StepState,
    UnfinishedJob,
};
use crate::domain::lists::{FailedSteps, ListKind};
use crate::domain::{Change, Failure, UserId};
use crate::msg::Millis;
use crate::paged::RequestId;

/// What a job is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobPhase {
    /// It was asked for, and is not in the journal yet.
    Beginning,
    /// This list is read and kept before anything is sent; so many rows by now.
    Snapshotting(ListKind, usize),
    /// It sends.
    Running,
    /// It sends nothing for now.
    Paused,
    /// Nothing more will become of it.
    Ended,
    /// It could not begin; nothing was sent.
    Refused(Failure),
    /// It could not begin, because a list could not be kept before; nothing was sent.
    SnapshotFailed(Failure),
}

/// What the journal was asked for its unfinished jobs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedPurpose {
    /// The console starts: going on is offered.
    Offer,
    /// Somebody wants to see the jobs, and none is known.
    Show,
    /// They are on screen, and may be old.
    Refresh,
}

/// What is said of jobs that are left from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobReport {
    /// There are so many, and this is no moment to ask.
    Left(usize),
    /// This one is gone on with.
    Resumed(i64),
    /// This one cannot be gone on with here, because somebody works on it.
    Held(i64, JobHolder),
    /// This one is through: somebody else brought it to its end.
    Gone(i64),
    /// This one was ended for good.
    Shelved(i64),
}

/// Which way leads back from what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoDirection {
    /// Taking it back.
    Undo,
    /// Doing again what it took back.
    Redo,
}

/// What was taken back, or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoReport {
    /// It was done again.
    pub redo: bool,
    /// What had been done first.
    pub act: BulkOp,
    /// Whose lists.
    pub owner: UserId,
    /// The first one it was done to.
    pub target: UserId,
    /// How many it was done to.
    pub n: usize,
}

/// A job.
#[derive(Debug, Clone)]
pub struct JobView {
    /// What it was begun with.
    pub request: RequestId,
    /// Its number in the journal.
    pub number: Option<i64>,
    /// As it stood in the journal, where it was begun before this session.
    pub unfinished: Option<Box<UnfinishedJob>>,
    /// What it shall do.
    pub plan: JobPlan,
    /// Whether it does again what was taken back, or takes it back; `None` where it does something new, or
    /// was begun before this session.
    pub redo: Option<bool>,
    /// How far each change of the plan is.
    pub states: Vec<StepState>,
    /// When each was sent last.
    pub sent: Vec<Option<Millis>>,
    /// What it is doing.
    pub phase: JobPhase,
    /// What was asked of it and has no answer yet.
    pub pending_control: Option<JobControl>,
    /// Whether somebody stopped it.
    pub stopped: bool,
    /// When the truth about lost answers is read.
    pub verify_at: Option<Millis>,
    /// When it was asked for.
    pub began: Millis,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Whether its end was seen in the list of the jobs.
    pub seen: bool,
    /// Lists that are read again at its end: answers were on their way that may not know of its changes.
    pub stale: HashSet<(UserId, ListKind)>,
    /// For how long it ran, before it last began to.
    ran: Millis,
    /// Since when it runs.
    since: Option<Millis>,
    /// How many had their outcome before this session.
    over_before: usize,
}

impl JobView {
    /// A job that was just asked for.
    pub fn new(request: RequestId, plan: JobPlan, now: Millis) -> Self {
        let steps = plan.steps.len();
        Self {
            request,
            number: None,
            unfinished: None,
            plan,
            redo: None,
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

    /// A job of the journal that is to be gone on with. What it does is known once it is found there.
    pub fn resumed(request: RequestId, left: UnfinishedJob, now: Millis) -> Self {
        let plan = JobPlan {
            owner: left.owner.clone(),
            steps: Vec::new(),
            undoes: None,
        };
        Self {
            number: Some(left.number),
            unfinished: Some(Box::new(left)),
            ..Self::new(request, plan, now)
        }
    }

    /// It was found in the journal like this.
    pub fn found(&mut self, found: LoadedJob) {
        self.sent = vec![None; found.states.len()];
        self.plan = found.plan;
        self.states = found.states;
        self.over_before = self.tally().over();
    }

    /// What it does, as its name says it.
    pub fn does(&self) -> JobKind {
        match &self.unfinished {
            Some(left) if self.plan.steps.is_empty() => left.does,
            _ => JobKind::of(&self.plan.steps),
        }
    }

    /// For how many it is done, has failed, and has no outcome: counted as the question did, which counts a
    /// friend and the remark that comes with the friend as one.
    pub fn outcome(&self) -> (usize, usize, usize) {
        let mut worst: HashMap<_, u8> = HashMap::new();
        for (step, state) in self.plan.steps.iter().zip(&self.states) {
            let kind = match &step.change {
                Change::DeleteConversation { kind, .. } => Some(*kind),
                _ => None,
            };
            let rank = match state {
                StepState::Done | StepState::Nothing => 0,
                StepState::Failed(_) => 1,
                StepState::Waiting | StepState::Sent | StepState::Unknown => 2,
            };
            let there = worst.entry((step.change.target(), kind)).or_default();
            *there = rank.max(*there);
        }
        let n = |rank| worst.values().filter(|there| **there == rank).count();
        (n(0), n(1), n(2))
    }

    /// What it does, where it does the same to everybody.
    pub fn act(&self) -> Option<BulkOp> {
        let mut acts = self.plan.steps.iter().map(JobStep::act);
        let first = acts.next()??;
        acts.all(|act| act == Some(first)).then_some(first)
    }

    /// Which way leads back from what it did, where it is known that one does. How everybody stood was read
    /// before it began.
    pub fn way_back(&self, remarks: RemarkRecording) -> Option<UndoDirection> {
        let mut steps = self.plan.steps.iter().zip(&self.states);
        let any = steps
            .any(|(step, state)| *state == StepState::Done && remarks.has_way_back(&step.change));
        let turns = self.plan.steps.iter().any(|step| step.undoes.is_some());
        match (any, turns, self.redo) {
            (false, ..) | (_, true, None) => None,
            (true, true, Some(false)) => Some(UndoDirection::Redo),
            (true, false, _) | (true, true, Some(true)) => Some(UndoDirection::Undo),
        }
    }

    /// What of it was taken back, or done again; `None` where it did something new, or several things.
    pub fn turned_back(&self) -> Option<UndoReport> {
        let redo = self.redo?;
        let does = self.act()?;
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

    /// Whether something will still become of it.
    pub fn is_active(&self) -> bool {
        match self.phase {
            JobPhase::Beginning
            | JobPhase::Snapshotting(..)
            | JobPhase::Running
            | JobPhase::Paused => true,
            JobPhase::Ended | JobPhase::Refused(_) | JobPhase::SnapshotFailed(_) => false,
        }
    }

    /// Whether it changes by itself.
    pub fn is_moving(&self) -> bool {
        self.is_active() && self.phase != JobPhase::Paused
    }

    /// Whether a change about this pair is still to come, or its outcome is.
    pub fn holds(&self, owner: &UserId, other: &UserId) -> bool {
        self.held(owner).any(|target| target == other)
    }

    /// The people of this owner about whom a change is still to come, or its outcome is.
    pub fn held<'a>(&'a self, owner: &UserId) -> impl Iterator<Item = &'a UserId> + use<'a> {
        let holds = self.is_active() && self.plan.owner == *owner;
        let steps = self.plan.steps.iter().zip(&self.states);
        steps
            .filter(move |(_, state)| holds && !state.is_over())
            .map(|(step, _)| step.change.target())
    }

    /// How many changes are where.
    pub fn tally(&self) -> JobCounts {
        let mut tally = JobCounts::default();
        for state in &self.states {
            *match state {
                StepState::Waiting => &mut tally.waiting,
                StepState::Sent => &mut tally.sent,
                StepState::Done => &mut tally.done,
                StepState::Nothing => &mut tally.nothing,
                StepState::Failed(_) => &mut tally.failed,
                StepState::Unknown => &mut tally.unknown,
            } += 1;
        }
        tally
    }

    /// What failed, and of what nobody knows; `None` where there is nothing of the kind.
    pub fn failed_steps(&self) -> Option<FailedSteps> {
        let failed = |(step, state): (&JobStep, &StepState)| match state {
            StepState::Failed(why) => Some((step.change.clone(), Some(why.clone()))),
            StepState::Unknown => Some((step.change.clone(), None)),
            StepState::Waiting | StepState::Sent | StepState::Done | StepState::Nothing => None,
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

    /// The places of its changes as they are shown.
    pub fn order(&self, failed_first: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        if failed_first {
            order.sort_by_key(|&place| match self.states[place] {
                StepState::Failed(_) => 0,
                StepState::Unknown => 1,
                StepState::Sent | StepState::Waiting => 2,
                StepState::Done | StepState::Nothing => 3,
            });
        }
        order
    }

    /// The first line of that order about which something is still to come: where the eye follows.
    pub fn front(&self, failed_first: bool) -> usize {
        if failed_first {
            return 0;
        }
        let front = self.states.iter().position(|state| !state.is_over());
        front.unwrap_or_else(|| self.states.len().saturating_sub(1))
    }

    /// It runs from now on, or no longer.
    pub fn runs(&mut self, runs: bool, now: Millis) {
        if let Some(since) = self.since.take() {
            self.ran += now.saturating_sub(since);
        }
        self.since = runs.then_some(now);
    }

    /// For how long it ran by now, pauses left out.
    pub fn running_time(&self, now: Millis) -> Millis {
        self.ran + self.since.map_or(0, |since| now.saturating_sub(since))
    }

    /// Outcomes in ten seconds, and how many milliseconds the rest takes at that pace; `None` before
    /// there is a pace.
    pub fn pace(&self, now: Millis) -> Option<(u64, Millis)> {
        let tally = self.tally();
        let over = tally.over().saturating_sub(self.over_before);
        let over = u64::try_from(over).ok()?;
        let left = u64::try_from(tally.waiting + tally.sent).ok()?;
        let time = self.running_time(now);
        (over > 0 && time > 0).then(|| (over * 10_000 / time, left * time / over))
    }
}
