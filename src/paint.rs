//! Sends frames to the terminal, so that they are displayed correctly whatever the terminal takes for the
//! width of a character.
//!
//! Terminals disagree about the width of clusters: joined emoji, combining marks, characters newer than the
//! terminal. If a terminal's width differs from ours, the neighbouring cells are overwritten, and a
//! cell-by-cell diff never repairs that. So a row that contains or contained such a cluster is redrawn as a
//! whole when it changes: the cells of the cluster are blanked first, and the cursor is repositioned after
//! it. Vim and Neovim do the same for single cells; the whole row is needed because a terminal that gave a
//! cluster more cells has lost the contents next to it.

use std::io::{self, Write};
use std::mem::take;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, Terminal};

mod fragile;
mod frames;
mod pen;

use fragile::FragileRows;
pub use frames::Frames;
use pen::Pen;

use crate::text;

/// Synchronised output: a terminal that supports it shows everything in between at once; others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// Clears the row from the cursor to its end.
const ERASE: &[u8] = b"\x1b[K";

/// The output that frames are sent to.
pub trait Device: Write {
    /// Its columns and rows.
    fn size(&self) -> io::Result<Size>;
}

/// Draws successive frames on a device, and sends only the differences.
#[derive(Debug)]
pub struct Painter<D: Device> {
    terminal: Terminal<Canvas<D>>,
    rows: FragileRows,
    frames: Frames,
    /// The device may not show the last frame, so the next one is drawn in full.
    spoilt: bool,
}

impl<D: Device> Painter<D> {
    /// Creates a painter. Without `colours` it sends no colours at all. The first frame clears the screen.
    pub fn new(device: D, colours: bool) -> io::Result<Self> {
        Ok(Self {
            terminal: Terminal::new(Canvas::new(device, colours))?,
            rows: FragileRows::default(),
            frames: Frames::default(),
            spoilt: true,
        })
    }

    /// The device, for what is not a part of a frame.
    pub fn device(&mut self) -> &mut D {
        &mut self.terminal.backend_mut().device
    }

    /// Makes the next draw a full one, because the device may show something else now.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// Sets the characters that borders and gauges are drawn with from now on.
    pub fn draw_with(&mut self, frames: Frames) {
        self.frames = frames;
        self.spoil();
    }

    /// Sends colours from now on, or none.
    pub fn colour(&mut self, on: bool) {
        self.terminal.backend_mut().colours = on;
        self.spoil();
    }

    /// Draws a frame. If it equals the last one, nothing is sent.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let size = self.terminal.size()?;
        let area = Rect::from((Position::ORIGIN, size));
        if area.is_empty() {
            self.spoilt = true;
            return Ok(());
        }
        if take(&mut self.spoilt) || self.terminal.get_frame().area() != area {
            self.rows.forget();
            self.terminal.backend_mut().told = Caret::Unknown;
            // This clears the screen too.
            self.terminal.resize(area)?;
        }
        let (rows, frames) = (&mut self.rows, self.frames);
        self.terminal.draw(|frame| {
            picture(frame);
            rows.mark_rows(frame.buffer_mut(), frames);
        })?;
        Ok(())
    }
}

/// A device as a ratatui backend. Each frame is sent in one write.
#[derive(Debug)]
struct Canvas<D> {
    device: D,
    colours: bool,
    frame: Vec<u8>,
    pen: Pen,
    /// Where the next character goes, if known.
    cursor: Option<Position>,
    /// Blanks that are still to be written, from the cursor on.
    blanks: u16,
    /// What the device shows.
    shown: Buffer,
    /// The wanted position of the caret.
    caret: Caret,
    /// The position that the device was last told.
    told: Caret,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caret {
    Unknown,
    Hidden,
    At(Position),
}

impl<D: Device> Canvas<D> {
    fn new(device: D, colours: bool) -> Self {
        Self {
            device,
            colours,
            frame: Vec::new(),
            pen: Pen::default(),
            cursor: None,
            blanks: 0,
            shown: Buffer::default(),
            caret: Caret::Hidden,
            told: Caret::Unknown,
        }
    }

