//! Finds IDs in lines with equal numbers of cells but without a known header: the columns are told apart by
//! their form.

use super::table::shape::{self, CellShape};
use super::table::{self, TableRow};
use super::{IdDoubt, TextPart, fields};

/// The cells of such a text; `None` if it is a list or prose.
pub(super) fn parts(text: &str) -> Option<Vec<TextPart>> {
    let rows = table::alike(text)?;
    let places = columns(&rows)?;
    // A first row that does not look like IDs is a header.
    let first = rows.first()?;
    let has_heading = places.iter().any(|&place| {
        !matches!(
            shape::of(&first.cells[place]),
            CellShape::Id | CellShape::Figures
        )
    });
    let mut parts = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for (place, cell) in row.cells.iter().enumerate() {
            let doubt = if i == 0 && has_heading || places.binary_search(&place).is_err() {
                Some(IdDoubt::Aside)
            } else if is_field(row, place) {
                Some(IdDoubt::Other)
            } else {
                (places.len() > 1).then_some(IdDoubt::Column)
            };
            match doubt {
                _ if cell.is_empty() => {}
                Some(doubt) => parts.push(TextPart::Prose(cell.clone(), row.line, doubt)),
                None => parts.push(TextPart::Value(cell.clone(), row.line, None)),
            }
        }
    }
    Some(parts)
}

/// Whether the adjacent cell says that this one is something else, as in a copied form with its field names.
fn is_field(row: &TableRow, place: usize) -> bool {
    let name = place.checked_sub(1).and_then(|name| row.cells.get(name));
    name.is_some_and(|name| fields::is_field(name))
}

/// The columns that may contain the IDs; empty if columns of words beside columns of numbers give no clue.
/// `None` if the text is not such a table.
fn columns(rows: &[TableRow]) -> Option<Vec<usize>> {
    let width = rows.first()?.cells.len();
    let body = |place: usize| -> Vec<&str> {
        let cells = rows[1..].iter().map(|row| row.cells[place].as_str());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    let filled: Vec<usize> = (0..width)
        .filter(|&place| !body(place).is_empty())
        .collect();
    let is_all =
        |place: usize, shape: CellShape| body(place).iter().all(|cell| shape::of(cell) == shape);
    let mut ids: Vec<usize> = filled.clone();
    ids.retain(|&place| shape::are_ids(&body(place)));
    if ids.is_empty() {
        let all_are = |shapes: &[CellShape]| {
            filled
                .iter()
                .all(|&place| shapes.iter().any(|&shape| is_all(place, shape)))
        };
        let has = |shape| filled.iter().any(|&place| is_all(place, shape));
        let mixed = has(CellShape::Letters)
            && has(CellShape::Figures)
            && all_are(&[CellShape::Letters, CellShape::Figures, CellShape::Date]);
        return mixed.then(Vec::new);
    }
    // A list in several columns.
    if ids.len() == filled.len() || filled.len() < 2 {
        return None;
    }
    let holds_ids = |&place: &usize| {
        let said = |cell: &&&str| {
            cell.split_whitespace().count() > 1
                && cell
                    .split_whitespace()
                    .any(|word| shape::of(word) == CellShape::Id)
        };
        let cells = body(place);
        cells.iter().filter(said).count() * 2 >= cells.len()
    };
    if filled.iter().any(holds_ids) {
        return None;
    }
    narrow(&mut ids, |place| !fields::is_field(&rows[0].cells[place]));
    narrow(&mut ids, |place| is_all(place, CellShape::Id));
    Some(ids)
}

/// Keeps only those that satisfy a condition, if any does.
fn narrow(places: &mut Vec<usize>, is: impl Fn(usize) -> bool) {
    if places.len() > 1 && places.iter().any(|&place| is(place)) {
        places.retain(|&place| is(place));
    }
}
