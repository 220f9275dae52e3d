//! The keys that change something: what they are about, and whether they act at once or ask first.

use tui_input::Input;

use super::{job_confirmation, send, triage};
use crate::dialog::{
    ChangeDialog, ConversationDialog, ConversationStep, Dialog, RemarkDialog, RemoveDialog,
    SeenConversation, SendStage,
};
use crate::domain::job::BulkOp;
use crate::domain::{Change, ChatKind, ListKind, UserId};
use crate::model::{ActionSubject, DatedFact, Model, Notice, OpenUser, ROW_MOVED_GUARD};
use crate::msg::{Action, Effect};

/// The open user, if changes are allowed at all; otherwise a notice says why not.
fn require_owner(model: &mut Model) -> Option<UserId> {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return None;
    }
    model.require_user()
}

/// The open user and the person under the cursor; otherwise a notice says why not.
fn require_pair(model: &mut Model) -> Option<(UserId, UserId)> {
    let owner = require_owner(model)?;
    let Some((kind, other)) = model.current() else {
        model.say(Notice::NoRow);
        return None;
    };
    let other = other.clone();
    if kind == ChatKind::Group {
        model.say(Notice::IsGroup(other));
        return None;
    }
    if other == owner {
        model.say(Notice::IsSelf);
        return None;
    }
    if model.is_in_a_job(&owner, &other) {
        model.say(Notice::AlreadyInProgress(other));
        return None;
    }
    Some((owner, other))
}

/// Whether the row under the cursor is the one that the person meant. After another row came under the cursor
/// (a refresh, or the previous row was removed), a key that still arrives was meant for the old one.
fn row_is_stable(model: &mut Model) -> bool {
    let now = model.now;
    let slipped = model
        .row_moved_at
        .is_some_and(|at| now < at + ROW_MOVED_GUARD);
    if slipped {
        model.row_moved_at = Some(now);
        model.say(Notice::RowSlipped);
    }
    !slipped
}

/// Acts at once, because one key undoes it.
fn at_once(model: &mut Model, change: Change, out: &mut Vec<Effect>) {
    if let Some(notice) = send::obstacle(model, &change) {
        model.say(notice);
    } else if row_is_stable(model) {
        send::change(model, change, out);
    }
}

/// Asks for IDs to add as friends; proposes the person under the cursor, unless they are a friend.
pub fn add_friend(model: &mut Model, out: &mut Vec<Effect>) {
    if triage::open_selection(model, BulkOp::AddFriend, out) {
        return;
    }
    if require_owner(model).is_none() {
        return;
    }
    let is_about_row = model.subject_of(Action::AddFriend) == Some(ActionSubject::Row);
    let proposed = match model.current() {
        Some((_, id)) if is_about_row => id.raw().to_owned(),
        _ => String::new(),
    };
    if proposed.is_empty() || row_is_stable(model) {
        triage::ask(model, Some(BulkOp::AddFriend), proposed);
    }
}

/// Blocks the person under the cursor. On the blocklist everybody is blocked already: there, and if there is
/// no row, it asks whom to block.
pub fn block(model: &mut Model, out: &mut Vec<Effect>) {
    if triage::open_selection(model, BulkOp::Block, out) {
        return;
    }
    if model.subject_of_write(Action::Block) == ActionSubject::Ids {
        if require_owner(model).is_some() {
            triage::ask(model, Some(BulkOp::Block), String::new());
        }
        return;
    }
    let Some((owner, target)) = require_pair(model) else {
        return;
    };
    let change = Change::Block { owner, target };
    if fresh_fact(model, &change, OpenUser::block) == Some(true) {
        model.say(Notice::AlreadyBlocked(change.target().clone()));
        return;
    }
    at_once(model, change, out);
}

/// Unblocks the person under the cursor.
pub fn unblock(model: &mut Model, out: &mut Vec<Effect>) {
    if triage::open_selection(model, BulkOp::Unblock, out) {
        return;
    }
    let Some((owner, target)) = require_pair(model) else {
        return;
    };
    let change = Change::Unblock { owner, target };
    if fresh_fact(model, &change, OpenUser::block) == Some(false) {
        model.say(Notice::NotBlocked(change.target().clone()));
        return;
    }
    at_once(model, change, out);
}

/// Removes the row from its list: unfriends, unblocks, deletes the conversation.
pub fn remove(model: &mut Model, out: &mut Vec<Effect>) {
    match model.focus {
        ListKind::Friends => {
            if !triage::open_selection(model, BulkOp::RemoveFriend, out) {
                remove_friend(model);
            }
        }
        ListKind::Blocks => unblock(model, out),
        ListKind::Conversations => {
            if !job_confirmation::delete_selected(model) {
                delete_conversation(model);
            }
        }
    }
}

