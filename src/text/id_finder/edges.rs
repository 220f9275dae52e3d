//! The edges of a word: what touches an ID and is no part of it.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The word without the punctuation around it, and without the full stops behind it.
pub(super) fn without_edges(word: &str) -> &str {
    let word = word
        .trim_end_matches(|c| is_edge(c) || c == '.')
        .trim_start_matches(is_edge);
    if word.starts_with("..") {
        word.trim_start_matches(|c| is_edge(c) || c == '.')
    } else {
        word
    }
}

/// Whether the character is not part of an ID that it touches: punctuation, symbols and emoji, circled
/// numbers, and invisible characters. Those that change the direction of text are a part: without them the
/// word would read backwards.
pub(super) fn is_edge(c: char) -> bool {
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
