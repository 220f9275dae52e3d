//! The journal on screen: which entries are requested, where the cursor is, and the keys.

use std::collections::HashSet;

use jiff::Timestamp;
use tui_input::Input;

use super::movement::{LINES, Movement, step};
use super::{completion, copy, dialog_keys, ticket_reference, undo, unfinished};
use crate::dialog::{Dialog, JournalPaging, JournalPart, JournalRowKey, JournalScope, JournalView};
use crate::domain::history::{HistoryEntry, HistoryFilter, HistoryQuery, JournalHealth};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{EntryId, Failure, JobId, RequestId};
use crate::model::journal::{JournalLayout, JournalReport, JournalRow, current, rows};
use crate::model::{self, Model, Notice};
use crate::msg::copy::Copied;
use crate::msg::{Action, Effect, Query};
use crate::paged::scrolled;
use crate::text::Text;
use crate::wording::filter::{self, completions};
use crate::wording::journal::line;

/// Entries in a page.
const PAGE: u32 = 100;
/// The most entries that are read again after something was recorded.
const REREAD_MAX: usize = 500;

/// Shows the journal.
pub fn show(model: &mut Model, scope: JournalScope) {
    let dialog = Dialog::Journal(Box::new(JournalView::new(scope)));
    model.dialogs.push(dialog, model.now);
}

/// Applies `act` to the journal, wherever it is among the dialogs.
fn with<T>(model: &mut Model, act: impl FnOnce(&mut Model, &mut JournalView) -> T) -> Option<T> {
    let mut dialogs = std::mem::take(&mut model.dialogs);
    let view = dialogs.iter_mut().find_map(|dialog| {
        let Dialog::Journal(view) = dialog else {
            return None;
        };
        Some(view)
    });
    let done = view.map(|view| act(model, view));
    model.dialogs = dialogs;
    done
}

fn say(model: &mut Model, said: JournalReport) {
    model.say(Notice::Journal(said));
}

/// Something was recorded, or an outcome became known: what is on screen may be outdated.
pub fn mark_outdated(model: &mut Model) {
    with(model, |_, view| view.want(JournalPart::Newest));
}

/// Entries have arrived. A reply that is no longer expected changes nothing.
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
        let by_job = is_by_job(view);
        let last = page.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        let oldest = page.last().map_or(EntryId(i64::MAX), |past| past.entry);
        match part {
            JournalPart::Older => {
                let mut entries = std::mem::take(&mut view.entries);
                entries.append(&mut page);
                view.set_entries(entries);
                view.whole = last;
            }
            // Entries older than the page stay as they were read.
            JournalPart::Newest if !last => {
                // A job that has an entry on the page is there already.
                let jobs: HashSet<JobId> = page.iter().filter_map(|past| past.job).collect();
                let is_there = |job: JobId| by_job && jobs.contains(&job);
                view.entries
                    .retain(|past| past.entry < oldest && !past.job.is_some_and(is_there));
                page.append(&mut view.entries);
                view.set_entries(page);
            }
            JournalPart::Newest | JournalPart::Other => {
                view.set_entries(page);
                view.whole = last;
            }
        }
    });
}

/// An export has succeeded or failed.
pub fn exported(model: &mut Model, request: RequestId, answer: Result<(Text, usize), Failure>) {
    with(model, |_, view| {
        view.export.take_if(|asked| *asked == request);
    });
    // The person wants to know, even if the journal has been closed since.
    say(
        model,
        match answer {
            Ok((path, entries)) => JournalReport::Exported(path, entries),
            Err(why) => JournalReport::NotExported(why),
        },
    );
}

