//! Failures of the journal, as failures of what needs it.

use crate::domain::{Failure, FailureClass, FailureReason, JournalProblem, SystemError};
use crate::journal::JournalError;

/// The journal cannot be opened, or is damaged.
pub(super) fn unusable(why: &JournalError) -> Failure {
    log::error!("the journal cannot be used: {why}");
    why.into()
}

/// The journal cannot be read; no change was requested.
pub(super) fn not_read(why: &JournalError) -> Failure {
    log::error!("the journal cannot be read: {why}");
    why.into()
}

/// A file exported from the journal cannot be written.
pub(super) fn not_exported(why: &SystemError) -> Failure {
    log::error!("a file of the journal cannot be written: {why}");
    failure(JournalProblem::NoFile(why.problem), why.words.raw())
}

/// What the journal cannot record is not sent.
pub(super) fn not_recorded(why: &JournalError) -> Failure {
    log::error!("not recorded, and so not sent: {why}");
    why.into()
}

/// The same, for a reason that is no error of the journal.
pub(super) fn not_recorded_because(problem: JournalProblem, why: &str) -> Failure {
    log::error!("not recorded, and so not sent: {why}");
    failure(problem, why)
}

fn failure(problem: JournalProblem, why: &str) -> Failure {
    let failure = Failure::new(FailureClass::NothingDone, FailureReason::Journal).because(why);
    Failure {
        journal: Some(problem),
        ..failure
    }
}
