//! What lies over the lists: questions, fields, failures, things to read. A dialog holds the values it
//! is about, never a place in a list: the lists may change under it as they like.

use tui_input::Input;

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
    JournalPaging, JournalPart, JournalRowKey, JournalScope, JournalView, ReferenceDialog,
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

/// A confirming key counts only after the dialog was on screen this long, where the profile does not say
/// otherwise; a key that came sooner starts the time anew. Type-ahead never confirms.
pub const ARM: Millis = 400;

/// From this many ids on, their number must be typed before anything is sent.
pub const BULK: usize = 5;

/// Up to so many are named right below the question and have to be seen before a confirming key counts. Of more, the
/// number stands first and is typed, and the names stand below everything else.
pub const NAMED: usize = 10;

/// How far a question has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendStage {
    /// Waiting for the person.
    Asking,
    /// Waiting for the server; it cannot be sent again.
    Sent(RequestId),
    /// The server or the network said no.
    Failed(Failure),
}

/// A new remark for a friend.
#[derive(Debug, Clone)]
pub struct RemarkDialog {
    /// Whose remark.
    pub owner: UserId,
    /// The friend it is about.
    pub friend: UserId,
    /// The remark as it stands.
    pub before: Option<Text>,
    /// Whether the remark was read at all.
    pub known: bool,
    /// The remark changed, or the friend went, under the dialog.
    pub moved: bool,
    /// What was typed.
    pub input: Input,
    /// How far it is.
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
    /// Whose list.
    pub owner: UserId,
    /// The friend to lose.
    pub friend: UserId,
    /// The owner's remark for the friend, which goes with the friendship.
    pub remark: Option<Text>,
    /// Whether the remark was read at all.
    pub remark_known: bool,
    /// Whether the owner blocks the friend; that stays as it is.
    pub blocked: Option<bool>,
    /// The target went or changed under the dialog while it asked.
    pub moved: bool,
    /// How far it is.
    pub stage: SendStage,
}

impl RemoveDialog {
    /// The change that is asked about.
    pub fn change(&self) -> Change {
        Change::RemoveFriend {
            owner: self.owner.clone(),
            friend: self.friend.clone(),
        }
    }
}

/// Which part of a [`ConversationDialog`] is on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversationStep {
    /// Typing the id of the conversation.
    Id,
    /// Choosing what becomes of the stored messages.
    Choice,
    /// Typing the id once more, because nothing brings the messages back.
    Confirm,
}

/// A conversation as it was listed when the question was put, or last changed.
#[derive(Debug, Clone)]
pub struct SeenConversation {
    /// The row.
    pub row: Conversation,
    /// It went, or more was said in it, under the dialog while it asked.
    pub moved: bool,
}

/// "Delete this conversation?"
#[derive(Debug, Clone)]
pub struct ConversationDialog {
    /// Whose side.
    pub owner: UserId,
    /// The peer or the group; empty until it was typed.
    pub peer: UserId,
    /// One-to-one or group.
    pub kind: ChatKind,
    /// Whether the id was typed, not taken from a row.
    pub typed: bool,
    /// What was typed in this step.
    pub input: Input,
    /// Which part is on screen.
    pub step: ConversationStep,
    /// What was typed is not the id.
    pub mismatch: bool,
    /// The conversation as it was listed, where it was.
    pub seen: Option<SeenConversation>,
    /// Whether the stored messages go too, as chosen.
    pub roaming: bool,
    /// How far it is.
    pub stage: SendStage,
}