/// The journal could be opened, or not.
pub fn health(model: &mut Model, health: JournalHealth, out: &mut Vec<Effect>) {
    let notice = match health {
        JournalHealth::Open => Notice::JournalOpen,
        JournalHealth::Closed(why) => return model.say(Notice::JournalClosed(why)),
        JournalHealth::SetAside(path) => Notice::JournalSetAside(path),
        JournalHealth::Damaged(why) => return model.say(Notice::JournalDamaged(why)),
    };
    model.say(notice);
    mark_outdated(model);
    // Unfinished jobs in it could not be offered at the start.
    unfinished::query(model, model::UnfinishedPurpose::Offer, out);
}

/// Requests the entries that are wanted, and keeps the cursor on its row, and the row on screen.
pub fn query_missing_pages(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        if view.wants == Some(JournalPart::Other) {
            read_filter(model, view);
        }
        let shown: Vec<JournalRowKey> = rows(model, view).iter().map(JournalRow::key).collect();
        let found = shown.iter().position(|key| Some(*key) == view.row);
        // If the row is gone, the cursor stays where it was.
        view.place = found
            .unwrap_or(view.place)
            .min(shown.len().saturating_sub(1));
        view.row = shown.get(view.place).copied();
        if found.is_none() {
            // The details of one row must not turn into those of another.
            view.detail = None;
        }
        let height = JournalLayout::of(&model.layout()).rows;
        view.top = scrolled(view.top, view.place, shown.len(), height);
        let near = view.place + 2 * height >= shown.len();
        ask(model, view, near, out);
    });
}

fn ask(model: &mut Model, view: &mut JournalView, near_the_end: bool, out: &mut Vec<Effect>) {
    let reads = match view.phase {
        JournalPaging::Idle => false,
        JournalPaging::Loading { .. } => return,
        // Only a key, or a new entry, retries.
        JournalPaging::Failed(_) => true,
    };
    let part = match view.wants.take() {
        Some(part) => part,
        None if reads || view.whole || !near_the_end => return,
        None => JournalPart::Older,
    };
    let limit = match part {
        JournalPart::Newest => u32::try_from(view.entries.len().min(REREAD_MAX))
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
        by_job: is_by_job(view),
        before,
        limit,
        filter: wanted(view),
    };
    out.push(Effect::Query(request, Query::Journal(wanted)));
    view.phase = JournalPaging::Loading {
        request,
        part,
        limit,
    };
}

/// Understands what was typed.
fn read_filter(model: &Model, view: &mut JournalView) {
    // Outside the calendar's range, the clock is of no use.
    let now = Timestamp::from_millisecond(model.wall()).unwrap_or_default();
    let now = now.to_zoned(model.session.zone.clone());
    (view.wanted, view.mistakes) = filter::read(view.filter.value(), &now);
}

/// Whether the entries of a job are one row: not if jobs were asked for.
fn is_by_job(view: &JournalView) -> bool {
    view.wanted.jobs.is_empty()
}

/// Which entries are shown.
fn wanted(view: &JournalView) -> HistoryFilter {
    let mut wanted = view.wanted.clone();
    wanted.failed |= view.scope == JournalScope::Failures;
    wanted
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Card => open(model),
        Action::Filter => begin_filter(model),
        Action::Submit => keep_filter(model),
        Action::Complete => complete(model),
        Action::CycleScope => cycle_scope(model),
        Action::Refresh => refresh(model),
        Action::Copy => copy(model, out),
        Action::CopyLine => copy_line(model, out),
        Action::Export => export(model, out),
        Action::Undo => undo(model, out),
        Action::TicketReference => ticket_reference::ask(model),
        Action::Escape if close_job(model, out) => {}
        Action::Escape => dialog_keys::step_back_or_close(model, out, step_back),
        action if action.is_movement() => move_cursor(model, action),
        _ => dialog_keys::act(model, action, out),
    }
}

/// Moves the cursor, or scrolls the details of the row.
fn move_cursor(model: &mut Model, action: Action) {
    let page = dialog_keys::page(model);
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
        (view.place, view.row) = (place, at);
    });
}

