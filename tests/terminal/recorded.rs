//! The journal is held, taken away or exchanged by somebody else while the console runs.

use std::fs;
use std::path::PathBuf;

use rosterm::domain::history::EntryState;
use rosterm::journal::{EntryFilter, Journal, JournalOptions};
use rustix::fs::{FlockOperation, flock};
use serde_json::json;

use crate::crowd::{Crowd, Deed, LONG};
use crate::pty::Pty;

fn file(crowd: &Crowd) -> PathBuf {
    crowd.home.path("data/rosterm/journal.db")
}

/// Every answer of the service takes this long, in which the journal can be got at.
fn slow(crowd: &Crowd, latency: u64) {
    let order = json!({ "latency_ms": latency });
    crowd.server.sandbox.set_faults(order).unwrap();
}

/// The row under the cursor is unblocked.
fn unblocks(pty: &mut Pty) {
    pty.send("2");
    pty.shows("> troll_");
    pty.presses_until("u", "Not done");
}

#[test]
fn a_backup_that_holds_the_journal_at_the_end_of_a_job_is_said_and_outlasted() {
    let crowd = Crowd::new(Deed::Unblock, 6, 20);
    let mut pty = crowd.console();
    slow(&crowd, 3_000);
    crowd.begins(&mut pty);
    crowd.has_seen(6);
    let backup = rusqlite::Connection::open(file(&crowd)).unwrap();
    backup.busy_timeout(LONG).unwrap();
    backup.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.shows("6 not recorded");
    pty.shows("are not in the journal yet");
    // Whoever leaves now is asked.
    slow(&crowd, 0);
    assert!(!pty.screen().contains("Job ended"), "{}", pty.screen());
    pty.send("\x1b");
    pty.presses_until("q", "Quit now?");
    assert!(
        pty.screen().contains("6 outcomes are not in the journal"),
        "{}",
        pty.screen()
    );
    backup.execute_batch("COMMIT").unwrap();
    pty.until_within(LONG, |pty| {
        pty.screen().contains("Job ended: all 6 changes done")
    });
    pty.loses("not recorded");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    crowd.all_is_done_once("beside a backup");
}

#[test]
fn nothing_is_sent_while_another_file_lies_in_the_journal_s_place() {
    let crowd = Crowd::new(Deed::Unblock, 2, 20);
    let mut pty = crowd.console();
    pty.shows("/500");
    // The journal is open.
    pty.presses_until("6", "Nothing recorded yet");
    pty.send("\x1b");
    pty.loses("Nothing recorded yet");
    let (file, away) = (file(&crowd), crowd.home.path("away.db"));
    fs::rename(&file, &away).unwrap();
    unblocks(&mut pty);
    pty.shows("removed or replaced");
    fs::copy(&away, &file).unwrap();
    pty.send("\x1b");
    pty.loses("Not done");
    unblocks(&mut pty);
    pty.shows("put the file back");
    assert_eq!(crowd.seen(), 0);
    // With the file back in its place it goes on.
    fs::rename(&away, &file).unwrap();
    pty.send("\x1b");
    pty.loses("Not done");
    pty.presses_until("u", "1/500");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let journal = crowd.journal();
    let entries = journal.entries(EntryFilter::default());
    let entries = crowd.server.runtime.block_on(entries).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].state, EntryState::Done);
}

#[test]
fn a_journal_that_is_busy_at_the_start_keeps_nobody_from_looking_and_is_tried_again() {
    let crowd = Crowd::new(Deed::Unblock, 2, 20);
    let file = file(&crowd);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let opening = fs::File::create(file.with_extension("db.opening")).unwrap();
    flock(&opening, FlockOperation::LockExclusive).unwrap();
    let mut pty = crowd.console();
    // Nobody waits for the journal.
    pty.shows("Blocks 2/500");
    pty.shows("until the journal opens");
    unblocks(&mut pty);
    pty.shows("has locked the journal");
    assert_eq!(crowd.seen(), 0);
    pty.send("\x1b");
    pty.loses("Not done");
    flock(&opening, FlockOperation::Unlock).unwrap();
    pty.shows("The journal is open now");
    pty.presses_until("u", "1/500");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(crowd.seen(), 1);
}

#[test]
fn a_damaged_journal_is_found_beside_everything_else_and_set_aside_at_the_next_start() {
    let crowd = Crowd::new(Deed::Unblock, 2, 20);
    let file = file(&crowd);
    let opened = crowd
        .server
        .runtime
        .block_on(Journal::open(JournalOptions::new(&file)));
    let opened = opened.unwrap();
    // It is found whole when it is made; that was long ago.
    let whole = crowd.server.runtime.block_on(opened.damage);
    assert!(whole.is_err(), "{whole:?}");
    fs::remove_file(file.with_extension("db.health")).unwrap();
    drop(opened.journal);
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 4000)
         INSERT INTO entry (at, app, verb, owner, target, reason, state)
         SELECT n, 'demo#rosterm', 'block', 'alice_01', 'old_' || n, printf('%0200d', n), 'done' FROM n;
         PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .unwrap();
    drop(db);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0xa5);
    fs::write(&file, &bytes).unwrap();
    let mut pty = crowd.console();
    pty.shows("Nothing can be changed. Quit");
    unblocks(&mut pty);
    pty.send("\x1b");
    pty.loses("Not done");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(crowd.seen(), 0);
    let mut pty = crowd.console();
    pty.shows("The journal was damaged. It was kept as");
    pty.send("2");
    pty.presses_until("u", "1/500");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let aside = fs::read_dir(file.parent().unwrap()).unwrap();
    let mut aside = aside.map(|file| file.unwrap().path());
    let aside = aside.find(|path| path.to_string_lossy().contains(".damaged-"));
    assert_eq!(fs::read(aside.unwrap()).unwrap(), bytes);
}
