//! A list out of a file: one that was written by [`write`](super::write), or a table with remarks.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::{Before, Row};
use crate::domain::UserId;
use crate::msg::file::{List, Trouble};
use crate::text::exported::from_cell;
use crate::text::{Text, tickets};

const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// What people and programs call a remark, in lower case.
const REMARKS: [&str; 7] = [
    "remark",
    "remarks",
    "note",
    "notes",
    "备注",
    "备注名",
    "好友备注",
];

/// How deep a list is looked for in JSON: an answer of the service has it under `data.contacts`.
const DEPTH: usize = 3;

/// The list in a text; `None` where it is none, only a text with ids in it, perhaps.
///
/// # Errors
/// Where a line does not fit the heading: half a list would look like a list.
pub fn read(text: &str) -> Result<Option<Before>, Trouble> {
    let text = text.strip_prefix(super::write::MARK).unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        return json(text);
    }
    for delimiter in DELIMITERS {
        if let Some(columns) = Columns::of(text, delimiter) {
            return table(text, delimiter, &columns).map(Some);
        }
    }
    Ok(None)
}

// ---- tables ----

/// Where what stands, in a heading that names a list of ours or one with remarks.
struct Columns {
    id: usize,
    remark: Option<usize>,
    owner: Option<usize>,
    list: Option<usize>,
    kind: Option<usize>,
    /// The list that a table without rows is of.
    default: List,
    width: usize,
}

impl Columns {
    fn of(text: &str, delimiter: u8) -> Option<Self> {
        let mut heading = StringRecord::new();
        let read = reader(text, delimiter).read_record(&mut heading);
        read.ok().filter(|there| *there)?;
        let find = |is: &dyn Fn(&str) -> bool| heading.iter().position(|cell| is(cell.trim()));
        let named = |name: &'static str| find(&|cell| cell.eq_ignore_ascii_case(name));
        let (remark, list, kind) = (find(&is_remark), named(LIST), named(KIND));
        if remark.is_none() && list.is_none() {
            return None;
        }
        Some(Self {
            id: find(&tickets::names_ids)?,
            remark,
            owner: named(OWNER),
            list,
            kind,
            default: match (remark, kind) {
                (Some(_), _) => List::Friends,
                (None, Some(_)) => List::Conversations,
                (None, None) => List::Blocks,
            },
            width: heading.len(),
        })
    }
}

const OWNER: &str = "owner";
const LIST: &str = "list";
const KIND: &str = "kind";
const GROUP: &str = "group";

fn is_remark(name: &str) -> bool {
    REMARKS.contains(&name.to_lowercase().as_str())
}

fn table(text: &str, delimiter: u8, columns: &Columns) -> Result<Before, Trouble> {
    let mut reader = reader(text, delimiter);
    let mut before = Before {
        list: columns.default,
        owner: None,
        rows: Vec::new(),
    };
    let mut record = StringRecord::new();
    let mut is_heading = true;
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        if !reader
            .read_record(&mut record)
            .map_err(|_| Trouble::BadLine(line))?
        {
            return Ok(before);
        }
        if std::mem::take(&mut is_heading) {
            continue;
        }
        let at = record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(at).unwrap_or(line);
        let bad = || Trouble::BadLine(line);
        // A quote that is not closed would swallow the lines below it.
        if record.len() > columns.width || record.iter().any(|c| c.contains(['\r', '\n'])) {
            return Err(bad());
        }
        let cell = |column: Option<usize>| column.map(|at| from_cell(record.get(at).unwrap_or("")));
        let Some(id) = record.get(columns.id).map(from_cell) else {
            return Err(bad());
        };
        let list = match cell(columns.list) {
            Some(word) => list_named(&word).ok_or_else(bad)?,
            None => columns.default,
        };
        let owner = cell(columns.owner).map(|raw| UserId::new(&raw));
        // A group is nobody who could be blocked or befriended.
        if cell(columns.kind).is_some_and(|kind| kind == GROUP) {
            continue;
        }
        // Two lists in one: what one says of somebody, the other may not.
        let first = before.rows.is_empty();
        if !first && (list != before.list || owner != before.owner) {
            return Err(bad());
        }
        (before.list, before.owner) = (list, owner);
        before.rows.push(Row {
            id: UserId::new(&id),
            remark: cell(columns.remark).map(|text| filled(&text)),
            line,
        });
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

fn list_named(word: &str) -> Option<List> {
    List::ALL
        .into_iter()
        .find(|list| list.word().eq_ignore_ascii_case(word))
}

/// A remark that is empty is none.
fn filled(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| Text::new(text))
}

// ---- JSON ----

fn json(text: &str) -> Result<Option<Before>, Trouble> {
    let documents = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    // What is no JSON may still hold ids.
    let Ok(mut documents) = documents.collect::<Result<Vec<Value>, _>>() else {
        return Ok(None);
    };
    let whole = if documents.len() == 1 {
        documents.remove(0)
    } else {
        // One object a line.
        Value::Array(documents)
    };
    let head = whole.as_object();
    let word = |name| head.and_then(|head| head.get(name)?.as_str());
    let list = word(LIST).and_then(list_named);
    let Some(rows) = rows_in(&whole, list.is_some(), DEPTH) else {
        return Ok(None);
    };
    let mut before = Before {
        list: list.unwrap_or(List::Friends),
        owner: word(OWNER).map(UserId::new),
        rows: Vec::with_capacity(rows.len()),
    };
    for (row, line) in rows.iter().zip(1..) {
        let row = row.as_object().ok_or(Trouble::BadLine(line))?;
        let id = named(row, tickets::names_ids).and_then(plain);
        let id = id.ok_or(Trouble::BadLine(line))?;
        if row.get(KIND).is_some_and(|kind| kind == GROUP) {
            continue;
        }
        let remark = match named(row, is_remark) {
            None => None,
            Some(Value::Null) => Some(None),
            Some(value) => Some(filled(&plain(value).ok_or(Trouble::BadLine(line))?)),
        };
        before.rows.push(Row {
            id: UserId::new(&id),
            remark,
            line,
        });
    }
    Ok(Some(before))
}

/// The rows of a list: an array of objects, one of which has an id and a remark, unless it is said to be
/// a list.
fn rows_in(value: &Value, is_list: bool, depth: usize) -> Option<&Vec<Value>> {
    let has_both = |row: &Value| {
        row.as_object().is_some_and(|row| {
            named(row, tickets::names_ids).is_some() && named(row, is_remark).is_some()
        })
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
