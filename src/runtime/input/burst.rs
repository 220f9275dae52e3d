//! Decides whether a person is pressing the keys.
//!
//! A terminal without bracketed paste sends a paste as keys, and so does every program that types: a KVM, a
//! console in a browser, a slow line. The first key of such a text cannot be told from a key that was meant.
//! So a key that changes something is held for a moment to see what follows, too briefly to be noticed; a key
//! that only moves or shows something acts at once.
//!
//! Time is data here: every key carries its time of arrival.

use std::mem::take;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, MouseEventKind};

use super::{PASTE_CAP, Stroke};
use crate::keymap::KeyWeight;
use crate::msg::Event;

/// Keys of one run arrive closer together than this. A key that changes something acts after this much
/// silence.
pub const HOLD: Duration = Duration::from_millis(40);
/// The same for a run with [`FEW_DISTINCT`] different characters: nobody types that fast, and a program that types
/// may stall.
pub const STUMBLE: Duration = Duration::from_millis(80);
/// The pieces of a run that is known to be text arrive closer together than this, even over slow lines. After
/// a paste, people wait anyway.
pub const TEXT_GAP: Duration = Duration::from_millis(150);

/// This many characters in a run are not typed by hand: fingers roll over two or three keys so fast, but
/// never over six.
const TEXT_CHARS: usize = 6;
/// At least this many of them must differ: keys that were held down, or pressed alternately, while the
/// program was busy also arrive in one burst.
const TEXT_DISTINCT: usize = 4;
/// This many different characters suffice if [`ACTING_KEYS`] of them do more than move. A key that changes
/// something is taken as pressed by hand only after at most this many.
const FEW_DISTINCT: usize = 3;
/// A person presses only one such key after keys that move.
const ACTING_KEYS: usize = 2;
/// A key that marks a row counts as held down after this many repeats in a run; no text starts like that.
const HELD_DOWN: usize = 8;

/// The keys that arrived without a pause.
#[derive(Debug, Default)]
pub struct Burst {
    /// When the last input arrived.
    last: Option<Instant>,
    /// The text that the keys would write.
    text: String,
    /// The number of keys that write a character.
    typed: usize,
    /// The different characters in the text, up to the number that matters.
    different: Vec<char>,
    field: FieldRun,
    /// The number of keys that do more than move.
    more: usize,
    command: CommandRun,
    /// Whether one of them has opened something to look at.
    looked: bool,
    /// The key that is held to see what follows.
    held: Option<HeldKey>,
    /// Whether the run is known to be text.
    is_text: bool,
}

/// What a text field received from a run.
#[derive(Debug, Default, PartialEq, Eq)]
enum FieldRun {
    #[default]
    Nothing,
    /// A field takes all of it as text.
    Text,
    /// Text with several lines.
    Lines,
}

/// Whether the keys of a run may do more than move.
#[derive(Debug, Default, PartialEq, Eq)]
enum CommandRun {
    #[default]
    May,
    /// A key had no meaning here, or was followed by more.
    MayNot,
    /// A key has been suppressed because of that, which has to be reported.
    Refused,
}

#[derive(Debug)]
struct HeldKey {
    key: KeyEvent,
    c: char,
    weight: KeyWeight,
    /// How often the key arrived.
    times: usize,
}

impl Burst {
    /// When the run ends unless more arrives; `None` if nothing depends on that.
    pub fn due(&self) -> Option<Instant> {
        let waits = self.held.is_some() || self.is_text || self.command == CommandRun::Refused;
        self.last
            .filter(|_| waits)
            .map(|last| last + self.patience())
    }

    /// More input has arrived by `now`, but has not been decoded yet.
    pub fn goes_on(&mut self, now: Instant) {
        self.last = self.last.max(Some(now));
    }

    /// The events that are settled by the next input arriving at `at`.
    pub fn before(&mut self, at: Instant) -> Vec<Event> {
        let silent = self.last.map(|last| at.saturating_duration_since(last));
        if silent.is_none_or(|silent| silent >= self.patience()) {
            self.end()
        } else {
            Vec::new()
        }
    }

    /// Ends the run and returns the settled events.
    pub fn end(&mut self) -> Vec<Event> {
        let run = take(self);
        if run.is_text {
            let text = run.text;
            return vec![if run.looked {
                Event::PasteThatOpenedDialog(text)
            } else {
                Event::Paste(text)
            }];
        }
        let mut out = Vec::new();
        if let Some(held) = run.held {
            if held.weight == KeyWeight::Line && run.field == FieldRun::Lines {
                out.push(Event::Paste(held.c.into()));
            } else if held.times < HELD_DOWN {
                out.extend((0..held.times).map(|_| Event::Key(held.key)));
            }
        }
        if run.command == CommandRun::Refused {
            out.push(Event::TooFast);
        }
        out
    }

