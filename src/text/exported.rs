//! Escapes text for files that go through spreadsheets and terminals, must not trigger anything there, and
//! are read back.

use unicode_width::UnicodeWidthChar;

use super::dates::is_date;
use super::{hidden, push_code_point, readable};

/// The characters that begin a formula in a spreadsheet; some spreadsheets accept the full-width ones, too.
const RUNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Formats a text as a cell of CSV: printable, never a formula, nothing that a spreadsheet takes for a number
/// or a date, and without white space at its ends, which would get lost. [`from_cell`] restores the text.
pub fn cell(raw: &str) -> String {
    let shown = readable(raw);
    let begun = shown.trim_start();
    let inner = begun.trim_end();
    let (before, after) = (&shown[..shown.len() - begun.len()], &begun[inner.len()..]);
    let mut body = String::with_capacity(shown.len() + 1);
    before.chars().for_each(|c| push_code_point(&mut body, c));
    body.push_str(inner);
    after.chars().for_each(|c| push_code_point(&mut body, c));
    if is_guarded(&body) {
        body.insert(0, '\'');
    }
    body
}

/// Whether a cell with this text gets a quote before it. One that begins with a quote gets another one, so
/// that the first quote can always be removed.
fn is_guarded(body: &str) -> bool {
    body.starts_with(|c| c == '\'' || RUNS.contains(&c)) || may_change(body)
}

/// Whether a spreadsheet may take the text for a number, a date, a time or a boolean, and change it: `0041`
/// becomes 41, `1e5` 100000, `3-4` a day in March. When in doubt, yes.
pub fn may_change(cell: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = cell.trim().to_lowercase();
    let has_digit = lower.contains(|c: char| c.is_numeric());
    let in_number = |c: char| {
        c.is_numeric()
            || matches!(
                c,
                '+' | '-'
                    | '.'
                    | ','
                    | '/'
                    | ':'
                    | '%'
                    | '('
                    | ')'
                    | ' '
                    | 'e'
                    | 'd'
                    | 'a'
                    | 'p'
                    | 'm'
            )
            || matches!(
                c,
                '$' | '¥' | '￥' | '€' | '£' | '年' | '月' | '日' | '时' | '分' | '秒'
            )
    };
    let month = MONTHS.iter().any(|month| lower.contains(month));
    matches!(lower.as_str(), "true" | "false" | "wahr" | "falsch" | "vrai" | "faux")
        || has_digit && lower.chars().all(in_number)
        || has_digit && month && lower.chars().all(|c| in_number(c) || c.is_ascii_alphabetic())
        // Any number in this base, or in this currency.
        || has_digit && lower.starts_with(['$', '¥', '￥', '€', '£'])
}

/// Whether the text is what a spreadsheet writes after it took something for a number, a date or a boolean.
/// Text with a leading zero, or an exponent that would have been evaluated, is unchanged.
pub fn may_be_changed(cell: &str) -> bool {
    let cell = cell.trim();
    let figures = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = figures.starts_with(|c: char| c.is_ascii_digit())
        && figures
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    let kept = figures.len() > 1 && figures.starts_with('0') && !figures.starts_with("0.");
    let truth = matches!(cell, "TRUE" | "FALSE" | "True" | "False");
    is_number && !kept || truth || is_date(cell) || cell.contains(':') && may_change(cell)
}

/// Restores the text of a cell. Only code points that [`cell`] writes are decoded: other text in such
/// brackets stays.
pub fn from_cell(cell: &str) -> String {
    let cell = cell.trim();
    let mut rest = match cell.strip_prefix('\'') {
        Some(rest) if is_guarded(rest) => rest,
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

/// The character of a code point like `<202E>` at the beginning of the text, and its length.
fn code_point(text: &str) -> Option<(char, usize)> {
    // A code point has at most six digits.
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
    fn what_reads_as_a_number_or_a_date_is_guarded_and_comes_back() {
        for raw in [
            "0041",
            "1e5",
            "3-4",
            "123457890123",
            "1.5",
            "1/2",
            "12:30",
            "mar-1",
            "MARCH1",
            "1-jan-24",
            "oct4",
            "true",
            "FALSE",
            "50%",
            "$5",
            "3月4日",
            "2024年1月",
            "'0041",
            "''1",
            "1 1/2",
            "1,234",
            "٣",
            "10 pm",
            "1d5",
        ] {
            assert!(cell(raw).starts_with('\''), "{raw}");
            assert_eq!(from_cell(&cell(raw)), raw, "{raw}");
        }
        for raw in [
            "bob_77",
            "spam_0041",
            "carol.chen",
            "dave-01",
            "mary",
            "may",
            "e5x",
            "大客户",
            "2号店",
        ] {
            assert_eq!(cell(raw), raw);
        }
        assert!(may_be_changed("41") && may_be_changed("100000") && may_be_changed("4-Mar"));
        assert!(!may_be_changed("0041") && !may_be_changed("3-4") && !may_be_changed("1e5"));
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
