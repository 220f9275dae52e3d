//! Opens the sheet: for a paste, for a text that is typed, for a selection, or for known IDs.

use super::lists::note_listed_states;
use super::reading::check;
use super::top_mut;
use crate::dialog::Dialog;
use crate::dialog::triage::{Triage, TriageSource, TriageStep};
use crate::domain::UserId;
use crate::domain::job::BulkOp;
use crate::model::{Model, Notice};
use crate::msg::Effect;
use crate::text::id_finder::{LimitPassed, TextTooLong};

/// The most characters that a sheet accepts from one paste: a few thousand IDs with the text around them.
pub const TEXT_CAP: usize = 200_000;
/// The most IDs on a sheet.
const IDS_CAP: usize = 20_000;

/// Handles a paste outside of any field.
pub fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let Some(owner) = model.require_user() else {
        return;
    };
    match Triage::of_text(owner, text, None) {
        Ok(sheet) => open(model, sheet, out),
        Err(limit) => model.say(Notice::TooMuch(limit)),
    }
}

/// Asks for the IDs, with a proposal if there is one; the action may be known already.
pub fn ask(model: &mut Model, wanted: Option<BulkOp>, proposed: String) {
    let Some(owner) = model.require_user() else {
        return;
    };
    let sheet = Triage::to_type(owner, wanted, proposed);
    model
        .dialogs
        .push(Dialog::Triage(Box::new(sheet)), model.now);
}

/// Opens a sheet of known IDs, with the requested action.
pub fn open_with(
    model: &mut Model,
    owner: UserId,
    source: TriageSource,
    ids: Vec<UserId>,
    act: BulkOp,
    out: &mut Vec<Effect>,
) {
    open(model, Triage::of_ids(owner, source, ids, act), out);
}

/// Opens a sheet, if there is anybody on it, and reads what it does not know.
pub fn open(model: &mut Model, mut sheet: Triage, out: &mut Vec<Effect>) {
    sheet.read_at = model.now;
    if let Some(why) = refusal(&sheet) {
        model.say(why);
        return;
    }
    model
        .dialogs
        .push(Dialog::Triage(Box::new(sheet)), model.now);
    note_listed_states(model);
    check(model, out);
}

/// Why a sheet is not shown: there is nobody on it, or too many.
fn refusal(sheet: &Triage) -> Option<Notice> {
    if sheet.is_empty() {
        return Some(Notice::NoIds);
    }
    let n = sheet.rows.len();
    let limit = LimitPassed::new(n, IDS_CAP);
    (n > IDS_CAP).then_some(Notice::TooMuch(TextTooLong::Ids(limit)))
}

/// Handles Enter in the text, or at a column: shows its IDs.
pub fn submit_text(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(dialog) = top_mut(model) else {
        return;
    };
    let (text, column) = match &dialog.step {
        TriageStep::Text { input, .. } => (input.value(), None),
        TriageStep::Column(ask) => (ask.text.as_str(), ask.place()),
        TriageStep::Reviewing | TriageStep::Confirming(_) => return,
    };
    let mut sheet = match Triage::of_text(dialog.owner.clone(), text, column) {
        Ok(sheet) => sheet,
        Err(limit) => return model.say(Notice::TooMuch(limit)),
    };
    if dialog.pending_action.is_some() {
        sheet.take_whole(text);
    }
    if let Some(why) = refusal(&sheet) {
        match (&mut dialog.step, why) {
            (TriageStep::Text { nothing, .. }, Notice::NoIds) => *nothing = true,
            (_, why) => model.say(why),
        }
        return;
    }
    // What was typed before the question appeared does not answer it.
    if column.is_some() && !model.accept_confirmation() {
        return;
    }
    let Some(dialog) = top_mut(model) else {
        return;
    };
    *dialog = Triage {
        pending_action: dialog.pending_action,
        source: std::mem::replace(&mut dialog.source, TriageSource::Text),
        ..sheet
    };
    model.dialogs.rearm(model.now);
    note_listed_states(model);
    check(model, out);
}
