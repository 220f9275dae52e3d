//! What frames the lists: header, user line, tabs, notice, hints.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::{
    Ui, badges, dialogs, facts, failure, jobs, journal, rows, sheet, theme, undone, unfinished,
};
use crate::dialog::Dialog;
use crate::domain::{Account, ChatKind, Environment, UserId};
use crate::keymap::{self, Layer};
use crate::model::layout::Form;
use crate::model::{BLOCK_CAP, Notice, OpenUser, Pane, Total, UNLOCK_TIME};
use crate::msg::{Action, Change};
use crate::t;
use crate::text;

fn line(frame: &mut Frame, area: Rect, line: &Line) {
    line.render(area, frame.buffer_mut());
}

/// Where we are connected, and what may be done there.
pub fn header(ui: Ui, frame: &mut Frame) {
    let area = ui.layout.header;
    let session = &ui.model.session;
    let mini = ui.layout.form == Form::Mini;
    let (name, style) = match session.environment {
        _ if session.sandbox && mini => (t!(ui.lang, "badge-sandbox-mini"), theme::BADGE),
        _ if session.sandbox => (t!(ui.lang, "badge-sandbox"), theme::BADGE),
        Some(Environment::Production) => (t!(ui.lang, "badge-production"), theme::BADGE_LIVE),
        Some(Environment::Test) => (t!(ui.lang, "badge-test"), theme::BADGE_TEST),
        // Nobody said which, so it counts as real.
        None if mini => (t!(ui.lang, "badge-live-mini"), theme::BADGE_LIVE),
        None => (t!(ui.lang, "badge-live"), theme::BADGE_LIVE),
    };
    let badge = Span::styled(format!(" {name} "), style);
    let mode = if let Some(minutes) = ui.model.minutes_unlocked() {
        Span::styled(t!(ui.lang, "mode-unlocked", n = minutes), theme::BAD)
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
    let mut place = vec![gap(), Span::raw(session.app_key.shown().to_owned())];
    if !session.sandbox {
        place.extend([
            gap(),
            Span::styled(session.host.shown().to_owned(), theme::DIM),
        ]);
    }
    let mut left = vec![
        Span::raw(" "),
        Span::styled("rosterm", theme::STRONG),
        gap(),
        badge,
    ];
    // Where the user has no line of its own, it comes before what may be cut.
    match &ui.model.user {
        Some(user) if ui.layout.form == Form::Narrow => {
            left.extend([gap(), mode, gap()]);
            left.extend(trouble(ui, user));
            left.extend(flagged(&user.id));
            left.push(Span::styled(user.id.shown().to_owned(), theme::STRONG));
            left.extend(place);
        }
        _ => {
            left.extend(place);
            left.extend([gap(), mode]);
            if let Some(operator) = &session.operator {
                left.extend([gap(), Span::styled(operator.shown().to_owned(), theme::DIM)]);
            }
        }
    }
    let mut right = Vec::new();
    for badge in [badges::owed(ui), badges::doubts(ui), jobs::badge(ui)]
        .into_iter()
        .flatten()
    {
        right.extend(badge);
        right.push(Span::raw("  "));
    }
    right.extend(key_label(
        keymap::first(Layer::Lists, Action::Help),
        t!(ui.lang, "hint-help"),
    ));
    let width = usize::from(area.width);
    let right = padded(right);
    let room = width.saturating_sub(facts::cells(&left) + facts::cells(&right) + 3);
    left.extend(ticket(ui, room));
    line(frame, area, &facts::ends(left, right, width));
}

/// The ticket that everything is recorded under, where so many cells are enough to tell it from others.
fn ticket(ui: Ui, room: usize) -> Vec<Span<'static>> {
    let Some(ticket) = &ui.model.reference.ticket else {
        return Vec::new();
    };
    let named = t!(ui.lang, "ticket-named", ticket = ticket.shown());
    let words = [named, ticket.shown().to_owned()];
    let words = words.iter().find(|words| text::width(words) <= room);
    let words = match words {
        Some(words) => words.clone(),
        None if room >= 12 => text::fit(ticket.shown(), room).into_owned(),
        None => return Vec::new(),
    };
    vec![Span::raw("  "), Span::styled(words, theme::STRONG)]
}

