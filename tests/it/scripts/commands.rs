//! Commands in a home of their own, and what they leave behind.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::support::home::Home;

/// A command that runs.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
}

/// Longer than any of these commands needs.
const PATIENCE: Duration = Duration::from_secs(30);

impl Running {
    fn of(mut child: Child) -> Self {
        let err = BufReader::new(child.stderr.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in err.lines() {
                let _ = tell.send(line.unwrap());
            }
        });
        Self { child, lines }
    }

    /// Waits until it says this on standard error.
    #[track_caller]
    pub fn says(&mut self, words: &str) {
        let mut said = String::new();
        while !said.contains(words) {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("no {words:?} in:\n{said}");
            };
            said.push_str(&line);
            said.push('\n');
        }
    }

    /// Hears the rest until its end; its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> i32 {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end"),
            }
        }
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a command left behind.
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn read(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }

    pub fn run(&self, args: &[&str]) -> Done {
        self.run_with(args, &[])
    }

    pub fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Done {
        let mut command = self.command(args);
        Done::of(command.envs(environment.iter().copied()).output().unwrap())
    }

    /// The same, without waiting for its end.
    pub fn start_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Running {
        let mut command = self.command(args);
        command.envs(environment.iter().copied());
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        Running::of(child.unwrap())
    }
}

impl Home {
    /// The same with its output sent there: what it says about that, and its exit code.
    pub fn run_into(&self, args: &[&str], out: Stdio) -> Done {
        let output = self.command(args).stdout(out).output().unwrap();
        Done::of(output)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rosterm"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .envs(self.environment())
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }
}

impl Done {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It went well and said this.
    #[track_caller]
    pub fn says(&self, words: &[&str]) {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        for word in words {
            assert!(self.out.contains(word), "no {word:?} in {}", self.out);
        }
    }

    /// It ended with this code and one line on standard error that says this.
    #[track_caller]
    pub fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in {}", self.err);
        }
    }

    /// The verbs of a list of changes, from the top.
    pub fn verbs(&self) -> Vec<&str> {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        let words = self.out.split_whitespace();
        words
            .filter(|word| ["block", "unblock", "remark"].contains(word))
            .collect()
    }
}
