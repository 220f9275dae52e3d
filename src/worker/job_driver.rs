//! Runs a job: asks the state machine what is next, sends it when its turn comes, and reports the progress.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::WriteTiming;
use super::backlog::Backlog;
use super::job_machine::{
    CallOutcome, JobMachine, NextMove, StateQueries, StateQuery, StateReview,
};
use super::job_recorder::JobRecorder;
use super::journal_failure::not_recorded;
use super::loaded_job::ResumedJob;
use super::read_states::ReadStates;
use super::recorder::{BeginFailure, Recorder};
use super::snapshot::{self, SnapshotOutcome};
use super::task_context::TaskContext;
use super::verify::SentChange;
use crate::api::Permit;
use crate::domain::job::{JobControl, JobEvent, JobPlan, JobState, StepState};
use crate::domain::limits::CHECKED_PER_CALL;
use crate::domain::{
    Change, Failure, FailureClass, FailureReason, JobId, RequestId, SentAt, UserId, Verification,
};
use crate::journal::{self};
use crate::msg::{Event, Millis};

/// The interval of progress reports: shorter than anybody can read, longer than the time between changes.
const REPORT_INTERVAL: Duration = Duration::from_millis(50);

/// Runs a job to its end. If the control channel closes, it only waits for its open calls.
pub(super) async fn begin(
    context: TaskContext,
    recorder: Recorder,
    request: RequestId,
    plan: JobPlan,
    timing: WriteTiming,
    controls: UnboundedReceiver<JobControl>,
) {
    match recorder.record_job(&plan).await {
        Ok(job_recorder) => {
            let owner = plan.owner.clone();
            let run = JobDriver::new(
                context,
                job_recorder,
                request,
                JobMachine::new(plan, timing),
                timing,
            );
            // If its snapshots cannot be stored, it is not offered again: it has to be planned again.
            let refused = JobState::Stopped;
            run.start_after_snapshots(&recorder, owner, true, refused, controls)
                .await;
        }
        Err(BeginFailure::Failed(why)) => {
            context.report(Event::Job(request, JobEvent::Refused(why)));
        }
        Err(BeginFailure::NotUndone(why)) => {
            context.report(Event::Job(request, JobEvent::UndoRefused(why)));
        }
    }
}

/// Resumes a job of the journal, once it is claimed for this instance.
pub(super) async fn resume(
    context: TaskContext,
    recorder: Recorder,
    request: RequestId,
    id: JobId,
    timing: WriteTiming,
    controls: UnboundedReceiver<JobControl>,
) {
    match recorder.claim_job(id).await {
        Ok((job_recorder, ResumedJob { found, sent })) => {
            let job = JobMachine::resumed(found.plan.clone(), &found.states, timing);
            // A snapshot holds the state before the job: once anything was sent it is too late for one.
            let unsent = found
                .states
                .iter()
                .all(|state| *state == StepState::Waiting);
            let owner = found.plan.owner.clone();
            context.report(Event::Job(request, JobEvent::Loaded(Box::new(found))));
            let mut run = JobDriver::new(context, job_recorder, request, job, timing);
            run.sent_at = sent;
            // If its lists cannot be read now, it is offered again.
            let refused = JobState::Paused;
            // Much may have changed since: the lists are read again, even if no snapshot of them is stored.
            run.start_after_snapshots(&recorder, owner, unsent, refused, controls)
                .await;
        }
        Err(why) => context.report(Event::Job(request, JobEvent::ClaimRefused(why))),
    }
}

/// A place in the queue for the next call.
type PendingPermit = Pin<Box<dyn Future<Output = Permit> + Send>>;

/// A job, and what is needed to run it.
struct JobDriver {
    context: TaskContext,
    job_recorder: JobRecorder,
    request: RequestId,
    machine: JobMachine,
    started: Instant,
    calls: JoinSet<CallResult>,
    /// The changes of each call, in case its task panics.
    subjects: HashMap<Id, CallSubject>,
    /// When changes were sent last, by their indices.
    sent_at: HashMap<usize, SentAt>,
    /// A place in the queue for the next call, and the change for which it was taken.
    permit: Option<(usize, PendingPermit)>,
    /// When the next changes may be reported.
    report_at: Instant,
    last_report: LastReport,
    /// Whether the last attempt to record outcomes failed; it is retried at `report_at`.
    recording_failed: bool,
    backlog: Backlog,
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
    Verification(Vec<usize>),
}

