//! What is wrong with a configuration file, in words for the person who has to fix it. No message quotes a
//! value: it may be a secret in the wrong place.

use std::time::Duration;

use crate::api::{BadAppKey, BadBaseUrl, BadProxy};
use crate::i18n::Lang;
use crate::t;
use crate::text::Text;

/// How to name the source of a secret, for a profile without one.
const SOURCES: &str =
    r#"{ command = ["pass", "acme/im"] }, "keyring", "prompt", { file = "/path" }, "env""#;

/// An error in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileMistake {
    /// The line, from 1.
    pub line: usize,
    /// The key with its parents; empty if the file is not valid TOML.
    pub key: String,
    /// What is wrong with it.
    pub kind: MistakeKind,
}

/// What is wrong with a key of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// The file is not TOML, for this reason of the parser.
    Syntax(Text),
    /// There is no such setting; there are these.
    Unknown(&'static str),
    /// A required setting is missing.
    Missing(&'static str),
    /// No source of the secret is named.
    NoSource,
    /// The secret itself seems to stand here.
    Secret,
    /// It is not the source of a secret.
    Source,
    /// There are two sources of the secret.
    TwoSources,
    /// It is not the name of a profile.
    Name,
    /// There is no profile of this name.
    NoProfile,
    /// It is not one of these two.
    Either(&'static str, &'static str),
    /// It is not a table.
    Table,
    /// It is not a text.
    Text,
    /// It is not a text of one line, or it is empty.
    Line,
    /// It is neither true nor false.
    Truth,
    /// It is not a whole number in this range.
    Number(usize, usize),
    /// It is not a time in this range.
    Time(Duration, Duration),
    /// It is not a program with its arguments.
    Words,
    /// It is not an address.
    BaseUrl(BadBaseUrl),
    /// It is not an App Key.
    AppKey(BadAppKey),
    /// It is not a proxy.
    Proxy(BadProxy),
}

impl ProfileMistake {
    /// The line, the key, and what to write there.
    pub fn words(&self, lang: Lang) -> String {
        let (line, why) = (self.line, self.kind.words(lang));
        match self.key.as_str() {
            "" => t!(lang, "mistake-in-line", line = line, why = why),
            key => t!(lang, "mistake-in-key", line = line, key = key, why = why),
        }
    }
}

impl MistakeKind {
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Syntax(why) => t!(lang, "mistake-syntax", why = why.shown()),
            Self::Unknown(known) => t!(lang, "mistake-unknown", known = *known),
            Self::Missing(key) => t!(lang, "mistake-missing", key = *key),
            Self::NoSource => t!(lang, "mistake-no-source", sources = SOURCES),
            Self::Secret => t!(lang, "mistake-secret", sources = SOURCES),
            Self::Source => t!(lang, "mistake-source", sources = SOURCES),
            Self::TwoSources => t!(lang, "mistake-two-sources"),
            Self::Name => t!(lang, "cli-bad-name"),
            Self::NoProfile => t!(lang, "mistake-no-profile"),
            Self::Either(one, other) => t!(lang, "mistake-either", one = *one, other = *other),
            Self::Table => t!(lang, "mistake-table"),
            Self::Text => t!(lang, "mistake-text"),
            Self::Line => t!(lang, "mistake-line"),
            Self::Truth => t!(lang, "mistake-truth"),
            Self::Number(least, most) => {
                t!(lang, "cli-value-number", least = *least, most = *most)
            }
            Self::Time(least, most) => t!(
                lang,
                "mistake-time",
                least = format!("{least:?}"),
                most = format!("{most:?}")
            ),
            Self::Words => t!(lang, "mistake-words"),
            Self::BaseUrl(why) => base_url_words(lang, *why),
            Self::AppKey(why) => app_key_words(lang, *why),
            Self::Proxy(why) => proxy_words(lang, *why),
        }
    }
}

/// What is wrong with an address.
pub fn base_url_words(lang: Lang, why: BadBaseUrl) -> String {
    match why {
        BadBaseUrl::Unreadable => t!(lang, "fault-url-unreadable"),
        BadBaseUrl::Scheme => t!(lang, "fault-url-scheme"),
        BadBaseUrl::App => t!(lang, "fault-url-app"),
        BadBaseUrl::Extra | BadBaseUrl::Path => t!(lang, "fault-url-extra"),
    }
}

/// What is wrong with an App Key.
pub fn app_key_words(lang: Lang, why: BadAppKey) -> String {
    match why {
        BadAppKey::Hash => t!(lang, "fault-app-key-hash"),
        BadAppKey::Name => t!(lang, "fault-app-key-name"),
        BadAppKey::Address => t!(lang, "fault-app-key-address"),
    }
}

/// What is wrong with a proxy.
pub fn proxy_words(lang: Lang, why: BadProxy) -> String {
    match why {
        BadProxy::Unreadable => t!(lang, "fault-proxy"),
        BadProxy::Secret => t!(lang, "fault-proxy-secret"),
    }
}
