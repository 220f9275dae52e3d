//! The keys in the view of the jobs.

use super::movement::{Movement, step};
use super::shown_job::{see, show_one, shown, shown_unfinished, view, view_mut};
use super::{copy, dialog_keys, export, job_confirmation, shown_job, triage, undo, unfinished};
use crate::dialog::job_confirmation::JobConfirmation;
use crate::dialog::triage::TriageSource;
use crate::dialog::{JobQuestion, JobsView, ListedJob};
use crate::domain::UserId;
use crate::domain::job::{BulkOp, JobControl, JobStep, StepState};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::model::{JobPhase, JobReport, Model, Notice, SessionJob, UnfinishedPurpose, front};
use crate::msg::{Action, Effect};

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    if view(model).is_some_and(|dialog| dialog.ask.is_some()) {
        return act_on_question(model, action, out);
    }
    match action {
        Action::Pause => pause(model, out),
        Action::Stop => ask_to_stop(model, out),
        Action::Retry => retry(model, out),
        Action::Copy => copy(model, out),
        Action::Export => export::ask_about_failed(model),
        Action::Undo => undo(model, out),
        Action::FailedFirst => failed_first(model),
        Action::NextPane => step_job(model, true),
        Action::PreviousPane => step_job(model, false),
        action if action.is_movement() => move_cursor(model, action),
        _ => dialog_keys::act(model, action, out),
    }
}

/// Handles a key in the question about the job on screen.
fn act_on_question(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Yes => {
            if model.accept_confirmation() {
                yes(model, out);
            }
        }
        Action::Escape => {
            if let Some(dialog) = view_mut(model) {
                dialog.ask = None;
            }
            model.dialogs.rearm(model.now);
        }
        _ => dialog_keys::act(model, action, out),
    }
}

/// Shows the jobs: the newest running one, otherwise the newest, otherwise the newest unfinished one. The
/// journal is queried again.
pub fn show(model: &mut Model, out: &mut Vec<Effect>) {
    let active = model.jobs.iter().rfind(|job| job.is_active());
    let here = active
        .or(model.jobs.last())
        .map(|job| ListedJob::ThisSession(job.request));
    let unfinished = model.unfinished.first();
    match here.or(unfinished.map(|job| ListedJob::Unfinished(job.number))) {
        Some(job) => {
            show_one(model, job);
            unfinished::query(model, UnfinishedPurpose::Refresh, out);
        }
        None => unfinished::query(model, UnfinishedPurpose::Show, out),
    }
}

/// Shows the next or the previous job, cyclic.
fn step_job(model: &mut Model, on: bool) {
    let here = model
        .jobs
        .iter()
        .map(|job| ListedJob::ThisSession(job.request));
    let unfinished = model.unfinished.iter();
    let all: Vec<ListedJob> = here
        .chain(unfinished.map(|job| ListedJob::Unfinished(job.number)))
        .collect();
    let Some(dialog) = view_mut(model) else {
        return;
    };
    let Some(place) = all.iter().position(|which| *which == dialog.job) else {
        return;
    };
    let next = if on { place + 1 } else { place + all.len() - 1 };
    dialog.job = all[next % all.len()];
    dialog.top = None;
    dialog.failed_first = None;
    see(model);
}

/// Moves over the steps of the job. The first movement stops following the progress.
fn move_cursor(model: &mut Model, action: Action) {
    let page = dialog_keys::page(model);
    let Some(dialog) = view(model) else {
        return;
    };
    let Some((states, is_active)) = states(model, dialog) else {
        return;
    };
    let last = states.len().saturating_sub(1);
    let front = || front(states, dialog.failed_first(states, is_active));
    let at = dialog.top.unwrap_or_else(front);
    let at = match step(action, page) {
        Movement::By(rows) => Some(at.saturating_add_signed(rows).min(last)),
        Movement::Top => Some(0),
        // At the end of the progress, it follows again.
        Movement::Bottom if is_active => None,
        Movement::Bottom => Some(last),
    };
    if let Some(dialog) = view_mut(model) {
        dialog.top = at;
    }
}

/// The steps of the job on screen, if they are known, and whether it is active.
fn states<'a>(model: &'a Model, dialog: &'a JobsView) -> Option<(&'a [StepState], bool)> {
    match (dialog.job, &dialog.steps.read) {
        (ListedJob::ThisSession(request), _) => {
            let job = model.jobs.iter().find(|job| job.request == request)?;
            Some((&job.states, job.is_active()))
        }
        (ListedJob::Unfinished(_), Some(Ok(found))) => Some((&found.states, false)),
        (ListedJob::Unfinished(_), _) => None,
    }
}

/// Shows failed steps first, or all steps in their order again.
fn failed_first(model: &mut Model) {
    let now = view(model).and_then(|dialog| {
        let (states, is_active) = states(model, dialog)?;
        Some(dialog.failed_first(states, is_active))
    });
    if let (Some(now), Some(dialog)) = (now, view_mut(model)) {
        dialog.failed_first = Some(!now);
        dialog.top = None;
    }
}

