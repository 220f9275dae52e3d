//! What the view reports about a frame: which lines of a dialog were on screen, and what a click does where.

use ratatui::layout::{Position, Rect};

use super::Model;
use crate::dialog::DrawnText;
use crate::keymap::KeyPress;
use crate::msg::Millis;

/// A frame, as far as the model needs to know.
#[derive(Debug, Clone, Default)]
pub struct DrawnFrame {
    /// How the topmost dialog was drawn, if there is one.
    pub text: Option<DrawnText>,
    /// The areas that can be clicked.
    pub targets: Vec<ClickTarget>,
}

/// An area that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClickTarget {
    /// Where it is on the screen.
    pub area: Rect,
    /// What a click there means.
    pub meaning: ClickMeaning,
}

/// What a click means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickMeaning {
    /// The same as this key.
    Key(KeyPress),
    /// The cursor of the topmost dialog moves down by this many rows.
    Row(isize),
}

/// A click of the left button.
#[derive(Debug, Clone, Copy)]
pub struct Click {
    /// When.
    pub at: Millis,
    /// On which cell.
    pub cell: Position,
    /// On which dialog, by its number.
    pub dialog: Option<u64>,
    /// Whether it made the one before it a double click.
    pub is_second: bool,
}

impl Model {
    /// This frame is on screen now.
    pub fn is_shown(&mut self, frame: DrawnFrame) {
        if let Some(text) = frame.text {
            self.dialogs.drawn(text);
        }
        self.drawn = frame;
    }
}

impl DrawnFrame {
    /// What a click at this place means, if it means anything.
    pub fn clicked(&self, at: Position) -> Option<ClickMeaning> {
        let mut targets = self.targets.iter();
        targets
            .find(|target| target.area.contains(at))
            .map(|target| target.meaning)
    }
}
