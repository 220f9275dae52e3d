//! The journal, together with this session's requests: one row each, and the details of a selected row.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::hints;
use crate::dialog::{EntryWidths, JournalPaging, JournalScope, JournalView};
use crate::domain::history::{EntryState, HistoryEntry, shown_path};
use crate::domain::job::JobCounts;
use crate::domain::undo::UndoRefusal;
use crate::keymap::{self, Layer};
use crate::model::journal::{JournalLayout, JournalRow, rows};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text::{self, Text};
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, log, theme};
use crate::wording::{failure, filter, job, journal, time};

mod detail;

/// Cells between two columns.
const GAP: usize = 2;
/// The least number of cells for the users before further columns are shown beside them.
const WHOM: usize = 24;

/// Draws the dialog.
pub fn draw(ui: Ui, view: &JournalView, frame: &mut Frame) {
    let rows = rows(ui.model, view);
    let here = rows.get(view.place).copied();
    if let (Some(line), Some(row)) = (view.detail, here) {
        let mut dialog_box = DialogBox::large(ui, t!(ui.lang, "entry-title"), line);
        detail::tell(ui, row, &mut dialog_box);
        keys(ui, view, here, &mut dialog_box);
        dialog_box.draw(ui, frame);
        return;
    }
    let mut dialog_box = DialogBox::whole(ui, t!(ui.lang, "journal-title"));
    let cells = dialog_box.cells();
    if view.typing {
        dialog_box.field(&view.filter);
    } else {
        dialog_box.line(format::ends(
            scopes(ui, view),
            state(ui, view, rows.len()),
            cells,
        ));
    }
    let places = JournalLayout::of(&ui.layout);
    // A long notice covers rows, but never the row under the cursor.
    let mut covered = dialog_box
        .notice_below(ui)
        .0
        .len()
        .saturating_sub(places.detail);
    let not_understood = mistakes(ui, view);
    let few = ui.layout.form == LayoutForm::Mini;
    // There are no headings that it could stand in place of.
    covered += usize::from(few && not_understood.is_some());
    let height = places.rows.saturating_sub(covered).max(1);
    let top = view.top.max((view.place + 1).saturating_sub(height));
    let columns = columns(cells, view.widths);
    match not_understood {
        Some(words) => {
            let words = text::fit(&words, cells).into_owned();
            dialog_box.line(Line::styled(words, theme::WARN));
        }
        None if few => {}
        None => dialog_box.line(head(ui, &columns)),
    }
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let line = match ui.layout.form {
            LayoutForm::Mini => short(ui, *row, cells),
            _ => line(ui, *row, &columns),
        };
        dialog_box.row(
            place,
            view.place,
            format::marked(line, place == view.place, cells),
        );
    }
    if rows.is_empty() {
        let (words, style) = nothing(ui, view);
        dialog_box.text(&words, style);
    }
    if let Some(row) = here.filter(|_| places.detail > 1) {
        let above = dialog_box.len();
        let blank = (above..).take_while(|line| line + places.detail < inside(ui));
        blank.for_each(|_| dialog_box.line(Line::default()));
        dialog_box.line(Line::styled("─".repeat(cells), theme::BORDER));
        let mut draft = dialog_box.draft();
        detail::tell(ui, row, &mut draft);
        if draft.cut(places.detail - 1) {
            draft.cut(places.detail - 2);
            let key = keymap::first(Layer::Journal, Action::Card);
            draft.text(&t!(ui.lang, "entry-more", key = key), theme::TEXT);
        }
        dialog_box.append(draft);
    }
    keys(ui, view, here, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// The number of lines between the borders.
fn inside(ui: Ui) -> usize {
    usize::from(ui.layout.screen.height.saturating_sub(2))
}

/// The scopes, with the selected one marked, and the text of the filter.
fn scopes(ui: Ui, view: &JournalView) -> Vec<Span<'static>> {
    let few = ui.layout.form == LayoutForm::Mini;
    let mut spans = Vec::new();
    for scope in JournalScope::ALL {
        let here = scope == view.scope;
        if few && !here {
            continue;
        }
        let name = match scope {
            JournalScope::All => t!(ui.lang, "scope-all"),
            JournalScope::Writes => t!(ui.lang, "scope-writes"),
            JournalScope::Failures => t!(ui.lang, "scope-failures"),
        };
        let (mark, style) = if here {
            ("(o)", theme::STRONG)
        } else {
            ("( )", theme::TEXT)
        };
        spans.push(Span::styled(format!("{mark} {name}  "), style));
    }
    if !view.filter.value().is_empty() {
        let filter = format!("/{}", text::drawn(view.filter.value()));
        spans.push(Span::styled(filter, theme::KEY));
    }
    spans
}

