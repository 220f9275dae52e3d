//! What was done is taken back, and done again: every verb, after a restart, and where somebody else came in
//! between. With a journal in a file, over real HTTP.

use rosterm::domain::UserId;
use rosterm::model::{Notice, Pane};
use rosterm::msg::job::{Act, Before, Plan, Step};
use rosterm::msg::past::Reference;
use rosterm::msg::{Change, Effect};
use rosterm::text::Text;
use serde_json::json;

use crate::desk::{ALICE, Desk, Truth, small};

const BOB: &str = "bob_77";

fn path(dir: &tempfile::TempDir) -> std::path::PathBuf {
    dir.path().join("journal.db")
}

/// A console with a journal, and the main user open.
async fn desk(dir: &tempfile::TempDir) -> Desk {
    let desk = Desk::new(small()).await;
    desk.recording(&path(dir), "li.na").await.with_alice().await
}

/// `z` or `Z`: everything is read, and asked.
async fn asks(desk: &mut Desk, key: &str) {
    desk.press(key);
    desk.quiet().await;
    desk.rest();
}

/// The question is answered, with the number where one is wanted.
async fn confirm(desk: &mut Desk, count: Option<usize>) {
    match count {
        Some(count) => desk.press(&format!("{count}<Enter>")),
        None => desk.press("y"),
    }
    desk.quiet().await;
    desk.rest();
}

/// Takes back, does again, and takes back again, and looks each time whether it is so.
async fn back_and_forth(desk: &mut Desk, count: Option<usize>, is_done: impl Fn(&Truth) -> bool) {
    assert!(is_done(&desk.truth(ALICE).await), "it was not done");
    for (key, done) in [("z", false), ("Z", true), ("z", false)] {
        asks(desk, key).await;
        confirm(desk, count).await;
        let truth = desk.truth(ALICE).await;
        assert_eq!(is_done(&truth), done, "{key}:\n{}", desk.screen());
    }
}

/// A list of ids is pasted, and something done with all of them.
async fn paste(desk: &mut Desk, ids: &[String], key: &str) {
    desk.paste(&ids.join("\n"));
    asks(desk, key).await;
    confirm(desk, (ids.len() >= 5).then_some(ids.len())).await;
}

async fn register(desk: &Desk, prefix: &str, count: usize) -> Vec<String> {
    let names: Vec<String> = (0..count).map(|n| format!("{prefix}{n}")).collect();
    let users: Vec<String> = names
        .iter()
        .map(|name| format!(r#"{{"username":"{name}","password":"p"}}"#))
        .collect();
    let body = format!("[{}]", users.join(","));
    desk.elsewhere("POST", "users", &body).await;
    names
}

fn all_blocked(truth: &Truth, names: &[String]) -> bool {
    names.iter().all(|name| truth.has_blocked(name))
}

// ---- each verb ----

#[tokio::test]
async fn a_block_and_an_unblock() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.onto("1", BOB);
    desk.press("b");
    desk.quiet().await;
    back_and_forth(&mut desk, None, |truth| truth.has_blocked(BOB)).await;

    let blocked = desk.truth(ALICE).await.blocks()[3].clone();
    desk.onto("2", &blocked);
    desk.press("u");
    desk.quiet().await;
    back_and_forth(&mut desk, None, |truth| !truth.has_blocked(&blocked)).await;
}

#[tokio::test]
async fn a_friend_added() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    paste(&mut desk, &["nina_new".to_owned()], "a").await;
    back_and_forth(&mut desk, None, |truth| truth.has_friend("nina_new")).await;
}

#[tokio::test]
async fn a_friend_removed_comes_back_with_the_remark_and_the_question_says_what_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let remark = desk.truth(ALICE).await.remark(BOB);
    assert!(remark.is_some());
    desk.onto("1", BOB);
    desk.press("d");
    desk.rest();
    confirm(&mut desk, None).await;
    assert!(!desk.truth(ALICE).await.has_friend(BOB));
    asks(&mut desk, "z").await;
    let dialog = desk.dialog().unwrap();
    assert!(dialog.contains("theotherside'sremark"), "{dialog}");
    confirm(&mut desk, None).await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark(BOB), remark);
    asks(&mut desk, "Z").await;
    confirm(&mut desk, None).await;
    assert!(!desk.truth(ALICE).await.has_friend(BOB));
}

