//! Changes whose answer was lost. Such a change may have been applied, and may still be applied some
//! seconds later: it is never sent again blindly. After a settle time the truth is read, and only then
//! it is called done, or not applied.

use super::tell::{News, tell};
use super::{answers, journal};
use crate::dialog::Dialog;
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
    if !model.doubted.contains(change) {
        model.doubted.push(change.clone());
    }
}

/// The outcome of a change, and whether the first sending brought it about: a friend or a blocked user
/// whom the repeat of our own lost change does not find went with the first.
pub fn repeated(
    model: &mut Model,
    change: &Change,
    result: Result<(), Failure>,
) -> (Result<(), Failure>, bool) {
    let before = result.as_ref().is_err_and(|failure| {
        let takes_away = matches!(change, Change::RemoveFriend { .. } | Change::Unblock { .. });
        let missing = failure.status == Some(404) && failure.says("service_resource_not_found");
        takes_away && missing && model.doubted.contains(change)
    });
    let decided = result
        .as_ref()
        .map_or_else(|failure| failure.class == Class::Refused, |()| true);
    if decided {
        trust(model, change);
    }
    (if before { Ok(()) } else { result }, before)
}

/// It is known how this pair stands: what was lost before is no news any more.
fn trust(model: &mut Model, change: &Change) {
    model
        .doubted
        .retain(|c| c.owner() != change.owner() || c.target() != change.target());
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
    journal::written(model);
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
        trust(model, &change);
        answers::apply(model, &change, out);
        tell(model, News::Truth(&change), &Ok(()));
        model.say(Notice::FoundDone(change));
        return;
    }
    let failure = Failure::new(Class::NotSent, Reason::NotApplied);
    if !tell(model, News::Truth(&change), &Err(failure.clone())) {
        let dialog = Dialog::Trouble {
            change,
            failure,
            again: None,
        };
        model.dialogs.push_under(dialog, model.now);
    }
}
