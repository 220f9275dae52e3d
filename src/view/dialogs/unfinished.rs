//! Unfinished jobs from earlier sessions: the offer to resume, and their pages among the jobs.

use ratatui::Frame;
use ratatui::text::Span;

use super::job_steps::ListedSteps;
use super::{job_counts, job_steps, key, no_key};
use crate::dialog::{JobQuestion, JobsView, ResumeOffer};
use crate::domain::job::UnfinishedJob;
use crate::keymap::Layer;
use crate::model;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};
use crate::wording::{self, failure, time};

/// Draws the offer to resume.
pub fn offer(ui: Ui, dialog: &ResumeOffer, frame: &mut Frame) {
    let Some(job) = dialog.jobs.first() else {
        return;
    };
    let title = match dialog.jobs.len() {
        1 => t!(ui.lang, "offer-title"),
        n => t!(ui.lang, "offer-title-many", n = n),
    };
    let mut dialog_box = DialogBox::new(ui, title, theme::ASKING);
    facts_of(ui, job, &mut dialog_box);
    dialog_box.gap();
    if dialog.discard {
        ask_to_discard(ui, job, &mut dialog_box);
    } else {
        how(ui, job, &mut dialog_box);
        key(ui, &mut dialog_box, Layer::Offer, Action::Yes, "key-resume");
        key(
            ui,
            &mut dialog_box,
            Layer::Offer,
            Action::Stop,
            discard_label(ui),
        );
        no_key(ui, &mut dialog_box, "key-not-now");
    }
    dialog_box.draw(ui, frame);
}

/// Draws an unfinished job among the other jobs.
pub fn draw(ui: Ui, dialog: &JobsView, job: &UnfinishedJob, title: String, frame: &mut Frame) {
    let mut dialog_box = DialogBox::whole(ui, title);
    facts_of(ui, job, &mut dialog_box);
    if dialog.ask.is_some() && ui.layout.form != LayoutForm::Mini {
        dialog_box.text("", theme::TEXT);
    }
    match (dialog.ask, &job.holder) {
        (Some(JobQuestion::Stop), _) => ask_to_discard(ui, job, &mut dialog_box),
        (Some(JobQuestion::Resume), _) => {
            let ask = t!(ui.lang, "job-resume-ask", counts = open(ui, job));
            dialog_box.text(&ask, theme::WARN.patch(theme::STRONG));
            how(ui, job, &mut dialog_box);
            key(
                ui,
                &mut dialog_box,
                Layer::Confirm,
                Action::Yes,
                "key-resume",
            );
            no_key(ui, &mut dialog_box, "key-not-now");
        }
        (None, holder) => {
            let name = |dialog_box: &mut DialogBox, action, label| {
                key(ui, dialog_box, Layer::Jobs, action, label);
            };
            if let Some(holder) = holder {
                let who = wording::job::holder(ui.lang, holder);
                dialog_box.text(&t!(ui.lang, "job-held", who = who), theme::WARN);
            } else {
                name(&mut dialog_box, Action::Pause, "key-resume-asks");
                name(&mut dialog_box, Action::Stop, discard_label(ui));
            }
            steps(ui, dialog, job, &mut dialog_box);
            // On the smallest screen, the key that closes the sheet comes before the merely convenient ones.
            if ui.layout.form != LayoutForm::Mini {
                if holder.is_none() && job.counts.done > 0 && !ui.model.is_read_only() {
                    name(&mut dialog_box, Action::Undo, "key-undo-short");
                }
                name(&mut dialog_box, Action::Retry, "key-refresh-short");
                if ui.model.jobs.len() + ui.model.unfinished.len() > 1 {
                    name(&mut dialog_box, Action::NextPane, "key-next-short");
                }
            }
            name(&mut dialog_box, Action::Escape, "key-close");
        }
    }
    dialog_box.draw(ui, frame);
}

/// The steps, as the journal has them.
fn steps(ui: Ui, dialog: &JobsView, job: &UnfinishedJob, dialog_box: &mut DialogBox) {
    if let Some(Ok(found)) = &dialog.steps.read
        && dialog.steps.job == Some(job.number)
    {
        let steps = ListedSteps {
            plan: &found.plan,
            states: &found.states,
            column: model::id_width(&found.plan),
            is_active: false,
        };
        job_steps::add(ui, dialog, &steps, dialog_box, |_| None);
        return;
    }
    if ui.layout.form != LayoutForm::Mini {
        dialog_box.text("", theme::TEXT);
    }
    match &dialog.steps.read {
        Some(Err(why)) if dialog.steps.job == Some(job.number) => {
            let why = failure::journal(ui.lang, why);
            let words = t!(ui.lang, "notice-journal-not-readable", why = why);
            dialog_box.text(&words, theme::BAD);
        }
        _ => dialog_box.text(&t!(ui.lang, "asking"), theme::PASSING),
    }
}

/// What resuming does.
fn how(ui: Ui, job: &UnfinishedJob, dialog_box: &mut DialogBox) {
    if job.counts.undone > 0 {
        let words = t!(ui.lang, "offer-undone", n = job.counts.undone);
        dialog_box.text(&words, theme::WARN);
    }
    if job.counts.unknown > 0 {
        dialog_box.text(&t!(ui.lang, "offer-how"), theme::TEXT);
    }
}

fn discard_label(ui: Ui) -> &'static str {
    match ui.layout.form {
        LayoutForm::Mini => "key-discard-job-short",
        _ => "key-discard-job",
    }
}

/// What the job does and for whom, who planned it and when, and its progress.
fn facts_of(ui: Ui, job: &UnfinishedJob, dialog_box: &mut DialogBox) {
    let what = wording::job::title(ui.lang, job.kind, &job.owner);
    let name = format!("{}  {what}", job.number);
    let state = wording::job::state(ui.lang, job.state, job.holder.is_some());
    if text::width(&name) + 1 + text::width(&state) <= dialog_box.cells() {
        let (name, state) = (
            Span::styled(name, theme::STRONG),
            Span::styled(state, theme::WARN),
        );
        dialog_box.line(format::ends(vec![name], vec![state], dialog_box.cells()));
    } else {
        dialog_box.text(&name, theme::STRONG);
        dialog_box.text(&state, theme::WARN);
    }
    let at = time::date_time(&ui.model.session.zone, job.at);
    let planned = match &job.operator {
        Some(by) => t!(ui.lang, "job-planned-by", at = at, by = by.unmasked()),
        None => t!(ui.lang, "job-planned", at = at),
    };
    dialog_box.text(&planned, theme::TEXT);
    if let Some(ticket) = &job.ticket {
        let ticket = t!(ui.lang, "job-ticket", ticket = ticket.unmasked());
        dialog_box.text(&ticket, theme::TEXT);
    }
    job_counts::add(ui, job.counts, dialog_box);
}

/// Asks whether to discard the job.
fn ask_to_discard(ui: Ui, job: &UnfinishedJob, dialog_box: &mut DialogBox) {
    let ask = t!(
        ui.lang,
        "job-discard-ask",
        job = job.number.to_string(),
        counts = open(ui, job)
    );
    dialog_box.text(&ask, theme::WARN.patch(theme::STRONG));
    key(
        ui,
        dialog_box,
        Layer::Confirm,
        Action::Yes,
        "key-discard-job-yes",
    );
    no_key(ui, dialog_box, "key-no");
}

/// How many changes have no outcome yet.
fn open(ui: Ui, job: &UnfinishedJob) -> String {
    wording::job::counted(ui.lang, job.counts.open())
}
