//! Opens the set-up: at the first run, or to add a profile.

use std::io;
use std::path::Path;

use tui_input::Input;

use super::CommandContext;
use super::args::AddArgs;
use super::language::{LanguageChoice, system_language};
use super::output::{CommandError, CommandResult, print, shown};
use super::screen_preferences::ScreenPreferences;
use super::terminal;
use crate::config;
use crate::profile::{Profiles, SecretSource};
use crate::runtime::{self, SetUpExit, TerminalSession};
use crate::setup::{SecretKind, SetUp, SetUpContext};
use crate::t;
use crate::text::{Text, printable};

/// Opens the set-up if there is no profile yet; the main screen follows.
pub async fn first_run(
    stage: &mut TerminalSession,
    file: &Path,
    language: LanguageChoice,
) -> io::Result<SetUpExit> {
    let form = form(file, &Profiles::default(), language, true);
    runtime::set_up(stage, form.at_the_first_gap(), file).await
}

/// Opens the set-up to add a profile, of which some fields are given already.
pub async fn add_profile(
    args: &AddArgs,
    source: Option<SecretSource>,
    file: &Path,
    profiles: &Profiles,
    context: &CommandContext,
) -> CommandResult {
    let lang = context.language.lang;
    terminal::require_suitable(lang)?;
    let mut form = form(file, profiles, context.language, false);
    fill(&mut form, args, source);
    let look = ScreenPreferences::of(profiles, context.language.named, false);
    let ended = match TerminalSession::take(look.preferences) {
        Ok(mut stage) => runtime::set_up(&mut stage, form.at_the_first_gap(), file).await,
        Err(why) => Err(why),
    };
    match ended.map_err(|why| CommandError::terminal(lang, &why))? {
        SetUpExit::Saved { name, lang, .. } => {
            let (name, file) = (printable(&name), shown(file));
            print(
                lang,
                &format!("{}\n", t!(lang, "cli-added", name = name, file = file)),
            )
        }
        SetUpExit::Left(0) => Err(CommandError::Failed(t!(lang, "cli-nothing-added"))),
        SetUpExit::Left(code) => Err(CommandError::Ended(code)),
        SetUpExit::Sandbox => Ok(()),
    }
}

fn form(file: &Path, profiles: &Profiles, language: LanguageChoice, first_run: bool) -> SetUp {
    let context = SetUpContext {
        system: system_language(),
        keyring: config::HAS_KEYRING,
        taken: profiles.names().into_iter().map(str::to_owned).collect(),
        file: Text::new(&file.display().to_string()),
        first_run,
    };
    SetUp::new(context, language.named, (0, 0))
}

/// Fills in the fields that were given as options.
fn fill(model: &mut SetUp, args: &AddArgs, source: Option<SecretSource>) {
    let form = &mut model.form;
    let number = args.friend_cap.map(|n| n.to_string());
    let path = args.ca_file.as_ref().map(|p| p.display().to_string());
    for (input, value) in [
        (&mut form.name, &args.name),
        (&mut form.base_url, &args.base_url),
        (&mut form.app_key, &args.app_key),
        (&mut form.client_id, &args.client_id),
        (&mut form.operator, &args.operator),
        (&mut form.proxy, &args.proxy),
        (&mut form.friend_cap, &number),
        (&mut form.ca_file, &path),
    ] {
        if let Some(value) = value {
            *input = Input::new(value.clone());
        }
    }
    if let Some(environment) = args.environment {
        form.environment = environment.into();
    }
    match source {
        None => {}
        Some(SecretSource::Command(words)) => {
            form.source = SecretKind::Command;
            form.command = Input::new(shell_words::join(words));
        }
        Some(SecretSource::File(path)) => {
            form.source = SecretKind::File;
            form.file = Input::new(path.display().to_string());
        }
        Some(SecretSource::Keyring) => form.source = SecretKind::Keyring,
        Some(SecretSource::Prompt) => form.source = SecretKind::Prompt,
        Some(SecretSource::Env) => form.source = SecretKind::Env,
    }
}
