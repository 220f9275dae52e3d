//! The order in which the rows of a list are shown: sorted once, and every page merged into it.

use crate::domain::{ListOrder, ListRow, ListSortKey};

/// The order, and the rows in it as indices into the loaded rows. Rows that sort alike stand as the service lists them.
#[derive(Debug, Clone, Default)]
pub(super) struct RowOrder {
    pub by: ListOrder,
    /// Empty in the service's order.
    places: Vec<usize>,
}

impl RowOrder {
    /// Sorts all rows anew.
    pub fn sort<T: ListRow>(&mut self, rows: &[T]) {
        self.places = match self.by {
            ListOrder::Server => Vec::new(),
            by => {
                let mut places: Vec<usize> = (0..rows.len()).collect();
                places.sort_by_cached_key(|&i| rows[i].sort_key(by));
                places
            }
        };
    }

    /// Merges the rows from an index on, and returns them in order.
    pub fn add<T: ListRow>(&mut self, rows: &[T], first: usize) -> Vec<usize> {
        let mut new: Vec<usize> = (first..rows.len()).collect();
        if self.by != ListOrder::Server {
            new.sort_by_cached_key(|&i| rows[i].sort_key(self.by));
            self.places = self.merged(rows, &self.places, &new).0;
        }
        new
    }

    /// Merges rows into others, both in order. Also returns before which of the others each was put.
    pub fn merged<T: ListRow>(
        &self,
        rows: &[T],
        into: &[usize],
        new: &[usize],
    ) -> (Vec<usize>, Vec<usize>) {
        let key = |i: usize| -> ListSortKey { rows[i].sort_key(self.by) };
        let mut merged = Vec::with_capacity(into.len() + new.len());
        let mut befores = Vec::with_capacity(new.len());
        let mut taken = 0;
        for &i in new {
            let wanted = (key(i), i);
            let rest = &into[taken..];
            let before = taken + rest.partition_point(|&other| (key(other), other) < wanted);
            merged.extend_from_slice(&into[taken..before]);
            merged.push(i);
            befores.push(before);
            taken = before;
        }
        merged.extend_from_slice(&into[taken..]);
        (merged, befores)
    }

    /// The indices of the rows, in order.
    pub fn indices(&self, rows: usize) -> impl Iterator<Item = usize> {
        let in_server_s = if self.by == ListOrder::Server {
            rows
        } else {
            0
        };
        (0..in_server_s).chain(self.places.iter().copied())
    }

    /// A row was removed.
    pub fn removed(&mut self, row: usize) {
        self.places.retain(|&i| i != row);
        for i in &mut self.places {
            *i -= usize::from(*i > row);
        }
    }

    /// A row was inserted as the first one.
    pub fn inserted_first<T: ListRow>(&mut self, rows: &[T]) {
        for i in &mut self.places {
            *i += 1;
        }
        self.put(rows, 0);
    }

    /// A row was changed.
    pub fn changed<T: ListRow>(&mut self, rows: &[T], row: usize) {
        self.places.retain(|&i| i != row);
        self.put(rows, row);
    }

    fn put<T: ListRow>(&mut self, rows: &[T], row: usize) {
        if self.by != ListOrder::Server {
            self.places = self.merged(rows, &self.places, &[row]).0;
        }
    }
}