/// Pauses or resumes the job on screen. Resuming an unfinished one asks first.
fn pause(model: &mut Model, out: &mut Vec<Effect>) {
    if shown_unfinished(model).is_some() {
        ask(model, JobQuestion::Resume);
        return;
    }
    let Some(job) = shown(model) else {
        return;
    };
    let control = match job.phase {
        JobPhase::Running => JobControl::Pause,
        JobPhase::Paused => JobControl::Resume,
        JobPhase::Beginning
        | JobPhase::Snapshotting(..)
        | JobPhase::Ended
        | JobPhase::Refused(_)
        | JobPhase::SnapshotFailed(_) => return,
    };
    if job.pending_control.is_none() && !job.stopped {
        job.pending_control = Some(control);
        out.push(Effect::ControlJob(job.request, control));
    }
}

/// Queries the journal about undoing the job on screen.
fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(number) = shown_unfinished(model).map(|job| job.number) {
        return undo::query(model, UndoTarget::Job(number), out);
    }
    let Some(job) = shown(model) else {
        return;
    };
    let (number, runs) = (job.number, job.is_active());
    match number {
        _ if runs => model.say(Notice::NotUndone(UndoRefusal::JobRunning)),
        Some(number) => undo::query(model, UndoTarget::Job(number), out),
        None => model.say(Notice::NotUndone(UndoRefusal::NotDone)),
    }
}

/// Asks whether to stop the job on screen.
fn ask_to_stop(model: &mut Model, out: &mut Vec<Effect>) {
    let stoppable = shown(model).is_some_and(|job| job.is_active() && !job.stopped);
    // If nothing is left to hold back, there is nothing to ask.
    if stoppable && shown(model).is_some_and(|job| job.counts().waiting == 0) {
        return stop(model, out);
    }
    if stoppable || shown_unfinished(model).is_some() {
        ask(model, JobQuestion::Stop);
    }
}

/// Asks about the job on screen, unless somebody else is running it.
fn ask(model: &mut Model, what: JobQuestion) {
    if let Some(unfinished) = shown_unfinished(model)
        && let Some(holder) = &unfinished.holder
    {
        let held = Notice::Unfinished(JobReport::Held(unfinished.number, holder.clone()));
        return model.say(held);
    }
    if what == JobQuestion::Resume && model.is_read_only() {
        return model.say(Notice::ReadOnly);
    }
    let now = model.now;
    if let Some(dialog) = view_mut(model) {
        dialog.ask = Some(what);
        model.dialogs.rearm(now);
    }
}

/// `y`: stops the job, or resumes it.
fn yes(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = view_mut(model) else {
        return;
    };
    match (dialog.ask.take(), dialog.job) {
        (Some(JobQuestion::Stop), ListedJob::ThisSession(_)) => stop(model, out),
        (Some(JobQuestion::Stop), ListedJob::Unfinished(number)) => {
            out.push(Effect::DiscardJob(number));
        }
        (Some(JobQuestion::Resume), ListedJob::Unfinished(number)) => {
            unfinished::resume(model, number, out);
        }
        (Some(JobQuestion::Resume), ListedJob::ThisSession(_)) | (None, _) => {}
    }
}

fn stop(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(job) = shown(model).filter(|job| job.is_active() && !job.stopped) {
        job.stopped = true;
        job.pending_control = Some(JobControl::Stop);
        out.push(Effect::ControlJob(job.request, JobControl::Stop));
    }
}

/// The steps of a job that failed in this way.
fn failed(job: &SessionJob, which: impl Fn(&StepState) -> bool) -> Vec<&JobStep> {
    let steps = job.plan.steps.iter().zip(&job.states);
    let failed = steps.filter(|(_, state)| which(state));
    failed.map(|(step, _)| step).collect()
}

/// Copies the IDs that failed.
fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = shown(model) else {
        return;
    };
    let failed = failed(job, |state| matches!(state, StepState::Failed(_)));
    let ids: Vec<UserId> = failed.iter().map(|s| s.change.target().clone()).collect();
    copy::copy_ids(model, &ids, out);
}

/// Opens a sheet with the failed steps. They are read again and confirmed like any others, because much may
/// have changed since. If the job did not do the same to all users, all failed steps are confirmed together.
fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    if shown_unfinished(model).is_some() {
        // There is nothing to retry yet, and what is shown may be outdated, so it is read again.
        shown_job::steps_outdated(model);
        return unfinished::query(model, UnfinishedPurpose::Refresh, out);
    }
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let Some(job) = shown(model) else {
        return;
    };
    let failed = failed(job, StepState::may_be_retried);
    if job.is_active() || failed.is_empty() {
        model.say(Notice::NothingToRetry);
        return;
    }
    let owner = job.plan.owner.clone();
    let act = BulkOp::without_text_of(&failed[0].change);
    if let Some(act) = act.filter(|_| {
        failed
            .iter()
            .all(|s| BulkOp::without_text_of(&s.change) == act)
    }) {
        let ids = failed.iter().map(|s| s.change.target().clone()).collect();
        triage::open_with(model, owner, TriageSource::Job, ids, act, out);
    } else {
        let steps = failed.into_iter().cloned().collect();
        job_confirmation::open(model, JobConfirmation::new(owner, steps));
    }
}
