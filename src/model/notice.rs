//! Notices: what the screen tells the person in a line or two.

use super::{JobReport, UndoDirection, UndoReport, journal};
use crate::domain::files::ExportedFile;
use crate::domain::job::{BulkOp, JobCounts};
use crate::domain::undo::UndoRefusal;
use crate::domain::{Change, Deliverability, Failure, PreferenceProblem, RequestId, UserId};
use crate::msg::copy::{Copied, CopyTaker};
use crate::text::Text;
use crate::text::id_finder::TextTooLong;

/// A copy that no program has confirmed yet.
#[derive(Debug, Clone)]
pub struct PendingCopy {
    /// The request of the copy.
    pub request: RequestId,
    /// What was copied.
    pub what: Copied,
    /// The text, in case no program takes it.
    pub text: String,
}

/// A few words for the person that disappear by themselves.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
pub enum Notice {
    /// The service made a change; whether it can be undone.
    Done(Change, bool),
    /// Changes are forbidden in this session.
    ReadOnly,
    /// Read-only is lifted for a while.
    Unlocked,
    /// Read-only is restored.
    Locked,
    /// Changes are allowed anyway.
    NeverLocked,
    /// A paste into a dialog without a field was ignored.
    PasteIgnored,
    /// A paste was longer than a field accepts; all of it was discarded.
    PasteTooLong,
    /// A list of IDs exceeded the limit; all of it was discarded.
    TooMuch(TextTooLong),
    /// The journal was damaged; it was renamed to this, and a new one was begun.
    JournalSetAside(Text),
    /// The journal cannot be opened, so nothing can be changed; rosterm keeps retrying.
    JournalClosed(Failure),
    /// The journal could be opened after all.
    JournalOpen,
    /// The journal is damaged, so nothing can be changed any more.
    JournalDamaged(Failure),
    /// This cannot be undone.
    NotUndone(UndoRefusal),
    /// No user is still in the state that the change to undo left them in.
    MovedOn(BulkOp),
    /// The journal cannot be read.
    JournalNotReadable(Failure),
    /// A notice about the journal on screen.
    Journal(journal::JournalReport),
    /// The outcome of a change will never be recorded.
    Unrecorded(Failure),
    /// The journal has failed to record this many outcomes so far.
    Owed(usize, Failure),
    /// The journal has recorded them after all.
    NothingOwed,
    /// A paste has not ended; Escape discards it.
    PasteOpen,
    /// A paste without an end was discarded.
    PasteDropped,
    /// Another row came under the cursor: the write key was ignored.
    RowSlipped,
    /// The dialog had just appeared or changed: the key was ignored.
    TooSoon,
    /// The dialog that a key was meant for had just closed by itself: the key was ignored.
    DialogGone,
    /// Not all of the question has been on screen: the confirming key was ignored.
    QuestionNotSeen,
    /// Keys arrived faster than a person types: they were ignored.
    TooFast,
    /// The same change is in progress, or a job has one about the same pair.
    AlreadyInProgress(UserId),
    /// The person is not blocked, so there is nothing to unblock.
    NotBlocked(UserId),
    /// The person is already blocked.
    AlreadyBlocked(UserId),
    /// A change was not sent, because a read just before it showed that no change is needed.
    Unneeded(Change),
    /// The person is not a friend, so there is no remark and nothing to remove.
    NotFriend(UserId),
    /// The action needs a person, and the row is a group.
    IsGroup(UserId),
    /// A remark is set for one friend, and several are selected.
    RemarkForOne,
    /// A user cannot add themselves as a friend, or block themselves.
    IsSelf,
    /// No row under the cursor.
    NoRow,
    /// No user is open.
    NoUser,
    /// There is no previous, or no next, user.
    NoOtherUser,
    /// Loading the whole list was stopped.
    Stopped,
    /// A program took a copy. `None`: it was sent to the terminal, and it is unknown whether the terminal
    /// took it.
    Copied(Copied, Option<CopyTaker>),
    /// A list was exported to a file.
    Exported(ExportedFile),
    /// The current list does not differ from the earlier one.
    NoDifference,
    /// There is no ID in what was pasted, or no person in what was selected.
    NoIds,
    /// Only the loaded rows were selected, this many; the list has more.
    SelectedLoaded(usize),
    /// This many rows were deselected, because a list that was read again no longer has them.
    Vanished(usize),
    /// A job began, with this many changes.
    JobBegun(usize),
    /// A job ended: how many changes are in which state; how to revert it.
    JobEnded(JobCounts, Option<UndoDirection>),
    /// What was undone or redone.
    UndoneOrRedone(UndoReport),
    /// A job is waiting for another process to unlock the journal.
    JournalBusy,
    /// A job could not start.
    JobRefused,
    /// Nothing of the job failed in a way that a retry could fix.
    NothingToRetry,
    /// The list that this adds to is full.
    NoRoom(BulkOp),
    /// This would not change anything for the selected IDs.
    NothingToDo(BulkOp),
    /// There was no job in this session, and there is no unfinished one.
    NoJob,
    /// A notice about unfinished jobs.
    Unfinished(JobReport),
    /// Pressing the same again within two seconds quits.
    PressAgainToQuit,
    /// The reply to a change was lost, and verifying shows that it was applied.
    FoundDone(Change),
    /// The resend of a change whose reply was lost found that the first request had worked.
    DoneBefore(Change),
    /// The reply to a change was lost, and it could not be verified either.
    StaysUnknown(UserId),
    /// The same change was sent, and its outcome is still unknown.
    OutcomeUnknown(UserId),
    /// This many changes by a rosterm that has ended have an unknown outcome.
    OrphanedChanges(usize),
    /// This many remarks by a rosterm that has ended have an outcome that will stay unknown.
    UnverifiableRemarks(usize),
    /// This many conversations were skipped in a question: it is unknown whether they were deleted.
    Skipped(usize),
    /// The same change is waiting to be sent already.
    Waits(UserId),
    /// A change that was waiting to be sent was withdrawn.
    Withdrawn(Change),
    /// A dialog was closed while its change was in progress.
    StillInProgress,
    /// A change with an unknown outcome is being verified.
    Verifying(UserId),
    /// A chosen action would change nothing, or cannot be done at the moment.
    NotNow,
    /// What was changed about the screen could not be read, or cannot be remembered.
    Preferences(PreferenceProblem),
    /// A key means nothing here.
    UnknownKey(char),
    /// A letter came from an input method where keys are commands.
    InputMethodOn(char),
    /// Too little is known to say what to tell the customer.
    NoReply,
    /// A diagnosis that was watched has changed: its sender and recipient, and the verdicts of both directions now.
    VerdictChanged([UserId; 2], [Deliverability; 2]),
}

