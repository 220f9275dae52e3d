//! Facts have an age, and the newest reading wins.

use super::*;
use crate::domain::job::JobCounts;
use crate::domain::{Deliverability, PairRemark, PairSide};
use crate::model::{FACT_FRESH, PairReading};

fn relation(friends: bool, blocks: bool) -> Relation {
    Relation {
        account: Some(Ok(account(&user("bob")))),
        friends: Some(friends),
        blocks: Some(blocks),
        blocked_by: Some(false),
    }
}

fn is_card(query: &Query) -> bool {
    matches!(query, Query::Relation(..))
}

/// Somebody else ends the friendship with a user and blocks them.
fn parts(console: &mut Console, id: &str) {
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.retain(|friend| friend.0 != id);
    facts.blocks.insert(0, id.to_owned());
}

fn knows(console: &Console, id: &str) -> (Option<bool>, Option<bool>) {
    let alice = console.open_user();
    (alice.is_friend(&user(id)), alice.is_blocked(&user(id)))
}

fn totals(console: &Console) -> (usize, usize) {
    let alice = console.open_user();
    let (friends, blocks) = (alice.friend_total(), alice.block_total());
    (friends.unwrap().n, blocks.unwrap().n)
}

#[test]
fn a_check_read_after_the_lists_corrects_card_marks_totals_and_keys() {
    let mut console = Console::alice();
    assert_eq!(totals(&console), (4, 4));
    parts(&mut console, "dave");
    console.press_all("j j").wait(300).serve();
    assert_eq!(knows(&console, "dave"), (Some(false), Some(true)));
    assert_eq!(totals(&console), (3, 5));
    assert_eq!(
        console.blocks()[0],
        "dave",
        "who was blocked since is on top"
    );
    assert_eq!(
        console.under(),
        Some("dave"),
        "the row stays under the cursor"
    );
    console.press("b");
    assert_eq!(
        console.notice(),
        Some(&Notice::AlreadyBlocked(user("dave")))
    );
    console.press("u");
    assert_eq!(console.sent(), [unblock("alice", "dave")]);
}

#[test]
fn a_list_read_after_the_check_beats_the_check() {
    let mut console = Console::alice();
    parts(&mut console, "dave");
    console.press_all("j j").wait(300).serve();
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.push(("dave".into(), Some("again".into())));
    facts.blocks.retain(|id| id != "dave");
    console.press("r").press("2").press("r").serve();
    assert_eq!(knows(&console, "dave"), (Some(true), Some(false)));
    assert_eq!(totals(&console), (4, 4));
    assert!(!console.blocks().contains(&"dave"));
    let remark = console.open_user().remark(&user("dave"));
    assert_eq!(remark.flatten().map(Text::raw), Some("again"));
}

#[test]
fn ids_that_were_asked_for_before_a_check_do_not_beat_it() {
    let mut console = Console::alice();
    console.press("r");
    let (late, query) = console.read(|query| matches!(query, Query::FriendIds(_)));
    let old = console.world.answer(&query);
    parts(&mut console, "carol");
    console.press("j").wait(300).answer(is_card);
    assert_eq!(knows(&console, "carol").0, Some(false));
    console.reads.retain(|(request, _)| *request != late);
    console.say(Event::Reply(late, old));
    assert_eq!(knows(&console, "carol").0, Some(false));
    assert_eq!(
        totals(&console).0,
        3,
        "they count without whom is known to be gone"
    );
}

#[test]
fn a_page_that_was_asked_for_before_a_check_does_not_bring_a_row_back() {
    let mut console = Console::alice();
    console.press("r");
    let (late, query) = console.read(|query| matches!(query, Query::Friends(..)));
    let old = console.world.answer(&query);
    parts(&mut console, "carol");
    console.press("j").wait(300).answer(is_card);
    console.reads.retain(|(request, _)| *request != late);
    console.say(Event::Reply(late, old));
    assert_eq!(console.friends(), ["bob", "dave", "erin"]);
    assert_eq!(totals(&console).0, 3);
}

#[test]
fn a_page_that_was_asked_for_before_a_check_does_not_take_a_row_away() {
    let mut console = Console::alice();
    console.press("2").press("r");
    let (late, query) = console.read(|query| matches!(query, Query::Blocks(..)));
    let old = console.world.answer(&query);
    parts(&mut console, "dave");
    console.press_all("1 j j").wait(300).answer(is_card);
    console.reads.retain(|(request, _)| *request != late);
    console.say(Event::Reply(late, old));
    assert_eq!(knows(&console, "dave").1, Some(true));
    assert_eq!(console.blocks()[0], "dave");
}

