//! A worker with a job on a sandbox, without a console, and what the sandbox saw of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use rosterm::domain::job::{BulkOp, JobControl, JobEvent, JobPlan, JobStep, StepState};
use rosterm::domain::{Change, Failure, JobId, OrphanedChange, PairState, RequestId};
use rosterm::journal::{AuditContext, Journal, JournalOptions};
use rosterm::msg::{Event, Query, Reply};
use rosterm::sandbox::SandboxConfig;
use rosterm::worker::{Recorder, Worker, WriteTiming};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::support::samples::{ALICE, id, limited};
use crate::support::sandbox::Sandbox;

/// Longer than any of these tests needs, and shorter than anybody's patience.
const LONG: Duration = Duration::from_secs(60);

/// How long after a lost answer the truth is read. Tests let this time pass by themselves.
pub const SETTLE: Duration = Duration::from_secs(20);

const JOB: RequestId = RequestId(7);

pub struct WorkerHarness {
    pub sandbox: Arc<Sandbox>,
    worker: Option<Worker>,
    inbox: UnboundedReceiver<Event>,
    /// How far each change is, as it was told.
    pub states: Vec<StepState>,
    /// All that was told but what moved.
    pub told: Vec<JobEvent>,
    /// How long something was said to wait.
    pub waits: Vec<u64>,
    /// How many outcomes were said to be still to be recorded.
    pub owed: Vec<usize>,
}

pub fn step(change: Change) -> JobStep {
    JobStep {
        change,
        before: PairState::default(),
        undoes: None,
    }
}

pub fn each<S: AsRef<str>>(act: BulkOp, targets: &[S]) -> Vec<JobStep> {
    let change = |target: &S| act.change(id(ALICE), id(target.as_ref()));
    targets.iter().map(|target| step(change(target))).collect()
}

/// Lets the worker's time run, and only as much of it: nothing waits for real.
pub async fn pass_time(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn worker(
    sandbox: &Sandbox,
    credentials: Credentials,
    share: u8,
) -> (Worker, UnboundedReceiver<Event>) {
    let settings = Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).unwrap(),
        app_key: AppKey::parse(sandbox.app_key()).unwrap(),
        credentials,
        share,
        timing: Timing::default(),
        network: Network::default(),
    };
    let (sender, inbox) = unbounded_channel();
    let api = Api::new(settings, |_| {}).unwrap();
    let waits = WriteTiming {
        verify_after: 20_000,
        first_pause: 10,
    };
    (Worker::new(api, sender).with_timing(waits), inbox)
}

impl WorkerHarness {
    pub async fn open() -> Self {
        Self::with(limited()).await
    }

    pub async fn with(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::start(config).await;
        let token = Credentials::Token(Secret::new(sandbox.token()));
        Self::of(sandbox, token, 100)
    }

    /// One that asks for its tokens.
    pub async fn asking() -> Self {
        let sandbox = Sandbox::start(limited()).await;
        let credentials = Credentials::Client {
            id: sandbox.client_id().into(),
            secret: Secret::new(sandbox.client_secret()),
        };
        Self::of(sandbox, credentials, 100)
    }

    /// One that sends a call every two seconds.
    pub async fn slow() -> Self {
        let sandbox = Sandbox::start(limited()).await;
        let token = Credentials::Token(Secret::new(sandbox.token()));
        Self::of(sandbox, token, 1)
    }

    /// Another console on the same sandbox.
    pub fn beside(&self) -> Self {
        let token = Credentials::Token(Secret::new(self.sandbox.token()));
        Self::of(Arc::clone(&self.sandbox), token, 100)
    }

    fn of(sandbox: impl Into<Arc<Sandbox>>, credentials: Credentials, share: u8) -> Self {
        let sandbox = sandbox.into();
        let (worker, inbox) = worker(&sandbox, credentials, share);
        Self {
            sandbox,
            worker: Some(worker),
            inbox,
            states: Vec::new(),
            told: Vec::new(),
            waits: Vec::new(),
            owed: Vec::new(),
        }
    }

