//! User ids in a ticket: prose, a list, JSON or a table, as people paste it.
//!
//! A word of prose cannot be told from an id by its form: `thanks` may be a user. So every candidate is
//! kept, and each comes with the doubt that speaks against it. An id is taken whole or not at all: half of
//! a damaged one is another person.
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
//!   `请把spam_0041解除` gives itself and `spam_0041`. Parts end at the letters of scripts that are written
//!   without spaces, and, in doubt, at punctuation. A letter of another script does not end one: `jos` is
//!   not in `José`, nor `lice` in a word whose first letter only looks like an `a`.
//! - With another hyphen or in wide letters the word is offered as it would be in ASCII, and nothing of it
//!   is a part. What Markdown and HTML write around and into a word is taken away.
//! - A number that a spreadsheet changed, `1.23457E+11`, can be no id; `12345` of `12345.0` is offered.
//! - Addresses of mail and of pages, times of day, and dates are not taken apart, only listed as odd.
//!   Numbers that count (`43个`) are no candidates by themselves.
//! - A label is dropped: a name for an id before a colon or `=` (`ID:spam_0041`, `"username": "bob"`), or
//!   glued in Chinese (`用户spam_0041`).
//! - A word without a letter, a digit or `_` counts, in doubt, only on a line that holds nothing else.
//!
//! # Numbering
//! `1. x`, `1) x`, `(1) x` and `#1 x` are numbered lines, as long as no list of that length is missing: up
//! to 99, or up to the number of lines. `1、x`, `1:x` and `1.x` are only where the lines count up from 1;
//! a single `1.x` gives both `1.x` and `x`, and so does a dash that sticks to the line's first word. A
//! number alone on its line is an id.
//!
//! # JSON and tables
//! A table whose heading names a column of ids gives the one with the best name; of two that are as
//! good a person says which. JSON is such a table, its keys are the headings; of two that are as good both
//! are in doubt, and without any name the strings and numbers of its arrays count. In a text an object that
//! names ids is read as JSON, also as Python prints it. Values are exact, dots included. Where no heading is known, lines with as many
//! cells each are told apart by the form of their columns: that of ids is taken, the rest is in doubt.
//!
//! # Parts
//! What is glued to a bracket, ends in `_` or `-`, or has a star or dots for more, is a part of an id or
//! stands for many, and so is what stands on the other side of it, also in the next line.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

pub(super) use lines::Lines;

mod cases;
mod fields;
mod grid;
mod json;
mod lexicon;
mod lines;
pub(super) mod mended;
mod mixed;
pub(super) mod names;
mod numbering;
mod numbers;
mod parts;
mod python;
pub(super) mod sense;
mod split;
mod tables;
mod words;

pub use names::NameRank;
pub(super) use names::is_person;
pub(super) use numbering::is_bullet;

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
pub struct TicketIds {
    /// Whoever may be meant, in the order of their first appearance.
    pub ids: Vec<Mention>,
    /// What no call can carry, at every place where it stands.
    pub impossible: Vec<ImpossibleId>,
    /// How many lines the ticket has.
    pub lines: usize,
    /// How many mentions were of somebody who had been mentioned before.
    pub repeated: usize,
    /// Which column was read, if it is a table.
    pub columns: ColumnChoice,
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
    /// Why it may be no id, or not the one that was meant; `None` if one mention of it is beyond doubt.
    pub doubt: Option<IdDoubt>,
}

/// Why a candidate may be no id, or not the one that was meant. It is listed, and a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdDoubt {
    /// A word of the sentence around it.
    Word,
    /// The number of a ticket.
    Ticket,
    /// A telephone number.
    Phone,
    /// A date, an amount or another number of the sentence.
    Number,
    /// The text calls it something else: an order, a name in another service.
    Other,
    /// The first and the last of many: `spam_0041..spam_0055`.
    Range,
    /// A part of a longer word.
    Part,
    /// The text has other marks: another hyphen, wide letters, a number with a point.
    Mended,
    /// It is struck out.
    Struck,
    /// It stands beside the table, or in a row that does not fit it.
    Beside,
    /// It stands in a heading, or in a column of something else.
    Aside,
    /// It stands in a row of totals.
    Total,
    /// It is what programs write where there is no value.
    NoValue,
    /// A spreadsheet may have made it out of something else.
    Spreadsheet,
    /// Two names for ids stand over it, and nothing says which is meant.
    Column,
    /// The file has two remarks for it.
    TwoRemarks,
}

