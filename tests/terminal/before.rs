//! What came to the terminal before the console did.

use std::time::Duration;

use crate::console::Server;
use crate::pty::{Pty, rosterm};

/// Longer than anything that was held back.
const LATER: Duration = Duration::from_millis(600);

const SIZE: (u16, u16) = (120, 36);

/// The lists, with nothing over them and the cursor where it was.
fn is_at_rest(pty: &mut Pty, server: &Server) {
    pty.opens();
    pty.shows("487/500");
    pty.hears(LATER);
    let screen = pty.screen();
    assert!(
        screen.contains("? help  Tab") && screen.contains("> bob_77"),
        "{screen}"
    );
    // The keyboard is there.
    pty.send("j");
    pty.shows("> carol.chen");
    assert!(!pty.screen().contains("+ 1 Friends"), "{}", pty.screen());
    assert_eq!(server.writes(), Vec::<String>::new());
    pty.leaves();
}

#[test]
fn keys_and_answers_that_wait_for_nobody_are_dropped() {
    for waits in [
        "O",
        "jjdy",
        "G\ndave-01 b d y\n",
        "\x1b[B\x1b[B",
        "\x1b",
        "\x1b]11;rgb:1c1c/1e1e/2626\x1b\\O",
        "\x1b[?62;22cO",
        // It would be taken for what the console asks itself, and draw its frames with ASCII.
        "\x1b[2;3R",
    ] {
        let server = Server::start();
        let mut pty = Pty::after(waits, server.console(&["alice_01"]), SIZE);
        is_at_rest(&mut pty, &server);
    }
}

#[test]
fn an_answer_of_which_only_the_rest_is_late_is_dropped_to_its_end() {
    let answer = "\x1b]52;c;ZGF2ZS0wMWJkeQ==\x1b\\\x1b]10;rgb:ffff/bbbb/dddd\x1b\\";
    for at in (2..answer.len() - 1).step_by(7) {
        let (waits, rest) = answer.split_at(at);
        let server = Server::start();
        let mut pty = Pty::after(waits, server.console(&["alice_01"]), SIZE);
        pty.draws();
        pty.send(rest);
        is_at_rest(&mut pty, &server);
    }
}

#[test]
fn escape_leaves_the_set_up_only_once_it_is_there() {
    let home = crate::home::Home::new();
    let mut pty = Pty::after("\x1b", home.rosterm(&["--lang", "en"]), SIZE);
    pty.shows("First-run set-up");
    pty.hears(LATER);
    pty.send("acme#app");
    pty.shows("acme#app");
    pty.send("\x03");
    pty.shows("again");
    pty.send("\x03");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn what_was_typed_for_the_shell_and_what_for_the_console_after_a_stop_reaches_each() {
    let script =
        r#"set -m; "$ROSTERM" --sandbox --lang en; echo HALTED; read -r x; fg; echo "CODE $?""#;
    let mut command = rosterm(&[]);
    *command.get_argv_mut() = ["sh", "-c", script].map(Into::into).to_vec();
    command.env("ROSTERM", crate::pty::ROSTERM);
    let mut pty = Pty::start(command);
    pty.opens();
    pty.send("\x1a");
    pty.shows("HALTED");
    pty.send("fg\nj");
    pty.shows("> carol.chen");
    pty.send("q");
    pty.shows("CODE 0");
}
