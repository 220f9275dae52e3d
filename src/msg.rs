//! The vocabulary between the parts: what comes into the inbox (`Msg`), what a key means (`Action`),
//! and what the model asks for (`Effect`, with the calls it may ask). All of it is plain data that a
//! test can compare.

pub mod copy;

use crossterm::event::{KeyEvent, MouseEvent};

use self::copy::CopyTaker;
use crate::domain::history::{HistoryEntry, HistoryQuery, JournalHealth, Reference, RequestTrace};
use crate::domain::job::{
    ClaimRefusal, JobControl, JobEvent, JobPlan, PriorState, RecordingBacklog, UnfinishedJob,
};
use crate::domain::lists::{
    ExportRequest, ExportedFile, FileError, ImportRequest, ImportedFile, SnapshotInfo,
};
use crate::domain::undo::{UndoAnswer, UndoTarget};
use crate::domain::{
    Account, Blocked, Change, Contact, Conversation, Cursor, Failure, OrphanedChange, Page,
    Relation, UserId, Verification,
};
use crate::paged::RequestId;
use crate::text::Text;

/// Milliseconds on the runtime's own clock; only differences mean anything.
pub type Millis = u64;

/// A message with the time at which it came in: `update` never asks a clock.
#[derive(Debug, Clone)]
pub struct Msg {
    /// When.
    pub at: Millis,
    /// What.
    pub event: Event,
}

/// What came in.
#[derive(Debug, Clone)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// A bracketed paste, or a text that came as keys.
    Paste(String),
    /// The same, and its first keys have opened something to look at, which is to be closed again.
    PasteOver(String),
    /// A paste has begun and does not come to its end: every key is taken as its text.
    PasteOpen,
    /// Escape or Ctrl-c ended such a paste; nothing of it was taken.
    PasteDropped,
    /// The wall clock shows another time than it should by the messages' clock, in milliseconds since 1970
    /// (UTC): the machine slept, or somebody set the clock.
    Clock(i64),
    /// Keys came faster than a hand presses them, so one that does more than move was not taken.
    TooFast,
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal has answered whether it gives the lines of frames two cells.
    WideLines(bool),
    /// A fetch has its answer.
    Reply(RequestId, Reply),
    /// A change has its answer; where it was done, whether it is known what was there before.
    Changed(RequestId, Change, Result<bool, Failure>),
    /// It was read just now how some stand to a user, before something was to be changed about them.
    PriorStatesRead(RequestId, UserId, Vec<(UserId, PriorState)>),
    /// A change was not sent: reading just before showed that it is so already.
    Unneeded(RequestId, Change),
    /// The call waits for its turn under the service's limits, this long from now.
    Waiting(RequestId, Millis),
    /// So many rows of a list have been read by now.
    Progress(RequestId, usize),
    /// A job went on, or ended. The id is that of the request that began it.
    Job(RequestId, JobEvent),
    /// A job of the journal was ended for good, by its number, or could not be.
    JobDiscarded(i64, Result<(), ClaimRefusal>),
    /// A change that waited for its turn has it, and leaves.
    Leaving(RequestId),
    /// A change that waited for its turn was withdrawn: it was never sent.
    Withdrawn(RequestId),
    /// Changes of consoles that have ended, of which nobody knows what became. They are this console's to
    /// settle now.
    Orphaned(Vec<OrphanedChange>),
    /// Remarks of such consoles, the texts of which were not kept: nothing can tell whether they were set. The text
    /// is empty here.
    Unreadable(Vec<Change>),
    /// What became of a change will never be recorded.
    RecordingFailed(Failure),
    /// So many outcomes are still to be recorded.
    RecordingBacklog(RecordingBacklog),
    /// How it is with the journal has changed.
    JournalHealth(JournalHealth),
    /// Who took a copy. Nobody: it is still to be sent to the terminal.
    Copied(RequestId, Option<CopyTaker>),
    /// A request went over the wire.
    Request(RequestTrace),
    /// Time has passed to something that `Model::next_wake` asked for.
    Tick,
    /// The process was asked to end.
    Terminate,
}

