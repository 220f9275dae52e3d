//! The question about the action that was chosen.

use tui_input::Input;

use super::top_mut;
use crate::dialog::Dialog;
use crate::dialog::triage::{AccountReading, BulkQuestion, Capacity, Triage, TriageStep};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::domain::limits::BLOCK_CAP;
use crate::model::{Model, Notice, bulk};

/// Asks about the action that was chosen before everything was known. The question appears without a key
/// press.
pub fn ask_when_known(model: &mut Model) {
    let read_only = model.is_read_only();
    let now = model.now;
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let reads =
        matches!(dialog.accounts, AccountReading::Going(_)) && dialog.accounts_to_read() > 0;
    if !dialog.checks.is_empty() || dialog.failure.is_some() || reads {
        return;
    }
    if let Some(act) = dialog.pending_action.take().filter(|_| !read_only) {
        ask_about(model, act);
        model.dialogs.rearm_unprompted(now);
    }
}

pub(super) fn ask_about(model: &mut Model, act: BulkOp) {
    let Some(Dialog::Triage(dialog)) = model.dialogs.top() else {
        return;
    };
    let asking = question(model, dialog, act);
    if asking.wanted_count == 0 && have_all_moved_on(model.dialogs.top(), act) {
        model.say(Notice::MovedOn(act));
    } else if asking.wanted_count == 0 {
        model.say(Notice::NothingToDo(act));
    } else if asking.targets.is_empty() {
        model.say(Notice::NoRoom(act));
    } else if let Some(dialog) = top_mut(model) {
        dialog.step = TriageStep::Confirming(asking);
    }
}

/// The question about an action, as things are now.
pub(super) fn question(model: &Model, dialog: &Triage, act: BulkOp) -> BulkQuestion {
    let mut targets: Vec<UserId> = bulk::targets(model, dialog, act)
        .map(|e| e.id.clone())
        .collect();
    let wanted = targets.len();
    let room = room(model, &dialog.owner, act);
    if let Some(Capacity { there, cap }) = room {
        targets.truncate(cap.saturating_sub(there));
    }
    BulkQuestion {
        act,
        targets,
        wanted_count: wanted,
        room,
        count: Input::default(),
        changed_since_asked: false,
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

fn have_all_moved_on(dialog: Option<&Dialog>, act: BulkOp) -> bool {
    let Some(Dialog::Triage(dialog)) = dialog else {
        return false;
    };
    // Users about whom too little is known do not count as moved on.
    let moved = dialog.would_change_for(act).next().is_none() && dialog.open_for(act) == 0;
    dialog
        .source
        .undo()
        .is_some_and(|undo| bulk::undoes(undo, act))
        && moved
}

/// Esc: from the question back to the list. `false` if there is no previous step: the undo of a single change
/// asks at once, without a list before it.
pub fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::Triage(dialog) = dialog else {
        return false;
    };
    let single = dialog.source.undo().is_some() && dialog.rows.len() == 1;
    let asked = matches!(dialog.step, TriageStep::Confirming(_)) && !single;
    if asked {
        dialog.step = TriageStep::Reviewing;
        dialog.pending_action = None;
    }
    asked
}
