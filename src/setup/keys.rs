//! The key table of the setup screen, used both to read keys and to show them.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::keymap;

/// The action of a key, independent of the focused field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpKey {
    /// Go to the next field.
    Next,
    /// Go to the previous field.
    Previous,
    /// Check the profile and, once the check has passed, save it.
    Go,
    /// Switch to the other language.
    Language,
    /// Use the sandbox instead.
    Sandbox,
    /// Repeat the check.
    Try,
    /// Leave.
    Leave,
    /// Scroll down.
    Down,
    /// Scroll up.
    Up,
    /// Redraw.
    Redraw,
    /// Stop under a shell.
    Suspend,
}

const PLAIN: KeyModifiers = KeyModifiers::NONE;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

/// The keys; if several have the same action, the first is shown.
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

/// The action of a key; `None` if the key is input for the field.
pub fn resolve(event: KeyEvent) -> Option<SetUpKey> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    // For Shift-Tab, some terminals report Shift in addition to the key, others do not.
    let mods = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    let bound = TABLE
        .iter()
        .find(|(m, code, _)| *m == mods && *code == event.code)
        .map(|(.., key)| *key);
    let escapes = keymap::is_escape_too(event) && !keymap::stays_in_field(event);
    bound.or(escapes.then_some(SetUpKey::Leave))
}

/// The displayed name of a key.
pub fn name(key: SetUpKey) -> String {
    let Some((mods, code, _)) = TABLE.iter().find(|(.., k)| *k == key) else {
        return String::new();
    };
    keymap::name(keymap::KeyPress {
        code: *code,
        mods: *mods,
    })
}
