//! What a failed call means for a job: whether it is worth a retry, and what else it rules out.

use crate::domain::{Change, Failure, FailureClass, FailureReason};

/// A reason why further changes of a kind cannot succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadEnd {
    All,
    /// The owner cannot have more friends.
    Friends,
    /// The owner cannot block more users.
    Blocks,
}

impl DeadEnd {
    pub fn applies_to(self, change: &Change) -> bool {
        match self {
            Self::All => true,
            Self::Friends => matches!(change, Change::AddFriend { .. }),
            Self::Blocks => matches!(change, Change::Block { .. }),
        }
    }

    /// What a failed call implies for changes that were not sent yet.
    pub fn of(change: &Change, why: &Failure) -> Option<Self> {
        let full = why.status == Some(403) && why.says("exceed_limit");
        match change {
            _ if why.says("resource_limited")
                || why.says("organization_application_not_found")
                || why.reason == FailureReason::Tls =>
            {
                Some(Self::All)
            }
            Change::AddFriend { .. } if full => Some(Self::Friends),
            Change::Block { .. } if full => Some(Self::Blocks),
            Change::AddFriend { .. }
            | Change::RemoveFriend { .. }
            | Change::SetRemark { .. }
            | Change::Block { .. }
            | Change::Unblock { .. }
            | Change::DeleteConversation { .. } => None,
        }
    }
}

/// Whether nothing was done, and the same call may well get through later.
pub fn is_temporary_refusal(why: &Failure) -> bool {
    why.class == FailureClass::Retryable
        || (why.class == FailureClass::NothingDone && why.reason == FailureReason::Connect)
}

/// Whether a call for many may have failed because of a single user.
pub fn may_concern_one_user(why: &Failure) -> bool {
    why.reason == FailureReason::BadId
        || (why.class == FailureClass::Final && why.status == Some(400))
}

/// Copies the reason of a failure for a change that was not sent because of it.
pub fn as_not_sent(why: &Failure) -> Failure {
    Failure {
        class: FailureClass::NothingDone,
        ..why.clone()
    }
}
