//! How users stand to one, read before a job is confirmed.

use rosterm::domain::{FailureClass, PairState};
use rosterm::msg::{Query, Reply};
use serde_json::json;

use crate::jobs::harness::WorkerHarness;
use crate::support::samples::{ALICE, id};

fn before(friend: Option<bool>, blocked: Option<bool>) -> PairState {
    PairState {
        friend,
        blocked,
        remark: None,
    }
}

async fn standing(worker: &mut WorkerHarness) -> Reply {
    let others = ["carol.chen", "nobody-1", "bob_77"].map(id).to_vec();
    worker.query(Query::PairStates(id(ALICE), others)).await
}

fn said(answers: [PairState; 3]) -> Reply {
    let [carol, nobody, bob] = answers;
    Reply::PairStates(Ok(vec![
        (id("carol.chen"), carol),
        (id("nobody-1"), nobody),
        (id("bob_77"), bob),
    ]))
}

fn all() -> Reply {
    said([
        before(Some(true), Some(true)),
        before(Some(false), Some(false)),
        before(Some(true), Some(false)),
    ])
}

#[tokio::test]
async fn two_checks_tell_how_all_of_them_stand() {
    let mut worker = WorkerHarness::open().await;
    assert_eq!(standing(&mut worker).await, all());
    let calls = worker.calls().await;
    assert_eq!(calls.len(), 2, "{calls:?}");
    assert!(calls.keys().all(|call| call.ends_with("/check")));
}

#[tokio::test]
async fn without_the_checks_the_lists_tell() {
    let mut worker = WorkerHarness::open().await;
    worker
        .sandbox
        .order(json!({ "path_contains": "/check", "fault": { "kind": "status", "status": 404 } }));
    assert_eq!(standing(&mut worker).await, all());
}

#[tokio::test]
async fn where_there_is_no_blocklist_friends_are_told_all_the_same() {
    let mut worker = WorkerHarness::open().await;
    worker.sandbox.order(
        json!({ "path_contains": "/blocks/", "fault": { "kind": "status", "status": 403 } }),
    );
    let expected = said([
        before(Some(true), None),
        before(Some(false), None),
        before(Some(true), None),
    ]);
    assert_eq!(standing(&mut worker).await, expected);
}

#[tokio::test]
async fn where_nothing_can_be_learnt_it_fails() {
    let mut worker = WorkerHarness::open().await;
    worker
        .sandbox
        .order(json!({ "fault": { "kind": "status", "status": 403 } }));
    let Reply::PairStates(Err(why)) = standing(&mut worker).await else {
        panic!("it was learnt");
    };
    assert_eq!((why.class, why.status), (FailureClass::Final, Some(403)));
}
