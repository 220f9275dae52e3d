//! Tests of pruning: old records are removed, but nothing that is still needed.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::domain::history::EntryState;
use crate::domain::job::JobState;
use crate::domain::{EntryId, JobId, PairState};
use crate::journal::prune;

const DAY: UnixMillis = 24 * 60 * 60 * 1_000;

/// The day on which everything happens.
static TODAY: AtomicI64 = AtomicI64::new(0);

fn clock() -> UnixMillis {
    TODAY.load(Ordering::SeqCst) * DAY
}

fn on_day(day: i64) {
    TODAY.store(day, Ordering::SeqCst);
}

async fn left(journal: &Journal) -> Vec<i64> {
    let all = EntryFilter {
        limit: 100,
        ..EntryFilter::default()
    };
    let entries = journal.entries(all).await.unwrap();
    entries.iter().rev().map(|entry| entry.id.0).collect()
}

fn undoing(undone: EntryId) -> NewEntry {
    NewEntry {
        undoes: Some(undone),
        ..write(block("undo"))
    }
}

/// A job of two items, of which the first ones have these outcomes.
async fn job(journal: &Journal, outcomes: &[ChangeOutcome], state: JobState) -> JobId {
    let job = journal
        .record_job(super::jobs::audit(), super::jobs::plan(2))
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let items = journal.steps(job, 0, 2).await.unwrap();
    for (item, outcome) in items.iter().zip(outcomes) {
        let change = item.asked.outline();
        let moves = vec![NewStepEntry::new(
            item.position,
            change,
            PairState::default(),
        )];
        claim.record_sending(moves).await.unwrap();
        let answers = vec![(item.position, outcome.clone())];
        claim.record_replies(answers).await.unwrap();
    }
    claim.set_state(state).await.unwrap();
    job
}

#[tokio::test]
async fn what_is_old_goes_and_what_is_new_unknown_unfinished_or_needed_stays() {
    let place = Place::new();
    let options = JournalOptions {
        clock,
        ..place.options()
    };
    let journal = Journal::open(options).await.unwrap().journal;
    on_day(1);
    let plain = done(&journal, write(block("plain"))).await;
    let sent = journal.record_sending(write(block("sent"))).await.unwrap();
    let lost = journal.record_sending(write(block("lost"))).await.unwrap();
    let unknown = failed(FailureClass::Unknown, FailureReason::Broken);
    journal.record_outcome(lost, unknown.clone()).await.unwrap();
    let undone_late = done(&journal, write(block("undone late"))).await;
    let undone_early = done(&journal, write(block("undone early"))).await;
    let early = done(&journal, undoing(undone_early)).await;
    let doubtful = done(&journal, write(block("doubtful"))).await;
    let doubt = journal.record_sending(undoing(doubtful)).await.unwrap();
    journal
        .record_outcome(doubt, unknown.clone())
        .await
        .unwrap();
    let finished = job(&journal, &[DONE, DONE], JobState::Finished).await;
    let stopped = job(&journal, &[DONE], JobState::Stopped).await;
    let paused = job(&journal, &[DONE], JobState::Paused).await;
    let open_end = job(&journal, &[DONE, unknown], JobState::Stopped).await;
    let friends = || SnapshotRows::Blocks(Vec::new());
    for of in [Some(finished), Some(paused), None] {
        journal
            .store_snapshot(APP, of, &id("alice"), friends())
            .await
            .unwrap();
    }
    on_day(10);
    let late = done(&journal, undoing(undone_late)).await;
    let new = done(&journal, write(block("new"))).await;
    journal
        .store_snapshot(APP, None, &id("alice"), friends())
        .await
        .unwrap();

    let before = left(&journal).await;
    let expected = Pruned {
        entries: 6,
        jobs: 2,
        snapshots: 2,
        span: Some((DAY, DAY)),
    };
    assert_eq!(journal.prunable(5 * DAY).await.unwrap(), expected);
    assert_eq!(left(&journal).await, before, "it was only asked for");
    assert_eq!(journal.prune(5 * DAY).await.unwrap(), expected);
    let ages = journal.entry_ages(5 * DAY).await.unwrap();
    let there = left(&journal).await;
    assert_eq!(ages.since, 2);
    assert_eq!(usize::try_from(ages.earlier + 2), Ok(there.len()));
    for gone in [plain, undone_early, early] {
        assert!(!there.contains(&gone.0), "{gone}");
    }
    for stays in [sent, lost, undone_late, late, doubtful, doubt, new] {
        assert!(there.contains(&stays.0), "{stays}");
    }
    let jobs = journal.jobs(None, 10).await.unwrap();
    let jobs: Vec<_> = jobs.iter().map(|job| job.id).collect();
    assert_eq!(jobs, [open_end, paused]);
    assert!(journal.job(stopped).await.unwrap().is_none());
    assert_eq!(journal.snapshots(paused).await.unwrap().len(), 1);
    // What is undone stays undone, and what can be undone still can be.
    assert_eq!(
        get(&journal, undone_late)
            .await
            .undone_by
            .map(|by| by.entry),
        Some(late)
    );
    let pruned = journal.prune(5 * DAY).await.unwrap();
    assert_eq!(pruned, Pruned::default(), "there is nothing more");
    journal
        .read(|db| {
            let wrong: Vec<String> = db
                .prepare("PRAGMA foreign_key_check")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            assert_eq!(wrong, [""; 0]);
            Ok(())
        })
        .await
        .unwrap();
}

