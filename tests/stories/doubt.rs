//! What is unknown stays unknown until something proves otherwise.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rosterm::i18n::Lang;
use rosterm::journal::{Filter, Journal, Options, State};
use rosterm::model::{Notice, Pane};
use rosterm::msg::What;
use rosterm::sandbox::Config;
use rosterm::t;
use serde_json::json;

use crate::desk::{ALICE, Desk, small, squeezed};

/// How far every entry came, the newest first.
async fn states(path: &Path) -> Vec<State> {
    let looking = Options {
        only_look: true,
        ..Options::new(path)
    };
    let journal = Journal::open(looking).await.unwrap().journal;
    let entries = journal.entries(Filter::default()).await.unwrap();
    entries.into_iter().map(|entry| entry.state).collect()
}

/// Takes messages until every change has its answer.
async fn answered(desk: &mut Desk) {
    while !desk.model.under_way.is_empty() {
        desk.next().await;
    }
}

/// The conversations as they are listed once bob has written again.
fn bob_wrote_again() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let at = u64::try_from(now.as_millis()).unwrap() + 60_000;
    let meta =
        json!({ "id": "1", "from": "bob_77", "to": ALICE, "timestamp": at, "payload": "{}" });
    let row =
        json!({ "session_to": "bob_77", "session_type": "chat", "unread_num": 1, "meta": meta });
    json!({ "data": { "channel_infos": [row] } }).to_string()
}

const DELETE: &str = "DELETE /users/{u}/user_channel";

#[tokio::test]
async fn a_deletion_that_may_have_worked_is_repeated_only_by_somebody_who_types_the_id() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let desk = Desk::new(small()).await.recording(&path, "li.na").await;
    let mut desk = desk.with_alice().await;
    // The answer is lost after it was applied, bob writes again, and the conversation is listed again.
    desk.faults(&json!([
        { "method": "DELETE", "path_contains": "user_channel", "times": 1, "apply_first": true, "fault": { "kind": "cut" } },
        { "method": "GET", "path_contains": "user_channels",
          "fault": { "kind": "body", "status": 200, "body": bob_wrote_again() } },
    ]));
    desk.press("3d");
    desk.rest();
    desk.press("m");
    desk.write("bob_77");
    desk.press("<Enter>");
    answered(&mut desk).await;
    assert!(desk.truth(ALICE).await.has_lost_messages("bob_77"));
    desk.passes(20_000);
    desk.shows(t!(Lang::En, "notice-never-settled", id = "bob_77"))
        .await;
    let told = t!(Lang::En, "unknown-conversation-todo", id = "bob_77");
    assert!(desk.dialog().unwrap().contains(&squeezed(&told)));
    assert!(
        desk.screen()
            .contains(&t!(Lang::En, "doubts-badge", n = 1_usize))
    );
    // However long one waits and reads, it is not sent, and the journal does not deny it.
    desk.rest();
    desk.press("r");
    desk.quiet().await;
    desk.passes(20_000);
    desk.quiet().await;
    while desk.dialog().is_some() {
        desk.press("<Esc>");
    }
    assert_eq!(desk.count(DELETE).await, 1);
    assert_eq!(states(&path).await, [State::Unknown]);

    // Also where the stored messages are kept, one key is not enough.
    desk.rest();
    desk.press("3d");
    desk.rest();
    desk.press("y");
    let ask = t!(Lang::En, "conversation-doubtful");
    assert!(desk.dialog().unwrap().contains(&squeezed(&ask)));
    desk.rest();
    desk.press("<Enter>");
    assert!(desk.model.under_way.is_empty());
    // Nor can it be one of several.
    desk.press("<Esc><Esc>");
    desk.press("<Esc>");
    desk.rest();
    desk.press("3 d");
    assert_eq!(desk.dialog(), None);
    assert!(matches!(
        desk.model.notice,
        Some((_, Notice::NeverSettled(_)))
    ));
    desk.press(" ");
    desk.rest();
    desk.press("d");
    desk.rest();
    desk.press("m");
    desk.write("bob_77");
    desk.press("<Enter>");
    answered(&mut desk).await;
    assert_eq!(desk.count(DELETE).await, 2);
    assert_eq!(states(&path).await, [State::Done, State::Unknown]);
    assert!(
        desk.model.unsettled.is_empty(),
        "what was done since counts"
    );
}

