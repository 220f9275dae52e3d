//! Applies a message to the model, and returns the effects it asks for. Total and pure: no clock, no I/O.

use crossterm::event::{Event as TerminalEvent, KeyEvent, KeyEventKind};
use tui_input::Input;
use tui_input::backend::crossterm::to_input_request;

use crate::dialog::triage::TriageStep;
use crate::dialog::{Dialog, JournalScope};
use crate::domain::job::BulkOp;
use crate::domain::lists::ListKind;
use crate::domain::undo::UndoTarget;
use crate::domain::{ChatKind, UserId};
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::model::{
    CARD_PAUSE, CardPhase, Model, NOTICE_TIME, Notice, UNLOCK_TIME, UnfinishedPurpose,
};
use crate::msg::{Action, Effect, Event, Millis, Msg, Query};
use crate::on_list;
use crate::text::tickets::{LimitPassed, TicketTooLong};

mod applied;
mod confirm_job;
mod copy;
mod dialogs;
mod files;
mod job_events;
mod jobs;
mod journal;
mod lists;
mod mouse;
mod movement;
mod open;
mod outcome;
mod prior_states;
mod quit;
mod replies;
mod revalidate;
mod selection;
mod send;
mod shown_job;
mod triage;
mod undo;
mod unfinished;
mod unsettled;
mod writes;

/// A second Ctrl-c within this time quits.
const TWICE: Millis = 2_000;
/// The most characters that a field accepts from one paste.
const PASTE_CAP: usize = 10_000;

/// What to request when rosterm starts.
pub fn start(model: &mut Model, user: Option<UserId>) -> Vec<Effect> {
    let mut out = Vec::new();
    match user {
        Some(id) => open::open(model, id, &mut out),
        None => open::ask_id(model),
    }
    unfinished::query(model, UnfinishedPurpose::Offer, &mut out);
    settle(model, true, &mut out);
    out
}

/// Applies a message to the model and returns what to do next.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.now = msg.at;
    let mut out = Vec::new();
    let by_hand = matches!(msg.event, Event::Key(_) | Event::Mouse(_));
    let in_dialog = !model.dialogs.is_empty();
    match msg.event {
        // Some terminals also report the release of a key.
        Event::Key(event) if event.kind == KeyEventKind::Release => {}
        Event::Key(event) => key(model, event, &mut out),
        Event::Mouse(event) => mouse::mouse(model, event),
        Event::Paste(text) => paste(model, &text, &mut out),
        Event::PasteOver(text) => {
            dialogs::look_away(model, &mut out);
            paste(model, &text, &mut out);
        }
        Event::PasteOpen => model.say(Notice::PasteOpen),
        Event::PasteDropped => model.say(Notice::PasteDropped),
        Event::Clock(wall) => set_clock(model, wall),
        Event::TooFast => model.say(Notice::TooFast),
        Event::Resize(columns, rows) => {
            // A question that could not be seen, or that has moved, must be read before it is answered. The
            // size is also reported after returning from the shell.
            model.dialogs.rearm_unprompted(model.now);
            model.size = (columns, rows);
        }
        Event::Reply(request, reply) => replies::reply(model, request, reply, &mut out),
        Event::Changed(request, change, result) => {
            replies::change_answered(model, request, &change, result, &mut out);
        }
        Event::PriorStatesRead(request, owner, stands) => {
            prior_states::learn(model, &owner, &stands, request);
        }
        Event::Unneeded(request, change) => replies::unneeded(model, request, &change, &mut out),
        Event::Waiting(request, time) => {
            model
                .waiting_until
                .insert(request, model.now.saturating_add(time));
        }
        Event::SendingNow(request) => replies::sending_now(model, request),
        Event::Withdrawn(request) => replies::withdrawn(model, request),
        Event::Orphaned(changes) => unsettled::orphaned(model, changes),
        Event::UnverifiableRemarks(remarks) => unfinished::unreadable(model, remarks),
        Event::Progress(request, rows) => files::progress(model, request, rows),
        Event::RecordingFailed(why) => model.say(Notice::Unrecorded(why)),
        Event::JournalHealth(health) => journal::health(model, health, &mut out),
        Event::RecordingBacklog(owed) => job_events::recording_backlog(model, owed),
        Event::Job(request, news) => job_events::event(model, request, news, &mut out),
        Event::JobDiscarded(number, result) => unfinished::discarded(model, number, result),
        Event::Copied(request, taker) => copy::copied(model, request, taker, &mut out),
        Event::Request(trace) => model.remember(trace),
        // The runtime handles the width of lines itself.
        Event::Tick | Event::WideLines(_) => {}
        Event::Terminate => {
            quit::quit(model, &mut out);
        }
    }
    if !by_hand {
        revalidate::revalidate(model);
        if in_dialog && model.dialogs.is_empty() {
            // Keys that still arrive were meant for the dialog.
            model.row_moved_at = Some(model.now);
        }
    }
    settle(model, by_hand, &mut out);
    for effect in &out {
        if let Effect::CancelQuery(request) = effect {
            model.waiting_until.remove(request);
        }
    }
    out
}

