//! Jobs: many writes that were requested together, and the state of each.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::entries::{self, AUDIT_COLUMNS, audit, audit_values, marks};
use super::entry::{AuditContext, ChangeOutcome, NewEntry, UnixMillis};
use super::error::JournalError;
use super::recorded_change::{self, COLUMNS, number, text};
use crate::domain::history::EntryState;
use crate::domain::job::{JobCounts, JobPlan, JobState, StepState};
use crate::domain::{
    Change, ChangeKind, Failure, FailureClass, FailureReason, PairState, RecordedChange, SentAt,
    UserId,
};
use crate::domain::{EntryId, JobId};
use crate::text::Text;

/// A job as stored in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJob {
    /// Its number.
    pub id: JobId,
    /// When it was planned.
    pub at: UnixMillis,
    /// Who began it, for which app, and why.
    pub audit: AuditContext,
    /// What most of its changes do.
    pub kind: ChangeKind,
    /// Whose data it changes.
    pub owner: UserId,
    /// The job that this undoes.
    pub undoes: Option<JobId>,
    /// The state of the job.
    pub state: JobState,
    /// How many of its steps are in which state.
    pub counts: JobCounts,
}

/// A step of a job as stored in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStep {
    /// Its position in the job, from 0.
    pub position: u32,
    /// The requested change.
    pub asked: RecordedChange,
    /// The state before it, as far as it was known when the job was planned; if the outcome is unknown, when
    /// the step was sent.
    pub before: PairState,
    /// The entry that it undoes.
    pub undoes: Option<EntryId>,
    /// How far it has got.
    pub state: StepState,
    /// What was wrong with the last reply, if the outcome is unknown.
    pub lost: Option<Failure>,
    /// When it was sent last; only if the outcome is unknown, and only if that time is known.
    pub sent: Option<SentAt>,
    /// Its entries, oldest first.
    pub entries: Vec<EntryId>,
}

impl StoredStep {
    /// What went wrong the last time, if it failed or the outcome is unknown.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.state {
            StepState::Failed(why) => Some(why),
            _ => self.lost.as_ref(),
        }
    }
}

/// The result of recording steps that are about to be sent, or that need no change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordedSteps {
    /// The entries of those that may be sent, or that need no change, in their order.
    pub entries: Vec<EntryId>,
    /// The positions of steps that would undo what was undone already, and the reason: these must not be
    /// sent.
    pub undone_already: Vec<(u32, Failure)>,
}

/// What a new entry says about a step of a job that is about to be sent, needs no change, or must not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStepEntry {
    /// The step's position in its job.
    pub position: u32,
    /// The change. It must be the planned one; it is a parameter because the journal may be configured not to store
    /// its text.
    pub change: Change,
    /// The current state, as far as it is known.
    pub before: PairState,
    /// When it is sent; `None` if that is unknown, or if it is not sent.
    pub sent: Option<SentAt>,
}

/// Records a job. A job that would only undo what was undone already is not recorded.
pub(super) fn insert(
    db: &Connection,
    at: UnixMillis,
    audit: &AuditContext,
    plan: &JobPlan,
    remarks: bool,
) -> Result<JobId, JournalError> {
    let mut refusal = None;
    for undone in plan.steps.iter().filter_map(|step| step.undoes) {
        refusal = entries::undone_already(db, undone)?;
        if refusal.is_none() {
            break;
        }
    }
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    let mut values = vec![number(Some(at))];
    values.extend(audit_values(audit));
    values.extend([
        text(Some(plan.main_kind().word())),
        text(Some(plan.owner.raw())),
        number(plan.undoes.map(|job| job.0)),
        text(Some(JobState::Prepared.word())),
    ]);
    let sql = format!(
        "INSERT INTO job (at, {AUDIT_COLUMNS}, verb, owner, undoes, state) VALUES ({})",
        marks(values.len())
    );
    db.execute(&sql, params_from_iter(values))?;
    let id = JobId(db.last_insert_rowid());
    let sql = format!(
        "INSERT INTO item (job, position, {COLUMNS}, undoes, state) VALUES ({})",
        marks(recorded_change::WIDTH + 4)
    );
    let mut statement = db.prepare_cached(&sql)?;
    for (position, step) in (0_i64..).zip(&plan.steps) {
        let mut values = vec![number(Some(id.0)), number(Some(position))];
        values.extend(recorded_change::values(&step.change, &step.before, remarks));
        values.push(number(step.undoes.map(|entry| entry.0)));
        values.push(text(Some(StepState::Waiting.word())));
        statement.execute(params_from_iter(values))?;
    }
    Ok(id)
}

