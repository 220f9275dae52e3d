//! What a question about remarks lists: each remark as it is now and as it will be, and who is skipped.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::dialog::LISTED_UP_TO;
use crate::dialog::triage::{BulkQuestion, Triage, TriageRow};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::t;
use crate::text::{self, Text};
use crate::view::dialog_box::DialogBox;
use crate::view::dialogs::warn_alike;
use crate::view::{Ui, theme};
use crate::wording::facts;

/// The rows of a question, in the order in which they are listed.
pub struct RemarkRows<'a> {
    /// Those that must have been on screen before the question can be confirmed.
    pub needed: Vec<&'a TriageRow>,
    /// All others.
    pub more: Vec<&'a TriageRow>,
}

impl<'a> RemarkRows<'a> {
    /// First the remarks that are set, then, of an undo, those that are skipped.
    pub fn of(dialog: &'a Triage, asking: &BulkQuestion) -> Self {
        let row = |id: &UserId| dialog.rows.iter().find(|row| row.id == *id);
        let mut needed: Vec<&TriageRow> = asking.targets.iter().filter_map(row).collect();
        let n = needed.len();
        needed.extend(skipped(dialog));
        let seen = match (n, needed.len()) {
            (_, all @ ..=LISTED_UP_TO) => all,
            (..=LISTED_UP_TO, _) => n,
            _ => 0,
        };
        let more = needed.split_off(seen);
        Self { needed, more }
    }
}

/// Who is skipped by the undo of remarks, because somebody has changed them since.
fn skipped(dialog: &Triage) -> impl Iterator<Item = &TriageRow> {
    let is_undo = dialog.source.undo().is_some();
    let selected = dialog.usable().filter(move |row| is_undo && row.selected);
    selected.filter(|row| row.would_change(BulkOp::Remark) == Some(false))
}

/// Lists what happens to each remark.
pub fn rows(ui: Ui, all: &[&TriageRow], dialog_box: &mut DialogBox) {
    let cells = dialog_box.cells();
    let longest = all.iter().map(|row| text::width(row.id.shown())).max();
    let id = longest.unwrap_or(0).min(cells * 2 / 5);
    for row in all {
        let (words, style) = outcome(ui, row);
        let friend = row.id.shown();
        if text::width(friend) <= id && id + 2 + text::width(&words) <= cells {
            dialog_box.line(Line::from(vec![
                Span::styled(text::pad(friend, id), theme::STRONG),
                Span::raw("  "),
                Span::styled(words, style),
            ]));
        } else {
            dialog_box.text(friend, theme::STRONG);
            dialog_box.indented("  ", &words, style);
        }
        warn_alike(ui, dialog_box, &row.id);
    }
}

/// What happens to a remark.
fn outcome(ui: Ui, row: &TriageRow) -> (String, Style) {
    let shown = |remark: Option<&Text>| match remark {
        Some(remark) if !remark.raw().is_empty() => facts::remark(remark),
        _ => t!(ui.lang, "none"),
    };
    let now = row.current.listed_remark().flatten();
    match row.would_change(BulkOp::Remark) {
        Some(false) if row.current.friend == Some(false) => {
            (t!(ui.lang, "remarks-no-friend"), theme::WARN)
        }
        Some(false) => (
            t!(ui.lang, "remarks-changed", remark = shown(now)),
            theme::WARN,
        ),
        Some(true) | None => {
            let once = row.baseline.as_ref().and_then(|once| once.remark.as_ref());
            let then = once.and_then(Option::as_ref);
            (format!("{} -> {}", shown(now), shown(then)), theme::REMARK)
        }
    }
}
