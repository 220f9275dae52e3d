//! `rosterm profile`: manages profiles.

mod add;

use std::fmt::Write as _;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;

use super::CommandContext;
use super::args::ProfileCommand;
use super::ask;
use super::connection::{self, choose_profile, file_error};
use super::output::{CommandError, CommandResult, print, shown, tell};
use crate::config;
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::profile::{CheckFinding, CheckState, CheckStep, Profile, SecretSource};
use crate::t;
use crate::text::{self, printable};

/// Runs a command about profiles.
pub async fn run(command: ProfileCommand, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let file = connection::config_file(context)?;
    match command {
        ProfileCommand::Add(args) => add::add(*args, &file, context).await,
        ProfileCommand::List => list(lang, &file),
        ProfileCommand::Show { name } => show(lang, &file, &name),
        ProfileCommand::Check { name } => check(&file, name.as_deref(), context).await,
        ProfileCommand::Remove { name, yes } => remove(lang, &file, &name, yes),
    }
}

fn list(lang: Lang, file: &Path) -> CommandResult {
    let profiles = connection::profiles(lang, file)?;
    if profiles.all.is_empty() {
        // An empty list is not an error, and the message must not look like a row.
        tell(&t!(lang, "cli-no-profiles", file = shown(file)));
        return Ok(());
    }
    let usual = profiles.usual().map(|(name, _)| name);
    let widest = |of: &dyn Fn(&str, &Profile) -> String| {
        let cells = profiles.all.iter().map(|(n, p)| text::width(&of(n, p)));
        cells.max().unwrap_or(0)
    };
    let app_key = |profile: &Profile| printable(&profile.app_key.to_string());
    let names = widest(&|name, _| name.to_owned());
    let environments = widest(&|_, profile| environment(lang, profile.environment));
    let apps = widest(&|_, profile| app_key(profile));
    let mut out = String::new();
    for (name, profile) in &profiles.all {
        let mark = if Some(name.as_str()) == usual {
            '*'
        } else {
            ' '
        };
        let line = format!(
            "{mark} {}  {}  {}  {}",
            text::pad(name, names),
            text::pad(&environment(lang, profile.environment), environments),
            text::pad(&app_key(profile), apps),
            profile.base_url
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    print(lang, &out)
}

fn environment(lang: Lang, environment: Environment) -> String {
    match environment {
        Environment::Production => t!(lang, "setup-production"),
        Environment::Test => t!(lang, "setup-test"),
    }
}

fn show(lang: Lang, file: &Path, name: &str) -> CommandResult {
    let chosen = choose_profile(lang, file, Some(name))?;
    print(lang, &settings(&chosen.name, &chosen.profile))
}

/// The settings of a profile as the file names them, for whoever is going to edit it: in no language.
fn settings(name: &str, profile: &Profile) -> String {
    let times = profile.timing;
    let environment = match profile.environment {
        Environment::Production => "production",
        Environment::Test => "test",
    };
    let lines = [
        ("profile", Some(name.to_owned())),
        ("base_url", Some(profile.base_url.to_string())),
        ("app_key", Some(profile.app_key.to_string())),
        ("client_id", profile.client_id.clone()),
        ("secret", Some(profile.secret.raw())),
        ("environment", Some(environment.to_owned())),
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
            let _ = writeln!(out, "{label:<12}  {}", printable(&value));
        }
    }
    out
}

async fn check(file: &Path, name: Option<&str>, context: &CommandContext) -> CommandResult {
    let chosen = choose_profile(context.language.lang, file, name)?;
    let lang = context.language.for_profile(chosen.profile.lang);
    let typed = connection::ask_for_secret(lang, &chosen)?;
    let say = |finding: CheckFinding| {
        let mut out = stdout().lock();
        // If standard output is closed, the exit code still tells the result.
        let _ = out.write_all(finding_lines(&finding, lang).as_bytes());
        let _ = out.flush();
    };
    let environment = connection::environment;
    let works =
        config::check_profile(&chosen.name, &chosen.profile, typed, file, environment, say).await;
    works.map(drop).ok_or(CommandError::FAILED)
}

/// A finding, with its further lines below the first.
fn finding_lines(finding: &CheckFinding, lang: Lang) -> String {
    let names = CheckStep::ALL.map(|step| text::width(&step.name(lang)));
    let states =
        [CheckState::Good, CheckState::Partly, CheckState::Bad].map(|s| text::width(&s.name(lang)));
    let widest = |cells: &[usize]| cells.iter().copied().max().unwrap_or(0);
    let (names, states) = (widest(&names), widest(&states));
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

fn remove(lang: Lang, file: &Path, name: &str, yes: bool) -> CommandResult {
    // Do not ask about a profile that does not exist.
    let chosen = choose_profile(lang, file, Some(name))?;
    let (shown_name, shown_file) = (printable(name), shown(file));
    let question = t!(
        lang,
        "cli-ask-remove",
        name = &shown_name,
        file = &shown_file
    );
    if !yes {
        if !stdin().is_terminal() {
            return Err(CommandError::Usage(t!(lang, "cli-needs-yes")));
        }
        if !ask::yes(&question).map_err(|why| CommandError::terminal(lang, &why))? {
            return Err(CommandError::Failed(t!(lang, "cli-nothing-removed")));
        }
    }
    config::remove(file, name).map_err(|why| file_error(lang, &why))?;
    let mut words = t!(lang, "cli-removed", name = shown_name, file = shown_file);
    if chosen.profile.secret == SecretSource::Keyring {
        words = t!(lang, "cli-removed-but-secret", removed = words);
    }
    print(lang, &format!("{words}\n"))
}
