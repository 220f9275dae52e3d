//! The steps of a job, with the state of each.

use ratatui::text::{Line, Span};

use crate::dialog::JobsView;
use crate::domain::job::{JobPlan, JobStep, StepState};
use crate::model;
use crate::model::layout::LayoutForm;
use crate::msg::Millis;
use crate::t;
use crate::text;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, format, theme};
use crate::wording::{failure, time};

/// The steps of a job.
pub struct ListedSteps<'a> {
    pub plan: &'a JobPlan,
    pub states: &'a [StepState],
    /// The cells of the longest ID.
    pub column: usize,
    pub is_active: bool,
}

/// Adds the steps, as many as there is room for, below a line that says which of them these are. `sent` tells when a step
/// was last sent in this session.
pub fn add(
    ui: Ui,
    dialog: &JobsView,
    steps: &ListedSteps,
    dialog_box: &mut DialogBox,
    sent: impl Fn(usize) -> Option<Millis>,
) {
    let ListedSteps {
        plan,
        states,
        column,
        is_active,
    } = *steps;
    let failed_first = dialog.failed_first(states, is_active);
    let order = model::display_order(states, failed_first);
    let head = usize::from(ui.layout.form != LayoutForm::Mini);
    // A question gets all the room that it needs.
    let room = dialog_box.room(ui).saturating_sub(head);
    let room = room.max(usize::from(dialog.ask.is_none()));
    let last = order.len().saturating_sub(room);
    let first = match dialog.top {
        Some(at) => at.min(last),
        // Finished changes stay in view above those in progress.
        None => model::front(states, failed_first)
            .saturating_sub(room / 2)
            .min(last),
    };
    if head > 0 {
        let to = (first + room).min(order.len());
        let words = t!(
            ui.lang,
            "job-position",
            first = first + 1,
            last = to,
            n = order.len()
        );
        let words = (first < to && room < order.len()).then(|| Span::styled(words, theme::DIM));
        let right = words.into_iter().collect();
        dialog_box.line(format::ends(Vec::new(), right, dialog_box.cells()));
    }
    dialog_box.part(DialogPart::List);
    for &place in order.iter().skip(first).take(room) {
        let (step, state) = (&plan.steps[place], &states[place]);
        dialog_box.line(change(
            ui,
            step,
            state,
            sent(place),
            column,
            dialog_box.cells(),
        ));
    }
}

/// A change and its outcome.
///
/// The outcomes form one column, unless an ID is so long that they would not fit beside it.
fn change(
    ui: Ui,
    step: &JobStep,
    state: &StepState,
    sent: Option<Millis>,
    column: usize,
    cells: usize,
) -> Line<'static> {
    let id = step.change.target().shown().to_owned();
    let (word, style) = match state {
        StepState::Waiting => (t!(ui.lang, "change-waiting"), theme::DIM),
        StepState::Sent => (t!(ui.lang, "change-sent"), theme::KEY),
        StepState::Done => (t!(ui.lang, "change-done"), theme::GOOD),
        StepState::Undone => (t!(ui.lang, "change-undone"), theme::WARN),
        StepState::Unneeded => (t!(ui.lang, "change-unneeded"), theme::TEXT),
        StepState::Failed(why) => (failure::short(ui.lang, why), theme::BAD),
        StepState::Unknown => {
            let at = sent.map(|at| time::clock(&ui.model.session.zone, ui.model.wall_at(at)));
            let word = match (at, ui.layout.form) {
                // If there are few cells, the mark before the ID says the rest.
                (Some(at), LayoutForm::Mini) => at,
                (Some(at), _) => t!(ui.lang, "change-lost", at = at),
                // Sent before this session.
                (None, _) => t!(ui.lang, "change-unknown"),
            };
            (word, theme::WARN)
        }
    };
    let mark = match state {
        StepState::Failed(_) => Span::styled("! ", theme::BAD),
        StepState::Unknown => Span::styled("? ", theme::WARN),
        StepState::Waiting
        | StepState::Sent
        | StepState::Done
        | StepState::Undone
        | StepState::Unneeded => Span::raw("  "),
    };
    if ui.layout.form != LayoutForm::Mini && 6 + column + text::width(&word) <= cells {
        return Line::from(vec![
            mark,
            Span::raw(text::pad(&id, column + 4)),
            Span::styled(word, style),
        ]);
    }
    format::ends(
        vec![mark, Span::raw(id)],
        vec![Span::styled(word, style)],
        cells,
    )
}
