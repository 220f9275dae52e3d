//! The setup screen, on which a profile is filled in, checked and written. Like the main screen it is pure: a
//! model, an update function, and a view.

mod draft;
mod form;
mod keys;
mod pasted;
mod update;
mod view;

#[cfg(test)]
mod tests;

use crate::domain::{Environment, RequestId};
use crate::i18n::Lang;
use crate::profile::CheckFinding;
use crate::text::Text;

pub use draft::ProfileDraft;
pub use form::{FieldFault, FormField, HiddenInput, LangChoice, SecretKind, SetUpForm};
pub use update::{SetUpEffect, SetUpMsg, update, weigh};
pub use view::draw;

/// Why the screen is opened, and what it has to know about the system.
#[derive(Debug, Clone)]
pub struct SetUpContext {
    /// The system's language.
    pub system: Lang,
    /// Whether this build supports a keyring.
    pub keyring: bool,
    /// The names of existing profiles.
    pub taken: Vec<String>,
    /// The file that the profile will be written to.
    pub file: Text,
    /// Whether the main screen follows, and the sandbox is offered as an alternative.
    pub first_run: bool,
}

/// The phase of the connection check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpPhase {
    /// The form is being filled in.
    Filling,
    /// The check is running.
    Checking(RequestId),
    /// It found something that has to be fixed.
    Failed,
    /// Nothing prevents a connection.
    Passed,
    /// The profile is being written.
    Saving,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUpNote {
    /// The field is invalid.
    Fault(FormField, FieldFault),
    /// Pressing the same key again leaves and discards the form.
    AgainToLeave,
    /// A paste needs a text field.
    PasteNowhere,
    /// A paste went into these fields, by its labels.
    Sorted(Vec<FormField>),
    /// A pasted secret went nowhere, because it comes from this source.
    SecretNotPasted(SecretKind),
    /// Keys came too fast to be typed by hand.
    TooFast,
    /// An unfinished paste was discarded.
    PasteDropped,
    /// The profile could not be written.
    NotSaved(Text),
    /// This build does not support a keyring.
    NoKeyring,
}

/// How the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpResult {
    /// Nothing was saved.
    Left,
    /// The sandbox was chosen.
    Sandbox,
    /// The profile has been written.
    Saved,
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// What it has to know about the system.
    pub context: SetUpContext,
    /// The current language.
    pub lang: Lang,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The contents of the form.
    pub form: SetUpForm,
    /// The focused field.
    pub focus: FormField,
    /// The phase of the check.
    pub phase: SetUpPhase,
    /// The results of the check.
    pub findings: Vec<CheckFinding>,
    /// The notice.
    pub note: Option<SetUpNote>,
    /// Whether the view follows the fields, rather than the results of the check.
    pub at_fields: bool,
    /// How many lines the view is scrolled away from its automatic position.
    pub scroll: isize,
    /// Whether leaving would lose input.
    pub touched: bool,
    /// How the screen was left.
    pub ended: Option<SetUpResult>,
    requests: u64,
}

impl SetUp {
    /// A form with default values. The focus is on a field that has to be filled in.
    pub fn new(context: SetUpContext, lang: Option<Lang>, size: (u16, u16)) -> Self {
        let mut form = SetUpForm::new(context.keyring);
        form.lang = lang.map_or(LangChoice::System, LangChoice::Named);
        Self {
            lang: lang.unwrap_or(context.system),
            context,
            size,
            form,
            focus: FormField::AppKey,
            phase: SetUpPhase::Filling,
            findings: Vec::new(),
            note: None,
            at_fields: true,
            scroll: 0,
            touched: false,
            ended: None,
            requests: 0,
        }
    }

    /// Focuses the first invalid field.
    #[must_use]
    pub fn at_the_first_gap(mut self) -> Self {
        if let Err((field, _)) = ProfileDraft::of(&self) {
            self.focus = field;
        }
        self
    }

    fn next_request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId(self.requests)
    }

    /// Whether the app has real users, according to the form.
    pub fn is_production(&self) -> bool {
        self.form.environment == Environment::Production
    }
}
