//! The paths of the files beside the journal.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::domain::{EntryId, JobId};

/// The path of a file beside the journal.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// The lock of a job.
pub(super) fn lock_of(path: &Path, job: JobId) -> PathBuf {
    beside(path, ".jobs").join(format!("{job}.lock"))
}

/// The lock of a single write.
pub(super) fn lock_of_entry(path: &Path, entry: EntryId) -> PathBuf {
    beside(path, ".jobs").join(format!("entry-{entry}.lock"))
}
