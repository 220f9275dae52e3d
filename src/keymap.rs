//! The table of the main screen's keys: key dispatch, footer, help and README are derived from it. The form that
//! sets up a profile has its own.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use strum::VariantArray;

use crate::msg::Action;
use crate::text::half_width;

// i18n-keys: strings here are keys of the catalogue; `tests/it/i18n` looks for this line.

/// The set of keys that is active; the topmost thing on screen decides. The lists
/// come first, then the filter line, then the dialogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum Layer {
    /// The three lists.
    Lists,
    /// The filter line of a list.
    Filter,
    /// A dialog whose field takes every printable key.
    Field,
    /// A dialog that asks yes or no.
    Confirm,
    /// A dialog that offers a choice by letter.
    Choice,
    /// A dialog that waits for a reply or a file.
    Waiting,
    /// A dialog that shows a failure.
    Failed,
    /// A text to read: the help.
    Reader,
    /// Everything about the row under the cursor.
    Card,
    /// The triage sheet.
    Triage,
    /// The jobs.
    Jobs,
    /// The journal.
    Journal,
    /// Why messages do not arrive.
    Diagnosis,
    /// The offer to resume a job.
    Offer,
    /// What can be changed about the screen.
    Preferences,
}

impl Layer {
    /// Whether a dialog with these keys only shows something: a paste closes it.
    pub fn only_shows(self) -> bool {
        match self {
            Self::Reader | Self::Card | Self::Jobs | Self::Journal | Self::Diagnosis => true,
            Self::Lists
            | Self::Filter
            | Self::Field
            | Self::Confirm
            | Self::Choice
            | Self::Waiting
            | Self::Failed
            | Self::Triage
            | Self::Offer
            | Self::Preferences => false,
        }
    }

    /// Whether a field takes the printable keys.
    pub fn has_field(self) -> bool {
        matches!(self, Self::Field | Self::Filter)
    }
}

/// The section of the help that lists a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HelpGroup {
    /// Moving about.
    Move,
    /// Finding and reading.
    Look,
    /// Changing something on the server.
    Act,
    /// Selecting, and actions on many users at once.
    Many,
    /// Everything else.
    General,
    /// Inside dialogs; not in the help's columns.
    Dialog,
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPress {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt; Shift only if the key is not a letter.
    pub mods: KeyModifiers,
}

/// A row of the table.
#[derive(Debug)]
pub struct Binding {
    /// The layers it belongs to.
    pub layers: &'static [Layer],
    /// The keys, the preferred one first. All do the same.
    pub keys: &'static [KeyPress],
    /// What the keys mean.
    pub action: Action,
    /// The label in the help, as a key of the catalogue.
    pub label: &'static str,
    /// The section of the help.
    pub group: HelpGroup,
    /// How it is shown where keys have little room; `None` if it is not.
    pub hint: Option<KeyHint>,
}

/// How a key is shown in the footer, on the card, and on the border of a dialog.
#[derive(Debug, Clone, Copy)]
pub struct KeyHint {
    /// Its rank: the most useful keys come first, because there may not be room for all.
    pub rank: u8,
    /// The short label, as a key of the catalogue.
    pub label: &'static str,
}

impl Binding {
    /// The same row with a short label for the footer.
    const fn hint(self, rank: u8, label: &'static str) -> Self {
        Self {
            hint: Some(KeyHint { rank, label }),
            ..self
        }
    }

    /// The names of its keys: `j`, `Ctrl-d`, `PgDn`, `F5`; `gg` for the one that needs two presses.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let strokes = if self.action == Action::TopPrefix {
            2
        } else {
            1
        };
        self.keys.iter().map(move |key| name(*key).repeat(strokes))
    }
}

const fn ch(c: char) -> KeyPress {
    KeyPress {
        code: KeyCode::Char(c),
        mods: KeyModifiers::NONE,
    }
}
const fn ctrl(c: char) -> KeyPress {
    KeyPress {
        code: KeyCode::Char(c),
        mods: KeyModifiers::CONTROL,
    }
}
const fn key(code: KeyCode) -> KeyPress {
    KeyPress {
        code,
        mods: KeyModifiers::NONE,
    }
}
const fn with(mods: KeyModifiers, code: KeyCode) -> KeyPress {
    KeyPress { code, mods }
}
const fn f(n: u8) -> KeyPress {
    key(KeyCode::F(n))
}
const fn row(
    layers: &'static [Layer],
    keys: &'static [KeyPress],
    action: Action,
    label: &'static str,
    group: HelpGroup,
) -> Binding {
    Binding {
        layers,
        keys,
        action,
        label,
        group,
        hint: None,
    }
}

