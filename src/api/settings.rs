//! The settings of the client: the service's address, the app, the credentials, the rate.

use std::fmt;
use std::time::Duration;

use super::address::{AppKey, BaseUrl};
use super::network::Network;
use super::path;

/// Everything an [`Api`](super::Api) needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The base address of the service.
    pub base_url: BaseUrl,
    /// The organization and the app.
    pub app_key: AppKey,
    /// How to authenticate.
    pub credentials: Credentials,
    /// The percentage (1 to 100) of each limit of the whole app that rosterm may use. The rest is left for
    /// the app's own servers. Values outside the range are clamped.
    pub share: u8,
    /// Timeouts and retries.
    pub timing: Timing,
    /// Certificates and proxy.
    pub network: Network,
}

impl Settings {
    /// The URL prefix of all calls of the app.
    pub fn root(&self) -> String {
        path::root(&self.base_url, &self.app_key)
    }
}

/// Timeouts, and how often to retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// For establishing a connection: DNS, TCP, TLS, proxy.
    pub connect: Duration,
    /// For a read with all its retries, from the first byte sent to the last one received.
    pub read: Duration,
    /// For a write, likewise; a write is sent again only with a new token.
    pub write: Duration,
    /// How often a read is sent at most, if its reply is lost.
    pub attempts: usize,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            read: Duration::from_secs(10),
            write: Duration::from_secs(15),
            attempts: 3,
        }
    }
}

/// How rosterm authenticates ("Authenticate with an app token" of the service's documentation).
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A token that was obtained elsewhere. It is never renewed here.
    Token(Secret),
    /// The app's client ID and secret, for which the service issues tokens.
    Client {
        /// The client ID; not secret.
        id: String,
        /// The client secret.
        secret: Secret,
    },
}

/// A token or a client secret. It cannot be printed by accident: neither its text nor its length.
#[derive(Clone)]
pub struct Secret(Box<str>);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: &str) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for requests and for the system's keyring.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let all = Credentials::Client {
            id: "id".into(),
            secret: Secret::new("hunter2"),
        };
        let token = Credentials::Token(Secret::new("hunter2"));
        let printed = format!("{all:?} {token:?} {}", Secret::new("hunter2"));
        assert!(
            !printed.contains("hunter") && !printed.contains('7'),
            "{printed}"
        );
    }
}
