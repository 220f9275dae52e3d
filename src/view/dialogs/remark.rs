//! The dialog that edits a remark.

use ratatui::Frame;

use super::{cancel_key, failed, sent, submit_key, warn_alike};
use crate::dialog::{RemarkDialog, SendStage};
use crate::domain::FailureClass;
use crate::domain::limits::REMARK_CAP;
use crate::model::layout::LayoutForm;
use crate::t;
use crate::text;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, failure, theme};
use crate::wording::facts;

/// Draws the dialog.
pub fn draw(ui: Ui, dialog: &RemarkDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let title = t!(lang, "remark-title", id = dialog.friend.shown());
    let mut dialog_box = DialogBox::new(ui, title, theme::CALM);
    dialog_box.text(
        &t!(
            lang,
            "remark-of",
            owner = dialog.owner.shown(),
            id = dialog.friend.shown()
        ),
        theme::TEXT,
    );
    warn_alike(ui, &mut dialog_box, &dialog.friend);
    let before = match (&dialog.before, dialog.known) {
        (Some(remark), _) => facts::remark(remark),
        (None, true) => t!(lang, "none"),
        (None, false) => t!(lang, "remark-not-read"),
    };
    dialog_box.indented(
        &format!("{}  ", t!(lang, "remark-before")),
        &before,
        theme::REMARK,
    );
    let change = dialog.change();
    if dialog.changed_since_asked {
        dialog_box.text(&t!(lang, "remark-moved"), theme::WARN.patch(theme::STRONG));
    }
    dialog_box.gap();
    if let SendStage::Sent(_) = dialog.stage {
        let shown = text::drawn(dialog.input.value());
        dialog_box.text(&shown, theme::STRONG);
        dialog_box.gap();
        sent(ui, &mut dialog_box, &change);
        dialog_box.draw(ui, frame);
        return;
    }
    if let SendStage::Failed(why) = &dialog.stage
        && why.class == FailureClass::Unknown
    {
        dialog_box.text(&text::drawn(dialog.input.value()), theme::STRONG);
        dialog_box.gap();
        failed(ui, &mut dialog_box, &change, why, false);
        dialog_box.draw(ui, frame);
        return;
    }
    dialog_box.part(DialogPart::Pinned);
    dialog_box.field(&dialog.input);
    let n = dialog.input.value().chars().count();
    let style = if n > REMARK_CAP {
        theme::BAD
    } else {
        theme::TEXT
    };
    let counter = t!(
        lang,
        "remark-count",
        n = n,
        cap = REMARK_CAP,
        cells = text::width(&text::drawn(dialog.input.value()))
    );
    dialog_box.text(&counter, style);
    if n > REMARK_CAP {
        let too_long = t!(lang, "remark-too-long", n = n - REMARK_CAP);
        dialog_box.text(&too_long, theme::BAD);
    }
    dialog_box.part(DialogPart::Text);
    dialog_box.gap();
    if let SendStage::Failed(why) = &dialog.stage {
        let told = failure::of_change(ui, &change, why);
        failure::into_dialog(&mut dialog_box, &told, why.class);
    } else {
        dialog_box.text(
            &t!(lang, "remark-effect", owner = dialog.owner.shown()),
            theme::TEXT,
        );
    }
    submit_key(ui, &mut dialog_box, "key-save");
    if ui.layout.form != LayoutForm::Mini {
        dialog_box.key(crate::keymap::CLEAR_FIELD, t!(lang, "key-clear"));
    }
    cancel_key(ui, &mut dialog_box);
    dialog_box.draw(ui, frame);
}
