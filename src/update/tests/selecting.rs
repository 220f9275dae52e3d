//! Selecting rows: what is selected, how long it stays selected, and what is done with it.

use super::*;
use crate::dialog::ARM_TIME;
use crate::dialog::job_confirmation::JobConfirmation;
use crate::dialog::triage::TriageSource;
use crate::domain::job::JobCounts;
use crate::domain::{JobId, ListKind};

fn selected(console: &Console) -> Vec<String> {
    let user = console.open_user();
    let mut ids: Vec<String> = match console.model.focus {
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

fn hundred() -> Console {
    let friends: Vec<String> = (100..400).map(|i| format!("f{i}")).collect();
    let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
    let facts = Facts::of(&friends, &["f100", "f101"], &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console
}

#[test]
fn a_remark_is_for_one_and_not_for_whom_the_cursor_is_on_beside_a_selection() {
    let mut console = Console::alice();
    console.press(" ").press_all("j e");
    assert_eq!(console.notice(), Some(&Notice::RemarkForOne));
    assert!(console.top().is_none());
    console.press_all("Esc e");
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Remark(_)))
    ));
}

#[test]
fn space_selects_and_goes_on_and_the_same_again_takes_it_out() {
    let mut console = Console::alice();
    console.press(" ").press(" ");
    assert_eq!(selected(&console), ["bob", "carol"]);
    assert_eq!(console.under(), Some("dave"));
    console.press("k").press(" ");
    assert_eq!(selected(&console), ["bob"]);
    console.press("U");
    assert_eq!(selected(&console), Vec::<String>::new());
}

#[test]
fn a_range_follows_the_cursor_both_ways_until_it_is_ended() {
    let mut console = Console::alice();
    console.press("j").press("v").press_all("j j");
    assert_eq!(selected(&console), ["carol", "dave", "erin"]);
    console.press("k");
    assert_eq!(selected(&console), ["carol", "dave"]);
    console.press("k").press("k");
    assert_eq!(selected(&console), ["bob", "carol"]);
    console.press("v").press("G");
    assert_eq!(selected(&console), ["bob", "carol"]);
}

#[test]
fn escape_clears_the_selection_before_anything_else() {
    let mut console = Console::alice();
    console.press("/").types("a").press("Enter").press("f");
    console.press("v").press("j");
    assert_eq!(selected(&console), ["carol", "dave"]);
    console.press("Esc");
    assert_eq!(selected(&console), Vec::<String>::new());
    console.press("j");
    assert_eq!(
        selected(&console),
        Vec::<String>::new(),
        "the range is over too"
    );
    assert_eq!(console.open_user().friends.filter(), "a");
    assert!(console.model.zoom);
    console.press("Esc");
    assert_eq!(console.open_user().friends.filter(), "");
    console.press("Esc");
    assert!(!console.model.zoom);
}

#[test]
fn escape_in_a_dialog_leaves_the_selection_alone() {
    let mut console = Console::alice();
    console
        .press(" ")
        .press(" ")
        .press("b")
        .serve()
        .wait(ARM_TIME);
    console.press_all("Esc Esc");
    assert!(console.model.dialogs.is_empty());
    assert_eq!(selected(&console), ["bob", "carol"]);
}

#[test]
fn a_range_selects_nothing_that_comes_by_itself() {
    let mut console = Console::alice();
    console.press("v").press_all("j j");
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.insert(1, ("new".into(), None));
    console.say(Event::Tick);
    console.press("v").press("r").serve();
    assert_eq!(selected(&console), ["bob", "carol", "dave"]);
}

#[test]
fn shift_and_an_arrow_select_both_rows() {
    let mut console = Console::alice();
    console.press_all("S-Down S-Down");
    assert_eq!(selected(&console), ["bob", "carol", "dave"]);
    console.press("U").press("S-Up");
    assert_eq!(selected(&console), ["carol", "dave"]);
}

#[test]
fn all_and_the_others_mean_what_the_filter_lets_through() {
    let mut console = Console::alice();
    console
        .press(" ")
        .press("/")
        .types("a")
        .press("Enter")
        .press("Ctrl-a");
    assert_eq!(selected(&console), ["bob", "carol", "dave"]);
    assert_eq!(console.open_user().friends.selected_out_of_sight(), 1);
    console.press("*");
    assert_eq!(selected(&console), ["bob"], "what is hidden stays selected");
    console.press("/").press("Ctrl-u").press("Enter");
    assert_eq!(selected(&console), ["bob"]);
    assert_eq!(console.open_user().friends.selected_out_of_sight(), 0);
}

