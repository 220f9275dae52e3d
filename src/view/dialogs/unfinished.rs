//! Unfinished jobs from earlier sessions: the offer to resume, and their pages among the jobs.

use ratatui::Frame;

use super::{job_counts, key, no_key};
use crate::dialog::{JobQuestion, JobsView, ResumeOffer};
use crate::domain::job::UnfinishedJob;
use crate::keymap::Layer;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::{self, time};

/// Draws the offer to resume.
pub fn offer(ui: Ui, d: &ResumeOffer, frame: &mut Frame) {
    let Some(left) = d.jobs.first() else {
        return;
    };
    let title = match d.jobs.len() {
        1 => t!(ui.lang, "offer-title"),
        n => t!(ui.lang, "offer-title-many", n = n),
    };
    let mut dialog_box = DialogBox::new(ui, title, theme::ASKING);
    facts_of(ui, left, &mut dialog_box);
    dialog_box.gap();
    if d.discard {
        shelving(ui, left, &mut dialog_box);
    } else {
        dialog_box.text(&t!(ui.lang, "offer-how"), theme::TEXT);
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
pub fn draw(ui: Ui, d: &JobsView, left: &UnfinishedJob, title: String, frame: &mut Frame) {
    let mut dialog_box = DialogBox::whole(ui, title);
    facts_of(ui, left, &mut dialog_box);
    if ui.layout.form != LayoutForm::Mini {
        dialog_box.text("", theme::TEXT);
    }
    match (d.ask, &left.holder) {
        (Some(JobQuestion::Stop), _) => shelving(ui, left, &mut dialog_box),
        (Some(JobQuestion::Resume), _) => {
            let ask = t!(ui.lang, "job-resume-ask", n = open(left));
            dialog_box.text(&ask, theme::WARN.patch(theme::STRONG));
            dialog_box.text(&t!(ui.lang, "offer-how"), theme::TEXT);
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
                dialog_box.text(&t!(ui.lang, "job-free"), theme::TEXT);
                name(&mut dialog_box, Action::Pause, "key-resume-asks");
                name(&mut dialog_box, Action::Stop, discard_label(ui));
            }
            // On the smallest screen, the key that closes the dialog comes before the merely convenient ones.
            if ui.layout.form != LayoutForm::Mini {
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

fn discard_label(ui: Ui) -> &'static str {
    match ui.layout.form {
        LayoutForm::Mini => "key-discard-job-short",
        _ => "key-discard-job",
    }
}

/// What the job does and for whom, who planned it and when, and its progress.
fn facts_of(ui: Ui, left: &UnfinishedJob, dialog_box: &mut DialogBox) {
    let what = wording::job::title(ui.lang, left.kind, &left.owner);
    let name = format!("{}  {what}", left.number);
    dialog_box.text(&name, theme::STRONG);
    let at = time::date_time(&ui.model.session.zone, left.at);
    let planned = match &left.operator {
        Some(by) => t!(ui.lang, "job-planned-by", at = at, by = by.shown()),
        None => t!(ui.lang, "job-planned", at = at),
    };
    dialog_box.text(&planned, theme::TEXT);
    if let Some(ticket) = &left.ticket {
        let ticket = t!(ui.lang, "job-ticket", ticket = ticket.shown());
        dialog_box.text(&ticket, theme::TEXT);
    }
    job_counts::add(ui, left.counts, dialog_box);
}

/// Asks whether to discard the job.
fn shelving(ui: Ui, left: &UnfinishedJob, dialog_box: &mut DialogBox) {
    let ask = t!(
        ui.lang,
        "job-discard-ask",
        job = left.number.to_string(),
        n = open(left)
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
fn open(left: &UnfinishedJob) -> usize {
    left.counts.total() - left.counts.with_outcome()
}