#[tokio::test]
async fn a_remark_that_was_saved_later_is_not_overwritten_by_the_one_that_was_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let desk = Desk::new(small()).await.recording(&path, "li.na").await;
    let mut desk = desk.with_alice().await;
    desk.fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    desk.press("e<C-u>");
    desk.write("A");
    desk.press("<Enter>");
    answered(&mut desk).await;
    // The truth is read, and A is offered again.
    desk.press("<Esc>");
    desk.passes(20_000);
    desk.mend();
    desk.shows(t!(Lang::En, "reason-not-applied")).await;
    // Somebody writes B all the same, on the list under the offer.
    desk.press("<Esc>");
    desk.rest();
    desk.fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    desk.press("e<C-u>");
    desk.write("A");
    desk.press("<Enter>");
    answered(&mut desk).await;
    desk.press("<Esc>");
    desk.mend();
    desk.rest();
    desk.press("e<C-u>");
    desk.write("B");
    desk.press("<Enter>");
    answered(&mut desk).await;
    desk.passes(20_000);
    desk.quiet().await;
    assert_eq!(desk.dialog(), None, "A is offered no more");
    assert!(desk.model.unsettled.is_empty());
    desk.rest();
    desk.press("r");
    desk.quiet().await;
    assert_eq!(
        desk.truth(ALICE).await.remark("bob_77").as_deref(),
        Some("B")
    );
    let expected = [State::Done, State::Unknown, State::NotSent];
    assert_eq!(states(&path).await, expected);
}

#[tokio::test]
async fn a_block_that_was_lost_is_not_offered_once_the_person_was_unblocked_by_a_job() {
    let mut desk = Desk::on_alice(small()).await;
    desk.faults(&json!([
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
        { "path_contains": "/blocks/check", "fault": { "kind": "status", "status": 500 } },
        { "path_contains": "/blocks/users", "method": "GET", "fault": { "kind": "status", "status": 500 } },
    ]));
    desk.press("b");
    answered(&mut desk).await;
    desk.press("<Esc>");
    for _ in 0..3 {
        desk.passes(20_000);
        desk.quiet().await;
    }
    desk.mend();
    assert_eq!(desk.model.unsettled.len(), 1);
    assert!(desk.dialog().is_some(), "it is offered");
    let unblock = rosterm::msg::job::Act::Unblock.change(
        rosterm::domain::UserId::new(ALICE),
        rosterm::domain::UserId::new("bob_77"),
    );
    let plan = rosterm::msg::job::Plan {
        owner: rosterm::domain::UserId::new(ALICE),
        steps: vec![rosterm::msg::job::Step {
            change: unblock,
            before: rosterm::msg::job::Before::default(),
            undoes: None,
        }],
        undoes: None,
    };
    let ticket = desk.model.ticket();
    let job = rosterm::model::Job::new(ticket, plan.clone(), desk.model.now);
    desk.model.jobs.push(job);
    desk.perform(vec![rosterm::msg::Effect::Begin(ticket, Box::new(plan))]);
    desk.quiet().await;
    assert!(desk.model.unsettled.is_empty());
    assert_eq!(desk.dialog(), None, "it is offered no more");
}

/// Five conversations are deleted, so that the sixth waits a minute for its turn.
async fn sixth_waits(path: &Path) -> Desk {
    let desk = Desk::new(Config {
        limits: true,
        ..small()
    });
    let mut desk = desk.await.recording(path, "li.na").await.with_alice().await;
    desk.press("3");
    for _ in 0..5 {
        desk.rest();
        desk.press("d");
        desk.rest();
        desk.press("y");
        answered(&mut desk).await;
    }
    desk.rest();
    desk.press("d");
    desk.rest();
    desk.press("y");
    desk.shows(t!(Lang::En, "key-withdraw")).await;
    desk
}

#[tokio::test]
async fn a_deletion_that_waits_for_its_turn_can_be_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let mut desk = sixth_waits(&path).await;
    assert_eq!(states(&path).await, [State::Done; 5], "it was not sent");
    assert_eq!(desk.model.on_their_way().count(), 0);
    // Nobody claims that leaving would leave it unknown.
    desk.press("<C-c><C-c>");
    let said = desk.screen();
    assert!(!said.contains("in progress"), "{said}");
    desk.until(|screen| screen.contains("Cancelled, never sent"))
        .await;
    assert!(desk.model.under_way.is_empty());
    desk.press("q");
    assert!(desk.model.leaving, "{}", desk.screen());
    assert_eq!(desk.count(DELETE).await, 5);
    assert_eq!(states(&path).await, [State::Done; 5]);
    assert!(desk.pane(Pane::Conversations).contains("7/7"));
}

