//! The keys in dialogs: each dialog has a function `act` that names its own and leaves the others to `dialog_keys`.

use super::{
    change_dialog, diagnosis, dialog_keys, export, import, job_confirmation, jobs, journal,
    list_keys, open, palette, preferences, quit, reader, ticket_reference, triage, unfinished,
};
use crate::dialog::{Dialog, PaletteScope};
use crate::keymap::{self, Layer};
use crate::model::Model;
use crate::msg::{Action, Effect};

/// Handles a key in the topmost dialog.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let action = match action {
        Action::NextPane if model.dialogs.step_button(true) => return,
        Action::PreviousPane if model.dialogs.step_button(false) => return,
        Action::Submit => model.dialogs.button().unwrap_or(action),
        // In a field that completes nothing, Tab moves.
        Action::Complete if model.layer() == Layer::Field && !model.top_is(Dialog::completes) => {
            Action::Down
        }
        _ => action,
    };
    match model.dialogs.top() {
        None => {}
        Some(dialog) if dialog.layer() == Layer::Card && acts_on_row(action) => {
            dialog_keys::close(model, out);
            list_keys::act(model, action, out);
        }
        Some(_) if action == Action::RowActions => {
            palette::open(model, PaletteScope::Dialog(model.layer()));
        }
        Some(Dialog::Open(_)) => open::act(model, action, out),
        Some(Dialog::Change(_)) => change_dialog::act(model, action, out),
        Some(Dialog::Triage(_)) if action == Action::Diagnose => {
            diagnosis::about_sheet_row(model, out);
        }
        Some(Dialog::Triage(_)) => triage::act(model, action, out),
        Some(Dialog::JobConfirmation(_)) => job_confirmation::act(model, action, out),
        Some(Dialog::Export(_)) => export::act(model, action, out),
        Some(Dialog::Import(_)) => import::act(model, action, out),
        Some(Dialog::Jobs(_)) => jobs::act(model, action, out),
        Some(Dialog::ResumeOffer(_)) => unfinished::act(model, action, out),
        Some(Dialog::Leave) => quit::act(model, action, out),
        Some(Dialog::Journal(_)) => journal::act(model, action, out),
        Some(Dialog::TicketReference(_)) => ticket_reference::act(model, action, out),
        Some(Dialog::Palette(_)) => {
            // What came on top meanwhile was not what the palette was about.
            match palette::act(model, action, out) {
                Some((PaletteScope::Dialog(layer), chosen)) if layer == model.layer() => {
                    act(model, chosen, out);
                }
                Some((PaletteScope::All | PaletteScope::Row, chosen))
                    if model.dialogs.is_empty() =>
                {
                    list_keys::act(model, chosen, out);
                }
                _ => {}
            }
        }
        Some(Dialog::DiagnosisQuestion(_)) => diagnosis::act_on_question(model, action, out),
        Some(Dialog::Diagnosis(_)) => diagnosis::act(model, action, out),
        Some(Dialog::Preferences(_)) => preferences::act(model, action, out),
        Some(Dialog::Reader { .. }) => reader::act(model, action, out),
    }
}

/// Whether the card has this action from the lists, where it is about the row.
fn acts_on_row(action: Action) -> bool {
    action == Action::RowActions
        || keymap::on(Layer::Card).any(|b| b.action == action && b.layers.contains(&Layer::Lists))
}

/// Closes what only shows something.
pub fn close_those_that_only_show(model: &mut Model, out: &mut Vec<Effect>) {
    while model.top_is(|dialog| dialog.layer().only_shows()) {
        dialog_keys::close(model, out);
    }
}
