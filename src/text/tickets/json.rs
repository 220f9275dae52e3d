//! Ids in JSON: an array, an answer of the service, or one object a line.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lines::Lines;
use super::{Doubt, Part, names};

/// How deep ids are looked for. Every level is read once more.
const DEPTH: usize = 8;

/// The values of a text that is JSON and holds any. Whatever this does not understand is prose, so that
/// nothing is lost.
pub(super) fn parts(text: &str, lines: &Lines<'_>) -> Option<Vec<Part>> {
    if !text.trim_start().starts_with(['[', '{']) {
        return None;
    }
    let mut parts = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let document = document.ok()?;
        if !document.get().starts_with(['[', '{']) {
            return None;
        }
        let mut walk = Walk {
            text,
            lines,
            parts: &mut parts,
        };
        walk.value(document, None, DEPTH)?;
    }
    (!parts.is_empty()).then_some(parts)
}

/// A value stands where an id stands, and what is doubtful about that.
#[derive(Clone, Copy)]
struct Place(Option<Doubt>);

struct Walk<'a> {
    text: &'a str,
    lines: &'a Lines<'a>,
    parts: &'a mut Vec<Part>,
}

impl Walk<'_> {
    /// `None` where a value is deeper than what is read.
    fn value(&mut self, value: &RawValue, place: Option<Place>, depth: usize) -> Option<()> {
        let raw = value.get();
        match raw.bytes().next()? {
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                for item in items {
                    let place = place.unwrap_or(Place(None));
                    self.value(item, Some(place), depth.checked_sub(1)?)?;
                }
            }
            b'{' => {
                let Entries(entries) = serde_json::from_str(raw).ok()?;
                // The best name is that of the id; of two that are as good nobody knows which is meant.
                let ranks: Vec<_> = entries.iter().map(|(key, _)| names::rank(key)).collect();
                let best = ranks.iter().flatten().max();
                let same = ranks.iter().flatten().filter(|rank| Some(*rank) == best);
                let doubt = (same.count() > 1).then_some(Doubt::Column);
                for ((_, value), rank) in entries.iter().zip(&ranks) {
                    let place = rank.as_ref().filter(|rank| Some(*rank) == best);
                    let place = place.map(|_| Place(doubt));
                    self.value(value, place, depth.checked_sub(1)?)?;
                }
            }
            b'"' => {
                if let Some(place) = place {
                    self.take(serde_json::from_str(raw).ok()?, raw, place);
                }
            }
            // As it is written: a float would round a long one.
            b'-' | b'0'..=b'9' => {
                if let Some(place) = place {
                    self.take(raw.to_owned(), raw, place);
                }
            }
            // True, false, null.
            _ => {}
        }
        Some(())
    }

    fn take(&mut self, value: String, raw: &str, Place(doubt): Place) {
        // The raw value is a piece of the text.
        let offset = raw.as_ptr().addr() - self.text.as_ptr().addr();
        self.parts
            .push(Part::Value(value, self.lines.at(offset), doubt));
    }
}

/// An object's entries as they stand there, also where a key stands twice.
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
