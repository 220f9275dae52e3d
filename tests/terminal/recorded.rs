//! The journal is held, taken away or exchanged by somebody else while the console runs.

use std::fs;
use std::path::PathBuf;

use rosterm::journal::{Filter, State};
use serde_json::json;

use crate::pty::Pty;
use crate::site::{Deed, LONG, Site};

fn file(site: &Site) -> PathBuf {
    site.home.path("data/rosterm/journal.db")
}

/// Every answer of the service takes this long, in which the journal can be got at.
fn slow(site: &Site, latency: u64) {
    let order = json!({ "latency_ms": latency });
    site.server.sandbox.set_faults(order).unwrap();
}

/// The row under the cursor is unblocked.
fn unblocks(pty: &mut Pty) {
    pty.send("2");
    pty.shows("> troll_");
    pty.presses_until("u", "Not done");
}

#[test]
fn a_backup_that_holds_the_journal_at_the_end_of_a_job_is_said_and_outlasted() {
    let site = Site::new(Deed::Unblock, 6, 20);
    let mut pty = site.console();
    slow(&site, 3_000);
    site.begins(&mut pty);
    site.has_seen(6);
    let backup = rusqlite::Connection::open(file(&site)).unwrap();
    backup.busy_timeout(LONG).unwrap();
    backup.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.shows("6 not recorded");
    pty.shows("are not in the journal yet");
    // Whoever leaves now is asked.
    slow(&site, 0);
    assert!(!pty.screen().contains("Job ended"), "{}", pty.screen());
    pty.send("\x1b");
    pty.presses_until("q", "Quit now?");
    assert!(
        pty.screen().contains("6 outcomes are not in the journal"),
        "{}",
        pty.screen()
    );
    backup.execute_batch("COMMIT").unwrap();
    pty.until_within(LONG, |pty| pty.screen().contains("Job ended: all 6 done"));
    pty.loses("not recorded");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    site.all_is_done_once("beside a backup");
}

#[test]
fn nothing_is_sent_while_another_file_lies_in_the_journal_s_place() {
    let site = Site::new(Deed::Unblock, 2, 20);
    let mut pty = site.console();
    pty.shows("/500");
    let (file, away) = (file(&site), site.home.path("away.db"));
    fs::rename(&file, &away).unwrap();
    unblocks(&mut pty);
    pty.shows("removed or replaced");
    fs::copy(&away, &file).unwrap();
    pty.send("\x1b");
    pty.loses("Not done");
    unblocks(&mut pty);
    pty.shows("put the file back");
    assert_eq!(site.seen(), 0);
    // With the file back in its place it goes on.
    fs::rename(&away, &file).unwrap();
    pty.send("\x1b");
    pty.loses("Not done");
    pty.presses_until("u", "1/500");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let journal = site.journal();
    let entries = journal.entries(Filter::default());
    let entries = site.server.runtime.block_on(entries).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].state, State::Done);
}
