//! App tokens: issuing and checking them.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::reply::{APPLICATION, ApiError, FinishedResponse};
use super::request::ServiceCall;
use super::{CLIENT_ID, CLIENT_SECRET};

/// The default lifetime of a token.
const SIXTY_DAYS: u64 = 60 * 24 * 60 * 60;
/// The lifetime of a token that never expires, in a reply: the longest age that the service's platform can
/// represent, in seconds.
const FOR_EVER: u64 = 9_223_372_036_854_775;
/// Every token begins with this.
const MARK: &str = "YWMt";

/// How many issued tokens are remembered. A client that requests more loses its oldest.
const KEPT: usize = 1000;

/// The issued tokens and their expiry.
#[derive(Debug, Default)]
pub struct IssuedTokens {
    issued: HashMap<String, Option<Instant>>,
    /// Those that may be forgotten, oldest first.
    order: VecDeque<String>,
    count: u64,
}

#[derive(Debug, Deserialize)]
struct TokenRequest {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    ttl: Option<Value>,
}

impl IssuedTokens {
    /// `POST /token`.
    pub fn request(&mut self, call: &ServiceCall) -> Result<FinishedResponse, ApiError> {
        let request: TokenRequest = call.json()?;
        if request.grant_type.as_deref() != Some("client_credentials") {
            return Err(grant(
                "unsupported_grant_type",
                "grant_type must be client_credentials",
            ));
        }
        if request.client_id.as_deref() != Some(CLIENT_ID) {
            return Err(grant("invalid_grant", "client_id does not match"));
        }
        if request.client_secret.as_deref() != Some(CLIENT_SECRET) {
            return Err(grant("invalid_grant", "client_secret does not match"));
        }
        let ttl = match request.ttl {
            None | Some(Value::Null) => SIXTY_DAYS,
            Some(Value::Number(number)) => number.as_u64().ok_or_else(bad_ttl)?,
            // Some clients send it as a string.
            Some(Value::String(text)) => text.trim().parse().map_err(|_| bad_ttl())?,
            Some(_) => return Err(ApiError::body()),
        };
        Ok(self.issue(ttl))
    }

    /// A new token; 0 seconds means that it never expires.
    pub fn issue(&mut self, ttl: u64) -> FinishedResponse {
        let end = (ttl != 0)
            .then(|| Instant::now().checked_add(Duration::from_secs(ttl)))
            .flatten();
        let lasts = if ttl == 0 { FOR_EVER } else { ttl };
        self.admit(end, lasts)
    }

    /// An expired token, for tests of that error.
    pub fn issue_expired(&mut self) -> FinishedResponse {
        self.admit(Some(Instant::now()), 0)
    }

    /// Makes all tokens expire at once.
    pub fn expire_all(&mut self) {
        for end in self.issued.values_mut() {
            *end = Some(Instant::now());
        }
    }

    fn admit(&mut self, end: Option<Instant>, lasts: u64) -> FinishedResponse {
        self.count += 1;
        let token = format!(
            "{MARK}c2FuZGJveA{:08x}_Kq7Zr2WbN-{:06}",
            self.count * 0x9e37_79b1 % 0xffff_fffb,
            self.count
        );
        self.issued.insert(token.clone(), end);
        // The first one is the sandbox's own, which outlives any session.
        if self.count > 1 {
            self.order.push_back(token.clone());
        }
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.issued.remove(&oldest);
        }
        let body = json!({
            "access_token": token,
            "expires_in": lasts,
            "application": APPLICATION,
        });
        FinishedResponse::json(200, &body)
    }

    /// Checks the token of an `Authorization` header.
    pub fn check(&self, authorization: Option<&str>) -> Result<(), ApiError> {
        let unknown = || ApiError::unauthorized("unauthorized", "Unable to authenticate (OAuth)");
        let (scheme, token) = authorization
            .and_then(|value| value.trim().split_once(' '))
            .ok_or_else(unknown)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unknown());
        }
        // A documented example has two spaces here.
        let token = token.trim();
        match self.issued.get(token) {
            Some(Some(end)) if *end <= Instant::now() => Err(ApiError::unauthorized(
                "unauthorized",
                "Unable to authenticate due to expired access token",
            )),
            Some(_) => Ok(()),
            None if well_formed(token) => Err(unknown()),
            None => Err(ApiError::unauthorized(
                "auth_bad_access_token",
                "Unable to authenticate due to corrupt access token",
            )),
        }
    }
}

fn well_formed(token: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    token
        .strip_prefix(MARK)
        .is_some_and(|rest| rest.len() >= 16 && rest.bytes().all(letter))
}

fn grant(error: &'static str, description: &str) -> ApiError {
    let exception = "org.apache.usergrid.rest.exceptions.OAuthException";
    ApiError::new(400, error, description, exception)
}

fn bad_ttl() -> ApiError {
    ApiError::argument("ttl must be a number of seconds, 0 or more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokens_that_are_known_do_not_grow_and_the_first_one_stays() {
        let mut tokens = IssuedTokens::default();
        let token = |reply: FinishedResponse| {
            let body: Value = serde_json::from_str(&reply.body).unwrap();
            format!("Bearer {}", body["access_token"].as_str().unwrap())
        };
        let own = token(tokens.issue(0));
        let early = token(tokens.issue(60));
        for _ in 0..2 * KEPT {
            tokens.issue(60);
            tokens.issue_expired();
        }
        let latest = token(tokens.issue(60));
        assert_eq!(tokens.issued.len(), KEPT + 1);
        assert!(tokens.check(Some(&own)).is_ok() && tokens.check(Some(&latest)).is_ok());
        assert!(tokens.check(Some(&early)).is_err());
        for n in 0..KEPT {
            assert!(tokens.check(Some(&format!("Bearer YWMt{n:032}"))).is_err());
        }
        assert_eq!(tokens.issued.len(), KEPT + 1);
    }
}
