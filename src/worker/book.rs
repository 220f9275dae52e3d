//! What goes into the journal about changes and jobs. A worker without a journal records nothing.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::desk::Desk;
use super::record::{Record, position};
use super::shelf::{self, Shelf};
use super::truth::Sent;
use super::{owed, past};
use crate::domain::{Class, Failure, Reason};
use crate::journal::{
    self, Claim, EntryId, Item, ItemState, JobId, JobState, Journal, NotClaimed, Options, Outcome,
    Remark, Stamp, Write,
};
use crate::msg::job::{
    Before, Chosen, Deleted, Does, Made, NotHad, Plan, Record as Done, Restored, State, Step,
    Tally, Undoable, Unfinished,
};
use crate::msg::past::{Health, Past, Reference, Wanted};
use crate::msg::undo::{Found, NotUndone, Which};
use crate::msg::{Change, LeftChange, Truth, What};
use crate::text::Text;

/// How many jobs are told of at most.
const JOBS: u32 = 100;

/// How many items of a job are read at once.
const ITEMS: u32 = 500;

/// The journal, and who writes into it. The default writes nothing down.
#[derive(Debug, Clone)]
pub struct Book {
    journal: watch::Receiver<Shelf>,
    /// Under which stamp it is written into.
    stamp: Option<Stamp>,
    /// How it is opened, where that is still to be done.
    opening: Option<(Options, watch::Sender<Shelf>)>,
    /// Where files are put that are made from it.
    exports: Option<PathBuf>,
    /// Changes whose answer was lost, until it is known what became of them.
    lost: Arc<Mutex<Vec<Lost>>>,
}

/// A change the answer to which was lost.
#[derive(Debug)]
struct Lost {
    change: Change,
    /// Where it stands in the journal.
    entry: Option<EntryId>,
    /// When it was sent.
    sent: Option<Sent>,
}

impl Default for Book {
    fn default() -> Self {
        Self::with(Shelf::Empty, None)
    }
}

/// A job as the journal has it.
pub(super) struct Resumed {
    /// Its plan, and how far each change of it is.
    pub found: Restored,
    /// When those were sent of which nobody knows, by their places.
    pub sent: HashMap<usize, Sent>,
}

/// Why a job does not begin.
pub(super) enum NotBegun {
    Failed(Failure),
    NotUndone(NotUndone),
}

impl From<Failure> for NotBegun {
    fn from(why: Failure) -> Self {
        Self::Failed(why)
    }
}

impl Book {
    fn with(shelf: Shelf, stamp: Option<Stamp>) -> Self {
        Self {
            journal: watch::channel(shelf).1,
            stamp,
            opening: None,
            exports: None,
            lost: Arc::default(),
        }
    }

    /// Everything is written into this journal, under this stamp.
    #[must_use]
    pub fn new(journal: Journal, stamp: Stamp) -> Self {
        Self::with(Shelf::Open(journal), Some(stamp))
    }

    /// Everything is written into the journal that the worker opens like this. Where it cannot be opened,
    /// that is tried again and again, and nothing may be sent before.
    #[must_use]
    pub fn opening(options: Options, stamp: Stamp) -> Self {
        let (tell, journal) = watch::channel(Shelf::Opening);
        Self {
            journal,
            opening: Some((options, tell)),
            ..Self::with(Shelf::Opening, Some(stamp))
        }
    }

    /// There is no place for a journal: nothing may be sent.
    #[must_use]
    pub fn closed(why: &journal::Error) -> Self {
        Self::with(Shelf::Closed(failed(why)), None)
    }

    /// Opens the journal, where that is still to be done.
    pub(super) fn open(&mut self, desk: &Desk) {
        if let Shelf::Closed(why) = &*self.journal.borrow() {
            desk.say(What::Journal(Health::Closed(why.clone())));
        }
        if let Some((options, tell)) = self.opening.take() {
            tokio::spawn(shelf::open(desk.clone(), options, tell));
        }
    }

    /// The journal, and under which stamp it is written into; `None` where nothing is written down.
    pub(super) async fn journal(&self) -> Result<Option<(Journal, Stamp)>, Failure> {
        let mut journal = self.journal.clone();
        let there = journal.wait_for(|shelf| !matches!(shelf, Shelf::Opening));
        match there.await.map(|shelf| shelf.clone()) {
            Ok(Shelf::Open(journal)) => Ok(Some(journal).zip(self.stamp.clone())),
            Ok(Shelf::Closed(why)) => Err(why),
            Ok(Shelf::Empty) => Ok(None),
            Ok(Shelf::Opening) | Err(_) => Err(failed(&journal::Error::Stopped)),
        }
    }

