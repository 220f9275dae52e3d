//! User ids out of what somebody typed or pasted.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// An id that was found in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id for the wire, in lower case. Untrusted: print it through [`id`](super::id).
    pub id: String,
    /// Whether it had capital letters somewhere in the list; the service does not tell them apart.
    pub folded: bool,
    /// How many times it is in the list.
    pub times: usize,
    /// Whether it keeps the documented rule for ids. Older apps hold ids that do not.
    pub regular: bool,
    /// Why it cannot be sent at all.
    pub refused: Option<Refused>,
}

/// Why an id cannot be part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// `.` or `..`: in an address these mean another place.
    Dots,
    /// It holds a control or format character, mostly from copying out of a chat or a web page.
    Invisible,
}

/// The ids in a list that somebody typed or pasted, in the order of their first appearance.
///
/// They end at white space, commas, semicolons, quotes and brackets, Chinese ones included.
#[must_use]
pub fn ids(input: &str) -> Vec<Found> {
    // Spreadsheets put a byte order mark before the first cell; it is not part of it.
    let input = input.strip_prefix('\u{FEFF}').unwrap_or(input);
    let mut found: Vec<Found> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for word in input.split(separates).filter(|word| !word.is_empty()) {
        let id = word.to_lowercase();
        let folded = id != word;
        if let Some(&place) = places.get(&id) {
            found[place].times += 1;
            found[place].folded |= folded;
            continue;
        }
        places.insert(id.clone(), found.len());
        found.push(Found {
            folded,
            times: 1,
            regular: is_regular(&id),
            refused: refused(&id),
            id,
        });
    }
    found
}

/// Whether the id keeps the documented rule: at most 64 bytes of `a-z 0-9 _ - .`, and at least one.
#[must_use]
pub fn is_regular(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'))
}

/// Why the id cannot be part of an address, if it cannot.
pub(super) fn refused(id: &str) -> Option<Refused> {
    if matches!(id, "." | "..") {
        return Some(Refused::Dots);
    }
    id.chars()
        .any(|c| {
            // Most of what comes need not be looked up.
            !matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}')
                && matches!(
                    c.general_category(),
                    GeneralCategory::Control | GeneralCategory::Format
                )
        })
        .then_some(Refused::Invisible)
}

/// Whether words end at the character.
pub(super) fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | ';' | '，' | '、' | '；')
        || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '＂' | '＇')
        || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
        || matches!(c, '（' | '）' | '［' | '］' | '｛' | '｝' | '＜' | '＞')
        || matches!(
            c,
            '【' | '】' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉'
        )
}
