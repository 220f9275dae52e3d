//! The table: what a server may do, what is then said of a read and of a write, and how often each was
//! tried. A write is tried once, whatever happens, and twice where its token was refused.

use rosterm::domain::{FailureClass, FailureReason};

use crate::faults::calls::{Call, Kind};
use crate::faults::steps::{Play, Step, head, packed, whole};

use FailureClass::{Final, NothingDone, Retryable, Unknown};
use FailureReason::{Broken, Connect, Redirect, Service, Timeout, TooLarge, Unreadable};

/// How far a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nobody listens.
    Nobody,
    /// A connection stands, and nothing is read from it.
    Connection,
    /// The request is read.
    Server,
}

/// What is said of a call, and how often it was tried.
pub type Fate = (FailureClass, usize);

pub struct Fault {
    pub name: &'static str,
    pub reach: Reach,
    /// What the server does to a call; it is told an address where no request may ever come.
    pub play: fn(&Call, &str) -> Play,
    pub reason: FailureReason,
    pub status: Option<u16>,
    pub retry_after: Option<u64>,
    read: Fate,
    write: Fate,
    /// Whether nothing but the client's clock ends it.
    pub ends_by_the_clock: bool,
    /// Whether the client asks for its token, and so can ask for a better one.
    pub asks_for_its_token: bool,
}

impl Fault {
    pub fn fate(&self, call: &Call) -> Fate {
        match call.kind {
            Kind::Write => self.write,
            Kind::Read if self.read.1 == LOST && !call.is_repeated() => (self.read.0, 1),
            Kind::Read => self.read,
        }
    }

    const fn reaching(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    const fn asking_to_wait(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    const fn ended_by_the_clock(mut self) -> Self {
        self.ends_by_the_clock = true;
        self
    }

    const fn at_a_token_that_was_asked_for(mut self) -> Self {
        self.asks_for_its_token = true;
        self
    }
}

const fn fault(
    name: &'static str,
    reason: FailureReason,
    read: Fate,
    write: Fate,
    play: fn(&Call, &str) -> Play,
) -> Fault {
    Fault {
        name,
        reach: Reach::Server,
        play,
        reason,
        status: None,
        retry_after: None,
        read,
        write,
        ends_by_the_clock: false,
        asks_for_its_token: false,
    }
}

/// How often a read is tried whose answer was lost.
const LOST: usize = 3;

const MIB: usize = 1 << 20;

pub fn faults() -> Vec<Fault> {
    let mut all = without_an_answer();
    all.extend(half_answers());
    all.extend(unbelievable_answers());
    all.extend(refusals());
    all
}

fn without_an_answer() -> Vec<Fault> {
    vec![
        fault(
            "nobody listens",
            Connect,
            (NothingDone, 1),
            (NothingDone, 1),
            |_, _| Play::default(),
        )
        .reaching(Reach::Nobody),
        fault(
            "closed before anything was read",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| Play::of([Step::Close]),
        )
        .reaching(Reach::Connection),
        fault(
            "reset before anything was read",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| Play::of([Step::Reset]),
        )
        .reaching(Reach::Connection),
        fault(
            "closed after the request's head",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| Play {
                before_the_body: true,
                ..Play::of([Step::Close])
            },
        ),
        fault(
            "closed after the request",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| Play::of([Step::Close]),
        ),
        fault(
            "reset after the request",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| Play::of([Step::Reset]),
        ),
        fault("silence", Timeout, (Retryable, 1), (Unknown, 1), |_, _| {
            Play::of([Step::Silence])
        })
        .ended_by_the_clock(),
        fault(
            "nothing but 100 Continue",
            Timeout,
            (Retryable, 1),
            (Unknown, 1),
            |_, _| Play::of([Step::Flood(head("100 Continue", "").repeat(50))]),
        )
        .ended_by_the_clock(),
        fault(
            "no HTTP at all",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    Step::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()),
                    Step::Silence,
                ])
            },
        ),
        fault(
            "HTTP/0.9: a body without a head",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::of([Step::Send(call.good.into()), Step::Close]),
        ),
        fault(
            "a status that is no number",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::answer("OK", "", call.good),
        ),
    ]
}

