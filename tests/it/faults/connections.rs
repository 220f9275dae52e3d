//! Connections that are kept for the next request, and what may go wrong with them in between: whatever
//! the HTTP library makes of it, a write comes once, and no answer is taken for another one's.

use rosterm::domain::{Failure, FailureClass, FailureReason};
use rstest::rstest;

use crate::faults::calls::{CALLS, Call, Kind, Told, make};
use crate::faults::server::{Came, Server};
use crate::faults::steps::{Play, Step, whole};

/// A connection is soon used again, but nobody says for which request.
const SOON: usize = 50;

/// A server that answers the first request of each connection, and ends the connection at the next one.
async fn ending(call: &'static Call, end: Step) -> Server {
    Server::start(move |came: Came<'_>| {
        if came.before_on_its_connection == 0 {
            Play::answer("200 OK", "", call.good)
        } else {
            Play::of([end.clone()])
        }
    })
    .await
}

/// Makes a call until it fails, and counts that it came as often as it was made.
async fn until_it_fails(server: &Server, call: &Call) -> Failure {
    let api = server.api(|| {});
    for made in 1..=SOON {
        let result = make(&api, call).await;
        assert_eq!(server.requests().len(), made, "{}", call.name);
        if let Err(failure) = result {
            return failure;
        }
    }
    panic!("no connection was used twice");
}

#[rstest]
#[case::closed(Step::Close)]
#[case::reset(Step::Reset)]
#[tokio::test]
async fn a_kept_connection_that_ends_at_the_next_request_lets_no_write_come_twice(
    #[case] end: Step,
) {
    for call in CALLS.iter().filter(|call| !call.is_repeated()) {
        let server = ending(call, end.clone()).await;
        let failure = until_it_fails(&server, call).await;
        let class = match call.kind {
            Kind::Read => FailureClass::Retryable,
            Kind::Write => FailureClass::Unknown,
        };
        let said = (failure.class, failure.reason);
        assert_eq!(
            said,
            (class, FailureReason::Broken),
            "{} {end:?}",
            call.name
        );
    }
}

#[tokio::test]
async fn a_kept_connection_that_ends_at_the_next_request_costs_a_read_one_repeat() {
    let call = CALLS.iter().find(|call| call.is_repeated()).unwrap();
    let server = ending(call, Step::Close).await;
    let api = server.api(|| {});
    for made in 1..=SOON {
        assert_eq!(make(&api, call).await, Ok(Told::All));
        let came = server.requests().len();
        if came > made {
            assert_eq!(came, made + 1);
            return;
        }
    }
    panic!("no connection was used twice");
}

#[tokio::test]
async fn a_write_at_a_connection_that_was_closed_while_idle_comes_once_or_not_at_all() {
    for call in CALLS.iter().filter(|call| call.kind == Kind::Write) {
        // Kept, as far as the answer says.
        let server = Server::start(|_| {
            let answer = Play::answer("200 OK", "", call.good);
            Play::of([answer.steps, vec![Step::Close]].concat())
        })
        .await;
        let api = server.api(|| {});
        // A conversation may be deleted five times a minute without a wait.
        for _ in 0..5 {
            let before = server.requests().len();
            let result = make(&api, call).await;
            // The end of the connection may be seen too late. Then nobody read the request.
            let came = usize::from(result.is_ok());
            assert_eq!(server.requests().len(), before + came, "{}", call.name);
            if let Err(failure) = result {
                assert_eq!(failure.class, FailureClass::Unknown, "{}", call.name);
            }
        }
    }
}

#[tokio::test]
async fn an_answer_too_many_is_not_taken_for_the_answer_to_the_next_call() {
    for call in &CALLS {
        let server = Server::start(|came: Came<'_>| {
            if came.number == 0 {
                let answer = whole("200 OK", "", call.good);
                Play::of([Step::Send(answer.repeat(2))])
            } else {
                Play::answer("400 Bad Request", "", "")
            }
        })
        .await;
        let api = server.api(|| {});
        assert_eq!(make(&api, call).await, Ok(Told::All), "{}", call.name);
        let failure = make(&api, call).await.unwrap_err();
        assert_eq!(failure.status, Some(400), "{}: {failure}", call.name);
    }
}
