//! Repairs IDs that other programs have changed: numbers that a spreadsheet rounded, characters that a word
//! processor replaced, and the escapes of Markdown and HTML.

use std::borrow::Cow;

use crate::text::half_width;

/// The ASCII character that a look-alike stands for: hyphens of all kinds, full-width forms.
pub(super) fn ascii(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE58}' | '\u{FE63}' => '-',
        other => half_width(other),
    }
}

/// The word with its look-alikes replaced by ASCII characters, if it has any.
pub(super) fn in_ascii(word: &str) -> Option<String> {
    let folded: String = word.chars().map(ascii).collect();
    (folded != word).then_some(folded)
}

/// The word without the backslashes that Markdown writes before punctuation, if it has any. Any other
/// backslash stays a part of the word: its meaning is unknown.
pub(super) fn without_escapes(word: &str) -> Option<String> {
    let mut plain = String::with_capacity(word.len());
    let mut chars = word.chars();
    let mut found = false;
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let escaped = chars.next().filter(char::is_ascii_punctuation)?;
        plain.push(escaped);
        found = true;
    }
    found.then_some(plain)
}

/// The word inside the underscores of Markdown's bold text.
pub(super) fn inside_bold(word: &str) -> Option<&str> {
    let inside = word.strip_prefix("__")?.strip_suffix("__")?;
    let whole = !inside.is_empty() && !inside.starts_with('_') && !inside.ends_with('_');
    whole.then_some(inside)
}

/// The word without the underscores around other markup: `_**bob_77**_`.
pub(super) fn without_italic(word: &str) -> &str {
    let inside = word
        .strip_prefix('_')
        .and_then(|rest| rest.strip_suffix('_'));
    inside
        .filter(|inside| inside.starts_with('*') && inside.ends_with('*'))
        .unwrap_or(word)
}

/// The word inside the underscores of Markdown's italic text. They may belong to the word.
pub(super) fn inside_italic(word: &str) -> Option<&str> {
    let inside = word.strip_prefix('_')?.strip_suffix('_')?;
    let whole = !inside.is_empty() && !inside.starts_with('_') && !inside.ends_with('_');
    whole.then_some(inside)
}

/// The line without the backslash of a Markdown line break.
pub(super) fn without_break(line: &str) -> &str {
    let rest = line.trim_end_matches('\\');
    let is_break = line.len() == rest.len() + 1 && !rest.ends_with(char::is_whitespace);
    if is_break { rest } else { line }
}

/// The line with HTML entities decoded.
pub(super) fn without_entities(line: &str) -> Cow<'_, str> {
    if line.contains('&') {
        html_escape::decode_html_entities(line)
    } else {
        Cow::Borrowed(line)
    }
}

/// A number that was an ID before a program converted it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NumberDamage<'a> {
    /// The original cannot be known: `1.23457E+11`.
    Lost,
    /// The original may have been this: `12345` of `12345.0`.
    Point(&'a str),
}

/// Whether the word is a number as programs write one, and not an ID.
pub(super) fn damage(word: &str) -> Option<NumberDamage<'_>> {
    let bare = word.strip_prefix(['+', '-']).unwrap_or(word);
    let whole = digits(bare);
    if whole == 0 {
        return None;
    }
    let (number, rest) = bare.split_at(whole);
    let fraction = rest.strip_prefix(['.', ',']).map(|behind| {
        let n = digits(behind);
        (&behind[..n], &behind[n..])
    });
    let (figures, rest) = fraction.unwrap_or(("", rest));
    if rest.is_empty() {
        let is_point = word.contains('.') && !figures.is_empty() && is_zero(figures);
        // The part before the point must be exactly the ID.
        return (is_point && number.len() == word.len() - figures.len() - 1)
            .then_some(NumberDamage::Point(number));
    }
    let power = rest.strip_prefix(['e', 'E'])?;
    let unsigned = power.strip_prefix(['+', '-']).unwrap_or(power);
    let is_power = !unsigned.is_empty() && digits(unsigned) == unsigned.len();
    // `1e5` may be a user; no program writes a number like this.
    (is_power && (fraction.is_some() || unsigned.len() < power.len())).then_some(NumberDamage::Lost)
}

/// Where in the line there are numbers with commas that must not be split.
pub(super) fn numbers_with_comma(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        let length = line[start..]
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | '+' | '-' | '_'))
            })
            .unwrap_or(line.len() - start);
        let begins = !line[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let token = line[start..start + length].trim_end_matches([',', '.']);
        if begins && token.contains(',') && damage(token) == Some(NumberDamage::Lost) {
            found.push(start..start + token.len());
        }
        from = start + length.max(1);
    }
    found
}

/// Whether a spreadsheet rounded the number: it keeps fifteen digits and writes zeros for the rest.
pub(super) fn is_rounded(word: &str) -> bool {
    const KEPT: usize = 15;
    word.len() > KEPT && digits(word) == word.len() && is_zero(&word[KEPT..])
}

/// Placeholders that programs write for a missing value.
pub(super) fn is_no_value(text: &str) -> bool {
    const NONE: [&str; 12] = [
        "null",
        "(null)",
        "<null>",
        "[null]",
        "nil",
        "none",
        "undefined",
        "nan",
        "n/a",
        "#n/a",
        "\\n",
        "(none)",
    ];
    let text = text.trim();
    NONE.contains(&text.to_lowercase().as_str()) || is_error(text)
}

/// `#REF!`, `#DIV/0!`, `#NAME?`, and the signs for a column that is too narrow.
fn is_error(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('#') else {
        return false;
    };
    let named = inner.strip_suffix(['!', '?']);
    named.is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'0'))
    }) || !inner.is_empty() && inner.bytes().all(|b| b == b'#')
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn is_zero(figures: &str) -> bool {
    figures.bytes().all(|b| b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_programs_write_are_no_ids() {
        for lost in [
            "1.23457E+11",
            "1,23E+11",
            "8.61381e+15",
            "1.5e10",
            "1e+16",
            "2E-5",
            "-1.2E+3",
            "1.E+05",
        ] {
            assert_eq!(damage(lost), Some(NumberDamage::Lost), "{lost}");
        }
        for (point, id) in [("12345.0", "12345"), ("7.00", "7"), ("0041.0", "0041")] {
            assert_eq!(damage(point), Some(NumberDamage::Point(id)), "{point}");
        }
        for id in [
            "1e5", "12345", "1.5", "v1.0", "1.2.0", "1e5_x", "0x1f", "e5", "1.", "3-4", "1,0",
        ] {
            assert_eq!(damage(id), None, "{id}");
        }
        assert!(is_rounded("1234567890123450") && is_rounded("86138123456789000000"));
        assert!(!is_rounded("123456789012345") && !is_rounded("1234567890123456"));
    }
}