/// The outcome does not matter any more, and only the later change proves that.
#[tokio::test]
async fn what_tells_that_an_unknown_change_was_superseded_stays_with_it() {
    let place = Place::new();
    let journal = place.journal().await;
    let single = journal.record_sending(write(block("bob"))).await.unwrap();
    let unknown = failed(FailureClass::Unknown, FailureReason::Broken);
    journal
        .record_outcome(single, unknown.clone())
        .await
        .unwrap();
    let of_job = job(&journal, &[DONE, unknown], JobState::Stopped).await;
    let items = journal.steps(of_job, 0, 2).await.unwrap();
    let lost = items[1].asked.outline();
    let (other, unblock) = (
        done(&journal, write(remark("about another thing"))).await,
        Change::Unblock {
            owner: id("alice"),
            target: id("bob"),
        },
    );
    let first = done(&journal, write(unblock.clone())).await;
    let second = done(&journal, write(unblock)).await;
    let again = done(&journal, write(lost)).await;

    journal.prune(journal.now() + DAY).await.unwrap();
    let there = left(&journal).await;
    // The newest of them is enough.
    for (entry, stays) in [
        (other, false),
        (first, false),
        (second, true),
        (again, true),
    ] {
        assert_eq!(there.contains(&entry.0), stays, "{entry}");
    }
    drop(journal);
    let journal = place.journal().await;
    assert_eq!(journal.take_over_orphans(APP).await.unwrap(), []);
    let claim = journal.claim(of_job, None).await.unwrap();
    assert_eq!(claim.superseded(vec![1]).await.unwrap(), [1]);
}

#[tokio::test]
async fn the_file_shrinks_and_others_may_have_it_open() {
    let place = Place::new();
    let journal = place.journal().await;
    let at = |day: i64| {
        move |db: &Connection| {
            let entry = write(remark(&"long ".repeat(100)));
            for _ in 0..500 {
                entries::insert(db, day * DAY, &entry, EntryState::Done, None, true)?;
            }
            Ok(())
        }
    };
    for day in 1..5 {
        journal.write(at(day)).await.unwrap();
    }
    let _beside = place.journal().await;
    let size = || std::fs::metadata(place.path()).unwrap().len();
    journal.shrink().await.unwrap();
    let was = size();
    let steps = journal.read(|db| prune::steps(db, 4 * DAY)).await.unwrap();
    assert_eq!(steps, [2 * DAY, 3 * DAY, 4 * DAY]);
    assert_eq!(journal.prune(4 * DAY).await.unwrap().entries, 1_500);
    journal.shrink().await.unwrap();
    assert!(size() * 3 < was, "{} of {was}", size());
    done(&journal, write(block("bob"))).await;
}

#[tokio::test]
async fn a_clock_that_is_a_year_ahead_for_one_start_ages_nothing() {
    static AHEAD: AtomicI64 = AtomicI64::new(100);
    let place = Place::new();
    let options = JournalOptions {
        clock: || AHEAD.load(Ordering::SeqCst) * DAY,
        ..place.options()
    };
    let journal = Journal::open(options).await.unwrap().journal;
    let old = done(&journal, write(block("old"))).await;
    AHEAD.store(195, Ordering::SeqCst);
    let newest = done(&journal, write(block("newest"))).await;
    AHEAD.store(195 + 400, Ordering::SeqCst);
    journal.keep_only(100 * DAY).await.unwrap();
    assert_eq!(left(&journal).await, [old.0, newest.0]);
    // What is older than the newest entry by more than that is removed.
    journal.keep_only(90 * DAY).await.unwrap();
    assert_eq!(left(&journal).await, [newest.0]);
}
