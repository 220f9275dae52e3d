//! What changes something on the server.

use rosterm::i18n::Lang;
use rosterm::model::Pane;
use rosterm::sandbox::Config;
use rosterm::t;
use serde_json::json;

use crate::desk::{ALICE, Desk, small, squeezed};

// ---- friends ----

#[tokio::test]
async fn a_friend_is_added_by_id() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("a");
    desk.write("NINA_NEW");
    desk.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-add", n = 1_usize, owner = ALICE);
    desk.shows(ask).await;
    desk.rest();
    desk.press("y");
    let told = t!(Lang::En, "done-add", owner = ALICE, id = "nina_new");
    desk.shows(told).await;
    assert!(desk.truth(ALICE).await.has_friend("nina_new"));
    assert!(desk.truth("nina_new").await.has_friend(ALICE));
    assert!(desk.pane(Pane::Friends).contains("nina_new"));
    // The call for one, which tells their devices; no import.
    assert_eq!(desk.count("POST /users/{u}/contacts/users/{f}").await, 1);
}

#[tokio::test]
async fn several_friends_are_added_each_with_its_own_result() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("a");
    desk.write("NINA_NEW, nobody_here bob_77 oscar.w");
    desk.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-add", n = 2_usize, owner = ALICE);
    desk.shows(ask).await;
    let dialog = desk.dialog().unwrap();
    assert!(!dialog.contains("bob_77"), "a friend already: {dialog}");
    assert!(dialog.contains("skipped:1(nobody_here)"), "{dialog}");
    // Somebody goes while the question is open.
    desk.elsewhere("DELETE", "users/oscar.w", "").await;
    desk.rest();
    desk.press("y");
    let ended = t!(
        Lang::En,
        "notice-job-ended",
        done = 1_usize,
        failed = 1_usize,
        left = 0_usize,
        key = "5"
    );
    desk.shows(ended).await;
    desk.press("5");
    let dialog = desk.dialog().unwrap();
    for text in ["nina_newdone", "!oscar.w"] {
        assert!(dialog.contains(text), "{text}: {dialog}");
    }
    let truth = desk.truth(ALICE).await;
    assert!(truth.has_friend("nina_new") && !truth.has_friend("oscar.w"));
    assert!(!truth.has_friend("nobody_here") && !truth.has_friend("NINA_NEW"));
    assert!(desk.truth("nina_new").await.has_friend(ALICE));
    // Ten a call.
    assert_eq!(desk.count("POST /users/{u}/contacts/import").await, 1);
}

#[tokio::test]
async fn from_five_ids_on_their_number_must_be_typed() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("a");
    desk.paste("nina_new\noscar.w\npaula_cs\tqin_store\r\nrosa_vip");
    desk.press("<Enter>");
    desk.shows(t!(Lang::En, "ids-count", n = 5_usize)).await;
    desk.rest();
    // Neither Enter alone nor another number will do.
    desk.press("<Enter>4<Enter>");
    assert!(desk.model.jobs.is_empty());
    desk.press("<C-u>5");
    desk.rest();
    desk.press("<Enter>");
    desk.shows(t!(Lang::En, "notice-job-done", n = 5_usize))
        .await;
    let truth = desk.truth(ALICE).await;
    for id in ["nina_new", "oscar.w", "paula_cs", "qin_store", "rosa_vip"] {
        assert!(truth.has_friend(id), "{id}");
    }
}

#[tokio::test]
async fn a_list_pasted_into_the_field_sends_nothing_by_itself() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("a");
    desk.paste("nina_new\r\noscar.w\n\u{1b}[201~y\r");
    desk.rest();
    assert!(desk.model.under_way.is_empty() && desk.dialog().is_some());
    // And outside a field it is a list to look at, and nothing more.
    desk.press("<Esc>");
    desk.paste("bbbb\nd\ny\n");
    desk.quiet().await;
    assert!(desk.dialog().is_some());
    assert!(desk.model.under_way.is_empty() && desk.model.jobs.is_empty());
}

#[tokio::test]
async fn a_friend_is_removed_on_both_sides_and_only_with_a_considered_yes() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("<Down>dy");
    assert!(desk.model.under_way.is_empty(), "type-ahead confirmed");
    desk.rest();
    desk.press("<Enter>");
    assert!(desk.dialog().is_none(), "Enter is a no");
    desk.press("d");
    let dialog = desk.dialog().unwrap();
    assert!(dialog.contains("陈女士(VIP)"), "what is lost: {dialog}");
    desk.rest();
    desk.press("y");
    let told = t!(Lang::En, "done-remove", owner = ALICE, id = "carol.chen");
    desk.shows(told).await;
    assert!(!desk.truth(ALICE).await.has_friend("carol.chen"));
    assert!(!desk.truth("carol.chen").await.has_friend(ALICE));
    // The next row is under the cursor; a key meant for carol.chen does nothing to it.
    assert!(desk.cursor_row().starts_with(">dave-01"));
    desk.press("b");
    assert!(desk.screen().contains(&t!(Lang::En, "notice-slipped")));
    assert!(desk.model.under_way.is_empty());
}

