//! Converts untrusted text to printable text, and measures its width in cells. All text from the server, a
//! file or a paste goes through here on its way into the model.
//!
//! Nothing is ever removed: characters that a terminal would obey, hide or stack are shown as code points,
//! `<202E>`. So a nickname can neither move the cursor nor reverse a line nor look empty, and two different
//! texts print differently. Text is only shortened where a list has little room for it ([`Text::in_row`]).
//! [`printable`] is for what people write to each other and keeps all scripts readable; [`id`] is for what
//! gets confirmed and blocked, and is stricter.

use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

mod cells;
mod dates;
mod emoji;
pub mod exported;
mod field;
mod html;
pub mod id_finder;
mod id_rule;
pub mod mask;
mod needle;

pub use cells::{fit, is_disputed, pad, width, wrap};
pub use field::insert_at_caret;
pub use id_rule::{IdProblem, MAX_ID_BYTES, id_problem, is_regular};
pub use mask::{drawn, drawn_id};
pub use needle::{Needle, sort_key};

/// How many characters of a [`Text`] are shown: far more than any field of the service holds, and far fewer
/// than would make a frame slow.
pub const SHOWN_CHARS: usize = 4096;

/// How many cells of an ID are shown. One that follows the documented rule has at most 64.
pub const SHOWN_ID: usize = 120;

/// How many zero-width marks one letter may carry: Vietnamese and Thai need two, pointed Hebrew three; more
/// than that is used to stack marks over the neighbouring rows.
const MARKS: usize = 3;

/// Untrusted text that is safe to print.
///
/// `Display` honours a width as `str` does, which counts characters; for columns use [`pad`].
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    raw: Box<str>,
    /// Only stored if a shown form differs from `raw`, which is rare.
    shown: Option<Box<Shown>>,
}

/// The shown forms of a [`Text`].
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    exact: Box<str>,
    in_row: Box<str>,
}

impl Text {
    /// Wraps a text. Beyond [`SHOWN_CHARS`] characters only the beginning is shown, with `~`.
    pub fn new(raw: &str) -> Self {
        let (part, cut) = match raw.char_indices().nth(SHOWN_CHARS) {
            None => (raw, ""),
            Some((end, _)) => (&raw[..end], "~"),
        };
        let exact = printable(part) + cut;
        Self {
            raw: raw.into(),
            shown: (exact != raw).then(|| {
                let in_row = escaped(part, imitates_code_point, emoji::ClusterForm::Short) + cut;
                Box::new(Shown {
                    exact: exact.into(),
                    in_row: in_row.into(),
                })
            }),
        }
    }

    /// The original text, to be sent back or compared. Never print this one; print the `Text`.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The text in a form that is safe to print. Two different texts never print alike. In a masked picture, a
    /// [stand-in](mask) for it.
    pub fn shown(&self) -> &str {
        mask::shown(&self.raw, self.unmasked())
    }

    /// The same, never masked: for what is compared, and for texts that are not about users.
    pub fn unmasked(&self) -> &str {
        self.shown.as_ref().map_or(&self.raw, |shown| &shown.exact)
    }

    /// The text in a short form for a row of a list: of a joined emoji only the first picture with `~`, of a
    /// flag its letters. Two texts may look alike here; outside of lists, [`shown`](Self::shown)
    /// distinguishes them.
    pub fn in_row(&self) -> &str {
        let form = self
            .shown
            .as_ref()
            .map_or(&*self.raw, |shown| &shown.in_row);
        mask::shown(&self.raw, form)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.shown())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

/// Normalizes a text for searching: lower case, and full-width forms as ASCII. Some input methods produce
/// `ＢＯＢ－７７` for `bob-77`.
pub fn folded(text: &str) -> String {
    // The whole text at once, because a sigma at the end of a word has a different lower case.
    text.chars()
        .map(half_width)
        .collect::<String>()
        .to_lowercase()
}

/// How well a word is found in a text, both [`folded`]; lower is better: as a whole word, at the beginning of the text,
/// at that of a word, anywhere, or as the first letters of words.
pub fn match_rank(word: &str, text: &str) -> Option<usize> {
    let Some(at) = text.find(word) else {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let initials: String = words.filter_map(|word| word.chars().next()).collect();
        return initials.contains(word).then_some(4);
    };
    let begins = !text[..at].ends_with(char::is_alphanumeric);
    let ends = !text[at + word.len()..].starts_with(char::is_alphanumeric);
    Some(match (begins, ends) {
        (true, true) => 0,
        (true, false) if at == 0 => 1,
        (true, false) => 2,
        (false, _) => 3,
    })
}

/// Whether [`folded`] changes the character. Most of what people write is answered by the first arms.
fn is_folded_away(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_uppercase(),
        '\u{3001}'..='\u{9FFF}' => false,
        _ => half_width(c) != c || !c.to_lowercase().eq([c]),
    }
}

