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
    fn of(owner: &UserId, differing: DifferenceRow, is_exact: bool) -> Self {
        let mut row = Self::new(owner, differing.id, differing.line, differing.problem);
        row.times = differing.times;
        let odd = !is_exact && differing.earlier.is_listed && !row.id.is_regular();
        row.set_doubt(odd && row.unusable.is_none(), differing.doubt);
        row.other_remarks = differing.others;
        // Users who were added since are not selected: nothing is wrong with them.
        row.selected &= differing.earlier.is_listed;
        match differing.list {
            ListKind::Friends => {
                row.current.friend = Some(differing.now.is_listed);
                row.current.remark = differing.now.remark.map(|now| PairRemark::of(now.as_ref()));
            }
            ListKind::Blocks => row.current.blocked = Some(differing.now.is_listed),
            ListKind::Conversations => {}
        }
        row.baseline = Some(BaselineState {
            list: differing.list,
            there: differing.earlier.is_listed,
            remark: differing.earlier.remark,
        });
        row
    }
}

impl Triage {
    /// A sheet of the friends whose remarks these changes have set, with their previous remarks.
    pub fn of_remarks(owner: UserId, undo: Undoable) -> Self {
        let mut rows: Vec<TriageRow> = Vec::new();
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
                rows[*place].after_change = Some(remark.clone());
                continue;
            }
            places.insert(friend.folded(), rows.len());
            let mut row = TriageRow::new(&owner, friend.clone(), rows.len() + 1, None);
            row.after_change = Some(remark.clone());
            row.baseline = Some(BaselineState {
                list: ListKind::Friends,
                there: true,
                remark: Some(before.cloned()),
            });
            rows.push(row);
        }
        Self {
            source: TriageSource::Undo(Box::new(undo)),
            lines: rows.len(),
            rows,
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
    pub fn of_listed(owner: UserId, name: Text, ids: Vec<ListedId>) -> Self {
        let mut rows: Vec<TriageRow> = Vec::with_capacity(ids.len());
        for listed in ids {
            let known = rows.iter_mut().find(|row| row.id.is_same(&listed.id));
            if let Some(known) = known {
                known.times += 1;
                continue;
            }
            let mut row = TriageRow::new(&owner, listed.id, listed.line, listed.problem);
            row.set_doubt(!row.id.is_regular(), listed.doubt);
            rows.push(row);
        }
        rows.sort_by_key(|row| (row.unusable.is_some(), !row.is_sure()));
        Self {
            source: TriageSource::File(name),
            lines: rows.iter().map(|row| row.times).sum(),
            rows,
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
        let rows = difference.rows.into_iter();
        let rows = rows.map(|row| TriageRow::of(&owner, row, is_exact));
        let mut rows: Vec<TriageRow> = rows.collect();
        rows.sort_by_key(|row| row.unusable.is_some());
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
            lines: rows.len(),
            rows,
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
        let is = |row: &&TriageRow| {
            row.baseline
                .as_ref()
                .is_some_and(BaselineState::is_too_long)
        };
        self.rows.iter().filter(is)
    }

    /// How many had a remark and are no longer friends: their remark cannot be set.
    pub fn no_friends(&self) -> usize {
        let is = |row: &&TriageRow| {
            let once = row.baseline.as_ref();
            row.is_sure()
                && row.current.friend == Some(false)
                && once.is_some_and(|once| matches!(once.remark, Some(Some(_))))
        };
        self.usable().filter(is).count()
    }
}
