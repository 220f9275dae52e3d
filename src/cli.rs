//! The command line, and the commands that need no screen.

use std::ffi::OsString;
use std::io::{self, Write, stderr, stdout};

mod ask;
mod jobs;
mod journal;
mod launch;
mod profile;
mod terminal;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use log::LevelFilter;
use tokio::signal::unix::{SignalKind, signal};

use crate::api::{AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use crate::config;
use crate::domain::history::{REASON_CAP, Reference, TICKET_CAP};
use crate::i18n::Lang;
use crate::runtime;
use crate::sandbox::{self, Sandbox, ServicePlan};
use crate::text::{Text, printable, tame};

/// Exit code: the operation failed.
const FAILED: u8 = 1;
/// Exit code: the command line or the configuration is invalid.
const USAGE: u8 = 2;

/// See and moderate the relationships of an Easemob IM user: friends, blocklist, conversations.
#[derive(Debug, Parser)]
#[command(name = "rosterm", version)]
#[command(after_help = "\
Try it without an account:
  rosterm --sandbox

Open a user of your app:
  ROSTERM_TOKEN=... rosterm --base-url https://a1.easemob.com --app-key 'ORG#APP' USER

If a user ID is, or looks like, a command, put two dashes before it:
  rosterm -- journal

Environment (secrets are never flags, which anybody on the machine can read):
  ROSTERM_TOKEN            a ready app token
  ROSTERM_CLIENT_SECRET    the secret of --client-id, used to request app tokens
  ROSTERM_LANG             the language if --lang is not given; otherwise the locale decides
  ROSTERM_DATA_DIR         the directory of the journal and its exports; set it to a local disk
                           if the home directory has no file locks (NFS)
  ESCDELAY                 milliseconds to wait after Escape for more keys, 40 to 1000

Exit codes: 0 done, 1 failed, 2 usage or configuration error, 128+n ended by signal n")]
struct Cli {
    #[command(flatten)]
    console: ConsoleArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct ConsoleArgs {
    /// The user to open; with --sandbox, its main user by default
    user: Option<String>,
    /// Start on the built-in sandbox: no account, no network
    #[arg(long, conflicts_with_all = ["base_url", "app_key", "client_id", "profile"])]
    sandbox: bool,
    /// The profile to use; by default `ROSTERM_PROFILE`, then the configuration's default
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "app_key", "client_id"])]
    profile: Option<String>,
    /// The REST domain of the app, as shown in the service's web console; requires --app-key
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The App Key; requires --base-url
    #[arg(long, value_name = "ORG#APP")]
    app_key: Option<String>,
    /// The client ID to request app tokens with, instead of a ready-made token
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// Draw borders and gauges with ASCII characters
    #[arg(long)]
    ascii: bool,
    /// Never change anything on the server
    #[arg(long)]
    read_only: bool,
    /// The ticket to record changes under, until another one is set
    #[arg(long, value_name = "TICKET", value_parser = ticket)]
    ticket: Option<Text>,
    /// The reason to record with it
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<Text>,
}

fn ticket(text: &str) -> Result<Text, String> {
    part(text, TICKET_CAP)
}

fn reason(text: &str) -> Result<Text, String> {
    part(text, REASON_CAP)
}

/// Parses a text as the corresponding field on screen would accept it.
fn part(text: &str, cap: usize) -> Result<Text, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("it is empty".to_owned()),
        n if n > cap => Err(format!("{n} characters, {cap} at most")),
        _ => Ok(Text::new(text)),
    }
}

impl ConsoleArgs {
    /// Whether any argument was given that only the screen understands.
    fn is_used(&self) -> bool {
        let texts = [
            &self.user,
            &self.profile,
            &self.base_url,
            &self.app_key,
            &self.client_id,
        ];
        let reference = self.ticket.is_some() || self.reason.is_some();
        self.sandbox
            || self.read_only
            || self.ascii
            || reference
            || texts.iter().any(|text| text.is_some())
    }

