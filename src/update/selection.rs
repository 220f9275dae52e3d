//! Selecting rows of the lists.

use super::copy;
use crate::domain::{ChatKind, ListKind, UserId};
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect};
use crate::on_list;

/// Handles a key that selects.
pub fn toggle(model: &mut Model, action: Action) {
    let focus = model.focus;
    let Some(user) = model.user.as_mut() else {
        model.say(Notice::NoUser);
        return;
    };
    let (len, whole) = on_list!(user.list(focus), list => {
        match action {
            Action::SelectRange => list.start_range(),
            Action::SelectDown => list.extend_selection(1),
            Action::SelectUp => list.extend_selection(-1),
            Action::SelectAll => list.select_all(),
            Action::InvertSelection => list.invert_selection(),
            Action::ClearSelection => list.clear_selection(),
            _ => list.toggle_selected(),
        }
        (list.len(), list.is_complete())
    });
    if len == 0 {
        model.say(Notice::NoRow);
    } else if action == Action::SelectAll && !whole {
        model.say(Notice::SelectedLoaded(len));
    }
}

/// Ends the range of the focused list; its rows stay selected.
pub fn end_range(model: &mut Model) {
    let focus = model.focus;
    if let Some(user) = model.user.as_mut() {
        on_list!(user.list(focus), list => list.end_range());
    }
}

/// Clears the selection and the range of the focused list. `false` if there was none.
pub fn clear(model: &mut Model) -> bool {
    let focus = model.focus;
    model.user.as_mut().is_some_and(|u| {
        on_list!(u.list(focus), list => {
            let ranged = list.end_range();
            let any = ranged || list.selected_count() > 0;
            list.clear_selection();
            any
        })
    })
}

/// The people selected in the focused list. Groups do not count as people.
pub fn people(model: &Model) -> Vec<UserId> {
    let selected = model.selected_keys().into_iter();
    let people = selected.filter(|(kind, _)| *kind == ChatKind::Chat);
    people.map(|(_, id)| id).collect()
}

/// The rows selected in the focused list, including groups; `None` if nothing is selected.
pub fn selected(model: &Model) -> Option<Vec<(ChatKind, UserId)>> {
    Some(model.selected_keys()).filter(|keys| !keys.is_empty())
}

/// Copies all selected IDs, including groups. `false` if nothing is selected.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(selected) = selected(model) else {
        return false;
    };
    let ids: Vec<UserId> = selected.into_iter().map(|(_, id)| id).collect();
    copy::copy_ids(model, &ids, out);
    true
}

/// Reports how many rows left the selection without a key press.
pub fn report_vanished(model: &mut Model) {
    let mut gone = 0;
    if let Some(user) = model.user.as_mut() {
        for pane in ListKind::ALL {
            gone += on_list!(user.list(pane), list => list.take_vanished());
        }
    }
    if gone > 0 {
        model.say(Notice::Vanished(gone));
    }
}
