//! Remarks that are to be put back: what each is now, and what it was before.

use tui_input::Input;

use super::BULK;
use crate::domain::job::Undoable;
use crate::domain::{Failure, FailureClass, UserId};
use crate::keymap::Layer;
use crate::paged::RequestId;
use crate::text::Text;

/// What a remark is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurrentRemark {
    /// Nobody has read it yet.
    Unread,
    /// As the change left it.
    AsLeft,
    /// Somebody changed it since.
    Changed(Option<Text>),
    /// They are no friends any more.
    NoFriend,
}

/// A remark that is to be put back.
#[derive(Debug, Clone)]
pub struct RemarkToRestore {
    /// The entry of the journal that changed it.
    pub entry: i64,
    /// The friend it is about.
    pub friend: UserId,
    /// As the change left it; empty where it was cleared.
    pub left: Text,
    /// As it was before; empty where there was none.
    pub then: Text,
    /// What it is now.
    pub now: CurrentRemark,
    /// What the list said when it was last looked at, if anything.
    pub listed: Option<CurrentRemark>,
}

/// "Put these remarks back?"
#[derive(Debug, Clone)]
pub struct RemarksDialog {
    /// Whose remarks.
    pub owner: UserId,
    /// What is taken back.
    pub undo: Undoable,
    /// The remarks.
    pub rows: Vec<RemarkToRestore>,
    /// They are being read.
    pub asked: Option<RequestId>,
    /// Why they could not be read.
    pub failure: Option<Failure>,
    /// The number as typed.
    pub count: Input,
    /// These are others now than when it was asked.
    pub moved: bool,
}

impl RemarksDialog {
    /// Those that are as the change left them.
    pub fn back(&self) -> impl Iterator<Item = &RemarkToRestore> {
        self.rows
            .iter()
            .filter(|row| row.now == CurrentRemark::AsLeft)
    }

    /// Whether their number must be typed.
    pub fn wants_count(&self) -> bool {
        self.back().count() >= BULK
    }

    /// Which keys count.
    pub fn layer(&self) -> Layer {
        match &self.failure {
            _ if self.asked.is_some() => Layer::Sent,
            // What was refused once is refused again.
            Some(why) if why.class != FailureClass::Refused => Layer::Failed,
            Some(_) => Layer::Reader,
            None if self.wants_count() => Layer::Field,
            None if self.back().count() == 0 => Layer::Reader,
            None => Layer::Confirm,
        }
    }
}
