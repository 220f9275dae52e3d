//! Measures the width of text in cells, and shortens text to a width.
//!
//! The width is ratatui's own, cluster by cluster, as in its buffer when it draws: a different measure here
//! would misalign the columns.

use std::borrow::Cow;
use std::iter;

use icu_normalizer::ComposingNormalizerBorrowed;
use ratatui::buffer::CellWidth;
use unicode_linebreak::linebreaks;
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The mark at the end of a truncated text.
const CUT: char = '~';

/// The width of the text in cells.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// Truncates the text, with a `~` at its end, if it is wider than `cells`.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if text.len() <= cells && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut kept = 0;
    let mut at = 0;
    for part in parts(text, cells) {
        used += width(part);
        if used > cells {
            return match cells {
                0 => Cow::Borrowed(""),
                _ => Cow::Owned(format!("{}{CUT}", &text[..kept])),
            };
        }
        at += part.len();
        if used < cells {
            kept = at;
        }
    }
    Cow::Borrowed(text)
}

/// The parts of a text that must not be cut: clusters, and code points that stand for a character. Half of
/// one would mean nothing, or something else.
fn parts(text: &str, cells: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let whole = super::code_point(rest).filter(|point| point.len() <= cells);
        let part = whole.or_else(|| rest.graphemes(true).next())?;
        rest = &rest[part.len()..];
        Some(part)
    })
}

/// The text in exactly `cells` cells: truncated if it is wider, padded with spaces if it is narrower.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Wraps the text into lines of at most `cells` cells, at the usual break opportunities of Chinese and
/// English; a word that is wider than a line is broken anywhere. Line feeds are kept as line ends. Returns at
/// least one line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, cells.max(1), &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, cells: usize, lines: &mut Vec<String>) {
    let mut line = OpenLine {
        text: String::new(),
        used: 0,
    };
    let mut start = 0;
    for (end, _) in linebreaks(paragraph) {
        let piece = &paragraph[start..end];
        // A hyphen is more often a part of an ID than the end of a word, and half an ID is a different ID.
        if piece.ends_with('-') && end < paragraph.len() {
            continue;
        }
        start = end;
        // The spaces after a word may extend past the edge: they are cut with the line.
        let word = width(piece.trim_end_matches(' '));
        if line.used + word > cells && line.used > 0 {
            line.finish(lines);
        }
        if word <= cells {
            line.push(piece, width(piece));
            continue;
        }
        for part in parts(piece, cells) {
            let part = fit(part, cells);
            let wide = width(&part);
            if line.used + wide > cells {
                line.finish(lines);
            }
            line.push(&part, wide);
        }
    }
    line.finish(lines);
}

/// The line that is being filled.
struct OpenLine {
    text: String,
    used: usize,
}

impl OpenLine {
    fn push(&mut self, piece: &str, wide: usize) {
        self.text.push_str(piece);
        self.used += wide;
    }

    fn finish(&mut self, lines: &mut Vec<String>) {
        lines.push(self.text.trim_end_matches(' ').to_owned());
        self.text.clear();
        self.used = 0;
    }
}

/// Whether terminals may disagree about the width of a grapheme cluster: more than one character, emoji, and
/// scripts and signs that newer versions of Unicode changed or that terminals join.
pub fn is_disputed(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (None, _) => false,
        (Some(c), None) => !is_settled(c),
        (Some(_), Some(_)) => true,
    }
}

/// Whether terminals give the character a cell of its own although ratatui does not: a sign that is written
/// beside its letter but belongs to its cluster, and a character that joins the next letter to its cluster.
pub(super) fn takes_more(c: char) -> bool {
    const COENG: char = '\u{17D2}';
    c == COENG || c.width() == Some(0) && c.general_category() == GeneralCategory::SpacingMark
}

/// Whether the cluster is the usual way to write what it shows. An `e` with a combining accent is not,
/// because there is a single letter that looks the same; neither is the ohm sign, which looks like the Greek
/// letter.
pub(super) fn is_composed(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (Some(' '..='~' | '\u{A1}'..='\u{24F}' | '\u{3041}'..='\u{9FFF}'), None) => true,
        _ => ComposingNormalizerBorrowed::new_nfc().is_normalized(cluster),
    }
}

/// The characters whose width is undisputed, if those of ambiguous width take one cell.
fn is_settled(c: char) -> bool {
    match c {
        // Most of what a screen shows, without a table lookup.
        ' '..='~' | '\u{2500}'..='\u{257F}' | '\u{4E00}'..='\u{9FFF}' => true,
        '\u{A1}'..='\u{24F}' // Latin
        | '\u{370}'..='\u{52F}' // Greek, Cyrillic
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' // punctuation
        | '\u{2190}'..='\u{21FF}' // arrows
        | '\u{2500}'..='\u{25FF}' // box drawing and gauges
        | '\u{3000}'..='\u{30FF}' // Chinese punctuation, kana
        | '\u{3400}'..='\u{4DBF}' // rare Chinese characters
        | '\u{AC00}'..='\u{D7A3}' // Korean syllables
        | '\u{FF01}'..='\u{FF9D}' // full-width forms, half-width kana
        => !c.is_emoji_char(),
        _ => false,
    }
}

/// Whether every byte is a character of one cell.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// The width of one grapheme cluster; 0 for one with a control character, which ratatui skips.
fn cluster_width(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        return 0;
    }
    usize::from(cluster.cell_width())
}
