//! Two consoles on one journal.

use std::time::Duration;

use rosterm::domain::history::EntryState;
use rosterm::journal::EntryFilter;

use crate::crowd::{Crowd, Deed, LONG};
use crate::killed::resume;
use crate::pty::Pty;

#[test]
fn a_second_console_sees_a_job_with_its_holder_and_cannot_run_it_and_both_record() {
    // A call every two seconds: it is paused long before its end.
    let crowd = Crowd::new(Deed::Unblock, 6, 1);
    let mut first = crowd.console();
    crowd.begins(&mut first);
    crowd.has_seen(1);
    first.send("5");
    first.shows("Space pause");
    first.send(" ");
    first.shows("Space resume");
    let seen = crowd.seen();

    let mut second = crowd.console();
    second.shows("Blocks");
    second.presses_until("5", "╔");
    let holder = first.child.process_id().unwrap();
    second.until(|pty| {
        // The line may be broken anywhere.
        let words: Vec<String> = pty.screen().split_whitespace().map(str::to_owned).collect();
        let screen = words.join(" ").replace("║ ║ ", "");
        screen.contains("in another rosterm: li.na")
            && screen.contains(&format!("process {holder}"))
    });
    assert!(!second.screen().contains("resume"), "{}", second.screen());
    second.send(" ");
    // A key that does something does nothing where the next comes right behind it.
    second.hears(Duration::from_millis(700));
    second.send("\x1b");
    second.shows("J-0001 is running elsewhere: li.na");

    // Neither can the command, which says by whom it is held.
    let output = resume(&crowd).wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(
        err.contains("Already running in another rosterm: li.na"),
        "{err}"
    );
    assert_eq!(crowd.seen(), seen);

    // The second one does something of its own meanwhile.
    second.send("1");
    second.presses_until("a", "Add friends");
    second.send("troll_000");
    second.shows("[ troll_000");
    second.send("\r");
    second.loses("[ troll_000");
    second.presses_until("y", "> troll_000");

    first.send(" ");
    first.until_within(LONG, |pty| pty.screen().contains("100%"));
    first.send("\x1b");
    leave(first);
    leave(second);
    crowd.all_is_done_once("beside another console");
    let journal = crowd.journal();
    let entries = journal.entries(EntryFilter::default());
    let entries = crowd.server.runtime.block_on(entries).unwrap();
    assert_eq!(entries.len(), 7);
    assert!(entries.iter().all(|entry| entry.state == EntryState::Done));
}

fn leave(mut pty: Pty) {
    pty.shows("? help");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}
