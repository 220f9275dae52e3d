//! What a job does with the current state of users, read just before it sends or resends: it skips changes
//! that are not needed any more, and those that somebody else has overtaken.

use super::{JobItem, JobRun, ROUNDS, may_be_repeated};
use crate::domain::job::StepState;
use crate::domain::{Change, Failure, FailureClass, FailureReason, PriorState, Verification};
use crate::text::Text;
use crate::worker::prior_states::PriorStates;

/// Which data tells the state before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingCheck {
    /// Friendship and blocks.
    Standing,
    /// The remark, too.
    Remark,
}

/// What to read again about a user, depending on the outcome of a lost change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingChecks {
    /// If it was not applied: it may be resent.
    again: Option<StandingCheck>,
    /// If it was applied: the changes that wait for it may be sent.
    behind: Option<StandingCheck>,
}

impl StandingChecks {
    pub fn after(self, truth: Verification) -> Option<StandingCheck> {
        match truth {
            Verification::NotApplied => self.again,
            Verification::Applied => self.behind,
            // Nothing is sent because of it.
            Verification::Inconclusive | Verification::Superseded => None,
        }
    }
}

/// What the current state means for the waiting changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LearntStanding {
    /// No change is needed.
    pub so_already: Vec<usize>,
    /// Somebody else changed it since: skipped.
    pub moved_on: Vec<usize>,
}

impl JobRun {
    /// The changes that are still to be sent.
    pub fn waiting(&self) -> Vec<Change> {
        let waiting = self.items.iter().filter(|i| i.state == StepState::Waiting);
        waiting.map(|item| item.change.clone()).collect()
    }

    /// What has to be read again before anything is sent that depends on the outcome of this change.
    pub fn looks(&self, place: usize) -> StandingChecks {
        let item = &self.items[place];
        let behind = item.follower.map(|place| &self.items[place]);
        let behind = behind.filter(|behind| behind.state == StepState::Waiting);
        StandingChecks {
            // For any other change, "not applied" already tells the state.
            again: look(&item.change).filter(|look| *look == StandingCheck::Remark),
            behind: behind.and_then(|behind| look(&behind.change)),
        }
    }

    /// Takes over the current state of users that have no change in progress; returns the changes that are
    /// not needed, and those that must not be sent. Removing these may release further ones.
    pub fn learn(&mut self, stands: &PriorStates) -> LearntStanding {
        let mut learnt = LearntStanding::default();
        for &place in &self.ready {
            let item = &mut self.items[place];
            // A change that was sent is judged by its outcome.
            if item.sent_after.is_some() || !stands.covers(item.change.target()) {
                continue;
            }
            let there = stands.of(item.change.target());
            let moved_on = item.is_elsewhere(&there);
            item.finds(there);
            if item.change.is_unneeded(&item.known) {
                learnt.so_already.push(place);
            } else if moved_on {
                learnt.moved_on.push(place);
            }
        }
        learnt
    }

    /// A change was not applied, and this is the current state: it is resent, unless that can no longer
    /// succeed.
    pub(super) fn not_applied(&mut self, place: usize, there: PriorState) {
        let item = &mut self.items[place];
        let moved_on = item.is_elsewhere(&there);
        item.finds(there);
        let why = if let Some(missing) = item.missing.take() {
            missing
        } else if moved_on {
            // It may have been applied, and changed again before it was read.
            Failure::new(FailureClass::Unknown, FailureReason::ChangedSince)
        } else if item.rounds < ROUNDS && may_be_repeated(&item.change) {
            return self.wait(place);
        } else {
            Failure::new(FailureClass::NotSent, FailureReason::NotApplied)
        };
        self.over(place, StepState::Failed(why));
    }

    /// No change is needed: these are not sent.
    pub fn unneeded(&mut self, places: &[usize]) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, StepState::Unneeded);
        }
    }

    /// Records that these are not sent.
    pub fn not_sent(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, StepState::Failed(why.clone()));
        }
    }
}

impl JobItem {
    /// Whether somebody else has changed the remark since. A remark that is restored or resent may only
    /// replace the one that was there, and one that comes with a new friend may only be set if there is none.
    fn is_elsewhere(&self, there: &PriorState) -> bool {
        let (Change::SetRemark { .. }, Some(friend)) = (&self.change, there.friend) else {
            return false;
        };
        let (found, now) = (words(&self.known), words(there));
        let replaces_one = self.takes_back || self.rounds > 0;
        (self.takes_back && !friend)
            || (replaces_one && found.is_some() && now != found)
            || (self.with_friend && now.is_some_and(|now| !now.is_empty()))
    }

    /// Takes over the current state, as far as it was read.
    fn finds(&mut self, there: PriorState) {
        let known = &mut self.known;
        known.friend = there.friend.or(known.friend);
        known.blocked = there.blocked.or(known.blocked);
        // Only friends have remarks.
        if there.friend.is_some() {
            known.remark = there.remark;
        }
    }
}

fn look(change: &Change) -> Option<StandingCheck> {
    match change {
        Change::SetRemark { .. } | Change::RemoveFriend { .. } => Some(StandingCheck::Remark),
        Change::AddFriend { .. } | Change::Block { .. } | Change::Unblock { .. } => {
            Some(StandingCheck::Standing)
        }
        // It cannot be restored, whatever the state was.
        Change::DeleteConversation { .. } => None,
    }
}

/// A remark, if it is known; an absent one is empty.
fn words(before: &PriorState) -> Option<&str> {
    Some(before.listed_remark()?.map_or("", Text::raw))
}
