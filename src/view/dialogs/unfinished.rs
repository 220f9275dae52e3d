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
    let mut sheet = DialogBox::new(ui, title, theme::ASKING);
    facts_of(ui, left, &mut sheet);
    sheet.gap();
    if d.discard {
        shelving(ui, left, &mut sheet);
    } else {
        sheet.text(&t!(ui.lang, "offer-how"), theme::TEXT);
        key(ui, &mut sheet, Layer::Offer, Action::Yes, "key-go-on");
        key(ui, &mut sheet, Layer::Offer, Action::Stop, shelve_label(ui));
        no_key(ui, &mut sheet, "key-not-now");
    }
    sheet.draw(ui, frame);
}

/// Draws an unfinished job among the other jobs.
pub fn draw(ui: Ui, d: &JobsView, left: &UnfinishedJob, title: String, frame: &mut Frame) {
    let mut sheet = DialogBox::whole(ui, title);
    facts_of(ui, left, &mut sheet);
    if ui.layout.form != LayoutForm::Mini {
        sheet.text("", theme::TEXT);
    }
    match (d.ask, &left.holder) {
        (Some(JobQuestion::Stop), _) => shelving(ui, left, &mut sheet),
        (Some(JobQuestion::Resume), _) => {
            let ask = t!(ui.lang, "job-go-on-ask", n = open(left));
            sheet.text(&ask, theme::WARN.patch(theme::STRONG));
            sheet.text(&t!(ui.lang, "offer-how"), theme::TEXT);
            key(ui, &mut sheet, Layer::Confirm, Action::Yes, "key-go-on");
            no_key(ui, &mut sheet, "key-not-now");
        }
        (None, holder) => {
            let name = |sheet: &mut DialogBox, action, label| {
                key(ui, sheet, Layer::Jobs, action, label);
            };
            if let Some(holder) = holder {
                let who = wording::job::holder(ui.lang, holder);
                sheet.text(&t!(ui.lang, "job-held", who = who), theme::WARN);
            } else {
                sheet.text(&t!(ui.lang, "job-free"), theme::TEXT);
                name(&mut sheet, Action::Pause, "key-go-on-asks");
                name(&mut sheet, Action::Stop, shelve_label(ui));
            }
            // On the smallest screen, the key that closes the sheet comes before the merely convenient ones.
            if ui.layout.form != LayoutForm::Mini {
                name(&mut sheet, Action::Retry, "key-refresh-short");
                if ui.model.jobs.len() + ui.model.unfinished.len() > 1 {
                    name(&mut sheet, Action::NextPane, "key-next-short");
                }
            }
            name(&mut sheet, Action::Escape, "key-close");
        }
    }
    sheet.draw(ui, frame);
}

fn shelve_label(ui: Ui) -> &'static str {
    match ui.layout.form {
        LayoutForm::Mini => "key-shelve-short",
        _ => "key-shelve",
    }
}

/// What the job does and for whom, who planned it and when, and its progress.
fn facts_of(ui: Ui, left: &UnfinishedJob, sheet: &mut DialogBox) {
    let what = wording::job::title(ui.lang, left.kind, &left.owner);
    let name = format!("{}  {what}", left.number);
    sheet.text(&name, theme::STRONG);
    let at = time::date_time(&ui.model.session.zone, left.at);
    let planned = match &left.operator {
        Some(by) => t!(ui.lang, "job-planned-by", at = at, by = by.shown()),
        None => t!(ui.lang, "job-planned", at = at),
    };
    sheet.text(&planned, theme::TEXT);
    if let Some(ticket) = &left.ticket {
        let ticket = t!(ui.lang, "job-ticket", ticket = ticket.shown());
        sheet.text(&ticket, theme::TEXT);
    }
    job_counts::add(ui, left.counts, sheet);
}

/// Asks whether to discard the job.
fn shelving(ui: Ui, left: &UnfinishedJob, sheet: &mut DialogBox) {
    let ask = t!(
        ui.lang,
        "job-shelve-ask",
        job = left.number.to_string(),
        n = open(left)
    );
    sheet.text(&ask, theme::WARN.patch(theme::STRONG));
    key(ui, sheet, Layer::Confirm, Action::Yes, "key-shelve-yes");
    no_key(ui, sheet, "key-no");
}

/// How many changes have no outcome yet.
fn open(left: &UnfinishedJob) -> usize {
    left.counts.total() - left.counts.with_outcome()
}
