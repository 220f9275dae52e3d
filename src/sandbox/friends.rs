//! Friends: always mutual, with a remark on each side that only that side sees.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::reply::{ApiError, ResponseBody};
use super::request::{ServiceCall, fold};
use super::world::SandboxWorld;

const PAGE: usize = 10;
const PAGE_MAX: usize = 50;
/// The most entries of the list that is returned at once; the paged one has the rest.
const LIST_MAX: usize = 3000;
const IMPORT_MAX: usize = 10;
const REMARK_MAX: usize = 100;

/// `POST …/contacts/users/{f}`. A block on either side does not stop an administrator.
pub fn add(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
    friend: &str,
) -> Result<ResponseBody, ApiError> {
    let befriended = world.user(owner)?.befriended(friend);
    world.user(friend)?;
    if owner == friend {
        return Err(ApiError::argument(
            "a user cannot add himself or herself as a friend",
        ));
    }
    // Adding a friend again changes nothing, so a full list is no reason to refuse it.
    if !befriended {
        if world.full(owner) || world.full(friend) {
            return Err(ApiError::full("user contact number exceed limit"));
        }
        world.befriend(owner, friend)?;
        world.changed("add friend", owner, friend);
    }
    about(world, call, "post", owner, friend)
}

/// `DELETE …/contacts/users/{f}`. Each side loses the other, and its remark.
pub fn remove(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
    friend: &str,
) -> Result<ResponseBody, ApiError> {
    world.user(owner)?;
    // Checked before anything is removed: the row of a deleted account stays.
    world.user(friend)?;
    if world.user_mut(owner)?.friends.remove(friend).is_some() {
        world.changed("remove friend", owner, friend);
    }
    world.user_mut(friend)?.friends.remove(owner);
    about(world, call, "delete", owner, friend)
}

fn about(
    world: &SandboxWorld,
    call: &ServiceCall,
    action: &str,
    owner: &str,
    friend: &str,
) -> Result<ResponseBody, ApiError> {
    let path = format!("/users/{}/contacts", world.user(owner)?.uuid());
    let entity = world.user(friend)?.entity();
    Ok(ResponseBody::new(action)
        .at(&call.base, &path)
        .signed()
        .set("entities", vec![entity]))
}

#[derive(Deserialize)]
struct RemarkBody {
    remark: Option<String>,
}

/// `PUT …/contacts/users/{f}`.
pub fn remark(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
    friend: &str,
) -> Result<ResponseBody, ApiError> {
    let RemarkBody { remark } = call.json()?;
    world.user(owner)?;
    world.user(friend)?;
    let remark = remark.ok_or_else(|| ApiError::argument("field remark cannot be null"))?;
    if remark.chars().count() > REMARK_MAX {
        return Err(ApiError::argument(format!(
            "remark length more than max limit : {REMARK_MAX}"
        )));
    }
    let Some(kept) = world.user_mut(owner)?.friends.get_mut(friend) else {
        return Err(ApiError::argument(
            "updateRemark they are not friends, please add as a friend first.",
        ));
    };
    // An empty remark is read back as none.
    let remark: Option<Box<str>> = (!remark.is_empty()).then(|| remark.into());
    if *kept != remark {
        *kept = remark;
        world.changed("remark", owner, friend);
    }
    Ok(ResponseBody::new("put")
        .set("status", "ok")
        .set("uri", call.uri()))
}

/// `GET …/contacts`, newest friend first.
pub fn page(
    world: &SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let size = call.number("limit")?.unwrap_or(PAGE);
    if size > PAGE_MAX {
        let description = format!("getContactspage size more than max limit : {PAGE_MAX}");
        return Err(ApiError::argument(description));
    }
    if size < 1 {
        return Err(ApiError::argument(
            "getContactspage size less than min limit : 1",
        ));
    }
    let before = call.cursor(world)?;
    let (rows, next) = world.user(user)?.friends.page(before, size);
    let with_remarks = call.flag("needReturnRemark");
    let contacts: Vec<Value> = rows
        .into_iter()
        .map(|(id, remark)| {
            let mut row = Map::new();
            if with_remarks {
                row.insert("remark".into(), json!(remark));
            }
            row.insert("username".into(), json!(&**id));
            row.into()
        })
        .collect();
    let count = contacts.len();
    let mut data = json!({ "contacts": contacts });
    if let Some(next) = next {
        data["cursor"] = json!(next);
    }
    // The service replies with its internal name, not with the path that was called.
    Ok(ResponseBody::new("get")
        .set("uri", format!("{}/users/{user}/rostersByPage", call.base))
        .set("entities", json!([]))
        .set("count", count)
        .set("data", data))
}

/// `GET …/contacts/users`.
pub fn list(
    world: &SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let friends = world.user(user)?.friends.newest_first();
    let ids: Vec<Value> = friends.take(LIST_MAX).map(|(id, _)| json!(&**id)).collect();
    Ok(ResponseBody::new("get")
        .set("uri", call.uri())
        .set("entities", json!([]))
        .set("count", ids.len())
        .set("data", ids))
}

#[derive(Deserialize)]
struct FriendNames {
    usernames: Vec<String>,
}

/// `POST …/contacts/import`. The outcome for each ID is in one of four lists.
pub fn import(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    owner: &str,
) -> Result<ResponseBody, ApiError> {
    let FriendNames { usernames } = call.json()?;
    world.user(owner)?;
    if usernames.is_empty() {
        return Err(ApiError::argument("usernames cannot be null or empty"));
    }
    if usernames.len() > IMPORT_MAX {
        let description = format!("request user over flow limit:{IMPORT_MAX}.");
        return Err(ApiError::argument(description));
    }
    if world.full(owner) {
        return Err(ApiError::full("Inviter's contact max count."));
    }
    let [mut done, mut missing, mut full, mut failed] = [const { Vec::<String>::new() }; 4];
    for id in distinct(&usernames) {
        let outcome = if !world.exists(&id) {
            &mut missing
        } else if id == owner {
            // Nobody can be their own friend, and the service has no better list for it.
            &mut failed
        } else if world.user(owner)?.befriended(&id) {
            &mut done
        } else if world.full(owner) || world.full(&id) {
            &mut full
        } else {
            world.befriend(owner, &id)?;
            world.changed("add friend", owner, &id);
            &mut done
        };
        outcome.push(id);
    }
    Ok(ResponseBody::new("post").set("status", "ok").set(
        "data",
        json!({
            "success": done,
            "NotExistFailed": missing,
            "maxLimitFailed": full,
            "UnKnowFailed": failed,
        }),
    ))
}

/// Normalized IDs, without duplicates, in their original order.
pub fn distinct(ids: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.iter()
        .map(|id| fold(id))
        .filter(|id| seen.insert(id.clone()))
        .collect()
}
