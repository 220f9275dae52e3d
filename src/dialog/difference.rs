//! The triage sheet of a list of before: how everybody stood who stands otherwise now.

use super::triage::{Triage, TriageRow, TriageSource, TriageStep};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::domain::limits::REMARK_CAP;
use crate::domain::lists::{
    DifferenceRow, ListDifference, ListKind, ListedId, SnapshotInfo, TableScope,
};
use crate::text::Text;
use crate::text::tickets::TicketTooLong;

/// A list of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name, or the snapshot's number.
    pub name: Text,
    /// The snapshot, where it is one.
    pub snapshot: Option<SnapshotInfo>,
    /// How many stand as they did.
    pub same: usize,
    /// Whose list it was, where it was somebody else's.
    pub other_owner: Option<UserId>,
    /// Where it is no list of before, but a table that a person made.
    pub table: Option<TableScope>,
}

/// How somebody stood in a list of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineState {
    /// In which list.
    pub list: ListKind,
    /// Whether they were on it.
    pub there: bool,
    /// Under which remark, where that is known.
    pub remark: Option<Option<Text>>,
}

impl BaselineState {
    /// The remark as it can be set again: `None` where nobody knows it, or it is longer than the service
    /// takes.
    pub fn remark_to_set(&self) -> Option<&str> {
        let remark = self.remark.as_ref()?;
        let remark = remark.as_ref().map_or("", Text::raw);
        (!is_too_long(remark)).then_some(remark)
    }

    /// Whether the remark is longer than the service takes.
    pub fn is_too_long(&self) -> bool {
        let remark = self.remark.as_ref().and_then(Option::as_ref);
        remark.is_some_and(|remark| is_too_long(remark.raw()))
    }
}

fn is_too_long(remark: &str) -> bool {
    remark.chars().nth(REMARK_CAP).is_some()
}

