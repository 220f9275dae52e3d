//! Runs a job: asks the state machine what is next, sends it when its turn comes, and reports the progress.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::JobTiming;
use super::backlog::Backlog;
use super::client::Client;
use super::job_machine::{
    CallOutcome, JobRun, LearntStanding, NextStep, StandingCheck, StandingChecks,
};
use super::job_recorder::JobRecorder;
use super::journal_failure::failed;
use super::loaded_job::ResumedJob;
use super::prior_states::PriorStates;
use super::recorder::{BeginFailure, Recorder};
use super::snapshot::{self, SnapshotOutcome};
use super::verify::LostAnswer;
use crate::api::WriteTurn;
use crate::domain::job::{JobControl, JobEvent, JobPlan, JobState, StepState};
use crate::domain::limits::CHECKED_PER_CALL;
use crate::domain::{
    Change, Failure, FailureClass, FailureReason, JobId, SentAt, UserId, Verification,
};
use crate::journal::{self};
use crate::msg::{Event, Millis};
use crate::paged::RequestId;

/// The interval of progress reports: shorter than anybody can read, longer than the time between changes.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// Runs a job once it is in the journal; if `orders` is closed, until nothing of it is in progress.
pub(super) async fn begin(
    client: Client,
    recorder: Recorder,
    request: RequestId,
    plan: JobPlan,
    waits: JobTiming,
    orders: UnboundedReceiver<JobControl>,
) {
    match recorder.begin_job(&plan).await {
        Ok(record) => {
            let owner = plan.owner.clone();
            let run = JobDriver::new(client, record, request, JobRun::new(plan, waits), waits);
            // If its snapshots cannot be stored, it is not offered again: it has to be planned again.
            let refused = JobState::Stopped;
            run.once_kept(&recorder, owner, true, refused, orders).await;
        }
        Err(BeginFailure::Failed(why)) => client.send(Event::Job(request, JobEvent::Refused(why))),
        Err(BeginFailure::NotUndone(why)) => {
            client.send(Event::Job(request, JobEvent::UndoRefused(why)));
        }
    }
}

/// Resumes a job of the journal, once it is claimed for this instance.
pub(super) async fn resume(
    client: Client,
    recorder: Recorder,
    request: RequestId,
    id: JobId,
    waits: JobTiming,
    orders: UnboundedReceiver<JobControl>,
) {
    match recorder.resume_job(id).await {
        Ok((record, ResumedJob { found, sent })) => {
            let job = JobRun::resumed(found.plan.clone(), &found.states, waits);
            // A snapshot holds the state before the job: once anything was sent it is too late for one.
            let unsent = found
                .states
                .iter()
                .all(|state| *state == StepState::Waiting);
            let owner = found.plan.owner.clone();
            client.send(Event::Job(request, JobEvent::Loaded(Box::new(found))));
            let mut run = JobDriver::new(client, record, request, job, waits);
            run.sent = sent;
            // Much may have changed since: the state of what is still to be sent is read again.
            let refused = JobState::Paused;
            run.once_kept(&recorder, owner, unsent, refused, orders)
                .await;
        }
        Err(why) => client.send(Event::Job(request, JobEvent::ClaimRefused(why))),
    }
}

/// A place in the queue for the next call.
type PendingTurn = Pin<Box<dyn Future<Output = WriteTurn> + Send>>;

/// A job, and what is needed to run it.
struct JobDriver {
    client: Client,
    record: JobRecorder,
    request: RequestId,
    job: JobRun,
    started: Instant,
    calls: JoinSet<CallResult>,
    /// The changes of each call, in case its task panics.
    about: HashMap<Id, CallSubject>,
    /// When changes were sent last, by their indices.
    sent: HashMap<usize, SentAt>,
    /// A place in the queue for the next call, and the change for which it was taken.
    turn: Option<(usize, PendingTurn)>,
    /// When the next changes may be reported.
    tell_at: Instant,
    told: LastReport,
    /// Whether the journal could not store the last outcomes; they are retried at `tell_at`.
    owes: bool,
    debt: Backlog,
    /// When to retry recording the next changes, if the journal was locked.
    retry_at: Option<Instant>,
    /// The pause before that retry.
    pause: Duration,
}

