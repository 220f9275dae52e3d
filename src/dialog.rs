//! Dialogs, shown over the lists: questions, fields, failures, things to read. A dialog holds the values it
//! is about, never a position in a list, so the lists may change under it.

use tui_input::Input;

pub mod baseline;
pub mod confirm_job;
pub mod difference;
pub mod files;
mod jobs;
mod journal;
mod read_progress;
pub mod remarks;
pub mod triage;

use confirm_job::JobConfirmation;
use files::{ExportDialog, ImportDialog};
pub use jobs::{JobQuestion, JobsView, ListedJob, ResumeOffer};
pub use journal::{
    JournalPaging, JournalPart, JournalRowKey, JournalScope, JournalView, ReferenceDialog, excess,
};
use read_progress::ReadProgress;
pub use read_progress::{DrawnText, ScrollStep};
use remarks::RemarksDialog;
use triage::Triage;

use crate::domain::{Change, ChatKind, Conversation, Failure, FailureClass, UserId};
use crate::keymap::Layer;
use crate::msg::Millis;
use crate::paged::RequestId;
use crate::text::Text;

/// A confirming key is accepted only after the dialog was on screen this long, unless the profile says
/// otherwise; a key that comes sooner restarts the wait. Type-ahead never confirms.
pub const ARM: Millis = 400;

/// From this number of IDs on, the number must be typed before anything is sent.
pub const BULK: usize = 5;

/// Up to this number, the IDs are listed right below the question and must have been on screen before a
/// confirming key is accepted. If there are more, the number is shown first and must be typed, and the IDs
/// are listed below everything else.
pub const NAMED: usize = 10;

/// The state of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendStage {
    /// Waiting for the person.
    Asking,
    /// Waiting for the reply; it cannot be sent again.
    Sent(RequestId),
    /// The request failed.
    Failed(Failure),
}

/// A new remark for a friend.
#[derive(Debug, Clone)]
pub struct RemarkDialog {
    /// The user whose remark it is.
    pub owner: UserId,
    /// The friend it is about.
    pub friend: UserId,
    /// The current remark.
    pub before: Option<Text>,
    /// Whether the current remark was read.
    pub known: bool,
    /// Whether the remark changed, or the friend was removed, while the dialog was open.
    pub moved: bool,
    /// What was typed.
    pub input: Input,
    /// The state of the dialog.
    pub stage: SendStage,
}

impl RemarkDialog {
    /// The change as typed.
    pub fn change(&self) -> Change {
        Change::SetRemark {
            owner: self.owner.clone(),
            friend: self.friend.clone(),
            remark: Text::new(self.input.value()),
        }
    }
}

/// "End this friendship?"
#[derive(Debug, Clone)]
pub struct RemoveDialog {
    /// The owner of the contact list.
    pub owner: UserId,
    /// The friend to remove.
    pub friend: UserId,
    /// The owner's remark for the friend, which is removed with the friendship.
    pub remark: Option<Text>,
    /// Whether the remark was read.
    pub remark_known: bool,
    /// Whether the owner blocks the friend; that does not change.
    pub blocked: Option<bool>,
    /// Whether the friend was removed or changed while the dialog asked.
    pub moved: bool,
    /// The state of the dialog.
    pub stage: SendStage,
}

impl RemoveDialog {
    /// The change that the dialog asks about.
    pub fn change(&self) -> Change {
        Change::RemoveFriend {
            owner: self.owner.clone(),
            friend: self.friend.clone(),
        }
    }
}

/// The step of a [`ConversationDialog`] that is on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversationStep {
    /// Typing the ID of the conversation.
    Id,
    /// Choosing whether to delete the stored messages.
    Choice,
    /// Typing the ID again, because the messages cannot be restored.
    Confirm,
}

/// A conversation as it was listed when the question was asked, or last changed.
#[derive(Debug, Clone)]
pub struct SeenConversation {
    /// The row.
    pub row: Conversation,
    /// Whether it was removed, or got new messages, while the dialog asked.
    pub moved: bool,
}

/// "Delete this conversation?"
#[derive(Debug, Clone)]
pub struct ConversationDialog {
    /// The user on whose side it is deleted.
    pub owner: UserId,
    /// The peer or the group; empty until it was typed.
    pub peer: UserId,
    /// One-to-one or group.
    pub kind: ChatKind,
    /// Whether the ID was typed, not taken from a row.
    pub typed: bool,
    /// What was typed in this step.
    pub input: Input,
    /// The current step.
    pub step: ConversationStep,
    /// Whether what was typed is not the ID.
    pub mismatch: bool,
    /// The conversation as it was listed, if it was.
    pub seen: Option<SeenConversation>,
    /// Whether the stored messages are deleted, too, as chosen.
    pub roaming: bool,
    /// The state of the dialog.
    pub stage: SendStage,
}

impl ConversationDialog {
    /// Whether the conversation was removed or changed while the dialog was open.
    pub fn has_moved(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.moved)
    }

    /// The change as chosen.
    pub fn change(&self) -> Change {
        Change::DeleteConversation {
            owner: self.owner.clone(),
            peer: self.peer.clone(),
            kind: self.kind,
            roaming: self.roaming,
        }
    }
}

