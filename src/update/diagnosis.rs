//! Why messages do not reach somebody: asking about two users, reading everything about them, watching them.

use super::{copy, dialog_keys, open, reader, triage, typed_id};
use crate::dialog::triage::TriageSource;
use crate::dialog::{DiagnosisQuestion, DiagnosisView, DiagnosisWatch, Dialog};
use crate::domain::history::{HistoryEntry, HistoryFilter, HistoryQuery};
use crate::domain::job::BulkOp;
use crate::domain::{Change, ChatKind, Diagnosis, Failure, PairSide, RequestId, UserId};
use crate::i18n::Lang;
use crate::model::{Model, Notice};
use crate::msg::copy::Copied;
use crate::msg::{Action, Effect, Query};
use crate::wording::diagnosis as words;

/// The most entries of the journal that are shown.
const ENTRIES: u32 = 5;

/// Diagnoses the open user and the person under the cursor, or the one whose ID the filter looked for in vain;
/// without a person it asks for them.
pub fn about_row(model: &mut Model, out: &mut Vec<Effect>) {
    let user = model.user.as_ref().map(|user| user.id.clone());
    let person = match model.current() {
        Some((ChatKind::Chat, id)) => Some(id.clone()),
        Some((ChatKind::Group, _)) => None,
        None => model.sought_stranger(),
    };
    match (user, person) {
        (Some(user), Some(person)) if !user.is_same(&person) => show(model, [user, person], out),
        (user, _) => ask(model, [user.as_ref(), None]),
    }
}

/// Diagnoses the owner of the sheet and the row under its cursor.
pub fn about_sheet_row(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::Triage(sheet)) = model.dialogs.top() else {
        return;
    };
    // While it is read, a question may be about to appear, and Enter is meant for that.
    let is_settled = sheet.checks.is_empty() && sheet.pending_action.is_none();
    let row = sheet.rows.get(sheet.cursor);
    let users = row
        .filter(|row| is_settled && row.unusable.is_none())
        .map(|row| [sheet.owner.clone(), row.id.clone()]);
    // Enter that is held on the question before it ends there.
    let is_meant = model
        .dialogs
        .accept_confirmation(model.now, model.session.arm);
    if let Some(users) = users.filter(|_| is_meant) {
        show(model, users, out);
    }
}

/// Asks about which two users.
pub fn ask(model: &mut Model, known: [Option<&UserId>; 2]) {
    let question = Dialog::DiagnosisQuestion(DiagnosisQuestion::new(known));
    model.dialogs.push(question, model.now);
}

/// Shows the diagnosis of a sender and a recipient.
pub fn show(model: &mut Model, users: [UserId; 2], out: &mut Vec<Effect>) {
    let view = Dialog::Diagnosis(Box::new(DiagnosisView::new(users)));
    model.dialogs.push(view, model.now);
    read(model, out);
}

/// Handles a key in the question.
pub fn act_on_question(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::DiagnosisQuestion(question)) = model.dialogs.top_mut() else {
        return;
    };
    match action {
        Action::Submit => submit(model, out),
        Action::Down | Action::Up => question.at = question.at.opposite(),
        _ => dialog_keys::act(model, action, out),
    }
}

fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Dialog::DiagnosisQuestion(question)) = model.dialogs.top_mut() else {
        return;
    };
    let [user, other] = [0, 1].map(|n: usize| typed_id(question.inputs[n].value()));
    let (Some(user), Some(other)) = (user.clone(), other) else {
        let bad = if user.is_none() {
            PairSide::User
        } else {
            PairSide::Other
        };
        // An empty second field is what comes next, not a mistake.
        let is_next = bad == PairSide::Other && question.at == PairSide::User;
        question.at = bad;
        question.bad = (!is_next).then_some(bad);
        return;
    };
    if user.is_same(&other) {
        question.same = true;
        return;
    }
    model.dialogs.pop(model.now);
    // Asked from a diagnosis, the new one takes its place.
    if model.top_is(|dialog| matches!(dialog, Dialog::Diagnosis(_))) {
        dialog_keys::close(model, out);
    }
    show(model, [user, other], out);
}

/// Handles a key in the diagnosis.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(view) = top_mut(model) else {
        return;
    };
    let users = view.users.clone();
    match action {
        Action::Swap => {
            view.swap();
            // The reply on its way would say which user is which the old way round.
            if view.asked.is_some() {
                read(model, out);
            }
        }
        // Held down, it asks once.
        Action::Refresh if view.asked.is_some() => {}
        Action::Refresh => read(model, out),
        Action::Watch => toggle_watch(model),
        Action::Diagnose => ask(model, [Some(&users[0]), Some(&users[1])]),
        Action::OpenRow => {
            let [_, recipient] = users;
            dialog_keys::close(model, out);
            open::open(model, recipient, out);
        }
        Action::Unblock => unblock(model, out),
        Action::AddFriend => {
            let [owner, friend] = users;
            change(model, owner, friend, BulkOp::AddFriend, out);
        }
        Action::Copy => copy_reply(model, model.lang, out),
        Action::CopyLine => copy_reply(model, model.lang.other(), out),
        action if action.is_movement() => reader::scroll(model, action),
        _ => dialog_keys::act(model, action, out),
    }
}

