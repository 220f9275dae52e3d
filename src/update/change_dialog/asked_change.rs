//! The change that a dialog asks about: makes it, retries it, verifies it.

use crate::dialog::{Dialog, SendStage};
use crate::domain::{Change, FailureClass, FailureReason};
use crate::model::{Model, Notice};
use crate::msg::Effect;
use crate::update::{dialog_keys, open, send, unknown_changes, writes};

/// Sends the change that the topmost dialog is about; the dialog waits for the reply.
pub fn make(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Change(dialog)) = model.dialogs.top() else {
        return;
    };
    let change = dialog.change();
    // There may be an obstacle by now: read-only was restored, or another dialog sent the same and was closed.
    if let Some(request) = send::change(model, change, out)
        && let Some(Dialog::Change(dialog)) = model.dialogs.top_mut()
    {
        dialog.sent(request);
    }
}

/// `r` on a failure. If nothing was changed, it retries; if the outcome is unknown, it verifies first. A
/// refused change is not retried.
pub fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    // A failure appears without a key press: an `r` typed before that meant something else.
    if !model.accept_confirmation() {
        return;
    }
    let Some(Dialog::Change(dialog)) = model.dialogs.top() else {
        return;
    };
    let (change, SendStage::Failed(failure)) = (dialog.change(), dialog.stage()) else {
        return;
    };
    match failure.class {
        FailureClass::Final => {}
        FailureClass::Unknown => {
            model.dialogs.pop(model.now);
            verify(model, &change, out);
        }
        FailureClass::NothingDone | FailureClass::Retryable => match change {
            // A conversation that was verified as not deleted may have new messages since, so that question
            // is asked again.
            Change::DeleteConversation {
                owner, peer, kind, ..
            } if failure.reason == FailureReason::NotApplied => {
                dialog_keys::close(model, out);
                writes::ask_to_delete(model, owner, kind, Some(peer));
            }
            _ => make(model, out),
        },
    }
}

/// Reads everything about the user of a change again, to verify its outcome. Opens that user if another one
/// was opened since.
pub fn verify(model: &mut Model, change: &Change, out: &mut Vec<Effect>) {
    let owner = change.owner().clone();
    unknown_changes::verify_again(model, change);
    open::open(model, owner.clone(), out);
    model.say(Notice::Verifying(owner));
}
