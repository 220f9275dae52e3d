//! Jobs: reports from the worker, and commands from the person.

use super::lists::{Movement, step};
use super::replies::{self, AppliedTo};
use super::{confirm_job, journal, open, triage, unfinished, unsettled};
use crate::dialog::confirm_job::JobConfirmation;
use crate::dialog::triage::TriageSource;
use crate::dialog::{Dialog, JobQuestion, JobsView, ListedJob};
use crate::domain::job::{
    BulkOp, JobControl, JobEvent, JobPlan, JobStep, RecordingBacklog, StepState, UnfinishedJob,
};
use crate::domain::lists::ListKind;
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{Change, UserId};
use crate::model::{JobPhase, JobReport, JobView, Model, Notice, UnfinishedPurpose};
use crate::msg::{Action, Effect};
use crate::on_list;
use crate::paged::{LoadPhase, RequestId};

// ---- reports from the worker ----

/// Handles a report about a job. A job that is unknown, or has ended, is not changed.
pub fn event(model: &mut Model, request: RequestId, event: JobEvent, out: &mut Vec<Effect>) {
    let (now, remarks) = (model.now, model.remarks);
    if !model.job_mut(request).is_some_and(|job| job.is_active()) {
        return;
    }
    journal::written(model);
    let Some(job) = model.job_mut(request) else {
        return;
    };
    match event {
        JobEvent::Begun(number) => {
            job.number = Some(number);
            job.phase = JobPhase::Running;
            job.runs(true, now);
            unfinished::drop_from_unfinished(model, number);
        }
        JobEvent::Snapshotting(list) => job.phase = JobPhase::Snapshotting(list, 0),
        JobEvent::Loaded(found) => job.found(*found),
        JobEvent::ClaimRefused(why) => unfinished::claim_refused(model, request, why),
        JobEvent::Refused(failure) => {
            job.phase = match job.phase {
                JobPhase::Snapshotting(..) => JobPhase::SnapshotFailed(failure),
                _ => JobPhase::Refused(failure),
            };
            job.ended = Some(now);
            model.say(Notice::JobRefused);
            step_over(model, request, out);
        }
        JobEvent::UndoRefused(why) => {
            model.jobs.retain(|job| job.request != request);
            model.say(Notice::NotUndone(why));
            may_leave(model);
        }
        JobEvent::StepsChanged(moves) => steps_changed(model, request, moves, out),
        JobEvent::Paused => {
            job.phase = JobPhase::Paused;
            job.pending_control = job
                .pending_control
                .filter(|asked| *asked == JobControl::Stop);
            job.runs(false, now);
        }
        JobEvent::Resumed => {
            job.phase = JobPhase::Running;
            job.pending_control = job
                .pending_control
                .filter(|asked| *asked == JobControl::Stop);
            job.runs(true, now);
        }
        JobEvent::JournalBusy => model.say(Notice::JournalBusy),
        JobEvent::Settling(time) => job.verify_at = Some(now.saturating_add(time)),
        JobEvent::Ended => {
            job.phase = JobPhase::Ended;
            job.verify_at = None;
            job.pending_control = None;
            job.ended = Some(now);
            job.runs(false, now);
            let (done, failed, left) = job.outcome();
            let whole = failed + left == 0;
            let notice = match job.turned_back().filter(|_| whole) {
                Some(turned) => Notice::TurnedBack(turned),
                None => Notice::JobEnded(done, failed, left, job.way_back(remarks)),
            };
            model.say(notice);
            step_over(model, request, out);
        }
    }
}

/// Outcomes are still to be recorded, or all have been.
pub fn recording_backlog(model: &mut Model, backlog: RecordingBacklog) {
    let before = std::mem::replace(&mut model.unrecorded, backlog.count);
    match backlog.why {
        Some(why) if backlog.count > 0 => model.say(Notice::Owed(backlog.count, why)),
        _ if backlog.count == 0 && before > 0 => {
            journal::written(model);
            model.say(Notice::NothingOwed);
            may_leave(model);
        }
        _ => {}
    }
}

