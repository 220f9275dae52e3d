//! Formatting shared by several parts of the screen: ages, lines, gauges, keys.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Ui, theme};
use crate::domain::RequestId;
use crate::t;
use crate::text;
use crate::wording::time;

/// When something was read, unless that was just now.
pub fn age(ui: Ui, read: RequestId) -> Option<String> {
    let model = ui.model;
    (!model.is_fresh(read)).then(|| {
        let at = model.wall_at(model.time_of(read));
        let at = time::moment(&model.session.zone, at, model.wall());
        t!(ui.lang, "read-at", at = at)
    })
}

/// Left and right on one line, right-aligned; if they do not fit, the left one is cut.
pub fn ends(left: Vec<Span<'static>>, right: Vec<Span<'static>>, cells: usize) -> Line<'static> {
    let space = cells.saturating_sub(self::cells(&right));
    let mut spans = clip(left, space.saturating_sub(1));
    let used = self::cells(&spans);
    spans.push(Span::raw(" ".repeat(space.saturating_sub(used))));
    spans.extend(right);
    Line::from(clip(spans, cells))
}

/// Draws the row under the cursor in one colour as a whole, with a mark for terminals without colours.
pub fn marked(spans: Vec<Span<'static>>, here: bool, cells: usize) -> Line<'static> {
    if !here {
        return Line::from(spans);
    }
    let whole: String = spans.iter().map(|s| s.content.as_ref()).collect();
    let whole = whole.strip_prefix(' ').unwrap_or(&whole);
    Line::styled(text::pad(&format!(">{whole}"), cells), theme::CURSOR)
}

/// The width of a row of spans in cells.
pub fn cells(spans: &[Span]) -> usize {
    spans.iter().map(|s| text::width(&s.content)).sum()
}

/// Cuts a row of spans to this many cells; what was cut ends with `~`.
pub fn clip(spans: Vec<Span<'static>>, cells: usize) -> Vec<Span<'static>> {
    let mut left = cells;
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        let width = text::width(&span.content);
        if width <= left {
            left -= width;
            out.push(span);
        } else {
            if left > 0 {
                out.push(Span::styled(
                    text::fit(&span.content, left).into_owned(),
                    span.style,
                ));
            }
            break;
        }
    }
    out
}

/// A gauge of this many cells.
pub fn gauge(part: usize, whole: usize, cells: usize) -> Vec<Span<'static>> {
    let filled = (part * cells).div_ceil(whole.max(1)).min(cells);
    vec![
        Span::styled("━".repeat(filled), fullness(part, whole)),
        Span::styled("─".repeat(cells - filled), theme::BORDER),
    ]
}

/// How full something is, as the colour of a gauge.
fn fullness(part: usize, whole: usize) -> Style {
    match percent(part, whole) {
        0..80 => theme::ROOM,
        80..100 => theme::SCARCE,
        _ => theme::FULL,
    }
}

/// A whole percentage.
pub fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}

/// A key and its label.
pub fn key_label(key: String, label: String) -> Vec<Span<'static>> {
    vec![
        Span::styled(key, theme::KEY),
        Span::raw(" "),
        Span::styled(label, theme::TEXT),
    ]
}

/// How many seconds a request still has to wait for a limit of the service, if it has to.
pub fn waiting(ui: Ui, request: RequestId) -> Option<u64> {
    let left = ui
        .model
        .waiting_until
        .get(&request)?
        .saturating_sub(ui.model.now);
    (left > 0).then(|| left.div_ceil(1_000))
}
