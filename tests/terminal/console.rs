//! Starting, the main job, sizes, servers.

use rosterm::sandbox::SandboxConfig;
use rstest::rstest;

use crate::home::Home;
use crate::pty::{Pty, rosterm};
use crate::sandbox::Sandbox;

/// A sandbox in this process, the runtime that serves it, and a home for its consoles.
pub struct Server {
    pub runtime: tokio::runtime::Runtime,
    pub sandbox: Sandbox,
    home: Home,
}

impl Server {
    pub fn start() -> Self {
        Self::with(SandboxConfig::default())
    }

    pub fn with(config: SandboxConfig) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = runtime.block_on(Sandbox::start(config));
        Self {
            runtime,
            sandbox,
            home: Home::new(),
        }
    }

    /// The console on this sandbox, let in by its token.
    pub fn console(&self, args: &[&str]) -> portable_pty::CommandBuilder {
        let mut command = rosterm(&["--base-url", self.sandbox.base_url()]);
        command.args(["--app-key", self.sandbox.app_key(), "--lang", "en"]);
        command.args(args);
        self.home.is_home_of(&mut command);
        command.env("ROSTERM_TOKEN", self.sandbox.token());
        command
    }

    /// A console whose profile, in this directory, says how long a question takes no yes.
    pub fn armed_after(&self, arm: &str, dir: &std::path::Path) -> portable_pty::CommandBuilder {
        let config = dir.join("config.toml");
        let (base_url, app_key) = (self.sandbox.base_url(), self.sandbox.app_key());
        let profile = format!(
            "[profile.armed]\nbase_url = \"{base_url}\"\napp_key = \"{app_key}\"\nsecret = \"env\"\n\
             environment = \"test\"\ntiming = {{ arm = \"{arm}\" }}\n"
        );
        std::fs::write(&config, profile).unwrap();
        let mut command = rosterm(&["--profile", "armed", "--lang", "en", "alice_01"]);
        command.arg("--config");
        command.arg(&config);
        self.home.is_home_of(&mut command);
        command.env("ROSTERM_TOKEN", self.sandbox.token());
        command
    }

    /// What the server says to a question about itself.
    pub fn control(&self, path: &str) -> serde_json::Value {
        let path = format!("_sandbox/{path}");
        self.runtime.block_on(self.sandbox.call("GET", &path, None))
    }

    pub fn blocks(&self, user: &str) -> Vec<String> {
        self.runtime.block_on(self.sandbox.truth(user)).blocks()
    }

    pub fn friends(&self, user: &str) -> Vec<String> {
        self.runtime.block_on(self.sandbox.truth(user)).friends()
    }

    /// Calls so far that change something.
    pub fn writes(&self) -> Vec<String> {
        let calls = self.runtime.block_on(self.sandbox.calls());
        let kinds = calls["by_path"].as_object().unwrap().keys();
        kinds
            .filter(|kind| !kind.starts_with("GET ") && !kind.ends_with("/check"))
            .filter(|kind| *kind != "POST /token")
            .cloned()
            .collect()
    }
}

#[test]
fn the_main_job_is_done_by_keys_and_the_terminal_is_as_before() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    pty.shows("487/500");
    pty.is_taken();
    // The second friend is blocked already, the third is not.
    pty.send("jj");
    pty.shows("> dave-01");
    // A write key is not taken in the moment after the rows came or another slipped under the cursor.
    pty.presses_until("b", "Blocked dave-01 for alice_01");
    pty.shows("488/500");
    // The blocklist has the newcomer under its cursor.
    pty.send("2");
    pty.until(|pty| pty.screen().matches("│> dave-01").count() == 2);
    pty.presses_until("u", "Unblocked dave-01 for alice_01");
    pty.shows("487/500");
    pty.leaves();
}

const ENGLISH: &str = "read-write";
const CHINESE: &str = "读写";

#[rstest]
#[case::by_flag(Some("zh-CN"), Some("en"), Some("en_US.UTF-8"), CHINESE)]
#[case::by_flag_in_english(Some("en"), Some("zh-CN"), Some("zh_CN.UTF-8"), ENGLISH)]
#[case::by_its_own_variable(None, Some("zh"), Some("en_US.UTF-8"), CHINESE)]
#[case::by_its_own_variable_in_english(None, Some("en"), Some("zh_CN.UTF-8"), ENGLISH)]
#[case::by_the_locale(None, None, Some("zh_CN.UTF-8"), CHINESE)]
#[case::by_another_chinese_locale(None, None, Some("zh_TW"), CHINESE)]
#[case::a_locale_that_is_not_spoken(None, None, Some("de_DE.UTF-8"), ENGLISH)]
#[case::a_language_that_is_not_spoken(None, Some("klingon"), Some("zh_CN.UTF-8"), CHINESE)]
#[case::nothing_says(None, None, None, ENGLISH)]
fn the_language_comes_from_the_flag_then_the_environment_then_the_locale(
    #[case] flag: Option<&str>,
    #[case] own: Option<&str>,
    #[case] locale: Option<&str>,
    #[case] wanted: &str,
) {
    let mut command = rosterm(&["--sandbox"]);
    if let Some(flag) = flag {
        command.args(["--lang", flag]);
    }
    if let Some(own) = own {
        command.env("ROSTERM_LANG", own);
    }
    if let Some(locale) = locale {
        command.env("LANG", locale);
    }
    let mut pty = Pty::start(command);
    pty.opens();
    assert!(pty.screen().contains(wanted), "{}", pty.screen());
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn the_named_user_is_opened() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en", "BOB_77"]));
    pty.shows(" bob_77  Bob");
    pty.shows("陈姐");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn the_console_works_on_a_server_with_a_token_that_nobody_gets_to_see() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    // Where it is connected is on the screen: this is not the built-in sandbox.
    pty.shows("LIVE");
    pty.shows(server.sandbox.base_url());
    pty.send("jj");
    pty.shows("> dave-01");
    pty.presses_until("b", "Blocked dave-01 for alice_01");
    assert!(server.blocks("alice_01").contains(&"dave-01".to_owned()));
    // Neither the request log nor the arguments hold the token.
    pty.send("@");
    pty.shows("╔");
    pty.shows("blocks/users");
    let pid = pty.child.process_id().unwrap();
    let arguments = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    pty.send("qq");
    assert_eq!(pty.ends(), 0);
    pty.is_restored();
    let token = server.sandbox.token();
    for bytes in [&pty.bytes, &arguments] {
        assert!(!String::from_utf8_lossy(bytes).contains(&token[..20]));
    }
}

