//! What a command connects to: the configuration file, the profile, its secret.

use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::CommandContext;
use super::ask;
use super::output::{CommandError, CommandResult};
use crate::api::{Secret, Settings};
use crate::config::{self, ChosenProfile, FileProblem, Paths};
use crate::i18n::Lang;
use crate::journal::AuditContext;
use crate::msg::Millis;
use crate::profile::{Profile, Profiles, SecretSource};
use crate::t;
use crate::text::{Text, printable};

/// The paths of rosterm's files.
pub fn paths(lang: Lang) -> CommandResult<Paths> {
    config::paths().ok_or_else(|| CommandError::Failed(t!(lang, "cli-no-home")))
}

/// The configuration file.
pub fn config_file(context: &CommandContext) -> CommandResult<PathBuf> {
    match &context.config {
        Some(file) => Ok(file.clone()),
        None => paths(context.language.lang).map(|paths| paths.config),
    }
}

/// The profiles in the configuration file.
pub fn profiles(lang: Lang, file: &Path) -> CommandResult<Profiles> {
    config::load(file).map_err(|why| file_error(lang, &why))
}

/// An invalid file is a configuration error; a file that cannot be used is a failure.
pub fn file_error(lang: Lang, why: &FileProblem) -> CommandError {
    let words = why.words(lang);
    if why.is_mistake() {
        CommandError::Usage(words)
    } else {
        CommandError::Failed(words)
    }
}

/// The profile named by the flag, else by the environment, else by the file.
pub fn choose_profile(lang: Lang, file: &Path, flag: Option<&str>) -> CommandResult<ChosenProfile> {
    let profiles = profiles(lang, file)?;
    config::choose_by_environment(&profiles, flag, file)
        .map_err(|why| CommandError::Usage(why.words(lang)))
}

/// The secret that has to be typed before anything is sent to the service; `None` if none has to be typed, or
/// if there is no terminal.
pub fn ask_for_secret(lang: Lang, chosen: &ChosenProfile) -> CommandResult<Option<Secret>> {
    let is_asked = chosen.profile.secret == SecretSource::Prompt
        && config::from_environment(&chosen.profile, environment).is_none();
    if !is_asked || !is_on_terminal() {
        return Ok(None);
    }
    let question = secret_question(lang, &chosen.name, &chosen.profile);
    ask::secret(&question).map_err(|why| CommandError::terminal(lang, &why))
}

/// The question for a secret, which names the profile that it is for.
pub fn secret_question(lang: Lang, name: &str, profile: &Profile) -> String {
    let app = profile.app_key.to_string();
    let (name, app) = (printable(name), printable(&app));
    match profile.client_id {
        Some(_) => t!(lang, "ask-client-secret", name = name, app = app),
        None => t!(lang, "ask-token", name = name, app = app),
    }
}

/// The connection settings of a profile, with its secret.
pub async fn profile_settings(
    lang: Lang,
    chosen: &ChosenProfile,
    file: &Path,
) -> CommandResult<Settings> {
    let ChosenProfile { name, profile } = chosen;
    let typed = ask_for_secret(lang, chosen)?;
    let unusable = |why: String| {
        let name = printable(name);
        CommandError::Usage(t!(lang, "cli-profile-unusable", name = name, why = why))
    };
    let (credentials, _) = config::credentials(name, profile, typed, file, environment)
        .await
        .map_err(|why| unusable(why.words(lang)))?;
    config::settings(profile, credentials, file).map_err(|why| unusable(why.words(lang)))
}

pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Whether there is a keyboard and a screen.
pub fn is_on_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

/// The audit context. The operator is the profile's, else the name of the system's account.
pub fn audit_context(operator: Option<Text>, profile: Option<Text>, app: &Text) -> AuditContext {
    AuditContext {
        operator: operator.or_else(|| account(environment)),
        profile,
        ..AuditContext::of_app(app.raw())
    }
}

/// The name of the system's account, as far as the environment gives it.
fn account(environment: impl Fn(&str) -> Option<String>) -> Option<Text> {
    let names = ["USER", "LOGNAME"];
    let set = |name: &str| environment(name).filter(|name| !name.is_empty());
    names.into_iter().find_map(set).map(|name| Text::new(&name))
}

/// A duration of a profile in milliseconds.
pub fn duration_millis(time: Option<Duration>) -> Option<Millis> {
    Millis::try_from(time?.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_named_by_either_variable() {
        let named = |user: Option<&str>, login: Option<&str>| {
            let name = account(|variable| {
                let value = if variable == "USER" { user } else { login };
                value.map(str::to_owned)
            });
            name.map(|name| name.raw().to_owned())
        };
        assert_eq!(named(Some("li.na"), Some("root")).as_deref(), Some("li.na"));
        assert_eq!(named(Some(""), Some("wang")).as_deref(), Some("wang"));
        assert_eq!(named(None, Some("wang")).as_deref(), Some("wang"));
        assert_eq!(named(None, None), None);
    }
}
