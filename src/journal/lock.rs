//! File locks, which end with the process that holds them, however it ends.

use std::fmt;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::domain::job::JobHolder;
use crate::private_file::FILE_MODE;
use crate::text::Text;

impl JobHolder {
    /// The current process.
    pub(super) fn here(operator: Option<&Text>) -> Self {
        let host = rustix::system::uname();
        Self {
            pid: Some(std::process::id()),
            operator: operator.cloned(),
            host: Some(Text::new(&host.nodename().to_string_lossy())),
        }
    }

    fn lines(&self) -> String {
        let part = |part: &Option<Text>| {
            let raw = part.as_ref().map_or("", Text::raw);
            raw.replace(['\n', '\r'], " ")
        };
        let pid = self.pid.map(|pid| pid.to_string()).unwrap_or_default();
        format!("{pid}\n{}\n{}\n", part(&self.host), part(&self.operator))
    }

    /// Who wrote this file.
    fn read(file: File) -> Self {
        let mut text = String::new();
        // The holder may be writing it right now.
        let _ = file.take(4096).read_to_string(&mut text);
        let mut lines = text.lines();
        let pid = lines.next().and_then(|line| line.parse().ok());
        let mut part = || lines.next().filter(|l| !l.is_empty()).map(Text::new);
        Self {
            pid,
            host: part(),
            operator: part(),
        }
    }
}

impl fmt::Display for JobHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.operator.as_ref().map(Text::to_string));
        parts.extend(self.host.as_ref().map(|host| format!("on {host}")));
        parts.extend(self.pid.map(|pid| format!("process {pid}")));
        if parts.is_empty() {
            parts.push("it does not say who".to_owned());
        }
        f.pad(&parts.join(", "))
    }
}

/// An exclusive lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct FileLock {
    file: File,
    path: PathBuf,
}

/// Why a lock was not taken.
#[derive(Debug)]
pub(super) enum LockError {
    By(JobHolder),
    Unusable(io::Error),
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error)
    }
}

impl FileLock {
    /// Takes the lock without waiting, or returns its holder.
    pub(super) fn take(path: &Path, holder: &JobHolder) -> Result<Self, LockError> {
        loop {
            let mut file = open(path)?;
            if !was_free(file.try_lock())? {
                return Err(LockError::By(JobHolder::read(file)));
            }
            // Its previous holder may have removed the file after it was opened here: then this lock is on a
            // file that nobody else will ever find.
            if !is_at(&file, path)? {
                continue;
            }
            file.set_len(0)?;
            file.write_all(holder.lines().as_bytes())?;
            return Ok(Self {
                file,
                path: path.to_owned(),
            });
        }
    }

    /// Whether its file is still in its place: if not, somebody else may have locked a new one since.
    pub(super) fn is_there(&self) -> bool {
        is_at(&self.file, &self.path).unwrap_or(false)
    }

    /// The path of its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Who has the lock, if anybody.
    pub(super) fn holder(path: &Path) -> io::Result<Option<JobHolder>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // A shared lock, so that processes that only look do not take each other for a holder.
        if was_free(file.try_lock_shared())? {
            return Ok(None);
        }
        Ok(Some(JobHolder::read(file)))
    }

    /// Removes the file: nobody needs the lock any more.
    pub(super) fn remove(self) {
        // A file that is left behind locks nothing.
        let _ = fs::remove_file(&self.path);
        drop(self.file);
    }
}

/// Tells the processes that share a file that it is in use.
#[derive(Debug)]
pub(super) struct Presence {
    file: File,
    alone: bool,
}

impl Presence {
    /// Opens the lock file. If nobody else has it open ([`Self::is_alone`]), nobody can enter before
    /// [`Self::share`].
    pub(super) fn enter(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        let alone = was_free(file.try_lock())?;
        Ok(Self { file, alone })
    }

    pub(super) fn is_alone(&self) -> bool {
        self.alone
    }

    /// Lets other processes in.
    pub(super) fn share(&self) -> io::Result<()> {
        // If it holds the exclusive lock, this turns it into a shared one: on Unix these are `flock` locks.
        self.file.lock_shared()
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(FILE_MODE)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    Ok(file)
}

fn was_free(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let here = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((here.dev(), here.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
