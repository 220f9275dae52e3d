//! `rosterm profile`: manages profiles from the command line.

mod add;

use std::fmt::Write as _;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use super::{FAILED, USAGE, ask, fail, launch, printed, shown as shown_path};
use crate::config::{self, FileProblem};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::profile::{CheckFinding, CheckState, CheckStep, Profile, SecretSource};
use crate::t;
use crate::text;

pub use self::add::AddArgs;

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Add a profile: in a form on a terminal, or with flags
    Add(Box<AddArgs>),
    /// List the profiles; * is the default
    List,
    /// Show a profile, without its secret
    Show {
        /// The profile
        name: String,
    },
    /// Check a profile step by step: domain, token, reading, blocklist
    Check {
        /// The profile; by default the one that rosterm would start with
        name: Option<String>,
    },
    /// Remove a profile
    Remove {
        /// The profile
        name: String,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
}

/// Runs a command about profiles.
pub async fn run(command: ProfileCommand, file: &Path, lang: Option<Lang>) -> ExitCode {
    match command {
        ProfileCommand::Add(args) => add::add(*args, file, lang).await,
        ProfileCommand::List => list(file),
        ProfileCommand::Show { name } => show(file, &name),
        ProfileCommand::Check { name } => check(file, name, lang).await,
        ProfileCommand::Remove { name, yes } => remove(file, &name, yes),
    }
}

/// An invalid file is a configuration error; a file that cannot be used is a failure.
fn bad(why: &FileProblem) -> ExitCode {
    let code = match why {
        FileProblem::Mistake(..)
        | FileProblem::Refused(..)
        | FileProblem::Open(..)
        | FileProblem::Foreign(..) => USAGE,
        _ => FAILED,
    };
    fail(code, &why.to_string())
}

pub fn print(text: &str) -> ExitCode {
    let mut out = stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// The question for a secret, which names the profile that it is for.
pub fn question(lang: Lang, name: &str, profile: &Profile) -> String {
    let app = profile.app_key.to_string();
    let (name, app) = (text::printable(name), text::printable(&app));
    match profile.client_id {
        Some(_) => t!(lang, "ask-client-secret", name = name.as_str(), app = app),
        None => t!(lang, "ask-token", name = name.as_str(), app = app),
    }
}

fn list(file: &Path) -> ExitCode {
    let profiles = match config::load(file) {
        Ok(profiles) => profiles,
        Err(why) => return bad(&why),
    };
    if profiles.all.is_empty() {
        // An empty list is not an error, and the message must not look like a row.
        let _ = writeln!(
            std::io::stderr(),
            "There is no profile in {} yet: rosterm profile add makes one.",
            shown_path(file)
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
        ("secret", Some(profile.secret.raw())),
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
    let say = |finding: CheckFinding| {
        let mut out = stdout().lock();
        // If standard output is closed, the exit code still tells the result.
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

/// A finding, with its further lines below the first.
fn line(finding: &CheckFinding, lang: Lang) -> String {
    let names = CheckStep::ALL.map(|step| text::width(&step.name(lang)));
    let states =
        [CheckState::Good, CheckState::Partly, CheckState::Bad].map(|s| text::width(&s.name(lang)));
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
                text::tame(words)
            ),
            _ => writeln!(
                out,
                "{}{}",
                " ".repeat(names + states + 4),
                text::tame(words)
            ),
        };
    }
    out
}

fn remove(file: &Path, name: &str, yes: bool) -> ExitCode {
    // Do not ask about a profile that does not exist.
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
            shown_path(file)
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
        SecretSource::Keyring => " Its secret stays in the keyring, under rosterm.",
        _ => "",
    };
    print(&format!(
        "Removed {name} from {}.{left}\n",
        shown_path(file)
    ))
}
