//! Undoing what the journal has, and redoing what was undone. What would change is shown first, with states
//! that are read again, so that whatever has changed since is left unchanged.

use std::collections::HashMap;

use tui_input::Input;

use super::{every_dialog, send, triage};
use crate::dialog::Dialog;
use crate::dialog::remarks::{CurrentRemark, RemarkToRestore, RemarksDialog};
use crate::dialog::triage::TriageSource;
use crate::domain::job::{BulkOp, DoneChange, JobPlan, JobStep, PriorState, UndoAnswer, Undoable};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{Change, Failure, UserId};
use crate::model::{Model, Notice, OpenUser};
use crate::msg::{Action, Effect, Query};
use crate::paged::RequestId;
use crate::text::Text;

/// Queries the journal about undoing or redoing this.
pub fn query(model: &mut Model, which: UndoTarget, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    // A running job has not done yet all that it will do.
    if which == UndoTarget::Newest && model.has_active_job() {
        model.say(Notice::NotUndone(UndoRefusal::Runs));
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
        Ok(UndoAnswer::Not(why)) => return model.say(Notice::NotUndone(why)),
        Err(why) => return model.say(Notice::JournalUnread(why)),
    };
    // If a job did several kinds of changes, one kind is undone at a time; the others are left for the next
    // time.
    let act = |record: &DoneChange| BulkOp::of(&record.change);
    let first = undoable.done.iter().find_map(act);
    undoable.done.retain(|record| act(record) == first);
    let Some(record) = undoable.done.first() else {
        return;
    };
    let owner = record.change.owner().clone();
    match first {
        Some(first) => {
            let targets = undoable.done.iter().map(|record| record.change.target());
            let ids: Vec<UserId> = targets.cloned().collect();
            let source = TriageSource::Undo(Box::new(undoable));
            triage::open_with(model, owner, source, ids, first.inverse(), out);
        }
        None => open_remarks(model, owner, undoable, out),
    }
    model.dialogs.rearm_unprompted(model.now);
}

// ---- remarks ----

fn open_remarks(model: &mut Model, owner: UserId, undo: Undoable, out: &mut Vec<Effect>) {
    let rows: Vec<RemarkToRestore> = undo.done.iter().filter_map(row).collect();
    if rows.is_empty() {
        return;
    }
    let dialog = RemarksDialog {
        owner,
        undo,
        rows,
        asked: None,
        failure: None,
        count: Input::default(),
        moved: false,
    };
    model
        .dialogs
        .push(Dialog::Remarks(Box::new(dialog)), model.now);
    read_remarks(model, out);
}

fn row(record: &DoneChange) -> Option<RemarkToRestore> {
    let Change::SetRemark { friend, remark, .. } = &record.change else {
        return None;
    };
    Some(RemarkToRestore {
        entry: record.entry,
        friend: friend.clone(),
        left: remark.clone(),
        then: text(record.before.remark.as_ref()?.as_ref()),
        now: CurrentRemark::Unread,
        listed: None,
    })
}

/// No remark and an empty one are the same.
fn text(remark: Option<&Text>) -> Text {
    remark.cloned().unwrap_or_else(|| Text::new(""))
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Submit | Action::Yes => begin(model, out),
        Action::Retry => read_remarks(model, out),
        _ => every_dialog::act(model, action, out),
    }
}

