//! Runs what the model asks for on tasks of their own and puts the answers into the inbox.
//!
//! A read may be forgotten; a write never is, not even when the worker is dropped.

mod backlog;
mod client;
mod files;
mod history;
mod job;
mod job_recorder;
mod journal_state;
mod load_all;
mod loaded_job;
mod recorder;
mod run;
mod snapshot;
mod verify;

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};

use self::client::Client;
pub use self::recorder::Recorder;
use crate::api::{Api, WriteTurn};
use crate::domain::history::Reference;
use crate::domain::job::{JobControl, JobPlan, PriorState};
use crate::domain::{Change, Failure, FailureClass, FailureReason};
use crate::msg::{Event, Millis, Query};
use crate::paged::RequestId;

/// How long a job waits for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobTiming {
    /// How long after a lost answer the truth is read: a back end may still apply the change.
    pub settle: Millis,
    /// The first pause after the service turned calls away without saying for how long; each further one
    /// is twice as long, until something gets through.
    pub pause: Millis,
}

impl Default for JobTiming {
    fn default() -> Self {
        Self {
            settle: 20_000,
            pause: 1_000,
        }
    }
}

/// Runs fetches, changes and jobs side by side.
#[derive(Debug)]
pub struct Worker {
    client: Client,
    recorder: Recorder,
    waits: JobTiming,
    reads: JoinSet<()>,
    /// By which a read can be stopped.
    stops: HashMap<RequestId, AbortHandle>,
    /// Changes, and jobs.
    writes: JoinSet<()>,
    /// By which a change can be withdrawn that was not sent yet.
    waiting: HashMap<RequestId, oneshot::Sender<()>>,
    /// By which a job can be steered. One that is not held any more sends nothing more.
    jobs: HashMap<RequestId, UnboundedSender<JobControl>>,
}

impl Worker {
    /// A worker that answers into `inbox`. Its tasks need a tokio runtime around them.
    pub fn new(api: Api, inbox: UnboundedSender<Event>) -> Self {
        Self {
            client: Client {
                api,
                inbox,
                owed: backlog::BacklogTotal::default(),
            },
            recorder: Recorder::default(),
            waits: JobTiming::default(),
            reads: JoinSet::new(),
            stops: HashMap::new(),
            writes: JoinSet::new(),
            waiting: HashMap::new(),
            jobs: HashMap::new(),
        }
    }

    /// The same with other times for its jobs.
    #[must_use]
    pub fn waiting(mut self, waits: JobTiming) -> Self {
        self.waits = waits;
        self
    }

    /// The same with a journal, in which every change stands before it is sent; one that cannot be recorded
    /// is not sent.
    #[must_use]
    pub fn recording(mut self, recorder: Recorder) -> Self {
        self.recorder = recorder;
        self.recorder.open(&self.client);
        self
    }

    /// What is begun from now on is recorded under this ticket and reason. What was begun keeps its own.
    pub fn set_reference(&mut self, reference: Reference) {
        self.recorder.refer(reference);
    }

    /// Reads something; [`Event::Reply`] answers.
    pub fn query(&mut self, request: RequestId, fetch: Query) {
        self.reap();
        let (client, recorder) = (self.client.clone(), self.recorder.clone());
        let stop = self.reads.spawn(async move {
            let fetched = client.reply_to(request, fetch, &recorder).await;
            client.send(Event::Reply(request, fetched));
        });
        self.stops.insert(request, stop);
    }

    /// Changes something, once it was read how things stand; [`Event::Changed`] answers, whatever happens in
    /// between, or [`Event::Unneeded`] where it is so already, or [`Event::Withdrawn`] where it was withdrawn before
    /// its turn came. A remark that is another one by now than was `seen` is left alone.
    pub fn change(&mut self, request: RequestId, change: Change, seen: PriorState) {
        self.reap();
        let (client, recorder, pause) =
            (self.client.clone(), self.recorder.clone(), self.waits.pause);
        let (withdraw, withdrawn) = oneshot::channel();
        self.waiting.insert(request, withdraw);
        self.writes.spawn(async move {
            let ready = tokio::select! {
                biased;
                () = told(withdrawn) => return client.send(Event::Withdrawn(request)),
                ready = ready(&client, &recorder, request, &change, &seen) => ready,
            };
            let (turn, before) = match ready {
                Ok(ChangeTurn::Turn(turn, before)) => (turn, before),
                Ok(ChangeTurn::Unneeded(before)) => {
                    return client.send(
                        match recorder.nothing_to_do(&client, &change, &before).await {
                            Ok(()) => Event::Unneeded(request, change),
                            Err(why) => Event::Changed(request, change, Err(why)),
                        },
                    );
                }
                Err(why) => return client.send(Event::Changed(request, change, Err(why))),
            };
            let sent = client.sent_now();
            let entry = match recorder.begin(&change, &before, sent).await {
                Ok(entry) => entry,
                Err(why) => return client.send(Event::Changed(request, change, Err(why))),
            };
            let result = client.in_turn(turn).change_settled(&change).await;
            let kept = recorder.finish(entry, &change, sent, &result).await;
            client.send(Event::Changed(
                request,
                change.clone(),
                match &result {
                    Ok(_) => Ok(before.tells(&change)),
                    Err(why) => Err(why.clone()),
                },
            ));
            if let Err(why) = kept {
                let again = || recorder.finish_again(entry, &result);
                backlog::record(&client, pause, why, again).await;
            }
        });
    }

