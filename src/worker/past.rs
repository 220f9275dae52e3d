//! The journal for the screen.

use super::book::remembered;
use crate::api::described;
use crate::journal::{Entry, EntryId, Filter, Found, Remark, State};
use crate::msg::Change;
use crate::msg::job::{Act, Before};
use crate::msg::past::{Back, Outcome, Past, Reference, Wanted};
use crate::text::Text;

/// What is wanted of this app, as the journal is asked for it.
pub(super) fn filter(wanted: &Wanted, app: &Text) -> Filter {
    let text = wanted.text.trim();
    Filter {
        app: Some(app.raw().to_owned()),
        found: (!text.is_empty()).then(|| Found {
            text: text.to_owned(),
            verbs: wanted.verbs.clone(),
        }),
        failures: wanted.failures,
        before: wanted.before.map(EntryId),
        limit: wanted.limit,
        ..Filter::default()
    }
}

/// An entry as the screen shows it.
pub(super) fn past(entry: Entry) -> Past {
    let (change, withheld) = (entry.asked.planned(), entry.asked.change().is_none());
    let had_remark = entry.before.remark == Some(Remark::Withheld);
    let outcome = outcome(&entry);
    let before = remembered(entry.before);
    let back = match (entry.undone_by, entry.undoes) {
        (Some(EntryId(by)), _) => Back::Taken(by),
        (None, Some(EntryId(takes))) => Back::Takes(takes),
        (None, None) => back(&change, &before, outcome),
    };
    let described = described(&change, entry.job.is_some());
    Past {
        entry: entry.id.0,
        at: entry.at,
        answered: entry.answered,
        operator: entry.stamp.operator,
        profile: entry.stamp.profile,
        reference: Reference {
            ticket: entry.stamp.ticket,
            reason: entry.stamp.reason,
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

fn outcome(entry: &Entry) -> Outcome {
    match entry.state {
        State::Sent => Outcome::Sent,
        State::Done => Outcome::Done,
        State::Refused => Outcome::Refused,
        State::NotSent if entry.is_not_applied() => Outcome::NotApplied,
        State::NotSent => Outcome::NotSent,
        State::Unknown => Outcome::Unknown,
        State::NothingToDo => Outcome::Nothing,
    }
}

/// Whether a change that nothing has taken back yet can be.
fn back(change: &Change, before: &Before, outcome: Outcome) -> Back {
    let act = Act::of(change);
    match outcome {
        _ if matches!(change, Change::DeleteConversation { .. }) => Back::Never,
        Outcome::Refused | Outcome::NotSent | Outcome::NotApplied => Back::NotDone,
        Outcome::Sent | Outcome::Unknown => Back::Unknown,
        Outcome::Nothing => Back::WasSo,
        Outcome::Done if act.and_then(|act| act.would_change(before)) == Some(false) => Back::WasSo,
        Outcome::Done if act.is_none() && before.remark.is_none() => Back::Lost,
        Outcome::Done if act.is_some_and(|act| act.would_change(before).is_none()) => {
            Back::NotKnown
        }
        Outcome::Done => Back::Can,
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
        let nothing = Before::default();
        let blocked = |blocked| Before {
            blocked: Some(blocked),
            ..Before::default()
        };
        let named = Before {
            remark: Some(None),
            ..Before::default()
        };
        for (change, before, outcome, expected) in [
            (&block, &nothing, Outcome::Done, Back::NotKnown),
            (&block, &blocked(false), Outcome::Done, Back::Can),
            (&block, &blocked(true), Outcome::Done, Back::WasSo),
            (&block, &blocked(false), Outcome::Nothing, Back::WasSo),
            (&block, &blocked(false), Outcome::Refused, Back::NotDone),
            (&block, &blocked(false), Outcome::NotSent, Back::NotDone),
            (&block, &blocked(false), Outcome::Unknown, Back::Unknown),
            (&block, &blocked(false), Outcome::Sent, Back::Unknown),
            (&remark, &nothing, Outcome::Done, Back::Lost),
            (&remark, &named, Outcome::Done, Back::Can),
            (&conversation, &nothing, Outcome::Done, Back::Never),
            (&conversation, &nothing, Outcome::Refused, Back::Never),
        ] {
            let found = back(change, before, outcome);
            assert_eq!(found, expected, "{change:?} {before:?} {outcome:?}");
        }
    }
}
