//! The short labels of keys.

use crate::domain::ListKind;
use crate::i18n::{self, Lang};
use crate::keymap::KeyHint;
use crate::model::ActionSubject;

/// The short label of a key. Its text may depend on what the key is about (`$about`).
pub fn hint(lang: Lang, hint: KeyHint, about: &str) -> String {
    i18n::format(lang, hint.label, &[("about", about.into())])
}

/// The short label of a key on the lists. Its text may also depend on the list (`$list`).
pub fn hint_on_list(lang: Lang, hint: KeyHint, subject: ActionSubject, list: ListKind) -> String {
    let about = match subject {
        ActionSubject::Row => "row",
        ActionSubject::Selection => "selection",
        ActionSubject::Ids => "ids",
        ActionSubject::Session => "session",
    };
    let list = match list {
        ListKind::Friends => "friends",
        ListKind::Blocks => "blocks",
        ListKind::Conversations => "conversations",
    };
    let args = [("about", about.into()), ("list", list.into())];
    i18n::format(lang, hint.label, &args)
}
