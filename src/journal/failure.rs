//! Stores failures in columns of a table, and reads them back. The network's own error texts are not stored.

use rusqlite::Row;
use rusqlite::types::Value;

use super::error::JournalError;
use super::recorded_change::text;
use crate::domain::Failure;
use crate::text::Text;

/// The columns class, why, error, description; the last one is empty if it must not be stored.
pub(super) fn values(failure: &Failure, describe: bool) -> [Value; 4] {
    let class: &str = failure.class.into();
    let raw = |part: &Option<Text>| text(part.as_ref().map(Text::raw));
    [
        text(Some(class)),
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
    let class = class
        .parse()
        .map_err(|_| JournalError::strange("class of a failure", &class))?;
    let reason = why
        .parse()
        .map_err(|_| JournalError::strange("reason of a failure", &why))?;
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

#[cfg(test)]
mod tests {
    use crate::domain::{FailureClass, FailureReason};

    #[test]
    fn every_word_that_a_journal_may_hold_is_read_back() {
        for word in ["not sent", "later", "refused", "unknown"] {
            let class: FailureClass = word.parse().unwrap();
            assert_eq!(<&str>::from(class), word);
        }
        for word in [
            "bad id",
            "no connection",
            "certificate not trusted",
            "no answer in time",
            "connection broke",
            "answer too large",
            "answer not understood",
            "redirect",
            "refused by the service",
            "not applied",
            "console ended",
            "superseded",
            "not recorded",
            "text not kept",
            "taken back already",
            "changed since",
            "endless list",
        ] {
            let reason: FailureReason = word.parse().unwrap();
            assert_eq!(reason.word(), word);
        }
    }
}
