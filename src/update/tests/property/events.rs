//! The events that may occur, and how often.

use crossterm::event::{KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::layout::{Position, Rect};

use crate::dialog::ARM_TIME;
use crate::domain::FailureClass;
use crate::keymap::KeyPress;
use crate::model::drawn::{ClickMeaning, ClickTarget};
use crate::model::{Model, ROW_MOVED_GUARD};
use crate::msg::Millis;

#[derive(Debug, Clone)]
pub enum Happening {
    Key(&'static str),
    Release(&'static str),
    Type(&'static str),
    /// Types what the top dialog asks for, if anything.
    Obey,
    Mouse(u8, u16, u16),
    /// Clicks on something that stands for a key.
    Click(&'static str),
    Paste(&'static str),
    Resize(u16, u16),
    Wait(Millis),
    /// The service replies to a read, or fails to.
    Answer(usize, Option<FailureClass>),
    /// A reply with a wrong request ID.
    WrongRead(usize, u64),
    /// The service replies to a change.
    Decide(usize, Option<FailureClass>),
    /// An outcome with a wrong request ID.
    WrongChange(u64, bool),
    Limited(usize, Millis),
    /// The worker reports something about the newest job.
    Job(u8, usize, Option<FailureClass>),
    /// Somebody else changes what the service holds.
    Elsewhere(usize),
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "Down",
    "Up",
    "G",
    "g",
    "End",
    "Home",
    "Ctrl-d",
    "Ctrl-u",
    "PgDn",
    "PgUp",
    "Tab",
    "1",
    "2",
    "3",
    "f",
    "r",
    "R",
    "o",
    "O",
    "[",
    "]",
    "y",
    "@",
    "?",
    "Esc",
    "Enter",
    "Ctrl-l",
    "Ctrl-z",
    "Backspace",
    "Ctrl-s",
    "/",
    "n",
    "m",
    "x",
    "D",
    "5",
    "a",
    "Ctrl-a",
    "Alt-b",
    "ｙ",
    "Left",
    " ",
    " ",
    "v",
    "*",
    "U",
    "S-Down",
    "p",
    "s",
    "c",
    "i",
    "i",
    "E",
    "6",
    "t",
    "Y",
    "z",
];
const WRITES: &[&str] = &[
    "b", "u", "d", "e", "a", "Del", "F8", "F2", "y", "m", "r", "Enter",
];
const TEXTS: &[&str] = &[
    "bob",
    "zoe yan",
    "v1 v2 v3 v4 v5",
    "5",
    "y",
    "spam",
    "小王",
    "friends",
    "blocks",
    "",
];
const PASTES: &[&str] = &[
    "y\n",
    "v1\nv2,v3\r\nv4 v5 v6\n",
    "bob\n",
    "\u{1b}[A\u{0}",
    "m",
    "dyd\n",
    "w1 w2\nw3\nw4\nw5\nw6 w7 w8\nb8\r",
    "spam1\nspam2\nspam3\ncarol\nbob\ndave\nerin\nf1\n",
];

fn class() -> impl Strategy<Value = FailureClass> {
    prop_oneof![
        Just(FailureClass::NothingDone),
        Just(FailureClass::Retryable),
        Just(FailureClass::Final),
        Just(FailureClass::Unknown)
    ]
}

fn maybe_class() -> impl Strategy<Value = Option<FailureClass>> {
    prop_oneof![3 => Just(None), 1 => class().prop_map(Some)]
}

pub fn event() -> impl Strategy<Value = Happening> {
    let size = prop_oneof![
        3 => (1..=200_u16, 1..=60_u16),
        1 => Just((120, 36)),
        1 => Just((80, 24)),
        1 => Just((40, 12)),
    ];
    let wait = prop_oneof![
        0..40_u64,
        Just(ARM_TIME - 1),
        Just(ARM_TIME),
        Just(ROW_MOVED_GUARD),
        0..12_000_u64
    ];
    prop_oneof![
        10 => proptest::sample::select(KEYS).prop_map(Happening::Key),
        12 => proptest::sample::select(WRITES).prop_map(Happening::Key),
        1 => proptest::sample::select(KEYS).prop_map(Happening::Release),
        3 => proptest::sample::select(TEXTS).prop_map(Happening::Type),
        5 => Just(Happening::Obey),
        2 => (0..8_u8, 0..130_u16, 0..40_u16).prop_map(|(k, x, y)| Happening::Mouse(k, x, y)),
        3 => proptest::sample::select(WRITES).prop_map(Happening::Click),
        2 => proptest::sample::select(PASTES).prop_map(Happening::Paste),
        1 => size.prop_map(|(c, r)| Happening::Resize(c, r)),
        8 => wait.prop_map(Happening::Wait),
        10 => (0..9_usize, maybe_class()).prop_map(|(n, c)| Happening::Answer(n, c)),
        1 => (0..9_usize, 0..60_u64).prop_map(|(n, t)| Happening::WrongRead(n, t)),
        6 => (0..5_usize, maybe_class()).prop_map(|(n, c)| Happening::Decide(n, c)),
        4 => (0..12_u8, 0..9_usize, maybe_class()).prop_map(|(k, n, c)| Happening::Job(k, n, c)),
        1 => (0..60_u64, any::<bool>()).prop_map(|(t, ok)| Happening::WrongChange(t, ok)),
        1 => (0..9_usize, any::<u64>()).prop_map(|(n, t)| Happening::Limited(n, t)),
        2 => (0..9_usize).prop_map(Happening::Elsewhere),
    ]
}

/// Puts something that stands for a key on the screen, and clicks on it.
pub fn click_on(model: &mut Model, key: KeyEvent) -> MouseEvent {
    model.drawn.targets = vec![ClickTarget {
        area: Rect::new(0, 0, 1, 1),
        meaning: ClickMeaning::Key(KeyPress {
            code: key.code,
            mods: key.modifiers,
        }),
    }];
    MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: 0,
        row: 0,
        modifiers: KeyModifiers::NONE,
    }
}

/// The key that a click stands for.
pub fn clicked_key(model: &Model, event: MouseEvent) -> Option<KeyEvent> {
    let at = Position::new(event.column, event.row);
    match model.drawn.clicked(at) {
        Some(ClickMeaning::Key(key)) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
            Some(KeyEvent::new(key.code, key.mods))
        }
        _ => None,
    }
}
