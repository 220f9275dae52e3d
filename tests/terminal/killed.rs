//! The program is killed in the middle of a job, wherever that hurts, and the job is gone on with: nothing is
//! lost, and nothing is done twice.

use rosterm::domain::job::JobState;
use std::collections::VecDeque;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use crate::crowd::{Crowd, Deed, LONG};
use crate::pty::{OURS, Pty, ROSTERM, signal};

/// Runs side by side: each has a program that draws, and a server.
const SIDE_BY_SIDE: usize = 6;

/// When the program is killed, and how it is gone on.
#[derive(Debug, Clone, Copy)]
struct Kill {
    /// When this call has arrived; 0 is before any, as soon as the job is said to have begun.
    at: u64,
    /// How long the server takes for an answer: calls are on their way when the program dies. At 150 ms the
    /// last of them are never applied.
    latency: u64,
    /// The second one, in the job that was gone on with: so many calls later.
    again: Option<u64>,
    /// Who goes on: the console, or the command.
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Console,
    Command,
}

const fn kill(at: u64, latency: u64) -> Kill {
    Kill {
        at,
        latency,
        again: None,
        by: By::Console,
    }
}

impl Kill {
    const fn again(self, calls: u64) -> Self {
        Self {
            again: Some(calls),
            ..self
        }
    }

    const fn by_command(self) -> Self {
        Self {
            by: By::Command,
            ..self
        }
    }
}

/// Who goes on with the job.
enum Successor {
    Console(Box<Pty>),
    Command(Child),
}

impl Successor {
    fn comes(crowd: &Crowd, by: By) -> Self {
        if by == By::Command {
            return Self::Command(resume(crowd));
        }
        let mut pty = crowd.console();
        pty.shows("Unfinished job");
        pty.shows("J-0001");
        pty.send("y");
        pty.shows("Resumed J-0001");
        Self::Console(Box::new(pty))
    }

    fn dies(self) {
        match self {
            Self::Console(mut pty) => pty.dies(),
            Self::Command(mut child) => {
                // On this system that is a kill which cannot be caught.
                child.kill().unwrap();
                child.wait().unwrap();
            }
        }
    }

    fn comes_to_the_end(self, told: &str) {
        match self {
            Self::Console(mut pty) => {
                pty.until_within(LONG, |pty| pty.screen().contains("Job ended: all"));
                pty.send("q");
                assert_eq!(pty.ends(), 0, "{told}");
            }
            Self::Command(child) => {
                let output = child.wait_with_output().unwrap();
                let out = String::from_utf8_lossy(&output.stdout);
                let err = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(0), "{told}: {out}{err}");
                assert!(out.contains("ended"), "{told}: {out}");
                assert!(err.contains("J-0001: resumed"), "{told}: {err}");
            }
        }
    }
}

/// `rosterm jobs resume`, as a script calls it.
pub fn resume(crowd: &Crowd) -> Child {
    let mut command = Command::new(ROSTERM);
    for name in OURS {
        command.env_remove(name);
    }
    for (name, path) in crowd.home.environment() {
        command.env(name, path);
    }
    command
        .args(["jobs", "resume"])
        .env("ROSTERM_TOKEN", crowd.server.sandbox.token())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn survives(deed: Deed, count: usize, kill: Kill) {
    let told = format!("{deed:?} {kill:?}");
    let crowd = Crowd::new(deed, count, 100);
    let mut pty = crowd.console();
    crowd.is_troubled(kill.latency, if kill.latency == 150 { kill.at } else { 0 });
    crowd.begins(&mut pty);
    if kill.at == 0 {
        pty.shows("Job started");
    } else {
        crowd.has_seen(kill.at);
    }
    pty.dies();
    match crowd.job() {
        // Not even planned: then nothing was sent, and nothing is offered.
        None => return assert_eq!((kill.at, crowd.seen()), (0, 0), "{told}"),
        // The kill came late: the job had come to its end.
        Some(JobState::Finished) => {
            assert!(crowd.seen() >= crowd.calls(), "{told}");
            return crowd.all_is_done_once(&told);
        }
        Some(_) => {}
    }
    if kill.at + 200 < crowd.calls() {
        let done = crowd.changes().len();
        assert!(done < count, "{told}: nothing was left to do");
    }
    let mut successor = Successor::comes(&crowd, kill.by);
    if let Some(calls) = kill.again {
        let wanted = crowd.seen() + calls;
        crowd.has_seen(wanted);
        successor.dies();
        successor = Successor::comes(&crowd, kill.by);
    }
    successor.comes_to_the_end(&told);
    crowd.all_is_done_once(&told);
}

fn all_survive(deed: Deed, count: usize, kills: &[Kill]) {
    let waiting: Mutex<VecDeque<Kill>> = Mutex::new(kills.iter().copied().collect());
    let next = || waiting.lock().unwrap().pop_front();
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE.min(kills.len()) {
            scope.spawn(|| {
                while let Some(kill) = next() {
                    survives(deed, count, kill);
                }
            });
        }
    });
}

#[test]
fn a_job_of_five_hundred_is_done_once_wherever_the_console_is_killed() {
    let kills = [
        kill(0, 0),
        kill(1, 0),
        kill(1, 400),
        kill(2, 0).by_command(),
        kill(3, 150),
        kill(10, 0),
        kill(17, 400).again(30),
        kill(25, 0),
        kill(40, 150).by_command(),
        kill(64, 400),
        kill(65, 0),
        kill(100, 150).again(1),
        kill(128, 0),
        kill(150, 400).by_command().again(100),
        kill(200, 0),
        kill(256, 150),
        kill(300, 0).by_command(),
        kill(333, 400),
        kill(400, 150).again(50),
        kill(450, 0),
        kill(490, 400),
        kill(499, 0),
        kill(500, 0),
        kill(500, 400),
    ];
    all_survive(Deed::Unblock, 500, &kills);
}

#[test]
fn a_job_that_blocks_is_done_once_wherever_the_console_is_killed() {
    let kills = [
        kill(1, 150),
        kill(60, 400).again(20),
        kill(150, 0).by_command(),
    ];
    all_survive(Deed::Block, 150, &kills);
}

#[test]
fn imports_of_friends_are_done_once_wherever_the_console_is_killed() {
    let kills = [
        kill(1, 150),
        kill(7, 400).again(2),
        kill(15, 150).by_command(),
    ];
    all_survive(Deed::Befriend, 150, &kills);
}

#[test]
fn the_command_that_is_interrupted_sends_nothing_more_and_the_job_waits() {
    // A call every two seconds.
    let crowd = Crowd::new(Deed::Unblock, 6, 1);
    let mut pty = crowd.console();
    crowd.begins(&mut pty);
    crowd.has_seen(1);
    pty.dies();
    let child = resume(&crowd);
    crowd.has_seen(crowd.seen() + 1);
    signal(child.id(), "INT");
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("waiting for the changes in progress"), "{err}");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("paused"), "{out}");

    Successor::comes(&crowd, By::Console).comes_to_the_end("after an interruption");
    crowd.all_is_done_once("after an interruption");
}

#[test]
fn a_console_that_is_left_in_the_middle_of_a_job_offers_to_go_on() {
    let crowd = Crowd::new(Deed::Unblock, 6, 1);
    let mut pty = crowd.console();
    crowd.begins(&mut pty);
    crowd.has_seen(1);
    pty.send("q");
    pty.shows("you can resume the job at the next start");
    pty.send("y");
    assert_eq!(pty.ends(), 0);
    Successor::comes(&crowd, By::Console).comes_to_the_end("after quitting");
    crowd.all_is_done_once("after quitting");
}
