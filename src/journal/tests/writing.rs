//! Tests of entries: what is stored of a write and of its reply, and how it is found again.

use crate::domain::history::EntryState;
use crate::domain::job::{JobPlan, JobStep};
use crate::domain::{EntryId, PairRemark, PairState, SentAt};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::*;

fn every_change() -> Vec<Change> {
    let (owner, friend) = (id("alice"), id("bob\u{202e}\n名"));
    vec![
        Change::AddFriend {
            owner: owner.clone(),
            friend: friend.clone(),
        },
        Change::RemoveFriend { owner, friend },
        remark("新备注 \u{1b}[31m\0🦊"),
        remark(""),
        block("Carol"),
        Change::Unblock {
            owner: id("alice"),
            target: id(""),
        },
        conversation(ChatKind::Chat, false),
        conversation(ChatKind::Group, true),
    ]
}

#[tokio::test]
async fn a_write_is_on_the_disk_before_it_may_be_sent() {
    let place = Place::new();
    let journal = place.journal().await;
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    let read = |sql: &str| {
        let row = |row: &rusqlite::Row<'_>| row.get::<_, Option<String>>(0);
        other(&place.path()).query_row(sql, [entry.0], row).unwrap()
    };
    assert_eq!(
        read("SELECT state FROM entry WHERE id = ?").as_deref(),
        Some("sent")
    );
    journal.record_outcome(entry, DONE).await.unwrap();
    assert_eq!(
        read("SELECT state FROM entry WHERE id = ?").as_deref(),
        Some("done")
    );
}

#[tokio::test]
async fn every_change_comes_back_as_it_was_sent() {
    let place = Place::new();
    let journal = place.journal().await;
    let audit = AuditContext {
        operator: Some(Text::new("li.na")),
        profile: Some(Text::new("acme")),
        app: Text::new(APP),
        ticket: Some(Text::new("#48213")),
        reason: Some(Text::new("骚扰\u{1b}")),
    };
    let befores = [
        PairState::default(),
        PairState {
            friend: Some(true),
            blocked: Some(false),
            remark: Some(PairRemark::Text(Text::new("旧"))),
        },
        PairState {
            friend: Some(false),
            blocked: Some(true),
            remark: Some(PairRemark::None),
        },
    ];
    for change in every_change() {
        let sent_at = [None, Some(SentAt(0)), Some(SentAt(1_795_993_161_000))];
        for (before, sent) in befores.iter().zip(sent_at) {
            let recorded = NewEntry {
                audit: audit.clone(),
                change: change.clone(),
                before: before.clone(),
                undoes: None,
                sent,
            };
            let entry = journal.record_sending(recorded).await.unwrap();
            let entry = get(&journal, entry).await;
            assert_eq!(entry.asked.whole(), Some(&change));
            assert_eq!(entry.asked.kind(), change.kind());
            assert_eq!(entry.before, *before);
            assert_eq!((entry.audit, entry.sent), (audit.clone(), sent));
            assert_eq!((entry.state, entry.status), (EntryState::Sent, None));
            assert_eq!((entry.answered, entry.failure), (None, None));
        }
    }
}

#[tokio::test]
async fn the_outcome_says_what_the_answer_said() {
    let place = Place::new();
    let journal = place.journal().await;
    for (class, state) in [
        (FailureClass::NothingDone, EntryState::NotSent),
        (FailureClass::Retryable, EntryState::Refused),
        (FailureClass::Final, EntryState::Refused),
        (FailureClass::Unknown, EntryState::Unknown),
    ] {
        for reason in [
            FailureReason::BadId,
            FailureReason::Connect,
            FailureReason::Tls,
            FailureReason::Timeout,
            FailureReason::Broken,
            FailureReason::TooLarge,
            FailureReason::Unreadable,
            FailureReason::Redirect,
            FailureReason::Service,
            FailureReason::NotApplied,
            FailureReason::Endless,
        ] {
            let mut failure = Failure::new(class, reason);
            failure.status = Some(404);
            failure.error = Some(Text::new("service_resource_not_found"));
            failure.description = Some(Text::new("not \u{202e}found"));
            let entry = journal.record_sending(write(block("bob"))).await.unwrap();
            let outcome = ChangeOutcome::from(&Err(failure.clone()));
            journal.record_outcome(entry, outcome).await.unwrap();
            let entry = get(&journal, entry).await;
            assert_eq!(entry.state, state);
            assert_eq!(entry.status, Some(404));
            assert_eq!(entry.failure, Some(failure));
            assert!(entry.answered.is_some() && !entry.verified);
        }
    }
    let entry = done(&journal, write(block("bob"))).await;
    let entry = get(&journal, entry).await;
    assert_eq!((entry.state, entry.status), (EntryState::Done, Some(200)));
    let entry = journal.record_unneeded(write(block("bob"))).await.unwrap();
    let entry = get(&journal, entry).await;
    assert_eq!(entry.state, EntryState::Unneeded);
    assert!(entry.answered.is_some());
}

