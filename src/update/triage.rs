//! The triage sheet: filling it by a paste, by typing, or from a selection; reading states, selecting,
//! confirming, beginning the job.

mod accounts;
mod bulk_op;
mod lists;
mod open;
mod question;
mod reading;
mod rows;

use super::dialog_keys;
use crate::dialog::Dialog;
use crate::dialog::triage::{Triage, TriageStep};
use crate::domain::job::BulkOp;
use crate::model::Model;
use crate::msg::{Action, Effect};

pub use accounts::receive_account;
pub use lists::revalidate;
pub use open::{TEXT_CAP, ask, open, open_with, paste};
pub use reading::{receive_remarks, receive_states};

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    match &dialog.step {
        TriageStep::Text { .. } => match action {
            Action::Submit => open::submit_text(model, out),
            _ => dialog_keys::act(model, action, out),
        },
        TriageStep::Column(_) => match action {
            Action::Submit => open::submit_text(model, out),
            action if action.is_movement() => rows::choose_column(dialog, action),
            _ => dialog_keys::act(model, action, out),
        },
        TriageStep::Reviewing => act_on_rows(model, action, out),
        TriageStep::Confirming(_) => match action {
            Action::Submit | Action::Yes => bulk_op::begin(model, out),
            Action::Escape => {
                dialog_keys::step_back_or_close(model, out, question::step_back);
            }
            _ => dialog_keys::act(model, action, out),
        },
    }
}

/// Handles a key while the IDs are reviewed.
fn act_on_rows(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Unblock => bulk_op::choose(model, BulkOp::Unblock, out),
        Action::Block => bulk_op::choose(model, BulkOp::Block, out),
        Action::AddFriend => bulk_op::choose(model, BulkOp::AddFriend, out),
        Action::Remove => bulk_op::choose(model, BulkOp::RemoveFriend, out),
        Action::Remark => bulk_op::choose(model, BulkOp::Remark, out),
        Action::SelectRow => rows::toggle_row(model),
        Action::SelectAll => rows::set_selected(model, |_| true),
        Action::InvertSelection => rows::set_selected(model, |was| !was),
        Action::ClearSelection => rows::set_selected(model, |_| false),
        Action::Copy => rows::copy(model, out),
        Action::Retry => reading::check_again(model, out),
        Action::Accounts => accounts::read(model, out),
        action if action.is_movement() => rows::move_cursor(model, action),
        _ => dialog_keys::act(model, action, out),
    }
}

/// The topmost sheet.
pub fn top_mut(model: &mut Model) -> Option<&mut Triage> {
    let Some(Dialog::Triage(dialog)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(dialog)
}
