//! What a confirmed change does to the lists, and what must be read again after it.

use super::lists;
use crate::domain::{Change, ListKind, RequestId};
use crate::model::{CardPhase, Model, OpenUser};
use crate::msg::Effect;
use crate::on_list;
use crate::paged::LoadPhase;

/// How a confirmed change affects what is on screen.
pub enum AppliedTo {
    /// Not at all.
    Elsewhere,
    /// It changed a friendship of the open user, as the other user: the friends must be read again.
    Mutual,
    /// It is applied to a list.
    Here {
        /// Which one.
        pane: ListKind,
        /// A page in progress may bring the row in its old state.
        may_reappear: bool,
    },
}

/// Applies a confirmed change as of this request ID, and reads again what may not reflect it.
pub fn apply_outcome(
    model: &mut Model,
    change: &Change,
    read_by: RequestId,
    out: &mut Vec<Effect>,
) {
    match apply_to_lists(model, change, read_by, out) {
        AppliedTo::Elsewhere => {}
        AppliedTo::Mutual => {
            lists::reload(model, ListKind::Friends, out);
            lists::read_total(model, ListKind::Friends, out);
        }
        AppliedTo::Here { pane, may_reappear } => reload_stale(model, pane, may_reappear, out),
    }
}

/// Applies a confirmed change as of this request ID; nothing is read again.
pub fn apply_to_lists(
    model: &mut Model,
    change: &Change,
    read_by: RequestId,
    out: &mut Vec<Effect>,
) -> AppliedTo {
    for user in model.back.iter_mut().chain(model.forward.iter_mut()) {
        user.take_change(change, read_by);
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
        user.take_change(change, read_by);
        return if mutual && user.id == *change.target() {
            AppliedTo::Mutual
        } else {
            AppliedTo::Elsewhere
        };
    }
    // A row that is not loaded yet may be on a page that is in progress, with its old state.
    let (pane, may_reappear) = match change {
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
    user.take_change(change, read_by);
    // A list without the focus moves its cursor to the new row: the next key there is meant for the user who
    // was just changed.
    if model.focus != pane && matches!(change, Change::AddFriend { .. } | Change::Block { .. }) {
        on_list!(user.list(pane), list => list.move_cursor_to(0));
    }
    if let CardPhase::Asked(request) = model.card {
        out.push(Effect::CancelQuery(request));
        model.card = CardPhase::Due(model.now);
    }
    AppliedTo::Here { pane, may_reappear }
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
/// the row that changed at the top, so it is only requested again if that row may still come with it.
fn reload_stale(model: &mut Model, pane: ListKind, may_reappear: bool, out: &mut Vec<Effect>) {
    let Some(user) = model.user.as_mut() else {
        return;
    };
    let stale = stale_reads(user, pane);
    if stale.list {
        lists::reload(model, pane, out);
    } else if may_reappear {
        out.extend(on_list!(user.list(pane), list => list.abandon()).map(Effect::CancelQuery));
    }
    if stale.total {
        lists::read_total(model, pane, out);
    }
}
