//! Facts have an age, and the newest reading wins.

use super::*;
use crate::model::{FRESH, PairReading, PairSide, Verdict};

fn relation(friends: bool, blocks: bool) -> Relation {
    Relation {
        account: Some(Ok(account(&user("bob")))),
        friends: Some(friends),
        blocks: Some(blocks),
        blocked_by: Some(false),
    }
}

fn is_card(fetch: &Query) -> bool {
    matches!(fetch, Query::Relation(..))
}

/// Somebody else ends the friendship with somebody and blocks them.
fn parts(desk: &mut Desk, id: &str) {
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.retain(|friend| friend.0 != id);
    facts.blocks.insert(0, id.to_owned());
}

fn knows(desk: &Desk, id: &str) -> (Option<bool>, Option<bool>) {
    let alice = desk.open_user();
    (alice.is_friend(&user(id)), alice.is_blocked(&user(id)))
}

fn totals(desk: &Desk) -> (usize, usize) {
    let alice = desk.open_user();
    let (friends, blocks) = (alice.friend_total(), alice.block_total());
    (friends.unwrap().n, blocks.unwrap().n)
}

#[test]
fn a_check_read_after_the_lists_corrects_card_marks_totals_and_keys() {
    let mut desk = Desk::alice();
    assert_eq!(totals(&desk), (4, 4));
    parts(&mut desk, "dave");
    desk.press_all("j j").wait(300).serve();
    assert_eq!(knows(&desk, "dave"), (Some(false), Some(true)));
    assert_eq!(totals(&desk), (3, 5));
    assert_eq!(desk.blocks()[0], "dave", "who was blocked since is on top");
    assert_eq!(desk.under(), Some("dave"), "the row stays under the cursor");
    desk.press("b");
    assert_eq!(desk.notice(), Some(&Notice::AlreadyBlocked(user("dave"))));
    desk.press("u");
    assert_eq!(desk.sent(), [unblock("alice", "dave")]);
}

#[test]
fn a_list_read_after_the_check_beats_the_check() {
    let mut desk = Desk::alice();
    parts(&mut desk, "dave");
    desk.press_all("j j").wait(300).serve();
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.push(("dave".into(), Some("again".into())));
    facts.blocks.retain(|id| id != "dave");
    desk.press("r").press("2").press("r").serve();
    assert_eq!(knows(&desk, "dave"), (Some(true), Some(false)));
    assert_eq!(totals(&desk), (4, 4));
    assert!(!desk.blocks().contains(&"dave"));
    let remark = desk.open_user().remark(&user("dave"));
    assert_eq!(remark.flatten().map(Text::raw), Some("again"));
}

#[test]
fn ids_that_were_asked_for_before_a_check_do_not_beat_it() {
    let mut desk = Desk::alice();
    desk.press("r");
    let (late, fetch) = desk.read(|fetch| matches!(fetch, Query::FriendIds(_)));
    let old = desk.world.answer(&fetch);
    parts(&mut desk, "carol");
    desk.press("j").wait(300).answer(is_card);
    assert_eq!(knows(&desk, "carol").0, Some(false));
    desk.reads.retain(|(request, _)| *request != late);
    desk.say(Event::Reply(late, old));
    assert_eq!(knows(&desk, "carol").0, Some(false));
    assert_eq!(
        totals(&desk).0,
        3,
        "they count without whom is known to be gone"
    );
}

#[test]
fn a_page_that_was_asked_for_before_a_check_does_not_bring_a_row_back() {
    let mut desk = Desk::alice();
    desk.press("r");
    let (late, fetch) = desk.read(|fetch| matches!(fetch, Query::Friends(..)));
    let old = desk.world.answer(&fetch);
    parts(&mut desk, "carol");
    desk.press("j").wait(300).answer(is_card);
    desk.reads.retain(|(request, _)| *request != late);
    desk.say(Event::Reply(late, old));
    assert_eq!(desk.friends(), ["bob", "dave", "erin"]);
    assert_eq!(totals(&desk).0, 3);
}

#[test]
fn a_page_that_was_asked_for_before_a_check_does_not_take_a_row_away() {
    let mut desk = Desk::alice();
    desk.press("2").press("r");
    let (late, fetch) = desk.read(|fetch| matches!(fetch, Query::Blocks(..)));
    let old = desk.world.answer(&fetch);
    parts(&mut desk, "dave");
    desk.press_all("1 j j").wait(300).answer(is_card);
    desk.reads.retain(|(request, _)| *request != late);
    desk.say(Event::Reply(late, old));
    assert_eq!(knows(&desk, "dave").1, Some(true));
    assert_eq!(desk.blocks()[0], "dave");
}

