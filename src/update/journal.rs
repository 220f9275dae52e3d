//! The journal on screen: what of it is asked for, where the cursor stands, and the keys.

use tui_input::Input;

use super::dialogs::LINES;
use super::lists::{Movement, step};
use super::{copy, undo, unfinished};
use crate::dialog::{
    Dialog, JournalPaging, JournalPart, JournalRowKey, JournalScope, JournalView, ReferenceDialog,
};
use crate::domain::Failure;
use crate::domain::history::{
    HistoryEntry, HistoryQuery, JournalHealth, REASON_CAP, Reference, TICKET_CAP,
};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::model::journal::{
    JournalLayout, JournalReport, JournalRow, current, line, rows, verbs_like,
};
use crate::model::{self, Model, Notice};
use crate::msg::copy::Copied;
use crate::msg::{Action, Effect, Query};
use crate::paged::RequestId;
use crate::text::Text;

/// Entries a page.
const PAGE: u32 = 100;
/// Entries that are read again at most when something was written.
const AGAIN: usize = 500;

/// Shows the journal.
pub fn show(model: &mut Model, scope: JournalScope) {
    // What was told before would stand where the journal says what it shows.
    model.notice = None;
    let dialog = Dialog::Journal(Box::new(JournalView::new(scope)));
    model.dialogs.push(dialog, model.now);
}

/// Does something to the journal on screen, wherever it lies among the dialogs.
fn with<T>(model: &mut Model, act: impl FnOnce(&mut Model, &mut JournalView) -> T) -> Option<T> {
    let mut dialogs = std::mem::take(&mut model.dialogs);
    let view = dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Journal(view) => Some(view),
        _ => None,
    });
    let done = view.map(|view| act(model, view));
    model.dialogs = dialogs;
    done
}

fn say(model: &mut Model, said: JournalReport) {
    model.say(Notice::Journal(said));
}

// ---- what comes ----

/// Something was written, or became known: what is on screen may be out of date.
pub fn written(model: &mut Model) {
    with(model, |_, view| view.want(JournalPart::Newest));
}

/// Entries have come. An answer that nobody waits for changes nothing.
pub fn received(model: &mut Model, request: RequestId, answer: Result<Vec<HistoryEntry>, Failure>) {
    with(model, |_, view| {
        let JournalPaging::Loading {
            request: asked,
            part,
            limit,
        } = view.phase
        else {
            return;
        };
        if asked != request {
            return;
        }
        let mut page = match answer {
            Ok(page) => page,
            Err(why) => {
                view.phase = JournalPaging::Failed(why);
                return;
            }
        };
        view.phase = JournalPaging::Idle;
        let last = page.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        let oldest = page.last().map_or(i64::MAX, |past| past.entry);
        match part {
            JournalPart::Older => {
                view.entries.append(&mut page);
                view.whole = last;
            }
            // What is older than the page stands as it was read.
            JournalPart::Newest if !last => {
                view.entries.retain(|past| past.entry < oldest);
                page.append(&mut view.entries);
                view.entries = page;
            }
            JournalPart::Newest | JournalPart::Other => {
                view.entries = page;
                view.whole = last;
            }
        }
    });
}

/// A file was written, or not.
pub fn exported(model: &mut Model, request: RequestId, answer: Result<(Text, usize), Failure>) {
    with(model, |_, view| {
        view.export.take_if(|asked| *asked == request);
    });
    // Whoever has left the journal since wants to know all the same.
    say(
        model,
        match answer {
            Ok((path, entries)) => JournalReport::Exported(path, entries),
            Err(why) => JournalReport::NotExported(why),
        },
    );
}

/// It is open, or not.
pub fn health(model: &mut Model, health: JournalHealth, out: &mut Vec<Effect>) {
    let notice = match health {
        JournalHealth::Open => Notice::JournalOpen,
        JournalHealth::Closed(why) => return model.say(Notice::JournalClosed(why)),
        JournalHealth::SetAside(path) => Notice::JournalSetAside(path),
        JournalHealth::Damaged(why) => return model.say(Notice::JournalDamaged(why)),
    };
    model.say(notice);
    written(model);
    // What was left there from before could not be offered at the start.
    unfinished::query(model, model::UnfinishedPurpose::Offer, out);
}

