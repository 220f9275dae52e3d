//! The update function of the setup screen: how a message changes the model, and which effects follow. Total
//! and pure.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::backend::crossterm::to_input_request;

use super::keys::{self, SetUpKey};
use super::pasted;
use super::{
    FormField, LangChoice, ProfileDraft, SecretKind, SetUp, SetUpNote, SetUpPhase, SetUpResult,
    view,
};
use crate::domain::{Environment, RequestId};
use crate::i18n::Lang;
use crate::keymap::{self, KeyWeight};
use crate::profile::CheckFinding;
use crate::text::Text;

/// Lines that a page key scrolls.
const PAGE: isize = 5;

/// A message. Must not be printed: it may contain a typed secret.
pub enum SetUpMsg {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
    /// Keys came too fast to be typed by hand, and did nothing.
    TooFast,
    /// An unfinished paste was discarded.
    PasteDropped,
    /// The terminal's size.
    Resize(u16, u16),
    /// A step of the check has a result.
    Found(RequestId, CheckFinding),
    /// The check has ended; whether it passed.
    Checked(RequestId, bool),
    /// The profile was written, or why not.
    Saved(Result<(), Text>),
    /// The terminal or the system ends the program.
    Terminate,
}

/// An effect for the runtime to perform.
#[derive(Debug)]
pub enum SetUpEffect {
    /// Check this profile.
    Check(RequestId, Box<ProfileDraft>),
    /// Cancel the check.
    Forget,
    /// Write this profile.
    Save(Box<ProfileDraft>),
    /// Redraw everything.
    Redraw,
    /// Stop under the shell.
    Suspend,
}

/// Applies a message to the model, and returns the effects to perform.
pub fn update(model: &mut SetUp, msg: SetUpMsg) -> Vec<SetUpEffect> {
    match msg {
        SetUpMsg::Key(event) => key(model, event),
        SetUpMsg::Paste(text) => paste(model, &text),
        SetUpMsg::TooFast => say(model, SetUpNote::TooFast),
        SetUpMsg::PasteDropped => say(model, SetUpNote::PasteDropped),
        SetUpMsg::Resize(columns, rows) => {
            model.size = (columns, rows);
            model.scroll = 0;
            Vec::new()
        }
        SetUpMsg::Found(request, finding) => {
            if model.phase == SetUpPhase::Checking(request) {
                model.findings.push(finding);
                model.scroll = 0;
            }
            Vec::new()
        }
        SetUpMsg::Checked(request, good) => {
            if model.phase == SetUpPhase::Checking(request) {
                model.phase = if good {
                    SetUpPhase::Passed
                } else {
                    SetUpPhase::Failed
                };
                // A program that was run for the secret may have written over the screen.
                return vec![SetUpEffect::Redraw];
            }
            Vec::new()
        }
        SetUpMsg::Saved(Ok(())) => end(model, SetUpResult::Saved),
        SetUpMsg::Saved(Err(why)) => {
            model.phase = SetUpPhase::Passed;
            model.note = Some(SetUpNote::NotSaved(why));
            Vec::new()
        }
        SetUpMsg::Terminate => end(model, SetUpResult::Left),
    }
}

/// What a key would do before its effect can be seen.
pub fn weigh(model: &SetUp, event: KeyEvent) -> KeyWeight {
    let field = model.focus;
    let has_field = model.form.input(field).is_some() || model.form.is_hidden(field);
    match keys::resolve(event) {
        Some(SetUpKey::Go) if has_field => KeyWeight::Line,
        Some(
            SetUpKey::Next
            | SetUpKey::Previous
            | SetUpKey::Language
            | SetUpKey::Down
            | SetUpKey::Up
            | SetUpKey::Redraw,
        ) => KeyWeight::Light,
        Some(
            SetUpKey::Go | SetUpKey::Sandbox | SetUpKey::Try | SetUpKey::Leave | SetUpKey::Suspend,
        ) => KeyWeight::Heavy,
        None if has_field => KeyWeight::Text,
        // It changes the choice.
        None if keymap::typed(event) == Some(' ') => KeyWeight::Mark,
        None => KeyWeight::Nothing,
    }
}

fn end(model: &mut SetUp, ended: SetUpResult) -> Vec<SetUpEffect> {
    model.ended = Some(ended);
    vec![SetUpEffect::Forget]
}

