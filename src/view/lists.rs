//! The three lists.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{
    Block, Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget,
};

use super::{Ui, facts, failure, theme};
use crate::domain::{Blocked, ChatKind, Contact, Conversation, Reason, Row, UserId};
use crate::i18n::Lang;
use crate::keymap::{self, Layer};
use crate::model::layout::Form;
use crate::model::{OpenUser, Pane, Total};
use crate::msg::Action;
use crate::paged::{PagedList, Phase, Ticket};
use crate::t;
use crate::text;

/// The name of a list.
pub fn name(lang: Lang, pane: Pane) -> String {
    match pane {
        Pane::Friends => t!(lang, "friends"),
        Pane::Blocks => t!(lang, "blocks"),
        Pane::Conversations => t!(lang, "conversations"),
    }
}

/// The name of a list where cells are few.
pub fn short_name(lang: Lang, pane: Pane) -> String {
    match pane {
        Pane::Friends => t!(lang, "friends"),
        Pane::Blocks => t!(lang, "blocks"),
        Pane::Conversations => t!(lang, "conversations-short"),
    }
}

/// Draws a list, if it has a place.
pub fn draw(ui: Ui, pane: Pane, frame: &mut Frame) {
    let (Some(area), Some(rows)) = (ui.layout.pane(pane), ui.layout.rows(pane)) else {
        return;
    };
    let focused = ui.model.focus == pane;
    let framed = ui.layout.form != Form::Mini;
    let Some(user) = ui.model.user.as_deref() else {
        if framed {
            frame_of(ui, pane, focused, Vec::new(), Line::default())
                .render(area, frame.buffer_mut());
        }
        return;
    };
    if framed {
        let state = state(ui, pane);
        let foot = match pane {
            Pane::Friends => foot(ui, pane, &user.friends, area.width),
            Pane::Blocks => foot(ui, pane, &user.blocks, area.width),
            Pane::Conversations => foot(ui, pane, &user.conversations, area.width),
        };
        frame_of(ui, pane, focused, state, foot).render(area, frame.buffer_mut());
    }
    match pane {
        Pane::Friends => fill(ui, pane, &user.friends, rows, area, frame, friend_row),
        Pane::Blocks => fill(ui, pane, &user.blocks, rows, area, frame, block_row),
        Pane::Conversations => fill(
            ui,
            pane,
            &user.conversations,
            rows,
            area,
            frame,
            conversation_row,
        ),
    }
}

fn frame_of(
    ui: Ui,
    pane: Pane,
    focused: bool,
    state: Vec<Span<'static>>,
    foot: Line<'static>,
) -> Block<'static> {
    let number = match pane {
        Pane::Friends => 1,
        Pane::Blocks => 2,
        Pane::Conversations => 3,
    };
    let style = if focused { theme::FOCUS } else { theme::BORDER };
    let title = if focused {
        theme::FOCUS.patch(theme::STRONG)
    } else {
        theme::TEXT
    };
    let mut right = vec![Span::raw(" ")];
    right.extend(state);
    right.push(Span::raw(" "));
    let mut block = Block::bordered()
        .border_style(style)
        .title(Line::styled(
            format!(" {number} {} ", name(ui.lang, pane)),
            title,
        ))
        .title_bottom(foot);
    if right.len() > 2 {
        block = block.title(Line::from(right).right_aligned());
    }
    block
}

/// How much of the list is there, of how much, and whether more is on its way.
pub fn state(ui: Ui, pane: Pane) -> Vec<Span<'static>> {
    let Some(user) = ui.model.user.as_deref() else {
        return Vec::new();
    };
    match pane {
        Pane::Friends => counted(ui, &user.friends, words(user.friend_total())),
        Pane::Blocks => counted(ui, &user.blocks, words(user.block_total())),
        Pane::Conversations => {
            let total = user
                .conversations
                .is_complete()
                .then(|| user.conversations.loaded().to_string());
            counted(ui, &user.conversations, total)
        }
    }
}

fn words(total: Option<Total>) -> Option<String> {
    total.map(|total| total.to_string())
}

