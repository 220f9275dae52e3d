//! Everything around the lists: header, user line, tabs, notice, key hints.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::notices::notice_lines;
use super::{Ui, badges, dialog_box, format, list_rows, theme};
use crate::domain::limits::BLOCK_CAP;
use crate::domain::{Account, Environment, ListKind, UserId};
use crate::keymap::{self, Binding, KeyHint, Layer};
use crate::model::drawn::ClickMeaning;
use crate::model::layout::LayoutForm;
use crate::model::{ActionSubject, ListTotal, OpenUser};
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::wording::{self, failure, time};

fn line(frame: &mut Frame, area: Rect, line: &Line) {
    line.render(area, frame.buffer_mut());
}

/// Draws the header: the app and server, and what is allowed there.
pub fn header(ui: Ui, frame: &mut Frame) {
    let area = ui.layout.header;
    let session = &ui.model.session;
    let mini = ui.layout.form == LayoutForm::Mini;
    let (name, style) = match session.environment {
        _ if session.sandbox && mini => (t!(ui.lang, "badge-sandbox-mini"), theme::BADGE),
        _ if session.sandbox => (t!(ui.lang, "badge-sandbox"), theme::BADGE),
        Some(Environment::Production) => (t!(ui.lang, "badge-production"), theme::BADGE_LIVE),
        Some(Environment::Test) => (t!(ui.lang, "badge-test"), theme::BADGE_TEST),
        // Nothing says which environment it is, so treat it as live.
        None if mini => (t!(ui.lang, "badge-live-mini"), theme::BADGE_LIVE),
        None => (t!(ui.lang, "badge-live"), theme::BADGE_LIVE),
    };
    let badge = Span::styled(format!(" {name} "), style);
    let mode = if let Some(minutes) = ui.model.minutes_unlocked() {
        Span::styled(t!(ui.lang, "mode-unlocked", n = minutes), theme::ALARM)
    } else if session.read_only {
        Span::styled(t!(ui.lang, "mode-read-only"), theme::WARN)
    } else {
        Span::styled(t!(ui.lang, "mode-read-write"), theme::TEXT)
    };
    let gap = || Span::raw("  ");
    if mini {
        mini_header(ui, badge, frame);
        return;
    }
    let mut left = vec![
        Span::raw(" "),
        Span::styled("rosterm", theme::STRONG),
        gap(),
        badge,
    ];
    let mut right = Vec::new();
    let badges = [
        badges::mask(ui),
        badges::owed(ui),
        badges::doubts(ui),
        badges::jobs(ui),
    ];
    for badge in badges.into_iter().flatten() {
        right.extend(badge);
        right.push(Span::raw("  "));
    }
    let width = usize::from(area.width);
    if let Some(press) = keymap::first_press(Layer::Lists, Action::Help) {
        let help = format::key_label(keymap::name(press), t!(ui.lang, "hint-help"));
        // One blank follows it.
        let end = width.saturating_sub(1);
        let cells = end.saturating_sub(format::cells(&help))..end;
        ui.click_on((area.x, area.y), cells, ClickMeaning::Key(press));
        right.extend(help);
    }
    let right = padded(right);
    let mut mode = vec![gap(), mode];
    // If the user has no line of its own, show it before anything that may be cut.
    let narrow = ui.layout.form == LayoutForm::Narrow;
    if let Some(user) = ui.model.user.as_ref().filter(|_| narrow) {
        mode.push(gap());
        mode.extend(trouble(ui, user));
        mode.extend(flagged(&user.id));
        mode.extend(trail(ui, user.id.shown().to_owned(), 0));
    }
    let used = format::cells(&left) + format::cells(&mode) + format::cells(&right) + 1;
    let room = width.saturating_sub(used);
    // By priority: what is allowed, then the ticket that changes are recorded under, then the server.
    let ticket = ticket(ui, room, format::cells(&place(ui, usize::MAX)));
    let room = room.saturating_sub(format::cells(&ticket));
    let place = place(ui, room);
    let room = room.saturating_sub(format::cells(&place));
    if narrow {
        left.extend(mode.into_iter().chain(place));
    } else {
        left.extend(place.into_iter().chain(mode));
        left.extend(operator(ui, room));
    }
    left.extend(ticket);
    line(frame, area, &format::ends(left, right, width));
}

