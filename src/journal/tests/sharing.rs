//! Tests of several threads and processes on one file, and of processes that are killed.

use crate::domain::history::{EntryState, HistoryFilter};
use crate::domain::job::JobState;
use crate::domain::{JobId, PairState};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::*;

/// The environment variable that tells a process started by a test what to do, and on which file.
const TASK: &str = "ROSTERM_TEST_TASK";
const FILE: &str = "ROSTERM_TEST_FILE";

/// Starts this test binary again, as a process that does what [`child`] does.
fn process(task: &str, place: &Place) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::tests::sharing::child"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(TASK, task)
        .env(FILE, place.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until the process has reached the point where it waits.
fn is_there(child: &mut Child) {
    let out = BufReader::new(child.stdout.as_mut().unwrap());
    let there = out.lines().any(|line| line.unwrap().contains("I am there"));
    assert!(there, "the process has ended");
}

fn stay() {
    println!("I am there");
    // Until it is killed, or its parent has ended.
    let _ = std::io::stdin().lines().count();
}

#[tokio::test]
#[ignore = "a process of its own for the tests beside it"]
async fn child() {
    let task = std::env::var(TASK).unwrap();
    let options = JournalOptions::new(Path::new(&std::env::var(FILE).unwrap()));
    let journal = Journal::open(options).await.unwrap().journal;
    match task.as_str() {
        "begin" => {
            journal.record_sending(write(block("bob"))).await.unwrap();
            stay();
        }
        "job" => {
            let operator = Some(Text::new("zhang"));
            let claim = journal.claim(JobId(1), operator).await.unwrap();
            claim.set_state(JobState::Running).await.unwrap();
            let moves = |n| {
                vec![NewStepEntry::new(
                    n,
                    block(&format!("spam_{n}")),
                    PairState::default(),
                )]
            };
            claim.record_sending(moves(0)).await.unwrap();
            claim.record_replies(vec![(0, DONE)]).await.unwrap();
            claim.record_sending(moves(1)).await.unwrap();
            stay();
        }
        "write" => many(&journal).await,
        other => panic!("{other}"),
    }
}

/// A hundred writes, each recorded twice.
async fn many(journal: &Journal) {
    for n in 0..100 {
        done(journal, write(block(&format!("spam_{n}")))).await;
    }
}

async fn all(journal: &Journal) -> Vec<JournalEntry> {
    let filter = EntryFilter {
        limit: 10_000,
        ..EntryFilter::default()
    };
    journal.entries(filter).await.unwrap()
}

#[tokio::test]
async fn what_a_killed_process_had_begun_is_there() {
    let place = Place::new();
    let mut child = process("begin", &place);
    is_there(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    let journal = place.journal().await;
    let entries = all(&journal).await;
    let [entry] = &entries[..] else {
        panic!("{entries:?}");
    };
    assert_eq!(entry.state, EntryState::Unknown);
    assert_eq!(entry.asked.whole(), Some(&block("bob")));
    journal.record_verified(entry.id, DONE).await.unwrap();
}

#[tokio::test]
async fn what_a_living_process_has_under_way_is_not_taken_from_it_and_what_a_dead_one_had_is() {
    let place = Place::new();
    let journal = place.journal().await;
    let failures = || EntryFilter {
        wanted: HistoryFilter {
            failed: true,
            ..HistoryFilter::default()
        },
        ..EntryFilter::default()
    };
    let mut child = process("begin", &place);
    is_there(&mut child);
    // Neither opening the journal nor looking for unfinished writes takes it away.
    let second = place.journal().await;
    assert_eq!(all(&second).await[0].state, EntryState::Sent);
    assert_eq!(journal.take_over_orphans(APP).await.unwrap(), []);
    assert_eq!(journal.entries(failures()).await.unwrap(), []);

    child.kill().unwrap();
    child.wait().unwrap();
    // It is reported as unknown at once, also to a read-only process.
    let listed = journal.entries(failures()).await.unwrap();
    let [entry] = &listed[..] else {
        panic!("{listed:?}");
    };
    assert_eq!(entry.state, EntryState::Unknown);
    assert_eq!(journal.take_over_orphans("other#app").await.unwrap(), []);
    let taken = journal.take_over_orphans(APP).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].id, entry.id);
    // Nobody else has it now, and it is not taken over twice.
    assert_eq!(second.take_over_orphans(APP).await.unwrap(), []);
    assert_eq!(journal.take_over_orphans(APP).await.unwrap(), []);
    journal.record_verified(entry.id, DONE).await.unwrap();
    assert_eq!(second.take_over_orphans(APP).await.unwrap(), []);
    assert_eq!(journal.entries(failures()).await.unwrap(), []);
}

