//! Twelve ways out, each from four states: the terminal is as before, the code is right, and
//! nothing that is under way holds it.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rstest::rstest;
use serde_json::json;
use signal_hook::consts::SIGUSR1;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{Pty, ROSTERM, bare};

/// Set for the process that panics on order: the arguments of the console.
pub const PANICS: &str = "ROSTERM_TEST_PANICS";

/// Longer than leaving takes on a slow machine, and shorter than a call waits for an answer that never comes.
const HELD: Duration = Duration::from_secs(6);

/// Longer than a question has to be on screen before it takes a yes.
const ARMED: Duration = Duration::from_millis(600);

/// What the console is doing when it is left.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Nothing.
    Rest,
    /// A field is open, with something in it.
    Field,
    /// A change is on its way to a server that does not answer.
    UnderWay,
    /// The set-up of the first run.
    SetUp,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Q,
    F10,
    ControlCTwice,
    Signal(&'static str, u32),
    TwoSignals,
    WindowClosed,
    /// The shell keeps the kernel's word to itself.
    WindowClosedUntold,
    Panic,
    /// After a paste that never came to its end.
    OutOfAPaste,
}

/// Runs the console in this process, and panics in another thread when told so: the test below starts this
/// one as its program.
#[test]
fn a_console_that_panics_on_order() {
    let Some(args) = std::env::var_os(PANICS) else {
        return;
    };
    let (mut ordered, order) = UnixStream::pair().unwrap();
    signal_hook::low_level::pipe::register(SIGUSR1, order).unwrap();
    std::thread::spawn(move || {
        ordered.read_exact(&mut [0]).unwrap();
        panic!("as ordered \x1b[2J\u{202e}");
    });
    let args = args.into_string().unwrap();
    let _ = rosterm::cli::run(args.split('\n').map(Into::into));
    std::process::exit(99);
}

/// A console about to be left, and the server that it talks to.
struct Console {
    pty: Pty,
    home: Home,
    state: State,
    _server: Server,
}

