//! Records a job in the journal: each change before it is sent, and each outcome afterwards.

use std::collections::VecDeque;

use super::backlog;
use super::client::Client;
use super::job_machine::{JobRun, StepRecord};
use super::journal_failure::failed;
use crate::domain::job::JobState;
use crate::domain::{Failure, JobId, SentAt};
use crate::journal::{self, Claim, ItemMove};

/// Writes one job into the journal.
pub(super) struct JobRecorder {
    claim: Option<Claim>,
    /// Outcomes that are still to be recorded, in the order in which they became known.
    owed: VecDeque<StepRecord>,
    /// The state of the job, if it is still to be recorded.
    state: Option<JobState>,
}

impl JobRecorder {
    pub fn new(claim: Option<Claim>) -> Self {
        Self {
            claim,
            owed: VecDeque::new(),
            state: None,
        }
    }

    /// The job in the journal, if there is one.
    pub fn job(&self) -> Option<JobId> {
        self.claim.as_ref().map(Claim::job)
    }

    /// Records that changes are about to be sent; without this they must not be. Returns those that must not
    /// be sent because the changes that they were to undo were undone already.
    pub async fn sent(
        &self,
        job: &JobRun,
        places: &[usize],
        at: Option<SentAt>,
    ) -> Result<Vec<(usize, Failure)>, journal::JournalError> {
        match &self.claim {
            Some(claim) => {
                let mut moves = moves(job, places);
                for one in &mut moves {
                    one.sent = at;
                }
                claim.sent(moves).await.map(taken)
            }
            None => Ok(Vec::new()),
        }
    }

    /// Records that no change was needed for these. Returns the same as [`Self::sent`].
    pub async fn nothing_to_do(
        &self,
        job: &JobRun,
        places: &[usize],
    ) -> Result<Vec<(usize, Failure)>, Failure> {
        match &self.claim {
            Some(claim) => {
                let opened = claim.nothing_to_do(moves(job, places)).await;
                opened.map(taken).map_err(|why| failed(&why))
            }
            None => Ok(Vec::new()),
        }
    }

    /// Records that changes are not sent, and why.
    pub async fn not_sent(
        &self,
        job: &JobRun,
        places: &[usize],
        why: &Failure,
    ) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        let recorded = claim.not_sent(moves(job, places), why.clone()).await;
        recorded.map_err(|e| failed(&e))
    }

    /// Queues the outcomes of changes; [`Self::keep_up`] records them.
    pub fn learn(&mut self, notes: Vec<StepRecord>) {
        if self.claim.is_some() {
            self.owed.extend(notes);
        }
    }

    /// Queues the state of the job; [`Self::keep_up`] records it.
    pub fn is(&mut self, state: JobState) {
        self.state = self.claim.is_some().then_some(state);
    }

    /// How many outcomes are still to be recorded.
    pub fn owed(&self) -> usize {
        self.owed.len()
    }

    /// Whether anything is still to be recorded.
    pub fn is_behind(&self) -> bool {
        !self.owed.is_empty() || self.state.is_some()
    }

    /// Records what is still to be recorded. What the journal cannot store now is kept; what it never will
    /// store is reported.
    pub async fn keep_up(&mut self, client: &Client) -> Result<(), journal::JournalError> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        while let Some(first) = self.owed.front() {
            let (by_reading, again) = (first.by_reading, first.again);
            let alike = |note: &&StepRecord| (note.by_reading, note.again) == (by_reading, again);
            let answers = self.owed.iter().take_while(alike);
            let answers: Vec<_> = answers
                .map(|note| (position(note.place), note.outcome.clone()))
                .collect();
            let together = answers.len();
            let recorded = match (again, by_reading) {
                (true, _) => claim.again(answers, by_reading).await,
                (false, true) => claim.settled(answers).await,
                (false, false) => claim.answered(answers).await,
            };
            match recorded {
                Err(why) if why.may_pass() => return Err(why),
                Err(why) => backlog::never(client, &why),
                Ok(()) => {}
            }
            self.owed.drain(..together);
        }
        if let Some(state) = self.state {
            match claim.set(state).await {
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
    pub async fn begins(&self) -> Result<(), Failure> {
        match &self.claim {
            Some(claim) => claim.set(JobState::Running).await.map_err(|e| failed(&e)),
            None => Ok(()),
        }
    }
}

fn moves(job: &JobRun, places: &[usize]) -> Vec<ItemMove> {
    let moves = places.iter().map(|place| {
        let known = job.before(*place).clone();
        ItemMove::new(position(*place), job.change(*place).clone(), known)
    });
    moves.collect()
}

fn taken(opened: journal::OpenedItems) -> Vec<(usize, Failure)> {
    let place = |position| usize::try_from(position).unwrap_or(usize::MAX);
    let taken = opened.taken.into_iter();
    taken
        .map(|(position, why)| (place(position), why))
        .collect()
}

pub(super) fn position(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
