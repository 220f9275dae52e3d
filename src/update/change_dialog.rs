//! Dialogs about one change: their keys.

mod asked_change;
mod conversation;
mod failed;
mod remark;
mod remove;

use super::dialog_keys;
use crate::dialog::{ChangeDialog, Dialog};
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect};

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::Change(dialog)) = model.dialogs.top() else {
        return;
    };
    match dialog {
        _ if action == Action::Escape && dialog.awaits().is_some() => close_while_sent(model, out),
        ChangeDialog::Remark(_) => remark::act(model, action, out),
        ChangeDialog::Remove(_) => remove::act(model, action, out),
        ChangeDialog::Conversation(_) => conversation::act(model, action, out),
        ChangeDialog::Failed(_) => failed::act(model, action, out),
    }
}

/// Esc while the change is in progress: a change that is still waiting is withdrawn. Any other continues; a
/// notice reports its outcome.
fn close_while_sent(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Change(dialog)) = model.dialogs.top() else {
        return;
    };
    let waiting = dialog
        .awaits()
        .filter(|r| model.waiting_until.contains_key(r));
    if let Some(request) = waiting {
        // Whether that was in time, the worker reports. An old notice would look like that report.
        model.notice = None;
        out.push(Effect::WithdrawChange(request));
    } else {
        model.say(Notice::StillInProgress);
    }
    dialog_keys::close(model, out);
}