    /// Takes an input, after [`Self::before`], and returns the events that may act. `weigh` says what a key
    /// would do in the current state.
    pub fn take(
        &mut self,
        stroke: Stroke,
        weigh: impl FnOnce(KeyEvent) -> KeyWeight,
    ) -> Vec<Event> {
        let Stroke {
            time: at,
            what,
            typed,
        } = stroke;
        match what {
            Event::Key(key) => {
                self.last = Some(at);
                self.key(key, typed, weigh(key))
            }
            // A hand resting on the mouse moves it.
            Event::Mouse(mouse)
                if matches!(
                    mouse.kind,
                    MouseEventKind::Moved | MouseEventKind::Drag(_) | MouseEventKind::Up(_)
                ) =>
            {
                vec![what]
            }
            // A reply of the terminal, not a key.
            Event::WideLines(_) => vec![what],
            Event::Mouse(_) => {
                self.overtake();
                vec![what]
            }
            other => {
                self.overtake();
                let mut out = self.end();
                out.push(other);
                out
            }
        }
    }

    fn patience(&self) -> Duration {
        if self.is_text {
            TEXT_GAP
        } else if self.different.len() >= FEW_DISTINCT {
            STUMBLE
        } else {
            HOLD
        }
    }

    fn key(&mut self, key: KeyEvent, typed: Option<char>, weight: KeyWeight) -> Vec<Event> {
        let mut out = Vec::new();
        if let Some(c) = typed {
            self.write(c, weight);
        }
        if self.is_text {
            if typed.is_none() {
                self.mark(key);
            }
            // Not pressed by hand.
            self.held = None;
            return out;
        }
        if typed.is_none() {
            // It does not occur in text, so what follows it is a new run.
            self.overtake();
            let last = self.last;
            out.extend(self.end());
            self.last = last;
            self.mark(key);
            out.push(Event::Key(key));
            return out;
        }
        if let Some(held) = &mut self.held
            && held.key == key
            && held.weight != KeyWeight::Line
        {
            // Pressed again, or held down.
            held.times += 1;
            if held.weight == KeyWeight::Mark && held.times >= HELD_DOWN {
                let times = if held.times == HELD_DOWN {
                    HELD_DOWN
                } else {
                    1
                };
                out.extend((0..times).map(|_| Event::Key(key)));
            }
            return out;
        }
        match (&self.held, typed) {
            (Some(held), Some(_)) if held.weight == KeyWeight::Line => {
                // It ended a line of a text, and did not leave the field.
                out.push(Event::Paste(held.c.into()));
                self.field = FieldRun::Lines;
                self.held = None;
            }
            _ => self.overtake(),
        }
        match (typed, weight) {
            (Some(_), KeyWeight::Look | KeyWeight::Mark | KeyWeight::Heavy) if self.is_fast() => {
                self.refuse();
            }
            (Some(c), KeyWeight::Line | KeyWeight::Mark | KeyWeight::Heavy) => {
                self.hold(key, c, weight);
            }
            (Some(_), KeyWeight::Nothing) => {
                if self.command == CommandRun::May {
                    self.command = CommandRun::MayNot;
                }
                out.push(Event::Key(key));
            }
            // Keys that move or show something, and input to a field.
            _ => {
                self.looked |= weight == KeyWeight::Look;
                out.push(Event::Key(key));
            }
        }
        out
    }

    /// Whether keys of this run are suppressed from now on.
    fn is_fast(&self) -> bool {
        self.command != CommandRun::May || self.different.len() > FEW_DISTINCT
    }

    fn hold(&mut self, key: KeyEvent, c: char, weight: KeyWeight) {
        self.held = Some(HeldKey {
            key,
            c,
            weight,
            times: 1,
        });
    }

    /// Something followed the held key, which is therefore suppressed. A key that was held down has acted
    /// already.
    fn overtake(&mut self) {
        if self.held.take().is_some_and(|held| held.times < HELD_DOWN) {
            self.refuse();
        }
    }

    fn refuse(&mut self) {
        self.command = CommandRun::Refused;
    }

    /// Leaves a visible trace in the text of a key that is not a character: without it, a word in which
    /// something was taken for a key would turn into a different word.
    fn mark(&mut self, key: KeyEvent) {
        self.push('\u{1b}');
        if let KeyCode::Char(c) = key.code {
            self.push(c);
        }
    }

    fn push(&mut self, c: char) {
        if self.text.len() <= PASTE_CAP {
            self.text.push(c);
        }
    }

    fn write(&mut self, c: char, weight: KeyWeight) {
        self.typed += 1;
        self.push(c);
        if self.different.len() < TEXT_DISTINCT && !self.different.contains(&c) {
            self.different.push(c);
        }
        match weight {
            KeyWeight::Text | KeyWeight::Line if self.field == FieldRun::Nothing => {
                self.field = FieldRun::Text;
            }
            KeyWeight::Nothing | KeyWeight::Look | KeyWeight::Mark | KeyWeight::Heavy => {
                self.more += 1;
            }
            KeyWeight::Text | KeyWeight::Line | KeyWeight::Light => {}
        }
        let varied = self.different.len();
        self.is_text |= self.field == FieldRun::Nothing
            && self.typed >= TEXT_CHARS
            && (varied >= TEXT_DISTINCT || self.more >= ACTING_KEYS && varied >= FEW_DISTINCT);
    }
}

#[cfg(test)]
mod tests;
