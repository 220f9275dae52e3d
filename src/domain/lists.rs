//! A user's lists: which there are, their rows, and their pages.

use std::fmt::Debug;
use std::hash::Hash;

use super::UserId;
use crate::text::{Needle, Text};

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

/// A row of a list, identified by a key.
pub trait ListRow {
    /// The key, unique within a list.
    type Key: Clone + Eq + Hash + Debug;
    /// The key of this row.
    fn key(&self) -> Self::Key;
    /// Whether this is the row with that key.
    fn is(&self, key: &Self::Key) -> bool;
    /// The user or group that the row is about.
    fn id(&self) -> &UserId;
    /// Whether the row matches a filter.
    fn matches(&self, needle: &Needle) -> bool;
}

impl ListRow for Contact {
    type Key = UserId;
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
        needle.is_in(self.id.shown())
            || self
                .remark
                .as_ref()
                .is_some_and(|r| needle.is_in(r.shown()))
    }
}
impl ListRow for Blocked {
    type Key = UserId;
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
        needle.is_in(self.id.shown())
    }
}
impl ListRow for Conversation {
    /// A group may have the same ID as a user.
    type Key = (ChatKind, UserId);
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
        needle.is_in(self.id.shown())
            || self
                .last_text
                .as_ref()
                .is_some_and(|t| needle.is_in(t.shown()))
    }
}
