//! Why messages do not reach somebody: the verdicts, what can be done, and what they are based on.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{cancel_key, hints, key, submit_key};
use crate::dialog::{DiagnosisQuestion, DiagnosisView};
use crate::domain::{AccountStatus, Deliverability, Diagnosis, PairSide, UserId};
use crate::keymap::{self, Layer};
use crate::model::journal::JournalRow;
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::{diagnosis as words, facts, failure, journal, time};

const SIDES: [PairSide; 2] = [PairSide::User, PairSide::Other];
/// The least number of cells for a column of the facts; with less, the users stand below each other.
const LEAST: usize = 14;
/// The least number of cells for a sentence beside something else.
const READABLE: usize = 30;

/// Draws the question about which two users.
pub fn ask(ui: Ui, dialog: &DiagnosisQuestion, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, t!(ui.lang, "diagnosis-ask-title"), theme::CALM);
    let names = [
        t!(ui.lang, "diagnosis-sender"),
        t!(ui.lang, "diagnosis-recipient"),
    ];
    for (side, name) in SIDES.into_iter().zip(names) {
        let is_here = side == dialog.at;
        dialog_box.text(&name, if is_here { theme::STRONG } else { theme::TEXT });
        let input = side.of(&dialog.inputs);
        if is_here {
            dialog_box.field(input);
        } else {
            dialog_box.resting(input);
        }
        if dialog.bad == Some(side) {
            dialog_box.text(&t!(ui.lang, "open-bad"), theme::BAD);
        }
    }
    if dialog.same {
        dialog_box.text(&t!(ui.lang, "diagnosis-same"), theme::BAD);
    }
    submit_key(ui, &mut dialog_box, "key-diagnose-short");
    key(
        ui,
        &mut dialog_box,
        Layer::Field,
        Action::Complete,
        "key-next-field",
    );
    if ui.layout.form != LayoutForm::Mini {
        dialog_box.key(keymap::CLEAR_FIELD, t!(ui.lang, "key-clear"));
    }
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}

/// Draws the diagnosis.
pub fn draw(ui: Ui, view: &DiagnosisView, frame: &mut Frame) {
    let [sender, recipient] = view.users.each_ref().map(UserId::shown);
    let title = t!(ui.lang, "diagnosis-title", who = sender, whom = recipient);
    let mut dialog_box = DialogBox::large(ui, title, view.scroll);
    match &view.read {
        None => {
            let words = format!(
                "{} {}",
                t!(ui.lang, "diagnosis-reading"),
                theme::spinner(ui.model.now)
            );
            dialog_box.text(&words, theme::TEXT);
        }
        Some((read, _)) => {
            verdicts(ui, view, read, &mut dialog_box);
            actions(ui, view, read, &mut dialog_box);
            table(ui, view, read, &mut dialog_box);
            heading(&mut dialog_box, t!(ui.lang, "diagnosis-unsaid"));
            dialog_box.indented("  ", &t!(ui.lang, "diagnosis-unsaid-what"), theme::TEXT);
            history(ui, view, &mut dialog_box);
            reply(ui, view, &mut dialog_box);
        }
    }
    let few = ui.layout.form == LayoutForm::Mini;
    hints(
        ui,
        &mut dialog_box,
        Layer::Diagnosis,
        |action| match action {
            Action::Swap | Action::Copy | Action::Escape => Some(""),
            _ if few => None,
            Action::Watch if view.watch.is_some() => Some("stop"),
            _ => Some(""),
        },
    );
    dialog_box.draw(ui, frame);
}

fn heading(dialog_box: &mut DialogBox, words: String) {
    dialog_box.line(Line::default());
    dialog_box.line(Line::styled(words, theme::STRONG));
}

fn style(verdict: Deliverability) -> Style {
    match verdict {
        Deliverability::Blocked | Deliverability::Banned(_) | Deliverability::Missing(_) => {
            theme::BAD
        }
        Deliverability::NotFriends => theme::WARN,
        Deliverability::Clear | Deliverability::NotChecked => theme::TEXT,
    }
}

