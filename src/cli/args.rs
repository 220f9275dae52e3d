//! The arguments of all commands, as clap parses them. The help texts are keys of the catalogue, which
//! [`super::help`] looks up.
// i18n-keys: strings here are keys of the catalogue; `tests/it/i18n` looks for this line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use log::LevelFilter;

use super::value::{self, BadValue, Deeds};
use crate::api::Settings;
use crate::config::{self, BadConfig};
use crate::domain::history::{HistoryFilter, REASON_CAP, TICKET_CAP, TicketReference};
use crate::domain::{Environment, JobId, UserId};
use crate::journal::{EntryFilter, UnixMillis};
use crate::sandbox::{BLOCK_CAP, CONVERSATION_CAP};
use crate::text::Text;

#[derive(Debug, Parser)]
#[command(
    name = "rosterm",
    version,
    about = "cli-about",
    after_help = "cli-after"
)]
pub struct Cli {
    #[command(flatten)]
    pub console: ScreenArgs,
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags")]
pub struct ScreenArgs {
    #[arg(help = "cli-arg-user")]
    pub user: Option<String>,
    #[arg(long, conflicts_with_all = ["base_url", "app_key", "client_id", "profile"], help = "cli-arg-sandbox")]
    pub sandbox: bool,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "app_key", "client_id"], help = "cli-arg-profile")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub server: ServerArgs,
    #[command(flatten)]
    pub common: CommonArgs,
    #[arg(long, help = "cli-arg-ascii")]
    pub ascii: bool,
    #[arg(long, help = "cli-arg-no-mouse")]
    pub no_mouse: bool,
    #[arg(long, help = "cli-arg-read-only")]
    pub read_only: bool,
    #[arg(long, value_name = "TICKET", value_parser = ticket, help = "cli-arg-ticket")]
    pub ticket: Option<Text>,
    #[arg(long, value_name = "TEXT", value_parser = reason, help = "cli-arg-reason")]
    pub reason: Option<Text>,
}

impl ScreenArgs {
    /// The arguments given that only the screen understands.
    pub fn given(&self) -> Vec<&'static str> {
        let server = &self.server;
        let all = [
            ("USER", self.user.is_some()),
            ("--sandbox", self.sandbox),
            ("--profile", self.profile.is_some()),
            ("--base-url", server.base_url.is_some()),
            ("--app-key", server.app_key.is_some()),
            ("--client-id", server.client_id.is_some()),
            ("--ascii", self.ascii),
            ("--no-mouse", self.no_mouse),
            ("--read-only", self.read_only),
            ("--ticket", self.ticket.is_some()),
            ("--reason", self.reason.is_some()),
        ];
        let given = all.into_iter().filter(|(_, is_given)| *is_given);
        given.map(|(name, _)| name).collect()
    }

    /// The ticket and the reason that changes are recorded under.
    pub fn reference(&self) -> TicketReference {
        TicketReference {
            ticket: self.ticket.clone(),
            reason: self.reason.clone(),
        }
    }
}

fn ticket(text: &str) -> Result<Text, BadValue> {
    value::short_text(text, TICKET_CAP)
}

fn reason(text: &str) -> Result<Text, BadValue> {
    value::short_text(text, REASON_CAP)
}

/// A server without a profile.
#[derive(Debug, Args)]
pub struct ServerArgs {
    #[arg(long, value_name = "URL", help = "cli-arg-base-url")]
    pub base_url: Option<String>,
    #[arg(long, value_name = "ORG#APP", help = "cli-arg-app-key")]
    pub app_key: Option<String>,
    #[arg(long, value_name = "ID", help = "cli-arg-client-id")]
    pub client_id: Option<String>,
}

impl ServerArgs {
    /// The settings for this server, with the secret from the environment; `None` if no server is given.
    pub fn settings(&self) -> Result<Option<Settings>, BadConfig> {
        let (base_url, app_key, client_id) = (
            self.base_url.as_deref(),
            self.app_key.as_deref(),
            self.client_id.as_deref(),
        );
        if base_url.or(app_key).or(client_id).is_none() {
            return Ok(None);
        }
        let environment = |name: &str| std::env::var(name).ok();
        config::from_flags(base_url, app_key, client_id, environment).map(Some)
    }
}

/// What is accepted before and after every command.
#[derive(Debug, Args)]
pub struct CommonArgs {
    #[arg(long, value_name = "FILE", global = true, help = "cli-arg-config")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "LANG", global = true, help = "cli-arg-lang")]
    pub lang: Option<LanguageArg>,
    #[arg(long, value_name = "LEVEL", global = true, help = "cli-arg-log")]
    pub log: Option<LogDetail>,
}

