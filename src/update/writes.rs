//! The keys of the lists that change something: what each does now, and the questions that some of them open.

use tui_input::Input;

use super::{job_confirmation, selection, send, triage};
use crate::dialog::triage::TriageSource;
use crate::dialog::{
    ChangeDialog, ConversationDialog, ConversationStep, Dialog, RemarkDialog, RemoveDialog,
    SeenConversation, SendStage,
};
use crate::domain::job::BulkOp;
use crate::domain::{Change, ChatKind, ListKind, UserId};
use crate::model::{ActionSubject, DatedFact, Model, Notice, OpenUser, ROW_MOVED_GUARD};
use crate::msg::{Action, Effect};

/// What a key does, as far as the model decides it: [`send::change`] may still find an obstacle.
enum WriteDecision {
    /// Opens the sheet with the selected people.
    OpenSheet(BulkOp, Vec<UserId>),
    /// Asks for IDs; proposes this one.
    AskIds(BulkOp, Option<UserId>),
    /// Acts at once, because one key undoes it.
    Send(Change),
    ConfirmRemoval(UserId),
    EditRemark(UserId),
    DeleteSelected,
    /// Asks about this conversation. Without one it asks for the ID first: deleting must work even if the service
    /// does not list the conversations.
    DeleteConversation(Option<(ChatKind, UserId)>),
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match decide(model, action) {
        Ok((owner, decision)) => carry_out(model, owner, decision, out),
        Err(notice) => {
            if matches!(notice, Notice::RowSlipped) {
                // The next key may have been meant for the old row, too.
                model.row_moved_at = Some(model.now);
            }
            model.say(notice);
        }
    }
}

/// What a key does to which user's lists, or the notice that says why it does nothing.
fn decide(model: &Model, action: Action) -> Result<(UserId, WriteDecision), Notice> {
    if model.is_read_only() {
        return Err(Notice::ReadOnly);
    }
    let user = model.user.as_deref().ok_or(Notice::NoUser)?;
    let subject = model.subject_of_write(action);
    let decision = match (op(action, model.focus), subject) {
        (None, ActionSubject::Selection) => WriteDecision::DeleteSelected,
        (None, _) => {
            let row = model.current().map(|(kind, id)| (kind, id.clone()));
            if row.is_some() {
                require_stable_row(model)?;
            }
            WriteDecision::DeleteConversation(row)
        }
        (Some(BulkOp::Remark), ActionSubject::Selection) => return Err(Notice::RemarkForOne),
        (Some(op), ActionSubject::Selection) => {
            WriteDecision::OpenSheet(op, selection::people(model))
        }
        (Some(op), ActionSubject::Ids) => WriteDecision::AskIds(op, None),
        (Some(op), ActionSubject::Row | ActionSubject::Session) => {
            decide_about_row(model, user, op)?
        }
    };
    Ok((user.id.clone(), decision))
}

/// What a key does to relations; `None` if it deletes conversations.
fn op(action: Action, focus: ListKind) -> Option<BulkOp> {
    match (action, focus) {
        (Action::Block, _) => Some(BulkOp::Block),
        (Action::AddFriend, _) => Some(BulkOp::AddFriend),
        (Action::Remark, _) => Some(BulkOp::Remark),
        (Action::Remove, ListKind::Friends) => Some(BulkOp::RemoveFriend),
        (Action::Remove, ListKind::Conversations) => None,
        // On the blocklist, removing is unblocking.
        _ => Some(BulkOp::Unblock),
    }
}

