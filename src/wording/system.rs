//! Errors of the operating system.

use crate::domain::{SystemError, SystemProblem};
use crate::i18n::Lang;
use crate::t;

/// An error of the system, with the system's own words.
pub fn error(lang: Lang, error: &SystemError) -> String {
    problem(lang, error.problem, error.words.unmasked())
}

/// A problem, with what the system says. That is English, and so it is all that an English text needs.
pub fn problem(lang: Lang, problem: SystemProblem, words: &str) -> String {
    match problem {
        SystemProblem::NotFound => t!(lang, "system-not-found", words = words),
        SystemProblem::Denied => t!(lang, "system-denied", words = words),
        SystemProblem::Exists => t!(lang, "system-exists", words = words),
        SystemProblem::Full => t!(lang, "system-full", words = words),
        SystemProblem::Quota => t!(lang, "system-quota", words = words),
        SystemProblem::ReadOnly => t!(lang, "system-read-only", words = words),
        SystemProblem::NotADirectory => t!(lang, "system-not-a-directory", words = words),
        SystemProblem::IsADirectory => t!(lang, "system-is-a-directory", words = words),
        SystemProblem::BadName => t!(lang, "system-bad-name", words = words),
        SystemProblem::TooLarge => t!(lang, "system-too-large", words = words),
        SystemProblem::Busy => t!(lang, "system-busy", words = words),
        SystemProblem::Closed => t!(lang, "system-closed", words = words),
        SystemProblem::TimedOut => t!(lang, "system-timed-out", words = words),
        SystemProblem::Refused => t!(lang, "system-refused", words = words),
        SystemProblem::AddressInUse => t!(lang, "system-address-in-use", words = words),
        SystemProblem::AddressAbsent => t!(lang, "system-address-absent", words = words),
        SystemProblem::Unsupported => t!(lang, "system-unsupported", words = words),
        SystemProblem::Other => words.to_owned(),
    }
}