// ---- remarks ----

#[tokio::test]
async fn a_remark_of_wide_characters_and_emoji_is_saved_as_it_is() {
    let mut desk = Desk::on_alice(small()).await;
    let remark = "老王👩\u{200d}👩\u{200d}👧(VIP) ｆ é";
    desk.press("<Down><Down>e");
    desk.write(remark);
    desk.press("<Enter>");
    let told = t!(Lang::En, "done-remark", owner = ALICE, id = "dave-01");
    desk.shows(told).await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark("dave-01").as_deref(), Some(remark));
    assert!(desk.cursor_row().starts_with(">dave-01老王👩"));
    // It belongs to her alone.
    assert_eq!(desk.truth("dave-01").await.remark(ALICE), None);
}

#[tokio::test]
async fn a_remark_is_cleared_by_an_empty_field() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("e<C-u><Enter>");
    let told = t!(Lang::En, "done-remark", owner = ALICE, id = "bob_77");
    desk.shows(told).await;
    assert_eq!(desk.truth(ALICE).await.remark("bob_77"), None);
    let row = desk.cursor_row();
    assert!(row.starts_with(">bob_77") && !row.contains("小王"), "{row}");
}

#[tokio::test]
async fn a_remark_of_a_hundred_characters_goes_and_one_of_a_hundred_and_one_does_not() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("e<C-u>");
    desk.paste(&"好".repeat(101));
    desk.press("<Enter>");
    assert!(desk.model.under_way.is_empty());
    let told = squeezed(&t!(Lang::En, "remark-too-long", n = 1_usize));
    assert!(desk.dialog().unwrap().contains(&told));
    desk.press("<C-u>");
    desk.paste(&"好".repeat(100));
    desk.press("<Enter>");
    desk.quiet().await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark("bob_77"), Some("好".repeat(100)));
    assert_eq!(desk.count("PUT /users/{u}/contacts/users/{f}").await, 1);
}

// ---- blocklist ----

#[tokio::test]
async fn a_friend_is_blocked_and_unblocked_and_stays_a_friend() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("b");
    let told = t!(
        Lang::En,
        "done-block",
        owner = ALICE,
        id = "bob_77",
        key = "u"
    );
    desk.shows(told).await;
    let truth = desk.truth(ALICE).await;
    assert!(truth.has_blocked("bob_77") && truth.has_friend("bob_77"));
    assert!(desk.cursor_row().ends_with('B'), "{}", desk.cursor_row());
    let blocks = desk.pane(Pane::Blocks);
    assert!(blocks.contains("bob_77") && blocks.contains("71/71"));
    // A second time sends nothing.
    desk.press("b");
    let told = t!(Lang::En, "notice-already-blocked", id = "bob_77");
    assert!(desk.screen().contains(&told));
    desk.press("2gg");
    desk.rest();
    assert!(desk.cursor_row().starts_with(">bob_77"));
    desk.press("u");
    let told = t!(Lang::En, "done-unblock", owner = ALICE, id = "bob_77");
    desk.shows(told).await;
    let truth = desk.truth(ALICE).await;
    assert!(!truth.has_blocked("bob_77") && truth.has_friend("bob_77"));
    assert!(desk.pane(Pane::Blocks).contains("70/70"));
    assert_eq!(desk.count("POST /users/{u}/blocks/users").await, 1);
    assert_eq!(desk.count("DELETE /users/{u}/blocks/users/{b}").await, 1);
}

#[tokio::test]
async fn somebody_is_blocked_by_id() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("2b");
    desk.write("nina_new spam_0041");
    desk.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-block", n = 1_usize, owner = ALICE);
    desk.shows(ask).await;
    assert!(!desk.dialog().unwrap().contains("spam_0041"));
    desk.rest();
    desk.press("y");
    desk.quiet().await;
    assert!(desk.truth(ALICE).await.has_blocked("nina_new"));
    assert!(desk.dialog().is_none());
}

