//! Runs the queries: calls of the service, the journal, files.

use super::recorder::{OrphanedChanges, Recorder};
use super::task_context::TaskContext;
use super::{files, snapshot};
use crate::api::UserLimit;
use crate::domain::limits::PAGE;
use crate::domain::{Change, Failure, RequestId, Verification};
use crate::msg::{Event, Query, Reply};

impl TaskContext {
    /// Runs a query.
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
            Query::Verify(change) => {
                Reply::Verified(self.verify_lost(request, &change, recorder).await)
            }
            Query::Snapshots(owner) => {
                Reply::Snapshots(snapshot::snapshots(recorder, &owner).await)
            }
            Query::Import(import) => {
                Reply::Imported(files::import(self, recorder, request, import).await)
            }
            Query::Export(export) => Reply::Exported(files::export(self, request, *export).await),
            Query::Journal(wanted) => Reply::Journal(recorder.entries_page(&wanted).await),
            Query::ExportJournal(wanted) => Reply::JournalExported(recorder.export(&wanted).await),
            Query::Unfinished => {
                self.report_orphans(recorder).await;
                Reply::Unfinished(recorder.unfinished_jobs().await)
            }
            Query::JobSteps(job) => Reply::JobSteps(recorder.job_steps(job).await),
            Query::Undoable(which) => Reply::Undoable(recorder.undoable(which).await),
            Query::RemarksOf(owner, friends) => {
                Reply::RemarksOf(self.remarks(&owner, &friends).await)
            }
            Query::PairStates(owner, others) => {
                Reply::PairStates(self.pair_states(&owner, &others).await)
            }
            Query::Diagnosis(users) => {
                Reply::Diagnosis(Box::new(Box::pin(self.diagnosis(&users)).await))
            }
            Query::Relation(owner, other) => {
                let relation = self.relation(&owner, &other).await;
                Reply::Relation(other, Box::new(relation))
            }
        }
    }

    /// Verifies a change whose reply was lost, and records the outcome in the journal.
    async fn verify_lost(
        &self,
        request: RequestId,
        change: &Change,
        recorder: &Recorder,
    ) -> Result<Verification, Failure> {
        let outcome = match recorder.sent_at_of_lost(change).await? {
            Some(sent) => self.applied(request, (change, sent)).await?,
            None => Verification::Superseded,
        };
        recorder.record_verification(self, change, outcome).await;
        Ok(outcome)
    }

    /// Takes over the unverified changes of instances that have ended, and reports them. The query may be
    /// cancelled meanwhile; this instance keeps what it has taken over by then.
    async fn report_orphans(&self, recorder: &Recorder) {
        let (context, recorder) = (self.clone(), recorder.clone());
        let taking = tokio::spawn(async move {
            let OrphanedChanges {
                changes,
                unverifiable_remarks,
            } = recorder.take_over_orphans().await;
            if !changes.is_empty() {
                context.report(Event::Orphaned(changes));
            }
            if !unverifiable_remarks.is_empty() {
                context.report(Event::UnverifiableRemarks(unverifiable_remarks));
            }
        });
        // A panic in the task ends the program by itself.
        let _ = taking.await;
    }
}
