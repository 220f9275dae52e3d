//! Exports the journal for other programs: JSON, one object per line, or CSV. Both may end up in terminals
//! and spreadsheets, and must not trigger anything there.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use csv::QuoteStyle;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{EntryFilter, Journal, JournalEntry, JournalError, UnixMillis};
use crate::domain::{Change, ChatKind, PairRemark, UserId};
use crate::private_file::{FILE_MODE, make_dir};
use crate::text::{Text, exported, tame_json};

/// The most entries in memory at once.
const PAGE: u32 = 500;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One JSON object per line.
    Json,
    /// CSV with a header line, safe to open in a spreadsheet.
    Csv,
}

/// Why something was not exported, or not completely.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The output cannot be written.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Exports the entries of a journal, if there is one, that match a filter, newest first; returns their
/// number.
pub async fn export(
    journal: Option<&Journal>,
    filter: EntryFilter,
    form: ExportFormat,
    out: impl Write + Send,
) -> Result<usize, ExportError> {
    let mut out = EntryWriter::new(form, out);
    let mut filter = EntryFilter {
        limit: PAGE,
        ..filter
    };
    let mut written = 0;
    loop {
        let entries = match journal {
            None => Vec::new(),
            Some(journal) => journal.entries(filter.clone()).await?,
        };
        for entry in &entries {
            out.entry(entry)?;
        }
        written += entries.len();
        match entries.last() {
            Some(last) => filter.before = Some(last.id),
            None => break,
        }
    }
    out.end()?;
    Ok(written)
}

/// Writes these entries as [`export`] does, one JSON object per line.
pub fn write_json(entries: &[JournalEntry], out: impl Write) -> io::Result<()> {
    let mut out = EntryWriter::new(ExportFormat::Json, out);
    entries.iter().try_for_each(|entry| out.entry(entry))?;
    out.end()
}

/// Creates a new file in this directory, readable by its owner only and named after the time.
pub fn new_file(dir: &Path, at: UnixMillis) -> io::Result<(PathBuf, File)> {
    make_dir(dir)?;
    let at = Timestamp::from_millisecond(at).map_err(io::Error::other)?;
    let at = at.to_zoned(TimeZone::system()).strftime("%Y%m%d-%H%M%S");
    let mut number = 1;
    loop {
        let name = match number {
            1 => format!("journal-{at}.csv"),
            _ => format!("journal-{at}-{number}.csv"),
        };
        let path = dir.join(name);
        let mut options = OpenOptions::new();
        match options
            .write(true)
            .create_new(true)
            .mode(FILE_MODE)
            .open(&path)
        {
            Ok(file) => return Ok((path, file)),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(why) => return Err(why),
        }
    }
}

/// A value of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
enum EntryCell {
    /// Unknown, or absent.
    Nothing,
    Number(i64),
    Flag(bool),
    Word(String),
    Text(Text),
    User(UserId),
}

enum EntryWriter<W: Write> {
    Json(io::BufWriter<W>),
    Csv(Box<csv::Writer<W>>, bool),
}

impl<W: Write> EntryWriter<W> {
    fn new(form: ExportFormat, out: W) -> Self {
        match form {
            ExportFormat::Json => Self::Json(io::BufWriter::new(out)),
            // All cells are quoted: otherwise a spreadsheet that splits at semicolons could find a formula
            // behind one.
            ExportFormat::Csv => {
                let writer = csv::WriterBuilder::new()
                    .quote_style(QuoteStyle::Always)
                    .from_writer(out);
                Self::Csv(Box::new(writer), false)
            }
        }
    }

    fn entry(&mut self, entry: &JournalEntry) -> io::Result<()> {
        let cells = cells(entry);
        match self {
            Self::Json(out) => writeln!(out, "{}", json(&cells)?),
            Self::Csv(out, named) => {
                names(out, named)?;
                Ok(out.write_record(cells.iter().map(EntryCell::csv))?)
            }
        }
    }

    fn end(self) -> io::Result<()> {
        match self {
            Self::Json(mut out) => out.flush(),
            Self::Csv(mut out, mut named) => {
                names(&mut out, &mut named)?;
                out.flush()
            }
        }
    }
}

