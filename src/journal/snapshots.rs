//! Snapshots: a list as it was at a time, so that what a job did to it can be seen and mended.

use std::fmt;

use rusqlite::{Connection, Row, params};

use super::asked::{remark_columns, remark_of};
use super::entry::{Remark, Time};
use super::error::Error;
use super::jobs::JobId;
use crate::domain::{Blocked, Contact, UserId};
use crate::text::Text;

/// Which snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotId(pub i64);

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which of a user's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// The friends, with remarks.
    Friends,
    /// The blocklist.
    Blocks,
}

impl List {
    /// The word for files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Friends => "friends",
            Self::Blocks => "blocks",
        }
    }
}

/// A list as it was read, in the server's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// The friends, with remarks.
    Friends(Vec<Contact>),
    /// The blocklist.
    Blocks(Vec<Blocked>),
}

impl Rows {
    fn list(&self) -> List {
        match self {
            Self::Friends(_) => List::Friends,
            Self::Blocks(_) => List::Blocks,
        }
    }
}

/// What is known of a snapshot without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Which.
    pub id: SnapshotId,
    /// When it was recorded.
    pub at: Time,
    /// The App Key.
    pub app: Text,
    /// The job that it was taken for.
    pub job: Option<JobId>,
    /// Whose list.
    pub owner: UserId,
    /// Which list.
    pub list: List,
    /// How many rows it has.
    pub rows: u32,
}

/// A row of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The friend, or the blocked user.
    pub user: UserId,
    /// What the owner called the friend; nothing is known of the blocklist's users.
    pub remark: Option<Remark>,
}

pub(super) fn insert(
    db: &Connection,
    at: Time,
    app: &str,
    job: Option<JobId>,
    owner: &UserId,
    rows: &Rows,
    remarks: bool,
) -> Result<SnapshotId, Error> {
    db.execute(
        "INSERT INTO snapshot (at, app, job, owner, list) VALUES (?, ?, ?, ?, ?)",
        params![
            at,
            app,
            job.map(|job| job.0),
            owner.raw(),
            rows.list().word()
        ],
    )?;
    let id = SnapshotId(db.last_insert_rowid());
    let mut statement = db.prepare_cached(
        "INSERT INTO snapshot_row (snapshot, position, user, had_remark, remark)
         VALUES (?, ?, ?, ?, ?)",
    )?;
    match rows {
        Rows::Friends(friends) => {
            for (position, friend) in (0_u32..).zip(friends) {
                let remark = Remark::of(friend.remark.as_ref());
                let (had, was) = remark_columns(&remark, remarks);
                statement.execute(params![id.0, position, friend.id.raw(), had, was])?;
            }
        }
        Rows::Blocks(blocks) => {
            for (position, blocked) in (0_u32..).zip(blocks) {
                let nothing = None::<bool>;
                statement.execute(params![id.0, position, blocked.id.raw(), nothing, nothing])?;
            }
        }
    }
    Ok(id)
}

/// The snapshots of a job, oldest first.
pub(super) fn of_job(db: &Connection, job: JobId) -> Result<Vec<Snapshot>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT *, (SELECT count(*) FROM snapshot_row WHERE snapshot = id) AS rows
         FROM snapshot WHERE job = ? ORDER BY id",
    )?;
    let mut rows = statement.query([job.0])?;
    let mut snapshots = Vec::new();
    while let Some(row) = rows.next()? {
        snapshots.push(snapshot(row)?);
    }
    Ok(snapshots)
}

/// The snapshots of a user's lists, newest first.
pub(super) fn of_user(
    db: &Connection,
    app: &str,
    owner: &UserId,
    limit: u32,
) -> Result<Vec<Snapshot>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT *, (SELECT count(*) FROM snapshot_row WHERE snapshot = id) AS rows
         FROM snapshot WHERE app = ? AND owner = ? ORDER BY id DESC LIMIT ?",
    )?;
    let mut rows = statement.query(params![app, owner.raw(), limit])?;
    let mut snapshots = Vec::new();
    while let Some(row) = rows.next()? {
        snapshots.push(snapshot(row)?);
    }
    Ok(snapshots)
}

pub(super) fn get(db: &Connection, id: SnapshotId) -> Result<Option<Snapshot>, Error> {
    db.prepare_cached(
        "SELECT *, (SELECT count(*) FROM snapshot_row WHERE snapshot = id) AS rows
         FROM snapshot WHERE id = ?",
    )?
    .query([id.0])?
    .next()?
    .map(snapshot)
    .transpose()
}

/// The rows of a snapshot from a place on, at most so many.
pub(super) fn rows(
    db: &Connection,
    id: SnapshotId,
    from: u32,
    limit: u32,
) -> Result<Vec<Kept>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT user, had_remark, remark FROM snapshot_row
         WHERE snapshot = ? AND position >= ? ORDER BY position LIMIT ?",
    )?;
    let kept = statement.query_map(params![id.0, from, limit], |row| {
        let was: Option<String> = row.get(2)?;
        Ok(Kept {
            user: UserId::new(&row.get::<_, String>(0)?),
            remark: row
                .get::<_, Option<bool>>(1)?
                .map(|had| remark_of(had, was.as_deref())),
        })
    })?;
    Ok(kept.collect::<Result<_, _>>()?)
}

fn snapshot(row: &Row<'_>) -> Result<Snapshot, Error> {
    let list: String = row.get("list")?;
    Ok(Snapshot {
        id: SnapshotId(row.get("id")?),
        at: row.get("at")?,
        app: Text::new(&row.get::<_, String>("app")?),
        job: row.get::<_, Option<_>>("job")?.map(JobId),
        owner: UserId::new(&row.get::<_, String>("owner")?),
        list: [List::Friends, List::Blocks]
            .into_iter()
            .find(|known| known.word() == list)
            .ok_or_else(|| Error::strange("list", &list))?,
        rows: row.get("rows")?,
    })
}
