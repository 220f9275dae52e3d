//! The triage sheet: what it says about a list, and what it takes to begin the job.

use super::*;
use crate::dialog::ARM_TIME;
use crate::dialog::triage::{TriageRow, TriageStep, UnusableId};
use crate::domain::job::BulkOp;
use crate::domain::limits::BLOCK_CAP;
use crate::model::IdListing;
use crate::text::id_finder::{IdProblem, LimitPassed, TextTooLong};

/// Forty blocked users, some of them friends, with the lists completely loaded.
pub(super) fn spammed(n: usize) -> Console {
    let blocks: Vec<String> = (1..=n).map(|i| format!("spam{i}")).collect();
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let facts = Facts::of(&["bob", "carol", "spam2", "spam3"], &blocks, &[]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console
}

pub(super) fn list(ids: impl IntoIterator<Item = usize>) -> String {
    let lines: Vec<String> = ids.into_iter().map(|i| format!("spam{i}\r")).collect();
    lines.concat()
}

pub(super) fn standing(query: &Query) -> bool {
    matches!(query, Query::PairStates(..))
}

pub(super) fn targets(plan: &JobPlan) -> Vec<&str> {
    plan.steps
        .iter()
        .map(|step| step.change.target().raw())
        .collect()
}

pub(super) fn would(console: &Console, act: BulkOp) -> usize {
    crate::model::bulk::targets(&console.model, console.sheet(), act).count()
}

#[test]
fn a_paste_on_the_lists_opens_the_sheet_and_sends_nothing() {
    let mut console = spammed(40);
    console.paste(&list(1..=40));
    assert_eq!(console.sheet().lines, 40);
    assert_eq!(console.sheet().rows.len(), 40);
    assert_eq!((console.writes.len(), console.jobs.len()), (0, 0));
}

#[test]
fn everybody_is_asked_about_at_once_a_hundred_a_call() {
    let mut console = spammed(4);
    console.paste(&list(1..=250));
    let sizes: Vec<usize> = console
        .queries()
        .iter()
        .map(|query| match query {
            Query::PairStates(owner, ids) if *owner == user("alice") => ids.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[test]
fn lines_ids_repeated_and_impossible_ones_are_told_apart() {
    let mut console = spammed(4);
    console.paste("spam1\r\nSPAM1, spam2\n\nalice .. zero\u{200b}width\nspam2 bob\n");
    let sheet = console.sheet();
    assert_eq!(sheet.lines, 4);
    assert_eq!(sheet.counts().repeated, 2);
    let rows: Vec<(&str, usize, Option<UnusableId>)> = sheet
        .rows
        .iter()
        .map(|e| (e.id.raw(), e.line, e.unusable))
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
    let Some(Query::PairStates(_, asked)) = console.queries().into_iter().next() else {
        panic!("nothing was asked");
    };
    assert_eq!(asked, [user("spam1"), user("spam2"), user("bob")]);
}

#[test]
fn each_action_counts_those_for_whom_it_would_change_something() {
    let mut console = spammed(40);
    console.paste(&(list(1..=40) + "bob\nnobody\n"));
    for act in BulkOp::ALL {
        assert_eq!(would(&console, act), 0, "{act:?}: nothing is known yet");
    }
    console.serve();
    assert_eq!(would(&console, BulkOp::Unblock), 40);
    assert_eq!(would(&console, BulkOp::Block), 2);
    assert_eq!(would(&console, BulkOp::AddFriend), 39);
    assert_eq!(would(&console, BulkOp::RemoveFriend), 3);
}

#[test]
fn the_typed_number_begins_exactly_what_was_on_the_sheet() {
    let mut console = spammed(40);
    console.paste(&(list(1..=7) + "bob\nspam1\n")).serve();
    // One is deselected by hand; bob is not blocked and skipped.
    console.press(" ").press("u");
    assert_eq!(console.asking().targets.len(), 6);
    console.wait(ARM_TIME).types("6").press("Enter");
    let (_, plan) = console.jobs.last().unwrap();
    assert_eq!(
        targets(plan),
        ["spam2", "spam3", "spam4", "spam5", "spam6", "spam7"]
    );
    assert_eq!(plan.steps[0].change, unblock("alice", "spam2"));
    assert_eq!((plan.undoes, &plan.owner), (None, &user("alice")));
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.model.jobs.len(), 1);
}

#[test]
fn what_was_there_before_goes_along_remarks_included() {
    let mut facts = Facts::of(&["bob", "carol"], &["carol"], &[]);
    facts.friends[1].1 = Some("Caro".into());
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console
        .paste("bob carol")
        .serve()
        .press("d")
        .wait(ARM_TIME)
        .press("y");
    let before = |blocked, remark: Option<&str>| PairState {
        friend: Some(true),
        blocked: Some(blocked),
        remark: Some(PairRemark::of(remark.map(Text::new).as_ref())),
    };
    let (_, plan) = console.jobs.last().unwrap();
    assert_eq!(plan.steps[0].before, before(false, None));
    assert_eq!(plan.steps[1].before, before(true, Some("Caro")));
}

#[test]
fn a_wrong_number_begins_nothing() {
    let mut console = spammed(40);
    console
        .paste(&list(1..=40))
        .serve()
        .press("u")
        .wait(ARM_TIME);
    for wrong in ["", "4", "41", "400", "y", "-40"] {
        console.press("Ctrl-u").types(wrong).press("Enter");
        assert_eq!(console.jobs, [], "{wrong:?}");
    }
    console.press("Ctrl-u").types("40").press("Enter");
    assert_eq!(console.jobs.len(), 1);
}

#[test]
fn few_are_confirmed_with_y_and_never_with_enter() {
    let mut console = spammed(4);
    console.paste("spam1").serve().press("u");
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.sent(), []);
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    console.press("u").press("y");
    assert_eq!(console.sent(), [], "too soon");
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [unblock("alice", "spam1")]);
}

#[test]
fn keys_typed_behind_a_paste_begin_nothing() {
    let mut console = spammed(40);
    console.paste(&list(1..=40)).types("u40").press("Enter");
    console.serve();
    assert_eq!(console.jobs, []);
    // The same if the replies arrived before the keys.
    let mut console = spammed(40);
    console
        .paste(&list(1..=40))
        .serve()
        .types("u40")
        .press("Enter");
    assert_eq!(console.jobs, []);
    assert_eq!(console.notice(), Some(&Notice::TooSoon));
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.jobs.len(), 1, "what was typed stays, to be read");
}

