//! The mouse: a click presses the key that is under it, or moves the cursor, a double click opens what is there,
//! and the wheel moves the cursor or scrolls. What a key may not do, a click on it may not do either.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{act, dialogs, lists};
use crate::dialog::{Dialog, ScrollStep};
use crate::domain::ListKind;
use crate::keymap::{self, KeyPress, Layer};
use crate::model::drawn::{Click, ClickMeaning};
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect, Millis};
use crate::on_list;

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Two clicks on the same cell within this time are a double click.
const DOUBLE: Millis = 400;
/// A click on a key that writes does nothing for this long after another click as near as that: it was not meant for
/// the key that is there now.
const AGAIN: Millis = 1_000;
const NEAR: (u16, u16) = (3, 1);

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
    let last = model.last_click;
    let age = last.map_or(Millis::MAX, |last| model.now.saturating_sub(last.at));
    let dialog = model.dialogs.number();
    let is_double = age <= DOUBLE
        && last.is_some_and(|last| !last.is_second && (last.cell, last.dialog) == (at, dialog));
    model.last_click = Some(Click {
        at: model.now,
        cell: at,
        dialog,
        is_second: is_double,
    });
    let is_near =
        |last: Click| last.cell.x.abs_diff(at.x) <= NEAR.0 && last.cell.y.abs_diff(at.y) <= NEAR.1;
    match model.drawn.clicked(at) {
        // What the first click did may have put another key in its place.
        Some(ClickMeaning::Key(key))
            if age < AGAIN && last.is_some_and(is_near) && writes(model, key) =>
        {
            model.say(Notice::TooSoon);
        }
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
}

/// Whether a key changes something on the server, or asks about that.
fn writes(model: &Model, key: KeyPress) -> bool {
    keymap::resolve(model.layer(), event_of(key)).is_some_and(Action::is_write)
}

fn event_of(key: KeyPress) -> KeyEvent {
    KeyEvent::new(key.code, key.mods)
}

fn press(model: &mut Model, key: KeyPress, out: &mut Vec<Effect>) {
    super::key(model, event_of(key), out);
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
