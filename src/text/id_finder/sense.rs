//! Decides what a word of prose is in its sentence: a greeting, a number of something else, or perhaps an ID.
//!
//! A list is told from a sentence by its words. In a sentence, a word of only letters counts as a part of the
//! sentence, and a number as a number; a word that no sentence contains, like `spam_0041`, stays an ID. All
//! of them are listed; the only difference is that those in doubt are not selected.

use super::in_line::InLine;
use super::lexicon::{
    CHINESE_OTHERS, CLOSINGS, OTHERS, PHONES, REASONS, WORDS, Words, holds, is_han_prose,
};
use super::numbers::{amounts, is_amount, is_figures, is_measure, is_times};
use super::{IdDoubt, cases, fields, mended, names};
use crate::text::dates::is_date;

/// What is known about a line before its words are examined.
#[derive(Debug, Default)]
pub(super) struct LineSense {
    /// It is a sentence.
    prose: bool,
    /// It has words of more than one character.
    has_longer: bool,
    /// It belongs to the signature below a letter.
    signature: bool,
    /// The ranges of phone numbers, and of numbers with commas.
    phones: Vec<std::ops::Range<usize>>,
    amounts: Vec<std::ops::Range<usize>>,
    /// The ranges of fields that contain no ID.
    fields: Vec<std::ops::Range<usize>>,
    /// The doubt of all words that are not explicitly labelled as IDs.
    all: Option<IdDoubt>,
}

/// How many lines below the end of a letter belong to its signature.
const SIGNATURE: usize = 4;
/// The same below the signature separator of mail programs.
const DRAWN: usize = 6;

/// Reads the lines of a letter one by one.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// How many more lines belong to the signature.
    signature: usize,
    /// The previous line belongs to the headers of a mail.
    header: bool,
}

impl Letter {
    /// Classifies the next line; `words` are its words without punctuation.
    pub(super) fn line(&mut self, line: &str, words: &[&str]) -> LineSense {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let is_ours = |word: &String| holds(&WORDS, word) || holds(&CLOSINGS, word);
        let capital = words
            .first()
            .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_uppercase()));
        let greets = capital
            && line
                .trim_end()
                .ends_with([',', '.', '!', '?', ':', '，', '。', '！', '：'])
            && words.iter().all(|word| is_letters(word));
        let prose =
            lower.iter().any(is_ours) || greets || words.iter().any(|word| is_han_prose(word));
        let ends = !words.is_empty()
            && lower
                .iter()
                .all(|w| is_ours(w) || holds(&WORDS, w) || is_letters(w))
            && lower.len() <= 4
            && (lower.iter().any(|w| holds(&CLOSINGS, w))
                || ["谢谢", "此致", "敬礼", "祝好"]
                    .iter()
                    .any(|w| line.contains(w)));
        let ends = ends
            || words
                .iter()
                .any(|w| matches!(*w, "谢谢" | "此致" | "敬礼" | "祝好"));
        let signature = self.signature > 0 && !words.is_empty();
        if matches!(line, "--" | "-- ") {
            self.signature = DRAWN;
        } else if ends {
            self.signature = SIGNATURE;
        } else if signature {
            self.signature -= 1;
        }
        // Long headers continue in the next line.
        self.header = fields::is_header(line) || self.header && line.starts_with([' ', '\t']);
        let all = if self.header {
            Some(IdDoubt::Other)
        } else {
            is_fence(line).then_some(IdDoubt::Word)
        };
        LineSense {
            prose,
            has_longer: words.iter().any(|word| word.chars().nth(1).is_some()),
            signature,
            phones: phones(line),
            amounts: amounts(line),
            fields: fields::ranges(line),
            all,
        }
    }
}

impl LineSense {
    /// Marks the line as prose whatever its words are: it tells about something embedded in it.
    pub(super) fn is_prose(&mut self) {
        self.prose = true;
    }

    /// Whether text that ends in `id` and a colon is a name for IDs: in the headers of a mail it is not.
    pub(super) fn may_announce(&self) -> bool {
        self.all.is_none()
    }