impl CommonArgs {
    /// Their names.
    pub const ALL: [&str; 3] = ["--config", "--lang", "--log"];
}

/// Checked here only: [`super::language`] reads it before the arguments are parsed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LanguageArg {
    En,
    #[value(name = "zh-CN", alias = "zh")]
    ZhCn,
}

/// The detail of the log; each level includes the previous ones.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LogDetail {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl LogDetail {
    pub fn level(self) -> LevelFilter {
        match self {
            Self::Error => LevelFilter::Error,
            Self::Warn => LevelFilter::Warn,
            Self::Info => LevelFilter::Info,
            Self::Debug => LevelFilter::Debug,
            Self::Trace => LevelFilter::Trace,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum CliCommand {
    #[command(about = "cli-sandbox")]
    Sandbox(SandboxArgs),
    #[command(subcommand, about = "cli-profile")]
    Profile(ProfileCommand),
    #[command(subcommand, about = "cli-journal")]
    Journal(JournalCommand),
    #[command(subcommand, about = "cli-jobs")]
    Jobs(JobsCommand),
    #[command(about = "cli-why", after_help = "cli-why-after")]
    Why(WhyArgs),
    #[command(about = "cli-paths")]
    Paths,
}

#[derive(Debug, Args)]
pub struct WhyArgs {
    #[arg(value_parser = value::user, help = "cli-arg-sender")]
    pub sender: UserId,
    #[arg(value_parser = value::user, help = "cli-arg-recipient")]
    pub recipient: UserId,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "app_key", "client_id"], help = "cli-arg-profile")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub server: ServerArgs,
    #[arg(long, help = "cli-arg-why-json")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SandboxArgs {
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = value::address, help = "cli-arg-listen")]
    pub listen: SocketAddr,
    #[arg(long, value_name = "N", default_value = "1043", allow_hyphen_values = true, value_parser = |n: &str| value::number::<usize>(n, 0, 10_000_000), help = "cli-arg-friends")]
    pub friends: usize,
    #[arg(long, value_name = "N", default_value = "487", allow_hyphen_values = true, value_parser = |n: &str| value::number::<usize>(n, 0, BLOCK_CAP as u64), help = "cli-arg-blocks")]
    pub blocks: usize,
    #[arg(long, value_name = "N", default_value = "42", allow_hyphen_values = true, value_parser = |n: &str| value::number::<usize>(n, 0, CONVERSATION_CAP as u64), help = "cli-arg-conversations")]
    pub conversations: usize,
    #[arg(long, value_enum, default_value = "paid", help = "cli-arg-plan")]
    pub plan: PlanArg,
    #[arg(long, value_enum, default_value = "on", help = "cli-arg-limits")]
    pub limits: SwitchArg,
    #[arg(long, help = "cli-arg-sandbox-json")]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PlanArg {
    Free,
    Paid,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SwitchArg {
    On,
    Off,
}

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    #[command(about = "cli-profile-add", after_help = "cli-profile-add-after")]
    Add(Box<AddArgs>),
    #[command(about = "cli-profile-list")]
    List,
    #[command(about = "cli-profile-show")]
    Show {
        #[arg(help = "cli-arg-name")]
        name: String,
    },
    #[command(about = "cli-profile-check")]
    Check {
        #[arg(help = "cli-arg-name-or-default")]
        name: Option<String>,
    },
    #[command(about = "cli-profile-remove")]
    Remove {
        #[arg(help = "cli-arg-name")]
        name: String,
        #[arg(long, help = "cli-arg-remove-yes")]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct AddArgs {
    #[arg(help = "cli-arg-new-name")]
    pub name: Option<String>,
    #[arg(long, value_name = "URL", help = "cli-arg-add-base-url")]
    pub base_url: Option<String>,
    #[arg(long, value_name = "ORG#APP", help = "cli-arg-add-app-key")]
    pub app_key: Option<String>,
    #[arg(long, value_name = "ID", help = "cli-arg-add-client-id")]
    pub client_id: Option<String>,
    #[arg(
        long,
        value_name = "COMMAND",
        group = "source",
        help = "cli-arg-secret-command"
    )]
    pub secret_command: Option<String>,
    #[arg(long, group = "source", help = "cli-arg-secret-keyring")]
    pub secret_keyring: bool,
    #[arg(long, group = "source", help = "cli-arg-secret-prompt")]
    pub secret_prompt: bool,
    #[arg(
        long,
        value_name = "FILE",
        group = "source",
        help = "cli-arg-secret-file"
    )]
    pub secret_file: Option<PathBuf>,
    #[arg(long, group = "source", help = "cli-arg-secret-env")]
    pub secret_env: bool,
    #[arg(long, value_enum, help = "cli-arg-environment")]
    pub environment: Option<EnvironmentArg>,
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = |n: &str| value::number::<usize>(n, 1, 100_000), help = "cli-arg-friend-cap")]
    pub friend_cap: Option<usize>,
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true, value_parser = |n: &str| value::number::<u8>(n, 1, 100), help = "cli-arg-share")]
    pub share: Option<u8>,
    #[arg(long, value_name = "WHO", help = "cli-arg-operator")]
    pub operator: Option<String>,
    #[arg(long, value_name = "FILE", help = "cli-arg-ca-file")]
    pub ca_file: Option<PathBuf>,
    #[arg(long, value_name = "URL", help = "cli-arg-proxy")]
    pub proxy: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EnvironmentArg {
    Production,
    Test,
}

