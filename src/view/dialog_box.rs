//! The box that dialogs are drawn in: content with its fields, keys on the lower border, everything that
//! was promised on screen at every size.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use super::theme::{self, DialogTone};
use super::{Ui, chrome, format, notices};
use crate::dialog::DrawnText;
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;

/// The widest that a dialog gets: longer lines tire the eye.
const WIDEST: u16 = 78;

/// The part of a field's text that is on screen, and the column of the caret in it. What the field
/// holds may be anything; what is shown is printable.
pub fn field_text(input: &Input, cells: usize) -> (String, usize) {
    let value = input.value();
    let split = value
        .char_indices()
        .nth(input.cursor())
        .map_or(value.len(), |(at, _)| at);
    let (all, split) = text::printable_at(value, split);
    let caret = text::width(&all[..split]);
    let scroll = (caret + 1).saturating_sub(cells);
    let mut skipped = 0;
    let mut shown = String::new();
    let mut used = 0;
    for grapheme in all.graphemes(true) {
        let width = text::width(grapheme);
        if skipped < scroll {
            skipped += width;
        } else if used + width <= cells {
            used += width;
            shown.push_str(grapheme);
        } else {
            break;
        }
    }
    (shown, caret - skipped.min(caret))
}

/// One line of a sheet.
enum SheetLine {
    Line(Line<'static>),
    /// A field; it has the caret.
    Field(String, usize),
    /// A field that has not.
    Resting(String),
}

/// What becomes of a line where not all lines fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetPart {
    /// It scrolls, and has to be on screen before a confirming key counts.
    Text,
    /// It stays on screen, below what scrolls: the field, and what is typed into it.
    Pinned,
    /// It scrolls; whoever confirms need not have seen it, because it is one of many of a kind.
    List,
}

/// A dialog's content, put together from the top down.
pub struct Sheet {
    title: String,
    tone: DialogTone,
    width: u16,
    rows: Vec<(SheetPart, SheetLine)>,
    /// What the next lines are.
    part: SheetPart,
    keys: Vec<(String, String)>,
    /// Those of the keys that confirm, and the one that shows more.
    confirms: Vec<String>,
    more: String,
    /// The first line on screen of something to read.
    scroll: Option<usize>,
    /// Whether it takes the whole screen.
    full: bool,
    /// Whether it shows the notice that it hides.
    tells: bool,
}

impl Sheet {
    /// A sheet with this title.
    pub fn new(ui: Ui, title: String, tone: DialogTone) -> Self {
        let screen = ui.layout.screen;
        let full = ui.layout.form == LayoutForm::Mini;
        // A sliver of the lists beside it would only disturb.
        let width = if screen.width < WIDEST + 8 {
            screen.width
        } else {
            WIDEST
        };
        Self {
            title,
            tone,
            width,
            rows: Vec::new(),
            part: SheetPart::Text,
            keys: Vec::new(),
            confirms: Vec::new(),
            more: String::new(),
            scroll: None,
            full,
            tells: false,
        }
    }

    /// A sheet as large as the screen allows, for things to read.
    pub fn large(ui: Ui, title: String, scroll: usize) -> Self {
        let mut sheet = Self::new(ui, title, theme::CALM).scrolled(scroll);
        sheet.width = ui.layout.screen.width;
        sheet.full = true;
        sheet
    }

    /// Makes it show the notice that lies under it, beside its title.
    pub fn telling(mut self) -> Self {
        self.tells = true;
        self
    }

    /// A sheet as large as the screen allows, which shows what is put into it.
    pub fn whole(ui: Ui, title: String) -> Self {
        Self {
            scroll: None,
            ..Self::large(ui, title, 0)
        }
    }

    /// Makes it something to read, from this line on.
    pub fn scrolled(mut self, scroll: usize) -> Self {
        self.scroll = Some(scroll);
        self
    }

    /// Cells between the borders and their margins.
    pub fn cells(&self) -> usize {
        usize::from(self.width.saturating_sub(4))
    }

