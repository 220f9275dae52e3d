//! Formats lists, and the failed changes of a job, as the text of a file.

use jiff::Timestamp;
use serde_json::Value;

use super::ListRows;
use crate::domain::files::{ExportRequest, FAILED_COLUMNS, FailedSteps, FileFormat};
use crate::domain::{Change, ChatKind, Failure, FailureClass, FailureReason, UserId};
use crate::text::Text;
use crate::text::exported::cell;
use crate::text::tame_json;

/// Without this mark, spreadsheets assume a legacy encoding of their country.
pub(super) const MARK: char = '\u{FEFF}';

/// Formats a list as the text of a file. Each row names the owner and the list, because such files are often
/// cut up, sorted and merged by hand before they come back.
pub fn write(export: &ExportRequest, owner: &UserId, rows: &ListRows) -> String {
    match FileFormat::of(&export.path) {
        FileFormat::Csv => csv(owner, rows),
        FileFormat::Json => whole_json(export, owner, rows),
    }
}

/// Formats the failed changes of a job as the text of a file.
pub fn write_failed(export: &ExportRequest, failed: &FailedSteps) -> String {
    let rows = failed.steps.iter();
    let rows = rows.map(|(change, why)| failed_row(change, why.as_ref()));
    match FileFormat::of(&export.path) {
        FileFormat::Csv => {
            let mut out = String::from(MARK);
            line(&mut out, &FAILED_COLUMNS);
            for values in rows {
                let cells = values.map(|value| match value {
                    Value::Null => String::new(),
                    Value::String(text) => cell(&text),
                    // A value that should be a number.
                    other => other.to_string(),
                });
                row(&mut out, &cells);
            }
            out
        }
        FileFormat::Json => {
            let rows = rows.map(|row| {
                let entry = |(name, value)| format!(r#""{name}":{value}"#);
                let entries: Vec<String> = FAILED_COLUMNS.iter().zip(row).map(entry).collect();
                format!("{{{}}}", entries.join(","))
            });
            let job = format!(r#""job":{}"#, failed.job.0);
            document(export, &failed.owner, &job, rows)
        }
    }
}

/// The values for those names.
fn failed_row(change: &Change, why: Option<&Failure>) -> [Value; 7] {
    let told = |what: fn(&Failure) -> Option<&Text>| Value::from(why.and_then(what).map(Text::raw));
    [
        Value::from(change.target().raw()),
        Value::from(change.kind().word()),
        Value::from(why.map_or("unknown", outcome)),
        Value::from(why.map(|why| why.reason.word())),
        Value::from(why.and_then(|why| why.status)),
        told(|why| why.error.as_ref()),
        told(|why| why.description.as_ref()),
    ]
}

fn outcome(why: &Failure) -> &'static str {
    match why.class {
        // It was sent, and verified to have changed nothing.
        FailureClass::NothingDone if why.reason == FailureReason::NotApplied => "not-applied",
        FailureClass::NothingDone => "not-sent",
        FailureClass::Retryable => "refused-for-now",
        FailureClass::Final => "refused",
        FailureClass::Unknown => "unknown",
    }
}

fn csv(owner: &UserId, rows: &ListRows) -> String {
    let (owner, list) = (owner.raw(), rows.list().word());
    let mut out = String::from(MARK);
    let mut line = |cells: &[&str]| line(&mut out, cells);
    match rows {
        ListRows::Friends(rows) => {
            line(&["id", "remark", "owner", "list"]);
            for row in rows {
                let remark = row.remark.as_ref().map_or("", Text::raw);
                line(&[row.id.raw(), remark, owner, list]);
            }
        }
        ListRows::Blocks(rows) => {
            line(&["id", "owner", "list"]);
            for row in rows {
                line(&[row.id.raw(), owner, list]);
            }
        }
        ListRows::Conversations(rows) => {
            line(&["id", "kind", "owner", "list"]);
            for row in rows {
                line(&[row.id.raw(), kind(row.kind), owner, list]);
            }
        }
    }
    out
}

fn line(out: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|raw| cell(raw)).collect();
    row(out, &cells);
}

/// Appends a row of cells that are safe already. All are quoted: otherwise a spreadsheet that splits at
/// semicolons could find a formula behind one.
fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn whole_json(export: &ExportRequest, owner: &UserId, rows: &ListRows) -> String {
    let text = |raw: &str| Value::from(raw);
    let rows_of: Vec<String> = match rows {
        ListRows::Friends(rows) => rows
            .iter()
            .map(|row| {
                let remark = row.remark.as_ref().map(Text::raw);
                let (id, remark) = (text(row.id.raw()), Value::from(remark));
                format!(r#"{{"id":{id},"remark":{remark}}}"#)
            })
            .collect(),
        ListRows::Blocks(rows) => rows
            .iter()
            .map(|row| format!(r#"{{"id":{}}}"#, text(row.id.raw())))
            .collect(),
        ListRows::Conversations(rows) => rows
            .iter()
            .map(|row| {
                let (id, kind) = (text(row.id.raw()), text(kind(row.kind)));
                format!(r#"{{"id":{id},"kind":{kind}}}"#)
            })
            .collect(),
    };
    let list = format!(r#""list":{}"#, text(rows.list().word()));
    document(export, owner, &list, rows_of)
}

/// The whole document, with `what` in its header. One row per line, because the limit for reading counts
/// lines, too.
fn document(
    export: &ExportRequest,
    owner: &UserId,
    what: &str,
    rows: impl IntoIterator<Item = String>,
) -> String {
    let time = Timestamp::from_millisecond(export.at).map_or_else(
        |_| Value::from(export.at),
        |at| Value::from(format!("{at:.0}")),
    );
    let (owner, app) = (Value::from(owner.raw()), Value::from(export.app.raw()));
    let head = format!(r#"{{"owner":{owner},"app":{app},{what},"time":{time},"rows":["#);
    let rows: Vec<String> = rows.into_iter().map(|row| tame_json(&row)).collect();
    format!("{}\n{}\n]}}\n", tame_json(&head), rows.join(",\n"))
}

fn kind(kind: ChatKind) -> &'static str {
    match kind {
        ChatKind::Chat => "chat",
        ChatKind::Group => "group",
    }
}
