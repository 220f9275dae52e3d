//! The journal: records every change before it is sent and again when its outcome is known, jobs with what is
//! left of them, and snapshots of lists.
//!
//! It is one SQLite file in the data directory. One thread per process uses it, and several processes may
//! share the file. A [`Journal`] is a cheap handle: it sends an order to that thread and waits, without
//! blocking a thread, until the result is on disk. A write that cannot be recorded must not be sent:
//!
//! ```text
//! let entry = journal.record_sending(write).await?;      // on disk now
//! let result = ...;                             // sent, replied
//! journal.record_outcome(entry, ChangeOutcome::from(&result)).await?;
//! ```
//!
//! Credentials never get into the journal: a write is its [`Change`](crate::domain::Change), and of a reply
//! only the status and the service's own error are stored. Remarks are stored unless
//! [`JournalOptions::remarks`] is off; a remark that was not stored cannot be restored later.

mod check;
mod claim;
mod connect;
mod db_thread;
mod entries;
mod entry;
mod error;
mod export;
mod failure;
mod jobs;
mod lock;
mod open;
mod paths;
mod prune;
mod recorded_change;
mod schema;
mod snapshots;
mod undo;
mod unknown_outcomes;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::domain::history::EntryState;
use crate::domain::job::JobPlan;
use crate::domain::job::UndoAnswer;
use crate::domain::undo::UndoTarget;
use crate::domain::{EntryId, JobId, SnapshotId, UserId};
use crate::text::Text;

use self::check::IntegrityCheck;
use self::db_thread::{DbOrder, OrderKind, QUEUE};
use self::lock::FileLock;
use self::paths::lock_of;
use self::unknown_outcomes::WriteLocks;

/// How many steps of a job are read at once.
const STEPS_AT_ONCE: u32 = 500;

pub use self::claim::{Claim, ClaimError};
pub use self::entry::{
    AuditContext, ChangeOutcome, EntryFilter, JournalEntry, NewEntry, UnixMillis,
};
pub use self::error::{DATA_DIR, JournalError};
pub use self::export::{ExportError, ExportFormat, export, new_file, write_json};
pub use self::jobs::{NewStepEntry, RecordedSteps, StoredJob, StoredStep};
pub use self::prune::{EntryAges, Pruned};
pub use self::snapshots::{SnapshotRow, SnapshotRows, StoredSnapshot};
pub use crate::domain::job::JobHolder;

/// How to open a journal.
#[derive(Debug, Clone)]
pub struct JournalOptions {
    /// The file.
    pub path: PathBuf,
    /// Whether to store the text of remarks; if not, only the fact that there was one.
    pub remarks: bool,
    /// Older entries are removed after opening, if nothing needs them any more.
    pub keep: Option<Duration>,
    /// Open it to read only: a damaged file stays in its place, and no entry is changed.
    pub only_look: bool,
    /// Returns the current time.
    pub clock: fn() -> UnixMillis,
}

impl JournalOptions {
    /// A journal in this file, with remarks, for writing.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            remarks: true,
            keep: None,
            only_look: false,
            clock: || Timestamp::now().as_millisecond(),
        }
    }
}

/// The result of opening a journal.
#[derive(Debug)]
pub struct OpenedJournal {
    /// The journal.
    pub journal: Journal,
    /// Where the damaged file is now that was found in its place. This has to be reported.
    pub set_aside: Option<PathBuf>,
    /// The result of the integrity check, which runs in the background: damage, or nothing. Once damage is
    /// found, nothing is recorded in the file, and so nothing may be sent.
    pub damage: oneshot::Receiver<JournalError>,
}

/// A handle to the journal. The thread behind it ends when the last handle is dropped and everything is
/// written.
#[derive(Debug, Clone)]
pub struct Journal {
    orders: mpsc::Sender<DbOrder>,
    options: Arc<JournalOptions>,
    /// The locks of the single writes of this process.
    write_locks: Arc<WriteLocks>,
}

impl Journal {
    /// Opens the file, or creates it. A damaged one is set aside.
    ///
    /// # Errors
    /// If the file cannot be used: then no change may be sent to the service.
    pub async fn open(options: JournalOptions) -> Result<OpenedJournal, JournalError> {
        Self::open_at(options, schema::STEPS).await
    }

