//! The service, in memory, over real HTTP.
//!
//! A second implementation of the documented behaviour: the same paths, bodies, errors, caps and
//! rate limits, with believable people in it. It shares no type with the client, because shared
//! wire types would agree with our own mistakes.
//!
//! In reading order: `server` takes a request through faults, sign-in, rate limits and routing;
//! `friends`, `blocks`, `conversations`, `users` and `checks` hold one subject of the service each,
//! rules and shapes together; `world` is what they change; `founding` and `people` fill it.

mod blocks;
mod calls;
mod checks;
mod control;
mod conversations;
mod faults;
mod friends;
mod limits;
mod message;
mod names;
mod ordered_list;
mod people;
mod reply;
mod request;
mod route;
mod seed;
mod server;
mod tokens;
mod users;
mod wire;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::server::Shared;

/// The organization of the one app that is served.
const ORG: &str = "demo";
/// The name of the one app that is served.
const APP: &str = "rosterm";
/// Credentials are fixed, so that a profile made for one sandbox fits the next.
const CLIENT_ID: &str = "YXA6c2FuZGJveC1jbGllbnQ";
const CLIENT_SECRET: &str = "YXA6c2FuZGJveC1zZWNyZXQ";

/// How large the world is and how strict the service.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Where to listen; port 0 lets the system pick one.
    pub listen: SocketAddr,
    /// Friends of the main user. May exceed the plan's cap; further adds are then refused.
    pub friends: usize,
    /// Users on the main user's blocklist.
    pub blocks: usize,
    /// Conversations of the main user, at most 500.
    pub conversations: usize,
    /// Which plan's contact cap holds.
    pub plan: ServicePlan,
    /// Whether the published rate limits are enforced.
    pub limits: bool,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            friends: 1043,
            blocks: 487,
            conversations: 42,
            plan: ServicePlan::Paid,
            limits: true,
        }
    }
}

/// What the app's owner pays for: it decides how many contacts a user may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServicePlan {
    /// 100 contacts a user.
    Free,
    /// 3,000 contacts a user.
    Paid,
}

impl ServicePlan {
    fn contact_cap(self) -> usize {
        match self {
            Self::Free => 100,
            Self::Paid => 3000,
        }
    }
}

/// Builds the world and starts serving it; the sandbox listens when this returns.
pub async fn start(config: SandboxConfig) -> std::io::Result<Sandbox> {
    let listener = TcpListener::bind(config.listen).await?;
    let base_url = format!("http://{}", reachable(listener.local_addr()?));
    let (stop, stopping) = watch::channel(false);
    let shared = Arc::new(Shared::new(&config, base_url.clone(), stopping));
    let token = shared.ready_token();
    let task = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
    Ok(Sandbox {
        base_url,
        app_key: format!("{ORG}#{APP}"),
        token,
        shared,
        stop,
        task: Some(task),
    })
}

/// An unspecified address can be listened on but not called.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// A running sandbox. Dropping it shuts the server down and forgets the world.
pub struct Sandbox {
    base_url: String,
    app_key: String,
    token: String,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Scheme, host and port, without organization and app.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The App Key, `org#app`.
    pub fn app_key(&self) -> &str {
        &self.app_key
    }

    /// The client id that `POST /token` accepts.
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// The client secret that `POST /token` accepts.
    pub fn client_secret(&self) -> &str {
        CLIENT_SECRET
    }

    /// An app token that outlives any session.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The user whose lists have the sizes of the [`SandboxConfig`].
    pub fn main_user(&self) -> &str {
        people::MAIN
    }

    /// Orders faults, in the same words as `POST /_sandbox/faults`.
    ///
    /// # Errors
    /// What is wrong with the order; nothing of it is then in force.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads best with json!() at the call"
    )]
    pub fn set_faults(&self, order: serde_json::Value) -> Result<(), String> {
        self.shared.set_faults(&order)
    }

    /// How many calls have arrived that may change something, for whoever waits for the n-th one. What calls
    /// have really changed, `GET /_sandbox/changes` tells.
    pub fn writes(&self) -> watch::Receiver<u64> {
        self.shared.writes()
    }

    /// Resolves when the server has ended, which it does not do while the sandbox is held.
    pub async fn stopped(&mut self) {
        if let Some(task) = self.task.as_mut() {
            // Aborted or panicked: either way it no longer serves, which is all that was asked.
            let _ = task.await;
            self.task = None;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