    /// Another console on the same sandbox, with this journal; what was told before is forgotten.
    pub async fn reopens(&mut self, options: JournalOptions) -> Journal {
        let journal = Journal::open(options).await.unwrap().journal;
        let token = Credentials::Token(Secret::new(self.sandbox.token()));
        let (worker, inbox) = worker(&self.sandbox, token, 100);
        let audit = AuditContext::of_app(self.sandbox.app_key());
        let recorder = Recorder::new(journal.clone(), audit);
        (self.worker, self.inbox) = (Some(worker.with_recorder(recorder)), inbox);
        (self.states, self.told) = (Vec::new(), Vec::new());
        journal
    }

    /// The same with a journal in this file.
    pub async fn recording(mut self, path: &Path) -> (Self, Journal) {
        let opened = Journal::open(JournalOptions::new(path)).await.unwrap();
        let audit = AuditContext::of_app(self.sandbox.app_key());
        let worker = self.worker.take().unwrap();
        self.worker = Some(worker.with_recorder(Recorder::new(opened.journal.clone(), audit)));
        (self, opened.journal)
    }

    /// Makes one change, without a job.
    pub async fn change(&mut self, change: Change) -> Result<(), Failure> {
        self.worker().change(RequestId(4), change, None);
        loop {
            match self.recv().await {
                Event::Changed(RequestId(4), _, result) => return result.map(drop),
                Event::RecordingBacklog(owed) => self.owed.push(owed.count),
                Event::Unneeded(..) => panic!("it is so already"),
                _ => {}
            }
        }
    }

    fn worker(&mut self) -> &mut Worker {
        self.worker.as_mut().unwrap()
    }

    pub fn begin(&mut self, steps: Vec<JobStep>) {
        self.states = vec![StepState::Waiting; steps.len()];
        let plan = JobPlan {
            owner: id(ALICE),
            steps,
            undoes: None,
        };
        self.worker().begin_job(JOB, plan);
    }

    /// Goes on with a job of the journal.
    pub fn resume(&mut self, number: i64) {
        self.worker().resume_job(JOB, JobId(number));
    }

    pub fn control(&mut self, control: JobControl) {
        self.worker().control_job(JOB, control);
    }

    pub async fn query(&mut self, query: Query) -> Reply {
        self.worker().query(RequestId(3), query);
        loop {
            match self.recv().await {
                Event::Reply(RequestId(3), reply) => return reply,
                Event::RecordingBacklog(owed) => self.owed.push(owed.count),
                _ => {}
            }
        }
    }

    /// Asks, and forgets about it while that is under way.
    pub async fn asks_and_forgets(&mut self, query: Query) {
        self.worker().query(RequestId(2), query);
        tokio::task::yield_now().await;
        self.worker().cancel_query(RequestId(2));
    }

    /// Waits for the changes that consoles have left which have ended.
    pub async fn hears_what_is_left(&mut self) -> Vec<OrphanedChange> {
        loop {
            if let Event::Orphaned(left) = self.recv().await {
                return left;
            }
        }
    }

    /// Quits, and hears what is still said.
    pub async fn quit(&mut self) {
        self.worker.take().unwrap().finish(LONG).await;
        while let Ok(what) = self.inbox.try_recv() {
            self.hear(what);
        }
    }

    async fn recv(&mut self) -> Event {
        let what = tokio::time::timeout(LONG, self.inbox.recv()).await;
        what.expect("it says nothing more").unwrap()
    }

    fn hear(&mut self, what: Event) -> Option<JobEvent> {
        assert_ne!(
            self.told.last(),
            Some(&JobEvent::Ended),
            "more after the end: {what:?}"
        );
        match what {
            Event::Job(JOB, JobEvent::StepsChanged(moved)) => {
                for (place, state) in &moved {
                    self.move_one(*place, state.clone());
                }
                Some(JobEvent::StepsChanged(moved))
            }
            Event::Job(JOB, JobEvent::Loaded(found)) => {
                self.states.clone_from(&found.states);
                Some(JobEvent::Loaded(found))
            }
            Event::Job(JOB, news) => {
                self.told.push(news.clone());
                Some(news)
            }
            Event::RecordingBacklog(owed) => {
                self.owed.push(owed.count);
                None
            }
            Event::Progress(JOB, _) | Event::PairStatesRead(JOB, ..) => None,
            Event::Waiting(_, time) => {
                self.waits.push(time);
                None
            }
            other => panic!("{other:?}"),
        }
    }

