//! The client of the service's REST API: one function per read, in the order of the service's documentation,
//! and [`Api::make`] for all changes.
//!
//! A call resolves when its outcome is known, or known to be unknowable. Every failure is a [`Failure`],
//! whose class says what it means for the data of the service. A call that changes something is never resent
//! unless the service said that it did nothing.

mod address;
mod clock;
mod failure;
mod http;
mod network;
mod pace;
mod path;
mod probe;
#[cfg(test)]
pub(crate) mod raw;
mod secrets;
mod segment;
mod send;
mod settings;
#[cfg(test)]
mod tests;
mod token;
mod wire;
mod writes;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use reqwest::Method;
use serde_json::json;

use self::http::HttpReply;
use self::pace::CallFamily;
use self::send::{ApiCall, Sender};
use crate::domain::history::ReadableRequest;
use crate::domain::history::RequestTrace;
use crate::domain::{
    Account, Blocked, Change, Contact, Conversation, Cursor, Failure, Page, UserId,
};

pub use self::address::{AppKey, BadAppKey, BadBaseUrl, BaseUrl};
pub use self::network::{BadProxy, BadTrust, Network, ProxyUrl, Trust};
pub use self::pace::{Permit, UserLimit};
pub use self::probe::TokenLifetime;
pub use self::settings::{Credentials, Secret, Settings, Timing};
pub use self::wire::{Accepted, FriendImport};

/// The client. Cheap to clone; clones share connections, the token and the rate limits.
#[derive(Clone)]
pub struct Api {
    sender: Arc<Sender>,
    /// The next call's permit, if it was waited for earlier.
    permit: Option<Arc<Mutex<Option<Permit>>>>,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("app", self.sender.app())
            .finish_non_exhaustive()
    }
}

impl Api {
    /// Creates a client; sends no request. `on_trace` is called for every request once its reply has arrived
    /// or is lost. It is called on whatever thread the request ran, and must not block.
    ///
    /// # Errors
    /// `NothingDone` if the system has no trust store, or the token cannot be sent in a header.
    pub fn new(
        settings: Settings,
        on_trace: impl Fn(RequestTrace) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let sender = Sender::new(settings, Box::new(on_trace))?;
        Ok(Self {
            sender: Arc::new(sender),
            permit: None,
        })
    }

    /// Waits until a change of this kind may be sent.
    pub async fn permit(&self, change: &Change) -> Permit {
        let family = writes::of(change).family();
        self.sender.pace.acquire(family, change.owner()).await
    }

    /// A clone of this client whose next call uses this permit.
    #[must_use]
    pub fn with_permit(&self, permit: Permit) -> Self {
        Self {
            sender: Arc::clone(&self.sender),
            permit: Some(Arc::new(Mutex::new(Some(permit)))),
        }
    }

    /// How long the next call under one of the limits per user would have to wait, as far as can be known
    /// now.
    pub fn wait_ahead(&self, limit: UserLimit, user: &UserId) -> Duration {
        self.sender.pace.wait_ahead(limit, user)
    }

    /// The current time by the service's clock, at the earliest, in milliseconds since 1970 (UTC); `None`
    /// before the first reply.
    pub fn service_time(&self) -> Option<i64> {
        self.sender.http.clock.now()
    }

    /// A user's account ("User account system: get one user").
    ///
    /// # Errors
    /// 404 if there is no such user, and the errors that every call may return.
    pub async fn account(&self, user: &UserId) -> Result<Account, Failure> {
        let path = ["users", user.raw()];
        let answer = self
            .send(ApiCall::read(Method::GET, CallFamily::Users, user, &path))
            .await?;
        answer.read(|body| wire::account(body, user))
    }

    /// Makes a change; returns the HTTP status with which the service accepted it. Which call that is, and what
    /// its reply must say, is in `writes`.
    ///
    /// # Errors
    /// 404 if one of the users does not exist, `Unknown` if the reply was lost, is about somebody else or does
    /// not confirm the change. Adding a friend: 403 `exceed_limit` if either list is full. Setting a remark: 400
    /// `illegal_argument` if they are not friends or it has more than 100 characters. Blocking and unblocking: 403
    /// if the app has no blocklist, or this one is full. Deleting a conversation: 400 if the service does not
    /// accept its ID.
    pub async fn make(&self, change: &Change) -> Result<u16, Failure> {
        can_be_changed(std::slice::from_ref(change.target()))?;
        let answer = self.send(writes::of(change)).await?;
        let accepted = answer.read_with_status(|body| writes::confirms(body, change))?;
        Ok(accepted.status)
    }

    /// A page of a user's friends with their remarks, newest first, of at most `limit` (1 to 50) rows
    /// ("Manage user relationships: get the friends page by page").
    ///
    /// # Errors
    /// 400 `illegal_argument` if `limit` is above 50, 404 if there is no such user.
    pub async fn friends(
        &self,
        user: &UserId,
        cursor: Option<&Cursor>,
        limit: u8,
    ) -> Result<Page<Contact>, Failure> {
        let (path, limit) = (["user", user.raw(), "contacts"], limit.to_string());
        let call = ApiCall::read(Method::GET, CallFamily::Contacts, user, &path)
            .query("limit", &limit)
            .query("needReturnRemark", "true")
            .maybe("cursor", cursor.map(|c| c.0.as_str()));
        self.send(call).await?.read(wire::contacts)
    }