#[test]
fn all_of_a_list_that_goes_on_says_so() {
    let mut console = hundred();
    let loaded = console.open_user().friends.loaded();
    assert!(loaded < 300);
    console.press("Ctrl-a");
    assert_eq!(console.notice(), Some(&Notice::SelectedLoaded(loaded)));
    assert_eq!(selected(&console).len(), loaded);
}

#[test]
fn a_selection_outlives_paging_refreshing_and_other_users() {
    let mut console = hundred();
    console.press(" ").press("G").serve();
    console.press(" ").press("r").serve();
    assert_eq!(selected(&console), ["f100", "f399"]);
    console.press("o").serve().press("[").serve();
    assert_eq!(selected(&console), ["f100", "f399"]);
}

#[test]
fn who_vanishes_leaves_the_selection_with_a_word() {
    let mut console = Console::alice();
    console.press(" ").press(" ");
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.remove(0);
    console.press("r").serve();
    assert_eq!(selected(&console), ["carol"]);
    assert_eq!(console.notice(), Some(&Notice::Vanished(1)));
}

#[test]
fn who_is_on_a_page_that_is_not_loaded_stays_selected() {
    let mut console = hundred();
    let last = console.open_user().friends.loaded() - 1;
    for _ in 0..last {
        console.press("j");
    }
    console.press(" ");
    let before = selected(&console);
    // New rows at the top push it off the pages that are read again.
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    for i in 0..60 {
        facts.friends.insert(0, (format!("new{i}"), None));
    }
    console.press("r").serve();
    assert_eq!(selected(&console), before);
}

#[test]
fn write_keys_open_the_sheet_for_the_selection() {
    let mut console = Console::alice();
    console.press(" ").press(" ").press("b").serve();
    assert_eq!(console.sent(), []);
    assert_eq!(console.sheet().source, TriageSource::Selection);
    assert_eq!(console.asking().targets, [user("bob")], "carol is blocked");
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [block("alice", "bob")]);
    assert_eq!(selected(&console), ["bob", "carol"], "the selection stays");
}

#[test]
fn removing_from_the_blocklist_unblocks_the_selection() {
    for key in ["d", "u"] {
        let mut console = Console::alice();
        console
            .press("2")
            .wait(1_000)
            .press(" ")
            .press(" ")
            .press(key)
            .serve();
        assert_eq!(console.asking().targets, [user("spam1"), user("spam2")]);
        console.wait(ARM_TIME).press("y");
        let (_, plan) = console.jobs.last().unwrap();
        assert_eq!(plan.steps[0].change, unblock("alice", "spam1"));
        console
            .worker(JobEvent::Begun(Some(JobId(1))))
            .moves(&[(0, StepState::Done), (1, StepState::Done)]);
        assert_eq!(
            selected(&console),
            Vec::<String>::new(),
            "they are done with"
        );
        assert!(!matches!(console.notice(), Some(Notice::Vanished(_))));
    }
}

#[test]
fn groups_are_no_people() {
    let mut console = Console::alice();
    console.press("3").wait(1_000).press("Ctrl-a");
    console.press("b").serve();
    let ids: Vec<&str> = console.sheet().rows.iter().map(|e| e.id.raw()).collect();
    assert_eq!(ids, ["bob", "dave", "stranger"]);
}

