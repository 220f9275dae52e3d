//! Bytes taken apart into keys, the mouse and pastes.
//!
//! Terminals also send what nobody pressed: answers to questions that this program or the one before it
//! asked, in sequences that a line may cut anywhere. Their pieces must never be keys. So a sequence is
//! held until its end comes, and only an Escape alone, which is a key, waits for little.
//!
//! The parser of `crossterm` holds a paste back until its end comes, for ever where it never comes (a
//! broken line, a paste that was cut), and takes every key in between as part of it. So pastes are found
//! here too, and only whole keys are left to a parser.

use std::mem::take;
use std::time::Duration;

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};

use super::LONGEST_TEXT;
use crate::msg::Event;

mod keys;

use keys::{is_shifted, parsed, plain, typed};

/// An Escape alone is the key after this silence, and all of a paste's last burst comes closer together.
const MOMENT: Duration = Duration::from_millis(40);
/// Nobody waits for an Escape longer than this.
const LONGEST_MOMENT: Duration = Duration::from_secs(1);
/// A sequence goes on after a silence of up to a second, and a little for the machines on the way. What
/// comes of it within as long again is dropped.
const CUT: Duration = Duration::from_millis(1_200);
/// Whoever presses one of the characters that begin a sequence right behind an Escape waits this long. The
/// line that cut it behind its Escape may cut it again behind the next byte.
const AGAIN: Duration = Duration::from_millis(250);
/// A paste that is silent for this long may never come to its end.
const STALL: Duration = Duration::from_secs(1);

/// In bytes. No key is longer; what is, is none.
const LONGEST_KEY: usize = 64;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const CONTROL_C: u8 = 0x03;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// The first of the two bytes that a control character of the upper half has in UTF-8.
const UPPER: u8 = 0xc2;
/// The second byte of the end of a string in the upper half.
const STRING_ENDS: u8 = 0x9c;

/// What was found, and what a key writes where a text is sent as keys.
pub type DecodedInput = (Event, Option<char>);

/// Takes bytes apart.
#[derive(Debug, Default)]
pub struct Decoder {
    state: DecoderState,
    /// The end of what has begun did not come in time: its rest is dropped.
    late: bool,
    /// What has begun was forgotten with all that came before.
    forgotten: bool,
    /// What comes in the burst of a paste belongs to it: a text that holds the mark of the end ends its
    /// paste early, and the rest of it must not press keys.
    after_paste: bool,
    before: Preceding,
    /// How much longer than others an Escape alone waits.
    longer: Duration,
    found: Vec<DecodedInput>,
}

/// What came a moment ago, as far as the next byte depends on it.
#[derive(Debug, Default, PartialEq, Eq)]
enum Preceding {
    #[default]
    Other,
    /// An Escape that was taken alone, and may have been the first byte of a sequence.
    Escape,
    /// A carriage return: a line feed right behind it ends the same line.
    Return,
}

#[derive(Debug)]
enum DecoderState {
    /// The bytes of a key or a sequence that has not come to its end. One that cannot begin a key alone
    /// stands behind an Escape that was taken alone.
    Keys(Vec<u8>),
    /// The inside of a string of the terminal (OSC, DCS, APC, PM, SOS): for us there is nothing in it.
    String {
        /// Nothing has come behind its introducer.
        empty: bool,
        /// The last byte.
        last: u8,
    },
    Paste {
        text: Vec<u8>,
        /// Whether its beginning was taken; the rest of one that was forgotten is nobody's.
        ours: bool,
        /// Nothing has come since it was last said that it is open.
        told: bool,
        /// It was silent once, and somebody may be typing into it.
        stalled: bool,
        /// An Escape came alone after that: it drops the paste unless more follows at once.
        escape: bool,
    },
}

impl Default for DecoderState {
    fn default() -> Self {
        Self::Keys(Vec::new())
    }
}

/// How far the bytes of a key or a sequence have come.
enum SequenceExtent {
    /// More is needed.
    More,
    /// The last byte was its last.
    Whole,
    /// What lies before the last byte can come to no end.
    Broken,
    /// The inside of a string begins.
    String,
}

