//! Which texts can be an ID: the one rule for what is typed, found in texts and files, and put into URLs.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The longest odd ID: percent-encoding triples its length, and servers accept URLs of 8 KB.
pub const MAX_ID_BYTES: usize = 1024;

/// Why a text cannot be an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdProblem {
    /// There is nothing in the place of an ID: an empty cell, an empty string.
    Empty,
    /// `.` or `..`: in a URL these mean a different path.
    Dots,
    /// It contains a control or format character, or a separator of lines: a person may have read a different
    /// ID when confirming it.
    Invisible,
    /// It is longer than [`MAX_ID_BYTES`].
    TooLong,
    /// A spreadsheet converted it to a number, and the original cannot be known.
    Damaged,
}

/// Why no call can contain the text as an ID.
pub fn id_problem(raw: &str) -> Option<IdProblem> {
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
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    // Fast path: most characters need no lookup.
    !matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}')
        && matches!(
            c.general_category(),
            Control | Format | LineSeparator | ParagraphSeparator
        )
}

/// Whether the ID follows the documented rule: 1 to 64 bytes of `a-z 0-9 _ - .`.
pub fn is_regular(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_any_text_that_can_be_read_and_does_not_climb() {
        for (text, expected) in [
            ("bob_77", None),
            ("Old User@corp", None),
            ("张三", None),
            ("a/b?c#d", None),
            ("...", None),
            (" ", None),
            (&"a".repeat(MAX_ID_BYTES), None),
            ("", Some(IdProblem::Empty)),
            (".", Some(IdProblem::Dots)),
            ("..", Some(IdProblem::Dots)),
            (&"a".repeat(MAX_ID_BYTES + 1), Some(IdProblem::TooLong)),
            (&"黑".repeat(MAX_ID_BYTES), Some(IdProblem::TooLong)),
            ("a\nb", Some(IdProblem::Invisible)),
            ("a\0", Some(IdProblem::Invisible)),
            ("a\u{85}", Some(IdProblem::Invisible)),
            ("a\u{200b}b", Some(IdProblem::Invisible)),
            ("\u{202e}x", Some(IdProblem::Invisible)),
            ("a\u{2028}b", Some(IdProblem::Invisible)),
            ("a\u{2029}", Some(IdProblem::Invisible)),
            ("\u{feff}", Some(IdProblem::Invisible)),
            ("\u{e0041}", Some(IdProblem::Invisible)),
        ] {
            assert_eq!(id_problem(text), expected, "{text:?}");
        }
    }
}
