//! The keys of the screen: the one table from which they are read and shown.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::keymap;

/// What a key asks for, whatever field it is pressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// On to the next field.
    Next,
    /// Back to the field before.
    Previous,
    /// Try, and after a good trial go on.
    Go,
    /// The other language.
    Language,
    /// The sandbox instead.
    Sandbox,
    /// Try again.
    Try,
    /// Leave.
    Leave,
    /// Scroll down.
    Down,
    /// Scroll up.
    Up,
    /// Paint anew.
    Redraw,
    /// Stop under a shell.
    Suspend,
}

const PLAIN: KeyModifiers = KeyModifiers::NONE;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

/// The keys; of several for the same, the first is shown.
const TABLE: &[(KeyModifiers, KeyCode, Key)] = &[
    (PLAIN, KeyCode::Tab, Key::Next),
    (PLAIN, KeyCode::Down, Key::Next),
    (PLAIN, KeyCode::BackTab, Key::Previous),
    (PLAIN, KeyCode::Up, Key::Previous),
    (PLAIN, KeyCode::Enter, Key::Go),
    (PLAIN, KeyCode::F(2), Key::Language),
    (PLAIN, KeyCode::F(4), Key::Sandbox),
    (PLAIN, KeyCode::F(5), Key::Try),
    (PLAIN, KeyCode::Esc, Key::Leave),
    (CONTROL, KeyCode::Char('c'), Key::Leave),
    (CONTROL, KeyCode::Char('['), Key::Leave),
    (PLAIN, KeyCode::F(10), Key::Leave),
    (PLAIN, KeyCode::PageDown, Key::Down),
    (PLAIN, KeyCode::PageUp, Key::Up),
    (CONTROL, KeyCode::Char('l'), Key::Redraw),
    (CONTROL, KeyCode::Char('z'), Key::Suspend),
];

/// What a key asks for; `None` where it belongs to the field.
pub fn resolve(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    // Terminals report Shift beside the key that is Shift and Tab, or do not.
    let mods = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    let bound = TABLE
        .iter()
        .find(|(m, code, _)| *m == mods && *code == event.code)
        .map(|(.., key)| *key);
    let escapes = keymap::is_escape_too(event) && !keymap::stays_in_field(event);
    bound.or(escapes.then_some(Key::Leave))
}

/// How a key is shown.
pub fn name(key: Key) -> String {
    let Some((mods, code, _)) = TABLE.iter().find(|(.., k)| *k == key) else {
        return String::new();
    };
    keymap::name(keymap::KeyPress {
        code: *code,
        mods: *mods,
    })
}
