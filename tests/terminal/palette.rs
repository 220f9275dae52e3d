//! The palette in a real terminal: with arrows and F-keys alone, and with an input method left on.

use std::time::Duration;

use crate::console::Server;
use crate::pty::Pty;

#[test]
fn a_friend_is_blocked_with_arrows_enter_and_f_keys_alone() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    pty.send("\x1b[B\x1b[B");
    pty.shows("> dave-01");
    // F9, and down to the line that blocks.
    pty.send("\x1b[20~");
    pty.shows("Actions on dave-01");
    let blocks = |line: &str| line.contains(">b ") && line.contains("block");
    while !pty.screen().lines().any(blocks) {
        assert!(pty.screen().contains("Actions on dave-01"));
        pty.send("\x1b[B");
        pty.hears(Duration::from_millis(50));
    }
    pty.presses_until("\r", "Blocked dave-01 for alice_01");
    assert!(server.blocks("alice_01").contains(&"dave-01".to_owned()));
    pty.leaves();
}

#[test]
fn full_width_keys_open_it_and_find_by_chinese() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    pty.send("：");
    pty.shows("Actions");
    pty.send("拉黑");
    pty.shows(">b  block");
    pty.send("\x1b");
    pty.loses("do it");
    pty.send("你");
    pty.shows("Your input method is on");
    // F2: the other language.
    pty.send("\x1bOQ");
    pty.shows("好友");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}
