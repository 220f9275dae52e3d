//! Decodes terminal bytes into keys, mouse events and pastes.
//!
//! Terminals also send what nobody pressed: replies to queries of this program or the previous one, in
//! sequences that a line may cut anywhere. Their pieces must never be taken for keys. So a sequence is held
//! until its end arrives; only a lone Escape, which is a key, has a short timeout.
//!
//! The parser of `crossterm` holds a paste until its end arrives, which may be never (a broken connection, a
//! truncated paste), and takes every key in between as part of it. So pastes are recognised here too, and the
//! parser only gets complete keys.

use std::mem::take;
use std::time::Duration;

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};

use super::PASTE_CAP;
use crate::msg::Event;

mod keys;

use keys::{is_shifted, parsed, plain, typed};

/// The silence after which a lone Escape is a key. All bytes of a paste's last burst arrive closer together.
const MOMENT: Duration = Duration::from_millis(40);
/// The upper limit for the timeout of Escape.
const LONGEST_MOMENT: Duration = Duration::from_secs(1);
/// A sequence may continue after a silence of up to a second, plus a little for the machines in between. If
/// its rest arrives within the same time again, it is discarded.
const CUT: Duration = Duration::from_millis(1_200);
/// The delay of a character that starts a sequence, if it is pressed right after Escape. A line that cut a
/// sequence after its Escape may cut it again after the next byte.
const AGAIN: Duration = Duration::from_millis(250);
/// After this much silence, a paste may never end.
const STALL: Duration = Duration::from_secs(1);

/// In bytes. No key sequence is longer.
const LONGEST_KEY: usize = 64;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const CONTROL_C: u8 = 0x03;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// The first of the two UTF-8 bytes of a C1 control character.
const UPPER: u8 = 0xc2;
/// The second UTF-8 byte of the C1 string terminator (ST).
const STRING_ENDS: u8 = 0x9c;

/// The event, and the character that a key stands for if text is sent as keys.
pub type DecodedInput = (Event, Option<char>);

/// Whatever arrives in the same burst as the end of a paste belongs to the paste: a text that contains the end
/// marker ends its paste early, and its rest must not press keys.
#[derive(Debug, Default, PartialEq, Eq)]
enum AfterPaste {
    /// The burst is over, or there was none.
    #[default]
    Over,
    /// Nothing followed in the burst.
    Quiet,
    /// A key was discarded, and reported.
    Reported,
}

/// The decoder.
#[derive(Debug, Default)]
pub struct Decoder {
    state: DecoderState,
    /// The end of the current sequence did not arrive in time: discard its rest.
    late: bool,
    /// The current sequence was discarded with everything that arrived earlier.
    forgotten: bool,
    after_paste: AfterPaste,
    before: Preceding,
    /// By how much the timeout of a lone Escape is longer than the default.
    longer: Duration,
    found: Vec<DecodedInput>,
}

/// The preceding byte, as far as the next one depends on it.
#[derive(Debug, Default, PartialEq, Eq)]
enum Preceding {
    #[default]
    Other,
    /// A lone Escape that may have been the first byte of a sequence.
    Escape,
    /// A carriage return: a line feed right after it ends the same line.
    Return,
}

#[derive(Debug)]
enum DecoderState {
    /// The bytes of an incomplete key or sequence. If the first byte cannot start a key, it follows a lone
    /// Escape.
    Keys(Vec<u8>),
    /// Inside a terminal string (OSC, DCS, APC, PM, SOS), whose contents are ignored.
    String {
        /// Nothing has arrived after its introducer.
        empty: bool,
        /// The last byte.
        last: u8,
    },
    Paste {
        text: Vec<u8>,
        /// Whether its start was accepted; the rest of a discarded paste is ignored.
        ours: bool,
        /// Nothing has arrived since the open paste was last reported.
        told: bool,
        /// It has stalled once, and somebody may be typing into it.
        stalled: bool,
        /// A lone Escape arrived after that: it drops the paste unless more follows at once.
        escape: bool,
    },
}

impl Default for DecoderState {
    fn default() -> Self {
        Self::Keys(Vec::new())
    }
}

/// How complete the bytes of a key or a sequence are.
enum SequenceExtent {
    /// More bytes are needed.
    More,
    /// The last byte completes it.
    Whole,
    /// The bytes before the last one cannot be completed.
    Broken,
    /// A terminal string starts.
    String,
}

impl Decoder {
    /// Creates a decoder. `escape` is the timeout of a lone Escape in milliseconds, used if it is a number
    /// and kept within 40 ms and a second: a line that delivers the bytes of a key or a reply one by one
    /// needs a longer one.
    pub fn new(escape: Option<&str>) -> Self {
        let said = escape.and_then(|said| said.trim().parse().ok());
        let escape = said.map_or(MOMENT, Duration::from_millis);
        Self {
            longer: escape.min(LONGEST_MOMENT).saturating_sub(MOMENT),
            ..Self::default()
        }
    }