enum CallResult {
    Reply(CallOutcome),
    /// Verified outcomes, and the current state of those on whom further sending depends.
    Verified(Vec<Option<Verification>>, ReadStates),
}

/// What woke the job.
enum WakeUp {
    Control(Option<JobControl>),
    Call(Result<(Id, CallResult), JoinError>),
    Permit(Permit),
    Time,
}

impl JobDriver {
    fn new(
        context: TaskContext,
        job_recorder: JobRecorder,
        request: RequestId,
        job: JobMachine,
        timing: WriteTiming,
    ) -> Self {
        let now = Instant::now();
        Self {
            backlog: Backlog::new(&context, timing.first_pause),
            context,
            job_recorder,
            request,
            machine: job,
            started: now,
            calls: JoinSet::new(),
            subjects: HashMap::new(),
            sent_at: HashMap::new(),
            permit: None,
            report_at: now,
            last_report: LastReport::Nothing,
            recording_failed: false,
            retry_at: None,
            pause: Duration::from_millis(timing.first_pause),
        }
    }

    /// Begins once the lists that it touches are read and stored; if that fails, the journal records
    /// `refused` as the state of the job.
    async fn start_after_snapshots(
        mut self,
        recorder: &Recorder,
        owner: UserId,
        unsent: bool,
        refused: JobState,
        mut controls: UnboundedReceiver<JobControl>,
    ) {
        let wanted = snapshot::SnapshotPlan {
            owner,
            changes: self.machine.waiting(),
            unsent,
        };
        let snapshots = snapshot::take_snapshots(
            &self.context,
            recorder,
            &self.job_recorder,
            self.request,
            &wanted,
            &mut controls,
        );
        match snapshots.await {
            SnapshotOutcome::Begin(states, last_control) => {
                if let Some(control) = last_control {
                    self.machine.control(control);
                }
                self.start(&states, controls).await;
            }
            SnapshotOutcome::ShuttingDown => {}
            SnapshotOutcome::Refused(why) => {
                self.job_recorder.queue_state(refused);
                if let Err(why) = self.job_recorder.record_queued(&self.context).await {
                    log::error!("that a job was refused is not recorded: {why}");
                }
                self.report(JobEvent::Refused(why));
            }
        }
    }

    async fn start(mut self, states: &ReadStates, controls: UnboundedReceiver<JobControl>) {
        match self.job_recorder.record_start().await {
            Ok(()) => {
                self.report(JobEvent::Begun(self.job_recorder.job()));
                self.report_states(states);
                self.apply_states(states).await;
                self.run_to_end(controls).await;
            }
            Err(why) => self.report(JobEvent::Refused(why)),
        }
    }

    /// Sends the current state of the job's users to the lists on screen as well.
    fn report_states(&self, states: &ReadStates) {
        if self.machine.len() == 0 {
            return;
        }
        let owner = self.machine.change(0).owner().clone();
        let people = (0..self.machine.len()).map(|place| self.machine.change(place).target());
        let told = people.filter(|id| states.covers(id));
        let told = told.map(|id| (id.clone(), states.of(id))).collect();
        self.context
            .report(Event::PairStatesRead(self.request, owner, told));
    }

    /// Takes over the current state of all users. Changes that are not needed are skipped, and so are those
    /// that somebody else has overtaken.
    async fn apply_states(&mut self, states: &ReadStates) {
        loop {
            let learnt = self.machine.review_states(states);
            let StateReview {
                unneeded,
                changed_since,
            } = &learnt;
            if !unneeded.is_empty() {
                match self
                    .job_recorder
                    .record_unneeded(&self.machine, unneeded)
                    .await
                {
                    Ok(taken) => {
                        let rest = self.skip_undone(taken, unneeded);
                        self.machine.mark_unneeded(&rest);
                    }
                    Err(why) => self.machine.mark_unrecorded(unneeded, &why),
                }
            }
            if !changed_since.is_empty() {
                let why = Failure::new(FailureClass::NothingDone, FailureReason::ChangedSince);
                match self
                    .job_recorder
                    .record_not_sent(&self.machine, changed_since, &why)
                    .await
                {
                    Ok(()) => self.machine.mark_not_sent(changed_since, &why),
                    Err(why) => self.machine.mark_unrecorded(changed_since, &why),
                }
            }
            // The changes that followed them for the same users are released now.
            if learnt == StateReview::default() {
                return;
            }
        }
    }

