//! Builds the calls that change something, both as they are sent and as they are described to the user.

use reqwest::Method;
use serde_json::json;

use super::pace::CallFamily;
use super::raw;
use super::send::ApiCall;
use crate::domain::{Change, ChatKind, UserId};

/// The call for a single change.
pub(super) fn of(change: &Change) -> ApiCall<'_> {
    match change {
        Change::AddFriend { owner, friend } => friendship(Method::POST, owner, friend),
        Change::RemoveFriend { owner, friend } => friendship(Method::DELETE, owner, friend),
        Change::SetRemark {
            owner,
            friend,
            remark: text,
        } => remark(owner, friend, text.raw()),
        Change::Block { owner, target } => block(owner, std::slice::from_ref(target)),
        Change::Unblock { owner, target } => unblock(owner, target),
        Change::DeleteConversation {
            owner,
            peer,
            kind,
            roaming,
        } => conversation(owner, peer, *kind, *roaming),
    }
}

pub(super) fn friendship<'a>(method: Method, owner: &'a UserId, friend: &'a UserId) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "contacts", "users", friend.raw()];
    ApiCall::write(method, CallFamily::Contacts, owner, &path)
}

pub(super) fn remark<'a>(owner: &'a UserId, friend: &'a UserId, remark: &str) -> ApiCall<'a> {
    let path = ["user", owner.raw(), "contacts", "users", friend.raw()];
    ApiCall::write(Method::PUT, CallFamily::Contacts, owner, &path)
        .body(json!({ "remark": remark }))
}

pub(super) fn import<'a>(owner: &'a UserId, friends: &[UserId]) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "contacts", "import"];
    ApiCall::write(Method::POST, CallFamily::Contacts, owner, &path)
        .query("isSendNotice", "false")
        .body(json!({ "usernames": raw(friends) }))
}

pub(super) fn block<'a>(owner: &'a UserId, targets: &[UserId]) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "blocks", "users"];
    ApiCall::write(Method::POST, CallFamily::Blocks, owner, &path)
        .body(json!({ "usernames": raw(targets) }))
}

pub(super) fn unblock<'a>(owner: &'a UserId, target: &'a UserId) -> ApiCall<'a> {
    let path = ["users", owner.raw(), "blocks", "users", target.raw()];
    ApiCall::write(Method::DELETE, CallFamily::Blocks, owner, &path)
}

pub(super) fn conversation<'a>(
    owner: &'a UserId,
    peer: &UserId,
    kind: ChatKind,
    roaming: bool,
) -> ApiCall<'a> {
    let kind = match kind {
        ChatKind::Chat => "chat",
        ChatKind::Group => "groupchat",
    };
    let path = ["users", owner.raw(), "user_channel"];
    ApiCall::write(Method::DELETE, CallFamily::ConversationDelete, owner, &path)
        .body(json!({ "channel": peer.raw(), "type": kind, "delete_roam": roaming }))
}
