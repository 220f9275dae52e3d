//! The list of jobs, the steps of one job, and the offer to resume one.

use crate::domain::job::{LoadedJob, StepState, UnfinishedJob};
use crate::domain::{Failure, JobId, RequestId};
use crate::keymap::Layer;

/// A job in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedJob {
    /// A job of this session.
    ThisSession(RequestId),
    /// An unfinished job of the journal, or one that another rosterm is running, by its number.
    Unfinished(JobId),
}

/// The question about the job on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobQuestion {
    /// Whether to stop it.
    Stop,
    /// Whether to resume it.
    Resume,
}

/// The view of the jobs.
#[derive(Debug, Clone)]
pub struct JobsView {
    /// The job on screen.
    pub job: ListedJob,
    /// The first line on screen; `None` follows the progress.
    pub top: Option<usize>,
    /// Whether failed steps come first, if a key has said so.
    pub failed_first: Option<bool>,
    /// The question about the job.
    pub ask: Option<JobQuestion>,
    /// What the journal says about the steps of the job.
    pub steps: JobReading,
}

/// The steps of a job, as the journal has them.
#[derive(Debug, Clone, Default)]
pub struct JobReading {
    /// The job that was queried.
    pub job: Option<JobId>,
    /// Whether it may have changed since.
    pub is_outdated: bool,
    /// The query, until its reply comes.
    pub asked: Option<RequestId>,
    /// The reply.
    pub read: Option<Result<LoadedJob, Failure>>,
}

impl JobsView {
    /// Whether failed steps come first: if no key has said so, once the job has ended with failures.
    pub fn failed_first(&self, states: &[StepState], is_active: bool) -> bool {
        let has_ended = !is_active && matches!(self.job, ListedJob::ThisSession(_));
        let has_failed =
            |state: &StepState| matches!(state, StepState::Failed(_) | StepState::Unknown);
        let by_itself = || has_ended && states.iter().any(has_failed);
        self.failed_first.unwrap_or_else(by_itself)
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        if self.ask.is_some() {
            Layer::Confirm
        } else {
            Layer::Jobs
        }
    }
}

/// "Resume this job?" One after the other.
#[derive(Debug, Clone)]
pub struct ResumeOffer {
    /// The jobs that are still to be decided on, the one on screen first.
    pub jobs: Vec<UnfinishedJob>,
    /// Whether it asks to discard the job.
    pub discard: bool,
}

impl ResumeOffer {
    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        if self.discard {
            Layer::Confirm
        } else {
            Layer::Offer
        }
    }
}
