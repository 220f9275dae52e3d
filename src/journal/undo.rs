//! Finds what can be undone, and explains why something cannot.
//!
//! An entry that undoes another one refers to it in `undoes`. A redo is an entry that undoes an undo, and so
//! on: done, undone, redone, undone again. The length of the chain below an entry tells whether it is a
//! change or an undo.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::entries::{self, SELECT, TAKES_BACK, taken};
use super::entry::{EntryState, JournalEntry};
use super::error::JournalError;
use super::ids::EntryId;
use super::prior::StoredRemark;
use super::recorded_change::text;
use super::unsettled;
use crate::domain::undo::{UndoRefusal, UndoTarget};

/// It cannot be restored.
const NEVER: &str = "verb = 'delete-conversation'";

/// The state was the same before.
const WAS_SO: &str = "coalesce(CASE verb
    WHEN 'add-friend' THEN was_friend = 1
    WHEN 'remove-friend' THEN was_friend = 0
    WHEN 'block' THEN was_blocked = 1
    WHEN 'unblock' THEN was_blocked = 0
    WHEN 'set-remark' THEN remark = was_remark OR (remark = '' AND had_remark = 0)
    END, FALSE)";

/// A remark that came with a friend in the same job: it is removed with the friend.
///
/// The subquery goes by the friend. By job or by owner, every entry of a job would scan all the others.
const WITH_FRIEND: &str = "(verb = 'set-remark' AND job IS NOT NULL
    AND EXISTS (SELECT 1 FROM entry AS friend INDEXED BY entry_target
                WHERE friend.target = entry.target AND friend.job = entry.job
                  AND friend.owner = entry.owner
                  AND friend.verb = 'add-friend' AND friend.state = 'done'))";

/// How many entries are below one in its chain.
const BELOW: &str = "(WITH RECURSIVE below (id) AS (
      SELECT entry.undoes UNION ALL
      SELECT next.undoes FROM below JOIN entry AS next ON next.id = below.id)
    SELECT count(id) FROM below)";

/// A side of the chain.
#[derive(Clone, Copy)]
pub(super) enum ChainSide {
    /// A change, or a redo of one.
    Done,
    /// An undo, which can be undone by a redo.
    TakenBack,
}

/// Which entries can be undone: done, not undone yet, and reversible.
fn can_be_undone(side: ChainSide) -> String {
    let odd = match side {
        ChainSide::Done => 0,
        ChainSide::TakenBack => 1,
    };
    format!(
        "state = 'done' AND NOT {NEVER} AND NOT {WAS_SO} AND NOT {WITH_FRIEND}
         AND NOT EXISTS (SELECT 1 FROM entry AS undo WHERE {TAKES_BACK})
         AND {BELOW} % 2 = {odd}"
    )
}

/// What can be undone in an app, oldest first, or why nothing can.
pub(super) fn undoable(
    db: &Connection,
    app: &str,
    which: UndoTarget,
) -> Result<Result<Vec<JournalEntry>, UndoRefusal>, JournalError> {
    let found = match which {
        UndoTarget::Newest => newest(db, app, ChainSide::Done, UndoRefusal::Nothing)?,
        UndoTarget::Redo => newest(db, app, ChainSide::TakenBack, UndoRefusal::NothingToRedo)?,
        UndoTarget::Entry(id) => some(db, app, "id", id)?,
        UndoTarget::Job(id) => some(db, app, "job", id)?,
    };
    Ok(found.and_then(|entries| {
        let why = match entries.first().map(|entry| entry.asked.verb) {
            Some("set-remark") | None => UndoRefusal::Lost,
            Some(_) => UndoRefusal::NotKnown,
        };
        let known: Vec<JournalEntry> = entries.into_iter().filter(is_known).collect();
        if known.is_empty() {
            Err(why)
        } else {
            Ok(known)
        }
    }))
}

