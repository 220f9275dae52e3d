//! Finds IDs in JSON: an array, a reply of the service, one object per line, or JSON embedded in text.
//!
//! JSON is treated as a table whose header is its keys: a key in a nested object is a column of its own, and
//! the elements of arrays are rows. [`table::places`] decides which columns contain IDs, as for any table.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lines::Lines;
use super::objects::{IN_VAIN, begun};
use super::{IdDoubt, NameRank, TextPart, fields, lexicon, names, python, table};

/// How deep to look for IDs. The text of each level is parsed again.
const DEPTH: usize = 8;

/// The values of a text that is JSON and contains any. Whatever cannot be parsed is treated as prose, so that
/// nothing is lost.
pub(super) fn parts(text: &str, lines: &Lines<'_>) -> Option<Vec<TextPart>> {
    whole(text, lines).or_else(|| match python::as_json(text) {
        Cow::Owned(json) => whole(&json, lines),
        Cow::Borrowed(_) => None,
    })
}

fn whole(text: &str, lines: &Lines<'_>) -> Option<Vec<TextPart>> {
    if !text.trim_start().starts_with(['[', '{']) {
        return None;
    }
    let mut walk = Walk::new(text, lines);
    for document in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let document = document.ok()?;
        if !document.get().starts_with(['[', '{']) {
            return None;
        }
        walk.document(document)?;
    }
    let parts: Vec<TextPart> = walk
        .parts(false)
        .into_iter()
        .map(|(_, part)| part)
        .collect();
    (!parts.is_empty()).then_some(parts)
}

/// JSON objects in a text that name IDs.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    /// Their ranges.
    pub ranges: Vec<Range<usize>>,
    /// All of their values, with their positions.
    pub parts: Vec<(usize, TextPart)>,
}

/// Finds the objects in a text that is not JSON as a whole.
pub(super) fn embedded(text: &str, lines: &Lines<'_>) -> Embedded {
    let text = &*python::as_json(text);
    let mut walk = Walk::new(text, lines);
    let mut ranges = Vec::new();
    let mut in_vain = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find(['{', '['])
        && in_vain < IN_VAIN
    {
        let start = from + found;
        from = start + 1;
        if !may_begin(&text[start..]) {
            continue;
        }
        let mut stream =
            serde_json::Deserializer::from_str(&text[start..]).into_iter::<&RawValue>();
        let document = match stream.next() {
            Some(Ok(document)) => document,
            Some(Err(why)) => {
                in_vain += read(&text[start..], &why);
                continue;
            }
            None => continue,
        };
        let known = walk.known();
        let end = start + stream.byte_offset();
        if walk.document(document).is_none() {
            // It is too deep, but objects inside may not be.
            walk.forget(&known);
            in_vain += (end - start) * DEPTH;
        } else if walk.leaves[known.leaves..]
            .iter()
            .any(|leaf| walk.is_named(leaf))
        {
            ranges.push(start..end);
            from = end;
        } else {
            walk.forget(&known);
            from = end;
        }
    }
    let parts = walk.parts(true);
    Embedded { ranges, parts }
}

/// How many bytes were read until it was clear that the text is not JSON.
fn read(text: &str, why: &serde_json::Error) -> usize {
    let lines = text
        .split_inclusive('\n')
        .take(why.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + why.column()
}

/// Whether an object, or an array of objects, may begin here.
fn may_begin(text: &str) -> bool {
    begun(text).is_some_and(|inside| inside.starts_with('"'))
}

/// A key, identified by its path from the top, that has values.
struct JsonColumn {
    /// The path.
    way: usize,
    /// How clearly it names IDs, including the names above it; `None` if it does not.
    rank: Option<Vec<NameRank>>,
    /// It has no name of its own: strings in an array.
    bare: bool,
}

/// A string or a number.
struct Leaf {
    value: String,
    at: usize,
    column: usize,
    /// The row of its array, or the document.
    record: usize,
}

/// The context of a value.
#[derive(Clone)]
struct JsonPlace {
    /// The keys down to it.
    way: usize,
    /// The ranks of those of them that name IDs.
    ranks: Vec<NameRank>,
    /// What its own key means.
    own: KeyMeaning,
    /// Whether there are arrays between that key and the value.
    listed: bool,
    record: usize,
}

/// What a key says about its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyMeaning {
    /// It names IDs.
    Ids,
    /// It names something else.
    Other,
    /// It names people who are not meant, such as the author of the ticket.
    People,
    /// Unknown.
    Nothing,
}

