//! Something to read: the card, the help.

use super::movement::{LINES, Movement, step};
use super::{dialog_keys, palette};
use crate::dialog::{Dialog, PaletteScope, ReaderPage};
use crate::model::{CardPhase, Model, Notice};
use crate::msg::{Action, Effect};

/// Opens the card.
pub fn open_card(model: &mut Model) {
    if model.current().is_none() {
        model.say(Notice::NoRow);
        return;
    }
    open(model, ReaderPage::Card);
    if model.card == CardPhase::Rest {
        model.card = CardPhase::Due(model.now);
    }
}

/// Opens the help.
pub fn open_help(model: &mut Model) {
    open(model, ReaderPage::Help);
}

fn open(model: &mut Model, page: ReaderPage) {
    let dialog = Dialog::Reader { page, scroll: 0 };
    model.dialogs.push(dialog, model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    if action == Action::Palette {
        dialog_keys::close(model, out);
        palette::open(model, PaletteScope::All);
    } else if action.is_movement() {
        scroll(model, action);
    } else {
        dialog_keys::act(model, action, out);
    }
}

/// Moves in a text to read.
pub fn scroll(model: &mut Model, action: Action) {
    // Only the view knows how many lines there are; it clamps a value that is too high.
    let last = LINES + usize::from(model.size.1);
    let page = dialog_keys::page(model);
    let scroll = match model.dialogs.top_mut() {
        Some(Dialog::Reader { scroll, .. }) => scroll,
        Some(Dialog::Diagnosis(view)) => &mut view.scroll,
        _ => return,
    };
    *scroll = match step(action, page) {
        Movement::By(rows) => scroll.saturating_add_signed(rows).min(last),
        Movement::Top => 0,
        Movement::Bottom => last,
    };
}
