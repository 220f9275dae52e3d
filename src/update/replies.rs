//! Handles replies: pages, facts, and the outcomes of changes.

use super::outcome::{OutcomeSource, deliver};
use super::{accounts, difference, files, jobs, journal, triage, undo, unfinished, unsettled};
use crate::dialog::Dialog;
use crate::domain::job::PriorState;
use crate::domain::limits::FRIEND_IDS_CAP;
use crate::domain::lists::ListKind;
use crate::domain::{Change, Failure};
use crate::model::{CardPhase, IdListing, Model, Notice, OpenUser};
use crate::msg::{Effect, Reply};
use crate::on_list;
use crate::paged::{LoadPhase, RequestId};

/// Passes a reply on to what requested it. A reply that is no longer expected changes nothing.
pub fn reply(model: &mut Model, request: RequestId, reply: Reply, out: &mut Vec<Effect>) {
    model.waiting_until.remove(&request);
    match reply {
        // About the open user.
        Reply::Account(answer) => {
            if !accounts::here(model, request, &answer, out)
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
                user.learn_all(&other, *relation, request);
            }
        }
        Reply::Friends(answer) => on_user(model, |user| user.take_friends(request, answer)),
        Reply::Blocks(answer) => on_user(model, |user| user.take_blocks(request, answer)),
        Reply::Conversations(answer) => on_user(model, |user| {
            user.conversations.receive(request, answer);
        }),
        Reply::FriendIds(answer) => {
            let answer = answer.map(|ids| IdListing::new(ids, FRIEND_IDS_CAP));
            on_user(model, |user| user.take_friend_ids(request, answer));
        }
        Reply::BlockIds(answer) => {
            // The service never allows more blocked users than this call returns, so none can be missing.
            let answer = answer.map(|ids| IdListing::new(ids, usize::MAX));
            on_user(model, |user| user.take_block_ids(request, answer));
        }
        // About any user, open or not.
        Reply::Applied(answer) => unsettled::verified(model, request, &answer, out),
        Reply::Standing(answer) => triage::standing(model, request, &answer),
        Reply::RemarksOf(answer) => {
            // Both are told; the one that did not send the query ignores the reply.
            let answer = triage::newest(model, request, &answer);
            undo::remarks_read(model, request, &answer);
            difference::remarks(model, request, &answer);
        }
        // From the journal.
        Reply::Journal(answer) => journal::received(model, request, answer),
        Reply::JournalExported(answer) => journal::exported(model, request, answer),
        Reply::Unfinished(answer) => unfinished::received(model, request, answer),
        Reply::Undoable(answer) => undo::answered(model, request, answer, out),
        Reply::Snapshots(answer) => files::snapshots(model, request, &answer),
        // About files.
        Reply::Imported(answer) => files::imported(model, request, answer, out),
        Reply::Exported(answer) => files::exported(model, request, answer),
    }
}

fn on_user(model: &mut Model, take: impl FnOnce(&mut OpenUser)) {
    if let Some(user) = model.user.as_mut() {
        take(user);
    }
}

/// The outcome of a change: updates rows and totals, and shows a notice.
pub fn change_answered(
    model: &mut Model,
    request: RequestId,
    change: &Change,
    result: Result<bool, Failure>,
    out: &mut Vec<Effect>,
) {
    model.waiting_until.remove(&request);
    if model.under_way.remove(&request).is_none() {
        return;
    }
    journal::written(model);
    let result = result.map_err(|why| unsettled::failed(model, request, change, why));
    if result.is_ok() {
        unsettled::settle(model, request, change);
        let read = model.next_request();
        apply_outcome(model, change, read, out);
    }
    let outcome = result.as_ref().map(drop).map_err(Clone::clone);
    let told = deliver(model, OutcomeSource::Answer(request), &outcome);
    match result {
        Ok(known) => {
            if !told {
                let back = known && model.remarks.has_way_back(change);
                model.say(Notice::Done(change.clone(), back));
            }
        }
        Err(failure) => {
            if !told {
                let dialog = Dialog::FailedChange {
                    change: change.clone(),
                    failure,
                    again: None,
                };
                model.dialogs.push_under(dialog, model.now);
            }
        }
    }
    jobs::may_leave(model);
}

/// A change that was waiting to be sent is in progress from now on.
pub fn sending_now(model: &mut Model, request: RequestId) {
    model.waiting_until.remove(&request);
    let awaited = model
        .dialogs
        .iter_mut()
        .any(|d| d.awaits() == Some(request));
    if model.under_way.contains_key(&request) && !awaited {
        // It was withdrawn too late.
        model.say(Notice::LeftUnderWay);
    }
}

/// A change that was waiting to be sent was withdrawn.
pub fn withdrawn(model: &mut Model, request: RequestId) {
    model.waiting_until.remove(&request);
    if let Some(change) = model.under_way.remove(&request) {
        model.say(Notice::Withdrawn(change));
    }
    jobs::may_leave(model);
}

