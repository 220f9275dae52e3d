//! Undo and redo: what can be requested, and why the journal refuses it.

use crate::domain::UserId;
use crate::text::Text;

/// What to undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The last change, or all of its job that is not undone yet.
    Newest,
    /// One entry of the journal, whatever job it belongs to.
    Entry(i64),
    /// Everything in a job that is not undone yet.
    Job(i64),
    /// Redo what was undone last.
    Redo,
}

/// Why something cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    /// There is nothing in the journal to undo.
    Nothing,
    /// Nothing was undone that has not been redone.
    NothingToRedo,
    /// This entry has undone it already, or may have.
    Taken {
        /// Its number.
        by: i64,
        /// Who made that entry.
        operator: Option<Text>,
    },
    /// It undoes this entry itself.
    Takes(i64),
    /// It came with a friend, and is removed together with the friend.
    WithFriend,
    /// No change was needed: nothing was changed.
    WasSo,
    /// It was refused or not sent: nothing was changed.
    NotDone,
    /// It is unknown whether it was done.
    Unknown,
    /// It is unknown whether the newest change was done.
    NewestUnknown {
        /// Its number.
        entry: i64,
        /// The user whose data it was to change.
        owner: UserId,
        /// The user or group it is about.
        target: UserId,
    },
    /// A deleted conversation cannot be restored.
    Never,
    /// The remark, or the previous one, is not in the journal.
    Lost,
    /// The prior state could not be read: an undo might revert somebody else's change.
    NotKnown,
    /// It is a job that has not ended.
    Runs,
}
