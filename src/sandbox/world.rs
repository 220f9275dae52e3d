//! The data of the simulated service: accounts, and the three lists of each.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

use super::message::Message;
use super::ordered_list::{FIRST_SEQUENCE, OrderedList, SharedId};
use super::reply::ApiError;

/// The most users on one blocklist.
pub const BLOCK_CAP: usize = 500;

/// For how many conversations it is remembered that a user deleted the messages: twice the length of a list.
pub const GIVEN_UP: usize = 1000;

/// Everything that can change.
#[derive(Debug)]
pub struct SandboxWorld {
    pub contact_cap: usize,
    users: HashMap<SharedId, User>,
    /// Accounts in the order of registration, for the listing of all users.
    made: BTreeMap<u64, SharedId>,
    next: u64,
    effects: Effects,
}

/// The changes that calls have really made, in order: a call that finds the requested state already changes
/// nothing.
#[derive(Debug, Default)]
pub struct Effects {
    total: u64,
    latest: VecDeque<Value>,
}

impl Effects {
    /// How many changes the report contains.
    const KEPT: usize = 5000;

    pub fn report(&self) -> Value {
        json!({ "total": self.total, "changes": self.latest })
    }
}

/// An account that exists.
#[derive(Debug)]
pub struct User {
    pub id: SharedId,
    pub nickname: Option<Box<str>>,
    pub created: u64,
    pub modified: u64,
    pub activated: bool,
    /// The friend and this user's own remark. An ID here may belong to no account any more.
    pub friends: OrderedList<Option<Box<str>>>,
    pub blocks: OrderedList<()>,
    pub conversations: OrderedList<StoredConversation>,
    /// The latest conversations whose messages on the server this user has deleted.
    pub roam_deleted: VecDeque<(ConversationKind, SharedId)>,
    made: u64,
}

/// One side's view of a conversation.
#[derive(Debug)]
pub struct StoredConversation {
    pub id: SharedId,
    pub kind: ConversationKind,
    pub unread: u32,
    pub pinned: bool,
    pub last: Option<Message>,
}

/// One-to-one or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationKind {
    Chat,
    Group,
}

impl ConversationKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Group => "groupchat",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Chat, Self::Group]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// The key of a conversation: a user and a group may have the same ID.
    pub fn key(self, id: &str) -> SharedId {
        format!("{} {id}", self.word()).into()
    }
}

impl SandboxWorld {
    pub fn new(contact_cap: usize) -> Self {
        Self {
            contact_cap,
            users: HashMap::new(),
            made: BTreeMap::new(),
            next: FIRST_SEQUENCE,
            effects: Effects::default(),
        }
    }

    /// Records that a call has changed the relation of an owner to somebody.
    pub fn changed(&mut self, what: &str, owner: &str, other: &str) {
        self.effects.total += 1;
        if self.effects.latest.len() == Effects::KEPT {
            self.effects.latest.pop_front();
        }
        let change = json!({ "what": what, "owner": owner, "other": other });
        self.effects.latest.push_back(change);
    }

    pub fn effects(&mut self) -> &mut Effects {
        &mut self.effects
    }

    pub fn sequence(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Whether a number could have been handed out in a cursor.
    pub fn issued(&self, sequence: u64) -> bool {
        sequence <= self.next
    }

    pub fn user(&self, id: &str) -> Result<&User, ApiError> {
        self.users.get(id).ok_or_else(ApiError::not_found)
    }

    pub fn user_mut(&mut self, id: &str) -> Result<&mut User, ApiError> {
        self.users.get_mut(id).ok_or_else(ApiError::not_found)
    }

    pub fn exists(&self, id: &str) -> bool {
        self.users.contains_key(id)
    }

    /// Creates an account unless it exists; returns its ID in the form that the lists share.
    pub fn make(&mut self, id: &str, nickname: Option<&str>, created: u64) -> SharedId {
        if let Some(user) = self.users.get(id) {
            return Arc::clone(&user.id);
        }
        let id: SharedId = id.into();
        let made = self.sequence();
        self.made.insert(made, Arc::clone(&id));
        let user = User {
            id: Arc::clone(&id),
            nickname: nickname.map(Into::into),
            created,
            modified: created,
            activated: true,
            friends: OrderedList::default(),
            blocks: OrderedList::default(),
            conversations: OrderedList::default(),
            roam_deleted: VecDeque::new(),
            made,
        };
        self.users.insert(Arc::clone(&id), user);
        id
    }

    /// Deletes an account. Its ID stays in other users' lists, as it does in the service.
    pub fn delete(&mut self, id: &str) -> Result<User, ApiError> {
        let user = self.users.remove(id).ok_or_else(ApiError::not_found)?;
        self.made.remove(&user.made);
        Ok(user)
    }

    /// Accounts in the order of registration after a position, and the position where the page ended.
    pub fn accounts(&self, after: Option<u64>, size: usize) -> (Vec<&User>, Option<u64>) {
        let from = after.map_or(0, |sequence| sequence + 1);
        let mut rest = self.made.range(from..);
        let page: Vec<_> = rest
            .by_ref()
            .take(size)
            .filter_map(|(_, id)| self.users.get(id))
            .collect();
        let next = rest.next().and(page.last()).map(|user| user.made);
        (page, next)
    }

    /// Adds each to the other's list, as the newest.
    pub fn befriend(&mut self, one: &str, other: &str) -> Result<(), ApiError> {
        let (one, other) = (
            Arc::clone(&self.user(one)?.id),
            Arc::clone(&self.user(other)?.id),
        );
        let (first, second) = (self.sequence(), self.sequence());
        self.user_mut(&one)?
            .friends
            .insert(first, Arc::clone(&other), None);
        self.user_mut(&other)?.friends.insert(second, one, None);
        Ok(())
    }

    pub fn full(&self, id: &str) -> bool {
        self.users
            .get(id)
            .is_some_and(|user| user.friends.len() >= self.contact_cap)
    }
}

impl User {
    /// The account as in replies.
    pub fn entity(&self) -> Value {
        let mut entity = json!({
            "uuid": self.uuid(),
            "type": "user",
            "created": self.created,
            "modified": self.modified,
            "username": &*self.id,
            "activated": self.activated,
        });
        if let Some(nickname) = &self.nickname {
            entity["nickname"] = json!(nickname);
        }
        entity
    }

    /// Derived from the ID and the creation time, so that an account that is created again gets a different
    /// one.
    pub fn uuid(&self) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut halves = [0_u64; 2];
        for half in &mut halves {
            for byte in self.id.bytes().chain(self.created.to_le_bytes()) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            *half = hash;
        }
        let text = format!("{:016x}{:016x}", halves[0], halves[1]);
        format!(
            "{}-{}-1{}-a{}-{}",
            &text[..8],
            &text[8..12],
            &text[13..16],
            &text[17..20],
            &text[20..]
        )
    }

    /// Whether this user deleted the messages of a conversation. A user and a group may have the same ID.
    pub fn gave_up(&self, kind: ConversationKind, id: &str) -> bool {
        let mut given_up = self.roam_deleted.iter();
        given_up.any(|(of, known)| *of == kind && **known == *id)
    }

    /// Records that the messages of a conversation were deleted. A caller may name any conversation, so only
    /// the latest are kept.
    pub fn give_up(&mut self, kind: ConversationKind, id: &str) {
        if self.roam_deleted.len() == GIVEN_UP {
            self.roam_deleted.pop_front();
        }
        self.roam_deleted.push_back((kind, id.into()));
    }

    pub fn befriended(&self, id: &str) -> bool {
        self.friends.contains(id)
    }
}
