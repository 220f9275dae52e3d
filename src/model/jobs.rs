//! The jobs of this session: what each shall do, how far it is, how fast it goes.

use std::collections::HashSet;

use super::Pane;
use crate::domain::{Failure, UserId};
use crate::msg::Millis;
use crate::msg::file::List;
use crate::msg::job::{Act, Plan, State, Steer};
use crate::paged::Ticket;

/// What a job is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobPhase {
    /// It was asked for, and is not in the journal yet.
    Beginning,
    /// This list is read and kept before anything is sent; so many rows by now.
    Keeping(List, usize),
    /// It sends.
    Running,
    /// It sends nothing for now.
    Paused,
    /// Nothing more will become of it.
    Ended,
    /// It could not begin; nothing was sent.
    Refused(Failure),
    /// It could not begin, because a list could not be kept before; nothing was sent.
    Unkept(Failure),
}

/// How many changes of a job are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
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

impl Tally {
    /// How many have their outcome.
    #[must_use]
    pub fn over(&self) -> usize {
        self.done + self.nothing + self.failed
    }
}

/// A job.
#[derive(Debug, Clone)]
pub struct Job {
    /// What it was begun with.
    pub ticket: Ticket,
    /// Its number in the journal.
    pub number: Option<i64>,
    /// What it shall do.
    pub plan: Plan,
    /// How far each change of the plan is.
    pub states: Vec<State>,
    /// When each was sent last.
    pub sent: Vec<Option<Millis>>,
    /// What it is doing.
    pub phase: JobPhase,
    /// What was asked of it and has no answer yet.
    pub steered: Option<Steer>,
    /// Whether somebody stopped it.
    pub stopped: bool,
    /// When the truth about lost answers is read.
    pub settles: Option<Millis>,
    /// When it was asked for.
    pub began: Millis,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Whether its end was seen in the list of the jobs.
    pub seen: bool,
    /// Lists that are read again at its end: answers were on their way that may not know of its changes.
    pub stale: HashSet<(UserId, Pane)>,
    /// For how long it ran, before it last began to.
    ran: Millis,
    /// Since when it runs.
    since: Option<Millis>,
}

impl Job {
    /// A job that was just asked for.
    #[must_use]
    pub fn new(ticket: Ticket, plan: Plan, now: Millis) -> Self {
        let steps = plan.steps.len();
        Self {
            ticket,
            number: None,
            plan,
            states: vec![State::Waiting; steps],
            sent: vec![None; steps],
            phase: JobPhase::Beginning,
            steered: None,
            stopped: false,
            settles: None,
            began: now,
            ended: None,
            seen: false,
            stale: HashSet::new(),
            ran: 0,
            since: None,
        }
    }

    /// What it does, where it does the same to everybody.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        let mut acts = self.plan.steps.iter().map(|step| Act::of(&step.change));
        let first = acts.next()??;
        acts.all(|act| act == Some(first)).then_some(first)
    }

    /// Whether something will still become of it.
    #[must_use]
    pub fn is_active(&self) -> bool {
        match self.phase {
            JobPhase::Beginning | JobPhase::Keeping(..) | JobPhase::Running | JobPhase::Paused => {
                true
            }
            JobPhase::Ended | JobPhase::Refused(_) | JobPhase::Unkept(_) => false,
        }
    }

    /// Whether it changes by itself.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.is_active() && self.phase != JobPhase::Paused
    }

    /// Whether a change about this pair is still to come, or its outcome is.
    #[must_use]
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
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for state in &self.states {
            *match state {
                State::Waiting => &mut tally.waiting,
                State::Sent => &mut tally.sent,
                State::Done => &mut tally.done,
                State::Nothing => &mut tally.nothing,
                State::Failed(_) => &mut tally.failed,
                State::Unknown => &mut tally.unknown,
            } += 1;
        }
        tally
    }

    /// The places of its changes as they are shown.
    #[must_use]
    pub fn order(&self, failed_first: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        if failed_first {
            order.sort_by_key(|&place| match self.states[place] {
                State::Failed(_) => 0,
                State::Unknown => 1,
                State::Sent | State::Waiting => 2,
                State::Done | State::Nothing => 3,
            });
        }
        order
    }

    /// The first line of that order about which something is still to come: where the eye follows.
    #[must_use]
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
    #[must_use]
    pub fn running_time(&self, now: Millis) -> Millis {
        self.ran + self.since.map_or(0, |since| now.saturating_sub(since))
    }

    /// Outcomes in ten seconds, and how many milliseconds the rest takes at that pace; `None` before
    /// there is a pace.
    #[must_use]
    pub fn pace(&self, now: Millis) -> Option<(u64, Millis)> {
        let tally = self.tally();
        let over = u64::try_from(tally.over()).ok()?;
        let left = u64::try_from(tally.waiting + tally.sent).ok()?;
        let time = self.running_time(now);
        (over > 0 && time > 0).then(|| (over * 10_000 / time, left * time / over))
    }
}
