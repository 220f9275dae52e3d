//! Imports of lists from files and from the journal's snapshots.

use tui_input::Input;

use super::{dialog_keys, triage};
use crate::dialog::Dialog;
use crate::dialog::files::{FileQuestion, ImportDialog, ListReading, SnapshotList};
use crate::dialog::triage::{ColumnQuestion, Triage};
use crate::domain::files::{FileError, ImportOptions, ImportedContent, ImportedFile, SnapshotInfo};
use crate::domain::{Failure, RequestId};
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect, Query};

/// Asks for a file or a snapshot to import.
pub fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(owner) = model.require_user() else {
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
        if let Dialog::Import(dialog) = dialog
            && matches!(dialog.snapshots, SnapshotList::Asked(asked) if asked == request)
        {
            dialog.snapshots = match answer {
                Ok(all) => SnapshotList::There(all.clone()),
                Err(why) => SnapshotList::Failed(why.clone()),
            };
        }
    }
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::Import(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    match action {
        Action::Submit => submit(model, out),
        Action::Down | Action::Up if dialog.reading.is_none() => {
            dialog.choose(action == Action::Down);
        }
        // While it reads: back to the question.
        Action::Escape => {
            let reading = dialog.reading.take();
            dialog_keys::cancel_or_close(model, reading.map(|reading| reading.request), out);
        }
        _ => dialog_keys::act(model, action, out),
    }
}

fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let is_asked =
        |dialog: &Dialog| matches!(dialog, Dialog::Import(dialog) if dialog.question.is_some());
    // What was typed before the question appeared does not answer it.
    if model.top_is(is_asked) && !model.accept_confirmation() {
        return;
    }
    let Some(Dialog::Import(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    dialog.answer();
    let Some(import) = dialog.import() else {
        return;
    };
    let request = model.next_request();
    if let Some(Dialog::Import(dialog)) = model.dialogs.top_mut() {
        dialog.reading = Some(ListReading::new(request));
        dialog.trouble = None;
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
    let Some(Dialog::Import(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    if dialog
        .reading
        .is_none_or(|reading| reading.request != request)
    {
        return;
    }
    dialog.reading = None;
    let (owner, snapshot) = (
        dialog.owner.clone(),
        dialog.at.and_then(|at| dialog.offered().get(at).cloned()),
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
        dialog.question = question;
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
            dialog_keys::close(model, out);
            triage::open(model, sheet, out);
        }
        Err(why) => {
            dialog.ask_anew();
            dialog.trouble = Some(why);
        }
    }
}
