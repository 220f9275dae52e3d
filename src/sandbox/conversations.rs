//! A user's own side of the conversations: listing them, and deleting one on that side.

use serde_json::{Map, Value, json};

use super::reply::{ApiError, ResponseBody};
use super::request::{ServiceCall, fold};
use super::world::{ConversationKind, SandboxWorld, StoredConversation};
use super::{APP, ORG};

const PAGE: usize = 100;
const PAGE_MAX: usize = 500;
/// In bytes: no user or group has a longer ID.
const LONGEST_CHANNEL: usize = 256;

/// `GET …/user_channels`, most recently active first.
pub fn list(
    world: &SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let size = call.number("limit")?.unwrap_or(PAGE).min(PAGE_MAX);
    if size < 1 {
        return Err(ApiError::argument("limit must be greater than 0"));
    }
    let before = call.cursor(world)?;
    let (rows, next) = world.user(user)?.conversations.page(before, size);
    // The service has two formats for a row and does not document when it uses which.
    let row = if call.param("v") == Some("2") {
        session
    } else {
        channel
    };
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|(_, conversation)| row(conversation))
        .collect();
    let mut data = json!({ "channel_infos": rows });
    if let Some(next) = next {
        data["cursor"] = json!(next);
    }
    Ok(ResponseBody::new("get")
        .signed()
        .set("path", "/users/user_channels")
        .set("uri", call.uri())
        .set("entities", json!([]))
        .set("data", data))
}

fn channel(conversation: &StoredConversation) -> Value {
    let host = match conversation.kind {
        ConversationKind::Chat => "easemob.com",
        ConversationKind::Group => "conference.easemob.com",
    };
    json!({
        "channel_id": format!("{ORG}#{APP}_{}@{host}", conversation.id),
        "unread_num": conversation.unread,
        "meta": meta(conversation),
    })
}

fn session(conversation: &StoredConversation) -> Value {
    json!({
        "session_to": &*conversation.id,
        "session_type": conversation.kind.word(),
        "unread_num": conversation.unread,
        "is_top": conversation.pinned,
        "meta": meta(conversation),
    })
}

fn meta(conversation: &StoredConversation) -> Value {
    // A conversation outlives its messages: then there is none to show.
    conversation
        .last
        .as_ref()
        .map_or_else(|| json!({}), super::message::Message::meta)
}

/// `DELETE …/user_channel`, with what to delete in the body. Deleting a conversation that does not exist
/// succeeds.
pub fn delete(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let body: Map<String, Value> = call.json()?;
    let channel = fold(text(&body, "channel")?);
    let kind = text(&body, "type")?;
    let roaming = match body.get("delete_roam") {
        None | Some(Value::Null) => {
            return Err(ApiError::argument("field delete_roam cannot be null"));
        }
        Some(value) => value.as_bool().ok_or_else(ApiError::body)?,
    };
    let kind = ConversationKind::from_word(kind)
        .ok_or_else(|| ApiError::argument("field type must be chat or groupchat"))?;
    let owner = world.user_mut(user)?;
    let mut changed = owner.conversations.remove(&kind.key(&channel)).is_some();
    if roaming && channel.len() <= LONGEST_CHANNEL && !owner.gave_up(kind, &channel) {
        owner.give_up(kind, &channel);
        changed = true;
    }
    if changed {
        world.changed("delete conversation", user, &channel);
    }
    Ok(ResponseBody::new("delete")
        .signed()
        .set("path", "/users/user_channel")
        .set("uri", call.uri())
        .set("entities", json!([]))
        .set("data", json!({ "result": "ok" })))
}

fn text<'a>(body: &'a Map<String, Value>, field: &str) -> Result<&'a str, ApiError> {
    let value = match body.get(field) {
        None | Some(Value::Null) => "",
        Some(value) => value.as_str().ok_or_else(ApiError::body)?,
    };
    if value.is_empty() {
        return Err(ApiError::argument(format!(
            "field {field} cannot be null or empty"
        )));
    }
    Ok(value)
}
