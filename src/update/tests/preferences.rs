//! What is changed about the screen.

use super::*;
use crate::domain::{PreferenceProblem, SystemError};
use crate::preferences::PreferenceChange;

/// Presses a key; what it changes.
fn changed(console: &mut Console, key: &str) -> Vec<PreferenceChange> {
    console.press(key);
    let changes = console.asked.iter().filter_map(|effect| match effect {
        Effect::Prefer(change) => Some(*change),
        _ => None,
    });
    changes.collect()
}

#[test]
fn arrows_and_enter_change_every_setting_at_once() {
    let mut console = Console::alice();
    console.press(",");
    for (key, change) in [
        ("Enter", PreferenceChange::Language(Some(Lang::En))),
        ("Right", PreferenceChange::Language(Some(Lang::ZhCn))),
        ("Left", PreferenceChange::Language(Some(Lang::En))),
    ] {
        assert_eq!(changed(&mut console, key), [change]);
        assert_eq!(Some(console.model.lang), console.model.preferences.language);
    }
    assert_eq!(changed(&mut console, "Down"), []);
    for (key, change) in [
        (" ", PreferenceChange::Mask(true)),
        ("h", PreferenceChange::Mask(false)),
    ] {
        assert_eq!(changed(&mut console, key), [change]);
    }
    for change in [
        PreferenceChange::Colours(false),
        PreferenceChange::Mouse(false),
        PreferenceChange::Requests(false),
        PreferenceChange::Ascii(true),
    ] {
        console.press("Down");
        assert_eq!(changed(&mut console, "Right"), [change]);
    }
    // From the last to the first.
    console.press("Down");
    assert!(matches!(
        changed(&mut console, "Right")[..],
        [PreferenceChange::Language(_)]
    ));
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn the_mask_and_the_language_change_in_any_dialog() {
    let mut console = Console::alice();
    for keys in [
        &["F12"][..],
        &["?", "F12"],
        &["Esc", "d", "F12"],
        &["Esc", "/", "F12"],
    ] {
        let before = console.model.preferences.mask;
        for key in keys {
            console.press(key);
        }
        assert_ne!(console.model.preferences.mask, before, "{keys:?}");
    }
    let change = changed(&mut console, "F2");
    assert_eq!(
        change,
        [PreferenceChange::Language(Some(console.model.lang))]
    );
}

#[test]
fn automatic_is_the_language_that_it_was_started_in() {
    let mut console = Console::alice();
    let before = console.model.lang;
    console.press("F2");
    assert_eq!(console.model.lang, before.other());
    console.press(",");
    while console.model.preferences.language.is_some() {
        console.press("Right");
    }
    assert_eq!(console.model.lang, before);
}

#[test]
fn that_nothing_is_remembered_is_said_once() {
    let mut console = Console::alice();
    let failed = || PreferenceProblem::Unsaved(SystemError::other("full"));
    console.say(Event::PreferencesFailed(failed()));
    assert_eq!(console.notice(), Some(&Notice::Preferences(failed())));
    console.wait(60_000);
    assert_eq!(console.notice(), None);
    console.say(Event::PreferencesFailed(failed()));
    assert_eq!(console.notice(), None);
}

#[test]
fn what_is_copied_under_the_mask_is_real() {
    let mut console = Console::alice();
    console.wait(1_000).press("F12");
    console.press("y");
    let id = console
        .model
        .current()
        .map(|(_, id)| id.unmasked().to_owned());
    assert_eq!(Some(console.copied()), id.as_deref());
}

#[test]
fn without_the_requests_the_lists_have_one_more_row() {
    let mut console = Console::alice();
    console.model.size = (120, 36);
    let before = console.model.layout();
    console.press(",").press("Up").press("Up").press("Enter");
    let after = console.model.layout();
    let height =
        |layout: &crate::model::layout::Layout| layout.rows(ListKind::Friends).unwrap().height;
    assert!(before.log.is_some() && after.log.is_none());
    assert_eq!(height(&after), height(&before) + 1);
}
