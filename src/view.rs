//! Draws the screen from the model alone. It changes nothing.

use std::cell::RefCell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use crate::domain::ListKind;
use crate::i18n::Lang;
use crate::model::Model;
use crate::model::drawn::{ClickMeaning, ClickTarget, DrawnFrame};
use crate::model::layout::{Layout, LayoutForm, MIN_COLUMNS, MIN_ROWS};
use crate::{t, text};

mod badges;
mod card;
mod chrome;
mod dialog_box;
mod dialogs;
mod empty;
mod failure;
mod format;
mod list_rows;
mod lists;
mod log;
mod notices;
pub(crate) mod theme;

// Also used by the setup screen.
pub(crate) use dialog_box::field_text;
pub(crate) use format::{clip, ends, key_label};

/// The context that every drawing function needs.
#[derive(Clone, Copy)]
struct Ui<'a> {
    model: &'a Model,
    lang: Lang,
    layout: Layout,
    /// What is reported about this frame.
    drawn: &'a RefCell<DrawnFrame>,
}

impl Ui<'_> {
    /// A click on these cells of the line that begins at this place means this.
    fn click_on(&self, (x, y): (u16, u16), cells: Range<usize>, meaning: ClickMeaning) {
        let [start, width] =
            [cells.start, cells.len()].map(|n| u16::try_from(n).unwrap_or(u16::MAX));
        let area = Rect::new(x.saturating_add(start), y, width, 1);
        self.drawn.borrow_mut().targets.push(ClickTarget {
            area: area.intersection(self.layout.screen),
            meaning,
        });
    }
}

/// Draws the whole screen, and reports what a person can read and click on it.
pub fn draw(model: &Model, frame: &mut Frame) -> DrawnFrame {
    let drawn = RefCell::default();
    let layout = Layout::of(
        (frame.area().width, frame.area().height),
        model.focus,
        model.zoom,
        model.preferences.requests,
    );
    let ui = Ui {
        model,
        lang: model.lang,
        layout,
        drawn: &drawn,
    };
    text::mask::drawing(model.preferences.mask, || draw_parts(ui, frame));
    drawn.into_inner()
}

fn draw_parts(ui: Ui, frame: &mut Frame) {
    if ui.layout.form == LayoutForm::TooSmall {
        too_small(ui, frame);
        return;
    }
    chrome::header(ui, frame);
    chrome::user(ui, frame);
    chrome::tabs(ui, frame);
    for pane in ListKind::ALL {
        lists::draw(ui, pane, frame);
    }
    card::draw(ui, frame);
    log::strip(ui, frame);
    chrome::foot(ui, frame);
    if !ui.model.dialogs.is_empty() {
        // A click belongs to the dialog, and the eye, too.
        ui.drawn.borrow_mut().targets.clear();
        calm(ui.layout, frame);
    }
    dialogs::draw(ui, frame);
}

/// Takes the emphasis from everything between the header and the notice.
fn calm(layout: Layout, frame: &mut Frame) {
    let top = layout.header.bottom();
    let between = Rect {
        y: top,
        height: layout.notice.y.saturating_sub(top),
        ..layout.screen
    };
    frame.buffer_mut().set_style(between, theme::BEHIND);
}

/// Shows the required size instead of half a screen, and the keys that work there. How far changes are comes
/// last, because there may not be room for it.
fn too_small(ui: Ui, frame: &mut Frame) {
    let Rect { width, height, .. } = ui.layout.screen;
    let needed = t!(
        ui.lang,
        "too-small",
        width = width,
        height = height,
        columns = MIN_COLUMNS,
        rows = MIN_ROWS
    );
    let wrapped = |words: String| {
        let parts = text::wrap(&words, usize::from(width).max(1));
        parts.into_iter().map(Line::from)
    };
    let keys = if ui.model.pending_changes.is_empty() && !ui.model.has_active_job() {
        t!(ui.lang, "too-small-keys")
    } else {
        t!(ui.lang, "too-small-keys-twice")
    };
    let mut lines: Vec<Line> = wrapped(needed).chain(wrapped(keys)).collect();
    let unanswered = ui.model.in_progress().count();
    if unanswered > 0 {
        lines.extend(wrapped(t!(
            ui.lang,
            "too-small-in-progress",
            n = unanswered
        )));
    }
    lines.extend(badges::jobs(ui).map(Line::from));
    Paragraph::new(lines)
        .alignment(Alignment::Left)
        .render(frame.area(), frame.buffer_mut());
}