    /// Skips the steps whose undo was made elsewhere already; returns the rest.
    fn skip_undone(&mut self, undone: Vec<(usize, Failure)>, of: &[usize]) -> Vec<usize> {
        let undone: HashMap<usize, Failure> = undone.into_iter().collect();
        for (place, why) in &undone {
            self.machine.mark_not_sent(&[*place], why);
        }
        let rest = of.iter().filter(|place| !undone.contains_key(place));
        rest.copied().collect()
    }

    async fn run_to_end(mut self, mut controls: UnboundedReceiver<JobControl>) {
        let mut has_controller = true;
        loop {
            let next = self.machine.next_move(self.now());
            if next == NextMove::Ended {
                // A job that was interrupted can be resumed, and so can one that was stopped.
                self.job_recorder.queue_state(self.machine.final_state());
                // The job has not ended before its outcome is on disk.
                if self.report_steps().await {
                    break;
                }
            }
            let wake = self.prepare(next).await;
            let woken = tokio::select! {
                biased;
                order = controls.recv(), if has_controller => WakeUp::Control(order),
                Some(came) = self.calls.join_next_with_id() => WakeUp::Call(came),
                permit = next_permit(&mut self.permit) => WakeUp::Permit(permit),
                () = until(wake) => WakeUp::Time,
            };
            match woken {
                WakeUp::Control(Some(control)) => self.control(control).await,
                WakeUp::Control(None) => {
                    has_controller = false;
                    self.machine.shut_down();
                }
                WakeUp::Call(came) => {
                    if let Some(states) = self.take_result(came) {
                        self.apply_states(&states).await;
                    }
                }
                WakeUp::Permit(permit) => self.send_next(permit).await,
                WakeUp::Time => {}
            }
        }
        self.report(JobEvent::Ended);
    }

    /// Does what can be done at once, reports what there is to report, and returns when to look again.
    async fn prepare(&mut self, next: NextMove) -> Option<Instant> {
        let is_due = |run: &Self| run.machine.has_changed_steps() || run.job_recorder.has_queued();
        if is_due(self) && Instant::now() >= self.report_at {
            self.report_steps().await;
        }
        let mut wake = is_due(self).then_some(self.report_at);
        // A job that does not send must not hold a place in the queue. Nothing more is sent while the journal
        // cannot store the outcomes of what was sent before.
        let retry_at = self.retry_at.filter(|at| Instant::now() < *at);
        let first = match &next {
            NextMove::Send(places) if !self.job_recorder.has_queued() && retry_at.is_none() => {
                places.first().copied()
            }
            _ => None,
        };
        self.queue(first);
        match next {
            NextMove::Send(_) => {
                self.last_report = LastReport::Nothing;
                wake = earlier(wake, retry_at);
            }
            NextMove::Verify(places) => self.verify(places).await,
            NextMove::HoldUntil(until) | NextMove::VerifyAt(until) => {
                self.announce(&next, until).await;
                let until = self.started + Duration::from_millis(until);
                wake = earlier(wake, Some(until));
            }
            NextMove::Paused => {
                if self.last_report != LastReport::Paused {
                    self.last_report = LastReport::Paused;
                    self.job_recorder.queue_state(JobState::Paused);
                    self.report_steps().await;
                    self.report(JobEvent::Paused);
                }
            }
            NextMove::Wait | NextMove::Ended => {}
        }
        wake
    }

    async fn announce(&mut self, next: &NextMove, until: Millis) {
        if self.last_report == LastReport::Until(until) {
            return;
        }
        self.last_report = LastReport::Until(until);
        let left = until.saturating_sub(self.now());
        self.report_steps().await;
        if matches!(next, NextMove::VerifyAt(_)) {
            self.report(JobEvent::VerificationDueIn(left));
        } else {
            self.context.report(Event::Waiting(self.request, left));
        }
    }

