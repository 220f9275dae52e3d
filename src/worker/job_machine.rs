//! The state machine of a job: what to send next, and what each reply means; without I/O, without a clock.

#[cfg(test)]
mod property;
mod refusal;
mod state_review;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use crate::domain::job::{JobControl, JobPlan, JobState, StepState};
use crate::domain::limits::IMPORTED_PER_CALL;
use crate::domain::{
    Change, ChatKind, Failure, FailureClass, FailureReason, MAX_VERIFICATIONS, PairState,
    Verification,
};
use crate::journal::ChangeOutcome;
use crate::msg::Millis;

use self::refusal::{DeadEnd, as_not_sent, is_temporary_refusal, may_concern_one_user};
pub(super) use self::state_review::{StateQueries, StateQuery, StateReview};
use super::WriteTiming;
use super::back_off;
use super::read_states::ReadStates;

/// The most calls in progress at once. At 100 calls a second this is reached if a reply takes 0.6 seconds.
const MAX_CALLS: usize = 64;

/// How often a change is sent if it is refused each time.
const MAX_REFUSALS: u8 = 6;

/// How often a change is sent if its reply is lost each time and it was not applied.
const MAX_LOST_REPLIES: u8 = 3;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NextMove {
    /// Send these changes, by their indices, in one call.
    Send(Vec<usize>),
    /// Verify whether these were applied.
    Verify(Vec<usize>),
    /// Send nothing before this time: the server, or the network, refused calls.
    HoldUntil(Millis),
    /// Verify at this time.
    VerifyAt(Millis),
    /// Wait for a reply.
    Wait,
    /// The user paused the job, and nothing is in progress.
    Paused,
    /// Nothing is in progress, and nothing will be.
    Ended,
}

/// The outcome of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CallOutcome {
    /// It gives the outcome of each change, with its HTTP status.
    Each(Vec<Result<u16, Failure>>),
    /// It failed as a whole.
    Whole(Failure),
}

/// What to record in the journal about a change that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepRecord {
    pub index: usize,
    /// Whether the outcome was verified after the reply had been lost.
    pub verified: bool,
    /// Whether the change is resent.
    pub resend: bool,
    pub outcome: ChangeOutcome,
}

