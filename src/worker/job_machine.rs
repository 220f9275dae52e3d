//! The state machine of a job: what to send next, and what each reply means; without I/O, without a clock.

#[cfg(test)]
mod property;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use crate::domain::job::{JobControl, JobPlan, JobState, StepState};
use crate::domain::limits::IMPORTED_PER_CALL;
use crate::domain::{
    Change, ChatKind, Failure, FailureClass, FailureReason, PriorState, Verification,
};
use crate::journal::WriteOutcome;
use crate::msg::Millis;

pub(super) use self::standing::{LearntStanding, StandingCheck, StandingChecks};
use super::JobTiming;
use super::prior_states::PriorStates;

/// The most calls in progress at once. At 100 calls a second this is reached if a reply takes 0.6 seconds.
const MOST: usize = 64;

/// How often a change is sent if it is refused each time.
const TRIES: u8 = 6;

/// How often a change is sent if its reply is lost each time and it was not applied.
const ROUNDS: u8 = 3;

/// How many verifications may fail before the outcome is left unknown.
const READINGS: u8 = 3;

/// The longest pause, unless the server asks for a longer one.
const LONGEST_PAUSE: Millis = 30_000;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NextStep {
    /// Send these changes, by their indices, in one call.
    Send(Vec<usize>),
    /// Verify whether these were applied.
    Read(Vec<usize>),
    /// Send nothing before this time: the server, or the network, refused calls.
    Hold(Millis),
    /// Verify at this time.
    Settle(Millis),
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
    pub place: usize,
    /// Whether the outcome was verified after the reply had been lost.
    pub by_reading: bool,
    /// Whether the change is resent.
    pub again: bool,
    pub outcome: WriteOutcome,
}

/// A job in progress.
#[derive(Debug)]
pub(super) struct JobRun {
    items: Vec<JobItem>,
    /// Changes that may be sent now.
    ready: BTreeSet<usize>,
    /// Changes whose outcome is unknown and can still be verified.
    unknown: BTreeSet<usize>,
    /// Which kinds of changes can no longer succeed, and why.
    barred: Vec<(Barrier, Failure)>,
    phase: RunPhase,
    calls: usize,
    reading: bool,
    hold: BackOff,
    /// When the unknown outcomes are verified.
    due: Millis,
    waits: JobTiming,
    moved: Vec<(usize, StepState)>,
    notes: Vec<StepRecord>,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct JobItem {
    change: Change,
    /// The state when the job was planned, or as it was read since.
    known: PriorState,
    /// Whether no earlier change of the job alters that state.
    is_first: bool,
    /// Whether it undoes an earlier change.
    takes_back: bool,
    /// Whether it is a remark that comes with a new friend.
    with_friend: bool,
    state: StepState,
    /// The next change to the same user.
    follower: Option<usize>,
    /// It is sent in a call of its own.
    alone: bool,
    turned_away: u8,
    /// Why it was refused the last time.
    away: Option<Failure>,
    /// How often its reply was lost, and why the last time.
    rounds: u8,
    lost: Option<Failure>,
    /// On the resend, the service did not find the user to be removed.
    missing: Option<Failure>,
    readings: u8,
    /// The HTTP status with which the service accepted it; `None` if it was verified to be done.
    status: Option<u16>,
    /// Its final outcome is known, and is in the journal or about to be.
    closed: bool,
    /// How many pauses there had been when it was sent; `None` before it was sent.
    sent_after: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunPhase {
    Running,
    Paused,
    Stopped,
    /// rosterm is shutting down.
    Left,
}

/// The pause after calls were refused.
#[derive(Debug, Default)]
struct BackOff {
    until: Millis,
    /// How many pauses there have been.
    number: u32,
    /// How many since a call got through.
    in_a_row: u8,
}

/// A reason why further changes of a kind cannot succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Barrier {
    All,
    /// The owner cannot have more friends.
    Friends,
    /// The owner cannot block more users.
    Blocks,
}

impl Barrier {
    fn is_for(self, change: &Change) -> bool {
        match self {
            Self::All => true,
            Self::Friends => matches!(change, Change::AddFriend { .. }),
            Self::Blocks => matches!(change, Change::Block { .. }),
        }
    }