    /// A change shall not be sent, if it was not yet.
    pub fn withdraw(&mut self, request: RequestId) {
        if let Some(change) = self.waiting.remove(&request) {
            // One that has left needs no withdrawing.
            let _ = change.send(());
        }
    }

    /// Does a job; [`Event::Job`] tells how it goes.
    pub fn begin(&mut self, request: RequestId, plan: JobPlan) {
        self.reap();
        let (steers, orders) = unbounded_channel();
        self.jobs.insert(request, steers);
        let (client, recorder, waits) = (self.client.clone(), self.recorder.clone(), self.waits);
        self.writes
            .spawn(run::begin(client, recorder, request, plan, waits, orders));
    }

    /// Goes on with a job of the journal, by its number; [`Event::Job`] tells how it goes.
    pub fn resume(&mut self, request: RequestId, number: i64) {
        self.reap();
        let (steers, orders) = unbounded_channel();
        self.jobs.insert(request, steers);
        let (client, recorder, waits) = (self.client.clone(), self.recorder.clone(), self.waits);
        self.writes.spawn(run::resume(
            client, recorder, request, number, waits, orders,
        ));
    }

    /// Ends a job of the journal for good; [`Event::JobDiscarded`] answers.
    pub fn discard(&mut self, number: i64) {
        self.reap();
        let (client, recorder) = (self.client.clone(), self.recorder.clone());
        self.writes.spawn(async move {
            let result = recorder.shelve(number).await;
            client.send(Event::JobDiscarded(number, result));
        });
    }

    /// Something about a job that runs.
    pub fn control(&mut self, request: RequestId, steer: JobControl) {
        if let Some(job) = self.jobs.get(&request) {
            // One that has ended needs no steering.
            let _ = job.send(steer);
        }
    }

    /// Nobody waits for this read any more: it is stopped and will not answer, unless it just has. A
    /// write goes on.
    pub fn cancel_query(&mut self, request: RequestId) {
        if let Some(stop) = self.stops.remove(&request) {
            stop.abort();
        }
        self.reap();
    }

    /// Ends: reads are stopped, jobs send nothing more, a change that was not sent yet never is, and writes under
    /// way are waited for, this long at most. Their answers are in the inbox then. Those that take longer are left
    /// to the runtime.
    pub async fn finish(mut self, at_most: Duration) {
        self.reap();
        self.reads.abort_all();
        for (_, change) in self.waiting.drain() {
            let _ = change.send(());
        }
        self.jobs.clear();
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
        self.jobs.retain(|_, job| !job.is_closed());
        self.waiting.retain(|_, change| !change.is_closed());
    }
}

/// How things stand just before a change, where that is known. While another change about the same thing may
/// still be applied, what seems to be so already may not stay so: then it is not.
async fn known_before(client: &Client, recorder: &Recorder, change: &Change) -> PriorState {
    let before = client.just_before(change).await;
    if job::was_so(change, &before) && recorder.is_contested(change).await {
        return PriorState::default();
    }
    before
}

/// What is to become of a change that was asked for.
enum ChangeTurn {
    /// It is so already.
    Unneeded(PriorState),
    /// It may be sent now.
    Turn(WriteTurn, PriorState),
}

/// Reads how things stand before a change, and waits until it may be sent. Nothing is recorded yet: what is read
/// for, or waits, was not sent.
async fn ready(
    client: &Client,
    recorder: &Recorder,
    request: RequestId,
    change: &Change,
    seen: &PriorState,
) -> Result<ChangeTurn, Failure> {
    // Nobody waits for a minute to hear that it cannot be recorded.
    recorder.journal().await?;
    let before = known_before(client, recorder, change).await;
    if job::was_so(change, &before) {
        return Ok(ChangeTurn::Unneeded(before));
    }
    let is_known = seen.remark.is_some() && before.remark.is_some();
    if is_known && seen.remark != before.remark {
        let stands = vec![(change.target().clone(), before)];
        client.send(Event::PriorStatesRead(
            request,
            change.owner().clone(),
            stands,
        ));
        return Err(Failure::new(
            FailureClass::NotSent,
            FailureReason::ChangedSince,
        ));
    }
    let waits = client.announce_wait_of(request, change);
    let turn = client.api.turn(change).await;
    if waits {
        client.send(Event::Leaving(request));
    }
    Ok(ChangeTurn::Turn(turn, before))
}

/// Comes when a change is withdrawn. A worker that is dropped withdraws nothing.
async fn told(withdrawn: oneshot::Receiver<()>) {
    if withdrawn.await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A set that is dropped stops its tasks; a write must not be stopped.
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
        worker.change(RequestId(1), change.clone(), PriorState::default());
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
        assert_eq!(gone.class, FailureClass::Refused);
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
        worker.change(RequestId(2), add(), PriorState::default());
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
        worker.change(RequestId(2), add(), PriorState::default());
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
        worker.change(RequestId(2), add(), PriorState::default());
        // How things stand before it is still being read.
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
        worker.change(RequestId(2), add(), PriorState::default());
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
            worker.change(RequestId(request), delete.clone(), PriorState::default());
            assert!(matches!(
                answers.recv().await,
                Some(Event::Changed(_, _, Ok(_)))
            ));
        }
        worker.change(RequestId(5), delete, PriorState::default());
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
        worker.query(RequestId(1), Query::Applied(remark));
        let Some(Event::Reply(_, Reply::Applied(Err(why)))) = answers.recv().await else {
            panic!("it did not end");
        };
        assert_eq!(why.reason, FailureReason::Endless);
    }
}
