//! The app's token: requested once however many calls wait for it, kept until shortly before it expires, and
//! renewed when the service no longer accepts it. The service bans accounts that request tokens often, so a
//! refusal is kept for a while, too.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::Instant;

use super::failure::CallKind;
use super::http::{Http, HttpRequest};
use super::path::Target;
use super::settings::Credentials;
use super::wire;
use crate::domain::{Failure, FailureClass, FailureReason};

/// The requested lifetime of a token, in seconds. Always sent, because the service's default is 60 days.
const LIFETIME: u64 = 86_400;

/// How long to wait before the next request after the service issued no token, or refused the one it had
/// issued.
const PAUSE: Duration = Duration::from_secs(10);

/// A token ready to be sent, identified by its number.
#[derive(Clone)]
pub(super) struct Token {
    pub header: HeaderValue,
    /// Its lifetime in seconds; `None` if the service gave none, or did not issue the token.
    pub lasts: Option<u64>,
    number: u64,
}
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token {}", self.number)
    }
}

type TokenResult = Result<Token, Failure>;

/// Provides tokens.
pub(super) struct TokenSource {
    asker: Option<Arc<TokenRequester>>,
    state: Arc<Mutex<TokenState>>,
}

/// What is needed to request a token.
struct TokenRequester {
    http: Arc<Http>,
    target: Target,
    body: Value,
    timeout: Duration,
}

struct TokenState {
    phase: TokenPhase,
    /// The number of the token requested last.
    number: u64,
    /// When a token was last requested because the service had refused the previous one.
    refused_at: Option<Instant>,
}

enum TokenPhase {
    Nothing,
    Asking(watch::Receiver<Option<TokenResult>>),
    Held(HeldToken),
    Failed { failure: Failure, until: Instant },
}

/// A valid token.
#[derive(Clone)]
struct HeldToken {
    token: Token,
    /// When to request the next one; this one is still valid for a while then.
    renew_at: Option<Instant>,
    /// When it expires.
    ends: Option<Instant>,
}

impl HeldToken {
    fn is_good(&self) -> bool {
        self.ends.is_none_or(|at| Instant::now() < at)
    }
}

