//! What the questions about an undo say besides.

use crate::domain::job::{DeletedConversations, UndoChoice, Undoable};
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording;

/// Adds who made the change, when and for which ticket, and the ticket that the undo is recorded under.
pub fn tell(ui: Ui, undo: &Undoable, dialog_box: &mut DialogBox) {
    dialog_box.text(
        &wording::undo::provenance(ui.lang, &ui.model.session.zone, &undo.made),
        theme::TEXT,
    );
    if let Some(reference) = super::ticket_reference(ui) {
        let words = t!(ui.lang, "undo-under", reference = reference);
        dialog_box.text(&words, theme::TEXT);
    }
}

/// Adds the changes that are newer than the undone one and stay as they are.
pub fn passed(ui: Ui, undo: &Undoable, dialog_box: &mut DialogBox) {
    if let UndoChoice::Before(DeletedConversations { owner, peer, n }) = &undo.chosen {
        let words = t!(
            ui.lang,
            "undo-passed",
            n = *n,
            owner = owner.shown(),
            id = peer.shown()
        );
        dialog_box.text(&words, theme::WARN.patch(theme::STRONG));
    }
}
