//! `rosterm profile add`: adds a profile from flags, or opens a form for the missing fields.

use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{bad, print, question};
use crate::api::{AppKey, BaseUrl, ProxyUrl};
use crate::cli::launch::{self, SetUpReason};
use crate::cli::{FAILED, USAGE, ask, fail, shown};
use crate::config;
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::profile::{NoSecret, Profile, SecretSource, is_name};

#[derive(Debug, Args)]
#[command(after_help = "\
The secret itself is never a flag: specify its source. With --client-id, it is the client secret; without,
it is a ready-made app token. A command is a program and its arguments, run without a shell:
  rosterm profile add acme --base-url https://a1.easemob.com --app-key acme#im \\
      --client-id YXA6... --secret-command 'pass acme/im'")]
pub struct AddArgs {
    /// The profile's name
    pub name: Option<String>,
    /// The REST domain of the app, as shown in the service's web console
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The App Key
    #[arg(long, value_name = "ORG#APP")]
    pub app_key: Option<String>,
    /// The client ID to request app tokens with
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// A program that prints the secret, with its arguments
    #[arg(long, value_name = "COMMAND", group = "source")]
    pub secret_command: Option<String>,
    /// Keep the secret in the system's keyring; asks for it now
    #[arg(long, group = "source")]
    pub secret_keyring: bool,
    /// Ask for the secret at each start
    #[arg(long, group = "source")]
    pub secret_prompt: bool,
    /// Read the secret from a file that only its owner can read
    #[arg(long, value_name = "FILE", group = "source")]
    pub secret_file: Option<PathBuf>,
    /// Read the secret from `ROSTERM_CLIENT_SECRET` or `ROSTERM_TOKEN`
    #[arg(long, group = "source")]
    pub secret_env: bool,
    /// Whether real people use the app; on production, rosterm starts read-only
    #[arg(long, value_enum)]
    pub environment: Option<EnvironmentArg>,
    /// The maximum number of friends per user on the app's plan
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub friend_cap: Option<u32>,
    /// The percentage of each published limit that rosterm may use
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub share: Option<u8>,
    /// The name of the operator, for the journal
    #[arg(long, value_name = "WHO")]
    pub operator: Option<String>,
    /// Additional certificates to trust, in PEM format
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// The proxy; by default the environment's
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EnvironmentArg {
    Production,
    Test,
}

/// Adds a profile.
pub async fn add(args: AddArgs, file: &Path, lang: Option<Lang>) -> ExitCode {
    let profiles = match config::load(file) {
        Ok(profiles) => profiles,
        Err(why) => return bad(&why),
    };
    if let Some(name) = &args.name {
        if !is_name(name) {
            return fail(
                USAGE,
                "a profile's name is up to 32 letters, digits, - _ . and does not begin with -",
            );
        }
        if profiles.find(name).is_some() {
            return fail(
                USAGE,
                &format!(
                    "there is a profile {name} already: remove it first, or take another name"
                ),
            );
        }
    }
    let source = match source(&args) {
        Ok(source) => source,
        Err(why) => return fail(USAGE, &why),
    };
    let (Some(name), Some(base_url), Some(app_key), Some(source)) =
        (&args.name, &args.base_url, &args.app_key, source.clone())
    else {
        if stdin().is_terminal() && stdout().is_terminal() {
            let door = SetUpReason::Add(Box::new(args), source);
            return launch::set_up(door, file, &profiles, lang).await;
        }
        return fail(
            USAGE,
            "without a terminal to ask at, NAME, --base-url, --app-key and one of --secret-command, \
             --secret-keyring, --secret-prompt, --secret-file, --secret-env are needed",
        );
    };
    let profile = match profile(&args, base_url, app_key, source) {
        Ok(profile) => profile,
        Err(why) => return fail(USAGE, &why),
    };
    if profile.secret == SecretSource::Keyring
        && let Err(why) = fill_keyring(name, &profile)
    {
        return fail(FAILED, &why);
    }
    match config::add(file, name, &profile) {
        Ok(()) => print(&format!(
            "Added {name} to {}. Try it: rosterm profile check {name}\n",
            shown(file)
        )),
        Err(why) => bad(&why),
    }
}

/// The secret's source by flags; `None` if no flag names one.
fn source(args: &AddArgs) -> Result<Option<SecretSource>, String> {
    if let Some(line) = &args.secret_command {
        let words = shell_words::split(line)
            .map_err(|_| "--secret-command: a quotation mark is not closed".to_owned())?;
        return match words.first() {
            Some(program) if !program.is_empty() => Ok(Some(SecretSource::Command(words))),
            _ => Err("--secret-command: a program and its arguments".to_owned()),
        };
    }
    if let Some(path) = &args.secret_file {
        return Ok(Some(SecretSource::File(whole(path)?)));
    }
    Ok(
        match (args.secret_keyring, args.secret_prompt, args.secret_env) {
            (true, ..) if !config::HAS_KEYRING => {
                return Err(NoSecret::KeyringAbsent.words(Lang::En));
            }
            (true, ..) => Some(SecretSource::Keyring),
            (_, true, _) => Some(SecretSource::Prompt),
            (.., true) => Some(SecretSource::Env),
            _ => None,
        },
    )
}

/// A path on the command line is relative to the current directory; in the file it would be relative to the
/// file.
fn whole(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn profile(
    args: &AddArgs,
    base_url: &str,
    app_key: &str,
    source: SecretSource,
) -> Result<Profile, String> {
    let app_key = AppKey::parse(app_key).map_err(|why| format!("--app-key: {why}"))?;
    let base_url = BaseUrl::parse(base_url)
        .and_then(|url| url.of_app(&app_key))
        .map_err(|why| format!("--base-url: {why}"))?;
    let mut profile = Profile::new(base_url, app_key, source);
    let text = |flag: &str, value: &Option<String>| match value.as_deref().map(str::trim) {
        Some(text) if text.is_empty() || text.contains(char::is_control) => {
            Err(format!("{flag}: a text of one line, not empty"))
        }
        text => Ok(text.map(str::to_owned)),
    };
    profile.client_id = text("--client-id", &args.client_id)?;
    profile.operator = text("--operator", &args.operator)?;
    if let Some(name) = args.environment {
        profile.environment = name.into();
    }
    profile.friend_cap = args.friend_cap.and_then(|n| usize::try_from(n).ok());
    profile.share = args.share.unwrap_or(profile.share);
    profile.ca_file = args.ca_file.as_deref().map(whole).transpose()?;
    if let Some(proxy) = &args.proxy {
        profile.proxy = Some(ProxyUrl::parse(proxy).map_err(|why| format!("--proxy: {why}"))?);
    }
    Ok(profile)
}

impl From<EnvironmentArg> for Environment {
    fn from(name: EnvironmentArg) -> Self {
        match name {
            EnvironmentArg::Production => Self::Production,
            EnvironmentArg::Test => Self::Test,
        }
    }
}

fn fill_keyring(name: &str, profile: &Profile) -> Result<(), String> {
    if !stdin().is_terminal() {
        return Err(
            "the keyring's secret is asked for at a terminal, and there is none".to_owned(),
        );
    }
    let question = question(Lang::En, name, profile);
    let secret = ask::secret(&question)
        .map_err(|why| why.to_string())?
        .ok_or("nothing was entered, and nothing was added")?;
    config::keep_in_keyring(name, &secret).map_err(|why| why.words(Lang::En))
}
