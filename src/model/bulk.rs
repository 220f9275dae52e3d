//! What an action on the sheet of IDs would do: for whom, as which job, and at what cost.

use std::collections::HashMap;

use super::{Model, OpenUser};
use crate::dialog::baseline::BaselineState;
use crate::dialog::triage::{BulkQuestion, Triage, TriageRow};
use crate::domain::job::{BulkOp, DoneChange, JobPlan, JobStep, Undoable};
use crate::domain::limits::PAGE;
use crate::domain::{Change, PairRemark, PairState, UserId};
use crate::text::Text;

/// The selected IDs for whom the action would change something and who have no change in progress.
pub fn targets<'a>(
    model: &'a Model,
    dialog: &'a Triage,
    act: BulkOp,
) -> impl Iterator<Item = &'a TriageRow> + 'a {
    let in_progress = model.users_in_progress(&dialog.owner);
    dialog
        .would_change_for(act)
        .filter(move |row| !in_progress.contains(&row.id))
}

/// Whether this is a single change that undoes nothing.
pub fn is_single_change(plan: &JobPlan) -> bool {
    matches!(
        (plan.undoes, &plan.steps[..]),
        (None, [JobStep { undoes: None, .. }])
    )
}

/// The plan of the job that the question is about.
pub fn plan(model: &Model, dialog: &Triage, asking: &BulkQuestion) -> JobPlan {
    let user = model.user.as_deref().filter(|u| u.id == dialog.owner);
    let rows: HashMap<&UserId, &TriageRow> = dialog.rows.iter().map(|row| (&row.id, row)).collect();
    let row = |id: &UserId| rows.get(id).copied();
    let undo = dialog.source.undo();
    let undo = undo.filter(|undo| undoes(undo, asking.act));
    // The first change of a user counts.
    let done = undo.into_iter().flat_map(|undo| undo.done.iter().rev());
    let done: HashMap<&UserId, &DoneChange> = done.map(|r| (r.change.target(), r)).collect();
    let mut steps: Vec<JobStep> = Vec::new();
    for id in &asking.targets {
        let known = row(id).map_or_else(PairState::default, |row| row.current.clone());
        let listed = user.and_then(|u| u.remark(id));
        let once = row(id).and_then(|row| row.baseline.as_ref());
        let wanted = once.and_then(BaselineState::remark_to_set);
        steps.push(JobStep {
            change: match (asking.act, wanted) {
                (BulkOp::Remark, Some(remark)) => set_remark(&dialog.owner, id, Text::new(remark)),
                (act, _) => act.change(dialog.owner.clone(), id.clone()),
            },
            before: PairState {
                remark: known.remark.or(listed.map(PairRemark::of)),
                ..known
            },
            undoes: done.get(id).map(|record| record.entry),
        });
        let lost = done
            .get(id)
            .and_then(|record| record.before.listed_remark()?.cloned());
        let lost = lost.or(wanted.filter(|text| !text.is_empty()).map(Text::new));
        if let (BulkOp::AddFriend, Some(remark)) = (asking.act, lost) {
            steps.push(JobStep {
                change: set_remark(&dialog.owner, id, remark),
                before: PairState::default(),
                undoes: None,
            });
        }
    }
    JobPlan {
        owner: dialog.owner.clone(),
        steps,
        undoes: undo.and_then(|undo| undo.job),
    }
}

fn set_remark(owner: &UserId, friend: &UserId, remark: Text) -> Change {
    Change::SetRemark {
        owner: owner.clone(),
        friend: friend.clone(),
        remark,
    }
}

/// Whether this action undoes what was done.
pub fn undoes(undo: &Undoable, act: BulkOp) -> bool {
    undo.op().map(BulkOp::inverse) == Some(act)
}

/// The cost of a job: its own calls, those of the snapshot before it, and the seconds for all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobCost {
    /// Calls in all.
    pub calls: usize,
    /// Those among them that read the list for the snapshot.
    pub snapshot_calls: usize,
    /// Seconds at the share of the rate limits that this rosterm may use.
    pub seconds: usize,
}

/// The cost of what the question on the sheet is about.
pub fn cost(model: &Model, dialog: &Triage, asking: &BulkQuestion) -> JobCost {
    let plan = plan(model, dialog, asking);
    // A single change is not a job, so no snapshot is taken.
    cost_of(model, &dialog.owner, &plan.steps, !is_single_change(&plan))
}

/// The cost of a job with these steps.
pub fn job_cost(model: &Model, owner: &UserId, steps: &[JobStep]) -> JobCost {
    cost_of(model, owner, steps, true)
}

fn cost_of(model: &Model, owner: &UserId, steps: &[JobStep], snapshots: bool) -> JobCost {
    let user = model.user.as_deref().filter(|user| user.id == *owner);
    let total = user.and_then(OpenUser::friend_total);
    let friend_pages = total.map_or(1, |total| total.n.div_ceil(usize::from(PAGE)).max(1));
    let mut cost = JobCost::default();
    // Each list has a snapshot and a limit of its own.
    let blocks = &[BulkOp::Block, BulkOp::Unblock][..];
    let friends = &[BulkOp::AddFriend, BulkOp::RemoveFriend, BulkOp::Remark][..];
    for (ops, pages, per_second) in [
        (blocks, 1, BulkOp::Block.per_second()),
        (friends, friend_pages, BulkOp::AddFriend.per_second()),
    ] {
        let calls = |op: &BulkOp| {
            let all = steps.iter().filter(|step| step.op() == Some(*op));
            all.count().div_ceil(op.per_call())
        };
        let own: usize = ops.iter().map(calls).sum();
        if own == 0 {
            continue;
        }
        let read = if snapshots { pages } else { 0 };
        cost.calls += own + read;
        cost.snapshot_calls += read;
        cost.seconds += model.session.seconds_for(own + read, per_second);
    }
    cost
}
