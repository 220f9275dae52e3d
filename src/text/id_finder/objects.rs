//! Where an object may begin in a text, in JSON as in Python.

/// How many bytes may be parsed in vain, if text begins like an object but is not.
pub(super) const IN_VAIN: usize = 4 << 20;

/// The text inside the first object, if one, or an array of them, begins here.
pub(super) fn begun(text: &str) -> Option<&str> {
    let first = text.strip_prefix('[').map_or(text, str::trim_start);
    first.strip_prefix('{').map(str::trim_start)
}