/// One line for everything, on the smallest screen.
fn mini_header(ui: Ui, badge: Span<'static>, frame: &mut Frame) {
    let area = ui.layout.header;
    let mut right = Vec::new();
    let mut left = vec![badge, Span::raw(" ")];
    if ui.model.is_read_only() {
        left.push(Span::styled(
            t!(ui.lang, "mode-read-only-short"),
            theme::WARN,
        ));
        left.push(Span::raw(" "));
    }
    if let Some(user) = &ui.model.user {
        left.extend(trouble(ui, user));
        left.extend(flagged(&user.id));
        left.push(Span::styled(user.id.shown().to_owned(), theme::STRONG));
        right = totals(ui, user, true, false);
    }
    // While a job runs, how far it is is worth more than the totals.
    let badge = badges::owed(ui).or_else(|| jobs::badge(ui));
    if let Some(badge) = badge.or_else(|| badges::doubts(ui)) {
        right = badge;
    }
    let width = usize::from(area.width);
    line(frame, area, &facts::ends(left, right, width));
}

/// The flag of an id where no cell waits for it; before the id, which may be cut.
fn flagged(id: &UserId) -> Option<Span<'static>> {
    (!id.is_regular()).then(|| rows::flag(id))
}

/// What is wrong with the user's account, where there is no room to describe every account.
fn trouble(ui: Ui, user: &OpenUser) -> Option<Span<'static>> {
    let word = match (user.account.here(), user.account.failure()) {
        (Some(account), _) if account.activated == Some(false) => t!(ui.lang, "account-banned"),
        (None, Some(why)) if why.is_not_found() => t!(ui.lang, "account-gone-short"),
        _ => return None,
    };
    Some(Span::styled(format!("{word} "), theme::BAD))
}

/// The user on screen: account and gauges.
pub fn user(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.user else {
        return;
    };
    let Some(user) = &ui.model.user else {
        return;
    };
    let width = usize::from(area.width);
    let right = padded(totals(ui, user, false, ui.layout.form == Form::Wide));
    // The id, then as much of the nickname as leaves room for the state.
    let room = width.saturating_sub(facts::cells(&right) + 4);
    let id = text::fit(user.id.shown(), room * 2 / 3).into_owned();
    let room = room.saturating_sub(text::width(&id));
    let mut left = vec![
        rows::flag(&user.id),
        Span::styled(id, theme::STRONG),
        Span::raw("  "),
    ];
    match (user.account.here(), user.account.failure()) {
        (Some(account), _) => {
            left.extend(account_spans(ui, account, room));
            if ui.layout.form == Form::Wide {
                left.extend(registered(ui, account));
            }
        }
        (None, Some(why)) => {
            left.push(Span::styled(failure::short(ui.lang, why), theme::BAD));
        }
        (None, None) => left.push(Span::styled(t!(ui.lang, "asking"), theme::DIM)),
    }
    line(frame, area, &facts::ends(left, right, width));
}

/// Nickname and state in so many cells; the state is never what is cut.
pub fn account_spans(ui: Ui, account: &Account, cells: usize) -> Vec<Span<'static>> {
    let state = match account.activated {
        Some(true) => Span::styled(t!(ui.lang, "account-active"), theme::GOOD),
        Some(false) => Span::styled(t!(ui.lang, "account-banned"), theme::BAD),
        None => Span::styled(t!(ui.lang, "account-unknown"), theme::DIM),
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
    let day = facts::day(&ui.model.session.zone, created);
    let words = t!(ui.lang, "registered", day = day);
    Some(Span::styled(format!("  {words}"), theme::DIM))
}

/// Friends and blocked users against what the service allows.
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

fn count(total: Option<Total>, cap: Option<usize>, mini: bool, wide: bool) -> Vec<Span<'static>> {
    let Some(total) = total else {
        return vec![Span::styled("?", theme::DIM)];
    };
    let Some(cap) = cap else {
        return vec![Span::raw(total.to_string())];
    };
    let percent = facts::percent(total.n, cap);
    let style = if percent >= 80 {
        facts::fullness(total.n, cap).patch(theme::STRONG)
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
        spans.extend(facts::gauge(total.n, cap, 12));
    }
    spans
}

