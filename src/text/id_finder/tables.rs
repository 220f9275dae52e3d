//! Finds IDs in tables, as copied or exported from a spreadsheet, with a header that names the column.

use super::lines::Lines;
use super::table::{CellReading, Table, TableRow};
use super::{ColumnChoice, IdDoubt, TextPart, sense};

/// The column of IDs of a text that is a table; `column` is its index, if known. If most of the text does not
/// match the header, it is treated as prose, so that nothing is lost.
pub(super) fn parts(text: &str, column: Option<usize>) -> Option<(Vec<TextPart>, ColumnChoice)> {
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
            return Some((Vec::new(), ColumnChoice::Ask(columns.collect())));
        }
    };
    let mut parts = Vec::new();
    for (text, line) in &table.above {
        parts.push(TextPart::Prose(text.clone(), *line, IdDoubt::Beside));
    }
    for row in &table.rows {
        take_row(&table, row, place, &mut parts);
    }
    Some((parts, ColumnChoice::Read(table.column(place))))
}

fn take_row(table: &Table, row: &TableRow, place: usize, parts: &mut Vec<TextPart>) {
    let alone = table.heading.len() == 1;
    // An empty cell in a row that is not empty: an ID is missing.
    if let Some(cell) = row.cells.get(place).filter(|_| row.fits) {
        let doubt = if table.is_exact(row) {
            None
        } else if row.is_total(place) {
            Some(IdDoubt::Total)
        } else if alone && sense::is_word(cell) {
            Some(IdDoubt::Word)
        } else {
            None
        };
        parts.push(match table.written(row, cell) {
            CellReading::Exact(id) if doubt.is_none() => TextPart::Exact(id, row.line),
            CellReading::Changed(id) => {
                TextPart::Value(id, row.line, doubt.or(Some(IdDoubt::Spreadsheet)))
            }
            CellReading::Exact(id) | CellReading::Read(id) => TextPart::Value(id, row.line, doubt),
        });
        return;
    }
    // A line below the table that ends before the column of IDs, or one with other cells.
    for (i, text) in Lines::new(&row.raw).iter() {
        parts.push(TextPart::Prose(
            text.to_owned(),
            row.line + i - 1,
            IdDoubt::Beside,
        ));
    }
}
