//! The triage sheet: the IDs, the state of each, and how many of them an action would change.

use ratatui::Frame;
use ratatui::text::Span;

use super::{cancel_key, files, hints, submit_key};
use crate::dialog::triage::{AccountReading, Triage, TriageSource, TriageStep};
use crate::domain::job::BulkOp;
use crate::domain::limits::CALLS_PER_SECOND;
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};
use crate::wording::{self, failure, job, phrase};

mod difference;
mod ids;
mod question;
mod remarks;
mod row;
mod title;
mod typed;

use title::title;

/// Draws the sheet, in whatever state it is.
pub fn draw(ui: Ui, dialog: &Triage, frame: &mut Frame) {
    match &dialog.step {
        TriageStep::Text {
            input,
            found,
            nothing,
        } => typed::draw(ui, dialog, input, found.as_ref(), *nothing, frame),
        TriageStep::Column(ask) => {
            let mut dialog_box = DialogBox::new(ui, title(ui, dialog), theme::CALM);
            files::columns(ui, ask, &mut dialog_box);
            let label = crate::i18n::text(ui.lang, "key-column");
            dialog_box.key(keymap::DOWN, label);
            submit_key(ui, &mut dialog_box, "key-read-column");
            cancel_key(ui, &mut dialog_box);
            dialog_box.draw(ui, frame);
        }
        TriageStep::Reviewing => to_look_at(ui, dialog, frame),
        TriageStep::Confirming(asking) => question::draw(ui, dialog, asking, frame),
    }
}

/// Which column was read, who is not selected and why, and what a mark beside an ID means.
fn notes(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    if let Some(column) = &dialog.column {
        let words = t!(ui.lang, "triage-column", name = column.shown());
        dialog_box.text(&words, theme::TEXT);
    }
    if ui.layout.form != LayoutForm::Mini {
        doubts(ui, dialog, dialog_box);
    }
    // The others say themselves why nothing is done with them.
    if dialog.usable().any(|row| !row.id.is_regular()) {
        let words = format!("! {}", t!(ui.lang, "id-irregular"));
        dialog_box.text(&words, theme::TEXT);
    }
}

/// Who is not selected in a difference, and why: its rows have no room for it.
fn doubts(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    if dialog.list().is_none() {
        return;
    }
    let mut why: Vec<(String, Vec<&str>)> = Vec::new();
    for row in dialog.usable().filter(|row| !row.is_sure()) {
        let words = wording::ids::doubt(ui.lang, row.doubt);
        let shown = row.id.shown();
        match why.iter_mut().find(|(known, _)| *known == words) {
            Some((_, ids)) => ids.push(shown),
            None => why.push((words, vec![shown])),
        }
    }
    for (words, ids) in why {
        let words = t!(
            ui.lang,
            "triage-not-selected",
            n = ids.len(),
            why = words,
            ids = phrase::first_few(ui.lang, &ids)
        );
        dialog_box.text(&words, theme::TEXT);
    }
}

fn to_look_at(ui: Ui, dialog: &Triage, frame: &mut Frame) {
    let mut dialog_box = DialogBox::large(ui, title(ui, dialog), 0);
    summary(ui, dialog, &mut dialog_box);
    state(ui, dialog, &mut dialog_box);
    accounts(ui, dialog, &mut dialog_box);
    difference::notes(ui, dialog, &mut dialog_box);
    notes(ui, dialog, &mut dialog_box);
    actions(ui, dialog, &mut dialog_box);
    if dialog.list().is_some() {
        difference::rows(ui, dialog, &mut dialog_box);
    } else {
        ids::rows(ui, dialog, &mut dialog_box);
    }
    // A difference has no column for accounts, and the smallest screen has no room.
    let no_use = dialog.list().is_some() && dialog.accounts_to_read() == 0;
    let undo = dialog.source.undo().is_some();
    let accounts = !no_use && !undo && ui.layout.form != LayoutForm::Mini;
    hints(ui, &mut dialog_box, Layer::Triage, |action| {
        (action != Action::Accounts || accounts).then_some("")
    });
    dialog_box.draw(ui, frame);
}

