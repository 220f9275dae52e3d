//! The command line without a screen.

use rosterm::domain::{Change, PairState, UserId};
use rosterm::journal::{AuditContext, ChangeOutcome, Journal, JournalOptions, NewEntry};
use rstest::rstest;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

use crate::home::Home;
use crate::pty::{Pty, ROSTERM, rosterm, signal};

const URL: &str = "https://a1.easemob.com";

/// Runs the program without a terminal.
fn run(args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(ROSTERM);
    command.args(args).stdin(Stdio::null());
    for name in ["ROSTERM_TOKEN", "ROSTERM_CLIENT_SECRET", "ROSTERM_LANG"] {
        command.env_remove(name);
    }
    for (name, value) in environment {
        command.env(name, value);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn is_one_line_and_exit_2(output: &Output, says: &str) {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert_eq!(out, "", "standard output");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(
        err.starts_with("rosterm: ") && err.contains(says),
        "{says}: {err}"
    );
    assert!(!err.contains('\x1b'), "{err:?}");
}

#[test]
fn what_is_wrong_with_the_command_line_is_one_line_and_exit_2() {
    let token = [("ROSTERM_TOKEN", "canary")];
    let server = ["--base-url", URL, "--app-key", "acme#im"];
    let with = |more: &[&'static str]| [&server[..], more].concat();
    for (args, says) in [
        (vec!["--wrong"], "--wrong"),
        (
            vec!["--sandbox", "--base-url", URL],
            "cannot be combined with",
        ),
        (vec!["--base-url", URL], "--app-key"),
        (vec!["--app-key", "acme#im"], "--base-url"),
        (
            vec!["--base-url", "a1.easemob.com", "--app-key", "acme#im"],
            "--base-url",
        ),
        (
            vec![
                "--base-url",
                "http://a1.easemob.com",
                "--app-key",
                "acme#im",
            ],
            "https",
        ),
        (vec!["--base-url", URL, "--app-key", "acme"], "org#app"),
        (vec!["--base-url", URL, "--app-key", "a/b#c"], "--app-key"),
        (with(&["--client-id", "YXA6"]), "ROSTERM_CLIENT_SECRET"),
        (with(&["--lang", "fr"]), "fr"),
        (with(&["a", "b"]), "b"),
        (vec!["sandbox", "--listen", "nowhere"], "nowhere"),
        (vec!["sandbox", "--friends", "many"], "many"),
        (vec!["paths", "--wrong"], "--wrong"),
    ] {
        let output = run(&args, &token);
        is_one_line_and_exit_2(&output, says);
        assert!(!text(&output.stderr).contains("canary"));
    }
    is_one_line_and_exit_2(&run(&server, &[]), "ROSTERM_TOKEN");
    is_one_line_and_exit_2(&run(&server, &[("ROSTERM_TOKEN", "")]), "ROSTERM_TOKEN");
}

#[test]
fn the_same_holds_on_a_terminal_which_stays_as_it_is() {
    for args in [
        &["--wrong"][..],
        &["--base-url", "ftp://x", "--app-key", "acme#im"],
        &["--base-url", URL, "--app-key", "acme#im"],
    ] {
        let mut pty = Pty::start(rosterm(args));
        assert_eq!(pty.ends(), 2, "{args:?}");
        let said = text(&pty.bytes);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains('\x1b'), "{said:?}");
        pty.is_restored();
    }
}

#[test]
fn a_token_that_no_request_can_carry_is_a_mistake_of_the_configuration() {
    let mut command = rosterm(&["--base-url", URL, "--app-key", "acme#im"]);
    command.env("ROSTERM_TOKEN", "canary\nx");
    let mut pty = Pty::start(command);
    assert_eq!(pty.ends(), 2);
    let said = text(&pty.bytes);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("ROSTERM_TOKEN"), "{said}");
    assert!(
        !said.contains("canary") && !said.contains('\x1b'),
        "{said:?}"
    );
}

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let token = [("ROSTERM_TOKEN", "t")];
    for args in [
        &["--sandbox"][..],
        &["--base-url", URL, "--app-key", "acme#im"],
    ] {
        let output = run(args, &token);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(out, "");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.starts_with("rosterm: "), "{err}");
        assert!(err.contains("its screen needs a terminal") && err.contains("--help"));
    }
}