    fn queue(&mut self, first: Option<usize>) {
        let Some(first) = first else {
            self.permit = None;
            return;
        };
        if self
            .permit
            .as_ref()
            .is_some_and(|(place, _)| *place == first)
        {
            return;
        }
        let (api, change) = (self.context.api.clone(), self.machine.change(first).clone());
        let _ = self.context.announce_wait_of(self.request, &change);
        self.permit = Some((first, Box::pin(async move { api.permit(&change).await })));
    }

    async fn send_next(&mut self, permit: Permit) {
        self.permit = None;
        // The loop asked just before this permit came; only time has passed since then.
        let NextMove::Send(places) = self.machine.next_move(self.now()) else {
            return;
        };
        if self.machine.is_any_resent(&places) && !self.record_outcomes().await {
            return;
        }
        let at = self.context.sent_now();
        let places = match self
            .job_recorder
            .record_sending(&self.machine, &places, at)
            .await
        {
            Ok(taken) => self.skip_undone(taken, &places),
            // Nothing was sent, so it can wait until the journal is free.
            Err(journal::JournalError::Busy) => {
                self.retry_at = Some(Instant::now() + self.pause);
                self.report(JobEvent::JournalBusy);
                return;
            }
            Err(why) => {
                self.machine.mark_unrecorded(&places, &not_recorded(&why));
                return;
            }
        };
        if places.is_empty() {
            return;
        }
        self.machine.mark_sent(&places);
        for place in &places {
            match at {
                Some(at) => drop(self.sent_at.insert(*place, at)),
                None => drop(self.sent_at.remove(place)),
            }
        }
        let changes: Vec<Change> = places
            .iter()
            .map(|p| self.machine.change(*p).clone())
            .collect();
        let context = self.context.with_permit(permit);
        let task = self.calls.spawn(async move {
            CallResult::Reply(match changes.as_slice() {
                [Change::AddFriend { .. }, ..] => context.import_friends(&changes).await,
                [change] => match context.send_change(change).await {
                    Ok(status) => CallOutcome::Each(vec![Ok(status)]),
                    Err(why) => CallOutcome::Whole(why),
                },
                _ => CallOutcome::Each(Vec::new()),
            })
        });
        self.subjects
            .insert(task.id(), CallSubject::Changes(places));
    }

    /// Verifies changes, except for those that a later one has superseded.
    async fn verify(&mut self, places: Vec<usize>) {
        self.machine.begin_verification();
        let superseded = self.job_recorder.superseded(&places).await;
        let (context, request) = (self.context.clone(), self.request);
        let doubt = |place: &usize| {
            (
                self.machine.change(*place).clone(),
                self.sent_at.get(place).copied(),
            )
        };
        let doubts: Vec<(Change, Option<SentAt>)> = places.iter().map(doubt).collect();
        let looks: Vec<StateQueries> = places
            .iter()
            .map(|place| self.machine.queries_for(*place))
            .collect();
        let asked = places.clone();
        let task = self.calls.spawn(async move {
            let superseded = match superseded {
                Ok(superseded) => superseded,
                Err(why) => {
                    log::error!("what was done later cannot be read: {why}");
                    return CallResult::Verified(
                        vec![None; asked.len()],
                        ReadStates::of_users(Vec::new()),
                    );
                }
            };
            let open = asked.iter().zip(&doubts);
            let open = open.filter(|(place, _)| !superseded.contains(place));
            let open: Vec<SentChange> = open.map(|(_, (change, sent))| (change, *sent)).collect();
            let mut read = context.all_applied(request, &open).await.into_iter();
            let verified = |place| {
                if superseded.contains(place) {
                    Some(Verification::Superseded)
                } else {
                    read.next()?.ok()
                }
            };
            let mut verified: Vec<Option<Verification>> = asked.iter().map(verified).collect();
            let changes: Vec<&Change> = doubts.iter().map(|(change, _)| change).collect();
            let states = read_states(&context, &changes, &looks, &mut verified).await;
            CallResult::Verified(verified, states)
        });
        self.subjects
            .insert(task.id(), CallSubject::Verification(places));
    }

