//! What can be changed about the screen: a row for each, and what the chosen one means.

use ratatui::Frame;
use ratatui::text::Line;
use strum::VariantArray;

use super::hints;
use crate::i18n::Lang;
use crate::keymap::Layer;
use crate::model::layout::LayoutForm;
use crate::preferences::Preference;
use crate::t;
use crate::text;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};

/// Draws the rows.
pub fn draw(ui: Ui, place: usize, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, t!(ui.lang, "settings-title"), theme::CALM);
    let names = Preference::VARIANTS
        .iter()
        .map(|which| name(ui.lang, *which));
    let column = names.map(|name| text::width(&name)).max().unwrap_or(0) + 2;
    let cells = dialog_box.cells();
    for (at, which) in Preference::VARIANTS.iter().enumerate() {
        let here = at == place;
        let lead = if here { "> " } else { "  " };
        let name = text::pad(&name(ui.lang, *which), column);
        let words = text::pad(&format!("{lead}{name}{}", value(ui, *which)), cells);
        let line = if here {
            Line::styled(words, theme::CURSOR)
        } else {
            Line::raw(words)
        };
        dialog_box.row(at, place, line);
    }
    dialog_box.gap();
    if let Some(which) = Preference::VARIANTS.get(place) {
        dialog_box.text(&about(ui, *which), theme::TEXT);
    }
    let kept = if ui.model.session.sandbox {
        t!(ui.lang, "settings-sandbox")
    } else {
        t!(ui.lang, "settings-remembered")
    };
    // There the meaning of the chosen row needs the room.
    if ui.layout.form != LayoutForm::Mini {
        dialog_box.text(&kept, theme::DIM);
    }
    hints(ui, &mut dialog_box, Layer::Preferences, |_| Some(""));
    dialog_box.draw(ui, frame);
}

fn name(lang: Lang, which: Preference) -> String {
    match which {
        Preference::Language => t!(lang, "settings-language"),
        Preference::Mask => t!(lang, "settings-mask"),
        Preference::Colours => t!(lang, "settings-colours"),
        Preference::Mouse => t!(lang, "settings-mouse"),
        Preference::Requests => t!(lang, "settings-requests"),
        Preference::Ascii => t!(lang, "settings-ascii"),
    }
}

fn value(ui: Ui, which: Preference) -> String {
    let all = &ui.model.preferences;
    let switch = |on: bool| {
        if on {
            t!(ui.lang, "settings-on")
        } else {
            t!(ui.lang, "settings-off")
        }
    };
    match which {
        Preference::Language => match all.language {
            Some(lang) => lang.name(),
            None => t!(ui.lang, "settings-automatic"),
        },
        Preference::Mask => switch(all.mask),
        Preference::Colours => switch(all.colours),
        Preference::Mouse => switch(all.mouse && ui.model.mouse_possible),
        Preference::Requests => switch(all.requests),
        Preference::Ascii if all.ascii => t!(ui.lang, "settings-ascii-on"),
        Preference::Ascii => t!(ui.lang, "settings-ascii-off"),
    }
}

/// What a preference means.
fn about(ui: Ui, which: Preference) -> String {
    match which {
        Preference::Language => t!(ui.lang, "settings-language-about"),
        Preference::Mask => t!(ui.lang, "settings-mask-about"),
        Preference::Colours => t!(ui.lang, "settings-colours-about"),
        Preference::Mouse if !ui.model.mouse_possible => t!(ui.lang, "settings-mouse-screen"),
        Preference::Mouse => t!(ui.lang, "settings-mouse-about"),
        Preference::Requests => t!(ui.lang, "settings-requests-about"),
        Preference::Ascii => t!(ui.lang, "settings-ascii-about"),
    }
}
