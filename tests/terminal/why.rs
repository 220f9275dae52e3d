//! Why messages do not arrive: the command's verdicts on pairs of every kind, and the screen's.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::console::Server;
use crate::pty::{Pty, ROSTERM};

/// What is made of two users, a and b.
#[derive(Debug, Clone, Copy)]
enum Made {
    Friends,
    ABlocksB,
    BBlocksA,
    ABanned,
    BGone,
}

/// Makes two users of these names and what they are to each other.
fn made(server: &Server, [a, b]: [&str; 2], made: &[Made]) {
    let call = |method: &str, path: &str, body: Option<&Value>| {
        let done = server.sandbox.call(method, path, body);
        server.runtime.block_on(done);
    };
    for user in [a, b] {
        let body = json!({ "username": user, "password": "p" });
        call("POST", "users", Some(&body));
    }
    for one in made {
        match one {
            Made::Friends => call("POST", &format!("users/{a}/contacts/users/{b}"), None),
            Made::ABlocksB => {
                let body = json!({ "usernames": [b] });
                call("POST", &format!("users/{a}/blocks/users"), Some(&body));
            }
            Made::BBlocksA => {
                let body = json!({ "usernames": [a] });
                call("POST", &format!("users/{b}/blocks/users"), Some(&body));
            }
            Made::ABanned => call("POST", &format!("users/{a}/deactivate"), None),
            Made::BGone => call("DELETE", &format!("users/{b}"), None),
        }
    }
}

/// What the command prints, and its exit code.
fn why(server: &Server, users: [&str; 2], more: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(ROSTERM);
    command.arg("why").args(users).args(more);
    command.args(["--base-url", server.sandbox.base_url()]);
    command.args(["--app-key", server.sandbox.app_key(), "--lang", "en"]);
    command.env("ROSTERM_TOKEN", server.sandbox.token());
    let output = command.stdin(Stdio::null()).output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.code(),
    )
}

#[test]
fn the_verdict_is_right_in_both_directions_for_every_kind_of_pair() {
    let server = Server::start();
    for (name, is, wanted) in [
        ("fine", &[Made::Friends][..], ["clear", "clear"]),
        ("stranger", &[], ["not_friends", "not_friends"]),
        (
            "a-blocks",
            &[Made::Friends, Made::ABlocksB],
            ["clear", "blocked"],
        ),
        (
            "b-blocks",
            &[Made::Friends, Made::BBlocksA],
            ["blocked", "clear"],
        ),
        (
            "both",
            &[Made::ABlocksB, Made::BBlocksA],
            ["blocked", "blocked"],
        ),
        (
            "banned",
            &[Made::Friends, Made::ABanned],
            ["banned", "banned"],
        ),
        (
            "gone",
            &[Made::Friends, Made::BGone],
            ["no_account", "no_account"],
        ),
    ] {
        let (a, b) = (format!("{name}-a"), format!("{name}-b"));
        made(&server, [&a, &b], is);
        let (line, code) = why(&server, [&a, &b], &["--json"]);
        let told: Value = serde_json::from_str(&line).unwrap();
        let verdicts = [0, 1].map(|n: usize| told["verdicts"][n]["verdict"].clone());
        assert_eq!(verdicts, wanted.map(Value::from), "{name}: {line}");
        assert_eq!(code, Some(0), "{name}");
        assert_eq!(told["verdicts"][1]["sender"], json!(b), "{name}");
    }
}

#[test]
fn a_verdict_that_needs_what_could_not_be_read_is_unknown_and_fails() {
    let server = Server::start();
    made(&server, ["a", "b"], &[Made::Friends]);
    let fault = json!({ "kind": "status", "status": 500 });
    server
        .sandbox
        .order(json!({ "method": "GET", "path_contains": "users/b", "fault": fault }));
    let (line, code) = why(&server, ["a", "b"], &["--json"]);
    let told: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(told["verdicts"][0]["verdict"], json!("unknown"), "{line}");
    assert_eq!(told["users"][1]["account"], json!("unknown"));
    assert_eq!(code, Some(1));
    let (out, code) = why(&server, ["a", "A"], &[]);
    assert_eq!((out.as_str(), code), ("", Some(2)), "the same user");
}

#[test]
fn it_is_told_on_screen_with_one_key_acted_on_and_read_again() {
    let server = Server::start();
    made(&server, ["alice", "bob"], &[Made::Friends, Made::BBlocksA]);
    let mut pty = Pty::start(server.console(&["alice"]));
    pty.shows("> bob");
    pty.send("w");
    pty.shows("bob blocks alice.");
    pty.send("u");
    pty.shows("Unblock");
    pty.presses_until("y", "Nothing found that stops messages.");
    assert_eq!(server.blocks("bob"), Vec::<String>::new());
    // The journal knows what was done about the two.
    pty.shows("bob <- alice: done");
    pty.send("\x1b");
    pty.loses("Reply to the customer");
    pty.leaves();
}
