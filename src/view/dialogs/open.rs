//! The dialog that asks whose lists to open.

use ratatui::Frame;
use tui_input::Input;

use super::{cancel_key, submit_key};
use crate::domain::UserId;
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};

/// Draws the field for the ID, and what is wrong with it.
pub fn draw(ui: Ui, input: &Input, bad: bool, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, t!(ui.lang, "open-title"), theme::CALM);
    dialog_box.text(&t!(ui.lang, "open-ask"), theme::TEXT);
    dialog_box.gap();
    dialog_box.field(input);
    dialog_box.gap();
    if bad {
        dialog_box.text(&t!(ui.lang, "open-bad"), theme::BAD);
    } else {
        warn_irregular(ui, &mut dialog_box, &UserId::typed(input.value()));
    }
    submit_key(ui, &mut dialog_box, "key-open");
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

fn warn_irregular(ui: Ui, dialog_box: &mut DialogBox, id: &UserId) {
    if !id.raw().is_empty() && !id.is_regular() {
        dialog_box.text(&t!(ui.lang, "id-irregular-typed"), theme::WARN);
    }
}