#[tokio::test]
async fn a_remark() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let before = desk.truth(ALICE).await.remark(BOB);
    desk.onto("1", BOB);
    desk.press("e<C-u>");
    desk.write("另一个备注");
    desk.rest();
    desk.press("<Enter>");
    desk.quiet().await;
    let is = |truth: &Truth, remark: &str| truth.remark(BOB).as_deref() == Some(remark);
    back_and_forth(&mut desk, None, |truth| is(truth, "另一个备注")).await;
    assert_eq!(desk.truth(ALICE).await.remark(BOB), before);
}

#[tokio::test]
async fn many_blocked_and_many_unblocked() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let names = register(&desk, "troll-", 12).await;
    paste(&mut desk, &names, "b").await;
    back_and_forth(&mut desk, Some(12), |truth| all_blocked(truth, &names)).await;
    paste(&mut desk, &names, "b").await;
    paste(&mut desk, &names, "u").await;
    let none = |truth: &Truth| !names.iter().any(|id| truth.has_blocked(id));
    back_and_forth(&mut desk, Some(12), none).await;
}

#[tokio::test]
async fn an_import_is_taken_back_for_those_alone_whom_it_added() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let mut names = register(&desk, "new-", 12).await;
    names.insert(5, BOB.to_owned());
    names.insert(8, "nobody_here".to_owned());
    desk.paste(&names.join("\n"));
    asks(&mut desk, "a").await;
    // Who is a friend already is left out, and so is who does not exist.
    confirm(&mut desk, Some(12)).await;
    let before = desk.truth(ALICE).await.friends().len();
    asks(&mut desk, "z").await;
    confirm(&mut desk, Some(12)).await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.friends().len(), before - 12);
    assert!(truth.has_friend(BOB) && !truth.has_friend("new-0"));
}

#[tokio::test]
async fn many_friends_removed_come_back_with_their_remarks() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let before = desk.truth(ALICE).await;
    let friends = before.friends()[..8].to_vec();
    // Those whose account is gone cannot be removed, nor made friends again.
    let (gone, friends): (Vec<_>, Vec<_>) =
        friends.into_iter().partition(|id| id.starts_with("gone"));
    assert!(gone.len() < 4);
    let n = friends.len();
    paste(&mut desk, &friends, "d").await;
    let none = |truth: &Truth| !friends.iter().any(|id| truth.has_friend(id));
    back_and_forth(&mut desk, Some(n), none).await;
    let after = desk.truth(ALICE).await;
    for id in &friends {
        assert_eq!(after.remark(id), before.remark(id), "{id}");
    }
}

/// Remarks that a job sets.
fn remarks(of: &[(&str, Option<String>)]) -> Plan {
    let owner = UserId::new(ALICE);
    let step = |(friend, before): &(&str, Option<String>)| Step {
        change: Change::SetRemark {
            owner: owner.clone(),
            friend: UserId::new(friend),
            remark: Text::new("by a job"),
        },
        before: Before {
            remark: Some(before.as_deref().map(Text::new)),
            ..Before::default()
        },
        undoes: None,
    };
    Plan {
        steps: of.iter().map(step).collect(),
        owner: owner.clone(),
        undoes: None,
    }
}

