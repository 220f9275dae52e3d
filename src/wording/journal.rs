//! The rows of the journal: what was done, its outcome, and whether it can be undone.

use super::{facts, phrase, time};
use crate::domain::Change;
use crate::domain::history::{EntryOutcome, HistoryEntry, UndoStatus};
use crate::i18n::{self, Lang};
use crate::keymap::{self, Layer};
use crate::model::Model;
use crate::model::journal::JournalRow;
use crate::msg::Action;
use crate::t;
use crate::text::{self, Text};

/// All kinds of changes whose word in this language contains the text.
pub fn verbs_like(lang: Lang, text: &str) -> Vec<&'static str> {
    let needle = text::folded(text.trim());
    let found = VERBS
        .iter()
        .filter(|(_, label)| i18n::text(lang, label).to_lowercase().contains(&needle));
    found.map(|(verb, _)| *verb).collect()
}

// i18n-prefix: verb-
const VERBS: [(&str, &str); 6] = [
    ("add-friend", "verb-add-friend"),
    ("remove-friend", "verb-remove-friend"),
    ("set-remark", "verb-set-remark"),
    ("block", "verb-block"),
    ("unblock", "verb-unblock"),
    ("delete-conversation", "verb-delete-conversation"),
];

/// What was done, in one word.
pub fn verb(lang: Lang, change: &Change) -> String {
    if let Change::DeleteConversation { roaming: true, .. } = change {
        return t!(lang, "verb-delete-roaming");
    }
    let known = VERBS.iter().find(|(verb, _)| *verb == change.verb());
    known.map_or(String::new(), |(_, label)| i18n::text(lang, label))
}

/// The user or group it was done to.
pub fn whom(change: &Change) -> String {
    format!(
        "{} {} {}",
        change.owner().shown(),
        Change::arrow(change.verb()),
        change.target().shown()
    )
}

/// The outcome, in one word.
pub fn outcome(lang: Lang, outcome: EntryOutcome) -> String {
    match outcome {
        EntryOutcome::Sent => t!(lang, "outcome-sent"),
        EntryOutcome::Done => t!(lang, "outcome-done"),
        EntryOutcome::Refused => t!(lang, "outcome-refused"),
        EntryOutcome::NotSent => t!(lang, "outcome-not-sent"),
        EntryOutcome::NotApplied => t!(lang, "outcome-not-applied"),
        EntryOutcome::Unknown => t!(lang, "outcome-unknown"),
        EntryOutcome::Nothing => t!(lang, "outcome-nothing"),
    }
}

/// A line for the ticket: when, who, what, to whom, with what outcome.
pub fn line(model: &Model, row: JournalRow) -> String {
    let (lang, when) = (model.lang, time::audit(&model.session.zone, row.at()));
    match row {
        JournalRow::Write(past) => {
            let operator = past.operator.as_ref().map_or("?", Text::shown);
            let what = format!("{} {}", verb(lang, &past.change), whom(&past.change));
            let outcome = outcome(lang, past.outcome);
            let outcome = match past.status {
                Some(status) => phrase::aside(lang, &outcome, &status.to_string()),
                None => outcome,
            };
            phrase::pair(lang, &format!("{when} {operator} {what}"), &outcome)
        }
        JournalRow::Read(_, trace) => {
            let result = match trace.outcome {
                Ok(status) => status.to_string(),
                Err(_) => t!(lang, "failed"),
            };
            let request = format!("{when} {} {}", trace.method, trace.path.shown());
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
        Change::SetRemark { .. } if past.had_remark => t!(lang, "entry-withheld"),
        Change::SetRemark { .. } => match &past.before.remark {
            Some(Some(text)) => remark(text),
            Some(None) => t!(lang, "none"),
            None => t!(lang, "unknown"),
        },
        Change::DeleteConversation { .. } => t!(lang, "conversation"),
    };
    let is = match past.outcome {
        EntryOutcome::Sent | EntryOutcome::Unknown => t!(lang, "unknown"),
        EntryOutcome::Refused | EntryOutcome::NotSent | EntryOutcome::NotApplied => {
            t!(lang, "entry-unchanged")
        }
        EntryOutcome::Done | EntryOutcome::Nothing => match &past.change {
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

/// What undoes the change, or why nothing does.
pub fn undo_status(lang: Lang, back: UndoStatus) -> String {
    match back {
        UndoStatus::Can => t!(
            lang,
            "back-can",
            key = keymap::first(Layer::Journal, Action::Undo)
        ),
        UndoStatus::Taken(by) => t!(lang, "back-taken-by", n = by),
        UndoStatus::Takes(what) => t!(lang, "back-takes", n = what),
        UndoStatus::Never => t!(lang, "back-conversation"),
        UndoStatus::NotDone => t!(lang, "back-not-done"),
        UndoStatus::Unknown => t!(lang, "back-unknown"),
        UndoStatus::WasSo => t!(lang, "back-was-so"),
        UndoStatus::Lost => t!(lang, "back-lost"),
        UndoStatus::NotKnown => t!(lang, "undo-not-known"),
    }
}
