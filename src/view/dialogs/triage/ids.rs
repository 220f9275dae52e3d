//! The rows of the sheet: an ID each, with its state.

use ratatui::text::{Line, Span};

use super::row::{lead, marked};
use crate::dialog::triage::{AccountReading, Triage, TriageRow};
use crate::domain::AccountStatus;
use crate::model::layout::LayoutForm;
use crate::t;
use crate::text;
use crate::view::dialog_box::Sheet;
use crate::view::{Ui, format, list_rows, theme};
use crate::wording::{facts, ids};

/// Draws the IDs, each with its state.
pub fn rows(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let columns = TriageColumns::of(ui, d, sheet.cells());
    if !mini {
        sheet.line(Line::default());
        sheet.line(head(ui, &columns));
    }
    let room = sheet.room(ui).max(1);
    let last = d.entries.len().saturating_sub(room);
    let first = d.at.saturating_sub(room / 2).min(last);
    let held = ui.model.held(&d.owner);
    for (place, entry) in d.entries.iter().enumerate().skip(first).take(room) {
        let (here, held) = (place == d.at, held.contains(&entry.id));
        let line = row(ui, entry, held, here, &columns, sheet.cells());
        sheet.line(line);
    }
}

/// Column widths in cells.
struct TriageColumns {
    line: usize,
    id: usize,
    blocked: usize,
    friend: usize,
    account: usize,
}

impl TriageColumns {
    fn of(ui: Ui, d: &Triage, cells: usize) -> Self {
        const LEAD: usize = 6;
        let mini = ui.layout.form == LayoutForm::Mini;
        let (line, blocked, friend) = if mini {
            (0, 2, 1)
        } else {
            let word = |word: String| text::width(&word).max(facts_width(ui));
            let head = |name: &str| word(crate::i18n::text(ui.lang, name)) + 2;
            (7, head("triage-head-blocked"), head("triage-head-friend"))
        };
        let read = d.entries.iter().any(|e| e.account.is_some());
        let account = if mini || !(read || d.accounts != AccountReading::Not) {
            0
        } else {
            let words = STANDINGS.map(|standing| text::width(&facts::account(ui.lang, standing)));
            let head = text::width(&t!(ui.lang, "triage-head-account"));
            words.into_iter().fold(head, usize::max)
        };
        // One cell for the flag of an ID that may be mistaken for another, one as a gap.
        let room = cells.saturating_sub(LEAD + line + blocked + friend + account + 2);
        let longest = d.entries.iter().map(|e| text::width(e.id.shown())).max();
        let id = match longest {
            // The state of an ID stands near it, however wide the screen is.
            Some(longest) if !mini => (longest + 1).clamp(24.min(room), room),
            _ => room,
        };
        Self {
            line,
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

fn row(
    ui: Ui,
    entry: &TriageRow,
    held: bool,
    here: bool,
    columns: &TriageColumns,
    cells: usize,
) -> Line<'static> {
    let mut left = lead(entry, here);
    if columns.line > 0 {
        let number = format!("{:>5}  ", entry.line);
        left.push(Span::styled(number, theme::DIM));
    }
    let (note, style) = if let Some(unfit) = entry.unfit {
        (ids::unusable(ui.lang, unfit), theme::TEXT)
    } else if held {
        (t!(ui.lang, "id-under-way"), theme::PASSING)
    } else {
        left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
        left.push(list_rows::flag(&entry.id));
        left.push(Span::raw(" "));
        if columns.line > 0 && !was_asked_about(entry) {
            let room = cells.saturating_sub(format::cells(&left));
            let word = text::fit(&ids::doubt(ui.lang, entry.doubt), room).into_owned();
            left.push(Span::styled(word, theme::TEXT));
            return marked(left, here, cells);
        }
        let [blocked, friend] = [
            (entry.before.blocked, "B", columns.blocked, theme::BAD),
            (entry.before.friend, "F", columns.friend, theme::TEXT),
        ]
        .map(|(fact, letter, cells, style)| {
            let word = match (columns.line, fact) {
                (_, None) => "?".to_owned(),
                (0, Some(true)) => letter.to_owned(),
                (0, Some(false)) => "-".to_owned(),
                (_, fact) => facts::yes_no(ui.lang, fact),
            };
            let style = match fact {
                Some(true) => style,
                Some(false) => theme::TEXT,
                None => theme::PASSING,
            };
            Span::styled(text::pad(&word, cells), style)
        });
        left.extend([blocked, friend]);
        if columns.account > 0 {
            let (word, style) = match entry.account {
                Some(AccountStatus::Active) => {
                    (facts::account(ui.lang, AccountStatus::Active), theme::TEXT)
                }
                Some(standing @ (AccountStatus::Banned | AccountStatus::Gone)) => {
                    (facts::account(ui.lang, standing), theme::BAD)
                }
                Some(AccountStatus::Unknown) => {
                    (facts::account(ui.lang, AccountStatus::Unknown), theme::TEXT)
                }
                None => ("?".to_owned(), theme::PASSING),
            };
            left.push(Span::styled(text::pad(&word, columns.account + 2), style));
        }
        if !entry.is_sure() && columns.line > 0 {
            let room = cells.saturating_sub(format::cells(&left));
            let word = ids::doubt(ui.lang, entry.doubt);
            left.push(Span::styled(
                text::fit(&word, room).into_owned(),
                theme::TEXT,
            ));
        }
        return marked(left, here, cells);
    };
    let used = format::cells(&left) + columns.id + 2;
    if columns.line > 0 && used + text::width(&note) <= cells {
        left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
        left.push(list_rows::flag(&entry.id));
        left.push(Span::raw(" "));
        left.push(Span::styled(note, style));
        return marked(left, here, cells);
    }
    left.push(Span::raw(entry.id.shown().to_owned()));
    left.push(list_rows::flag(&entry.id));
    let line = format::ends(left, vec![Span::styled(note, style)], cells);
    marked(line.spans, here, cells)
}

/// Whether the state of this row was or will be requested. If not, the reason takes the place of the columns.
fn was_asked_about(entry: &TriageRow) -> bool {
    let known = entry.before.friend.is_some() || entry.before.blocked.is_some();
    entry.is_meant() || known
}
