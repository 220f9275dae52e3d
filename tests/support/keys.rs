//! The notation of keys in tests: a character stands for itself, any other key is its displayed name in angle
//! brackets: `jj<Enter>`, `<Ctrl-u>`, `<PgDn>`, `<F5>`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Parses a text in this notation.
pub fn keys(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let name = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
        if let Some((name, after)) = name {
            keys.push(named(name));
            rest = after;
        } else {
            keys.push(char(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    keys
}

/// Parses a text that contains exactly one key.
#[track_caller]
pub fn key(text: &str) -> KeyEvent {
    let keys = keys(text);
    assert_eq!(keys.len(), 1, "{text:?} is not one key");
    keys[0]
}

/// The key that types this character.
pub fn char(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
}

/// The key of this name; `Ctrl-` and `S-` are optional prefixes.
#[track_caller]
fn named(name: &str) -> KeyEvent {
    let mut mods = KeyModifiers::NONE;
    let mut base = name;
    for (prefix, flag) in [
        ("Ctrl-", KeyModifiers::CONTROL),
        ("S-", KeyModifiers::SHIFT),
    ] {
        if let Some(rest) = base.strip_prefix(prefix) {
            mods |= flag;
            base = rest;
        }
    }
    let code = match base {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if mods.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        _ => {
            let number = base.strip_prefix('F').and_then(|n| n.parse().ok());
            let mut chars = base.chars();
            match (number, chars.next(), chars.next()) {
                (Some(number), ..) => KeyCode::F(number),
                (None, Some(c), None) => KeyCode::Char(c),
                _ => panic!("no key is called {name}"),
            }
        }
    };
    KeyEvent::new(code, mods)
}