#[tokio::test]
async fn the_row_of_a_deleted_account_stays_and_the_reason_is_told() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("2/spam_0045<Enter>u");
    desk.until(|s| s.contains('╔')).await;
    let dialog = desk.dialog().unwrap();
    for text in [
        t!(Lang::En, "leftover-404", owner = ALICE, id = "spam_0045"),
        t!(Lang::En, "changed-nothing"),
        "404 service_resource_not_found \"Service resource not found\"".to_owned(),
    ] {
        assert!(dialog.contains(&squeezed(&text)), "{text}: {dialog}");
    }
    desk.press("<Esc>");
    assert!(desk.cursor_row().starts_with(">spam_0045"));
    assert!(desk.truth(ALICE).await.has_blocked("spam_0045"));
}

// ---- conversations ----

#[tokio::test]
async fn a_conversation_is_deleted_on_one_side_and_its_messages_are_kept() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("3dy");
    assert!(desk.model.under_way.is_empty(), "type-ahead confirmed");
    desk.rest();
    desk.press("y");
    let told = t!(Lang::En, "done-conversation", owner = ALICE, id = "bob_77");
    desk.shows(told).await;
    let truth = desk.truth(ALICE).await;
    assert!(!truth.has_conversation("bob_77") && !truth.has_lost_messages("bob_77"));
    assert!(desk.truth("bob_77").await.has_conversation(ALICE));
    assert!(!desk.pane(Pane::Conversations).contains("bob_77"));
    assert!(desk.pane(Pane::Conversations).contains("11/11"));
}

#[tokio::test]
async fn the_stored_messages_go_only_where_the_id_was_typed() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("3d");
    desk.rest();
    desk.press("m");
    desk.write("bob_78");
    desk.press("<Enter>");
    assert!(desk.model.under_way.is_empty());
    let told = squeezed(&t!(Lang::En, "conversation-mismatch", id = "bob_77"));
    assert!(desk.dialog().unwrap().contains(&told));
    desk.press("<C-u>");
    desk.write("bob_77");
    desk.press("<Enter>");
    desk.shows(t!(
        Lang::En,
        "done-conversation-roaming",
        owner = ALICE,
        id = "bob_77"
    ))
    .await;
    let truth = desk.truth(ALICE).await;
    assert!(!truth.has_conversation("bob_77") && truth.has_lost_messages("bob_77"));
}

#[tokio::test]
async fn a_group_conversation_is_deleted_as_a_group() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("3<Down>d");
    desk.rest();
    desk.press("y");
    desk.quiet().await;
    assert!(desk.dialog().is_none(), "{}", desk.screen());
    assert!(!desk.truth(ALICE).await.has_conversation("225011234567169"));
}

#[tokio::test]
async fn a_conversation_is_deleted_by_its_id_where_the_listing_is_refused() {
    for lang in Lang::ALL {
        let mut desk = Desk::with(small(), lang, (120, 36)).await;
        let refusal = json!({ "kind": "status", "status": 403 });
        desk.fault("GET", "user_channels", &refusal);
        desk.open(ALICE);
        desk.quiet().await;
        desk.press("3");
        let said = desk.pane(Pane::Conversations);
        for text in [
            t!(lang, "conversations-403"),
            t!(lang, "conversations-403-todo"),
            t!(lang, "conversations-by-id", key = "d"),
            "403 forbidden_op \"Forbidden\"".to_owned(),
        ] {
            assert!(said.contains(&squeezed(&text)), "{text}: {said}");
        }
        desk.press("d");
        desk.write("BOB_77");
        desk.press("<Enter>");
        desk.rest();
        desk.press("y");
        desk.shows(t!(lang, "done-conversation", owner = ALICE, id = "bob_77"))
            .await;
        assert!(!desk.truth(ALICE).await.has_conversation("bob_77"));
        // A group's by its number.
        desk.press("d");
        desk.write("225011234567169");
        desk.press("<Tab><Enter>");
        desk.rest();
        desk.press("y");
        desk.quiet().await;
        assert!(!desk.truth(ALICE).await.has_conversation("225011234567169"));
    }
}

// ---- limits ----

#[tokio::test]
async fn the_sixth_deletion_in_a_minute_waits_visibly_and_the_server_never_says_429() {
    let mut desk = Desk::on_alice(Config {
        limits: true,
        ..small()
    })
    .await;
    desk.press("3");
    for _ in 0..5 {
        desk.rest();
        desk.press("d");
        desk.rest();
        desk.press("y");
        desk.quiet().await;
    }
    assert_eq!(desk.count("DELETE /users/{u}/user_channel").await, 5);
    let held = desk.truth(ALICE).await;
    desk.rest();
    desk.press("d");
    desk.rest();
    desk.press("y");
    let waiting = t!(Lang::En, "sent-waiting", seconds = 60_usize);
    let (before, _) = waiting.split_once("60").unwrap();
    let before = before.to_owned();
    desk.shows(before).await;
    // It is not at the server yet, and may be withdrawn.
    let calls = desk.calls().await;
    assert_eq!(calls["by_path"]["DELETE /users/{u}/user_channel"], 5);
    assert_eq!(calls["statuses"]["429"], json!(null));
    assert_eq!(desk.truth(ALICE).await.0, held.0);
    desk.press("<Esc>");
    desk.shows("Cancelled, never sent").await;
    // Nothing is on its way, so that leaving asks nothing.
    desk.press("q");
    assert!(desk.model.leaving);
    assert_eq!(desk.truth(ALICE).await.0, held.0);
}

