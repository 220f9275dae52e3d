//! Earlier lists: what is read again before a change is made from one.

use super::triage;
use crate::dialog::triage::Triage;
use crate::domain::job::PriorState;
use crate::domain::lists::ListKind;
use crate::domain::{Failure, UserId};
use crate::model::Model;
use crate::msg::{Millis, Query};
use crate::paged::RequestId;

/// States older than this are read again before the question.
const FRESH: Millis = 10_000;

/// Handles the remarks of the friends on a sheet. A reply that no sheet is waiting for changes nothing.
pub fn remarks(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) {
    triage::answered(model, request, |d| match answer {
        Ok(found) => triage::learn(d, found, |known, there| {
            known.friend = there.friend;
            known.remark.clone_from(&there.remark);
        }),
        Err(why) => d.failure = Some(why.clone()),
    });
}

/// The query that is needed about these IDs of the sheet.
pub fn reading(d: &Triage, ids: &[UserId]) -> Option<Query> {
    let friends = d.list() == Some(ListKind::Friends) && !ids.is_empty();
    friends.then(|| Query::RemarksOf(d.owner.clone(), ids.to_vec()))
}

/// Whether what the sheet knows is too old for a question.
pub fn is_old(d: &Triage, now: Millis) -> bool {
    d.is_difference() && now > d.read_at.saturating_add(FRESH)
}