impl Decoder {
    /// With an Escape that is the key after so many milliseconds of silence, where they are said and within
    /// bounds: on a line that brings the bytes of a key or an answer one by one it needs more of them.
    pub fn new(escape: Option<&str>) -> Self {
        let said = escape.and_then(|said| said.trim().parse().ok());
        let escape = said.map_or(MOMENT, Duration::from_millis);
        Self {
            longer: escape.min(LONGEST_MOMENT).saturating_sub(MOMENT),
            ..Self::default()
        }
    }

    /// How long to wait before [`Decoder::silence`] is to be told; `None` for ever.
    pub fn patience(&self) -> Option<Duration> {
        match &self.state {
            DecoderState::Keys(pending) => match pending[..] {
                [] if self.after_paste || self.before == Preceding::Return => Some(MOMENT),
                [] => (self.before == Preceding::Escape).then_some(CUT),
                [ESCAPE] | [ESCAPE, ESCAPE] => Some(MOMENT + self.longer),
                // No answer begins with it, and a hand that has closed something presses it to open a user.
                [b'O'] => Some(MOMENT),
                [byte] if is_introducer(byte) => Some(AGAIN),
                _ => Some(CUT),
            },
            DecoderState::String { .. } => Some(CUT),
            DecoderState::Paste { escape: true, .. } => Some(MOMENT + self.longer),
            DecoderState::Paste { told, .. } => (!told).then_some(STALL),
        }
    }

    pub fn take(&mut self, bytes: &[u8]) -> Vec<DecodedInput> {
        if let DecoderState::Paste {
            told,
            stalled,
            escape,
            ..
        } = &mut self.state
        {
            *told = false;
            *escape = *stalled && bytes == [ESCAPE];
            if *stalled && bytes == [CONTROL_C] {
                self.drop_paste();
                return take(&mut self.found);
            }
        }
        for &byte in bytes {
            self.byte(byte);
        }
        take(&mut self.found)
    }

    /// Whatever came so far was not meant for us, nor is the rest of what has begun.
    pub fn forget(&mut self) {
        self.found.clear();
        self.before = Preceding::Other;
        self.forgotten = matches!(&self.state, DecoderState::Keys(pending) if !pending.is_empty());
        self.late = match &mut self.state {
            DecoderState::Keys(pending) => !pending.is_empty(),
            DecoderState::String { .. } => true,
            DecoderState::Paste { ours, .. } => {
                *ours = false;
                false
            }
        };
    }

    fn byte(&mut self, byte: u8) {
        match self.state {
            DecoderState::Keys(_) => self.key(byte),
            DecoderState::String { .. } => self.string(byte),
            DecoderState::Paste { .. } => self.paste(byte),
        }
    }

    /// Nothing came for as long as [`Decoder::patience`] said.
    pub fn silence(&mut self) -> Vec<DecodedInput> {
        match &mut self.state {
            DecoderState::Keys(pending) => {
                let pending = take(pending);
                self.ends(pending);
                self.after_paste = false;
            }
            DecoderState::String { empty: true, .. } => {
                self.state = DecoderState::default();
                self.was_escape();
            }
            DecoderState::String { .. } => self.is_late_or(Vec::new()),
            DecoderState::Paste { ours: false, .. } => self.state = DecoderState::default(),
            DecoderState::Paste { escape: true, .. } => self.drop_paste(),
            DecoderState::Paste { told, stalled, .. } => {
                *told = true;
                *stalled = true;
                self.found.push((Event::PasteOpen, None));
            }
        }
        take(&mut self.found)
    }

    /// Nothing has come behind these bytes.
    fn ends(&mut self, pending: Vec<u8>) {
        self.forgotten = false;
        self.before = Preceding::Other;
        match pending[..] {
            [ESCAPE] => {
                self.was_escape();
                self.before = Preceding::Escape;
            }
            [ESCAPE, ESCAPE] => {
                if !self.late {
                    self.press_escape();
                }
                self.was_escape();
                self.before = Preceding::Escape;
            }
            // A hand pressed it behind an Escape.
            [byte] if is_introducer(byte) => self.press(&[byte]),
            // Alt and a key that is also how a sequence begins.
            [ESCAPE, b'[' | b'O'] => self.was_escape(),
            [ESCAPE, ..] => self.is_late_or(pending),
            // Nothing, or a character that was cut.
            _ => self.late = false,
        }
    }

    /// The first time that the end of a sequence does not come, its rest is waited for, to be dropped.
    fn is_late_or(&mut self, pending: Vec<u8>) {
        if self.late {
            self.late = false;
            self.state = DecoderState::default();
        } else {
            self.late = true;
            if let DecoderState::Keys(bytes) = &mut self.state {
                *bytes = pending;
            }
        }
    }

