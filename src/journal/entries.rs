//! Reads and writes the entries in the database.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::entry::{AuditContext, ChangeOutcome, EntryFilter, JournalEntry, NewEntry, UnixMillis};
use super::error::JournalError;
use super::failure;
use super::recorded_change::{self, COLUMNS, flag, number, text};
use crate::domain::history::{Deed, EntryState, HistoryFilter, SearchWord, UndoneBy};
use crate::domain::{EntryId, JobId, SentAt};
use crate::text::Text;

/// Job and position of the step that an entry belongs to.
pub(super) type StepPlace = (JobId, u32);

/// Records a write in this state. A write that would undo what was undone already is not recorded, unless it
/// was not sent either.
pub(super) fn insert(
    db: &Connection,
    at: UnixMillis,
    write: &NewEntry,
    state: EntryState,
    place: Option<StepPlace>,
    remarks: bool,
) -> Result<EntryId, JournalError> {
    if let Some(undone) = write.undoes.filter(|_| state != EntryState::NotSent)
        && let Some(why) = undone_already(db, undone)?
    {
        return Err(why);
    }
    let columns = recorded_change::values(&write.change, &write.before, remarks);
    let mut values = vec![number(Some(at)), number(write.sent.map(|SentAt(at)| at))];
    values.extend(audit_values(&write.audit));
    values.extend(columns);
    // What was not sent gets no reply.
    let answered = (state != EntryState::Sent).then_some(at);
    values.extend([
        text(Some(state.word())),
        number(answered),
        number(place.map(|(job, _)| job.0)),
        number(place.map(|(_, position)| i64::from(position))),
        number(write.undoes.map(|undone| undone.0)),
    ]);
    let sql = format!(
        "INSERT INTO entry (at, sent_at, {AUDIT_COLUMNS}, {COLUMNS}, state, answered, job, item, undoes)
         VALUES ({})",
        marks(values.len())
    );
    db.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(EntryId(db.last_insert_rowid()))
}

