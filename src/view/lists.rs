//! The three lists: their frames and their rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{
    Block, Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget,
};

use super::list_rows::{ListColumns, RowText};
use super::{Ui, empty, format, theme};
use crate::domain::limits::CONVERSATION_CALLS_PER_MINUTE;
use crate::domain::{FailureReason, ListKind, ListOrder, ListRow};
use crate::keymap::{self, Layer};
use crate::model::drawn::ClickMeaning;
use crate::model::layout::LayoutForm;
use crate::model::{ListTotal, OpenUser};
use crate::msg::Action;
use crate::paged::{LoadPhase, PagedList};
use crate::t;
use crate::text;
use crate::wording::{failure, lists};

/// Draws a list, if the layout has room for it.
pub fn draw(ui: Ui, pane: ListKind, frame: &mut Frame) {
    match ui.model.user.as_deref() {
        None => nobody(ui, pane, frame),
        Some(user) => match pane {
            ListKind::Friends => list(ui, user, &user.friends, frame),
            ListKind::Blocks => list(ui, user, &user.blocks, frame),
            ListKind::Conversations => list(ui, user, &user.conversations, frame),
        },
    }
}

/// Draws a list while no user is open.
fn nobody(ui: Ui, pane: ListKind, frame: &mut Frame) {
    let (Some(area), Some(rows)) = (ui.layout.pane(pane), ui.layout.rows(pane)) else {
        return;
    };
    if ui.layout.form != LayoutForm::Mini {
        let title = title(ui, pane, ListOrder::Server);
        frame_of(ui, pane, title, Vec::new(), Line::default()).render(area, frame.buffer_mut());
    }
    if ui.model.focus == pane {
        let key = keymap::first(Layer::Lists, Action::OpenId);
        let hint = t!(ui.lang, "no-user", key = key);
        empty::say(vec![(hint, theme::WARN)], without_head(rows, area), frame);
    }
}

/// The area without the line of column headings, which are not shown if there are no rows.
fn without_head(rows: Rect, area: Rect) -> Rect {
    let head = rows.y.saturating_sub(area.y + 1);
    Rect {
        y: rows.y - head,
        height: rows.height + head,
        ..rows
    }
}

fn list<T: RowText>(ui: Ui, user: &OpenUser, list: &PagedList<T>, frame: &mut Frame) {
    let (Some(area), Some(rows)) = (ui.layout.pane(T::PANE), ui.layout.rows(T::PANE)) else {
        return;
    };
    if ui.layout.form != LayoutForm::Mini {
        let foot = foot(ui, user, list, area.width);
        // Beside the list's name, use the short form of the selection count if the long one would cover the
        // name.
        let title = title(ui, T::PANE, list.order());
        let room = usize::from(area.width).saturating_sub(text::width(&title) + 4);
        let mut state = state(ui, T::PANE, false);
        if format::cells(&state) > room {
            state = self::state(ui, T::PANE, true);
        }
        frame_of(ui, T::PANE, title, state, foot).render(area, frame.buffer_mut());
    }
    if list.is_empty() {
        empty::draw(ui, list, without_head(rows, area), frame);
    } else {
        fill(ui, user, list, rows, area, frame);
    }
}

fn title(ui: Ui, pane: ListKind, order: ListOrder) -> String {
    let number = match pane {
        ListKind::Friends => 1,
        ListKind::Blocks => 2,
        ListKind::Conversations => 3,
    };
    let name = lists::name(ui.lang, pane);
    match lists::order(ui.lang, order) {
        Some(order) => format!(" {number} {name} {order} "),
        None => format!(" {number} {name} "),
    }
}

fn frame_of(
    ui: Ui,
    pane: ListKind,
    title: String,
    state: Vec<Span<'static>>,
    foot: Line<'static>,
) -> Block<'static> {
    let focused = ui.model.focus == pane;
    let style = if focused { theme::FOCUS } else { theme::BORDER };
    let tone = if focused { theme::STRONG } else { theme::TEXT };
    let mut right = vec![Span::raw(" ")];
    right.extend(state);
    right.push(Span::raw(" "));
    let mut block = Block::bordered()
        .border_style(style)
        .title(Line::styled(title, tone))
        .title_bottom(foot);
    if right.len() > 2 {
        block = block.title(Line::from(right).right_aligned());
    }
    block
}

/// How much of the list is loaded, out of how much, and whether more is being read; `short` for narrow
/// places.
pub fn state(ui: Ui, pane: ListKind, short: bool) -> Vec<Span<'static>> {
    let Some(user) = ui.model.user.as_deref() else {
        return Vec::new();
    };
    match pane {
        ListKind::Friends => counted(ui, &user.friends, words(user.friend_total()), short),
        ListKind::Blocks => counted(ui, &user.blocks, words(user.block_total()), short),
        ListKind::Conversations => {
            let total = user
                .conversations
                .is_complete()
                .then(|| user.conversations.loaded().to_string());
            counted(ui, &user.conversations, total, short)
        }
    }
}

