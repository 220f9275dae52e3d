//! Tracks changes whose reply was lost, until they are verified. Such a change may have been applied, and may
//! still be applied some seconds later, so it is never resent blindly. After a settle time it is verified,
//! and only then it counts as done or not applied. If verifying is inconclusive, it stays unknown and is left
//! to the person.

use super::outcome::{OutcomeSource, deliver};
use super::{diagnosis, journal, list_changes};
use crate::dialog::{ChangeDialog, Dialog, FailedChange, SendStage};
use crate::domain::{
    Change, Failure, FailureClass, FailureReason, MAX_VERIFICATIONS, OrphanedChange, RequestId,
    Verification,
};
use crate::keymap::Layer;
use crate::model::{Model, Notice, UnknownChange};
use crate::msg::{Effect, Millis, Query};

/// Handles a failed change, and returns the failure to report. If it leaves open whether
/// an earlier request for the same change worked, verifying tells.
pub fn failed(model: &mut Model, request: RequestId, change: &Change, failure: Failure) -> Failure {
    let undecided = change.is_undecided_by(&failure);
    match failure.class {
        FailureClass::Unknown => add(model, request, change, &failure, model.session.settle),
        FailureClass::Final if undecided && may_be_applied(model, change) => {
            let failure = Failure {
                class: FailureClass::Unknown,
                ..failure
            };
            add(model, request, change, &failure, 0);
            return failure;
        }
        // From here on, a repeat counts as a new change, though the lost one may have worked.
        FailureClass::Final => no_repeat(model, change),
        FailureClass::NothingDone | FailureClass::Retryable => {}
    }
    failure
}

/// Whether the reply to the same change was lost, and nothing has decided it since.
pub fn may_be_applied(model: &Model, change: &Change) -> bool {
    model
        .possibly_applied
        .iter()
        .any(|(_, doubted)| doubted == change)
}

fn no_repeat(model: &mut Model, change: &Change) {
    model
        .possibly_applied
        .retain(|(_, doubted)| doubted != change);
}

fn add(model: &mut Model, request: RequestId, change: &Change, failure: &Failure, wait: Millis) {
    let unknown = UnknownChange::new(request, change.clone(), failure.clone(), model.wall());
    mark_possibly_applied(model, unknown, wait);
}

/// Changes by a rosterm that has ended have an unknown outcome: they are verified like those of this one.
pub fn orphaned(model: &mut Model, changes: Vec<OrphanedChange>) {
    model.say(Notice::OrphanedChanges(changes.len()));
    for OrphanedChange {
        change,
        at,
        failure,
    } in changes
    {
        let request = model.next_request();
        // A back end may still apply what was sent a moment ago.
        let since = model.wall().saturating_sub(at);
        let wait = model
            .session
            .settle
            .saturating_sub(Millis::try_from(since).unwrap_or(0));
        let failure = failure
            .unwrap_or_else(|| Failure::new(FailureClass::Unknown, FailureReason::ProcessEnded));
        let unknown = UnknownChange::new(request, change, failure, at);
        mark_possibly_applied(model, unknown, wait);
    }
}

/// From now on, it may have been applied; it is verified after this time.
fn mark_possibly_applied(model: &mut Model, mut unknown: UnknownChange, wait: Millis) {
    unknown.verify_at = Some(model.now.saturating_add(wait));
    let (request, change) = (unknown.request, unknown.change.clone());
    model.unknown_changes.retain(|u| u.change != change);
    model.unknown_changes.push(unknown);
    no_repeat(model, &change);
    model.possibly_applied.push((request, change));
}

/// A change was done: the outcomes of older ones about the same thing no longer matter, and nothing offers to
/// resend them.
pub fn end_doubt(model: &mut Model, request: RequestId, change: &Change) {
    model
        .unverifiable_remarks
        .retain(|older| !change.makes_moot(older));
    end(model, request, |older| change.makes_moot(older));
}

/// A change was not sent, because no change is needed: its own doubt is over. Another change about the same
/// thing may still be applied.
pub fn end_unneeded(model: &mut Model, request: RequestId, change: &Change) {
    end(model, request, |older| older == change);
}

/// Settles these changes, if they were sent before this request.
fn end(model: &mut Model, request: RequestId, which: impl Fn(&Change) -> bool) {
    let goes = |sent: RequestId, older: &Change| sent < request && which(older);
    model
        .unknown_changes
        .retain(|u| !goes(u.request, &u.change));
    model
        .possibly_applied
        .retain(|(sent, older)| !goes(*sent, older));
    close(model, which);
}

/// Closes the dialogs that offer to resend these changes, unless somebody is typing there.
fn close(model: &mut Model, which: impl Fn(&Change) -> bool) {
    let now = model.now;
    model.dialogs.retain(now, |dialog| {
        let types = dialog.layer() == Layer::Field;
        let Dialog::Change(dialog) = dialog else {
            return true;
        };
        match dialog.stage() {
            SendStage::Failed(why) if !types && why.class != FailureClass::Final => {
                !which(&dialog.change())
            }
            SendStage::Asking | SendStage::Sent(_) | SendStage::Failed(_) => true,
        }
    });
}

