//! Delivers the outcome of a change to the dialog that waits for it.

use crate::dialog::{ChangeDialog, Dialog, SendStage};
use crate::domain::{Change, Failure, FailureClass, RequestId};
use crate::keymap::Layer;
use crate::model::Model;

/// How the outcome of a change became known.
#[derive(Clone, Copy)]
pub enum OutcomeSource<'a> {
    /// From the service's reply.
    Reply(RequestId),
    /// The reply was lost, and the outcome was verified.
    Verified(&'a Change),
}

impl OutcomeSource<'_> {
    fn is_for(self, dialog: &ChangeDialog) -> bool {
        match self {
            Self::Reply(request) => dialog.awaits() == Some(request),
            Self::Verified(about) => {
                let waits = match dialog.stage() {
                    SendStage::Asking => true,
                    SendStage::Sent(_) => false,
                    SendStage::Failed(why) => why.class == FailureClass::Unknown,
                };
                waits && *about == dialog.change()
            }
        }
    }
}

/// Delivers the outcome to the dialogs that wait for it. A dialog that has nothing left to show closes.
/// `true` if a dialog shows the outcome.
pub fn deliver(model: &mut Model, news: OutcomeSource, result: &Result<(), Failure>) -> bool {
    let now = model.now;
    let mut shown = false;
    model
        .dialogs
        .retain(now, |dialog| match deliver_to(dialog, news, result) {
            Delivery::Elsewhere => true,
            Delivery::Shows => {
                shown = true;
                true
            }
            Delivery::Closes => false,
        });
    if shown {
        model.dialogs.rearm_unprompted(now);
    }
    shown
}

/// What a dialog did with an outcome.
#[derive(PartialEq, Eq)]
enum Delivery {
    /// It is waiting for something else.
    Elsewhere,
    /// It shows it.
    Shows,
    /// It has nothing left to show.
    Closes,
}

fn deliver_to(dialog: &mut Dialog, news: OutcomeSource, result: &Result<(), Failure>) -> Delivery {
    let typing = dialog.layer() == Layer::Field;
    let Dialog::Change(dialog) = dialog else {
        return Delivery::Elsewhere;
    };
    // A refused remark stays in its field.
    let keeps_typing = typing && (result.is_ok() || !matches!(dialog, ChangeDialog::Remark(_)));
    // If it closed under somebody who is typing, the next keys would suddenly go elsewhere.
    if !news.is_for(dialog) || keeps_typing {
        return Delivery::Elsewhere;
    }
    match result {
        Ok(()) => Delivery::Closes,
        Err(why) => {
            dialog.failed(why.clone());
            Delivery::Shows
        }
    }
}
