//! What the terminal sends, taken apart into keys, the mouse and pastes.
//!
//! The parser of `crossterm` holds a paste back until its end comes, for ever where it never comes (a
//! broken line, a paste that was cut), and takes every key in between as part of it. So pastes are found
//! here, and only what lies between them is parsed as keys. A terminal that does not mark its pastes sends
//! them as keys: see [`burst`].

use std::io::{self, stdin};
use std::mem::take;
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEvent};
use terminput_crossterm::to_crossterm;
use tokio::sync::mpsc::UnboundedSender;

use crate::msg::What;

mod burst;
use burst::Burst;

/// The bytes of one key, and all of a paste's last burst, come closer together than this.
const MOMENT: Duration = Duration::from_millis(20);
/// A paste that is silent for this long may never come to its end.
const STALL: Duration = Duration::from_secs(1);

/// In bytes. A longer paste is cut one byte after it, by which it is known to be too long.
const LONGEST_PASTE: usize = 1 << 20;
/// In bytes. No key is longer; what is, is none.
const LONGEST_KEY: usize = 64;
/// In bytes, behind its Escape. The keys of every keyboard are shorter.
const SHORT_KEY: usize = 8;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const CONTROL_C: u8 = 0x03;

/// Reads the terminal on threads of their own, so that no request and no drawing ever delays a key.
pub(super) fn read(inbox: UnboundedSender<What>) {
    let (tell, chunks) = channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        loop {
            match rustix::io::read(stdin().as_fd(), &mut buffer) {
                Ok(n @ 1..) => {
                    // This clock counts: the other thread may come to it later.
                    let chunk = (Instant::now(), buffer[..n].to_vec());
                    if tell.send(chunk).is_err() {
                        return;
                    }
                }
                Err(error) if io::Error::from(error).kind() == io::ErrorKind::Interrupted => {}
                // Without a keyboard there is nothing to wait for.
                Ok(0) | Err(_) => return,
            }
        }
    });
    thread::spawn(move || {
        let mut decoder = Decoder::default();
        let mut last = Instant::now();
        loop {
            let patience = decoder.patience();
            let found = match next(&chunks, patience) {
                Ok((at, bytes)) => {
                    let silent = at.duration_since(std::mem::replace(&mut last, at));
                    let mut found = Vec::new();
                    let over = patience.is_some_and(|patience| silent > patience);
                    if over || decoder.is_left_for(&bytes, silent) {
                        found = decoder.silence();
                    }
                    found.extend(decoder.take(&bytes));
                    found
                }
                Err(RecvTimeoutError::Timeout) => decoder.silence(),
                Err(RecvTimeoutError::Disconnected) => break,
            };
            for what in found {
                if inbox.send(what).is_err() {
                    return;
                }
            }
        }
        let _ = inbox.send(What::Terminate);
    });
}