/// The numbers of lines, IDs, duplicates, and invalid IDs.
fn summary(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    let n = dialog.usable().count();
    let words = match &dialog.source {
        TriageSource::Baseline(past) => difference::summary(ui, dialog, past),
        TriageSource::Text | TriageSource::File(_) => typed::counted(ui, &dialog.counts()),
        TriageSource::Selection | TriageSource::Diagnosis => {
            t!(ui.lang, "triage-selected", n = n)
        }
        TriageSource::Job => t!(ui.lang, "triage-failed", n = n),
        TriageSource::Undo(undo) if undo.redo => t!(ui.lang, "triage-redone", n = n),
        TriageSource::Undo(_) => t!(ui.lang, "triage-undone", n = n),
    };
    counts(ui, dialog, &words, dialog_box);
    if let Some(undo) = dialog.source.undo()
        && let Some(act) = undo.op().map(BulkOp::inverse)
        && let Some(words) = moved_on(ui, dialog, act)
    {
        dialog_box.text(&words, theme::WARN);
    }
}

/// The counts, which are never cut, with the cursor's position if there is room.
fn counts(ui: Ui, dialog: &Triage, words: &str, dialog_box: &mut DialogBox) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let cells = dialog_box.cells();
    let place = format!("{}/{}", dialog.cursor + 1, dialog.rows.len());
    let hint = if dialog.usable().count() < dialog.rows.len() {
        let key = keymap::first(Layer::Triage, Action::Bottom);
        let hint = t!(ui.lang, "triage-impossible-at", key = key);
        format!("  {hint}")
    } else {
        String::new()
    };
    let width = |more: &[&str]| {
        let more = more.iter().map(|part| text::width(part));
        text::width(words) + more.sum::<usize>() + 1
    };
    if mini || width(&[&place]) > cells {
        return dialog_box.text(words, theme::STRONG);
    }
    let mut spans = vec![Span::styled(words.to_owned(), theme::STRONG)];
    if width(&[&hint, &place]) <= cells {
        spans.push(Span::styled(hint, theme::TEXT));
    }
    let place = vec![Span::styled(place, theme::DIM)];
    dialog_box.line(format::ends(spans, place, cells));
}

/// Who has changed since the change to be undone, and is therefore skipped.
fn moved_on(ui: Ui, dialog: &Triage, act: BulkOp) -> Option<String> {
    let skipped = dialog.usable();
    let skipped = skipped.filter(|e| e.selected && e.would_change(act) == Some(false));
    let ids: Vec<&str> = skipped.map(|e| e.id.shown()).collect();
    (!ids.is_empty()).then(|| {
        t!(
            ui.lang,
            "undo-skipped",
            why = wording::undo::moved_on(ui.lang, act),
            ids = phrase::first_few(ui.lang, &ids)
        )
    })
}

