//! Quitting, and the question before it.

use crate::dialog::Dialog;
use crate::model::Model;
use crate::msg::Effect;

/// Quits.
pub fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    model.leaving = true;
    out.push(Effect::Quit);
}

/// Quits, but asks first while a change is in progress: its outcome would stay unknown.
pub fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.has_open_ends() {
        quit(model, out);
    } else if !model.top_is(|d| matches!(d, Dialog::Leave)) {
        model.dialogs.push(Dialog::Leave, model.now);
    }
}

/// Closes the question if nothing is left open.
pub fn close_if_settled(model: &mut Model) {
    if !model.has_open_ends() {
        let now = model.now;
        model.dialogs.retain(now, |d| !matches!(d, Dialog::Leave));
    }
}
