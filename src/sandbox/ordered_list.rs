//! A list that is read newest first, in pages, while it changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A user or group ID, shared between the lists that contain it.
pub type SharedId = Arc<str>;

/// The first sequence number: it makes cursors look like the service's own, which contain 64-bit IDs.
pub const FIRST_SEQUENCE: u64 = 1_099_000_000_000_000_000;

/// Rows by sequence number, and the number of each ID.
///
/// A number is never reused, so a cursor with it keeps its place whatever is added or removed around it.
#[derive(Debug)]
pub struct OrderedList<T> {
    rows: BTreeMap<u64, (SharedId, T)>,
    places: HashMap<SharedId, u64>,
}

impl<T> Default for OrderedList<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            places: HashMap::new(),
        }
    }
}

impl<T> OrderedList<T> {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Leaves an existing row where it is; returns whether a row was added.
    pub fn insert(&mut self, sequence: u64, id: SharedId, row: T) -> bool {
        if self.places.contains_key(&id) {
            return false;
        }
        self.places.insert(Arc::clone(&id), sequence);
        self.rows.insert(sequence, (id, row));
        true
    }

    pub fn remove(&mut self, id: &str) -> Option<T> {
        let sequence = self.places.remove(id)?;
        self.rows.remove(&sequence).map(|(_, row)| row)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let sequence = self.places.get(id)?;
        self.rows.get_mut(sequence).map(|(_, row)| row)
    }

    pub fn newest_first(&self) -> impl Iterator<Item = (&SharedId, &T)> {
        self.rows.values().rev().map(|(id, row)| (id, row))
    }

    /// At most `size` rows older than `before`, and the cursor of the next page if there is one.
    pub fn page(&self, before: Option<u64>, size: usize) -> (Vec<(&SharedId, &T)>, Option<String>) {
        let mut older = self.rows.range(..before.unwrap_or(u64::MAX)).rev();
        let mut last = 0;
        let rows = older
            .by_ref()
            .take(size)
            .map(|(sequence, (id, row))| {
                last = *sequence;
                (id, row)
            })
            .collect();
        let next = older.next().map(|_| cursor(last));
        (rows, next)
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The opaque form of a position in a list: base64 of its decimal number.
pub fn cursor(sequence: u64) -> String {
    let mut text = String::new();
    for group in sequence.to_string().as_bytes().chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for index in 0..4 {
            let value = (bits >> (18 - 6 * index)) & 63;
            text.push(if index > group.len() {
                '='
            } else {
                char::from(ALPHABET[value as usize])
            });
        }
    }
    text
}

/// The position of a cursor, or `None` if it was never one of ours.
pub fn place(text: &str) -> Option<u64> {
    let mut digits = String::new();
    let mut bits = 0_u32;
    let mut held = 0;
    for byte in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            digits.push(char::from(u8::try_from(bits >> held & 255).ok()?));
        }
    }
    let sequence = digits.parse().ok()?;
    // Only the exact form that was handed out counts.
    (cursor(sequence) == text && sequence >= FIRST_SEQUENCE).then_some(sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_and_nothing_else_does() {
        for sequence in FIRST_SEQUENCE..FIRST_SEQUENCE + 300 {
            assert_eq!(place(&cursor(sequence)), Some(sequence));
        }
        for text in [
            "",
            "x",
            "MTA=",
            "not a cursor",
            "====",
            "MTA5OTAwMDAwMDAwMDAwMDAwMA",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn pages_neither_repeat_nor_skip_while_rows_come_and_go() {
        let mut roll = OrderedList::default();
        for n in 0..10 {
            roll.insert(FIRST_SEQUENCE + n, format!("u{n}").into(), ());
        }
        let (first, next) = roll.page(None, 4);
        let mut seen: Vec<String> = first.iter().map(|(id, ())| id.to_string()).collect();
        let next = next.and_then(|text| place(&text));
        roll.remove("u6");
        roll.remove("u0");
        roll.insert(FIRST_SEQUENCE + 10, "new".into(), ());
        let (second, end) = roll.page(next, 50);
        seen.extend(second.iter().map(|(id, ())| id.to_string()));
        assert_eq!(seen, ["u9", "u8", "u7", "u6", "u5", "u4", "u3", "u2", "u1"]);
        assert_eq!(end, None);
    }
}
