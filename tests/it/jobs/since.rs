//! What somebody else did while a job stood still is not undone by the job when it goes on, and not taken for what
//! the job found.

use std::path::PathBuf;

use rosterm::domain::job::{BulkOp, JobEvent, JobState, JobStep, StepState};
use rosterm::domain::{Change, EntryId, FailureClass, FailureReason, JobId, PairRemark, PairState};
use rosterm::journal::{self, Journal, JournalOptions};
use rosterm::text::Text;
use rstest::rstest;
use serde_json::{Value, json};

use crate::jobs::harness::{WorkerHarness, each, step};
use crate::support::samples::{ALICE, id};

/// A console with a journal, and where that lies.
struct Console {
    worker: WorkerHarness,
    journal: Journal,
    dir: tempfile::TempDir,
}

impl Console {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (worker, journal) = WorkerHarness::open()
            .await
            .recording(&dir.path().join("j.db"))
            .await;
        Self {
            worker,
            journal,
            dir,
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("j.db")
    }

    /// Begins a job, the answer to the first call of which is lost, and ends before anybody has read what
    /// became of that.
    async fn ends_in_doubt(&mut self, steps: Vec<JobStep>, lost: Value) {
        self.worker.sandbox.order(lost);
        self.worker.told.clear();
        self.worker.begin(steps);
        let settling = |news: &JobEvent| matches!(news, JobEvent::VerificationDueIn(_));
        self.worker.hears(settling).await;
        self.worker.quit().await;
        self.worker
            .sandbox
            .set_faults(json!({ "rules": [] }))
            .unwrap();
    }

    /// The next console goes on with the job.
    async fn goes_on(&mut self, job: i64) {
        self.journal = self.worker.reopens(JournalOptions::new(&self.path())).await;
        self.worker.sandbox.forget_calls().await;
        self.worker.resume(job);
        self.worker.settles().await;
        self.worker.ends().await;
    }

    /// Somebody else changes something, elsewhere.
    async fn a_colleague_does(&self, change: Change) {
        self.worker.beside().change(change).await.unwrap();
    }

    async fn remark_of(&self, name: &str) -> Option<String> {
        self.worker.friends().await[name].clone()
    }
}

fn remark(friend: &str, text: &str) -> Change {
    Change::SetRemark {
        owner: id(ALICE),
        friend: id(friend),
        remark: Text::new(text),
    }
}

fn lost(method: &str, path: &str, applied: bool) -> Value {
    json!({ "method": method, "path_contains": path, "times": 1, "apply_first": applied,
        "fault": { "kind": "cut" } })
}

/// What takes back the remark that the first entry of the journal has set.
fn back(text: &str, left: &str) -> JobStep {
    JobStep {
        change: remark("bob_77", text),
        before: PairState {
            friend: Some(true),
            blocked: None,
            remark: Some(PairRemark::Text(Text::new(left))),
        },
        undoes: Some(EntryId(1)),
    }
}

#[rstest]
#[case::not_applied(false)]
#[case::applied(true)]
#[tokio::test]
async fn a_lost_remark_is_not_sent_again_over_one_that_somebody_set_since(#[case] applied: bool) {
    for takes_back in [false, true] {
        let mut console = Console::new().await;
        console
            .worker
            .does(vec![step(remark("bob_77", "new"))])
            .await;
        let change = if takes_back {
            back("old", "new")
        } else {
            step(remark("bob_77", "old"))
        };
        let fault = lost("PUT", "", applied);
        console.ends_in_doubt(vec![change], fault).await;
        console.a_colleague_does(remark("bob_77", "VIP")).await;
        console.goes_on(2).await;
        let told = format!("applied {applied}, takes back {takes_back}");
        assert_eq!(
            console.remark_of("bob_77").await.as_deref(),
            Some("VIP"),
            "{told}"
        );
        assert_eq!(console.worker.calls_to("PUT", "").await, 0, "{told}");
        let why = console.worker.why(0);
        // Nobody knows whether it was there in between.
        let expected = (FailureClass::Unknown, FailureReason::ChangedSince);
        assert_eq!((why.class, why.reason), expected, "{told}");
        let job = console.journal.job(JobId(2)).await.unwrap().unwrap();
        assert_eq!((job.state, job.counts.unknown), (JobState::Finished, 1));
    }
}

