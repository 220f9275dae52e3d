//! Opening users, lists that are loaded page by page, going back and forward, the card.

use super::*;
use crate::dialog::OpenProblem;
use crate::domain::ListKind;
use crate::model::{CardPhase, FACT_FRESH};

fn many(n: usize) -> Facts {
    let friends: Vec<String> = (0..n).map(|i| format!("f{i}")).collect();
    let friends: Vec<&str> = friends.iter().map(String::as_str).collect();
    Facts::of(&friends, &[], &[])
}

#[test]
fn opening_a_user_asks_for_everything_side_by_side() {
    let console = Console::new().opened("alice");
    let alice = || user("alice");
    assert_eq!(
        console.asked,
        [
            Effect::Query(RequestId(1), Query::Account(alice())),
            Effect::Query(RequestId(2), Query::FriendIds(alice())),
            Effect::Query(RequestId(3), Query::BlockIds(alice())),
            Effect::Query(RequestId(4), Query::Unfinished),
            Effect::Query(RequestId(5), Query::Friends(alice(), None)),
            Effect::Query(RequestId(6), Query::Blocks(alice(), None)),
            Effect::Query(RequestId(7), Query::Conversations(alice(), None)),
        ]
    );
}

#[test]
fn starting_without_a_user_asks_which() {
    let mut console = Console::new();
    let effects = start(&mut console.model, None);
    assert!(matches!(
        effects[..],
        [
            Effect::Query(RequestId(1), Query::Journal(_)),
            Effect::Query(RequestId(2), Query::Unfinished)
        ]
    ));
    console.note(effects);
    assert!(matches!(console.top(), Some(Dialog::Open(_))));
    console.types(" Alice ").press("Enter").answer(is_account);
    assert_eq!(console.open_user().id, user("alice"));
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn an_id_that_cannot_be_asked_for_stays_in_the_field() {
    let mut console = Console::new();
    for typed in ["", "  ", ".", "..", "a\u{200b}b", &"a".repeat(1025)] {
        console.press("O").types(typed).press("Enter");
        assert!(
            matches!(
                console.top(),
                Some(Dialog::Open(dialog)) if matches!(dialog.problem, Some(OpenProblem::Invalid))
            ),
            "{typed:?}"
        );
        assert!(!console.reads.iter().any(|(_, query)| is_account(query)));
        console.press("x");
        assert!(matches!(
            console.top(),
            Some(Dialog::Open(dialog)) if dialog.problem.is_none()
        ));
        console.press("Esc");
    }
}

#[test]
fn a_late_page_of_the_previous_user_never_lands() {
    let mut console = Console::new()
        .knows("alice", Facts::of(&["old"], &["old"], &["old"]))
        .opened("alice");
    console.answer(|query| *query == Query::Unfinished);
    let late = console.reads.clone();
    console.opens("bob");
    assert!(
        late.iter()
            .all(|(request, _)| console.asked.contains(&Effect::CancelQuery(*request))),
        "nobody waits for them any more"
    );
    for (request, query) in late {
        let answer = console.world.answer(&query);
        console.say(Event::Reply(request, answer));
    }
    let bob = console.open_user();
    assert!(bob.friends.is_untouched() && bob.blocks.is_untouched());
    assert!(bob.conversations.is_untouched());
    assert!(bob.account.failure().is_none() && bob.friend_ids.known.is_none());
    console.serve();
    assert_eq!(console.friends(), Vec::<&str>::new());
}

#[test]
fn holding_down_never_meets_the_end_of_what_is_loaded() {
    const KEY: Millis = 33;
    const ANSWER: Millis = 300;
    let mut console = Console::new().knows("alice", many(1_043)).opened("alice");
    let mut due: Vec<(Millis, RequestId, Query)> = Vec::new();
    let begun = console.now;
    let mut next_key = begun;
    let mut presses = 0;
    while console.open_user().friends.place() < 1_042 {
        let asked: Vec<_> = console.reads.drain(..).collect();
        due.extend(
            asked
                .into_iter()
                .map(|(t, query)| (console.now + ANSWER, t, query)),
        );
        due.sort_by_key(|(at, ..)| *at);
        if due.first().is_some_and(|(at, ..)| *at <= next_key) {
            let (at, request, query) = due.remove(0);
            console.now = at;
            let answer = console.world.answer(&query);
            console.say(Event::Reply(request, answer));
        } else {
            console.now = next_key;
            console.press("Down");
            next_key += KEY;
            presses += 1;
            let list = &console.open_user().friends;
            assert!(
                list.is_untouched() || list.is_complete() || list.place() + 1 < list.loaded(),
                "the cursor waits on row {} after {presses} keys",
                list.place()
            );
        }
        assert!(presses < 1_200, "a key was lost");
    }
    assert_eq!(console.under(), Some("f1042"));
}

#[test]
fn the_end_key_follows_to_the_true_end() {
    let mut console = Console::new().knows("alice", many(1_043)).opened("alice");
    console.answer(friends_page).press("G").serve();
    assert_eq!(console.under(), Some("f1042"));
    assert!(console.open_user().friends.is_complete());
    console.press_all("g g");
    assert_eq!(console.under(), Some("f0"));
}

#[test]
fn escape_stops_following_to_the_end() {
    let mut console = Console::new().knows("alice", many(1_043)).opened("alice");
    console.answer(friends_page).press("G").answer(friends_page);
    let at = console.open_user().friends.place();
    console.press("Esc");
    assert_eq!(console.notice(), Some(&Notice::Stopped));
    console.serve();
    assert_eq!(console.open_user().friends.place(), at);
    assert!(console.open_user().friends.loaded() < 300);
}

#[test]
fn gg_needs_both_and_nothing_in_between() {
    let mut console = Console::alice();
    console.press_all("j j g j g");
    assert_eq!(console.under(), Some("erin"));
    console.press("g");
    assert_eq!(console.under(), Some("bob"));
}

#[test]
fn releasing_a_key_is_no_key() {
    let release = |name: &str| {
        let mut event = key_named(name);
        event.kind = KeyEventKind::Release;
        Event::Key(event)
    };
    let mut console = Console::alice();
    console
        .press("j")
        .say(release("j"))
        .press("j")
        .say(release("j"));
    assert_eq!(console.under(), Some("dave"));
    console
        .press("g")
        .say(release("g"))
        .press("g")
        .say(release("g"));
    assert_eq!(
        console.under(),
        Some("bob"),
        "the first half of gg outlives its release"
    );
    console
        .press("O")
        .say(release("O"))
        .press("x")
        .say(release("x"));
    assert_eq!(console.typed().as_deref(), Some("x"));
}

#[test]
fn a_failed_page_waits_and_r_goes_on_from_it() {
    let mut console = Console::new().knows("alice", many(120)).opened("alice");
    console.answer(friends_page).fail(friends_page);
    assert!(!console.reads.iter().any(|(_, f)| friends_page(f)));
    assert_eq!(console.friends().len(), 50);
    console.press("r");
    assert_eq!(
        console.queries(),
        [Query::Friends(user("alice"), Some(Cursor("50".into())))]
    );
}

#[test]
fn a_failed_reload_is_begun_anew_by_r_though_more_pages_are_to_come() {
    let mut console = Console::new().knows("alice", many(300)).opened("alice");
    console.serve().press("r").fail(friends_page);
    assert_eq!(console.friends().len(), 100, "the old rows stay");
    console.press("r");
    assert!(
        console
            .queries()
            .contains(&Query::Friends(user("alice"), None))
    );
    console.serve();
    assert!(matches!(
        console.open_user().friends.phase(),
        LoadPhase::Idle
    ));
}

#[test]
fn refreshing_one_list_reads_that_list_and_its_total() {
    let mut console = Console::alice();
    console.press("r");
    let alice = || user("alice");
    assert_eq!(
        console.queries(),
        [Query::FriendIds(alice()), Query::Friends(alice(), None)]
    );
    console.serve().press_all("3 r");
    assert_eq!(console.queries(), [Query::Conversations(alice(), None)]);
    console.serve().press("R");
    assert_eq!(console.queries().len(), 7, "and what the card shows");
}

#[test]
fn a_person_in_a_row_can_be_opened_and_a_group_cannot() {
    let mut console = Console::alice();
    console.press_all("3 j o");
    assert_eq!(console.notice(), Some(&Notice::IsGroup(user("4711"))));
    assert_eq!(console.open_user().id, user("alice"));
    console.press_all("k o");
    assert_eq!(console.open_user().id, user("bob"));
}

#[test]
fn back_and_forward_show_what_was_there_and_read_it_again() {
    let mut console = Console::alice();
    console.press_all("j o").serve();
    assert_eq!(console.open_user().id, user("carol"));
    console.press("[");
    assert_eq!(console.open_user().id, user("alice"));
    assert_eq!(
        console.friends(),
        ["bob", "carol", "dave", "erin"],
        "at once"
    );
    assert_eq!(
        console.under(),
        Some("carol"),
        "and the cursor where it was"
    );
    let alice = || user("alice");
    assert!(console.queries().contains(&Query::Friends(alice(), None)));
    assert!(console.queries().contains(&Query::Blocks(alice(), None)));
    assert!(
        !console
            .queries()
            .contains(&Query::Conversations(alice(), None)),
        "those may be read five times a minute"
    );
    console.press("]");
    assert_eq!(console.open_user().id, user("carol"));
    console.press("]");
    assert_eq!(console.notice(), Some(&Notice::NoOtherUser));
    console.press_all("[ [");
    assert_eq!(console.open_user().id, user("alice"));
    assert_eq!(console.notice(), Some(&Notice::NoOtherUser));
}

#[test]
fn coming_back_the_same_list_has_the_focus() {
    let mut console = Console::alice();
    console.press_all("3 o").serve().press("2").serve();
    assert_eq!(console.model.focus, ListKind::Blocks);
    console.press("[").serve();
    assert_eq!(console.model.focus, ListKind::Conversations);
    console.press("1").press("]").serve();
    assert_eq!(console.model.focus, ListKind::Blocks);
    console.press("[").serve();
    assert_eq!(console.model.focus, ListKind::Friends);
}

#[test]
fn opening_somebody_else_ends_the_way_forward() {
    let mut console = Console::alice();
    console.press_all("j o").serve().press("[").press_all("j o");
    assert_eq!(console.open_user().id, user("dave"));
    console.press("]");
    assert_eq!(console.notice(), Some(&Notice::NoOtherUser));
    console.press("[");
    assert_eq!(console.open_user().id, user("alice"));
}

#[test]
fn opening_the_same_user_again_reads_anew_and_makes_no_history() {
    let mut console = Console::alice();
    console.press("O").types("ALICE").press("Enter");
    assert_eq!(console.queries().len(), 7);
    assert_eq!(console.friends().len(), 4);
    assert!(console.model.back.is_empty());
}

#[test]
fn the_history_remembers_the_last_sixteen() {
    let mut console = Console::new().opened("u0");
    for i in 1..40 {
        console.opens(&format!("u{i}"));
    }
    assert_eq!(console.model.back.len(), 16);
    for _ in 0..16 {
        console.press("[");
    }
    assert_eq!(console.open_user().id, user("u23"));
    for _ in 0..16 {
        console.press("]");
    }
    assert_eq!(console.open_user().id, user("u39"));
}

#[test]
fn a_wait_under_the_service_s_limits_is_known_until_the_answer() {
    let mut console = Console::new().opened("alice");
    let (request, _) = *console
        .reads
        .iter()
        .find(|(_, f)| matches!(f, Query::Conversations(..)))
        .map(|(t, f)| Box::new((*t, f.clone())))
        .unwrap();
    console.say(Event::Waiting(request, 42_000));
    assert_eq!(
        console.model.waiting_until.get(&request),
        Some(&(console.now + 42_000))
    );
    assert!(
        console.model.next_wake().is_some(),
        "the screen goes on telling"
    );
    console.answer(|f| matches!(f, Query::Conversations(..)));
    assert!(console.model.waiting_until.is_empty());
}

#[test]
fn a_wait_without_end_is_survived() {
    let mut console = Console::new().opened("alice");
    console.say(Event::Waiting(RequestId(6), Millis::MAX));
    assert_eq!(console.model.waiting_until[&RequestId(6)], Millis::MAX);
}

#[test]
fn a_wait_for_a_read_that_was_given_up_is_forgotten() {
    let mut console = Console::new().opened("alice");
    console.say(Event::Waiting(RequestId(6), 60_000));
    console.opens("bob");
    assert!(console.model.waiting_until.is_empty());
}

#[test]
fn the_filter_follows_the_typing_and_enter_loads_the_rest() {
    let mut console = Console::new().knows("alice", many(300)).opened("alice");
    console.serve().press("/").types("f29");
    assert_eq!(console.friends(), ["f29"]);
    assert_eq!(console.reads, []);
    console.press("Enter").serve();
    assert_eq!(console.friends().len(), 11);
    console.press("Esc");
    assert_eq!(console.friends().len(), 300);
    assert_eq!(console.under(), Some("f29"), "the cursor stays on its row");
}

#[test]
fn a_click_selects_and_the_wheel_moves_the_list_under_it() {
    let mut console = Console::alice();
    let mouse = |kind, column, row| {
        Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        })
    };
    let rows = console.model.layout().rows(ListKind::Blocks).unwrap();
    let down = MouseEventKind::Down(crossterm::event::MouseButton::Left);
    console.say(mouse(down, rows.x, rows.y + 2));
    assert_eq!(console.model.focus, ListKind::Blocks);
    assert_eq!(console.under(), Some("spam3"));
    console.say(mouse(down, rows.x, rows.y + 9));
    assert_eq!(console.under(), Some("spam3"), "there is no row");
    let rows = console.model.layout().rows(ListKind::Friends).unwrap();
    console.say(mouse(MouseEventKind::ScrollDown, rows.x, rows.y));
    assert_eq!(console.open_user().friends.place(), 3);
    assert_eq!(console.model.focus, ListKind::Blocks);
}

