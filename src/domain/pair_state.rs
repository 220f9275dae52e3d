//! How two users stand to each other.

use super::{Change, ChangeKind};
use crate::text::Text;

/// A user's relation to the owner, now or before a change, as far as known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairState {
    /// Whether they are friends.
    pub friend: Option<bool>,
    /// Whether the owner blocks them.
    pub blocked: Option<bool>,
    /// The owner's remark for them.
    pub remark: Option<PairRemark>,
}

/// The owner's remark for a friend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PairRemark {
    /// There is none.
    None,
    /// This text.
    Text(Text),
    /// There is one. The journal was told not to store its text.
    Withheld,
}

impl PairRemark {
    /// A remark as lists have it. An empty one is none.
    pub fn of(listed: Option<&Text>) -> Self {
        match listed {
            Some(text) if !text.raw().is_empty() => Self::Text(text.clone()),
            Some(_) | None => Self::None,
        }
    }

    /// Whether setting this text would change it; `None` if that is unknown.
    pub fn differs_from(&self, text: &str) -> Option<bool> {
        match self {
            Self::None => Some(!text.is_empty()),
            Self::Text(there) => Some(there.raw() != text),
            Self::Withheld => text.is_empty().then_some(true),
        }
    }

    /// The remark as lists have it; `None` if the text is not stored.
    pub fn listed(&self) -> Option<Option<&Text>> {
        match self {
            Self::None => Some(None),
            Self::Text(text) => Some(Some(text)),
            Self::Withheld => None,
        }
    }
}

/// Whether the state before a change is known, so that it can be restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorKnowledge {
    /// It is known.
    Known,
    /// It could not be read, or cannot be restored.
    Unknown,
}

impl PairState {
    /// The same as [`covers`](Self::covers), as an enum.
    pub fn prior_knowledge(&self, change: &Change) -> PriorKnowledge {
        if self.covers(change) {
            PriorKnowledge::Known
        } else {
            PriorKnowledge::Unknown
        }
    }

    /// The remark as lists have it: `Some(None)` if there is none, `None` if it is not known.
    pub fn listed_remark(&self) -> Option<Option<&Text>> {
        self.remark.as_ref()?.listed()
    }

    /// Whether it says what a change replaces, so that this can be restored.
    pub fn covers(&self, change: &Change) -> bool {
        match change {
            Change::AddFriend { .. } | Change::RemoveFriend { .. } => self.friend.is_some(),
            Change::SetRemark { .. } => self.listed_remark().is_some(),
            Change::Block { .. } | Change::Unblock { .. } => self.blocked.is_some(),
            Change::DeleteConversation { .. } => false,
        }
    }
}

impl ChangeKind {
    /// Whether it would change who is on the lists, for a user in this state; `None` if that is unknown or
    /// depends on a text.
    pub fn would_change(self, state: &PairState) -> Option<bool> {
        match self {
            Self::AddFriend => state.friend.map(|is| !is),
            Self::RemoveFriend => state.friend,
            Self::Block => state.blocked.map(|is| !is),
            Self::Unblock => state.blocked,
            Self::SetRemark | Self::DeleteConversation => None,
        }
    }
}

impl Change {
    /// Whether it would change anything in this state; `None` if that is unknown.
    pub fn would_change(&self, state: &PairState) -> Option<bool> {
        match self {
            Self::SetRemark { remark, .. } => state.remark.as_ref()?.differs_from(remark.raw()),
            other => other.kind().would_change(state),
        }
    }

    /// Whether it certainly would change nothing in this state.
    pub fn is_unneeded(&self, state: &PairState) -> bool {
        self.would_change(state) == Some(false)
    }
}
