//! The palette: finding actions by typing, doing them, and why some cannot be done.

use super::*;
use crate::dialog::Palette;
use crate::model::palette::{PaletteRow, rows};
use crate::msg::Action;

impl Console {
    fn palette(&self) -> &Palette {
        match self.model.dialogs.top() {
            Some(Dialog::Palette(palette)) => palette,
            other => panic!("no palette: {other:?}"),
        }
    }

    fn offered(&self) -> Vec<PaletteRow> {
        rows(&self.model, self.palette())
    }

    fn first(&self) -> Action {
        self.offered()[0].action
    }
}

#[test]
fn an_action_is_found_by_words_in_either_language_initials_and_keys() {
    for (typed, found) in [
        ("unbl", Action::Unblock),
        ("解除拉黑", Action::Unblock),
        ("解除", Action::Unblock),
        ("jclh", Action::Unblock),
        ("jiechu", Action::Unblock),
        ("why", Action::Diagnose),
        ("unfriend", Action::Remove),
        ("删好友", Action::Remove),
        ("F4", Action::Diagnose),
        ("jour", Action::Journal),
    ] {
        let mut console = Console::alice();
        console.press(":").types(typed);
        assert_eq!(console.first(), found, "{typed}");
    }
}

#[test]
fn what_was_chosen_is_done_on_the_row_and_only_once() {
    let mut console = Console::alice();
    console.wait(1_000).press(":").types("block").press("Enter");
    assert_eq!(console.sent(), [block("alice", "bob")]);
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn a_write_that_nobody_typed_for_waits_like_any_question() {
    let mut console = Console::alice();
    console.wait(1_000).press("F9").press("Down");
    while console.offered()[console.palette().cursor].action != Action::Block {
        console.press("Down");
    }
    console.press("Enter");
    assert_eq!(console.notice(), Some(&Notice::TooSoon));
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.sent(), [block("alice", "bob")]);
}

#[test]
fn what_cannot_be_done_says_why_and_stays_open() {
    let mut console = Console::alice();
    console.model.session.read_only = true;
    console.press(":").types("unblock").press("Enter");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    console.palette();
    let mut console = Console::new();
    console.press(":").types("copy").press("Enter");
    assert_eq!(console.notice(), Some(&Notice::NoUser));
    assert_eq!(console.writes, []);
}

#[test]
fn the_arrows_go_round_and_typing_returns_to_the_best_match() {
    let mut console = Console::alice();
    console.press(":").press("Up");
    assert_eq!(console.palette().cursor, console.offered().len() - 1);
    console.press("Down");
    assert_eq!(console.palette().cursor, 0);
    console.press("Down").types("q");
    assert_eq!(console.palette().cursor, 0);
    console
        .types("zzzz")
        .press("Enter")
        .press("Down")
        .press("Up");
    assert_eq!(console.offered().len(), 0);
}

#[test]
fn an_unknown_key_is_explained_once_and_a_letter_of_an_input_method_always() {
    let mut console = Console::alice();
    console.press("X");
    assert_eq!(console.notice(), Some(&Notice::UnknownKey('X')));
    console.wait(60_000).press("X");
    assert_eq!(console.notice(), None);
    for letter in ["你", "好"] {
        console.press(letter);
        let told = letter.chars().next().map(Notice::InputMethodOn);
        assert_eq!(console.notice(), told.as_ref());
    }
}

#[test]
fn the_language_switches_anywhere() {
    let mut console = Console::alice();
    for key in ["F2", "?", "F2", "Esc", "/", "F2"] {
        let before = console.model.lang;
        console.press(key);
        assert_eq!(console.model.lang != before, key == "F2", "{key}");
    }
}

#[test]
fn a_question_is_answered_with_tab_and_enter_and_enter_alone_changes_nothing() {
    for (keys, sent) in [
        (&["Enter"][..], false),
        (&["Tab", "Enter"], true),
        (&["Right", "Left", "Enter"], false),
        (&["S-Tab", "Enter"], true),
        (&["Tab", "Tab", "Enter"], false),
    ] {
        let mut console = Console::alice();
        console.wait(1_000).press("d");
        // Too soon: what was typed ahead presses nothing.
        console.press("Tab").press("Enter");
        assert_eq!(console.sent(), []);
        console.press("Tab").wait(ARM_TIME);
        for key in keys {
            console.press(key);
        }
        assert_eq!(!console.sent().is_empty(), sent, "{keys:?}");
    }
}

#[test]
fn the_actions_of_a_dialog_are_found_in_it() {
    let mut console = Console::alice();
    console
        .paste("bob\ncarol")
        .serve()
        .press("F9")
        .types("block sel");
    assert_eq!(console.first(), Action::Block);
    console.press("Enter").serve();
    assert_eq!(console.asking().act, BulkOp::Block);
    let mut console = Console::alice();
    console.press("6").press("?").types("close").press("Enter");
    assert!(console.model.dialogs.is_empty());
}
