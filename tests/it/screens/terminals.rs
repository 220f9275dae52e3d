//! Terminals that disagree about the cells of characters.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use alacritty_terminal::event::VoidListener;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::term::test::TermSize;
use alacritty_terminal::term::{Config, Term};
use alacritty_terminal::vte::ansi::Processor;
use ratatui::layout::Size;
use rosterm::paint::Device;
use rosterm::text::{is_disputed, width};
use unicode_segmentation::UnicodeSegmentation;

/// What stands in a cell, and how it looks.
pub type Spot = (String, String);

/// A terminal that shows what it is sent.
pub trait Shows {
    fn take(&mut self, bytes: &[u8]);
    fn spot(&self, x: u16, y: u16) -> Spot;
}

/// A terminal of this name and this size.
pub fn terminal(name: &str, size: (u16, u16)) -> Box<dyn Shows> {
    match name {
        "vt100" => {
            let [columns, rows] = [size.0, size.1].map(|n| NonZero::new(n).unwrap());
            Box::new(vt100::Parser::new(rows, columns, 0))
        }
        "alacritty" => Box::new(Alacritty::new(size)),
        "wider" => Box::new(Model::new(size, 1, true)),
        "narrower" => Box::new(Model::new(size, -1, true)),
        "much wider" => Box::new(Model::new(size, 3, true)),
        "wider, keeps halves" => Box::new(Model::new(size, 1, false)),
        other => unreachable!("no terminal is called {other}"),
    }
}

pub const NAMES: &[&str] = &[
    "vt100",
    "alacritty",
    "wider",
    "narrower",
    "much wider",
    "wider, keeps halves",
];

/// A terminal on whose end somebody else looks.
#[derive(Clone)]
pub struct Shared {
    pub terminal: Rc<RefCell<Box<dyn Shows>>>,
    size: (u16, u16),
    pub sent: Rc<RefCell<usize>>,
}