fn top(model: &mut Model) -> Option<&mut RemarksDialog> {
    let Some(Dialog::Remarks(d)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(d)
}

/// Reads the current remarks.
fn read_remarks(model: &mut Model, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let Some(d) = top(model) else {
        return;
    };
    d.asked = Some(request);
    d.failure = None;
    let friends = d.rows.iter().map(|row| row.friend.clone()).collect();
    let query = Query::RemarksOf(d.owner.clone(), friends);
    out.push(Effect::Query(request, query));
}

/// Handles the current remarks. A reply that no dialog is waiting for changes nothing.
pub fn remarks_read(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) {
    let user = model.user.take();
    for dialog in model.dialogs.iter_mut() {
        let Dialog::Remarks(d) = dialog else { continue };
        if d.asked != Some(request) {
            continue;
        }
        d.asked = None;
        match answer {
            Ok(remarks) => learn(d, remarks, user.as_deref()),
            Err(why) => d.failure = Some(why.clone()),
        }
    }
    model.user = user;
    if matches!(model.dialogs.top(), Some(Dialog::Remarks(_))) {
        model.dialogs.rearm_unprompted(model.now);
    }
}

fn learn(d: &mut RemarksDialog, remarks: &[(UserId, PriorState)], user: Option<&OpenUser>) {
    let user = user.filter(|user| user.id == d.owner);
    let read: HashMap<String, &PriorState> =
        remarks.iter().map(|(id, b)| (id.folded(), b)).collect();
    for row in &mut d.rows {
        row.now = match read.get(&row.friend.folded()).map(|before| &before.remark) {
            Some(Some(remark)) => now(row, remark.as_ref()),
            Some(None) => CurrentRemark::NoFriend,
            None => CurrentRemark::Unread,
        };
        row.listed = user.and_then(|user| listed(user, row));
    }
}

/// The state of a remark, given the current text.
fn now(row: &RemarkToRestore, there: Option<&Text>) -> CurrentRemark {
    if text(there).raw() == row.left.raw() {
        CurrentRemark::AsLeft
    } else {
        CurrentRemark::Changed(there.cloned())
    }
}

/// What the list says about it.
fn listed(user: &OpenUser, row: &RemarkToRestore) -> Option<CurrentRemark> {
    if user.is_friend(&row.friend) == Some(false) {
        return Some(CurrentRemark::NoFriend);
    }
    user.remark(&row.friend).map(|there| now(row, there))
}

/// Updates the dialog to what changed in the list since it was last compared. `true` if the question is now
/// about something else.
pub fn revalidate(model: &Model, d: &mut RemarksDialog) -> bool {
    let Some(user) = model.user.as_deref().filter(|user| user.id == d.owner) else {
        return false;
    };
    if user.friends.is_reloading() {
        return false;
    }
    let mut moved = false;
    for row in d
        .rows
        .iter_mut()
        .filter(|row| row.now != CurrentRemark::Unread)
    {
        let here = listed(user, row);
        let before = std::mem::replace(&mut row.listed, here.clone());
        // A list that says something for the first time may be older than what was read.
        if let (Some(before), Some(here)) = (before, here)
            && before != here
        {
            moved |= (here == CurrentRemark::AsLeft) != (row.now == CurrentRemark::AsLeft);
            row.now = here;
        }
    }
    if moved {
        d.moved = true;
        // The number that was typed was that of other remarks.
        d.count = Input::default();
    }
    moved
}

/// Handles Enter after the number, or `y` if there are few: begins the job.
fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let Some(d) = top(model) else {
        return;
    };
    let n = d.back().count();
    let counted = !d.wants_count() || d.count.value().trim() == n.to_string();
    if n == 0 || !counted || d.asked.is_some() || d.failure.is_some() {
        return;
    }
    let redo = Some(d.undo.redo);
    let plan = plan(d);
    let held = model.held(&plan.owner);
    let targets = plan.steps.iter().map(|step| step.change.target());
    if let Some(held) = targets.into_iter().find(|target| held.contains(target)) {
        let held = held.clone();
        model.say(Notice::AlreadySent(held));
        return;
    }
    if !model.is_armed() {
        return;
    }
    let now = model.now;
    model.dialogs.pop(now);
    send::job(model, n, plan, redo, out);
}

fn plan(d: &RemarksDialog) -> JobPlan {
    let steps = d.back().map(|row| JobStep {
        change: Change::SetRemark {
            owner: d.owner.clone(),
            friend: row.friend.clone(),
            remark: row.then.clone(),
        },
        before: PriorState {
            friend: Some(true),
            blocked: None,
            remark: Some(Some(row.left.clone()).filter(|left| !left.raw().is_empty())),
        },
        undoes: Some(row.entry),
    });
    JobPlan {
        owner: d.owner.clone(),
        steps: steps.collect(),
        undoes: d.undo.job,
    }
}
