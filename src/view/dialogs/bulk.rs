//! The question before a job: what, to how many, what it takes, what the service allows, what nothing
//! brings back.

use ratatui::Frame;

use super::triage::{moved_on, title};
use super::{key, no_key, warn_alike};
use crate::dialog::triage::{Asking, Room, Source, Triage};
use crate::keymap::Layer;
use crate::model::layout::Form;
use crate::msg::Action;
use crate::msg::job::{Act, Undoable};
use crate::t;
use crate::text;
use crate::view::sheet::Sheet;
use crate::view::{Ui, theme};

/// Lines of ids at most: all of them stand in the sheet.
const ID_LINES: usize = 6;

/// The question.
pub fn draw(ui: Ui, d: &Triage, asking: &Asking, frame: &mut Frame) {
    let mut sheet = Sheet::new(ui, title(ui, d), theme::WARN);
    let n = asking.targets.len();
    sheet.text(&ask(ui, d, asking.act, n), theme::STRONG);
    if asking.moved {
        let moved = t!(ui.lang, "ids-moved");
        sheet.text(&moved, theme::WARN.patch(theme::STRONG));
    }
    limit(ui, asking, &mut sheet);
    sheet.gap();
    if asking.wants_count() {
        let count = t!(ui.lang, "ids-count", n = n);
        sheet.text(&count, theme::WARN.patch(theme::STRONG));
        sheet.field(&asking.count);
        if !n.to_string().starts_with(asking.count.value().trim()) {
            sheet.text(&t!(ui.lang, "ids-count-wrong", n = n), theme::BAD);
        }
        sheet.gap();
    } else {
        // So few are named before anything else.
        ids(ui, asking, &mut sheet);
        sheet.gap();
    }
    let few_lines = ui.layout.form == Form::Mini;
    if few_lines && asking.wants_count() {
        first_ids(ui, asking, &mut sheet);
    }
    // What does not fit is left away, the least first.
    for piece in pieces(ui, d, asking) {
        let mut draft = sheet.draft();
        draft.text(&piece, theme::TEXT);
        if draft.len() <= sheet.room(ui) {
            sheet.append(draft);
        }
    }
    if asking.wants_count() {
        if !few_lines {
            ids(ui, asking, &mut sheet);
        }
        let label = now(asking.act);
        key(ui, &mut sheet, Layer::Field, Action::Submit, label);
        key(
            ui,
            &mut sheet,
            Layer::Field,
            Action::Escape,
            "key-back-step",
        );
    } else {
        key(ui, &mut sheet, Layer::Confirm, Action::Yes, now(asking.act));
        no_key(ui, &mut sheet, "key-back-step");
    }
    sheet.draw(ui, frame);
}

fn ask(ui: Ui, d: &Triage, act: Act, n: usize) -> String {
    let owner = d.owner.shown();
    match act {
        Act::Unblock => t!(ui.lang, "bulk-ask-unblock", n = n, owner = owner),
        Act::Block => t!(ui.lang, "bulk-ask-block", n = n, owner = owner),
        Act::AddFriend => t!(ui.lang, "bulk-ask-add", n = n, owner = owner),
        Act::RemoveFriend => t!(ui.lang, "bulk-ask-remove", n = n, owner = owner),
    }
}

fn now(act: Act) -> &'static str {
    match act {
        Act::Unblock => "key-unblock-now",
        Act::Block => "key-block-now",
        Act::AddFriend => "key-add-now",
        Act::RemoveFriend => "key-remove-yes",
    }
}

/// What the service's limit makes of it.
fn limit(ui: Ui, asking: &Asking, sheet: &mut Sheet) {
    let list = match asking.act {
        Act::Block => t!(ui.lang, "blocks"),
        Act::AddFriend => t!(ui.lang, "friends"),
        Act::Unblock | Act::RemoveFriend => return,
    };
    let (n, wanted) = (asking.targets.len(), asking.wanted);
    match asking.room {
        None => sheet.text(&t!(ui.lang, "bulk-room-unknown", list = list), theme::WARN),
        Some(Room { there, cap }) if n < wanted => {
            let words = t!(
                ui.lang,
                "bulk-full",
                list = list,
                there = there,
                wanted = wanted,
                sum = there + wanted,
                cap = cap,
                n = n
            );
            sheet.text(&words, theme::BAD.patch(theme::STRONG));
        }
        Some(Room { there, cap }) => {
            let words = t!(
                ui.lang,
                "bulk-room",
                list = list,
                there = there,
                n = n,
                sum = there + n,
                cap = cap
            );
            sheet.text(&words, theme::TEXT);
        }
    }
}