/// What is known so far, or why it is not known.
fn state(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    let meant = || dialog.usable().filter(|e| e.is_meant());
    let known = meant().filter(|e| e.is_known()).count();
    let (unknown, all) = (meant().count() - known, dialog.usable().count());
    if !dialog.checks.is_empty() {
        let checks = dialog.checks.iter();
        let waiting = checks.filter_map(|(request, _)| format::waiting(ui, *request));
        let spinner = match waiting.min() {
            Some(seconds) => format!("{seconds} s"),
            None => theme::spinner(ui.model.now).to_owned(),
        };
        let mut words = t!(
            ui.lang,
            "triage-checking",
            known = known,
            n = known + unknown
        );
        if let Some(act) = dialog.pending_action {
            let then = t!(ui.lang, "triage-then", what = job::op(ui.lang, act));
            words = phrase::clauses(ui.lang, &words, &then);
        }
        dialog_box.text(&format!("{words} {spinner}"), theme::PASSING);
    } else if let Some(why) = &dialog.failure {
        let words = t!(
            ui.lang,
            "triage-check-failed",
            n = unknown,
            why = failure::short(ui.lang, why),
            key = keymap::first(Layer::Triage, Action::Retry)
        );
        dialog_box.text(&words, theme::BAD);
    } else {
        let selected = dialog.usable().filter(|e| e.selected).count();
        let mut words = t!(ui.lang, "triage-ids-selected", n = selected, all = all);
        if unknown > 0 {
            let key = keymap::first(Layer::Triage, Action::Retry);
            let more = t!(ui.lang, "triage-unknown", n = unknown, key = key);
            words = phrase::clauses(ui.lang, &words, &more);
        }
        let unread = dialog.accounts_to_read();
        if unread > 0
            && dialog.accounts == AccountReading::Not
            && ui.layout.form != LayoutForm::Mini
        {
            let key = keymap::first(Layer::Triage, Action::Accounts);
            let more = t!(ui.lang, "triage-accounts-unread", n = unread, key = key);
            words = phrase::clauses(ui.lang, &words, &more);
        }
        dialog_box.text(&words, theme::TEXT);
    }
}

/// What reading the accounts costs, or how far it is.
fn accounts(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    let left = dialog.unread_accounts();
    let key = keymap::first(Layer::Triage, Action::Accounts);
    let words = match &dialog.accounts {
        AccountReading::Not => return,
        AccountReading::CostShown => {
            let seconds = ui.model.session.seconds_for(left, CALLS_PER_SECOND);
            let cost = job::calls(ui.lang, &ui.model.session, left, seconds);
            t!(ui.lang, "triage-accounts-ask", cost = cost, key = key)
        }
        AccountReading::Going(_) => {
            let mut words = t!(ui.lang, "triage-accounts-going", n = left, key = key);
            if let Some(act) = dialog.pending_action {
                let then = t!(ui.lang, "triage-then", what = job::op(ui.lang, act));
                words = phrase::clauses(ui.lang, &words, &then);
            }
            format!("{words} {}", theme::spinner(ui.model.now))
        }
    };
    dialog_box.text(&words, theme::PASSING);
}

fn action_of(act: BulkOp) -> Action {
    match act {
        BulkOp::Unblock => Action::Unblock,
        BulkOp::Block => Action::Block,
        BulkOp::AddFriend => Action::AddFriend,
        BulkOp::RemoveFriend => Action::Remove,
        BulkOp::Remark => Action::Remark,
    }
}

/// Lists each action with the number of selected IDs that it would change.
fn actions(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    if ui.model.is_read_only() {
        // None of them can be done: their numbers would say nothing.
        let words = wording::notice::read_only(ui.model);
        return dialog_box.text(&words, theme::WARN);
    }
    let cells = dialog_box.cells();
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut keys = Vec::new();
    for &act in dialog.acts() {
        let n = crate::model::bulk::targets(ui.model, dialog, act).count();
        if dialog.source.undo().is_some() && n == 0 && dialog.open_for(act) == 0 {
            // Do not offer what would be refused.
            return;
        }
        let more = if dialog.open_for(act) > 0 { "+?" } else { "" };
        let style = if n > 0 { theme::STRONG } else { theme::DIM };
        let Some(press) = keymap::first_press(Layer::Triage, action_of(act)) else {
            continue;
        };
        let mut item = format::key_label(keymap::name(press), job::op(ui.lang, act));
        item.push(Span::styled(format!(" {n}{more}"), style));
        if format::cells(&spans) + format::cells(&item) + 3 > cells {
            dialog_box.clickable_line(std::mem::take(&mut spans), std::mem::take(&mut keys));
        }
        if !spans.is_empty() {
            spans.push(Span::raw("   "));
        }
        let start = format::cells(&spans);
        spans.extend(item);
        keys.push((start..format::cells(&spans), press));
    }
    dialog_box.clickable_line(spans, keys);
}