#[tokio::test]
async fn the_sixth_listing_in_a_minute_waits_visibly_and_the_server_never_says_429() {
    let mut desk = Desk::on_alice(Config {
        limits: true,
        ..small()
    })
    .await;
    desk.press("3");
    for _ in 0..4 {
        desk.press("r");
        desk.quiet().await;
    }
    assert_eq!(desk.count("GET /users/{u}/user_channels").await, 5);
    desk.press("r");
    let waiting = t!(Lang::En, "list-waiting", seconds = 60_usize);
    let (before, _) = waiting.split_once("60").unwrap();
    let before = before.to_owned();
    desk.shows(before).await;
    assert!(desk.screen().contains("12/12 60 s") || desk.screen().contains("12/12 59 s"));
    // The rows stay meanwhile.
    assert!(desk.pane(Pane::Conversations).contains("bob_77"));
    let calls = desk.calls().await;
    assert_eq!(calls["by_path"]["GET /users/{u}/user_channels"], 5);
    assert_eq!(calls["statuses"]["429"], json!(null));
}

#[tokio::test]
async fn in_a_read_only_session_no_key_writes() {
    let mut desk = Desk::on_alice(small()).await;
    desk.model.session.read_only = true;
    let told = t!(Lang::En, "notice-read-only");
    for pane in ["1", "2", "3"] {
        desk.press(pane);
        for key in ["a", "b", "u", "d", "e"] {
            desk.press(key);
            let screen = desk.screen();
            assert!(screen.contains(&told), "{pane}{key}\n{screen}");
            assert!(desk.model.under_way.is_empty() && desk.dialog().is_none());
            desk.press("<Esc>");
        }
    }
    let calls = desk.calls().await;
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
    let mut desk = Desk::on_alice(small()).await;
    let list = &desk.model.user.as_ref().unwrap().conversations;
    let before = list.len();
    let chosen: Vec<String> = (0..3)
        .map(|at| list.get(at).unwrap().id.raw().to_owned())
        .collect();
    desk.press("3   ");
    desk.rest();
    desk.press("d");
    let ask = t!(Lang::En, "batch-ask", n = 3_usize, owner = ALICE);
    desk.shows(ask).await;
    desk.rest();
    desk.press("y");
    desk.shows(t!(Lang::En, "notice-job-done", n = 3_usize))
        .await;
    let list = &desk.model.user.as_ref().unwrap().conversations;
    assert_eq!(list.len(), before - 3);
    assert_eq!(desk.count("DELETE /users/{u}/user_channel").await, 3);
    // The server's list says the same.
    desk.press("r");
    desk.quiet().await;
    let list = &desk.model.user.as_ref().unwrap().conversations;
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
    let config = Config {
        limits: true,
        ..small()
    };
    let mut desk = Desk::on_alice(config).await;
    desk.press("3      ");
    desk.rest();
    desk.press("d");
    desk.shows(t!(Lang::En, "batch-ask", n = 6_usize, owner = ALICE))
        .await;
    desk.rest();
    desk.press("y");
    desk.rest();
    desk.write("6");
    desk.press("<Enter>");
    desk.press("5");
    let screen = desk.shows("5/6").await;
    assert!(screen.contains("Waiting until "), "{screen}");
    assert_eq!(desk.count("DELETE /users/{u}/user_channel").await, 5);
}

// ---- accounts ----

#[tokio::test]
async fn the_sheet_tells_accounts_that_are_gone_from_those_that_are_there() {
    let mut desk = Desk::on_alice(small()).await;
    let before = desk.count("GET /users/{u}").await;
    desk.paste("spam_0041\nspam_0045\nnobody_here\n");
    desk.quiet().await;
    let dialog = desk.dialog().unwrap();
    for text in ["spam_0041yesnoactive", "nobody_herenonogone"] {
        assert!(dialog.contains(text), "{text}: {dialog}");
    }
    assert_eq!(desk.count("GET /users/{u}").await, before + 3);
}
