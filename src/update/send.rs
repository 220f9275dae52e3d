//! Sends what was decided: one change, or a job.

use crate::domain::job::JobPlan;
use crate::domain::{Change, PriorRemark, PriorState};
use crate::model::{JobView, Model, Notice};
use crate::msg::Effect;
use crate::paged::RequestId;

/// Sends a change. The prior state is read when it is sent.
pub fn change(model: &mut Model, change: Change, out: &mut Vec<Effect>) -> RequestId {
    let request = model.next_request();
    model.in_progress.insert(request, change.clone());
    let seen = seen(model, &change);
    out.push(Effect::Change(request, change, seen));
    request
}

/// The state that the person saw before the change. It is filled in for remarks only: other changes overwrite
/// no text.
fn seen(model: &Model, change: &Change) -> PriorState {
    let mut seen = PriorState::default();
    if let (Change::SetRemark { owner, friend, .. }, Some(user)) = (change, &model.user)
        && user.id == *owner
    {
        seen.remark = user.remark(friend).map(PriorRemark::of);
    }
    seen
}

/// Begins a confirmed job about `n` users. `redo`: `Some(true)` redo, `Some(false)` undo, `None` neither.
pub fn job(model: &mut Model, n: usize, plan: JobPlan, redo: Option<bool>, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let mut job = JobView::new(request, plan.clone(), model.now);
    job.redo = redo;
    model.jobs.push(job);
    model.say(Notice::JobBegun(n));
    out.push(Effect::BeginJob(request, Box::new(plan)));
}
