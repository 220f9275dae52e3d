//! What a job makes of how people stand, read just before it sends, or sends again: what is so already is not sent, and
//! neither is what somebody else has changed since it was asked about.

use super::{JobItem, JobRun, ROUNDS, may_be_repeated};
use crate::domain::job::{BulkOp, PriorState, StepState};
use crate::domain::{Change, Failure, FailureClass, FailureReason, Verification};
use crate::text::Text;
use crate::worker::snapshot::PriorStates;

/// What tells how things stand before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingCheck {
    /// Whether they are friends, and who is blocked.
    Standing,
    /// The remark, too.
    Remark,
}

/// What of how somebody stands has to be read anew, by what became of a lost change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingChecks {
    /// Where it was not applied: it may be sent again.
    again: Option<StandingCheck>,
    /// Where it was applied: what waits behind it may be sent.
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

/// What reading how everybody stands said about what waits.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LearntStanding {
    /// It is so already.
    pub so_already: Vec<usize>,
    /// Somebody else changed it since: it is left alone.
    pub moved_on: Vec<usize>,
}

impl JobRun {
    /// What is still to be sent.
    pub fn waiting(&self) -> Vec<Change> {
        let waiting = self.items.iter().filter(|i| i.state == StepState::Waiting);
        waiting.map(|item| item.change.clone()).collect()
    }

    /// What has to be read anew before anything is sent because of what became of this change.
    pub fn looks(&self, place: usize) -> StandingChecks {
        let item = &self.items[place];
        let behind = item.follower.map(|place| &self.items[place]);
        let behind = behind.filter(|behind| behind.state == StepState::Waiting);
        StandingChecks {
            // Where anything else was not applied, that alone says how it stands.
            again: look(&item.change).filter(|look| *look == StandingCheck::Remark),
            behind: behind.and_then(|behind| look(&behind.change)),
        }
    }

    /// Takes over how people stand, read just now, about whom nothing is on its way; gives back what
    /// needs not be sent, and what must not be. Letting go of those may let go of others.
    pub fn learn(&mut self, stands: &PriorStates) -> LearntStanding {
        let mut learnt = LearntStanding::default();
        for &place in &self.ready {
            let item = &mut self.items[place];
            // What was sent already is judged by what became of it.
            if item.sent_after.is_some() || !stands.covers(item.change.target()) {
                continue;
            }
            let there = stands.of(item.change.target());
            let moved_on = item.is_elsewhere(&there);
            item.finds(there);
            if was_so(&item.change, &item.known) {
                learnt.so_already.push(place);
            } else if moved_on {
                learnt.moved_on.push(place);
            }
        }
        learnt
    }

    /// A change was not applied, and this is how they stand now: it is sent again, unless that makes no sense any
    /// more.
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

    /// It is so already: these are not sent.
    pub fn unneeded(&mut self, places: &[usize]) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, StepState::Nothing);
        }
    }

    /// These are not sent, which is recorded.
    pub fn not_sent(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, StepState::Failed(why.clone()));
        }
    }
}

impl JobItem {
    /// Whether somebody else has changed the remark since this was asked about: one that is put back, or sent
    /// again, goes where the old one was left, and one that comes with a friend goes where there is none.
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

    /// Takes over how they stand, as far as it was read.
    fn finds(&mut self, there: PriorState) {
        let known = &mut self.known;
        known.friend = there.friend.or(known.friend);
        known.blocked = there.blocked.or(known.blocked);
        // Whoever is no friend has no remark.
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
        // Nothing brings it back, whatever was there.
        Change::DeleteConversation { .. } => None,
    }
}

/// Whether a change changes nothing for somebody who stands like this.
pub fn was_so(change: &Change, before: &PriorState) -> bool {
    let act = match change {
        Change::AddFriend { .. } => BulkOp::AddFriend,
        Change::RemoveFriend { .. } => BulkOp::RemoveFriend,
        Change::Block { .. } => BulkOp::Block,
        Change::Unblock { .. } => BulkOp::Unblock,
        Change::SetRemark { remark, .. } => return words(before) == Some(remark.raw()),
        Change::DeleteConversation { .. } => return false,
    };
    act.would_change(before) == Some(false)
}

/// A remark that is known; one that is not there is empty.
fn words(before: &PriorState) -> Option<&str> {
    let there = before.remark.as_ref()?;
    Some(there.as_ref().map_or("", Text::raw))
}
