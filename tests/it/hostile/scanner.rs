//! Reads what goes to the terminal, and knows no sequence but those that draw a screen.

use unicode_properties::UnicodeEmoji;
use unicode_width::UnicodeWidthChar;

use crate::support::forbidden::is_forbidden;

/// As many marks may stand on a letter.
const MARKS: usize = 3;

/// The text between the sequences, every place that the cursor is sent to on a line of its own.
///
/// Fails at the first byte that a screen is not drawn with.
pub fn drawn(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
    let mut seen = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        plain(&rest[..at])?;
        seen.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, moves) = sequence(rest).ok_or_else(|| {
            let start: String = rest.chars().take(12).collect();
            format!("{start:?} behind {:?}", tail(&seen))
        })?;
        if moves {
            seen.push('\n');
        }
        rest = &rest[length..];
    }
    plain(rest)?;
    seen.push_str(rest);
    Ok(seen)
}

/// The same for what a command prints: lines, and nothing else.
pub fn printed(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
    text.split('\n').try_for_each(plain)?;
    Ok(text)
}

fn tail(text: &str) -> String {
    let from = text.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
    text[from..].to_owned()
}

/// How long the sequence is that the text begins with, and whether it moves the cursor.
fn sequence(text: &str) -> Option<(usize, bool)> {
    for fixed in ["\x1b[?25l", "\x1b[?25h"] {
        if text.starts_with(fixed) {
            return Some((fixed.len(), false));
        }
    }
    let inside = text.strip_prefix("\x1b[")?;
    let length = inside.find(|c: char| !matches!(c, '0'..='9' | ';'))?;
    let numbers = &inside[..length];
    let moves = match inside.as_bytes().get(length)? {
        b'm' => false,
        b'H' if numbers.split(';').count() == 2 => true,
        _ => return None,
    };
    Some((2 + length + 1, moves))
}

/// Whether all of it may be shown as it is.
fn plain(text: &str) -> Result<(), String> {
    let chars: Vec<char> = text.chars().collect();
    let mut marks = 0;
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let emoji = match c {
            '\u{200d}' => {
                before.is_some_and(is_emoji) && chars.get(at + 1).is_some_and(|&c| is_emoji(c))
            }
            '\u{fe0f}' => before.is_some_and(UnicodeEmoji::is_emoji_char),
            _ => false,
        };
        if is_forbidden(c) && !emoji {
            return Err(format!("{c:?} in {:?}", tail(text)));
        }
        marks = if c.width() == Some(0) && !emoji {
            marks + 1
        } else {
            0
        };
        if marks > MARKS || (marks == 1 && before.is_none()) {
            return Err(format!(
                "{c:?} on nothing or on too much in {:?}",
                tail(text)
            ));
        }
    }
    Ok(())
}

fn is_emoji(c: char) -> bool {
    (c.is_emoji_char() && !c.is_ascii()) || c == '\u{fe0f}'
}

#[test]
fn the_scanner_lets_nothing_through_but_a_screen() {
    for good in [
        "",
        "plain 好 مرحبا",
        "\x1b[1;1Ha\x1b[38;5;1mb\x1b[0m\x1b[?25l\x1b[?25h",
        "👨‍👩‍👧‍👦 ❤️ 1️⃣ e\u{301}",
    ] {
        assert!(drawn(good.as_bytes()).is_ok(), "{good:?}");
    }
    for bad in super::strings::all() {
        // What draws screens too is told apart by what can be seen: the code points are missing then.
        let draws = ["31;1m", "8m", "999;999H", "?25l"]
            .iter()
            .any(|rest| bad == format!("\x1b[{rest}"));
        if bad.contains(is_forbidden) && !bad.contains('👨') {
            let bad = format!("a{bad}b");
            assert!(drawn(bad.as_bytes()).is_err() || draws, "{bad:?}");
            assert!(printed(bad.as_bytes()).is_err() || bad == "a\nb", "{bad:?}");
        }
    }
    for bad in [
        &b"\x9b31m"[..],
        b"\x1b[H",
        b"\x1b[1H",
        b"\x1b[2J",
        b"\x1b[?1049h",
        b"\x1b",
        b"\x1b[",
        b"\x1b[38:5m",
        b"\n",
        "\u{301}".as_bytes(),
        "\x1b[1;1H\u{301}".as_bytes(),
        "e\u{301}\u{301}\u{301}\u{301}".as_bytes(),
    ] {
        assert!(drawn(bad).is_err(), "{bad:?}");
    }
}