use Action as A;
use HelpGroup as G;
use KeyCode::{
    BackTab, Delete, Down, End, Enter, Esc, Home, Insert, Left, PageDown, PageUp, Right, Tab, Up,
};
use Layer as L;

/// Layers that ask or tell something.
const QUESTIONS: &[Layer] = &[L::Confirm, L::Choice, L::Waiting, L::Failed, L::Offer];
/// Layers with pages of rows or lines.
const PAGES: &[Layer] = &[
    L::Reader,
    L::Card,
    L::Triage,
    L::Jobs,
    L::Journal,
    L::Diagnosis,
    L::Preferences,
];
/// Layers whose Ctrl-c means "close".
const CLOSED: &[Layer] = &[
    L::Failed,
    L::Reader,
    L::Card,
    L::Jobs,
    L::Journal,
    L::Diagnosis,
    L::Preferences,
];
/// Layers with a row to act on.
const ROWS: &[Layer] = &[L::Lists, L::Card];
/// Everything but the lists.
const OVER_LISTS: &[Layer] = Layer::VARIANTS.split_at(1).1;
/// All dialogs.
const DIALOGS: &[Layer] = OVER_LISTS.split_at(1).1;

/// All keys. One row per line, so that it reads as a table. Keys that several layers share stand once.
#[rustfmt::skip]
pub const TABLE: &[Binding] = &[
    // The three lists.
    row(&[L::Lists], &[ch('j'), key(Down)], A::Down, "key-down", G::Move),
    row(&[L::Lists], &[ch('k'), key(Up)], A::Up, "key-up", G::Move),
    row(&[L::Lists], &[ch('g')], A::TopPrefix, "key-top", G::Move),
    row(&[L::Lists], &[key(Home)], A::Top, "key-top", G::Move),
    row(&[L::Lists], &[ch('G'), key(End)], A::Bottom, "key-bottom", G::Move),
    row(&[L::Lists], &[ctrl('d')], A::HalfDown, "key-half-down", G::Move),
    row(&[L::Lists], &[ctrl('u')], A::HalfUp, "key-half-up", G::Move),
    row(&[L::Lists], &[ctrl('f'), key(PageDown)], A::PageDown, "key-page-down", G::Move),
    row(&[L::Lists], &[ctrl('b'), key(PageUp)], A::PageUp, "key-page-up", G::Move),
    row(&[L::Lists], &[key(Tab), ch('l'), key(Right), f(6)], A::NextPane, "key-next-pane", G::Move).hint(2, "hint-pane"),
    row(&[L::Lists], &[key(BackTab), ch('h'), key(Left)], A::PreviousPane, "key-previous-pane", G::Move),
    row(&[L::Lists], &[ch('1')], A::FocusFriends, "key-friends", G::Move),
    row(&[L::Lists], &[ch('2')], A::FocusBlocks, "key-blocks", G::Move),
    row(&[L::Lists], &[ch('3')], A::FocusConversations, "key-conversations", G::Move),
    row(&[L::Lists], &[key(Enter)], A::Card, "key-card", G::Look).hint(11, "hint-card"),
    row(ROWS, &[ch('w'), f(4)], A::Diagnose, "key-diagnose", G::Look).hint(6, "hint-diagnose"),
    row(&[L::Lists], &[ch('/'), f(3)], A::Filter, "key-filter", G::Look).hint(3, "hint-filter"),
    row(&[L::Lists], &[ch('s')], A::Sort, "key-sort", G::Look),
    row(&[L::Lists], &[ch('f'), f(11)], A::Zoom, "key-zoom", G::Look),
    row(&[L::Lists], &[ch('r'), f(5)], A::Refresh, "key-refresh", G::Look).hint(8, "hint-refresh"),
    row(&[L::Lists], &[ch('R'), with(KeyModifiers::SHIFT, KeyCode::F(5))], A::RefreshAll, "key-refresh-all", G::Look),
    row(ROWS, &[ch('o')], A::OpenRow, "key-open-row", G::Look).hint(5, "hint-open"),
    row(&[L::Lists], &[ch('O')], A::OpenId, "key-open-id", G::Look).hint(5, "hint-open-id"),
    row(&[L::Lists], &[ch('['), with(KeyModifiers::ALT, Left)], A::Back, "key-back", G::Look),
    row(&[L::Lists], &[ch(']'), with(KeyModifiers::ALT, Right)], A::Forward, "key-forward", G::Look),
    row(ROWS, &[ch('y')], A::Copy, "key-copy", G::Look).hint(10, "hint-copy"),
    row(&[L::Lists], &[ch('E')], A::Export, "key-export", G::Look),
    row(&[L::Lists], &[ch('6')], A::Journal, "key-journal", G::Look),
    row(&[L::Lists], &[ch('@')], A::ShowRequests, "key-log", G::Look),
    row(ROWS, &[ch('b')], A::Block, "key-block", G::Act).hint(4, "hint-block"),
    row(ROWS, &[ch('u')], A::Unblock, "key-unblock", G::Act).hint(4, "hint-unblock"),
    row(ROWS, &[ch('d'), key(Delete), f(8)], A::Remove, "key-remove", G::Act).hint(4, "hint-remove"),
    row(ROWS, &[ch('e')], A::Remark, "key-remark", G::Act).hint(4, "hint-remark"),
    row(ROWS, &[ch('a')], A::AddFriend, "key-add", G::Act).hint(4, "hint-add"),
    row(&[L::Lists], &[ch(' '), key(Insert)], A::SelectRow, "key-select", G::Many).hint(7, "hint-select"),
    row(&[L::Lists], &[ch('v')], A::SelectRange, "key-select-range", G::Many),
    row(&[L::Lists], &[with(KeyModifiers::SHIFT, Down)], A::SelectDown, "key-select-more", G::Many),
    row(&[L::Lists], &[with(KeyModifiers::SHIFT, Up)], A::SelectUp, "key-select-more", G::Many),
    row(&[L::Lists], &[ctrl('a')], A::SelectAll, "key-select-all", G::Many),
    row(&[L::Lists], &[ch('*')], A::InvertSelection, "key-invert", G::Many),
    row(&[L::Lists], &[ch('U')], A::ClearSelection, "key-select-none", G::Many),
    row(&[L::Lists], &[ch('p'), f(7)], A::PasteList, "key-paste-list", G::Many).hint(6, "hint-paste"),
    row(&[L::Lists], &[ch('i')], A::Import, "key-import", G::Many),
    row(&[L::Lists], &[ch('z')], A::Undo, "key-undo", G::Many),
    row(&[L::Lists], &[ch('Z')], A::Redo, "key-redo", G::Many),
    row(&[L::Lists], &[ch('5')], A::Jobs, "key-jobs", G::Many),
    row(&[L::Lists], &[ch('t')], A::TicketReference, "key-reference", G::General),
    row(&[L::Lists], &[ch('!')], A::Unlock, "key-unlock", G::General),
    row(&[L::Lists], &[ch('?'), f(1)], A::Help, "key-help", G::General).hint(1, "hint-help"),
    row(&[L::Lists], &[ch(':'), ctrl('p')], A::Palette, "key-palette", G::General).hint(12, "hint-palette"),
    row(&[L::Lists], &[f(9)], A::RowActions, "key-row-actions", G::General),
    row(&[L::Lists], &[key(Esc)], A::Escape, "key-escape", G::General).hint(0, "hint-select-none"),
    row(&[L::Lists], &[f(2)], A::SwitchLanguage, "key-language", G::General),
    row(&[L::Lists], &[ch(',')], A::Preferences, "key-settings", G::General),
    row(&[L::Lists], &[f(12)], A::Mask, "key-mask", G::General),
    row(&[L::Lists], &[ctrl('l')], A::Redraw, "key-redraw", G::General),
    row(&[L::Lists], &[ctrl('z')], A::Suspend, "key-suspend", G::General),
    row(&[L::Lists], &[ch('q'), f(10)], A::Quit, "key-quit", G::General).hint(9, "hint-quit"),
    row(&[L::Lists], &[ctrl('c')], A::Interrupt, "key-interrupt", G::General),
    // The filter line.
    row(&[L::Filter], &[key(Enter)], A::Submit, "key-filter-keep", G::Dialog).hint(1, "hint-filter-keep"),
    row(&[L::Filter], &[key(Tab)], A::Complete, "key-complete", G::Dialog),
    row(&[L::Filter], &[key(Down)], A::Down, "key-down", G::Dialog).hint(3, "hint-move"),
    row(&[L::Filter], &[key(Up)], A::Up, "key-up", G::Dialog),
    // A field.
    row(&[L::Field], &[key(Enter), ctrl('s')], A::Submit, "key-submit", G::Dialog),
    row(&[L::Field], &[key(Tab)], A::Complete, "key-complete-or-next", G::Dialog),
    row(&[L::Field], &[key(Down)], A::Down, "key-next-choice", G::Dialog),
    row(&[L::Field], &[key(BackTab), key(Up)], A::Up, "key-previous-choice", G::Dialog),
    row(&[L::Field], &[key(PageDown)], A::PageDown, "key-page-down", G::Dialog),
    row(&[L::Field], &[key(PageUp)], A::PageUp, "key-page-up", G::Dialog),
    row(&[L::Field], &[f(6)], A::OpenRow, "key-open-anyway", G::Dialog),
    // Yes or no.
    row(&[L::Confirm], &[ch('y')], A::Yes, "key-yes", G::Dialog),
    // A choice by letter.
    row(&[L::Choice], &[ch('y')], A::KeepRoaming, "key-keep-roaming", G::Dialog),
    row(&[L::Choice], &[ch('m')], A::DeleteRoaming, "key-delete-roaming", G::Dialog),
    // A failure.
    row(&[L::Failed], &[ch('r'), f(5)], A::Retry, "key-retry", G::Dialog),
    row(&[L::Failed], &[ch('e')], A::Edit, "key-edit", G::Dialog),
    // The triage sheet.
    row(&[L::Triage], &[ch('u')], A::Unblock, "key-unblock-selected", G::Dialog),
    row(&[L::Triage], &[ch('b')], A::Block, "key-block-selected", G::Dialog),
    row(&[L::Triage], &[ch('a')], A::AddFriend, "key-add-selected", G::Dialog),
    row(&[L::Triage], &[ch('d')], A::Remove, "key-remove-selected", G::Dialog),
    row(&[L::Triage], &[ch('e')], A::Remark, "key-remark-selected", G::Dialog),
    row(&[L::Triage], &[ch(' '), key(Insert)], A::SelectRow, "key-select-id", G::Dialog).hint(1, "key-select-id"),
    row(&[L::Triage], &[ctrl('a')], A::SelectAll, "key-select-all-ids", G::Dialog),
    row(&[L::Triage], &[ch('*')], A::InvertSelection, "key-invert-ids", G::Dialog),
    row(&[L::Triage], &[ch('U')], A::ClearSelection, "key-select-no-ids", G::Dialog),
    row(&[L::Triage], &[ch('y')], A::Copy, "key-copy-ids", G::Dialog).hint(2, "key-copy-ids"),
    row(&[L::Triage], &[ch('r'), f(5)], A::Retry, "key-check-again", G::Dialog),
    row(&[L::Triage], &[ch('c')], A::Accounts, "key-accounts", G::Dialog).hint(3, "key-accounts-short"),
    row(&[L::Triage], &[key(Enter), ch('w'), f(4)], A::Diagnose, "key-diagnose-row", G::Dialog),
    // The jobs.
    row(&[L::Jobs], &[ch(' ')], A::Pause, "key-pause", G::Dialog).hint(1, "hint-pause"),
    row(&[L::Jobs], &[ch('s')], A::Stop, "key-stop", G::Dialog).hint(2, "key-stop-short"),
    row(&[L::Jobs], &[ch('r'), f(5)], A::Retry, "key-retry-failed", G::Dialog).hint(3, "key-retry-short"),
    row(&[L::Jobs], &[ch('y')], A::Copy, "key-copy-failed", G::Dialog).hint(5, "key-copy-short"),
    row(&[L::Jobs], &[ch('E')], A::Export, "key-export-failed", G::Dialog).hint(6, "hint-export"),
    row(&[L::Jobs], &[ch('z')], A::Undo, "key-undo-job", G::Dialog).hint(7, "key-undo-short"),
    row(&[L::Jobs], &[ch('f')], A::FailedFirst, "key-failed-first", G::Dialog).hint(4, "key-failed-short"),
    row(&[L::Jobs], &[key(Tab), ch('l'), key(Right)], A::NextPane, "key-next-job", G::Dialog).hint(8, "key-next-short"),
    row(&[L::Jobs], &[key(BackTab), ch('h'), key(Left)], A::PreviousPane, "key-previous-job", G::Dialog),
    // The journal.
    row(&[L::Journal], &[key(Enter)], A::Card, "key-entry", G::Dialog).hint(1, "hint-entry"),
    row(&[L::Journal], &[ch('/'), f(3)], A::Filter, "key-search", G::Dialog).hint(2, "hint-filter"),
    row(&[L::Journal], &[ch('s')], A::CycleScope, "key-scope", G::Dialog).hint(3, "hint-scope"),
    row(&[L::Journal], &[ch('y')], A::Copy, "key-copy-request", G::Dialog).hint(4, "hint-request"),
    row(&[L::Journal], &[ch('Y')], A::CopyLine, "key-copy-line", G::Dialog).hint(5, "hint-line"),
    row(&[L::Journal], &[ch('z')], A::Undo, "key-undo-entry", G::Dialog).hint(6, "key-undo-short"),
    row(&[L::Journal], &[ch('E')], A::Export, "key-export-journal", G::Dialog).hint(7, "hint-export"),
    row(&[L::Journal], &[ch('t')], A::TicketReference, "key-reference", G::Dialog),
    row(&[L::Journal], &[ch('r'), f(5)], A::Refresh, "key-read-again", G::Dialog),
    row(&[L::Card, L::Triage, L::Jobs, L::Journal, L::Diagnosis], &[f(9), ch('?'), f(1), ch(':'), ctrl('p')], A::RowActions, "key-dialog-actions", G::Dialog),
    // A text to read.
    row(&[L::Reader], &[ch(':'), ctrl('p'), ch('/'), f(9)], A::Palette, "key-palette", G::Dialog),
    // Why messages do not arrive.
    row(&[L::Diagnosis], &[ch('s')], A::Swap, "key-swap", G::Dialog).hint(1, "hint-swap"),
    row(&[L::Diagnosis], &[ch('r'), f(5)], A::Refresh, "key-read-again", G::Dialog).hint(2, "hint-refresh"),
    row(&[L::Diagnosis], &[ch('W')], A::Watch, "key-watch", G::Dialog).hint(3, "hint-watch"),
    row(&[L::Diagnosis], &[ch('y')], A::Copy, "key-copy-reply", G::Dialog).hint(4, "hint-copy-reply"),
    row(&[L::Diagnosis], &[ch('Y')], A::CopyLine, "key-copy-other-reply", G::Dialog),
    row(&[L::Diagnosis], &[ch('u')], A::Unblock, "key-unblock-sender", G::Dialog),
    row(&[L::Diagnosis], &[ch('a')], A::AddFriend, "key-add-recipient", G::Dialog),
    row(&[L::Diagnosis], &[ch('o')], A::OpenRow, "key-open-recipient", G::Dialog),
    row(&[L::Diagnosis], &[ch('w'), f(4)], A::Diagnose, "key-diagnose-others", G::Dialog).hint(5, "hint-diagnose-others"),
    // What can be changed about the screen.
    row(&[L::Preferences], &[key(Enter), ch(' '), ch('l'), key(Right)], A::NextPane, "key-next-value", G::Dialog).hint(1, "hint-next-value"),
    row(&[L::Preferences], &[ch('h'), key(Left)], A::PreviousPane, "key-previous-value", G::Dialog),
    // An unfinished job.
    row(&[L::Offer], &[ch('y')], A::Yes, "key-resume", G::Dialog),
    row(&[L::Offer], &[ch('s')], A::Stop, "key-discard-job", G::Dialog),
    // Moving in what lies over the lists.
    row(QUESTIONS, &[ch('j'), key(Down)], A::Down, "key-down", G::Dialog),
    row(QUESTIONS, &[ch('k'), key(Up)], A::Up, "key-up", G::Dialog),
    row(QUESTIONS, &[ch(' '), key(PageDown)], A::PageDown, "key-page-down", G::Dialog),
    row(QUESTIONS, &[key(PageUp)], A::PageUp, "key-page-up", G::Dialog),
    row(PAGES, &[ch('j'), key(Down)], A::Down, "key-down", G::Dialog),
    row(PAGES, &[ch('k'), key(Up)], A::Up, "key-up", G::Dialog),
    row(PAGES, &[ctrl('f'), key(PageDown)], A::PageDown, "key-page-down", G::Dialog),
    row(&[L::Reader, L::Card, L::Journal, L::Diagnosis], &[ch(' ')], A::PageDown, "key-page-down", G::Dialog),
    row(PAGES, &[ctrl('b'), key(PageUp)], A::PageUp, "key-page-up", G::Dialog),
    row(PAGES, &[ctrl('d')], A::HalfDown, "key-half-down", G::Dialog),
    row(PAGES, &[ctrl('u')], A::HalfUp, "key-half-up", G::Dialog),
    row(PAGES, &[ch('g'), key(Home)], A::Top, "key-top", G::Dialog),
    row(PAGES, &[ch('G'), key(End)], A::Bottom, "key-last-row", G::Dialog),
    // Leaving it.
    row(&[L::Filter], &[key(Esc)], A::Escape, "key-filter-drop", G::Dialog).hint(2, "hint-filter-drop"),
    row(&[L::Filter], &[ctrl('c')], A::Interrupt, "key-filter-drop", G::Dialog),
    row(&[L::Field, L::Triage], &[key(Esc)], A::Escape, "key-cancel", G::Dialog).hint(4, "key-cancel"),
    row(&[L::Field, L::Triage], &[ctrl('c')], A::Interrupt, "key-cancel", G::Dialog),
    // Enter presses the button under the cursor: at first the one that changes nothing, because it is the key that people press out of habit.
    row(&[L::Confirm, L::Choice, L::Offer, L::Failed], &[key(Enter)], A::Submit, "key-button", G::Dialog),
    row(&[L::Confirm, L::Choice, L::Offer, L::Failed], &[key(Tab), key(Right)], A::NextPane, "key-next-button", G::Dialog),
    row(&[L::Confirm, L::Choice, L::Offer, L::Failed], &[key(BackTab), key(Left)], A::PreviousPane, "key-previous-button", G::Dialog),
    row(&[L::Confirm, L::Choice], &[ch('n'), key(Esc)], A::Escape, "key-no", G::Dialog),
    row(&[L::Confirm, L::Choice], &[ctrl('c')], A::Interrupt, "key-no", G::Dialog),
    row(&[L::Offer], &[ch('n'), key(Esc)], A::Escape, "key-not-now", G::Dialog),
    row(&[L::Offer], &[ctrl('c')], A::Interrupt, "key-not-now", G::Dialog),
    row(&[L::Waiting], &[key(Esc)], A::Escape, "key-leave", G::Dialog),
    row(&[L::Waiting], &[ctrl('c')], A::Interrupt, "key-leave", G::Dialog),
    row(&[L::Failed], &[key(Esc)], A::Escape, "key-close", G::Dialog),
    row(&[L::Reader], &[key(Esc), ch('q'), ch('?'), f(1), key(Enter)], A::Escape, "key-close", G::Dialog),
    row(&[L::Card], &[key(Esc), ch('q'), key(Enter)], A::Escape, "key-close", G::Dialog),
    row(&[L::Jobs], &[key(Esc), ch('q'), ch('5'), key(Enter)], A::Escape, "key-close", G::Dialog).hint(9, "key-close"),
    row(&[L::Journal], &[key(Esc), ch('q'), ch('6'), ch('@')], A::Escape, "key-close", G::Dialog).hint(8, "key-close"),
    row(&[L::Diagnosis], &[key(Esc), ch('q'), key(Enter)], A::Escape, "key-close", G::Dialog).hint(6, "key-close"),
    row(&[L::Preferences], &[key(Esc), ch('q'), ch(',')], A::Escape, "key-close", G::Dialog).hint(2, "key-close"),
    row(CLOSED, &[ctrl('c')], A::Interrupt, "key-close", G::Dialog),
    row(OVER_LISTS, &[f(2)], A::SwitchLanguage, "key-language", G::Dialog),
    row(OVER_LISTS, &[f(12)], A::Mask, "key-mask", G::Dialog),
    row(OVER_LISTS, &[ctrl('l')], A::Redraw, "key-redraw", G::Dialog),
    row(DIALOGS, &[ctrl('z')], A::Suspend, "key-suspend", G::Dialog),
];

