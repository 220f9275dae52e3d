//! The dialog that opens a user: who is suggested, and what happens if there is no such user.

use super::*;
use crate::dialog::{OpenDialog, OpenProblem};
use crate::domain::history::HistoryEntry;
use crate::model::suggestions;

/// Alice's lists, with remarks.
fn console() -> Console {
    let mut facts = Facts::of(
        &["bob_77", "cat", "dan_bo"],
        &["mallory"],
        &["eve", "#group"],
    );
    facts.friends[1].1 = Some("陈女士".into());
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().press("O").serve();
    console
}

fn dialog(console: &Console) -> &OpenDialog {
    let Some(Dialog::Open(dialog)) = console.top() else {
        panic!("{:?}", console.top());
    };
    dialog
}

fn suggested(console: &Console) -> Vec<String> {
    let rows = suggestions(&console.model, dialog(console)).into_iter();
    rows.map(|row| row.id.raw().to_owned()).collect()
}

#[test]
fn loaded_ids_and_remarks_are_suggested_best_first() {
    for (typed, found) in [
        ("bo", &["bob_77", "dan_bo"][..]),
        ("b7", &["bob_77"]),
        ("csn", &[]),
        ("chen", &["cat"]),
        ("cns", &["cat"]),
        ("mlr", &["mallory"]),
        ("group", &[]),
        ("alice", &[]),
    ] {
        let mut console = console();
        console.types(typed);
        assert_eq!(suggested(&console), found, "{typed}");
    }
}

#[test]
fn users_of_the_session_and_of_the_journal_are_suggested_first() {
    let mut console = Console::new().opened("alice");
    console.opens("bob").serve().opens("cat").serve();
    console.press("O");
    assert_eq!(suggested(&console), ["bob", "alice"]);
    let (request, _) = console.read(|query| matches!(query, Query::Journal(_)));
    let entry = |n, owner| HistoryEntry {
        change: block(owner, "x"),
        ..journal::past(n)
    };
    let entries = vec![entry(3, "zoe"), entry(2, "cat"), entry(1, "bob")];
    console.say(Event::Reply(request, Reply::Journal(Ok(entries))));
    assert_eq!(suggested(&console), ["bob", "alice", "zoe"]);
}

#[test]
fn what_is_typed_is_opened_unless_a_suggestion_is_chosen() {
    let mut typed = console();
    typed.types("bob").press("Enter").answer(is_account);
    assert_eq!(typed.open_user().id, user("bob"));
    let mut chosen = console();
    chosen.types("bob").press("Down");
    assert_eq!(chosen.typed().as_deref(), Some("bob"));
    chosen.press("Enter").answer(is_account);
    assert_eq!(chosen.open_user().id, user("bob_77"));
    let mut back = console();
    back.types("bob")
        .press_all("Down Up Enter")
        .answer(is_account);
    assert_eq!(back.open_user().id, user("bob"));
    let mut more = console();
    more.types("bob").press("Down").types("x").press("Enter");
    more.answer(is_account);
    assert_eq!(more.open_user().id, user("bobx"));
    let mut taken = console();
    taken.types("bob").press("Tab");
    assert_eq!(taken.typed().as_deref(), Some("bob_77"));
}

#[test]
fn the_account_is_read_once() {
    let mut console = console();
    console.types("bob").press("Enter");
    assert_eq!(console.open_user().id, user("alice"));
    console.answer(is_account);
    let bob = console.open_user();
    assert!(bob.account.value().is_some() && bob.account.asked.is_none());
    assert!(!console.reads.iter().any(|(_, query)| is_account(query)));
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn esc_ends_the_wait_and_keeps_what_was_typed() {
    let mut console = console();
    console.types("bob").press_all("Enter Esc");
    assert!(!console.reads.iter().any(|(_, query)| is_account(query)));
    assert_eq!(console.typed().as_deref(), Some("bob"));
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.open_user().id, user("alice"));
}

#[test]
fn nobody_is_left_for_a_user_who_does_not_exist() {
    let mut console = console();
    console.types("nobody").press("Enter");
    let (request, _) = console.read(is_account);
    let gone = Failure {
        status: Some(404),
        ..failure(FailureClass::Final)
    };
    console.say(Event::Reply(request, Reply::Account(Err(gone))));
    assert!(matches!(
        &dialog(&console).problem,
        Some(OpenProblem::Account(id, _)) if *id == user("nobody")
    ));
    console.press("F6");
    assert_eq!(console.open_user().id, user("alice"));
    assert_eq!(console.typed().as_deref(), Some("nobody"));
}

#[test]
fn a_user_who_cannot_be_read_can_be_opened_anyway() {
    let mut console = console();
    console.types("bob").press("Enter").fail(is_account);
    assert_eq!(console.open_user().id, user("alice"));
    console.wait(ARM_TIME).press("Enter").fail(is_account);
    assert_eq!(console.open_user().id, user("alice"));
    console.press("F6");
    assert_eq!(console.open_user().id, user("bob"));
    assert!(console.reads.iter().any(|(_, query)| is_account(query)));
}