/// The names of the lists, where they are not all on screen.
pub fn tabs(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.tabs else {
        return;
    };
    let mut spans = vec![Span::raw(" ")];
    // On the smallest screen the count of a filter or a selection takes the other names' place.
    let alone = ui.layout.form == Form::Mini && super::lists::says_more(ui, ui.model.focus);
    // Small screens have no cells to spare.
    let few = matches!(ui.layout.form, Form::Narrow | Form::Mini);
    for (number, pane) in (1..).zip(Pane::ALL) {
        if alone && pane != ui.model.focus {
            continue;
        }
        let label = if few {
            format!("{number} {}", super::lists::short_name(ui.lang, pane))
        } else {
            format!(" {number} {} ", super::lists::name(ui.lang, pane))
        };
        spans.push(if pane == ui.model.focus {
            Span::styled(label, theme::CURSOR.patch(theme::STRONG))
        } else {
            Span::styled(label, theme::DIM)
        });
        spans.push(Span::raw(" "));
    }
    let width = usize::from(area.width);
    let right = if ui.layout.form == Form::Narrow {
        ui.model.user.as_ref().map_or(Vec::new(), |u| {
            let whole = padded(totals(ui, u, false, false));
            if facts::cells(&spans) + facts::cells(&whole) > width {
                padded(totals(ui, u, true, false))
            } else {
                whole
            }
        })
    } else if ui.layout.form == Form::Mini {
        super::lists::state(ui, ui.model.focus, true)
    } else {
        Vec::new()
    };
    line(frame, area, &facts::ends(spans, right, width));
}

/// The line for the person: a dialog's failure stands in the dialog, everything else here.
pub fn notice(ui: Ui, frame: &mut Frame) {
    let area = ui.layout.notice;
    let width = usize::from(area.width);
    let content = if let Some(input) = &ui.model.filter {
        let (shown, caret) = sheet::field_text(input, width.saturating_sub(3).max(1));
        if ui.model.dialogs.is_empty() {
            let column = u16::try_from(2 + caret).unwrap_or(0).min(area.width - 1);
            frame.set_cursor_position((area.x + column, area.y));
        }
        Line::from(vec![Span::styled(" /", theme::KEY), Span::raw(shown)])
    } else if let Some((_, notice)) = &ui.model.notice {
        let (text, style) = notice_text(ui, notice);
        Line::from(facts::clip(
            vec![Span::raw(" "), Span::styled(text, style)],
            width,
        ))
    } else {
        status(ui, width)
    };
    line(frame, area, &content);
}

/// With nothing to say, the whole id under the cursor: a column may have cut it. Where the list has no
/// border to report on, its report comes first.
fn status(ui: Ui, width: usize) -> Line<'static> {
    if ui.layout.form == Form::Mini
        && let Some((report, style)) = super::lists::focused_report(ui)
    {
        let spans = vec![Span::raw(" "), Span::styled(report, style)];
        return Line::from(facts::clip(spans, width));
    }
    let Some((_, id)) = ui.model.current() else {
        return Line::default();
    };
    let mut spans = vec![
        rows::flag(id),
        Span::styled(id.shown().to_owned(), theme::DIM),
    ];
    if !id.is_regular() {
        spans.push(Span::styled(
            format!("  {}", t!(ui.lang, "id-irregular")),
            theme::WARN,
        ));
    }
    Line::from(facts::clip(spans, width))
}

