//! What earlier sessions left in the journal: unfinished jobs, the offer to resume them and its results, and
//! remarks whose outcome will stay unknown.

use std::cmp::Reverse;

use super::{dialog_keys, quit, shown_job};
use crate::dialog::{Dialog, ListedJob, ResumeOffer};
use crate::domain::job::{ClaimRefusal, UnfinishedJob};
use crate::domain::{Change, Failure, JobId, RequestId};
use crate::model::{JobReport, Model, Notice, SessionJob, UnfinishedPurpose};
use crate::msg::{Action, Effect, Query};

/// Queries the journal for unfinished jobs.
pub fn query(model: &mut Model, wanted: UnfinishedPurpose, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let before = model.unfinished_asked.replace((request, wanted));
    out.extend(before.map(|(late, _)| Effect::CancelQuery(late)));
    out.push(Effect::Query(request, Query::Unfinished));
}

/// Handles the journal's reply.
pub fn received(
    model: &mut Model,
    request: RequestId,
    answer: Result<Vec<UnfinishedJob>, Failure>,
) {
    let Some((_, wanted)) = model
        .unfinished_asked
        .take_if(|(asked, _)| *asked == request)
    else {
        return;
    };
    let mut jobs = match answer {
        Ok(jobs) => jobs,
        Err(why) => {
            // That the journal cannot be opened was already reported at the start, in clearer words.
            if wanted != UnfinishedPurpose::Offer || model.notice.is_none() {
                model.say(Notice::JournalNotReadable(why));
            }
            return;
        }
    };
    let here = |unfinished: &UnfinishedJob| {
        let mut active = model.jobs.iter().filter(|job| job.is_active());
        active.any(|job| job.number == Some(unfinished.number))
    };
    jobs.retain(|unfinished| !here(unfinished));
    model.unfinished = jobs;
    refresh_rows(model);
    match wanted {
        UnfinishedPurpose::Offer => offer(model),
        UnfinishedPurpose::Show if !model.dialogs.is_empty() || model.filter.is_some() => {}
        UnfinishedPurpose::Show => match model.unfinished.first() {
            Some(unfinished) => {
                let which = ListedJob::Unfinished(unfinished.number);
                shown_job::show_one(model, which);
                model.dialogs.rearm_unprompted(model.now);
            }
            None => model.say(Notice::NoJob),
        },
        UnfinishedPurpose::Refresh => {}
    }
}

/// Remarks by a rosterm that has ended have an outcome that will stay unknown.
pub fn unverifiable_remarks(model: &mut Model, remarks: Vec<Change>) {
    model.say(Notice::UnverifiableRemarks(remarks.len()));
    model.unverifiable_remarks.extend(remarks);
}

/// Offers to resume jobs that nobody is running. The offer goes under whatever the person is doing.
fn offer(model: &mut Model) {
    let free = model.unfinished.iter().filter(|job| job.holder.is_none());
    let jobs: Vec<UnfinishedJob> = free.cloned().collect();
    if jobs.is_empty() {
        return;
    }
    // If nothing may be sent, or a filter is being typed, there is only a notice.
    if model.is_read_only() || model.filter.is_some() {
        return model.say(Notice::Unfinished(JobReport::Found(jobs.len())));
    }
    let discard = false;
    let dialog = Dialog::ResumeOffer(ResumeOffer { jobs, discard });
    model.dialogs.push_under(dialog, model.now);
}

/// Handles a key on the offer.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::ResumeOffer(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    match action {
        Action::Yes => {
            if model.accept_confirmation() {
                yes(model, out);
            }
        }
        Action::Stop => {
            dialog.discard = true;
            model.dialogs.rearm(model.now);
        }
        Action::Escape if dialog.discard => {
            dialog.discard = false;
            model.dialogs.rearm(model.now);
        }
        Action::Escape => next(model),
        _ => dialog_keys::act(model, action, out),
    }
}

/// Resumes the job, or discards it.
fn yes(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::ResumeOffer(dialog)) = model.dialogs.top() else {
        return;
    };
    let Some(number) = dialog.jobs.first().map(|job| job.number) else {
        return;
    };
    if dialog.discard {
        out.push(Effect::DiscardJob(number));
        next(model);
    } else if resume(model, number, out) {
        next(model);
    }
}

/// The offer on screen was decided on: shows the next one, if there is one.
fn next(model: &mut Model) {
    let now = model.now;
    let Some(Dialog::ResumeOffer(dialog)) = model.dialogs.top_mut() else {
        return;
    };
    dialog.discard = false;
    if !dialog.jobs.is_empty() {
        dialog.jobs.remove(0);
    }
    if dialog.jobs.is_empty() {
        model.dialogs.pop(now);
    } else {
        model.dialogs.rearm_unprompted(now);
    }
}

