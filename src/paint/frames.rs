//! Replaces box-drawing characters by ASCII, for terminals that have no such characters, or give characters
//! of ambiguous width two cells.

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use ratatui::buffer::Cell;

/// A letter that looks like a vertical line, used as a border: it ends right-to-left text even in a terminal
/// that ignores the left-to-right mark.
pub const LETTER_BORDER: char = '\u{1C0}';

/// The characters for borders and gauges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frames {
    /// Box-drawing characters.
    #[default]
    Lines,
    /// ASCII.
    Ascii,
    /// ASCII, also for quotation marks and dashes that the terminal gives two cells and we count as one. Any
    /// other such character is shown as `?`.
    Narrow,
}

impl Frames {
    /// Replaces the characters in a row.
    pub(super) fn draw(self, row: &mut [Cell]) {
        if self == Self::Lines {
            return;
        }
        for cell in row {
            let mut chars = cell.symbol().chars();
            let (Some(c), None) = (chars.next(), chars.next()) else {
                continue;
            };
            let drawn = match c {
                '\u{2500}'..='\u{257F}' => line(c),
                LETTER_BORDER if self == Self::Ascii => '|',
                _ if self == Self::Narrow && is_ambiguous(c) => like(c),
                _ => continue,
            };
            cell.set_char(drawn);
        }
    }
}

fn line(c: char) -> char {
    match c {
        '─' | '╌' | '┄' | '┈' => '-',
        '━' | '═' | '╍' | '┅' | '┉' => '=',
        '│' | '║' | '╎' | '┆' | '┊' => '|',
        '┃' | '╏' | '┇' | '┋' => '#',
        _ => '+',
    }
}

fn is_ambiguous(c: char) -> bool {
    CodePointMapData::<EastAsianWidth>::new().get(c) == EastAsianWidth::Ambiguous
}

/// A similar ASCII character, but never one that could be read as part of an escaped code point, `<202E>`.
fn like(c: char) -> char {
    match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' | '´' => '\'',
        '‐' | '–' | '—' | '―' => '-',
        '…' | '‥' | '·' | '•' => '.',
        '×' => 'x',
        _ => '?',
    }
}
