//! The rows of the journal: what was done, its outcome, and whether it can be undone.

use super::{facts, phrase, time, undo};
use crate::domain::history::{EntryState, HistoryEntry};
use crate::domain::undo::UndoRefusal;
use crate::domain::{Change, ChangeKind, PairRemark};
use crate::i18n::{self, Lang};
use crate::keymap::{self, Layer};
use crate::model::Model;
use crate::model::journal::JournalRow;
use crate::msg::Action;
use crate::t;
use crate::text::{self, Text};

/// All kinds of changes whose word in this language contains the text.
pub fn kinds_like(lang: Lang, text: &str) -> Vec<ChangeKind> {
    let needle = text::folded(text.trim());
    let found = VERBS
        .iter()
        .filter(|(_, label)| i18n::text(lang, label).to_lowercase().contains(&needle));
    found.map(|(kind, _)| *kind).collect()
}

// i18n-prefix: verb-
const VERBS: [(ChangeKind, &str); 6] = [
    (ChangeKind::AddFriend, "verb-add-friend"),
    (ChangeKind::RemoveFriend, "verb-remove-friend"),
    (ChangeKind::SetRemark, "verb-set-remark"),
    (ChangeKind::Block, "verb-block"),
    (ChangeKind::Unblock, "verb-unblock"),
    (ChangeKind::DeleteConversation, "verb-delete-conversation"),
];

/// What was done, in one word.
pub fn verb(lang: Lang, change: &Change) -> String {
    if let Change::DeleteConversation { roaming: true, .. } = change {
        return t!(lang, "verb-delete-roaming");
    }
    let known = VERBS.iter().find(|(kind, _)| *kind == change.kind());
    known.map_or(String::new(), |(_, label)| i18n::text(lang, label))
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
            let operator = past.operator.as_ref().map_or("?", Text::shown);
            let what = format!("{} {}", verb(lang, &past.change), whom(&past.change));
            let outcome = outcome(lang, past.state);
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

/// What undoes the change, or why nothing does.
pub fn undo_status(lang: Lang, refusal: Option<&UndoRefusal>) -> String {
    let Some(why) = refusal else {
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
