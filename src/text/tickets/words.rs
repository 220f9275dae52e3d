//! The words of a line, and what is taken from each.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::lines::Lines;
use super::{Candidates, names, numbering, reason};

/// Takes the candidates from all lines.
pub(super) fn prose(lines: &Lines<'_>, into: &mut Candidates) {
    let rests = numbering::rests(lines);
    for ((number, text), rest) in lines.iter().zip(rests) {
        let text = &text[rest..];
        let glued = numbering::glued(text).and_then(|rest| rest.split(separates).next());
        each_word(text, glued, number, into);
    }
}

/// Takes the candidates from text that belongs to a line.
pub(super) fn line(text: &str, number: usize, into: &mut Candidates) {
    each_word(text, None, number, into);
}

/// `glued` is the first word once more, without what may be its number.
fn each_word(text: &str, mut glued: Option<&str>, number: usize, into: &mut Candidates) {
    let words = words(text);
    let holds_nothing_else = !words.iter().any(|word| is_solid(word.text));
    for (i, word) in words.iter().enumerate() {
        if is_label(text, &words, i) {
            continue;
        }
        if holds_nothing_else {
            into.take(word.text, number);
        } else if is_solid(word.text) {
            take(word.text, number, into);
            if let Some(glued) = glued.take() {
                take(glued, number, into);
            }
        }
    }
}

/// Takes the candidates from text that stands where an id stands.
pub(super) fn value(text: &str, number: usize, into: &mut Candidates) {
    let text = text.trim();
    let bare = without_edges(text);
    if is_plain(text) || !is_solid(text) {
        into.take(text, number);
    } else if is_plain(bare) {
        into.take(bare, number);
    } else if text.contains(separates) {
        // A name with a space in it, or a list in one cell.
        if reason(text).is_none() && !text.contains([',', ';', '，', '、', '；']) {
            into.take(text, number);
        }
        line(text, number, into);
    } else {
        take(text, number, into);
    }
}

/// Between separators.
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let ends = line.char_indices().chain([(line.len(), ' ')]);
    for (at, c) in ends {
        match start {
            Some(from) if separates(c) => {
                let text = &line[from..at];
                words.push(Word { text, start: from });
                start = None;
            }
            None if !separates(c) => start = Some(at),
            _ => {}
        }
    }
    words
}

fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | ';' | '，' | '、' | '；')
        || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '＂' | '＇')
        || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
        || matches!(c, '（' | '）' | '［' | '］' | '｛' | '｝' | '＜' | '＞')
        || matches!(
            c,
            '【' | '】' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉'
        )
        || matches!(c, '|' | '｜' | '：' | '。' | '！' | '？')
}

