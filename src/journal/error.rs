//! Why the journal could not do what was requested. After such an error the write must not be sent.

use std::io;
use std::path::Path;

use rusqlite::{ErrorCode, ffi};
use rustix::io::Errno;
use thiserror::Error;

use crate::domain::EntryId;
use crate::domain::{Failure, FailureClass, FailureReason, JournalProblem, SystemError};
use crate::text::Text;

/// The database's error codes for failing locks or shared memory.
const NO_LOCKS: [i32; 9] = [
    ffi::SQLITE_PROTOCOL,
    ffi::SQLITE_IOERR_LOCK,
    ffi::SQLITE_IOERR_UNLOCK,
    ffi::SQLITE_IOERR_RDLOCK,
    ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
    ffi::SQLITE_IOERR_SHMOPEN,
    ffi::SQLITE_IOERR_SHMSIZE,
    ffi::SQLITE_IOERR_SHMLOCK,
    ffi::SQLITE_IOERR_SHMMAP,
];

/// The environment variable for the directory of the journal.
pub const DATA_DIR: &str = "ROSTERM_DATA_DIR";

/// Why something was not recorded, or not read. Each message is one line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JournalError {
    /// The file, its directory or one of its locks cannot be used.
    #[error("{0}: the journal cannot be used: {1}")]
    Unusable(String, SystemError),
    /// Without locks, two processes would corrupt each other's records.
    #[error(
        "{0}: the file system there has no working locks or shared memory, as NFS may have none ({1}): set {DATA_DIR} to a directory on a local disk"
    )]
    NoLocks(String, String),
    /// A newer version of rosterm wrote it; this one could damage it by writing.
    #[error(
        "{path}: a newer rosterm wrote this journal (version {found}, this one knows {known}): use the newer one"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its schema version.
        found: u32,
        /// The newest schema version that this program knows.
        known: u32,
    },
    /// It is a database of a different program.
    #[error("{0}: this is a database, and not a journal of rosterm")]
    Foreign(String),
    /// It has to be set aside or migrated, but another process has it open.
    #[error(
        "{0}: the journal has to be {1}, and another rosterm has it open: close that one first"
    )]
    InUse(String, &'static str),
    /// The opened file is not in its place any more: whatever is written now would be lost.
    #[error(
        "{0}: this file of the journal was removed or replaced while rosterm had it open: put it back, or quit and start again"
    )]
    Gone(String),
    /// It is damaged. The next process that opens it sets it aside.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk is full: nothing can be recorded in the journal")]
    Full,
    /// It is read-only.
    #[error("the journal cannot be written: {0}")]
    ReadOnly(String),
    /// Another process has kept it locked for too long.
    #[error("another process keeps the journal locked")]
    Busy,
    /// There is nothing with this number or name.
    #[error("the journal holds no {0}")]
    Missing(String),
    /// It conflicts with what is recorded already.
    #[error("{0}")]
    Conflict(String),
    /// What is to be undone was undone already, or is being undone.
    #[error("entry {by} has undone entry {undone} already")]
    UndoneAlready {
        /// The entry to be undone.
        undone: EntryId,
        /// The entry that undoes it.
        by: EntryId,
        /// The operator of that entry.
        operator: Option<Text>,
    },
    /// The journal's thread has ended.
    #[error("the journal has stopped")]
    Stopped,
    /// Any other error of the database.
    #[error("the journal failed: {0}")]
    Other(String),
}

impl JournalError {
    /// Whether a retry may succeed later, once somebody has unlocked the file, made room, or repaired it.
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Missing(_) | Self::Conflict(_) | Self::Stopped)
    }

    /// What is wrong, and a name or a detail.
    fn trouble(&self) -> (JournalProblem, Option<String>) {
        match self {
            Self::Unusable(path, why) => (
                JournalProblem::Unusable(why.problem),
                Some(format!("{path}: {why}")),
            ),
            Self::NoLocks(path, why) => (JournalProblem::NoLocks, Some(format!("{path}: {why}"))),
            Self::Newer { path, .. } => (JournalProblem::Newer, Some(path.clone())),
            Self::Foreign(path) => (JournalProblem::Foreign, Some(path.clone())),
            Self::InUse(path, _) => (JournalProblem::InUse, Some(path.clone())),
            Self::Gone(path) => (JournalProblem::Replaced, Some(path.clone())),
            Self::Damaged(words) => (JournalProblem::Damaged, Some(words.clone())),
            Self::Full => (JournalProblem::Full, None),
            Self::ReadOnly(words) => (JournalProblem::ReadOnly, Some(words.clone())),
            Self::Busy => (JournalProblem::Busy, None),
            Self::Stopped => (JournalProblem::Stopped, None),
            Self::Other(words) => (JournalProblem::Other, Some(words.clone())),
            Self::Missing(_) | Self::Conflict(_) | Self::UndoneAlready { .. } => {
                (JournalProblem::Other, Some(self.to_string()))
            }
        }
    }

    /// A file or a directory cannot be used.
    pub(super) fn unusable(path: &Path, why: impl Into<SystemError>) -> Self {
        Self::Unusable(path.display().to_string(), why.into())
    }

    /// A file, a directory or a lock cannot be used.
    pub(super) fn io(path: &Path, why: &io::Error) -> Self {
        let no_locks = [Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOTSUP, Errno::NOSYS];
        if Errno::from_io_error(why).is_some_and(|errno| no_locks.contains(&errno)) {
            return Self::NoLocks(path.display().to_string(), why.to_string());
        }
        Self::unusable(path, why)
    }

    /// The database holds a value that this program never writes.
    pub(super) fn strange(what: &str, value: &str) -> Self {
        Self::Damaged(format!("{value:?} is no {what}"))
    }
}

impl From<&JournalError> for Failure {
    fn from(error: &JournalError) -> Self {
        let (trouble, detail) = error.trouble();
        let failure = Self {
            journal: Some(trouble),
            ..Self::new(FailureClass::NothingDone, FailureReason::Journal)
        };
        match detail {
            Some(detail) => failure.because(&detail),
            None => failure,
        }
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        let words = error.to_string();
        let extended = error.sqlite_error().map_or(0, |error| error.extended_code);
        if NO_LOCKS.contains(&extended) {
            return Self::NoLocks("the journal".to_owned(), words);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(words),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(words),
            _ => Self::Other(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_without_locks_is_named_with_where_a_local_place_is_set() {
        let path = Path::new("/home/li.na/journal.db.open");
        let why = |errno: Errno| JournalError::io(path, &io::Error::from(errno));
        for errno in [Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOSYS] {
            let words = why(errno).to_string();
            assert!(
                words.starts_with("/home/li.na/journal.db.open: "),
                "{words}"
            );
            assert!(words.contains("no working locks"), "{words}");
            assert!(
                words.contains("set ROSTERM_DATA_DIR to a directory"),
                "{words}"
            );
        }
        assert!(matches!(why(Errno::ACCESS), JournalError::Unusable(..)));
        for code in NO_LOCKS {
            let said = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert!(
                matches!(JournalError::from(said), JournalError::NoLocks(..)),
                "{code}"
            );
        }
        let said = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_READ), None);
        assert!(matches!(JournalError::from(said), JournalError::Other(_)));
    }
}
