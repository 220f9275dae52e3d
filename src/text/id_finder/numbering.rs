//! Recognizes the numbers at the start of lines that count the lines.

use super::lines::Lines;

/// The longest numbered list that is plausible in a text with fewer lines.
const SHORT_LIST: usize = 99;

/// A number at the start of a line, and its punctuation.
struct LineNumber {
    value: usize,
    mark: char,
    /// The start of the rest of the line.
    rest: usize,
    /// Whether it certainly is a number of a list. Otherwise it may be, or be part of, an ID.
    sure: bool,
}

/// Where the text of each line begins after its number, line by line.
pub(super) fn rests(lines: &Lines<'_>) -> Vec<usize> {
    let longest = lines.len().max(SHORT_LIST);
    let mut rests = vec![0; lines.len()];
    // The current list: its last number and punctuation, and its first line while there is only one.
    let mut last: Option<(usize, char)> = None;
    let mut first: Option<(usize, usize)> = None;
    for (i, (_, line)) in lines.iter().enumerate() {
        let Some(number) = number(line) else {
            continue;
        };
        if number.sure && number.value <= longest {
            rests[i] = number.rest;
        }
        if last == Some((number.value.wrapping_sub(1), number.mark)) {
            rests[i] = number.rest;
            if let Some((line, rest)) = first.take() {
                rests[line] = rest;
            }
        } else if number.value == 1 {
            first = Some((i, number.rest));
        } else {
            continue;
        }
        last = Some((number.value, number.mark));
    }
    rests
}

/// The text attached to a line's number or dash, if it is only certain that both together are a word.
pub(super) fn glued(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let rest = match number(start) {
        Some(number) if number.mark == '.' && !number.sure => {
            let rest = &start[number.rest..];
            // `1.5` is not a list.
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                .then_some(rest)?
        }
        _ => start
            .strip_prefix('-')?
            .trim_start_matches('-')
            .trim_start_matches('.'),
    };
    rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        .then_some(rest)
}

/// The line without the checkbox of a to-do list.
pub(super) fn without_box(line: &str) -> &str {
    const BOXES: [&str; 5] = ["[x]", "[X]", "[ ]", "[✓]", "[✔]"];
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c));
    let rest = BOXES.iter().find_map(|empty| text.strip_prefix(empty));
    rest.filter(|rest| rest.starts_with(char::is_whitespace))
        .unwrap_or(line)
}

/// Whether the line is a list item.
pub(super) fn is_point(line: &str) -> bool {
    let text = line.trim_start_matches(['>', ' ', '\t']);
    let rest = text.trim_start_matches(is_bullet);
    rest.len() < text.len() && rest.starts_with(char::is_whitespace)
}

/// Characters before a list item, or before a line of a quoted mail.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '>' | '-' | '*' | '•' | '·')
}

fn number(line: &str) -> Option<LineNumber> {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c));
    let opener = text.chars().next()?;
    let digits = match opener {
        '(' | '（' | '[' | '【' | '#' => &text[opener.len_utf8()..],
        _ => text,
    };
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let value = digits[..digits.len() - after.len()].parse().ok()?;
    // Markdown writes `1\.` for text that is not a list.
    let escaped = after.strip_prefix('\\');
    let after = escaped
        .filter(|mark| mark.starts_with(['.', ')']))
        .unwrap_or(after);
    let mark = after.chars().next()?;
    let behind = &after[mark.len_utf8()..];
    let sure = match (opener, mark) {
        ('(', ')') | ('（', '）') | ('[', ']') | ('【', '】') => true,
        ('(' | '（' | '[' | '【', _) => return None,
        (_, ')' | '）' | '．') => true,
        ('#', c) if c.is_whitespace() => true,
        (_, '.') => !behind.starts_with(|c: char| c.is_ascii_graphic()),
        (_, '、' | ':' | '：') => false,
        _ => return None,
    };
    // If nothing follows the number, it is the content of the line.
    behind
        .contains(char::is_alphanumeric)
        .then_some(LineNumber {
            value,
            mark,
            rest: line.len() - behind.len(),
            sure,
        })
}
