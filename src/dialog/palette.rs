//! The palette: every action that there is, found by typing.

use tui_input::Input;

use crate::keymap::Layer;

/// Which actions it offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaletteScope {
    /// All of them.
    All,
    /// Those about the row under the cursor, or the selected ones.
    Row,
    /// Those of the dialog that it lies over.
    Dialog(Layer),
}

/// The palette. What it offers is computed from the model each time: what can be done changes under it.
#[derive(Debug, Clone)]
pub struct Palette {
    /// Which actions it offers.
    pub scope: PaletteScope,
    /// What was typed.
    pub input: Input,
    /// The place of the chosen action among those that match.
    pub cursor: usize,
}

impl Palette {
    /// Nothing is typed yet.
    pub fn new(scope: PaletteScope) -> Self {
        Self {
            scope,
            input: Input::default(),
            cursor: 0,
        }
    }
}
