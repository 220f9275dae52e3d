//! The triage sheet: what it says of a list, and what it takes to begin.

use super::*;
use crate::dialog::ARM;
use crate::dialog::triage::{AccountReading, AccountStatus, TriageRow, TriageStep, UnusableId};
use crate::domain::job::BulkOp;
use crate::model::{BLOCK_CAP, IdListing};
use crate::text::tickets::{IdProblem, LimitPassed, TicketTooLong};

/// Forty blocked people, some of them friends, and the lists wholly there.
fn spammed(n: usize) -> Desk {
    let blocks: Vec<String> = (1..=n).map(|i| format!("spam{i}")).collect();
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let facts = Facts::of(&["bob", "carol", "spam2", "spam3"], &blocks, &[]);
    let mut desk = Desk::new().knows("alice", facts).opened("alice");
    desk.serve().wait(2_000);
    desk
}

fn list(ids: impl IntoIterator<Item = usize>) -> String {
    let lines: Vec<String> = ids.into_iter().map(|i| format!("spam{i}\r")).collect();
    lines.concat()
}

fn standing(fetch: &Query) -> bool {
    matches!(fetch, Query::Standing(..))
}

fn targets(plan: &JobPlan) -> Vec<&str> {
    plan.steps
        .iter()
        .map(|step| step.change.target().raw())
        .collect()
}

fn would(desk: &Desk, act: BulkOp) -> usize {
    crate::update::targets(&desk.model, desk.sheet(), act).count()
}

#[test]
fn a_paste_on_the_lists_opens_the_sheet_and_sends_nothing() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=40));
    assert_eq!(desk.sheet().lines, 40);
    assert_eq!(desk.sheet().entries.len(), 40);
    assert_eq!((desk.writes.len(), desk.jobs.len()), (0, 0));
}

#[test]
fn everybody_is_asked_about_at_once_a_hundred_a_call() {
    let mut desk = spammed(4);
    desk.paste(&list(1..=250));
    let sizes: Vec<usize> = desk
        .fetched()
        .iter()
        .map(|fetch| match fetch {
            Query::Standing(owner, ids) if *owner == user("alice") => ids.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[test]
fn lines_ids_repeated_and_impossible_ones_are_told_apart() {
    let mut desk = spammed(4);
    desk.paste("spam1\r\nSPAM1, spam2\n\nalice .. zero\u{200b}width\nspam2 bob\n");
    let sheet = desk.sheet();
    assert_eq!(sheet.lines, 4);
    assert_eq!(sheet.repeated(), 2);
    let rows: Vec<(&str, usize, Option<UnusableId>)> = sheet
        .entries
        .iter()
        .map(|e| (e.id.raw(), e.line, e.unfit))
        .collect();
    assert_eq!(
        rows,
        [
            ("spam1", 1, None),
            ("spam2", 2, None),
            ("bob", 5, None),
            ("alice", 4, Some(UnusableId::Owner)),
            (
                "zero\u{200b}width",
                4,
                Some(UnusableId::Impossible(IdProblem::Invisible))
            ),
        ]
    );
    let Some(Query::Standing(_, asked)) = desk.fetched().into_iter().next() else {
        panic!("nothing was asked");
    };
    assert_eq!(asked, [user("spam1"), user("spam2"), user("bob")]);
}

#[test]
fn each_action_counts_those_for_whom_it_would_change_something() {
    let mut desk = spammed(40);
    desk.paste(&(list(1..=40) + "bob\nnobody\n"));
    for act in BulkOp::ALL {
        assert_eq!(would(&desk, act), 0, "{act:?}: nothing is known yet");
    }
    desk.serve();
    assert_eq!(would(&desk, BulkOp::Unblock), 40);
    assert_eq!(would(&desk, BulkOp::Block), 2);
    assert_eq!(would(&desk, BulkOp::AddFriend), 39);
    assert_eq!(would(&desk, BulkOp::RemoveFriend), 3);
}

#[test]
fn the_typed_number_begins_exactly_what_was_on_the_sheet() {
    let mut desk = spammed(40);
    desk.paste(&(list(1..=7) + "bob\nspam1\n")).serve();
    // One is taken out by hand; bob is not blocked and left out.
    desk.press(" ").press("u");
    assert_eq!(desk.asking().targets.len(), 6);
    desk.wait(ARM).types("6").press("Enter");
    let (_, plan) = desk.jobs.last().unwrap();
    assert_eq!(
        targets(plan),
        ["spam2", "spam3", "spam4", "spam5", "spam6", "spam7"]
    );
    assert_eq!(plan.steps[0].change, unblock("alice", "spam2"));
    assert_eq!((plan.undoes, &plan.owner), (None, &user("alice")));
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.model.jobs.len(), 1);
}

#[test]
fn what_was_there_before_goes_along_remarks_included() {
    let mut facts = Facts::of(&["bob", "carol"], &["carol"], &[]);
    facts.friends[1].1 = Some("Caro".into());
    let mut desk = Desk::new().knows("alice", facts).opened("alice");
    desk.serve().wait(2_000);
    desk.paste("bob carol")
        .serve()
        .press("d")
        .wait(ARM)
        .press("y");
    let before = |blocked, remark: Option<&str>| PriorState {
        friend: Some(true),
        blocked: Some(blocked),
        remark: Some(remark.map(Text::new)),
    };
    let (_, plan) = desk.jobs.last().unwrap();
    assert_eq!(plan.steps[0].before, before(false, None));
    assert_eq!(plan.steps[1].before, before(true, Some("Caro")));
}

#[test]
fn a_wrong_number_begins_nothing() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=40)).serve().press("u").wait(ARM);
    for wrong in ["", "4", "41", "400", "y", "-40"] {
        desk.press("Ctrl-u").types(wrong).press("Enter");
        assert_eq!(desk.jobs, [], "{wrong:?}");
    }
    desk.press("Ctrl-u").types("40").press("Enter");
    assert_eq!(desk.jobs.len(), 1);
}