/// Records the outcome of a write that is in one of these states.
pub(super) fn close(
    db: &Connection,
    at: UnixMillis,
    id: EntryId,
    outcome: &ChangeOutcome,
    from: &[EntryState],
    remarks: bool,
) -> Result<(), JournalError> {
    let (kind, state) = db
        .prepare_cached("SELECT verb, state FROM entry WHERE id = ?")?
        .query_row([id.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?
        .ok_or_else(|| JournalError::Missing(format!("entry {id}")))?;
    if !from.iter().any(|from| from.word() == state) {
        return Err(JournalError::Conflict(format!(
            "entry {id} is {state:?} already and cannot become {:?}",
            outcome.state().word()
        )));
    }
    let verified = from.contains(&EntryState::Unknown);
    let failure = match outcome {
        ChangeOutcome::Failed(failure) => Some(failure),
        ChangeOutcome::Done { .. } | ChangeOutcome::Unneeded { .. } => None,
    };
    let mut values = vec![
        text(Some(outcome.state().word())),
        flag(Some(verified)),
        number(Some(at)),
    ];
    let mut sets = "state = ?, by_reading = ?, answered = ?".to_owned();
    // The error of the lost reply stays stored beside the verified outcome.
    if !verified || failure.is_some_and(|failure| failure.status.is_some()) {
        sets.push_str(", status = ?");
        values.push(number(outcome.status().map(i64::from)));
    }
    if let Some(failure) = failure {
        sets.push_str(", class = ?, why = ?, error = ?, description = ?");
        // The service may quote the remark that it complains about.
        let quotes = kind == "set-remark" && !remarks;
        values.extend(failure::values(failure, !quotes));
    }
    values.push(number(Some(id.0)));
    db.prepare_cached(&format!("UPDATE entry SET {sets} WHERE id = ?"))?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Every entry, with what tells whether it can be undone.
///
/// - `undone_by`: it counts from when the undo is sent. Only if that certainly had no effect can it be retried.
/// - `is_undo`: the length of the chain below an entry tells whether it is a change or an undo.
/// - `came_with_friend`: the subquery goes by the friend. By job or by owner, every entry of a job would scan
///   all the others.
pub(super) const SELECT: &str = "SELECT *,
    (SELECT max(undo.id) FROM entry AS undo
       WHERE undo.undoes = entry.id AND undo.state NOT IN ('refused', 'not sent')) AS undone_by,
    (SELECT undo.operator FROM entry AS undo
       WHERE undo.undoes = entry.id AND undo.state NOT IN ('refused', 'not sent')
       ORDER BY undo.id DESC LIMIT 1) AS undone_by_operator,
    (SELECT undo.at FROM entry AS undo
       WHERE undo.undoes = entry.id AND undo.state NOT IN ('refused', 'not sent')
       ORDER BY undo.id DESC LIMIT 1) AS undone_by_at,
    (SELECT undo.state FROM entry AS undo
       WHERE undo.undoes = entry.id AND undo.state NOT IN ('refused', 'not sent')
       ORDER BY undo.id DESC LIMIT 1) AS undone_by_state,
    (entry.undoes IS NOT NULL AND (WITH RECURSIVE below (id) AS (
         SELECT entry.undoes UNION ALL
         SELECT next.undoes FROM below JOIN entry AS next ON next.id = below.id)
       SELECT count(id) FROM below) % 2 = 1) AS is_undo,
    (verb = 'set-remark' AND job IS NOT NULL
       AND EXISTS (SELECT 1 FROM entry AS friend INDEXED BY entry_target
                   WHERE friend.target = entry.target AND friend.job = entry.job
                     AND friend.owner = entry.owner
                     AND friend.verb = 'add-friend' AND friend.state = 'done')) AS came_with_friend
    FROM entry";

/// The error if this entry is undone already. A caller that records another undo has to check this in the
/// same transaction, because two processes may try at once.
pub(super) fn undone_already(
    db: &Connection,
    undone: EntryId,
) -> Result<Option<JournalError>, JournalError> {
    let by = get(db, undone)?.and_then(|entry| entry.undone_by);
    Ok(by.map(
        |UndoneBy {
             entry, operator, ..
         }| JournalError::UndoneAlready {
            undone,
            by: entry,
            operator,
        },
    ))
}

/// One entry.
pub(super) fn get(db: &Connection, id: EntryId) -> Result<Option<JournalEntry>, JournalError> {
    db.prepare_cached(&format!("{SELECT} WHERE id = ?"))?
        .query([id.0])?
        .next()?
        .map(entry)
        .transpose()
}

/// The entries that match a filter, newest first. `living` are the entries sent without a reply for which a
/// living process is responsible; all others of that kind count as failed.
pub(super) fn list(
    db: &Connection,
    filter: &EntryFilter,
    living: &[EntryId],
) -> Result<Vec<JournalEntry>, JournalError> {
    let mut conditions = Conditions::default();
    if let Some(app) = &filter.app {
        conditions.add("app = ?", [text(Some(app))]);
    }
    conditions.add_filter(&filter.wanted, living);
    if filter.by_job {
        return by_job::list(db, conditions, filter, living);
    }
    if let Some(before) = filter.before {
        conditions.add("id < ?", [number(Some(before.0))]);
    }
    let Conditions { sql, mut values } = conditions;
    values.push(number(Some(i64::from(filter.limit))));
    let sql = format!("{SELECT} WHERE {sql} ORDER BY id DESC LIMIT ?");
    all(db, &sql, values)
}

/// Conditions of a query, all of which have to hold.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

mod by_job;

impl Default for Conditions {
    fn default() -> Self {
        Self {
            sql: "TRUE".to_owned(),
            values: Vec::new(),
        }
    }
}

impl Conditions {
    fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    /// One of these; any, if there are none.
    fn add_any(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.add(&format!("{column} IN ({})", marks(values.len())), values);
        }
    }

    fn add_filter(&mut self, wanted: &HistoryFilter, living: &[EntryId]) {
        let texts = |all: &[String]| all.iter().map(|one| text(Some(one))).collect();
        for word in &wanted.words {
            self.add_word(word, living);
        }
        self.add_any("operator COLLATE NOCASE", texts(&wanted.operators));
        if !wanted.deeds.is_empty() {
            let (sql, values) = any_deed(&wanted.deeds);
            self.add(&format!("({sql})"), values);
        }
        for user in &wanted.users {
            let user = text(Some(user.raw()));
            self.add("(owner = ? OR target = ?)", [user.clone(), user]);
        }
        self.add_any("ticket COLLATE NOCASE", texts(&wanted.tickets));
        let jobs = wanted.jobs.iter().map(|job| number(Some(job.0)));
        self.add_any("job", jobs.collect());
        if let Some(since) = wanted.since {
            self.add("at >= ?", [number(Some(since))]);
        }
        if let Some(until) = wanted.until {
            self.add("at < ?", [number(Some(until))]);
        }
        if wanted.failed {
            let states = "state IN ('refused', 'not sent', 'unknown', 'sent')";
            self.add(&not_living(states, living), []);
        }
        if wanted.unknown {
            self.add(&not_living("state IN ('unknown', 'sent')", living), []);
        }
        if wanted.undone {
            self.add("undone_by IS NOT NULL", []);
        }
    }

    /// In a stored text, or in the name of what was done or of the outcome.
    fn add_word(&mut self, word: &SearchWord, living: &[EntryId]) {
        let pattern = text(Some(&holding(&word.text)));
        let mut places: Vec<_> = HOLDERS
            .iter()
            .map(|column| format!("{column} LIKE ? ESCAPE '\\'"))
            .collect();
        let mut values = vec![pattern; HOLDERS.len()];
        if !word.deeds.is_empty() {
            let (sql, deeds) = any_deed(&word.deeds);
            places.push(sql);
            values.extend(deeds);
        }
        places.extend(word.states.iter().map(|state| is_state(*state, living)));
        self.add(&format!("({})", places.join(" OR ")), values);
    }
}

/// One of these was done.
fn any_deed(deeds: &[Deed]) -> (String, Vec<Value>) {
    let sql = vec!["verb = ? AND coalesce(roaming, 0) = ?"; deeds.len()].join(" OR ");
    let values = deeds
        .iter()
        .flat_map(|deed| [text(Some(deed.kind.word())), flag(Some(deed.roaming))]);
    (sql, values.collect())
}

/// Entries in this state as [`entry`] reads it, where what an ended process has sent is unknown.
fn is_state(state: EntryState, living: &[EntryId]) -> String {
    match state {
        EntryState::Sent => format!("state = 'sent' AND id IN ({})", numbers(living)),
        EntryState::Unknown => not_living("state IN ('unknown', 'sent')", living),
        EntryState::NotSent => "state = 'not sent' AND NOT by_reading".to_owned(),
        EntryState::NotApplied => "state = 'not sent' AND by_reading".to_owned(),
        EntryState::Done | EntryState::Refused | EntryState::Unneeded => {
            format!("state = '{}'", state.word())
        }
    }
}

/// In these states, but not in progress.
fn not_living(states: &str, living: &[EntryId]) -> String {
    format!("{states} AND id NOT IN ({})", numbers(living))
}

/// `1, 2`
fn numbers(ids: &[EntryId]) -> String {
    let numbers: Vec<_> = ids.iter().map(EntryId::to_string).collect();
    numbers.join(", ")
}

/// Where to search for a text: what the screen shows of an entry.
const HOLDERS: [&str; 12] = [
    "owner",
    "target",
    "ticket",
    "reason",
    "operator",
    "profile",
    "remark",
    "was_remark",
    "status",
    "error",
    "description",
    "iif(job IS NULL, NULL, printf('J-%04d', job))",
];

/// The `LIKE` pattern for a text anywhere in a value, with its special characters escaped.
fn holding(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The entries of a step, oldest first.
pub(super) fn of_step(
    db: &Connection,
    (job, position): StepPlace,
) -> Result<Vec<EntryId>, JournalError> {
    let mut statement =
        db.prepare_cached("SELECT id FROM entry WHERE job = ? AND item = ? ORDER BY id")?;
    let ids = statement.query_map(params![job.0, position], |row| row.get(0).map(EntryId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Marks what is still without a reply as unknown: the entry with this `id`, or those of this `job`.
pub(super) fn mark_unknown(db: &Connection, column: &str, id: i64) -> Result<(), JournalError> {
    db.execute(
        &format!("UPDATE entry SET state = 'unknown' WHERE {column} = ? AND state = 'sent'"),
        [id],
    )?;
    Ok(())
}

/// The entries that a query finds.
pub(super) fn all(
    db: &Connection,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<JournalEntry>, JournalError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

pub(super) fn entry(row: &Row<'_>) -> Result<JournalEntry, JournalError> {
    let (asked, before) = recorded_change::read(row)?;
    let verified = row.get("by_reading")?;
    let state = match state(&row.get::<_, String>("state")?)? {
        EntryState::NotSent if verified => EntryState::NotApplied,
        state => state,
    };
    Ok(JournalEntry {
        id: EntryId(row.get("id")?),
        at: row.get("at")?,
        sent: row.get::<_, Option<_>>("sent_at")?.map(SentAt),
        answered: row.get("answered")?,
        audit: audit(row)?,
        asked,
        before,
        state,
        verified,
        status: row.get("status")?,
        failure: failure::read(row)?,
        job: row.get::<_, Option<_>>("job")?.map(JobId),
        undoes: row.get::<_, Option<_>>("undoes")?.map(EntryId),
        is_undo: row.get("is_undo")?,
        undone_by: undone_by(row)?,
        came_with_friend: row.get("came_with_friend")?,
        group: None,
    })
}

fn state(word: &str) -> Result<EntryState, JournalError> {
    word.parse()
        .map_err(|_| JournalError::strange("state of an entry", word))
}

fn undone_by(row: &Row<'_>) -> Result<Option<UndoneBy>, JournalError> {
    let Some(entry) = row.get::<_, Option<_>>("undone_by")?.map(EntryId) else {
        return Ok(None);
    };
    let operator: Option<String> = row.get("undone_by_operator")?;
    Ok(Some(UndoneBy {
        entry,
        at: row.get("undone_by_at")?,
        operator: operator.map(|who| Text::new(&who)),
        state: state(&row.get::<_, String>("undone_by_state")?)?,
    }))
}

/// The columns of an audit context, in the order of [`audit_values`].
pub(super) const AUDIT_COLUMNS: &str = "operator, profile, app, ticket, reason";

pub(super) fn audit_values(audit: &AuditContext) -> [Value; 5] {
    let kept = |part: &Option<Text>| text(part.as_ref().map(Text::raw));
    [
        kept(&audit.operator),
        kept(&audit.profile),
        text(Some(audit.app.raw())),
        kept(&audit.ticket),
        kept(&audit.reason),
    ]
}

pub(super) fn audit(row: &Row<'_>) -> Result<AuditContext, JournalError> {
    let part = |column: &str| -> Result<Option<Text>, JournalError> {
        Ok(row
            .get::<_, Option<String>>(column)?
            .map(|text| Text::new(&text)))
    };
    Ok(AuditContext {
        operator: part("operator")?,
        profile: part("profile")?,
        app: Text::new(&row.get::<_, String>("app")?),
        ticket: part("ticket")?,
        reason: part("reason")?,
    })
}

/// `?, ?, ?`
pub(super) fn marks(n: usize) -> String {
    vec!["?"; n].join(", ")
}