    /// Adds text, broken where it must.
    pub fn text(&mut self, content: &str, style: Style) {
        self.indented("", content, style);
    }

    /// Adds text behind a first word; further lines stand below the text.
    pub fn indented(&mut self, lead: &str, content: &str, style: Style) {
        let margin = text::width(lead);
        let room = self.cells().saturating_sub(margin).max(1);
        for (number, part) in text::wrap(content, room).into_iter().enumerate() {
            let lead = if number == 0 {
                lead.to_owned()
            } else {
                " ".repeat(margin)
            };
            self.line(Line::from(vec![
                Span::styled(lead, theme::LABEL),
                Span::styled(part, style),
            ]));
        }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: Line<'static>) {
        let clipped = Line::from(format::clip(line.spans, self.cells())).style(line.style);
        self.push(SheetLine::Line(clipped));
    }

    /// Adds an empty line, where there is room for such.
    pub fn gap(&mut self) {
        if !self.full {
            self.push(SheetLine::Line(Line::default()));
        }
    }

    fn push(&mut self, row: SheetLine) {
        self.rows.push((self.part, row));
    }

    /// Says what the next lines are.
    pub fn part(&mut self, part: SheetPart) {
        self.part = part;
    }

    /// How many lines it has so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many lines more can be seen at once.
    pub fn room(&self, ui: Ui) -> usize {
        usize::from(ui.layout.screen.height.saturating_sub(2)).saturating_sub(self.rows.len())
    }

    /// A sheet without a frame, to be appended or thrown away.
    pub fn draft(&self) -> Self {
        Self {
            title: String::new(),
            rows: Vec::new(),
            keys: Vec::new(),
            confirms: Vec::new(),
            more: String::new(),
            ..*self
        }
    }

    /// Gives up all lines but the first, and tells whether there were more.
    pub fn cut(&mut self, lines: usize) -> bool {
        let more = self.rows.len() > lines;
        self.rows.truncate(lines);
        more
    }