#[test]
fn few_are_confirmed_with_y_and_never_with_enter() {
    let mut desk = spammed(4);
    desk.paste("spam1").serve().press("u");
    desk.wait(ARM).press("Enter");
    assert_eq!(desk.sent(), []);
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
    desk.press("u").press("y");
    assert_eq!(desk.sent(), [], "too soon");
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [unblock("alice", "spam1")]);
}

#[test]
fn keys_typed_behind_a_paste_begin_nothing() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=40)).types("u40").press("Enter");
    desk.serve();
    assert_eq!(desk.jobs, []);
    // The same where the answers were there before the keys.
    let mut desk = spammed(40);
    desk.paste(&list(1..=40))
        .serve()
        .types("u40")
        .press("Enter");
    assert_eq!(desk.jobs, []);
    assert_eq!(desk.notice(), Some(&Notice::TooSoon));
    desk.wait(ARM).press("Enter");
    assert_eq!(desk.jobs.len(), 1, "what was typed stays, to be read");
}

#[test]
fn the_keys_of_a_pasted_text_are_text() {
    let mut desk = spammed(40);
    desk.paste(&(list(1..=40) + "u40\r")).serve().wait(ARM);
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
    desk.paste("u40\r").wait(ARM);
    assert_eq!(desk.notice(), Some(&Notice::PasteIgnored));
    desk.press("u").paste("40\r").wait(ARM);
    assert_eq!(desk.jobs, [], "a paste confirms nothing");
    assert_eq!(desk.typed(), Some("40 ".into()));
}

#[test]
fn an_action_chosen_before_the_answers_is_asked_about_once_they_are_there() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=150)).press("u");
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
    desk.answer(standing);
    assert!(
        matches!(desk.sheet().step, TriageStep::Looking),
        "half is known"
    );
    desk.wait(1_000).answer(standing);
    assert_eq!(desk.asking().targets.len(), 40);
    desk.types("40").press("Enter");
    assert_eq!(desk.jobs, [], "the question came by itself");
    desk.wait(ARM).press("Enter");
    assert_eq!(desk.jobs.len(), 1);
}

#[test]
fn a_failed_check_is_said_and_asked_again() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=150));
    desk.answer(standing).fail(standing);
    assert!(desk.sheet().failure.is_some());
    assert_eq!(would(&desk, BulkOp::Unblock), 40);
    desk.press("r");
    assert_eq!(desk.fetched().len(), 1, "what is known is not read again");
    assert!(desk.sheet().failure.is_none());
    desk.serve();
    assert!(desk.sheet().fit().all(TriageRow::is_known));
}

