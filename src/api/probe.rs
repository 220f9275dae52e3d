//! Calls that only check whether a connection works.

use reqwest::Method;

use super::Api;
use super::failure::CallKind;
use super::http::HttpRequest;
use super::pace::CallFamily;
use super::path::Target;
use super::send::ApiCall;
use super::wire;
use crate::domain::{Failure, UserId};

/// How long a token is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenLifetime {
    /// For this many seconds.
    Seconds(u64),
    /// The service gives no expiry.
    Unlimited,
    /// The service did not issue it just now, so its lifetime is unknown.
    Unknown,
}

impl Api {
    /// Requests the base address, without a token. Any reply will do: there is a server, and its certificate
    /// is trusted.
    pub async fn reach(&self) -> Result<(), Failure> {
        let target = Target {
            url: self.sender.base.url().clone(),
            below: String::new(),
        };
        let request = HttpRequest {
            kind: CallKind::Read,
            method: Method::GET,
            target: &target,
            body: None,
            authorization: None,
            timeout: self.sender.timing.read,
        };
        match self.sender.http.send(request).await {
            Err(failure) if failure.status.is_none() => Err(failure),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Gets a token, if tokens are requested at all, and returns how long it lasts.
    ///
    /// # Errors
    /// Those of the service's token request ("Authenticate with an app token").
    pub async fn sign_in(&self) -> Result<TokenLifetime, Failure> {
        let token = self.sender.tokens.get().await?;
        Ok(match token.lasts {
            Some(seconds) => TokenLifetime::Seconds(seconds),
            None if self.sender.tokens.are_asked_for() => TokenLifetime::Unlimited,
            None => TokenLifetime::Unknown,
        })
    }

    /// Any one user of the app ("User account system: get users page by page"); `None` if it has none.
    pub async fn any_user(&self) -> Result<Option<UserId>, Failure> {
        let nobody = UserId::new("");
        let call =
            ApiCall::read(Method::GET, CallFamily::Users, &nobody, &["users"]).query("limit", "1");
        self.send(call).await?.read(wire::first_user)
    }
}
