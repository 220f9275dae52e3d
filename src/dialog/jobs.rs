//! The list of the jobs, and of what one of them does; the offer to go on with one.

use crate::domain::job::UnfinishedJob;
use crate::keymap::Layer;
use crate::paged::RequestId;

/// A job in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedJob {
    /// One of this session.
    Here(RequestId),
    /// One that the journal holds from before or that another console works on, by its number.
    Left(i64),
}

/// What is asked about the job on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobQuestion {
    /// Whether to stop it.
    Stop,
    /// Whether to go on with it.
    GoOn,
}

/// What is shown of the jobs.
#[derive(Debug, Clone)]
pub struct JobsView {
    /// The job on screen.
    pub job: ListedJob,
    /// The first line on screen; `None` follows what is done.
    pub at: Option<usize>,
    /// What failed comes before the rest.
    pub failed_first: bool,
    /// What is asked about the job.
    pub ask: Option<JobQuestion>,
}

impl JobsView {
    /// Listed keys count.
    pub fn layer(&self) -> Layer {
        if self.ask.is_some() {
            Layer::Confirm
        } else {
            Layer::Jobs
        }
    }
}

/// "Go on with this job?" One after the other.
#[derive(Debug, Clone)]
pub struct ResumeOffer {
    /// The jobs that were not decided on yet, the one on screen first.
    pub jobs: Vec<UnfinishedJob>,
    /// Asked whether to end the job for good.
    pub shelve: bool,
}

impl ResumeOffer {
    /// Listed keys count.
    pub fn layer(&self) -> Layer {
        if self.shelve {
            Layer::Confirm
        } else {
            Layer::Offer
        }
    }
}
