//! Jobs that another console had begun: found in the journal, gone on with, and never by two at once.

use std::path::Path;

use rosterm::domain::job::{
    BulkOp, ClaimRefusal, JobEvent, JobKind, JobPlan, JobState, JobStep, StepState, UnfinishedJob,
};
use rosterm::domain::{Change, FailureReason, JobId, PairState};
use rosterm::journal::{AuditContext, ChangeOutcome, Claim, Journal, JournalOptions, NewStepEntry};
use rosterm::msg::{Query, Reply};
use rosterm::text::Text;
use serde_json::json;

use crate::jobs::harness::{WorkerHarness, each};
use crate::support::samples::{ALICE, id, names};

/// A console that dies: what it had planned and what it had recorded of it stays.
struct Doomed {
    journal: Journal,
    claim: Claim,
    changes: Vec<Change>,
}

impl Doomed {
    async fn begins(options: JournalOptions, app: &str, changes: Vec<Change>) -> Self {
        let journal = Journal::open(options).await.unwrap().journal;
        let step = |change: &Change| JobStep {
            change: change.clone(),
            before: PairState::default(),
            undoes: None,
        };
        let audit = AuditContext {
            operator: Some(Text::new("li.na")),
            ..AuditContext::of_app(app)
        };
        let plan = JobPlan {
            owner: id(ALICE),
            undoes: None,
            steps: changes.iter().map(step).collect(),
        };
        let job = journal.record_job(audit.clone(), plan).await.unwrap();
        let operator = Some(Text::new("li.na"));
        let claim = journal.claim(job, operator).await.unwrap();
        claim.set_state(JobState::Running).await.unwrap();
        Self {
            journal,
            claim,
            changes,
        }
    }

    /// Records that these are sent.
    async fn sends(&self, places: std::ops::Range<usize>) {
        let moved = |place: usize| {
            let position = u32::try_from(place).unwrap();
            NewStepEntry::new(position, self.changes[place].clone(), PairState::default())
        };
        self.claim
            .record_sending(places.map(moved).collect())
            .await
            .unwrap();
    }

    async fn is_answered(&self, place: u32) {
        let done = ChangeOutcome::Done { status: None };
        self.claim
            .record_replies(vec![(place, done)])
            .await
            .unwrap();
    }
}

async fn unfinished(worker: &mut WorkerHarness) -> Vec<UnfinishedJob> {
    match worker.query(Query::Unfinished).await {
        Reply::Unfinished(Ok(jobs)) => jobs,
        other => panic!("{other:?}"),
    }
}

async fn items(journal: &Journal) -> Vec<&'static str> {
    let items = journal.steps(JobId(1), 0, 1_000).await.unwrap();
    items.into_iter().map(|item| item.state.word()).collect()
}

fn unblocks(names: &[String]) -> Vec<Change> {
    let change = |name: &String| BulkOp::Unblock.change(id(ALICE), id(name));
    names.iter().map(change).collect()
}

fn options(path: &Path) -> JournalOptions {
    JournalOptions::new(path)
}

#[tokio::test]
async fn what_was_under_way_is_read_before_it_is_sent_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let mut worker = WorkerHarness::open().await;
    let all = names("troll-", 12);
    worker.register(&all).await;
    worker.does(each(BulkOp::Block, &all)).await;
    let app = worker.sandbox.app_key().to_owned();
    let doomed = Doomed::begins(options(&path), &app, unblocks(&all)).await;
    doomed.sends(0..6).await;
    doomed.is_answered(0).await;
    // Three of those that were sent had come through, which only the server knows.
    worker.told.clear();
    worker.does(each(BulkOp::Unblock, &all[0..3])).await;
    drop(doomed);
    worker.sandbox.forget_calls().await;

    let journal = worker.reopens(options(&path)).await;
    let left = unfinished(&mut worker).await;
    assert_eq!(
        (left.len(), left[0].number.0, &left[0].holder),
        (1, 1, &None)
    );
    assert_eq!(left[0].operator, Some(Text::new("li.na")));
    let tally = left[0].counts;
    assert_eq!((tally.done, tally.unknown, tally.waiting), (1, 5, 6));
    worker.resume(1);
    worker.settles().await;
    assert_eq!(worker.count(|state| *state == StepState::Unknown), 5);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    let blocked = worker.blocked().await;
    assert!(all.iter().all(|name| !blocked.contains(name)));
    // Not for the three that had come through.
    assert_eq!(worker.calls_to("DELETE", "/blocks/users/").await, 9);
    assert_eq!(items(&journal).await, ["done"; 12]);
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Finished);
    assert_eq!(unfinished(&mut worker).await, []);
}

#[tokio::test]
async fn a_job_that_was_left_by_quitting_is_offered_and_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::slow().await.recording(&path).await;
    let all = names("troll-", 3);
    worker.register(&all).await;
    worker.begin(each(BulkOp::Block, &all));
    worker
        .hears(|news| matches!(news, JobEvent::StepsChanged(_)))
        .await;
    worker.quit().await;
    drop(journal);
    worker.reopens(options(&path)).await;
    let left = unfinished(&mut worker).await;
    let does = JobKind::Op(BulkOp::Block);
    assert_eq!((left[0].kind, left[0].counts.waiting), (does, 2));
    worker.resume(1);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Done));
    assert_eq!(worker.calls_to("POST", "/blocks/users").await, 3);
}

