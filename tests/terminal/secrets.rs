//! Canaries: the secret of an app and its tokens are found in nothing that anybody else could read.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use portable_pty::CommandBuilder;
use serde_json::json;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{Pty, bare, rosterm};
use crate::ways_out::PANICS;

/// In every token of the sandbox.
const TOKENS: &str = "YWMtc2FuZGJveA";

/// What an attacker would look for.
struct Canaries(Vec<String>);

impl Canaries {
    fn of(server: &Server) -> Self {
        let plain = [server.sandbox.client_secret(), TOKENS];
        let mut all = Vec::new();
        for secret in plain {
            all.push(secret.to_owned());
            all.push(utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string());
            let hex: Vec<String> = secret.bytes().map(|b| format!("{b:02x}")).collect();
            all.push(hex.concat());
            // As base64 from any of the three places that a text may begin at.
            all.extend((0..3).map(|skip| base64(&secret.as_bytes()[skip..])));
        }
        Self(all)
    }

    #[track_caller]
    fn are_not_in(&self, bytes: &[u8], place: &str) {
        for canary in &self.0 {
            let found = bytes.windows(canary.len()).any(|w| w == canary.as_bytes());
            assert!(!found, "{canary} is in {place}");
        }
    }

    #[track_caller]
    fn are_not_below(&self, home: &Home) -> Vec<PathBuf> {
        let files = home.files();
        for file in &files {
            self.are_not_in(&fs::read(file).unwrap(), &file.display().to_string());
        }
        files
    }
}

/// The letters that stand for these bytes whatever comes after them.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = bytes.chunks_exact(3).flat_map(|three| {
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[(bits >> shift & 63) as usize]))
    });
    whole.collect()
}

#[test]
fn base64_is_what_it_is() {
    assert_eq!(base64(b"rosterm!"), "cm9zdGVy");
}

/// A home with a profile whose secret a program prints, which also writes down what it was told.
fn home_with_a_program(server: &Server) -> (Home, tempfile::TempDir) {
    let (home, elsewhere) = (Home::new(), tempfile::tempdir().unwrap());
    let secret = elsewhere.path().join("secret");
    fs::write(&secret, server.sandbox.client_secret()).unwrap();
    let script = format!(
        "env > {seen}; tr '\\\\0' ' ' < /proc/self/cmdline >> {seen}; cat {secret}",
        seen = home.path("seen").display(),
        secret = secret.display()
    );
    let config = format!(
        "[profile.x]\nbase_url = \"{}\"\napp_key = \"{}\"\nclient_id = \"{}\"\n\
         secret = {{ command = [\"sh\", \"-c\", \"{script}\"] }}\nenvironment = \"test\"\n",
        server.sandbox.base_url(),
        server.sandbox.app_key(),
        server.sandbox.client_id(),
    );
    home.write(&config);
    (home, elsewhere)
}

#[test]
fn a_session_with_everything_that_goes_wrong_leaves_no_secret_behind() {
    let server = Server::start();
    let canaries = Canaries::of(&server);
    let (home, _elsewhere) = home_with_a_program(&server);
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    let name = "ways_out::a_console_that_panics_on_order";
    command.args(["--exact", name, "--nocapture"]);
    bare(&mut command);
    home.is_home_of(&mut command);
    command.env(PANICS, "rosterm\n--lang\nen\n--log\ntrace\nalice_01");
    let mut pty = Pty::start(command);
    pty.opens();
    canaries.are_not_in(pty.command_line().as_bytes(), "the command line");
    // At rest: a read that is given up for a newer one would take the fault with it, unseen.
    pty.shows("they block alice_01   yes");
    pty.hears(Duration::from_millis(500));
    // A token that is no longer taken is renewed; what follows is refused.
    server
        .sandbox
        .order(json!({ "times": 1, "fault": { "kind": "status", "status": 401 } }));
    pty.send("R");
    pty.presses_until("@", "401");
    pty.presses_until("\x1b", "> bob_77");
    pty.send("jj");
    pty.shows("> dave-01");
    pty.presses_until("b", "Blocked dave-01");
    server.sandbox.order(json!({
        "method": "POST",
        "path_contains": "blocks/users",
        "fault": { "kind": "status", "status": 403 },
    }));
    pty.send("j");
    pty.presses_until("b", "403");
    pty.send("\x1b@");
    pty.shows("POST");
    pty.signal("USR1");
    assert_eq!(pty.ends(), 1);
    canaries.are_not_in(&pty.bytes, "what was painted");
    let files = canaries.are_not_below(&home);
    let named = |part: &str| {
        let wanted = |path: &&PathBuf| path.to_string_lossy().contains(part);
        fs::read_to_string(files.iter().find(wanted).expect(part)).unwrap()
    };
    // They are the files that were meant, with something in them.
    assert!(named("seen").contains("HOME="));
    assert!(named("report-").contains("as ordered"));
    let log = named("rosterm.log");
    for said in [
        "POST token: Ok(200)",
        "sending: block alice_01 dave-01",
        "TRACE",
    ] {
        assert!(
            log.contains(said),
            "{said}:\n{}",
            &log[..log.len().min(4_000)]
        );
    }
}