impl TriageRow {
    /// Whether an action would change anything for this one; `None` where that is not known.
    pub fn would_change(&self, act: BulkOp) -> Option<bool> {
        // Towards how it stood before, and never away from it.
        let away = match (act, self.once.as_ref().map(|once| once.there)) {
            (BulkOp::AddFriend | BulkOp::Block, Some(there)) => !there,
            (BulkOp::RemoveFriend | BulkOp::Unblock, Some(there)) => there,
            _ => false,
        };
        if away {
            return Some(false);
        }
        if act != BulkOp::Remark {
            return act.would_change(&self.before);
        }
        let Some(wanted) = self.once.as_ref().and_then(BaselineState::remark_to_set) else {
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
    pub fn is_known(&self) -> bool {
        match self.once.as_ref().map(|once| once.list) {
            Some(ListKind::Friends) => {
                self.before.friend == Some(false)
                    || self.before.friend.is_some() && self.before.remark.is_some()
            }
            Some(ListKind::Blocks) => self.before.blocked.is_some(),
            Some(ListKind::Conversations) | None => {
                self.before.friend.is_some() && self.before.blocked.is_some()
            }
        }
    }

    /// `is_exact`: the list of before has its ids from the service, and they are what they look like.
    fn of(owner: &UserId, row: DifferenceRow, is_exact: bool) -> Self {
        let mut entry = Self::new(owner, row.id, row.line, row.impossible);
        entry.times = row.times;
        let odd = !is_exact && row.then.there && !entry.id.is_regular();
        entry.doubts(odd && entry.unfit.is_none(), row.doubt);
        entry.others = row.others;
        // Whoever came since has done nothing wrong by that.
        entry.ticked &= row.then.there;
        match row.list {
            ListKind::Friends => {
                entry.before.friend = Some(row.now.there);
                entry.before.remark = row.now.remark;
            }
            ListKind::Blocks => entry.before.blocked = Some(row.now.there),
            ListKind::Conversations => {}
        }
        entry.once = Some(BaselineState {
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
    ) -> Result<Self, TicketTooLong> {
        Ok(Self {
            source: TriageSource::File(name),
            ..Self::of_text(owner, content, column)?
        })
    }

    /// A sheet of the ids of a list in a file.
    pub fn of_listed(owner: UserId, name: Text, rows: Vec<ListedId>) -> Self {
        let mut entries: Vec<TriageRow> = Vec::with_capacity(rows.len());
        for row in rows {
            let known = entries.iter_mut().find(|entry| entry.id.is_same(&row.id));
            if let Some(known) = known {
                known.times += 1;
                continue;
            }
            let mut entry = TriageRow::new(&owner, row.id, row.line, row.impossible);
            entry.doubts(!entry.id.is_regular(), row.doubt);
            entries.push(entry);
        }
        entries.sort_by_key(|entry| (entry.unfit.is_some(), !entry.is_sure()));
        Self {
            source: TriageSource::File(name),
            lines: entries.iter().map(|entry| entry.times).sum(),
            entries,
            step: TriageStep::Looking,
            ..Self::empty(owner)
        }
    }

    /// A sheet of those who stand otherwise than in a list of before.
    pub fn of_difference(
        owner: UserId,
        name: Text,
        snapshot: Option<SnapshotInfo>,
        difference: ListDifference,
    ) -> Self {
        let is_exact = snapshot.is_some();
        let entries = difference.rows.into_iter();
        let entries = entries.map(|row| TriageRow::of(&owner, row, is_exact));
        let mut entries: Vec<TriageRow> = entries.collect();
        entries.sort_by_key(|entry| entry.unfit.is_some());
        let past = Baseline {
            name,
            snapshot,
            same: difference.same,
            other_owner: difference.other_owner,
            table: difference.table,
        };
        Self {
            source: TriageSource::Baseline(Box::new(past)),
            column: difference.column,
            lines: entries.len(),
            entries,
            step: TriageStep::Looking,
            ..Self::empty(owner)
        }
    }

    /// Whether the sheet is about how things stood before.
    pub fn is_difference(&self) -> bool {
        matches!(self.source, TriageSource::Baseline(_)) || self.list().is_some()
    }

    /// The table that a person made, where the sheet is about one.
    pub fn table(&self) -> Option<TableScope> {
        match &self.source {
            TriageSource::Baseline(past) => past.table,
            _ => None,
        }
    }

    /// Of which list the sheet is, where it is about how things stood before.
    pub fn list(&self) -> Option<ListKind> {
        let once = self.entries.first()?.once.as_ref();
        once.map(|once| once.list)
    }

    /// What can be done with the ids of this sheet, in the order in which it is offered.
    pub fn acts(&self) -> &'static [BulkOp] {
        if let TriageSource::Undo(undo) = &self.source {
            // Nothing but what takes it back.
            return match undo.act().map(BulkOp::inverse) {
                Some(BulkOp::Unblock) => &[BulkOp::Unblock],
                Some(BulkOp::Block) => &[BulkOp::Block],
                Some(BulkOp::AddFriend) => &[BulkOp::AddFriend],
                Some(BulkOp::RemoveFriend) => &[BulkOp::RemoveFriend],
                Some(BulkOp::Remark) | None => &[],
            };
        }
        match self.list() {
            // Nobody has come since a table.
            Some(ListKind::Friends) if self.table().is_some() => {
                &[BulkOp::AddFriend, BulkOp::Remark]
            }
            Some(ListKind::Friends) => &[BulkOp::AddFriend, BulkOp::Remark, BulkOp::RemoveFriend],
            Some(ListKind::Blocks) => &[BulkOp::Block, BulkOp::Unblock],
            Some(ListKind::Conversations) | None => &[
                BulkOp::Unblock,
                BulkOp::Block,
                BulkOp::AddFriend,
                BulkOp::RemoveFriend,
            ],
        }
    }

    /// Those whose remark the service does not take, because it is too long.
    pub fn too_long(&self) -> impl Iterator<Item = &TriageRow> {
        let is = |entry: &&TriageRow| entry.once.as_ref().is_some_and(BaselineState::is_too_long);
        self.entries.iter().filter(is)
    }

    /// Those who had a remark before and are no friends now: there is nobody whose remark could be set.
    pub fn no_friends(&self) -> usize {
        let is = |entry: &&TriageRow| {
            let once = entry.once.as_ref();
            entry.is_sure()
                && entry.before.friend == Some(false)
                && once.is_some_and(|once| matches!(once.remark, Some(Some(_))))
        };
        self.fit().filter(is).count()
    }
}
