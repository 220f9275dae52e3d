//! "Delete this conversation?"

use tui_input::Input;

use super::asked_change;
use crate::dialog::{
    ChangeDialog, ConversationDialog, ConversationStep, Dialog, SendStage, is_typed,
};
use crate::domain::ChatKind;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::{dialog_keys, typed_id, writes};

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Submit => submit(model, out),
        Action::KeepRoaming => choose(model, false, out),
        Action::DeleteRoaming => choose(model, true, out),
        Action::Retry => asked_change::retry(model, out),
        Action::Edit => edit_id(model),
        Action::Down | Action::Up if is_typing_id(model) => toggle_kind(model),
        Action::Escape => dialog_keys::step_back_or_close(model, out, step_back),
        _ => dialog_keys::act(model, action, out),
    }
}

fn top_mut(model: &mut Model) -> Option<&mut ConversationDialog> {
    let Some(Dialog::Change(ChangeDialog::Conversation(dialog))) = model.dialogs.top_mut() else {
        return None;
    };
    Some(dialog)
}

fn is_typing_id(model: &mut Model) -> bool {
    top_mut(model).is_some_and(|dialog| {
        dialog.stage == SendStage::Asking && dialog.step == ConversationStep::Id
    })
}

/// Switches between a user and a group.
fn toggle_kind(model: &mut Model) {
    if let Some(dialog) = top_mut(model) {
        dialog.kind = match dialog.kind {
            ChatKind::Chat => ChatKind::Group,
            ChatKind::Group => ChatKind::Chat,
        };
    }
}

/// Takes the typed ID: first as that of the conversation, then as the confirmation.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    match dialog.step {
        ConversationStep::Id => {
            let Some(id) = typed_id(dialog.input.value()) else {
                dialog.mismatch = true;
                return;
            };
            dialog.peer = id;
            dialog.step = ConversationStep::Choice;
            let key = (dialog.kind, dialog.peer.clone());
            let seen = writes::listed(model, &key);
            if let Some(dialog) = top_mut(model) {
                dialog.seen = seen;
            }
            model.dialogs.rearm(model.now);
        }
        ConversationStep::Confirm if is_typed(&dialog.input, dialog.peer.shown()) => {
            if model.accept_answer() {
                asked_change::make(model, out);
            }
        }
        ConversationStep::Confirm => dialog.mismatch = true,
        ConversationStep::Choice => {}
    }
}

/// Sets whether the stored messages are deleted. Keeping them confirms the question; deleting them asks for
/// the ID.
fn choose(model: &mut Model, delete: bool, out: &mut Vec<Effect>) {
    if !model.accept_confirmation() {
        return;
    }
    let Some(dialog) = top_mut(model) else {
        return;
    };
    dialog.roaming = delete;
    dialog.mismatch = false;
    let change = dialog.change();
    if !delete && !model.is_delete_unknown(&change) {
        asked_change::make(model, out);
        return;
    }
    if let Some(dialog) = top_mut(model) {
        dialog.step = ConversationStep::Confirm;
        dialog.input = Input::default();
    }
    model.dialogs.rearm(model.now);
}

/// `e` on a failure: back to the ID that was typed.
fn edit_id(model: &mut Model) {
    // As for `r`: a failure appears without a key press.
    if !model.accept_confirmation() {
        return;
    }
    if let Some(dialog) = top_mut(model)
        && dialog.typed
    {
        back_to_id(dialog);
        dialog.stage = SendStage::Asking;
        model.dialogs.rearm(model.now);
    }
}

fn back_to_id(dialog: &mut ConversationDialog) {
    dialog.input = Input::new(dialog.peer.raw().to_owned());
    dialog.step = ConversationStep::Id;
}

/// Esc: from the confirmation to the choice, from there to the ID if that was typed. `false` if there is no
/// previous step.
fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::Change(ChangeDialog::Conversation(dialog)) = dialog else {
        return false;
    };
    if dialog.stage != SendStage::Asking {
        return false;
    }
    match dialog.step {
        ConversationStep::Confirm => dialog.step = ConversationStep::Choice,
        ConversationStep::Choice if dialog.typed => back_to_id(dialog),
        ConversationStep::Choice | ConversationStep::Id => return false,
    }
    dialog.mismatch = false;
    true
}
