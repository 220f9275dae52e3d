//! Questions: what confirms, what does not, and what they are about.

use super::*;
use crate::dialog::{ARM_TIME, ConversationStep, PaletteScope};
use crate::domain::limits::REMARK_CAP;

fn removing(console: &Console) -> &crate::dialog::RemoveDialog {
    match console.top() {
        Some(Dialog::Change(ChangeDialog::Remove(dialog))) => dialog,
        other => panic!("{other:?}"),
    }
}

// ---- removing a friend ----

#[test]
fn d_asks_and_y_removes_exactly_the_friend_that_was_asked_about() {
    let mut console = Console::alice();
    console.press_all("j d");
    assert_eq!(console.sent(), []);
    assert_eq!(removing(&console).friend, user("carol"));
    assert_eq!(removing(&console).blocked, Some(true));
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [unfriend("alice", "carol")]);
    assert_eq!(console.friends().len(), 4);
    console.agrees();
    assert_eq!(console.friends(), ["bob", "dave", "erin"]);
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn y_before_its_time_does_not_confirm_and_starts_the_time_anew() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME - 1).press("y");
    assert_eq!(console.sent(), []);
    console.wait(ARM_TIME - 1).press("y");
    assert_eq!(console.sent(), []);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [unfriend("alice", "bob")]);
}

#[test]
fn y_held_down_never_confirms() {
    let mut console = Console::alice();
    console.press("d");
    for _ in 0..200 {
        console.now += 33;
        console.press("y");
    }
    assert_eq!(console.writes, []);
}

#[test]
fn enter_never_deletes() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).press("Enter");
    assert!(console.model.dialogs.is_empty(), "it is a no");
    console.press_all("3 d").wait(ARM_TIME).press("Enter");
    assert!(console.model.dialogs.is_empty());
    console.press_all("3 d").wait(ARM_TIME).press("m");
    for _ in 0..5 {
        console.wait(ARM_TIME).press("Enter");
    }
    assert_eq!(console.writes, []);
}

#[test]
fn only_y_confirms_a_removal() {
    for c in (' '..='~').filter(|c| *c != 'y') {
        let mut console = Console::alice();
        console.press("d").wait(ARM_TIME).types(&c.to_string());
        assert_eq!(console.writes, [], "{c:?}");
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
        let mut console = Console::alice();
        console.press("d").wait(ARM_TIME).press(key);
        assert_eq!(console.writes, [], "{key}");
    }
}

#[test]
fn alt_and_an_arrow_is_no_way_out_of_a_field() {
    let mut console = Console::alice();
    console.press("O").types("one two");
    for key in ["Alt-Up", "Alt-Down", "Alt-Home", "Alt-PgUp", "Alt-F4"] {
        console.press(key);
    }
    // By words, as in every shell.
    console.press_all("Alt-Left").types("x");
    assert_eq!(console.typed().as_deref(), Some("one xtwo"));
    console.press_all("Alt-b Alt-b Alt-Right").types("y");
    assert_eq!(console.typed().as_deref(), Some("one yxtwo"));
    console.press_all("Esc / o n Alt-Left Alt-Up");
    assert!(console.model.filter.is_some());
}

#[test]
fn a_paste_never_confirms_anything() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).paste("y");
    assert_eq!(console.stage(), &SendStage::Asking);
    console
        .press_all("Esc 3 d")
        .wait(ARM_TIME)
        .paste("y\n")
        .paste("m\n");
    assert_eq!(console.stage(), &SendStage::Asking);
    console.press("m").wait(ARM_TIME).paste("bob\n\n");
    assert_eq!(console.stage(), &SendStage::Asking);
    console.press_all("Esc Esc a").paste("x1 x2\n\n\r\n");
    assert_eq!(console.typed().as_deref(), Some("x1 x2\n\n\n"));
    console.press_all("Esc 1 e").paste("neu\n");
    assert_eq!(console.stage(), &SendStage::Asking);
    assert_eq!(console.writes, []);
}

#[test]
fn the_target_stays_though_the_list_moves() {
    let mut console = Console::alice();
    console.press_all("j r d");
    console.world.0.insert(
        user("alice"),
        Facts::of(&["new1", "new2", "new3", "bob", "carol", "dave"], &[], &[]),
    );
    console.serve().wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [unfriend("alice", "carol")]);
}

