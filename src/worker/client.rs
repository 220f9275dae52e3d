//! The client of the service: one call, or a few, for each request.

use tokio::sync::mpsc::UnboundedSender;

use super::job::CallOutcome;
use super::recorder::{OrphanedChanges, Recorder};
use super::verify::verdict;
use super::{backlog, files, snapshot};
use crate::api::{Agreed, Api, FriendImport, UserLimit, WriteTurn};
use crate::domain::limits::PAGE;
use crate::domain::{Change, Failure, FailureClass, FailureReason, Relation, UserId, Verification};
use crate::msg::{Event, Query, Reply};
use crate::paged::RequestId;
use crate::text::Text;

/// What every task of the worker needs.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub api: Api,
    pub inbox: UnboundedSender<Event>,
    /// How many outcomes are still to be recorded.
    pub owed: backlog::BacklogTotal,
}

impl Client {
    /// A clone whose next call already has its turn.
    pub fn in_turn(&self, turn: WriteTurn) -> Self {
        Self {
            api: self.api.in_turn(turn),
            ..self.clone()
        }
    }

    /// The receiver may be gone already when the runtime shuts down; the event is dropped then.
    pub fn send(&self, what: Event) {
        let _ = self.inbox.send(what);
    }

    /// Announces a call that has to wait for a rate limit; returns whether it has to.
    pub fn announce_wait(&self, request: RequestId, limit: UserLimit, user: &UserId) -> bool {
        let wait = self.api.wait_ahead(limit, user);
        if !wait.is_zero() {
            self.send(Event::Waiting(
                request,
                u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            ));
        }
        !wait.is_zero()
    }

    /// Announces a change that has to wait for a rate limit, if the limit is one whose waits are shown;
    /// returns whether it has to.
    pub fn announce_wait_of(&self, request: RequestId, change: &Change) -> bool {
        match change {
            Change::DeleteConversation { owner, .. } => {
                self.announce_wait(request, UserLimit::ConversationDelete, owner)
            }
            Change::AddFriend { .. }
            | Change::RemoveFriend { .. }
            | Change::SetRemark { .. }
            | Change::Block { .. }
            | Change::Unblock { .. } => false,
        }
    }

    /// Verifies a change whose reply was lost, and records the outcome in the journal.
    async fn settled(
        &self,
        request: RequestId,
        change: &Change,
        recorder: &Recorder,
    ) -> Result<Verification, Failure> {
        let truth = match recorder.doubt(change).await? {
            Some(sent) => self.applied(request, (change, sent)).await?,
            None => Verification::Superseded,
        };
        recorder.settled(self, change, truth).await;
        Ok(truth)
    }

    pub async fn reply_to(&self, request: RequestId, query: Query, recorder: &Recorder) -> Reply {
        let api = &self.api;
        match query {
            Query::Account(user) => Reply::Account(api.account(&user).await),
            Query::Friends(user, cursor) => {
                Reply::Friends(api.friends(&user, cursor.as_ref(), PAGE).await)
            }
            Query::FriendIds(user) => Reply::FriendIds(api.friend_ids(&user).await),
            Query::Blocks(user, cursor) => {
                Reply::Blocks(api.blocks(&user, cursor.as_ref(), PAGE).await)
            }
            Query::BlockIds(user) => Reply::BlockIds(api.block_ids(&user).await),
            Query::Conversations(user, cursor) => {
                self.announce_wait(request, UserLimit::ConversationList, &user);
                Reply::Conversations(api.conversations(&user, cursor.as_ref(), PAGE).await)
            }
            Query::Applied(change) => {
                Reply::Applied(self.settled(request, &change, recorder).await)
            }
            Query::Snapshots(owner) => {
                Reply::Snapshots(snapshot::snapshots(recorder, &owner).await)
            }
            Query::Import(import) => {
                Reply::Imported(files::import(self, recorder, request, import).await)
            }
            Query::Export(export) => Reply::Exported(files::export(self, request, *export).await),
            Query::Journal(wanted) => Reply::Journal(recorder.page(&wanted).await),
            Query::ExportJournal(wanted) => Reply::JournalExported(recorder.export(&wanted).await),
            Query::Unfinished => {
                self.settle_orphans(recorder).await;
                Reply::Unfinished(recorder.unfinished().await)
            }
            Query::Undoable(which) => Reply::Undoable(recorder.undoable(which).await),
            Query::RemarksOf(owner, friends) => {
                Reply::RemarksOf(self.remarks(&owner, &friends).await)
            }
            Query::Standing(owner, others) => Reply::Standing(self.standing(&owner, &others).await),
            Query::Relation(owner, other) => {
                let relation = self.relation(&owner, &other).await;
                Reply::Relation(other, Box::new(relation))
            }
        }
    }

