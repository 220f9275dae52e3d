//! The claim to a job: only one process can run a job at a time, and the claim ends with the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use thiserror::Error;

use super::Journal;
use super::entries;
use super::entry::{AuditContext, ChangeOutcome};
use super::error::JournalError;
use super::jobs::{self, NewStepEntry, RecordedSteps, StepDecision, StoredJob};
use super::lock::{FileLock, LockError};
use super::paths::lock_of;
use super::unknown_outcomes;
use crate::domain::JobId;
use crate::domain::history::EntryState;
use crate::domain::job::{JobHolder, JobState};
use crate::domain::{Change, Failure, PairState};
use crate::private_file::make_dir;
use crate::text::Text;

/// A process that opens the journal briefly locks a job to learn whether it has a holder, so retry a few
/// times.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// Why a job cannot be claimed.
#[derive(Debug, Error)]
pub enum ClaimError {
    /// Another process is running it.
    #[error("another rosterm is running this job: {0}")]
    HeldBy(JobHolder),
    /// There is nothing left to do.
    #[error("this job is finished")]
    Finished,
    /// The journal cannot tell.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// The exclusive right to run a job, until it is dropped. Without a claim, nothing can be recorded about the
/// job's steps, and so they must not be sent.
#[derive(Debug)]
pub struct Claim {
    journal: Journal,
    job: JobId,
    /// Under which its steps are recorded: as the job was planned, but by the operator who runs it now.
    audit: AuditContext,
    lock: Option<FileLock>,
    finished: AtomicBool,
}

impl Claim {
    /// Takes the lock. What the previous holder left in progress gets an unknown outcome.
    pub(super) async fn take(
        journal: &Journal,
        job: JobId,
        operator: Option<Text>,
    ) -> Result<Self, ClaimError> {
        let lock = lock(journal, job, operator.as_ref()).await?;
        let found = journal
            .write(move |db| {
                jobs::abandon(db, job)?;
                jobs::get(db, job)?.ok_or_else(|| JournalError::Missing(format!("job {job}")))
            })
            .await;
        let StoredJob { state, audit, .. } = match found {
            Ok(found) => found,
            Err(why) => {
                if matches!(why, JournalError::Missing(_)) {
                    lock.remove();
                }
                return Err(why.into());
            }
        };
        if state == JobState::Finished {
            lock.remove();
            return Err(ClaimError::Finished);
        }
        Ok(Self {
            journal: journal.clone(),
            job,
            audit: AuditContext { operator, ..audit },
            lock: Some(lock),
            finished: AtomicBool::new(false),
        })
    }

    /// The job.
    pub fn job(&self) -> JobId {
        self.job
    }

    /// Records the state of the job.
    ///
    /// # Errors
    /// If it cannot be recorded, or if the job is to be finished while steps are open.
    pub async fn set_state(&self, state: JobState) -> Result<(), JournalError> {
        let job = self.job;
        self.journal
            .write(move |db| jobs::set_state(db, job, state))
            .await?;
        self.finished
            .store(state == JobState::Finished, Ordering::Relaxed);
        Ok(())
    }

    /// Records that these steps are about to be sent; they must not be sent before. Steps that would undo
    /// what was undone already must not be sent at all.
    ///
    /// # Errors
    /// If it cannot be recorded, or one of them is sent, done or unknown already; then none is recorded.
    pub async fn record_sending(
        &self,
        steps: Vec<NewStepEntry>,
    ) -> Result<RecordedSteps, JournalError> {
        self.record_steps(steps, StepDecision::Sent).await
    }

    /// Records that no change was needed for these steps.
    ///
    /// # Errors
    /// As for [`Self::record_sending`].
    pub async fn record_unneeded(
        &self,
        steps: Vec<NewStepEntry>,
    ) -> Result<RecordedSteps, JournalError> {
        self.record_steps(steps, StepDecision::Unneeded).await
    }

    /// Records that these steps are not sent, and why.
    ///
    /// # Errors
    /// As for [`Self::record_sending`].
    pub async fn record_not_sent(
        &self,
        steps: Vec<NewStepEntry>,
        why: Failure,
    ) -> Result<(), JournalError> {
        let recorded = self.record_steps(steps, StepDecision::NotSent(why)).await;
        recorded.map(drop)
    }

