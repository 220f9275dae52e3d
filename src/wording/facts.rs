//! What is known about users and between two of them, in one word.

use crate::domain::{AccountStatus, PairRemark};
use crate::i18n::Lang;
use crate::t;
use crate::text::Text;

/// "Yes", "no" or "unknown".
pub fn yes_no(lang: Lang, fact: Option<bool>) -> String {
    match fact {
        Some(true) => t!(lang, "yes"),
        Some(false) => t!(lang, "no"),
        None => t!(lang, "unknown"),
    }
}

/// A remark. Spaces at its ends cannot be seen, so they are shown as code points.
pub fn remark(remark: &Text) -> String {
    let shown = remark.shown();
    let from_start = shown.trim_start_matches(' ');
    let inner = from_start.trim_end_matches(' ');
    let space = |n: usize| "<20>".repeat(n);
    format!(
        "{}{inner}{}",
        space(shown.len() - from_start.len()),
        space(from_start.len() - inner.len())
    )
}

/// A remark as far as it is known.
pub fn known_remark(lang: Lang, known: Option<&PairRemark>) -> String {
    match known {
        Some(PairRemark::Text(text)) => remark(text),
        Some(PairRemark::None) => t!(lang, "none"),
        Some(PairRemark::Withheld) | None => t!(lang, "not-read"),
    }
}

/// The state of an account, in one word.
pub fn account(lang: Lang, standing: AccountStatus) -> String {
    match standing {
        AccountStatus::Active => t!(lang, "account-active"),
        AccountStatus::Banned => t!(lang, "account-banned"),
        AccountStatus::NoAccount => t!(lang, "account-gone-short"),
        AccountStatus::Unknown => t!(lang, "account-unread"),
    }
}

/// How somebody stands to the owner.
pub fn relation(lang: Lang, blocked: Option<bool>, friend: Option<bool>) -> String {
    match (blocked, friend) {
        (Some(true), Some(true)) => t!(lang, "relation-both"),
        (Some(true), _) => t!(lang, "relation-blocked"),
        (_, Some(true)) => t!(lang, "relation-friend"),
        (Some(false), Some(false)) => t!(lang, "relation-none"),
        (None, _) | (_, None) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_at_the_ends_of_a_remark_can_be_seen() {
        for (raw, shown) in [
            ("VIP", "VIP"),
            ("a b", "a b"),
            ("VIP  ", "VIP<20><20>"),
            (" VIP ", "<20>VIP<20>"),
            ("  ", "<20><20>"),
            ("", ""),
        ] {
            assert_eq!(remark(&Text::new(raw)), shown);
        }
    }
}
