//! Recognizes text that is only a part of an ID, or stands for many: `spam_004[1-3]`, `spam_*`, `spam_00…`,
//! or `dave-` before a line break. Both sides of such a place are parts: half of an ID is a different user.

use std::ops::Range;

use super::edges::without_edges;
use super::sense::{self, within};
use super::{IdDoubt, mended, names};

/// How many bytes to look for a closing bracket.
const BRACKETED: usize = 80;

/// Where a line contains parts of IDs.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The first word continues the previous line.
    goes_on: bool,
    /// Words with a bracket inside.
    patterns: Vec<Range<usize>>,
    /// Footnote numbers and counts.
    markers: Vec<Range<usize>>,
    /// Stars that are wildcards and not markup.
    stars: Vec<usize>,
}

impl Parts {
    /// Reads a line; `goes_on` tells whether the previous line was broken inside a word.
    pub(super) fn of(line: &str, goes_on: bool) -> Self {
        let mut parts = Self {
            goes_on,
            ..Self::default()
        };
        parts.brackets(line);
        parts.stars = single_stars(line);
        parts
    }

    /// Why the word at this place is not a complete ID; `before` is the place and the text of the previous
    /// word.
    pub(super) fn doubt(
        &self,
        line: &str,
        (start, text): (usize, &str),
        before: Option<(usize, &str)>,
    ) -> Option<IdDoubt> {
        if within(&self.markers, start) {
            return Some(IdDoubt::Number);
        }
        let broken = match before {
            None => self.goes_on,
            Some((at, before)) => {
                let gap = &line[at + before.len()..start];
                is_cut(before) && gap.chars().all(|c| c == ' ')
            }
        };
        let star = self.stars.partition_point(|&at| at < start);
        let starred = self
            .stars
            .get(star)
            .is_some_and(|&at| at < start + text.len());
        let is_part = broken
            || starred
            || within(&self.patterns, start)
            || is_abridged(text)
            || is_cut(without_edges(text))
            || ends_soft(line, start + text.len());
        (is_part && !sense::is_word(text)).then_some(IdDoubt::Part)
    }

    /// Whether any word in the line has a bracket inside.
    pub(super) fn has_pattern(&self) -> bool {
        !self.patterns.is_empty()
    }

    fn brackets(&mut self, line: &str) {
        for (at, open) in line.char_indices() {
            let Some(close) = closing(open) else { continue };
            let head = line[..at].trim_end_matches(is_glue).len();
            let from = at + open.len_utf8();
            let limit = line.len().min(from + BRACKETED);
            let limit = (from..=limit).rev().find(|&end| line.is_char_boundary(end));
            let room = &line[from..limit.unwrap_or(from)];
            let end = room.find(close);
            let inside = match end {
                Some(end) => &room[..end],
                None => room.split(char::is_whitespace).next().unwrap_or(""),
            };
            let behind = from + inside.len() + end.map_or(0, |_| close.len_utf8());
            let tail = line[behind..].trim_start_matches(is_glue).len();
            let tail = &line[behind..line.len() - tail];
            let word = Bracket {
                head: &line[head..at],
                open,
                inside,
                tail,
            };
            // `spam_0041[1][2]`
            let follows = |ranges: &[Range<usize>]| ranges.last().is_some_and(|r| r.end == at);
            if follows(&self.markers) {
                self.markers.push(at..behind);
            } else if word.is_pattern() || follows(&self.patterns) {
                self.patterns.push(head..behind + tail.len());
            } else if word.is_marker() {
                self.markers.push(at..behind);
            }
        }
    }
}

/// A word with a bracket in it.
struct Bracket<'a> {
    head: &'a str,
    open: char,
    inside: &'a str,
    tail: &'a str,
}