#[test]
fn an_error_that_quotes_the_request_is_shown_without_its_secrets() {
    let server = Server::start();
    let canaries = Canaries::of(&server);
    let quoting = |secret: &str| {
        let body = json!({ "error": "bad_header", "error_description": format!("I was sent {secret}, really") });
        json!({ "kind": "body", "status": 400, "body": body.to_string() })
    };
    // A token, in a console.
    server
        .sandbox
        .order(json!({ "path_contains": "alice_01", "fault": quoting(server.sandbox.token()) }));
    let home = Home::new();
    let mut command = server.console(&["--log", "trace", "alice_01"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.shows("***, really");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    canaries.are_not_in(&pty.bytes, "what was painted");
    let files = canaries.are_not_below(&home);
    assert!(files.iter().any(|file| file.ends_with("rosterm.log")));

    // A client secret, in a check.
    server.sandbox.order(
        json!({ "path_contains": "token", "fault": quoting(server.sandbox.client_secret()) }),
    );
    let (home, _elsewhere) = home_with_a_program(&server);
    for words in [["check", "x"], ["show", "x"], ["list", "--lang"]] {
        let mut command = rosterm(&["profile", words[0], words[1]]);
        if words[0] == "list" {
            command.arg("en");
        }
        command.args(["--log", "trace"]);
        home.is_home_of(&mut command);
        let mut pty = Pty::start(command);
        pty.ends();
        canaries.are_not_in(&pty.bytes, words[0]);
        if words[0] == "check" {
            assert!(pty.screen().contains("I was sent ***"), "{}", pty.screen());
        }
    }
    canaries.are_not_below(&home);
}

/// What a gateway may make of a text that it quotes, as it stands in JSON.
fn quotations() -> Vec<fn(&str) -> String> {
    fn each(text: &str, escape: impl Fn(u32) -> String) -> String {
        let codes = text.chars().map(|c| escape(u32::from(c)));
        codes.collect::<Vec<_>>().concat()
    }
    vec![
        |text| each(text, |c| format!("\\u{c:04x}")),
        |text| each(text, |c| format!("%{c:02x}")),
        |text| each(text, |c| format!("%25{c:02X}")),
        |text| each(text, |c| format!("&#{c};")),
        |text| each(text, |c| format!("\\\\u{c:04X}")),
        |text| each(text, |c| format!("{c:02X}")),
        |text| base64(format!("Bearer {text}  ").as_bytes()),
        |text| text.to_uppercase(),
        |text| text[..text.len() - 1].to_owned(),
    ]
}

#[test]
fn a_token_is_recorded_and_shown_in_no_way_in_which_a_gateway_quotes_it() {
    let server = Server::start();
    let canaries = Canaries::of(&server);
    let home = Home::new();
    let mut command = server.console(&["--log", "trace", "alice_01"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.opens();
    for (number, quoted) in quotations().into_iter().enumerate() {
        let quoted = quoted(server.sandbox.token());
        let body =
            format!(r#"{{"error":"bad{number}bad","error_description":"I was sent [{quoted}]"}}"#);
        server.sandbox.order(json!({
            "method": "POST",
            "path_contains": "blocks/users",
            "fault": { "kind": "body", "status": 400, "body": body },
        }));
        pty.presses_until("b", &format!("bad{number}bad"));
        pty.shows("***");
        pty.send("\x1b");
        pty.loses("Not done");
    }
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    canaries.are_not_in(&pty.bytes, "what was painted");
    let files = canaries.are_not_below(&home);
    assert!(files.iter().any(|file| file.ends_with("rosterm.log")));
    for format in ["--json", "--csv"] {
        let mut export = Pty::sized(home.rosterm(&["journal", "export", format]), (500, 60));
        assert_eq!(export.ends(), 0);
        let told = String::from_utf8_lossy(&export.bytes).into_owned();
        for number in 0..quotations().len() {
            assert!(told.contains(&format!("bad{number}bad")), "{told}");
        }
        assert_eq!(told.matches("***").count(), quotations().len(), "{told}");
    }
}

#[test]
fn the_log_quotes_no_remark_that_the_service_complains_about() {
    let server = Server::start();
    let home = Home::new();
    let mut command = server.console(&["--log", "trace", "alice_01"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.opens();
    let body = json!({ "error": "sensitive", "error_description": "no such words: loan shark" });
    server.sandbox.order(json!({
        "method": "PUT",
        "fault": { "kind": "body", "status": 400, "body": body.to_string() },
    }));
    pty.presses_until("e", "remark for bob_77");
    pty.send("\x15");
    pty.send("\x1b[200~loan shark\x1b[201~");
    pty.shows("loan shark");
    Pty::lets_a_paste_end();
    pty.presses_until("\r", "no such words: loan shark");
    pty.send("\x1b");
    pty.loses("remark for bob_77");
    pty.send("q");
    pty.ends();
    let log = home.path("state/rosterm/rosterm.log");
    let log = fs::read_to_string(log).unwrap();
    assert!(
        log.contains("sensitive") && log.contains("set-remark"),
        "{log}"
    );
    assert!(!log.contains("loan shark"));
}

#[test]
fn a_configuration_that_others_may_write_is_refused_with_what_closes_it() {
    use std::os::unix::fs::PermissionsExt;

    let server = Server::start();
    let (home, _elsewhere) = home_with_a_program(&server);
    let dir = home.config().parent().unwrap().to_owned();
    let above = dir.parent().unwrap().to_owned();
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    for path in [&home.config(), &dir, &above] {
        set(path, 0o777);
        for words in [
            &["--lang", "en"][..],
            &["profile", "check", "x"],
            &["profile", "list"],
        ] {
            let mut pty = Pty::sized(home.rosterm(words), (300, 24));
            assert_eq!(pty.ends(), 2, "{}", pty.screen());
            let closed_by = format!("chmod go-w {}", path.display());
            assert!(pty.screen().contains(&closed_by), "{}", pty.screen());
        }
        // The program that it names was not asked.
        assert!(!home.path("seen").exists());
        set(path, 0o700);
    }
    let mut pty = Pty::start(home.rosterm(&["profile", "check", "x"]));
    assert_eq!(pty.ends(), 0, "{}", pty.screen());
    assert!(home.path("seen").exists());
}

#[test]
fn an_address_that_flags_name_starts_locked_unless_it_is_this_machine() {
    let server = Server::start();
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.shows("read-write");
    pty.send("q");
    pty.ends();
    // An address of nobody, by its network's rules.
    let flags = [
        "--base-url",
        "https://192.0.2.1",
        "--app-key",
        "o#a",
        "--lang",
        "en",
        "bob",
    ];
    let home = Home::new();
    let mut command = home.rosterm(&flags);
    command.env("ROSTERM_TOKEN", "canary");
    let mut pty = Pty::start(command);
    pty.shows("read-only");
    pty.presses_until("!", "writable, 15 min");
    pty.send("\x03");
    pty.presses_until("\x03", "");
    pty.signal("TERM");
    pty.ends();
}

#[test]
fn the_whole_address_of_an_app_is_understood_or_refused_with_the_reason() {
    let (server, home) = (Server::start(), Home::new());
    let (org, app) = server.sandbox.app_key().split_once('#').unwrap();
    for (behind, opens) in [
        (format!("{org}/{app}"), true),
        (format!("{org}/{app}/"), true),
        (format!("{org}/{app}/users"), false),
        (format!("{org}/other"), false),
    ] {
        let url = format!("{}/{behind}", server.sandbox.base_url());
        let key = server.sandbox.app_key();
        let mut command = home.rosterm(&["--base-url", &url, "--app-key", key]);
        command.args(["--lang", "en", "alice_01"]);
        command.env("ROSTERM_TOKEN", server.sandbox.token());
        let mut pty = Pty::sized(command, (160, 36));
        if opens {
            pty.opens();
            pty.send("q");
            assert_eq!(pty.ends(), 0);
        } else {
            assert_eq!(pty.ends(), 2, "{behind}");
            pty.shows("--base-url: names another app than the App Key");
        }
    }
}

#[test]
fn the_log_of_a_long_session_is_put_aside_and_stays_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let server = Server::start();
    let home = Home::new();
    let log = home.path("state/rosterm/rosterm.log");
    let mut command = server.console(&["--log", "debug", "alice_01"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.opens();
    pty.shows("they block alice_01   yes");
    pty.hears(Duration::from_millis(300));
    // Another console has written a lot, and somebody has opened the log to others.
    let mut filled = fs::read(&log).unwrap();
    filled.resize(5 << 20, b'x');
    fs::write(&log, filled).unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o644)).unwrap();
    pty.presses_until("b", "Blocked bob_77");
    pty.send("q");
    pty.ends();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert!(fs::metadata(&log).unwrap().len() < 1 << 20);
    assert!(fs::read_to_string(&log).unwrap().contains("sending: block"));
    assert_eq!(mode(&log), 0o600);
    assert_eq!(mode(&home.path("state/rosterm/rosterm.log.old")), 0o600);
}
