//! Why an ID in a list is doubtful, or cannot be used.

use crate::dialog::triage::UnusableId;
use crate::i18n::Lang;
use crate::t;
use crate::text::id_finder::{IdDoubt, IdProblem};

/// Why an ID is doubtful; without a doubt of the parser, because it violates the rule for IDs.
pub fn doubt(lang: Lang, doubt: Option<IdDoubt>) -> String {
    match doubt {
        None => t!(lang, "doubt-odd"),
        Some(IdDoubt::Word) => t!(lang, "doubt-word"),
        Some(IdDoubt::Ticket) => t!(lang, "doubt-ticket"),
        Some(IdDoubt::Other) => t!(lang, "doubt-other"),
        Some(IdDoubt::Range) => t!(lang, "doubt-range"),
        Some(IdDoubt::Phone) => t!(lang, "doubt-phone"),
        Some(IdDoubt::Number) => t!(lang, "doubt-number"),
        Some(IdDoubt::Part) => t!(lang, "doubt-part"),
        Some(IdDoubt::Mended) => t!(lang, "doubt-mended"),
        Some(IdDoubt::Struck) => t!(lang, "doubt-struck"),
        Some(IdDoubt::Beside) => t!(lang, "doubt-beside"),
        Some(IdDoubt::Aside) => t!(lang, "doubt-aside"),
        Some(IdDoubt::Total) => t!(lang, "doubt-total"),
        Some(IdDoubt::NoValue) => t!(lang, "doubt-no-value"),
        Some(IdDoubt::Spreadsheet) => t!(lang, "doubt-spreadsheet"),
        Some(IdDoubt::Column) => t!(lang, "doubt-column"),
        Some(IdDoubt::TwoRemarks) => t!(lang, "doubt-two-remarks"),
    }
}

/// Why an ID cannot be used.
pub fn unusable(lang: Lang, unfit: UnusableId) -> String {
    match unfit {
        UnusableId::Impossible(IdProblem::Dots) => t!(lang, "unfit-dots"),
        UnusableId::Impossible(IdProblem::Invisible) => t!(lang, "unfit-invisible"),
        UnusableId::Impossible(IdProblem::Empty) => t!(lang, "unfit-empty"),
        UnusableId::Impossible(IdProblem::TooLong) => t!(lang, "unfit-long"),
        UnusableId::Impossible(IdProblem::Damaged) => t!(lang, "unfit-damaged"),
        UnusableId::Owner => t!(lang, "id-self"),
    }
}
