//! What the screen tells the person in one line.

use super::{JobReport, UndoDirection, UndoReport, journal};
use crate::domain::job::BulkOp;
use crate::domain::lists::ExportedFile;
use crate::domain::undo::UndoRefusal;
use crate::domain::{Change, Failure, UserId};
use crate::msg::copy::{Copied, CopyTaker};
use crate::paged::RequestId;
use crate::text::Text;
use crate::text::tickets::TicketTooLong;

/// A copy of which nobody has said yet who took it.
#[derive(Debug, Clone)]
pub struct PendingCopy {
    /// Which one it is.
    pub request: RequestId,
    /// What it is.
    pub what: Copied,
    /// The text, should nobody take it.
    pub text: String,
}

/// A line for the person that goes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The server agreed to a change; whether it can be taken back.
    Done(Change, bool),
    /// Nothing may be changed in this session.
    ReadOnly,
    /// Read-only is lifted for a while.
    Unlocked,
    /// Read-only again.
    Locked,
    /// Changes are possible anyway.
    NeverLocked,
    /// A paste into a dialog without a field was not taken.
    PasteIgnored,
    /// A paste was longer than a field takes; nothing of it was taken.
    PasteTooLong,
    /// A list of ids was longer than what is read; nothing of it was taken.
    TooMuch(TicketTooLong),
    /// The journal was damaged; it lies under this name now, and a new one was begun.
    JournalSetAside(Text),
    /// The journal cannot be opened, so nothing can be changed; that is tried again and again.
    JournalClosed(Failure),
    /// The journal could be opened after all.
    JournalOpen,
    /// The journal is damaged, so nothing can be changed any more.
    JournalDamaged(Failure),
    /// This is not taken back.
    NotUndone(UndoRefusal),
    /// Nobody is any more as what is to be taken back by this left them.
    MovedOn(BulkOp),
    /// The journal cannot be read.
    JournalUnread(Failure),
    /// Something about the journal on screen.
    Journal(journal::JournalReport),
    /// What became of a change will never be recorded.
    Unrecorded(Failure),
    /// The journal does not take so many outcomes yet.
    Owed(usize, Failure),
    /// The journal has taken them after all.
    NothingOwed,
    /// A paste does not come to its end; Escape drops it.
    PasteOpen,
    /// A paste without an end was dropped.
    PasteDropped,
    /// Another row slipped under the cursor: the write key was not taken.
    RowSlipped,
    /// The dialog had just come or changed: the key was not taken.
    TooSoon,
    /// Not all of the question was on screen yet: the confirming key was not taken.
    Unread,
    /// Keys came faster than a hand presses them: they were not taken.
    TooFast,
    /// The same change is on its way already.
    AlreadySent(UserId),
    /// The person is not blocked, so there is nothing to unblock.
    NotBlocked(UserId),
    /// The person is blocked already.
    AlreadyBlocked(UserId),
    /// A change was not sent, because reading just before showed that it is so already.
    Unneeded(Change),
    /// The person is no friend, so there is no remark and nothing to remove.
    NotFriend(UserId),
    /// What was asked for needs a person, and the row is a group.
    IsGroup(UserId),
    /// A remark is set for one, and several are selected.
    RemarkForOne,
    /// A user cannot be a friend of, or block, itself.
    IsSelf,
    /// No row under the cursor.
    NoRow,
    /// No user is open.
    NoUser,
    /// There is no user before, or after.
    NoHistory,
    /// Loading on to the end was stopped.
    Stopped,
    /// Somebody took a copy. Nobody: it was sent to the terminal, and nobody knows whether it took it.
    Copied(Copied, Option<CopyTaker>),
    /// A list was written into a file.
    Exported(ExportedFile),
    /// The list is as it was before.
    NoDifference,
    /// There is no id in what was pasted, or nobody in what was selected.
    NoIds,
    /// Only the rows that are loaded were selected, so many; the list goes on.
    PickedLoaded(usize),
    /// So many left the selection, because a list that was read again does not hold them.
    Vanished(usize),
    /// A job began: so many changes.
    JobBegun(usize),
    /// A job ended: so many done, so many failed, so many not sent; which way leads back.
    JobEnded(usize, usize, usize, Option<UndoDirection>),
    /// What was taken back is, or was done again.
    TurnedBack(UndoReport),
    /// A job waits until another process lets go of the journal.
    JournalBusy,
    /// A job could not begin.
    JobRefused,
    /// Nothing of the job failed in a way that sending it again would mend.
    NothingToRetry,
    /// The list that this makes longer is full.
    NoRoom(BulkOp),
    /// None of the ticked ids would be changed by this.
    NothingToDo(BulkOp),
    /// There was no job in this session, and none is left from before.
    NoJob,
    /// Something about jobs that are left from before.
    Unfinished(JobReport),
    /// Pressing the same again within two seconds quits.
    PressAgainToQuit,
    /// The answer to a change was lost, and reading shows that it was applied.
    FoundDone(Change),
    /// The repeat of a change whose answer was lost found that the first sending had worked.
    DoneBefore(Change),
    /// The answer to a change was lost, and the truth could not be read either.
    NeverSettled(UserId),
    /// The same change was sent, and nobody knows yet what became of it.
    Unsettled(UserId),
    /// So many changes are left from consoles that have ended, and nobody knows what became of them.
    LeftChanges(usize),
    /// So many remarks are left from consoles that have ended, and nobody will know whether they were set.
    Unreadable(usize),
    /// So many conversations were left out of a question: whether they were deleted is not known.
    LeftOut(usize),
    /// The same change waits for its turn already.
    Waits(UserId),
    /// A change that waited for its turn was withdrawn.
    Withdrawn(Change),
    /// A dialog was left while its change was on its way.
    LeftUnderWay,
    /// The truth is being read after a change whose outcome is unknown.
    ReadingTruth(UserId),
}

