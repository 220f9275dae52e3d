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
    fs::create_dir_all(home.config().parent().unwrap()).unwrap();
    let config = format!(
        "[profile.x]\nbase_url = \"{}\"\napp_key = \"{}\"\nclient_id = \"{}\"\n\
         secret = {{ command = [\"sh\", \"-c\", \"{script}\"] }}\nenvironment = \"test\"\n",
        server.sandbox.base_url(),
        server.sandbox.app_key(),
        server.sandbox.client_id(),
    );
    fs::write(home.config(), config).unwrap();
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
    pty.shows("they block alice_01  yes");
    pty.hears(Duration::from_millis(500));
    // A token that is no longer taken is renewed; what follows is refused.
    server.fault(&json!({ "times": 1, "fault": { "kind": "status", "status": 401 } }));
    pty.send("R");
    pty.presses_until("@", "401");
    pty.presses_until("\x1b", "> bob_77");
    pty.send("jj");
    pty.shows("> dave-01");
    pty.presses_until("b", "Blocked dave-01");
    server.fault(&json!({
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
    server.fault(&json!({ "path_contains": "alice_01", "fault": quoting(server.sandbox.token()) }));
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
    server.fault(
        &json!({ "path_contains": "token", "fault": quoting(server.sandbox.client_secret()) }),
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
