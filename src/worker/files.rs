//! Files named by the user: exports are written into them, lists are read from them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf, absolute};

use encoding_rs::{Encoding, GB18030};
use rustix::fs::OFlags;

use super::recorder::Recorder;
use super::snapshot;
use super::task_context::TaskContext;
use crate::domain::files::{
    ExportRequest, ExportSubject, ExportedFile, FileError, ImportOptions, ImportRequest,
    ImportSource, ImportedContent, ImportedFile, ListedId,
};
use crate::domain::{ListKind, RequestId, SystemError};
use crate::listfile::{self, ListRows, ParsedFile, SavedList};
use crate::private_file;
use crate::text::Text;
use crate::text::id_finder::{LimitPassed, MAX_BYTES, MAX_LINES, TextTooLong};

// ---- out ----

/// Writes an export into a new file. A list is read in full first.
pub(super) async fn export(
    context: &TaskContext,
    request: RequestId,
    export: ExportRequest,
) -> Result<ExportedFile, FileError> {
    let path = path_of(&export.path).map_err(unwritable)?;
    // Fail before sixty pages are read, not after.
    let target = path.clone();
    blocking(move || may_be_made(&target)).await?;
    let (text, rows) = match &export.subject {
        ExportSubject::List { owner, list, only } => {
            let rows = context.load_all(request, owner, *list).await;
            let mut rows = rows.map_err(FileError::ListUnread)?;
            if let Some(only) = only {
                rows.keep(only);
            }
            (listfile::write(&export, owner, &rows), rows.len())
        }
        ExportSubject::Failed(failed) => {
            let text = listfile::write_failed(&export, failed);
            (text, failed.steps.len())
        }
    };
    blocking(move || {
        put(&path, &text)?;
        Ok(ExportedFile {
            path: shown(&path),
            rows,
        })
    })
    .await
}

fn may_be_made(path: &Path) -> Result<(), FileError> {
    // A dangling symlink counts as existing, too.
    if fs::symlink_metadata(path).is_ok() {
        return Err(FileError::Exists);
    }
    let dir = fs::metadata(private_file::dir_of(path)).map_err(unwritable)?;
    if dir.is_dir() {
        Ok(())
    } else {
        Err(unwritable(io::Error::from(ErrorKind::NotADirectory)))
    }
}

fn put(path: &Path, text: &str) -> Result<(), FileError> {
    private_file::create(path, text).map_err(|why| match why.kind() {
        ErrorKind::AlreadyExists => FileError::Exists,
        _ => unwritable(why),
    })
}

// ---- in ----

/// Reads a file or a snapshot. A list is compared with the current one; anything else is text with IDs.
pub(super) async fn import(
    context: &TaskContext,
    recorder: &Recorder,
    request: RequestId,
    import: ImportRequest,
) -> Result<ImportedFile, FileError> {
    let ImportOptions { gb18030, column } = import.how;
    let (name, found) = match import.from {
        ImportSource::File(typed) => {
            let path = path_of(&typed).map_err(unreadable)?;
            let name = path.file_name().map_or_else(|| path.as_path(), Path::new);
            let name = shown(name);
            let found = blocking(move || read(&path, gb18030, column)).await?;
            (name, found)
        }
        ImportSource::Snapshot(id) => {
            let found = snapshot::snapshot(recorder, id).await;
            let found = found.map_err(FileError::SnapshotUnread)?;
            let (_, before) = found.ok_or(FileError::SnapshotGone)?;
            (Text::new(&id.to_string()), FileContents::List(before))
        }
    };
    let imported = match found {
        FileContents::Content(imported) => imported,
        // A conversation cannot be restored: only the users in the list are of use.
        FileContents::List(before) if before.list == ListKind::Conversations => {
            let rows = before.rows.into_iter().map(|row| ListedId {
                id: row.id,
                line: row.line,
                problem: row.impossible,
                doubt: row.doubt,
            });
            ImportedContent::Ids(rows.collect())
        }
        FileContents::List(before) => {
            let now = context.load_all(request, &import.owner, before.list).await;
            let now: ListRows = now.map_err(FileError::ListUnread)?;
            ImportedContent::Difference(listfile::difference(&import.owner, before, &now))
        }
    };
    Ok(ImportedFile {
        name,
        content: imported,
    })
}

/// What a file turned out to hold.
enum FileContents {
    /// A list.
    List(SavedList),
    /// Text, or something that the user has to confirm first.
    Content(ImportedContent),
}

