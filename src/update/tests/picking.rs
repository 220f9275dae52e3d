//! Selecting rows: what is selected, how long it stays so, and where it goes.

use super::*;
use crate::dialog::ARM;
use crate::dialog::triage::Source;

fn picked(desk: &Desk) -> Vec<String> {
    let user = desk.open_user();
    let mut ids: Vec<String> = match desk.model.focus {
        Pane::Friends => user.friends.picked_keys(),
        Pane::Blocks => user.blocks.picked_keys(),
        Pane::Conversations => {
            let keys = user.conversations.picked_keys().into_iter();
            keys.map(|(_, id)| id).collect()
        }
    }
    .iter()
    .map(|id| id.raw().to_owned())
    .collect();
    ids.sort();
    ids
}

fn hundred() -> Desk {
    let friends: Vec<String> = (100..400).map(|i| format!("f{i}")).collect();
    let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
    let facts = Facts::of(&friends, &["f100", "f101"], &[]);
    let mut desk = Desk::new().knows("alice", facts).opened("alice");
    desk.serve().wait(2_000);
    desk
}

#[test]
fn space_selects_and_goes_on_and_the_same_again_takes_it_out() {
    let mut desk = Desk::alice();
    desk.press(" ").press(" ");
    assert_eq!(picked(&desk), ["bob", "carol"]);
    assert_eq!(desk.under(), Some("dave"));
    desk.press("k").press(" ");
    assert_eq!(picked(&desk), ["bob"]);
    desk.press("U");
    assert_eq!(picked(&desk), Vec::<String>::new());
}

#[test]
fn a_range_follows_the_cursor_both_ways_until_it_is_ended() {
    let mut desk = Desk::alice();
    desk.press("j").press("v").press_all("j j");
    assert_eq!(picked(&desk), ["carol", "dave", "erin"]);
    desk.press("k");
    assert_eq!(picked(&desk), ["carol", "dave"]);
    desk.press("k").press("k");
    assert_eq!(picked(&desk), ["bob", "carol"]);
    desk.press("Esc");
    assert_eq!(picked(&desk), ["bob", "carol"], "Esc clears no selection");
    desk.press_all("G");
    assert_eq!(picked(&desk), ["bob", "carol"]);
    desk.press_all("Esc Esc Esc");
    assert_eq!(picked(&desk), ["bob", "carol"]);
}

#[test]
fn a_range_selects_nothing_that_comes_by_itself() {
    let mut desk = Desk::alice();
    desk.press("v").press_all("j j");
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.insert(1, ("new".into(), None));
    desk.say(What::Tick);
    desk.press("Esc").press("r").serve();
    assert_eq!(picked(&desk), ["bob", "carol", "dave"]);
}

#[test]
fn shift_and_an_arrow_select_both_rows() {
    let mut desk = Desk::alice();
    desk.press_all("S-Down S-Down");
    assert_eq!(picked(&desk), ["bob", "carol", "dave"]);
    desk.press("U").press("S-Up");
    assert_eq!(picked(&desk), ["carol", "dave"]);
}

#[test]
fn all_and_the_others_mean_what_the_filter_lets_through() {
    let mut desk = Desk::alice();
    desk.press(" ")
        .press("/")
        .types("a")
        .press("Enter")
        .press("Ctrl-a");
    assert_eq!(picked(&desk), ["bob", "carol", "dave"]);
    assert_eq!(desk.open_user().friends.picked_out_of_sight(), 1);
    desk.press("*");
    assert_eq!(picked(&desk), ["bob"], "what is hidden stays selected");
    desk.press("Esc");
    assert_eq!(desk.open_user().friends.picked_out_of_sight(), 0);
}

#[test]
fn all_of_a_list_that_goes_on_says_so() {
    let mut desk = hundred();
    let loaded = desk.open_user().friends.loaded();
    assert!(loaded < 300);
    desk.press("Ctrl-a");
    assert_eq!(desk.notice(), Some(&Notice::PickedLoaded(loaded)));
    assert_eq!(picked(&desk).len(), loaded);
}

