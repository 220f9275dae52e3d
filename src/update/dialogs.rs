//! The keys in dialogs.

use tui_input::Input;

use super::movement::{LINES, Movement, step};
use super::{
    confirm_job, files, jobs, journal, open, quit, send, triage, typed_id, undo, unfinished,
    unsettled, writes,
};
use crate::dialog::triage::TriageStep::{Column, Looking, Text};
use crate::dialog::{ConversationStep, Dialog, ScrollStep, SendStage};
use crate::domain::limits::REMARK_CAP;
use crate::domain::{Change, ChatKind, FailureClass, FailureReason};
use crate::keymap::Layer;
use crate::model::{CardPhase, Model, Notice};
use crate::msg::{Action, Effect};

/// Closes read-only overlays.
pub fn look_away(model: &mut Model, out: &mut Vec<Effect>) {
    while let Some(Layer::Reader | Layer::Jobs | Layer::Journal) =
        model.dialogs.top().map(Dialog::layer)
    {
        leave(model, out);
    }
}

/// Opens the card as a text to read.
pub fn card(model: &mut Model) {
    if model.current().is_none() {
        model.say(Notice::NoRow);
        return;
    }
    model.dialogs.push(Dialog::Card { scroll: 0 }, model.now);
    if model.card == CardPhase::Rest {
        model.card = CardPhase::Due(model.now);
    }
}

/// The typed text has changed: messages about the old one are outdated.
pub fn edited(model: &mut Model) {
    model.dialogs.touch();
    match model.dialogs.top_mut() {
        Some(Dialog::Open { bad, .. }) => *bad = false,
        Some(Dialog::Conversation(d)) => d.mismatch = false,
        Some(Dialog::Export(d)) => d.trouble = None,
        Some(Dialog::Import(d)) => {
            // A person who types means the file.
            d.at = None;
            d.ask_anew();
        }
        Some(Dialog::ConfirmJob(d)) => d.mismatch = false,
        Some(Dialog::Triage(d)) => {
            if let Text { nothing, .. } = &mut d.step {
                *nothing = false;
            }
        }
        Some(Dialog::Remark(d)) => {
            if matches!(d.stage, SendStage::Failed(_)) {
                d.stage = SendStage::Asking;
            }
        }
        Some(Dialog::Journal(_)) => journal::filtered(model),
        _ => {}
    }
}

/// Scrolls the text being read, or moves through a choice.
pub fn motion(model: &mut Model, action: Action) {
    let page = isize::from(model.size.1.saturating_sub(6).max(1).cast_signed());
    let Some(dialog) = model.dialogs.top_mut() else {
        return;
    };
    let one = matches!(action, Action::Down | Action::Up);
    match dialog {
        Dialog::Conversation(d)
            if one && d.stage == SendStage::Asking && d.step == ConversationStep::Id =>
        {
            d.kind = match d.kind {
                ChatKind::Chat => ChatKind::Group,
                ChatKind::Group => ChatKind::Chat,
            };
        }
        Dialog::Triage(d) if matches!(d.step, Looking | Column(_)) => {
            triage::motion(d, action, page);
        }
        Dialog::Export(d) if one => d.toggle(),
        Dialog::Import(d) if one => d.choose(action == Action::Down),
        Dialog::Reference(d) if one => d.at_reason = !d.at_reason,
        Dialog::Jobs(d) if d.ask.is_none() => jobs::motion(model, action, page),
        Dialog::Journal(_) => journal::motion(model, action, page),
        _ => scroll(model, action, page),
    }
}

/// Scrolls a text.
fn scroll(model: &mut Model, action: Action, page: isize) {
    let cap = LINES + usize::from(model.size.1);
    if let Some(scroll) = model.dialogs.top_mut().and_then(Dialog::scroll) {
        // Only the view knows how many lines there are; it clamps a value that is too high.
        *scroll = match step(action, page) {
            Movement::By(rows) => scroll.saturating_add_signed(rows).min(cap),
            Movement::Top => 0,
            Movement::Bottom => cap,
        };
        return;
    }
    model.dialogs.turn(match action {
        Action::PageDown => ScrollStep::Pages(1),
        Action::PageUp => ScrollStep::Pages(-1),
        _ => match step(action, page) {
            Movement::By(lines) => ScrollStep::Lines(lines),
            Movement::Top => ScrollStep::First,
            Movement::Bottom => ScrollStep::Last,
        },
    });
}