fn half_answers() -> Vec<Fault> {
    vec![
        fault(
            "closed in the middle of the head",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    Step::Send(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
                    Step::Close,
                ])
            },
        ),
        fault(
            "silence in the middle of the head",
            Timeout,
            (Retryable, 1),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    Step::Send(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
                    Step::Silence,
                ])
            },
        )
        .ended_by_the_clock(),
        fault(
            "headers without end",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()),
                    Step::Flood(b"X-More: and more\r\n".repeat(100)),
                ])
            },
        ),
        fault(
            "a header line without end",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    Step::Send(b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec()),
                    Step::Flood(b"long".repeat(4096)),
                ])
            },
        ),
        fault(
            "two lengths that differ",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::answer("200 OK", "Content-Length: 7\r\n", call.good),
        ),
        fault(
            "closed in the middle of the body",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::of([longer_than(call.good), Step::Close]),
        ),
        fault(
            "reset in the middle of the body",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::of([longer_than(call.good), Step::Reset]),
        ),
        fault(
            "silence in the middle of the body",
            Timeout,
            (Retryable, 1),
            (Unknown, 1),
            |call, _| Play::of([longer_than(call.good), Step::Silence]),
        )
        .ended_by_the_clock(),
        fault(
            "a body that drips",
            Timeout,
            (Retryable, 1),
            (Unknown, 1),
            |_, _| {
                let head = head("200 OK", "Content-Length: 1000000\r\n");
                Play::of([Step::Send(head), Step::Drip(b" ".to_vec())])
            },
        )
        .ended_by_the_clock(),
        fault(
            "chunks without the last one",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| {
                Play::of([
                    chunks(&format!("{:x}\r\n{}\r\n", call.good.len(), call.good)),
                    Step::Close,
                ])
            },
        ),
        fault(
            "a chunk of no length",
            Broken,
            (Retryable, LOST),
            (Unknown, 1),
            |call, _| Play::of([chunks(&format!("long\r\n{}\r\n0\r\n\r\n", call.good))]),
        ),
    ]
}