#[test]
fn closing_the_sheet_forgets_its_checks_and_nothing_happened() {
    let mut desk = spammed(4);
    desk.paste(&list(1..=150)).press("Esc");
    let forgotten = |effect: &&Effect| matches!(effect, Effect::CancelQuery(_));
    assert_eq!(desk.asked.iter().filter(forgotten).count(), 2);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!((desk.writes.len(), desk.jobs.len()), (0, 0));
}

#[test]
fn a_late_answer_to_a_closed_sheet_changes_nothing() {
    let mut desk = spammed(4);
    desk.paste("spam1");
    let (request, fetch) = desk.reads.last().cloned().unwrap();
    desk.press("Esc").paste("bob");
    let answer = desk.world.answer(&fetch);
    let before = format!("{:?}", desk.sheet());
    desk.say(Event::Reply(request, answer));
    assert_eq!(format!("{:?}", desk.sheet()), before);
}

#[test]
fn a_full_blocklist_takes_only_the_first_that_fit() {
    let mut desk = spammed(490);
    assert_eq!(BLOCK_CAP, 500);
    desk.paste(&list(600..620)).serve().press("b");
    let asking = desk.asking();
    assert_eq!((asking.wanted, asking.targets.len()), (20, 10));
    desk.wait(ARM).types("20").press("Enter");
    assert_eq!(desk.jobs, []);
    desk.press("Ctrl-u").types("10").press("Enter");
    let (_, plan) = desk.jobs.last().unwrap();
    let wanted: Vec<String> = (600..610).map(|i| format!("spam{i}")).collect();
    assert_eq!(targets(plan), wanted);
}

#[test]
fn a_blocklist_without_room_takes_nobody() {
    let mut desk = spammed(500);
    desk.paste(&list(600..620)).serve().press("b");
    assert_eq!(desk.notice(), Some(&Notice::NoRoom(BulkOp::Block)));
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
}

#[test]
fn the_plans_cap_of_friends_holds_where_it_is_known() {
    let mut desk = spammed(10);
    desk.model.session.friend_cap = Some(6);
    desk.paste(&list(4..=10)).serve().press("a");
    assert_eq!(desk.asking().targets.len(), 2, "4 + 7 > 6");
    desk.press("Esc");
    desk.model.session.friend_cap = None;
    desk.press("a");
    assert_eq!(desk.asking().targets.len(), 7);
}

#[test]
fn what_changes_under_the_question_clears_the_number_and_says_so() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=40))
        .serve()
        .press("u")
        .wait(ARM)
        .types("40");
    // Somebody else unblocked one of them, and the list is read again.
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.retain(|id| id != "spam7");
    let late = desk.model.next_request();
    desk.model.user.as_mut().unwrap().block_ids.asked = Some(late);
    let ids = desk.world.facts(&user("alice")).blocks;
    let ids = ids.iter().map(|id| user(id)).collect();
    desk.say(Event::Reply(late, Reply::BlockIds(Ok(ids))));
    let asking = desk.asking();
    assert!(asking.moved);
    assert_eq!(asking.targets.len(), 39);
    assert_eq!(asking.count.value(), "");
    desk.types("39").press("Enter");
    assert_eq!(desk.jobs, [], "read anew first");
    desk.wait(ARM).press("Enter");
    assert_eq!(desk.jobs.len(), 1);
}

#[test]
fn the_sheet_believes_its_own_reading_before_an_older_list() {
    let mut desk = spammed(4);
    // The list was read before somebody blocked bob, and comes late.
    desk.model.user.as_mut().unwrap().block_ids.known = None;
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.push("bob".into());
    desk.paste("bob").serve();
    assert_eq!(would(&desk, BulkOp::Unblock), 1);
    let old = IdListing::new(vec![user("spam1")], usize::MAX);
    desk.model.user.as_mut().unwrap().block_ids.known = Some(Ok(old));
    desk.wait(1_000);
    assert_eq!(would(&desk, BulkOp::Unblock), 1);
}

#[test]
fn without_a_user_a_list_has_no_owner() {
    let mut desk = Desk::new();
    desk.paste("spam1 spam2");
    assert_eq!(desk.notice(), Some(&Notice::NoUser));
    assert!(desk.model.dialogs.is_empty());
    desk.press("p");
    assert_eq!(desk.notice(), Some(&Notice::NoUser));
}