/// A job in progress.
#[derive(Debug)]
pub(super) struct JobMachine {
    steps: Vec<TrackedStep>,
    /// Changes that may be sent now.
    ready: BTreeSet<usize>,
    /// Changes whose outcome is unknown and can still be verified.
    unknown: BTreeSet<usize>,
    /// Which kinds of changes can no longer succeed, and why.
    dead_ends: Vec<(DeadEnd, Failure)>,
    phase: MachinePhase,
    calls: usize,
    is_verifying: bool,
    back_off: BackOff,
    /// When the unknown outcomes are verified.
    verify_at: Millis,
    timing: WriteTiming,
    changed_steps: Vec<(usize, StepState)>,
    records: Vec<StepRecord>,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct TrackedStep {
    change: Change,
    /// The state when the job was planned, or as it was read since.
    prior: PairState,
    /// Whether no earlier change of the job alters that state.
    is_first: bool,
    /// Whether it undoes an earlier change.
    is_undo: bool,
    /// Whether it is a remark that comes with a new friend.
    comes_with_friend: bool,
    state: StepState,
    /// The next change to the same user.
    follower: Option<usize>,
    /// It is sent in a call of its own.
    in_own_call: bool,
    refusals: u8,
    /// Why it was refused the last time.
    last_refusal: Option<Failure>,
    /// How often its reply was lost, and why the last time.
    lost_replies: u8,
    last_loss: Option<Failure>,
    /// On the resend, the service did not find the user to be removed.
    not_found: Option<Failure>,
    failed_verifications: u8,
    /// The HTTP status with which the service accepted it; `None` if it was verified to be done.
    status: Option<u16>,
    /// Its final outcome is known, and is in the journal or about to be.
    is_final: bool,
    /// How many pauses there had been when it was sent; `None` before it was sent.
    back_offs_when_sent: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MachinePhase {
    Running,
    Paused,
    Stopped,
    /// rosterm is shutting down.
    ShuttingDown,
}

/// The pause after calls were refused.
#[derive(Debug, Default)]
struct BackOff {
    until: Millis,
    /// How many pauses there have been.
    count: u32,
    /// How many since a call got through.
    in_a_row: u8,
}

impl TrackedStep {
    /// Whether resuming the job may still change this outcome: it may be verified then, or recorded.
    fn may_change_on_resume(&self) -> bool {
        match &self.state {
            StepState::Unknown => true,
            StepState::Failed(why) => why.reason == FailureReason::Journal,
            StepState::Waiting
            | StepState::Sent
            | StepState::Done
            | StepState::Undone
            | StepState::Unneeded => false,
        }
    }
}

impl JobMachine {
    pub fn new(plan: JobPlan, timing: WriteTiming) -> Self {
        let mut steps: Vec<TrackedStep> = Vec::with_capacity(plan.steps.len());
        let mut ready = BTreeSet::new();
        let mut last_about = HashMap::new();
        for (place, step) in plan.steps.into_iter().enumerate() {
            let earlier = last_about.insert(target_key(&step.change), place);
            match earlier {
                Some(earlier) => steps[earlier].follower = Some(place),
                None => drop(ready.insert(place)),
            }
            let adds = |place: usize| matches!(steps[place].change, Change::AddFriend { .. });
            let with_friend = earlier.is_some_and(adds);
            steps.push(TrackedStep {
                change: step.change,
                prior: step.before,
                is_first: earlier.is_none(),
                is_undo: step.undoes.is_some(),
                comes_with_friend: with_friend,
                state: StepState::Waiting,
                follower: None,
                in_own_call: false,
                refusals: 0,
                last_refusal: None,
                lost_replies: 0,
                last_loss: None,
                not_found: None,
                failed_verifications: 0,
                status: None,
                is_final: false,
                back_offs_when_sent: None,
            });
        }
        Self {
            steps,
            ready,
            unknown: BTreeSet::new(),
            dead_ends: Vec::new(),
            phase: MachinePhase::Running,
            calls: 0,
            is_verifying: false,
            back_off: BackOff::default(),
            verify_at: 0,
            timing,
            changed_steps: Vec::new(),
            records: Vec::new(),
        }
    }

    /// A job that was begun elsewhere and came this far. The outcome of the changes that were in progress
    /// then is unknown: it is verified before any resend, after the waiting changes are sent.
    pub fn resumed(plan: JobPlan, states: &[StepState], timing: WriteTiming) -> Self {
        let mut job = Self::new(plan, timing);
        job.verify_at = timing.verify_after;
        for (place, state) in states.iter().enumerate().take(job.steps.len()) {
            let step = &mut job.steps[place];
            match state {
                StepState::Waiting => continue,
                StepState::Sent | StepState::Unknown => {
                    step.state = StepState::Unknown;
                    step.lost_replies = 1;
                    step.last_loss = Some(Failure::new(
                        FailureClass::Unknown,
                        FailureReason::ProcessEnded,
                    ));
                    job.unknown.insert(place);
                }
                StepState::Done
                | StepState::Undone
                | StepState::Unneeded
                | StepState::Failed(_) => {
                    // A remark whose text was not stored leaves its change open: only the text is missing.
                    let withheld = |why: &Failure| why.reason == FailureReason::Withheld;
                    step.is_final = !matches!(state, StepState::Failed(why) if withheld(why));
                    step.state = state.clone();
                }
            }
            step.back_offs_when_sent = Some(0);
            job.ready.remove(&place);
        }
        // Then the changes that follow them for the same users, in the order of the plan.
        for place in 0..job.steps.len() {
            match &job.steps[place].state {
                StepState::Done | StepState::Unneeded => job.release_follower(place, None),
                StepState::Undone => {
                    let why = Failure::new(FailureClass::NothingDone, FailureReason::UndoneAlready);
                    job.release_follower(place, Some(&why));
                }
                StepState::Failed(why) => {
                    let why = why.clone();
                    job.release_follower(place, Some(&why));
                }
                StepState::Waiting | StepState::Sent | StepState::Unknown => {}
            }
        }
        job
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    pub fn change(&self, place: usize) -> &Change {
        &self.steps[place].change
    }

    /// The states that changed since the last call, in that order.
    pub fn take_changed_steps(&mut self) -> Vec<(usize, StepState)> {
        std::mem::take(&mut self.changed_steps)
    }

    /// The outcomes of sent changes since the last call.
    pub fn take_records(&mut self) -> Vec<StepRecord> {
        std::mem::take(&mut self.records)
    }

    /// Whether one of these is resent.
    pub fn is_any_resent(&self, places: &[usize]) -> bool {
        places
            .iter()
            .any(|place| self.steps[*place].back_offs_when_sent.is_some())
    }

    /// The state to record in the journal for this job, now that it has ended. A job that still waits for a
    /// decision is offered again; one that was stopped or can no longer succeed is not.
    pub fn final_state(&self) -> JobState {
        let mut open = self.steps.iter().filter(|step| !step.is_final).peekable();
        if open.peek().is_none() {
            return JobState::Finished;
        }
        match self.phase {
            MachinePhase::ShuttingDown => JobState::Paused,
            MachinePhase::Running | MachinePhase::Paused
                if open.any(TrackedStep::may_change_on_resume) =>
            {
                JobState::Paused
            }
            MachinePhase::Running | MachinePhase::Paused | MachinePhase::Stopped => {
                JobState::Stopped
            }
        }
    }

    pub fn prior(&self, place: usize) -> &PairState {
        &self.steps[place].prior
    }

    pub fn has_changed_steps(&self) -> bool {
        !self.changed_steps.is_empty()
    }

    /// Applies a command of the user; returns whether it changed anything.
    pub fn control(&mut self, control: JobControl) -> bool {
        let phase = match (self.phase, control) {
            (MachinePhase::Running, JobControl::Pause) => MachinePhase::Paused,
            (MachinePhase::Paused, JobControl::Resume) => MachinePhase::Running,
            (MachinePhase::Running | MachinePhase::Paused, JobControl::Stop) => {
                MachinePhase::Stopped
            }
            _ => return false,
        };
        self.phase = phase;
        true
    }

    /// Sends and reads nothing more; only the replies to calls in progress still count.
    pub fn shut_down(&mut self) {
        self.phase = MachinePhase::ShuttingDown;
    }

    pub fn next_move(&self, now: Millis) -> NextMove {
        let first = self.ready.first().copied();
        match (self.phase, first) {
            (MachinePhase::Running, Some(_)) if self.calls >= MAX_CALLS => NextMove::Wait,
            (MachinePhase::Running, Some(_)) if now < self.back_off.until => {
                NextMove::HoldUntil(self.back_off.until)
            }
            (MachinePhase::Running, Some(first)) => NextMove::Send(self.call_batch(first)),
            _ if self.calls > 0 => NextMove::Wait,
            (MachinePhase::ShuttingDown, _) => NextMove::Ended,
            _ if self.is_verifying => NextMove::Wait,
            (MachinePhase::Paused, first) if first.is_some() || !self.unknown.is_empty() => {
                NextMove::Paused
            }
            _ if self.unknown.is_empty() => NextMove::Ended,
            _ if now < self.verify_at => NextMove::VerifyAt(self.verify_at),
            _ => NextMove::Verify(self.unknown.iter().copied().collect()),
        }
    }

    /// The changes that go in one call with this one.
    fn call_batch(&self, first: usize) -> Vec<usize> {
        let Change::AddFriend { owner, .. } = &self.steps[first].change else {
            return vec![first];
        };
        if self.steps[first].in_own_call {
            return vec![first];
        }
        let fits = |place: &&usize| {
            let step = &self.steps[**place];
            let added = matches!(&step.change, Change::AddFriend { owner: o, .. } if o == owner);
            added && !step.in_own_call
        };
        self.ready
            .iter()
            .filter(fits)
            .take(IMPORTED_PER_CALL)
            .copied()
            .collect()
    }

    /// A call with these is in progress.
    pub fn mark_sent(&mut self, places: &[usize]) {
        self.calls += 1;
        for &place in places {
            self.ready.remove(&place);
            self.steps[place].back_offs_when_sent = Some(self.back_off.count);
            self.set_state(place, StepState::Sent);
        }
    }

    /// These could not be recorded, so they were not sent; the user has to look at that.
    pub fn mark_unrecorded(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.finish_step(place, StepState::Failed(why.clone()));
        }
        self.control(JobControl::Pause);
    }

    /// The unknown outcomes are being verified.
    pub fn begin_verification(&mut self) {
        self.is_verifying = true;
    }

    /// A call got its reply, or lost it.
    pub fn take_reply(&mut self, places: &[usize], answer: CallOutcome, now: Millis) {
        self.calls -= 1;
        match answer {
            CallOutcome::Each(results) => {
                self.back_off.in_a_row = 0;
                let silence = || {
                    Err(Failure::new(
                        FailureClass::Unknown,
                        FailureReason::Unreadable,
                    ))
                };
                let results = results.into_iter().chain(std::iter::repeat_with(silence));
                for (&place, result) in places.iter().zip(results) {
                    match result {
                        Ok(status) => self.mark_done(place, Some(status)),
                        Err(why) => self.take_failure(place, why, now),
                    }
                }
            }
            // One invalid ID fails a whole call; in calls of their own, the others are not affected.
            CallOutcome::Whole(why) if places.len() > 1 && may_concern_one_user(&why) => {
                for &place in places {
                    self.steps[place].in_own_call = true;
                    self.steps[place].last_refusal = Some(why.clone());
                    self.make_ready(place);
                }
            }
            CallOutcome::Whole(why) => {
                let got_through = !is_temporary_refusal(&why) && why.class != FailureClass::Unknown;
                if got_through {
                    self.back_off.in_a_row = 0;
                }
                let bar = places
                    .first()
                    .map(|place| DeadEnd::of(self.change(*place), &why));
                for &place in places {
                    self.take_failure(place, why.clone(), now);
                }
                if let Some(Some(bar)) = bar {
                    self.add_dead_end(bar, &why);
                }
            }
        }
    }

    /// Takes over verified outcomes; `None` for a change that could not be verified. `states` has the
    /// current state of the users on whom further sending depends.
    pub fn take_verification(
        &mut self,
        verified: Vec<(usize, Option<Verification>)>,
        states: &ReadStates,
        now: Millis,
    ) {
        self.is_verifying = false;
        for (place, verified) in verified {
            let step = &mut self.steps[place];
            match verified {
                Some(Verification::Applied) => {
                    self.unknown.remove(&place);
                    self.mark_done(place, None);
                }
                Some(Verification::NotApplied) => {
                    self.unknown.remove(&place);
                    let there = states.of(step.change.target());
                    self.take_not_applied(place, there);
                }
                Some(Verification::Superseded) => {
                    self.unknown.remove(&place);
                    let why = Failure::new(FailureClass::Unknown, FailureReason::Superseded);
                    self.finish_step(place, StepState::Failed(why));
                }
                Some(Verification::Inconclusive) => self.leave_unknown(place),
                None => {
                    step.failed_verifications += 1;
                    self.verify_at = now.saturating_add(self.timing.verify_after);
                    if step.failed_verifications >= MAX_VERIFICATIONS {
                        self.leave_unknown(place);
                    }
                }
            }
        }
    }

    /// Leaves the outcome unknown.
    fn leave_unknown(&mut self, place: usize) {
        self.unknown.remove(&place);
        let lost = self.steps[place].last_loss.clone();
        self.release_follower(place, lost.as_ref());
    }

    fn mark_done(&mut self, place: usize, status: Option<u16>) {
        let step = &mut self.steps[place];
        step.status = status;
        let nothing = step.is_first && step.change.is_unneeded(&step.prior);
        self.finish_step(
            place,
            if nothing {
                StepState::Unneeded
            } else {
                StepState::Done
            },
        );
    }

    fn take_failure(&mut self, place: usize, why: Failure, now: Millis) {
        let step = &mut self.steps[place];
        if why.class == FailureClass::Unknown {
            step.lost_replies += 1;
            step.last_loss = Some(why);
            self.verify_at = now.saturating_add(self.timing.verify_after);
            self.mark_unknown(place);
        } else if is_temporary_refusal(&why) {
            self.take_refusal(place, &why, now);
        } else if step.lost_replies > 0 && step.change.is_undecided_by(&why) {
            // Either the lost call had worked, or the account is gone and its row stays: verify which.
            step.not_found = Some(why);
            self.mark_unknown(place);
        } else {
            self.finish_step(place, StepState::Failed(why));
        }
    }

    fn take_refusal(&mut self, place: usize, why: &Failure, now: Millis) {
        let step = &mut self.steps[place];
        step.refusals += 1;
        step.last_refusal = Some(why.clone());
        let tries = step.refusals;
        // Calls that were in progress together are refused together; that is one reason to pause.
        if step.back_offs_when_sent == Some(self.back_off.count) {
            self.back_off.count += 1;
            self.back_off.in_a_row = self.back_off.in_a_row.saturating_add(1);
            let earlier = u32::from(self.back_off.in_a_row - 1);
            self.hold_back(back_off::pause(self.timing.first_pause, earlier), now);
        }
        if let Some(wish) = why.retry_after {
            self.hold_back(wish.saturating_mul(1000), now);
        }
        if tries < MAX_REFUSALS {
            self.make_ready(place);
            return;
        }
        self.finish_step(place, StepState::Failed(why.clone()));
        if self.back_off.in_a_row >= MAX_REFUSALS {
            self.add_dead_end(DeadEnd::All, why);
        }
    }

    fn hold_back(&mut self, pause: Millis, now: Millis) {
        self.back_off.until = self.back_off.until.max(now.saturating_add(pause));
    }

    fn mark_unknown(&mut self, place: usize) {
        self.steps[place].failed_verifications = 0;
        self.unknown.insert(place);
        self.set_state(place, StepState::Unknown);
    }

    /// Makes it ready to be sent, or resent, unless that can no longer succeed.
    fn make_ready(&mut self, place: usize) {
        let change = &self.steps[place].change;
        let barred = self
            .dead_ends
            .iter()
            .find(|(bar, _)| bar.applies_to(change));
        if let Some((_, why)) = barred {
            let why = as_not_sent(why);
            self.finish_step(place, StepState::Failed(why));
            return;
        }
        self.ready.insert(place);
        if self.steps[place].state != StepState::Waiting {
            self.set_state(place, StepState::Waiting);
        }
    }

    /// The rest of these is not sent.
    fn add_dead_end(&mut self, bar: DeadEnd, why: &Failure) {
        self.dead_ends.push((bar, why.clone()));
        let is_rest = |place: &usize| bar.applies_to(&self.steps[*place].change);
        let rest: Vec<usize> = self.ready.iter().copied().filter(is_rest).collect();
        for place in rest {
            self.ready.remove(&place);
            self.finish_step(place, StepState::Failed(as_not_sent(why)));
        }
    }

    fn finish_step(&mut self, place: usize, state: StepState) {
        let why = match &state {
            StepState::Failed(why) => Some(why.clone()),
            _ => None,
        };
        self.set_state(place, state);
        self.release_follower(place, why.as_ref());
    }

    /// Lets the next change to the same user go ahead, or fail like this one.
    fn release_follower(&mut self, place: usize, why: Option<&Failure>) {
        let mut next = self.steps[place].follower;
        while let Some(place) = next {
            // One that had ended earlier stays as it is: it may be one that cannot be sent.
            if self.steps[place].state == StepState::Waiting {
                let Some(why) = why else {
                    return self.make_ready(place);
                };
                self.set_state(place, StepState::Failed(as_not_sent(why)));
            } else if why.is_none() {
                return;
            }
            next = self.steps[place].follower;
        }
    }

    fn set_state(&mut self, place: usize, state: StepState) {
        let step = &mut self.steps[place];
        let verified = step.state == StepState::Unknown;
        if step.state == StepState::Sent || verified {
            let lost = || Failure::new(FailureClass::Unknown, FailureReason::Unreadable);
            let outcome = match &state {
                // A job undoes none of its own changes.
                StepState::Done | StepState::Undone => ChangeOutcome::Done {
                    status: step.status,
                },
                StepState::Unneeded => ChangeOutcome::Unneeded {
                    status: step.status,
                },
                StepState::Failed(why) => ChangeOutcome::Failed(why.clone()),
                StepState::Unknown | StepState::Sent => {
                    ChangeOutcome::Failed(step.last_loss.clone().unwrap_or_else(lost))
                }
                StepState::Waiting if verified => ChangeOutcome::Failed(Failure::new(
                    FailureClass::NothingDone,
                    FailureReason::NotApplied,
                )),
                StepState::Waiting => {
                    ChangeOutcome::Failed(step.last_refusal.clone().unwrap_or_else(lost))
                }
            };
            step.is_final = state.is_over();
            self.records.push(StepRecord {
                index: place,
                verified,
                resend: state == StepState::Waiting,
                outcome,
            });
        }
        step.state = state.clone();
        self.changed_steps.push((place, state));
    }
}

/// The user or group of a change, as the service tells them apart.
fn target_key(change: &Change) -> (bool, String) {
    let kind = ChatKind::Group;
    let group = matches!(change, Change::DeleteConversation { kind: k, .. } if *k == kind);
    (group, change.target().folded())
}

/// Whether a change that was not applied is resent automatically. Deleting a conversation is not: it would
/// delete the messages that arrived since, and they cannot be restored.
fn may_be_resent(change: &Change) -> bool {
    !matches!(change, Change::DeleteConversation { .. })
}