#[tokio::test]
async fn a_deletion_that_was_still_waiting_when_the_console_ended_was_never_sent() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let mut desk = sixth_waits(&path).await;
    desk.take(What::Terminate);
    let waits = desk.model.waiting().count();
    assert_eq!((waits, desk.model.on_their_way().count()), (1, 0));
    desk.quits().await;
    assert_eq!(states(&path).await, [State::Done; 5]);
    assert_eq!(desk.count(DELETE).await, 5);
}

#[tokio::test]
async fn an_unblock_is_sent_while_a_block_whose_answer_was_lost_may_still_be_applied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let desk = Desk::new(small()).await.recording(&path, "li.na").await;
    let mut desk = desk.with_alice().await;
    desk.faults(&json!([
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
    ]));
    desk.press("b");
    answered(&mut desk).await;
    desk.press("<Esc>");
    desk.rest();
    // As long as the block is not there, nobody is blocked; that says nothing about what is to come.
    desk.press("u");
    answered(&mut desk).await;
    assert_eq!(desk.count("DELETE /users/{u}/blocks/users/{b}").await, 1);
    assert!(
        desk.model.unsettled.is_empty(),
        "what was done since counts"
    );
    assert_eq!(states(&path).await, [State::Done, State::Unknown]);
    // Nobody knows what there was to put back.
    desk.rest();
    desk.press("z");
    desk.shows("could not be read").await;
}

#[tokio::test]
async fn a_remark_is_written_back_while_another_whose_answer_was_lost_may_still_be_applied() {
    let mut desk = Desk::on_alice(small()).await;
    let before = desk.truth(ALICE).await.remark("bob_77").unwrap();
    desk.faults(&json!([
        { "method": "PUT", "path_contains": "/contacts/users/", "times": 1, "fault": { "kind": "cut" } },
    ]));
    desk.press("e<C-u>");
    desk.write("A");
    desk.press("<Enter>");
    answered(&mut desk).await;
    desk.press("<Esc>");
    desk.rest();
    let back = rosterm::msg::Change::SetRemark {
        owner: rosterm::domain::UserId::new(ALICE),
        friend: rosterm::domain::UserId::new("bob_77"),
        remark: rosterm::text::Text::new(&before),
    };
    let ticket = desk.model.ticket();
    desk.model.under_way.insert(ticket, back.clone());
    desk.perform(vec![rosterm::msg::Effect::Change(
        ticket,
        back,
        rosterm::msg::job::Before::default(),
    )]);
    answered(&mut desk).await;
    assert_eq!(desk.count("PUT /users/{u}/contacts/users/{f}").await, 2);
    assert!(desk.model.unsettled.is_empty());
}

#[tokio::test]
async fn the_row_of_an_account_that_is_gone_is_not_called_unblocked_by_a_repeat() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let desk = Desk::new(small()).await.recording(&path, "li.na").await;
    let mut desk = desk.with_alice().await;
    let troll = desk.truth(ALICE).await.blocks()[0].clone();
    desk.faults(&json!([
        { "method": "DELETE", "path_contains": "/blocks/users/", "times": 1, "fault": { "kind": "cut" } },
    ]));
    desk.press("2u");
    answered(&mut desk).await;
    desk.passes(20_000);
    desk.shows(t!(Lang::En, "reason-not-applied")).await;
    desk.elsewhere("DELETE", &format!("users/{troll}"), "")
        .await;
    desk.rest();
    desk.press("r");
    answered(&mut desk).await;
    desk.quiet().await;
    assert_eq!(desk.count("DELETE /users/{u}/blocks/users/{b}").await, 2);
    assert!(desk.truth(ALICE).await.has_blocked(&troll));
    assert!(desk.dialog().is_some(), "it was refused");
    while desk.dialog().is_some() {
        desk.press("<Esc>");
    }
    assert!(desk.pane(Pane::Blocks).contains(&troll));
    assert_eq!(states(&path).await, [State::Refused, State::NotSent]);
}
