//! Opening users: by ID, from a row, previous and next.

use tui_input::Input;

use super::{dialog_keys, lists, typed_id};
use crate::dialog::Dialog;
use crate::domain::{ChatKind, ListKind, UserId};
use crate::model::{CardPhase, Model, Notice, OpenUser};
use crate::msg::{Action, Effect, Query};
use crate::on_list;
use crate::paged::LoadPhase;

/// Opens a user and requests everything concurrently.
pub fn open(model: &mut Model, id: UserId, out: &mut Vec<Effect>) {
    if model.user.as_ref().is_some_and(|u| u.id == id) {
        refresh_all(model, out);
        return;
    }
    forget(model, out);
    model.put_away();
    model.forward.clear();
    model.user = Some(Box::new(OpenUser::new(id)));
    model.under_cursor = None;
    read_facts(model, out);
}

/// Reads everything about the user again; what is on screen stays until the replies.
pub fn refresh_all(model: &mut Model, out: &mut Vec<Effect>) {
    read_facts(model, out);
    for pane in ListKind::ALL {
        lists::reload(model, pane, out);
    }
}

/// Reads the account, the totals and the card again. What is known stays on screen until the replies.
fn read_facts(model: &mut Model, out: &mut Vec<Effect>) {
    let request = model.next_request();
    let Some(user) = model.user.as_mut() else {
        return;
    };
    out.extend(user.account.asked.replace(request).map(Effect::CancelQuery));
    out.push(Effect::Query(request, Query::Account(user.id.clone())));
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
pub fn ask_id(model: &mut Model) {
    let dialog = Dialog::Open {
        input: Input::default(),
        bad: false,
    };
    model.dialogs.push(dialog, model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match (action, model.dialogs.top()) {
        (Action::Submit, Some(Dialog::Open { input, .. })) => {
            let typed = input.value().to_owned();
            submit(model, &typed, out);
        }
        _ => dialog_keys::act(model, action, out),
    }
}

/// Opens the user whose ID was typed.
fn submit(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    match typed_id(typed) {
        Some(id) => {
            model.dialogs.pop(model.now);
            open(model, id, out);
        }
        None => {
            if let Some(Dialog::Open { bad, .. }) = model.dialogs.top_mut() {
                *bad = true;
            }
        }
    }
}

/// Opens the previous user.
pub fn back(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(before) = model.back.pop_back() else {
        model.say(Notice::NoOtherUser);
        return;
    };
    forget(model, out);
    model.forward.extend(model.user.replace(before));
    come_back(model, out);
}

/// Opens the next user.
pub fn forward(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(after) = model.forward.pop() else {
        model.say(Notice::NoOtherUser);
        return;
    };
    forget(model, out);
    model.back.extend(model.user.replace(after));
    come_back(model, out);
}

/// What was on screen before is shown at once; since it may be outdated, it is read again.
fn come_back(model: &mut Model, out: &mut Vec<Effect>) {
    model.under_cursor = None;
    model.filter = None;
    read_facts(model, out);
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
