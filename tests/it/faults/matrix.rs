//! Every fault at every call.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rosterm::domain::{FailureClass, FailureReason};
use tokio::task::JoinSet;

use crate::faults::calls::{CALLS, Call, Kind, Other, Told, make};
use crate::faults::server::{Server, TIMING, pass_time};
use crate::faults::steps::{Play, Step};
use crate::faults::table::{Fault, Reach, faults};

/// How many faults are tried side by side: most of their time is spent in pauses.
const SIDE_BY_SIDE: usize = 12;

/// After so long without any result the rest will not end by itself.
const STUCK: Duration = Duration::from_secs(60);

#[test]
fn every_fault_at_every_call_has_its_class_and_its_number_of_tries() {
    at_every_fault(|fault| async move {
        let [server, elsewhere] =
            servers(&fault, |line| CALLS.iter().find(|call| call.line == line)).await;
        let mut tasks = JoinSet::new();
        for call in &CALLS {
            let tried = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&tried);
            let on_try = move || {
                count.fetch_add(1, Ordering::Relaxed);
            };
            let api = if fault.asks_for_its_token {
                server.asking_api(on_try)
            } else {
                server.api(on_try)
            };
            tasks.spawn(async move {
                let result = make(&api, call).await;
                (call, result, tried.load(Ordering::Relaxed))
            });
        }
        let results = ended(&fault, &server, CALLS.len(), tasks).await;

        let requests = server.requests();
        let mut wrong = Vec::new();
        for (call, result, tried) in results {
            let came = requests.iter().filter(|line| *line == call.line).count();
            let (class, tries) = fault.fate(call);
            let wanted = (class, fault.reason, fault.status, fault.retry_after, tries);
            let arrives = if fault.reach == Reach::Server {
                tries
            } else {
                0
            };
            match result {
                Ok(told) => wrong.push(format!("{}: came back with {told:?}", call.name)),
                Err(failure) => {
                    let said = (
                        failure.class,
                        failure.reason,
                        failure.status,
                        failure.retry_after,
                        tried,
                    );
                    if (said, came) != (wanted, arrives) {
                        wrong.push(format!(
                            "{}: {said:?}, came {came} times; wanted {wanted:?}, {arrives} times: {failure}",
                            call.name
                        ));
                    }
                }
            }
        }
        if elsewhere.connections() > 0 {
            wrong.push("another server was asked".into());
        }
        wrong
    });
}

#[test]
fn the_table_keeps_to_the_rules_for_writes() {
    let write = CALLS.iter().find(|call| call.kind == Kind::Write).unwrap();
    for fault in faults() {
        let (class, tries) = fault.fate(write);
        let after_401 = fault.asks_for_its_token && fault.status == Some(401);
        assert_eq!(tries, if after_401 { 2 } else { 1 }, "{}", fault.name);
        assert_eq!(
            class == FailureClass::NothingDone,
            fault.reach == Reach::Nobody,
            "{}",
            fault.name
        );
    }
    let names: BTreeSet<_> = faults().iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), faults().len());
    assert!(names.len() >= 24);
}

#[tokio::test]
async fn every_call_works_and_is_sent_once_while_nothing_goes_wrong() {
    let server = Server::start(|came| {
        let call = CALLS.iter().find(|call| call.line == came.line).unwrap();
        Play::answer("200 OK", "", call.good)
    })
    .await;
    let api = server.api(|| {});
    for call in &CALLS {
        let told = make(&api, call).await;
        assert_eq!(told, Ok(Told::All), "{}", call.name);
    }
    let lines: Vec<_> = CALLS.iter().map(|call| call.line).collect();
    assert_eq!(server.requests(), lines);
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_no_answer_wherever_it_says_so() {
    let server = Server::start(|came| {
        let call = CALLS.iter().find(|call| call.line == came.line).unwrap();
        let (Other::Fails(body) | Other::TellsNothing(body)) = call.other else {
            panic!("{} was not to be made", call.name);
        };
        Play::answer("200 OK", "", body)
    })
    .await;
    let api = server.api(|| {});
    let mut alike = Vec::new();
    for call in &CALLS {
        match call.other {
            Other::Fails(_) => {
                let failure = make(&api, call).await.unwrap_err();
                let class = match call.kind {
                    Kind::Read => FailureClass::Final,
                    Kind::Write => FailureClass::Unknown,
                };
                let said = (failure.class, failure.reason);
                assert_eq!(said, (class, FailureReason::Unreadable), "{}", call.name);
            }
            Other::TellsNothing(_) => {
                let told = make(&api, call).await;
                assert_eq!(told, Ok(Told::Nothing), "{}", call.name);
            }
            Other::LooksAlike(why) => alike.push((call.name, why)),
        }
    }
    assert_eq!(server.requests().len() + alike.len(), CALLS.len());
    let (list, ok) = ("a list does not say whose it is", "the answer is a bare ok");
    assert_eq!(
        alike,
        [
            ("any_user", "any user will do"),
            ("friends", list),
            ("friend_ids", list),
            ("blocks", list),
            ("block_ids", list),
            ("conversations", list),
            ("set_remark", ok),
            ("delete_conversation", ok),
        ]
    );
}

/// Runs a test at every fault of the table, each with a clock of its own; it gives back what is wrong.
pub fn at_every_fault<F: Future<Output = Vec<String>> + 'static>(test: fn(Fault) -> F) {
    let mut waiting: BTreeSet<_> = faults().iter().map(|fault| fault.name).collect();
    let queue = Arc::new(Mutex::new(faults().into_iter()));
    let (done, results) = mpsc::channel();
    for _ in 0..SIDE_BY_SIDE {
        let (queue, done) = (Arc::clone(&queue), done.clone());
        std::thread::spawn(move || {
            loop {
                let Some(fault) = queue.lock().unwrap().next() else {
                    return;
                };
                let name = fault.name;
                let wrong = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(test(fault));
                let _ = done.send((name, wrong));
            }
        });
    }
    drop(done);
    let mut wrong = Vec::new();
    while !waiting.is_empty() {
        let Ok((name, found)) = results.recv_timeout(STUCK) else {
            panic!("these never ended: {waiting:?}");
        };
        waiting.remove(name);
        wrong.extend(found.into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A server that does this to the calls which `find` knows by their line, and another one that must
/// never be asked.
pub async fn servers(fault: &Fault, find: fn(&str) -> Option<&'static Call>) -> [Server; 2] {
    let elsewhere = Server::at_connection(Play::of([Step::Close])).await;
    let (play, to) = (fault.play, elsewhere.base.clone());
    let server = match fault.reach {
        Reach::Nobody => Server::nowhere(),
        Reach::Connection => Server::at_connection(play(&CALLS[0], &to)).await,
        Reach::Server => {
            Server::start(move |came| match find(came.line) {
                Some(call) => play(call, &to),
                None if came.line == "POST token" => Play::answer(
                    "200 OK",
                    "",
                    r#"{"access_token":"token-that-was-asked-for","expires_in":1000}"#,
                ),
                None => panic!("{} was never to be sent", came.line),
            })
            .await
        }
    };
    [server, elsewhere]
}

/// What became of all tasks, of which so many end by the clock, where the fault is of that kind.
pub async fn ended<T: 'static>(
    fault: &Fault,
    server: &Server,
    stuck: usize,
    tasks: JoinSet<T>,
) -> Vec<T> {
    if fault.ends_by_the_clock {
        server.stuck(stuck).await;
        pass_time(TIMING.read).await;
    }
    tasks.join_all().await
}
