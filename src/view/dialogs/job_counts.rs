//! How many changes of a job are in which state.

use ratatui::text::{Line, Span};

use crate::domain::job::JobCounts;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};

/// Adds the counts in words, as many on a line as fit.
pub fn add(ui: Ui, tally: JobCounts, dialog_box: &mut DialogBox) {
    let words = [
        (tally.done, "tally-done", theme::GOOD),
        (tally.unneeded, "tally-nothing", theme::TEXT),
        (tally.failed, "tally-failed", theme::BAD),
        (tally.unknown, "tally-unknown", theme::WARN),
        (tally.sent, "tally-sent", theme::TEXT),
        (tally.waiting, "tally-waiting", theme::TEXT),
    ];
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (n, label, style) in words {
        if n == 0 {
            continue;
        }
        let word = format!("{} {n}", crate::i18n::text(ui.lang, label));
        let item = Span::styled(word, style);
        let gap = if spans.is_empty() { 0 } else { 2 };
        let used = format::cells(&spans) + gap + format::cells(std::slice::from_ref(&item));
        if used > dialog_box.cells() {
            dialog_box.line(Line::from(std::mem::take(&mut spans)));
        } else if gap > 0 {
            spans.push(Span::raw("  "));
        }
        spans.push(item);
    }
    dialog_box.line(Line::from(spans));
}