    /// Moves the cursor, in as few bytes as possible: often it is shorter to repeat what is there.
    fn reach(&mut self, place: Position) -> io::Result<()> {
        let from = self.cursor.replace(place);
        if from == Some(place) {
            return Ok(());
        }
        let Some(from) = from.filter(|from| from.y == place.y && from.x < place.x) else {
            return go(&mut self.frame, place);
        };
        let forward = match place.x - from.x {
            1 => "\x1b[C".to_owned(),
            cells => format!("\x1b[{cells}C"),
        };
        // A cell has at least one byte: what has more cells than the jump has bytes is not looked at.
        let is_short = usize::from(place.x - from.x) <= forward.len();
        let between = is_short
            .then(|| self.shown_between(from, place.x))
            .flatten();
        let between = between.filter(|between| between.len() <= forward.len());
        let bytes = between.unwrap_or(forward);
        self.frame.extend_from_slice(bytes.as_bytes());
        Ok(())
    }

    /// What the device shows from a cell up to a column, if writing it with the current pen would change
    /// nothing.
    fn shown_between(&self, from: Position, end: u16) -> Option<String> {
        let mut text = String::new();
        let mut place = from;
        while place.x < end {
            let cell = self.shown.cell(place)?;
            let symbol = cell.symbol();
            if !self.looks_so(cell, self.pen) || text::is_disputed(symbol) {
                return None;
            }
            text.push_str(symbol);
            place.x += symbol.cell_width().max(1);
        }
        (place.x == end).then_some(text)
    }

    /// Keeps what the device shows in a cell. Returns whether the second cell of a wide character that was
    /// there is left alone.
    fn keep(&mut self, place: Position, cell: &Cell) -> bool {
        let cells = cell.symbol().cell_width();
        let covered = Position {
            x: if cells > 1 { place.x + 1 } else { place.x },
            ..place
        };
        let was_wide = self
            .shown
            .cell(covered)
            .is_some_and(|cell| cell.symbol().cell_width() > 1);
        if let Some(behind) = self.shown.cell_mut(covered) {
            *behind = Cell::EMPTY;
        }
        if let Some(shown) = self.shown.cell_mut(place) {
            shown.clone_from(cell);
        }
        was_wide
    }

    fn take_pen(&mut self, pen: Pen) -> io::Result<()> {
        pen.replace(self.pen, &mut self.frame)?;
        self.pen = pen;
        Ok(())
    }

    /// Writes the blanks that are due. `goes_on`: something follows right behind them.
    fn write_blanks(&mut self, goes_on: bool) -> io::Result<()> {
        let (cells, Some(cursor)) = (take(&mut self.blanks), self.cursor) else {
            return Ok(());
        };
        if cells == 0 {
            return Ok(());
        }
        if !self.pen.blank_looks_like(Pen::default()) {
            self.take_pen(Pen::default())?;
        }
        let erase = format!("\x1b[{cells}X");
        let move_after = if goes_on { erase.len() } else { 0 };
        if erase.len() + move_after < usize::from(cells) {
            self.frame.extend_from_slice(erase.as_bytes());
        } else {
            self.frame
                .extend(std::iter::repeat_n(b' ', usize::from(cells)));
            self.cursor = Some(Position {
                x: cursor.x + cells,
                ..cursor
            });
        }
        Ok(())
    }

    /// Adds a plain blank to those that are due, together with the blanks that stand between.
    fn blank(&mut self, place: Position) -> io::Result<()> {
        if let Some(gap) = self.blanks_between(place) {
            self.blanks += gap + 1;
            return Ok(());
        }
        self.write_blanks(false)?;
        self.reach(place)?;
        self.blanks = 1;
        Ok(())
    }

    /// How many cells lie between the blanks that are due and this place, if they are plain blanks, too.
    fn blanks_between(&self, place: Position) -> Option<u16> {
        let cursor = self.cursor.filter(|cursor| cursor.y == place.y)?;
        let end = cursor.x + self.blanks;
        let gap = place.x.checked_sub(end)?;
        let is_blank = |x| {
            let cell = self.shown.cell((x, place.y));
            cell.is_some_and(|cell| self.is_plain_blank(cell))
        };
        let joins = gap == 0 || self.blanks > 0 && (end..place.x).all(is_blank);
        joins.then_some(gap)
    }

