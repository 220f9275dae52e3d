//! Parses lists from files: those written by [`write`](super::write()), and tables with remarks.

use serde_json::{Map, Value};

use super::{SavedList, SavedRow};
use crate::domain::files::FileError;
use crate::domain::{ListKind, UserId};
use crate::text::exported::{from_cell, may_be_changed};
use crate::text::id_finder::table::{self, CellReading, Table};
use crate::text::id_finder::{self, CellIds, IdColumn, IdDoubt};
use crate::text::{self, Text};

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParsedFile {
    /// A list.
    List(SavedList),
    /// Not a list; just text that may contain IDs.
    Text,
    /// A table with several columns of IDs, where nothing tells which one is meant.
    Columns(Vec<IdColumn>),
}

/// Column names for a remark, in lower case.
const REMARKS: [&str; 7] = [
    "remark",
    "remarks",
    "note",
    "notes",
    "备注",
    "备注名",
    "好友备注",
];

/// How many levels deep to look for a list in JSON: a reply of the service has it under `data.contacts`.
const DEPTH: usize = 3;

/// Parses the list in a text. `column` is the column with the IDs, if it is known.
///
/// # Errors
/// If a line does not match the header: half a list would look like a complete one.
pub fn read(text: &str, column: Option<usize>) -> Result<ParsedFile, FileError> {
    let text = text.strip_prefix(super::write::MARK).unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(json(text)?.map_or(ParsedFile::Text, ParsedFile::List));
    }
    let Some(table) = Table::read(text) else {
        return Ok(ParsedFile::Text);
    };
    let places = column.map_or_else(|| table.id_columns(), |place| vec![place]);
    match places[..] {
        [] => Ok(ParsedFile::Text),
        [place] => match HeadingColumns::of(&table, place) {
            Some(columns) => columns.read(&table).map(ParsedFile::List),
            None => Ok(ParsedFile::Text),
        },
        _ if table.is_doubtful() => Ok(ParsedFile::Text),
        _ => {
            let columns = places.into_iter().map(|place| table.column(place));
            Ok(ParsedFile::Columns(columns.collect()))
        }
    }
}

// ---- tables ----

/// The positions of the columns, in a header of a list written by rosterm or of one with remarks.
struct HeadingColumns {
    id: usize,
    remark: Option<usize>,
    owner: Option<usize>,
    list: Option<usize>,
    kind: Option<usize>,
    /// The kind of list for a table without a column that tells it.
    default: ListKind,
}

impl HeadingColumns {
    fn of(table: &Table, id: usize) -> Option<Self> {
        let heading = &table.heading;
        let find = |is: &dyn Fn(&str) -> bool| heading.iter().position(|cell| is(cell));
        let named = |name: &'static str| find(&|cell| cell.eq_ignore_ascii_case(name));
        let (remark, list, kind) = (find(&is_remark), named(LIST), named(KIND));
        if remark.is_none() && list.is_none() {
            return None;
        }
        Some(Self {
            id,
            remark,
            owner: named(OWNER),
            list,
            kind,
            default: match (remark, kind) {
                (Some(_), _) => ListKind::Friends,
                (None, Some(_)) => ListKind::Conversations,
                (None, None) => ListKind::Blocks,
            },
        })
    }

    fn read(&self, table: &Table) -> Result<SavedList, FileError> {
        let mut before = SavedList {
            list: self.default,
            owner: None,
            rows: Vec::new(),
            column: Some(table.column(self.id).name),
            is_table: self.list.is_none(),
        };
        for row in &table.rows {
            let bad = || FileError::BadLine(row.line);
            let raw = |column: Option<usize>| {
                column.map(|at| row.cells.get(at).map_or("", String::as_str))
            };
            // Text in a file written by rosterm is taken literally.
            let exact = table.is_exact(row);
            let total = !exact && row.is_total(self.id);
            let cell = match row.cells.get(self.id) {
                None if total => continue,
                Some(cell) if total && cell.is_empty() => continue,
                Some(cell) if row.fits => cell,
                _ => return Err(bad()),
            };
            let ours = [Some(self.id), self.remark, self.owner, self.list, self.kind];
            let broken = |text: &str| text.contains(['\r', '\n']);
            if ours.into_iter().filter_map(raw).any(broken) {
                return Err(bad());
            }
            let CellIds {
                id,
                doubt,
                impossible,
            } = id_in(table, row, cell);
            let list = match raw(self.list) {
                Some(word) if !total => list_named(&from_cell(word)).ok_or_else(bad)?,
                _ => before.list,
            };
            let owner = raw(self.owner).map(|raw| UserId::new(&from_cell(raw)));
            let owner = if total { before.owner.clone() } else { owner };
            // A group can be neither blocked nor added as a friend.
            if raw(self.kind).is_some_and(|kind| kind == GROUP) {
                continue;
            }
            // Two lists in one: a user may be missing from one of them.
            let first = before.rows.is_empty();
            if !first && (list != before.list || owner != before.owner) {
                return Err(bad());
            }
            (before.list, before.owner) = (list, owner);
            let remark = raw(self.remark);
            let changed = table.is_exported() && !exact && remark.is_some_and(may_be_changed);
            let no_value = !exact && remark.is_some_and(id_finder::is_no_value);
            before.rows.push(SavedRow {
                id: UserId::new(&id),
                remark: remark.map(|text| filled(&from_cell(text))),
                line: row.line,
                impossible,
                doubt: [
                    (total, IdDoubt::Total),
                    (changed, IdDoubt::Spreadsheet),
                    (no_value, IdDoubt::NoValue),
                ]
                .into_iter()
                .find_map(|(so, doubt)| so.then_some(doubt))
                .or(doubt),
            });
        }
        Ok(before)
    }
}

