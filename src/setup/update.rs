//! What a message does to the screen, and what it asks for. Total and pure.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::backend::crossterm::to_input_request;

use super::keys::{self, Key};
use super::{Ended, Field, Job, Kind, LangChoice, Note, Phase, SetUp, job, view};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::keymap::{self, KeyWeight};
use crate::paged::RequestId;
use crate::profile::Finding;
use crate::text::Text;

/// Lines that a page key scrolls.
const PAGE: isize = 5;

/// What comes in. Not to be printed: it may hold a secret that is typed.
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
    /// The terminal's size.
    Resize(u16, u16),
    /// A trial found something out.
    Found(RequestId, Finding),
    /// A trial is over; whether nothing stands in the way.
    Tried(RequestId, bool),
    /// The profile was written, or why not.
    Saved(Result<(), Text>),
    /// The terminal or the system ends the program.
    Terminate,
}

/// What is to be done now.
#[derive(Debug)]
pub enum Effect {
    /// Try this profile.
    Try(RequestId, Box<Job>),
    /// Nobody waits for the trial any more.
    Forget,
    /// Write this profile.
    Save(Box<Job>),
    /// Paint everything anew.
    Redraw,
    /// Stop under the shell.
    Suspend,
}

/// Takes a message in and says what is to be done now.
pub fn update(model: &mut SetUp, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(event) => key(model, event),
        Msg::Paste(text) => paste(model, &text),
        Msg::Resize(columns, rows) => {
            model.size = (columns, rows);
            model.scroll = 0;
            Vec::new()
        }
        Msg::Found(ticket, finding) => {
            if model.phase == Phase::Trying(ticket) {
                model.findings.push(finding);
                model.scroll = 0;
            }
            Vec::new()
        }
        Msg::Tried(ticket, good) => {
            if model.phase == Phase::Trying(ticket) {
                model.phase = if good { Phase::Passed } else { Phase::Failed };
                // A program that was asked for the secret may have written over the screen.
                return vec![Effect::Redraw];
            }
            Vec::new()
        }
        Msg::Saved(Ok(())) => end(model, Ended::Saved),
        Msg::Saved(Err(why)) => {
            model.phase = Phase::Passed;
            model.note = Some(Note::NotSaved(why));
            Vec::new()
        }
        Msg::Terminate => end(model, Ended::Left),
    }
}

/// What a key does before anybody can look.
#[must_use]
pub fn weigh(model: &SetUp, event: KeyEvent) -> KeyWeight {
    let field = model.focus;
    let has_field = model.form.input(field).is_some() || model.form.is_hidden(field);
    match keys::resolve(event) {
        Some(Key::Go) if has_field => KeyWeight::Line,
        Some(Key::Next | Key::Previous | Key::Language | Key::Down | Key::Up | Key::Redraw) => {
            KeyWeight::Light
        }
        Some(Key::Go | Key::Sandbox | Key::Try | Key::Leave | Key::Suspend) => KeyWeight::Heavy,
        None if has_field => KeyWeight::Text,
        // It turns the choice.
        None if keymap::typed(event) == Some(' ') => KeyWeight::Mark,
        None => KeyWeight::Nothing,
    }
}

fn end(model: &mut SetUp, ended: Ended) -> Vec<Effect> {
    model.ended = Some(ended);
    vec![Effect::Forget]
}

fn key(model: &mut SetUp, event: KeyEvent) -> Vec<Effect> {
    let Some(key) = keys::resolve(event) else {
        model.scroll = 0;
        return typed(model, event);
    };
    let warned = model.note == Some(Note::AgainToLeave);
    match key {
        // What is being written now can neither be changed nor left.
        _ if model.phase == Phase::Saving => {}
        Key::Down => scroll(model, PAGE),
        Key::Up => scroll(model, -PAGE),
        Key::Redraw => return vec![Effect::Redraw],
        Key::Suspend => return vec![Effect::Suspend],
        Key::Next | Key::Previous => {
            model.note = None;
            model.scroll = 0;
            model.at_fields = true;
            model.focus = model.form.next(model.focus, key == Key::Previous);
        }
        Key::Language => {
            let other = match model.lang {
                Lang::En => Lang::ZhCn,
                Lang::ZhCn => Lang::En,
            };
            model.form.lang = LangChoice::Named(other);
            model.lang = other;
        }
        Key::Sandbox if model.context.first_run => return end(model, Ended::Sandbox),
        Key::Sandbox => {}
        Key::Leave if matches!(model.phase, Phase::Trying(_)) => return forget(model),
        Key::Leave if model.touched && !warned => model.note = Some(Note::AgainToLeave),
        Key::Leave => return end(model, Ended::Left),
        Key::Go if model.phase == Phase::Passed => return save(model),
        Key::Go | Key::Try => return try_out(model),
    }
    Vec::new()
}

