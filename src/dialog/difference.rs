//! The triage sheet for an earlier list: users whose state differs now, with their earlier state.

use std::collections::HashMap;

use super::baseline::{Baseline, BaselineState};
use super::triage::{Triage, TriageRow, TriageSource, TriageStep};
use crate::domain::files::{DifferenceRow, ListDifference, ListedId, SnapshotInfo, TableScope};
use crate::domain::job::{BulkOp, Undoable};
use crate::domain::{Change, ListKind, PairRemark, UserId};
use crate::text::Text;
use crate::text::id_finder::TextTooLong;

impl TriageRow {
    /// Whether an action would change anything for this user; `None` if unknown.
    pub fn would_change(&self, act: BulkOp) -> Option<bool> {
        // Only towards the earlier state, never away from it.
        let away = match (act, self.baseline.as_ref().map(|once| once.there)) {
            (BulkOp::AddFriend | BulkOp::Block, Some(there)) => !there,
            (BulkOp::RemoveFriend | BulkOp::Unblock, Some(there)) => there,
            _ => false,
        };
        if away {
            return Some(false);
        }
        if act != BulkOp::Remark {
            return act.kind().would_change(&self.current);
        }
        let Some(wanted) = self
            .baseline
            .as_ref()
            .and_then(BaselineState::remark_to_set)
        else {
            return Some(false);
        };
        // A user who is not a friend has no remark.
        if !self.current.friend? {
            return Some(false);
        }
        let now = self.current.remark.as_ref()?;
        match &self.after_change {
            // Whoever has changed it since means it.
            Some(left) => now.differs_from(left.raw()).map(|is_changed| !is_changed),
            None => now.differs_from(wanted),
        }
    }

    /// Whether this user's state is known, as far as the sheet is about it.
    pub fn is_known(&self) -> bool {
        match self.baseline.as_ref().map(|once| once.list) {
            Some(ListKind::Friends) => {
                self.current.friend == Some(false)
                    || self.current.friend.is_some() && self.current.remark.is_some()
            }
            Some(ListKind::Blocks) => self.current.blocked.is_some(),
            Some(ListKind::Conversations) | None => {
                self.current.friend.is_some() && self.current.blocked.is_some()
            }
        }
    }

    /// `is_exact`: the earlier list has its IDs from the service, so they are exactly as they look.
    fn of(owner: &UserId, row: DifferenceRow, is_exact: bool) -> Self {
        let mut entry = Self::new(owner, row.id, row.line, row.problem);
        entry.times = row.times;
        let odd = !is_exact && row.earlier.is_listed && !entry.id.is_regular();
        entry.set_doubt(odd && entry.unusable.is_none(), row.doubt);
        entry.other_remarks = row.others;
        // Users who were added since are not selected: nothing is wrong with them.
        entry.selected &= row.earlier.is_listed;
        match row.list {
            ListKind::Friends => {
                entry.current.friend = Some(row.now.is_listed);
                entry.current.remark = row.now.remark.map(|now| PairRemark::of(now.as_ref()));
            }
            ListKind::Blocks => entry.current.blocked = Some(row.now.is_listed),
            ListKind::Conversations => {}
        }
        entry.baseline = Some(BaselineState {
            list: row.list,
            there: row.earlier.is_listed,
            remark: row.earlier.remark,
        });
        entry
    }
}

impl Triage {
    /// A sheet of the friends whose remarks these changes have set, with their previous remarks.
    pub fn of_remarks(owner: UserId, undo: Undoable) -> Self {
        let mut entries: Vec<TriageRow> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for record in &undo.done {
            let (Change::SetRemark { friend, remark, .. }, Some(before)) =
                (&record.change, record.before.listed_remark())
            else {
                continue;
            };
            // Of several changes of one remark, the last one left it as it is, and the first one knows what
            // was there before all of them.
            if let Some(place) = places.get(&friend.folded()) {
                entries[*place].after_change = Some(remark.clone());
                continue;
            }
            places.insert(friend.folded(), entries.len());
            let mut entry = TriageRow::new(&owner, friend.clone(), entries.len() + 1, None);
            entry.after_change = Some(remark.clone());
            entry.baseline = Some(BaselineState {
                list: ListKind::Friends,
                there: true,
                remark: Some(before.cloned()),
            });
            entries.push(entry);
        }
        Self {
            source: TriageSource::Undo(Box::new(undo)),
            lines: entries.len(),
            rows: entries,
            pending_action: Some(BulkOp::Remark),
            step: TriageStep::Reviewing,
            ..Self::empty(owner)
        }
    }

