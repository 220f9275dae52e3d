//! A change that was sent without a question, and has failed.

use super::asked_change;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::dialog_keys;

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Retry => asked_change::retry(model, out),
        _ => dialog_keys::act(model, action, out),
    }
}
