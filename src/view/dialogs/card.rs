//! The card as a sheet, for screens without room for it beside the lists.

use ratatui::Frame;

use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, card, theme};

/// Draws all facts of the card.
pub fn draw(ui: Ui, scroll: usize, frame: &mut Frame) {
    let mut sheet = DialogBox::new(ui, card::title(ui), theme::CALM).scrolled(scroll);
    for line in card::content(ui, sheet.cells(), true) {
        sheet.line(line);
    }
    sheet.draw_to_read(ui, frame);
}
