//! Reads the accounts of the IDs on the sheet: it costs one call each, so they are only read on request.

use super::question::ask_when_known;
use super::top_mut;
use crate::dialog::Dialog;
use crate::dialog::triage::{AccountReading, Triage};
use crate::domain::{Account, AccountStatus, Failure, RequestId};
use crate::model::Model;
use crate::msg::{Effect, Query};
use crate::update::learn_states;

/// The most reads in progress at once: more would only wait for the rate limits.
const AT_ONCE: usize = 8;

/// Up to this number, accounts are read without a request: it costs one call each.
const FEW: usize = 20;

/// Reads the accounts of all selected IDs, if they are few. `true` while it does.
pub fn read_few(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(dialog) = top_mut(model) else {
        return false;
    };
    let unread = dialog.accounts_to_read();
    if matches!(dialog.accounts, AccountReading::Going(_)) {
        return unread > 0;
    }
    if !(1..=FEW).contains(&unread) {
        return false;
    }
    dialog.accounts = AccountReading::Going(Vec::new());
    read_more(model, out);
    true
}

/// `c`: first shows how many calls that takes; a second time: reads; while it is reading: stops.
pub fn read(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    match &dialog.accounts {
        AccountReading::Not if dialog.unread_accounts() > 0 => {
            dialog.accounts = AccountReading::CostShown;
        }
        AccountReading::Not => {}
        AccountReading::CostShown => {
            dialog.accounts = AccountReading::Going(Vec::new());
            read_more(model, out);
        }
        AccountReading::Going(_) => {
            stop(dialog, out);
            // The action that was waiting for them must be chosen again.
            dialog.pending_action = None;
        }
    }
}

/// Stops reading; what is known stays.
fn stop(dialog: &mut Triage, out: &mut Vec<Effect>) {
    let reading = std::mem::take(&mut dialog.accounts);
    out.extend(reading.queries().map(Effect::CancelQuery));
}

/// Sends the next queries.
fn read_more(model: &mut Model, out: &mut Vec<Effect>) {
    // A sheet under another dialog continues, too.
    let mut dialogs = std::mem::take(&mut model.dialogs);
    for dialog in dialogs.iter_mut() {
        let Dialog::Triage(dialog) = dialog else {
            continue;
        };
        let AccountReading::Going(asked) = &mut dialog.accounts else {
            continue;
        };
        let going: Vec<_> = asked.iter().map(|(_, id)| id.clone()).collect();
        let unread = dialog.rows.iter().filter(|e| e.wants_account());
        let free = unread.filter(|e| !going.contains(&e.id));
        for row in free.take(AT_ONCE.saturating_sub(going.len())) {
            let request = model.next_request();
            out.push(Effect::Query(request, Query::Account(row.id.clone())));
            asked.push((request, row.id.clone()));
        }
        if asked.is_empty() {
            dialog.accounts = AccountReading::Not;
        }
    }
    model.dialogs = dialogs;
}

/// Handles the reply about an account. `false` if no sheet is waiting for it.
pub fn receive_account(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Account, Failure>,
    out: &mut Vec<Effect>,
) -> bool {
    let mut read = None;
    for dialog in model.dialogs.iter_mut() {
        let Dialog::Triage(dialog) = dialog else {
            continue;
        };
        let AccountReading::Going(asked) = &mut dialog.accounts else {
            continue;
        };
        let Some(place) = asked.iter().position(|(asked, _)| *asked == request) else {
            continue;
        };
        let (_, id) = asked.remove(place);
        let account = AccountStatus::of(answer);
        for row in dialog.rows.iter_mut().filter(|e| e.id == id) {
            row.account = Some(account);
        }
        read = Some(id);
    }
    if let Some(id) = &read {
        learn_states::account(model, id, answer, request);
        read_more(model, out);
        ask_when_known(model);
    }
    read.is_some()
}
