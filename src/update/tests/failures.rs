//! What `r` does after a failure, and what stays.

use super::*;
use crate::dialog::ARM_TIME;

/// The reads that refresh everything about a user.
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

fn reads_truth(console: &Console, id: &str) {
    assert_eq!(console.sent(), [], "nothing is sent again");
    for query in truth(id) {
        assert!(console.queries().contains(&query), "{query:?}");
    }
    assert_eq!(console.notice(), Some(&Notice::Verifying(user(id))));
}

/// A story that ends in a change: its name, the keys, the change.
type Story = (&'static str, fn(&mut Console), Change);

fn stories() -> Vec<Story> {
    vec![
        (
            "at once",
            |console| {
                console.press("b");
            },
            block("alice", "bob"),
        ),
        (
            "removing a friend",
            |console| {
                console.press("d").wait(ARM_TIME).press("y");
            },
            unfriend("alice", "bob"),
        ),
        (
            "a conversation",
            |console| {
                console
                    .press_all("3 d")
                    .wait(ARM_TIME)
                    .press("m")
                    .types("bob")
                    .press("Enter");
            },
            delete("alice", "bob", true),
        ),
        (
            "one id",
            |console| {
                console.press("a").names("zoe").press("y");
            },
            add("alice", "zoe"),
        ),
    ]
}

#[test]
fn where_nothing_was_done_r_sends_the_same_again() {
    for class in [FailureClass::Retryable, FailureClass::NothingDone] {
        for (name, story, change) in stories() {
            let mut console = Console::alice();
            story(&mut console);
            assert_eq!(console.sent(), std::slice::from_ref(&change), "{name}");
            console.refuses(class).wait(ARM_TIME).press("r");
            assert_eq!(
                console.sent(),
                std::slice::from_ref(&change),
                "{name} {class:?}"
            );
            console.wait(ARM_TIME).press("r");
            assert_eq!(console.sent(), [], "{name}: not while it is on its way");
            console.agrees();
            assert!(console.model.dialogs.is_empty(), "{name}");
            let back = !matches!(change, Change::DeleteConversation { .. });
            assert_eq!(console.notice(), Some(&Notice::Done(change, back)));
        }
    }
}

#[test]
fn a_refusal_is_not_repeated() {
    for (name, story, _) in stories() {
        let mut console = Console::alice();
        story(&mut console);
        console
            .refuses(FailureClass::Final)
            .wait(ARM_TIME)
            .press("r");
        assert_eq!(console.asked, [], "{name}");
        assert!(!console.model.dialogs.is_empty(), "{name}");
    }
}

#[test]
fn what_may_have_been_done_is_never_sent_again_but_read() {
    for (name, story, _) in stories() {
        let mut console = Console::alice();
        story(&mut console);
        console
            .refuses(FailureClass::Unknown)
            .wait(ARM_TIME)
            .press("r");
        reads_truth(&console, "alice");
        assert_eq!(console.writes, [], "{name}");
    }
}

#[test]
fn a_remark_that_may_have_been_set_is_read_and_stays_in_its_field() {
    let mut console = Console::alice();
    console
        .press("e")
        .types("boss")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    console.press("Enter");
    assert_eq!(console.sent(), [], "Enter closes");
    console.press("e").types("boss").press("Enter");
    assert_eq!(
        console.sent(),
        [],
        "the same is not sent while it is not known"
    );
    console
        .types("y")
        .press("Enter")
        .refuses(FailureClass::Unknown);
    console.wait(ARM_TIME).press("r");
    reads_truth(&console, "alice");
    assert_eq!(console.typed().as_deref(), Some("bossy"));
}

#[test]
fn a_remark_that_failed_is_mended_in_its_field() {
    for class in [
        FailureClass::Final,
        FailureClass::Retryable,
        FailureClass::NothingDone,
    ] {
        let mut console = Console::alice();
        console
            .press("e")
            .types("boss")
            .press("Enter")
            .refuses(class);
        assert_eq!(console.typed().as_deref(), Some("boss"));
        assert!(matches!(console.stage(), SendStage::Failed(_)));
        console.types("!").press("Enter");
        assert_eq!(
            console.sent(),
            [],
            "it was typed before the refusal was read"
        );
        console.wait(ARM_TIME).press("Enter");
        assert_eq!(console.sent(), [remark("alice", "bob", "boss!")]);
    }
}

#[test]
fn the_truth_about_a_user_who_is_no_longer_open_is_read_about_that_user() {
    let mut console = Console::alice();
    console
        .press("b")
        .press_all("j o")
        .serve()
        .refuses(FailureClass::Unknown);
    assert_eq!(console.open_user().id, user("carol"));
    console.wait(ARM_TIME).press("r");
    reads_truth(&console, "alice");
    assert_eq!(console.open_user().id, user("alice"));
}

#[test]
fn r_typed_ahead_of_a_failure_sends_nothing() {
    let mut console = Console::alice();
    console
        .press("b")
        .wait(300)
        .refuses(FailureClass::Retryable)
        .wait(50)
        .press("r");
    assert_eq!(console.sent(), [], "it was meant to refresh the list");
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Failed(FailedChange {
            again: None,
            ..
        })))
    ));
    console.wait(ARM_TIME).press("r");
    assert_eq!(console.sent(), [block("alice", "bob")]);
}

#[test]
fn nothing_typed_is_lost_by_a_failure() {
    let mut console = Console::alice();
    console
        .press("e")
        .types("boss")
        .press("Enter")
        .refuses(FailureClass::Retryable);
    assert_eq!(console.typed().as_deref(), Some("boss"));
}

#[test]
fn a_failure_after_a_failure_is_shown_in_the_same_place() {
    let mut console = Console::alice();
    console
        .press("b")
        .refuses(FailureClass::Retryable)
        .wait(ARM_TIME)
        .press("r")
        .refuses(FailureClass::Final);
    let Some(Dialog::Change(ChangeDialog::Failed(FailedChange {
        failure,
        again: None,
        ..
    }))) = console.top()
    else {
        panic!("{:?}", console.top())
    };
    assert_eq!(failure.class, FailureClass::Final);
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn a_failed_read_is_no_dialog() {
    let mut console = Console::new().opened("alice");
    while let Some((request, query)) = console.reads.pop() {
        console.say(Event::Reply(
            request,
            failed(&query, FailureClass::Retryable),
        ));
    }
    assert!(console.model.dialogs.is_empty());
    assert!(console.open_user().account.failure().is_some());
    assert_eq!(console.open_user().friend_total(), None);
    assert_eq!(
        console.open_user().is_friend(&user("bob")),
        None,
        "unknown is no no"
    );
    console.press("R").serve();
    assert!(console.open_user().account.value().is_some());
    assert_eq!(console.open_user().is_friend(&user("bob")), Some(false));
}
