//! Handles replies: pages, facts, and the outcomes of changes.

use super::list_changes::apply_outcome;
use super::outcome::{OutcomeSource, deliver};
use super::{
    diagnosis, export, import, journal, learn_states, open, quit, shown_job, triage, undo,
    unfinished, unknown_changes,
};
use crate::dialog::Dialog;
use crate::domain::limits::FRIEND_IDS_CAP;
use crate::domain::{Change, Failure, PairState, PriorKnowledge, RequestId};
use crate::model::{CardPhase, IdListing, JobPhase, Model, Notice, OpenUser};
use crate::msg::{Effect, Reply};

/// Passes a reply on to what requested it. A reply that is no longer expected changes nothing.
pub fn reply(model: &mut Model, request: RequestId, reply: Reply, out: &mut Vec<Effect>) {
    model.waiting_until.remove(&request);
    match reply {
        // For a sheet, about a user to open, or about the open one.
        Reply::Account(answer) => {
            if !triage::receive_account(model, request, &answer, out)
                && !open::receive_account(model, request, &answer, out)
                && let Some(user) = model.user.as_mut()
            {
                user.account.receive(request, answer);
            }
        }
        Reply::Relation(other, relation) => {
            if model.card == CardPhase::Asked(request)
                && let Some(user) = model.user.as_mut()
            {
                model.card = CardPhase::Rest;
                user.learn_relation(&other, *relation, request);
            }
        }
        Reply::Friends(answer) => on_user(model, |user| user.take_friends(request, answer)),
        Reply::Blocks(answer) => on_user(model, |user| user.take_blocks(request, answer)),
        Reply::Conversations(answer) => on_user(model, |user| {
            user.conversations.receive(request, answer);
        }),
        Reply::FriendIds(answer) => {
            let answer = answer.map(|ids| IdListing::new(ids, Some(FRIEND_IDS_CAP)));
            on_user(model, |user| user.take_friend_ids(request, answer));
        }
        Reply::BlockIds(answer) => {
            let answer = answer.map(|ids| IdListing::new(ids, None));
            on_user(model, |user| user.take_block_ids(request, answer));
        }
        // About any user, open or not.
        Reply::Verified(answer) => unknown_changes::verified(model, request, &answer, out),
        Reply::PairStates(answer) => triage::receive_states(model, request, &answer),
        Reply::RemarksOf(answer) => triage::receive_remarks(model, request, &answer),
        Reply::Diagnosis(read) => diagnosis::received(model, request, &read),
        // From the journal.
        Reply::Journal(answer) => {
            if !diagnosis::receive_history(model, request, &answer)
                && !open::receive_history(model, request, &answer)
            {
                journal::received(model, request, answer);
            }
        }
        Reply::JournalExported(answer) => journal::exported(model, request, answer),
        Reply::Unfinished(answer) => unfinished::received(model, request, answer),
        Reply::JobSteps(answer) => shown_job::steps_read(model, request, answer),
        Reply::Undoable(answer) => undo::answered(model, request, answer, out),
        Reply::Snapshots(answer) => import::snapshots(model, request, &answer),
        // About files.
        Reply::Imported(answer) => import::imported(model, request, answer, out),
        Reply::Exported(answer) => export::exported(model, request, answer),
    }
}

fn on_user(model: &mut Model, take: impl FnOnce(&mut OpenUser)) {
    if let Some(user) = model.user.as_mut() {
        take(user);
    }
}

/// The outcome of a change: updates rows and totals, and shows a notice.
pub fn change_replied(
    model: &mut Model,
    request: RequestId,
    change: &Change,
    result: Result<PriorKnowledge, Failure>,
    out: &mut Vec<Effect>,
) {
    model.waiting_until.remove(&request);
    if model.pending_changes.remove(&request).is_none() {
        return;
    }
    journal::mark_outdated(model);
    let result = result.map_err(|why| unknown_changes::failed(model, request, change, why));
    if result.is_ok() {
        unknown_changes::end_doubt(model, request, change);
        // The date of what the change tells: nothing is asked under this number.
        let as_of = model.next_request();
        apply_outcome(model, change, as_of, out);
    }
    diagnosis::changed(model, change, out);
    let outcome = result.as_ref().map(drop).map_err(Clone::clone);
    let told = deliver(model, OutcomeSource::Reply(request), &outcome);
    match result {
        Ok(prior) => {
            if !told {
                let back =
                    prior == PriorKnowledge::Known && model.remark_recording.has_way_back(change);
                model.say(Notice::Done(change.clone(), back));
            }
        }
        Err(failure) => {
            if !told {
                unknown_changes::show_failed(model, change.clone(), failure);
            }
        }
    }
    quit::close_if_settled(model);
}

/// A change that was waiting to be sent is in progress from now on.
pub fn sending_now(model: &mut Model, request: RequestId) {
    model.waiting_until.remove(&request);
    let awaited = model
        .dialogs
        .iter_mut()
        .any(|dialog| matches!(dialog, Dialog::Change(dialog) if dialog.awaits() == Some(request)));
    if model.pending_changes.contains_key(&request) && !awaited {
        // It was withdrawn too late.
        model.say(Notice::StillInProgress);
    }
}

/// A change that was waiting to be sent was withdrawn.
pub fn withdrawn(model: &mut Model, request: RequestId) {
    model.waiting_until.remove(&request);
    if let Some(change) = model.pending_changes.remove(&request) {
        model.say(Notice::Withdrawn(change));
    }
    quit::close_if_settled(model);
}

/// A change was not sent, because no change is needed: updates the lists, and shows a notice.
pub fn unneeded(model: &mut Model, request: RequestId, change: &Change, out: &mut Vec<Effect>) {
    if model.pending_changes.remove(&request).is_none() {
        return;
    }
    journal::mark_outdated(model);
    // If the reply to an earlier change of ours was lost, that change is the reason.
    let ours = unknown_changes::may_be_applied(model, change);
    unknown_changes::end_unneeded(model, request, change);
    if let Change::AddFriend { owner, friend } = change {
        // Somebody else made them friends, and may have set a remark.
        let state = PairState {
            friend: Some(true),
            ..PairState::default()
        };
        learn_states::learn(model, owner, &[(friend.clone(), state)], request);
    }
    apply_outcome(model, change, request, out);
    deliver(model, OutcomeSource::Reply(request), &Ok(()));
    model.say(if ours {
        Notice::DoneBefore(change.clone())
    } else {
        Notice::Unneeded(change.clone())
    });
    quit::close_if_settled(model);
}

/// Notes how many rows have been read for a dialog, or for a job that is about to begin.
pub fn progress(model: &mut Model, request: RequestId, rows: usize) {
    for dialog in model.dialogs.iter_mut() {
        if let Some(reading) = dialog.reading().filter(|r| r.request == request) {
            reading.rows = rows;
        }
    }
    if let Some(job) = model.job_mut(request)
        && let JobPhase::Snapshotting(_, kept) = &mut job.phase
    {
        *kept = rows;
    }
}
