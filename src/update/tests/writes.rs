//! Keys that act at once, and what the lists show before and after the service has replied.

use super::*;
use crate::domain::PriorKnowledge;
use crate::domain::limits::BLOCK_CAP;
use crate::keymap::{Layer, TABLE};
use crate::model::{ActionSubject, FACT_FRESH, ListTotal, ROW_MOVED_GUARD};

#[test]
fn b_on_a_friend_blocks_exactly_that_one() {
    let mut console = Console::alice();
    console.press_all("j j").press("b");
    assert_eq!(
        console
            .asked
            .iter()
            .filter(|e| matches!(e, Effect::Change(..)))
            .count(),
        1
    );
    assert_eq!(console.sent(), [block("alice", "dave")]);
}

#[test]
fn u_on_the_blocklist_unblocks_exactly_that_one_and_d_does_the_same() {
    for key in ["u", "d", "Del", "F8"] {
        let mut console = Console::alice();
        console.press_all("2 j").press(key);
        assert_eq!(console.sent(), [unblock("alice", "spam2")], "{key}");
    }
}

#[test]
fn rows_and_totals_change_only_after_the_server_agreed() {
    let mut console = Console::alice();
    let total = |console: &Console| console.open_user().block_total();
    let exact = |n| Some(ListTotal { n, or_more: false });
    console.press("b");
    assert_eq!(console.blocks(), ["spam1", "spam2", "spam3", "carol"]);
    assert_eq!(total(&console), exact(4));
    assert_eq!(console.open_user().is_blocked(&user("bob")), Some(false));
    assert!(console.model.shows_spinner(&user("bob")));
    console.agrees();
    assert_eq!(
        console.blocks(),
        ["bob", "spam1", "spam2", "spam3", "carol"]
    );
    assert_eq!(total(&console), exact(5));
    assert_eq!(console.open_user().is_blocked(&user("bob")), Some(true));
    assert!(!console.model.shows_spinner(&user("bob")));
    assert_eq!(
        console.notice(),
        Some(&Notice::Done(block("alice", "bob"), true))
    );
    console.press("u");
    assert_eq!(total(&console), exact(5));
    console.agrees();
    assert_eq!(total(&console), exact(4));
    assert_eq!(console.blocks(), ["spam1", "spam2", "spam3", "carol"]);
}

#[test]
fn a_change_that_was_refused_changes_no_row() {
    for class in [
        FailureClass::Final,
        FailureClass::Retryable,
        FailureClass::NothingDone,
        FailureClass::Unknown,
    ] {
        let mut console = Console::alice();
        console.press("b").refuses(class);
        assert_eq!(console.blocks(), ["spam1", "spam2", "spam3", "carol"]);
        assert_eq!(console.open_user().is_blocked(&user("bob")), Some(false));
        assert!(
            matches!(console.top(), Some(Dialog::Change(ChangeDialog::Failed(_)))),
            "and it is told"
        );
    }
}

#[test]
fn an_outcome_that_nobody_waits_for_changes_nothing() {
    let mut console = Console::alice();
    console.press("b");
    let (request, change) = console.writes[0].clone();
    console.say(Event::Changed(
        RequestId(999),
        change.clone(),
        Ok(PriorKnowledge::Known),
    ));
    console.say(Event::Changed(
        RequestId(998),
        change.clone(),
        Err(failure(FailureClass::Retryable)),
    ));
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.blocks().len(), 4);
    console.agrees();
    assert_eq!(console.blocks().len(), 5);
    console.say(Event::Changed(
        request,
        change,
        Err(failure(FailureClass::Retryable)),
    ));
    assert!(console.model.dialogs.is_empty(), "it was told once");
}

#[test]
fn the_same_change_is_not_sent_twice_at_a_time() {
    let mut console = Console::alice();
    console.press_all("b b b");
    assert_eq!(console.writes.len(), 1);
    assert_eq!(
        console.notice(),
        Some(&Notice::AlreadyInProgress(user("bob")))
    );
}

