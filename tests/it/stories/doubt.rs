//! What is unknown stays unknown until something proves otherwise.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rosterm::domain::ListKind;
use rosterm::domain::history::EntryState;
use rosterm::i18n::Lang;
use rosterm::journal::{EntryFilter, Journal, JournalOptions};
use rosterm::model::Notice;
use rosterm::msg::Event;
use rosterm::sandbox::SandboxConfig;
use rosterm::t;
use serde_json::json;

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

/// How far every entry came, the newest first.
async fn states(path: &Path) -> Vec<EntryState> {
    let looking = JournalOptions {
        only_look: true,
        ..JournalOptions::new(path)
    };
    let journal = Journal::open(looking).await.unwrap().journal;
    let entries = journal.entries(EntryFilter::default()).await.unwrap();
    entries.into_iter().map(|entry| entry.state).collect()
}

/// Takes messages until every change has its answer.
async fn answered(console: &mut Harness) {
    while !console.model.pending_changes.is_empty() {
        console.next().await;
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
    let console = Harness::new(small()).await.recording(&path, "li.na").await;
    let mut console = console.with_alice().await;
    // The answer is lost after it was applied, bob writes again, and the conversation is listed again.
    console.sandbox.faults(&json!([
        { "method": "DELETE", "path_contains": "user_channel", "times": 1, "apply_first": true, "fault": { "kind": "cut" } },
        { "method": "GET", "path_contains": "user_channels",
          "fault": { "kind": "body", "status": 200, "body": bob_wrote_again() } },
    ]));
    console.press("3d");
    console.rest();
    console.press("m");
    console.types("bob_77");
    console.press("<Enter>");
    answered(&mut console).await;
    assert!(
        console
            .sandbox
            .truth(ALICE)
            .await
            .has_lost_messages("bob_77")
    );
    console.passes(20_000);
    console
        .shows(t!(Lang::En, "notice-stays-unknown", id = "bob_77"))
        .await;
    let told = t!(Lang::En, "unknown-conversation-todo", id = "bob_77");
    assert!(console.dialog().unwrap().contains(&squeezed(&told)));
    assert!(
        console
            .screen()
            .contains(&t!(Lang::En, "unknown-badge", n = 1_usize))
    );
    // However long one waits and reads, it is not sent, and the journal does not deny it.
    console.rest();
    console.press("r");
    console.quiet().await;
    console.passes(20_000);
    console.quiet().await;
    while console.dialog().is_some() {
        console.press("<Esc>");
    }
    assert_eq!(console.sandbox.count(DELETE).await, 1);
    assert_eq!(states(&path).await, [EntryState::Unknown]);

    // Also where the stored messages are kept, one key is not enough.
    console.rest();
    console.press("3d");
    console.rest();
    console.press("y");
    let ask = t!(Lang::En, "conversation-delete-unknown");
    assert!(console.dialog().unwrap().contains(&squeezed(&ask)));
    console.rest();
    console.press("<Enter>");
    assert!(console.model.pending_changes.is_empty());
    // Nor can it be one of several.
    console.press("<Esc><Esc>");
    console.press("<Esc>");
    console.rest();
    console.press("3 d");
    assert_eq!(console.dialog(), None);
    assert!(matches!(
        console.model.notice,
        Some((_, Notice::StaysUnknown(_)))
    ));
    console.press(" ");
    console.rest();
    console.press("d");
    console.rest();
    console.press("m");
    console.types("bob_77");
    console.press("<Enter>");
    answered(&mut console).await;
    assert_eq!(console.sandbox.count(DELETE).await, 2);
    assert_eq!(states(&path).await, [EntryState::Done, EntryState::Unknown]);
    assert!(
        console.model.unknown_changes.is_empty(),
        "what was done since counts"
    );
}

#[tokio::test]
async fn a_remark_that_was_saved_later_is_not_overwritten_by_the_one_that_was_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let console = Harness::new(small()).await.recording(&path, "li.na").await;
    let mut console = console.with_alice().await;
    console
        .sandbox
        .fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    console.press("e<Ctrl-u>");
    console.types("A");
    console.press("<Enter>");
    answered(&mut console).await;
    // The truth is read, and A is offered again.
    console.press("<Esc>");
    console.passes(20_000);
    console.sandbox.mend();
    console.shows(t!(Lang::En, "reason-not-applied")).await;
    // Somebody writes B all the same, on the list under the offer.
    console.press("<Esc>");
    console.rest();
    console
        .sandbox
        .fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    console.press("e<Ctrl-u>");
    console.types("A");
    console.press("<Enter>");
    answered(&mut console).await;
    console.press("<Esc>");
    console.sandbox.mend();
    console.rest();
    console.press("e<Ctrl-u>");
    console.types("B");
    console.press("<Enter>");
    answered(&mut console).await;
    console.passes(20_000);
    console.quiet().await;
    assert_eq!(console.dialog(), None, "A is offered no more");
    assert!(console.model.unknown_changes.is_empty());
    console.rest();
    console.press("r");
    console.quiet().await;
    assert_eq!(
        console
            .sandbox
            .truth(ALICE)
            .await
            .remark("bob_77")
            .as_deref(),
        Some("B")
    );
    let expected = [
        EntryState::Done,
        EntryState::Unknown,
        EntryState::NotApplied,
    ];
    assert_eq!(states(&path).await, expected);
}