impl Notice {
    /// Whether it is about the whole session, and not about the open user or a user on the lists.
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
            | Self::UndoneOrRedone(_)
            | Self::JobRefused
            | Self::Unfinished(_)
            | Self::JournalBusy
            | Self::OrphanedChanges(_)
            | Self::UnverifiableRemarks(_)
            | Self::Preferences(_) => true,
            Self::Done(..)
            | Self::ReadOnly
            | Self::PasteIgnored
            | Self::PasteTooLong
            | Self::TooMuch(_)
            | Self::NotUndone(_)
            | Self::MovedOn(_)
            | Self::JournalNotReadable(_)
            | Self::Journal(_)
            | Self::PasteOpen
            | Self::PasteDropped
            | Self::RowSlipped
            | Self::TooSoon
            | Self::DialogGone
            | Self::QuestionNotSeen
            | Self::TooFast
            | Self::AlreadyInProgress(_)
            | Self::NotBlocked(_)
            | Self::AlreadyBlocked(_)
            | Self::Unneeded(_)
            | Self::NotFriend(_)
            | Self::RemarkForOne
            | Self::IsGroup(_)
            | Self::IsSelf
            | Self::NoRow
            | Self::NoUser
            | Self::NoOtherUser
            | Self::Stopped
            | Self::Copied(..)
            | Self::Exported(_)
            | Self::NoDifference
            | Self::NoIds
            | Self::SelectedLoaded(_)
            | Self::Vanished(_)
            | Self::NothingToRetry
            | Self::NoRoom(_)
            | Self::NothingToDo(_)
            | Self::NoJob
            | Self::PressAgainToQuit
            | Self::FoundDone(_)
            | Self::DoneBefore(_)
            | Self::StaysUnknown(_)
            | Self::OutcomeUnknown(_)
            | Self::Skipped(_)
            | Self::Waits(_)
            | Self::Withdrawn(_)
            | Self::StillInProgress
            | Self::Verifying(_)
            | Self::NotNow
            | Self::UnknownKey(_)
            | Self::InputMethodOn(_)
            | Self::NoReply
            | Self::VerdictChanged(..) => false,
        }
    }
}
