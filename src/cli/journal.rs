//! `rosterm journal`: lists, exports and prunes the journal from the command line.

use std::fs;
use std::io::{Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

use super::profile::print;
use super::{FAILED, fail, printed};
use crate::config;
use crate::domain::{Change, Failure, FailureReason};
use crate::journal::{
    self, EntryFilter, ExportError, JobId, Journal, JournalEntry, JournalOptions, Pruned,
    UnixMillis,
};
use crate::text::{self, Text};

#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// List what was done, newest first
    List {
        #[command(flatten)]
        wanted: FilterArgs,
        /// The maximum number of entries
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
    },
    /// Print every detail of what was done, for other programs, newest first
    Export {
        #[command(flatten)]
        wanted: FilterArgs,
        #[command(flatten)]
        form: FormatArgs,
    },
    /// Remove old entries that nothing needs any more
    #[command(after_help = "\
Entries in progress or unknown, entries of a job that is neither finished nor
stopped, and everything these need are kept, however old they are. A job is removed
with its items and snapshots. The file shrinks; other instances that have it open
wait meanwhile. To prune at each start, set [journal] keep_days = 90 in the
configuration.")]
    Prune {
        /// Remove entries older than this: a time span such as 90d, or a date; at least one day
        #[arg(long, value_name = "WHEN", value_parser = older)]
        older_than: UnixMillis,
        /// Only print what would be removed
        #[arg(long)]
        dry_run: bool,
    },
}

/// In which form.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct FormatArgs {
    /// One JSON object per line
    #[arg(long)]
    json: bool,
    /// CSV with a header line, safe to open in a spreadsheet
    #[arg(long)]
    csv: bool,
}

/// Which entries.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Only entries since this time: a date, a date with a time, or a time span such as 2d or 12h
    #[arg(long, value_name = "WHEN", value_parser = since)]
    since: Option<UnixMillis>,
    /// Only entries with this user as owner or target
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// Only entries for this ticket
    #[arg(long, value_name = "TICKET")]
    ticket: Option<String>,
    /// Only entries of this job
    #[arg(long, value_name = "JOB", value_parser = job)]
    job: Option<JobId>,
    /// Only entries that were refused, not sent or not applied, or are unknown
    #[arg(long)]
    failed: bool,
}

impl FilterArgs {
    fn filter(self, limit: u32) -> EntryFilter {
        EntryFilter {
            since: self.since,
            user: self.user,
            ticket: self.ticket,
            job: self.job,
            failures: self.failed,
            limit,
            ..EntryFilter::default()
        }
    }
}

/// Runs a command about the journal.
pub async fn run(command: JournalCommand) -> ExitCode {
    let journal = match open().await {
        Ok(journal) => journal,
        Err(code) => return code,
    };
    match command {
        JournalCommand::List { wanted, limit } => match journal {
            Some(journal) => list(&journal, wanted.filter(limit)).await,
            None => nothing(),
        },
        JournalCommand::Export { wanted, form } => {
            export(journal.as_ref(), wanted.filter(0), &form).await
        }
        JournalCommand::Prune {
            older_than,
            dry_run,
        } => match journal {
            Some(journal) => prune(&journal, older_than, dry_run).await,
            None => nothing(),
        },
    }
}

/// The journal, opened for reading; `None` if nothing was ever recorded.
pub async fn open() -> Result<Option<Journal>, ExitCode> {
    let Some(path) = config::paths().map(|paths| paths.data) else {
        return Err(fail(FAILED, "this system gives the user no home directory"));
    };
    if !path.exists() {
        return Ok(None);
    }
    let options = JournalOptions {
        only_look: true,
        ..JournalOptions::new(&path)
    };
    match Journal::open(options).await {
        Ok(opened) => Ok(Some(opened.journal)),
        Err(why) => Err(fail(FAILED, &why.to_string())),
    }
}

/// An empty list is not an error, and the message must not look like a row.
pub fn nothing() -> ExitCode {
    let path = config::paths().map_or_else(PathBuf::new, |paths| paths.data);
    let _ = writeln!(stderr(), "Nothing is recorded in {}.", path.display());
    ExitCode::SUCCESS
}

/// Prints all entries that match the filter.
async fn export(journal: Option<&Journal>, filter: EntryFilter, form: &FormatArgs) -> ExitCode {
    let form = if form.csv {
        journal::ExportFormat::Csv
    } else {
        journal::ExportFormat::Json
    };
    match journal::export(journal, filter, form, stdout()).await {
        Ok(_) => ExitCode::SUCCESS,
        Err(ExportError::Journal(why)) => fail(FAILED, &why.to_string()),
        Err(ExportError::Output(why)) => printed(Err(why)),
    }
}

async fn prune(journal: &Journal, before: UnixMillis, dry_run: bool) -> ExitCode {
    let pruned = if dry_run {
        journal.prunable(before).await
    } else {
        journal.prune(before).await
    };
    let Pruned {
        entries,
        jobs,
        snapshots,
    } = match pruned {
        Ok(pruned) => pruned,
        Err(why) => return fail(FAILED, &why.to_string()),
    };
    let before = when(before);
    let end = if dry_run {
        "would be removed"
    } else {
        "removed"
    };
    let told = format!(
        "Older than {before}: changes {entries}, jobs {jobs}, snapshots {snapshots} {end}.\n"
    );
    if dry_run {
        return print(&told);
    }
    let was = size();
    if let Err(why) = journal.shrink().await {
        let told = told.trim_end();
        return fail(
            FAILED,
            &format!("{told} The file is as large as before: {why}"),
        );
    }
    print(&format!(
        "{told}The file took {was} bytes and takes {} now.\n",
        size()
    ))
}

