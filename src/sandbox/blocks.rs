//! The blocklist: one-sided, and independent of friendship.

use serde::Deserialize;
use serde_json::{Value, json};

use super::friends::distinct;
use super::reply::{ApiError, ResponseBody};
use super::request::ServiceCall;
use super::world::{BLOCK_CAP, SandboxWorld};

const PAGE_MAX: usize = 50;

#[derive(Deserialize)]
struct BlockNames {
    usernames: Vec<String>,
}

/// `POST …/blocks/users`: all of them or none. A blocked friend stays a friend.
pub fn add(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
) -> Result<ResponseBody, ApiError> {
    let BlockNames { usernames } = call.json()?;
    world.user(owner)?;
    if usernames.is_empty() {
        return Err(ApiError::argument("usernames cannot be null or empty"));
    }
    let ids = distinct(&usernames);
    let mut fresh = Vec::new();
    for id in &ids {
        let user = world.user(id)?;
        if id == owner {
            return Err(ApiError::argument("a user cannot block himself or herself"));
        }
        if !world.user(owner)?.blocks.contains(id) {
            fresh.push(user.id.clone());
        }
    }
    // The cap is documented, but the reply at the cap is not: this follows the contacts' cap.
    if !fresh.is_empty() && world.user(owner)?.blocks.len() + fresh.len() > BLOCK_CAP {
        return Err(ApiError::full("user block number exceed limit"));
    }
    for id in fresh {
        let sequence = world.sequence();
        world.changed("block", owner, &id);
        world.user_mut(owner)?.blocks.insert(sequence, id, ());
    }
    // The service omits the path from the `uri` of this call.
    Ok(ResponseBody::new("post")
        .signed()
        .set("uri", call.base.clone())
        .set("entities", json!([]))
        .set("data", ids))
}

/// `GET …/blocks/users`: the newest 500, or pages of at most 50.
pub fn list(
    world: &SandboxWorld,
    call: &ServiceCall,
    owner: &str,
) -> Result<ResponseBody, ApiError> {
    let asked = call.number("pageSize")?;
    let before = call.cursor(world)?;
    let paged = asked.is_some() || before.is_some();
    let size = asked.unwrap_or(if paged { PAGE_MAX } else { BLOCK_CAP });
    if paged && size > PAGE_MAX {
        return Err(ApiError::argument(format!(
            "page size more than max limit : {PAGE_MAX}"
        )));
    }
    if size < 1 {
        return Err(ApiError::argument("page size less than min limit : 1"));
    }
    let (rows, next) = world.user(owner)?.blocks.page(before, size);
    let ids: Vec<Value> = rows.into_iter().map(|(id, ())| json!(&**id)).collect();
    let answer = ResponseBody::new("get")
        .set("uri", format!("{}/users/{owner}/blocks/users", call.base))
        .set("entities", json!([]))
        .set("count", ids.len())
        .set("data", ids);
    Ok(match next {
        Some(next) if paged => answer.set("cursor", next),
        _ => answer,
    })
}

/// `DELETE …/blocks/users/{b}`. The row of a deleted account stays, with a 404.
pub fn remove(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
    blocked: &str,
) -> Result<ResponseBody, ApiError> {
    let path = format!("/users/{}/blocks", world.user(owner)?.uuid());
    let entity = world.user(blocked)?.entity();
    if world.user_mut(owner)?.blocks.remove(blocked).is_some() {
        world.changed("unblock", owner, blocked);
    }
    Ok(ResponseBody::new("delete")
        .at(&call.base, &path)
        .signed()
        .set("entities", vec![entity]))
}
