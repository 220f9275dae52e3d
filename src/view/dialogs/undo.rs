//! What the questions about an undo say besides.

use crate::domain::JobId;
use crate::domain::job::{DeletedConversations, JobRest, UndoChoice, Undoable};
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording;

/// Adds what is not included, who made the change, when and for which ticket, and the ticket that the undo is recorded under.
pub fn tell(ui: Ui, undo: &Undoable, dialog_box: &mut DialogBox) {
    if let Some(job) = undo.job {
        rest(ui, job, undo.rest, dialog_box);
    }
    dialog_box.text(
        &wording::undo::provenance(ui.lang, &ui.model.session.zone, &undo.made),
        theme::TEXT,
    );
    if let Some(reference) = super::ticket_reference(ui) {
        let words = t!(ui.lang, "undo-under", reference = reference);
        dialog_box.text(&words, theme::TEXT);
    }
}

/// Adds what the job has not done, and the undo does not include.
fn rest(ui: Ui, job: JobId, rest: JobRest, dialog_box: &mut DialogBox) {
    let job = job.to_string();
    if rest.waiting > 0 {
        let words = t!(ui.lang, "undo-rest-waiting", job = &job, n = rest.waiting);
        dialog_box.text(&words, theme::WARN);
    }
    if rest.unknown > 0 {
        let words = t!(ui.lang, "undo-rest-unknown", job = &job, n = rest.unknown);
        dialog_box.text(&words, theme::WARN);
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