/// Esc on the entries of a job: goes back to the row of the job. `false` if none was opened.
fn close_job(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let closed = with(model, |_, view| {
        let is_open = !view.typing && view.detail.is_none() && view.closed.is_some();
        if is_open && let JournalPaging::Loading { request, .. } = view.phase {
            out.push(Effect::CancelQuery(request));
        }
        is_open && view.close_job()
    });
    if closed == Some(true) {
        model.hide_notice();
    }
    closed == Some(true)
}

/// Shows the entries of the job under the cursor, or only the row under the cursor, or the list again.
fn open(model: &mut Model) {
    with(model, |model, view| {
        if let Some(JournalRow::Job(_, group)) = current(model, view) {
            return view.open_job(group.job);
        }
        view.detail = match view.detail {
            Some(_) => None,
            None => current(model, view).map(|_| 0),
        };
    });
}

/// Shows the next scope.
fn cycle_scope(model: &mut Model) {
    with(model, |_, view| {
        let before = view.scope;
        view.scope = view.scope.next();
        view.detail = None;
        if (before == JournalScope::Failures) != (view.scope == JournalScope::Failures) {
            view.want(JournalPart::Other);
        }
    });
}

/// Starts typing the filter.
fn begin_filter(model: &mut Model) {
    with(model, |_, view| {
        view.typing = true;
        view.detail = None;
    });
}

/// Completes the word of the filter that is being typed.
fn complete(model: &mut Model) {
    with(model, |model, view| {
        let offered = |before: &str| completions(model.lang, before, &view.entries);
        if completion::complete(&mut view.filter, &mut view.cycle, offered) {
            view.want(JournalPart::Other);
        }
    });
}

/// Keeps the filter and stops typing it.
fn keep_filter(model: &mut Model) {
    with(model, |_, view| view.typing = false);
}

/// Esc: goes back one step. `false` if the journal itself is to be closed.
fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::Journal(view) = dialog else {
        return false;
    };
    if view.typing {
        view.closed = None;
    }
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

/// Reads the journal again.
fn refresh(model: &mut Model) {
    with(model, |_, view| {
        // After a failure, the loaded entries may be of another kind.
        let part = match view.phase {
            JournalPaging::Failed(_) => JournalPart::Other,
            JournalPaging::Idle | JournalPaging::Loading { .. } => JournalPart::Newest,
        };
        view.want(part);
    });
}

/// Copies the request of the row, as a command with the token masked.
fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        let curl = current(model, view).map(|row| row.curl(&model.session));
        match curl {
            Some(Some(curl)) => copy::copy(model, Copied::Request, curl, out),
            Some(None) => model.say(Notice::Journal(JournalReport::NoRequest)),
            None => model.say(Notice::NoRow),
        }
    });
}

/// Copies a line about the row, for the ticket.
fn copy_line(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        let line = current(model, view).map(|row| line(model, row));
        match line {
            Some(line) => copy::copy(model, Copied::Line, line, out),
            None => model.say(Notice::NoRow),
        }
    });
}

/// Exports all entries that match the filter to a file.
fn export(model: &mut Model, out: &mut Vec<Effect>) {
    with(model, |model, view| {
        if view.export.is_none() {
            let request = model.next_request();
            view.export = Some(request);
            let wanted = HistoryQuery {
                filter: wanted(view),
                ..HistoryQuery::default()
            };
            out.push(Effect::Query(request, Query::ExportJournal(wanted)));
        }
    });
}

/// Undoes the change under the cursor. The journal decides whether that is possible.
fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let target = with(model, |model, view| match current(model, view) {
        Some(JournalRow::Write(past)) => Some(UndoTarget::Entry(past.entry)),
        Some(JournalRow::Job(_, group)) => Some(UndoTarget::Job(group.job)),
        Some(JournalRow::Read(..)) | None => None,
    });
    match target.flatten() {
        Some(target) => undo::query(model, target, out),
        None => model.say(Notice::NotUndone(UndoRefusal::NothingToUndo)),
    }
}