    fn move_one(&mut self, place: usize, state: StepState) {
        let was = &self.states[place];
        let allowed = match was {
            StepState::Waiting => matches!(
                state,
                StepState::Sent | StepState::Unneeded | StepState::Failed(_)
            ),
            StepState::Sent => state != StepState::Sent,
            StepState::Unknown => !matches!(state, StepState::Sent | StepState::Unknown),
            StepState::Done | StepState::Undone | StepState::Unneeded | StepState::Failed(_) => {
                false
            }
        };
        assert!(allowed, "{place}: {was:?} became {state:?}");
        self.states[place] = state;
    }

    /// Waits until so many outcomes are said to be still to be recorded.
    pub async fn owes(&mut self, count: usize) {
        while self.owed.last() != Some(&count) {
            let what = self.recv().await;
            self.hear(what);
        }
    }

    /// The next that is told and that is it.
    pub async fn hears(&mut self, is: impl Fn(&JobEvent) -> bool) -> JobEvent {
        loop {
            let what = self.recv().await;
            if let Some(news) = self.hear(what).filter(&is) {
                return news;
            }
        }
    }

    /// Lets it come to its end without settling anything.
    pub async fn ends(&mut self) {
        self.hears(|news| *news == JobEvent::Ended).await;
        let mut told = self.told.iter();
        let first = told.find(|news| !matches!(news, JobEvent::Snapshotting(_)));
        assert!(matches!(first, Some(JobEvent::Begun(_))));
    }

    /// Hears that answers were lost, and lets the time pass after which the truth is read.
    pub async fn settles(&mut self) {
        self.hears(|news| matches!(news, JobEvent::VerificationDueIn(1..=20_000)))
            .await;
        pass_time(SETTLE).await;
    }

    /// Does all of it.
    pub async fn does(&mut self, steps: Vec<JobStep>) {
        self.begin(steps);
        self.ends().await;
    }

    pub fn all_are(&self, state: &StepState) -> bool {
        self.states.iter().all(|s| s == state)
    }

    pub fn count(&self, is: impl Fn(&StepState) -> bool) -> usize {
        self.states.iter().filter(|state| is(state)).count()
    }

    #[track_caller]
    pub fn why(&self, place: usize) -> &Failure {
        match &self.states[place] {
            StepState::Failed(why) => why,
            other => panic!("{other:?}"),
        }
    }

    /// Makes users of these names, which counts as no call.
    pub async fn register<S: AsRef<str>>(&self, names: &[S]) {
        self.sandbox.register(names).await;
        self.sandbox.forget_calls().await;
    }

    /// What is true of the owner.
    pub async fn truth(&self) -> Value {
        self.sandbox.truth(ALICE).await.0
    }

    pub async fn blocked(&self) -> BTreeSet<String> {
        self.sandbox
            .truth(ALICE)
            .await
            .blocks()
            .into_iter()
            .collect()
    }

    /// The owner's friends with their remarks.
    pub async fn friends(&self) -> BTreeMap<String, Option<String>> {
        let truth = self.truth().await;
        let rows = truth["friends"].as_array().unwrap().clone();
        let word = |value: &Value| value.as_str().map(str::to_owned);
        rows.iter()
            .map(|row| (word(&row["username"]).unwrap(), word(&row["remark"])))
            .collect()
    }

    /// Every call so far: its method and path, and how often it came.
    pub async fn calls(&self) -> BTreeMap<String, usize> {
        let mut calls = BTreeMap::new();
        for row in self.sandbox.log().await {
            let call = format!(
                "{} {}",
                row["method"].as_str().unwrap(),
                row["path"].as_str().unwrap()
            );
            *calls.entry(call).or_default() += 1;
        }
        calls
    }

    /// How many calls had this method, and this in their path.
    pub async fn calls_to(&self, method: &str, part: &str) -> usize {
        let log = self.sandbox.log().await;
        let is =
            |row: &&Value| row["method"] == method && row["path"].as_str().unwrap().contains(part);
        log.iter().filter(is).count()
    }
}