#[test]
fn the_keys_of_a_pasted_text_are_text() {
    let mut console = spammed(40);
    console
        .paste(&(list(1..=40) + "u40\r"))
        .serve()
        .wait(ARM_TIME);
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    console.paste("u40\r").wait(ARM_TIME);
    assert_eq!(console.notice(), Some(&Notice::PasteIgnored));
    console.press("u").paste("40\r").wait(ARM_TIME);
    assert_eq!(console.jobs, [], "a paste confirms nothing");
    assert_eq!(console.typed(), Some("40 ".into()));
}

#[test]
fn an_action_chosen_before_the_answers_is_asked_about_once_they_are_there() {
    let mut console = spammed(40);
    console.paste(&list(1..=150)).press("u");
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    console.answer(standing);
    assert!(
        matches!(console.sheet().step, TriageStep::Reviewing),
        "half is known"
    );
    console.wait(1_000).answer(standing);
    assert_eq!(console.asking().targets.len(), 40);
    console.types("40").press("Enter");
    assert_eq!(console.jobs, [], "the question came by itself");
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.jobs.len(), 1);
}

#[test]
fn a_failed_check_is_said_and_asked_again() {
    let mut console = spammed(40);
    console.paste(&list(1..=150));
    console.answer(standing).fail(standing);
    assert!(console.sheet().failure.is_some());
    assert_eq!(would(&console, BulkOp::Unblock), 40);
    console.press("r");
    assert_eq!(
        console.queries().len(),
        1,
        "what is known is not read again"
    );
    assert!(console.sheet().failure.is_none());
    console.serve();
    assert!(console.sheet().usable().all(TriageRow::is_known));
}

