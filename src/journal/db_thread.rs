//! The only thread that uses the database. Orders that wait together are written together: in one
//! transaction, with one sync to disk.

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::check;
use super::error::JournalError;
use super::open::OpenDatabase;

/// The most orders that wait; further ones wait for room in the queue.
pub(super) const QUEUE: usize = 256;

/// How an order uses the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrderKind {
    Read,
    Write,
    /// It writes, outside of a transaction.
    NoTransaction,
}

/// A piece of work for the database.
pub(super) struct DbOrder {
    kind: OrderKind,
    work: DbWork,
}

/// Does the work, or learns why it cannot be done; returns how to reply.
type DbWork = Box<dyn FnOnce(Result<&Connection, JournalError>) -> DbReply + Send>;

struct DbReply {
    failure: Option<JournalError>,
    /// Takes the result of the transaction: no reply is sent before everything is on disk.
    tell: Box<dyn FnOnce(Result<(), JournalError>)>,
}

impl DbOrder {
    /// An order, and the receiver of its result.
    pub(super) fn new<T: Send + 'static>(
        kind: OrderKind,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> (Self, oneshot::Receiver<Result<T, JournalError>>) {
        let (tell, answer) = oneshot::channel();
        let work: DbWork = Box::new(move |db| {
            let result = db.and_then(work);
            DbReply {
                failure: result.as_ref().err().cloned(),
                // Maybe nobody waits for the reply any more; the order is carried out all the same.
                tell: Box::new(move |ended| {
                    drop(tell.send(result.and_then(|value| ended.map(|()| value))));
                }),
            }
        });
        (Self { kind, work }, answer)
    }
}

/// Serves orders until all senders are gone.
pub(super) fn run(journal: &OpenDatabase, mut orders: mpsc::Receiver<DbOrder>) {
    let mut waiting = Vec::new();
    while orders.blocking_recv_many(&mut waiting, QUEUE) > 0 {
        let mut rest = waiting.drain(..).peekable();
        while let Some(first) = rest.next() {
            let kind = first.kind;
            let mut group = vec![first];
            // Reads are kept apart: a full disk must not prevent them.
            while let Some(next) = rest.next_if(|order| order.kind == kind) {
                group.push(next);
            }
            serve(journal, kind, group);
        }
    }
}

fn serve(journal: &OpenDatabase, kind: OrderKind, group: Vec<DbOrder>) {
    let db = &journal.db;
    if kind == OrderKind::NoTransaction {
        for order in group {
            let may = may_be_written(journal).map(|()| db);
            let answer = (order.work)(may);
            (answer.tell)(Ok(()));
        }
        return;
    }
    let writes = kind == OrderKind::Write;
    // A transaction that will write declares it at once: only then does it wait for other processes.
    let begun = db.execute_batch(if writes { "BEGIN IMMEDIATE" } else { "BEGIN" });
    let mut lost = begun.err().map(JournalError::from);
    if writes && lost.is_none() {
        // Checked after the wait for the lock, which may have been long.
        lost = may_be_written(journal).err();
    }
    let mut answers = Vec::with_capacity(group.len());
    for order in group {
        let answer = match &lost {
            Some(why) => (order.work)(Err(why.clone())),
            None => in_savepoint(db, order.work),
        };
        if let Some(JournalError::Damaged(_)) = answer.failure {
            check::suspect(journal.path());
        }
        // If the disk is full, the database may roll back the whole transaction by itself.
        if lost.is_none() && db.is_autocommit() {
            lost = Some(answer.failure.clone().unwrap_or(JournalError::Full));
        }
        answers.push(answer);
    }
    let ended = match lost {
        Some(why) => Err(why),
        None => db.execute_batch("COMMIT").map_err(JournalError::from),
    };
    if !db.is_autocommit() {
        // Nothing was recorded, which is reported to everybody in the group.
        let _ = db.execute_batch("ROLLBACK");
    }
    for answer in answers {
        (answer.tell)(ended.clone());
    }
}

/// Whether the files that are written now are still in their places.
fn may_be_written(journal: &OpenDatabase) -> Result<(), JournalError> {
    match journal.damage.get() {
        Some(why) => Err(why.clone()),
        None => journal.files.are_there(),
    }
}

/// Runs one order of a group: if it fails, its changes are rolled back, and the others continue.
fn in_savepoint(db: &Connection, work: DbWork) -> DbReply {
    if let Err(why) = db.execute_batch("SAVEPOINT one") {
        return work(Err(why.into()));
    }
    let mut answer = work(Ok(db));
    let end = match answer.failure {
        None => "RELEASE one",
        Some(_) => "ROLLBACK TO one; RELEASE one",
    };
    if !db.is_autocommit()
        && let Err(why) = db.execute_batch(end)
        && answer.failure.is_none()
    {
        let why = JournalError::from(why);
        let tell = answer.tell;
        answer = DbReply {
            failure: Some(why.clone()),
            tell: Box::new(move |_| tell(Err(why))),
        };
    }
    answer
}
