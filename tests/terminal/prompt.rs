//! The question for a secret: whatever ends or stops the program meanwhile, the terminal is given back.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use portable_pty::CommandBuilder;
use rosterm::domain::job::{BulkOp, JobPlan, JobStep};
use rosterm::domain::{JobId, PairState, UserId};
use rosterm::journal::{AuditContext, Journal, JournalOptions};
use rosterm::text::Text;
use serde_json::json;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{PATIENCE, Pty, ROSTERM, bare, signal};

const QUESTION: &str = "Client secret of";

/// Nothing tells when the kernel has taken in what was sent.
const TAKEN_IN: Duration = Duration::from_millis(100);

/// A home with a profile that asks for its secret.
fn home(server: &Server) -> Home {
    let home = Home::new();
    let file = home.config();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let config = format!(
        "[profile.x]\nbase_url = \"{}\"\napp_key = \"{}\"\nclient_id = \"{}\"\n\
         secret = \"prompt\"\nenvironment = \"test\"\n",
        server.sandbox.base_url(),
        server.sandbox.app_key(),
        server.sandbox.client_id(),
    );
    fs::write(file, config).unwrap();
    home
}

/// A shell with job control, in which the program is asked for with these arguments and may stop once.
fn shell(home: &Home, arguments: &str) -> CommandBuilder {
    let script =
        format!(r#"set -m; "$ROSTERM" {arguments}; echo HALTED; read -r x; fg; echo "CODE $?""#);
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &script]);
    bare(&mut command);
    home.is_home_of(&mut command);
    command.env("ROSTERM", ROSTERM);
    command
}

/// The process that a shell has started.
fn child_of(shell: u32) -> u32 {
    let of = |pid: u32| -> Option<u32> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (_, rest) = stat.rsplit_once(") ")?;
        rest.split(' ').nth(1)?.parse().ok()
    };
    let all = fs::read_dir("/proc").unwrap();
    all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .find(|&pid| of(pid) == Some(shell))
        .unwrap()
}

#[test]
fn signals_end_it_with_their_code_and_the_terminal_restored() {
    let server = Server::start();
    let home = home(&server);
    for arguments in [
        &["--lang", "en", "alice_01"][..],
        &["profile", "check", "x"],
    ] {
        for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
            let mut pty = Pty::start(home.rosterm(arguments));
            pty.shows(QUESTION);
            pty.until(|pty| !pty.termios().contains("ICANON"));
            pty.send("half a secret");
            // What the kernel has not taken in when the terminal is restored, it echoes itself.
            pty.hears(TAKEN_IN);
            pty.signal(name);
            assert_eq!(pty.ends(), code, "{name}");
            pty.is_restored();
            assert!(!pty.screen().contains("half"), "{}", pty.screen());
        }
    }
}

#[test]
fn it_stops_under_a_shell_with_the_terminal_restored_and_asks_again() {
    let server = Server::start();
    let home = home(&server);
    for by_key in [true, false] {
        let mut pty = Pty::start(shell(&home, "profile check x"));
        pty.shows(QUESTION);
        pty.until(|pty| !pty.termios().contains("ICANON"));
        let raw = pty.termios();
        if by_key {
            pty.send("\x1a");
        } else {
            signal(child_of(pty.child.process_id().unwrap()), "TSTP");
        }
        pty.shows("HALTED");
        pty.is_restored();
        pty.wipe();
        pty.send("\n");
        pty.shows(QUESTION);
        pty.until(|pty| pty.termios() == raw);
        pty.send(server.sandbox.client_secret());
        pty.send("\r");
        pty.shows("CODE 0");
        pty.ends();
        pty.is_restored();
        assert!(!pty.screen().contains(server.sandbox.client_secret()));
    }
}

#[test]
fn where_no_shell_could_continue_it_the_question_stays() {
    let server = Server::start();
    let home = home(&server);
    let mut pty = Pty::start(home.rosterm(&["profile", "check", "x"]));
    pty.shows(QUESTION);
    pty.until(|pty| !pty.termios().contains("ICANON"));
    for name in ["TSTP", "CONT"] {
        pty.wipe();
        pty.signal(name);
        pty.shows(QUESTION);
        pty.until(|pty| !pty.termios().contains("ICANON"));
    }
    pty.send(server.sandbox.client_secret());
    pty.send("\r");
    assert_eq!(pty.ends(), 0);
    pty.is_restored();
}

#[test]
fn after_the_question_signals_do_what_they_did_before() {
    let server = Server::start();
    let home = home(&server);
    // A console stops and comes back.
    let mut pty = Pty::start(shell(&home, "--lang en alice_01"));
    pty.shows(QUESTION);
    pty.send(server.sandbox.client_secret());
    pty.send("\r");
    pty.opens();
    let taken = pty.termios();
    pty.send("\x1a");
    pty.shows("HALTED");
    pty.is_restored();
    pty.send("\n");
    pty.until(|pty| pty.termios() == taken);
    pty.opens();
    pty.presses_until("q", "CODE 0");
    pty.ends();
    pty.is_restored();
    // A check that gets no answer is broken off.
    server
        .sandbox
        .order(json!({ "path_contains": "token", "fault": { "kind": "hang" } }));
    let mut pty = Pty::start(home.rosterm(&["profile", "check", "x"]));
    pty.shows(QUESTION);
    pty.send(server.sandbox.client_secret());
    pty.send("\r");
    pty.until_within(PATIENCE, |pty| pty.termios().contains("ICANON"));
    pty.hears(Duration::from_millis(200));
    pty.send("\x03");
    let status = pty.child.wait().unwrap();
    assert_eq!(status.signal(), Some("Interrupt"));
}

