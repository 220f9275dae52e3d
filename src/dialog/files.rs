//! Questions about files: where something is written, and where one is read from.

use tui_input::Input;

use super::triage::ColumnQuestion;
use crate::domain::lists::{
    ExportRequest, ExportSubject, FileError, FileFormat, ImportOptions, ImportRequest,
    ImportSource, SnapshotInfo,
};
use crate::domain::{Failure, UserId};
use crate::keymap::Layer;
use crate::paged::RequestId;
use crate::text::Text;

/// A reading on its way, and how many rows it has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListReading {
    /// The reading.
    pub request: RequestId,
    /// The rows by now.
    pub rows: usize,
}

impl ListReading {
    /// One that begins.
    pub fn new(request: RequestId) -> Self {
        Self { request, rows: 0 }
    }
}

/// "Into which file?"
#[derive(Debug, Clone)]
pub struct ExportDialog {
    /// What is written.
    pub subject: ExportSubject,
    /// The file as typed.
    pub input: Input,
    /// It is being read, or written.
    pub reading: Option<ListReading>,
    /// Why it was not written.
    pub trouble: Option<FileError>,
}

impl ExportDialog {
    /// How it is written down.
    pub fn format(&self) -> FileFormat {
        FileFormat::of(self.input.value().trim())
    }

    /// Writes it down the other way.
    pub fn toggle(&mut self) {
        let path = self.input.value();
        let (now, other) = match FileFormat::of(path) {
            FileFormat::Csv => (FileFormat::Csv, FileFormat::Json),
            FileFormat::Json => (FileFormat::Json, FileFormat::Csv),
        };
        let named = path.rsplit_once('.');
        let stem = named.filter(|(_, ending)| ending.eq_ignore_ascii_case(now.ending()));
        let stem = stem.map_or(path, |(stem, _)| stem);
        self.input = Input::new(format!("{stem}.{}", other.ending()));
        self.trouble = None;
    }

    /// What is asked for.
    pub fn export(&self, app: Text, at: i64) -> ExportRequest {
        ExportRequest {
            subject: self.subject.clone(),
            app,
            path: self.input.value().trim().to_owned(),
            at,
        }
    }
}

/// The snapshots of a user.
#[derive(Debug, Clone)]
pub enum SnapshotList {
    /// The journal is asked.
    Asked(RequestId),
    /// These, newest first.
    There(Vec<SnapshotInfo>),
    /// The journal cannot say.
    Failed(Failure),
}

/// "From which file, or from which snapshot?"
#[derive(Debug, Clone)]
pub struct ImportDialog {
    /// With whose lists it is compared.
    pub owner: UserId,
    /// The file as typed.
    pub input: Input,
    /// The snapshots to choose from.
    pub snapshots: SnapshotList,
    /// The one that is chosen; `None` where the file counts.
    pub at: Option<usize>,
    /// It is being read.
    pub reading: Option<ListReading>,
    /// Why it was not taken.
    pub trouble: Option<FileError>,
    /// What was answered by now.
    pub how: ImportOptions,
    /// What is asked about the file.
    pub question: Option<FileQuestion>,
}

/// What a file does not say itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileQuestion {
    /// Is it in GB18030? Its first lines, read so.
    Gb18030(Vec<Text>),
    /// Which column has the ids?
    Column(ColumnQuestion),
}

impl ImportDialog {
    /// What was asked, and answered, was about another file.
    pub fn ask_anew(&mut self) {
        self.how = ImportOptions::default();
        self.question = None;
        self.trouble = None;
    }

    /// Takes what is chosen for the answer to the question.
    pub fn answer(&mut self) {
        match self.question.take() {
            Some(FileQuestion::Gb18030(_)) => self.how.gb18030 = true,
            Some(FileQuestion::Column(ask)) => self.how.column = ask.place(),
            None => {}
        }
    }

    /// The snapshots, as far as they are there.
    pub fn offered(&self) -> &[SnapshotInfo] {
        match &self.snapshots {
            SnapshotList::There(all) => all,
            SnapshotList::Asked(_) | SnapshotList::Failed(_) => &[],
        }
    }

    /// Chooses the next one, or the one before; before the first is the file.
    pub fn choose(&mut self, down: bool) {
        if let Some(FileQuestion::Column(ask)) = &mut self.question {
            return ask.choose(down);
        }
        let last = self.offered().len().checked_sub(1);
        self.at = match (self.at, last) {
            (_, None) => None,
            (None, Some(_)) => down.then_some(0),
            (Some(at), Some(last)) if down => Some((at + 1).min(last)),
            (Some(at), Some(_)) => at.checked_sub(1),
        };
        self.ask_anew();
    }

    /// What is asked for; `None` where nothing is.
    pub fn import(&self) -> Option<ImportRequest> {
        let typed = self.input.value().trim();
        let from = match self.at {
            Some(at) => ImportSource::Snapshot(self.offered().get(at)?.id),
            None if typed.is_empty() => return None,
            None => ImportSource::File(typed.to_owned()),
        };
        Some(ImportRequest {
            owner: self.owner.clone(),
            from,
            how: self.how,
        })
    }
}

/// Which keys count: the field's, unless something is being read.
pub(super) fn layer(reading: Option<ListReading>) -> Layer {
    match reading {
        Some(_) => Layer::Sent,
        None => Layer::Field,
    }
}
