//! Opening users, reading lists, finding people.

use rosterm::domain::{ListKind, UserId};
use rosterm::i18n::Lang;
use rosterm::model::CardPhase;
use rosterm::sandbox::SandboxConfig;
use rosterm::t;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

/// As many friends as the main user has in the demonstration.
fn large() -> SandboxConfig {
    SandboxConfig {
        limits: false,
        ..SandboxConfig::default()
    }
}

fn shown(raw: &str) -> String {
    UserId::new(raw).shown().to_owned()
}

#[tokio::test]
async fn opening_a_user_asks_for_everything_side_by_side() {
    let mut console = Harness::new(small()).await;
    // No call is ever answered, so what is seen was asked without waiting for an answer.
    console
        .sandbox
        .faults(&json!([{ "fault": { "kind": "hang" } }]));
    console.open(ALICE);
    let seen = console.sandbox.has_seen(6).await;
    assert_eq!(
        seen["by_path"],
        json!({
            "GET /users/{u}": 1,
            "GET /users/{u}/blocks/users": 2,
            "GET /users/{u}/contacts": 1,
            "GET /users/{u}/contacts/users": 1,
            "GET /users/{u}/user_channels": 1,
        })
    );
}

#[tokio::test]
async fn a_user_is_on_screen_with_friends_blocklist_conversations_and_card() {
    let mut console = Harness::on_alice(SandboxConfig::default()).await;
    console.rest();
    console.quiet().await;
    let screen = console.screen();
    let truth = console.sandbox.truth(ALICE).await;
    for text in ["alice_01", "爱丽丝", "1043/3000", "487/500"] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    for (pane, ids) in [
        (ListKind::Friends, truth.friends()),
        (ListKind::Blocks, truth.blocks()),
    ] {
        let said = console.pane(pane);
        for id in &ids[..5] {
            assert!(said.contains(id), "{id}: {said}");
        }
    }
    assert!(
        console
            .pane(ListKind::Conversations)
            .contains("225011234567169(g)")
    );
    // The newest friend is under the cursor, and is one of those who block her.
    let screen = squeezed(&console.screen());
    assert!(screen.contains("theyblockalice_01yes"), "{screen}");
}

#[tokio::test]
async fn holding_down_walks_through_all_friends_once_and_in_order() {
    let mut console = Harness::new(large()).await;
    console.open(ALICE);
    console.shows("bob_77").await;
    let mut walked = Vec::new();
    loop {
        let (_, id) = console.model.current().unwrap();
        walked.push(id.raw().to_owned());
        let before = console.model.user.as_ref().unwrap().friends.place();
        console.press("<Down>");
        console.drain();
        while console.model.user.as_ref().unwrap().friends.place() == before
            && !console.model.user.as_ref().unwrap().friends.is_complete()
        {
            console.next().await;
            console.press("<Down>");
        }
        let friends = &console.model.user.as_ref().unwrap().friends;
        if friends.place() == before {
            break;
        }
        // The row with the cursor is on screen wherever it is.
        if friends.place().is_multiple_of(97) {
            let id = friends.current().unwrap().id.shown().to_owned();
            assert!(console.cursor_row().starts_with(&format!(">{id}")), "{id}");
        }
    }
    assert_eq!(walked, console.sandbox.truth(ALICE).await.friends());
    assert_eq!(walked.len(), 1043);
    // Pages of fifty, each asked for once.
    assert_eq!(console.sandbox.count("GET /users/{u}/contacts").await, 21);
}

#[tokio::test]
async fn the_end_key_goes_to_the_true_end_and_every_row_is_there_once() {
    let mut console = Harness::new(large()).await;
    console.open(ALICE);
    console.shows("bob_77").await;
    console.press("G");
    console.shows("1043/1043").await;
    console.quiet().await;
    let truth = console.sandbox.truth(ALICE).await.friends();
    let friends = &console.model.user.as_ref().unwrap().friends;
    let rows: Vec<&str> = (0..friends.len())
        .map(|place| friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, truth);
    let last = shown(truth.last().unwrap());
    assert!(console.cursor_row().starts_with(&format!(">{last}")));
    console.press("gg");
    assert!(console.cursor_row().starts_with(">bob_77"));
}

