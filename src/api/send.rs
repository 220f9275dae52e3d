//! Sends one call of the API: its URL, its rate limit, its token, and how often it may be sent. A write is
//! sent once, and resent only after a 401, which says that nothing was done.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::Method;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::address::{AppKey, BaseUrl};
use super::failure::{self, CallKind};
use super::http::{Http, HttpReply, HttpRequest, OnTrace, name};
use super::pace::{CallFamily, Pace, Permit};
use super::path::{self, Target};
use super::settings::{Settings, Timing};
use super::token::{Token, TokenSource};
use crate::domain::history::ReadableRequest;
use crate::domain::{Failure, UserId};
use crate::text::{Text, tame_json};

/// The pauses before a lost read is resent: 150 to 300 ms, then 450 to 900 ms. They are random, so that calls
/// that failed together are not all resent at the same time.
const PAUSES: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(150))
    .with_factor(3.0)
    .with_max_delay(Duration::from_millis(450))
    .with_jitter();

pub(super) struct ApiCall<'a> {
    kind: CallKind,
    method: Method,
    family: CallFamily,
    /// The user whose limit it counts against, if its family has limits per user.
    user: &'a UserId,
    segments: Vec<&'a str>,
    query: Vec<(&'static str, &'a str)>,
    body: Option<Value>,
}

impl<'a> ApiCall<'a> {
    pub fn read(
        method: Method,
        family: CallFamily,
        user: &'a UserId,
        segments: &[&'a str],
    ) -> Self {
        Self {
            kind: CallKind::Read,
            method,
            family,
            user,
            segments: segments.to_vec(),
            query: Vec::new(),
            body: None,
        }
    }

    pub fn write(
        method: Method,
        family: CallFamily,
        user: &'a UserId,
        segments: &[&'a str],
    ) -> Self {
        Self {
            kind: CallKind::Write,
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

    /// The family with which it is counted.
    pub fn family(&self) -> CallFamily {
        self.family
    }

    /// The call in readable form.
    pub fn described(&self) -> Result<ReadableRequest, Failure> {
        let body = self.body.as_ref().map(Value::to_string);
        Ok(ReadableRequest {
            method: name(&self.method),
            path: Text::new(&path::below(&self.segments, &self.query)?),
            body: body.map(|body| Text::new(&tame_json(&body))),
        })
    }

    /// How often it may be sent. The listing of conversations is limited to five calls a minute for each
    /// user, so a retry is left to the caller.
    fn tries(&self, timing: Timing) -> usize {
        match (self.kind, self.family) {
            (CallKind::Write, _) | (_, CallFamily::ConversationList) => 1,
            (CallKind::Read, _) => timing.attempts,
        }
    }

    /// One pause for each possible retry.
    fn pauses(&self, timing: Timing) -> impl Iterator<Item = Duration> {
        let again = self.tries(timing).saturating_sub(1);
        PAUSES.with_max_times(again).build()
    }
}

pub(super) struct Sender {
    pub(super) http: Arc<Http>,
    pub(super) base: BaseUrl,
    app: AppKey,
    pub(super) tokens: TokenSource,
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
        let tokens = TokenSource::new(&credentials, Arc::clone(&http), target, timing.read)?;
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

    /// Makes a call; the first attempt uses `permit`, if there is one. The timeout starts with the first
    /// request: waiting for a permit or for a token is not the service's fault.
    pub async fn send(
        &self,
        call: ApiCall<'_>,
        permit: Option<Permit>,
    ) -> Result<HttpReply, Failure> {
        let target = path::target(&self.base, &self.app, &call.segments, &call.query)?;
        let mut token = self.tokens.get().await?;
        let mut deadline = None;
        let mut renewed = false;
        let mut pauses = call.pauses(self.timing);
        let mut permit = permit.filter(|permit| permit.is_for(call.family));
        loop {
            // Held until the reply arrives: its window begins then.
            let held = match permit.take() {
                Some(permit) => permit,
                None => self.pace.acquire(call.family, call.user).await,
            };
            let result = self.once(&call, &target, &token, &mut deadline).await;
            drop(held);
            let failure = match result {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if failure.status == Some(401) && !renewed {
                renewed = true;
                // Nothing was done yet, so the call has its full time again.
                deadline = None;
                match self.tokens.after_refusal_of(&token).await {
                    Some(better) => token = better?,
                    None => return Err(failure),
                }
                continue;
            }
            if !failure::is_worth_repeating(&failure) {
                return Err(failure);
            }
            let in_time = |pause: &Duration| deadline.is_none_or(|at| Instant::now() + *pause < at);
            let Some(pause) = pauses.next().filter(in_time) else {
                return Err(failure);
            };
            sleep(pause).await;
        }
    }

    async fn once(
        &self,
        call: &ApiCall<'_>,
        target: &Target,
        token: &Token,
        deadline: &mut Option<Instant>,
    ) -> Result<HttpReply, Failure> {
        let now = Instant::now();
        let deadline = *deadline.get_or_insert(now + self.timeout(call.kind));
        let request = HttpRequest {
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

    fn timeout(&self, kind: CallKind) -> Duration {
        match kind {
            CallKind::Read => self.timing.read,
            CallKind::Write => self.timing.write,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(kind: CallKind, family: CallFamily, attempts: usize) -> Vec<u128> {
        let timing = Timing {
            attempts,
            ..Timing::default()
        };
        let nobody = UserId::new("a");
        let call = match kind {
            CallKind::Read => ApiCall::read(Method::GET, family, &nobody, &[]),
            CallKind::Write => ApiCall::write(Method::POST, family, &nobody, &[]),
        };
        call.pauses(timing).map(|pause| pause.as_millis()).collect()
    }

    #[test]
    fn the_pauses_before_a_lost_read_is_sent_again_grow_up_to_a_second_and_differ() {
        let all: Vec<_> = (0..100)
            .map(|_| pauses(CallKind::Read, CallFamily::Users, 5))
            .collect();
        for pauses in &all {
            assert_eq!(pauses.len(), 4);
            assert!((150..=300).contains(&pauses[0]), "{pauses:?}");
            let later = &pauses[1..];
            assert!(later.iter().all(|p| (450..=900).contains(p)), "{pauses:?}");
        }
        assert!(all.iter().any(|pauses| pauses[0] != all[0][0]));
    }

    #[test]
    fn what_may_be_sent_once_has_no_pause_to_be_sent_again_after() {
        let none: Vec<u128> = Vec::new();
        assert_eq!(pauses(CallKind::Write, CallFamily::Contacts, 3), none);
        assert_eq!(
            pauses(CallKind::Read, CallFamily::ConversationList, 3),
            none
        );
        assert_eq!(pauses(CallKind::Read, CallFamily::Users, 1), none);
        assert_eq!(pauses(CallKind::Read, CallFamily::Users, 0), none);
    }
}
