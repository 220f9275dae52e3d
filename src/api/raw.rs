//! A server for tests that replies byte by byte as scripted, as no well-behaved server does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use crate::domain::history::RequestTrace;

/// What to do with a request.
#[derive(Debug, Clone)]
pub(crate) enum RawBehaviour {
    /// Reply with these bytes, and keep the connection open.
    Send(String),
    /// Reply with these bytes, and close the connection.
    SendAndClose(String),
    /// Close the connection.
    Cut,
    /// Do nothing.
    Hang,
}

/// A running server; it ends with the test's runtime.
pub(crate) struct Raw {
    pub base: String,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    arrived: Arc<Notify>,
}

/// A reply with a status and a body.
pub(crate) fn reply(status: u16, body: &str) -> RawBehaviour {
    with_header(status, "X-Nothing: 1", body)
}

/// A reply with a status, one header line and a body.
pub(crate) fn with_header(status: u16, header: &str, body: &str) -> RawBehaviour {
    let length = body.len();
    RawBehaviour::Send(format!(
        "HTTP/1.1 {status} Word\r\nContent-Length: {length}\r\n{header}\r\n\r\n{body}"
    ))
}

/// A valid reply about a user.
pub(crate) fn about(user: &str) -> RawBehaviour {
    reply(200, &format!(r#"{{"entities":[{{"username":"{user}"}}]}}"#))
}

/// A valid reply to the request for a token.
pub(crate) fn token(token: &str) -> RawBehaviour {
    reply(
        200,
        &format!(r#"{{"access_token":"{token}","expires_in":1000,"application":"a"}}"#),
    )
}

impl Raw {
    /// `script` decides about each request by its number, from 0 on, and its text.
    pub async fn start(
        script: impl Fn(usize, &str) -> RawBehaviour + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let raw = Self {
            base: format!("http://{}", listener.local_addr().unwrap()),
            requests: Arc::default(),
            connections: Arc::default(),
            arrived: Arc::default(),
        };
        let (script, requests, arrived) = (
            Arc::new(script),
            Arc::clone(&raw.requests),
            Arc::clone(&raw.arrived),
        );
        let connections = Arc::clone(&raw.connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::Relaxed);
                let (script, requests, arrived) = (
                    Arc::clone(&script),
                    Arc::clone(&requests),
                    Arc::clone(&arrived),
                );
                tokio::spawn(async move { serve(stream, &*script, &requests, &arrived).await });
            }
        });
        raw
    }

    /// All requests received, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// How many requests came that were not for a token.
    pub fn calls(&self) -> usize {
        self.requests()
            .iter()
            .filter(|request| !is_for_token(request))
            .count()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// How many requests came for a token.
    pub fn tokens(&self) -> usize {
        self.requests().len() - self.calls()
    }

    /// Waits until this many requests have come.
    pub async fn seen(&self, count: usize) {
        while self.requests().len() < count {
            self.arrived.notified().await;
        }
    }

    /// A client of this server that has a token.
    pub fn api(&self) -> Api {
        self.api_with(
            Credentials::Token(Secret::new("t0ken")),
            Timing::default(),
            |_| {},
        )
    }

    /// A client of this server that has to request its token.
    pub fn asking_api(&self) -> Api {
        let credentials = Credentials::Client {
            id: "id".into(),
            secret: Secret::new("s3cret"),
        };
        self.api_with(credentials, Timing::default(), |_| {})
    }

    pub fn api_with(
        &self,
        credentials: Credentials,
        timing: Timing,
        on_trace: impl Fn(RequestTrace) + Send + Sync + 'static,
    ) -> Api {
        let settings = Settings {
            base_url: BaseUrl::parse(&self.base).unwrap(),
            app_key: AppKey::parse("org#app").unwrap(),
            credentials,
            share: 100,
            timing,
            network: Network::default(),
        };
        Api::new(settings, on_trace).unwrap()
    }
}

pub(crate) fn is_for_token(request: &str) -> bool {
    request.starts_with("POST /org/app/token ")
}

async fn serve(
    mut stream: TcpStream,
    script: &(impl Fn(usize, &str) -> RawBehaviour + Sync),
    requests: &Mutex<Vec<String>>,
    arrived: &Notify,
) {
    while let Some(request) = read(&mut stream).await {
        let number = {
            let mut requests = requests.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        arrived.notify_one();
        match script(number, &request) {
            RawBehaviour::Send(bytes) => drop(stream.write_all(bytes.as_bytes()).await),
            RawBehaviour::SendAndClose(bytes) => {
                let _ = stream.write_all(bytes.as_bytes()).await;
                return;
            }
            RawBehaviour::Cut => return,
            RawBehaviour::Hang => tokio::time::sleep(Duration::from_secs(3600)).await,
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
