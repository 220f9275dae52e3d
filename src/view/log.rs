//! The line of the main screen that shows the newest requests.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::{Ui, theme};
use crate::domain::FailureReason;
use crate::domain::history::{RequestTrace, shown_path};
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::text;
use crate::wording::{failure, time};

/// Draws the newest requests, as many as fit.
pub fn strip(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.log else {
        return;
    };
    let mut spans = vec![
        Span::raw(" "),
        Span::styled(
            keymap::first(Layer::Lists, Action::ShowRequests),
            theme::KEY,
        ),
    ];
    let mut left = usize::from(area.width).saturating_sub(3);
    for trace in &ui.model.log {
        let item = format!(
            "  {} {} {}",
            time::clock(&ui.model.session.zone, trace.wall),
            trace.method,
            brief(trace)
        );
        let outcome = outcome(ui, trace.outcome);
        let took = format!(" {}ms", trace.took);
        let width = text::width(&item) + text::width(&outcome.0) + text::width(&took) + 1;
        if width > left {
            break;
        }
        left -= width;
        spans.push(Span::styled(item, theme::DIM));
        spans.push(Span::styled(format!(" {}", outcome.0), outcome.1));
        spans.push(Span::styled(took, theme::DIM));
    }
    Line::from(spans).render(area, frame.buffer_mut());
}

/// The path without the user and the query string, which is enough to tell requests apart at a glance.
fn brief(trace: &RequestTrace) -> String {
    let path = shown_path(&trace.path);
    let path = path.as_ref();
    let path = path.split('?').next().unwrap_or(path);
    let mut parts = path.splitn(3, '/');
    let (first, second, rest) = (parts.next(), parts.next(), parts.next());
    match (first, second, rest) {
        (Some("user" | "users"), Some(_), Some(rest)) => text::fit(rest, 28).into_owned(),
        _ => text::fit(path, 28).into_owned(),
    }
}

/// The outcome of a request.
pub fn outcome(ui: Ui, outcome: Result<u16, FailureReason>) -> (String, Style) {
    match outcome {
        Ok(status @ 200..300) => (status.to_string(), theme::GOOD),
        Ok(status @ 429) => (status.to_string(), theme::WARN),
        Ok(status) => (status.to_string(), theme::BAD),
        Err(reason) => (failure::reason(ui.lang, reason), theme::BAD),
    }
}
