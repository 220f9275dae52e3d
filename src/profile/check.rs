//! The results of checking a profile, step by step, in words.

use crate::api::TokenLifetime;
use crate::domain::{Failure, FailureReason, SystemError, UserId};
use crate::i18n::Lang;
use crate::t;
use crate::text::Text;
use crate::wording::{failure, system};

use super::NoSecret;

/// The steps in order. Each requires the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStep {
    /// The secret is obtained from its source.
    Secret,
    /// The address is resolved, a server replies there, and its certificate is trusted.
    Address,
    /// The service issues a token.
    Token,
    /// The token can read a user.
    Read,
    /// The app has a blocklist.
    Blocks,
}

impl CheckStep {
    /// All steps.
    pub const ALL: [Self; 5] = [
        Self::Secret,
        Self::Address,
        Self::Token,
        Self::Read,
        Self::Blocks,
    ];

    /// The step's name.
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
pub enum CheckState {
    /// It works.
    Good,
    /// It does not work; rosterm can be used without it, with restrictions.
    Partly,
    /// Nothing works until this is fixed.
    Bad,
}

impl CheckState {
    /// The state's name.
    pub fn name(self, lang: Lang) -> String {
        match self {
            Self::Good => t!(lang, "check-good"),
            Self::Partly => t!(lang, "check-partly"),
            Self::Bad => t!(lang, "check-bad"),
        }
    }
}

/// Where a secret was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretOrigin {
    /// It was typed.
    Typed,
    /// From the environment, which takes precedence over the profile.
    Environment,
    /// From the source that the profile names.
    Source,
}

/// What a step found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckFact {
    /// Whether the secret was obtained.
    Secret(Result<SecretOrigin, NoSecret>),
    /// The certificate file cannot be read: its path, and why.
    CaUnreadable(Text, SystemError),
    /// The file contains no certificate.
    CaEmpty(Text),
    /// Whether a server replies at the address.
    Address {
        /// The host.
        host: Text,
        /// Whether it was reached.
        reached: Result<(), Failure>,
        /// Whether the name can be resolved, if the host was not reached and the name was looked up.
        known: Option<bool>,
    },
    /// Whether there is a token, and how long it is valid.
    Token(Result<TokenLifetime, Failure>),
    /// Whether a user could be read, and which one.
    Read(Result<Option<UserId>, Failure>),
    /// Whether the blocklist of that user could be read; `None` without a user to try it on.
    Blocks(Option<Result<(), Failure>>),
}

/// A step with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding(pub CheckFact);

impl CheckFinding {
    /// The step it belongs to.
    pub fn step(&self) -> CheckStep {
        match self.0 {
            CheckFact::Secret(_) => CheckStep::Secret,
            CheckFact::CaUnreadable(..) | CheckFact::CaEmpty(_) | CheckFact::Address { .. } => {
                CheckStep::Address
            }
            CheckFact::Token(_) => CheckStep::Token,
            CheckFact::Read(_) => CheckStep::Read,
            CheckFact::Blocks(_) => CheckStep::Blocks,
        }
    }

    /// How it ended.
    pub fn state(&self) -> CheckState {
        match &self.0 {
            CheckFact::Secret(Ok(_))
            | CheckFact::Address {
                reached: Ok(()), ..
            }
            | CheckFact::Token(Ok(_))
            | CheckFact::Read(Ok(_))
            | CheckFact::Blocks(Some(Ok(()))) => CheckState::Good,
            CheckFact::Blocks(_) => CheckState::Partly,
            CheckFact::Secret(Err(_))
            | CheckFact::CaUnreadable(..)
            | CheckFact::CaEmpty(_)
            | CheckFact::Address { .. }
            | CheckFact::Token(Err(_))
            | CheckFact::Read(Err(_)) => CheckState::Bad,
        }
    }

    /// What was found out and, if something is wrong, what to do about it.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        match &self.0 {
            CheckFact::Secret(Ok(SecretOrigin::Typed)) => vec![t!(lang, "check-secret-typed")],
            CheckFact::Secret(Ok(SecretOrigin::Environment)) => {
                vec![t!(lang, "check-secret-environment")]
            }
            CheckFact::Secret(Ok(SecretOrigin::Source)) => vec![t!(lang, "check-secret-source")],
            CheckFact::Secret(Err(why)) => vec![why.words(lang)],
            CheckFact::CaUnreadable(path, why) => vec![t!(
                lang,
                "file-unreadable",
                path = path.shown(),
                why = system::error(lang, why)
            )],
            CheckFact::CaEmpty(path) => vec![t!(lang, "file-no-certificate", path = path.shown())],
            CheckFact::Address {
                host,
                reached: Ok(()),
                ..
            } => vec![host.shown().to_owned()],
            CheckFact::Address {
                host,
                reached: Err(failure),
                known,
            } => address(lang, host, failure, *known),
            CheckFact::Token(Ok(life)) => vec![lasts(lang, *life)],
            CheckFact::Token(Err(failure)) | CheckFact::Read(Err(failure)) => {
                refused(lang, failure)
            }
            CheckFact::Read(Ok(Some(user))) => vec![t!(lang, "check-read-good", id = user.shown())],
            CheckFact::Read(Ok(None)) => vec![t!(lang, "check-read-nobody")],
            CheckFact::Blocks(Some(Ok(()))) => vec![t!(lang, "check-blocks-on")],
            CheckFact::Blocks(Some(Err(failure))) if failure.status == Some(403) => vec![
                t!(lang, "check-blocks-off"),
                t!(lang, "check-blocks-off-todo"),
            ],
            CheckFact::Blocks(Some(Err(failure))) => {
                vec![t!(
                    lang,
                    "check-blocks-unknown",
                    why = failure::short(lang, failure)
                )]
            }
            CheckFact::Blocks(None) => vec![t!(lang, "check-blocks-untried")],
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
    words.extend(failure::server(lang, failure));
    words
}

fn refused(lang: Lang, failure: &Failure) -> Vec<String> {
    let (what, todo) = match failure.status {
        _ if failure.says("invalid_grant") => (t!(lang, "grant-400"), t!(lang, "check-grant-todo")),
        _ if failure.says("organization_application_not_found") => {
            (t!(lang, "app-404"), t!(lang, "check-app-todo"))
        }
        Some(401) => (t!(lang, "token-401"), t!(lang, "check-token-todo")),
        _ => failure::general(lang, failure),
    };
    let mut words = vec![what, todo];
    words.extend(failure::server(lang, failure));
    words
}

fn lasts(lang: Lang, life: TokenLifetime) -> String {
    match life {
        TokenLifetime::Unknown => t!(lang, "check-token-given"),
        TokenLifetime::Unlimited => t!(lang, "check-token-unlimited"),
        TokenLifetime::Seconds(seconds) => {
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
