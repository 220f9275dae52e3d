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
    if sheet.is_empty() {
        model.say(Notice::NoIds);
        return;
    }
    if let Some(limit) = too_many(&sheet) {
        model.say(Notice::TooMuch(limit));
        return;
    }
    model
        .dialogs
        .push(Dialog::Triage(Box::new(sheet)), model.now);
    note_listed_states(model);
    check(model, out);
}

fn too_many(sheet: &Triage) -> Option<TextTooLong> {
    let n = sheet.rows.len();
    (n > IDS_CAP).then(|| TextTooLong::Ids(LimitPassed::new(n, IDS_CAP)))
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
    if sheet.is_empty() {
        match &mut dialog.step {
            TriageStep::Text { nothing, .. } => *nothing = true,
            TriageStep::Column(_) | TriageStep::Reviewing | TriageStep::Confirming(_) => {
                model.say(Notice::NoIds);
            }
        }
        return;
    }
    if let Some(limit) = too_many(&sheet) {
        model.say(Notice::TooMuch(limit));
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