/// Whether a filter, a selection or an order has to be reported besides the number of rows.
pub fn says_more(ui: Ui, pane: ListKind) -> bool {
    fn more<T: ListRow>(list: &PagedList<T>) -> bool {
        !list.filter().is_empty() || list.selected_count() > 0 || list.order() != ListOrder::Server
    }
    ui.model.user.as_deref().is_some_and(|user| match pane {
        ListKind::Friends => more(&user.friends),
        ListKind::Blocks => more(&user.blocks),
        ListKind::Conversations => more(&user.conversations),
    })
}

fn words(total: Option<ListTotal>) -> Option<String> {
    total.map(|total| total.to_string())
}

fn counted<T: ListRow>(
    ui: Ui,
    list: &PagedList<T>,
    total: Option<String>,
    short: bool,
) -> Vec<Span<'static>> {
    if list.is_untouched() && matches!(list.phase(), LoadPhase::Failed(_)) {
        return vec![Span::styled(t!(ui.lang, "failed"), theme::BAD)];
    }
    let mut spans = selected(ui, list, short);
    if !list.filter().is_empty() {
        spans.push(Span::styled(
            t!(ui.lang, "matches", n = list.len()),
            theme::WARN,
        ));
        spans.push(Span::raw("  "));
    }
    if !list.is_untouched() {
        let total = total.unwrap_or_else(|| "?".to_owned());
        spans.push(Span::styled(
            format!("{}/{total}", list.loaded()),
            theme::TEXT,
        ));
    }
    match list.phase() {
        LoadPhase::Loading(request) => spans.push(match format::waiting(ui, *request) {
            Some(seconds) => Span::styled(format!(" {seconds} s"), theme::PASSING),
            None => Span::styled(format!(" {}", theme::spinner(ui.model.now)), theme::KEY),
        }),
        LoadPhase::Failed(_) => spans.push(Span::styled(" !", theme::BAD)),
        LoadPhase::Idle => {}
    }
    spans
}

/// How many rows are selected, and how many of those are not visible.
fn selected<T: ListRow>(ui: Ui, list: &PagedList<T>, short: bool) -> Vec<Span<'static>> {
    let (n, hidden) = (list.selected_count(), list.selected_out_of_sight());
    if n == 0 {
        return Vec::new();
    }
    let range = if list.is_in_range() { "v " } else { "" };
    let words = match (hidden, short) {
        (0, true) => t!(ui.lang, "rows-selected-mini", n = n),
        (0, false) => t!(ui.lang, "rows-selected", n = n),
        (_, true) => t!(ui.lang, "rows-selected-hidden-mini", n = n, hidden = hidden),
        (_, false) => t!(ui.lang, "rows-selected-hidden", n = n, hidden = hidden),
    };
    vec![
        Span::styled(range, theme::KEY),
        Span::styled(words, theme::WARN.patch(theme::STRONG)),
        Span::raw("  "),
    ]
}

/// The lower border: a report if there is one, else the meaning of the letters beside the rows.
fn foot<T: RowText>(ui: Ui, user: &OpenUser, list: &PagedList<T>, width: u16) -> Line<'static> {
    if list.is_untouched() {
        return Line::default();
    }
    let (content, style) = report(ui, list).unwrap_or_else(|| match T::PANE {
        ListKind::Friends if !user.new_friends.is_empty() => {
            (t!(ui.lang, "legend-friends-new"), theme::DIM)
        }
        ListKind::Friends => (t!(ui.lang, "legend-friends"), theme::DIM),
        ListKind::Blocks => (t!(ui.lang, "legend-blocks"), theme::DIM),
        ListKind::Conversations => (t!(ui.lang, "legend-conversations"), theme::DIM),
    });
    let cells = usize::from(width.saturating_sub(4));
    Line::styled(format!(" {} ", text::fit(&content, cells)), style)
}

/// The report of the focused list, for a screen without borders.
pub fn focused_report(ui: Ui) -> Option<(String, Style)> {
    let user = ui.model.user.as_deref()?;
    match ui.model.focus {
        ListKind::Friends => report(ui, &user.friends),
        ListKind::Blocks => report(ui, &user.blocks),
        ListKind::Conversations => report(ui, &user.conversations),
    }
}