/// What a key does to the person under the cursor.
fn decide_about_row(model: &Model, user: &OpenUser, op: BulkOp) -> Result<WriteDecision, Notice> {
    if op == BulkOp::AddFriend && model.subject_of(Action::AddFriend) != Some(ActionSubject::Row) {
        return Ok(WriteDecision::AskIds(op, None));
    }
    require_stable_row(model)?;
    let (kind, id) = model.current().ok_or(Notice::NoRow)?;
    if kind == ChatKind::Group {
        return Err(Notice::IsGroup(id.clone()));
    }
    if *id == user.id {
        return Err(Notice::IsSelf);
    }
    let (owner, other) = (user.id.clone(), id.clone());
    match op {
        BulkOp::AddFriend => Ok(WriteDecision::AskIds(op, Some(other))),
        BulkOp::Block => {
            let target = other.clone();
            let change = Change::Block { owner, target };
            match fresh_fact(model, &change, user.block(&other)) {
                Some(true) => Err(Notice::AlreadyBlocked(other)),
                _ => Ok(WriteDecision::Send(change)),
            }
        }
        BulkOp::Unblock => {
            let target = other.clone();
            let change = Change::Unblock { owner, target };
            match fresh_fact(model, &change, user.block(&other)) {
                Some(false) => Err(Notice::NotBlocked(other)),
                _ => Ok(WriteDecision::Send(change)),
            }
        }
        BulkOp::RemoveFriend | BulkOp::Remark => {
            let friend = other.clone();
            let removal = Change::RemoveFriend { owner, friend };
            if model.is_in_a_job(&user.id, &other) {
                Err(Notice::AlreadyInProgress(other))
            } else if fresh_fact(model, &removal, user.friendship(&other)) == Some(false) {
                Err(Notice::NotFriend(other))
            } else if op == BulkOp::Remark {
                Ok(WriteDecision::EditRemark(other))
            } else {
                Ok(WriteDecision::ConfirmRemoval(other))
            }
        }
    }
}

/// Refuses a key that was meant for another row: after the row under the cursor was replaced (a refresh, or the
/// previous row was removed), a key that still arrives was meant for the old one.
fn require_stable_row(model: &Model) -> Result<(), Notice> {
    match model.row_moved_at {
        Some(at) if model.now < at + ROW_MOVED_GUARD => Err(Notice::RowSlipped),
        _ => Ok(()),
    }
}

/// What is known of the subject of a change, if it was read recently. Older readings do not prevent a change,
/// and neither do readings that a change with an unknown outcome may have overtaken.
fn fresh_fact(model: &Model, change: &Change, fact: Option<DatedFact<bool>>) -> Option<bool> {
    let fact = fact?;
    let overtaken = model.unknown_about(change).next().is_some();
    (model.is_fresh(fact.read_by) && !overtaken).then_some(fact.value)
}

fn carry_out(model: &mut Model, owner: UserId, decision: WriteDecision, out: &mut Vec<Effect>) {
    match decision {
        WriteDecision::OpenSheet(op, ids) => {
            triage::open_with(model, owner, TriageSource::Selection, ids, op, out);
        }
        WriteDecision::AskIds(op, proposed) => {
            let proposed = proposed.map_or(String::new(), |id| id.raw().to_owned());
            triage::ask(model, Some(op), proposed);
        }
        WriteDecision::Send(change) => {
            send::change(model, change, out);
        }
        WriteDecision::ConfirmRemoval(friend) => ask_to_remove(model, owner, friend),
        WriteDecision::EditRemark(friend) => ask_remark(model, owner, friend),
        WriteDecision::DeleteSelected => job_confirmation::delete_selected(model, owner),
        WriteDecision::DeleteConversation(Some((kind, peer))) => {
            ask_to_delete(model, owner, kind, Some(peer));
        }
        WriteDecision::DeleteConversation(None) => {
            ask_to_delete(model, owner, ChatKind::Chat, None);
        }
    }
}

fn ask_to_remove(model: &mut Model, owner: UserId, friend: UserId) {
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

/// Asks whether to delete the stored messages of this conversation, or first for its ID.
pub fn ask_to_delete(model: &mut Model, owner: UserId, kind: ChatKind, peer: Option<UserId>) {
    let row = peer.map(|peer| (kind, peer));
    let seen = row.as_ref().and_then(|key| listed(model, key));
    let typed = model
        .user
        .as_ref()
        .and_then(|user| user.conversations.filter_words().only_word())
        .map_or(String::new(), str::to_owned);
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

fn ask_remark(model: &mut Model, owner: UserId, friend: UserId) {
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
