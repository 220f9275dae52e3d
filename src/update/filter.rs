//! The filter of the focused list.

use tui_input::Input;

use super::lists;
use crate::model::{Model, Notice};
use crate::msg::Action;
use crate::on_list;

/// Handles a key in the filter line. The keys that are text are typed into it.
pub fn act(model: &mut Model, action: Action) {
    match action {
        Action::Submit => keep(model),
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
    let focus = model.focus;
    if let (Some(user), Some(input)) = (model.user.as_mut(), model.filter.as_ref()) {
        on_list!(user.list(focus), list => list.set_filter(input.value()));
    }
}

/// Keeps the filter. If the list is not completely loaded, loads the rest, so that the filter finds
/// everything.
fn keep(model: &mut Model) {
    model.filter = None;
    let focus = model.focus;
    if let Some(user) = model.user.as_mut() {
        on_list!(user.list(focus), list => list.load_all());
    }
}

/// Removes the filter; the cursor stays on its row.
pub fn clear(model: &mut Model) {
    model.filter = None;
    let focus = model.focus;
    if let Some(user) = model.user.as_mut() {
        on_list!(user.list(focus), list => list.set_filter(""));
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
