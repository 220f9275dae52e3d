//! Entries by job: one for each job, and each of those that belong to none.

use std::collections::{HashMap, HashSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Conditions, SELECT, all, number, numbers, state};
use crate::domain::history::{EntryGroup, EntryState};
use crate::domain::job::JobCounts;
use crate::domain::{EntryId, JobId};
use crate::journal::entry::{EntryFilter, JournalEntry};
use crate::journal::error::JournalError;

/// The newest matching entry of each job, and the matching ones of no job, newest first. The other entries of a job
/// are passed over by their numbers alone, however many there are.
pub(super) fn list(
    db: &Connection,
    conditions: Conditions,
    filter: &EntryFilter,
    living: &[EntryId],
) -> Result<Vec<JournalEntry>, JournalError> {
    let matching = Matching(conditions);
    let ids = matching.newest(db, filter)?;
    let sql = format!("{SELECT} WHERE id IN ({}) ORDER BY id DESC", numbers(&ids));
    let mut entries = all(db, &sql, Vec::new())?;
    let jobs: Vec<JobId> = entries.iter().filter_map(|entry| entry.job).collect();
    let mut groups = matching.groups(db, &jobs, living)?;
    for entry in &mut entries {
        let group = entry.job.and_then(|job| groups.remove(&job));
        entry.group = group.filter(|group| group.counts.total() > 1);
    }
    Ok(entries)
}

/// The entries that match.
struct Matching(Conditions);

impl Matching {
    /// A query of them, with further conditions.
    fn query(
        &self,
        columns: &str,
        rest: &str,
        more: impl IntoIterator<Item = Value>,
    ) -> (String, Vec<Value>) {
        let Conditions { sql, values } = &self.0;
        let sql = format!("SELECT {columns} FROM ({SELECT} WHERE {sql}) {rest}");
        (sql, values.iter().cloned().chain(more).collect())
    }

    fn newest(&self, db: &Connection, filter: &EntryFilter) -> Result<Vec<EntryId>, JournalError> {
        let before = filter.before.map_or(i64::MAX, |before| before.0);
        let (sql, values) = self.query(
            "id, job",
            "WHERE id < ? ORDER BY id DESC",
            [number(Some(before))],
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
        let (mut ids, mut seen) = (Vec::new(), HashSet::new());
        while ids.len() < limit
            && let Some(row) = rows.next()?
        {
            let job = row.get::<_, Option<_>>("job")?.map(JobId);
            if let Some(job) = job
                // On a page before this one there was a newer entry of the job.
                && (!seen.insert(job) || filter.before.is_some() && self.is_above(db, job, before)?)
            {
                continue;
            }
            ids.push(EntryId(row.get("id")?));
        }
        Ok(ids)
    }

    /// Whether the job has an entry from this one on.
    fn is_above(&self, db: &Connection, job: JobId, from: i64) -> Result<bool, JournalError> {
        let more = [number(Some(job.0)), number(Some(from))];
        let (sql, values) = self.query("1", "WHERE job = ? AND id >= ? LIMIT 1", more);
        let mut statement = db.prepare_cached(&sql)?;
        Ok(statement.exists(params_from_iter(values))?)
    }

    /// How many entries of these jobs are in which state.
    fn groups(
        &self,
        db: &Connection,
        jobs: &[JobId],
        living: &[EntryId],
    ) -> Result<HashMap<JobId, EntryGroup>, JournalError> {
        let jobs: Vec<_> = jobs.iter().map(|job| job.0.to_string()).collect();
        let columns = format!(
            "job, state, id IN ({}) AS lives, undone_by IS NOT NULL AS undone, count(*) AS n,
             min(verb || coalesce(roaming, 0)) AS first_deed,
             max(verb || coalesce(roaming, 0)) AS last_deed",
            numbers(living)
        );
        let rest = format!("WHERE job IN ({}) GROUP BY 1, 2, 3, 4", jobs.join(", "));
        let (sql, values) = self.query(&columns, &rest, []);
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut groups: HashMap<JobId, (EntryGroup, String)> = HashMap::new();
        while let Some(row) = rows.next()? {
            let job = JobId(row.get("job")?);
            let (first, last): (String, String) = (row.get("first_deed")?, row.get("last_deed")?);
            let (group, deed) = groups.entry(job).or_insert_with(|| {
                let group = EntryGroup {
                    job,
                    counts: JobCounts::default(),
                    same_deed: true,
                };
                (group, first.clone())
            });
            group.same_deed &= *deed == first && first == last;
            let counts = &mut group.counts;
            let count = match state(&row.get::<_, String>("state")?)? {
                EntryState::Done if row.get("undone")? => &mut counts.undone,
                EntryState::Done => &mut counts.done,
                EntryState::Unneeded => &mut counts.unneeded,
                EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => {
                    &mut counts.failed
                }
                EntryState::Sent if row.get("lives")? => &mut counts.sent,
                EntryState::Sent | EntryState::Unknown => &mut counts.unknown,
            };
            *count += usize::try_from(row.get::<_, u32>("n")?).unwrap_or(usize::MAX);
        }
        let groups = groups.into_iter();
        Ok(groups.map(|(job, (group, _))| (job, group)).collect())
    }
}
