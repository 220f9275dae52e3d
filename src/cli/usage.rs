//! Errors of the command line, in the language of the user.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::args::{Cli, CommonArgs};
use super::value::BadValue;
use crate::i18n::Lang;
use crate::profile::is_name;
use crate::t;

/// The option that takes the secret from the environment.
const SECRET_ENV: &str = "--secret-env";

/// What is wrong with the command line, and where to read how it is used.
pub fn words(lang: Lang, error: &clap::Error, args: &[OsString]) -> String {
    let may_be_mistyped = matches!(
        error.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    if let Some(words) = behind_secret_env(lang, args, may_be_mistyped) {
        return words;
    }
    if may_be_mistyped && let Some(words) = mistyped_argument(lang, args) {
        return words;
    }
    t!(
        lang,
        "cli-usage-error",
        what = fault(lang, error),
        command = command_of(args)
    )
}

fn fault(lang: Lang, error: &clap::Error) -> String {
    let part = |kind| error.get(kind).map(listed).filter(|text| !text.is_empty());
    let arg = part(ContextKind::InvalidArg).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            t!(lang, "cli-unknown-option", arg = arg)
        }
        ErrorKind::UnknownArgument => t!(lang, "cli-unexpected", arg = arg),
        ErrorKind::InvalidSubcommand => {
            let name = part(ContextKind::InvalidSubcommand).unwrap_or_default();
            if name.starts_with('-') {
                t!(lang, "cli-unknown-option", arg = name)
            } else {
                t!(lang, "cli-unknown-command", name = name)
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = part(ContextKind::InvalidValue).unwrap_or_default();
            invalid_value(lang, error, &arg, &value)
        }
        ErrorKind::ArgumentConflict => match part(ContextKind::PriorArg) {
            Some(other) if other != arg => t!(lang, "cli-conflict", arg = arg, other = other),
            _ => t!(lang, "cli-repeated", arg = arg),
        },
        ErrorKind::MissingRequiredArgument => t!(lang, "cli-missing", arg = arg),
        ErrorKind::InvalidUtf8 => t!(lang, "cli-not-utf-8"),
        _ if arg.is_empty() => t!(lang, "cli-invalid"),
        _ => t!(lang, "cli-invalid-option", arg = arg),
    };
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    match meant
        .into_iter()
        .find_map(part)
        .or_else(|| elsewhere(error))
    {
        Some(meant) => t!(lang, "cli-did-you-mean", what = what, meant = meant),
        None => what,
    }
}

fn invalid_value(lang: Lang, error: &clap::Error, arg: &str, value: &str) -> String {
    if value.is_empty() && error.source().is_none() {
        return t!(lang, "cli-no-value", arg = arg);
    }
    let bad = error
        .source()
        .and_then(|why| why.downcast_ref::<BadValue>());
    let valid = error.get(ContextKind::ValidValue).map(listed);
    match (bad, valid) {
        (Some(bad @ (BadValue::Empty | BadValue::TooLong(..))), _) => {
            t!(lang, "cli-bad-option", option = arg, why = bad.words(lang))
        }
        (Some(bad), _) => t!(
            lang,
            "cli-bad-value",
            arg = arg,
            value = value,
            why = bad.words(lang)
        ),
        (None, Some(valid)) => t!(
            lang,
            "cli-value-not-listed",
            arg = arg,
            value = value,
            values = valid
        ),
        (None, None) => t!(lang, "cli-value-invalid", arg = arg, value = value),
    }
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(" | "),
        ContextValue::String(one) => one.clone(),
        ContextValue::StyledStr(_)
        | ContextValue::StyledStrs(_)
        | ContextValue::Number(_)
        | ContextValue::Bool(_)
        | ContextValue::None
        | _ => String::new(),
    }
}

/// The command that has the option, if clap found one: it says so in a sentence, `'jobs --all' exists`.
fn elsewhere(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) else {
        return None;
    };
    let named = |tip: String| {
        let name = tip.strip_prefix('\'')?.strip_suffix("' exists")?;
        Some(format!("rosterm {name}"))
    };
    tips.iter().find_map(|tip| named(tip.to_string()))
}