/// Restores what holds after every message: lists request the pages they want, the cursor is on screen, the
/// card follows it, old notices are gone.
fn settle(model: &mut Model, by_hand: bool, out: &mut Vec<Effect>) {
    lists::ask_pages(model, out);
    unsettled::verify(model, out);
    journal::settle(model, out);
    let layout = model.layout();
    if let Some(user) = model.user.as_mut() {
        for pane in ListKind::ALL {
            let height = layout.rows(pane).map_or(1, |r| usize::from(r.height));
            on_list!(user.list(pane), list => list.settle(height));
        }
    }
    selection::report_vanished(model);
    let now = model.now;
    if model.unlocked.is_some_and(|until| now >= until) {
        model.unlocked = None;
        model.say(Notice::Locked);
    }
    if model
        .notice
        .as_ref()
        .is_some_and(|(at, _)| now >= at + NOTICE_TIME)
    {
        model.notice = None;
    }
    let under = model
        .current()
        .map(|(kind, id)| (model.focus, kind, id.clone()));
    if under != model.under_cursor {
        if !by_hand {
            model.row_moved_at = Some(now);
        }
        model.under_cursor = under;
        if let CardPhase::Asked(request) = model.card {
            out.push(Effect::CancelQuery(request));
        }
        model.card = CardPhase::Due(now + CARD_PAUSE);
    }
    if model.card == CardPhase::Rest && is_doubted(model) {
        model.card = CardPhase::Due(now);
    }
    card(model, out);
}

/// Whether a later read contradicts what the card shows.
fn is_doubted(model: &Model) -> bool {
    let user = model.user.as_ref();
    user.zip(model.current())
        .is_some_and(|(user, (kind, other))| kind == ChatKind::Chat && user.may_have_changed(other))
}

/// Queries the person under the cursor once the cursor rests, if the card is on screen and does not know the
/// person yet.
fn card(model: &mut Model, out: &mut Vec<Effect>) {
    let CardPhase::Due(at) = model.card else {
        return;
    };
    // A hidden card sends its query when it comes on screen.
    if model.now < at || !model.card_is_seen() {
        return;
    }
    model.card = CardPhase::Rest;
    let Some((ChatKind::Chat, other)) = model.current() else {
        return;
    };
    let other = other.clone();
    let request = model.next_request();
    let Some(user) = model.user.as_ref() else {
        return;
    };
    if other == user.id || !user.wants_reading(&other, |read| model.is_fresh(read)) {
        return;
    }
    out.push(Effect::Query(
        request,
        Query::Relation(user.id.clone(), other),
    ));
    model.card = CardPhase::Asked(request);
}