/// Handles Enter in a field.
pub fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    match model.dialogs.top() {
        Some(Dialog::Open { input, .. }) => {
            let typed = input.value().to_owned();
            open::submit(model, &typed, out);
        }
        Some(Dialog::Remark(_)) => submit_remark(model, out),
        Some(Dialog::Conversation(_)) => submit_conversation(model, out),
        Some(Dialog::Triage(d)) if matches!(d.step, Text { .. } | Column(_)) => {
            triage::submit_text(model, out);
        }
        Some(Dialog::Triage(_)) => triage::begin(model, out),
        Some(Dialog::Export(_) | Dialog::Import(_)) => files::submit(model, out),
        Some(Dialog::Journal(_)) => journal::keep_filter(model),
        Some(Dialog::Reference(_)) => journal::submit_reference(model, out),
        Some(Dialog::Remarks(_)) => undo::begin(model, out),
        Some(Dialog::ConfirmJob(_)) => confirm_job::submit(model, out),
        _ => {}
    }
}

fn submit_remark(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Remark(d)) = model.dialogs.top() else {
        return;
    };
    let remark = d.input.value();
    if remark.chars().count() > REMARK_CAP {
        return;
    }
    let before = d.before.as_ref().map_or("", |t| t.raw());
    if d.known && remark == before {
        close(model, out);
        return;
    }
    let change = d.change();
    if model.is_answered() {
        send_from_dialog(model, change, out);
    }
}

fn submit_conversation(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Dialog::Conversation(d)) = model.dialogs.top_mut() else {
        return;
    };
    match d.step {
        ConversationStep::Id => {
            let Some(id) = typed_id(d.input.value()) else {
                d.mismatch = true;
                return;
            };
            d.peer = id;
            d.step = ConversationStep::Choice;
            let key = (d.kind, d.peer.clone());
            let seen = writes::listed(model, &key);
            if let Some(Dialog::Conversation(d)) = model.dialogs.top_mut() {
                d.seen = seen;
            }
            model.dialogs.rearm(now);
        }
        ConversationStep::Confirm if d.input.value().trim() == d.peer.shown() => {
            let change = d.change();
            if model.is_answered() {
                send_from_dialog(model, change, out);
            }
        }
        ConversationStep::Confirm => d.mismatch = true,
        ConversationStep::Choice => {}
    }
}

/// `y`: only accepted after the question has been on screen for a while.
pub fn yes(model: &mut Model, out: &mut Vec<Effect>) {
    if model.top_is(|d| matches!(d, Dialog::Triage(_))) {
        triage::begin(model, out);
        return;
    }
    if model.top_is(|d| matches!(d, Dialog::Remarks(_))) {
        undo::begin(model, out);
        return;
    }
    if !model.is_armed() {
        return;
    }
    match model.dialogs.top() {
        Some(Dialog::Remove(d)) => {
            let change = d.change();
            send_from_dialog(model, change, out);
        }
        Some(Dialog::Jobs(_)) => jobs::yes(model, out),
        Some(Dialog::ResumeOffer(_)) => unfinished::yes(model, out),
        Some(Dialog::ConfirmJob(_)) => confirm_job::begin(model, out),
        Some(Dialog::Leave) => {
            quit::quit(model, out);
        }
        _ => {}
    }
}