impl Bracket<'_> {
    fn is_pattern(&self) -> bool {
        let Self { head, tail, .. } = *self;
        let inside: String = self.inside.chars().map(mended::ascii).collect();
        let square = matches!(self.open, '[' | '［');
        let has_tail = tail.contains(|c: char| c.is_ascii_alphanumeric());
        if head.is_empty() {
            // `(spam)_42`
            return has_tail && tail.starts_with(['_', '-']) && !inside.is_empty();
        }
        if names::is_name(head) || !head.contains(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return false;
        }
        let is_word = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_graphic());
        let counted = inside.bytes().any(|b| b.is_ascii_digit())
            && inside
                .bytes()
                .all(|b| b.is_ascii_digit() || b",-|/~. ".contains(&b));
        let between = matches!(inside.as_bytes(), [_, b'-', _, ..]);
        head.ends_with(['_', '-'])
            || matches!(self.open, '{' | '｛')
            || has_tail && is_word
            || self.is_long() && counted && (square || head.ends_with(|c: char| c.is_ascii_digit()))
            || square && (between || inside.starts_with(['_', '-']) || inside.ends_with(['_', '-']))
    }

    fn is_long(&self) -> bool {
        self.inside.len() > 1
    }

    /// `[2]`, `(2)`, `[^note]`.
    fn is_marker(&self) -> bool {
        let is_figure = !self.is_long() && self.inside.bytes().all(|b| b.is_ascii_digit());
        !self.head.is_empty()
            && !names::is_name(self.head)
            && (is_figure || self.inside.starts_with('^'))
    }
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '（' => '）',
        '［' => '］',
        '｛' => '｝',
        _ => return None,
    })
}

fn is_glue(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether the line is broken inside a word, so that the next one begins with the rest of it.
pub(super) fn breaks(line: &str) -> bool {
    let line = line.trim_end();
    let word = line.rsplit(char::is_whitespace).next().unwrap_or("");
    is_cut(without_edges(word)) && word.ends_with(['_', '-', '='])
        || word.ends_with('\u{ad}')
        || ends_soft(line, line.len() - usize::from(line.ends_with('=')))
}

/// Whether the word that ends here continues in the next line, as mail programs break lines.
fn ends_soft(line: &str, end: usize) -> bool {
    let word = line[..end.min(line.len())].trim_end_matches('=');
    let is_end = line[word.len()..].trim_end() == "=";
    let head = word.trim_end_matches(is_glue).len();
    is_end && head < word.len() && !names::is_name(&word[head..])
}

/// `spam_`, `dave-`. Underscores on both sides are markup.
fn is_cut(word: &str) -> bool {
    word.ends_with(['_', '-'])
        && !word.starts_with('_')
        && word.contains(|c: char| c.is_ascii_alphanumeric())
}

/// Whether dots or other characters mark an omission: `spam_00...`, `spam_%`, `spam_00??`.
pub(super) fn is_abridged(text: &str) -> bool {
    let bare = without_edges(text);
    let start = text.find(bare).unwrap_or(0);
    let edges = [&text[..start], &text[start + bare.len()..]];
    let has_letter = bare.contains(|c: char| c.is_ascii_alphabetic() || c == '_');
    let more = |edge: &&str| {
        edge.contains("..") || edge.contains(['…', '⋯', '\u{ad}']) || edge.contains("??")
    };
    edges.iter().any(more)
        || has_letter && edges.iter().any(|edge| edge.contains('%'))
        || bare.contains("..")
}

/// Whether the word contains a star as a wildcard.
pub(super) fn is_starred(word: &str) -> bool {
    !single_stars(word).is_empty()
}

/// Stars that neither begin nor end emphasis in Markdown.
fn single_stars(line: &str) -> Vec<usize> {
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut single = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find('*') {
        let start = from + at;
        let end = line.len() - line[start..].trim_start_matches('*').len();
        from = end;
        let before = line[..start].chars().next_back();
        let behind = line[end..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if !is_space(before)
            && !is_word(behind)
            && let Some(opener) = open.pop_if(|opener| opener.len() == end - start)
        {
            let inside = &line[opener.end..start];
            // `*_0041 and spam_*`
            if opener.len() == 1
                && inside.contains(char::is_whitespace)
                && (inside.starts_with('_') || inside.ends_with('_'))
            {
                single.extend([opener.start, start]);
            }
        } else if !is_space(behind) && !is_word(before) {
            open.push(start..end);
        } else if !is_space(before) {
            single.push(start);
        }
    }
    single.extend(open.into_iter().map(|opener| opener.start));
    single.sort_unstable();
    single
}
