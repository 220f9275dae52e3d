//! Undo and redo: what is undone, who made it, and why it is refused.

use jiff::tz::TimeZone;

use super::{phrase, time};
use crate::domain::UserId;
use crate::domain::job::{BulkOp, Provenance, UndoChoice, Undoable};
use crate::domain::undo::UndoRefusal;
use crate::i18n::Lang;
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::t;
use crate::text::Text;

/// What is undone or redone.
pub fn title(lang: Lang, undo: &Undoable, owner: &UserId) -> String {
    let owner = owner.shown();
    match (undo.job, undo.redo) {
        (Some(job), false) => t!(
            lang,
            "triage-undo-job",
            job = job.to_string(),
            owner = owner
        ),
        (None, false) => match (&undo.chosen, undo.done.first()) {
            (UndoChoice::Selected | UndoChoice::Before(_), Some(record)) => {
                let n = record.entry.0;
                t!(lang, "triage-undo-entry", n = n, owner = owner)
            }
            _ => t!(lang, "triage-undo", owner = owner),
        },
        (Some(job), true) => t!(
            lang,
            "triage-redo-job",
            job = job.to_string(),
            owner = owner
        ),
        (None, true) => t!(lang, "triage-redo", owner = owner),
    }
}

/// Why something is not undone or redone.
pub fn refusal(lang: Lang, why: &UndoRefusal) -> String {
    match why {
        UndoRefusal::NothingToUndo => t!(lang, "notice-nothing-to-undo"),
        UndoRefusal::NothingToRedo => t!(lang, "notice-nothing-to-redo"),
        UndoRefusal::UndoneAlready { by, operator: None } => {
            t!(lang, "undo-undone-already", by = by.0)
        }
        UndoRefusal::UndoneAlready {
            by,
            operator: Some(who),
        } => t!(
            lang,
            "undo-undone-already-by",
            by = by.0,
            who = who.unmasked()
        ),
        UndoRefusal::IsUndoOf(entry) => t!(lang, "undo-is-undo", entry = entry.0),
        UndoRefusal::CameWithFriend => t!(lang, "undo-with-friend"),
        UndoRefusal::ChangedNothing => t!(lang, "undo-changed-nothing"),
        UndoRefusal::NotDone => t!(lang, "undo-not-done"),
        UndoRefusal::OutcomeUnknown => t!(lang, "undo-unknown"),
        UndoRefusal::NewestOutcomeUnknown {
            entry,
            owner,
            target,
        } => t!(
            lang,
            "undo-newest-unknown",
            entry = entry.0,
            owner = owner.shown(),
            id = target.shown(),
            key = keymap::first(Layer::Lists, Action::Journal)
        ),
        UndoRefusal::ConversationDeleted => t!(lang, "undo-never"),
        UndoRefusal::RemarkUnknown => t!(lang, "undo-lost"),
        UndoRefusal::PriorStateUnknown => t!(lang, "undo-not-known"),
        UndoRefusal::JobRunning => t!(lang, "undo-runs"),
    }
}

/// Who made the change, when, and for which ticket.
pub fn provenance(lang: Lang, zone: &TimeZone, made: &Provenance) -> String {
    let mut who: Vec<String> = made
        .operators
        .iter()
        .map(|o| o.unmasked().to_owned())
        .collect();
    if made.nameless {
        who.push(t!(lang, "undo-nameless"));
    }
    let tickets: Vec<&str> = made.tickets.iter().map(Text::shown).collect();
    let ticket = match &tickets[..] {
        [] => t!(lang, "undo-no-ticket"),
        some => t!(lang, "undo-ticket", ticket = phrase::list(lang, some)),
    };
    let when = time::date_time(zone, made.at);
    if made.operators.is_empty() {
        return t!(lang, "undo-made-nameless", when = when, ticket = ticket);
    }
    let who = phrase::list(lang, &who);
    t!(lang, "undo-made", who = who, when = when, ticket = ticket)
}

/// Why an undo no longer applies: the state has changed since.
pub fn moved_on(lang: Lang, act: BulkOp) -> String {
    match act {
        BulkOp::Unblock => t!(lang, "undo-moved-unblock"),
        BulkOp::Block => t!(lang, "undo-moved-block"),
        BulkOp::AddFriend => t!(lang, "undo-moved-add"),
        BulkOp::RemoveFriend => t!(lang, "undo-moved-remove"),
        BulkOp::Remark => t!(lang, "undo-moved-remark"),
    }
}
