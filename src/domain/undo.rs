//! Taking back what was done, and doing again what was taken back.

use crate::domain::UserId;
use crate::domain::job::Undoable;
use crate::text::Text;

/// What of the journal shall be taken back, or done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// What was done last: one change, or all that is left of its job.
    Newest,
    /// One entry of the journal, whatever job it belongs to.
    Entry(i64),
    /// All that is left of a job.
    Job(i64),
    /// What was taken back last is done again.
    Redo,
}

/// What the journal says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoAnswer {
    /// It can be done.
    Undoable(Undoable),
    /// It cannot.
    Not(UndoRefusal),
}

/// Why something is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    /// There is nothing in the journal that can be.
    Nothing,
    /// There is nothing that was taken back and not done again.
    NothingToRedo,
    /// This entry takes it back already, or may have.
    Taken {
        /// Its number.
        by: i64,
        /// Who did that.
        operator: Option<Text>,
    },
    /// It takes this entry back itself.
    Takes(i64),
    /// It came with a friend, and goes with the friend.
    WithFriend,
    /// It was so already: nothing was changed.
    WasSo,
    /// It was refused or not sent: nothing was changed.
    NotDone,
    /// Nobody knows whether it was done.
    Unknown,
    /// Nobody knows whether the newest change was done.
    NewestUnknown {
        /// Its number.
        entry: i64,
        /// Whose data it was to change.
        owner: UserId,
        /// Whom it is about.
        target: UserId,
    },
    /// Nothing brings back a conversation.
    Never,
    /// The remark, or the one before it, is not in the journal.
    Lost,
    /// How things stood before could not be read: taking it back might undo what somebody else did.
    NotKnown,
    /// It is a job that has not ended.
    Runs,
}