fn names<W: Write>(out: &mut csv::Writer<W>, named: &mut bool) -> io::Result<()> {
    if !std::mem::replace(named, true) {
        out.write_record(NAMES)?;
    }
    Ok(())
}

const NAMES: [&str; 27] = [
    "id",
    "at",
    "answered",
    "operator",
    "profile",
    "app",
    "ticket",
    "reason",
    "verb",
    "owner",
    "target",
    "remark",
    "chat",
    "roaming",
    "was_friend",
    "was_blocked",
    "had_remark",
    "was_remark",
    "state",
    "by_reading",
    "status",
    "why",
    "error",
    "description",
    "job",
    "undoes",
    "undone_by",
];

/// The values of an entry, in the order of [`NAMES`].
fn cells(entry: &JournalEntry) -> [EntryCell; NAMES.len()] {
    let state = entry.state.word();
    let JournalEntry {
        id,
        at,
        // The service's clock is of no use to anybody else.
        sent: _,
        answered,
        audit,
        asked,
        before,
        state: _,
        verified,
        status,
        failure,
        job,
        undoes,
        undone_by,
        // The entries that it undoes, and the others of its job, contain this.
        is_undo: _,
        came_with_friend: _,
        // Every entry is exported.
        group: _,
    } = entry;
    let (remark, chat, roaming) = match asked.whole() {
        Some(Change::SetRemark { remark, .. }) => {
            let remark = if remark.raw().is_empty() {
                word("")
            } else {
                text(Some(remark))
            };
            (remark, EntryCell::Nothing, EntryCell::Nothing)
        }
        Some(Change::DeleteConversation { kind, roaming, .. }) => {
            let kind = match kind {
                ChatKind::Chat => "chat",
                ChatKind::Group => "group",
            };
            (EntryCell::Nothing, word(kind), EntryCell::Flag(*roaming))
        }
        Some(
            Change::AddFriend { .. }
            | Change::RemoveFriend { .. }
            | Change::Block { .. }
            | Change::Unblock { .. },
        )
        | None => (EntryCell::Nothing, EntryCell::Nothing, EntryCell::Nothing),
    };
    let had = before.remark.as_ref().map(|was| *was != PairRemark::None);
    let was = before
        .remark
        .as_ref()
        .filter(|was| **was != PairRemark::None);
    let failure = failure.as_ref();
    [
        EntryCell::Number(id.0),
        time(*at),
        answered.map_or(EntryCell::Nothing, time),
        text(audit.operator.as_ref()),
        text(audit.profile.as_ref()),
        text(Some(&audit.app)),
        text(audit.ticket.as_ref()),
        text(audit.reason.as_ref()),
        word(asked.kind().word()),
        EntryCell::User(asked.owner().clone()),
        EntryCell::User(asked.target().clone()),
        remark,
        chat,
        roaming,
        before.friend.map_or(EntryCell::Nothing, EntryCell::Flag),
        before.blocked.map_or(EntryCell::Nothing, EntryCell::Flag),
        had.map_or(EntryCell::Nothing, EntryCell::Flag),
        was.map_or(EntryCell::Nothing, self::remark),
        word(state),
        EntryCell::Flag(*verified),
        status.map_or(EntryCell::Nothing, |status| {
            EntryCell::Number(status.into())
        }),
        failure.map_or(EntryCell::Nothing, |f| word(f.reason.word())),
        text(failure.and_then(|failure| failure.error.as_ref())),
        text(failure.and_then(|failure| failure.description.as_ref())),
        job.map_or(EntryCell::Nothing, |job| EntryCell::Word(job.to_string())),
        undoes.map_or(EntryCell::Nothing, |undone| EntryCell::Number(undone.0)),
        undone_by
            .as_ref()
            .map_or(EntryCell::Nothing, |by| EntryCell::Number(by.entry.0)),
    ]
}

