//! Undoing what the journal has, and redoing what was undone. What would change is shown first, with states
//! that are read again, so that whatever has changed since is left unchanged.

use super::triage;
use crate::dialog::triage::{Triage, TriageSource};
use crate::domain::job::{BulkOp, DoneChange, UndoAnswer};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{Failure, RequestId, UserId};
use crate::model::{Model, Notice};
use crate::msg::{Effect, Query};

/// Queries the journal about undoing or redoing this.
pub fn query(model: &mut Model, which: UndoTarget, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    // A job that runs or is paused here has not done yet all that it will do.
    if which == UndoTarget::Newest && model.has_active_job() {
        model.say(Notice::NotUndone(UndoRefusal::JobRunning));
        return;
    }
    // One query to the journal at a time.
    if model.undo_asked.is_some() {
        return;
    }
    let request = model.next_request();
    model.undo_asked = Some((request, model.layer(), model.dialogs.len()));
    out.push(Effect::Query(request, Query::Undoable(which)));
}

/// Handles the journal's reply.
pub fn answered(
    model: &mut Model,
    request: RequestId,
    answer: Result<UndoAnswer, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some((_, layer, dialogs)) = model.undo_asked.filter(|(asked, ..)| *asked == request) else {
        return;
    };
    model.undo_asked = None;
    // The person has moved on to something else: no dialog is opened over it.
    if (layer, dialogs) != (model.layer(), model.dialogs.len()) {
        return;
    }
    let mut undoable = match answer {
        Ok(UndoAnswer::Undoable(undoable)) => undoable,
        Ok(UndoAnswer::Refused(why)) => return model.say(Notice::NotUndone(why)),
        Err(why) => return model.say(Notice::JournalNotReadable(why)),
    };
    // If a job did several kinds of changes, one kind is undone at a time; the others are left for the next
    // time.
    let act = |record: &DoneChange| BulkOp::without_text_of(&record.change);
    let first = undoable.done.iter().find_map(act);
    undoable.done.retain(|record| act(record) == first);
    let Some(record) = undoable.done.first() else {
        return;
    };
    let owner = record.change.owner().clone();
    let sheet = match first {
        Some(first) => {
            let targets = undoable.done.iter().map(|record| record.change.target());
            let ids: Vec<UserId> = targets.cloned().collect();
            let source = TriageSource::Undo(Box::new(undoable));
            Triage::of_ids(owner, source, ids, first.inverse())
        }
        None => Triage::of_remarks(owner, undoable),
    };
    triage::open(model, sheet, out);
    model.dialogs.rearm_unprompted(model.now);
}