#[test]
fn what_is_known_to_change_nothing_is_not_sent() {
    let mut console = Console::alice();
    console.press_all("j b");
    assert_eq!(
        console.notice(),
        Some(&Notice::AlreadyBlocked(user("carol")))
    );
    console.press_all("k u");
    assert_eq!(console.notice(), Some(&Notice::NotBlocked(user("bob"))));
    console.press_all("2 e");
    assert_eq!(console.notice(), Some(&Notice::NotFriend(user("spam1"))));
    assert_eq!(console.writes, []);
}

#[test]
fn groups_and_the_user_itself_are_no_persons_to_act_on() {
    let facts = Facts::of(&[], &[], &["#77", "alice"]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().press("3").wait(2_000);
    for key in ["b", "u", "e"] {
        console.press(key);
        assert_eq!(
            console.notice(),
            Some(&Notice::IsGroup(user("77"))),
            "{key}"
        );
    }
    console.press("j");
    for key in ["b", "u", "e"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::IsSelf), "{key}");
    }
    assert_eq!(console.writes, []);
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn without_a_row_or_a_user_nothing_is_sent() {
    let mut console = Console::new();
    for key in ["b", "u", "d", "e", "a"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::NoUser), "{key}");
    }
    let mut console = Console::new().opened("alice");
    console.serve();
    for key in ["u", "d", "e"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::NoRow), "{key}");
    }
    assert_eq!(console.writes, []);
}

#[test]
fn u_held_down_unblocks_one_only() {
    let mut console = Console::alice();
    console.press("2");
    // Thirty keys a second for three seconds; the service replies after 50 ms.
    for i in 0..90 {
        console.now += 33;
        console.press("u");
        if i % 2 == 1 && !console.writes.is_empty() {
            console.agrees();
        }
    }
    assert_eq!(console.blocks(), ["spam2", "spam3", "carol"]);
    assert_eq!(console.notice(), Some(&Notice::RowSlipped));
    console.wait(ROW_MOVED_GUARD).press("u");
    assert_eq!(
        console.sent(),
        [unblock("alice", "spam2")],
        "a new press is meant"
    );
}

#[test]
fn a_row_that_a_refresh_put_under_the_cursor_is_not_acted_on() {
    let mut console = Console::alice();
    console
        .world
        .0
        .insert(user("alice"), Facts::of(&["dave", "erin"], &[], &[]));
    console.press("r").serve();
    assert_eq!(console.under(), Some("dave"), "bob is gone");
    console.now += 100;
    console.press("b");
    assert_eq!(console.writes, []);
    assert_eq!(console.notice(), Some(&Notice::RowSlipped));
}

#[test]
fn a_key_meant_for_another_row_says_nothing_about_the_row_that_came() {
    let mut console = Console::alice();
    console
        .world
        .0
        .insert(user("alice"), Facts::of(&["dave", "erin"], &["dave"], &[]));
    console.press("r").serve();
    assert_eq!(console.under(), Some("dave"), "bob is gone");
    console.now += 100;
    for key in ["b", "u", "d", "e"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::RowSlipped), "{key}");
    }
    assert_eq!(console.writes, []);
}