/// Closes any dialog, or changes nothing in it.
pub const ESC: KeyPress = key(Esc);
/// Runs or opens what is under the cursor of a dialog.
pub const ENTER: KeyPress = key(Enter);
/// Moves down wherever there are rows to choose from.
pub const DOWN: KeyPress = key(Down);
/// Deletes what was typed into a field.
pub const CLEAR_FIELD: KeyPress = ctrl('u');

/// The rows of a layer, in the order of the table.
pub fn on(layer: Layer) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |b| b.layers.contains(&layer))
}

/// The rows of a layer that have a short label, the most useful first.
pub fn hints(layer: Layer) -> Vec<(&'static Binding, KeyHint)> {
    let mut hints: Vec<_> = on(layer)
        .filter_map(|binding| Some((binding, binding.hint?)))
        .collect();
    hints.sort_by_key(|(_, hint)| hint.rank);
    hints
}

/// The action of a key on this layer; `None` if the key has no meaning there, or is text for the focused
/// field.
pub fn resolve(layer: Layer, event: KeyEvent) -> Option<Action> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let pressed = if layer.has_field() {
        normal(event)
    } else {
        narrow(normal(event))
    };
    let bound = |key| on(layer).find(|b| b.keys.contains(&key)).map(|b| b.action);
    bound(pressed).or_else(|| {
        let escapes = is_escape_too(event) && !(layer.has_field() && stays_in_field(event));
        bound(key(Esc)).filter(|_| escapes)
    })
}

