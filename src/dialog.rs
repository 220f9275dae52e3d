//! Dialogs, shown over the lists: questions, fields, failures, things to read. A dialog holds the values it
//! is about, never a position in a list, so the lists may change under it.

use tui_input::Input;

pub mod baseline;
mod change;
mod diagnosis;
pub mod difference;
pub mod files;
pub mod job_confirmation;
mod jobs;
mod journal;
mod open;
mod palette;
mod read_progress;
pub mod triage;

pub use change::{
    ChangeDialog, ConversationDialog, ConversationStep, FailedChange, RemarkDialog, RemoveDialog,
    SeenConversation, SendStage,
};
pub use diagnosis::{DiagnosisQuestion, DiagnosisView, DiagnosisWatch};
use files::{ExportDialog, ImportDialog, ListReading};
use job_confirmation::JobConfirmation;
pub use jobs::{JobQuestion, JobReading, JobsView, ListedJob, ResumeOffer};
pub use journal::{
    EntryWidths, FilterCycle, JournalPaging, JournalPart, JournalRowKey, JournalScope, JournalView,
    TicketReferenceDialog, excess,
};
pub use open::{OpenDialog, OpenProblem};
pub use palette::{Palette, PaletteScope};
use read_progress::ReadProgress;
pub use read_progress::{DrawnText, ScrollStep};
use triage::{Triage, TriageStep};

use crate::domain::RequestId;
use crate::keymap::Layer;
use crate::msg::{Action, Millis};
use crate::text::half_width;

/// A confirming key is accepted only after the dialog was on screen this long, unless the profile says
/// otherwise; a key that comes sooner restarts the wait. Type-ahead never confirms.
pub const ARM_TIME: Millis = 400;

/// From this number of IDs on, the number must be typed before anything is sent.
pub const COUNT_TYPED_FROM: usize = 5;

/// Whether this number of IDs must be typed before anything is sent.
fn is_count_typed(n: usize) -> bool {
    n >= COUNT_TYPED_FROM
}

/// Up to this number, the IDs are listed right below the question and must have been on screen before a
/// confirming key is accepted. If there are more, the number is shown first and must be typed, and the IDs
/// are listed below everything else.
pub const LISTED_UP_TO: usize = 10;

/// A text to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderPage {
    /// Everything known about the row under the cursor.
    Card,
    /// The keys.
    Help,
}

/// What was typed to confirm something. An input method that is left on writes it in full-width characters.
pub fn typed(input: &Input) -> String {
    input.value().trim().chars().map(half_width).collect()
}

/// Whether what was typed is what a question wants typed.
pub fn is_typed(input: &Input, wanted: &str) -> bool {
    input.value().trim() == wanted || typed(input) == wanted
}

/// A dialog.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// "Which user?"
    Open(OpenDialog),
    /// One change: a question about it, or its failure.
    Change(ChangeDialog),
    /// What to do with a list of IDs.
    Triage(Box<Triage>),
    /// Which file to export to.
    Export(Box<ExportDialog>),
    /// What to import from.
    Import(Box<ImportDialog>),
    /// Whether to make several changes together.
    JobConfirmation(Box<JobConfirmation>),
    /// The jobs.
    Jobs(JobsView),
    /// Whether to resume an unfinished job.
    ResumeOffer(ResumeOffer),
    /// Whether to quit although a change is in progress.
    Leave,
    /// The journal, and the requests of this session.
    Journal(Box<JournalView>),
    /// The ticket and the reason.
    TicketReference(TicketReferenceDialog),
    /// Every action, found by typing.
    Palette(Palette),
    /// Which two users to diagnose.
    DiagnosisQuestion(DiagnosisQuestion),
    /// Why messages between two users do not arrive.
    Diagnosis(Box<DiagnosisView>),
    /// What can be changed about the screen; the place of the chosen row.
    Preferences(usize),
    /// Something to read.
    Reader {
        /// What it is.
        page: ReaderPage,
        /// The first line on screen.
        scroll: usize,
    },
}