#[test]
fn a_refresh_that_took_the_friend_away_says_so_and_the_question_must_be_read_anew() {
    let mut console = Console::alice();
    console.press("r").press("d").wait(ARM_TIME);
    console
        .world
        .0
        .insert(user("alice"), Facts::of(&["carol"], &[], &[]));
    console.serve();
    assert!(removing(&console).changed_since_asked);
    console.press("y");
    assert_eq!(console.sent(), []);
    console.wait(ARM_TIME).press("y");
    assert_eq!(
        console.sent(),
        [unfriend("alice", "bob")],
        "still the one that was asked about"
    );
}

#[test]
fn a_refresh_that_took_the_friend_away_says_so_though_more_pages_are_to_come() {
    let friends: Vec<String> = (0..300).map(|i| format!("f{i}")).collect();
    let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
    let mut console = Console::new()
        .knows("alice", Facts::of(&friends, &[], &[]))
        .opened("alice");
    console
        .serve()
        .wait(2_000)
        .press("r")
        .press("d")
        .wait(ARM_TIME);
    console
        .world
        .0
        .insert(user("alice"), Facts::of(&friends[1..], &[], &[]));
    console.serve();
    assert!(removing(&console).changed_since_asked);
    console.press("y");
    assert_eq!(console.sent(), []);
}

#[test]
fn a_refresh_that_changed_the_remark_shows_the_new_one_and_asks_anew() {
    let mut console = Console::alice();
    console.press("r").press("d").wait(ARM_TIME);
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends[0].1 = Some("the boss".into());
    console.serve();
    assert_eq!(removing(&console).remark, Some(Text::new("the boss")));
    assert!(removing(&console).changed_since_asked);
    console.press("y");
    assert_eq!(console.writes, []);
}

#[test]
fn an_earlier_change_that_comes_true_under_the_question_asks_anew() {
    let mut console = Console::alice();
    console.press("e").types("boss").press("Enter").press("Esc");
    console.press("d").wait(ARM_TIME).agrees();
    assert_eq!(removing(&console).remark, Some(Text::new("boss")));
    assert!(removing(&console).changed_since_asked);
    console.press("y");
    assert_eq!(console.writes, []);
}

#[test]
fn a_remark_that_was_refused_and_is_still_in_its_field_is_compared_with_the_list() {
    let mut console = Console::alice();
    console.press("r").press("e").types("boss").press("Enter");
    console.refuses(FailureClass::Final);
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends[0].1 = Some("the chief".into());
    console.serve();
    let Some(Dialog::Change(ChangeDialog::Remark(dialog))) = console.top() else {
        panic!("the remark stays in its field");
    };
    assert!(dialog.changed_since_asked);
    assert_eq!(dialog.before, Some(Text::new("the chief")));
}

#[test]
fn a_refresh_that_changed_nothing_leaves_the_question_alone() {
    let mut console = Console::alice();
    console.press("r").press("d").wait(ARM_TIME).serve();
    assert!(!removing(&console).changed_since_asked);
    console.press("y");
    assert_eq!(console.sent(), [unfriend("alice", "bob")]);
}

#[test]
fn a_dialog_cannot_be_sent_twice() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).press("y").wait(ARM_TIME);
    for key in ["y", "r", "Enter", "Ctrl-s", "m", "d"] {
        console.press(key).wait(ARM_TIME);
        assert_eq!(console.sent(), [], "{key}");
    }
    assert_eq!(console.writes.len(), 1);
}

#[test]
fn leaving_a_dialog_does_not_allow_sending_the_same_again() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).press("y").press("Esc");
    console.press("d").wait(ARM_TIME).press("y");
    assert_eq!(console.writes.len(), 1);
    assert_eq!(
        console.notice(),
        Some(&Notice::AlreadyInProgress(user("bob")))
    );
}