#[tokio::test]
async fn many_remarks_but_for_those_that_somebody_changed_since() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let before = desk.truth(ALICE).await;
    let friends = before.friends()[..6].to_vec();
    let rows: Vec<_> = friends
        .iter()
        .map(|id| (id.as_str(), before.remark(id)))
        .collect();
    desk.does(remarks(&rows)).await;
    let (changed, back) = friends.split_first().unwrap();
    let put = format!("user/{ALICE}/contacts/users/{changed}");
    desk.elsewhere("PUT", &put, r#"{"remark":"by somebody"}"#)
        .await;
    asks(&mut desk, "z").await;
    let dialog = desk.dialog().unwrap();
    assert!(dialog.contains("changedsince:bysomebody"), "{dialog}");
    confirm(&mut desk, Some(5)).await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark(changed).as_deref(), Some("by somebody"));
    for id in back {
        assert_eq!(truth.remark(id), before.remark(id), "{id}");
    }
    asks(&mut desk, "Z").await;
    confirm(&mut desk, Some(5)).await;
    let truth = desk.truth(ALICE).await;
    for id in back {
        assert_eq!(truth.remark(id).as_deref(), Some("by a job"), "{id}");
    }
}

// ---- after a restart, and with others ----

#[tokio::test]
async fn after_a_restart_what_was_done_can_be_taken_back_and_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = desk(&dir).await;
    let names = register(&first, "troll-", 6).await;
    paste(&mut first, &names, "b").await;
    let again = || async {
        let desk = first.beside().recording(&path(&dir), "zhang").await;
        desk.with_alice().await
    };
    let mut second = again().await;
    asks(&mut second, "z").await;
    confirm(&mut second, Some(6)).await;
    assert!(!all_blocked(&second.truth(ALICE).await, &names));
    let mut third = again().await;
    asks(&mut third, "Z").await;
    confirm(&mut third, Some(6)).await;
    assert!(all_blocked(&third.truth(ALICE).await, &names));
    let mut fourth = again().await;
    back_and_forth(&mut fourth, Some(6), |truth| all_blocked(truth, &names)).await;
}

#[tokio::test]
async fn what_was_taken_back_is_not_taken_back_twice_not_even_by_another_console() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = desk(&dir).await;
    let second = first.beside().recording(&path(&dir), "zhang").await;
    let mut second = second.with_alice().await;
    first.onto("1", BOB);
    first.press("b");
    first.quiet().await;
    asks(&mut second, "z").await;
    confirm(&mut second, None).await;
    assert!(!second.truth(ALICE).await.has_blocked(BOB));
    let blocks = first.count("DELETE /users/{u}/blocks/users/{b}").await;
    for desk in [&mut first, &mut second] {
        asks(desk, "z").await;
        assert_eq!(desk.dialog(), None);
        let screen = desk.screen();
        assert!(screen.contains("Nothing in the journal"), "{screen}");
    }
    let now = first.count("DELETE /users/{u}/blocks/users/{b}").await;
    assert_eq!(now, blocks);
}

#[tokio::test]
async fn where_somebody_blocked_again_since_nothing_is_blocked_by_taking_the_unblock_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let blocked = desk.truth(ALICE).await.blocks()[2].clone();
    desk.onto("2", &blocked);
    desk.press("u");
    desk.quiet().await;
    let block = format!("users/{ALICE}/blocks/users");
    let body = format!(r#"{{"usernames":["{blocked}"]}}"#);
    desk.elsewhere("POST", &block, &body).await;
    let calls = desk.count("POST /users/{u}/blocks/users").await;
    asks(&mut desk, "z").await;
    let screen = desk.screen();
    assert!(screen.contains("blocked again since"), "{screen}");
    desk.press("y");
    desk.quiet().await;
    assert_eq!(desk.count("POST /users/{u}/blocks/users").await, calls);
}

#[tokio::test]
async fn of_a_job_only_those_are_taken_back_who_are_as_it_left_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let names = register(&desk, "troll-", 7).await;
    paste(&mut desk, &names, "b").await;
    let unblock = format!("users/{ALICE}/blocks/users/{}", names[3]);
    desk.elsewhere("DELETE", &unblock, "").await;
    asks(&mut desk, "z").await;
    let dialog = desk.dialog().unwrap();
    assert!(
        dialog.contains("notblockedanymore),leftalone:troll-3"),
        "{dialog}"
    );
    confirm(&mut desk, Some(6)).await;
    let truth = desk.truth(ALICE).await;
    assert!(!names.iter().any(|name| truth.has_blocked(name)));
}