/// Verifies every change that is due. While a later change about the same thing has an unknown outcome,
/// reading says nothing about the earlier one: it may have been made, and undone.
pub fn verify(model: &mut Model, out: &mut Vec<Effect>) {
    for place in 0..model.unknown_changes.len() {
        let due = model.unknown_changes[place].verify_at;
        if due.is_none_or(|due| model.now < due) {
            continue;
        }
        match superseded_by(model, &model.unknown_changes[place]) {
            Some(LaterChange::Open) => {
                let due = model.now.saturating_add(model.session.settle);
                model.unknown_changes[place].verify_at = Some(due);
            }
            Some(LaterChange::Unknown) => give_up(model, place),
            None => verify_one(model, place, out),
        }
    }
}

fn verify_one(model: &mut Model, place: usize, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let unknown = &mut model.unknown_changes[place];
    unknown.verify_at = None;
    unknown.asked = Some(request);
    unknown.readings += 1;
    let query = Query::Verify(unknown.change.clone());
    out.push(Effect::Query(request, query));
}

/// The state of a later change about the same thing.
enum LaterChange {
    /// Its outcome is pending, or still to be verified.
    Open,
    /// It stays unknown unless the person asks.
    Unknown,
}

fn superseded_by(model: &Model, lost: &UnknownChange) -> Option<LaterChange> {
    let overtakes = |request: RequestId, change: &Change| {
        lost.request < request && lost.change != *change && change.makes_moot(&lost.change)
    };
    let mut in_progress = model.pending_changes.iter();
    if in_progress.any(|(request, change)| overtakes(*request, change)) {
        return Some(LaterChange::Open);
    }
    let later = model.unknown_changes.iter();
    let mut later = later.filter(|u| overtakes(u.request, &u.change)).peekable();
    later.peek()?;
    Some(if later.any(UnknownChange::will_be_verified) {
        LaterChange::Open
    } else {
        LaterChange::Unknown
    })
}

/// The person asks for the outcome of a change that was left to them: it is verified again.
pub fn verify_again(model: &mut Model, change: &Change) {
    let now = model.now;
    let open = model.unknown_changes.iter_mut();
    for unknown in open.filter(|u| u.change == *change && !u.will_be_verified()) {
        unknown.verify_at = Some(now);
        // The person can ask again, so one attempt is enough.
        unknown.readings = MAX_VERIFICATIONS - 1;
    }
}

/// A change was verified, or could not be.
pub fn verified(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Verification, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(place) = model
        .unknown_changes
        .iter()
        .position(|u| u.asked == Some(request))
    else {
        return;
    };
    journal::mark_outdated(model);
    match answer {
        Ok(Verification::Applied) => {
            let unknown = model.unknown_changes.remove(place);
            let change = unknown.change.clone();
            was_applied(model, unknown, request, out);
            diagnosis::changed(model, &change, out);
        }
        Ok(Verification::NotApplied) => {
            let unknown = model.unknown_changes.remove(place);
            not_applied(model, unknown);
        }
        Ok(Verification::Superseded) => {
            let UnknownChange { change, .. } = model.unknown_changes.remove(place);
            no_repeat(model, &change);
            close(model, |older| *older == change);
        }
        Ok(Verification::Inconclusive) => give_up(model, place),
        Err(_) if model.unknown_changes[place].readings >= MAX_VERIFICATIONS => {
            give_up(model, place);
        }
        Err(_) => {
            let due = model.now.saturating_add(model.session.settle);
            let unknown = &mut model.unknown_changes[place];
            unknown.asked = None;
            unknown.verify_at = Some(due);
        }
    }
}

fn was_applied(model: &mut Model, lost: UnknownChange, read_by: RequestId, out: &mut Vec<Effect>) {
    let UnknownChange {
        request, change, ..
    } = lost;
    end_doubt(model, request, &change);
    no_repeat(model, &change);
    list_changes::apply_outcome(model, &change, read_by, out);
    deliver(model, OutcomeSource::Verified(&change), &Ok(()));
    model.say(Notice::FoundDone(change));
}

fn not_applied(model: &mut Model, lost: UnknownChange) {
    let UnknownChange {
        change, failure, ..
    } = lost;
    let failure = if failure.is_not_found() {
        // A resend would find nobody again.
        no_repeat(model, &change);
        Failure {
            class: FailureClass::Final,
            ..failure
        }
    } else {
        Failure::new(FailureClass::NothingDone, FailureReason::NotApplied)
    };
    if !deliver(
        model,
        OutcomeSource::Verified(&change),
        &Err(failure.clone()),
    ) {
        show_failed(model, change, failure);
    }
}

/// It stays unknown, and a notice says so.
fn give_up(model: &mut Model, place: usize) {
    let unknown = &mut model.unknown_changes[place];
    (unknown.asked, unknown.verify_at) = (None, None);
    let (change, failure) = (unknown.change.clone(), unknown.failure.clone());
    model.say(Notice::StaysUnknown(change.target().clone()));
    let shown = model
        .dialogs
        .iter_mut()
        .any(|dialog| matches!(dialog, Dialog::Change(dialog) if dialog.change() == change));
    if shown {
        model.dialogs.rearm_unprompted(model.now);
    } else {
        show_failed(model, change, failure);
    }
}

/// Shows a change that failed, under whatever is on screen.
pub fn show_failed(model: &mut Model, change: Change, failure: Failure) {
    let dialog = ChangeDialog::Failed(FailedChange {
        change,
        failure,
        again: None,
    });
    let dialog = Dialog::Change(dialog);
    // What only shows something would hide it; whatever takes keys of its own must not be interrupted.
    if model.top_is(|top| top.layer().only_shows()) {
        model.dialogs.push(dialog, model.now);
        model.dialogs.rearm_unprompted(model.now);
    } else {
        model.dialogs.push_under(dialog, model.now);
    }
}
