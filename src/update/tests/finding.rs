//! Finding and sorting in the lists.

use std::collections::HashSet;

use super::*;
use crate::domain::ListOrder;

fn filtered(console: &mut Console, text: &str) {
    console.press("/").types(text);
}

fn with_account(console: &mut Console, other: &str, account: Result<Account, Failure>) {
    let relation = Relation {
        account: Some(account),
        ..Relation::default()
    };
    let request = console.model.next_request();
    let user = console.model.user.as_mut().unwrap();
    user.learn_relation(&self::user(other), relation, request);
}

fn no_account() -> Failure {
    Failure {
        status: Some(404),
        ..failure(FailureClass::Final)
    }
}

#[test]
fn a_flag_finds_what_was_read_in_every_list() {
    for (keys, text, found) in [
        ("1", "is:blocked", &["carol"][..]),
        ("1", "!is:blocked", &["bob", "dave", "erin"]),
        ("1", "is:friend", &["bob", "carol", "dave", "erin"]),
        ("1", "is:blocked bob", &[]),
        ("2", "is:friend", &["carol"]),
        ("2", "状态：好友", &["carol"]),
        ("3", "is:friend", &["bob", "dave"]),
        ("3", "!is:friend", &["4711", "stranger"]),
        // The service did not say how many are unread.
        ("3", "is:unread", &[]),
        ("3", "!is:unread", &[]),
    ] {
        let mut console = Console::alice();
        console.press(keys);
        filtered(&mut console, text);
        let shown = match keys {
            "1" => console.friends(),
            "2" => console.blocks(),
            _ => console.conversations(),
        };
        assert_eq!(shown, found, "{keys} {text}");
    }
}

#[test]
fn what_was_not_read_is_neither_and_counted() {
    let mut console = Console::alice();
    with_account(&mut console, "bob", Err(no_account()));
    with_account(&mut console, "carol", Ok(account(&user("carol"))));
    with_account(&mut console, "dave", Err(failure(FailureClass::Retryable)));
    filtered(&mut console, "is:gone");
    assert_eq!(console.friends(), ["bob"]);
    assert_eq!(console.open_user().friends.unread_facts(), 2);
    console.press("Esc");
    assert_eq!(console.open_user().friends.unread_facts(), 0);
    filtered(&mut console, "!is:gone");
    assert_eq!(console.friends(), ["carol"]);
}

#[test]
fn a_filter_that_stands_follows_what_is_read_and_done() {
    let mut console = Console::alice();
    filtered(&mut console, "!is:blocked");
    console.press("Enter").wait(1_000);
    console.press("b").agrees();
    assert_eq!(console.friends(), ["dave", "erin"]);
    assert_eq!(console.under(), Some("dave"));
}

#[test]
fn the_remarks_of_friends_and_names_that_were_read_find_rows_without_them() {
    let mut facts = Facts::of(&["bob", "carol"], &["carol"], &["bob", "carol", "#bob"]);
    facts.friends[0].1 = Some("陈女士".into());
    facts.friends[1].1 = Some("王先生".into());
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console.press("3");
    filtered(&mut console, "cns");
    assert_eq!(console.conversations(), ["bob"]);
    console.press("Esc").press("2");
    filtered(&mut console, "王");
    assert_eq!(console.blocks(), ["carol"]);
    // A name that is read while the filter stands.
    console.press("Esc").press("1");
    filtered(&mut console, "lily");
    assert_eq!(console.friends(), Vec::<&str>::new());
    let named = Account {
        nickname: Some(Text::new("Lily")),
        ..account(&user("carol"))
    };
    with_account(&mut console, "carol", Ok(named));
    console.wait(1);
    assert_eq!(console.friends(), ["carol"]);
}

#[test]
fn tab_completes_a_flag_and_filters_with_it() {
    let mut console = Console::alice();
    filtered(&mut console, "i");
    console.press("Tab");
    assert_eq!(console.model.filter.as_ref().unwrap().value(), "is:");
    console.press("Tab");
    assert_eq!(console.model.filter.as_ref().unwrap().value(), "is:blocked");
    assert_eq!(console.friends(), ["carol"]);
    console.press("Tab");
    assert_eq!(console.model.filter.as_ref().unwrap().value(), "is:friend");
    assert_eq!(console.friends().len(), 4);
}

#[test]
fn enter_on_an_id_that_no_row_has_asks_about_that_user() {
    let asks = |console: &mut Console, key: &str| {
        console.press(key);
        matches!(console.top(), Some(Dialog::Diagnosis(view))
            if view.users == [user("alice"), user("zoe")])
    };
    let mut console = Console::alice();
    filtered(&mut console, "Zoe");
    assert!(asks(&mut console, "Enter"), "in the filter line");
    console.press("Esc");
    assert!(asks(&mut console, "Enter"), "on the list");
    console.press("Esc");
    assert!(asks(&mut console, "w"));

    for text in ["alice", "zoe x", "!zoe !z", "is:gone", "bob"] {
        let mut console = Console::alice();
        filtered(&mut console, text);
        console.press("Enter");
        assert!(console.top().is_none(), "{text}");
    }
}

#[test]
fn enter_first_loads_the_rest_which_may_hold_the_user() {
    let ids: Vec<String> = (0..400).map(|i| format!("f{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let facts = Facts::of(&ids, &[], &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    filtered(&mut console, "f399");
    console.press("Enter");
    assert!(console.top().is_none());
    console.serve();
    assert_eq!(console.friends(), ["f399"]);
}

#[test]
fn s_goes_through_the_orders_of_the_list() {
    let mut console = Console::alice();
    console.press("2").press("s");
    assert_eq!(console.blocks(), ["carol", "spam1", "spam2", "spam3"]);
    assert_eq!(console.under(), Some("spam1"));
    console.press("s");
    assert_eq!(console.blocks(), ["spam1", "spam2", "spam3", "carol"]);
    console.press("3").press_all("s s s");
    assert_eq!(
        console.open_user().conversations.order(),
        ListOrder::LastMessage
    );
}

#[test]
fn a_friend_who_is_added_is_new_until_removed() {
    let mut console = Console::alice();
    let mut takes = |change: &Change| {
        let request = console.model.next_request();
        let open = console.model.user.as_mut().unwrap();
        open.take_change(change, request);
        open.new_friends.clone()
    };
    let new = takes(&add("alice", "stranger"));
    assert_eq!(new, HashSet::from([user("stranger")]));
    // A friend already.
    assert_eq!(takes(&add("alice", "bob")), new);
    assert_eq!(takes(&unfriend("alice", "stranger")), HashSet::new());
}

#[test]
fn a_user_who_is_added_to_a_sorted_list_is_under_its_cursor() {
    let mut console = Console::alice();
    console.press_all("2 s 1 j j").wait(1_000);
    console.press("b").agrees();
    assert_eq!(
        console.blocks(),
        ["carol", "dave", "spam1", "spam2", "spam3"]
    );
    console.press("2");
    assert_eq!(console.under(), Some("dave"));
}

#[test]
fn a_flag_is_not_proposed_as_the_id_of_a_conversation() {
    for (text, proposed) in [("is:unread", ""), ("zoe", "zoe")] {
        let mut console = Console::alice();
        console.press("3");
        filtered(&mut console, text);
        console.model.filter = None;
        console.press("d");
        let Some(Dialog::Change(dialog)) = console.top() else {
            panic!("no question")
        };
        assert!(format!("{dialog:?}").contains(&format!("{proposed:?}")));
        assert!(!format!("{dialog:?}").contains("is:unread"));
    }
}
