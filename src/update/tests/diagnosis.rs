//! Why messages do not arrive: from a row, for any two users, swapped, watched, acted on.

use super::*;
use crate::dialog::{DiagnosisQuestion, DiagnosisView};
use crate::domain::{Deliverability, Diagnosis, PairSide};
use crate::msg::copy::Copied;

impl World {
    pub fn diagnosis(&self, users: &[UserId; 2]) -> Diagnosis {
        let has = |from: usize, of: fn(&Facts) -> Vec<String>| {
            let facts = self.facts(&users[from]);
            Some(of(&facts).iter().any(|id| id == users[1 - from].raw()))
        };
        let friends = |facts: &Facts| facts.friends.iter().map(|f| f.0.clone()).collect();
        let blocks = |facts: &Facts| facts.blocks.clone();
        Diagnosis {
            accounts: users.each_ref().map(|id| Ok(account(id))),
            blocks: [0, 1].map(|from| has(from, blocks)),
            friends: [0, 1].map(|from| has(from, friends)),
            remarks: [None, None],
            why_unknown: None,
        }
    }
}

/// A diagnosis for which nothing could be read.
pub fn unread(why: &Failure) -> Diagnosis {
    Diagnosis {
        accounts: [Err(why.clone()), Err(why.clone())],
        blocks: [None, None],
        friends: [None, None],
        remarks: [None, None],
        why_unknown: Some(why.clone()),
    }
}

/// bob blocks alice, and she has him and carol as friends; carol does not.
fn blocked_by_bob() -> Console {
    let mut console = Console::new()
        .knows("alice", Facts::of(&["bob", "carol"], &[], &["bob"]))
        .knows("bob", Facts::of(&["alice"], &["alice"], &[]))
        .knows("carol", Facts::of(&["alice"], &[], &[]))
        .opened("alice");
    console.serve().wait(1_000);
    console
}

impl Console {
    fn diagnosis(&self) -> &DiagnosisView {
        match self.model.dialogs.top() {
            Some(Dialog::Diagnosis(view)) => view,
            other => panic!("no diagnosis: {other:?}"),
        }
    }

    fn diagnosis_question(&self) -> &DiagnosisQuestion {
        match self.model.dialogs.top() {
            Some(Dialog::DiagnosisQuestion(question)) => question,
            other => panic!("no question: {other:?}"),
        }
    }
}

#[test]
fn one_key_on_a_row_says_why_in_both_directions() {
    let mut console = blocked_by_bob();
    console.press("w").serve();
    let view = console.diagnosis();
    assert_eq!(view.users, [user("alice"), user("bob")]);
    let verdicts = [Deliverability::Blocked, Deliverability::Clear];
    assert_eq!(view.verdicts(), Some(verdicts));
    console.press("s");
    let view = console.diagnosis();
    assert_eq!(view.users, [user("bob"), user("alice")]);
    assert_eq!(view.verdicts(), Some([verdicts[1], verdicts[0]]));
}

#[test]
fn a_reply_that_was_asked_for_before_a_swap_turns_nothing_round() {
    let mut console = blocked_by_bob();
    console.press("w").press("s").serve();
    let swapped = Some([Deliverability::Clear, Deliverability::Blocked]);
    assert_eq!(console.diagnosis().users, [user("bob"), user("alice")]);
    assert_eq!(console.diagnosis().verdicts(), swapped);
    console.press("r").press("s").serve();
    let back = Some([Deliverability::Blocked, Deliverability::Clear]);
    assert_eq!(console.diagnosis().verdicts(), back);
}

#[test]
fn any_two_users_can_be_asked_about_with_the_open_one_filled_in() {
    let mut console = Console::new();
    console.press("w");
    assert_eq!(console.diagnosis_question().at, PairSide::User);
    console
        .types("dave")
        .press("Enter")
        .types("erin")
        .press("Enter");
    assert_eq!(console.diagnosis().users, [user("dave"), user("erin")]);

    let mut console = Console::new()
        .knows("alice", Facts::default())
        .opened("alice");
    console.serve().press("w");
    let question = console.diagnosis_question();
    assert_eq!(
        (question.inputs[0].value(), question.at),
        ("alice", PairSide::Other)
    );
    console.press("Enter");
    assert_eq!(console.diagnosis_question().bad, Some(PairSide::Other));
    console.types("ALICE").press("Enter");
    assert!(console.diagnosis_question().same);
}

