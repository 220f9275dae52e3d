//! A home of its own, so that nobody's files are touched, and what a command leaves behind.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

pub struct Home {
    dir: tempfile::TempDir,
}

/// What a command left behind.
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.path("config/rosterm/config.toml")
    }

    pub fn journal(&self) -> PathBuf {
        self.path("data/rosterm/journal.db")
    }

    pub fn write(&self, text: &str) {
        fs::create_dir_all(self.config().parent().unwrap()).unwrap();
        fs::write(self.config(), text).unwrap();
    }

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
            .env("HOME", self.dir.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
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
            .filter(|word| ["block", "unblock", "set-remark"].contains(word))
            .collect()
    }
}
