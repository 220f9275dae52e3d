//! The confirmation question for several changes at once: what, how long it takes, and whether it cannot be
//! undone.

use ratatui::Frame;
use ratatui::style::Style;

use super::{choice_keys, key, no_key, typed_keys};
use crate::dialog::job_confirmation::{JobConfirmation, JobConfirmationPrompt};
use crate::dialog::{COUNT_TYPED_FROM, LISTED_UP_TO};
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::domain::{Change, ChatKind};
use crate::keymap::{self, Layer};
use crate::model::bulk;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, theme};
use crate::wording::{change, job};

/// Draws the question.
pub fn draw(ui: Ui, dialog: &JobConfirmation, frame: &mut Frame) {
    let lang = ui.lang;
    let (n, owner) = (dialog.steps.len(), dialog.owner.shown());
    let tone = if dialog.is_for_good() {
        theme::ALARMING
    } else {
        theme::ASKING
    };
    let (title, ask) = if dialog.is_of_conversations() {
        (
            t!(lang, "job-confirm-title"),
            t!(lang, "job-confirm-ask", n = n, owner = owner),
        )
    } else {
        let ask = t!(lang, "job-confirm-ask-resend", n = n, owner = owner);
        (t!(lang, "job-confirm-title-resend"), ask)
    };
    let mut dialog_box = DialogBox::new(ui, title, tone);
    dialog_box.text(&ask, theme::STRONG);
    if dialog.changed_since_asked {
        let moved = t!(lang, "job-confirm-moved");
        dialog_box.text(&moved, theme::WARN.patch(theme::STRONG));
    }
    dialog_box.gap();
    // First of all, say what it applies to.
    if n <= LISTED_UP_TO {
        lines(ui, dialog, theme::STRONG, &mut dialog_box);
        dialog_box.gap();
    }
    match dialog.ask {
        JobConfirmationPrompt::Choice => {
            for (action, words, style) in [
                (Action::KeepRoaming, "conversation-keep", theme::TEXT),
                (Action::DeleteRoaming, "conversation-roam", theme::BAD),
            ] {
                let lead = format!("  {}  ", keymap::first(Layer::Choice, action));
                dialog_box.indented(&lead, crate::i18n::text(lang, words).as_str(), style);
            }
            dialog_box.gap();
            dialog_box.text(&t!(lang, "conversation-no-undo"), theme::WARN);
        }
        JobConfirmationPrompt::Yes
        | JobConfirmationPrompt::Number
        | JobConfirmationPrompt::Owner => typed(ui, dialog, &mut dialog_box),
    }
    if dialog.is_of_conversations() {
        dialog_box.text(
            &t!(lang, "job-confirm-one-side", owner = owner),
            theme::TEXT,
        );
    }
    dialog_box.text(&costs(ui, dialog), theme::TEXT);
    if n > LISTED_UP_TO {
        dialog_box.part(DialogPart::List);
        dialog_box.gap();
        lines(ui, dialog, theme::TEXT, &mut dialog_box);
    }
    match dialog.ask {
        JobConfirmationPrompt::Choice => choice_keys(ui, &mut dialog_box),
        JobConfirmationPrompt::Yes => {
            key(
                ui,
                &mut dialog_box,
                Layer::Confirm,
                Action::Yes,
                "key-retry",
            );
            no_key(ui, &mut dialog_box, "key-no");
        }
        JobConfirmationPrompt::Number | JobConfirmationPrompt::Owner => {
            let label = match (dialog.is_of_conversations(), dialog.is_for_good()) {
                (_, true) => "key-delete-now",
                (true, false) => "key-delete",
                (false, false) => "key-retry",
            };
            typed_keys(ui, &mut dialog_box, label);
        }
    }
    dialog_box.draw(ui, frame);
}

/// What has to be known first, and the field for the text that has to be typed.
fn typed(ui: Ui, dialog: &JobConfirmation, dialog_box: &mut DialogBox) {
    let lang = ui.lang;
    if dialog.is_for_good() {
        dialog_box.text(&t!(lang, "job-confirm-roam-warn"), theme::BAD);
    } else if dialog.is_of_conversations() {
        dialog_box.text(&t!(lang, "job-confirm-no-undo"), theme::WARN);
    }
    let Some(wanted) = dialog.wanted() else {
        return dialog_box.gap();
    };
    let ask = match dialog.ask {
        JobConfirmationPrompt::Owner => t!(lang, "conversation-type", id = wanted.as_str()),
        _ => t!(lang, "job-confirm-count", n = dialog.steps.len()),
    };
    dialog_box.part(DialogPart::Pinned);
    dialog_box.text(&ask, theme::WARN.patch(theme::STRONG));
    if dialog.ask == JobConfirmationPrompt::Owner {
        dialog_box.field(&dialog.input);
    } else {
        dialog_box.number_field(&dialog.input);
    }
    if dialog.mismatch {
        let wrong = t!(lang, "conversation-mismatch", id = wanted.as_str());
        dialog_box.text(&wrong, theme::BAD);
    }
    dialog_box.part(DialogPart::Text);
    dialog_box.gap();
}

/// The number of calls, and how long they take.
fn costs(ui: Ui, dialog: &JobConfirmation) -> String {
    let n = dialog.steps.len();
    if !dialog.is_of_conversations() {
        let cost = bulk::job_cost(ui.model, &dialog.owner, &dialog.steps);
        return job::cost(ui.lang, &ui.model.session, cost);
    }
    // Part of this minute's allowance may have been used already, by other programs too.
    let time = t!(
        ui.lang,
        "time-minutes",
        n = n.div_ceil(CONVERSATION_CALLS_PER_MINUTE)
    );
    match ui.layout.form {
        LayoutForm::Mini => t!(ui.lang, "job-confirm-cost-short", n = n, time = time),
        _ => t!(
            ui.lang,
            "job-confirm-cost",
            n = n,
            time = time,
            limit = CONVERSATION_CALLS_PER_MINUTE
        ),
    }
}

/// Lists all changes: conversations as many on a line as fit, other changes one per line.
fn lines(ui: Ui, dialog: &JobConfirmation, style: Style, dialog_box: &mut DialogBox) {
    let lines = dialog
        .steps
        .iter()
        .map(|step| line(ui, dialog, &step.change));
    if dialog.is_of_conversations() && dialog.steps.len() >= COUNT_TYPED_FROM {
        return dialog_box.listed(&lines.collect::<Vec<_>>(), style);
    }
    for line in lines {
        dialog_box.indented("  ", &line, style);
    }
}

/// One of the changes, in one line.
fn line(ui: Ui, dialog: &JobConfirmation, change: &Change) -> String {
    match change {
        Change::DeleteConversation {
            kind: ChatKind::Group,
            ..
        } if dialog.is_of_conversations() => {
            format!("{} {}", change.target().shown(), t!(ui.lang, "group-mark"))
        }
        Change::DeleteConversation { .. } if dialog.is_of_conversations() => {
            change.target().shown().to_owned()
        }
        _ => change::question(ui.lang, change),
    }
}