#[test]
fn keys_typed_before_the_rows_are_there_act_on_none_of_them() {
    let facts = Facts::of(&["bob"], &["bob"], &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    for _ in 0..30 {
        console.press("u");
        console.now += 33;
    }
    console.serve();
    for _ in 0..60 {
        console.press("u");
        console.now += 33;
    }
    assert_eq!(console.writes, []);
    console.wait(ROW_MOVED_GUARD).press("u");
    assert_eq!(console.sent(), [unblock("alice", "bob")]);
}

#[test]
fn a_list_that_was_empty_for_a_moment_protects_the_row_that_comes() {
    let mut console = Console::new()
        .knows("alice", Facts::of(&[], &["spam1"], &[]))
        .opened("alice");
    console.serve().wait(2_000).press("2").press("u").agrees();
    assert_eq!(console.under(), None);
    console
        .world
        .0
        .insert(user("alice"), Facts::of(&[], &["spam2"], &[]));
    console.wait(2_000).press("r").serve();
    assert_eq!(console.under(), Some("spam2"));
    console.press("u");
    assert_eq!(console.writes, []);
}

#[test]
fn read_only_sends_nothing_for_any_key() {
    let mut keys: Vec<KeyEvent> = (' '..='~')
        .flat_map(|c| {
            [KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT]
                .map(|mods| KeyEvent::new(KeyCode::Char(c), mods))
        })
        .collect();
    let bound = TABLE.iter().flat_map(|b| b.keys);
    keys.extend(bound.map(|k| KeyEvent::new(k.code, k.mods)));
    for pane in ["1", "2", "3"] {
        for first in &keys {
            let mut console = Console::alice().read_only();
            console.press(pane).say(Event::Key(*first));
            console.wait(1_000);
            for second in ["y", "m", "Enter", "r", "Ctrl-s"] {
                console.press(second).wait(1_000);
            }
            assert_eq!(console.writes, [], "{first:?} on list {pane}");
        }
    }
}

#[test]
fn every_write_key_says_that_the_session_is_read_only() {
    for key in ["a", "d", "e", "b", "u"] {
        for pane in ["1", "2", "3"] {
            let mut console = Console::alice().read_only();
            console.press(pane).press(key);
            assert_eq!(console.notice(), Some(&Notice::ReadOnly), "{key} on {pane}");
            assert!(console.model.dialogs.is_empty());
            assert_eq!(console.model.layer(), Layer::Lists);
        }
    }
}

#[test]
fn a_paste_onto_the_lists_is_never_taken_as_keys() {
    let mut console = Console::alice();
    console.paste("b\nu\nd\ny\n");
    assert_eq!(console.writes, []);
    assert_eq!(console.jobs, []);
    assert!(matches!(console.top(), Some(Dialog::Triage(_))));
    // In a dialog without a field it does nothing at all.
    console
        .press_all("Esc d")
        .paste("y\n")
        .wait(1_000)
        .paste("y");
    assert_eq!(console.notice(), Some(&Notice::PasteIgnored));
    assert_eq!(console.stage(), &SendStage::Asking);
    assert_eq!(console.writes, []);
}

#[test]
fn a_text_closes_what_its_first_keys_opened_and_a_paste_closes_nothing() {
    let text = "612355\n523344\n";
    for opens in ["6", "@", "?", "Enter"] {
        let mut console = Console::alice();
        console.press(opens);
        assert!(console.top().is_some(), "{opens}");
        console.say(Event::PasteThatOpenedDialog(text.into()));
        assert_eq!(console.model.dialogs.iter_mut().count(), 1, "{opens}");
        assert!(matches!(console.top(), Some(Dialog::Triage(_))), "{opens}");
        let mut console = Console::alice();
        console.press(opens).paste(text);
        assert_eq!(console.notice(), Some(&Notice::PasteIgnored), "{opens}");
    }
    // A question is not a read-only overlay, so it stays open.
    let mut console = Console::alice();
    console
        .press("d")
        .say(Event::PasteThatOpenedDialog(text.into()));
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Remove(_)))
    ));
}

#[test]
fn a_change_to_a_user_in_the_history_is_there_when_it_comes_back() {
    let mut console = Console::alice();
    console.press("b").press_all("j o");
    assert_eq!(console.open_user().id, user("carol"));
    console.serve().agrees();
    assert_eq!(
        console.notice(),
        Some(&Notice::Done(block("alice", "bob"), true))
    );
    assert_eq!(console.blocks(), Vec::<&str>::new(), "carol blocks nobody");
    console.press("[");
    assert_eq!(console.blocks()[0], "bob");
}

#[test]
fn a_change_to_a_user_who_is_to_come_again_is_there_too() {
    let mut console = Console::alice();
    console.press("o").serve().press("[").serve().press("]");
    assert_eq!(console.open_user().id, user("bob"));
    console
        .press("[")
        .serve()
        .wait(1_000)
        .press("b")
        .press("]")
        .agrees();
    assert_eq!(console.open_user().id, user("bob"));
    console.press("[");
    assert_eq!(console.blocks()[0], "bob");
}

