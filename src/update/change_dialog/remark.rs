//! A new remark for a friend.

use super::asked_change;
use crate::dialog::{ChangeDialog, Dialog, RemarkDialog, SendStage};
use crate::domain::limits::REMARK_CAP;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::dialog_keys;

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Submit => submit(model, out),
        Action::Retry => verify(model, out),
        _ => dialog_keys::act(model, action, out),
    }
}

fn top_mut(model: &mut Model) -> Option<&mut RemarkDialog> {
    let Some(Dialog::Change(ChangeDialog::Remark(dialog))) = model.dialogs.top_mut() else {
        return None;
    };
    Some(dialog)
}

/// Sends the remark, unless it is the current one.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let remark = dialog.input.value();
    if remark.chars().count() > REMARK_CAP {
        return;
    }
    let before = dialog.before.as_ref().map_or("", |t| t.raw());
    if dialog.known && remark == before {
        dialog_keys::close(model, out);
    } else if model.accept_answer() {
        asked_change::make(model, out);
    }
}

/// This key is only offered for an unknown outcome: what was typed stays in the field for the next decision.
fn verify(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.accept_confirmation() {
        return;
    }
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let change = dialog.change();
    dialog.stage = SendStage::Asking;
    model.dialogs.rearm(model.now);
    asked_change::verify(model, &change, out);
}