// Each function names every dialog, so that the compiler lists what a new one needs.
impl Dialog {
    /// The layer whose keys are active while this dialog is on top.
    pub fn layer(&self) -> Layer {
        match self {
            Self::TicketReference(_) | Self::Palette(_) | Self::DiagnosisQuestion(_) => {
                Layer::Field
            }
            Self::Open(dialog) => dialog.layer(),
            Self::Diagnosis(_) => Layer::Diagnosis,
            Self::Change(dialog) => dialog.layer(),
            Self::Triage(dialog) => dialog.layer(),
            Self::Export(dialog) => files::layer(dialog.reading),
            Self::Import(dialog) => files::layer(dialog.reading),
            Self::JobConfirmation(dialog) => dialog.layer(),
            Self::Jobs(dialog) => dialog.layer(),
            Self::ResumeOffer(dialog) => dialog.layer(),
            Self::Leave => Layer::Confirm,
            Self::Journal(dialog) => dialog.layer(),
            Self::Preferences(_) => Layer::Preferences,
            Self::Reader { page, .. } => match page {
                ReaderPage::Help => Layer::Reader,
                ReaderPage::Card => Layer::Card,
            },
        }
    }

    /// The field that has the caret, if any.
    pub fn field(&mut self) -> Option<&mut Input> {
        if !self.layer().has_field() {
            return None;
        }
        match self {
            Self::Open(dialog) => Some(&mut dialog.input),
            Self::Change(dialog) => dialog.field(),
            Self::Triage(dialog) => dialog.field(),
            Self::Export(dialog) => Some(&mut dialog.input),
            Self::Import(dialog) => Some(&mut dialog.input),
            Self::JobConfirmation(dialog) => Some(&mut dialog.input),
            Self::Journal(dialog) => Some(&mut dialog.filter),
            Self::TicketReference(dialog) => Some(dialog.field()),
            Self::Palette(dialog) => Some(&mut dialog.input),
            Self::DiagnosisQuestion(dialog) => Some(dialog.field()),
            Self::Diagnosis(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Preferences(_)
            | Self::Reader { .. } => None,
        }
    }

    /// The typed text has changed: messages about the old one are outdated.
    fn edited(&mut self) {
        match self {
            Self::Open(dialog) => dialog.edited(),
            Self::Change(dialog) => dialog.edited(),
            Self::Triage(dialog) => dialog.edited(),
            Self::Export(dialog) => dialog.trouble = None,
            Self::Import(dialog) => dialog.edited(),
            Self::JobConfirmation(dialog) => dialog.mismatch = false,
            Self::Journal(dialog) => dialog.edited(),
            Self::Palette(dialog) => dialog.cursor = 0,
            Self::DiagnosisQuestion(dialog) => dialog.edited(),
            Self::TicketReference(_)
            | Self::Diagnosis(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Preferences(_)
            | Self::Reader { .. } => {}
        }
    }

    /// The queries in progress whose replies nothing needs once the dialog is closed.
    pub fn queries(&self) -> Vec<RequestId> {
        match self {
            Self::Triage(dialog) => dialog.queries(),
            Self::Import(dialog) => dialog.queries(),
            Self::Journal(dialog) => dialog.queries(),
            Self::Jobs(dialog) => dialog.steps.asked.into_iter().collect(),
            Self::Diagnosis(dialog) => dialog.queries(),
            Self::Open(dialog) => dialog.queries(),
            Self::Palette(_)
            | Self::DiagnosisQuestion(_)
            | Self::Change(_)
            | Self::Export(_)
            | Self::JobConfirmation(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::TicketReference(_)
            | Self::Preferences(_)
            | Self::Reader { .. } => Vec::new(),
        }
    }

    /// The reading of rows in progress, whose count it shows.
    pub fn reading(&mut self) -> Option<&mut ListReading> {
        match self {
            Self::Export(dialog) => dialog.reading.as_mut(),
            Self::Import(dialog) => dialog.reading.as_mut(),
            Self::Open(_)
            | Self::Change(_)
            | Self::Triage(_)
            | Self::JobConfirmation(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Journal(_)
            | Self::TicketReference(_)
            | Self::Palette(_)
            | Self::DiagnosisQuestion(_)
            | Self::Diagnosis(_)
            | Self::Preferences(_)
            | Self::Reader { .. } => None,
        }
    }

    /// Whether its field takes a text with its lines, and as much of it as a sheet accepts.
    pub fn takes_lines(&self) -> bool {
        match self {
            Self::Triage(dialog) => matches!(dialog.step, TriageStep::Text { .. }),
            Self::Open(_)
            | Self::Change(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::JobConfirmation(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::Journal(_)
            | Self::TicketReference(_)
            | Self::Palette(_)
            | Self::DiagnosisQuestion(_)
            | Self::Diagnosis(_)
            | Self::Preferences(_)
            | Self::Reader { .. } => false,
        }
    }

    /// Whether Tab completes what is in its field.
    pub fn completes(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// What can be chosen with Tab and Enter instead of a letter. The first changes nothing.
    pub fn buttons(&self) -> Vec<Action> {
        match self.layer() {
            Layer::Confirm => vec![Action::Escape, Action::Yes],
            Layer::Choice => vec![Action::Escape, Action::KeepRoaming, Action::DeleteRoaming],
            Layer::Offer => vec![Action::Escape, Action::Yes, Action::Stop],
            Layer::Failed => match self {
                Self::Change(dialog) => dialog.failed_buttons(),
                _ => vec![Action::Escape],
            },
            Layer::Lists
            | Layer::Filter
            | Layer::Field
            | Layer::Waiting
            | Layer::Reader
            | Layer::Card
            | Layer::Triage
            | Layer::Jobs
            | Layer::Journal
            | Layer::Diagnosis
            | Layer::Preferences => Vec::new(),
        }
    }

    /// Whether it is waiting for a query, or for a file to be written.
    pub fn is_waiting(&self) -> bool {
        let is_writing = match self {
            Self::Export(dialog) => dialog.reading.is_some(),
            Self::Import(dialog) => dialog.reading.is_some(),
            Self::Journal(dialog) => dialog.export.is_some(),
            Self::Open(_)
            | Self::Change(_)
            | Self::Triage(_)
            | Self::JobConfirmation(_)
            | Self::Jobs(_)
            | Self::ResumeOffer(_)
            | Self::Leave
            | Self::TicketReference(_)
            | Self::Palette(_)
            | Self::DiagnosisQuestion(_)
            | Self::Diagnosis(_)
            | Self::Preferences(_)
            | Self::Reader { .. } => false,
        };
        is_writing || !self.queries().is_empty()
    }
}

/// The open dialogs, the topmost last.
#[derive(Debug, Clone, Default)]
pub struct DialogStack {
    /// Each with its number, in the order in which they were opened.
    dialogs: Vec<(u64, Dialog)>,
    /// How many were opened so far.
    opened: u64,
    /// When the topmost one last closed without a key press, or a key for it came too late; and which keys it
    /// had.
    vanished: Option<(Millis, Layer)>,
    /// From when [`ARM_TIME`] counts.
    since: Millis,
    /// Whether the question appeared without a key press.
    by_itself: bool,
    /// Whether something was typed into it since.
    typed: bool,
    /// Which part of its text was on screen since.
    reach: ReadProgress,
    /// Which of its buttons Enter presses.
    button: usize,
}

impl DialogStack {
    /// The topmost dialog.
    pub fn top(&self) -> Option<&Dialog> {
        self.dialogs.last().map(|(_, dialog)| dialog)
    }

    /// The topmost dialog, mutable.
    pub fn top_mut(&mut self) -> Option<&mut Dialog> {
        self.dialogs.last_mut().map(|(_, dialog)| dialog)
    }

    /// All dialogs, the topmost last.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Dialog> {
        self.dialogs.iter_mut().map(|(_, dialog)| dialog)
    }

    /// Puts a dialog on top.
    pub fn push(&mut self, dialog: Dialog, at: Millis) {
        self.opened += 1;
        self.dialogs.push((self.opened, dialog));
        self.rearm(at);
    }

    /// Puts a dialog under the others, if there are any: it does not interrupt what the person is doing.
    pub fn push_under(&mut self, dialog: Dialog, at: Millis) {
        if self.dialogs.is_empty() {
            self.rearm_unprompted(at);
        }
        self.opened += 1;
        self.dialogs.insert(0, (self.opened, dialog));
    }

    /// Closes the topmost dialog.
    pub fn pop(&mut self, at: Millis) -> Option<Dialog> {
        // The dialog below was not opened by this key.
        self.rearm_unprompted(at);
        self.dialogs.pop().map(|(_, dialog)| dialog)
    }

    /// Closes every dialog for which `keep` is false, without a key press.
    pub fn retain(&mut self, at: Millis, mut keep: impl FnMut(&mut Dialog) -> bool) {
        let top = self.number();
        let layer = self.top().map(Dialog::layer);
        let before = self.dialogs.len();
        self.dialogs.retain_mut(|(_, dialog)| keep(dialog));
        if self.dialogs.len() != before {
            self.rearm_unprompted(at);
        }
        if self.number() != top {
            self.vanished = layer.map(|layer| (at, layer));
        }
    }

    /// The number of the topmost dialog: no two dialogs have the same.
    pub fn number(&self) -> Option<u64> {
        self.dialogs.last().map(|(number, _)| *number)
    }

    /// The keys of a dialog that has closed by itself less than `arm` ago.
    pub fn vanished(&self, at: Millis, arm: Millis) -> Option<Layer> {
        let (gone, layer) = self.vanished?;
        (at.saturating_sub(gone) < arm).then_some(layer)
    }

    /// A key for the vanished dialog came too late: the time in which others may still come restarts.
    pub fn came_too_late(&mut self, at: Millis) {
        if let Some((gone, _)) = &mut self.vanished {
            *gone = at;
        }
    }

    /// A key changed what the topmost dialog asks: the wait restarts.
    pub fn rearm(&mut self, at: Millis) {
        self.since = at;
        self.by_itself = false;
        self.typed = false;
        self.reach = ReadProgress::default();
        self.button = 0;
    }

    /// The button that Enter presses, if the topmost dialog has buttons.
    pub fn button(&self) -> Option<Action> {
        self.top()?.buttons().get(self.button).copied()
    }

    /// Moves to the next button, or to the previous one: `false` if there are none.
    pub fn step_button(&mut self, forward: bool) -> bool {
        let count = self.top().map_or(0, |dialog| dialog.buttons().len());
        if count == 0 {
            return false;
        }
        let by = if forward { 1 } else { count - 1 };
        self.button = (self.button + by) % count;
        true
    }

    /// What the topmost dialog asks changed without a key press: the wait restarts, even if something was
    /// typed.
    pub fn rearm_unprompted(&mut self, at: Millis) {
        self.rearm(at);
        self.by_itself = true;
    }

    /// Edits the text of the topmost dialog's field, if it has one: `false` if not.
    pub fn edit(&mut self, edit: impl FnOnce(&mut Input)) -> bool {
        let Some((_, dialog)) = self.dialogs.last_mut() else {
            return false;
        };
        let Some(field) = dialog.field() else {
            return false;
        };
        edit(field);
        dialog.edited();
        self.typed = true;
        true
    }

    /// Accepts Enter in a field, or not. A person who has typed since the field appeared has seen it;
    /// otherwise Enter counts like any other confirming key.
    pub fn accept_answer(&mut self, at: Millis, arm: Millis) -> bool {
        self.typed && !self.by_itself || self.accept_confirmation(at, arm)
    }

    /// Accepts a confirming key, or not: a question ignores such keys for the time `arm`, and one that comes too
    /// soon restarts the wait.
    pub fn accept_confirmation(&mut self, at: Millis, arm: Millis) -> bool {
        let armed = at.saturating_sub(self.since) >= arm;
        if !armed {
            self.since = at;
        }
        armed
    }

    /// Records how the topmost dialog was drawn.
    pub fn drawn(&mut self, drawn: DrawnText) {
        self.reach.drawn(drawn);
    }

    /// Scrolls the text of the topmost dialog.
    pub fn scroll(&mut self, turn: ScrollStep) {
        self.reach.scroll(turn);
    }

    /// The first line of the topmost dialog's text to show.
    pub fn first_line(&self) -> usize {
        self.reach.first()
    }

    /// How many lines that must be read will still not have been on screen, once this is drawn.
    pub fn unread_after(&self, drawn: DrawnText) -> usize {
        self.reach.unread_after(drawn)
    }

    /// Whether everything that must be read before a confirming key is accepted has been on screen.
    pub fn was_on_screen(&self) -> bool {
        self.reach.was_on_screen()
    }

    /// How many dialogs are open.
    pub fn len(&self) -> usize {
        self.dialogs.len()
    }

    /// Whether no dialog is open.
    pub fn is_empty(&self) -> bool {
        self.dialogs.is_empty()
    }
}
