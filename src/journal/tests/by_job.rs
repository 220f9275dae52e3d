//! Tests of the entries by job: one row for each job, page by page.

use super::jobs::{audit, plan};
use super::*;
use crate::domain::history::{EntryGroup, EntryState, HistoryFilter, SearchWord};
use crate::domain::job::JobCounts;
use crate::domain::{EntryId, PairState};

/// The numbers of the rows, each with the number of entries that it stands for.
async fn rows(
    journal: &Journal,
    wanted: HistoryFilter,
    before: Option<EntryId>,
    limit: u32,
) -> Vec<(i64, usize)> {
    let filter = EntryFilter {
        wanted,
        by_job: true,
        before,
        limit,
        ..EntryFilter::default()
    };
    let entries = journal.entries(filter).await.unwrap();
    let count = |group: EntryGroup| group.counts.total();
    let row = |entry: &JournalEntry| (entry.id.0, entry.group.map_or(1, count));
    entries.iter().map(row).collect()
}

fn moved(position: u32) -> NewStepEntry {
    let target = format!("spam_{position}");
    NewStepEntry::new(position, block(&target), PairState::default())
}

/// Entry 1 alone; 2 to 6 of a job, of which 4 alone stands between them; 7 alone; 8 of a job with one entry.
async fn recorded(journal: &Journal) {
    done(journal, write(block("first"))).await;
    let job = journal.record_job(audit(), plan(5)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim
        .record_sending(vec![moved(0), moved(1)])
        .await
        .unwrap();
    done(journal, write(block("between"))).await;
    claim
        .record_sending(vec![moved(2), moved(3)])
        .await
        .unwrap();
    let refused = failed(FailureClass::Final, FailureReason::Service);
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    let replies = vec![(0, DONE), (1, refused), (2, lost)];
    claim.record_replies(replies).await.unwrap();
    drop(claim);
    done(journal, write(block("last"))).await;
    let job = journal.record_job(audit(), plan(1)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim.record_sending(vec![moved(0)]).await.unwrap();
}

#[tokio::test]
async fn the_entries_of_a_job_are_one_row_on_one_page_only() {
    let place = Place::new();
    let journal = place.journal().await;
    recorded(&journal).await;
    let all = HistoryFilter::default;
    let whole = [(8, 1), (7, 1), (6, 4), (4, 1), (1, 1)];
    assert_eq!(rows(&journal, all(), None, 100).await, whole);
    for limit in 1..6 {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = rows(&journal, all(), before, limit).await;
            let Some((last, _)) = page.last() else {
                break;
            };
            before = Some(EntryId(*last));
            found.extend(page);
        }
        assert_eq!(found, whole, "{limit} on a page");
    }
}

#[tokio::test]
async fn a_row_counts_only_the_entries_that_match() {
    let place = Place::new();
    let journal = place.journal().await;
    recorded(&journal).await;
    let failed = HistoryFilter {
        failed: true,
        ..HistoryFilter::default()
    };
    let filter = EntryFilter {
        wanted: failed,
        by_job: true,
        ..EntryFilter::default()
    };
    let entries = journal.entries(filter).await.unwrap();
    let group = entries.iter().find_map(|entry| entry.group).unwrap();
    let counts = JobCounts {
        failed: 1,
        unknown: 2,
        ..JobCounts::default()
    };
    // The process that claimed the job has let it go, so what it sent is unknown.
    assert_eq!(group.counts, counts);
    assert!(group.same_deed);
    let word = |text: &str| HistoryFilter {
        words: vec![SearchWord {
            text: text.to_owned(),
            ..SearchWord::default()
        }],
        ..HistoryFilter::default()
    };
    assert_eq!(rows(&journal, word("spam_1"), None, 100).await, [(3, 1)]);
    let state = HistoryFilter {
        words: vec![SearchWord {
            text: "spam".to_owned(),
            states: vec![EntryState::Done],
            ..SearchWord::default()
        }],
        ..HistoryFilter::default()
    };
    assert_eq!(
        rows(&journal, state, None, 2).await,
        [(8, 1), (7, 1)],
        "a page is as long as it may be"
    );
}