#[test]
fn what_a_sheet_read_is_known_to_the_card_and_the_keys() {
    let mut desk = Desk::alice();
    parts(&mut desk, "bob");
    desk.paste("bob").serve().press("Esc");
    assert_eq!(knows(&desk, "bob"), (Some(false), Some(true)));
    desk.wait(2_000).press("u");
    assert_eq!(desk.sent(), [unblock("alice", "bob")]);
}

#[test]
fn a_sheet_that_was_asked_for_before_a_change_does_not_believe_its_answer() {
    let mut desk = Desk::alice();
    desk.press("b");
    desk.paste("bob");
    let is_standing = |fetch: &Query| matches!(fetch, Query::Standing(..));
    let (request, fetch) = desk.read(is_standing);
    let old = desk.world.answer(&fetch);
    desk.agrees();
    desk.reads.retain(|(asked, _)| *asked != request);
    desk.say(Event::Reply(request, old));
    assert_eq!(knows(&desk, "bob").1, Some(true));
    let Some(Dialog::Triage(sheet)) = desk.top() else {
        panic!("the sheet went");
    };
    assert_eq!(sheet.entries[0].before.blocked, Some(true));
}

#[test]
fn remarks_that_were_read_for_an_undo_are_known_in_the_list() {
    let mut desk = Desk::alice();
    let read = desk.model.next_request();
    let told = PriorState {
        friend: Some(true),
        blocked: None,
        remark: Some(Some(Text::new("by somebody"))),
    };
    let found = crate::update::prior_states::learn(
        &mut desk.model,
        &user("alice"),
        &[(user("bob"), told.clone())],
        read,
    );
    assert_eq!(found, [(user("bob"), told)]);
    let row = desk.open_user().friends.find(&user("bob")).unwrap();
    assert_eq!(row.remark, Some(Text::new("by somebody")));
    // An older one changes nothing, and is not told either.
    let older = PriorState {
        remark: Some(None),
        ..PriorState::default()
    };
    let found = crate::update::prior_states::learn(
        &mut desk.model,
        &user("alice"),
        &[(user("bob"), older)],
        RequestId(1),
    );
    assert_eq!(found[0].1.remark, Some(Some(Text::new("by somebody"))));
}

#[test]
fn the_truth_about_a_lost_change_does_not_undo_what_was_done_since() {
    let mut desk = Desk::alice();
    desk.press("b");
    desk.refuses(FailureClass::Unknown);
    desk.press("Esc").wait(20_000);
    let (request, _) = desk.read(|fetch| matches!(fetch, Query::Applied(_)));
    desk.reads.retain(|(asked, _)| *asked != request);
    desk.press("u").agrees();
    desk.say(Event::Reply(
        request,
        Reply::Applied(Ok(crate::domain::Verification::Applied)),
    ));
    assert_eq!(knows(&desk, "bob").1, Some(false));
    assert!(!desk.blocks().contains(&"bob"));
}

#[test]
fn a_card_is_asked_again_where_a_later_reading_contradicts_it() {
    let mut desk = Desk::alice();
    desk.press("j").wait(300).serve();
    parts(&mut desk, "carol");
    desk.press("r");
    desk.answer(|fetch| matches!(fetch, Query::FriendIds(_)));
    assert_eq!(knows(&desk, "carol").0, Some(false));
    assert!(
        !desk.reads.iter().any(|(_, fetch)| is_card(fetch)),
        "ids say it of everybody; the row tells"
    );
    let read = desk.model.next_request();
    let reading = PairReading {
        blocked: Some(false),
        ..PairReading::default()
    };
    let alice = desk.model.user.as_mut().unwrap();
    alice.learn(&user("carol"), reading, read);
    desk.say(Event::Tick);
    assert!(desk.reads.iter().any(|(_, fetch)| is_card(fetch)));
    desk.serve();
    assert!(desk.reads.is_empty(), "once");
}

#[test]
fn what_is_old_is_asked_again_when_the_cursor_comes_to_rest_there() {
    let mut desk = Desk::alice();
    desk.press("j")
        .wait(300)
        .serve()
        .press("k")
        .wait(300)
        .serve();
    desk.press("j").wait(FRESH);
    assert!(desk.reads.iter().any(|(_, fetch)| is_card(fetch)));
}

