//! The state that all calls share.

use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::watch;

use super::calls::CallLog;
use super::faults::Faults;
use super::limits::RateLimits;
use super::tokens::IssuedTokens;
use super::world::SandboxWorld;
use super::{SandboxConfig, seed};

/// The state that the handlers share.
pub struct Shared {
    pub world: Mutex<SandboxWorld>,
    pub tokens: Mutex<IssuedTokens>,
    pub calls: Mutex<CallLog>,
    pub faults: Mutex<Faults>,
    pub limits: Mutex<RateLimits>,
    pub base_url: String,
    stopping: watch::Receiver<bool>,
    /// How many calls have arrived that may change something.
    writes: watch::Sender<u64>,
}

impl Shared {
    pub fn new(config: &SandboxConfig, base_url: String, stopping: watch::Receiver<bool>) -> Self {
        Self {
            world: Mutex::new(seed::world(config)),
            tokens: Mutex::default(),
            calls: Mutex::default(),
            faults: Mutex::default(),
            limits: Mutex::new(RateLimits::new(config.limits)),
            base_url,
            stopping,
            writes: watch::Sender::new(0),
        }
    }

    /// Counts a call that may change something.
    pub fn count_write(&self) {
        self.writes.send_modify(|writes| *writes += 1);
    }

    pub fn writes(&self) -> watch::Receiver<u64> {
        self.writes.subscribe()
    }

    pub fn ready_token(&self) -> String {
        let reply = self.tokens.lock().issue(0);
        let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
        body["access_token"].as_str().unwrap_or_default().to_owned()
    }

    pub fn set_faults(&self, order: &Value) -> Result<(), String> {
        self.faults.lock().set(order)
    }

    /// Resolves when the sandbox is dropped.
    pub async fn stopped(&self) {
        // An error means that the sender was dropped: the sandbox is gone, too.
        let _ = self.stopping.clone().wait_for(|stop| *stop).await;
    }
}