/// What was not understood of the filter.
fn mistakes(ui: Ui, view: &JournalView) -> Option<String> {
    let mistakes = view.mistakes.iter();
    let words: Vec<_> = mistakes
        .map(|mistake| filter::mistake(ui.lang, mistake))
        .collect();
    (!words.is_empty()).then(|| words.join("  "))
}

/// How much of the journal was read, and the position of the cursor.
fn state(ui: Ui, view: &JournalView, rows: usize) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    match &view.phase {
        JournalPaging::Loading { .. } => {
            spans.push(Span::styled(theme::spinner(ui.model.now), theme::KEY));
        }
        JournalPaging::Failed(_) if rows > 0 => {
            let key = keymap::first(Layer::Journal, Action::Refresh);
            spans.push(Span::styled(
                t!(ui.lang, "journal-failed", key = key),
                theme::BAD,
            ));
        }
        JournalPaging::Failed(_) | JournalPaging::Idle => {}
    }
    if view.export.is_some() {
        let words = t!(ui.lang, "journal-exporting");
        spans.push(Span::styled(format!(" {words}"), theme::PASSING));
    }
    if rows > 0 {
        let more = if view.whole { "" } else { "+" };
        let place = format!("  {}/{rows}{more}", view.place + 1);
        spans.push(Span::styled(place, theme::TEXT));
    }
    spans
}

/// Why there are no rows.
fn nothing(ui: Ui, view: &JournalView) -> (String, Style) {
    match &view.phase {
        JournalPaging::Loading { .. } => (t!(ui.lang, "list-loading"), theme::DIM),
        JournalPaging::Failed(why) => {
            let why = failure::journal(ui.lang, why);
            let words = t!(ui.lang, "notice-journal-not-readable", why = why);
            let key = keymap::first(Layer::Journal, Action::Refresh);
            let again = t!(ui.lang, "list-retry", key = key);
            (format!("{words}\n{again}"), theme::BAD)
        }
        JournalPaging::Idle if !view.filter.value().is_empty() => {
            let filter = text::drawn(view.filter.value());
            (t!(ui.lang, "filter-nothing", filter = filter), theme::TEXT)
        }
        JournalPaging::Idle if view.scope == JournalScope::Failures => {
            (t!(ui.lang, "journal-no-failure"), theme::TEXT)
        }
        JournalPaging::Idle => (t!(ui.lang, "journal-empty"), theme::TEXT),
    }
}

// ---- the list ----

#[derive(Clone, Copy, PartialEq, Eq)]
enum JournalColumn {
    Time,
    Operator,
    Ticket,
    Verb,
    Whom,
    Outcome,
    Took,
    Back,
}

