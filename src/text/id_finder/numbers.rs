//! Recognizes numbers in sentences: amounts, measures, versions, weeks.

use std::ops::Range;

use super::mended;

const MONEY: [char; 6] = ['$', '¥', '￥', '€', '£', '＄'];

/// Currencies and the like that are attached to a number.
const CURRENCIES: [&str; 16] = [
    "aud", "cad", "chf", "cny", "eur", "gbp", "hkd", "inr", "jpy", "krw", "rmb", "sgd", "twd",
    "usd", "us", "hk",
];

/// `50%`, `¥100`, `$5.00`, `$1,000`, `49.90EUR`.
pub(super) fn is_amount(word: &str) -> bool {
    let bare = word
        .trim_end_matches(['.', ',', '!', '?', ')', ';', '*'])
        .trim_start_matches(['(', '*']);
    let unsigned = bare.trim_start_matches(['+', '-', '~', '<', '>', '≈']);
    let number = without_currency(unsigned);
    number.len() < unsigned.len()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (is_figures(number) || is_grouped(number))
}

/// Whether it contains a sign for money or a fraction, which no ID has.
pub(super) fn has_sign(word: &str) -> bool {
    word.contains(MONEY) || word.contains(['%', '％', '‰'])
}

fn without_currency(text: &str) -> &str {
    let named = |part: Option<&str>| {
        part.is_some_and(|part| CURRENCIES.contains(&part.to_lowercase().as_str()))
    };
    let mut rest = text;
    for length in [3, 2] {
        if named(rest.get(..length)) {
            rest = rest[length..].trim_start();
            break;
        }
    }
    rest = rest.trim_start_matches(MONEY).trim_start();
    if let Some(start) = rest.len().checked_sub(3)
        && named(rest.get(start..))
    {
        rest = rest[..start].trim_end();
    }
    rest.trim_end_matches(['%', '％', '‰'])
        .trim_end_matches(MONEY)
        .trim_end()
}

/// `0.5`, `-5`: a number that cannot be an ID.
pub(super) fn is_decimal(text: &str) -> bool {
    let figures = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, "0"));
    let is_number = |part: &str| !part.is_empty() && mended::digits(part) == part.len();
    let marked = text.len() > figures.len() || figures.contains('.');
    marked && is_number(whole) && is_number(fraction)
}

/// Digits, possibly with punctuation between them.
pub(super) fn is_figures(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'))
}

/// `3rd`, `24h`, `12k`, `x3`, `10h30`, `v2.3`, `ios17.2`, `2024-w10`, in lower case.
pub(super) fn is_measure(word: &str) -> bool {
    is_duration(word) || is_times(word) || is_version(word) || is_week(word)
}

/// Numbers with units.
fn is_duration(word: &str) -> bool {
    const UNITS: [&str; 30] = [
        "cm", "kg", "km", "mm", "px", "w", "am", "d", "days", "g", "gb", "h", "hr", "hrs", "k",
        "kb", "m", "mb", "min", "mins", "ms", "nd", "pm", "rd", "s", "sec", "st", "tb", "th", "x",
    ];
    let mut rest = word;
    let mut units = 0;
    while !rest.is_empty() {
        let n = mended::digits(rest);
        if !(1..=4).contains(&n) {
            return false;
        }
        rest = &rest[n..];
        if let Some(behind) = rest.strip_prefix('.')
            && mended::digits(behind) > 0
        {
            rest = &behind[mended::digits(behind)..];
        }
        let unit = rest
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(rest.len());
        if unit == 0 {
            return rest.is_empty() && units > 0;
        }
        if !UNITS.contains(&&rest[..unit]) {
            return false;
        }
        units += 1;
        rest = &rest[unit..];
    }
    units > 0
}

/// `x3`.
pub(super) fn is_times(word: &str) -> bool {
    let figures = word.strip_prefix('x').unwrap_or("");
    (1..=3).contains(&figures.len()) && mended::digits(figures) == figures.len()
}

fn is_version(word: &str) -> bool {
    const PROGRAMS: [&str; 14] = [
        "android",
        "chrome",
        "edge",
        "emui",
        "firefox",
        "harmonyos",
        "ios",
        "ipados",
        "mac",
        "macos",
        "miui",
        "safari",
        "win",
        "windows",
    ];
    const STAGES: [&str; 6] = ["alpha", "beta", "dev", "preview", "rc", "snapshot"];
    let name = word
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(word.len());
    let number = word[name..].trim_start_matches(['/', '-']);
    let is_stage = |stage: &str| STAGES.iter().any(|name| stage.starts_with(name));
    let number = match number.split_once('-') {
        Some((number, stage)) if is_stage(stage) => number,
        _ => number,
    };
    // `v1` and `v2` are as good as `x1`.
    let is_named = match &word[..name] {
        // `v1` and `v2` are as good as `x1`.
        "v" | "ver" => number.contains('.'),
        program => PROGRAMS.contains(&program),
    };
    is_named
        && !number.is_empty()
        && number
            .split('.')
            .all(|part| (1..=5).contains(&part.len()) && mended::digits(part) == part.len())
}

/// `2024-w10`, `q1-2024`, `fy2024`.
fn is_week(word: &str) -> bool {
    let is_year = |part: &str| {
        part.len() == 4
            && mended::digits(part) == 4
            && (part.starts_with("19") || part.starts_with("20"))
    };
    let is_piece = |part: &str| {
        part.strip_prefix(['w', 'q', 'h'])
            .is_some_and(|n| (1..=2).contains(&n.len()) && mended::digits(n) == n.len())
            || part == "fy"
    };
    (1..word.len())
        .filter(|&at| word.is_char_boundary(at))
        .any(|at| {
            let (first, last) = word.split_at(at);
            let last = last.trim_start_matches('-');
            is_year(first) && is_piece(last)
                || is_piece(first.trim_end_matches('-')) && is_year(last)
        })
}

/// The ranges of the line with numbers that have commas between thousands: `1,234,567`.
pub(super) fn amounts(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + at;
        let length = line[start..]
            .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
            .unwrap_or(line.len() - start);
        let token = line[start..start + length].trim_end_matches([',', '.']);
        let behind = line[start + length..].chars().next();
        let glued = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let alone = !line[..start].ends_with(glued) && !behind.is_some_and(glued);
        if alone && is_grouped(token) {
            found.push(start..start + token.len());
        }
        from = start + length;
    }
    found
}

/// Whether the number has commas between thousands, or points and a decimal comma.
pub(super) fn is_grouped(token: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_digit() || matches!(b, b',' | b'.');
    if token.contains(',') && token.contains('.') && token.bytes().all(is_part) {
        return true;
    }
    let whole = token.split_once('.').map_or(token, |(whole, _)| whole);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let is_number = |g: &str| !g.is_empty() && mended::digits(g) == g.len();
    (1..=3).contains(&first.len())
        && is_number(first)
        && !rest.is_empty()
        && rest.iter().all(|g| g.len() == 3 && is_number(g))
}