    /// Takes over the unverified changes of instances that have ended, and reports them. The query may be
    /// cancelled meanwhile; this instance keeps what it has taken over by then.
    async fn settle_orphans(&self, recorder: &Recorder) {
        let (client, recorder) = (self.clone(), recorder.clone());
        let taking = tokio::spawn(async move {
            let OrphanedChanges {
                changes,
                unreadable,
            } = recorder.left().await;
            if !changes.is_empty() {
                client.send(Event::Orphaned(changes));
            }
            if !unreadable.is_empty() {
                client.send(Event::UnverifiableRemarks(unreadable));
            }
        });
        // A panic in the task ends the program by itself.
        let _ = taking.await;
    }

    /// Four queries side by side. If one fails, its field stays empty.
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

    /// Makes a change; returns the HTTP status with which the service accepted it.
    pub async fn change_settled(&self, change: &Change) -> Result<u16, Failure> {
        let named = named(change);
        log::info!("sending: {named}");
        let result = self.change(change).await;
        log_result(&named, result.clone().map_err(|why| quotable(change, &why)));
        result
    }

    async fn change(&self, change: &Change) -> Result<u16, Failure> {
        let api = &self.api;
        Ok(match change {
            Change::AddFriend { owner, friend } => api.add_friend(owner, friend).await?.status,
            Change::RemoveFriend { owner, friend } => {
                api.remove_friend(owner, friend).await?.status
            }
            Change::SetRemark {
                owner,
                friend,
                remark,
            } => api.set_remark(owner, friend, remark.raw()).await?.status,
            Change::Block { owner, target } => {
                let targets = std::slice::from_ref(target);
                api.block(owner, targets).await?.status
            }
            Change::Unblock { owner, target } => api.unblock(owner, target).await?.status,
            Change::DeleteConversation {
                owner,
                peer,
                kind,
                roaming,
            } => {
                let deleted = api.delete_conversation(owner, peer, *kind, *roaming);
                deleted.await?.status
            }
        })
    }

    /// Makes users friends without notifying their devices; returns the outcome for each.
    pub async fn imported(&self, changes: &[Change]) -> CallOutcome {
        let Some(owner) = changes.first().map(Change::owner) else {
            return CallOutcome::Each(Vec::new());
        };
        let friends: Vec<UserId> = changes.iter().map(|c| c.target().clone()).collect();
        let names: Vec<String> = changes.iter().map(named).collect();
        for named in &names {
            log::info!("sending: {named}");
        }
        let imported = match self.api.import_friends(owner, &friends).await {
            Ok(imported) => imported,
            Err(why) => {
                for named in &names {
                    log_result(named, Err(why.clone()));
                }
                return CallOutcome::Whole(why);
            }
        };
        let results: Vec<_> = friends.iter().map(|f| describe(f, &imported)).collect();
        for (named, result) in names.iter().zip(&results) {
            log_result(named, result.clone());
        }
        CallOutcome::Each(results)
    }
}

fn named(change: &Change) -> String {
    format!("{} {} {}", change.verb(), change.owner(), change.target())
}

/// A failure in a form that may be logged: the service may quote the remark that it complains about.
fn quotable(change: &Change, why: &Failure) -> Failure {
    let mut why = why.clone();
    if let Change::SetRemark { .. } = change {
        why.description = None;
    }
    why
}

fn log_result(named: &str, result: Result<u16, Failure>) {
    match result {
        Ok(_) => log::info!("done: {named}"),
        Err(why) => log::warn!("{named}: {why}"),
    }
}

/// The outcome of an import for one user, in the terms that the call for one friend uses. There is no status
/// for each user: it is that of the whole call.
fn describe(friend: &UserId, imported: &Agreed<FriendImport>) -> Result<u16, Failure> {
    let (status, imported) = (imported.status, &imported.said);
    let refused = |error, list| {
        let mut failure = Failure::new(FailureClass::Refused, FailureReason::Service);
        failure.status = Some(status);
        failure.error = Some(Text::new(error));
        failure.description = Some(Text::new(list));
        Err(failure)
    };
    if imported.added.contains(friend) {
        Ok(status)
    } else if imported.unknown_users.contains(friend) {
        refused("service_resource_not_found", "NotExistFailed")
    } else if imported.over_limit.contains(friend) {
        refused("exceed_limit", "maxLimitFailed")
    } else if imported.failed.contains(friend) {
        let mut failure = Failure::new(FailureClass::Refused, FailureReason::Service);
        failure.status = Some(status);
        failure.error = Some(Text::new("UnKnowFailed"));
        Err(failure)
    } else {
        let mut why = Failure::new(FailureClass::Unknown, FailureReason::Unreadable);
        why.status = Some(status);
        Err(why.because("the answer does not say what became of this one"))
    }
}