#[test]
fn unblocking_from_it_is_asked_is_about_the_recipients_list_and_is_read_again() {
    let mut console = blocked_by_bob();
    console.press("w").serve().press("u").serve();
    assert_eq!(console.sheet().owner, user("bob"));
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.sent(), [unblock("bob", "alice")]);
    console
        .world
        .0
        .insert(user("bob"), Facts::of(&["alice"], &[], &[]));
    console.agrees().serve();
    let verdicts = console.diagnosis().verdicts();
    assert_eq!(verdicts, Some([Deliverability::Clear; 2]));
}

#[test]
fn read_only_changes_nothing_from_it() {
    let mut console = blocked_by_bob();
    console.model.session.read_only = true;
    console.press("w").serve();
    for key in ["u", "a"] {
        console.press(key);
        assert_eq!(console.notice(), Some(&Notice::ReadOnly), "{key}");
    }
    assert_eq!(console.writes, []);
}

#[test]
fn a_watch_reads_again_until_a_verdict_changes_and_says_when() {
    let mut console = blocked_by_bob();
    console.press("w").serve().press("W");
    console.wait(5_000).serve();
    assert!(console.diagnosis().watch.is_some(), "nothing has changed");
    console
        .world
        .0
        .insert(user("bob"), Facts::of(&["alice"], &[], &[]));
    console.wait(5_000).serve();
    let users = [user("alice"), user("bob")];
    let told = Notice::VerdictChanged(users, [Deliverability::Clear; 2]);
    assert_eq!(console.notice(), Some(&told));
    assert_eq!(console.diagnosis().watch, None);
    // The notice goes; this stays.
    let before = [Deliverability::Blocked, Deliverability::Clear];
    let changed = |console: &Console| console.diagnosis().changed.map(|(_, before)| before);
    assert_eq!(changed(&console), Some(before));
    console.press("s");
    let [there, back] = before;
    assert_eq!(changed(&console), Some([back, there]));
    console.press("W");
    assert_eq!(changed(&console), None);
}

#[test]
fn a_read_that_fails_ends_no_watch_and_is_no_change() {
    let mut console = blocked_by_bob();
    console
        .press("w")
        .serve()
        .press("W")
        .wait(5_000)
        .fail(|q| matches!(q, Query::Diagnosis(_)));
    let view = console.diagnosis();
    assert_eq!(view.verdicts(), Some([Deliverability::NotChecked; 2]));
    assert!(view.watch.is_some() && console.notice().is_none());
    console.wait(60_000).serve();
    assert!(console.diagnosis().watch.is_some());
}

#[test]
fn the_reply_to_the_customer_is_copied_in_either_language() {
    let mut console = blocked_by_bob();
    console.press("w").serve();
    for (key, says) in [("y", "blocked you"), ("Y", "黑名单")] {
        console.press(key);
        let copying = console.model.pending_copy.as_ref().unwrap();
        assert_eq!(copying.what, Copied::Reply);
        assert!(copying.text.contains(says), "{}", copying.text);
    }
}

#[test]
fn enter_on_a_conversation_and_on_a_row_of_the_sheet_says_why() {
    let mut console = blocked_by_bob();
    console.press("3").press("Enter");
    assert_eq!(console.diagnosis().users, [user("alice"), user("bob")]);
    console
        .press("Esc")
        .paste("carol\nbob")
        .serve()
        .wait(ARM_TIME);
    console.press("Enter");
    assert_eq!(console.diagnosis().users, [user("alice"), user("carol")]);
}

#[test]
fn two_pasted_ids_fill_both_fields() {
    let mut console = blocked_by_bob();
    console.press("2").press("w").paste("carol bob\n");
    console.press("Enter");
    assert_eq!(console.diagnosis().users, [user("carol"), user("bob")]);
    console.press("Esc").press("w").paste("dave");
    console.press("Enter");
    assert_eq!(console.diagnosis().users, [user("alice"), user("dave")]);
}
