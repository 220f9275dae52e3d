//! Whether a hand presses the keys. A terminal that does not mark its pastes sends them as keys, and so does
//! every program that types: a KVM, a console in a browser, a slow line. Nobody can tell the first key of such
//! a text from one that was meant. So a key that does something waits a moment for what comes behind it,
//! which nobody can feel; a key that only moves or looks waits for nothing.
//!
//! Time is data here: every key says when it came.

use std::mem::take;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, MouseEventKind};

use super::{LONGEST_TEXT, Stroke};
use crate::keymap::KeyWeight;
use crate::msg::Event;

/// Keys of one run come closer together than this. A key that does something does it after this silence.
pub const HOLD: Duration = Duration::from_millis(40);
/// The same for a run in which [`SOME`] different characters came: that is no hand's pace, and a machine
/// that types stumbles.
pub const STUMBLE: Duration = Duration::from_millis(80);
/// The pieces of a run that is known to be a text come closer together than this, over slow lines too. Who
/// has just pasted waits anyhow.
pub const STILL: Duration = Duration::from_millis(150);

/// So many characters in a run are no hand's: it rolls over two or three keys so fast, and never over six.
const MANY: usize = 6;
/// Among them are so many different ones: keys that were held, or hammered in turns, while the program was
/// busy come many at once too.
const VARIED: usize = 4;
/// So many different ones are enough where several do not just move. A key that does something is a hand's
/// behind no more of them than this.
const SOME: usize = 3;
/// A hand presses one such key behind those that move.
const SEVERAL: usize = 2;
/// A key that marks a row is held down when it came so often in a run, and a text begins with no such thing.
const HELD_DOWN: usize = 8;

/// What has come without a pause.
#[derive(Debug, Default)]
pub struct Burst {
    /// When the last of it came.
    last: Option<Instant>,
    /// What its keys would write.
    text: String,
    /// How many of them write.
    typed: usize,
    /// Some of what is different in the text: as many as are asked for.
    different: Vec<char>,
    field: FieldRun,
    /// How many of them do not just move.
    more: usize,
    command: CommandRun,
    /// One of them has opened something to look at.
    looked: bool,
    /// The key that waits for what comes behind it.
    held: Option<HeldKey>,
    /// It is a text.
    is_text: bool,
}

/// What a field had of a run.
#[derive(Debug, Default, PartialEq, Eq)]
enum FieldRun {
    #[default]
    Nothing,
    /// To a field all of it is text.
    Text,
    /// And it has lines.
    Lines,
}

/// Whether the keys of a run may do more than move.
#[derive(Debug, Default, PartialEq, Eq)]
enum CommandRun {
    #[default]
    May,
    /// One meant nothing here, or had more behind it.
    MayNot,
    /// For that one has done nothing, which is to be said.
    Refused,
}

#[derive(Debug)]
struct HeldKey {
    key: KeyEvent,
    c: char,
    weight: KeyWeight,
    /// How often it came.
    times: usize,
}

impl Burst {
    /// When the run is over unless more comes; `None` while nothing waits for that.
    pub fn due(&self) -> Option<Instant> {
        let waits = self.held.is_some() || self.is_text || self.command == CommandRun::Refused;
        self.last
            .filter(|_| waits)
            .map(|last| last + self.patience())
    }

    /// More came by now, and is not known yet.
    pub fn goes_on(&mut self, now: Instant) {
        self.last = self.last.max(Some(now));
    }

    /// What is known now that the next comes at this time.
    pub fn before(&mut self, at: Instant) -> Vec<Event> {
        let silent = self.last.map(|last| at.saturating_duration_since(last));
        if silent.is_none_or(|silent| silent >= self.patience()) {
            self.end()
        } else {
            Vec::new()
        }
    }

    /// The run is over: what is known.
    pub fn end(&mut self) -> Vec<Event> {
        let run = take(self);
        if run.is_text {
            let text = run.text;
            return vec![if run.looked {
                Event::PasteOver(text)
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

    /// Takes what came, after [`Self::before`], and gives back what is known to act. `weigh` tells what a
    /// key does where it is pressed.
    pub fn take(
        &mut self,
        stroke: Stroke,
        weigh: impl FnOnce(KeyEvent) -> KeyWeight,
    ) -> Vec<Event> {
        let Stroke { at, what, typed } = stroke;
        match what {
            Event::Key(key) => {
                self.last = Some(at);
                self.key(key, typed, weigh(key))
            }
            // A hand that lies on the mouse moves it.
            Event::Mouse(mouse)
                if matches!(
                    mouse.kind,
                    MouseEventKind::Moved | MouseEventKind::Drag(_) | MouseEventKind::Up(_)
                ) =>
            {
                vec![what]
            }
            // The terminal said it, no hand did.
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
            STILL
        } else if self.different.len() >= SOME {
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
            // Nobody pressed it.
            self.held = None;
            return out;
        }
        if typed.is_none() {
            // No text holds it: what comes behind it is a run of its own.
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
                // It ended a line of a text, and no field was left by it.
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
            // What moves or looks, and what a field takes.
            _ => {
                self.looked |= weight == KeyWeight::Look;
                out.push(Event::Key(key));
            }
        }
        out
    }

    /// Whether keys do nothing any more in this run.
    fn is_fast(&self) -> bool {
        self.command != CommandRun::May || self.different.len() > SOME
    }

    fn hold(&mut self, key: KeyEvent, c: char, weight: KeyWeight) {
        self.held = Some(HeldKey {
            key,
            c,
            weight,
            times: 1,
        });
    }

    /// Something came behind the key that waits, which so does nothing. One that was held down has done it.
    fn overtake(&mut self) {
        if self.held.take().is_some_and(|held| held.times < HELD_DOWN) {
            self.refuse();
        }
    }

    fn refuse(&mut self) {
        self.command = CommandRun::Refused;
    }

    /// What came in the place of characters stays visible in the text: a word in which something was
    /// taken for a key is another word without it.
    fn mark(&mut self, key: KeyEvent) {
        self.push('\u{1b}');
        if let KeyCode::Char(c) = key.code {
            self.push(c);
        }
    }

    fn push(&mut self, c: char) {
        if self.text.len() <= LONGEST_TEXT {
            self.text.push(c);
        }
    }

    fn write(&mut self, c: char, weight: KeyWeight) {
        self.typed += 1;
        self.push(c);
        if self.different.len() < VARIED && !self.different.contains(&c) {
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
            && self.typed >= MANY
            && (varied >= VARIED || self.more >= SEVERAL && varied >= SOME);
    }
}

#[cfg(test)]
mod tests;