#[test]
fn the_end_of_a_friendship_is_seen_from_the_other_side() {
    let mut console = Console::alice();
    console
        .press("d")
        .wait(500)
        .press("y")
        .press("Esc")
        .press("o");
    assert_eq!(console.open_user().id, user("bob"));
    console.serve().agrees();
    let bob = || user("bob");
    assert_eq!(
        console.queries(),
        [Query::FriendIds(bob()), Query::Friends(bob(), None)]
    );
}

#[test]
fn a_page_asked_for_before_a_change_is_asked_for_again() {
    let mut console = Console::alice();
    console.press("r").press("d").wait(500).press("y");
    let reads = console.reads.clone();
    console.agrees();
    for (request, _) in &reads {
        if !matches!(console.reads.first(), Some((t, _)) if t == request) {
            assert!(console.asked.contains(&Effect::CancelQuery(*request)));
        }
    }
    for (request, query) in reads {
        let stale = console.world.answer(&query);
        console.say(Event::Reply(request, stale));
    }
    assert_eq!(
        console.friends(),
        ["carol", "dave", "erin"],
        "bob does not come back"
    );
}

#[test]
fn a_page_on_its_way_cannot_bring_back_a_row_that_went_meanwhile() {
    // spam70 is on the second page, which is in progress when it is unblocked from among the friends.
    let spam: Vec<String> = (0..80).map(|i| format!("spam{i}")).collect();
    let spam: Vec<&str> = spam.iter().map(String::as_str).collect();
    let facts = Facts::of(&["spam70"], &spam, &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console
        .answer(friends_page)
        .answer(|f| matches!(f, Query::BlockIds(_)));
    console.answer(blocks_page).wait(2_000);
    let (request, query) = console.read(blocks_page);
    let stale = console.world.answer(&query);
    console.reads.push((request, query));
    console.press("u").agrees();
    console.say(Event::Reply(request, stale));
    assert!(!console.blocks().contains(&"spam70"));
    console
        .world
        .0
        .get_mut(&user("alice"))
        .unwrap()
        .blocks
        .retain(|b| b != "spam70");
    console.serve();
    assert_eq!(console.blocks().len(), 79);
    assert!(!console.blocks().contains(&"spam70"));
}

#[test]
fn what_the_card_asked_for_before_a_change_is_asked_for_again() {
    let mut console = Console::alice();
    console.press("j").press("k").wait(300);
    console.wait(FACT_FRESH).press("j").press("k").wait(300);
    let (request, query) = console.read(|f| matches!(f, Query::Relation(..)));
    let stale = console.world.answer(&query);
    console.reads.push((request, query));
    console.press("b").agrees();
    console.say(Event::Reply(request, stale));
    let known = console.open_user().is_blocked(&user("bob"));
    assert_eq!(known, Some(true), "the answer is older than the change");
}

#[test]
fn the_service_s_limit_of_blocked_users_is_not_ours_to_enforce() {
    let spam: Vec<String> = (0..BLOCK_CAP).map(|i| format!("spam{i}")).collect();
    let spam: Vec<&str> = spam.iter().map(String::as_str).collect();
    let mut console = Console::new()
        .knows("alice", Facts::of(&["bob"], &spam, &[]))
        .opened("alice");
    console.serve().wait(2_000).press("b");
    assert_eq!(console.sent(), [block("alice", "bob")]);
}

#[test]
fn a_proposes_whom_its_hint_is_about_even_if_it_is_unknown_whether_they_are_friends() {
    let facts = Facts::of(&["bob"], &["spam1"], &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console
        .answer(|query| matches!(query, Query::Blocks(..)))
        .press("2")
        .wait(ROW_MOVED_GUARD);
    assert_eq!(console.open_user().is_friend(&user("spam1")), None);
    let subject = console.model.subject_of(Action::AddFriend);
    assert_eq!(subject, Some(ActionSubject::Row));
    console.press("a");
    assert_eq!(console.typed().as_deref(), Some("spam1"));
}