    /// The IDs of all friends at once ("Manage user relationships: get all friends at once").
    ///
    /// # Errors
    /// 404 if there is no such user.
    pub async fn friend_ids(&self, user: &UserId) -> Result<Vec<UserId>, Failure> {
        let path = ["users", user.raw(), "contacts", "users"];
        self.send(ApiCall::read(
            Method::GET,
            CallFamily::Contacts,
            user,
            &path,
        ))
        .await?
        .read(wire::ids)
    }

    /// Makes up to ten users friends of the owner without notifying any device ("Manage user relationships:
    /// import friends").
    ///
    /// # Errors
    /// 400 `illegal_argument` for more than ten, 403 `exceed_limit` if the owner's list is full, 404 if there
    /// is no such owner, `Unknown` if the reply was lost. The outcome for each ID is in the [`FriendImport`],
    /// not an error.
    pub async fn import_friends(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> Result<Accepted<FriendImport>, Failure> {
        can_be_changed(friends)?;
        self.send(writes::import(owner, friends))
            .await?
            .read_with_status(|body| wire::imported(body, friends))
    }

    /// A page of the owner's blocklist, newest first, of at most `page_size` (1 to 50) rows ("Manage user
    /// relationships: get the blocklist").
    ///
    /// # Errors
    /// 403 if the app has no blocklist, 404 if there is no such user.
    pub async fn blocks(
        &self,
        owner: &UserId,
        cursor: Option<&Cursor>,
        page_size: u8,
    ) -> Result<Page<Blocked>, Failure> {
        let (path, page_size) = (
            ["users", owner.raw(), "blocks", "users"],
            page_size.to_string(),
        );
        let call = ApiCall::read(Method::GET, CallFamily::Blocks, owner, &path)
            .query("pageSize", &page_size)
            .maybe("cursor", cursor.map(|c| c.0.as_str()));
        self.send(call).await?.read(wire::blocks)
    }

    /// The newest 500 of the owner's blocklist at once, which is all that it can hold ("Manage user
    /// relationships: get the blocklist", without a page size).
    ///
    /// # Errors
    /// As for [`Api::blocks`].
    pub async fn block_ids(&self, owner: &UserId) -> Result<Vec<UserId>, Failure> {
        let path = ["users", owner.raw(), "blocks", "users"];
        self.send(ApiCall::read(Method::GET, CallFamily::Blocks, owner, &path))
            .await?
            .read(wire::ids)
    }

    /// A page of a user's conversations, most recently active first, of at most `limit` rows if the service
    /// respects it ("Limits of API call frequency" names the call). Limited to five calls a minute for each
    /// user.
    ///
    /// # Errors
    /// 403 or 404 if the account has not bought the listing, or there is no such user.
    pub async fn conversations(
        &self,
        user: &UserId,
        cursor: Option<&Cursor>,
        limit: u8,
    ) -> Result<Page<Conversation>, Failure> {
        let (path, limit) = (["user", user.raw(), "user_channels"], limit.to_string());
        let call = ApiCall::read(Method::GET, CallFamily::ConversationList, user, &path)
            .query("limit", &limit)
            .maybe("cursor", cursor.map(|c| c.0.as_str()));
        self.send(call)
            .await?
            .read(|body| wire::conversations(body, self.sender.app()))
    }

    /// Which of up to a hundred users are friends of the user ("Check friend relationships"). The state of
    /// users missing from the reply is unknown.
    ///
    /// # Errors
    /// 400 `illegal_argument` for none or more than a hundred, 403 `forbidden_service_operation` if the app
    /// or the user is banned, 404 if the deployment is too old to have the call.
    pub async fn are_friends(
        &self,
        user: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, bool)>, Failure> {
        let answer = self
            .check(CallFamily::ContactChecks, "contacts", user, others)
            .await?;
        answer.read(|body| wire::relations(body, "friend", "not_friend"))
    }

    /// Which of up to a hundred users the owner blocks ("Check blocklist relationships"). The state of users
    /// missing from the reply is unknown.
    ///
    /// # Errors
    /// As for [`Api::are_friends`]; 403 also if the app has no blocklist.
    pub async fn are_blocked(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, bool)>, Failure> {
        let answer = self
            .check(CallFamily::BlockChecks, "blocks", owner, others)
            .await?;
        answer.read(|body| wire::relations(body, "blacklist", "not_blacklist"))
    }

    async fn check(
        &self,
        family: CallFamily,
        what: &str,
        user: &UserId,
        others: &[UserId],
    ) -> Result<HttpReply, Failure> {
        let path = [what, "check"];
        let call = ApiCall::read(Method::POST, family, user, &path)
            .body(json!({ "username": user.raw(), "check_list": raw(others) }));
        self.send(call).await
    }

    async fn send(&self, call: ApiCall<'_>) -> Result<HttpReply, Failure> {
        let permit = self.permit.as_ref();
        let permit = permit.and_then(|permit| permit.lock().take());
        self.sender.send(call, permit).await
    }
}

/// IDs in the body of a change must satisfy the rule for IDs in a path: a change made by a body must be
/// undoable by a path.
fn can_be_changed(ids: &[UserId]) -> Result<(), Failure> {
    path::require_sendable(ids.iter().map(UserId::raw))
}

/// The request for a change, in readable form. Jobs use a different call to add friends.
///
/// # Errors
/// If one of its IDs could not be sent.
pub fn described(change: &Change, in_job: bool) -> Result<ReadableRequest, Failure> {
    match change {
        Change::AddFriend { owner, friend } if in_job => {
            writes::import(owner, std::slice::from_ref(friend)).described()
        }
        _ => writes::of(change).described(),
    }
}

/// IDs as they are written into a body.
fn raw(ids: &[UserId]) -> Vec<&str> {
    ids.iter().map(UserId::raw).collect()
}
