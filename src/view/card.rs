//! The card: everything known about the user under the cursor, and their relation to the open user.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use super::{Ui, chrome, format, theme};
use crate::domain::{Change, ChatKind, Deliverability, ListKind, PairSide, UserId};
use crate::i18n::Lang;
use crate::keymap::{self, KeyPress, Layer};
use crate::model::drawn::ClickMeaning;
use crate::model::{ActionSubject, CardPhase, DatedFact, OpenUser};
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::wording::{facts, failure, key, phrase, time};

/// Draws the card beside the lists, if the layout has room for it.
pub fn draw(ui: Ui, frame: &mut Frame) {
    let Some(area) = ui.layout.card else {
        return;
    };
    let title = title(ui);
    let cells = usize::from(area.width.saturating_sub(4));
    let title = text::fit(&title, cells).into_owned();
    let mut block = Block::bordered()
        .border_style(theme::BORDER)
        .title(Line::styled(format!(" {title} "), theme::STRONG));
    if matches!(ui.model.card, CardPhase::Asked(_)) {
        let spin = format!(" {} ", theme::spinner(ui.model.now));
        block = block.title(Line::styled(spin, theme::KEY).right_aligned());
    }
    let inner = block.inner(area);
    block.render(area, frame.buffer_mut());
    let body = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let mut lines = content(ui, usize::from(body.width), false);
    let keys = keys(ui, usize::from(body.width));
    // Showing half of the keys would be worse than showing only the footer.
    if lines.len() + keys.len() < usize::from(body.height) {
        lines.push(Line::default());
        let top = body.y + u16::try_from(lines.len()).unwrap_or(u16::MAX);
        for ((line, keys), y) in keys.into_iter().zip(top..) {
            for (cells, press) in keys {
                ui.click_on((body.x, y), cells, ClickMeaning::Key(press));
            }
            lines.push(line);
        }
    }
    for (line, y) in lines.into_iter().zip(body.y..body.bottom()) {
        line.render(Rect::new(body.x, y, body.width, 1), frame.buffer_mut());
    }
}

/// The user that the card describes.
pub fn title(ui: Ui) -> String {
    match ui.model.current() {
        None => t!(ui.lang, "card"),
        Some((_, id)) if id.is_regular() => id.shown().to_owned(),
        Some((_, id)) => format!("! {}", id.shown()),
    }
}

/// The facts of the card. Beside the lists, long values are cut; as a dialog, everything is shown in full.
pub fn content(ui: Ui, cells: usize, whole: bool) -> Vec<Line<'static>> {
    let mut page = CardPage::new(ui, cells, whole);
    let Some(user) = ui.model.user.as_deref() else {
        return page.lines;
    };
    let Some((kind, other)) = ui.model.current() else {
        page.wrapped(&t!(ui.lang, "card-nobody"), theme::TEXT);
        return page.lines;
    };
    if ui.model.focus == ListKind::Conversations {
        page.conversation(user);
    }
    if kind == ChatKind::Chat {
        page.relation(user, other);
        page.verdict(user, other);
        page.account(user, other);
    }
    page.lines
}

/// The most lines that a value may take on the card beside the lists.
const FEW_LINES: usize = 4;

struct CardPage<'a> {
    ui: Ui<'a>,
    cells: usize,
    whole: bool,
    lines: Vec<Line<'static>>,
}

impl<'a> CardPage<'a> {
    fn new(ui: Ui<'a>, cells: usize, whole: bool) -> Self {
        Self {
            ui,
            cells,
            whole,
            lines: Vec::new(),
        }
    }

