//! Runs what the model asks for on separate tasks and puts the replies into the inbox.
//!
//! A read can be cancelled; a write that was sent never is, not even when the worker is dropped.

mod back_off;
mod backlog;
mod files;
mod history;
mod job_driver;
mod job_machine;
mod job_recorder;
mod journal_failure;
mod journal_state;
mod load_all;
mod loaded_job;
mod query;
mod read_states;
mod recorder;
mod relations;
mod snapshot;
mod task_context;
mod verify;

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};

pub use self::recorder::Recorder;
use self::task_context::TaskContext;
use crate::api::{Api, Permit};
use crate::domain::history::TicketReference;
use crate::domain::job::{JobControl, JobPlan};
use crate::domain::{
    Change, Diagnosis, Failure, FailureClass, FailureReason, JobId, PairRemark, PairState,
    RequestId, UserId,
};
use crate::msg::{Event, Millis, Query};

/// How long to wait after a lost reply before verifying, unless a profile says otherwise: the service may still
/// apply a change some seconds later.
pub const VERIFY_AFTER: Millis = 20_000;

/// When writes are verified and retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteTiming {
    /// How long to wait after a lost reply before verifying: a back end may still apply the change.
    pub verify_after: Millis,
    /// The first pause after the service refused calls without saying for how long. Each further pause is
    /// twice as long, until a call gets through.
    pub first_pause: Millis,
}

impl Default for WriteTiming {
    fn default() -> Self {
        Self {
            verify_after: VERIFY_AFTER,
            first_pause: back_off::FIRST_PAUSE,
        }
    }
}

/// Runs queries, changes and jobs side by side.
#[derive(Debug)]
pub struct Worker {
    context: TaskContext,
    recorder: Recorder,
    timing: WriteTiming,
    reads: JoinSet<()>,
    /// Handles to abort reads.
    read_handles: HashMap<RequestId, AbortHandle>,
    /// The tasks of changes and jobs.
    writes: JoinSet<()>,
    /// Handles to withdraw changes that were not sent yet.
    withdrawals: HashMap<RequestId, oneshot::Sender<()>>,
    /// Channels to control jobs. A job whose sender is dropped sends nothing more.
    jobs: HashMap<RequestId, UnboundedSender<JobControl>>,
}

/// Reads everything about two users, without a screen.
pub async fn diagnose(api: Api, users: &[UserId; 2]) -> Diagnosis {
    // There is nobody to tell about anything on the way.
    let (inbox, _) = unbounded_channel();
    Box::pin(TaskContext::new(api, inbox).diagnosis(users)).await
}

impl Worker {
    /// A worker that replies into `inbox`. Its tasks need a tokio runtime.
    pub fn new(api: Api, inbox: UnboundedSender<Event>) -> Self {
        Self {
            context: TaskContext::new(api, inbox),
            recorder: Recorder::default(),
            timing: WriteTiming::default(),
            reads: JoinSet::new(),
            read_handles: HashMap::new(),
            writes: JoinSet::new(),
            withdrawals: HashMap::new(),
            jobs: HashMap::new(),
        }
    }

    /// Sets when writes are verified and retried.
    #[must_use]
    pub fn with_timing(mut self, timing: WriteTiming) -> Self {
        self.timing = timing;
        self
    }

    /// Sets the journal. Every change is recorded in it before it is sent; a change that cannot be recorded
    /// is not sent.
    #[must_use]
    pub fn with_recorder(mut self, recorder: Recorder) -> Self {
        self.recorder = recorder;
        self.recorder.open(&self.context);
        self
    }

    /// Sets the ticket and reason for everything begun from now on. What was begun earlier keeps its own.
    pub fn set_reference(&mut self, reference: TicketReference) {
        self.recorder.set_reference(reference);
    }