/// The last report about a job that does not advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastReport {
    Nothing,
    Paused,
    Until(Millis),
}

enum CallSubject {
    Changes(Vec<usize>),
    Truth(Vec<usize>),
}

enum CallResult {
    Answer(CallOutcome),
    /// Verified outcomes, and the current state of those on whom further sending depends.
    Truth(Vec<Option<Verification>>, PriorStates),
}

/// What woke the job.
enum WakeUp {
    By(Option<JobControl>),
    Call(Result<(Id, CallResult), JoinError>),
    Turn(WriteTurn),
    Time,
}

impl JobDriver {
    fn new(
        client: Client,
        record: JobRecorder,
        request: RequestId,
        job: JobRun,
        waits: JobTiming,
    ) -> Self {
        let now = Instant::now();
        Self {
            debt: Backlog::new(&client, waits.pause),
            client,
            record,
            request,
            job,
            started: now,
            calls: JoinSet::new(),
            about: HashMap::new(),
            sent: HashMap::new(),
            turn: None,
            tell_at: now,
            told: LastReport::Nothing,
            owes: false,
            retry_at: None,
            pause: Duration::from_millis(waits.pause),
        }
    }

    /// Begins once the lists that it touches are read and stored; if that fails, the journal records
    /// `refused` as the state of the job.
    async fn once_kept(
        mut self,
        recorder: &Recorder,
        owner: UserId,
        unsent: bool,
        refused: JobState,
        mut orders: UnboundedReceiver<JobControl>,
    ) {
        let wanted = snapshot::SnapshotPlan {
            owner,
            changes: self.job.waiting(),
            unsent,
        };
        let kept = snapshot::before(
            &self.client,
            recorder,
            &self.record,
            self.request,
            &wanted,
            &mut orders,
        );
        match kept.await {
            SnapshotOutcome::Begin(stands, steered) => {
                if let Some(control) = steered {
                    self.job.control(control);
                }
                self.begun(&stands, orders).await;
            }
            SnapshotOutcome::Left => {}
            SnapshotOutcome::Refused(why) => {
                self.record.is(refused);
                if let Err(why) = self.record.keep_up(&self.client).await {
                    log::error!("that a job was refused is not recorded: {why}");
                }
                self.say(JobEvent::Refused(why));
            }
        }
    }

    async fn begun(mut self, stands: &PriorStates, orders: UnboundedReceiver<JobControl>) {
        match self.record.begins().await {
            Ok(()) => {
                self.say(JobEvent::Begun(self.record.job()));
                self.tell_how(stands);
                self.learn(stands).await;
                self.until_its_end(orders).await;
            }
            Err(why) => self.say(JobEvent::Refused(why)),
        }
    }

    /// Sends the current state of the job's users to the lists on screen as well.
    fn tell_how(&self, stands: &PriorStates) {
        if self.job.len() == 0 {
            return;
        }
        let owner = self.job.change(0).owner().clone();
        let people = (0..self.job.len()).map(|place| self.job.change(place).target());
        let told = people.filter(|id| stands.covers(id));
        let told = told.map(|id| (id.clone(), stands.of(id))).collect();
        self.client
            .send(Event::PriorStatesRead(self.request, owner, told));
    }

    /// Takes over the current state of all users. Changes that are not needed are skipped, and so are those
    /// that somebody else has overtaken.
    async fn learn(&mut self, stands: &PriorStates) {
        loop {
            let learnt = self.job.learn(stands);
            let LearntStanding {
                so_already,
                moved_on,
            } = &learnt;
            if !so_already.is_empty() {
                match self.record.nothing_to_do(&self.job, so_already).await {
                    Ok(taken) => {
                        let rest = self.taken(taken, so_already);
                        self.job.unneeded(&rest);
                    }
                    Err(why) => self.job.refused(so_already, &why),
                }
            }
            if !moved_on.is_empty() {
                let why = Failure::new(FailureClass::NotSent, FailureReason::ChangedSince);
                match self.record.not_sent(&self.job, moved_on, &why).await {
                    Ok(()) => self.job.not_sent(moved_on, &why),
                    Err(why) => self.job.refused(moved_on, &why),
                }
            }
            // The changes that followed them for the same users are released now.
            if learnt == LearntStanding::default() {
                return;
            }
        }
    }

