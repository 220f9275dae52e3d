//! The details of one journal row: what was done, for whom and why, its outcome, and the request.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::history::{EntryGroup, EntryState, HistoryEntry, RequestTrace, shown_path};
use crate::domain::{Change, Failure, FailureClass, FailureReason};
use crate::keymap::{self, Layer};
use crate::model::journal::{JournalRow, has_failed};
use crate::msg::Action;
use crate::t;
use crate::text::{self, Text};
use crate::view::dialog_box::DialogBox;
use crate::view::failure::of_change;
use crate::view::{Ui, log, theme};
use crate::wording::job::counted;
use crate::wording::{failure, journal, phrase, time};

/// The width of the fact names in cells.
const NAMES: usize = 10;

/// Adds everything known about a row, most important first.
pub fn tell(ui: Ui, row: JournalRow, dialog_box: &mut DialogBox) {
    match row {
        JournalRow::Write(past) => write(ui, past, dialog_box),
        JournalRow::Job(past, group) => return job(ui, past, group, dialog_box),
        JournalRow::Read(_, trace) => read(ui, trace, dialog_box),
    }
    let (words, style) = match row.curl(&ui.model.session) {
        // Escape unprintable characters only once: a JSON escape stays as it is sent.
        Some(curl) => (text::tame(&curl), theme::TEXT),
        None => (t!(ui.lang, "entry-no-request"), theme::WARN),
    };
    fact(dialog_box, &t!(ui.lang, "entry-request"), &words, style);
    match row {
        JournalRow::Read(_, trace) if trace.method == "POST" => {
            fact(dialog_box, "", &t!(ui.lang, "entry-no-body"), theme::TEXT);
        }
        JournalRow::Write(past)
            if past.job.is_some() && matches!(past.change, Change::AddFriend { .. }) =>
        {
            fact(dialog_box, "", &t!(ui.lang, "entry-ten"), theme::TEXT);
        }
        JournalRow::Read(..) | JournalRow::Write(_) | JournalRow::Job(..) => {}
    }
}

fn fact(dialog_box: &mut DialogBox, name: &str, value: &str, style: Style) {
    let lead = text::pad(name, NAMES);
    dialog_box.indented(&format!("{lead}  "), value, style);
}

/// A moment in full.
fn moment(ui: Ui, at: i64) -> String {
    let zone = &ui.model.session.zone;
    format!("{} {}", time::day(zone, at), time::clock(zone, at))
}

/// The entries of a job together.
fn job(ui: Ui, past: &HistoryEntry, group: EntryGroup, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let verb = journal::group_verb(lang, past, group);
    let what = format!("{verb}  {}  {}", group.job, past.owner().shown());
    dialog_box.text(&what, theme::STRONG);
    when(ui, past, dialog_box);
    ticket(ui, past, dialog_box);
    let (_, style) = super::outcome(ui, JournalRow::Job(past, group));
    let counts = counted(lang, group.counts);
    fact(dialog_box, &t!(lang, "entry-outcome"), &counts, style);
    let key = keymap::first(Layer::Journal, Action::Card);
    fact(
        dialog_box,
        "",
        &t!(lang, "entry-of-job", key = key),
        theme::TEXT,
    );
}

fn write(ui: Ui, past: &HistoryEntry, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let what = format!(
        "{}  {}",
        journal::verb(lang, (&past.change).into()),
        journal::whom(&past.change)
    );
    dialog_box.text(&what, theme::STRONG);
    when(ui, past, dialog_box);
    ticket(ui, past, dialog_box);
    let (was, is) = journal::states(lang, past);
    let change = match past.state {
        EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => is,
        _ => format!("{was} -> {is}"),
    };
    fact(dialog_box, &t!(lang, "entry-change"), &change, theme::TEXT);
    result(ui, past, dialog_box);
    let back = journal::undo_status(lang, &ui.model.session.zone, past);
    fact(dialog_box, &t!(lang, "entry-back"), &back, theme::TEXT);
}

/// When it was done, and by whom.
fn when(ui: Ui, past: &HistoryEntry, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let mut by = vec![moment(ui, past.at)];
    by.extend(match (&past.operator, &past.profile) {
        (Some(operator), Some(profile)) => {
            Some(phrase::aside(lang, operator.unmasked(), profile.unmasked()))
        }
        (operator, profile) => {
            let either = operator.as_ref().or(profile.as_ref());
            either.map(|name| name.unmasked().to_owned())
        }
    });
    by.push(t!(lang, "entry-number", n = past.entry.0));
    by.extend(past.job.map(|job| job.to_string()));
    fact(
        dialog_box,
        &t!(lang, "entry-when"),
        &by.join("  "),
        theme::TEXT,
    );
}

/// The ticket and the reason that it was done for.
fn ticket(ui: Ui, past: &HistoryEntry, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let said = [&past.reference.ticket, &past.reference.reason];
    let said: Vec<&str> = said.into_iter().flatten().map(Text::unmasked).collect();
    let said = if said.is_empty() {
        t!(lang, "none")
    } else {
        said.join("  ")
    };
    fact(dialog_box, &t!(lang, "entry-ticket"), &said, theme::TEXT);
}

/// The outcome, in rosterm's words and in the service's.
fn result(ui: Ui, past: &HistoryEntry, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let (_, style) = super::outcome(ui, JournalRow::Write(past));
    let mut words = vec![journal::outcome(lang, past.state)];
    words.extend(past.status.map(|status| format!("HTTP {status}")));
    words.extend(past.took().map(time::took));
    if past.verified {
        words.push(t!(lang, "entry-verified"));
    }
    fact(
        dialog_box,
        &t!(lang, "entry-outcome"),
        &words.join("  "),
        style,
    );
    let Some(why) = &past.failure else {
        return;
    };
    // Once the outcome has been verified, the failure of the lost reply explains nothing any more.
    if past.state == EntryState::Done {
        let why = failure::reason(lang, why.reason);
        fact(
            dialog_box,
            "",
            &t!(lang, "entry-was-lost", why = why),
            theme::TEXT,
        );
        return;
    }
    let told = of_change(ui, &past.change, why);
    if let Some(server) = &told.server {
        fact(dialog_box, "", server, theme::TEXT);
    }
    means(ui, dialog_box, &told.what, &told.todo);
}

fn means(ui: Ui, dialog_box: &mut DialogBox, what: &str, todo: &str) {
    fact(dialog_box, &t!(ui.lang, "entry-means"), what, theme::TEXT);
    fact(dialog_box, "", todo, theme::TEXT);
}

fn read(ui: Ui, trace: &RequestTrace, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    let (words, style) = log::outcome(ui, trace.outcome);
    dialog_box.line(Line::from(vec![
        Span::styled(format!("{} ", trace.method), theme::STRONG),
        Span::raw(shown_path(&trace.path).into_owned()),
    ]));
    let when = moment(ui, trace.wall);
    fact(dialog_box, &t!(lang, "entry-when"), &when, theme::TEXT);
    let words = format!("{words}  {}", time::took(trace.took));
    fact(dialog_box, &t!(lang, "entry-outcome"), &words, style);
    if has_failed(trace) {
        let mut why = Failure::new(FailureClass::Final, FailureReason::Service);
        match trace.outcome {
            Ok(status) => why.status = Some(status),
            Err(reason) => why.reason = reason,
        }
        let (what, todo) = failure::general(lang, &why);
        means(ui, dialog_box, &what, &todo);
    }
}
