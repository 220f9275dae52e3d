//! Chooses an action for the selected IDs, and begins it once it was confirmed.

use super::question::ask_about;
use super::reading::{is_old, read};
use super::{accounts, top_mut};
use crate::dialog::triage::TriageStep;
use crate::dialog::{Dialog, is_typed};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::model::{Model, Notice, UndoDirection, bulk};
use crate::msg::Effect;
use crate::update::{dialog_keys, send};

/// Chooses an action. It waits for queries in progress.
pub fn choose(model: &mut Model, act: BulkOp, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let now = model.now;
    let Some(dialog) = top_mut(model) else {
        return;
    };
    if !dialog.acts().contains(&act) {
        model.say(Notice::NothingToDo(act));
        return;
    }
    if dialog.checks.is_empty() && is_old(dialog, now) {
        let selected = dialog.usable().filter(|e| e.selected).map(|e| e.id.clone());
        let selected = selected.collect();
        read(model, selected, out);
    }
    let Some(dialog) = top_mut(model) else {
        return;
    };
    if dialog.checks.is_empty() {
        // Selected by hand, and never looked up.
        let unknown = dialog
            .usable()
            .filter(|e| e.selected && !e.is_known() && !e.is_sure());
        let unknown: Vec<UserId> = unknown.map(|e| e.id.clone()).collect();
        if !unknown.is_empty() {
            read(model, unknown, out);
        }
    }
    let reads = accounts::read_few(model, out);
    let Some(dialog) = top_mut(model) else {
        return;
    };
    if !dialog.checks.is_empty() || reads {
        dialog.pending_action = Some(act);
        return;
    }
    dialog.pending_action = None;
    ask_about(model, act);
    model.dialogs.rearm(now);
}

/// Handles Enter after the number, or `y` if there are few: begins the job, or sends the single change.
pub fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let Some(Dialog::Triage(dialog)) = model.dialogs.top() else {
        return;
    };
    let TriageStep::Confirming(asking) = &dialog.step else {
        return;
    };
    let n = asking.targets.len();
    let counted = !asking.wants_count() || is_typed(&asking.count, &n.to_string());
    if n == 0 || !counted {
        return;
    }
    let direction = dialog.source.undo().map(|undo| {
        if undo.redo {
            UndoDirection::Redo
        } else {
            UndoDirection::Undo
        }
    });
    let mut plan = bulk::plan(model, dialog, asking);
    // Typing does not shorten the wait here: an Enter at the end of a paste must not confirm.
    if !model.accept_confirmation() {
        return;
    }
    dialog_keys::close(model, out);
    // A single change is not a job: it is sent like a change from the lists, and its failure is shown like
    // theirs.
    if bulk::is_single_change(&plan)
        && let Some(step) = plan.steps.pop()
    {
        send::change(model, step.change, out);
        return;
    }
    send::job(model, n, plan, direction, out);
}
