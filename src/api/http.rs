//! Sends one request and reads one reply, without retries. Every reply is limited in time and size, and each
//! request leaves a trace.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, Method, Response, StatusCode, redirect, retry};
use serde_json::Value;

use super::address::BaseUrl;
use super::clock::ServiceClock;
use super::failure::{self, CallKind};
use super::network::Network;
use super::path::Target;
use super::secrets::Secrets;
use super::settings::Timing;
use crate::domain::history::RequestTrace;
use crate::domain::{Failure, FailureClass, FailureReason};
use crate::text::Text;

/// The longest reply that is read. The longest documented one, 3,000 IDs at once, has some 200 KB.
const LARGEST_BODY: usize = 4 << 20;

/// A longer delay is of no use: rosterm does not wait for more than a minute anyway.
const LONGEST_RETRY_AFTER: u64 = 60;

/// How long an unused connection is kept. This is shorter than what servers use: a write on a connection that
/// the server is just closing would end with an unknown outcome.
const IDLE: Duration = Duration::from_secs(15);

/// The callback for the trace of every request.
pub(super) type OnTrace = Box<dyn Fn(RequestTrace) + Send + Sync>;

pub(super) struct Http {
    client: Client,
    on_trace: OnTrace,
    /// The service's clock.
    pub clock: ServiceClock,
    /// Credentials that are sent, and that must not appear in any text that comes back.
    pub secrets: Secrets,
}

pub(super) struct HttpRequest<'a> {
    pub kind: CallKind,
    pub method: Method,
    pub target: &'a Target,
    pub body: Option<&'a Value>,
    pub authorization: Option<HeaderValue>,
    /// For everything, from connecting to the last byte.
    pub timeout: Duration,
}

/// A successful reply.
#[derive(Debug)]
pub(super) struct HttpReply {
    pub kind: CallKind,
    pub status: StatusCode,
    pub body: Vec<u8>,
}

impl Http {
    pub fn new(
        base: &BaseUrl,
        timing: Timing,
        network: &Network,
        on_trace: OnTrace,
    ) -> Result<Self, Failure> {
        // This fails if a provider is installed already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("rosterm/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .connect_timeout(timing.connect)
            .pool_idle_timeout(IDLE)
            .https_only(base.is_https());
        if base.is_loopback() {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &network.proxy {
            builder = builder.proxy(proxy.for_requests().map_err(unable)?);
        }
        if base.is_https() {
            builder = builder.tls_certs_merge(network.trust.certificates());
        } else {
            // Otherwise the system's certificates are loaded, and a machine without any could not even
            // connect to itself.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(unable)?;
        Ok(Self {
            client,
            on_trace,
            clock: ServiceClock::default(),
            secrets: Secrets::default(),
        })
    }

    /// Sends a request once and reads the reply; any status but 2xx is a failure.
    pub async fn send(&self, request: HttpRequest<'_>) -> Result<HttpReply, Failure> {
        let method = name(&request.method);
        let writes = request.kind == CallKind::Write;
        // The cursor of a page comes from the service, too.
        let path = Text::new(&self.secrets.blotted(&request.target.below));
        let started = Instant::now();
        let result = self.exchange(request).await;
        let result = result.map_err(|failure| failure::without_secrets(failure, &self.secrets));
        let outcome = match &result {
            Ok(answer) => Ok(answer.status.as_u16()),
            Err(Failure {
                reason: FailureReason::Service | FailureReason::Redirect,
                status: Some(status),
                ..
            }) => Ok(*status),
            Err(failure) => Err(failure.reason),
        };
        let took = millis(started.elapsed());
        log::debug!("{method} {path}: {outcome:?} after {took} ms");
        (self.on_trace)(RequestTrace {
            wall: Timestamp::now().as_millisecond(),
            writes,
            method,
            path,
            outcome,
            took,
        });
        result
    }

    async fn exchange(&self, request: HttpRequest<'_>) -> Result<HttpReply, Failure> {
        let kind = request.kind;
        let mut builder = self
            .client
            .request(request.method.clone(), request.target.url.clone())
            .timeout(request.timeout)
            .header(ACCEPT, "application/json");
        if let Some(authorization) = request.authorization {
            builder = builder.header(AUTHORIZATION, authorization);
        }
        // The service's documentation gives a content type even for the POST that has no body.
        if request.body.is_some() || request.method == Method::POST {
            builder = builder.header(CONTENT_TYPE, "application/json");
        }
        match request.body {
            Some(body) => builder = builder.body(body.to_string()),
            None if request.method == Method::POST => builder = builder.header(CONTENT_LENGTH, 0),
            None => {}
        }
        let response = builder
            .send()
            .await
            .map_err(|error| failure::from_network(kind, &error))?;
        let status = response.status();
        let headers = response.headers();
        let (retry_after, date) = (retry_after(headers), headers.get(DATE).cloned());
        let body = body(kind, response).await;
        self.clock.hear(date.as_ref(), body.as_deref().ok());
        if status.is_success() {
            return body.map(|body| HttpReply { kind, status, body });
        }
        // A refusal is a refusal even if its explanation was lost.
        Err(failure::from_status(
            kind,
            status,
            retry_after,
            &body.unwrap_or_default(),
        ))
    }
}

/// The client cannot be set up.
#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn unable(error: reqwest::Error) -> Failure {
    Failure::new(FailureClass::NothingDone, FailureReason::Tls)
        .because(&format!("{error}: {}", failure::chain(&error)))
}

async fn body(kind: CallKind, mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| failure::from_network(kind, &error))?
    {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(failure::without_answer(
                kind,
                FailureReason::TooLarge,
                "the answer has more than 4 MiB",
            ));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let seconds: u64 = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(seconds.min(LONGEST_RETRY_AFTER))
}

pub(super) fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "?",
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