    fn is_plain_blank(&self, cell: &Cell) -> bool {
        cell.symbol() == " " && self.looks_so(cell, Pen::default())
    }

    /// Whether a cell that is written with this pen looks as it should.
    fn looks_so(&self, cell: &Cell, written: Pen) -> bool {
        let pen = Pen::of(cell, self.colours);
        pen == written || cell.symbol() == " " && pen.blank_looks_like(written)
    }

    fn write(&mut self, place: Position, cell: &Cell) -> io::Result<()> {
        let goes_on = self.blanks_between(place) == Some(0);
        self.write_blanks(goes_on)?;
        self.reach(place)?;
        if !self.looks_so(cell, self.pen) {
            self.take_pen(Pen::of(cell, self.colours))?;
        }
        let symbol = cell.symbol();
        let cells = symbol.cell_width();
        let behind = Position {
            x: place.x + cells,
            ..place
        };
        self.cursor = Some(behind);
        if text::is_disputed(symbol) {
            self.frame
                .extend(std::iter::repeat_n(b' ', usize::from(cells)));
            go(&mut self.frame, place)?;
            self.cursor = None;
        }
        self.frame.extend_from_slice(symbol.as_bytes());
        Ok(())
    }
}

fn go(frame: &mut Vec<u8>, Position { x, y }: Position) -> io::Result<()> {
    write!(frame, "\x1b[{};{}H", y + 1, x + 1)
}

impl<D: Device> Backend for Canvas<D> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Whatever happened since the last frame, this one relies on nothing but the cells.
        self.cursor = None;
        let mut content = content.peekable();
        while let Some((x, y, cell)) = content.next() {
            let place = Position { x, y };
            if x == 0 && cell.diff_option == CellDiffOption::AlwaysUpdate {
                // The whole row, as if it had been empty before.
                self.write_blanks(false)?;
                self.reach(place)?;
                self.take_pen(Pen::default())?;
                self.frame.extend_from_slice(ERASE);
            }
            if self.is_plain_blank(cell) {
                self.blank(place)?;
            } else {
                self.write(place, cell)?;
            }
            let behind = Position {
                x: x + cell.symbol().cell_width(),
                y,
            };
            let uncovers = self.keep(place, cell);
            let is_next = content
                .peek()
                .is_some_and(|(x, y, _)| *x == behind.x && *y == behind.y);
            if uncovers && !is_next {
                // The second cell of a wide character that was removed, or partly covered. For ratatui it was
                // and is a plain blank. A terminal that clears it may leave the style of either character.
                self.blank(behind)?;
                self.keep(behind, &Cell::EMPTY);
            }
        }
        self.write_blanks(false)?;
        self.take_pen(Pen::default())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret = Caret::Hidden;
        Ok(())
    }

    /// It is shown once it has a position.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Never queries the terminal: the reply would go to the thread that reads the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        match self.caret {
            Caret::At(place) => Ok(place),
            Caret::Unknown | Caret::Hidden => Ok(Position::ORIGIN),
        }
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret = Caret::At(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Always clears the whole screen: no other region is ever requested.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        let size = self.device.size()?;
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        self.frame.extend_from_slice(b"\x1b[m\x1b[2J");
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        self.device.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.device.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() && self.told == self.caret {
            return Ok(());
        }
        let mut all = BEGIN.to_vec();
        all.append(&mut self.frame);
        match self.caret {
            Caret::At(place) => {
                go(&mut all, place)?;
                if !matches!(self.told, Caret::At(_)) {
                    all.extend_from_slice(b"\x1b[?25h");
                }
            }
            _ if self.told == Caret::Hidden => {}
            _ => all.extend_from_slice(b"\x1b[?25l"),
        }
        all.extend_from_slice(END);
        self.device.write_all(&all)?;
        self.device.flush()?;
        self.told = self.caret;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
