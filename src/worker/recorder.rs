//! Records changes and jobs in the journal. A worker without a journal records nothing.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use super::job_recorder::JobRecorder;
use super::journal_failure::{
    not_exported, not_read, not_recorded, not_recorded_because, unusable,
};
use super::journal_state::{self, JournalState};
use super::loaded_job::{ResumedJob, load_job, stored_job, unfinished};
use super::task_context::TaskContext;
use super::{back_off, backlog, history};
use crate::domain::history::{HistoryEntry, HistoryQuery, JournalHealth, TicketReference};
use crate::domain::job::{ClaimRefusal, JobPlan, JobState, LoadedJob, UndoAnswer, UnfinishedJob};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{
    Change, EntryId, Failure, FailureClass, FailureReason, JobId, JournalProblem, OrphanedChange,
    PairState, SentAt, Verification,
};
use crate::journal::{
    self, AuditContext, ChangeOutcome, Claim, ClaimError, ExportError, Journal, JournalOptions,
    NewEntry,
};
use crate::msg::Event;
use crate::text::Text;

/// The most jobs that are reported.
const JOBS: u32 = 100;

/// What the worker does with the journal: it records changes and jobs, and reads what was recorded. `default()`
/// has no journal: changes are sent unrecorded.
#[derive(Debug, Clone)]
pub struct Recorder {
    journal: watch::Receiver<JournalState>,
    /// The audit context of its entries.
    audit: Option<AuditContext>,
    /// How to open it, if that is still to be done.
    opening: Option<(JournalOptions, watch::Sender<JournalState>)>,
    /// The directory for files exported from it.
    exports: Option<PathBuf>,
    /// Held while a job is recorded and claimed, and while unfinished jobs are looked for. Without it, a job
    /// recorded but not yet claimed would be offered as unfinished.
    beginning: Arc<tokio::sync::Mutex<()>>,
    /// Changes whose reply was lost, until their outcome is known.
    lost: Arc<Mutex<Vec<LostChange>>>,
}

/// A change whose reply was lost.
#[derive(Debug)]
struct LostChange {
    change: Change,
    /// Whether its text was stored; if not, the change holds an empty one instead.
    readable: bool,
    /// Its entry in the journal.
    entry: Option<EntryId>,
    /// When it was sent, if that is known.
    sent: Option<SentAt>,
}

impl LostChange {
    /// Whether this is the lost change.
    fn is(&self, change: &Change) -> bool {
        self.readable && self.change == *change
    }
}

/// Changes with an unknown outcome that ended instances left behind.
#[derive(Debug, Default)]
pub(super) struct OrphanedChanges {
    pub changes: Vec<OrphanedChange>,
    /// Remarks whose text was not stored, so that they cannot be compared with the current ones. The text is
    /// empty here.
    pub unverifiable_remarks: Vec<Change>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::with(JournalState::NotUsed, None)
    }
}

/// Why a job does not begin.
pub(super) enum BeginFailure {
    Failed(Failure),
    NotUndone(UndoRefusal),
}

impl From<Failure> for BeginFailure {
    fn from(why: Failure) -> Self {
        Self::Failed(why)
    }
}

impl Recorder {
    fn with(state: JournalState, audit: Option<AuditContext>) -> Self {
        Self {
            journal: watch::channel(state).1,
            audit,
            opening: None,
            exports: None,
            beginning: Arc::default(),
            lost: Arc::default(),
        }
    }

    /// Records everything in this journal, with this context.
    pub fn new(journal: Journal, audit: AuditContext) -> Self {
        Self::with(JournalState::Open(journal), Some(audit))
    }

    /// Records everything in the journal that the worker opens with these options. If it cannot be opened,
    /// the worker retries, and nothing may be sent before.
    pub fn opening(options: JournalOptions, audit: AuditContext) -> Self {
        let (tell, journal) = watch::channel(JournalState::Opening);
        Self {
            journal,
            opening: Some((options, tell)),
            ..Self::with(JournalState::Opening, Some(audit))
        }
    }

    /// There is no place for a journal: nothing may be sent.
    pub fn closed(why: &journal::JournalError) -> Self {
        Self::with(JournalState::Closed(unusable(why)), None)
    }

