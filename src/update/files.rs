//! Exports of lists and other data to files, and imports of lists from files and from the journal's
//! snapshots.

use jiff::Timestamp;
use tui_input::Input;

use super::{selection, shown_job, triage};
use crate::dialog::files::{ExportDialog, FileQuestion, ImportDialog, ListReading, SnapshotList};
use crate::dialog::triage::{ColumnQuestion, Triage};
use crate::dialog::{Dialog, DialogStack};
use crate::domain::lists::{
    ExportSubject, ExportedFile, FileError, FileFormat, ImportOptions, ImportedContent,
    ImportedFile, ListKind, SnapshotInfo,
};
use crate::domain::{Failure, UserId};
use crate::model::{JobPhase, Model, Notice};
use crate::msg::{Effect, Query};
use crate::paged::RequestId;

/// The most characters of a user ID in a file name.
const NAME_CHARS: usize = 64;

// ---- export ----

/// Asks for the file to export the focused list to.
pub fn ask_export(model: &mut Model) {
    let Some(owner) = triage::owner(model) else {
        return;
    };
    let list = model.focus;
    let (name, only) = (file_name(model, &owner, list), selection::selected(model));
    ask(model, ExportSubject::List { owner, list, only }, name);
}

/// Asks for the file to export the failed steps of the job on screen to.
pub fn ask_export_failed(model: &mut Model) {
    // A job that is not even recorded has sent nothing, so none of its steps failed.
    let failed = shown_job::shown(model).and_then(|job| job.failed_steps());
    match failed {
        Some(failed) => {
            let (job, ending) = (failed.job, FileFormat::Csv.ending());
            let name = format!("rosterm-job-{job}-failed.{ending}");
            ask(model, ExportSubject::Failed(failed), name);
        }
        None => model.say(Notice::NoIds),
    }
}

fn ask(model: &mut Model, subject: ExportSubject, name: String) {
    let dialog = ExportDialog {
        subject,
        input: Input::new(name),
        reading: None,
        trouble: None,
    };
    model
        .dialogs
        .push(Dialog::Export(Box::new(dialog)), model.now);
}

/// `alice_01-friends-2026-11-20.csv`.
fn file_name(model: &Model, owner: &UserId, list: ListKind) -> String {
    let day = Timestamp::from_millisecond(model.wall()).map_or_else(
        |_| model.wall().to_string(),
        |now| {
            let now = now.to_zoned(model.session.zone.clone());
            now.strftime("%Y-%m-%d").to_string()
        },
    );
    let (list, ending) = (list.word(), FileFormat::Csv.ending());
    format!("{}-{list}-{day}.{ending}", plain(owner.raw()))
}

/// An ID as a part of a file name: it may contain anything, and must not put the file into another directory,
/// hide it, or make it look like an option.
fn plain(raw: &str) -> String {
    let safe = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{4E00}'..='\u{9FFF}')
    };
    let name = raw.chars().take(NAME_CHARS);
    let name: String = name.map(|c| if safe(c) { c } else { '_' }).collect();
    match name.chars().next() {
        None | Some('.' | '-') => format!("_{name}"),
        Some(_) => name,
    }
}

fn submit_export(model: &mut Model, out: &mut Vec<Effect>) {
    let (app, at) = (model.session.app_key.clone(), model.wall());
    let Some(Dialog::Export(d)) = model.dialogs.top() else {
        return;
    };
    let export = d.export(app, at);
    if export.path.is_empty() {
        return;
    }
    let request = model.next_request();
    if let Some(Dialog::Export(d)) = model.dialogs.top_mut() {
        d.reading = Some(ListReading::new(request));
        d.trouble = None;
    }
    out.push(Effect::Query(request, Query::Export(Box::new(export))));
}

/// An export has succeeded or failed.
pub fn exported(model: &mut Model, request: RequestId, answer: Result<ExportedFile, FileError>) {
    let waits = |dialog: &mut Dialog| matches!(dialog, Dialog::Export(d) if d.reading.is_some_and(|r| r.request == request));
    match answer {
        Ok(written) => {
            if model.dialogs.iter_mut().any(waits) {
                let now = model.now;
                model.dialogs.retain(now, |dialog| !waits(dialog));
                model.say(Notice::Exported(written));
            }
        }
        Err(why) => {
            for dialog in model.dialogs.iter_mut() {
                if let Dialog::Export(d) = dialog
                    && d.reading.is_some_and(|r| r.request == request)
                {
                    d.reading = None;
                    d.trouble = Some(why.clone());
                }
            }
        }
    }
}

// ---- import ----

/// Asks for a file or a snapshot to import.
pub fn ask_import(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(owner) = triage::owner(model) else {
        return;
    };
    let request = model.next_request();
    out.push(Effect::Query(request, Query::Snapshots(owner.clone())));
    let dialog = ImportDialog {
        owner,
        input: Input::default(),
        snapshots: SnapshotList::Asked(request),
        at: None,
        reading: None,
        trouble: None,
        how: ImportOptions::default(),
        question: None,
    };
    model
        .dialogs
        .push(Dialog::Import(Box::new(dialog)), model.now);
}

