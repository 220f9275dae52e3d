//! The lists that a job touches are in the journal before it sends anything.

use rosterm::domain::job::{BulkOp, JobControl, JobEvent, JobState, StepState};
use rosterm::domain::{Change, ChatKind, FailureClass, FailureReason, JobId, ListKind, PairRemark};
use rosterm::journal::{Journal, JournalOptions, SnapshotRow, StoredSnapshot};
use rosterm::text::Text;
use rstest::rstest;
use serde_json::json;

use crate::jobs::harness::{WorkerHarness, each, step};
use crate::support::samples::{ALICE, id, names};

/// A worker with a journal in a directory of its own.
async fn recording() -> (WorkerHarness, Journal, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let (worker, journal) = WorkerHarness::open()
        .await
        .recording(&dir.path().join("j.db"))
        .await;
    (worker, journal, dir)
}

fn remark(friend: &str, text: &str) -> Change {
    Change::SetRemark {
        owner: id(ALICE),
        friend: id(friend),
        remark: Text::new(text),
    }
}

async fn kept(journal: &Journal, job: i64) -> Vec<(StoredSnapshot, Vec<SnapshotRow>)> {
    let mut all = Vec::new();
    for snapshot in journal.snapshots(JobId(job)).await.unwrap() {
        let rows = journal.snapshot_rows(snapshot.id).await.unwrap();
        assert_eq!(rows.len(), usize::try_from(snapshot.rows).unwrap());
        all.push((snapshot, rows));
    }
    all
}

/// Of each call so far, the oldest first, whether it reads.
async fn order(worker: &WorkerHarness) -> Vec<bool> {
    let log = worker.sandbox.log().await;
    log.iter().map(|row| row["method"] == "GET").collect()
}

#[tokio::test]
async fn the_whole_blocklist_is_kept_before_the_first_change() {
    let (mut worker, journal, _dir) = recording().await;
    let before = worker.blocked().await;
    let some: Vec<&String> = before.iter().take(5).collect();
    worker.does(each(BulkOp::Unblock, &some)).await;
    assert!(worker.all_are(&StepState::Done));
    let kept = kept(&journal, 1).await;
    assert_eq!(kept.len(), 1);
    let (snapshot, rows) = &kept[0];
    assert_eq!(
        (snapshot.list, &snapshot.owner),
        (ListKind::Blocks, &id(ALICE))
    );
    assert_eq!(snapshot.app.raw(), worker.sandbox.app_key());
    let ids = rows.iter().map(|row| row.user.raw().to_owned());
    assert_eq!(ids.collect::<std::collections::BTreeSet<_>>(), before);
    let order = order(&worker).await;
    assert_eq!(order, [true, false, false, false, false, false]);
    assert_eq!(worker.told[0], JobEvent::Snapshotting(ListKind::Blocks));
    assert_eq!(worker.told[1], JobEvent::Begun(Some(JobId(1))));
}

#[tokio::test]
async fn all_pages_of_the_friends_are_kept_with_their_remarks() {
    let (mut worker, journal, _dir) = recording().await;
    let before = worker.friends().await;
    assert!(before.len() > 50, "more than a page");
    let steps = ["bob_77", "carol.chen"].map(|friend| step(remark(friend, "新")));
    worker.does(steps.into()).await;
    let kept = kept(&journal, 1).await;
    assert_eq!(kept[0].0.list, ListKind::Friends);
    let rows = kept[0].1.iter().map(|row| {
        let remark = match &row.remark {
            Some(PairRemark::Text(text)) => Some(text.raw().to_owned()),
            Some(PairRemark::None) => None,
            other => panic!("{other:?}"),
        };
        (row.user.raw().to_owned(), remark)
    });
    assert_eq!(rows.collect::<std::collections::BTreeMap<_, _>>(), before);
    assert_eq!(order(&worker).await, [true, true, false, false]);
}

#[tokio::test]
async fn of_a_job_that_touches_both_lists_both_are_kept() {
    let (mut worker, journal, _dir) = recording().await;
    let mut steps = each(BulkOp::Block, &["bob_77"]);
    steps.extend(each(BulkOp::RemoveFriend, &["carol.chen"]));
    worker.does(steps).await;
    let lists: Vec<ListKind> = kept(&journal, 1).await.iter().map(|k| k.0.list).collect();
    assert_eq!(lists, [ListKind::Friends, ListKind::Blocks]);
}