/// What stands where an id should, and can be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleId {
    /// Its beginning, as it stands in the text: not safe to print.
    pub raw: String,
    /// The line where it stands, from 1.
    pub line: usize,
    /// Why no call can carry it.
    pub reason: IdProblem,
}

/// Why something cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdProblem {
    /// Nothing stands in the place of an id: an empty cell, an empty string.
    Empty,
    /// `.` or `..`: in an address these mean another place.
    Dots,
    /// It holds a control or format character.
    Invisible,
    /// It is longer than [`MAX_ID_BYTES`].
    TooLong,
    /// A spreadsheet made a number of it, and what it was cannot be known.
    Damaged,
}

/// The ticket is longer than what is read: its size and the limit that it passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketTooLong {
    /// Lines.
    Lines(LimitPassed),
    /// Bytes.
    Bytes(LimitPassed),
    /// Characters of a paste.
    Chars(LimitPassed),
    /// Ids.
    Ids(LimitPassed),
}

/// How much there is of something, and how much there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitPassed {
    /// How much there is.
    pub is: u64,
    /// How much there may be.
    pub limit: u64,
}

impl LimitPassed {
    /// `is` of something of which there may be `limit`.
    pub fn new(is: usize, limit: usize) -> Self {
        let wide = |n| u64::try_from(n).unwrap_or(u64::MAX);
        Self {
            is: wide(is),
            limit: wide(limit),
        }
    }
}

/// A column that may be the one with the ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketColumn {
    /// Its place in the table.
    pub place: usize,
    /// Its name as it stands in the heading: not safe to print.
    pub name: String,
    /// Its first values.
    pub sample: Vec<String>,
}

/// What the heading of a table says of its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ColumnChoice {
    /// There is no table.
    #[default]
    None,
    /// The ids were read from this one.
    Read(TicketColumn),
    /// Nobody says which of these is meant; nothing was read.
    Ask(Vec<TicketColumn>),
}

/// The ids in a ticket, by the rules of this module.
pub fn found(text: &str) -> Result<TicketIds, TicketTooLong> {
    found_in(text, None)
}

/// The ids in a ticket; those of this column if it is a table.
///
/// # Errors
/// If the ticket is longer than [`MAX_LINES`] or [`MAX_BYTES`]. Nothing is read then: half a list would
/// look like a list.
pub fn found_in(text: &str, column: Option<usize>) -> Result<TicketIds, TicketTooLong> {
    if text.len() > MAX_BYTES {
        return Err(TicketTooLong::Bytes(LimitPassed::new(
            text.len(),
            MAX_BYTES,
        )));
    }
    // Spreadsheets put a byte order mark before the first cell; it is not part of it.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = Lines::new(text);
    if lines.len() > MAX_LINES {
        return Err(TicketTooLong::Lines(LimitPassed::new(
            lines.len(),
            MAX_LINES,
        )));
    }
    let mut candidates = Candidates::default();
    let mut columns = ColumnChoice::None;
    let structured = json::parts(text, &lines)
        .or_else(|| {
            let (parts, found) = tables::parts(text, column)?;
            columns = found;
            Some(parts)
        })
        .or_else(|| grid::parts(text));
    match structured {
        Some(parts) => {
            for part in &parts {
                words::part(part, &mut candidates);
            }
        }
        None => words::prose(&lines, json::embedded(text, &lines), &mut candidates),
    }
    let mut found = candidates.found;
    found.columns = columns;
    found.lines = lines.len();
    found.repeated = found.ids.iter().map(|mention| mention.times - 1).sum();
    Ok(found)
}

/// What a structured ticket is made of, with the line.
#[derive(Debug)]
enum TicketPart {
    /// It stands where an id stands.
    Value(String, usize, Option<IdDoubt>),
    /// It is an id, to the letter.
    Exact(String, usize),
    /// It stands beside the ids.
    Prose(String, usize, IdDoubt),
}

/// What has been found so far.
#[derive(Default)]
struct Candidates {
    found: TicketIds,
    /// Where in `found.ids` an id is.
    places: HashMap<String, usize>,
}