/// A notice in words.
pub fn notice_text(ui: Ui, notice: &Notice) -> (String, Style) {
    let lang = ui.lang;
    match notice {
        Notice::Done(change) => (done(ui, change), theme::GOOD),
        Notice::ReadOnly if ui.model.session.may_unlock => (
            t!(
                lang,
                "notice-unlock",
                key = keymap::first(Layer::Lists, Action::Unlock)
            ),
            theme::WARN,
        ),
        Notice::ReadOnly => (t!(lang, "notice-read-only"), theme::WARN),
        Notice::Unlocked => (
            t!(
                lang,
                "notice-unlocked",
                n = UNLOCK_TIME / 60_000,
                key = keymap::first(Layer::Lists, Action::Unlock)
            ),
            theme::WARN,
        ),
        Notice::Locked => (t!(lang, "notice-locked"), theme::TEXT),
        Notice::NeverLocked => (t!(lang, "notice-never-locked"), theme::TEXT),
        Notice::PasteIgnored => (t!(lang, "notice-paste"), theme::WARN),
        Notice::TooMuch(limit) => (dialogs::too_much(lang, *limit), theme::WARN),
        Notice::PasteTooLong => (t!(lang, "notice-paste-too-long"), theme::WARN),
        Notice::JournalSetAside(path) => (
            t!(lang, "notice-journal-aside", path = path.shown()),
            theme::WARN,
        ),
        Notice::JournalClosed(why) => (
            t!(
                lang,
                "notice-journal-closed",
                why = why.detail.as_ref().map_or("", |detail| detail.shown())
            ),
            theme::BAD,
        ),
        Notice::JournalOpen => (t!(lang, "notice-journal-open"), theme::GOOD),
        Notice::JournalDamaged(why) => (
            t!(
                lang,
                "notice-journal-damaged",
                why = why.detail.as_ref().map_or("", |detail| detail.shown())
            ),
            theme::BAD,
        ),
        Notice::NotUndone(why) => (undone::why_not(lang, why), theme::WARN),
        Notice::MovedOn(act) => (undone::moved_on(lang, *act), theme::WARN),
        Notice::JournalUnread(why) => (
            t!(
                lang,
                "notice-journal-unread",
                why = why.detail.as_ref().map_or("", |detail| detail.shown())
            ),
            theme::BAD,
        ),
        Notice::Journal(said) => journal::said(ui, said),
        Notice::Unrecorded(why) => (
            t!(
                lang,
                "notice-unrecorded",
                why = why.detail.as_ref().map_or("", |detail| detail.shown())
            ),
            theme::BAD,
        ),
        Notice::Owed(n, why) => (
            t!(
                lang,
                "notice-owed",
                n = *n,
                why = why.detail.as_ref().map_or("", |detail| detail.shown())
            ),
            theme::BAD,
        ),
        Notice::NothingOwed => (t!(lang, "notice-nothing-owed"), theme::GOOD),
        Notice::PasteOpen => (t!(lang, "notice-paste-open"), theme::WARN),
        Notice::PasteDropped => (t!(lang, "notice-paste-dropped"), theme::TEXT),
        Notice::RowSlipped => (t!(lang, "notice-slipped"), theme::WARN),
        Notice::TooSoon => (t!(lang, "notice-too-soon"), theme::WARN),
        Notice::Unread => (t!(lang, "notice-unread"), theme::WARN),
        Notice::AlreadySent(id) => (
            t!(lang, "notice-already-sent", id = id.shown()),
            theme::WARN,
        ),
        Notice::NotBlocked(id) => (t!(lang, "notice-not-blocked", id = id.shown()), theme::WARN),
        Notice::AlreadyBlocked(id) => (
            t!(lang, "notice-already-blocked", id = id.shown()),
            theme::WARN,
        ),
        Notice::Unneeded(change) => (undone::unneeded(lang, change), theme::WARN),
        Notice::NotFriend(id) => (t!(lang, "notice-not-friend", id = id.shown()), theme::WARN),
        Notice::IsGroup(id) => (t!(lang, "notice-group", id = id.shown()), theme::WARN),
        Notice::IsSelf => (t!(lang, "notice-self"), theme::WARN),
        Notice::NoRow => (t!(lang, "notice-no-row"), theme::WARN),
        Notice::NoUser => (
            t!(
                lang,
                "no-user",
                key = keymap::first(Layer::Lists, Action::OpenId)
            ),
            theme::WARN,
        ),
        Notice::NoHistory => (t!(lang, "notice-no-history"), theme::WARN),
        Notice::Stopped => (t!(lang, "notice-stopped"), theme::TEXT),
        Notice::Copied(id) => (t!(lang, "notice-copied", id = id.shown()), theme::GOOD),
        Notice::CopiedMany(n) => (t!(lang, "notice-copied-many", n = *n), theme::GOOD),
        Notice::Exported(written) => (
            t!(
                lang,
                "notice-exported",
                n = written.rows,
                path = written.path.shown()
            ),
            theme::GOOD,
        ),
        Notice::NoDifference => (t!(lang, "notice-no-difference"), theme::GOOD),
        Notice::NoIds => (t!(lang, "notice-no-ids"), theme::WARN),
        Notice::PickedLoaded(n) => (t!(lang, "notice-picked-loaded", n = *n), theme::WARN),
        Notice::Vanished(n) => (t!(lang, "notice-vanished", n = *n), theme::WARN),
        Notice::JobBegun(n) => (
            t!(
                lang,
                "notice-job-begun",
                n = *n,
                key = keymap::first(Layer::Lists, Action::Jobs)
            ),
            theme::TEXT,
        ),
        Notice::JobEnded(done, failed, left, undo) => {
            let (told, style) = if failed + left == 0 {
                (t!(lang, "notice-job-done", n = *done), theme::GOOD)
            } else {
                let told = t!(
                    lang,
                    "notice-job-ended",
                    done = *done,
                    failed = *failed,
                    left = *left,
                    key = keymap::first(Layer::Lists, Action::Jobs)
                );
                (told, theme::WARN)
            };
            if !undo {
                return (told, style);
            }
            let key = keymap::first(Layer::Lists, Action::Undo);
            let told = t!(lang, "notice-job-undo", what = told, key = key);
            (told, style)
        }
        Notice::JobRefused => (
            t!(
                lang,
                "notice-job-refused",
                key = keymap::first(Layer::Lists, Action::Jobs)
            ),
            theme::BAD,
        ),
        Notice::NothingToRetry => (t!(lang, "notice-nothing-to-retry"), theme::WARN),
        Notice::NoRoom(act) => (
            t!(lang, "notice-no-room", what = dialogs::word(ui, *act)),
            theme::BAD,
        ),
        Notice::NothingToDo(act) => (
            t!(lang, "notice-nothing-to-do", what = dialogs::word(ui, *act)),
            theme::WARN,
        ),
        Notice::NoJob => (t!(lang, "notice-no-job"), theme::WARN),
        Notice::Unfinished(said) => unfinished::said(ui, said),
        Notice::PressAgainToQuit => (t!(lang, "notice-again-to-quit"), theme::WARN),
        Notice::FoundDone(change @ Change::DeleteConversation { roaming: true, .. }) => (
            t!(
                lang,
                "found-done-roaming",
                owner = change.owner().shown(),
                id = change.target().shown()
            ),
            theme::WARN,
        ),
        Notice::FoundDone(change) => (t!(lang, "found-done", what = done(ui, change)), theme::GOOD),
        Notice::DoneBefore(change) => (
            t!(lang, "done-before", what = done(ui, change)),
            theme::GOOD,
        ),
        Notice::NeverSettled(id) => (
            t!(lang, "notice-never-settled", id = id.shown()),
            theme::BAD,
        ),
        Notice::Unsettled(id) => (t!(lang, "notice-unsettled", id = id.shown()), theme::WARN),
        Notice::LeftChanges(n) => (t!(lang, "notice-left-changes", n = *n), theme::WARN),
        Notice::LeftOut(n) => (t!(lang, "notice-left-out", n = *n), theme::WARN),
        Notice::Waits(id) => (t!(lang, "notice-waits", id = id.shown()), theme::WARN),
        Notice::Withdrawn(change) => {
            let (owner, id) = (change.owner().shown(), change.target().shown());
            let words = t!(lang, "notice-withdrawn", owner = owner, id = id);
            (words, theme::GOOD)
        }
        Notice::LeftUnderWay => (t!(lang, "notice-left"), theme::WARN),
        Notice::ReadingTruth(id) => (
            t!(lang, "notice-reading-truth", id = id.shown()),
            theme::WARN,
        ),
    }
}

