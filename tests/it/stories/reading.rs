//! Opening users, reading lists, finding people.

use rosterm::domain::UserId;
use rosterm::domain::lists::ListKind;
use rosterm::i18n::Lang;
use rosterm::model::CardPhase;
use rosterm::sandbox::SandboxConfig;
use rosterm::t;
use serde_json::json;

use crate::stories::desk::{ALICE, Desk, small, squeezed};

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
    let mut desk = Desk::new(small()).await;
    // No call is ever answered, so what is seen was asked without waiting for an answer.
    desk.faults(&json!([{ "fault": { "kind": "hang" } }]));
    desk.open(ALICE);
    let seen = desk.server_sees(6).await;
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
    let mut desk = Desk::on_alice(SandboxConfig::default()).await;
    desk.rest();
    desk.quiet().await;
    let screen = desk.screen();
    let truth = desk.truth(ALICE).await;
    for text in ["alice_01", "爱丽丝", "1043/3000", "487/500"] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    for (pane, ids) in [
        (ListKind::Friends, truth.friends()),
        (ListKind::Blocks, truth.blocks()),
    ] {
        let said = desk.pane(pane);
        for id in &ids[..5] {
            assert!(said.contains(id), "{id}: {said}");
        }
    }
    assert!(
        desk.pane(ListKind::Conversations)
            .contains("225011234567169(g)")
    );
    // The newest friend is under the cursor, and is one of those who block her.
    let screen = squeezed(&desk.screen());
    assert!(screen.contains("theyblockalice_01yes"), "{screen}");
}

#[tokio::test]
async fn holding_down_walks_through_all_friends_once_and_in_order() {
    let mut desk = Desk::new(large()).await;
    desk.open(ALICE);
    desk.shows("bob_77").await;
    let mut walked = Vec::new();
    loop {
        let (_, id) = desk.model.current().unwrap();
        walked.push(id.raw().to_owned());
        let before = desk.model.user.as_ref().unwrap().friends.selected();
        desk.press("<Down>");
        desk.drain();
        while desk.model.user.as_ref().unwrap().friends.selected() == before
            && !desk.model.user.as_ref().unwrap().friends.is_complete()
        {
            desk.next().await;
            desk.press("<Down>");
        }
        let friends = &desk.model.user.as_ref().unwrap().friends;
        if friends.selected() == before {
            break;
        }
        // The row with the cursor is on screen wherever it is.
        if friends.selected().is_multiple_of(97) {
            let id = friends.current().unwrap().id.shown().to_owned();
            assert!(desk.cursor_row().starts_with(&format!(">{id}")), "{id}");
        }
    }
    assert_eq!(walked, desk.truth(ALICE).await.friends());
    assert_eq!(walked.len(), 1043);
    // Pages of fifty, each asked for once.
    assert_eq!(desk.count("GET /users/{u}/contacts").await, 21);
}

#[tokio::test]
async fn the_end_key_goes_to_the_true_end_and_every_row_is_there_once() {
    let mut desk = Desk::new(large()).await;
    desk.open(ALICE);
    desk.shows("bob_77").await;
    desk.press("G");
    desk.shows("1043/1043").await;
    desk.quiet().await;
    let truth = desk.truth(ALICE).await.friends();
    let friends = &desk.model.user.as_ref().unwrap().friends;
    let rows: Vec<&str> = (0..friends.len())
        .map(|place| friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, truth);
    let last = shown(truth.last().unwrap());
    assert!(desk.cursor_row().starts_with(&format!(">{last}")));
    desk.press("gg");
    assert!(desk.cursor_row().starts_with(">bob_77"));
}

#[tokio::test]
async fn escape_stops_loading_to_the_end() {
    let mut desk = Desk::new(large()).await;
    desk.open(ALICE);
    desk.shows("bob_77").await;
    desk.press("G<Esc>");
    desk.shows(t!(Lang::En, "notice-stopped")).await;
    desk.quiet().await;
    let friends = &desk.model.user.as_ref().unwrap().friends;
    assert!(friends.loaded() < 1043 && !friends.is_complete());
}

