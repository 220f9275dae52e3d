//! Header badges for counts other than those of jobs.

use ratatui::text::Span;

use super::{Ui, theme};
use crate::t;

/// The number of outcomes that have not been recorded yet.
pub fn owed(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unrecorded;
    (n > 0).then(|| vec![Span::styled(t!(ui.lang, "badge-owed", n = n), theme::ALARM)])
}

/// The number of single changes whose outcome is unknown.
pub fn doubts(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unsettled.len() + ui.model.unreadable.len();
    (n > 0).then(|| {
        vec![Span::styled(
            t!(ui.lang, "doubts-badge", n = n),
            theme::WARN,
        )]
    })
}