/// Whether a key was pressed with Alt, which terminals send as Escape and the key. If that has no meaning, it
/// counts as Escape alone: tmux combines an Escape and a key that is pressed soon after.
pub fn is_escape_too(event: KeyEvent) -> bool {
    event.modifiers.contains(KeyModifiers::ALT)
}

/// Whether a key with Alt means something to a field, or may: those that move or delete by words in every
/// shell, and all that write no character. A slip must not cost the text.
pub fn stays_in_field(event: KeyEvent) -> bool {
    match event.code {
        KeyCode::Char('b' | 'f') | KeyCode::Backspace => event.modifiers == KeyModifiers::ALT,
        KeyCode::Char(_) | Enter | Tab | BackTab | Esc => false,
        _ => true,
    }
}

/// The key that a field gets instead of this one: its library uses other keys for moving by words.
pub fn in_field(event: KeyEvent) -> KeyEvent {
    let code = match event.code {
        KeyCode::Char('b') | Left => Left,
        KeyCode::Char('f') | Right => Right,
        _ => return event,
    };
    if event.modifiers == KeyModifiers::ALT {
        KeyEvent::new(code, KeyModifiers::CONTROL)
    } else {
        event
    }
}

/// How much a key does before a person can look at the result. The runtime derives from it how long to hold
/// the key back: a text that arrives as keys must do nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWeight {
    /// It has no meaning here.
    Nothing,
    /// A field takes it as text.
    Text,
    /// After a text in a field it is a key; in the middle of one it ends a line.
    Line,
    /// It moves, or shows more of the same: the keys after it keep their meaning.
    Light,
    /// It opens what only shows something. A text that begins with it closes that again.
    Look,
    /// It selects a row, and is held down to select many.
    Mark,
    /// It writes, confirms or quits, or it changes the meaning of the keys after it.
    Heavy,
}

