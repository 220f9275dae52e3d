//! Runs what the model asks for on tasks of their own and puts the answers into the inbox.
//!
//! A read may be forgotten; a write never is, not even when the worker is dropped.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::{AbortHandle, JoinSet};

use crate::api::{Api, Limit};
use crate::domain::{Conversation, Failure, Relation, UserId};
use crate::msg::job::{Before, Plan, Steer};
use crate::msg::{Change, Fetch, Fetched, What};
use crate::paged::{Loaded, Ticket};

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
            let named = format!("{} {} {}", change.verb(), change.owner(), change.target());
            log::info!("sending: {named}");
            let result = desk.changed(ticket, &change).await;
            match &result {
                Ok(()) => log::info!("done: {named}"),
                Err(why) => log::warn!("{named}: {why}"),
            }
            desk.say(What::Changed(ticket, change, result));
        });
    }

    /// Does a job; [`What::Job`] tells how it goes.
    pub fn begin(&mut self, ticket: Ticket, plan: Plan) {
        let _ = (ticket, plan);
    }

    /// Something about a job that runs.
    pub fn steer(&mut self, ticket: Ticket, steer: Steer) {
        let _ = (ticket, steer);
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
    pub async fn finish(mut self, at_most: Duration) {
        self.reap();
        self.reads.abort_all();
        let writes = &mut self.writes;
        let all = async { while writes.join_next().await.is_some() {} };
        // Too late is no error: what was not answered is in the journal as unknown.
        let _ = tokio::time::timeout(at_most, all).await;
    }

    fn reap(&mut self) {
        for tasks in [&mut self.reads, &mut self.writes] {
            while tasks.try_join_next().is_some() {}
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
            Fetch::Applied(change) => Fetched::Applied(self.applied(ticket, &change).await),
            Fetch::Standing(owner, others) => {
                Fetched::Standing(self.standing(&owner, &others).await)
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

    /// How users stand to one. Half of the answer is an answer: the blocklist may not be switched on.
    async fn standing(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, Before)>, Failure> {
        let (friends, blocked) = tokio::join!(
            self.api.are_friends(owner, others),
            self.api.are_blocked(owner, others)
        );
        // An older deployment has no checks; its lists tell as well.
        let friends = match friends {
            Err(why) if why.is_not_found() => listed(self.api.friend_ids(owner).await, others),
            answer => answer,
        };
        let blocked = match blocked {
            Err(why) if why.is_not_found() => listed(self.api.block_ids(owner).await, others),
            answer => answer,
        };
        if let (Err(why), Err(_)) = (&friends, &blocked) {
            return Err(why.clone());
        }
        let stands = |other: &UserId| Before {
            friend: said_of(friends.as_deref().ok(), other),
            blocked: said_of(blocked.as_deref().ok(), other),
            remark: None,
        };
        Ok(others
            .iter()
            .map(|other| (other.clone(), stands(other)))
            .collect())
    }

    /// Whether a change was applied. The two checks come first; an older deployment has none, and the
    /// lists tell as well.
    async fn applied(&self, ticket: Ticket, change: &Change) -> Result<bool, Failure> {
        let (owner, target) = (change.owner(), change.target());
        let others = std::slice::from_ref(target);
        match change {
            Change::AddFriend { .. } | Change::RemoveFriend { .. } => {
                let friends = match verdict(self.api.are_friends(owner, others).await, target) {
                    Some(friends) => friends,
                    None => holds(&self.api.friend_ids(owner).await?, target),
                };
                Ok(friends == matches!(change, Change::AddFriend { .. }))
            }
            Change::Block { .. } | Change::Unblock { .. } => {
                let blocked = match verdict(self.api.are_blocked(owner, others).await, target) {
                    Some(blocked) => blocked,
                    None => holds(&self.api.block_ids(owner).await?, target),
                };
                Ok(blocked == matches!(change, Change::Block { .. }))
            }
            Change::SetRemark { remark, .. } => {
                let mut friends = Loaded::new();
                loop {
                    let page = self.api.friends(owner, friends.cursor(), PAGE).await?;
                    if let Some(friend) = page.rows.iter().find(|row| row.id.is_same(target)) {
                        let there = friend.remark.as_ref().map_or("", |r| r.raw());
                        return Ok(there == remark.raw());
                    }
                    friends.add(page)?;
                    if friends.is_whole() {
                        return Ok(false);
                    }
                }
            }
            Change::DeleteConversation { kind, .. } => {
                let mut conversations = Loaded::new();
                loop {
                    self.warn(ticket, Limit::ConversationList, owner);
                    let cursor = conversations.cursor();
                    let page = self.api.conversations(owner, cursor, PAGE).await?;
                    let there = |row: &Conversation| row.kind == *kind && row.id.is_same(target);
                    if page.rows.iter().any(there) {
                        return Ok(false);
                    }
                    conversations.add(page)?;
                    if conversations.is_whole() {
                        return Ok(true);
                    }
                }
            }
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
            Change::Block { owner, target } => api
                .block(owner, std::slice::from_ref(target))
                .await
                .map(drop),
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

fn holds(ids: &[UserId], user: &UserId) -> bool {
    ids.iter().any(|id| id.is_same(user))
}

/// What a list says about each of some users.
fn listed(
    list: Result<Vec<UserId>, Failure>,
    users: &[UserId],
) -> Result<Vec<(UserId, bool)>, Failure> {
    let list = list?;
    let said = |user: &UserId| (user.clone(), holds(&list, user));
    Ok(users.iter().map(said).collect())
}

/// What a check said about one user, if it said anything.
fn verdict(answer: Result<Vec<(UserId, bool)>, Failure>, user: &UserId) -> Option<bool> {
    said_of(answer.ok().as_deref(), user)
}

fn said_of(answer: Option<&[(UserId, bool)]>, user: &UserId) -> Option<bool> {
    answer?
        .iter()
        .find_map(|(id, verdict)| id.is_same(user).then_some(*verdict))
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;
    use crate::api::raw::{Raw, Then, about, reply};
    use crate::domain::{ChatKind, Class, Reason};
    use crate::text::Text;

    fn id(raw: &str) -> UserId {
        UserId::new(raw)
    }

    fn add() -> Change {
        Change::AddFriend {
            owner: id("a"),
            friend: id("b"),
        }
    }

    fn worker(api: Api) -> (Worker, UnboundedReceiver<What>) {
        let (inbox, answers) = unbounded_channel();
        (Worker::new(api, inbox), answers)
    }

    async fn result(change: Change, then: Then) -> Result<(), Failure> {
        let raw = Raw::start(move |_, _| then.clone()).await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.change(Ticket(1), change.clone());
        let Some(What::Changed(Ticket(1), about, result)) = answers.recv().await else {
            panic!("no answer");
        };
        assert_eq!(about, change);
        result
    }

    #[tokio::test]
    async fn a_block_is_done_only_where_the_answer_names_the_user() {
        let block = Change::Block {
            owner: id("a"),
            target: id("b"),
        };
        assert_eq!(
            result(block.clone(), reply(200, r#"{"data":["x","B"]}"#)).await,
            Ok(())
        );
        for other in [
            r#"{"data":["x"]}"#,
            r#"{"data":[]}"#,
            r#"{"data":null}"#,
            "{}",
        ] {
            let failure = result(block.clone(), reply(200, other)).await.unwrap_err();
            assert_eq!(
                (failure.class, failure.reason),
                (Class::Unknown, Reason::Unreadable),
                "{other}"
            );
        }
        let gone = result(
            block,
            reply(404, r#"{"error":"service_resource_not_found"}"#),
        )
        .await
        .unwrap_err();
        assert_eq!(gone.class, Class::Refused);
        assert!(gone.is_not_found());
    }

    #[tokio::test]
    async fn a_relation_holds_what_was_learnt_and_nothing_else() {
        let raw = Raw::start(|_, request| {
            if request.contains("/contacts/check") {
                reply(404, "")
            } else if request.contains("/blocks/check") && request.contains(r#""username":"a""#) {
                reply(
                    200,
                    r#"{"entities":[{"username":"b","relation":"blacklist"}]}"#,
                )
            } else if request.contains("/blocks/check") {
                reply(
                    200,
                    r#"{"entities":[{"username":"a","relation":"not_blacklist"}]}"#,
                )
            } else {
                reply(404, r#"{"error":"service_resource_not_found"}"#)
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.fetch(Ticket(7), Fetch::Relation(id("a"), id("b")));
        let Some(What::Fetched(Ticket(7), Fetched::Relation(other, relation))) =
            answers.recv().await
        else {
            panic!("no answer");
        };
        assert_eq!(other, id("b"));
        assert!(relation.account.unwrap().unwrap_err().is_not_found());
        assert_eq!(
            (relation.friends, relation.blocks, relation.blocked_by),
            (None, Some(true), Some(false))
        );
    }

    #[tokio::test]
    async fn a_forgotten_read_does_not_answer_and_a_forgotten_write_does() {
        let raw = Raw::start(|_, request| {
            if request.starts_with("GET") {
                Then::Hang
            } else {
                about("b")
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.fetch(Ticket(1), Fetch::Account(id("a")));
        raw.seen(1).await;
        worker.forget(Ticket(1));
        worker.change(Ticket(2), add());
        worker.forget(Ticket(2));
        assert!(matches!(
            answers.recv().await,
            Some(What::Changed(Ticket(2), _, Ok(())))
        ));
        worker.finish(Duration::from_secs(5)).await;
        assert!(answers.recv().await.is_none());
    }

    #[tokio::test]
    async fn finishing_waits_for_writes_and_not_for_reads() {
        let raw = Raw::start(|_, request| {
            if request.starts_with("GET") {
                Then::Hang
            } else {
                about("b")
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.fetch(Ticket(1), Fetch::Account(id("a")));
        worker.change(Ticket(2), add());
        worker.finish(Duration::from_secs(5)).await;
        assert!(matches!(
            answers.try_recv(),
            Ok(What::Changed(Ticket(2), _, Ok(())))
        ));
    }

    #[tokio::test]
    async fn a_write_outlives_the_worker() {
        let raw = Raw::start(|_, _| about("b")).await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.change(Ticket(2), add());
        drop(worker);
        assert!(matches!(
            answers.recv().await,
            Some(What::Changed(Ticket(2), _, Ok(())))
        ));
    }

    #[tokio::test]
    async fn before_a_call_that_has_to_wait_it_says_how_long() {
        let raw = Raw::start(|_, _| reply(200, r#"{"data":{"result":"ok"}}"#)).await;
        let (mut worker, mut answers) = worker(raw.api());
        let delete = Change::DeleteConversation {
            owner: id("a"),
            peer: id("b"),
            kind: ChatKind::Chat,
            roaming: false,
        };
        for ticket in 0..5 {
            worker.change(Ticket(ticket), delete.clone());
            assert!(matches!(
                answers.recv().await,
                Some(What::Changed(_, _, Ok(())))
            ));
        }
        worker.change(Ticket(5), delete);
        let Some(What::Waiting(Ticket(5), wait)) = answers.recv().await else {
            panic!("it did not say so");
        };
        assert!((1..=60_000).contains(&wait), "{wait}");
    }

    #[tokio::test]
    async fn pages_that_go_round_in_a_circle_do_not_settle_anything() {
        let raw = Raw::start(|_, request| {
            let next = if request.contains("cursor=one") {
                "two"
            } else {
                "one"
            };
            let page = format!(r#"{{"data":{{"contacts":[],"cursor":"{next}"}}}}"#);
            reply(200, &page)
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        let remark = Change::SetRemark {
            owner: id("a"),
            friend: id("b"),
            remark: Text::new("x"),
        };
        worker.fetch(Ticket(1), Fetch::Applied(remark));
        let Some(What::Fetched(_, Fetched::Applied(Err(why)))) = answers.recv().await else {
            panic!("it did not end");
        };
        assert_eq!(why.reason, Reason::Endless);
    }
}
