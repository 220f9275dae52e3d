//! Changes that are confirmed together and done as a job, though no sheet was read for them: selected
//! conversations to delete, and what failed in a job that did several things.

use tui_input::Input;

use super::BULK;
use crate::domain::job::{JobStep, PriorState};
use crate::domain::{Change, Conversation, UserId};
use crate::keymap::Layer;

/// What the person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobPrompt {
    /// Whether the messages stored on the server go too.
    Choice,
    /// Yes or no: there are few.
    Yes,
    /// Their number, to be typed.
    Number,
    /// The user's id, to be typed: nothing brings the messages back.
    Owner,
}

/// "Do all of this?"
#[derive(Debug, Clone)]
pub struct JobConfirmation {
    /// Whose lists.
    pub owner: UserId,
    /// What would be done: this and nothing else.
    pub steps: Vec<JobStep>,
    /// The conversations among them as they were listed when the question was put, or last changed.
    pub seen: Vec<Conversation>,
    /// What is asked now.
    pub ask: JobPrompt,
    /// What was typed.
    pub input: Input,
    /// What was typed is something else than what was asked for.
    pub mismatch: bool,
    /// These are others now, or changed, since it was asked.
    pub moved: bool,
}

impl JobConfirmation {
    /// A question about these changes.
    pub fn new(owner: UserId, steps: Vec<JobStep>) -> Self {
        let mut batch = Self {
            owner,
            steps,
            seen: Vec::new(),
            ask: JobPrompt::Yes,
            input: Input::default(),
            mismatch: false,
            moved: false,
        };
        batch.confirm();
        batch
    }

    /// A question about conversations as they are listed; what becomes of the stored messages is asked first.
    pub fn of_conversations(owner: UserId, rows: Vec<Conversation>) -> Self {
        let step = |row: &Conversation| JobStep {
            change: Change::DeleteConversation {
                owner: owner.clone(),
                peer: row.id.clone(),
                kind: row.kind,
                roaming: false,
            },
            before: PriorState::default(),
            undoes: None,
        };
        let steps = rows.iter().map(step).collect();
        Self {
            seen: rows,
            ask: JobPrompt::Choice,
            ..Self::new(owner, steps)
        }
    }

    /// Which keys count.
    pub fn layer(&self) -> Layer {
        match self.ask {
            JobPrompt::Choice => Layer::Choice,
            JobPrompt::Yes => Layer::Confirm,
            JobPrompt::Number | JobPrompt::Owner => Layer::Field,
        }
    }

    /// Whether stored messages go for good.
    pub fn is_for_good(&self) -> bool {
        let for_good = |step: &JobStep| matches!(step.change, Change::DeleteConversation { roaming, .. } if roaming);
        self.steps.iter().any(for_good)
    }

    /// Whether all of it is about conversations.
    pub fn is_of_conversations(&self) -> bool {
        let deletes = |step: &JobStep| matches!(step.change, Change::DeleteConversation { .. });
        self.steps.iter().all(deletes)
    }

    /// What becomes of the stored messages is known.
    pub fn choose(&mut self, delete: bool) {
        for step in &mut self.steps {
            if let Change::DeleteConversation { roaming, .. } = &mut step.change {
                *roaming = delete;
            }
        }
        self.confirm();
    }

    /// Asks for what such changes want to have typed.
    fn confirm(&mut self) {
        self.input = Input::default();
        self.mismatch = false;
        self.ask = if self.is_for_good() {
            JobPrompt::Owner
        } else if self.steps.len() >= BULK {
            JobPrompt::Number
        } else {
            JobPrompt::Yes
        };
    }

    /// What has to be typed, where something has.
    pub fn wanted(&self) -> Option<String> {
        match self.ask {
            JobPrompt::Choice | JobPrompt::Yes => None,
            JobPrompt::Number => Some(self.steps.len().to_string()),
            JobPrompt::Owner => Some(self.owner.shown().to_owned()),
        }
    }

    /// Esc: from what is typed back to the choice. `false` when there is no step back.
    pub fn step_back(&mut self) -> bool {
        let back = !self.seen.is_empty() && self.ask != JobPrompt::Choice;
        if back {
            self.ask = JobPrompt::Choice;
            self.mismatch = false;
        }
        back
    }
}