/// Updates the states of steps, and applies the finished ones to the lists.
fn steps_changed(
    model: &mut Model,
    request: RequestId,
    moves: Vec<(usize, StepState)>,
    out: &mut Vec<Effect>,
) {
    let now = model.now;
    let mut done: Vec<(Change, bool)> = Vec::new();
    let (asked, answered) = (request, model.next_request());
    let Some(job) = model.job_mut(request) else {
        return;
    };
    for (place, state) in moves {
        let Some(there) = job.states.get_mut(place) else {
            continue;
        };
        let is_done = |state: &StepState| matches!(state, StepState::Done | StepState::Nothing);
        if is_done(&state) && !is_done(there) {
            let unsent = state == StepState::Nothing && job.sent[place].is_none();
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
        let read = if *unsent {
            unsettled::already_so(model, request, change);
            asked
        } else {
            unsettled::settle(model, request, change);
            answered
        };
        // A list is not read again for each of hundreds of changes, but once, after the last one.
        let stale = match replies::apply_to_lists(model, change, read, out) {
            AppliedTo::Elsewhere => None,
            AppliedTo::Mutual => Some(ListKind::Friends),
            AppliedTo::Here { pane, coming } => is_stale(model, pane, coming).then_some(pane),
        };
        if let Some(pane) = stale
            && let Some(user) = model.user.as_ref().map(|u| u.id.clone())
            && let Some(job) = model.job_mut(request)
        {
            job.stale.insert((user, pane));
        }
    }
}

/// Whether a reply in progress may not reflect a change that was just made.
fn is_stale(model: &mut Model, pane: ListKind, coming: bool) -> bool {
    let Some(user) = model.user.as_mut() else {
        return false;
    };
    let behind = replies::stale_reads(user, pane);
    let page_coming =
        coming && on_list!(user.list(pane), list => matches!(list.phase(), LoadPhase::Loading(_)));
    behind.list || behind.total || page_coming
}

/// A job has ended: reads lists again that may have missed something, and closes questions about the job.
fn step_over(model: &mut Model, request: RequestId, out: &mut Vec<Effect>) {
    let now = model.now;
    let stale = model
        .job_mut(request)
        .map(|job| std::mem::take(&mut job.stale));
    for (user, pane) in stale.unwrap_or_default() {
        if model.user.as_ref().is_some_and(|u| u.id == user) {
            super::lists::reload(model, pane, out);
            open::read_total(model, pane, out);
        }
    }
    let mut asked = false;
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Jobs(d) = dialog
            && d.job == ListedJob::Here(request)
        {
            asked |= d.ask.take().is_some();
        }
    }
    if asked {
        model.dialogs.rearm_unprompted(now);
    }
    if model.top_is(|d| matches!(d, Dialog::Jobs(d) if d.job == ListedJob::Here(request)))
        && let Some(job) = model.job_mut(request)
    {
        job.seen = true;
    }
    may_leave(model);
}

/// Closes the question about quitting if nothing is left open.
pub fn may_leave(model: &mut Model) {
    if !model.has_open_ends() {
        let now = model.now;
        model.dialogs.retain(now, |d| !matches!(d, Dialog::Leave));
    }
}

// ---- commands from the person ----

/// Begins a confirmed job about `n` users. `redo` says whether it redoes or undoes something, if it does.
pub fn begin(
    model: &mut Model,
    n: usize,
    plan: JobPlan,
    redo: Option<bool>,
    out: &mut Vec<Effect>,
) {
    let request = model.next_request();
    let mut job = JobView::new(request, plan.clone(), model.now);
    job.redo = redo;
    model.jobs.push(job);
    model.say(Notice::JobBegun(n));
    out.push(Effect::BeginJob(request, Box::new(plan)));
}

