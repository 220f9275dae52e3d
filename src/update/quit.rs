//! Quitting, and the question before it.

use super::dialog_keys;
use crate::dialog::Dialog;
use crate::model::Model;
use crate::msg::{Action, Effect};

/// Quits.
pub fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    model.leaving = true;
    out.push(Effect::Quit);
}

/// Quits, but asks first while a change is in progress: its outcome would stay unknown.
pub fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.has_open_ends() {
        quit(model, out);
    } else if !model.top_is(|dialog| matches!(dialog, Dialog::Leave)) {
        model.dialogs.push(Dialog::Leave, model.now);
    }
}

/// Handles a key in the question.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Yes => {
            if model.accept_confirmation() {
                quit(model, out);
            }
        }
        _ => dialog_keys::act(model, action, out),
    }
}

/// Closes the question if nothing is left open.
pub fn close_if_settled(model: &mut Model) {
    if !model.has_open_ends() {
        let now = model.now;
        model
            .dialogs
            .retain(now, |dialog| !matches!(dialog, Dialog::Leave));
    }
}
