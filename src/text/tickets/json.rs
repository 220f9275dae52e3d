//! Ids in JSON: an array, an answer of the service, or one object a line.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lines::Lines;
use super::{Part, names};

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
        walk.value(document, false, DEPTH)?;
    }
    (!parts.is_empty()).then_some(parts)
}

struct Walk<'a> {
    text: &'a str,
    lines: &'a Lines<'a>,
    parts: &'a mut Vec<Part>,
}

impl Walk<'_> {
    /// `None` where a value is deeper than what is read.
    fn value(&mut self, value: &RawValue, is_id: bool, depth: usize) -> Option<()> {
        let raw = value.get();
        match raw.bytes().next()? {
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                for item in items {
                    self.value(item, true, depth.checked_sub(1)?)?;
                }
            }
            b'{' => {
                let Entries(entries) = serde_json::from_str(raw).ok()?;
                for (key, value) in entries {
                    self.value(value, names::is_name(&key), depth.checked_sub(1)?)?;
                }
            }
            b'"' if is_id => self.take(serde_json::from_str(raw).ok()?, raw),
            // As it is written: a float would round a long one.
            b'-' | b'0'..=b'9' if is_id => self.take(raw.to_owned(), raw),
            // Other strings and numbers, true, false, null.
            _ => {}
        }
        Some(())
    }

    fn take(&mut self, value: String, raw: &str) {
        // The raw value is a piece of the text.
        let offset = raw.as_ptr().addr() - self.text.as_ptr().addr();
        self.parts.push(Part::Value(value, self.lines.at(offset)));
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
