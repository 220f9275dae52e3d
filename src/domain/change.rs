//! The changes that rosterm can make: one write to the service each, and what is known of one whose reply was
//! lost.

use strum::{EnumDiscriminants, EnumString, IntoStaticStr};

use super::{ChatKind, Conversation, Failure, UserId};
use crate::text::Text;

/// A write. It holds the IDs it is about, never a position in a list.
#[derive(Debug, Clone, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(ChangeKind),
    doc = "What a change does, whoever it is about. Its word is stored, exported and logged.",
    derive(Hash, EnumString, IntoStaticStr),
    strum(serialize_all = "kebab-case")
)]
pub enum Change {
    /// Make two users friends of each other.
    AddFriend {
        /// The owner of the contact list.
        owner: UserId,
        /// The new friend.
        friend: UserId,
    },
    /// End the friendship on both sides.
    RemoveFriend {
        /// The owner of the contact list.
        owner: UserId,
        /// The friend to remove.
        friend: UserId,
    },
    /// Set the owner's remark for the friend; an empty text clears it.
    SetRemark {
        /// The user whose remark it is.
        owner: UserId,
        /// The friend it is about.
        friend: UserId,
        /// The new remark, 100 characters at most.
        remark: Text,
    },
    /// Add a user to the blocklist.
    Block {
        /// The owner of the blocklist.
        owner: UserId,
        /// The user to block.
        target: UserId,
    },
    /// Remove a user from the blocklist.
    Unblock {
        /// The owner of the blocklist.
        owner: UserId,
        /// The blocked user.
        target: UserId,
    },
    /// Delete a conversation on the owner's side.
    DeleteConversation {
        /// The user on whose side it is deleted.
        owner: UserId,
        /// The peer or the group.
        peer: UserId,
        /// One-to-one or group.
        kind: ChatKind,
        /// Whether the messages stored on the server are deleted too. They cannot be restored.
        roaming: bool,
    },
}

impl Conversation {
    /// Deletes it on this user's side; the messages that the server stores stay.
    pub fn deletion(&self, owner: &UserId) -> Change {
        Change::DeleteConversation {
            owner: owner.clone(),
            peer: self.id.clone(),
            kind: self.kind,
            roaming: false,
        }
    }
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

    /// Whether the outcome of an earlier change no longer matters once this one is done: both are about the
    /// same friendship, the same block, the same remark, or the same conversation.
    pub fn makes_moot(&self, earlier: &Self) -> bool {
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
            // Stored messages that the earlier change was to delete may still be there after this one.
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

    /// Whether both delete the same conversation, with or without its stored messages.
    pub fn deletes_same_conversation(&self, other: &Self) -> bool {
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

    /// Whether it removes a user from a list.
    pub fn removes_from_list(&self) -> bool {
        matches!(self, Self::RemoveFriend { .. } | Self::Unblock { .. })
    }

    /// Whether this refusal of a resend leaves open whether the first request worked: a resend does not find the
    /// user whom the first request removed from a list, nor one whose account is gone while the row stays.
    pub fn is_undecided_by(&self, refusal: &Failure) -> bool {
        self.removes_from_list() && refusal.is_not_found()
    }

    /// What it does.
    pub fn kind(&self) -> ChangeKind {
        self.into()
    }

    /// The user or group it is about.
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

impl ChangeKind {
    /// The word for it in files, tables and logs.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The sign between owner and target in one-line descriptions.
    pub fn arrow(self) -> &'static str {
        match self {
            Self::AddFriend | Self::RemoveFriend => "<->",
            Self::Unblock => "<-",
            Self::SetRemark | Self::Block | Self::DeleteConversation => "->",
        }
    }
}

/// A change as the journal holds it: it may have been told not to store the texts of remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordedChange {
    /// All of it.
    Whole(Change),
    /// A remark was set; the text is not stored.
    WithheldRemark {
        /// The user whose remark it is.
        owner: UserId,
        /// The friend it is about.
        friend: UserId,
    },
}

impl RecordedChange {
    /// The change; `None` if its text is not stored.
    pub fn whole(&self) -> Option<&Change> {
        match self {
            Self::Whole(change) => Some(change),
            Self::WithheldRemark { .. } => None,
        }
    }

    /// The change, with an empty remark if its text is not stored: good to tell what it is about, but not to
    /// be sent.
    pub fn outline(&self) -> Change {
        match self {
            Self::Whole(change) => change.clone(),
            Self::WithheldRemark { owner, friend } => Change::SetRemark {
                owner: owner.clone(),
                friend: friend.clone(),
                remark: Text::new(""),
            },
        }
    }

    /// What it does.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Whole(change) => change.kind(),
            Self::WithheldRemark { .. } => ChangeKind::SetRemark,
        }
    }

    /// Whose data it changes.
    pub fn owner(&self) -> &UserId {
        match self {
            Self::Whole(change) => change.owner(),
            Self::WithheldRemark { owner, .. } => owner,
        }
    }

    /// The user or group it is about.
    pub fn target(&self) -> &UserId {
        match self {
            Self::Whole(change) => change.target(),
            Self::WithheldRemark { friend, .. } => friend,
        }
    }

    /// Whether it is this change, as far as it is stored.
    pub fn may_be(&self, change: &Change) -> bool {
        match self {
            Self::Whole(whole) => whole == change,
            Self::WithheldRemark { owner, friend } => {
                change.kind() == ChangeKind::SetRemark
                    && change.owner() == owner
                    && change.target() == friend
            }
        }
    }
}

/// How many times verifying may fail before the outcome of a change stays unknown.
pub const MAX_VERIFICATIONS: u8 = 3;

/// What verifying finds out about a change whose reply was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It was applied.
    Applied,
    /// It was not applied.
    NotApplied,
    /// What was read proves neither, and reading it again would not either.
    Inconclusive,
    /// A later change of the same thing was done: the outcome of this one no longer matters.
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

/// When a change was sent, at the earliest, by the service's clock, in milliseconds since 1970 (UTC). The
/// local clock is never used instead: it may be wrong now or may have been then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentAt(pub i64);

/// A change by a rosterm that has ended, with an unknown outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedChange {
    /// The change.
    pub change: Change,
    /// When it was recorded, just before it was sent, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What went wrong with its reply, if one arrived.
    pub failure: Option<Failure>,
}
