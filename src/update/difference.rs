//! A list of before: what is read again before anything is done for its sake.

use super::triage;
use crate::dialog::triage::{BulkQuestion, Triage};
use crate::domain::job::{BulkOp, PriorState};
use crate::domain::limits::PAGE;
use crate::domain::lists::ListKind;
use crate::domain::{Failure, UserId};
use crate::model::{Model, OpenUser};
use crate::msg::{Millis, Query};
use crate::paged::RequestId;

/// What was read longer ago is read again before it is asked about.
const FRESH: Millis = 10_000;

/// The remarks of the friends on a sheet have been read. An answer that no sheet waits for changes nothing.
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

/// What has to be read about these ids of the sheet.
pub fn reading(d: &Triage, ids: &[UserId]) -> Option<Query> {
    let friends = d.list() == Some(ListKind::Friends) && !ids.is_empty();
    friends.then(|| Query::RemarksOf(d.owner.clone(), ids.to_vec()))
}

/// Whether what the sheet knows was read too long ago to be asked about.
pub fn is_old(d: &Triage, now: Millis) -> bool {
    d.is_difference() && now > d.read_at.saturating_add(FRESH)
}

/// What a job takes: its own calls, those of the snapshot before it, and the seconds for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobCost {
    /// Calls in all.
    pub calls: usize,
    /// How many of them read the list that is kept before.
    pub kept: usize,
    /// Seconds at the share of the limits that this console may use.
    pub seconds: usize,
}

/// What the job takes that is asked about.
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
    // One alone is no job, and nothing is kept before it.
    let kept = if alone { 0 } else { kept };
    let share = usize::from(model.session.share.clamp(1, 100));
    let calls = own + remarks + kept;
    JobCost {
        calls,
        kept,
        seconds: (calls * 100).div_ceil(per_second * share),
    }
}
