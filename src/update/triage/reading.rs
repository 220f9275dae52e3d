//! Reads the states of the IDs on the sheet, and applies the replies.

use std::collections::HashMap;

use super::question::ask_when_known;
use super::{accounts, top_mut};
use crate::dialog::Dialog;
use crate::dialog::triage::Triage;
use crate::domain::limits::CHECKED_PER_CALL;
use crate::domain::{Failure, ListKind, PairState, RequestId, UserId};
use crate::model::Model;
use crate::msg::{Effect, Millis, Query};
use crate::update::learn_states;

/// Reads the unknown states.
pub(super) fn check(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    // The service is queried about IDs, not about the words between them.
    let asked = dialog.usable().filter(|e| !e.is_known() && e.is_meant());
    let unknown = asked.map(|e| e.id.clone());
    let unknown: Vec<UserId> = unknown.collect();
    read(model, unknown, out);
    accounts::read_few(model, out);
    ask_when_known(model);
}

/// Reads the states of these IDs.
pub(super) fn read(model: &mut Model, ids: Vec<UserId>, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let owner = dialog.owner.clone();
    let mut checks = Vec::new();
    if let Some(query) = remarks_query(dialog, &ids) {
        let request = model.next_request();
        out.push(Effect::Query(request, query));
        checks.push((request, ids));
    } else {
        for ids in ids.chunks(CHECKED_PER_CALL) {
            let request = model.next_request();
            let query = Query::PairStates(owner.clone(), ids.to_vec());
            out.push(Effect::Query(request, query));
            checks.push((request, ids.to_vec()));
        }
    }
    if let Some(dialog) = top_mut(model) {
        dialog.failure = None;
        dialog.checks = checks;
    }
}

/// Handles a reply about states. A reply that no sheet is waiting for changes nothing.
pub fn receive_states(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PairState)>, Failure>,
) {
    take_states(model, request, answer, |known, there| {
        // What could not be read now may be known from the lists.
        known.friend = there.friend.or(known.friend);
        known.blocked = there.blocked.or(known.blocked);
    });
}

fn take_states(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PairState)>, Failure>,
    take: impl Fn(&mut PairState, &PairState),
) {
    let answer = combined(model, request, answer);
    receive(model, request, |dialog| match &answer {
        Ok(found) => learn(dialog, found, &take),
        Err(why) => dialog.failure = Some(why.clone()),
    });
}

/// A reply for a sheet, combined with what else is known.
fn combined(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PairState)>, Failure>,
) -> Result<Vec<(UserId, PairState)>, Failure> {
    let owner = model.dialogs.iter_mut().find_map(|dialog| {
        let Dialog::Triage(dialog) = dialog else {
            return None;
        };
        let waits = dialog.checks.iter().any(|(asked, _)| *asked == request);
        waits.then(|| dialog.owner.clone())
    });
    match (owner, answer) {
        (Some(owner), Ok(found)) => Ok(learn_states::learn(model, &owner, found, request)),
        _ => answer.clone(),
    }
}

/// Applies a reply to the sheet that is waiting for it. Once no query is in progress any more, the sheet asks
/// about the action chosen in the meantime.
pub fn receive(model: &mut Model, request: RequestId, mut learn: impl FnMut(&mut Triage)) {
    let now = model.now;
    let mut over = false;
    for dialog in model.dialogs.iter_mut() {
        let Dialog::Triage(dialog) = dialog else {
            continue;
        };
        let Some(place) = dialog
            .checks
            .iter()
            .position(|(asked, _)| *asked == request)
        else {
            continue;
        };
        dialog.checks.remove(place);
        learn(dialog);
        over = dialog.checks.is_empty();
        if over && dialog.failure.is_none() {
            dialog.read_at = now;
        }
    }
    if over {
        ask_when_known(model);
    }
}

/// Applies what was read about the IDs of a sheet to their rows.
pub fn learn(
    dialog: &mut Triage,
    found: &[(UserId, PairState)],
    take: impl Fn(&mut PairState, &PairState),
) {
    let found: HashMap<String, &PairState> = found
        .iter()
        .map(|(id, state)| (id.folded(), state))
        .collect();
    for row in &mut dialog.rows {
        if let Some(there) = found.get(&row.id.folded()) {
            take(&mut row.current, there);
        }
    }
}

/// `r`: reads again what could not be read.
pub fn check_again(model: &mut Model, out: &mut Vec<Effect>) {
    let waits = top_mut(model).is_none_or(|dialog| !dialog.checks.is_empty());
    if !waits {
        check(model, out);
    }
}

/// In a difference, states older than this are read again before the question.
const REREAD_AFTER: Millis = 10_000;

/// Handles the remarks of the friends on a sheet. A reply that no sheet is waiting for changes nothing.
pub fn receive_remarks(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PairState)>, Failure>,
) {
    take_states(model, request, answer, |known, there| {
        known.friend = there.friend;
        known.remark.clone_from(&there.remark);
    });
}

/// The query for the remarks of these IDs, if the sheet is about friends. Otherwise their states are queried.
pub fn remarks_query(dialog: &Triage, ids: &[UserId]) -> Option<Query> {
    let friends = dialog.list() == Some(ListKind::Friends) && !ids.is_empty();
    friends.then(|| Query::RemarksOf(dialog.owner.clone(), ids.to_vec()))
}

/// Whether what the sheet knows is too old for a question.
pub fn is_old(dialog: &Triage, now: Millis) -> bool {
    dialog.is_difference() && now > dialog.read_at.saturating_add(REREAD_AFTER)
}
