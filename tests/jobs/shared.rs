//! Two consoles on one journal.

use rosterm::journal::{Filter, State as EntryState};
use rosterm::msg::job::{Act, State};
use rosterm::msg::undo::{Found, Which};
use rosterm::msg::{Fetched, Query};
use rosterm::sandbox::Config;

use crate::desk::{Desk, OWNER, each, id, names, small};

async fn taken_back(desk: &mut Desk, which: Which) -> Vec<String> {
    let Fetched::Undoable(Ok(Found::Undoable(found))) = desk.fetch(Query::Undoable(which)).await
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
    let config = Config {
        limits: false,
        ..small()
    };
    let (mut one, journal) = Desk::with(config).await.recording(&path).await;
    let (mut other, theirs) = one.beside().recording(&path).await;
    let (ours, others) = (names("one-", 60), names("two-", 60));
    one.register(&ours).await;
    one.register(&others).await;
    one.begin(each(Act::Block, &ours));
    other.begin(each(Act::Block, &others));
    let alone = async {
        for name in names("new-", 10) {
            // Single changes in between.
            let why = one_change(&theirs, &name).await;
            assert!(why.is_ok(), "{why:?}");
        }
    };
    tokio::join!(one.ends(), other.ends(), alone);
    assert!(one.all_are(&State::Done) && other.all_are(&State::Done));
    for journal in [&journal, &theirs] {
        let all = Filter {
            limit: 1_000,
            ..Filter::default()
        };
        let entries = journal.entries(all).await.unwrap();
        let done = entries.iter().filter(|e| e.state == EntryState::Done);
        assert_eq!((entries.len(), done.count()), (130, 130));
        let jobs = journal.jobs(None, 10).await.unwrap();
        assert_eq!(
            jobs.iter().map(|job| job.tally.done).collect::<Vec<_>>(),
            [60, 60]
        );
    }
    let mut both = Vec::new();
    for job in [1, 2] {
        let seen = taken_back(&mut one, Which::Job(job)).await;
        assert_eq!(seen, taken_back(&mut other, Which::Job(job)).await);
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
) -> Result<(), rosterm::journal::Error> {
    let write = rosterm::journal::Write {
        stamp: rosterm::journal::Stamp::of_app("other#app"),
        change: Act::Block.change(id(OWNER), id(target)),
        before: rosterm::journal::Before::default(),
        undoes: None,
        sent: None,
    };
    let entry = journal.begin(write).await?;
    let done = rosterm::journal::Outcome::Done { status: Some(200) };
    journal.finish(entry, done).await
}

#[tokio::test]
async fn while_the_other_takes_something_back_it_cannot_be_taken_back_here() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut one, _journal) = Desk::open().await.recording(&path).await;
    let (mut other, _theirs) = one.beside().recording(&path).await;
    one.register(&["ann"]).await;
    one.change(Act::Block.change(id(OWNER), id("ann")))
        .await
        .unwrap();
    assert_eq!(taken_back(&mut other, Which::Newest).await, ["ann"]);
    let mut steps = each(Act::Unblock, &["ann"]);
    steps[0].undoes = Some(1);
    // Its answer never comes: nobody knows whether it was taken back.
    other.fault(serde_json::json!({ "method": "DELETE", "fault": { "kind": "cut" } }));
    other.begin(steps);
    other
        .hears(|news| matches!(news, rosterm::msg::job::News::Settling(_)))
        .await;
    let here = one.fetch(Query::Undoable(Which::Entry(1))).await;
    let Fetched::Undoable(Ok(Found::Not(why))) = here else {
        panic!("{here:?}");
    };
    let by = rosterm::msg::undo::NotUndone::Taken {
        by: 2,
        operator: None,
    };
    assert_eq!(why, by);
}