// ---- what holds after every message ----

/// What is wanted has been asked for, and the cursor stands on its row, on screen.
pub fn settle(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        let shown: Vec<JournalRowKey> = rows(model, view).iter().map(JournalRow::key).collect();
        let found = shown.iter().position(|key| Some(*key) == view.at);
        // A row that is gone leaves the cursor where it was.
        view.place = found
            .unwrap_or(view.place)
            .min(shown.len().saturating_sub(1));
        view.at = shown.get(view.place).copied();
        if found.is_none() {
            // What is told of one row must not become what is told of another.
            view.detail = None;
        }
        let height = JournalLayout::of(&model.layout()).rows;
        let last = shown.len().saturating_sub(height);
        view.top = view
            .top
            .clamp((view.place + 1).saturating_sub(height), view.place)
            .min(last);
        let near = view.place + 2 * height >= shown.len();
        ask(model, view, near, out);
    });
}

fn ask(model: &mut Model, view: &mut JournalView, near_the_end: bool, out: &mut Vec<Effect>) {
    let reads = match view.phase {
        JournalPaging::Idle => false,
        JournalPaging::Loading { .. } => return,
        // Only a key, or something new, asks again.
        JournalPaging::Failed(_) => true,
    };
    let part = match view.wants.take() {
        Some(part) => part,
        None if reads || view.whole || !near_the_end => return,
        None => JournalPart::Older,
    };
    let limit = match part {
        JournalPart::Newest => u32::try_from(view.entries.len().min(AGAIN))
            .unwrap_or(PAGE)
            .max(PAGE),
        JournalPart::Older | JournalPart::Other => PAGE,
    };
    let request = model.next_request();
    let before = match part {
        JournalPart::Older => view.entries.last().map(|past| past.entry),
        JournalPart::Newest | JournalPart::Other => None,
    };
    let wanted = HistoryQuery {
        before,
        limit,
        ..wanted(model, view)
    };
    out.push(Effect::Query(request, Query::Journal(wanted)));
    view.phase = JournalPaging::Loading {
        request,
        part,
        limit,
    };
}

/// Which entries are shown.
fn wanted(model: &Model, view: &JournalView) -> HistoryQuery {
    let text = view.filter.value().trim().to_owned();
    let verbs = match text.as_str() {
        "" => Vec::new(),
        text => verbs_like(model.lang, text),
    };
    HistoryQuery {
        text,
        verbs,
        failures: view.scope == JournalScope::Failures,
        ..HistoryQuery::default()
    }
}

// ---- keys ----

/// Moves the cursor, or scrolls what is told of the row.
pub fn motion(model: &mut Model, action: Action, page: isize) {
    with(model, |model, view| {
        if let Some(line) = view.detail.as_mut() {
            *line = match step(action, page) {
                Movement::By(rows) => line.saturating_add_signed(rows).min(LINES),
                Movement::Top => 0,
                Movement::Bottom => LINES,
            };
            return;
        }
        let height = JournalLayout::of(&model.layout()).rows;
        let shown = rows(model, view);
        let last = shown.len().saturating_sub(1);
        let place = match step(action, height.cast_signed()) {
            Movement::By(rows) => view.place.saturating_add_signed(rows).min(last),
            Movement::Top => 0,
            Movement::Bottom => last,
        };
        let at = shown.get(place).map(JournalRow::key);
        (view.place, view.at) = (place, at);
    });
}

/// Shows the row alone, or the list again.
pub fn detail(model: &mut Model) {
    with(model, |model, view| {
        view.detail = match view.detail {
            Some(_) => None,
            None => current(model, view).map(|_| 0),
        };
    });
}

/// Shows the next kinds of rows.
pub fn scope(model: &mut Model) {
    with(model, |_, view| {
        let before = view.scope;
        view.scope = view.scope.next();
        view.detail = None;
        if (before == JournalScope::Failures) != (view.scope == JournalScope::Failures) {
            view.want(JournalPart::Other);
        }
    });
}

