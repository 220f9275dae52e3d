//! What a confirmed change does to the lists, and what must be read again after it.

use super::lists;
use crate::domain::{Change, ListKind, RequestId};
use crate::model::{CardPhase, Model, OpenUser};
use crate::msg::Effect;
use crate::on_list;
use crate::paged::LoadPhase;

/// What was requested before a change and may not reflect it.
pub struct StaleReads {
    /// Of which list.
    pub pane: ListKind,
    /// Its rows, from the top.
    rows: bool,
    /// A page further down: it may bring the row in its old state.
    page: bool,
    /// The total.
    total: bool,
}

impl StaleReads {
    /// Whether anything must be read again.
    pub fn any(&self) -> bool {
        self.rows || self.page || self.total
    }
}

/// Applies a confirmed change as of this request ID, and reads again what may not reflect it.
pub fn apply_outcome(
    model: &mut Model,
    change: &Change,
    read_by: RequestId,
    out: &mut Vec<Effect>,
) {
    let Some(stale) = apply_to_lists(model, change, read_by, out) else {
        return;
    };
    if stale.rows {
        lists::reload(model, stale.pane, out);
    } else if stale.page
        && let Some(user) = model.user.as_mut()
    {
        out.extend(
            on_list!(user.list(stale.pane), list => list.abandon()).map(Effect::CancelQuery),
        );
    }
    if stale.total {
        lists::read_total(model, stale.pane, out);
    }
}

/// Applies a confirmed change as of this request ID, and says what may not reflect it; nothing is read again.
pub fn apply_to_lists(
    model: &mut Model,
    change: &Change,
    read_by: RequestId,
    out: &mut Vec<Effect>,
) -> Option<StaleReads> {
    for user in model.back.iter_mut().chain(model.forward.iter_mut()) {
        user.take_change(change, read_by);
    }
    let user = model.user.as_mut()?;
    // Friendship is mutual: the change may have been made from the other side.
    let mutual = matches!(
        change,
        Change::AddFriend { .. } | Change::RemoveFriend { .. }
    );
    if user.id != *change.owner() {
        user.take_change(change, read_by);
        return (mutual && user.id == *change.target()).then_some(StaleReads {
            pane: ListKind::Friends,
            rows: true,
            page: false,
            total: true,
        });
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
        let new = change.target();
        if pane == ListKind::Friends {
            user.friends.move_cursor_to_row(new);
        } else {
            user.blocks.move_cursor_to_row(new);
        }
    }
    let stale = stale_reads(user, pane, may_reappear);
    if let CardPhase::Asked(request) = model.card {
        out.push(Effect::CancelQuery(request));
        model.card = CardPhase::Due(model.now);
    }
    Some(stale)
}

/// What is being read of a list from before a change at its top. A page further down only matters if the row that
/// changed may still come with it.
fn stale_reads(user: &mut OpenUser, pane: ListKind, may_reappear: bool) -> StaleReads {
    let (rows, next_page) = on_list!(user.list(pane), list => {
        let loading = matches!(list.phase(), LoadPhase::Loading(_));
        (loading && (list.is_untouched() || list.is_reloading()), loading && may_reappear)
    });
    let total = match pane {
        ListKind::Friends => user.friend_ids.asked.is_some(),
        ListKind::Blocks => user.block_ids.asked.is_some(),
        ListKind::Conversations => false,
    };
    StaleReads {
        pane,
        rows,
        page: next_page,
        total,
    }
}
