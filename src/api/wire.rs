//! Parses the service's replies. Only the fields that are needed are read: an unknown field, or a missing
//! optional one, is never an error. Each parser documents the fields that a reply must have to be trusted; a
//! reply without them is unreadable, not empty.

use serde_json::Value;

use super::address::AppKey;
use super::failure;
use super::http::HttpReply;
use crate::domain::{
    Account, Blocked, ChatKind, Contact, Conversation, Cursor, Failure, Page, UserId,
};
use crate::text::Text;

/// Why a reply cannot be read.
pub(super) type Unreadable = &'static str;

impl HttpReply {
    /// Parses the body as JSON and extracts a value from it.
    pub fn read<T>(self, want: impl FnOnce(&Value) -> Result<T, Unreadable>) -> Result<T, Failure> {
        serde_json::from_slice(&self.body)
            .map_err(|error| failure::unreadable(self.kind, self.status, &error.to_string()))
            .and_then(|body| {
                want(&body).map_err(|why| failure::unreadable(self.kind, self.status, why))
            })
    }

    /// The same for the reply to a change, whose status is recorded.
    pub fn read_with_status<T>(
        self,
        want: impl FnOnce(&Value) -> Result<T, Unreadable>,
    ) -> Result<Accepted<T>, Failure> {
        let status = self.status.as_u16();
        self.read(want).map(|said| Accepted { status, body: said })
    }
}

/// A successful reply to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted<T> {
    /// The HTTP status of the reply.
    pub status: u16,
    /// What the reply says.
    pub body: T,
}

/// The outcome of an import for each ID.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FriendImport {
    /// These are friends now.
    pub added: Vec<UserId>,
    /// These users do not exist.
    pub unknown_users: Vec<UserId>,
    /// One of the two lists is full.
    pub over_limit: Vec<UserId>,
    /// The service could not add these, for reasons of its own.
    pub failed: Vec<UserId>,
    /// The reply says nothing about these, or contradicts itself: verify them.
    pub unaccounted: Vec<UserId>,
}

/// `entities[0]`, which must be about this user: a reply about another user means that the other one was
/// changed.
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

