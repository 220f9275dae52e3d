//! Text for files that go through spreadsheets and terminals, must do nothing there, and are read back.

use unicode_width::UnicodeWidthChar;

use super::{hidden, printable, push_code_point};

/// With what a spreadsheet begins a formula; some take the wide signs as well.
const RUNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text as a cell of CSV: printable, never a formula, and without white space at its edges, which would
/// not come back. [`from_cell`] gives the text again.
#[must_use]
pub fn cell(raw: &str) -> String {
    let shown = printable(raw);
    let begun = shown.trim_start();
    let inner = begun.trim_end();
    let (before, after) = (&shown[..shown.len() - begun.len()], &begun[inner.len()..]);
    let mut cell = String::with_capacity(shown.len() + 1);
    if before.is_empty() && inner.starts_with(is_defused) {
        cell.push('\'');
    }
    before.chars().for_each(|c| push_code_point(&mut cell, c));
    cell.push_str(inner);
    after.chars().for_each(|c| push_code_point(&mut cell, c));
    cell
}

/// A cell with this beginning gets a quote before it. One that has a quote already gets another, so that
/// the first can always be taken away.
fn is_defused(c: char) -> bool {
    c == '\'' || RUNS.contains(&c)
}

/// The text of a cell. Of what looks like a code point only those are taken for one that [`cell`] writes:
/// what people write in such brackets stays.
#[must_use]
pub fn from_cell(cell: &str) -> String {
    let cell = cell.trim();
    let mut rest = match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(is_defused) => rest,
        _ => cell,
    };
    let mut raw = String::with_capacity(rest.len());
    while let Some(c) = rest.chars().next() {
        let (c, length) = match code_point(rest) {
            Some((hidden, length)) => (hidden, length),
            None => (c, c.len_utf8()),
        };
        raw.push(c);
        rest = &rest[length..];
    }
    raw
}

/// The character behind `<202E>` at the beginning of the text, and how long that is.
fn code_point(text: &str) -> Option<(char, usize)> {
    // A code point has six digits at most.
    let end = text
        .strip_prefix('<')?
        .bytes()
        .take(7)
        .position(|b| b == b'>')?;
    let digits = &text[1..=end];
    let written = (4..=6).contains(&digits.len())
        && digits
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    let escaped = c == '<' || hidden(c) || c.is_whitespace() || c.width() == Some(0);
    (written && escaped).then_some((c, end + 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOSTILE: [&str; 20] = [
        "",
        " ",
        " both ends\u{3000}",
        "=1+1",
        "=1+1 ",
        "' ",
        "'=1+1",
        "''",
        "'' ",
        "=1 ",
        "@SUM(A1)",
        "-\u{1b}[2J",
        "\u{202e}abc",
        "<202E> and <003C>",
        "<<202E>>",
        "a\r\n\tb\0",
        "\u{301}first",
        "e\u{301}\u{302}\u{303}\u{304}",
        "👨\u{200d}👩\u{200d}👧 王",
        "＝1",
    ];

    proptest! {
        #[test]
        fn a_cell_gives_back_every_text(raw in any::<String>()) {
            prop_assert_eq!(from_cell(&cell(&raw)), raw);
        }

        #[test]
        fn nor_does_it_matter_how_much_a_text_looks_like_a_cell(raw in "[<>'=0-9A-F \u{202e}\u{301}]{0,12}") {
            prop_assert_eq!(from_cell(&cell(&raw)), raw);
        }

        #[test]
        fn whatever_a_cell_holds_it_is_read(cell in any::<String>()) {
            let _ = from_cell(&cell);
        }

        #[test]
        fn json_gives_back_every_text(raw in any::<String>()) {
            let written = crate::text::tame_json(&serde_json::Value::from(raw.as_str()).to_string());
            let read: String = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read, raw);
        }
    }

    #[test]
    fn a_cell_neither_runs_nor_acts_and_comes_back() {
        for raw in HOSTILE {
            let cell = cell(raw);
            assert_eq!(from_cell(&cell), raw, "{cell:?}");
            assert!(!cell.starts_with(RUNS), "{cell:?}");
            assert!(!cell.contains(char::is_control), "{cell:?}");
            assert_eq!(cell.trim(), cell);
        }
    }

    #[test]
    fn what_people_write_in_such_brackets_stays() {
        for text in [
            "<1234>",
            "order <10042>",
            "<abcd>",
            "'twas",
            "<ABC>",
            "<110000>",
        ] {
            assert_eq!(from_cell(text), text);
        }
    }
}