    /// Some of the changes that these were to undo were undone already; returns the others.
    fn taken(&mut self, taken: Vec<(usize, Failure)>, of: &[usize]) -> Vec<usize> {
        let taken: HashMap<usize, Failure> = taken.into_iter().collect();
        for (place, why) in &taken {
            self.job.not_sent(&[*place], why);
        }
        let left = of.iter().filter(|place| !taken.contains_key(place));
        left.copied().collect()
    }

    async fn until_its_end(mut self, mut orders: UnboundedReceiver<JobControl>) {
        let mut held = true;
        loop {
            let next = self.job.next(self.now());
            if next == NextStep::Ended {
                // A job that was interrupted can be resumed, and so can one that was stopped.
                self.record.is(self.job.ended());
                // The job has not ended before its outcome is on disk.
                if self.tell().await {
                    break;
                }
            }
            let wake = self.prepare(next).await;
            let woken = tokio::select! {
                biased;
                order = orders.recv(), if held => WakeUp::By(order),
                Some(came) = self.calls.join_next_with_id() => WakeUp::Call(came),
                turn = in_turn(&mut self.turn) => WakeUp::Turn(turn),
                () = at(wake) => WakeUp::Time,
            };
            match woken {
                WakeUp::By(Some(control)) => self.control(control).await,
                WakeUp::By(None) => {
                    held = false;
                    self.job.leave();
                }
                WakeUp::Call(came) => {
                    if let Some(stands) = self.came(came) {
                        self.learn(&stands).await;
                    }
                }
                WakeUp::Turn(turn) => self.send(turn).await,
                WakeUp::Time => {}
            }
        }
        self.say(JobEvent::Ended);
    }

    /// Does what can be done at once, reports what there is to report, and returns when to look again.
    async fn prepare(&mut self, next: NextStep) -> Option<Instant> {
        let is_due = |run: &Self| run.job.has_moved() || run.record.is_behind();
        if is_due(self) && Instant::now() >= self.tell_at {
            self.tell().await;
        }
        let mut wake = is_due(self).then_some(self.tell_at);
        // A job that does not send must not hold a place in the queue. Nothing more is sent while the journal
        // cannot store the outcomes of what was sent before.
        let retry_at = self.retry_at.filter(|at| Instant::now() < *at);
        let first = match &next {
            NextStep::Send(places) if !self.record.is_behind() && retry_at.is_none() => {
                places.first().copied()
            }
            _ => None,
        };
        self.queue(first);
        match next {
            NextStep::Send(_) => {
                self.told = LastReport::Nothing;
                wake = earlier(wake, retry_at);
            }
            NextStep::Read(places) => self.read(places).await,
            NextStep::Hold(until) | NextStep::Settle(until) => {
                self.announce(&next, until).await;
                let until = self.started + Duration::from_millis(until);
                wake = earlier(wake, Some(until));
            }
            NextStep::Paused => {
                if self.told != LastReport::Paused {
                    self.told = LastReport::Paused;
                    self.record.is(JobState::Paused);
                    self.tell().await;
                    self.say(JobEvent::Paused);
                }
            }
            NextStep::Wait | NextStep::Ended => {}
        }
        wake
    }

    async fn announce(&mut self, next: &NextStep, until: Millis) {
        if self.told == LastReport::Until(until) {
            return;
        }
        self.told = LastReport::Until(until);
        let left = until.saturating_sub(self.now());
        self.tell().await;
        if matches!(next, NextStep::Settle(_)) {
            self.say(JobEvent::Settling(left));
        } else {
            self.client.send(Event::Waiting(self.request, left));
        }
    }

