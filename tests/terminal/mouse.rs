//! The mouse: what is asked of the terminal, and what comes of it.

use crate::pty::{Pty, rosterm};

/// What the program wrote while it had the terminal, and after it.
fn written(pty: &mut Pty) -> String {
    pty.leaves();
    String::from_utf8_lossy(&pty.bytes).into_owned()
}

#[test]
fn its_buttons_and_its_wheel_are_asked_for_and_no_motion() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    // A click on the third friend, and the wheel.
    pty.send("\x1b[<0;10;7M\x1b[<0;10;7m");
    pty.shows("> dave-01");
    pty.send("\x1b[<64;10;7M");
    pty.shows("> bob_77");
    let written = written(&mut pty);
    for mode in ["1000", "1006"] {
        let switches = [format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l")];
        assert!(switches.iter().all(|switch| written.contains(switch)));
    }
    for mode in ["1001", "1002", "1003", "1005", "1015", "1016"] {
        assert!(!written.contains(mode), "{mode}");
    }
}

#[test]
fn inside_gnu_screen_it_is_left_alone() {
    for (name, value) in [("STY", "4711.pts-0.here"), ("TERM", "screen-256color")] {
        let mut command = rosterm(&["--sandbox", "--lang", "en"]);
        command.env(name, value);
        let mut pty = Pty::start(command);
        pty.opens();
        let written = written(&mut pty);
        for mode in ["1000", "1002", "1003", "1006"] {
            assert!(!written.contains(&format!("\x1b[?{mode}h")), "{name}");
        }
    }
    // Inside tmux it is not, whatever that calls its terminal.
    let mut command = rosterm(&["--sandbox", "--lang", "en"]);
    command.env("TERM", "screen-256color");
    command.env("TMUX", "/tmp/tmux-0/default,1,0");
    let mut pty = Pty::start(command);
    pty.opens();
    assert!(written(&mut pty).contains("\x1b[?1000h"));
}
