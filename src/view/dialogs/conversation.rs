//! The dialog that deletes a conversation: which one, what is deleted, and its ID to be typed.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{cancel_key, choice_keys, failed, key, sent, submit_key, typed_keys, warn_alike};
use crate::dialog::{ConversationDialog, ConversationStep, SendStage};
use crate::domain::ChatKind;
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::{Ui, theme};

/// Draws the dialog.
pub fn draw(ui: Ui, dialog: &ConversationDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let (owner, id) = (dialog.owner.shown(), dialog.peer.shown());
    let tone = if dialog.step == ConversationStep::Confirm {
        theme::ALARMING
    } else {
        theme::ASKING
    };
    let mut dialog_box = DialogBox::new(ui, t!(lang, "conversation-title"), tone);
    if dialog.step != ConversationStep::Id {
        let ask = match dialog.kind {
            ChatKind::Chat => t!(lang, "conversation-ask", owner = owner, id = id),
            ChatKind::Group => t!(lang, "conversation-ask-group", owner = owner, id = id),
        };
        dialog_box.text(&ask, theme::STRONG);
        warn_alike(ui, &mut dialog_box, &dialog.peer);
        dialog_box.gap();
    }
    if dialog.has_moved() && dialog.stage == SendStage::Asking {
        let moved = t!(lang, "conversation-moved");
        dialog_box.text(&moved, theme::WARN.patch(theme::STRONG));
        dialog_box.gap();
    }
    match (&dialog.stage, &dialog.step) {
        (SendStage::Sent(_), _) => sent(ui, &mut dialog_box, &dialog.change()),
        (SendStage::Failed(why), _) => {
            failed(ui, &mut dialog_box, &dialog.change(), why, dialog.typed);
        }
        (SendStage::Asking, ConversationStep::Id) => {
            dialog_box.text(&t!(lang, "conversation-which", owner = owner), theme::TEXT);
            dialog_box.field(&dialog.input);
            let choice = |kind, label: String| {
                let mark = if dialog.kind == kind { "(o) " } else { "( ) " };
                let style = if dialog.kind == kind {
                    theme::STRONG
                } else {
                    theme::TEXT
                };
                Span::styled(format!("{mark}{label}   "), style)
            };
            let mut kinds = vec![
                choice(ChatKind::Chat, t!(lang, "kind-chat")),
                choice(ChatKind::Group, t!(lang, "kind-group")),
            ];
            let few = ui.layout.form == LayoutForm::Mini;
            if few {
                let next = keymap::first(Layer::Field, Action::Complete);
                kinds.push(Span::styled(next, theme::KEY));
            }
            dialog_box.line(Line::from(kinds));
            if dialog.mismatch {
                dialog_box.text(&t!(lang, "open-bad"), theme::BAD);
            }
            submit_key(ui, &mut dialog_box, "key-continue");
            if !few {
                key(
                    ui,
                    &mut dialog_box,
                    Layer::Field,
                    Action::Complete,
                    "key-kind",
                );
            }
            cancel_key(ui, &mut dialog_box);
        }
        (SendStage::Asking, ConversationStep::Choice) => {
            let one_side = match dialog.kind {
                ChatKind::Chat => t!(lang, "conversation-one-side", owner = owner),
                ChatKind::Group => t!(lang, "conversation-one-member", owner = owner),
            };
            dialog_box.text(&one_side, theme::TEXT);
            dialog_box.gap();
            let yes = keymap::first(Layer::Choice, Action::KeepRoaming);
            let roam = keymap::first(Layer::Choice, Action::DeleteRoaming);
            dialog_box.indented(
                &format!("  {yes}  "),
                &t!(lang, "conversation-keep"),
                theme::TEXT,
            );
            dialog_box.indented(
                &format!("  {roam}  "),
                &t!(lang, "conversation-roam"),
                theme::BAD,
            );
            dialog_box.gap();
            dialog_box.text(&t!(lang, "conversation-no-undo"), theme::WARN);
            choice_keys(ui, &mut dialog_box);
        }
        (SendStage::Asking, ConversationStep::Confirm) => {
            if ui.model.is_delete_unknown(&dialog.change()) {
                dialog_box.text(&t!(lang, "conversation-delete-unknown"), theme::BAD);
            }
            if dialog.roaming {
                dialog_box.text(&t!(lang, "conversation-roam-warn"), theme::BAD);
            }
            dialog_box.gap();
            dialog_box.part(DialogPart::Pinned);
            dialog_box.text(&t!(lang, "conversation-type", id = id), theme::TEXT);
            dialog_box.field(&dialog.input);
            if dialog.mismatch {
                dialog_box.text(&t!(lang, "conversation-mismatch", id = id), theme::BAD);
            }
            let label = if dialog.roaming {
                "key-delete-now"
            } else {
                "key-delete"
            };
            typed_keys(ui, &mut dialog_box, label);
        }
    }
    dialog_box.draw(ui, frame);
}
