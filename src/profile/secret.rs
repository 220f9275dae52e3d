//! Why a secret could not be obtained, in words for the person who has to fix it. No message contains any
//! part of the secret.

use crate::domain::SystemError;
use crate::i18n::Lang;
use crate::t;
use crate::text::Text;
use crate::wording::system;

/// Why there is no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoSecret {
    /// The program cannot be started.
    CommandMissing(Text),
    /// The program exited with a code, or was killed by a signal (`None`).
    CommandFailed(Text, Option<i32>),
    /// The program printed nothing.
    CommandSilent(Text),
    /// The program took longer than this many seconds.
    CommandSlow(Text, u64),
    /// The text is too long for a secret.
    TooLong,
    /// The text contains characters that no secret of this service has.
    Garbled,
    /// This build does not support a keyring.
    KeyringAbsent,
    /// The keyring cannot be read.
    Keyring(KeyringFault),
    /// The keyring has no entry for this profile.
    KeyringEmpty(Text),
    /// There is nobody to ask, or nothing was typed.
    NotTyped,
    /// The file cannot be read.
    FileUnreadable(Text, SystemError),
    /// Not a regular file: a directory, a device.
    FileKind(Text),
    /// Users other than the owner can access the file.
    FileOpen(Text),
    /// The file belongs to another user.
    FileOwner(Text),
    /// The file is empty.
    FileEmpty(Text),
    /// The environment variable is not set.
    EnvUnset(&'static str),
}

/// Why the keyring cannot be read or written. Its own errors may contain the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringFault {
    /// There is none.
    Missing,
    /// Nobody unlocks it.
    Locked,
    /// It does not respond.
    Silent,
}

impl KeyringFault {
    fn words(self, lang: Lang) -> String {
        match self {
            Self::Missing => t!(lang, "keyring-missing"),
            Self::Locked => t!(lang, "keyring-locked"),
            Self::Silent => t!(lang, "keyring-silent"),
        }
    }
}

impl NoSecret {
    /// What is wrong and what to do, in one line.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::CommandMissing(program) => {
                t!(lang, "secret-command-missing", program = program.shown())
            }
            Self::CommandFailed(program, Some(code)) => t!(
                lang,
                "secret-command-failed",
                program = program.shown(),
                code = i64::from(*code)
            ),
            Self::CommandFailed(program, None) => {
                t!(lang, "secret-command-killed", program = program.shown())
            }
            Self::CommandSilent(program) => {
                t!(lang, "secret-command-silent", program = program.shown())
            }
            Self::CommandSlow(program, seconds) => t!(
                lang,
                "secret-command-slow",
                program = program.shown(),
                seconds = *seconds
            ),
            Self::TooLong => t!(lang, "secret-too-long"),
            Self::Garbled => t!(lang, "secret-garbled"),
            Self::KeyringAbsent => t!(lang, "secret-keyring-absent"),
            Self::Keyring(fault) => {
                t!(lang, "secret-keyring-silent", why = fault.words(lang))
            }
            Self::KeyringEmpty(name) => t!(lang, "secret-keyring-empty", name = name.shown()),
            Self::NotTyped => t!(lang, "secret-not-typed"),
            Self::FileUnreadable(path, why) => t!(
                lang,
                "secret-file-unreadable",
                path = path.shown(),
                why = system::error(lang, why)
            ),
            Self::FileKind(path) => t!(lang, "secret-file-kind", path = path.shown()),
            Self::FileOpen(path) => t!(lang, "secret-file-open", path = path.shown()),
            Self::FileOwner(path) => t!(lang, "secret-file-owner", path = path.shown()),
            Self::FileEmpty(path) => t!(lang, "secret-file-empty", path = path.shown()),
            Self::EnvUnset(name) => t!(lang, "secret-env-unset", name = *name),
        }
    }
}