fn key(model: &mut SetUp, event: KeyEvent) -> Vec<SetUpEffect> {
    let Some(key) = keys::resolve(event) else {
        model.scroll = 0;
        return typed(model, event);
    };
    let warned = model.note == Some(SetUpNote::AgainToLeave);
    match key {
        // While the profile is being written, nothing can be changed and the screen cannot be left.
        _ if model.phase == SetUpPhase::Saving => {}
        SetUpKey::Down => scroll(model, PAGE),
        SetUpKey::Up => scroll(model, -PAGE),
        SetUpKey::Redraw => return vec![SetUpEffect::Redraw],
        SetUpKey::Suspend => return vec![SetUpEffect::Suspend],
        SetUpKey::Next | SetUpKey::Previous => {
            model.note = None;
            model.scroll = 0;
            model.at_fields = true;
            model.focus = model.form.next(model.focus, key == SetUpKey::Previous);
        }
        SetUpKey::Language => {
            let other = match model.lang {
                Lang::En => Lang::ZhCn,
                Lang::ZhCn => Lang::En,
            };
            model.form.lang = LangChoice::Named(other);
            model.lang = other;
        }
        SetUpKey::Sandbox if model.context.first_run => return end(model, SetUpResult::Sandbox),
        SetUpKey::Sandbox => {}
        SetUpKey::Leave if matches!(model.phase, SetUpPhase::Checking(_)) => return forget(model),
        SetUpKey::Leave if model.touched && !warned => model.note = Some(SetUpNote::AgainToLeave),
        SetUpKey::Leave => return end(model, SetUpResult::Left),
        SetUpKey::Go if model.phase == SetUpPhase::Passed => return save(model),
        SetUpKey::Go | SetUpKey::Try => return start_check(model),
    }
    Vec::new()
}

fn scroll(model: &mut SetUp, lines: isize) {
    let (first, last) = view::scroll_range(model);
    model.scroll = (model.scroll + lines).clamp(first, last);
}

/// The profile in the form; if a field is invalid, focuses that instead.
fn checked(model: &mut SetUp) -> Option<Box<ProfileDraft>> {
    model.scroll = 0;
    match ProfileDraft::of(model) {
        Ok(draft) => {
            model.note = None;
            Some(Box::new(draft))
        }
        Err((field, fault)) => {
            model.focus = field;
            model.at_fields = true;
            model.note = Some(SetUpNote::Fault(field, fault));
            None
        }
    }
}

fn start_check(model: &mut SetUp) -> Vec<SetUpEffect> {
    if matches!(model.phase, SetUpPhase::Checking(_)) {
        return Vec::new();
    }
    let Some(draft) = checked(model) else {
        return Vec::new();
    };
    let request = model.next_request();
    model.findings.clear();
    model.at_fields = false;
    model.phase = SetUpPhase::Checking(request);
    vec![SetUpEffect::Check(request, draft)]
}

fn save(model: &mut SetUp) -> Vec<SetUpEffect> {
    let Some(draft) = checked(model) else {
        return Vec::new();
    };
    model.phase = SetUpPhase::Saving;
    vec![SetUpEffect::Save(draft)]
}

/// Discards the findings, because they describe the previous input.
fn forget(model: &mut SetUp) -> Vec<SetUpEffect> {
    model.findings.clear();
    model.at_fields = true;
    model.phase = SetUpPhase::Filling;
    vec![SetUpEffect::Forget]
}

fn changed(model: &mut SetUp) -> Vec<SetUpEffect> {
    model.touched = true;
    model.at_fields = true;
    model.note = None;
    if model.focus.is_checked() && model.phase != SetUpPhase::Filling {
        return forget(model);
    }
    Vec::new()
}

fn paste(model: &mut SetUp, text: &str) -> Vec<SetUpEffect> {
    let field = model.focus;
    if model.phase == SetUpPhase::Saving {
        return Vec::new();
    }
    // A key that arrived in the middle of a text.
    if text.trim_matches(['\r', '\n']).is_empty() {
        return say(model, SetUpNote::TooFast);
    }
    let labelled = pasted::labelled(text);
    if !labelled.is_empty() {
        return sort(model, &labelled);
    }
    if model.form.input(field).is_none() && !model.form.is_hidden(field) {
        return say(model, SetUpNote::PasteNowhere);
    }
    model.form.type_into(field, text);
    changed(model)
}