/// Resumes a job. The journal decides whether this rosterm may have it.
pub fn resume(model: &mut Model, number: JobId, out: &mut Vec<Effect>) -> bool {
    // Read-only may have been restored while the question was open.
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return false;
    }
    let Some(place) = model.unfinished.iter().position(|l| l.number == number) else {
        return true;
    };
    let unfinished = model.unfinished.remove(place);
    let request = model.next_request();
    model
        .jobs
        .push(SessionJob::resumed(request, unfinished, model.now));
    let (unfinished, here) = (
        ListedJob::Unfinished(number),
        ListedJob::ThisSession(request),
    );
    show_instead(model, unfinished, here);
    model.say(Notice::Unfinished(JobReport::Resumed(number)));
    out.push(Effect::ResumeJob(request, number));
    true
}

/// Where this job is shown, shows the other instead: it is the same under another name.
fn show_instead(model: &mut Model, this: ListedJob, other: ListedJob) {
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Jobs(dialog) = dialog
            && dialog.job == this
        {
            dialog.job = other;
        }
    }
}

/// A job cannot be resumed: it is removed from this session's jobs, and a notice says who holds it.
pub fn claim_refused(model: &mut Model, request: RequestId, why: ClaimRefusal) {
    let Some(place) = model.jobs.iter().position(|job| job.request == request) else {
        return;
    };
    let job = model.jobs.remove(place);
    let Some(mut unfinished) = job.unfinished.map(|unfinished| *unfinished) else {
        return;
    };
    let number = unfinished.number;
    if let ClaimRefusal::HeldBy(holder) = &why {
        unfinished.holder = Some(holder.clone());
    }
    if why != ClaimRefusal::Finished {
        model.unfinished.push(unfinished);
        model.unfinished.sort_by_key(|job| Reverse(job.number));
    }
    let (here, unfinished) = (
        ListedJob::ThisSession(request),
        ListedJob::Unfinished(number),
    );
    show_instead(model, here, unfinished);
    refresh_rows(model);
    quit::close_if_settled(model);
    report(model, number, why);
}

/// A job was discarded, or could not be.
pub fn discarded(model: &mut Model, number: JobId, result: Result<(), ClaimRefusal>) {
    match result {
        Ok(()) => {
            drop_from_unfinished(model, number);
            model.say(Notice::Unfinished(JobReport::Discarded(number)));
        }
        Err(why) => {
            if why == ClaimRefusal::Finished {
                drop_from_unfinished(model, number);
            }
            report(model, number, why);
        }
    }
}

fn report(model: &mut Model, number: JobId, why: ClaimRefusal) {
    model.say(match why {
        ClaimRefusal::HeldBy(holder) => Notice::Unfinished(JobReport::Held(number, holder)),
        ClaimRefusal::Finished => Notice::Unfinished(JobReport::Finished(number)),
        ClaimRefusal::Failed(why) => Notice::Unfinished(JobReport::NotClaimed(number, why)),
    });
}

/// A job is running here, or has ended: it is removed from the unfinished ones.
pub fn drop_from_unfinished(model: &mut Model, number: JobId) {
    model.unfinished.retain(|job| job.number != number);
    refresh_rows(model);
}

/// Updates the dialogs to the jobs that are still unfinished.
fn refresh_rows(model: &mut Model) {
    let there = |number: JobId| model.unfinished.iter().any(|job| job.number == number);
    let first = model
        .unfinished
        .first()
        .map(|job| ListedJob::Unfinished(job.number));
    let last = model
        .jobs
        .last()
        .map(|job| ListedJob::ThisSession(job.request));
    let mut startled = false;
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Jobs(dialog) = dialog
            && let ListedJob::Unfinished(number) = dialog.job
            && !there(number)
            && let Some(other) = last.or(first)
        {
            startled |= dialog.ask.take().is_some();
            dialog.job = other;
            dialog.top = None;
        } else if let Dialog::ResumeOffer(dialog) = dialog {
            let asked = dialog.jobs.first().map(|job| job.number);
            dialog.jobs.retain(|job| there(job.number));
            if dialog.jobs.first().map(|job| job.number) != asked {
                startled = true;
                dialog.discard = false;
            }
        }
    }
    if startled {
        model.dialogs.rearm_unprompted(model.now);
    }
    let is_empty =
        |dialog: &Dialog| matches!(dialog, Dialog::ResumeOffer(dialog) if dialog.jobs.is_empty());
    let is_gone = |job: ListedJob| matches!(job, ListedJob::Unfinished(number) if !there(number));
    let shows_gone =
        |dialog: &Dialog| matches!(dialog, Dialog::Jobs(dialog) if is_gone(dialog.job));
    let now = model.now;
    model
        .dialogs
        .retain(now, |dialog| !is_empty(dialog) && !shows_gone(dialog));
}
