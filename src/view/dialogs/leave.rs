//! The question before quitting: what would be left unfinished.

use ratatui::Frame;

use super::{key, no_key};
use crate::dialog::COUNT_TYPED_FROM;
use crate::domain::Change;
use crate::keymap::Layer;
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, theme};
use crate::wording::{change, job};

/// Draws the question.
pub fn draw(ui: Ui, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, t!(ui.lang, "leave-title"), theme::ASKING);
    for job in ui.model.jobs.iter().filter(|job| job.is_active()) {
        let left = job.states.len() - job.counts().with_outcome();
        let (what, all) = (
            job::title(ui.lang, job.kind(), &job.plan.owner),
            job.states.len(),
        );
        // The built-in sandbox forgets everything, so there would be nobody to resume the job for.
        let words = if ui.model.session.sandbox {
            t!(
                ui.lang,
                "leave-job-sandbox",
                what = what,
                left = left,
                all = all
            )
        } else {
            t!(ui.lang, "leave-job", what = what, left = left, all = all)
        };
        dialog_box.text(&words, theme::TEXT);
    }
    if ui.model.unrecorded > 0 {
        dialog_box.text(
            &t!(ui.lang, "leave-owed", n = ui.model.unrecorded),
            theme::WARN,
        );
    }
    let (sent, waiting) = (ui.model.in_progress(), ui.model.waiting());
    open_ends(ui, &mut dialog_box, sent.collect(), |n| {
        t!(ui.lang, "leave-ask", n = n)
    });
    open_ends(ui, &mut dialog_box, waiting.collect(), |n| {
        t!(ui.lang, "leave-waiting", n = n)
    });
    open_ends(
        ui,
        &mut dialog_box,
        ui.model.awaiting_verification().collect(),
        |n| {
            if ui.model.session.sandbox {
                t!(ui.lang, "leave-lost-sandbox", n = n)
            } else {
                t!(ui.lang, "leave-lost", n = n)
            }
        },
    );
    key(
        ui,
        &mut dialog_box,
        Layer::Confirm,
        Action::Yes,
        "key-leave-yes",
    );
    no_key(ui, &mut dialog_box, "key-leave-no");
    dialog_box.draw(ui, frame);
}

/// Lists the changes that quitting would leave in this state.
fn open_ends(
    ui: Ui,
    dialog_box: &mut DialogBox,
    changes: Vec<&Change>,
    words: impl Fn(usize) -> String,
) {
    let n = changes.len();
    if n == 0 {
        return;
    }
    dialog_box.text(&words(n), theme::TEXT);
    dialog_box.gap();
    if n >= COUNT_TYPED_FROM {
        dialog_box.part(DialogPart::List);
    }
    for change in changes {
        dialog_box.indented("  ", &change::question(ui.lang, change), theme::TEXT);
    }
    dialog_box.part(DialogPart::Text);
}
