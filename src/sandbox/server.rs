//! The HTTP server of the sandbox: takes each request through faults, authentication, rate limits and
//! routing.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, header};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::faults::{self, CallFate, Fault};
use super::reply::{ApiError, FinishedResponse, ResponseBody};
use super::request::{BODY_CAP, ServiceCall};
use super::route::Route;
use super::shared::Shared;
use super::wire::{FusedListener, Peer};
use super::world::SandboxWorld;
use super::{APP, ORG, blocks, checks, control, conversations, friends, users};

/// How much of a body that is too large is read, so that the sender gets the error.
const PATIENCE: usize = 8 * BODY_CAP;

impl Shared {
    /// Executes a call and returns the reply.
    fn process(&self, call: &ServiceCall) -> FinishedResponse {
        let reply = self
            .decide(call)
            .unwrap_or_else(|refusal| refusal.finish(call.received));
        if reply.status < 300 && writes(call) {
            self.calls
                .lock()
                .succeeded(call.method.as_str(), &call.path);
        }
        reply
    }

    fn decide(&self, call: &ServiceCall) -> Result<FinishedResponse, ApiError> {
        let (app, rest) = call.segments.split_at(call.segments.len().min(2));
        if app != [ORG, APP] {
            return Err(unknown_app(call, app));
        }
        let route = Route::of(rest);
        if route != Some(Route::Token) {
            self.tokens
                .lock()
                .check(call.header(header::AUTHORIZATION))?;
        }
        let route = route.ok_or_else(ApiError::not_found)?;
        if !route.methods().contains(&call.method) {
            let mut refusal = ApiError::plain(405);
            let allowed: Vec<_> = route.methods().iter().map(Method::as_str).collect();
            refusal.headers.push(("allow", allowed.join(", ")));
            return Err(refusal);
        }
        let known = route
            .user()
            .is_some_and(|user| self.world.lock().exists(user));
        if !self
            .limits
            .lock()
            .admit(&route, &call.method, known, Instant::now())
        {
            return Err(ApiError::plain(429));
        }
        if call.broken {
            return Err(ApiError::body());
        }
        if call.body.len() > BODY_CAP {
            return Err(ApiError::plain(413));
        }
        if route == Route::Token {
            return self.tokens.lock().request(call);
        }
        let answer = answer(&mut self.world.lock(), call, &route)?;
        Ok(answer.finish(call.received))
    }
}

fn answer(
    world: &mut SandboxWorld,
    call: &ServiceCall,
    route: &Route,
) -> Result<ResponseBody, ApiError> {
    let method = call.method.as_str();
    match (method, route) {
        ("POST", Route::Friend(u, f)) => friends::add(world, call, u, f),
        ("PUT", Route::Friend(u, f)) => friends::remark(world, call, u, f),
        ("DELETE", Route::Friend(u, f)) => friends::remove(world, call, u, f),
        (_, Route::FriendPage(u)) => friends::page(world, call, u),
        (_, Route::FriendList(u)) => friends::list(world, call, u),
        (_, Route::Import(u)) => friends::import(world, call, u),
        ("POST", Route::BlockList(u)) => blocks::add(world, call, u),
        (_, Route::BlockList(u)) => blocks::list(world, call, u),
        (_, Route::Block(u, b)) => blocks::remove(world, call, u, b),
        (_, Route::Conversations(u)) => conversations::list(world, call, u),
        (_, Route::Conversation(u)) => conversations::delete(world, call, u),
        (_, Route::CheckFriends) => checks::friends(world, call),
        (_, Route::CheckBlocks) => checks::blocks(world, call),
        ("POST", Route::Users) => users::register(world, call),
        (_, Route::Users) => users::list(world, call),
        ("DELETE", Route::User(u)) => users::delete(world, call, u),
        (_, Route::User(u)) => users::read(world, call, u),
        (_, Route::Deactivate(u)) => users::ban(world, u),
        (_, Route::Activate(u)) => users::unban(world, u),
        (_, Route::Friend(..) | Route::Token) => Err(ApiError::plain(405)),
    }
}

fn unknown_app(call: &ServiceCall, app: &[String]) -> ApiError {
    let uri = call.path.trim_matches('/');
    ApiError::new(
        404,
        "organization_application_not_found",
        format!(
            "Could not find application for {} from URI: {uri}",
            app.join("/")
        ),
        "org.apache.usergrid.rest.exceptions.OrganizationApplicationNotFoundException",
    )
}