impl ConversationDialog {
    /// Whether the conversation went or changed under the dialog.
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
        /// What was typed cannot be asked for.
        bad: bool,
    },
    /// A remark.
    Remark(RemarkDialog),
    /// The end of a friendship.
    Remove(RemoveDialog),
    /// The end of a conversation.
    Conversation(ConversationDialog),
    /// A change that was made at once has failed.
    FailedChange {
        /// The change.
        change: Change,
        /// Why it failed.
        failure: Failure,
        /// It is on its way again.
        again: Option<RequestId>,
    },
    /// What shall be done with a list of ids?
    Triage(Box<Triage>),
    /// Where is a list written?
    Export(Box<ExportDialog>),
    /// Where is a list read from?
    Import(Box<ImportDialog>),
    /// Shall these remarks be put back?
    Remarks(Box<RemarksDialog>),
    /// Several changes, to be done together?
    ConfirmJob(Box<JobConfirmation>),
    /// The jobs.
    Jobs(JobsView),
    /// Go on with a job that was left?
    ResumeOffer(ResumeOffer),
    /// Leave although a change is on its way?
    Leave,
    /// All that is known of the row under the cursor.
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
    /// Which keys count while this dialog is on top.
    pub fn layer(&self) -> Layer {
        match self {
            Self::Open { .. } | Self::Reference(_) => Layer::Field,
            Self::FailedChange { again: None, .. } => Layer::Failed,
            Self::Remark(d) => match d.stage {
                SendStage::Failed(ref failure) if failure.class == FailureClass::Unknown => {
                    Layer::Failed
                }
                // A refused remark stays in its field: it is mended there and sent again.
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

    /// The one change that is asked about, and how far it is.
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

    /// The change that it waits for, once that was sent.
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

    /// The first line on screen of something to read.
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

/// The dialogs, the topmost last.
#[derive(Debug, Clone, Default)]
pub struct DialogStack {
    dialogs: Vec<Dialog>,
    /// When the topmost dialog came to ask what it asks now, or when it was last pressed too soon.
    since: Millis,
    /// It came to ask that by itself, not by a key.
    by_itself: bool,
    /// Something was typed into it since.
    typed: bool,
    /// What of its text was on screen since.
    reach: ReadProgress,
}

impl DialogStack {
    /// The topmost dialog.
    pub fn top(&self) -> Option<&Dialog> {
        self.dialogs.last()
    }

    /// The topmost dialog, to change it.
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

    /// Puts a dialog under the others, where there are any: what the person is doing is not pushed aside.
    pub fn push_under(&mut self, dialog: Dialog, at: Millis) {
        if self.dialogs.is_empty() {
            self.rearm_unprompted(at);
        }
        self.dialogs.insert(0, dialog);
    }

    /// Takes the topmost dialog away.
    pub fn pop(&mut self, at: Millis) -> Option<Dialog> {
        // What lay under it was not asked for now.
        self.rearm_unprompted(at);
        self.dialogs.pop()
    }

    /// Takes away every dialog that is not worth keeping.
    pub fn retain(&mut self, at: Millis, keep: impl FnMut(&mut Dialog) -> bool) {
        let before = self.dialogs.len();
        self.dialogs.retain_mut(keep);
        if self.dialogs.len() != before {
            self.rearm_unprompted(at);
        }
    }

    /// A key made the topmost dialog ask something else: its time begins anew.
    pub fn rearm(&mut self, at: Millis) {
        self.since = at;
        self.by_itself = false;
        self.typed = false;
        self.reach = ReadProgress::default();
    }

    /// The topmost dialog asks something else by itself: its time begins anew, whatever is typed.
    pub fn rearm_unprompted(&mut self, at: Millis) {
        self.rearm(at);
        self.by_itself = true;
    }

    /// Something was typed into the topmost dialog.
    pub fn touch(&mut self) {
        self.typed = true;
    }

    /// Whether Enter in a field counts. Who has typed since the field was there has seen it; else Enter
    /// counts as any other confirming key does.
    pub fn is_answered(&mut self, at: Millis, arm: Millis) -> bool {
        self.typed && !self.by_itself || self.is_armed(at, arm)
    }

    /// Whether a confirming key counts, where a question takes none for the time `arm`; one that comes
    /// too soon starts the time anew.
    pub fn is_armed(&mut self, at: Millis, arm: Millis) -> bool {
        let armed = at.saturating_sub(self.since) >= arm;
        if !armed {
            self.since = at;
        }
        armed
    }

    /// The topmost dialog was drawn like this.
    pub fn drawn(&mut self, drawn: DrawnText) {
        self.reach.drawn(drawn);
    }

    /// Scrolls the text of the topmost dialog.
    pub fn turn(&mut self, turn: ScrollStep) {
        self.reach.turn(turn);
    }

    /// The first line of the topmost dialog's text that is to be on screen.
    pub fn first_line(&self) -> usize {
        self.reach.first()
    }

    /// How many lines of what has to be read were not on screen yet, once this is drawn.
    pub fn unread_after(&self, drawn: DrawnText) -> usize {
        self.reach.unread_after(drawn)
    }

    /// Whether all that has to be read before a confirming key counts was on screen.
    pub fn is_read(&self) -> bool {
        self.reach.is_read()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.dialogs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.dialogs.is_empty()
    }
}