    /// Runs a query; the reply comes as [`Event::Reply`].
    pub fn query(&mut self, request: RequestId, query: Query) {
        self.reap();
        let (context, recorder) = (self.context.clone(), self.recorder.clone());
        let stop = self.reads.spawn(async move {
            let reply = context.reply_to(request, query, &recorder).await;
            context.report(Event::Reply(request, reply));
        });
        self.read_handles.insert(request, stop);
    }

    /// Makes a change after reading the current state. The result is always [`Event::Changed`], except for
    /// [`Event::Unneeded`] if no change was needed, and [`Event::Withdrawn`] if the change was withdrawn
    /// before it was sent. A remark that is no longer the `seen` one is not overwritten.
    pub fn change(&mut self, request: RequestId, change: Change, seen: Option<PairRemark>) {
        self.reap();
        let (context, recorder, pause) = (
            self.context.clone(),
            self.recorder.clone(),
            self.timing.first_pause,
        );
        let (withdraw, withdrawn) = oneshot::channel();
        self.withdrawals.insert(request, withdraw);
        self.writes.spawn(async move {
            let ready = tokio::select! {
                biased;
                () = until_withdrawn(withdrawn) => return context.report(Event::Withdrawn(request)),
                ready = prepare_change(&context, &recorder, request, &change, seen) => ready,
            };
            let (permit, before) = match ready {
                Ok(PreparedChange::Permitted(permit, before)) => (permit, before),
                Ok(PreparedChange::Unneeded(before)) => {
                    return context.report(
                        match recorder.record_unneeded(&context, &change, &before).await {
                            Ok(()) => Event::Unneeded(request, change),
                            Err(why) => Event::Changed(request, change, Err(why)),
                        },
                    );
                }
                Err(why) => return context.report(Event::Changed(request, change, Err(why))),
            };
            let sent = context.sent_now();
            let entry = match recorder.record_sending(&change, &before, sent).await {
                Ok(entry) => entry,
                Err(why) => return context.report(Event::Changed(request, change, Err(why))),
            };
            let result = context.with_permit(permit).send_change(&change).await;
            let written = recorder.record_outcome(entry, &change, sent, &result).await;
            context.report(Event::Changed(
                request,
                change.clone(),
                match &result {
                    Ok(_) => Ok(before.prior_knowledge(&change)),
                    Err(why) => Err(why.clone()),
                },
            ));
            if let Err(why) = written {
                let again = || recorder.retry_outcome(entry, &result);
                backlog::retry(&context, pause, why, again).await;
            }
        });
    }

    /// Withdraws a change, if it was not sent yet.
    pub fn withdraw(&mut self, request: RequestId) {
        if let Some(withdraw) = self.withdrawals.remove(&request) {
            // A change that was sent already cannot be withdrawn.
            let _ = withdraw.send(());
        }
    }

    /// Runs a job; [`Event::Job`] reports its progress.
    pub fn begin_job(&mut self, request: RequestId, plan: JobPlan) {
        let (context, recorder, timing, controls) = self.job_parts(request);
        self.writes.spawn(job_driver::begin(
            context, recorder, request, plan, timing, controls,
        ));
    }

    /// Resumes a job of the journal, by its number; [`Event::Job`] reports its progress.
    pub fn resume_job(&mut self, request: RequestId, job: JobId) {
        let (context, recorder, timing, controls) = self.job_parts(request);
        self.writes.spawn(job_driver::resume(
            context, recorder, request, job, timing, controls,
        ));
    }

    /// What the task of a job needs; from now on, it can be controlled.
    fn job_parts(
        &mut self,
        request: RequestId,
    ) -> (
        TaskContext,
        Recorder,
        WriteTiming,
        UnboundedReceiver<JobControl>,
    ) {
        self.reap();
        let (control, controls) = unbounded_channel();
        self.jobs.insert(request, control);
        (
            self.context.clone(),
            self.recorder.clone(),
            self.timing,
            controls,
        )
    }

    /// Discards a job of the journal; the result comes as [`Event::JobDiscarded`].
    pub fn discard_job(&mut self, job: JobId) {
        self.reap();
        let (context, recorder) = (self.context.clone(), self.recorder.clone());
        self.writes.spawn(async move {
            let result = recorder.discard_job(job).await;
            context.report(Event::JobDiscarded(job, result));
        });
    }

