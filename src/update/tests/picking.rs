//! Selecting rows: what is selected, how long it stays so, and where it goes.

use super::*;
use crate::dialog::ARM;
use crate::dialog::confirm_job::JobConfirmation;
use crate::dialog::triage::TriageSource;
use crate::domain::lists::ListKind;

fn picked(desk: &Desk) -> Vec<String> {
    let user = desk.open_user();
    let mut ids: Vec<String> = match desk.model.focus {
        ListKind::Friends => user.friends.selected_keys(),
        ListKind::Blocks => user.blocks.selected_keys(),
        ListKind::Conversations => {
            let keys = user.conversations.selected_keys().into_iter();
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
fn a_remark_is_for_one_and_not_for_whom_the_cursor_is_on_beside_a_selection() {
    let mut desk = Desk::alice();
    desk.press(" ").press_all("j e");
    assert_eq!(desk.notice(), Some(&Notice::RemarkForOne));
    assert!(desk.top().is_none());
    desk.press_all("Esc e");
    assert!(matches!(desk.top(), Some(Dialog::Remark(_))));
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
    desk.press("v").press("G");
    assert_eq!(picked(&desk), ["bob", "carol"]);
}

#[test]
fn escape_clears_the_selection_before_anything_else() {
    let mut desk = Desk::alice();
    desk.press("/").types("a").press("Enter").press("f");
    desk.press("v").press("j");
    assert_eq!(picked(&desk), ["carol", "dave"]);
    desk.press("Esc");
    assert_eq!(picked(&desk), Vec::<String>::new());
    desk.press("j");
    assert_eq!(picked(&desk), Vec::<String>::new(), "the range is over too");
    assert_eq!(desk.open_user().friends.filter(), "a");
    assert!(desk.model.zoom);
    desk.press("Esc");
    assert_eq!(desk.open_user().friends.filter(), "");
    desk.press("Esc");
    assert!(!desk.model.zoom);
}

#[test]
fn escape_in_a_dialog_leaves_the_selection_alone() {
    let mut desk = Desk::alice();
    desk.press(" ").press(" ").press("b").serve().wait(ARM);
    desk.press_all("Esc Esc");
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(picked(&desk), ["bob", "carol"]);
}

#[test]
fn a_range_selects_nothing_that_comes_by_itself() {
    let mut desk = Desk::alice();
    desk.press("v").press_all("j j");
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.insert(1, ("new".into(), None));
    desk.say(Event::Tick);
    desk.press("v").press("r").serve();
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
    assert_eq!(desk.open_user().friends.selected_out_of_sight(), 1);
    desk.press("*");
    assert_eq!(picked(&desk), ["bob"], "what is hidden stays selected");
    desk.press("/").press("Ctrl-u").press("Enter");
    assert_eq!(picked(&desk), ["bob"]);
    assert_eq!(desk.open_user().friends.selected_out_of_sight(), 0);
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
    assert_eq!(desk.sheet().source, TriageSource::Selection);
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
        desk.worker(JobEvent::Begun(1))
            .moves(&[(0, StepState::Done), (1, StepState::Done)]);
        assert_eq!(picked(&desk), Vec::<String>::new(), "they are done with");
        assert!(!matches!(desk.notice(), Some(Notice::Vanished(_))));
    }
}

#[test]
fn groups_are_no_people() {
    let mut desk = Desk::alice();
    desk.press("3").wait(1_000).press("Ctrl-a");
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
    assert_eq!(desk.copied(), "bob\ncarol");
}

#[test]
fn the_lists_keep_their_selections_apart() {
    let mut desk = Desk::alice();
    desk.press(" ").press("2").press(" ").press(" ");
    assert_eq!(picked(&desk), ["spam1", "spam2"]);
    desk.press("1");
    assert_eq!(picked(&desk), ["bob"]);
}

// ---- conversations ----

/// alice's conversations, this many of them selected.
fn talking(n: usize) -> Desk {
    let peers: Vec<String> = (0..8).map(|i| format!("peer{i}")).collect();
    let mut peers: Vec<&str> = peers.iter().map(String::as_str).collect();
    peers[1] = "#4711";
    let mut desk = Desk::new()
        .knows("alice", Facts::of(&[], &[], &peers))
        .opened("alice");
    desk.serve().press("3").wait(1_000);
    for _ in 0..n {
        desk.press(" ");
    }
    desk
}

fn batch(desk: &Desk) -> &JobConfirmation {
    match desk.top() {
        Some(Dialog::ConfirmJob(d)) => d,
        other => panic!("{other:?} asks about nothing together"),
    }
}

fn deleted(plan: &JobPlan) -> Vec<(&str, ChatKind, bool)> {
    let parts = plan.steps.iter().map(|step| match &step.change {
        Change::DeleteConversation {
            peer,
            kind,
            roaming,
            ..
        } => (peer.raw(), *kind, *roaming),
        other => panic!("{other:?}"),
    });
    parts.collect()
}

#[test]
fn a_few_selected_conversations_are_a_job_that_wants_a_yes_and_keeps_the_messages() {
    let mut desk = talking(2);
    desk.press("d").press("y");
    assert_eq!(desk.jobs, [], "too soon");
    desk.wait(ARM).press("Enter");
    assert!(desk.model.dialogs.is_empty(), "Enter is a no");
    desk.press("d").wait(ARM).press("y");
    let (_, plan) = desk.jobs.last().unwrap();
    assert_eq!(
        deleted(plan),
        [
            ("peer0", ChatKind::Chat, false),
            ("4711", ChatKind::Group, false)
        ]
    );
    desk.worker(JobEvent::Begun(1))
        .moves(&[(0, StepState::Done), (1, StepState::Done)])
        .worker(JobEvent::Ended);
    assert_eq!(desk.conversations().len(), 6);
    assert_eq!(
        desk.notice(),
        Some(&Notice::JobEnded(2, 0, 0, None)),
        "nothing takes it back"
    );
}

#[test]
fn many_selected_conversations_want_their_number() {
    let mut desk = talking(6);
    desk.press("d").wait(ARM).press("y");
    assert_eq!(desk.jobs, []);
    for wrong in ["", "5", "60", "alice"] {
        desk.press("Ctrl-u").types(wrong).wait(ARM).press("Enter");
        assert_eq!(desk.jobs, [], "{wrong:?}");
        assert!(batch(&desk).mismatch);
    }
    desk.press("Ctrl-u").types("6").wait(ARM).press("Enter");
    assert_eq!(deleted(&desk.jobs[0].1).len(), 6);
}

#[test]
fn stored_messages_of_selected_conversations_want_the_users_id() {
    let mut desk = talking(2);
    desk.press("d").wait(ARM).press("m");
    for wrong in ["", "2", "y", "peer0", "ALICE"] {
        desk.press("Ctrl-u").types(wrong).wait(ARM).press("Enter");
        assert_eq!(desk.jobs, [], "{wrong:?}");
    }
    desk.press("Ctrl-u").types("alice").press("Enter");
    let (_, plan) = desk.jobs.last().unwrap();
    assert!(deleted(plan).iter().all(|(_, _, roaming)| *roaming));
}

#[test]
fn escape_goes_back_from_the_id_to_the_choice_and_forgets_it() {
    let mut desk = talking(2);
    desk.press("d").wait(ARM).press("m").types("alice");
    desk.press("Esc").wait(ARM).press("y");
    let (_, plan) = desk.jobs.last().unwrap();
    assert!(deleted(plan).iter().all(|(_, _, roaming)| !roaming));
}

#[test]
fn a_conversation_that_goes_under_the_question_leaves_it_and_it_is_asked_anew() {
    let mut desk = talking(6);
    desk.press("r").press("d").wait(ARM).press("y").types("6");
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.conversations.remove(0);
    desk.serve();
    assert!(batch(&desk).moved);
    assert_eq!(batch(&desk).steps.len(), 5);
    desk.press("Enter").press("y");
    assert_eq!(desk.jobs, []);
    desk.press("d")
        .wait(ARM)
        .press("y")
        .types("5")
        .wait(ARM)
        .press("Enter");
    assert_eq!(deleted(&desk.jobs[0].1).len(), 5);
}

#[test]
fn read_only_asks_about_no_conversations() {
    let mut desk = talking(2);
    desk.model.session.read_only = true;
    desk.press("d");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    assert!(desk.model.dialogs.is_empty());
}