#[test]
fn the_wheel_moves_the_cursor_of_the_sheet_and_no_further_once_it_asks() {
    let blocks: Vec<String> = (1..=40).map(|i| format!("spam{i}")).collect();
    let ids: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let mut console = Console::new()
        .knows("alice", Facts::of(&[], &ids, &[]))
        .opened("alice");
    console.serve().wait(2_000);
    console.paste(&blocks.join("\n"));
    console.serve();
    let turn = |console: &mut Console, kind| {
        console.say(Event::Mouse(MouseEvent {
            kind,
            column: 50,
            row: 12,
            modifiers: KeyModifiers::NONE,
        }));
        console.sheet().cursor
    };
    assert_eq!(turn(&mut console, MouseEventKind::ScrollDown), 3);
    assert_eq!(turn(&mut console, MouseEventKind::ScrollDown), 6);
    assert_eq!(turn(&mut console, MouseEventKind::ScrollUp), 3);
    let selected = |console: &Console| console.sheet().rows.iter().filter(|e| e.selected).count();
    assert_eq!(
        selected(&console),
        40,
        "nothing is selected or deselected by it"
    );
    console.press("u");
    assert_eq!(turn(&mut console, MouseEventKind::ScrollDown), 3);
}

// ---- the card ----

fn relation(query: &Query) -> bool {
    matches!(query, Query::Relation(..))
}