#[test]
fn what_a_sheet_read_is_known_to_the_card_and_the_keys() {
    let mut console = Console::alice();
    parts(&mut console, "bob");
    console.paste("bob").serve().press("Esc");
    assert_eq!(knows(&console, "bob"), (Some(false), Some(true)));
    console.wait(2_000).press("u");
    assert_eq!(console.sent(), [unblock("alice", "bob")]);
}

#[test]
fn a_sheet_that_was_asked_for_before_a_change_does_not_believe_its_answer() {
    let mut console = Console::alice();
    console.press("b");
    console.paste("bob");
    let is_standing = |query: &Query| matches!(query, Query::PairStates(..));
    let (request, query) = console.read(is_standing);
    let old = console.world.answer(&query);
    console.agrees();
    console.reads.retain(|(asked, _)| *asked != request);
    console.say(Event::Reply(request, old));
    assert_eq!(knows(&console, "bob").1, Some(true));
    let Some(Dialog::Triage(sheet)) = console.top() else {
        panic!("the sheet went");
    };
    assert_eq!(sheet.rows[0].current.blocked, Some(true));
}

#[test]
fn remarks_that_were_read_for_an_undo_are_known_in_the_list() {
    let mut console = Console::alice();
    let read = console.model.next_request();
    let told = PairState {
        friend: Some(true),
        blocked: None,
        remark: Some(PairRemark::Text(Text::new("by somebody"))),
    };
    let found = crate::update::learn_states::learn(
        &mut console.model,
        &user("alice"),
        &[(user("bob"), told.clone())],
        read,
    );
    assert_eq!(found, [(user("bob"), told)]);
    let row = console.open_user().friends.find(&user("bob")).unwrap();
    assert_eq!(row.remark, Some(Text::new("by somebody")));
    // An older one changes nothing, and is not reported either.
    let older = PairState {
        remark: Some(PairRemark::None),
        ..PairState::default()
    };
    let found = crate::update::learn_states::learn(
        &mut console.model,
        &user("alice"),
        &[(user("bob"), older)],
        RequestId(1),
    );
    assert_eq!(
        found[0].1.remark,
        Some(PairRemark::Text(Text::new("by somebody")))
    );
}

#[test]
fn the_truth_about_a_lost_change_does_not_undo_what_was_done_since() {
    let mut console = Console::alice();
    console.press("b");
    console.refuses(FailureClass::Unknown);
    console.press("Esc").wait(20_000);
    let (request, _) = console.read(|query| matches!(query, Query::Verify(_)));
    console.reads.retain(|(asked, _)| *asked != request);
    console.press("u").agrees();
    console.say(Event::Reply(
        request,
        Reply::Verified(Ok(crate::domain::Verification::Applied)),
    ));
    assert_eq!(knows(&console, "bob").1, Some(false));
    assert!(!console.blocks().contains(&"bob"));
}

#[test]
fn a_card_is_asked_again_where_a_later_reading_contradicts_it() {
    let mut console = Console::alice();
    console.press("j").wait(300).serve();
    parts(&mut console, "carol");
    console.press("r");
    console.answer(|query| matches!(query, Query::FriendIds(_)));
    assert_eq!(knows(&console, "carol").0, Some(false));
    assert!(
        !console.reads.iter().any(|(_, query)| is_card(query)),
        "ids say it of everybody; the row tells"
    );
    let read = console.model.next_request();
    let reading = PairReading {
        blocked: Some(false),
        ..PairReading::default()
    };
    let alice = console.model.user.as_mut().unwrap();
    alice.learn(&user("carol"), reading, read);
    console.say(Event::Tick);
    assert!(console.reads.iter().any(|(_, query)| is_card(query)));
    console.serve();
    assert!(console.reads.is_empty(), "once");
}

#[test]
fn what_is_old_is_asked_again_when_the_cursor_comes_to_rest_there() {
    let mut console = Console::alice();
    console
        .press("j")
        .wait(300)
        .serve()
        .press("k")
        .wait(300)
        .serve();
    console.press("j").wait(FACT_FRESH);
    assert!(console.reads.iter().any(|(_, query)| is_card(query)));
}

#[test]
fn what_was_read_longer_ago_forbids_nothing() {
    let mut console = Console::alice();
    console.press("u");
    assert_eq!(console.notice(), Some(&Notice::NotBlocked(user("bob"))));
    console.wait(FACT_FRESH).press("u");
    assert_eq!(console.sent(), [unblock("alice", "bob")]);
}

#[test]
fn a_lost_remark_casts_no_doubt_on_a_block() {
    let mut console = Console::alice();
    console.press("b").agrees();
    console
        .press("e")
        .types("new")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    console.press("Esc").press("b");
    assert_eq!(console.sent(), []);
    assert_eq!(console.notice(), Some(&Notice::AlreadyBlocked(user("bob"))));
}