fn scroll(model: &mut SetUp, lines: isize) {
    let (first, last) = view::scroll_range(model);
    model.scroll = (model.scroll + lines).clamp(first, last);
}

/// The job, or the keys on the field that is not as it must be.
fn checked(model: &mut SetUp) -> Option<Box<Job>> {
    model.scroll = 0;
    match job(model) {
        Ok(job) => {
            model.note = None;
            Some(Box::new(job))
        }
        Err((field, fault)) => {
            model.focus = field;
            model.at_fields = true;
            model.note = Some(Note::Fault(field, fault));
            None
        }
    }
}

fn try_out(model: &mut SetUp) -> Vec<Effect> {
    if matches!(model.phase, Phase::Trying(_)) {
        return Vec::new();
    }
    let Some(job) = checked(model) else {
        return Vec::new();
    };
    let ticket = model.ticket();
    model.findings.clear();
    model.at_fields = false;
    model.phase = Phase::Trying(ticket);
    vec![Effect::Try(ticket, job)]
}

fn save(model: &mut SetUp) -> Vec<Effect> {
    let Some(job) = checked(model) else {
        return Vec::new();
    };
    model.phase = Phase::Saving;
    vec![Effect::Save(job)]
}

/// What was found out is about what was filled in then.
fn forget(model: &mut SetUp) -> Vec<Effect> {
    model.findings.clear();
    model.at_fields = true;
    model.phase = Phase::Filling;
    vec![Effect::Forget]
}

fn changed(model: &mut SetUp) -> Vec<Effect> {
    model.touched = true;
    model.at_fields = true;
    model.note = None;
    if model.focus.is_tried() && model.phase != Phase::Filling {
        return forget(model);
    }
    Vec::new()
}

fn paste(model: &mut SetUp, text: &str) -> Vec<Effect> {
    let field = model.focus;
    if model.phase == Phase::Saving {
        return Vec::new();
    }
    if model.form.input(field).is_none() && !model.form.is_hidden(field) {
        model.note = Some(Note::PasteNowhere);
        return Vec::new();
    }
    model.form.type_into(field, text);
    changed(model)
}

/// A key that belongs to the field.
fn typed(model: &mut SetUp, event: KeyEvent) -> Vec<Effect> {
    if model.phase == Phase::Saving {
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

/// Editing without seeing: the end of it goes, or all of it.
fn hidden(model: &mut SetUp, event: KeyEvent) -> Vec<Effect> {
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

/// Turns a choice to its next or its last; `None` where the field is no choice. One that cannot be had
/// here is passed over, and it is said why.
fn choose(model: &mut SetUp, on: bool) -> Option<Vec<Effect>> {
    let mut note = None;
    match model.focus {
        Field::Lang => {
            let all = [
                LangChoice::Named(Lang::ZhCn),
                LangChoice::Named(Lang::En),
                LangChoice::System,
            ];
            model.form.lang = turned(&all, model.form.lang, on);
            model.lang = match model.form.lang {
                LangChoice::Named(lang) => lang,
                LangChoice::System => model.context.system,
            };
        }
        Field::Environment => {
            let all = [Environment::Production, Environment::Test];
            model.form.environment = turned(&all, model.form.environment, on);
        }
        Field::Source => {
            model.form.source = turned(&Kind::ALL, model.form.source, on);
            if model.form.source == Kind::Keyring && !model.context.keyring {
                model.form.source = turned(&Kind::ALL, model.form.source, on);
                note = Some(Note::NoKeyring);
            }
        }
        _ => return None,
    }
    let effects = changed(model);
    model.note = note;
    Some(effects)
}

fn turned<T: Copy + PartialEq>(all: &[T], now: T, on: bool) -> T {
    let at = all.iter().position(|one| *one == now).unwrap_or(0);
    let step = if on { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}
