//! Applies a message to the model, and returns the effects it asks for. Total and pure: no clock, no I/O.

use crossterm::event::{Event as TerminalEvent, KeyEvent, KeyEventKind};
use tui_input::Input;
use tui_input::backend::crossterm::to_input_request;

use crate::dialog::Dialog;
use crate::domain::{ChatKind, ListKind, UserId};
use crate::keymap::{self, KeyWeight, Layer};
use crate::model::layout::LayoutForm;
use crate::model::{CARD_PAUSE, CardPhase, Model, NOTICE_TIME, Notice, UnfinishedPurpose};
use crate::msg::{Action, Effect, Event, Millis, Msg, Query};
use crate::on_list;
use crate::preferences::Preference;
use crate::text;
use crate::text::id_finder::{LimitPassed, TextTooLong};

mod change_dialog;
mod completion;
mod copy;
mod diagnosis;
mod dialog_keys;
mod dialogs;
mod export;
mod filter;
mod import;
mod job_confirmation;
mod job_events;
mod jobs;
mod journal;
mod learn_states;
mod list_changes;
mod list_keys;
mod lists;
mod mouse;
mod movement;
mod open;
mod outcome;
mod palette;
mod preferences;
mod quit;
mod reader;
mod replies;
mod revalidate;
mod selection;
mod send;
mod shown_job;
mod ticket_reference;
mod triage;
mod undo;
mod unfinished;
mod unknown_changes;
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
        None => open::ask_id(model, &mut out),
    }
    unfinished::query(model, UnfinishedPurpose::Offer, &mut out);
    settle_and_query(model, true, &mut out);
    out
}

/// Applies a message to the model and returns what to do next.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.now = msg.at;
    let mut out = Vec::new();
    let by_hand = matches!(msg.event, Event::Key(_) | Event::Mouse(_));
    let is_press = matches!(msg.event, Event::Key(key) if key.kind != KeyEventKind::Release);
    let in_dialog = !model.dialogs.is_empty();
    let (dialog, notice) = model.notice_place();
    match msg.event {
        // Some terminals also report the release of a key.
        Event::Key(event) if event.kind == KeyEventKind::Release => {}
        Event::Key(event) => key(model, event, &mut out),
        Event::Mouse(event) => mouse::mouse(model, event, &mut out),
        Event::Paste(text) => paste(model, &text, &mut out),
        Event::PasteThatOpenedDialog(text) => {
            dialogs::close_those_that_only_show(model, &mut out);
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
            replies::change_replied(model, request, &change, result, &mut out);
        }
        Event::PairStatesRead(request, owner, states) => {
            learn_states::learn(model, &owner, &states, request);
        }
        Event::Unneeded(request, change) => replies::unneeded(model, request, &change, &mut out),
        Event::Waiting(request, time) => {
            model
                .waiting_until
                .insert(request, model.now.saturating_add(time));
        }
        Event::SendingNow(request) => replies::sending_now(model, request),
        Event::Withdrawn(request) => replies::withdrawn(model, request),
        Event::Orphaned(changes) => unknown_changes::orphaned(model, changes),
        Event::UnverifiableRemarks(remarks) => unfinished::unverifiable_remarks(model, remarks),
        Event::Progress(request, rows) => replies::progress(model, request, rows),
        Event::RecordingFailed(why) => model.say(Notice::Unrecorded(why)),
        Event::JournalHealth(health) => journal::health(model, health, &mut out),
        Event::RecordingBacklog(owed) => job_events::recording_backlog(model, owed),
        Event::Job(request, news) => job_events::event(model, request, news, &mut out),
        Event::JobDiscarded(number, result) => unfinished::discarded(model, number, result),
        Event::Copied(request, taker) => copy::copied(model, request, taker, &mut out),
        Event::PreferencesFailed(problem) => preferences::failed(model, problem),
        Event::RequestTraced(trace) => model.remember(trace),
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
    settle_and_query(model, by_hand, &mut out);
    // A notice belongs to the dialog, or the lists, in which it was said.
    let (now_in, now_said) = model.notice_place();
    if dialog != now_in && notice == now_said {
        model.hide_notice();
    } else if is_press && in_dialog && notice == now_said {
        model.dismiss_notice();
    }
    for effect in &out {
        if let Effect::CancelQuery(request) = effect {
            model.waiting_until.remove(request);
        }
    }
    out
}