    /// Takes over the lines of another.
    pub fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }

    /// Adds the field that has the caret.
    pub fn field(&mut self, input: &Input) {
        let cells = self.cells().saturating_sub(4).max(1);
        let (shown, caret) = field_text(input, cells);
        self.push(SheetLine::Field(shown, caret));
    }

    /// Adds a field that has not got the caret.
    pub fn resting(&mut self, input: &Input) {
        let cells = self.cells().saturating_sub(4).max(1);
        let input = input.clone().with_cursor(0);
        self.push(SheetLine::Resting(field_text(&input, cells).0));
    }

    /// Names a key on the lower border.
    pub fn key(&mut self, key: String, label: String) {
        self.keys.push((key, label));
    }

    /// Names a key that confirms. Where not all was on screen yet, the key that shows more is named instead.
    pub fn confirming_key(&mut self, key: String, label: String, more: String) {
        self.confirms.push(key.clone());
        self.more = more;
        self.key(key, label);
    }

    /// Draws something to read, with the keys that scroll and close it.
    pub fn draw_to_read(mut self, ui: Ui, frame: &mut Frame) {
        let key = |action| keymap::first(Layer::Reader, action);
        self.key(
            format!("{} {}", key(Action::Down), key(Action::Up)),
            t!(ui.lang, "hint-scroll"),
        );
        self.key(key(Action::Escape), t!(ui.lang, "key-close"));
        self.draw(ui, frame);
    }

    /// Draws the sheet over the middle of the screen.
    pub fn draw(mut self, ui: Ui, frame: &mut Frame) {
        let screen = ui.layout.screen;
        let wanted = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let padding = if self.full { 0 } else { 2 };
        let height = if self.full {
            screen.height
        } else {
            wanted.saturating_add(2 + padding).min(screen.height)
        };
        let area = Rect {
            x: (screen.width - self.width.min(screen.width)) / 2,
            y: (screen.height - height) / 2,
            width: self.width.min(screen.width),
            height,
        };
        clear(area, frame);
        let top = if height >= wanted.saturating_add(4) {
            padding / 2
        } else {
            0
        };
        let body = Rect {
            x: area.x + 2,
            y: area.y + 1 + top,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2 + top),
        };
        let cells = usize::from(body.width);
        let fold = self.fold(ui, usize::from(body.height));
        ui.drawn.set(Some(fold.drawn));
        self.frame(ui, area, fold.drawn, frame);
        let caret = self.scroll.is_none();
        if caret {
            signs(body, area, fold.drawn, frame);
        }
        for (at, y) in fold.rows.into_iter().zip(body.y..body.bottom()) {
            let place = Rect::new(body.x, y, body.width, 1);
            match &self.rows[at].1 {
                SheetLine::Line(line) => line.render(place, frame.buffer_mut()),
                SheetLine::Resting(shown) => {
                    boxed(shown, cells, theme::DIM).render(place, frame.buffer_mut());
                }
                SheetLine::Field(shown, column) => {
                    boxed(shown, cells, theme::KEY).render(place, frame.buffer_mut());
                    if caret {
                        let column = u16::try_from(*column).unwrap_or(0);
                        let last = place.right().saturating_sub(1);
                        frame.set_cursor_position(((place.x + 2 + column).min(last), y));
                    }
                }
            }
        }
    }

    /// Which lines are on screen.
    fn fold(&mut self, ui: Ui, room: usize) -> SheetFold {
        if self.scroll.is_none() {
            self.drop_gaps(self.rows.len().saturating_sub(room));
        }
        let all = 0..self.rows.len();
        let fits = self.rows.len() <= room;
        let is_pinned = |at: &usize| !fits && self.rows[*at].0 == SheetPart::Pinned;
        let (mut pinned, flow): (Vec<usize>, Vec<usize>) = all.partition(is_pinned);
        // A line of the text at least, however much stands around the field.
        pinned.truncate(room.saturating_sub(1));
        let room = room - pinned.len();
        let most = flow.len().saturating_sub(room);
        // Whoever types must see it, however much stands above the field.
        let field = |at: &usize| matches!(self.rows[*at].1, SheetLine::Field(..));
        let field = flow.iter().position(field);
        let first = match (self.scroll, field) {
            (Some(scroll), _) => scroll,
            (None, Some(field)) => (field + 2).saturating_sub(room),
            (None, None) => ui.model.dialogs.first_line(),
        };
        let first = first.min(most);
        let text = |at: &usize| self.rows[*at].0 != SheetPart::List;
        let drawn = DrawnText {
            lines: flow.len(),
            needed: flow.iter().rposition(text).map_or(0, |last| last + 1),
            first,
            room,
        };
        let rows = flow.into_iter().skip(first).take(room).chain(pinned);
        SheetFold {
            rows: rows.collect(),
            drawn,
        }
    }

    /// Title, notice, keys and place, on the border.
    fn frame(&self, ui: Ui, area: Rect, drawn: DrawnText, frame: &mut Frame) {
        let cells = usize::from(area.width.saturating_sub(4));
        let title = text::fit(&self.title, cells).into_owned();
        let keys = self.keys_line(ui, cells, ui.model.dialogs.unread_after(drawn));
        let mut block = Block::bordered()
            .border_type(BorderType::Double)
            .border_style(self.tone.line)
            .title(Line::styled(format!(" {title} "), self.tone.title))
            .title_bottom(Line::from(keys.clone()));
        let room = cells.saturating_sub(text::width(&title) + 3);
        // A few letters tell nothing.
        let tells = self.tells && room >= 12;
        if let Some((_, notice)) = ui.model.notice.as_ref().filter(|_| tells) {
            let (words, style) = notices::notice_text(ui, notice);
            let words = text::fit(&words, room);
            block = block.title(Line::styled(format!(" {words} "), style).right_aligned());
        }
        if drawn.lines > drawn.room {
            // What is beyond the edge is missed by nobody who knows of it.
            let (first, last) = (drawn.first + 1, drawn.first + drawn.room);
            let place = format!(" {first}-{last}/{} ", drawn.lines);
            if format::cells(&keys) + text::width(&place) <= cells + 2 {
                block = block.title_bottom(Line::styled(place, theme::TEXT).right_aligned());
            }
        }
        block.render(area, frame.buffer_mut());
    }

    /// Gives up empty lines, the last ones first, where the screen is too low for all.
    fn drop_gaps(&mut self, mut most: usize) {
        for at in (0..self.rows.len()).rev() {
            if most == 0 {
                return;
            }
            if matches!(&self.rows[at].1, SheetLine::Line(line) if line.spans.is_empty()) {
                self.rows.remove(at);
                most -= 1;
            }
        }
    }

    /// The keys, closer together where they would not fit otherwise. Those that confirm are named once
    /// nothing is `unread` any more.
    fn keys_line(&self, ui: Ui, cells: usize, unread: usize) -> Vec<Span<'static>> {
        let asks = unread > 0 && !self.confirms.is_empty();
        let mut keys = self.keys.clone();
        if asks {
            keys.retain(|(key, _)| !self.confirms.contains(key));
        }
        let first = asks.then(|| {
            let key = self.confirms.join(" / ");
            [
                t!(ui.lang, "more-then", n = unread, key = key.as_str()),
                t!(ui.lang, "more-then-short", n = unread, key = key),
            ]
        });
        let line = |first: Option<&String>, gap: usize| {
            let first = first.map(|label| (self.more.clone(), label.clone()));
            let mut spans = vec![Span::raw(" ")];
            for (number, (key, label)) in first.iter().chain(&keys).enumerate() {
                if number > 0 {
                    spans.push(Span::raw(" ".repeat(gap)));
                }
                spans.extend(chrome::key_label(key.clone(), label.clone()));
            }
            spans.push(Span::raw(" "));
            spans
        };
        let [long, short] = [0, 1].map(|at| first.as_ref().map(|labels| &labels[at]));
        let lines = [(long, 3), (long, 2), (long, 1), (short, 1)];
        let mut lines = lines.map(|(first, gap)| line(first, gap)).into_iter();
        let fits = lines.find(|line| format::cells(line) <= cells);
        format::clip(fits.unwrap_or_else(|| line(short, 1)), cells)
    }
}