impl Candidates {
    /// Keeps a candidate, as one more mention where it is known; or what is wrong with it.
    fn take(&mut self, raw: &str, line: usize, doubt: Option<IdDoubt>) {
        if let Some(reason) = reason(raw) {
            return self.refuse(raw, line, reason);
        }
        let id = raw.to_lowercase();
        if let Some(&place) = self.places.get(&id) {
            let known = &mut self.found.ids[place];
            known.times += 1;
            known.doubt = known.doubt.and(doubt);
            return;
        }
        self.places.insert(id.clone(), self.found.ids.len());
        self.found.ids.push(Mention {
            odd: !is_regular(&id),
            id,
            line,
            times: 1,
            doubt,
        });
    }

    /// Keeps what can be no id.
    fn refuse(&mut self, raw: &str, line: usize, reason: IdProblem) {
        self.found.impossible.push(ImpossibleId {
            raw: clipped(raw),
            line,
            reason,
        });
    }

    /// Keeps a number that a spreadsheet made of an id, and what it may have been. `false` if it is none.
    fn take_damaged(&mut self, raw: &str, line: usize) -> bool {
        let Some(damage) = mended::damage(raw) else {
            return false;
        };
        self.refuse(raw, line, IdProblem::Damaged);
        if let mended::NumberDamage::Point(id) = damage {
            self.take(id, line, Some(IdDoubt::Mended));
        }
        true
    }
}

/// How well a heading or a key names ids; `None` if it does not.
pub fn rank(text: &str) -> Option<NameRank> {
    names::rank(text)
}

/// How well each of the names that stand side by side, in a heading or an object, names ids.
pub fn ranks(names: &[String]) -> Vec<Option<NameRank>> {
    names::ranks(names.iter().map(String::as_str))
}

/// A name in a heading without case, marks and spaces; `None` if it is longer than any.
pub fn plain_name(text: &str) -> Option<String> {
    names::plain_name(text)
}

/// What one cell, in which an id stands, gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellIds {
    /// The id; the cell as it stands where it gives none.
    pub id: String,
    /// Why it may be no id, or not the one that was meant.
    pub doubt: Option<IdDoubt>,
    /// Why it is none.
    pub impossible: Option<IdProblem>,
}

/// The id in a cell where an id stands. Case is kept where the cell is the id.
pub fn in_cell(cell: &str) -> CellIds {
    let mut candidates = Candidates::default();
    words::value(cell, 1, None, &mut candidates);
    let TicketIds {
        ids, impossible, ..
    } = candidates.found;
    let of = |mention: &Mention| CellIds {
        id: if mention.id == cell.to_lowercase() {
            cell.to_owned()
        } else {
            mention.id.clone()
        },
        doubt: mention.doubt,
        impossible: None,
    };
    let sure = |mention: &&Mention| mention.doubt.is_none() && !mention.odd;
    let mended = |mention: &&Mention| mention.doubt == Some(IdDoubt::Mended);
    match (&ids[..], &impossible[..]) {
        (_, [refused, ..]) => CellIds {
            id: cell.to_owned(),
            doubt: None,
            impossible: Some(refused.reason),
        },
        ([only], []) => of(only),
        (all, []) => {
            let mut sure = all.iter().filter(sure);
            match (sure.next(), sure.next(), all.iter().find(mended)) {
                (Some(only), None, _) => of(only),
                (None, _, Some(mended)) => of(mended),
                // Several, or a name: the cell as a whole.
                _ => CellIds {
                    id: cell.to_owned(),
                    doubt: None,
                    impossible: reason(cell),
                },
            }
        }
    }
}

/// Whether the cell is what programs write where there is no value.
pub fn is_no_value(cell: &str) -> bool {
    mended::is_no_value(cell)
}

/// Why no call can carry the text.
pub fn reason(raw: &str) -> Option<IdProblem> {
    if raw.is_empty() {
        return Some(IdProblem::Empty);
    }
    if raw.len() > MAX_ID_BYTES {
        return Some(IdProblem::TooLong);
    }
    if matches!(raw, "." | "..") {
        return Some(IdProblem::Dots);
    }
    raw.chars()
        .any(is_invisible)
        .then_some(IdProblem::Invisible)
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
