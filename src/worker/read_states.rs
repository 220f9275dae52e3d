//! The current states of the users of a job.

use std::collections::{HashMap, HashSet};

use crate::domain::{PairRemark, PairState, UserId};
use crate::journal::SnapshotRows;
use crate::text::Text;

/// The current relations of users to the owner of a job. A list that the job does not touch was not read.
#[derive(Debug, Default)]
pub(super) struct ReadStates {
    /// The friends with their remarks.
    friends: Option<HashMap<String, Option<Text>>>,
    blocks: Option<HashSet<String>>,
    /// If only some users were read: the state of these.
    users: Option<HashMap<String, PairState>>,
}

impl ReadStates {
    /// Only these users were read.
    pub fn of_users(read: Vec<(UserId, PairState)>) -> Self {
        let read = read.into_iter();
        Self {
            users: Some(read.map(|(id, stand)| (id.folded(), stand)).collect()),
            ..Self::default()
        }
    }

    /// Whether this is about that user. It is about everybody, even if nothing was read, unless only some users were.
    pub fn covers(&self, id: &UserId) -> bool {
        let some = self.users.as_ref();
        some.is_none_or(|some| some.contains_key(&id.folded()))
    }

    /// The state of this user.
    pub fn of(&self, id: &UserId) -> PairState {
        let id = id.folded();
        if let Some(some) = &self.users {
            return some.get(&id).cloned().unwrap_or_default();
        }
        PairState {
            friend: self.friends.as_ref().map(|list| list.contains_key(&id)),
            blocked: self.blocks.as_ref().map(|list| list.contains(&id)),
            remark: self
                .friends
                .as_ref()
                .and_then(|list| list.get(&id))
                .map(|listed| PairRemark::of(listed.as_ref())),
        }
    }

    /// Takes over a whole list.
    pub fn add_list(&mut self, rows: &SnapshotRows) {
        match rows {
            SnapshotRows::Friends(rows) => {
                let rows = rows.iter().map(|row| (row.id.folded(), row.remark.clone()));
                self.friends = Some(rows.collect());
            }
            SnapshotRows::Blocks(rows) => {
                self.blocks = Some(rows.iter().map(|row| row.id.folded()).collect());
            }
        }
    }
}
