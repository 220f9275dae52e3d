//! Removes old records that nothing needs any more.
//!
//! Records are removed as a whole or not at all: a job with its steps, entries and snapshots; an entry with
//! those that undo it and those that it undoes, because only all of them together tell which one counts.
//! Whatever is in progress, has an unknown outcome, or belongs to an unfinished job stays, however old it is,
//! and so do the records that prove that an unknown outcome needs no verification any more.

use std::ops::AddAssign;

use rusqlite::{Connection, Row, params};

use super::entry::UnixMillis;
use super::error::JournalError;
use super::unknown_outcomes;

/// The smallest time span that is removed in one step; others can write between the steps.
const DAY: UnixMillis = 24 * 60 * 60 * 1_000;

/// The maximum number of steps.
const STEPS: UnixMillis = 400;

/// How much was removed, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Changes.
    pub entries: i64,
    /// Jobs.
    pub jobs: i64,
    /// Snapshots.
    pub snapshots: i64,
    /// The times of the first and the last of all these.
    pub span: Option<(UnixMillis, UnixMillis)>,
}

/// How many entries there are before and since some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryAges {
    /// Before it.
    pub earlier: i64,
    /// Since it.
    pub since: i64,
}

impl AddAssign for Pruned {
    fn add_assign(&mut self, more: Self) {
        self.entries += more.entries;
        self.jobs += more.jobs;
        self.snapshots += more.snapshots;
        self.span = match (self.span, more.span) {
            (Some((first, last)), Some((other_first, other_last))) => {
                Some((first.min(other_first), last.max(other_last)))
            }
            (one, other) => one.or(other),
        };
    }
}

const TABLES: &str = "
    CREATE TEMP TABLE IF NOT EXISTS old_job (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE IF NOT EXISTS old_entry (id INTEGER PRIMARY KEY);
    DELETE FROM old_job;
    DELETE FROM old_entry;";

const JOBS: &str = "INSERT INTO old_job SELECT id FROM job
    WHERE at < ?1 AND state IN ('finished', 'stopped')
      AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.job = job.id
                        AND (entry.at >= ?1 OR entry.state IN ('sent', 'unknown')))
      AND NOT EXISTS (SELECT 1 FROM item WHERE item.job = job.id
                        AND item.state IN ('sent', 'unknown'))";

const ENTRIES: &str = "INSERT INTO old_entry SELECT id FROM entry
    WHERE at < ?1 AND state NOT IN ('sent', 'unknown')
      AND (job IS NULL OR job IN (SELECT id FROM old_job))";

/// Entries needed by something that stays.
const NEEDED_ENTRIES: &str = "DELETE FROM old_entry WHERE id IN (
      SELECT undoes FROM entry
      WHERE undoes IS NOT NULL AND id NOT IN (SELECT id FROM old_entry)
    UNION SELECT id FROM entry
      WHERE undoes IS NOT NULL AND undoes NOT IN (SELECT id FROM old_entry)
    UNION SELECT undoes FROM item
      WHERE undoes IS NOT NULL AND job NOT IN (SELECT id FROM old_job)
    UNION SELECT entry.id FROM old_entry JOIN entry ON entry.id = old_entry.id
      WHERE entry.job IS NOT NULL AND entry.job NOT IN (SELECT id FROM old_job))";

/// Jobs of which something stays, or that are undone by a job that stays.
const NEEDED_JOBS: &str = "DELETE FROM old_job WHERE id IN (
      SELECT entry.job FROM old_job JOIN entry ON entry.job = old_job.id
      WHERE entry.id NOT IN (SELECT id FROM old_entry)
    UNION SELECT undoes FROM job
      WHERE undoes IS NOT NULL AND id NOT IN (SELECT id FROM old_job))";

const SNAPSHOTS: &str = "FROM snapshot
    WHERE job IN (SELECT id FROM old_job) OR (job IS NULL AND at < ?1)";

