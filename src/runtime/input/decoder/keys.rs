//! The meaning of complete sequences. Terminals agree on few keys, and the parser knows those of xterm: the
//! deviations of other terminals are collected in one table here.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use terminput_crossterm::to_crossterm;

use super::ESCAPE;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

/// The final bytes of rxvt's arrows with Shift or Control: `a` to `d`, where other terminals use capital
/// letters.
const ARROWS: [KeyCode; 4] = [KeyCode::Up, KeyCode::Down, KeyCode::Right, KeyCode::Left];

/// Keys that the parser does not know, or mistakes for others; `None` for all keys that it handles.
fn of_others(bytes: &[u8]) -> Option<KeyEvent> {
    let (code, modifiers) = match *bytes {
        // The keypad in application mode, in which a previous program may have left it; all terminals.
        [ESCAPE, b'O', b'M'] => (KeyCode::Enter, NONE),
        // st, unless its keypad is requested. In kitty's own protocol, which is not requested either, the
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
        // rxvt encodes Shift and Control in the last byte; this includes the keys that rxvt and `PuTTY`
        // number from F13 on.
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

/// The key with this number in rxvt and `PuTTY`. They number function keys with Shift from F13 on; F11 and
/// F12 are the same as F1 and F2 with Shift, so the two cannot be told apart.
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

/// Whether these bytes are a key with Shift in rxvt, which ends with a byte that is not final in other
/// sequences.
pub fn is_shifted(bytes: &[u8]) -> bool {
    matches!(bytes, [ESCAPE, b'[', number @ .., b'$'] if numbered(number).is_some())
}

/// The meaning of complete bytes, if they are a key or a mouse report and not a reply of the terminal.
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

/// Whether a control sequence (without its introducer) is one that no key sends.
fn is_answer(sequence: &[u8]) -> bool {
    let Some((last, parameters)) = sequence.split_last() else {
        return true;
    };
    match parameters {
        [b'<', numbers @ ..] => {
            !matches!(last, b'M' | b'm') || !numbers.iter().all(|byte| is_number(*byte))
        }
        // Mouse reports in the old form, and the function keys of the Linux console.
        [b'M' | b'[', ..] => false,
        // F3 with Shift looks like a cursor position report.
        [_, ..] if *last == b'R' => true,
        _ => !parameters.iter().all(|byte| is_number(*byte)),
    }
}

fn is_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b';' | b':')
}

/// Whether a mouse report has column or row 0. Terminals count from 1: the parser subtracts 1 and would
/// panic.
fn is_nowhere(bytes: &[u8]) -> bool {
    let report = bytes
        .strip_prefix(b"\x1b[")
        .and_then(|rest| rest.strip_suffix(b"M").or_else(|| rest.strip_suffix(b"m")))
        .and_then(|numbers| str::from_utf8(numbers).ok());
    report.is_some_and(|numbers| numbers.split(';').skip(1).any(|n| n.parse() == Ok(0_u16)))
}

/// The character that the bytes of a key stand for if text is sent as keys. If a terminal sends more bytes
/// than the character has, the key was pressed.
pub fn typed(bytes: &[u8]) -> Option<char> {
    let mut text = str::from_utf8(bytes).ok()?.chars();
    let c = text.next().filter(|_| text.next().is_none())?;
    (!c.is_control() || matches!(c, '\r' | '\n' | '\t')).then_some(c)
}

/// The key without lock states, which have no meaning here.
pub fn plain(key: KeyEvent) -> KeyEvent {
    KeyEvent::new_with_kind(key.code, key.modifiers, key.kind)
}
