//! Quitting: never in the middle of a change without asking.

use super::*;
use crate::dialog::ARM_TIME;

#[test]
fn q_quits_at_once_when_nothing_is_on_its_way() {
    for key in ["q", "F10"] {
        let mut console = Console::alice();
        console.press(key);
        assert_eq!(console.asked, [Effect::Quit]);
        assert!(console.model.leaving);
    }
}

#[test]
fn reads_on_their_way_keep_nobody() {
    let mut console = Console::new().opened("alice");
    console.press("q");
    assert!(console.model.leaving);
}

#[test]
fn quitting_asks_while_a_change_is_on_its_way() {
    let mut console = Console::alice();
    console.press("b").press("q");
    assert!(!console.model.leaving);
    assert!(matches!(console.top(), Some(Dialog::Leave)));
    console.press("y");
    assert!(!console.model.leaving, "too soon");
    console.wait(ARM_TIME).press("Enter");
    assert!(console.model.dialogs.is_empty() && !console.model.leaving);
    console.press("q").wait(ARM_TIME).press("y");
    assert_eq!(console.asked, [Effect::Quit]);
}

#[test]
fn the_question_goes_when_the_change_is_done() {
    let mut console = Console::alice();
    console.press("b").press("q").agrees();
    assert!(console.model.dialogs.is_empty());
    assert!(!console.model.leaving);
    console.wait(ARM_TIME).press("q");
    assert!(console.model.leaving);
}

#[test]
fn a_yes_to_a_question_that_went_by_itself_is_no_command_for_what_was_under_it() {
    let mut console = Console::alice();
    console.press("b").press("q").wait(ARM_TIME).agrees();
    assert!(console.model.dialogs.is_empty());
    for _ in 0..2 {
        console.wait(ARM_TIME - 1).press("y");
        assert_eq!(console.asked, [], "nothing is copied");
        assert_eq!(console.notice(), Some(&Notice::DialogGone));
    }
    // What only moves or shows something does no harm.
    let here = console.model.current().map(|(_, id)| id.clone());
    console.press("j");
    assert_ne!(console.model.current().map(|(_, id)| id.clone()), here);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.copied(), "carol");
    // Nor does a key hold back that the question had no use for.
    let mut console = Console::alice();
    console
        .press("b")
        .press("q")
        .wait(ARM_TIME)
        .agrees()
        .press("E");
    assert!(matches!(console.top(), Some(Dialog::Export(_))));
}

#[test]
fn a_key_for_a_dialog_that_a_person_closed_is_for_the_lists() {
    let mut console = Console::alice();
    console.press("?").press("Esc").press("y");
    assert_eq!(console.copied(), "bob");
}

#[test]
fn a_notice_stays_in_the_dialog_or_on_the_lists_where_it_was_said() {
    let mut console = Console::alice();
    console.press("d").press("y");
    assert_eq!(console.notice(), Some(&Notice::TooSoon));
    console.press("Esc");
    assert_eq!(console.notice(), None);
    console.press("b").agrees();
    assert!(matches!(console.notice(), Some(Notice::Done(..))));
    console.press("?");
    assert_eq!(console.notice(), None);
    // What is about the whole session stays.
    console.say(Event::JournalHealth(
        crate::domain::history::JournalHealth::Open,
    ));
    console.press("Esc");
    assert_eq!(console.notice(), Some(&Notice::JournalOpen));
}

#[test]
fn ctrl_c_twice_quits() {
    let mut console = Console::alice();
    console.press("Ctrl-c");
    assert_eq!(console.notice(), Some(&Notice::PressAgainToQuit));
    assert!(!console.model.leaving);
    console.wait(1_999).press("Ctrl-c");
    assert_eq!(console.asked, [Effect::Quit]);
}

#[test]
fn a_key_between_two_interrupts_means_that_nobody_wants_to_quit() {
    let mut console = Console::alice();
    console.press_all("Ctrl-c j Ctrl-c");
    assert!(!console.model.leaving);
    console.press("Ctrl-c");
    assert!(console.model.leaving);
}

#[test]
fn ctrl_c_twice_with_a_pause_does_not_quit() {
    let mut console = Console::alice();
    console.press("Ctrl-c").wait(2_000).press("Ctrl-c");
    assert!(!console.model.leaving);
    console.wait(100).press("Ctrl-c");
    assert!(console.model.leaving);
}

#[test]
fn ctrl_c_leaves_a_dialog_and_twice_the_console() {
    let mut console = Console::alice();
    console.press("a").types("zoe").press("Ctrl-c");
    assert!(console.model.dialogs.is_empty());
    console.press("Ctrl-c");
    assert!(console.model.leaving);
    assert_eq!(console.writes, []);
}

#[test]
fn ctrl_c_twice_asks_too_while_a_change_is_on_its_way() {
    let mut console = Console::alice();
    console.press_all("b Ctrl-c Ctrl-c Ctrl-c Ctrl-c");
    assert!(!console.model.leaving);
    assert!(matches!(console.top(), Some(Dialog::Leave)));
}

#[test]
fn escape_never_quits() {
    let mut console = Console::alice();
    for _ in 0..20 {
        console.press("Esc");
        assert_eq!(console.asked, []);
    }
    assert!(!console.model.leaving);
}

#[test]
fn the_end_of_the_terminal_is_obeyed_at_once() {
    let mut console = Console::alice();
    console.press("b").say(Event::Terminate);
    assert_eq!(console.asked, [Effect::Quit]);
}

#[test]
fn a_screen_that_is_too_small_can_be_left() {
    let mut console = Console::alice();
    console.resize(10, 3).press("q");
    assert!(console.model.leaving);
}

#[test]
fn help_log_and_card_are_closed_by_q_and_do_not_quit() {
    for key in ["?", "@", "Enter"] {
        let mut console = Console::alice();
        console.press(key);
        assert!(!console.model.dialogs.is_empty(), "{key}");
        console.press_all("j G g k PgDn Ctrl-u").press("q");
        assert!(console.model.dialogs.is_empty() && !console.model.leaving);
    }
}
