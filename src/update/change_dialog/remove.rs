//! "End this friendship?"

use super::send;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::dialog_keys;

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Yes => {
            if model.accept_confirmation() {
                send::send(model, out);
            }
        }
        Action::Retry => send::retry(model, out),
        _ => dialog_keys::act(model, action, out),
    }
}
