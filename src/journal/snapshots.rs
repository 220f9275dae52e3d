//! Snapshots: lists at a point in time, so that the effect of a job can be seen and repaired.

use std::fmt;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::entry::UnixMillis;
use super::error::JournalError;
use super::recorded_change::{remark_columns, remark_of};
use crate::domain::{Blocked, Contact, JobId, ListKind, PairRemark, SnapshotId, UserId};
use crate::text::Text;

/// The compression level of snapshots, from 0 to 10: the default.
const LEVEL: u8 = 6;

/// The longest snapshot that is ever unpacked, in bytes: many times what the service stores for one user.
const LARGEST: usize = 64 << 20;

/// A list as it was read, in the server's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotRows {
    /// The friends, with remarks.
    Friends(Vec<Contact>),
    /// The blocklist.
    Blocks(Vec<Blocked>),
}

impl SnapshotRows {
    fn list(&self) -> ListKind {
        match self {
            Self::Friends(_) => ListKind::Friends,
            Self::Blocks(_) => ListKind::Blocks,
        }
    }
}

/// A snapshot without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// Its number.
    pub id: SnapshotId,
    /// When it was recorded.
    pub at: UnixMillis,
    /// The App Key.
    pub app: Text,
    /// The job for which it was taken.
    pub job: Option<JobId>,
    /// Whose list.
    pub owner: UserId,
    /// Which list.
    pub list: ListKind,
    /// How many rows it has.
    pub rows: u32,
}

/// A row of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// The friend, or the blocked user.
    pub user: UserId,
    /// The owner's remark for the friend; always `None` on the blocklist.
    pub remark: Option<PairRemark>,
}

pub(super) fn insert(
    db: &Connection,
    at: UnixMillis,
    app: &str,
    job: Option<JobId>,
    owner: &UserId,
    rows: &SnapshotRows,
    remarks: bool,
) -> Result<SnapshotId, JournalError> {
    let kept: Vec<SnapshotRow> = match rows {
        SnapshotRows::Friends(friends) => {
            let friend = |friend: &Contact| SnapshotRow {
                user: friend.id.clone(),
                remark: Some(PairRemark::of(friend.remark.as_ref())),
            };
            friends.iter().map(friend).collect()
        }
        SnapshotRows::Blocks(blocks) => {
            let blocked = |blocked: &Blocked| SnapshotRow {
                user: blocked.id.clone(),
                remark: None,
            };
            blocks.iter().map(blocked).collect()
        }
    };
    db.execute(
        "INSERT INTO snapshot (at, app, job, owner, list, rows, content)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![
            at,
            app,
            job.map(|job| job.0),
            owner.raw(),
            rows.list().word(),
            u32::try_from(kept.len()).unwrap_or(u32::MAX),
            pack(&kept, remarks)?,
        ],
    )?;
    Ok(SnapshotId(db.last_insert_rowid()))
}

/// Packs the rows of a snapshot into compressed JSON.
fn pack(rows: &[SnapshotRow], remarks: bool) -> Result<Vec<u8>, JournalError> {
    let cells = rows.iter().map(|row| {
        let remark = row.remark.as_ref();
        let remark = remark.map(|remark| remark_columns(remark, remarks));
        let (had, was) = remark.unzip();
        (row.user.raw(), had, was.flatten())
    });
    let cells: Vec<_> = cells.collect();
    let json = serde_json::to_vec(&cells).map_err(|why| JournalError::Other(why.to_string()))?;
    Ok(compress_to_vec(&json, LEVEL))
}

/// The inverse of [`pack`].
fn unpack(content: &[u8]) -> Result<Vec<SnapshotRow>, JournalError> {
    let damaged = |why: &dyn fmt::Display| JournalError::Damaged(format!("a snapshot: {why}"));
    let json = decompress_to_vec_with_limit(content, LARGEST).map_err(|why| damaged(&why))?;
    let cells: Vec<(String, Option<bool>, Option<String>)> =
        serde_json::from_slice(&json).map_err(|why| damaged(&why))?;
    let rows = cells.into_iter().map(|(user, had, was)| SnapshotRow {
        user: UserId::new(&user),
        remark: had.map(|had| remark_of(had, was.as_deref())),
    });
    Ok(rows.collect())
}

