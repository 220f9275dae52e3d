//! The triage sheet that compares a snapshot or a table with the current list.

use ratatui::text::{Line, Span};

use super::row::{account, account_cells, account_problem, first_row, lead, marked, obstacle};
use crate::dialog::baseline::{Baseline, BaselineState};
use crate::dialog::triage::{Triage, TriageRow, TriageSource};
use crate::domain::files::TableScope;
use crate::domain::limits::REMARK_CAP;
use crate::domain::{ListKind, PairRemark};
use crate::model::layout::LayoutForm;
use crate::t;
use crate::text::{self};
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, list_rows, theme};
use crate::wording::facts;

/// How many differ, and how; rows that are invalid or excluded are counted separately.
pub fn summary(ui: Ui, dialog: &Triage, past: &Baseline) -> String {
    let mut words = counted(ui, dialog, past);
    let doubtful = dialog.usable().filter(|row| !row.is_sure()).count();
    if doubtful > 0 {
        words += &t!(ui.lang, "triage-doubtful", n = doubtful);
    }
    let bad = dialog.rows.len() - dialog.usable().count();
    if bad > 0 {
        words += &t!(ui.lang, "difference-bad", n = bad);
    }
    words
}

fn counted(ui: Ui, dialog: &Triage, past: &Baseline) -> String {
    let (mut missing, mut other, mut new) = (0_usize, 0_usize, 0_usize);
    for row in dialog.usable().filter(|row| row.is_sure()) {
        match (row.baseline.as_ref().map(|once| once.there), now(row)) {
            (Some(true), Some(false)) => missing += 1,
            (Some(false), _) => new += 1,
            _ => other += 1,
        }
    }
    match dialog.list() {
        Some(ListKind::Friends) if past.table.is_some() => t!(
            ui.lang,
            "difference-in-table",
            missing = missing,
            other = other,
            same = past.same
        ),
        Some(ListKind::Friends) => t!(
            ui.lang,
            "difference-friends",
            missing = missing,
            other = other,
            new = new,
            same = past.same
        ),
        _ => t!(
            ui.lang,
            "difference-blocks",
            missing = missing,
            new = new,
            same = past.same
        ),
    }
}

/// Adds notes that matter before anything is done.
pub fn notes(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    if let TriageSource::Baseline(past) = &dialog.source
        && let Some(other) = &past.other_owner
    {
        let words = t!(ui.lang, "difference-other-owner", id = other.shown());
        dialog_box.text(&words, theme::WARN.patch(theme::STRONG));
    }
    // On the smallest screen, the numbers after the actions have to suffice.
    if ui.layout.form == LayoutForm::Mini {
        return;
    }
    let (long, strangers) = (dialog.too_long().count(), dialog.no_friends());
    // An undo names them.
    if strangers > 0 && dialog.source.undo().is_none() {
        let words = t!(ui.lang, "difference-no-friends", n = strangers);
        dialog_box.text(&words, theme::WARN);
    }
    if long > 0 {
        let words = t!(ui.lang, "difference-too-long", n = long, limit = REMARK_CAP);
        dialog_box.text(&words, theme::WARN);
    }
    if let Some(TableScope { outside: n @ 1.. }) = dialog.table() {
        dialog_box.text(&t!(ui.lang, "difference-outside", n = n), theme::TEXT);
    }
}

fn now(row: &TriageRow) -> Option<bool> {
    match row.baseline.as_ref()?.list {
        ListKind::Friends => row.current.friend,
        ListKind::Blocks => row.current.blocked,
        ListKind::Conversations => None,
    }
}

/// The headings of the earlier and the current state. A table contains every row, and remarks that are undone
/// are those of friends, so only the current state is shown for them.
#[derive(Clone, Copy)]
struct DifferenceHeadings {
    facts: &'static [&'static str],
    remarks: [&'static str; 2],
}

impl DifferenceHeadings {
    fn of(dialog: &Triage) -> Self {
        if dialog.table().is_some() {
            return Self {
                facts: &["triage-head-friend"],
                remarks: ["difference-remark-file", "difference-remark-now"],
            };
        }
        if dialog.source.undo().is_some() {
            return Self {
                facts: &["triage-head-friend"],
                remarks: ["difference-remark-then", "difference-remark-now"],
            };
        }
        Self {
            facts: &["difference-then", "difference-now"],
            remarks: ["difference-remark-then", "difference-remark-now"],
        }
    }
}

