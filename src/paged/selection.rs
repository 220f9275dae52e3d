//! The selection of a list: a set of keys, so that it survives pages, reloads and filters.

use std::collections::HashSet;

use super::PagedList;
use crate::domain::ListRow;

/// The selected keys of a list.
#[derive(Debug, Clone)]
pub(super) struct Selection<K> {
    keys: HashSet<K>,
    /// Where a range began, and what was selected before it.
    range: Option<(K, HashSet<K>)>,
    /// How many selected rows are gone and not yet reported.
    vanished: usize,
}

impl<K> Default for Selection<K> {
    fn default() -> Self {
        Self {
            keys: HashSet::new(),
            range: None,
            vanished: 0,
        }
    }
}

impl<T: ListRow> PagedList<T> {
    /// How many rows are selected, shown or not.
    pub fn selected_count(&self) -> usize {
        self.selection.keys.len()
    }

    /// How many of them are not shown: a filter hides them, or their pages are not loaded again.
    pub fn selected_out_of_sight(&self) -> usize {
        if self.selection.keys.is_empty() {
            return 0;
        }
        let seen = self
            .rows_shown()
            .filter(|row| self.is_selected(row))
            .count();
        self.selection.keys.len() - seen
    }

    /// Whether this row is selected.
    pub fn is_selected(&self, row: &T) -> bool {
        !self.selection.keys.is_empty() && self.selection.keys.contains(&row.key())
    }

    /// The selected keys: in the order of the list, followed by those that are not loaded, in no particular
    /// order.
    pub fn selected_keys(&self) -> Vec<T::Key> {
        let rows = &self.loaded.rows;
        let here = self.order.indices(rows.len()).map(|i| rows[i].key());
        let mut keys: Vec<T::Key> = here.filter(|k| self.selection.keys.contains(k)).collect();
        let rest = self.selection.keys.iter();
        keys.extend(
            rest.filter(|k| !self.loaded.keys.contains(*k))
                .cloned()
                .collect::<Vec<_>>(),
        );
        keys
    }

    /// Whether a range is being selected.
    pub fn is_in_range(&self) -> bool {
        self.selection.range.is_some()
    }

    pub(super) fn rows_shown(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().map(|&i| &self.loaded.rows[i])
    }

    /// Selects or deselects the row under the cursor, and moves to the next row.
    pub fn toggle_selected(&mut self) {
        self.end_range();
        if let Some(key) = self.current().map(ListRow::key) {
            if !self.selection.keys.remove(&key) {
                self.selection.keys.insert(key);
            }
            self.move_by(1);
        }
    }

    /// Selects the row under the cursor and the one that the cursor moves to.
    pub fn extend_selection(&mut self, rows: isize) {
        self.selection.keys.extend(self.current().map(ListRow::key));
        self.move_by(rows);
        self.selection.keys.extend(self.current().map(ListRow::key));
    }

    /// Selects all rows that are shown.
    pub fn select_all(&mut self) {
        self.end_range();
        let keys: Vec<T::Key> = self.rows_shown().map(ListRow::key).collect();
        self.selection.keys.extend(keys);
    }

    /// Inverts the selection among the shown rows; rows that are not shown stay as they are.
    pub fn invert_selection(&mut self) {
        self.end_range();
        let keys: Vec<T::Key> = self.rows_shown().map(ListRow::key).collect();
        for key in keys {
            if !self.selection.keys.remove(&key) {
                self.selection.keys.insert(key);
            }
        }
    }

    /// Clears the selection.
    pub fn clear_selection(&mut self) {
        self.selection.keys.clear();
        self.selection.range = None;
    }

    /// Begins a range at the cursor, or ends the current one.
    pub fn start_range(&mut self) {
        if !self.end_range()
            && let Some(key) = self.current().map(ListRow::key)
        {
            self.selection.range = Some((key, self.selection.keys.clone()));
            self.stretch();
        }
    }

    /// Ends a range; its rows stay selected. Returns `false` if there was none.
    pub fn end_range(&mut self) -> bool {
        self.selection.range.take().is_some()
    }

    /// Extends the range to the cursor.
    pub fn stretch(&mut self) {
        let Some((from, before)) = &self.selection.range else {
            return;
        };
        let Some(from) = self.place_of(from) else {
            self.selection.range = None;
            return;
        };
        let (first, last) = (from.min(self.cursor_row), from.max(self.cursor_row));
        let mut keys = before.clone();
        keys.extend((first..=last).filter_map(|place| self.get(place).map(ListRow::key)));
        self.selection.keys = keys;
    }

    /// Returns how many keys have left the selection because their rows are gone, since the last call.
    pub fn take_vanished(&mut self) -> usize {
        std::mem::take(&mut self.selection.vanished)
    }

    /// Deselects what the list no longer holds. A list that is not completely loaded may still hold it.
    pub(super) fn drop_vanished(&mut self) {
        if self.is_complete() {
            self.retain_selected(|_| false);
        }
    }

    /// Of the selected keys that are not loaded, keeps those for which `is_there` is true: the others are
    /// gone.
    pub fn retain_selected(&mut self, is_there: impl Fn(&T::Key) -> bool) {
        let before = self.selection.keys.len();
        let loaded = &self.loaded.keys;
        let stays = |key: &T::Key| loaded.contains(key) || is_there(key);
        self.selection.keys.retain(stays);
        if let Some((_, base)) = &mut self.selection.range {
            base.retain(stays);
        }
        self.selection.vanished += before - self.selection.keys.len();
    }

    /// Deselects a row that was removed by a change, without reporting it.
    pub(super) fn deselect(&mut self, key: &T::Key) {
        self.selection.keys.remove(key);
        if let Some((_, base)) = &mut self.selection.range {
            base.remove(key);
        }
    }
}
