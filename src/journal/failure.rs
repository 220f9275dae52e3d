//! A failure as columns of a table, and back. What the network said in its own words is not kept.

use rusqlite::Row;
use rusqlite::types::Value;

use super::error::JournalError;
use super::recorded_change::text;
use crate::domain::{Failure, FailureClass, FailureReason};
use crate::text::Text;

const CLASSES: [(FailureClass, &str); 4] = [
    (FailureClass::NotSent, "not sent"),
    (FailureClass::Later, "later"),
    (FailureClass::Refused, "refused"),
    (FailureClass::Unknown, "unknown"),
];

const REASONS: [FailureReason; 17] = [
    FailureReason::BadId,
    FailureReason::Connect,
    FailureReason::Tls,
    FailureReason::Timeout,
    FailureReason::Broken,
    FailureReason::TooLarge,
    FailureReason::Unreadable,
    FailureReason::Redirect,
    FailureReason::Service,
    FailureReason::NotApplied,
    FailureReason::Gone,
    FailureReason::Superseded,
    FailureReason::Journal,
    FailureReason::Withheld,
    FailureReason::Taken,
    FailureReason::ChangedSince,
    FailureReason::Endless,
];

/// The columns class, why, error, description; the last one empty where it must not be kept.
pub(super) fn values(failure: &Failure, describe: bool) -> [Value; 4] {
    let class = CLASSES
        .iter()
        .find_map(|(class, word)| (*class == failure.class).then_some(*word));
    let raw = |part: &Option<Text>| text(part.as_ref().map(Text::raw));
    [
        text(class),
        text(Some(failure.reason.word())),
        raw(&failure.error),
        if describe {
            raw(&failure.description)
        } else {
            Value::Null
        },
    ]
}

/// Reads class, why, status, error, description.
pub(super) fn read(row: &Row<'_>) -> Result<Option<Failure>, JournalError> {
    let (Some(class), Some(why)) = (
        row.get::<_, Option<String>>("class")?,
        row.get::<_, Option<String>>("why")?,
    ) else {
        return Ok(None);
    };
    let class = CLASSES
        .iter()
        .find_map(|(known, word)| (*word == class).then_some(*known))
        .ok_or_else(|| JournalError::strange("class of a failure", &class))?;
    let reason = REASONS
        .into_iter()
        .find(|reason| reason.word() == why)
        .ok_or_else(|| JournalError::strange("reason of a failure", &why))?;
    let part = |column: &str| -> Result<Option<Text>, JournalError> {
        Ok(row
            .get::<_, Option<String>>(column)?
            .map(|text| Text::new(&text)))
    };
    let mut failure = Failure::new(class, reason);
    failure.status = row.get("status")?;
    failure.error = part("error")?;
    failure.description = part("description")?;
    Ok(Some(failure))
}
