//! Stores changes in columns of a table, and reads them back.

use rusqlite::Row;
use rusqlite::types::Value;

use super::error::JournalError;
use super::prior::{StoredPrior, StoredRemark};
use crate::domain::{Change, ChatKind, UserId};
use crate::text::Text;

/// The columns that entries and items of jobs share, in the order of [`values`].
pub(super) const COLUMNS: &str =
    "verb, owner, target, remark, chat, roaming, was_friend, was_blocked, had_remark, was_remark";

/// The number of these columns.
pub(super) const WIDTH: usize = 10;

/// A requested change, as far as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    /// The kind of change, as in [`Change::verb`].
    pub verb: &'static str,
    /// Whose data it changes.
    pub owner: UserId,
    /// The user that it is about.
    pub target: UserId,
    /// Further arguments.
    pub argument: ChangeArgument,
}

/// What a change needs besides its two users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeArgument {
    /// Nothing.
    None,
    /// The new remark.
    Remark(StoredRemark),
    /// Which conversation, and what is deleted.
    Conversation {
        /// One-to-one or group.
        kind: ChatKind,
        /// Whether the messages stored on the server are deleted, too.
        roaming: bool,
    },
}

impl RecordedChange {
    /// The change itself; `None` if its text was not stored.
    pub fn change(&self) -> Option<Change> {
        let (owner, target) = (self.owner.clone(), self.target.clone());
        match (self.verb, &self.argument) {
            ("add-friend", _) => Some(Change::AddFriend {
                owner,
                friend: target,
            }),
            ("remove-friend", _) => Some(Change::RemoveFriend {
                owner,
                friend: target,
            }),
            ("block", _) => Some(Change::Block { owner, target }),
            ("unblock", _) => Some(Change::Unblock { owner, target }),
            ("set-remark", ChangeArgument::Remark(StoredRemark::Text(remark))) => {
                Some(Change::SetRemark {
                    owner,
                    friend: target,
                    remark: remark.clone(),
                })
            }
            ("set-remark", ChangeArgument::Remark(StoredRemark::Empty)) => {
                Some(Change::SetRemark {
                    owner,
                    friend: target,
                    remark: Text::new(""),
                })
            }
            ("delete-conversation", &ChangeArgument::Conversation { kind, roaming }) => {
                Some(Change::DeleteConversation {
                    owner,
                    peer: target,
                    kind,
                    roaming,
                })
            }
            _ => None,
        }
    }

    /// The change as planned, with an empty remark if its text was not stored.
    pub fn planned(&self) -> Change {
        self.change().unwrap_or_else(|| Change::SetRemark {
            owner: self.owner.clone(),
            friend: self.target.clone(),
            remark: Text::new(""),
        })
    }

    /// Whether it is this change, as far as can be told.
    pub(super) fn is_about(&self, change: &Change) -> bool {
        match self.change() {
            Some(known) => known == *change,
            None => {
                self.verb == change.verb()
                    && self.owner == *change.owner()
                    && self.target == *change.target()
            }
        }
    }
}

/// The program's constant for a word. This program never writes an unknown one.
pub(super) fn verb(word: &str) -> Result<&'static str, JournalError> {
    [
        "add-friend",
        "remove-friend",
        "set-remark",
        "block",
        "unblock",
        "delete-conversation",
    ]
    .into_iter()
    .find(|verb| *verb == word)
    .ok_or_else(|| JournalError::strange("verb", word))
}

/// The values of [`COLUMNS`]; without the text of remarks if it is not to be stored.
pub(super) fn values(change: &Change, before: &StoredPrior, remarks: bool) -> [Value; WIDTH] {
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
        text(Some(change.verb())),
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
pub(super) fn remark_columns(remark: &StoredRemark, keep: bool) -> (bool, Option<&str>) {
    match remark {
        StoredRemark::Empty => (false, None),
        StoredRemark::Text(text) => (true, keep.then(|| text.raw())),
        StoredRemark::Withheld => (true, None),
    }
}

/// The inverse of [`remark_columns`].
pub(super) fn remark_of(had: bool, was: Option<&str>) -> StoredRemark {
    match (had, was) {
        (false, _) => StoredRemark::Empty,
        (true, Some(text)) => StoredRemark::Text(Text::new(text)),
        (true, None) => StoredRemark::Withheld,
    }
}

/// Reads [`COLUMNS`].
pub(super) fn read(row: &Row<'_>) -> Result<(RecordedChange, StoredPrior), JournalError> {
    let verb = verb(&row.get::<_, String>("verb")?)?;
    let argument = match verb {
        "set-remark" => ChangeArgument::Remark(match row.get::<_, Option<String>>("remark")? {
            None => StoredRemark::Withheld,
            Some(text) => StoredRemark::of(Some(&Text::new(&text))),
        }),
        "delete-conversation" => ChangeArgument::Conversation {
            kind: chat_kind(&row.get::<_, String>("chat")?)?,
            roaming: row.get("roaming")?,
        },
        _ => ChangeArgument::None,
    };
    let asked = RecordedChange {
        verb,
        owner: UserId::new(&row.get::<_, String>("owner")?),
        target: UserId::new(&row.get::<_, String>("target")?),
        argument,
    };
    let was: Option<String> = row.get("was_remark")?;
    let before = StoredPrior {
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