/// The ASCII character of which this is the full-width form; every other character stays as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Makes text written by people safe to print, in every script.
///
/// Two different texts never print alike: a `<` that begins what looks like one of our code points becomes a
/// code point itself.
///
/// Terminals disagree about the width of emoji that consist of several characters. So joiners, skin tones and
/// presentation selectors are shown as code points, and so are the halves of a flag and of a decomposed
/// Korean syllable. The same goes for marks if there is a single character that looks the same, and for a
/// character that is the double of another. It also goes for vowel signs that have no cell here but one in
/// terminals: they would cover the next character. Persian and some Indian scripts use joiners between
/// letters, but there they hide just as well as anywhere else, and a visible one still leaves the word
/// readable. Right-to-left letters stay; the characters that change the direction of text do not.
pub fn printable(raw: &str) -> String {
    escaped(raw, imitates_code_point, emoji::ClusterForm::Exact)
}

/// The same for an input field; also maps a position in the text, both in bytes.
pub fn printable_at(raw: &str, place: usize) -> (String, usize) {
    escaped_at(raw, place, imitates_code_point, emoji::ClusterForm::Exact)
}

/// The same for files, where cells do not matter: emoji stay as they are.
pub fn readable(raw: &str) -> String {
    escaped(raw, imitates_code_point, emoji::ClusterForm::Whole)
}

/// Makes a line safe to print that was put together from printable parts and untrusted ones.
///
/// Printable text stays as it is, so that a name in a message is not escaped twice. The price: a line in
/// which somebody wrote `<202E>` looks like one with the character.
pub fn tame(line: &str) -> String {
    escaped(line, |_| false, emoji::ClusterForm::Exact)
}

/// Escapes characters in JSON that a terminal would obey or hide. The values stay the same for a JSON parser.
pub fn tame_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for cluster in json.graphemes(true) {
        if readable(cluster) == cluster {
            out.push_str(cluster);
            continue;
        }
        for c in cluster.chars() {
            // The quotation mark that opens a string may carry combining marks that follow it.
            if matches!(c, ' '..='~') {
                out.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                let written = write!(out, "\\u{unit:04x}");
                debug_assert!(written.is_ok(), "a String takes everything");
            }
        }
    }
    out
}

/// Replaces characters that a terminal would obey, hide or stack by code points, and every `<` at which
/// `imitates` holds for the rest of the text.
fn escaped(raw: &str, imitates: impl Fn(&str) -> bool, form: emoji::ClusterForm) -> String {
    escaped_at(raw, 0, imitates, form).0
}

/// The same; also maps a position in the text. Both are in bytes.
fn escaped_at(
    raw: &str,
    place: usize,
    imitates: impl Fn(&str) -> bool,
    form: emoji::ClusterForm,
) -> (String, usize) {
    // Fast path: most texts are plain, and lists are long.
    if raw.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'<') {
        return (raw.to_owned(), place);
    }
    let mut out = String::with_capacity(raw.len() + 8);
    let mut shown_at = 0;
    for (at, cluster) in raw.grapheme_indices(true) {
        if let Some(shown) = emoji::shown(cluster, form) {
            out.push_str(&shown);
            continue;
        }
        // The number of marks on the last letter; `None` if there is no letter to carry one: ratatui would
        // drop the mark, or a terminal would put it on the preceding character.
        let mut marks = None;
        let has_double = form != emoji::ClusterForm::Whole && !cells::is_composed(cluster);
        for (offset, c) in cluster.char_indices() {
            if at + offset <= place {
                shown_at = out.len();
            }
            let is_double = || offset > 0 || !cells::is_composed(&cluster[..c.len_utf8()]);
            let shown = if hidden(c)
                || (c == '<' && imitates(&raw[at + offset..]))
                || (form != emoji::ClusterForm::Whole
                    && (emoji::is_part(c) || cells::takes_more(c)))
                || (has_double && is_double())
            {
                None
            } else if c.width() == Some(0) {
                marks.map(|n| n + 1).filter(|&n| n <= MARKS)
            } else {
                Some(0)
            };
            if shown.is_some() {
                out.push(c);
            } else {
                push_code_point(&mut out, c);
            }
            marks = shown;
        }
    }
    if place >= raw.len() {
        shown_at = out.len();
    }
    (out, shown_at)
}