fn done(ui: Ui, change: &Change) -> String {
    let (lang, owner, id) = (ui.lang, change.owner().shown(), change.target().shown());
    match change {
        Change::AddFriend { .. } => t!(lang, "done-add", owner = owner, id = id),
        Change::RemoveFriend { .. } => t!(lang, "done-remove", owner = owner, id = id),
        Change::SetRemark { .. } => t!(lang, "done-remark", owner = owner, id = id),
        Change::Block { .. } => t!(
            lang,
            "done-block",
            owner = owner,
            id = id,
            key = keymap::first(Layer::Lists, Action::Unblock)
        ),
        Change::Unblock { .. } => t!(lang, "done-unblock", owner = owner, id = id),
        Change::DeleteConversation { roaming: false, .. } => {
            t!(lang, "done-conversation", owner = owner, id = id)
        }
        Change::DeleteConversation { roaming: true, .. } => {
            t!(lang, "done-conversation-roaming", owner = owner, id = id)
        }
    }
}

/// The keys that work now, the most useful first, as many as fit.
pub fn hints(ui: Ui, frame: &mut Frame) {
    let area = ui.layout.hints;
    let layer = ui.model.layer();
    let wanted: &[(Action, &str)] = match layer {
        Layer::Filter => &[
            (Action::Submit, "hint-filter-keep"),
            (Action::Escape, "hint-filter-drop"),
            (Action::Down, "hint-move"),
        ],
        _ if !ui.model.dialogs.is_empty() => &[],
        _ if ui.model.user.is_none() => &[
            (Action::OpenId, "hint-open-id"),
            (Action::Help, "hint-help"),
            (Action::Quit, "hint-quit"),
        ],
        _ => list_hints(ui.model.focus),
    };
    let mut spans = vec![Span::raw(" ")];
    let mut left = usize::from(area.width).saturating_sub(1);
    // A group is no person.
    let group = matches!(ui.model.current(), Some((ChatKind::Group, _)));
    for (action, label) in wanted {
        let useless = group && matches!(action, Action::Block | Action::Unblock | Action::OpenRow);
        if useless || (ui.model.is_read_only() && keymap::is_write(*action)) {
            continue;
        }
        let key = keymap::first(layer, *action);
        let label = crate::i18n::text(ui.lang, label);
        let item = key_label(key, label);
        let width = facts::cells(&item);
        if width > left {
            continue;
        }
        left = left.saturating_sub(width + 2);
        spans.extend(item);
        spans.push(Span::raw("  "));
    }
    if ui.model.top_is(|d| matches!(d, Dialog::Leave)) {
        spans.clear();
    }
    line(frame, area, &Line::from(spans));
}

