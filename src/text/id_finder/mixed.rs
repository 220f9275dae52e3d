//! A line of text that may contain JSON.

use std::borrow::Cow;
use std::ops::Range;

use super::mended;

/// The line with HTML entities decoded, except for the JSON in it, which stays as it is: its values are read
/// separately.
pub(super) struct Mixed<'a> {
    /// The line.
    pub plain: Cow<'a, str>,
    /// The ranges of JSON in it.
    pub json: Vec<Range<usize>>,
    /// The end of each of these in the text.
    ends: Vec<usize>,
    /// The range of the line in the text.
    whole: Range<usize>,
}

impl<'a> Mixed<'a> {
    /// The line that begins at `start` in a text with JSON in these ranges.
    pub fn of(line: &'a str, start: usize, all: &[Range<usize>]) -> Self {
        let whole = start..start + line.len();
        let first = all.partition_point(|range| range.end <= whole.start);
        let json = all[first..]
            .iter()
            .take_while(|range| range.start < whole.end)
            .map(|range| range.start.max(start) - start..range.end.min(whole.end) - start);
        let mut mixed = Self {
            plain: Cow::Borrowed(line),
            json: json.collect(),
            ends: Vec::new(),
            whole,
        };
        mixed.ends = mixed.json.iter().map(|range| start + range.end).collect();
        if line.contains('&') {
            mixed.decode(line);
        }
        mixed
    }

    fn decode(&mut self, line: &str) {
        let mut plain = String::with_capacity(line.len());
        let mut from = 0;
        for range in &mut self.json {
            plain += &mended::without_entities(&line[from..range.start]);
            from = range.end;
            let start = plain.len();
            plain += &line[range.clone()];
            *range = start..plain.len();
        }
        plain += &mended::without_entities(&line[from..]);
        self.plain = Cow::Owned(plain);
    }

    /// The end, in the text, of the JSON before a position in the line.
    pub fn place(&self, at: usize) -> usize {
        if at == self.plain.len() {
            return self.whole.end;
        }
        let before = self.json.partition_point(|range| range.end <= at);
        let last = before.checked_sub(1).map(|last| self.ends[last]);
        last.unwrap_or(self.whole.start)
    }
}