#[test]
fn the_console_asks_for_its_token_with_a_client_id() {
    let server = Server::start();
    let mut command = rosterm(&["--base-url", server.sandbox.base_url(), "--lang", "en"]);
    server.home.is_home_of(&mut command);
    command.args(["--app-key", server.sandbox.app_key()]);
    command.args(["--client-id", server.sandbox.client_id(), "alice_01"]);
    command.env("ROSTERM_CLIENT_SECRET", server.sandbox.client_secret());
    let mut pty = Pty::start(command);
    pty.opens();
    pty.send("@");
    pty.shows("  token ");
    pty.send("qq");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.control("calls")["by_path"]["POST /token"], 1);
    let secret = server.sandbox.client_secret();
    assert!(!String::from_utf8_lossy(&pty.bytes).contains(secret));
}

#[test]
fn a_token_that_the_service_does_not_take_is_told_on_the_screen() {
    let server = Server::start();
    let mut command = server.console(&["alice_01"]);
    command.env("ROSTERM_TOKEN", "wrong-canary");
    let mut pty = Pty::start(command);
    pty.shows("The token is invalid");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("canary"));
}

#[test]
fn read_only_writes_nothing() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["--read-only", "alice_01"]));
    pty.opens();
    pty.shows("read-only");
    for keys in ["b", "d", "e", "a", "2u", "2d", "2b", "3d", "3b"] {
        pty.send(keys);
        pty.shows("Read-only: nothing can be changed in this session");
        pty.send("\x1b");
        pty.loses("Read-only: nothing can be changed in this session");
    }
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn at_every_size_the_screen_is_drawn_or_says_what_it_needs() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    for (columns, rows) in [
        (80, 24),
        (40, 12),
        (39, 11),
        (1, 1),
        (2, 40),
        (200, 1),
        (300, 100),
        (39, 12),
        (40, 11),
        (60, 16),
        (120, 36),
        (40, 12),
        (120, 36),
    ] {
        pty.resize(columns, rows);
        match (columns, rows) {
            (40.., 12..) => {
                pty.until(|pty| {
                    let screen = pty.screen();
                    let last = screen.lines().last().unwrap_or("").to_owned();
                    screen.contains("> bob_77") && last.contains("? help")
                });
                assert!(!pty.screen().contains("Window too small"));
            }
            (39, _) => pty.shows(&format!("Window too small: 39x{rows}, need 40x1")),
            (40, _) => pty.shows("Window too small: 40x11, need 40x12"),
            // Nothing can be told apart on these, but the program must live.
            _ => {}
        }
    }
    // Keys work as before, dialogs too, at every size.
    for size in [(80, 24), (60, 16), (40, 12), (120, 36)] {
        pty.resize(size.0, size.1);
        pty.until(|pty| {
            let screen = pty.screen();
            screen.contains("> bob_77") && screen.lines().last().unwrap_or("").contains("? help")
        });
        pty.presses_until("d", "Remove a friend");
        pty.shows("bob_77");
        // Where it does not fit it is read to its end first.
        pty.presses_until(" ", "y remove");
        pty.send("n");
        pty.loses("Remove a friend");
        pty.send("?");
        pty.shows("first row");
        pty.send("q");
        pty.loses("first row");
    }
    pty.resize(1, 1);
    pty.leaves();
}

#[test]
fn a_size_that_came_and_went_leaves_no_holes() {
    let mut pty = Pty::start(rosterm(&["--sandbox", "--lang", "en"]));
    pty.opens();
    for _ in 0..20 {
        pty.resize(80, 24);
        pty.resize(120, 36);
        pty.until(|pty| {
            let screen = pty.screen();
            let lines: Vec<&str> = screen.split('\n').collect();
            lines.len() == 36
                && lines[0].contains("rosterm")
                && lines[4].contains("> bob_77")
                && lines[35].contains("? help")
        });
    }
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[rstest]
#[case::one_cell(1, 1)]
#[case::too_small(39, 11)]
#[case::smallest(40, 12)]
fn it_starts_on_the_smallest_terminals(#[case] columns: u16, #[case] rows: u16) {
    let mut pty = Pty::sized(rosterm(&["--sandbox", "--lang", "en"]), (columns, rows));
    // What comes before the first picture is dropped.
    pty.draws();
    if columns == 39 {
        pty.shows("Window too small");
    }
    pty.send("q");
    assert_eq!(pty.ends(), 0, "{columns}x{rows}");
    pty.is_restored();
}
