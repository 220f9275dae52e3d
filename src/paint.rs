//! What the terminal is sent for a picture, so that it shows this picture whatever it thinks of a character's
//! width.
//!
//! Terminals disagree about the cells of clusters: joined emoji, marks, whatever is newer than they are. Where
//! one of them takes other cells than ours, what stands beside it is overwritten, and a diff cell by cell never
//! mends that. So a row that holds such a cluster, or held one, is painted whole when it changes; the cells of
//! the cluster are blanked first, and behind it the cursor is placed anew. Vim and Neovim do the same cell by
//! cell; the whole row is needed because a terminal that gave a cluster more cells has lost what stood there.

use std::collections::HashSet;
use std::io::{self, Write};
use std::mem::take;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use ratatui::{Frame, Terminal};

mod fragile;
mod frames;

use fragile::FragileRows;
pub use frames::Frames;

use crate::text;

/// Begins and ends what a terminal that knows it shows at once; the others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const PLAIN: &[u8] = b"\x1b[m";
/// Clears the row from the cursor on.
const ERASE: &[u8] = b"\x1b[K";

/// What a picture is sent to.
pub trait Device: Write {
    /// Its columns and rows.
    fn size(&self) -> io::Result<Size>;
}

/// Paints one picture after the other on a device, and sends what differs.
#[derive(Debug)]
pub struct Painter<D: Device> {
    terminal: Terminal<Canvas<D>>,
    rows: FragileRows,
    frames: Frames,
    /// The device may not show what was painted last: everything is painted anew.
    spoilt: bool,
}

impl<D: Device> Painter<D> {
    /// A painter that sends no colour at all unless there are `colours`. The first picture clears the screen.
    pub fn new(device: D, colours: bool) -> io::Result<Self> {
        Ok(Self {
            terminal: Terminal::new(Canvas::new(device, colours))?,
            rows: FragileRows::default(),
            frames: Frames::default(),
            spoilt: true,
        })
    }

    /// The device may show something else by now.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// Frames are drawn with these from now on.
    pub fn draw_with(&mut self, frames: Frames) {
        self.frames = frames;
        self.spoil();
    }

    /// Paints a picture. One that is no other than the last sends nothing.
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
            // Clears it too.
            self.terminal.resize(area)?;
        }
        let (rows, frames) = (&mut self.rows, self.frames);
        self.terminal.draw(|frame| {
            picture(frame);
            rows.settle(frame.buffer_mut(), frames);
        })?;
        Ok(())
    }
}

/// A device as ratatui sees it. Everything about a frame leaves in one write.
#[derive(Debug)]
struct Canvas<D> {
    device: D,
    colours: bool,
    frame: Vec<u8>,
    pen: Pen,
    /// Where a character of two cells begins.
    wide: HashSet<(u16, u16)>,
    /// Where the caret is to be.
    caret: Caret,
    /// The same as the device was told it last.
    told: Caret,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caret {
    Unknown,
    Hidden,
    At(Position),
}

/// How the device prints at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl<D: Device> Canvas<D> {
    fn new(device: D, colours: bool) -> Self {
        Self {
            device,
            colours,
            frame: Vec::new(),
            pen: Pen::default(),
            wide: HashSet::new(),
            caret: Caret::Hidden,
            told: Caret::Unknown,
        }
    }

    fn go(&mut self, x: u16, y: u16) -> io::Result<()> {
        go(&mut self.frame, Position { x, y })
    }

    fn take_pen(&mut self, cell: &Cell) -> io::Result<()> {
        let colour = |colour| if self.colours { colour } else { Color::Reset };
        let mut pen = Pen {
            fg: colour(cell.fg),
            bg: colour(cell.bg),
            modifier: cell.modifier,
        };
        // Of the two, some terminals keep whichever came last.
        if pen.modifier.contains(Modifier::BOLD) {
            pen.modifier.remove(Modifier::DIM);
        }
        if pen == self.pen {
            return Ok(());
        }
        let mut before = self.pen;
        let mut codes = Codes(&mut self.frame, b"\x1b[");
        if !pen.modifier.contains(before.modifier) {
            // No code takes bold back alone: the one that does takes dim as well.
            codes.write(0)?;
            before = Pen::default();
        }
        for (modifier, code) in MODIFIERS {
            if (pen.modifier - before.modifier).contains(modifier) {
                codes.write(code)?;
            }
        }
        if pen.fg != before.fg {
            codes.colour(pen.fg, 30)?;
        }
        if pen.bg != before.bg {
            codes.colour(pen.bg, 40)?;
        }
        codes.end();
        self.pen = pen;
        Ok(())
    }
}

