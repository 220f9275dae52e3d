//! The settings, and the mask.

use rosterm::domain::{PreferenceProblem, SystemError, SystemProblem};
use rosterm::msg::Event;
use rosterm::text::Text;

use super::picture::{show, show_at};

#[test]
fn settings() {
    show("settings", |console| {
        console.on_alice();
        console.press(",");
    });
}

#[test]
fn settings_that_were_changed() {
    show("settings_changed", |console| {
        console.on_alice();
        console.press(",<Down><Right><Down><Down><Right><Down>l<Down>l<Up><Up>");
    });
}

#[test]
fn settings_in_gnu_screen() {
    show_at(&[(80, 24)], "settings_gnu_screen", |console| {
        console.model.mouse_possible = false;
        console.on_alice();
        console.press(",<Down><Down><Down>");
    });
}

#[test]
fn masked_lists() {
    show("masked_lists", |console| {
        console.on_alice();
        console.press("<F12>");
    });
}

#[test]
fn a_masked_question() {
    show_at(&[(80, 24)], "masked_question", |console| {
        console.on_alice();
        console.press("<F12>e");
    });
}

#[test]
fn lists_without_the_requests() {
    show_at(&[(120, 36)], "without_requests", |console| {
        console.on_alice();
        console.press(",<Up><Up><Right><Esc>");
    });
}

#[test]
fn settings_that_cannot_be_remembered() {
    show_at(&[(80, 24)], "settings_unsaved", |console| {
        console.on_alice();
        console.press(",<Right>");
        let why = SystemError {
            problem: SystemProblem::ReadOnly,
            words: Text::new("Read-only file system (os error 30)"),
        };
        console.tell(Event::PreferencesFailed(PreferenceProblem::Unsaved(why)));
    });
}
