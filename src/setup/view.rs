//! The picture of the screen: a form, what the trial found below it, one line about the field, the keys.

mod fields;
mod words;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph, Widget};

use super::keys::{self, Key};
use super::{Field, Phase, SetUp};
use crate::i18n::Lang;
use crate::profile::{State, Step};
use crate::t;
use crate::text;
use crate::view::theme;
use crate::view::{clip, ends, key_label};

/// The smallest terminal in which this can be done.
const LEAST: (u16, u16) = (40, 12);
/// Below this the border would cost more than it gives.
const FRAMED: (u16, u16) = (60, 16);
/// Lines longer than this tire the eye.
const WIDEST: u16 = 104;
/// With fewer rows than this, nothing is said that is not needed.
const ROOMY: u16 = 22;

/// A line of the form.
struct Row {
    line: Line<'static>,
    /// The column of the caret, where it stands here.
    caret: Option<usize>,
    /// Whether the screen has to show it: the field with the keys, or the newest finding.
    wanted: bool,
}

impl Row {
    fn plain(line: Line<'static>) -> Self {
        Self {
            line,
            caret: None,
            wanted: false,
        }
    }
}

/// Where everything lies.
struct Layout {
    frame: Option<Rect>,
    head: Option<Rect>,
    body: Rect,
    about: Rect,
    keys: Rect,
}

impl Layout {
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
        too_small(area, frame);
        return;
    }
    let layout = Layout::of((area.width, area.height));
    head(model, &layout, frame);
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
    about_line(model, &layout, frame);
    keys_line(model, &layout, frame);
}

/// How far page keys may scroll, back and forth, from where the screen stands by itself.
pub(super) fn scroll_range(model: &SetUp) -> (isize, isize) {
    let layout = Layout::of(model.size);
    let rows = rows(model, &layout);
    let by_itself = isize::try_from(first_row(&rows, &layout, 0)).unwrap_or(0);
    let most = rows.len().saturating_sub(usize::from(layout.body.height));
    (-by_itself, isize::try_from(most).unwrap_or(0) - by_itself)
}

/// The first row on screen: what is wanted has to be there, the first of it above all.
fn first_row(rows: &[Row], layout: &Layout, scroll: isize) -> usize {
    let height = usize::from(layout.body.height);
    let most = rows.len().saturating_sub(height);
    let first = rows.iter().position(|row| row.wanted).unwrap_or(0);
    let last = rows.iter().rposition(|row| row.wanted).unwrap_or(first);
    let lowest = (last + 1).saturating_sub(height);
    // A line of what comes next shows that there is more.
    let near = if last + 1 < rows.len() && last + 2 > height {
        lowest + 1
    } else {
        lowest
    };
    let by_itself = near.min(first).min(most);
    let at = isize::try_from(by_itself).unwrap_or(0) + scroll;
    usize::try_from(at).unwrap_or(0).min(most)
}

