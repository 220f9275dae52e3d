//! Questions: what confirms, what does not, and what they are about.

use super::*;
use crate::dialog::{ARM, ConversationStep};
use crate::model::REMARK_CAP;

fn removing(desk: &Desk) -> &crate::dialog::RemoveDialog {
    match desk.top() {
        Some(Dialog::Remove(d)) => d,
        other => panic!("{other:?}"),
    }
}

// ---- removing a friend ----

#[test]
fn d_asks_and_y_removes_exactly_the_friend_that_was_asked_about() {
    let mut desk = Desk::alice();
    desk.press_all("j d");
    assert_eq!(desk.sent(), []);
    assert_eq!(removing(&desk).friend, user("carol"));
    assert_eq!(removing(&desk).blocked, Some(true));
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [unfriend("alice", "carol")]);
    assert_eq!(desk.friends().len(), 4);
    desk.agrees();
    assert_eq!(desk.friends(), ["bob", "dave", "erin"]);
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn y_before_its_time_does_not_confirm_and_starts_the_time_anew() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM - 1).press("y");
    assert_eq!(desk.sent(), []);
    desk.wait(ARM - 1).press("y");
    assert_eq!(desk.sent(), []);
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [unfriend("alice", "bob")]);
}

#[test]
fn y_held_down_never_confirms() {
    let mut desk = Desk::alice();
    desk.press("d");
    for _ in 0..200 {
        desk.now += 33;
        desk.press("y");
    }
    assert_eq!(desk.writes, []);
}

#[test]
fn enter_never_deletes() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("Enter");
    assert!(desk.model.dialogs.is_empty(), "it is a no");
    desk.press_all("3 d").wait(ARM).press("Enter");
    assert!(desk.model.dialogs.is_empty());
    desk.press_all("3 d").wait(ARM).press("m");
    for _ in 0..5 {
        desk.wait(ARM).press("Enter");
    }
    assert_eq!(desk.writes, []);
}

#[test]
fn only_y_confirms_a_removal() {
    for c in (' '..='~').filter(|c| *c != 'y') {
        let mut desk = Desk::alice();
        desk.press("d").wait(ARM).types(&c.to_string());
        assert_eq!(desk.writes, [], "{c:?}");
    }
    for key in [
        "Ctrl-y",
        "Alt-y",
        "S-y",
        "Tab",
        "Del",
        "F8",
        "Backspace",
        "Down",
    ] {
        let mut desk = Desk::alice();
        desk.press("d").wait(ARM).press(key);
        assert_eq!(desk.writes, [], "{key}");
    }
}

#[test]
fn alt_and_an_arrow_is_no_way_out_of_a_field() {
    let mut desk = Desk::alice();
    desk.press("O").types("one two");
    for key in ["Alt-Up", "Alt-Down", "Alt-Home", "Alt-PgUp", "Alt-F4"] {
        desk.press(key);
    }
    // By words, as in every shell.
    desk.press_all("Alt-Left").types("x");
    assert_eq!(desk.typed().as_deref(), Some("one xtwo"));
    desk.press_all("Alt-b Alt-b Alt-Right").types("y");
    assert_eq!(desk.typed().as_deref(), Some("one yxtwo"));
    desk.press_all("Esc / o n Alt-Left Alt-Up");
    assert!(desk.model.filter.is_some());
}

#[test]
fn a_paste_never_confirms_anything() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).paste("y");
    assert_eq!(desk.stage(), &SendStage::Asking);
    desk.press_all("Esc 3 d")
        .wait(ARM)
        .paste("y\n")
        .paste("m\n");
    assert_eq!(desk.stage(), &SendStage::Asking);
    desk.press("m").wait(ARM).paste("bob\n\n");
    assert_eq!(desk.stage(), &SendStage::Asking);
    desk.press_all("Esc Esc a").paste("x1 x2\n\n\r\n");
    assert_eq!(desk.typed().as_deref(), Some("x1 x2\n\n\n"));
    desk.press_all("Esc 1 e").paste("neu\n");
    assert_eq!(desk.stage(), &SendStage::Asking);
    assert_eq!(desk.writes, []);
}

#[test]
fn the_target_stays_though_the_list_moves() {
    let mut desk = Desk::alice();
    desk.press_all("j r d");
    desk.world.0.insert(
        user("alice"),
        Facts::of(&["new1", "new2", "new3", "bob", "carol", "dave"], &[], &[]),
    );
    desk.serve().wait(ARM).press("y");
    assert_eq!(desk.sent(), [unfriend("alice", "carol")]);
}

#[test]
fn a_refresh_that_took_the_friend_away_says_so_and_the_question_must_be_read_anew() {
    let mut desk = Desk::alice();
    desk.press("r").press("d").wait(ARM);
    desk.world
        .0
        .insert(user("alice"), Facts::of(&["carol"], &[], &[]));
    desk.serve();
    assert!(removing(&desk).moved);
    desk.press("y");
    assert_eq!(desk.sent(), []);
    desk.wait(ARM).press("y");
    assert_eq!(
        desk.sent(),
        [unfriend("alice", "bob")],
        "still the one that was asked about"
    );
}

