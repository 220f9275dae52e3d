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
    let columns = (dialog_box.cells() / 36).clamp(1, 3);
    let room = dialog_box.cells() / columns;
    let blocks = [
        [
            section(ui, HelpGroup::Move, t!(lang, "help-move"), room),
            vec![Vec::new()],
            section(ui, HelpGroup::Many, t!(lang, "help-many"), room),
        ]
        .concat(),
        section(ui, HelpGroup::Look, t!(lang, "help-look"), room),
        [
            section(ui, HelpGroup::Act, t!(lang, "help-act"), room),
            vec![Vec::new()],
            section(ui, HelpGroup::General, t!(lang, "help-general"), room),
        ]
        .concat(),
    ];
    let packed: Vec<Vec<Vec<Span<'static>>>> = match columns {
        3 => blocks.to_vec(),
        2 => {
            let [first, second, third] = blocks;
            vec![[first, vec![Vec::new()], second].concat(), third]
        }
        _ => vec![blocks.join(&Vec::new())],
    };
    let height = packed.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..height {
        let mut spans = Vec::new();
        for column in &packed {
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

fn section(ui: Ui, group: HelpGroup, title: String, room: usize) -> Vec<Vec<Span<'static>>> {
    let mut rows = vec![vec![Span::styled(title, theme::STRONG)]];
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
        .unwrap_or(0);
    for (label, names) in bindings {
        let keys = names.join(" ");
        let spans = vec![
            Span::styled(text::pad(&format!("  {keys}"), widest + 4), theme::KEY),
            Span::raw(crate::i18n::text(ui.lang, label)),
        ];
        rows.push(format::clip(spans, room.saturating_sub(1)));
    }
    rows
}
