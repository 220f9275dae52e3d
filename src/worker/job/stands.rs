//! What a job makes of how everybody stands, read just before it sends: what is so already is not sent, and neither
//! is what somebody else has changed since it was asked about.

use super::{Item, Job};
use crate::domain::Failure;
use crate::msg::Change;
use crate::msg::job::{Act, Before, State};
use crate::text::Text;
use crate::worker::keep::Stands;

/// What reading how everybody stands said about what waits.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// It is so already.
    pub so_already: Vec<usize>,
    /// Somebody else changed it since: it is left alone.
    pub moved_on: Vec<usize>,
}

impl Job {
    /// What is still to be sent.
    pub fn waiting(&self) -> Vec<Change> {
        let waiting = self.items.iter().filter(|i| i.state == State::Waiting);
        waiting.map(|item| item.change.clone()).collect()
    }

    /// Takes over how everybody stands, read just now, about whom nothing is on its way; gives back what
    /// needs not be sent, and what must not be. Letting go of those may let go of others.
    pub fn learn(&mut self, stands: &Stands) -> Learnt {
        let mut learnt = Learnt::default();
        for &place in &self.ready {
            let item = &mut self.items[place];
            let there = stands.of(item.change.target());
            let moved_on = item.is_elsewhere(&there);
            let known = &mut item.known;
            known.friend = there.friend.or(known.friend);
            known.blocked = there.blocked.or(known.blocked);
            // Whoever is no friend has no remark.
            if there.friend.is_some() {
                known.remark = there.remark;
            }
            if was_so(&item.change, &item.known) {
                learnt.so_already.push(place);
            } else if moved_on {
                learnt.moved_on.push(place);
            }
        }
        learnt
    }

    /// It is so already: these are not sent.
    pub fn unneeded(&mut self, places: &[usize]) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, State::Nothing);
        }
    }

    /// These are not sent, which is recorded.
    pub fn not_sent(&mut self, places: &[usize], why: &Failure) {
        for &place in places {
            self.ready.remove(&place);
            self.items[place].closed = true;
            self.over(place, State::Failed(why.clone()));
        }
    }
}

impl Item {
    /// Whether somebody else has changed the remark since this was asked about: one that is put back goes
    /// where the old change left it, and one that comes with a friend goes where there is none.
    fn is_elsewhere(&self, there: &Before) -> bool {
        let (Change::SetRemark { .. }, Some(friend)) = (&self.change, there.friend) else {
            return false;
        };
        let now = words(there);
        if self.takes_back {
            !friend || self.known.remark.is_some() && now != words(&self.known)
        } else {
            self.with_friend && now.is_some_and(|now| !now.is_empty())
        }
    }
}

/// Whether a change changes nothing for somebody who stands like this.
pub fn was_so(change: &Change, before: &Before) -> bool {
    let act = match change {
        Change::AddFriend { .. } => Act::AddFriend,
        Change::RemoveFriend { .. } => Act::RemoveFriend,
        Change::Block { .. } => Act::Block,
        Change::Unblock { .. } => Act::Unblock,
        Change::SetRemark { remark, .. } => return words(before) == Some(remark.raw()),
        Change::DeleteConversation { .. } => return false,
    };
    act.would_change(before) == Some(false)
}

/// A remark that is known; one that is not there is empty.
fn words(before: &Before) -> Option<&str> {
    let there = before.remark.as_ref()?;
    Some(there.as_ref().map_or("", Text::raw))
}
