//! The rows of the journal: what was done, its outcome, and whether it can be undone.

use jiff::tz::TimeZone;

use super::{facts, job, phrase, time, undo};
use crate::domain::history::{Deed, EntryGroup, EntryState, HistoryEntry, UndoneBy, shown_path};
use crate::domain::job::JobCounts;
use crate::domain::undo::UndoRefusal;
use crate::domain::{Change, ChangeKind, PairRemark};
use crate::i18n::{self, Lang};
use crate::keymap::{self, Layer};
use crate::model::Model;
use crate::model::journal::JournalRow;
use crate::msg::Action;
use crate::t;
use crate::text::Text;

/// Everything that can be done.
pub const DEEDS: [Deed; 7] = [
    deed(ChangeKind::AddFriend),
    deed(ChangeKind::RemoveFriend),
    deed(ChangeKind::SetRemark),
    deed(ChangeKind::Block),
    deed(ChangeKind::Unblock),
    deed(ChangeKind::DeleteConversation),
    Deed {
        kind: ChangeKind::DeleteConversation,
        roaming: true,
    },
];

const fn deed(kind: ChangeKind) -> Deed {
    Deed {
        kind,
        roaming: false,
    }
}

// i18n-prefix: verb-
/// What was done, in one word.
pub fn verb(lang: Lang, deed: Deed) -> String {
    if deed.roaming {
        return t!(lang, "verb-delete-roaming");
    }
    i18n::text(lang, &format!("verb-{}", deed.kind.word()))
}

/// What a job did, in one word.
pub fn group_verb(lang: Lang, past: &HistoryEntry, group: EntryGroup) -> String {
    if group.same_deed {
        verb(lang, (&past.change).into())
    } else {
        t!(lang, "verb-several")
    }
}

/// The worst outcome of the entries of a job, as of one entry, and how many have it.
pub fn group_outcome(lang: Lang, counts: JobCounts) -> (EntryState, String) {
    let (state, n, words) = match counts {
        JobCounts {
            unknown: n @ 1.., ..
        } => (EntryState::Unknown, n, "job-count-unknown"),
        JobCounts {
            failed: n @ 1.., ..
        } => (EntryState::Refused, n, "job-count-failed"),
        JobCounts { sent: n @ 1.., .. } => (EntryState::Sent, n, "job-count-sent"),
        JobCounts { done: n @ 1.., .. } => (EntryState::Done, n, "job-count-done"),
        JobCounts {
            undone: n @ 1.., ..
        } => (EntryState::Done, n, "job-count-undone"),
        JobCounts { unneeded: n, .. } => (EntryState::Unneeded, n, "job-count-unneeded"),
    };
    (state, t!(lang, words, n = n))
}

/// The user or group it was done to.
pub fn whom(change: &Change) -> String {
    format!(
        "{} {} {}",
        change.owner().shown(),
        change.kind().arrow(),
        change.target().shown()
    )
}

/// The outcome, in one word.
pub fn outcome(lang: Lang, outcome: EntryState) -> String {
    match outcome {
        EntryState::Sent => t!(lang, "outcome-sent"),
        EntryState::Done => t!(lang, "outcome-done"),
        EntryState::Refused => t!(lang, "outcome-refused"),
        EntryState::NotSent => t!(lang, "outcome-not-sent"),
        EntryState::NotApplied => t!(lang, "outcome-not-applied"),
        EntryState::Unknown => t!(lang, "outcome-unknown"),
        EntryState::Unneeded => t!(lang, "outcome-unneeded"),
    }
}

/// A line for the ticket: when, who, what, to whom, with what outcome.
pub fn line(model: &Model, row: JournalRow) -> String {
    let (lang, when) = (model.lang, time::audit(&model.session.zone, row.at()));
    match row {
        JournalRow::Write(past) => {
            let operator = past.operator.as_ref().map_or("-", Text::shown);
            let what = format!(
                "{} {}",
                verb(lang, (&past.change).into()),
                whom(&past.change)
            );
            let outcome = outcome(lang, past.state);
            let outcome = match past.status {
                Some(status) => phrase::aside(lang, &outcome, &status.to_string()),
                None => outcome,
            };
            phrase::pair(lang, &format!("{when} {operator} {what}"), &outcome)
        }
        JournalRow::Job(past, group) => {
            let operator = past.operator.as_ref().map_or("-", Text::shown);
            let (job, what) = (group.job, group_verb(lang, past, group));
            let owner = past.owner().shown();
            let counts = job::counted(lang, group.counts);
            phrase::pair(
                lang,
                &format!("{when} {operator} {job} {what} {owner}"),
                &counts,
            )
        }
        JournalRow::Read(_, trace) => {
            let result = match trace.outcome {
                Ok(status) => status.to_string(),
                Err(_) => t!(lang, "failed"),
            };
            let request = format!("{when} {} {}", trace.method, shown_path(&trace.path));
            phrase::pair(lang, &request, &result)
        }
    }
}