impl Console {
    fn open(way: Way, state: State) -> Self {
        let (server, home) = (Server::start(), Home::new());
        server.sandbox.order(json!({ "method": "POST", "path_contains": "blocks/users", "fault": { "kind": "hang" } }));
        let mut args = vec!["--lang", "en"];
        if state != State::SetUp {
            args.extend(["--base-url", server.sandbox.base_url()]);
            args.extend(["--app-key", server.sandbox.app_key(), "alice_01"]);
        }
        let mut command = match way {
            Way::WindowClosedUntold => {
                let mut shell = CommandBuilder::new("sh");
                shell.args(["-c", r#"trap "" HUP; "$0" "$@"; exit $?"#, ROSTERM]);
                shell.args(args);
                shell
            }
            Way::Panic => {
                let mut tests = CommandBuilder::new(std::env::current_exe().unwrap());
                let name = "ways_out::a_console_that_panics_on_order";
                tests.args(["--exact", name, "--nocapture"]);
                tests.env(PANICS, format!("rosterm\n{}", args.join("\n")));
                tests
            }
            _ => {
                let mut rosterm = CommandBuilder::new(ROSTERM);
                rosterm.args(args);
                rosterm
            }
        };
        bare(&mut command);
        home.is_home_of(&mut command);
        command.env("ROSTERM_TOKEN", server.sandbox.token());
        let mut console = Self {
            pty: Pty::start(command),
            home,
            state,
            _server: server,
        };
        console.comes_to_its_state();
        console
    }

    fn comes_to_its_state(&mut self) {
        let pty = &mut self.pty;
        if self.state == State::SetUp {
            return pty.shows("First-run set-up");
        }
        pty.opens();
        pty.shows("487/500");
        match self.state {
            State::Rest | State::SetUp => {}
            State::Field => {
                pty.presses_until("a", "Add friends for alice_01");
                pty.send("nina_new");
                pty.shows("nina_new");
            }
            State::UnderWay => {
                pty.send("jj");
                pty.shows("> dave-01");
                pty.presses_until("b", "Already in progress: dave-01");
            }
        }
    }

    /// Goes out, and says when the last step was made and which codes are right.
    fn goes(&mut self, way: Way) -> (Instant, Vec<u32>) {
        match way {
            Way::Q => (self.leaves_by("q"), vec![0]),
            Way::F10 => (self.leaves_by("\x1b[21~"), vec![0]),
            Way::ControlCTwice => (self.leaves_by("\x03"), vec![0]),
            Way::Signal(name, code) => (self.gets(name), vec![code]),
            Way::TwoSignals => {
                let since = self.gets("TERM");
                self.gets("INT");
                // Which of them is seen first is the kernel's business.
                (since, vec![143, 130])
            }
            Way::WindowClosed | Way::WindowClosedUntold => {
                let since = Instant::now();
                self.pty.close();
                (since, vec![129])
            }
            Way::Panic => (self.gets("USR1"), vec![1]),
            Way::OutOfAPaste => {
                self.pty.send("\x1b[200~dy");
                // Longer than a paste is silent; the set-up has no place to say so.
                self.pty.hears(Duration::from_millis(1_500));
                self.pty.send("\x1b");
                self.pty.hears(ARMED);
                (self.leaves_by("q"), vec![0])
            }
        }
    }

    fn leaves_by(&mut self, key: &str) -> Instant {
        let pty = &mut self.pty;
        match (self.state, key) {
            // There every letter is text.
            (State::SetUp, "q") => pty.send("\x1b"),
            (State::SetUp | State::Rest, _) => {}
            (State::Field, _) => {
                pty.send("\x1b");
                pty.loses("nina_new");
            }
            (State::UnderWay, _) => {
                if key == "\x03" {
                    pty.send(key);
                    pty.shows("again to quit");
                }
                pty.send(key);
                pty.shows("1 change is in progress");
                pty.hears(ARMED);
                let since = Instant::now();
                pty.send("y");
                return since;
            }
        }
        let since = Instant::now();
        match (self.state, key) {
            (State::SetUp, "q") => {}
            (State::SetUp, _) => pty.send(key),
            (_, "\x03") => {
                pty.send(key);
                pty.shows("again to quit");
                pty.send(key);
            }
            _ => pty.send(key),
        }
        since
    }

    fn gets(&mut self, signal: &str) -> Instant {
        let since = Instant::now();
        self.pty.signal(signal);
        since
    }
}

/// The report is named, private, and safe to look at.
fn is_told(pty: &Pty, report: &Path) {
    let screen = pty.screen().replace('\n', "");
    for said in ["internal error", "as ordered <001B>[2J<202E>"] {
        assert!(screen.contains(said), "{screen}");
    }
    let name = report.file_name().unwrap().to_str().unwrap();
    assert!(screen.contains(name), "{screen}");
    let facts = fs::metadata(report).unwrap();
    assert_eq!(facts.permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(report).unwrap();
    assert!(text.contains("as ordered <001B>[2J<202E>"), "{text}");
    assert!(text.contains("tests/terminal/ways_out.rs"), "{text}");
}

#[rstest]
fn every_way_out_restores_the_terminal(
    #[values(State::Rest, State::Field, State::UnderWay, State::SetUp)] state: State,
    #[values(
        Way::Q,
        Way::F10,
        Way::ControlCTwice,
        Way::Signal("TERM", 143),
        Way::Signal("HUP", 129),
        Way::Signal("INT", 130),
        Way::Signal("QUIT", 131),
        Way::TwoSignals,
        Way::WindowClosed,
        Way::WindowClosedUntold,
        Way::Panic,
        Way::OutOfAPaste
    )]
    way: Way,
) {
    let mut console = Console::open(way, state);
    let (since, codes) = console.goes(way);
    let closed = matches!(way, Way::WindowClosed | Way::WindowClosedUntold);
    let code = if closed {
        console.pty.code()
    } else {
        console.pty.ends()
    };
    let took = since.elapsed();
    assert!(codes.contains(&code), "{code}");
    assert!(took < HELD, "{took:?}");
    if !closed {
        console.pty.is_restored();
    }
    let report = console.home.files().into_iter().find(|file| {
        let name = file.file_name().unwrap().to_string_lossy();
        name.starts_with("report-")
    });
    if matches!(way, Way::Panic) {
        is_told(&console.pty, &report.expect("no report was written"));
    } else {
        assert_eq!(report, None);
    }
}
