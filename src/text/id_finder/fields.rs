//! Recognizes fields of forms and mails that contain no ID: `Assignee: judy`, `昵称：Judy88`, `Reply-To: …`.

use std::ops::Range;

use super::lexicon::{CHINESE_FIELDS, FIELDS, HEADERS, LISTS, holds};
use super::names;

/// The most words of a field name.
const WORDS: usize = 3;

/// The kind of name before a colon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldName {
    Id,
    Field,
    /// A field whose value is the rest of the line.
    List,
}

/// The ranges of the line with fields that contain no ID, names included.
pub(super) fn ranges(line: &str) -> Vec<Range<usize>> {
    let marks: Vec<(usize, char)> = line
        .char_indices()
        .filter(|&(at, c)| c == '：' || c == ':' && !line[at..].starts_with("://"))
        .collect();
    let mut named = Vec::new();
    let mut from = 0;
    for (at, mark) in marks {
        let left = line[from..at].rfind(separates).map_or(from, |i| {
            from + i + line[from + i..].chars().next().map_or(0, char::len_utf8)
        });
        from = at + mark.len_utf8();
        if let Some((start, name)) = name_in(line, left..at) {
            named.push((start, from, name));
        }
    }
    let mut found = Vec::new();
    for (i, &(start, colon, name)) in named.iter().enumerate() {
        let next = named.get(i + 1).map_or(line.len(), |next| next.0);
        let value = &line[colon..next.max(colon)];
        let end = value
            .find(|c| separates(c) && name != FieldName::List)
            .map_or(colon + value.len(), |length| colon + length);
        if name != FieldName::Id {
            found.push(start..end);
        }
    }
    found
}

/// The name directly before a colon, and its start.
fn name_in(line: &str, place: Range<usize>) -> Option<(usize, FieldName)> {
    let text = &line[place.clone()];
    let starts = text.char_indices().filter(|&(at, c)| {
        !c.is_whitespace() && (at == 0 || text[..at].ends_with(char::is_whitespace))
    });
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let first = starts.len().saturating_sub(WORDS);
    starts[first..].iter().find_map(|&at| {
        let name = &text[at..];
        let plain = names::plain(name);
        let name = if names::is_name(name) {
            FieldName::Id
        } else if holds(&LISTS, &plain) {
            FieldName::List
        } else if holds(&FIELDS, &plain) || is_chinese_field(name, &plain) {
            FieldName::Field
        } else {
            return None;
        };
        Some((place.start + at, name))
    })
}

fn separates(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '；' | '|' | '｜' | '。' | '、' | '\t')
}

/// Whether the line is a mail header.
pub(super) fn is_header(line: &str) -> bool {
    const FAMILIES: [&str; 6] = ["x-", "content-", "list-", "arc-", "resent-", "received-"];
    let Some((name, _)) = line.split_once(':') else {
        return false;
    };
    let lower = name.to_lowercase();
    (name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('-'))
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && (holds(&HEADERS, &lower) || FAMILIES.iter().any(|family| lower.starts_with(family)))
}

/// Whether a column of this name contains something other than IDs.
pub(super) fn is_field(heading: &str) -> bool {
    let is_one = |plain: &str| holds(&FIELDS, plain) || is_chinese_field(heading, plain);
    !names::is_name(heading) && names::plain_name(heading).is_some_and(|plain| is_one(&plain))
}

fn is_chinese_field(name: &str, plain: &str) -> bool {
    // Text before a space is the value of another field. A name that contains a number is not the name of a
    // field: `CS-2026-0713号工单：` is followed by the user that it is about.
    let is_one = !name.trim().contains(char::is_whitespace);
    let is_full = name.contains(|c: char| c.is_ascii_digit()) && name.ends_with("单");
    is_one && !is_full && CHINESE_FIELDS.iter().any(|field| plain.ends_with(field))
}