    /// Controls a running job.
    pub fn control_job(&mut self, request: RequestId, control: JobControl) {
        if let Some(job) = self.jobs.get(&request) {
            // A job that has ended ignores this.
            let _ = job.send(control);
        }
    }

    /// Cancels a read. It sends no reply, unless it just has. Writes are not affected.
    pub fn cancel_query(&mut self, request: RequestId) {
        if let Some(stop) = self.read_handles.remove(&request) {
            stop.abort();
        }
        self.reap();
    }

    /// Shuts down. Reads are aborted, jobs send nothing more, and changes that were not sent yet never are.
    /// Writes in progress are awaited for at most this long; their replies are in the inbox then. Writes that
    /// take longer are left to the runtime.
    pub async fn finish(mut self, at_most: Duration) {
        self.reap();
        self.reads.abort_all();
        for (_, withdraw) in self.withdrawals.drain() {
            let _ = withdraw.send(());
        }
        self.jobs.clear();
        let writes = &mut self.writes;
        let all = async { while writes.join_next().await.is_some() {} };
        // A timeout is no error: a change without a reply is in the journal with an unknown outcome.
        let _ = tokio::time::timeout(at_most, all).await;
    }

    fn reap(&mut self) {
        for tasks in [&mut self.reads, &mut self.writes] {
            while tasks.try_join_next().is_some() {}
        }
        self.read_handles.retain(|_, stop| !stop.is_finished());
        self.jobs.retain(|_, job| !job.is_closed());
        self.withdrawals.retain(|_, withdraw| !withdraw.is_closed());
    }
}

/// The state just before a change, if it is known. While another change to the same thing may still be
/// applied, the current state may not last; if no change seems to be needed then, the state counts as
/// unknown.
async fn prior_state_of(context: &TaskContext, recorder: &Recorder, change: &Change) -> PairState {
    let before = context.prior_state(change).await;
    if change.is_unneeded(&before) && recorder.is_contested(change).await {
        return PairState::default();
    }
    before
}

/// How to proceed with a requested change.
enum PreparedChange {
    /// No change is needed.
    Unneeded(PairState),
    /// It may be sent now.
    Permitted(Permit, PairState),
}

/// Reads the state before a change, and waits until the change may be sent. Nothing is recorded yet, because
/// nothing was sent.
async fn prepare_change(
    context: &TaskContext,
    recorder: &Recorder,
    request: RequestId,
    change: &Change,
    seen: Option<PairRemark>,
) -> Result<PreparedChange, Failure> {
    // Fail at once if it cannot be recorded, not after a wait of up to a minute.
    recorder.journal().await?;
    let before = prior_state_of(context, recorder, change).await;
    if change.is_unneeded(&before) {
        return Ok(PreparedChange::Unneeded(before));
    }
    let is_known = seen.is_some() && before.remark.is_some();
    if is_known && seen != before.remark {
        let states = vec![(change.target().clone(), before)];
        context.report(Event::PairStatesRead(
            request,
            change.owner().clone(),
            states,
        ));
        return Err(Failure::new(
            FailureClass::NothingDone,
            FailureReason::ChangedSince,
        ));
    }
    let waits = context.announce_wait_of(request, change);
    let permit = context.api.permit(change).await;
    if waits {
        context.report(Event::SendingNow(request));
    }
    Ok(PreparedChange::Permitted(permit, before))
}

