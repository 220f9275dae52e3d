//! What the rows of all sheets have in common.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::dialog::triage::{AccountReading, Triage, TriageRow};
use crate::domain::AccountStatus;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::{facts, ids};

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
pub fn first_row(ui: Ui, dialog: &Triage, room: usize, dialog_box: &DialogBox) -> usize {
    let last = dialog.rows.len().saturating_sub(room);
    let first = dialog.cursor.saturating_sub(room / 2).min(last);
    let seen = room
        .saturating_sub(dialog_box.notice_below(ui).0.len())
        .max(1);
    first.max((dialog.cursor + 1).saturating_sub(seen))
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
pub fn reason(ui: Ui, row: &TriageRow, in_progress: bool) -> Option<(String, Style)> {
    let doubt = || (!row.is_sure()).then(|| (ids::doubt(ui.lang, row.doubt), theme::TEXT));
    obstacle(ui, row, in_progress).or_else(doubt)
}

/// Why nothing can be done with a row now.
pub fn obstacle(ui: Ui, row: &TriageRow, in_progress: bool) -> Option<(String, Style)> {
    match row.unusable {
        Some(unfit) => Some((ids::unusable(ui.lang, unfit), theme::TEXT)),
        None if in_progress => Some((t!(ui.lang, "id-in-progress"), theme::PASSING)),
        None => None,
    }
}

/// The width of the column with the states of the accounts; 0 if none was read.
pub fn account_cells(ui: Ui, dialog: &Triage) -> usize {
    let is_read = dialog.rows.iter().any(|e| e.account.is_some());
    if !is_read && dialog.accounts == AccountReading::Not {
        return 0;
    }
    let words = STANDINGS.map(|standing| text::width(&facts::account(ui.lang, standing)));
    let head = text::width(&t!(ui.lang, "triage-head-account"));
    words.into_iter().fold(head, usize::max) + 2
}

const STANDINGS: [AccountStatus; 4] = [
    AccountStatus::Active,
    AccountStatus::Banned,
    AccountStatus::NoAccount,
    AccountStatus::Unknown,
];

/// The state of an account in its column.
pub fn account(ui: Ui, row: &TriageRow, cells: usize) -> Span<'static> {
    let (word, style) = match row.account {
        Some(standing @ (AccountStatus::Active | AccountStatus::Unknown)) => {
            (facts::account(ui.lang, standing), theme::TEXT)
        }
        Some(standing @ (AccountStatus::Banned | AccountStatus::NoAccount)) => {
            (facts::account(ui.lang, standing), theme::BAD)
        }
        None => ("?".to_owned(), theme::PASSING),
    };
    Span::styled(text::pad(&word, cells), style)
}

/// What is wrong with an account, for a row that has no column for it.
pub fn account_problem(ui: Ui, row: &TriageRow) -> Option<(String, Style)> {
    let standing = row.account?;
    matches!(standing, AccountStatus::Banned | AccountStatus::NoAccount)
        .then(|| (facts::account(ui.lang, standing), theme::BAD))
}