impl TokenSource {
    /// `target` is the URL that issues tokens ("Authenticate with an app token").
    pub fn new(
        credentials: &Credentials,
        http: Arc<Http>,
        target: Target,
        timeout: Duration,
    ) -> Result<Self, Failure> {
        let (asker, phase) = match credentials {
            Credentials::Token(token) => {
                http.secrets.learn(token.expose());
                let token = Token {
                    header: header(token.expose())?,
                    lasts: None,
                    number: 0,
                };
                (
                    None,
                    TokenPhase::Held(HeldToken {
                        token,
                        renew_at: None,
                        ends: None,
                    }),
                )
            }
            Credentials::Client { id, secret } => {
                http.secrets.learn(secret.expose());
                let body = json!({
                    "grant_type": "client_credentials",
                    "client_id": id,
                    "client_secret": secret.expose(),
                    "ttl": LIFETIME,
                });
                (
                    Some(Arc::new(TokenRequester {
                        http,
                        target,
                        body,
                        timeout,
                    })),
                    TokenPhase::Nothing,
                )
            }
        };
        let state = TokenState {
            phase,
            number: 0,
            refused_at: None,
        };
        Ok(Self {
            asker,
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// Whether tokens are requested from the service; otherwise a given one is used.
    pub fn are_asked_for(&self) -> bool {
        self.asker.is_some()
    }

    /// The token to use now; waits for it if it must be requested.
    pub async fn get(&self) -> TokenResult {
        let answer = {
            let mut state = self.state.lock();
            match &state.phase {
                TokenPhase::Held(held) if held.renew_at.is_none_or(|at| Instant::now() < at) => {
                    return Ok(held.token.clone());
                }
                TokenPhase::Failed { failure, until } if Instant::now() < *until => {
                    return Err(failure.clone());
                }
                TokenPhase::Asking(answer) => answer.clone(),
                TokenPhase::Nothing | TokenPhase::Held(_) | TokenPhase::Failed { .. } => {
                    self.ask(&mut state)?
                }
            }
        };
        waited(answer).await
    }

    /// The token to use after the service refused `old` with a 401; `None` if there is no better one.
    pub async fn after_refusal_of(&self, old: &Token) -> Option<TokenResult> {
        self.asker.as_ref()?;
        {
            let mut state = self.state.lock();
            let still_the_same =
                matches!(&state.phase, TokenPhase::Held(held) if held.token.number == old.number);
            if still_the_same {
                // Otherwise a service that refuses each fresh token would be asked at every call.
                if state.refused_at.is_some_and(|at| at.elapsed() < PAUSE) {
                    return None;
                }
                state.refused_at = Some(Instant::now());
                state.phase = TokenPhase::Nothing;
            }
        }
        Some(self.get().await)
    }

    /// Requests a token on a separate task: one waiting call may be cancelled while the others keep waiting.
    fn ask(&self, state: &mut TokenState) -> Result<watch::Receiver<Option<TokenResult>>, Failure> {
        let Some(asker) = self.asker.clone() else {
            return Err(Failure::new(
                FailureClass::NothingDone,
                FailureReason::Unreadable,
            ));
        };
        state.number += 1;
        let number = state.number;
        let (done, answer) = watch::channel(None);
        let asking = TokenPhase::Asking(answer.clone());
        let before = match std::mem::replace(&mut state.phase, asking) {
            TokenPhase::Held(held) => Some(held),
            _ => None,
        };
        let shared = Arc::clone(&self.state);
        tokio::spawn(async move {
            let (phase, outcome) = asker.ask(number).await.or_kept(before);
            shared.lock().phase = phase;
            // Maybe nobody waits any more; the token is kept all the same.
            let _ = done.send(Some(outcome));
        });
        Ok(answer)
    }
}

impl TokenRequester {
    async fn ask(&self, number: u64) -> TokenAnswer {
        let request = HttpRequest {
            // For the call that needs the token, a token request without a reply changed nothing.
            kind: CallKind::Read,
            method: Method::POST,
            target: &self.target,
            body: Some(&self.body),
            authorization: None,
            timeout: self.timeout,
        };
        let answer = self
            .http
            .send(request)
            .await
            .and_then(|answer| answer.read(wire::token))
            .inspect(|(token, _)| self.http.secrets.learn(token));
        match answer.and_then(|(token, expires_in)| Ok((header(&token)?, expires_in))) {
            Ok((header, expires_in)) => {
                let token = Token {
                    header,
                    lasts: expires_in,
                    number,
                };
                let after = |time: fn(u64) -> Duration| {
                    expires_in.map(|seconds| Instant::now() + time(seconds))
                };
                TokenAnswer::Given(HeldToken {
                    token,
                    renew_at: after(kept_for),
                    ends: after(lifetime),
                })
            }
            Err(failure) => {
                // Nothing reached the service, so a retry does not count against us.
                let pause = if failure.class == FailureClass::NothingDone {
                    Duration::ZERO
                } else {
                    PAUSE
                };
                let asked_for = Duration::from_secs(failure.retry_after.unwrap_or(0));
                let until = Instant::now() + pause.max(asked_for);
                TokenAnswer::Refused { failure, until }
            }
        }
    }
}

/// The outcome of requesting a token.
enum TokenAnswer {
    Given(HeldToken),
    /// Wait until then before the next request.
    Refused {
        failure: Failure,
        until: Instant,
    },
}

impl TokenAnswer {
    /// The phase that follows. The previous token may still be valid: an early renewal may fail.
    fn or_kept(self, before: Option<HeldToken>) -> (TokenPhase, TokenResult) {
        match (self, before.filter(HeldToken::is_good)) {
            (Self::Given(held), _) => {
                let token = held.token.clone();
                (TokenPhase::Held(held), Ok(token))
            }
            (Self::Refused { failure, until }, Some(held)) => {
                log::warn!("the token is not renewed yet: {failure}");
                let token = held.token.clone();
                // Even if nothing was sent: calls must not wait for a dead network again and again.
                let renew_at = Some(until.max(Instant::now() + PAUSE));
                (TokenPhase::Held(HeldToken { renew_at, ..held }), Ok(token))
            }
            (Self::Refused { failure, until }, None) => {
                let outcome = Err(failure.clone());
                (TokenPhase::Failed { failure, until }, outcome)
            }
        }
    }
}

/// When to renew: a tenth of the lifetime, at most an hour, is left as a margin, because a call may wait a
/// while for its turn. Even for a very short lifetime, tokens are not requested more often than the service
/// tolerates.
fn kept_for(seconds: u64) -> Duration {
    let lifetime = lifetime(seconds);
    let margin = (lifetime / 10).min(Duration::from_secs(3600));
    lifetime.saturating_sub(margin).max(PAUSE)
}

/// How long a token is valid.
fn lifetime(seconds: u64) -> Duration {
    // So far in the future that it never matters, but can still be added to the clock.
    Duration::from_secs(seconds.min(10 * 365 * 86_400))
}

async fn waited(mut answer: watch::Receiver<Option<TokenResult>>) -> TokenResult {
    match answer.wait_for(Option::is_some).await.as_deref() {
        Ok(Some(outcome)) => outcome.clone(),
        _ => Err(
            Failure::new(FailureClass::NothingDone, FailureReason::Broken)
                .because("the request for a token ended without an answer"),
        ),
    }
}

/// The header with the token, marked as sensitive so that it is never printed.
fn header(token: &str) -> Result<HeaderValue, Failure> {
    let mut header = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
        Failure::new(FailureClass::NothingDone, FailureReason::Unreadable)
            .because("the token has characters that a header cannot carry")
    })?;
    header.set_sensitive(true);
    Ok(header)
}