#[test]
fn read_only_looks_but_does_not_touch() {
    let mut desk = spammed(4).read_only();
    desk.paste("spam1").serve().press("u");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
    // And where it was locked while the question stood.
    let mut desk = spammed(4);
    desk.paste("spam1").serve().press("u").wait(ARM);
    desk.model.session.read_only = true;
    desk.press("y");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    assert_eq!(desk.jobs, []);
}

#[test]
fn an_empty_sheet_is_filled_by_hand_line_after_line() {
    for key in ["p", "F7"] {
        let mut desk = spammed(4);
        desk.press(key).press("Enter");
        assert!(matches!(
            desk.sheet().step,
            TriageStep::Text { nothing: true, .. }
        ));
        desk.types("spam1 ").paste("spam2\r\nspam3\r").types("bob");
        assert_eq!(desk.typed(), Some("spam1 spam2\nspam3\nbob".into()));
        desk.press("Ctrl-s");
        assert_eq!((desk.sheet().lines, desk.sheet().entries.len()), (3, 4));
    }
}

#[test]
fn ticks_are_set_and_taken_away_all_at_once() {
    let mut desk = spammed(4);
    desk.paste("spam1 spam2 spam3 alice").serve();
    let ticked = |desk: &Desk| desk.sheet().entries.iter().filter(|e| e.ticked).count();
    desk.press("U");
    assert_eq!(ticked(&desk), 0);
    desk.press(" ").press("*");
    assert_eq!(ticked(&desk), 2, "the owner cannot be ticked");
    desk.press("Ctrl-a");
    assert_eq!(ticked(&desk), 3);
    desk.press("y");
    assert_eq!(desk.copied(), "spam1\nspam2\nspam3");
}

#[test]
fn who_is_in_a_job_already_is_left_out_of_the_next() {
    let mut desk = spammed(4);
    desk.paste("spam1 spam2")
        .serve()
        .press("u")
        .wait(ARM)
        .press("y");
    desk.paste("spam1 spam2 spam3").serve();
    assert_eq!(would(&desk, BulkOp::Unblock), 1);
    assert_eq!(would(&desk, BulkOp::RemoveFriend), 1, "spam3, not spam2");
}

#[test]
fn an_action_that_would_change_nothing_asks_nothing() {
    let mut desk = spammed(4);
    desk.paste("bob").serve().press("u");
    assert_eq!(desk.notice(), Some(&Notice::NothingToDo(BulkOp::Unblock)));
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
}

#[test]
fn a_giant_paste_is_not_taken_in_part() {
    let mut desk = spammed(4);
    desk.paste(&"spam1 ".repeat(40_000));
    let figures = TicketTooLong::Chars(LimitPassed::new(240_000, 200_000));
    assert_eq!(desk.notice(), Some(&Notice::TooMuch(figures)));
    assert!(desk.model.dialogs.is_empty());
}

// ---- asked for by id ----

