//! Opening users: by ID, from a row, previous and next.

use tui_input::Input;

use super::{dialog_keys, lists, typed_id};
use crate::dialog::{Dialog, OpenDialog, OpenProblem};
use crate::domain::history::{HistoryEntry, HistoryQuery};
use crate::domain::{Account, ChatKind, Failure, ListKind, RequestId, UserId};
use crate::model::{CardPhase, Model, Notice, OpenUser, UserSuggestion, suggestions};
use crate::msg::{Action, Effect, Query};
use crate::on_list;
use crate::paged::LoadPhase;

/// How many entries of the journal are asked for the users that they are about.
const RECENT_ENTRIES: u32 = 100;

/// Opens a user and requests everything concurrently.
pub fn open(model: &mut Model, id: UserId, out: &mut Vec<Effect>) {
    open_with(model, id, None, out);
}

/// The same; the account may have been read already.
fn open_with(
    model: &mut Model,
    id: UserId,
    account: Option<(RequestId, Account)>,
    out: &mut Vec<Effect>,
) {
    if model.user.as_ref().is_some_and(|u| u.id == id) {
        refresh_all(model, out);
        return;
    }
    forget(model, out);
    model.put_away();
    model.forward.clear();
    let mut user = OpenUser::new(id);
    let is_known = account.is_some();
    if let Some((request, account)) = account {
        user.account.known = Some(Ok(account));
        user.account.read_by = Some(request);
    }
    model.user = Some(Box::new(user));
    model.under_cursor = None;
    read_facts(model, !is_known, out);
}

/// Reads everything about the user again; what is on screen stays until the replies.
pub fn refresh_all(model: &mut Model, out: &mut Vec<Effect>) {
    read_facts(model, true, out);
    for pane in ListKind::ALL {
        lists::reload(model, pane, out);
    }
}

/// Reads the totals and the card again, and the account if it is wanted. What is known stays on screen until the
/// replies.
fn read_facts(model: &mut Model, account: bool, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let Some(user) = model.user.as_mut() else {
        return;
    };
    if account {
        out.extend(user.account.asked.replace(request).map(Effect::CancelQuery));
        out.push(Effect::Query(request, Query::Account(user.id.clone())));
    }
    // What is known stays; the cards query it again.
    user.reread = Some(request);
    if let CardPhase::Asked(late) = std::mem::replace(&mut model.card, CardPhase::Due(model.now)) {
        out.push(Effect::CancelQuery(late));
    }
    lists::read_total(model, ListKind::Friends, out);
    lists::read_total(model, ListKind::Blocks, out);
}

/// Opens the person under the cursor as the user.
pub fn open_row(model: &mut Model, out: &mut Vec<Effect>) {
    match model.current() {
        None => model.say(Notice::NoRow),
        Some((ChatKind::Group, id)) => {
            let id = id.clone();
            model.say(Notice::IsGroup(id));
        }
        Some((ChatKind::Chat, id)) => {
            let id = id.clone();
            open(model, id, out);
        }
    }
}

/// Asks which user to open.
pub fn ask_id(model: &mut Model, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let newest = HistoryQuery {
        by_job: true,
        limit: RECENT_ENTRIES,
        ..HistoryQuery::default()
    };
    out.push(Effect::Query(request, Query::Journal(newest)));
    let dialog = OpenDialog {
        journal_asked: Some(request),
        ..OpenDialog::default()
    };
    model.dialogs.push(Dialog::Open(dialog), model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::Open(dialog)) = model.dialogs.top() else {
        return;
    };
    match action {
        Action::Submit => submit(model, out),
        Action::OpenRow => {
            if let Some(id) = dialog.unread().cloned() {
                dialog_keys::close(model, out);
                open(model, id, out);
            }
        }
        Action::Down => choose(model, true),
        Action::Up => choose(model, false),
        Action::Complete => complete(model),
        Action::Escape if dialog.asked.is_some() => {
            let asked = top_mut(model).and_then(|dialog| dialog.asked.take());
            dialog_keys::cancel_or_close(model, asked.map(|(request, _)| request), out);
        }
        _ => dialog_keys::act(model, action, out),
    }
}

fn top_mut(model: &mut Model) -> Option<&mut OpenDialog> {
    match model.dialogs.top_mut() {
        Some(Dialog::Open(dialog)) => Some(dialog),
        _ => None,
    }
}

/// The place of the chosen suggestion, and all of them.
fn chosen(model: &Model) -> (Option<usize>, Vec<UserSuggestion>) {
    let Some(Dialog::Open(dialog)) = model.dialogs.top() else {
        return (None, Vec::new());
    };
    let all = suggestions(model, dialog);
    let chosen = dialog.chosen.as_ref();
    let place = chosen.and_then(|id| all.iter().position(|row| row.id == *id));
    (place, all)
}

/// Chooses the next suggestion, or the previous one; before the first is the field.
fn choose(model: &mut Model, forward: bool) {
    let (place, all) = chosen(model);
    let next = match (place, forward) {
        (None, true) => Some(0),
        (None, false) => None,
        (Some(place), true) => Some((place + 1).min(all.len().saturating_sub(1))),
        (Some(place), false) => place.checked_sub(1),
    };
    let id = next.and_then(|next| all.into_iter().nth(next));
    if let Some(dialog) = top_mut(model) {
        dialog.chosen = id.map(|row| row.id);
        dialog.problem = None;
    }
}

