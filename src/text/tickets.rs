//! User ids in a ticket: prose, a list, JSON or a table, as people paste it.
//!
//! A word of prose cannot be told from an id by its form: `thanks` may be a user. The service is asked
//! about every candidate later, and whoever an action would not change is left out; so a candidate too
//! many costs a look, but an id too few leaves somebody as they were. In doubt a word is kept.
//!
//! # Where a word ends
//! At white space, commas, semicolons, quotes and brackets, at `|`, and at the Chinese marks `，、；：。！？`.
//!
//! # What is taken from a word
//! - Punctuation, symbols, emoji and invisible format characters at its edges are not part of it, so
//!   `@spam_0041` is a mention. The sentence's dots at its end are not either; a dot inside is
//!   (`carol.chen`), and so is a single one in front. The two characters that turn text around stay and
//!   make the word impossible: what it shows is not what it says.
//! - Where all that is left keeps the rule for ids, that is the candidate.
//! - Otherwise it is odd as a whole, and each part that keeps the rule is a candidate besides:
//!   `请把spam_0041解除` gives itself and `spam_0041`. Parts end at punctuation and at the letters of scripts
//!   that are written without spaces. A letter of another script does not end one: `jos` is not in `José`,
//!   nor `lice` in a word whose first letter only looks like an `a`.
//! - Addresses of mail and of pages, times of day, and dates are not taken apart, only listed as odd.
//!   Numbers that count (`43个`) are no candidates by themselves.
//! - A label is dropped: a name for an id before a colon or `=` (`ID:spam_0041`, `"username": "bob"`), or
//!   glued in Chinese (`用户spam_0041`).
//! - A word without a letter, a digit or `_` counts only on a line that holds nothing else.
//!
//! # Numbering
//! `1. x`, `1) x`, `(1) x` and `#1 x` are numbered lines, as long as no list of that length is missing: up
//! to 99, or up to the number of lines. `1、x`, `1:x` and `1.x` are only where the lines count up from 1;
//! a single `1.x` gives both `1.x` and `x`, and so does a dash that sticks to the line's first word. A
//! number alone on its line is an id.
//!
//! # JSON and tables
//! JSON gives the strings and numbers of its arrays, and in its objects what stands under a name for an
//! id. A table needs a heading that names a column of ids, and gives those columns; what is separated
//! without a heading is read as prose, because nobody said which column it is. Values are exact, dots
//! included; one that breaks the rule is odd as a whole, and read as prose besides.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use lines::Lines;

mod json;
mod lines;
mod names;
mod numbering;
mod tables;
mod words;

/// The most lines that are read.
pub const MAX_LINES: usize = 10_000;

/// The most bytes that are read.
pub const MAX_BYTES: usize = 1 << 20;

/// The longest odd id: percent-encoded it is three times as long, and servers take 8 KB of address.
pub const MAX_ID_BYTES: usize = 1024;

/// How many characters of an impossible id are shown.
const SHOWN_CHARS: usize = 64;

/// What a ticket holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Whoever may be meant, in the order of their first appearance.
    pub ids: Vec<Mention>,
    /// What no call can carry, at every place where it stands.
    pub impossible: Vec<Impossible>,
    /// How many lines the ticket has.
    pub lines: usize,
    /// How many mentions were of somebody who had been mentioned before.
    pub repeated: usize,
}

/// A candidate for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The id for the wire, in lower case. Untrusted: print it through [`id`](super::id).
    pub id: String,
    /// The line where it stands first, from 1.
    pub line: usize,
    /// How many times it stands there in all.
    pub times: usize,
    /// Whether it breaks the documented rule for ids. Older apps hold such ids, and most are prose.
    pub odd: bool,
}

/// What stands where an id should, and can be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossible {
    /// Its beginning, as it stands in the text: not safe to print.
    pub raw: String,
    /// The line where it stands, from 1.
    pub line: usize,
    /// Why no call can carry it.
    pub reason: Reason,
}

/// Why something cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing stands in the place of an id: an empty cell, an empty string.
    Empty,
    /// `.` or `..`: in an address these mean another place.
    Dots,
    /// It holds a control or format character.
    Invisible,
    /// It is longer than [`MAX_ID_BYTES`].
    TooLong,
}

/// The ticket is longer than what is read; the limit that it passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// More lines than this.
    Lines(usize),
    /// More bytes than this.
    Bytes(usize),
}

/// The ids in a ticket, by the rules of this module.
///
/// # Errors
/// If the ticket is longer than [`MAX_LINES`] or [`MAX_BYTES`]. Nothing is read then: half a list would
/// look like a list.
pub fn found(text: &str) -> Result<Found, TooMuch> {
    if text.len() > MAX_BYTES {
        return Err(TooMuch::Bytes(MAX_BYTES));
    }
    // Spreadsheets put a byte order mark before the first cell; it is not part of it.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = Lines::new(text);
    if lines.len() > MAX_LINES {
        return Err(TooMuch::Lines(MAX_LINES));
    }
    let mut candidates = Candidates::default();
    match json::parts(text, &lines).or_else(|| tables::parts(text, &lines)) {
        Some(parts) => {
            for part in &parts {
                match part {
                    Part::Value(value, line) => words::value(value, *line, &mut candidates),
                    Part::Prose(prose, line) => words::line(prose, *line, &mut candidates),
                }
            }
        }
        None => words::prose(&lines, &mut candidates),
    }
    let mut found = candidates.found;
    found.lines = lines.len();
    found.repeated = found.ids.iter().map(|mention| mention.times - 1).sum();
    Ok(found)
}

/// What a structured ticket is made of, with the line.
#[derive(Debug)]
enum Part {
    /// It stands where an id stands.
    Value(String, usize),
    /// Nobody says what it is.
    Prose(String, usize),
}

/// What has been found so far.
#[derive(Default)]
struct Candidates {
    found: Found,
    /// Where in `found.ids` an id is.
    places: HashMap<String, usize>,
}

impl Candidates {
    /// Keeps a candidate, as one more mention where it is known; or what is wrong with it.
    fn take(&mut self, raw: &str, line: usize) {
        if let Some(reason) = reason(raw) {
            self.found.impossible.push(Impossible {
                raw: clipped(raw),
                line,
                reason,
            });
            return;
        }
        let id = raw.to_lowercase();
        if let Some(&place) = self.places.get(&id) {
            self.found.ids[place].times += 1;
            return;
        }
        self.places.insert(id.clone(), self.found.ids.len());
        self.found.ids.push(Mention {
            odd: !is_regular(&id),
            id,
            line,
            times: 1,
        });
    }
}

/// Why no call can carry the text.
fn reason(raw: &str) -> Option<Reason> {
    if raw.is_empty() {
        return Some(Reason::Empty);
    }
    if raw.len() > MAX_ID_BYTES {
        return Some(Reason::TooLong);
    }
    if matches!(raw, "." | "..") {
        return Some(Reason::Dots);
    }
    raw.chars().any(is_invisible).then_some(Reason::Invisible)
}

fn is_invisible(c: char) -> bool {
    // Most of what comes need not be looked up.
    !matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}')
        && matches!(
            c.general_category(),
            GeneralCategory::Control | GeneralCategory::Format
        )
}

/// Whether the id keeps the documented rule: at most 64 bytes of `a-z 0-9 _ - .`, and at least one.
#[must_use]
pub fn is_regular(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'))
}

fn clipped(raw: &str) -> String {
    match raw.char_indices().nth(SHOWN_CHARS) {
        None => raw.to_owned(),
        Some((end, _)) => raw[..end].to_owned() + "~",
    }
}
