//! The state before a write, as stored.

use crate::text::Text;

/// The owner's remark for a friend, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredRemark {
    /// No remark.
    Empty,
    /// This text.
    Text(Text),
    /// A text that the journal was configured not to store.
    Withheld,
}

impl StoredRemark {
    /// Converts a remark from the form used by lists.
    pub fn of(remark: Option<&Text>) -> Self {
        match remark {
            Some(text) if !text.raw().is_empty() => Self::Text(text.clone()),
            Some(_) | None => Self::Empty,
        }
    }

    /// Converts it to the form used by lists; `None` if the text was not stored.
    pub fn kept(self) -> Option<Option<Text>> {
        match self {
            Self::Text(text) => Some(Some(text)),
            Self::Empty => Some(None),
            Self::Withheld => None,
        }
    }
}

/// The relation between the owner and the target before a write. `None` means "unknown".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredPrior {
    /// Whether they were friends.
    pub friend: Option<bool>,
    /// Whether the owner blocked the target.
    pub blocked: Option<bool>,
    /// The owner's remark for the target.
    pub remark: Option<StoredRemark>,
}
