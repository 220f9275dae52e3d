//! The keys of the screen: the one table from which they are read and shown.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::keymap;

/// What a key asks for, whatever field it is pressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpKey {
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
const TABLE: &[(KeyModifiers, KeyCode, SetUpKey)] = &[
    (PLAIN, KeyCode::Tab, SetUpKey::Next),
    (PLAIN, KeyCode::Down, SetUpKey::Next),
    (PLAIN, KeyCode::BackTab, SetUpKey::Previous),
    (PLAIN, KeyCode::Up, SetUpKey::Previous),
    (PLAIN, KeyCode::Enter, SetUpKey::Go),
    (PLAIN, KeyCode::F(2), SetUpKey::Language),
    (PLAIN, KeyCode::F(4), SetUpKey::Sandbox),
    (PLAIN, KeyCode::F(5), SetUpKey::Try),
    (PLAIN, KeyCode::Esc, SetUpKey::Leave),
    (CONTROL, KeyCode::Char('c'), SetUpKey::Leave),
    (CONTROL, KeyCode::Char('['), SetUpKey::Leave),
    (PLAIN, KeyCode::F(10), SetUpKey::Leave),
    (PLAIN, KeyCode::PageDown, SetUpKey::Down),
    (PLAIN, KeyCode::PageUp, SetUpKey::Up),
    (CONTROL, KeyCode::Char('l'), SetUpKey::Redraw),
    (CONTROL, KeyCode::Char('z'), SetUpKey::Suspend),
];

/// What a key asks for; `None` where it belongs to the field.
pub fn resolve(event: KeyEvent) -> Option<SetUpKey> {
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
    bound.or(escapes.then_some(SetUpKey::Leave))
}

/// How a key is shown.
pub fn name(key: SetUpKey) -> String {
    let Some((mods, code, _)) = TABLE.iter().find(|(.., k)| *k == key) else {
        return String::new();
    };
    keymap::name(keymap::KeyPress {
        code: *code,
        mods: *mods,
    })
}