    /// Opens the journal, if that is still to be done.
    pub(super) fn open(&mut self, context: &TaskContext) {
        if let JournalState::Closed(why) = &*self.journal.borrow() {
            context.report(Event::JournalHealth(JournalHealth::Closed(why.clone())));
        }
        if let Some((options, tell)) = self.opening.take() {
            tokio::spawn(journal_state::open(context.clone(), options, tell));
        }
    }

    /// The journal and its context; `None` if nothing is recorded.
    pub(super) async fn journal(&self) -> Result<Option<(Journal, AuditContext)>, Failure> {
        let mut journal = self.journal.clone();
        let there = journal.wait_for(|state| !matches!(state, JournalState::Opening));
        match there.await.map(|state| state.clone()) {
            Ok(JournalState::Open(journal)) => Ok(Some(journal).zip(self.audit.clone())),
            Ok(JournalState::Closed(why)) => Err(why),
            Ok(JournalState::NotUsed) => Ok(None),
            Ok(JournalState::Opening) | Err(_) => {
                Err(not_recorded(&journal::JournalError::Stopped))
            }
        }
    }

    /// The journal in which a change was recorded.
    fn current_journal(&self) -> Option<Journal> {
        match &*self.journal.borrow() {
            JournalState::Open(journal) => Some(journal.clone()),
            JournalState::NotUsed | JournalState::Opening | JournalState::Closed(_) => None,
        }
    }

    /// Sets the directory for files exported from it.
    #[must_use]
    pub fn exporting(mut self, dir: PathBuf) -> Self {
        self.exports = Some(dir);
        self
    }

    /// Sets the ticket and the reason for what is recorded from now on.
    pub(super) fn set_reference(&mut self, reference: TicketReference) {
        if let Some(audit) = &mut self.audit {
            audit.ticket = reference.ticket;
            audit.reason = reference.reason;
        }
    }