#[tokio::test]
async fn what_is_unknown_is_settled_by_reading_and_keeps_what_was_wrong() {
    let place = Place::new();
    let journal = place.journal().await;
    let lost = || failed(FailureClass::Unknown, FailureReason::Timeout);
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    journal.record_outcome(entry, lost()).await.unwrap();
    let was_done = ChangeOutcome::Done { status: None };
    journal
        .record_verified(entry, was_done.clone())
        .await
        .unwrap();
    let found = get(&journal, entry).await;
    assert_eq!((found.state, found.verified), (EntryState::Done, true));
    assert_eq!(found.failure.unwrap().reason, FailureReason::Timeout);

    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    journal.record_outcome(entry, lost()).await.unwrap();
    let not_applied = failed(FailureClass::NothingDone, FailureReason::NotApplied);
    journal.record_verified(entry, not_applied).await.unwrap();
    assert_eq!(get(&journal, entry).await.state, EntryState::NotApplied);

    // What a killed process left can be settled without a reply in between.
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    journal.record_verified(entry, was_done).await.unwrap();
    assert_eq!(get(&journal, entry).await.state, EntryState::Done);
}

#[tokio::test]
async fn what_is_known_is_not_overwritten() {
    let place = Place::new();
    let journal = place.journal().await;
    let entry = done(&journal, write(block("bob"))).await;
    let lost = || failed(FailureClass::Unknown, FailureReason::Timeout);
    for why in [
        journal.record_outcome(entry, lost()).await.unwrap_err(),
        journal.record_verified(entry, lost()).await.unwrap_err(),
    ] {
        assert!(matches!(why, JournalError::Conflict(_)), "{why}");
    }
    assert_eq!(get(&journal, entry).await.state, EntryState::Done);
    let unknown = journal.record_sending(write(block("bob"))).await.unwrap();
    journal.record_outcome(unknown, lost()).await.unwrap();
    // A late reply does not count as a verification.
    let why = journal.record_outcome(unknown, DONE).await.unwrap_err();
    assert!(matches!(why, JournalError::Conflict(_)), "{why}");
    let why = journal.record_outcome(EntryId(99), DONE).await.unwrap_err();
    assert_eq!(why, JournalError::Missing("entry 99".to_owned()));
}

#[tokio::test]
async fn remarks_that_are_not_to_be_kept_are_nowhere_in_the_files() {
    for remarks in [false, true] {
        let place = Place::new();
        let options = JournalOptions {
            remarks,
            ..place.options()
        };
        let journal = Journal::open(options).await.unwrap().journal;
        let mut recorded = write(remark("canary-new"));
        recorded.before.remark = Some(PairRemark::Text(Text::new("canary-old")));
        let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
        failure.error = Some(Text::new("illegal_argument"));
        failure.description = Some(Text::new("no good: canary-new"));
        let entry = journal.record_sending(recorded).await.unwrap();
        let outcome = ChangeOutcome::Failed(failure);
        journal
            .record_outcome(entry, outcome.clone())
            .await
            .unwrap();
        let step = |text: &str| JobStep {
            change: remark(text),
            before: PairState {
                remark: Some(PairRemark::Text(Text::new("canary-old"))),
                ..PairState::default()
            },
            undoes: None,
        };
        let audit = AuditContext::of_app(APP);
        let plan = JobPlan {
            owner: id("alice"),
            undoes: None,
            steps: vec![step("canary-new")],
        };
        let job = journal.record_job(audit.clone(), plan).await.unwrap();
        let claim = journal.claim(job, None).await.unwrap();
        let step = step("canary-new");
        let moves = vec![NewStepEntry::new(0, step.change, step.before)];
        claim.record_sending(moves).await.unwrap();
        claim.record_replies(vec![(0, outcome)]).await.unwrap();
        let friend = crate::domain::Contact {
            id: id("bob"),
            remark: Some(Text::new("canary-old")),
        };
        let rows = SnapshotRows::Friends(vec![friend]);
        let snapshot = journal
            .store_snapshot(APP, None, &id("alice"), rows)
            .await
            .unwrap();
        // It is packed, so its bytes prove nothing.
        let kept = journal.snapshot_rows(snapshot).await.unwrap();
        let old = PairRemark::Text(Text::new("canary-old"));
        let expected = if remarks { old } else { PairRemark::Withheld };
        assert_eq!(kept[0].remark, Some(expected));

        assert_eq!(place.holds("canary"), remarks);
        let found = get(&journal, entry).await;
        assert_eq!(found.asked.whole().is_some(), remarks);
        if !remarks {
            assert_eq!(found.before.remark, Some(PairRemark::Withheld));
        }
        let failure = found.failure.unwrap();
        assert_eq!(failure.error.unwrap().raw(), "illegal_argument");
        // That a remark is cleared reveals nothing about its text.
        let cleared = journal.record_sending(write(remark(""))).await.unwrap();
        let cleared = get(&journal, cleared).await;
        assert_eq!(cleared.asked.whole(), Some(&remark("")));
    }
}

