//! The dialog that restores remarks: what each one is now, and what it was before.

use tui_input::Input;

use super::BULK;
use crate::domain::job::Undoable;
use crate::domain::{Failure, FailureClass, UserId};
use crate::keymap::Layer;
use crate::paged::RequestId;
use crate::text::Text;

/// The current state of a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurrentRemark {
    /// It has not been read yet.
    Unread,
    /// As the change left it.
    AsLeft,
    /// Somebody has changed it since.
    Changed(Option<Text>),
    /// The users are no longer friends.
    NoFriend,
}

/// A remark to restore.
#[derive(Debug, Clone)]
pub struct RemarkToRestore {
    /// The entry of the journal that changed it.
    pub entry: i64,
    /// The friend it is about.
    pub friend: UserId,
    /// The remark as the change left it; empty if it was cleared.
    pub left: Text,
    /// The remark before the change; empty if there was none.
    pub then: Text,
    /// The current remark.
    pub now: CurrentRemark,
    /// What the list last said about it, if anything.
    pub listed: Option<CurrentRemark>,
}

/// "Restore these remarks?"
#[derive(Debug, Clone)]
pub struct RemarksDialog {
    /// The user whose remarks they are.
    pub owner: UserId,
    /// The changes to undo.
    pub undo: Undoable,
    /// The remarks.
    pub rows: Vec<RemarkToRestore>,
    /// The query that reads them, if in progress.
    pub asked: Option<RequestId>,
    /// Why they could not be read.
    pub failure: Option<Failure>,
    /// The number as typed.
    pub count: Input,
    /// Whether the remarks differ from those that the dialog first asked about.
    pub moved: bool,
}

impl RemarksDialog {
    /// The remarks that are still as the change left them.
    pub fn back(&self) -> impl Iterator<Item = &RemarkToRestore> {
        self.rows
            .iter()
            .filter(|row| row.now == CurrentRemark::AsLeft)
    }

    /// Whether their number must be typed.
    pub fn wants_count(&self) -> bool {
        self.back().count() >= BULK
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        match &self.failure {
            _ if self.asked.is_some() => Layer::Sent,
            // What was refused once would be refused again.
            Some(why) if why.class != FailureClass::Refused => Layer::Failed,
            Some(_) => Layer::Reader,
            None if self.wants_count() => Layer::Field,
            None if self.back().count() == 0 => Layer::Reader,
            None => Layer::Confirm,
        }
    }
}
