//! Reads and writes the entries in the database.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::entry::{
    AuditContext, ChangeOutcome, EntryFilter, JournalEntry, NewEntry, UndoneBy, UnixMillis,
};
use super::error::JournalError;
use super::failure;
use super::recorded_change::{self, COLUMNS, flag, number, text};
use crate::domain::history::EntryState;
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
    Ok(
        by.map(|UndoneBy { entry, operator }| JournalError::UndoneAlready {
            undone,
            by: entry,
            operator,
        }),
    )
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
    let mut conditions = vec!["TRUE"];
    let mut values = Vec::new();
    if let Some(app) = &filter.app {
        conditions.push("app = ?");
        values.push(text(Some(app)));
    }
    if let Some(since) = filter.since {
        conditions.push("at >= ?");
        values.push(number(Some(since)));
    }
    for user in &filter.users {
        conditions.push("(owner = ? OR target = ?)");
        values.extend([text(Some(user)), text(Some(user))]);
    }
    let wanted;
    if let Some(found) = &filter.found {
        let places = HOLDERS.map(|column| format!("{column} LIKE ? ESCAPE '\\'"));
        wanted = format!(
            "({} OR verb IN ({}))",
            places.join(" OR "),
            marks(found.kinds.len())
        );
        conditions.push(&wanted);
        let pattern = holding(&found.text);
        values.extend(HOLDERS.map(|_| text(Some(&pattern))));
        values.extend(found.kinds.iter().map(|kind| text(Some(kind.word()))));
    }
    if let Some(ticket) = &filter.ticket {
        conditions.push("ticket = ?");
        values.push(text(Some(ticket)));
    }
    if let Some(job) = filter.job {
        conditions.push("job = ?");
        values.push(number(Some(job.0)));
    }
    let failed;
    if filter.failures {
        failed = format!(
            "state IN ('refused', 'not sent', 'unknown', 'sent') AND id NOT IN ({})",
            marks(living.len())
        );
        conditions.push(&failed);
        values.extend(living.iter().map(|id| number(Some(id.0))));
    }
    if let Some(before) = filter.before {
        conditions.push("id < ?");
        values.push(number(Some(before.0)));
    }
    values.push(number(Some(i64::from(filter.limit))));
    let sql = format!(
        "{SELECT} WHERE {} ORDER BY id DESC LIMIT ?",
        conditions.join(" AND ")
    );
    all(db, &sql, values)
}

/// The columns in which to search for a text.
const HOLDERS: [&str; 7] = [
    "owner", "target", "ticket", "reason", "operator", "status", "error",
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
    let word: String = row.get("state")?;
    let state = match word.parse() {
        Ok(EntryState::NotSent) if verified => EntryState::NotApplied,
        Ok(state) => state,
        Err(_) => return Err(JournalError::strange("state of an entry", &word)),
    };
    let by = row.get::<_, Option<_>>("undone_by")?.map(EntryId);
    let operator: Option<String> = row.get("undone_by_operator")?;
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
        undone_by: by.map(|entry| UndoneBy {
            entry,
            operator: operator.map(|who| Text::new(&who)),
        }),
        came_with_friend: row.get("came_with_friend")?,
    })
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
