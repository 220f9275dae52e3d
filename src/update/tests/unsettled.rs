//! What becomes of a change whose answer was lost.

use super::*;
use crate::dialog::ARM;

const SETTLE: Millis = 20_000;

fn asks_whether(change: &Change) -> [Fetch; 1] {
    [Fetch::Applied(change.clone())]
}

/// alice, after the answer to blocking bob was lost.
fn lost() -> Desk {
    let mut desk = Desk::alice();
    desk.serve().press("b").refuses(Class::Unknown);
    desk
}

/// The service blocks bob although the answer was lost.
fn applies(desk: &mut Desk) {
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.insert(0, "bob".into());
}

#[test]
fn the_truth_is_read_after_the_settle_time_and_not_before() {
    let mut desk = lost();
    assert_eq!(
        desk.model.next_wake().map(|at| at <= desk.now + SETTLE),
        Some(true)
    );
    desk.wait(SETTLE - 1);
    assert_eq!(desk.reads, []);
    desk.wait(1);
    assert_eq!(desk.fetched(), asks_whether(&block("alice", "bob")));
    desk.wait(SETTLE);
    assert_eq!(desk.fetched(), [], "one reading is enough");
}

#[test]
fn a_change_that_was_applied_is_found_and_shown() {
    let mut desk = lost();
    applies(&mut desk);
    desk.wait(SETTLE).serve();
    assert!(desk.model.dialogs.is_empty());
    let done = Notice::FoundDone(block("alice", "bob"));
    assert_eq!(desk.notice(), Some(&done));
    let alice = desk.model.user.as_ref().unwrap();
    assert_eq!(alice.is_blocked(&user("bob")), Some(true));
    assert_eq!(alice.blocks.get(0).map(|b| b.id.raw()), Some("bob"));
    assert_eq!(desk.model.unsettled, []);
}

#[test]
fn a_change_that_was_not_applied_is_said_and_may_be_sent_again() {
    let mut desk = lost();
    desk.wait(SETTLE).serve();
    let Some(Dialog::Trouble { failure, .. }) = desk.top() else {
        panic!("{:?}", desk.top());
    };
    assert_eq!(
        (failure.class, failure.reason),
        (Class::NotSent, Reason::NotApplied)
    );
    desk.press("r");
    assert_eq!(desk.sent(), [], "the words have just changed");
    desk.wait(ARM).press("r");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
}

#[test]
fn an_outcome_that_was_put_aside_comes_back_as_a_question() {
    let mut desk = lost();
    desk.press("Esc").wait(SETTLE).serve();
    assert!(matches!(desk.top(), Some(Dialog::Trouble { .. })));
    assert_eq!(desk.writes, []);
}

#[test]
fn the_same_is_not_sent_while_nobody_knows() {
    let mut desk = lost();
    desk.press("Esc").press("b");
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.notice(), Some(&Notice::Unsettled(user("bob"))));
    desk.press("2").press("b").names("bob zoe").press("y");
    assert_eq!(desk.sent(), [block("alice", "zoe")]);
}

#[test]
fn a_dialog_that_waits_for_the_truth_is_closed_by_it_or_asks_anew() {
    for applied in [true, false] {
        let mut desk = Desk::alice();
        desk.press("d").wait(ARM).press("y").refuses(Class::Unknown);
        if applied {
            let facts = desk.world.0.get_mut(&user("alice")).unwrap();
            facts.friends.retain(|f| f.0 != "bob");
        }
        desk.wait(SETTLE).serve();
        if applied {
            assert!(desk.model.dialogs.is_empty());
            let alice = desk.model.user.as_ref().unwrap();
            assert_eq!(alice.is_friend(&user("bob")), Some(false));
        } else {
            let Stage::Failed(why) = desk.stage() else {
                panic!("{:?}", desk.stage());
            };
            assert_eq!(why.reason, Reason::NotApplied);
        }
    }
}

#[test]
fn a_truth_that_cannot_be_read_is_tried_again_and_then_left_to_the_person() {
    let mut desk = lost();
    desk.press("Esc");
    for _ in 0..3 {
        desk.wait(SETTLE).fail(|f| matches!(f, Fetch::Applied(_)));
    }
    assert_eq!(desk.notice(), Some(&Notice::NeverSettled(user("bob"))));
    desk.wait(SETTLE);
    assert_eq!(desk.reads, []);
    assert_eq!(desk.writes, []);
}