/// Resolves when a change is withdrawn. Dropping the worker withdraws nothing.
async fn until_withdrawn(withdrawn: oneshot::Receiver<()>) {
    if withdrawn.await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Dropping a `JoinSet` aborts its tasks; a write must not be aborted.
        self.writes.detach_all();
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;
    use crate::api::raw::{Raw, RawBehaviour, about, reply};
    use crate::domain::{ChatKind, UserId};
    use crate::msg::Reply;
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

    fn worker(api: Api) -> (Worker, UnboundedReceiver<Event>) {
        let (inbox, answers) = unbounded_channel();
        (Worker::new(api, inbox), answers)
    }

    async fn result(change: Change, then: RawBehaviour) -> Result<(), Failure> {
        let raw = Raw::start(move |_, request| {
            if request.starts_with("GET") || request.contains("/check") {
                reply(404, "")
            } else {
                then.clone()
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.change(RequestId(1), change.clone(), None);
        let Some(Event::Changed(RequestId(1), about, result)) = answers.recv().await else {
            panic!("no answer");
        };
        assert_eq!(about, change);
        result.map(drop)
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
                (FailureClass::Unknown, FailureReason::Unreadable),
                "{other}"
            );
        }
        let gone = result(
            block,
            reply(404, r#"{"error":"service_resource_not_found"}"#),
        )
        .await
        .unwrap_err();
        assert_eq!(gone.class, FailureClass::Final);
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
        worker.query(RequestId(7), Query::Relation(id("a"), id("b")));
        let Some(Event::Reply(RequestId(7), Reply::Relation(other, relation))) =
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
            if request.starts_with("GET") && !request.contains("/contacts/") {
                RawBehaviour::Hang
            } else {
                about("b")
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.query(RequestId(1), Query::Account(id("a")));
        raw.seen(1).await;
        worker.cancel_query(RequestId(1));
        worker.change(RequestId(2), add(), None);
        worker.cancel_query(RequestId(2));
        assert!(matches!(
            answers.recv().await,
            Some(Event::Changed(RequestId(2), _, Ok(_)))
        ));
        worker.finish(Duration::from_secs(5)).await;
        assert!(answers.recv().await.is_none());
    }

    #[tokio::test]
    async fn finishing_waits_for_writes_and_not_for_reads() {
        let raw = Raw::start(|_, request| {
            if request.starts_with("GET") && !request.contains("/contacts/") {
                RawBehaviour::Hang
            } else {
                about("b")
            }
        })
        .await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.query(RequestId(1), Query::Account(id("a")));
        worker.change(RequestId(2), add(), None);
        // The check, the list and the change itself.
        raw.seen(4).await;
        worker.finish(Duration::from_secs(5)).await;
        assert!(matches!(
            answers.try_recv(),
            Ok(Event::Changed(RequestId(2), _, Ok(_)))
        ));
    }

    #[tokio::test]
    async fn what_was_not_sent_when_the_worker_finishes_is_never_sent() {
        let raw = Raw::start(|_, _| RawBehaviour::Hang).await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.change(RequestId(2), add(), None);
        // The state before it is still being read.
        raw.seen(1).await;
        worker.finish(Duration::from_secs(600)).await;
        let answer = answers.try_recv();
        assert!(
            matches!(answer, Ok(Event::Withdrawn(RequestId(2)))),
            "{answer:?}"
        );
        assert_eq!(raw.calls(), 1);
    }

    #[tokio::test]
    async fn a_write_outlives_the_worker() {
        let raw = Raw::start(|_, _| about("b")).await;
        let (mut worker, mut answers) = worker(raw.api());
        worker.change(RequestId(2), add(), None);
        drop(worker);
        assert!(matches!(
            answers.recv().await,
            Some(Event::Changed(RequestId(2), _, Ok(_)))
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
        for request in 0..5 {
            worker.change(RequestId(request), delete.clone(), None);
            assert!(matches!(
                answers.recv().await,
                Some(Event::Changed(_, _, Ok(_)))
            ));
        }
        worker.change(RequestId(5), delete, None);
        let Some(Event::Waiting(RequestId(5), wait)) = answers.recv().await else {
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
        worker.query(RequestId(1), Query::Verify(remark));
        let Some(Event::Reply(_, Reply::Verified(Err(why)))) = answers.recv().await else {
            panic!("it did not end");
        };
        assert_eq!(why.reason, FailureReason::Endless);
    }
}
