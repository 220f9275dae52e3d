//! The palette: what was typed, and the actions that match, with their keys.

use ratatui::Frame;
use ratatui::text::Span;

use super::{key, submit_key};
use crate::dialog::{Palette, PaletteScope};
use crate::i18n::{self, Lang};
use crate::keymap::Layer;
use crate::model::Notice;
use crate::model::palette::{PaletteRow, rows};
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, format, theme};

/// The lines around the rows: two borders, the field, the line between, and a margin above and below.
const AROUND: usize = 8;

/// Draws the field and the rows around the cursor.
pub fn draw(ui: Ui, palette: &Palette, frame: &mut Frame) {
    let title = match palette.scope {
        PaletteScope::All | PaletteScope::Dialog(_) => t!(ui.lang, "palette-title"),
        PaletteScope::Row => row_title(ui),
    };
    let rows = rows(ui.model, palette);
    let mut dialog_box = DialogBox::new(ui, title, theme::CALM);
    dialog_box.plain_field(&palette.input);
    dialog_box.gap();
    dialog_box.part(DialogPart::List);
    let height = usize::from(ui.layout.screen.height)
        .saturating_sub(AROUND)
        .max(1);
    let cursor = palette.cursor.min(rows.len().saturating_sub(1));
    let top = (cursor + 1).saturating_sub(height);
    let keys = rows
        .iter()
        .map(|row| text::width(&row.keys.join(" ")))
        .max()
        .unwrap_or(0);
    let keys = keys.min(dialog_box.cells() / 3);
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let spans = spans(ui, row, keys, dialog_box.cells().saturating_sub(1));
        let line = format::marked(spans, place == cursor, dialog_box.cells());
        dialog_box.row(place, cursor, line);
    }
    if rows.is_empty() {
        dialog_box.text(&t!(ui.lang, "palette-nothing"), theme::TEXT);
    }
    submit_key(ui, &mut dialog_box, "key-palette-run");
    key(
        ui,
        &mut dialog_box,
        Layer::Field,
        Action::Complete,
        "hint-move",
    );
    key(
        ui,
        &mut dialog_box,
        Layer::Field,
        Action::Escape,
        "key-close",
    );
    dialog_box.draw(ui, frame);
}

/// What the actions of the row are about.
fn row_title(ui: Ui) -> String {
    let selected = ui.model.selected_count();
    match ui.model.current() {
        _ if selected > 0 => t!(ui.lang, "palette-selected", n = selected),
        Some((_, id)) => t!(ui.lang, "palette-row", id = id.shown()),
        None => t!(ui.lang, "palette-title"),
    }
}

/// Its keys and what it does; if it cannot be done now, why not.
fn spans(ui: Ui, row: &PaletteRow, keys: usize, cells: usize) -> Vec<Span<'static>> {
    let names = row.keys.join(" ");
    let names = text::pad(&text::fit(&names, keys), keys);
    let label = i18n::text(ui.lang, row.label);
    let (style, why) = match &row.refusal {
        None => (theme::TEXT, None),
        Some(refusal) => (theme::DIM, Some(reason(ui.lang, refusal))),
    };
    let mut spans = vec![
        Span::styled(format!(" {names}  "), theme::KEY),
        Span::styled(label, style),
    ];
    spans.extend(why.map(|why| Span::styled(format!("  {why}"), theme::DIM)));
    format::clip(spans, cells)
}

/// Why an action cannot be done, in a word or two; Enter says it in full.
fn reason(lang: Lang, refusal: &Notice) -> String {
    match refusal {
        Notice::ReadOnly => t!(lang, "mode-read-only"),
        Notice::NoUser => t!(lang, "palette-no-user"),
        Notice::NoRow => t!(lang, "palette-no-row"),
        Notice::IsGroup(_) => t!(lang, "palette-group"),
        Notice::RemarkForOne => t!(lang, "palette-one"),
        Notice::AlreadyBlocked(_) => t!(lang, "palette-blocked"),
        Notice::NotBlocked(_) => t!(lang, "palette-not-blocked"),
        Notice::NotFriend(_) => t!(lang, "palette-not-friend"),
        _ => t!(lang, "palette-not-now"),
    }
}
