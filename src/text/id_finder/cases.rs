//! Recognizes ticket numbers: `#48213`, `Ticket 48213`, `CS-2026-0713`, `工单CS-2026-0713`.

use super::in_line::InLine;
use super::lexicon::{CHINESE_NUMBERS, CHINESE_OTHERS, CHINESE_TICKETS, TICKETS, holds};
use super::names;
use super::numbers::is_figures;

/// Usual prefixes of help desks' ticket numbers, in lower case.
const PREFIXES: [&str; 14] = [
    "bug", "case", "cs", "help", "inc", "incident", "issue", "jira", "req", "ritm", "sr", "sup",
    "ticket", "tkt",
];

/// What a text says about the word that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberKind {
    /// It is a number, or it is so close to the word for a ticket that it must be one, whatever it looks
    /// like.
    Number,
    /// It may be a ticket, or the user that the ticket is about.
    Ticket,
    /// It is the number of something else.
    Other,
}

/// Whether a word with a digit is a ticket number. `before` is the previous word, in lower case.
pub(super) fn is_ticket(word: &InLine<'_>, before: Option<&str>, prose: bool) -> bool {
    let figures = is_figures(word.bare);
    let number = GroupedNumber::of(word.bare);
    let may_be = figures || number.as_ref().is_some_and(GroupedNumber::is_likely);
    let lead = &word.text[..word.text.find(word.bare).unwrap_or(0)];
    let hash =
        lead.ends_with(['#', '＃']) || word.line[..word.start].trim_end().ends_with(['#', '＃']);
    let is_named = match named(word) {
        Some(NumberKind::Number) => true,
        Some(NumberKind::Ticket) => may_be,
        Some(NumberKind::Other) => return false,
        None => before.is_some_and(|before| holds(&TICKETS, before)) && may_be,
    };
    if hash && may_be || is_named {
        return true;
    }
    let Some(number) = number.filter(|_| !names::end_in_name(word.named())) else {
        return false;
    };
    is_before_ticket(word) && may_be || number.is_by_itself(word.bare, prose)
}

/// What the Chinese text before the word says about it. The longer name wins: an order has a number, too.
fn named(word: &InLine<'_>) -> Option<NumberKind> {
    let text = word.named();
    let longest = |names: &[&str]| {
        let names = names.iter().filter(|name| text.ends_with(*name));
        names.map(|name| name.len()).max()
    };
    let (number, other) = (longest(&CHINESE_NUMBERS), longest(CHINESE_OTHERS));
    if number > other {
        return Some(NumberKind::Number);
    }
    if other.is_some() {
        return Some(NumberKind::Other);
    }
    let name = longest(CHINESE_TICKETS)?;
    let gap = &word.line[text.len()..word.start];
    // `CS-2026-0713号工单：` already has its number; what follows is the subject.
    let before = &text[..text.len() - name];
    let is_numbered = before.ends_with(['号', '號'])
        || gap.contains([':', '：']) && before.ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_numbered {
        return None;
    }
    Some(if gap.contains(char::is_whitespace) {
        NumberKind::Ticket
    } else {
        NumberKind::Number
    })
}

/// `CS-2026-0713号工单`
fn is_before_ticket(word: &InLine<'_>) -> bool {
    let behind = &word.line[word.start + word.text.len()..];
    let behind = behind.trim_start_matches([']', '】', '」', ' ']);
    let behind = behind.strip_prefix(['号', '號']).unwrap_or(behind);
    CHINESE_TICKETS.iter().any(|name| behind.starts_with(name))
}

/// Letters and groups of digits: `CS-2026-0713`, `CS20260713`, `bob_77`.
struct GroupedNumber<'a> {
    letters: &'a str,
    groups: usize,
    digits: usize,
}

impl<'a> GroupedNumber<'a> {
    fn of(word: &'a str) -> Option<Self> {
        let marks = ['-', '_'];
        let word = word.trim_matches(marks);
        let (letters, rest) = word.split_at(word.find(|c: char| !c.is_ascii_alphabetic())?);
        let groups: Vec<&str> = rest.trim_start_matches(marks).split(marks).collect();
        let is_group =
            |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
        (!letters.is_empty() && groups.iter().all(is_group)).then(|| Self {
            letters,
            groups: groups.len(),
            digits: groups.iter().map(|group| group.len()).sum(),
        })
    }

    fn shouts(&self) -> bool {
        self.letters.bytes().all(|b| b.is_ascii_uppercase())
    }

    fn has_prefix(&self) -> bool {
        PREFIXES.contains(&self.letters.to_lowercase().as_str())
    }

    /// Whether it is a ticket number if the text says that there is one. `bob_77` is a user even then.
    fn is_likely(&self) -> bool {
        self.has_prefix() || self.digits >= 3 && (self.shouts() || self.groups > 1)
    }

    /// Whether it is a ticket number even though the text does not say so.
    fn is_by_itself(&self, word: &str, prose: bool) -> bool {
        let shouts = self.shouts() && word.contains('-');
        let enough = if shouts { 1 } else { 3 };
        let begins = self.letters.starts_with(|c: char| c.is_ascii_uppercase());
        self.has_prefix() && self.digits >= enough && (prose || begins)
            || prose && shouts && self.digits >= 3
    }
}
