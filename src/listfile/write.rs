//! A list as the text of a file.

use jiff::Timestamp;
use serde_json::Value;

use super::Rows;
use crate::domain::{ChatKind, UserId};
use crate::msg::file::{Export, Format};
use crate::text::Text;
use crate::text::exported::{cell, json};

/// Spreadsheets take a file without this mark for one in the old encoding of their country.
pub(super) const MARK: char = '\u{FEFF}';

/// The text of the file. Each row says whose list it is from, and which: such a file is often cut up,
/// sorted and put together by hand before it comes back.
#[must_use]
pub fn write(export: &Export, rows: &Rows) -> String {
    match Format::of(&export.path) {
        Format::Csv => csv(&export.owner, rows),
        Format::Json => whole_json(export, rows),
    }
}

fn csv(owner: &UserId, rows: &Rows) -> String {
    let (owner, list) = (owner.raw(), rows.list().word());
    let mut out = String::from(MARK);
    let mut line = |cells: &[&str]| {
        // All in quotes: a spreadsheet that splits at semicolons finds no formula behind one.
        let cells: Vec<String> = cells.iter().map(|raw| quoted(&cell(raw))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    match rows {
        Rows::Friends(rows) => {
            line(&["id", "remark", "owner", "list"]);
            for row in rows {
                let remark = row.remark.as_ref().map_or("", Text::raw);
                line(&[row.id.raw(), remark, owner, list]);
            }
        }
        Rows::Blocks(rows) => {
            line(&["id", "owner", "list"]);
            for row in rows {
                line(&[row.id.raw(), owner, list]);
            }
        }
        Rows::Conversations(rows) => {
            line(&["id", "kind", "owner", "list"]);
            for row in rows {
                line(&[row.id.raw(), kind(row.kind), owner, list]);
            }
        }
    }
    out
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A row a line: the limit of what is read back is one of lines, too.
fn whole_json(export: &Export, rows: &Rows) -> String {
    let time = Timestamp::from_millisecond(export.at).map_or_else(
        |_| Value::from(export.at),
        |at| Value::from(format!("{at:.0}")),
    );
    let text = |raw: &str| Value::from(raw);
    let rows_of: Vec<String> = match rows {
        Rows::Friends(rows) => rows
            .iter()
            .map(|row| {
                let remark = row.remark.as_ref().map(Text::raw);
                let (id, remark) = (text(row.id.raw()), Value::from(remark));
                format!(r#"{{"id":{id},"remark":{remark}}}"#)
            })
            .collect(),
        Rows::Blocks(rows) => rows
            .iter()
            .map(|row| format!(r#"{{"id":{}}}"#, text(row.id.raw())))
            .collect(),
        Rows::Conversations(rows) => rows
            .iter()
            .map(|row| {
                let (id, kind) = (text(row.id.raw()), text(kind(row.kind)));
                format!(r#"{{"id":{id},"kind":{kind}}}"#)
            })
            .collect(),
    };
    let head = format!(
        r#"{{"owner":{},"app":{},"list":{},"time":{time},"rows":["#,
        text(export.owner.raw()),
        text(export.app.raw()),
        text(rows.list().word()),
    );
    let rows: Vec<String> = rows_of.iter().map(|row| json(row)).collect();
    format!("{}\n{}\n]}}\n", json(&head), rows.join(",\n"))
}

fn kind(kind: ChatKind) -> &'static str {
    match kind {
        ChatKind::Chat => "chat",
        ChatKind::Group => "group",
    }
}
