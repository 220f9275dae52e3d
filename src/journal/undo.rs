//! Finds what can be undone, and explains why something cannot.
//!
//! An entry that undoes another one refers to it in `undoes`. A redo is an entry that undoes an undo, and so
//! on: done, undone, redone, undone again. SQL only selects the entries that come into question;
//! [`JournalEntry::refusal`] decides about each, for undo and redo.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::entries::{self, SELECT};
use super::entry::JournalEntry;
use super::error::JournalError;
use super::paths::lock_of;
use super::recorded_change::{flag, text};
use super::{jobs, unknown_outcomes};
use crate::domain::ChangeKind;
use crate::domain::history::{EntryState, UndoneBy};
use crate::domain::job::{
    DeletedConversations, DoneChange, JobRest, JobState, Provenance, UndoAnswer, UndoChoice,
    Undoable,
};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::text::Text;

/// A side of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChainSide {
    /// A change, or a redo of one: it can be undone.
    Done,
    /// An undo: it can be redone.
    Undone,
}

/// The entries of this side of the chain that come into question.
const CANDIDATES: &str = "state = 'done' AND verb <> 'delete-conversation'
    AND undone_by IS NULL AND is_undo = ?";

impl JournalEntry {
    /// Why it cannot be undone; `None` if it can. An undo cannot be undone, only redone.
    pub fn undo_refusal(&self) -> Option<UndoRefusal> {
        self.refusal(ChainSide::Done)
    }

    fn refusal(&self, side: ChainSide) -> Option<UndoRefusal> {
        if self.asked.kind() == ChangeKind::DeleteConversation {
            return Some(UndoRefusal::ConversationDeleted);
        }
        match self.state {
            EntryState::Done => {}
            EntryState::Unneeded => return Some(UndoRefusal::ChangedNothing),
            EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => {
                return Some(UndoRefusal::NotDone);
            }
            EntryState::Sent | EntryState::Unknown => return Some(UndoRefusal::OutcomeUnknown),
        }
        if let Some(UndoneBy {
            entry, operator, ..
        }) = &self.undone_by
        {
            return Some(UndoRefusal::UndoneAlready {
                by: *entry,
                operator: operator.clone(),
            });
        }
        if let (ChainSide::Done, Some(undone), true) = (side, self.undoes, self.is_undo) {
            return Some(UndoRefusal::IsUndoOf(undone));
        }
        if self.came_with_friend {
            return Some(UndoRefusal::CameWithFriend);
        }
        match self.asked.whole() {
            Some(change) if change.is_unneeded(&self.before) => Some(UndoRefusal::ChangedNothing),
            Some(change) if self.before.covers(change) => None,
            _ if self.asked.kind() == ChangeKind::SetRemark => Some(UndoRefusal::RemarkUnknown),
            _ => Some(UndoRefusal::PriorStateUnknown),
        }
    }
}

/// What can be undone in an app, or why nothing can. What a process is still working on cannot.
pub(super) fn undoable(
    db: &Connection,
    journal: &Path,
    app: &str,
    which: UndoTarget,
) -> Result<UndoAnswer, JournalError> {
    let found = match which {
        UndoTarget::Newest => newest(db, app, ChainSide::Done)?,
        UndoTarget::Redo => newest(db, app, ChainSide::Undone)?,
        UndoTarget::Entry(id) => named(db, app, "id", id.0)?,
        UndoTarget::Job(id) => named(db, app, "job", id.0)?,
    };
    let (last, entries) = match found {
        Ok(entries) => match entries.last() {
            Some(last) => (last.clone(), entries),
            None => return Ok(UndoAnswer::Refused(UndoRefusal::NothingToUndo)),
        },
        Err(why) => return Ok(UndoAnswer::Refused(why)),
    };
    let chosen = match which {
        UndoTarget::Newest => why_newest(deleted_since(db, app, &last)?),
        UndoTarget::Redo => UndoChoice::Newest,
        UndoTarget::Entry(_) | UndoTarget::Job(_) => UndoChoice::Selected,
    };
    let job = match last.job.filter(|_| !matches!(which, UndoTarget::Entry(_))) {
        Some(id) => jobs::get(db, id)?,
        None => None,
    };
    if let Some(job) = &job
        && !matches!(job.state, JobState::Stopped | JobState::Finished)
        && unknown_outcomes::is_held(&lock_of(journal, job.id))?
    {
        return Ok(UndoAnswer::Refused(UndoRefusal::JobRunning));
    }
    // A job of one change is that change.
    let job = job.filter(|job| job.counts.total() > 1);
    let rest = job.as_ref().map_or(JobRest::default(), |job| JobRest {
        waiting: job.counts.waiting,
        unknown: job.counts.unknown + job.counts.sent,
    });
    Ok(UndoAnswer::Undoable(Undoable {
        job: job.map(|job| job.id),
        rest,
        made: provenance(&entries),
        done: entries.into_iter().filter_map(done).collect(),
        redo: which == UndoTarget::Redo,
        chosen,
    }))
}

