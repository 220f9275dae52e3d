//! Exports of lists, and of the failed steps of a job, to files.

use jiff::Timestamp;
use tui_input::Input;

use super::{dialog_keys, selection, shown_job};
use crate::dialog::Dialog;
use crate::dialog::files::{ExportDialog, ListReading};
use crate::domain::files::{ExportSubject, ExportedFile, FileError, FileFormat};
use crate::domain::{ListKind, RequestId, UserId};
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect, Query};

/// The most characters of a user ID in a file name.
const NAME_CHARS: usize = 64;

/// Asks for the file to export the focused list to.
pub fn ask_about_list(model: &mut Model) {
    let Some(owner) = model.require_user() else {
        return;
    };
    let list = model.focus;
    let (name, only) = (file_name(model, &owner, list), selection::selected(model));
    ask(model, ExportSubject::List { owner, list, only }, name);
}

/// Asks for the file to export the failed steps of the job on screen to.
pub fn ask_about_failed(model: &mut Model) {
    // A job that is not even recorded has sent nothing, so none of its steps failed.
    let failed = shown_job::shown(model).and_then(|job| job.failed_steps());
    match failed {
        Some(failed) => {
            let (job, ending) = (failed.job, FileFormat::Csv.ending());
            let name = format!("rosterm-{job}-failed.{ending}");
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

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::Export(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    match action {
        Action::Submit => submit(model, out),
        Action::Down | Action::Up if dialog.reading.is_none() => dialog.toggle(),
        // While it writes: back to the question.
        Action::Escape => {
            let reading = dialog.reading.take();
            dialog_keys::cancel_or_close(model, reading.map(|reading| reading.request), out);
        }
        _ => dialog_keys::act(model, action, out),
    }
}

fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let (app, at) = (model.session.app_key.clone(), model.wall());
    let Some(Dialog::Export(dialog)) = model.dialogs.top() else {
        return;
    };
    let export = dialog.export(app, at);
    if export.path.is_empty() {
        return;
    }
    let request = model.next_request();
    if let Some(Dialog::Export(dialog)) = model.dialogs.top_mut() {
        dialog.reading = Some(ListReading::new(request));
        dialog.trouble = None;
    }
    out.push(Effect::Query(request, Query::Export(Box::new(export))));
}

/// An export has succeeded or failed.
pub fn exported(model: &mut Model, request: RequestId, answer: Result<ExportedFile, FileError>) {
    let waits = |dialog: &mut Dialog| matches!(dialog, Dialog::Export(dialog) if dialog.reading.is_some_and(|r| r.request == request));
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
                if let Dialog::Export(dialog) = dialog
                    && dialog.reading.is_some_and(|r| r.request == request)
                {
                    dialog.reading = None;
                    dialog.trouble = Some(why.clone());
                }
            }
        }
    }
}