/// Absent if it was not stored.
fn remark(remark: &PairRemark) -> EntryCell {
    match remark {
        PairRemark::None => word(""),
        PairRemark::Text(text) => EntryCell::Text(text.clone()),
        PairRemark::Withheld => EntryCell::Nothing,
    }
}

fn word(word: &str) -> EntryCell {
    EntryCell::Word(word.to_owned())
}

fn text(text: Option<&Text>) -> EntryCell {
    text.map_or(EntryCell::Nothing, |text| EntryCell::Text(text.clone()))
}

/// In UTC, to the millisecond.
fn time(at: UnixMillis) -> EntryCell {
    match Timestamp::from_millisecond(at) {
        Ok(at) => EntryCell::Word(format!("{at:.3}")),
        Err(_) => EntryCell::Number(at),
    }
}

impl EntryCell {
    /// As it is shown, and such that no spreadsheet executes it.
    fn csv(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Word(word) => word.clone(),
            Self::Text(text) => exported::cell(text.raw()),
            Self::User(user) => exported::cell(user.raw()),
        }
    }
}

/// The values of an entry with their names.
struct EntryLine<'a>(&'a [EntryCell]);

impl Serialize for EntryLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in NAMES.iter().zip(self.0) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

impl Serialize for EntryCell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Word(word) => serializer.serialize_str(word),
            Self::Text(text) => serializer.serialize_str(text.raw()),
            Self::User(user) => serializer.serialize_str(user.raw()),
        }
    }
}

fn json(cells: &[EntryCell]) -> io::Result<String> {
    Ok(tame_json(&serde_json::to_string(&EntryLine(cells))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::readable;

    const HOSTILE: [&str; 10] = [
        "\u{1b}[2J\u{7f}\u{9b}31m",
        "a\u{202e}b\u{200b}\u{feff}",
        "<202E> \"quoted\" \\ back",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}",
        "\u{301}\u{302}\u{303}\u{304}\u{305}",
        "\u{301}first",
        "👨\u{200d}👩\u{200d}👧 🇨🇳",
        "مرحبا 你好 한국",
        "\u{e0041}\u{10ffff}\u{e000}",
        "tab\tline\r\nnul\0",
    ];

    #[test]
    fn a_line_of_json_gives_back_every_text_and_shows_nothing_that_acts() {
        for raw in HOSTILE {
            let mut cells = vec![EntryCell::Nothing; NAMES.len()];
            cells[3] = EntryCell::Text(Text::new(raw));
            cells[9] = EntryCell::User(UserId::new(raw));
            let line = json(&cells).unwrap();
            let read: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(read["operator"], raw);
            assert_eq!(read["owner"], raw);
            assert_eq!(read["ticket"], serde_json::Value::Null);
            // Text that looks like an escaped code point is harmless.
            let plain = line.replace("<202E>", "");
            assert_eq!(readable(&plain), plain, "{raw:?}");
        }
    }

    #[test]
    fn what_can_be_shown_stays_readable() {
        let mut cells = vec![EntryCell::Nothing; NAMES.len()];
        cells[3] = EntryCell::Text(Text::new("李娜 👨\u{200d}👩\u{200d}👧 é"));
        let line = json(&cells).unwrap();
        assert!(line.contains("李娜 👨\u{200d}👩\u{200d}👧 é"), "{line}");
    }

    #[test]
    fn a_cell_of_csv_neither_runs_nor_acts() {
        for raw in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1",
        ] {
            let runs = ['=', '+', '-', '@', '＝'];
            for cell in [
                EntryCell::Text(Text::new(raw)),
                EntryCell::User(UserId::new(raw)),
            ] {
                let cell = cell.csv();
                assert!(!cell.starts_with(runs), "{raw:?}: {cell:?}");
                assert!(!cell.contains(char::is_control), "{cell:?}");
            }
        }
        for raw in HOSTILE {
            let cell = EntryCell::Text(Text::new(raw)).csv();
            assert!(!cell.contains(char::is_control), "{cell:?}");
        }
        assert_eq!(EntryCell::Text(Text::new("a=1")).csv(), "a=1");
        assert_eq!(EntryCell::Number(-1).csv(), "-1");
    }
}