#[tokio::test]
async fn what_stayed_unknown_is_its_consoles_until_that_ends() {
    let place = Place::new();
    let journal = place.journal().await;
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    journal.record_outcome(entry, lost).await.unwrap();
    let second = place.journal().await;
    assert_eq!(second.take_over_orphans(APP).await.unwrap(), []);
    drop(journal);
    let taken = second.take_over_orphans(APP).await.unwrap();
    assert_eq!((taken.len(), taken[0].id), (1, entry));
}

#[tokio::test]
async fn what_a_later_change_made_moot_is_not_left_to_anybody() {
    let unfriend = Change::RemoveFriend {
        owner: id("BOB"),
        friend: id("alice"),
    };
    let unblock = Change::Unblock {
        owner: id("alice"),
        target: id("Bob"),
    };
    let elsewhere = |change: Change| {
        let mut elsewhere = write(change);
        elsewhere.audit.app = Text::new("other#app");
        elsewhere
    };
    let chat = |roaming| conversation(ChatKind::Chat, roaming);
    for (lost, later, moot) in [
        (remark("A"), write(remark("B")), true),
        (remark("A"), write(unfriend.clone()), true),
        (remark("A"), write(block("bob")), false),
        (remark("A"), elsewhere(remark("B")), false),
        (block("bob"), write(unblock.clone()), true),
        (block("carol"), write(unblock), false),
        (chat(false), write(chat(true)), true),
        // The stored messages may still be there.
        (chat(true), write(chat(false)), false),
        (
            chat(true),
            write(conversation(ChatKind::Group, true)),
            false,
        ),
    ] {
        let place = Place::new();
        let journal = place.journal().await;
        let told = format!("{lost:?} {later:?}");
        let entry = journal.record_sending(write(lost)).await.unwrap();
        let superseded = async || journal.superseded(vec![entry]).await.unwrap() == [entry];
        let refused = journal.record_sending(later.clone()).await.unwrap();
        let outcome = failed(FailureClass::Final, FailureReason::Service);
        journal.record_outcome(refused, outcome).await.unwrap();
        assert!(!superseded().await, "{told}");
        // A change that was not needed was not sent: the lost one may still be applied.
        journal.record_unneeded(later.clone()).await.unwrap();
        assert!(!superseded().await, "{told}");
        done(&journal, later).await;
        assert_eq!(superseded().await, moot, "{told}");
        close(journal);
        let left = place.journal().await.take_over_orphans(APP).await.unwrap();
        assert_eq!(left.is_empty(), moot, "{told}");
    }
}

#[tokio::test]
async fn what_a_killed_job_had_under_way_is_unknown_and_its_lock_is_free() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal
        .record_job(super::jobs::audit(), super::jobs::plan(3))
        .await
        .unwrap();
    let mut child = process("job", &place);
    is_there(&mut child);
    // Its owner is known, and opening the journal takes nothing from a living process.
    let why = journal.claim(job, None).await.unwrap_err();
    let ClaimError::HeldBy(holder) = why else {
        panic!("{why}");
    };
    assert_eq!(holder.pid, Some(child.id()));
    assert_eq!(holder.operator.unwrap().raw(), "zhang");
    let second = place.journal().await;
    let states = async || -> Vec<&'static str> {
        let items = journal.steps(job, 0, 10).await.unwrap();
        items.iter().map(|item| item.state.word()).collect()
    };
    let (done, sent, waiting) = ("done", "sent", "waiting");
    assert_eq!(states().await, [done, sent, waiting]);
    drop(second);

    child.kill().unwrap();
    child.wait().unwrap();
    let _third = place.journal().await;
    assert_eq!(states().await, [done, "unknown", waiting]);
    let unfinished = journal.unfinished(Some(APP), 10).await.unwrap();
    assert_eq!(unfinished[0].state, JobState::Running);
    assert_eq!(all(&journal).await[0].state, EntryState::Unknown);
    journal.claim(job, None).await.unwrap();
}

