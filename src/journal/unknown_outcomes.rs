//! Writes with an unknown outcome: which process is responsible for them, and which need no verification any
//! more.
//!
//! For each single write, its process holds a file lock until the outcome is recorded. So others can tell the
//! writes of a living process from those that a dead one left behind. A job has one lock for all of its
//! writes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, params};

use super::entries::{self, SELECT};
use super::entry::JournalEntry;
use super::error::JournalError;
use super::lock::{FileLock, LockError};
use super::paths::{lock_of, lock_of_entry};
use crate::domain::job::JobHolder;
use crate::domain::{EntryId, JobId, SystemError};
use crate::private_file::make_dir;
use crate::text::Text;

/// Which entries have an unknown outcome. This is also the condition of an index, so queries must use exactly
/// this text.
pub(super) const IN_DOUBT: &str = "state IN ('sent', 'unknown')";

/// The locks of the single writes of this process.
#[derive(Debug)]
pub(super) struct WriteLocks {
    journal: PathBuf,
    locks: Mutex<HashMap<EntryId, FileLock>>,
}

impl WriteLocks {
    /// The locks of the journal in this file.
    pub fn beside(journal: &Path) -> Self {
        Self {
            journal: journal.to_owned(),
            locks: Mutex::default(),
        }
    }

    /// Takes the lock of a new entry that nobody else knows yet.
    pub fn take(&self, id: EntryId, operator: Option<&Text>) -> Result<(), JournalError> {
        // A rolled-back transaction may have used this number before.
        self.release(id);
        let path = lock_of_entry(&self.journal, id);
        if self.try_take(id, operator)? {
            return Ok(());
        }
        let why = SystemError::other("another process has this lock");
        Err(JournalError::unusable(&path, why))
    }

    /// Takes the lock of an entry, unless another process has it.
    fn try_take(&self, id: EntryId, operator: Option<&Text>) -> Result<bool, JournalError> {
        let path = lock_of_entry(&self.journal, id);
        if let Some(dir) = path.parent() {
            make_dir(dir).map_err(|why| JournalError::unusable(dir, &why))?;
        }
        match FileLock::take(&path, &JobHolder::here(operator)) {
            Ok(lock) => {
                self.locks().insert(id, lock);
                Ok(true)
            }
            Err(LockError::By(_)) => Ok(false),
            Err(LockError::Unusable(why)) => Err(JournalError::unusable(&path, &why)),
        }
    }

    fn has(&self, id: EntryId) -> bool {
        self.locks().contains_key(&id)
    }

    /// Releases the lock: the outcome needs no responsible process any more.
    pub fn release(&self, id: EntryId) {
        if let Some(lock) = self.locks().remove(&id) {
            lock.remove();
        }
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<EntryId, FileLock>> {
        self.locks.lock()
    }
}

/// The entries that were sent, have no reply, and belong to a living process.
pub(super) fn living(db: &Connection, journal: &Path) -> Result<Vec<EntryId>, JournalError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT id, job FROM entry WHERE {IN_DOUBT} AND state = 'sent'"
    ))?;
    let sent = statement.query_map([], |row| {
        Ok((row.get(0).map(EntryId)?, row.get::<_, Option<i64>>(1)?))
    })?;
    // A job has many of them.
    let mut held: HashMap<PathBuf, bool> = HashMap::new();
    let mut living = Vec::new();
    for sent in sent {
        let (id, job) = sent?;
        let path = match job {
            None => lock_of_entry(journal, id),
            Some(job) => lock_of(journal, JobId(job)),
        };
        let lives = match held.get(&path) {
            Some(lives) => *lives,
            None => is_held(&path)?,
        };
        held.insert(path, lives);
        if lives {
            living.push(id);
        }
    }
    Ok(living)
}

pub(super) fn is_held(path: &Path) -> Result<bool, JournalError> {
    let holder = FileLock::holder(path).map_err(|why| JournalError::unusable(path, &why))?;
    Ok(holder.is_some())
}

/// Marks the single writes that dead processes had in progress as unknown.
pub(super) fn abandon(db: &Connection, journal: &Path) -> Result<(), JournalError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT id FROM entry WHERE {IN_DOUBT} AND state = 'sent' AND job IS NULL"
    ))?;
    let sent = statement.query_map([], |row| row.get(0).map(EntryId))?;
    let sent: Vec<EntryId> = sent.collect::<Result<_, _>>()?;
    let held = WriteLocks::beside(journal);
    for id in sent {
        if held.try_take(id, None)? {
            entries::mark_unknown(db, "id", id.0)?;
            held.release(id);
        }
    }
    Ok(())
}

