//! What a profile is: where to connect, as whom, and how; as text in a file, and as values.
//!
//! Nothing here touches a file or a secret: `config` reads and writes, and fetches secrets.

mod check;
mod read;
mod secret;
#[cfg(test)]
mod tests;
mod write;

use std::path::PathBuf;
use std::time::Duration;

use crate::api::{AppKey, BaseUrl, ProxyUrl, Timing};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::text::printable;

pub use check::{CheckFact, CheckFinding, CheckState, CheckStep, SecretOrigin};
pub use read::{ProfileMistake, read};
pub use secret::NoSecret;
pub use write::{Unwritable, add, remove};

/// Percent of each published limit that a console takes: the customer's own servers draw on the same
/// App Key.
pub const SHARE: u8 = 20;

/// How to connect to one app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Where the service listens.
    pub base_url: BaseUrl,
    /// Which app.
    pub app_key: AppKey,
    /// With a client id, the secret is the client secret; without one, it is a ready token.
    pub client_id: Option<String>,
    /// Where the secret comes from.
    pub secret: SecretSource,
    /// Who is behind the app.
    pub environment: Environment,
    /// How many friends a user may have on the app's plan, where that is known.
    pub friend_cap: Option<usize>,
    /// Percent of each published limit that the console may take.
    pub share: u8,
    /// Who sits at the console, for the journal.
    pub operator: Option<String>,
    /// Certificates to trust beside the system's, as the file names them.
    pub ca_file: Option<PathBuf>,
    /// The proxy, where the environment's is not meant.
    pub proxy: Option<ProxyUrl>,
    /// The language of the screen.
    pub lang: Option<Lang>,
    /// Times and limits.
    pub timing: ProfileTimes,
}

impl Profile {
    /// A profile with what it cannot do without.
    pub fn new(base_url: BaseUrl, app_key: AppKey, secret: SecretSource) -> Self {
        Self {
            base_url,
            app_key,
            client_id: None,
            secret,
            // Whoever does not say gets the one in which less can go wrong.
            environment: Environment::Production,
            friend_cap: None,
            share: SHARE,
            operator: None,
            ca_file: None,
            proxy: None,
            lang: None,
            timing: ProfileTimes::default(),
        }
    }
}

/// The times and limits of a profile; what is left out has its usual value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProfileTimes {
    /// For a connection to stand.
    pub connect: Option<Duration>,
    /// For a read with all its repeats.
    pub read: Option<Duration>,
    /// For a write.
    pub write: Option<Duration>,
    /// How long a change whose outcome is unknown may still come to be applied.
    pub settle: Option<Duration>,
    /// How long a dialog takes no key that confirms.
    pub arm: Option<Duration>,
    /// How often a read is sent at most.
    pub attempts: Option<usize>,
}

impl ProfileTimes {
    /// What the client needs of it.
    pub fn of_client(self) -> Timing {
        let usual = Timing::default();
        Timing {
            connect: self.connect.unwrap_or(usual.connect),
            read: self.read.unwrap_or(usual.read),
            write: self.write.unwrap_or(usual.write),
            attempts: self.attempts.unwrap_or(usual.attempts),
        }
    }
}

/// Where a secret comes from. It is never in the file itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A program prints it, with these arguments.
    Command(Vec<String>),
    /// The system's keyring holds it.
    Keyring,
    /// It is asked for at each start.
    Prompt,
    /// A file that only its owner can read holds it.
    File(PathBuf),
    /// The environment holds it.
    Env,
}

impl SecretSource {
    /// As a line of the file has it, for those who read files. Not yet printable, as the file is not.
    pub fn raw(&self) -> String {
        match self {
            Self::Command(words) => format!("command: {}", shell_words::join(words)),
            Self::Keyring => "keyring".to_owned(),
            Self::Prompt => "prompt".to_owned(),
            Self::File(path) => format!("file: {}", path.display()),
            Self::Env => "env".to_owned(),
        }
    }
}

/// All profiles of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profiles {
    /// The one to take where none is named.
    pub default: Option<String>,
    /// The journal does not keep the text of remarks (`[journal]`, `remarks = false`).
    pub remarks_withheld: bool,
    /// For how many days the journal keeps what nothing needs any more (`[journal]`, `keep_days = 90`);
    /// without it, for ever.
    pub keep_days: Option<usize>,
    /// Frames and gauges are drawn with ASCII characters (`[screen]`, `ascii = true`).
    pub ascii: bool,
    /// By name, in the order of the file.
    pub all: Vec<(String, Profile)>,
}

impl Profiles {
    /// The profile of this name.
    pub fn find(&self, name: &str) -> Option<&Profile> {
        let found = self.all.iter().find(|(n, _)| n == name);
        found.map(|(_, profile)| profile)
    }

    /// The one to take where none is named: the default, or the only one.
    pub fn usual(&self) -> Option<(&str, &Profile)> {
        let name = match (&self.default, self.all.as_slice()) {
            (Some(name), _) => name,
            (None, [(only, _)]) => only,
            (None, _) => return None,
        };
        self.find(name).map(|profile| (name.as_str(), profile))
    }

    /// The names, for a person.
    pub fn names(&self) -> Vec<&str> {
        self.all.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Longer names leave no room on the screen.
const LONGEST_NAME: usize = 32;

/// Whether a text can be the name of a profile: letters and digits of any script that can be seen, `-`,
/// `_` and `.`, and not like a flag.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.starts_with('-')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        // There are letters that nobody sees.
        && printable(name) == name
}
