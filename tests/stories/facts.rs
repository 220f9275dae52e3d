//! Facts have an age: the newest reading wins, and what is old says so.

use rosterm::i18n::Lang;
use rosterm::model::Pane;

use crate::desk::{ALICE, Desk, small, squeezed};

/// The main user with these newest friends, the last one on top and under the cursor.
async fn with_friends(friends: &[&str], lang: Lang, size: (u16, u16)) -> Desk {
    let desk = Desk::with(small(), lang, size).await;
    for friend in friends {
        let body = format!(r#"{{"username":"{friend}","password":"p"}}"#);
        desk.elsewhere("POST", "users", &body).await;
        befriend(&desk, friend).await;
    }
    desk.with_alice().await
}

async fn befriend(desk: &Desk, friend: &str) {
    let path = format!("users/{ALICE}/contacts/users/{friend}");
    desk.elsewhere("POST", &path, "").await;
}

/// Somebody else ends the friendship, and blocks.
async fn part(desk: &Desk, friend: &str) {
    let path = format!("users/{ALICE}/contacts/users/{friend}");
    desk.elsewhere("DELETE", &path, "").await;
    let body = format!(r#"{{"usernames":["{friend}"]}}"#);
    let path = format!("users/{ALICE}/blocks/users");
    desk.elsewhere("POST", &path, &body).await;
}

async fn card(desk: &mut Desk) -> String {
    desk.rest();
    desk.quiet().await;
    squeezed(&desk.screen())
}

#[tokio::test]
async fn what_a_check_says_after_the_lists_were_read_counts_everywhere() {
    let mut desk = with_friends(&["zed", "top"], Lang::En, (120, 36)).await;
    desk.press("G<Home>");
    desk.quiet().await;
    part(&desk, "zed").await;
    desk.press("j");
    let screen = card(&mut desk).await;
    for text in ["friendsno", "alice_01blocksthemyes"] {
        assert!(screen.contains(text), "{text}\n{}", desk.screen());
    }
    // The row, the other list, and both totals.
    assert!(desk.cursor_row().contains("nofriendnow"));
    assert!(desk.pane(Pane::Blocks).contains("zed"));
    let screen = desk.screen();
    assert!(screen.contains("61/3000"), "{screen}");
    assert!(screen.contains("71/500"), "{screen}");
    // The keys go by it as well.
    desk.press("e");
    desk.shows("Not a friend: zed").await;
    desk.press("u");
    desk.quiet().await;
    assert!(!desk.truth(ALICE).await.has_blocked("zed"));
    assert!(desk.screen().contains("70/500"), "{}", desk.screen());
}

#[tokio::test]
async fn what_the_lists_say_after_a_check_counts_everywhere() {
    let mut desk = with_friends(&["zed", "top"], Lang::En, (120, 36)).await;
    part(&desk, "zed").await;
    desk.press("j");
    card(&mut desk).await;
    befriend(&desk, "zed").await;
    let unblock = format!("users/{ALICE}/blocks/users/zed");
    desk.elsewhere("DELETE", &unblock, "").await;
    desk.press("r2r1");
    desk.quiet().await;
    let screen = squeezed(&desk.screen());
    for text in ["friendsyes", "alice_01blocksthemno", "62/3000", "70/500"] {
        assert!(screen.contains(text), "{text}\n{}", desk.screen());
    }
    assert!(!desk.pane(Pane::Blocks).contains("zed"));
}

#[tokio::test]
async fn what_a_sheet_read_counts_on_the_lists_behind_it() {
    let mut desk = with_friends(&["zed"], Lang::En, (120, 36)).await;
    desk.rest();
    desk.quiet().await;
    part(&desk, "zed").await;
    desk.paste("zed");
    desk.quiet().await;
    desk.press("<Esc>");
    desk.rest();
    desk.quiet().await;
    assert!(desk.cursor_row().contains("nofriendnow"));
    assert!(desk.pane(Pane::Blocks).contains("zed"));
    assert!(desk.screen().contains("71/500"), "{}", desk.screen());
}

#[tokio::test]
async fn the_card_says_when_it_was_read_once_that_is_not_just_now() {
    for (lang, said) in [(Lang::En, "read 22:13"), (Lang::ZhCn, "22:13 读取")] {
        for size in [(120, 36), (40, 12)] {
            let mut desk = with_friends(&["zed"], lang, size).await;
            if size == (40, 12) {
                desk.press("<Enter>");
            }
            card(&mut desk).await;
            assert!(!desk.screen().contains(said), "{}", desk.screen());
            desk.passes(57_000);
            assert!(!desk.screen().contains(said), "{}", desk.screen());
            desk.passes(60_000);
            assert!(desk.screen().contains(said), "{}", desk.screen());
        }
    }
}

#[tokio::test]
async fn the_verdict_knows_accounts_of_either_side() {
    let words = [
        (Lang::En, "BANNED", "NO ACCOUNT"),
        (Lang::ZhCn, "不能发送：已封禁", "不能发送：账号不存在"),
    ];
    for (lang, banned, missing) in words {
        let mut desk = with_friends(&["gone", "bad", "top"], lang, (120, 36)).await;
        desk.elsewhere("POST", "users/bad/deactivate", "").await;
        desk.press("j");
        card(&mut desk).await;
        assert!(desk.screen().contains(banned), "{}", desk.screen());
        desk.elsewhere("DELETE", "users/gone", "").await;
        desk.press("j");
        card(&mut desk).await;
        let screen = desk.screen();
        assert!(screen.contains(missing), "{screen}");
        assert!(!screen.contains(banned), "{screen}");
        // The user on screen is banned, and the person under the cursor is not.
        let path = format!("users/{ALICE}/deactivate");
        desk.elsewhere("POST", &path, "").await;
        desk.press("R<Home>");
        desk.quiet().await;
        card(&mut desk).await;
        let screen = desk.screen();
        assert_eq!(screen.matches(banned).count(), 2, "{screen}");
    }
}

#[tokio::test]
async fn a_verdict_on_what_was_not_read_says_so() {
    let mut desk = with_friends(&["zed"], Lang::En, (120, 36)).await;
    desk.fault(
        "GET",
        "users/zed",
        &serde_json::json!({ "kind": "status", "status": 500 }),
    );
    card(&mut desk).await;
    let screen = desk.screen();
    assert_eq!(screen.matches("not checked").count(), 2, "{screen}");
    assert!(!screen.contains("ok so far"), "{screen}");
}

#[tokio::test]
async fn a_line_about_one_user_is_gone_when_another_is_opened() {
    let mut desk = with_friends(&["zed"], Lang::En, (120, 36)).await;
    desk.press("b");
    desk.shows("Blocked zed").await;
    desk.press("o");
    desk.quiet().await;
    assert!(!desk.screen().contains("Blocked zed"), "{}", desk.screen());
}
