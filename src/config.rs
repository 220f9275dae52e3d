//! Configuration: where to connect and with which credentials, from flags, environment and profiles; and the
//! paths of rosterm's files.

mod check;
mod choice;
mod files;
mod keyring;
mod records;
mod remembered;
mod secret;
mod zone;

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::api::{
    AppKey, BadAppKey, BadBaseUrl, BaseUrl, Credentials, Network, Secret, Settings, Timing,
};
use crate::i18n::Lang;
pub use crate::journal::DATA_DIR;
use crate::profile::{SHARE, app_key_words, base_url_words};
use crate::t;

pub use self::check::check_profile;
pub use self::choice::{ChosenProfile, ProfileChoiceError, choose_by_environment};
pub use self::files::{FileProblem, absolute, add, load, remove, settings};
pub use self::keyring::{HAS_KEYRING, keep_in_keyring};
pub use self::records::{start_log, write_report};
pub use self::remembered::{remember, remembered};
pub use self::secret::{credentials, from_environment, keep_memory_private};
pub use self::zone::local_zone;

/// The environment variable that holds a ready app token.
pub const TOKEN: &str = "ROSTERM_TOKEN";
/// The environment variable that holds the client secret.
pub const CLIENT_SECRET: &str = "ROSTERM_CLIENT_SECRET";
/// The environment variable that names the profile.
pub const PROFILE: &str = "ROSTERM_PROFILE";
/// The environment variable that names the language.
pub const LANGUAGE: &str = "ROSTERM_LANG";

/// Why there is nothing to connect to.
#[derive(Debug)]
pub enum BadConfig {
    /// A server without an app, or an app without a server.
    Half,
    /// The address is invalid.
    BaseUrl(BadBaseUrl),
    /// The App Key is invalid.
    AppKey(BadAppKey),
    /// A client ID without its secret.
    NoSecret,
    /// The token contains characters that a header cannot carry.
    BadToken,
    /// Neither a token nor a client ID.
    NoCredentials,
}

impl BadConfig {
    /// What is wrong and what to do, in one line.
    pub fn words(&self, lang: Lang) -> String {
        let bad =
            |option: &str, why: String| t!(lang, "cli-bad-option", option = option, why = why);
        match self {
            Self::Half => t!(lang, "cli-server-half"),
            Self::BaseUrl(why) => bad("--base-url", base_url_words(lang, *why)),
            Self::AppKey(why) => bad("--app-key", app_key_words(lang, *why)),
            Self::NoSecret => t!(lang, "cli-no-client-secret", name = CLIENT_SECRET),
            Self::BadToken => t!(lang, "cli-bad-token", name = TOKEN),
            Self::NoCredentials => {
                t!(
                    lang,
                    "cli-no-credentials",
                    token = TOKEN,
                    secret = CLIENT_SECRET
                )
            }
        }
    }
}

/// The settings for a server given by flags. The secret comes from the environment, because everybody on the
/// machine can read the flags of a process.
pub fn from_flags(
    base_url: Option<&str>,
    app_key: Option<&str>,
    client_id: Option<&str>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Settings, BadConfig> {
    let (base_url, app_key) = match (base_url, app_key) {
        (Some(base_url), Some(app_key)) => {
            let app_key = AppKey::parse(app_key).map_err(BadConfig::AppKey)?;
            let base_url = BaseUrl::parse(base_url).and_then(|url| url.of_app(&app_key));
            (base_url.map_err(BadConfig::BaseUrl)?, app_key)
        }
        _ => return Err(BadConfig::Half),
    };
    let secret = |name| {
        let value = environment(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let credentials = if let Some(id) = client_id {
        Credentials::Client {
            id: id.to_owned(),
            secret: Secret::new(&secret(CLIENT_SECRET).ok_or(BadConfig::NoSecret)?),
        }
    } else {
        let token = secret(TOKEN).ok_or(BadConfig::NoCredentials)?;
        if !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(BadConfig::BadToken);
        }
        Credentials::Token(Secret::new(&token))
    };
    Ok(Settings {
        base_url,
        app_key,
        credentials,
        share: SHARE,
        timing: Timing::default(),
        network: Network::default(),
    })
}

/// The paths of rosterm's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file.
    pub config: PathBuf,
    /// The journal.
    pub journal: PathBuf,
    /// The log.
    pub log: PathBuf,
    /// What was changed about the screen.
    pub settings: PathBuf,
}

/// The paths of this user's files; `None` if the system gives the user no home directory.
pub fn paths() -> Option<Paths> {
    let dirs = ProjectDirs::from("", "", "rosterm")?;
    let named = std::env::var_os(DATA_DIR).filter(|dir| !dir.is_empty());
    // A relative path would mean a different file in each working directory.
    let named = named.and_then(|dir| std::path::absolute(dir).ok());
    let data = named.unwrap_or_else(|| dirs.data_dir().to_owned());
    // Only Linux has a separate directory for state.
    let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(Paths {
        config: dirs.config_dir().join("config.toml"),
        journal: data.join("journal.db"),
        log: state.join("rosterm.log"),
        settings: state.join("settings.toml"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(
        base_url: Option<&str>,
        app_key: Option<&str>,
        client_id: Option<&str>,
        environment: &[(&str, &str)],
    ) -> Result<Settings, BadConfig> {
        let environment: Vec<(String, String)> = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        from_flags(base_url, app_key, client_id, |name| {
            environment
                .iter()
                .find(|(k, _)| k == name)
                .map(|(_, v)| v.clone())
        })
    }

    #[test]
    fn a_server_wants_an_app_and_credentials() {
        let url = Some("https://a1.easemob.com");
        let app = Some("acme#im-prod");
        let token = [(TOKEN, "t")];
        assert!(matches!(
            settings(None, None, Some("YXA6"), &token),
            Err(BadConfig::Half)
        ));
        assert!(matches!(
            settings(url, None, None, &token),
            Err(BadConfig::Half)
        ));
        assert!(matches!(
            settings(url, app, None, &[]),
            Err(BadConfig::NoCredentials)
        ));
        assert!(matches!(
            settings(url, app, None, &[(TOKEN, "")]),
            Err(BadConfig::NoCredentials)
        ));
        assert!(matches!(
            settings(url, app, Some("YXA6"), &token),
            Err(BadConfig::NoSecret)
        ));
        assert!(matches!(
            settings(Some("ftp://x"), app, None, &token),
            Err(BadConfig::BaseUrl(_))
        ));
        assert!(matches!(
            settings(url, Some("acme"), None, &token),
            Err(BadConfig::AppKey(_))
        ));
        for bad in ["a b", "a\nb", "令牌", "a\u{200b}"] {
            assert!(matches!(
                settings(url, app, None, &[(TOKEN, bad)]),
                Err(BadConfig::BadToken)
            ));
        }
        assert!(settings(url, app, None, &[(TOKEN, " t\n")]).is_ok());
        assert!(settings(url, app, None, &token).is_ok());
        assert!(settings(url, app, Some("YXA6"), &[(CLIENT_SECRET, "s")]).is_ok());
    }

    #[test]
    fn no_error_shows_a_secret() {
        let shown = format!(
            "{:?}",
            settings(
                Some("https://a1.easemob.com"),
                Some("acme#im-prod"),
                None,
                &[(TOKEN, "canary-token")]
            )
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
}
