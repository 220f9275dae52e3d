//! Earlier lists: what is read again before a change is made from one.

use super::triage;
use crate::dialog::triage::{BulkQuestion, Triage};
use crate::domain::job::{BulkOp, PriorState};
use crate::domain::limits::PAGE;
use crate::domain::lists::ListKind;
use crate::domain::{Failure, UserId};
use crate::model::{Model, OpenUser};
use crate::msg::{Millis, Query};
use crate::paged::RequestId;

/// States older than this are read again before the question.
const FRESH: Millis = 10_000;

/// Handles the remarks of the friends on a sheet. A reply that no sheet is waiting for changes nothing.
pub fn remarks(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) {
    triage::answered(model, request, |d| match answer {
        Ok(found) => triage::learn(d, found, |known, there| {
            known.friend = there.friend;
            known.remark.clone_from(&there.remark);
        }),
        Err(why) => d.failure = Some(why.clone()),
    });
}

/// The query that is needed about these IDs of the sheet.
pub fn reading(d: &Triage, ids: &[UserId]) -> Option<Query> {
    let friends = d.list() == Some(ListKind::Friends) && !ids.is_empty();
    friends.then(|| Query::RemarksOf(d.owner.clone(), ids.to_vec()))
}

/// Whether what the sheet knows is too old for a question.
pub fn is_old(d: &Triage, now: Millis) -> bool {
    d.is_difference() && now > d.read_at.saturating_add(FRESH)
}

/// The cost of a job: its own calls, those of the snapshot before it, and the seconds for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobCost {
    /// Calls in all.
    pub calls: usize,
    /// How many of them read the list for the snapshot.
    pub kept: usize,
    /// Seconds at the share of the rate limits that this rosterm may use.
    pub seconds: usize,
}

/// The cost of the job that the question is about.
pub fn cost(model: &Model, d: &Triage, asking: &BulkQuestion) -> JobCost {
    let act = asking.act;
    let plan = triage::plan(model, d, asking);
    let remarks = plan.steps.len() - asking.targets.len();
    let alone = triage::is_alone(&plan);
    let own = asking.targets.len().div_ceil(act.per_call());
    let total = model.user.as_deref().filter(|user| user.id == d.owner);
    let total = total.and_then(OpenUser::friend_total);
    let (kept, per_second) = match act {
        BulkOp::Block | BulkOp::Unblock => (1, BulkOp::Block.per_second()),
        BulkOp::AddFriend | BulkOp::RemoveFriend | BulkOp::Remark => {
            let pages = total.map_or(1, |total| total.n.div_ceil(usize::from(PAGE)).max(1));
            (pages, act.per_second())
        }
    };
    // A single change is not a job, so no snapshot is taken.
    let kept = if alone { 0 } else { kept };
    let share = usize::from(model.session.share.clamp(1, 100));
    let calls = own + remarks + kept;
    JobCost {
        calls,
        kept,
        seconds: (calls * 100).div_ceil(per_second * share),
    }
}
