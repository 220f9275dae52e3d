//! What frames are drawn with, and on how many cells.

use crate::home::Home;
use crate::pty::{Pty, rosterm};

/// Parts of frames that are no ASCII.
const LINES: [char; 6] = ['│', '─', '┌', '┃', '━', '║'];

fn has_lines(pty: &Pty) -> bool {
    pty.screen().contains(LINES)
}

#[test]
fn the_terminal_is_asked_how_wide_a_line_is_and_the_picture_does_not_wait() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    assert!(has_lines(&pty));
    let asked = "\x1b[2;1H\u{2500}\x1b[6n".as_bytes();
    assert!(pty.bytes.windows(asked.len()).any(|part| part == asked));
    // No answer to this.
    pty.send("\x1b[7;3R");
    pty.send("?");
    pty.shows("Bulk changes");
    assert!(has_lines(&pty));
    pty.send("\x1b");
    pty.loses("Bulk changes");
    pty.send("\x1b[2;3R");
    pty.shows("+ 1 Friends ---");
    assert!(!has_lines(&pty), "{}", pty.screen());
    pty.send("?");
    pty.shows("Bulk changes");
    assert!(!has_lines(&pty), "{}", pty.screen());
    leaves_dialog(pty);
}

#[test]
fn what_comes_behind_the_answer_answers_nothing() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.send("\x1b[2;2R");
    pty.send("\x1b[2;3R");
    pty.send("?");
    pty.shows("Bulk changes");
    assert!(has_lines(&pty), "{}", pty.screen());
    leaves_dialog(pty);
}

fn leaves_dialog(mut pty: Pty) {
    pty.send("\x1b");
    pty.loses("Bulk changes");
    pty.leaves();
}

#[test]
fn frames_are_ascii_by_flag_and_by_setting() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--ascii", "--lang", "en"]));
    pty.shows("+ 1 Friends ---");
    pty.opens();
    assert!(!has_lines(&pty), "{}", pty.screen());
    pty.leaves();

    let home = Home::new();
    home.write("[screen]\nascii = true\n");
    let mut pty = Pty::start(home.rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    assert!(!has_lines(&pty), "{}", pty.screen());
    pty.leaves();
}

#[track_caller]
fn is_asked(pty: &mut Pty) {
    pty.until(|pty| String::from_utf8_lossy(&pty.bytes).contains("\x1b[6n"));
}

fn has_painted(pty: &Pty) -> bool {
    String::from_utf8_lossy(&pty.bytes).contains("\x1b[?2026h")
}

#[test]
fn a_terminal_without_a_size_is_sent_no_picture() {
    let mut pty = Pty::sized(rosterm(&["--sandbox", "--lang", "en"]), (0, 0));
    is_asked(&mut pty);
    // What takes a key has painted before.
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(!has_painted(&pty));
    pty.is_restored();
}

#[test]
fn a_terminal_without_a_size_is_waited_for_unless_the_environment_knows_it() {
    let mut pty = Pty::sized(rosterm(&["--sandbox", "--lang", "en"]), (0, 0));
    is_asked(&mut pty);
    assert!(!has_painted(&pty));
    pty.resize(80, 24);
    pty.opens();
    pty.leaves();

    let mut command = rosterm(&["--sandbox", "--lang", "en"]);
    command.env("COLUMNS", "80");
    command.env("LINES", "24");
    let mut pty = Pty::sized(command, (0, 0));
    pty.opens();
    assert_eq!(
        pty.screen().lines().filter(|line| !line.is_empty()).count(),
        24
    );
    pty.leaves();
}