    /// The journal that a change was recorded in.
    fn opened(&self) -> Option<Journal> {
        match &*self.journal.borrow() {
            Shelf::Open(journal) => Some(journal.clone()),
            Shelf::Empty | Shelf::Opening | Shelf::Closed(_) => None,
        }
    }

    /// The same with a directory for the files that are made from it.
    #[must_use]
    pub fn exporting(mut self, dir: PathBuf) -> Self {
        self.exports = Some(dir);
        self
    }

    /// The ticket and the reason for what is recorded from now on.
    pub(super) fn refer(&mut self, reference: Reference) {
        if let Some(stamp) = &mut self.stamp {
            stamp.ticket = reference.ticket;
            stamp.reason = reference.reason;
        }
    }

    /// A page of what was done to this app.
    pub(super) async fn page(&self, wanted: &Wanted) -> Result<Vec<Past>, Failure> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(Vec::new());
        };
        let entries = journal.entries(past::filter(wanted, &stamp.app)).await;
        let entries = entries.map_err(|why| unread(&why.to_string()))?;
        Ok(entries.into_iter().map(past::past).collect())
    }

    /// Writes what was done to this app into a new file; gives back its name, and how many entries it holds.
    pub(super) async fn export(&self, wanted: &Wanted) -> Result<(Text, usize), Failure> {
        let (Some((journal, stamp)), Some(dir)) = (self.journal().await?, &self.exports) else {
            return Err(unread("there is no place for the file"));
        };
        let (path, file) =
            journal::new_file(dir, journal.now()).map_err(|why| unread(&why.to_string()))?;
        let filter = past::filter(wanted, &stamp.app);
        let written = journal::export(Some(&journal), filter, journal::Form::Csv, &file).await;
        let whole = match written {
            Ok(written) => file.sync_all().map(|()| written).map_err(Into::into),
            Err(why) => Err(why),
        };
        let written = whole.map_err(|why| {
            // Half a file would be taken for all of it.
            let _ = fs::remove_file(&path);
            unread(&why.to_string())
        })?;
        Ok((Text::new(&path.display().to_string()), written))
    }

    /// Records a change that is about to be sent. Without this it must not be.
    pub(super) async fn begin(
        &self,
        change: &Change,
        known: &Before,
    ) -> Result<Option<EntryId>, Failure> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(None);
        };
        let write = Write {
            stamp,
            change: change.clone(),
            before: before(known),
            undoes: None,
        };
        journal.begin(write).await.map(Some).map_err(|e| failed(&e))
    }

    /// Records that a change need not be sent, because it is so already. Where the answer to the same change
    /// was lost before, it was that one that made it so.
    pub(super) async fn nothing_to_do(
        &self,
        desk: &Desk,
        change: &Change,
        known: &Before,
    ) -> Result<(), Failure> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(());
        };
        self.settled(desk, change, Truth::Applied).await;
        let write = Write {
            stamp: stamp.clone(),
            change: change.clone(),
            before: before(known),
            undoes: None,
        };
        let recorded = journal.nothing_to_do(write).await;
        recorded.map(drop).map_err(|e| failed(&e))
    }

    pub(super) async fn finish(
        &self,
        entry: Option<EntryId>,
        change: &Change,
        sent: Option<Sent>,
        result: &Result<u16, Failure>,
    ) -> Result<(), journal::Error> {
        match result {
            Ok(_) => self.supersede(change, entry),
            Err(why) if why.class == Class::Unknown => self.lose(change, entry, sent),
            Err(_) => {}
        }
        let (Some(journal), Some(entry)) = (self.opened(), entry) else {
            return Ok(());
        };
        journal.finish(entry, Outcome::from(result)).await
    }

    /// The answer to a change was lost. What cannot be recorded at once is told again: it is one loss.
    fn lose(&self, change: &Change, entry: Option<EntryId>, sent: Option<Sent>) {
        let mut lost = lock(&self.lost);
        if entry.is_none() || lost.iter().all(|known| known.entry != entry) {
            lost.push(Lost {
                change: change.clone(),
                entry,
                sent,
            });
        }
    }

    /// A change was done: older ones about the same thing are in doubt no more.
    fn supersede(&self, change: &Change, entry: Option<EntryId>) {
        let older = |lost: &Lost| lost.entry < entry || entry.is_none();
        let gone = self.forget(|lost| older(lost) && change.settles(&lost.change));
        self.release(gone);
    }

    /// These are in doubt no more; where they stand in the journal comes back.
    fn forget(&self, which: impl Fn(&Lost) -> bool) -> Vec<EntryId> {
        let mut gone = Vec::new();
        lock(&self.lost).retain(|lost| {
            let goes = which(lost);
            if goes {
                gone.extend(lost.entry);
            }
            !goes
        });
        gone
    }

    /// Nobody need know that this console sees to these.
    fn release(&self, entries: Vec<EntryId>) {
        if let Some(journal) = self.opened() {
            for entry in entries {
                journal.release(entry);
            }
        }
    }

    /// When a change whose answer was lost was sent, at the earliest; `None` where a later change about the
    /// same thing was done.
    pub(super) async fn doubt(&self, change: &Change) -> Result<Option<Option<Sent>>, Failure> {
        let (entries, sent): (Vec<_>, Vec<_>) = lock(&self.lost)
            .iter()
            .filter(|lost| lost.change == *change)
            .map(|lost| (lost.entry, lost.sent))
            .unzip();
        let recorded: Vec<EntryId> = entries.iter().copied().flatten().collect();
        let superseded = match self.opened() {
            Some(journal) if !recorded.is_empty() => {
                let found = journal.superseded(recorded).await;
                found.map_err(|why| unread(&why.to_string()))?
            }
            _ => Vec::new(),
        };
        let open = entries.iter().zip(&sent);
        let mut open = open
            .filter(|(entry, _)| entry.is_none_or(|entry| !superseded.contains(&entry)))
            .map(|(_, sent)| *sent)
            .peekable();
        // The screen knows of a change that is not remembered here only where nothing is recorded.
        if open.peek().is_none() && !entries.is_empty() {
            return Ok(None);
        }
        // One that was sent twice is in doubt from the first time on.
        Ok(Some(open.next().flatten()))
    }

    /// Records what reading told about a change whose answer was lost.
    pub(super) async fn settled(&self, desk: &Desk, change: &Change, truth: Truth) {
        let outcome = match truth {
            Truth::Applied => Outcome::Done { status: None },
            Truth::NotApplied => Outcome::Failed(Failure::new(Class::NotSent, Reason::NotApplied)),
            // It stays in doubt, or needs not be known any more.
            Truth::Open => return,
            Truth::Superseded => {
                let gone = self.forget(|lost| lost.change == *change);
                return self.release(gone);
            }
        };
        let entries = self.forget(|lost| lost.change == *change);
        let Some(journal) = self.opened() else {
            return;
        };
        for entry in entries {
            if let Err(why) = journal.settle(entry, outcome.clone()).await {
                let (desk, journal) = (desk.clone(), journal.clone());
                let outcome = outcome.clone();
                // The question may be forgotten; what it told is not.
                tokio::spawn(async move {
                    let again = || journal.settle(entry, outcome.clone());
                    owed::record(&desk, owed::FIRST_PAUSE, why, again).await;
                });
            }
        }
    }

    /// Takes the changes of consoles that have ended, of which nobody knows what became.
    pub(super) async fn left(&self) -> Vec<LeftChange> {
        let Ok(Some((journal, stamp))) = self.journal().await else {
            return Vec::new();
        };
        let taken = match journal.take_left(stamp.app.raw()).await {
            Ok(taken) => taken,
            Err(why) => {
                log::error!("what was left in doubt cannot be read: {why}");
                return Vec::new();
            }
        };
        let mut left = Vec::new();
        for entry in taken {
            // What a text said that was not kept cannot be compared with what is there now.
            let Some(change) = entry.asked.change() else {
                continue;
            };
            left.push(LeftChange {
                change: change.clone(),
                at: entry.at,
                failure: entry.failure,
            });
            lock(&self.lost).push(Lost {
                change,
                entry: Some(entry.id),
                sent: Some(Sent::Here(entry.at)),
            });
        }
        left
    }

    /// What can be taken back, or why not.
    pub(super) async fn undoable(&self, which: Which) -> Result<Found, Failure> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(Found::Not(NotUndone::Nothing));
        };
        let found = journal.undoable(stamp.app.raw(), which).await;
        let entries = match found.map_err(|why| failed(&why))? {
            Ok(entries) => entries,
            Err(why) => return Ok(Found::Not(why)),
        };
        let chosen = match (which, entries.last()) {
            (Which::Newest, Some(last)) => {
                let deleted = journal.deleted_since(stamp.app.raw(), last.id).await;
                chosen(deleted.map_err(|why| failed(&why))?)
            }
            (Which::Newest | Which::Redo, _) => Chosen::Newest,
            (Which::Entry(_) | Which::Job(_), _) => Chosen::Pointed,
        };
        let alone = matches!(which, Which::Entry(_));
        let job = entries.first().and_then(|entry| entry.job);
        let made = made(&entries);
        let done = entries.into_iter().filter_map(|entry| {
            Some(Done {
                entry: entry.id.0,
                change: entry.asked.change()?,
                before: remembered(entry.before),
            })
        });
        Ok(Found::Undoable(Undoable {
            job: job.filter(|_| !alone).map(|job| job.0),
            done: done.collect(),
            redo: which == Which::Redo,
            made,
            chosen,
        }))
    }

    /// Records a job that is about to begin, with all that it is to do.
    pub(super) async fn begin_job(&self, plan: &Plan) -> Result<Record, NotBegun> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(Record::new(None));
        };
        let items = plan.steps.iter().map(|step| journal::Step {
            change: step.change.clone(),
            before: before(&step.before),
            undoes: step.undoes.map(EntryId),
        });
        let prepared = journal::Plan {
            stamp: stamp.clone(),
            verb: most(plan),
            owner: plan.owner.clone(),
            undoes: plan.undoes.map(JobId),
            items: items.collect(),
        };
        let job = journal.prepare(prepared).await.map_err(|why| match why {
            journal::Error::Taken { by, operator, .. } => {
                NotBegun::NotUndone(NotUndone::Taken { by: by.0, operator })
            }
            why => NotBegun::Failed(failed(&why)),
        })?;
        let claim = journal.claim(job, stamp.operator.clone()).await;
        let claim = claim.map_err(|why| not_recorded(&why.to_string()))?;
        Ok(Record::new(Some(claim)))
    }

    /// The jobs that nobody has brought to their end, with those who work on them.
    pub(super) async fn unfinished(&self) -> Result<Vec<Unfinished>, Failure> {
        let Some((journal, stamp)) = self.journal().await? else {
            return Ok(Vec::new());
        };
        let jobs = journal.unfinished(Some(stamp.app.raw()), JOBS).await;
        let told = jobs.map_err(|why| failed(&why))?.into_iter().map(|job| {
            let holder = journal.holder(job.id).map_err(|why| failed(&why))?;
            Ok(unfinished(job, holder))
        });
        told.collect()
    }

    /// Takes a job of the journal, to go on with it.
    pub(super) async fn resume_job(&self, number: i64) -> Result<(Record, Resumed), NotHad> {
        let (journal, claim) = self.claim(number).await?;
        let found = found(&journal, JobId(number)).await;
        let found = found.map_err(|why| NotHad::Journal(failed(&why)))?;
        Ok((Record::new(Some(claim)), found))
    }

    /// Ends a job of the journal: nobody is reminded of it any more.
    pub(super) async fn shelve(&self, number: i64) -> Result<(), NotHad> {
        let (_, claim) = self.claim(number).await?;
        let stopped = claim.set(JobState::Stopped).await;
        stopped.map_err(|why| NotHad::Journal(failed(&why)))
    }

    async fn claim(&self, number: i64) -> Result<(Journal, Claim), NotHad> {
        let lacks = |why: &str| NotHad::Journal(not_recorded(why));
        let Some((journal, stamp)) = self.journal().await.map_err(NotHad::Journal)? else {
            return Err(lacks("there is no journal"));
        };
        let job = journal.job(JobId(number)).await;
        let job = job.map_err(|why| NotHad::Journal(failed(&why)))?;
        // Whatever number is asked for: nothing of one app is ever sent to another.
        if job.is_some_and(|job| job.stamp.app != stamp.app) {
            return Err(lacks("the job is for another app"));
        }
        let claim = journal.claim(JobId(number), stamp.operator.clone()).await;
        let claim = claim.map_err(|why| match why {
            NotClaimed::HeldBy(holder) => NotHad::HeldBy(holder),
            NotClaimed::Finished => NotHad::Finished,
            NotClaimed::Journal(why) => NotHad::Journal(failed(&why)),
        })?;
        Ok((journal, claim))
    }
}

