//! Changes whose answer was lost. Such a change may have been applied, and may still be applied some
//! seconds later: it is never sent again blindly. After a settle time the truth is read, and only then
//! it is called done, or not applied.

use super::answers;
use crate::dialog::{Dialog, Fate, Stage};
use crate::domain::{Class, Failure, Reason};
use crate::model::{Model, Notice, Unsettled};
use crate::msg::{Change, Effect, Fetch};
use crate::paged::Ticket;

/// Readings of the truth that may fail before it is left to the person.
const READINGS: u8 = 3;

/// The answer to a change was lost.
pub fn lose(model: &mut Model, change: &Change) {
    model.unsettled.retain(|u| u.change != *change);
    model.unsettled.push(Unsettled {
        change: change.clone(),
        sent: model.now,
        due: Some(model.now.saturating_add(model.session.settle)),
        asked: None,
        readings: 0,
    });
}

/// Reads the truth about every change whose time has come.
pub fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    for place in 0..model.unsettled.len() {
        if model.unsettled[place]
            .due
            .is_some_and(|due| model.now >= due)
        {
            let ticket = model.ticket();
            let unsettled = &mut model.unsettled[place];
            unsettled.due = None;
            unsettled.asked = Some(ticket);
            unsettled.readings += 1;
            let fetch = Fetch::Applied(unsettled.change.clone());
            out.push(Effect::Fetch(ticket, fetch));
        }
    }
}

/// The truth about a change was read, or could not be.
pub fn read(
    model: &mut Model,
    ticket: Ticket,
    answer: &Result<bool, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(place) = model.unsettled.iter().position(|u| u.asked == Some(ticket)) else {
        return;
    };
    if let Ok(applied) = *answer {
        let Unsettled { change, .. } = model.unsettled.remove(place);
        conclude(model, change, applied, out);
        return;
    }
    let due = model.now.saturating_add(model.session.settle);
    let unsettled = &mut model.unsettled[place];
    unsettled.asked = None;
    if unsettled.readings < READINGS {
        unsettled.due = Some(due);
    } else {
        let target = unsettled.change.target().clone();
        model.unsettled.remove(place);
        model.say(Notice::NeverSettled(target));
    }
}

fn conclude(model: &mut Model, change: Change, applied: bool, out: &mut Vec<Effect>) {
    if applied {
        answers::apply(model, &change, out);
        correct(model, &change, &Ok(()));
        model.say(Notice::FoundDone(change));
        return;
    }
    let failure = Failure::new(Class::NotSent, Reason::NotApplied);
    if !correct(model, &change, &Err(failure.clone())) {
        let dialog = Dialog::Trouble {
            change,
            failure,
            again: None,
        };
        model.dialogs.push_under(dialog, model.now);
    }
}

/// A dialog about the change shows what became of it. `false` where there is none.
fn correct(model: &mut Model, change: &Change, outcome: &Result<(), Failure>) -> bool {
    let now = model.now;
    let mut corrected = false;
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Ids(d) = dialog {
            let (owner, verb) = (d.owner.clone(), d.verb);
            for (id, fate) in &mut d.fates {
                let same = verb.change(owner.clone(), id.clone()) == *change;
                if same && matches!(fate, Fate::Failed(why) if why.class == Class::Unknown) {
                    *fate = match outcome {
                        Ok(()) => Fate::Done,
                        Err(failure) => Fate::Failed(failure.clone()),
                    };
                    corrected = true;
                }
            }
        } else if is_about(dialog, change) {
            if let Err(failure) = outcome {
                fail(dialog, failure);
            }
            corrected = true;
        }
    }
    if corrected {
        if outcome.is_ok() {
            model
                .dialogs
                .retain(now, |dialog| !is_about(dialog, change));
        }
        model.dialogs.rearm(now);
    }
    corrected
}

/// Whether a dialog asks about this change, or shows that nobody knows what became of it.
fn is_about(dialog: &Dialog, change: &Change) -> bool {
    let (about, stage) = match dialog {
        Dialog::Remark(d) => (d.change(), &d.stage),
        Dialog::Remove(d) => (d.change(), &d.stage),
        Dialog::Conversation(d) => (d.change(), &d.stage),
        Dialog::Trouble {
            change: about,
            failure,
            ..
        } => return about == change && failure.class == Class::Unknown,
        Dialog::Open { .. }
        | Dialog::Ids(_)
        | Dialog::Leave
        | Dialog::Card { .. }
        | Dialog::Help { .. }
        | Dialog::Log { .. } => return false,
    };
    let open = match stage {
        Stage::Asking => true,
        Stage::Sent(_) => false,
        Stage::Failed(failure) => failure.class == Class::Unknown,
    };
    open && about == *change
}

fn fail(dialog: &mut Dialog, why: &Failure) {
    match dialog {
        Dialog::Remark(d) => d.stage = Stage::Failed(why.clone()),
        Dialog::Remove(d) => d.stage = Stage::Failed(why.clone()),
        Dialog::Conversation(d) => d.stage = Stage::Failed(why.clone()),
        Dialog::Trouble { failure, .. } => failure.clone_from(why),
        Dialog::Open { .. }
        | Dialog::Ids(_)
        | Dialog::Leave
        | Dialog::Card { .. }
        | Dialog::Help { .. }
        | Dialog::Log { .. } => {}
    }
}
