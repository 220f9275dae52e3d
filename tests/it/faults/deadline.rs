//! How long a call may take, however often it is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rosterm::api::Api;
use rosterm::domain::{Failure, FailureClass, FailureReason};
use rstest::rstest;
use tokio::task::JoinHandle;

use crate::faults::calls::{CALLS, Call, Kind, Told, make};
use crate::faults::server::{Came, Server, TIMING, pass_time};
use crate::faults::steps::{Play, Step};

/// Of the time that a call has, it is this much.
const MOST: Duration = Duration::from_secs(40);

/// Real time, in which whatever is still to happen has happened.
const LONG: Duration = Duration::from_secs(30);

fn one(kind: Kind) -> &'static Call {
    CALLS.iter().find(|call| call.kind == kind).unwrap()
}

fn spawn(api: Api, call: &'static Call) -> JoinHandle<Result<Told, Failure>> {
    tokio::spawn(async move { make(&api, call).await })
}

async fn result(call: JoinHandle<Result<Told, Failure>>) -> Result<Told, Failure> {
    let ended = tokio::time::timeout(LONG, call).await;
    ended.expect("it has more time than it was given").unwrap()
}

/// Closes the connection after a while.
fn lost_after(time: Duration) -> Play {
    Play::of([Step::Wait(time), Step::Close])
}

#[tokio::test]
async fn a_repeated_read_has_no_more_time_than_one_that_is_not_repeated() {
    let server = Server::start(|came: Came<'_>| match came.number {
        0 => lost_after(MOST),
        _ => Play::of([Step::Silence]),
    })
    .await;
    let call = spawn(server.api(|| {}), one(Kind::Read));
    server.stuck(1).await;
    pass_time(MOST).await;
    server.stuck(2).await;
    pass_time(TIMING.read.saturating_sub(MOST)).await;
    let failure = result(call).await.unwrap_err();
    let said = (failure.class, failure.reason);
    assert_eq!(said, (FailureClass::Retryable, FailureReason::Timeout));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_read_is_not_sent_again_where_its_time_ends_before_the_pause_does() {
    // Less than the shortest pause is left.
    let late = TIMING.read.saturating_sub(Duration::from_millis(50));
    let server = Server::start(move |_| lost_after(late)).await;
    let tried = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tried);
    let api = server.api(move || {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let call = spawn(api, one(Kind::Read));
    server.stuck(1).await;
    pass_time(late).await;
    assert_eq!(
        result(call).await.unwrap_err().class,
        FailureClass::Retryable
    );
    assert_eq!(
        (tried.load(Ordering::Relaxed), server.requests().len()),
        (1, 1)
    );
}

#[rstest]
#[case::read(Kind::Read)]
#[case::write(Kind::Write)]
#[tokio::test]
async fn a_call_whose_token_was_refused_has_all_its_time_again(#[case] kind: Kind) {
    let call = one(kind);
    let server = Server::start(move |came: Came<'_>| {
        let refused = came.line == call.line && came.number == 1;
        let answer = match came.line {
            "POST token" => {
                return Play::answer(
                    "200 OK",
                    "",
                    r#"{"access_token":"token-that-was-asked-for"}"#,
                );
            }
            _ if refused => Play::answer("401 Unauthorized", "", ""),
            _ => Play::answer("200 OK", "", call.good),
        };
        Play::of([vec![Step::Wait(MOST)], answer.steps].concat())
    })
    .await;
    let task = spawn(server.asking_api(|| {}), call);
    server.stuck(1).await;
    pass_time(MOST).await;
    server.stuck(2).await;
    pass_time(MOST).await;
    assert_eq!(result(task).await, Ok(Told::All));
    let lines = ["POST token", call.line, "POST token", call.line];
    assert_eq!(server.requests(), lines);
}
