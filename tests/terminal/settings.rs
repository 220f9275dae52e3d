//! What is changed on the screen: at once, and at the next start.

use std::fs;
use std::path::PathBuf;

use rosterm::sandbox::SandboxConfig;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{Pty, rosterm};

/// A server, and the home of somebody who connects to it.
struct Place {
    server: Server,
    home: Home,
}

impl Place {
    fn new() -> Self {
        let server = Server::with(SandboxConfig {
            friends: 12,
            blocks: 3,
            conversations: 0,
            ..SandboxConfig::default()
        });
        let home = Home::new();
        home.write(&format!(
            "[profile.box]\nbase_url = {:?}\napp_key = {:?}\nsecret = \"env\"\nenvironment = \"test\"\nlang = \"en\"\n",
            server.sandbox.base_url(),
            server.sandbox.app_key()
        ));
        Self { server, home }
    }

    fn file(&self) -> PathBuf {
        self.home.path("state/rosterm/settings.toml")
    }

    fn remember(&self, text: &str) {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text).unwrap();
    }

    fn start(&self, args: &[&str]) -> Pty {
        let mut command = self.home.rosterm(args);
        command.env("ROSTERM_TOKEN", self.server.sandbox.token());
        Pty::start(command)
    }
}

#[test]
fn what_was_changed_survives_a_restart_even_if_rosterm_is_quit_at_once() {
    let place = Place::new();
    let mut pty = place.start(&["alice_01"]);
    pty.shows("bob_77");
    pty.send(",");
    pty.shows("Changes apply at once and are remembered");
    // The mask, the mouse, the language.
    pty.send("\x1b[B\x1b[C");
    pty.shows("F12 masked");
    pty.loses("bob_77");
    pty.send("\x1b[B\x1b[B\x1b[C");
    pty.until(|pty| String::from_utf8_lossy(&pty.bytes).contains("\x1b[?1000l"));
    pty.send("\x1b[A\x1b[A\x1b[A\x1b[D");
    pty.shows("F12 已遮盖");
    pty.send("\x1b");
    pty.loses("更改立即生效");
    pty.send("\x1b[24~");
    pty.loses("已遮盖");
    pty.send("\x1b[24~");
    pty.shows("已遮盖");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.is_restored();
    let kept = fs::read_to_string(place.file()).unwrap();
    for line in ["mask = true", "mouse = false", "language = \"zh-CN\""] {
        assert!(kept.contains(line), "{kept}");
    }
    let mut pty = place.start(&["alice_01"]);
    pty.shows("F12 已遮盖");
    pty.shows("#1******");
    assert!(!pty.screen().contains("alice_01"), "{}", pty.screen());
    let written = String::from_utf8_lossy(&pty.bytes).into_owned();
    assert!(!written.contains("\x1b[?1000h"));
    pty.leaves();
    // A flag wins.
    let mut pty = place.start(&["--lang", "en", "alice_01"]);
    pty.shows("F12 masked");
    pty.leaves();
}

#[test]
fn the_sandbox_neither_reads_nor_changes_what_is_remembered() {
    let place = Place::new();
    place.remember("mask = true\n");
    let mut pty = Pty::start(place.home.rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    assert!(!pty.screen().contains("F12 masked"), "{}", pty.screen());
    pty.send("\x1b[24~");
    pty.shows("F12 masked");
    pty.send("\x1b[24~");
    pty.loses("F12 masked");
    pty.leaves();
    assert_eq!(fs::read_to_string(place.file()).unwrap(), "mask = true\n");
}

#[test]
fn a_file_that_cannot_be_used_is_told_and_stops_nothing() {
    let place = Place::new();
    place.remember("mask = ");
    let mut pty = place.start(&["alice_01"]);
    pty.shows("The remembered settings are damaged");
    pty.shows("bob_77");
    // Nobody can use what cannot be read, so the next change replaces it.
    pty.send("\x1b[24~");
    pty.shows("F12 masked");
    pty.leaves();
    assert_eq!(fs::read_to_string(place.file()).unwrap(), "mask = true\n");

    fs::remove_file(place.file()).unwrap();
    fs::create_dir(place.file()).unwrap();
    let mut pty = place.start(&["alice_01"]);
    pty.shows("The remembered settings cannot be read");
    pty.send("\x1b[24~");
    pty.shows("The settings cannot be remembered");
    pty.shows("F12 masked");
    pty.leaves();
}

#[test]
fn the_terminal_keeps_the_mouse_until_it_is_wanted_here() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--no-mouse", "--lang", "en"]));
    pty.opens();
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("\x1b[?1000h"));
    pty.send(",");
    pty.shows("Changes apply");
    pty.send("\x1b[B\x1b[B\x1b[B\x1b[C");
    pty.until(|pty| String::from_utf8_lossy(&pty.bytes).contains("\x1b[?1000h"));
    pty.send("\x1b");
    pty.loses("Changes apply");
    pty.leaves();
    pty.modes_are_off();

    let home = Home::new();
    home.write("[screen]\nmouse = false\n");
    let mut pty = Pty::start(home.rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("\x1b[?1000h"));
    pty.leaves();
}
