//! Sends what was decided: one change, or a job.

use crate::domain::job::JobPlan;
use crate::domain::{Change, PairRemark, RequestId};
use crate::model::{Model, Notice, SessionJob, UndoDirection};
use crate::msg::Effect;

/// Why this change must not be sent now: changes are forbidden, or the same one, or a job about the same pair,
/// has no outcome yet.
pub fn obstacle(model: &Model, change: &Change) -> Option<Notice> {
    let id = || change.target().clone();
    if model.is_read_only() {
        Some(Notice::ReadOnly)
    } else if model.waiting().any(|waits| waits == change) {
        Some(Notice::Waits(id()))
    } else if model.has_pending(change) || model.is_in_a_job(change.owner(), change.target()) {
        Some(Notice::AlreadyInProgress(id()))
    } else if model.awaits_verification(change) {
        Some(Notice::OutcomeUnknown(id()))
    } else {
        None
    }
}

/// Sends a change, unless there is an obstacle, which a notice names. The prior state is read when it is sent.
pub fn change(model: &mut Model, change: Change, out: &mut Vec<Effect>) -> Option<RequestId> {
    if let Some(notice) = obstacle(model, &change) {
        model.say(notice);
        return None;
    }
    let request = model.next_request();
    model.pending_changes.insert(request, change.clone());
    let seen = seen_remark(model, &change);
    out.push(Effect::Change(request, change, seen));
    Some(request)
}

/// The remark that the person saw before a new one is written over it.
fn seen_remark(model: &Model, change: &Change) -> Option<PairRemark> {
    let Change::SetRemark { owner, friend, .. } = change else {
        return None;
    };
    let user = model.user.as_ref().filter(|user| user.id == *owner)?;
    user.remark(friend).map(PairRemark::of)
}

/// Begins a confirmed job about `n` users; `direction` says whether they undo or redo something.
pub fn job(
    model: &mut Model,
    n: usize,
    plan: JobPlan,
    direction: Option<UndoDirection>,
    out: &mut Vec<Effect>,
) {
    let request = model.next_request();
    let mut job = SessionJob::new(request, plan.clone(), model.now);
    job.direction = direction;
    model.jobs.push(job);
    model.say(Notice::JobBegun(n));
    out.push(Effect::BeginJob(request, Box::new(plan)));
}
