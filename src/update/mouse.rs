//! The mouse: a click focuses a list and moves its cursor, the wheel moves the cursor or scrolls. Neither changes
//! anything on the server.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{dialogs, lists};
use crate::dialog::ScrollStep;
use crate::domain::ListKind;
use crate::keymap::Layer;
use crate::model::Model;
use crate::msg::{Action, Effect};
use crate::on_list;

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Handles a mouse event.
pub fn mouse(model: &mut Model, event: MouseEvent, out: &mut Vec<Effect>) {
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) if model.dialogs.is_empty() => click(model, at),
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

fn click(model: &mut Model, at: Position) {
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
        on_list!(user.list(pane), list => {
            let place = list.top() + usize::from(at.y - rows.y);
            if place < list.len() {
                list.move_cursor_to(place);
                list.stretch();
            }
        });
    }
}

fn wheel(model: &mut Model, at: Position, rows: isize, out: &mut Vec<Effect>) {
    if !model.dialogs.is_empty() {
        match model.layer() {
            // There the arrow keys move or scroll, and so does the wheel.
            Layer::Triage
            | Layer::Jobs
            | Layer::Reader
            | Layer::Journal
            | Layer::Diagnosis
            | Layer::Filter => {
                let action = if rows > 0 { Action::Down } else { Action::Up };
                for _ in 0..NOTCH {
                    dialogs::act(model, action, out);
                }
            }
            // There they choose, so the wheel only turns the text.
            Layer::Lists
            | Layer::Field
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
