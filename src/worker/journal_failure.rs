//! Failures of the journal, as failures of what needs it.

use crate::domain::{Failure, FailureClass, FailureReason};
use crate::journal::JournalError;

/// The journal cannot be read; no change was requested.
pub(super) fn log_unread(why: &JournalError) -> Failure {
    log::error!("the journal: {why}");
    why.into()
}

/// A file exported from the journal cannot be written.
pub(super) fn log_no_file(why: &str) -> Failure {
    log::error!("a file of the journal: {why}");
    Failure::new(FailureClass::NotSent, FailureReason::Journal).because(why)
}

/// What the journal cannot record is not sent.
pub(super) fn log_unrecorded(why: &JournalError) -> Failure {
    log::error!("not recorded, and so not sent: {why}");
    why.into()
}

/// The same, for a reason that is no error of the journal.
pub(super) fn log_not_recorded(why: &str) -> Failure {
    log::error!("not recorded, and so not sent: {why}");
    Failure::new(FailureClass::NotSent, FailureReason::Journal).because(why)
}
