//! A user's lists: which there are, their rows, and their pages.

use std::cmp::Reverse;
use std::fmt::Debug;
use std::hash::Hash;

use super::UserId;
use crate::text::{self, Needle, Text};

/// Which of a user's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// The friends, with remarks.
    Friends,
    /// The blocklist.
    Blocks,
    /// The conversations.
    Conversations,
}

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Friends, Self::Blocks, Self::Conversations];

    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Friends => "friends",
            Self::Blocks => "blocks",
            Self::Conversations => "conversations",
        }
    }
}

/// A friend in a user's contact list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The friend.
    pub id: UserId,
    /// The owner's remark for the friend; the service sends `null` or an empty text for none.
    pub remark: Option<Text>,
}

/// A user on another user's blocklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The blocked user.
    pub id: UserId,
}

/// One-to-one or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChatKind {
    /// One-to-one; the conversation's ID is the peer's user ID.
    Chat,
    /// A group; the conversation's ID is the group's ID.
    Group,
}

/// A conversation on the server, as one user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The peer's user ID, or the group's ID.
    pub id: UserId,
    /// One-to-one or group.
    pub kind: ChatKind,
    /// Unread messages, if the service reports them.
    pub unread: Option<u64>,
    /// When the last message arrived, in milliseconds since 1970 (UTC).
    pub last_at: Option<i64>,
    /// The last message's text, if it has one.
    pub last_text: Option<Text>,
}

/// Where the next page starts: the server's own cursor, sent back unchanged and never shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor(pub String);

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the server's order.
    pub rows: Vec<T>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<Cursor>,
}

/// In which order the rows of a list are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::VariantArray)]
pub enum ListOrder {
    /// As the service lists them.
    #[default]
    Server,
    /// By ID.
    Id,
    /// By remark; those without one come last.
    Remark,
    /// By unread messages, the most first.
    Unread,
    /// By the last message, the newest first.
    LastMessage,
}

/// What a row is sorted by: whether that is missing, a number, a text.
pub type ListSortKey = (bool, Reverse<i64>, String);

fn by_text(text: Option<String>) -> ListSortKey {
    (text.is_none(), Reverse(0), text.unwrap_or_default())
}

fn by_number(number: Option<i64>) -> ListSortKey {
    (
        number.is_none(),
        Reverse(number.unwrap_or(0)),
        String::new(),
    )
}

/// The width of the mark beside the ID of a group, in the wider of the two languages.
const GROUP_MARK: usize = 5;

/// A row of a list, identified by a key.
pub trait ListRow {
    /// The key, unique within a list.
    type Key: Clone + Eq + Hash + Debug;
    /// The key of this row.
    fn key(&self) -> Self::Key;
    /// Whether this is the row with that key.
    fn is(&self, key: &Self::Key) -> bool;
    /// The orders in which such rows can be shown.
    const ORDERS: &'static [ListOrder];
    /// The user or group that the row is about.
    fn id(&self) -> &UserId;
    /// The user that the row is about; `None` for a group.
    fn user(&self) -> Option<&UserId> {
        Some(self.id())
    }
    /// Whether the row matches a filter.
    fn matches(&self, needle: &Needle) -> bool;
    /// Unread messages, if that was read.
    fn unread(&self) -> Option<u64> {
        None
    }
    /// The cells that the ID needs, with the mark of a group.
    fn id_width(&self) -> usize {
        text::width(self.id().shown())
    }
    /// What the row is sorted by.
    fn sort_key(&self, order: ListOrder) -> ListSortKey {
        match order {
            ListOrder::Id => by_text(Some(self.id().folded())),
            _ => by_text(None),
        }
    }
}