#[test]
fn the_memory_of_the_program_is_its_own_and_in_no_core_file() {
    let server = Server::start();
    let home = home(&server);
    let seen = home.path("seen");
    let file = fs::read_to_string(home.config()).unwrap();
    let command = format!(
        "ulimit -c > {}; echo {}",
        seen.display(),
        server.sandbox.client_secret()
    );
    let source = format!("secret = {{ command = [\"sh\", \"-c\", \"{command}\"] }}");
    fs::write(home.config(), file.replace("secret = \"prompt\"", &source)).unwrap();
    let script = r#"ulimit -c unlimited 2>/dev/null; exec "$ROSTERM" --lang en alice_01"#;
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", script]);
    bare(&mut shell);
    home.is_home_of(&mut shell);
    shell.env("ROSTERM", ROSTERM);
    let mut pty = Pty::start(shell);
    pty.opens();
    let pid = pty.child.process_id().unwrap();
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let cores = limits
        .lines()
        .find(|line| line.contains("core file"))
        .unwrap();
    let words: Vec<&str> = cores.split_whitespace().collect();
    assert_eq!(&words[4..6], ["0", "0"], "{cores}");
    // Also of the program that printed the secret.
    assert_eq!(fs::read_to_string(seen).unwrap().trim(), "0");
    pty.send("q");
    pty.ends();
}

#[test]
fn another_program_of_the_user_cannot_read_the_memory() {
    // Whose memory is closed, their entry belongs to root. Root itself sees no difference: somebody else is needed.
    let to_nobody = std::process::Command::new("setpriv")
        .args(["--reuid=65534", "--clear-groups", "true"])
        .status();
    if !to_nobody.is_ok_and(|status| status.success()) {
        return;
    }
    // Where nobody may run it.
    let dir = tempfile::tempdir_in("/tmp").unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(dir.path(), open).unwrap();
    let program: PathBuf = dir.path().join("rosterm");
    fs::copy(ROSTERM, &program).unwrap();
    let mut command = CommandBuilder::new("setpriv");
    command.args(["--reuid=65534", "--clear-groups"]);
    command.arg(&program);
    command.args(["sandbox", "--listen", "127.0.0.1:0", "--json"]);
    bare(&mut command);
    let mut pty = Pty::start(command);
    pty.shows("base_url");
    let entry = format!("/proc/{}/environ", pty.child.process_id().unwrap());
    let owner = std::os::unix::fs::MetadataExt::uid(&fs::metadata(entry).unwrap());
    assert_eq!(owner, 0);
    pty.signal("TERM");
    let _ = pty.child.wait();
}

/// A job of the profile that asks for its secret: many to unblock, one every two seconds.
fn unfinished(server: &Server, home: &Home) -> Journal {
    let config = fs::read_to_string(home.config()).unwrap();
    fs::write(home.config(), format!("{config}share = 1\n")).unwrap();
    let alice = UserId::new("alice_01");
    let step = |target: String| JobStep {
        change: BulkOp::Unblock.change(alice.clone(), UserId::new(&target)),
        before: PairState::default(),
        undoes: None,
    };
    let audit = AuditContext {
        profile: Some(Text::new("x")),
        ..AuditContext::of_app(server.sandbox.app_key())
    };
    let plan = JobPlan {
        owner: alice.clone(),
        undoes: None,
        steps: server.blocks("alice_01").into_iter().map(step).collect(),
    };
    let data = home.path("data/rosterm");
    fs::create_dir_all(&data).unwrap();
    server.runtime.block_on(async {
        let opened = Journal::open(JournalOptions::new(&data.join("journal.db"))).await;
        let journal = opened.unwrap().journal;
        journal.record_job(audit.clone(), plan).await.unwrap();
        journal
    })
}

#[test]
fn a_job_that_asked_for_its_secret_ends_with_every_signal() {
    let server = Server::start();
    let home = home(&server);
    let journal = unfinished(&server, &home);
    for (name, code) in [("HUP", 129), ("QUIT", 131), ("TERM", 143), ("INT", 130)] {
        let mut pty = Pty::start(home.rosterm(&["jobs", "resume", "J-0001"]));
        pty.shows(QUESTION);
        pty.until(|pty| !pty.termios().contains("ICANON"));
        pty.send(server.sandbox.client_secret());
        pty.send("\r");
        pty.shows("J-0001: resumed");
        pty.signal(name);
        assert_eq!(pty.ends(), code, "{name}");
        let job = server.runtime.block_on(journal.job(JobId(1)));
        assert!(job.unwrap().unwrap().counts.waiting > 0, "{name}");
    }
}

#[test]
fn a_question_that_cannot_be_shown_leaves_the_terminal_as_it_was() {
    let server = Server::start();
    let home = home(&server);
    let script = r#""$ROSTERM" profile check x 2>/dev/full; echo "CODE $?""#;
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", script]);
    bare(&mut command);
    home.is_home_of(&mut command);
    command.env("ROSTERM", ROSTERM);
    let mut pty = Pty::start(command);
    pty.shows("CODE");
    pty.ends();
    pty.is_restored();
}