/// The weight of a key on this layer.
pub fn weigh(layer: Layer, event: KeyEvent) -> KeyWeight {
    match resolve(layer, event) {
        _ if layer.has_field() && ends_line(event) => KeyWeight::Line,
        Some(action) => match weight(action) {
            // On any other layer a text opens no sheet, and does no more than this.
            KeyWeight::Look if layer != Layer::Lists => KeyWeight::Light,
            weight => weight,
        },
        None if layer.has_field() => KeyWeight::Text,
        None => KeyWeight::Nothing,
    }
}

/// Whether this key ends a line or a cell in a text. Some texts end their lines with what Ctrl-j sends.
pub fn ends_line(event: KeyEvent) -> bool {
    match event.code {
        KeyCode::Enter | Tab => event.modifiers.is_empty(),
        KeyCode::Char('j') => event.modifiers == KeyModifiers::CONTROL,
        _ => false,
    }
}

fn weight(action: Action) -> KeyWeight {
    match action {
        A::Down
        | A::Up
        | A::TopPrefix
        | A::Top
        | A::Bottom
        | A::HalfDown
        | A::HalfUp
        | A::PageDown
        | A::PageUp
        | A::NextPane
        | A::PreviousPane
        | A::FocusFriends
        | A::FocusBlocks
        | A::FocusConversations
        | A::Sort
        | A::Zoom
        | A::Refresh
        | A::RefreshAll
        | A::CycleScope
        | A::Complete
        | A::FailedFirst
        | A::Swap
        | A::SwitchLanguage
        | A::Mask
        | A::Redraw => KeyWeight::Light,
        A::Card | A::Filter | A::ShowRequests | A::Journal | A::Jobs | A::Diagnose | A::Help => {
            KeyWeight::Look
        }
        A::SelectRow => KeyWeight::Mark,
        A::OpenRow
        | A::OpenId
        | A::Back
        | A::Forward
        | A::Copy
        | A::CopyLine
        | A::Palette
        | A::RowActions
        | A::Preferences
        | A::Export
        | A::TicketReference
        | A::AddFriend
        | A::Remove
        | A::Remark
        | A::Block
        | A::Unblock
        | A::PasteList
        | A::Import
        | A::Undo
        | A::Redo
        | A::SelectRange
        | A::SelectDown
        | A::SelectUp
        | A::SelectAll
        | A::InvertSelection
        | A::ClearSelection
        | A::Watch
        | A::Pause
        | A::Stop
        | A::Accounts
        | A::Unlock
        | A::Escape
        | A::Interrupt
        | A::Suspend
        | A::Quit
        | A::Submit
        | A::Yes
        | A::KeepRoaming
        | A::DeleteRoaming
        | A::Retry
        | A::Edit => KeyWeight::Heavy,
    }
}

