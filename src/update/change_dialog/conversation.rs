//! "Delete this conversation?"

use tui_input::Input;

use super::send;
use crate::dialog::{
    ChangeDialog, ConversationDialog, ConversationStep, Dialog, SendStage, is_typed,
};
use crate::domain::ChatKind;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::{every_dialog, typed_id, writes};

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Submit => submit(model, out),
        Action::KeepRoaming => choose(model, false, out),
        Action::DeleteRoaming => choose(model, true, out),
        Action::Retry => send::retry(model, out),
        Action::Edit => edit_id(model),
        Action::Down | Action::Up if is_typing_id(model) => toggle_kind(model),
        Action::Escape => every_dialog::step_back_or_close(model, out, step_back),
        _ => every_dialog::act(model, action, out),
    }
}

fn top_mut(model: &mut Model) -> Option<&mut ConversationDialog> {
    let Some(Dialog::Change(ChangeDialog::Conversation(d))) = model.dialogs.top_mut() else {
        return None;
    };
    Some(d)
}

fn is_typing_id(model: &mut Model) -> bool {
    top_mut(model).is_some_and(|d| d.stage == SendStage::Asking && d.step == ConversationStep::Id)
}

/// Switches between a user and a group.
fn toggle_kind(model: &mut Model) {
    if let Some(d) = top_mut(model) {
        d.kind = match d.kind {
            ChatKind::Chat => ChatKind::Group,
            ChatKind::Group => ChatKind::Chat,
        };
    }
}

/// Takes the typed ID: first as that of the conversation, then as the confirmation.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    match d.step {
        ConversationStep::Id => {
            let Some(id) = typed_id(d.input.value()) else {
                d.mismatch = true;
                return;
            };
            d.peer = id;
            d.step = ConversationStep::Choice;
            let key = (d.kind, d.peer.clone());
            let seen = writes::listed(model, &key);
            if let Some(d) = top_mut(model) {
                d.seen = seen;
            }
            model.dialogs.rearm(model.now);
        }
        ConversationStep::Confirm if is_typed(&d.input, d.peer.shown()) => {
            if model.is_answered() {
                send::send(model, out);
            }
        }
        ConversationStep::Confirm => d.mismatch = true,
        ConversationStep::Choice => {}
    }
}

/// Sets whether the stored messages are deleted. Keeping them confirms the question; deleting them asks for
/// the ID.
fn choose(model: &mut Model, delete: bool, out: &mut Vec<Effect>) {
    if !model.is_armed() {
        return;
    }
    let Some(d) = top_mut(model) else {
        return;
    };
    d.roaming = delete;
    d.mismatch = false;
    let change = d.change();
    if !delete && !model.is_delete_unknown(&change) {
        send::send(model, out);
        return;
    }
    if let Some(d) = top_mut(model) {
        d.step = ConversationStep::Confirm;
        d.input = Input::default();
    }
    model.dialogs.rearm(model.now);
}

/// `e` on a failure: back to the ID that was typed.
fn edit_id(model: &mut Model) {
    // As for `r`: a failure appears without a key press.
    if !model.is_armed() {
        return;
    }
    if let Some(d) = top_mut(model)
        && d.typed
    {
        back_to_id(d);
        d.stage = SendStage::Asking;
        model.dialogs.rearm(model.now);
    }
}

fn back_to_id(d: &mut ConversationDialog) {
    d.input = Input::new(d.peer.raw().to_owned());
    d.step = ConversationStep::Id;
}

/// Esc: from the confirmation to the choice, from there to the ID if that was typed. `false` if there is no
/// previous step.
fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::Change(ChangeDialog::Conversation(d)) = dialog else {
        return false;
    };
    if d.stage != SendStage::Asking {
        return false;
    }
    match d.step {
        ConversationStep::Confirm => d.step = ConversationStep::Choice,
        ConversationStep::Choice if d.typed => back_to_id(d),
        ConversationStep::Choice | ConversationStep::Id => return false,
    }
    d.mismatch = false;
    true
}