/// What a key, a click or a menu means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// A row down.
    Down,
    /// A row up.
    Up,
    /// The first half of `gg`.
    TopPrefix,
    /// To the first row.
    Top,
    /// To the true end, loading on the way.
    Bottom,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Focus the next list.
    NextPane,
    /// Focus the list before.
    PreviousPane,
    /// Focus the friends.
    FocusFriends,
    /// Focus the blocklist.
    FocusBlocks,
    /// Focus the conversations.
    FocusConversations,
    /// Give the focused list the whole width, or take it back.
    Zoom,
    /// Show all that is known of the row under the cursor.
    Card,
    /// Filter the focused list.
    Filter,
    /// Read the focused list again.
    Refresh,
    /// Read everything about the user again.
    RefreshAll,
    /// Open the person under the cursor as the user.
    OpenRow,
    /// Ask for an id to open.
    OpenId,
    /// The user before.
    Back,
    /// The user after.
    Forward,
    /// Copy the id under the cursor.
    Copy,
    /// Show the journal with the requests of this session.
    Requests,
    /// Show the journal.
    Journal,
    /// Show other kinds of entries of the journal.
    Scope,
    /// Copy a line for the ticket.
    CopyLine,
    /// Write what is shown into a file.
    Export,
    /// Ask for the ticket, and the reason for what is done.
    Reference,
    /// Ask for ids to befriend.
    AddFriend,
    /// Take the row out of its list: unfriend, unblock, delete the conversation.
    Remove,
    /// Ask for a remark.
    Remark,
    /// Block the person under the cursor; on the blocklist, ask for ids.
    Block,
    /// Unblock the person under the cursor.
    Unblock,
    /// Ask for a list of ids, and what to do with them.
    PasteList,
    /// Read ids, or a list of before, from a file or the journal.
    Import,
    /// Look at what was done last, or at what is on screen, to take it back.
    Undo,
    /// Look at what was taken back last, to do it again.
    Redo,
    /// Select the row, or take it out of the selection, and go on to the next.
    SelectRow,
    /// Select what the cursor passes over, from here on.
    SelectRange,
    /// Select the row and the one below.
    SelectDown,
    /// Select the row and the one above.
    SelectUp,
    /// Select everything that the filter lets through.
    SelectAll,
    /// Select what is not selected, and nothing else.
    InvertSelection,
    /// Select nothing.
    ClearSelection,
    /// Show the jobs.
    Jobs,
    /// Let the job pause, or go on.
    Pause,
    /// Let the job send nothing more; asks first.
    Stop,
    /// Show what failed before the rest, or in the order of the job again.
    FailedFirst,
    /// Read how the accounts stand, once it was said what that takes.
    Accounts,
    /// Lift read-only for a while, or put it back.
    Unlock,
    /// Show the keys.
    Help,
    /// Back one layer; never quits.
    Escape,
    /// Stop what is under way; twice within two seconds: quit.
    Interrupt,
    /// Paint anew.
    Redraw,
    /// Stop like any program under a shell.
    Suspend,
    /// Leave.
    Quit,
    /// Send what the field holds.
    Submit,
    /// Yes, do it.
    Yes,
    /// Delete the conversation, keep the messages stored on the server.
    KeepRoaming,
    /// Delete the conversation and the messages stored on the server.
    DeleteRoaming,
    /// Try again, or read the truth.
    Retry,
    /// Back to what was typed, to mend it.
    Edit,
}