    /// Why a word that has the form of an ID may not be one.
    pub(super) fn doubt(&self, word: &InLine<'_>) -> Option<IdDoubt> {
        let at = word.place;
        let lower = word.bare.to_lowercase();
        let before = word.before.map(str::to_lowercase);
        let is_after = |names: &Words| before.as_deref().is_some_and(|b| holds(names, b));
        let has_digit = word.bare.bytes().any(|b| b.is_ascii_digit());
        if has_digit && cases::is_ticket(word, before.as_deref(), self.prose) {
            return Some(IdDoubt::Ticket);
        }
        if is_range(&lower) {
            return Some(IdDoubt::Range);
        }
        if within(&self.fields, at) && within(&self.phones, at) {
            return Some(IdDoubt::Phone);
        }
        if is_other(word, before.as_deref()) || is_qq(word, &lower) || within(&self.fields, at) {
            return Some(IdDoubt::Other);
        }
        let is_mark = !word.bare.contains(|c: char| c.is_ascii_alphanumeric());
        if is_mark || is_tag(word, &lower) || names::rank(word.bare).is_some() {
            return Some(IdDoubt::Word);
        }
        let known = || holds(&WORDS, &lower) || holds(&REASONS, &lower) || holds(&CLOSINGS, &lower);
        if word.labelled {
            return known().then_some(IdDoubt::Word);
        }
        if self.all.is_some() {
            return self.all;
        }
        if within(&self.phones, at)
            || has_digit
                && is_figures(word.bare)
                && (is_after(&PHONES)
                    || is_after_any(
                        word,
                        &["电话", "手机", "手机号", "联系方式", "座机", "转", "分机"],
                    ))
        {
            return Some(IdDoubt::Phone);
        }
        if within(&self.amounts, at) || is_amount(word.text) {
            return Some(IdDoubt::Number);
        }
        if is_letters(word.bare) {
            // `a) spam_0041`, `x bob_77`; among others like it, it may be a name.
            let is_item = self.has_longer && word.bare.len() == 1;
            return (is_item
                || known()
                || (holds(&OTHERS, &lower) || holds(&PHONES, &lower)) && is_marked(word)
                || (holds(&OTHERS, &lower) || holds(&PHONES, &lower))
                    && (word.behind.is_some_and(is_figures) || is_in_chinese_name(word))
                || before.as_deref().is_some_and(is_figures) && counts(word.bare)
                || is_bracketed(word)
                || self.prose
                || self.signature
                || is_file(&lower))
            .then_some(IdDoubt::Word);
        }
        // A date, a range, an address: `2024-01-31`, `3-4`, `10.0.0.1`.
        if is_figures(word.bare) {
            let apart = word.bare.contains(['-', '.']);
            // The first column of a list of numbers and names.
            let leads = word.line[..word.start].trim().is_empty()
                && word.bare.len() >= 5
                && !word.behind.is_some_and(counts);
            // In `IDs (2): …`, the number is a count.
            let counted = word.bare.len() <= 2 && is_bracketed(word);
            let named = word.before.is_some_and(names::is_name) && !counted;
            // `Tier 2`, and numbers of lines in other styles.
            let neighbours = [word.before, word.behind];
            let beside = neighbours.iter().flatten().any(|other| !is_figures(other));
            let short = word.bare.len() <= 2 && beside;
            let number = apart || (self.prose || self.signature || short) && !leads && !named;
            return number.then_some(IdDoubt::Number);
        }
        // In a list of `x1`, `x2` they are IDs.
        let mut neighbours = [word.before, word.behind].into_iter().flatten();
        let beside = neighbours.any(|other| !(is_times(&lower) && is_times(&other.to_lowercase())));
        if is_date(&lower) || (self.prose || beside) && is_measure(&lower) {
            return Some(IdDoubt::Number);
        }
        (is_site(&lower) || self.prose && is_file(&lower)).then_some(IdDoubt::Word)
    }
}

