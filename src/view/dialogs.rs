//! Draws the dialogs over the lists.

use ratatui::Frame;

use super::dialog_box::DialogBox;
use super::{Ui, failure, theme};
use crate::dialog::{ChangeDialog, Dialog, ReaderPage};
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::domain::{Change, Failure, FailureClass, UserId};
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::wording;

mod card;
mod conversation;
mod diagnosis;
mod failed_change;
mod files;
mod help;
mod job_confirmation;
mod job_counts;
mod job_steps;
mod jobs;
mod journal;
mod leave;
mod open;
mod palette;
mod preferences;
mod remark;
mod remove;
mod ticket_reference;
mod triage;
mod undo;
mod unfinished;

pub use ticket_reference::named as ticket_reference;

/// Draws the topmost dialog.
pub fn draw(ui: Ui, frame: &mut Frame) {
    match ui.model.dialogs.top() {
        None => {}
        Some(Dialog::Open(dialog)) => open::draw(ui, dialog, frame),
        Some(Dialog::Change(ChangeDialog::Remark(dialog))) => remark::draw(ui, dialog, frame),
        Some(Dialog::Change(ChangeDialog::Remove(dialog))) => remove::draw(ui, dialog, frame),
        Some(Dialog::Change(ChangeDialog::Conversation(dialog))) => {
            conversation::draw(ui, dialog, frame);
        }
        Some(Dialog::Change(ChangeDialog::Failed(dialog))) => {
            failed_change::draw(ui, dialog, frame);
        }
        Some(Dialog::Triage(dialog)) => triage::draw(ui, dialog, frame),
        Some(Dialog::Export(dialog)) => files::export(ui, dialog, frame),
        Some(Dialog::Import(dialog)) => files::import(ui, dialog, frame),
        Some(Dialog::JobConfirmation(dialog)) => job_confirmation::draw(ui, dialog, frame),
        Some(Dialog::Jobs(dialog)) => jobs::draw(ui, dialog, frame),
        Some(Dialog::ResumeOffer(dialog)) => unfinished::offer(ui, dialog, frame),
        Some(Dialog::Leave) => leave::draw(ui, frame),
        Some(Dialog::Reader { page, scroll }) => match page {
            ReaderPage::Card => card::draw(ui, *scroll, frame),
            ReaderPage::Help => help::draw(ui, *scroll, frame),
        },
        Some(Dialog::Journal(dialog)) => journal::draw(ui, dialog, frame),
        Some(Dialog::TicketReference(dialog)) => ticket_reference::draw(ui, dialog, frame),
        Some(Dialog::Palette(dialog)) => palette::draw(ui, dialog, frame),
        Some(Dialog::Preferences(place)) => preferences::draw(ui, *place, frame),
        Some(Dialog::DiagnosisQuestion(dialog)) => diagnosis::ask(ui, dialog, frame),
        Some(Dialog::Diagnosis(dialog)) => diagnosis::draw(ui, dialog, frame),
    }
}

pub fn key(ui: Ui, dialog_box: &mut DialogBox, layer: Layer, action: Action, label: &str) {
    let label = crate::i18n::text(ui.lang, label);
    let Some(press) = keymap::first_press(layer, action) else {
        return;
    };
    match keymap::first_press(layer, Action::PageDown).filter(|_| confirms(layer, action)) {
        Some(more) => dialog_box.confirming_key(press, label, more),
        None => dialog_box.key(press, label),
    }
    if layer == ui.model.layer()
        && action != Action::Escape
        && ui.model.dialogs.button() == Some(action)
    {
        dialog_box.focus_last_key();
    }
}

/// Adds the key that submits a field.
pub fn submit_key(ui: Ui, dialog_box: &mut DialogBox, label: &str) {
    key(ui, dialog_box, Layer::Field, Action::Submit, label);
}

/// Adds the key that leaves a field.
pub fn cancel_key(ui: Ui, dialog_box: &mut DialogBox) {
    key(ui, dialog_box, Layer::Field, Action::Escape, "key-cancel");
}

/// Adds the keys of a layer that have a short label. `about` says which of them work now: it gives the variant of
/// the label, mostly none.
fn hints(
    ui: Ui,
    dialog_box: &mut DialogBox,
    layer: Layer,
    about: impl Fn(Action) -> Option<&'static str>,
) {
    for (binding, hint) in keymap::hints(layer) {
        if let Some(about) = about(binding.action)
            && let Some(press) = binding.keys.first()
        {
            dialog_box.key(*press, wording::key::hint(ui.lang, hint, about));
        }
    }
}

