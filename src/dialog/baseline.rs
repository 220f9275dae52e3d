//! An earlier list that the current one is compared with, and the state of a user in it.

use crate::domain::files::{SnapshotInfo, TableScope};
use crate::domain::limits::REMARK_CAP;
use crate::domain::{ListKind, UserId};
use crate::text::Text;

/// An earlier list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name, or the snapshot's number.
    pub name: Text,
    /// The snapshot, if it is one.
    pub snapshot: Option<SnapshotInfo>,
    /// How many users are unchanged.
    pub same: usize,
    /// The owner of the list, if it is another user.
    pub other_owner: Option<UserId>,
    /// Set if it is not a snapshot, but a table that a person made.
    pub table: Option<TableScope>,
}

/// A user's state in an earlier list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineState {
    /// Which list it is.
    pub list: ListKind,
    /// Whether they were on it.
    pub there: bool,
    /// The remark, if known.
    pub remark: Option<Option<Text>>,
}

impl BaselineState {
    /// The remark, if it can be set again: `None` if it is unknown, or longer than the service accepts.
    pub fn remark_to_set(&self) -> Option<&str> {
        let remark = self.remark.as_ref()?;
        let remark = remark.as_ref().map_or("", Text::raw);
        (!is_too_long(remark)).then_some(remark)
    }

    /// Whether the remark is longer than the service accepts.
    pub fn is_too_long(&self) -> bool {
        let remark = self.remark.as_ref().and_then(Option::as_ref);
        remark.is_some_and(|remark| is_too_long(remark.raw()))
    }
}

fn is_too_long(remark: &str) -> bool {
    remark.chars().nth(REMARK_CAP).is_some()
}