/// Takes the chosen suggestion, or the first one, into the field.
fn complete(model: &mut Model) {
    let (place, all) = chosen(model);
    if let Some(row) = all.into_iter().nth(place.unwrap_or(0))
        && let Some(dialog) = top_mut(model)
    {
        dialog.input = Input::new(row.id.raw().to_owned());
        dialog.edited();
    }
}

/// Asks for the account of the chosen user, or of the one whose ID was typed: the user on screen stays until it is known
/// that there is one.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let (place, mut all) = chosen(model);
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let id = match place {
        Some(place) => Some(all.swap_remove(place).id),
        None => typed_id(dialog.input.value()),
    };
    dialog.problem = None;
    let Some(id) = id else {
        dialog.problem = Some(OpenProblem::Invalid);
        return;
    };
    if model.user.as_ref().is_some_and(|user| user.id == id) {
        dialog_keys::close(model, out);
        open(model, id, out);
        return;
    }
    let request = model.next_request();
    if let Some(dialog) = top_mut(model) {
        dialog.asked = Some((request, id.clone()));
        out.push(Effect::Query(request, Query::Account(id)));
    }
}

/// Takes the account of a user to open: `false` if it was not asked for here.
pub fn receive_account(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Account, Failure>,
    out: &mut Vec<Effect>,
) -> bool {
    let Some((dialog, id)) = dialogs(model).find_map(|dialog| {
        let (_, id) = dialog
            .asked
            .as_ref()
            .filter(|(asked, _)| *asked == request)?;
        let id = id.clone();
        Some((dialog, id))
    }) else {
        return false;
    };
    match answer {
        Ok(account) => {
            out.extend(dialog.journal_asked.map(Effect::CancelQuery));
            model
                .dialogs
                .retain(model.now, |dialog| !matches!(dialog, Dialog::Open(_)));
            open_with(model, id, Some((request, account.clone())), out);
        }
        Err(why) => {
            dialog.asked = None;
            dialog.problem = Some(OpenProblem::Account(id, why.clone()));
            model.dialogs.rearm_unprompted(model.now);
        }
    }
    true
}

/// Takes the newest entries of the journal: `false` if they were not asked for here. If they cannot be read, there are
/// fewer suggestions; the journal itself says why.
pub fn receive_history(
    model: &mut Model,
    request: RequestId,
    entries: &Result<Vec<HistoryEntry>, Failure>,
) -> bool {
    let Some(dialog) = dialogs(model).find(|dialog| dialog.journal_asked == Some(request)) else {
        return false;
    };
    dialog.journal_asked = None;
    for id in entries.iter().flatten().map(HistoryEntry::owner) {
        if !dialog.recorded.contains(id) {
            dialog.recorded.push(id.clone());
        }
    }
    true
}

fn dialogs(model: &mut Model) -> impl Iterator<Item = &mut OpenDialog> {
    model.dialogs.iter_mut().filter_map(|dialog| match dialog {
        Dialog::Open(dialog) => Some(dialog),
        _ => None,
    })
}

/// Opens the previous user.
pub fn back(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(before) = model.back.pop_back() else {
        model.say(Notice::NoOtherUser);
        return;
    };
    forget(model, out);
    let left = come_back(model, before, out);
    model.forward.extend(left);
}

/// Opens the next user.
pub fn forward(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(after) = model.forward.pop() else {
        model.say(Notice::NoOtherUser);
        return;
    };
    forget(model, out);
    let left = come_back(model, after, out);
    model.back.extend(left);
}

/// What was on screen before is shown at once, with the cursor where it was; since it may be outdated, it is read again.
/// Returns the user who was left.
fn come_back(model: &mut Model, to: Box<OpenUser>, out: &mut Vec<Effect>) -> Option<Box<OpenUser>> {
    let focus = std::mem::replace(&mut model.focus, to.focus);
    let mut left = model.user.replace(to);
    if let Some(left) = &mut left {
        left.focus = focus;
    }
    model.under_cursor = None;
    model.filter = None;
    read_facts(model, true, out);
    for pane in [ListKind::Friends, ListKind::Blocks] {
        lists::reload(model, pane, out);
    }
    // The service allows five reads of the conversations a minute, so what was read stays.
    let stale = model.user.as_ref().is_some_and(|u| {
        u.conversations.is_untouched() || matches!(u.conversations.phase(), LoadPhase::Failed(_))
    });
    if stale {
        lists::reload(model, ListKind::Conversations, out);
    }
    left
}

/// Cancels the queries about the open user, and closes the notice about that user.
fn forget(model: &mut Model, out: &mut Vec<Effect>) {
    model.filter = None;
    model.hide_notice();
    if let CardPhase::Asked(request) = std::mem::replace(&mut model.card, CardPhase::Rest) {
        out.push(Effect::CancelQuery(request));
    }
    let Some(user) = model.user.as_mut() else {
        return;
    };
    for pane in ListKind::ALL {
        on_list!(user.list(pane), list => {
            out.extend(list.abandon().map(Effect::CancelQuery));
            list.stop();
        });
    }
    let facts = [
        user.account.asked.take(),
        user.friend_ids.asked.take(),
        user.block_ids.asked.take(),
    ];
    out.extend(facts.into_iter().flatten().map(Effect::CancelQuery));
}
