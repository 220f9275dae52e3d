//! Splits a line into words.

use super::mended;
use super::sense::within;

/// The text between two separators.
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
    /// Only an apostrophe separates it from the previous word.
    pub joined: bool,
    /// It is the target of a link.
    pub is_target: bool,
}

impl Word<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of a line.
pub(super) fn words(line: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let numbers = mended::numbers_with_comma(line);
    let targets = targets(line);
    let ends = line.char_indices().chain([(line.len(), ' ')]);
    for (at, c) in ends {
        let separates = separates(c) && !within(&numbers, at);
        match start {
            Some(from) if separates => {
                let text = &line[from..at];
                let joined = words.last().is_some_and(|before| {
                    matches!(&line[before.end()..from], "'" | "’")
                        && before.text.ends_with(char::is_alphanumeric)
                        && text.starts_with(char::is_alphanumeric)
                });
                let is_target = within(&targets, from);
                words.push(Word {
                    text,
                    start: from,
                    joined,
                    is_target,
                });
                start = None;
            }
            None if !separates => start = Some(at),
            _ => {}
        }
    }
    words
}

/// The ranges of link targets: `[bob](users/bob)`.
fn targets(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find("](") {
        let start = from + at + 2;
        let end = line[start..]
            .find(')')
            .map_or(line.len(), |length| start + length);
        found.push(start..end);
        from = end;
    }
    found
}

/// Whether a word ends at the character.
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
        || matches!(c, '|' | '｜' | '：' | '。' | '！' | '？')
}
