//! Reports from the worker about jobs.

use super::list_changes::{self, StaleReads};
use super::{journal, lists, quit, shown_job, unfinished, unknown_changes};
use crate::dialog::{Dialog, ListedJob};
use crate::domain::job::{JobControl, JobEvent, RecordingBacklog, StepState};
use crate::domain::{Change, RequestId};
use crate::model::{JobPhase, Model, Notice, UnfinishedPurpose};
use crate::msg::Effect;

/// Handles a report about a job. A job that is unknown, or has ended, is not changed.
pub fn event(model: &mut Model, request: RequestId, event: JobEvent, out: &mut Vec<Effect>) {
    let (now, remarks) = (model.now, model.remark_recording);
    if !model.job_mut(request).is_some_and(|job| job.is_active()) {
        return;
    }
    journal::mark_outdated(model);
    let Some(job) = model.job_mut(request) else {
        return;
    };
    match event {
        JobEvent::Begun(number) => {
            job.number = number;
            job.phase = JobPhase::Running;
            job.set_running(true, now);
            if let Some(number) = number {
                unfinished::drop_from_unfinished(model, number);
            }
        }
        JobEvent::Snapshotting(list) => job.phase = JobPhase::Snapshotting(list, 0),
        JobEvent::Loaded(found) => job.loaded(*found),
        JobEvent::ClaimRefused(why) => unfinished::claim_refused(model, request, why),
        JobEvent::Refused(failure) => {
            job.phase = match job.phase {
                JobPhase::Snapshotting(..) => JobPhase::SnapshotFailed(failure),
                _ => JobPhase::Refused(failure),
            };
            job.ended = Some(now);
            model.say(Notice::JobRefused);
            after_end(model, request, out);
        }
        JobEvent::UndoRefused(why) => {
            model.jobs.retain(|job| job.request != request);
            model.say(Notice::NotUndone(why));
            quit::close_if_settled(model);
        }
        JobEvent::StepsChanged(changed) => steps_changed(model, request, changed, out),
        JobEvent::Paused => {
            job.phase = JobPhase::Paused;
            job.pending_control = job
                .pending_control
                .filter(|asked| *asked == JobControl::Stop);
            job.set_running(false, now);
        }
        JobEvent::Resumed => {
            job.phase = JobPhase::Running;
            job.pending_control = job
                .pending_control
                .filter(|asked| *asked == JobControl::Stop);
            job.set_running(true, now);
        }
        JobEvent::JournalBusy => model.say(Notice::JournalBusy),
        JobEvent::VerificationDueIn(time) => job.verify_at = Some(now.saturating_add(time)),
        JobEvent::Ended => {
            job.phase = JobPhase::Ended;
            job.verify_at = None;
            job.pending_control = None;
            job.ended = Some(now);
            job.set_running(false, now);
            let outcome = job.counts_per_user();
            let notice = match job.turned_back().filter(|_| outcome.all_succeeded()) {
                Some(turned) => Notice::UndoneOrRedone(turned),
                None => Notice::JobEnded(outcome, job.way_back(remarks)),
            };
            let turns = job.plan.steps.iter().any(|step| step.undoes.is_some());
            model.say(notice);
            if turns && !model.unfinished.is_empty() {
                unfinished::query(model, UnfinishedPurpose::Refresh, out);
            }
            shown_job::steps_outdated(model);
            after_end(model, request, out);
        }
    }
}

/// Outcomes are still to be recorded, or all have been.
pub fn recording_backlog(model: &mut Model, backlog: RecordingBacklog) {
    let before = std::mem::replace(&mut model.unrecorded, backlog.count);
    match backlog.why {
        Some(why) if backlog.count > 0 => model.say(Notice::Owed(backlog.count, why)),
        _ if backlog.count == 0 && before > 0 => {
            journal::mark_outdated(model);
            model.say(Notice::NothingOwed);
            quit::close_if_settled(model);
        }
        _ => {}
    }
}

/// Updates the states of steps, and applies the finished ones to the lists.
fn steps_changed(
    model: &mut Model,
    request: RequestId,
    changed: Vec<(usize, StepState)>,
    out: &mut Vec<Effect>,
) {
    let now = model.now;
    let mut done: Vec<(Change, bool)> = Vec::new();
    let (asked, answered) = (request, model.next_request());
    let Some(job) = model.job_mut(request) else {
        return;
    };
    for (place, state) in changed {
        let Some(there) = job.states.get_mut(place) else {
            continue;
        };
        let is_done = |state: &StepState| matches!(state, StepState::Done | StepState::Unneeded);
        if is_done(&state) && !is_done(there) {
            let unsent = state == StepState::Unneeded && job.sent[place].is_none();
            done.push((job.plan.steps[place].change.clone(), unsent));
        }
        if state == StepState::Sent {
            job.sent[place] = Some(now);
        }
        *there = state;
    }
    if !job.states.contains(&StepState::Unknown) {
        job.verify_at = None;
    }
    for (change, unsent) in &done {
        // That no change was needed was read before the job began to send.
        let read_by = if *unsent {
            unknown_changes::end_unneeded(model, request, change);
            asked
        } else {
            unknown_changes::end_doubt(model, request, change);
            answered
        };
        // A list is not read again for each of hundreds of changes, but once, after the last one.
        let stale = list_changes::apply_to_lists(model, change, read_by, out);
        if let Some(stale) = stale.filter(StaleReads::any)
            && let Some(user) = model.user.as_ref().map(|u| u.id.clone())
            && let Some(job) = model.job_mut(request)
        {
            job.stale.insert((user, stale.pane));
        }
    }
}

/// A job has ended: reads lists again that may have missed something, and closes questions about the job.
fn after_end(model: &mut Model, request: RequestId, out: &mut Vec<Effect>) {
    let now = model.now;
    let stale = model
        .job_mut(request)
        .map(|job| std::mem::take(&mut job.stale));
    for (user, pane) in stale.unwrap_or_default() {
        if model.user.as_ref().is_some_and(|u| u.id == user) {
            lists::reload(model, pane, out);
            lists::read_total(model, pane, out);
        }
    }
    let mut asked = false;
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Jobs(dialog) = dialog
            && dialog.job == ListedJob::ThisSession(request)
        {
            asked |= dialog.ask.take().is_some();
        }
    }
    if asked {
        model.dialogs.rearm_unprompted(now);
    }
    if model.top_is(|dialog| matches!(dialog, Dialog::Jobs(dialog) if dialog.job == ListedJob::ThisSession(request)))
        && let Some(job) = model.job_mut(request)
    {
        job.seen = true;
    }
    quit::close_if_settled(model);
}