#[test]
fn escape_while_it_is_on_its_way_leaves_it_going_and_its_outcome_is_told() {
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).press("y").press("Esc");
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.notice(), Some(&Notice::StillInProgress));
    assert!(!console.model.pending_changes.is_empty());
    console.agrees();
    assert_eq!(
        console.notice(),
        Some(&Notice::Done(unfriend("alice", "bob"), true))
    );
    assert_eq!(console.friends(), ["carol", "dave", "erin"]);

    console
        .wait(1_000)
        .press("d")
        .wait(ARM_TIME)
        .press("y")
        .press("Esc")
        .refuses(FailureClass::Final);
    let Some(Dialog::Change(ChangeDialog::Failed(FailedChange { change, .. }))) = console.top()
    else {
        panic!("{:?}", console.top())
    };
    assert_eq!(*change, unfriend("alice", "carol"));
}

#[test]
fn an_outcome_does_not_push_aside_what_the_person_is_doing() {
    let mut console = Console::alice();
    console
        .press("b")
        .press("a")
        .types("hal")
        .refuses(FailureClass::Final)
        .types("o");
    assert_eq!(console.typed().as_deref(), Some("halo"));
    console.press("Esc");
    assert!(
        matches!(console.top(), Some(Dialog::Change(ChangeDialog::Failed(_)))),
        "told afterwards"
    );
}

// ---- conversations ----

#[test]
fn keeping_the_stored_messages_is_one_confirmation() {
    let mut console = Console::alice();
    console.press_all("3 d").press("y");
    assert_eq!(console.sent(), [], "too soon");
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [delete("alice", "bob", false)]);
    assert_eq!(console.conversations().len(), 4);
    console.agrees();
    assert_eq!(console.conversations(), ["4711", "dave", "stranger"]);
}

#[test]
fn deleting_the_stored_messages_wants_the_id_typed() {
    let mut console = Console::alice();
    console.press_all("3 d").wait(ARM_TIME).press("m");
    assert_eq!(console.sent(), []);
    for wrong in ["", "y", "bo", "bobb", "BOB", "dave"] {
        console.press("Ctrl-u").types(wrong).press("Enter");
        assert_eq!(console.sent(), [], "{wrong:?}");
        assert!(
            matches!(console.top(), Some(Dialog::Change(ChangeDialog::Conversation(dialog))) if dialog.mismatch)
        );
    }
    console.press("Ctrl-u").types("bob").press("Enter");
    assert_eq!(console.sent(), [delete("alice", "bob", true)]);
}

#[test]
fn m_too_soon_asks_nothing_further() {
    let mut console = Console::alice();
    console.press_all("3 d m");
    assert!(
        matches!(console.top(), Some(Dialog::Change(ChangeDialog::Conversation(dialog))) if dialog.step == ConversationStep::Choice)
    );
}

#[test]
fn whatever_confirms_and_came_too_soon_says_so() {
    // Removing a friend, and deleting a conversation without and with its stored messages.
    for (keys, key) in [("d", "y"), ("3 d", "y"), ("3 d", "m")] {
        let mut console = Console::alice();
        console.press_all(keys).press(key);
        assert_eq!(console.notice(), Some(&Notice::TooSoon), "{keys}, {key}");
        assert_eq!(console.sent(), [], "{keys}, {key}");
    }
    let mut console = Console::alice();
    console.press("d").wait(ARM_TIME).press("y");
    assert_ne!(console.notice(), Some(&Notice::TooSoon));
}

#[test]
fn an_id_that_cannot_be_typed_is_typed_as_it_is_shown() {
    let odd = "b\u{43e}b";
    let mut console = Console::new()
        .knows("alice", Facts::of(&[], &[], &[odd]))
        .opened("alice");
    console
        .serve()
        .press_all("3 d")
        .wait(ARM_TIME)
        .press("m")
        .types("bob")
        .press("Enter");
    assert_eq!(console.sent(), [], "another id that looks alike");
    console.press("Ctrl-u").types("b<043E>b").press("Enter");
    assert_eq!(console.sent(), [delete("alice", odd, true)]);
}