/// Serves until the sandbox is dropped.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let stop = Arc::clone(&shared);
    let service = Router::new()
        .fallback(receive)
        .with_state(shared)
        .into_make_service_with_connect_info::<Peer>();
    // The serving loop handles errors by itself and only ends when told to.
    let _ = axum::serve(FusedListener(listener), service)
        .with_graceful_shutdown(async move { stop.stopped().await })
        .await;
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let received = Instant::now();
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, PATIENCE).await {
        Ok(body) => Some(body),
        // A body beyond this limit is cut short, but is still too large.
        Err(error) if is_too_long(&error) => Some(Bytes::from(vec![0; BODY_CAP + 1])),
        Err(_) => None,
    };
    let Some(call) = ServiceCall::read(parts, body, &shared.base_url, received) else {
        return respond(ApiError::argument("the path is not UTF-8").finish(received));
    };
    if call
        .segments
        .first()
        .is_some_and(|first| first == "_sandbox")
    {
        return respond(if !peer.is_local() {
            control::wrong(403, "only from this machine")
        } else if !control::is_meant(&call) {
            control::wrong(403, "not from a web page, and not under a foreign name")
        } else {
            control::serve(&shared, &call)
        });
    }
    let call = Arc::new(call);
    shared.calls.lock().arrived(template(&call));
    if writes(&call) {
        shared.count_write();
    }
    let reply = meet(&shared, &peer, &call).await;
    let status = reply.as_ref().map_or(0, |reply| reply.status);
    shared
        .calls
        .lock()
        .ended(call.method.as_str(), &call.path, &call.raw_query, status);
    match reply {
        Some(reply) => respond(reply),
        None => lose(&shared, &peer).await,
    }
}

/// Whether a body was rejected because of its length; otherwise it is incomplete.
fn is_too_long(error: &axum::Error) -> bool {
    error
        .source()
        .is_some_and(|cause| cause.to_string() == "length limit exceeded")
}

/// A reply that never arrives: the connection is cut, or otherwise left hanging.
async fn lose(shared: &Shared, peer: &Peer) -> Response {
    if !peer.is_cut() {
        shared.stopped().await;
        peer.cut();
    }
    Response::new(Body::empty())
}

/// Applies faults to a call. `None` means that the client gets no reply.
async fn meet(
    shared: &Arc<Shared>,
    peer: &Peer,
    call: &Arc<ServiceCall>,
) -> Option<FinishedResponse> {
    let CallFate {
        latency_ms,
        fault,
        apply_first,
    } = shared.faults.lock().fate(&call.method, &call.path);
    let Some(fault) = fault else {
        return Some(run(shared, call, latency_ms).await);
    };
    // Reads have no effect to delay, and half a reply must be half of a real one.
    let applied = apply_first || (matches!(fault, Fault::Truncate) && call.method == Method::GET);
    let real = match &fault {
        Fault::Delay { ms } if !apply_first => {
            Some(run(shared, call, latency_ms.saturating_add(*ms)).await)
        }
        _ if applied => Some(run(shared, call, latency_ms).await),
        _ => {
            sleep(Duration::from_millis(latency_ms)).await;
            None
        }
    };
    match fault {
        Fault::Status {
            status,
            body,
            retry_after,
        } => Some(faults::answer(status, body, retry_after)),
        Fault::Body { status, body } => Some(faults::custom(status, body)),
        Fault::Truncate => {
            let reply = real.unwrap_or_else(|| ResponseBody::new("get").finish(call.received));
            peer.truncate(reply.body.len() / 2);
            Some(reply)
        }
        Fault::Delay { ms } => {
            if apply_first {
                sleep(Duration::from_millis(ms)).await;
            }
            real
        }
        Fault::Hang => None,
        Fault::Cut => {
            peer.cut();
            None
        }
        Fault::LateApply { ms } => {
            peer.cut();
            let (shared, call) = (Arc::clone(shared), Arc::clone(call));
            tokio::spawn(async move { run(&shared, &call, ms).await });
            None
        }
    }
}

/// Runs in a separate task: a client that stops waiting does not stop the service.
async fn run(shared: &Arc<Shared>, call: &Arc<ServiceCall>, wait_ms: u64) -> FinishedResponse {
    let (shared, call) = (Arc::clone(shared), Arc::clone(call));
    let task = tokio::spawn(async move {
        if wait_ms > 0 {
            sleep(Duration::from_millis(wait_ms)).await;
        }
        shared.process(&call)
    });
    task.await
        .unwrap_or_else(|_| ApiError::plain(500).finish(Instant::now()))
}

/// Whether a call may change data of the service.
fn writes(call: &ServiceCall) -> bool {
    let route = call.segments.get(2..).and_then(Route::of);
    route.is_some_and(|route| route.writes(&call.method))
}

fn template(call: &ServiceCall) -> String {
    let route = call.segments.get(2..).and_then(Route::of);
    let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
    let method = if known.contains(&call.method) {
        call.method.as_str()
    } else {
        "(other)"
    };
    format!(
        "{method} {}",
        route.map_or("(unknown)", |route| route.template())
    )
}

fn respond(reply: FinishedResponse) -> Response {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).unwrap_or_default()
}
