//! The list of the jobs, and of what one of them does.

use crate::keymap::Layer;
use crate::paged::Ticket;

/// What is shown of the jobs.
#[derive(Debug, Clone)]
pub struct JobsView {
    /// The job on screen; `None` while there is none.
    pub job: Option<Ticket>,
    /// The first line on screen; `None` follows what is done.
    pub at: Option<usize>,
    /// What failed comes before the rest.
    pub failed_first: bool,
    /// Asked whether to stop the job.
    pub stop: bool,
}

impl JobsView {
    /// Which keys count.
    #[must_use]
    pub fn layer(&self) -> Layer {
        if self.stop {
            Layer::Confirm
        } else {
            Layer::Jobs
        }
    }
}