/// The app and the server, in at most this many cells. The server is shown with its port, or not at all; its
/// scheme and its path go first.
fn place(ui: Ui, room: usize) -> Vec<Span<'static>> {
    const LEAST: usize = 8;
    let session = &ui.model.session;
    let app = session.app_key.unmasked();
    if room < LEAST.min(text::width(app)) + 2 {
        return Vec::new();
    }
    let app = text::fit(app, room - 2).into_owned();
    let room = room.saturating_sub(text::width(&app) + 4);
    let mut spans = vec![Span::raw("  "), Span::styled(app, theme::TEXT)];
    let host = session.host.unmasked();
    let bare = host.split_once("://").map_or(host, |(_, bare)| bare);
    let port = bare.split_once('/').map_or(bare, |(port, _)| port);
    let mut forms = [host, bare, port].into_iter();
    if !session.sandbox
        && let Some(host) = forms.find(|form| text::width(form) <= room)
    {
        let host = Span::styled(host.to_owned(), theme::TEXT);
        spans.extend([Span::raw("  "), host]);
    }
    spans
}

/// The operator, if there is room.
fn operator(ui: Ui, room: usize) -> Vec<Span<'static>> {
    let operator = ui.model.session.operator.as_ref();
    let shown = operator.filter(|operator| text::width(operator.unmasked()) + 2 <= room);
    shown.map_or_else(Vec::new, |operator| {
        let name = Span::styled(operator.unmasked().to_owned(), theme::TEXT);
        vec![Span::raw("  "), name]
    })
}

/// The ticket that everything is recorded under, if there are enough cells to tell it from other tickets. It
/// gets its label only if the spans after it still have their `behind` cells.
fn ticket(ui: Ui, room: usize, behind: usize) -> Vec<Span<'static>> {
    let Some(ticket) = &ui.model.reference.ticket else {
        return Vec::new();
    };
    let named = t!(ui.lang, "ticket-named", ticket = ticket.unmasked());
    let room = room.saturating_sub(2);
    let words = [(named, behind), (ticket.unmasked().to_owned(), 0)];
    let mut words = words.into_iter();
    let words = words.find(|(words, behind)| text::width(words).saturating_add(*behind) <= room);
    let words = match words {
        Some((words, _)) => words,
        None if room >= 12 => text::fit(ticket.unmasked(), room).into_owned(),
        None => return Vec::new(),
    };
    vec![Span::raw("  "), Span::styled(words, theme::STRONG)]
}

/// A single line for everything, on the smallest screen.
fn mini_header(ui: Ui, badge: Span<'static>, frame: &mut Frame) {
    let area = ui.layout.header;
    let mut right = Vec::new();
    let mut left = vec![badge, Span::raw(" ")];
    let tried = ui.model.session.sandbox || ui.model.session.environment == Some(Environment::Test);
    let mode = if let Some(minutes) = ui.model.minutes_unlocked() {
        let words = t!(ui.lang, "mode-unlocked-short", n = minutes);
        Some(Span::styled(words, theme::ALARM))
    } else if ui.model.is_read_only() {
        let words = t!(ui.lang, "mode-read-only-short");
        Some(Span::styled(words, theme::WARN))
    } else if tried {
        None
    } else {
        // If there are real users behind it, also say that this session can write.
        let words = t!(ui.lang, "mode-read-write-short");
        Some(Span::styled(words, theme::ALARM))
    };
    if let Some(mode) = mode {
        left.extend([mode, Span::raw(" ")]);
    }
    if let Some(mask) = badges::mask(ui) {
        left.extend(mask);
        left.push(Span::raw(" "));
    }
    if let Some(user) = &ui.model.user {
        left.extend(trouble(ui, user));
        left.extend(flagged(&user.id));
        left.extend(trail(ui, user.id.shown().to_owned(), 0));
        right = totals(ui, user, true, false);
    }
    // While a job runs, its progress matters more than the totals.
    let badge = badges::owed(ui).or_else(|| badges::jobs(ui));
    if let Some(badge) = badge.or_else(|| badges::doubts(ui)) {
        right = badge;
    }
    let width = usize::from(area.width);
    line(frame, area, &format::ends(left, right, width));
}

/// The open user between the previous and the next one, whose IDs are shown if all of it fits into this many cells.
fn trail(ui: Ui, id: String, cells: usize) -> Vec<Span<'static>> {
    let (previous, next) = (ui.model.back.back(), ui.model.forward.last());
    let named = |user: &OpenUser| user.id.shown().to_owned();
    let (before, after) = (
        previous.map(|user| format!("< {} | ", named(user))),
        next.map(|user| format!(" | {} >", named(user))),
    );
    let width = |side: &Option<String>| side.as_deref().map_or(0, text::width);
    let is_named = text::width(&id) + width(&before) + width(&after) <= cells;
    let side = |words: Option<String>, arrow: &str| {
        let words = words.map(|words| if is_named { words } else { arrow.to_owned() });
        words.map(|words| Span::styled(words, theme::DIM))
    };
    let here = Span::styled(id, theme::STRONG);
    let sides = (side(before, "< "), side(after, " >"));
    sides.0.into_iter().chain([here]).chain(sides.1).collect()
}

