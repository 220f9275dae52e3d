//! The control API of the sandbox: `/_sandbox/…`, for callers on this machine only.

use std::net::IpAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, header};
use serde_json::{Value, json};

use super::reply::FinishedResponse;
use super::request::{ServiceCall, fold};
use super::shared::Shared;
use super::world::{Effects, User};

/// Whether a call was intended for this server. A web page can make a browser on this machine call it, by a
/// host name of its own that resolves to this address, or from its own origin.
pub fn is_meant(call: &ServiceCall) -> bool {
    let host = match call.headers.get(header::HOST) {
        // Browsers always send it.
        None => None,
        Some(host) => match host.to_str() {
            Ok(host) if is_ours(host) => Some(host),
            _ => return false,
        },
    };
    let origin_is_ours = call.headers.get(header::ORIGIN).is_none_or(|origin| {
        let name = origin.to_str().ok().and_then(|o| o.strip_prefix("http://"));
        name.is_some() && name == host
    });
    // If a page fetches without an origin, such as a picture, the browser still says that the request is
    // cross-site.
    let site = call
        .headers
        .get("sec-fetch-site")
        .map(HeaderValue::as_bytes);
    origin_is_ours && site.is_none_or(|site| matches!(site, b"same-origin" | b"none"))
}

/// Whether a host name, optionally with a port, can only mean this machine.
fn is_ours(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    // The part before an @ does not belong to the host.
    if host.contains('@') {
        return false;
    }
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// Serves a control call.
pub fn serve(shared: &Shared, call: &ServiceCall) -> FinishedResponse {
    if call.broken {
        return wrong(400, "the body broke off");
    }
    let words: Vec<&str> = call.segments.iter().skip(1).map(String::as_str).collect();
    match (&call.method, &*words) {
        (&Method::GET, ["calls"]) => FinishedResponse::json(200, &shared.calls.lock().report()),
        (&Method::DELETE, ["calls"]) => {
            shared.calls.lock().reset();
            done()
        }
        (&Method::GET, ["changes"]) => {
            FinishedResponse::json(200, &shared.world.lock().effects().report())
        }
        (&Method::DELETE, ["changes"]) => {
            *shared.world.lock().effects() = Effects::default();
            done()
        }
        (&Method::GET, ["users", id]) => match shared.world.lock().user(&fold(id)) {
            Ok(user) => FinishedResponse::json(200, &truth(user)),
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
            shared.faults.lock().clear();
            done()
        }
        (&Method::POST, ["tokens"]) => {
            let order: Value = match call.json() {
                _ if call.body.is_empty() => Value::Null,
                Ok(order) => order,
                Err(_) => return wrong(400, "not JSON"),
            };
            let mut tokens = shared.tokens.lock();
            if order["expired"] == json!(true) {
                tokens.issue_expired()
            } else {
                tokens.issue(order["ttl"].as_u64().unwrap_or(0))
            }
        }
        (&Method::DELETE, ["tokens"]) => {
            shared.tokens.lock().expire_all();
            done()
        }
        (_, ["calls" | "changes" | "faults" | "tokens"] | ["users", _]) => {
            wrong(405, "not with this method")
        }
        _ => wrong(404, "no such lever"),
    }
}

/// The server's actual state, whatever its replies say.
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
            if user.gave_up(conversation.kind, &conversation.id) {
                row["roaming_deleted"] = json!(true);
            }
            row
        })
        .collect();
    let roam_deleted: Vec<&str> = user.roam_deleted.iter().map(|(_, id)| &**id).collect();
    json!({
        "username": &*user.id,
        "activated": user.activated,
        "friends": friends,
        "blocks": blocks,
        "conversations": conversations,
        "roam_deleted": roam_deleted,
    })
}

fn done() -> FinishedResponse {
    FinishedResponse::json(200, &json!({ "ok": true }))
}

pub fn wrong(status: u16, reason: &str) -> FinishedResponse {
    FinishedResponse::json(status, &json!({ "error": reason }))
}
