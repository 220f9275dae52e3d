//! The numbers of what the model asks for, and of what the journal holds.

use std::fmt;

/// Numbers what the model asked for: a query, a change, a job, a copy. Not an HTTP request, of which one query
/// may need many: that is a [`RequestTrace`](super::history::RequestTrace). A later one is higher, so that
/// a late reply is recognised as late, and a fact is as old as the query that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// The number of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a job, shown as `J-0007`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

impl JobId {
    /// Parses `J-0007`, `j-7` or `7`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text
            .strip_prefix("J-")
            .or_else(|| text.strip_prefix("j-"))
            .unwrap_or(text);
        let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| number.parse().ok().map(Self)).flatten()
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("J-{:04}", self.0))
    }
}

/// The number of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotId(pub i64);

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
