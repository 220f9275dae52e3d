//! The triage sheet of a list of before: how everybody stood who stands otherwise now.

use super::triage::{Entry, Source, Step, Triage};
use crate::domain::{REMARK_CAP, UserId};
use crate::msg::file::{Difference, Differs, FromTable, List, ListedId, Snapshot};
use crate::msg::job::Act;
use crate::text::Text;
use crate::text::tickets::TooMuch;

/// A list of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The file's name, or the snapshot's number.
    pub name: Text,
    /// The snapshot, where it is one.
    pub snapshot: Option<Snapshot>,
    /// How many stand as they did.
    pub same: usize,
    /// Whose list it was, where it was somebody else's.
    pub other_owner: Option<UserId>,
    /// Where it is no list of before, but a table that a person made.
    pub table: Option<FromTable>,
}

/// How somebody stood in a list of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// In which list.
    pub list: List,
    /// Whether they were on it.
    pub there: bool,
    /// Under which remark, where that is known.
    pub remark: Option<Option<Text>>,
}

impl Once {
    /// The remark as it can be set again: `None` where nobody knows it, or it is longer than the service
    /// takes.
    #[must_use]
    pub fn remark_to_set(&self) -> Option<&str> {
        let remark = self.remark.as_ref()?;
        let remark = remark.as_ref().map_or("", Text::raw);
        (!is_too_long(remark)).then_some(remark)
    }

    /// Whether the remark is longer than the service takes.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        let remark = self.remark.as_ref().and_then(Option::as_ref);
        remark.is_some_and(|remark| is_too_long(remark.raw()))
    }
}

fn is_too_long(remark: &str) -> bool {
    remark.chars().nth(REMARK_CAP).is_some()
}

impl Entry {
    /// Whether an action would change anything for this one; `None` where that is not known.
    #[must_use]
    pub fn would_change(&self, act: Act) -> Option<bool> {
        // Towards how it stood before, and never away from it.
        let away = match (act, self.once.as_ref().map(|once| once.there)) {
            (Act::AddFriend | Act::Block, Some(there)) => !there,
            (Act::RemoveFriend | Act::Unblock, Some(there)) => there,
            _ => false,
        };
        if away {
            return Some(false);
        }
        if act != Act::Remark {
            return act.would_change(&self.before);
        }
        let Some(wanted) = self.once.as_ref().and_then(Once::remark_to_set) else {
            return Some(false);
        };
        match (self.before.friend, &self.before.remark) {
            // There is no remark for somebody who is no friend.
            (Some(false), _) => Some(false),
            (Some(true), Some(now)) => Some(now.as_ref().map_or("", Text::raw) != wanted),
            _ => None,
        }
    }

    /// Whether it is known how this one stands, as far as the sheet is about that.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self.once.as_ref().map(|once| once.list) {
            Some(List::Friends) => {
                self.before.friend == Some(false)
                    || self.before.friend.is_some() && self.before.remark.is_some()
            }
            Some(List::Blocks) => self.before.blocked.is_some(),
            Some(List::Conversations) | None => {
                self.before.friend.is_some() && self.before.blocked.is_some()
            }
        }
    }

    /// `is_exact`: the list of before has its ids from the service, and they are what they look like.
    fn of(owner: &UserId, row: Differs, is_exact: bool) -> Self {
        let mut entry = Self::new(owner, row.id, row.line, row.impossible);
        entry.times = row.times;
        let odd = !is_exact && row.then.there && !entry.id.is_regular();
        entry.doubts(odd && entry.unfit.is_none(), row.doubt);
        entry.others = row.others;
        // Whoever came since has done nothing wrong by that.
        entry.ticked &= row.then.there;
        match row.list {
            List::Friends => {
                entry.before.friend = Some(row.now.there);
                entry.before.remark = row.now.remark;
            }
            List::Blocks => entry.before.blocked = Some(row.now.there),
            List::Conversations => {}
        }
        entry.once = Some(Once {
            list: row.list,
            there: row.then.there,
            remark: row.then.remark,
        });
        entry
    }
}

impl Triage {
    /// A sheet of the ids in a file.
    ///
    /// # Errors
    /// Where it is longer than what is read.
    pub fn of_file(
        owner: UserId,
        name: Text,
        content: &str,
        column: Option<usize>,
    ) -> Result<Self, TooMuch> {
        Ok(Self {
            source: Source::File(name),
            ..Self::of_text(owner, content, column)?
        })
    }