#[test]
fn closing_the_sheet_forgets_its_checks_and_nothing_happened() {
    let mut console = spammed(4);
    console.paste(&list(1..=150)).press("Esc");
    let forgotten = |effect: &&Effect| matches!(effect, Effect::CancelQuery(_));
    assert_eq!(console.asked.iter().filter(forgotten).count(), 2);
    assert!(console.model.dialogs.is_empty());
    assert_eq!((console.writes.len(), console.jobs.len()), (0, 0));
}

#[test]
fn a_late_answer_to_a_closed_sheet_changes_nothing() {
    let mut console = spammed(4);
    console.paste("spam1");
    let (request, query) = console.reads.last().cloned().unwrap();
    console.press("Esc").paste("bob");
    let answer = console.world.answer(&query);
    let before = format!("{:?}", console.sheet());
    console.say(Event::Reply(request, answer));
    assert_eq!(format!("{:?}", console.sheet()), before);
}

#[test]
fn a_full_blocklist_takes_only_the_first_that_fit() {
    let mut console = spammed(490);
    assert_eq!(BLOCK_CAP, 500);
    console.paste(&list(600..620)).serve().press("b");
    let asking = console.asking();
    assert_eq!((asking.wanted_count, asking.targets.len()), (20, 10));
    console.wait(ARM_TIME).types("20").press("Enter");
    assert_eq!(console.jobs, []);
    console.press("Ctrl-u").types("10").press("Enter");
    let (_, plan) = console.jobs.last().unwrap();
    let wanted: Vec<String> = (600..610).map(|i| format!("spam{i}")).collect();
    assert_eq!(targets(plan), wanted);
}

#[test]
fn a_blocklist_without_room_takes_nobody() {
    let mut console = spammed(500);
    console.paste(&list(600..620)).serve().press("b");
    assert_eq!(console.notice(), Some(&Notice::NoRoom(BulkOp::Block)));
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
}

#[test]
fn the_plans_cap_of_friends_holds_where_it_is_known() {
    let mut console = spammed(10);
    console.model.session.friend_cap = Some(6);
    console.paste(&list(4..=10)).serve().press("a");
    assert_eq!(console.asking().targets.len(), 2, "4 + 7 > 6");
    console.press("Esc");
    console.model.session.friend_cap = None;
    console.press("a");
    assert_eq!(console.asking().targets.len(), 7);
}

#[test]
fn what_changes_under_the_question_clears_the_number_and_says_so() {
    let mut console = spammed(40);
    console
        .paste(&list(1..=40))
        .serve()
        .press("u")
        .wait(ARM_TIME)
        .types("40");
    // Somebody else unblocked one of them, and the list is read again.
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.retain(|id| id != "spam7");
    let late = console.model.next_request();
    console.model.user.as_mut().unwrap().block_ids.asked = Some(late);
    let ids = console.world.facts(&user("alice")).blocks;
    let ids = ids.iter().map(|id| user(id)).collect();
    console.say(Event::Reply(late, Reply::BlockIds(Ok(ids))));
    let asking = console.asking();
    assert!(asking.changed_since_asked);
    assert_eq!(asking.targets.len(), 39);
    assert_eq!(asking.count.value(), "");
    console.types("39").press("Enter");
    assert_eq!(console.jobs, [], "read anew first");
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.jobs.len(), 1);
}

