//! Delivers the outcome of a change to the dialog that waits for it.

use crate::dialog::{Dialog, SendStage};
use crate::domain::{Change, Failure, FailureClass};
use crate::keymap::Layer;
use crate::model::Model;
use crate::paged::RequestId;

/// How the outcome of a change became known.
#[derive(Clone, Copy)]
pub enum OutcomeSource<'a> {
    /// From the service's reply.
    Answer(RequestId),
    /// The reply was lost, and the outcome was verified.
    Truth(&'a Change),
}

impl OutcomeSource<'_> {
    fn is_for(self, change: &Change, stage: &SendStage) -> bool {
        match self {
            Self::Answer(request) => *stage == SendStage::Sent(request),
            Self::Truth(about) => {
                about == change && (is_unknown(stage) || *stage == SendStage::Asking)
            }
        }
    }
}

fn is_unknown(stage: &SendStage) -> bool {
    matches!(stage, SendStage::Failed(why) if why.class == FailureClass::Unknown)
}

/// Delivers the outcome to the dialogs that wait for it. A dialog that has nothing left to show closes.
/// `true` if a dialog shows the outcome.
pub fn deliver(model: &mut Model, news: OutcomeSource, result: &Result<(), Failure>) -> bool {
    let now = model.now;
    let mut shown = false;
    model
        .dialogs
        .retain(now, |dialog| match deliver_to(dialog, news, result) {
            Delivery::Not => true,
            Delivery::Shown => {
                shown = true;
                true
            }
            Delivery::Over => false,
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
    Not,
    /// It shows it.
    Shown,
    /// It has nothing left to show.
    Over,
}

fn deliver_to(dialog: &mut Dialog, news: OutcomeSource, result: &Result<(), Failure>) -> Delivery {
    if let Dialog::FailedChange {
        change,
        failure,
        again,
    } = dialog
    {
        let waits = match news {
            OutcomeSource::Answer(request) => *again == Some(request),
            OutcomeSource::Truth(about) => {
                about == change && failure.class == FailureClass::Unknown
            }
        };
        return match result {
            _ if !waits => Delivery::Not,
            Ok(()) => Delivery::Over,
            Err(why) => {
                failure.clone_from(why);
                *again = None;
                Delivery::Shown
            }
        };
    }
    let typing = dialog.layer() == Layer::Field;
    // A refused remark stays in its field.
    let stays = typing && (result.is_ok() || !matches!(dialog, Dialog::Remark(_)));
    let Some((change, stage)) = dialog.question() else {
        return Delivery::Not;
    };
    // If it closed under somebody who is typing, the next keys would suddenly go elsewhere.
    if !news.is_for(&change, stage) || stays {
        return Delivery::Not;
    }
    match result {
        Ok(()) => Delivery::Over,
        Err(why) => {
            *stage = SendStage::Failed(why.clone());
            Delivery::Shown
        }
    }
}
