//! Read-only that can be lifted for a while.

use super::*;
use crate::dialog::ARM_TIME;
use crate::model::UNLOCK_TIME;

/// alice in an app with real users.
fn live() -> Console {
    let mut console = Console::alice().read_only();
    console.model.session.may_unlock = true;
    console
}

#[test]
fn nothing_is_changed_until_it_is_unlocked_and_not_after() {
    let mut console = live();
    console.press("b");
    assert_eq!(console.sent(), []);
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    console.press("!").press("b");
    assert_eq!(console.sent(), [block("alice", "bob")]);
    console.agrees().wait(UNLOCK_TIME);
    assert_eq!(console.notice(), Some(&Notice::Locked));
    console.press("j").press("b");
    assert_eq!(console.sent(), []);
}

#[test]
fn the_same_key_locks_again() {
    let mut console = live();
    console.press("!").press("!").press("b");
    assert_eq!(console.sent(), []);
}

#[test]
fn what_the_command_line_asked_for_is_never_lifted() {
    let mut console = Console::alice().read_only();
    console.press("!").press("b");
    assert_eq!(console.sent(), []);
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
}

#[test]
fn a_question_that_outlives_the_time_sends_nothing() {
    for (open, send) in [("d", "y"), ("e", "Enter"), ("a", "y")] {
        let asked = |console: &mut Console| {
            console.press("!").press(open).wait(ARM_TIME);
            match open {
                "e" => console.types("zoe"),
                "a" => console.names("zoe"),
                _ => console,
            };
        };
        let mut console = live();
        asked(&mut console);
        console.wait(UNLOCK_TIME).press(send);
        assert_eq!(console.sent(), [], "{open}");
        console.press("Esc").press("Esc");
        asked(&mut console);
        console.press(send);
        assert_eq!(console.sent().len(), 1, "{open}");
    }
}

#[test]
fn the_minutes_are_counted_and_nothing_ticks_between_them() {
    let mut console = live();
    // By then the card shows how old its facts are.
    console.serve().wait(crate::model::FACT_FRESH);
    assert_eq!(console.model.next_wake(), None);
    console.press("!").wait(crate::model::NOTICE_TIME);
    assert_eq!(console.model.minutes_unlocked(), Some(15));
    let at = console.model.next_wake().unwrap();
    console.wait(at - console.now);
    assert_eq!(console.model.minutes_unlocked(), Some(14));
}

impl Console {
    /// The wall clock gets ahead of, or behind, the clock of the messages by this much.
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
    let mut console = live();
    console.press("!").clock_moves(minutes(14)).press("b");
    assert_eq!(console.sent(), [block("alice", "bob")]);
    console.agrees().clock_moves(minutes(1));
    assert_eq!(console.notice(), Some(&Notice::Locked));
    console.press("j").press("b");
    assert_eq!(console.sent(), []);
}

#[test]
fn a_clock_that_is_set_back_prolongs_nothing() {
    let mut console = live();
    console.press("!").clock_moves(-3_600_000).wait(UNLOCK_TIME);
    assert_eq!(console.notice(), Some(&Notice::Locked));
    // Nor does one that was set forward and back again.
    let mut console = live();
    console
        .press("!")
        .clock_moves(600_000)
        .clock_moves(-600_000);
    console.wait(300_000);
    assert_eq!(console.notice(), Some(&Notice::Locked));
}