/// What else is worth knowing, the most important first.
fn pieces(ui: Ui, d: &Triage, asking: &Asking) -> Vec<String> {
    let lang = ui.lang;
    let (act, n) = (asking.act, asking.targets.len());
    let undo = match &d.source {
        Source::Undo(undo) if undo.act().map(Act::inverse) == Some(act) => Some(undo.as_ref()),
        _ => None,
    };
    let lost = match act {
        // What is done again loses what it lost the first time.
        Act::Unblock if taken_back(undo) => t!(lang, "undo-lost-block"),
        Act::Block if taken_back(undo) => t!(lang, "undo-lost-unblock"),
        Act::AddFriend if taken_back(undo) => t!(lang, "undo-lost-remove", owner = d.owner.shown()),
        Act::RemoveFriend if taken_back(undo) => t!(lang, "undo-lost-add"),
        Act::Unblock => t!(lang, "bulk-lost-unblock"),
        Act::Block => t!(lang, "block-effect", owner = d.owner.shown()),
        Act::AddFriend if n == 1 => t!(lang, "add-effect", owner = d.owner.shown()),
        Act::AddFriend => t!(lang, "bulk-lost-add"),
        Act::RemoveFriend => t!(lang, "bulk-lost-remove"),
    };
    let share = usize::from(ui.model.session.share.clamp(1, 100));
    let calls = n.div_ceil(act.per_call());
    let seconds = (calls * 100).div_ceil(act.per_second() * share);
    let cost = cost(ui, calls, seconds);
    let all = d.fit().count();
    let ticked = d.fit().filter(|e| e.ticked).count();
    let open = d.open_for(act);
    let same = ticked - open - asking.wanted;
    let mut pieces = vec![lost, cost];
    pieces.extend(undo.and_then(|_| moved_on(ui, d, act)));
    if ui.layout.form == Form::Mini {
        // Two lines at most: it fits beside what may take three.
        pieces.swap(0, 1);
    } else {
        // Who is left out comes before what it costs.
        pieces[1..].reverse();
    }
    if all > asking.wanted {
        pieces.push(t!(
            lang,
            "bulk-left-out",
            same = same,
            unticked = all - ticked,
            open = open
        ));
    }
    pieces
}

fn taken_back(undo: Option<&Undoable>) -> bool {
    undo.is_some_and(|undo| !undo.redo)
}

/// How many calls, and how long they take at the pace of the session.
pub fn cost(ui: Ui, calls: usize, seconds: usize) -> String {
    let time = if seconds < 120 {
        t!(ui.lang, "time-seconds", n = seconds)
    } else {
        t!(ui.lang, "time-minutes", n = seconds.div_ceil(60))
    };
    t!(
        ui.lang,
        "bulk-cost",
        calls = calls,
        time = time,
        share = usize::from(ui.model.session.share.clamp(1, 100))
    )
}

/// The first ids and how many more there are, in a line.
fn first_ids(ui: Ui, asking: &Asking, sheet: &mut Sheet) {
    let all = asking.targets.len();
    let mut best = t!(ui.lang, "ids-more", n = all);
    let mut named = String::new();
    for (told, id) in asking.targets.iter().enumerate() {
        named = format!("{named}{}  ", id.shown());
        let line = match all - told - 1 {
            0 => named.trim_end().to_owned(),
            left => format!("{named}{}", t!(ui.lang, "ids-more", n = left)),
        };
        if text::width(&line) > sheet.cells() {
            break;
        }
        best = line;
    }
    sheet.text(&best, theme::DIM);
}

/// The ids, as many as fit.
fn ids(ui: Ui, asking: &Asking, sheet: &mut Sheet) {
    if !asking.wants_count() {
        for id in &asking.targets {
            sheet.indented("  ", id.shown(), theme::STRONG);
            warn_alike(ui, sheet, id);
        }
        return;
    }
    let room = sheet.room(ui).saturating_sub(2).min(ID_LINES);
    if room < 2 {
        return;
    }
    sheet.gap();
    let cells = sheet.cells();
    let mut line = String::new();
    let mut lines = 1;
    for (told, id) in asking.targets.iter().enumerate() {
        let id = id.shown();
        if !line.is_empty() && text::width(&line) + 2 + text::width(id) > cells {
            sheet.text(&std::mem::take(&mut line), theme::DIM);
            lines += 1;
            if lines >= room {
                let left = asking.targets.len() - told;
                sheet.text(&t!(ui.lang, "ids-more", n = left), theme::DIM);
                return;
            }
        }
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(id);
    }
    sheet.text(&line, theme::DIM);
}