#[tokio::test]
async fn escape_stops_loading_to_the_end() {
    let mut console = Harness::new(large()).await;
    console.open(ALICE);
    console.shows("bob_77").await;
    console.press("G<Esc>");
    console.shows(t!(Lang::En, "notice-stopped")).await;
    console.quiet().await;
    let friends = &console.model.user.as_ref().unwrap().friends;
    assert!(friends.loaded() < 1043 && !friends.is_complete());
}

#[tokio::test]
async fn a_filter_kept_with_enter_loads_the_rest_and_finds_everybody() {
    let mut console = Harness::new(large()).await;
    console.open(ALICE);
    console.shows("bob_77").await;
    console.press("/'wang");
    // While it is typed only what is there is searched, and the screen says so.
    console.quiet().await;
    let partial = t!(Lang::En, "filter-partial-typing", n = 50_usize);
    let loaded = console.model.user.as_ref().unwrap().friends.loaded();
    assert!(loaded < 1043, "{partial} {loaded}");
    console.press("<Enter>");
    console.shows("1043/1043").await;
    console.quiet().await;
    let truth = console.sandbox.truth(ALICE).await;
    let wanted: Vec<String> = truth
        .friends()
        .into_iter()
        .filter(|id| {
            id.contains("wang")
                || truth
                    .remark(id)
                    .is_some_and(|remark| remark.contains("wang"))
        })
        .collect();
    assert!(wanted.len() > 1);
    let found = t!(Lang::En, "matches", n = wanted.len());
    assert!(console.screen().contains(&found), "{}", console.screen());
    let friends = &console.model.user.as_ref().unwrap().friends;
    let rows: Vec<&str> = (0..friends.len())
        .map(|place| friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, wanted);
    // Esc shows all again, on the same row.
    let at = wanted[0].clone();
    console.press("<Esc>");
    assert_eq!(console.model.user.as_ref().unwrap().friends.len(), 1043);
    assert!(console.cursor_row().starts_with(&format!(">{at}")));
}

#[tokio::test]
async fn a_filter_finds_a_remark_in_chinese() {
    let mut console = Harness::on_alice(small()).await;
    console.press("/");
    console.types("华东");
    console.press("<Enter>");
    console.quiet().await;
    assert_eq!(console.model.user.as_ref().unwrap().friends.len(), 1);
    assert!(console.cursor_row().starts_with(">bob_77"));
}

#[tokio::test]
async fn a_filter_in_full_width_letters_finds_their_ascii() {
    let mut console = Harness::on_alice(small()).await;
    for (typed, found) in [
        ("ＢＯＢ＿７７", "bob_77"),
        ("ｃａｒｏｌ．ｃ", "carol.chen"),
        ("女士（ＶＩＰ）", "carol.chen"),
    ] {
        console.press("/");
        console.types(typed);
        console.press("<Enter>");
        console.quiet().await;
        assert_eq!(
            console.model.user.as_ref().unwrap().friends.len(),
            1,
            "{typed}"
        );
        assert!(
            console.cursor_row().starts_with(&format!(">{found}")),
            "{typed}"
        );
        console.press("<Esc>");
    }
}

