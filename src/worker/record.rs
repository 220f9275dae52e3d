//! Every write is written down before it is sent, and what became of it after. What cannot be written
//! down is not sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{Class, Failure, Reason};
use crate::journal::{
    self, Claim, Entry, EntryId, JobId, JobState, Journal, Move, Outcome, Remark, Stamp, Write,
};
use crate::msg::Change;
use crate::msg::job::{Before, Plan, Step};
use crate::text::Text;

/// Where writes are written down.
#[derive(Debug, Clone)]
pub struct Records {
    place: Place,
    /// Who does what, in which profile, for which ticket.
    stamp: Stamp,
    /// The entries of changes whose answer was lost, until the truth is read.
    lost: Arc<Mutex<Vec<(Change, EntryId)>>>,
}

#[derive(Debug, Clone)]
enum Place {
    Nowhere,
    Journal(Journal),
    Closed(Failure),
}

impl Records {
    /// Nothing is written down: for trials of the worker alone.
    #[must_use]
    pub fn nowhere() -> Self {
        Self::at(Place::Nowhere, Stamp::of_app(""))
    }

    /// Everything goes into this journal.
    #[must_use]
    pub fn into(journal: Journal, stamp: Stamp) -> Self {
        Self::at(Place::Journal(journal), stamp)
    }

    /// The journal cannot be opened: nothing may be sent.
    #[must_use]
    pub fn closed(why: &journal::Error) -> Self {
        Self::at(Place::Closed(unrecorded(why)), Stamp::of_app(""))
    }

    /// Why nothing may be sent, where that is so.
    #[must_use]
    pub fn closed_for(&self) -> Option<Failure> {
        match &self.place {
            Place::Closed(why) => Some(why.clone()),
            Place::Nowhere | Place::Journal(_) => None,
        }
    }

    fn at(place: Place, stamp: Stamp) -> Self {
        let lost = Arc::default();
        Self { place, stamp, lost }
    }

    /// From now on writes are for this ticket, and for this reason.
    pub fn stamp(&mut self, ticket: Option<Text>, reason: Option<Text>) {
        self.stamp.ticket = ticket;
        self.stamp.reason = reason;
    }

    fn lost(&self) -> MutexGuard<'_, Vec<(Change, EntryId)>> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down what is about to be sent. Only then it may be.
    pub async fn begin(
        &self,
        change: &Change,
        before: &Before,
        undoes: Option<i64>,
    ) -> Result<Option<EntryId>, Failure> {
        let journal = match &self.place {
            Place::Nowhere => return Ok(None),
            Place::Closed(why) => return Err(why.clone()),
            Place::Journal(journal) => journal,
        };
        let write = Write {
            stamp: self.stamp.clone(),
            change: change.clone(),
            before: as_recorded(before),
            undoes: undoes.map(EntryId),
        };
        let begun = journal.begin(write).await;
        begun.map(Some).map_err(|why| unrecorded(&why))
    }

    /// Writes down what became of it.
    pub async fn finish(
        &self,
        entry: Option<EntryId>,
        change: &Change,
        result: &Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (Some(entry), Place::Journal(journal)) = (entry, &self.place) else {
            return Ok(());
        };
        if result
            .as_ref()
            .is_err_and(|why| why.class == Class::Unknown)
        {
            self.lost().push((change.clone(), entry));
        }
        let finished = journal.finish(entry, Outcome::from(result)).await;
        finished.map_err(|why| unrecorded(&why))
    }

    /// Writes down what reading told about a change whose answer was lost.
    pub async fn settle(&self, change: &Change, applied: bool) -> Result<(), Failure> {
        let Place::Journal(journal) = &self.place else {
            return Ok(());
        };
        let found = {
            let mut lost = self.lost();
            let place = lost.iter().position(|(about, _)| about == change);
            place.map(|place| lost.remove(place))
        };
        let Some((_, entry)) = found else {
            return Ok(());
        };
        let settled = journal.settle(entry, found_by_reading(applied)).await;
        settled.map_err(|why| unrecorded(&why))
    }

