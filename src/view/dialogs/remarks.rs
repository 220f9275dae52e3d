//! The confirmation question before remarks are restored: each remark as it is now and as it was.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{key, no_key, undo};
use crate::dialog::NAMED;
use crate::dialog::remarks::{CurrentRemark, RemarkToRestore, RemarksDialog};
use crate::keymap::Layer;
use crate::msg::Action;
use crate::t;
use crate::text::{self, Text};
use crate::view::dialog_box::{Sheet, SheetPart};
use crate::view::{Ui, theme};
use crate::wording::{self, failure};

/// Draws the question, in whatever state it is.
pub fn draw(ui: Ui, d: &RemarksDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let mut sheet = Sheet::new(
        ui,
        wording::undo::title(lang, &d.undo, &d.owner),
        theme::ASKING,
    );
    let layer = d.layer();
    if let Some(asked) = d.asked {
        let wait = ui.model.waiting_until.get(&asked);
        let wait = wait.map(|until| until.saturating_sub(ui.model.now).div_ceil(1_000));
        let spinner = match wait {
            Some(seconds) if seconds > 0 => format!("{seconds} s"),
            _ => theme::spinner(ui.model.now).to_owned(),
        };
        let words = t!(lang, "remarks-reading", n = d.rows.len());
        sheet.text(&format!("{words} {spinner}"), theme::PASSING);
        key(ui, &mut sheet, layer, Action::Escape, "key-cancel");
        sheet.draw(ui, frame);
        return;
    }
    if let Some(why) = &d.failure {
        let words = t!(lang, "remarks-unread", why = failure::short(lang, why));
        sheet.text(&words, theme::BAD);
        if layer == Layer::Failed {
            key(ui, &mut sheet, layer, Action::Retry, "key-again");
        }
        key(ui, &mut sheet, layer, Action::Escape, "key-close");
        sheet.draw(ui, frame);
        return;
    }
    let n = d.back().count();
    let owner = d.owner.shown();
    undo::passed(ui, &d.undo, &mut sheet);
    if n > 0 {
        let ask = if d.undo.redo {
            t!(lang, "remarks-ask-again", n = n, owner = owner)
        } else {
            t!(lang, "remarks-ask", n = n, owner = owner)
        };
        sheet.text(&ask, theme::STRONG);
    } else {
        sheet.text(&t!(lang, "remarks-none"), theme::WARN);
    }
    undo::tell(ui, &d.undo, &mut sheet);
    if d.moved {
        let moved = t!(lang, "ids-moved");
        sheet.text(&moved, theme::WARN.patch(theme::STRONG));
    }
    sheet.gap();
    if d.wants_count() {
        sheet.part(SheetPart::Pinned);
        let count = t!(lang, "ids-count", n = n);
        sheet.text(&count, theme::WARN.patch(theme::STRONG));
        sheet.field(&d.count);
        if !n.to_string().starts_with(d.count.value().trim()) {
            sheet.text(&t!(lang, "ids-count-wrong", n = n), theme::BAD);
        }
        sheet.part(SheetPart::Text);
        sheet.gap();
    }
    // First the remarks that are restored, then those that are skipped, and why.
    let left = d.rows.iter().filter(|row| row.now != CurrentRemark::AsLeft);
    let all: Vec<&RemarkToRestore> = d.back().chain(left).collect();
    let seen = match (n, all.len()) {
        (1.., ..=NAMED) => all.len(),
        (..=NAMED, _) => n,
        _ => 0,
    };
    let (seen, listed) = all.split_at(seen);
    rows(ui, seen, &mut sheet);
    if n > 0 {
        sheet.text(&t!(lang, "undo-lost-remark"), theme::TEXT);
    }
    sheet.part(SheetPart::List);
    rows(ui, listed, &mut sheet);
    // For a redo, the remark was not there before.
    let now = if d.undo.redo {
        "key-remark-now"
    } else {
        "key-put-back"
    };
    match layer {
        Layer::Field => {
            key(ui, &mut sheet, layer, Action::Submit, now);
            key(ui, &mut sheet, layer, Action::Escape, "key-cancel");
        }
        Layer::Confirm => {
            key(ui, &mut sheet, layer, Action::Yes, now);
            no_key(ui, &mut sheet, "key-cancel");
        }
        _ => key(ui, &mut sheet, layer, Action::Escape, "key-close"),
    }
    sheet.draw(ui, frame);
}

/// Lists what happens to each remark.
fn rows(ui: Ui, all: &[&RemarkToRestore], sheet: &mut Sheet) {
    let cells = sheet.cells();
    let longest = all.iter().map(|row| text::width(row.friend.shown())).max();
    let id = longest.unwrap_or(0).min(cells * 2 / 5);
    for row in all {
        let (words, style) = fate(ui, row);
        let friend = row.friend.shown();
        if text::width(friend) <= id && id + 2 + text::width(&words) <= cells {
            sheet.line(Line::from(vec![
                Span::styled(text::pad(friend, id), theme::STRONG),
                Span::raw("  "),
                Span::styled(words, style),
            ]));
        } else {
            sheet.text(friend, theme::STRONG);
            sheet.indented("  ", &words, style);
        }
    }
}

/// What happens to a remark.
fn fate(ui: Ui, row: &RemarkToRestore) -> (String, Style) {
    let shown = |remark: Option<&Text>| match remark {
        Some(remark) if !remark.raw().is_empty() => remark.shown().to_owned(),
        _ => t!(ui.lang, "none"),
    };
    match &row.now {
        CurrentRemark::AsLeft | CurrentRemark::Unread => {
            let (now, then) = (shown(Some(&row.left)), shown(Some(&row.then)));
            (format!("{now} -> {then}"), theme::REMARK)
        }
        CurrentRemark::Changed(there) => {
            let words = t!(ui.lang, "remarks-changed", remark = shown(there.as_ref()));
            (words, theme::WARN)
        }
        CurrentRemark::NoFriend => (t!(ui.lang, "remarks-no-friend"), theme::WARN),
    }
}