#[test]
fn the_card_asks_once_the_cursor_rests() {
    let mut console = Console::alice();
    console.press("j").wait(100).press("j").wait(199);
    assert_eq!(console.reads, []);
    console.wait(1);
    assert_eq!(
        console.queries(),
        [Query::Relation(user("alice"), user("dave"))]
    );
    console.answer(relation).press("k").press("j").wait(500);
    assert_eq!(console.queries(), [], "what is known is not asked again");
}

#[test]
fn the_card_gives_up_what_the_cursor_has_left() {
    let mut console = Console::alice();
    console.press("j").wait(200);
    let (request, query) = console.reads[0].clone();
    console.press("j");
    assert_eq!(console.asked, [Effect::CancelQuery(request)]);
    let late = console.world.answer(&query);
    console.say(Event::Reply(request, late));
    assert_eq!(console.open_user().blocked_by(&user("carol")), None);
}

#[test]
fn reading_everything_again_gives_up_what_the_card_waits_for() {
    let mut console = Console::alice();
    console.press("j").wait(200);
    let (request, _) = console.reads[0];
    console.press("R");
    assert!(console.asked.contains(&Effect::CancelQuery(request)));
}

#[test]
fn the_card_asks_nothing_about_groups_and_the_user_itself() {
    let facts = Facts::of(&[], &[], &["#77", "alice"]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().press("3").wait(500).press("j").wait(500);
    assert!(!console.reads.iter().any(|(_, f)| relation(f)));
}

#[test]
fn a_card_that_comes_on_screen_asks_for_the_row_it_shows() {
    let mut console = Console::alice();
    console.press_all("f j").wait(500);
    assert_eq!(console.reads, [], "nobody sees a card");
    console.press("f");
    assert_eq!(
        console.queries(),
        [Query::Relation(user("alice"), user("carol"))]
    );
    console.serve().resize(60, 20).press("j").wait(500);
    assert_eq!(console.reads, []);
    assert!(
        console.model.next_wake().is_none(),
        "nor does anything tick"
    );
    console.resize(120, 36);
    assert_eq!(
        console.queries(),
        [Query::Relation(user("alice"), user("dave"))]
    );
    console
        .serve()
        .resize(60, 20)
        .press("j")
        .wait(500)
        .press("Enter");
    assert_eq!(
        console.queries(),
        [Query::Relation(user("alice"), user("erin"))]
    );
}

#[test]
fn nothing_ticks_while_nothing_is_under_way() {
    let mut console = Console::alice();
    console.serve().wait(20_000);
    assert_eq!(console.model.card, CardPhase::Rest);
    // Once the card shows how old its facts are, nothing is left to redraw.
    assert_eq!(console.model.next_wake(), Some(10_000 + FACT_FRESH));
    console.wait(FACT_FRESH);
    assert_eq!(console.model.next_wake(), None);
}

#[test]
fn what_is_said_of_the_session_stays_when_another_user_is_opened() {
    let why = || failure(FailureClass::NothingDone);
    for (notice, stays) in [
        (Notice::JournalDamaged(why()), true),
        (Notice::JournalOpen, true),
        (Notice::Owed(2, why()), true),
        (Notice::NothingOwed, true),
        (Notice::OrphanedChanges(2), true),
        (Notice::NotBlocked(user("bob")), false),
        (Notice::Done(block("alice", "bob"), true), false),
    ] {
        let mut console = Console::alice();
        console.model.say(notice.clone());
        console.press("o");
        assert_eq!(console.open_user().id, user("bob"));
        assert_eq!(console.notice(), stays.then_some(&notice), "{notice:?}");
    }
}
