//! The three lists: moving, focus, filter, loading the rest.

use super::copy;
use super::movement::{Movement, step};
use crate::domain::{Cursor, ListKind};
use crate::model::{Model, Notice};
use crate::msg::copy::Copied;
use crate::msg::{Action, Effect, Query};
use crate::on_list;

/// Requests every page that a list wants.
pub fn ask_pages(model: &mut Model, out: &mut Vec<Effect>) {
    for pane in ListKind::ALL {
        let wanted: Option<Option<Cursor>> = model
            .user
            .as_mut()
            .and_then(|u| on_list!(u.list(pane), list => list.wants().then(|| list.cursor())));
        let Some(cursor) = wanted else {
            continue;
        };
        let request = model.next_request();
        let Some(user) = model.user.as_mut() else {
            continue;
        };
        let id = user.id.clone();
        on_list!(user.list(pane), list => list.note_requested(request));
        let query = match pane {
            ListKind::Friends => Query::Friends(id, cursor),
            ListKind::Blocks => Query::Blocks(id, cursor),
            ListKind::Conversations => Query::Conversations(id, cursor),
        };
        out.push(Effect::Query(request, query));
    }
}

/// Moves the cursor of the focused list.
pub fn move_cursor(model: &mut Model, action: Action) {
    let rows = model.layout().rows(model.focus);
    let page = rows.map_or(1, |r| isize::from(r.height.max(1).cast_signed()));
    let focus = model.focus;
    let Some(user) = model.user.as_mut() else {
        return;
    };
    on_list!(user.list(focus), list => {
        match step(action, page) {
            Movement::By(rows) => list.move_by(rows),
            Movement::Top => list.move_cursor_to(0),
            Movement::Bottom => list.go_to_end(),
        }
        // A cursor that moves because rows move selects nothing.
        list.stretch();
    });
}

/// Shows the focused list in its next order.
pub fn sort(model: &mut Model) {
    let focus = model.focus;
    match model.user.as_mut() {
        Some(user) => on_list!(user.list(focus), list => list.cycle_order()),
        None => model.say(Notice::NoUser),
    }
}

/// Focuses a list.
pub fn focus(model: &mut Model, pane: ListKind) {
    if model.focus != pane {
        super::selection::end_range(model);
        model.focus = pane;
        model.filter = None;
    }
}

/// Moves the focus forward by this many of the three lists, cyclic: two forward is one back.
pub fn step_focus(model: &mut Model, by: usize) {
    let at = ListKind::ALL
        .iter()
        .position(|p| *p == model.focus)
        .unwrap_or(0);
    focus(model, ListKind::ALL[(at + by) % ListKind::ALL.len()]);
}

/// Reads a list again: the page that failed, otherwise from its beginning.
pub fn refresh(model: &mut Model, pane: ListKind, out: &mut Vec<Effect>) {
    let Some(user) = model.user.as_mut() else {
        model.say(Notice::NoUser);
        return;
    };
    let failed_page = on_list!(user.list(pane), list => {
        let failed = list.has_failed_page();
        if failed {
            list.retry();
        }
        failed
    });
    if !failed_page {
        reload(model, pane, out);
        read_total(model, pane, out);
    }
}

/// Reads a list from its beginning; the old rows stay until the reply.
pub fn reload(model: &mut Model, pane: ListKind, out: &mut Vec<Effect>) {
    if let Some(user) = model.user.as_mut() {
        let late = on_list!(user.list(pane), list => list.reload());
        out.extend(late.map(Effect::CancelQuery));
    }
}

/// Reads the total of a list again.
pub fn read_total(model: &mut Model, pane: ListKind, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let Some(user) = model.user.as_mut() else {
        return;
    };
    let id = user.id.clone();
    let (slot, query) = match pane {
        ListKind::Friends => (&mut user.friend_ids.asked, Query::FriendIds(id)),
        ListKind::Blocks => (&mut user.block_ids.asked, Query::BlockIds(id)),
        ListKind::Conversations => return,
    };
    out.extend(slot.replace(request).map(Effect::CancelQuery));
    out.push(Effect::Query(request, query));
}

/// Stops loading the whole list. `false` if no list was doing that.
pub fn stop_loading(model: &mut Model) -> bool {
    let focus = model.focus;
    model
        .user
        .as_mut()
        .is_some_and(|u| on_list!(u.list(focus), list => list.stop()))
}

/// Copies the ID under the cursor. An ID with special characters is copied in its printable form, because
/// clipboards are pasted into shells.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    if super::selection::copy(model, out) {
        return;
    }
    let Some((_, id)) = model.current() else {
        model.say(Notice::NoRow);
        return;
    };
    let id = id.clone();
    let text = id.shown().to_owned();
    copy::copy(model, Copied::Id(id), text, out);
}
