//! What is exported to files, and imported from files and the journal.

use super::{Change, ChatKind, Failure, JobId, ListKind, SnapshotId, SystemError, UserId};
use crate::text::Text;
use crate::text::id_finder::{IdColumn, IdDoubt, IdProblem, TextTooLong};

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

impl FileFormat {
    /// The format that a file name's extension stands for.
    pub fn of(path: &str) -> Self {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending.eq_ignore_ascii_case(Self::Json.ending()) {
            Self::Json
        } else {
            Self::Csv
        }
    }

    /// The extension of a file name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What can be exported to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportSubject {
    /// A list, read again for the export.
    List {
        /// Whose list.
        owner: UserId,
        /// Which list.
        list: ListKind,
        /// Only these rows, if some are selected.
        only: Option<Vec<(ChatKind, UserId)>>,
    },
    /// The failed steps of a job.
    Failed(FailedSteps),
}

impl ExportSubject {
    /// The columns of a row in the file, before the owner and the list that each row names too.
    pub fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::List { list, .. } => match list {
                ListKind::Friends => &["id", "remark"],
                ListKind::Blocks => &["id"],
                ListKind::Conversations => &["id", "kind"],
            },
            Self::Failed(_) => &FAILED_COLUMNS,
        }
    }
}

/// The columns of a file of failed steps.
pub const FAILED_COLUMNS: [&str; 7] = [
    "id",
    "verb",
    "outcome",
    "reason",
    "status",
    "error",
    "description",
];

/// The steps of a job that failed, or whose outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedSteps {
    /// Whose lists the job is about.
    pub owner: UserId,
    /// Its number in the journal.
    pub job: JobId,
    /// The changes, and why they failed; `None` if the outcome is unknown.
    pub steps: Vec<(Change, Option<Failure>)>,
}

/// A request to export something to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// What to export.
    pub subject: ExportSubject,
    /// The App Key.
    pub app: Text,
    /// The file's path, as typed.
    pub path: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// The result of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// The file's full path.
    pub path: Text,
    /// How many rows it has.
    pub rows: usize,
}

/// A request to import something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRequest {
    /// The user whose lists it is compared with.
    pub owner: UserId,
    /// Where to read it from.
    pub from: ImportSource,
    /// The person's choices for how to read the file.
    pub how: ImportOptions,
}

/// How to read a file, as far as the file itself does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// It is encoded in GB18030, which Chinese spreadsheets write.
    pub gb18030: bool,
    /// The index of the column with the IDs.
    pub column: Option<usize>,
}

/// Where an imported list comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    /// A file, its path as typed.
    File(String),
    /// A snapshot in the journal, by its number.
    Snapshot(SnapshotId),
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name.
    pub name: Text,
    /// Its content.
    pub content: ImportedContent,
}

/// The content of an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedContent {
    /// IDs somewhere in a text; those of this column if it is a table.
    Text(String, Option<usize>),
    /// The IDs of a list that is not compared.
    Ids(Vec<ListedId>),
    /// A list, compared with the current one.
    Difference(ListDifference),
    /// It is not UTF-8, but can be read as GB18030: its first lines.
    Gb18030(Vec<Text>),
    /// Several columns hold IDs, and nothing says which one is meant.
    Columns(Vec<IdColumn>),
}

/// An ID of a list in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedId {
    /// The ID.
    pub id: UserId,
    /// Its line.
    pub line: usize,
    /// Why it cannot be sent in any call.
    pub problem: Option<IdProblem>,
    /// Why it may not be the ID that was meant.
    pub doubt: Option<IdDoubt>,
}

/// How the current list differs from an earlier one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListDifference {
    /// The users who differ: first those who are missing, then those with another remark, then those who are
    /// new.
    pub rows: Vec<DifferenceRow>,
    /// How many are unchanged.
    pub same: usize,
    /// The owner of the earlier list, if it names one and it is another user.
    pub other_owner: Option<UserId>,
    /// The name of the column that the IDs were read from, if it was a table.
    pub column: Option<Text>,
    /// Set if it is not a snapshot, but a table that a person made.
    pub table: Option<TableScope>,
}

/// A table of remarks that a person made: users who are not in it are not meant, and have no row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableScope {
    /// How many users are on the current list and not in the table.
    pub outside: usize,
}

/// A user whose state differs between the two lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRow {
    /// The ID.
    pub id: UserId,
    /// The line or position in the earlier list; 0 for a user who is not in it.
    pub line: usize,
    /// How many times the user is in the earlier list.
    pub times: usize,
    /// Why the ID cannot be sent in any call.
    pub problem: Option<IdProblem>,
    /// Why the earlier list may not say what was meant.
    pub doubt: Option<IdDoubt>,
    /// Further remarks that the earlier list has for the user.
    pub others: Vec<Option<Text>>,
    /// Which list it is.
    pub list: ListKind,
    /// The state in the earlier list.
    pub earlier: Membership,
    /// The current state.
    pub now: Membership,
}

/// Whether a user is on a list, and with which remark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Membership {
    /// Whether they are on it.
    pub is_listed: bool,
    /// The remark, if known; `Some(None)` if there is none.
    pub remark: Option<Option<Text>>,
}

/// A snapshot in the journal, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotInfo {
    /// Its number.
    pub id: SnapshotId,
    /// When it was taken, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Which list it is of.
    pub list: ListKind,
    /// How many rows it has.
    pub rows: usize,
    /// The job it was taken for, before it started.
    pub job: Option<JobId>,
}

/// Why a file could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// A file of this name already exists.
    Exists,
    /// It is a directory, a device or the like.
    NotAFile,
    /// It is not text in a known encoding.
    NotText,
    /// It is a workbook, or another file that only its own program can read.
    Workbook,
    /// It exceeds the limit for what is read.
    TooMuch(TextTooLong),
    /// This line does not match the header, or this row of a list has no ID.
    BadLine(usize),
    /// The system refused to read it.
    Unreadable(SystemError),
    /// The system refused to write it.
    Unwritable(SystemError),
    /// The current list could not be read.
    ListUnread(Failure),
    /// The snapshot could not be read.
    SnapshotUnread(Failure),
    /// The snapshot was removed meanwhile.
    SnapshotGone,
}
