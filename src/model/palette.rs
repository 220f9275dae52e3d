//! What the palette offers now: the actions of the lists that match what was typed, and why some cannot be done.

use super::{ActionSubject, Model, Notice};
use crate::dialog::{Palette, PaletteScope};
use crate::domain::{ChatKind, ListKind};
use crate::i18n::{self, Lang};
use crate::keymap::{self, Binding, Layer};
use crate::msg::Action;
use crate::text::{self, Needle};

/// The rank of a name that is found by pinyin or by beginnings of words: after all others.
const PINYIN: usize = 5;

/// An action that matches.
#[derive(Debug, Clone)]
pub struct PaletteRow {
    /// The action.
    pub action: Action,
    /// What it does, as a key of the catalogue.
    pub label: &'static str,
    /// Its keys.
    pub keys: Vec<String>,
    /// Why it cannot be done now.
    pub refusal: Option<Notice>,
}

/// The rows of the palette, the best match first; without a text in the order of the key table.
pub fn rows(model: &Model, palette: &Palette) -> Vec<PaletteRow> {
    let query = text::folded(palette.input.value().trim());
    let mut found: Vec<(usize, PaletteRow)> = Vec::new();
    let layer = match palette.scope {
        PaletteScope::All | PaletteScope::Row => Layer::Lists,
        PaletteScope::Dialog(layer) => layer,
    };
    for binding in keymap::on(layer).filter(|b| is_offered(model, palette.scope, b)) {
        if let Some((_, row)) = found
            .iter_mut()
            .find(|(_, row)| row.action == binding.action)
        {
            row.keys.extend(binding.names());
            continue;
        }
        let Some(rank) = rank(model, binding, &query) else {
            continue;
        };
        let row = PaletteRow {
            action: binding.action,
            label: label(model, binding),
            keys: binding.names().collect(),
            refusal: match palette.scope {
                PaletteScope::All | PaletteScope::Row => refusal(model, binding.action),
                // The dialog says it.
                PaletteScope::Dialog(_) => None,
            },
        };
        found.push((rank, row));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| row).collect()
}

/// Whether an action belongs on the palette. Those that only move have keys that everybody knows.
fn is_offered(model: &Model, scope: PaletteScope, binding: &Binding) -> bool {
    let action = binding.action;
    // From the actions of the row, all others are within reach.
    let is_own = match action {
        Action::RowActions => true,
        Action::Palette => scope != PaletteScope::Row,
        _ => false,
    };
    let is_about_row = match scope {
        PaletteScope::All | PaletteScope::Dialog(_) => true,
        PaletteScope::Row => is_about_row(model, action),
    };
    // Ctrl-c is for habits: Esc does the same.
    is_about_row
        && !is_own
        && action != Action::Interrupt
        && !action.is_movement()
        && action != Action::TopPrefix
}

fn is_about_row(model: &Model, action: Action) -> bool {
    let is_write = action.is_write() && model.subject_of_write(action) != ActionSubject::Ids;
    is_write
        || matches!(
            action,
            Action::Card
                | Action::Diagnose
                | Action::OpenRow
                | Action::Copy
                | Action::SelectRow
                | Action::Palette
        )
}

/// How well an action matches: lower is better, `None` if it does not. Every word that was typed must match a name of
/// the action, in either language, or one of its keys.
fn rank(model: &Model, binding: &Binding, query: &str) -> Option<usize> {
    let names = names(model, binding);
    let keys: Vec<String> = binding.names().collect();
    let of_word = |word: &str| {
        let by_key = keys
            .iter()
            .any(|key| key.eq_ignore_ascii_case(word))
            .then_some(0);
        let by_name = names
            .iter()
            .filter_map(|name| text::match_rank(word, name))
            .min();
        let by_pinyin = || {
            let needle = Needle::loose(word);
            names
                .iter()
                .any(|name| needle.is_in(name))
                .then_some(PINYIN)
        };
        by_key.into_iter().chain(by_name).min().or_else(by_pinyin)
    };
    query
        .split_whitespace()
        .map(of_word)
        .try_fold(0, |all, word| Some(all + word?))
}

/// What the help and the footer call an action, in both languages: somebody who has read "unfriend" types that.
fn names(model: &Model, binding: &Binding) -> Vec<String> {
    let list = match model.focus {
        ListKind::Friends => "friends",
        ListKind::Blocks => "blocks",
        ListKind::Conversations => "conversations",
    };
    let args = [("about", "row".into()), ("list", list.into())];
    let of_language = |lang: Lang| {
        let hint = binding
            .hint
            .map(|hint| i18n::format(lang, hint.label, &args));
        let other_words = other_words(binding.action).map(|key| i18n::text(lang, key));
        [
            Some(i18n::text(lang, label(model, binding))),
            hint,
            other_words,
        ]
    };
    let names = Lang::ALL.into_iter().flat_map(of_language).flatten();
    names.map(|name| text::folded(&name)).collect()
}

/// What an action does to the focused list.
fn label(model: &Model, binding: &Binding) -> &'static str {
    let is_of_lists = binding.layers.contains(&Layer::Lists);
    match (binding.action, model.focus) {
        (Action::Remove, ListKind::Friends) if is_of_lists => "key-remove-friend",
        (Action::Remove, ListKind::Blocks) if is_of_lists => "key-unblock",
        (Action::Remove, ListKind::Conversations) if is_of_lists => "key-delete-conversation",
        (Action::Card, ListKind::Conversations) if is_of_lists => "key-diagnose-row",
        _ => binding.label,
    }
}

/// The words by which people who know other programs look for an action, as a key of the catalogue.
fn other_words(action: Action) -> Option<&'static str> {
    Some(match action {
        Action::Quit | Action::Escape => "also-quit",
        Action::Remove => "also-remove",
        Action::Refresh | Action::RefreshAll | Action::Redraw => "also-refresh",
        Action::OpenId | Action::OpenRow => "also-open",
        Action::Filter => "also-filter",
        Action::Journal => "also-journal",
        Action::Jobs => "also-jobs",
        Action::PasteList => "also-paste",
        Action::Undo => "also-undo",
        Action::Export => "also-export",
        Action::Import => "also-import",
        Action::Help => "also-help",
        Action::Remark => "also-remark",
        Action::TicketReference => "also-ticket",
        _ => return None,
    })
}

/// Why an action cannot be done now.
fn refusal(model: &Model, action: Action) -> Option<Notice> {
    // Where they are not about the row, they ask whom they are about; and removing from the blocklist is unblocking.
    let action = match (action, model.focus) {
        (Action::AddFriend, _) if model.user.is_some() && !model.is_read_only() => return None,
        (Action::Remove, ListKind::Blocks) => Action::Unblock,
        (action, _) => action,
    };
    if model.subject_of(action).is_some() {
        return None;
    }
    if model.is_read_only() && action.is_write() {
        return Some(Notice::ReadOnly);
    }
    let Some(user) = &model.user else {
        return Some(Notice::NoUser);
    };
    let Some((kind, id)) = model.current() else {
        return Some(Notice::NoRow);
    };
    let id = id.clone();
    Some(match action {
        Action::Remark if model.selected_count() > 0 => Notice::RemarkForOne,
        _ if kind == ChatKind::Group => Notice::IsGroup(id),
        Action::Block if user.is_blocked(&id) == Some(true) => Notice::AlreadyBlocked(id),
        Action::Unblock if user.is_blocked(&id) == Some(false) => Notice::NotBlocked(id),
        Action::Remove | Action::Remark => Notice::NotFriend(id),
        _ => Notice::NotNow,
    })
}
