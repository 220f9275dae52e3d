//! However the program ends or stops, the terminal is given back.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rstest::rstest;

use crate::pty::{Pty, ROSTERM, bare, rosterm};

/// A shell that runs a script.
fn shell(options: &str, script: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new("sh");
    command.args([options, script]);
    bare(&mut command);
    command.env("ROSTERM", ROSTERM);
    command
}

#[rstest]
#[case::term("TERM", 143)]
#[case::hup("HUP", 129)]
#[case::int("INT", 130)]
#[case::quit("QUIT", 131)]
fn signals_end_it_with_their_code_and_the_terminal_restored(#[case] name: &str, #[case] code: u32) {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.is_taken();
    pty.signal(name);
    assert_eq!(pty.ends(), code);
    pty.is_restored();
}

#[test]
fn a_signal_ends_it_also_from_within_a_dialog() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.presses_until("e", "Remark for bob_77");
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    pty.is_restored();
}

#[test]
fn control_c_twice_ends_it_and_once_does_not() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.send("\x03");
    pty.shows("Press Ctrl-c again to quit");
    pty.send("\x03");
    assert_eq!(pty.ends(), 0);
    pty.is_restored();
}

#[test]
fn a_closed_window_ends_it() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.close();
    assert_eq!(pty.code(), 129);
}

#[test]
fn a_closed_window_ends_it_also_where_no_signal_says_so() {
    // The kernel tells the shell, and this shell does not listen.
    let script = r#"trap "" HUP; "$ROSTERM" --sandbox --lang en; exit $?"#;
    let mut pty = Pty::start(shell("-c", script));
    pty.opens();
    pty.close();
    assert_eq!(pty.code(), 129);
}

#[test]
fn under_a_shell_it_stops_and_comes_back_painted_anew() {
    let script =
        r#"set -m; "$ROSTERM" --sandbox --lang en; echo HALTED; read -r x; fg; echo "CODE $?""#;
    let mut pty = Pty::start(shell("-c", script));
    pty.opens();
    let taken = pty.termios();
    pty.send("\x1a");
    pty.shows("HALTED");
    pty.is_restored();
    assert!(!pty.screen().contains("bob_77"), "{}", pty.screen());
    pty.send("\n");
    pty.shows("> bob_77");
    pty.until(|pty| pty.termios() == taken);
    pty.is_taken();
    pty.send("j");
    pty.shows("> carol.chen");
    pty.send("q");
    pty.shows("CODE 0");
    pty.ends();
    pty.is_restored();
}

#[test]
fn it_comes_back_at_the_size_that_the_terminal_has_then() {
    let script =
        r#"set -m; "$ROSTERM" --sandbox --lang en; echo HALTED; read -r x; fg; echo "CODE $?""#;
    let mut pty = Pty::start(shell("-c", script));
    pty.opens();
    // A row that the smaller screen has no place for without scrolling.
    pty.send("j".repeat(27));
    pty.shows("> luna_home");
    pty.send("\x1a");
    pty.shows("HALTED");
    pty.resize(80, 24);
    pty.send("\n");
    pty.until(|pty| {
        let screen = pty.screen();
        let last = screen.lines().last().unwrap_or("").to_owned();
        screen.contains("> luna_home") && last.contains("? help")
    });
    pty.send("q");
    pty.shows("CODE 0");
}

#[test]
fn where_no_shell_could_continue_it_the_screen_just_comes_back() {
    // It leads its session here, as under `ssh -t`: the kernel does not stop it then.
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.send("\x1a");
    let entered = b"\x1b[?1049h";
    pty.until(|pty| {
        pty.bytes
            .windows(entered.len())
            .filter(|w| w == entered)
            .count()
            == 2
    });
    pty.send("j");
    pty.shows("> carol.chen");
    pty.is_taken();
    pty.leaves();
}

#[test]
fn control_l_paints_everything_anew() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.shows("they block alice_01   yes");
    pty.wipe();
    assert!(!pty.screen().contains("bob_77"));
    pty.send("\x0c");
    pty.opens();
    pty.shows("? help");
    pty.leaves();
}

#[test]
fn a_resize_is_seen_after_a_key_that_no_table_knows() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    // At rest, when nothing else would have it painted.
    pty.shows("they block alice_01   yes");
    pty.hears(Duration::from_millis(500));
    // The end of a paste that never began.
    pty.send("\x1b[201~");
    pty.hears(Duration::from_millis(50));
    pty.resize(80, 24);
    pty.until(|pty| pty.screen().lines().last().unwrap_or("").contains("? help"));
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}
