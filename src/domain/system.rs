//! What the operating system refuses to do: as a value, so that it can be told in the language of the screen.

use std::fmt;

use crate::text::Text;

/// Why the system refused something, as far as a person can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SystemProblem {
    /// There is nothing of this name.
    NotFound,
    /// No permission.
    Denied,
    /// Something of this name exists already.
    Exists,
    /// The disk is full.
    Full,
    /// The user's share of the disk is used up.
    Quota,
    /// The file system is read-only.
    ReadOnly,
    /// A part of the path is no directory.
    NotADirectory,
    /// It is a directory.
    IsADirectory,
    /// No file can have this name.
    BadName,
    /// The file would be too large.
    TooLarge,
    /// Another program is using it.
    Busy,
    /// The other end has closed.
    Closed,
    /// It took too long.
    TimedOut,
    /// Nobody listens there.
    Refused,
    /// Another program listens there.
    AddressInUse,
    /// This machine does not have this address.
    AddressAbsent,
    /// The system cannot do this.
    Unsupported,
    /// Anything else.
    Other,
}

/// An error of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemError {
    /// Its kind.
    pub problem: SystemProblem,
    /// The system's own words, which are always English.
    pub words: Text,
}

impl SystemError {
    /// An error of no particular kind.
    pub fn other(words: &str) -> Self {
        Self {
            problem: SystemProblem::Other,
            words: Text::new(words),
        }
    }
}

/// What is wrong with the file of what was changed about the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreferenceProblem {
    /// It cannot be read.
    Unread(SystemError),
    /// Not all of it can be understood.
    Garbled,
    /// It cannot be written.
    Unsaved(SystemError),
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words.raw())
    }
}