    async fn open_at(
        options: JournalOptions,
        steps: &'static [schema::Migration],
    ) -> Result<OpenedJournal, JournalError> {
        let (orders, waiting) = mpsc::channel(QUEUE);
        let (tell, opened) = oneshot::channel();
        let options = Arc::new(options);
        let theirs = Arc::clone(&options);
        thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || match open::open(&theirs, steps) {
                Err(why) => drop(tell.send(Err(why))),
                Ok(mut opened) => {
                    let (found, damage) = oneshot::channel();
                    let check = IntegrityCheck::begin(&theirs, &opened.damage, found);
                    drop(tell.send(Ok((opened.set_aside.take(), damage))));
                    db_thread::run(&opened, waiting);
                    // Other processes must not take the file for unused while the check reads it.
                    check.end();
                }
            })
            .map_err(|why| JournalError::unusable(&options.path, &why))?;
        let (set_aside, damage) = opened.await.map_err(|_| JournalError::Stopped)??;
        Ok(OpenedJournal {
            journal: Self {
                orders,
                write_locks: Arc::new(WriteLocks::beside(&options.path)),
                options,
            },
            set_aside,
            damage,
        })
    }

    /// Records a write that is about to be sent; it must not be sent before. This process is responsible for
    /// it until its outcome is recorded.
    pub async fn record_sending(&self, write: NewEntry) -> Result<EntryId, JournalError> {
        let (at, remarks) = (self.now(), self.keeps_remarks());
        let held = Arc::clone(&self.write_locks);
        self.write(move |db| {
            let id = entries::insert(db, at, &write, EntryState::Sent, None, remarks)?;
            // Before anybody else can see the entry.
            held.take(id, write.audit.operator.as_ref())?;
            Ok(id)
        })
        .await
    }

    /// Records a write that was not sent because no change was needed.
    pub async fn record_unneeded(&self, write: NewEntry) -> Result<EntryId, JournalError> {
        let (at, remarks) = (self.now(), self.keeps_remarks());
        self.write(move |db| entries::insert(db, at, &write, EntryState::Unneeded, None, remarks))
            .await
    }

    /// Records the outcome of a write.
    ///
    /// # Errors
    /// If it cannot be recorded, or is recorded already.
    pub async fn record_outcome(
        &self,
        id: EntryId,
        outcome: ChangeOutcome,
    ) -> Result<(), JournalError> {
        self.close(id, outcome, &[EntryState::Sent]).await
    }

    /// Records the verified outcome of a write whose reply was lost.
    ///
    /// # Errors
    /// If it cannot be recorded, or the outcome is known already.
    pub async fn record_verified(
        &self,
        id: EntryId,
        outcome: ChangeOutcome,
    ) -> Result<(), JournalError> {
        self.close(id, outcome, &[EntryState::Sent, EntryState::Unknown])
            .await
    }

    async fn close(
        &self,
        id: EntryId,
        outcome: ChangeOutcome,
        from: &'static [EntryState],
    ) -> Result<(), JournalError> {
        let (at, remarks) = (self.now(), self.keeps_remarks());
        let open = outcome.state() == EntryState::Unknown;
        self.write(move |db| entries::close(db, at, id, &outcome, from, remarks))
            .await?;
        if !open {
            self.release(id);
        }
        Ok(())
    }

    /// Takes over the single writes to this app whose outcome is unknown and for which no living process is
    /// responsible, oldest first. This process is responsible for them from now on.
    pub async fn take_over_orphans(&self, app: &str) -> Result<Vec<JournalEntry>, JournalError> {
        let (app, held) = (app.to_owned(), Arc::clone(&self.write_locks));
        self.write(move |db| unknown_outcomes::take_over_orphans(db, &app, &held))
            .await
    }

    /// Which of these writes need no verification any more, because a later change to the same thing was
    /// done.
    pub async fn superseded(&self, ids: Vec<EntryId>) -> Result<Vec<EntryId>, JournalError> {
        self.read(move |db| {
            let mut found = Vec::new();
            for id in ids {
                if unknown_outcomes::is_superseded(db, id)? {
                    found.push(id);
                }
            }
            Ok(found)
        })
        .await
    }

    /// Gives up the responsibility of this process for a single write.
    pub fn release(&self, id: EntryId) {
        self.write_locks.release(id);
    }

    /// One entry.
    pub async fn entry(&self, id: EntryId) -> Result<Option<JournalEntry>, JournalError> {
        self.read(move |db| entries::get(db, id)).await
    }

    /// The entries that match a filter, newest first.
    pub async fn entries(&self, filter: EntryFilter) -> Result<Vec<JournalEntry>, JournalError> {
        let path = self.path().to_owned();
        self.read(move |db| {
            let living = unknown_outcomes::living(db, &path)?;
            let mut found = entries::list(db, &filter, &living)?;
            for entry in &mut found {
                // The process that sent it has ended.
                if entry.state == EntryState::Sent && !living.contains(&entry.id) {
                    entry.state = EntryState::Unknown;
                }
            }
            Ok(found)
        })
        .await
    }

    /// The writes to this app that can be undone or redone; or why there is none. A write qualifies if it was
    /// done, was not undone since (an undo without effect does not count), and can be reversed. If the newest
    /// is requested, the other writes of its job are returned, too.
    pub async fn undoable(&self, app: &str, which: UndoTarget) -> Result<UndoAnswer, JournalError> {
        let (app, path) = (app.to_owned(), self.path().to_owned());
        self.read(move |db| undo::undoable(db, &path, &app, which))
            .await
    }

    /// Records a job with all its steps. To begin it, claim it.
    pub async fn record_job(
        &self,
        audit: AuditContext,
        plan: JobPlan,
    ) -> Result<JobId, JournalError> {
        let (at, remarks) = (self.now(), self.keeps_remarks());
        self.write(move |db| jobs::insert(db, at, &audit, &plan, remarks))
            .await
    }

    /// Claims the right to resume a job. What a process that has ended had in progress gets an unknown
    /// outcome.
    ///
    /// # Errors
    /// If another process has it, or nothing is left of the job.
    pub async fn claim(&self, job: JobId, operator: Option<Text>) -> Result<Claim, ClaimError> {
        Claim::take(self, job, operator).await
    }

    /// Who is running a job, if anybody.
    pub fn holder(&self, job: JobId) -> Result<Option<JobHolder>, JournalError> {
        let path = lock_of(self.path(), job);
        FileLock::holder(&path).map_err(|why| JournalError::io(&path, &why))
    }

    /// One job.
    pub async fn job(&self, id: JobId) -> Result<Option<StoredJob>, JournalError> {
        self.read(move |db| jobs::current(db, id)).await
    }

    /// The jobs of an app, or of all, newest first.
    pub async fn jobs(
        &self,
        app: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StoredJob>, JournalError> {
        let app = app.map(str::to_owned);
        self.read(move |db| jobs::list(db, app.as_deref(), false, limit))
            .await
    }

    /// The jobs of an app, or of all, that are neither finished nor stopped, newest first.
    pub async fn unfinished(
        &self,
        app: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StoredJob>, JournalError> {
        let app = app.map(str::to_owned);
        self.read(move |db| jobs::list(db, app.as_deref(), true, limit))
            .await
    }

    /// At most `limit` steps of a job, beginning at a position.
    pub async fn steps(
        &self,
        job: JobId,
        from: u32,
        limit: u32,
    ) -> Result<Vec<StoredStep>, JournalError> {
        self.read(move |db| jobs::steps(db, job, from, limit)).await
    }

    /// All steps of a job.
    pub async fn all_steps(&self, job: JobId) -> Result<Vec<StoredStep>, JournalError> {
        let mut all = Vec::new();
        loop {
            let from = all.last().map_or(0, |last: &StoredStep| last.position + 1);
            let page = self.steps(job, from, STEPS_AT_ONCE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Stores a snapshot of a list of this user.
    pub async fn store_snapshot(
        &self,
        app: &str,
        job: Option<JobId>,
        owner: &UserId,
        rows: SnapshotRows,
    ) -> Result<SnapshotId, JournalError> {
        let (at, remarks) = (self.now(), self.keeps_remarks());
        let (app, owner) = (app.to_owned(), owner.clone());
        self.write(move |db| snapshots::insert(db, at, &app, job, &owner, &rows, remarks))
            .await
    }

    /// One snapshot, without its rows.
    pub async fn snapshot(&self, id: SnapshotId) -> Result<Option<StoredSnapshot>, JournalError> {
        self.read(move |db| snapshots::get(db, id)).await
    }

    /// The snapshots that were taken for a job, oldest first.
    pub async fn snapshots(&self, job: JobId) -> Result<Vec<StoredSnapshot>, JournalError> {
        self.read(move |db| snapshots::of_job(db, job)).await
    }

    /// At most `limit` snapshots of a user's lists, newest first.
    pub async fn snapshots_of(
        &self,
        app: &str,
        owner: &UserId,
        limit: u32,
    ) -> Result<Vec<StoredSnapshot>, JournalError> {
        let (app, owner) = (app.to_owned(), owner.clone());
        self.read(move |db| snapshots::of_user(db, &app, &owner, limit))
            .await
    }

    /// The rows of a snapshot.
    pub async fn snapshot_rows(&self, id: SnapshotId) -> Result<Vec<SnapshotRow>, JournalError> {
        self.read(move |db| snapshots::rows(db, id)).await
    }

    /// How many entries were made before this time, and how many since.
    pub async fn entry_ages(&self, before: UnixMillis) -> Result<EntryAges, JournalError> {
        self.read(move |db| prune::ages(db, before)).await
    }

    /// What [`Self::prune`] would remove.
    pub async fn prunable(&self, before: UnixMillis) -> Result<Pruned, JournalError> {
        self.read(move |db| prune::count(db, before)).await
    }

    /// Removes what is older than this and not needed any more. Whatever is in progress, has an unknown
    /// outcome or belongs to an unfinished job stays, and so does all that it needs. Others can write in
    /// between.
    ///
    /// # Errors
    /// If the file cannot be written; what was removed by then stays removed.
    pub async fn prune(&self, before: UnixMillis) -> Result<Pruned, JournalError> {
        let mut removed = Pruned::default();
        for before in self.read(move |db| prune::steps(db, before)).await? {
            removed += self.write(move |db| prune::remove(db, before)).await?;
        }
        Ok(removed)
    }

    /// Removes in the same way what is older than the newest entry by more than this, in milliseconds. A
    /// clock that is wrong during one start therefore makes nothing look old.
    ///
    /// # Errors
    /// As for [`Self::prune`].
    pub async fn keep_only(&self, keep: UnixMillis) -> Result<Pruned, JournalError> {
        match self.read(prune::newest).await? {
            Some(newest) => {
                self.prune(newest.min(self.now()).saturating_sub(keep))
                    .await
            }
            None => Ok(Pruned::default()),
        }
    }

    /// Shrinks the file by what was removed. Nobody can write until this is done.
    ///
    /// # Errors
    /// If there is no room for the temporary copy, or somebody else is writing.
    pub async fn shrink(&self) -> Result<(), JournalError> {
        self.order(OrderKind::NoTransaction, |db| {
            db.execute_batch("VACUUM")?;
            // A reader keeps the log from being truncated now; a later writer will do it.
            Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
        })
        .await
    }

    fn path(&self) -> &Path {
        &self.options.path
    }

    /// The current time by the journal's clock.
    pub fn now(&self) -> UnixMillis {
        (self.options.clock)()
    }

    fn keeps_remarks(&self) -> bool {
        self.options.remarks
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        self.order(OrderKind::Write, work).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        self.order(OrderKind::Read, work).await
    }

    async fn order<T: Send + 'static>(
        &self,
        kind: OrderKind,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (order, answer) = DbOrder::new(kind, work);
        self.orders
            .send(order)
            .await
            .map_err(|_| JournalError::Stopped)?;
        answer.await.map_err(|_| JournalError::Stopped)?
    }
}
