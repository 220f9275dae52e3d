//! The triage sheet: filling it by a paste, by typing, or from a selection; reading states, selecting,
//! confirming, beginning the job.

mod accounts;
mod action;
mod lists;
mod open;
mod question;
mod reading;
mod rows;

use crate::dialog::Dialog;
use crate::dialog::triage::Triage;
use crate::model::Model;

pub use accounts::{here, read as read_accounts};
pub use action::{begin, choose};
pub use lists::look_again;
pub use open::{TEXT_CAP, ask, open, open_selection, open_with, owner, paste, submit_text};
pub use question::step_back;
pub use reading::{check_again, forget, newest, remarks, standing};
pub use rows::{copy, motion, set_selected, toggle_row};

/// The topmost sheet.
pub fn top_mut(model: &mut Model) -> Option<&mut Triage> {
    match model.dialogs.top_mut() {
        Some(Dialog::Triage(d)) => Some(d),
        _ => None,
    }
}
