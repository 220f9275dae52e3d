//! A terminal that reads nothing for a while: a line that hangs, a window that is held. Keys act, nothing is
//! queued for it, and what it shows when it goes on is how things stand.

use std::time::{Duration, Instant};

use crate::console::Server;
use crate::pty::{PATIENCE, Pty};

/// More often than any system has room for whole screens.
const ROUNDS: usize = 12;
/// More bytes than a system keeps for a terminal, with the last frame and the one after it; a dozen whole screens
/// are more than twice as much.
const FEW: usize = 48_000;

/// The lists, on a terminal that reads nothing from now on.
fn held(server: &Server) -> Pty {
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    // The second friend is blocked already, the third is not.
    pty.send("jj");
    pty.shows("> dave-01");
    pty.presses_until("b", "Blocked dave-01 for alice_01");
    pty.hold();
    pty
}

/// Presses a key after one that draws the whole screen, until the server holds what it does.
#[track_caller]
fn blocks(pty: &mut Pty, server: &Server, key: &str, blocked: bool) {
    let end = Instant::now() + PATIENCE;
    let is_blocked = || server.blocks("alice_01").contains(&"dave-01".to_owned());
    while is_blocked() != blocked {
        assert!(Instant::now() < end, "{key} does nothing");
        pty.send("\x0c");
        pty.send(key);
        // Longer than the reply takes: before it, another change of the same pair is refused.
        let look = Instant::now() + Duration::from_millis(300);
        while is_blocked() != blocked && Instant::now() < look {
            pty.hears(Duration::from_millis(5));
        }
    }
}

#[test]
fn keys_act_while_the_terminal_reads_nothing_and_its_next_picture_is_the_newest() {
    let server = Server::start();
    let mut pty = held(&server);
    for _ in 0..ROUNDS / 2 {
        blocks(&mut pty, &server, "u", false);
        blocks(&mut pty, &server, "b", true);
    }
    blocks(&mut pty, &server, "u", false);
    pty.send("2");
    let before = pty.bytes.len();
    pty.release();
    pty.shows("│> spam_0041");
    pty.shows("487/500");
    let queued = pty.bytes.len() - before;
    assert!(queued < FEW, "{queued} bytes");
    // The picture is whole: drawn anew, it is the same. The card reads for a while.
    pty.hears(Duration::from_millis(600));
    let screen = pty.screen();
    pty.wipe();
    pty.send("\x0c");
    pty.until(|pty| pty.screen() == screen);
    pty.leaves();
}

#[test]
fn it_is_left_while_the_terminal_reads_nothing() {
    let server = Server::start();
    let mut pty = held(&server);
    for _ in 0..ROUNDS / 2 {
        blocks(&mut pty, &server, "u", false);
        blocks(&mut pty, &server, "b", true);
    }
    pty.send("q");
    assert_eq!(pty.code(), 0);
    pty.release();
    pty.ends();
}
