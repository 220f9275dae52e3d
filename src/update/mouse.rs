//! The mouse: a click presses the key that is under it, or moves the cursor, a double click opens what is there,
//! and the wheel moves the cursor or scrolls. What a key may not do, a click on it may not do either.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{act, dialogs, lists};
use crate::dialog::{Dialog, ScrollStep};
use crate::domain::ListKind;
use crate::keymap::{self, KeyPress, Layer};
use crate::model::Model;
use crate::model::drawn::{Click, ClickMeaning};
use crate::msg::{Action, Effect, Millis};
use crate::on_list;

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Two clicks on the same cell within this time are a double click.
const DOUBLE: Millis = 400;

/// Handles a mouse event.
pub fn mouse(model: &mut Model, event: MouseEvent, out: &mut Vec<Effect>) {
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => click(model, at, out),
        MouseEventKind::ScrollDown => wheel(model, at, NOTCH, out),
        MouseEventKind::ScrollUp => wheel(model, at, -NOTCH, out),
        _ => {}
    }
}

fn under(model: &Model, at: Position) -> Option<ListKind> {
    let layout = model.layout();
    ListKind::ALL
        .into_iter()
        .find(|pane| layout.pane(*pane).is_some_and(|area| area.contains(at)))
}

fn click(model: &mut Model, at: Position, out: &mut Vec<Effect>) {
    let click = Click {
        at: model.now,
        cell: at,
        dialog: model.dialogs.number(),
    };
    let last = model.last_click.replace(click);
    let is_double = last.is_some_and(|last| {
        (last.cell, last.dialog) == (click.cell, click.dialog)
            && click.at.saturating_sub(last.at) <= DOUBLE
    });
    match model.drawn.clicked(at) {
        Some(ClickMeaning::Key(key)) => press(model, key, out),
        Some(ClickMeaning::Row(down)) => {
            let step = if down > 0 { Action::Down } else { Action::Up };
            for _ in 0..down.unsigned_abs() {
                dialogs::act(model, step, out);
            }
            if is_double {
                press(model, keymap::ENTER, out);
            }
        }
        None if !model.dialogs.is_empty() => {}
        None => click_list(model, at, is_double, out),
    }
    if is_double {
        // The next click is the first of two again.
        model.last_click = None;
    }
}

fn press(model: &mut Model, key: KeyPress, out: &mut Vec<Effect>) {
    super::key(model, KeyEvent::new(key.code, key.mods), out);
}

fn click_list(model: &mut Model, at: Position, is_double: bool, out: &mut Vec<Effect>) {
    let Some(pane) = under(model, at) else {
        return;
    };
    // The rows as they were when the person clicked: focusing may move them.
    let rows = model.layout().rows(pane);
    lists::focus(model, pane);
    let Some(rows) = rows.filter(|rows| rows.contains(at)) else {
        return;
    };
    if let Some(user) = model.user.as_mut() {
        let is_on_row = on_list!(user.list(pane), list => {
            let place = list.top() + usize::from(at.y - rows.y);
            let is_on_row = place < list.len();
            if is_on_row {
                list.move_cursor_to(place);
                list.stretch();
            }
            is_on_row
        });
        if is_on_row && is_double {
            act(model, Action::RowActions, out);
        }
    }
}

fn wheel(model: &mut Model, at: Position, rows: isize, out: &mut Vec<Effect>) {
    if let Some(dialog) = model.dialogs.top() {
        match dialog.layer() {
            // There the arrow keys move or scroll, and so does the wheel.
            Layer::Field if !matches!(dialog, Dialog::Palette(_)) => {
                model.dialogs.scroll(ScrollStep::Lines(rows));
            }
            Layer::Triage
            | Layer::Field
            | Layer::Jobs
            | Layer::Reader
            | Layer::Card
            | Layer::Journal
            | Layer::Diagnosis
            | Layer::Preferences
            | Layer::Filter => {
                let action = if rows > 0 { Action::Down } else { Action::Up };
                for _ in 0..NOTCH {
                    dialogs::act(model, action, out);
                }
            }
            // There they choose, so the wheel only turns the text.
            Layer::Lists
            | Layer::Confirm
            | Layer::Choice
            | Layer::Waiting
            | Layer::Failed
            | Layer::Offer => model.dialogs.scroll(ScrollStep::Lines(rows)),
        }
        return;
    }
    let Some(pane) = under(model, at) else {
        return;
    };
    if let Some(user) = model.user.as_mut() {
        on_list!(user.list(pane), list => {
            list.move_by(rows);
            list.stretch();
        });
    }
}