    /// A sheet of the IDs in a file.
    ///
    /// # Errors
    ///
    /// If it is longer than the limit.
    pub fn of_file(
        owner: UserId,
        name: Text,
        content: &str,
        column: Option<usize>,
    ) -> Result<Self, TextTooLong> {
        Ok(Self {
            source: TriageSource::File(name),
            ..Self::of_text(owner, content, column)?
        })
    }

    /// A sheet of the IDs of a list in a file.
    pub fn of_listed(owner: UserId, name: Text, rows: Vec<ListedId>) -> Self {
        let mut entries: Vec<TriageRow> = Vec::with_capacity(rows.len());
        for row in rows {
            let known = entries.iter_mut().find(|entry| entry.id.is_same(&row.id));
            if let Some(known) = known {
                known.times += 1;
                continue;
            }
            let mut entry = TriageRow::new(&owner, row.id, row.line, row.problem);
            entry.set_doubt(!entry.id.is_regular(), row.doubt);
            entries.push(entry);
        }
        entries.sort_by_key(|entry| (entry.unusable.is_some(), !entry.is_sure()));
        Self {
            source: TriageSource::File(name),
            lines: entries.iter().map(|entry| entry.times).sum(),
            rows: entries,
            step: TriageStep::Reviewing,
            ..Self::empty(owner)
        }
    }

    /// A sheet of the users whose state differs from an earlier list.
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
        entries.sort_by_key(|entry| entry.unusable.is_some());
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
            rows: entries,
            step: TriageStep::Reviewing,
            ..Self::empty(owner)
        }
    }

    /// Whether the sheet compares with an earlier list.
    pub fn is_difference(&self) -> bool {
        matches!(self.source, TriageSource::Baseline(_)) || self.list().is_some()
    }

    /// The table that a person made, if the sheet is about one.
    pub fn table(&self) -> Option<TableScope> {
        match &self.source {
            TriageSource::Baseline(past) => past.table,
            _ => None,
        }
    }

    /// The list that the sheet is about, if it compares with an earlier list.
    pub fn list(&self) -> Option<ListKind> {
        let once = self.rows.first()?.baseline.as_ref();
        once.map(|once| once.list)
    }

    /// The actions for the IDs of this sheet, in the order in which they are offered.
    pub fn acts(&self) -> &'static [BulkOp] {
        if let Some(undo) = self.source.undo() {
            // Only the inverse of what is undone.
            return match undo.op().map(BulkOp::inverse) {
                Some(BulkOp::Unblock) => &[BulkOp::Unblock],
                Some(BulkOp::Block) => &[BulkOp::Block],
                Some(BulkOp::AddFriend) => &[BulkOp::AddFriend],
                Some(BulkOp::RemoveFriend) => &[BulkOp::RemoveFriend],
                Some(BulkOp::Remark) => &[BulkOp::Remark],
                None => &[],
            };
        }
        match self.list() {
            // A table does not show who was added since.
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

    /// The rows whose remark is too long for the service.
    pub fn too_long(&self) -> impl Iterator<Item = &TriageRow> {
        let is = |entry: &&TriageRow| {
            entry
                .baseline
                .as_ref()
                .is_some_and(BaselineState::is_too_long)
        };
        self.rows.iter().filter(is)
    }

    /// How many had a remark and are no longer friends: their remark cannot be set.
    pub fn no_friends(&self) -> usize {
        let is = |entry: &&TriageRow| {
            let once = entry.baseline.as_ref();
            entry.is_sure()
                && entry.current.friend == Some(false)
                && once.is_some_and(|once| matches!(once.remark, Some(Some(_))))
        };
        self.usable().filter(is).count()
    }
}