/// Column widths in cells.
struct DifferenceColumns {
    id: usize,
    fact: usize,
    account: usize,
    /// Of the earlier one, and of the current one.
    remarks: Option<[usize; 2]>,
    heads: DifferenceHeadings,
}

impl DifferenceColumns {
    fn of(ui: Ui, dialog: &Triage, cells: usize) -> Self {
        const LEAD: usize = 6;
        let words = [Some(true), Some(false), None].map(|fact| facts::yes_no(ui.lang, fact));
        let heads = DifferenceHeadings::of(dialog);
        let names = heads.facts.iter();
        let names: Vec<String> = names.map(|name| crate::i18n::text(ui.lang, name)).collect();
        let fact = words.iter().chain(&names).map(|word| text::width(word));
        let fact = fact.max().unwrap_or(0) + 2;
        let account = account_cells(ui, dialog);
        // One cell for the flag of an ID that may be mistaken for another, one as a gap.
        let room = cells.saturating_sub(LEAD + 2 + heads.facts.len() * fact + account);
        let longest = dialog.rows.iter().map(|e| text::width(e.id.shown())).max();
        let longest = longest.unwrap_or(0) + 1;
        if dialog.list() != Some(ListKind::Friends) {
            return Self {
                id: longest.clamp(24.min(room), room),
                fact,
                account,
                remarks: None,
                heads,
            };
        }
        // Remarks get at least as much room as IDs.
        let id = longest.min(room / 3).max(16.min(room));
        Self {
            id,
            fact,
            account,
            remarks: Some(remark_columns(ui, dialog, &heads, room.saturating_sub(id))),
            heads,
        }
    }
}

/// Half of the room for each of the two remarks, unless one column needs less than that.
fn remark_columns(ui: Ui, dialog: &Triage, heads: &DifferenceHeadings, room: usize) -> [usize; 2] {
    let mut wanted = heads
        .remarks
        .map(|name| text::width(&crate::i18n::text(ui.lang, name)) + REMARK_GAP);
    for row in &dialog.rows {
        let both = [then_of(row), row.current.remark.clone()];
        for (wanted, remark) in wanted.iter_mut().zip(&both) {
            let cells = text::width(&said(ui, remark.as_ref())) + REMARK_GAP;
            *wanted = cells.max(*wanted);
        }
    }
    let half = room / 2;
    let [then, now] = wanted;
    if then <= half {
        [then, room - then]
    } else if now <= half {
        [room - now, now]
    } else {
        [half, room - half]
    }
}

/// Cells after a remark, which may be of any length.
const REMARK_GAP: usize = 2;

/// Draws a row for each difference.
pub fn rows(ui: Ui, dialog: &Triage, dialog_box: &mut DialogBox) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let cells = dialog_box.cells();
    let columns = DifferenceColumns::of(ui, dialog, cells);
    if !mini {
        dialog_box.line(Line::default());
        dialog_box.line(head(ui, &columns));
    }
    let remarks = dialog.list() == Some(ListKind::Friends);
    // On the smallest screen, the remarks of the row under the cursor are shown below the rows.
    let below = usize::from(mini && remarks);
    let room = dialog_box.room(ui).saturating_sub(below).max(1);
    let first = first_row(ui, dialog, room, dialog_box);
    let in_progress = ui.model.users_in_progress(&dialog.owner);
    for (place, row) in dialog.rows.iter().enumerate().skip(first).take(room) {
        let (here, in_progress) = (place == dialog.cursor, in_progress.contains(&row.id));
        let spans = if mini {
            small_row(ui, dialog, row, here, cells)
        } else {
            wide_row(ui, row, in_progress, here, &columns)
        };
        dialog_box.row(place, dialog.cursor, marked(spans, here, cells));
    }
    if let Some(row) = dialog.rows.get(dialog.cursor).filter(|_| below > 0) {
        let (then, now) = (
            said(ui, then_of(row).as_ref()),
            said(ui, row.current.remark.as_ref()),
        );
        dialog_box.line(Line::styled(both(ui, dialog, &then, &now), theme::REMARK));
    }
}

/// A remark as it was (or as the file has it), and as it is now.
fn both(ui: Ui, dialog: &Triage, then: &str, now: &str) -> String {
    if dialog.table().is_some() {
        t!(ui.lang, "difference-remarks-table", then = then, now = now)
    } else {
        t!(ui.lang, "difference-remarks", then = then, now = now)
    }
}

