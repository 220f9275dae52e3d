//! File dialogs: where to export to, what to import, and which snapshots exist.

use ratatui::Frame;
use ratatui::text::Line;
use tui_input::Input;

use super::{cancel_key, key, submit_key};
use crate::dialog::files::{ExportDialog, FileQuestion, ImportDialog, ListReading, SnapshotList};
use crate::dialog::triage::ColumnQuestion;
use crate::domain::ListKind;
use crate::domain::files::{ExportSubject, FileError, FileFormat, SnapshotInfo};
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::keymap::Layer;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::text::id_finder::{MAX_BYTES, MAX_LINES};
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};
use crate::wording::{self, failure, lists, phrase, time};

/// Asks for the file to write to.
pub fn export(ui: Ui, dialog: &ExportDialog, frame: &mut Frame) {
    let title = match &dialog.subject {
        ExportSubject::List { owner, list, .. } => {
            let list = lists::name(ui.lang, *list);
            t!(ui.lang, "export-title", list = list, owner = owner.shown())
        }
        ExportSubject::Failed(failed) => {
            t!(ui.lang, "export-title-failed", job = failed.job.to_string())
        }
    };
    let mut dialog_box = DialogBox::new(ui, title, theme::CALM);
    dialog_box.text(&t!(ui.lang, "export-ask"), theme::TEXT);
    if is_reading(
        ui,
        &dialog.input,
        dialog.reading.as_ref(),
        dialog.trouble.as_ref(),
        &mut dialog_box,
    ) {
        dialog_box.draw(ui, frame);
        return;
    }
    let head = match &dialog.subject {
        ExportSubject::List { .. } => "list",
        ExportSubject::Failed(_) => "job",
    };
    let columns = phrase::list(ui.lang, dialog.subject.columns());
    let form = match (dialog.format(), &dialog.subject) {
        (FileFormat::Csv, ExportSubject::List { .. }) => {
            t!(ui.lang, "export-csv", columns = columns)
        }
        (FileFormat::Csv, ExportSubject::Failed(_)) => {
            t!(ui.lang, "export-csv-failed", columns = columns)
        }
        (FileFormat::Json, _) => t!(ui.lang, "export-json", head = head, columns = columns),
    };
    dialog_box.text(&form, theme::TEXT);
    let what = match &dialog.subject {
        ExportSubject::List { only: None, .. } => t!(ui.lang, "export-whole"),
        ExportSubject::List {
            only: Some(only), ..
        } => t!(ui.lang, "export-selected", n = only.len()),
        ExportSubject::Failed(failed) => t!(ui.lang, "export-failed", n = failed.steps.len()),
    };
    dialog_box.text(&what, theme::TEXT);
    dialog_box.text(&t!(ui.lang, "export-private"), theme::TEXT);
    submit_key(ui, &mut dialog_box, "key-write");
    // On the smallest screen, the file extension has to suffice.
    if ui.layout.form != LayoutForm::Mini {
        key(
            ui,
            &mut dialog_box,
            Layer::Field,
            Action::Complete,
            "key-format",
        );
    }
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// Asks for the file or the snapshot to read a list from.
pub fn import(ui: Ui, dialog: &ImportDialog, frame: &mut Frame) {
    let title = t!(ui.lang, "import-title", owner = dialog.owner.shown());
    let mut dialog_box = DialogBox::new(ui, title, theme::CALM);
    let size = u64::try_from(MAX_BYTES).map_or_else(|_| String::new(), wording::files::size);
    dialog_box.text(&t!(ui.lang, "import-ask"), theme::TEXT);
    let limits = t!(ui.lang, "import-limits", lines = MAX_LINES, size = size);
    dialog_box.text(&limits, theme::TEXT);
    if is_reading(
        ui,
        &dialog.input,
        dialog.reading.as_ref(),
        dialog.trouble.as_ref(),
        &mut dialog_box,
    ) {
        dialog_box.draw(ui, frame);
        return;
    }
    if let Some(asked) = &dialog.question {
        question(ui, asked, &mut dialog_box);
        dialog_box.draw(ui, frame);
        return;
    }
    match &dialog.snapshots {
        SnapshotList::Asked(_) => {
            let words = t!(ui.lang, "import-asking");
            let words = format!("{words} {}", theme::spinner(ui.model.now));
            dialog_box.text(&words, theme::DIM);
        }
        SnapshotList::Failed(why) => {
            let why = failure::short(ui.lang, why);
            dialog_box.text(&t!(ui.lang, "import-unread", why = why), theme::BAD);
        }
        SnapshotList::There(all) if all.is_empty() => {
            dialog_box.text(&t!(ui.lang, "import-none"), theme::TEXT);
        }
        SnapshotList::There(all) => {
            dialog_box.text(&t!(ui.lang, "import-snapshots", n = all.len()), theme::TEXT);
            snapshots(ui, dialog, all, &mut dialog_box);
        }
    }
    submit_key(ui, &mut dialog_box, "key-read");
    if !dialog.offered().is_empty() {
        let label = crate::i18n::text(ui.lang, "key-snapshot");
        dialog_box.key(crate::keymap::DOWN, label);
    }
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// Lists the snapshots, with the selected one in view.
fn snapshots(ui: Ui, dialog: &ImportDialog, all: &[SnapshotInfo], dialog_box: &mut DialogBox) {
    const LINES: usize = 10;
    // The border and the gap inside it.
    let room = dialog_box.room(ui).saturating_sub(1).clamp(1, LINES);
    let at = dialog.at.unwrap_or(0);
    let first = (at + 1).saturating_sub(room);
    let lists =
        [ListKind::Friends, ListKind::Blocks].map(|list| text::width(&lists::name(ui.lang, list)));
    let column = lists.into_iter().max().unwrap_or(0) + 2;
    for (place, snapshot) in all.iter().enumerate().skip(first).take(room) {
        let when = time::date_time(&ui.model.session.zone, snapshot.at);
        let list = text::pad(&lists::name(ui.lang, snapshot.list), column);
        let mini = ui.layout.form == LayoutForm::Mini;
        let rows = if mini {
            snapshot.rows.to_string()
        } else {
            t!(ui.lang, "import-rows", n = snapshot.rows)
        };
        let job = snapshot.job.filter(|_| !mini);
        let job = job.map_or(String::new(), |job| {
            t!(ui.lang, "import-job", job = job.to_string())
        });
        let here = dialog.at == Some(place);
        let lead = if here { "> " } else { "  " };
        let words = format!("{lead}{when}  {list}{}  {job}", text::pad(&rows, 10));
        let words = words.trim_end();
        let cells = dialog_box.cells();
        dialog_box.line(if here {
            Line::styled(text::pad(words, cells), theme::CURSOR)
        } else {
            Line::raw(words.to_owned())
        });
    }
}

/// Adds the field and the result of the last Enter. Returns whether something is being read, so that nothing
/// can be chosen.
fn is_reading(
    ui: Ui,
    input: &Input,
    reading: Option<&ListReading>,
    trouble: Option<&FileError>,
    dialog_box: &mut DialogBox,
) -> bool {
    dialog_box.field(input);
    if let Some(reading) = reading {
        progress(ui, reading, dialog_box);
        return true;
    }
    if let Some(trouble) = trouble {
        dialog_box.text(&wording::files::error(ui.lang, trouble), theme::BAD);
    }
    dialog_box.gap();
    false
}

/// The progress of a read, and how to cancel it.
fn progress(ui: Ui, reading: &ListReading, dialog_box: &mut DialogBox) {
    dialog_box.gap();
    let words = if let Some(seconds) = format::waiting(ui, reading.request) {
        t!(
            ui.lang,
            "list-waiting",
            seconds = seconds,
            limit = CONVERSATION_CALLS_PER_MINUTE
        )
    } else {
        let words = t!(ui.lang, "file-reading", n = reading.rows);
        format!("{words} {}", theme::spinner(ui.model.now))
    };
    dialog_box.text(&words, theme::PASSING);
    key(
        ui,
        dialog_box,
        Layer::Waiting,
        Action::Escape,
        "key-give-up",
    );
}

/// The columns that may contain the IDs, each with its first values.
pub fn columns(ui: Ui, ask: &ColumnQuestion, dialog_box: &mut DialogBox) {
    dialog_box.text(&t!(ui.lang, "column-ask"), theme::WARN.patch(theme::STRONG));
    let cells = dialog_box.cells();
    for (place, column) in ask.columns.iter().enumerate() {
        let here = place == ask.chosen;
        let lead = if here { "> " } else { "  " };
        let sample = column.sample.iter().map(|value| text::drawn_id(value));
        let sample = phrase::list(ui.lang, &sample.collect::<Vec<_>>());
        let number = column.place + 1;
        let name = phrase::pair(ui.lang, &text::drawn(&column.name), &sample);
        let words = format!("{lead}{number}. {name}");
        let words = text::fit(&words, cells).into_owned();
        dialog_box.line(if here {
            Line::styled(text::pad(&words, cells), theme::CURSOR)
        } else {
            Line::raw(words)
        });
    }
}

/// The question about the file, if there is one.
fn question(ui: Ui, question: &FileQuestion, dialog_box: &mut DialogBox) {
    match question {
        FileQuestion::Gb18030(lines) => {
            let words = t!(ui.lang, "file-gb18030");
            dialog_box.text(&words, theme::WARN.patch(theme::STRONG));
            let cells = dialog_box.cells();
            for line in lines {
                let words = format!("  {}", line.shown());
                dialog_box.line(Line::raw(text::fit(&words, cells).into_owned()));
            }
            dialog_box.gap();
            key(
                ui,
                dialog_box,
                Layer::Field,
                Action::Submit,
                "key-read-gb18030",
            );
        }
        FileQuestion::Column(ask) => {
            columns(ui, ask, dialog_box);
            dialog_box.gap();
            let label = crate::i18n::text(ui.lang, "key-column");
            dialog_box.key(crate::keymap::DOWN, label);
            submit_key(ui, dialog_box, "key-read-column");
        }
    }
    cancel_key(ui, dialog_box);
}