fn counted<T: Row>(ui: Ui, list: &PagedList<T>, total: Option<String>) -> Vec<Span<'static>> {
    if list.is_untouched() && matches!(list.phase(), Phase::Failed(_)) {
        return vec![Span::styled(t!(ui.lang, "failed"), theme::BAD)];
    }
    let mut spans = Vec::new();
    if !list.filter().is_empty() {
        spans.push(Span::styled(
            t!(ui.lang, "matches", n = list.len()),
            theme::WARN,
        ));
        spans.push(Span::raw("  "));
    }
    if !list.is_untouched() {
        let total = total.unwrap_or_else(|| "?".to_owned());
        spans.push(Span::raw(format!("{}/{total}", list.loaded())));
    }
    match list.phase() {
        Phase::Loading(ticket) => spans.push(match waiting(ui, *ticket) {
            Some(seconds) => Span::styled(format!(" {seconds} s"), theme::WARN),
            None => Span::styled(format!(" {}", theme::spinner(ui.model.now)), theme::KEY),
        }),
        Phase::Failed(_) => spans.push(Span::styled(" !", theme::BAD)),
        Phase::Idle => {}
    }
    spans
}

/// For how many seconds a page still waits for its turn, where it does.
fn waiting(ui: Ui, ticket: Ticket) -> Option<u64> {
    let until = ui.model.waits.get(&ticket)?;
    Some(until.saturating_sub(ui.model.now).div_ceil(1_000))
}

/// The lower border: what the list is doing, or what a filter leaves out.
fn foot<T: Row>(ui: Ui, pane: Pane, list: &PagedList<T>, width: u16) -> Line<'static> {
    let cells = usize::from(width.saturating_sub(4));
    let retry = || keymap::first(Layer::Lists, Action::Refresh);
    let (content, style) = match list.phase() {
        _ if list.is_untouched() => return Line::default(),
        Phase::Failed(why) if why.reason == Reason::Endless => {
            (t!(ui.lang, "list-endless"), theme::BAD)
        }
        Phase::Failed(why) => (
            t!(
                ui.lang,
                "list-page-failed",
                why = failure::short(ui.lang, why),
                key = retry()
            ),
            theme::BAD,
        ),
        Phase::Loading(ticket) if waiting(ui, *ticket).is_some() => (
            t!(
                ui.lang,
                "list-waiting",
                seconds = waiting(ui, *ticket).unwrap_or(0)
            ),
            theme::WARN,
        ),
        _ if list.is_loading_all() => (
            t!(
                ui.lang,
                "list-loading-all",
                n = list.loaded(),
                key = keymap::first(Layer::Lists, Action::Escape)
            ),
            theme::WARN,
        ),
        _ if !list.filter().is_empty() && !list.is_complete() => (
            match &ui.model.filter {
                Some(_) => t!(ui.lang, "filter-partial-typing", n = list.loaded()),
                None => t!(ui.lang, "filter-partial", n = list.loaded()),
            },
            theme::WARN,
        ),
        _ if !list.filter().is_empty() => (
            t!(
                ui.lang,
                "filter-whole",
                filter = text::printable(list.filter())
            ),
            theme::KEY,
        ),
        // Nothing to report: what the letters beside the rows mean.
        Phase::Idle | Phase::Loading(_) => match pane {
            Pane::Friends => (t!(ui.lang, "legend-friends"), theme::DIM),
            Pane::Blocks => (t!(ui.lang, "legend-blocks"), theme::DIM),
            Pane::Conversations => (t!(ui.lang, "legend-conversations"), theme::DIM),
        },
    };
    Line::styled(format!(" {} ", text::fit(&content, cells)), style)
}

type DrawRow<T> = fn(Ui, &OpenUser, &T, &Columns) -> Vec<Span<'static>>;

/// Widths of a list's columns, in cells.
struct Columns {
    id: usize,
    rest: usize,
}

