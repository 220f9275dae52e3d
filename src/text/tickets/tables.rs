//! Ids in a table: what a spreadsheet copies or exports, with a heading that names the column.

use super::lines::Lines;
use super::{Columns, Doubt, Part, sense};
use crate::text::table::{Row, Table, Written};

/// The column of ids of a text that is a table, by its place if that is known. Where most of it does not
/// fit a heading it is prose, so that nothing is lost.
pub(super) fn parts(text: &str, column: Option<usize>) -> Option<(Vec<Part>, Columns)> {
    let table = Table::read(text).filter(|table| !table.is_doubtful())?;
    let mut places = table.id_columns();
    if let Some(chosen) = column.filter(|&place| place < table.heading.len()) {
        places = vec![chosen];
    }
    let place = match places[..] {
        [] => return None,
        [place] => place,
        _ => {
            let columns = places.into_iter().map(|place| table.column(place));
            return Some((Vec::new(), Columns::Ask(columns.collect())));
        }
    };
    let mut parts = Vec::new();
    for (text, line) in &table.above {
        parts.push(Part::Prose(text.clone(), *line, Doubt::Beside));
    }
    for row in &table.rows {
        take_row(&table, row, place, &mut parts);
    }
    Some((parts, Columns::Read(table.column(place))))
}

fn take_row(table: &Table, row: &Row, place: usize, parts: &mut Vec<Part>) {
    let alone = table.heading.len() == 1;
    // Empty in a row that is not: somebody's id is missing.
    if let Some(cell) = row.cells.get(place).filter(|_| row.fits) {
        let doubt = if table.is_exact(row) {
            None
        } else if row.is_total(place) {
            Some(Doubt::Total)
        } else if alone && sense::is_word(cell) {
            Some(Doubt::Word)
        } else {
            None
        };
        parts.push(match table.written(row, cell) {
            Written::Exact(id) if doubt.is_none() => Part::Exact(id, row.line),
            Written::Changed(id) => Part::Value(id, row.line, doubt.or(Some(Doubt::Spreadsheet))),
            Written::Exact(id) | Written::Read(id) => Part::Value(id, row.line, doubt),
        });
        return;
    }
    // A line under the table, which ends before the ids begin, or one with other cells.
    for (i, text) in Lines::new(&row.raw).iter() {
        parts.push(Part::Prose(
            text.to_owned(),
            row.line + i - 1,
            Doubt::Beside,
        ));
    }
}
