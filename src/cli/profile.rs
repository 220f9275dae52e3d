//! `rosterm profile`: the profiles, from the command line.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::launch::{self, Door};
use super::{FAILED, USAGE, ask, fail};
use crate::api::{AppKey, BaseUrl, ProxyUrl};
use crate::config::{self, BadFile};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::profile::{Finding, Profile, Source, State, is_name};
use crate::t;
use crate::text;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a profile: on a terminal in a form, or with all its flags
    Add(Box<Add>),
    /// List the profiles; * is the default
    List,
    /// Show a profile, without its secret
    Show {
        /// The profile
        name: String,
    },
    /// Try a profile step by step: address, token, reading, blocklist
    Check {
        /// The profile; without it the usual one
        name: Option<String>,
    },
    /// Remove a profile
    Remove {
        /// The profile
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "\
The secret itself is no flag: say where it comes from. With --client-id it is the client secret, without
it a ready app token. A command is a program and its arguments; no shell reads it:
  rosterm profile add acme --base-url https://a1.easemob.com --app-key acme#im \\
      --client-id YXA6... --secret-command 'pass acme/im'")]
pub struct Add {
    /// The profile's name
    pub name: Option<String>,
    /// The REST address of the app, as the service's web console names it
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The App Key
    #[arg(long, value_name = "ORG#APP")]
    pub app_key: Option<String>,
    /// The client id that app tokens are asked for with
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// A program that prints the secret, with its arguments
    #[arg(long, value_name = "COMMAND", group = "source")]
    pub secret_command: Option<String>,
    /// The system's keyring holds the secret; it is asked for now
    #[arg(long, group = "source")]
    pub secret_keyring: bool,
    /// The secret is asked for at each start
    #[arg(long, group = "source")]
    pub secret_prompt: bool,
    /// A file that only its owner can read holds the secret
    #[arg(long, value_name = "FILE", group = "source")]
    pub secret_file: Option<PathBuf>,
    /// The secret is in `ROSTERM_CLIENT_SECRET` or `ROSTERM_TOKEN`
    #[arg(long, group = "source")]
    pub secret_env: bool,
    /// Who is behind the app; a console on production starts read-only
    #[arg(long, value_enum)]
    pub environment: Option<EnvironmentName>,
    /// How many friends a user may have on the app's plan
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub friend_cap: Option<u32>,
    /// Percent of each published limit that the console may take
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub share: Option<u8>,
    /// Who sits at the console
    #[arg(long, value_name = "WHO")]
    pub operator: Option<String>,
    /// Certificates to trust beside the system's, in PEM form
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// The proxy, in place of the environment's
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EnvironmentName {
    Production,
    Test,
}

/// Runs a command about profiles.
pub async fn run(command: Command, file: &Path, lang: Option<Lang>) -> ExitCode {
    match command {
        Command::Add(args) => add(*args, file, lang).await,
        Command::List => list(file),
        Command::Show { name } => show(file, &name),
        Command::Check { name } => check(file, name, lang).await,
        Command::Remove { name, yes } => remove(file, &name, yes),
    }
}

/// A file that is wrong is a mistake of the configuration, one that cannot be used a failure.
fn bad(why: &BadFile) -> ExitCode {
    let code = match why {
        BadFile::Mistake(..) | BadFile::Refused(..) => USAGE,
        _ => FAILED,
    };
    fail(code, &why.to_string())
}

fn print(text: &str) -> ExitCode {
    match stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILED),
    }
}

async fn add(args: Add, file: &Path, lang: Option<Lang>) -> ExitCode {
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
            let door = Door::Add(Box::new(args), source);
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
    if profile.secret == Source::Keyring
        && let Err(why) = fill_keyring(name, &profile)
    {
        return fail(FAILED, &why);
    }
    match config::add(file, name, &profile) {
        Ok(()) => print(&format!(
            "Added {name} to {}. Try it: rosterm profile check {name}\n",
            file.display()
        )),
        Err(why) => bad(&why),
    }
}

