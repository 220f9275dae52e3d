//! A home that is nobody's: files of the program, and its environment.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use crate::pty::rosterm;

pub struct Home {
    dir: tempfile::TempDir,
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

    /// The program with these arguments, in an environment that says nothing but where home is.
    pub fn rosterm(&self, args: &[&str]) -> CommandBuilder {
        let mut command = rosterm(args);
        self.is_home_of(&mut command);
        command
    }

    /// Whatever the program writes, it writes here.
    pub fn is_home_of(&self, command: &mut CommandBuilder) {
        for (name, path) in self.environment() {
            command.env(name, path);
        }
    }

    /// What tells the program where it may write.
    pub fn environment(&self) -> Vec<(String, PathBuf)> {
        let below = [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")];
        let below = below.map(|(name, dir)| (format!("XDG_{name}_HOME"), self.path(dir)));
        let home = ("HOME".to_owned(), self.dir.path().to_owned());
        below.into_iter().chain([home]).collect()
    }

    /// Every file below home.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(self.dir.path(), &mut found);
        found
    }
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}