#[tokio::test]
async fn a_lost_remark_that_found_what_is_there_still_is_sent_again() {
    let mut console = Console::new().await;
    console
        .worker
        .does(vec![step(remark("bob_77", "new"))])
        .await;
    let fault = lost("PUT", "", false);
    console.ends_in_doubt(vec![back("old", "new")], fault).await;
    console.goes_on(2).await;
    assert_eq!(console.worker.states, [StepState::Done]);
    assert_eq!(console.remark_of("bob_77").await.as_deref(), Some("old"));
}

#[rstest]
#[case::done(false)]
#[case::taken_back(true)]
#[tokio::test]
async fn a_remark_behind_a_lost_friend_is_not_sent_over_one_that_somebody_set_since(
    #[case] takes_back: bool,
) {
    let mut console = Console::new().await;
    console.worker.register(&["ann"]).await;
    let mut steps = each(BulkOp::AddFriend, &["ann"]);
    steps.push(step(remark("ann", "ours")));
    if takes_back {
        console
            .worker
            .does(each(BulkOp::RemoveFriend, &["bob_77"]))
            .await;
        steps[0].undoes = Some(EntryId(1));
        steps[1].undoes = Some(EntryId(1));
    }
    let job = if takes_back { 2 } else { 1 };
    let fault = lost("POST", "/contacts/import", true);
    console.ends_in_doubt(steps, fault).await;
    console.a_colleague_does(remark("ann", "VIP")).await;
    console.goes_on(job).await;
    assert_eq!(console.remark_of("ann").await.as_deref(), Some("VIP"));
    assert_eq!(console.worker.states[0], StepState::Done);
    let why = console.worker.why(1);
    let expected = (FailureClass::NothingDone, FailureReason::ChangedSince);
    assert_eq!((why.class, why.reason), expected);
}

#[tokio::test]
async fn what_waits_behind_a_lost_change_is_not_taken_for_ours_where_somebody_did_it_since() {
    let mut console = Console::new().await;
    console.worker.register(&["ann"]).await;
    console
        .a_colleague_does(BulkOp::Block.change(id(ALICE), id("ann")))
        .await;
    let mut steps = each(BulkOp::Unblock, &["ann"]);
    steps.extend(each(BulkOp::AddFriend, &["ann"]));
    let fault = lost("DELETE", "/blocks/users", true);
    console.ends_in_doubt(steps, fault).await;
    console
        .a_colleague_does(BulkOp::AddFriend.change(id(ALICE), id("ann")))
        .await;
    console.goes_on(1).await;
    assert_eq!(
        console.worker.states,
        [StepState::Done, StepState::Unneeded]
    );
    assert_eq!(
        console.worker.calls_to("POST", "/contacts").await,
        1,
        "a check"
    );
    let items = console.journal.steps(JobId(1), 0, 9).await.unwrap();
    assert_eq!(items[1].state.word(), "nothing to do");
}

#[tokio::test]
async fn a_removal_that_is_sent_again_is_recorded_with_the_remark_that_it_found_then() {
    let mut console = Console::new().await;
    console
        .worker
        .does(vec![step(remark("bob_77", "new"))])
        .await;
    let fault = lost("DELETE", "/contacts/", false);
    let steps = each(BulkOp::RemoveFriend, &["bob_77"]);
    console.ends_in_doubt(steps, fault).await;
    console.a_colleague_does(remark("bob_77", "VIP")).await;
    console.goes_on(2).await;
    assert_eq!(console.worker.states, [StepState::Done]);
    let entries = console
        .journal
        .entries(journal::EntryFilter::default())
        .await
        .unwrap();
    let found = PairRemark::Text(Text::new("VIP"));
    assert_eq!(entries[0].before.remark, Some(found));
}

#[tokio::test]
async fn what_was_superseded_is_not_sent_again_after_the_journal_was_pruned() {
    let mut console = Console::new().await;
    console.worker.register(&["ann"]).await;
    let fault = lost("POST", "/blocks/users", false);
    console
        .ends_in_doubt(each(BulkOp::Block, &["ann"]), fault)
        .await;
    console.journal = console
        .worker
        .reopens(JournalOptions::new(&console.path()))
        .await;
    for act in [BulkOp::Block, BulkOp::Unblock] {
        let change = act.change(id(ALICE), id("ann"));
        console.worker.change(change).await.unwrap();
    }
    console.worker.quit().await;
    let tomorrow = console.journal.now() + 24 * 60 * 60 * 1_000;
    console.journal.prune(tomorrow).await.unwrap();
    console.goes_on(1).await;
    assert!(!console.worker.blocked().await.contains("ann"));
    assert_eq!(console.worker.why(0).reason, FailureReason::Superseded);
}
