//! How many changes of a job are in which state.

use ratatui::text::{Line, Span};

use crate::domain::job::JobCounts;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};
use crate::wording::job;

/// Adds the counts in words, as many on a line as fit.
pub fn add(ui: Ui, tally: JobCounts, dialog_box: &mut DialogBox) {
    let styles = [
        theme::GOOD,
        theme::WARN,
        theme::TEXT,
        theme::BAD,
        theme::WARN,
        theme::TEXT,
        theme::TEXT,
    ];
    let mut spans: Vec<Span<'static>> = Vec::new();
    for ((n, word), style) in job::counts(ui.lang, tally).into_iter().zip(styles) {
        if n == 0 {
            continue;
        }
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