/// What would be removed of what is older.
pub(super) fn count(db: &Connection, before: UnixMillis) -> Result<Pruned, JournalError> {
    find(db, before)?;
    let count =
        |sql: &str| -> Result<i64, JournalError> { Ok(db.query_row(sql, [], |row| row.get(0))?) };
    let (snapshots, of_snapshots) = db.query_row(
        &format!("SELECT count(*), min(at), max(at) {SNAPSHOTS}"),
        [before],
        |row| Ok((row.get(0)?, span(row, 1)?)),
    )?;
    let of_others = db.query_row(
        "SELECT min(at), max(at) FROM (
           SELECT at FROM entry WHERE id IN (SELECT id FROM old_entry)
           UNION ALL SELECT at FROM job WHERE id IN (SELECT id FROM old_job))",
        [],
        |row| span(row, 0),
    )?;
    let mut pruned = Pruned {
        entries: count("SELECT count(*) FROM old_entry")?,
        jobs: count("SELECT count(*) FROM old_job")?,
        span: of_others,
        ..Pruned::default()
    };
    pruned += Pruned {
        snapshots,
        span: of_snapshots,
        ..Pruned::default()
    };
    Ok(pruned)
}

fn span(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<(UnixMillis, UnixMillis)>> {
    let times: (Option<_>, Option<_>) = (row.get(first)?, row.get(first + 1)?);
    Ok(times.0.zip(times.1))
}

/// How many entries are older, and how many are not.
pub(super) fn ages(db: &Connection, before: UnixMillis) -> Result<EntryAges, JournalError> {
    let ages =
        "SELECT count(*) FILTER (WHERE at < ?1), count(*) FILTER (WHERE at >= ?1) FROM entry";
    Ok(db.query_row(ages, [before], |row| {
        Ok(EntryAges {
            earlier: row.get(0)?,
            since: row.get(1)?,
        })
    })?)
}

/// Removes what is older.
pub(super) fn remove(db: &Connection, before: UnixMillis) -> Result<Pruned, JournalError> {
    let pruned = count(db, before)?;
    // Entries refer to steps, and steps to entries.
    db.pragma_update(None, "defer_foreign_keys", true)?;
    db.execute(
        "DELETE FROM entry WHERE id IN (SELECT id FROM old_entry)",
        [],
    )?;
    db.execute("DELETE FROM item WHERE job IN (SELECT id FROM old_job)", [])?;
    db.execute(&format!("DELETE {SNAPSHOTS}"), [before])?;
    db.execute("DELETE FROM job WHERE id IN (SELECT id FROM old_job)", [])?;
    Ok(pruned)
}

/// The time limits of the steps between the oldest record and this time.
pub(super) fn steps(db: &Connection, before: UnixMillis) -> Result<Vec<UnixMillis>, JournalError> {
    let oldest: Option<UnixMillis> = db.query_row(
        "SELECT min(at) FROM (SELECT min(at) AS at FROM entry UNION ALL SELECT min(at) FROM job
           UNION ALL SELECT min(at) FROM snapshot)",
        [],
        |row| row.get(0),
    )?;
    let Some(oldest) = oldest.filter(|oldest| *oldest < before) else {
        return Ok(Vec::new());
    };
    let step = DAY.max(before.saturating_sub(oldest) / STEPS);
    let mut steps = Vec::new();
    let mut at = oldest;
    while at < before {
        at = at.saturating_add(step).min(before);
        steps.push(at);
    }
    Ok(steps)
}

/// When the newest change was made, or the newest job begun.
pub(super) fn newest(db: &Connection) -> Result<Option<UnixMillis>, JournalError> {
    let newest =
        "SELECT max(at) FROM (SELECT max(at) AS at FROM entry UNION ALL SELECT max(at) FROM job)";
    Ok(db.query_row(newest, [], |row| row.get(0))?)
}

/// Finds the jobs and entries that can be removed.
fn find(db: &Connection, before: UnixMillis) -> Result<(), JournalError> {
    db.execute_batch(TABLES)?;
    db.execute(JOBS, params![before])?;
    db.execute(ENTRIES, params![before])?;
    for entry in unknown_outcomes::superseding(db)? {
        db.execute("DELETE FROM old_entry WHERE id = ?", [entry.0])?;
    }
    // A record that stays may in turn need others.
    while db.execute(NEEDED_ENTRIES, [])? + db.execute(NEEDED_JOBS, [])? > 0 {}
    Ok(())
}