struct Walk<'a> {
    text: &'a str,
    lines: &'a Lines<'a>,
    /// The keys, interned, however long they are.
    keys: HashMap<String, usize>,
    /// The paths: the path of the object, the key, and a counter for equal keys.
    ways: HashMap<(usize, usize, usize), usize>,
    columns: Vec<JsonColumn>,
    /// The column of each path; the first path is empty.
    places: Vec<Option<usize>>,
    leaves: Vec<Leaf>,
    /// The enclosing row of each row.
    around: Vec<Option<usize>>,
}

/// What was known before a document.
struct KnownBefore {
    columns: usize,
    leaves: usize,
    rows: usize,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, lines: &'a Lines<'a>) -> Self {
        Self {
            text,
            lines,
            keys: HashMap::new(),
            ways: HashMap::new(),
            columns: Vec::new(),
            places: vec![None],
            leaves: Vec::new(),
            around: Vec::new(),
        }
    }

    fn known(&self) -> KnownBefore {
        KnownBefore {
            columns: self.columns.len(),
            leaves: self.leaves.len(),
            rows: self.around.len(),
        }
    }

    /// Discards what was added since, because it says nothing about the rest.
    fn forget(&mut self, known: &KnownBefore) {
        for column in self.columns.drain(known.columns..) {
            self.places[column.way] = None;
        }
        self.leaves.truncate(known.leaves);
        self.around.truncate(known.rows);
    }

    /// Returns `None` if a value is nested too deeply.
    fn document(&mut self, document: &'a RawValue) -> Option<()> {
        let place = JsonPlace {
            way: 0,
            ranks: Vec::new(),
            own: KeyMeaning::Nothing,
            listed: false,
            record: self.record(None),
        };
        self.value(document, &place, DEPTH)
    }

    fn record(&mut self, around: Option<usize>) -> usize {
        self.around.push(around);
        self.around.len() - 1
    }

    fn value(&mut self, value: &'a RawValue, place: &JsonPlace, depth: usize) -> Option<()> {
        let raw = value.get();
        match raw.bytes().next()? {
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                for item in items {
                    let record = if item.get().starts_with('{') {
                        self.record(Some(place.record))
                    } else {
                        place.record
                    };
                    let place = JsonPlace {
                        listed: true,
                        record,
                        ..place.clone()
                    };
                    self.value(item, &place, depth.checked_sub(1)?)?;
                }
            }
            b'{' => {
                let Entries(entries) = serde_json::from_str(raw).ok()?;
                let keys = entries.iter().map(|(key, _)| key.as_str());
                let ranks = names::ranks(keys);
                // An object may contain the same key twice.
                let mut times: HashMap<&str, usize> = HashMap::new();
                for ((key, value), rank) in entries.iter().zip(&ranks) {
                    let times = times.entry(key).or_default();
                    *times += 1;
                    let way = self.way(place.way, key, *times);
                    let below = below(place, way, key, *rank, value.get());
                    self.value(value, &below, depth.checked_sub(1)?)?;
                }
            }
            b'"' => self.take(serde_json::from_str(raw).ok()?, value, place),
            // As written: a float would round a long number.
            b'-' | b'0'..=b'9' => self.take(raw.to_owned(), value, place),
            // True, false, null: not an ID, but the column exists.
            _ => drop(self.column(place)),
        }
        Some(())
    }

    fn take(&mut self, value: String, raw: &'a RawValue, place: &JsonPlace) {
        // The raw value is a slice of the text.
        let at = raw.get().as_ptr().addr() - self.text.as_ptr().addr();
        let leaf = Leaf {
            value,
            at,
            column: self.column(place),
            record: place.record,
        };
        self.leaves.push(leaf);
    }

    /// The path to a key.
    fn way(&mut self, above: usize, key: &str, times: usize) -> usize {
        let key = self.keys.get(key).copied().unwrap_or_else(|| {
            let new = self.keys.len();
            self.keys.insert(key.to_owned(), new);
            new
        });
        *self.ways.entry((above, key, times)).or_insert_with(|| {
            self.places.push(None);
            self.places.len() - 1
        })
    }

    fn column(&mut self, place: &JsonPlace) -> usize {
        if let Some(known) = self.places[place.way] {
            return known;
        }
        let bare = place.own == KeyMeaning::Nothing && place.listed;
        let is_named = place.own == KeyMeaning::Ids || bare && !place.ranks.is_empty();
        self.columns.push(JsonColumn {
            way: place.way,
            rank: is_named.then(|| place.ranks.clone()),
            bare: bare && !is_named,
        });
        let column = self.columns.len() - 1;
        self.places[place.way] = Some(column);
        column
    }

    fn is_named(&self, leaf: &Leaf) -> bool {
        self.columns[leaf.column].rank.is_some()
    }

    /// Which columns contain IDs, by their indices.
    fn chosen(&self) -> Vec<bool> {
        let ranks = self.columns.iter().map(|column| column.rank.as_ref());
        let ranks: Vec<Option<&Vec<NameRank>>> = ranks.collect();
        let mut cells: Vec<Vec<&str>> = vec![Vec::new(); self.columns.len()];
        for leaf in self.leaves.iter().filter(|leaf| !leaf.value.is_empty()) {
            cells[leaf.column].push(&leaf.value);
        }
        let generic = vec![NameRank::Generic];
        let mut chosen = vec![false; self.columns.len()];
        for place in table::places(&ranks, &&generic, |place| cells[place].clone()) {
            chosen[place] = true;
        }
        // If no column has a better name, strings in an array may be meant as well.
        if ranks.iter().flatten().all(|rank| **rank <= generic) {
            for (column, chosen) in self.columns.iter().zip(&mut chosen) {
                *chosen |= column.bare;
            }
        }
        chosen
    }

    /// The rows with IDs, and whether they, or the rows around or inside them, contain IDs of several
    /// columns.
    fn rows(&self, chosen: &[bool]) -> HashMap<usize, bool> {
        let mut first: HashMap<usize, usize> = HashMap::new();
        let mut several: HashMap<usize, bool> = HashMap::new();
        for leaf in self.leaves.iter().filter(|leaf| chosen[leaf.column]) {
            let known = *first.entry(leaf.record).or_insert(leaf.column);
            *several.entry(leaf.record).or_default() |= known != leaf.column;
        }
        for &record in first.keys() {
            let mut around = self.around[record];
            while let Some(outer) = around {
                if first.contains_key(&outer) {
                    several.extend([(record, true), (outer, true)]);
                }
                around = self.around[outer];
            }
        }
        several
    }

    /// The IDs, with their positions; with `all`, also the values beside them.
    fn parts(&self, all: bool) -> Vec<(usize, TextPart)> {
        let chosen = self.chosen();
        let rows = self.rows(&chosen);
        let has_names = self.columns.iter().any(|column| column.rank.is_some());
        let part = |leaf: &Leaf| {
            let line = self.lines.at(leaf.at);
            let value = |doubt| TextPart::Value(leaf.value.clone(), line, doubt);
            let row = rows.get(&leaf.record);
            if chosen[leaf.column] {
                let several = has_names && row == Some(&true);
                return Some(value(several.then_some(IdDoubt::Column)));
            }
            let column = &self.columns[leaf.column];
            if column.bare || column.rank.is_some() && row.is_none() {
                return Some(value(Some(IdDoubt::Aside)));
            }
            let beside = || TextPart::Prose(leaf.value.clone(), line, IdDoubt::Aside);
            (all && !leaf.value.is_empty()).then(beside)
        };
        let parts = self.leaves.iter();
        parts
            .filter_map(|leaf| Some((leaf.at, part(leaf)?)))
            .collect()
    }
}

