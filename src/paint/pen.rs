//! The style that the device writes with, and the shortest way from one to the next.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The attributes of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What can be seen of a character without ink.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// The codes that set an attribute, and the ones that reset it.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// The style of a cell.
    pub fn of(cell: &Cell, colours: bool) -> Self {
        let colour = |colour| if colours { colour } else { Color::Reset };
        let mut pen = Self {
            fg: colour(cell.fg),
            bg: colour(cell.bg),
            modifier: cell.modifier,
        };
        // Of these two, some terminals keep only the last one.
        if pen.modifier.contains(Modifier::BOLD) {
            pen.modifier.remove(Modifier::DIM);
        }
        pen
    }

    /// Whether a blank looks the same in both.
    pub fn blank_looks_like(self, other: Self) -> bool {
        let seen = |pen: Self| pen.modifier & SEEN_ON_BLANKS;
        // A reversed blank shows the colour of the text, and so do lines.
        let fg = seen(self).is_empty() || self.fg == other.fg;
        self.bg == other.bg && seen(self) == seen(other) && fg
    }

    /// Writes what turns `before` into this style.
    pub fn replace(self, before: Self, out: &mut Vec<u8>) -> io::Result<()> {
        if self == before {
            return Ok(());
        }
        let start = out.len();
        self.reset_and_set(out)?;
        let reset = out.split_off(start);
        self.set_difference(before, out)?;
        if reset.len() <= out.len() - start {
            out.truncate(start);
            out.extend_from_slice(&reset);
        }
        Ok(())
    }

    fn reset_and_set(self, out: &mut Vec<u8>) -> io::Result<()> {
        if self == Self::default() {
            out.extend_from_slice(b"\x1b[m");
            return Ok(());
        }
        let mut codes = Codes::new(out);
        codes.write(0)?;
        codes.add(self, Self::default())
    }

    fn set_difference(self, before: Self, out: &mut Vec<u8>) -> io::Result<()> {
        let mut codes = Codes::new(out);
        let mut kept = before;
        for (modifier, _, reset) in MODIFIERS {
            if (before.modifier - self.modifier).contains(modifier) {
                codes.write(reset)?;
                // Some codes reset two attributes.
                for (other, _, also) in MODIFIERS {
                    if also == reset {
                        kept.modifier.remove(other);
                    }
                }
            }
        }
        codes.add(self, kept)
    }
}

/// The parameters of one sequence, and the separator before the next one.
struct Codes<'a>(&'a mut Vec<u8>, &'static [u8]);

impl<'a> Codes<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self(out, b"\x1b[")
    }

    fn write(&mut self, code: u8) -> io::Result<()> {
        self.0.extend_from_slice(self.1);
        self.1 = b";";
        write!(self.0, "{code}")
    }

    /// Writes what `pen` has and `before` has not, and ends the sequence.
    fn add(mut self, pen: Pen, before: Pen) -> io::Result<()> {
        for (modifier, code, _) in MODIFIERS {
            if (pen.modifier - before.modifier).contains(modifier) {
                self.write(code)?;
            }
        }
        if pen.fg != before.fg {
            self.colour(pen.fg, 30)?;
        }
        if pen.bg != before.bg {
            self.colour(pen.bg, 40)?;
        }
        self.0.push(b'm');
        Ok(())
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
}
