//! Keys that come faster than hands press them: text that a terminal without marks for pastes sends as keys.
//!
//! Nobody can tell the first key of such a text from one that was meant. So no key that is text goes on
//! before it is known what comes with it.

use std::mem::take;
use std::time::Duration;

use crossterm::event::KeyEvent;

use super::LONGEST_PASTE;
use crate::msg::What;

/// Keys of one burst come closer together than this: a terminal hands a text over in one piece, or one
/// directly behind the other. It is less than two programs take that press a key each, which are meant, and
/// nobody notices that a key waits for so long.
pub const GAP: Duration = Duration::from_millis(1);
/// The pieces of a burst that is known to be a text come closer together than this, over slow lines too.
/// The rest of a text that was taken for keys would do harm, and who has just pasted waits anyhow. A key
/// alone that writes nothing is the hand again.
const STILL: Duration = Duration::from_millis(150);
/// So many characters at once are no hand's: it presses two or three together, and a word that an input
/// method sends is rarely longer.
const MANY: usize = 8;
/// Among them are so many different ones: keys that were held, or hammered in turns, while the program was
/// busy come many at once too.
const VARIED: usize = 4;
/// So many keys without a pause that are no text by now are keys: nobody has to wait for the hand that
/// holds them.
const HELD: usize = 64;

/// What has come without a pause.
#[derive(Debug, Default)]
pub struct Burst {
    /// The keys, in order; none once it is known to be a text.
    keys: Vec<KeyEvent>,
    /// What they would write.
    text: String,
    /// How many of them write.
    typed: usize,
    /// Some of what is different in the text: as many as are asked for.
    different: Vec<char>,
    /// It is a text.
    is_text: bool,
}

impl Burst {
    /// Whether nothing is held back.
    pub fn is_empty(&self) -> bool {
        self.typed == 0
    }

    /// Whether it is known to be a text.
    pub fn is_text(&self) -> bool {
        self.is_text
    }

    /// After how long a silence it is over.
    pub fn patience(&self) -> Duration {
        if self.is_text { STILL } else { GAP }
    }

    /// Takes a key, with the character that it writes. Gives back what is known to be keys.
    pub fn take(&mut self, key: KeyEvent, typed: Option<char>) -> Vec<What> {
        if let Some(c) = typed {
            self.write(c);
        }
        if self.is_text {
            // What writes nothing is no part of a text, and nobody pressed it.
            self.keys.clear();
            return Vec::new();
        }
        self.keys.push(key);
        if self.typed > 0 && self.keys.len() < HELD {
            return Vec::new();
        }
        self.end()
    }

    fn write(&mut self, c: char) {
        self.typed += 1;
        if self.text.len() <= LONGEST_PASTE {
            self.text.push(c);
        }
        if self.different.len() < VARIED && !self.different.contains(&c) {
            self.different.push(c);
        }
        self.is_text |= self.typed >= MANY && self.different.len() >= VARIED;
    }

    /// It is over: what it was.
    pub fn end(&mut self) -> Vec<What> {
        let Self {
            keys,
            text,
            is_text,
            ..
        } = take(self);
        if is_text {
            vec![What::Paste(text)]
        } else {
            keys.into_iter().map(What::Key).collect()
        }
    }
}
