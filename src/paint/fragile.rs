//! Prepares the rows of a frame for the diff with the last one: decides which rows are redrawn as a whole,
//! and ends runs of right-to-left text.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use unicode_bidi::{BidiClass, bidi_class};

use super::frames::{Frames, LETTER_BORDER};
use crate::text;

/// An invisible character that ends a run of right-to-left text.
const LEFT_TO_RIGHT_MARK: &str = "\u{200E}";

/// The rows that the terminal may not show as they were sent.
#[derive(Debug, Default)]
pub struct FragileRows(Vec<Option<FragileRow>>);

/// A row whose cells carry a diff option.
#[derive(Debug)]
struct FragileRow {
    cells: Box<[Cell]>,
    disputed: bool,
}

impl FragileRows {
    /// Forgets all rows, because the screen is empty.
    pub fn forget(&mut self) {
        self.0.clear();
    }

    /// Prepares a frame for the diff with the previous one.
    pub fn mark_rows(&mut self, picture: &mut Buffer, frames: Frames) {
        let width = usize::from(picture.area.width).max(1);
        self.0
            .resize_with(usize::from(picture.area.height), || None);
        for (row, last) in picture.content.chunks_exact_mut(width).zip(&mut self.0) {
            end_right_to_left(row);
            frames.draw(row);
            let disputed = row.iter().any(|cell| text::is_disputed(cell.symbol()));
            let option = match last.take() {
                None if !disputed => continue,
                Some(row_before) if *row_before.cells == *row => {
                    *last = Some(row_before);
                    CellDiffOption::Skip
                }
                // Drops the option; cells that differ only in it are redrawn too.
                Some(row_before) if !disputed && !row_before.disputed => continue,
                _ => {
                    *last = Some(FragileRow {
                        cells: (*row).into(),
                        disputed,
                    });
                    CellDiffOption::AlwaysUpdate
                }
            };
            for cell in row {
                cell.set_diff_option(option);
            }
        }
    }
}

/// Terminals that reorder right-to-left text also reorder what follows it: spaces, borders and digits belong
/// to its run, so that a remark would swap places with the ID in the next list. So a mark ends the run.
///
/// The mark shares a cell with the last letter, and the cursor is repositioned after it: if a terminal
/// displays the mark, it is overwritten.
fn end_right_to_left(row: &mut [Cell]) {
    if !row
        .iter()
        .any(|cell| may_turn(cell) && class(cell) == Some(BidiClass::R))
    {
        return;
    }
    let mut end = None;
    let mut spaces = 0;
    for at in 0..row.len() {
        let class = class(&row[at]);
        let is_border = is_border(row[at].symbol());
        // The thumb of a scroll bar carries information, so it stays; it is at an edge, followed by nothing
        // or by a border.
        if is_border && row[at].symbol() != "┃" {
            row[at].set_char(LETTER_BORDER);
        }
        match class {
            Some(BidiClass::R) => end = Some(at),
            // A number after the words, across one space, belongs to them.
            Some(BidiClass::EN) if end.is_some() && spaces < 2 && !is_border => end = Some(at),
            Some(BidiClass::L) => close(row, end.take()),
            _ if is_border => close(row, end.take()),
            _ => {}
        }
        if row[at].symbol() == " " {
            spaces += 1;
            if spaces == 2 {
                close(row, end.take());
            }
        } else {
            spaces = 0;
        }
    }
    close(row, end);
}

fn close(row: &mut [Cell], end: Option<usize>) {
    if let Some(at) = end {
        let closed = format!("{}{LEFT_TO_RIGHT_MARK}", row[at].symbol());
        row[at].set_symbol(&closed);
    }
}

/// Whether the first letter of the cell may be a right-to-left one, judging by its first byte.
fn may_turn(cell: &Cell) -> bool {
    matches!(cell.symbol().as_bytes(), [0xD6..=0xE0 | 0xEF | 0xF0, ..])
}

/// `R` for all right-to-left letters; `None` for anything that is neither a letter nor a number.
fn class(cell: &Cell) -> Option<BidiClass> {
    let symbol = cell.symbol();
    match symbol.as_bytes() {
        [b'0'..=b'9'] => Some(BidiClass::EN),
        [byte] => byte.is_ascii_alphabetic().then_some(BidiClass::L),
        _ => symbol.chars().find_map(|c| match bidi_class(c) {
            BidiClass::R | BidiClass::AL => Some(BidiClass::R),
            BidiClass::L => Some(BidiClass::L),
            BidiClass::EN | BidiClass::AN => Some(BidiClass::EN),
            _ => None,
        }),
    }
}

fn is_border(symbol: &str) -> bool {
    matches!(symbol, "│" | "║" | "┃")
}