    /// A page of the entries of this app.
    pub(super) async fn entries_page(
        &self,
        wanted: &HistoryQuery,
    ) -> Result<Vec<HistoryEntry>, Failure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(Vec::new());
        };
        let entries = journal.entries(history::filter(wanted, &audit.app)).await;
        let entries = entries.map_err(|why| not_read(&why))?;
        Ok(entries.into_iter().map(history::history_entry).collect())
    }

    /// Exports the entries of this app into a new file; returns its name, and how many entries it holds.
    pub(super) async fn export(&self, wanted: &HistoryQuery) -> Result<(Text, usize), Failure> {
        let (Some((journal, audit)), Some(dir)) = (self.journal().await?, &self.exports) else {
            let nowhere = io::Error::new(ErrorKind::NotFound, "no directory for the file");
            return Err(not_exported(&(&nowhere).into()));
        };
        let (path, file) =
            journal::new_file(dir, journal.now()).map_err(|why| not_exported(&(&why).into()))?;
        let filter = history::filter(wanted, &audit.app);
        let written =
            journal::export(Some(&journal), filter, journal::ExportFormat::Csv, &file).await;
        let whole = match written {
            Ok(written) => file.sync_all().map(|()| written).map_err(Into::into),
            Err(why) => Err(why),
        };
        let written = whole.map_err(|why| {
            // Half a file would be mistaken for a complete one.
            let _ = fs::remove_file(&path);
            match why {
                ExportError::Journal(why) => not_read(&why),
                ExportError::Output(why) => not_exported(&(&why).into()),
            }
        })?;
        Ok((Text::new(&path.display().to_string()), written))
    }

    /// Records a change that is about to be sent. Without this it must not be.
    pub(super) async fn record_sending(
        &self,
        change: &Change,
        known: &PairState,
        sent: Option<SentAt>,
    ) -> Result<Option<EntryId>, Failure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(None);
        };
        let write = NewEntry {
            audit,
            change: change.clone(),
            before: known.clone(),
            undoes: None,
            sent,
        };
        journal
            .record_sending(write)
            .await
            .map(Some)
            .map_err(|e| not_recorded(&e))
    }

    /// Records that no change was needed. If the reply to the same change was lost before, that change had
    /// been applied.
    pub(super) async fn record_unneeded(
        &self,
        context: &TaskContext,
        change: &Change,
        known: &PairState,
    ) -> Result<(), Failure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(());
        };
        self.record_verification(context, change, Verification::Applied)
            .await;
        let write = NewEntry {
            audit: audit.clone(),
            change: change.clone(),
            before: known.clone(),
            undoes: None,
            sent: None,
        };
        let recorded = journal.record_unneeded(write).await;
        recorded.map(drop).map_err(|e| not_recorded(&e))
    }

    /// Records the outcome of a change that was sent.
    pub(super) async fn record_outcome(
        &self,
        entry: Option<EntryId>,
        change: &Change,
        sent: Option<SentAt>,
        result: &Result<u16, Failure>,
    ) -> Result<(), journal::JournalError> {
        match result {
            Ok(_) => self.supersede(change, entry),
            Err(_) if is_unknown(result) => self.lost.lock().push(LostChange {
                change: change.clone(),
                readable: true,
                entry,
                sent,
            }),
            Err(_) => {}
        }
        let (Some(journal), Some(entry)) = (self.current_journal(), entry) else {
            return Ok(());
        };
        journal
            .record_outcome(entry, ChangeOutcome::from(result))
            .await
    }

    /// Retries what the journal could not store in [`Self::record_outcome`].
    pub(super) async fn retry_outcome(
        &self,
        entry: Option<EntryId>,
        result: &Result<u16, Failure>,
    ) -> Result<(), journal::JournalError> {
        let (Some(journal), Some(entry)) = (self.current_journal(), entry) else {
            return Ok(());
        };
        match journal
            .record_outcome(entry, ChangeOutcome::from(result))
            .await
        {
            // It was verified meanwhile, and that is recorded.
            Err(journal::JournalError::Conflict(_))
                if !self.is_lost(entry) && is_unknown(result) =>
            {
                Ok(())
            }
            recorded => recorded,
        }
    }

    fn is_lost(&self, entry: EntryId) -> bool {
        let lost = self.lost.lock();
        lost.iter().any(|lost| lost.entry == Some(entry))
    }

    /// A change was done: the outcome of older ones to the same thing needs no verification any more.
    fn supersede(&self, change: &Change, entry: Option<EntryId>) {
        let older = |lost: &LostChange| lost.entry < entry || entry.is_none();
        let gone = self.forget_lost(|lost| older(lost) && change.makes_moot(&lost.change));
        self.release(gone);
    }

    /// Removes these from the unknown ones; returns their entries in the journal.
    fn forget_lost(&self, which: impl Fn(&LostChange) -> bool) -> Vec<EntryId> {
        let mut gone = Vec::new();
        self.lost.lock().retain(|lost| {
            let goes = which(lost);
            if goes {
                gone.extend(lost.entry);
            }
            !goes
        });
        gone
    }

    /// Gives up the claim of this instance to these.
    fn release(&self, entries: Vec<EntryId>) {
        if let Some(journal) = self.current_journal() {
            for entry in entries {
                journal.release(entry);
            }
        }
    }

    /// When a change whose reply was lost was sent, at the earliest; `None` if a later change to the same
    /// thing was done.
    pub(super) async fn sent_at_of_lost(
        &self,
        change: &Change,
    ) -> Result<Option<Option<SentAt>>, Failure> {
        let is = |lost: &LostChange| lost.is(change);
        let known = self.lost.lock().iter().any(is);
        let mut open = self.unsettled_losses(is).await?.into_iter().peekable();
        // The screen knows of a lost change that is not remembered here only if nothing is recorded.
        if open.peek().is_none() && known {
            return Ok(None);
        }
        // The outcome of one that was sent twice is unknown from the first time on.
        Ok(Some(open.next().flatten()))
    }

    /// Whether the reply to another change to the same thing was lost. That one may still be applied, so the
    /// current state proves nothing.
    pub(super) async fn is_contested(&self, change: &Change) -> bool {
        let other = |lost: &LostChange| !lost.is(change) && change.makes_moot(&lost.change);
        let open = self.unsettled_losses(other).await;
        open.map_or(true, |open| !open.is_empty())
    }

    /// The send times of those of these lost changes that no later change to the same thing has superseded.
    async fn unsettled_losses(
        &self,
        which: impl Fn(&LostChange) -> bool,
    ) -> Result<Vec<Option<SentAt>>, Failure> {
        let (entries, sent): (Vec<_>, Vec<_>) = self
            .lost
            .lock()
            .iter()
            .filter(|lost| which(lost))
            .map(|lost| (lost.entry, lost.sent))
            .unzip();
        let recorded: Vec<EntryId> = entries.iter().copied().flatten().collect();
        let superseded = match self.current_journal() {
            Some(journal) if !recorded.is_empty() => {
                let found = journal.superseded(recorded).await;
                found.map_err(|why| not_read(&why))?
            }
            _ => Vec::new(),
        };
        let open = entries.iter().zip(&sent);
        let open = open.filter(|(entry, _)| entry.is_none_or(|entry| !superseded.contains(&entry)));
        Ok(open.map(|(_, sent)| *sent).collect())
    }

    /// Records the verified outcome of a change whose reply was lost.
    pub(super) async fn record_verification(
        &self,
        context: &TaskContext,
        change: &Change,
        verified: Verification,
    ) {
        let outcome = match verified {
            Verification::Applied => ChangeOutcome::Done { status: None },
            Verification::NotApplied => ChangeOutcome::Failed(Failure::new(
                FailureClass::NothingDone,
                FailureReason::NotApplied,
            )),
            // It stays unknown, or needs no verification any more.
            Verification::Inconclusive => return,
            Verification::Superseded => {
                let gone = self.forget_lost(|lost| lost.is(change));
                return self.release(gone);
            }
        };
        let entries = self.forget_lost(|lost| lost.is(change));
        if let (Verification::Applied, Some(newest)) = (verified, entries.last()) {
            self.supersede(change, Some(*newest));
        }
        let Some(journal) = self.current_journal() else {
            return;
        };
        for entry in entries {
            if let Err(why) = journal.record_verified(entry, outcome.clone()).await {
                let (context, journal) = (context.clone(), journal.clone());
                let outcome = outcome.clone();
                // The query may be cancelled; its result must not get lost.
                tokio::spawn(async move {
                    let again = || journal.record_verified(entry, outcome.clone());
                    backlog::retry(&context, back_off::FIRST_PAUSE, why, again).await;
                });
            }
        }
    }

    /// Takes over changes with an unknown outcome from instances that have ended.
    pub(super) async fn take_over_orphans(&self) -> OrphanedChanges {
        let mut orphans = OrphanedChanges::default();
        let Ok(Some((journal, audit))) = self.journal().await else {
            return orphans;
        };
        let entries = match journal.take_over_orphans(audit.app.raw()).await {
            Ok(entries) => entries,
            Err(why) => {
                log::error!("changes with unknown outcomes cannot be read: {why}");
                return orphans;
            }
        };
        for entry in entries {
            let change = entry.asked.outline();
            let readable = entry.asked.whole().is_some();
            if readable {
                orphans.changes.push(OrphanedChange {
                    change: change.clone(),
                    at: entry.at,
                    failure: entry.failure,
                });
            } else {
                orphans.unverifiable_remarks.push(change.clone());
            }
            self.lost.lock().push(LostChange {
                change,
                readable,
                entry: Some(entry.id),
                sent: entry.sent,
            });
        }
        orphans
    }

    /// What can be undone, or why not.
    pub(super) async fn undoable(&self, which: UndoTarget) -> Result<UndoAnswer, Failure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(UndoAnswer::Refused(UndoRefusal::NothingToUndo));
        };
        let answer = journal.undoable(audit.app.raw(), which).await;
        answer.map_err(|why| not_read(&why))
    }

    /// Records a job that is about to begin, with all its changes.
    pub(super) async fn record_job(&self, plan: &JobPlan) -> Result<JobRecorder, BeginFailure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(JobRecorder::new(None));
        };
        let _beginning = self.beginning.lock().await;
        let job = journal
            .record_job(audit.clone(), plan.clone())
            .await
            .map_err(|why| match why {
                journal::JournalError::UndoneAlready { by, operator, .. } => {
                    BeginFailure::NotUndone(UndoRefusal::UndoneAlready { by, operator })
                }
                why => BeginFailure::Failed(not_recorded(&why)),
            })?;
        let claim = journal.claim(job, audit.operator.clone()).await;
        let claim = claim.map_err(|why| match why {
            ClaimError::Journal(why) => not_recorded(&why),
            why @ (ClaimError::HeldBy(_) | ClaimError::Finished) => {
                not_recorded_because(JournalProblem::Other, &why.to_string())
            }
        })?;
        Ok(JobRecorder::new(Some(claim)))
    }

    /// The unfinished jobs, and who is running them.
    pub(super) async fn unfinished_jobs(&self) -> Result<Vec<UnfinishedJob>, Failure> {
        let Some((journal, audit)) = self.journal().await? else {
            return Ok(Vec::new());
        };
        let _beginning = self.beginning.lock().await;
        let jobs = journal.unfinished(Some(audit.app.raw()), JOBS).await;
        let told = jobs.map_err(|why| not_read(&why))?.into_iter().map(|job| {
            let holder = journal.holder(job.id).map_err(|why| not_read(&why))?;
            Ok(unfinished(job, holder))
        });
        told.collect()
    }

    /// The steps of a job, and their states.
    pub(super) async fn job_steps(&self, job: JobId) -> Result<LoadedJob, Failure> {
        let Some((journal, _)) = self.journal().await? else {
            return Err(not_read(&journal::JournalError::Missing(format!(
                "job {job}"
            ))));
        };
        let held = journal.holder(job).map_err(|why| not_read(&why))?;
        let found = stored_job(&journal, job, held.is_some()).await;
        found.map_err(|why| not_read(&why))
    }

    /// Claims a job of the journal, to resume it.
    pub(super) async fn claim_job(
        &self,
        job: JobId,
    ) -> Result<(JobRecorder, ResumedJob), ClaimRefusal> {
        let (journal, claim) = self.claim(job).await?;
        let found = load_job(&journal, job).await;
        let found = found.map_err(|why| ClaimRefusal::Failed(not_read(&why)))?;
        Ok((JobRecorder::new(Some(claim)), found))
    }

    /// Discards a job of the journal: it is not offered any more.
    pub(super) async fn discard_job(&self, job: JobId) -> Result<(), ClaimRefusal> {
        let (_, claim) = self.claim(job).await?;
        let stopped = claim.set_state(JobState::Stopped).await;
        stopped.map_err(|why| ClaimRefusal::Failed(not_recorded(&why)))
    }

    async fn claim(&self, job: JobId) -> Result<(Journal, Claim), ClaimRefusal> {
        let lacks = |problem, why: &str| ClaimRefusal::Failed(not_recorded_because(problem, why));
        let Some((journal, audit)) = self.journal().await.map_err(ClaimRefusal::Failed)? else {
            return Err(lacks(JournalProblem::NotUsed, "there is no journal"));
        };
        let stored = journal.job(job).await;
        let stored = stored.map_err(|why| ClaimRefusal::Failed(not_read(&why)))?;
        // Whatever the number: a job of one app is never sent to another.
        if stored.is_some_and(|job| job.audit.app != audit.app) {
            return Err(lacks(
                JournalProblem::OtherApp,
                "the job is for another app",
            ));
        }
        let claim = journal.claim(job, audit.operator.clone()).await;
        let claim = claim.map_err(|why| match why {
            ClaimError::HeldBy(holder) => ClaimRefusal::HeldBy(holder),
            ClaimError::Finished => ClaimRefusal::Finished,
            ClaimError::Journal(why) => ClaimRefusal::Failed(not_recorded(&why)),
        })?;
        Ok((journal, claim))
    }
}

fn is_unknown(result: &Result<u16, Failure>) -> bool {
    result
        .as_ref()
        .is_err_and(|why| why.class == FailureClass::Unknown)
}
