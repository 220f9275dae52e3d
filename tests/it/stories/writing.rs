//! What changes something on the server.

use rosterm::domain::ListKind;

use rosterm::i18n::Lang;
use rosterm::sandbox::SandboxConfig;
use rosterm::t;
use rstest::rstest;
use serde_json::json;

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

// ---- friends ----

#[tokio::test]
async fn a_friend_is_added_by_id() {
    let mut console = Harness::on_alice(small()).await;
    console.press("a");
    console.types("NINA_NEW");
    console.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-add", n = 1_usize, owner = ALICE);
    console.shows(ask).await;
    console.rest();
    console.press("y");
    let told = t!(Lang::En, "done-add", owner = ALICE, id = "nina_new");
    console.shows(told).await;
    assert!(console.sandbox.truth(ALICE).await.has_friend("nina_new"));
    assert!(console.sandbox.truth("nina_new").await.has_friend(ALICE));
    assert!(console.pane(ListKind::Friends).contains("nina_new"));
    // The call for one, which tells their devices; no import.
    assert_eq!(
        console
            .sandbox
            .count("POST /users/{u}/contacts/users/{f}")
            .await,
        1
    );
}

#[tokio::test]
async fn several_friends_are_added_each_with_its_own_result() {
    let mut console = Harness::on_alice(small()).await;
    console.press("a");
    console.types("NINA_NEW, nobody_here bob_77 oscar.w");
    console.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-add", n = 2_usize, owner = ALICE);
    console.shows(ask).await;
    let dialog = console.dialog().unwrap();
    assert!(!dialog.contains("bob_77"), "a friend already: {dialog}");
    assert!(dialog.contains("skipped:1(nobody_here)"), "{dialog}");
    // Somebody goes while the question is open.
    console
        .sandbox
        .elsewhere("DELETE", "users/oscar.w", "")
        .await;
    console.rest();
    console.press("y");
    let ended = t!(
        Lang::En,
        "notice-job-ended",
        counts = "1 done, 1 failed",
        key = "5"
    );
    console.shows(ended).await;
    console.press("5");
    let dialog = console.dialog().unwrap();
    for text in ["nina_newdone", "!oscar.w"] {
        assert!(dialog.contains(text), "{text}: {dialog}");
    }
    let truth = console.sandbox.truth(ALICE).await;
    assert!(truth.has_friend("nina_new") && !truth.has_friend("oscar.w"));
    assert!(!truth.has_friend("nobody_here") && !truth.has_friend("NINA_NEW"));
    assert!(console.sandbox.truth("nina_new").await.has_friend(ALICE));
    // Ten a call.
    assert_eq!(
        console
            .sandbox
            .count("POST /users/{u}/contacts/import")
            .await,
        1
    );
}

#[tokio::test]
async fn from_five_ids_on_their_number_must_be_typed() {
    let mut console = Harness::on_alice(small()).await;
    console.press("a");
    console.paste("nina_new\noscar.w\npaula_cs\tqin_store\r\nrosa_vip");
    console.press("<Enter>");
    console.shows(t!(Lang::En, "ids-count", n = 5_usize)).await;
    console.rest();
    // Neither Enter alone nor another number will do.
    console.press("<Enter>4<Enter>");
    assert!(console.model.jobs.is_empty());
    console.press("<Ctrl-u>5");
    console.rest();
    console.press("<Enter>");
    console
        .shows(t!(Lang::En, "notice-job-done", n = 5_usize))
        .await;
    let truth = console.sandbox.truth(ALICE).await;
    for id in ["nina_new", "oscar.w", "paula_cs", "qin_store", "rosa_vip"] {
        assert!(truth.has_friend(id), "{id}");
    }
}

#[tokio::test]
async fn a_list_pasted_into_the_field_sends_nothing_by_itself() {
    let mut console = Harness::on_alice(small()).await;
    console.press("a");
    console.paste("nina_new\r\noscar.w\n\u{1b}[201~y\r");
    console.rest();
    assert!(console.model.pending_changes.is_empty() && console.dialog().is_some());
    // And outside a field it is a list to look at, and nothing more.
    console.press("<Esc>");
    console.paste("bbbb\nd\ny\n");
    console.quiet().await;
    assert!(console.dialog().is_some());
    assert!(console.model.pending_changes.is_empty() && console.model.jobs.is_empty());
}

