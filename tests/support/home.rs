//! A temporary home directory: the program's files, and the environment that points to them.

use std::fs;
use std::path::PathBuf;

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

    pub fn journal(&self) -> PathBuf {
        self.path("data/rosterm/journal.db")
    }

    /// Writes the configuration file.
    pub fn write(&self, config: &str) {
        fs::create_dir_all(self.config().parent().unwrap()).unwrap();
        fs::write(self.config(), config).unwrap();
    }

    /// The environment that makes the program write only here.
    pub fn environment(&self) -> Vec<(String, PathBuf)> {
        let below = [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")];
        let below = below.map(|(name, dir)| (format!("XDG_{name}_HOME"), self.path(dir)));
        let home = ("HOME".to_owned(), self.dir.path().to_owned());
        below.into_iter().chain([home]).collect()
    }
}