impl ListRow for Contact {
    type Key = UserId;
    const ORDERS: &'static [ListOrder] = &[ListOrder::Server, ListOrder::Id, ListOrder::Remark];
    fn key(&self) -> UserId {
        self.id.clone()
    }
    fn is(&self, key: &UserId) -> bool {
        self.id == *key
    }
    fn id(&self) -> &UserId {
        &self.id
    }
    fn matches(&self, needle: &Needle) -> bool {
        needle.is_in(self.id.unmasked())
            || self
                .remark
                .as_ref()
                .is_some_and(|r| needle.is_in(r.unmasked()))
    }
    fn sort_key(&self, order: ListOrder) -> ListSortKey {
        match order {
            ListOrder::Remark => {
                let remark = self.remark.as_ref().map(|r| text::sort_key(r.shown()));
                by_text(remark.filter(|remark| !remark.is_empty()))
            }
            _ => by_text((order == ListOrder::Id).then(|| self.id.folded())),
        }
    }
}
impl ListRow for Blocked {
    type Key = UserId;
    const ORDERS: &'static [ListOrder] = &[ListOrder::Server, ListOrder::Id];
    fn key(&self) -> UserId {
        self.id.clone()
    }
    fn is(&self, key: &UserId) -> bool {
        self.id == *key
    }
    fn id(&self) -> &UserId {
        &self.id
    }
    fn matches(&self, needle: &Needle) -> bool {
        needle.is_in(self.id.unmasked())
    }
}
impl ListRow for Conversation {
    /// A group may have the same ID as a user.
    type Key = (ChatKind, UserId);
    const ORDERS: &'static [ListOrder] = &[
        ListOrder::Server,
        ListOrder::Id,
        ListOrder::Unread,
        ListOrder::LastMessage,
    ];
    fn key(&self) -> (ChatKind, UserId) {
        (self.kind, self.id.clone())
    }
    fn is(&self, (kind, id): &(ChatKind, UserId)) -> bool {
        self.kind == *kind && self.id == *id
    }
    fn id(&self) -> &UserId {
        &self.id
    }
    fn matches(&self, needle: &Needle) -> bool {
        needle.is_in(self.id.unmasked())
            || self
                .last_text
                .as_ref()
                .is_some_and(|t| needle.is_in(t.unmasked()))
    }
    fn user(&self) -> Option<&UserId> {
        (self.kind == ChatKind::Chat).then_some(&self.id)
    }
    fn unread(&self) -> Option<u64> {
        self.unread
    }
    fn id_width(&self) -> usize {
        let mark = match self.kind {
            ChatKind::Chat => 0,
            ChatKind::Group => GROUP_MARK,
        };
        text::width(self.id.shown()) + mark
    }
    fn sort_key(&self, order: ListOrder) -> ListSortKey {
        match order {
            ListOrder::Unread => {
                by_number(self.unread.map(|n| i64::try_from(n).unwrap_or(i64::MAX)))
            }
            ListOrder::LastMessage => by_number(self.last_at),
            _ => by_text((order == ListOrder::Id).then(|| self.id.folded())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friends_are_sorted_by_remark_with_chinese_at_its_pinyin_and_none_at_the_end() {
        let friend = |id: &str, remark: Option<&str>| Contact {
            id: UserId::new(id),
            remark: remark.map(Text::new),
        };
        let mut rows = [
            friend("1", None),
            friend("2", Some("zoe")),
            friend("3", Some("张三")),
            friend("4", Some("陈女士")),
            friend("5", Some("Bob")),
            friend("6", Some("ＡＮＮ")),
        ];
        rows.sort_by_key(|row| row.sort_key(ListOrder::Remark));
        let ids: String = rows.iter().map(|row| row.id.raw()).collect();
        assert_eq!(ids, "654321");
    }

    #[test]
    fn conversations_are_sorted_by_numbers_the_most_first_and_unknown_ones_last() {
        let row = |id: &str, unread, last_at| Conversation {
            id: UserId::new(id),
            kind: ChatKind::Chat,
            unread,
            last_at,
            last_text: None,
        };
        let mut rows = [
            row("a", None, Some(5)),
            row("b", Some(0), None),
            row("c", Some(u64::MAX), Some(-1)),
            row("d", Some(7), Some(9)),
        ];
        let mut by = |order| -> String {
            rows.sort_by_key(|row| row.sort_key(order));
            rows.iter().map(|row| row.id.raw()).collect()
        };
        assert_eq!(by(ListOrder::Unread), "cdba");
        assert_eq!(by(ListOrder::LastMessage), "dacb");
        assert_eq!(by(ListOrder::Id), "abcd");
    }
}
