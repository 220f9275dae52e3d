//! The calls that change something: the request of each, as it is sent and as it is described to the user, and
//! what its reply must say.

use reqwest::Method;
use serde_json::{Value, json};

use super::pace::CallFamily;
use super::raw;
use super::send::ApiCall;
use super::wire::{self, Unreadable};
use crate::domain::{Change, ChatKind, UserId};

/// The call for a single change.
pub(super) fn of(change: &Change) -> ApiCall<'_> {
    match change {
        // "Add a friend": of each other.
        Change::AddFriend { owner, friend } => friendship(Method::POST, owner, friend),
        // "Remove one friend": on both sides.
        Change::RemoveFriend { owner, friend } => friendship(Method::DELETE, owner, friend),
        // "Manage user relationships: set a friend's remark": an empty one clears it.
        Change::SetRemark {
            owner,
            friend,
            remark,
        } => {
            let path = ["user", owner.raw(), "contacts", "users", friend.raw()];
            ApiCall::write(Method::PUT, CallFamily::Contacts, owner, &path)
                .body(json!({ "remark": remark.raw() }))
        }
        // "Manage user relationships: add users to the blocklist".
        Change::Block { owner, target } => {
            let path = ["users", owner.raw(), "blocks", "users"];
            ApiCall::write(Method::POST, CallFamily::Blocks, owner, &path)
                .body(json!({ "usernames": [target.raw()] }))
        }
        // "Manage user relationships: remove a user from the blocklist".
        Change::Unblock { owner, target } => {
            let path = ["users", owner.raw(), "blocks", "users", target.raw()];
            ApiCall::write(Method::DELETE, CallFamily::Blocks, owner, &path)
        }
        // "Delete a conversation on one side": `delete_roam` also deletes the messages that the server stores for
        // it. Limited to five calls a minute for each user.
        Change::DeleteConversation {
            owner,
            peer,
            kind,
            roaming,
        } => {
            let kind = match kind {
                ChatKind::Chat => "chat",
                ChatKind::Group => "groupchat",
            };
            let path = ["users", owner.raw(), "user_channel"];
            ApiCall::write(Method::DELETE, CallFamily::ConversationDelete, owner, &path)
                .body(json!({ "channel": peer.raw(), "type": kind, "delete_roam": roaming }))
        }
    }
}

/// Checks that a reply confirms this change: that it is about the right user, or says that all is well.
pub(super) fn confirms(body: &Value, change: &Change) -> Result<(), Unreadable> {
    match change {
        Change::AddFriend { .. } | Change::RemoveFriend { .. } | Change::Unblock { .. } => {
            wire::account(body, change.target()).map(drop)
        }
        Change::SetRemark { .. } => wire::status_ok(body),
        Change::Block { target, .. } => wire::blocked(body, target),
        Change::DeleteConversation { .. } => wire::result_ok(body),
    }
}

fn friendship<'a>(method: Method, owner: &'a UserId, friend: &'a UserId) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "contacts", "users", friend.raw()];
    ApiCall::write(method, CallFamily::Contacts, owner, &path)
}

/// The call that adds several friends, and notifies no device.
pub(super) fn import<'a>(owner: &'a UserId, friends: &[UserId]) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "contacts", "import"];
    ApiCall::write(Method::POST, CallFamily::Contacts, owner, &path)
        .query("isSendNotice", "false")
        .body(json!({ "usernames": raw(friends) }))
}