/// Says above and below that there is more.
fn more(rows: usize, skip: usize, layout: &Layout, frame: &mut Frame) {
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

fn head(model: &SetUp, layout: &Layout, frame: &mut Frame) {
    let lang = model.lang;
    let title = if model.context.first_run {
        t!(lang, "setup-title")
    } else {
        t!(lang, "setup-title-add")
    };
    let now = match model.phase {
        Phase::Filling => 1,
        Phase::Trying(_) | Phase::Failed => 2,
        Phase::Passed | Phase::Saving => 3,
    };
    let steps = [
        t!(lang, "setup-step-1"),
        t!(lang, "setup-step-2"),
        t!(lang, "setup-step-3"),
    ];
    let mut left = vec![Span::styled(format!(" {title} "), theme::STRONG)];
    let all = layout.frame.is_some();
    for (number, step) in (1..).zip(steps) {
        if number == now && !all {
            left.push(Span::styled(format!("{number}/3"), theme::FOCUS));
        } else if number == now {
            left.push(Span::styled(format!(" {number}/3 {step} "), theme::FOCUS));
        } else if all {
            left.push(Span::styled(format!(" {number}/3 {step} "), theme::DIM));
        }
    }
    // In the other language, for those who cannot read this one.
    let other = match lang {
        Lang::En => Lang::ZhCn,
        Lang::ZhCn => Lang::En,
    };
    let flip = vec![
        Span::styled(format!(" {}: ", other.name()), theme::TEXT),
        Span::styled(keys::name(Key::Language), theme::KEY),
        Span::raw(" "),
    ];
    let Some(area) = layout.frame else {
        if let Some(area) = layout.head {
            ends(left, flip, usize::from(area.width)).render(area, frame.buffer_mut());
        }
        return;
    };
    Block::bordered()
        .border_type(BorderType::Double)
        .border_style(theme::FOCUS)
        .title(Line::from(left))
        .title(Line::from(flip).right_aligned())
        .render(area, frame.buffer_mut());
}

fn rows(model: &SetUp, layout: &Layout) -> Vec<Row> {
    let cells = usize::from(layout.body.width);
    let roomy = layout.body.height >= ROOMY;
    let lang = model.lang;
    let mut rows = Vec::new();
    let gap = || Row::plain(Line::default());
    if roomy {
        for line in text::wrap(&t!(lang, "setup-welcome"), cells) {
            rows.push(Row::plain(Line::styled(line, theme::DIM)));
        }
        rows.push(gap());
    }
    for field in Field::ALL {
        let mut row = fields::row(model, field, cells);
        row.wanted &= model.at_fields;
        rows.push(row);
    }
    // The steps, a heading and a gap: shown before they are taken where nothing else has to give way.
    let foretold = rows.len() + Step::ALL.len() + 2 <= usize::from(layout.body.height);
    if model.phase == Phase::Filling && !foretold {
        return rows;
    }
    if foretold {
        rows.push(gap());
    }
    rows.push(Row::plain(Line::styled(
        t!(lang, "setup-checks"),
        theme::STRONG,
    )));
    let first = rows.len();
    for step in Step::ALL {
        found(model, step, cells, foretold, &mut rows);
    }
    if !model.at_fields {
        want_findings(model, &mut rows[first..]);
    }
    rows
}

/// What is wrong is what has to be read; while the trial runs, the newest is waited for.
fn want_findings(model: &SetUp, rows: &mut [Row]) {
    if rows.iter().any(|row| row.wanted) {
        return;
    }
    match model.phase {
        Phase::Trying(_) => {
            if let Some(last) = rows.last_mut() {
                last.wanted = true;
            }
        }
        _ => rows.iter_mut().for_each(|row| row.wanted = true),
    }
}

/// A step of the trial with what was found.
fn found(model: &SetUp, step: Step, cells: usize, foretold: bool, rows: &mut Vec<Row>) {
    let lang = model.lang;
    let names = Step::ALL.map(|step| text::width(&step.name(lang)));
    let name_cells = names.iter().copied().max().unwrap_or(0) + 2;
    let states = [State::Good, State::Partly, State::Bad].map(|s| text::width(&s.name(lang)));
    let state_cells = states.iter().copied().max().unwrap_or(0) + 2;
    let name = |style: Style| Span::styled(text::pad(&step.name(lang), name_cells), style);
    let Some(finding) = model.findings.iter().find(|f| f.step() == step) else {
        let stopped = model.findings.iter().any(|f| f.state() == State::Bad);
        let next = !stopped && Step::ALL.get(model.findings.len()) == Some(&step);
        let line = match model.phase {
            Phase::Trying(_) if next => Line::from(vec![
                name(theme::TEXT),
                Span::styled(t!(lang, "check-running"), theme::DIM),
            ]),
            _ if foretold => Line::from(vec![name(theme::DIM), Span::styled("-", theme::DIM)]),
            _ => return,
        };
        rows.push(Row::plain(line));
        return;
    };
    let tone = match finding.state() {
        State::Good => theme::GOOD,
        State::Partly => theme::WARN,
        State::Bad => theme::BAD,
    };
    let state = finding.state().name(lang);
    let mut head = vec![
        name(theme::TEXT),
        Span::styled(text::pad(&state, state_cells), tone),
    ];
    // On a narrow screen the words stand below, or nothing of them would be read.
    let margin = name_cells + state_cells;
    let (indent, beside) = if cells < 60 {
        (2, false)
    } else {
        (margin, true)
    };
    let room = cells.saturating_sub(indent + 2).max(1);
    let mut lines = Vec::new();
    for (number, words) in finding.words(lang).iter().enumerate() {
        let style = if number == 0 { theme::TEXT } else { theme::DIM };
        let style = match (number, finding.state()) {
            (1, State::Bad | State::Partly) => theme::STRONG,
            _ => style,
        };
        lines.extend(text::wrap(words, room).into_iter().map(|l| (l, style)));
    }
    let mut lines = lines.into_iter();
    let short = |line: &(String, Style)| margin + text::width(&line.0) + 2 <= cells;
    let mut waiting = lines.next();
    if let Some(line) = waiting.take_if(|line| beside || short(line)) {
        head.push(Span::styled(line.0, line.1));
    }
    let wanted = !model.at_fields && finding.state() != State::Good;
    let mut push = |line| {
        rows.push(Row {
            wanted,
            ..Row::plain(line)
        });
    };
    push(Line::from(head));
    for (line, style) in waiting.into_iter().chain(lines) {
        let indent = Span::raw(" ".repeat(indent));
        push(Line::from(vec![indent, Span::styled(line, style)]));
    }
}

/// What the person was told last, else what there is to know now.
pub(super) fn about(model: &SetUp) -> (String, Style) {
    match &model.note {
        Some(note) => (words::note(model, note), theme::WARN),
        None => words::about(model),
    }
}

fn about_line(model: &SetUp, layout: &Layout, frame: &mut Frame) {
    let (words, style) = about(model);
    let area = layout.about;
    let lines = text::wrap(&words, usize::from(area.width).saturating_sub(1));
    for (line, y) in lines.into_iter().zip(area.y..area.bottom()) {
        let place = Rect::new(area.x, y, area.width, 1);
        Line::styled(line, style).render(place, frame.buffer_mut());
    }
}

/// The keys that work now, the most useful first, as many as fit.
fn keys_line(model: &SetUp, layout: &Layout, frame: &mut Frame) {
    let lang = model.lang;
    let go = match model.phase {
        Phase::Passed if model.context.first_run => t!(lang, "setup-key-open"),
        Phase::Passed => t!(lang, "setup-key-save"),
        Phase::Filling | Phase::Trying(_) | Phase::Failed | Phase::Saving => {
            t!(lang, "setup-key-check")
        }
    };
    let leave = match model.phase {
        Phase::Trying(_) => t!(lang, "setup-key-stop"),
        _ => t!(lang, "setup-key-leave"),
    };
    let mut wanted = vec![(Key::Go, go)];
    if model.context.first_run {
        wanted.push((Key::Sandbox, t!(lang, "setup-key-sandbox")));
    }
    wanted.push((Key::Next, t!(lang, "setup-key-next")));
    wanted.push((Key::Leave, leave));
    wanted.push((Key::Try, t!(lang, "setup-key-again")));
    if matches!(model.phase, Phase::Trying(_) | Phase::Saving) {
        wanted.retain(|(key, _)| *key == Key::Leave && model.phase != Phase::Saving);
    }
    let area = layout.keys;
    let mut left = usize::from(area.width).saturating_sub(2);
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in wanted {
        let item = key_label(keys::name(key), label);
        let width = item.iter().map(|s| text::width(&s.content)).sum::<usize>() + 2;
        if width > left + 2 {
            continue;
        }
        left = left.saturating_sub(width);
        spans.extend(item);
        spans.push(Span::raw("  "));
    }
    if let Some(last) = spans.last_mut() {
        *last = Span::raw(" ");
    }
    Line::from(clip(spans, usize::from(area.width))).render(area, frame.buffer_mut());
}

fn too_small(area: Rect, frame: &mut Frame) {
    let needed = |lang| {
        Line::from(t!(
            lang,
            "too-small",
            width = area.width,
            height = area.height,
            columns = LEAST.0,
            rows = LEAST.1
        ))
    };
    Paragraph::new(vec![needed(Lang::ZhCn), needed(Lang::En)]).render(area, frame.buffer_mut());
}
