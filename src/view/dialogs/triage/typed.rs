//! The text of a sheet while it is typed or pasted, and what is found in it.

use ratatui::Frame;
use ratatui::text::Line;
use tui_input::Input;

use super::title::title;
use crate::dialog::triage::{IdCounts, Triage};
use crate::domain::job::BulkOp;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::dialogs::{cancel_key, submit_key};
use crate::view::{Ui, theme};

/// Draws the text being edited, with the line of the caret in view.
pub fn draw(
    ui: Ui,
    dialog: &Triage,
    input: &Input,
    found: Option<&IdCounts>,
    nothing: bool,
    frame: &mut Frame,
) {
    const LINES: usize = 8;
    let owner = dialog.owner.shown();
    let title = match dialog.pending_action {
        Some(BulkOp::AddFriend) => t!(ui.lang, "add-title", owner = owner),
        Some(BulkOp::Block) => t!(ui.lang, "block-title", owner = owner),
        _ => title(ui, dialog),
    };
    let mut dialog_box = DialogBox::new(ui, title, theme::CALM);
    dialog_box.text(&t!(ui.lang, "triage-ask"), theme::TEXT);
    dialog_box.gap();
    let before: String = input.value().chars().take(input.cursor()).collect();
    let caret = before.matches('\n').count();
    let column = before.chars().rev().take_while(|c| *c != '\n').count();
    let lines: Vec<&str> = input.value().split('\n').collect();
    let room = LINES.min(dialog_box.room(ui).saturating_sub(2)).max(1);
    let first = (caret + 1).saturating_sub(room);
    for (number, line) in lines.iter().enumerate().skip(first).take(room) {
        if number == caret {
            dialog_box.field(&Input::new((*line).to_owned()).with_cursor(column));
        } else {
            dialog_box.line(Line::raw(format!("  {}", text::drawn(line))));
        }
    }
    if nothing {
        dialog_box.text(&t!(ui.lang, "notice-no-ids"), theme::BAD);
    } else if let Some(found) = found {
        dialog_box.text(&counted(ui, found), theme::TEXT);
    } else if lines.len() > 1 {
        let n = lines.iter().filter(|line| !line.trim().is_empty()).count();
        dialog_box.text(&t!(ui.lang, "triage-lines", n = n), theme::TEXT);
    }
    submit_key(ui, &mut dialog_box, "key-continue");
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// The numbers of lines, IDs, duplicates, and unusable entries.
pub fn counted(ui: Ui, counts: &IdCounts) -> String {
    let mut words = t!(
        ui.lang,
        "triage-summary",
        lines = counts.lines,
        n = counts.sure,
        repeated = counts.repeated,
        impossible = counts.impossible
    );
    if counts.owner {
        words += &t!(ui.lang, "triage-own");
    }
    if counts.doubtful > 0 {
        words += &t!(ui.lang, "triage-doubtful", n = counts.doubtful);
    }
    words
}