/// The columns from left to right, with their widths in cells. The least important ones are removed first.
fn columns(cells: usize, widths: EntryWidths) -> Vec<(JournalColumn, usize)> {
    let (time, ticket) = if cells < 100 { (11, 8) } else { (14, 10) };
    let mut columns = vec![
        (JournalColumn::Time, time),
        (JournalColumn::Verb, 11),
        (JournalColumn::Outcome, 11),
    ];
    let used =
        |columns: &[(JournalColumn, usize)]| columns.iter().map(|(_, w)| w + GAP).sum::<usize>();
    for wanted in [
        (JournalColumn::Operator, 8),
        (JournalColumn::Ticket, ticket),
        (JournalColumn::Back, 7),
        (JournalColumn::Took, 7),
    ] {
        if used(&columns) + wanted.1 + GAP + WHOM + GAP <= cells {
            columns.push(wanted);
        }
    }
    let whom = cells.saturating_sub(used(&columns) + GAP);
    // The space that users do not need goes to the ticket, because people look for it.
    let spare = whom.saturating_sub(widths.users.max(WHOM));
    let mut given = 0;
    if let Some((_, ticket)) = columns
        .iter_mut()
        .find(|(c, _)| *c == JournalColumn::Ticket)
    {
        given = widths.ticket.saturating_sub(*ticket).min(spare);
        *ticket += given;
    }
    let whom = whom - given;
    columns.push((JournalColumn::Whom, whom));
    let order = [
        JournalColumn::Time,
        JournalColumn::Operator,
        JournalColumn::Ticket,
        JournalColumn::Verb,
        JournalColumn::Whom,
        JournalColumn::Outcome,
        JournalColumn::Took,
        JournalColumn::Back,
    ];
    columns.sort_by_key(|(column, _)| order.iter().position(|other| other == column));
    columns
}

fn head(ui: Ui, columns: &[(JournalColumn, usize)]) -> Line<'static> {
    let name = |column| match column {
        JournalColumn::Time => t!(ui.lang, "head-time"),
        JournalColumn::Operator => t!(ui.lang, "head-operator"),
        JournalColumn::Ticket => t!(ui.lang, "head-ticket"),
        JournalColumn::Verb => t!(ui.lang, "head-verb"),
        JournalColumn::Whom => t!(ui.lang, "head-whom"),
        JournalColumn::Outcome => t!(ui.lang, "head-outcome"),
        JournalColumn::Took => t!(ui.lang, "head-took"),
        JournalColumn::Back => t!(ui.lang, "head-back"),
    };
    let cells = columns
        .iter()
        .map(|(column, width)| text::pad(&name(*column), *width));
    let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
    Line::styled(format!("{}{line}", " ".repeat(GAP)), theme::DIM)
}

/// A row in its columns; the first cells are reserved for the cursor.
fn line(ui: Ui, row: JournalRow, columns: &[(JournalColumn, usize)]) -> Vec<Span<'static>> {
    let mut spans = vec![Span::raw(" ")];
    // Where there is no column for it, that it was undone says more than that it was done.
    let has_back = columns
        .iter()
        .any(|(column, _)| *column == JournalColumn::Back);
    for (column, width) in columns {
        let (words, style) = match (*column, row) {
            (JournalColumn::Outcome, JournalRow::Write(past)) if !has_back => {
                undone(ui, past).unwrap_or_else(|| cell(ui, row, *column, *width))
            }
            _ => cell(ui, row, *column, *width),
        };
        spans.push(Span::raw(" ".repeat(if spans.len() == 1 {
            1
        } else {
            GAP
        })));
        spans.push(Span::styled(text::pad(&words, *width), style));
    }
    spans
}

