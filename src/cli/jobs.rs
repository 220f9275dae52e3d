//! `rosterm jobs`: lists, shows and resumes jobs.

mod resume;

use super::CommandContext;
use super::args::JobsCommand;
use super::journal;
use super::output::{CommandError, CommandResult, failure_line, local_time, print, table, tell};
use super::words::{step_state, verb};
use crate::domain::JobId;
use crate::i18n::Lang;
use crate::journal::{Journal, StoredJob, StoredStep};
use crate::t;
use crate::text::Text;
use crate::wording;

/// The most jobs that are listed.
const LIMIT: u32 = 1000;

/// Runs a command about jobs.
pub async fn run(command: JobsCommand, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    match command {
        JobsCommand::Resume(args) => resume::run(args, context).await,
        JobsCommand::List { all } => match journal::open(lang).await? {
            Some(journal) => list(lang, &journal, all).await,
            None => journal::tell_empty(lang),
        },
        JobsCommand::Show { job } => match journal::open(lang).await? {
            Some(journal) => show(lang, &journal, job).await,
            None => Err(missing(lang, job)),
        },
    }
}

async fn list(lang: Lang, journal: &Journal, all: bool) -> CommandResult {
    let jobs = if all {
        journal.jobs(None, LIMIT).await
    } else {
        journal.unfinished(None, LIMIT).await
    };
    let jobs = jobs.map_err(|why| CommandError::journal(lang, &why))?;
    if jobs.is_empty() {
        tell(&if all {
            t!(lang, "cli-no-jobs")
        } else {
            t!(lang, "cli-no-unfinished-jobs")
        });
    }
    print(lang, &job_table(lang, journal, &jobs)?)
}

/// A line for each job.
fn job_table(lang: Lang, journal: &Journal, jobs: &[StoredJob]) -> CommandResult<String> {
    let mut rows = Vec::new();
    for job in jobs {
        let holder = journal.holder(job.id);
        let holder = holder.map_err(|why| CommandError::journal(lang, &why))?;
        let mut row = job_row(lang, job, holder.is_some());
        row.extend(holder.map(|holder| {
            t!(
                lang,
                "cli-job-held",
                holder = wording::job::holder(lang, &holder)
            )
        }));
        rows.push(row);
    }
    Ok(table(&rows))
}

async fn show(lang: Lang, journal: &Journal, id: JobId) -> CommandResult {
    let failed = |why| CommandError::journal(lang, &why);
    let Some(job) = journal.job(id).await.map_err(failed)? else {
        return Err(missing(lang, id));
    };
    let mut out = job_table(lang, journal, &[job])?;
    let steps = journal.all_steps(id).await.map_err(failed)?;
    let rows: Vec<_> = steps.iter().map(|step| step_row(lang, step)).collect();
    out.push_str(&table(&rows));
    print(lang, &out)
}

fn missing(lang: Lang, id: JobId) -> CommandError {
    CommandError::Failed(t!(lang, "cli-no-job", job = id.to_string()))
}

/// A row of the table; `is_held` if a process is running the job.
fn job_row(lang: Lang, job: &StoredJob, is_held: bool) -> Vec<String> {
    let part = |text: Option<&Text>| text.map(Text::to_string).unwrap_or_default();
    vec![
        job.id.to_string(),
        local_time(job.at),
        job.audit.app.to_string(),
        part(job.audit.operator.as_ref()),
        part(job.audit.ticket.as_ref()),
        verb(lang, job.kind),
        job.owner.to_string(),
        wording::job::state(lang, job.state, is_held),
        wording::job::counted(lang, job.counts),
    ]
}

fn step_row(lang: Lang, step: &StoredStep) -> Vec<String> {
    let failure = step.failure();
    vec![
        format!("  {}", step.position + 1),
        verb(lang, step.asked.kind()),
        step.asked.target().to_string(),
        step_state(lang, &step.state),
        failure.map_or_else(String::new, |failure| failure_line(lang, failure)),
    ]
}
