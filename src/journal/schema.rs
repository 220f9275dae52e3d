//! The tables, and the migration of older files.

use rusqlite::Connection;

use super::error::JournalError;
use super::snapshots;

/// Each step migrates a file by one version; the version of a file is the number of steps applied to it. A
/// step that was released is never changed.
pub(super) const STEPS: &[Migration] = &[
    Migration::Sql(V1),
    Migration::Sql(V2),
    Migration::Code(snapshots::pack_all),
    Migration::Sql(V4),
    Migration::Sql(V5),
];

/// A migration step.
#[derive(Debug, Clone, Copy)]
pub(super) enum Migration {
    Sql(&'static str),
    /// A step that needs more than SQL.
    Code(fn(&Connection) -> Result<(), JournalError>),
}

impl Migration {
    fn take(self, db: &Connection) -> Result<(), JournalError> {
        match self {
            Self::Sql(sql) => Ok(db.execute_batch(sql)?),
            Self::Code(code) => code(db),
        }
    }
}

/// The stored names are older than the code's: an `item` is a step of a job, and in an entry the step's position; `verb`
/// is the kind of a change, `chat` that of a conversation; `by_reading` tells that the outcome was verified; `class`
/// and `why` are those of the failure, `was_...` and `had_remark` the pair state before.
///
/// `answered`, `status` and the columns after them are empty until there is a reply. A remark is NULL if it
/// was not to be stored. User IDs and tickets are searched for, and so have an index.
const V1: &str = "
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    operator TEXT,
    profile TEXT,
    app TEXT NOT NULL,
    ticket TEXT,
    reason TEXT,
    verb TEXT NOT NULL,
    owner TEXT NOT NULL COLLATE NOCASE,
    undoes INTEGER REFERENCES job (id),
    state TEXT NOT NULL
        CHECK (state IN ('prepared', 'running', 'paused', 'stopped', 'finished'))
) STRICT;

CREATE TABLE item (
    job INTEGER NOT NULL REFERENCES job (id),
    position INTEGER NOT NULL,
    verb TEXT NOT NULL,
    owner TEXT NOT NULL,
    target TEXT NOT NULL,
    remark TEXT,
    chat TEXT,
    roaming INTEGER,
    was_friend INTEGER,
    was_blocked INTEGER,
    had_remark INTEGER,
    was_remark TEXT,
    undoes INTEGER REFERENCES entry (id),
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'sent', 'done', 'nothing to do', 'failed', 'unknown')),
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    operator TEXT,
    profile TEXT,
    app TEXT NOT NULL,
    ticket TEXT,
    reason TEXT,
    verb TEXT NOT NULL,
    owner TEXT NOT NULL COLLATE NOCASE,
    target TEXT NOT NULL COLLATE NOCASE,
    remark TEXT,
    chat TEXT,
    roaming INTEGER,
    was_friend INTEGER,
    was_blocked INTEGER,
    had_remark INTEGER,
    was_remark TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('sent', 'done', 'refused', 'not sent', 'unknown', 'nothing to do')),
    by_reading INTEGER NOT NULL DEFAULT 0,
    answered INTEGER,
    status INTEGER,
    class TEXT,
    why TEXT,
    error TEXT,
    description TEXT,
    job INTEGER,
    item INTEGER,
    undoes INTEGER REFERENCES entry (id),
    FOREIGN KEY (job, item) REFERENCES item (job, position)
) STRICT;

CREATE INDEX entry_at ON entry (at);
CREATE INDEX entry_owner ON entry (owner);
CREATE INDEX entry_target ON entry (target);
CREATE INDEX entry_ticket ON entry (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX entry_item ON entry (job, item) WHERE job IS NOT NULL;
CREATE INDEX entry_undoes ON entry (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    app TEXT NOT NULL,
    job INTEGER REFERENCES job (id),
    owner TEXT NOT NULL COLLATE NOCASE,
    list TEXT NOT NULL CHECK (list IN ('friends', 'blocks'))
) STRICT;

CREATE INDEX snapshot_job ON snapshot (job) WHERE job IS NOT NULL;

CREATE TABLE snapshot_row (
    snapshot INTEGER NOT NULL REFERENCES snapshot (id),
    position INTEGER NOT NULL,
    user TEXT NOT NULL,
    had_remark INTEGER,
    remark TEXT,
    PRIMARY KEY (snapshot, position)
) STRICT, WITHOUT ROWID;
";

/// Unknown outcomes are looked up at every start, and they are few.
const V2: &str = "
CREATE INDEX entry_in_doubt ON entry (state) WHERE state IN ('sent', 'unknown');
";

/// Snapshots are looked up by user. When an entry is removed, the entries that undo it are looked up.
const V4: &str = "
CREATE INDEX snapshot_owner ON snapshot (owner, app);
CREATE INDEX item_undoes ON item (undoes) WHERE undoes IS NOT NULL;
";

/// `at` is the local time, and the local clock may be wrong. This is the service's time, as its latest reply
/// gave it; empty if there was none, and in entries from before this step.
const V5: &str = "
ALTER TABLE entry ADD COLUMN sent_at INTEGER;
";

/// How many steps were applied to the file.
pub(super) fn version(db: &Connection) -> Result<u32, JournalError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// The version that a program with these steps knows.
pub(super) fn known(steps: &[Migration]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

/// Applies the missing steps, all or none.
pub(super) fn migrate(db: &Connection, steps: &[Migration]) -> Result<(), JournalError> {
    let current = usize::try_from(version(db)?).unwrap_or(usize::MAX);
    let Some(missing) = steps.get(current..).filter(|missing| !missing.is_empty()) else {
        return Ok(());
    };
    db.execute_batch("BEGIN IMMEDIATE")?;
    let commit = || -> Result<(), JournalError> {
        db.pragma_update(None, "user_version", known(steps))?;
        Ok(db.execute_batch("COMMIT")?)
    };
    let migrated = missing.iter().try_for_each(|step| step.take(db));
    let migrated = migrated.and_then(|()| commit());
    if migrated.is_err() && !db.is_autocommit() {
        // Report why the step failed; the file is unchanged either way.
        let _ = db.execute_batch("ROLLBACK");
    }
    migrated
}