#[tokio::test]
async fn what_the_network_says_is_not_kept() {
    let place = Place::new();
    let journal = place.journal().await;
    let failure =
        Failure::new(FailureClass::Unknown, FailureReason::Broken).because("Bearer canary");
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    journal
        .record_outcome(entry, ChangeOutcome::Failed(failure))
        .await
        .unwrap();
    assert!(place.holds("connection broke"));
    assert!(!place.holds("canary"));
}

type Waiting<'a> = Pin<Box<dyn Future<Output = Result<EntryId, JournalError>> + 'a>>;

/// Writes that are queued as far as there is room, without waiting for them.
fn handed_over(journal: &Journal, many: usize) -> Vec<Waiting<'_>> {
    let mut context = Context::from_waker(Waker::noop());
    (0..many)
        .map(|n| {
            let mut waiting: Waiting =
                Box::pin(journal.record_sending(write(block(&format!("u{n}")))));
            assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Pending));
            waiting
        })
        .collect()
}

/// How many transactions are in the write-ahead log: each ends with a frame that contains the size of the
/// file.
fn transactions(path: &Path) -> usize {
    let log = std::fs::read(beside(path, "-wal")).unwrap();
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    let frames = log[32..].chunks_exact(24 + page);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[tokio::test]
async fn what_waits_together_is_one_transaction() {
    let place = Place::new();
    let journal = place.journal().await;
    let before = transactions(&place.path());
    let busy = other(&place.path());
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = handed_over(&journal, 100);
    busy.execute_batch("ROLLBACK").unwrap();
    for write in waiting {
        write.await.unwrap();
    }
    let all = EntryFilter {
        limit: 1000,
        ..EntryFilter::default()
    };
    assert_eq!(journal.entries(all).await.unwrap().len(), 100);
    // The thread may have taken some of them before the others were queued.
    let taken = transactions(&place.path()) - before;
    assert!((1..=2).contains(&taken), "{taken} transactions");
}

#[tokio::test]
async fn what_waits_is_bounded_and_whoever_comes_later_waits_for_room() {
    let place = Place::new();
    let journal = place.journal().await;
    let busy = other(&place.path());
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let many = 3 * QUEUE;
    let waiting = handed_over(&journal, many);
    assert_eq!(journal.orders.capacity(), 0);
    busy.execute_batch("ROLLBACK").unwrap();
    for write in waiting {
        write.await.unwrap();
    }
    let all = EntryFilter {
        limit: 10_000,
        ..EntryFilter::default()
    };
    assert_eq!(journal.entries(all).await.unwrap().len(), many);
}

#[tokio::test]
async fn a_write_that_cannot_be_recorded_does_not_harm_those_beside_it() {
    let place = Place::new();
    let journal = place.journal().await;
    let busy = other(&place.path());
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let wrong = NewEntry {
        undoes: Some(EntryId(99)),
        ..write(block("nobody"))
    };
    let results = async {
        tokio::join!(
            journal.record_sending(write(block("a"))),
            journal.record_sending(wrong),
            journal.record_sending(write(block("b"))),
        )
    };
    let mut results = Box::pin(results);
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(results.as_mut().poll(&mut context), Poll::Pending));
    busy.execute_batch("ROLLBACK").unwrap();
    let (first, wrong, second) = results.await;
    assert!(wrong.unwrap_err().to_string().contains("FOREIGN KEY"));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(
        journal.entries(EntryFilter::default()).await.unwrap().len(),
        2
    );
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_recorded_by_halves_and_what_is_there_can_be_read() {
    let place = Place::new();
    let journal = place.journal().await;
    let first = done(&journal, write(block("bob"))).await;
    let pages = |n: &'static str| {
        journal.read(move |db| {
            let pages = format!("PRAGMA max_page_count = {n}");
            Ok(db.query_row(&pages, [], |row| row.get::<_, i64>(0))?)
        })
    };
    pages("1").await.unwrap();
    let mut recorded = 1;
    let why = loop {
        match journal
            .record_sending(write(remark(&"long ".repeat(500))))
            .await
        {
            Ok(_) => recorded += 1,
            Err(why) => break why,
        }
        assert!(recorded < 1000, "the disk never fills");
    };
    assert_eq!(why, JournalError::Full);
    assert!(why.to_string().contains("disk is full"), "{why}");
    assert_eq!(get(&journal, first).await.state, EntryState::Done);
    let all = EntryFilter {
        limit: 10_000,
        ..EntryFilter::default()
    };
    assert_eq!(journal.entries(all).await.unwrap().len(), recorded);
    // A job is recorded with all its items or not at all.
    let plan = super::jobs::plan(500);
    assert_eq!(
        journal
            .record_job(super::jobs::audit(), plan)
            .await
            .unwrap_err(),
        JournalError::Full
    );
    assert_eq!(journal.jobs(None, 10).await.unwrap(), []);
    pages("1000000").await.unwrap();
    done(&journal, write(block("carol"))).await;
}

