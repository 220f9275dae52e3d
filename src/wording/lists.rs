//! The names of the lists.

use crate::domain::ListKind;
use crate::i18n::Lang;
use crate::t;

/// The name of a list.
pub fn name(lang: Lang, list: ListKind) -> String {
    match list {
        ListKind::Friends => t!(lang, "friends"),
        ListKind::Blocks => t!(lang, "blocks"),
        ListKind::Conversations => t!(lang, "conversations"),
    }
}

/// The short name of a list, for narrow places.
pub fn short_name(lang: Lang, list: ListKind) -> String {
    match list {
        ListKind::Friends => t!(lang, "friends"),
        ListKind::Blocks => t!(lang, "blocks"),
        ListKind::Conversations => t!(lang, "conversations-short"),
    }
}
