//! The screen that makes a profile: what is filled in, tried out, and then written down. Pure, like the
//! console: a model, what a message does to it, and its picture.

mod form;
mod keys;
mod trial;
mod update;
mod view;

#[cfg(test)]
mod tests;

use crate::domain::Environment;
use crate::i18n::Lang;
use crate::paged::RequestId;
use crate::profile::CheckFinding;
use crate::text::Text;

pub use form::{FieldFault, FormField, HiddenInput, LangChoice, SecretKind, SetUpForm};
pub use trial::{Trial, job};
pub use update::{SetUpEffect, SetUpMsg, update, weigh};
pub use view::draw;

/// What the screen is opened for, and what it has to know about the place.
#[derive(Debug, Clone)]
pub struct SetUpContext {
    /// The language that the system asks for.
    pub system: Lang,
    /// Whether this program was built with a keyring.
    pub keyring: bool,
    /// The names that profiles have already.
    pub taken: Vec<String>,
    /// Where the profile will be written.
    pub file: Text,
    /// Whether the console opens afterwards, and the sandbox is offered instead.
    pub first_run: bool,
}

/// How far the trial is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialPhase {
    /// Something is still being filled in.
    Filling,
    /// The trial runs.
    Trying(RequestId),
    /// It found something that has to be mended.
    Failed,
    /// Nothing stands in the way.
    Passed,
    /// The profile is being written.
    Saving,
}

/// A line for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUpNote {
    /// The field cannot stay as it is.
    Fault(FormField, FieldFault),
    /// The same key again leaves, and nothing is kept.
    AgainToLeave,
    /// A paste needs a field.
    PasteNowhere,
    /// The profile could not be written.
    NotSaved(Text),
    /// This build has no keyring.
    NoKeyring,
}

/// How the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpResult {
    /// Nothing was kept.
    Left,
    /// The sandbox was asked for.
    Sandbox,
    /// The profile is written.
    Saved,
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// What it has to know.
    pub context: SetUpContext,
    /// The language now.
    pub lang: Lang,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What is filled in.
    pub form: SetUpForm,
    /// Where the keys go.
    pub focus: FormField,
    /// How far the trial is.
    pub phase: TrialPhase,
    /// What the trial found.
    pub findings: Vec<CheckFinding>,
    /// The line for the person.
    pub note: Option<SetUpNote>,
    /// Whether the eye is on the fields; else on what the trial finds.
    pub at_fields: bool,
    /// Lines that were scrolled away from where the screen would stand by itself.
    pub scroll: isize,
    /// Whether something was typed that leaving would lose.
    pub touched: bool,
    /// How it was left.
    pub ended: Option<SetUpResult>,
    tickets: u64,
}

impl SetUp {
    /// A form with what is usual, and the keys where something is missing.
    pub fn new(context: SetUpContext, lang: Option<Lang>, size: (u16, u16)) -> Self {
        let mut form = SetUpForm::new(context.keyring);
        form.lang = lang.map_or(LangChoice::System, LangChoice::Named);
        Self {
            lang: lang.unwrap_or(context.system),
            context,
            size,
            form,
            focus: FormField::AppKey,
            phase: TrialPhase::Filling,
            findings: Vec::new(),
            note: None,
            at_fields: true,
            scroll: 0,
            touched: false,
            ended: None,
            tickets: 0,
        }
    }

    /// Puts the keys on the first field that is not as it must be.
    #[must_use]
    pub fn at_the_first_gap(mut self) -> Self {
        if let Err((field, _)) = job(&self) {
            self.focus = field;
        }
        self
    }

    fn next_request(&mut self) -> RequestId {
        self.tickets += 1;
        RequestId(self.tickets)
    }

    /// Whether the app has real people, as far as it was said.
    pub fn is_production(&self) -> bool {
        self.form.environment == Environment::Production
    }
}
