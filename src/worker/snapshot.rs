//! Snapshots: a job first reads the lists that it touches and stores them in the journal. They also give the
//! state before each of its changes: what a screen showed may be outdated.

use std::pin::pin;

use tokio::sync::mpsc::UnboundedReceiver;

use super::job_recorder::JobRecorder;
use super::journal_failure::{not_read, not_recorded};
use super::read_states::ReadStates;
use super::recorder::Recorder;
use super::task_context::TaskContext;
use crate::domain::files::SnapshotInfo;
use crate::domain::job::{JobControl, JobEvent};
use crate::domain::{Change, Failure, ListKind, PairRemark, RequestId, SnapshotId, UserId};
use crate::journal::{self};
use crate::listfile::{ListRows, SavedList, SavedRow};
use crate::msg::Event;

/// The most snapshots of a user that are offered.
const OFFERED: u32 = 200;

/// The outcome of taking the snapshots.
pub(super) enum SnapshotOutcome {
    /// The job may begin, with this state of its users, and with the user's last command meanwhile.
    Begin(ReadStates, Option<JobControl>),
    /// The lists cannot be read or stored: nothing may be sent.
    Refused(Failure),
    /// rosterm is shutting down. Nothing was sent; the snapshots are taken when the job is resumed.
    ShuttingDown,
}

/// What to read before a job sends.
pub(super) struct SnapshotPlan {
    /// Whose lists.
    pub owner: UserId,
    /// The changes that it is about to make.
    pub changes: Vec<Change>,
    /// Whether nothing of it was ever sent: only then does a snapshot hold the state before the job. A list
    /// that already has a snapshot of this job gets no second one.
    pub unsent: bool,
}

/// Reads the lists that a job touches, and stores them.
pub(super) async fn take_snapshots(
    context: &TaskContext,
    recorder: &Recorder,
    job_recorder: &JobRecorder,
    request: RequestId,
    wanted: &SnapshotPlan,
    orders: &mut UnboundedReceiver<JobControl>,
) -> SnapshotOutcome {
    let mut last_control = None;
    let mut snapshots = pin!(read_and_store(
        context,
        recorder,
        job_recorder,
        request,
        wanted
    ));
    loop {
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                None => return SnapshotOutcome::ShuttingDown,
                Some(JobControl::Stop) => return SnapshotOutcome::Begin(ReadStates::default(), Some(JobControl::Stop)),
                Some(JobControl::Pause) => last_control = Some(JobControl::Pause),
                Some(JobControl::Resume) => last_control = None,
            },
            stored = &mut snapshots => return match stored {
                Ok(states) => SnapshotOutcome::Begin(states, last_control),
                Err(why) => SnapshotOutcome::Refused(why),
            },
        }
    }
}

async fn read_and_store(
    context: &TaskContext,
    recorder: &Recorder,
    job_recorder: &JobRecorder,
    request: RequestId,
    wanted: &SnapshotPlan,
) -> Result<ReadStates, Failure> {
    let mut states = ReadStates::default();
    let (Some((journal, audit)), Some(job)) = (recorder.journal().await?, job_recorder.job())
    else {
        return Ok(states);
    };
    let earlier = journal.snapshots(job).await.map_err(|e| not_read(&e))?;
    for list in touched_lists(&wanted.changes) {
        context.report(Event::Job(request, JobEvent::Snapshotting(list)));
        let rows = match context.load_all(request, &wanted.owner, list).await? {
            ListRows::Friends(rows) => journal::SnapshotRows::Friends(rows),
            ListRows::Blocks(rows) => journal::SnapshotRows::Blocks(rows),
            // No job touches this list.
            ListRows::Conversations(_) => continue,
        };
        states.add_list(&rows);
        if wanted.unsent && !earlier.iter().any(|snapshot| snapshot.list == list) {
            let snapshot = journal.store_snapshot(audit.app.raw(), Some(job), &wanted.owner, rows);
            snapshot.await.map_err(|e| not_recorded(&e))?;
        }
    }
    Ok(states)
}

/// The lists that changes touch.
fn touched_lists(changes: &[Change]) -> impl Iterator<Item = ListKind> {
    let list_of = |change: &Change| match change {
        Change::AddFriend { .. } | Change::RemoveFriend { .. } | Change::SetRemark { .. } => {
            Some(ListKind::Friends)
        }
        Change::Block { .. } | Change::Unblock { .. } => Some(ListKind::Blocks),
        // A conversation cannot be restored, with a snapshot or without: a snapshot would be a false promise,
        // and the service allows only five reads of this list a minute.
        Change::DeleteConversation { .. } => None,
    };
    let touched: Vec<_> = changes.iter().map(list_of).collect();
    [ListKind::Friends, ListKind::Blocks]
        .into_iter()
        .filter(move |list| touched.contains(&Some(*list)))
}

/// The snapshots of a user's lists, newest first.
pub(super) async fn snapshots(
    recorder: &Recorder,
    owner: &UserId,
) -> Result<Vec<SnapshotInfo>, Failure> {
    let Some((journal, audit)) = recorder.journal().await? else {
        return Ok(Vec::new());
    };
    let found = journal.snapshots_of(audit.app.raw(), owner, OFFERED).await;
    let found = found.map_err(|e| not_read(&e))?;
    Ok(found.into_iter().map(|kept| info(&kept)).collect())
}

fn info(kept: &journal::StoredSnapshot) -> SnapshotInfo {
    SnapshotInfo {
        id: kept.id,
        at: kept.at,
        list: kept.list,
        rows: usize::try_from(kept.rows).unwrap_or(usize::MAX),
        job: kept.job,
    }
}

/// A snapshot with its rows, as a list to compare; `None` if there is none with this number.
pub(super) async fn snapshot(
    recorder: &Recorder,
    id: SnapshotId,
) -> Result<Option<(SnapshotInfo, SavedList)>, Failure> {
    let Some((journal, _)) = recorder.journal().await? else {
        return Ok(None);
    };
    let Some(kept) = journal.snapshot(id).await.map_err(|e| not_read(&e))? else {
        return Ok(None);
    };
    let rows = journal.snapshot_rows(id).await.map_err(|e| not_read(&e))?;
    // If remarks are not stored, they are not compared either.
    let row = |(row, line): (journal::SnapshotRow, usize)| {
        let remark = row.remark.as_ref().and_then(PairRemark::listed);
        SavedRow::sure(row.user, remark.map(Option::<&_>::cloned), line)
    };
    let rows = rows.into_iter().zip(1..).map(row).collect();
    let before = SavedList {
        list: kept.list,
        owner: Some(kept.owner.clone()),
        rows,
        column: None,
        is_table: false,
    };
    Ok(Some((info(&kept), before)))
}