fn read(path: &Path, gb18030: bool, column: Option<usize>) -> Result<FileContents, FileError> {
    let bytes = bytes_of(path)?;
    let (text, is_sure) = match decode(&bytes)? {
        DecodedText::Sure(text) => (text, true),
        DecodedText::Gb18030(text) => (text, gb18030),
    };
    if !is_sure {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let lines = lines.take(OFFERED).map(Text::new).collect();
        return Ok(FileContents::Content(ImportedContent::Gb18030(lines)));
    }
    let lines = text.lines().count();
    if lines > MAX_LINES {
        return Err(FileError::TooMuch(TextTooLong::Lines(LimitPassed::new(
            lines, MAX_LINES,
        ))));
    }
    Ok(match listfile::read(&text, column)? {
        ParsedFile::List(before) => FileContents::List(before),
        ParsedFile::Text => FileContents::Content(ImportedContent::Text(text, column)),
        ParsedFile::Columns(columns) => FileContents::Content(ImportedContent::Columns(columns)),
    })
}

/// How many lines to show of a text whose encoding is uncertain.
const OFFERED: usize = 3;

/// A decoded file.
#[derive(Debug, PartialEq, Eq)]
enum DecodedText {
    /// A byte order mark or valid UTF-8 proves the encoding.
    Sure(String),
    /// It is not UTF-8, but decodes as GB18030.
    Gb18030(String),
}

fn decode(bytes: &[u8]) -> Result<DecodedText, FileError> {
    const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];
    if WORKBOOKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(FileError::Workbook);
    }
    // UTF-32, whose byte order mark begins like that of UTF-16. No program that makes lists writes it.
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(FileError::NotText);
    }
    // A byte order mark decides.
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text
            .map(|text| DecodedText::Sure(text.into_owned()))
            .ok_or(FileError::NotText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(DecodedText::Sure(text.to_owned()));
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    let is_binary = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    match text {
        Some(text) if !text.contains(is_binary) => Ok(DecodedText::Gb18030(text.into_owned())),
        _ => Err(FileError::NotText),
    }
}

/// The content of a file. Anything but a regular file is not opened: a pipe would block until somebody writes
/// into it.
fn bytes_of(path: &Path) -> Result<Vec<u8>, FileError> {
    let there = fs::metadata(path).map_err(unreadable)?;
    if !there.is_file() {
        return Err(FileError::NotAFile);
    }
    let file = OpenOptions::new()
        .read(true)
        // It may have been replaced since the check.
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(unreadable)?;
    limited(file)
}

fn limited(file: File) -> Result<Vec<u8>, FileError> {
    let there = file.metadata().map_err(unreadable)?;
    if !there.is_file() {
        return Err(FileError::NotAFile);
    }
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let too_long = |is| FileError::TooMuch(TextTooLong::Bytes(LimitPassed { is, limit }));
    if there.len() > limit {
        return Err(too_long(there.len()));
    }
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        return Err(too_long(limit + 1));
    }
    Ok(bytes)
}

// ---- both ----

/// The path that was typed, or dropped on the terminal: relative to the home directory with `~/`, otherwise
/// to the working directory. The name as typed is tried first, then as a shell or a file manager quotes it.
fn path_of(typed: &str) -> io::Result<PathBuf> {
    let path = in_full(typed)?;
    if path.exists() {
        return Ok(path);
    }
    let others = [from_uri(typed), from_shell(typed), from_quotes(typed)];
    others
        .into_iter()
        .flatten()
        .next()
        .map_or(Ok(path), |name| in_full(&name))
}

/// The path of `file:///home/li%20na/ids.csv`, and of `file:/home/li%20na/ids.csv`.
fn from_uri(typed: &str) -> Option<String> {
    let scheme = typed
        .get(..5)
        .filter(|scheme| scheme.eq_ignore_ascii_case("file:"));
    let rest = scheme.map(|_| &typed[5..])?;
    let path = match rest.strip_prefix("//") {
        // A host may precede the path.
        Some(place) => &place[place.find('/')?..],
        None => Some(rest).filter(|rest| rest.starts_with('/'))?,
    };
    let path = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .ok()?;
    Some(path.into_owned())
}

