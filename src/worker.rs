//! Runs what the model asks for on tasks of their own and puts the answers into the inbox.
//!
//! A read may be forgotten; a write never is, not even when the worker is dropped. A task that panics
//! cannot answer, and a screen that waits for an answer for ever is worse than none: the inbox gets
//! [`What::Terminate`], so that the terminal is handed back in order, and [`Worker::finish`] (or the
//! next thing asked of the worker) carries the panic on.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::{AbortHandle, JoinError, JoinSet};

use crate::api::{Api, Limit};
use crate::domain::{Class, Failure, Reason, Relation, UserId};
use crate::msg::{Change, Fetch, Fetched, What};
use crate::paged::Ticket;

/// Rows a page: the most that the service gives.
const PAGE: u8 = 50;

/// Runs fetches and changes side by side.
#[derive(Debug)]
pub struct Worker {
    desk: Desk,
    reads: JoinSet<()>,
    /// By which a read can be stopped.
    stops: HashMap<Ticket, AbortHandle>,
    writes: JoinSet<()>,
}

impl Worker {
    /// A worker that answers into `inbox`. Its tasks need a tokio runtime around them.
    #[must_use]
    pub fn new(api: Api, inbox: UnboundedSender<What>) -> Self {
        Self {
            desk: Desk { api, inbox },
            reads: JoinSet::new(),
            stops: HashMap::new(),
            writes: JoinSet::new(),
        }
    }

    /// Reads something; [`What::Fetched`] answers.
    pub fn fetch(&mut self, ticket: Ticket, fetch: Fetch) {
        self.reap();
        let desk = self.desk.clone();
        let stop = self.reads.spawn(async move {
            let _alarm = Alarm(desk.inbox.clone());
            let fetched = desk.fetched(ticket, fetch).await;
            desk.say(What::Fetched(ticket, fetched));
        });
        self.stops.insert(ticket, stop);
    }

    /// Changes something; [`What::Changed`] answers, whatever happens in between.
    pub fn change(&mut self, ticket: Ticket, change: Change) {
        self.reap();
        let desk = self.desk.clone();
        self.writes.spawn(async move {
            let _alarm = Alarm(desk.inbox.clone());
            let result = desk.changed(ticket, &change).await;
            desk.say(What::Changed(ticket, change, result));
        });
    }

    /// Nobody waits for this read any more: it is stopped and will not answer, unless it just has. A
    /// write goes on.
    pub fn forget(&mut self, ticket: Ticket) {
        if let Some(stop) = self.stops.remove(&ticket) {
            stop.abort();
        }
        self.reap();
    }

    /// Ends: reads are stopped, writes under way are waited for, this long at most. Their answers are in
    /// the inbox then. Those that take longer are left to the runtime.
    ///
    /// # Panics
    /// Where a task did.
    pub async fn finish(mut self, at_most: Duration) {
        self.reap();
        self.reads.abort_all();
        let writes = &mut self.writes;
        let all = async {
            while let Some(ended) = writes.join_next().await {
                carry_on(ended);
            }
        };
        // Too late is no error: what was not answered is in the journal as unknown.
        let _ = tokio::time::timeout(at_most, all).await;
    }

    fn reap(&mut self) {
        for tasks in [&mut self.reads, &mut self.writes] {
            while let Some(ended) = tasks.try_join_next() {
                carry_on(ended);
            }
        }
        self.stops.retain(|_, stop| !stop.is_finished());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A set that is dropped stops its tasks; a write must not be stopped.
        self.writes.detach_all();
    }
}

fn carry_on(ended: Result<(), JoinError>) {
    if let Some(panic) = ended.err().and_then(|error| error.try_into_panic().ok()) {
        std::panic::resume_unwind(panic);
    }
}

/// Asks the process to end where the task that holds it panics.
struct Alarm(UnboundedSender<What>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(What::Terminate);
        }
    }
}

/// What a task needs.
#[derive(Debug, Clone)]
struct Desk {
    api: Api,
    inbox: UnboundedSender<What>,
}

impl Desk {
    /// The runtime may have left already; then nobody is there to be told.
    fn say(&self, what: What) {
        let _ = self.inbox.send(what);
    }

    /// Says so before a call that has to wait for its turn.
    fn warn(&self, ticket: Ticket, limit: Limit, user: &UserId) {
        let wait = self.api.wait_ahead(limit, user);
        if !wait.is_zero() {
            self.say(What::Waiting(
                ticket,
                u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            ));
        }
    }

    async fn fetched(&self, ticket: Ticket, fetch: Fetch) -> Fetched {
        let api = &self.api;
        match fetch {
            Fetch::Account(user) => Fetched::Account(api.account(&user).await),
            Fetch::Friends(user, cursor) => {
                Fetched::Friends(api.friends(&user, cursor.as_ref(), PAGE).await)
            }
            Fetch::FriendIds(user) => Fetched::FriendIds(api.friend_ids(&user).await),
            Fetch::Blocks(user, cursor) => {
                Fetched::Blocks(api.blocks(&user, cursor.as_ref(), PAGE).await)
            }
            Fetch::BlockIds(user) => Fetched::BlockIds(api.block_ids(&user).await),
            Fetch::Conversations(user, cursor) => {
                self.warn(ticket, Limit::ConversationList, &user);
                Fetched::Conversations(api.conversations(&user, cursor.as_ref(), PAGE).await)
            }
            Fetch::Relation(owner, other) => {
                let relation = self.relation(&owner, &other).await;
                Fetched::Relation(other, Box::new(relation))
            }
        }
    }

    /// Four questions side by side. One that got no answer leaves its place empty.
    async fn relation(&self, owner: &UserId, other: &UserId) -> Relation {
        let (owners, others) = ([owner.clone()], [other.clone()]);
        let (account, friends, blocks, blocked_by) = tokio::join!(
            self.api.account(other),
            self.api.are_friends(owner, &others),
            self.api.are_blocked(owner, &others),
            self.api.are_blocked(other, &owners),
        );
        Relation {
            account: Some(account),
            friends: verdict(friends, other),
            blocks: verdict(blocks, other),
            blocked_by: verdict(blocked_by, owner),
        }
    }

    async fn changed(&self, ticket: Ticket, change: &Change) -> Result<(), Failure> {
        let api = &self.api;
        match change {
            Change::AddFriend { owner, friend } => api.add_friend(owner, friend).await.map(drop),
            Change::RemoveFriend { owner, friend } => {
                api.remove_friend(owner, friend).await.map(drop)
            }
            Change::SetRemark {
                owner,
                friend,
                remark,
            } => api.set_remark(owner, friend, remark.raw()).await,
            Change::Block { owner, target } => {
                let blocked = api.block(owner, std::slice::from_ref(target)).await?;
                if blocked.iter().any(|id| id.is_same(target)) {
                    return Ok(());
                }
                let silent = Failure::new(Class::Unknown, Reason::Unreadable);
                Err(silent.because("the answer does not say that this user is blocked"))
            }
            Change::Unblock { owner, target } => api.unblock(owner, target).await.map(drop),
            Change::DeleteConversation {
                owner,
                peer,
                kind,
                roaming,
            } => {
                self.warn(ticket, Limit::ConversationDelete, owner);
                api.delete_conversation(owner, peer, *kind, *roaming).await
            }
        }
    }
}

/// What a check said about one user, if it said anything.
fn verdict(answer: Result<Vec<(UserId, bool)>, Failure>, user: &UserId) -> Option<bool> {
    answer
        .ok()?
        .into_iter()
        .find_map(|(id, verdict)| id.is_same(user).then_some(verdict))
}
