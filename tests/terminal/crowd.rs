//! A sandbox with a crowd, and a home with a profile that points to it.

use std::collections::BTreeMap;
use std::time::Duration;

use rosterm::domain::JobId;
use rosterm::domain::history::EntryState;
use rosterm::domain::job::JobState;
use rosterm::journal::{Journal, JournalOptions};
use rosterm::sandbox::SandboxConfig;
use serde_json::json;
use tokio::sync::watch;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{PATIENCE, Pty};

/// Longer than any job here takes on a machine with much else to do.
pub const LONG: Duration = Duration::from_secs(180);

/// What is done to the crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Unblock,
    Block,
    Befriend,
}

impl Deed {
    fn key(self) -> &'static str {
        match self {
            Self::Unblock => "u",
            Self::Block => "b",
            Self::Befriend => "a",
        }
    }

    /// What the sandbox calls it.
    fn change(self) -> &'static str {
        match self {
            Self::Unblock => "unblock",
            Self::Block => "block",
            Self::Befriend => "add friend",
        }
    }
}

pub struct Crowd {
    pub server: Server,
    pub home: Home,
    names: Vec<String>,
    /// Calls that may change something, as they come.
    writes: watch::Receiver<u64>,
    /// How many there had been before the job.
    before: u64,
    deed: Deed,
}

impl Crowd {
    /// A user who shall do something to so many others, at this share of the limits.
    pub fn new(deed: Deed, count: usize, share: u8) -> Self {
        let server = Server::with(SandboxConfig {
            friends: 0,
            blocks: 0,
            conversations: 0,
            ..SandboxConfig::default()
        });
        let home = Home::new();
        let sandbox = &server.sandbox;
        let text = format!(
            "[profile.box]\nbase_url = {:?}\napp_key = {:?}\nsecret = \"env\"\nenvironment = \"test\"\n\
             share = {share}\noperator = \"li.na\"\n\
             [profile.box.timing]\nsettle = \"1s\"\narm = \"0ms\"\n",
            sandbox.base_url(),
            sandbox.app_key()
        );
        home.write(&text);
        let writes = sandbox.writes();
        let names = (0..count).map(|n| format!("troll_{n:03}")).collect();
        let crowd = Self {
            server,
            home,
            names,
            writes,
            before: 0,
            deed,
        };
        crowd.peopled()
    }

    fn peopled(mut self) -> Self {
        let Server {
            runtime, sandbox, ..
        } = &self.server;
        runtime.block_on(sandbox.register(&self.names));
        if self.deed == Deed::Unblock {
            let body = json!({ "usernames": self.names });
            let path = "users/alice_01/blocks/users";
            runtime.block_on(sandbox.call("POST", path, Some(&body)));
        }
        self.before = *self.writes.borrow();
        self
    }

    /// The program in this home, with these arguments.
    pub fn command(&self, args: &[&str]) -> portable_pty::CommandBuilder {
        let mut command = self.home.rosterm(args);
        command.env("ROSTERM_TOKEN", self.server.sandbox.token());
        command
    }

    /// The console with the user open.
    pub fn console(&self) -> Pty {
        Pty::sized(self.command(&["--lang", "en", "alice_01"]), (80, 24))
    }

    /// Every answer takes this much longer from now on, and of the job's calls up to this one the last few come
    /// to nothing without a word.
    pub fn is_troubled(&self, latency: u64, up_to: u64) {
        let (method, path) = match self.deed {
            Deed::Unblock => ("DELETE", "/blocks/users/"),
            Deed::Block => ("POST", "/blocks/users"),
            Deed::Befriend => ("POST", "/contacts/import"),
        };
        let few = up_to.min(3);
        let rules = json!([{
            "method": method, "path_contains": path, "after": up_to - few, "times": few,
            "fault": { "kind": "hang" },
        }]);
        let order = json!({ "latency_ms": latency, "rules": rules });
        self.server.sandbox.set_faults(order).unwrap();
    }

    /// Pastes the crowd and begins the job, up to the last key.
    pub fn begins(&self, pty: &mut Pty) {
        let n = self.names.len();
        pty.until(|pty| {
            let screen = pty.screen();
            screen.contains("Blocks") && screen.contains("/500") && !screen.contains("loading")
        });
        pty.send(format!("\x1b[200~{}\x1b[201~", self.names.join("\n")));
        pty.shows(&match self.deed {
            Deed::Unblock => format!("u unblock {n}"),
            Deed::Block => format!("b block {n}"),
            Deed::Befriend => format!("a add friend {n}"),
        });
        Pty::lets_a_paste_end();
        pty.send(self.deed.key());
        pty.shows(&format!("type {n} to confirm"));
        pty.send(n.to_string());
        pty.shows(&format!("[ {n}"));
        pty.send("\r");
    }

