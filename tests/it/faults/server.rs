//! A server that speaks raw bytes: it reads one request after the other, counts them, and plays at
//! each what it was told to play.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;

use crate::faults::steps::{After, Play, play};

/// The app of these tests, as a path.
const APP: &str = "/org/app/";

/// A running server; it ends with the test's runtime.
pub struct Server {
    pub base: String,
    seen: Arc<Seen>,
    /// Held so that nobody else is given the port while nobody listens at it.
    _unheard: Option<TcpSocket>,
}

/// A request that came.
#[derive(Clone, Copy)]
pub struct Came<'a> {
    /// `METHOD path`, without the app.
    pub line: &'a str,
    /// How many requests came before it.
    pub number: usize,
    /// How many of them on the same connection.
    pub before_on_its_connection: usize,
}

/// What came, counted on arrival, before anything is played.
#[derive(Default)]
pub struct Seen {
    counts: Mutex<Counts>,
    changed: Notify,
}

#[derive(Default)]
struct Counts {
    connections: usize,
    /// `METHOD path`, without the app.
    requests: Vec<String>,
    /// How often the client has nothing but its clock left to end a call.
    stuck: usize,
}

impl Seen {
    fn connected(&self) {
        self.counts.lock().unwrap().connections += 1;
        self.changed.notify_waiters();
    }

    /// Takes a request down and tells its number, from 0 on.
    fn requested(&self, line: &str) -> usize {
        let number = {
            let mut counts = self.counts.lock().unwrap();
            counts.requests.push(line.to_owned());
            counts.requests.len() - 1
        };
        self.changed.notify_waiters();
        number
    }

    pub fn got_stuck(&self) {
        self.counts.lock().unwrap().stuck += 1;
        self.changed.notify_waiters();
    }
}

impl Server {
    /// `script` decides about each request.
    pub async fn start(script: impl Fn(Came<'_>) -> Play + Send + Sync + 'static) -> Self {
        Self::listening(None, script).await
    }

    /// A server that plays something at each connection, before anything was asked.
    pub async fn at_connection(at_once: Play) -> Self {
        Self::listening(Some(at_once), |_| Play::default()).await
    }

    async fn listening(
        at_once: Option<Play>,
        script: impl Fn(Came<'_>) -> Play + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            base: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            _unheard: None,
        };
        let (seen, script) = (Arc::clone(&server.seen), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.connected();
                let (seen, script, at_once) =
                    (Arc::clone(&seen), Arc::clone(&script), at_once.clone());
                tokio::spawn(async move {
                    // A client that went away is the end of a connection, not of the test.
                    let _ = serve(stream, &seen, at_once, &*script).await;
                });
            }
        });
        server
    }

    /// An address at which nobody listens.
    pub fn nowhere() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self {
            base: format!("http://{}", socket.local_addr().unwrap()),
            seen: Arc::default(),
            _unheard: Some(socket),
        }
    }

    pub fn connections(&self) -> usize {
        self.seen.counts.lock().unwrap().connections
    }

    /// Every request whose head came whole, as `METHOD path`.
    pub fn requests(&self) -> Vec<String> {
        self.seen.counts.lock().unwrap().requests.clone()
    }

    /// Waits until so many calls can only be ended by the client's clock.
    pub async fn stuck(&self, calls: usize) {
        self.until(|counts| counts.stuck >= calls).await;
    }

    async fn until(&self, is_so: impl Fn(&Counts) -> bool) {
        loop {
            // Listens before it looks, so that nothing is missed in between.
            let changed = self.seen.changed.notified();
            if is_so(&self.seen.counts.lock().unwrap()) {
                return;
            }
            changed.await;
        }
    }

    /// A client with a ready token, which tells of each request that it tried for a call.
    pub fn api(&self, on_try: impl Fn() + Send + Sync + 'static) -> Api {
        self.api_with(Credentials::Token(Secret::new("t0ken")), on_try)
    }

    /// A client that has to ask for its token, which is no call.
    pub fn asking_api(&self, on_try: impl Fn() + Send + Sync + 'static) -> Api {
        let credentials = Credentials::Client {
            id: "id".into(),
            secret: Secret::new("s3cret"),
        };
        self.api_with(credentials, on_try)
    }

    fn api_with(&self, credentials: Credentials, on_try: impl Fn() + Send + Sync + 'static) -> Api {
        let settings = Settings {
            base_url: BaseUrl::parse(&self.base).unwrap(),
            app_key: AppKey::parse("org#app").unwrap(),
            credentials,
            share: 100,
            timing: TIMING,
            network: Network::default(),
        };
        Api::new(settings, move |trace| {
            if trace.path.raw() != "token" {
                on_try();
            }
        })
        .unwrap()
    }
}

/// So long that only a test which moves the clock sees a time-out.
pub const TIMING: Timing = Timing {
    connect: Duration::from_secs(60),
    read: Duration::from_secs(60),
    write: Duration::from_secs(60),
    attempts: 3,
};

/// Lets the client's time run, and only as much of it: nothing waits for real.
pub async fn pass_time(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

async fn serve(
    mut stream: TcpStream,
    seen: &Seen,
    at_once: Option<Play>,
    script: &(impl Fn(Came<'_>) -> Play + Sync),
) -> io::Result<()> {
    if let Some(at_once) = at_once {
        return play(stream, &at_once, seen).await.map(drop);
    }
    let mut bytes = Vec::new();
    for before_on_its_connection in 0.. {
        let Some(head) = read_head(&mut stream, &mut bytes).await? else {
            return Ok(());
        };
        let what = script(Came {
            line: &head.line,
            number: seen.requested(&head.line),
            before_on_its_connection,
        });
        if !what.before_the_body {
            read_body(&mut stream, &mut bytes, head.body).await?;
        }
        match play(stream, &what, seen).await? {
            After::GoOn(open) => stream = open,
            After::End => return Ok(()),
        }
    }
    Ok(())
}

struct Head {
    line: String,
    /// How long the body is.
    body: usize,
}

/// Takes a head off the bytes that came; `None` where the client has no more to say.
async fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<Option<Head>> {
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head: Vec<u8> = bytes.drain(..end + 4).collect();
    let head = String::from_utf8(head).unwrap();
    let line = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1");
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().unwrap())
    });
    Ok(Some(Head {
        line: line.replacen(APP, "", 1),
        body: length.unwrap_or(0),
    }))
}

async fn read_body(stream: &mut TcpStream, bytes: &mut Vec<u8>, length: usize) -> io::Result<()> {
    while bytes.len() < length {
        if stream.read_buf(bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    bytes.drain(..length);
    Ok(())
}
