//! How far a key moves in a list or a text.

use crate::msg::Action;

/// The highest line to scroll to; how many lines there are, only the view knows.
pub const LINES: usize = 1_000;

/// A movement, in rows.
pub enum Movement {
    /// This many rows down, or up.
    By(isize),
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
}

/// The movement that an action stands for, with a page of this many rows.
pub fn step(action: Action, page: isize) -> Movement {
    match action {
        Action::Down => Movement::By(1),
        Action::Up => Movement::By(-1),
        Action::HalfDown => Movement::By((page / 2).max(1)),
        Action::HalfUp => Movement::By(-(page / 2).max(1)),
        Action::PageDown => Movement::By((page - 1).max(1)),
        Action::PageUp => Movement::By(-(page - 1).max(1)),
        Action::Top => Movement::Top,
        Action::Bottom => Movement::Bottom,
        _ => Movement::By(0),
    }
}
