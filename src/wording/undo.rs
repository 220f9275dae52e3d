//! Undo and redo: what is undone, who made it, and why it is refused.

use jiff::tz::TimeZone;

use super::{phrase, time};
use crate::domain::UserId;
use crate::domain::job::{BulkOp, Provenance, UndoChoice, Undoable, job_name};
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
        (Some(job), false) => t!(lang, "triage-undo-job", job = job_name(job), owner = owner),
        (None, false) => match (&undo.chosen, undo.done.first()) {
            (UndoChoice::Pointed | UndoChoice::Before(_), Some(record)) => {
                let n = record.entry;
                t!(lang, "triage-undo-entry", n = n, owner = owner)
            }
            _ => t!(lang, "triage-undo", owner = owner),
        },
        (Some(job), true) => t!(lang, "triage-redo-job", job = job_name(job), owner = owner),
        (None, true) => t!(lang, "triage-redo", owner = owner),
    }
}

/// Why something is not undone or redone.
pub fn refusal(lang: Lang, why: &UndoRefusal) -> String {
    match why {
        UndoRefusal::Nothing => t!(lang, "notice-nothing-to-undo"),
        UndoRefusal::NothingToRedo => t!(lang, "notice-nothing-to-redo"),
        UndoRefusal::Taken { by, operator: None } => t!(lang, "undo-taken", by = *by),
        UndoRefusal::Taken {
            by,
            operator: Some(who),
        } => t!(lang, "undo-taken-by", by = *by, who = who.shown()),
        UndoRefusal::Takes(entry) => t!(lang, "undo-takes", entry = *entry),
        UndoRefusal::WithFriend => t!(lang, "undo-with-friend"),
        UndoRefusal::WasSo => t!(lang, "undo-was-so"),
        UndoRefusal::NotDone => t!(lang, "undo-not-done"),
        UndoRefusal::Unknown => t!(lang, "undo-unknown"),
        UndoRefusal::NewestUnknown {
            entry,
            owner,
            target,
        } => t!(
            lang,
            "undo-newest-unknown",
            entry = *entry,
            owner = owner.shown(),
            id = target.shown(),
            key = keymap::first(Layer::Lists, Action::Journal)
        ),
        UndoRefusal::Never => t!(lang, "undo-never"),
        UndoRefusal::Lost => t!(lang, "undo-lost"),
        UndoRefusal::NotKnown => t!(lang, "undo-not-known"),
        UndoRefusal::Runs => t!(lang, "undo-runs"),
    }
}

/// Who made the change, when, and for which ticket.
pub fn provenance(lang: Lang, zone: &TimeZone, made: &Provenance) -> String {
    let mut who: Vec<String> = made
        .operators
        .iter()
        .map(|o| o.shown().to_owned())
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