#[tokio::test]
async fn a_block_that_was_lost_is_not_offered_once_the_person_was_unblocked_by_a_job() {
    let mut console = Harness::on_alice(small()).await;
    console.sandbox.faults(&json!([
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
        { "path_contains": "/blocks/check", "fault": { "kind": "status", "status": 500 } },
        { "path_contains": "/blocks/users", "method": "GET", "fault": { "kind": "status", "status": 500 } },
    ]));
    console.press("b");
    answered(&mut console).await;
    console.press("<Esc>");
    for _ in 0..3 {
        console.passes(20_000);
        console.quiet().await;
    }
    console.sandbox.mend();
    assert_eq!(console.model.unknown_changes.len(), 1);
    assert!(console.dialog().is_some(), "it is offered");
    let unblock = rosterm::domain::job::BulkOp::Unblock.change(
        rosterm::domain::UserId::new(ALICE),
        rosterm::domain::UserId::new("bob_77"),
    );
    let plan = rosterm::domain::job::JobPlan {
        owner: rosterm::domain::UserId::new(ALICE),
        steps: vec![rosterm::domain::job::JobStep {
            change: unblock,
            before: rosterm::domain::PairState::default(),
            undoes: None,
        }],
        undoes: None,
    };
    let request = console.model.next_request();
    let job = rosterm::model::SessionJob::new(request, plan.clone(), console.model.now);
    console.model.jobs.push(job);
    console.perform(vec![rosterm::msg::Effect::BeginJob(
        request,
        Box::new(plan),
    )]);
    console.quiet().await;
    assert!(console.model.unknown_changes.is_empty());
    assert_eq!(console.dialog(), None, "it is offered no more");
}

/// Five conversations are deleted, so that the sixth waits a minute for its turn.
async fn sixth_waits(path: &Path) -> Harness {
    let console = Harness::new(SandboxConfig {
        limits: true,
        ..small()
    });
    let mut console = console
        .await
        .recording(path, "li.na")
        .await
        .with_alice()
        .await;
    console.press("3");
    for _ in 0..5 {
        console.rest();
        console.press("d");
        console.rest();
        console.press("y");
        answered(&mut console).await;
    }
    console.rest();
    console.press("d");
    console.rest();
    console.press("y");
    console.shows(t!(Lang::En, "key-withdraw")).await;
    console
}

#[tokio::test]
async fn a_deletion_that_waits_for_its_turn_can_be_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let mut console = sixth_waits(&path).await;
    assert_eq!(
        states(&path).await,
        [EntryState::Done; 5],
        "it was not sent"
    );
    assert_eq!(console.model.in_progress().count(), 0);
    // Nobody claims that leaving would leave it unknown.
    console.press("<Ctrl-c><Ctrl-c>");
    let said = console.screen();
    assert!(!said.contains("in progress"), "{said}");
    console
        .until(|screen| screen.contains("Cancelled, never sent"))
        .await;
    assert!(console.model.pending_changes.is_empty());
    console.press("q");
    assert!(console.model.leaving, "{}", console.screen());
    assert_eq!(console.sandbox.count(DELETE).await, 5);
    assert_eq!(states(&path).await, [EntryState::Done; 5]);
    assert!(console.pane(ListKind::Conversations).contains("7/7"));
}