/// The warning flag of an ID that has no column for it. It stands before the ID, because the end of the ID
/// may be cut.
fn flagged(id: &UserId) -> Option<Span<'static>> {
    (!id.is_regular()).then(|| list_rows::flag(id))
}

/// What is wrong with the user's account, if there is no room to describe every account.
fn trouble(ui: Ui, user: &OpenUser) -> Option<Span<'static>> {
    let word = match (user.account.value(), user.account.failure()) {
        (Some(account), _) if account.activated == Some(false) => t!(ui.lang, "account-banned"),
        (None, Some(why)) if why.is_not_found() => t!(ui.lang, "account-gone-short"),
        _ => return None,
    };
    Some(Span::styled(format!("{word} "), theme::BAD))
}

/// The cells that the state of an account needs.
const STATE: usize = 10;

/// The open user: account and gauges.
pub fn user(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.user else {
        return;
    };
    let Some(user) = &ui.model.user else {
        return;
    };
    let width = usize::from(area.width);
    let right = padded(totals(ui, user, false, ui.layout.form == LayoutForm::Wide));
    // The ID, then as much of the nickname as leaves room for the account's state.
    let room = width.saturating_sub(format::cells(&right) + 4);
    let id = text::fit(user.id.shown(), room * 2 / 3).into_owned();
    let trail = trail(ui, id, room.saturating_sub(STATE));
    let room = room.saturating_sub(format::cells(&trail));
    let mut left = vec![list_rows::flag(&user.id)];
    left.extend(trail);
    left.push(Span::raw("  "));
    match (user.account.value(), user.account.failure()) {
        (Some(account), _) => {
            left.extend(account_spans(ui, account, room));
            if ui.layout.form == LayoutForm::Wide {
                left.extend(registered(ui, account));
            }
        }
        (None, Some(why)) => {
            left.push(Span::styled(failure::short(ui.lang, why), theme::BAD));
        }
        (None, None) => left.push(Span::styled(t!(ui.lang, "asking"), theme::DIM)),
    }
    line(frame, area, &format::ends(left, right, width));
}

/// Nickname and state in at most this many cells; the state is never cut.
pub fn account_spans(ui: Ui, account: &Account, cells: usize) -> Vec<Span<'static>> {
    let state = match account.activated {
        Some(true) => Span::styled(t!(ui.lang, "account-active"), theme::GOOD),
        Some(false) => Span::styled(t!(ui.lang, "account-banned"), theme::BAD),
        None => Span::styled(t!(ui.lang, "account-unknown"), theme::TEXT),
    };
    let mut spans = Vec::new();
    let room = cells.saturating_sub(text::width(&state.content) + 2);
    if let Some(nickname) = account.nickname.as_ref().filter(|_| room > 1) {
        let nickname = text::fit(nickname.shown(), room).into_owned();
        spans.push(Span::styled(nickname, theme::REMARK));
        spans.push(Span::raw("  "));
    }
    spans.push(state);
    spans
}

/// The date of registration.
pub fn registered(ui: Ui, account: &Account) -> Option<Span<'static>> {
    let created = account.created?;
    let day = time::day(&ui.model.session.zone, created);
    let words = t!(ui.lang, "registered", day = day);
    Some(Span::styled(format!("  {words}"), theme::TEXT))
}

/// The numbers of friends and blocked users against the service's limits.
fn totals(ui: Ui, user: &OpenUser, mini: bool, wide: bool) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let parts = [
        ("friends", user.friend_total(), ui.model.session.friend_cap),
        ("blocks", user.block_total(), Some(BLOCK_CAP)),
    ];
    for (what, total, cap) in parts {
        if !spans.is_empty() {
            spans.push(Span::raw(if mini { " " } else { "   " }));
        }
        let name = match (what, mini) {
            ("friends", false) => t!(ui.lang, "friends"),
            ("friends", true) => t!(ui.lang, "friends-mini"),
            (_, false) => t!(ui.lang, "blocks"),
            (_, true) => t!(ui.lang, "blocks-mini"),
        };
        spans.push(Span::styled(
            if mini { name } else { format!("{name} ") },
            theme::LABEL,
        ));
        spans.extend(count(total, cap, mini, wide));
    }
    spans
}

