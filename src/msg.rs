//! The types that the modules exchange: events (`Event`, with their time in `Msg`), what a key means
//! (`Action`), what the model asks for (`Effect`), and the queries it makes with their replies (`Query`,
//! `Reply`). All of it is plain data that a test can compare.

pub mod copy;

use crossterm::event::{KeyEvent, MouseEvent};

use self::copy::CopyTaker;
use crate::domain::files::{
    ExportRequest, ExportedFile, FileError, ImportRequest, ImportedFile, SnapshotInfo,
};
use crate::domain::history::{
    HistoryEntry, HistoryQuery, JournalHealth, RequestTrace, TicketReference,
};
use crate::domain::job::{
    ClaimRefusal, JobControl, JobEvent, JobPlan, LoadedJob, RecordingBacklog, UndoAnswer,
    UnfinishedJob,
};
use crate::domain::undo::UndoTarget;
use crate::domain::{
    Account, Blocked, Change, Contact, Conversation, Cursor, Diagnosis, Failure, JobId,
    OrphanedChange, Page, PairRemark, PairState, PreferenceProblem, PriorKnowledge, Relation,
    RequestId, UserId, Verification,
};
use crate::preferences::PreferenceChange;
use crate::text::Text;

/// Milliseconds on the runtime's own clock; only differences mean anything.
pub type Millis = u64;

/// An event with the time at which it arrived: `update` never asks a clock.
#[derive(Debug, Clone)]
pub struct Msg {
    /// When it arrived.
    pub at: Millis,
    /// The event.
    pub event: Event,
}

