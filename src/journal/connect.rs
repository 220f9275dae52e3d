//! Connects to the database.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::JournalError;
use crate::domain::SystemError;

/// How long to wait for another process that is writing, or opening the file.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Connects to the existing file.
pub(super) fn connect(path: &Path) -> Result<Connection, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)
        .map_err(|why| JournalError::unusable(path, SystemError::other(&why.to_string())))?;
    db.busy_timeout(PATIENCE)?;
    Ok(db)
}
