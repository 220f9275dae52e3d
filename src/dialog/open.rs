//! Whose lists to open.

use tui_input::Input;

use crate::domain::{Failure, RequestId, UserId};
use crate::keymap::Layer;

/// Asks which user to open. The user on screen stays until the other one is known to exist.
#[derive(Debug, Clone, Default)]
pub struct OpenDialog {
    /// What was typed.
    pub input: Input,
    /// The suggestion that Enter opens instead of what was typed.
    pub chosen: Option<UserId>,
    /// The query for the account in progress.
    pub asked: Option<(RequestId, UserId)>,
    /// Why the user was not opened.
    pub problem: Option<OpenProblem>,
    /// The users of the newest entries of the journal, the latest first.
    pub recorded: Vec<UserId>,
    /// The query to the journal in progress.
    pub journal_asked: Option<RequestId>,
}

/// Why a user was not opened.
#[derive(Debug, Clone)]
pub enum OpenProblem {
    /// What was typed is not a valid ID.
    Invalid,
    /// The account could not be read: there is none, or it is not known whether there is one.
    Account(UserId, Failure),
}

impl OpenDialog {
    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        if self.asked.is_some() {
            Layer::Waiting
        } else {
            Layer::Field
        }
    }

    /// The typed text has changed.
    pub fn edited(&mut self) {
        self.problem = None;
        self.chosen = None;
    }

    /// The queries in progress.
    pub fn queries(&self) -> Vec<RequestId> {
        let account = self.asked.as_ref().map(|(request, _)| *request);
        account.into_iter().chain(self.journal_asked).collect()
    }

    /// The user who can be opened although the account could not be read: the reason may have nothing to do with the
    /// user.
    pub fn unread(&self) -> Option<&UserId> {
        match &self.problem {
            Some(OpenProblem::Account(id, why)) if !why.is_not_found() => Some(id),
            _ => None,
        }
    }
}