/// A change was not sent, because no change is needed: updates the lists, and shows a notice.
pub fn unneeded(model: &mut Model, request: RequestId, change: &Change, out: &mut Vec<Effect>) {
    if model.under_way.remove(&request).is_none() {
        return;
    }
    journal::written(model);
    // If the reply to our own change was lost before, that change is the reason.
    let ours = unsettled::may_be_applied(model, change);
    unsettled::already_so(model, request, change);
    if let Change::AddFriend { owner, friend } = change {
        // Somebody else made them friends, and may have set a remark.
        let before = PriorState {
            friend: Some(true),
            ..PriorState::default()
        };
        super::prior_states::learn(model, owner, &[(friend.clone(), before)], request);
    }
    apply_outcome(model, change, request, out);
    deliver(model, OutcomeSource::Answer(request), &Ok(()));
    model.say(if ours {
        Notice::DoneBefore(change.clone())
    } else {
        Notice::Unneeded(change.clone())
    });
    jobs::may_leave(model);
}

/// How a confirmed change affects what is on screen.
pub enum AppliedTo {
    /// Not at all.
    Elsewhere,
    /// It was made from the other side: the friends must be read again.
    Mutual,
    /// It is applied to a list.
    Here {
        /// Which one.
        pane: ListKind,
        /// The removed row may return with a page that is in progress.
        coming: bool,
    },
}

/// Applies a confirmed change as of this request ID, and reads again what may not reflect it.
pub fn apply_outcome(model: &mut Model, change: &Change, read: RequestId, out: &mut Vec<Effect>) {
    match apply_to_lists(model, change, read, out) {
        AppliedTo::Elsewhere => {}
        AppliedTo::Mutual => {
            super::lists::reload(model, ListKind::Friends, out);
            super::open::read_total(model, ListKind::Friends, out);
        }
        AppliedTo::Here { pane, coming } => reload_stale(model, pane, coming, out),
    }
}

/// Applies a confirmed change as of this request ID; nothing is read again.
pub fn apply_to_lists(
    model: &mut Model,
    change: &Change,
    read: RequestId,
    out: &mut Vec<Effect>,
) -> AppliedTo {
    for user in model.back.iter_mut().chain(model.forward.iter_mut()) {
        user.take_change(change, read);
    }
    let Some(user) = model.user.as_mut() else {
        return AppliedTo::Elsewhere;
    };
    // Friendship is mutual: the change may have been made from the other side.
    let mutual = matches!(
        change,
        Change::AddFriend { .. } | Change::RemoveFriend { .. }
    );
    if user.id != *change.owner() {
        user.take_change(change, read);
        return if mutual && user.id == *change.target() {
            AppliedTo::Mutual
        } else {
            AppliedTo::Elsewhere
        };
    }
    // A row that is not loaded yet may be on a page that is in progress, with its old state.
    let (pane, coming) = match change {
        Change::AddFriend { .. } => (ListKind::Friends, false),
        Change::RemoveFriend { friend, .. } | Change::SetRemark { friend, .. } => {
            (ListKind::Friends, !user.friends.contains(friend))
        }
        Change::Block { .. } => (ListKind::Blocks, false),
        Change::Unblock { target, .. } => (ListKind::Blocks, !user.blocks.contains(target)),
        Change::DeleteConversation { peer, kind, .. } => (
            ListKind::Conversations,
            !user.conversations.contains(&(*kind, peer.clone())),
        ),
    };
    user.take_change(change, read);
    // A list without the focus moves its cursor to the new row: the next key there is meant for the user who
    // was just changed.
    if model.focus != pane && matches!(change, Change::AddFriend { .. } | Change::Block { .. }) {
        on_list!(user.list(pane), list => list.move_cursor_to(0));
    }
    if let CardPhase::Asked(request) = model.card {
        out.push(Effect::CancelQuery(request));
        model.card = CardPhase::Due(model.now);
    }
    AppliedTo::Here { pane, coming }
}

/// Which replies for a list are in progress that were requested before a change at its top.
pub struct StaleReads {
    /// The rows, from the top.
    pub list: bool,
    /// The total.
    pub total: bool,
}

/// What may not reflect a change that was just made.
pub fn stale_reads(user: &mut OpenUser, pane: ListKind) -> StaleReads {
    StaleReads {
        list: on_list!(user.list(pane), list => {
            matches!(list.phase(), LoadPhase::Loading(_)) && (list.is_untouched() || list.is_reloading())
        }),
        total: match pane {
            ListKind::Friends => user.friend_ids.asked.is_some(),
            ListKind::Blocks => user.block_ids.asked.is_some(),
            ListKind::Conversations => false,
        },
    }
}

/// Requests again what was requested before the change and may not reflect it. A page further down cannot hold
/// the row that changed at the top, so it is only requested again if that row may still come with it (`coming`).
fn reload_stale(model: &mut Model, pane: ListKind, coming: bool, out: &mut Vec<Effect>) {
    let Some(user) = model.user.as_mut() else {
        return;
    };
    let stale = stale_reads(user, pane);
    if stale.list {
        super::lists::reload(model, pane, out);
    } else if coming {
        out.extend(on_list!(user.list(pane), list => list.abandon()).map(Effect::CancelQuery));
    }
    if stale.total {
        super::open::read_total(model, pane, out);
    }
}
