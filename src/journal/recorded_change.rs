//! Stores changes in columns of a table, and reads them back.

use rusqlite::Row;
use rusqlite::types::Value;

use super::error::JournalError;
use crate::domain::{Change, ChangeKind, ChatKind, PairRemark, PairState, RecordedChange, UserId};
use crate::text::Text;

/// The columns that entries and steps of jobs share, in the order of [`values`].
pub(super) const COLUMNS: &str =
    "verb, owner, target, remark, chat, roaming, was_friend, was_blocked, had_remark, was_remark";

/// The number of these columns.
pub(super) const WIDTH: usize = 10;

/// The kind of a change by its word. This program never writes an unknown one.
pub(super) fn kind(word: &str) -> Result<ChangeKind, JournalError> {
    word.parse()
        .map_err(|_| JournalError::strange("verb", word))
}

/// The values of [`COLUMNS`]; without the text of remarks if it is not to be stored.
pub(super) fn values(change: &Change, before: &PairState, remarks: bool) -> [Value; WIDTH] {
    let (remark, chat, roaming) = match change {
        Change::SetRemark { remark, .. } => {
            // That a remark was cleared reveals nothing.
            let kept = remarks || remark.raw().is_empty();
            (text(kept.then(|| remark.raw())), Value::Null, Value::Null)
        }
        Change::DeleteConversation { kind, roaming, .. } => (
            Value::Null,
            text(Some(chat_word(*kind))),
            flag(Some(*roaming)),
        ),
        Change::AddFriend { .. }
        | Change::RemoveFriend { .. }
        | Change::Block { .. }
        | Change::Unblock { .. } => (Value::Null, Value::Null, Value::Null),
    };
    let (had_remark, was_remark) = before.remark.as_ref().map_or((None, None), |remark| {
        let (had, was) = remark_columns(remark, remarks);
        (Some(had), was)
    });
    [
        text(Some(change.kind().word())),
        text(Some(change.owner().raw())),
        text(Some(change.target().raw())),
        remark,
        chat,
        roaming,
        flag(before.friend),
        flag(before.blocked),
        flag(had_remark),
        text(was_remark),
    ]
}

/// Whether there was a remark, and its text if that is to be stored.
pub(super) fn remark_columns(remark: &PairRemark, keep: bool) -> (bool, Option<&str>) {
    match remark {
        PairRemark::None => (false, None),
        PairRemark::Text(text) => (true, keep.then(|| text.raw())),
        PairRemark::Withheld => (true, None),
    }
}

/// The inverse of [`remark_columns`].
pub(super) fn remark_of(had: bool, was: Option<&str>) -> PairRemark {
    match (had, was) {
        (false, _) => PairRemark::None,
        (true, Some(text)) => PairRemark::Text(Text::new(text)),
        (true, None) => PairRemark::Withheld,
    }
}

/// Reads [`COLUMNS`].
pub(super) fn read(row: &Row<'_>) -> Result<(RecordedChange, PairState), JournalError> {
    let owner = UserId::new(&row.get::<_, String>("owner")?);
    let target = UserId::new(&row.get::<_, String>("target")?);
    let (friend, change) = (target.clone(), RecordedChange::Whole);
    let asked = match kind(&row.get::<_, String>("verb")?)? {
        ChangeKind::AddFriend => change(Change::AddFriend { owner, friend }),
        ChangeKind::RemoveFriend => change(Change::RemoveFriend { owner, friend }),
        ChangeKind::Block => change(Change::Block { owner, target }),
        ChangeKind::Unblock => change(Change::Unblock { owner, target }),
        ChangeKind::SetRemark => match row.get::<_, Option<String>>("remark")? {
            Some(remark) => change(Change::SetRemark {
                owner,
                friend,
                remark: Text::new(&remark),
            }),
            None => RecordedChange::WithheldRemark { owner, friend },
        },
        ChangeKind::DeleteConversation => change(Change::DeleteConversation {
            owner,
            peer: target,
            kind: chat_kind(&row.get::<_, String>("chat")?)?,
            roaming: row.get("roaming")?,
        }),
    };
    let was: Option<String> = row.get("was_remark")?;
    let before = PairState {
        friend: row.get("was_friend")?,
        blocked: row.get("was_blocked")?,
        remark: row
            .get::<_, Option<bool>>("had_remark")?
            .map(|had| remark_of(had, was.as_deref())),
    };
    Ok((asked, before))
}

fn chat_word(kind: ChatKind) -> &'static str {
    match kind {
        ChatKind::Chat => "chat",
        ChatKind::Group => "group",
    }
}

fn chat_kind(word: &str) -> Result<ChatKind, JournalError> {
    [ChatKind::Chat, ChatKind::Group]
        .into_iter()
        .find(|kind| chat_word(*kind) == word)
        .ok_or_else(|| JournalError::strange("kind of a conversation", word))
}

pub(super) fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

pub(super) fn flag(flag: Option<bool>) -> Value {
    flag.map_or(Value::Null, |flag| Value::Integer(i64::from(flag)))
}

pub(super) fn number(number: Option<i64>) -> Value {
    number.map_or(Value::Null, Value::Integer)
}