/// The state before the change, and after it.
pub fn states(lang: Lang, past: &HistoryEntry) -> (String, String) {
    let about = |name: String, value: String| format!("{name} {value}");
    let remark = |text: &Text| match text.raw() {
        "" => t!(lang, "none"),
        _ => format!("\"{}\"", text.shown()),
    };
    let was = match &past.change {
        Change::AddFriend { .. } | Change::RemoveFriend { .. } => about(
            t!(lang, "are-friends"),
            facts::yes_no(lang, past.before.friend),
        ),
        Change::Block { .. } | Change::Unblock { .. } => about(
            t!(lang, "is-blocked"),
            facts::yes_no(lang, past.before.blocked),
        ),
        Change::SetRemark { .. } => match &past.before.remark {
            Some(PairRemark::Text(text)) => remark(text),
            Some(PairRemark::None) => t!(lang, "none"),
            Some(PairRemark::Withheld) => t!(lang, "entry-withheld"),
            None => t!(lang, "unknown"),
        },
        Change::DeleteConversation { .. } => t!(lang, "conversation"),
    };
    let is = match past.state {
        EntryState::Sent | EntryState::Unknown => t!(lang, "unknown"),
        EntryState::Refused | EntryState::NotSent | EntryState::NotApplied => {
            t!(lang, "entry-unchanged")
        }
        EntryState::Done | EntryState::Unneeded => match &past.change {
            Change::AddFriend { .. } | Change::Block { .. } => t!(lang, "yes"),
            Change::RemoveFriend { .. } | Change::Unblock { .. } => t!(lang, "no"),
            Change::SetRemark { .. } if past.withheld => t!(lang, "entry-withheld"),
            Change::SetRemark { remark: text, .. } => remark(text),
            Change::DeleteConversation { roaming: true, .. } => t!(lang, "entry-all-deleted"),
            Change::DeleteConversation { roaming: false, .. } => t!(lang, "entry-deleted"),
        },
    };
    (was, is)
}

/// The entry that undid the change, with when and by whom.
pub fn undone_by(lang: Lang, zone: &TimeZone, by: &UndoneBy) -> String {
    let n = by.entry.0;
    let what = if by.state.is_in_doubt() {
        t!(lang, "back-maybe-undone-by", n = n)
    } else {
        t!(lang, "back-undone-by", n = n)
    };
    let mut aside = format!("{} {}", time::day(zone, by.at), time::clock(zone, by.at));
    if let Some(operator) = &by.operator {
        aside = format!("{aside} {}", operator.unmasked());
    }
    phrase::aside(lang, &what, &aside)
}

/// What undoes the change or has undone it, or why nothing does.
pub fn undo_status(lang: Lang, zone: &TimeZone, past: &HistoryEntry) -> String {
    if let Some(by) = &past.undone_by {
        return undone_by(lang, zone, by);
    }
    let Some(why) = &past.undo_refusal else {
        return t!(
            lang,
            "back-can",
            key = keymap::first(Layer::Journal, Action::Undo)
        );
    };
    match why {
        UndoRefusal::UndoneAlready { by, .. } => t!(lang, "back-undone-by", n = by.0),
        UndoRefusal::IsUndoOf(undone) => t!(lang, "back-is-undo", n = undone.0),
        UndoRefusal::ConversationDeleted => t!(lang, "back-conversation"),
        UndoRefusal::NotDone => t!(lang, "back-not-done"),
        UndoRefusal::OutcomeUnknown => t!(lang, "back-unknown"),
        UndoRefusal::ChangedNothing => t!(lang, "back-changed-nothing"),
        UndoRefusal::RemarkUnknown => t!(lang, "back-lost"),
        UndoRefusal::CameWithFriend
        | UndoRefusal::PriorStateUnknown
        | UndoRefusal::NothingToUndo
        | UndoRefusal::NothingToRedo
        | UndoRefusal::NewestOutcomeUnknown { .. }
        | UndoRefusal::JobRunning => undo::refusal(lang, why),
    }
}
