//! Words of the journal's tables.
// i18n-prefix: cli-state-

use crate::domain::ChangeKind;
use crate::domain::history::{Deed, EntryState};
use crate::domain::job::StepState;
use crate::i18n::{self, Lang};
use crate::wording::journal;

/// The name of a change or a job.
pub fn verb(lang: Lang, kind: ChangeKind) -> String {
    let roaming = false;
    journal::verb(lang, Deed { kind, roaming })
}

/// The state of an entry.
pub fn entry_state(lang: Lang, entry: EntryState) -> String {
    state(lang, entry.word())
}

/// The state of a change of a job.
pub fn step_state(lang: Lang, step: &StepState) -> String {
    state(lang, step.word())
}

fn state(lang: Lang, word: &str) -> String {
    i18n::text(lang, &format!("cli-state-{}", word.replace(' ', "-")))
}