/// The ID in a cell. A cell written by rosterm is exact, unless a spreadsheet has saved it since.
fn id_in(table: &Table, row: &table::TableRow, cell: &str) -> CellIds {
    match table.written(row, cell) {
        CellReading::Exact(id) => CellIds {
            impossible: text::id_problem(&id),
            id,
            doubt: None,
        },
        CellReading::Changed(id) => CellIds {
            doubt: Some(IdDoubt::Spreadsheet),
            ..id_finder::in_cell(&id)
        },
        CellReading::Read(id) => id_finder::in_cell(&id),
    }
}

const OWNER: &str = "owner";
const LIST: &str = "list";
const KIND: &str = "kind";
const GROUP: &str = "group";

fn is_remark(name: &str) -> bool {
    id_finder::plain_name(name).is_some_and(|name| REMARKS.contains(&name.as_str()))
}

fn list_named(word: &str) -> Option<ListKind> {
    ListKind::ALL
        .into_iter()
        .find(|list| list.word().eq_ignore_ascii_case(word))
}

/// An empty remark counts as none.
fn filled(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| Text::new(text))
}

// ---- JSON ----

fn json(text: &str) -> Result<Option<SavedList>, FileError> {
    let documents = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    // Text that is not JSON may still contain IDs.
    let Ok(mut documents) = documents.collect::<Result<Vec<Value>, _>>() else {
        return Ok(None);
    };
    let whole = if documents.len() == 1 {
        documents.remove(0)
    } else {
        // One object per line.
        Value::Array(documents)
    };
    let head = whole.as_object();
    let word = |name| head.and_then(|head| head.get(name)?.as_str());
    let list = word(LIST).and_then(list_named);
    let Some(rows) = rows_in(&whole, list.is_some(), DEPTH) else {
        return Ok(None);
    };
    let mut before = SavedList {
        list: list.unwrap_or(ListKind::Friends),
        owner: word(OWNER).map(UserId::new),
        rows: Vec::with_capacity(rows.len()),
        column: None,
        is_table: list.is_none(),
    };
    for (row, line) in rows.iter().zip(1..) {
        let row = row.as_object().ok_or(FileError::BadLine(line))?;
        let id = id_of(row).ok_or(FileError::BadLine(line))?;
        let raw = plain(id).ok_or(FileError::BadLine(line))?;
        // A string is exact; a number may have been converted from one.
        let found = match id {
            Value::Number(_) => id_finder::in_cell(&raw),
            _ => CellIds {
                impossible: text::id_problem(&raw),
                id: raw,
                doubt: None,
            },
        };
        if row.get(KIND).is_some_and(|kind| kind == GROUP) {
            continue;
        }
        let remark = match named(row, is_remark) {
            None => None,
            Some(Value::Null) => Some(None),
            Some(value) => Some(filled(&plain(value).ok_or(FileError::BadLine(line))?)),
        };
        before.rows.push(SavedRow {
            id: UserId::new(&found.id),
            remark,
            line,
            impossible: found.impossible,
            doubt: found.doubt,
        });
    }
    Ok(Some(before))
}

/// The rows of a list: an array of objects, one of which has an ID and a remark, unless `is_list` says that
/// it is a list.
fn rows_in(value: &Value, is_list: bool, depth: usize) -> Option<&Vec<Value>> {
    let has_both = |row: &Value| {
        row.as_object()
            .is_some_and(|row| id_of(row).is_some() && named(row, is_remark).is_some())
    };
    match value {
        Value::Array(rows) if rows.iter().any(has_both) => Some(rows),
        Value::Array(rows) if is_list && rows.iter().all(Value::is_object) => Some(rows),
        Value::Object(entries) if depth > 0 => entries
            .values()
            .find_map(|value| rows_in(value, is_list, depth - 1)),
        _ => None,
    }
}

/// The value under the best key for an ID; `None` also if two are equally good.
fn id_of(row: &Map<String, Value>) -> Option<&Value> {
    let ranked = row
        .iter()
        .filter_map(|(key, value)| Some((id_finder::rank(key)?, value)));
    let best = ranked.clone().map(|(rank, _)| rank).max()?;
    let mut best = ranked.filter(|(rank, _)| *rank == best);
    let (_, value) = best.next()?;
    best.next().is_none().then_some(value)
}

fn named(row: &Map<String, Value>, is: impl Fn(&str) -> bool) -> Option<&Value> {
    row.iter().find(|(key, _)| is(key)).map(|(_, value)| value)
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
