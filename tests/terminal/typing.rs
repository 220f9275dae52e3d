//! Keys in bursts, and pastes.

use std::time::Duration;

use crate::console::Server;
use crate::pty::{Pty, rosterm};

/// A question takes a yes only after it was on screen this long; nothing tells when that is over.
const ARMED: Duration = Duration::from_millis(600);

/// A bracketed paste.
fn paste(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn a_burst_of_three_thousand_keys_is_taken_to_the_last() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.send("G");
    pty.shows("1043/1043");
    pty.send("gg");
    pty.shows("> bob_77");
    // Two down, one up, a thousand times: only if none is lost the cursor stands on this row.
    let row = server.friends("alice_01")[1000].clone();
    pty.send("jjk".repeat(1000));
    pty.shows(&format!("> {row}"));
    // Right behind so many keys it would be one of them.
    pty.hears(ARMED);
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn text_typed_in_a_burst_is_in_the_field_to_the_last_character() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.presses_until("e", "/100 characters");
    pty.send("\x15");
    pty.shows(" 0/100 characters");
    pty.send("字".repeat(1000));
    pty.shows("1000/100 characters");
    pty.send("\x1b");
    pty.loses("characters");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn a_paste_with_new_lines_is_text_and_sends_nothing() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    // Over the lists it is a list to look at, and not taken as keys.
    pty.send(paste("b\nd\ny\n"));
    pty.shows("3 lines: 3 IDs");
    pty.loses("? help  Tab");
    pty.presses_until("\x1b", "? help  Tab");
    // In a field the new lines do not submit.
    pty.presses_until("a", "Add friends for alice_01");
    pty.send("\x15");
    pty.send(paste("nina_new\r\noscar.w\n"));
    pty.shows("2 lines: 2 IDs");
    pty.presses_until("\x1b", "? help  Tab");
    // Over a question it confirms nothing, however long that has been on screen.
    pty.presses_until("d", "Remove a friend");
    pty.hears(ARMED);
    pty.send(paste("y\ny\n"));
    pty.presses_until("n", "? help  Tab");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_list_from_a_terminal_that_does_not_mark_pastes_is_no_keys() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    // Keys among them would unblock, ask and confirm.
    let lines = (54..97).map(|n| format!("u spam_{n:04} d y\r"));
    let ids = lines.collect::<Vec<_>>().concat();
    pty.send(&ids);
    pty.shows("43 lines: 43 IDs");
    pty.loses("? help  Tab");
    pty.presses_until("\x1b", "? help  Tab");
    // Longer than the program reads at once.
    pty.send(ids.repeat(60));
    pty.shows("2580 lines: 43 IDs");
    pty.loses("? help  Tab");
    pty.presses_until("\x1b", "? help  Tab");
    // In a field its lines do not submit.
    pty.presses_until("a", "Add friends for alice_01");
    pty.send("nina_new\roscar.w\r");
    pty.shows("2 lines: 2 IDs");
    pty.presses_until("\x1b", "? help  Tab");
    // Over a question it confirms nothing, however long that has been on screen.
    pty.presses_until("d", "Remove a friend");
    pty.hears(ARMED);
    pty.send(&ids);
    pty.shows("Pasting works only in a field");
    pty.presses_until("n", "? help  Tab");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_paste_that_ends_itself_early_cannot_press_keys() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    // Over the lists: what follows the false end would block, or open a question and confirm it.
    pty.send(paste("x\x1b[201~jjb"));
    pty.shows("IDs for alice_01");
    pty.loses("? help  Tab");
    pty.send(paste(&format!("x\x1b[201~{}", "jjb".repeat(700))));
    pty.presses_until("\x1b", "? help  Tab");
    // In a field: what follows would submit.
    pty.presses_until("a", "Add friends for alice_01");
    pty.send("\x15");
    pty.send(paste("nina_new\x1b[201~\r"));
    pty.shows("nina_new");
    pty.presses_until("\x1b", "? help  Tab");
    // Over a question that is armed: what follows would be its yes.
    pty.presses_until("d", "Remove a friend");
    pty.hears(ARMED);
    pty.send(paste("x\x1b[201~y"));
    pty.hears(ARMED);
    pty.presses_until("n", "? help  Tab");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_paste_without_an_end_is_told_and_dropped_and_the_keyboard_is_back() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    pty.send("\x1b[200~bdy");
    pty.shows("A paste has started but not ended");
    pty.send("dy\r");
    pty.hears(ARMED);
    pty.presses_until("\x1b", "Discarded the unfinished paste");
    pty.send("j");
    pty.shows("> carol.chen");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_profile_says_how_long_a_question_takes_no_yes() {
    let server = Server::start();
    let dir = tempfile::tempdir().unwrap();
    let mut pty = Pty::start(server.armed_after("0s", dir.path()));
    pty.shows("487/500");
    // As soon as it is there: usually that is type-ahead.
    pty.presses_until("d", "Remove a friend");
    pty.send("y");
    pty.shows("No longer friends");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(!server.friends("alice_01").contains(&"bob_77".to_owned()));
}