fn fill<T: Row>(
    ui: Ui,
    pane: Pane,
    list: &PagedList<T>,
    rows: Rect,
    area: Rect,
    frame: &mut Frame,
    draw: DrawRow<T>,
) {
    let Some(user) = ui.model.user.as_deref() else {
        return;
    };
    if list.is_empty() {
        nothing(ui, pane, list, rows, frame);
        return;
    }
    let height = usize::from(rows.height);
    let focused = ui.model.focus == pane;
    let visible = || {
        (list.top()..list.len())
            .take(height)
            .filter_map(|i| list.get(i).map(|r| (i, r)))
    };
    let cells = usize::from(rows.width);
    let longest = visible()
        .map(|(_, row)| text::width(row.id().shown()))
        .max()
        .unwrap_or(0);
    let columns = columns(cells, longest, pane);
    if pane == Pane::Friends && rows.y > area.y + 1 {
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
    }
    for ((place, row), y) in visible().zip(rows.y..) {
        let here = place == list.selected();
        let lead = if here { "> " } else { "  " };
        let mut spans = vec![Span::styled(
            lead,
            if focused { theme::KEY } else { theme::DIM },
        )];
        spans.extend(draw(ui, user, row, &columns));
        let line = Line::from(facts::clip(spans, cells));
        let place = Rect::new(rows.x, y, rows.width, 1);
        line.render(place, frame.buffer_mut());
        if here && focused {
            frame.buffer_mut().set_style(place, theme::CURSOR);
        }
    }
    if list.len() > height && ui.layout.form != Form::Mini {
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
            .thumb_style(if focused { theme::FOCUS } else { theme::DIM })
            .render(track, frame.buffer_mut(), &mut state);
    }
}

/// The least that is worth showing of a remark, and of what was said last.
const LEAST_REMARK: usize = 8;
const LEAST_SAID: usize = 12;

/// The id gets what it needs, unless the rest would fall below what is worth reading.
fn columns(cells: usize, longest: usize, pane: Pane) -> Columns {
    let inside = cells.saturating_sub(2);
    let (fixed, least) = match pane {
        Pane::Friends => (5, LEAST_REMARK),
        Pane::Blocks => (5, 0),
        Pane::Conversations => (13, 0),
    };
    let most = inside.saturating_sub(fixed + least).max(8);
    let id = longest.clamp(12.min(most), most);
    let rest = inside.saturating_sub(id + fixed);
    // A word and a half of a message says nothing: the id has the room then.
    if pane == Pane::Conversations && rest < LEAST_SAID {
        return Columns {
            id: id + rest,
            rest: 0,
        };
    }
    Columns { id, rest }
}

fn id_span(id: &UserId, cells: usize) -> Span<'static> {
    let style = if id.is_regular() {
        theme::TEXT
    } else {
        theme::WARN
    };
    Span::styled(text::pad(id.shown(), cells), style)
}

/// `B` blocked, `F` friend, `X` gone or banned, as far as is known; `*` a change on its way.
fn marks(ui: Ui, user: &OpenUser, id: &UserId, friends: bool) -> Vec<Span<'static>> {
    let mark = |on: bool, letter: &'static str, style: Style| {
        if on {
            Span::styled(letter, style)
        } else {
            Span::raw(" ")
        }
    };
    let gone = user
        .relations
        .get(id)
        .and_then(|r| r.account.as_ref())
        .is_some_and(|a| match a {
            Ok(account) => account.activated == Some(false),
            Err(why) => why.is_not_found(),
        });
    let relation = if friends {
        mark(user.is_blocked(id) == Some(true), "B", theme::BLOCKED)
    } else {
        mark(user.is_friend(id) == Some(true), "F", theme::FRIEND)
    };
    vec![
        Span::raw(" "),
        relation,
        mark(gone, "X", theme::BAD),
        mark(
            ui.model.is_pending(id),
            theme::spinner(ui.model.now),
            theme::KEY,
        ),
        Span::raw(" "),
    ]
}

fn friend_row(ui: Ui, user: &OpenUser, row: &Contact, columns: &Columns) -> Vec<Span<'static>> {
    let remark = row.remark.as_ref().map_or("", |r| r.shown());
    let mut spans = vec![id_span(&row.id, columns.id), Span::raw(" ")];
    spans.push(Span::styled(
        text::pad(remark, columns.rest.saturating_sub(1)),
        theme::REMARK,
    ));
    spans.extend(marks(ui, user, &row.id, true));
    spans
}

fn block_row(ui: Ui, user: &OpenUser, row: &Blocked, columns: &Columns) -> Vec<Span<'static>> {
    let remark = user.friends.find(&row.id).and_then(|c| c.remark.as_ref());
    let remark = remark.map_or("", |r| r.shown());
    let mut spans = vec![id_span(&row.id, columns.id), Span::raw(" ")];
    spans.push(Span::styled(
        text::pad(remark, columns.rest.saturating_sub(1)),
        theme::REMARK,
    ));
    spans.extend(marks(ui, user, &row.id, false));
    spans
}

