//! Files that a person names: lists and other things are written into them, lists are read from them.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf, absolute};

use rustix::fs::OFlags;

use super::book::Book;
use super::desk::Desk;
use super::keep;
use crate::listfile::{self, Rows};
use crate::msg::file::{
    Content, Export, Exported, Import, Imported, List, Origin, Subject, Trouble,
};
use crate::paged::Ticket;
use crate::text::Text;
use crate::text::tickets::{MAX_BYTES, MAX_LINES, TooMuch};

// ---- out ----

/// Writes something into a file that is not there yet; a list is read from its beginning.
pub(super) async fn export(
    desk: &Desk,
    ticket: Ticket,
    export: Export,
) -> Result<Exported, Trouble> {
    let path = path_of(&export.path).map_err(unwritable)?;
    // Said before sixty pages are read, not after.
    let target = path.clone();
    blocking(move || may_be_made(&target)).await?;
    let (text, rows) = match &export.subject {
        Subject::List { owner, list, only } => {
            let rows = desk.whole(ticket, owner, *list).await;
            let mut rows = rows.map_err(Trouble::ListUnread)?;
            if let Some(only) = only {
                rows.keep(only);
            }
            (listfile::write(&export, owner, &rows), rows.len())
        }
        Subject::Failed(failed) => {
            let text = listfile::write_failed(&export, failed);
            (text, failed.steps.len())
        }
    };
    blocking(move || {
        put(&path, &text)?;
        Ok(Exported {
            path: shown(&path),
            rows,
        })
    })
    .await
}

fn may_be_made(path: &Path) -> Result<(), Trouble> {
    // A link to nowhere is something, too.
    if fs::symlink_metadata(path).is_ok() {
        return Err(Trouble::Exists);
    }
    let dir = fs::metadata(dir_of(path)).map_err(unwritable)?;
    if dir.is_dir() {
        Ok(())
    } else {
        Err(unwritable(io::Error::from(ErrorKind::NotADirectory)))
    }
}

/// The whole text under its name, for its owner only, or nothing; never in the place of something else.
fn put(path: &Path, text: &str) -> Result<(), Trouble> {
    let mut temporary = tempfile::Builder::new()
        .prefix(".rosterm-")
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(dir_of(path))
        .map_err(unwritable)?;
    temporary.write_all(text.as_bytes()).map_err(unwritable)?;
    temporary.as_file().sync_all().map_err(unwritable)?;
    match temporary.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(why) if why.error.kind() == ErrorKind::AlreadyExists => Err(Trouble::Exists),
        Err(why) => Err(unwritable(why.error)),
    }
}

fn dir_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

// ---- in ----

/// Reads a file or a snapshot. A list is compared with how it is now; anything else is a text with ids.
pub(super) async fn import(
    desk: &Desk,
    book: &Book,
    ticket: Ticket,
    import: Import,
) -> Result<Imported, Trouble> {
    let (name, text, before) = match import.from {
        Origin::File(typed) => {
            let path = path_of(&typed).map_err(unreadable)?;
            let name = path.file_name().map_or_else(|| path.as_path(), Path::new);
            let name = shown(name);
            let (text, before) = blocking(move || {
                let text = text_of(&path)?;
                let before = listfile::read(&text)?;
                Ok((text, before))
            })
            .await?;
            (name, text, before)
        }
        Origin::Snapshot(id) => {
            let found = keep::snapshot(book, id).await;
            let found = found.map_err(Trouble::SnapshotUnread)?;
            let gone = || Trouble::Unreadable(Text::new("no such snapshot"));
            let (_, before) = found.ok_or_else(gone)?;
            (Text::new(&id.to_string()), String::new(), Some(before))
        }
    };
    let content = match before {
        None => Content::Text(text),
        // Nothing brings a conversation back: the people in the list are all that is of use.
        Some(before) if before.list == List::Conversations => {
            let ids: Vec<&str> = before.rows.iter().map(|row| row.id.raw()).collect();
            Content::Text(ids.join("\n"))
        }
        Some(before) => {
            let now = desk.whole(ticket, &import.owner, before.list).await;
            let now: Rows = now.map_err(Trouble::ListUnread)?;
            Content::Difference(listfile::difference(&import.owner, before, &now))
        }
    };
    Ok(Imported { name, content })
}

/// The text of a file. What is no file is not opened: a pipe would wait for somebody to write into it.
fn text_of(path: &Path) -> Result<String, Trouble> {
    let there = fs::metadata(path).map_err(unreadable)?;
    if !there.is_file() {
        return Err(Trouble::NotAFile);
    }
    let file = OpenOptions::new()
        .read(true)
        // It may be another by now.
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(unreadable)?;
    limited(file)
}

fn limited(file: File) -> Result<String, Trouble> {
    let too_long = || Trouble::TooMuch(TooMuch::Bytes(MAX_BYTES));
    let there = file.metadata().map_err(unreadable)?;
    if !there.is_file() {
        return Err(Trouble::NotAFile);
    }
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        return Err(too_long());
    }
    let text = String::from_utf8(bytes).map_err(|_| Trouble::NotText)?;
    // A text that ends in a line has no further one behind it.
    if text.lines().nth(MAX_LINES).is_some() {
        return Err(Trouble::TooMuch(TooMuch::Lines(MAX_LINES)));
    }
    Ok(text)
}

// ---- both ----

/// The file that somebody typed: below the home with `~/`, else from the working directory on.
fn path_of(typed: &str) -> io::Result<PathBuf> {
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
fn unreadable(why: io::Error) -> Trouble {
    Trouble::Unreadable(Text::new(&why.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn unwritable(why: io::Error) -> Trouble {
    Trouble::Unwritable(Text::new(&why.to_string()))
}

/// Disks can be slow: the other tasks go on meanwhile.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|broken| Err(Trouble::Unreadable(Text::new(&broken.to_string()))))
}
