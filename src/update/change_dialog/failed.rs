//! A change that was sent without a question, and has failed.

use super::send;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::every_dialog;

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Retry => send::retry(model, out),
        _ => every_dialog::act(model, action, out),
    }
}