fn conversation_row(
    ui: Ui,
    _: &OpenUser,
    row: &Conversation,
    columns: &Columns,
) -> Vec<Span<'static>> {
    let mut name = row.id.shown().to_owned();
    if row.kind == ChatKind::Group {
        let mark = t!(ui.lang, "group-mark");
        let room = columns.id.saturating_sub(text::width(&mark) + 1);
        name = format!("{} {mark}", text::fit(&name, room));
    }
    let style = if row.id.is_regular() {
        theme::TEXT
    } else {
        theme::WARN
    };
    let mut spans = vec![Span::styled(text::pad(&name, columns.id), style)];
    if columns.rest > 0 {
        let said = row.last_text.as_ref().map_or("", |t| t.shown());
        let said = text::pad(said, columns.rest - 1);
        spans.extend([Span::raw(" "), Span::styled(said, theme::DIM)]);
    }
    let unread = match row.unread {
        Some(0) | None => String::new(),
        Some(n) if n > 999 => "999+".into(),
        Some(n) => n.to_string(),
    };
    spans.push(Span::styled(format!("{unread:>5}"), theme::WARN));
    let when = row
        .last_at
        .map_or(String::new(), |at| facts::moment(at, ui.model.wall()));
    spans.push(Span::styled(format!("{when:>8}"), theme::DIM));
    spans
}

/// A list without rows says why, and which key helps.
fn nothing<T: Row>(ui: Ui, pane: Pane, list: &PagedList<T>, rows: Rect, frame: &mut Frame) {
    let first = |action| keymap::first(Layer::Lists, action);
    let mut lines: Vec<(String, Style)> = Vec::new();
    match list.phase() {
        Phase::Loading(ticket) => match waiting(ui, *ticket) {
            Some(seconds) => {
                lines.push((t!(ui.lang, "list-waiting", seconds = seconds), theme::WARN));
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
        Phase::Failed(why) => {
            let told = failure::of_list(ui.lang, pane, why);
            lines.push((told.what, theme::BAD));
            lines.extend(told.server.map(|s| (s, theme::DIM)));
            lines.push((told.todo, theme::TEXT));
            lines.push((
                t!(ui.lang, "list-retry", key = first(Action::Refresh)),
                theme::TEXT,
            ));
            if pane == Pane::Conversations {
                lines.push((
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                    theme::TEXT,
                ));
            }
        }
        Phase::Idle if !list.filter().is_empty() => {
            lines.push((
                t!(
                    ui.lang,
                    "filter-nothing",
                    filter = text::printable(list.filter())
                ),
                theme::WARN,
            ));
            if !list.is_complete() {
                lines.push((t!(ui.lang, "filter-rest", n = list.loaded()), theme::TEXT));
            }
            if pane == Pane::Conversations {
                lines.push((
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                    theme::TEXT,
                ));
            }
        }
        Phase::Idle => {
            let (what, key) = match pane {
                Pane::Friends => (
                    t!(ui.lang, "friends-none"),
                    t!(ui.lang, "friends-none-key", key = first(Action::AddFriend)),
                ),
                Pane::Blocks => (
                    t!(ui.lang, "blocks-none"),
                    t!(ui.lang, "blocks-none-key", key = first(Action::Block)),
                ),
                Pane::Conversations => (
                    t!(ui.lang, "conversations-none"),
                    t!(ui.lang, "conversations-by-id", key = first(Action::Remove)),
                ),
            };
            lines.push((what, theme::TEXT));
            lines.push((key, theme::DIM));
        }
    }
    let cells = usize::from(rows.width.saturating_sub(2)).max(1);
    let wrapped = lines.into_iter().flat_map(|(content, style)| {
        text::wrap(&content, cells)
            .into_iter()
            .map(move |part| Line::styled(part, style))
    });
    let top = rows.y + u16::from(rows.height > 4);
    for (line, y) in wrapped.zip(top..rows.bottom()) {
        let place = Rect::new(rows.x + 1, y, rows.width.saturating_sub(1), 1);
        line.render(place, frame.buffer_mut());
    }
}
