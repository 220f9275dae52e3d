//! Jobs as stored in the journal: their plans, and the state of each change.

use std::collections::HashMap;

use crate::domain::job::{JobKind, JobPlan, JobStep, LoadedJob, StepState, UnfinishedJob};
use crate::domain::{Failure, FailureClass, FailureReason, JobId, SentAt};
use crate::journal::{self, Journal, StoredStep};

/// A job to be resumed.
pub(super) struct ResumedJob {
    /// Its plan, and the state of each change.
    pub found: LoadedJob,
    /// When the changes with an unknown outcome were sent, by their indices.
    pub sent: HashMap<usize, SentAt>,
}

pub(super) fn unfinished(
    job: journal::StoredJob,
    holder: Option<journal::JobHolder>,
) -> UnfinishedJob {
    let mut tally = job.counts;
    if holder.is_none() {
        // The outcome of what an ended instance had in progress is unknown.
        tally.unknown += std::mem::take(&mut tally.sent);
    }
    UnfinishedJob {
        number: job.id,
        at: job.at,
        operator: job.audit.operator,
        ticket: job.audit.ticket,
        kind: JobKind::mostly(job.kind),
        owner: job.owner,
        state: job.state,
        counts: tally,
        holder,
    }
}

/// Loads a job from the journal to resume it: its plan, and the state of each change.
pub(super) async fn load_job(
    journal: &Journal,
    id: JobId,
) -> Result<ResumedJob, journal::JournalError> {
    load(journal, id, resumed_state).await
}

/// Loads a job from the journal to show it, as it is recorded.
pub(super) async fn stored_job(
    journal: &Journal,
    id: JobId,
    is_held: bool,
) -> Result<LoadedJob, journal::JournalError> {
    let state = |step: &StoredStep| match &step.state {
        StepState::Sent if !is_held => StepState::Unknown,
        state => state.clone(),
    };
    Ok(load(journal, id, state).await?.found)
}

async fn load(
    journal: &Journal,
    id: JobId,
    state: impl Fn(&StoredStep) -> StepState,
) -> Result<ResumedJob, journal::JournalError> {
    let job = journal.job(id).await?;
    let job = job.ok_or_else(|| journal::JournalError::Missing(format!("job {id}")))?;
    let (mut steps, mut states) = (Vec::new(), Vec::new());
    let mut sent = HashMap::new();
    for step in journal.all_steps(id).await? {
        sent.extend(step.sent.map(|at| (steps.len(), at)));
        states.push(state(&step));
        steps.push(JobStep {
            // A remark that was not stored is empty here; [`resumed_state`] makes sure that it is never sent.
            change: step.asked.outline(),
            before: step.before,
            undoes: step.undoes,
        });
    }
    Ok(ResumedJob {
        found: LoadedJob {
            plan: JobPlan {
                owner: job.owner,
                steps,
                undoes: job.undoes,
            },
            states,
        },
        sent,
    })
}

/// The state from which the job resumes: what was sent has an unknown outcome, and a change whose text is not
/// stored can be neither sent nor verified.
fn resumed_state(step: &StoredStep) -> StepState {
    let is_whole = step.asked.whole().is_some();
    let withheld = |class| StepState::Failed(Failure::new(class, FailureReason::Withheld));
    match &step.state {
        StepState::Waiting if !is_whole => withheld(FailureClass::NothingDone),
        StepState::Sent | StepState::Unknown if !is_whole => withheld(FailureClass::Unknown),
        StepState::Sent => StepState::Unknown,
        state => state.clone(),
    }
}
