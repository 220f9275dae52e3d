//! The filter of the focused list.

use tui_input::Input;

use super::{completion, diagnosis, lists};
use crate::domain::ListFilter;
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect};
use crate::on_list;
use crate::wording::list_filter;

/// Handles a key in the filter line. The keys that are text are typed into it.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Submit => submit(model, out),
        Action::Complete => complete(model),
        Action::Escape => clear(model),
        action if action.is_movement() => lists::move_cursor(model, action),
        _ => {}
    }
}

/// Opens the filter line of the focused list.
pub fn begin(model: &mut Model) {
    let focus = model.focus;
    let Some(user) = model.user.as_mut() else {
        model.say(Notice::NoUser);
        return;
    };
    let text = on_list!(user.list(focus), list => {
        list.end_range();
        list.filter().to_owned()
    });
    model.filter = Some(Input::new(text));
}

/// Applies the filter as it is typed.
pub fn apply(model: &mut Model) {
    if let (Some(user), Some(input)) = (model.user.as_mut(), model.filter.as_ref()) {
        let filter = list_filter::read(input.value(), model.focus);
        user.set_filter(model.focus, filter);
    }
}

/// Completes the word of the filter that is being typed.
fn complete(model: &mut Model) {
    let (lang, list) = (model.lang, model.focus);
    let Some(input) = model.filter.as_mut() else {
        return;
    };
    let offered = |before: &str| list_filter::completions(lang, before, list);
    if completion::complete(input, &mut model.filter_cycle, offered) {
        apply(model);
    }
}

/// Keeps the filter. If the list is not completely loaded, loads the rest, so that the filter finds
/// everything. If it is, and no row matches the ID that was typed, asks the service about that user.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    model.filter = None;
    let focus = model.focus;
    let Some(user) = model.user.as_mut() else {
        return;
    };
    let is_complete = on_list!(user.list(focus), list => {
        list.load_all();
        list.is_complete()
    });
    if is_complete && model.sought_stranger().is_some() {
        diagnosis::about_row(model, out);
    }
}

/// Removes the filter; the cursor stays on its row.
pub fn clear(model: &mut Model) {
    model.filter = None;
    if let Some(user) = model.user.as_mut() {
        user.set_filter(model.focus, ListFilter::default());
    }
}

/// Whether the focused list is filtered.
pub fn is_set(model: &mut Model) -> bool {
    let focus = model.focus;
    model
        .user
        .as_mut()
        .is_some_and(|u| on_list!(u.list(focus), list => !list.filter().is_empty()))
}
