//! What the lists say about the IDs on the sheet, and what changes there while it is open.

use std::collections::HashSet;

use super::question::question;
use super::top_mut;
use crate::dialog::triage::{Triage, TriageStep};
use crate::domain::job::BulkOp;
use crate::domain::{PairRemark, PairState, UserId};
use crate::model::{Model, OpenUser};

/// Notes what the lists say now, so that `revalidate` sees what changed.
pub(super) fn note_listed_states(model: &mut Model) {
    let user = model.user.take();
    if let (Some(user), Some(dialog)) = (user.as_deref(), top_mut(model)) {
        for row in dialog.rows.iter_mut().filter(|_| user.id == dialog.owner) {
            row.last_listed = listed(user, &row.id);
            if !row.is_meant() && row.baseline.is_none() {
                // The ID of an older app may be on a list. Only a person knows whether the text means it.
                row.current.friend = row.last_listed.friend;
                row.current.blocked = row.last_listed.blocked;
            }
        }
    }
    model.user = user;
}

fn listed(user: &OpenUser, id: &UserId) -> PairState {
    PairState {
        friend: user.is_friend(id),
        blocked: user.is_blocked(id),
        remark: user.remark(id).map(PairRemark::of),
    }
}

/// Updates the sheet to what changed in the lists since they were last compared. `true` if the question is
/// now about something else.
pub fn revalidate(model: &Model, dialog: &mut Triage) -> bool {
    let mut remarks = HashSet::new();
    if let Some(user) = model.user.as_deref().filter(|u| u.id == dialog.owner) {
        for row in &mut dialog.rows {
            let now = listed(user, &row.id);
            let then = &row.last_listed;
            let known = &mut row.current;
            take_over(&mut known.friend, then.friend.as_ref(), now.friend.as_ref());
            take_over(
                &mut known.blocked,
                then.blocked.as_ref(),
                now.blocked.as_ref(),
            );
            if take_over(&mut known.remark, then.remark.as_ref(), now.remark.as_ref()) {
                remarks.insert(row.id.clone());
            }
            row.last_listed = now;
        }
    }
    let TriageStep::Confirming(asking) = &dialog.step else {
        return false;
    };
    let mut fresh = question(model, dialog, asking.act);
    let shows_another = asking.act == BulkOp::Remark
        && asking.targets.iter().any(|target| remarks.contains(target));
    if fresh.targets == asking.targets && fresh.room == asking.room && !shows_another {
        return false;
    }
    fresh.changed_since_asked = true;
    // If nobody is left, there is nothing to ask.
    dialog.step = if fresh.targets.is_empty() {
        TriageStep::Reviewing
    } else {
        TriageStep::Confirming(fresh)
    };
    true
}

/// A list that contradicts what it said before has learnt of a change. One that says something for the first
/// time may be older than what the sheet has read. `true` if the sheet takes it over.
fn take_over<T: PartialEq + Clone>(
    known: &mut Option<T>,
    before: Option<&T>,
    now: Option<&T>,
) -> bool {
    let changed = before.is_some() && now.is_some() && before != now;
    let is_news = changed && known.is_some();
    if is_news {
        *known = now.cloned();
    }
    is_news
}