#[tokio::test]
async fn a_filter_kept_with_enter_loads_the_rest_and_finds_everybody() {
    let mut desk = Desk::new(large()).await;
    desk.open(ALICE);
    desk.shows("bob_77").await;
    desk.press("/wang");
    // While it is typed only what is there is searched, and the screen says so.
    desk.quiet().await;
    let partial = t!(Lang::En, "filter-partial-typing", n = 50_usize);
    let loaded = desk.model.user.as_ref().unwrap().friends.loaded();
    assert!(loaded < 1043, "{partial} {loaded}");
    desk.press("<Enter>");
    desk.shows("1043/1043").await;
    desk.quiet().await;
    let truth = desk.truth(ALICE).await;
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
    assert!(desk.screen().contains(&found), "{}", desk.screen());
    let friends = &desk.model.user.as_ref().unwrap().friends;
    let rows: Vec<&str> = (0..friends.len())
        .map(|place| friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, wanted);
    // Esc shows all again, on the same row.
    let at = wanted[0].clone();
    desk.press("<Esc>");
    assert_eq!(desk.model.user.as_ref().unwrap().friends.len(), 1043);
    assert!(desk.cursor_row().starts_with(&format!(">{at}")));
}

#[tokio::test]
async fn a_filter_finds_a_remark_in_chinese() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("/");
    desk.write("华东");
    desk.press("<Enter>");
    desk.quiet().await;
    assert_eq!(desk.model.user.as_ref().unwrap().friends.len(), 1);
    assert!(desk.cursor_row().starts_with(">bob_77"));
}

#[tokio::test]
async fn a_filter_in_full_width_letters_finds_their_ascii() {
    let mut desk = Desk::on_alice(small()).await;
    for (typed, found) in [
        ("ＢＯＢ＿７７", "bob_77"),
        ("ｃａｒｏｌ．ｃ", "carol.chen"),
        ("女士（ＶＩＰ）", "carol.chen"),
    ] {
        desk.press("/");
        desk.write(typed);
        desk.press("<Enter>");
        desk.quiet().await;
        assert_eq!(
            desk.model.user.as_ref().unwrap().friends.len(),
            1,
            "{typed}"
        );
        assert!(
            desk.cursor_row().starts_with(&format!(">{found}")),
            "{typed}"
        );
        desk.press("<Esc>");
    }
}

#[tokio::test]
async fn keys_move_the_cursor_while_the_next_page_is_not_there() {
    let mut desk = Desk::new(large()).await;
    // The first page is answered, the second never.
    let page = "/user/alice_01/contacts";
    desk.faults(&json!([
        { "method": "GET", "path_contains": page, "after": 1, "fault": { "kind": "hang" } },
    ]));
    desk.open(ALICE);
    desk.shows("bob_77").await;
    let truth = desk.truth(ALICE).await.friends();
    for id in &truth[1..50] {
        desk.press("<Down>");
        // A long id is cut in its column; the line below the lists has it whole.
        let id = squeezed(&shown(id));
        let row = desk.cursor_row();
        let start: String = id.chars().take(20).collect();
        assert!(row.starts_with(&format!(">{start}")), "{id}: {row}");
        let status = squeezed(&desk.lines()[34]);
        // An id outside the rule has its mark before it.
        let status = status.strip_prefix('!').unwrap_or(&status);
        assert!(status.starts_with(&id), "{id}: {status}");
    }
    // At the end of what is there the cursor stays, and the list says that more is on its way.
    desk.press("<Down><Down>");
    let friends = &desk.model.user.as_ref().unwrap().friends;
    assert_eq!((friends.selected(), friends.loaded()), (49, 50));
    assert!(!friends.is_complete());
}

#[tokio::test]
async fn keys_are_answered_before_a_slow_servers_answers() {
    let mut desk = Desk::on_alice(small()).await;
    desk.sandbox
        .set_faults(json!({ "latency_ms": 300 }))
        .unwrap();
    // Everything is asked anew; the old rows stay, and no message is taken meanwhile.
    desk.press("R");
    let second = desk.truth(ALICE).await.friends()[1].clone();
    desk.press("<Down>");
    assert!(desk.cursor_row().starts_with(&format!(">{second}")));
    desk.press("2<Down>");
    let second = desk.truth(ALICE).await.blocks()[1].clone();
    assert!(desk.cursor_row().starts_with(&format!(">{second}")));
    assert!(desk.model.is_busy());
    desk.quiet().await;
    assert!(desk.cursor_row().starts_with(&format!(">{second}")));
}