/// Sets whether the stored messages are deleted. Keeping them confirms the question; deleting them asks for
/// the ID.
pub fn choose_roaming(model: &mut Model, delete: bool, out: &mut Vec<Effect>) {
    let now = model.now;
    if !model.is_armed() {
        return;
    }
    if model.top_is(|d| matches!(d, Dialog::ConfirmJob(_))) {
        confirm_job::choose(model, delete, out);
        return;
    }
    let Some(Dialog::Conversation(d)) = model.dialogs.top_mut() else {
        return;
    };
    d.roaming = delete;
    d.mismatch = false;
    let change = d.change();
    let doubtful = model.is_doubtful(&change);
    let Some(Dialog::Conversation(d)) = model.dialogs.top_mut() else {
        return;
    };
    if delete || doubtful {
        d.step = ConversationStep::Confirm;
        d.input = Input::default();
        model.dialogs.rearm(now);
    } else {
        send_from_dialog(model, change, out);
    }
}

/// `r` on a failure. If nothing was changed, it retries; if the outcome is unknown, it verifies first, and
/// what was typed stays for the next decision. A refused change is not retried.
pub fn again(model: &mut Model, out: &mut Vec<Effect>) {
    match model.dialogs.top() {
        // These send no change: they read, or ask.
        Some(Dialog::Triage(_)) => return triage::check_again(model, out),
        Some(Dialog::Remarks(_)) => return undo::read_remarks(model, out),
        Some(Dialog::Jobs(_)) => return jobs::retry(model, out),
        _ => {}
    }
    // A failure appears without a key press: an `r` typed before that meant something else.
    if !model.is_armed() {
        return;
    }
    match model.dialogs.top() {
        Some(Dialog::FailedChange {
            change,
            failure,
            again: None,
        }) => match failure.class {
            FailureClass::Refused => {}
            FailureClass::Unknown => {
                let change = change.clone();
                model.dialogs.pop(model.now);
                read_truth(model, &change, out);
            }
            FailureClass::NotSent | FailureClass::Later => {
                let change = change.clone();
                send_again(model, change, out);
            }
        },
        Some(Dialog::Remove(d)) => {
            again_from(model, d.change(), &d.stage.clone(), out);
        }
        Some(Dialog::Conversation(d)) => {
            again_from(model, d.change(), &d.stage.clone(), out);
        }
        Some(Dialog::Remark(d)) => {
            // This key is only offered here for an unknown outcome; the text stays in the field.
            let change = d.change();
            if let Some(Dialog::Remark(d)) = model.dialogs.top_mut() {
                d.stage = SendStage::Asking;
            }
            model.dialogs.rearm(model.now);
            read_truth(model, &change, out);
        }
        _ => {}
    }
}

/// `e` on a failure: back to what was typed. Not if the outcome is unknown: that must be verified first.
pub fn edit_again(model: &mut Model) {
    // As for `r`: a failure appears without a key press.
    if !model.is_armed() {
        return;
    }
    let now = model.now;
    if let Some(Dialog::Conversation(d)) = model.dialogs.top_mut()
        && d.typed
    {
        d.input = Input::new(d.peer.raw().to_owned());
        d.step = ConversationStep::Id;
        d.stage = SendStage::Asking;
        model.dialogs.rearm(now);
    }
}

fn again_from(model: &mut Model, change: Change, stage: &SendStage, out: &mut Vec<Effect>) {
    let SendStage::Failed(failure) = stage else {
        return;
    };
    match failure.class {
        FailureClass::Refused => {}
        FailureClass::Unknown => {
            model.dialogs.pop(model.now);
            read_truth(model, &change, out);
        }
        FailureClass::NotSent | FailureClass::Later => send_again(model, change, out),
    }
}

/// Resends a change that was not made. A conversation that was verified as not deleted may have new messages
/// since, so that question is asked again.
fn send_again(model: &mut Model, change: Change, out: &mut Vec<Effect>) {
    let found = model.dialogs.top_mut().is_some_and(|dialog| match dialog {
        Dialog::FailedChange { failure, .. } => failure.reason == FailureReason::NotApplied,
        dialog => matches!(
            dialog.question(),
            Some((_, SendStage::Failed(why))) if why.reason == FailureReason::NotApplied
        ),
    });
    match change {
        Change::DeleteConversation {
            owner, peer, kind, ..
        } if found => {
            leave(model, out);
            writes::ask_to_delete(model, owner, kind, Some(peer));
        }
        change => send_from_dialog(model, change, out),
    }
}

