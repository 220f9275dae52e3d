//! A job without a screen: it goes on, somebody listens, and a signal lets it leave.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::unbounded_channel;

use super::prompt;
use crate::api::{Api, Settings};
use crate::domain::job::JobEvent;
use crate::msg::Event;
use crate::paged::RequestId;
use crate::worker::{JobTiming, Recorder, Worker};

/// How long what is on its way is waited for after an interruption.
const LAST_WAIT: Duration = Duration::from_secs(60);

/// There is one job.
const JOB: RequestId = RequestId(1);

/// What is to be gone on with, and how.
#[derive(Debug)]
pub struct JobToFollow {
    /// Where to connect, and with what.
    pub settings: Settings,
    /// Where it is written down.
    pub recorder: Recorder,
    /// How long it waits for what.
    pub waits: JobTiming,
    /// The job's number in the journal.
    pub job: i64,
}

/// What whoever listens hears.
#[derive(Debug)]
pub enum FollowEvent {
    /// What the worker says.
    Said(Box<Event>),
    /// A signal came: it sends nothing more, and what is on its way is waited for.
    Interrupted,
}

/// Goes on with a job until its end, or until a signal, whose exit code is given back.
pub async fn follow(
    what: JobToFollow,
    mut hear: impl FnMut(FollowEvent) -> Result<(), String>,
) -> Result<Option<u8>, String> {
    let api = Api::new(what.settings, |_| {}).map_err(|why| why.to_string())?;
    prompt::others_answer();
    let mut signals = FollowSignals::watch().map_err(|why| why.to_string())?;
    let (sender, mut inbox) = unbounded_channel();
    let mut worker = Worker::new(api, sender)
        .waiting(what.waits)
        .recording(what.recorder);
    worker.resume(JOB, what.job);
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
        // Whoever will not wait: what is on its way is unknown then.
        _ = signals.next() => {}
    }
    while let Ok(said) = inbox.try_recv() {
        hear(FollowEvent::Said(Box::new(said)))?;
    }
    Ok(Some(code))
}

/// What ends it: a key, a terminal that is closed, another program.
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

    /// The exit code of what comes next.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.hangs_up.recv() => 129,
            _ = self.interrupts.recv() => 130,
            _ = self.quits.recv() => 131,
            _ = self.terminates.recv() => 143,
        }
    }
}