/// One job, with its steps counted as they are stored, without regard to what was undone.
pub(super) fn get(db: &Connection, id: JobId) -> Result<Option<StoredJob>, JournalError> {
    let mut statement = db.prepare_cached("SELECT * FROM job WHERE id = ?")?;
    let mut rows = statement.query([id.0])?;
    rows.next()?.map(|row| job(db, row)).transpose()
}

/// One job, with what was undone counted as such.
pub(super) fn current(db: &Connection, id: JobId) -> Result<Option<StoredJob>, JournalError> {
    let mut found = get(db, id)?;
    if let Some(job) = &mut found {
        count_undone(db, job)?;
    }
    Ok(found)
}

/// Jobs, newest first: of this app or of all, either all of them or only unfinished ones.
pub(super) fn list(
    db: &Connection,
    app: Option<&str>,
    unfinished: bool,
    limit: u32,
) -> Result<Vec<StoredJob>, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT * FROM job
         WHERE (?1 IS NULL OR app = ?1)
           AND (NOT ?2 OR state IN ('prepared', 'running', 'paused'))
         ORDER BY id DESC LIMIT ?3",
    )?;
    let mut rows = statement.query(params![app, unfinished, limit])?;
    let mut jobs = Vec::new();
    while let Some(row) = rows.next()? {
        let mut job = job(db, row)?;
        count_undone(db, &mut job)?;
        jobs.push(job);
    }
    Ok(jobs)
}

/// At most `limit` steps of a job, beginning at a position, with those marked that were undone.
pub(super) fn steps(
    db: &Connection,
    id: JobId,
    from: u32,
    limit: u32,
) -> Result<Vec<StoredStep>, JournalError> {
    let mut steps = as_stored(db, id, from, limit)?;
    let undone = undone(db, id)?;
    for step in &mut steps {
        if step.state == StepState::Done && undone.contains(&step.position) {
            step.state = StepState::Undone;
        }
    }
    Ok(steps)
}

/// The positions of the steps of a job that were done and are undone now. A remark that came with a friend is
/// gone with the friend.
fn undone(db: &Connection, id: JobId) -> Result<HashSet<u32>, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT done.item, done.id FROM entry AS done
           JOIN entry AS undo ON undo.undoes = done.id
         WHERE done.job = ? AND done.item IS NOT NULL AND done.state = 'done'",
    )?;
    let rows = statement.query_map([id.0], |row| Ok((row.get(0)?, row.get(1).map(EntryId)?)))?;
    let mut undone = HashSet::new();
    for row in rows {
        let (position, entry) = row?;
        if is_undone(db, entry)? {
            undone.insert(position);
        }
    }
    if !undone.is_empty() {
        add_remarks_of_friends(db, id, &mut undone)?;
    }
    Ok(undone)
}

/// Whether this entry is undone: it was undone, and this was not undone in turn, and so on.
fn is_undone(db: &Connection, entry: EntryId) -> Result<bool, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT id FROM entry WHERE undoes = ? AND state IN ('done', 'nothing to do')
         ORDER BY id DESC LIMIT 1",
    )?;
    let (mut at, mut undone) = (entry.0, false);
    while let Some(by) = statement.query_row([at], |row| row.get(0)).optional()? {
        (at, undone) = (by, !undone);
    }
    Ok(undone)
}

fn add_remarks_of_friends(
    db: &Connection,
    id: JobId,
    undone: &mut HashSet<u32>,
) -> Result<(), JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT position, verb, target FROM item
         WHERE job = ? AND verb IN ('add-friend', 'set-remark') ORDER BY position",
    )?;
    let mut rows = statement.query([id.0])?;
    let mut friends: HashMap<String, bool> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (position, kind, target): (u32, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        if kind == ChangeKind::AddFriend.word() {
            friends.insert(target, undone.contains(&position));
        } else if friends.get(&target) == Some(&true) {
            undone.insert(position);
        }
    }
    Ok(())
}

/// The steps as they are stored, without regard to what was undone.
fn as_stored(
    db: &Connection,
    id: JobId,
    from: u32,
    limit: u32,
) -> Result<Vec<StoredStep>, JournalError> {
    let mut statement = db.prepare_cached(
        "SELECT * FROM item WHERE job = ? AND position >= ? ORDER BY position LIMIT ?",
    )?;
    let mut rows = statement.query(params![id.0, from, limit])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(step(db, id, row)?);
    }
    Ok(steps)
}

