//! Undo and redo: what can be requested, and why the journal refuses it.

use crate::domain::{EntryId, JobId, UserId};
use crate::text::Text;

/// What to undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The last change, or all of its job that is not undone yet.
    Newest,
    /// One entry of the journal, whatever job it belongs to.
    Entry(EntryId),
    /// Everything in a job that is not undone yet.
    Job(JobId),
    /// Redo what was undone last.
    Redo,
}

/// Why something cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
pub enum UndoRefusal {
    /// There is nothing in the journal to undo.
    NothingToUndo,
    /// Nothing was undone that has not been redone.
    NothingToRedo,
    /// This entry has undone it already, or may have.
    UndoneAlready {
        /// Its number.
        by: EntryId,
        /// Who made that entry.
        operator: Option<Text>,
    },
    /// It undoes this entry itself: it can be redone.
    IsUndoOf(EntryId),
    /// It came with a friend, and is removed together with the friend.
    CameWithFriend,
    /// It changed nothing: the prior state was the same.
    ChangedNothing,
    /// It was refused, not sent or not applied: there is nothing to undo.
    NotDone,
    /// It is unknown whether it was done.
    OutcomeUnknown,
    /// It is unknown whether the newest change was done.
    NewestOutcomeUnknown {
        /// Its number.
        entry: EntryId,
        /// The user whose data it was to change.
        owner: UserId,
        /// The user or group it is about.
        target: UserId,
    },
    /// A deleted conversation cannot be restored.
    ConversationDeleted,
    /// The remark, or the previous one, is not in the journal.
    RemarkUnknown,
    /// The prior state could not be read: an undo might revert somebody else's change.
    PriorStateUnknown,
    /// It is a job that is being worked on: running or paused here, or running elsewhere.
    JobRunning,
}