/// Shows the jobs: the newest running one, otherwise the newest, otherwise the newest unfinished one. The
/// journal is queried again.
pub fn show(model: &mut Model, out: &mut Vec<Effect>) {
    let active = model.jobs.iter().rfind(|job| job.is_active());
    let here = active
        .or(model.jobs.last())
        .map(|job| ListedJob::Here(job.request));
    let left = model.unfinished.first();
    match here.or(left.map(|left| ListedJob::Left(left.number))) {
        Some(job) => {
            show_one(model, job);
            unfinished::query(model, UnfinishedPurpose::Refresh, out);
        }
        None => unfinished::query(model, UnfinishedPurpose::Show, out),
    }
}

/// Shows the jobs, starting with this one.
pub fn show_one(model: &mut Model, job: ListedJob) {
    // A person who has pressed the key for the jobs need not be told about that key.
    let points_here = |(_, notice): &mut (_, Notice)| matches!(notice, Notice::JobBegun(_));
    model.notice.take_if(points_here);
    let view = JobsView {
        job,
        at: None,
        failed_first: false,
        ask: None,
    };
    model.dialogs.push(Dialog::Jobs(view), model.now);
    see(model);
}

fn view(model: &Model) -> Option<&JobsView> {
    match model.dialogs.top() {
        Some(Dialog::Jobs(d)) => Some(d),
        _ => None,
    }
}

fn view_mut(model: &mut Model) -> Option<&mut JobsView> {
    match model.dialogs.top_mut() {
        Some(Dialog::Jobs(d)) => Some(d),
        _ => None,
    }
}

/// The job on screen.
pub fn shown(model: &mut Model) -> Option<&mut JobView> {
    match view(model)?.job {
        ListedJob::Here(request) => model.job_mut(request),
        ListedJob::Left(_) => None,
    }
}

/// The job on screen, if it is an unfinished one from before.
fn left(model: &Model) -> Option<&UnfinishedJob> {
    match view(model)?.job {
        ListedJob::Here(_) => None,
        ListedJob::Left(number) => model.unfinished.iter().find(|left| left.number == number),
    }
}

/// Marks the end of the job on screen as seen.
fn see(model: &mut Model) {
    if let Some(job) = shown(model).filter(|job| !job.is_active()) {
        job.seen = true;
    }
}

/// Shows the next or the previous job, cyclic.
pub fn step_job(model: &mut Model, on: bool) {
    let here = model.jobs.iter().map(|job| ListedJob::Here(job.request));
    let left = model.unfinished.iter();
    let all: Vec<ListedJob> = here
        .chain(left.map(|left| ListedJob::Left(left.number)))
        .collect();
    let Some(d) = view_mut(model) else {
        return;
    };
    let Some(place) = all.iter().position(|which| *which == d.job) else {
        return;
    };
    let next = if on { place + 1 } else { place + all.len() - 1 };
    d.job = all[next % all.len()];
    d.at = None;
    see(model);
}

/// Moves over the steps of the job. The first movement stops following the progress.
pub fn motion(model: &mut Model, action: Action, page: isize) {
    let Some(d) = view(model) else {
        return;
    };
    let (failed_first, at) = (d.failed_first, d.at);
    let Some(job) = shown(model) else {
        return;
    };
    let last = job.states.len().saturating_sub(1);
    let at = at.unwrap_or_else(|| job.front(failed_first));
    let at = match step(action, page) {
        Movement::By(rows) => Some(at.saturating_add_signed(rows).min(last)),
        Movement::Top => Some(0),
        // At the end of the progress, it follows again.
        Movement::Bottom if job.is_active() => None,
        Movement::Bottom => Some(last),
    };
    if let Some(d) = view_mut(model) {
        d.at = at;
    }
}