/// Whether messages arrive, in each direction, and why not.
fn verdicts(ui: Ui, view: &DiagnosisView, read: &Diagnosis, dialog_box: &mut DialogBox) {
    let ways = SIDES.map(|from| {
        let [from_id, to_id] = [from, from.opposite()].map(|side| side.of(&view.users).shown());
        format!("{from_id} -> {to_id}")
    });
    let verdicts = read.verdicts();
    let shorts = verdicts.map(|verdict| words::short(ui.lang, verdict));
    let width = |all: &[String; 2]| {
        all.iter()
            .map(|words| text::width(words))
            .max()
            .unwrap_or(0)
    };
    let lead = width(&ways) + width(&shorts) + 4;
    for (n, from) in SIDES.into_iter().enumerate() {
        let reason = words::reason(ui.lang, verdicts[n], from, &view.users);
        if lead > dialog_box.cells() {
            // It must be clear whose messages these are, and the verdict is never cut.
            dialog_box.text(&ways[n], theme::STRONG);
            dialog_box.indented("  ", &shorts[n], style(verdicts[n]));
            dialog_box.indented("  ", &reason, theme::TEXT);
            continue;
        }
        let way = text::pad(&ways[n], width(&ways));
        let short = text::pad(&shorts[n], width(&shorts));
        // Beside each other where that leaves room to read, otherwise below each other.
        let room = dialog_box.cells().saturating_sub(lead);
        let beside = if room >= READABLE {
            text::wrap(&reason, room)
        } else {
            Vec::new()
        };
        let mut beside = beside.into_iter();
        dialog_box.line(Line::from(vec![
            Span::styled(way, theme::STRONG),
            Span::raw("  "),
            Span::styled(short, style(verdicts[n])),
            Span::raw("  "),
            Span::raw(beside.next().unwrap_or_default()),
        ]));
        if room >= READABLE {
            for more in beside {
                dialog_box.line(Line::raw(format!("{}{more}", " ".repeat(lead))));
            }
        } else {
            dialog_box.indented("  ", &reason, theme::TEXT);
        }
    }
    if read.verdicts().contains(&Deliverability::NotChecked)
        && let Some(why) = &read.why_unknown
    {
        let (what, todo) = failure::general(ui.lang, why);
        dialog_box.text(&what, theme::BAD);
        dialog_box.text(&todo, theme::TEXT);
        if let Some(server) = failure::server(ui.lang, why) {
            dialog_box.text(&server, theme::TEXT);
        }
    }
    if let Some((request, before)) = view.changed {
        let at = ui.model.wall_at(ui.model.time_of(request));
        let at = time::clock(&ui.model.session.zone, at);
        let ways = words::ways(ui.lang, &view.users, before).join("  ");
        dialog_box.text(
            &t!(ui.lang, "diagnosis-changed", at = at, ways = ways),
            theme::WARN,
        );
    }
    if view.asked.is_some() {
        let words = format!(
            "{} {}",
            t!(ui.lang, "diagnosis-reading"),
            theme::spinner(ui.model.now)
        );
        dialog_box.text(&words, theme::PASSING);
    }
    if view.watch.is_some() {
        dialog_box.text(&t!(ui.lang, "diagnosis-watched"), theme::PASSING);
    }
}

/// What the agent can do about it, with the key that does it.
fn actions(ui: Ui, view: &DiagnosisView, read: &Diagnosis, dialog_box: &mut DialogBox) {
    let [sender, recipient] = view.users.each_ref().map(UserId::shown);
    let mut lines = Vec::new();
    let [verdict, back] = read.verdicts();
    let is_dead = |verdict| {
        matches!(
            verdict,
            Deliverability::Missing(_) | Deliverability::Banned(_)
        )
    };
    if view.is_blocked() == Some(true) {
        let words = t!(ui.lang, "can-unblock", who = recipient, whom = sender);
        lines.push((Action::Unblock, words));
    }
    if verdict == Deliverability::NotFriends {
        let words = t!(ui.lang, "can-befriend", who = sender, whom = recipient);
        lines.push((Action::AddFriend, words));
    }
    if back == Deliverability::Blocked {
        let words = t!(ui.lang, "can-swap-unblock", who = sender, whom = recipient);
        lines.push((Action::Swap, words));
    }
    if is_dead(verdict) {
        heading(dialog_box, t!(ui.lang, "diagnosis-can"));
        let words = match verdict {
            Deliverability::Missing(_) => t!(ui.lang, "can-check-id"),
            _ => t!(ui.lang, "can-nothing-account"),
        };
        dialog_box.indented("  ", &words, theme::TEXT);
        return;
    }
    if lines.is_empty() {
        return;
    }
    heading(dialog_box, t!(ui.lang, "diagnosis-can"));
    for (action, words) in lines {
        let key = keymap::first(Layer::Diagnosis, action);
        dialog_box.indented(&format!("  {key}  "), &words, theme::TEXT);
    }
    if ui.model.is_read_only() {
        dialog_box.indented("  ", &t!(ui.lang, "can-not-read-only"), theme::WARN);
    }
}