/// Something that happened: input, a reply, or a report from the runtime.
#[derive(Debug, Clone)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// A mouse event.
    Mouse(MouseEvent),
    /// A bracketed paste, or a text that came as keys.
    Paste(String),
    /// A paste that arrived as keys: its first keys opened a dialog that only shows something, which is closed
    /// again.
    PasteThatOpenedDialog(String),
    /// A paste has begun and has not ended: every key is taken as part of its text.
    PasteOpen,
    /// Escape or Ctrl-c ended such a paste; all of it was discarded.
    PasteDropped,
    /// The wall clock now shows this, in milliseconds since 1970 (UTC), and not what the messages' clock
    /// predicted: the machine slept, or somebody set the clock.
    Clock(i64),
    /// Keys arrived faster than a person types, so one that would do more than move the cursor was ignored.
    TooFast,
    /// The terminal now has this many columns and rows.
    Resize(u16, u16),
    /// The terminal has reported whether it draws box-drawing lines two cells wide.
    WideLines(bool),
    /// The reply to a query.
    Reply(RequestId, Reply),
    /// The outcome of a change. If what it replaced is known, it can be undone.
    Changed(RequestId, Change, Result<PriorKnowledge, Failure>),
    /// The current states of some users towards a user, read just before changes about them.
    PairStatesRead(RequestId, UserId, Vec<(UserId, PairState)>),
    /// A change was not sent: a read just before it showed that no change is needed.
    Unneeded(RequestId, Change),
    /// The call waits for the service's rate limits, this long from now.
    Waiting(RequestId, Millis),
    /// This many rows of a list have been read so far.
    Progress(RequestId, usize),
    /// A job made progress, or ended. The ID is that of the request that began it.
    Job(RequestId, JobEvent),
    /// A job of the journal, given by its number, was discarded, or could not be.
    JobDiscarded(JobId, Result<(), ClaimRefusal>),
    /// A change that was waiting to be sent is now being sent.
    SendingNow(RequestId),
    /// A change that was waiting to be sent was withdrawn: it was never sent.
    Withdrawn(RequestId),
    /// Changes with unknown outcomes, left by a process that has ended: this one has to verify them.
    Orphaned(Vec<OrphanedChange>),
    /// Remarks set by such a process whose texts were not stored: it cannot be verified whether they were
    /// set. The text is empty here.
    UnverifiableRemarks(Vec<Change>),
    /// The outcome of a change will never be recorded.
    RecordingFailed(Failure),
    /// This many outcomes are still to be recorded.
    RecordingBacklog(RecordingBacklog),
    /// The health of the journal has changed.
    JournalHealth(JournalHealth),
    /// Which program took a copy. `None`: it is still to be sent to the terminal.
    Copied(RequestId, Option<CopyTaker>),
    /// An HTTP request has ended.
    RequestTraced(RequestTrace),
    /// What was changed about the screen could not be read, or cannot be remembered.
    PreferencesFailed(PreferenceProblem),
    /// The time that `Model::next_wake` asked for has come.
    Tick,
    /// The process was asked to terminate.
    Terminate,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum Action {
    /// Move a row down.
    Down,
    /// Move a row up.
    Up,
    /// The first half of `gg`.
    TopPrefix,
    /// Go to the first row.
    Top,
    /// Go to the real end of the list, loading pages on the way.
    Bottom,
    /// Move half a page down.
    HalfDown,
    /// Move half a page up.
    HalfUp,
    /// Move a page down.
    PageDown,
    /// Move a page up.
    PageUp,
    /// Focus the next list.
    NextPane,
    /// Focus the previous list.
    PreviousPane,
    /// Focus the friends.
    FocusFriends,
    /// Focus the blocklist.
    FocusBlocks,
    /// Focus the conversations.
    FocusConversations,
    /// Show the focused list in its next order.
    Sort,
    /// Give the focused list the whole width, or undo that.
    Zoom,
    /// Show everything known about the row under the cursor.
    Card,
    /// Filter the focused list.
    Filter,
    /// Read the focused list again.
    Refresh,
    /// Read everything about the user again.
    RefreshAll,
    /// Open the person under the cursor as the user.
    OpenRow,
    /// Ask for an ID to open.
    OpenId,
    /// Go to the previous user.
    Back,
    /// Go to the next user.
    Forward,
    /// Copy the ID under the cursor.
    Copy,
    /// Find an action by typing, and do it.
    Palette,
    /// Find an action on the row, or on what is selected.
    RowActions,
    /// Show why messages between two users do not arrive.
    Diagnose,
    /// Ask the other way round.
    Swap,
    /// Read again and again until a verdict changes, or stop that.
    Watch,
    /// Show the journal together with the requests of this session.
    ShowRequests,
    /// Show the journal.
    Journal,
    /// Show other kinds of journal entries.
    CycleScope,
    /// Complete the word before the caret.
    Complete,
    /// Copy a line for the ticket.
    CopyLine,
    /// Export what is shown to a file.
    Export,
    /// Ask for the ticket, and the reason for the changes that follow.
    TicketReference,
    /// Ask for IDs to add as friends.
    AddFriend,
    /// Remove the row from its list: unfriend, unblock, delete the conversation.
    Remove,
    /// Ask for a remark.
    Remark,
    /// Block the person under the cursor; on the blocklist, ask for IDs.
    Block,
    /// Unblock the person under the cursor.
    Unblock,
    /// Ask for a list of IDs, and what to do with them.
    PasteList,
    /// Read IDs from a file, or a snapshot from a file or the journal.
    Import,
    /// Show the last change, or the one on screen, to undo it.
    Undo,
    /// Show the last undone change, to redo it.
    Redo,
    /// Select the row, or deselect it, and move to the next one.
    SelectRow,
    /// Select the rows that the cursor passes, from here on.
    SelectRange,
    /// Select the row and the one below it.
    SelectDown,
    /// Select the row and the one above it.
    SelectUp,
    /// Select every row that the filter matches.
    SelectAll,
    /// Select every row that is not selected, and deselect the others.
    InvertSelection,
    /// Clear the selection.
    ClearSelection,
    /// Show the jobs.
    Jobs,
    /// Pause the job, or resume it.
    Pause,
    /// Stop the job, so that it sends nothing more; asks first.
    Stop,
    /// Show failed steps first, or in the order of the job again.
    FailedFirst,
    /// Read the accounts' states, once the dialog has said what that costs.
    Accounts,
    /// Lift read-only for a while, or restore it.
    Unlock,
    /// Show the keys.
    Help,
    /// Go back one step; never quits.
    Escape,
    /// As `Escape`; pressed again within two seconds, quit, or ask first.
    Interrupt,
    /// Redraw.
    Redraw,
    /// Switch to the other language.
    SwitchLanguage,
    /// Show what can be changed about the screen.
    Preferences,
    /// Mask users, or stop that.
    Mask,
    /// Suspend, like any program under a shell.
    Suspend,
    /// Quit.
    Quit,
    /// Submit the field.
    Submit,
    /// Confirm.
    Yes,
    /// Delete the conversation, keep the messages stored on the server.
    KeepRoaming,
    /// Delete the conversation and the messages stored on the server.
    DeleteRoaming,
    /// Retry, or verify.
    Retry,
    /// Return to the typed text, to fix it.
    Edit,
}

impl Action {
    /// Whether its key on the lists is there to change something on the server: for the row under the cursor, for what
    /// is selected, or for IDs that it asks for. Undo and redo, and what opens a sheet without saying what to do with
    /// it, are not.
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::AddFriend | Self::Remove | Self::Remark | Self::Block | Self::Unblock
        )
    }

    /// Whether it moves a cursor, or scrolls.
    pub fn is_movement(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::Top
                | Self::Bottom
                | Self::HalfDown
                | Self::HalfUp
                | Self::PageDown
                | Self::PageUp
        )
    }
}