#[tokio::test]
async fn nobody_waits_for_a_journal_that_has_stopped() {
    let place = Place::new();
    let journal = place.journal().await;
    let (orders, _) = mpsc::channel(1);
    let stopped = Journal { orders, ..journal };
    let why = stopped
        .record_sending(write(block("bob")))
        .await
        .unwrap_err();
    assert_eq!(why, JournalError::Stopped);
}

#[tokio::test]
async fn an_entry_names_the_newest_that_takes_it_back_but_none_that_came_to_nothing() {
    let place = Place::new();
    let journal = place.journal().await;
    let first = done(&journal, write(block("bob"))).await;
    let undo = |outcome: ChangeOutcome| {
        let journal = journal.clone();
        async move {
            let undo = NewEntry {
                undoes: Some(first),
                ..write(Change::Unblock {
                    owner: id("alice"),
                    target: id("bob"),
                })
            };
            let undo = journal.record_sending(undo).await.unwrap();
            journal.record_outcome(undo, outcome).await.unwrap();
            undo
        }
    };
    assert_eq!(get(&journal, first).await.undone_by, None);
    undo(failed(FailureClass::Final, FailureReason::Service)).await;
    undo(failed(FailureClass::NothingDone, FailureReason::Connect)).await;
    assert_eq!(get(&journal, first).await.undone_by, None);
    let lost = undo(failed(FailureClass::Unknown, FailureReason::Timeout)).await;
    assert_eq!(
        get(&journal, first).await.undone_by.map(|by| by.entry),
        Some(lost)
    );
    let outcome = failed(FailureClass::NothingDone, FailureReason::NotApplied);
    journal.record_verified(lost, outcome).await.unwrap();
    assert_eq!(get(&journal, first).await.undone_by, None);
    let newest = undo(DONE).await;
    assert_eq!(
        get(&journal, first).await.undone_by.map(|by| by.entry),
        Some(newest)
    );
}

#[tokio::test]
async fn nothing_is_written_into_a_file_that_does_not_lie_in_its_place_any_more() {
    for ending in ["", "-wal", "-shm", ".open"] {
        let place = Place::new();
        let journal = place.journal().await;
        let entry = journal.record_sending(write(block("bob"))).await.unwrap();
        let file = beside(&place.path(), ending);
        let away = beside(&file, ".away");
        let gone = |why: JournalError| {
            assert_eq!(why, JournalError::Gone(file.display().to_string()));
            assert!(why.to_string().contains("put it back, or quit"), "{why}");
        };
        // Removed, and then replaced by another one.
        std::fs::rename(&file, &away).unwrap();
        gone(
            journal
                .record_sending(write(block("carol")))
                .await
                .unwrap_err(),
        );
        std::fs::copy(&away, &file).unwrap();
        gone(
            journal
                .record_sending(write(block("carol")))
                .await
                .unwrap_err(),
        );
        gone(journal.record_outcome(entry, DONE).await.unwrap_err());
        // Its content can still be read, and writing works again once it is back.
        assert_eq!(get(&journal, entry).await.state, EntryState::Sent);
        std::fs::rename(&away, &file).unwrap();
        journal.record_outcome(entry, DONE).await.unwrap();
        assert_eq!(get(&journal, entry).await.state, EntryState::Done);
        assert_eq!(
            journal
                .entries(EntryFilter {
                    limit: 9,
                    ..EntryFilter::default()
                })
                .await
                .unwrap()
                .len(),
            1
        );
    }
}

#[tokio::test]
async fn a_job_whose_lock_was_removed_sends_nothing_more() {
    let place = Place::new();
    let journal = place.journal().await;
    let audit = AuditContext::of_app(APP);
    let plan = JobPlan {
        owner: id("alice"),
        undoes: None,
        steps: vec![JobStep {
            change: block("bob"),
            before: PairState::default(),
            undoes: None,
        }],
    };
    let job = journal.record_job(audit.clone(), plan).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let lock = crate::journal::paths::lock_of(&place.path(), job);
    std::fs::remove_file(&lock).unwrap();
    let moves = vec![NewStepEntry::new(0, block("bob"), PairState::default())];
    let why = claim.record_sending(moves).await.unwrap_err();
    assert_eq!(why, JournalError::Gone(lock.display().to_string()));
}
