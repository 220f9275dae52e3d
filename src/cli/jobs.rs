//! `rosterm jobs`: what was asked for together, from the command line.

use std::process::ExitCode;

use clap::Subcommand;

use super::journal::{nothing, open, reason, table, when};
use super::profile::print;
use super::{FAILED, USAGE, fail};
use crate::journal::{Error, Item, Job, JobId, Journal};
use crate::text::Text;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the jobs that are neither finished nor stopped, newest first
    List {
        /// All jobs
        #[arg(long)]
        all: bool,
    },
    /// Show a job with its items
    Show {
        /// The job, as in J-0007
        job: String,
    },
}

/// How many jobs are listed at most.
const LIMIT: u32 = 1000;
/// How many items are read at once.
const PAGE: u32 = 500;

/// Runs a command about jobs.
pub async fn run(command: Command) -> ExitCode {
    let id = match &command {
        Command::List { .. } => None,
        Command::Show { job } => match JobId::parse(job) {
            Some(id) => Some(id),
            None => return fail(USAGE, &format!("{job}: a job is named like J-0007")),
        },
    };
    let journal = match open().await {
        Ok(journal) => journal,
        Err(code) => return code,
    };
    let ended = match (journal, command, id) {
        (Some(journal), Command::List { all }, _) => list(&journal, all).await,
        (Some(journal), Command::Show { .. }, Some(id)) => show(&journal, id).await,
        (None, Command::Show { .. }, Some(id)) => Ok(missing(id)),
        (None, Command::List { .. }, _) | (_, Command::Show { .. }, None) => Ok(nothing()),
    };
    ended.unwrap_or_else(|why| fail(FAILED, &why.to_string()))
}

async fn list(journal: &Journal, all: bool) -> Result<ExitCode, Error> {
    let jobs = if all {
        journal.jobs(None, LIMIT).await?
    } else {
        journal.unfinished(None, LIMIT).await?
    };
    let rows: Vec<_> = jobs.iter().map(row).collect();
    Ok(print(&table(&rows)))
}

async fn show(journal: &Journal, id: JobId) -> Result<ExitCode, Error> {
    let Some(job) = journal.job(id).await? else {
        return Ok(missing(id));
    };
    let mut out = table(&[row(&job)]);
    let mut rows = Vec::new();
    let mut from = 0;
    loop {
        let items = journal.items(id, from, PAGE).await?;
        rows.extend(items.iter().map(item));
        match items.last() {
            Some(last) => from = last.position + 1,
            None => break,
        }
    }
    out.push_str(&table(&rows));
    Ok(print(&out))
}

fn missing(id: JobId) -> ExitCode {
    fail(FAILED, &format!("there is no job {id}"))
}

fn row(job: &Job) -> Vec<String> {
    let part = |text: Option<&Text>| text.map(Text::to_string).unwrap_or_default();
    let tally = job.tally;
    let counts = [
        (tally.done, "done"),
        (tally.nothing_to_do, "nothing to do"),
        (tally.failed, "failed"),
        (tally.unknown, "unknown"),
        (tally.sent, "sent"),
        (tally.waiting, "waiting"),
    ];
    let counts: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    vec![
        job.id.to_string(),
        when(job.at),
        job.stamp.app.to_string(),
        part(job.stamp.operator.as_ref()),
        part(job.stamp.ticket.as_ref()),
        job.verb.to_owned(),
        job.owner.to_string(),
        job.state.word().to_owned(),
        counts.join(", "),
    ]
}

fn item(item: &Item) -> Vec<String> {
    let failure = item.failure.as_ref();
    vec![
        format!("  {}", item.position + 1),
        item.asked.verb.to_owned(),
        item.asked.target.to_string(),
        item.state.word().to_owned(),
        reason(failure.and_then(|failure| failure.status), failure),
    ]
}