#[test]
fn what_was_read_longer_ago_forbids_nothing() {
    let mut desk = Desk::alice();
    desk.press("u");
    assert_eq!(desk.notice(), Some(&Notice::NotBlocked(user("bob"))));
    desk.wait(FRESH).press("u");
    assert_eq!(desk.sent(), [unblock("alice", "bob")]);
}

#[test]
fn a_lost_remark_casts_no_doubt_on_a_block() {
    let mut desk = Desk::alice();
    desk.press("b").agrees();
    desk.press("e")
        .types("new")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    desk.press("Esc").press("b");
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.notice(), Some(&Notice::AlreadyBlocked(user("bob"))));
}

#[test]
fn a_change_made_from_one_side_is_known_on_the_other() {
    let mut desk = Desk::alice();
    desk.press("j").wait(300).serve().press("k");
    desk.press("b");
    desk.press("o").agrees();
    let bob = desk.open_user();
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
        ..failure(FailureClass::Refused)
    };
    let offline = || Failure::new(FailureClass::NotSent, FailureReason::Connect);
    let (fine, banned) = (Ok(standing(Some(true))), Ok(standing(Some(false))));
    let cases = [
        (Some(fine), Verdict::Clear),
        (Some(Ok(standing(None))), Verdict::NotChecked),
        (Some(banned.clone()), Verdict::Banned(PairSide::Other)),
        (Some(Err(gone())), Verdict::Missing(PairSide::Other)),
        (Some(Err(offline())), Verdict::NotChecked),
        (None, Verdict::NotChecked),
    ];
    for (account, verdict) in cases {
        let mut desk = Desk::alice();
        let told = Relation {
            account,
            ..relation(true, false)
        };
        let read = desk.model.next_request();
        let alice = desk.model.user.as_mut().unwrap();
        alice.learn_all(&user("bob"), told, read);
        for side in [PairSide::User, PairSide::Other] {
            assert_eq!(alice.verdict(side, &user("bob")), verdict);
        }
    }
    // The same of the user on screen.
    for (account, verdict) in [
        (Some(banned), Verdict::Banned(PairSide::User)),
        (Some(Err(gone())), Verdict::Missing(PairSide::User)),
        (Some(Err(offline())), Verdict::NotChecked),
        (None, Verdict::NotChecked),
    ] {
        let mut desk = Desk::alice();
        let read = desk.model.next_request();
        let alice = desk.model.user.as_mut().unwrap();
        alice.learn_all(&user("bob"), relation(true, false), read);
        alice.account.known = account;
        for side in [PairSide::User, PairSide::Other] {
            assert_eq!(alice.verdict(side, &user("bob")), verdict);
        }
    }
    // A block concerns one direction alone.
    let mut desk = Desk::alice();
    let read = desk.model.next_request();
    let alice = desk.model.user.as_mut().unwrap();
    alice.learn_all(&user("bob"), relation(true, true), read);
    assert_eq!(
        alice.verdict(PairSide::Other, &user("bob")),
        Verdict::Blocked
    );
    assert_eq!(alice.verdict(PairSide::User, &user("bob")), Verdict::Clear);
}

#[test]
fn what_a_sheet_read_of_an_account_is_known_to_the_card() {
    let mut desk = Desk::alice();
    desk.paste("bob").serve().press("c").press("c").serve();
    let account = desk.open_user().account_of(&user("bob"));
    assert!(account.is_some_and(|account| account.value.is_ok()));
}

#[test]
fn a_line_about_one_user_goes_when_another_is_opened() {
    for open in ["o", "[", "]"] {
        let mut desk = Desk::alice();
        desk.press("o").serve().press("o").serve();
        if open == "]" {
            desk.press("[").serve();
        }
        desk.model.say(Notice::NotFriend(user("carol")));
        desk.press("2").press("1");
        assert!(desk.notice().is_some(), "{open}");
        match open {
            "o" => desk.press("O").types("zoe").press("Enter"),
            key => desk.press(key),
        };
        assert_eq!(desk.notice(), None, "{open}");
        // What is about the session stays.
        desk.model.say(Notice::JobEnded(1, 0, 0, None));
        desk.press("O").types("yan").press("Enter");
        assert!(desk.notice().is_some(), "{open}");
    }
}

#[test]
fn whoever_is_known_to_be_no_friend_any_more_is_not_asked_about() {
    for key in ["d", "e"] {
        let mut desk = Desk::alice();
        parts(&mut desk, "dave");
        desk.press_all("j j").wait(300).serve();
        desk.press(key);
        assert!(desk.model.dialogs.is_empty(), "{key}");
        assert_eq!(desk.notice(), Some(&Notice::NotFriend(user("dave"))));
    }
}