/// Puts each value into its field, and follows the last one. A secret goes only where it is not shown.
fn sort(model: &mut SetUp, labelled: &[(FormField, String)]) -> Vec<SetUpEffect> {
    let is_shown = |field| field == FormField::Secret && !model.form.is_hidden(field);
    let (shown, rest): (Vec<_>, Vec<_>) = labelled.iter().partition(|(field, _)| is_shown(*field));
    for (field, value) in &rest {
        model.form.fill(*field, value);
        model.focus = *field;
    }
    let effects = if rest.is_empty() {
        Vec::new()
    } else {
        changed(model)
    };
    model.note = Some(if shown.is_empty() {
        SetUpNote::Sorted(rest.into_iter().map(|(field, _)| *field).collect())
    } else {
        SetUpNote::SecretNotPasted(model.form.source)
    });
    effects
}

fn say(model: &mut SetUp, note: SetUpNote) -> Vec<SetUpEffect> {
    if model.phase != SetUpPhase::Saving {
        model.note = Some(note);
    }
    Vec::new()
}

/// Handles a key that is input for the field.
fn typed(model: &mut SetUp, event: KeyEvent) -> Vec<SetUpEffect> {
    if model.phase == SetUpPhase::Saving {
        return Vec::new();
    }
    let field = model.focus;
    if let Some(c) = keymap::typed(event) {
        if c == ' '
            && let Some(effects) = choose(model, true)
        {
            return effects;
        }
        if model.form.input(field).is_some() || model.form.is_hidden(field) {
            model.form.type_into(field, c.encode_utf8(&mut [0; 4]));
            return changed(model);
        }
        return Vec::new();
    }
    if model.form.is_hidden(field) {
        return hidden(model, event);
    }
    if let Some(input) = model.form.input_mut(field) {
        let before = input.value().to_owned();
        if let Some(request) = to_input_request(&Event::Key(keymap::in_field(event))) {
            input.handle(request);
        }
        if input.value() != before {
            return changed(model);
        }
        return Vec::new();
    }
    match event.code {
        KeyCode::Right => choose(model, true),
        KeyCode::Left => choose(model, false),
        _ => None,
    }
    .unwrap_or_default()
}

/// Edits a hidden input, from which only the last character or everything can be deleted.
fn hidden(model: &mut SetUp, event: KeyEvent) -> Vec<SetUpEffect> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    match event.code {
        KeyCode::Backspace => model.form.secret.pop(),
        KeyCode::Char('h') if control => model.form.secret.pop(),
        KeyCode::Char('u' | 'w') if control => model.form.secret.clear(),
        KeyCode::Delete => model.form.secret.clear(),
        _ => return Vec::new(),
    }
    changed(model)
}

/// Changes a choice to its next or previous value; `None` if the field is not a choice. A value that is
/// unavailable here is skipped, with a notice.
fn choose(model: &mut SetUp, on: bool) -> Option<Vec<SetUpEffect>> {
    let mut note = None;
    match model.focus {
        FormField::Lang => {
            let all = [
                LangChoice::Named(Lang::ZhCn),
                LangChoice::Named(Lang::En),
                LangChoice::System,
            ];
            model.form.lang = neighbour(&all, model.form.lang, on);
            model.lang = match model.form.lang {
                LangChoice::Named(lang) => lang,
                LangChoice::System => model.context.system,
            };
        }
        FormField::Environment => {
            let all = [Environment::Production, Environment::Test];
            model.form.environment = neighbour(&all, model.form.environment, on);
        }
        FormField::Source => {
            model.form.source = neighbour(&SecretKind::ALL, model.form.source, on);
            if model.form.source == SecretKind::Keyring && !model.context.keyring {
                model.form.source = neighbour(&SecretKind::ALL, model.form.source, on);
                note = Some(SetUpNote::NoKeyring);
            }
        }
        _ => return None,
    }
    let effects = changed(model);
    model.note = note;
    Some(effects)
}

fn neighbour<T: Copy + PartialEq>(all: &[T], now: T, on: bool) -> T {
    let at = all.iter().position(|one| *one == now).unwrap_or(0);
    let step = if on { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}
