//! The card as a dialog, for screens without room for it beside the lists.

use ratatui::Frame;
use ratatui::text::Line;

use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, card, theme};

/// Draws all facts of the card, and what can be done.
pub fn draw(ui: Ui, scroll: usize, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, card::title(ui), theme::CALM).scrolled(scroll);
    for line in card::content(ui, dialog_box.cells(), true) {
        dialog_box.line(line);
    }
    dialog_box.line(Line::default());
    for (line, keys) in card::keys(ui, dialog_box.cells()) {
        dialog_box.clickable_line(line.spans, keys);
    }
    dialog_box.draw_to_read(ui, frame);
}