/// The command whose help explains these arguments: as far as they name one.
pub fn command_of(args: &[OsString]) -> String {
    let mut names = vec!["rosterm".to_owned()];
    let mut at: Command = Cli::command();
    for arg in args.iter().skip(1).take_while(|arg| *arg != "--") {
        let found = arg.to_str().and_then(|name| at.find_subcommand(name));
        if let Some(below) = found.cloned() {
            names.push(below.get_name().to_owned());
            at = below;
        }
    }
    names.join(" ")
}

/// The error for what stands right behind `--secret-env`, which takes no value: somebody may have written the
/// name of a variable there, or the secret itself, so it is never quoted. The name of the profile may stand
/// there, unless it `is_refused`.
pub fn behind_secret_env(lang: Lang, args: &[OsString], is_refused: bool) -> Option<String> {
    let mut all = args.iter().take_while(|arg| *arg != "--");
    let (value, is_refused) =
        all.find_map(|arg| match arg.to_str()?.strip_prefix(SECRET_ENV)? {
            "" => Some((None, is_refused)),
            rest => rest.strip_prefix('=').map(|value| (Some(value), true)),
        })?;
    let value = value.or_else(|| all.next().map(|arg| arg.to_str().unwrap_or_default()))?;
    if value.starts_with('-') {
        return None;
    }
    let is_variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if std::env::var_os(value).is_some_and(|held| !held.is_empty()) {
        return Some(t!(lang, "cli-secret-env-set"));
    }
    if value.contains(|c: char| c.is_ascii_uppercase()) && value.chars().all(is_variable) {
        return Some(t!(lang, "cli-secret-env-unset"));
    }
    // What the service's own secrets and tokens begin with.
    let is_secret = !is_name(value) || value.starts_with("YXA6") || value.starts_with("YWMt");
    (is_refused || is_secret).then(|| t!(lang, "cli-secret-env-secret"))
}

/// The arguments with the options of every command before the command, if it is clap's own `help`, which
/// takes none.
pub fn common_options_first(args: Vec<OsString>) -> Vec<OsString> {
    let named = args.iter().take_while(|arg| *arg != "--");
    if !named.skip(1).any(|arg| arg == "help") {
        return args;
    }
    let mut all = args.into_iter();
    let mut first: Vec<_> = all.next().into_iter().collect();
    let mut rest = Vec::new();
    while let Some(arg) = all.next() {
        let (name, has_value) = match arg.to_str().and_then(|arg| arg.split_once('=')) {
            Some((name, _)) => (Some(name), true),
            None => (arg.to_str(), false),
        };
        if arg == "--" {
            rest.push(arg);
            rest.extend(all.by_ref());
        } else if name.is_some_and(|name| CommonArgs::ALL.contains(&name)) {
            first.push(arg);
            first.extend(if has_value { None } else { all.next() });
        } else {
            rest.push(arg);
        }
    }
    first.extend(rest);
    first
}

/// The error for a user whose ID is almost a command: most likely, the command was meant. After `--` there is
/// always a user.
pub fn mistyped_command(lang: Lang, user: &str, args: &[OsString]) -> Option<String> {
    if args.iter().any(|arg| arg == "--") {
        return None;
    }
    let typed = user.to_lowercase();
    let command = Cli::command();
    let names = command.get_subcommands().map(Command::get_name);
    let near = names.filter_map(|name| {
        let distance = strsim::osa_distance(&typed, name);
        // In a short name, two different letters make another word.
        let most = if name.len() > 4 { 2 } else { 1 };
        (distance <= most && name != user).then_some((distance, name))
    });
    let (_, name) = near.min()?;
    Some(t!(lang, "cli-mistyped", user = user, name = name))
}

fn mistyped_argument(lang: Lang, args: &[OsString]) -> Option<String> {
    let words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    words
        .filter(|word| !word.starts_with('-'))
        .find_map(|word| mistyped_command(lang, word, args))
}
