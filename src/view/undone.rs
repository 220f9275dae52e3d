//! Why something is not taken back, or needs not be done, in words.

use crate::i18n::Lang;
use crate::keymap::{self, Layer};
use crate::msg::{Action, Change};
use crate::msg::job::Act;
use crate::msg::undo::NotUndone;
use crate::t;

/// In a line.
pub fn why_not(lang: Lang, why: &NotUndone) -> String {
    match why {
        NotUndone::Nothing => t!(lang, "notice-nothing-to-undo"),
        NotUndone::NothingToRedo => t!(lang, "notice-nothing-to-redo"),
        NotUndone::Taken { by, operator: None } => t!(lang, "undo-taken", by = *by),
        NotUndone::Taken {
            by,
            operator: Some(who),
        } => t!(lang, "undo-taken-by", by = *by, who = who.shown()),
        NotUndone::Takes(entry) => t!(lang, "undo-takes", entry = *entry),
        NotUndone::WithFriend => t!(lang, "undo-with-friend"),
        NotUndone::WasSo => t!(lang, "undo-was-so"),
        NotUndone::NotDone => t!(lang, "undo-not-done"),
        NotUndone::Unknown => t!(lang, "undo-unknown"),
        NotUndone::NewestUnknown {
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
        NotUndone::Never => t!(lang, "undo-never"),
        NotUndone::Lost => t!(lang, "undo-lost"),
        NotUndone::Runs => t!(lang, "undo-runs"),
    }
}

/// Why this takes nothing back any more.
pub fn moved_on(lang: Lang, act: Act) -> String {
    match act {
        Act::Unblock => t!(lang, "undo-moved-unblock"),
        Act::Block => t!(lang, "undo-moved-block"),
        Act::AddFriend => t!(lang, "undo-moved-add"),
        Act::RemoveFriend => t!(lang, "undo-moved-remove"),
        Act::Remark => t!(lang, "remark-moved"),
    }
}

/// Why a change was not sent that is so already.
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
