//! `rosterm profile add`: adds a profile from options, or opens a form for the missing fields.

use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};

use crate::api::{AppKey, BaseUrl, ProxyUrl};
use crate::cli::CommandContext;
use crate::cli::args::AddArgs;
use crate::cli::ask;
use crate::cli::connection::{self, file_error, secret_question};
use crate::cli::output::{CommandError, CommandResult, print, shown, system_words};
use crate::cli::set_up;
use crate::config;
use crate::i18n::Lang;
use crate::profile::{
    NoSecret, Profile, SecretSource, app_key_words, base_url_words, is_name, proxy_words,
};
use crate::t;
use crate::text::printable;

/// Adds a profile.
pub async fn add(args: AddArgs, file: &Path, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let profiles = connection::profiles(lang, file)?;
    if let Some(name) = &args.name {
        if !is_name(name) {
            return Err(bad_option(lang, "NAME", t!(lang, "cli-bad-name")));
        }
        if profiles.find(name).is_some() {
            let (name, file) = (printable(name), shown(file));
            let words = t!(lang, "cli-profile-exists", name = name, file = file);
            return Err(CommandError::Usage(words));
        }
    }
    let source = source(lang, &args)?;
    let profile = profile(lang, &args, source.clone())?;
    let (Some(name), Some(profile)) = (&args.name, profile) else {
        if connection::is_on_terminal() {
            return set_up::add_profile(&args, source, file, &profiles, context).await;
        }
        return Err(CommandError::Usage(t!(lang, "cli-add-needs")));
    };
    if profile.secret == SecretSource::Keyring {
        fill_keyring(lang, name, &profile)?;
    }
    config::add(file, name, &profile).map_err(|why| file_error(lang, &why))?;
    let words = t!(
        lang,
        "cli-added-try",
        name = printable(name),
        file = shown(file)
    );
    print(lang, &format!("{words}\n"))
}

/// An option with an invalid value.
fn bad_option(lang: Lang, option: &str, why: String) -> CommandError {
    CommandError::Usage(t!(lang, "cli-bad-option", option = option, why = why))
}

/// The secret's source by options; `None` if no option names one.
fn source(lang: Lang, args: &AddArgs) -> CommandResult<Option<SecretSource>> {
    if let Some(line) = &args.secret_command {
        let bad = |why| bad_option(lang, "--secret-command", why);
        let words = shell_words::split(line).map_err(|_| bad(t!(lang, "fault-quote")))?;
        return match words.first() {
            Some(program) if !program.is_empty() => Ok(Some(SecretSource::Command(words))),
            _ => Err(bad(t!(lang, "mistake-words"))),
        };
    }
    if let Some(path) = &args.secret_file {
        return Ok(Some(SecretSource::File(absolute(lang, path)?)));
    }
    Ok(
        match (args.secret_keyring, args.secret_prompt, args.secret_env) {
            (true, ..) if !config::HAS_KEYRING => {
                return Err(CommandError::Usage(NoSecret::KeyringAbsent.words(lang)));
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
fn absolute(lang: Lang, path: &Path) -> CommandResult<PathBuf> {
    std::path::absolute(path).map_err(|why| {
        let (path, why) = (shown(path), system_words(lang, &why));
        CommandError::Usage(t!(lang, "file-unreadable", path = path, why = why))
    })
}

/// The profile by options; `None` if a required one is missing. What is given is checked in any case.
fn profile(
    lang: Lang,
    args: &AddArgs,
    source: Option<SecretSource>,
) -> CommandResult<Option<Profile>> {
    let app_key = args.app_key.as_deref().map(AppKey::parse).transpose();
    let app_key = app_key.map_err(|why| bad_option(lang, "--app-key", app_key_words(lang, why)))?;
    let base_url = args.base_url.as_deref().map(|url| {
        let url = BaseUrl::parse(url)?;
        app_key
            .as_ref()
            .map_or(Ok(url.clone()), |app| url.of_app(app))
    });
    let base_url = base_url
        .transpose()
        .map_err(|why| bad_option(lang, "--base-url", base_url_words(lang, why)))?;
    let text = |option: &str, value: &Option<String>| match value.as_deref().map(str::trim) {
        Some(text) if text.is_empty() || text.contains(char::is_control) => {
            Err(bad_option(lang, option, t!(lang, "mistake-line")))
        }
        text => Ok(text.map(str::to_owned)),
    };
    let client_id = text("--client-id", &args.client_id)?;
    let operator = text("--operator", &args.operator)?;
    let ca_file = args.ca_file.as_deref().map(|path| absolute(lang, path));
    let ca_file = ca_file.transpose()?;
    let proxy = args.proxy.as_deref().map(ProxyUrl::parse).transpose();
    let proxy = proxy.map_err(|why| bad_option(lang, "--proxy", proxy_words(lang, why)))?;
    let (Some(base_url), Some(app_key), Some(source)) = (base_url, app_key, source) else {
        return Ok(None);
    };
    let mut profile = Profile {
        client_id,
        operator,
        ca_file,
        proxy,
        friend_cap: args.friend_cap,
        ..Profile::new(base_url, app_key, source)
    };
    if let Some(name) = args.environment {
        profile.environment = name.into();
    }
    profile.share = args.share.unwrap_or(profile.share);
    Ok(Some(profile))
}

fn fill_keyring(lang: Lang, name: &str, profile: &Profile) -> CommandResult {
    if !stdin().is_terminal() {
        return Err(CommandError::Failed(t!(lang, "cli-keyring-no-terminal")));
    }
    let secret = ask::secret(&secret_question(lang, name, profile))
        .map_err(|why| CommandError::terminal(lang, &why))?
        .ok_or_else(|| CommandError::Failed(t!(lang, "cli-nothing-entered")))?;
    config::keep_in_keyring(name, &secret).map_err(|why| CommandError::Failed(why.words(lang)))
}