#[test]
fn a_selection_outlives_paging_refreshing_and_other_users() {
    let mut desk = hundred();
    desk.press(" ").press("G").serve();
    desk.press(" ").press("r").serve();
    assert_eq!(picked(&desk), ["f100", "f399"]);
    desk.press("o").serve().press("[").serve();
    assert_eq!(picked(&desk), ["f100", "f399"]);
}

#[test]
fn who_vanishes_leaves_the_selection_with_a_word() {
    let mut desk = Desk::alice();
    desk.press(" ").press(" ");
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.remove(0);
    desk.press("r").serve();
    assert_eq!(picked(&desk), ["carol"]);
    assert_eq!(desk.notice(), Some(&Notice::Vanished(1)));
}

#[test]
fn who_is_on_a_page_that_is_not_loaded_stays_selected() {
    let mut desk = hundred();
    let last = desk.open_user().friends.loaded() - 1;
    for _ in 0..last {
        desk.press("j");
    }
    desk.press(" ");
    let before = picked(&desk);
    // New ones on top push it off the pages that are read again.
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    for i in 0..60 {
        facts.friends.insert(0, (format!("new{i}"), None));
    }
    desk.press("r").serve();
    assert_eq!(picked(&desk), before);
}

#[test]
fn write_keys_open_the_sheet_for_the_selection() {
    let mut desk = Desk::alice();
    desk.press(" ").press(" ").press("b").serve();
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.sheet().source, Source::Selection);
    assert_eq!(desk.asking().targets, [user("bob")], "carol is blocked");
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
    assert_eq!(picked(&desk), ["bob", "carol"], "the selection stays");
}

#[test]
fn removing_from_the_blocklist_unblocks_the_selection() {
    for key in ["d", "u"] {
        let mut desk = Desk::alice();
        desk.press("2")
            .wait(1_000)
            .press(" ")
            .press(" ")
            .press(key)
            .serve();
        assert_eq!(desk.asking().targets, [user("spam1"), user("spam2")]);
        desk.wait(ARM).press("y");
        let (_, plan) = desk.jobs.last().unwrap();
        assert_eq!(plan.steps[0].change, unblock("alice", "spam1"));
        desk.worker(News::Begun(1))
            .moves(&[(0, State::Done), (1, State::Done)]);
        assert_eq!(picked(&desk), Vec::<String>::new(), "they are done with");
        assert!(!matches!(desk.notice(), Some(Notice::Vanished(_))));
    }
}

#[test]
fn groups_and_the_deletion_of_conversations_stay_out_of_it() {
    let mut desk = Desk::alice();
    desk.press("3").wait(1_000).press("Ctrl-a").press("d");
    assert_eq!(desk.notice(), Some(&Notice::OneByOne));
    assert!(desk.model.dialogs.is_empty());
    desk.press("b").serve();
    let ids: Vec<&str> = desk.sheet().entries.iter().map(|e| e.id.raw()).collect();
    assert_eq!(ids, ["bob", "dave", "stranger"]);
}

#[test]
fn read_only_does_not_even_ask() {
    let mut desk = Desk::alice().read_only();
    desk.press(" ").press("b");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn copying_takes_all_that_is_selected_in_the_order_of_the_list() {
    let mut desk = Desk::alice();
    desk.press("j")
        .press(" ")
        .press_all("g g")
        .press(" ")
        .press("y");
    assert_eq!(desk.asked, [Effect::Copy("bob\ncarol".into())]);
    assert_eq!(desk.notice(), Some(&Notice::CopiedMany(2)));
}

#[test]
fn the_lists_keep_their_selections_apart() {
    let mut desk = Desk::alice();
    desk.press(" ").press("2").press(" ").press(" ");
    assert_eq!(picked(&desk), ["spam1", "spam2"]);
    desk.press("1");
    assert_eq!(picked(&desk), ["bob"]);
}
