//! What a job sends next, and what each answer means for it. Nothing here sends, waits or asks a clock.

#[cfg(test)]
mod property;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use crate::domain::job::{JobControl, JobPlan, PriorState, StepState};
use crate::domain::limits::IMPORTED_PER_CALL;
use crate::domain::{Change, ChatKind, Failure, FailureClass, FailureReason, Verification};
use crate::journal::{JobState, WriteOutcome};
use crate::msg::Millis;

pub(super) use self::standing::{LearntStanding, StandingCheck, StandingChecks, was_so};
use super::JobTiming;
use super::snapshot::PriorStates;

/// Calls on their way at once. At 100 calls a second it is reached where an answer takes 0.6 seconds.
const MOST: usize = 64;

/// How often a change is sent that is turned away each time.
const TRIES: u8 = 6;

/// How often a change is sent whose answer is lost each time and that was not applied.
const ROUNDS: u8 = 3;

/// Readings of the truth that may fail before it is left open.
const READINGS: u8 = 3;

/// The longest pause that is not the server's own wish.
const LONGEST_PAUSE: Millis = 30_000;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NextStep {
    /// Send these changes, by their places, in one call.
    Send(Vec<usize>),
    /// Read whether these were applied.
    Read(Vec<usize>),
    /// Nothing is sent before this time: the server, or the network, turned us away.
    Hold(Millis),
    /// The truth is read at this time.
    Settle(Millis),
    /// An answer has to come first.
    Wait,
    /// Somebody paused it, and nothing is on its way.
    Paused,
    /// Nothing is on its way, and nothing will be.
    Ended,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CallOutcome {
    /// It says what became of each change, and with which HTTP status.
    Each(Vec<Result<u16, Failure>>),
    /// It failed as a whole.
    Whole(Failure),
}

/// What the journal has to know about a change that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepRecord {
    pub place: usize,
    /// Whether reading told it, after the answer had been lost.
    pub by_reading: bool,
    /// Whether the change is sent once more.
    pub again: bool,
    pub outcome: WriteOutcome,
}