fn cell(ui: Ui, row: JournalRow, column: JournalColumn, width: usize) -> (String, Style) {
    let plain = |words: String| (words, theme::TEXT);
    let shown = |text: Option<&Text>| text.map_or(String::new(), |text| text.unmasked().to_owned());
    match (column, row) {
        (JournalColumn::Time, row) => {
            let audit = time::audit(&ui.model.session.zone, row.at());
            // Drop the seconds rather than cut the time.
            let short = audit.get(..width).unwrap_or(&audit).to_owned();
            (short, theme::TEXT)
        }
        (JournalColumn::Operator, JournalRow::Write(past) | JournalRow::Job(past, _)) => {
            plain(shown(past.operator.as_ref()))
        }
        (JournalColumn::Ticket, JournalRow::Write(past) | JournalRow::Job(past, _)) => {
            plain(shown(past.reference.ticket.as_ref()))
        }
        (JournalColumn::Operator | JournalColumn::Ticket, JournalRow::Read(..)) => {
            plain(String::new())
        }
        (JournalColumn::Verb, JournalRow::Write(past)) => {
            plain(journal::verb(ui.lang, (&past.change).into()))
        }
        (JournalColumn::Verb, JournalRow::Job(past, group)) => {
            plain(journal::group_verb(ui.lang, past, group))
        }
        (JournalColumn::Verb, JournalRow::Read(_, trace)) => plain(trace.method.to_owned()),
        (JournalColumn::Whom, JournalRow::Write(past)) => plain(whom(past, width)),
        (JournalColumn::Whom, JournalRow::Job(past, group)) => {
            let counts = job::counted(ui.lang, group.counts);
            let (number, owner) = (group.job, past.owner().shown());
            // The outcome says the most important count.
            let forms = [
                format!("{number} {owner}  {counts}"),
                format!("{number}  {counts}"),
            ];
            let mut forms = forms.into_iter();
            let form = forms.find(|form| text::width(form) <= width);
            plain(form.unwrap_or_else(|| format!("{number} {owner}")))
        }
        (JournalColumn::Whom, JournalRow::Read(_, trace)) => {
            (shown_path(&trace.path).into_owned(), theme::TEXT)
        }
        (JournalColumn::Outcome, row) => {
            let (words, style) = outcome(ui, row);
            (with_status(words, row), style)
        }
        (JournalColumn::Took, JournalRow::Write(past)) => {
            plain(past.took().map_or(String::new(), time::took))
        }
        (JournalColumn::Took, JournalRow::Job(..)) => plain(String::new()),
        (JournalColumn::Took, JournalRow::Read(_, trace)) => plain(time::took(trace.took)),
        (JournalColumn::Back, JournalRow::Write(past)) => back(ui, past),
        (JournalColumn::Back, JournalRow::Job(_, group)) => match group.counts {
            JobCounts { done: 1.., .. } => plain(t!(ui.lang, "back-yes")),
            JobCounts { undone: 1.., .. } => (t!(ui.lang, "back-undone"), theme::DIM),
            _ => ("-".to_owned(), theme::DIM),
        },
        (JournalColumn::Back, JournalRow::Read(..)) => ("-".to_owned(), theme::DIM),
    }
}

/// The two users. If there is too little room, the owner is shortened, because it is the same in most rows.
fn whom(past: &HistoryEntry, cells: usize) -> String {
    let whole = journal::whom(&past.change);
    if text::width(&whole) <= cells {
        return whole;
    }
    let target = past.target().shown();
    let arrow = whole
        .strip_prefix(past.owner().shown())
        .and_then(|rest| rest.strip_suffix(target))
        .unwrap_or(" ");
    let room = cells.saturating_sub(text::width(arrow) + text::width(target));
    let owner = text::fit(past.owner().shown(), room.max(cells / 4));
    format!("{owner}{arrow}{target}")
}

fn state_style(state: EntryState) -> Style {
    match state {
        EntryState::Done => theme::GOOD,
        EntryState::Unneeded => theme::TEXT,
        EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => theme::BAD,
        EntryState::Sent | EntryState::Unknown => theme::WARN,
    }
}

fn outcome(ui: Ui, row: JournalRow) -> (String, Style) {
    match row {
        JournalRow::Job(_, group) => {
            let (state, words) = journal::group_outcome(ui.lang, group.counts);
            (words, state_style(state))
        }
        JournalRow::Write(past) => {
            let style = state_style(past.state);
            let words = match (past.state, past.status) {
                // A successful import may still refuse a single user; the status says nothing then.
                (EntryState::Refused, Some(status @ 300..)) => status.to_string(),
                _ => journal::outcome(ui.lang, past.state),
            };
            (words, style)
        }
        JournalRow::Read(_, trace) => log::outcome(ui, trace.outcome),
    }
}