/// A dialog.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// "Which user?"
    Open {
        /// What was typed.
        input: Input,
        /// Whether what was typed is not a valid ID.
        bad: bool,
    },
    /// A new remark.
    Remark(RemarkDialog),
    /// Removing a friend.
    Remove(RemoveDialog),
    /// Deleting a conversation.
    Conversation(ConversationDialog),
    /// A change that was sent without a question has failed.
    FailedChange {
        /// The change.
        change: Change,
        /// Why it failed.
        failure: Failure,
        /// The request of a retry in progress.
        again: Option<RequestId>,
    },
    /// What to do with a list of IDs.
    Triage(Box<Triage>),
    /// Which file to export to.
    Export(Box<ExportDialog>),
    /// What to import from.
    Import(Box<ImportDialog>),
    /// Whether to restore these remarks.
    Remarks(Box<RemarksDialog>),
    /// Whether to make several changes together.
    ConfirmJob(Box<JobConfirmation>),
    /// The jobs.
    Jobs(JobsView),
    /// Whether to resume an unfinished job.
    ResumeOffer(ResumeOffer),
    /// Whether to quit although a change is in progress.
    Leave,
    /// Everything known about the row under the cursor.
    Card {
        /// The first line on screen.
        scroll: usize,
    },
    /// The keys.
    Help {
        /// The first line on screen.
        scroll: usize,
    },
    /// The journal, and the requests of this session.
    Journal(Box<JournalView>),
    /// The ticket and the reason.
    Reference(ReferenceDialog),
}

impl Dialog {
    /// The layer whose keys are active while this dialog is on top.
    pub fn layer(&self) -> Layer {
        match self {
            Self::Open { .. } | Self::Reference(_) => Layer::Field,
            Self::FailedChange { again: None, .. } => Layer::Failed,
            Self::Remark(d) => match d.stage {
                SendStage::Failed(ref failure) if failure.class == FailureClass::Unknown => {
                    Layer::Failed
                }
                // A refused remark stays in its field: it is fixed there and sent again.
                SendStage::Asking | SendStage::Failed(_) => Layer::Field,
                SendStage::Sent(_) => Layer::Sent,
            },
            Self::Remove(d) => stage_layer(&d.stage, Layer::Confirm),
            Self::Conversation(d) => stage_layer(
                &d.stage,
                match d.step {
                    ConversationStep::Id | ConversationStep::Confirm => Layer::Field,
                    ConversationStep::Choice => Layer::Choice,
                },
            ),
            Self::FailedChange { .. } => Layer::Sent,
            Self::Triage(d) => d.layer(),
            Self::Export(d) => files::layer(d.reading),
            Self::Import(d) => files::layer(d.reading),
            Self::Remarks(d) => d.layer(),
            Self::ConfirmJob(d) => d.layer(),
            Self::Jobs(d) => d.layer(),
            Self::ResumeOffer(d) => d.layer(),
            Self::Leave => Layer::Confirm,
            Self::Journal(d) => d.layer(),
            Self::Card { .. } | Self::Help { .. } => Layer::Reader,
        }
    }