    /// Waits until so many calls of the job have arrived.
    pub fn has_seen(&self, writes: u64) {
        let (mut seen, wanted) = (self.writes.clone(), self.before + writes);
        let enough = seen.wait_for(|seen| *seen >= wanted);
        let enough = async { tokio::time::timeout(PATIENCE, enough).await.map(drop) };
        let come = self.server.runtime.block_on(enough);
        assert!(come.is_ok(), "the call {writes} never came");
    }

    /// How many calls the job takes where each is sent once.
    pub fn calls(&self) -> u64 {
        let n = u64::try_from(self.names.len()).unwrap();
        match self.deed {
            Deed::Befriend => n.div_ceil(10),
            Deed::Unblock | Deed::Block => n,
        }
    }

    /// How many calls of the job have arrived.
    pub fn seen(&self) -> u64 {
        *self.writes.borrow() - self.before
    }

    /// How often each of the crowd was really changed.
    pub fn changes(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        let report = self.server.control("changes");
        for change in report["changes"].as_array().unwrap() {
            if change["what"] == self.deed.change() {
                let other = change["other"].as_str().unwrap().to_owned();
                *times.entry(other).or_default() += 1;
            }
        }
        times
    }

    pub fn journal(&self) -> Journal {
        let options = JournalOptions {
            only_look: true,
            ..JournalOptions::new(&self.home.journal())
        };
        let opened = self.server.runtime.block_on(Journal::open(options));
        opened.unwrap().journal
    }

    /// How the job stands in the journal; `None` where it is not there.
    pub fn job(&self) -> Option<JobState> {
        let journal = self.journal();
        let job = self.server.runtime.block_on(journal.job(JobId(1)));
        job.unwrap().map(|job| job.state)
    }

    /// Everybody was changed, nobody twice, and the journal says the same.
    #[track_caller]
    pub fn all_is_done_once(&self, told: &str) {
        let truth = match self.deed {
            Deed::Befriend => self.server.friends("alice_01"),
            Deed::Unblock | Deed::Block => self.server.blocks("alice_01"),
        };
        let n = self.names.len();
        let there = if self.deed == Deed::Unblock { 0 } else { n };
        assert_eq!(truth.len(), there, "{told}");
        let changes = self.changes();
        assert_eq!(changes.len(), n, "{told}");
        assert!(
            changes.values().all(|times| *times == 1),
            "{told}: {changes:?}"
        );
        self.no_call_has_two_successes(told);

        let journal = self.journal();
        let block_on = |work| self.server.runtime.block_on(work);
        let job = block_on(journal.job(JobId(1))).unwrap().unwrap();
        assert_eq!(job.state, JobState::Finished, "{told}");
        let items = self
            .server
            .runtime
            .block_on(journal.steps(JobId(1), 0, 1_000));
        let items = items.unwrap();
        assert_eq!(items.len(), n, "{told}");
        for item in items {
            assert_eq!(item.state.word(), "done", "{told}: {item:?}");
            let mut done = 0;
            for entry in &item.entries {
                let entry = self.server.runtime.block_on(journal.entry(*entry));
                let entry = entry.unwrap().unwrap();
                match entry.state {
                    EntryState::Done => done += 1,
                    // It was not applied, as reading said, or the limits turned it away.
                    EntryState::NotApplied => {}
                    EntryState::Refused if entry.status == Some(429) => {}
                    _ => panic!("{told}: {entry:?}"),
                }
            }
            assert_eq!(done, 1, "{told}: {item:?}");
        }
    }

    /// How often each call succeeded, even where nobody was left to hear of it: what had been applied is never
    /// sent a second time, though that would change nothing.
    fn no_call_has_two_successes(&self, told: &str) {
        let calls = self.server.control("calls");
        let succeeded = calls["succeeded"].as_object().unwrap();
        let times = |part: &str| -> Vec<u64> {
            let calls = succeeded.iter().filter(|(call, _)| call.contains(part));
            calls.map(|(_, times)| times.as_u64().unwrap()).collect()
        };
        match self.deed {
            Deed::Unblock => {
                let expected = vec![1; self.names.len()];
                assert_eq!(times("DELETE"), expected, "{told}");
            }
            // One user a call, and all of them on one path.
            Deed::Block => {
                let all = u64::try_from(self.names.len()).unwrap();
                assert_eq!(times("/blocks/users"), [all], "{told}");
            }
            // Ten a call, and other tens once some of them are known to be done.
            Deed::Befriend => {}
        }
    }
}