#[test]
fn a_refresh_that_took_the_friend_away_says_so_though_more_pages_are_to_come() {
    let friends: Vec<String> = (0..300).map(|i| format!("f{i}")).collect();
    let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
    let mut desk = Desk::new()
        .knows("alice", Facts::of(&friends, &[], &[]))
        .opened("alice");
    desk.serve().wait(2_000).press("r").press("d").wait(ARM);
    desk.world
        .0
        .insert(user("alice"), Facts::of(&friends[1..], &[], &[]));
    desk.serve();
    assert!(removing(&desk).moved);
    desk.press("y");
    assert_eq!(desk.sent(), []);
}

#[test]
fn a_refresh_that_changed_the_remark_shows_the_new_one_and_asks_anew() {
    let mut desk = Desk::alice();
    desk.press("r").press("d").wait(ARM);
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends[0].1 = Some("the boss".into());
    desk.serve();
    assert_eq!(removing(&desk).remark, Some(Text::new("the boss")));
    assert!(removing(&desk).moved);
    desk.press("y");
    assert_eq!(desk.writes, []);
}

#[test]
fn an_earlier_change_that_comes_true_under_the_question_asks_anew() {
    let mut desk = Desk::alice();
    desk.press("e").types("boss").press("Enter").press("Esc");
    desk.press("d").wait(ARM).agrees();
    assert_eq!(removing(&desk).remark, Some(Text::new("boss")));
    assert!(removing(&desk).moved);
    desk.press("y");
    assert_eq!(desk.writes, []);
}

#[test]
fn a_refresh_that_changed_nothing_leaves_the_question_alone() {
    let mut desk = Desk::alice();
    desk.press("r").press("d").wait(ARM).serve();
    assert!(!removing(&desk).moved);
    desk.press("y");
    assert_eq!(desk.sent(), [unfriend("alice", "bob")]);
}

#[test]
fn a_dialog_cannot_be_sent_twice() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y").wait(ARM);
    for key in ["y", "r", "Enter", "Ctrl-s", "m", "d"] {
        desk.press(key).wait(ARM);
        assert_eq!(desk.sent(), [], "{key}");
    }
    assert_eq!(desk.writes.len(), 1);
}

#[test]
fn leaving_a_dialog_does_not_allow_sending_the_same_again() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y").press("Esc");
    desk.press("d").wait(ARM).press("y");
    assert_eq!(desk.writes.len(), 1);
    assert_eq!(desk.notice(), Some(&Notice::AlreadySent(user("bob"))));
}

#[test]
fn escape_while_it_is_on_its_way_leaves_it_going_and_its_outcome_is_told() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y").press("Esc");
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::LeftUnderWay));
    assert!(!desk.model.under_way.is_empty());
    desk.agrees();
    assert_eq!(
        desk.notice(),
        Some(&Notice::Done(unfriend("alice", "bob"), true))
    );
    assert_eq!(desk.friends(), ["carol", "dave", "erin"]);

    desk.wait(1_000)
        .press("d")
        .wait(ARM)
        .press("y")
        .press("Esc")
        .refuses(FailureClass::Refused);
    let Some(Dialog::FailedChange { change, .. }) = desk.top() else {
        panic!("{:?}", desk.top())
    };
    assert_eq!(*change, unfriend("alice", "carol"));
}

#[test]
fn an_outcome_does_not_push_aside_what_the_person_is_doing() {
    let mut desk = Desk::alice();
    desk.press("b")
        .press("a")
        .types("hal")
        .refuses(FailureClass::Refused)
        .types("o");
    assert_eq!(desk.typed().as_deref(), Some("halo"));
    desk.press("Esc");
    assert!(
        matches!(desk.top(), Some(Dialog::FailedChange { .. })),
        "told afterwards"
    );
}

// ---- conversations ----

#[test]
fn keeping_the_stored_messages_is_one_confirmation() {
    let mut desk = Desk::alice();
    desk.press_all("3 d").press("y");
    assert_eq!(desk.sent(), [], "too soon");
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [delete("alice", "bob", false)]);
    assert_eq!(desk.conversations().len(), 4);
    desk.agrees();
    assert_eq!(desk.conversations(), ["4711", "dave", "stranger"]);
}

#[test]
fn deleting_the_stored_messages_wants_the_id_typed() {
    let mut desk = Desk::alice();
    desk.press_all("3 d").wait(ARM).press("m");
    assert_eq!(desk.sent(), []);
    for wrong in ["", "y", "bo", "bobb", "BOB", "dave"] {
        desk.press("Ctrl-u").types(wrong).press("Enter");
        assert_eq!(desk.sent(), [], "{wrong:?}");
        assert!(matches!(desk.top(), Some(Dialog::Conversation(d)) if d.mismatch));
    }
    desk.press("Ctrl-u").types("bob").press("Enter");
    assert_eq!(desk.sent(), [delete("alice", "bob", true)]);
}