/// The text that a key types into a field.
pub fn typed(event: KeyEvent) -> Option<char> {
    let plain = !event
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER);
    match event.code {
        KeyCode::Char(c) if plain && event.kind != KeyEventKind::Release => Some(c),
        _ => None,
    }
}

/// The keys of an action on a layer, as text for the footer and the help.
pub fn names(layer: Layer, action: Action) -> Vec<String> {
    on(layer)
        .filter(|b| b.action == action)
        .flat_map(Binding::names)
        .collect()
}

/// The name of the first key of an action on a layer.
pub fn first(layer: Layer, action: Action) -> String {
    names(layer, action).into_iter().next().unwrap_or_default()
}

/// The first key of an action on a layer.
pub fn first_press(layer: Layer, action: Action) -> Option<KeyPress> {
    on(layer)
        .find(|b| b.action == action)
        .and_then(|b| b.keys.first().copied())
}

/// A key's name: `j`, `Ctrl-d`, `PgDn`, `F5`.
pub fn name(key: KeyPress) -> String {
    let base = match key.code {
        KeyCode::Char(' ') => "Space".into(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::PageDown => "PgDn".into(),
        KeyCode::PageUp => "PgUp".into(),
        KeyCode::BackTab => "S-Tab".into(),
        KeyCode::Delete => "Del".into(),
        KeyCode::Insert => "Ins".into(),
        other => format!("{other:?}"),
    };
    let mut text = String::new();
    for (flag, prefix) in [
        (KeyModifiers::CONTROL, "Ctrl-"),
        (KeyModifiers::ALT, "Alt-"),
        (KeyModifiers::SHIFT, "S-"),
    ] {
        if key.mods.contains(flag) {
            text.push_str(prefix);
        }
    }
    text + &base
}

/// Terminals differ in whether they report Shift together with a capital letter.
fn normal(event: KeyEvent) -> KeyPress {
    let mut mods = event.modifiers
        & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT | KeyModifiers::SUPER);
    let code = match event.code {
        // `Ctrl-[` is the same as Escape.
        KeyCode::Char('[') if mods == KeyModifiers::CONTROL => {
            mods = KeyModifiers::NONE;
            KeyCode::Esc
        }
        KeyCode::Char(c) => {
            // An accidental Shift must never give a plain letter.
            let shifted = mods.contains(KeyModifiers::SHIFT);
            mods -= KeyModifiers::SHIFT;
            KeyCode::Char(if mods.contains(KeyModifiers::CONTROL) {
                c.to_ascii_lowercase()
            } else if shifted {
                c.to_ascii_uppercase()
            } else {
                c
            })
        }
        KeyCode::BackTab => {
            mods -= KeyModifiers::SHIFT;
            KeyCode::BackTab
        }
        other => other,
    };
    KeyPress { code, mods }
}

/// An input method that is left on sends full-width characters; a command key means the same with it.
fn narrow(key: KeyPress) -> KeyPress {
    let KeyCode::Char(c) = key.code else {
        return key;
    };
    let c = match c {
        '、' => '/',
        '【' => '[',
        '】' => ']',
        other => half_width(other),
    };
    KeyPress {
        code: KeyCode::Char(c),
        ..key
    }
}

#[cfg(test)]
mod tests;
