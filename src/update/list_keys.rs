//! The keys on the lists.

use super::{
    diagnosis, export, filter, import, jobs, journal, lists, open, palette, preferences, quit,
    reader, selection, ticket_reference, triage, undo, writes,
};
use crate::dialog::{JournalScope, PaletteScope};
use crate::domain::undo::UndoTarget;
use crate::domain::{ChatKind, ListKind};
use crate::model::{Model, Notice, UNLOCK_TIME};
use crate::msg::{Action, Effect};

/// Handles a key. Every action is named here, so that a new one cannot be forgotten.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Down
        | Action::Up
        | Action::Top
        | Action::Bottom
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp => lists::move_cursor(model, action),
        Action::TopPrefix => model.prefix = true,
        Action::NextPane => lists::step_focus(model, 1),
        Action::PreviousPane => lists::step_focus(model, 2),
        Action::FocusFriends => lists::focus(model, ListKind::Friends),
        Action::FocusBlocks => lists::focus(model, ListKind::Blocks),
        Action::FocusConversations => lists::focus(model, ListKind::Conversations),
        Action::Sort => lists::sort(model),
        Action::Zoom => model.zoom = !model.zoom,
        Action::Filter => filter::begin(model),
        Action::Refresh => lists::refresh(model, model.focus, out),
        Action::RefreshAll => open::refresh_all(model, out),
        Action::OpenRow => open::open_row(model, out),
        Action::OpenId => open::ask_id(model, out),
        Action::Back => open::back(model, out),
        Action::Forward => open::forward(model, out),
        Action::Copy => lists::copy(model, out),
        Action::Card => show_row(model, out),
        Action::Diagnose => diagnosis::about_row(model, out),
        Action::Help => reader::open_help(model),
        Action::Palette => palette::open(model, PaletteScope::All),
        Action::RowActions => palette::open(model, PaletteScope::Row),
        Action::Preferences => preferences::open(model),
        Action::ShowRequests => journal::show(model, JournalScope::All),
        Action::Journal => journal::show(model, JournalScope::Writes),
        Action::Jobs => jobs::show(model, out),
        Action::TicketReference => ticket_reference::ask(model),
        Action::Unlock => unlock(model),
        Action::AddFriend | Action::Remove | Action::Remark | Action::Block | Action::Unblock => {
            writes::act(model, action, out);
        }
        Action::PasteList => triage::ask(model, None, String::new()),
        Action::Export => export::ask_about_list(model),
        Action::Import => import::ask(model, out),
        Action::Undo => undo::query(model, UndoTarget::Newest, out),
        Action::Redo => undo::query(model, UndoTarget::Redo, out),
        Action::SelectRow
        | Action::SelectRange
        | Action::SelectDown
        | Action::SelectUp
        | Action::SelectAll
        | Action::InvertSelection
        | Action::ClearSelection => selection::toggle(model, action),
        Action::Escape => escape(model),
        Action::Quit => quit::ask(model, out),
        // Keys of dialogs, and those that mean the same everywhere and do not get here.
        Action::Interrupt
        | Action::Redraw
        | Action::SwitchLanguage
        | Action::Mask
        | Action::Suspend
        | Action::CycleScope
        | Action::Complete
        | Action::Swap
        | Action::Watch
        | Action::CopyLine
        | Action::Accounts
        | Action::Pause
        | Action::Stop
        | Action::FailedFirst
        | Action::Submit
        | Action::Yes
        | Action::KeepRoaming
        | Action::DeleteRoaming
        | Action::Retry
        | Action::Edit => {}
    }
}

/// Shows what is known of the row: of a conversation with a person, and of a user that the filter looked for in vain,
/// why their messages do not arrive.
fn show_row(model: &mut Model, out: &mut Vec<Effect>) {
    let is_chat = matches!(model.current(), Some((ChatKind::Chat, _)));
    if is_chat && model.focus == ListKind::Conversations || model.sought_stranger().is_some() {
        diagnosis::about_row(model, out);
    } else {
        reader::open_card(model);
    }
}

/// Clears the selection, or what else was added to the lists, one thing at a time. It never quits.
fn escape(model: &mut Model) {
    if selection::clear(model) {
        model.notice = None;
    } else if lists::stop_loading(model) {
        model.say(Notice::Stopped);
    } else if filter::is_set(model) {
        filter::clear(model);
    } else if model.zoom {
        model.zoom = false;
    } else {
        model.notice = None;
    }
}

/// Lifts read-only for a while, or restores it. Read-only from the command line stays.
fn unlock(model: &mut Model) {
    if !model.session.read_only {
        model.say(Notice::NeverLocked);
    } else if !model.session.may_unlock {
        model.say(Notice::ReadOnly);
    } else if model.is_read_only() {
        model.unlocked = Some(model.now.saturating_add(UNLOCK_TIME));
        model.say(Notice::Unlocked);
    } else {
        model.unlocked = None;
        model.say(Notice::Locked);
    }
}
