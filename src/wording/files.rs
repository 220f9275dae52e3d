//! What is wrong with a file or a text that was pasted.

use super::{failure, system};
use crate::domain::files::FileError;
use crate::i18n::Lang;
use crate::t;
use crate::text::id_finder::{LimitPassed, TextTooLong};

/// Why a file was not written, or not accepted.
pub fn error(lang: Lang, trouble: &FileError) -> String {
    match trouble {
        FileError::Exists => t!(lang, "file-exists"),
        FileError::NotAFile => t!(lang, "file-kind"),
        FileError::NotText => t!(lang, "file-not-text"),
        FileError::Workbook => t!(lang, "file-workbook"),
        FileError::TooMuch(limit) => too_much(lang, *limit),
        FileError::BadLine(line) => t!(lang, "file-bad-line", line = *line),
        FileError::Unreadable(why) => t!(lang, "file-not-read", why = system::error(lang, why)),
        FileError::Unwritable(why) => t!(lang, "file-not-written", why = system::error(lang, why)),
        FileError::ListUnread(why) => {
            t!(lang, "file-list-unread", why = failure::short(lang, why))
        }
        FileError::SnapshotUnread(why) => {
            t!(lang, "import-unread", why = failure::short(lang, why))
        }
        FileError::SnapshotGone => t!(lang, "import-gone"),
    }
}

/// How large the input is, and how large it may be.
pub fn too_much(lang: Lang, limit: TextTooLong) -> String {
    match limit {
        TextTooLong::Lines(LimitPassed { is, limit }) => {
            t!(lang, "too-many-lines", is = is, limit = limit)
        }
        TextTooLong::Chars(LimitPassed { is, limit }) => {
            t!(lang, "too-many-chars", is = is, limit = limit)
        }
        TextTooLong::Ids(LimitPassed { is, limit }) => {
            t!(lang, "too-many-ids", is = is, limit = limit)
        }
        TextTooLong::Bytes(LimitPassed { is, limit }) => {
            t!(lang, "too-many-bytes", is = size(is), limit = size(limit))
        }
    }
}

/// A size: `1 MiB`, `1025 KiB`.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    if bytes > 0 && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{} KiB", bytes.div_ceil(KIB))
    }
}
