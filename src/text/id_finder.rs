//! Finds user IDs in a text that somebody pastes or imports: the prose of a ticket, a list, JSON or a table.
//!
//! In prose, a word cannot be told from an ID by its form: `thanks` may be a user. So every candidate is
//! kept, each with the doubt that speaks against it. An ID is taken as a whole or not at all: half of a
//! damaged one is a different user.
//!
//! # Where a word ends
//! At white space, commas, semicolons, quotes and brackets, at `|`, and at the Chinese marks `，、；：。！？`.
//!
//! # What is taken from a word
//! - Punctuation, symbols, emoji and invisible format characters at its edges are not part of it, so
//!   `@spam_0041` is a mention. Full stops at its end are not either; a dot inside is (`carol.chen`), and so
//!   is a single one in front. The two characters that change the direction of text stay and make the word
//!   invalid: it displays differently from what it contains.
//! - If the rest follows the rule for IDs, it is the candidate.
//! - Otherwise the whole is odd, and each part that follows the rule is an additional candidate:
//!   `请把spam_0041解除` gives itself and `spam_0041`. Parts end at the letters of scripts that are written
//!   without spaces and, when in doubt, at punctuation. A letter of another script does not end one: `jos` is
//!   not in `José`, nor `lice` in a word whose first letter only looks like an `a`.
//! - A word with a different hyphen or in full-width letters is offered in its ASCII form, and is not split
//!   into parts. The markup of Markdown and HTML around and inside a word is removed.
//! - A number that a spreadsheet changed, `1.23457E+11`, cannot be an ID; `12345` of `12345.0` is offered.
//! - Email addresses, URLs, times and dates are not split, only listed as odd. Numbers that count something
//!   (`43个`) are not candidates by themselves.
//! - A label is dropped: a name for an ID before a colon or `=` (`ID:spam_0041`, `"username": "bob"`), or
//!   attached without a space in Chinese (`用户spam_0041`).
//! - A word without a letter, a digit or `_` counts, with a doubt, only if it is alone on its line.
//!
//! # Numbering
//! `1. x`, `1) x`, `(1) x` and `#1 x` are numbered lines, as long as a list of that length is plausible: up
//! to 99, or up to the number of lines. `1、x`, `1:x` and `1.x` are numbered lines only if the lines count up
//! from 1; a single `1.x` gives both `1.x` and `x`, and so does a dash attached to the first word of the
//! line. A number alone on its line is an ID.
//!
//! # JSON and tables
//! If the header of a table names columns of IDs, the one with the best name is read; if two are equally
//! good, the user is asked. JSON is such a table whose keys are the header; if two are equally good, both are
//! in doubt, and without any name the strings and numbers of its arrays count. Inside a text, an object that
//! names IDs is read as JSON, also in the form that Python prints. Values are exact, dots included. Without a
//! known header, lines with equal numbers of cells are treated as columns and classified by their form: the
//! one that looks like IDs is read, the others are in doubt.
//!
//! # Parts
//! A word that touches a bracket, ends in `_` or `-`, or has a star or dots for an omission, is a part of an
//! ID or stands for many, and so is the text on the other side of it, even in the next line.

use std::collections::HashMap;

use lines::Lines;

mod cases;
mod edges;
mod fields;
mod grid;
mod in_line;
mod json;
mod lexicon;
mod lines;
mod mended;
mod mixed;
mod names;
mod numbering;
mod numbers;
mod objects;
mod parts;
mod python;
mod sense;
mod split;
pub mod table;
mod tables;
mod words;

pub use super::id_rule::{IdProblem, MAX_ID_BYTES};
use super::id_rule::{id_problem, is_regular};
pub use names::NameRank;

/// The most lines that are read.
pub const MAX_LINES: usize = 10_000;

/// The most bytes that are read.
pub const MAX_BYTES: usize = 1 << 20;

/// How many characters of an invalid ID are shown.
const SHOWN_CHARS: usize = 64;

/// The IDs in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundIds {
    /// All candidates, in the order of their first appearance.
    pub ids: Vec<Mention>,
    /// Invalid IDs that no call can contain, with every occurrence.
    pub impossible: Vec<ImpossibleId>,
    /// How many lines the text has.
    pub lines: usize,
    /// Which column was read, if it is a table.
    pub columns: ColumnChoice,
}

/// A candidate for an ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The ID as it is sent, in lower case. Untrusted: print it through [`id`](super::id).
    pub id: String,
    /// The line of its first occurrence, from 1.
    pub line: usize,
    /// The number of its occurrences.
    pub times: usize,
    /// Whether it breaks the documented rule for IDs. Older apps have such IDs, but most of these are prose.
    pub odd: bool,
    /// Why it may not be an ID, or not the one that was meant; `None` if one mention of it is beyond doubt.
    pub doubt: Option<IdDoubt>,
}

/// Why a candidate may not be an ID, or not the one that was meant. It is listed, and the user decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdDoubt {
    /// A word of the surrounding sentence.
    Word,
    /// A ticket number.
    Ticket,
    /// A phone number.
    Phone,
    /// A date, an amount or another number of the sentence.
    Number,
    /// According to the text it is something else: an order, a name in another service.
    Other,
    /// The first and the last of a range: `spam_0041..spam_0055`.
    Range,
    /// A part of a longer word.
    Part,
    /// It was normalized: a different hyphen, full-width letters, a number with a decimal point.
    Mended,
    /// It is struck through.
    Struck,
    /// It is outside of the table, or in a row that does not match the header.
    Beside,
    /// It is in a header, or in a column of something else.
    Aside,
    /// It is in a row of totals.
    Total,
    /// A placeholder that programs write for a missing value.
    NoValue,
    /// A spreadsheet may have changed it.
    Spreadsheet,
    /// The header has two names for IDs, and nothing tells which one is meant.
    Column,
    /// The file has two different remarks for it.
    TwoRemarks,
}