/// Takes over the single writes of an app whose outcome is unknown and that belong to no process, oldest
/// first.
pub(super) fn take_over_orphans(
    db: &Connection,
    app: &str,
    held: &WriteLocks,
) -> Result<Vec<JournalEntry>, JournalError> {
    let mut taken_over = Vec::new();
    let all = take_over_all(db, app, held, &mut taken_over);
    if all.is_err() {
        // Nothing of it is recorded, so nobody is responsible for it.
        for entry in &taken_over {
            held.release(entry.id);
        }
    }
    all.map(|()| taken_over)
}

fn take_over_all(
    db: &Connection,
    app: &str,
    held: &WriteLocks,
    taken_over: &mut Vec<JournalEntry>,
) -> Result<(), JournalError> {
    let sql = format!("{SELECT} WHERE {IN_DOUBT} AND job IS NULL AND app = ? ORDER BY id");
    for entry in entries::all(db, &sql, vec![super::recorded_change::text(Some(app))])? {
        let id = entry.id;
        if held.has(id) || is_moot(db, &entry)? || !held.try_take(id, None)? {
            continue;
        }
        // Somebody may have settled it before the lock was taken.
        let there = entries::get(db, id)?.filter(|entry| entry.state.is_in_doubt());
        let Some(there) = there else {
            held.release(id);
            continue;
        };
        entries::mark_unknown(db, "id", id.0)?;
        taken_over.push(there);
    }
    Ok(())
}

/// Whether a change to the same thing was done after this entry, so that its outcome does not matter any
/// more. A change that was not sent because none was needed does not supersede what may still be applied.
pub(super) fn is_superseded(db: &Connection, id: EntryId) -> Result<bool, JournalError> {
    match entries::get(db, id)? {
        Some(entry) => is_moot(db, &entry),
        None => Ok(false),
    }
}

fn is_moot(db: &Connection, entry: &JournalEntry) -> Result<bool, JournalError> {
    Ok(superseded_by(db, entry)?.is_some())
}

/// The newest entry of a later change to the same thing that was done.
fn superseded_by(db: &Connection, entry: &JournalEntry) -> Result<Option<EntryId>, JournalError> {
    let mut statement = db.prepare_cached(&format!(
        "{SELECT} WHERE id > ?1 AND app = ?2
           AND (state = 'done' OR state = 'nothing to do' AND status IS NOT NULL)
           AND owner IN (?3, ?4) AND target IN (?3, ?4) ORDER BY id DESC"
    ))?;
    let (owner, target) = (entry.asked.owner().raw(), entry.asked.target().raw());
    let mut later = statement.query(params![entry.id.0, entry.audit.app.raw(), owner, target])?;
    let this = entry.asked.outline();
    while let Some(row) = later.next()? {
        let later = entries::entry(row)?;
        if later.asked.outline().makes_moot(&this) {
            return Ok(Some(later.id));
        }
    }
    Ok(None)
}

/// The entries that are the only proof that others with an unknown outcome need no verification any more.
pub(super) fn superseding(db: &Connection) -> Result<Vec<EntryId>, JournalError> {
    let in_doubt = entries::all(db, &format!("{SELECT} WHERE {IN_DOUBT}"), Vec::new())?;
    let settling = in_doubt.iter().map(|entry| superseded_by(db, entry));
    settling.filter_map(Result::transpose).collect()
}

/// The newest write to an app with an unknown outcome, after this entry and outside of this job.
pub(super) fn newest(
    db: &Connection,
    app: &str,
    after: Option<EntryId>,
    job: Option<JobId>,
) -> Result<Option<JournalEntry>, JournalError> {
    let sql = format!(
        "{SELECT} WHERE {IN_DOUBT} AND app = ? AND id > ? AND job IS NOT ? ORDER BY id DESC"
    );
    let values = vec![
        super::recorded_change::text(Some(app)),
        super::recorded_change::number(Some(after.map_or(0, |id| id.0))),
        super::recorded_change::number(Some(job.map_or(0, |job| job.0))),
    ];
    for entry in entries::all(db, &sql, values)? {
        if !is_moot(db, &entry)? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}
