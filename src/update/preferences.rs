//! What is changed about the screen while rosterm runs: at once, and remembered.

use strum::VariantArray;

use super::dialog_keys;
use crate::dialog::Dialog;
use crate::domain::PreferenceProblem;
use crate::model::{Model, Notice};
use crate::msg::{Action, Effect};
use crate::preferences::{Preference, PreferenceChange};

/// Shows what can be changed.
pub fn open(model: &mut Model) {
    model.dialogs.push(Dialog::Preferences(0), model.now);
}

/// Handles a key.
pub fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    let Some(Dialog::Preferences(place)) = model.dialogs.top_mut() else {
        return;
    };
    let last = Preference::VARIANTS.len() - 1;
    let chosen = Preference::VARIANTS.get(*place).copied();
    match action {
        Action::Down if *place == last => *place = 0,
        Action::Down => *place += 1,
        Action::Up => *place = place.checked_sub(1).unwrap_or(last),
        Action::Top | Action::PageUp | Action::HalfUp => *place = 0,
        Action::Bottom | Action::PageDown | Action::HalfDown => *place = last,
        Action::NextPane | Action::PreviousPane => {
            if let Some(which) = chosen {
                step(model, which, action == Action::NextPane, out);
            }
        }
        _ => dialog_keys::act(model, action, out),
    }
}

/// Changes a preference to its next value, or to the previous one.
pub fn step(model: &mut Model, which: Preference, forward: bool, out: &mut Vec<Effect>) {
    let change = model.preferences.step(which, forward);
    apply(model, change, out);
}

/// Switches to the other language.
pub fn switch_language(model: &mut Model, out: &mut Vec<Effect>) {
    let other = model.lang.other();
    apply(model, PreferenceChange::Language(Some(other)), out);
}

fn apply(model: &mut Model, change: PreferenceChange, out: &mut Vec<Effect>) {
    model.preferences.apply(change);
    model.lang = model.preferences.language.unwrap_or(model.automatic_lang);
    out.push(Effect::Prefer(change));
}

/// Says what is wrong with what is remembered; that it cannot be written, only once.
pub fn failed(model: &mut Model, problem: PreferenceProblem) {
    let is_unsaved = matches!(problem, PreferenceProblem::Unsaved(_));
    if is_unsaved && std::mem::replace(&mut model.preferences_failed, true) {
        return;
    }
    model.say(Notice::Preferences(problem));
}