fn count(
    total: Option<ListTotal>,
    cap: Option<usize>,
    mini: bool,
    wide: bool,
) -> Vec<Span<'static>> {
    let Some(total) = total else {
        return vec![Span::styled("?", theme::TEXT)];
    };
    let Some(cap) = cap else {
        return vec![Span::raw(total.to_string())];
    };
    let percent = format::percent(total.n, cap);
    let style = if percent >= 80 {
        theme::STRONG
    } else {
        theme::TEXT
    };
    let text = match (mini, percent >= 80) {
        (true, false) => total.to_string(),
        (true, true) => format!("{total}!"),
        (false, false) => format!("{total}/{cap}"),
        (false, true) => format!("{total}/{cap} {percent}%!"),
    };
    let mut spans = vec![Span::styled(text, style)];
    if wide {
        spans.push(Span::raw(" "));
        spans.extend(format::gauge(total.n, cap, 12));
    }
    spans
}

/// What focuses the lists, in their order.
const FOCUSES: [Action; 3] = [
    Action::FocusFriends,
    Action::FocusBlocks,
    Action::FocusConversations,
];

/// The names of the lists, if not all lists are on screen.
pub fn tabs(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.tabs else {
        return;
    };
    let mut spans = vec![Span::raw(" ")];
    // On the smallest screen, the count of a filter or a selection replaces the other names.
    let alone = ui.layout.form == LayoutForm::Mini && super::lists::says_more(ui, ui.model.focus);
    // Small screens have no cells to spare.
    let few = matches!(ui.layout.form, LayoutForm::Narrow | LayoutForm::Mini);
    for (pane, focuses) in ListKind::ALL.into_iter().zip(FOCUSES) {
        if alone && pane != ui.model.focus {
            continue;
        }
        let Some(press) = keymap::first_press(Layer::Lists, focuses) else {
            continue;
        };
        let number = keymap::name(press);
        let order = ui.model.order(pane).filter(|_| alone);
        let order = order.and_then(|order| wording::lists::order(ui.lang, order));
        let label = if few {
            let name = wording::lists::short_name(ui.lang, pane);
            let order = order.map_or_else(String::new, |order| format!(" {order}"));
            format!("{number} {name}{order}")
        } else {
            format!(" {number} {} ", wording::lists::name(ui.lang, pane))
        };
        let start = format::cells(&spans);
        let cells = start..start + text::width(&label);
        ui.click_on((area.x, area.y), cells, ClickMeaning::Key(press));
        spans.push(if pane == ui.model.focus {
            Span::styled(label, theme::CURSOR)
        } else {
            Span::styled(label, theme::TEXT)
        });
        spans.push(Span::raw(" "));
    }
    let width = usize::from(area.width);
    let right = if ui.layout.form == LayoutForm::Narrow {
        ui.model.user.as_ref().map_or(Vec::new(), |u| {
            let whole = padded(totals(ui, u, false, false));
            if format::cells(&spans) + format::cells(&whole) > width {
                padded(totals(ui, u, true, false))
            } else {
                whole
            }
        })
    } else if ui.layout.form == LayoutForm::Mini {
        super::lists::state(ui, ui.model.focus, true)
    } else {
        Vec::new()
    };
    line(frame, area, &format::ends(spans, right, width));
}

/// The notice line, and the keys below it. A notice that does not fit on its line takes that of the keys, too, and
/// on a narrow screen further lines above.
/// A dialog shows its own failure; everything else is shown here.
pub fn foot(ui: Ui, frame: &mut Frame) {
    let area = ui.layout.notice;
    let width = usize::from(area.width);
    let content = if let Some(input) = &ui.model.filter {
        let (shown, caret) = dialog_box::field_text(input, width.saturating_sub(3).max(1));
        if ui.model.dialogs.is_empty() {
            let column = u16::try_from(2 + caret).unwrap_or(0).min(area.width - 1);
            frame.set_cursor_position((area.x + column, area.y));
        }
        Line::from(vec![Span::styled(" /", theme::KEY), Span::raw(shown)])
    } else if let Some((_, notice)) = &ui.model.notice {
        // On a narrow screen, the end of a notice is worth more than the last rows of the list.
        let most = match ui.layout.form {
            LayoutForm::Mini => 5,
            _ => 2,
        };
        // Each line starts with a space.
        let (lines, style) = notice_lines(ui, notice, width.saturating_sub(1), most);
        let last = if lines.len() > 1 {
            ui.layout.hints
        } else {
            area
        };
        for (words, above) in lines.iter().rev().zip(0..) {
            let area = Rect {
                y: last.y.saturating_sub(above),
                ..last
            };
            let spans = vec![Span::raw(" "), Span::styled(words.clone(), style)];
            Clear.render(area, frame.buffer_mut());
            line(frame, area, &Line::from(format::clip(spans, width)));
        }
        if lines.len() < 2 {
            hints(ui, frame);
        }
        return;
    } else {
        status(ui, width)
    };
    line(frame, area, &content);
    hints(ui, frame);
}