#[tokio::test]
async fn keys_move_the_cursor_while_the_next_page_is_not_there() {
    let mut console = Harness::new(large()).await;
    // The first page is answered, the second never.
    let page = "/user/alice_01/contacts";
    console.sandbox.faults(&json!([
        { "method": "GET", "path_contains": page, "after": 1, "fault": { "kind": "hang" } },
    ]));
    console.open(ALICE);
    console.shows("bob_77").await;
    let truth = console.sandbox.truth(ALICE).await.friends();
    for id in &truth[1..50] {
        console.press("<Down>");
        // A long id is cut in its column; the line below the lists has it whole.
        let id = squeezed(&shown(id));
        let row = console.cursor_row();
        let start: String = id.chars().take(15).collect();
        assert!(row.starts_with(&format!(">{start}")), "{id}: {row}");
        let status = squeezed(&console.lines()[34]);
        // An id outside the rule has its mark before it.
        let status = status.strip_prefix('!').unwrap_or(&status);
        assert!(status.starts_with(&id), "{id}: {status}");
    }
    // At the end of what is there the cursor stays, and the list says that more is on its way.
    console.press("<Down><Down>");
    let friends = &console.model.user.as_ref().unwrap().friends;
    assert_eq!((friends.place(), friends.loaded()), (49, 50));
    assert!(!friends.is_complete());
}

#[tokio::test]
async fn keys_are_answered_before_a_slow_servers_answers() {
    let mut console = Harness::on_alice(small()).await;
    console
        .sandbox
        .set_faults(json!({ "latency_ms": 300 }))
        .unwrap();
    // Everything is asked anew; the old rows stay, and no message is taken meanwhile.
    console.press("R");
    let second = console.sandbox.truth(ALICE).await.friends()[1].clone();
    console.press("<Down>");
    assert!(console.cursor_row().starts_with(&format!(">{second}")));
    console.press("2<Down>");
    let second = console.sandbox.truth(ALICE).await.blocks()[1].clone();
    assert!(console.cursor_row().starts_with(&format!(">{second}")));
    assert!(console.model.is_busy());
    console.quiet().await;
    assert!(console.cursor_row().starts_with(&format!(">{second}")));
}

#[tokio::test]
async fn switching_users_with_answers_on_their_way_never_mixes_rows() {
    let mut console = Harness::new(SandboxConfig {
        friends: 300,
        ..large()
    })
    .await;
    console.open(ALICE);
    // Her answers lie in the inbox, not yet taken, when another user is opened.
    console.waiting(6).await;
    console.press("O");
    console.types("bob_77");
    console.press("<Enter>");
    console.quiet().await;
    let truth = console.sandbox.truth("bob_77").await;
    let user = console.model.user.as_ref().unwrap();
    assert_eq!(user.id.raw(), "bob_77");
    let rows: Vec<&str> = (0..user.friends.len())
        .map(|place| user.friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, truth.friends());
    let rows: Vec<&str> = (0..user.blocks.len())
        .map(|place| user.blocks.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, truth.blocks());
    // Back to her in the middle of loading, and to and fro: each list stays its owner's.
    console.press("[");
    console.waiting(1).await;
    console.press("G][");
    console.press("G");
    console.quiet().await;
    let user = console.model.user.as_ref().unwrap();
    assert_eq!(user.id.raw(), ALICE);
    let rows: Vec<&str> = (0..user.friends.len())
        .map(|place| user.friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, console.sandbox.truth(ALICE).await.friends());
}

#[tokio::test]
async fn a_row_is_opened_as_the_user_and_the_way_back_is_there_at_once() {
    let mut console = Harness::on_alice(small()).await;
    console.press("<Down>");
    console.press("o");
    console.quiet().await;
    assert_eq!(console.model.user.as_ref().unwrap().id.raw(), "carol.chen");
    assert!(console.pane(ListKind::Friends).contains("客服爱丽丝"));
    // Nothing is answered any more, and still her rows are back, with the cursor where it was.
    console
        .sandbox
        .faults(&json!([{ "fault": { "kind": "hang" } }]));
    console.press("[");
    assert!(console.screen().contains("爱丽丝"));
    assert!(console.cursor_row().starts_with(">carol.chen"));
    console.press("]");
    assert!(console.pane(ListKind::Friends).contains("客服爱丽丝"));
    console.press("]");
    let none = t!(Lang::En, "notice-no-history");
    assert!(console.screen().contains(&none));
    // The conversations are not read again on the way: the service allows five readings a minute.
    console.sandbox.has_seen(1).await;
    assert_eq!(
        console.sandbox.count("GET /users/{u}/user_channels").await,
        2
    );
}