fn list_hints(focus: Pane) -> &'static [(Action, &'static str)] {
    match focus {
        Pane::Friends => &[
            (Action::Help, "hint-help"),
            (Action::NextPane, "hint-pane"),
            (Action::Filter, "hint-filter"),
            (Action::AddFriend, "hint-add"),
            (Action::Block, "hint-block"),
            (Action::Unblock, "hint-unblock"),
            (Action::Remove, "hint-remove"),
            (Action::Remark, "hint-remark"),
            (Action::OpenRow, "hint-open"),
            (Action::OpenId, "hint-open-id"),
            (Action::PasteList, "hint-paste"),
            (Action::Pick, "hint-pick"),
            (Action::Refresh, "hint-refresh"),
            (Action::Quit, "hint-quit"),
        ],
        Pane::Blocks => &[
            (Action::Help, "hint-help"),
            (Action::NextPane, "hint-pane"),
            (Action::Filter, "hint-filter"),
            (Action::Unblock, "hint-unblock"),
            (Action::Block, "hint-block-ids"),
            (Action::AddFriend, "hint-add"),
            (Action::OpenRow, "hint-open"),
            (Action::OpenId, "hint-open-id"),
            (Action::PasteList, "hint-paste"),
            (Action::Pick, "hint-pick"),
            (Action::Refresh, "hint-refresh"),
            (Action::Quit, "hint-quit"),
        ],
        Pane::Conversations => &[
            (Action::Help, "hint-help"),
            (Action::NextPane, "hint-pane"),
            (Action::Filter, "hint-filter"),
            (Action::Remove, "hint-delete"),
            (Action::Block, "hint-block"),
            (Action::Unblock, "hint-unblock"),
            (Action::OpenRow, "hint-open"),
            (Action::OpenId, "hint-open-id"),
            (Action::PasteList, "hint-paste"),
            (Action::Pick, "hint-pick"),
            (Action::Refresh, "hint-refresh"),
            (Action::Quit, "hint-quit"),
        ],
    }
}

/// A key and what it does.
pub fn key_label(key: String, label: String) -> Vec<Span<'static>> {
    vec![
        Span::styled(key, theme::KEY),
        Span::raw(" "),
        Span::styled(label, theme::TEXT),
    ]
}

fn padded(mut spans: Vec<Span<'static>>) -> Vec<Span<'static>> {
    spans.push(Span::raw(" "));
    spans
}
