//! Directories and files that only their owner may read, and what the system says if they cannot be used.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::domain::{SystemError, SystemProblem};
use crate::text::Text;

/// The mode of a file.
pub const FILE_MODE: u32 = 0o600;

/// The mode of a directory.
const DIR_MODE: u32 = 0o700;

/// The directory of a file.
pub fn dir_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// Creates a directory for its owner only. The permissions of an existing one stay as they are, unless it has
/// our name.
pub fn make_dir(dir: &Path) -> io::Result<()> {
    if !dir.is_dir() {
        return DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir);
    }
    if dir.file_name().is_some_and(|name| name == "rosterm") {
        fs::set_permissions(dir, Permissions::from_mode(DIR_MODE))?;
    }
    Ok(())
}

/// Writes a file atomically: it holds either the whole text or what it held before.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    written_beside(path, text)?.persist(path)?;
    Ok(())
}

/// Creates a file with the whole text, or nothing.
///
/// # Errors
/// `AlreadyExists` if there is something with this name: it is never overwritten.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    written_beside(path, text)?.persist_noclobber(path)?;
    Ok(())
}

/// A file with this text in the same directory, on the disk. It is removed unless it is persisted.
fn written_beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(".rosterm-")
        .permissions(Permissions::from_mode(FILE_MODE))
        .tempfile_in(dir_of(path))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

impl From<&io::Error> for SystemError {
    fn from(why: &io::Error) -> Self {
        let problem = match why.kind() {
            ErrorKind::NotFound => SystemProblem::NotFound,
            ErrorKind::PermissionDenied => SystemProblem::Denied,
            ErrorKind::AlreadyExists => SystemProblem::Exists,
            ErrorKind::StorageFull => SystemProblem::Full,
            ErrorKind::QuotaExceeded => SystemProblem::Quota,
            ErrorKind::ReadOnlyFilesystem => SystemProblem::ReadOnly,
            ErrorKind::NotADirectory => SystemProblem::NotADirectory,
            ErrorKind::IsADirectory => SystemProblem::IsADirectory,
            ErrorKind::InvalidFilename => SystemProblem::BadName,
            ErrorKind::FileTooLarge => SystemProblem::TooLarge,
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => SystemProblem::Busy,
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                SystemProblem::Closed
            }
            ErrorKind::TimedOut => SystemProblem::TimedOut,
            ErrorKind::ConnectionRefused => SystemProblem::Refused,
            ErrorKind::AddrInUse => SystemProblem::AddressInUse,
            ErrorKind::AddrNotAvailable => SystemProblem::AddressAbsent,
            ErrorKind::Unsupported => SystemProblem::Unsupported,
            _ => SystemProblem::Other,
        };
        Self {
            problem,
            words: Text::new(&why.to_string()),
        }
    }
}
