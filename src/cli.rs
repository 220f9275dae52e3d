//! The command line: parses the arguments and runs the command that they name.

mod args;
mod ask;
mod connection;
mod help;
mod jobs;
mod journal;
mod language;
mod layout;
mod main_screen;
mod output;
mod paths;
mod profile;
mod sandbox;
mod screen_preferences;
mod set_up;
mod terminal;
mod usage;
mod value;
mod why;
mod words;

use std::ffi::OsString;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use self::args::{Cli, CliCommand};
use self::language::LanguageChoice;
use self::output::{CommandError, CommandResult, print, printed, report, system_words};
use crate::config;
use crate::i18n::Lang;
use crate::runtime;
use crate::t;

/// What every command is given.
struct CommandContext {
    language: LanguageChoice,
    /// The configuration file, if it is not the usual one.
    config: Option<PathBuf>,
}

/// Runs the program with these arguments, the first of which is its name.
#[must_use]
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args = usage::common_options_first(args.collect());
    let language = LanguageChoice::of(&args);
    let result = parse(&args, language.lang)
        .and_then(|cli| cli.map_or(Ok(()), |cli| perform(cli, &args, language)));
    report(result)
}

/// The arguments; `None` if they asked for help or the version, which is printed.
fn parse(args: &[OsString], lang: Lang) -> CommandResult<Option<Cli>> {
    let error = match Cli::try_parse_from(args) {
        Ok(cli) => {
            return match usage::behind_secret_env(lang, args, false) {
                Some(why) => Err(CommandError::Usage(why)),
                None => Ok(Some(cli)),
            };
        }
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayVersion => {
            printed(lang, error.print().and_then(|()| stdout().flush())).map(|()| None)
        }
        // A command that only groups others, alone, is the same as with --help.
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            print_help(args, lang).map(|()| None)
        }
        _ => Err(CommandError::Usage(usage::words(lang, &error, args))),
    }
}

/// Parses the arguments once more, now for their help. It is put together only if somebody asks for it.
fn print_help(args: &[OsString], lang: Lang) -> CommandResult {
    match help::command(lang).try_get_matches_from(args) {
        Err(help) if help.use_stderr() => print(lang, &help.render().to_string()),
        Err(help) => printed(lang, help.print().and_then(|()| stdout().flush())),
        Ok(_) => Ok(()),
    }
}

fn perform(cli: Cli, args: &[OsString], language: LanguageChoice) -> CommandResult {
    let lang = language.lang;
    let given = cli.console.given();
    match &cli.command {
        // Checked here and not by a rule of the parser, which would forbid --config and --lang as well.
        Some(_) if !given.is_empty() => {
            return Err(CommandError::Usage(t!(
                lang,
                "cli-screen-only",
                options = given.join(&t!(lang, "cli-name-separator")),
                command = usage::command_of(args)
            )));
        }
        Some(_) => {}
        None => {
            let user = cli.console.user.as_deref();
            let mistyped = user.and_then(|user| usage::mistyped_command(lang, user, args));
            if let Some(why) = mistyped {
                return Err(CommandError::Usage(why));
            }
        }
    }
    // Before any secret is in memory.
    config::keep_memory_private().map_err(|why| {
        CommandError::Failed(t!(lang, "cli-core-files", why = system_words(lang, &why)))
    })?;
    runtime::end_on_panic(lang);
    let common = &cli.console.common;
    if let Some(detail) = common.log {
        let file = connection::paths(lang)?.log;
        config::start_log(file, detail.level()).map_err(|why| {
            CommandError::Failed(t!(lang, "cli-log-failed", why = system_words(lang, &why)))
        })?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|why| {
            CommandError::Failed(t!(lang, "cli-not-started", why = system_words(lang, &why)))
        })?;
    let context = CommandContext {
        language,
        config: common.config.clone(),
    };
    let result = match cli.command {
        Some(CliCommand::Sandbox(args)) => runtime.block_on(sandbox::serve(args, lang)),
        Some(CliCommand::Paths) => paths::print_paths(lang),
        Some(CliCommand::Journal(command)) => runtime.block_on(journal::run(command, &context)),
        Some(CliCommand::Why(args)) => runtime.block_on(why::run(args, &context)),
        Some(CliCommand::Jobs(command)) => runtime.block_on(jobs::run(command, &context)),
        Some(CliCommand::Profile(command)) => runtime.block_on(profile::run(command, &context)),
        None => runtime.block_on(main_screen::open(&cli.console, &context)),
    };
    // A thread that still reads the terminal must not keep the process alive.
    runtime.shutdown_background();
    result
}