/// Reads everything about the user of a change again, to verify its outcome. Opens that user if another one
/// was opened since.
fn read_truth(model: &mut Model, change: &Change, out: &mut Vec<Effect>) {
    let owner = change.owner().clone();
    unsettled::verify_again(model, change);
    open::open(model, owner.clone(), out);
    model.say(Notice::ReadingTruth(owner));
}

/// Sends the change that the top dialog is about; the dialog waits for the reply.
fn send_from_dialog(model: &mut Model, change: Change, out: &mut Vec<Effect>) {
    // Read-only may have been restored while the dialog was open.
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    if model.waiting().any(|waits| *waits == change) {
        model.say(Notice::Waits(change.target().clone()));
        return;
    }
    if model.is_under_way(&change) || model.is_in_a_job(change.owner(), change.target()) {
        // Sent from a dialog that was closed since.
        model.say(Notice::AlreadySent(change.target().clone()));
        return;
    }
    if model.is_lost(&change) {
        model.say(Notice::Unsettled(change.target().clone()));
        return;
    }
    let request = send::change(model, change, out);
    let Some(dialog) = model.dialogs.top_mut() else {
        return;
    };
    if let Dialog::FailedChange { again, .. } = dialog {
        *again = Some(request);
    } else if let Some((_, stage)) = dialog.question() {
        *stage = SendStage::Sent(request);
    }
}

/// Esc: goes back one step. A change in progress continues; a notice reports its outcome.
pub fn close(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if files::give_up(&mut model.dialogs, out) {
        model.dialogs.rearm(now);
        return;
    }
    let stays = match model.dialogs.top_mut() {
        Some(Dialog::Triage(d)) => triage::step_back(d),
        Some(Dialog::Jobs(d)) => d.ask.take().is_some(),
        Some(Dialog::ResumeOffer(d)) => std::mem::take(&mut d.discard),
        Some(Dialog::ConfirmJob(d)) => d.step_back(),
        Some(Dialog::Journal(d)) => journal::step_back(d),
        _ => false,
    };
    if stays {
        model.dialogs.rearm(now);
        return;
    }
    if model.top_is(|d| matches!(d, Dialog::ResumeOffer(_))) {
        unfinished::next(model);
        return;
    }
    if let Some(Dialog::Conversation(d)) = model.dialogs.top_mut()
        && d.stage == SendStage::Asking
        && (d.step == ConversationStep::Confirm || (d.step == ConversationStep::Choice && d.typed))
    {
        d.mismatch = false;
        if d.step == ConversationStep::Confirm {
            d.step = ConversationStep::Choice;
        } else {
            d.step = ConversationStep::Id;
            d.input = Input::new(d.peer.raw().to_owned());
        }
        model.dialogs.rearm(now);
        return;
    }
    let awaited = model.dialogs.top_mut().and_then(Dialog::awaits);
    if let Some(request) = awaited.filter(|request| model.waiting_until.contains_key(request)) {
        // Whether that was in time, the worker reports. An old notice would look like that report.
        model.notice = None;
        out.push(Effect::WithdrawChange(request));
        return leave(model, out);
    }
    let reads = model.top_is(|d| matches!(d, Dialog::Remarks(_)));
    if model.layer() == crate::keymap::Layer::Sent && !reads {
        model.say(Notice::LeftUnderWay);
    }
    leave(model, out);
}

/// Closes the topmost dialog and cancels its queries.
pub fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    match model.dialogs.pop(model.now) {
        Some(Dialog::Triage(mut d)) => triage::forget(&mut d, out),
        Some(Dialog::Journal(d)) => journal::forget(&d, out),
        Some(Dialog::Remarks(d)) => out.extend(d.asked.map(Effect::CancelQuery)),
        Some(dialog) => files::forget(&dialog, out),
        None => {}
    }
}