/// The wall clock jumped. Read-only that was lifted for a while is restored by wall-clock time, too, because
/// nobody was here while the machine slept; a clock that was set back prolongs nothing.
fn set_clock(model: &mut Model, wall: i64) {
    let ahead = wall.saturating_sub(model.wall());
    model.session.epoch = model.session.epoch.saturating_add(ahead);
    if let (Some(until), Ok(slept)) = (&mut model.unlocked, Millis::try_from(ahead)) {
        *until = until.saturating_sub(slept);
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

fn key(model: &mut Model, event: KeyEvent, out: &mut Vec<Effect>) {
    let layer = model.layer();
    let prefix = std::mem::take(&mut model.prefix);
    match keymap::resolve(layer, event) {
        Some(Action::TopPrefix) if prefix => act(model, Action::Top, out),
        Some(action) => act(model, action, out),
        None => type_into_field(model, event),
    }
}

/// Performs an action. Every action is named here, so that a new one cannot be forgotten.
fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    // A person cannot decide on what is not visible.
    let blind = model.layout().form == LayoutForm::TooSmall;
    let layer = model.layer();
    match action {
        Action::Quit if blind && (!model.under_way.is_empty() || model.has_active_job()) => {
            interrupt(model, out);
        }
        Action::Quit => quit::ask(model, out),
        Action::Interrupt => interrupt(model, out),
        Action::Redraw => out.push(Effect::Redraw),
        Action::Suspend => out.push(Effect::Suspend),
        Action::Escape => escape(model, out),
        _ if blind => {}
        Action::TopPrefix => model.prefix = true,
        Action::Down
        | Action::Up
        | Action::Top
        | Action::Bottom
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp => motion(model, action),
        Action::NextPane if layer == Layer::Jobs => jobs::step_job(model, true),
        Action::PreviousPane if layer == Layer::Jobs => jobs::step_job(model, false),
        Action::NextPane => lists::step_focus(model, 1),
        Action::PreviousPane => lists::step_focus(model, 2),
        Action::FocusFriends => lists::focus(model, ListKind::Friends),
        Action::FocusBlocks => lists::focus(model, ListKind::Blocks),
        Action::FocusConversations => lists::focus(model, ListKind::Conversations),
        Action::Zoom => model.zoom = !model.zoom,
        Action::Filter if layer == Layer::Journal => journal::begin_filter(model),
        Action::Filter => lists::begin_filter(model),
        Action::Refresh if layer == Layer::Journal => journal::refresh(model),
        Action::Refresh => lists::refresh(model, model.focus, out),
        Action::RefreshAll => open::refresh_all(model, out),
        Action::OpenRow => open::open_row(model, out),
        Action::OpenId => open::ask_id(model),
        Action::Back => open::back(model, out),
        Action::Forward => open::forward(model, out),
        Action::Copy if layer == Layer::Triage => triage::copy(model, out),
        Action::Copy if layer == Layer::Jobs => jobs::copy(model, out),
        Action::Copy if layer == Layer::Journal => journal::copy(model, out),
        Action::Copy => lists::copy(model, out),
        Action::Card if layer == Layer::Journal => journal::detail(model),
        Action::Card => dialogs::card(model),
        Action::ShowRequests => journal::show(model, JournalScope::All),
        Action::Journal => journal::show(model, JournalScope::Writes),
        Action::CycleScope => journal::scope(model),
        Action::CopyLine => journal::copy_line(model, out),
        Action::Export if layer == Layer::Journal => journal::export(model, out),
        Action::Reference => journal::ask_reference(model),
        Action::Unlock => unlock(model),
        Action::Help => model.dialogs.push(Dialog::Help { scroll: 0 }, model.now),
        Action::AddFriend if layer == Layer::Triage => {
            triage::choose(model, BulkOp::AddFriend, out);
        }
        Action::Remove if layer == Layer::Triage => {
            triage::choose(model, BulkOp::RemoveFriend, out);
        }
        Action::Block if layer == Layer::Triage => triage::choose(model, BulkOp::Block, out),
        Action::Unblock if layer == Layer::Triage => triage::choose(model, BulkOp::Unblock, out),
        Action::Remark if layer == Layer::Triage => triage::choose(model, BulkOp::Remark, out),
        Action::AddFriend => writes::add_friend(model, out),
        Action::Remove => writes::remove(model, out),
        Action::Remark => writes::remark(model),
        Action::Block => writes::block(model, out),
        Action::Unblock => writes::unblock(model, out),
        Action::PasteList => triage::ask(model, None, String::new()),
        Action::Export if layer == Layer::Jobs => files::ask_export_failed(model),
        Action::Export => files::ask_export(model),
        Action::Import => files::ask_import(model, out),
        Action::Undo if layer == Layer::Jobs => jobs::undo(model, out),
        Action::Undo if layer == Layer::Journal => journal::undo(model, out),
        Action::Undo => undo::query(model, UndoTarget::Newest, out),
        Action::Redo => undo::query(model, UndoTarget::Redo, out),
        Action::SelectRow if layer == Layer::Triage => triage::toggle_row(model),
        Action::SelectAll if layer == Layer::Triage => triage::set_selected(model, |_| true),
        Action::InvertSelection if layer == Layer::Triage => {
            triage::set_selected(model, |was| !was);
        }
        Action::ClearSelection if layer == Layer::Triage => triage::set_selected(model, |_| false),
        Action::SelectRow
        | Action::SelectRange
        | Action::SelectDown
        | Action::SelectUp
        | Action::SelectAll
        | Action::InvertSelection
        | Action::ClearSelection => selection::toggle(model, action),
        Action::Jobs => jobs::show(model, out),
        Action::Accounts => triage::read_accounts(model, out),
        Action::Pause => jobs::pause(model, out),
        Action::Stop => jobs::ask_to_stop(model, out),
        Action::FailedFirst => jobs::failed_first(model),
        Action::Submit if model.dialogs.is_empty() => lists::keep_filter(model),
        Action::Submit => dialogs::submit(model, out),
        Action::Yes => dialogs::yes(model, out),
        Action::KeepRoaming => dialogs::choose_roaming(model, false, out),
        Action::DeleteRoaming => dialogs::choose_roaming(model, true, out),
        Action::Retry => dialogs::again(model, out),
        Action::Edit => dialogs::edit_again(model),
    }
}

/// Moves the cursor of the focused list, or in the topmost dialog.
fn motion(model: &mut Model, action: Action) {
    if model.dialogs.is_empty() {
        lists::motion(model, action);
    } else {
        dialogs::motion(model, action);
    }
}

/// A key without an action is text for the focused field.
fn type_into_field(model: &mut Model, event: KeyEvent) {
    if model.layout().form == LayoutForm::TooSmall {
        return;
    }
    let Some(request) = to_input_request(&TerminalEvent::Key(keymap::in_field(event))) else {
        return;
    };
    if let Some(dialog) = model.dialogs.top_mut() {
        if let Some(field) = dialog.field() {
            field.handle(request);
            dialogs::edited(model);
        }
    } else if let Some(input) = model.filter.as_mut() {
        input.handle(request);
        lists::apply_filter(model);
    }
}

/// A paste is text for the field that has the caret. On the lists it is a list of IDs to review; in a dialog
/// without a field it does nothing. It is never taken as keys, and it confirms nothing.
fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.prefix = false;
    if model.layout().form == LayoutForm::TooSmall {
        model.say(Notice::PasteIgnored);
        return;
    }
    let on_lists = model.dialogs.is_empty() && model.filter.is_none();
    let sheet = matches!(
        model.dialogs.top(),
        Some(Dialog::Triage(d)) if matches!(d.step, TriageStep::Text { .. })
    );
    let cap = if on_lists || sheet {
        triage::TEXT_CAP
    } else {
        PASTE_CAP
    };
    // A list that is cut off ends in half an ID, which may be somebody else's.
    if text.chars().nth(cap).is_some() {
        let chars = LimitPassed::new(text.chars().count(), cap);
        model.say(if cap == PASTE_CAP {
            Notice::PasteTooLong
        } else {
            Notice::TooMuch(TicketTooLong::Chars(chars))
        });
        return;
    }
    if on_lists {
        triage::paste(model, &lines(text), out);
        return;
    }
    let clean = if sheet { lines(text) } else { one_line(text) };
    if let Some(dialog) = model.dialogs.top_mut() {
        if let Some(field) = dialog.field() {
            insert(field, &clean);
            dialogs::edited(model);
            return;
        }
    } else if let Some(input) = model.filter.as_mut() {
        insert(input, &clean);
        lists::apply_filter(model);
        return;
    }
    model.say(Notice::PasteIgnored);
}