/// Whether the position is in one of the ranges, which are in order.
pub(super) fn within(ranges: &[std::ops::Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

/// Whether the word is one of ordinary sentences.
pub(super) fn is_word(word: &str) -> bool {
    let lower = word
        .trim_matches([',', '.', '!', '?', ':', ' '])
        .to_lowercase();
    holds(&WORDS, &lower) || holds(&CLOSINGS, &lower)
}

/// Whether the text says that it is not a user: `微信:wxid_41`, `Invoice: A-41`.
fn is_other(word: &InLine<'_>, before: Option<&str>) -> bool {
    let gap = word.line[..word.start].trim_end();
    let marked = gap.ends_with([':', '：', '=', '#']);
    marked && before.is_some_and(|b| holds(&OTHERS, b)) || is_after_any(word, CHINESE_OTHERS)
}

/// Whether it is an account number of another service with the name attached: `QQ123456`.
fn is_qq(word: &InLine<'_>, lower: &str) -> bool {
    let number = lower.strip_prefix("qq").unwrap_or("");
    (5..=11).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && !word.labelled
        && !names::end_in_name(word.named())
}

/// Whether the word begins the Chinese name of something else: `QQ号`.
fn is_in_chinese_name(word: &InLine<'_>) -> bool {
    let behind = &word.line[word.start + word.text.len()..];
    behind.starts_with(['号', '群'])
}

/// Whether a colon or `=` follows the word.
fn is_marked(word: &InLine<'_>) -> bool {
    let behind = word.line[word.start + word.text.len()..].trim_start();
    word.text.ends_with([':', '=']) || behind.starts_with([':', '：', '='])
}

/// Whether the word is alone in brackets, after or before other words: `bob_77 (VIP)`.
fn is_bracketed(word: &InLine<'_>) -> bool {
    let end = word.start + word.text.len();
    let (before, behind) = (&word.line[..word.start], &word.line[end..]);
    before.ends_with(['(', '（', '[', '【'])
        && behind.starts_with([')', '）', ']', '】'])
        && word.before.or(word.behind).is_some()
}

/// `spam_0041..spam_0055`, `spam_0041-spam_0055`, `spam_0041-0055`: the same name with increasing numbers.
fn is_range(word: &str) -> bool {
    let stem = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let is_one = |(first, last): (&str, &str)| {
        let last = last.trim_matches(['.', '-', '~']);
        let (name, number) = first.split_at(stem(first));
        let other = last.strip_prefix(name).unwrap_or(last);
        let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        !name.is_empty()
            && is_number(number)
            && is_number(other)
            && (last.starts_with(name) || number.len() == other.len() && number.len() > 2)
            && number.trim_start_matches('0').len() <= other.trim_start_matches('0').len()
            && number < other
    };
    let marks = word.match_indices(['.', '~', '-']);
    marks
        .map(|(at, mark)| (&word[..at], &word[at + mark.len()..]))
        .any(is_one)
}

/// Whether one of these is directly before the word, with optional spaces and a colon in between.
fn is_after_any(word: &InLine<'_>, names: &[&str]) -> bool {
    let before = word.named();
    names.iter().any(|name| before.ends_with(name))
}

/// Letters, possibly with hyphens between them: `follow-up`.
fn is_letters(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        || matches!(word.to_lowercase().as_str(), "e.g" | "i.e" | "a.m" | "p.m")
}

/// Whether it is an HTML tag before or after a text: `<b>spam_0041</b>`.
fn is_tag(word: &InLine<'_>, lower: &str) -> bool {
    const TAGS: [&str; 22] = [
        "a", "b", "br", "code", "del", "div", "em", "font", "h1", "h2", "h3", "i", "li", "ol", "p",
        "pre", "s", "span", "strong", "td", "u", "ul",
    ];
    word.line[..word.start].ends_with('<') && TAGS.contains(&lower)
}

/// Whether a fenced code block of Markdown begins or ends here.
fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    ["```", "~~~"].iter().any(|fence| {
        line.strip_prefix(fence)
            .is_some_and(|rest| !rest.contains(fence))
    })
}

/// `www.example.org`, `example.com`.
fn is_site(word: &str) -> bool {
    let named = word.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty() && matches!(ending, "com" | "net" | "org" | "cn")
    });
    word.starts_with("www.") || named
}

/// `list.csv`, `example.com`.
fn is_file(word: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "cn", "com", "csv", "doc", "docx", "eml", "io", "jpg", "json", "net", "org", "pdf", "png",
        "txt", "xls", "xlsx",
    ];
    word.rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

fn counts(word: &str) -> bool {
    word.starts_with(['个', '名', '条', '人', '位', '次', '天'])
        || [
            "users", "user", "accounts", "ids", "people", "friends", "time", "times", "days",
            "hours", "minutes", "weeks", "months", "years",
        ]
        .contains(&word.to_lowercase().as_str())
}

