//! Taking back: the newest change, or all of the newest job, as the journal has it. What is taken back is
//! looked at first like any list of ids, so that what is no longer as it was left is left alone.

use tui_input::Input;

use super::{difference, triage};
use crate::dialog::triage::Source;
use crate::dialog::{Dialog, RemarkDialog, Stage};
use crate::domain::{Failure, UserId};
use crate::model::{Model, Notice};
use crate::msg::job::{Act, Record, Undoable};
use crate::msg::{Change, Effect, Fetch};
use crate::paged::Ticket;
use crate::text::Text;

/// Asks the journal what can be taken back.
pub fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    // The journal is asked once at a time.
    if model.undo_asked.is_some() {
        return;
    }
    let ticket = model.ticket();
    model.undo_asked = Some(ticket);
    out.push(Effect::Fetch(ticket, Fetch::Undoable));
}

/// The journal has answered.
pub fn found(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Option<Undoable>, Failure>,
    out: &mut Vec<Effect>,
) {
    if model.undo_asked != Some(ticket) {
        return;
    }
    model.undo_asked = None;
    // Somebody went on to something else: nothing is put over it.
    if !model.dialogs.is_empty() || model.filter.is_some() {
        return;
    }
    let undoable = match answer {
        Ok(Some(undoable)) => undoable,
        Ok(None) => return model.say(Notice::NothingToUndo),
        Err(why) => return model.say(Notice::JournalUnread(why)),
    };
    // What was so before the change has to stay so.
    let meant = |record: &Record| {
        Act::of(&record.change).is_none_or(|act| act.would_change(&record.before) != Some(false))
    };
    let undoable = Undoable {
        done: undoable.done.into_iter().filter(meant).collect(),
        ..undoable
    };
    let Some(first) = undoable.done.first() else {
        return model.say(Notice::NothingToUndo);
    };
    let owner = first.change.owner().clone();
    match Act::of(&first.change) {
        Some(Act::Remark) if undoable.job.is_some() => {
            difference::undo_remarks(model, undoable, out);
        }
        Some(act) if act != Act::Remark => {
            let ids: Vec<UserId> = undoable
                .done
                .iter()
                .map(|r| r.change.target().clone())
                .collect();
            let source = Source::Undo(Box::new(undoable));
            triage::open_with(model, owner, source, ids, act.inverse(), out);
        }
        _ => ask_remark(model, first),
    }
    model.dialogs.startle(model.now);
}

/// A remark is put back in its own dialog.
fn ask_remark(model: &mut Model, record: &Record) {
    let (
        Change::SetRemark {
            owner,
            friend,
            remark,
        },
        Some(old),
    ) = (&record.change, &record.before.remark)
    else {
        return model.say(Notice::NothingToUndo);
    };
    let user = model.user.as_deref().filter(|user| user.id == *owner);
    let there = user.and_then(|user| user.remark(friend));
    let moved = there.is_some_and(|there| there.map_or("", Text::raw) != remark.raw());
    let there = match there {
        Some(there) => there.cloned(),
        None => Some(remark.clone()),
    };
    let dialog = RemarkDialog {
        owner: owner.clone(),
        friend: friend.clone(),
        before: there.filter(|there| !there.raw().is_empty()),
        known: true,
        moved,
        input: Input::new(
            old.as_ref()
                .map_or(String::new(), |old| old.raw().to_owned()),
        ),
        stage: Stage::Asking,
    };
    model.dialogs.push(Dialog::Remark(dialog), model.now);
}