/// Shows failed steps first, or all steps in their order again.
pub fn failed_first(model: &mut Model) {
    if let Some(d) = view_mut(model) {
        d.failed_first = !d.failed_first;
        d.at = None;
    }
}

/// Pauses or resumes the job on screen. Resuming an unfinished one asks first.
pub fn pause(model: &mut Model, out: &mut Vec<Effect>) {
    if left(model).is_some() {
        ask(model, JobQuestion::GoOn);
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
pub fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = shown(model) else {
        return;
    };
    let (number, runs) = (job.number, job.is_active());
    match number {
        _ if runs => model.say(Notice::NotUndone(UndoRefusal::Runs)),
        Some(number) => super::undo::query(model, UndoTarget::Job(number), out),
        None => model.say(Notice::NotUndone(UndoRefusal::NotDone)),
    }
}

/// Asks whether to stop the job on screen.
pub fn ask_to_stop(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(Dialog::ResumeOffer(d)) = model.dialogs.top_mut() {
        d.discard = true;
        model.dialogs.rearm(model.now);
        return;
    }
    let stoppable = shown(model).is_some_and(|job| job.is_active() && !job.stopped);
    // If nothing is left to hold back, there is nothing to ask.
    if stoppable && shown(model).is_some_and(|job| job.tally().waiting == 0) {
        return stop(model, out);
    }
    if stoppable || left(model).is_some() {
        ask(model, JobQuestion::Stop);
    }
}

/// Asks about the job on screen, unless somebody else is running it.
fn ask(model: &mut Model, what: JobQuestion) {
    if let Some(left) = left(model)
        && let Some(holder) = &left.holder
    {
        let held = Notice::Unfinished(JobReport::Held(left.number, holder.clone()));
        return model.say(held);
    }
    if what == JobQuestion::GoOn && model.is_read_only() {
        return model.say(Notice::ReadOnly);
    }
    let now = model.now;
    if let Some(d) = view_mut(model) {
        d.ask = Some(what);
        model.dialogs.rearm(now);
    }
}

/// `y`: stops the job, or resumes it.
pub fn yes(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = view_mut(model) else {
        return;
    };
    match (d.ask.take(), d.job) {
        (Some(JobQuestion::Stop), ListedJob::Here(_)) => stop(model, out),
        (Some(JobQuestion::Stop), ListedJob::Left(number)) => out.push(Effect::DiscardJob(number)),
        (Some(JobQuestion::GoOn), ListedJob::Left(number)) => {
            unfinished::resume(model, number, out);
        }
        (Some(JobQuestion::GoOn), ListedJob::Here(_)) | (None, _) => {}
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
fn failed(job: &JobView, which: impl Fn(&StepState) -> bool) -> Vec<&JobStep> {
    let steps = job.plan.steps.iter().zip(&job.states);
    let failed = steps.filter(|(_, state)| which(state));
    failed.map(|(step, _)| step).collect()
}

/// Copies the IDs that failed.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = shown(model) else {
        return;
    };
    let failed = failed(job, |state| matches!(state, StepState::Failed(_)));
    let ids: Vec<UserId> = failed.iter().map(|s| s.change.target().clone()).collect();
    super::selection::copy_ids(model, &ids, out);
}

/// Opens a sheet with the failed steps. They are read again and confirmed like any others, because much may
/// have changed since. If the job did not do the same to all users, all failed steps are confirmed together.
pub fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    if left(model).is_some() {
        // There is nothing to retry yet, and what is shown may be outdated, so it is read again.
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
    let act = BulkOp::of(&failed[0].change);
    if let Some(act) = act.filter(|_| failed.iter().all(|s| BulkOp::of(&s.change) == act)) {
        let ids = failed.iter().map(|s| s.change.target().clone()).collect();
        triage::open_with(model, owner, TriageSource::Job, ids, act, out);
    } else {
        let steps = failed.into_iter().cloned().collect();
        confirm_job::open(model, JobConfirmation::new(owner, steps));
    }
}
