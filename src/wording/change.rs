//! Single changes: what one would do, and what one did.

use crate::domain::Change;
use crate::i18n::Lang;
use crate::t;

/// What a change would do.
pub fn question(lang: Lang, change: &Change) -> String {
    let (owner, id) = (change.owner().shown(), change.target().shown());
    match change {
        Change::AddFriend { .. } => t!(lang, "ask-add", owner = owner, id = id),
        Change::RemoveFriend { .. } => t!(lang, "ask-remove", owner = owner, id = id),
        Change::SetRemark { .. } => t!(lang, "ask-remark", owner = owner, id = id),
        Change::Block { .. } => t!(lang, "ask-block", owner = owner, id = id),
        Change::Unblock { .. } => t!(lang, "ask-unblock", owner = owner, id = id),
        Change::DeleteConversation { .. } => t!(lang, "ask-conversation", owner = owner, id = id),
    }
}

/// What a change did.
pub fn done(lang: Lang, change: &Change) -> String {
    let (owner, id) = (change.owner().shown(), change.target().shown());
    match change {
        Change::AddFriend { .. } => t!(lang, "done-add", owner = owner, id = id),
        Change::RemoveFriend { .. } => t!(lang, "done-remove", owner = owner, id = id),
        Change::SetRemark { .. } => t!(lang, "done-remark", owner = owner, id = id),
        Change::Block { .. } => t!(lang, "done-block", owner = owner, id = id),
        Change::Unblock { .. } => t!(lang, "done-unblock", owner = owner, id = id),
        Change::DeleteConversation { roaming: false, .. } => {
            t!(lang, "done-conversation", owner = owner, id = id)
        }
        Change::DeleteConversation { roaming: true, .. } => {
            t!(lang, "done-conversation-roaming", owner = owner, id = id)
        }
    }
}

/// Why a change was not sent: the state is the requested one already.
pub fn unneeded(lang: Lang, change: &Change) -> String {
    let id = change.target().shown();
    match change {
        Change::AddFriend { .. } => t!(lang, "notice-already-friend", id = id),
        Change::RemoveFriend { .. } => t!(lang, "notice-friend-gone", id = id),
        Change::SetRemark { .. } => t!(lang, "notice-remark-already-set", id = id),
        Change::Block { .. } => t!(lang, "notice-already-blocked", id = id),
        Change::Unblock { .. } => t!(lang, "notice-not-blocked", id = id),
        // No read proves it.
        Change::DeleteConversation { .. } => t!(lang, "change-unneeded"),
    }
}