/// What the model asks the runtime to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read something.
    Query(RequestId, Query),
    /// Change something, and how the person saw it stand. A remark that is another one by now is left alone.
    Change(RequestId, Change, PriorState),
    /// Do a job.
    BeginJob(RequestId, Box<JobPlan>),
    /// Go on with a job of the journal, by its number.
    ResumeJob(RequestId, i64),
    /// End a job of the journal for good, by its number: nobody is reminded of it any more.
    DiscardJob(i64),
    /// Something about a job that runs.
    ControlJob(RequestId, JobControl),
    /// Everything is recorded under this ticket and reason from now on.
    SetReference(Reference),
    /// Nobody waits for this read any more.
    CancelQuery(RequestId),
    /// A change that still waits for its turn shall not be sent.
    WithdrawChange(RequestId),
    /// Hand the terminal back and stop until the shell continues the process.
    Suspend,
    /// Paint everything anew.
    Redraw,
    /// Put text on the clipboard of the terminal's user, by somebody who says that it is there.
    Copy(RequestId, String),
    /// Send a copy to the terminal, which does not say what it does with it.
    SendCopy(String),
    /// End.
    Quit,
}

/// A read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The account of a user.
    Account(UserId),
    /// A page of the friends with remarks.
    Friends(UserId, Option<Cursor>),
    /// The ids of all friends at once.
    FriendIds(UserId),
    /// A page of the blocklist.
    Blocks(UserId, Option<Cursor>),
    /// The ids of the whole blocklist at once (the service holds 500 at most).
    BlockIds(UserId),
    /// A page of the conversations.
    Conversations(UserId, Option<Cursor>),
    /// How the first user and the second stand to each other.
    Relation(UserId, UserId),
    /// Whether a change, the answer to which was lost, was applied.
    Applied(Change),
    /// How these users, 100 at most, stand to the first one: friends, blocked.
    Standing(UserId, Vec<UserId>),
    /// A page of the journal, newest first.
    Journal(HistoryQuery),
    /// All that this lets through of the journal, into a new file.
    ExportJournal(HistoryQuery),
    /// The jobs of the journal that nobody has brought to their end.
    Unfinished,
    /// What the remarks of these friends of the first one are.
    RemarksOf(UserId, Vec<UserId>),
    /// What the journal says about taking this back.
    Undoable(UndoTarget),
    /// The snapshots that the journal has of this user's lists.
    Snapshots(UserId),
    /// A file or a snapshot, compared with the list as it is.
    Import(ImportRequest),
    /// A list, to be written into a file.
    Export(Box<ExportRequest>),
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The account of a user.
    Account(Result<Account, Failure>),
    /// A page of the friends with remarks.
    Friends(Result<Page<Contact>, Failure>),
    /// The ids of all friends.
    FriendIds(Result<Vec<UserId>, Failure>),
    /// A page of the blocklist.
    Blocks(Result<Page<Blocked>, Failure>),
    /// The ids of the whole blocklist.
    BlockIds(Result<Vec<UserId>, Failure>),
    /// A page of the conversations.
    Conversations(Result<Page<Conversation>, Failure>),
    /// How two users stand to each other; what could not be learnt is `None` in it.
    Relation(UserId, Box<Relation>),
    /// Whether a change was applied, as far as reading can tell: whether stored messages went with a
    /// conversation, nothing tells.
    Applied(Result<Verification, Failure>),
    /// How users stand to one, in the order in which they were asked for. Remarks are not read.
    Standing(Result<Vec<(UserId, PriorState)>, Failure>),
    /// A page of the journal. One with fewer entries than were asked for is the last.
    Journal(Result<Vec<HistoryEntry>, Failure>),
    /// The file that was written, and how many entries are in it.
    JournalExported(Result<(Text, usize), Failure>),
    /// The jobs that nobody has brought to their end, newest first.
    Unfinished(Result<Vec<UnfinishedJob>, Failure>),
    /// Who is a friend, and with which remark, in the order in which they were asked for.
    RemarksOf(Result<Vec<(UserId, PriorState)>, Failure>),
    /// What can be taken back, or why not.
    Undoable(Result<UndoAnswer, Failure>),
    /// The snapshots of a user's lists, newest first.
    Snapshots(Result<Vec<SnapshotInfo>, Failure>),
    /// What a file or a snapshot holds.
    Imported(Result<ImportedFile, FileError>),
    /// Where a list was written.
    Exported(Result<ExportedFile, FileError>),
}