    fn heading(&mut self, text: String) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self.lines.push(Line::raw(text));
    }

    /// The column where values start: two cells after the longest name, which has the user's ID and twelve cells.
    fn column(&self) -> usize {
        let id = self.ui.model.user.as_deref().map_or("", |u| u.id.shown());
        (text::width(id) + 14)
            .max(18)
            .min(self.cells * 2 / 3 + 1)
            .max(2)
    }

    /// Adds a fact: its name on the left, its value in a separate column.
    fn fact(&mut self, name: &str, value: &str, style: Style) {
        self.fact_at(self.column(), name, value, style);
    }

    /// Like [`fact`](Self::fact), with the value in the given column.
    fn fact_at(&mut self, column: usize, name: &str, value: &str, style: Style) {
        let room = self.cells.saturating_sub(column + 2).max(4);
        let mut parts = text::wrap(value, room);
        if !self.whole && parts.len() > FEW_LINES {
            // The facts below matter more than the end of this value.
            parts.truncate(FEW_LINES);
            if let Some(last) = parts.last_mut() {
                *last = format!("{}~", text::fit(last, room - 1).trim_end_matches('~'));
            }
        }
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        self.lines.push(Line::from(vec![
            Span::raw("  "),
            Span::styled(text::pad(name, column - 1), theme::LABEL),
            Span::raw(" "),
            Span::styled(first, style),
        ]));
        for part in parts {
            let margin = " ".repeat(column + 2);
            self.lines.push(Line::from(vec![
                Span::raw(margin),
                Span::styled(part, style),
            ]));
        }
    }

    fn wrapped(&mut self, content: &str, style: Style) {
        self.hung("  ", content, style);
    }

    /// Adds text that begins at this margin on each of its lines.
    fn hung(&mut self, margin: &str, content: &str, style: Style) {
        let room = self.cells.saturating_sub(text::width(margin)).max(1);
        for part in text::wrap(content, room) {
            self.lines
                .push(Line::styled(format!("{margin}{part}"), style));
        }
    }

    fn conversation(&mut self, user: &OpenUser) {
        let lang = self.ui.lang;
        let Some(row) = user.conversations.current() else {
            return;
        };
        self.heading(match row.kind {
            ChatKind::Chat => t!(lang, "conversation"),
            ChatKind::Group => t!(lang, "conversation-group"),
        });
        let unread = row
            .unread
            .map_or_else(|| t!(lang, "unknown"), |n| n.to_string());
        let names = [
            t!(lang, "unread"),
            t!(lang, "last-at"),
            t!(lang, "last-text"),
        ];
        // As narrow as the names allow, so that a date is never wrapped.
        let column = names.iter().map(|n| text::width(n)).max().unwrap_or(0) + 2;
        let [unread_name, at_name, text_name] = names;
        self.fact_at(column, &unread_name, &unread, theme::WARN);
        if let Some(at) = row.last_at {
            let when = time::date_time(&self.ui.model.session.zone, at);
            self.fact_at(column, &at_name, &when, theme::TEXT);
        }
        match &row.last_text {
            Some(said) => {
                let said = said.shown().to_owned();
                self.lines
                    .push(Line::styled(format!("  {text_name}"), theme::LABEL));
                let room = self.cells.saturating_sub(4).max(1);
                for part in text::wrap(&said, room).into_iter().take(4) {
                    self.lines.push(Line::raw(format!("    {part}")));
                }
            }
            None => self.fact_at(column, &text_name, &t!(lang, "no-text"), theme::DIM),
        }
    }

    /// Adds a heading and, beside it, when the facts below it were read.
    fn heading_read(&mut self, text: String, age: Option<String>) {
        self.heading(text);
        if let (Some(age), Some(line)) = (age, self.lines.last_mut()) {
            line.push_span(Span::styled(format!("  {age}"), theme::DIM));
        }
    }

    fn relation(&mut self, user: &OpenUser, other: &UserId) {
        let (ui, lang) = (self.ui, self.ui.lang);
        let me = text::fit(user.id.shown(), self.column().saturating_sub(14).max(6)).into_owned();
        let me = me.as_str();
        let befriend = Change::AddFriend {
            owner: user.id.clone(),
            friend: other.clone(),
        };
        let friends = self.certain(user.friendship(other), &befriend);
        let [blocks, blocked_by] = self.blocks(user, other);
        let facts = [
            (t!(lang, "are-friends"), friends, theme::GOOD),
            (t!(lang, "i-block", me = me), blocks, theme::BAD),
            (t!(lang, "blocks-me", me = me), blocked_by, theme::BAD),
        ];
        // Facts read by one call need their time only once.
        let age =
            |fact: &Option<DatedFact<bool>>| fact.and_then(|fact| format::age(ui, fact.read_by));
        let ages: Vec<_> = facts.iter().map(|(_, fact, _)| age(fact)).collect();
        let known = facts
            .iter()
            .zip(&ages)
            .filter(|((_, fact, _), _)| fact.is_some());
        let mut known = known.map(|(_, age)| age.clone());
        let common = known.next().filter(|first| known.all(|age| age == *first));
        let common = common.flatten();
        self.heading_read(t!(lang, "relation"), common.clone());
        for ((name, fact, when), age) in facts.into_iter().zip(ages) {
            let value = fact.map(|fact| fact.value);
            let word = with_age(
                lang,
                facts::yes_no(lang, value),
                age.filter(|_| common.is_none()),
            );
            self.fact(&name, &word, tone(value, when));
        }
        let remark = user.remark_read(other);
        let (word, style) = match &remark {
            Some(fact) => match fact.value {
                Some(remark) => (facts::remark(remark), theme::REMARK),
                None => (t!(lang, "none"), theme::TEXT),
            },
            None => (t!(lang, "not-read"), theme::DIM),
        };
        let age = remark.and_then(|fact| format::age(ui, fact.read_by));
        let word = with_age(lang, word, age.filter(|age| common.as_ref() != Some(age)));
        self.fact(&t!(lang, "my-remark", me = me), &word, style);
        if friends.is_some_and(|fact| fact.value) {
            self.fact(&t!(lang, "their-remark"), &t!(lang, "not-read"), theme::DIM);
        }
    }

    /// Whether the user blocks the other, and whether the other blocks the user.
    fn blocks(&self, user: &OpenUser, other: &UserId) -> [Option<DatedFact<bool>>; 2] {
        let block = |owner: &UserId, target: &UserId| Change::Block {
            owner: owner.clone(),
            target: target.clone(),
        };
        [
            self.certain(user.block(other), &block(&user.id, other)),
            self.certain(user.blocked_by(other), &block(other, &user.id)),
        ]
    }

    /// The known fact, unless a change with an unknown outcome may have altered it.
    fn certain(&self, fact: Option<DatedFact<bool>>, about: &Change) -> Option<DatedFact<bool>> {
        fact.filter(|fact| !self.ui.model.may_be_outdated(about, fact.value))
    }

    /// Whether messages get through, as far as accounts and blocks decide it. Facts that were not checked are
    /// never reported as fine.
    fn verdict(&mut self, user: &OpenUser, other: &UserId) {
        let (ui, lang) = (self.ui, self.ui.lang);
        let ways = [
            (PairSide::Other, other, &user.id),
            (PairSide::User, &user.id, other),
        ];
        let ages = [PairSide::Other, PairSide::User].map(|side| {
            let read = user.verdict_read(side, other);
            read.and_then(|read| format::age(ui, read))
        });
        // Shown once if both are equal or only one is known.
        let common = match &ages {
            [Some(one), Some(other)] if one != other => None,
            [one, other] => one.clone().or_else(|| other.clone()),
        };
        self.heading_read(t!(lang, "verdict"), common.clone());
        let mut ages = ages.into_iter();
        let [blocks, blocked_by] = self.blocks(user, other).map(|fact| fact.is_some());
        let certain = |from: PairSide| match from {
            PairSide::Other => blocks,
            PairSide::User => blocked_by,
        };
        for (side, from, to) in ways {
            let name = |side: PairSide| match side {
                PairSide::User => user.id.shown(),
                PairSide::Other => other.shown(),
            };
            let verdict = match user.verdict(side, other) {
                // The verdict depends on a block whose state is unknown.
                Deliverability::Clear | Deliverability::NotFriends | Deliverability::Blocked
                    if !certain(side) =>
                {
                    Deliverability::NotChecked
                }
                verdict => verdict,
            };
            let (word, style, why) = match verdict {
                Deliverability::Clear => (t!(lang, "no-obstacle"), theme::TEXT, None),
                // The same for both directions, so it is explained once.
                Deliverability::NotFriends => (
                    t!(lang, "not-friends"),
                    theme::TEXT,
                    (side == PairSide::Other).then(|| t!(lang, "because-not-friends")),
                ),
                Deliverability::NotChecked => (t!(lang, "not-checked"), theme::TEXT, None),
                Deliverability::Blocked => (
                    t!(lang, "cannot-send"),
                    theme::BAD,
                    Some(t!(
                        lang,
                        "because-blocks",
                        who = to.shown(),
                        whom = from.shown()
                    )),
                ),
                Deliverability::Banned(who) => (
                    t!(lang, "cannot-send-banned"),
                    theme::BAD,
                    Some(t!(lang, "because-banned", who = name(who))),
                ),
                Deliverability::Missing(who) => (
                    t!(lang, "cannot-send-missing"),
                    theme::BAD,
                    Some(t!(lang, "because-missing", who = name(who))),
                ),
            };
            let way = format!("{} -> {}", from.shown(), to.shown());
            let room = self.cells.saturating_sub(4 + text::width(&word)).min(48);
            if text::width(&way) <= room {
                self.lines.push(Line::from(vec![
                    Span::raw("  "),
                    Span::raw(text::pad(&way, room)),
                    Span::raw("  "),
                    Span::styled(word, style),
                ]));
            } else {
                // It must be clear whose message it is, so the IDs are shown in full; but an extremely long
                // ID must not fill the card.
                let way = text::fit(&way, 4 * self.cells).into_owned();
                self.wrapped(&way, theme::TEXT);
                self.lines.push(Line::from(vec![
                    Span::raw("    "),
                    Span::styled(word, style),
                ]));
            }
            let age = ages.next().flatten().filter(|_| common.is_none());
            let below: Vec<_> = why.into_iter().chain(age).collect();
            if !below.is_empty() {
                self.hung("    ", &below.join("  "), theme::TEXT);
            }
        }
    }

    fn account(&mut self, user: &OpenUser, other: &UserId) {
        let lang = self.ui.lang;
        let account = user.account_of(other);
        let age = account.and_then(|fact| format::age(self.ui, fact.read_by));
        self.heading_read(t!(lang, "account"), age);
        match account.map(|fact| &fact.value) {
            None => {
                let (word, style) = match self.ui.model.card {
                    CardPhase::Rest => (t!(lang, "unknown"), theme::TEXT),
                    CardPhase::Due(_) | CardPhase::Asked(_) => (t!(lang, "asking"), theme::DIM),
                };
                self.wrapped(&word, style);
            }
            Some(Err(why)) if why.is_not_found() => {
                self.wrapped(&t!(lang, "account-gone"), theme::BAD);
            }
            Some(Err(why)) => {
                let why = failure::short(lang, why);
                self.wrapped(&t!(lang, "account-failed", why = why), theme::BAD);
            }
            Some(Ok(account)) => {
                let mut spans = vec![Span::raw("  ")];
                let room = self.cells.saturating_sub(2);
                spans.extend(chrome::account_spans(self.ui, account, room));
                let since = chrome::registered(self.ui, account);
                if format::cells(&spans) + format::cells(since.as_slice()) > self.cells {
                    self.lines.push(Line::from(format::clip(spans, self.cells)));
                    spans = Vec::new();
                }
                spans.extend(since);
                self.lines.push(Line::from(format::clip(spans, self.cells)));
                // The small card would cut it, and half a UUID is useless.
                if let Some(uuid) = account.uuid.as_ref().filter(|_| self.whole) {
                    self.wrapped(&format!("uuid  {}", uuid.shown()), theme::TEXT);
                }
            }
        }
        if !other.is_regular() {
            self.wrapped(&t!(lang, "id-irregular"), theme::WARN);
        }
    }
}

