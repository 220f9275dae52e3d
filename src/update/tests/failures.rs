//! What `r` does after a failure, and what stays.

use super::*;
use crate::dialog::ARM;

/// The reads that look at everything about a user.
fn truth(id: &str) -> Vec<Query> {
    let id = || user(id);
    vec![
        Query::Account(id()),
        Query::FriendIds(id()),
        Query::BlockIds(id()),
        Query::Friends(id(), None),
        Query::Blocks(id(), None),
        Query::Conversations(id(), None),
    ]
}

fn reads_truth(desk: &Desk, id: &str) {
    assert_eq!(desk.sent(), [], "nothing is sent again");
    for fetch in truth(id) {
        assert!(desk.fetched().contains(&fetch), "{fetch:?}");
    }
    assert_eq!(desk.notice(), Some(&Notice::ReadingTruth(user(id))));
}

/// A story that ends in a change: its name, the keys, the change.
type Story = (&'static str, fn(&mut Desk), Change);

fn stories() -> Vec<Story> {
    vec![
        (
            "at once",
            |desk| {
                desk.press("b");
            },
            block("alice", "bob"),
        ),
        (
            "removing a friend",
            |desk| {
                desk.press("d").wait(ARM).press("y");
            },
            unfriend("alice", "bob"),
        ),
        (
            "a conversation",
            |desk| {
                desk.press_all("3 d")
                    .wait(ARM)
                    .press("m")
                    .types("bob")
                    .press("Enter");
            },
            delete("alice", "bob", true),
        ),
        (
            "one id",
            |desk| {
                desk.press("a").names("zoe").press("y");
            },
            add("alice", "zoe"),
        ),
    ]
}

#[test]
fn where_nothing_was_done_r_sends_the_same_again() {
    for class in [FailureClass::Later, FailureClass::NotSent] {
        for (name, story, change) in stories() {
            let mut desk = Desk::alice();
            story(&mut desk);
            assert_eq!(desk.sent(), std::slice::from_ref(&change), "{name}");
            desk.refuses(class).wait(ARM).press("r");
            assert_eq!(
                desk.sent(),
                std::slice::from_ref(&change),
                "{name} {class:?}"
            );
            desk.wait(ARM).press("r");
            assert_eq!(desk.sent(), [], "{name}: not while it is on its way");
            desk.agrees();
            assert!(desk.model.dialogs.is_empty(), "{name}");
            let back = !matches!(change, Change::DeleteConversation { .. });
            assert_eq!(desk.notice(), Some(&Notice::Done(change, back)));
        }
    }
}

#[test]
fn a_refusal_is_not_repeated() {
    for (name, story, _) in stories() {
        let mut desk = Desk::alice();
        story(&mut desk);
        desk.refuses(FailureClass::Refused).wait(ARM).press("r");
        assert_eq!(desk.asked, [], "{name}");
        assert!(!desk.model.dialogs.is_empty(), "{name}");
    }
}

#[test]
fn what_may_have_been_done_is_never_sent_again_but_read() {
    for (name, story, _) in stories() {
        let mut desk = Desk::alice();
        story(&mut desk);
        desk.refuses(FailureClass::Unknown).wait(ARM).press("r");
        reads_truth(&desk, "alice");
        assert_eq!(desk.writes, [], "{name}");
    }
}

#[test]
fn a_remark_that_may_have_been_set_is_read_and_stays_in_its_field() {
    let mut desk = Desk::alice();
    desk.press("e")
        .types("boss")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    desk.press("Enter");
    assert_eq!(desk.sent(), [], "Enter closes");
    desk.press("e").types("boss").press("Enter");
    assert_eq!(
        desk.sent(),
        [],
        "the same is not sent while it is not known"
    );
    desk.types("y")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    desk.wait(ARM).press("r");
    reads_truth(&desk, "alice");
    assert_eq!(desk.typed().as_deref(), Some("bossy"));
}

#[test]
fn a_remark_that_failed_is_mended_in_its_field() {
    for class in [
        FailureClass::Refused,
        FailureClass::Later,
        FailureClass::NotSent,
    ] {
        let mut desk = Desk::alice();
        desk.press("e").types("boss").press("Enter").refuses(class);
        assert_eq!(desk.typed().as_deref(), Some("boss"));
        assert!(matches!(desk.stage(), SendStage::Failed(_)));
        desk.types("!").press("Enter");
        assert_eq!(desk.sent(), [], "it was typed before the refusal was read");
        desk.wait(ARM).press("Enter");
        assert_eq!(desk.sent(), [remark("alice", "bob", "boss!")]);
    }
}

#[test]
fn the_truth_about_a_user_who_is_no_longer_open_is_read_about_that_user() {
    let mut desk = Desk::alice();
    desk.press("b")
        .press_all("j o")
        .serve()
        .refuses(FailureClass::Unknown);
    assert_eq!(desk.open_user().id, user("carol"));
    desk.wait(ARM).press("r");
    reads_truth(&desk, "alice");
    assert_eq!(desk.open_user().id, user("alice"));
}

#[test]
fn r_typed_ahead_of_a_failure_sends_nothing() {
    let mut desk = Desk::alice();
    desk.press("b")
        .wait(300)
        .refuses(FailureClass::Later)
        .wait(50)
        .press("r");
    assert_eq!(desk.sent(), [], "it was meant to refresh the list");
    assert!(matches!(
        desk.top(),
        Some(Dialog::FailedChange { again: None, .. })
    ));
    desk.wait(ARM).press("r");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
}

#[test]
fn nothing_typed_is_lost_by_a_failure() {
    let mut desk = Desk::alice();
    desk.press("e")
        .types("boss")
        .press("Enter")
        .refuses(FailureClass::Later);
    assert_eq!(desk.typed().as_deref(), Some("boss"));
}

#[test]
fn a_failure_after_a_failure_is_shown_in_the_same_place() {
    let mut desk = Desk::alice();
    desk.press("b")
        .refuses(FailureClass::Later)
        .wait(ARM)
        .press("r")
        .refuses(FailureClass::Refused);
    let Some(Dialog::FailedChange {
        failure,
        again: None,
        ..
    }) = desk.top()
    else {
        panic!("{:?}", desk.top())
    };
    assert_eq!(failure.class, FailureClass::Refused);
    desk.press("Esc");
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_failed_read_is_no_dialog() {
    let mut desk = Desk::new().opened("alice");
    while let Some((request, fetch)) = desk.reads.pop() {
        desk.say(Event::Reply(request, failed(&fetch, FailureClass::Later)));
    }
    assert!(desk.model.dialogs.is_empty());
    assert!(desk.open_user().account.failure().is_some());
    assert_eq!(desk.open_user().friend_total(), None);
    assert_eq!(
        desk.open_user().is_friend(&user("bob")),
        None,
        "unknown is no no"
    );
    desk.press("R").serve();
    assert!(desk.open_user().account.here().is_some());
    assert_eq!(desk.open_user().is_friend(&user("bob")), Some(false));
}