/// The secret's source by flags; `None` where none is given.
fn source(args: &Add) -> Result<Option<Source>, String> {
    if let Some(line) = &args.secret_command {
        let words = shell_words::split(line)
            .map_err(|_| "--secret-command: a quotation mark is not closed".to_owned())?;
        return match words.first() {
            Some(program) if !program.is_empty() => Ok(Some(Source::Command(words))),
            _ => Err("--secret-command: a program and its arguments".to_owned()),
        };
    }
    if let Some(path) = &args.secret_file {
        return Ok(Some(Source::File(whole(path)?)));
    }
    Ok(
        match (args.secret_keyring, args.secret_prompt, args.secret_env) {
            (true, ..) if !config::HAS_KEYRING => {
                return Err(crate::profile::NoSecret::KeyringAbsent.words(Lang::En));
            }
            (true, ..) => Some(Source::Keyring),
            (_, true, _) => Some(Source::Prompt),
            (.., true) => Some(Source::Env),
            _ => None,
        },
    )
}

/// A path on the command line begins where the person stands, one in the file beside the file.
fn whole(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn profile(args: &Add, base_url: &str, app_key: &str, source: Source) -> Result<Profile, String> {
    let base_url = BaseUrl::parse(base_url).map_err(|why| format!("--base-url: {why}"))?;
    let app_key = AppKey::parse(app_key).map_err(|why| format!("--app-key: {why}"))?;
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

impl From<EnvironmentName> for Environment {
    fn from(name: EnvironmentName) -> Self {
        match name {
            EnvironmentName::Production => Self::Production,
            EnvironmentName::Test => Self::Test,
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

/// What is asked for, and for which profile.
pub fn question(lang: Lang, name: &str, profile: &Profile) -> String {
    let app = profile.app_key.to_string();
    let app = text::printable(&app);
    match profile.client_id {
        Some(_) => t!(lang, "ask-client-secret", name = name, app = app),
        None => t!(lang, "ask-token", name = name, app = app),
    }
}

fn list(file: &Path) -> ExitCode {
    let profiles = match config::load(file) {
        Ok(profiles) => profiles,
        Err(why) => return bad(&why),
    };
    if profiles.all.is_empty() {
        // Nothing to list is no error, and no line of the list either.
        let _ = writeln!(
            std::io::stderr(),
            "There is no profile in {} yet: rosterm profile add makes one.",
            file.display()
        );
        return ExitCode::SUCCESS;
    }
    let usual = profiles.usual().map(|(name, _)| name);
    let wide = |of: &dyn Fn(&str, &Profile) -> String| {
        let cells = profiles.all.iter().map(|(n, p)| text::width(&of(n, p)));
        cells.max().unwrap_or(0)
    };
    let app_key = |profile: &Profile| text::printable(&profile.app_key.to_string());
    let names = wide(&|name, _| name.to_owned());
    let apps = wide(&|_, profile| app_key(profile));
    let mut out = String::new();
    for (name, profile) in &profiles.all {
        let mark = if Some(name.as_str()) == usual {
            '*'
        } else {
            ' '
        };
        let line = format!(
            "{mark} {}  {:<10}  {}  {}",
            text::pad(name, names),
            environment(profile.environment),
            text::pad(&app_key(profile), apps),
            profile.base_url
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    print(&out)
}

fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Test => "test",
    }
}

fn show(file: &Path, name: &str) -> ExitCode {
    let chosen = match config::load(file) {
        Ok(profiles) => config::choose(&profiles, Some(name), file),
        Err(why) => return bad(&why),
    };
    match chosen {
        Ok(chosen) => print(&shown(&chosen.name, &chosen.profile)),
        Err(why) => fail(USAGE, &why.to_string()),
    }
}

fn shown(name: &str, profile: &Profile) -> String {
    let times = profile.timing;
    let lines = [
        ("profile", Some(name.to_owned())),
        ("base_url", Some(profile.base_url.to_string())),
        ("app_key", Some(profile.app_key.to_string())),
        ("client_id", profile.client_id.clone()),
        ("secret", Some(profile.secret.to_string())),
        (
            "environment",
            Some(environment(profile.environment).to_owned()),
        ),
        ("friend_cap", profile.friend_cap.map(|n| n.to_string())),
        ("share", Some(format!("{} %", profile.share))),
        ("operator", profile.operator.clone()),
        (
            "ca_file",
            profile.ca_file.as_ref().map(|p| p.display().to_string()),
        ),
        ("proxy", profile.proxy.as_ref().map(ToString::to_string)),
        ("lang", profile.lang.map(|lang| lang.to_string())),
        ("connect", times.connect.map(|t| format!("{t:?}"))),
        ("read", times.read.map(|t| format!("{t:?}"))),
        ("write", times.write.map(|t| format!("{t:?}"))),
        ("settle", times.settle.map(|t| format!("{t:?}"))),
        ("attempts", times.attempts.map(|n| n.to_string())),
        ("arm", times.arm.map(|t| format!("{t:?}"))),
    ];
    let mut out = String::new();
    for (label, value) in lines {
        if let Some(value) = value {
            let _ = writeln!(out, "{label:<12}  {}", text::printable(&value));
        }
    }
    out
}

async fn check(file: &Path, name: Option<String>, lang: Option<Lang>) -> ExitCode {
    let chosen = match launch::chosen(file, name.as_deref()) {
        Ok(chosen) => chosen,
        Err(why) => return fail(USAGE, &why),
    };
    let lang = launch::language(lang, chosen.profile.lang);
    let typed = match launch::typed(&chosen, lang) {
        Ok(typed) => typed,
        Err(why) => return fail(FAILED, &why.to_string()),
    };
    let say = |finding: Finding| {
        let mut out = stdout().lock();
        // Where nobody listens, the exit code still says it.
        let _ = out.write_all(line(&finding, lang).as_bytes());
        let _ = out.flush();
    };
    let environment = |name: &str| std::env::var(name).ok();
    let works =
        config::try_profile(&chosen.name, &chosen.profile, typed, file, environment, say).await;
    match works {
        Some(_) => ExitCode::SUCCESS,
        None => ExitCode::from(FAILED),
    }
}

/// A finding with its further words below the first.
fn line(finding: &Finding, lang: Lang) -> String {
    let names = crate::profile::Step::ALL.map(|step| text::width(&step.name(lang)));
    let states = [State::Good, State::Partly, State::Bad].map(|s| text::width(&s.name(lang)));
    let wide = |cells: &[usize]| cells.iter().copied().max().unwrap_or(0);
    let (names, states) = (wide(&names), wide(&states));
    let mut out = String::new();
    for (number, words) in finding.words(lang).iter().enumerate() {
        let _ = match number {
            0 => writeln!(
                out,
                "{}  {}  {}",
                text::pad(&finding.step().name(lang), names),
                text::pad(&finding.state().name(lang), states),
                text::printable(words)
            ),
            _ => writeln!(
                out,
                "{}{}",
                " ".repeat(names + states + 4),
                text::printable(words)
            ),
        };
    }
    out
}

fn remove(file: &Path, name: &str, yes: bool) -> ExitCode {
    // A profile that is not there is not asked about.
    let chosen = match config::load(file) {
        Ok(profiles) => config::choose(&profiles, Some(name), file),
        Err(why) => return bad(&why),
    };
    let chosen = match chosen {
        Ok(chosen) => chosen,
        Err(why) => return fail(USAGE, &why.to_string()),
    };
    if !yes {
        if !stdin().is_terminal() {
            return fail(USAGE, "without a terminal to ask at, --yes is needed");
        }
        match ask::yes(&format!(
            "Remove the profile {name} from {}?",
            file.display()
        )) {
            Ok(true) => {}
            Ok(false) => return fail(FAILED, "nothing was removed"),
            Err(why) => return fail(FAILED, &why.to_string()),
        }
    }
    if let Err(why) = config::remove(file, name) {
        return bad(&why);
    }
    let left = match chosen.profile.secret {
        Source::Keyring => " Its secret stays in the keyring, under rosterm.",
        _ => "",
    };
    print(&format!("Removed {name} from {}.{left}\n", file.display()))
}