    /// The newest write, or the newest job, that can be taken back.
    pub async fn last_undoable(&self) -> Result<Option<Entry>, Failure> {
        match &self.place {
            Place::Nowhere => Ok(None),
            Place::Closed(why) => Err(why.clone()),
            Place::Journal(journal) => {
                let last = journal.last_undoable(self.stamp.app.raw()).await;
                last.map_err(|why| unrecorded(&why))
            }
        }
    }

    /// Writes down a job before anything of it is sent, and takes the right to do it.
    pub async fn job(&self, plan: &Plan) -> Result<JobRecord, Failure> {
        let journal = match &self.place {
            Place::Nowhere => return Ok(JobRecord::default()),
            Place::Closed(why) => return Err(why.clone()),
            Place::Journal(journal) => journal,
        };
        let items = plan.steps.iter().map(|step| journal::Step {
            change: step.change.clone(),
            before: as_recorded(&step.before),
            undoes: step.undoes.map(EntryId),
        });
        let planned = journal::Plan {
            stamp: self.stamp.clone(),
            verb: plan.steps.first().map_or("", |step| step.change.verb()),
            owner: plan.owner.clone(),
            undoes: plan.undoes.map(JobId),
            items: items.collect(),
        };
        let id = journal.prepare(planned).await;
        let id = id.map_err(|why| unrecorded(&why))?;
        let claim = journal.claim(id, self.stamp.operator.clone()).await;
        let claim = claim.map_err(|why| unrecorded(&why))?;
        let claimed = claim.set(JobState::Running).await;
        claimed.map_err(|why| unrecorded(&why))?;
        Ok(JobRecord {
            claim: Some(Arc::new(claim)),
            steps: plan.steps.as_slice().into(),
        })
    }
}

/// The record of a job under way.
#[derive(Debug, Clone, Default)]
pub struct JobRecord {
    claim: Option<Arc<Claim>>,
    steps: Arc<[Step]>,
}

impl JobRecord {
    /// Its number in the journal.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.claim.as_ref().map_or(0, |claim| claim.job().0)
    }

    /// Writes down that these are about to be sent. Only then they may be.
    pub async fn sent(&self, places: &[usize]) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        let moves = places.iter().filter_map(|place| {
            let step = self.steps.get(*place)?;
            let before = as_recorded(&step.before);
            Some(Move::new(position(*place), step.change.clone(), before))
        });
        let recorded = claim.sent(moves.collect()).await;
        recorded.map(drop).map_err(|why| unrecorded(&why))
    }

    /// Writes down what became of them.
    pub async fn answered(&self, answers: &[(usize, Result<(), Failure>)]) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        let answers = answers
            .iter()
            .map(|(place, result)| (position(*place), Outcome::from(result)));
        let recorded = claim.answered(answers.collect()).await;
        recorded.map_err(|why| unrecorded(&why))
    }

    /// Writes down what reading told about those whose answer was lost.
    pub async fn settled(&self, truth: &[(usize, bool)]) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        let truth = truth
            .iter()
            .map(|(place, applied)| (position(*place), found_by_reading(*applied)));
        let recorded = claim.settled(truth.collect()).await;
        recorded.map_err(|why| unrecorded(&why))
    }

    /// Writes down that nothing more will be sent.
    pub async fn ended(&self, state: JobState) -> Result<(), Failure> {
        let Some(claim) = &self.claim else {
            return Ok(());
        };
        claim.set(state).await.map_err(|why| unrecorded(&why))
    }
}

/// A write that was not recorded was not sent.
fn unrecorded(why: &impl std::fmt::Display) -> Failure {
    Failure::new(Class::NotSent, Reason::Journal).because(&why.to_string())
}

fn found_by_reading(applied: bool) -> Outcome {
    if applied {
        Outcome::Done { status: None }
    } else {
        Outcome::Failed(Failure::new(Class::NotSent, Reason::NotApplied))
    }
}

fn as_recorded(before: &Before) -> journal::Before {
    let remark = before.remark.as_ref();
    journal::Before {
        friend: before.friend,
        blocked: before.blocked,
        remark: remark.map(|remark| Remark::of(remark.as_ref())),
    }
}

fn position(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
