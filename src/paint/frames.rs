//! Frames of ASCII, for terminals that give characters of ambiguous width two cells, or have no others.

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use ratatui::buffer::Cell;

use super::fragile::LETTER_BORDER;

/// What frames and gauges are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frames {
    /// Lines.
    #[default]
    Lines,
    /// ASCII.
    Ascii,
    /// ASCII, and so are the quotation marks and dashes that the terminal gives two cells where we count one.
    /// Whatever else is so wide is shown as `?`.
    Narrow,
}

impl Frames {
    /// Draws a row with them.
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

/// Never what could be read as one of our code points, `<202E>`.
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