/// What the list is doing, or what a filter hides.
fn report<T: ListRow>(ui: Ui, list: &PagedList<T>) -> Option<(String, Style)> {
    let retry = || keymap::first(Layer::Lists, Action::Refresh);
    let (content, style) = match list.phase() {
        _ if list.is_untouched() => return None,
        LoadPhase::Failed(why) if why.reason == FailureReason::Endless => {
            (t!(ui.lang, "list-endless"), theme::BAD)
        }
        LoadPhase::Failed(why) => (
            t!(
                ui.lang,
                "list-page-failed",
                why = failure::short(ui.lang, why),
                key = retry()
            ),
            theme::BAD,
        ),
        LoadPhase::Loading(request) if format::waiting(ui, *request).is_some() => (
            t!(
                ui.lang,
                "list-waiting",
                seconds = format::waiting(ui, *request).unwrap_or(0),
                limit = CONVERSATION_CALLS_PER_MINUTE
            ),
            theme::PASSING,
        ),
        _ if list.is_loading_all() => (
            t!(
                ui.lang,
                "list-loading-all",
                n = list.loaded(),
                key = keymap::first(Layer::Lists, Action::Escape)
            ),
            theme::PASSING,
        ),
        _ if !list.filter().is_empty() && !list.is_complete() => (
            match &ui.model.filter {
                Some(_) => t!(ui.lang, "filter-partial-typing", n = list.loaded()),
                None => t!(ui.lang, "filter-partial", n = list.loaded()),
            },
            theme::WARN,
        ),
        _ if !list.filter().is_empty() => (
            t!(ui.lang, "filter-whole", filter = text::drawn(list.filter())),
            theme::KEY,
        ),
        _ if list.order() != ListOrder::Server && !list.is_complete() => (
            t!(
                ui.lang,
                "sorted-partial",
                n = list.loaded(),
                key = keymap::first(Layer::Lists, Action::Bottom)
            ),
            theme::WARN,
        ),
        LoadPhase::Idle | LoadPhase::Loading(_) => return None,
    };
    if list.unread_facts() == 0 {
        return Some((content, style));
    }
    let unread = t!(ui.lang, "filter-unread", n = list.unread_facts());
    Some((format!("{unread} - {content}"), theme::WARN))
}

fn fill<T: RowText>(
    ui: Ui,
    user: &OpenUser,
    list: &PagedList<T>,
    rows: Rect,
    area: Rect,
    frame: &mut Frame,
) {
    let height = usize::from(rows.height);
    let focused = ui.model.focus == T::PANE;
    let visible = || {
        (list.top()..list.len())
            .take(height)
            .filter_map(|i| list.get(i).map(|r| (i, r)))
    };
    let cells = usize::from(rows.width);
    let columns = ListColumns::of(cells, list.id_width(), T::PANE);
    if T::PANE == ListKind::Friends && rows.y > area.y + 1 {
        let head = format!(
            "  {} {}",
            text::pad("ID", columns.id),
            t!(ui.lang, "head-remark")
        );
        Line::styled(text::fit(&head, cells).into_owned(), theme::DIM).render(
            Rect {
                y: rows.y - 1,
                height: 1,
                ..rows
            },
            frame.buffer_mut(),
        );
        // The key is about the list with the focus.
        if focused
            && ui.model.layer() == Layer::Lists
            && let Some(press) = keymap::first_press(Layer::Lists, Action::Sort)
        {
            ui.click_on((rows.x, rows.y - 1), 0..cells, ClickMeaning::Key(press));
        }
    }
    // A stand-in was not searched.
    let found = |text: &str| {
        if text::mask::is_masked() {
            Vec::new()
        } else {
            list.found_in(text)
        }
    };
    for ((place, row), y) in visible().zip(rows.y..) {
        let here = place == list.place();
        let lead = match (here, list.is_selected(row)) {
            (true, true) => ">*",
            (true, false) => "> ",
            (false, true) => "* ",
            (false, false) => "  ",
        };
        let mut spans = vec![Span::styled(
            lead,
            if focused { theme::KEY } else { theme::TEXT },
        )];
        spans.extend(row.spans(ui, user, &columns, &found));
        let line = Line::from(format::clip(spans, cells));
        let place = Rect::new(rows.x, y, rows.width, 1);
        line.render(place, frame.buffer_mut());
        if here && focused {
            frame.buffer_mut().set_style(place, theme::CURSOR);
        }
    }
    if list.len() > height && ui.layout.form != LayoutForm::Mini {
        let track = Rect {
            x: area.right() - 1,
            y: rows.y,
            width: 1,
            height: rows.height,
        };
        let mut state = ScrollbarState::new(list.len() - height)
            .position(list.top())
            .viewport_content_length(height);
        Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(None)
            .thumb_symbol("┃")
            .thumb_style(if focused { theme::FOCUS } else { theme::BORDER })
            .render(track, frame.buffer_mut(), &mut state);
    }
}
