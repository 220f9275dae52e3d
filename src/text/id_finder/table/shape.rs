//! Classifies the cells of a column by their form.

use crate::text::dates::is_date;
use crate::text::id_finder::mended::digits;

/// The form of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellShape {
    /// An ID as it never occurs in a sentence: `spam_0041`.
    Id,
    /// Only letters: an ID, or a name, or a word.
    Letters,
    /// Only digits.
    Figures,
    /// A date or a time.
    Date,
    /// Anything else.
    Other,
}

/// The form of a cell that is not empty.
pub fn of(cell: &str) -> CellShape {
    let bare = cell.trim_matches(['`', '*', '@', ' ']).replace("\\_", "_");
    let is_plain = !bare.is_empty()
        && bare
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let has_digit = bare.contains(|c: char| c.is_ascii_digit());
    let has_letter = bare.contains(|c: char| c.is_ascii_alphabetic());
    if is_day(&bare) {
        CellShape::Date
    } else if !bare.is_empty() && digits(&bare) == bare.len() {
        CellShape::Figures
    } else if is_plain && has_letter && (has_digit || bare.contains('_')) {
        CellShape::Id
    } else if is_plain && has_letter {
        CellShape::Letters
    } else {
        CellShape::Other
    }
}

/// Whether the cells of a column look like IDs, and most of them can be nothing else.
pub fn are_ids(cells: &[&str]) -> bool {
    let shapes: Vec<CellShape> = cells.iter().map(|cell| of(cell)).collect();
    let ids = shapes
        .iter()
        .filter(|shape| **shape == CellShape::Id)
        .count();
    let may_be = |shape: &CellShape| {
        matches!(
            shape,
            CellShape::Id | CellShape::Letters | CellShape::Figures
        )
    };
    ids > 0 && ids * 2 >= shapes.len() && shapes.iter().all(may_be)
}

/// Whether the column only numbers its rows.
pub fn counts_up(cells: &[&str]) -> bool {
    let numbers: Option<Vec<u32>> = cells.iter().map(|cell| cell.parse().ok()).collect();
    let Some(numbers) = numbers else { return false };
    let is_next = |pair: &[u32]| pair[0].checked_add(1) == Some(pair[1]);
    numbers
        .first()
        .is_some_and(|&first| numbers.len() > 1 || first < 100)
        && numbers.windows(2).all(is_next)
}

/// `2024-03-04`, `2024-03-04 10:00:00`, `10:00`.
fn is_day(text: &str) -> bool {
    let marks = text.matches(['-', '/', ':']).count();
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | ':' | '.' | ' ' | 'T' | 'Z' | '+');
    let clock = text.contains(':') && text.starts_with(|c: char| c.is_ascii_digit());
    is_date(text) || text.chars().all(is_part) && (clock || marks >= 2 && text.len() >= 8)
}