/// A text for a field of one line: every control character becomes a space.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A text with its lines. Terminals send line ends as carriage returns. Other control characters stay: an ID
/// that contains one must be refused, not split into two.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Inserts text at the caret, all at once: inserting it character by character takes quadratic time.
fn insert(field: &mut Input, text: &str) {
    let value = field.value();
    let caret = field.cursor();
    let split = value
        .char_indices()
        .nth(caret)
        .map_or(value.len(), |(at, _)| at);
    let (before, after) = value.split_at(split);
    *field = Input::new(format!("{before}{text}{after}")).with_cursor(caret + text.chars().count());
}

/// Closes one layer; on the lists, it clears the selection first. It never quits.
fn escape(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.dialogs.is_empty() {
        dialogs::close(model, out);
    } else if model.filter.is_some() {
        lists::drop_filter(model);
    } else if selection::clear(model) {
        model.notice = None;
    } else if lists::stop_loading(model) {
        model.say(Notice::Stopped);
    } else if lists::has_filter(model) {
        lists::drop_filter(model);
    } else if model.zoom {
        model.zoom = false;
    } else {
        model.notice = None;
    }
}

/// Stops what is in progress and closes what is open; twice within two seconds quits.
fn interrupt(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if model.interrupted.is_some_and(|at| now < at + TWICE) {
        if model.layout().form == LayoutForm::TooSmall {
            // The question could not be seen; pressing the same key twice counts as an answer.
            quit::quit(model, out);
        } else {
            quit::ask(model, out);
        }
        return;
    }
    model.interrupted = Some(now);
    escape(model, out);
    model.say(Notice::PressAgainToQuit);
}

/// The ID that a person typed, if it is valid.
fn typed_id(input: &str) -> Option<UserId> {
    let id = UserId::typed(input);
    let text = id.raw();
    let refused =
        text.is_empty() || text == "." || text == ".." || text.chars().any(char::is_control);
    (!refused).then_some(id)
}

#[cfg(test)]
mod tests;
