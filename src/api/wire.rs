//! The service's answers. What is needed is read and the rest ignored: a field that nobody knows, or
//! an optional one that is missing, never fails an answer. What an answer must have to be believed is
//! said where it is read; without it the answer is unreadable, not empty.

use serde_json::Value;

use super::failure;
use super::http::Answer;
use super::settings::AppKey;
use crate::domain::{
    Account, Blocked, ChatKind, Contact, Conversation, Cursor, Failure, Page, UserId,
};
use crate::text::Text;

/// Why an answer cannot be read.
type Unreadable = &'static str;

impl Answer {
    /// Reads the body as JSON and out of it what is wanted.
    pub fn read<T>(self, want: impl FnOnce(&Value) -> Result<T, Unreadable>) -> Result<T, Failure> {
        serde_json::from_slice(&self.body)
            .map_err(|error| failure::unreadable(self.kind, self.status, &error.to_string()))
            .and_then(|body| {
                want(&body).map_err(|why| failure::unreadable(self.kind, self.status, why))
            })
    }
}

/// What became of an import, id by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// These are friends now.
    pub added: Vec<UserId>,
    /// There are no such users.
    pub unknown_users: Vec<UserId>,
    /// For these there was no place: one of the two lists is full.
    pub over_limit: Vec<UserId>,
    /// These the service could not add, for reasons of its own.
    pub failed: Vec<UserId>,
    /// About these the service said nothing, or two things at once: read the truth.
    pub unaccounted: Vec<UserId>,
}

/// `entities[0]`, which must be about this user: an answer about another one says that another one
/// was changed.
pub(super) fn account(body: &Value, wanted: &UserId) -> Result<Account, Unreadable> {
    let entity = body
        .pointer("/entities/0")
        .ok_or("the answer has no entity")?;
    let id = user(&entity["username"]).ok_or("the entity has no username")?;
    if !id.is_same(wanted) {
        return Err("the answer is about another user");
    }
    Ok(Account {
        id,
        uuid: text(&entity["uuid"]),
        nickname: text(&entity["nickname"]),
        created: number(&entity["created"]),
        activated: truth(&entity["activated"]),
    })
}

/// A page of `data.contacts`.
pub(super) fn contacts(body: &Value) -> Result<Page<Contact>, Unreadable> {
    let rows = list(Some(&data(body)?["contacts"]))?;
    let rows = rows.iter().map(contact).collect::<Result<_, _>>()?;
    Ok(Page {
        rows,
        next: cursor(body),
    })
}

fn contact(row: &Value) -> Result<Contact, Unreadable> {
    Ok(Contact {
        id: user(&row["username"]).ok_or("a friend has no username")?,
        remark: text(&row["remark"]),
    })
}

/// A page of the blocklist.
pub(super) fn blocks(body: &Value) -> Result<Page<Blocked>, Unreadable> {
    let rows = ids(body)?.into_iter().map(|id| Blocked { id }).collect();
    Ok(Page {
        rows,
        next: cursor(body),
    })
}

/// `data` as a list of ids.
pub(super) fn ids(body: &Value) -> Result<Vec<UserId>, Unreadable> {
    list(body.get("data"))?
        .iter()
        .map(|id| user(id).ok_or("the list holds something that is no user id"))
        .collect()
}

/// A page of the conversations, whose rows come in two shapes.
pub(super) fn conversations(body: &Value, app: &AppKey) -> Result<Page<Conversation>, Unreadable> {
    let rows = list(Some(&data(body)?["channel_infos"]))?;
    let rows = rows.iter().map(|row| conversation(row, app));
    Ok(Page {
        rows: rows.collect::<Result<_, _>>()?,
        next: cursor(body),
    })
}

/// What an import answered about each of the ids that were asked for.
pub(super) fn imported(body: &Value, asked: &[UserId]) -> Result<Imported, Unreadable> {
    let data = data(body)?;
    let says = |list: &str, id: &UserId| {
        let named = data[list].as_array().into_iter().flatten().filter_map(user);
        named.into_iter().any(|named| named.is_same(id))
    };
    let mut result = Imported::default();
    for id in asked {
        let list = match [
            "success",
            "NotExistFailed",
            "maxLimitFailed",
            "UnKnowFailed",
        ]
        .map(|l| says(l, id))
        {
            [true, false, false, false] => &mut result.added,
            [false, true, false, false] => &mut result.unknown_users,
            [false, false, true, false] => &mut result.over_limit,
            [false, false, false, true] => &mut result.failed,
            _ => &mut result.unaccounted,
        };
        list.push(id.clone());
    }
    Ok(result)
}

/// `entities[] {username, relation}`: whom the service calls `yes`, and whom `no`. A user with another
/// word, or none, is left out: how they stand is not known.
pub(super) fn relations(
    body: &Value,
    yes: &str,
    no: &str,
) -> Result<Vec<(UserId, bool)>, Unreadable> {
    let found = list(body.get("entities"))?.iter().filter_map(|row| {
        let relation = row["relation"].as_str()?;
        let known = (relation == yes || relation == no).then_some(relation == yes)?;
        Some((user(&row["username"])?, known))
    });
    Ok(found.collect())
}

