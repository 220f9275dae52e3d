//! Why the journal could not do what was asked. Whoever gets one of these must not send the write.

use std::path::Path;

use rusqlite::ErrorCode;
use thiserror::Error;

use super::entry::EntryId;
use crate::text::Text;

/// Why something was not recorded, or not read. Each is one line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The file, its directory or one of its locks cannot be used.
    #[error("{0}: the journal cannot be used: {1}")]
    Unusable(String, String),
    /// A newer program has written it, and this one would not understand what it writes into it.
    #[error(
        "{path}: a newer rosterm wrote this journal (version {found}, this one knows {known}): use the newer one"
    )]
    Newer {
        /// The file.
        path: String,
        /// The version it is of.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// It is a database of some other program.
    #[error("{0}: this is a database, and not a journal of rosterm")]
    Foreign(String),
    /// It has to be set aside or brought to a new version, and another console works with it.
    #[error(
        "{0}: the journal has to be {1}, and another rosterm has it open: close that one first"
    )]
    InUse(String, &'static str),
    /// The file that was opened does not lie there any more: whatever is written now, nobody will find.
    #[error(
        "{0}: this file of the journal was removed or replaced while rosterm had it open: put it back, or quit and start again"
    )]
    Gone(String),
    /// It is damaged. The next console that opens it sets it aside.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// There is no room for more.
    #[error("the disk is full: nothing can be recorded in the journal")]
    Full,
    /// It can be read only.
    #[error("the journal cannot be written: {0}")]
    ReadOnly(String),
    /// Another process has kept it locked for too long.
    #[error("another process keeps the journal locked")]
    Busy,
    /// There is nothing of this name.
    #[error("the journal holds no {0}")]
    Missing(String),
    /// What is recorded already does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// What is to be taken back was taken back already, or is being.
    #[error("entry {by} has taken back entry {undone} already")]
    Taken {
        /// What was to be taken back.
        undone: EntryId,
        /// What takes it back.
        by: EntryId,
        /// Who did that.
        operator: Option<Text>,
    },
    /// Its thread has ended.
    #[error("the journal has stopped")]
    Stopped,
    /// Anything else that the database says.
    #[error("the journal failed: {0}")]
    Other(String),
}

impl Error {
    /// Whether the same may be recorded later, once somebody has let go of the file, made room, or mended it.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Missing(_) | Self::Conflict(_) | Self::Stopped)
    }

    /// Why a file or a directory is of no use.
    pub(super) fn unusable(path: &Path, why: &dyn std::fmt::Display) -> Self {
        Self::Unusable(path.display().to_string(), why.to_string())
    }

    /// A value that this program never writes.
    pub(super) fn strange(what: &str, value: &str) -> Self {
        Self::Damaged(format!("{value:?} is no {what}"))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let words = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(words),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(words),
            _ => Self::Other(words),
        }
    }
}