#[test]
fn m_too_soon_asks_nothing_further() {
    let mut desk = Desk::alice();
    desk.press_all("3 d m");
    assert!(
        matches!(desk.top(), Some(Dialog::Conversation(d)) if d.step == ConversationStep::Choice)
    );
}

#[test]
fn whatever_confirms_and_came_too_soon_says_so() {
    // A friend, the messages of a conversation, and what ends the console.
    for (keys, key) in [("d", "y"), ("3 d", "y"), ("3 d", "m")] {
        let mut desk = Desk::alice();
        desk.press_all(keys).press(key);
        assert_eq!(desk.notice(), Some(&Notice::TooSoon), "{keys}, {key}");
        assert_eq!(desk.sent(), [], "{keys}, {key}");
    }
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y");
    assert_ne!(desk.notice(), Some(&Notice::TooSoon));
}

#[test]
fn an_id_that_cannot_be_typed_is_typed_as_it_is_shown() {
    let odd = "b\u{43e}b";
    let mut desk = Desk::new()
        .knows("alice", Facts::of(&[], &[], &[odd]))
        .opened("alice");
    desk.serve()
        .press_all("3 d")
        .wait(ARM)
        .press("m")
        .types("bob")
        .press("Enter");
    assert_eq!(desk.sent(), [], "another id that looks alike");
    desk.press("Ctrl-u").types("b<043E>b").press("Enter");
    assert_eq!(desk.sent(), [delete("alice", odd, true)]);
}

#[test]
fn a_conversation_that_is_not_listed_is_deleted_by_its_id() {
    let mut desk = Desk::new().opened("alice");
    desk.serve().press_all("3 d");
    assert!(matches!(desk.top(), Some(Dialog::Conversation(d)) if d.step == ConversationStep::Id));
    desk.press("Enter");
    assert!(matches!(desk.top(), Some(Dialog::Conversation(d)) if d.mismatch));
    desk.types("4711").press("Tab").press("Enter").press("y");
    assert_eq!(desk.sent(), [], "too soon");
    desk.wait(ARM).press("y");
    let Change::DeleteConversation {
        peer,
        kind,
        roaming,
        ..
    } = &desk.sent()[0]
    else {
        panic!("{:?}", desk.sent())
    };
    assert_eq!(
        (peer, *kind, *roaming),
        (&user("4711"), ChatKind::Group, false)
    );
}

// ---- remarks ----

#[test]
fn a_remark_is_sent_as_typed_and_shown_after_the_server_agreed() {
    let mut desk = Desk::alice();
    desk.press("e").types("小王 🙂").press("Enter");
    assert_eq!(desk.sent(), [remark("alice", "bob", "小王 🙂")]);
    assert_eq!(desk.open_user().remark(&user("bob")), Some(None));
    desk.agrees();
    assert_eq!(
        desk.open_user().remark(&user("bob")),
        Some(Some(&Text::new("小王 🙂")))
    );
}

#[test]
fn a_remark_that_is_as_before_or_too_long_is_not_sent() {
    let mut desk = Desk::alice();
    desk.press_all("e Enter");
    assert!(desk.model.dialogs.is_empty());
    desk.press("e")
        .types(&"字".repeat(REMARK_CAP + 1))
        .press("Enter");
    assert_eq!(desk.stage(), &SendStage::Asking);
    assert_eq!(desk.writes, []);
    desk.press("Backspace").press("Enter");
    assert_eq!(desk.sent().len(), 1);
}

// ---- screens that are too small ----

#[test]
fn a_screen_that_is_too_small_takes_no_decisions() {
    let keys = ["y", "m", "r", "b", "u", "d", "a", "e", "Del", "Ctrl-s", "o"];
    let mut desk = Desk::alice();
    desk.resize(39, 11);
    for key in keys {
        desk.press(key).wait(ARM);
        assert!(desk.model.dialogs.is_empty(), "{key}");
    }
    desk.resize(120, 36).press("d").wait(ARM).resize(39, 36);
    for key in keys {
        desk.press(key).wait(ARM);
    }
    desk.resize(120, 36).press("Esc");
    desk.press("e")
        .types("x")
        .resize(120, 11)
        .press("Enter")
        .types("y")
        .paste("z");
    desk.resize(120, 36);
    assert_eq!(desk.typed().as_deref(), Some("x"));
    assert_eq!(desk.writes, []);
}

#[test]
fn a_question_that_comes_on_screen_again_must_be_read_again() {
    let mut desk = Desk::alice();
    desk.press("d")
        .wait(ARM)
        .resize(30, 10)
        .wait(5_000)
        .resize(120, 36)
        .press("y");
    assert_eq!(desk.writes, []);
    desk.wait(ARM).press("y");
    assert_eq!(desk.writes.len(), 1);
}
