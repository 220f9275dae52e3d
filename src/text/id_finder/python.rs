//! Converts Python's printed objects to JSON: `{'username': 'bob_77', 'id': None}`.

use std::borrow::Cow;

use super::objects::{IN_VAIN, begun};

/// Converts the Python objects in the text to JSON. All positions stay the same.
pub(super) fn as_json(text: &str) -> Cow<'_, str> {
    if !text.contains('\'') {
        return Cow::Borrowed(text);
    }
    let mut read: Option<String> = None;
    let mut in_vain = 0;
    // How far the text has been read.
    let mut done = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find(['{', '['])
        && in_vain < IN_VAIN
    {
        let start = from + found;
        from = start + 1;
        // JSON is skipped, so that nothing in its strings is converted.
        let begins = begun(&text[start..]).is_some_and(|inside| {
            ["'", "\"", "u'", "u\""]
                .iter()
                .any(|key| inside.starts_with(key))
        });
        if !begins {
            continue;
        }
        match object(&text[start..]) {
            Ok(object) => {
                let read = read.get_or_insert_with(|| String::with_capacity(text.len()));
                *read += &text[done..start];
                *read += &object;
                done = start + object.len();
                from = done;
            }
            Err(length) => in_vain += length,
        }
    }
    match read {
        Some(read) => Cow::Owned(read + &text[done..]),
        None => Cow::Borrowed(text),
    }
}

/// The object at the beginning of the text, or how much was read until it was clear that there is none.
fn object(text: &str) -> Result<String, usize> {
    // Each has the same length as its replacement; the prefix of a string means nothing.
    const WORDS: [(&str, &str); 5] = [
        ("None", "null"),
        ("True", "true"),
        ("False", "false"),
        ("u'", " "),
        ("u\"", " "),
    ];
    let mut json = String::new();
    let mut depth = 0_usize;
    while let Some(c) = text[json.len()..].chars().next() {
        let rest = &text[json.len()..];
        if let Some((_, same)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
            json += same;
            continue;
        }
        match c {
            '\'' | '"' => {
                let end = string(rest, c).ok_or(json.len() + 1)?;
                json.push('"');
                json += &rest[1..end];
                json.push('"');
                continue;
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        json.push(c);
        if depth == 0 {
            return Ok(json);
        }
    }
    Err(text.len())
}

/// The end of the string at the beginning of the text; `None` if it would have a different length in JSON.
fn string(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' | '\'' if c == quote => return Some(at),
            '"' | '\n' | '\r' => return None,
            _ => {}
        }
    }
    None
}