    /// A call has finished; returns the current state of some users, if it was read.
    fn take_result(&mut self, came: Result<(Id, CallResult), JoinError>) -> Option<ReadStates> {
        let now = self.now();
        let (id, came) = match came {
            Ok((id, came)) => (id, Some(came)),
            Err(broken) => (broken.id(), None),
        };
        match (self.subjects.remove(&id), came) {
            (Some(CallSubject::Changes(places)), Some(CallResult::Reply(answer))) => {
                self.machine.take_reply(&places, answer, now);
            }
            (Some(CallSubject::Changes(places)), _) => {
                let why = Failure::new(FailureClass::Unknown, FailureReason::Broken);
                self.machine
                    .take_reply(&places, CallOutcome::Whole(why), now);
            }
            (Some(CallSubject::Verification(places)), came) => {
                let (said, states) = match came {
                    Some(CallResult::Verified(said, states)) => (said, states),
                    _ => (Vec::new(), ReadStates::of_users(Vec::new())),
                };
                let said = said.into_iter().chain(std::iter::repeat(None));
                let said = places.into_iter().zip(said).collect();
                self.machine.take_verification(said, &states, now);
                return Some(states);
            }
            (None, _) => {}
        }
        None
    }

    async fn control(&mut self, control: JobControl) {
        let resumed = control == JobControl::Resume;
        if self.machine.control(control) && resumed {
            self.last_report = LastReport::Nothing;
            self.job_recorder.queue_state(JobState::Running);
            self.report_steps().await;
            self.report(JobEvent::Resumed);
        }
    }

    /// Records the outcomes of what was sent; returns whether all of them are on disk now.
    async fn record_outcomes(&mut self) -> bool {
        self.job_recorder
            .queue_outcomes(self.machine.take_records());
        if !self.job_recorder.has_queued() {
            return true;
        }
        if self.recording_failed && Instant::now() < self.report_at {
            return false;
        }
        match self.job_recorder.record_queued(&self.context).await {
            Ok(()) => {
                self.recording_failed = false;
                self.backlog.clear();
            }
            Err(why) => {
                self.recording_failed = true;
                self.report_at = Instant::now()
                    + self
                        .backlog
                        .record_failure(self.job_recorder.queue_length(), &why);
            }
        }
        !self.recording_failed
    }

    /// Reports what has changed, once it is recorded; returns whether it is.
    async fn report_steps(&mut self) -> bool {
        if !self.record_outcomes().await {
            return false;
        }
        let changed = self.machine.take_changed_steps();
        if !changed.is_empty() {
            self.report_at = Instant::now() + REPORT_INTERVAL;
            self.report(JobEvent::StepsChanged(changed));
        }
        true
    }

    fn report(&self, event: JobEvent) {
        self.context.report(Event::Job(self.request, event));
    }

    fn now(&self) -> Millis {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The current state of those on whom further sending depends. If it cannot be read, the verification counts
/// as failed and is retried.
async fn read_states(
    context: &TaskContext,
    changes: &[&Change],
    looks: &[StateQueries],
    verified: &mut [Option<Verification>],
) -> ReadStates {
    let mut stand = Vec::new();
    for look in [StateQuery::Lists, StateQuery::Remarks] {
        let wanted = |place: &usize| verified[*place].and_then(|said| looks[*place].after(said));
        let places: Vec<usize> = (0..changes.len())
            .filter(|place| wanted(place) == Some(look))
            .collect();
        let most = match look {
            StateQuery::Lists => CHECKED_PER_CALL,
            // They are in one list.
            StateQuery::Remarks => changes.len().max(1),
        };
        for some in places.chunks(most) {
            let owner = changes[some[0]].owner();
            let others: Vec<UserId> = some.iter().map(|p| changes[*p].target().clone()).collect();
            let read = match look {
                StateQuery::Lists => context.pair_states(owner, &others).await,
                StateQuery::Remarks => context.remarks(owner, &others).await,
            };
            match read {
                Ok(read) => stand.extend(read),
                Err(why) => {
                    log::warn!("how they stand now cannot be read: {why}");
                    for place in some {
                        verified[*place] = None;
                    }
                }
            }
        }
    }
    ReadStates::of_users(stand)
}

async fn next_permit(permit: &mut Option<(usize, PendingPermit)>) -> Permit {
    match permit {
        Some((_, permit)) => permit.await,
        None => std::future::pending().await,
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

async fn until(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}