/// Text that is in the place of an ID but cannot be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleId {
    /// Its beginning, in the original form: not safe to print.
    pub raw: String,
    /// Its line, from 1.
    pub line: usize,
    /// Why no call can contain it.
    pub reason: IdProblem,
}

/// The text exceeds a limit: its size and the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTooLong {
    /// Lines.
    Lines(LimitPassed),
    /// Bytes.
    Bytes(LimitPassed),
    /// Characters of a paste.
    Chars(LimitPassed),
    /// IDs.
    Ids(LimitPassed),
}

/// A size and the limit that it exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitPassed {
    /// The actual size.
    pub is: u64,
    /// The limit.
    pub limit: u64,
}

impl LimitPassed {
    /// A size of `is` with a limit of `limit`.
    pub fn new(is: usize, limit: usize) -> Self {
        let wide = |n| u64::try_from(n).unwrap_or(u64::MAX);
        Self {
            is: wide(is),
            limit: wide(limit),
        }
    }
}

/// A column that may contain the IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdColumn {
    /// Its index in the table.
    pub place: usize,
    /// Its name in the header: not safe to print.
    pub name: String,
    /// Its first values.
    pub sample: Vec<String>,
}

/// Which column of a table contains the IDs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ColumnChoice {
    /// There is no table.
    #[default]
    None,
    /// The IDs were read from this one.
    Read(IdColumn),
    /// Nothing tells which of these is meant; no IDs were read.
    Ask(Vec<IdColumn>),
}

/// Finds the IDs in a text, by the rules of this module.
pub fn found(text: &str) -> Result<FoundIds, TextTooLong> {
    found_in(text, None)
}

/// Finds the IDs in a text, in the given column if it is a table.
///
/// # Errors
/// If the text is longer than [`MAX_LINES`] or [`MAX_BYTES`]. Nothing is read then: half a list would look
/// like a complete one.
pub fn found_in(text: &str, column: Option<usize>) -> Result<FoundIds, TextTooLong> {
    if text.len() > MAX_BYTES {
        return Err(TextTooLong::Bytes(LimitPassed::new(text.len(), MAX_BYTES)));
    }
    // Spreadsheets put a byte order mark before the first cell; it is not part of it.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = Lines::new(text);
    if lines.len() > MAX_LINES {
        return Err(TextTooLong::Lines(LimitPassed::new(lines.len(), MAX_LINES)));
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
    Ok(found)
}

/// A part of a structured text, with its line.
#[derive(Debug)]
enum TextPart {
    /// Text in the place of an ID.
    Value(String, usize, Option<IdDoubt>),
    /// Exactly an ID.
    Exact(String, usize),
    /// Text outside of the IDs.
    Prose(String, usize, IdDoubt),
}

/// The candidates found so far.
#[derive(Default)]
struct Candidates {
    found: FoundIds,
    /// The index of each ID in `found.ids`.
    places: HashMap<String, usize>,
}

impl Candidates {
    /// Adds a candidate, or counts another mention of it; if it is invalid, adds the reason.
    fn take(&mut self, raw: &str, line: usize, doubt: Option<IdDoubt>) {
        if let Some(reason) = id_problem(raw) {
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

    /// Adds an invalid ID.
    fn refuse(&mut self, raw: &str, line: usize, reason: IdProblem) {
        self.found.impossible.push(ImpossibleId {
            raw: clipped(raw),
            line,
            reason,
        });
    }

    /// Adds a number that a spreadsheet made of an ID, and its possible original. Returns `false` if it is
    /// not one.
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

/// How clearly a column name or a key names IDs; `None` if it does not.
pub fn rank(text: &str) -> Option<NameRank> {
    names::rank(text)
}

/// The same for each of several names in one header or object.
pub fn ranks(names: &[String]) -> Vec<Option<NameRank>> {
    names::ranks(names.iter().map(String::as_str))
}

/// Normalizes a column name: without case, punctuation and spaces; `None` if it is longer than any known
/// name.
pub fn plain_name(text: &str) -> Option<String> {
    names::plain_name(text)
}

/// The ID in one cell of a column of IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellIds {
    /// The ID; the original cell if it contains none.
    pub id: String,
    /// Why it may not be an ID, or not the one that was meant.
    pub doubt: Option<IdDoubt>,
    /// Why it cannot be one.
    pub impossible: Option<IdProblem>,
}

/// Reads a cell of a column of IDs. Case is kept if the whole cell is the ID.
pub fn in_cell(cell: &str) -> CellIds {
    let mut candidates = Candidates::default();
    words::value(cell, 1, None, &mut candidates);
    let FoundIds {
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
                // Several IDs, or a name: the cell as a whole.
                _ => CellIds {
                    id: cell.to_owned(),
                    doubt: None,
                    impossible: id_problem(cell),
                },
            }
        }
    }
}

/// Whether the cell is a placeholder for a missing value.
pub fn is_no_value(cell: &str) -> bool {
    mended::is_no_value(cell)
}

fn clipped(raw: &str) -> String {
    match raw.char_indices().nth(SHOWN_CHARS) {
        None => raw.to_owned(),
        Some((end, _)) => raw[..end].to_owned() + "~",
    }
}
