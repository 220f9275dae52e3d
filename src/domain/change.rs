//! What can be changed: one write to the service, and what is known of one whose answer was lost.

use super::{ChatKind, Failure, UserId};
use crate::text::Text;

/// A write. It holds the ids it is about, never a place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Make two users friends of each other.
    AddFriend {
        /// Whose list.
        owner: UserId,
        /// The new friend.
        friend: UserId,
    },
    /// End the friendship on both sides.
    RemoveFriend {
        /// Whose list.
        owner: UserId,
        /// The friend to lose.
        friend: UserId,
    },
    /// Set what the owner calls the friend; an empty text clears it.
    SetRemark {
        /// Whose remark.
        owner: UserId,
        /// The friend it is about.
        friend: UserId,
        /// The new remark, 100 characters at most.
        remark: Text,
    },
    /// Put a user on the blocklist.
    Block {
        /// Whose blocklist.
        owner: UserId,
        /// The user to block.
        target: UserId,
    },
    /// Take a user off the blocklist.
    Unblock {
        /// Whose blocklist.
        owner: UserId,
        /// The blocked user.
        target: UserId,
    },
    /// Delete a conversation on the owner's side.
    DeleteConversation {
        /// Whose side.
        owner: UserId,
        /// The peer or the group.
        peer: UserId,
        /// One-to-one or group.
        kind: ChatKind,
        /// Whether the messages stored on the server go too. Nothing brings them back.
        roaming: bool,
    },
}

impl Change {
    /// Whose data it changes.
    pub fn owner(&self) -> &UserId {
        match self {
            Self::AddFriend { owner, .. }
            | Self::RemoveFriend { owner, .. }
            | Self::SetRemark { owner, .. }
            | Self::Block { owner, .. }
            | Self::Unblock { owner, .. }
            | Self::DeleteConversation { owner, .. } => owner,
        }
    }

    /// Whether it makes no difference what became of an earlier change once this one is done: both are
    /// about whether two are friends, whether one blocks the other, one remark, or one conversation.
    pub fn settles(&self, earlier: &Self) -> bool {
        let is = |owner: &UserId, target: &UserId| {
            self.owner().is_same(owner) && self.target().is_same(target)
        };
        let along = is(earlier.owner(), earlier.target());
        let across = is(earlier.target(), earlier.owner());
        match (self, earlier) {
            // Friendship is mutual, and a remark goes with its friend.
            (
                Self::AddFriend { .. } | Self::RemoveFriend { .. },
                Self::AddFriend { .. } | Self::RemoveFriend { .. },
            )
            | (Self::RemoveFriend { .. }, Self::SetRemark { .. }) => along || across,
            (Self::SetRemark { .. }, Self::SetRemark { .. })
            | (
                Self::Block { .. } | Self::Unblock { .. },
                Self::Block { .. } | Self::Unblock { .. },
            ) => along,
            // Stored messages that one was to delete may be there after the other.
            (
                Self::DeleteConversation { kind, roaming, .. },
                Self::DeleteConversation {
                    kind: other,
                    roaming: deeper,
                    ..
                },
            ) => along && kind == other && (*roaming || !deeper),
            _ => false,
        }
    }

    /// Whether both delete the same conversation, however thoroughly.
    pub fn deletes_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::DeleteConversation { kind, .. },
                Self::DeleteConversation { kind: also, .. },
            ) => {
                kind == also
                    && self.owner().is_same(other.owner())
                    && self.target().is_same(other.target())
            }
            _ => false,
        }
    }

    /// Whether it takes somebody off a list, so that a repeat does not find whom the first sending took off.
    pub fn takes_away(&self) -> bool {
        matches!(self, Self::RemoveFriend { .. } | Self::Unblock { .. })
    }

    /// What is done, in one word for logs and files.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::AddFriend { .. } => "add-friend",
            Self::RemoveFriend { .. } => "remove-friend",
            Self::SetRemark { .. } => "set-remark",
            Self::Block { .. } => "block",
            Self::Unblock { .. } => "unblock",
            Self::DeleteConversation { .. } => "delete-conversation",
        }
    }

    /// The sign between the owner and the target of a change of this verb, wherever one is written in a line.
    pub fn arrow(verb: &str) -> &'static str {
        match verb {
            "add-friend" | "remove-friend" => "<->",
            "unblock" => "<-",
            _ => "->",
        }
    }

    /// Whom it is about.
    pub fn target(&self) -> &UserId {
        match self {
            Self::AddFriend { friend, .. }
            | Self::RemoveFriend { friend, .. }
            | Self::SetRemark { friend, .. } => friend,
            Self::Block { target, .. } | Self::Unblock { target, .. } => target,
            Self::DeleteConversation { peer, .. } => peer,
        }
    }
}

/// What reading tells about a change whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It was applied.
    Applied,
    /// It was not applied.
    NotApplied,
    /// What was read proves neither, and reading it again would not.
    Inconclusive,
    /// A later change about the same thing was done: what became of this one makes no difference any more.
    Superseded,
}

impl From<bool> for Verification {
    fn from(applied: bool) -> Self {
        if applied {
            Self::Applied
        } else {
            Self::NotApplied
        }
    }
}

/// A change of a console that has ended, of which nobody knows what became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedChange {
    /// The change.
    pub change: Change,
    /// When it was recorded, just before it was sent, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What went wrong with its answer, where one came.
    pub failure: Option<Failure>,
}
