//! Leaving: never in the middle of a change without asking.

use super::*;
use crate::dialog::ARM;

#[test]
fn q_quits_at_once_when_nothing_is_on_its_way() {
    for key in ["q", "F10"] {
        let mut desk = Desk::alice();
        desk.press(key);
        assert_eq!(desk.asked, [Effect::Quit]);
        assert!(desk.model.leaving);
    }
}

#[test]
fn reads_on_their_way_keep_nobody() {
    let mut desk = Desk::new().opened("alice");
    desk.press("q");
    assert!(desk.model.leaving);
}

#[test]
fn quitting_asks_while_a_change_is_on_its_way() {
    let mut desk = Desk::alice();
    desk.press("b").press("q");
    assert!(!desk.model.leaving);
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    desk.press("y");
    assert!(!desk.model.leaving, "too soon");
    desk.wait(ARM).press("Enter");
    assert!(desk.model.dialogs.is_empty() && !desk.model.leaving);
    desk.press("q").wait(ARM).press("y");
    assert_eq!(desk.asked, [Effect::Quit]);
}

#[test]
fn the_question_goes_when_the_change_is_done() {
    let mut desk = Desk::alice();
    desk.press("b").press("q").agrees();
    assert!(desk.model.dialogs.is_empty());
    assert!(!desk.model.leaving);
    desk.press("q");
    assert!(desk.model.leaving);
}

#[test]
fn ctrl_c_twice_quits() {
    let mut desk = Desk::alice();
    desk.press("Ctrl-c");
    assert_eq!(desk.notice(), Some(&Notice::PressAgainToQuit));
    assert!(!desk.model.leaving);
    desk.wait(1_999).press("Ctrl-c");
    assert_eq!(desk.asked, [Effect::Quit]);
}

#[test]
fn ctrl_c_twice_with_a_pause_does_not_quit() {
    let mut desk = Desk::alice();
    desk.press("Ctrl-c").wait(2_000).press("Ctrl-c");
    assert!(!desk.model.leaving);
    desk.wait(100).press("Ctrl-c");
    assert!(desk.model.leaving);
}

#[test]
fn ctrl_c_leaves_a_dialog_and_twice_the_console() {
    let mut desk = Desk::alice();
    desk.press("a").types("zoe").press("Ctrl-c");
    assert!(desk.model.dialogs.is_empty());
    desk.press("Ctrl-c");
    assert!(desk.model.leaving);
    assert_eq!(desk.writes, []);
}

#[test]
fn ctrl_c_twice_asks_too_while_a_change_is_on_its_way() {
    let mut desk = Desk::alice();
    desk.press_all("b Ctrl-c Ctrl-c Ctrl-c Ctrl-c");
    assert!(!desk.model.leaving);
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
}

#[test]
fn escape_never_quits() {
    let mut desk = Desk::alice();
    for _ in 0..20 {
        desk.press("Esc");
        assert_eq!(desk.asked, []);
    }
    assert!(!desk.model.leaving);
}

#[test]
fn the_end_of_the_terminal_is_obeyed_at_once() {
    let mut desk = Desk::alice();
    desk.press("b").say(Event::Terminate);
    assert_eq!(desk.asked, [Effect::Quit]);
}

#[test]
fn a_screen_that_is_too_small_can_be_left() {
    let mut desk = Desk::alice();
    desk.resize(10, 3).press("q");
    assert!(desk.model.leaving);
}

#[test]
fn help_log_and_card_are_closed_by_q_and_do_not_quit() {
    for key in ["?", "@", "Enter"] {
        let mut desk = Desk::alice();
        desk.press(key);
        assert!(!desk.model.dialogs.is_empty(), "{key}");
        desk.press_all("j G g k PgDn Ctrl-u").press("q");
        assert!(desk.model.dialogs.is_empty() && !desk.model.leaving);
    }
}