/// What was done, with the status of the reply that confirmed it. The status of a lost reply says nothing.
fn with_status(words: String, row: JournalRow) -> String {
    match row {
        JournalRow::Write(HistoryEntry {
            state: EntryState::Done,
            verified: false,
            status: Some(status),
            ..
        }) => format!("{words} {status}"),
        _ => words,
    }
}

/// Whether it was undone, if it was or may have been.
fn undone(ui: Ui, past: &HistoryEntry) -> Option<(String, Style)> {
    let by = past.undone_by.as_ref()?;
    Some(if by.state.is_in_doubt() {
        (t!(ui.lang, "back-maybe-undone"), theme::WARN)
    } else {
        (t!(ui.lang, "back-undone"), theme::DIM)
    })
}

fn back(ui: Ui, past: &HistoryEntry) -> (String, Style) {
    if let Some(undone) = undone(ui, past) {
        return undone;
    }
    match past.undo_refusal {
        None => (t!(ui.lang, "back-yes"), theme::TEXT),
        Some(UndoRefusal::ConversationDeleted) => (t!(ui.lang, "back-never"), theme::TEXT),
        Some(_) => ("-".to_owned(), theme::DIM),
    }
}

/// A row on the smallest screen: time, action, user, and the outcome at the right edge.
fn short(ui: Ui, row: JournalRow, cells: usize) -> Vec<Span<'static>> {
    let session = &ui.model.session;
    let when = time::moment(&session.zone, row.at(), ui.model.wall());
    let (what, whom) = match row {
        JournalRow::Write(past) => (
            journal::verb(ui.lang, (&past.change).into()),
            past.target().shown().to_owned(),
        ),
        JournalRow::Job(past, group) => (
            journal::group_verb(ui.lang, past, group),
            format!("{} {}", group.job, past.owner().shown()),
        ),
        JournalRow::Read(_, trace) => (
            trace.method.to_owned(),
            shown_path(&trace.path).into_owned(),
        ),
    };
    let (words, style) = match row {
        JournalRow::Write(past) => undone(ui, past),
        JournalRow::Job(..) | JournalRow::Read(..) => None,
    }
    .unwrap_or_else(|| outcome(ui, row));
    let left = vec![
        Span::raw("  "),
        Span::styled(format!("{when} "), theme::TEXT),
        Span::raw(format!("{what} ")),
        Span::raw(whom),
    ];
    let right = vec![Span::styled(text::fit(&words, 11).into_owned(), style)];
    format::ends(left, right, cells).spans
}

/// Adds the keys that work now.
fn keys(ui: Ui, view: &JournalView, here: Option<JournalRow>, dialog_box: &mut DialogBox) {
    let mut name = |layer, action, label: &str| {
        super::key(ui, dialog_box, layer, action, label);
    };
    if view.typing {
        name(Layer::Filter, Action::Submit, "key-filter-done");
        name(Layer::Filter, Action::Complete, "hint-complete");
        name(Layer::Filter, Action::Escape, "hint-filter-drop");
        return;
    }
    let few = ui.layout.form == LayoutForm::Mini;
    let alone = view.detail.is_some();
    if alone {
        name(Layer::Journal, Action::Down, "hint-scroll");
    }
    let undo = match here {
        Some(JournalRow::Write(past)) => past.undo_refusal.is_none(),
        Some(JournalRow::Job(_, group)) => group.counts.done > 0,
        Some(JournalRow::Read(..)) | None => false,
    };
    let has_request = here.is_some_and(|row| !matches!(row, JournalRow::Job(..)));
    let works = |possible: bool| possible.then_some("");
    hints(ui, dialog_box, Layer::Journal, |action| match action {
        Action::Card if matches!(here, Some(JournalRow::Job(..))) => Some("job"),
        Action::Card => works(!alone && here.is_some()),
        Action::Filter | Action::Export => works(!alone && !few),
        Action::CycleScope => works(!alone),
        Action::Copy => works(has_request && (alone || !few)),
        Action::CopyLine => works(here.is_some() && !few),
        Action::Undo => works(undo && !few),
        _ => works(action == Action::Escape),
    });
}