/// Takes the sender off the recipient's blocklist.
fn unblock(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(view) = top_mut(model) else {
        return;
    };
    let [sender, recipient] = view.users.clone();
    if view.is_blocked() == Some(false) {
        model.say(Notice::NotBlocked(sender));
    } else {
        change(model, recipient, sender, BulkOp::Unblock, out);
    }
}

/// Opens the question about a change. It may be about somebody else's lists than those on screen, so it is never
/// made at once.
fn change(model: &mut Model, owner: UserId, target: UserId, op: BulkOp, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
    } else {
        triage::open_with(model, owner, TriageSource::Diagnosis, vec![target], op, out);
    }
}

/// Copies what to tell the customer, if that is known.
fn copy_reply(model: &mut Model, lang: Lang, out: &mut Vec<Effect>) {
    let Some(Dialog::Diagnosis(view)) = model.dialogs.top() else {
        return;
    };
    match words::reply(lang, view) {
        Some(reply) => copy::copy(model, Copied::Reply, reply, out),
        None => model.say(Notice::NoReply),
    }
}

fn toggle_watch(model: &mut Model) {
    let now = model.now;
    let Some(view) = top_mut(model) else {
        return;
    };
    if view.watch.take().is_none() {
        view.watch = Some(DiagnosisWatch::begin(now));
        view.changed = None;
    }
}

/// Reads everything about the two again, and what the journal has about them.
fn read(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(users) = top_mut(model).map(|view| view.users.clone()) {
        read_where(model, |view| view.users == users, out);
    }
}

/// The same for the open diagnosis that is wanted, if there is one.
fn read_where(
    model: &mut Model,
    is_wanted: impl Fn(&DiagnosisView) -> bool,
    out: &mut Vec<Effect>,
) {
    let (request, history) = (model.next_request(), model.next_request());
    let view = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Diagnosis(view) if is_wanted(view) => Some(view),
        _ => None,
    });
    let Some(view) = view else {
        return;
    };
    out.extend(view.queries().into_iter().map(Effect::CancelQuery));
    view.asked = Some(request);
    view.history_asked = Some(history);
    out.push(Effect::Query(request, Query::Diagnosis(view.users.clone())));
    let about = HistoryQuery {
        filter: HistoryFilter {
            users: view.users.to_vec(),
            ..HistoryFilter::default()
        },
        limit: ENTRIES,
        ..HistoryQuery::default()
    };
    out.push(Effect::Query(history, Query::Journal(about)));
}

/// Reads a watched diagnosis again when its time has come.
pub fn watch(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let is_due = |view: &DiagnosisView| {
        view.asked.is_none() && view.watch.is_some_and(|watch| now >= watch.next)
    };
    if model.top_is(|dialog| matches!(dialog, Dialog::Diagnosis(view) if is_due(view))) {
        read(model, out);
    }
}

/// A change was made, or may have been: a diagnosis of its users is outdated.
pub fn changed(model: &mut Model, change: &Change, out: &mut Vec<Effect>) {
    let (owner, target) = (change.owner().clone(), change.target().clone());
    let is_about = |view: &DiagnosisView| view.is_about(&owner, &target);
    read_where(model, is_about, out);
}

/// Takes in what was read about two users.
pub fn received(model: &mut Model, request: RequestId, read: &Diagnosis) {
    let now = model.now;
    let view = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Diagnosis(view) if view.asked == Some(request) => Some(view),
        _ => None,
    });
    let Some(view) = view else {
        return;
    };
    let users = view.users.clone();
    let changed = view.receive(request, read.clone(), now);
    // It is about the open user, too.
    if let Some(user) = model.user.as_mut() {
        for side in [PairSide::User, PairSide::Other] {
            if user.id == *side.of(&users) {
                user.learn_relation(side.opposite().of(&users), read.relation(side), request);
            }
        }
    }
    if changed {
        model.say(Notice::VerdictChanged(users, read.verdicts()));
    }
}

/// Takes in what the journal has about the two users of a diagnosis. `false` if none has asked.
pub fn receive_history(
    model: &mut Model,
    request: RequestId,
    entries: &Result<Vec<HistoryEntry>, Failure>,
) -> bool {
    for dialog in model.dialogs.iter_mut() {
        if let Dialog::Diagnosis(view) = dialog
            && view.history_asked == Some(request)
        {
            view.history_asked = None;
            view.history = Some(entries.clone());
            return true;
        }
    }
    false
}

fn top_mut(model: &mut Model) -> Option<&mut DiagnosisView> {
    let Some(Dialog::Diagnosis(view)) = model.dialogs.top_mut() else {
        return None;
    };
    Some(view)
}