    /// How long to wait before [`Decoder::silence`] must be called; `None` means forever.
    pub fn patience(&self) -> Option<Duration> {
        match &self.state {
            DecoderState::Keys(pending) => match pending[..] {
                [] if self.is_after_paste() || self.before == Preceding::Return => Some(MOMENT),
                [] => (self.before == Preceding::Escape).then_some(CUT),
                [ESCAPE] | [ESCAPE, ESCAPE] => Some(MOMENT + self.longer),
                // No reply starts with it, and people press `O` right after closing something, to open a
                // user.
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

    /// Discards everything that has arrived, including the rest of an incomplete sequence.
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

    /// To be called if nothing arrived for as long as [`Decoder::patience`] said.
    pub fn silence(&mut self) -> Vec<DecodedInput> {
        match &mut self.state {
            DecoderState::Keys(pending) => {
                let pending = take(pending);
                self.ends(pending);
                self.after_paste = AfterPaste::Over;
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

    /// Handles pending bytes that nothing has followed.
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
            // Pressed by hand after an Escape.
            [byte] if is_introducer(byte) => self.press(&[byte]),
            // Alt with a key that also starts a sequence.
            [ESCAPE, b'[' | b'O'] => self.was_escape(),
            [ESCAPE, ..] => self.is_late_or(pending),
            // Nothing, or a truncated character.
            _ => self.late = false,
        }
    }

    /// If the end of a sequence is missing for the first time, waits for its rest in order to discard it.
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
        // The same introducers as C1 characters.
        if let [UPPER, upper @ 0x80..=0x9f] = pending[..]
            && is_introducer(upper - 0x40)
        {
            *pending = vec![ESCAPE, upper - 0x40];
        }
        match reach(pending) {
            SequenceExtent::More => {
                if pending.len() > LONGEST_KEY {
                    // Still a sequence, but certainly not a key.
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
            // Another sequence starts, or somebody wants to get out.
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

    /// Handles a complete key or sequence.
    fn whole(&mut self, bytes: &[u8]) {
        let late = take(&mut self.late);
        let forgotten = take(&mut self.forgotten);
        if bytes == b"\r" {
            self.before = Preceding::Return;
        }
        // Not a key: row 2 tells the cursor report from F3 with modifiers, which looks like row 1.
        if let b"\x1b[2;2R" | b"\x1b[2;3R" = bytes {
            if !late {
                let wide = bytes == b"\x1b[2;3R";
                self.found.push((Event::WideLines(wide), None));
            }
            return;
        }
        // PuTTY and rxvt send an Escape before a key that is pressed with Alt.
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
            // The keypad's Enter in alacritty and tmux.
            self.push_key(KeyCode::Enter.into(), Some('\n'));
        } else if !late {
            self.press(bytes);
        }
    }

    fn press_escape(&mut self) {
        self.press(&[ESCAPE]);
    }

    /// The Escape turned out to be a lone one.
    fn was_escape(&mut self) {
        if !take(&mut self.late) {
            self.press_escape();
        }
    }

    fn press(&mut self, bytes: &[u8]) {
        match parsed(bytes) {
            Some(TerminalEvent::Key(_)) if self.is_after_paste() => self.report(),
            _ if self.is_after_paste() => {}
            Some(TerminalEvent::Key(key)) => self.push_key(key, typed(bytes)),
            Some(TerminalEvent::Mouse(mouse)) => self.found.push((Event::Mouse(mouse), None)),
            // The size comes with a signal, and focus reports were not requested.
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
        if self.is_after_paste() {
            self.report();
        } else {
            self.found.push((Event::Key(plain(key)), typed));
        }
    }

    fn is_after_paste(&self) -> bool {
        self.after_paste != AfterPaste::Over
    }

    /// Says once that a key after a paste was discarded: it may have been pressed by hand.
    fn report(&mut self) {
        if self.after_paste == AfterPaste::Quiet {
            self.after_paste = AfterPaste::Reported;
            self.found.push((Event::TooFast, None));
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
            self.after_paste = AfterPaste::Quiet;
        } else if text.len() > PASTE_CAP + PASTE_ENDS.len() {
            text.remove(PASTE_CAP + 1);
        }
    }

    fn drop_paste(&mut self) {
        self.state = DecoderState::default();
        self.found.push((Event::PasteDropped, None));
    }
}

/// Whether the byte starts a sequence after an Escape.
fn is_introducer(byte: u8) -> bool {
    matches!(byte, b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_')
}

/// Whether a reply or a key sequence has this byte after its introducer. It is seldom pressed by hand there.
fn goes_on(introducer: u8, byte: u8) -> bool {
    match introducer {
        b'[' | b'P' | b'_' => !byte.is_ascii_lowercase() && byte >= b' ',
        // Title reports start with a letter.
        b']' => byte.is_ascii_digit() || matches!(byte, b'l' | b'L'),
        _ => true,
    }
}

/// How complete a key or a sequence is with its last byte.
fn reach(pending: &[u8]) -> SequenceExtent {
    match *pending {
        [ESCAPE] | [ESCAPE, ESCAPE] => SequenceExtent::More,
        // Escape twice, then another byte or a third Escape.
        [ESCAPE, ESCAPE, ref rest @ ..] => match rest {
            [b'[' | b'O', ..] => reach(&pending[1..]),
            _ => SequenceExtent::Broken,
        },
        // The last form starts the function keys of the Linux console.
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

/// Whether this is a mouse report in the old form, whose coordinates may be any byte.
fn is_old_mouse(pending: &[u8]) -> bool {
    pending.starts_with(b"\x1b[M")
}

/// How complete a character is.
fn character(bytes: &[u8]) -> SequenceExtent {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => SequenceExtent::More,
        Err(_) if bytes.len() > 1 => SequenceExtent::Broken,
        // Or a byte that cannot start a character, which is ignored.
        Ok(_) | Err(_) => SequenceExtent::Whole,
    }
}

#[cfg(test)]
mod tests;