/// The facts of both users side by side, with the calls that they come from.
fn table(ui: Ui, view: &DiagnosisView, read: &Diagnosis, dialog_box: &mut DialogBox) {
    let rows = fact_rows(ui, read);
    let at = view
        .read
        .as_ref()
        .map(|(_, by)| ui.model.wall_at(ui.model.time_of(*by)));
    let at = at.map_or(String::new(), |at| time::clock(&ui.model.session.zone, at));
    let title = t!(ui.lang, "diagnosis-read", at = at);
    let names = rows.iter().map(|(name, ..)| text::width(name) + 2);
    let first = names.chain([text::width(&title)]).max().unwrap_or(0) + 2;
    let cells = dialog_box.cells();
    let call = if cells >= 90 { 22 } else { 0 };
    let column = (cells.saturating_sub(first + call) / 2).min(36);
    dialog_box.line(Line::default());
    if column < LEAST {
        dialog_box.line(Line::styled(title, theme::STRONG));
        for side in SIDES {
            dialog_box.text(side.of(&view.users).shown(), theme::STRONG);
            for (name, values, _) in &rows {
                let words = format!("{}  {}", text::pad(name, first - 4), side.of(values));
                dialog_box.indented("  ", &words, theme::TEXT);
            }
        }
        return;
    }
    let line = |name: &str, [user, other]: [&str; 2], call: &str, style: Style| {
        let fit = |words: &str| text::pad(&text::fit(words, column.saturating_sub(2)), column);
        Line::from(vec![
            Span::styled(text::pad(name, first), style),
            Span::styled(fit(user), style),
            Span::styled(fit(other), style),
            Span::styled(call.to_owned(), theme::DIM),
        ])
    };
    let users = view.users.each_ref().map(UserId::shown);
    dialog_box.line(line(&title, users, "", theme::STRONG));
    for (name, values, from) in &rows {
        let from = if call > 0 { *from } else { "" };
        let values = values.each_ref().map(String::as_str);
        dialog_box.line(line(&format!("  {name}"), values, from, theme::TEXT));
    }
}

/// What was read: its name, its value for each user, and the call that it comes from.
fn fact_rows(ui: Ui, read: &Diagnosis) -> [(String, [String; 2], &'static str); 4] {
    let lang = ui.lang;
    let account = |side: PairSide| facts::account(lang, AccountStatus::of(side.of(&read.accounts)));
    let yes_no = |facts: &[Option<bool>; 2]| SIDES.map(|side| facts::yes_no(lang, *side.of(facts)));
    let remark = |side: PairSide| facts::known_remark(lang, side.of(&read.remarks).as_ref());
    [
        (t!(lang, "fact-account"), SIDES.map(account), "GET users"),
        (
            t!(lang, "fact-blocks"),
            yes_no(&read.blocks),
            "POST blocks/check",
        ),
        (
            t!(lang, "fact-befriends"),
            yes_no(&read.friends),
            "POST contacts/check",
        ),
        (t!(lang, "fact-remark"), SIDES.map(remark), "GET contacts"),
    ]
}

/// What the journal of this machine has about the two.
fn history(ui: Ui, view: &DiagnosisView, dialog_box: &mut DialogBox) {
    heading(dialog_box, t!(ui.lang, "diagnosis-journal"));
    match &view.history {
        None => dialog_box.indented("  ", &t!(ui.lang, "asking"), theme::DIM),
        Some(Err(why)) => {
            let why = failure::journal(ui.lang, why);
            dialog_box.indented("  ", &why, theme::BAD);
        }
        Some(Ok(entries)) if entries.is_empty() => {
            dialog_box.indented("  ", &t!(ui.lang, "diagnosis-no-entry"), theme::TEXT);
        }
        Some(Ok(entries)) => {
            for entry in entries {
                let mut words = journal::line(ui.model, JournalRow::Write(entry));
                if let Some(ticket) = &entry.reference.ticket {
                    words = format!("{words}  {}", ticket.unmasked());
                }
                dialog_box.indented("  ", &words, theme::TEXT);
            }
        }
    }
}

/// What to tell the customer.
fn reply(ui: Ui, view: &DiagnosisView, dialog_box: &mut DialogBox) {
    let Some(reply) = words::reply(ui.lang, view) else {
        return;
    };
    let keys =
        [Action::Copy, Action::CopyLine].map(|action| keymap::first(Layer::Diagnosis, action));
    let [key, other] = keys;
    heading(
        dialog_box,
        t!(ui.lang, "diagnosis-reply", key = key, other = other),
    );
    dialog_box.indented("  ", &reply, theme::TEXT);
}
