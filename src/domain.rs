//! The words of the field: users, friends, blocked users, conversations, pages of them, and what a
//! failed call means. Nothing here knows about HTTP, the screen or the clock.

mod change;
pub mod history;
pub mod job;
pub mod limits;
pub mod lists;
pub mod undo;

pub use change::{Change, OrphanedChange, Verification};

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::text::{self, Text};

/// A user's id, exactly as the service holds it.
///
/// Any id can be looked at: older apps hold ids that break today's rule, so nothing is refused here.
/// What may be *sent* is decided where paths are built. `Display` prints it safe for a terminal, and
/// two different ids never print alike: of a very long one it prints the beginning and a checksum.
#[derive(Clone)]
pub struct UserId {
    raw: Box<str>,
    /// Only kept where it differs from `raw`: lists hold a hundred thousand of these.
    shown: Option<Box<str>>,
}

impl UserId {
    /// The id as it came from the service.
    pub fn new(raw: &str) -> Self {
        let shown = text::short_id(raw);
        Self {
            raw: raw.into(),
            shown: (shown != raw).then(|| shown.into_boxed_str()),
        }
    }

    /// The id that a person typed: white space around it is dropped and upper case folded, as the
    /// service itself does.
    pub fn typed(input: &str) -> Self {
        Self::new(&input.trim().to_lowercase())
    }

    /// The id for the wire. Never print this one; print the `UserId`.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The id safe to print.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }

    /// The id as the service tells it from others: it folds upper case.
    pub fn folded(&self) -> String {
        self.raw.to_lowercase()
    }

    /// Whether both name the same user to the service.
    pub fn is_same(&self, other: &Self) -> bool {
        self == other || self.folded() == other.folded()
    }

    /// Whether the id keeps the documented rule: at most 64 bytes of `a-z 0-9 _ - .`, and at least one.
    pub fn is_regular(&self) -> bool {
        text::is_regular(&self.raw)
    }
}

impl PartialEq for UserId {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl Eq for UserId {}
impl Hash for UserId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.shown())
    }
}
impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

/// Who is behind an app: real people, or nobody who would mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real people. A console on it starts read-only.
    Production,
    /// Made for trying things.
    Test,
}

/// A friend in somebody's contact list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The friend.
    pub id: UserId,
    /// What the owner of the list calls the friend; the service sends `null` or an empty text for none.
    pub remark: Option<Text>,
}

/// A user on somebody's blocklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The blocked user.
    pub id: UserId,
}

/// One-to-one or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChatKind {
    /// One-to-one; the conversation's id is the peer's user id.
    Chat,
    /// A group; the conversation's id is the group's id.
    Group,
}

/// A conversation on the server, as one user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The peer's user id, or the group's id.
    pub id: UserId,
    /// One-to-one or group.
    pub kind: ChatKind,
    /// Unread messages, where the service says so.
    pub unread: Option<u64>,
    /// When the last message came, in milliseconds since 1970 (UTC).
    pub last_at: Option<i64>,
    /// The last message's text, where it has one.
    pub last_text: Option<Text>,
}

/// What the service says about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub id: UserId,
    /// The service's own id of the account.
    pub uuid: Option<Text>,
    /// The nickname.
    pub nickname: Option<Text>,
    /// When it was registered, in milliseconds since 1970 (UTC).
    pub created: Option<i64>,
    /// `false` for a banned account.
    pub activated: Option<bool>,
}

/// Where the next page starts: the server's own word, sent back unchanged and never shown.
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

/// A row of a list, told apart from the others by a key.
pub trait ListRow {
    /// What no two rows of a list share.
    type Key: Clone + Eq + Hash + fmt::Debug;
    /// The key of this row.
    fn key(&self) -> Self::Key;
    /// Whether this is the row with that key.
    fn is(&self, key: &Self::Key) -> bool;
    /// The person, or the group, that the row is about.
    fn id(&self) -> &UserId;
    /// Whether a filter lets the row through; `needle` is [`text::folded`].
    fn matches(&self, needle: &str) -> bool;
}

fn holds(text: &str, needle: &str) -> bool {
    text.contains(needle) || text::folded(text).contains(needle)
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
    fn matches(&self, needle: &str) -> bool {
        holds(self.id.shown(), needle)
            || self
                .remark
                .as_ref()
                .is_some_and(|r| holds(r.shown(), needle))
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
    fn matches(&self, needle: &str) -> bool {
        holds(self.id.shown(), needle)
    }
}
impl ListRow for Conversation {
    /// A group may bear the same number as a user.
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
    fn matches(&self, needle: &str) -> bool {
        holds(self.id.shown(), needle)
            || self
                .last_text
                .as_ref()
                .is_some_and(|t| holds(t.shown(), needle))
    }
}

/// How two users stand to each other, as far as was asked. `None` is "not known".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// The other's account; `Err` when the service refused to say, for example because it is gone.
    pub account: Option<Result<Account, Failure>>,
    /// Whether they are friends.
    pub friends: Option<bool>,
    /// Whether the opened user blocks the other.
    pub blocks: Option<bool>,
    /// Whether the other blocks the opened user.
    pub blocked_by: Option<bool>,
}

