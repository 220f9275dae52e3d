//! `rosterm jobs`: lists, shows and resumes jobs from the command line.

mod resume;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::journal::{nothing, open, reason, table, when};
use super::profile::print;
use super::{FAILED, USAGE, fail};
use crate::i18n::Lang;
use crate::journal::{JobId, JobState, Journal, JournalError, StoredItem, StoredJob};
use crate::text::Text;

#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List the jobs that are neither finished nor stopped, newest first
    List {
        /// All jobs
        #[arg(long)]
        all: bool,
    },
    /// Show a job and its items
    Show {
        /// The job, as in J-0007
        job: String,
    },
    /// Resume an unfinished job and run it to its end
    #[command(after_help = "\
Changes that were in progress when the job stopped are verified first, and sent
again only if they were not applied. Progress is printed to standard error, the
final state of the job to standard output. Ctrl-C stops sending and waits for the
changes in progress; the job can be resumed later.

Exit codes: 0 all done, 1 something failed or is unknown, or the job is running
elsewhere, 2 usage or configuration error, 130 interrupted, 128+n ended by
signal n")]
    Resume(resume::ResumeArgs),
}

/// The most jobs that are listed.
const LIMIT: u32 = 1000;
/// The number of items read at once.
const PAGE: u32 = 500;

/// Runs a command about jobs.
pub async fn run(command: JobsCommand, config: Option<PathBuf>, lang: Option<Lang>) -> ExitCode {
    let id = match &command {
        JobsCommand::List { .. } | JobsCommand::Resume(_) => None,
        JobsCommand::Show { job } => match named(job) {
            Ok(id) => Some(id),
            Err(code) => return code,
        },
    };
    if let JobsCommand::Resume(args) = command {
        return resume::run(args, config, lang).await;
    }
    let journal = match open().await {
        Ok(journal) => journal,
        Err(code) => return code,
    };
    let ended = match (journal, command, id) {
        (Some(journal), JobsCommand::List { all }, _) => list(&journal, all).await,
        (Some(journal), _, Some(id)) => show(&journal, id).await,
        (None, _, Some(id)) => Ok(missing(id)),
        (_, _, None) => Ok(nothing()),
    };
    ended.unwrap_or_else(|why| fail(FAILED, &why.to_string()))
}

fn named(job: &str) -> Result<JobId, ExitCode> {
    let id = JobId::parse(job);
    id.ok_or_else(|| fail(USAGE, &format!("{job}: a job is named like J-0007")))
}

async fn list(journal: &Journal, all: bool) -> Result<ExitCode, JournalError> {
    let jobs = if all {
        journal.jobs(None, LIMIT).await?
    } else {
        journal.unfinished(None, LIMIT).await?
    };
    lines(journal, &jobs).map(|lines| print(&lines))
}

/// A line for each job.
fn lines(journal: &Journal, jobs: &[StoredJob]) -> Result<String, JournalError> {
    let mut rows = Vec::new();
    for job in jobs {
        let holder = journal.holder(job.id)?;
        let mut row = row(job, holder.is_some());
        row.extend(holder.map(|holder| format!("running: {holder}")));
        rows.push(row);
    }
    Ok(table(&rows))
}

async fn show(journal: &Journal, id: JobId) -> Result<ExitCode, JournalError> {
    let Some(job) = journal.job(id).await? else {
        return Ok(missing(id));
    };
    let mut out = lines(journal, &[job])?;
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

/// A row of the table; `held` if a process is running the job.
fn row(job: &StoredJob, held: bool) -> Vec<String> {
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
    let state = match job.state {
        // Its process ended without recording it.
        JobState::Running if !held => "left",
        state => state.word(),
    };
    vec![
        job.id.to_string(),
        when(job.at),
        job.audit.app.to_string(),
        part(job.audit.operator.as_ref()),
        part(job.audit.ticket.as_ref()),
        job.verb.to_owned(),
        job.owner.to_string(),
        state.to_owned(),
        counts.join(", "),
    ]
}

fn item(item: &StoredItem) -> Vec<String> {
    let failure = item.failure.as_ref();
    vec![
        format!("  {}", item.position + 1),
        item.asked.verb.to_owned(),
        item.asked.target.to_string(),
        item.state.word().to_owned(),
        reason(failure.and_then(|failure| failure.status), failure),
    ]
}
