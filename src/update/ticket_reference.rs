//! The ticket and the reason that everything is recorded under.

use tui_input::Input;

use super::dialog_keys;
use crate::dialog::{Dialog, TicketReferenceDialog, excess};
use crate::domain::history::{REASON_CAP, TICKET_CAP, TicketReference};
use crate::model::journal::JournalReport;
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect};
use crate::text::Text;

/// Asks for the ticket and the reason.
pub fn ask(model: &mut Model) {
    let input = |text: &Option<Text>| {
        let raw = text.as_ref().map_or("", Text::raw);
        Input::new(raw.to_owned())
    };
    let dialog = TicketReferenceDialog {
        ticket: input(&model.reference.ticket),
        reason: input(&model.reference.reason),
        at_reason: false,
    };
    model
        .dialogs
        .push(Dialog::TicketReference(dialog), model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::TicketReference(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    match action {
        Action::Submit => submit(model, out),
        Action::Down | Action::Up => dialog.at_reason = !dialog.at_reason,
        _ => dialog_keys::act(model, action, out),
    }
}

/// From now on, records everything under what was typed.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::TicketReference(dialog)) = model.dialogs.top() else {
        return;
    };
    let part = |input: &Input| {
        let text = input.value().trim();
        (!text.is_empty()).then(|| Text::new(text))
    };
    let reference = TicketReference {
        ticket: part(&dialog.ticket),
        reason: part(&dialog.reason),
    };
    if excess(&dialog.ticket, TICKET_CAP) + excess(&dialog.reason, REASON_CAP) > 0 {
        return;
    }
    model.dialogs.pop(model.now);
    if reference != model.reference {
        model.reference = reference.clone();
        out.push(Effect::SetTicketReference(reference));
        model.say(Notice::Journal(JournalReport::TicketReferenceSet));
    }
}
