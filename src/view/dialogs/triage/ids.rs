//! The rows of the sheet: an ID each, with its state.

use ratatui::text::{Line, Span};

use super::row::{
    account, account_cells, account_problem, first_row, lead, marked, obstacle, reason,
};
use crate::dialog::triage::{Triage, TriageRow};
use crate::model::layout::LayoutForm;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, list_rows, theme};
use crate::wording::{facts, ids};

/// Draws the IDs, each with its state.
pub fn rows(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let columns = (!mini).then(|| TriageColumns::of(ui, dialog, dialog_box.cells()));
    if let Some(columns) = &columns {
        dialog_box.line(Line::default());
        dialog_box.line(head(ui, columns));
    }
    let below = lines_below(ui, dialog, dialog_box);
    let room = dialog_box.room(ui).saturating_sub(below).max(1);
    let first = first_row(ui, dialog, room, dialog_box);
    let in_progress = ui.model.users_in_progress(&dialog.owner);
    for (place, row) in dialog.rows.iter().enumerate().skip(first).take(room) {
        let (here, in_progress) = (place == dialog.cursor, in_progress.contains(&row.id));
        let line = match &columns {
            Some(columns) => wide_row(ui, row, in_progress, here, columns, dialog_box.cells()),
            None => small_row(ui, row, in_progress, here, dialog_box.cells()),
        };
        dialog_box.row(place, dialog.cursor, line);
    }
    if let Some(row) = dialog.rows.get(dialog.cursor).filter(|_| below > 0)
        && let Some((why, style)) = reason(ui, row, in_progress.contains(&row.id))
    {
        while dialog_box.room(ui) > below {
            dialog_box.line(Line::default());
        }
        dialog_box.text(&why, style);
    }
}

/// The lines below the rows for the reason why nothing is done with the one under the cursor: if columns are
/// narrow, its row has no room for it. They stay free for rows without a reason, so that no row moves.
fn lines_below(ui: Ui, dialog: &Triage, dialog_box: &DialogBox) -> usize {
    let wanted = usize::from(ui.layout.form != LayoutForm::Wide);
    let any = dialog
        .rows
        .iter()
        .any(|row| row.unusable.is_some() || !row.is_sure());
    if any {
        wanted.min(dialog_box.room(ui).saturating_sub(1))
    } else {
        0
    }
}

/// Column widths in cells.
struct TriageColumns {
    id: usize,
    blocked: usize,
    friend: usize,
    account: usize,
}

impl TriageColumns {
    fn of(ui: Ui, dialog: &Triage, cells: usize) -> Self {
        const LEAD: usize = 6;
        const LINE: usize = 7;
        let word = |word: String| text::width(&word).max(facts_width(ui));
        let head = |name: &str| word(crate::i18n::text(ui.lang, name)) + 2;
        let (blocked, friend) = (head("triage-head-blocked"), head("triage-head-friend"));
        let account = account_cells(ui, dialog);
        // One cell for the flag of an ID that may be mistaken for another, one as a gap.
        let room = cells.saturating_sub(LEAD + LINE + blocked + friend + account + 2);
        let longest = dialog.rows.iter().map(|e| text::width(e.id.shown())).max();
        let id = match longest {
            // The state of an ID stands near it, however wide the screen is.
            Some(longest) => (longest + 1).clamp(24.min(room), room),
            None => room,
        };
        Self {
            id,
            blocked,
            friend,
            account,
        }
    }
}

/// The width of the wider of the words "yes" and "no".
fn facts_width(ui: Ui) -> usize {
    let words = [Some(true), Some(false)].map(|fact| facts::yes_no(ui.lang, fact));
    words.iter().map(|w| text::width(w)).max().unwrap_or(0)
}

