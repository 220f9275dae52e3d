//! What the rows of all sheets have in common.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::dialog::triage::{Triage, TriageRow};
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::ids;

/// The cursor and the check mark.
pub fn lead(row: &TriageRow, here: bool) -> Vec<Span<'static>> {
    let tick = match (row.unusable, row.selected) {
        (Some(_), _) => "    ",
        (None, true) => "[x] ",
        (None, false) => "[ ] ",
    };
    let lead = if here { "> " } else { "  " };
    vec![Span::styled(lead, theme::KEY), Span::raw(tick)]
}

/// The first row on screen of a sheet with this many rows: the cursor is in the middle, and never under a notice.
pub fn first_row(ui: Ui, d: &Triage, room: usize, dialog_box: &DialogBox) -> usize {
    let last = d.rows.len().saturating_sub(room);
    let first = d.cursor.saturating_sub(room / 2).min(last);
    let seen = room
        .saturating_sub(dialog_box.notice_below(ui).0.len())
        .max(1);
    first.max((d.cursor + 1).saturating_sub(seen))
}

/// Draws the row under the cursor in one colour as a whole.
pub fn marked(spans: Vec<Span<'static>>, here: bool, cells: usize) -> Line<'static> {
    if !here {
        return Line::from(spans);
    }
    let whole: String = spans.iter().map(|s| s.content.as_ref()).collect();
    Line::styled(text::pad(&whole, cells), theme::CURSOR)
}

/// Why nothing is done with a row, unless the person selects it.
pub fn reason(ui: Ui, row: &TriageRow, held: bool) -> Option<(String, Style)> {
    let doubt = || (!row.is_sure()).then(|| (ids::doubt(ui.lang, row.doubt), theme::TEXT));
    obstacle(ui, row, held).or_else(doubt)
}

/// Why nothing can be done with a row now.
pub fn obstacle(ui: Ui, row: &TriageRow, held: bool) -> Option<(String, Style)> {
    match row.unusable {
        Some(unfit) => Some((ids::unusable(ui.lang, unfit), theme::TEXT)),
        None if held => Some((t!(ui.lang, "id-in-progress"), theme::PASSING)),
        None => None,
    }
}
