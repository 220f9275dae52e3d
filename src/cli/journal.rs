//! `rosterm journal`: lists, exports and prunes the journal.

use std::fs;
use std::io::{IsTerminal, stdin, stdout};
use std::path::Path;

use jiff::Timestamp;

use super::CommandContext;
use super::args::{FormatArgs, JournalCommand};
use super::ask;
use super::connection;
use super::output::{
    CommandError, CommandResult, failure_line, local_time, print, printed, shown,
    table_with_heading, tell,
};
use super::words::entry_state;
use crate::config;
use crate::domain::FailureReason;
use crate::i18n::Lang;
use crate::journal::{
    self, EntryAges, EntryFilter, ExportError, ExportFormat, Journal, JournalEntry, JournalOptions,
    Pruned, UnixMillis,
};
use crate::t;
use crate::text::Text;
use crate::wording::journal::{undone_by, verb};

/// Runs a command about the journal.
pub async fn run(command: JournalCommand, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let journal = open(lang).await?;
    match command {
        JournalCommand::List {
            wanted,
            limit,
            json,
        } => match journal {
            Some(journal) => list(lang, &journal, wanted.filter(limit), json).await,
            None => tell_empty(lang),
        },
        JournalCommand::Export { wanted, format } => {
            export(lang, journal.as_ref(), wanted.filter(0), &format).await
        }
        JournalCommand::Prune {
            older_than,
            dry_run,
            yes,
        } => {
            let before = match older_than {
                Some(before) => before,
                None => configured_age(context)?,
            };
            match journal {
                Some(journal) => prune(lang, &journal, before, dry_run, yes).await,
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

/// Removes what is older, or says what would be removed. A person at a terminal is asked first; a script has
/// said what it wants.
async fn prune(
    lang: Lang,
    journal: &Journal,
    before: UnixMillis,
    dry_run: bool,
    yes: bool,
) -> CommandResult {
    let failed = |why| CommandError::journal(lang, &why);
    let found = journal.prunable(before).await.map_err(failed)?;
    let mut kept = journal.entry_ages(before).await.map_err(failed)?;
    kept.earlier -= found.entries;
    let kept = kept_words(lang, before, kept);
    let Some(what) = pruned_words(lang, found) else {
        let none = t!(lang, "cli-prune-none", before = local_time(before));
        return print(lang, &format!("{none}\n{kept}\n"));
    };
    let would = t!(lang, "cli-prunable", what = &what);
    if dry_run {
        return print(lang, &format!("{would}\n{kept}\n"));
    }
    if !yes && stdin().is_terminal() {
        tell(&would);
        tell(&kept);
        let question = t!(lang, "cli-ask-prune");
        if !ask::yes(&question).map_err(|why| CommandError::terminal(lang, &why))? {
            return Err(CommandError::Failed(t!(lang, "cli-nothing-removed")));
        }
    }
    let pruned = journal.prune(before).await.map_err(failed)?;
    let what = pruned_words(lang, pruned).unwrap_or(what);
    let pruned = t!(lang, "cli-pruned", what = what);
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
    print(lang, &format!("{pruned}\n{kept}\n{shrunk}\n"))
}

/// What is removed, with its times; `None` if nothing is.
fn pruned_words(lang: Lang, pruned: Pruned) -> Option<String> {
    let (first, last) = pruned.span?;
    Some(t!(
        lang,
        "cli-prune-what",
        entries = pruned.entries,
        jobs = pruned.jobs,
        snapshots = pruned.snapshots,
        first = local_time(first),
        last = local_time(last)
    ))
}

/// What stays.
fn kept_words(lang: Lang, before: UnixMillis, kept: EntryAges) -> String {
    t!(
        lang,
        "cli-prune-kept",
        since = kept.since,
        earlier = kept.earlier,
        before = local_time(before)
    )
}

/// The size of the journal on disk.
fn size(path: &Path) -> u64 {
    let log = path.with_extension("db-wal");
    let sizes = [path, &log].map(|path| fs::metadata(path).map_or(0, |facts| facts.len()));
    sizes.iter().sum()
}

async fn list(lang: Lang, journal: &Journal, filter: EntryFilter, json: bool) -> CommandResult {
    let entries = journal.entries(filter).await;
    let entries = entries.map_err(|why| CommandError::journal(lang, &why))?;
    if json {
        return printed(lang, journal::write_json(&entries, stdout()));
    }
    if entries.is_empty() {
        tell(&t!(lang, "cli-no-entry"));
    }
    let rows: Vec<_> = entries.iter().map(|entry| row(lang, entry)).collect();
    // What reads a pipe has no use for it.
    let heading = stdout().is_terminal().then(|| heading(lang));
    print(lang, &table_with_heading(heading.as_deref(), &rows))
}

/// The names of the columns of [`row`].
fn heading(lang: Lang) -> Vec<String> {
    vec![
        t!(lang, "cli-head-entry"),
        t!(lang, "head-time"),
        t!(lang, "head-operator"),
        t!(lang, "head-ticket"),
        t!(lang, "word-job"),
        t!(lang, "head-verb"),
        t!(lang, "head-whom"),
        t!(lang, "head-outcome"),
        t!(lang, "cli-head-reply"),
        t!(lang, "head-back"),
    ]
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
        verb(lang, (&asked.outline()).into()),
        format!(
            "{} {} {}",
            asked.owner(),
            asked.kind().arrow(),
            asked.target()
        ),
        entry_state(lang, entry.state),
        evidence(lang, entry),
        entry
            .undone_by
            .as_ref()
            .map(|by| undone_by(lang, &config::local_zone(), by))
            .unwrap_or_default(),
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
