//! Records a job in the journal: each change before it is sent, and each outcome afterwards.

use std::collections::VecDeque;

use super::backlog;
use super::job_machine::{JobMachine, StepRecord};
use super::journal_failure::not_recorded;
use super::task_context::TaskContext;
use crate::domain::job::JobState;
use crate::domain::{Failure, JobId, SentAt};
use crate::journal::{self, Claim, NewStepEntry};

/// Writes one job into the journal.
pub(super) struct JobRecorder {
    claim: Option<Claim>,
    /// Outcomes that are still to be recorded, in the order in which they became known.
    queue: VecDeque<StepRecord>,
    /// The state of the job, if it is still to be recorded.
    state: Option<JobState>,
}

impl JobRecorder {
    pub fn new(claim: Option<Claim>) -> Self {
        Self {
            claim,
            queue: VecDeque::new(),
            state: None,
        }
    }

    /// The job in the journal, if there is one.
    pub fn job(&self) -> Option<JobId> {
        self.claim.as_ref().map(Claim::job)
    }

    /// Records that changes are about to be sent; without this they must not be. Returns those that must not
    /// be sent because the changes that they were to undo were undone already.
    pub async fn record_sending(
        &self,
        job: &JobMachine,
        places: &[usize],
        at: Option<SentAt>,
    ) -> Result<Vec<(usize, Failure)>, journal::JournalError> {
        match &self.claim {
            Some(claim) => {
                let mut entries = step_entries(job, places);
                for one in &mut entries {
                    one.sent = at;
                }
                claim.record_sending(entries).await.map(undone_already)
            }
            None => Ok(Vec::new()),
        }
    }

    /// Records that no change was needed for these. Returns those already undone, as
    /// [`Self::record_sending`] does.
    pub async fn record_unneeded(
        &self,
        job: &JobMachine,
        places: &[usize],
    ) -> Result<Vec<(usize, Failure)>, Failure> {
        match &self.claim {
            Some(claim) => {
                let recorded = claim.record_unneeded(step_entries(job, places)).await;
                recorded
                    .map(undone_already)
                    .map_err(|why| not_recorded(&why))
            }
            None => Ok(Vec::new()),
        }
    }

    /// Records that changes are not sent, and why.
    pub async fn record_not_sent(
        &self,
        job: &JobMachine,
        places: &[usize],
        why: &Failure,
    ) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        let recorded = claim
            .record_not_sent(step_entries(job, places), why.clone())
            .await;
        recorded.map_err(|e| not_recorded(&e))
    }

    /// Queues the outcomes of changes; [`Self::record_queued`] records them.
    pub fn queue_outcomes(&mut self, records: Vec<StepRecord>) {
        if self.claim.is_some() {
            self.queue.extend(records);
        }
    }

    /// Queues the state of the job; [`Self::record_queued`] records it.
    pub fn queue_state(&mut self, state: JobState) {
        self.state = self.claim.is_some().then_some(state);
    }

    /// How many outcomes are still to be recorded.
    pub fn queue_length(&self) -> usize {
        self.queue.len()
    }

    /// Whether anything is still to be recorded.
    pub fn has_queued(&self) -> bool {
        !self.queue.is_empty() || self.state.is_some()
    }

    /// Records what is still to be recorded. What the journal cannot store now is kept; what it never will
    /// store is reported.
    pub async fn record_queued(
        &mut self,
        context: &TaskContext,
    ) -> Result<(), journal::JournalError> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        while let Some(first) = self.queue.front() {
            let (verified, again) = (first.verified, first.resend);
            let alike =
                |record: &&StepRecord| (record.verified, record.resend) == (verified, again);
            let answers = self.queue.iter().take_while(alike);
            let answers: Vec<_> = answers
                .map(|record| (position(record.index), record.outcome.clone()))
                .collect();
            let together = answers.len();
            let recorded = match (again, verified) {
                (true, _) => claim.record_for_resending(answers, verified).await,
                (false, true) => claim.record_verified(answers).await,
                (false, false) => claim.record_replies(answers).await,
            };
            match recorded {
                Err(why) if why.may_pass() => return Err(why),
                Err(why) => backlog::report_unrecordable(context, &why),
                Ok(()) => {}
            }
            self.queue.drain(..together);
        }
        if let Some(state) = self.state {
            match claim.set_state(state).await {
                Err(why) if why.may_pass() => return Err(why),
                Err(why) => log::error!("how far a job is was not recorded: {why}"),
                Ok(()) => {}
            }
            self.state = None;
        }
        Ok(())
    }

    /// Which of these need no verification any more because a later change to the same thing was done.
    pub async fn superseded(&self, places: &[usize]) -> Result<Vec<usize>, journal::JournalError> {
        let Some(claim) = &self.claim else {
            return Ok(Vec::new());
        };
        let asked = places.iter().map(|place| position(*place)).collect();
        let found = claim.superseded(asked).await?;
        let is = |place: &usize| found.contains(&position(*place));
        Ok(places.iter().copied().filter(is).collect())
    }

    /// Records that the job begins to send. Without this it must not.
    pub async fn record_start(&self) -> Result<(), Failure> {
        match &self.claim {
            Some(claim) => claim
                .set_state(JobState::Running)
                .await
                .map_err(|e| not_recorded(&e)),
            None => Ok(()),
        }
    }
}

fn step_entries(job: &JobMachine, places: &[usize]) -> Vec<NewStepEntry> {
    let entry = places.iter().map(|place| {
        let known = job.prior(*place).clone();
        NewStepEntry::new(position(*place), job.change(*place).clone(), known)
    });
    entry.collect()
}

fn undone_already(recorded: journal::RecordedSteps) -> Vec<(usize, Failure)> {
    let place = |position| usize::try_from(position).unwrap_or(usize::MAX);
    let undone = recorded.undone_already.into_iter();
    undone
        .map(|(position, why)| (place(position), why))
        .collect()
}

pub(super) fn position(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