impl From<EnvironmentArg> for Environment {
    fn from(name: EnvironmentArg) -> Self {
        match name {
            EnvironmentArg::Production => Self::Production,
            EnvironmentArg::Test => Self::Test,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    #[command(about = "cli-journal-list", after_help = "cli-journal-list-after")]
    List {
        #[command(flatten)]
        wanted: FilterArgs,
        #[arg(long, value_name = "N", default_value = "100", allow_hyphen_values = true, value_parser = |n: &str| value::number::<u32>(n, 0, u64::from(u32::MAX)), help = "cli-arg-limit")]
        limit: u32,
        #[arg(long, help = "cli-arg-list-json")]
        json: bool,
    },
    #[command(about = "cli-journal-export")]
    Export {
        #[command(flatten)]
        wanted: FilterArgs,
        #[command(flatten)]
        format: FormatArgs,
    },
    #[command(about = "cli-journal-prune", after_help = "cli-journal-prune-after")]
    Prune {
        #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = value::age, help = "cli-arg-older-than")]
        older_than: Option<UnixMillis>,
        #[arg(long, help = "cli-arg-dry-run")]
        dry_run: bool,
        #[arg(long, help = "cli-arg-prune-yes")]
        yes: bool,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct FormatArgs {
    #[arg(long, help = "cli-arg-export-json")]
    pub json: bool,
    #[arg(long, help = "cli-arg-export-csv")]
    pub csv: bool,
}

/// Which entries.
#[derive(Debug, Args)]
pub struct FilterArgs {
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = value::since, help = "cli-arg-since")]
    since: Option<UnixMillis>,
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = value::until, help = "cli-arg-until")]
    until: Option<UnixMillis>,
    #[arg(long, value_name = "WHO", help = "cli-arg-by")]
    by: Vec<String>,
    #[arg(long = "do", value_name = "ACTION", value_parser = value::deeds, help = "cli-arg-do")]
    deeds: Vec<Deeds>,
    #[arg(long, value_name = "USER", help = "cli-arg-filter-user")]
    user: Vec<String>,
    #[arg(long, value_name = "TICKET", help = "cli-arg-filter-ticket")]
    ticket: Vec<String>,
    #[arg(long, value_name = "JOB", value_parser = value::job, help = "cli-arg-filter-job")]
    job: Vec<JobId>,
    #[arg(long, help = "cli-arg-failed")]
    failed: bool,
    #[arg(long, help = "cli-arg-undone")]
    undone: bool,
}

impl FilterArgs {
    pub fn filter(self, limit: u32) -> EntryFilter {
        EntryFilter {
            wanted: HistoryFilter {
                operators: self.by,
                deeds: self
                    .deeds
                    .into_iter()
                    .flat_map(|Deeds(deeds)| deeds)
                    .collect(),
                users: self.user.iter().map(|user| UserId::new(user)).collect(),
                tickets: self.ticket,
                jobs: self.job,
                since: self.since,
                until: self.until,
                failed: self.failed,
                undone: self.undone,
                ..HistoryFilter::default()
            },
            limit,
            ..EntryFilter::default()
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    #[command(about = "cli-jobs-list")]
    List {
        #[arg(long, help = "cli-arg-all")]
        all: bool,
    },
    #[command(about = "cli-jobs-show")]
    Show {
        #[arg(value_parser = value::job, help = "cli-arg-job")]
        job: JobId,
    },
    #[command(about = "cli-jobs-resume", after_help = "cli-jobs-resume-after")]
    Resume(ResumeArgs),
}

#[derive(Debug, Args)]
pub struct ResumeArgs {
    #[arg(value_parser = value::job, help = "cli-arg-resume-job")]
    pub job: Option<JobId>,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "app_key", "client_id"], help = "cli-arg-resume-profile")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub server: ServerArgs,
    #[arg(long, help = "cli-arg-resume-yes")]
    pub yes: bool,
}
