//! Tests the whole client against servers that misbehave: what it sends, how often, and what it reports.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::raw::{Raw, RawBehaviour, about, is_for_token, reply, token, with_header};
use super::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use crate::domain::history::RequestTrace;
use crate::domain::job::BulkOp;
use crate::domain::{Change, ChatKind, Cursor, Failure, FailureClass, FailureReason, UserId};
use crate::text::{MAX_ID_BYTES, Text};

mod tokens;

fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

/// A client of any address that has a token.
fn api_of(base: &str, token: &str) -> Result<Api, Failure> {
    let settings = Settings {
        base_url: BaseUrl::parse(base).unwrap(),
        app_key: AppKey::parse("org#app").unwrap(),
        credentials: Credentials::Token(Secret::new(token)),
        share: 20,
        timing: Timing::default(),
        network: Network::default(),
    };
    Api::new(settings, |_| {})
}

async fn add(api: &Api) -> Result<(), Failure> {
    let change = BulkOp::AddFriend.change(id("a"), id("b"));
    api.make(&change).await.map(drop)
}

fn delete(owner: &UserId, peer: &UserId) -> Change {
    Change::DeleteConversation {
        owner: owner.clone(),
        peer: peer.clone(),
        kind: ChatKind::Chat,
        roaming: false,
    }
}

async fn look(api: &Api) -> Result<(), Failure> {
    api.account(&id("a")).await.map(drop)
}

/// How a call failed, and how often it was sent.
type Fate = (FailureClass, FailureReason, Option<u16>, usize);

/// Makes a write and a read against a server that always does the same.
async fn both(then: RawBehaviour) -> [Fate; 2] {
    both_within(Timing::default(), then).await
}

async fn both_within(timing: Timing, then: RawBehaviour) -> [Fate; 2] {
    let raw = Raw::start(move |_, _| then.clone()).await;
    let api = raw.api_with(Credentials::Token(Secret::new("t")), timing, |_| {});
    let write = add(&api).await.unwrap_err();
    let written = raw.calls();
    let read = look(&api).await.unwrap_err();
    [
        (write.class, write.reason, write.status, written),
        (read.class, read.reason, read.status, raw.calls() - written),
    ]
}

fn cut_short() -> RawBehaviour {
    RawBehaviour::SendAndClose(
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"entities\":[".into(),
    )
}

#[tokio::test]
async fn a_write_whose_connection_is_cut_is_sent_once_and_unknown() {
    let [write, read] = both(RawBehaviour::Cut).await;
    assert_eq!(
        write,
        (FailureClass::Unknown, FailureReason::Broken, None, 1)
    );
    assert_eq!(
        read,
        (FailureClass::Retryable, FailureReason::Broken, None, 3)
    );
}

#[tokio::test]
async fn a_write_on_a_used_connection_that_is_cut_is_sent_once_too() {
    let raw = Raw::start(|number, _| {
        if number < 2 {
            about("b")
        } else {
            RawBehaviour::Cut
        }
    })
    .await;
    let api = raw.api();
    add(&api).await.unwrap();
    add(&api).await.unwrap();
    assert_eq!(add(&api).await.unwrap_err().class, FailureClass::Unknown);
    assert_eq!((raw.calls(), raw.connections()), (3, 1));
}

