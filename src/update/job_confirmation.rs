//! Changes that are confirmed together and made as a job: deleting selected conversations, and retrying
//! failed steps.

use super::{dialog_keys, send};
use crate::dialog::job_confirmation::{JobConfirmation, JobConfirmationPrompt};
use crate::dialog::{Dialog, is_typed};
use crate::domain::job::{JobPlan, JobStep};
use crate::domain::{Change, Conversation, UserId};
use crate::model::{Model, Notice, OpenUser};
use crate::msg::{Action, Effect};

/// Asks about the selected conversations.
pub fn delete_selected(model: &mut Model, owner: UserId) {
    let Some(user) = model.user.as_deref() else {
        return;
    };
    let keys = user.conversations.selected_keys();
    let in_progress = model.users_in_progress(&owner);
    let rows = keys.iter().filter(|(_, id)| !in_progress.contains(id));
    // If it is unknown whether a conversation was deleted, it is only deleted after its ID was typed.
    let (doubtful, rows): (Vec<Conversation>, Vec<Conversation>) = rows
        .filter_map(|key| user.conversations.find(key).cloned())
        .partition(|row| model.is_delete_unknown(&row.deletion(&owner)));
    if !rows.is_empty() {
        if !doubtful.is_empty() {
            model.say(Notice::Skipped(doubtful.len()));
        }
        open(model, JobConfirmation::of_conversations(owner, rows));
    } else if let Some(row) = doubtful.first() {
        model.say(Notice::StaysUnknown(row.id.clone()));
    } else if let Some((_, id)) = keys.first() {
        model.say(Notice::AlreadyInProgress(id.clone()));
    }
}

/// Opens the question.
pub fn open(model: &mut Model, question: JobConfirmation) {
    model
        .dialogs
        .push(Dialog::JobConfirmation(Box::new(question)), model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::KeepRoaming => choose(model, false, out),
        Action::DeleteRoaming => choose(model, true, out),
        Action::Yes => {
            if model.accept_confirmation() {
                begin(model, out);
            }
        }
        Action::Submit => submit(model, out),
        Action::Escape => dialog_keys::step_back_or_close(model, out, step_back),
        _ => dialog_keys::act(model, action, out),
    }
}

fn step_back(dialog: &mut Dialog) -> bool {
    let Dialog::JobConfirmation(dialog) = dialog else {
        return false;
    };
    dialog.step_back()
}

fn top_mut(model: &mut Model) -> Option<&mut JobConfirmation> {
    let Some(Dialog::JobConfirmation(dialog)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(dialog)
}

/// Sets whether the stored messages are deleted. If the conversations are few, keeping the messages confirms
/// the question.
fn choose(model: &mut Model, delete: bool, out: &mut Vec<Effect>) {
    if !model.accept_confirmation() {
        return;
    }
    let now = model.now;
    let Some(dialog) = top_mut(model) else {
        return;
    };
    dialog.choose(delete);
    if dialog.ask == JobConfirmationPrompt::Yes {
        begin(model, out);
    } else {
        model.dialogs.rearm(now);
    }
}

/// Handles Enter after typing.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    dialog.mismatch = dialog
        .wanted()
        .is_some_and(|wanted| !is_typed(&dialog.input, &wanted));
    if dialog.mismatch {
        return;
    }
    // Typing does not shorten the wait here: an Enter at the end of a paste must not confirm.
    if !model.accept_confirmation() {
        return;
    }
    if top_mut(model).is_some_and(JobConfirmation::ask_next) {
        model.dialogs.rearm(model.now);
        return;
    }
    begin(model, out);
}

/// The question was confirmed: begins the job.
fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let now = model.now;
    let Some(Dialog::JobConfirmation(dialog)) = model.dialogs.top() else {
        return;
    };
    let in_progress = model.users_in_progress(&dialog.owner);
    let mut targets = dialog.steps.iter().map(|step| step.change.target());
    if let Some(taken) = targets.find(|id| in_progress.contains(id)).cloned() {
        model.say(Notice::AlreadyInProgress(taken));
        return;
    }
    let doubtful = dialog
        .steps
        .iter()
        .find(|step| model.is_delete_unknown(&step.change));
    if let Some(id) = doubtful.map(|step| step.change.target().clone()) {
        model.say(Notice::StaysUnknown(id));
        return;
    }
    let plan = JobPlan {
        owner: dialog.owner.clone(),
        steps: dialog.steps.clone(),
        undoes: None,
    };
    model.dialogs.pop(now);
    send::job(model, plan.steps.len(), plan, None, out);
}

/// Updates the dialog to what changed in the list. `true` if the question is now about something else.
pub fn revalidate(user: &OpenUser, dialog: &mut JobConfirmation) -> bool {
    let list = &user.conversations;
    if list.is_reloading() {
        return false;
    }
    let mut moved = false;
    dialog.seen.retain_mut(|row| {
        let now = list.find(&(row.kind, row.id.clone()));
        moved |= now != Some(&*row);
        if let Some(now) = now {
            row.clone_from(now);
        }
        now.is_some()
    });
    if !moved {
        return false;
    }
    let there = |step: &JobStep| {
        dialog.seen.iter().any(|row| match &step.change {
            Change::DeleteConversation { peer, kind, .. } => *peer == row.id && *kind == row.kind,
            _ => false,
        })
    };
    dialog.steps.retain(there);
    // What was typed so far confirmed something else.
    dialog.ask = JobConfirmationPrompt::Choice;
    dialog.mismatch = false;
    dialog.changed_since_asked = true;
    true
}
