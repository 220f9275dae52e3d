//! What an empty list shows: why it is empty, and which key helps.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::list_rows::RowText;
use super::{Ui, failure, format, theme};
use crate::domain::ListKind;
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::paged::{LoadPhase, PagedList};
use crate::t;
use crate::text;
use crate::wording::list_filter;

/// Draws the reason why the list is empty, and the key that helps.
pub fn draw<T: RowText>(ui: Ui, list: &PagedList<T>, rows: Rect, frame: &mut Frame) {
    let pane = T::PANE;
    let first = |action| keymap::first(Layer::Lists, action);
    let mut lines: Vec<(String, Style)> = Vec::new();
    match list.phase() {
        LoadPhase::Loading(request) => match format::waiting(ui, *request) {
            Some(seconds) => {
                lines.push((
                    t!(
                        ui.lang,
                        "list-waiting",
                        seconds = seconds,
                        limit = CONVERSATION_CALLS_PER_MINUTE
                    ),
                    theme::PASSING,
                ));
            }
            None => lines.push((
                format!(
                    "{} {}",
                    t!(ui.lang, "list-loading"),
                    theme::spinner(ui.model.now)
                ),
                theme::DIM,
            )),
        },
        // That the user does not exist is said once, in the list with the cursor.
        LoadPhase::Failed(why) if pane != ui.model.focus && failure::is_nobody(ui, why) => {}
        LoadPhase::Failed(why) => {
            let told = failure::of_list(ui, pane, why);
            lines.push((told.what, theme::BAD));
            lines.push((told.todo, theme::TEXT));
            lines.push((
                t!(ui.lang, "list-retry", key = first(Action::Refresh)),
                theme::TEXT,
            ));
            if failure::is_nobody(ui, why) {
                lines.push((
                    t!(ui.lang, "list-open-other", key = first(Action::OpenId)),
                    theme::TEXT,
                ));
            } else if pane == ListKind::Conversations {
                lines.push((
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                    theme::TEXT,
                ));
            }
            // Last, because it may be long: the key to press must stay on screen.
            lines.extend(told.server.map(|s| (s, theme::TEXT)));
        }
        LoadPhase::Idle if !list.filter().is_empty() => {
            lines.push((
                t!(
                    ui.lang,
                    "filter-nothing",
                    filter = text::drawn(list.filter())
                ),
                theme::WARN,
            ));
            let words = list.filter_words();
            let misread = words.misread().iter();
            lines.extend(
                misread.map(|word| (list_filter::misread(ui.lang, word, pane), theme::TEXT)),
            );
            if list.unread_facts() > 0 {
                let unread = t!(ui.lang, "filter-unread-rows", n = list.unread_facts());
                lines.push((unread, theme::TEXT));
            }
            let stranger = ui.model.sought_stranger();
            if let Some(id) = stranger.filter(|_| pane == ui.model.focus) {
                // In the filter line, Enter loads the rest first.
                let is_next = ui.model.filter.is_none() || list.is_complete();
                let enter = keymap::first(Layer::Lists, Action::Card);
                if is_next {
                    let ask = t!(ui.lang, "filter-stranger", key = enter, id = id.shown());
                    lines.push((ask, theme::TEXT));
                }
            }
            if !list.is_complete() {
                // In the open filter line, `/` is an ordinary character.
                let rest = match &ui.model.filter {
                    Some(_) => t!(ui.lang, "filter-rest-typing", n = list.loaded()),
                    None => t!(ui.lang, "filter-rest", n = list.loaded()),
                };
                lines.push((rest, theme::TEXT));
            }
            if pane == ListKind::Conversations {
                lines.push((
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                    theme::TEXT,
                ));
            }
        }
        LoadPhase::Idle => {
            let (what, key) = match pane {
                ListKind::Friends => (
                    t!(ui.lang, "friends-none"),
                    t!(ui.lang, "friends-none-key", key = first(Action::AddFriend)),
                ),
                ListKind::Blocks => (
                    t!(ui.lang, "blocks-none"),
                    t!(ui.lang, "blocks-none-key", key = first(Action::Block)),
                ),
                ListKind::Conversations => (
                    t!(ui.lang, "conversations-none"),
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                ),
            };
            lines.push((what, theme::TEXT));
            lines.push((key, theme::TEXT));
        }
    }
    say(lines, rows, frame);
}

/// Writes sentences in place of the rows.
pub fn say(lines: Vec<(String, Style)>, rows: Rect, frame: &mut Frame) {
    let cells = usize::from(rows.width.saturating_sub(2)).max(1);
    let wrapped: Vec<Line> = lines
        .into_iter()
        .flat_map(|(content, style)| {
            text::wrap(&content, cells)
                .into_iter()
                .map(move |part| Line::styled(part, style))
        })
        .collect();
    // An empty line above, if nothing is cut because of it.
    let top = rows.y + u16::from(wrapped.len() < usize::from(rows.height));
    for (line, y) in wrapped.into_iter().zip(top..rows.bottom()) {
        let place = Rect::new(rows.x + 1, y, rows.width.saturating_sub(1), 1);
        line.render(place, frame.buffer_mut());
    }
}
