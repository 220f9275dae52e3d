//! The first five minutes of the README by somebody who knows arrows, Enter, Esc, Tab and function keys, and types
//! only what has to be typed; and the main job with an input method left on.

use rosterm::dialog::Dialog;
use rosterm::domain::ListKind;
use rosterm::i18n::Lang;
use rosterm::model::palette;
use rosterm::msg::Action;
use rosterm::t;

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

/// Chooses an action from a menu: that of the row, or the one with everything.
fn choose(console: &mut Harness, action: Action) {
    console.press("<F9>");
    if !go_to(console, action) {
        assert!(go_to(console, Action::Palette), "{}", console.screen());
        console.press("<Enter>");
        assert!(go_to(console, action), "{}", console.screen());
    }
    console.rest();
    console.press("<Enter>");
}

fn go_to(console: &mut Harness, action: Action) -> bool {
    let Some(Dialog::Palette(menu)) = console.model.dialogs.top() else {
        panic!("no menu: {}", console.screen());
    };
    let rows = palette::rows(&console.model, menu);
    let place = rows.iter().position(|row| row.action == action);
    for _ in 0..place.unwrap_or(0) {
        console.press("<Down>");
    }
    place.is_some()
}

/// Answers a question with the button beside the one that changes nothing.
fn agree(console: &mut Harness) {
    console.rest();
    console.press("<Tab><Enter>");
}

async fn rest_on(console: &mut Harness, id: &str) {
    for _ in 0..20 {
        if console.cursor_row().contains(id) {
            console.rest();
            return console.quiet().await;
        }
        console.press("<Down>");
    }
    panic!("{id} is not there: {}", console.screen());
}

#[tokio::test]
async fn the_first_five_minutes() {
    let mut console = Harness::on_alice(small()).await;
    // Move, and filter.
    console.press("<Down><Down><Tab><Tab><Tab><F3>");
    console.types("liu");
    console.press("<Enter>");
    console.quiet().await;
    assert!(
        console.cursor_row().contains("lucy_liu"),
        "{}",
        console.screen()
    );
    console.press("<Esc>");
    console.press("<Home>");
    // Block and unblock.
    rest_on(&mut console, "dave-01").await;
    choose(&mut console, Action::Block);
    let told = t!(Lang::En, "done-block", owner = ALICE, id = "dave-01");
    console.shows(told).await;
    assert!(console.sandbox.truth(ALICE).await.has_blocked("dave-01"));
    choose(&mut console, Action::Unblock);
    let told = t!(Lang::En, "done-unblock", owner = ALICE, id = "dave-01");
    console.shows(told).await;
    assert!(!console.sandbox.truth(ALICE).await.has_blocked("dave-01"));
    // Remark.
    choose(&mut console, Action::Remark);
    console.types("regular customer");
    console.press("<Enter>");
    console.quiet().await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark("dave-01"), Some("regular customer".to_owned()));
    // Several friends.
    choose(&mut console, Action::AddFriend);
    console.types("nina_new oscar.w bob_77");
    console.press("<Enter>");
    let ask = t!(Lang::En, "bulk-ask-add", n = 2_usize, owner = ALICE);
    console.shows(ask).await;
    agree(&mut console);
    console
        .shows(t!(Lang::En, "notice-job-done", n = 2_usize))
        .await;
    choose(&mut console, Action::Jobs);
    assert!(console.dialog().unwrap().contains("oscar.w"));
    console.press("<Esc>");
    assert!(console.sandbox.truth(ALICE).await.has_friend("oscar.w"));
    // Remove a friend.
    console.press("<Home>");
    rest_on(&mut console, "nina_new").await;
    console.press("<F8>");
    agree(&mut console);
    let told = t!(Lang::En, "done-remove", owner = ALICE, id = "nina_new");
    console.shows(told).await;
    assert!(!console.sandbox.truth(ALICE).await.has_friend("nina_new"));
    // Delete a conversation.
    console.press("<F6><F6>");
    assert_eq!(console.model.focus, ListKind::Conversations);
    let (_, peer) = console.model.current().unwrap();
    let peer = peer.raw().to_owned();
    console.rest();
    console.press("<F8>");
    agree(&mut console);
    console.quiet().await;
    assert!(!squeezed(&console.pane(ListKind::Conversations)).contains(&peer));
    // Open another user, and come back.
    console.press("<Tab>");
    rest_on(&mut console, "bob_77").await;
    choose(&mut console, Action::OpenRow);
    console.quiet().await;
    let open = |console: &Harness| console.model.user.as_ref().unwrap().id.raw().to_owned();
    assert_eq!(open(&console), "bob_77");
    choose(&mut console, Action::Back);
    console.quiet().await;
    assert_eq!(open(&console), ALICE);
    // Help, journal, language, quit.
    console.press("<F1>");
    assert!(console.dialog().is_some());
    console.press("<Esc>");
    choose(&mut console, Action::Journal);
    assert!(console.dialog().is_some());
    console.press("<Esc><F2>");
    assert_eq!(console.model.lang, Lang::ZhCn);
    console.press("<F10>");
    assert!(console.model.leaving);
}

#[tokio::test]
async fn a_ticket_is_worked_off_with_full_width_keys() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.db");
    let console = Harness::new(small()).await.recording(&path, "li.na").await;
    let mut console = console.with_alice().await;
    console.paste("spam_0041\nspam_0042\nspam_0043\nspam_0044\nspam_0046\n");
    console.quiet().await;
    console.press("ｕ");
    console.shows(t!(Lang::En, "ids-count", n = 5_usize)).await;
    console.rest();
    console.press("５<Enter>");
    console
        .shows(t!(Lang::En, "notice-job-done", n = 5_usize))
        .await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(!truth.has_blocked("spam_0041") && !truth.has_blocked("spam_0046"));
    // And taken back.
    console.press("ｚ");
    console.shows(t!(Lang::En, "ids-count", n = 5_usize)).await;
    console.rest();
    console.press("５<Enter>");
    console.quiet().await;
    assert!(console.sandbox.truth(ALICE).await.has_blocked("spam_0041"));
    // The lists, the filter, the palette, the help.
    console.press("２");
    assert_eq!(console.model.focus, ListKind::Blocks);
    console.press("／");
    console.types("spam");
    console.press("<Enter>：");
    assert!(matches!(
        console.model.dialogs.top(),
        Some(Dialog::Palette(_))
    ));
    console.press("<Esc>？");
    assert!(matches!(
        console.model.dialogs.top(),
        Some(Dialog::Reader { .. })
    ));
}