/// `"status": "ok"`.
pub(super) fn status_ok(body: &Value) -> Result<(), Unreadable> {
    (body["status"] == "ok")
        .then_some(())
        .ok_or("the answer does not say that it is ok")
}

/// `"data": {"result": "ok"}`.
pub(super) fn result_ok(body: &Value) -> Result<(), Unreadable> {
    (body["data"]["result"] == "ok")
        .then_some(())
        .ok_or("the answer does not say that it is ok")
}

/// A token and how many seconds it lasts; 0 or nothing is for ever.
pub(super) fn token(body: &Value) -> Result<(String, Option<u64>), Unreadable> {
    let token = body["access_token"]
        .as_str()
        .filter(|token| !token.is_empty());
    let lasts = number(&body["expires_in"]).and_then(|seconds| u64::try_from(seconds).ok());
    Ok((
        token.ok_or("the answer has no token")?.to_owned(),
        lasts.filter(|seconds| *seconds > 0),
    ))
}

fn conversation(row: &Value, app: &AppKey) -> Result<Conversation, Unreadable> {
    let (id, kind) = match (&row["session_to"], &row["channel_id"]) {
        (Value::String(to), _) if !to.is_empty() => {
            let group = row["session_type"]
                .as_str()
                .is_some_and(|t| t.eq_ignore_ascii_case("groupchat"));
            (
                to.as_str(),
                if group {
                    ChatKind::Group
                } else {
                    ChatKind::Chat
                },
            )
        }
        (_, Value::String(channel)) if !channel.is_empty() => channel_id(channel, app),
        _ => return Err("a conversation has no id"),
    };
    let meta = &row["meta"];
    Ok(Conversation {
        id: UserId::new(id),
        kind,
        unread: number(&row["unread_num"]).and_then(|n| u64::try_from(n).ok()),
        last_at: number(&meta["timestamp"]),
        last_text: last_text(&meta["payload"]),
    })
}

/// `{org}#{app}_{id}@easemob.com`, or `@conference.easemob.com` for a group. The id may hold `_` and
/// `@` itself, so exactly what is known is taken off. Where it is not there nothing is guessed: half an
/// id could be somebody else's.
fn channel_id<'a>(channel: &'a str, app: &AppKey) -> (&'a str, ChatKind) {
    let (rest, kind) = if let Some(rest) = channel.strip_suffix("@conference.easemob.com") {
        (rest, ChatKind::Group)
    } else if channel.contains("@conference.") {
        (channel, ChatKind::Group)
    } else {
        (
            channel.strip_suffix("@easemob.com").unwrap_or(channel),
            ChatKind::Chat,
        )
    };
    let prefix = format!("{app}_");
    let id = match rest.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(&prefix) => &rest[prefix.len()..],
        _ => rest,
    };
    (if id.is_empty() { channel } else { id }, kind)
}

/// The text of the last message. `payload` is JSON inside a string; any other body has no text.
fn last_text(payload: &Value) -> Option<Text> {
    let parsed: Value = match payload {
        Value::String(json) => serde_json::from_str(json).ok()?,
        other => other.clone(),
    };
    let bodies = parsed["bodies"].as_array()?;
    bodies
        .iter()
        .find(|body| body["type"] == "txt")
        .and_then(|body| text(&body["msg"]))
}

/// The `data` of a page, in which the list may be left out when there is nothing in it.
fn data(body: &Value) -> Result<&Value, Unreadable> {
    body.get("data")
        .filter(|data| data.is_object())
        .ok_or("the answer has no data")
}

/// A list; `null` is an empty one, but an answer without it is not an answer.
fn list(value: Option<&Value>) -> Result<&[Value], Unreadable> {
    match value {
        Some(Value::Array(rows)) => Ok(rows),
        Some(Value::Null) => Ok(&[]),
        _ => Err("the answer has no list"),
    }
}

/// Where the next page starts: the documented examples show it at the top, the service's own
/// client reads it in `data`.
fn cursor(body: &Value) -> Option<Cursor> {
    [&body["data"]["cursor"], &body["cursor"]]
        .into_iter()
        .find_map(|cursor| match cursor {
            Value::String(cursor) if !cursor.is_empty() => Some(Cursor(cursor.clone())),
            Value::Number(cursor) => Some(Cursor(cursor.to_string())),
            _ => None,
        })
}

fn user(id: &Value) -> Option<UserId> {
    match id {
        Value::String(id) if !id.is_empty() => Some(UserId::new(id)),
        Value::Number(id) => Some(UserId::new(&id.to_string())),
        _ => None,
    }
}

fn text(value: &Value) -> Option<Text> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(Text::new)
}

fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

fn truth(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| value.as_str()?.parse().ok())
}
