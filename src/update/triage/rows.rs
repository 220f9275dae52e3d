//! The rows of the sheet: the cursor, the selection, copying.

use super::top_mut;
use crate::dialog::triage::{Triage, TriageStep};
use crate::domain::UserId;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::update::movement::{Movement, step};
use crate::update::{copy, every_dialog};

/// Selects or deselects the row under the cursor, and moves to the next one.
pub fn toggle_row(model: &mut Model) {
    let Some(d) = top_mut(model) else {
        return;
    };
    if let Some(entry) = d.entries.get_mut(d.at).filter(|e| e.unusable.is_none()) {
        entry.selected = !entry.selected;
    }
    d.at = (d.at + 1).min(d.entries.len().saturating_sub(1));
}

/// Selects all, inverts the selection, or clears it.
pub fn set_selected(model: &mut Model, ticked: impl Fn(bool) -> bool) {
    if let Some(d) = top_mut(model) {
        for entry in d.entries.iter_mut().filter(|e| e.unusable.is_none()) {
            entry.selected = ticked(entry.selected);
        }
    }
}

/// Moves the cursor.
pub fn move_cursor(model: &mut Model, action: Action) {
    let page = every_dialog::page(model);
    let Some(d) = top_mut(model) else {
        return;
    };
    let last = d.entries.len().saturating_sub(1);
    d.at = match step(action, page) {
        Movement::By(rows) => d.at.saturating_add_signed(rows).min(last),
        Movement::Top => 0,
        Movement::Bottom => last,
    };
}

/// Chooses another column.
pub fn choose_column(d: &mut Triage, action: Action) {
    if let TriageStep::Column(ask) = &mut d.step {
        ask.choose(action == Action::Down);
    }
}

/// Copies the selected IDs, one per line.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let ids: Vec<UserId> = d
        .fit()
        .filter(|e| e.selected)
        .map(|e| e.id.clone())
        .collect();
    copy::copy_ids(model, &ids, out);
}
