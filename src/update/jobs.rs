//! Jobs: what the worker says of them, and what a person asks of them.

use super::answers::{self, Taken};
use super::lists::{Step as Motion, step};
use super::{journal, open, triage};
use crate::dialog::triage::Source;
use crate::dialog::{Dialog, JobsView};
use crate::domain::UserId;
use crate::model::{Job, JobPhase, Model, Notice, Pane};
use crate::msg::job::{Act, News, State, Steer};
use crate::msg::{Action, Change, Effect};
use crate::on_list;
use crate::paged::{Phase, Ticket};

// ---- what the worker says ----

/// Something about a job. One that is not known, or is over, changes nothing.
pub fn news(model: &mut Model, ticket: Ticket, news: News, out: &mut Vec<Effect>) {
    let now = model.now;
    if !model.job_mut(ticket).is_some_and(|job| job.is_active()) {
        return;
    }
    journal::written(model);
    let Some(job) = model.job_mut(ticket) else {
        return;
    };
    match news {
        News::Begun(number) => {
            job.number = Some(number);
            job.phase = JobPhase::Running;
            job.runs(true, now);
        }
        News::Refused(failure) => {
            job.phase = JobPhase::Refused(failure);
            job.ended = Some(now);
            model.say(Notice::JobRefused);
            over(model, ticket, out);
        }
        News::Moved(moves) => moved(model, ticket, moves, out),
        News::Paused => {
            job.phase = JobPhase::Paused;
            job.steered = job.steered.filter(|asked| *asked == Steer::Stop);
            job.runs(false, now);
        }
        News::Resumed => {
            job.phase = JobPhase::Running;
            job.steered = job.steered.filter(|asked| *asked == Steer::Stop);
            job.runs(true, now);
        }
        News::Settling(time) => job.settles = Some(now.saturating_add(time)),
        News::Ended => {
            job.phase = JobPhase::Ended;
            job.settles = None;
            job.steered = None;
            job.ended = Some(now);
            job.runs(false, now);
            let tally = job.tally();
            let left = tally.waiting + tally.sent + tally.unknown;
            let done = tally.done + tally.nothing;
            model.say(Notice::JobEnded(done, tally.failed, left));
            over(model, ticket, out);
        }
    }
}

/// Changes are elsewhere now; what is done is taken into the lists.
fn moved(model: &mut Model, ticket: Ticket, moves: Vec<(usize, State)>, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(job) = model.job_mut(ticket) else {
        return;
    };
    let mut done: Vec<Change> = Vec::new();
    for (place, state) in moves {
        let Some(there) = job.states.get_mut(place) else {
            continue;
        };
        let is_done = |state: &State| matches!(state, State::Done | State::Nothing);
        if is_done(&state) && !is_done(there) {
            done.push(job.plan.steps[place].change.clone());
        }
        if state == State::Sent {
            job.sent[place] = Some(now);
        }
        *there = state;
    }
    if !job.states.contains(&State::Unknown) {
        job.settles = None;
    }
    for change in &done {
        // A list is not read again for each of hundreds of changes, but once, after the last one.
        let stale = match answers::take(model, change, out) {
            Taken::Elsewhere => None,
            Taken::Mutual => Some(Pane::Friends),
            Taken::Here { pane, coming } => is_stale(model, pane, coming).then_some(pane),
        };
        if let Some(pane) = stale
            && let Some(user) = model.user.as_ref().map(|u| u.id.clone())
            && let Some(job) = model.job_mut(ticket)
        {
            job.stale.insert((user, pane));
        }
    }
}

/// Whether an answer on its way may not know of a change just made.
fn is_stale(model: &mut Model, pane: Pane, coming: bool) -> bool {
    let Some(user) = model.user.as_mut() else {
        return false;
    };
    let behind = answers::behind(user, pane);
    let page_coming =
        coming && on_list!(user.list(pane), list => matches!(list.phase(), Phase::Loading(_)));
    behind.list || behind.total || page_coming
}

/// A job is over: lists that may have missed something are read again, and questions about it go.
fn over(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    let now = model.now;
    let stale = model
        .job_mut(ticket)
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
            && d.job == Some(ticket)
        {
            asked |= std::mem::take(&mut d.stop);
        }
    }
    if asked {
        model.dialogs.startle(now);
    }
    if model.top_is(|d| matches!(d, Dialog::Jobs(d) if d.job == Some(ticket)))
        && let Some(job) = model.job_mut(ticket)
    {
        job.seen = true;
    }
    if !model.has_open_ends() {
        model.dialogs.retain(now, |d| !matches!(d, Dialog::Leave));
    }
}