    /// Records the outcomes of steps that were sent.
    ///
    /// # Errors
    /// If they cannot be recorded, or one of the steps is not waiting for a reply; then none is recorded.
    pub async fn record_replies(
        &self,
        answers: Vec<(u32, ChangeOutcome)>,
    ) -> Result<(), JournalError> {
        self.record_outcomes(answers, &[EntryState::Sent], false)
            .await
    }

    /// Records the verified outcomes of steps whose reply was lost.
    ///
    /// # Errors
    /// If they cannot be recorded, or one outcome is known already; then none is recorded.
    pub async fn record_verified(
        &self,
        answers: Vec<(u32, ChangeOutcome)>,
    ) -> Result<(), JournalError> {
        let from = &[EntryState::Sent, EntryState::Unknown];
        self.record_outcomes(answers, from, false).await
    }

    /// Records the outcomes of steps that will be resent because they were refused or found not applied:
    /// their entries are closed, and the steps wait again.
    ///
    /// # Errors
    /// As for [`Self::record_verified`].
    pub async fn record_for_resending(
        &self,
        answers: Vec<(u32, ChangeOutcome)>,
        verified: bool,
    ) -> Result<(), JournalError> {
        let from: &[EntryState] = if verified {
            &[EntryState::Sent, EntryState::Unknown]
        } else {
            &[EntryState::Sent]
        };
        self.record_outcomes(answers, from, true).await
    }

    /// Which of these steps need no verification any more, because a later change to the same thing was done.
    pub async fn superseded(&self, positions: Vec<u32>) -> Result<Vec<u32>, JournalError> {
        let job = self.job;
        self.journal
            .read(move |db| {
                let mut found = Vec::new();
                for position in positions {
                    let newest = entries::of_step(db, (job, position))?.pop();
                    if let Some(newest) = newest
                        && unknown_outcomes::is_superseded(db, newest)?
                    {
                        found.push(position);
                    }
                }
                Ok(found)
            })
            .await
    }

    async fn record_steps(
        &self,
        steps: Vec<NewStepEntry>,
        decision: StepDecision,
    ) -> Result<RecordedSteps, JournalError> {
        if let Some(lock) = self.lock.as_ref().filter(|lock| !lock.is_there()) {
            return Err(JournalError::Gone(lock.path().display().to_string()));
        }
        let (job, audit) = (self.job, self.audit.clone());
        let (at, remarks) = (self.journal.now(), self.journal.keeps_remarks());
        self.journal
            .write(move |db| jobs::record_steps(db, at, &audit, job, &steps, &decision, remarks))
            .await
    }

    async fn record_outcomes(
        &self,
        answers: Vec<(u32, ChangeOutcome)>,
        from: &'static [EntryState],
        again: bool,
    ) -> Result<(), JournalError> {
        let job = self.job;
        let (at, remarks) = (self.journal.now(), self.journal.keeps_remarks());
        self.journal
            .write(move |db| jobs::record_outcomes(db, at, job, &answers, from, again, remarks))
            .await
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(lock) = self
            .lock
            .take()
            .filter(|_| self.finished.load(Ordering::Relaxed))
        {
            lock.remove();
        }
    }
}

impl NewStepEntry {
    /// The step at this position, with the current state.
    pub fn new(position: u32, change: Change, before: PairState) -> Self {
        Self {
            position,
            change,
            before,
            sent: None,
        }
    }
}

async fn lock(
    journal: &Journal,
    job: JobId,
    operator: Option<&Text>,
) -> Result<FileLock, ClaimError> {
    let path = lock_of(journal.path(), job);
    if let Some(dir) = path.parent() {
        make_dir(dir).map_err(|why| JournalError::unusable(dir, &why))?;
    }
    let mut tries = 1;
    loop {
        match FileLock::take(&path, &JobHolder::here(operator)) {
            Ok(lock) => return Ok(lock),
            Err(LockError::Unusable(why)) => return Err(JournalError::io(&path, &why).into()),
            Err(LockError::By(holder)) if tries >= TRIES => return Err(ClaimError::HeldBy(holder)),
            Err(LockError::By(_)) => tries += 1,
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}
