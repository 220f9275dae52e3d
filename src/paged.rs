//! The one implementation of lists that are loaded page by page: friends, blocklist, conversations.
//!
//! The list never sends a query itself. It says that it wants a page ([`PagedList::wants`]), is told that one
//! was requested ([`PagedList::note_requested`]) and receives the reply ([`PagedList::receive`]).

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::{
    Cursor, Failure, FailureClass, FailureReason, ListFilter, ListOrder, ListRow, Page, RequestId,
};

mod order;
mod selection;

use order::RowOrder;
use selection::Selection;

/// Rows loaded ahead of the cursor: at 30 key presses a second and 300 ms for a page of 50 rows, the cursor
/// never reaches the end of the loaded rows.
const AHEAD: usize = 100;

/// Pages in a row without a new row after which the list counts as endless.
const BARREN_PAGES: usize = 20;

/// One ID in so many may be cut: a very long one must not take the room of all remarks.
const IDS_PER_CUT: usize = 50;

/// Where the next page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// Nothing has been loaded yet.
    First,
    /// After this cursor.
    After(Cursor),
    /// Nowhere: the list is complete.
    End,
    /// Nowhere: the list would never end.
    Endless,
}

/// What the list is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadPhase {
    /// Nothing.
    Idle,
    /// Waiting for the reply to this request.
    Loading(RequestId),
    /// The last page failed; the loaded rows stay, and the user decides whether to retry.
    Failed(Failure),
}

/// The pages of a list loaded so far, and what is known of its end.
#[derive(Debug, Clone)]
pub struct Loaded<T: ListRow> {
    rows: Vec<T>,
    keys: HashSet<T::Key>,
    cursors: HashSet<Cursor>,
    barren: usize,
    next: NextPage,
    /// The request for the first page.
    first: Option<RequestId>,
    /// How many IDs need so many cells.
    id_widths: Vec<usize>,
    /// The cells that the IDs need.
    id_width: usize,
}

impl<T: ListRow> Default for Loaded<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ListRow> Loaded<T> {
    /// A list with nothing loaded.
    pub fn new() -> Self {
        Self {
            rows: Vec::new(),
            keys: HashSet::new(),
            cursors: HashSet::new(),
            barren: 0,
            next: NextPage::First,
            first: None,
            id_widths: Vec::new(),
            id_width: 0,
        }
    }

    /// Where the next page starts: `None` at the beginning of the list, and at its end.
    pub fn cursor(&self) -> Option<&Cursor> {
        match &self.next {
            NextPage::After(cursor) => Some(cursor),
            NextPage::First | NextPage::End | NextPage::Endless => None,
        }
    }

    /// The rows loaded so far.
    pub fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// How many rows are loaded so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no rows are loaded so far.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the last page was added.
    pub fn is_whole(&self) -> bool {
        self.next == NextPage::End
    }

    /// Whether there is another page to request.
    fn has_next(&self) -> bool {
        matches!(self.next, NextPage::First | NextPage::After(_))
    }

    fn count_id(&mut self, row: &T) {
        let width = row.id_width();
        if self.id_widths.len() <= width {
            self.id_widths.resize(width + 1, 0);
        }
        self.id_widths[width] += 1;
    }

    /// Widens the column of the IDs to hold all but the few widest. It never shrinks.
    fn fit_ids(&mut self) {
        let mut may_be_cut = self.id_widths.iter().sum::<usize>() / IDS_PER_CUT;
        let widest = self.id_widths.iter().rposition(|&ids| {
            let is_cut = ids <= may_be_cut;
            may_be_cut = may_be_cut.saturating_sub(ids);
            !is_cut
        });
        self.id_width = self.id_width.max(widest.unwrap_or(0));
    }

