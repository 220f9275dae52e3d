//! Single changes survive the console: what it left in doubt is known, read and offered at the next start.

use std::process::Command;
use std::time::Duration;

use rosterm::domain::history::EntryState;
use rosterm::journal::{EntryFilter, Journal, JournalEntry, JournalOptions};
use rosterm::sandbox::SandboxConfig;
use rstest::rstest;
use serde_json::json;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{OURS, Pty, ROSTERM};

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
        let text = format!(
            "[profile.box]\nbase_url = {:?}\napp_key = {:?}\nsecret = \"env\"\nenvironment = \"test\"\n\
             operator = \"li.na\"\n[profile.box.timing]\nsettle = \"1s\"\narm = \"0ms\"\n",
            server.sandbox.base_url(),
            server.sandbox.app_key()
        );
        home.write(&text);
        Self { server, home }
    }

    fn console(&self) -> Pty {
        let mut command = self.home.rosterm(&["--lang", "en", "alice_01"]);
        command.env("ROSTERM_TOKEN", self.server.sandbox.token());
        let mut pty = Pty::start(command);
        pty.until(|pty| {
            let screen = pty.screen();
            screen.contains("bob_77") && !screen.contains("loading")
        });
        pty
    }

    /// What a script is told of what failed.
    fn failed(&self) -> String {
        let mut command = Command::new(ROSTERM);
        for name in OURS {
            command.env_remove(name);
        }
        for (name, path) in self.home.environment() {
            command.env(name, path);
        }
        let output = command.args(["journal", "list", "--failed"]).output();
        let output = output.unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    /// All that is recorded, the newest first.
    fn entries(&self) -> Vec<JournalEntry> {
        let options = JournalOptions {
            only_look: true,
            ..JournalOptions::new(&self.home.path("data/rosterm/journal.db"))
        };
        self.server.runtime.block_on(async {
            let journal = Journal::open(options).await.unwrap().journal;
            journal.entries(EntryFilter::default()).await.unwrap()
        })
    }

    fn states(&self) -> Vec<EntryState> {
        self.entries()
            .into_iter()
            .map(|entry| entry.state)
            .collect()
    }

    /// Blocking gets no answer from now on.
    fn hangs(&self, applied: bool) {
        self.server.sandbox.order(json!({
            "method": "POST", "path_contains": "/blocks/users", "apply_first": applied,
            "fault": { "kind": "hang" },
        }));
    }

    /// How many calls to block have arrived.
    fn seen(&self) -> u64 {
        let report = self.server.control("calls");
        let seen = &report["by_path"]["POST /users/{u}/blocks/users"];
        seen.as_u64().unwrap_or(0)
    }

    /// How many calls to set a remark have arrived.
    fn sent_remarks(&self) -> u64 {
        let report = self.server.control("calls");
        let by_path = report["by_path"].as_object().unwrap();
        let sent = by_path.iter().filter(|(path, _)| path.starts_with("PUT "));
        sent.filter_map(|(_, times)| times.as_u64()).sum()
    }

    /// Blocks the person under the cursor. The key is not taken in the moment after the rows came.
    fn blocks(&self, pty: &mut Pty) {
        let before = self.seen();
        while self.seen() == before {
            pty.send("b");
            pty.hears(Duration::from_millis(700));
        }
    }
}

#[rstest]
#[case::killed(false)]
#[case::quit(true)]
fn a_change_whose_console_died_is_found_done_by_the_next(#[case] quits: bool) {
    let place = Place::new();
    let mut pty = place.console();
    place.hangs(true);
    place.blocks(&mut pty);
    // While somebody sees to it, it has not failed.
    assert_eq!(place.failed(), "");
    if quits {
        pty.send("q");
        pty.shows("Quit now?");
        pty.send("y");
        assert_eq!(pty.ends(), 0);
    } else {
        pty.dies();
    }
    let failed = place.failed();
    assert!(failed.contains("alice_01 -> bob_77"), "{failed}");
    assert!(failed.contains("unknown"), "{failed}");
    place
        .server
        .sandbox
        .set_faults(json!({ "rules": [] }))
        .unwrap();
    let mut pty = place.console();
    pty.shows("Blocked bob_77 for alice_01");
    pty.shows("verified by reading");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(place.failed(), "");
    let entries = place.entries();
    assert_eq!((entries.len(), entries[0].state), (1, EntryState::Done));
    assert!(entries[0].verified);
    assert_eq!(place.seen(), 1);
}

#[test]
fn a_change_left_in_doubt_is_counted_named_by_z_and_offered_until_it_is_known() {
    let place = Place::new();
    let mut pty = place.console();
    pty.presses_until("b", "Blocked bob_77");
    pty.send("jj");
    pty.shows("> dave-01");
    place.hangs(false);
    place.blocks(&mut pty);
    pty.dies();

    // Nobody can read what became of it: it stays unknown, and nothing before it is taken back in its place.
    let refused = json!({ "kind": "status", "status": 403 });
    let rules = json!([
        { "path_contains": "/blocks/check", "fault": refused },
        { "method": "GET", "path_contains": "/blocks/users", "fault": refused },
    ]);
    place
        .server
        .sandbox
        .set_faults(json!({ "rules": rules }))
        .unwrap();
    let mut pty = place.console();
    pty.shows("Outcome unknown");
    pty.shows("? 1 unknown");
    pty.send("\x1b");
    pty.loses("Outcome unknown");
    pty.presses_until("z", "Outcome of the newest change unknown");
    assert!(!pty.screen().contains("Unblock"), "{}", pty.screen());
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(place.states(), [EntryState::Unknown, EntryState::Done]);

    place
        .server
        .sandbox
        .set_faults(json!({ "rules": [] }))
        .unwrap();
    let mut pty = place.console();
    pty.shows("Not applied");
    pty.presses_until("r", "Blocked dave-01");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let states = [EntryState::Done, EntryState::NotApplied, EntryState::Done];
    assert_eq!(place.states(), states);
    let blocks = place.server.blocks("alice_01");
    assert!(blocks.contains(&"bob_77".to_owned()) && blocks.contains(&"dave-01".to_owned()));
    assert_eq!(place.seen(), 3);
}

#[test]
fn a_remark_left_in_doubt_whose_text_was_not_kept_is_told_and_counted() {
    let place = Place::new();
    let config = std::fs::read_to_string(place.home.config()).unwrap();
    let config = format!("{config}[journal]\nremarks = false\n");
    std::fs::write(place.home.config(), config).unwrap();
    let mut pty = place.console();
    place.server.sandbox.order(json!({
        "method": "PUT", "apply_first": true, "fault": { "kind": "hang" },
    }));
    pty.presses_until("e", "Remark");
    pty.send("\x15regular\r");
    pty.until(|_| place.sent_remarks() == 1);
    pty.dies();

    let mut pty = place.console();
    pty.shows("1 remark from an earlier session: outcome unknown, text not kept");
    pty.shows("? 1 unknown");
    // A later remark settles it.
    place
        .server
        .sandbox
        .set_faults(json!({ "rules": [] }))
        .unwrap();
    pty.presses_until("e", "Remark");
    pty.send("\x15again\r");
    pty.loses("? 1 unknown");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let mut pty = place.console();
    pty.hears(Duration::from_millis(300));
    assert!(!pty.screen().contains("unknown"), "{}", pty.screen());
}