/// Packs the rows of all snapshots, which used to have a table of their own.
pub(super) fn pack_all(db: &Connection) -> Result<(), JournalError> {
    db.execute_batch(
        "ALTER TABLE snapshot ADD COLUMN rows INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE snapshot ADD COLUMN content BLOB NOT NULL DEFAULT x'';",
    )?;
    let mut all = db.prepare("SELECT id FROM snapshot")?;
    let ids = all.query_map([], |row| row.get(0))?;
    let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
    let mut rows = db.prepare(
        "SELECT user, had_remark, remark FROM snapshot_row WHERE snapshot = ? ORDER BY position",
    )?;
    let mut set = db.prepare("UPDATE snapshot SET rows = ?, content = ? WHERE id = ?")?;
    for id in ids {
        let kept = rows.query_map([id], |row| {
            let was: Option<String> = row.get(2)?;
            let had: Option<bool> = row.get(1)?;
            Ok(SnapshotRow {
                user: UserId::new(&row.get::<_, String>(0)?),
                remark: had.map(|had| remark_of(had, was.as_deref())),
            })
        })?;
        let kept: Vec<SnapshotRow> = kept.collect::<Result<_, _>>()?;
        let count = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        set.execute(params![count, pack(&kept, true)?, id])?;
    }
    Ok(db.execute_batch("DROP TABLE snapshot_row")?)
}

/// The snapshots of a job, oldest first.
pub(super) fn of_job(db: &Connection, job: JobId) -> Result<Vec<StoredSnapshot>, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT id, at, app, job, owner, list, rows FROM snapshot WHERE job = ? ORDER BY id",
    )?;
    all(statement.query([job.0])?)
}

/// The snapshots of a user's lists, newest first.
pub(super) fn of_user(
    db: &Connection,
    app: &str,
    owner: &UserId,
    limit: u32,
) -> Result<Vec<StoredSnapshot>, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT id, at, app, job, owner, list, rows FROM snapshot
         WHERE app = ? AND owner = ? ORDER BY id DESC LIMIT ?",
    )?;
    all(statement.query(params![app, owner.raw(), limit])?)
}

fn all(mut rows: Rows<'_>) -> Result<Vec<StoredSnapshot>, JournalError> {
    let mut snapshots = Vec::new();
    while let Some(row) = rows.next()? {
        snapshots.push(snapshot(row)?);
    }
    Ok(snapshots)
}

pub(super) fn get(db: &Connection, id: SnapshotId) -> Result<Option<StoredSnapshot>, JournalError> {
    db.prepare_cached("SELECT id, at, app, job, owner, list, rows FROM snapshot WHERE id = ?")?
        .query([id.0])?
        .next()?
        .map(snapshot)
        .transpose()
}

/// The rows of a snapshot; none if there is no such snapshot.
pub(super) fn rows(db: &Connection, id: SnapshotId) -> Result<Vec<SnapshotRow>, JournalError> {
    let mut statement = db.prepare_cached("SELECT content FROM snapshot WHERE id = ?")?;
    let content: Option<Vec<u8>> = statement.query_row([id.0], |row| row.get(0)).optional()?;
    content.map_or(Ok(Vec::new()), |content| unpack(&content))
}

fn snapshot(row: &Row<'_>) -> Result<StoredSnapshot, JournalError> {
    let list: String = row.get("list")?;
    Ok(StoredSnapshot {
        id: SnapshotId(row.get("id")?),
        at: row.get("at")?,
        app: Text::new(&row.get::<_, String>("app")?),
        job: row.get::<_, Option<_>>("job")?.map(JobId),
        owner: UserId::new(&row.get::<_, String>("owner")?),
        list: [ListKind::Friends, ListKind::Blocks]
            .into_iter()
            .find(|known| known.word() == list)
            .ok_or_else(|| JournalError::strange("list", &list))?,
        rows: row.get("rows")?,
    })
}
