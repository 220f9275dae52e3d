//! Which actions make sense now.

use super::Model;
use crate::domain::ChatKind;
use crate::domain::lists::ListKind;
use crate::keymap;
use crate::msg::Action;

/// What an action on the lists is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionSubject {
    /// The row under the cursor.
    Row,
    /// The selected rows.
    Selection,
    /// IDs that it asks for.
    Ids,
    /// The lists, or the session.
    Session,
}

impl Model {
    /// What an action on the lists is about; `None` if it would change nothing or cannot be done. If it is
    /// unknown whether it would change anything, it is offered.
    pub fn subject_of(&self, action: Action) -> Option<ActionSubject> {
        if self.is_read_only() && keymap::is_write(action) {
            return None;
        }
        let Some(user) = self.user.as_deref() else {
            let possible = matches!(action, Action::Help | Action::OpenId | Action::Quit);
            return possible.then_some(ActionSubject::Session);
        };
        let picked = self.picked();
        let row = |possible: bool| possible.then_some(ActionSubject::Row);
        let person = match self.current() {
            Some((ChatKind::Chat, id)) => Some(id),
            _ => None,
        };
        let friend = person.and_then(|id| user.is_friend(id));
        let blocked = person.and_then(|id| user.is_blocked(id));
        match action {
            Action::Escape => (picked > 0).then_some(ActionSubject::Selection),
            // On the blocklist, removing is unblocking.
            Action::Remove if self.focus == ListKind::Blocks => None,
            Action::Remark if picked > 1 => None,
            Action::Block | Action::Unblock | Action::Remove | Action::AddFriend if picked > 0 => {
                Some(ActionSubject::Selection)
            }
            Action::Block if self.focus == ListKind::Blocks || self.current().is_none() => {
                Some(ActionSubject::Ids)
            }
            Action::AddFriend if self.focus == ListKind::Friends || self.current().is_none() => {
                Some(ActionSubject::Ids)
            }
            Action::Block => row(person.is_some() && blocked != Some(true)),
            Action::Unblock => row(person.is_some() && blocked != Some(false)),
            Action::AddFriend => row(person.is_some() && friend != Some(true)),
            Action::Remark => row(person.is_some() && friend != Some(false)),
            Action::Remove if self.focus == ListKind::Friends => {
                row(person.is_some() && friend != Some(false))
            }
            Action::OpenRow => row(person.is_some()),
            Action::Remove | Action::Copy | Action::Card | Action::SelectRow => {
                row(self.current().is_some())
            }
            _ => Some(ActionSubject::Session),
        }
    }
}