#[tokio::test]
async fn a_job_on_screen_is_taken_back_though_it_is_not_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let names = register(&desk, "troll-", 6).await;
    paste(&mut desk, &names, "b").await;
    desk.onto("1", BOB);
    desk.press("b");
    desk.quiet().await;
    desk.rest();
    desk.press("5");
    asks(&mut desk, "z").await;
    confirm(&mut desk, Some(6)).await;
    let truth = desk.truth(ALICE).await;
    assert!(truth.has_blocked(BOB) && !names.iter().any(|name| truth.has_blocked(name)));
    let act = desk.model.jobs.last().and_then(rosterm::model::Job::act);
    assert_eq!(act, Some(Act::Unblock));
}

/// Whether anything was sent to this end of a path.
fn has_sent(desk: &Desk, method: &str, end: &str) -> bool {
    let mut log = desk.model.log.iter();
    log.any(|trace| trace.method == method && trace.path.raw().ends_with(end))
}

/// Whether anything was sent that blocks.
fn has_sent_a_block(desk: &Desk) -> bool {
    has_sent(desk, "POST", "/blocks/users")
}

#[tokio::test]
async fn whom_somebody_blocked_since_the_list_was_read_is_not_blocked_again_and_stays_blocked() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.onto("1", BOB);
    desk.quiet().await;
    let block = r#"{ "usernames": ["bob_77"] }"#;
    desk.elsewhere("POST", "users/alice_01/blocks/users", block)
        .await;
    desk.press("b");
    assert!(desk.model.is_pending(&UserId::new(BOB)), "the row shows it");
    desk.quiet().await;
    let screen = desk.screen();
    assert!(screen.contains("Already blocked, nothing sent: bob_77"), "{screen}");
    assert!(!has_sent_a_block(&desk));
    assert!(
        desk.pane(Pane::Blocks).contains(BOB),
        "the list knows it now"
    );
    asks(&mut desk, "z").await;
    let screen = desk.screen();
    assert!(screen.contains("Nothing in the journal"), "{screen}");
    assert!(desk.truth(ALICE).await.has_blocked(BOB));
}

#[tokio::test]
async fn whom_somebody_unblocked_since_is_not_unblocked_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    let blocked = desk.truth(ALICE).await.blocks()[3].clone();
    desk.onto("2", &blocked);
    desk.quiet().await;
    let row = format!("users/alice_01/blocks/users/{blocked}");
    desk.elsewhere("DELETE", &row, "").await;
    desk.press("u");
    desk.quiet().await;
    let screen = desk.screen();
    assert!(screen.contains("Not blocked, nothing sent"), "{screen}");
    assert!(!has_sent(&desk, "DELETE", &row), "{screen}");
}

#[tokio::test]
async fn whom_somebody_befriended_while_the_question_was_open_is_not_added_and_stays_a_friend() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.paste("nina_new");
    asks(&mut desk, "a").await;
    let add = "users/alice_01/contacts/users/nina_new";
    desk.elsewhere("POST", add, "").await;
    confirm(&mut desk, None).await;
    assert!(!has_sent(&desk, "POST", add), "{}", desk.screen());
    asks(&mut desk, "z").await;
    let screen = desk.screen();
    assert!(screen.contains("Nothing in the journal"), "{screen}");
    assert!(desk.truth(ALICE).await.has_friend("nina_new"));
}

