//! Dialogs about one change: a question before it is sent, or what went wrong with it.

use tui_input::Input;

use crate::domain::{Change, ChatKind, Conversation, Failure, FailureClass, RequestId, UserId};
use crate::keymap::Layer;
use crate::msg::Action;
use crate::text::Text;

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
    pub changed_since_asked: bool,
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
    pub changed_since_asked: bool,
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
    pub changed_since_asked: bool,
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
        self.seen
            .as_ref()
            .is_some_and(|seen| seen.changed_since_asked)
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

/// A change whose failure no open dialog shows: it was sent without one, or its dialog was closed.
#[derive(Debug, Clone)]
pub struct FailedChange {
    /// The change.
    pub change: Change,
    /// Why it failed.
    pub failure: Failure,
    /// The request of a retry in progress.
    pub again: Option<RequestId>,
}

/// A dialog about one change.
#[derive(Debug, Clone)]
pub enum ChangeDialog {
    /// A new remark.
    Remark(RemarkDialog),
    /// Removing a friend.
    Remove(RemoveDialog),
    /// Deleting a conversation.
    Conversation(ConversationDialog),
    /// A failure that no other dialog shows.
    Failed(FailedChange),
}

impl ChangeDialog {
    /// Whose lists the change is about.
    pub fn owner(&self) -> &UserId {
        match self {
            Self::Remark(dialog) => &dialog.owner,
            Self::Remove(dialog) => &dialog.owner,
            Self::Conversation(dialog) => &dialog.owner,
            Self::Failed(dialog) => dialog.change.owner(),
        }
    }

    /// The change, as typed and chosen so far.
    pub fn change(&self) -> Change {
        match self {
            Self::Remark(dialog) => dialog.change(),
            Self::Remove(dialog) => dialog.change(),
            Self::Conversation(dialog) => dialog.change(),
            Self::Failed(dialog) => dialog.change.clone(),
        }
    }

    /// Whether it asks, waits, or shows a failure.
    pub fn stage(&self) -> SendStage {
        match self {
            Self::Remark(dialog) => dialog.stage.clone(),
            Self::Remove(dialog) => dialog.stage.clone(),
            Self::Conversation(dialog) => dialog.stage.clone(),
            Self::Failed(dialog) => match dialog.again {
                Some(request) => SendStage::Sent(request),
                None => SendStage::Failed(dialog.failure.clone()),
            },
        }
    }

    /// The change was sent with this request.
    pub fn sent(&mut self, request: RequestId) {
        match self {
            Self::Remark(dialog) => dialog.stage = SendStage::Sent(request),
            Self::Remove(dialog) => dialog.stage = SendStage::Sent(request),
            Self::Conversation(dialog) => dialog.stage = SendStage::Sent(request),
            Self::Failed(dialog) => dialog.again = Some(request),
        }
    }

    /// The change has failed.
    pub fn failed(&mut self, failure: Failure) {
        match self {
            Self::Remark(dialog) => dialog.stage = SendStage::Failed(failure),
            Self::Remove(dialog) => dialog.stage = SendStage::Failed(failure),
            Self::Conversation(dialog) => dialog.stage = SendStage::Failed(failure),
            Self::Failed(dialog) => (dialog.failure, dialog.again) = (failure, None),
        }
    }

    /// The change that it is waiting for, once sent.
    pub fn awaits(&self) -> Option<RequestId> {
        match self.stage() {
            SendStage::Sent(request) => Some(request),
            SendStage::Asking | SendStage::Failed(_) => None,
        }
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        let asking = match self {
            Self::Remark(dialog) => match &dialog.stage {
                // A remark that failed, unless its outcome is unknown, stays in its field: it is fixed there and sent again.
                SendStage::Failed(failure) if failure.class != FailureClass::Unknown => {
                    return Layer::Field;
                }
                SendStage::Asking | SendStage::Sent(_) | SendStage::Failed(_) => Layer::Field,
            },
            Self::Remove(_) => Layer::Confirm,
            Self::Conversation(dialog) => match dialog.step {
                ConversationStep::Id | ConversationStep::Confirm => Layer::Field,
                ConversationStep::Choice => Layer::Choice,
            },
            Self::Failed(_) => Layer::Failed,
        };
        match self.stage() {
            SendStage::Asking => asking,
            SendStage::Sent(_) => Layer::Waiting,
            SendStage::Failed(_) => Layer::Failed,
        }
    }

    /// What can be chosen after a failure.
    pub fn failed_buttons(&self) -> Vec<Action> {
        let mut buttons = vec![Action::Escape];
        let class = match self.stage() {
            SendStage::Failed(why) => why.class,
            SendStage::Asking | SendStage::Sent(_) => return buttons,
        };
        if class != FailureClass::Final {
            buttons.push(Action::Retry);
        }
        if matches!(self, Self::Conversation(dialog) if dialog.typed) {
            buttons.push(Action::Edit);
        }
        buttons
    }

    /// The field, if there is one.
    pub fn field(&mut self) -> Option<&mut Input> {
        match self {
            Self::Remark(dialog) => Some(&mut dialog.input),
            Self::Conversation(dialog) => Some(&mut dialog.input),
            Self::Remove(_) | Self::Failed(_) => None,
        }
    }

    /// The typed text has changed: messages about the old one are outdated.
    pub fn edited(&mut self) {
        match self {
            Self::Remark(dialog) => {
                if matches!(dialog.stage, SendStage::Failed(_)) {
                    dialog.stage = SendStage::Asking;
                }
            }
            Self::Conversation(dialog) => dialog.mismatch = false,
            Self::Remove(_) | Self::Failed(_) => {}
        }
    }
}