    /// A sheet of the ids of a list in a file.
    #[must_use]
    pub fn of_listed(owner: UserId, name: Text, rows: Vec<ListedId>) -> Self {
        let mut entries: Vec<Entry> = Vec::with_capacity(rows.len());
        for row in rows {
            let known = entries.iter_mut().find(|entry| entry.id.is_same(&row.id));
            if let Some(known) = known {
                known.times += 1;
                continue;
            }
            let mut entry = Entry::new(&owner, row.id, row.line, row.impossible);
            entry.doubts(!entry.id.is_regular(), row.doubt);
            entries.push(entry);
        }
        entries.sort_by_key(|entry| (entry.unfit.is_some(), !entry.is_sure()));
        Self {
            source: Source::File(name),
            lines: entries.iter().map(|entry| entry.times).sum(),
            entries,
            step: Step::Looking,
            ..Self::empty(owner)
        }
    }

    /// A sheet of those who stand otherwise than in a list of before.
    #[must_use]
    pub fn of_difference(
        owner: UserId,
        name: Text,
        snapshot: Option<Snapshot>,
        difference: Difference,
    ) -> Self {
        let is_exact = snapshot.is_some();
        let entries = difference.rows.into_iter();
        let entries = entries.map(|row| Entry::of(&owner, row, is_exact));
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by_key(|entry| entry.unfit.is_some());
        let past = Past {
            name,
            snapshot,
            same: difference.same,
            other_owner: difference.other_owner,
            table: difference.table,
        };
        Self {
            source: Source::Before(Box::new(past)),
            column: difference.column,
            lines: entries.len(),
            entries,
            step: Step::Looking,
            ..Self::empty(owner)
        }
    }

    /// Whether the sheet is about how things stood before.
    #[must_use]
    pub fn is_difference(&self) -> bool {
        matches!(self.source, Source::Before(_)) || self.list().is_some()
    }

    /// The table that a person made, where the sheet is about one.
    #[must_use]
    pub fn table(&self) -> Option<FromTable> {
        match &self.source {
            Source::Before(past) => past.table,
            _ => None,
        }
    }

    /// Of which list the sheet is, where it is about how things stood before.
    #[must_use]
    pub fn list(&self) -> Option<List> {
        let once = self.entries.first()?.once.as_ref();
        once.map(|once| once.list)
    }

    /// What can be done with the ids of this sheet, in the order in which it is offered.
    #[must_use]
    pub fn acts(&self) -> &'static [Act] {
        if let Source::Undo(undo) = &self.source {
            // Nothing but what takes it back.
            return match undo.act().map(Act::inverse) {
                Some(Act::Unblock) => &[Act::Unblock],
                Some(Act::Block) => &[Act::Block],
                Some(Act::AddFriend) => &[Act::AddFriend],
                Some(Act::RemoveFriend) => &[Act::RemoveFriend],
                Some(Act::Remark) | None => &[],
            };
        }
        match self.list() {
            // Nobody has come since a table.
            Some(List::Friends) if self.table().is_some() => &[Act::AddFriend, Act::Remark],
            Some(List::Friends) => &[Act::AddFriend, Act::Remark, Act::RemoveFriend],
            Some(List::Blocks) => &[Act::Block, Act::Unblock],
            Some(List::Conversations) | None => {
                &[Act::Unblock, Act::Block, Act::AddFriend, Act::RemoveFriend]
            }
        }
    }

    /// Those whose remark the service does not take, because it is too long.
    pub fn too_long(&self) -> impl Iterator<Item = &Entry> {
        let is = |entry: &&Entry| entry.once.as_ref().is_some_and(Once::is_too_long);
        self.entries.iter().filter(is)
    }

    /// Those who had a remark before and are no friends now: there is nobody whose remark could be set.
    #[must_use]
    pub fn no_friends(&self) -> usize {
        let is = |entry: &&Entry| {
            let once = entry.once.as_ref();
            entry.is_sure()
                && entry.before.friend == Some(false)
                && once.is_some_and(|once| matches!(once.remark, Some(Some(_))))
        };
        self.fit().filter(is).count()
    }
}
