//! Jobs as stored in the journal: their plans, and the state of each change.

use std::collections::HashMap;

use super::job_recorder::position;
use super::prior_states::remembered;
use super::verify::SentAt;
use crate::domain::job::{
    JobCounts, JobKind, JobPlan, JobStep, LoadedJob, StepState, UnfinishedJob,
};
use crate::domain::{Failure, FailureClass, FailureReason};
use crate::journal::{self, ItemState, JobId, Journal, StoredItem};

/// How many items of a job are read at once.
const ITEMS: u32 = 500;

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
    let n = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let tally = job.tally;
    // The outcome of what an ended instance had in progress is unknown.
    let (sent, lost) = match &holder {
        Some(_) => (tally.sent, 0),
        None => (0, tally.sent),
    };
    UnfinishedJob {
        number: job.id.0,
        at: job.at,
        operator: job.audit.operator,
        ticket: job.audit.ticket,
        does: JobKind::named(job.verb),
        owner: job.owner,
        tally: JobCounts {
            waiting: n(tally.waiting),
            sent: n(sent),
            done: n(tally.done),
            nothing: n(tally.nothing_to_do),
            failed: n(tally.failed),
            unknown: n(tally.unknown) + n(lost),
        },
        holder,
    }
}

/// Loads a job from the journal: its plan, and the state of each change.
pub(super) async fn found(
    journal: &Journal,
    id: JobId,
) -> Result<ResumedJob, journal::JournalError> {
    let job = journal.job(id).await?;
    let job = job.ok_or_else(|| journal::JournalError::Missing(format!("job {id}")))?;
    let (mut steps, mut states) = (Vec::new(), Vec::new());
    let mut sent = HashMap::new();
    loop {
        let from = position(steps.len());
        let items = journal.items(id, from, ITEMS).await?;
        if items.is_empty() {
            break;
        }
        for item in items {
            sent.extend(item.sent.map(|at| (steps.len(), SentAt(at))));
            states.push(state(&item));
            steps.push(JobStep {
                // A remark that was not stored is empty here; [`state`] makes sure that it is never sent.
                change: item.asked.planned(),
                before: remembered(item.before),
                undoes: item.undoes.map(|entry| entry.0),
            });
        }
    }
    Ok(ResumedJob {
        found: LoadedJob {
            plan: JobPlan {
                owner: job.owner,
                steps,
                undoes: job.undoes.map(|job| job.0),
            },
            states,
        },
        sent,
    })
}

fn state(item: &StoredItem) -> StepState {
    let kept = item.asked.change().is_some();
    let withheld = |class| StepState::Failed(Failure::new(class, FailureReason::Withheld));
    match item.state {
        ItemState::Waiting if !kept => withheld(FailureClass::NotSent),
        ItemState::Sent | ItemState::Unknown if !kept => withheld(FailureClass::Unknown),
        ItemState::Waiting => StepState::Waiting,
        ItemState::Sent | ItemState::Unknown => StepState::Unknown,
        ItemState::Done => StepState::Done,
        ItemState::NothingToDo => StepState::Nothing,
        ItemState::Failed => {
            let nothing = || Failure::new(FailureClass::NotSent, FailureReason::Journal);
            StepState::Failed(item.failure.clone().unwrap_or_else(nothing))
        }
    }
}