/// What the model asks the runtime to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send a query.
    Query(RequestId, Query),
    /// Make a change. A new remark comes with the one that the person saw, which is not overwritten if it is
    /// another one now.
    Change(RequestId, Change, Option<PairRemark>),
    /// Begin a job.
    BeginJob(RequestId, Box<JobPlan>),
    /// Resume a job of the journal, by its number.
    ResumeJob(RequestId, JobId),
    /// Discard a job of the journal, by its number: rosterm no longer reminds anybody of it.
    DiscardJob(JobId),
    /// Control a running job.
    ControlJob(RequestId, JobControl),
    /// Record everything under this ticket and reason from now on.
    SetTicketReference(TicketReference),
    /// Nothing needs the reply to this query any more.
    CancelQuery(RequestId),
    /// Do not send this waiting change.
    WithdrawChange(RequestId),
    /// Release the terminal and stop until the shell continues the process.
    Suspend,
    /// Change the screen, and remember that.
    Prefer(PreferenceChange),
    /// Redraw everything.
    Redraw,
    /// Copy text to the clipboard of the terminal's user, through a program that confirms it.
    Copy(RequestId, String),
    /// Send a copy to the terminal, which does not confirm it.
    SendCopy(String),
    /// Quit.
    Quit,
}

/// A read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The account of a user.
    Account(UserId),
    /// A page of the friends with remarks.
    Friends(UserId, Option<Cursor>),
    /// The IDs of all friends at once.
    FriendIds(UserId),
    /// A page of the blocklist.
    Blocks(UserId, Option<Cursor>),
    /// The IDs of the whole blocklist at once.
    BlockIds(UserId),
    /// A page of the conversations.
    Conversations(UserId, Option<Cursor>),
    /// The relation between the first user and the second.
    Relation(UserId, UserId),
    /// Everything about two users that decides whether their messages arrive.
    Diagnosis([UserId; 2]),
    /// Whether a change, the reply to which was lost, was applied.
    Verify(Change),
    /// The states of these users towards the first one: friends, blocked.
    PairStates(UserId, Vec<UserId>),
    /// A page of the journal, newest first.
    Journal(HistoryQuery),
    /// Export all matching entries of the journal to a new file.
    ExportJournal(HistoryQuery),
    /// The unfinished jobs of the journal.
    Unfinished,
    /// The steps of a job of the journal.
    JobSteps(JobId),
    /// The remarks that the first user has for these friends.
    RemarksOf(UserId, Vec<UserId>),
    /// What the journal says about undoing this.
    Undoable(UndoTarget),
    /// The journal's snapshots of this user's lists.
    Snapshots(UserId),
    /// A file or a snapshot, compared with the current list.
    Import(ImportRequest),
    /// Export a list to a file.
    Export(Box<ExportRequest>),
}

/// The reply to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The account of a user.
    Account(Result<Account, Failure>),
    /// A page of the friends with remarks.
    Friends(Result<Page<Contact>, Failure>),
    /// The IDs of all friends.
    FriendIds(Result<Vec<UserId>, Failure>),
    /// A page of the blocklist.
    Blocks(Result<Page<Blocked>, Failure>),
    /// The IDs of the whole blocklist.
    BlockIds(Result<Vec<UserId>, Failure>),
    /// A page of the conversations.
    Conversations(Result<Page<Conversation>, Failure>),
    /// The relation between two users; what could not be read is `None`.
    Relation(UserId, Box<Relation>),
    /// Everything that was read about two users.
    Diagnosis(Box<Diagnosis>),
    /// Whether a change was applied, as far as reading can tell: it cannot tell whether stored messages were
    /// deleted with a conversation.
    Verified(Result<Verification, Failure>),
    /// The users' states towards one user, in the order of the query. Remarks are not read.
    PairStates(Result<Vec<(UserId, PairState)>, Failure>),
    /// A page of the journal. A page with fewer entries than requested is the last.
    Journal(Result<Vec<HistoryEntry>, Failure>),
    /// The file that was written, and how many entries it has.
    JournalExported(Result<(Text, usize), Failure>),
    /// The unfinished jobs, newest first.
    Unfinished(Result<Vec<UnfinishedJob>, Failure>),
    /// The steps of a job.
    JobSteps(Result<LoadedJob, Failure>),
    /// Who is a friend, and with which remark, in the order of the query.
    RemarksOf(Result<Vec<(UserId, PairState)>, Failure>),
    /// What can be undone, or why it cannot.
    Undoable(Result<UndoAnswer, Failure>),
    /// The snapshots of a user's lists, newest first.
    Snapshots(Result<Vec<SnapshotInfo>, Failure>),
    /// The content of a file or a snapshot.
    Imported(Result<ImportedFile, FileError>),
    /// Where a list was exported to.
    Exported(Result<ExportedFile, FileError>),
}
