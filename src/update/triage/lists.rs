//! What the lists say about the IDs on the sheet, and what changes there while it is open.

use super::question::question;
use super::top_mut;
use crate::dialog::triage::{Triage, TriageStep};
use crate::domain::UserId;
use crate::model::{Model, OpenUser};

/// Notes what the lists say now, so that a change is noticed.
pub(super) fn look_at_the_lists(model: &mut Model) {
    let user = model.user.take();
    if let (Some(user), Some(d)) = (user.as_deref(), top_mut(model)) {
        for entry in d.entries.iter_mut().filter(|_| user.id == d.owner) {
            entry.listed = listed(user, &entry.id);
            if !entry.is_meant() && entry.once.is_none() {
                // The ID of an older app may be on a list. Only a person knows whether the text means it.
                (entry.before.friend, entry.before.blocked) = entry.listed;
            }
        }
    }
    model.user = user;
}

fn listed(user: &OpenUser, id: &UserId) -> (Option<bool>, Option<bool>) {
    (user.is_friend(id), user.is_blocked(id))
}

/// Updates the sheet to what changed in the lists since they were last compared. `true` if the question is
/// now about something else.
pub fn look_again(model: &Model, d: &mut Triage) -> bool {
    if let Some(user) = model.user.as_deref().filter(|u| u.id == d.owner) {
        for entry in &mut d.entries {
            let now = listed(user, &entry.id);
            let before = entry.listed;
            take_over(&mut entry.before.friend, before.0, now.0);
            take_over(&mut entry.before.blocked, before.1, now.1);
            entry.listed = now;
        }
    }
    let TriageStep::Asking(asking) = &d.step else {
        return false;
    };
    let mut fresh = question(model, d, asking.act);
    let same = fresh.targets == asking.targets && fresh.room == asking.room;
    if same {
        return false;
    }
    fresh.moved = true;
    // If nobody is left, there is nothing to ask.
    d.step = if fresh.targets.is_empty() {
        TriageStep::Looking
    } else {
        TriageStep::Asking(fresh)
    };
    true
}

/// A list that contradicts what it said before has learnt of a change. One that says something for the first
/// time may be older than what the sheet has read.
fn take_over(known: &mut Option<bool>, before: Option<bool>, now: Option<bool>) {
    let changed = before.is_some() && now.is_some() && before != now;
    if changed && known.is_some() {
        *known = now;
    }
}