#[tokio::test]
async fn switching_users_with_answers_on_their_way_never_mixes_rows() {
    let mut desk = Desk::new(SandboxConfig {
        friends: 300,
        ..large()
    })
    .await;
    desk.open(ALICE);
    // Her answers lie in the inbox, not yet taken, when another user is opened.
    desk.waiting(6).await;
    desk.press("O");
    desk.write("bob_77");
    desk.press("<Enter>");
    desk.quiet().await;
    let truth = desk.truth("bob_77").await;
    let user = desk.model.user.as_ref().unwrap();
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
    desk.press("[");
    desk.waiting(1).await;
    desk.press("G][");
    desk.press("G");
    desk.quiet().await;
    let user = desk.model.user.as_ref().unwrap();
    assert_eq!(user.id.raw(), ALICE);
    let rows: Vec<&str> = (0..user.friends.len())
        .map(|place| user.friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, desk.truth(ALICE).await.friends());
}

#[tokio::test]
async fn a_row_is_opened_as_the_user_and_the_way_back_is_there_at_once() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("<Down>");
    desk.press("o");
    desk.quiet().await;
    assert_eq!(desk.model.user.as_ref().unwrap().id.raw(), "carol.chen");
    assert!(desk.pane(ListKind::Friends).contains("客服爱丽丝"));
    // Nothing is answered any more, and still her rows are back, with the cursor where it was.
    desk.faults(&json!([{ "fault": { "kind": "hang" } }]));
    desk.press("[");
    assert!(desk.screen().contains("爱丽丝"));
    assert!(desk.cursor_row().starts_with(">carol.chen"));
    desk.press("]");
    assert!(desk.pane(ListKind::Friends).contains("客服爱丽丝"));
    desk.press("]");
    let none = t!(Lang::En, "notice-no-history");
    assert!(desk.screen().contains(&none));
    // The conversations are not read again on the way: the service allows five readings a minute.
    desk.server_sees(1).await;
    assert_eq!(desk.count("GET /users/{u}/user_channels").await, 2);
}

#[tokio::test]
async fn a_group_is_not_opened_as_a_user() {
    let mut desk = Desk::on_alice(small()).await;
    desk.press("3<Down>o");
    let (_, id) = desk.model.current().unwrap();
    let told = t!(Lang::En, "notice-group", id = id.shown());
    assert!(desk.screen().contains(&told), "{}", desk.screen());
    assert_eq!(desk.model.user.as_ref().unwrap().id.raw(), ALICE);
}

#[tokio::test]
async fn the_card_says_how_both_stand_to_each_other() {
    let mut desk = Desk::on_alice(small()).await;
    // ivan.p is a friend with a remark, and she blocks him.
    desk.press("/ivan<Enter>");
    desk.rest();
    desk.quiet().await;
    let card = squeezed(&desk.screen());
    for text in [
        "friendsyes",
        "alice_01blocksthemyes",
        "theyblockalice_01no",
        "推广勿回",
    ] {
        assert!(card.contains(text), "{text}: {card}");
    }
    let asked = desk.count("POST /blocks/check").await;
    // Coming back to the row asks for nothing again.
    desk.press("<Down>");
    desk.rest();
    desk.press("<Up>");
    desk.rest();
    desk.quiet().await;
    assert_eq!(desk.model.card, CardPhase::Rest);
    assert_eq!(desk.count("POST /blocks/check").await, asked);
}

#[tokio::test]
async fn a_user_without_anything_has_three_empty_lists_that_say_so() {
    for lang in Lang::ALL {
        let config = SandboxConfig {
            friends: 0,
            blocks: 0,
            conversations: 0,
            ..small()
        };
        let mut desk = Desk::with(config, lang, (120, 36)).await;
        desk.open("ulrich");
        desk.quiet().await;
        for (pane, said) in [
            (ListKind::Friends, "friends-none"),
            (ListKind::Blocks, "blocks-none"),
            (ListKind::Conversations, "conversations-none"),
        ] {
            let text = squeezed(&t!(lang, said));
            assert!(desk.pane(pane).contains(&text), "{}", desk.screen());
        }
    }
}