    /// What a failed call implies for changes that were not sent yet.
    fn of(change: &Change, why: &Failure) -> Option<Self> {
        let full = why.status == Some(403) && why.says("exceed_limit");
        match change {
            _ if why.says("resource_limited")
                || why.says("organization_application_not_found")
                || why.reason == FailureReason::Tls =>
            {
                Some(Self::All)
            }
            Change::AddFriend { .. } if full => Some(Self::Friends),
            Change::Block { .. } if full => Some(Self::Blocks),
            Change::AddFriend { .. }
            | Change::RemoveFriend { .. }
            | Change::SetRemark { .. }
            | Change::Block { .. }
            | Change::Unblock { .. }
            | Change::DeleteConversation { .. } => None,
        }
    }
}

impl JobItem {
    /// Whether resuming the job may still change this outcome: it may be verified then, or recorded.
    fn may_go_on(&self) -> bool {
        match &self.state {
            StepState::Unknown => true,
            StepState::Failed(why) => why.reason == FailureReason::Journal,
            StepState::Waiting | StepState::Sent | StepState::Done | StepState::Unneeded => false,
        }
    }
}

impl JobRun {
    pub fn new(plan: JobPlan, waits: JobTiming) -> Self {
        let mut items: Vec<JobItem> = Vec::with_capacity(plan.steps.len());
        let mut ready = BTreeSet::new();
        let mut last_about = HashMap::new();
        for (place, step) in plan.steps.into_iter().enumerate() {
            let earlier = last_about.insert(subject(&step.change), place);
            match earlier {
                Some(earlier) => items[earlier].follower = Some(place),
                None => drop(ready.insert(place)),
            }
            let adds = |place: usize| matches!(items[place].change, Change::AddFriend { .. });
            let with_friend = earlier.is_some_and(adds);
            items.push(JobItem {
                change: step.change,
                known: step.before,
                is_first: earlier.is_none(),
                takes_back: step.undoes.is_some(),
                with_friend,
                state: StepState::Waiting,
                follower: None,
                alone: false,
                turned_away: 0,
                away: None,
                rounds: 0,
                lost: None,
                missing: None,
                readings: 0,
                status: None,
                closed: false,
                sent_after: None,
            });
        }
        Self {
            items,
            ready,
            unknown: BTreeSet::new(),
            barred: Vec::new(),
            phase: RunPhase::Running,
            calls: 0,
            reading: false,
            hold: BackOff::default(),
            due: 0,
            waits,
            moved: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A job that was begun elsewhere and came this far. The outcome of the changes that were in progress
    /// then is unknown: it is verified first.
    pub fn resumed(plan: JobPlan, states: &[StepState], waits: JobTiming) -> Self {
        let mut job = Self::new(plan, waits);
        job.due = waits.settle;
        for (place, state) in states.iter().enumerate().take(job.items.len()) {
            let item = &mut job.items[place];
            match state {
                StepState::Waiting => continue,
                StepState::Sent | StepState::Unknown => {
                    item.state = StepState::Unknown;
                    item.rounds = 1;
                    item.lost = Some(Failure::new(FailureClass::Unknown, FailureReason::Gone));
                    job.unknown.insert(place);
                }
                StepState::Done | StepState::Unneeded | StepState::Failed(_) => {
                    // A remark whose text was not stored leaves its change open: only the text is missing.
                    let withheld = |why: &Failure| why.reason == FailureReason::Withheld;
                    item.closed = !matches!(state, StepState::Failed(why) if withheld(why));
                    item.state = state.clone();
                }
            }
            item.sent_after = Some(0);
            job.ready.remove(&place);
        }
        // Then the changes that follow them for the same users, in the order of the plan.
        for place in 0..job.items.len() {
            match &job.items[place].state {
                StepState::Done | StepState::Unneeded => job.release(place, None),
                StepState::Failed(why) => {
                    let why = why.clone();
                    job.release(place, Some(&why));
                }
                StepState::Waiting | StepState::Sent | StepState::Unknown => {}
            }
        }
        job
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn change(&self, place: usize) -> &Change {
        &self.items[place].change
    }

    /// The states that changed since the last call, in that order.
    pub fn take_moved(&mut self) -> Vec<(usize, StepState)> {
        std::mem::take(&mut self.moved)
    }

    /// The outcomes of sent changes since the last call.
    pub fn take_notes(&mut self) -> Vec<StepRecord> {
        std::mem::take(&mut self.notes)
    }

    /// Whether one of these is resent.
    pub fn are_repeated(&self, places: &[usize]) -> bool {
        places
            .iter()
            .any(|place| self.items[*place].sent_after.is_some())
    }

    /// The state to record in the journal for this job, now that it has ended. A job that still waits for a
    /// decision is offered again; one that was stopped or can no longer succeed is not.
    pub fn ended(&self) -> JobState {
        let mut open = self.items.iter().filter(|item| !item.closed).peekable();
        if open.peek().is_none() {
            return JobState::Finished;
        }
        match self.phase {
            RunPhase::Left => JobState::Paused,
            RunPhase::Running | RunPhase::Paused if open.any(JobItem::may_go_on) => {
                JobState::Paused
            }
            RunPhase::Running | RunPhase::Paused | RunPhase::Stopped => JobState::Stopped,
        }
    }

    pub fn before(&self, place: usize) -> &PriorState {
        &self.items[place].known
    }

    pub fn has_moved(&self) -> bool {
        !self.moved.is_empty()
    }

    /// Applies a command of the user; returns whether it changed anything.
    pub fn control(&mut self, control: JobControl) -> bool {
        let phase = match (self.phase, control) {
            (RunPhase::Running, JobControl::Pause) => RunPhase::Paused,
            (RunPhase::Paused, JobControl::Resume) => RunPhase::Running,
            (RunPhase::Running | RunPhase::Paused, JobControl::Stop) => RunPhase::Stopped,
            _ => return false,
        };
        self.phase = phase;
        true
    }

    /// Sends and reads nothing more; only the replies to calls in progress still count.
    pub fn leave(&mut self) {
        self.phase = RunPhase::Left;
    }

    pub fn next(&self, now: Millis) -> NextStep {
        let first = self.ready.first().copied();
        match (self.phase, first) {
            (RunPhase::Running, Some(_)) if self.calls >= MOST => NextStep::Wait,
            (RunPhase::Running, Some(_)) if now < self.hold.until => {
                NextStep::Hold(self.hold.until)
            }
            (RunPhase::Running, Some(first)) => NextStep::Send(self.parcel(first)),
            _ if self.calls > 0 => NextStep::Wait,
            (RunPhase::Left, _) => NextStep::Ended,
            _ if self.reading => NextStep::Wait,
            (RunPhase::Paused, first) if first.is_some() || !self.unknown.is_empty() => {
                NextStep::Paused
            }
            _ if self.unknown.is_empty() => NextStep::Ended,
            _ if now < self.due => NextStep::Settle(self.due),
            _ => NextStep::Read(self.unknown.iter().copied().collect()),
        }
    }

    /// The changes that go in one call with this one.
    fn parcel(&self, first: usize) -> Vec<usize> {
        let Change::AddFriend { owner, .. } = &self.items[first].change else {
            return vec![first];
        };
        if self.items[first].alone {
            return vec![first];
        }
        let fits = |place: &&usize| {
            let item = &self.items[**place];
            let added = matches!(&item.change, Change::AddFriend { owner: o, .. } if o == owner);
            added && !item.alone
        };
        self.ready
            .iter()
            .filter(fits)
            .take(IMPORTED_PER_CALL)
            .copied()
            .collect()
    }

    /// A call with these is in progress.
    pub fn sent(&mut self, places: &[usize]) {
        self.calls += 1;
        for &place in places {
            self.ready.remove(&place);
            self.items[place].sent_after = Some(self.hold.number);
            self.goes(place, StepState::Sent);
        }
    }

    /// These could not be recorded, so they were not sent; the user has to look at that.
    pub fn refused(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.over(place, StepState::Failed(why.clone()));
        }
        self.control(JobControl::Pause);
    }

    /// The unknown outcomes are being verified.
    pub fn asked(&mut self) {
        self.reading = true;
    }

    /// A call got its reply, or lost it.
    pub fn answered(&mut self, places: &[usize], answer: CallOutcome, now: Millis) {
        self.calls -= 1;
        match answer {
            CallOutcome::Each(results) => {
                self.hold.in_a_row = 0;
                let silence = || {
                    Err(Failure::new(
                        FailureClass::Unknown,
                        FailureReason::Unreadable,
                    ))
                };
                let results = results.into_iter().chain(std::iter::repeat_with(silence));
                for (&place, result) in places.iter().zip(results) {
                    match result {
                        Ok(status) => self.done(place, Some(status)),
                        Err(why) => self.failed(place, why, now),
                    }
                }
            }
            // One invalid ID fails a whole call; in calls of their own, the others are not affected.
            CallOutcome::Whole(why) if places.len() > 1 && is_about_one(&why) => {
                for &place in places {
                    self.items[place].alone = true;
                    self.items[place].away = Some(why.clone());
                    self.wait(place);
                }
            }
            CallOutcome::Whole(why) => {
                let got_through = !is_turned_away(&why) && why.class != FailureClass::Unknown;
                if got_through {
                    self.hold.in_a_row = 0;
                }
                let bar = places
                    .first()
                    .map(|place| Barrier::of(self.change(*place), &why));
                for &place in places {
                    self.failed(place, why.clone(), now);
                }
                if let Some(Some(bar)) = bar {
                    self.bar(bar, &why);
                }
            }
        }
    }

    /// Takes over verified outcomes; `None` for a change that could not be verified. `there` is the current
    /// state of the users on whom further sending depends.
    pub fn settled(
        &mut self,
        truth: Vec<(usize, Option<Verification>)>,
        stands: &PriorStates,
        now: Millis,
    ) {
        self.reading = false;
        for (place, truth) in truth {
            let item = &mut self.items[place];
            match truth {
                Some(Verification::Applied) => {
                    self.unknown.remove(&place);
                    self.done(place, None);
                }
                Some(Verification::NotApplied) => {
                    self.unknown.remove(&place);
                    let there = stands.of(item.change.target());
                    self.not_applied(place, there);
                }
                Some(Verification::Superseded) => {
                    self.unknown.remove(&place);
                    let why = Failure::new(FailureClass::Unknown, FailureReason::Superseded);
                    self.over(place, StepState::Failed(why));
                }
                Some(Verification::Inconclusive) => self.give_up(place),
                None => {
                    item.readings += 1;
                    self.due = now.saturating_add(self.waits.settle);
                    if item.readings >= READINGS {
                        self.give_up(place);
                    }
                }
            }
        }
    }

    /// Leaves the outcome unknown.
    fn give_up(&mut self, place: usize) {
        self.unknown.remove(&place);
        let lost = self.items[place].lost.clone();
        self.release(place, lost.as_ref());
    }

    fn done(&mut self, place: usize, status: Option<u16>) {
        let item = &mut self.items[place];
        item.status = status;
        let nothing = item.is_first && item.change.is_unneeded(&item.known);
        self.over(
            place,
            if nothing {
                StepState::Unneeded
            } else {
                StepState::Done
            },
        );
    }

    fn failed(&mut self, place: usize, why: Failure, now: Millis) {
        let item = &mut self.items[place];
        if why.class == FailureClass::Unknown {
            item.rounds += 1;
            item.lost = Some(why);
            self.due = now.saturating_add(self.waits.settle);
            self.doubt(place);
        } else if is_turned_away(&why) {
            self.turned_away(place, &why, now);
        } else if item.rounds > 0 && why.is_not_found() && item.change.takes_away() {
            // Either the lost call had worked, or the account is gone and its row stays: verify which.
            item.missing = Some(why);
            self.doubt(place);
        } else {
            self.over(place, StepState::Failed(why));
        }
    }

    fn turned_away(&mut self, place: usize, why: &Failure, now: Millis) {
        let item = &mut self.items[place];
        item.turned_away += 1;
        item.away = Some(why.clone());
        let tries = item.turned_away;
        // Calls that were in progress together are refused together; that is one reason to pause.
        if item.sent_after == Some(self.hold.number) {
            self.hold.number += 1;
            self.hold.in_a_row = self.hold.in_a_row.saturating_add(1);
            let doublings = u32::from(self.hold.in_a_row - 1).min(16);
            let pause = self.waits.pause.saturating_mul(1 << doublings);
            self.hold_for(pause.min(LONGEST_PAUSE), now);
        }
        if let Some(wish) = why.retry_after {
            self.hold_for(wish.saturating_mul(1000), now);
        }
        if tries < TRIES {
            self.wait(place);
            return;
        }
        self.over(place, StepState::Failed(why.clone()));
        if self.hold.in_a_row >= TRIES {
            self.bar(Barrier::All, why);
        }
    }

    fn hold_for(&mut self, pause: Millis, now: Millis) {
        self.hold.until = self.hold.until.max(now.saturating_add(pause));
    }

    fn doubt(&mut self, place: usize) {
        self.items[place].readings = 0;
        self.unknown.insert(place);
        self.goes(place, StepState::Unknown);
    }

    /// Makes it ready to be sent, or resent, unless that can no longer succeed.
    fn wait(&mut self, place: usize) {
        let change = &self.items[place].change;
        let barred = self.barred.iter().find(|(bar, _)| bar.is_for(change));
        if let Some((_, why)) = barred {
            let why = unsent(why);
            self.over(place, StepState::Failed(why));
            return;
        }
        self.ready.insert(place);
        if self.items[place].state != StepState::Waiting {
            self.goes(place, StepState::Waiting);
        }
    }

    /// The rest of these is not sent.
    fn bar(&mut self, bar: Barrier, why: &Failure) {
        self.barred.push((bar, why.clone()));
        let is_rest = |place: &usize| bar.is_for(&self.items[*place].change);
        let rest: Vec<usize> = self.ready.iter().copied().filter(is_rest).collect();
        for place in rest {
            self.ready.remove(&place);
            self.over(place, StepState::Failed(unsent(why)));
        }
    }

    fn over(&mut self, place: usize, state: StepState) {
        let why = match &state {
            StepState::Failed(why) => Some(why.clone()),
            _ => None,
        };
        self.goes(place, state);
        self.release(place, why.as_ref());
    }

    /// Lets the next change to the same user go ahead, or fail like this one.
    fn release(&mut self, place: usize, why: Option<&Failure>) {
        let mut next = self.items[place].follower;
        while let Some(place) = next {
            // One that had ended earlier stays as it is: it may be one that cannot be sent.
            if self.items[place].state == StepState::Waiting {
                let Some(why) = why else {
                    return self.wait(place);
                };
                self.goes(place, StepState::Failed(unsent(why)));
            } else if why.is_none() {
                return;
            }
            next = self.items[place].follower;
        }
    }

    fn goes(&mut self, place: usize, state: StepState) {
        let item = &mut self.items[place];
        let by_reading = item.state == StepState::Unknown;
        if item.state == StepState::Sent || by_reading {
            let lost = || Failure::new(FailureClass::Unknown, FailureReason::Unreadable);
            let outcome = match &state {
                StepState::Done => WriteOutcome::Done {
                    status: item.status,
                },
                StepState::Unneeded => WriteOutcome::Unneeded {
                    status: item.status,
                },
                StepState::Failed(why) => WriteOutcome::Failed(why.clone()),
                StepState::Unknown | StepState::Sent => {
                    WriteOutcome::Failed(item.lost.clone().unwrap_or_else(lost))
                }
                StepState::Waiting if by_reading => WriteOutcome::Failed(Failure::new(
                    FailureClass::NotSent,
                    FailureReason::NotApplied,
                )),
                StepState::Waiting => WriteOutcome::Failed(item.away.clone().unwrap_or_else(lost)),
            };
            item.closed = state.is_over();
            self.notes.push(StepRecord {
                place,
                by_reading,
                again: state == StepState::Waiting,
                outcome,
            });
        }
        item.state = state.clone();
        self.moved.push((place, state));
    }
}

/// The user or group of a change, as the service tells them apart.
fn subject(change: &Change) -> (bool, String) {
    let kind = ChatKind::Group;
    let group = matches!(change, Change::DeleteConversation { kind: k, .. } if *k == kind);
    (group, change.target().folded())
}

/// Whether a change that was not applied is resent automatically. Deleting a conversation is not: it would
/// delete the messages that arrived since, and they cannot be restored.
fn may_be_repeated(change: &Change) -> bool {
    !matches!(change, Change::DeleteConversation { .. })
}

/// Whether nothing was done, and the same call may well get through later.
fn is_turned_away(why: &Failure) -> bool {
    why.class == FailureClass::Later
        || (why.class == FailureClass::NotSent && why.reason == FailureReason::Connect)
}

/// Whether a call for many may have failed because of a single user.
fn is_about_one(why: &Failure) -> bool {
    why.reason == FailureReason::BadId
        || (why.class == FailureClass::Refused && why.status == Some(400))
}

/// Copies the reason of a failure for a change that was not sent because of it.
fn unsent(why: &Failure) -> Failure {
    Failure {
        class: FailureClass::NotSent,
        ..why.clone()
    }
}