impl Notice {
    /// Whether it is about the whole session, and not about the user on screen or somebody on the lists.
    pub fn is_of_the_session(&self) -> bool {
        match self {
            Self::Unlocked
            | Self::Locked
            | Self::NeverLocked
            | Self::JournalSetAside(_)
            | Self::JournalClosed(_)
            | Self::JournalOpen
            | Self::JournalDamaged(_)
            | Self::Unrecorded(_)
            | Self::Owed(..)
            | Self::NothingOwed
            | Self::JobBegun(_)
            | Self::JobEnded(..)
            | Self::TurnedBack(_)
            | Self::JobRefused
            | Self::Unfinished(_)
            | Self::JournalBusy
            | Self::LeftChanges(_)
            | Self::Unreadable(_) => true,
            Self::Done(..)
            | Self::ReadOnly
            | Self::PasteIgnored
            | Self::PasteTooLong
            | Self::TooMuch(_)
            | Self::NotUndone(_)
            | Self::MovedOn(_)
            | Self::JournalUnread(_)
            | Self::Journal(_)
            | Self::PasteOpen
            | Self::PasteDropped
            | Self::RowSlipped
            | Self::TooSoon
            | Self::Unread
            | Self::TooFast
            | Self::AlreadySent(_)
            | Self::NotBlocked(_)
            | Self::AlreadyBlocked(_)
            | Self::Unneeded(_)
            | Self::NotFriend(_)
            | Self::RemarkForOne
            | Self::IsGroup(_)
            | Self::IsSelf
            | Self::NoRow
            | Self::NoUser
            | Self::NoHistory
            | Self::Stopped
            | Self::Copied(..)
            | Self::Exported(_)
            | Self::NoDifference
            | Self::NoIds
            | Self::PickedLoaded(_)
            | Self::Vanished(_)
            | Self::NothingToRetry
            | Self::NoRoom(_)
            | Self::NothingToDo(_)
            | Self::NoJob
            | Self::PressAgainToQuit
            | Self::FoundDone(_)
            | Self::DoneBefore(_)
            | Self::NeverSettled(_)
            | Self::Unsettled(_)
            | Self::LeftOut(_)
            | Self::Waits(_)
            | Self::Withdrawn(_)
            | Self::LeftUnderWay
            | Self::ReadingTruth(_) => false,
        }
    }
}
