//! What is known about users and between two of them, in one word.

use crate::domain::AccountStatus;
use crate::i18n::Lang;
use crate::t;

/// "Yes", "no" or "unknown".
pub fn yes_no(lang: Lang, fact: Option<bool>) -> String {
    match fact {
        Some(true) => t!(lang, "yes"),
        Some(false) => t!(lang, "no"),
        None => t!(lang, "unknown"),
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