#[test]
fn the_sheet_believes_its_own_reading_before_an_older_list() {
    let mut console = spammed(4);
    // The list was read before somebody blocked bob, and arrives late.
    console.model.user.as_mut().unwrap().block_ids.known = None;
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.push("bob".into());
    console.paste("bob").serve();
    assert_eq!(would(&console, BulkOp::Unblock), 1);
    let old = IdListing::new(vec![user("spam1")], None);
    console.model.user.as_mut().unwrap().block_ids.known = Some(Ok(old));
    console.wait(1_000);
    assert_eq!(would(&console, BulkOp::Unblock), 1);
}

#[test]
fn without_a_user_a_list_has_no_owner() {
    let mut console = Console::new();
    console.paste("spam1 spam2");
    assert_eq!(console.notice(), Some(&Notice::NoUser));
    assert!(console.model.dialogs.is_empty());
    console.press("p");
    assert_eq!(console.notice(), Some(&Notice::NoUser));
}

#[test]
fn read_only_looks_but_does_not_touch() {
    let mut console = spammed(4).read_only();
    console.paste("spam1").serve().press("u");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    // The same if read-only was restored while the question was open.
    let mut console = spammed(4);
    console.paste("spam1").serve().press("u").wait(ARM_TIME);
    console.model.session.read_only = true;
    console.press("y");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    assert_eq!(console.jobs, []);
}

#[test]
fn an_empty_sheet_is_filled_by_hand_line_after_line() {
    for key in ["p", "F7"] {
        let mut console = spammed(4);
        console.press(key).press("Enter");
        assert!(matches!(
            console.sheet().step,
            TriageStep::Text { nothing: true, .. }
        ));
        console
            .types("spam1 ")
            .paste("spam2\r\nspam3\r")
            .types("bob");
        assert_eq!(console.typed(), Some("spam1 spam2\nspam3\nbob".into()));
        console.press("Ctrl-s");
        let sheet = console.sheet();
        assert_eq!((sheet.lines, sheet.rows.len()), (3, 4));
    }
}

#[test]
fn ticks_are_set_and_taken_away_all_at_once() {
    let mut console = spammed(4);
    console.paste("spam1 spam2 spam3 alice").serve();
    let selected = |console: &Console| console.sheet().rows.iter().filter(|e| e.selected).count();
    console.press("U");
    assert_eq!(selected(&console), 0);
    console.press(" ").press("*");
    assert_eq!(selected(&console), 2, "the owner cannot be selected");
    console.press("Ctrl-a");
    assert_eq!(selected(&console), 3);
    console.press("y");
    assert_eq!(console.copied(), "spam1\nspam2\nspam3");
}

#[test]
fn who_is_in_a_job_already_is_left_out_of_the_next() {
    let mut console = spammed(4);
    console
        .paste("spam1 spam2")
        .serve()
        .press("u")
        .wait(ARM_TIME)
        .press("y");
    console.paste("spam1 spam2 spam3").serve();
    assert_eq!(would(&console, BulkOp::Unblock), 1);
    assert_eq!(would(&console, BulkOp::RemoveFriend), 1, "spam3, not spam2");
}

#[test]
fn an_action_that_would_change_nothing_asks_nothing() {
    let mut console = spammed(4);
    console.paste("bob").serve().press("u");
    assert_eq!(
        console.notice(),
        Some(&Notice::NothingToDo(BulkOp::Unblock))
    );
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
}

#[test]
fn a_giant_paste_is_not_taken_in_part() {
    let mut console = spammed(4);
    console.paste(&"spam1 ".repeat(40_000));
    let figures = TextTooLong::Chars(LimitPassed::new(240_000, 200_000));
    assert_eq!(console.notice(), Some(&Notice::TooMuch(figures)));
    assert!(console.model.dialogs.is_empty());
}

// ---- by ID ----

