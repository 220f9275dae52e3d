//! Checks open dialogs again: if what a dialog is about was removed or changed while it was open, the dialog
//! says so and asks again.

use tui_input::Input;

use crate::dialog::{
    ChangeDialog, ConversationDialog, ConversationStep, Dialog, RemarkDialog, RemoveDialog,
    SendStage,
};
use crate::domain::{FailureClass, UserId};
use crate::model::{Model, OpenUser};

/// Compares every open question with what is known now.
pub fn revalidate(model: &mut Model) {
    if model.dialogs.is_empty() {
        return;
    }
    let mut dialogs = std::mem::take(&mut model.dialogs);
    let mut moved = false;
    for dialog in dialogs.iter_mut() {
        moved |= match dialog {
            Dialog::Change(dialog) => {
                owned(model, dialog.owner()).is_some_and(|user| change(user, dialog))
            }
            Dialog::Triage(dialog) => super::triage::revalidate(model, dialog),
            Dialog::JobConfirmation(dialog) => owned(model, &dialog.owner)
                .is_some_and(|user| super::job_confirmation::revalidate(user, dialog)),
            Dialog::Open(_)
            | Dialog::Export(_)
            | Dialog::Import(_)
            | Dialog::Jobs(_)
            | Dialog::ResumeOffer(_)
            | Dialog::Leave
            | Dialog::Journal(_)
            | Dialog::TicketReference(_)
            | Dialog::Palette(_)
            | Dialog::DiagnosisQuestion(_)
            | Dialog::Diagnosis(_)
            | Dialog::Preferences(_)
            | Dialog::Reader { .. } => false,
        };
    }
    model.dialogs = dialogs;
    // If nothing is left, there is nothing to ask.
    let asks = |dialog: &mut Dialog| !matches!(dialog, Dialog::JobConfirmation(dialog) if dialog.steps.is_empty());
    model.dialogs.retain(model.now, asks);
    if moved {
        model.dialogs.rearm_unprompted(model.now);
    }
}

/// The open user, if the dialog is about that user's lists.
fn owned<'a>(model: &'a Model, owner: &UserId) -> Option<&'a OpenUser> {
    model.user.as_deref().filter(|user| user.id == *owner)
}

fn change(user: &OpenUser, dialog: &mut ChangeDialog) -> bool {
    match dialog {
        ChangeDialog::Remark(dialog) => remark(user, dialog),
        ChangeDialog::Remove(dialog) => remove(user, dialog),
        ChangeDialog::Conversation(dialog) => conversation(user, dialog),
        // Nothing that is read changes what was sent.
        ChangeDialog::Failed(_) => false,
    }
}

/// Whether the next key may send something. A change that is in progress, or may have been done, is not a
/// question.
fn asks(stage: &SendStage) -> bool {
    match stage {
        SendStage::Asking => true,
        SendStage::Sent(_) => false,
        SendStage::Failed(why) => matches!(
            why.class,
            FailureClass::NothingDone | FailureClass::Retryable
        ),
    }
}

fn remark(user: &OpenUser, dialog: &mut RemarkDialog) -> bool {
    // A refused remark can be edited in its field and sent from there.
    let is_refused =
        matches!(&dialog.stage, SendStage::Failed(why) if why.class == FailureClass::Final);
    if !asks(&dialog.stage) && !is_refused || user.friends.is_reloading() {
        return false;
    }
    let gone = user.is_friend(&dialog.friend) == Some(false);
    let now = user.remark(&dialog.friend).filter(|_| !gone);
    let changed = now.is_some_and(|now| now != dialog.before.as_ref());
    if let Some(now) = now {
        dialog.before = now.cloned();
        dialog.known = true;
    }
    let news = changed || gone && !dialog.changed_since_asked;
    dialog.changed_since_asked |= news;
    news
}

fn remove(user: &OpenUser, dialog: &mut RemoveDialog) -> bool {
    if !asks(&dialog.stage) || user.friends.is_reloading() {
        return false;
    }
    // The row was on screen when the question was asked, so it was removed, or is far down the list.
    let gone =
        !user.friends.contains(&dialog.friend) || user.is_friend(&dialog.friend) == Some(false);
    let now = user.remark(&dialog.friend).filter(|_| !gone);
    let mut changed = now.is_some_and(|now| now != dialog.remark.as_ref());
    if let Some(now) = now {
        dialog.remark = now.cloned();
        dialog.remark_known = true;
    }
    if let Some(blocked) = user.is_blocked(&dialog.friend) {
        changed |= blocked != (dialog.blocked == Some(true));
        dialog.blocked = Some(blocked);
    }
    let news = changed || gone && !dialog.changed_since_asked;
    if news {
        dialog.changed_since_asked = true;
        dialog.stage = SendStage::Asking;
    }
    news
}

fn conversation(user: &OpenUser, dialog: &mut ConversationDialog) -> bool {
    let list = &user.conversations;
    if !asks(&dialog.stage) || dialog.step == ConversationStep::Id || list.is_reloading() {
        return false;
    }
    let Some(seen) = dialog.seen.as_mut() else {
        return false;
    };
    let row = list.find(&(dialog.kind, dialog.peer.clone()));
    let gone = row.is_none();
    let changed = row.is_some_and(|row| *row != seen.row);
    if let Some(row) = row {
        seen.row.clone_from(row);
    }
    let news = changed || gone && !seen.changed_since_asked;
    if news {
        seen.changed_since_asked = true;
        dialog.stage = SendStage::Asking;
        // What was typed so far confirmed something else.
        dialog.input = Input::default();
        dialog.mismatch = false;
    }
    news
}
