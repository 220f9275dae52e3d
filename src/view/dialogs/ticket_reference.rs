//! The dialog for the ticket and the reason that changes are recorded under.

use ratatui::Frame;
use tui_input::Input;

use super::{cancel_key, key, submit_key};
use crate::dialog::TicketReferenceDialog;
use crate::dialog::excess;
use crate::domain::history::{REASON_CAP, TICKET_CAP};
use crate::keymap::Layer;
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};

/// Draws the two fields.
pub fn draw(ui: Ui, dialog: &TicketReferenceDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let mut dialog_box = DialogBox::new(ui, t!(lang, "reference-title"), theme::CALM);
    let fields = [
        (
            t!(lang, "reference-ticket"),
            &dialog.ticket,
            TICKET_CAP,
            !dialog.at_reason,
        ),
        (
            t!(lang, "reference-reason"),
            &dialog.reason,
            REASON_CAP,
            dialog.at_reason,
        ),
    ];
    for (name, input, cap, here) in fields {
        dialog_box.text(&name, if here { theme::STRONG } else { theme::TEXT });
        field(&mut dialog_box, input, here);
        let more = excess(input, cap);
        if more > 0 {
            dialog_box.text(
                &t!(lang, "reference-too-long", n = more, cap = cap),
                theme::BAD,
            );
        }
    }
    dialog_box.gap();
    dialog_box.text(&t!(lang, "reference-effect"), theme::TEXT);
    submit_key(ui, &mut dialog_box, "key-save");
    key(
        ui,
        &mut dialog_box,
        Layer::Field,
        Action::Complete,
        "key-next-field",
    );
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

fn field(dialog_box: &mut DialogBox, input: &Input, here: bool) {
    if here {
        dialog_box.field(input);
    } else {
        dialog_box.resting(input);
    }
}

/// The ticket as questions name it, or the reason if there is no ticket.
pub fn named(ui: Ui) -> Option<String> {
    let reference = &ui.model.reference;
    match (&reference.ticket, &reference.reason) {
        (Some(ticket), _) => Some(t!(ui.lang, "ticket-named", ticket = ticket.unmasked())),
        (None, Some(reason)) => Some(t!(ui.lang, "reason-named", reason = reason.shown())),
        (None, None) => None,
    }
}