#[tokio::test]
async fn a_friend_is_removed_on_both_sides_and_only_with_a_considered_yes() {
    let mut console = Harness::on_alice(small()).await;
    console.press("<Down>dy");
    assert!(
        console.model.pending_changes.is_empty(),
        "type-ahead confirmed"
    );
    console.rest();
    console.press("<Enter>");
    assert!(console.dialog().is_none(), "Enter is a no");
    console.press("d");
    let dialog = console.dialog().unwrap();
    assert!(dialog.contains("陈女士(VIP)"), "what is lost: {dialog}");
    console.rest();
    console.press("y");
    let told = t!(Lang::En, "done-remove", owner = ALICE, id = "carol.chen");
    console.shows(told).await;
    assert!(!console.sandbox.truth(ALICE).await.has_friend("carol.chen"));
    assert!(!console.sandbox.truth("carol.chen").await.has_friend(ALICE));
    // The next row is under the cursor; a key meant for carol.chen does nothing to it.
    assert!(console.cursor_row().starts_with(">dave-01"));
    console.press("b");
    assert!(console.screen().contains(&t!(Lang::En, "notice-slipped")));
    assert!(console.model.pending_changes.is_empty());
}

// ---- remarks ----

#[tokio::test]
async fn a_remark_of_wide_characters_and_emoji_is_saved_as_it_is() {
    let mut console = Harness::on_alice(small()).await;
    let remark = "老王👩\u{200d}👩\u{200d}👧(VIP) ｆ é";
    console.press("<Down><Down>e");
    console.types(remark);
    console.press("<Enter>");
    let told = t!(Lang::En, "done-remark", owner = ALICE, id = "dave-01");
    console.shows(told).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark("dave-01").as_deref(), Some(remark));
    assert!(console.cursor_row().starts_with(">dave-01老王👩"));
    // It belongs to her alone.
    assert_eq!(console.sandbox.truth("dave-01").await.remark(ALICE), None);
}

#[tokio::test]
async fn a_remark_is_cleared_by_an_empty_field() {
    let mut console = Harness::on_alice(small()).await;
    console.press("e<Ctrl-u><Enter>");
    let told = t!(Lang::En, "done-remark", owner = ALICE, id = "bob_77");
    console.shows(told).await;
    assert_eq!(console.sandbox.truth(ALICE).await.remark("bob_77"), None);
    let row = console.cursor_row();
    assert!(row.starts_with(">bob_77") && !row.contains("小王"), "{row}");
}

#[tokio::test]
async fn a_remark_of_a_hundred_characters_goes_and_one_of_a_hundred_and_one_does_not() {
    let mut console = Harness::on_alice(small()).await;
    console.press("e<Ctrl-u>");
    console.paste(&"好".repeat(101));
    console.press("<Enter>");
    assert!(console.model.pending_changes.is_empty());
    let told = squeezed(&t!(Lang::En, "remark-too-long", n = 1_usize));
    assert!(console.dialog().unwrap().contains(&told));
    console.press("<Ctrl-u>");
    console.paste(&"好".repeat(100));
    console.press("<Enter>");
    console.quiet().await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark("bob_77"), Some("好".repeat(100)));
    assert_eq!(
        console
            .sandbox
            .count("PUT /users/{u}/contacts/users/{f}")
            .await,
        1
    );
}

// ---- blocklist ----