/// The first user of a list.
pub(super) fn first_user(body: &Value) -> Result<Option<UserId>, Unreadable> {
    match list(body.get("entities"))?.first() {
        None => Ok(None),
        Some(entity) => user(&entity["username"])
            .map(Some)
            .ok_or("the entity has no username"),
    }
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

/// `data` as a list of IDs.
pub(super) fn ids(body: &Value) -> Result<Vec<UserId>, Unreadable> {
    list(body.get("data"))?
        .iter()
        .map(|id| user(id).ok_or("the list holds something that is no user id"))
        .collect()
}

/// Whether the user to be blocked is among those that are blocked now.
pub(super) fn blocked(body: &Value, asked: &UserId) -> Result<(), Unreadable> {
    let named = ids(body)?;
    if named.iter().any(|id| id.is_same(asked)) {
        return Ok(());
    }
    Err("the answer does not say that the user is blocked")
}

/// A page of the conversations, whose rows come in two forms.
pub(super) fn conversations(body: &Value, app: &AppKey) -> Result<Page<Conversation>, Unreadable> {
    let rows = list(Some(&data(body)?["channel_infos"]))?;
    let rows = rows.iter().map(|row| conversation(row, app));
    Ok(Page {
        rows: rows.collect::<Result<_, _>>()?,
        next: cursor(body),
    })
}

/// What the reply to an import says about each of the requested IDs.
pub(super) fn imported(body: &Value, asked: &[UserId]) -> Result<FriendImport, Unreadable> {
    let data = data(body)?;
    let says = |list: &str, id: &UserId| {
        let named = data[list].as_array().into_iter().flatten().filter_map(user);
        named.into_iter().any(|named| named.is_same(id))
    };
    let mut result = FriendImport::default();
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

/// `entities[] {username, relation}`: the users that the service marks `yes`, and those marked `no`. A user
/// with another value, or none, is omitted: the state is unknown.
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

/// A token and its lifetime in seconds; 0 or nothing means that it does not expire.
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

/// `{org}#{app}_{id}@easemob.com`, or `@conference.easemob.com` for a group. The ID may contain `_` and `@`
/// itself, so only the exact known prefix and suffix are removed. If they are missing, nothing is guessed:
/// half an ID could be somebody else's.
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

/// The text of the last message. `payload` is JSON inside a string; any other kind of body has no text.
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

/// The `data` of a page, in which an empty list may be missing.
fn data(body: &Value) -> Result<&Value, Unreadable> {
    body.get("data")
        .filter(|data| data.is_object())
        .ok_or("the answer has no data")
}

/// A list. `null` is an empty one, but a reply without the field is invalid.
fn list(value: Option<&Value>) -> Result<&[Value], Unreadable> {
    match value {
        Some(Value::Array(rows)) => Ok(rows),
        Some(Value::Null) => Ok(&[]),
        _ => Err("the answer has no list"),
    }
}

/// The cursor of the next page: the documented examples have it at the top level, the service's own client
/// reads it in `data`.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn app() -> AppKey {
        AppKey::parse("acme#im_prod").unwrap()
    }

    fn one(row: &Value) -> Conversation {
        let body = json!({ "data": { "channel_infos": [row] } });
        conversations(&body, &app()).unwrap().rows.remove(0)
    }

    fn users(ids: &[&str]) -> Vec<UserId> {
        ids.iter().map(|id| UserId::new(id)).collect()
    }

    #[test]
    fn an_account_is_read_whatever_optional_fields_it_has() {
        let whole = json!({ "entities": [{ "uuid": "b2a", "type": "user", "created": 1_542_356_523_769_i64, "username": "user2",
            "activated": false, "nickname": "testuser", "new": {} }], "duration": "350" });
        let account = super::account(&whole, &UserId::new("user2")).unwrap();
        assert_eq!(account.created, Some(1_542_356_523_769));
        assert_eq!(account.activated, Some(false));
        assert_eq!(account.nickname.unwrap().raw(), "testuser");

        let bare = json!({ "entities": [{ "username": "user2", "created": "17", "activated": "true", "nickname": null }] });
        let account = super::account(&bare, &UserId::new("USER2")).unwrap();
        assert_eq!(
            (account.created, account.activated, account.nickname),
            (Some(17), Some(true), None)
        );
    }

    #[test]
    fn an_answer_about_nobody_or_somebody_else_is_no_answer() {
        for body in [
            json!({}),
            json!({ "entities": [] }),
            json!({ "entities": [{}] }),
            json!({ "entities": [{ "username": "b" }] }),
            json!(null),
        ] {
            assert!(account(&body, &UserId::new("a")).is_err(), "{body}");
        }
    }

    #[test]
    fn friends_are_read_from_the_documented_page() {
        let body = json!({ "entities": [], "count": 1, "data": { "contacts": [
            { "remark": null, "username": "a" }, { "remark": "", "username": "b" }, { "username": "c" },
            { "remark": "老板", "username": 42, "since": 1 } ] } });
        let page = contacts(&body).unwrap();
        let read: Vec<_> = page
            .rows
            .iter()
            .map(|c| (c.id.raw(), c.remark.as_ref().map(Text::raw)))
            .collect();
        assert_eq!(
            read,
            [("a", None), ("b", None), ("c", None), ("42", Some("老板"))]
        );
        assert_eq!(page.next, None);
    }

    #[test]
    fn an_empty_list_may_be_left_out_but_an_empty_answer_is_no_empty_list() {
        for body in [
            json!({ "data": {} }),
            json!({ "data": { "contacts": null } }),
            json!({ "data": { "contacts": [] } }),
        ] {
            assert!(contacts(&body).unwrap().rows.is_empty(), "{body}");
        }
        for body in [
            json!({}),
            json!({ "data": null }),
            json!({ "data": [] }),
            json!({ "data": { "contacts": [{}] } }),
            json!([]),
        ] {
            assert!(contacts(&body).is_err(), "{body}");
        }
        assert_eq!(ids(&json!({ "data": null })), Ok(vec![]));
        for body in [
            json!({}),
            json!({ "data": {} }),
            json!({ "data": [null] }),
            json!("a"),
        ] {
            assert!(ids(&body).is_err(), "{body}");
        }
    }

    #[test]
    fn a_block_tells_about_the_user_that_was_asked_for_and_about_nobody_else() {
        let asked = UserId::new("b");
        let body = json!({ "data": ["x", "B"] });
        assert_eq!(blocked(&body, &asked), Ok(()));
        for body in [
            json!({ "data": ["x"] }),
            json!({ "data": [] }),
            json!({ "data": null }),
            json!({}),
        ] {
            assert!(blocked(&body, &asked).is_err(), "{body}");
        }
    }

    #[test]
    fn the_cursor_is_read_in_both_places_and_nothing_ends_the_list() {
        for (body, next) in [
            (
                json!({ "data": { "cursor": "in" }, "cursor": "top" }),
                Some("in"),
            ),
            (
                json!({ "data": { "cursor": "" }, "cursor": "top" }),
                Some("top"),
            ),
            (json!({ "data": ["a"], "cursor": "top" }), Some("top")),
            (json!({ "data": { "cursor": 7 } }), Some("7")),
            (json!({ "data": { "cursor": null }, "cursor": "" }), None),
            (json!({}), None),
        ] {
            assert_eq!(
                cursor(&body),
                next.map(|next| Cursor(next.into())),
                "{body}"
            );
        }
    }

    #[test]
    fn a_conversation_is_read_from_its_channel() {
        let row = json!({ "channel_id": "acme#im_prod_li_na@home@easemob.com", "unread_num": "3",
            "meta": { "id": "1", "from": "x", "timestamp": 1_700_000_000_000_i64,
                "payload": "{\"bodies\":[{\"type\":\"txt\",\"msg\":\"hello\"}],\"ext\":{}}" } });
        let read = one(&row);
        assert_eq!((read.id.raw(), read.kind), ("li_na@home", ChatKind::Chat));
        assert_eq!(
            (read.unread, read.last_at),
            (Some(3), Some(1_700_000_000_000))
        );
        assert_eq!(read.last_text.unwrap().raw(), "hello");

        let group = one(&json!({ "channel_id": "ACME#im_prod_2711@conference.easemob.com" }));
        assert_eq!(
            (group.id.raw(), group.kind, group.unread),
            ("2711", ChatKind::Group, None)
        );
    }

    #[test]
    fn of_a_channel_only_what_is_known_is_taken_off() {
        for (channel, id, kind) in [
            (
                "acme#other_bob@easemob.com",
                "acme#other_bob",
                ChatKind::Chat,
            ),
            (
                "acme#im_prod_bob@chat.example",
                "bob@chat.example",
                ChatKind::Chat,
            ),
            (
                "acme#im_prod_7@conference.chat.example",
                "7@conference.chat.example",
                ChatKind::Group,
            ),
            (
                "acme#im_prod_@easemob.com",
                "acme#im_prod_@easemob.com",
                ChatKind::Chat,
            ),
            ("好@easemob.com", "好", ChatKind::Chat),
        ] {
            let read = one(&json!({ "channel_id": channel }));
            assert_eq!((read.id.raw(), read.kind), (id, kind));
        }
        assert!(conversations(&json!({ "data": { "channel_infos": [{}] } }), &app()).is_err());
    }

    #[test]
    fn a_conversation_is_read_from_its_session() {
        let chat = one(
            &json!({ "session_to": "bob", "session_type": "chat", "unread_num": 2, "is_top": true, "meta": {} }),
        );
        assert_eq!(
            (chat.id.raw(), chat.kind, chat.unread, chat.last_at),
            ("bob", ChatKind::Chat, Some(2), None)
        );
        let group = one(&json!({ "session_to": "27", "session_type": "groupchat", "meta": null }));
        assert_eq!((group.id.raw(), group.kind), ("27", ChatKind::Group));
    }

    #[test]
    fn a_last_message_without_text_has_none() {
        for payload in [
            json!("{\"bodies\":[{\"type\":\"img\",\"url\":\"x\"}]}"),
            json!("{\"bodies\":[{\"type\":\"txt\"}]}"),
            json!("{\"bodies\":[]}"),
            json!("{broken"),
            json!(null),
            json!(5),
        ] {
            let read = one(&json!({ "session_to": "bob", "meta": { "payload": payload } }));
            assert_eq!(read.last_text, None, "{payload}");
        }
    }

    #[test]
    fn an_import_is_judged_id_by_id() {
        let body = json!({ "status": "ok", "data": { "success": ["a", "X", "twice"], "NotExistFailed": ["b"],
            "maxLimitFailed": ["c", "twice"], "UnKnowFailed": ["d"] } });
        let result = imported(&body, &users(&["a", "b", "c", "d", "e", "twice", "x"])).unwrap();
        assert_eq!(result.added, users(&["a", "x"]));
        assert_eq!(result.unknown_users, users(&["b"]));
        assert_eq!(result.over_limit, users(&["c"]));
        assert_eq!(result.failed, users(&["d"]));
        assert_eq!(result.unaccounted, users(&["e", "twice"]));
        assert!(imported(&json!({ "status": "ok" }), &users(&["a"])).is_err());
    }

    #[test]
    fn a_relation_that_the_answer_does_not_name_is_not_known() {
        let body = json!({ "entities": [{ "username": "a", "relation": "friend" }, { "username": "b", "relation": "not_friend" },
            { "username": "c", "relation": "enemy" }, { "username": "d" }, { "relation": "friend" }] });
        let read = relations(&body, "friend", "not_friend").unwrap();
        assert_eq!(read, [(UserId::new("a"), true), (UserId::new("b"), false)]);
        assert!(relations(&json!({ "data": [] }), "friend", "not_friend").is_err());
    }

    #[test]
    fn a_write_is_done_only_where_the_answer_says_so() {
        assert!(status_ok(&json!({ "status": "ok" })).is_ok());
        assert!(result_ok(&json!({ "data": { "result": "ok" } })).is_ok());
        for body in [
            json!({}),
            json!({ "status": "failed", "data": { "result": "no" } }),
            json!(["ok"]),
        ] {
            assert!(
                status_ok(&body).is_err() && result_ok(&body).is_err(),
                "{body}"
            );
        }
    }

    #[test]
    fn a_token_may_last_for_ever() {
        for (expires, lasts) in [
            (json!(60), Some(60)),
            (json!("60"), Some(60)),
            (json!(0), None),
            (json!(-1), None),
            (json!(null), None),
        ] {
            let body = json!({ "access_token": "t", "expires_in": expires, "application": "x" });
            assert_eq!(token(&body), Ok(("t".into(), lasts)), "{body}");
        }
        assert!(token(&json!({ "access_token": "" })).is_err());
    }
}