/// Where there is more above or below what scrolls, its edge says so.
fn signs(body: Rect, area: Rect, drawn: DrawnText, frame: &mut Frame) {
    let last = drawn.first + drawn.room;
    let below = u16::try_from(drawn.room.saturating_sub(1)).unwrap_or(0);
    let signs = [
        (drawn.first > 0, body.y, "^"),
        (last < drawn.lines, body.y + below, "v"),
    ];
    for (_, y, sign) in signs.into_iter().filter(|(more, ..)| *more) {
        if let Some(cell) = frame.buffer_mut().cell_mut((area.right() - 1, y)) {
            cell.set_symbol(sign).set_style(theme::KEY);
        }
    }
}

/// What of a sheet is on screen.
struct SheetFold {
    /// The lines, by their places.
    rows: Vec<usize>,
    /// What scrolls.
    drawn: DrawnText,
}

/// The text of a field between its edges.
fn boxed(shown: &str, cells: usize, edges: Style) -> Line<'static> {
    Line::from(vec![
        Span::styled("[ ", edges),
        Span::raw(text::pad(shown, cells.saturating_sub(4))),
        Span::styled(" ]", edges),
    ])
}

/// Makes room. A wide character that lies half under the left edge goes as a whole: a terminal would
/// draw its other half over the border.
fn clear(area: Rect, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    if let Some(left) = area.x.checked_sub(1) {
        for y in area.top()..area.bottom() {
            if let Some(cell) = buffer.cell_mut((left, y))
                && text::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
        }
    }
    Clear.render(area, buffer);
}