#[tokio::test]
async fn a_friend_is_blocked_and_unblocked_and_stays_a_friend() {
    let mut console = Harness::on_alice(small()).await;
    console.press("b");
    let told = t!(
        Lang::En,
        "done-block",
        owner = ALICE,
        id = "bob_77",
        key = "u"
    );
    console.shows(told).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(truth.has_blocked("bob_77") && truth.has_friend("bob_77"));
    assert!(
        console.cursor_row().ends_with('B'),
        "{}",
        console.cursor_row()
    );
    let blocks = console.pane(ListKind::Blocks);
    assert!(blocks.contains("bob_77") && blocks.contains("71/71"));
    // A second time sends nothing.
    console.press("b");
    let told = t!(Lang::En, "notice-already-blocked", id = "bob_77");
    assert!(console.screen().contains(&told));
    console.press("2gg");
    console.rest();
    assert!(console.cursor_row().starts_with(">bob_77"));
    console.press("u");
    let told = t!(Lang::En, "done-unblock", owner = ALICE, id = "bob_77");
    console.shows(told).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(!truth.has_blocked("bob_77") && truth.has_friend("bob_77"));
    assert!(console.pane(ListKind::Blocks).contains("70/70"));
    assert_eq!(
        console.sandbox.count("POST /users/{u}/blocks/users").await,
        1
    );
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/blocks/users/{b}")
            .await,
        1
    );
}

#[tokio::test]
async fn somebody_is_blocked_by_id() {
    let mut console = Harness::on_alice(small()).await;
    console.press("2b");
    console.types("nina_new spam_0041");
    console.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-block", n = 1_usize, owner = ALICE);
    console.shows(ask).await;
    assert!(!console.dialog().unwrap().contains("spam_0041"));
    console.rest();
    console.press("y");
    console.quiet().await;
    assert!(console.sandbox.truth(ALICE).await.has_blocked("nina_new"));
    assert!(console.dialog().is_none());
}

#[tokio::test]
async fn the_row_of_a_deleted_account_stays_and_the_reason_is_told() {
    let mut console = Harness::on_alice(small()).await;
    console.press("2/spam_0045<Enter>u");
    console.until(|s| s.contains('╔')).await;
    let dialog = console.dialog().unwrap();
    for text in [
        t!(Lang::En, "leftover-404", owner = ALICE, id = "spam_0045"),
        t!(Lang::En, "changed-nothing"),
        "404 service_resource_not_found \"Service resource not found\"".to_owned(),
    ] {
        assert!(dialog.contains(&squeezed(&text)), "{text}: {dialog}");
    }
    console.press("<Esc>");
    assert!(console.cursor_row().starts_with(">spam_0045"));
    assert!(console.sandbox.truth(ALICE).await.has_blocked("spam_0045"));
}

// ---- conversations ----

#[tokio::test]
async fn a_conversation_is_deleted_on_one_side_and_its_messages_are_kept() {
    let mut console = Harness::on_alice(small()).await;
    console.press("3dy");
    assert!(
        console.model.pending_changes.is_empty(),
        "type-ahead confirmed"
    );
    console.rest();
    console.press("y");
    let told = t!(Lang::En, "done-conversation", owner = ALICE, id = "bob_77");
    console.shows(told).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(!truth.has_conversation("bob_77") && !truth.has_lost_messages("bob_77"));
    assert!(
        console
            .sandbox
            .truth("bob_77")
            .await
            .has_conversation(ALICE)
    );
    assert!(!console.pane(ListKind::Conversations).contains("bob_77"));
    assert!(console.pane(ListKind::Conversations).contains("11/11"));
}

#[tokio::test]
async fn the_stored_messages_go_only_where_the_id_was_typed() {
    let mut console = Harness::on_alice(small()).await;
    console.press("3d");
    console.rest();
    console.press("m");
    console.types("bob_78");
    console.press("<Enter>");
    assert!(console.model.pending_changes.is_empty());
    let told = squeezed(&t!(Lang::En, "conversation-mismatch", id = "bob_77"));
    assert!(console.dialog().unwrap().contains(&told));
    console.press("<Ctrl-u>");
    console.types("bob_77");
    console.press("<Enter>");
    console
        .shows(t!(
            Lang::En,
            "done-conversation-roaming",
            owner = ALICE,
            id = "bob_77"
        ))
        .await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(!truth.has_conversation("bob_77") && truth.has_lost_messages("bob_77"));
}