const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// The codes of one sequence, and what stands before the next.
struct Codes<'a>(&'a mut Vec<u8>, &'static [u8]);

impl Codes<'_> {
    fn write(&mut self, code: u8) -> io::Result<()> {
        self.0.extend_from_slice(self.1);
        self.1 = b";";
        write!(self.0, "{code}")
    }

    /// A colour; `base` is the code of the first of eight. The sixteen of the terminal go out in the form that
    /// a terminal of eight or sixteen understands: one that does not know `38;5;n` reads 5 as blinking. Where
    /// that form is needed, the blinking is taken back at once.
    fn colour(&mut self, colour: Color, base: u8) -> io::Result<()> {
        let base = match colour {
            Color::Reset => base + 9,
            Color::Black => base,
            Color::Red => base + 1,
            Color::Green => base + 2,
            Color::Yellow => base + 3,
            Color::Blue => base + 4,
            Color::Magenta => base + 5,
            Color::Cyan => base + 6,
            Color::Gray => base + 7,
            Color::DarkGray => base + 60,
            Color::LightRed => base + 61,
            Color::LightGreen => base + 62,
            Color::LightYellow => base + 63,
            Color::LightBlue => base + 64,
            Color::LightMagenta => base + 65,
            Color::LightCyan => base + 66,
            Color::White => base + 67,
            Color::Indexed(n) => {
                self.write(base + 8)?;
                self.write(5)?;
                self.write(n)?;
                25
            }
            Color::Rgb(r, g, b) => {
                self.write(base + 8)?;
                self.write(2)?;
                self.write(r)?;
                self.write(g)?;
                b
            }
        };
        self.write(base)
    }

    fn end(self) {
        self.0.push(b'm');
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
        // Where the device's cursor is, if that is sure.
        let mut cursor = None;
        let mut content = content.peekable();
        while let Some((x, y, cell)) = content.next() {
            let symbol = cell.symbol();
            let cells = symbol.cell_width();
            if cursor != Some((x, y)) {
                self.go(x, y)?;
            }
            if x == 0 && cell.diff_option == CellDiffOption::AlwaysUpdate {
                // The whole row: as if nothing had ever stood there.
                if take(&mut self.pen) != Pen::default() {
                    self.frame.extend_from_slice(PLAIN);
                }
                self.frame.extend_from_slice(ERASE);
            }
            self.take_pen(cell)?;
            if text::is_disputed(symbol) {
                self.frame
                    .extend(std::iter::repeat_n(b' ', usize::from(cells)));
                self.go(x, y)?;
                cursor = None;
            } else {
                cursor = Some((x + cells, y));
            }
            self.frame.extend_from_slice(symbol.as_bytes());
            let uncovers = if cells > 1 {
                self.wide.insert((x, y));
                self.wide.remove(&(x + 1, y))
            } else {
                self.wide.remove(&(x, y))
            };
            let behind = (x + cells, y);
            let is_next = content
                .peek()
                .is_some_and(|(column, row, _)| (*column, *row) == behind);
            if uncovers && !is_next {
                // The second cell of a wide character that went, or was covered in part. For ratatui it was and is
                // a plain blank. A terminal that clears it leaves it the look of either of the two.
                if cursor.is_none() {
                    self.go(behind.0, y)?;
                }
                self.take_pen(&Cell::EMPTY)?;
                self.frame.push(b' ');
                cursor = Some((behind.0 + 1, y));
            }
        }
        if take(&mut self.pen) != Pen::default() {
            self.frame.extend_from_slice(PLAIN);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret = Caret::Hidden;
        Ok(())
    }

    /// It is shown once it has a place.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Nobody asks: whoever reads the keys would get the answer.
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

    /// The whole screen: nothing else is ever asked for.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.wide.clear();
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
