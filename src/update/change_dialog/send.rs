//! Sends the change that a dialog is about, again if it failed.

use crate::dialog::{Dialog, SendStage};
use crate::domain::{Change, FailureClass, FailureReason};
use crate::model::{Model, Notice};
use crate::msg::Effect;
use crate::update::{every_dialog, open, send, unsettled, writes};

/// Sends the change that the topmost dialog is about; the dialog waits for the reply.
pub fn send(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Change(d)) = model.dialogs.top() else {
        return;
    };
    let change = d.change();
    // Read-only may have been restored while the dialog was open.
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    if model.waiting().any(|waits| *waits == change) {
        model.say(Notice::Waits(change.target().clone()));
        return;
    }
    if model.is_under_way(&change) || model.is_in_a_job(change.owner(), change.target()) {
        // Sent from a dialog that was closed since.
        model.say(Notice::AlreadySent(change.target().clone()));
        return;
    }
    if model.is_lost(&change) {
        model.say(Notice::Unsettled(change.target().clone()));
        return;
    }
    let request = send::change(model, change, out);
    if let Some(Dialog::Change(d)) = model.dialogs.top_mut() {
        d.sent(request);
    }
}

/// `r` on a failure. If nothing was changed, it retries; if the outcome is unknown, it verifies first. A
/// refused change is not retried.
pub fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    // A failure appears without a key press: an `r` typed before that meant something else.
    if !model.is_armed() {
        return;
    }
    let Some(Dialog::Change(d)) = model.dialogs.top() else {
        return;
    };
    let (change, SendStage::Failed(failure)) = (d.change(), d.stage()) else {
        return;
    };
    match failure.class {
        FailureClass::Refused => {}
        FailureClass::Unknown => {
            model.dialogs.pop(model.now);
            verify(model, &change, out);
        }
        FailureClass::NotSent | FailureClass::Later => match change {
            // A conversation that was verified as not deleted may have new messages since, so that question
            // is asked again.
            Change::DeleteConversation {
                owner, peer, kind, ..
            } if failure.reason == FailureReason::NotApplied => {
                every_dialog::close(model, out);
                writes::ask_to_delete(model, owner, kind, Some(peer));
            }
            _ => send(model, out),
        },
    }
}

/// Reads everything about the user of a change again, to verify its outcome. Opens that user if another one
/// was opened since.
pub fn verify(model: &mut Model, change: &Change, out: &mut Vec<Effect>) {
    let owner = change.owner().clone();
    unsettled::verify_again(model, change);
    open::open(model, owner.clone(), out);
    model.say(Notice::Verifying(owner));
}
