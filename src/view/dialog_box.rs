//! The box that dialogs are drawn in: its content and fields, and keys on the lower border, at every screen
//! size.

use std::ops::{Range, RangeInclusive};

use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use super::theme::{self, DialogTone};
use super::{Ui, format, notices};
use crate::dialog::DrawnText;
use crate::keymap::{self, KeyPress, Layer};
use crate::model::drawn::ClickMeaning;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;

/// The greatest width of a dialog: longer lines are tiring to read.
const WIDEST: u16 = 78;

/// The visible part of a field's text, and the column of the caret in it. A field may hold anything; only
/// printable characters are shown, and while users are masked only stars.
pub fn field_text(input: &Input, cells: usize) -> (String, usize) {
    let value = input.value();
    let split = value
        .char_indices()
        .nth(input.cursor())
        .map_or(value.len(), |(at, _)| at);
    let (mut all, mut split) = text::printable_at(value, split);
    if text::mask::is_masked() {
        let stars = |text: &str| "*".repeat(text::width(text));
        (all, split) = (stars(&all), text::width(&all[..split]));
    }
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

/// A notice on the border of a dialog.
enum BorderNotice {
    /// On the right, beside the title.
    Beside(String, Style),
    /// Instead of the title.
    Title(String, Style),
}

/// The keys on the lower border, and the cells that press them.
type KeysLine = (Vec<Span<'static>>, Vec<(Range<usize>, KeyPress)>);

/// A key on the lower border.
#[derive(Clone)]
struct BorderKey {
    /// The names of all keys that do this, or of the one.
    name: String,
    press: KeyPress,
    label: String,
    /// Whether Enter presses it.
    focused: bool,
}

/// A row of the box.
struct SheetRow {
    part: DialogPart,
    line: SheetLine,
    /// What clicks on its cells mean.
    clicks: Vec<(Range<usize>, ClickMeaning)>,
}

/// A line of a dialog.
enum SheetLine {
    Line(Line<'static>),
    /// The field with the caret.
    Field(String, usize),
    /// A field without the caret.
    Resting(String),
}

/// How a line behaves if not all lines fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogPart {
    /// Scrolls, and must have been on screen before a confirming key counts.
    Text,
    /// Stays on screen below the scrolling lines: the field and its input.
    Pinned,
    /// Scrolls, but need not have been seen before a confirmation: it is one of many similar lines.
    List,
}

/// A dialog's content, built from top to bottom.
pub struct DialogBox {
    title: String,
    tone: DialogTone,
    width: u16,
    rows: Vec<SheetRow>,
    /// The part that the next lines belong to.
    part: DialogPart,
    keys: Vec<BorderKey>,
    /// The confirming keys, and the key that shows more.
    confirms: Vec<KeyPress>,
    more: Option<KeyPress>,
    /// For a dialog to read: the first line on screen.
    scroll: Option<usize>,
    /// Whether the dialog takes the whole screen.
    full: bool,
    /// Whether it is a sheet of rows or text, and not a question.
    is_sheet: bool,
}

impl DialogBox {
    /// Creates a dialog with this title.
    pub fn new(ui: Ui, title: String, tone: DialogTone) -> Self {
        let screen = ui.layout.screen;
        let full = ui.layout.form == LayoutForm::Mini;
        // A thin strip of the lists beside it would only distract.
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
            part: DialogPart::Text,
            keys: Vec::new(),
            confirms: Vec::new(),
            more: None,
            scroll: None,
            full,
            is_sheet: false,
        }
    }

    /// Creates a dialog for reading, as large as the screen allows.
    pub fn large(ui: Ui, title: String, scroll: usize) -> Self {
        let mut dialog_box = Self::new(ui, title, theme::CALM).scrolled(scroll);
        dialog_box.width = ui.layout.screen.width;
        dialog_box.full = true;
        dialog_box.is_sheet = true;
        dialog_box
    }

    /// The lines of a notice that has no room on the border: a sheet shows it over its last lines, which its rows
    /// should avoid. A question is never covered.
    pub fn notice_below(&self, ui: Ui) -> (Vec<String>, Style) {
        const MOST: usize = 5;
        match ui.model.notice.as_ref().filter(|_| self.is_sheet) {
            Some((_, notice)) if self.border_notice(ui).is_none() => {
                notices::notice_lines(ui, notice, self.cells(), MOST)
            }
            _ => (Vec::new(), Style::new()),
        }
    }

    /// The cells beside the title.
    fn beside_title(&self) -> usize {
        let title = text::width(&self.title).min(self.cells());
        self.cells().saturating_sub(title + 3)
    }

    /// The place on the border for the notice, if the box covers the line of the notices: beside the title, or
    /// instead of it.
    fn border_notice(&self, ui: Ui) -> Option<BorderNotice> {
        let (_, notice) = ui.model.notice.as_ref()?;
        let fits = |cells| {
            let (words, style) = notices::notice_text(ui, notice, cells);
            (text::width(&words) <= cells).then_some((words, style))
        };
        if let Some((words, style)) = fits(self.beside_title()) {
            return Some(BorderNotice::Beside(words, style));
        }
        // Why a key did nothing matters more for a moment than what the keys are about.
        if !notice.is_of_the_session()
            && let Some((words, style)) = fits(self.cells())
        {
            return Some(BorderNotice::Title(words, style));
        }
        if self.is_sheet {
            return None;
        }
        let cut = |cells| {
            let (words, style) = notices::notice_text(ui, notice, cells);
            (text::fit(&words, cells).into_owned(), style)
        };
        if !notice.is_of_the_session() {
            let (words, style) = cut(self.cells());
            return Some(BorderNotice::Title(words, style));
        }
        // A few letters of the notice would be useless.
        (self.beside_title() >= 12).then(|| {
            let (words, style) = cut(self.beside_title());
            BorderNotice::Beside(words, style)
        })
    }

    /// Creates a dialog as large as the screen allows, for any content.
    pub fn whole(ui: Ui, title: String) -> Self {
        Self {
            scroll: None,
            ..Self::large(ui, title, 0)
        }
    }

    /// Makes this a dialog for reading, scrolled to this line.
    pub fn scrolled(mut self, scroll: usize) -> Self {
        self.scroll = Some(scroll);
        self
    }

    /// The number of cells between the borders and their margins.
    pub fn cells(&self) -> usize {
        usize::from(self.width.saturating_sub(4))
    }

    /// Adds text, wrapped if necessary.
    pub fn text(&mut self, content: &str, style: Style) {
        self.indented("", content, style);
    }

    /// Adds text after a leading word; further lines are indented to the text.
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

    /// Adds names, as many on a line as fit.
    pub fn listed(&mut self, names: &[String], style: Style) {
        let cells = self.cells();
        let mut line = String::new();
        for name in names {
            if !line.is_empty() && text::width(&line) + 2 + text::width(name) > cells {
                self.text(&std::mem::take(&mut line), style);
            }
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.push_str(name);
        }
        self.text(&line, style);
    }

    /// Adds a line without wrapping it; what does not fit is cut.
    pub fn line(&mut self, line: Line<'static>) {
        let clipped = Line::from(format::clip(line.spans, self.cells())).style(line.style);
        self.push(SheetLine::Line(clipped));
    }

    /// Adds an empty line, unless the dialog takes the whole screen.
    pub fn gap(&mut self) {
        if !self.full {
            self.push(SheetLine::Line(Line::default()));
        }
    }

    /// Adds the line of a row; a click moves the cursor there.
    pub fn row(&mut self, place: usize, cursor: usize, line: Line<'static>) {
        self.line(line);
        let cells = self.cells();
        let down = place.cast_signed() - cursor.cast_signed();
        self.clicks_on_last_line([(0..cells, ClickMeaning::Row(down))]);
    }

    /// Adds a line with keys on these cells.
    pub fn clickable_line(
        &mut self,
        spans: Vec<Span<'static>>,
        keys: Vec<(Range<usize>, KeyPress)>,
    ) {
        self.line(Line::from(spans));
        let clicks = keys.into_iter();
        self.clicks_on_last_line(clicks.map(|(cells, key)| (cells, ClickMeaning::Key(key))));
    }

    fn clicks_on_last_line(
        &mut self,
        clicks: impl IntoIterator<Item = (Range<usize>, ClickMeaning)>,
    ) {
        if let Some(last) = self.rows.last_mut() {
            last.clicks.extend(clicks);
        }
    }

    fn push(&mut self, line: SheetLine) {
        self.rows.push(SheetRow {
            part: self.part,
            line,
            clicks: Vec::new(),
        });
    }

    /// Sets the part that the next lines belong to.
    pub fn part(&mut self, part: DialogPart) {
        self.part = part;
    }

    /// The number of lines so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many more lines fit on screen.
    pub fn room(&self, ui: Ui) -> usize {
        usize::from(ui.layout.screen.height.saturating_sub(2)).saturating_sub(self.rows.len())
    }

    /// A dialog without a frame, to be appended or discarded.
    pub fn draft(&self) -> Self {
        Self {
            title: String::new(),
            rows: Vec::new(),
            keys: Vec::new(),
            confirms: Vec::new(),
            more: None,
            ..*self
        }
    }

    /// Keeps only the first lines, and returns whether there were more.
    pub fn cut(&mut self, lines: usize) -> bool {
        let more = self.rows.len() > lines;
        self.rows.truncate(lines);
        more
    }

    /// Appends the lines of another dialog.
    pub fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }

    /// Adds the field with the caret.
    pub fn field(&mut self, input: &Input) {
        let cells = self.cells().saturating_sub(4).max(1);
        let (shown, caret) = field_text(input, cells);
        self.push(SheetLine::Field(shown, caret));
    }

    /// Adds the field with the caret, for the name of an action: it is not masked.
    pub fn plain_field(&mut self, input: &Input) {
        text::mask::drawing(false, || self.field(input));
    }

    /// Adds the field with the caret, for a number: only what is none is masked.
    pub fn number_field(&mut self, input: &Input) {
        if input.value().bytes().all(|b| b.is_ascii_digit()) {
            self.plain_field(input);
        } else {
            self.field(input);
        }
    }

    /// Adds a field without the caret.
    pub fn resting(&mut self, input: &Input) {
        let cells = self.cells().saturating_sub(4).max(1);
        let input = input.clone().with_cursor(0);
        self.push(SheetLine::Resting(field_text(&input, cells).0));
    }

    /// Adds a key to the lower border.
    pub fn key(&mut self, press: KeyPress, label: String) {
        self.named_key(keymap::name(press), press, label);
    }

    /// Adds a key to the lower border, with the names of all keys that do the same or the opposite.
    pub fn named_key(&mut self, name: String, press: KeyPress, label: String) {
        self.keys.push(BorderKey {
            name,
            press,
            label,
            focused: false,
        });
    }

    /// Marks the key that was added last: Enter presses it.
    pub fn focus_last_key(&mut self) {
        if let Some(last) = self.keys.last_mut() {
            last.focused = true;
        }
    }

    /// Adds a confirming key. Until everything has been on screen, the key that shows more is named instead.
    pub fn confirming_key(&mut self, press: KeyPress, label: String, more: KeyPress) {
        self.confirms.push(press);
        self.more = Some(more);
        self.key(press, label);
    }

    /// Draws a dialog for reading, with the keys that scroll and close it.
    pub fn draw_to_read(mut self, ui: Ui, frame: &mut Frame) {
        let name = |action| keymap::first(Layer::Reader, action);
        self.named_key(
            format!("{} {}", name(Action::Down), name(Action::Up)),
            keymap::DOWN,
            t!(ui.lang, "hint-scroll"),
        );
        self.key(keymap::ESC, t!(ui.lang, "key-close"));
        self.draw(ui, frame);
    }

    /// Draws the dialog over the middle of the screen.
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
        clear(area, screen, frame);
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
        ui.drawn.borrow_mut().text = Some(fold.drawn);
        self.frame(ui, area, fold.drawn, frame);
        let caret = self.scroll.is_none();
        if caret {
            signs(body, area, fold.drawn, frame);
        }
        for (at, y) in fold.rows.into_iter().zip(body.y..body.bottom()) {
            let place = Rect::new(body.x, y, body.width, 1);
            let row = &self.rows[at];
            for (cells, meaning) in &row.clicks {
                ui.click_on((body.x, y), cells.clone(), *meaning);
            }
            match &row.line {
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
        let (lines, style) = self.notice_below(ui);
        for (words, y) in lines.into_iter().rev().zip((body.y..body.bottom()).rev()) {
            let place = Rect::new(body.x, y, body.width, 1);
            Clear.render(place, frame.buffer_mut());
            Line::styled(words, style).render(place, frame.buffer_mut());
        }
    }

    /// Decides which lines are on screen.
    fn fold(&mut self, ui: Ui, room: usize) -> SheetFold {
        if self.scroll.is_none() {
            self.drop_gaps(self.rows.len().saturating_sub(room));
        }
        let all = 0..self.rows.len();
        let fits = self.rows.len() <= room;
        let is_pinned = |at: &usize| !fits && self.rows[*at].part == DialogPart::Pinned;
        let (mut pinned, flow): (Vec<usize>, Vec<usize>) = all.partition(is_pinned);
        // Keep at least one line of the text, however much is pinned.
        pinned.truncate(room.saturating_sub(1));
        let room = room - pinned.len();
        let most = flow.len().saturating_sub(room);
        // The line being typed must be visible, however much is above the field.
        let field = |at: &usize| matches!(self.rows[*at].line, SheetLine::Field(..));
        let field = flow.iter().position(field);
        let first = match (self.scroll, field) {
            (Some(scroll), _) => scroll,
            (None, Some(field)) => (field + 2).saturating_sub(room),
            (None, None) => ui.model.dialogs.first_line(),
        };
        let first = first.min(most);
        let text = |at: &usize| self.rows[*at].part != DialogPart::List;
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

    /// Draws title, notice, keys and scroll position on the border.
    fn frame(&self, ui: Ui, area: Rect, drawn: DrawnText, frame: &mut Frame) {
        let cells = usize::from(area.width.saturating_sub(4));
        let covers = area.bottom() > ui.layout.notice.y;
        let notice = if covers { self.border_notice(ui) } else { None };
        let (title, title_style) = match &notice {
            Some(BorderNotice::Title(words, style)) => (words.clone(), *style),
            _ => (text::fit(&self.title, cells).into_owned(), self.tone.title),
        };
        let (keys, clicks) = self.keys_line(ui, cells, ui.model.dialogs.unread_after(drawn));
        let border = (area.x + 1, area.bottom() - 1);
        for (cells, press) in clicks {
            ui.click_on(border, cells, ClickMeaning::Key(press));
        }
        let mut block = Block::bordered()
            .border_type(BorderType::Double)
            .border_style(self.tone.line)
            .title(Line::styled(format!(" {title} "), title_style))
            .title_bottom(Line::from(keys.clone()));
        if let Some(BorderNotice::Beside(words, style)) = notice {
            block = block.title(Line::styled(format!(" {words} "), style).right_aligned());
        }
        if drawn.lines > drawn.room {
            // The reader must be able to see that there are lines beyond the edge.
            let (first, last) = (drawn.first + 1, drawn.first + drawn.room);
            let place = format!(" {first}-{last}/{} ", drawn.lines);
            if format::cells(&keys) + text::width(&place) <= cells + 2 {
                block = block.title_bottom(Line::styled(place, theme::TEXT).right_aligned());
            }
        }
        block.render(area, frame.buffer_mut());
    }

    /// Removes empty lines, last ones first, if the screen is too low for all lines.
    fn drop_gaps(&mut self, mut most: usize) {
        for at in (0..self.rows.len()).rev() {
            if most == 0 {
                return;
            }
            if matches!(&self.rows[at].line, SheetLine::Line(line) if line.spans.is_empty()) {
                self.rows.remove(at);
                most -= 1;
            }
        }
    }

    /// The keys with the cells that they take, closer together if they would not fit otherwise. Confirming keys are
    /// named only once nothing is `unread` any more.
    fn keys_line(&self, ui: Ui, cells: usize, unread: usize) -> KeysLine {
        let more = self.more.filter(|_| unread > 0);
        let mut keys = self.keys.clone();
        if more.is_some() {
            keys.retain(|key| !self.confirms.contains(&key.press));
        }
        let first = more.map(|press| {
            let names: Vec<_> = self.confirms.iter().map(|key| keymap::name(*key)).collect();
            let key = names.join(" / ");
            [
                t!(ui.lang, "more-then", n = unread, key = key.as_str()),
                t!(ui.lang, "more-then-short", key = key),
            ]
            .map(|label| BorderKey {
                name: keymap::name(press),
                press,
                label,
                focused: false,
            })
        });
        let line = |first: Option<&BorderKey>, keys: &[BorderKey], gap: usize| {
            let mut spans = vec![Span::raw(" ")];
            let mut clicks = Vec::new();
            for (number, key) in first.into_iter().chain(keys).enumerate() {
                if number > 0 {
                    spans.push(Span::raw(" ".repeat(gap)));
                }
                let start = format::cells(&spans);
                if key.focused {
                    let words = format!("[{} {}]", key.name, key.label);
                    spans.push(Span::styled(words, theme::CURSOR));
                } else {
                    spans.extend(format::key_label(key.name.clone(), key.label.clone()));
                }
                clicks.push((start..format::cells(&spans), key.press));
            }
            spans.push(Span::raw(" "));
            (spans, clicks)
        };
        let [long, short] = [0, 1].map(|at| first.as_ref().map(|keys| &keys[at]));
        // The blank after the last key may lie in the margin.
        let cells = cells + 1;
        let lines = [(long, 3), (long, 2), (long, 1), (short, 1)];
        for (first, gap) in lines {
            let line = line(first, &keys, gap);
            if format::cells(&line.0) <= cells {
                return line;
            }
        }
        // The last key is the way out. Before it, those that matter least are the last ones.
        while keys.len() > 1 && format::cells(&line(short, &keys, 1).0) > cells {
            keys.remove(keys.len() - 2);
        }
        let (spans, clicks) = line(short, &keys, 1);
        (format::clip(spans, cells), clicks)
    }
}

/// Marks the edge if there are more lines above or below the scrolling part.
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

/// The part of a dialog that is on screen.
struct SheetFold {
    /// The indices of the lines.
    rows: Vec<usize>,
    /// The state of the scrolling part.
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

/// Clears the area, and what is left of the words that its sides cut: half a word is only noise.
fn clear(area: Rect, screen: Rect, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    for y in area.top()..area.bottom() {
        let is_cut = |inside, outside| is_text(buffer, inside, y) && is_text(buffer, outside, y);
        let mut rest = Vec::new();
        if area.left() > screen.left() && is_cut(area.left(), area.left() - 1) {
            let outside = (screen.left()..area.left()).rev();
            rest.extend(outside.take_while(|x| is_text(buffer, *x, y)));
        }
        if area.right() < screen.right() && is_cut(area.right() - 1, area.right()) {
            let outside = area.right()..screen.right();
            rest.extend(outside.take_while(|x| is_text(buffer, *x, y)));
        }
        for x in rest {
            buffer[(x, y)].set_symbol(" ");
        }
    }
    Clear.render(area, buffer);
}

/// Whether this cell shows text, or the second half of a wide character: neither a blank nor a line.
fn is_text(buffer: &Buffer, x: u16, y: u16) -> bool {
    const LINES: RangeInclusive<char> = '\u{2500}'..='\u{259f}';
    let symbol = |x| buffer.cell((x, y)).map_or(" ", Cell::symbol);
    let is_tail = x > 0 && text::width(symbol(x - 1)) > 1;
    is_tail || !symbol(x).starts_with([' ', '|']) && !symbol(x).starts_with(|c| LINES.contains(&c))
}
