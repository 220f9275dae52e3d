//! The dialog that asks whose lists to open.

use ratatui::Frame;
use ratatui::text::Span;

use super::{cancel_key, key, submit_key};
use crate::dialog::{OpenDialog, OpenProblem};
use crate::domain::{Failure, UserId};
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::model::{UserSuggestion, suggestions};
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, format, theme};
use crate::wording::{facts, failure};

/// Draws the field for the ID, who may be meant, and what is wrong.
pub fn draw(ui: Ui, dialog: &OpenDialog, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, t!(ui.lang, "open-title"), theme::CALM);
    dialog_box.text(&t!(ui.lang, "open-ask"), theme::TEXT);
    dialog_box.gap();
    if let Some((_, id)) = &dialog.asked {
        dialog_box.resting(&dialog.input);
        dialog_box.gap();
        let words = t!(ui.lang, "open-asking", id = id.shown());
        let words = format!("{words} {}", theme::spinner(ui.model.now));
        dialog_box.text(&words, theme::TEXT);
        key(
            ui,
            &mut dialog_box,
            Layer::Waiting,
            Action::Escape,
            "key-cancel",
        );
        dialog_box.draw(ui, frame);
        return;
    }
    dialog_box.field(&dialog.input);
    let rows = suggestions(ui.model, dialog);
    if !rows.is_empty() {
        dialog_box.part(DialogPart::List);
        list(ui, dialog, &rows, &mut dialog_box);
        dialog_box.part(DialogPart::Text);
    }
    dialog_box.gap();
    match &dialog.problem {
        Some(OpenProblem::Invalid) => dialog_box.text(&t!(ui.lang, "open-bad"), theme::BAD),
        Some(OpenProblem::Account(id, why)) => problem(ui, id, why, &mut dialog_box),
        None => warn_irregular(ui, &mut dialog_box, &UserId::typed(dialog.input.value())),
    }
    submit_key(ui, &mut dialog_box, "key-open");
    let mini = ui.layout.form == LayoutForm::Mini;
    // On the smallest screen, the text names the key.
    if dialog.unread().is_some() && !mini {
        key(
            ui,
            &mut dialog_box,
            Layer::Field,
            Action::OpenRow,
            "key-open-anyway",
        );
    } else if !rows.is_empty() && !mini {
        key(ui, &mut dialog_box, Layer::Field, Action::Down, "hint-move");
        key(
            ui,
            &mut dialog_box,
            Layer::Field,
            Action::Complete,
            "key-take",
        );
    }
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// The suggestions around the chosen one.
fn list(ui: Ui, dialog: &OpenDialog, rows: &[UserSuggestion], dialog_box: &mut DialogBox) {
    let height = match ui.layout.form {
        LayoutForm::Mini => 3,
        _ => 6,
    };
    let chosen = dialog.chosen.as_ref();
    let chosen = chosen.and_then(|id| rows.iter().position(|row| row.id == *id));
    let top = chosen.map_or(0, |place| (place + 1).saturating_sub(height));
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let id = Span::styled(format!("  {}", row.id.shown()), theme::TEXT);
        let remark = row.remark.as_ref().map(facts::remark);
        let remark = remark.map(|remark| Span::styled(format!("  {remark}"), theme::REMARK));
        let cells = dialog_box.cells();
        let spans = format::clip([id].into_iter().chain(remark).collect(), cells - 1);
        let line = format::marked(spans, chosen == Some(place), cells);
        // The field stands before the first.
        dialog_box.row(place + 1, chosen.map_or(0, |chosen| chosen + 1), line);
    }
}

/// Why the user was not opened.
fn problem(ui: Ui, id: &UserId, why: &Failure, dialog_box: &mut DialogBox) {
    if why.is_not_found() {
        let words = t!(ui.lang, "open-nobody", id = id.shown());
        dialog_box.text(&words, theme::BAD);
        return;
    }
    let (what, todo) = failure::general(ui.lang, why);
    let words = t!(ui.lang, "open-unread", id = id.shown(), why = what);
    dialog_box.text(&words, theme::BAD);
    dialog_box.text(&todo, theme::TEXT);
    let name = keymap::first(Layer::Field, Action::OpenRow);
    dialog_box.text(&t!(ui.lang, "open-anyway", key = name), theme::TEXT);
    if let Some(server) = failure::server(ui.lang, why) {
        dialog_box.text(&server, theme::TEXT);
    }
}

fn warn_irregular(ui: Ui, dialog_box: &mut DialogBox, id: &UserId) {
    if !id.raw().is_empty() && !id.is_regular() {
        dialog_box.text(&t!(ui.lang, "id-irregular-typed"), theme::WARN);
    }
}