/// A line with keys on these cells.
pub type LineWithKeys = (Line<'static>, Vec<(Range<usize>, KeyPress)>);

/// The actions available for the row, or for the selected rows, in two columns.
pub fn keys(ui: Ui, cells: usize) -> Vec<LineWithKeys> {
    let (lang, model) = (ui.lang, ui.model);
    if model.current().is_none() {
        return Vec::new();
    }
    let selected = model.selected_count();
    let (heading, about) = if selected > 0 {
        let heading = t!(lang, "actions-selected", n = selected);
        (heading, ActionSubject::Selection)
    } else {
        (t!(lang, "actions"), ActionSubject::Row)
    };
    let items = keymap::hints(Layer::Lists)
        .into_iter()
        .filter_map(|(binding, hint)| {
            let is_about_it = match binding.action {
                // The card need not say how a row is selected.
                Action::SelectRow => false,
                Action::Card if selected == 0 => model.layer() != Layer::Card,
                // It asks whom it is about, and offers the row.
                Action::Diagnose => selected == 0,
                action => model.subject_of(action) == Some(about),
            };
            let press = binding.keys.first().filter(|_| is_about_it)?;
            let label = key::hint_on_list(lang, hint, about, model.focus);
            Some((*press, label))
        });
    let items: Vec<_> = items.collect();
    let mut lines = vec![(Line::raw(heading), Vec::new())];
    let half = cells.saturating_sub(2) / 2;
    for pair in items.chunks(2) {
        let mut spans = vec![Span::raw("  ")];
        let mut keys = Vec::new();
        for (press, label) in pair {
            let start = format::cells(&spans);
            let lead = format!("{} ", keymap::name(*press));
            let room = half.saturating_sub(text::width(&lead));
            keys.push((
                start..start + text::width(&lead) + text::width(label),
                *press,
            ));
            spans.push(Span::styled(lead, theme::KEY));
            spans.push(Span::raw(text::pad(label, room)));
        }
        lines.push((Line::from(format::clip(spans, cells)), keys));
    }
    lines
}

/// A value with the time when it was read, if that matters.
fn with_age(lang: Lang, value: String, age: Option<String>) -> String {
    match age {
        Some(age) => phrase::aside(lang, &value, &age),
        None => value,
    }
}

/// The style of a fact that stands out only if it is true.
fn tone(fact: Option<bool>, when: Style) -> Style {
    match fact {
        Some(true) => when,
        Some(false) | None => theme::TEXT,
    }
}
