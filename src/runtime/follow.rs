//! Runs a job without a screen: reports its progress to a listener, and stops on a signal.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::unbounded_channel;

use super::prompt;
use crate::api::{Api, Settings};
use crate::domain::job::JobEvent;
use crate::domain::{Failure, JobId, RequestId};
use crate::msg::Event;
use crate::worker::{Recorder, Worker, WriteTiming};

/// How long to wait after an interruption for changes in progress.
const LAST_WAIT: Duration = Duration::from_secs(60);

/// There is only one job.
const JOB: RequestId = RequestId(1);

/// The job to resume, and how.
#[derive(Debug)]
pub struct JobToFollow {
    /// Where to connect, and the credentials.
    pub settings: Settings,
    /// Records the job in the journal.
    pub recorder: Recorder,
    /// The delays and timeouts of the job.
    pub waits: WriteTiming,
    /// The job's number in the journal.
    pub job: JobId,
}

/// What the listener is told.
#[derive(Debug)]
pub enum FollowEvent {
    /// An event from the worker.
    Said(Box<Event>),
    /// A signal arrived: nothing more is sent, and changes in progress are waited for.
    Interrupted,
}

/// Why a job was not followed to its end.
#[derive(Debug)]
pub enum FollowError {
    /// There is no client for these settings.
    Connection(Failure),
    /// Signals cannot be handled.
    Signals(io::Error),
    /// The listener found that the job cannot continue.
    Refused(String),
}

/// Resumes a job and runs it to its end, or until a signal, whose exit code is returned.
pub async fn follow(
    what: JobToFollow,
    mut hear: impl FnMut(FollowEvent) -> Result<(), String>,
) -> Result<Option<u8>, FollowError> {
    let api = Api::new(what.settings, |_| {}).map_err(FollowError::Connection)?;
    let mut hear = |event| hear(event).map_err(FollowError::Refused);
    prompt::others_answer();
    let mut signals = FollowSignals::watch().map_err(FollowError::Signals)?;
    let (sender, mut inbox) = unbounded_channel();
    let mut worker = Worker::new(api, sender)
        .with_timing(what.waits)
        .with_recorder(what.recorder);
    worker.resume_job(JOB, what.job);
    let code = loop {
        tokio::select! {
            code = signals.next() => break code,
            said = inbox.recv() => {
                let Some(said) = said else { return Ok(None) };
                let ended = matches!(said, Event::Job(_, JobEvent::Ended));
                hear(FollowEvent::Said(Box::new(said)))?;
                if ended {
                    return Ok(None);
                }
            }
        }
    };
    hear(FollowEvent::Interrupted)?;
    tokio::select! {
        () = worker.finish(LAST_WAIT) => {}
        // A second signal stops the wait; the changes in progress have an unknown outcome then.
        _ = signals.next() => {}
    }
    while let Ok(said) = inbox.try_recv() {
        hear(FollowEvent::Said(Box::new(said)))?;
    }
    Ok(Some(code))
}

/// The signals that stop the job: a key, a closed terminal, another program.
struct FollowSignals {
    hangs_up: Signal,
    interrupts: Signal,
    quits: Signal,
    terminates: Signal,
}

impl FollowSignals {
    fn watch() -> io::Result<Self> {
        Ok(Self {
            hangs_up: signal(SignalKind::hangup())?,
            interrupts: signal(SignalKind::interrupt())?,
            quits: signal(SignalKind::quit())?,
            terminates: signal(SignalKind::terminate())?,
        })
    }

    /// The exit code of the next signal.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.hangs_up.recv() => 129,
            _ = self.interrupts.recv() => 130,
            _ = self.quits.recv() => 131,
            _ = self.terminates.recv() => 143,
        }
    }
}