/// The newest entry, with the others of its job. If the outcome of a newer change is unknown, the user means
/// that one, and the undo is refused.
fn newest(
    db: &Connection,
    app: &str,
    side: ChainSide,
    none: UndoRefusal,
) -> Result<Result<Vec<JournalEntry>, UndoRefusal>, JournalError> {
    let can = can_be_undone(side);
    let sql = format!("{SELECT} WHERE app = ? AND {can} ORDER BY id DESC LIMIT 1");
    let last = entries::all(db, &sql, vec![text(Some(app))])?.pop();
    let after = last.as_ref().map(|last| last.id);
    let job = last.as_ref().and_then(|last| last.job);
    if let Some(doubt) = unsettled::newest(db, app, after, job)? {
        return Ok(Err(UndoRefusal::NewestUnknown {
            entry: doubt.id.0,
            owner: doubt.asked.owner,
            target: doubt.asked.target,
        }));
    }
    let Some(last) = last else {
        return Ok(Err(none));
    };
    let Some(job) = last.job else {
        return Ok(Ok(vec![last]));
    };
    entries::all(db, &of_job(side), vec![Value::Integer(job.0)]).map(Ok)
}

/// The conversations of an app that were deleted after an entry, newest first: they cannot be restored.
pub(super) fn deleted_since(
    db: &Connection,
    app: &str,
    entry: EntryId,
) -> Result<Vec<JournalEntry>, JournalError> {
    let sql = format!(
        "{SELECT} WHERE app = ? AND {NEVER} AND state = 'done' AND id > ? ORDER BY id DESC"
    );
    entries::all(db, &sql, vec![text(Some(app)), Value::Integer(entry.0)])
}

/// What can be undone of a job, oldest first.
pub(super) fn of_job(side: ChainSide) -> String {
    format!(
        "{SELECT} WHERE job = ? AND {} ORDER BY id",
        can_be_undone(side)
    )
}

/// One entry, or those of a job; if none of them can be undone, why the last one cannot.
fn some(
    db: &Connection,
    app: &str,
    column: &str,
    id: i64,
) -> Result<Result<Vec<JournalEntry>, UndoRefusal>, JournalError> {
    let select = |condition: &str, order: &str| {
        let sql = format!("{SELECT} WHERE app = ? AND {column} = ? AND {condition} {order}");
        entries::all(db, &sql, vec![text(Some(app)), Value::Integer(id)])
    };
    let can = select(&can_be_undone(ChainSide::Done), "ORDER BY id")?;
    if !can.is_empty() {
        return Ok(Ok(can));
    }
    // An entry that was done gives a better reason than one that was not.
    let order = format!("ORDER BY state = 'done' DESC, {WITH_FRIEND}, id DESC LIMIT 1");
    match select("TRUE", &order)?.pop() {
        Some(entry) => why_not(db, &entry).map(Err),
        None => Ok(Err(UndoRefusal::Nothing)),
    }
}

fn why_not(db: &Connection, entry: &JournalEntry) -> Result<UndoRefusal, JournalError> {
    let is = |condition: &str| -> Result<bool, JournalError> {
        let sql = format!("SELECT {condition} FROM entry WHERE id = ?");
        Ok(db
            .prepare_cached(&sql)?
            .query_row([entry.id.0], |row| row.get(0))?)
    };
    match entry.state {
        _ if is(NEVER)? => return Ok(UndoRefusal::Never),
        EntryState::Done => {}
        EntryState::NothingToDo => return Ok(UndoRefusal::WasSo),
        EntryState::Refused | EntryState::NotSent => return Ok(UndoRefusal::NotDone),
        EntryState::Sent | EntryState::Unknown => return Ok(UndoRefusal::Unknown),
    }
    if let Some(JournalError::Taken { by, operator, .. }) = taken(db, entry.id)? {
        return Ok(UndoRefusal::Taken { by: by.0, operator });
    }
    Ok(match entry.undoes {
        Some(EntryId(undone)) => UndoRefusal::Takes(undone),
        None if is(WITH_FRIEND)? => UndoRefusal::WithFriend,
        None => UndoRefusal::WasSo,
    })
}

/// Whether the value to restore is known.
fn is_known(entry: &JournalEntry) -> bool {
    let remark = |remark: &Option<StoredRemark>| {
        matches!(remark, Some(StoredRemark::Empty | StoredRemark::Text(_)))
    };
    let before = match entry.asked.verb {
        "set-remark" => remark(&entry.before.remark),
        "add-friend" | "remove-friend" => entry.before.friend.is_some(),
        "block" | "unblock" => entry.before.blocked.is_some(),
        _ => true,
    };
    before && entry.asked.change().is_some()
}