#[tokio::test]
async fn a_deletion_that_was_still_waiting_when_the_console_ended_was_never_sent() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let mut console = sixth_waits(&path).await;
    console.take(Event::Terminate);
    let waits = console.model.waiting().count();
    assert_eq!((waits, console.model.in_progress().count()), (1, 0));
    console.quits().await;
    assert_eq!(states(&path).await, [EntryState::Done; 5]);
    assert_eq!(console.sandbox.count(DELETE).await, 5);
}

#[tokio::test]
async fn an_unblock_is_sent_while_a_block_whose_answer_was_lost_may_still_be_applied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let console = Harness::new(small()).await.recording(&path, "li.na").await;
    let mut console = console.with_alice().await;
    console.sandbox.faults(&json!([
        { "method": "POST", "path_contains": "/blocks/users", "times": 1, "fault": { "kind": "cut" } },
    ]));
    console.press("b");
    answered(&mut console).await;
    console.press("<Esc>");
    console.rest();
    // As long as the block is not there, nobody is blocked; that says nothing about what is to come.
    console.press("u");
    answered(&mut console).await;
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/blocks/users/{b}")
            .await,
        1
    );
    assert!(
        console.model.unknown_changes.is_empty(),
        "what was done since counts"
    );
    assert_eq!(states(&path).await, [EntryState::Done, EntryState::Unknown]);
    // Nobody knows what there was to put back.
    console.rest();
    console.press("z");
    console.shows("could not be read").await;
}

#[tokio::test]
async fn a_remark_is_written_back_while_another_whose_answer_was_lost_may_still_be_applied() {
    let mut console = Harness::on_alice(small()).await;
    let before = console.sandbox.truth(ALICE).await.remark("bob_77").unwrap();
    console.sandbox.faults(&json!([
        { "method": "PUT", "path_contains": "/contacts/users/", "times": 1, "fault": { "kind": "cut" } },
    ]));
    console.press("e<Ctrl-u>");
    console.types("A");
    console.press("<Enter>");
    answered(&mut console).await;
    console.press("<Esc>");
    console.rest();
    let back = rosterm::domain::Change::SetRemark {
        owner: rosterm::domain::UserId::new(ALICE),
        friend: rosterm::domain::UserId::new("bob_77"),
        remark: rosterm::text::Text::new(&before),
    };
    let request = console.model.next_request();
    console.model.pending_changes.insert(request, back.clone());
    console.perform(vec![rosterm::msg::Effect::Change(request, back, None)]);
    answered(&mut console).await;
    assert_eq!(
        console
            .sandbox
            .count("PUT /users/{u}/contacts/users/{f}")
            .await,
        2
    );
    assert!(console.model.unknown_changes.is_empty());
}

#[tokio::test]
async fn the_row_of_an_account_that_is_gone_is_not_called_unblocked_by_a_repeat() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let console = Harness::new(small()).await.recording(&path, "li.na").await;
    let mut console = console.with_alice().await;
    let troll = console.sandbox.truth(ALICE).await.blocks()[0].clone();
    console.sandbox.faults(&json!([
        { "method": "DELETE", "path_contains": "/blocks/users/", "times": 1, "fault": { "kind": "cut" } },
    ]));
    console.press("2u");
    answered(&mut console).await;
    console.passes(20_000);
    console.shows(t!(Lang::En, "reason-not-applied")).await;
    console
        .sandbox
        .elsewhere("DELETE", &format!("users/{troll}"), "")
        .await;
    console.rest();
    console.press("r");
    answered(&mut console).await;
    console.quiet().await;
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/blocks/users/{b}")
            .await,
        2
    );
    assert!(console.sandbox.truth(ALICE).await.has_blocked(&troll));
    assert!(console.dialog().is_some(), "it was refused");
    while console.dialog().is_some() {
        console.press("<Esc>");
    }
    assert!(console.pane(ListKind::Blocks).contains(&troll));
    assert_eq!(
        states(&path).await,
        [EntryState::Refused, EntryState::NotApplied]
    );
}
