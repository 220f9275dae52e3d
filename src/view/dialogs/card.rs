//! The card as a dialog, for screens without room for it beside the lists.

use ratatui::Frame;

use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, card, theme};

/// Draws all facts of the card.
pub fn draw(ui: Ui, scroll: usize, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, card::title(ui), theme::CALM).scrolled(scroll);
    for line in card::content(ui, dialog_box.cells(), true) {
        dialog_box.line(line);
    }
    dialog_box.draw_to_read(ui, frame);
}
