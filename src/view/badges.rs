//! What the header counts besides the jobs.

use ratatui::text::Span;

use super::{Ui, theme};
use crate::t;

/// How many outcomes are still to be recorded.
pub fn owed(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unrecorded;
    (n > 0).then(|| vec![Span::styled(t!(ui.lang, "badge-owed", n = n), theme::ALARM)])
}

/// How many single changes there are of which nobody knows what became.
pub fn doubts(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unsettled.len() + ui.model.unreadable.len();
    (n > 0).then(|| {
        vec![Span::styled(
            t!(ui.lang, "doubts-badge", n = n),
            theme::WARN,
        )]
    })
}