    fn key(&mut self, byte: u8) {
        let DecoderState::Keys(pending) = &mut self.state else {
            return;
        };
        let before = take(&mut self.before);
        match pending[..] {
            [] if before == Preceding::Escape && is_introducer(byte) => return pending.push(byte),
            [] if before == Preceding::Return && byte == b'\n' => return self.press(&[byte]),
            [first] if is_introducer(first) => {
                pending.clear();
                if !goes_on(first, byte) {
                    self.press(&[first]);
                    return self.key(byte);
                }
                self.key(ESCAPE);
                self.key(first);
                return self.byte(byte);
            }
            _ => {}
        }
        pending.push(byte);
        // The same introducers, each a character.
        if let [UPPER, upper @ 0x80..=0x9f] = pending[..]
            && is_introducer(upper - 0x40)
        {
            *pending = vec![ESCAPE, upper - 0x40];
        }
        match reach(pending) {
            SequenceExtent::More => {
                if pending.len() > LONGEST_KEY {
                    // Still a sequence, and surely no key.
                    pending.truncate(LONGEST_KEY);
                    self.late = true;
                }
            }
            SequenceExtent::Whole => {
                let bytes = take(pending);
                self.whole(&bytes);
            }
            SequenceExtent::Broken => {
                pending.pop();
                let before = take(pending);
                self.late = false;
                if let [ESCAPE, ..] = before[..]
                    && before.iter().all(|byte| *byte == ESCAPE)
                {
                    self.press_escape();
                    // The last Escape may be the first byte of another key.
                    if before.len() > 1 {
                        self.key(ESCAPE);
                    }
                }
                self.key(byte);
            }
            SequenceExtent::String => {
                self.state = DecoderState::String {
                    empty: true,
                    last: 0,
                };
            }
        }
    }

    fn string(&mut self, byte: u8) {
        let DecoderState::String { empty, last } = &mut self.state else {
            return;
        };
        let over = match (*last, byte) {
            (_, BELL | CANCEL | SUBSTITUTE) | (ESCAPE, b'\\') | (UPPER, STRING_ENDS) => true,
            // Another sequence begins, or somebody wants to get out.
            (ESCAPE, byte) if byte != ESCAPE => {
                self.state = DecoderState::default();
                self.late = false;
                self.key(ESCAPE);
                return self.key(byte);
            }
            (_, CONTROL_C) => {
                self.state = DecoderState::default();
                self.late = false;
                return self.key(byte);
            }
            _ => false,
        };
        *empty = false;
        *last = byte;
        if over {
            self.state = DecoderState::default();
            self.late = false;
        }
    }

    /// A key or a sequence that has come to its end.
    fn whole(&mut self, bytes: &[u8]) {
        let late = take(&mut self.late);
        let forgotten = take(&mut self.forgotten);
        if bytes == b"\r" {
            self.before = Preceding::Return;
        }
        // No key: that of the third function key names the first row.
        if let b"\x1b[2;2R" | b"\x1b[2;3R" = bytes {
            if !late {
                let wide = bytes == b"\x1b[2;3R";
                self.found.push((Event::WideLines(wide), None));
            }
            return;
        }
        // PuTTY and rxvt put an Escape before a key that is pressed with Alt.
        let (alt, bytes) = match bytes {
            [ESCAPE, ESCAPE, ..] => (true, &bytes[1..]),
            _ => (false, bytes),
        };
        if bytes == PASTE_BEGINS {
            if alt {
                self.press_escape();
            }
            self.state = DecoderState::Paste {
                text: Vec::new(),
                ours: !forgotten,
                told: false,
                stalled: false,
                escape: false,
            };
        } else if alt {
            match parsed(bytes) {
                Some(TerminalEvent::Key(key)) if !late => {
                    let modifiers = key.modifiers | KeyModifiers::ALT;
                    self.push_key(KeyEvent { modifiers, ..key }, None);
                }
                _ => self.press_escape(),
            }
        } else if bytes == b"\n" && !late {
            // The Enter of the keypad in alacritty and tmux.
            self.push_key(KeyCode::Enter.into(), Some('\n'));
        } else if !late {
            self.press(bytes);
        }
    }

