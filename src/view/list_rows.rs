//! The contents of the rows in each list, and how the columns share the width.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::Span;

use super::{Ui, theme};
use crate::domain::{Blocked, ChatKind, Contact, Conversation, ListKind, ListRow, UserId};
use crate::model::OpenUser;
use crate::t;
use crate::text::{self, Text};
use crate::wording::time;

/// Widths of a list's columns, in cells.
pub struct ListColumns {
    /// The ID.
    pub id: usize,
    /// The remark of a conversation's user; `0` if there is no room for it.
    pub remark: usize,
    /// The remark or the last message.
    pub rest: usize,
}

/// The least width at which a remark, or a last message, is worth showing.
const LEAST_REMARK: usize = 8;
/// Remarks keep this fraction of the row (1/n): one long ID must not hide all names.
const REMARK_PART: usize = 3;
const LEAST_SAID: usize = 12;
/// The most that the remark of a conversation's user gets beside the last message.
const MOST_REMARK: usize = 20;

impl ListColumns {
    /// The ID gets the width that it needs, unless too little would remain for the rest. `longest` is that of all loaded
    /// rows, so that the columns stay where they are while the rows move.
    pub fn of(cells: usize, longest: usize, pane: ListKind) -> Self {
        let inside = cells.saturating_sub(2);
        let (fixed, least) = match pane {
            ListKind::Friends => (5, LEAST_REMARK.max(inside / REMARK_PART)),
            ListKind::Blocks => (5, 0),
            // Where an ID and a message both have room.
            ListKind::Conversations if inside / REMARK_PART > LEAST_SAID + 2 => {
                (13, inside / REMARK_PART)
            }
            ListKind::Conversations => (13, 0),
        };
        let most = inside.saturating_sub(fixed + least).max(8);
        let id = longest.clamp(12.min(most), most);
        let rest = inside.saturating_sub(id + fixed);
        // A word and a half of a message is useless, so the ID gets the room.
        let (id, rest) = match pane {
            ListKind::Conversations if rest < LEAST_SAID => (id + rest, 0),
            _ => (id, rest),
        };
        let half = (rest / 2).min(MOST_REMARK);
        let remark = match pane {
            ListKind::Conversations if half >= LEAST_SAID => half,
            _ => 0,
        };
        Self {
            id,
            remark,
            rest: rest - remark,
        }
    }
}

/// Where the filter of the list finds a text.
pub type Found<'a> = dyn Fn(&str) -> Vec<Range<usize>> + 'a;

/// A column with what the filter found in the text that it begins with; the column may have cut the text.
fn marked(column: &str, text: &str, style: Style, found: &Found) -> Vec<Span<'static>> {
    let same = |((_, one), (_, other)): &((usize, char), (usize, char))| one == other;
    let pairs = column.char_indices().zip(text.char_indices());
    let common = pairs.take_while(same).last();
    let common = common.map_or(0, |((at, c), _)| at + c.len_utf8());
    let mut spans = Vec::new();
    let mut at = 0;
    for place in found(text) {
        let (from, to) = (place.start.max(at), place.end.min(common));
        if from < to {
            spans.push(Span::styled(column[at..from].to_owned(), style));
            spans.push(Span::styled(
                column[from..to].to_owned(),
                style.patch(theme::FOUND),
            ));
            at = to;
        }
    }
    spans.push(Span::styled(column[at..].to_owned(), style));
    spans
}

/// A row as displayed.
pub trait RowText: ListRow {
    /// The list that contains the row.
    const PANE: ListKind;
    /// The contents of the row, from left to right.
    fn spans(
        &self,
        ui: Ui,
        user: &OpenUser,
        columns: &ListColumns,
        found: &Found,
    ) -> Vec<Span<'static>>;
}

impl RowText for Contact {
    const PANE: ListKind = ListKind::Friends;

    fn spans(
        &self,
        ui: Ui,
        user: &OpenUser,
        columns: &ListColumns,
        found: &Found,
    ) -> Vec<Span<'static>> {
        let remark = match user.remark(&self.id) {
            _ if user.is_friend(&self.id) == Some(false) => {
                (t!(ui.lang, "row-no-friend"), theme::WARN)
            }
            Some(remark) => (shown(remark), theme::REMARK),
            None => (t!(ui.lang, "not-read"), theme::DIM),
        };
        person(ui, user, &self.id, remark, columns, found, true)
    }
}

impl RowText for Blocked {
    const PANE: ListKind = ListKind::Blocks;

    fn spans(
        &self,
        ui: Ui,
        user: &OpenUser,
        columns: &ListColumns,
        found: &Found,
    ) -> Vec<Span<'static>> {
        let remark = if user.is_blocked(&self.id) == Some(false) {
            (t!(ui.lang, "row-not-blocked"), theme::WARN)
        } else {
            (shown(user.remark(&self.id).flatten()), theme::REMARK)
        };
        person(ui, user, &self.id, remark, columns, found, false)
    }
}

