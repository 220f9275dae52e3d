//! Untrusted text to printable text, and how many cells it takes. The one border that text from
//! the server, a file or a paste crosses on its way into the model.

use std::fmt;

/// Text from outside, safe to print.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    raw: Box<str>,
    shown: Option<Box<str>>,
}

impl Text {
    /// The text as it came.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let shown = printable(raw);
        Self {
            raw: raw.into(),
            shown: (shown != raw).then(|| shown.into_boxed_str()),
        }
    }
    /// The text as it came, to be sent back or compared. Never print this one; print the `Text`.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }
    /// The text safe to print.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }
}
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.shown())
    }
}
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

/// TODO
#[must_use]
pub fn printable(raw: &str) -> String {
    raw.to_owned()
}
/// TODO
#[must_use]
pub fn id(raw: &str) -> String {
    printable(raw)
}
