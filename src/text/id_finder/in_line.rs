//! A word of prose with its surroundings.

/// A word in its line.
pub(super) struct InLine<'a> {
    /// The line.
    pub line: &'a str,
    /// The start of the word, including the punctuation around it.
    pub start: usize,
    /// The start of the original word that it is, or is a part of.
    pub place: usize,
    /// The word, with the punctuation around it.
    pub text: &'a str,
    /// The word without it.
    pub bare: &'a str,
    /// The previous word, without punctuation.
    pub before: Option<&'a str>,
    /// The next word, without punctuation.
    pub behind: Option<&'a str>,
    /// It follows a name for an ID and a colon.
    pub labelled: bool,
}

impl<'a> InLine<'a> {
    /// The line up to what may be a name for the word, without the punctuation in between.
    pub(super) fn named(&self) -> &'a str {
        self.line[..self.start].trim_end_matches(is_joint)
    }
}

/// Whether the character may be between a name and what it names.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{3000}' | ':' | '：' | '=' | '#' | '＃' | '为' | '是'
    ) || matches!(c, '(' | '（' | '[' | '［' | '【' | '「' | '『' | '“' | '"')
}
