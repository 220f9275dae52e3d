//! A simulation of the service, in memory, over real HTTP.
//!
//! It is a second implementation of the documented behaviour: the same paths, bodies, errors, caps and rate
//! limits, with believable users in it. It shares no type with the client, because shared wire types would
//! agree with our own mistakes.
//!
//! In reading order: `server` takes a request through faults, authentication, rate limits and routing;
//! `friends`, `blocks`, `conversations`, `users` and `checks` each implement one subject of the service,
//! rules and formats together; `world` is the data that they change; `seed` and `people` fill it.

mod blocks;
mod calls;
mod checks;
mod clock;
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
mod shared;
mod tokens;
mod users;
mod wire;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use self::seed::CONVERSATION_CAP;
use self::shared::Shared;
pub use self::world::BLOCK_CAP;

/// The organization of the one app that is served.
const ORG: &str = "demo";
/// The name of the one app that is served.
const APP: &str = "rosterm";
/// Credentials are fixed, so that a profile made for one sandbox fits the next.
const CLIENT_ID: &str = "YXA6c2FuZGJveC1jbGllbnQ";
const CLIENT_SECRET: &str = "YXA6c2FuZGJveC1zZWNyZXQ";

/// The size of the simulated data and the strictness of the service.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Where to listen; port 0 lets the system pick one.
    pub listen: SocketAddr,
    /// Friends of the main user. May exceed the plan's cap; adding more is then refused.
    pub friends: usize,
    /// Users on the main user's blocklist, at most [`BLOCK_CAP`].
    pub blocks: usize,
    /// Conversations of the main user, at most [`CONVERSATION_CAP`].
    pub conversations: usize,
    /// The plan that decides the cap on contacts.
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

/// The plan that the app's owner pays for: it decides how many contacts a user may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServicePlan {
    /// 100 contacts per user.
    Free,
    /// 3,000 contacts per user.
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

/// Creates the data and starts serving it; the sandbox is listening when this returns.
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

/// A running sandbox. Dropping it shuts the server down and discards its data.
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

    /// The client ID that `POST /token` accepts.
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

    /// Sets faults, in the same format as `POST /_sandbox/faults`.
    ///
    /// # Errors
    /// What is wrong with the input; no part of it takes effect then.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads best with json!() at the call"
    )]
    pub fn set_faults(&self, order: serde_json::Value) -> Result<(), String> {
        self.shared.set_faults(&order)
    }

    /// How many calls have arrived that may change something, for tests that wait for the n-th one. The
    /// changes that calls have really made are listed by `GET /_sandbox/changes`.
    pub fn writes(&self) -> watch::Receiver<u64> {
        self.shared.writes()
    }

    /// Resolves when the server has ended, which it does not do before the sandbox is dropped.
    pub async fn stopped(&mut self) {
        if let Some(task) = self.task.as_mut() {
            // Aborted or panicked: either way it no longer serves, which is all that was requested.
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