/// Whether a key confirms a question, so that it counts only once all of the question has been on screen.
fn confirms(layer: Layer, action: Action) -> bool {
    match layer {
        Layer::Confirm | Layer::Offer => action == Action::Yes,
        Layer::Choice => matches!(action, Action::KeepRoaming | Action::DeleteRoaming),
        Layer::Field => action == Action::Submit,
        Layer::Failed => matches!(action, Action::Retry | Action::Edit),
        Layer::Lists
        | Layer::Filter
        | Layer::Waiting
        | Layer::Reader
        | Layer::Card
        | Layer::Triage
        | Layer::Jobs
        | Layer::Journal
        | Layer::Diagnosis
        | Layer::Preferences => false,
    }
}

/// Adds the keys of a confirmation that has to be typed.
fn typed_keys(ui: Ui, dialog_box: &mut DialogBox, label: &str) {
    submit_key(ui, dialog_box, label);
    key(
        ui,
        dialog_box,
        Layer::Field,
        Action::Escape,
        "key-back-step",
    );
}

/// Adds the keys that choose what becomes of the stored messages.
fn choice_keys(ui: Ui, dialog_box: &mut DialogBox) {
    let (keep, all) = match ui.layout.form {
        LayoutForm::Mini => ("key-keep-short", "key-roam-short"),
        _ => ("key-keep-roaming", "key-delete-roaming"),
    };
    key(ui, dialog_box, Layer::Choice, Action::KeepRoaming, keep);
    key(ui, dialog_box, Layer::Choice, Action::DeleteRoaming, all);
    no_key(ui, dialog_box, "key-no");
}

/// Adds the keys that mean "no". Enter is one of them until another button is chosen.
pub fn no_key(ui: Ui, dialog_box: &mut DialogBox, label: &str) {
    let mut names = keymap::names(Layer::Confirm, Action::Escape);
    if ui.model.dialogs.button() == Some(Action::Escape) {
        names.push(keymap::first(Layer::Confirm, Action::Submit));
    }
    let few = ui.layout.form == LayoutForm::Mini;
    let names = if few {
        keymap::name(keymap::ESC)
    } else {
        names.join(" ")
    };
    dialog_box.named_key(names, keymap::ESC, crate::i18n::text(ui.lang, label));
}

/// Warns if the ID may be mistaken for another one; questions show IDs in full.
fn warn_alike(ui: Ui, dialog_box: &mut DialogBox, id: &UserId) {
    if !id.is_regular() {
        dialog_box.text(&format!("! {}", t!(ui.lang, "id-irregular")), theme::WARN);
    }
}

/// Says that the change is in progress.
fn sent(ui: Ui, dialog_box: &mut DialogBox, change: &Change) {
    let wait = ui
        .model
        .pending_changes
        .iter()
        .find(|(_, c)| *c == change)
        .and_then(|(request, _)| ui.model.waiting_until.get(request));
    let label = if let Some(until) = wait {
        let seconds = until.saturating_sub(ui.model.now).div_ceil(1_000);
        let words = t!(
            ui.lang,
            "sent-waiting",
            seconds = seconds,
            limit = CONVERSATION_CALLS_PER_MINUTE
        );
        dialog_box.text(&words, theme::PASSING);
        "key-withdraw"
    } else {
        let words = t!(ui.lang, "sent");
        let words = format!("{words} {}", theme::spinner(ui.model.now));
        dialog_box.text(&words, theme::TEXT);
        "key-leave"
    };
    key(ui, dialog_box, Layer::Waiting, Action::Escape, label);
}

/// Says that the change failed. If it was typed, it can be edited and resent in the same field.
fn failed(ui: Ui, dialog_box: &mut DialogBox, change: &Change, failure: &Failure, typed: bool) {
    let told = failure::of_change(ui, change, failure);
    failure::into_dialog(dialog_box, &told, failure.class);
    again_key(ui, dialog_box, failure.class);
    if typed {
        key(ui, dialog_box, Layer::Failed, Action::Edit, "key-edit");
    }
    key(ui, dialog_box, Layer::Failed, Action::Escape, "key-close");
}

fn again_key(ui: Ui, dialog_box: &mut DialogBox, class: FailureClass) {
    match class {
        FailureClass::Final => {}
        FailureClass::Unknown => {
            let label = match ui.layout.form {
                LayoutForm::Mini => "key-refresh-lists-short",
                _ => "key-refresh-lists",
            };
            key(ui, dialog_box, Layer::Failed, Action::Retry, label);
        }
        FailureClass::NothingDone | FailureClass::Retryable => {
            key(ui, dialog_box, Layer::Failed, Action::Retry, "key-retry");
        }
    }
}
