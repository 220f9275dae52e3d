//! The rows of the sheet: the cursor, the selection, copying.

use super::top_mut;
use crate::dialog::triage::{Triage, TriageStep};
use crate::domain::UserId;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::movement::{Movement, step};
use crate::update::{copy, dialog_keys};

/// Selects or deselects the row under the cursor, and moves to the next one.
pub fn toggle_row(model: &mut Model) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    if let Some(row) = dialog
        .rows
        .get_mut(dialog.cursor)
        .filter(|e| e.unusable.is_none())
    {
        row.selected = !row.selected;
    }
    dialog.cursor = (dialog.cursor + 1).min(dialog.rows.len().saturating_sub(1));
}

/// Selects all, inverts the selection, or clears it.
pub fn set_selected(model: &mut Model, new: impl Fn(bool) -> bool) {
    if let Some(dialog) = top_mut(model) {
        for row in dialog.rows.iter_mut().filter(|e| e.unusable.is_none()) {
            row.selected = new(row.selected);
        }
    }
}

/// Moves the cursor.
pub fn move_cursor(model: &mut Model, action: Action) {
    let page = dialog_keys::page(model);
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let last = dialog.rows.len().saturating_sub(1);
    dialog.cursor = match step(action, page) {
        Movement::By(rows) => dialog.cursor.saturating_add_signed(rows).min(last),
        Movement::Top => 0,
        Movement::Bottom => last,
    };
}

/// Chooses another column.
pub fn choose_column(dialog: &mut Triage, action: Action) {
    if let TriageStep::Column(ask) = &mut dialog.step {
        ask.choose(action == Action::Down);
    }
}

/// Copies the selected IDs, one per line.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let ids: Vec<UserId> = dialog
        .usable()
        .filter(|e| e.selected)
        .map(|e| e.id.clone())
        .collect();
    copy::copy_ids(model, &ids, out);
}