#[tokio::test]
async fn conversations_are_not_kept_because_nothing_brings_them_back() {
    let (mut worker, journal, _dir) = recording().await;
    worker
        .does(vec![step(Change::DeleteConversation {
            owner: id(ALICE),
            peer: id("bob_77"),
            kind: ChatKind::Chat,
            roaming: false,
        })])
        .await;
    assert!(kept(&journal, 1).await.is_empty());
    assert_eq!(worker.calls_to("GET", "").await, 0);
}

#[rstest]
#[case::first_page(0)]
#[case::second_page(1)]
#[tokio::test]
async fn where_the_list_cannot_be_read_nothing_is_sent_and_the_reason_is_told(#[case] page: u64) {
    let (mut worker, journal, _dir) = recording().await;
    worker.sandbox.order(json!({
        "method": "GET", "path_contains": "/contacts", "after": page,
        "fault": { "kind": "status", "status": 404 },
    }));
    worker.begin(vec![step(remark("bob_77", "x"))]);
    let news = worker
        .hears(|news| matches!(news, JobEvent::Refused(_)))
        .await;
    let JobEvent::Refused(why) = news else {
        panic!()
    };
    assert_eq!(why.status, Some(404));
    assert_eq!(worker.calls_to("PUT", "").await, 0);
    assert!(kept(&journal, 1).await.is_empty(), "half a list is none");
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Stopped);
    assert_eq!((job.counts.waiting, job.counts.total()), (1, 1));
}

#[tokio::test]
async fn where_the_list_cannot_be_kept_nothing_is_sent() {
    let (mut worker, _journal, dir) = recording().await;
    let db = rusqlite::Connection::open(dir.path().join("j.db")).unwrap();
    db.execute_batch("ALTER TABLE snapshot DROP COLUMN content")
        .unwrap();
    worker.begin(each(BulkOp::Unblock, &["troll"]));
    let news = worker
        .hears(|news| matches!(news, JobEvent::Refused(_)))
        .await;
    let JobEvent::Refused(why) = news else {
        panic!()
    };
    assert_eq!(
        (why.class, why.reason),
        (FailureClass::NothingDone, FailureReason::Journal)
    );
    assert_eq!(worker.calls_to("DELETE", "").await, 0);
}

#[tokio::test]
async fn a_job_that_is_stopped_while_its_lists_are_read_sends_nothing() {
    let (mut worker, journal, _dir) = recording().await;
    worker
        .sandbox
        .order(json!({ "method": "GET", "fault": { "kind": "hang" } }));
    worker.begin(each(BulkOp::Unblock, &names("troll-", 3)));
    worker
        .hears(|news| matches!(news, JobEvent::Snapshotting(_)))
        .await;
    worker.control(JobControl::Stop);
    worker.ends().await;
    assert!(worker.all_are(&StepState::Waiting));
    assert_eq!(worker.calls_to("DELETE", "").await, 0);
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Stopped);
}

#[tokio::test]
async fn one_that_is_left_while_its_lists_are_read_has_not_begun() {
    let (mut worker, journal, _dir) = recording().await;
    worker
        .sandbox
        .order(json!({ "method": "GET", "fault": { "kind": "hang" } }));
    worker.begin(each(BulkOp::Unblock, &names("troll-", 3)));
    worker
        .hears(|news| matches!(news, JobEvent::Snapshotting(_)))
        .await;
    worker.quit().await;
    assert_eq!(worker.calls_to("DELETE", "").await, 0);
    let job = journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!((job.state, job.counts.waiting), (JobState::Prepared, 3));
}

#[tokio::test]
async fn one_that_was_cut_off_before_its_lists_were_kept_keeps_them_when_it_is_gone_on_with() {
    let (mut worker, journal, dir) = recording().await;
    let before = worker.blocked().await;
    let some: Vec<&String> = before.iter().take(5).collect();
    worker
        .sandbox
        .order(json!({ "method": "GET", "fault": { "kind": "hang" } }));
    worker.begin(each(BulkOp::Unblock, &some));
    worker
        .hears(|news| matches!(news, JobEvent::Snapshotting(_)))
        .await;
    worker.quit().await;
    assert!(kept(&journal, 1).await.is_empty());
    worker.sandbox.mend();
    worker.sandbox.forget_calls().await;

    drop(journal);
    let journal = worker
        .reopens(JournalOptions::new(&dir.path().join("j.db")))
        .await;
    worker.told.clear();
    worker.resume(1);
    worker.hears(|news| *news == JobEvent::Ended).await;
    let kept = kept(&journal, 1).await;
    assert_eq!(kept[0].1.len(), before.len());
    let order = order(&worker).await;
    assert_eq!(order, [true, false, false, false, false, false]);
}
