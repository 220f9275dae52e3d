//! The levers behind the scene: `/_sandbox/…`, for callers on this machine only.

use axum::http::Method;
use serde_json::{Value, json};

use super::reply::Reply;
use super::request::{Call, fold};
use super::server::{Shared, lock};
use super::world::{Effects, User};

/// Serves a control call.
pub fn serve(shared: &Shared, call: &Call) -> Reply {
    let words: Vec<&str> = call.segments.iter().skip(1).map(String::as_str).collect();
    match (&call.method, &*words) {
        (&Method::GET, ["calls"]) => Reply::json(200, &lock(&shared.calls).report()),
        (&Method::DELETE, ["calls"]) => {
            lock(&shared.calls).reset();
            done()
        }
        (&Method::GET, ["changes"]) => Reply::json(200, &lock(&shared.world).effects().report()),
        (&Method::DELETE, ["changes"]) => {
            *lock(&shared.world).effects() = Effects::default();
            done()
        }
        (&Method::GET, ["users", id]) => match lock(&shared.world).user(&fold(id)) {
            Ok(user) => Reply::json(200, &truth(user)),
            Err(_) => wrong(404, "no such user"),
        },
        (&Method::POST, ["faults"]) => {
            match call
                .json()
                .map_err(|_| "not JSON".to_owned())
                .and_then(|o| shared.set_faults(&o))
            {
                Ok(()) => done(),
                Err(reason) => wrong(400, &reason),
            }
        }
        (&Method::DELETE, ["faults"]) => {
            lock(&shared.faults).clear();
            done()
        }
        (&Method::POST, ["tokens"]) => {
            let order: Value = call.json().unwrap_or_default();
            let mut tokens = lock(&shared.tokens);
            if order["expired"] == json!(true) {
                tokens.issue_expired()
            } else {
                tokens.issue(order["ttl"].as_u64().unwrap_or(0))
            }
        }
        (&Method::DELETE, ["tokens"]) => {
            lock(&shared.tokens).expire_all();
            done()
        }
        (_, ["calls" | "changes" | "faults" | "tokens"] | ["users", _]) => {
            wrong(405, "not with this method")
        }
        _ => wrong(404, "no such lever"),
    }
}

/// The server's state as it is, whatever its answers say.
fn truth(user: &User) -> Value {
    let friends: Vec<Value> = user
        .friends
        .newest_first()
        .map(|(id, remark)| json!({ "username": &**id, "remark": remark }))
        .collect();
    let blocks: Vec<&str> = user.blocks.newest_first().map(|(id, ())| &**id).collect();
    let conversations: Vec<Value> = user
        .conversations
        .newest_first()
        .map(|(_, conversation)| {
            let mut row = json!({ "id": &*conversation.id, "type": conversation.kind.word() });
            if user.roam_deleted.contains(&conversation.id) {
                row["roaming_deleted"] = json!(true);
            }
            row
        })
        .collect();
    let roam_deleted: Vec<&str> = user.roam_deleted.iter().map(|id| &**id).collect();
    json!({
        "username": &*user.id,
        "activated": user.activated,
        "friends": friends,
        "blocks": blocks,
        "conversations": conversations,
        "roam_deleted": roam_deleted,
    })
}

fn done() -> Reply {
    Reply::json(200, &json!({ "ok": true }))
}

pub fn wrong(status: u16, reason: &str) -> Reply {
    Reply::json(status, &json!({ "error": reason }))
}
