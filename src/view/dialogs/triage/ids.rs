//! The rows of the sheet: an ID each, with its state.

use ratatui::text::{Line, Span};

use super::row::{lead, marked, obstacle};
use crate::dialog::triage::{AccountReading, Triage, TriageRow};
use crate::domain::AccountStatus;
use crate::model::layout::LayoutForm;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, list_rows, theme};
use crate::wording::{facts, ids};

/// Draws the IDs, each with its state.
pub fn rows(ui: Ui, d: &Triage, sheet: &mut DialogBox) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let columns = (!mini).then(|| TriageColumns::of(ui, d, sheet.cells()));
    if let Some(columns) = &columns {
        sheet.line(Line::default());
        sheet.line(head(ui, columns));
    }
    let room = sheet.room(ui).max(1);
    let last = d.entries.len().saturating_sub(room);
    let first = d.at.saturating_sub(room / 2).min(last);
    let held = ui.model.held(&d.owner);
    for (place, entry) in d.entries.iter().enumerate().skip(first).take(room) {
        let (here, held) = (place == d.at, held.contains(&entry.id));
        let line = match &columns {
            Some(columns) => row(ui, entry, held, here, columns, sheet.cells()),
            None => small_row(ui, entry, held, here, sheet.cells()),
        };
        sheet.line(line);
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
    fn of(ui: Ui, d: &Triage, cells: usize) -> Self {
        const LEAD: usize = 6;
        const LINE: usize = 7;
        let word = |word: String| text::width(&word).max(facts_width(ui));
        let head = |name: &str| word(crate::i18n::text(ui.lang, name)) + 2;
        let (blocked, friend) = (head("triage-head-blocked"), head("triage-head-friend"));
        let read = d.entries.iter().any(|e| e.account.is_some());
        let account = if read || d.accounts != AccountReading::Not {
            let words = STANDINGS.map(|standing| text::width(&facts::account(ui.lang, standing)));
            let head = text::width(&t!(ui.lang, "triage-head-account"));
            words.into_iter().fold(head, usize::max)
        } else {
            0
        };
        // One cell for the flag of an ID that may be mistaken for another, one as a gap.
        let room = cells.saturating_sub(LEAD + LINE + blocked + friend + account + 2);
        let longest = d.entries.iter().map(|e| text::width(e.id.shown())).max();
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

const STANDINGS: [AccountStatus; 4] = [
    AccountStatus::Active,
    AccountStatus::Banned,
    AccountStatus::Gone,
    AccountStatus::Unknown,
];

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
fn small_row(ui: Ui, entry: &TriageRow, held: bool, here: bool, cells: usize) -> Line<'static> {
    let (note, style) = obstacle(ui, entry, held).unwrap_or_else(|| {
        let (blocked, friend) = (entry.current.blocked, entry.current.friend);
        let style = match blocked {
            Some(true) => theme::BAD,
            Some(false) | None => theme::TEXT,
        };
        (facts::relation(ui.lang, blocked, friend), style)
    });
    let mut left = lead(entry, here);
    left.push(Span::raw(entry.id.shown().to_owned()));
    left.push(list_rows::flag(&entry.id));
    let line = format::ends(left, vec![Span::styled(note, style)], cells);
    marked(line.spans, here, cells)
}

/// A row in its columns.
fn row(
    ui: Ui,
    entry: &TriageRow,
    held: bool,
    here: bool,
    columns: &TriageColumns,
    cells: usize,
) -> Line<'static> {
    let mut left = lead(entry, here);
    let number = format!("{:>5}  ", entry.line);
    left.push(Span::styled(number, theme::DIM));
    if let Some((note, style)) = obstacle(ui, entry, held) {
        let used = format::cells(&left) + columns.id + 2;
        if used + text::width(&note) > cells {
            left.push(Span::raw(entry.id.shown().to_owned()));
            left.push(list_rows::flag(&entry.id));
            let line = format::ends(left, vec![Span::styled(note, style)], cells);
            return marked(line.spans, here, cells);
        }
        left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
        left.push(list_rows::flag(&entry.id));
        left.push(Span::raw(" "));
        left.push(Span::styled(note, style));
        return marked(left, here, cells);
    }
    left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
    left.push(list_rows::flag(&entry.id));
    left.push(Span::raw(" "));
    if was_asked_about(entry) {
        left.extend(states(ui, entry, columns));
    }
    if !entry.is_sure() {
        let room = cells.saturating_sub(format::cells(&left));
        let word = text::fit(&ids::doubt(ui.lang, entry.doubt), room).into_owned();
        left.push(Span::styled(word, theme::TEXT));
    }
    marked(left, here, cells)
}

/// Whether the owner blocks somebody and has them as a friend, and the state of the account.
fn states(ui: Ui, entry: &TriageRow, columns: &TriageColumns) -> Vec<Span<'static>> {
    let fact = |fact, cells, yes| {
        let (word, style) = match fact {
            Some(true) => (facts::yes_no(ui.lang, fact), yes),
            Some(false) => (facts::yes_no(ui.lang, fact), theme::TEXT),
            None => ("?".to_owned(), theme::PASSING),
        };
        Span::styled(text::pad(&word, cells), style)
    };
    let mut spans = vec![
        fact(entry.current.blocked, columns.blocked, theme::BAD),
        fact(entry.current.friend, columns.friend, theme::TEXT),
    ];
    if columns.account > 0 {
        let (word, style) = match entry.account {
            Some(standing @ (AccountStatus::Active | AccountStatus::Unknown)) => {
                (facts::account(ui.lang, standing), theme::TEXT)
            }
            Some(standing @ (AccountStatus::Banned | AccountStatus::Gone)) => {
                (facts::account(ui.lang, standing), theme::BAD)
            }
            None => ("?".to_owned(), theme::PASSING),
        };
        spans.push(Span::styled(text::pad(&word, columns.account + 2), style));
    }
    spans
}

/// Whether the state of this row was or will be requested. If not, the reason takes the place of the columns.
fn was_asked_about(entry: &TriageRow) -> bool {
    let known = entry.current.friend.is_some() || entry.current.blocked.is_some();
    entry.is_meant() || known
}