#[tokio::test]
async fn two_processes_write_into_one_file_at_once_and_nothing_is_lost() {
    let place = Place::new();
    let journal = place.journal().await;
    let mut children = [process("write", &place), process("write", &place)];
    many(&journal).await;
    for child in &mut children {
        // It may wait for its output to be read.
        drop(child.stdin.take());
        let mut out = String::new();
        let stdout = child.stdout.as_mut().unwrap();
        std::io::Read::read_to_string(stdout, &mut out).unwrap();
        assert!(child.wait().unwrap().success(), "{out}");
    }
    let entries = all(&journal).await;
    assert_eq!(entries.len(), 300);
    assert!(entries.iter().all(|entry| entry.state == EntryState::Done));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_handles_on_one_file_from_two_threads_lose_nothing() {
    let place = Place::new();
    // They also create the file at the same time.
    let (first, second) = tokio::join!(
        Journal::open(place.options()),
        Journal::open(place.options())
    );
    let (first, second) = (first.unwrap().journal, second.unwrap().journal);
    let theirs = second.clone();
    let other = tokio::spawn(async move { many(&theirs).await });
    many(&first).await;
    other.await.unwrap();
    assert_eq!(all(&first).await, all(&second).await);
    assert_eq!(all(&first).await.len(), 200);
}

/// What is on disk when the power fails: the file and its companions, and nobody's locks.
fn as_after_a_power_cut(place: &Place) -> Place {
    let after = Place::new();
    let dir = after.path().parent().unwrap().to_owned();
    std::fs::create_dir_all(&dir).unwrap();
    for ending in ["", "-wal"] {
        let from = beside(&place.path(), ending);
        std::fs::copy(from, beside(&after.path(), ending)).unwrap();
    }
    after
}

#[tokio::test]
async fn what_was_recorded_outlives_a_power_cut_in_the_middle_of_a_job() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal
        .record_job(super::jobs::audit(), super::jobs::plan(4))
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim.set_state(JobState::Running).await.unwrap();
    let send = async |n: u32| {
        let moved = NewStepEntry::new(n, block(&format!("spam_{n}")), PairState::default());
        claim.record_sending(vec![moved]).await.unwrap();
    };
    send(0).await;
    claim.record_replies(vec![(0, DONE)]).await.unwrap();
    for n in 1..3 {
        send(n).await;
        let cut = as_after_a_power_cut(&place);
        let after = cut.journal().await;
        let items = after.steps(job, 0, 10).await.unwrap();
        let states: Vec<&'static str> = items.iter().map(|item| item.state.word()).collect();
        let mut expected = vec!["waiting"; 4];
        expected[0] = "done";
        expected[1..=n as usize].fill("unknown");
        assert_eq!(states, expected);
        let unfinished = after.unfinished(Some(APP), 10).await.unwrap();
        assert_eq!(unfinished.len(), 1);
        after.claim(job, None).await.unwrap();
    }
}

#[test]
fn a_commit_is_on_the_disk_before_it_is_told() {
    let place = Place::new();
    let opened = open(&place.options(), schema::STEPS).unwrap();
    let pragma = |name: &str| -> String {
        let ask = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        opened.db.query_row(&ask, [], |row| row.get(0)).unwrap()
    };
    // FULL: in this mode anything less may lose the last commits when the power fails.
    assert_eq!(
        (pragma("journal_mode"), pragma("synchronous")),
        ("wal".into(), "2".into())
    );
}