#[test]
fn leaving_asks_while_an_outcome_is_unknown() {
    let mut desk = lost();
    desk.press("Esc").press("q");
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    applies(&mut desk);
    desk.wait(SETTLE).serve();
    desk.press("Esc").press("q");
    assert!(desk.model.leaving);
}

// ---- the repeat of our own ----

/// The service finds nobody to take away.
fn nobody() -> Failure {
    Failure {
        status: Some(404),
        error: Some(Text::new("service_resource_not_found")),
        ..failure(Class::Refused)
    }
}

/// alice, who sends the same again after its answer was lost and the truth was "not applied".
fn repeated(keys: &str) -> Desk {
    let mut desk = Desk::alice();
    desk.press_all(keys).wait(ARM).press("y");
    desk.refuses(Class::Unknown).wait(SETTLE).serve();
    desk.wait(ARM).press("r");
    assert_eq!(desk.writes.len(), 1);
    desk
}

#[test]
fn a_repeat_that_finds_nobody_tells_that_the_first_sending_worked() {
    let mut desk = repeated("d");
    desk.decides(Err(nobody()));
    assert!(desk.model.dialogs.is_empty());
    let change = unfriend("alice", "bob");
    assert_eq!(desk.notice(), Some(&Notice::DoneBefore(change)));
    assert_eq!(desk.friends(), ["carol", "dave", "erin"]);

    let mut desk = repeated("2 u");
    desk.decides(Err(nobody()));
    assert!(desk.model.dialogs.is_empty());
    let change = unblock("alice", "spam1");
    assert_eq!(desk.notice(), Some(&Notice::DoneBefore(change)));
    assert_eq!(desk.blocks(), ["spam2", "spam3", "carol"]);
}

#[test]
fn a_repeat_that_was_put_off_is_still_the_repeat_of_our_own() {
    let mut desk = repeated("2 u");
    desk.refuses(Class::Later).wait(ARM).press("r");
    desk.decides(Err(nobody()));
    assert_eq!(desk.blocks(), ["spam2", "spam3", "carol"]);
}

#[test]
fn a_key_on_the_row_is_a_repeat_too_once_the_question_was_closed() {
    let mut desk = Desk::alice();
    desk.press_all("2 u").refuses(Class::Unknown);
    desk.press("Esc").wait(SETTLE).serve().press("Esc");
    desk.wait(ARM).press("u").decides(Err(nobody()));
    assert_eq!(desk.blocks(), ["spam2", "spam3", "carol"]);
}

#[test]
fn the_first_sending_that_finds_nobody_is_refused() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y").decides(Err(nobody()));
    assert!(matches!(desk.stage(), Stage::Failed(_)));
    assert_eq!(desk.friends().len(), 4);
}

#[test]
fn a_repeat_that_is_refused_in_other_words_is_refused() {
    let gone = Failure {
        error: Some(Text::new("organization_application_not_found")),
        ..nobody()
    };
    let page = Failure {
        error: None,
        ..nobody()
    };
    for failure in [gone, page, failure(Class::Refused)] {
        let mut desk = repeated("2 u");
        desk.decides(Err(failure));
        assert!(matches!(desk.top(), Some(Dialog::Trouble { .. })));
        assert_eq!(desk.blocks().len(), 4);
    }
}

#[test]
fn a_repeat_that_adds_needs_somebody_to_be_there() {
    let mut desk = lost();
    desk.wait(SETTLE).serve().wait(ARM).press("r");
    desk.decides(Err(nobody()));
    assert!(matches!(desk.top(), Some(Dialog::Trouble { .. })));
    assert_eq!(desk.blocks().len(), 4);
}

#[test]
fn what_was_decided_since_is_no_repeat() {
    let mut desk = repeated("2 u");
    desk.decides(Err(failure(Class::Refused))).press("Esc");
    desk.wait(ARM).press("u").decides(Err(nobody()));
    assert!(matches!(desk.top(), Some(Dialog::Trouble { .. })));
    assert_eq!(desk.blocks().len(), 4);
}
