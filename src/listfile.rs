//! Lists in files: writes them, reads them back, and compares them with the current lists. The failed changes
//! of a job are written the same way.

mod read;
mod write;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::domain::files::{DifferenceRow, ListDifference, Membership, TableScope};
use crate::domain::{Blocked, ChatKind, Contact, Conversation, ListKind, UserId};
use crate::text::id_finder::{IdDoubt, IdProblem};
use crate::text::{self, Text};

pub use read::{ParsedFile, read};
pub use write::{write, write_failed};

/// A list as it was read from the service, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRows {
    /// The friends, with remarks.
    Friends(Vec<Contact>),
    /// The blocklist.
    Blocks(Vec<Blocked>),
    /// The conversations.
    Conversations(Vec<Conversation>),
}

impl ListRows {
    /// The kind of the list.
    pub fn list(&self) -> ListKind {
        match self {
            Self::Friends(_) => ListKind::Friends,
            Self::Blocks(_) => ListKind::Blocks,
            Self::Conversations(_) => ListKind::Conversations,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Friends(rows) => rows.len(),
            Self::Blocks(rows) => rows.len(),
            Self::Conversations(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps only these rows.
    pub fn keep(&mut self, only: &[(ChatKind, UserId)]) {
        let only: HashSet<(ChatKind, &UserId)> = only.iter().map(|(k, id)| (*k, id)).collect();
        let chat = |id: &UserId| only.contains(&(ChatKind::Chat, id));
        match self {
            Self::Friends(rows) => rows.retain(|row| chat(&row.id)),
            Self::Blocks(rows) => rows.retain(|row| chat(&row.id)),
            Self::Conversations(rows) => rows.retain(|row| only.contains(&(row.kind, &row.id))),
        }
    }

    /// Everybody on it, in a form that can be compared with a saved list.
    fn memberships(&self) -> Vec<(&UserId, Membership)> {
        let there = |remark| Membership {
            is_listed: true,
            remark,
        };
        match self {
            Self::Friends(rows) => rows
                .iter()
                .map(|row| (&row.id, there(Some(row.remark.clone()))))
                .collect(),
            Self::Blocks(rows) => rows.iter().map(|row| (&row.id, there(None))).collect(),
            Self::Conversations(rows) => rows.iter().map(|row| (&row.id, there(None))).collect(),
        }
    }
}

/// A saved list, from a file or a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedList {
    /// Which list.
    pub list: ListKind,
    /// Whose list it is, if the file says so.
    pub owner: Option<UserId>,
    /// The rows.
    pub rows: Vec<SavedRow>,
    /// The name of the column that the IDs were read from, if it is a table.
    pub column: Option<String>,
    /// Whether it is a table made by hand instead of a saved list: then it says nothing about users that are
    /// not in it.
    pub is_table: bool,
}

/// A row of a saved list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedRow {
    /// The ID.
    pub id: UserId,
    /// The remark, if the list has remarks; `Some(None)` if there was none.
    pub remark: Option<Option<Text>>,
    /// The line, or the position in the list.
    pub line: usize,
    /// Why the ID is invalid and no call can contain it.
    pub impossible: Option<IdProblem>,
    /// Why this may not be the ID that was meant.
    pub doubt: Option<IdDoubt>,
}

impl SavedRow {
    /// A row whose ID is beyond doubt.
    pub fn sure(id: UserId, remark: Option<Option<Text>>, line: usize) -> Self {
        Self {
            impossible: text::id_problem(id.raw()),
            id,
            remark,
            line,
            doubt: None,
        }
    }
}

/// Compares a saved list with the current one. Like the service, this ignores case in IDs.
pub fn difference(owner: &UserId, before: SavedList, now: &ListRows) -> ListDifference {
    let list = before.list;
    let mut unmatched: Vec<(&UserId, Membership)> = now.memberships();
    let places: HashMap<String, usize> = unmatched
        .iter()
        .enumerate()
        .map(|(place, (id, _))| (id.folded(), place))
        .collect();
    let mut met: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<DifferenceRow> = Vec::new();
    for row in before.rows {
        let key = row.id.folded();
        if let Some(&first) = met.get(&key) {
            let known = &mut rows[first];
            known.times += 1;
            known.doubt = known.doubt.or(row.doubt);
            if text(known.earlier.remark.as_ref()) != text(row.remark.as_ref()) {
                known.doubt = Some(IdDoubt::TwoRemarks);
                known.others.extend(row.remark);
            }
            continue;
        }
        met.insert(key.clone(), rows.len());
        let place = places.get(&key);
        let (id, now) = match place {
            Some(&place) => (
                unmatched[place].0.clone(),
                std::mem::take(&mut unmatched[place].1),
            ),
            None => (row.id, Membership::default()),
        };
        rows.push(DifferenceRow {
            problem: row.impossible,
            doubt: row.doubt,
            others: Vec::new(),
            id,
            line: row.line,
            times: 1,
            list,
            earlier: Membership {
                is_listed: true,
                remark: row.remark,
            },
            now,
        });
    }
    let all = rows.len();
    rows.retain(is_otherwise);
    let same = all - rows.len();
    rows.sort_by_key(|row| row.now.is_listed);
    // Nobody in the saved list is in `unmatched` any more: the rest were not in it, or were added since.
    let rest = unmatched.into_iter().filter(|(_, now)| now.is_listed);
    let table = before.is_table.then(|| TableScope {
        outside: rest.clone().count(),
    });
    let came = rest.filter(|_| !before.is_table);
    rows.extend(came.map(|(id, now)| DifferenceRow {
        problem: text::id_problem(id.raw()),
        doubt: None,
        others: Vec::new(),
        id: id.clone(),
        line: 0,
        times: 1,
        list,
        earlier: Membership::default(),
        now,
    }));
    ListDifference {
        rows,
        same,
        other_owner: before.owner.filter(|other| !other.is_same(owner)),
        column: before.column.as_deref().map(Text::new),
        table,
    }
}

fn is_otherwise(row: &DifferenceRow) -> bool {
    let other = match (&row.earlier.remark, &row.now.remark) {
        (Some(_), Some(_)) => text(row.earlier.remark.as_ref()) != text(row.now.remark.as_ref()),
        _ => false,
    };
    // If there are two remarks, at least one differs from the current one.
    !row.now.is_listed || other || row.doubt == Some(IdDoubt::TwoRemarks)
}

/// A remark as text; an absent one is empty.
fn text(remark: Option<&Option<Text>>) -> &str {
    remark.and_then(Option::as_ref).map_or("", Text::raw)
}
