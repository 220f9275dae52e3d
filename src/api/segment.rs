//! The segments of a path: how an ID is encoded, and which text can be one at all.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::text::id_problem;

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Whether a text can be one segment of a path, or identify a user in a change.
pub(super) fn can_be_sent(text: &str) -> bool {
    id_problem(text).is_none()
}

/// Whether a path that was typed by the user has only segments that could be sent.
pub(super) fn splits_cleanly(path: &str) -> bool {
    path.trim_start_matches('/')
        .split('/')
        .all(|segment| decoded(segment).is_some_and(|s| can_be_sent(&s)))
}

/// The text as it is sent.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The inverse of [`encoded`]; `None` if it is not text.
pub(super) fn decoded(segment: &str) -> Option<String> {
    percent_decode_str(segment)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}