/// The open user and the person under the cursor, unless they are known not to be friends; otherwise a notice
/// says why not.
fn require_friend(model: &mut Model) -> Option<(UserId, UserId)> {
    let (owner, friend) = require_pair(model)?;
    let change = Change::RemoveFriend {
        owner: owner.clone(),
        friend: friend.clone(),
    };
    if fresh_fact(model, &change, OpenUser::friendship) == Some(false) {
        model.say(Notice::NotFriend(friend));
        return None;
    }
    row_is_stable(model).then_some((owner, friend))
}

fn remove_friend(model: &mut Model) {
    let Some((owner, friend)) = require_friend(model) else {
        return;
    };
    let Some(user) = model.user.as_ref() else {
        return;
    };
    let remark = user.remark(&friend);
    let dialog = RemoveDialog {
        remark: remark.flatten().cloned(),
        remark_known: remark.is_some(),
        blocked: user.is_blocked(&friend),
        changed_since_asked: user.is_friend(&friend) == Some(false),
        owner,
        friend,
        stage: SendStage::Asking,
    };
    open(model, ChangeDialog::Remove(dialog));
}

/// Asks whether to delete the stored messages. Without a row it asks for the ID first: deleting must work
/// even if the service does not list the conversations.
fn delete_conversation(model: &mut Model) {
    let Some(owner) = require_owner(model) else {
        return;
    };
    let row = model.current().map(|(kind, id)| (kind, id.clone()));
    if row.is_some() && !row_is_stable(model) {
        return;
    }
    match row {
        Some((kind, peer)) => ask_to_delete(model, owner, kind, Some(peer)),
        None => ask_to_delete(model, owner, ChatKind::Chat, None),
    }
}

/// Asks whether to delete the stored messages of this conversation, or first for its ID.
pub fn ask_to_delete(model: &mut Model, owner: UserId, kind: ChatKind, peer: Option<UserId>) {
    let row = peer.map(|peer| (kind, peer));
    let seen = row.as_ref().and_then(|key| listed(model, key));
    let typed = model
        .user
        .as_ref()
        .map_or(String::new(), |u| u.conversations.filter().to_owned());
    let (step, kind, peer) = match row {
        Some((kind, id)) => (ConversationStep::Choice, kind, id),
        None => (ConversationStep::Id, ChatKind::Chat, UserId::new("")),
    };
    let dialog = ConversationDialog {
        owner,
        peer,
        kind,
        input: Input::new(if step == ConversationStep::Id {
            typed
        } else {
            String::new()
        }),
        typed: step == ConversationStep::Id,
        step,
        mismatch: false,
        seen,
        roaming: false,
        stage: SendStage::Asking,
    };
    open(model, ChangeDialog::Conversation(dialog));
}

/// The conversation as listed, if it is.
pub fn listed(model: &Model, key: &(ChatKind, UserId)) -> Option<SeenConversation> {
    let row = model.user.as_ref()?.conversations.find(key)?.clone();
    Some(SeenConversation {
        row,
        changed_since_asked: false,
    })
}

/// Asks for a remark.
pub fn remark(model: &mut Model) {
    if model.subject_of_write(Action::Remark) == ActionSubject::Selection {
        model.say(Notice::RemarkForOne);
        return;
    }
    let Some((owner, friend)) = require_friend(model) else {
        return;
    };
    let user = model.user.as_ref();
    let gone = user.and_then(|user| user.is_friend(&friend)) == Some(false);
    let remark = user.and_then(|user| user.remark(&friend));
    let before = remark.flatten().cloned();
    let dialog = RemarkDialog {
        input: Input::new(
            before
                .as_ref()
                .map_or(String::new(), |t| t.raw().to_owned()),
        ),
        known: remark.is_some(),
        changed_since_asked: gone,
        before,
        owner,
        friend,
        stage: SendStage::Asking,
    };
    open(model, ChangeDialog::Remark(dialog));
}

fn open(model: &mut Model, dialog: ChangeDialog) {
    model.dialogs.push(Dialog::Change(dialog), model.now);
}

/// What is known of the subject of a change, if it was read recently. Older readings do not prevent a change,
/// and neither do readings that a change with an unknown outcome may have overtaken.
fn fresh_fact(
    model: &Model,
    change: &Change,
    fact: impl Fn(&OpenUser, &UserId) -> Option<DatedFact<bool>>,
) -> Option<bool> {
    let fact = fact(model.user.as_ref()?, change.target())?;
    let overtaken = model.unknown_about(change).next().is_some();
    (model.is_fresh(fact.read_by) && !overtaken).then_some(fact.value)
}
