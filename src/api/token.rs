//! The app's token: asked for once however many calls wait for it, kept until shortly before it
//! expires, and renewed when the service no longer takes it. The service bans accounts that ask often,
//! so a refusal is kept for a while too.

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

/// How long a token shall last, in seconds. Always sent: the service's own choice is 60 days.
const LIFETIME: u64 = 86_400;

/// How long the service is left alone after it gave no token, or one that it then refused.
const PAUSE: Duration = Duration::from_secs(10);

/// A token ready for the wire. Which one it is, is told apart by its number.
#[derive(Clone)]
pub(super) struct Token {
    pub header: HeaderValue,
    /// For how many seconds the service gave it; `None` where the service did not say, or did not give it.
    pub lasts: Option<u64>,
    number: u64,
}
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token {}", self.number)
    }
}

type TokenResult = Result<Token, Failure>;

/// Gives out tokens.
pub(super) struct TokenSource {
    asker: Option<Arc<TokenRequester>>,
    state: Arc<Mutex<TokenState>>,
}

/// What a token is asked for with.
struct TokenRequester {
    http: Arc<Http>,
    target: Target,
    body: Value,
    timeout: Duration,
}

struct TokenState {
    phase: TokenPhase,
    /// The number of the newest token asked for.
    number: u64,
    /// When a token was last asked for because the service had refused the one before.
    refused_at: Option<Instant>,
}

enum TokenPhase {
    Nothing,
    Asking(watch::Receiver<Option<TokenResult>>),
    Held(HeldToken),
    Failed { failure: Failure, until: Instant },
}

/// A token that is good.
#[derive(Clone)]
struct HeldToken {
    token: Token,
    /// From when on another one is asked for; this one is good for a while yet.
    renew_at: Option<Instant>,
    /// When it ends.
    ends: Option<Instant>,
}

impl HeldToken {
    fn is_good(&self) -> bool {
        self.ends.is_none_or(|at| Instant::now() < at)
    }
}

impl TokenSource {
    /// `target` is where tokens are given ("Authenticate with an app token").
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

    /// Whether the service is asked for tokens; else a ready one is used.
    pub fn are_asked_for(&self) -> bool {
        self.asker.is_some()
    }

    /// The token to use now; waits for it where it must be asked for.
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

    /// The token to use after the service refused `old` with a 401; `None` where there is no better one.
    pub async fn after_refusal_of(&self, old: &Token) -> Option<TokenResult> {
        self.asker.as_ref()?;
        {
            let mut state = self.state.lock();
            let still_the_same =
                matches!(&state.phase, TokenPhase::Held(held) if held.token.number == old.number);
            if still_the_same {
                // A service that refuses each fresh token would otherwise be asked at every call.
                if state.refused_at.is_some_and(|at| at.elapsed() < PAUSE) {
                    return None;
                }
                state.refused_at = Some(Instant::now());
                state.phase = TokenPhase::Nothing;
            }
        }
        Some(self.get().await)
    }

    /// Asks on a task of its own: whoever waits may be told to stop, the others go on waiting.
    fn ask(&self, state: &mut TokenState) -> Result<watch::Receiver<Option<TokenResult>>, Failure> {
        let Some(asker) = self.asker.clone() else {
            return Err(Failure::new(
                FailureClass::NotSent,
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
            // Nobody may be waiting any more; the token is kept all the same.
            let _ = done.send(Some(outcome));
        });
        Ok(answer)
    }
}

impl TokenRequester {
    async fn ask(&self, number: u64) -> TokenAnswer {
        let request = HttpRequest {
            // To the call that needs the token, a token without an answer changed nothing.
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
                // Nothing reached the service: it cannot mind that we try again.
                let pause = if failure.class == FailureClass::NotSent {
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

/// What came of asking for a token.
enum TokenAnswer {
    Given(HeldToken),
    /// None is asked for again until then.
    Refused {
        failure: Failure,
        until: Instant,
    },
}

impl TokenAnswer {
    /// What holds now. The token before may still be good: a renewal that comes early may fail.
    fn or_kept(self, before: Option<HeldToken>) -> (TokenPhase, TokenResult) {
        match (self, before.filter(HeldToken::is_good)) {
            (Self::Given(held), _) => {
                let token = held.token.clone();
                (TokenPhase::Held(held), Ok(token))
            }
            (Self::Refused { failure, until }, Some(held)) => {
                log::warn!("the token is not renewed yet: {failure}");
                let token = held.token.clone();
                // Also where nothing was sent: calls do not wait for a dead network again and again.
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

/// A tenth of the lifetime, an hour at most, is left as a margin: a call may wait a while for its turn.
/// A lifetime too short for that is not worth asking more often than the service likes.
fn kept_for(seconds: u64) -> Duration {
    let lifetime = lifetime(seconds);
    let margin = (lifetime / 10).min(Duration::from_secs(3600));
    lifetime.saturating_sub(margin).max(PAUSE)
}

/// How long a token is good.
fn lifetime(seconds: u64) -> Duration {
    // A far future that can still be added to the clock.
    Duration::from_secs(seconds.min(10 * 365 * 86_400))
}

async fn waited(mut answer: watch::Receiver<Option<TokenResult>>) -> TokenResult {
    match answer.wait_for(Option::is_some).await.as_deref() {
        Ok(Some(outcome)) => outcome.clone(),
        _ => Err(Failure::new(FailureClass::NotSent, FailureReason::Broken)
            .because("the request for a token ended without an answer")),
    }
}

/// The header that carries a token, marked so that nothing prints it.
fn header(token: &str) -> Result<HeaderValue, Failure> {
    let mut header = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
        Failure::new(FailureClass::NotSent, FailureReason::Unreadable)
            .because("the token has characters that a header cannot carry")
    })?;
    header.set_sensitive(true);
    Ok(header)
}
