//! The default meaning of keys in a dialog: scroll its text, close it.

use super::movement::{Movement, step};
use crate::dialog::{Dialog, ScrollStep};
use crate::domain::RequestId;
use crate::model::Model;
use crate::msg::{Action, Effect};

/// Handles a key that the topmost dialog has no use of its own for.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Escape => close(model, out),
        action if action.is_movement() => scroll(model, action),
        // This key is bound on the layer, but means nothing in the dialog's current state.
        _ => {}
    }
}

/// Scrolls the text of the topmost dialog.
fn scroll(model: &mut Model, action: Action) {
    model.dialogs.scroll(match action {
        Action::PageDown => ScrollStep::Pages(1),
        Action::PageUp => ScrollStep::Pages(-1),
        _ => match step(action, page(model)) {
            Movement::By(lines) => ScrollStep::Lines(lines),
            Movement::Top => ScrollStep::First,
            Movement::Bottom => ScrollStep::Last,
        },
    });
}

/// How many rows of a dialog a page has.
pub fn page(model: &Model) -> isize {
    isize::from(model.size.1.saturating_sub(6).max(1).cast_signed())
}

/// Goes back one step if `step_back` can: what is asked then was not asked before. Otherwise closes the
/// topmost dialog.
pub fn step_back_or_close(
    model: &mut Model,
    out: &mut Vec<Effect>,
    step_back: impl FnOnce(&mut Dialog) -> bool,
) {
    if model.dialogs.top_mut().is_some_and(step_back) {
        model.hide_notice();
        model.dialogs.rearm(model.now);
    } else {
        close(model, out);
    }
}

/// Cancels the query that the topmost dialog is waiting for, so that it asks again; closes the dialog if
/// there is none.
pub fn cancel_or_close(model: &mut Model, query: Option<RequestId>, out: &mut Vec<Effect>) {
    if let Some(request) = query {
        out.push(Effect::CancelQuery(request));
        model.dialogs.rearm(model.now);
    } else {
        close(model, out);
    }
}

/// Closes the topmost dialog and cancels its queries.
pub fn close(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(dialog) = model.dialogs.pop(model.now) {
        out.extend(dialog.queries().into_iter().map(Effect::CancelQuery));
    }
}