#[tokio::test]
async fn a_group_is_not_opened_as_a_user() {
    let mut console = Harness::on_alice(small()).await;
    console.press("3<Down>o");
    let (_, id) = console.model.current().unwrap();
    let told = t!(Lang::En, "notice-group", id = id.shown());
    assert!(console.screen().contains(&told), "{}", console.screen());
    assert_eq!(console.model.user.as_ref().unwrap().id.raw(), ALICE);
}

#[tokio::test]
async fn the_card_says_how_both_stand_to_each_other() {
    let mut console = Harness::on_alice(small()).await;
    // ivan.p is a friend with a remark, and she blocks him.
    console.press("/ivan<Enter>");
    console.rest();
    console.quiet().await;
    let card = squeezed(&console.screen());
    for text in [
        "friendsyes",
        "alice_01blocksthemyes",
        "theyblockalice_01no",
        "推广勿回",
    ] {
        assert!(card.contains(text), "{text}: {card}");
    }
    let asked = console.sandbox.count("POST /blocks/check").await;
    // Coming back to the row asks for nothing again.
    console.press("<Down>");
    console.rest();
    console.press("<Up>");
    console.rest();
    console.quiet().await;
    assert_eq!(console.model.card, CardPhase::Rest);
    assert_eq!(console.sandbox.count("POST /blocks/check").await, asked);
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_user_without_anything_has_three_empty_lists_that_say_so(#[case] lang: Lang) {
    let config = SandboxConfig {
        friends: 0,
        blocks: 0,
        conversations: 0,
        ..small()
    };
    let mut console = Harness::with(config, lang, (120, 36)).await;
    console.open("ulrich");
    console.quiet().await;
    for (pane, said) in [
        (ListKind::Friends, "friends-none"),
        (ListKind::Blocks, "blocks-none"),
        (ListKind::Conversations, "conversations-none"),
    ] {
        let text = squeezed(&t!(lang, said));
        assert!(console.pane(pane).contains(&text), "{}", console.screen());
    }
}

#[rstest]
#[case("csv")]
#[case("chennv")]
#[case("'女士 csv")]
#[tokio::test]
async fn a_filter_finds_a_remark_by_its_pinyin(#[case] typed: &str) {
    let mut console = Harness::on_alice(small()).await;
    console.press("/");
    console.types(typed);
    let friends = &console.model.user.as_ref().unwrap().friends;
    assert_eq!(friends.len(), 1);
    assert!(console.cursor_row().starts_with(">carol.chen"));
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn an_id_of_nobody_leaves_the_user_on_screen_and_says_so(#[case] lang: Lang) {
    let mut console = Harness::with(small(), lang, (120, 36)).await;
    console.open(ALICE);
    console.quiet().await;
    console.press("O");
    console.types("Ghost_99");
    console.press("<Enter>");
    let nobody = t!(lang, "open-nobody", id = "ghost_99");
    console.shows(nobody).await;
    console.quiet().await;
    assert!(console.lines()[1].contains(ALICE));
    console.press("<Ctrl-u>");
    console.types("bob_77");
    console.press("<Enter>");
    console.quiet().await;
    assert!(console.dialog().is_none());
    assert!(console.lines()[1].contains("bob_77"));
    let calls = console.sandbox.log().await;
    let of_account = |call: &&Value| {
        let path = call["path"].as_str().unwrap_or_default();
        call["method"] == "GET" && path.ends_with("/users/bob_77")
    };
    assert_eq!(calls.iter().filter(of_account).count(), 1);
}