fn head(ui: Ui, columns: &TriageColumns) -> Line<'static> {
    let number = t!(ui.lang, "triage-head-line");
    let before = " ".repeat(5_usize.saturating_sub(text::width(&number)));
    let account = if columns.account > 0 {
        t!(ui.lang, "triage-head-account")
    } else {
        String::new()
    };
    let head = format!(
        "      {before}{number}  {}  {}{}{account}",
        text::pad("ID", columns.id),
        text::pad(&t!(ui.lang, "triage-head-blocked"), columns.blocked),
        text::pad(&t!(ui.lang, "triage-head-friend"), columns.friend),
    );
    Line::styled(head, theme::DIM)
}

/// A row on the smallest screen: the ID, and at the right edge its state in words.
fn small_row(
    ui: Ui,
    row: &TriageRow,
    in_progress: bool,
    here: bool,
    cells: usize,
) -> Line<'static> {
    let note = obstacle(ui, row, in_progress).or_else(|| account_problem(ui, row));
    let (note, style) = note.unwrap_or_else(|| {
        let (blocked, friend) = (row.current.blocked, row.current.friend);
        let style = match blocked {
            Some(true) => theme::BAD,
            Some(false) | None => theme::TEXT,
        };
        (facts::relation(ui.lang, blocked, friend), style)
    });
    let mut left = lead(row, here);
    left.push(Span::raw(row.id.shown().to_owned()));
    left.push(list_rows::flag(&row.id));
    let line = format::ends(left, vec![Span::styled(note, style)], cells);
    marked(line.spans, here, cells)
}

/// A row in its columns.
fn wide_row(
    ui: Ui,
    row: &TriageRow,
    in_progress: bool,
    here: bool,
    columns: &TriageColumns,
    cells: usize,
) -> Line<'static> {
    let mut left = lead(row, here);
    let number = format!("{:>5}  ", row.line);
    left.push(Span::styled(number, theme::DIM));
    if let Some((note, style)) = obstacle(ui, row, in_progress) {
        let used = format::cells(&left) + columns.id + 2;
        if used + text::width(&note) > cells {
            left.push(Span::raw(row.id.shown().to_owned()));
            left.push(list_rows::flag(&row.id));
            let line = format::ends(left, vec![Span::styled(note, style)], cells);
            return marked(line.spans, here, cells);
        }
        left.push(Span::raw(text::pad(row.id.shown(), columns.id)));
        left.push(list_rows::flag(&row.id));
        left.push(Span::raw(" "));
        left.push(Span::styled(note, style));
        return marked(left, here, cells);
    }
    left.push(Span::raw(text::pad(row.id.shown(), columns.id)));
    left.push(list_rows::flag(&row.id));
    left.push(Span::raw(" "));
    if was_asked_about(row) {
        left.extend(states(ui, row, columns));
    }
    if !row.is_sure() {
        let room = cells.saturating_sub(format::cells(&left));
        let word = text::fit(&ids::doubt(ui.lang, row.doubt), room).into_owned();
        left.push(Span::styled(word, theme::TEXT));
    }
    marked(left, here, cells)
}

/// Whether the owner blocks somebody and has them as a friend, and the state of the account.
fn states(ui: Ui, row: &TriageRow, columns: &TriageColumns) -> Vec<Span<'static>> {
    let fact = |fact, cells, yes| {
        let (word, style) = match fact {
            Some(true) => (facts::yes_no(ui.lang, fact), yes),
            Some(false) => (facts::yes_no(ui.lang, fact), theme::TEXT),
            None => ("?".to_owned(), theme::PASSING),
        };
        Span::styled(text::pad(&word, cells), style)
    };
    let mut spans = vec![
        fact(row.current.blocked, columns.blocked, theme::BAD),
        fact(row.current.friend, columns.friend, theme::TEXT),
    ];
    if columns.account > 0 {
        spans.push(account(ui, row, columns.account));
    }
    spans
}

/// Whether the state of this row was or will be requested. If not, the reason takes the place of the columns.
fn was_asked_about(row: &TriageRow) -> bool {
    let known = row.current.friend.is_some() || row.current.blocked.is_some();
    row.is_meant() || known
}