    /// Adds a page. Rows that are already loaded are not added again: the list may have moved between two
    /// pages.
    ///
    /// # Errors
    ///
    /// If the list would never end: its cursors repeat, or its pages bring nothing new.
    pub fn add(&mut self, page: Page<T>) -> Result<(), Failure> {
        let before = self.rows.len();
        for row in page.rows {
            if self.keys.insert(row.key()) {
                self.count_id(&row);
                self.rows.push(row);
            }
        }
        self.fit_ids();
        self.barren = if self.rows.len() == before {
            self.barren + 1
        } else {
            0
        };
        self.next = match page.next {
            None => NextPage::End,
            Some(cursor) => {
                if !self.cursors.insert(cursor.clone()) || self.barren >= BARREN_PAGES {
                    self.next = NextPage::Endless;
                    return Err(Failure::new(FailureClass::Final, FailureReason::Endless));
                }
                NextPage::After(cursor)
            }
        };
        Ok(())
    }
}

/// The first row on screen, as close to `top` as possible, so that the cursor is among the `height` rows on screen
/// and no line is left empty below.
pub fn scrolled(top: usize, cursor: usize, rows: usize, height: usize) -> usize {
    let height = height.max(1);
    top.clamp((cursor + 1).saturating_sub(height), cursor)
        .min(rows.saturating_sub(height))
}

/// A list that is loaded page by page, with a cursor, a filter and a scroll position.
#[derive(Debug, Clone)]
pub struct PagedList<T: ListRow> {
    loaded: Loaded<T>,
    /// The rows of a reload, until they are as many as the old ones, which stay on screen until then.
    reload: Option<Loaded<T>>,
    phase: LoadPhase,
    /// The page that failed was part of a reload.
    reload_failed: bool,
    /// Load everything up to the end (`G`), with the cursor on the last row.
    to_end: bool,
    /// Load everything up to the end; the cursor stays.
    load_all: bool,
    filter: ListFilter,
    order: RowOrder,
    /// The rows that match the filter, as indices into `loaded.rows`, in the order in which they are shown.
    shown: Vec<usize>,
    /// How many rows are hidden only because what a flag of the filter asks for was not read.
    unread_facts: usize,
    /// The cursor, as an index into `shown`.
    cursor_row: usize,
    /// The first row on screen, as an index into `shown`.
    top: usize,
    selection: Selection<T::Key>,
}

impl<T: ListRow> Default for PagedList<T> {
    fn default() -> Self {
        Self {
            loaded: Loaded::new(),
            reload: None,
            phase: LoadPhase::Idle,
            reload_failed: false,
            to_end: false,
            load_all: false,
            filter: ListFilter::default(),
            order: RowOrder::default(),
            shown: Vec::new(),
            unread_facts: 0,
            cursor_row: 0,
            top: 0,
            selection: Selection::default(),
        }
    }
}

impl<T: ListRow> PagedList<T> {
    // ---- contents ----

    /// How many rows are loaded, including those hidden by the filter.
    pub fn loaded(&self) -> usize {
        self.loaded.rows.len()
    }

    /// How many rows match the filter.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The loaded rows, including those hidden by the filter.
    pub fn rows(&self) -> &[T] {
        &self.loaded.rows
    }

