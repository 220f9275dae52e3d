//! A list of before: what is read again before anything is done for its sake.

use std::collections::HashMap;

use super::triage;
use crate::dialog::triage::{Asking, Source, Triage};
use crate::domain::{Contact, Failure, UserId};
use crate::model::{Model, Notice, OpenUser};
use crate::msg::file::List;
use crate::msg::job::{Act, Undoable};
use crate::msg::{Change, Effect, Fetch, Millis};
use crate::paged::Ticket;
use crate::text::Text;

/// What was read longer ago is read again before it is asked about.
const FRESH: Millis = 10_000;

/// Friends in a page, when their list is kept before a job.
const PAGE: usize = 50;

/// All friends have been read with their remarks. An answer that no sheet waits for changes nothing.
pub fn remarks(model: &mut Model, ticket: Ticket, answer: &Result<Vec<Contact>, Failure>) {
    triage::answered(model, ticket, |d| match answer {
        Ok(friends) => learn(d, friends),
        Err(why) => d.failure = Some(why.clone()),
    });
}

fn learn(d: &mut Triage, friends: &[Contact]) {
    let friends: HashMap<String, &Contact> = friends
        .iter()
        .map(|friend| (friend.id.raw().to_lowercase(), friend))
        .collect();
    let left: HashMap<&UserId, &str> = match &d.source {
        Source::Undo(undo) => undo.done.iter().filter_map(|r| set_by(&r.change)).collect(),
        _ => HashMap::new(),
    };
    for entry in &mut d.entries {
        let there = friends.get(&entry.id.raw().to_lowercase());
        entry.before.friend = Some(there.is_some());
        entry.before.remark = Some(there.and_then(|friend| friend.remark.clone()));
        let now = there.and_then(|friend| friend.remark.as_ref());
        let now = now.map_or("", Text::raw);
        // What is no longer as it was left is somebody else's.
        if left.get(&entry.id).is_some_and(|set| *set != now) {
            entry.ticked = false;
        }
    }
}

fn set_by(change: &Change) -> Option<(&UserId, &str)> {
    match change {
        Change::SetRemark { friend, remark, .. } => Some((friend, remark.raw())),
        _ => None,
    }
}

/// What has to be read about these ids of the sheet.
pub fn reading(d: &Triage, ids: &[UserId]) -> Option<Fetch> {
    let friends = d.list() == Some(List::Friends) && !ids.is_empty();
    friends.then(|| Fetch::Remarks(d.owner.clone()))
}

/// Whether what the sheet knows was read too long ago to be asked about.
pub fn is_old(d: &Triage, now: Millis) -> bool {
    d.is_difference() && now > d.read_at.saturating_add(FRESH)
}

/// Takes back a job that has set remarks.
pub fn undo_remarks(model: &mut Model, undoable: Undoable, out: &mut Vec<Effect>) {
    let owner = undoable.done.first().map(|r| r.change.owner().clone());
    let Some(owner) = owner else {
        return;
    };
    let put_back: Vec<(UserId, Option<Text>)> = undoable
        .done
        .iter()
        .filter(|record| Act::of(&record.change) == Some(Act::Remark))
        .filter_map(|record| {
            Some((
                record.change.target().clone(),
                record.before.remark.clone()?,
            ))
        })
        .collect();
    let source = Source::Undo(Box::new(undoable));
    let sheet = Triage::of_remarks(owner, source, put_back.into_iter());
    if sheet.entries.is_empty() {
        return model.say(Notice::NothingToUndo);
    }
    triage::open(model, sheet, out);
}

/// What failed in a job that sets remarks is looked at again, with the remarks that it should have set.
pub fn retry_remarks(
    model: &mut Model,
    owner: UserId,
    failed: impl Iterator<Item = Change>,
    out: &mut Vec<Effect>,
) {
    let remarks = failed.filter_map(|change| match change {
        Change::SetRemark { friend, remark, .. } => {
            Some((friend, (!remark.raw().is_empty()).then_some(remark)))
        }
        _ => None,
    });
    let sheet = Triage::of_remarks(owner, Source::Job, remarks);
    triage::open(model, sheet, out);
}

/// What a job takes: its own calls, those of the snapshot before it, and the seconds for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Calls in all.
    pub calls: usize,
    /// How many of them read the list that is kept before.
    pub kept: usize,
    /// Seconds at the share of the limits that this console may use.
    pub seconds: usize,
}

/// What the job takes that is asked about.
#[must_use]
pub fn cost(model: &Model, d: &Triage, asking: &Asking) -> Cost {
    let act = asking.act;
    let remarks = match act {
        Act::AddFriend => triage::plan(model, d, asking).steps.len() - asking.targets.len(),
        _ => 0,
    };
    let own = asking.targets.len().div_ceil(act.per_call());
    let total = model.user.as_deref().filter(|user| user.id == d.owner);
    let total = total.and_then(OpenUser::friend_total);
    let (kept, per_second) = match act {
        Act::Block | Act::Unblock => (1, Act::Block.per_second()),
        Act::AddFriend | Act::RemoveFriend | Act::Remark => {
            let pages = total.map_or(1, |total| total.n.div_ceil(PAGE).max(1));
            (pages, act.per_second())
        }
    };
    let share = usize::from(model.session.share.clamp(1, 100));
    let calls = own + remarks + kept;
    Cost {
        calls,
        kept,
        seconds: (calls * 100).div_ceil(per_second * share),
    }
}
