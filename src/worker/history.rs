//! Reads entries of the journal for the screen.

use super::prior_states::remembered;
use crate::api::described;
use crate::domain::Change;
use crate::domain::history::{EntryOutcome, HistoryEntry, HistoryQuery, Reference, UndoStatus};
use crate::domain::job::{BulkOp, PriorState};
use crate::journal::{EntryFilter, EntryId, EntrySearch, EntryState, JournalEntry, StoredRemark};
use crate::text::Text;

/// Translates a query of the screen into a filter of the journal, for this app.
pub(super) fn filter(wanted: &HistoryQuery, app: &Text) -> EntryFilter {
    let text = wanted.text.trim();
    EntryFilter {
        app: Some(app.raw().to_owned()),
        found: (!text.is_empty()).then(|| EntrySearch {
            text: text.to_owned(),
            verbs: wanted.verbs.clone(),
        }),
        failures: wanted.failures,
        before: wanted.before.map(EntryId),
        limit: wanted.limit,
        ..EntryFilter::default()
    }
}

/// Converts an entry of the journal for the screen.
pub(super) fn past(entry: JournalEntry) -> HistoryEntry {
    let (change, withheld) = (entry.asked.planned(), entry.asked.change().is_none());
    let had_remark = entry.before.remark == Some(StoredRemark::Withheld);
    let outcome = outcome(&entry);
    let before = remembered(entry.before);
    let back = match (entry.undone_by, entry.undoes) {
        (Some(EntryId(by)), _) => UndoStatus::Taken(by),
        (None, Some(EntryId(takes))) => UndoStatus::Takes(takes),
        (None, None) => undo_status(&change, &before, outcome),
    };
    let described = described(&change, entry.job.is_some());
    HistoryEntry {
        entry: entry.id.0,
        at: entry.at,
        answered: entry.answered,
        operator: entry.audit.operator,
        profile: entry.audit.profile,
        reference: Reference {
            ticket: entry.audit.ticket,
            reason: entry.audit.reason,
        },
        request: described.ok().filter(|_| !withheld),
        change,
        withheld,
        before,
        had_remark,
        outcome,
        by_reading: entry.by_reading,
        status: entry.status,
        failure: entry.failure,
        job: entry.job.map(|job| job.0),
        back,
    }
}

fn outcome(entry: &JournalEntry) -> EntryOutcome {
    match entry.state {
        EntryState::Sent => EntryOutcome::Sent,
        EntryState::Done => EntryOutcome::Done,
        EntryState::Refused => EntryOutcome::Refused,
        EntryState::NotSent if entry.is_not_applied() => EntryOutcome::NotApplied,
        EntryState::NotSent => EntryOutcome::NotSent,
        EntryState::Unknown => EntryOutcome::Unknown,
        EntryState::NothingToDo => EntryOutcome::Nothing,
    }
}

/// Whether a change that was not undone yet can be undone.
fn undo_status(change: &Change, before: &PriorState, outcome: EntryOutcome) -> UndoStatus {
    let act = BulkOp::of(change);
    match outcome {
        _ if matches!(change, Change::DeleteConversation { .. }) => UndoStatus::Never,
        EntryOutcome::Refused | EntryOutcome::NotSent | EntryOutcome::NotApplied => {
            UndoStatus::NotDone
        }
        EntryOutcome::Sent | EntryOutcome::Unknown => UndoStatus::Unknown,
        EntryOutcome::Nothing => UndoStatus::WasSo,
        EntryOutcome::Done if act.and_then(|act| act.would_change(before)) == Some(false) => {
            UndoStatus::WasSo
        }
        EntryOutcome::Done if act.is_none() && before.remark.is_none() => UndoStatus::Lost,
        EntryOutcome::Done if act.is_some_and(|act| act.would_change(before).is_none()) => {
            UndoStatus::NotKnown
        }
        EntryOutcome::Done => UndoStatus::Can,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ChatKind, UserId};

    fn id(raw: &str) -> UserId {
        UserId::new(raw)
    }

    #[test]
    fn only_what_was_done_and_was_not_so_before_can_be_taken_back() {
        let block = Change::Block {
            owner: id("a"),
            target: id("b"),
        };
        let remark = Change::SetRemark {
            owner: id("a"),
            friend: id("b"),
            remark: Text::new("x"),
        };
        let conversation = Change::DeleteConversation {
            owner: id("a"),
            peer: id("b"),
            kind: ChatKind::Chat,
            roaming: false,
        };
        let nothing = PriorState::default();
        let blocked = |blocked| PriorState {
            blocked: Some(blocked),
            ..PriorState::default()
        };
        let named = PriorState {
            remark: Some(None),
            ..PriorState::default()
        };
        for (change, before, outcome, expected) in [
            (&block, &nothing, EntryOutcome::Done, UndoStatus::NotKnown),
            (&block, &blocked(false), EntryOutcome::Done, UndoStatus::Can),
            (
                &block,
                &blocked(true),
                EntryOutcome::Done,
                UndoStatus::WasSo,
            ),
            (
                &block,
                &blocked(false),
                EntryOutcome::Nothing,
                UndoStatus::WasSo,
            ),
            (
                &block,
                &blocked(false),
                EntryOutcome::Refused,
                UndoStatus::NotDone,
            ),
            (
                &block,
                &blocked(false),
                EntryOutcome::NotSent,
                UndoStatus::NotDone,
            ),
            (
                &block,
                &blocked(false),
                EntryOutcome::Unknown,
                UndoStatus::Unknown,
            ),
            (
                &block,
                &blocked(false),
                EntryOutcome::Sent,
                UndoStatus::Unknown,
            ),
            (&remark, &nothing, EntryOutcome::Done, UndoStatus::Lost),
            (&remark, &named, EntryOutcome::Done, UndoStatus::Can),
            (
                &conversation,
                &nothing,
                EntryOutcome::Done,
                UndoStatus::Never,
            ),
            (
                &conversation,
                &nothing,
                EntryOutcome::Refused,
                UndoStatus::Never,
            ),
        ] {
            let found = undo_status(change, before, outcome);
            assert_eq!(found, expected, "{change:?} {before:?} {outcome:?}");
        }
    }
}
