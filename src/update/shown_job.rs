//! The view of the jobs, and the job on screen.

use crate::dialog::{Dialog, JobsView, ListedJob};
use crate::domain::job::UnfinishedJob;
use crate::model::{JobView, Model, Notice};

/// Shows the jobs, starting with this one.
pub fn show_one(model: &mut Model, job: ListedJob) {
    // A person who has pressed the key for the jobs need not be told about that key.
    let points_here = |(_, notice): &mut (_, Notice)| matches!(notice, Notice::JobBegun(_));
    model.notice.take_if(points_here);
    let view = JobsView {
        job,
        top: None,
        failed_first: false,
        ask: None,
    };
    model.dialogs.push(Dialog::Jobs(view), model.now);
    see(model);
}

pub fn view(model: &Model) -> Option<&JobsView> {
    let Some(Dialog::Jobs(d)) = model.dialogs.top() else {
        return None;
    };
    Some(d)
}

pub fn view_mut(model: &mut Model) -> Option<&mut JobsView> {
    let Some(Dialog::Jobs(d)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(d)
}

/// The job on screen.
pub fn shown(model: &mut Model) -> Option<&mut JobView> {
    match view(model)?.job {
        ListedJob::ThisSession(request) => model.job_mut(request),
        ListedJob::Unfinished(_) => None,
    }
}

/// The job on screen, if it is an unfinished one from before.
pub fn left(model: &Model) -> Option<&UnfinishedJob> {
    match view(model)?.job {
        ListedJob::ThisSession(_) => None,
        ListedJob::Unfinished(number) => model.unfinished.iter().find(|left| left.number == number),
    }
}

/// Marks the end of the job on screen as seen.
pub fn see(model: &mut Model) {
    if let Some(job) = shown(model).filter(|job| !job.is_active()) {
        job.seen = true;
    }
}