#[tokio::test]
async fn a_remark_that_somebody_changed_since_is_shown_and_asked_about_again_and_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.onto("1", "dave-01");
    desk.quiet().await;
    let path = "user/alice_01/contacts/users/dave-01";
    desk.elsewhere("PUT", path, r#"{"remark":"theirs"}"#).await;
    desk.press("e");
    desk.write("mine");
    desk.rest();
    desk.press("<Enter>");
    desk.quiet().await;
    let dialog = desk.dialog().unwrap();
    assert!(dialog.contains("theirs"), "{dialog}");
    assert!(dialog.contains("mine"), "what was typed stays: {dialog}");
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark("dave-01").as_deref(), Some("theirs"));
    // Now that it was seen it may be overwritten, and z brings it back.
    desk.rest();
    desk.press("<Enter>");
    desk.quiet().await;
    assert_eq!(
        desk.truth(ALICE).await.remark("dave-01").as_deref(),
        Some("mine")
    );
    asks(&mut desk, "z").await;
    confirm(&mut desk, None).await;
    assert_eq!(
        desk.truth(ALICE).await.remark("dave-01").as_deref(),
        Some("theirs")
    );
}

#[tokio::test]
async fn on_the_blocklist_d_names_what_brings_the_row_back_and_that_works_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    for key in ["d", "<Del>", "<F8>"] {
        let blocked = desk.truth(ALICE).await.blocks()[0].clone();
        desk.onto("2", &blocked);
        desk.press(key);
        desk.quiet().await;
        assert!(!desk.truth(ALICE).await.has_blocked(&blocked), "{key}");
        let screen = desk.screen();
        assert!(screen.contains("z undoes it"), "{key}: {screen}");
        asks(&mut desk, "z").await;
        confirm(&mut desk, None).await;
        assert!(desk.truth(ALICE).await.has_blocked(&blocked), "{key}");
    }
}

#[tokio::test]
async fn where_it_cannot_be_read_how_it_stood_it_is_sent_and_z_does_not_guess() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.onto("1", BOB);
    desk.quiet().await;
    let broken = json!({ "kind": "status", "status": 500 });
    desk.faults(&json!([
        { "path_contains": "/blocks/check", "fault": broken },
        { "method": "GET", "path_contains": "/blocks/users", "fault": broken },
    ]));
    desk.press("b");
    desk.quiet().await;
    assert!(has_sent_a_block(&desk));
    let promises = matches!(&desk.model.notice, Some((_, Notice::Done(_, back))) if *back);
    assert!(!promises, "{}", desk.screen());
    desk.mend();
    asks(&mut desk, "z").await;
    let screen = desk.screen();
    assert!(screen.contains("could not be read"), "{screen}");
    assert!(desk.truth(ALICE).await.has_blocked(BOB));
}

#[tokio::test]
async fn the_question_says_whose_change_it_is_and_when_it_was_made_and_for_which_ticket() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.perform(vec![Effect::Refer(Reference {
        ticket: Some(Text::new("T-9")),
        reason: None,
    })]);
    desk.onto("1", BOB);
    desk.press("b");
    desk.quiet().await;
    // Another console asks, and another operator sits there.
    let second = desk.beside().recording(&path(&dir), "wang").await;
    let mut second = second.with_alice().await;
    asks(&mut second, "z").await;
    let dialog = second.dialog().unwrap();
    assert!(dialog.contains("Donebyli.naat20"), "{dialog}");
    assert!(dialog.contains("ticketT-9"), "{dialog}");
    assert!(dialog.contains("Whatyourserverwastold"), "{dialog}");
}

#[tokio::test]
async fn a_question_of_another_console_is_told_that_it_was_done_and_a_newer_block_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = desk(&dir).await;
    first.onto("1", BOB);
    first.press("b");
    first.quiet().await;
    let second = first.beside().recording(&path(&dir), "zhang").await;
    let mut second = second.with_alice().await;
    asks(&mut first, "z").await;
    asks(&mut second, "z").await;
    confirm(&mut first, None).await;
    let block = r#"{ "usernames": ["bob_77"] }"#;
    first
        .elsewhere("POST", "users/alice_01/blocks/users", block)
        .await;
    confirm(&mut second, None).await;
    let screen = second.screen();
    assert!(
        screen.contains("Already undone by li.na (entry 2)"),
        "{screen}"
    );
    assert!(second.truth(ALICE).await.has_blocked(BOB));
}