    /// The row at an index among the shown rows.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.shown.get(place).map(|&i| &self.loaded.rows[i])
    }

    /// The loaded row with this key.
    pub fn find(&self, key: &T::Key) -> Option<&T> {
        if !self.loaded.keys.contains(key) {
            return None;
        }
        self.loaded.rows.iter().find(|r| r.is(key))
    }

    /// Whether the row with this key is loaded.
    pub fn contains(&self, key: &T::Key) -> bool {
        self.loaded.keys.contains(key)
    }

    /// The keys of the loaded rows.
    pub fn keys(&self) -> &HashSet<T::Key> {
        &self.loaded.keys
    }

    /// The request for the first page of the loaded rows: they may lack whatever happened since.
    pub fn read_from(&self) -> Option<RequestId> {
        self.loaded.first
    }

    /// Whether the list is waiting for the reply to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.phase == LoadPhase::Loading(request)
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&T> {
        self.get(self.cursor_row)
    }

    /// The cursor, as an index among the shown rows.
    pub fn place(&self) -> usize {
        self.cursor_row
    }

    /// The first row on screen, as an index among the shown rows.
    pub fn top(&self) -> usize {
        self.top
    }

    /// What the list is doing.
    pub fn phase(&self) -> &LoadPhase {
        &self.phase
    }

    /// Whether the service said that there are no more pages, and nothing has failed since.
    pub fn is_complete(&self) -> bool {
        self.loaded.is_whole() && !matches!(self.phase, LoadPhase::Failed(_))
    }

    /// Whether no reply has arrived yet.
    pub fn is_untouched(&self) -> bool {
        self.loaded.next == NextPage::First
    }

    /// Whether it is loading everything up to the end.
    pub fn is_loading_all(&self) -> bool {
        self.to_end || self.load_all
    }

    /// Whether a reload is in progress while the old rows are shown.
    pub fn is_reloading(&self) -> bool {
        self.reload.is_some()
    }

    /// The filter, as it was typed.
    pub fn filter(&self) -> &str {
        self.filter.text()
    }

    /// The words of the filter.
    pub fn filter_words(&self) -> &ListFilter {
        &self.filter
    }

    /// How many rows are hidden only because what a flag of the filter asks for was not read.
    pub fn unread_facts(&self) -> usize {
        self.unread_facts
    }

    /// The order of the rows.
    pub fn order(&self) -> ListOrder {
        self.order.by
    }

    /// The cells that the IDs of the loaded rows need, but for the few widest. It grows with the pages, and does not shrink before the
    /// list is read again, so that columns do not jump.
    pub fn id_width(&self) -> usize {
        self.loaded.id_width
    }

    /// Where the filter finds a text of a row, in bytes.
    pub fn found_in(&self, text: &str) -> Vec<Range<usize>> {
        self.filter.places_in(text)
    }

    // ---- loading ----

    /// Whether a page should be requested now: the cursor is close to the end of the loaded rows, or the
    /// whole list was requested. A filter alone requests nothing.
    pub fn wants(&self) -> bool {
        if self.phase != LoadPhase::Idle {
            return false;
        }
        if self.reload.is_some() {
            return true;
        }
        match self.loaded.next {
            NextPage::First => true,
            NextPage::End | NextPage::Endless => false,
            NextPage::After(_) => {
                self.is_loading_all()
                    || (self.filter().is_empty() && self.shown.len() < self.cursor_row + AHEAD)
            }
        }
    }

    /// The cursor for the next page; `None` for the first page.
    pub fn cursor(&self) -> Option<Cursor> {
        let source = self.reload.as_ref().unwrap_or(&self.loaded);
        source.cursor().cloned()
    }

    /// Notes that the page was requested.
    pub fn note_requested(&mut self, request: RequestId) {
        self.phase = LoadPhase::Loading(request);
    }

    /// Takes a reply. Returns `false` if the list is not waiting for it; then nothing changes.
    pub fn receive(&mut self, request: RequestId, answer: Result<Page<T>, Failure>) -> bool {
        if !self.waits_for(request) {
            return false;
        }
        let known = self.loaded.rows.len();
        let target = self.reload.as_mut().unwrap_or(&mut self.loaded);
        if answer.is_ok() {
            target.first.get_or_insert(request);
        }
        let outcome = answer.and_then(|page| target.add(page));
        self.reload_failed = outcome.is_err() && self.reload.is_some();
        self.phase = match &outcome {
            Ok(()) => LoadPhase::Idle,
            Err(failure) => LoadPhase::Failed(failure.clone()),
        };
        match self.reload.take() {
            Some(fresh)
                if outcome.is_ok()
                    && !fresh.is_whole()
                    && fresh.rows.len() < self.loaded.rows.len() =>
            {
                self.reload = Some(fresh);
            }
            Some(fresh) if outcome.is_ok() => self.swap(fresh),
            // A failed reload leaves the old rows and is discarded: `r` starts over.
            _ => self.show_from(known),
        }
        if outcome.is_err() || self.loaded.is_whole() {
            if self.to_end {
                self.cursor_row = self.shown.len().saturating_sub(1);
            }
            self.stop();
        } else if self.to_end {
            self.cursor_row = self.shown.len().saturating_sub(1);
        }
        self.drop_vanished();
        true
    }

    /// Starts over from the first page; the old rows stay until the reply. Returns the request that is no
    /// longer needed.
    pub fn reload(&mut self) -> Option<RequestId> {
        let old = match self.phase {
            LoadPhase::Loading(request) => Some(request),
            LoadPhase::Idle | LoadPhase::Failed(_) => None,
        };
        self.phase = LoadPhase::Idle;
        self.stop();
        self.reload = (!self.is_untouched()).then(Loaded::new);
        old
    }

    /// Whether a page of the shown rows failed and can be retried. A failed reload starts over instead, and
    /// so does an endless list.
    pub fn has_failed_page(&self) -> bool {
        matches!(self.phase, LoadPhase::Failed(_))
            && !self.reload_failed
            && matches!(self.loaded.next, NextPage::After(_))
    }

    /// Retries the page that failed. If there is no page left to request, the failure stays: without it the
    /// list would look complete.
    pub fn retry(&mut self) {
        if matches!(self.phase, LoadPhase::Failed(_)) && self.loaded.has_next() {
            self.phase = LoadPhase::Idle;
        }
    }

    /// Forgets a request that will get no reply. Returns its ID.
    pub fn abandon(&mut self) -> Option<RequestId> {
        let LoadPhase::Loading(request) = self.phase else {
            return None;
        };
        self.phase = LoadPhase::Idle;
        self.reload = None;
        Some(request)
    }

    /// Loads everything up to the end; the cursor stays where it is.
    pub fn load_all(&mut self) {
        self.retry();
        self.load_all = self.loaded.has_next();
    }

    /// Stops loading; a page in progress is still accepted. Returns `false` if it was not loading.
    pub fn stop(&mut self) -> bool {
        let was = self.is_loading_all();
        self.to_end = false;
        self.load_all = false;
        was
    }

    fn swap(&mut self, fresh: Loaded<T>) {
        let key = self.current().map(ListRow::key);
        self.loaded = fresh;
        self.order.sort(&self.loaded.rows);
        self.refilter(key.as_ref());
    }

    // ---- cursor ----

    /// Moves the cursor by `rows`, stopping at either end.
    pub fn move_by(&mut self, rows: isize) {
        self.to_end = false;
        self.cursor_row = self
            .cursor_row
            .saturating_add_signed(rows)
            .min(self.shown.len().saturating_sub(1));
    }

    /// Moves the cursor to an index among the shown rows.
    pub fn move_cursor_to(&mut self, place: usize) {
        self.to_end = false;
        self.cursor_row = place.min(self.shown.len().saturating_sub(1));
    }

    /// Moves the cursor to the row with this key, or to the first one if it is not shown.
    pub fn move_cursor_to_row(&mut self, key: &T::Key) {
        self.move_cursor_to(self.place_of(key).unwrap_or(0));
    }

    fn place_of(&self, key: &T::Key) -> Option<usize> {
        self.rows_shown().position(|row| row.is(key))
    }

    /// Moves the cursor to the last row, and keeps it there while the rest is loaded.
    pub fn go_to_end(&mut self) {
        self.retry();
        self.cursor_row = self.shown.len().saturating_sub(1);
        self.to_end = self.loaded.has_next();
    }

    /// Scrolls so that the cursor is among the `height` rows on screen, and no line is left empty below.
    pub fn clamp_cursor(&mut self, height: usize) {
        self.top = scrolled(self.top, self.cursor_row, self.shown.len(), height);
    }

    // ---- filter ----

    /// Shows only the rows that fit this filter; the cursor stays on its row if that is still shown.
    pub fn set_filter(&mut self, filter: ListFilter) {
        self.filter = filter;
        self.refilter_keeping_cursor();
    }

    /// Shows the rows in the next order that makes sense for them; the cursor stays on its row.
    pub fn cycle_order(&mut self) {
        let place = T::ORDERS.iter().position(|by| *by == self.order.by);
        let next = place.map_or(0, |place| (place + 1) % T::ORDERS.len());
        self.end_range();
        self.order.by = T::ORDERS[next];
        self.order.sort(&self.loaded.rows);
        self.refilter_keeping_cursor();
    }

    fn refilter_keeping_cursor(&mut self) {
        let key = self.current().map(ListRow::key);
        self.refilter(key.as_ref());
    }

    /// Shows those of the rows from an index on that match the filter, each in its place. The rows on screen stay
    /// there.
    fn show_from(&mut self, first: usize) {
        let new = self.order.add(&self.loaded.rows, first);
        let new = self.matching(new.into_iter());
        if self.order.by == ListOrder::Server {
            self.shown.extend(new);
            return;
        }
        let (shown, befores) = self.order.merged(&self.loaded.rows, &self.shown, &new);
        if befores.iter().any(|before| *before < self.shown.len()) {
            // What comes in between was not meant.
            self.end_range();
        }
        if !self.shown.is_empty() {
            let above = |place: usize| befores.iter().filter(|before| **before <= place).count();
            let (top, cursor) = (above(self.top), above(self.cursor_row));
            self.top += top;
            self.cursor_row += cursor;
        }
        self.shown = shown;
    }

    /// Those of the rows that match the filter.
    fn matching(&mut self, rows: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut shown = Vec::new();
        for i in rows {
            match self.filter.shows(&self.loaded.rows[i]) {
                Some(true) => shown.push(i),
                Some(false) => {}
                None => self.unread_facts += 1,
            }
        }
        shown
    }

    fn refilter(&mut self, keep: Option<&T::Key>) {
        self.unread_facts = 0;
        // Row after row as they lie in memory, which is several times faster than in their order.
        let rows = self.loaded.rows.len();
        let mut matches = vec![false; rows];
        for i in self.matching(0..rows) {
            matches[i] = true;
        }
        let in_order = self.order.indices(rows);
        self.shown = in_order.filter(|&i| matches[i]).collect();
        let place = keep.and_then(|k| self.place_of(k));
        self.cursor_row = place
            .unwrap_or(self.cursor_row)
            .min(self.shown.len().saturating_sub(1));
    }

    // ---- confirmed changes ----

    /// Inserts a row at the top: the service lists the newest first. A row with the same key is removed.
    pub fn put_first(&mut self, row: T) {
        if self.is_untouched() {
            return;
        }
        let key = self.current().map(ListRow::key);
        self.take_out(&row.key());
        self.loaded.keys.insert(row.key());
        self.loaded.count_id(&row);
        self.loaded.fit_ids();
        self.loaded.rows.insert(0, row);
        self.order.inserted_first(&self.loaded.rows);
        self.refilter(key.as_ref());
    }

    /// Removes a row; the cursor keeps its position, on the following row.
    pub fn remove(&mut self, key: &T::Key) {
        self.deselect(key);
        let current = self.current().map(ListRow::key).filter(|k| k != key);
        if self.take_out(key) {
            self.refilter(current.as_ref());
        }
    }

    /// Takes a row out of the loaded ones. `false` if it is not there.
    fn take_out(&mut self, key: &T::Key) -> bool {
        if !self.loaded.keys.remove(key) {
            return false;
        }
        if let Some(at) = self.loaded.rows.iter().position(|row| row.is(key)) {
            self.loaded.rows.remove(at);
            self.order.removed(at);
        }
        true
    }

    /// Changes the row with this key, if it is loaded.
    pub fn change(&mut self, key: &T::Key, change: impl FnOnce(&mut T)) {
        if let Some(at) = self.loaded.rows.iter().position(|row| row.is(key)) {
            change(&mut self.loaded.rows[at]);
            self.order.changed(&self.loaded.rows, at);
            self.refilter_keeping_cursor();
        }
    }
}

#[cfg(test)]
mod tests;