#[tokio::test]
async fn what_somebody_works_on_is_told_with_its_holder_and_cannot_be_had() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let mut worker = WorkerHarness::open().await;
    let app = worker.sandbox.app_key().to_owned();
    let first = Doomed::begins(options(&path), &app, unblocks(&names("troll-", 2))).await;
    first.sends(0..1).await;
    worker.reopens(options(&path)).await;
    let left = unfinished(&mut worker).await;
    let holder = left[0].holder.clone().unwrap();
    assert_eq!(holder.operator, Some(Text::new("li.na")));
    assert_eq!(holder.pid, Some(std::process::id()));
    // What its owner has under way is under way, and not lost.
    assert_eq!((left[0].counts.sent, left[0].counts.unknown), (1, 0));
    worker.resume(1);
    let news = worker.hears(|_| true).await;
    assert_eq!(news, JobEvent::ClaimRefused(ClaimRefusal::HeldBy(holder)));
    assert_eq!(worker.sandbox.log().await.len(), 0);
    let expected = ["sent", "waiting"];
    assert_eq!(items(&first.journal).await, expected);
}

#[tokio::test]
async fn a_remark_whose_text_was_not_kept_is_not_sent_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let options = || JournalOptions {
        remarks: false,
        ..JournalOptions::new(&dir.path().join("j.db"))
    };
    let mut worker = WorkerHarness::open().await;
    worker.register(&["ann", "ben"]).await;
    let add = |name: &str| BulkOp::AddFriend.change(id(ALICE), id(name));
    let remark = |name: &str| Change::SetRemark {
        owner: id(ALICE),
        friend: id(name),
        remark: Text::new("a secret"),
    };
    let changes = vec![
        add("ann"),
        remark("ann"),
        add("ben"),
        remark("ben"),
        remark("bob_77"),
    ];
    let app = worker.sandbox.app_key().to_owned();
    let doomed = Doomed::begins(options(), &app, changes).await;
    doomed.sends(4..5).await;
    drop(doomed);
    let before = worker.friends().await["bob_77"].clone();
    worker.sandbox.forget_calls().await;
    let journal = worker.reopens(options()).await;
    worker.resume(1);
    worker.ends().await;
    assert_eq!(
        (&worker.states[0], &worker.states[2]),
        (&StepState::Done, &StepState::Done)
    );
    for place in [1, 3, 4] {
        assert_eq!(worker.why(place).reason, FailureReason::Withheld);
    }
    assert_eq!(worker.calls_to("PUT", "").await, 0);
    assert_eq!(worker.friends().await["bob_77"], before);
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Stopped, "nobody is asked again");
}

#[tokio::test]
async fn a_job_of_one_app_is_never_sent_to_another_and_a_finished_one_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let mut worker = WorkerHarness::open().await;
    let changes = unblocks(&names("troll-", 2));
    drop(Doomed::begins(options(&path), "other#app", changes).await);
    let journal = worker.reopens(options(&path)).await;
    assert_eq!(unfinished(&mut worker).await, []);
    worker.resume(1);
    let news = worker.hears(|_| true).await;
    assert!(
        matches!(news, JobEvent::ClaimRefused(ClaimRefusal::Failed(_))),
        "{news:?}"
    );
    assert_eq!(worker.sandbox.log().await.len(), 0);

    let audit = AuditContext::of_app(worker.sandbox.app_key());
    let plan = JobPlan {
        owner: id(ALICE),
        undoes: None,
        steps: Vec::new(),
    };
    let empty = journal.record_job(audit.clone(), plan).await.unwrap();
    let claim = journal.claim(empty, None).await.unwrap();
    claim.set_state(JobState::Finished).await.unwrap();
    drop(claim);
    worker.resume(empty.0);
    let news = worker.hears(|_| true).await;
    assert_eq!(news, JobEvent::ClaimRefused(ClaimRefusal::Finished));
}

#[tokio::test]
async fn what_a_console_left_is_told_though_whoever_asked_for_it_asks_for_something_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("j.db");
    let (mut worker, journal) = WorkerHarness::open().await.recording(&path).await;
    worker.register(&["ann"]).await;
    let block = BulkOp::Block.change(id(ALICE), id("ann"));
    worker.sandbox.order(
        json!({ "method": "POST", "path_contains": "/blocks/users", "fault": { "kind": "cut" } }),
    );
    worker.change(block.clone()).await.unwrap_err();
    worker.quit().await;
    drop(journal);

    worker.reopens(options(&path)).await;
    // Another console writes just now.
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    worker.asks_and_forgets(Query::Unfinished).await;
    db.execute_batch("ROLLBACK").unwrap();
    let left = worker.hears_what_is_left().await;
    assert_eq!(
        left.iter().map(|left| &left.change).collect::<Vec<_>>(),
        [&block]
    );
}