    fn queue(&mut self, first: Option<usize>) {
        let Some(first) = first else {
            self.turn = None;
            return;
        };
        if self.turn.as_ref().is_some_and(|(place, _)| *place == first) {
            return;
        }
        let (api, change) = (self.client.api.clone(), self.job.change(first).clone());
        let _ = self.client.announce_wait_of(self.request, &change);
        self.turn = Some((first, Box::pin(async move { api.turn(&change).await })));
    }

    async fn send(&mut self, turn: WriteTurn) {
        self.turn = None;
        // Nothing but time has passed since the queue was entered.
        let NextStep::Send(places) = self.job.next(self.now()) else {
            return;
        };
        if self.job.are_repeated(&places) && !self.note().await {
            return;
        }
        let at = self.client.sent_now();
        let places = match self.record.sent(&self.job, &places, at).await {
            Ok(taken) => self.taken(taken, &places),
            // Nothing was sent, so it can wait until the journal is free.
            Err(journal::JournalError::Busy) => {
                self.retry_at = Some(Instant::now() + self.pause);
                self.say(JobEvent::JournalBusy);
                return;
            }
            Err(why) => {
                self.job.refused(&places, &failed(&why));
                return;
            }
        };
        if places.is_empty() {
            return;
        }
        self.job.sent(&places);
        for place in &places {
            match at {
                Some(at) => drop(self.sent.insert(*place, at)),
                None => drop(self.sent.remove(place)),
            }
        }
        let changes: Vec<Change> = places.iter().map(|p| self.job.change(*p).clone()).collect();
        let client = self.client.in_turn(turn);
        let task = self.calls.spawn(async move {
            CallResult::Answer(match changes.as_slice() {
                [Change::AddFriend { .. }, ..] => client.imported(&changes).await,
                [change] => match client.change_settled(change).await {
                    Ok(status) => CallOutcome::Each(vec![Ok(status)]),
                    Err(why) => CallOutcome::Whole(why),
                },
                _ => CallOutcome::Each(Vec::new()),
            })
        });
        self.about.insert(task.id(), CallSubject::Changes(places));
    }

    /// Verifies changes, except for those that a later one has superseded.
    async fn read(&mut self, places: Vec<usize>) {
        self.job.asked();
        let superseded = self.record.superseded(&places).await;
        let (client, request) = (self.client.clone(), self.request);
        let doubt = |place: &usize| {
            (
                self.job.change(*place).clone(),
                self.sent.get(place).copied(),
            )
        };
        let doubts: Vec<(Change, Option<SentAt>)> = places.iter().map(doubt).collect();
        let looks: Vec<StandingChecks> =
            places.iter().map(|place| self.job.looks(*place)).collect();
        let asked = places.clone();
        let task = self.calls.spawn(async move {
            let superseded = match superseded {
                Ok(superseded) => superseded,
                Err(why) => {
                    log::error!("what was done later cannot be read: {why}");
                    return CallResult::Truth(
                        vec![None; asked.len()],
                        PriorStates::of_some(Vec::new()),
                    );
                }
            };
            let open = asked.iter().zip(&doubts);
            let open = open.filter(|(place, _)| !superseded.contains(place));
            let open: Vec<LostAnswer> = open.map(|(_, (change, sent))| (change, *sent)).collect();
            let mut read = client.all_applied(request, &open).await.into_iter();
            let truth = |place| {
                if superseded.contains(place) {
                    Some(Verification::Superseded)
                } else {
                    read.next()?.ok()
                }
            };
            let mut truth: Vec<Option<Verification>> = asked.iter().map(truth).collect();
            let changes: Vec<&Change> = doubts.iter().map(|(change, _)| change).collect();
            let stands = look(&client, &changes, &looks, &mut truth).await;
            CallResult::Truth(truth, stands)
        });
        self.about.insert(task.id(), CallSubject::Truth(places));
    }