    /// The ticket and the reason that changes are recorded under.
    fn reference(&self) -> Reference {
        Reference {
            ticket: self.ticket.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// What the console and the commands about profiles have in common.
#[derive(Debug, Args)]
struct CommonArgs {
    /// The configuration file; see rosterm paths for the default
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// The language of the screen
    #[arg(long, value_name = "LANG", global = true)]
    lang: Option<LanguageArg>,
    /// Write a log with this level of detail; see rosterm paths for its location
    #[arg(long, value_name = "LEVEL", global = true)]
    log: Option<LogDetail>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageArg {
    En,
    #[value(name = "zh-CN", alias = "zh")]
    ZhCn,
}

/// The detail of the log; each level includes the previous ones.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogDetail {
    /// Errors
    Error,
    /// And warnings
    Warn,
    /// And every change with its outcome
    Info,
    /// And every request
    Debug,
    /// And messages of libraries
    Trace,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the sandbox until Ctrl-C, for training, tests and other clients
    Sandbox(SandboxArgs),
    /// Add, list, show, check and remove profiles
    #[command(subcommand)]
    Profile(profile::ProfileCommand),
    /// List and export what was done, from the journal on this machine
    #[command(subcommand)]
    Journal(journal::JournalCommand),
    /// List, show and resume bulk jobs
    #[command(subcommand)]
    Jobs(jobs::JobsCommand),
    /// Print where configuration, data and log files are
    Paths,
}

#[derive(Debug, Args)]
struct SandboxArgs {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Friends of the main user
    #[arg(long, value_name = "N", default_value_t = 1043)]
    friends: usize,
    /// Users on the main user's blocklist
    #[arg(long, value_name = "N", default_value_t = 487, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(..=500))]
    blocks: usize,
    /// Conversations of the main user
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(..=500))]
    conversations: usize,
    /// The app's plan: at most 100 friends per user, or 3,000
    #[arg(long, value_enum, default_value = "paid")]
    plan: PlanArg,
    /// Enforce the published call-frequency limits
    #[arg(long, value_enum, default_value = "on")]
    limits: SwitchArg,
    /// Print one line of JSON with the address and the credentials
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PlanArg {
    Free,
    Paid,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SwitchArg {
    On,
    Off,
}

/// Runs the program with these arguments, the first of which is its name.
#[must_use]
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) if cli.command.is_some() => cli,
        Ok(cli) => match mistyped(cli.console.user.as_deref(), &args) {
            Some(why) => return fail(USAGE, &why),
            None => cli,
        },
        Err(error) => {
            let mistake = matches!(
                error.kind(),
                ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
            );
            let words = args.iter().skip(1).filter_map(|arg| arg.to_str());
            let why = words
                .filter(|word| mistake && !word.starts_with('-'))
                .find_map(|word| mistyped(Some(word), &args));
            return why.map_or_else(|| usage(&error), |why| fail(USAGE, &why));
        }
    };
    // Checked here and not by a rule of the parser, which would forbid --config and --lang as well.
    if cli.command.is_some() && cli.console.is_used() {
        let why = "a command does not go with a user or with the flags of the console";
        return fail(USAGE, &format!("{why} (see rosterm --help)"));
    }
    // Before any secret is in memory.
    if let Err(why) = config::keep_memory_private() {
        return fail(FAILED, &format!("core files cannot be ruled out: {why}"));
    }
    let common = &cli.console.common;
    let lang = launch::language(common.lang.map(LanguageArg::named), None);
    runtime::end_on_panic(lang);
    if let Some(detail) = common.log
        && let Err(why) = config::start_log(detail.level())
    {
        return fail(FAILED, &format!("the log cannot be written: {why}"));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, &error.to_string()),
    };
    let code = match cli.command {
        Some(Command::Sandbox(serve)) => runtime.block_on(serve_sandbox(serve)),
        Some(Command::Paths) => print_paths(),
        Some(Command::Journal(command)) => runtime.block_on(journal::run(command)),
        Some(Command::Jobs(command)) => {
            let lang = common.lang.map(LanguageArg::named);
            runtime.block_on(jobs::run(command, common.config.clone(), lang))
        }
        Some(Command::Profile(command)) => {
            runtime.block_on(of_profiles(cli.console.common, command))
        }
        None => {
            let lang = cli.console.common.lang.map(LanguageArg::named);
            runtime.block_on(launch::console(&cli.console, lang))
        }
    };
    // A thread that still reads the terminal must not keep the process alive.
    runtime.shutdown_background();
    code
}

/// The error message for a user whose ID looks like a command: most likely, a command was meant. After `--`
/// there is always a user.
fn mistyped(user: Option<&str>, args: &[OsString]) -> Option<String> {
    let user = user.filter(|_| !args.iter().any(|arg| arg == "--"))?;
    let typed = user.to_lowercase();
    let names = Cli::command();
    let names = names.get_subcommands().map(clap::Command::get_name);
    let near = names.filter_map(|name| {
        let distance = strsim::osa_distance(&typed, name);
        // In a short name, two different letters make another word.
        let most = if name.len() > 4 { 2 } else { 1 };
        (distance <= most && name != user).then_some((distance, name))
    });
    let (_, name) = near.min()?;
    Some(format!(
        "{user} is no command, did you mean {name}? To open a user of this id: rosterm -- {user}"
    ))
}

/// Prints help and version unchanged, and an error as one line.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return printed(error.print().and_then(|()| stdout().flush()));
    }
    let text = error.to_string();
    let words: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:"))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let line = words.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    fail(USAGE, &format!("{line} (see rosterm --help)"))
}

/// Prints one clear line on standard error. The quoted parts may come from anywhere, and most of them are
/// printable already.
fn fail(code: u8, why: &str) -> ExitCode {
    // If standard error is closed, the exit code has to suffice.
    let _ = writeln!(stderr(), "rosterm: {}", tame(why));
    ExitCode::from(code)
}