#[test]
fn a_change_made_from_one_side_is_known_on_the_other() {
    let mut console = Console::alice();
    console.press("j").wait(300).serve().press("k");
    console.press("b");
    console.press("o").agrees();
    let bob = console.open_user();
    assert_eq!(bob.id, user("bob"));
    let fact = bob.blocked_by(&user("alice"));
    assert_eq!(fact.map(|fact| fact.value), Some(true));
}

#[test]
fn a_verdict_names_what_is_in_the_way_and_calls_nothing_fine_that_was_not_read() {
    let standing = |activated| Account {
        activated,
        ..account(&user("bob"))
    };
    let gone = || Failure {
        status: Some(404),
        error: Some(Text::new("service_resource_not_found")),
        ..failure(FailureClass::Final)
    };
    let offline = || Failure::new(FailureClass::NothingDone, FailureReason::Connect);
    let (fine, banned) = (Ok(standing(Some(true))), Ok(standing(Some(false))));
    let cases = [
        (Some(fine), Deliverability::Clear),
        (Some(Ok(standing(None))), Deliverability::NotChecked),
        (
            Some(banned.clone()),
            Deliverability::Banned(PairSide::Other),
        ),
        (Some(Err(gone())), Deliverability::Missing(PairSide::Other)),
        (Some(Err(offline())), Deliverability::NotChecked),
        (None, Deliverability::NotChecked),
    ];
    for (account, verdict) in cases {
        let mut console = Console::alice();
        let told = Relation {
            account,
            ..relation(true, false)
        };
        let read = console.model.next_request();
        let alice = console.model.user.as_mut().unwrap();
        alice.learn_relation(&user("bob"), told, read);
        for side in [PairSide::User, PairSide::Other] {
            assert_eq!(alice.verdict(side, &user("bob")), verdict);
        }
    }
    // The same for the open user.
    for (account, verdict) in [
        (Some(banned), Deliverability::Banned(PairSide::User)),
        (Some(Err(gone())), Deliverability::Missing(PairSide::User)),
        (Some(Err(offline())), Deliverability::NotChecked),
        (None, Deliverability::NotChecked),
    ] {
        let mut console = Console::alice();
        let read = console.model.next_request();
        let alice = console.model.user.as_mut().unwrap();
        alice.learn_relation(&user("bob"), relation(true, false), read);
        alice.account.known = account;
        for side in [PairSide::User, PairSide::Other] {
            assert_eq!(alice.verdict(side, &user("bob")), verdict);
        }
    }
    // A block only concerns one direction.
    let mut console = Console::alice();
    let read = console.model.next_request();
    let alice = console.model.user.as_mut().unwrap();
    alice.learn_relation(&user("bob"), relation(true, true), read);
    assert_eq!(
        alice.verdict(PairSide::Other, &user("bob")),
        Deliverability::Blocked
    );
    assert_eq!(
        alice.verdict(PairSide::User, &user("bob")),
        Deliverability::Clear
    );
}

#[test]
fn what_a_sheet_read_of_an_account_is_known_to_the_card() {
    let mut console = Console::alice();
    console.paste("bob").serve().press("c").press("c").serve();
    let account = console.open_user().account_of(&user("bob"));
    assert!(account.is_some_and(|account| account.value.is_ok()));
}

#[test]
fn a_line_about_one_user_goes_when_another_is_opened() {
    for open in ["o", "[", "]"] {
        let mut console = Console::alice();
        console.press("o").serve().press("o").serve();
        if open == "]" {
            console.press("[").serve();
        }
        console.model.say(Notice::NotFriend(user("carol")));
        console.press("2").press("1");
        assert!(console.notice().is_some(), "{open}");
        match open {
            "o" => console.opens("zoe"),
            key => console.press(key),
        };
        assert_eq!(console.notice(), None, "{open}");
        // A notice about the session stays.
        let outcome = JobCounts {
            done: 1,
            ..JobCounts::default()
        };
        console.model.say(Notice::JobEnded(outcome, None));
        console.opens("yan");
        assert!(console.notice().is_some(), "{open}");
    }
}

#[test]
fn whoever_is_known_to_be_no_friend_any_more_is_not_asked_about() {
    for key in ["d", "e"] {
        let mut console = Console::alice();
        parts(&mut console, "dave");
        console.press_all("j j").wait(300).serve();
        console.press(key);
        assert!(console.model.dialogs.is_empty(), "{key}");
        assert_eq!(console.notice(), Some(&Notice::NotFriend(user("dave"))));
    }
}