    fn press_escape(&mut self) {
        self.press(&[ESCAPE]);
    }

    /// What began with an Escape was nothing but that.
    fn was_escape(&mut self) {
        if !take(&mut self.late) {
            self.press_escape();
        }
    }

    fn press(&mut self, bytes: &[u8]) {
        if self.after_paste {
            return;
        }
        match parsed(bytes) {
            Some(TerminalEvent::Key(key)) => self.push_key(key, typed(bytes)),
            Some(TerminalEvent::Mouse(mouse)) => self.found.push((Event::Mouse(mouse), None)),
            // The signal tells the size, and nobody asked for the focus.
            Some(
                TerminalEvent::Paste(_)
                | TerminalEvent::Resize(..)
                | TerminalEvent::FocusGained
                | TerminalEvent::FocusLost,
            )
            | None => {}
        }
    }

    fn push_key(&mut self, key: KeyEvent, typed: Option<char>) {
        if !self.after_paste {
            self.found.push((Event::Key(plain(key)), typed));
        }
    }

    fn paste(&mut self, byte: u8) {
        let DecoderState::Paste { text, ours, .. } = &mut self.state else {
            return;
        };
        text.push(byte);
        if text.ends_with(PASTE_ENDS) {
            text.truncate(text.len() - PASTE_ENDS.len());
            if *ours {
                let text = String::from_utf8_lossy(text).into_owned();
                self.found.push((Event::Paste(text), None));
            }
            self.state = DecoderState::default();
            self.after_paste = true;
        } else if text.len() > LONGEST_TEXT + PASTE_ENDS.len() {
            text.remove(LONGEST_TEXT + 1);
        }
    }

    fn drop_paste(&mut self) {
        self.state = DecoderState::default();
        self.found.push((Event::PasteDropped, None));
    }
}

/// Whether the byte makes the beginning of a sequence of an Escape before it.
fn is_introducer(byte: u8) -> bool {
    matches!(byte, b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_')
}

/// Whether an answer or a key of the terminal has this byte behind its introducer. A hand seldom presses it
/// there.
fn goes_on(introducer: u8, byte: u8) -> bool {
    match introducer {
        b'[' | b'P' | b'_' => !byte.is_ascii_lowercase() && byte >= b' ',
        // Titles are told with a letter.
        b']' => byte.is_ascii_digit() || matches!(byte, b'l' | b'L'),
        _ => true,
    }
}

/// How far a key or a sequence has come with its last byte.
fn reach(pending: &[u8]) -> SequenceExtent {
    match *pending {
        [ESCAPE] | [ESCAPE, ESCAPE] => SequenceExtent::More,
        // Escape twice, and then something else or once more.
        [ESCAPE, ESCAPE, ref rest @ ..] => match rest {
            [b'[' | b'O', ..] => reach(&pending[1..]),
            _ => SequenceExtent::Broken,
        },
        // The last is how the Linux console begins its function keys.
        [ESCAPE, b'[' | b'O'] | [ESCAPE, b'[', b'['] => SequenceExtent::More,
        [ESCAPE, b'[' | b'O', .., last] if last < b' ' || last > b'~' && !is_old_mouse(pending) => {
            SequenceExtent::Broken
        }
        [ESCAPE, b'[', b'M', ref rest @ ..] => match rest.len() {
            3 => SequenceExtent::Whole,
            _ => SequenceExtent::More,
        },
        [ESCAPE, b'[' | b'O', .., last] => match last {
            _ if is_shifted(pending) => SequenceExtent::Whole,
            b' '..=b'?' => SequenceExtent::More,
            _ => SequenceExtent::Whole,
        },
        [ESCAPE, b']' | b'P' | b'X' | b'^' | b'_'] => SequenceExtent::String,
        [ESCAPE, ref rest @ ..] => character(rest),
        _ => character(pending),
    }
}

/// A report of the mouse in the form that has any byte for a place.
fn is_old_mouse(pending: &[u8]) -> bool {
    pending.starts_with(b"\x1b[M")
}

/// How far a character has come.
fn character(bytes: &[u8]) -> SequenceExtent {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => SequenceExtent::More,
        Err(_) if bytes.len() > 1 => SequenceExtent::Broken,
        // Or what no character begins with, which is taken for nothing.
        Ok(_) | Err(_) => SequenceExtent::Whole,
    }
}

#[cfg(test)]
mod tests;
