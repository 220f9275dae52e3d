//! The domain types: users and their lists, changes, and what a failed call means. Nothing here sends HTTP, draws or asks a clock.

mod change;
mod diagnosis;
pub mod files;
pub mod history;
mod ids;
pub mod job;
pub mod limits;
mod list_filter;
mod lists;
mod pair_state;
mod system;
pub mod undo;

pub use change::{
    Change, ChangeKind, MAX_VERIFICATIONS, OrphanedChange, RecordedChange, SentAt, Verification,
};
pub use diagnosis::{Deliverability, DeliveryFacts, Diagnosis, PairSide};
pub use ids::{EntryId, JobId, RequestId, SnapshotId};
pub use list_filter::{FlagFacts, ListFilter, ReadWord, RowFacts, RowFlag};
pub use lists::{
    Blocked, ChatKind, Contact, Conversation, Cursor, ListKind, ListOrder, ListRow, ListSortKey,
    Page,
};
pub use pair_state::{PairRemark, PairState, PriorKnowledge};
pub use system::{PreferenceProblem, SystemError, SystemProblem};

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::text::{self, IdProblem, Text};

/// A user's ID, exactly as the service holds it.
///
/// Any ID can be read: older apps hold IDs that break the current rule, so nothing is refused here. What may
/// be *sent*, [`Self::problem`] decides. `Display` prints the ID safe for a terminal, and two
/// different IDs never print alike: a very long one prints as its beginning and a checksum.
#[derive(Clone)]
pub struct UserId {
    raw: Box<str>,
    /// Only stored if it differs from `raw`: lists hold a hundred thousand of these.
    shown: Option<Box<str>>,
}

impl UserId {
    /// The ID as received from the service.
    pub fn new(raw: &str) -> Self {
        let shown = text::short_id(raw);
        Self {
            raw: raw.into(),
            shown: (shown != raw).then(|| shown.into_boxed_str()),
        }
    }

    /// The ID that a person typed: surrounding white space is trimmed and upper case folded, as the service
    /// itself does.
    pub fn typed(input: &str) -> Self {
        Self::new(&input.trim().to_lowercase())
    }

    /// Why it cannot be sent, if it cannot.
    pub fn problem(&self) -> Option<IdProblem> {
        text::id_problem(&self.raw)
    }

    /// The ID to send. Never print this one; print the `UserId`.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The ID, safe to print. In a masked picture, a [stand-in](text::mask) for it.
    pub fn shown(&self) -> &str {
        text::mask::shown(&self.raw, self.unmasked())
    }

    /// The same, never masked: for what is compared.
    pub fn unmasked(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }

    /// The ID in the form that the service compares: it folds upper case.
    pub fn folded(&self) -> String {
        self.raw.to_lowercase()
    }

    /// Whether both name the same user to the service.
    pub fn is_same(&self, other: &Self) -> bool {
        self == other || self.folded() == other.folded()
    }

    /// Whether the ID follows the documented rule: at most 64 bytes of `a-z 0-9 _ - .`, and at least one.
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

/// Who uses an app: real people, or only testers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real people. rosterm starts read-only on it.
    Production,
    /// An app for tests.
    Test,
}

/// What the service says about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub id: UserId,
    /// The service's own ID of the account.
    pub uuid: Option<Text>,
    /// The nickname.
    pub nickname: Option<Text>,
    /// When it was registered, in milliseconds since 1970 (UTC).
    pub created: Option<i64>,
    /// `false` for a banned account.
    pub activated: Option<bool>,
}

/// The state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// It exists, and may be used.
    Active,
    /// It exists, and may not be used.
    Banned,
    /// There is no such account.
    NoAccount,
    /// It could not be read, or the service does not say.
    Unknown,
}

impl AccountStatus {
    /// What the reply to a query for an account says.
    pub fn of(reply: &Result<Account, Failure>) -> Self {
        match reply {
            Ok(account) => match account.activated {
                Some(true) => Self::Active,
                Some(false) => Self::Banned,
                None => Self::Unknown,
            },
            Err(why) if why.is_not_found() => Self::NoAccount,
            Err(_) => Self::Unknown,
        }
    }
}

/// The relation between two users, as far as it was read. `None` means unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// The other user's account; `Err` if the service refused the request, for example because the account is
    /// gone.
    pub account: Option<Result<Account, Failure>>,
    /// Whether they are friends.
    pub friends: Option<bool>,
    /// Whether the open user blocks the other.
    pub blocks: Option<bool>,
    /// Whether the other blocks the open user.
    pub blocked_by: Option<bool>,
}

/// What a failure implies: whether anything was changed, and whether a retry makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum FailureClass {
    /// Nothing was changed: the request was not sent, or it was verified that the change was not applied. It may
    /// be retried.
    #[strum(serialize = "not sent")]
    NothingDone,
    /// Nothing was changed: the service refused it for now (429, 401), or it was a read without a reply, or with
    /// an error of the server. Wait, then retry.
    #[strum(serialize = "later")]
    Retryable,
    /// Nothing was changed, and a retry will not help: the service refused it, or it was a read whose reply is of
    /// no use.
    #[strum(serialize = "refused")]
    Final,
    /// The outcome is unknown: verify it before anything else.
    #[strum(serialize = "unknown")]
    Unknown,
}

