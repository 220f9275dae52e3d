//! Snapshots: the lists that a job touches are read and kept in the journal before it sends anything.

use std::pin::pin;

use tokio::sync::mpsc::UnboundedReceiver;

use super::book::{Book, Record, failed};
use super::desk::Desk;
use crate::domain::Failure;
use crate::domain::UserId;
use crate::journal::{self, Remark};
use crate::listfile::{Before, Row, Rows};
use crate::msg::file::{List, Snapshot};
use crate::msg::job::{News, Plan, Steer};
use crate::msg::{Change, What};
use crate::paged::Ticket;

/// Snapshots that are offered of a user.
const OFFERED: u32 = 200;

/// Rows of a snapshot that are read at once.
const ROWS: u32 = 1_000;

/// What came of keeping the lists.
pub(super) enum Kept {
    /// The job may begin; it was steered meanwhile.
    Begin(Option<Steer>),
    /// The lists cannot be read or kept: nothing may be sent.
    Refused(Failure),
    /// The console ends. Nothing was sent, and whoever goes on with the job keeps the lists then.
    Left,
}

/// Keeps the lists that a job touches. One that is kept for it already is not read again: a job that was
/// cut off in between goes on here.
///
/// Must not be called once something of the job was sent: what is kept is how things stood before it.
pub(super) async fn before(
    desk: &Desk,
    book: &Book,
    record: &Record,
    ticket: Ticket,
    plan: &Plan,
    orders: &mut UnboundedReceiver<Steer>,
) -> Kept {
    let mut steered = None;
    let mut keeping = pin!(keep(desk, book, record, ticket, plan));
    loop {
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                None => return Kept::Left,
                Some(Steer::Stop) => return Kept::Begin(Some(Steer::Stop)),
                Some(Steer::Pause) => steered = Some(Steer::Pause),
                Some(Steer::Resume) => steered = None,
            },
            kept = &mut keeping => return match kept {
                Ok(()) => Kept::Begin(steered),
                Err(why) => Kept::Refused(why),
            },
        }
    }
}

async fn keep(
    desk: &Desk,
    book: &Book,
    record: &Record,
    ticket: Ticket,
    plan: &Plan,
) -> Result<(), Failure> {
    let (Some((journal, stamp)), Some(job)) = (book.journal()?, record.job()) else {
        return Ok(());
    };
    let there = journal.snapshots(job).await.map_err(|e| failed(&e))?;
    for list in touched(plan) {
        if there.iter().any(|kept| list_of(kept.list) == list) {
            continue;
        }
        desk.say(What::Job(ticket, News::Keeping(list)));
        let rows = match desk.whole(ticket, &plan.owner, list).await? {
            Rows::Friends(rows) => journal::Rows::Friends(rows),
            Rows::Blocks(rows) => journal::Rows::Blocks(rows),
            // Not among those that are touched.
            Rows::Conversations(_) => continue,
        };
        let kept = journal.keep(stamp.app.raw(), Some(job), &plan.owner, rows);
        kept.await.map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// The lists that a plan touches.
fn touched(plan: &Plan) -> impl Iterator<Item = List> {
    let list_of = |change: &Change| match change {
        Change::AddFriend { .. } | Change::RemoveFriend { .. } | Change::SetRemark { .. } => {
            Some(List::Friends)
        }
        Change::Block { .. } | Change::Unblock { .. } => Some(List::Blocks),
        // Nothing brings a conversation back, with a snapshot or without: a list of them would promise
        // what cannot be kept, and the service gives it five times a minute alone.
        Change::DeleteConversation { .. } => None,
    };
    let touched: Vec<_> = plan.steps.iter().map(|s| list_of(&s.change)).collect();
    [List::Friends, List::Blocks]
        .into_iter()
        .filter(move |list| touched.contains(&Some(*list)))
}

fn list_of(list: journal::List) -> List {
    match list {
        journal::List::Friends => List::Friends,
        journal::List::Blocks => List::Blocks,
    }
}

/// The snapshots of a user's lists, newest first.
pub(super) async fn snapshots(book: &Book, owner: &UserId) -> Result<Vec<Snapshot>, Failure> {
    let Some((journal, stamp)) = book.journal()? else {
        return Ok(Vec::new());
    };
    let found = journal.snapshots_of(stamp.app.raw(), owner, OFFERED).await;
    let found = found.map_err(|e| failed(&e))?;
    Ok(found.into_iter().map(|kept| told(&kept)).collect())
}

fn told(kept: &journal::Snapshot) -> Snapshot {
    Snapshot {
        id: kept.id.0,
        at: kept.at,
        list: list_of(kept.list),
        rows: usize::try_from(kept.rows).unwrap_or(usize::MAX),
        job: kept.job.map(|job| job.0),
    }
}

/// A snapshot with its rows, as a list of before; `None` where there is none under this number.
pub(super) async fn snapshot(book: &Book, id: i64) -> Result<Option<(Snapshot, Before)>, Failure> {
    let Some((journal, _)) = book.journal()? else {
        return Ok(None);
    };
    let id = journal::SnapshotId(id);
    let Some(kept) = journal.snapshot(id).await.map_err(|e| failed(&e))? else {
        return Ok(None);
    };
    let mut rows: Vec<Row> = Vec::new();
    for from in (0..kept.rows).step_by(ROWS as usize) {
        let some = journal.kept(id, from, ROWS).await.map_err(|e| failed(&e))?;
        rows.extend(
            some.into_iter()
                .zip(rows.len() + 1..)
                // Where remarks are not kept, they are not compared either.
                .map(|(row, line)| Row::sure(row.user, row.remark.and_then(Remark::kept), line)),
        );
    }
    let before = Before {
        list: list_of(kept.list),
        owner: Some(kept.owner.clone()),
        rows,
        column: None,
    };
    Ok(Some((told(&kept), before)))
}
