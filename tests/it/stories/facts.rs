//! Facts have an age: the newest reading wins, and what is old says so.

use rosterm::domain::ListKind;

use rosterm::i18n::Lang;
use rstest::rstest;

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

/// The main user with these newest friends, the last one on top and under the cursor.
async fn with_friends(friends: &[&str], lang: Lang, size: (u16, u16)) -> Harness {
    let console = Harness::with(small(), lang, size).await;
    for friend in friends {
        let body = format!(r#"{{"username":"{friend}","password":"p"}}"#);
        console.sandbox.elsewhere("POST", "users", &body).await;
        befriend(&console, friend).await;
    }
    console.with_alice().await
}

async fn befriend(console: &Harness, friend: &str) {
    let path = format!("users/{ALICE}/contacts/users/{friend}");
    console.sandbox.elsewhere("POST", &path, "").await;
}

/// Somebody else ends the friendship, and blocks.
async fn part(console: &Harness, friend: &str) {
    let path = format!("users/{ALICE}/contacts/users/{friend}");
    console.sandbox.elsewhere("DELETE", &path, "").await;
    let body = format!(r#"{{"usernames":["{friend}"]}}"#);
    let path = format!("users/{ALICE}/blocks/users");
    console.sandbox.elsewhere("POST", &path, &body).await;
}

async fn card(console: &mut Harness) -> String {
    console.rest();
    console.quiet().await;
    squeezed(&console.screen())
}

#[tokio::test]
async fn what_a_check_says_after_the_lists_were_read_counts_everywhere() {
    let mut console = with_friends(&["zed", "top"], Lang::En, (120, 36)).await;
    console.press("G<Home>");
    console.quiet().await;
    part(&console, "zed").await;
    console.press("j");
    let screen = card(&mut console).await;
    for text in ["friendsno", "alice_01blocksthemyes"] {
        assert!(screen.contains(text), "{text}\n{}", console.screen());
    }
    // The row, the other list, and both totals.
    assert!(console.cursor_row().contains("notfriends"));
    assert!(console.pane(ListKind::Blocks).contains("zed"));
    let screen = console.screen();
    assert!(screen.contains("61/3000"), "{screen}");
    assert!(screen.contains("71/500"), "{screen}");
    // The keys go by it as well.
    console.press("e");
    console.shows("Not a friend, nothing sent: zed").await;
    console.press("u");
    console.quiet().await;
    assert!(!console.sandbox.truth(ALICE).await.has_blocked("zed"));
    assert!(console.screen().contains("70/500"), "{}", console.screen());
}

#[tokio::test]
async fn what_the_lists_say_after_a_check_counts_everywhere() {
    let mut console = with_friends(&["zed", "top"], Lang::En, (120, 36)).await;
    part(&console, "zed").await;
    console.press("j");
    card(&mut console).await;
    befriend(&console, "zed").await;
    let unblock = format!("users/{ALICE}/blocks/users/zed");
    console.sandbox.elsewhere("DELETE", &unblock, "").await;
    console.press("r2r1");
    console.quiet().await;
    let screen = squeezed(&console.screen());
    for text in ["friendsyes", "alice_01blocksthemno", "62/3000", "70/500"] {
        assert!(screen.contains(text), "{text}\n{}", console.screen());
    }
    assert!(!console.pane(ListKind::Blocks).contains("zed"));
}

#[tokio::test]
async fn what_a_sheet_read_counts_on_the_lists_behind_it() {
    let mut console = with_friends(&["zed"], Lang::En, (120, 36)).await;
    console.rest();
    console.quiet().await;
    part(&console, "zed").await;
    console.paste("zed");
    console.quiet().await;
    console.press("<Esc>");
    console.rest();
    console.quiet().await;
    assert!(console.cursor_row().contains("notfriends"));
    assert!(console.pane(ListKind::Blocks).contains("zed"));
    assert!(console.screen().contains("71/500"), "{}", console.screen());
}

#[rstest]
#[case::en(Lang::En, "read 22:13")]
#[case::zh(Lang::ZhCn, "22:13 读取")]
#[tokio::test]
async fn the_card_says_when_it_was_read_once_that_is_not_just_now(
    #[case] lang: Lang,
    #[case] said: &str,
) {
    for size in [(120, 36), (40, 12)] {
        let mut console = with_friends(&["zed"], lang, size).await;
        if size == (40, 12) {
            console.press("<Enter>");
        }
        card(&mut console).await;
        assert!(!console.screen().contains(said), "{}", console.screen());
        console.passes(57_000);
        assert!(!console.screen().contains(said), "{}", console.screen());
        console.passes(60_000);
        assert!(console.screen().contains(said), "{}", console.screen());
    }
}

#[tokio::test]
async fn the_verdict_knows_accounts_of_either_side() {
    let words = [
        (Lang::En, "BANNED", "NO ACCOUNT"),
        (Lang::ZhCn, "不能发送：已封禁", "不能发送：账号不存在"),
    ];
    for (lang, banned, missing) in words {
        let mut console = with_friends(&["gone", "bad", "top"], lang, (120, 36)).await;
        console
            .sandbox
            .elsewhere("POST", "users/bad/deactivate", "")
            .await;
        console.press("j");
        card(&mut console).await;
        assert!(console.screen().contains(banned), "{}", console.screen());
        console.sandbox.elsewhere("DELETE", "users/gone", "").await;
        console.press("j");
        card(&mut console).await;
        let screen = console.screen();
        assert!(screen.contains(missing), "{screen}");
        assert!(!screen.contains(banned), "{screen}");
        // The user on screen is banned, and the person under the cursor is not.
        let path = format!("users/{ALICE}/deactivate");
        console.sandbox.elsewhere("POST", &path, "").await;
        console.press("R<Home>");
        console.quiet().await;
        card(&mut console).await;
        let screen = console.screen();
        assert_eq!(screen.matches(banned).count(), 2, "{screen}");
    }
}

#[tokio::test]
async fn a_verdict_on_what_was_not_read_says_so() {
    let mut console = with_friends(&["zed"], Lang::En, (120, 36)).await;
    console.sandbox.fault(
        "GET",
        "users/zed",
        &serde_json::json!({ "kind": "status", "status": 500 }),
    );
    card(&mut console).await;
    let screen = console.screen();
    assert_eq!(screen.matches("not checked").count(), 2, "{screen}");
    assert!(!screen.contains("ok so far"), "{screen}");
}

#[tokio::test]
async fn a_line_about_one_user_is_gone_when_another_is_opened() {
    let mut console = with_friends(&["zed"], Lang::En, (120, 36)).await;
    console.press("b");
    console.shows("Blocked zed").await;
    console.press("o");
    console.quiet().await;
    assert!(
        !console.screen().contains("Blocked zed"),
        "{}",
        console.screen()
    );
}