/// What a failure says about the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum FailureClass {
    /// The request never left: nothing was changed, it may be sent again.
    #[strum(serialize = "not sent")]
    NotSent,
    /// The service turned it away for now (429, 401): nothing was changed, wait, then again.
    #[strum(serialize = "later")]
    Later,
    /// The service refused it: nothing was changed, and asking again will not help.
    #[strum(serialize = "refused")]
    Refused,
    /// Nobody knows whether it was done: read the truth before anything else.
    #[strum(serialize = "unknown")]
    Unknown,
}

/// Why a call failed, where the service's answer alone does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum FailureReason {
    /// The id cannot be part of an address: empty, `.`, `..`, or with control or format characters.
    #[strum(serialize = "bad id")]
    BadId,
    /// No connection: the name was not found, or nobody listens there, or the proxy refused.
    #[strum(serialize = "no connection")]
    Connect,
    /// The other side's certificate is not trusted.
    #[strum(serialize = "certificate not trusted")]
    Tls,
    /// No answer in time.
    #[strum(serialize = "no answer in time")]
    Timeout,
    /// The connection broke before the answer was complete.
    #[strum(serialize = "connection broke")]
    Broken,
    /// The answer is longer than anything this service sends.
    #[strum(serialize = "answer too large")]
    TooLarge,
    /// The answer is not what is documented.
    #[strum(serialize = "answer not understood")]
    Unreadable,
    /// The server wants to send the request elsewhere; rosterm never follows.
    #[strum(serialize = "redirect")]
    Redirect,
    /// The service answered with an error; see `status`, `error` and `description`.
    #[strum(serialize = "refused by the service")]
    Service,
    /// The truth was read after an answer was lost: the change was not applied.
    #[strum(serialize = "not applied")]
    NotApplied,
    /// The console ended before its answer was there.
    #[strum(serialize = "console ended")]
    Gone,
    /// Its answer was lost, and a later change about the same thing was done: what became of it makes no
    /// difference any more.
    #[strum(serialize = "superseded")]
    Superseded,
    /// It could not be written into the journal, and what is not recorded is not sent.
    #[strum(serialize = "not recorded")]
    Journal,
    /// The journal was told not to keep its text, so that nobody can send it now, or tell whether it was applied.
    #[strum(serialize = "text not kept")]
    Withheld,
    /// What it was to take back was taken back already.
    #[strum(serialize = "taken back already")]
    Taken,
    /// What it was to put back was changed by somebody else since.
    #[strum(serialize = "changed since")]
    ChangedSince,
    /// The pages go round in a circle or bring nothing new: the list would never end.
    #[strum(serialize = "endless list")]
    Endless,
}

impl FailureReason {
    /// The word for files and tables.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Why the journal takes nothing, or gives nothing. The failure's detail names the file, or says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalProblem {
    /// The file or its directory cannot be used.
    Unusable,
    /// The file system there has no working locks.
    NoLocks,
    /// A newer program has written it.
    Newer,
    /// It is a database of some other program.
    Foreign,
    /// Another console works with it, and would have to let go of it.
    InUse,
    /// The file that was opened does not lie there any more.
    Replaced,
    /// It is damaged.
    Damaged,
    /// There is no room for more.
    Full,
    /// It can be read only.
    ReadOnly,
    /// Another process has kept it locked for too long.
    Busy,
    /// Its thread has ended.
    Stopped,
    /// Anything else, which the detail says.
    Other,
}

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason:?} ({class:?}) {status:?} {error:?} {description:?} {detail:?}")]
pub struct Failure {
    /// What it says about the world.
    pub class: FailureClass,
    /// Why.
    pub reason: FailureReason,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// The service's `error`, for example `service_resource_not_found`.
    pub error: Option<Text>,
    /// The service's `error_description`.
    pub description: Option<Text>,
    /// What the network or the reader of the answer said, for an engineer.
    pub detail: Option<Text>,
    /// What is wrong with the journal, where it is that which failed.
    pub journal: Option<JournalProblem>,
    /// How many seconds the server asked us to wait.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// A failure with nothing but a class and a reason.
    pub fn new(class: FailureClass, reason: FailureReason) -> Self {
        Self {
            class,
            reason,
            status: None,
            error: None,
            description: None,
            detail: None,
            journal: None,
            retry_after: None,
        }
    }

    /// The same with words for an engineer.
    #[must_use]
    pub fn because(mut self, detail: &str) -> Self {
        self.detail = Some(Text::new(detail));
        self
    }

    /// Whether the service said that somebody named in the call does not exist. An import says so of one of its
    /// users where the call itself went well.
    pub fn is_not_found(&self) -> bool {
        self.says("service_resource_not_found")
            || self.status == Some(404) && !self.says("organization_application_not_found")
    }

    /// Whether the service's `error` is this one.
    pub fn says(&self, error: &str) -> bool {
        self.error.as_ref().is_some_and(|e| e.raw() == error)
    }
}
