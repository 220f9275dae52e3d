//! The jobs: each change of one of them.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::job_steps::ListedSteps;
use super::{hints, job_counts, job_steps, unfinished};
use crate::dialog::{JobQuestion, JobsView, ListedJob};
use crate::domain::job::{JobControl, StepState};
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::keymap::Layer;
use crate::model::layout::LayoutForm;
use crate::model::{JobPhase, SessionJob, UndoDirection};
use crate::msg::{Action, Millis};
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};
use crate::wording::{failure, job, lists, time};

/// Draws the dialog.
pub fn draw(ui: Ui, dialog: &JobsView, frame: &mut Frame) {
    let (jobs, others) = (&ui.model.jobs, &ui.model.unfinished);
    let title = |place: usize| {
        let n = jobs.len() + others.len();
        t!(ui.lang, "jobs-title", place = place + 1, n = n)
    };
    let request = match dialog.job {
        ListedJob::ThisSession(request) => request,
        ListedJob::Unfinished(number) => {
            if let Some(place) = others.iter().position(|other| other.number == number) {
                let title = title(jobs.len() + place);
                unfinished::draw(ui, dialog, &others[place], title, frame);
            }
            return;
        }
    };
    let Some(place) = jobs.iter().position(|job| job.request == request) else {
        return;
    };
    let job = &jobs[place];
    let title = title(place);
    let mut dialog_box = DialogBox::whole(ui, title);
    let (state, style) = phase(ui, job);
    let mut name = vec![Span::styled(
        job::title(ui.lang, job.kind(), &job.plan.owner),
        theme::STRONG,
    )];
    if let Some(number) = job.number {
        name.insert(0, Span::styled(format!("{number} "), theme::TEXT));
    }
    let cells = dialog_box.cells();
    dialog_box.line(format::ends(name, vec![Span::styled(state, style)], cells));
    progress(ui, job, &mut dialog_box);
    times(ui, job, &mut dialog_box);
    if dialog.ask == Some(JobQuestion::Stop) {
        question(ui, job, &mut dialog_box);
    }
    let steps = ListedSteps {
        plan: &job.plan,
        states: &job.states,
        column: job.id_width(),
        is_active: job.is_active(),
    };
    let sent = |place: usize| job.sent.get(place).copied().flatten();
    job_steps::add(ui, dialog, &steps, &mut dialog_box, sent);
    keys(ui, dialog, job, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

fn phase(ui: Ui, job: &SessionJob) -> (String, Style) {
    let lang = ui.lang;
    let spinning = |word: String| format!("{word} {}", theme::spinner(ui.model.now));
    match &job.phase {
        JobPhase::Refused(why) => (
            t!(lang, "job-refused", why = failure::short(lang, why)),
            theme::BAD,
        ),
        JobPhase::SnapshotFailed(why) => (
            t!(lang, "job-no-snapshot", why = failure::short(lang, why)),
            theme::BAD,
        ),
        JobPhase::Ended if job.stopped => (t!(lang, "job-stopped"), theme::WARN),
        JobPhase::Ended => (t!(lang, "job-ended"), theme::GOOD),
        _ if job.stopped => (spinning(t!(lang, "job-stopping")), theme::WARN),
        JobPhase::Beginning => (spinning(t!(lang, "job-beginning")), theme::KEY),
        JobPhase::Snapshotting(list, rows) => {
            let list = lists::name(lang, *list);
            let word = t!(lang, "job-snapshotting", list = list, n = *rows);
            (spinning(word), theme::KEY)
        }
        JobPhase::Running if job.pending_control == Some(JobControl::Pause) => {
            (spinning(t!(lang, "job-pausing")), theme::WARN)
        }
        JobPhase::Running => (spinning(t!(lang, "job-running")), theme::KEY),
        JobPhase::Paused => (t!(lang, "job-paused"), theme::WARN),
    }
}

/// How many changes are in which state.
fn progress(ui: Ui, job: &SessionJob, dialog_box: &mut DialogBox) {
    let (tally, all) = (job.counts(), job.states.len());
    let over = tally.with_outcome();
    let width = dialog_box.cells().saturating_sub(20).min(40);
    let filled = (over * width) / all.max(1);
    dialog_box.line(Line::from(vec![
        Span::styled("━".repeat(filled), theme::ROOM),
        Span::styled("─".repeat(width - filled), theme::BORDER),
        Span::styled(format!(" {over}/{all}"), theme::STRONG),
        Span::raw(format!(" {}%", format::percent(over, all))),
    ]));
    job_counts::add(ui, tally, dialog_box);
}

/// Rate and remaining time; when the job started and ended.
fn times(ui: Ui, job: &SessionJob, dialog_box: &mut DialogBox) {
    let clock = |at| time::clock(&ui.model.session.zone, ui.model.wall_at(at));
    let words = if let Some(ended) = job.ended {
        t!(
            ui.lang,
            "job-times",
            began = clock(job.began),
            ended = clock(ended)
        )
    } else if let Some(at) = job.verify_at {
        t!(ui.lang, "job-verify-at", at = clock(at))
    } else if let Some(at) = waits_until(ui, job) {
        t!(
            ui.lang,
            "job-turn",
            at = clock(at),
            limit = CONVERSATION_CALLS_PER_MINUTE
        )
    } else if let Some((tenths, left)) = job.pace(ui.model.now).filter(|_| job.is_moving()) {
        t!(
            ui.lang,
            "job-pace",
            rate = format!("{}.{}", tenths / 10, tenths % 10),
            seconds = left.div_ceil(1_000)
        )
    } else {
        t!(ui.lang, "job-since", began = clock(job.began))
    };
    dialog_box.text(&words, theme::TEXT);
}

/// When the job may continue, if it has to wait for a limit of the service.
fn waits_until(ui: Ui, job: &SessionJob) -> Option<Millis> {
    let at = ui.model.waiting_until.get(&job.request).copied();
    at.filter(|at| *at > ui.model.now && job.is_moving())
}

fn question(ui: Ui, job: &SessionJob, dialog_box: &mut DialogBox) {
    let n = job.counts().waiting;
    let ask = t!(ui.lang, "job-stop-ask", n = n);
    dialog_box.text(&ask, theme::WARN.patch(theme::STRONG));
}

/// The keys that work on this job now.
fn keys(ui: Ui, dialog: &JobsView, job: &SessionJob, dialog_box: &mut DialogBox) {
    if dialog.ask.is_some() {
        super::key(ui, dialog_box, Layer::Confirm, Action::Yes, "key-stop-yes");
        super::no_key(ui, dialog_box, "key-stop-no");
        return;
    }
    // On the smallest screen, the key that closes the dialog comes before the merely convenient ones.
    let few = ui.layout.form == LayoutForm::Mini;
    let (active, counts) = (job.is_active(), job.counts());
    let undo = job.way_back(ui.model.remark_recording) == Some(UndoDirection::Undo);
    let works = |possible: bool| possible.then_some("");
    hints(ui, dialog_box, Layer::Jobs, |action| match action {
        Action::Pause if job.phase == JobPhase::Paused => Some("paused"),
        Action::Pause | Action::Stop => works(active),
        Action::Retry => works(!active && job.states.iter().any(StepState::may_be_retried)),
        Action::FailedFirst if dialog.failed_first(&job.states, active) => {
            (!few).then_some("first")
        }
        Action::FailedFirst | Action::Copy => works(counts.failed > 0 && !few),
        Action::Export => works(counts.failed + counts.unknown > 0 && !few),
        Action::Undo => works(!active && undo && !ui.model.is_read_only() && !few),
        Action::NextPane => works(ui.model.jobs.len() + ui.model.unfinished.len() > 1 && !few),
        _ => works(action == Action::Escape),
    });
}