/// Records the next state of a job. A finished job stays finished, and no job is finished while a step waits
/// or is in progress.
pub(super) fn set_state(db: &Connection, id: JobId, state: JobState) -> Result<(), JournalError> {
    let job = get(db, id)?.ok_or_else(|| JournalError::Missing(format!("job {id}")))?;
    let open = job.counts.waiting + job.counts.sent;
    if state == JobState::Finished && open > 0 {
        return Err(JournalError::Conflict(format!(
            "{id} has {open} open steps"
        )));
    }
    if job.state == JobState::Finished && state != JobState::Finished {
        return Err(JournalError::Conflict(format!("{id} is finished")));
    }
    db.execute(
        "UPDATE job SET state = ? WHERE id = ?",
        params![state.word(), id.0],
    )?;
    Ok(())
}

/// Records steps that are about to be sent, need not be or must not be: an entry for each, and their new state.
pub(super) fn record_steps(
    db: &Connection,
    at: UnixMillis,
    audit: &AuditContext,
    id: JobId,
    steps: &[NewStepEntry],
    decision: &StepDecision,
    remarks: bool,
) -> Result<RecordedSteps, JournalError> {
    let mut recorded = RecordedSteps::default();
    for NewStepEntry {
        position,
        change,
        before,
        sent,
    } in steps
    {
        let step = get_step(db, id, *position)?;
        // What is done, in progress or unknown must not be sent a second time.
        if !matches!(step.state, StepState::Waiting | StepState::Failed(_)) {
            return Err(JournalError::Conflict(format!(
                "step {position} of {id} is {:?} already",
                step.state.word()
            )));
        }
        // What is recorded must be what is sent; a step whose text was not stored accepts any text.
        if !step.asked.may_be(change) {
            return Err(JournalError::Conflict(format!(
                "step {position} of {id} is something else"
            )));
        }
        let write = NewEntry {
            audit: audit.clone(),
            change: change.clone(),
            before: before.clone(),
            undoes: step.undoes,
            sent: *sent,
        };
        let place = Some((id, *position));
        let now = match decision {
            StepDecision::Sent => EntryState::Sent,
            StepDecision::Unneeded => EntryState::Unneeded,
            StepDecision::NotSent(_) => EntryState::NotSent,
        };
        let (entry, why) = match entries::insert(db, at, &write, now, place, remarks) {
            Ok(entry) => (entry, None),
            Err(JournalError::UndoneAlready { by, operator, .. }) => {
                let why = undone_already(by, operator.as_ref());
                recorded.undone_already.push((*position, why.clone()));
                let not = EntryState::NotSent;
                let entry = entries::insert(db, at, &write, not, place, remarks)?;
                (entry, Some(why))
            }
            Err(why) => return Err(why),
        };
        let why = match decision {
            StepDecision::NotSent(why) => Some(why.clone()),
            StepDecision::Sent | StepDecision::Unneeded => why,
        };
        if let Some(why) = why {
            let outcome = ChangeOutcome::Failed(why);
            entries::close(db, at, entry, &outcome, &[EntryState::NotSent], remarks)?;
            set_step(db, id, *position, FAILED)?;
        } else {
            recorded.entries.push(entry);
            set_step(db, id, *position, step_word(now))?;
        }
    }
    Ok(recorded)
}

/// What was decided about steps before any of them is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StepDecision {
    /// They are about to be sent.
    Sent,
    /// No change is needed.
    Unneeded,
    /// They must not be sent.
    NotSent(Failure),
}

/// The reason not to undo something a second time.
fn undone_already(by: EntryId, operator: Option<&Text>) -> Failure {
    let who = operator.map_or(String::new(), |who| format!(", {}", who.raw()));
    Failure::new(FailureClass::NothingDone, FailureReason::UndoneAlready)
        .because(&format!("#{by}{who}"))
}

/// Records the outcomes of steps: of their newest entries, and thereby of the steps. Steps to be resent wait
/// again.
pub(super) fn record_outcomes(
    db: &Connection,
    at: UnixMillis,
    id: JobId,
    answers: &[(u32, ChangeOutcome)],
    from: &[EntryState],
    again: bool,
    remarks: bool,
) -> Result<(), JournalError> {
    for (position, outcome) in answers {
        let entry = entries::of_step(db, (id, *position))?
            .pop()
            .ok_or_else(|| {
                JournalError::Conflict(format!("step {position} of {id} was not sent"))
            })?;
        entries::close(db, at, entry, outcome, from, remarks)?;
        let state = if again {
            StepState::Waiting.word()
        } else {
            step_word(outcome.state())
        };
        set_step(db, id, *position, state)?;
    }
    Ok(())
}

/// Marks everything that the ended holder of a job had in progress as unknown.
pub(super) fn abandon(db: &Connection, id: JobId) -> Result<(), JournalError> {
    entries::mark_unknown(db, "job", id.0)?;
    db.execute(
        "UPDATE item SET state = 'unknown' WHERE job = ? AND state = 'sent'",
        [id.0],
    )?;
    Ok(())
}

