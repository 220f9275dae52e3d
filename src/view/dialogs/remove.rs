//! The dialog that removes a friend: what is lost with the friendship.

use ratatui::Frame;

use super::{failed, key, no_key, sent, warn_alike};
use crate::dialog::{RemoveDialog, SendStage};
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::DialogBox;
use crate::view::{Ui, theme};
use crate::wording::facts;

/// Draws the dialog.
pub fn draw(ui: Ui, dialog: &RemoveDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let (owner, id) = (dialog.owner.shown(), dialog.friend.shown());
    let mut dialog_box = DialogBox::new(ui, t!(lang, "remove-title"), theme::ASKING);
    let change = dialog.change();
    dialog_box.text(
        &t!(lang, "remove-ask", owner = owner, id = id),
        theme::STRONG,
    );
    warn_alike(ui, &mut dialog_box, &dialog.friend);
    dialog_box.gap();
    match &dialog.stage {
        SendStage::Sent(_) => sent(ui, &mut dialog_box, &change),
        SendStage::Failed(why) => failed(ui, &mut dialog_box, &change, why, false),
        SendStage::Asking => {
            let remark = match (&dialog.remark, dialog.remark_known) {
                (Some(remark), _) => facts::remark(remark),
                (None, true) => t!(lang, "none"),
                (None, false) => t!(lang, "not-read"),
            };
            let blocked = match dialog.blocked {
                Some(true) => t!(lang, "remove-4-blocked", id = id),
                Some(false) | None => t!(lang, "remove-4"),
            };
            let undo = keymap::first(Layer::Lists, Action::Undo);
            let restore = t!(lang, "remove-restore", key = undo);
            if dialog.changed_since_asked {
                dialog_box.text(&t!(lang, "remove-moved"), theme::WARN.patch(theme::STRONG));
                dialog_box.gap();
            }
            let lost = match (&dialog.remark, dialog.remark_known) {
                // Without a remark, none can be lost.
                (None, true) => t!(lang, "remove-2-none", owner = owner, id = id),
                _ => t!(lang, "remove-2", owner = owner, id = id, remark = &remark),
            };
            let points = [
                t!(lang, "remove-1"),
                lost,
                t!(lang, "remove-3", owner = owner, id = id),
                blocked,
            ];
            dialog_box.text(&t!(lang, "remove-happens"), theme::TEXT);
            for (number, point) in (1..).zip(points) {
                dialog_box.indented(&format!("  {number}  "), &point, theme::TEXT);
            }
            dialog_box.gap();
            dialog_box.text(&restore, theme::TEXT);
            dialog_box.gap();
            let call = format!("DELETE /users/{owner}/contacts/users/{id}");
            dialog_box.text(&call, theme::DIM);
            if let Some(reference) = super::ticket_reference(ui) {
                dialog_box.text(&reference, theme::TEXT);
            }
            key(
                ui,
                &mut dialog_box,
                Layer::Confirm,
                Action::Yes,
                "key-remove-yes",
            );
            no_key(ui, &mut dialog_box, "key-no");
        }
    }
    dialog_box.draw(ui, frame);
}