fn unbelievable_answers() -> Vec<Fault> {
    vec![
        unreadable("a page", |_, _| {
            let page = "<html>Please log in to the network</html>";
            Play::answer("200 OK", "Content-Type: text/html\r\n", page)
        }),
        unreadable("an empty body", |_, _| Play::answer("200 OK", "", "")),
        unreadable("an empty object", |_, _| Play::answer("200 OK", "", "{}")),
        unreadable("null", |_, _| Play::answer("200 OK", "", "null")),
        unreadable("JSON of another shape", |_, _| {
            let body =
                r#"{"entities":{"username":7},"data":"ok","status":["ok"],"access_token":1}"#;
            Play::answer("200 OK", "", body)
        }),
        unreadable(
            "JSON without its last brace, ended by the connection",
            |call, _| {
                let most = &call.good[..call.good.len() - 1];
                Play::of([
                    Step::Send(format!("HTTP/1.0 200 OK\r\n\r\n{most}").into()),
                    Step::Close,
                ])
            },
        ),
        unreadable("JSON a thousand lists deep", |_, _| {
            let body = format!(r#"{{"data":{}{}}}"#, "[".repeat(1000), "]".repeat(1000));
            Play::answer("200 OK", "", body)
        }),
        unreadable("two answers in one body", |call, _| {
            Play::answer("200 OK", "", call.good.repeat(2))
        }),
        unreadable("bytes that are no text", |_, _| {
            Play::answer("200 OK", "", b"{\"status\":\"ok\",\"\xff\xfe\":1}")
        }),
        unreadable("a packed body that nobody asked for", |call, _| {
            let body = packed(call.good.as_bytes());
            Play::answer("200 OK", "Content-Encoding: gzip\r\n", body)
        }),
        fault(
            "204 without a body",
            Unreadable,
            (Final, 1),
            (Unknown, 1),
            |_, _| Play::of([Step::Send(head("204 No Content", ""))]),
        )
        .status(204),
        fault(
            "more than 4 MiB",
            TooLarge,
            (Final, 1),
            (Unknown, 1),
            |call, _| {
                // It would be a good answer, were it not for what stands in front of it.
                let body = " ".repeat(4 * MIB) + call.good;
                Play::answer("200 OK", "", body)
            },
        ),
        fault(
            "a body without end",
            TooLarge,
            (Final, 1),
            (Unknown, 1),
            |_, _| {
                Play::of([
                    chunks(""),
                    Step::Flood(format!("8000\r\n{}\r\n", " ".repeat(0x8000)).into()),
                ])
            },
        ),
    ]
}

fn refusals() -> Vec<Fault> {
    let mut all = vec![
        redirect("301 to another server", 301, |_, to| {
            elsewhere("301 Moved Permanently", to)
        }),
        redirect("302 to another server", 302, |_, to| {
            elsewhere("302 Found", to)
        }),
        redirect("303 to another server", 303, |_, to| {
            elsewhere("303 See Other", to)
        }),
        redirect("307 to another server", 307, |_, to| {
            elsewhere("307 Temporary Redirect", to)
        }),
        redirect("308 to another server", 308, |_, to| {
            elsewhere("308 Permanent Redirect", to)
        }),
        redirect("304, as if there were an older answer", 304, |_, _| {
            Play::of([Step::Send(head("304 Not Modified", ""))])
        }),
        fault(
            "401 for every token",
            Service,
            (Retryable, 2),
            (Retryable, 2),
            |_, _| Play::answer("401 Unauthorized", "", r#"{"error":"unauthorized"}"#),
        )
        .status(401)
        .at_a_token_that_was_asked_for(),
        fault(
            "401 for a token of one's own",
            Service,
            (Retryable, 1),
            (Retryable, 1),
            |_, _| Play::answer("401 Unauthorized", "", r#"{"error":"unauthorized"}"#),
        )
        .status(401),
        fault(
            "101 to another protocol",
            Service,
            (Final, 1),
            (Unknown, 1),
            |_, _| {
                let headers = "Connection: upgrade\r\nUpgrade: websocket\r\n";
                Play::of([Step::Send(head("101 Switching Protocols", headers))])
            },
        )
        .status(101),
        fault(
            "a status that nobody knows",
            Service,
            (Final, 1),
            (Unknown, 1),
            |call, _| Play::answer("799 Who Knows", "", call.good),
        )
        .status(799),
    ];
    all.extend(said_no());
    all.extend(called_too_fast());
    all.extend(stumbles());
    all
}

fn said_no() -> Vec<Fault> {
    vec![
        refused("400 with the service's words", 400, |_, _| {
            let body = r#"{"error":"illegal_argument","error_description":"no"}"#;
            Play::answer("400 Bad Request", "", body)
        }),
        refused("403", 403, |_, _| {
            Play::answer("403 Forbidden", "", r#"{"error":"exceed_limit"}"#)
        }),
        refused("404", 404, |_, _| {
            Play::answer(
                "404 Not Found",
                "",
                r#"{"error":"service_resource_not_found"}"#,
            )
        }),
        refused("404 whose body is lost", 404, |_, _| {
            let head = head("404 Not Found", "Content-Length: 500\r\n");
            Play::of([Step::Send(head), Step::Close])
        }),
        refused("404 with the body of a success", 404, |call, _| {
            Play::answer("404 Not Found", "", call.good)
        }),
        refused("413 with a page", 413, |_, _| {
            Play::answer("413 Content Too Large", "", "<html>nginx</html>")
        }),
        refused("413 before the body was read", 413, |_, _| Play {
            before_the_body: true,
            ..Play::of([
                Step::Send(whole("413 Content Too Large", "Connection: close\r\n", "")),
                Step::Silence,
            ])
        }),
    ]
}

fn called_too_fast() -> Vec<Fault> {
    const TOO_FAST: &str = r#"{"error":"reach_limit"}"#;
    let later = |name, play| fault(name, Service, (Retryable, 1), (Retryable, 1), play).status(429);
    vec![
        later("429 with a time to wait that is none", |_, _| {
            Play::answer("429 Too Many Requests", "Retry-After: soon\r\n", TOO_FAST)
        }),
        later("429 for a year", |_, _| {
            Play::answer(
                "429 Too Many Requests",
                "Retry-After: 31536000\r\n",
                TOO_FAST,
            )
        })
        .asking_to_wait(60),
        later("429 without a word", |_, _| {
            Play::answer("429 Too Many Requests", "", "")
        }),
        refused("429 where the plan is used up", 429, |_, _| {
            Play::answer(
                "429 Too Many Requests",
                "",
                r#"{"error":"resource_limited"}"#,
            )
        }),
    ]
}

fn stumbles() -> Vec<Fault> {
    let lost = |name, status, play| {
        fault(name, Service, (Retryable, LOST), (Unknown, 1), play).status(status)
    };
    vec![
        lost("408", 408, |_, _| {
            Play::answer("408 Request Timeout", "", "")
        }),
        lost("500", 500, |_, _| {
            Play::answer("500 Internal Server Error", "", r#"{"error":"internal"}"#)
        }),
        lost("500 with the body of a success", 500, |call, _| {
            Play::answer("500 Internal Server Error", "", call.good)
        }),
        lost("502 with a page", 502, |_, _| {
            Play::answer("502 Bad Gateway", "", "<html>Bad Gateway</html>")
        }),
        fault(
            "503 with a time to wait",
            Service,
            (Retryable, 1),
            (Unknown, 1),
            |_, _| Play::answer("503 Service Unavailable", "Retry-After: 7\r\n", ""),
        )
        .status(503)
        .asking_to_wait(7),
        lost("504", 504, |_, _| {
            Play::answer("504 Gateway Timeout", "", "")
        }),
    ]
}

const fn unreadable(name: &'static str, play: fn(&Call, &str) -> Play) -> Fault {
    fault(name, Unreadable, (Final, 1), (Unknown, 1), play).status(200)
}

const fn redirect(name: &'static str, status: u16, play: fn(&Call, &str) -> Play) -> Fault {
    fault(name, Redirect, (Final, 1), (Unknown, 1), play).status(status)
}

const fn refused(name: &'static str, status: u16, play: fn(&Call, &str) -> Play) -> Fault {
    fault(name, Service, (Final, 1), (Final, 1), play).status(status)
}

fn elsewhere(status: &str, to: &str) -> Play {
    Play::answer(status, &format!("Location: {to}/org/app/x\r\n"), "")
}

/// The body of an answer that is announced to be longer.
fn longer_than(body: &str) -> Step {
    let length = format!("Content-Length: {}\r\n", body.len() + 100);
    let mut bytes = head("200 OK", &length);
    bytes.extend(body.as_bytes());
    Step::Send(bytes)
}

fn chunks(body: &str) -> Step {
    let mut bytes = head("200 OK", "Transfer-Encoding: chunked\r\n");
    bytes.extend(body.as_bytes());
    Step::Send(bytes)
}
