//! Lists and other things that go into files; lists that come back out of files and of the journal.

use super::Change;
use crate::domain::{ChatKind, Failure, UserId};
use crate::text::Text;
use crate::text::tickets::{IdDoubt, IdProblem, TicketColumn, TicketTooLong};

/// Which of a user's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// The friends, with remarks.
    Friends,
    /// The blocklist.
    Blocks,
    /// The conversations.
    Conversations,
}

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Friends, Self::Blocks, Self::Conversations];

    /// The word for files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Friends => "friends",
            Self::Blocks => "blocks",
            Self::Conversations => "conversations",
        }
    }
}

/// How something is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

impl FileFormat {
    /// What the ending of a file's name says.
    pub fn of(path: &str) -> Self {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending.eq_ignore_ascii_case(Self::Json.ending()) {
            Self::Json
        } else {
            Self::Csv
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What can be written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportSubject {
    /// A list, read anew.
    List {
        /// Whose list.
        owner: UserId,
        /// Which list.
        list: ListKind,
        /// These rows alone, where some are selected.
        only: Option<Vec<(ChatKind, UserId)>>,
    },
    /// What failed in a job.
    Failed(FailedSteps),
}

/// What failed in a job, or of which nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedSteps {
    /// Whose lists the job is about.
    pub owner: UserId,
    /// Its number in the journal.
    pub job: i64,
    /// The changes, and why they failed; `None` where nobody knows.
    pub steps: Vec<(Change, Option<Failure>)>,
}

/// Something that shall be written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// What.
    pub subject: ExportSubject,
    /// The App Key.
    pub app: Text,
    /// The file, as it was typed.
    pub path: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// Something that was written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// The file, in full.
    pub path: Text,
    /// How many rows it has.
    pub rows: usize,
}

/// What shall be read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRequest {
    /// With whose lists it is compared.
    pub owner: UserId,
    /// Where it is.
    pub from: ImportSource,
    /// What was said when it was asked how the file is to be read.
    pub how: ImportOptions,
}

/// How a file is to be read, as far as the file does not say so itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// It is in GB18030, which Chinese spreadsheets write.
    pub gb18030: bool,
    /// The place of the column with the ids.
    pub column: Option<usize>,
}

/// Where a list of before is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    /// In a file, as it was typed.
    File(String),
    /// In the journal, under this number.
    Snapshot(i64),
}

/// What was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// What it is called.
    pub name: Text,
    /// What it holds.
    pub content: ImportedContent,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedContent {
    /// Ids, somewhere in a text; those of this column if it is a table.
    Text(String, Option<usize>),
    /// The ids of a list that is not compared.
    Ids(Vec<ListedId>),
    /// A list, compared with the one that there is now.
    Difference(ListDifference),
    /// It is no UTF-8, but it can be read as GB18030: its first lines.
    Gb18030(Vec<Text>),
    /// Several columns hold ids, and nothing says which is meant.
    Columns(Vec<TicketColumn>),
}

/// An id of a list in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedId {
    /// The id.
    pub id: UserId,
    /// Its line.
    pub line: usize,
    /// Why no call can carry it.
    pub impossible: Option<IdProblem>,
    /// Why it may not be the one that was meant.
    pub doubt: Option<IdDoubt>,
}

/// What is otherwise now than in a list of before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListDifference {
    /// Who stands otherwise: those who are missing, then those with another remark, then those who came.
    pub rows: Vec<DifferenceRow>,
    /// How many stand as they did.
    pub same: usize,
    /// Whose list it was, where it says so and it was somebody else's.
    pub other_owner: Option<UserId>,
    /// The name of the column that the ids were read from, where it was a table.
    pub column: Option<Text>,
    /// Where it is no list of before, but a table that a person made.
    pub table: Option<TableScope>,
}

/// A table of remarks that a person made: who is not in it is not meant, and not among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableScope {
    /// How many are on the list as it is now and not in the table.
    pub outside: usize,
}

/// Somebody who stands otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRow {
    /// The id.
    pub id: UserId,
    /// The line, or the place, in the list of before; 0 for somebody who is not in it.
    pub line: usize,
    /// How many times it is in the list of before.
    pub times: usize,
    /// Why no call can carry it.
    pub impossible: Option<IdProblem>,
    /// Why the list of before may not say what was meant.
    pub doubt: Option<IdDoubt>,
    /// Further remarks that the list of before has for it.
    pub others: Vec<Option<Text>>,
    /// Which list it is.
    pub list: ListKind,
    /// How it stood.
    pub then: Membership,
    /// How it stands.
    pub now: Membership,
}

/// Whether somebody is on a list, and under which remark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Membership {
    /// Whether they are on it.
    pub there: bool,
    /// The remark, where that is known; `Some(None)` where there is none.
    pub remark: Option<Option<Text>>,
}

/// A snapshot in the journal, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotInfo {
    /// Its number.
    pub id: i64,
    /// When it was taken, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Of which list.
    pub list: ListKind,
    /// How many rows it has.
    pub rows: usize,
    /// Before which job.
    pub job: Option<i64>,
}

/// Why a file was not written, or not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is something of this name already.
    Exists,
    /// It is a directory, a device or the like.
    NotAFile,
    /// It is no text in an encoding that is known.
    NotText,
    /// It is a workbook or another file that only its own program reads.
    Workbook,
    /// It is longer than what is read.
    TooMuch(TicketTooLong),
    /// This line does not fit its heading, or this row of a list has no id.
    BadLine(usize),
    /// The system does not let it be read.
    Unreadable(Text),
    /// The system does not let it be written.
    Unwritable(Text),
    /// The list, as it is now, could not be read.
    ListUnread(Failure),
    /// The snapshot could not be read.
    SnapshotUnread(Failure),
}