#[rstest]
#[case::no_keyboard("</dev/null")]
#[case::no_screen(">/dev/null")]
fn a_screen_without_a_keyboard_and_a_keyboard_without_a_screen_will_not_do(
    #[case] redirection: &str,
) {
    let script = format!(r#""$ROSTERM" --sandbox {redirection}; echo "CODE $?""#);
    let mut command = portable_pty::CommandBuilder::new("sh");
    command.args(["-c", &script]);
    command.env("ROSTERM", ROSTERM);
    let mut pty = Pty::sized(command, (120, 60));
    pty.shows("CODE 2");
    pty.ends();
    pty.is_restored();
    assert!(pty.screen().contains("its screen needs a terminal"));
}

#[test]
fn help_and_version_are_asked_for_and_so_go_to_standard_output() {
    for (args, says) in [
        (&["--help"][..], "rosterm [OPTIONS] [USER]"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
        (&["sandbox", "--help"], "--listen"),
        (&["paths", "--help"], "rosterm paths [OPTIONS]"),
    ] {
        let output = run(args, &[]);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(text(&output.stdout).contains(says), "{args:?}");
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn paths_names_the_files_below_the_directories_of_the_user() {
    let environment = [
        ("HOME", "/home/li.na"),
        ("XDG_CONFIG_HOME", "/tmp/c"),
        ("XDG_DATA_HOME", "/tmp/d"),
        ("XDG_STATE_HOME", "/tmp/s"),
    ];
    let output = run(&["paths"], &environment);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 4, "{said}");
    for (line, (name, file)) in lines.iter().zip([
        ("configuration", "config.toml"),
        ("journal", "journal.db"),
        ("log", "rosterm.log"),
        ("settings", "settings.toml"),
    ]) {
        assert!(line.starts_with(name) && line.ends_with(file), "{line}");
    }
    if cfg!(target_os = "linux") {
        for (line, path) in lines.iter().zip([
            "/tmp/c/rosterm/config.toml",
            "/tmp/d/rosterm/journal.db",
            "/tmp/s/rosterm/rosterm.log",
        ]) {
            assert!(line.ends_with(path), "{line}");
        }
    }
}

/// The sandbox as a program of its own.
struct Served {
    child: std::process::Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Served {
    fn start(args: &[&str]) -> Self {
        let mut child = Command::new(ROSTERM)
            .args(["sandbox", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Ends it as Ctrl-C does; what it still said, and its code.
    fn interrupt(mut self) -> (String, String, Option<i32>) {
        signal(self.child.id(), "INT");
        let (mut out, mut err) = (String::new(), String::new());
        self.output.read_to_string(&mut out).unwrap();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut err).unwrap();
        (out, err, self.child.wait().unwrap().code())
    }
}

fn get(url: &str, token: &str) -> serde_json::Value {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let body = runtime.block_on(async {
        // The console does this by itself; here nobody else does.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(url).bearer_auth(token).send().await.unwrap();
        answer.text().await.unwrap()
    });
    serde_json::from_str(&body).unwrap()
}

#[test]
fn the_sandbox_says_in_one_line_of_json_where_it_is_and_how_to_get_in() {
    let mut served = Served::start(&["--json", "--friends", "3", "--limits", "off"]);
    let mut line = String::new();
    served.output.read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let mut keys: Vec<&String> = said.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["app_key", "base_url", "client_id", "client_secret", "token"]
    );
    let of = |key: &str| said[key].as_str().unwrap().to_owned();
    // It listens already, on this machine alone, and answers.
    assert!(of("base_url").starts_with("http://127.0.0.1:"), "{line}");
    let app = of("app_key").replace('#', "/");
    let url = format!("{}/{app}/users/alice_01/contacts/users", of("base_url"));
    assert_eq!(get(&url, &of("token"))["count"], 3);
    let (out, err, code) = served.interrupt();
    assert_eq!((out.as_str(), err.as_str(), code), ("", "", Some(0)));
}

#[test]
fn the_sandbox_says_for_people_how_to_open_it_and_the_console_opens_it() {
    let mut served = Served::start(&[]);
    let mut said = String::new();
    // What it says ends with a line to ask it by hand.
    while !said.contains("curl ") {
        assert_ne!(served.output.read_line(&mut said).unwrap(), 0);
    }
    let word = |before: &str| {
        let (_, after) = said.split_once(before).unwrap();
        after.split_whitespace().next().unwrap().to_owned()
    };
    let (url, key) = (word(" at "), word("serves "));
    let home = Home::new();
    for (user, secret) in [
        (None, "ROSTERM_TOKEN"),
        (Some(word("client ID")), "ROSTERM_CLIENT_SECRET"),
    ] {
        let mut command = home.rosterm(&["--base-url", &url, "--app-key", &key, "--lang", "en"]);
        let value = if let Some(id) = &user {
            command.args(["--client-id", id]);
            word("client secret")
        } else {
            word("app token")
        };
        command.arg("alice_01");
        command.env(secret, &value);
        let mut pty = Pty::start(command);
        pty.opens();
        pty.leaves();
        assert!(!text(&pty.bytes).contains(&value));
    }
    let (_, err, code) = served.interrupt();
    assert_eq!((err.as_str(), code), ("", Some(0)));
}

#[test]
fn an_address_that_is_taken_is_one_line_and_exit_1() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["sandbox", "--listen", &address], &[]);
    assert_eq!(output.status.code(), Some(1));
    let err = text(&output.stderr);
    assert!(err.lines().count() == 1 && err.contains(&address), "{err}");
    assert_eq!(text(&output.stdout), "");
}

/// A journal with one change of long ago.
fn old_journal() -> Home {
    let home = Home::new();
    let options = JournalOptions {
        clock: || 1_700_000_000_000,
        ..JournalOptions::new(&home.journal())
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let journal = Journal::open(options).await.unwrap().journal;
        let change = Change::Block {
            owner: UserId::new("alice"),
            target: UserId::new("bob"),
        };
        let entry = NewEntry {
            audit: AuditContext::of_app("acme#im"),
            change,
            before: PairState::default(),
            undoes: None,
            sent: None,
        };
        let entry = journal.record_sending(entry).await.unwrap();
        let done = ChangeOutcome::Done { status: Some(200) };
        journal.record_outcome(entry, done).await.unwrap();
    });
    home
}

#[test]
fn on_a_terminal_the_journal_is_listed_below_a_heading() {
    let home = old_journal();
    for (lang, heading) in [
        (
            "en",
            ["entry", "time", "action", "users", "outcome", "reply"],
        ),
        ("zh-CN", ["记录", "时间", "动作", "用户", "结果", "响应"]),
    ] {
        let mut pty = Pty::start(home.rosterm(&["--lang", lang, "journal", "list"]));
        pty.shows("alice -> bob");
        let screen = pty.screen();
        let first: Vec<_> = screen.lines().next().unwrap().split_whitespace().collect();
        assert_eq!(first, heading, "{screen}");
        assert_eq!(pty.ends(), 0);
    }
}

#[test]
fn the_journal_is_pruned_only_after_a_yes() {
    let home = old_journal();
    let prune = ["--lang", "en", "journal", "prune", "--older-than", "90d"];
    for (answer, code, says) in [
        ("\r", 1, "Nothing was removed"),
        ("n\r", 1, "Nothing was removed"),
        ("y\r", 0, "Removed permanently: 1 change,"),
    ] {
        let mut pty = Pty::start(home.rosterm(&prune));
        pty.shows("Would be removed: 1 change,");
        pty.shows("cannot be undone any more. Remove it? [y/N]");
        pty.send(answer);
        pty.shows(says);
        assert_eq!(pty.ends(), code, "{answer:?}");
    }
}
