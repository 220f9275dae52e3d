//! Sends frames to the terminal, so that they are displayed correctly whatever the terminal takes for the
//! width of a character.
//!
//! Terminals disagree about the width of clusters: joined emoji, combining marks, characters newer than the
//! terminal. If a terminal's width differs from ours, the neighbouring cells are overwritten, and a
//! cell-by-cell diff never repairs that. So a row that contains or contained such a cluster is redrawn as a
//! whole when it changes: the cells of the cluster are blanked first, and the cursor is repositioned after
//! it. Vim and Neovim do the same for single cells; the whole row is needed because a terminal that gave a
//! cluster more cells has lost the contents next to it.

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

/// Synchronised output: a terminal that supports it shows everything in between at once; others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const PLAIN: &[u8] = b"\x1b[m";
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

    /// Makes the next draw a full one, because the device may show something else now.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// Sets the characters that borders and gauges are drawn with from now on.
    pub fn draw_with(&mut self, frames: Frames) {
        self.frames = frames;
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
    /// The first cells of wide characters.
    wide: HashSet<(u16, u16)>,
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

/// The current attributes of the device.
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
        // Of these two, some terminals keep only the last one.
        if pen.modifier.contains(Modifier::BOLD) {
            pen.modifier.remove(Modifier::DIM);
        }
        if pen == self.pen {
            return Ok(());
        }
        let mut before = self.pen;
        let mut codes = Codes(&mut self.frame, b"\x1b[");
        if !pen.modifier.contains(before.modifier) {
            // There is no code that resets bold alone; the one that does also resets dim.
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

/// The parameters of one sequence, and the separator before the next one.
struct Codes<'a>(&'a mut Vec<u8>, &'static [u8]);

impl Codes<'_> {
    fn write(&mut self, code: u8) -> io::Result<()> {
        self.0.extend_from_slice(self.1);
        self.1 = b";";
        write!(self.0, "{code}")
    }

    /// Writes a colour; `base` is the code of the first of eight. The terminal's sixteen colours are sent in
    /// the form that a terminal with eight or sixteen colours understands: one that does not know `38;5;n`
    /// reads 5 as blinking. If that form is needed, blinking is switched off at once.
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
        // The position of the device's cursor, if known.
        let mut cursor = None;
        let mut content = content.peekable();
        while let Some((x, y, cell)) = content.next() {
            let symbol = cell.symbol();
            let cells = symbol.cell_width();
            if cursor != Some((x, y)) {
                self.go(x, y)?;
            }
            if x == 0 && cell.diff_option == CellDiffOption::AlwaysUpdate {
                // The whole row, as if it had been empty before.
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
                // The second cell of a wide character that was removed, or partly covered. For ratatui it was
                // and is a plain blank. A terminal that clears it may leave the style of either character.
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