/// The next bytes, waited for no longer than patience goes.
fn next(
    chunks: &Receiver<(Instant, Vec<u8>)>,
    patience: Option<Duration>,
) -> Result<(Instant, Vec<u8>), RecvTimeoutError> {
    match patience {
        Some(patience) => chunks.recv_timeout(patience),
        None => chunks.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}

/// Takes bytes apart.
#[derive(Debug, Default)]
struct Decoder {
    state: State,
    /// Keys that may be the beginning of a text.
    burst: Burst,
    found: Vec<What>,
}

#[derive(Debug)]
enum State {
    Keys {
        /// The bytes of a key that has not come to its end.
        pending: Vec<u8>,
        /// What comes in the burst of a paste belongs to it: a text that holds the mark of the end ends
        /// its paste early, and the rest of it must not press keys.
        after_paste: bool,
    },
    Paste {
        text: Vec<u8>,
        /// Nothing has come since it was last said that it is open.
        told: bool,
        /// It was silent once, and somebody may be typing into it.
        stalled: bool,
        /// An Escape came alone after that: it drops the paste unless more follows at once.
        escape: bool,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Keys {
            pending: Vec::new(),
            after_paste: false,
        }
    }
}

impl Decoder {
    /// How long to wait before [`Decoder::silence`] is to be told; `None` for ever.
    fn patience(&self) -> Option<Duration> {
        match &self.state {
            State::Keys {
                pending,
                after_paste,
            } => {
                let key = (*after_paste || !pending.is_empty()).then_some(MOMENT);
                let burst = (!self.burst.is_empty()).then(|| self.burst.patience());
                key.max(burst)
            }
            State::Paste { escape: true, .. } => Some(MOMENT),
            State::Paste { told, .. } => (!told).then_some(STALL),
        }
    }

    /// Whether a text that came as keys has ended, and a hand has pressed the key behind it: what comes
    /// after this silence is one key that writes nothing by itself. A text has more behind its lines.
    fn is_left_for(&self, bytes: &[u8], silent: Duration) -> bool {
        let is_one_key = match bytes {
            [ESCAPE, rest @ ..] => rest.len() < SHORT_KEY && !rest.contains(&ESCAPE),
            [byte] => byte.is_ascii_control(),
            _ => false,
        };
        self.burst.is_text() && silent > burst::GAP && is_one_key
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<What> {
        if let State::Paste {
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
            match &mut self.state {
                State::Keys { .. } => self.key(byte),
                State::Paste { .. } => self.paste(byte),
            }
        }
        take(&mut self.found)
    }

    /// Nothing came for as long as [`Decoder::patience`] said.
    fn silence(&mut self) -> Vec<What> {
        match &mut self.state {
            State::Keys {
                pending,
                after_paste,
            } => {
                // Escape itself, or a key that was cut off.
                let pending = take(pending);
                if !take(after_paste) && pending == [ESCAPE] {
                    self.press(&pending);
                }
                self.found.extend(self.burst.end());
            }
            State::Paste { escape: true, .. } => self.drop_paste(),
            State::Paste { told, stalled, .. } => {
                *told = true;
                *stalled = true;
                self.found.push(What::PasteOpen);
            }
        }
        take(&mut self.found)
    }

    fn key(&mut self, byte: u8) {
        let State::Keys {
            pending,
            after_paste,
        } = &mut self.state
        else {
            return;
        };
        pending.push(byte);
        if pending == PASTE_BEGINS {
            self.found.extend(self.burst.end());
            self.state = State::Paste {
                text: Vec::new(),
                told: false,
                stalled: false,
                escape: false,
            };
            return;
        }
        let bytes = match pending[..] {
            // The first byte of another key, or Escape itself: the next byte or silence will tell.
            [ESCAPE] => return,
            // Escape twice: the second may be the first byte of another key.
            [ESCAPE, ESCAPE] => vec![pending.remove(0)],
            _ if is_nowhere(pending) => return pending.clear(),
            _ => match terminput::Event::parse_from(pending) {
                Ok(None) if pending.len() < LONGEST_KEY => return,
                // Not a key, nor the beginning of one.
                Ok(None) | Err(_) => return pending.clear(),
                Ok(Some(_)) => take(pending),
            },
        };
        if !*after_paste {
            self.press(&bytes);
        }
    }

    fn press(&mut self, bytes: &[u8]) {
        let event = terminput::Event::parse_from(bytes).ok().flatten();
        match event.and_then(|event| to_crossterm(event).ok()) {
            Some(Event::Key(key)) => {
                let keys = self.burst.take(plain(key), typed(bytes));
                self.found.extend(keys);
            }
            Some(Event::Mouse(mouse)) => {
                // A hand is there.
                if !self.burst.is_text() {
                    self.found.extend(self.burst.end());
                }
                self.found.push(What::Mouse(mouse));
            }
            // The signal tells the size, and nobody asked for the focus.
            Some(Event::Paste(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost)
            | None => {}
        }
    }

    fn paste(&mut self, byte: u8) {
        let State::Paste { text, .. } = &mut self.state else {
            return;
        };
        text.push(byte);
        if text.ends_with(PASTE_ENDS) {
            text.truncate(text.len() - PASTE_ENDS.len());
            let text = String::from_utf8_lossy(text).into_owned();
            self.found.push(What::Paste(text));
            self.state = State::Keys {
                pending: Vec::new(),
                after_paste: true,
            };
        } else if text.len() > LONGEST_PASTE + PASTE_ENDS.len() {
            text.remove(LONGEST_PASTE + 1);
        }
    }

    fn drop_paste(&mut self) {
        self.state = State::default();
        self.found.push(What::PasteDropped);
    }
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
fn typed(bytes: &[u8]) -> Option<char> {
    let mut text = str::from_utf8(bytes).ok()?.chars();
    let c = text.next().filter(|_| text.next().is_none())?;
    (!c.is_control() || matches!(c, '\r' | '\n' | '\t')).then_some(c)
}

/// The key as it is meant: locks say nothing here.
fn plain(key: KeyEvent) -> KeyEvent {
    KeyEvent::new_with_kind(key.code, key.modifiers, key.kind)
}

#[cfg(test)]
mod tests;
