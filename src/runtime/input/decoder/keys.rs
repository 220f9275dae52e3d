//! What whole bytes mean. Terminals agree about few keys, and the parser knows those of xterm: what others
//! send instead stands in one table here.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use terminput_crossterm::to_crossterm;

use super::ESCAPE;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

/// How rxvt writes the arrows with Shift or Control: `a` to `d`, as others write them with capital letters.
const ARROWS: [KeyCode; 4] = [KeyCode::Up, KeyCode::Down, KeyCode::Right, KeyCode::Left];

/// The keys that the parser does not know, or takes for others; `None` for all that are its own.
fn of_others(bytes: &[u8]) -> Option<KeyEvent> {
    let (code, modifiers) = match *bytes {
        // The keypad in its application mode, in which a program before this one may have left it: every
        // terminal.
        [ESCAPE, b'O', b'M'] => (KeyCode::Enter, NONE),
        // st, as long as nobody asks for its keypad. In kitty's own protocol, which nobody asks for either, the
        // first is F1.
        [ESCAPE, b'[', b'P'] => (KeyCode::Delete, NONE),
        [ESCAPE, b'[', b'4', b'h'] => (KeyCode::Insert, NONE),
        // The same with Alt, in alacritty and tmux.
        [ESCAPE, b'\n'] => (KeyCode::Enter, KeyModifiers::ALT),
        // The Linux console: Shift-Tab.
        [ESCAPE, b'\t'] => (KeyCode::BackTab, SHIFT),
        // rxvt.
        [ESCAPE, b'[', arrow @ b'a'..=b'd'] => (ARROWS[usize::from(arrow - b'a')], SHIFT),
        [ESCAPE, b'O', arrow @ b'a'..=b'd'] => (ARROWS[usize::from(arrow - b'a')], CONTROL),
        // rxvt writes Shift and Control as the last byte; with the keys that it and `PuTTY` count on from F13.
        [ESCAPE, b'[', ref number @ .., last] => {
            let (code, shift) = numbered(number)?;
            let modifiers = match last {
                b'$' => SHIFT,
                b'^' => CONTROL,
                b'@' => SHIFT | CONTROL,
                b'~' if !shift.is_empty() => NONE,
                _ => return None,
            };
            (code, modifiers | shift)
        }
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// The key that rxvt and `PuTTY` have under a number. From F13 on they count the keys with Shift, and F11 and F12
/// are also F1 and F2 with it, which nobody can tell.
fn numbered(number: &[u8]) -> Option<(KeyCode, KeyModifiers)> {
    let (code, shift) = match number {
        b"1" | b"7" => (KeyCode::Home, NONE),
        b"2" => (KeyCode::Insert, NONE),
        b"3" => (KeyCode::Delete, NONE),
        b"4" | b"8" => (KeyCode::End, NONE),
        b"5" => (KeyCode::PageUp, NONE),
        b"6" => (KeyCode::PageDown, NONE),
        [tens @ b'1'..=b'3', ones @ b'0'..=b'9'] => match (tens - b'0') * 10 + (ones - b'0') {
            n @ 11..=15 => (KeyCode::F(n - 10), NONE),
            n @ 17..=21 => (KeyCode::F(n - 11), NONE),
            n @ 23..=24 => (KeyCode::F(n - 12), NONE),
            n @ 25..=26 => (KeyCode::F(n - 22), SHIFT),
            n @ 28..=29 => (KeyCode::F(n - 23), SHIFT),
            n @ 31..=34 => (KeyCode::F(n - 24), SHIFT),
            _ => return None,
        },
        _ => return None,
    };
    Some((code, shift))
}

/// Whether these bytes are a key of rxvt with Shift, which ends with what is in the middle of other sequences.
pub fn is_shifted(bytes: &[u8]) -> bool {
    matches!(bytes, [ESCAPE, b'[', number @ .., b'$'] if numbered(number).is_some())
}

/// What whole bytes mean, where they are a key or the mouse and no answer of the terminal.
pub fn parsed(bytes: &[u8]) -> Option<Event> {
    if let Some(key) = of_others(bytes) {
        return Some(Event::Key(key));
    }
    let is_key = match bytes {
        [ESCAPE, b'[', sequence @ ..] => !is_answer(sequence) && !is_nowhere(bytes),
        // The end of a string that has ended.
        _ => bytes != b"\x1b\\",
    };
    if !is_key {
        return None;
    }
    let event = terminput::Event::parse_from(bytes).ok().flatten()?;
    to_crossterm(event).ok()
}

/// Whether a control sequence, here without its introducer, is what no key sends.
fn is_answer(sequence: &[u8]) -> bool {
    let Some((last, parameters)) = sequence.split_last() else {
        return true;
    };
    match parameters {
        [b'<', numbers @ ..] => {
            !matches!(last, b'M' | b'm') || !numbers.iter().all(|byte| is_number(*byte))
        }
        // The old reports of the mouse, and the console's function keys.
        [b'M' | b'[', ..] => false,
        // F3 with Shift is written like the place of the cursor.
        [_, ..] if *last == b'R' => true,
        _ => !parameters.iter().all(|byte| is_number(*byte)),
    }
}

fn is_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b';' | b':')
}

/// Whether the mouse is said to be in column or row 0, which terminals count from 1: the parser takes 1
/// off, and panics.
fn is_nowhere(bytes: &[u8]) -> bool {
    let report = bytes
        .strip_prefix(b"\x1b[")
        .and_then(|rest| rest.strip_suffix(b"M").or_else(|| rest.strip_suffix(b"m")))
        .and_then(|numbers| str::from_utf8(numbers).ok());
    report.is_some_and(|numbers| numbers.split(';').skip(1).any(|n| n.parse() == Ok(0_u16)))
}

/// What the bytes of a key write where a text is sent as keys. What a terminal puts into more bytes than a
/// character has is a key that was pressed.
pub fn typed(bytes: &[u8]) -> Option<char> {
    let mut text = str::from_utf8(bytes).ok()?.chars();
    let c = text.next().filter(|_| text.next().is_none())?;
    (!c.is_control() || matches!(c, '\r' | '\n' | '\t')).then_some(c)
}

/// The key as it is meant: locks say nothing here.
pub fn plain(key: KeyEvent) -> KeyEvent {
    KeyEvent::new_with_kind(key.code, key.modifiers, key.kind)
}