    /// A call has finished; returns the current state of some users, if it was read.
    fn came(&mut self, came: Result<(Id, CallResult), JoinError>) -> Option<PriorStates> {
        let now = self.now();
        let (id, came) = match came {
            Ok((id, came)) => (id, Some(came)),
            Err(broken) => (broken.id(), None),
        };
        match (self.about.remove(&id), came) {
            (Some(CallSubject::Changes(places)), Some(CallResult::Answer(answer))) => {
                self.job.answered(&places, answer, now);
            }
            (Some(CallSubject::Changes(places)), _) => {
                let why = Failure::new(FailureClass::Unknown, FailureReason::Broken);
                self.job.answered(&places, CallOutcome::Whole(why), now);
            }
            (Some(CallSubject::Truth(places)), came) => {
                let (said, stands) = match came {
                    Some(CallResult::Truth(said, stands)) => (said, stands),
                    _ => (Vec::new(), PriorStates::of_some(Vec::new())),
                };
                let said = said.into_iter().chain(std::iter::repeat(None));
                let said = places.into_iter().zip(said).collect();
                self.job.settled(said, &stands, now);
                return Some(stands);
            }
            (None, _) => {}
        }
        None
    }

    async fn control(&mut self, control: JobControl) {
        let resumed = control == JobControl::Resume;
        if self.job.control(control) && resumed {
            self.told = LastReport::Nothing;
            self.record.is(JobState::Running);
            self.tell().await;
            self.say(JobEvent::Resumed);
        }
    }

    /// Records the outcomes of what was sent; returns whether all of them are on disk now.
    async fn note(&mut self) -> bool {
        self.record.learn(self.job.take_notes());
        if !self.record.is_behind() {
            return true;
        }
        if self.owes && Instant::now() < self.tell_at {
            return false;
        }
        match self.record.keep_up(&self.client).await {
            Ok(()) => {
                self.owes = false;
                self.debt.is_paid();
            }
            Err(why) => {
                self.owes = true;
                self.tell_at = Instant::now() + self.debt.is(self.record.owed(), &why);
            }
        }
        !self.owes
    }

    /// Reports what has changed, once it is recorded; returns whether it is.
    async fn tell(&mut self) -> bool {
        if !self.note().await {
            return false;
        }
        let moved = self.job.take_moved();
        if !moved.is_empty() {
            self.tell_at = Instant::now() + TOLD_EVERY;
            self.say(JobEvent::StepsChanged(moved));
        }
        true
    }

    fn say(&self, news: JobEvent) {
        self.client.send(Event::Job(self.request, news));
    }

    fn now(&self) -> Millis {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The current state of those on whom further sending depends. If it cannot be read, the verification counts
/// as failed and is retried.
async fn look(
    client: &Client,
    changes: &[&Change],
    looks: &[StandingChecks],
    truth: &mut [Option<Verification>],
) -> PriorStates {
    let mut stand = Vec::new();
    for look in [StandingCheck::Standing, StandingCheck::Remark] {
        let wanted = |place: &usize| truth[*place].and_then(|said| looks[*place].after(said));
        let places: Vec<usize> = (0..changes.len())
            .filter(|place| wanted(place) == Some(look))
            .collect();
        let most = match look {
            StandingCheck::Standing => CHECKED_PER_CALL,
            // They are in one list.
            StandingCheck::Remark => changes.len().max(1),
        };
        for some in places.chunks(most) {
            let owner = changes[some[0]].owner();
            let others: Vec<UserId> = some.iter().map(|p| changes[*p].target().clone()).collect();
            let read = match look {
                StandingCheck::Standing => client.standing(owner, &others).await,
                StandingCheck::Remark => client.remarks(owner, &others).await,
            };
            match read {
                Ok(read) => stand.extend(read),
                Err(why) => {
                    log::warn!("how they stand now cannot be read: {why}");
                    for place in some {
                        truth[*place] = None;
                    }
                }
            }
        }
    }
    PriorStates::of_some(stand)
}

async fn in_turn(turn: &mut Option<(usize, PendingTurn)>) -> WriteTurn {
    match turn {
        Some((_, turn)) => turn.await,
        None => std::future::pending().await,
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}