/// The ranges of phone numbers in the line.
fn phones(line: &str) -> Vec<std::ops::Range<usize>> {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '+' | '-' | '(' | ')' | '（' | '）' | ' ' | '.' | '/' | '\u{a0}'
            )
    };
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), 'x')]) {
        match start {
            None if is_part(c) => start = Some(at),
            Some(from) if !is_part(c) => {
                let glued = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let apart = !line[..from].ends_with(glued) && !line[at..].starts_with(glued)
                    || line[from..at].contains(' ');
                if apart {
                    phones_in(line, from..at, &mut found);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The run as a whole, or else each of its words.
fn phones_in(line: &str, run: std::ops::Range<usize>, found: &mut Vec<std::ops::Range<usize>>) {
    let text = &line[run.clone()];
    if is_phone(text.trim()) {
        found.push(run);
        return;
    }
    let mut at = run.start;
    for word in text.split_inclusive([' ', '/', '\u{a0}']) {
        if is_phone(word.trim_end_matches([' ', '/', '\u{a0}', '.']).trim()) {
            found.push(at..at + word.len());
        }
        at += word.len();
    }
}

fn is_phone(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let n = digits.len();
    let is_mobile =
        |d: &str| d.len() == 11 && d.starts_with('1') && matches!(d.as_bytes()[1], b'3'..=b'9');
    let home = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86"));
    if is_mobile(&digits) || home.is_some_and(is_mobile) {
        return true;
    }
    if text.starts_with('+') || text.starts_with("00") && text.contains([' ', '-']) {
        return (7..=15).contains(&n);
    }
    if text.starts_with(['(', '（']) && text.contains([' ', '-']) {
        return (7..=12).contains(&n);
    }
    let groups: Vec<usize> = text
        .split(['-', ' '])
        .map(|g| {
            if mended::digits(g) == g.len() {
                g.len()
            } else {
                0
            }
        })
        .collect();
    text.contains('-')
        && (matches!(&groups[..], [3..=4, 7..=8] | [3..=4, 7..=8, 1..=6]) && text.starts_with('0')
            || matches!(&groups[..], [3, 3 | 4, 4])
            || matches!(&groups[..], [1, 3, 3, 4]))
}

/// Whether the cell is the label of a total below a column.
pub(super) fn is_total(cell: &str) -> bool {
    const NAMES: [&str; 13] = [
        "average",
        "avg",
        "count",
        "grandtotal",
        "subtotal",
        "sum",
        "total",
        "totalaccounts",
        "totalids",
        "totals",
        "totalusers",
        "max",
        "min",
    ];
    const CHINESE: [&str; 7] = ["合计", "总计", "共计", "小计", "汇总", "总数", "平均"];
    let letters: String = cell
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    // Text that has the form of an ID is not a label.
    let named = NAMES.contains(&letters.as_str()) && !cell.trim().contains(['_', '.', '-']);
    let unit = letters.trim_end_matches(['人', '个', '条', '户', '名', '行', '用', '账', '号']);
    named || CHINESE.contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_known() {
        for phone in [
            "13800138000",
            "+86 138 0013 8000",
            "138-0013-8000",
            "138 0013 8000",
            "8613800000000",
            "010-12345678",
            "400-820-8820",
            "(555) 123-4567",
            "+1 555 123 4567",
            "1-800-555-1234",
        ] {
            assert_eq!(phones(&format!("x: {phone}, ok")).len(), 1, "{phone}");
        }
        for other in [
            "1001 1002",
            "1001",
            "123457890123",
            "2024-01-31",
            "1001/1002/1003",
            "bob_13800138000",
        ] {
            assert_eq!(phones(other), [], "{other}");
        }
    }

    #[test]
    fn rows_of_sums_are_known() {
        for total in [
            "合计",
            "总计：43",
            "Total",
            "TOTAL: 3",
            "Grand Total",
            "小计 (3)",
            "**Total**",
            "共计43人",
        ] {
            assert!(is_total(total), "{total}");
        }
        for id in ["total_1", "sum_3", "totally", "bob", "Total Wine"] {
            assert!(!is_total(id), "{id}");
        }
    }
}
