//! The accounts of the IDs on the sheet.

use super::triage::{list, spammed, standing, would};
use super::*;
use crate::dialog::triage::{AccountReading, TriageRow, TriageStep};
use crate::domain::job::BulkOp;

fn is_account(query: &Query) -> bool {
    matches!(query, Query::Account(_))
}

fn accounts(fetches: &[Query]) -> Vec<&str> {
    let ids = fetches.iter().map(|query| match query {
        Query::Account(id) => id.raw(),
        other => panic!("{other:?}"),
    });
    ids.collect()
}

#[test]
fn accounts_are_read_only_after_it_was_said_what_that_takes_and_a_few_at_a_time() {
    let mut console = spammed(40);
    console.paste(&list(1..=21)).serve();
    console.press("c");
    assert_eq!(console.queries(), []);
    assert_eq!(console.sheet().accounts, AccountReading::CostShown);
    console.press("c");
    let first: Vec<String> = (1..=8).map(|i| format!("spam{i}")).collect();
    assert_eq!(accounts(&console.queries()), first);
    // Each reply makes room for the next query.
    console.answer(|_| true);
    assert_eq!(accounts(&console.queries()), ["spam9"]);
    console.serve();
    let read = |e: &TriageRow| e.account == Some(AccountStatus::Active);
    assert!(console.sheet().rows.iter().all(read));
    assert_eq!(console.sheet().accounts, AccountReading::Not);
    console.press("c").press("c");
    assert_eq!(console.queries(), [], "all are known");
}

#[test]
fn a_banned_account_one_that_is_gone_and_one_that_could_not_be_read_are_told_apart() {
    let mut console = spammed(4);
    console.paste(&list(1..=4)).answer(standing);
    let gone = Failure {
        status: Some(404),
        ..failure(FailureClass::Final)
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
        Err(failure(FailureClass::Retryable)),
        Ok(silent),
    ] {
        let (request, _) = console.read(is_account);
        console.say(Event::Reply(request, Reply::Account(answer)));
    }
    let known: Vec<Option<AccountStatus>> =
        console.sheet().rows.iter().map(|e| e.account).collect();
    assert_eq!(
        known,
        [
            Some(AccountStatus::NoAccount),
            Some(AccountStatus::Banned),
            Some(AccountStatus::Unknown),
            Some(AccountStatus::Unknown)
        ]
    );
}

#[test]
fn an_action_waits_for_the_accounts_of_few() {
    let mut console = spammed(4);
    console.paste(&list(1..=3)).answer(standing).press("u");
    assert!(matches!(console.sheet().step, TriageStep::Reviewing));
    let gone = Failure {
        status: Some(404),
        ..failure(FailureClass::Final)
    };
    let (request, _) = console.read(is_account);
    console.say(Event::Reply(request, Reply::Account(Err(gone))));
    console.serve();
    let targets: Vec<&str> = console.asking().targets.iter().map(UserId::raw).collect();
    assert_eq!(targets, ["spam2", "spam3"], "the first cannot be unblocked");
    assert_eq!(
        console.sheet().rows[0].account,
        Some(AccountStatus::NoAccount)
    );
    console.press("y");
    assert_eq!(console.jobs, [], "the question came by itself");
}

#[test]
fn the_accounts_of_those_alone_are_read_who_are_ticked() {
    let mut console = spammed(40);
    console.paste(&list(1..=40)).serve();
    console.press("U").press("j").press(" ").press("u");
    assert_eq!(accounts(&console.queries()), ["spam2"]);
}

#[test]
fn who_is_ticked_by_hand_is_asked_about_before_the_question() {
    let mut console = spammed(4);
    console.paste("请解除 spam1 tickets spam").serve();
    assert_eq!(would(&console, BulkOp::Unblock), 1);
    console.press("U").press("j").press(" ").press("b");
    let account = Query::Account(user("tickets"));
    assert!(
        console.queries().contains(&account),
        "the list tells how it stands"
    );
    console.serve();
    let targets: Vec<&str> = console.asking().targets.iter().map(UserId::raw).collect();
    assert_eq!(targets, ["tickets"]);
}

#[test]
fn an_odd_id_is_not_ticked_whoever_is_on_the_lists() {
    let mut console = spammed(4);
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.push("张三".into());
    console.press("R").serve().wait(2_000);
    console.paste("张三\r李四\rspam1\r").serve();
    assert_eq!(would(&console, BulkOp::Unblock), 1);
    let selected = console.sheet().rows.iter().filter(|e| e.selected);
    assert_eq!(selected.count(), 1);
    // Its state is shown: it tells a person whether the ID is meant.
    let odd = console.sheet().rows.iter().find(|e| e.id.raw() == "张三");
    assert_eq!(odd.unwrap().current.blocked, Some(true));
}

#[test]
fn reading_accounts_stops_on_the_key_and_with_the_sheet() {
    for key in ["c", "Esc"] {
        let mut console = spammed(40);
        console.paste(&list(1..=21)).serve().press("c").press("c");
        console.press(key);
        assert_eq!(console.reads, [], "{key}");
        let forgets = |e: &Effect| matches!(e, Effect::CancelQuery(_));
        assert_eq!(console.asked.iter().filter(|e| forgets(e)).count(), 8);
    }
}

#[test]
fn the_accounts_of_the_sheet_are_not_taken_for_the_users() {
    let mut console = spammed(4);
    console.paste("nobody").answer(standing);
    let (request, _) = console.read(is_account);
    let answer = Reply::Account(Err(failure(FailureClass::Retryable)));
    console.say(Event::Reply(request, answer));
    assert!(console.open_user().account.failure().is_none());
}