/// The newest entry that can be undone, with the others of its job, oldest first. If the outcome of a newer
/// change is unknown, the user means that one, and the undo is refused.
fn newest(
    db: &Connection,
    app: &str,
    side: ChainSide,
) -> Result<Result<Vec<JournalEntry>, UndoRefusal>, JournalError> {
    let last = newest_in_question(db, app, side)?;
    let after = last.as_ref().map(|last| last.id);
    let job = last.as_ref().and_then(|last| last.job);
    if let Some(doubt) = unknown_outcomes::newest(db, app, after, job)? {
        return Ok(Err(UndoRefusal::NewestOutcomeUnknown {
            entry: doubt.id,
            owner: doubt.asked.owner().clone(),
            target: doubt.asked.target().clone(),
        }));
    }
    let none = match side {
        ChainSide::Done => UndoRefusal::NothingToUndo,
        ChainSide::Undone => UndoRefusal::NothingToRedo,
    };
    let entries = match (last, job) {
        (None, _) => Vec::new(),
        (Some(last), None) => vec![last],
        (Some(_), Some(job)) => {
            let values = vec![Value::Integer(job.0), is_undo(side)];
            entries::all(db, &of_job(), values)?
        }
    };
    Ok(reversible(entries, side, none))
}

/// The newest entry that was done and not undone, and that changed something. It comes first even if the state
/// before it is unknown: the user means this one, and no older one.
fn newest_in_question(
    db: &Connection,
    app: &str,
    side: ChainSide,
) -> Result<Option<JournalEntry>, JournalError> {
    let sql = format!("{SELECT} WHERE app = ? AND {CANDIDATES} ORDER BY id DESC");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query((app, is_undo(side)))?;
    while let Some(row) = rows.next()? {
        let entry = entries::entry(row)?;
        match entry.refusal(side) {
            Some(UndoRefusal::ChangedNothing | UndoRefusal::CameWithFriend) => {}
            _ => return Ok(Some(entry)),
        }
    }
    Ok(None)
}

/// What comes into question of a job, oldest first.
pub(super) fn of_job() -> String {
    format!("{SELECT} WHERE job = ? AND {CANDIDATES} ORDER BY id")
}

fn is_undo(side: ChainSide) -> Value {
    flag(Some(side == ChainSide::Undone))
}

/// One entry, or those of a job, as far as they can be undone.
fn named(
    db: &Connection,
    app: &str,
    column: &str,
    id: i64,
) -> Result<Result<Vec<JournalEntry>, UndoRefusal>, JournalError> {
    let sql = format!("{SELECT} WHERE app = ? AND {column} = ? ORDER BY id");
    let entries = entries::all(db, &sql, vec![text(Some(app)), Value::Integer(id)])?;
    let none = UndoRefusal::NothingToUndo;
    Ok(reversible(entries, ChainSide::Done, none))
}

/// Those of these entries that can be undone; if none can, why not: `none` if there are no entries.
fn reversible(
    entries: Vec<JournalEntry>,
    side: ChainSide,
    none: UndoRefusal,
) -> Result<Vec<JournalEntry>, UndoRefusal> {
    let mut reversible = Vec::new();
    let mut best: Option<(u8, UndoRefusal)> = None;
    for entry in entries {
        let Some(why) = entry.refusal(side) else {
            reversible.push(entry);
            continue;
        };
        // What was done gives a better reason than what was not, and what would be undone the best.
        let rank = match (&why, entry.state) {
            (UndoRefusal::RemarkUnknown | UndoRefusal::PriorStateUnknown, _) => 3,
            (UndoRefusal::CameWithFriend, _) => 1,
            (_, EntryState::Done) => 2,
            _ => 0,
        };
        if best.as_ref().is_none_or(|(other, _)| *other <= rank) {
            best = Some((rank, why));
        }
    }
    if reversible.is_empty() {
        return Err(best.map_or(none, |(_, why)| why));
    }
    Ok(reversible)
}

/// The conversations of an app that were deleted after an entry, newest first: they cannot be restored.
fn deleted_since(
    db: &Connection,
    app: &str,
    entry: &JournalEntry,
) -> Result<Vec<JournalEntry>, JournalError> {
    let sql = format!(
        "{SELECT} WHERE app = ? AND verb = 'delete-conversation' AND state = 'done' AND id > ?
         ORDER BY id DESC"
    );
    let values = vec![text(Some(app)), Value::Integer(entry.id.0)];
    entries::all(db, &sql, values)
}

/// Why the newest change that can be undone was chosen: it is the newest of all, or only conversations were deleted
/// after it, which cannot be restored.
fn why_newest(deleted: Vec<JournalEntry>) -> UndoChoice {
    let n = deleted.len();
    deleted
        .into_iter()
        .next()
        .map_or(UndoChoice::Newest, |last| {
            UndoChoice::Before(DeletedConversations {
                owner: last.asked.owner().clone(),
                peer: last.asked.target().clone(),
                n,
            })
        })
}

fn done(entry: JournalEntry) -> Option<DoneChange> {
    Some(DoneChange {
        entry: entry.id,
        change: entry.asked.whole()?.clone(),
        before: entry.before,
    })
}

fn provenance(entries: &[JournalEntry]) -> Provenance {
    let mut made = Provenance {
        at: entries.first().map_or(0, |entry| entry.at),
        ..Provenance::default()
    };
    let add = |to: &mut Vec<Text>, text: &Text| {
        if !to.contains(text) {
            to.push(text.clone());
        }
    };
    for audit in entries.iter().map(|entry| &entry.audit) {
        match &audit.operator {
            Some(operator) => add(&mut made.operators, operator),
            None => made.nameless = true,
        }
        if let Some(ticket) = &audit.ticket {
            add(&mut made.tickets, ticket);
        }
    }
    made
}
