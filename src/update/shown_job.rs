//! The view of the jobs, and the job on screen.

use crate::dialog::{Dialog, JobReading, JobsView, ListedJob};
use crate::domain::job::{LoadedJob, UnfinishedJob};
use crate::domain::{Failure, RequestId};
use crate::model::{Model, Notice, SessionJob};
use crate::msg::{Effect, Query};

/// Shows the jobs, starting with this one.
pub fn show_one(model: &mut Model, job: ListedJob) {
    // A person who has pressed the key for the jobs need not be told about that key.
    let points_here = |(_, notice): &mut (_, Notice)| matches!(notice, Notice::JobBegun(_));
    model.notice.take_if(points_here);
    let view = JobsView {
        job,
        top: None,
        failed_first: None,
        ask: None,
        steps: JobReading::default(),
    };
    model.dialogs.push(Dialog::Jobs(view), model.now);
    see(model);
}

pub fn view(model: &Model) -> Option<&JobsView> {
    let Some(Dialog::Jobs(dialog)) = model.dialogs.top() else {
        return None;
    };
    Some(dialog)
}

pub fn view_mut(model: &mut Model) -> Option<&mut JobsView> {
    let Some(Dialog::Jobs(dialog)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(dialog)
}

/// The job on screen.
pub fn shown(model: &mut Model) -> Option<&mut SessionJob> {
    match view(model)?.job {
        ListedJob::ThisSession(request) => model.job_mut(request),
        ListedJob::Unfinished(_) => None,
    }
}

/// The job on screen, if it is an unfinished one that was begun before this session.
pub fn shown_unfinished(model: &Model) -> Option<&UnfinishedJob> {
    match view(model)?.job {
        ListedJob::ThisSession(_) => None,
        ListedJob::Unfinished(number) => model.unfinished.iter().find(|job| job.number == number),
    }
}

/// Marks the end of the job on screen as seen.
pub fn see(model: &mut Model) {
    if let Some(job) = shown(model).filter(|job| !job.is_active()) {
        job.seen = true;
    }
}

/// Queries the journal about the steps of the job on screen, unless it is running here: then its reports say
/// more.
pub fn query_steps(model: &mut Model, out: &mut Vec<Effect>) {
    let job = shown(model).filter(|job| !job.is_active());
    let number = job.and_then(|job| job.number);
    let number = number.or_else(|| shown_unfinished(model).map(|job| job.number));
    let Some(dialog) =
        view(model).filter(|dialog| dialog.steps.job != number || dialog.steps.is_outdated)
    else {
        return;
    };
    out.extend(dialog.steps.asked.map(Effect::CancelQuery));
    let asked = number.map(|number| {
        let request = model.next_request();
        out.push(Effect::Query(request, Query::JobSteps(number)));
        request
    });
    if let Some(dialog) = view_mut(model) {
        dialog.steps = JobReading {
            job: number,
            is_outdated: false,
            asked,
            read: dialog
                .steps
                .read
                .take()
                .filter(|_| dialog.steps.job == number),
        };
    }
}

/// What is on screen about the steps of a job may be outdated: they are read again. What was read stays on screen
/// until then.
pub fn steps_outdated(model: &mut Model) {
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Jobs(dialog) = dialog {
            dialog.steps.is_outdated = true;
        }
    }
}

/// The steps of a job have been read. Those of a job of this session are known, except that some were undone
/// or redone since.
pub fn steps_read(model: &mut Model, request: RequestId, answer: Result<LoadedJob, Failure>) {
    let asked = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Jobs(dialog) if dialog.steps.asked == Some(request) => Some(dialog),
        _ => None,
    });
    let Some(dialog) = asked else {
        return;
    };
    dialog.steps.asked = None;
    if let (ListedJob::ThisSession(request), Ok(found)) = (dialog.job, &answer) {
        let found = found.states.clone();
        if let Some(job) = model.job_mut(request) {
            job.learn_undone(&found);
        }
    } else {
        dialog.steps.read = Some(answer);
    }
}
