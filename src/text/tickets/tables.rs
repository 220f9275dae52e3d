//! Ids in a table: what a spreadsheet copies or exports, with a heading that names the column.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::lines::Lines;
use super::{Part, names};

const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// The columns of ids of a text that is a table. Where anything in it does not fit it is prose, so that
/// nothing is lost.
pub(super) fn parts(text: &str, lines: &Lines<'_>) -> Option<Vec<Part>> {
    let heading = text.trim_start().split(['\r', '\n']).next()?;
    let delimiter = delimiter(heading)?;
    // A quote that is not closed would swallow the rest.
    if text.bytes().filter(|&b| b == b'"').count() % 2 == 1 {
        return None;
    }
    let mut parts = Vec::new();
    let mut columns = Vec::new();
    let mut width = 0;
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    let mut end = 0;
    while reader.read_record(&mut record).ok()? {
        let start = end;
        end = usize::try_from(reader.position().byte()).ok()?;
        let raw = text.get(start..end)?;
        if columns.is_empty() {
            columns = id_columns(&record);
            if columns.is_empty() {
                return None;
            }
            width = record.len();
            continue;
        }
        if record.len() > width {
            return None;
        }
        if !is_rule(&record) {
            // The reader passes over empty lines before a row.
            let row = raw.trim_start_matches(['\r', '\n']);
            let line = lines.at(end - row.len());
            take_row(row, &record, &columns, line, &mut parts);
        }
    }
    (!parts.is_empty()).then_some(parts)
}

/// What separates the cells of a heading that names a column of ids.
fn delimiter(heading: &str) -> Option<u8> {
    let names_ids = |delimiter: &u8| {
        let mut first = StringRecord::new();
        let read = reader(heading, *delimiter).read_record(&mut first);
        matches!(read, Ok(true)) && first.len() > 1 && !id_columns(&first).is_empty()
    };
    DELIMITERS
        .into_iter()
        .find(names_ids)
        // One column needs no delimiter; a comma would show that it is prose after all.
        .or_else(|| names::is_name(heading.trim().trim_matches('"')).then_some(b','))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
}

fn id_columns(heading: &StringRecord) -> Vec<usize> {
    (0..heading.len())
        .filter(|&i| names::is_name(&heading[i]))
        .collect()
}

fn take_row(
    row: &str,
    record: &StringRecord,
    columns: &[usize],
    line: usize,
    parts: &mut Vec<Part>,
) {
    let ids: Vec<_> = columns.iter().filter_map(|&i| record.get(i)).collect();
    // A line under the table, which ends before the ids begin; a note of several lines, or quotes that
    // were not meant as such and hold the next rows; an id with quotes inside, which the reader takes away.
    let is_prose = ids.is_empty()
        || record.iter().any(|cell| cell.contains(['\r', '\n']))
        || ids.iter().any(|id| !row.contains(id));
    if is_prose {
        let lines = Lines::new(row);
        parts.extend(
            lines
                .iter()
                .map(|(i, text)| Part::Prose(text.to_owned(), line + i - 1)),
        );
    } else if record.iter().any(|cell| !cell.is_empty()) {
        parts.extend(ids.into_iter().map(|id| Part::Value(id.to_owned(), line)));
    }
}

/// Whether the row is the line that Markdown draws under a heading.
fn is_rule(record: &StringRecord) -> bool {
    let mut bytes = record.iter().flat_map(str::bytes).peekable();
    record.len() > 1 && bytes.peek().is_some() && bytes.all(|b| matches!(b, b'-' | b':'))
}