/// Makes a user ID safe to print. Two different IDs never print alike, nor do they look alike: only printable
/// ASCII and the common Chinese characters stay as they are. Everything else, from a Cyrillic `а` to a space
/// at the end, is shown as code points, and so is a literal `<`.
///
/// Only characters that a typeface makes look alike stay alike: `0` and `O`, `未` and `末`.
pub fn id(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        // Only the block of the unified ideographs: the neighbouring blocks (radicals, compatibility forms,
        // kana, strokes) contain doubles of its characters.
        if (c.is_ascii_graphic() && c != '<') || matches!(c, '\u{4E00}'..='\u{9FFF}') && !hidden(c)
        {
            out.push(c);
        } else {
            push_code_point(&mut out, c);
        }
    }
    out
}

/// A user ID short enough to leave room for another one and for a question about both, even on the smallest
/// screen. Beyond [`SHOWN_ID`] cells of [`id`], `~` and a checksum of the whole ID follow.
pub fn short_id(raw: &str) -> String {
    // A character takes at least one cell, so no more need be read to know what is shown.
    let (start, is_whole) = match raw.char_indices().nth(SHOWN_ID) {
        None => (raw, true),
        Some((end, _)) => (&raw[..end], false),
    };
    let mut shown = id(start);
    if is_whole && width(&shown) <= SHOWN_ID {
        return shown;
    }
    let mut used = 0;
    let kept = start.char_indices().find(|(_, c)| {
        used += width(&id(c.encode_utf8(&mut [0; 4])));
        used > SHOWN_ID
    });
    shown = id(&start[..kept.map_or(start.len(), |(at, _)| at)]);
    let mut checksum = DefaultHasher::new();
    raw.hash(&mut checksum);
    let written = write!(shown, "~{:016x}", checksum.finish());
    debug_assert!(written.is_ok(), "a String takes everything");
    shown
}

fn push_code_point(out: &mut String, c: char) {
    let written = write!(out, "<{:04X}>", u32::from(c));
    debug_assert!(written.is_ok(), "a String takes everything");
}

/// Whether the text begins with something that looks like the output of [`push_code_point`].
fn imitates_code_point(text: &str) -> bool {
    code_point(text).is_some()
}

/// The beginning of the text, if it looks like the output of [`push_code_point`].
fn code_point(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let digits = rest
        .bytes()
        .take_while(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
        // One more than a code point has, so that a long run of digits is not read to its end.
        .take(7)
        .count();
    let is_whole = (4..=6).contains(&digits) && rest.as_bytes().get(digits) == Some(&b'>');
    is_whole.then(|| &text[..digits + 2])
}

/// Whether a terminal would obey the character, or show nothing for it.
fn hidden(c: char) -> bool {
    match c.general_category() {
        GeneralCategory::Control
        | GeneralCategory::Format
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::PrivateUse
        | GeneralCategory::Surrogate
        | GeneralCategory::Unassigned => true,
        // The ideographic space is the usual space of Chinese text.
        GeneralCategory::SpaceSeparator => !matches!(c, ' ' | '\u{3000}'),
        _ => matches!(
            c,
            '\u{034F}' // combining grapheme joiner
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
            | '\u{17B4}' | '\u{17B5}' // Khmer inherent vowels
            | '\u{180B}'..='\u{180F}' // Mongolian variation selectors
            | '\u{2800}' // braille blank
            | '\u{2D7F}' // Tifinagh consonant joiner
            | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' // variation selectors
            | '\u{FFFC}' // object replacement
            | '\u{13441}' | '\u{13442}' // Egyptian blanks
            | '\u{16FE4}' // Khitan filler
            | '\u{1D159}' // null notehead
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_folding_changes_is_known_without_folding() {
        for c in '\0'..=char::MAX {
            assert_eq!(
                is_folded_away(c),
                folded(&c.to_string()) != c.to_string(),
                "{c:?}"
            );
        }
    }
}
