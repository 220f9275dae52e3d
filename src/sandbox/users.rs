//! Accounts: registering, reading, banning and deleting users.

use serde::Deserialize;
use serde_json::{Value, json};

use super::clock::now;
use super::ordered_list;
use super::reply::{ApiError, ResponseBody};
use super::request::{ServiceCall, fold};
use super::world::SandboxWorld;

const BATCH_MAX: usize = 60;
const PAGE: usize = 10;
const PAGE_MAX: usize = 100;
const ID_BYTES_MAX: usize = 64;

#[derive(Deserialize)]
#[serde(untagged)]
enum Registration {
    One(Newcomer),
    Many(Vec<Newcomer>),
}

#[derive(Deserialize)]
struct Newcomer {
    username: Option<String>,
    password: Option<String>,
    nickname: Option<String>,
}

/// `POST /users`, with one account or several. If there are several, those whose ID is taken are listed in
/// `data` and the others are created; if none is left, the whole call is refused.
pub fn register(world: &mut SandboxWorld, call: &ServiceCall) -> Result<ResponseBody, ApiError> {
    let newcomers = match call.json()? {
        Registration::One(newcomer) => vec![newcomer],
        Registration::Many(newcomers) => newcomers,
    };
    if !(1..=BATCH_MAX).contains(&newcomers.len()) {
        return Err(ApiError::argument(format!(
            "between 1 and {BATCH_MAX} users can be registered"
        )));
    }
    let ids = newcomers
        .iter()
        .map(valid_id)
        .collect::<Result<Vec<_>, _>>()?;
    if newcomers
        .iter()
        .any(|newcomer| newcomer.password.as_deref().unwrap_or("").is_empty())
    {
        return Err(ApiError::argument("password or pin must provided"));
    }
    let (mut made, mut taken) = (Vec::new(), Vec::new());
    for (id, newcomer) in ids.into_iter().zip(&newcomers) {
        if world.exists(&id) {
            taken.push(id);
        } else {
            world.make(&id, newcomer.nickname.as_deref(), now());
            made.push(world.user(&id)?.entity());
        }
    }
    if made.is_empty() {
        return Err(duplicate(&taken.concat()));
    }
    let failures: Vec<Value> = taken
        .into_iter()
        .map(|id| {
            let reason = format!("the {id} already exists");
            json!({ "username": id, "registerUserFailReason": reason })
        })
        .collect();
    Ok(ResponseBody::new("post")
        .at(&call.base, "/users")
        .signed()
        .set("entities", made)
        .set("data", failures))
}

fn valid_id(newcomer: &Newcomer) -> Result<String, ApiError> {
    let id = fold(newcomer.username.as_deref().unwrap_or_default());
    if id.len() > ID_BYTES_MAX {
        return Err(ApiError::argument("USERNAME_TOO_LONG"));
    }
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.".contains(&byte);
    if id.is_empty() || !id.bytes().all(allowed) {
        return Err(ApiError::argument(format!("username [{id}] is not legal")));
    }
    Ok(id)
}

fn duplicate(id: &str) -> ApiError {
    let application = super::reply::APPLICATION;
    ApiError::new(
        400,
        "duplicate_unique_property_exists",
        format!(
            "Application {application} Entity user requires that property named username be \
             unique, value of {id} exists"
        ),
        "org.apache.usergrid.persistence.exceptions.DuplicateUniquePropertyExistsException",
    )
}

/// `GET /users/{u}`.
pub fn read(
    world: &SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let entity = world.user(user)?.entity();
    Ok(ResponseBody::new("get")
        .signed()
        .set("path", "/users")
        .set("uri", call.uri())
        .set("entities", vec![entity])
        .set("count", 1))
}

/// `GET /users`, in the order of registration.
pub fn list(world: &SandboxWorld, call: &ServiceCall) -> Result<ResponseBody, ApiError> {
    let size = call.number("limit")?.unwrap_or(PAGE).min(PAGE_MAX);
    if size < 1 {
        return Err(ApiError::argument("limit must be greater than 0"));
    }
    let (page, next) = world.accounts(call.cursor(world)?, size);
    let entities: Vec<Value> = page.into_iter().map(super::world::User::entity).collect();
    let answer = ResponseBody::new("get")
        .at(&call.base, "/users")
        .signed()
        .set("params", json!({ "limit": [size.to_string()] }))
        .set("count", entities.len())
        .set("entities", entities);
    Ok(match next {
        Some(next) => answer.set("cursor", ordered_list::cursor(next)),
        None => answer,
    })
}

/// `DELETE /users/{u}`.
pub fn delete(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    user: &str,
) -> Result<ResponseBody, ApiError> {
    let mut gone = world.delete(user)?;
    gone.activated = false;
    Ok(ResponseBody::new("delete")
        .at(&call.base, "/users")
        .signed()
        .set("entities", vec![gone.entity()]))
}

/// `POST /users/{u}/deactivate`: a ban, until it is lifted.
pub fn ban(world: &mut SandboxWorld, user: &str) -> Result<ResponseBody, ApiError> {
    let user = world.user_mut(user)?;
    user.activated = false;
    user.modified = now();
    Ok(ResponseBody::new("Deactivate user").set("entities", vec![user.entity()]))
}

/// `POST /users/{u}/activate`.
pub fn unban(world: &mut SandboxWorld, user: &str) -> Result<ResponseBody, ApiError> {
    let user = world.user_mut(user)?;
    user.activated = true;
    user.modified = now();
    Ok(ResponseBody::new("activate user"))
}