/// The exit code after printing. A failure is reported on standard error, except for a closed pipe: its
/// reader has gone and knows.
fn printed(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
        Err(why) => fail(FAILED, &format!("the output cannot be written: {why}")),
    }
}

/// A path, safe to print.
fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

async fn of_profiles(common: CommonArgs, command: profile::ProfileCommand) -> ExitCode {
    match launch::file(common.config) {
        Ok(file) => profile::run(command, &file, common.lang.map(LanguageArg::named)).await,
        Err(why) => fail(FAILED, &why),
    }
}

/// Without a terminal nobody can press a key, so print the help, which shows the alternatives.
fn needs_terminal() -> ExitCode {
    let _ = writeln!(stderr(), "{}", Cli::command().render_help());
    fail(USAGE, "the console needs a terminal")
}

impl LogDetail {
    fn level(self) -> LevelFilter {
        match self {
            Self::Error => LevelFilter::Error,
            Self::Warn => LevelFilter::Warn,
            Self::Info => LevelFilter::Info,
            Self::Debug => LevelFilter::Debug,
            Self::Trace => LevelFilter::Trace,
        }
    }
}

impl LanguageArg {
    fn named(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::ZhCn => Lang::ZhCn,
        }
    }
}

/// The settings for the sandbox inside this process. Nobody else uses it, so all of each limit may be used.
fn inside(sandbox: &Sandbox) -> Result<Settings, String> {
    Ok(Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).map_err(|e| e.to_string())?,
        app_key: AppKey::parse(sandbox.app_key()).map_err(|e| e.to_string())?,
        credentials: Credentials::Client {
            id: sandbox.client_id().to_owned(),
            secret: Secret::new(sandbox.client_secret()),
        },
        share: 100,
        timing: Timing::default(),
        network: Network::default(),
    })
}

async fn serve_sandbox(args: SandboxArgs) -> ExitCode {
    let config = sandbox::SandboxConfig {
        listen: args.listen,
        friends: args.friends,
        blocks: args.blocks,
        conversations: args.conversations,
        plan: match args.plan {
            PlanArg::Free => ServicePlan::Free,
            PlanArg::Paid => ServicePlan::Paid,
        },
        limits: matches!(args.limits, SwitchArg::On),
    };
    let mut sandbox = match sandbox::start(config).await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            return fail(
                FAILED,
                &format!("cannot listen on {}: {error}", args.listen),
            );
        }
    };
    // Before the address is printed: its reader may interrupt the sandbox at once.
    let mut interrupts = match signal(SignalKind::interrupt()) {
        Ok(interrupts) => interrupts,
        Err(error) => return fail(FAILED, &error.to_string()),
    };
    let announced = announce(&sandbox, args.json);
    if announced.is_err() {
        return printed(announced);
    }
    tokio::select! {
        _ = interrupts.recv() => ExitCode::SUCCESS,
        () = sandbox.stopped() => fail(FAILED, "the sandbox has stopped by itself"),
    }
}

/// Prints the sandbox's address and credentials. They are valid for the sandbox only.
fn announce(sandbox: &Sandbox, json: bool) -> io::Result<()> {
    let mut out = stdout().lock();
    if json {
        let line = serde_json::json!({
            "base_url": sandbox.base_url(),
            "app_key": sandbox.app_key(),
            "client_id": sandbox.client_id(),
            "client_secret": sandbox.client_secret(),
            "token": sandbox.token(),
        });
        writeln!(out, "{line}")?;
    } else {
        let app = sandbox.app_key().replace('#', "/");
        let (url, token) = (sandbox.base_url(), sandbox.token());
        writeln!(
            out,
            "The sandbox serves {key} at {url} until Ctrl-C.\n\n\
             client id      {id}\n\
             client secret  {secret}\n\
             app token      {token}\n\n\
             Open it with the console:\n  \
             ROSTERM_TOKEN={token} rosterm --base-url {url} --app-key '{key}' {user}\n\n\
             or ask it by hand:\n  \
             curl -H 'Authorization: Bearer {token}' '{url}/{app}/user/{user}/contacts?limit=10&needReturnRemark=true'",
            key = sandbox.app_key(),
            id = sandbox.client_id(),
            secret = sandbox.client_secret(),
            user = sandbox.main_user(),
        )?;
    }
    out.flush()
}

fn print_paths() -> ExitCode {
    let Some(paths) = config::paths() else {
        return fail(FAILED, "this system gives the user no home directory");
    };
    let lines = [
        ("configuration", paths.config),
        ("data", paths.data),
        ("log", paths.state),
    ];
    let lines = lines.map(|(name, path)| format!("{name:<14}{}\n", shown(&path)));
    profile::print(&lines.concat())
}