/// The line without a notice: the whole ID under the cursor, because a column may have cut it. If the list
/// has no border for its report, the report comes first.
fn status(ui: Ui, width: usize) -> Line<'static> {
    if ui.layout.form == LayoutForm::Mini
        && let Some((report, style)) = super::lists::focused_report(ui)
    {
        let spans = vec![Span::raw(" "), Span::styled(report, style)];
        return Line::from(format::clip(spans, width));
    }
    let Some((_, id)) = ui.model.current() else {
        return Line::default();
    };
    let mut spans = vec![
        list_rows::flag(id),
        Span::styled(id.shown().to_owned(), theme::TEXT),
    ];
    if !id.is_regular() {
        spans.push(Span::styled(
            format!("  {}", t!(ui.lang, "id-irregular")),
            theme::WARN,
        ));
    }
    Line::from(format::clip(spans, width))
}

/// The keys that work now, most useful first, as many as fit. Help and the way out always do.
fn hints(ui: Ui, frame: &mut Frame) {
    const GAP: usize = 2;
    let area = ui.layout.hints;
    let layer = ui.model.layer();
    let items = useful(ui, layer)
        .into_iter()
        .filter_map(|(action, hint, subject)| {
            let press = keymap::first_press(layer, action)?;
            let label = wording::key::hint_on_list(ui.lang, hint, subject, ui.model.focus);
            Some((action, press, format::key_label(keymap::name(press), label)))
        });
    let items: Vec<_> = items.collect();
    let stays = |action| matches!(action, Action::Quit | Action::Escape | Action::Help);
    let kept = items.iter().filter(|(action, ..)| stays(*action));
    let kept: usize = kept.map(|(.., item)| format::cells(item) + GAP).sum();
    // The gap after the last one may lie beyond the edge.
    let mut left = (usize::from(area.width) + GAP).saturating_sub(1 + kept);
    let mut spans = vec![Span::raw(" ")];
    let selected = ui.model.selected_count();
    if layer == Layer::Lists && ui.model.dialogs.is_empty() && selected > 0 {
        let words = match ui.layout.form {
            LayoutForm::Mini => t!(ui.lang, "rows-selected-mini", n = selected),
            _ => t!(ui.lang, "rows-selected", n = selected),
        };
        let words = Span::styled(format!("{words}:"), theme::TEXT);
        left = left.saturating_sub(format::cells(std::slice::from_ref(&words)) + GAP);
        spans.push(words);
    }
    for (action, press, item) in items {
        let width = format::cells(&item) + GAP;
        if !stays(action) {
            if width > left {
                continue;
            }
            left -= width;
        }
        if spans.len() > 1 {
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        let start = format::cells(&spans);
        spans.extend(item);
        let cells = start..format::cells(&spans);
        ui.click_on((area.x, area.y), cells, ClickMeaning::Key(press));
    }
    line(
        frame,
        area,
        &Line::from(format::clip(spans, usize::from(area.width))),
    );
}

/// The actions that make sense now, most useful first.
fn useful(ui: Ui, layer: Layer) -> Vec<(Action, KeyHint, ActionSubject)> {
    // A dialog has its keys on its border.
    if !ui.model.dialogs.is_empty() {
        return Vec::new();
    }
    let with_subject = |(binding, hint): (&Binding, KeyHint)| {
        let subject = match layer {
            Layer::Lists => ui.model.subject_of(binding.action)?,
            _ => ActionSubject::Session,
        };
        Some((binding.action, hint, subject))
    };
    let hints = keymap::hints(layer).into_iter();
    let mut useful: Vec<_> = hints.filter_map(with_subject).collect();
    // What is about the row comes before what asks for IDs.
    useful.sort_by_key(|(_, hint, subject)| (hint.rank, *subject == ActionSubject::Ids));
    useful
}

fn padded(mut spans: Vec<Span<'static>>) -> Vec<Span<'static>> {
    spans.push(Span::raw(" "));
    spans
}
