//! Read-only that may be lifted for a while.

use super::*;
use crate::dialog::ARM;
use crate::model::UNLOCK_TIME;

/// alice in a place with real users.
fn live() -> Desk {
    let mut desk = Desk::alice().read_only();
    desk.model.session.may_unlock = true;
    desk
}

#[test]
fn nothing_is_changed_until_it_is_unlocked_and_not_after() {
    let mut desk = live();
    desk.press("b");
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    desk.press("!").press("b");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
    desk.agrees().wait(UNLOCK_TIME);
    assert_eq!(desk.notice(), Some(&Notice::Locked));
    desk.press("j").press("b");
    assert_eq!(desk.sent(), []);
}

#[test]
fn the_same_key_locks_again() {
    let mut desk = live();
    desk.press("!").press("!").press("b");
    assert_eq!(desk.sent(), []);
}

#[test]
fn what_the_command_line_asked_for_is_never_lifted() {
    let mut desk = Desk::alice().read_only();
    desk.press("!").press("b");
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
}

#[test]
fn a_question_that_outlives_the_time_sends_nothing() {
    for (open, send) in [("d", "y"), ("e", "Enter"), ("a", "y")] {
        let asked = |desk: &mut Desk| {
            desk.press("!").press(open).wait(ARM);
            match open {
                "e" => desk.types("zoe"),
                "a" => desk.names("zoe"),
                _ => desk,
            };
        };
        let mut desk = live();
        asked(&mut desk);
        desk.wait(UNLOCK_TIME).press(send);
        assert_eq!(desk.sent(), [], "{open}");
        desk.press("Esc").press("Esc");
        asked(&mut desk);
        desk.press(send);
        assert_eq!(desk.sent().len(), 1, "{open}");
    }
}

#[test]
fn the_minutes_are_counted_and_nothing_ticks_between_them() {
    let mut desk = live();
    // The card shows how old its facts are by then.
    desk.serve().wait(crate::model::FRESH);
    assert_eq!(desk.model.next_wake(), None);
    desk.press("!").wait(crate::model::NOTICE_TIME);
    assert_eq!(desk.model.minutes_unlocked(), Some(15));
    let at = desk.model.next_wake().unwrap();
    desk.wait(at - desk.now);
    assert_eq!(desk.model.minutes_unlocked(), Some(14));
}

impl Desk {
    /// The wall clock shows so much more, or less, than the clock of the messages says.
    fn clock_moves(&mut self, by: i64) -> &mut Self {
        let wall = self.model.wall() + by;
        self.say(Event::Clock(wall));
        assert_eq!(self.model.wall(), wall);
        self
    }
}

#[test]
fn a_machine_that_slept_is_locked_when_it_wakes() {
    let minutes = |n: i64| n * 60_000;
    let mut desk = live();
    desk.press("!").clock_moves(minutes(14)).press("b");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
    desk.agrees().clock_moves(minutes(1));
    assert_eq!(desk.notice(), Some(&Notice::Locked));
    desk.press("j").press("b");
    assert_eq!(desk.sent(), []);
}

#[test]
fn a_clock_that_is_set_back_prolongs_nothing() {
    let mut desk = live();
    desk.press("!").clock_moves(-3_600_000).wait(UNLOCK_TIME);
    assert_eq!(desk.notice(), Some(&Notice::Locked));
    // Nor one that was set forth and back again.
    let mut desk = live();
    desk.press("!").clock_moves(600_000).clock_moves(-600_000);
    desk.wait(300_000);
    assert_eq!(desk.notice(), Some(&Notice::Locked));
}