#[tokio::test]
async fn a_group_conversation_is_deleted_as_a_group() {
    let mut console = Harness::on_alice(small()).await;
    console.press("3<Down>d");
    console.rest();
    console.press("y");
    console.quiet().await;
    assert!(console.dialog().is_none(), "{}", console.screen());
    assert!(
        !console
            .sandbox
            .truth(ALICE)
            .await
            .has_conversation("225011234567169")
    );
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_conversation_is_deleted_by_its_id_where_the_listing_is_refused(#[case] lang: Lang) {
    let mut console = Harness::with(small(), lang, (120, 36)).await;
    let refusal = json!({ "kind": "status", "status": 403 });
    console.sandbox.fault("GET", "user_channels", &refusal);
    console.open(ALICE);
    console.quiet().await;
    console.press("3");
    let said = console.pane(ListKind::Conversations);
    for text in [
        t!(lang, "conversations-403"),
        t!(lang, "conversations-403-todo"),
        t!(lang, "conversations-by-id", key = "d"),
        "403 forbidden_op \"Forbidden\"".to_owned(),
    ] {
        assert!(said.contains(&squeezed(&text)), "{text}: {said}");
    }
    console.press("d");
    console.types("BOB_77");
    console.press("<Enter>");
    console.rest();
    console.press("y");
    console
        .shows(t!(lang, "done-conversation", owner = ALICE, id = "bob_77"))
        .await;
    assert!(
        !console
            .sandbox
            .truth(ALICE)
            .await
            .has_conversation("bob_77")
    );
    // A group's by its number.
    console.press("d");
    console.types("225011234567169");
    console.press("<Tab><Enter>");
    console.rest();
    console.press("y");
    console.quiet().await;
    assert!(
        !console
            .sandbox
            .truth(ALICE)
            .await
            .has_conversation("225011234567169")
    );
}

// ---- limits ----

#[tokio::test]
async fn the_sixth_deletion_in_a_minute_waits_visibly_and_the_server_never_says_429() {
    let mut console = Harness::on_alice(SandboxConfig {
        limits: true,
        ..small()
    })
    .await;
    console.press("3");
    for _ in 0..5 {
        console.rest();
        console.press("d");
        console.rest();
        console.press("y");
        console.quiet().await;
    }
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/user_channel")
            .await,
        5
    );
    let held = console.sandbox.truth(ALICE).await;
    console.rest();
    console.press("d");
    console.rest();
    console.press("y");
    let waiting = t!(
        Lang::En,
        "sent-waiting",
        seconds = 60_usize,
        limit = 5_usize
    );
    let (before, _) = waiting.split_once("60").unwrap();
    let before = before.to_owned();
    console.shows(before).await;
    // It is not at the server yet, and may be withdrawn.
    let calls = console.sandbox.calls().await;
    assert_eq!(calls["by_path"]["DELETE /users/{u}/user_channel"], 5);
    assert_eq!(calls["statuses"]["429"], json!(null));
    assert_eq!(console.sandbox.truth(ALICE).await.0, held.0);
    console.press("<Esc>");
    console.shows("Cancelled, never sent").await;
    // Nothing is on its way, so that leaving asks nothing.
    console.press("q");
    assert!(console.model.leaving);
    assert_eq!(console.sandbox.truth(ALICE).await.0, held.0);
}

#[tokio::test]
async fn the_sixth_listing_in_a_minute_waits_visibly_and_the_server_never_says_429() {
    let mut console = Harness::on_alice(SandboxConfig {
        limits: true,
        ..small()
    })
    .await;
    console.press("3");
    for _ in 0..4 {
        console.press("r");
        console.quiet().await;
    }
    assert_eq!(
        console.sandbox.count("GET /users/{u}/user_channels").await,
        5
    );
    console.press("r");
    let waiting = t!(
        Lang::En,
        "list-waiting",
        seconds = 60_usize,
        limit = 5_usize
    );
    let (before, _) = waiting.split_once("60").unwrap();
    let before = before.to_owned();
    console.shows(before).await;
    assert!(console.screen().contains("12/12 60 s") || console.screen().contains("12/12 59 s"));
    // The rows stay meanwhile.
    assert!(console.pane(ListKind::Conversations).contains("bob_77"));
    let calls = console.sandbox.calls().await;
    assert_eq!(calls["by_path"]["GET /users/{u}/user_channels"], 5);
    assert_eq!(calls["statuses"]["429"], json!(null));
}

