//! The dialog about a change from the lists that failed.

use ratatui::Frame;

use super::{failed, sent, warn_alike};
use crate::dialog::FailedChange;
use crate::domain::FailureClass;
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::change;

/// Draws what failed and why; or, if the change was sent again, that it is in progress.
pub fn draw(ui: Ui, dialog: &FailedChange, frame: &mut Frame) {
    let (change, failure, again) = (&dialog.change, &dialog.failure, dialog.again.is_some());
    let (title, tone) = match failure.class {
        _ if again => (t!(ui.lang, "trouble-retrying"), theme::CALM),
        FailureClass::Unknown => (t!(ui.lang, "trouble-unknown"), theme::ASKING),
        FailureClass::NothingDone | FailureClass::Retryable | FailureClass::Final => {
            (t!(ui.lang, "trouble-title"), theme::ALARMING)
        }
    };
    let mut dialog_box = DialogBox::new(ui, title, tone);
    dialog_box.text(&change::question(ui.lang, change), theme::STRONG);
    warn_alike(ui, &mut dialog_box, change.target());
    dialog_box.gap();
    if again {
        sent(ui, &mut dialog_box, change);
    } else {
        failed(ui, &mut dialog_box, change, failure, false);
    }
    dialog_box.draw(ui, frame);
}
