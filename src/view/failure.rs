//! Failures on the screen: the words, with what the model knows besides.

use super::dialog_box::DialogBox;
use super::{Ui, theme};
use crate::domain::{Change, Failure, FailureClass, ListKind};
use crate::t;
use crate::wording::failure::FailureText;
use crate::wording::{failure, time};

/// Whether a list could not be read because the user does not exist.
pub fn is_nobody(ui: Ui, failure: &Failure) -> bool {
    let account = ui.model.user.as_deref().and_then(|u| u.account.failure());
    account.is_some_and(Failure::is_not_found) && failure.is_not_found()
}

/// Why a list could not be read.
pub fn of_list(ui: Ui, list: ListKind, why: &Failure) -> FailureText {
    failure::of_list(ui.lang, list, why, is_nobody(ui, why))
}

/// Why a change did not go through; if its outcome is unknown, when it will be verified.
pub fn of_change(ui: Ui, change: &Change, why: &Failure) -> FailureText {
    let mut words = failure::of_change(ui.lang, change, why);
    let unknown = ui
        .model
        .unknown_changes
        .iter()
        .find(|u| u.change == *change);
    if why.class == FailureClass::Unknown
        && let Some((sent, due)) = unknown.and_then(|u| Some((u.doubtful_since, u.verify_at?)))
    {
        let zone = &ui.model.session.zone;
        words.todo = t!(
            ui.lang,
            "unknown-verify-at",
            sent = time::clock(zone, sent),
            due = time::clock(zone, ui.model.wall_at(due))
        );
    }
    words
}

/// Adds a failed change to a dialog.
pub fn into_dialog(dialog_box: &mut DialogBox, words: &FailureText, class: FailureClass) {
    let tone = if class == FailureClass::Unknown {
        theme::WARN
    } else {
        theme::BAD
    };
    dialog_box.text(&words.what, tone.patch(theme::STRONG));
    dialog_box.text(&words.changed, theme::TEXT);
    dialog_box.text(&words.todo, theme::TEXT);
    // Last, because it may be long.
    if let Some(server) = &words.server {
        dialog_box.text(server, theme::TEXT);
    }
}