/// The jobs with steps in progress.
pub(super) fn in_progress(db: &Connection) -> Result<Vec<JobId>, JournalError> {
    let mut statement = db.prepare(
        "SELECT id FROM job WHERE state <> 'finished'
           AND EXISTS (SELECT 1 FROM item WHERE item.job = job.id AND item.state = 'sent')",
    )?;
    let ids = statement.query_map([], |row| row.get(0).map(JobId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn set_step(db: &Connection, id: JobId, position: u32, state: &str) -> Result<(), JournalError> {
    db.prepare_cached("UPDATE item SET state = ? WHERE job = ? AND position = ?")?
        .execute(params![state, id.0, position])?;
    Ok(())
}

fn get_step(db: &Connection, id: JobId, position: u32) -> Result<StoredStep, JournalError> {
    as_stored(db, id, position, 1)?
        .pop()
        .filter(|step| step.position == position)
        .ok_or_else(|| JournalError::Missing(format!("step {position} of {id}")))
}

fn job(db: &Connection, row: &Row<'_>) -> Result<StoredJob, JournalError> {
    let id = JobId(row.get("id")?);
    let state: String = row.get("state")?;
    Ok(StoredJob {
        id,
        at: row.get("at")?,
        audit: audit(row)?,
        kind: recorded_change::kind(&row.get::<_, String>("verb")?)?,
        owner: UserId::new(&row.get::<_, String>("owner")?),
        undoes: row.get::<_, Option<_>>("undoes")?.map(JobId),
        state: state
            .parse()
            .map_err(|_| JournalError::strange("state of a job", &state))?,
        counts: counts(db, id)?,
    })
}

fn counts(db: &Connection, id: JobId) -> Result<JobCounts, JournalError> {
    let mut statement =
        db.prepare_cached("SELECT state, count(*) FROM item WHERE job = ? GROUP BY state")?;
    let mut rows = statement.query([id.0])?;
    let mut tally = JobCounts::default();
    while let Some(row) = rows.next()? {
        let state = step_state(&row.get::<_, String>(0)?, None)?;
        let count: u32 = row.get(1)?;
        *tally.of_mut(&state) = usize::try_from(count).unwrap_or(usize::MAX);
    }
    Ok(tally)
}

fn count_undone(db: &Connection, job: &mut StoredJob) -> Result<(), JournalError> {
    let positions = undone(db, job.id)?;
    if positions.is_empty() {
        return Ok(());
    }
    let mut statement =
        db.prepare_cached("SELECT position FROM item WHERE job = ? AND state = 'done'")?;
    let counts = &mut job.counts;
    for position in statement.query_map([job.id.0], |row| row.get::<_, u32>(0))? {
        if positions.contains(&position?) {
            counts.undone += 1;
        }
    }
    counts.done = counts.done.saturating_sub(counts.undone);
    Ok(())
}

fn step(db: &Connection, job: JobId, row: &Row<'_>) -> Result<StoredStep, JournalError> {
    let (asked, before) = recorded_change::read(row)?;
    let position = row.get("position")?;
    let word: String = row.get("state")?;
    let entries = entries::of_step(db, (job, position))?;
    let in_doubt = word == StepState::Unknown.word();
    let newest = match entries.last() {
        Some(newest) if in_doubt || word == FAILED => entries::get(db, *newest)?,
        _ => None,
    };
    let (sent, before) = match &newest {
        Some(newest) if in_doubt => (newest.sent, newest.before.clone()),
        _ => (None, before),
    };
    let failure = newest.and_then(|entry| entry.failure);
    Ok(StoredStep {
        position,
        asked,
        before,
        undoes: row.get::<_, Option<_>>("undoes")?.map(EntryId),
        lost: failure.clone().filter(|_| in_doubt),
        state: step_state(&word, failure)?,
        sent,
        entries,
    })
}

/// The word of a step that failed, whatever the failure.
const FAILED: &str = "failed";

/// The word for a step whose newest entry is in this state.
fn step_word(entry: EntryState) -> &'static str {
    match entry {
        EntryState::Sent => StepState::Sent.word(),
        EntryState::Done => StepState::Done.word(),
        EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => FAILED,
        EntryState::Unknown => StepState::Unknown.word(),
        EntryState::Unneeded => StepState::Unneeded.word(),
    }
}

fn step_state(word: &str, failure: Option<Failure>) -> Result<StepState, JournalError> {
    let unrecorded = || Failure::new(FailureClass::NothingDone, FailureReason::Journal);
    StepState::named(word, || failure.unwrap_or_else(unrecorded))
        .ok_or_else(|| JournalError::strange("state of a step", word))
}
