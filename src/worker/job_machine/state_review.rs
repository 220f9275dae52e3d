//! What a job does with the current state of users, read just before it sends or resends: it skips changes
//! that are not needed any more, and those that somebody else has overtaken.

use super::{JobMachine, MAX_LOST_REPLIES, TrackedStep, may_be_resent};
use crate::domain::job::StepState;
use crate::domain::{Change, Failure, FailureClass, FailureReason, PairState, Verification};
use crate::text::Text;
use crate::worker::read_states::ReadStates;

/// Which data tells the state before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateQuery {
    /// Friendship and blocks.
    Lists,
    /// The remark, too.
    Remarks,
}

/// What to read again about a user, depending on the outcome of a lost change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateQueries {
    /// If it was not applied: it may be resent.
    if_not_applied: Option<StateQuery>,
    /// If it was applied: the changes that wait for it may be sent.
    if_applied: Option<StateQuery>,
}

impl StateQueries {
    pub fn after(self, verified: Verification) -> Option<StateQuery> {
        match verified {
            Verification::NotApplied => self.if_not_applied,
            Verification::Applied => self.if_applied,
            // Nothing is sent because of it.
            Verification::Inconclusive | Verification::Superseded => None,
        }
    }
}

/// What the current state means for the waiting changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StateReview {
    /// No change is needed.
    pub unneeded: Vec<usize>,
    /// Somebody else changed it since: skipped.
    pub changed_since: Vec<usize>,
}

impl JobMachine {
    /// The changes that are still to be sent.
    pub fn waiting(&self) -> Vec<Change> {
        let waiting = self.steps.iter().filter(|i| i.state == StepState::Waiting);
        waiting.map(|step| step.change.clone()).collect()
    }

    /// What has to be read again before anything is sent that depends on the outcome of this change.
    pub fn queries_for(&self, place: usize) -> StateQueries {
        let step = &self.steps[place];
        let behind = step.follower.map(|place| &self.steps[place]);
        let behind = behind.filter(|behind| behind.state == StepState::Waiting);
        StateQueries {
            // For any other change, "not applied" already tells the state.
            if_not_applied: check_needed(&step.change).filter(|look| *look == StateQuery::Remarks),
            if_applied: behind.and_then(|behind| check_needed(&behind.change)),
        }
    }

    /// Takes over the current state of users that have no change in progress; returns the changes that are
    /// not needed, and those that must not be sent. Removing these may release further ones.
    pub fn review_states(&mut self, states: &ReadStates) -> StateReview {
        let mut learnt = StateReview::default();
        for &place in &self.ready {
            let step = &mut self.steps[place];
            // A change that was sent is judged by its outcome.
            if step.back_offs_when_sent.is_some() || !states.covers(step.change.target()) {
                continue;
            }
            let there = states.of(step.change.target());
            let changed_since = step.is_changed_since(&there);
            step.take_state(there);
            if step.change.is_unneeded(&step.prior) {
                learnt.unneeded.push(place);
            } else if changed_since {
                learnt.changed_since.push(place);
            }
        }
        learnt
    }

    /// A change was not applied, and this is the current state: it is resent, unless that can no longer
    /// succeed.
    pub(super) fn take_not_applied(&mut self, place: usize, there: PairState) {
        let step = &mut self.steps[place];
        let changed_since = step.is_changed_since(&there);
        step.take_state(there);
        let why = if let Some(missing) = step.not_found.take() {
            missing
        } else if changed_since {
            // It may have been applied, and changed again before it was read.
            Failure::new(FailureClass::Unknown, FailureReason::ChangedSince)
        } else if step.lost_replies < MAX_LOST_REPLIES && may_be_resent(&step.change) {
            return self.make_ready(place);
        } else {
            Failure::new(FailureClass::NothingDone, FailureReason::NotApplied)
        };
        self.finish_step(place, StepState::Failed(why));
    }

    /// No change is needed: these are not sent.
    pub fn mark_unneeded(&mut self, places: &[usize]) {
        for &place in places {
            self.ready.remove(&place);
            self.steps[place].is_final = true;
            self.finish_step(place, StepState::Unneeded);
        }
    }

    /// Records that these are not sent.
    pub fn mark_not_sent(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.steps[place].is_final = true;
            self.finish_step(place, StepState::Failed(why.clone()));
        }
    }
}

impl TrackedStep {
    /// Whether somebody else has changed the remark since. A remark that is restored or resent may only
    /// replace the one that was there, and one that comes with a new friend may only be set if there is none.
    fn is_changed_since(&self, there: &PairState) -> bool {
        let (Change::SetRemark { .. }, Some(friend)) = (&self.change, there.friend) else {
            return false;
        };
        let (found, now) = (remark_text(&self.prior), remark_text(there));
        let replaces_one = self.is_undo || self.lost_replies > 0;
        (self.is_undo && !friend)
            || (replaces_one && found.is_some() && now != found)
            || (self.comes_with_friend && now.is_some_and(|now| !now.is_empty()))
    }

    /// Takes over the current state, as far as it was read.
    fn take_state(&mut self, there: PairState) {
        let known = &mut self.prior;
        known.friend = there.friend.or(known.friend);
        known.blocked = there.blocked.or(known.blocked);
        // Only friends have remarks.
        if there.friend.is_some() {
            known.remark = there.remark;
        }
    }
}

fn check_needed(change: &Change) -> Option<StateQuery> {
    match change {
        Change::SetRemark { .. } | Change::RemoveFriend { .. } => Some(StateQuery::Remarks),
        Change::AddFriend { .. } | Change::Block { .. } | Change::Unblock { .. } => {
            Some(StateQuery::Lists)
        }
        // It cannot be restored, whatever the state was.
        Change::DeleteConversation { .. } => None,
    }
}

/// A remark, if it is known; an absent one is empty.
fn remark_text(before: &PairState) -> Option<&str> {
    Some(before.listed_remark()?.map_or("", Text::raw))
}
