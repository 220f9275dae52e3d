//! The palette: finding an action by typing, and doing it.

use super::dialog_keys;
use crate::dialog::{Dialog, Palette, PaletteScope};
use crate::model::{Model, palette};
use crate::msg::{Action, Effect};

/// Opens it.
pub fn open(model: &mut Model, scope: PaletteScope) {
    let dialog = Dialog::Palette(Palette::new(scope));
    model.dialogs.push(dialog, model.now);
}

/// Handles a key. Returns the action that was chosen, if any, and what it is about.
pub fn act(
    model: &mut Model,
    action: Action,
    out: &mut Vec<Effect>,
) -> Option<(PaletteScope, Action)> {
    let Some(Dialog::Palette(dialog)) = model.dialogs.top() else {
        return None;
    };
    let (cursor, count) = (dialog.cursor, palette::rows(model, dialog).len());
    match action {
        Action::Submit => return choose(model, out),
        Action::Down => place(model, if cursor + 1 < count { cursor + 1 } else { 0 }),
        Action::Up => place(
            model,
            cursor.checked_sub(1).unwrap_or(count.saturating_sub(1)),
        ),
        Action::PageDown => place(model, (cursor + page(model)).min(count.saturating_sub(1))),
        Action::PageUp => place(model, cursor.saturating_sub(page(model))),
        _ => dialog_keys::act(model, action, out),
    }
    None
}

fn page(model: &Model) -> usize {
    dialog_keys::page(model).unsigned_abs()
}

fn place(model: &mut Model, at: usize) {
    if let Some(Dialog::Palette(dialog)) = model.dialogs.top_mut() {
        dialog.cursor = at;
    }
    // Another action is under the cursor: an Enter that is on its way was not meant for it.
    model.dialogs.rearm(model.now);
}

/// Closes the palette and says what was chosen; if that cannot be done, it says why and stays open.
fn choose(model: &mut Model, out: &mut Vec<Effect>) -> Option<(PaletteScope, Action)> {
    let Some(Dialog::Palette(dialog)) = model.dialogs.top() else {
        return None;
    };
    let scope = dialog.scope;
    let row = palette::rows(model, dialog)
        .into_iter()
        .nth(dialog.cursor)?;
    if let Some(refusal) = row.refusal {
        model.say(refusal);
        return None;
    }
    if row.action.is_write() && !model.accept_answer() {
        return None;
    }
    dialog_keys::close(model, out);
    Some((scope, row.action))
}
