//! Why a change is not undone or not needed, in words.

use crate::domain::Change;
use crate::domain::job::{BulkOp, DeletedConversations, Provenance, UndoChoice, Undoable};
use crate::domain::undo::UndoRefusal;
use crate::i18n::Lang;
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::t;
use crate::text::Text;
use crate::view::dialog_box::Sheet;
use crate::view::{Ui, format, theme};

/// The reason in one line.
pub fn why_not(lang: Lang, why: &UndoRefusal) -> String {
    match why {
        UndoRefusal::Nothing => t!(lang, "notice-nothing-to-undo"),
        UndoRefusal::NothingToRedo => t!(lang, "notice-nothing-to-redo"),
        UndoRefusal::Taken { by, operator: None } => t!(lang, "undo-taken", by = *by),
        UndoRefusal::Taken {
            by,
            operator: Some(who),
        } => t!(lang, "undo-taken-by", by = *by, who = who.shown()),
        UndoRefusal::Takes(entry) => t!(lang, "undo-takes", entry = *entry),
        UndoRefusal::WithFriend => t!(lang, "undo-with-friend"),
        UndoRefusal::WasSo => t!(lang, "undo-was-so"),
        UndoRefusal::NotDone => t!(lang, "undo-not-done"),
        UndoRefusal::Unknown => t!(lang, "undo-unknown"),
        UndoRefusal::NewestUnknown {
            entry,
            owner,
            target,
        } => t!(
            lang,
            "undo-newest-unknown",
            entry = *entry,
            owner = owner.shown(),
            id = target.shown(),
            key = keymap::first(Layer::Lists, Action::Journal)
        ),
        UndoRefusal::Never => t!(lang, "undo-never"),
        UndoRefusal::Lost => t!(lang, "undo-lost"),
        UndoRefusal::NotKnown => t!(lang, "undo-not-known"),
        UndoRefusal::Runs => t!(lang, "undo-runs"),
    }
}

/// Adds who made the change, when and for which ticket, and the ticket that the undo is recorded under.
pub fn tell(ui: Ui, undo: &Undoable, sheet: &mut Sheet) {
    sheet.text(&made(ui, &undo.made), theme::TEXT);
    if let Some(reference) = super::reference(ui) {
        let words = t!(ui.lang, "undo-under", reference = reference);
        sheet.text(&words, theme::TEXT);
    }
}

/// Adds the changes that are newer than the undone one and stay as they are.
pub fn passed(ui: Ui, undo: &Undoable, sheet: &mut Sheet) {
    if let UndoChoice::Before(DeletedConversations { owner, peer, n }) = &undo.chosen {
        let words = t!(
            ui.lang,
            "undo-passed",
            n = *n,
            owner = owner.shown(),
            id = peer.shown()
        );
        sheet.text(&words, theme::WARN.patch(theme::STRONG));
    }
}

fn made(ui: Ui, made: &Provenance) -> String {
    let lang = ui.lang;
    let mut who: Vec<String> = made
        .operators
        .iter()
        .map(|o| o.shown().to_owned())
        .collect();
    if made.nameless {
        who.push(t!(lang, "undo-nameless"));
    }
    let tickets: Vec<&str> = made.tickets.iter().map(Text::shown).collect();
    let ticket = match &tickets[..] {
        [] => t!(lang, "undo-no-ticket"),
        some => t!(lang, "undo-ticket", ticket = some.join(", ")),
    };
    let when = format::date_time(&ui.model.session.zone, made.at);
    if made.operators.is_empty() {
        return t!(lang, "undo-made-nameless", when = when, ticket = ticket);
    }
    let who = who.join(", ");
    t!(lang, "undo-made", who = who, when = when, ticket = ticket)
}

/// Why an undo no longer applies.
pub fn moved_on(lang: Lang, act: BulkOp) -> String {
    match act {
        BulkOp::Unblock => t!(lang, "undo-moved-unblock"),
        BulkOp::Block => t!(lang, "undo-moved-block"),
        BulkOp::AddFriend => t!(lang, "undo-moved-add"),
        BulkOp::RemoveFriend => t!(lang, "undo-moved-remove"),
        BulkOp::Remark => t!(lang, "remark-moved"),
    }
}

/// Why a change was not sent: the state is the requested one already.
pub fn unneeded(lang: Lang, change: &Change) -> String {
    let id = change.target().shown();
    match change {
        Change::AddFriend { .. } => t!(lang, "notice-already-friend", id = id),
        Change::RemoveFriend { .. } => t!(lang, "notice-friend-gone", id = id),
        Change::SetRemark { .. } => t!(lang, "notice-remark-so", id = id),
        Change::Block { .. } => t!(lang, "notice-already-blocked", id = id),
        Change::Unblock { .. } | Change::DeleteConversation { .. } => {
            t!(lang, "notice-not-blocked", id = id)
        }
    }
}
