//! The outcome of a change goes to the dialog that waits for it.

use crate::dialog::{Dialog, Stage};
use crate::domain::{Failure, FailureClass};
use crate::keymap::Layer;
use crate::model::Model;
use crate::msg::Change;
use crate::paged::RequestId;

/// How the outcome of a change became known.
#[derive(Clone, Copy)]
pub enum News<'a> {
    /// The service answered.
    Answer(RequestId),
    /// The answer was lost, and the truth was read.
    Truth(&'a Change),
}

impl News<'_> {
    fn is_for(self, change: &Change, stage: &Stage) -> bool {
        match self {
            Self::Answer(ticket) => *stage == Stage::Sent(ticket),
            Self::Truth(about) => about == change && (is_unknown(stage) || *stage == Stage::Asking),
        }
    }
}

fn is_unknown(stage: &Stage) -> bool {
    matches!(stage, Stage::Failed(why) if why.class == FailureClass::Unknown)
}

/// Gives the outcome to the dialogs that wait for it. One that has nothing left to say closes. `true`
/// when a dialog shows the outcome.
pub fn tell(model: &mut Model, news: News, result: &Result<(), Failure>) -> bool {
    let now = model.now;
    let mut shown = false;
    model
        .dialogs
        .retain(now, |dialog| match take(dialog, news, result) {
            Taken::Not => true,
            Taken::Shown => {
                shown = true;
                true
            }
            Taken::Over => false,
        });
    if shown {
        model.dialogs.startle(now);
    }
    shown
}

/// What a dialog did with an outcome.
#[derive(PartialEq, Eq)]
enum Taken {
    /// It waits for something else.
    Not,
    /// It shows it.
    Shown,
    /// It has nothing left to say.
    Over,
}

fn take(dialog: &mut Dialog, news: News, result: &Result<(), Failure>) -> Taken {
    if let Dialog::Trouble {
        change,
        failure,
        again,
    } = dialog
    {
        let waits = match news {
            News::Answer(ticket) => *again == Some(ticket),
            News::Truth(about) => about == change && failure.class == FailureClass::Unknown,
        };
        return match result {
            _ if !waits => Taken::Not,
            Ok(()) => Taken::Over,
            Err(why) => {
                failure.clone_from(why);
                *again = None;
                Taken::Shown
            }
        };
    }
    let typing = dialog.layer() == Layer::Field;
    // A refused remark stays in its field.
    let stays = typing && (result.is_ok() || !matches!(dialog, Dialog::Remark(_)));
    let Some((change, stage)) = dialog.question() else {
        return Taken::Not;
    };
    // Under somebody who types, keys would go elsewhere all at once.
    if !news.is_for(&change, stage) || stays {
        return Taken::Not;
    }
    match result {
        Ok(()) => Taken::Over,
        Err(why) => {
            *stage = Stage::Failed(why.clone());
            Taken::Shown
        }
    }
}