/// The context of the values of a key.
fn below(
    place: &JsonPlace,
    way: usize,
    key: &str,
    rank: Option<NameRank>,
    value: &str,
) -> JsonPlace {
    // Text longer than any name says nothing.
    let plain = names::plain_name(key).unwrap_or_default();
    let is_person = lexicon::holds(&lexicon::PEOPLE, &plain);
    let is_number = value.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    // `"friends": 12` is a count.
    let counts = is_number && (plain.ends_with('s') || plain.ends_with("列表"));
    let of_other = place.own == KeyMeaning::Other && rank == Some(NameRank::Generic);
    let own = if is_person || place.own == KeyMeaning::People {
        KeyMeaning::People
    } else if rank.is_some() && !counts && !of_other {
        KeyMeaning::Ids
    } else if rank.is_some() || fields::is_field(key) || lexicon::holds(&lexicon::LISTS, &plain) {
        KeyMeaning::Other
    } else {
        KeyMeaning::Nothing
    };
    let mut ranks = place.ranks.clone();
    ranks.extend(rank.filter(|_| own == KeyMeaning::Ids));
    JsonPlace {
        way,
        ranks,
        own,
        listed: false,
        record: place.record,
    }
}

/// The entries of an object in order, including repeated keys.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(Each)
    }
}