/// Handles the list of snapshots from the journal.
pub fn snapshots(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<SnapshotInfo>, Failure>,
) {
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Import(d) = dialog
            && matches!(d.snapshots, SnapshotList::Asked(asked) if asked == request)
        {
            d.snapshots = match answer {
                Ok(all) => SnapshotList::There(all.clone()),
                Err(why) => SnapshotList::Failed(why.clone()),
            };
        }
    }
}

fn submit_import(model: &mut Model, out: &mut Vec<Effect>) {
    let is_asked = |d: &Dialog| matches!(d, Dialog::Import(d) if d.question.is_some());
    // What was typed before the question appeared does not answer it.
    if model.top_is(is_asked) && !model.is_armed() {
        return;
    }
    let Some(Dialog::Import(d)) = model.dialogs.top_mut() else {
        return;
    };
    d.answer();
    let Some(import) = d.import() else {
        return;
    };
    let request = model.next_request();
    if let Some(Dialog::Import(d)) = model.dialogs.top_mut() {
        d.reading = Some(ListReading::new(request));
        d.trouble = None;
    }
    out.push(Effect::Query(request, Query::Import(import)));
}

/// An import has succeeded or failed: a sheet replaces the question.
pub fn imported(
    model: &mut Model,
    request: RequestId,
    answer: Result<ImportedFile, FileError>,
    out: &mut Vec<Effect>,
) {
    let Some(Dialog::Import(d)) = model.dialogs.top_mut() else {
        return;
    };
    if d.reading.is_none_or(|reading| reading.request != request) {
        return;
    }
    d.reading = None;
    let (owner, snapshot) = (
        d.owner.clone(),
        d.at.and_then(|at| d.offered().get(at).cloned()),
    );
    let question = match &answer {
        Ok(ImportedFile { content, .. }) => match content {
            ImportedContent::Gb18030(lines) => Some(FileQuestion::Gb18030(lines.clone())),
            ImportedContent::Columns(columns) => {
                let ask = ColumnQuestion::new(columns.clone(), String::new());
                Some(FileQuestion::Column(ask))
            }
            ImportedContent::Text(..)
            | ImportedContent::Ids(_)
            | ImportedContent::Difference(_) => None,
        },
        Err(_) => None,
    };
    if question.is_some() {
        d.question = question;
        let now = model.now;
        model.dialogs.rearm_unprompted(now);
        return;
    }
    let sheet = match answer {
        Err(why) => Err(why),
        Ok(ImportedFile { name, content }) => match content {
            ImportedContent::Text(text, column) => {
                Triage::of_file(owner, name, &text, column).map_err(FileError::TooMuch)
            }
            ImportedContent::Ids(rows) => Ok(Triage::of_listed(owner, name, rows)),
            // Handled above.
            ImportedContent::Gb18030(_) | ImportedContent::Columns(_) => return,
            ImportedContent::Difference(difference) => {
                Ok(Triage::of_difference(owner, name, snapshot, difference))
            }
        },
    };
    match sheet {
        Ok(sheet) if sheet.is_empty() => model.say(if sheet.is_difference() {
            Notice::NoDifference
        } else {
            Notice::NoIds
        }),
        Ok(sheet) => {
            let now = model.now;
            if let Some(asked) = model.dialogs.pop(now) {
                forget(&asked, out);
            }
            triage::open(model, sheet, out);
        }
        Err(why) => {
            d.ask_anew();
            d.trouble = Some(why);
        }
    }
}

// ---- both ----

/// Handles Enter in one of the two fields.
pub fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    submit_export(model, out);
    submit_import(model, out);
}

/// Notes how many rows have been read for a dialog, or for a job that is about to begin.
pub fn progress(model: &mut Model, request: RequestId, rows: usize) {
    for dialog in model.dialogs.iter_mut() {
        let reading = match dialog {
            Dialog::Export(d) => &mut d.reading,
            Dialog::Import(d) => &mut d.reading,
            _ => continue,
        };
        if let Some(reading) = reading.as_mut().filter(|r| r.request == request) {
            reading.rows = rows;
        }
    }
    if let Some(job) = model.job_mut(request)
        && let JobPhase::Snapshotting(_, kept) = &mut job.phase
    {
        *kept = rows;
    }
}

/// Esc during a read: cancels it and returns to the question. `false` if nothing is being read.
pub fn give_up(dialogs: &mut DialogStack, out: &mut Vec<Effect>) -> bool {
    let reading = match dialogs.top_mut() {
        Some(Dialog::Export(d)) => d.reading.take(),
        Some(Dialog::Import(d)) => d.reading.take(),
        _ => None,
    };
    out.extend(reading.map(|reading| Effect::CancelQuery(reading.request)));
    reading.is_some()
}

/// Cancels the queries of a dialog that closes.
pub fn forget(dialog: &Dialog, out: &mut Vec<Effect>) {
    if let Dialog::Import(d) = dialog
        && let SnapshotList::Asked(request) = d.snapshots
    {
        out.push(Effect::CancelQuery(request));
    }
}
