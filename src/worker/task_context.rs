//! What every task of the worker needs, and the calls that change something.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::mpsc::UnboundedSender;

use super::job_machine::CallOutcome;
use crate::api::{Accepted, Api, FriendImport, Permit, UserLimit};
use crate::domain::{Change, Failure, FailureClass, FailureReason, RequestId, UserId};
use crate::msg::Event;
use crate::text::Text;

/// How many outcomes are still to be recorded, over all changes and jobs.
pub(super) type BacklogTotal = Arc<Mutex<usize>>;

/// The service, the inbox for replies, and the count of outcomes that are still to be recorded.
#[derive(Debug, Clone)]
pub(super) struct TaskContext {
    pub api: Api,
    pub inbox: UnboundedSender<Event>,
    pub backlog: BacklogTotal,
}

impl TaskContext {
    /// Reports into `inbox`.
    pub fn new(api: Api, inbox: UnboundedSender<Event>) -> Self {
        Self {
            api,
            inbox,
            backlog: BacklogTotal::default(),
        }
    }

    /// A clone whose next call uses this permit.
    pub fn with_permit(&self, permit: Permit) -> Self {
        Self {
            api: self.api.with_permit(permit),
            ..self.clone()
        }
    }

    /// The receiver may be gone already when the runtime shuts down; the event is dropped then.
    pub fn report(&self, event: Event) {
        let _ = self.inbox.send(event);
    }

    /// Announces a call that has to wait for a rate limit; returns whether it has to.
    pub fn announce_wait(&self, request: RequestId, limit: UserLimit, user: &UserId) -> bool {
        let wait = self.api.wait_ahead(limit, user);
        if !wait.is_zero() {
            self.report(Event::Waiting(
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

    /// Makes a change; returns the HTTP status with which the service accepted it.
    pub async fn send_change(&self, change: &Change) -> Result<u16, Failure> {
        let named = log_name(change);
        log::info!("sending: {named}");
        let result = self.api.make(change).await;
        log_result(&named, result.clone().map_err(|why| quotable(change, &why)));
        result
    }

    /// Makes users friends without notifying their devices; returns the outcome for each.
    pub async fn import_friends(&self, changes: &[Change]) -> CallOutcome {
        let Some(owner) = changes.first().map(Change::owner) else {
            return CallOutcome::Each(Vec::new());
        };
        let friends: Vec<UserId> = changes.iter().map(|c| c.target().clone()).collect();
        let names: Vec<String> = changes.iter().map(log_name).collect();
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
        let results: Vec<_> = friends
            .iter()
            .map(|f| import_outcome(f, &imported))
            .collect();
        for (named, result) in names.iter().zip(&results) {
            log_result(named, result.clone());
        }
        CallOutcome::Each(results)
    }
}

fn log_name(change: &Change) -> String {
    format!(
        "{} {} {}",
        change.kind().word(),
        change.owner(),
        change.target()
    )
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
fn import_outcome(friend: &UserId, imported: &Accepted<FriendImport>) -> Result<u16, Failure> {
    let (status, imported) = (imported.status, &imported.body);
    let refused = |error, list| {
        let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
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
        let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
        failure.status = Some(status);
        failure.error = Some(Text::new("UnKnowFailed"));
        Err(failure)
    } else {
        let mut why = Failure::new(FailureClass::Unknown, FailureReason::Unreadable);
        why.status = Some(status);
        Err(why.because("the reply does not give an outcome for this user"))
    }
}