/// The path inside quotation marks that no shell knows.
fn from_quotes(typed: &str) -> Option<String> {
    const QUOTES: [(char, char); 5] =
        [('“', '”'), ('‘', '’'), ('`', '`'), ('「', '」'), ('«', '»')];
    let name = QUOTES.iter().find_map(|&(open, close)| {
        let inside = typed.trim().strip_prefix(open)?;
        inside.strip_suffix(close)
    })?;
    Some(from_uri(name).unwrap_or_else(|| name.to_owned()))
}

/// The path in quotes, or with backslashes before special characters of the shell.
fn from_shell(typed: &str) -> Option<String> {
    if !typed.contains(['\'', '"', '\\']) {
        return None;
    }
    let mut words = shell_words::split(typed).ok()?;
    let name = words.pop()?;
    // Several words would be several files.
    words.is_empty().then(|| from_uri(&name).unwrap_or(name))
}

fn in_full(typed: &str) -> io::Result<PathBuf> {
    let typed = Path::new(typed);
    match (typed.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(below), Some(home)) => Ok(home.home_dir().join(below)),
        _ => absolute(typed),
    }
}

fn shown(path: &Path) -> Text {
    Text::new(&path.display().to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn unreadable(why: io::Error) -> FileError {
    FileError::Unreadable((&why).into())
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn unwritable(why: io::Error) -> FileError {
    FileError::Unwritable((&why).into())
}

/// Runs file access on a blocking thread: disks can be slow, and the other tasks must not wait for them.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|broken| {
        let why = SystemError::other(&broken.to_string());
        Err(FileError::Unreadable(why))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_decides_and_what_is_no_utf8_may_be_gb18030() {
        let sure = |text: &str| Ok(DecodedText::Sure(text.to_owned()));
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect()
        };
        for text in ["用户ID\t备注\r\nbob_77\t😀\r\n", "bob_77", ""] {
            assert_eq!(decode(&utf16(text, false)), sure(text));
            assert_eq!(decode(&utf16(text, true)), sure(text));
            assert_eq!(decode(text.as_bytes()), sure(text));
            assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), sure(text));
        }
        // 用户, and a character of four bytes.
        let gb = b"\xD3\xC3\xBB\xA7\x81\x39\xEF\x30";
        assert_eq!(
            decode(gb),
            Ok(DecodedText::Gb18030("用户\u{3401}".to_owned()))
        );
        let mut odd = utf16("bob", false);
        odd.pop();
        for broken in [
            &odd[..],
            b"\xFF\xFE\x00\xD8",
            b"a\xFF\xFFb",
            b"\x00\xFFb",
            b"\xD3\xC3\x01",
            b"\xFF\xFE\0\0b\0\0\0o\0\0\0b\0\0\0",
            b"\0\0\xFE\xFF\0\0\0b\0\0\0o\0\0\0b",
        ] {
            assert_eq!(decode(broken), Err(FileError::NotText), "{broken:?}");
        }
        assert_eq!(decode(b"PK\x03\x04rest"), Err(FileError::Workbook));
    }

    #[test]
    fn a_path_is_taken_as_people_and_programs_write_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("li na's 50% 名单.csv");
        std::fs::write(&path, "").unwrap();
        let plain = path.to_str().unwrap();
        let uri = plain
            .replace('%', "%25")
            .replace(' ', "%20")
            .replace("名单", "%E5%90%8D%E5%8D%95");
        for typed in [
            plain.to_owned(),
            format!("\"{plain}\""),
            shell_words::quote(plain).into_owned(),
            plain.replace(' ', "\\ ").replace('\'', "\\'"),
            format!("file://{uri}"),
            format!("FILE://localhost{uri}"),
            format!("file:{uri}"),
            format!("“{plain}”"),
            format!("‘{plain}’"),
            format!("`{plain}`"),
            format!("「file:{uri}」"),
            format!("'file://{}'", uri.replace('\'', "%27")),
        ] {
            assert_eq!(path_of(&typed).unwrap(), path, "{typed}");
        }
        let quoted = dir.path().join("\"a\".csv");
        std::fs::write(&quoted, "").unwrap();
        assert_eq!(
            path_of(quoted.to_str().unwrap()).unwrap(),
            quoted,
            "its very name comes first"
        );
        let home = directories::BaseDirs::new()
            .unwrap()
            .home_dir()
            .join("x y.csv");
        assert_eq!(path_of("~/x\\ y.csv").unwrap(), home);
        assert_eq!(path_of("'~/x y.csv'").unwrap(), home);
    }
}