#[tokio::test]
async fn an_answer_that_stops_in_the_middle_is_a_broken_one() {
    let [write, read] = both(cut_short()).await;
    assert_eq!(
        write,
        (FailureClass::Unknown, FailureReason::Broken, None, 1)
    );
    assert_eq!(
        read,
        (FailureClass::Retryable, FailureReason::Broken, None, 3)
    );
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_in_time_and_asked_once() {
    let second = Duration::from_secs(1);
    let short = Timing {
        read: second,
        write: second,
        ..Timing::default()
    };
    let [write, read] = both_within(short, RawBehaviour::Hang).await;
    assert_eq!(
        write,
        (FailureClass::Unknown, FailureReason::Timeout, None, 1)
    );
    assert_eq!(
        read,
        (FailureClass::Retryable, FailureReason::Timeout, None, 1)
    );
}

#[tokio::test]
async fn a_servers_own_fault_leaves_a_write_unknown_and_a_read_for_later() {
    // Side by side, since each waits between its retries.
    let fates = [500, 502, 503, 504, 408].map(|status| {
        (
            status,
            tokio::spawn(both(reply(status, "<html>oops</html>"))),
        )
    });
    for (status, fate) in fates {
        let [write, read] = fate.await.unwrap();
        assert_eq!(
            write,
            (
                FailureClass::Unknown,
                FailureReason::Service,
                Some(status),
                1
            )
        );
        assert_eq!(
            read,
            (
                FailureClass::Retryable,
                FailureReason::Service,
                Some(status),
                3
            )
        );
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Raw::start(|_, _| about("b")).await;
        let header = format!("Location: {}/org/app/x", elsewhere.base);
        let [write, read] = both(with_header(status, &header, "")).await;
        assert_eq!(
            write,
            (
                FailureClass::Unknown,
                FailureReason::Redirect,
                Some(status),
                1
            )
        );
        assert_eq!(
            read,
            (
                FailureClass::Final,
                FailureReason::Redirect,
                Some(status),
                1
            )
        );
        assert!(elsewhere.requests().is_empty());
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_the_end() {
    let huge = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n{}",
        " ".repeat(5_000_000)
    );
    let [write, read] = both(RawBehaviour::SendAndClose(huge)).await;
    assert_eq!(
        write,
        (FailureClass::Unknown, FailureReason::TooLarge, None, 1)
    );
    assert_eq!(
        read,
        (FailureClass::Final, FailureReason::TooLarge, None, 1)
    );
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_or_is_about_somebody_else_proves_nothing() {
    for then in [
        reply(200, "<html>welcome</html>"),
        reply(200, ""),
        reply(204, ""),
        reply(200, "{}"),
        about("c"),
    ] {
        let [write, read] = both(then).await;
        assert_eq!(
            (write.0, write.1, write.3),
            (FailureClass::Unknown, FailureReason::Unreadable, 1)
        );
        assert_eq!(
            (read.0, read.1, read.3),
            (FailureClass::Final, FailureReason::Unreadable, 1)
        );
    }
}

#[tokio::test]
async fn a_refusal_is_a_refusal_even_where_its_explanation_was_lost() {
    let lost =
        RawBehaviour::SendAndClose("HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n{".into());
    for then in [lost, reply(404, "<html>no</html>"), reply(404, "")] {
        let [write, read] = both(then).await;
        assert_eq!(
            write,
            (FailureClass::Final, FailureReason::Service, Some(404), 1)
        );
        assert_eq!(
            read,
            (FailureClass::Final, FailureReason::Service, Some(404), 1)
        );
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let api = api_of(&format!("http://127.0.0.1:{port}"), "t").unwrap();
    for failure in [add(&api).await.unwrap_err(), look(&api).await.unwrap_err()] {
        assert_eq!(
            (failure.class, failure.reason),
            (FailureClass::NothingDone, FailureReason::Connect)
        );
        assert!(failure.detail.is_some());
    }
}

#[tokio::test]
async fn where_no_trust_can_be_made_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"This is no TLS\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    // A machine without a trust store fails earlier.
    let failure = match api_of(&format!("https://{address}"), "t") {
        Ok(api) => add(&api).await.unwrap_err(),
        Err(failure) => failure,
    };
    assert_eq!(
        (failure.class, failure.reason),
        (FailureClass::NothingDone, FailureReason::Tls),
        "{failure:?}"
    );
}

#[tokio::test]
async fn a_lost_read_is_asked_again_and_answered() {
    for lost in [RawBehaviour::Cut, cut_short(), reply(503, "")] {
        let raw =
            Raw::start(move |number, _| if number < 2 { lost.clone() } else { about("a") }).await;
        look(&raw.api()).await.unwrap();
        assert_eq!(raw.calls(), 3);
    }
}

#[tokio::test]
async fn a_read_is_not_asked_again_before_the_time_the_server_named() {
    let raw = Raw::start(|_, _| with_header(503, "Retry-After: 7", "")).await;
    let failure = look(&raw.api()).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.retry_after, raw.calls()),
        (FailureClass::Retryable, Some(7), 1)
    );
}

#[tokio::test]
async fn the_listing_of_conversations_is_never_spent_on_repeats() {
    let raw = Raw::start(|_, _| RawBehaviour::Cut).await;
    assert_eq!(
        raw.api()
            .conversations(&id("a"), None, 50)
            .await
            .unwrap_err()
            .class,
        FailureClass::Retryable
    );
    assert_eq!(raw.calls(), 1);
}

#[tokio::test]
async fn the_time_to_wait_is_read_within_reason() {
    for (header, seconds) in [
        ("5", Some(5)),
        ("86400", Some(60)),
        ("-1", None),
        ("soon", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("", None),
    ] {
        let raw = Raw::start(move |_, _| {
            with_header(
                429,
                &format!("Retry-After: {header}"),
                r#"{"error":"reach_limit"}"#,
            )
        })
        .await;
        let failure = add(&raw.api()).await.unwrap_err();
        assert_eq!(
            (failure.class, failure.retry_after),
            (FailureClass::Retryable, seconds),
            "{header}"
        );
        assert_eq!(raw.calls(), 1);
    }
}

#[tokio::test]
async fn an_id_that_cannot_be_sent_is_not_sent_by_any_call() {
    let raw = Raw::start(|_, _| about("b")).await;
    let api = raw.api();
    let long = "a".repeat(MAX_ID_BYTES + 1);
    for bad in ["", ".", "..", "a\nb", "a\u{202e}", &long] {
        let (bad, good) = (id(bad), id("good"));
        let list = [good.clone(), bad.clone()];
        let mut changes = Vec::new();
        for (owner, other) in [(&good, &bad), (&bad, &good)] {
            for op in BulkOp::ALL {
                let change = op.change(owner.clone(), other.clone());
                changes.push(api.make(&change).await.unwrap_err());
            }
        }
        for failure in [
            api.account(&bad).await.unwrap_err(),
            api.friends(&bad, None, 50).await.unwrap_err(),
            api.friend_ids(&bad).await.unwrap_err(),
            api.import_friends(&good, &list).await.unwrap_err(),
            api.blocks(&bad, None, 50).await.unwrap_err(),
            api.block_ids(&bad).await.unwrap_err(),
            api.conversations(&bad, None, 50).await.unwrap_err(),
            api.make(&delete(&good, &bad)).await.unwrap_err(),
            api.make(&delete(&bad, &good)).await.unwrap_err(),
        ]
        .into_iter()
        .chain(changes)
        {
            assert_eq!(
                (failure.class, failure.reason),
                (FailureClass::NothingDone, FailureReason::BadId),
                "{bad:?}"
            );
            let detail = failure.detail.as_ref().map_or("", Text::raw);
            assert!(detail.contains("empty, too long, . or .."), "{detail}");
        }
    }
    assert!(raw.requests().is_empty());
}

#[tokio::test]
async fn every_request_is_what_the_service_documents() {
    let raw = Raw::start(|_, _| reply(400, "")).await;
    let api = raw.api();
    let (a, b, cursor) = (id("a/b"), id("c"), Cursor("x+/=&".into()));
    let _ = api.account(&a).await;
    let _ = api.friends(&a, Some(&cursor), 50).await;
    let _ = api.friends(&a, None, 10).await;
    let _ = api.friend_ids(&a).await;
    let change = |op: BulkOp| op.change(a.clone(), b.clone());
    let _ = api.make(&change(BulkOp::AddFriend)).await;
    let _ = api.make(&change(BulkOp::RemoveFriend)).await;
    let remark = Change::SetRemark {
        owner: a.clone(),
        friend: b.clone(),
        remark: Text::new("老\"板"),
    };
    let _ = api.make(&remark).await;
    let _ = api.import_friends(&a, std::slice::from_ref(&b)).await;
    let _ = api.make(&change(BulkOp::Block)).await;
    let _ = api.blocks(&a, Some(&cursor), 50).await;
    let _ = api.block_ids(&a).await;
    let _ = api.make(&change(BulkOp::Unblock)).await;
    let conversation = Change::DeleteConversation {
        owner: a.clone(),
        peer: b.clone(),
        kind: ChatKind::Group,
        roaming: true,
    };
    let _ = api.make(&conversation).await;
    let _ = api.conversations(&a, None, 50).await;
    let _ = api.are_friends(&a, std::slice::from_ref(&b)).await;
    let _ = api.are_blocked(&a, std::slice::from_ref(&b)).await;

    let sent: Vec<(String, String)> = raw
        .requests()
        .iter()
        .map(|request| {
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let head_lower = head.to_lowercase();
            assert!(
                head_lower.contains("\r\naccept: application/json"),
                "{head}"
            );
            assert!(
                head_lower.contains("\r\nauthorization: bearer t0ken"),
                "{head}"
            );
            assert!(
                head_lower.contains(concat!(
                    "\r\nuser-agent: rosterm/",
                    env!("CARGO_PKG_VERSION")
                )),
                "{head}"
            );
            assert!(
                !head_lower.contains("accept-encoding") && !head_lower.contains("cookie"),
                "{head}"
            );
            // With an `Expect` header the client would wait for a server that never sends "100 Continue".
            assert!(!head_lower.contains("\r\nexpect"), "{head}");
            let has_type = head_lower.contains("\r\ncontent-type: application/json");
            assert_eq!(
                has_type,
                !body.is_empty() || head.starts_with("POST"),
                "{head}"
            );
            assert_eq!(head_lower.contains("content-length"), has_type, "{head}");
            let line = head
                .lines()
                .next()
                .unwrap()
                .replace(" HTTP/1.1", "")
                .replace("/org/app/", "");
            (line, body.to_owned())
        })
        .collect();
    let sent: Vec<(&str, &str)> = sent
        .iter()
        .map(|(line, body)| (line.as_str(), body.as_str()))
        .collect();
    assert_eq!(
        sent,
        [
            ("GET users/a%2Fb", ""),
            (
                "GET user/a%2Fb/contacts?limit=50&needReturnRemark=true&cursor=x%2B%2F%3D%26",
                ""
            ),
            ("GET user/a%2Fb/contacts?limit=10&needReturnRemark=true", ""),
            ("GET users/a%2Fb/contacts/users", ""),
            ("POST users/a%2Fb/contacts/users/c", ""),
            ("DELETE users/a%2Fb/contacts/users/c", ""),
            ("PUT user/a%2Fb/contacts/users/c", r#"{"remark":"老\"板"}"#),
            (
                "POST users/a%2Fb/contacts/import?isSendNotice=false",
                r#"{"usernames":["c"]}"#
            ),
            ("POST users/a%2Fb/blocks/users", r#"{"usernames":["c"]}"#),
            (
                "GET users/a%2Fb/blocks/users?pageSize=50&cursor=x%2B%2F%3D%26",
                ""
            ),
            ("GET users/a%2Fb/blocks/users", ""),
            ("DELETE users/a%2Fb/blocks/users/c", ""),
            (
                "DELETE users/a%2Fb/user_channel",
                r#"{"channel":"c","delete_roam":true,"type":"groupchat"}"#
            ),
            ("GET user/a%2Fb/user_channels?limit=50", ""),
            (
                "POST contacts/check",
                r#"{"check_list":["c"],"username":"a/b"}"#
            ),
            (
                "POST blocks/check",
                r#"{"check_list":["c"],"username":"a/b"}"#
            ),
        ]
    );
}

#[tokio::test]
async fn every_request_leaves_a_trace_and_no_trace_tells_a_secret() {
    let raw = Raw::start(|number, request| match number {
        _ if is_for_token(request) => token("t0ken"),
        1 => reply(401, ""),
        3 => RawBehaviour::Cut,
        _ => about("a"),
    })
    .await;
    let traces = Arc::new(Mutex::new(Vec::<RequestTrace>::new()));
    let kept = Arc::clone(&traces);
    let credentials = Credentials::Client {
        id: "id".into(),
        secret: Secret::new("s3cret"),
    };
    let api = raw.api_with(credentials, Timing::default(), move |trace| {
        kept.lock().unwrap().push(trace);
    });
    look(&api).await.unwrap();

    let traces = traces.lock().unwrap();
    let told: Vec<_> = traces
        .iter()
        .map(|t| (t.method, t.path.raw(), t.outcome))
        .collect();
    assert_eq!(
        told,
        [
            ("POST", "token", Ok(200)),
            ("GET", "users/a", Ok(401)),
            ("POST", "token", Ok(200)),
            ("GET", "users/a", Err(FailureReason::Broken)),
            ("GET", "users/a", Ok(200)),
        ]
    );
    let printed = format!("{traces:?} {api:?}");
    assert!(
        !printed.contains("t0ken") && !printed.contains("s3cret"),
        "{printed}"
    );
    assert!(traces.iter().all(|t| t.wall > 1_500_000_000_000));
}
