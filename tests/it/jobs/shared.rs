//! Two consoles on one journal.

use rosterm::domain::history::EntryState;
use rosterm::domain::job::{BulkOp, StepState, UndoAnswer};
use rosterm::domain::undo::UndoTarget;
use rosterm::domain::{EntryId, JobId, PairState};

use rosterm::journal::EntryFilter;
use rosterm::msg::{Query, Reply};
use rosterm::sandbox::SandboxConfig;

use crate::jobs::harness::{WorkerHarness, each};
use crate::support::samples::{ALICE, id, limited, names};

async fn taken_back(worker: &mut WorkerHarness, which: UndoTarget) -> Vec<String> {
    let Reply::Undoable(Ok(UndoAnswer::Undoable(found))) =
        worker.query(Query::Undoable(which)).await
    else {
        panic!("nothing can be taken back");
    };
    let targets = found.done.iter().map(|record| record.change.target());
    targets.map(|target| target.raw().to_owned()).collect()
}

#[tokio::test]
async fn jobs_of_two_consoles_at_once_lose_no_entry_and_each_sees_those_of_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    // Together they may go faster than the service lets one.
    let config = SandboxConfig {
        limits: false,
        ..limited()
    };
    let (mut one, journal) = WorkerHarness::with(config).await.recording(&path).await;
    let (mut other, theirs) = one.beside().recording(&path).await;
    let (ours, others) = (names("one-", 60), names("two-", 60));
    one.register(&ours).await;
    one.register(&others).await;
    one.begin(each(BulkOp::Block, &ours));
    other.begin(each(BulkOp::Block, &others));
    let alone = async {
        for name in names("new-", 10) {
            // Single changes in between.
            let why = one_change(&theirs, &name).await;
            assert!(why.is_ok(), "{why:?}");
        }
    };
    tokio::join!(one.ends(), other.ends(), alone);
    assert!(one.all_are(&StepState::Done) && other.all_are(&StepState::Done));
    for journal in [&journal, &theirs] {
        let all = EntryFilter {
            limit: 1_000,
            ..EntryFilter::default()
        };
        let entries = journal.entries(all).await.unwrap();
        let done = entries.iter().filter(|e| e.state == EntryState::Done);
        assert_eq!((entries.len(), done.count()), (130, 130));
        let jobs = journal.jobs(None, 10).await.unwrap();
        assert_eq!(
            jobs.iter().map(|job| job.counts.done).collect::<Vec<_>>(),
            [60, 60]
        );
    }
    let mut both = Vec::new();
    for job in [1, 2] {
        let seen = taken_back(&mut one, UndoTarget::Job(JobId(job))).await;
        assert_eq!(
            seen,
            taken_back(&mut other, UndoTarget::Job(JobId(job))).await
        );
        both.extend(seen);
    }
    both.sort();
    let mut expected = [ours, others].concat();
    expected.sort();
    assert_eq!(both, expected);
}

/// An entry of a single change, without the change.
async fn one_change(
    journal: &rosterm::journal::Journal,
    target: &str,
) -> Result<(), rosterm::journal::JournalError> {
    let write = rosterm::journal::NewEntry {
        audit: rosterm::journal::AuditContext::of_app("other#app"),
        change: BulkOp::Block.change(id(ALICE), id(target)),
        before: PairState::default(),
        undoes: None,
        sent: None,
    };
    let entry = journal.record_sending(write).await?;
    let done = rosterm::journal::ChangeOutcome::Done { status: Some(200) };
    journal.record_outcome(entry, done).await
}

#[tokio::test]
async fn while_the_other_takes_something_back_it_cannot_be_taken_back_here() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut one, _journal) = WorkerHarness::open().await.recording(&path).await;
    let (mut other, _theirs) = one.beside().recording(&path).await;
    one.register(&["ann"]).await;
    one.change(BulkOp::Block.change(id(ALICE), id("ann")))
        .await
        .unwrap();
    assert_eq!(taken_back(&mut other, UndoTarget::Newest).await, ["ann"]);
    let mut steps = each(BulkOp::Unblock, &["ann"]);
    steps[0].undoes = Some(EntryId(1));
    // Its answer never comes: nobody knows whether it was taken back.
    other
        .sandbox
        .order(serde_json::json!({ "method": "DELETE", "fault": { "kind": "cut" } }));
    other.begin(steps);
    other
        .hears(|news| matches!(news, rosterm::domain::job::JobEvent::VerificationDueIn(_)))
        .await;
    let here = one
        .query(Query::Undoable(UndoTarget::Entry(EntryId(1))))
        .await;
    let Reply::Undoable(Ok(UndoAnswer::Refused(why))) = here else {
        panic!("{here:?}");
    };
    let by = rosterm::domain::undo::UndoRefusal::UndoneAlready {
        by: EntryId(2),
        operator: None,
    };
    assert_eq!(why, by);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_just_beginning_is_never_taken_for_one_that_was_left() {
    for round in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        let harness = WorkerHarness::open().await;
        let (mut console, journal) = harness.recording(&dir.path().join("j.db")).await;
        console.begin(each(BulkOp::Block, &["late"]));
        // Until it is there: then it is ours already.
        loop {
            let Reply::Unfinished(Ok(left)) = console.query(Query::Unfinished).await else {
                panic!("no list");
            };
            let free = left.iter().filter(|job| job.holder.is_none());
            assert_eq!(free.count(), 0, "round {round}: {left:?}");
            if !journal.jobs(None, 1).await.unwrap().is_empty() {
                break;
            }
        }
    }
}