/// Why a call failed; for `Service`, the reply says more.
///
/// The words are stored in journals and read back: they never change, even where the text on the screen does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum FailureReason {
    /// No call can contain the ID ([`crate::text::id_problem`]), or the URL with it would lead elsewhere.
    #[strum(serialize = "bad id")]
    BadId,
    /// No connection: the name was not found, nothing listens there, or the proxy refused.
    #[strum(serialize = "no connection")]
    Connect,
    /// The server's certificate is not trusted.
    #[strum(serialize = "certificate not trusted")]
    Tls,
    /// No reply in time.
    #[strum(serialize = "no answer in time")]
    Timeout,
    /// The connection broke before the reply was complete.
    #[strum(serialize = "connection broke")]
    Broken,
    /// The reply is longer than anything this service sends.
    #[strum(serialize = "answer too large")]
    TooLarge,
    /// The reply is not in the documented form.
    #[strum(serialize = "answer not understood")]
    Unreadable,
    /// The server wants to redirect the request; rosterm never follows.
    #[strum(serialize = "redirect")]
    Redirect,
    /// The service replied with an error; see `status`, `error` and `description`.
    #[strum(serialize = "refused by the service")]
    Service,
    /// The outcome was verified after a reply was lost: the change was not applied.
    #[strum(serialize = "not applied")]
    NotApplied,
    /// rosterm ended before the reply arrived.
    #[strum(serialize = "console ended")]
    ProcessEnded,
    /// The reply was lost, and a later change of the same thing was done: the outcome of this one no longer
    /// matters.
    #[strum(serialize = "superseded")]
    Superseded,
    /// The journal failed: it cannot be read or exported, or a change cannot be recorded, and so is not sent.
    #[strum(serialize = "not recorded")]
    Journal,
    /// The journal was told not to store the text, so it cannot be sent now, nor can it be verified whether
    /// it was applied.
    #[strum(serialize = "text not kept")]
    Withheld,
    /// The change it was to undo has been undone already.
    #[strum(serialize = "taken back already")]
    UndoneAlready,
    /// Somebody else has changed it since: what was to be restored is not as it was left, or the remark to be replaced
    /// is not the one on screen.
    #[strum(serialize = "changed since")]
    ChangedSince,
    /// The pages repeat or bring nothing new: the list would never end.
    #[strum(serialize = "endless list")]
    Endless,
}

impl FailureReason {
    /// The word for it in files and tables.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Why the journal cannot be written or read. The failure's detail names the file, or says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalProblem {
    /// The file or its directory cannot be used.
    Unusable(SystemProblem),
    /// A file with its entries cannot be written.
    NoFile(SystemProblem),
    /// The file system there does not support locks.
    NoLocks,
    /// A newer version of rosterm wrote it.
    Newer,
    /// It is another program's database.
    Foreign,
    /// Another rosterm is using it, and would have to close it.
    InUse,
    /// The file that was opened is no longer at that path.
    Replaced,
    /// It is damaged.
    Damaged,
    /// There is no space left.
    Full,
    /// It is read-only.
    ReadOnly,
    /// Another process has held the lock for too long.
    Busy,
    /// Its thread has ended.
    Stopped,
    /// None is kept.
    NotUsed,
    /// The job is another app's: a job of one app is never sent to another.
    OtherApp,
    /// Anything else; the detail says what.
    Other,
}

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason:?} ({class:?}) {status:?} {error:?} {description:?} {detail:?}")]
pub struct Failure {
    /// What it implies.
    pub class: FailureClass,
    /// Why.
    pub reason: FailureReason,
    /// The HTTP status, if a reply arrived.
    pub status: Option<u16>,
    /// The service's `error`, for example `service_resource_not_found`.
    pub error: Option<Text>,
    /// The service's `error_description`.
    pub description: Option<Text>,
    /// What the network or the parser of the reply reported, for an engineer.
    pub detail: Option<Text>,
    /// What is wrong with the journal, if the journal failed.
    pub journal: Option<JournalProblem>,
    /// How many seconds the server asked rosterm to wait.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// A failure with only a class and a reason.
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

    /// The same, with a detail for an engineer.
    #[must_use]
    pub fn because(mut self, detail: &str) -> Self {
        self.detail = Some(Text::new(detail));
        self
    }

    /// Whether the service said that a user named in the call does not exist. An import reports this for a
    /// single user even if the call itself succeeded.
    pub fn is_not_found(&self) -> bool {
        self.says("service_resource_not_found")
            || self.status == Some(404) && !self.says("organization_application_not_found")
    }

    /// Whether the service's `error` is this one.
    pub fn says(&self, error: &str) -> bool {
        self.error.as_ref().is_some_and(|e| e.raw() == error)
    }
}
