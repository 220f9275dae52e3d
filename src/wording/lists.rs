//! The names of the lists.

use crate::domain::{ListKind, ListOrder};
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

/// The order of a list, to stand behind its name; `None` for the service's own.
pub fn order(lang: Lang, order: ListOrder) -> Option<String> {
    match order {
        ListOrder::Server => None,
        ListOrder::Id => Some(t!(lang, "order-id")),
        ListOrder::Remark => Some(t!(lang, "order-remark")),
        ListOrder::Unread => Some(t!(lang, "order-unread")),
        ListOrder::LastMessage => Some(t!(lang, "order-last")),
    }
}