/// Restores the invariants: lists request the pages they want, the cursor is on screen, the
/// card follows it, old notices are gone.
fn settle_and_query(model: &mut Model, by_hand: bool, out: &mut Vec<Effect>) {
    lists::ask_pages(model, out);
    unknown_changes::verify(model, out);
    journal::query_missing_pages(model, out);
    diagnosis::watch(model, out);
    shown_job::query_steps(model, out);
    let layout = model.layout();
    if let Some(user) = model.user.as_mut() {
        user.refresh_filters();
        for pane in ListKind::ALL {
            let height = layout.rows(pane).map_or(1, |r| usize::from(r.height));
            on_list!(user.list(pane), list => list.clamp_cursor(height));
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

fn key(model: &mut Model, event: KeyEvent, out: &mut Vec<Effect>) {
    let layer = model.layer();
    let prefix = std::mem::take(&mut model.prefix);
    if is_for_a_dialog_that_vanished(model, event) {
        model.say(Notice::DialogGone);
        return;
    }
    let action = keymap::resolve(layer, event);
    if !matches!(action, Some(Action::Interrupt | Action::Quit)) {
        // Somebody who presses another key in between works on.
        model.interrupted = None;
    }
    match action {
        Some(Action::TopPrefix) if prefix => act(model, Action::Top, out),
        Some(action) => act(model, action, out),
        None if layer.has_field() => type_into_field(model, event),
        None => explain(model, event),
    }
}

/// Says, once, that a key does nothing here and how to find those that do. A letter that no command has most likely
/// comes from an input method; then every key says so.
fn explain(model: &mut Model, event: KeyEvent) {
    match keymap::typed(event) {
        Some(letter) if !letter.is_ascii() => model.say(Notice::InputMethodOn(letter)),
        Some(letter)
            if finds_actions(model.layer()) && model.unknown_key.replace(letter).is_none() =>
        {
            model.say(Notice::UnknownKey(letter));
        }
        _ => {}
    }
}

/// Whether there is a key here that finds the others.
fn finds_actions(layer: Layer) -> bool {
    keymap::on(layer).any(|b| matches!(b.action, Action::Palette | Action::RowActions))
}

/// Whether a key does more than move, and was meant for a dialog that has just closed by itself.
fn is_for_a_dialog_that_vanished(model: &mut Model, event: KeyEvent) -> bool {
    let Some(gone) = model.dialogs.vanished(model.now, model.session.arm) else {
        return false;
    };
    let acts = matches!(
        keymap::weigh(model.layer(), event),
        KeyWeight::Mark | KeyWeight::Heavy
    );
    let was_for_it = match keymap::resolve(gone, event) {
        // The same everywhere.
        Some(Action::Interrupt | Action::Suspend) => false,
        Some(_) => true,
        None => gone.has_field(),
    };
    if acts && was_for_it {
        model.dialogs.came_too_late(model.now);
    }
    acts && was_for_it
}

/// Performs an action in what is on top: a dialog, the filter line, or the lists.
fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    // A person cannot decide on what is not visible.
    let blind = model.layout().form == LayoutForm::TooSmall;
    match action {
        Action::Interrupt => interrupt(model, out),
        Action::Redraw => out.push(Effect::Redraw),
        Action::SwitchLanguage => preferences::switch_language(model, out),
        Action::Mask => preferences::step(model, Preference::Mask, true, out),
        Action::Suspend => out.push(Effect::Suspend),
        Action::Quit if blind && (!model.pending_changes.is_empty() || model.has_active_job()) => {
            interrupt(model, out);
        }
        Action::Quit | Action::Escape => act_on_top(model, action, out),
        _ if blind => {}
        _ => act_on_top(model, action, out),
    }
}

fn act_on_top(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    if !model.dialogs.is_empty() {
        dialogs::act(model, action, out);
    } else if model.filter.is_some() {
        filter::act(model, action, out);
    } else {
        list_keys::act(model, action, out);
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
    edit_field(model, |field| {
        field.handle(request);
    });
}

/// Edits the field that has the caret: `false` if there is none.
fn edit_field(model: &mut Model, edit: impl FnOnce(&mut Input)) -> bool {
    if !model.dialogs.is_empty() {
        return model.dialogs.edit(edit);
    }
    let Some(input) = model.filter.as_mut() else {
        return false;
    };
    edit(input);
    filter::apply(model);
    true
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
    let takes_lines = model.top_is(Dialog::takes_lines);
    let cap = if on_lists || takes_lines {
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
            Notice::TooMuch(TextTooLong::Chars(chars))
        });
        return;
    }
    if on_lists {
        triage::paste(model, &lines(text), out);
        return;
    }
    let clean = if takes_lines {
        lines(text)
    } else {
        one_line(text)
    };
    let pasted = match model.dialogs.top_mut() {
        Some(Dialog::DiagnosisQuestion(question)) => {
            question.paste(&clean);
            edit_field(model, |_| ())
        }
        _ => edit_field(model, |field| text::insert_at_caret(field, &clean)),
    };
    if !pasted {
        model.say(Notice::PasteIgnored);
    }
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

/// Acts as Esc; pressed again within two seconds, quits, or asks first.
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
    act_on_top(model, Action::Escape, out);
    model.say(Notice::PressAgainToQuit);
}

/// The ID that a person typed, if it can be sent.
fn typed_id(input: &str) -> Option<UserId> {
    let id = UserId::typed(input);
    id.problem().is_none().then_some(id)
}

#[cfg(test)]
mod tests;