fn head(ui: Ui, columns: &DifferenceColumns) -> Line<'static> {
    let mut head = format!("      {}  ", text::pad("ID", columns.id));
    for name in columns.heads.facts {
        head.push_str(&text::pad(&crate::i18n::text(ui.lang, name), columns.fact));
    }
    if columns.account > 0 {
        let word = t!(ui.lang, "triage-head-account");
        head.push_str(&text::pad(&word, columns.account));
    }
    for (name, cells) in columns
        .heads
        .remarks
        .iter()
        .zip(columns.remarks.into_iter().flatten())
    {
        let word = crate::i18n::text(ui.lang, name);
        head.push_str(&text::pad(&word, cells));
    }
    Line::styled(head, theme::DIM)
}

fn wide_row(
    ui: Ui,
    row: &TriageRow,
    in_progress: bool,
    here: bool,
    columns: &DifferenceColumns,
) -> Vec<Span<'static>> {
    let mut spans = lead(row, here);
    spans.push(Span::raw(text::pad(row.id.shown(), columns.id)));
    spans.push(list_rows::flag(&row.id));
    spans.push(Span::raw(" "));
    if let Some((why, style)) = obstacle(ui, row, in_progress) {
        spans.push(Span::styled(why, style));
        return spans;
    }
    for fact in facts_of(row, &columns.heads) {
        let word = text::pad(&facts::yes_no(ui.lang, fact), columns.fact);
        let style = match fact {
            Some(true) => theme::GOOD,
            Some(false) => theme::TEXT,
            None => theme::PASSING,
        };
        spans.push(Span::styled(word, style));
    }
    if columns.account > 0 {
        spans.push(account(ui, row, columns.account));
    }
    if let Some([then_cells, now_cells]) = columns.remarks {
        let long = row
            .baseline
            .as_ref()
            .is_some_and(BaselineState::is_too_long);
        let style = if long { theme::BAD } else { theme::REMARK };
        let (then, now) = (then_of(row), row.current.remark.as_ref());
        for (remark, cells, style) in [
            (then.as_ref(), then_cells, style),
            (now, now_cells, theme::TEXT),
        ] {
            let room = cells.saturating_sub(REMARK_GAP);
            let word = text::fit(&said(ui, remark), room).into_owned();
            spans.push(Span::styled(text::pad(&word, cells), style));
        }
    }
    spans
}

/// Whether a user was in the list, if that is known, and whether the user is in it now.
fn facts_of(row: &TriageRow, heads: &DifferenceHeadings) -> Vec<Option<bool>> {
    let all = [row.baseline.as_ref().map(|once| once.there), now(row)];
    all[all.len() - heads.facts.len()..].to_vec()
}

fn small_row(
    ui: Ui,
    dialog: &Triage,
    row: &TriageRow,
    here: bool,
    cells: usize,
) -> Vec<Span<'static>> {
    let in_progress = ui.model.users_in_progress(&dialog.owner).contains(&row.id);
    let mut left = lead(row, here);
    left.push(Span::raw(row.id.shown().to_owned()));
    left.push(list_rows::flag(&row.id));
    let note = obstacle(ui, row, in_progress).or_else(|| account_problem(ui, row));
    let (words, style) = note.unwrap_or_else(|| {
        let words = match now(row) {
            Some(false) if dialog.table().is_some() => t!(ui.lang, "difference-no-friend"),
            Some(true) if dialog.table().is_some() => t!(ui.lang, "difference-other-remark"),
            _ => {
                let facts = facts_of(row, &DifferenceHeadings::of(dialog)).into_iter();
                let facts: Vec<String> = facts.map(|fact| facts::yes_no(ui.lang, fact)).collect();
                facts.join(" -> ")
            }
        };
        (words, theme::TEXT)
    });
    format::ends(left, vec![Span::styled(words, style)], cells).spans
}

fn then_of(row: &TriageRow) -> Option<PairRemark> {
    let listed = row.baseline.as_ref()?.remark.as_ref()?;
    Some(PairRemark::of(listed.as_ref()))
}

/// A remark in words; empty if it was not requested.
fn said(ui: Ui, remark: Option<&PairRemark>) -> String {
    match remark {
        Some(PairRemark::Text(text)) => facts::remark(text),
        Some(PairRemark::None) => t!(ui.lang, "none"),
        Some(PairRemark::Withheld) | None => "-".to_owned(),
    }
}
