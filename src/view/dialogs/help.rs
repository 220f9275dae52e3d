//! The help, generated from the key table.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::keymap::{self, HelpGroup, Layer};
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, format, theme};

/// Draws all keys of the lists in columns, the meaning of the letters beside the rows, and the rules common
/// to all dialogs.
pub fn draw(ui: Ui, scroll: usize, frame: &mut Frame) {
    let lang = ui.lang;
    let mut dialog_box = DialogBox::large(ui, t!(lang, "help-title"), scroll);
    let sections = [
        (HelpGroup::Move, t!(lang, "help-move")),
        (HelpGroup::Many, t!(lang, "help-many")),
        (HelpGroup::Look, t!(lang, "help-look")),
        (HelpGroup::Act, t!(lang, "help-act")),
        (HelpGroup::General, t!(lang, "help-general")),
    ];
    let columns: &[&[usize]] = match dialog_box.cells() / 36 {
        0 | 1 => &[&[0, 1, 2, 3, 4]],
        2 => &[&[0, 1, 2], &[3, 4]],
        _ => &[&[0, 1], &[2], &[3, 4]],
    };
    let room = dialog_box.cells() / columns.len();
    let columns: Vec<Vec<Vec<Span<'static>>>> = columns
        .iter()
        .map(|column| {
            let column = column.iter().filter_map(|at| sections.get(*at));
            let sections = column.map(|(group, title)| section(ui, *group, title, room));
            sections.collect::<Vec<_>>().join(&Vec::new())
        })
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..height {
        let mut spans = Vec::new();
        for column in &columns {
            let cell = column.get(row).cloned().unwrap_or_default();
            let used = format::cells(&cell);
            spans.extend(cell);
            spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
        }
        dialog_box.line(Line::from(spans));
    }
    dialog_box.line(Line::default());
    dialog_box.line(Line::styled(t!(lang, "help-marks"), theme::STRONG));
    for (letter, meaning) in [
        ("B", t!(lang, "mark-blocked")),
        ("F", t!(lang, "mark-friend")),
        ("X", t!(lang, "mark-gone")),
        ("+", t!(lang, "mark-new")),
        ("|", t!(lang, "mark-pending")),
        ("?", t!(lang, "mark-unknown")),
    ] {
        dialog_box.indented(&format!("  {letter}  "), &meaning, theme::TEXT);
    }
    dialog_box.line(Line::default());
    dialog_box.line(Line::styled(t!(lang, "help-safety"), theme::STRONG));
    for rule in [
        "help-safety-1",
        "help-safety-2",
        "help-safety-3",
        "help-safety-4",
    ] {
        dialog_box.indented("  - ", &crate::i18n::text(lang, rule), theme::TEXT);
    }
    dialog_box.line(Line::default());
    dialog_box.text(&t!(lang, "help-mouse"), theme::TEXT);
    dialog_box.draw_to_read(ui, frame);
}

/// The keys of a section; a label that is too long for the column goes on below itself.
fn section(ui: Ui, group: HelpGroup, title: &str, room: usize) -> Vec<Vec<Span<'static>>> {
    let mut rows = vec![vec![Span::styled(title.to_owned(), theme::STRONG)]];
    let mut bindings: Vec<(&str, Vec<String>)> = Vec::new();
    for binding in keymap::on(Layer::Lists).filter(|b| b.group == group) {
        match bindings
            .iter_mut()
            .find(|(known, _)| *known == binding.label)
        {
            Some((_, known)) => known.extend(binding.names()),
            None => bindings.push((binding.label, binding.names().collect())),
        }
    }
    let widest = bindings
        .iter()
        .map(|(_, names)| text::width(&names.join(" ")))
        .max()
        .unwrap_or(0)
        + 4;
    for (label, names) in bindings {
        let label = crate::i18n::text(ui.lang, label);
        // A blank separates the columns.
        let lines = text::wrap(&label, room.saturating_sub(widest + 1).max(1));
        let keys = std::iter::once(format!("  {}", names.join(" ")))
            .chain(std::iter::repeat(String::new()));
        for (keys, line) in keys.zip(lines) {
            rows.push(vec![
                Span::styled(text::pad(&keys, widest), theme::KEY),
                Span::raw(line),
            ]);
        }
    }
    rows
}