/// A job under way.
#[derive(Debug)]
pub(super) struct JobRun {
    items: Vec<JobItem>,
    /// What may be sent now.
    ready: BTreeSet<usize>,
    /// What is unknown and may still become known.
    unknown: BTreeSet<usize>,
    /// What needs not be sent any more, and why.
    barred: Vec<(Barrier, Failure)>,
    phase: RunPhase,
    calls: usize,
    reading: bool,
    hold: BackOff,
    /// When the truth about the unknown ones is read.
    due: Millis,
    waits: JobTiming,
    moved: Vec<(usize, StepState)>,
    notes: Vec<StepRecord>,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct JobItem {
    change: Change,
    /// How things stood when the job was planned, or were read to stand since.
    known: PriorState,
    /// Whether nothing before it in the job changes that.
    is_first: bool,
    /// Whether it takes back what somebody did before.
    takes_back: bool,
    /// Whether it is a remark that comes with a new friend.
    with_friend: bool,
    state: StepState,
    /// The next change about the same user.
    follower: Option<usize>,
    /// It is sent in a call of its own.
    alone: bool,
    turned_away: u8,
    /// Why it was turned away the last time.
    away: Option<Failure>,
    /// How often its answer was lost, and why the last time.
    rounds: u8,
    lost: Option<Failure>,
    /// The service did not find, on the repeat, whom it should have taken away.
    missing: Option<Failure>,
    readings: u8,
    /// With which HTTP status the service agreed; none where reading told that it is done.
    status: Option<u16>,
    /// Its last outcome is known, and is in the journal or on its way there.
    closed: bool,
    /// Which holds there had been when it was sent; `None` before it was.
    sent_after: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunPhase {
    Running,
    Paused,
    Stopped,
    /// The console ends.
    Left,
}

/// The pause after calls were turned away.
#[derive(Debug, Default)]
struct BackOff {
    until: Millis,
    /// How many there have been.
    number: u32,
    /// How many since something got through.
    in_a_row: u8,
}

/// Which changes make no sense any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Barrier {
    All,
    /// The owner has no place for another friend.
    Friends,
    /// The owner has no place for another blocked user.
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

    /// What a failed call says about those that were not sent yet.
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
    /// Whether more may become of it when the job is gone on with: it may be read then, or recorded.
    fn may_go_on(&self) -> bool {
        match &self.state {
            StepState::Unknown => true,
            StepState::Failed(why) => why.reason == FailureReason::Journal,
            StepState::Waiting | StepState::Sent | StepState::Done | StepState::Nothing => false,
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

    /// A job that somebody else had begun and that came this far. Nobody knows what became of what was
    /// under way then: the truth about it is read first.
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
                StepState::Done | StepState::Nothing | StepState::Failed(_) => {
                    // A text that was not kept leaves its change open: only what it says is missing.
                    let withheld = |why: &Failure| why.reason == FailureReason::Withheld;
                    item.closed = !matches!(state, StepState::Failed(why) if withheld(why));
                    item.state = state.clone();
                }
            }
            item.sent_after = Some(0);
            job.ready.remove(&place);
        }
        // What follows them about the same users, in the order of the plan.
        for place in 0..job.items.len() {
            match &job.items[place].state {
                StepState::Done | StepState::Nothing => job.release(place, None),
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

    /// What has moved since this was asked the last time, in the order in which it did.
    pub fn take_moved(&mut self) -> Vec<(usize, StepState)> {
        std::mem::take(&mut self.moved)
    }

    /// What became of changes that were sent, since this was asked the last time.
    pub fn take_notes(&mut self) -> Vec<StepRecord> {
        std::mem::take(&mut self.notes)
    }

    /// Whether one of these is sent again.
    pub fn are_repeated(&self, places: &[usize]) -> bool {
        places
            .iter()
            .any(|place| self.items[*place].sent_after.is_some())
    }

    /// How the job stands in the journal now that it has ended. What waits for somebody to go on is
    /// offered again, what somebody stopped or what makes no sense any more is not.
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

    /// Whether this changed anything.
    pub fn steer(&mut self, steer: JobControl) -> bool {
        let phase = match (self.phase, steer) {
            (RunPhase::Running, JobControl::Pause) => RunPhase::Paused,
            (RunPhase::Paused, JobControl::Resume) => RunPhase::Running,
            (RunPhase::Running | RunPhase::Paused, JobControl::Stop) => RunPhase::Stopped,
            _ => return false,
        };
        self.phase = phase;
        true
    }

    /// Sends nothing more and reads nothing more; only the answers of what is on its way count.
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

    /// What goes in one call with this one.
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

    /// A call with these is on its way.
    pub fn sent(&mut self, places: &[usize]) {
        self.calls += 1;
        for &place in places {
            self.ready.remove(&place);
            self.items[place].sent_after = Some(self.hold.number);
            self.goes(place, StepState::Sent);
        }
    }

    /// These could not be recorded, so they were not sent; somebody has to look at that.
    pub fn refused(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.over(place, StepState::Failed(why.clone()));
        }
        self.steer(JobControl::Pause);
    }

    /// The truth about the unknown ones is being read.
    pub fn asked(&mut self) {
        self.reading = true;
    }

    /// A call has its answer, or has lost it.
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
            // One bad id spoils a whole call; in calls of their own the others are not spoilt.
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

    /// What reading the truth said about changes; `None` where it could not be read. Those on whom that depends
    /// what is sent next stand like this now.
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

    /// It stays unknown.
    fn give_up(&mut self, place: usize) {
        self.unknown.remove(&place);
        let lost = self.items[place].lost.clone();
        self.release(place, lost.as_ref());
    }

    fn done(&mut self, place: usize, status: Option<u16>) {
        let item = &mut self.items[place];
        item.status = status;
        let nothing = item.is_first && was_so(&item.change, &item.known);
        self.over(
            place,
            if nothing {
                StepState::Nothing
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
            // Either the lost call had worked, or the account is gone and its row stays: reading tells.
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
        // Calls that were on their way together are turned away together; that is one reason to pause.
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

    /// It may be sent, or sent again, unless that makes no sense any more.
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

    /// Lets the next change about the same user go, or fail where this one did.
    fn release(&mut self, place: usize, why: Option<&Failure>) {
        let mut next = self.items[place].follower;
        while let Some(place) = next {
            // One that was over before stays so: it may be one that cannot be sent.
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
                StepState::Nothing => WriteOutcome::NothingToDo {
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

/// Whom, or which group, a change is about, as the service tells them apart.
fn subject(change: &Change) -> (bool, String) {
    let kind = ChatKind::Group;
    let group = matches!(change, Change::DeleteConversation { kind: k, .. } if *k == kind);
    (group, change.target().folded())
}

/// Whether a change that was not applied is sent again by itself. What was said in a conversation since would go
/// with it, and nothing brings that back.
fn may_be_repeated(change: &Change) -> bool {
    !matches!(change, Change::DeleteConversation { .. })
}

/// Whether nothing was done, and the same call may well get through later.
fn is_turned_away(why: &Failure) -> bool {
    why.class == FailureClass::Later
        || (why.class == FailureClass::NotSent && why.reason == FailureReason::Connect)
}

/// Whether a call for many may have failed for the sake of one.
fn is_about_one(why: &Failure) -> bool {
    why.reason == FailureReason::BadId
        || (why.class == FailureClass::Refused && why.status == Some(400))
}

/// The words of another failure for what was not sent because of it.
fn unsent(why: &Failure) -> Failure {
    Failure {
        class: FailureClass::NotSent,
        ..why.clone()
    }
}