#[test]
fn read_only_does_not_even_ask() {
    let mut console = Console::alice().read_only();
    console.press(" ").press("b");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn copying_takes_all_that_is_selected_in_the_order_of_the_list() {
    let mut console = Console::alice();
    console
        .press("j")
        .press(" ")
        .press_all("g g")
        .press(" ")
        .press("y");
    assert_eq!(console.copied(), "bob\ncarol");
}

#[test]
fn the_lists_keep_their_selections_apart() {
    let mut console = Console::alice();
    console.press(" ").press("2").press(" ").press(" ");
    assert_eq!(selected(&console), ["spam1", "spam2"]);
    console.press("1");
    assert_eq!(selected(&console), ["bob"]);
}

// ---- conversations ----

/// alice's conversations, this many of them selected.
fn talking(n: usize) -> Console {
    let peers: Vec<String> = (0..8).map(|i| format!("peer{i}")).collect();
    let mut peers: Vec<&str> = peers.iter().map(String::as_str).collect();
    peers[1] = "#4711";
    let mut console = Console::new()
        .knows("alice", Facts::of(&[], &[], &peers))
        .opened("alice");
    console.serve().press("3").wait(1_000);
    for _ in 0..n {
        console.press(" ");
    }
    console
}

fn confirmation(console: &Console) -> &JobConfirmation {
    match console.top() {
        Some(Dialog::JobConfirmation(dialog)) => dialog,
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
    let mut console = talking(2);
    console.press("d").press("y");
    assert_eq!(console.jobs, [], "too soon");
    console.wait(ARM_TIME).press("Enter");
    assert!(console.model.dialogs.is_empty(), "Enter is a no");
    console.press("d").wait(ARM_TIME).press("y");
    let (_, plan) = console.jobs.last().unwrap();
    assert_eq!(
        deleted(plan),
        [
            ("peer0", ChatKind::Chat, false),
            ("4711", ChatKind::Group, false)
        ]
    );
    console
        .worker(JobEvent::Begun(Some(JobId(1))))
        .moves(&[(0, StepState::Done), (1, StepState::Done)])
        .worker(JobEvent::Ended);
    assert_eq!(console.conversations().len(), 6);
    assert_eq!(
        console.notice(),
        Some(&Notice::JobEnded(
            JobCounts {
                done: 2,
                ..JobCounts::default()
            },
            None
        )),
        "nothing takes it back"
    );
}

#[test]
fn many_selected_conversations_want_their_number() {
    let mut console = talking(6);
    console.press("d").wait(ARM_TIME).press("y");
    assert_eq!(console.jobs, []);
    for wrong in ["", "5", "60", "alice"] {
        console
            .press("Ctrl-u")
            .types(wrong)
            .wait(ARM_TIME)
            .press("Enter");
        assert_eq!(console.jobs, [], "{wrong:?}");
        assert!(confirmation(&console).mismatch);
    }
    // As an input method that is left on writes it.
    console
        .press("Ctrl-u")
        .types("６")
        .wait(ARM_TIME)
        .press("Enter");
    assert_eq!(deleted(&console.jobs[0].1).len(), 6);
}

#[test]
fn stored_messages_of_selected_conversations_want_the_users_id() {
    let mut console = talking(2);
    console.press("d").wait(ARM_TIME).press("m");
    for wrong in ["", "2", "y", "peer0", "ALICE"] {
        console
            .press("Ctrl-u")
            .types(wrong)
            .wait(ARM_TIME)
            .press("Enter");
        assert_eq!(console.jobs, [], "{wrong:?}");
    }
    console.press("Ctrl-u").types("alice").press("Enter");
    let (_, plan) = console.jobs.last().unwrap();
    assert!(deleted(plan).iter().all(|(_, _, roaming)| *roaming));
}

#[test]
fn stored_messages_of_many_conversations_want_the_number_and_the_users_id() {
    let mut console = talking(6);
    console.press("d").wait(ARM_TIME).press("m");
    console.types("alice").wait(ARM_TIME).press("Enter");
    assert!(confirmation(&console).mismatch, "the number comes first");
    console
        .press("Ctrl-u")
        .types("6")
        .wait(ARM_TIME)
        .press("Enter");
    assert_eq!(console.jobs, []);
    console.types("6").wait(ARM_TIME).press("Enter");
    assert_eq!(console.jobs, []);
    console
        .press("Ctrl-u")
        .types("alice")
        .wait(ARM_TIME)
        .press("Enter");
    assert_eq!(deleted(&console.jobs[0].1).len(), 6);
}

#[test]
fn escape_goes_back_from_the_id_to_the_choice_and_forgets_it() {
    let mut console = talking(2);
    console.press("d").wait(ARM_TIME).press("m").types("alice");
    console.press("Esc");
    assert!(!confirmation(&console).is_for_good(), "nothing is chosen");
    console.wait(ARM_TIME).press("y");
    let (_, plan) = console.jobs.last().unwrap();
    assert!(deleted(plan).iter().all(|(_, _, roaming)| !roaming));
}

#[test]
fn a_conversation_that_goes_under_the_question_leaves_it_and_it_is_asked_anew() {
    let mut console = talking(6);
    console
        .press("r")
        .press("d")
        .wait(ARM_TIME)
        .press("y")
        .types("6");
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.conversations.remove(0);
    console.serve();
    assert!(confirmation(&console).changed_since_asked);
    assert_eq!(confirmation(&console).steps.len(), 5);
    console.press("Enter").press("y");
    assert_eq!(console.jobs, []);
    console
        .press("d")
        .wait(ARM_TIME)
        .press("y")
        .types("5")
        .wait(ARM_TIME)
        .press("Enter");
    assert_eq!(deleted(&console.jobs[0].1).len(), 5);
}

#[test]
fn read_only_asks_about_no_conversations() {
    let mut console = talking(2);
    console.model.session.read_only = true;
    console.press("d");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    assert!(console.model.dialogs.is_empty());
}