/// The size of the journal on disk.
fn size() -> u64 {
    let path = config::paths().map_or_else(PathBuf::new, |paths| paths.data);
    let log = path.with_extension("db-wal");
    let sizes = [path, log].map(|path| fs::metadata(path).map_or(0, |there| there.len()));
    sizes.iter().sum()
}

async fn list(journal: &Journal, filter: EntryFilter) -> ExitCode {
    let entries = match journal.entries(filter).await {
        Ok(entries) => entries,
        Err(why) => return fail(FAILED, &why.to_string()),
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    print(&table(&rows))
}

fn row(entry: &JournalEntry) -> Vec<String> {
    let asked = &entry.asked;
    vec![
        entry.id.to_string(),
        when(entry.at),
        part(entry.audit.operator.as_ref()),
        part(entry.audit.ticket.as_ref()),
        entry.job.map(|job| job.to_string()).unwrap_or_default(),
        asked.verb.to_owned(),
        format!(
            "{} {} {}",
            asked.owner,
            Change::arrow(asked.verb),
            asked.target
        ),
        entry.word().to_owned(),
        how_known(entry),
    ]
}

fn part(text: Option<&Text>) -> String {
    text.map(Text::to_string).unwrap_or_default()
}

/// How the outcome is known: from the reply, or from a read after the reply was lost.
fn how_known(entry: &JournalEntry) -> String {
    let answer = reason(entry.status, entry.failure.as_ref());
    if !entry.by_reading || entry.is_in_doubt() {
        return answer;
    }
    let lost = match &entry.failure {
        Some(why) if why.reason == FailureReason::NotApplied => reason(entry.status, None),
        _ => answer,
    };
    let lost = if lost.is_empty() {
        lost
    } else {
        format!(" ({lost})")
    };
    format!("verified by reading{lost}")
}

/// The status, and the error in the service's words or in ours.
pub fn reason(status: Option<u16>, failure: Option<&Failure>) -> String {
    let status = status.map(|status| status.to_string());
    let why = failure.map(|failure| match &failure.error {
        Some(error) => error.to_string(),
        None => failure.reason.word().to_owned(),
    });
    let parts: Vec<_> = [status, why].into_iter().flatten().collect();
    parts.join(" ")
}

/// A time in the local time zone.
pub fn when(at: UnixMillis) -> String {
    Timestamp::from_millisecond(at).map_or_else(
        |_| at.to_string(),
        |at| {
            let here = at.to_zoned(TimeZone::system());
            here.strftime("%Y-%m-%d %H:%M:%S").to_string()
        },
    )
}

/// Aligns the rows in columns as wide as their contents; empty columns are removed.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| text::width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .filter(|(_, width)| **width > 0)
            .map(|(cell, width)| text::pad(cell, *width))
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

fn job(text: &str) -> Result<JobId, String> {
    JobId::parse(text).ok_or_else(|| "a job is named like J-0007".to_owned())
}

fn since(text: &str) -> Result<UnixMillis, String> {
    since_at(text, &Zoned::now())
        .map(Timestamp::as_millisecond)
        .ok_or_else(|| "give a date, a date with a time, or a span such as 2d or 12h".to_owned())
}

fn older(text: &str) -> Result<UnixMillis, String> {
    let now = Zoned::now();
    let at = since_at(text, &now).filter(|at| now.timestamp().duration_since(*at).as_hours() >= 24);
    at.map(Timestamp::as_millisecond)
        .ok_or_else(|| "give a span such as 90d, or a date; one day at least".to_owned())
}

fn since_at(text: &str, now: &Zoned) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    // Without an offset it is a local time.
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(at.to_zoned(now.time_zone().clone()).ok()?.timestamp());
    }
    let span = text.parse::<Span>().ok()?;
    if span.is_negative() {
        return None;
    }
    Some(now.checked_sub(span).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_takes_a_date_a_date_with_a_time_or_a_span() {
        let now: Zoned = "2026-11-20T12:00:00+08:00[+08:00]".parse().unwrap();
        for (text, expected) in [
            ("2026-11-19", "2026-11-18T16:00:00Z"),
            ("2026-11-19T08:30", "2026-11-19T00:30:00Z"),
            ("2026-11-19 08:30:15", "2026-11-19T00:30:15Z"),
            ("2026-11-19T08:30:00Z", "2026-11-19T08:30:00Z"),
            ("2026-11-19T08:30:00+02:00", "2026-11-19T06:30:00Z"),
            ("2d", "2026-11-18T04:00:00Z"),
            ("12h", "2026-11-19T16:00:00Z"),
            ("1h 30m", "2026-11-20T02:30:00Z"),
            ("3 weeks", "2026-10-30T04:00:00Z"),
        ] {
            let since = since_at(text, &now).unwrap();
            assert_eq!(since.to_string(), expected, "{text}");
        }
        for text in ["", "yesterday", "-2d", "2", "2026-13-01", "99999999y"] {
            assert_eq!(since_at(text, &now), None, "{text}");
        }
    }
}