/// The filter is typed from now on.
pub fn begin_filter(model: &mut Model) {
    with(model, |_, view| {
        view.typing = true;
        view.detail = None;
    });
}

/// The filter has changed.
pub fn filtered(model: &mut Model) {
    with(model, |_, view| view.want(JournalPart::Other));
}

/// The filter stays.
pub fn keep_filter(model: &mut Model) {
    with(model, |_, view| view.typing = false);
}

/// Esc: one step back. `false` where the journal itself is to be closed.
pub fn step_back(view: &mut JournalView) -> bool {
    if view.typing || !view.filter.value().is_empty() && view.detail.is_none() {
        view.typing = false;
        if !view.filter.value().is_empty() {
            view.filter = Input::default();
            view.want(JournalPart::Other);
        }
        return true;
    }
    view.detail.take().is_some()
}

/// Nobody waits for the journal any more. A file is written all the same.
pub fn forget(view: &JournalView, out: &mut Vec<Effect>) {
    if let JournalPaging::Loading { request, .. } = view.phase {
        out.push(Effect::CancelQuery(request));
    }
}

/// Reads the journal again.
pub fn refresh(model: &mut Model) {
    with(model, |_, view| {
        // After a failure what is here may be of another kind.
        let part = match view.phase {
            JournalPaging::Failed(_) => JournalPart::Other,
            JournalPaging::Idle | JournalPaging::Loading { .. } => JournalPart::Newest,
        };
        view.want(part);
    });
}

/// Puts the request of the row on the clipboard, as a command with the token masked.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        let curl = current(model, view).map(|row| row.curl(&model.session));
        match curl {
            Some(Some(curl)) => copy::copy(model, Copied::Request, curl, out),
            Some(None) => model.say(Notice::Journal(JournalReport::NoRequest)),
            None => model.say(Notice::NoRow),
        }
    });
}

/// Puts a line about the row on the clipboard, for the ticket.
pub fn copy_line(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        let line = current(model, view).map(|row| line(model, row));
        match line {
            Some(line) => copy::copy(model, Copied::Line, line, out),
            None => model.say(Notice::NoRow),
        }
    });
}

/// Writes all that the filter lets through into a file.
pub fn export(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        if view.export.is_none() {
            let request = model.next_request();
            view.export = Some(request);
            out.push(Effect::Query(
                request,
                Query::ExportJournal(wanted(model, view)),
            ));
        }
    });
}

/// Takes the change under the cursor back. The journal knows whether, and why not.
pub fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let entry = with(model, |model, view| match current(model, view) {
        Some(JournalRow::Write(past)) => Some(past.entry),
        Some(JournalRow::Read(..)) | None => None,
    });
    match entry.flatten() {
        Some(entry) => undo::query(model, UndoTarget::Entry(entry), out),
        None => model.say(Notice::NotUndone(UndoRefusal::Nothing)),
    }
}

// ---- ticket and reason ----

/// Asks for the ticket and the reason.
pub fn ask_reference(model: &mut Model) {
    let input = |text: &Option<Text>| {
        let raw = text.as_ref().map_or("", Text::raw);
        Input::new(raw.to_owned())
    };
    let dialog = ReferenceDialog {
        ticket: input(&model.reference.ticket),
        reason: input(&model.reference.reason),
        at_reason: false,
    };
    model.dialogs.push(Dialog::Reference(dialog), model.now);
}

/// Everything is recorded under what was typed from now on.
pub fn submit_reference(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Reference(d)) = model.dialogs.top() else {
        return;
    };
    let part = |input: &Input| {
        let text = input.value().trim();
        (!text.is_empty()).then(|| Text::new(text))
    };
    let reference = Reference {
        ticket: part(&d.ticket),
        reason: part(&d.reason),
    };
    if excess(&d.ticket, TICKET_CAP) + excess(&d.reason, REASON_CAP) > 0 {
        return;
    }
    model.dialogs.pop(model.now);
    if reference != model.reference {
        model.reference = reference.clone();
        out.push(Effect::SetReference(reference));
        say(model, JournalReport::Referred);
    }
}

/// How many characters are too many.
pub fn excess(input: &Input, cap: usize) -> usize {
    input.value().trim().chars().count().saturating_sub(cap)
}