#[tokio::test]
async fn in_a_read_only_session_no_key_writes() {
    let mut console = Harness::on_alice(small()).await;
    console.model.session.read_only = true;
    let told = t!(Lang::En, "notice-read-only");
    for pane in ["1", "2", "3"] {
        console.press(pane);
        for key in ["a", "b", "u", "d", "e"] {
            console.press(key);
            let screen = console.screen();
            assert!(screen.contains(&told), "{pane}{key}\n{screen}");
            assert!(console.model.pending_changes.is_empty() && console.dialog().is_none());
            console.press("<Esc>");
        }
    }
    let calls = console.sandbox.calls().await;
    let kinds = calls["by_path"].as_object().unwrap().keys();
    for kind in kinds {
        assert!(
            kind.starts_with("GET ") || kind.ends_with("/check"),
            "{kind}"
        );
    }
}

// ---- several conversations ----

#[tokio::test]
async fn selected_conversations_are_deleted_in_one_go_groups_included() {
    let mut console = Harness::on_alice(small()).await;
    let list = &console.model.user.as_ref().unwrap().conversations;
    let before = list.len();
    let chosen: Vec<String> = (0..3)
        .map(|at| list.get(at).unwrap().id.raw().to_owned())
        .collect();
    console.press("3   ");
    console.rest();
    console.press("d");
    let ask = t!(Lang::En, "job-confirm-ask", n = 3_usize, owner = ALICE);
    console.shows(ask).await;
    console.rest();
    console.press("y");
    console
        .shows(t!(Lang::En, "notice-job-done", n = 3_usize))
        .await;
    let list = &console.model.user.as_ref().unwrap().conversations;
    assert_eq!(list.len(), before - 3);
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/user_channel")
            .await,
        3
    );
    // The server's list says the same.
    console.press("r");
    console.quiet().await;
    let list = &console.model.user.as_ref().unwrap().conversations;
    let left: Vec<&str> = (0..list.len())
        .map(|at| list.get(at).unwrap().id.raw())
        .collect();
    assert!(
        chosen.iter().all(|id| !left.contains(&id.as_str())),
        "{left:?}"
    );
}

#[tokio::test]
async fn a_job_that_waits_for_its_turn_says_until_when() {
    let config = SandboxConfig {
        limits: true,
        ..small()
    };
    let mut console = Harness::on_alice(config).await;
    console.press("3      ");
    console.rest();
    console.press("d");
    console
        .shows(t!(Lang::En, "job-confirm-ask", n = 6_usize, owner = ALICE))
        .await;
    console.rest();
    console.press("y");
    console.rest();
    console.types("6");
    console.press("<Enter>");
    console.press("5");
    let screen = console.shows("5/6").await;
    assert!(screen.contains("Waiting until "), "{screen}");
    assert_eq!(
        console
            .sandbox
            .count("DELETE /users/{u}/user_channel")
            .await,
        5
    );
}

// ---- accounts ----

#[tokio::test]
async fn the_sheet_tells_accounts_that_are_gone_from_those_that_are_there() {
    let mut console = Harness::on_alice(small()).await;
    let before = console.sandbox.count("GET /users/{u}").await;
    console.paste("spam_0041\nspam_0045\nnobody_here\n");
    console.quiet().await;
    let dialog = console.dialog().unwrap();
    for text in ["spam_0041yesnoactive", "nobody_herenonogone"] {
        assert!(dialog.contains(text), "{text}: {dialog}");
    }
    assert_eq!(console.sandbox.count("GET /users/{u}").await, before + 3);
}