impl RowText for Conversation {
    const PANE: ListKind = ListKind::Conversations;

    fn spans(
        &self,
        ui: Ui,
        user: &OpenUser,
        columns: &ListColumns,
        found: &Found,
    ) -> Vec<Span<'static>> {
        // If there is no second column, the first gives up a cell for the flag.
        let apart = columns.rest > 0;
        let inside = !apart && !self.id.is_regular();
        let cells = columns.id - usize::from(inside);
        let mut name = self.id.shown().to_owned();
        if self.kind == ChatKind::Group {
            let mark = t!(ui.lang, "group-mark");
            let room = cells.saturating_sub(text::width(&mark) + 1);
            name = format!("{} {mark}", text::fit(&name, room));
        }
        let mut spans = marked(
            &text::pad(&name, cells),
            self.id.shown(),
            tone(&self.id),
            found,
        );
        if apart || inside {
            spans.push(flag(&self.id));
        }
        let (remark, style) = match (self.kind, user.remark(&self.id)) {
            (ChatKind::Group, _) => (String::new(), theme::REMARK),
            (ChatKind::Chat, Some(remark)) => (shown(remark), theme::REMARK),
            (ChatKind::Chat, None) => (t!(ui.lang, "not-read"), theme::DIM),
        };
        if columns.remark > 0 {
            let column = text::pad(&remark, columns.remark - 1);
            spans.extend(marked(&column, &remark, style, found));
            spans.push(Span::raw(" "));
        }
        if apart {
            let said = self.last_text.as_ref().map_or("", |t| t.in_row());
            let column = text::pad(said, columns.rest - 1);
            spans.extend(marked(&column, said, theme::TEXT, found));
        }
        let unread = match self.unread {
            Some(0) | None => String::new(),
            Some(n) if n > 999 => "999+".into(),
            Some(n) => n.to_string(),
        };
        spans.push(Span::styled(format!("{unread:>5}"), theme::WARN));
        let when = self.last_at.map_or(String::new(), |at| {
            time::moment(&ui.model.session.zone, at, ui.model.wall())
        });
        spans.push(Span::styled(format!("{when:>8}"), theme::TEXT));
        spans
    }
}

fn shown(remark: Option<&Text>) -> String {
    remark.map_or_else(String::new, |remark| remark.in_row().to_owned())
}

/// ID, remark and marks of a friend or a blocked user. If the row is only a leftover from an earlier read,
/// that is shown instead of the remark.
fn person(
    ui: Ui,
    user: &OpenUser,
    id: &UserId,
    (remark, style): (String, Style),
    columns: &ListColumns,
    found: &Found,
    friends: bool,
) -> Vec<Span<'static>> {
    let mut spans = marked(
        &text::pad(id.shown(), columns.id),
        id.shown(),
        tone(id),
        found,
    );
    spans.push(flag(id));
    spans.extend(marked(
        &text::pad(&remark, columns.rest.saturating_sub(1)),
        &remark,
        style,
        found,
    ));
    spans.extend(marks(ui, user, id, friends));
    spans
}

/// The flag `!` beside an ID that violates the documented rule and may be mistaken for another one: `I` looks
/// like `l`. It stands beside the ID and not in it, so that it is visible even if the ID is cut, and without
/// colours.
pub fn flag(id: &UserId) -> Span<'static> {
    if id.is_regular() {
        Span::raw(" ")
    } else {
        Span::styled("!", theme::WARN)
    }
}

/// The same warning as a colour.
fn tone(id: &UserId) -> Style {
    if id.is_regular() {
        theme::TEXT
    } else {
        theme::WARN
    }
}

/// `B` blocked, `F` friend, `X` deleted or banned, as far as known; then `?` if the outcome of a change is
/// unknown, a spinner while one is in progress, or `+` for a friend who was added here.
fn marks(ui: Ui, user: &OpenUser, id: &UserId, friends: bool) -> Vec<Span<'static>> {
    let mark = |on: bool, letter: &'static str, style: Style| {
        if on {
            Span::styled(letter, style)
        } else {
            Span::raw(" ")
        }
    };
    let relation = if friends {
        mark(user.is_blocked(id) == Some(true), "B", theme::BLOCKED)
    } else {
        mark(user.is_friend(id) == Some(true), "F", theme::FRIEND)
    };
    vec![
        Span::raw(" "),
        relation,
        mark(user.is_gone(id), "X", theme::BAD),
        if ui.model.has_unknown_change(id) {
            mark(true, "?", theme::WARN)
        } else if friends && user.new_friends.contains(id) && !ui.model.shows_spinner(id) {
            mark(true, "+", theme::GOOD)
        } else {
            mark(
                ui.model.shows_spinner(id),
                theme::spinner(ui.model.now),
                theme::KEY,
            )
        },
        Span::raw(" "),
    ]
}
