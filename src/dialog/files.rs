//! Questions about files: where to export to, and where to import from.

use tui_input::Input;

use super::triage::ColumnQuestion;
use crate::domain::files::{
    ExportRequest, ExportSubject, FileError, FileFormat, ImportOptions, ImportRequest,
    ImportSource, SnapshotInfo,
};
use crate::domain::{Failure, RequestId, UserId};
use crate::keymap::Layer;
use crate::text::Text;

/// A read in progress, and how many rows it has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListReading {
    /// The request.
    pub request: RequestId,
    /// The rows so far.
    pub rows: usize,
}

impl ListReading {
    /// A read that just began.
    pub fn new(request: RequestId) -> Self {
        Self { request, rows: 0 }
    }
}

/// "Export to which file?"
#[derive(Debug, Clone)]
pub struct ExportDialog {
    /// What to export.
    pub subject: ExportSubject,
    /// The path as typed.
    pub input: Input,
    /// The read or export in progress.
    pub reading: Option<ListReading>,
    /// Why the export failed.
    pub trouble: Option<FileError>,
}

impl ExportDialog {
    /// The format of the file.
    pub fn format(&self) -> FileFormat {
        FileFormat::of(self.input.value().trim())
    }

    /// Switches to the other format.
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

    /// The export to request.
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
    /// The journal was queried.
    Asked(RequestId),
    /// The snapshots, newest first.
    There(Vec<SnapshotInfo>),
    /// The journal could not be read.
    Failed(Failure),
}

/// "Import from which file, or which snapshot?"
#[derive(Debug, Clone)]
pub struct ImportDialog {
    /// The user whose lists it is compared with.
    pub owner: UserId,
    /// The path as typed.
    pub input: Input,
    /// The snapshots to choose from.
    pub snapshots: SnapshotList,
    /// The chosen one; `None` if the file is chosen.
    pub at: Option<usize>,
    /// The read in progress.
    pub reading: Option<ListReading>,
    /// Why the import failed.
    pub trouble: Option<FileError>,
    /// The choices made so far.
    pub how: ImportOptions,
    /// The question about the file.
    pub question: Option<FileQuestion>,
}

/// What a file does not say itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileQuestion {
    /// Is it in GB18030? Its first lines, decoded that way.
    Gb18030(Vec<Text>),
    /// Which column has the IDs?
    Column(ColumnQuestion),
}

impl ImportDialog {
    /// Resets the question and its answer, which were about another file.
    pub fn ask_anew(&mut self) {
        self.how = ImportOptions::default();
        self.question = None;
        self.trouble = None;
    }

    /// The typed path has changed. A person who types means the file.
    pub(super) fn edited(&mut self) {
        self.at = None;
        self.ask_anew();
    }

    /// The query to the journal, if in progress.
    pub(super) fn queries(&self) -> Vec<RequestId> {
        match self.snapshots {
            SnapshotList::Asked(request) => vec![request],
            SnapshotList::There(_) | SnapshotList::Failed(_) => Vec::new(),
        }
    }

    /// Takes the current choice as the answer to the question.
    pub fn answer(&mut self) {
        match self.question.take() {
            Some(FileQuestion::Gb18030(_)) => self.how.gb18030 = true,
            Some(FileQuestion::Column(ask)) => self.how.column = ask.place(),
            None => {}
        }
    }

    /// The snapshots, as far as they are loaded.
    pub fn offered(&self) -> &[SnapshotInfo] {
        match &self.snapshots {
            SnapshotList::There(all) => all,
            SnapshotList::Asked(_) | SnapshotList::Failed(_) => &[],
        }
    }

    /// Chooses the next or the previous one; the file comes before the first.
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

    /// The import to request; `None` if nothing was chosen.
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

/// The layer whose keys are active: the field's, unless a read is in progress.
pub(super) fn layer(reading: Option<ListReading>) -> Layer {
    match reading {
        Some(_) => Layer::Waiting,
        None => Layer::Field,
    }
}