/// Whether the word is a name for what follows, or the first half of one: `User ID:`.
fn is_label(line: &str, words: &[Word<'_>], i: usize) -> bool {
    let is_name_with = |first: usize, last: usize| {
        let (Some(from), Some(to)) = (words.get(first), words.get(last)) else {
            return false;
        };
        if !is_marked(line, to) {
            return false;
        }
        let whole = &line[from.start..to.end()];
        names::is_name(whole.trim_end_matches([':', '=']))
    };
    is_name_with(i, i)
        || is_name_with(i, i + 1)
        || i.checked_sub(1)
            .is_some_and(|before| is_name_with(before, i))
}

/// Whether a colon or `=` stands behind the word.
fn is_marked(line: &str, word: &Word<'_>) -> bool {
    word.text.ends_with([':', '='])
        || line[word.end()..]
            .trim_start_matches([' ', '"', '\''])
            .starts_with([':', '=', '：'])
}

/// Takes the candidates from a word.
fn take(word: &str, line: usize, into: &mut Candidates) {
    let mut rest = word;
    // Addresses of pages first: they hold all the marks at which words are taken apart.
    while let Some(at) = rest.find("://") {
        let before = rest[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let end = rest[at..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(rest.len(), |length| at + length);
        take_apart(before, line, into);
        into.take(without_edges(&rest[before.len()..end]), line);
        rest = &rest[end..];
    }
    take_apart(rest, line, into);
}

/// Takes the candidates from a word, or a part of it, that holds no address of a page.
fn take_apart(word: &str, line: usize, into: &mut Candidates) {
    if !is_solid(word) {
        return;
    }
    let bare = without_labels(without_edges(word));
    let is_whole = whole(word);
    if is_whole(bare) {
        into.take(bare, line);
        return;
    }
    let chunks = chunks(bare);
    if chunks.is_empty() || (chunks != [bare] && reason(bare).is_none()) {
        into.take(bare, line);
    }
    for chunk in chunks {
        if is_whole(chunk) {
            into.take(chunk, line);
            continue;
        }
        let mut pieces = pieces(chunk);
        if pieces.is_empty() || pieces == [chunk] || reason(chunk).is_none() {
            into.take(chunk, line);
        }
        pieces.retain(|piece| *piece != chunk);
        for piece in pieces {
            into.take(piece, line);
        }
    }
}

/// What is not taken apart, in this word.
fn whole(word: &str) -> impl Fn(&str) -> bool {
    // Two mentions in a row look like an address: `@alice@carol.chen`.
    let edge = word.len() - word.trim_start_matches(is_edge).len();
    let is_mention = word[..edge].contains(['@', '＠']);
    move |part| is_plain(part) || is_time(part) || (!is_mention && is_address(part))
}

fn without_labels(mut word: &str) -> &str {
    while let Some(rest) = names::after_label(word) {
        let rest = without_edges(rest);
        if !is_solid(rest) {
            break;
        }
        word = rest;
    }
    word
}

/// The parts between the letters that prose sticks to a word, without numbers that count something.
fn chunks(word: &str) -> Vec<&str> {
    let mut at = 0;
    let chunk = |part| {
        let end = at + str::len(part);
        let next = word[end..].chars().next();
        at = end + next.map_or(0, char::len_utf8);
        let is_count = next.is_some_and(counts) && part.bytes().all(|b| b.is_ascii_digit());
        let chunk = without_edges(part);
        (is_solid(chunk) && !is_count).then_some(chunk)
    };
    word.split(needs_no_space).filter_map(chunk).collect()
}

/// The parts between punctuation. An invisible character does not part them: what is on its two sides
/// looks like one.
fn pieces(chunk: &str) -> Vec<&str> {
    let parts = |c: char| is_edge(c) && c.general_category() != GeneralCategory::Format;
    chunk
        .split(parts)
        .map(without_edges)
        .filter(|piece| is_solid(piece))
        .collect()
}

fn without_edges(word: &str) -> &str {
    let word = word
        .trim_end_matches(|c| is_edge(c) || c == '.')
        .trim_start_matches(is_edge);
    if word.starts_with("..") {
        word.trim_start_matches(|c| is_edge(c) || c == '.')
    } else {
        word
    }
}

/// Whether the word is made of what ids are made of, however long it is.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Whether the word holds more than punctuation.
fn is_solid(word: &str) -> bool {
    word.chars().any(|c| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || c == '_'
        } else {
            // Han, which most prose is made of, need not be looked up.
            matches!(c, '\u{4E00}'..='\u{9FFF}')
                || c.general_category_group() == GeneralCategoryGroup::Letter
                || matches!(
                    c.general_category(),
                    GeneralCategory::DecimalNumber | GeneralCategory::LetterNumber
                )
        }
    })
}

/// Whether the character is no part of an id that it touches: punctuation, symbols and emoji, circled
/// numbers, and what came along invisibly. What turns text around is a part: without it the word would
/// read backwards.
fn is_edge(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && !matches!(c, '_' | '-' | '.');
    }
    match c.general_category() {
        GeneralCategory::OtherNumber => true,
        GeneralCategory::Format => !matches!(c, '\u{202D}' | '\u{202E}'),
        // The emoji's variation selector.
        _ if c == '\u{FE0F}' => true,
        _ => matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol
        ),
    }
}

/// Whether words are written without spaces in the character's script, or with their particles stuck on.
fn needs_no_space(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' // Han, kana
        | '\u{FF66}'..='\u{FF9F}' // narrow kana
    )
}

/// Whether a number before the character says how many, or when.
fn counts(c: char) -> bool {
    matches!(
        c,
        '个' | '名'
            | '条'
            | '人'
            | '位'
            | '次'
            | '天'
            | '年'
            | '月'
            | '日'
            | '点'
            | '时'
            | '分'
            | '秒'
    )
}

fn is_address(word: &str) -> bool {
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let Some((name, host)) = word.split_once('@') else {
        return false;
    };
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'+');
    !name.is_empty()
        && name.bytes().all(is_name)
        && is_plain(host)
        && host
            .split_once('.')
            .is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
}

/// `12:03`, `12:03:21`, `2024/01/31`, `31/01/2024`. Other numbers in a row may be ids.
fn is_time(word: &str) -> bool {
    let lengths = |mark: char| -> Option<Vec<usize>> {
        word.split(mark)
            .map(|part| {
                part.bytes()
                    .all(|b| b.is_ascii_digit())
                    .then_some(part.len())
            })
            .collect()
    };
    matches!(lengths(':').as_deref(), Some([1..=2, 2] | [1..=2, 2, 2]))
        || matches!(
            lengths('/').as_deref(),
            Some([4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
        )
}