    /// The single change that the dialog asks about, and the state of the question.
    pub fn question(&mut self) -> Option<(Change, &mut SendStage)> {
        match self {
            Self::Remark(d) => Some((d.change(), &mut d.stage)),
            Self::Remove(d) => Some((d.change(), &mut d.stage)),
            Self::Conversation(d) => Some((d.change(), &mut d.stage)),
            Self::Open { .. }
            | Self::FailedChange { .. }
            | Self::Triage(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::Remarks(_)
            | Self::ConfirmJob(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Journal(_)
            | Self::Reference(_)
            | Self::Card { .. }
            | Self::Help { .. } => None,
        }
    }

    /// The change that it is waiting for, once sent.
    pub fn awaits(&mut self) -> Option<RequestId> {
        if let Self::FailedChange { again, .. } = self {
            return *again;
        }
        match self.question() {
            Some((_, SendStage::Sent(request))) => Some(*request),
            _ => None,
        }
    }

    /// The field that has the caret, if any.
    pub fn field(&mut self) -> Option<&mut Input> {
        if !matches!(self.layer(), Layer::Field | Layer::Filter) {
            return None;
        }
        match self {
            Self::Open { input, .. } => Some(input),
            Self::Remark(d) => Some(&mut d.input),
            Self::Conversation(d) => Some(&mut d.input),
            Self::Triage(d) => d.field(),
            Self::Export(d) => Some(&mut d.input),
            Self::Import(d) => Some(&mut d.input),
            Self::Journal(d) => Some(&mut d.filter),
            Self::Reference(d) => Some(d.field()),
            Self::Remarks(d) => Some(&mut d.count),
            Self::ConfirmJob(d) => Some(&mut d.input),
            Self::Remove(_)
            | Self::FailedChange { .. }
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Card { .. }
            | Self::Help { .. } => None,
        }
    }

    /// The first line on screen of a text to read.
    pub fn scroll(&mut self) -> Option<&mut usize> {
        match self {
            Self::Card { scroll } | Self::Help { scroll } => Some(scroll),
            Self::Open { .. }
            | Self::Remark(_)
            | Self::Remove(_)
            | Self::Conversation(_)
            | Self::FailedChange { .. }
            | Self::Triage(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::Remarks(_)
            | Self::ConfirmJob(_)
            | Self::Jobs(_)
            | Self::Journal(_)
            | Self::Reference(_)
            | Self::ResumeOffer(_)
            | Self::Leave => None,
        }
    }
}

fn stage_layer(stage: &SendStage, asking: Layer) -> Layer {
    match stage {
        SendStage::Asking => asking,
        SendStage::Sent(_) => Layer::Sent,
        SendStage::Failed(_) => Layer::Failed,
    }
}

/// The open dialogs, the topmost last.
#[derive(Debug, Clone, Default)]
pub struct DialogStack {
    dialogs: Vec<Dialog>,
    /// When the topmost dialog's current question appeared, or when a key last came too soon.
    since: Millis,
    /// Whether the question appeared without a key press.
    by_itself: bool,
    /// Whether something was typed into it since.
    typed: bool,
    /// Which part of its text was on screen since.
    reach: ReadProgress,
}

impl DialogStack {
    /// The topmost dialog.
    pub fn top(&self) -> Option<&Dialog> {
        self.dialogs.last()
    }

    /// The topmost dialog, mutable.
    pub fn top_mut(&mut self) -> Option<&mut Dialog> {
        self.dialogs.last_mut()
    }

    /// All dialogs, the topmost last.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Dialog> {
        self.dialogs.iter_mut()
    }

    /// Puts a dialog on top.
    pub fn push(&mut self, dialog: Dialog, at: Millis) {
        self.dialogs.push(dialog);
        self.rearm(at);
    }

    /// Puts a dialog under the others, if there are any: it does not interrupt what the person is doing.
    pub fn push_under(&mut self, dialog: Dialog, at: Millis) {
        if self.dialogs.is_empty() {
            self.rearm_unprompted(at);
        }
        self.dialogs.insert(0, dialog);
    }

    /// Closes the topmost dialog.
    pub fn pop(&mut self, at: Millis) -> Option<Dialog> {
        // The dialog below was not opened by this key.
        self.rearm_unprompted(at);
        self.dialogs.pop()
    }

    /// Closes every dialog for which `keep` is false.
    pub fn retain(&mut self, at: Millis, keep: impl FnMut(&mut Dialog) -> bool) {
        let before = self.dialogs.len();
        self.dialogs.retain_mut(keep);
        if self.dialogs.len() != before {
            self.rearm_unprompted(at);
        }
    }

    /// A key changed what the topmost dialog asks: the wait restarts.
    pub fn rearm(&mut self, at: Millis) {
        self.since = at;
        self.by_itself = false;
        self.typed = false;
        self.reach = ReadProgress::default();
    }

    /// What the topmost dialog asks changed without a key press: the wait restarts, even if something was
    /// typed.
    pub fn rearm_unprompted(&mut self, at: Millis) {
        self.rearm(at);
        self.by_itself = true;
    }

    /// Something was typed into the topmost dialog.
    pub fn touch(&mut self) {
        self.typed = true;
    }

    /// Whether Enter in a field is accepted. A person who has typed since the field appeared has seen it;
    /// otherwise Enter counts like any other confirming key.
    pub fn is_answered(&mut self, at: Millis, arm: Millis) -> bool {
        self.typed && !self.by_itself || self.is_armed(at, arm)
    }

    /// Whether a confirming key is accepted, given that a question ignores such keys for the time `arm`; one
    /// that comes too soon restarts the wait.
    pub fn is_armed(&mut self, at: Millis, arm: Millis) -> bool {
        let armed = at.saturating_sub(self.since) >= arm;
        if !armed {
            self.since = at;
        }
        armed
    }

    /// Records how the topmost dialog was drawn.
    pub fn drawn(&mut self, drawn: DrawnText) {
        self.reach.drawn(drawn);
    }

    /// Scrolls the text of the topmost dialog.
    pub fn turn(&mut self, turn: ScrollStep) {
        self.reach.turn(turn);
    }

    /// The first line of the topmost dialog's text to show.
    pub fn first_line(&self) -> usize {
        self.reach.first()
    }

    /// How many lines that must be read will still not have been on screen, once this is drawn.
    pub fn unread_after(&self, drawn: DrawnText) -> usize {
        self.reach.unread_after(drawn)
    }

    /// Whether everything that must be read before a confirming key is accepted has been on screen.
    pub fn is_read(&self) -> bool {
        self.reach.is_read()
    }

    /// How many dialogs are open.
    pub fn len(&self) -> usize {
        self.dialogs.len()
    }

    /// Whether no dialog is open.
    pub fn is_empty(&self) -> bool {
        self.dialogs.is_empty()
    }
}
