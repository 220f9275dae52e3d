//! What an action is about now, and whether it makes sense.

use super::Model;
use crate::domain::{ChatKind, Failure, ListKind};
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

fn needs_user_who_exists(action: Action) -> bool {
    action.is_write()
        || matches!(
            action,
            Action::Filter
                | Action::SelectRow
                | Action::PasteList
                | Action::Import
                | Action::Export
                | Action::Copy
                | Action::Card
        )
}

impl Model {
    /// What a key that changes something is about, whether or not it would change anything there.
    pub fn subject_of_write(&self, action: Action) -> ActionSubject {
        let is_empty = self.current().is_none();
        match (action, self.focus) {
            _ if self.selected_count() > 0 => ActionSubject::Selection,
            // They are blocked, or friends, already.
            (Action::Block, ListKind::Blocks) | (Action::AddFriend, ListKind::Friends) => {
                ActionSubject::Ids
            }
            // Deleting must work even if the service does not list the conversations.
            (Action::Block | Action::AddFriend, _) | (Action::Remove, ListKind::Conversations)
                if is_empty =>
            {
                ActionSubject::Ids
            }
            _ => ActionSubject::Row,
        }
    }

    /// What an action on the lists is about; `None` if it is not offered: it would change nothing, cannot be done, or
    /// another key says it better. If it is unknown whether it would change anything, it is offered.
    pub fn subject_of(&self, action: Action) -> Option<ActionSubject> {
        if self.is_read_only() && action.is_write() {
            return None;
        }
        let Some(user) = self.user.as_deref() else {
            let possible = matches!(
                action,
                Action::Help
                    | Action::OpenId
                    | Action::Quit
                    | Action::Diagnose
                    | Action::Palette
                    | Action::SwitchLanguage
                    | Action::Preferences
                    | Action::Mask
                    | Action::Journal
                    | Action::ShowRequests
                    | Action::Jobs
                    | Action::TicketReference
                    | Action::Unlock
            );
            return possible.then_some(ActionSubject::Session);
        };
        if user.account.failure().is_some_and(Failure::is_not_found)
            && needs_user_who_exists(action)
        {
            return None;
        }
        let row = |possible: bool| possible.then_some(ActionSubject::Row);
        let person = match self.current() {
            Some((ChatKind::Chat, id)) => Some(id),
            _ => None,
        };
        let friend = person.and_then(|id| user.is_friend(id));
        let blocked = person.and_then(|id| user.is_blocked(id));
        match action {
            Action::Escape => (self.selected_count() > 0).then_some(ActionSubject::Selection),
            // On the blocklist, removing is unblocking.
            Action::Remove if self.focus == ListKind::Blocks => None,
            Action::Block
            | Action::Unblock
            | Action::Remove
            | Action::AddFriend
            | Action::Remark => match self.subject_of_write(action) {
                // A remark is set for one friend.
                ActionSubject::Selection if action == Action::Remark => None,
                ActionSubject::Row => row(match action {
                    Action::Block => person.is_some() && blocked != Some(true),
                    Action::Unblock => person.is_some() && blocked != Some(false),
                    Action::AddFriend => person.is_some() && friend != Some(true),
                    Action::Remove if self.focus == ListKind::Conversations => true,
                    _ => person.is_some() && friend != Some(false),
                }),
                other => Some(other),
            },
            Action::OpenRow => row(person.is_some()),
            Action::Copy if self.selected_count() > 0 => Some(ActionSubject::Selection),
            Action::Copy | Action::Card | Action::SelectRow => row(self.current().is_some()),
            _ => Some(ActionSubject::Session),
        }
    }
}
