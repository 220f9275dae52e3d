//! `rosterm journal`: lists, exports and prunes the journal.

use std::fs;
use std::io::stdout;
use std::path::Path;

use jiff::Timestamp;

use super::CommandContext;
use super::args::{FormatArgs, JournalCommand};
use super::connection;
use super::output::{
    CommandError, CommandResult, failure_line, local_time, print, printed, shown, table, tell,
};
use super::words::{entry_state, verb};
use crate::domain::FailureReason;
use crate::i18n::Lang;
use crate::journal::{
    self, EntryFilter, ExportError, ExportFormat, Journal, JournalEntry, JournalOptions, Pruned,
    UnixMillis,
};
use crate::t;
use crate::text::Text;

/// Runs a command about the journal.
pub async fn run(command: JournalCommand, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let journal = open(lang).await?;
    match command {
        JournalCommand::List { wanted, limit } => match journal {
            Some(journal) => list(lang, &journal, wanted.filter(limit)).await,
            None => tell_empty(lang),
        },
        JournalCommand::Export { wanted, format } => {
            export(lang, journal.as_ref(), wanted.filter(0), &format).await
        }
        JournalCommand::Prune {
            older_than,
            dry_run,
        } => {
            let before = match older_than {
                Some(before) => before,
                None => configured_age(context)?,
            };
            match journal {
                Some(journal) => prune(lang, &journal, before, dry_run).await,
                None => tell_empty(lang),
            }
        }
    }
}

/// The journal, opened for reading; `None` if nothing was ever recorded.
pub async fn open(lang: Lang) -> CommandResult<Option<Journal>> {
    let path = connection::paths(lang)?.journal;
    if !path.exists() {
        return Ok(None);
    }
    let options = JournalOptions {
        only_look: true,
        ..JournalOptions::new(&path)
    };
    let opened = Journal::open(options).await;
    let opened = opened.map_err(|why| CommandError::journal(lang, &why))?;
    Ok(Some(opened.journal))
}

/// Says that nothing was ever recorded. An empty list is not an error, and the message must not look like a
/// row.
pub fn tell_empty(lang: Lang) -> CommandResult {
    let path = connection::paths(lang)?.journal;
    tell(&t!(lang, "cli-nothing-recorded", path = shown(&path)));
    Ok(())
}

/// The time before which entries are not kept, according to the configuration.
fn configured_age(context: &CommandContext) -> CommandResult<UnixMillis> {
    let lang = context.language.lang;
    let file = connection::config_file(context)?;
    let keep = connection::profiles(lang, &file)?.keep();
    let keep = keep.and_then(|keep| i64::try_from(keep.as_millis()).ok());
    let before = keep.map(|keep| Timestamp::now().as_millisecond().saturating_sub(keep));
    before.ok_or_else(|| CommandError::Usage(t!(lang, "cli-no-age", file = shown(&file))))
}

/// Prints all entries that match the filter.
async fn export(
    lang: Lang,
    journal: Option<&Journal>,
    filter: EntryFilter,
    format: &FormatArgs,
) -> CommandResult {
    let format = if format.csv {
        ExportFormat::Csv
    } else {
        ExportFormat::Json
    };
    match journal::export(journal, filter, format, stdout()).await {
        Ok(_) => Ok(()),
        Err(ExportError::Journal(why)) => Err(CommandError::journal(lang, &why)),
        Err(ExportError::Output(why)) => printed(lang, Err(why)),
    }
}

async fn prune(lang: Lang, journal: &Journal, before: UnixMillis, dry_run: bool) -> CommandResult {
    let pruned = if dry_run {
        journal.prunable(before).await
    } else {
        journal.prune(before).await
    };
    let Pruned {
        entries,
        jobs,
        snapshots,
    } = pruned.map_err(|why| CommandError::journal(lang, &why))?;
    let before = local_time(before);
    if dry_run {
        let found = t!(
            lang,
            "cli-prunable",
            before = before,
            entries = entries,
            jobs = jobs,
            snapshots = snapshots
        );
        return print(lang, &format!("{found}\n"));
    }
    let pruned = t!(
        lang,
        "cli-pruned",
        before = before,
        entries = entries,
        jobs = jobs,
        snapshots = snapshots
    );
    let path = connection::paths(lang)?.journal;
    let earlier = size(&path);
    if let Err(why) = journal.shrink().await {
        let why = failure_line(lang, &(&why).into());
        return Err(CommandError::Failed(t!(
            lang,
            "cli-not-shrunk",
            pruned = pruned,
            why = why
        )));
    }
    let shrunk = t!(lang, "cli-shrunk", earlier = earlier, now = size(&path));
    print(lang, &format!("{pruned}\n{shrunk}\n"))
}

/// The size of the journal on disk.
fn size(path: &Path) -> u64 {
    let log = path.with_extension("db-wal");
    let sizes = [path, &log].map(|path| fs::metadata(path).map_or(0, |facts| facts.len()));
    sizes.iter().sum()
}

async fn list(lang: Lang, journal: &Journal, filter: EntryFilter) -> CommandResult {
    let entries = journal.entries(filter).await;
    let entries = entries.map_err(|why| CommandError::journal(lang, &why))?;
    if entries.is_empty() {
        tell(&t!(lang, "cli-no-entry"));
    }
    let rows: Vec<_> = entries.iter().map(|entry| row(lang, entry)).collect();
    print(lang, &table(&rows))
}

fn row(lang: Lang, entry: &JournalEntry) -> Vec<String> {
    let part = |text: Option<&Text>| text.map(Text::to_string).unwrap_or_default();
    let asked = &entry.asked;
    vec![
        entry.id.to_string(),
        local_time(entry.at),
        part(entry.audit.operator.as_ref()),
        part(entry.audit.ticket.as_ref()),
        entry.job.map(|job| job.to_string()).unwrap_or_default(),
        verb(lang, asked.kind()),
        format!(
            "{} {} {}",
            asked.owner(),
            asked.kind().arrow(),
            asked.target()
        ),
        entry_state(lang, entry.state),
        evidence(lang, entry),
    ]
}

/// How the outcome is known: from the reply, or from a read after the reply was lost.
fn evidence(lang: Lang, entry: &JournalEntry) -> String {
    let status = entry.status.map(|status| status.to_string());
    let reply = match &entry.failure {
        Some(failure) if failure.reason != FailureReason::NotApplied => {
            Some(failure_line(lang, failure))
        }
        _ => status,
    };
    match reply {
        reply if !entry.verified || entry.state.is_in_doubt() => reply.unwrap_or_default(),
        Some(reply) => t!(lang, "cli-verified-after", reply = reply),
        None => t!(lang, "cli-verified"),
    }
}
