//! The open user: what was queried, what is known, and what is not.

use std::collections::{HashMap, HashSet};

use super::dated::{FetchedFact, IdListing, PairFacts};
use crate::domain::{
    Account, Blocked, Contact, Conversation, ListKind, ListRow, RequestId, UserId,
};
use crate::paged::PagedList;

/// The user whose relations are on screen.
#[derive(Debug, Clone)]
pub struct OpenUser {
    /// The user's ID.
    pub id: UserId,
    /// The list that had the focus when another user was opened.
    pub focus: ListKind,
    /// The account.
    pub account: FetchedFact<Account>,
    /// The friends, newest first.
    pub friends: PagedList<Contact>,
    /// The IDs of all friends, from one call: for the total, and the marks in the other lists.
    pub friend_ids: FetchedFact<IdListing>,
    /// The blocklist, newest first.
    pub blocks: PagedList<Blocked>,
    /// The IDs of the whole blocklist, from one call.
    pub block_ids: FetchedFact<IdListing>,
    /// The conversations, most recently active first.
    pub conversations: PagedList<Conversation>,
    /// What was read about each pair.
    pub(super) pairs: HashMap<UserId, PairFacts>,
    /// The friends who were added here, in this session.
    pub new_friends: HashSet<UserId>,
    /// Whether something was read since the filters of the lists were last told.
    pub(super) facts_changed: bool,
    /// The first call of the last full refresh: cards query again what was read before it.
    pub reread: Option<RequestId>,
}

impl OpenUser {
    /// A user about whom nothing is known yet.
    pub fn new(id: UserId) -> Self {
        Self {
            id,
            focus: ListKind::Friends,
            account: FetchedFact::default(),
            friends: PagedList::default(),
            friend_ids: FetchedFact::default(),
            blocks: PagedList::default(),
            block_ids: FetchedFact::default(),
            conversations: PagedList::default(),
            pairs: HashMap::new(),
            new_friends: HashSet::new(),
            facts_changed: false,
            reread: None,
        }
    }

    /// The number of friends, if known.
    pub fn friend_total(&self) -> Option<ListTotal> {
        total(&self.friend_ids, &self.friends)
    }

    /// The number of blocked users, if known.
    pub fn block_total(&self) -> Option<ListTotal> {
        total(&self.block_ids, &self.blocks)
    }
}

/// The size of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListTotal {
    /// The number.
    pub n: usize,
    /// Whether there may be more: the call that counts them returns no more than this.
    pub or_more: bool,
}

impl std::fmt::Display for ListTotal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.n, if self.or_more { "+" } else { "" })
    }
}

fn total<T: ListRow>(ids: &FetchedFact<IdListing>, list: &PagedList<T>) -> Option<ListTotal> {
    let exact = |n| ListTotal { n, or_more: false };
    match ids.value() {
        Some(ids) if ids.whole => Some(exact(ids.ids.len())),
        _ if list.is_complete() => Some(exact(list.loaded())),
        Some(ids) => Some(ListTotal {
            n: ids.ids.len().max(list.loaded()),
            or_more: true,
        }),
        None => None,
    }
}

/// Any of the three lists that can have the focus.
#[derive(Debug)]
pub enum ListMut<'a> {
    /// Friends.
    Friends(&'a mut PagedList<Contact>),
    /// Blocklist.
    Blocks(&'a mut PagedList<Blocked>),
    /// Conversations.
    Conversations(&'a mut PagedList<Conversation>),
}

/// Applies the same expression to whichever list it is.
#[macro_export]
macro_rules! on_list {
    ($list:expr, $name:ident => $body:expr) => {
        match $list {
            $crate::model::ListMut::Friends($name) => $body,
            $crate::model::ListMut::Blocks($name) => $body,
            $crate::model::ListMut::Conversations($name) => $body,
        }
    };
}

impl OpenUser {
    /// The list of a pane.
    pub fn list(&mut self, pane: ListKind) -> ListMut<'_> {
        match pane {
            ListKind::Friends => ListMut::Friends(&mut self.friends),
            ListKind::Blocks => ListMut::Blocks(&mut self.blocks),
            ListKind::Conversations => ListMut::Conversations(&mut self.conversations),
        }
    }
}
