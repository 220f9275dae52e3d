//! Frames of ASCII, for terminals that give characters of ambiguous width two cells, or have no others.

use icu_normalizer::DecomposingNormalizerBorrowed;
use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthChar;

/// What frames and gauges are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frames {
    /// Lines.
    #[default]
    Lines,
    /// ASCII.
    Ascii,
    /// ASCII, and so is whatever else the terminal gives two cells where we count one: quotation marks, dashes,
    /// accents. What has no ASCII that is like it is shown as `?`.
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
    c.width() == Some(1) && c.width_cjk() == Some(2)
}

fn like(c: char) -> char {
    match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' | '´' => '\'',
        '‐' | '–' | '—' | '―' => '-',
        '…' | '‥' | '·' | '•' => '.',
        '×' => 'x',
        '÷' => '/',
        '°' | '○' | '◎' | '●' => 'o',
        '→' | '≥' => '>',
        '←' | '≤' => '<',
        '±' => '+',
        '★' | '☆' | '※' | '◆' | '◇' | '■' | '□' => '*',
        _ => {
            let parts = DecomposingNormalizerBorrowed::new_nfd();
            let first = parts.normalize_iter(std::iter::once(c)).next();
            first.filter(char::is_ascii).unwrap_or('?')
        }
    }
}
