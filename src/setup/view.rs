//! Draws the setup screen: the form, the results of the check below it, a line about the field, the keys.

mod edges;
mod fields;
mod found;
mod words;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::{FormField, SetUp, SetUpPhase};
use crate::i18n::Lang;
use crate::profile::CheckStep;
use crate::t;
use crate::text;
use crate::view::theme;

/// The smallest usable terminal.
const LEAST: (u16, u16) = (40, 12);
/// Below this size, a border would cost more than it gains.
const FRAMED: (u16, u16) = (60, 16);
/// Longer lines are tiring to read.
const WIDEST: u16 = 104;
/// With fewer rows than this, only the essentials are shown.
const ROOMY: u16 = 22;

/// A line of the form.
struct FormRow {
    line: Line<'static>,
    /// The column of the caret, if it is on this line.
    caret: Option<usize>,
    /// Whether the line must be visible: the focused field, or the newest finding.
    wanted: bool,
}

impl FormRow {
    fn plain(line: Line<'static>) -> Self {
        Self {
            line,
            caret: None,
            wanted: false,
        }
    }
}

/// The areas of the screen.
struct FormLayout {
    frame: Option<Rect>,
    head: Option<Rect>,
    body: Rect,
    about: Rect,
    keys: Rect,
}

impl FormLayout {
    fn of((columns, rows): (u16, u16)) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        if columns < FRAMED.0 || rows < FRAMED.1 {
            return Self {
                frame: None,
                head: Some(Rect {
                    height: 1,
                    ..screen
                }),
                body: Rect::new(0, 1, columns, rows.saturating_sub(4)),
                about: Rect::new(0, rows.saturating_sub(3), columns, 2),
                keys: Rect::new(0, rows.saturating_sub(1), columns, 1),
            };
        }
        let width = columns.min(WIDEST);
        let height = rows.min(34);
        let frame = Rect::new((columns - width) / 2, (rows - height) / 2, width, height);
        let inside = Rect::new(frame.x + 2, frame.y + 1, width - 4, height - 2);
        Self {
            frame: Some(frame),
            head: None,
            body: Rect {
                height: inside.height - 2,
                ..inside
            },
            about: Rect::new(inside.x, inside.bottom() - 2, inside.width, 2),
            keys: Rect::new(frame.x + 1, frame.bottom() - 1, width - 2, 1),
        }
    }
}

/// Draws the whole screen.
pub fn draw(model: &SetUp, frame: &mut Frame) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(model.lang, area, frame);
        return;
    }
    let layout = FormLayout::of((area.width, area.height));
    edges::head(model, &layout, frame);
    let rows = rows(model, &layout);
    let skip = first_row(&rows, &layout, model.scroll);
    for (row, y) in rows
        .iter()
        .skip(skip)
        .zip(layout.body.y..layout.body.bottom())
    {
        let place = Rect::new(layout.body.x, y, layout.body.width, 1);
        (&row.line).render(place, frame.buffer_mut());
        if let Some(column) = row.caret {
            let column = u16::try_from(column).unwrap_or(0);
            frame.set_cursor_position(((place.x + column).min(place.right() - 1), y));
        }
    }
    more(rows.len(), skip, &layout, frame);
    edges::about(model, &layout, frame);
    edges::keys(model, &layout, frame);
}

/// How far the page keys may scroll, back and forth, from the automatic position.
pub(super) fn scroll_range(model: &SetUp) -> (isize, isize) {
    let layout = FormLayout::of(model.size);
    let rows = rows(model, &layout);
    let by_itself = isize::try_from(first_row(&rows, &layout, 0)).unwrap_or(0);
    let most = rows.len().saturating_sub(usize::from(layout.body.height));
    (-by_itself, isize::try_from(most).unwrap_or(0) - by_itself)
}

/// The first visible row: the wanted rows must be visible, the first of them above all.
fn first_row(rows: &[FormRow], layout: &FormLayout, scroll: isize) -> usize {
    let height = usize::from(layout.body.height);
    let most = rows.len().saturating_sub(height);
    let first = rows.iter().position(|row| row.wanted).unwrap_or(0);
    let last = rows.iter().rposition(|row| row.wanted).unwrap_or(first);
    let lowest = (last + 1).saturating_sub(height);
    // A line of what follows shows that there is more.
    let near = if last + 1 < rows.len() && last + 2 > height {
        lowest + 1
    } else {
        lowest
    };
    let by_itself = near.min(first).min(most);
    let at = isize::try_from(by_itself).unwrap_or(0) + scroll;
    usize::try_from(at).unwrap_or(0).min(most)
}

/// Marks above and below that there are more lines.
fn more(rows: usize, skip: usize, layout: &FormLayout, frame: &mut Frame) {
    let body = layout.body;
    let mut mark = |y: u16, sign: &'static str| {
        let place = Rect::new(body.right() - 1, y, 1, 1);
        Span::styled(sign, theme::KEY).render(place, frame.buffer_mut());
    };
    if skip > 0 {
        mark(body.y, "^");
    }
    if skip + usize::from(body.height) < rows {
        mark(body.bottom() - 1, "v");
    }
}

fn rows(model: &SetUp, layout: &FormLayout) -> Vec<FormRow> {
    let cells = usize::from(layout.body.width);
    let roomy = layout.body.height >= ROOMY;
    let lang = model.lang;
    let mut rows = Vec::new();
    let gap = || FormRow::plain(Line::default());
    if roomy {
        for line in text::wrap(&t!(lang, "setup-welcome"), cells) {
            rows.push(FormRow::plain(Line::styled(line, theme::TEXT)));
        }
        rows.push(gap());
    }
    for field in FormField::ALL {
        let mut row = fields::row(model, field, cells);
        row.wanted &= model.at_fields;
        rows.push(row);
    }
    // The steps, a heading and a gap: shown in advance only if nothing else has to give way.
    let foretold = rows.len() + CheckStep::ALL.len() + 2 <= usize::from(layout.body.height);
    if model.phase == SetUpPhase::Filling && !foretold {
        return rows;
    }
    if foretold {
        rows.push(gap());
    }
    rows.push(FormRow::plain(Line::styled(
        t!(lang, "setup-checks"),
        theme::STRONG,
    )));
    let first = rows.len();
    for step in CheckStep::ALL {
        found::step(model, step, cells, foretold, &mut rows);
    }
    if !model.at_fields {
        found::want(model, &mut rows[first..]);
    }
    rows
}

/// The notice if there is one, else the help text for the current state.
pub(super) fn about(model: &SetUp) -> (String, Style) {
    match &model.note {
        Some(note) => (words::note(model, note), theme::WARN),
        None => words::about(model),
    }
}

fn too_small(lang: Lang, area: Rect, frame: &mut Frame) {
    let needed = t!(
        lang,
        "too-small",
        width = area.width,
        height = area.height,
        columns = LEAST.0,
        rows = LEAST.1
    );
    let lines = text::wrap(&needed, usize::from(area.width).max(1));
    let lines: Vec<Line> = lines.into_iter().map(Line::from).collect();
    Paragraph::new(lines).render(area, frame.buffer_mut());
}
