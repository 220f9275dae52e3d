//! Confirms several changes together, to be made as a job, without a sheet: deleting the selected
//! conversations, or retrying the failed steps of a job that did several things.

use tui_input::Input;

use super::is_count_typed;
use crate::domain::job::JobStep;
use crate::domain::{Change, Conversation, PairState, UserId};
use crate::keymap::Layer;

/// What the dialog asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobConfirmationPrompt {
    /// Whether the messages stored on the server are deleted, too.
    Choice,
    /// Yes or no: there are few.
    Yes,
    /// Their number, to be typed.
    Number,
    /// The user's ID, to be typed: the messages cannot be restored.
    Owner,
}

/// "Do all of this?"
#[derive(Debug, Clone)]
pub struct JobConfirmation {
    /// Whose lists.
    pub owner: UserId,
    /// Exactly what would be done.
    pub steps: Vec<JobStep>,
    /// The conversations among them as they were listed when the question was asked, or last changed.
    pub seen: Vec<Conversation>,
    /// What the dialog asks now.
    pub ask: JobConfirmationPrompt,
    /// What was typed.
    pub input: Input,
    /// Whether what was typed is not what was asked for.
    pub mismatch: bool,
    /// Whether the changes differ from those that the dialog first asked about.
    pub changed_since_asked: bool,
}

impl JobConfirmation {
    /// A question about these changes.
    pub fn new(owner: UserId, steps: Vec<JobStep>) -> Self {
        let mut question = Self {
            owner,
            steps,
            seen: Vec::new(),
            ask: JobConfirmationPrompt::Yes,
            input: Input::default(),
            mismatch: false,
            changed_since_asked: false,
        };
        question.confirm();
        question
    }

    /// A question about conversations as listed; it first asks whether to delete the stored messages.
    pub fn of_conversations(owner: UserId, rows: Vec<Conversation>) -> Self {
        let step = |row: &Conversation| JobStep {
            change: row.deletion(&owner),
            before: PairState::default(),
            undoes: None,
        };
        let steps = rows.iter().map(step).collect();
        Self {
            seen: rows,
            ask: JobConfirmationPrompt::Choice,
            ..Self::new(owner, steps)
        }
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        match self.ask {
            JobConfirmationPrompt::Choice => Layer::Choice,
            JobConfirmationPrompt::Yes => Layer::Confirm,
            JobConfirmationPrompt::Number | JobConfirmationPrompt::Owner => Layer::Field,
        }
    }

    /// Whether stored messages are deleted permanently.
    pub fn is_for_good(&self) -> bool {
        let for_good = |step: &JobStep| matches!(step.change, Change::DeleteConversation { roaming, .. } if roaming);
        self.steps.iter().any(for_good)
    }

    /// Whether all of it is about conversations.
    pub fn is_of_conversations(&self) -> bool {
        let deletes = |step: &JobStep| matches!(step.change, Change::DeleteConversation { .. });
        self.steps.iter().all(deletes)
    }

    /// Sets whether the stored messages are deleted.
    pub fn choose(&mut self, delete: bool) {
        self.set_roaming(delete);
        self.confirm();
    }

    fn set_roaming(&mut self, delete: bool) {
        for step in &mut self.steps {
            if let Change::DeleteConversation { roaming, .. } = &mut step.change {
                *roaming = delete;
            }
        }
    }

    /// Asks for the confirmation that such changes need.
    fn confirm(&mut self) {
        self.input = Input::default();
        self.mismatch = false;
        self.ask = if is_count_typed(self.steps.len()) {
            JobConfirmationPrompt::Number
        } else if self.is_for_good() {
            JobConfirmationPrompt::Owner
        } else {
            JobConfirmationPrompt::Yes
        };
    }

    /// After the number: asks for the owner's ID as well if messages are deleted permanently. `false` if
    /// nothing more is asked.
    pub fn ask_next(&mut self) -> bool {
        let more = self.ask == JobConfirmationPrompt::Number && self.is_for_good();
        if more {
            self.ask = JobConfirmationPrompt::Owner;
            self.input = Input::default();
        }
        more
    }

    /// What must be typed, if anything.
    pub fn wanted(&self) -> Option<String> {
        match self.ask {
            JobConfirmationPrompt::Choice | JobConfirmationPrompt::Yes => None,
            JobConfirmationPrompt::Number => Some(self.steps.len().to_string()),
            JobConfirmationPrompt::Owner => Some(self.owner.shown().to_owned()),
        }
    }

    /// Esc: returns from typing to the choice. `false` if there is no previous step.
    pub fn step_back(&mut self) -> bool {
        let back = !self.seen.is_empty() && self.ask != JobConfirmationPrompt::Choice;
        if back {
            self.ask = JobConfirmationPrompt::Choice;
            self.set_roaming(false);
            self.mismatch = false;
        }
        back
    }
}
