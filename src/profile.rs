//! Profiles: where to connect, with which credentials, and how; their text form in the file, and their
//! values.
//!
//! Nothing here accesses files or secrets: `config` reads and writes files, and obtains secrets.

mod check;
mod mistake;
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
pub use mistake::{MistakeKind, ProfileMistake, app_key_words, base_url_words, proxy_words};
pub use read::read;
pub use secret::{KeyringFault, NoSecret};
pub use write::{Unwritable, add, remove};

/// The percentage of each published limit that rosterm uses by default: the customer's own servers use the
/// same App Key.
pub const SHARE: u8 = 20;

/// How to connect to an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The address of the service.
    pub base_url: BaseUrl,
    /// The app.
    pub app_key: AppKey,
    /// With a client ID, the secret is the client secret; without one, it is a ready token.
    pub client_id: Option<String>,
    /// Where the secret comes from.
    pub secret: SecretSource,
    /// Whether the app has real users.
    pub environment: Environment,
    /// The friend limit of the app's plan, if known.
    pub friend_cap: Option<usize>,
    /// The percentage of each published limit that rosterm may use.
    pub share: u8,
    /// The operator, for the journal.
    pub operator: Option<String>,
    /// Certificates to trust besides the system's, as the path in the file.
    pub ca_file: Option<PathBuf>,
    /// The proxy, if not the environment's.
    pub proxy: Option<ProxyUrl>,
    /// The language of the screen.
    pub lang: Option<Lang>,
    /// Timeouts and limits.
    pub timing: ProfileTimes,
}

impl Profile {
    /// A profile with only the required fields.
    pub fn new(base_url: BaseUrl, app_key: AppKey, secret: SecretSource) -> Self {
        Self {
            base_url,
            app_key,
            client_id: None,
            secret,
            // By default, the environment in which less can go wrong.
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

/// The timeouts and limits of a profile; `None` means the default value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProfileTimes {
    /// For connecting.
    pub connect: Option<Duration>,
    /// For a read including all retries.
    pub read: Option<Duration>,
    /// For a write.
    pub write: Option<Duration>,
    /// How long a change with an unknown outcome may still be applied.
    pub settle: Option<Duration>,
    /// How long a dialog ignores confirming keys after it opens.
    pub arm: Option<Duration>,
    /// How often a read is sent at most.
    pub attempts: Option<usize>,
}

impl ProfileTimes {
    /// The values for the client.
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

/// Where a secret comes from. The secret itself is never in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A program with these arguments prints it.
    Command(Vec<String>),
    /// The system's keyring stores it.
    Keyring,
    /// It is asked for at each start.
    Prompt,
    /// A file that only its owner can read contains it.
    File(PathBuf),
    /// An environment variable contains it.
    Env,
}

impl SecretSource {
    /// The source as a line of the file, for people who know the file. Like the file, it may contain
    /// unprintable characters.
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
    /// The profile to use if none is named.
    pub default: Option<String>,
    /// The journal omits the text of remarks (`[journal]`, `remarks = false`).
    pub remarks_withheld: bool,
    /// For how many days the journal keeps entries that nothing needs any more (`[journal]`, `keep_days =
    /// 90`); `None` means forever.
    pub keep_days: Option<usize>,
    /// Frames and gauges are drawn with ASCII characters (`[screen]`, `ascii = true`).
    pub ascii: bool,
    /// The terminal keeps the mouse (`[screen]`, `mouse = false`).
    pub mouse_off: bool,
    /// By name, in the order of the file.
    pub all: Vec<(String, Profile)>,
}

impl Profiles {
    /// The profile of this name.
    pub fn find(&self, name: &str) -> Option<&Profile> {
        let found = self.all.iter().find(|(n, _)| n == name);
        found.map(|(_, profile)| profile)
    }

    /// The profile to use if none is named: the default, or the only one.
    pub fn usual(&self) -> Option<(&str, &Profile)> {
        let name = match (&self.default, self.all.as_slice()) {
            (Some(name), _) => name,
            (None, [(only, _)]) => only,
            (None, _) => return None,
        };
        self.find(name).map(|profile| (name.as_str(), profile))
    }

    /// For how long the journal keeps entries that nothing needs any more; `None` means forever.
    pub fn keep(&self) -> Option<Duration> {
        let days = u64::try_from(self.keep_days?).ok()?;
        Some(Duration::from_secs(days * 24 * 60 * 60))
    }

    /// The names, for display.
    pub fn names(&self) -> Vec<&str> {
        self.all.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Longer names would leave no room on the screen.
const LONGEST_NAME: usize = 32;

/// Whether a text is a valid profile name: visible letters and digits of any script, `-`, `_` and `.`, and
/// not like a flag.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.starts_with('-')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        // Some letters are invisible.
        && printable(name) == name
}