impl Shared {
    pub fn new(name: &str, size: (u16, u16)) -> Self {
        Self {
            terminal: Rc::new(RefCell::new(terminal(name, size))),
            size,
            sent: Rc::default(),
        }
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.borrow_mut().take(bytes);
        *self.sent.borrow_mut() += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Device for Shared {
    fn size(&self) -> io::Result<Size> {
        Ok(Size::from(self.size))
    }
}

impl Shows for vt100::Parser {
    fn take(&mut self, bytes: &[u8]) {
        self.process(bytes);
    }

    fn spot(&self, x: u16, y: u16) -> Spot {
        let cell = self.screen().cell(y, x).unwrap();
        let text = if cell.has_contents() || cell.is_wide_continuation() {
            cell.contents()
        } else {
            " "
        };
        // Nobody sees how nothing is written.
        let written = (text != " " || cell.inverse())
            .then(|| (cell.fgcolor(), cell.bold(), cell.dim(), cell.inverse()));
        (text.to_owned(), format!("{written:?} {:?}", cell.bgcolor()))
    }
}

struct Alacritty {
    term: Term<VoidListener>,
    parser: Processor,
}

impl Alacritty {
    fn new((columns, rows): (u16, u16)) -> Self {
        let size = TermSize::new(columns.into(), rows.into());
        let mut this = Self {
            term: Term::new(Config::default(), &size, VoidListener),
            parser: Processor::new(),
        };
        this.take(b"\x1b[?7l");
        this
    }
}

impl Shows for Alacritty {
    fn take(&mut self, bytes: &[u8]) {
        self.parser.advance(&mut self.term, bytes);
    }

    fn spot(&self, x: u16, y: u16) -> Spot {
        let cell = &self.term.grid()[Line(y.into())][Column(x.into())];
        let mut text = String::new();
        if !cell.flags.contains(Flags::WIDE_CHAR_SPACER) {
            text.push(cell.c);
            text.extend(cell.zerowidth().unwrap_or_default());
        }
        let flags = cell.flags & (Flags::INVERSE | Flags::BOLD | Flags::DIM | Flags::UNDERLINE);
        let is_blank = text.trim().is_empty() && !flags.contains(Flags::INVERSE);
        let written = (!is_blank).then_some((cell.fg, flags));
        (text, format!("{written:?} {:?}", cell.bg))
    }
}

/// A terminal that gives each disputed cluster more cells than we do, or fewer. It does not wrap.
struct Model {
    columns: usize,
    cells: Vec<Cell>,
    more: isize,
    /// Whether a disputed cluster of which a part is overwritten goes as a whole, as plain wide characters do.
    clears: bool,
    x: usize,
    y: usize,
    style: BTreeSet<String>,
}

#[derive(Clone, Default)]
struct Cell {
    text: String,
    style: BTreeSet<String>,
    /// How far it is to the first cell of the character, and how many cells that has.
    part: (usize, usize),
}

impl Model {
    fn new((columns, rows): (u16, u16), more: isize, clears: bool) -> Self {
        let columns = usize::from(columns);
        Self {
            columns,
            cells: vec![Cell::default(); columns * usize::from(rows)],
            more,
            clears,
            x: 0,
            y: 0,
            style: BTreeSet::new(),
        }
    }

    fn print(&mut self, cluster: &str) {
        let cells = if is_disputed(cluster) {
            width(cluster).saturating_add_signed(self.more).max(1)
        } else {
            width(cluster)
        };
        let x = self.x.min(self.columns - 1);
        let cells = cells.min(self.columns - x);
        let row = self.y * self.columns;
        for at in x..x + cells {
            let (before, all) = self.cells[row + at].part;
            if all < 2 {
                continue;
            }
            let whole = &mut self.cells[row + at - before..][..all];
            let goes = self.clears || !is_disputed(&whole[0].text);
            for cell in whole {
                if goes {
                    cell.text.clear();
                } else if cell.text.is_empty() {
                    cell.text.push('▯');
                }
                cell.part = (0, 1);
            }
        }
        for part in 0..cells {
            self.cells[row + x + part] = Cell {
                text: if part == 0 { cluster } else { "" }.to_owned(),
                style: self.style.clone(),
                part: (part, cells),
            };
        }
        self.x = x + cells;
    }

    fn obey(&mut self, sequence: &str) {
        let (codes, last) = sequence.split_at(sequence.len() - 1);
        let numbers = codes.split(';').map(|code| code.parse().unwrap_or(0));
        let numbers: Vec<usize> = numbers.collect();
        match last {
            "H" => (self.y, self.x) = (numbers[0] - 1, numbers[1] - 1),
            "J" => self.cells.fill(Cell::default()),
            "K" => {
                let row = self.y * self.columns;
                self.cells[row + self.x..row + self.columns].fill(Cell::default());
            }
            "C" => self.x += numbers[0].max(1),
            // As blanks that do not move the cursor; of the style they have the background.
            "X" => {
                let (x, style) = (self.x, self.style.clone());
                self.style.retain(|style| style.starts_with("bg"));
                (0..numbers[0].max(1)).for_each(|_| self.print(" "));
                (self.x, self.style) = (x, style);
            }
            "m" => self.dress(&numbers),
            "h" | "l" => assert!(codes.starts_with('?'), "{sequence}"),
            _ => unreachable!("{sequence} is not known"),
        }
    }

    fn dress(&mut self, codes: &[usize]) {
        let (kind, how, rest) = match *codes {
            [] => return,
            [0, ref rest @ ..] => {
                self.style.clear();
                return self.dress(rest);
            }
            // Nothing blinks.
            [25, ref rest @ ..] => return self.dress(rest),
            [code @ 1..=9, ref rest @ ..] => (format!("mode {code}"), Some(code), rest),
            [22, ref rest @ ..] => {
                self.style.remove("mode 1 1");
                ("mode 2".to_owned(), None, rest)
            }
            [code @ 23..=29, ref rest @ ..] => (format!("mode {}", code - 20), None, rest),
            [38, 5, colour, ref rest @ ..] => ("fg".to_owned(), Some(colour), rest),
            [48, 5, colour, ref rest @ ..] => ("bg".to_owned(), Some(colour), rest),
            [39, ref rest @ ..] => ("fg".to_owned(), None, rest),
            [49, ref rest @ ..] => ("bg".to_owned(), None, rest),
            _ => unreachable!("{codes:?} is not known"),
        };
        self.style.retain(|style| !style.starts_with(&kind));
        if let Some(how) = how {
            self.style.insert(format!("{kind} {how}"));
        }
        self.dress(rest);
    }
}

impl Shows for Model {
    fn take(&mut self, bytes: &[u8]) {
        let mut rest = str::from_utf8(bytes).unwrap();
        while let Some((text, after)) = rest.split_once("\x1b[") {
            text.graphemes(true).for_each(|cluster| self.print(cluster));
            let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap() + 1;
            self.obey(&after[..end]);
            rest = &after[end..];
        }
        rest.graphemes(true).for_each(|cluster| self.print(cluster));
    }

    fn spot(&self, x: u16, y: u16) -> Spot {
        let cell = &self.cells[usize::from(y) * self.columns + usize::from(x)];
        let is_blank = cell.text.is_empty() && cell.part.0 == 0;
        let text = if is_blank { " " } else { &cell.text };
        let mut style = cell.style.clone();
        if text == " " && !style.iter().any(|style| style == "mode 7") {
            style.retain(|style| style.starts_with("bg"));
        }
        (text.to_owned(), Vec::from_iter(style).join(" "))
    }
}
