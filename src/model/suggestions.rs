//! The users whom the dialog that opens one suggests.

use std::collections::HashSet;

use super::Model;
use crate::dialog::OpenDialog;
use crate::domain::{ChatKind, UserId};
use crate::text::{self, Needle, Text};

/// The ranks around those of [`text::match_rank`].
const BEGINS: usize = 0;
const MATCHES: usize = 1;
const BEGINNINGS: usize = 6;
const SCATTERED: usize = 7;

/// A user who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSuggestion {
    /// The ID.
    pub id: UserId,
    /// The remark that the open user has for them.
    pub remark: Option<Text>,
}

/// Who may be meant, the best match first: the users of this session, those of the journal, the IDs of the loaded
/// lists. Nobody has typed the last ones if nothing is typed.
pub fn suggestions(model: &Model, dialog: &OpenDialog) -> Vec<UserSuggestion> {
    let typed = text::folded(dialog.input.value().trim());
    let user = model.user.as_deref();
    let session = model.back.iter().rev().chain(model.forward.iter().rev());
    let recent = session.map(|user| &user.id).chain(&dialog.recorded);
    let mut found: Vec<(usize, &UserId, Option<&Text>)> = Vec::new();
    let mut seen: HashSet<&UserId> = user.map(|user| &user.id).into_iter().collect();
    let needle = Needle::loose(&typed);
    let loaded = user.filter(|_| !typed.is_empty()).into_iter();
    let loaded = loaded.flat_map(|user| {
        let friends = user.friends.rows().iter().map(|row| &row.id);
        let blocked = user.blocks.rows().iter().map(|row| &row.id);
        let peers = user.conversations.rows().iter();
        let peers = peers.filter(|row| row.kind == ChatKind::Chat);
        friends.chain(blocked).chain(peers.map(|row| &row.id))
    });
    for id in recent.chain(loaded) {
        let remark = user.and_then(|user| user.remark(id)).flatten();
        if seen.insert(id)
            && let Some(rank) = rank(&typed, &needle, id, remark)
        {
            found.push((rank, id, remark));
        }
    }
    found.sort_by_key(|(rank, ..)| *rank);
    let found = found.into_iter();
    let suggestion = |(_, id, remark): (usize, &UserId, Option<&Text>)| UserSuggestion {
        id: id.clone(),
        remark: remark.cloned(),
    };
    found.map(suggestion).collect()
}

/// How well a user matches; lower is better.
fn rank(typed: &str, needle: &Needle, id: &UserId, remark: Option<&Text>) -> Option<usize> {
    if typed.is_empty() {
        return Some(BEGINS);
    }
    let names = || {
        [Some(id.raw()), remark.map(Text::raw)]
            .into_iter()
            .flatten()
    };
    let of_name = |name: &str| {
        let name = text::folded(name);
        if name.starts_with(typed) {
            return Some(BEGINS);
        }
        let rank = text::match_rank(typed, &name).map(|rank| MATCHES + rank);
        rank.or_else(|| needle.is_in(&name).then_some(BEGINNINGS))
    };
    let best = names().filter_map(of_name).min();
    best.or_else(|| is_scattered_in(typed, id.raw()).then_some(SCATTERED))
}

/// Whether the letters are there in this order, with others between them.
fn is_scattered_in(typed: &str, id: &str) -> bool {
    let mut rest = id.chars().flat_map(char::to_lowercase);
    typed.chars().all(|c| rest.any(|other| other == c))
}
