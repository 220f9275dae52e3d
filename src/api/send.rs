//! One call of the API: its address, its turn, its token, and how often it may be sent. A write is
//! sent once, and once more only after a 401, which says that nothing was done.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::failure::{self, Kind};
use super::http::{Answer, Http, OnTrace, Request};
use super::pace::{Family, Pace};
use super::path::{self, Target};
use super::settings::{AppKey, BaseUrl, Settings, Timing};
use super::token::{Token, Tokens};
use crate::domain::{Failure, UserId};

/// How long to wait before a lost read is sent again, on average.
const BACKOFF: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// A call to be made.
pub(super) struct Call<'a> {
    kind: Kind,
    method: Method,
    family: Family,
    /// Under whose own limit it counts, where its family has one.
    user: &'a UserId,
    segments: &'a [&'a str],
    query: Vec<(&'static str, &'a str)>,
    body: Option<Value>,
}

impl<'a> Call<'a> {
    pub fn read(method: Method, family: Family, user: &'a UserId, segments: &'a [&'a str]) -> Self {
        Self {
            kind: Kind::Read,
            method,
            family,
            user,
            segments,
            query: Vec::new(),
            body: None,
        }
    }

    pub fn write(
        method: Method,
        family: Family,
        user: &'a UserId,
        segments: &'a [&'a str],
    ) -> Self {
        Self {
            kind: Kind::Write,
            ..Self::read(method, family, user, segments)
        }
    }

    pub fn query(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    pub fn maybe(self, name: &'static str, value: Option<&'a str>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// How often it may be sent. The listing of conversations has five calls a minute for each user;
    /// they are left to whoever asks.
    fn tries(&self, timing: Timing) -> usize {
        match (self.kind, self.family) {
            (Kind::Write, _) | (_, Family::ConversationList) => 1,
            (Kind::Read, _) => timing.attempts,
        }
    }
}

/// Makes calls.
pub(super) struct Sender {
    pub(super) http: Arc<Http>,
    pub(super) base: BaseUrl,
    app: AppKey,
    pub(super) tokens: Tokens,
    pub pace: Pace,
    pub(super) timing: Timing,
}

impl Sender {
    pub fn new(settings: Settings, on_trace: OnTrace) -> Result<Self, Failure> {
        let Settings {
            base_url: base,
            app_key: app,
            credentials,
            share,
            timing,
            network,
        } = settings;
        let http = Arc::new(Http::new(&base, timing, &network, on_trace)?);
        let target = path::target(&base, &app, &["token"], &[])?;
        let tokens = Tokens::new(&credentials, Arc::clone(&http), target, timing.read)?;
        Ok(Self {
            http,
            base,
            app,
            tokens,
            pace: Pace::new(share),
            timing,
        })
    }

    pub fn app(&self) -> &AppKey {
        &self.app
    }

    /// Makes a call. The time-out counts from the first request on; waiting for a turn or for a token
    /// before it is not the service's fault.
    pub async fn send(&self, call: Call<'_>) -> Result<Answer, Failure> {
        let target = path::target(&self.base, &self.app, call.segments, &call.query)?;
        let mut token = self.tokens.get().await?;
        let mut deadline = None;
        let mut renewed = false;
        let mut lost = 0;
        loop {
            let failure = match self.once(&call, &target, &token, &mut deadline).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if failure.status == Some(401) && !renewed {
                renewed = true;
                // Nothing was done yet, so the call has all its time again.
                deadline = None;
                match self.tokens.after_refusal_of(&token).await {
                    Some(better) => token = better?,
                    None => return Err(failure),
                }
                continue;
            }
            let pause = jittered(BACKOFF[lost.min(BACKOFF.len() - 1)]);
            lost += 1;
            let in_time = deadline.is_none_or(|at| Instant::now() + pause < at);
            if lost >= call.tries(self.timing) || !in_time || !failure::is_worth_repeating(&failure)
            {
                return Err(failure);
            }
            sleep(pause).await;
        }
    }

    async fn once(
        &self,
        call: &Call<'_>,
        target: &Target,
        token: &Token,
        deadline: &mut Option<Instant>,
    ) -> Result<Answer, Failure> {
        // Held until the answer is there: its window begins then.
        let _pass = self.pace.pass(call.family, call.user).await;
        let now = Instant::now();
        let deadline = *deadline.get_or_insert(now + self.timeout(call.kind));
        let request = Request {
            kind: call.kind,
            method: call.method.clone(),
            target,
            body: call.body.as_ref(),
            authorization: Some(token.header.clone()),
            timeout: deadline - now,
        };
        let result = self.http.send(request).await;
        if result.as_ref().is_err_and(failure::is_too_fast) {
            self.pace.slow_down(call.family);
        }
        result
    }

    fn timeout(&self, kind: Kind) -> Duration {
        match kind {
            Kind::Read => self.timing.read,
            Kind::Write => self.timing.write,
        }
    }
}

/// Half to one and a half of a time, so that calls that failed together do not come back together.
fn jittered(time: Duration) -> Duration {
    let random = u32::try_from(RandomState::new().hash_one(()) % 1000).unwrap_or(0);
    time / 2 + time * random / 1000
}