// ---- what a person asks ----

/// Shows the jobs: the newest that runs, else the newest.
pub fn show(model: &mut Model) {
    let active = model.jobs.iter().rfind(|job| job.is_active());
    let job = active.or(model.jobs.last()).map(|job| job.ticket);
    if job.is_none() {
        model.say(Notice::NoJob);
        return;
    }
    let view = JobsView {
        job,
        at: None,
        failed_first: false,
        stop: false,
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
fn shown(model: &mut Model) -> Option<&mut Job> {
    let ticket = view(model)?.job?;
    model.job_mut(ticket)
}

/// The end of a job that is on screen was seen.
fn see(model: &mut Model) {
    if let Some(job) = shown(model).filter(|job| !job.is_active()) {
        job.seen = true;
    }
}

/// The job after this one, round and round, or the one before.
pub fn step_job(model: &mut Model, on: bool) {
    let all: Vec<Ticket> = model.jobs.iter().map(|job| job.ticket).collect();
    let Some(d) = view_mut(model) else {
        return;
    };
    let Some(place) = all.iter().position(|ticket| Some(*ticket) == d.job) else {
        return;
    };
    let next = if on { place + 1 } else { place + all.len() - 1 };
    d.job = Some(all[next % all.len()]);
    d.at = None;
    see(model);
}

/// Moves over what the job does. The first movement ends following it.
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
        Motion::By(rows) => Some(at.saturating_add_signed(rows).min(last)),
        Motion::Top => Some(0),
        // The end of what is done: it follows again.
        Motion::Bottom if job.is_active() => None,
        Motion::Bottom => Some(last),
    };
    if let Some(d) = view_mut(model) {
        d.at = at;
    }
}

/// What failed comes first, or stands in its place again.
pub fn failed_first(model: &mut Model) {
    if let Some(d) = view_mut(model) {
        d.failed_first = !d.failed_first;
        d.at = None;
    }
}

/// Lets the job on screen pause, or go on.
pub fn pause(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = shown(model) else {
        return;
    };
    let steer = match job.phase {
        JobPhase::Running => Steer::Pause,
        JobPhase::Paused => Steer::Resume,
        JobPhase::Beginning | JobPhase::Ended | JobPhase::Refused(_) => return,
    };
    if job.steered.is_none() && !job.stopped {
        job.steered = Some(steer);
        out.push(Effect::Steer(job.ticket, steer));
    }
}

/// Asks whether to stop the job on screen.
pub fn ask_to_stop(model: &mut Model) {
    let stoppable = shown(model).is_some_and(|job| job.is_active() && !job.stopped);
    let now = model.now;
    if stoppable && let Some(d) = view_mut(model) {
        d.stop = true;
        model.dialogs.rearm(now);
    }
}

/// `y`: it sends nothing more.
pub fn stop(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = view_mut(model) else {
        return;
    };
    d.stop = false;
    if let Some(job) = shown(model).filter(|job| job.is_active() && !job.stopped) {
        job.stopped = true;
        job.steered = Some(Steer::Stop);
        out.push(Effect::Steer(job.ticket, Steer::Stop));
    }
}

/// The ids of the job on screen that failed.
fn failed(job: &Job, which: impl Fn(&State) -> bool) -> Vec<(Option<Act>, UserId)> {
    let steps = job.plan.steps.iter().zip(&job.states);
    let failed = steps.filter(|(_, state)| which(state));
    failed
        .map(|(step, _)| (Act::of(&step.change), step.change.target().clone()))
        .collect()
}

/// Puts the ids that failed on the clipboard.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = shown(model) else {
        return;
    };
    let ids = failed(job, |state| matches!(state, State::Failed(_)));
    let ids: Vec<UserId> = ids.into_iter().map(|(_, id)| id).collect();
    super::pick::copy_ids(model, &ids, out);
}

/// What failed goes into a sheet of its own, where it is read anew and asked about as everything is: much
/// may have changed since.
pub fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let Some(job) = shown(model) else {
        return;
    };
    let (owner, active) = (job.plan.owner.clone(), job.is_active());
    let failed = failed(job, State::may_be_retried);
    let act = failed.iter().find_map(|(act, _)| *act);
    let Some(act) = act.filter(|_| !active) else {
        model.say(Notice::NothingToRetry);
        return;
    };
    let ids = failed.into_iter().filter(|(other, _)| *other == Some(act));
    let ids = ids.map(|(_, id)| id).collect();
    triage::open_with(model, owner, Source::Job, ids, act, out);
}
