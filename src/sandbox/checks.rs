//! Checks of many IDs at once, without reading a list.

use serde::Deserialize;
use serde_json::{Value, json};

use super::reply::{ApiError, ResponseBody};
use super::request::{ServiceCall, fold};
use super::world::{SandboxWorld, User};

const CHECK_MAX: usize = 100;

#[derive(Deserialize)]
struct CheckRequest {
    username: Option<String>,
    #[serde(default)]
    check_list: Vec<String>,
}

/// `POST /contacts/check`.
pub fn friends(world: &SandboxWorld, call: &ServiceCall) -> Result<ResponseBody, ApiError> {
    check(world, call, |user, id| {
        if user.befriended(id) {
            "friend"
        } else {
            "not_friend"
        }
    })
}

/// `POST /blocks/check`.
pub fn blocks(world: &SandboxWorld, call: &ServiceCall) -> Result<ResponseBody, ApiError> {
    check(world, call, |user, id| {
        if user.blocks.contains(id) {
            "blacklist"
        } else {
            "not_blacklist"
        }
    })
}

/// Checks the row in the list: an ID whose account is gone may still be a friend or blocked.
fn check(
    world: &SandboxWorld,
    call: &ServiceCall,
    relation: fn(&User, &str) -> &'static str,
) -> Result<ResponseBody, ApiError> {
    let CheckRequest {
        username,
        check_list,
    } = call.json()?;
    let username = fold(username.unwrap_or_default().trim());
    if username.is_empty() {
        return Err(ApiError::argument("username cannot be blank"));
    }
    if !(1..=CHECK_MAX).contains(&check_list.len()) {
        return Err(ApiError::argument(
            "check_list size must be between 1 and 100",
        ));
    }
    let user = world.user(&username)?;
    if !user.activated {
        return Err(ApiError::new(
            403,
            "forbidden_service_operation",
            "the user is banned",
            "com.easemob.common.exceptions.ForbiddenServiceOperationException",
        ));
    }
    let entities: Vec<Value> = check_list
        .iter()
        .map(|id| fold(id))
        .map(|id| json!({ "relation": relation(user, &id), "username": id }))
        .collect();
    Ok(ResponseBody::new("post")
        .signed()
        .set("uri", call.uri())
        .set("entities", entities))
}