#[test]
fn a_conversation_that_is_not_listed_is_deleted_by_its_id() {
    let mut console = Console::new().opened("alice");
    console.serve().press_all("3 d");
    assert!(
        matches!(console.top(), Some(Dialog::Change(ChangeDialog::Conversation(dialog))) if dialog.step == ConversationStep::Id)
    );
    console.press("Enter");
    assert!(
        matches!(console.top(), Some(Dialog::Change(ChangeDialog::Conversation(dialog))) if dialog.mismatch)
    );
    console.types("4711").press("Tab").press("Enter").press("y");
    assert_eq!(console.sent(), [], "too soon");
    console.wait(ARM_TIME).press("y");
    let Change::DeleteConversation {
        peer,
        kind,
        roaming,
        ..
    } = &console.sent()[0]
    else {
        panic!("{:?}", console.sent())
    };
    assert_eq!(
        (peer, *kind, *roaming),
        (&user("4711"), ChatKind::Group, false)
    );
}

// ---- remarks ----

#[test]
fn a_remark_is_sent_as_typed_and_shown_after_the_server_agreed() {
    let mut console = Console::alice();
    console.press("e").types("小王 🙂").press("Enter");
    assert_eq!(console.sent(), [remark("alice", "bob", "小王 🙂")]);
    assert_eq!(console.open_user().remark(&user("bob")), Some(None));
    console.agrees();
    assert_eq!(
        console.open_user().remark(&user("bob")),
        Some(Some(&Text::new("小王 🙂")))
    );
}

#[test]
fn a_remark_that_is_as_before_or_too_long_is_not_sent() {
    let mut console = Console::alice();
    console.press_all("e Enter");
    assert!(console.model.dialogs.is_empty());
    console
        .press("e")
        .types(&"字".repeat(REMARK_CAP + 1))
        .press("Enter");
    assert_eq!(console.stage(), &SendStage::Asking);
    assert_eq!(console.writes, []);
    console.press("Backspace").press("Enter");
    assert_eq!(console.sent().len(), 1);
}

// ---- screens that are too small ----

#[test]
fn a_screen_that_is_too_small_takes_no_decisions() {
    let keys = ["y", "m", "r", "b", "u", "d", "a", "e", "Del", "Ctrl-s", "o"];
    let mut console = Console::alice();
    console.resize(39, 11);
    for key in keys {
        console.press(key).wait(ARM_TIME);
        assert!(console.model.dialogs.is_empty(), "{key}");
    }
    console
        .resize(120, 36)
        .press("d")
        .wait(ARM_TIME)
        .resize(39, 36);
    for key in keys {
        console.press(key).wait(ARM_TIME);
    }
    console.resize(120, 36).press("Esc");
    console
        .press("e")
        .types("x")
        .resize(120, 11)
        .press("Enter")
        .types("y")
        .paste("z");
    console.resize(120, 36);
    assert_eq!(console.typed().as_deref(), Some("x"));
    assert_eq!(console.writes, []);
}

#[test]
fn a_question_that_comes_on_screen_again_must_be_read_again() {
    let mut console = Console::alice();
    console
        .press("d")
        .wait(ARM_TIME)
        .resize(30, 10)
        .wait(5_000)
        .resize(120, 36)
        .press("y");
    assert_eq!(console.writes, []);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.writes.len(), 1);
}

#[test]
fn a_key_in_a_dialog_hides_what_an_earlier_key_said_and_news_once_there_was_time_to_read_it() {
    let mut console = Console::alice();
    console.press("?");
    console.model.say(Notice::NothingToRetry);
    console.press("j");
    assert_eq!(console.notice(), None);
    console.model.say(Notice::JournalBusy);
    console.press("j");
    assert_eq!(console.notice(), Some(&Notice::JournalBusy));
    console.wait(2_000).press("j");
    assert_eq!(console.notice(), None);
}

#[test]
fn the_keys_of_the_row_work_in_the_card() {
    let mut console = Console::alice();
    console.press_all("Enter b");
    assert_eq!(console.sent(), [block("alice", "bob")]);
    assert!(console.model.dialogs.is_empty());
    console.press_all("Enter d");
    assert_eq!(removing(&console).friend, user("bob"));
    console.press_all("n Enter F9");
    assert!(console.model.top_is(|dialog| matches!(
        dialog,
        Dialog::Palette(palette) if palette.scope == PaletteScope::Row
    )));
}