fn made(entries: &[journal::Entry]) -> Made {
    let mut made = Made {
        at: entries.first().map_or(0, |entry| entry.at),
        ..Made::default()
    };
    let add = |to: &mut Vec<Text>, text: &Text| {
        if !to.contains(text) {
            to.push(text.clone());
        }
    };
    for stamp in entries.iter().map(|entry| &entry.stamp) {
        match &stamp.operator {
            Some(operator) => add(&mut made.operators, operator),
            None => made.nameless = true,
        }
        if let Some(ticket) = &stamp.ticket {
            add(&mut made.tickets, ticket);
        }
    }
    made
}

fn unfinished(job: journal::Job, holder: Option<journal::Holder>) -> Unfinished {
    let n = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let tally = job.tally;
    // What somebody who is gone had under way, nobody knows.
    let (sent, lost) = match &holder {
        Some(_) => (tally.sent, 0),
        None => (0, tally.sent),
    };
    Unfinished {
        number: job.id.0,
        at: job.at,
        operator: job.stamp.operator,
        ticket: job.stamp.ticket,
        does: Does::named(job.verb),
        owner: job.owner,
        tally: Tally {
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

/// A job as the journal has it: its plan, and how far each change of it is.
async fn found(journal: &Journal, id: JobId) -> Result<Resumed, journal::Error> {
    let job = journal.job(id).await?;
    let job = job.ok_or_else(|| journal::Error::Missing(format!("job {id}")))?;
    let (mut steps, mut states) = (Vec::new(), Vec::new());
    let mut sent = HashMap::new();
    loop {
        let from = position(steps.len());
        let items = journal.items(id, from, ITEMS).await?;
        if items.is_empty() {
            break;
        }
        for item in items {
            let at = item.at.filter(|_| item.state == ItemState::Unknown);
            sent.extend(at.map(|at| (steps.len(), Sent::Here(at))));
            states.push(state(&item));
            steps.push(Step {
                // A remark that was not kept is empty here; [`state`] sees to it that it is never sent.
                change: item.asked.planned(),
                before: remembered(item.before),
                undoes: item.undoes.map(|entry| entry.0),
            });
        }
    }
    Ok(Resumed {
        found: Restored {
            plan: Plan {
                owner: job.owner,
                steps,
                undoes: job.undoes.map(|job| job.0),
            },
            states,
        },
        sent,
    })
}

fn state(item: &Item) -> State {
    let kept = item.asked.change().is_some();
    let withheld = |class| State::Failed(Failure::new(class, Reason::Withheld));
    match item.state {
        ItemState::Waiting if !kept => withheld(Class::NotSent),
        ItemState::Sent | ItemState::Unknown if !kept => withheld(Class::Unknown),
        ItemState::Waiting => State::Waiting,
        ItemState::Sent | ItemState::Unknown => State::Unknown,
        ItemState::Done => State::Done,
        ItemState::NothingToDo => State::Nothing,
        ItemState::Failed => {
            let nothing = || Failure::new(Class::NotSent, Reason::Journal);
            State::Failed(item.failure.clone().unwrap_or_else(nothing))
        }
    }
}

/// How things stood, as far as it was kept.
pub(super) fn remembered(before: journal::Before) -> Before {
    Before {
        friend: before.friend,
        blocked: before.blocked,
        remark: before.remark.and_then(Remark::kept),
    }
}

/// The verb of most changes of a plan.
fn most(plan: &Plan) -> &'static str {
    let verbs = || plan.steps.iter().map(|step| step.change.verb());
    let times = |verb: &&'static str| verbs().filter(|other| other == verb).count();
    let mut distinct: Vec<&'static str> = Vec::new();
    for verb in verbs() {
        if !distinct.contains(&verb) {
            distinct.push(verb);
        }
    }
    distinct.into_iter().max_by_key(times).unwrap_or("")
}

/// Why the newest is taken back that there is a way back from.
fn chosen(deleted: Vec<journal::Entry>) -> Chosen {
    let n = deleted.len();
    deleted.into_iter().next().map_or(Chosen::Newest, |last| {
        Chosen::Before(Deleted {
            owner: last.asked.owner,
            peer: last.asked.target,
            n,
        })
    })
}

pub(super) fn before(before: &Before) -> journal::Before {
    journal::Before {
        friend: before.friend,
        blocked: before.blocked,
        remark: before
            .remark
            .as_ref()
            .map(|there| Remark::of(there.as_ref())),
    }
}

/// The journal, or a file that is made from it, cannot be used; nothing was to be changed.
fn unread(why: &str) -> Failure {
    log::error!("the journal: {why}");
    Failure::new(Class::NotSent, Reason::Journal).because(why)
}

pub(super) fn failed(why: &journal::Error) -> Failure {
    not_recorded(&why.to_string())
}

fn not_recorded(why: &str) -> Failure {
    log::error!("not recorded, and so not sent: {why}");
    Failure::new(Class::NotSent, Reason::Journal).because(why)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