#[test]
fn a_friend_is_added_by_id_with_enter_and_y_in_a_call_of_its_own() {
    let mut desk = Desk::alice();
    desk.press("a").types("Zoe").press("Enter").serve();
    assert_eq!(desk.asking().targets, [user("zoe")]);
    assert_eq!(desk.sent(), []);
    desk.wait(ARM).press("y");
    assert_eq!(desk.sent(), [add("alice", "zoe")]);
    assert_eq!(desk.jobs, []);
    desk.agrees();
    assert_eq!(
        desk.notice(),
        Some(&Notice::Done(add("alice", "zoe"), true))
    );
    assert_eq!(desk.friends()[0], "zoe");
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_few_ids_are_a_job_that_wants_a_yes_and_five_their_number() {
    let mut desk = Desk::alice();
    desk.press("a").names("Zoe, zoe yan;xu").press("y");
    assert_eq!(targets(&desk.jobs[0].1), ["zoe", "yan", "xu"]);
    let mut desk = Desk::alice();
    desk.press_all("2 b").names("v1 v2 v3 v4 v5 v6 v6");
    for wrong in ["", "y", "5", "7", "60"] {
        desk.press("Ctrl-u").types(wrong).wait(ARM).press("Enter");
        assert_eq!(desk.jobs, [], "{wrong:?}");
    }
    desk.press("Ctrl-u").types("6").wait(ARM).press("Enter");
    let wanted: Vec<Change> = (1..=6).map(|i| block("alice", &format!("v{i}"))).collect();
    let steps = &desk.jobs[0].1.steps;
    let changes: Vec<Change> = steps.iter().map(|step| step.change.clone()).collect();
    assert_eq!(changes, wanted);
}

#[test]
fn nobody_is_asked_about_for_whom_it_would_change_nothing() {
    let mut desk = Desk::alice();
    desk.press("a").names("bob");
    assert_eq!(desk.model.layer(), crate::keymap::Layer::Triage);
    assert_eq!(
        desk.notice(),
        Some(&Notice::NothingToDo(BulkOp::AddFriend)),
        "bob is a friend already"
    );
    desk.press("Esc").press("a").names("alice . .. ALICE");
    assert_eq!(desk.model.layer(), crate::keymap::Layer::Triage);
    assert_eq!((desk.writes.len(), desk.jobs.len()), (0, 0));
}

#[test]
fn a_word_alone_is_an_id_though_it_breaks_the_rule_and_in_prose_it_is_a_word() {
    let mut desk = Desk::alice();
    desk.press("a").names("张三").press("y");
    assert_eq!(desk.sent(), [add("alice", "张三")]);
    let mut desk = Desk::alice();
    desk.press("a").names("old@corp").press("y");
    assert_eq!(desk.sent(), [add("alice", "old@corp")], "and not corp");
    let mut desk = Desk::alice();
    desk.press("a").names("张三 zoe").press("y");
    assert_eq!(desk.sent(), [add("alice", "zoe")]);
}

#[test]
fn read_only_asks_for_nobody_to_add_or_block() {
    let mut desk = Desk::alice().read_only();
    desk.press("a");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    desk.press_all("2 b");
    assert!(desk.model.dialogs.is_empty());
    desk.press("p");
    assert!(!desk.model.dialogs.is_empty(), "looking is allowed");
}

#[test]
fn a_person_under_the_cursor_who_is_no_friend_is_proposed() {
    let mut desk = Desk::alice();
    desk.press_all("2 a");
    assert_eq!(desk.typed().as_deref(), Some("spam1"));
    desk.press("Esc").press("1").press("a");
    assert_eq!(desk.typed().as_deref(), Some(""));
}

#[test]
fn a_paste_that_is_too_long_is_not_taken_in_part() {
    let mut desk = Desk::alice();
    desk.press("a").types("zoe ");
    desk.paste(&"v".repeat(crate::update::triage::TEXT_CAP + 1));
    assert_eq!(
        desk.typed().as_deref(),
        Some("zoe "),
        "half an id is somebody else's"
    );
    let cap = crate::update::triage::TEXT_CAP;
    let figures = TicketTooLong::Chars(LimitPassed::new(cap + 1, cap));
    assert_eq!(desk.notice(), Some(&Notice::TooMuch(figures)));
}

// ---- accounts ----

fn is_account(fetch: &Query) -> bool {
    matches!(fetch, Query::Account(_))
}

fn accounts(fetches: &[Query]) -> Vec<&str> {
    let ids = fetches.iter().map(|fetch| match fetch {
        Query::Account(id) => id.raw(),
        other => panic!("{other:?}"),
    });
    ids.collect()
}

#[test]
fn accounts_are_read_only_after_it_was_said_what_that_takes_and_a_few_at_a_time() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=21)).serve();
    desk.press("c");
    assert_eq!(desk.fetched(), []);
    assert_eq!(desk.sheet().accounts, AccountReading::Asked);
    desk.press("c");
    let first: Vec<String> = (1..=8).map(|i| format!("spam{i}")).collect();
    assert_eq!(accounts(&desk.fetched()), first);
    // Each answer makes room for the next.
    desk.answer(|_| true);
    assert_eq!(accounts(&desk.fetched()), ["spam9"]);
    desk.serve();
    let read = |e: &TriageRow| e.account == Some(AccountStatus::Active);
    assert!(desk.sheet().entries.iter().all(read));
    assert_eq!(desk.sheet().accounts, AccountReading::Not);
    desk.press("c").press("c");
    assert_eq!(desk.fetched(), [], "all are known");
}

