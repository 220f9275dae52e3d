//! What trying a profile found out, step by step, in words.

use crate::api::Life;
use crate::domain::{Failure, FailureReason, UserId};
use crate::i18n::Lang;
use crate::t;
use crate::text::Text;
use crate::view::{failure_short, failure_words, server_words};

use super::NoSecret;

/// The steps, in their order. Each needs the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The secret comes from its source.
    Secret,
    /// The address is known, somebody listens there, its certificate is trusted.
    Address,
    /// The service gives a token.
    Token,
    /// The token reads a user.
    Read,
    /// The app has a blocklist.
    Blocks,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Secret,
        Self::Address,
        Self::Token,
        Self::Read,
        Self::Blocks,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        match self {
            Self::Secret => t!(lang, "check-secret"),
            Self::Address => t!(lang, "check-address"),
            Self::Token => t!(lang, "check-token"),
            Self::Read => t!(lang, "check-read"),
            Self::Blocks => t!(lang, "check-blocks"),
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It works.
    Good,
    /// The console works without it, but not wholly.
    Partly,
    /// Nothing works until it is mended.
    Bad,
}

impl State {
    /// Its name.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        match self {
            Self::Good => t!(lang, "check-good"),
            Self::Partly => t!(lang, "check-partly"),
            Self::Bad => t!(lang, "check-bad"),
        }
    }
}

/// Where a secret was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Got {
    /// Somebody typed it.
    Typed,
    /// From the environment, which goes before the profile.
    Environment,
    /// From where the profile says.
    Source,
}

/// What a step found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Whether the secret could be had.
    Secret(Result<Got, NoSecret>),
    /// The file with certificates cannot be read: which, and why.
    CaUnreadable(Text, Text),
    /// The file holds no certificate.
    CaEmpty(Text),
    /// Whether somebody answers at the address.
    Address {
        /// Which.
        host: Text,
        /// What became of it.
        reached: Result<(), Failure>,
        /// Whether the name is known, where nobody answered and it was looked up.
        known: Option<bool>,
    },
    /// Whether there is a token, and for how long.
    Token(Result<Life, Failure>),
    /// Whether a user could be read, and which.
    Read(Result<Option<UserId>, Failure>),
    /// Whether the blocklist of that user could be read; `None` without a user to try it with.
    Blocks(Option<Result<(), Failure>>),
}

/// A step with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(pub Fact);

impl Finding {
    /// Which step it is about.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.0 {
            Fact::Secret(_) => Step::Secret,
            Fact::CaUnreadable(..) | Fact::CaEmpty(_) | Fact::Address { .. } => Step::Address,
            Fact::Token(_) => Step::Token,
            Fact::Read(_) => Step::Read,
            Fact::Blocks(_) => Step::Blocks,
        }
    }

    /// How it ended.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.0 {
            Fact::Secret(Ok(_))
            | Fact::Address {
                reached: Ok(()), ..
            }
            | Fact::Token(Ok(_))
            | Fact::Read(Ok(_))
            | Fact::Blocks(Some(Ok(()))) => State::Good,
            Fact::Blocks(_) => State::Partly,
            Fact::Secret(Err(_))
            | Fact::CaUnreadable(..)
            | Fact::CaEmpty(_)
            | Fact::Address { .. }
            | Fact::Token(Err(_))
            | Fact::Read(Err(_)) => State::Bad,
        }
    }

    /// What was found out, and where something is wrong, what to do about it.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Vec<String> {
        match &self.0 {
            Fact::Secret(Ok(Got::Typed)) => vec![t!(lang, "check-secret-typed")],
            Fact::Secret(Ok(Got::Environment)) => vec![t!(lang, "check-secret-environment")],
            Fact::Secret(Ok(Got::Source)) => vec![t!(lang, "check-secret-source")],
            Fact::Secret(Err(why)) => vec![why.words(lang)],
            Fact::CaUnreadable(path, why) => vec![t!(
                lang,
                "file-unreadable",
                path = path.shown(),
                why = why.shown()
            )],
            Fact::CaEmpty(path) => vec![t!(lang, "file-no-certificate", path = path.shown())],
            Fact::Address {
                host,
                reached: Ok(()),
                ..
            } => vec![host.shown().to_owned()],
            Fact::Address {
                host,
                reached: Err(failure),
                known,
            } => address(lang, host, failure, *known),
            Fact::Token(Ok(life)) => vec![lasts(lang, *life)],
            Fact::Token(Err(failure)) | Fact::Read(Err(failure)) => refused(lang, failure),
            Fact::Read(Ok(Some(user))) => vec![t!(lang, "check-read-good", id = user.shown())],
            Fact::Read(Ok(None)) => vec![t!(lang, "check-read-nobody")],
            Fact::Blocks(Some(Ok(()))) => vec![t!(lang, "check-blocks-on")],
            Fact::Blocks(Some(Err(failure))) if failure.status == Some(403) => vec![
                t!(lang, "check-blocks-off"),
                t!(lang, "check-blocks-off-todo"),
            ],
            Fact::Blocks(Some(Err(failure))) => {
                vec![t!(
                    lang,
                    "check-blocks-unknown",
                    why = failure_short(lang, failure)
                )]
            }
            Fact::Blocks(None) => vec![t!(lang, "check-blocks-untried")],
        }
    }
}

fn address(lang: Lang, host: &Text, failure: &Failure, known: Option<bool>) -> Vec<String> {
    let host = host.shown();
    let mut words = match (failure.reason, known) {
        (FailureReason::Tls, _) => vec![
            t!(lang, "check-address-tls", host = host),
            t!(lang, "check-address-tls-todo"),
        ],
        (FailureReason::Connect, Some(false)) => vec![
            t!(lang, "check-address-unknown", host = host),
            t!(lang, "check-address-todo"),
        ],
        _ => vec![
            t!(lang, "check-address-silent", host = host),
            t!(lang, "check-address-silent-todo"),
        ],
    };
    words.extend(server_words(lang, failure));
    words
}

fn refused(lang: Lang, failure: &Failure) -> Vec<String> {
    let (what, todo) = match failure.status {
        _ if failure.says("invalid_grant") => (t!(lang, "grant-400"), t!(lang, "check-grant-todo")),
        _ if failure.says("organization_application_not_found") => {
            (t!(lang, "app-404"), t!(lang, "check-app-todo"))
        }
        Some(401) => (t!(lang, "token-401"), t!(lang, "check-token-todo")),
        _ => failure_words(lang, failure),
    };
    let mut words = vec![what, todo];
    words.extend(server_words(lang, failure));
    words
}

fn lasts(lang: Lang, life: Life) -> String {
    match life {
        Life::Unknown => t!(lang, "check-token-given"),
        Life::Unlimited => t!(lang, "check-token-unlimited"),
        Life::Seconds(seconds) => {
            let (days, hours, minutes) = (
                seconds / 86_400,
                seconds % 86_400 / 3_600,
                seconds % 3_600 / 60,
            );
            match (days, hours) {
                (0, 0) => t!(lang, "check-token-minutes", minutes = minutes),
                (0, _) => t!(lang, "check-token-hours", hours = hours, minutes = minutes),
                _ => t!(lang, "check-token-days", days = days, hours = hours),
            }
        }
    }
}
