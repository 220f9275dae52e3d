//! The badges of the header: what is in progress, owed, or unknown.

use ratatui::text::Span;

use super::{Ui, theme};
use crate::keymap::{self, Layer};
use crate::model::{JobPhase, SessionJob};
use crate::msg::Action;
use crate::t;

/// That users are masked, with the key that shows them.
pub fn mask(ui: Ui) -> Option<Vec<Span<'static>>> {
    let key = keymap::first(Layer::Lists, Action::Mask);
    let words = t!(ui.lang, "badge-masked", key = key);
    (ui.model.preferences.mask).then(|| vec![Span::styled(words, theme::STRONG)])
}

/// The number of outcomes that have not been recorded yet.
pub fn owed(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unrecorded;
    (n > 0).then(|| vec![Span::styled(t!(ui.lang, "badge-owed", n = n), theme::ALARM)])
}

/// The number of single changes whose outcome is unknown.
pub fn doubts(ui: Ui) -> Option<Vec<Span<'static>>> {
    let n = ui.model.unknown_changes.len() + ui.model.unverifiable_remarks.len();
    (n > 0).then(|| {
        vec![Span::styled(
            t!(ui.lang, "unknown-badge", n = n),
            theme::WARN,
        )]
    })
}

/// The progress of the newest running job, or of the newest job that ended incomplete and has not been looked
/// at yet.
pub fn jobs(ui: Ui) -> Option<Vec<Span<'static>>> {
    let jobs = &ui.model.jobs;
    // Once all its changes have an outcome, only the journal is still being written.
    let is_over = |job: &SessionJob| !job.is_active() || job.is_all_over();
    let troubled = |job: &&SessionJob| {
        let tally = job.counts();
        !job.seen && is_over(job) && !tally.all_succeeded()
    };
    let active = jobs.iter().rfind(|job| !is_over(job));
    let job = active.or(jobs.iter().rfind(troubled))?;
    let tally = job.counts();
    let words = t!(
        ui.lang,
        "job-badge",
        over = tally.with_outcome(),
        all = job.states.len()
    );
    let (more, style) = if tally.failed > 0
        || matches!(
            job.phase,
            JobPhase::Refused(_) | JobPhase::SnapshotFailed(_)
        ) {
        let failed = t!(ui.lang, "job-badge-failed", n = tally.failed);
        (format!(" {failed}"), theme::BAD)
    } else if tally.unknown > 0 {
        (format!(" ?{}", tally.unknown), theme::WARN)
    } else if job.phase == JobPhase::Paused {
        (format!(" {}", t!(ui.lang, "job-paused")), theme::WARN)
    } else if job.is_moving() {
        (format!(" {}", theme::spinner(ui.model.now)), theme::KEY)
    } else {
        (String::new(), theme::WARN)
    };
    Some(vec![
        Span::styled(words, theme::STRONG),
        Span::styled(more, style),
    ])
}