#[test]
fn a_friend_is_added_by_id_with_enter_and_y_in_a_call_of_its_own() {
    let mut console = Console::alice();
    console.press("a").types("Zoe").press("Enter").serve();
    assert_eq!(console.asking().targets, [user("zoe")]);
    assert_eq!(console.sent(), []);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [add("alice", "zoe")]);
    assert_eq!(console.jobs, []);
    console.agrees();
    assert_eq!(
        console.notice(),
        Some(&Notice::Done(add("alice", "zoe"), true))
    );
    assert_eq!(console.friends()[0], "zoe");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn a_few_ids_are_a_job_that_wants_a_yes_and_five_their_number() {
    let mut console = Console::alice();
    console.press("a").names("Zoe, zoe yan;xu").press("y");
    assert_eq!(targets(&console.jobs[0].1), ["zoe", "yan", "xu"]);
    let mut console = Console::alice();
    console.press_all("2 b").names("v1 v2 v3 v4 v5 v6 v6");
    for wrong in ["", "y", "5", "7", "60"] {
        console
            .press("Ctrl-u")
            .types(wrong)
            .wait(ARM_TIME)
            .press("Enter");
        assert_eq!(console.jobs, [], "{wrong:?}");
    }
    console
        .press("Ctrl-u")
        .types("６")
        .wait(ARM_TIME)
        .press("Enter");
    let wanted: Vec<Change> = (1..=6).map(|i| block("alice", &format!("v{i}"))).collect();
    let steps = &console.jobs[0].1.steps;
    let changes: Vec<Change> = steps.iter().map(|step| step.change.clone()).collect();
    assert_eq!(changes, wanted);
}

#[test]
fn nobody_is_asked_about_for_whom_it_would_change_nothing() {
    let mut console = Console::alice();
    console.press("a").names("bob");
    assert_eq!(console.model.layer(), crate::keymap::Layer::Triage);
    assert_eq!(
        console.notice(),
        Some(&Notice::NothingToDo(BulkOp::AddFriend)),
        "bob is a friend already"
    );
    console.press("Esc").press("a").names("alice . .. ALICE");
    assert_eq!(console.model.layer(), crate::keymap::Layer::Triage);
    assert_eq!((console.writes.len(), console.jobs.len()), (0, 0));
}

#[test]
fn a_word_alone_is_an_id_though_it_breaks_the_rule_and_in_prose_it_is_a_word() {
    let mut console = Console::alice();
    console.press("a").names("张三").press("y");
    assert_eq!(console.sent(), [add("alice", "张三")]);
    let mut console = Console::alice();
    console.press("a").names("old@corp").press("y");
    assert_eq!(console.sent(), [add("alice", "old@corp")], "and not corp");
    let mut console = Console::alice();
    console.press("a").names("张三 zoe").press("y");
    assert_eq!(console.sent(), [add("alice", "zoe")]);
}

#[test]
fn read_only_asks_for_nobody_to_add_or_block() {
    let mut console = Console::alice().read_only();
    console.press("a");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    console.press_all("2 b");
    assert!(console.model.dialogs.is_empty());
    console.press("p");
    assert!(!console.model.dialogs.is_empty(), "looking is allowed");
}

#[test]
fn a_person_under_the_cursor_who_is_no_friend_is_proposed() {
    let mut console = Console::alice();
    console.press_all("2 a");
    assert_eq!(console.typed().as_deref(), Some("spam1"));
    console.press("Esc").press("1").press("a");
    assert_eq!(console.typed().as_deref(), Some(""));
}

#[test]
fn a_paste_that_is_too_long_is_not_taken_in_part() {
    let mut console = Console::alice();
    console.press("a").types("zoe ");
    console.paste(&"v".repeat(crate::update::triage::TEXT_CAP + 1));
    assert_eq!(
        console.typed().as_deref(),
        Some("zoe "),
        "half an id is somebody else's"
    );
    let cap = crate::update::triage::TEXT_CAP;
    let figures = TextTooLong::Chars(LimitPassed::new(cap + 1, cap));
    assert_eq!(console.notice(), Some(&Notice::TooMuch(figures)));
}

#[test]
fn words_in_doubt_do_not_count_as_repeated() {
    let mut console = spammed(4);
    console.paste("please unblock spam1 and please spam1");
    assert_eq!(console.sheet().counts().repeated, 1);
}
