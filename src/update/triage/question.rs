//! The question about the action that was chosen.

use tui_input::Input;

use super::top_mut;
use crate::dialog::Dialog;
use crate::dialog::triage::{
    AccountReading, BulkQuestion, Capacity, Triage, TriageSource, TriageStep,
};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::domain::limits::BLOCK_CAP;
use crate::model::{Model, Notice, bulk};

/// Asks about the action that was chosen before everything was known. The question appears without a key
/// press.
pub fn ask_when_known(model: &mut Model) {
    let read_only = model.is_read_only();
    let now = model.now;
    let Some(d) = top_mut(model) else {
        return;
    };
    let reads = matches!(d.accounts, AccountReading::Going(_)) && d.accounts_to_read() > 0;
    if !d.checks.is_empty() || d.failure.is_some() || reads {
        return;
    }
    if let Some(act) = d.pending_action.take().filter(|_| !read_only) {
        ask_about(model, act);
        model.dialogs.rearm_unprompted(now);
    }
}

pub(super) fn ask_about(model: &mut Model, act: BulkOp) {
    let Some(Dialog::Triage(d)) = model.dialogs.top() else {
        return;
    };
    let asking = question(model, d, act);
    if asking.wanted_count == 0 && is_undone_by(model.dialogs.top(), act) {
        model.say(Notice::MovedOn(act));
    } else if asking.wanted_count == 0 {
        model.say(Notice::NothingToDo(act));
    } else if asking.targets.is_empty() {
        model.say(Notice::NoRoom(act));
    } else if let Some(d) = top_mut(model) {
        d.step = TriageStep::Confirming(asking);
    }
}

/// The question about an action, as things are now.
pub(super) fn question(model: &Model, d: &Triage, act: BulkOp) -> BulkQuestion {
    let mut targets: Vec<UserId> = bulk::targets(model, d, act).map(|e| e.id.clone()).collect();
    let wanted = targets.len();
    let room = room(model, &d.owner, act);
    if let Some(Capacity { there, cap }) = room {
        targets.truncate(cap.saturating_sub(there));
    }
    BulkQuestion {
        act,
        targets,
        wanted_count: wanted,
        room,
        count: Input::default(),
        moved: false,
    }
}

/// The limit of a list that the action adds to, if the total is known.
fn room(model: &Model, owner: &UserId, act: BulkOp) -> Option<Capacity> {
    let user = model.user.as_deref().filter(|u| u.id == *owner)?;
    let (total, cap) = match act {
        BulkOp::Block => (user.block_total()?, BLOCK_CAP),
        BulkOp::AddFriend => (user.friend_total()?, model.session.friend_cap?),
        BulkOp::Unblock | BulkOp::RemoveFriend | BulkOp::Remark => return None,
    };
    Some(Capacity {
        there: total.n,
        cap,
    })
}

fn is_undone_by(dialog: Option<&Dialog>, act: BulkOp) -> bool {
    let Some(Dialog::Triage(d)) = dialog else {
        return false;
    };
    // Users about whom too little is known do not count as moved on.
    let moved = d.would_change_for(act).next().is_none() && d.open_for(act) == 0;
    matches!(&d.source, TriageSource::Undo(undo) if bulk::undoes(undo, act)) && moved
}

/// Esc: from the question back to the list. `false` if there is no previous step: the undo of a single change
/// asks at once, without a list before it.
pub fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::Triage(d) = dialog else {
        return false;
    };
    let single = matches!(d.source, TriageSource::Undo(_)) && d.rows.len() == 1;
    let asked = matches!(d.step, TriageStep::Confirming(_)) && !single;
    if asked {
        d.step = TriageStep::Reviewing;
        d.pending_action = None;
    }
    asked
}