#[test]
fn a_banned_account_one_that_is_gone_and_one_that_could_not_be_read_are_told_apart() {
    let mut desk = spammed(4);
    desk.paste(&list(1..=4)).answer(standing);
    let gone = Failure {
        status: Some(404),
        ..failure(FailureClass::Refused)
    };
    let banned = Account {
        activated: Some(false),
        ..account(&user("spam2"))
    };
    let silent = Account {
        activated: None,
        ..account(&user("spam4"))
    };
    for answer in [
        Err(gone),
        Ok(banned),
        Err(failure(FailureClass::Later)),
        Ok(silent),
    ] {
        let (request, _) = desk.read(is_account);
        desk.say(Event::Reply(request, Reply::Account(answer)));
    }
    let known: Vec<Option<AccountStatus>> =
        desk.sheet().entries.iter().map(|e| e.account).collect();
    assert_eq!(
        known,
        [
            Some(AccountStatus::Gone),
            Some(AccountStatus::Banned),
            Some(AccountStatus::Unknown),
            Some(AccountStatus::Unknown)
        ]
    );
}

#[test]
fn an_action_waits_for_the_accounts_of_few() {
    let mut desk = spammed(4);
    desk.paste(&list(1..=3)).answer(standing).press("u");
    assert!(matches!(desk.sheet().step, TriageStep::Looking));
    let gone = Failure {
        status: Some(404),
        ..failure(FailureClass::Refused)
    };
    let (request, _) = desk.read(is_account);
    desk.say(Event::Reply(request, Reply::Account(Err(gone))));
    desk.serve();
    let targets: Vec<&str> = desk.asking().targets.iter().map(UserId::raw).collect();
    assert_eq!(targets, ["spam1", "spam2", "spam3"], "a person decides");
    assert_eq!(desk.sheet().entries[0].account, Some(AccountStatus::Gone));
    desk.press("y");
    assert_eq!(desk.jobs, [], "the question came by itself");
}

#[test]
fn the_accounts_of_those_alone_are_read_who_are_ticked() {
    let mut desk = spammed(40);
    desk.paste(&list(1..=40)).serve();
    desk.press("U").press("j").press(" ").press("u");
    assert_eq!(accounts(&desk.fetched()), ["spam2"]);
}

#[test]
fn who_is_ticked_by_hand_is_asked_about_before_the_question() {
    let mut desk = spammed(4);
    desk.paste("请解除 spam1 tickets spam").serve();
    assert_eq!(would(&desk, BulkOp::Unblock), 1);
    desk.press("U").press("j").press(" ").press("b");
    let account = Query::Account(user("tickets"));
    assert!(
        desk.fetched().contains(&account),
        "the list tells how it stands"
    );
    desk.serve();
    let targets: Vec<&str> = desk.asking().targets.iter().map(UserId::raw).collect();
    assert_eq!(targets, ["tickets"]);
}

#[test]
fn an_odd_id_is_not_ticked_whoever_is_on_the_lists() {
    let mut desk = spammed(4);
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.push("张三".into());
    desk.press("R").serve().wait(2_000);
    desk.paste("张三\r李四\rspam1\r").serve();
    assert_eq!(would(&desk, BulkOp::Unblock), 1);
    let ticked = desk.sheet().entries.iter().filter(|e| e.ticked);
    assert_eq!(ticked.count(), 1);
    // How it stands is shown: by that a person tells whether it is meant.
    let odd = desk.sheet().entries.iter().find(|e| e.id.raw() == "张三");
    assert_eq!(odd.unwrap().before.blocked, Some(true));
}

#[test]
fn reading_accounts_stops_on_the_key_and_with_the_sheet() {
    for key in ["c", "Esc"] {
        let mut desk = spammed(40);
        desk.paste(&list(1..=21)).serve().press("c").press("c");
        desk.press(key);
        assert_eq!(desk.reads, [], "{key}");
        let forgets = |e: &Effect| matches!(e, Effect::CancelQuery(_));
        assert_eq!(desk.asked.iter().filter(|e| forgets(e)).count(), 8);
    }
}

#[test]
fn the_accounts_of_the_sheet_are_not_taken_for_the_users() {
    let mut desk = spammed(4);
    desk.paste("nobody").answer(standing);
    let (request, _) = desk.read(is_account);
    let answer = Reply::Account(Err(failure(FailureClass::Later)));
    desk.say(Event::Reply(request, answer));
    assert!(desk.open_user().account.failure().is_none());
}
