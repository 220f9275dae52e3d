//! What was done is taken back, and done again: every verb, after a restart, and where somebody else came in
//! between. With a journal in a file, over real HTTP.

use rosterm::domain::history::TicketReference;
use rosterm::domain::job::{BulkOp, JobPlan, JobStep};
use rosterm::domain::{Change, ListKind, PairRemark, PairState, UserId};
use rosterm::model::Notice;
use rosterm::msg::Effect;
use rosterm::text::Text;
use serde_json::json;

use crate::support::harness::Harness;
use crate::support::samples::{ALICE, small};
use crate::support::sandbox::Truth;

const BOB: &str = "bob_77";

fn path(dir: &tempfile::TempDir) -> std::path::PathBuf {
    dir.path().join("journal.db")
}

/// A console with a journal, and the main user open.
async fn console(dir: &tempfile::TempDir) -> Harness {
    let console = Harness::new(small()).await;
    console
        .recording(&path(dir), "li.na")
        .await
        .with_alice()
        .await
}

/// `z` or `Z`: everything is read, and asked.
async fn asks(console: &mut Harness, key: &str) {
    console.press(key);
    console.quiet().await;
    console.rest();
}

/// The question is answered, with the number where one is wanted.
async fn confirm(console: &mut Harness, count: Option<usize>) {
    match count {
        Some(count) => console.press(&format!("{count}<Enter>")),
        None => console.press("y"),
    }
    console.quiet().await;
    console.rest();
}

/// Takes back, does again, and takes back again, and looks each time whether it is so.
async fn back_and_forth(
    console: &mut Harness,
    count: Option<usize>,
    is_done: impl Fn(&Truth) -> bool,
) {
    assert!(
        is_done(&console.sandbox.truth(ALICE).await),
        "it was not done"
    );
    for (key, done) in [("z", false), ("Z", true), ("z", false)] {
        asks(console, key).await;
        confirm(console, count).await;
        let truth = console.sandbox.truth(ALICE).await;
        assert_eq!(is_done(&truth), done, "{key}:\n{}", console.screen());
    }
}

/// A list of ids is pasted, and something done with all of them.
async fn paste(console: &mut Harness, ids: &[String], key: &str) {
    console.paste(&ids.join("\n"));
    asks(console, key).await;
    confirm(console, (ids.len() >= 5).then_some(ids.len())).await;
}

async fn register(console: &Harness, prefix: &str, count: usize) -> Vec<String> {
    let names: Vec<String> = (0..count).map(|n| format!("{prefix}{n}")).collect();
    let users: Vec<String> = names
        .iter()
        .map(|name| format!(r#"{{"username":"{name}","password":"p"}}"#))
        .collect();
    let body = format!("[{}]", users.join(","));
    console.sandbox.elsewhere("POST", "users", &body).await;
    names
}

fn all_blocked(truth: &Truth, names: &[String]) -> bool {
    names.iter().all(|name| truth.has_blocked(name))
}

// ---- each verb ----

#[tokio::test]
async fn a_block_and_an_unblock() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.onto("1", BOB);
    console.press("b");
    console.quiet().await;
    back_and_forth(&mut console, None, |truth| truth.has_blocked(BOB)).await;

    let blocked = console.sandbox.truth(ALICE).await.blocks()[3].clone();
    console.onto("2", &blocked);
    console.press("u");
    console.quiet().await;
    back_and_forth(&mut console, None, |truth| !truth.has_blocked(&blocked)).await;
}

#[tokio::test]
async fn a_friend_added() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    paste(&mut console, &["nina_new".to_owned()], "a").await;
    back_and_forth(&mut console, None, |truth| truth.has_friend("nina_new")).await;
}

#[tokio::test]
async fn a_friend_removed_comes_back_with_the_remark_and_the_question_says_what_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let remark = console.sandbox.truth(ALICE).await.remark(BOB);
    assert!(remark.is_some());
    console.onto("1", BOB);
    console.press("d");
    console.rest();
    confirm(&mut console, None).await;
    assert!(!console.sandbox.truth(ALICE).await.has_friend(BOB));
    asks(&mut console, "z").await;
    let dialog = console.dialog().unwrap();
    assert!(dialog.contains("Theotherside'sremark"), "{dialog}");
    confirm(&mut console, None).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark(BOB), remark);
    asks(&mut console, "Z").await;
    confirm(&mut console, None).await;
    assert!(!console.sandbox.truth(ALICE).await.has_friend(BOB));
}

#[tokio::test]
async fn a_remark() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let before = console.sandbox.truth(ALICE).await.remark(BOB);
    console.onto("1", BOB);
    console.press("e<Ctrl-u>");
    console.types("另一个备注");
    console.rest();
    console.press("<Enter>");
    console.quiet().await;
    let is = |truth: &Truth, remark: &str| truth.remark(BOB).as_deref() == Some(remark);
    back_and_forth(&mut console, None, |truth| is(truth, "另一个备注")).await;
    assert_eq!(console.sandbox.truth(ALICE).await.remark(BOB), before);
}

#[tokio::test]
async fn many_blocked_and_many_unblocked() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let names = register(&console, "troll-", 12).await;
    paste(&mut console, &names, "b").await;
    back_and_forth(&mut console, Some(12), |truth| all_blocked(truth, &names)).await;
    paste(&mut console, &names, "b").await;
    paste(&mut console, &names, "u").await;
    let none = |truth: &Truth| !names.iter().any(|id| truth.has_blocked(id));
    back_and_forth(&mut console, Some(12), none).await;
}

#[tokio::test]
async fn an_import_is_taken_back_for_those_alone_whom_it_added() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let mut names = register(&console, "new-", 12).await;
    names.insert(5, BOB.to_owned());
    names.insert(8, "nobody_here".to_owned());
    console.paste(&names.join("\n"));
    asks(&mut console, "a").await;
    // Who is a friend already is left out, and so is who does not exist.
    confirm(&mut console, Some(12)).await;
    let before = console.sandbox.truth(ALICE).await.friends().len();
    asks(&mut console, "z").await;
    confirm(&mut console, Some(12)).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.friends().len(), before - 12);
    assert!(truth.has_friend(BOB) && !truth.has_friend("new-0"));
}

#[tokio::test]
async fn many_friends_removed_come_back_with_their_remarks() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let before = console.sandbox.truth(ALICE).await;
    let friends = before.friends()[..8].to_vec();
    // Those whose account is gone cannot be removed, nor made friends again.
    let (gone, friends): (Vec<_>, Vec<_>) =
        friends.into_iter().partition(|id| id.starts_with("gone"));
    assert!(gone.len() < 4);
    let n = friends.len();
    paste(&mut console, &friends, "d").await;
    let none = |truth: &Truth| !friends.iter().any(|id| truth.has_friend(id));
    back_and_forth(&mut console, Some(n), none).await;
    let after = console.sandbox.truth(ALICE).await;
    for id in &friends {
        assert_eq!(after.remark(id), before.remark(id), "{id}");
    }
}

/// Remarks that a job sets.
fn remarks(of: &[(&str, Option<String>)]) -> JobPlan {
    let owner = UserId::new(ALICE);
    let step = |(friend, before): &(&str, Option<String>)| JobStep {
        change: Change::SetRemark {
            owner: owner.clone(),
            friend: UserId::new(friend),
            remark: Text::new("by a job"),
        },
        before: PairState {
            remark: Some(PairRemark::of(before.as_deref().map(Text::new).as_ref())),
            ..PairState::default()
        },
        undoes: None,
    };
    JobPlan {
        steps: of.iter().map(step).collect(),
        owner: owner.clone(),
        undoes: None,
    }
}

#[tokio::test]
async fn many_remarks_but_for_those_that_somebody_changed_since() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let before = console.sandbox.truth(ALICE).await;
    let friends = before.friends()[..6].to_vec();
    let rows: Vec<_> = friends
        .iter()
        .map(|id| (id.as_str(), before.remark(id)))
        .collect();
    console.does(remarks(&rows)).await;
    let (changed, back) = friends.split_first().unwrap();
    let put = format!("user/{ALICE}/contacts/users/{changed}");
    console
        .sandbox
        .elsewhere("PUT", &put, r#"{"remark":"by somebody"}"#)
        .await;
    asks(&mut console, "z").await;
    let dialog = console.dialog().unwrap();
    assert!(dialog.contains("changedsince:bysomebody"), "{dialog}");
    confirm(&mut console, Some(5)).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark(changed).as_deref(), Some("by somebody"));
    for id in back {
        assert_eq!(truth.remark(id), before.remark(id), "{id}");
    }
    asks(&mut console, "Z").await;
    confirm(&mut console, Some(5)).await;
    let truth = console.sandbox.truth(ALICE).await;
    for id in back {
        assert_eq!(truth.remark(id).as_deref(), Some("by a job"), "{id}");
    }
}

// ---- after a restart, and with others ----

#[tokio::test]
async fn after_a_restart_what_was_done_can_be_taken_back_and_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = console(&dir).await;
    let names = register(&first, "troll-", 6).await;
    paste(&mut first, &names, "b").await;
    let again = || async {
        let console = first.beside().recording(&path(&dir), "zhang").await;
        console.with_alice().await
    };
    let mut second = again().await;
    asks(&mut second, "z").await;
    confirm(&mut second, Some(6)).await;
    assert!(!all_blocked(&second.sandbox.truth(ALICE).await, &names));
    let mut third = again().await;
    asks(&mut third, "Z").await;
    confirm(&mut third, Some(6)).await;
    assert!(all_blocked(&third.sandbox.truth(ALICE).await, &names));
    let mut fourth = again().await;
    back_and_forth(&mut fourth, Some(6), |truth| all_blocked(truth, &names)).await;
}

#[tokio::test]
async fn what_was_taken_back_is_not_taken_back_twice_not_even_by_another_console() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = console(&dir).await;
    let second = first.beside().recording(&path(&dir), "zhang").await;
    let mut second = second.with_alice().await;
    first.onto("1", BOB);
    first.press("b");
    first.quiet().await;
    asks(&mut second, "z").await;
    confirm(&mut second, None).await;
    assert!(!second.sandbox.truth(ALICE).await.has_blocked(BOB));
    let blocks = first
        .sandbox
        .count("DELETE /users/{u}/blocks/users/{b}")
        .await;
    for console in [&mut first, &mut second] {
        asks(console, "z").await;
        assert_eq!(console.dialog(), None);
        let screen = console.screen();
        assert!(screen.contains("Nothing in the journal"), "{screen}");
    }
    let now = first
        .sandbox
        .count("DELETE /users/{u}/blocks/users/{b}")
        .await;
    assert_eq!(now, blocks);
}

#[tokio::test]
async fn where_somebody_blocked_again_since_nothing_is_blocked_by_taking_the_unblock_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let blocked = console.sandbox.truth(ALICE).await.blocks()[2].clone();
    console.onto("2", &blocked);
    console.press("u");
    console.quiet().await;
    let block = format!("users/{ALICE}/blocks/users");
    let body = format!(r#"{{"usernames":["{blocked}"]}}"#);
    console.sandbox.elsewhere("POST", &block, &body).await;
    let calls = console.sandbox.count("POST /users/{u}/blocks/users").await;
    asks(&mut console, "z").await;
    let screen = console.screen();
    assert!(screen.contains("blocked again since"), "{screen}");
    console.press("y");
    console.quiet().await;
    assert_eq!(
        console.sandbox.count("POST /users/{u}/blocks/users").await,
        calls
    );
}

#[tokio::test]
async fn of_a_job_only_those_are_taken_back_who_are_as_it_left_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let names = register(&console, "troll-", 7).await;
    paste(&mut console, &names, "b").await;
    let unblock = format!("users/{ALICE}/blocks/users/{}", names[3]);
    console.sandbox.elsewhere("DELETE", &unblock, "").await;
    asks(&mut console, "z").await;
    let dialog = console.dialog().unwrap();
    assert!(
        dialog.contains("Skipped,changedsince(nolongerblocked):troll-3"),
        "{dialog}"
    );
    confirm(&mut console, Some(6)).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(!names.iter().any(|name| truth.has_blocked(name)));
}

#[tokio::test]
async fn a_job_on_screen_is_taken_back_though_it_is_not_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let names = register(&console, "troll-", 6).await;
    paste(&mut console, &names, "b").await;
    console.onto("1", BOB);
    console.press("b");
    console.quiet().await;
    console.rest();
    console.press("5");
    asks(&mut console, "z").await;
    confirm(&mut console, Some(6)).await;
    let truth = console.sandbox.truth(ALICE).await;
    assert!(truth.has_blocked(BOB) && !names.iter().any(|name| truth.has_blocked(name)));
    let act = console
        .model
        .jobs
        .last()
        .and_then(rosterm::model::SessionJob::op);
    assert_eq!(act, Some(BulkOp::Unblock));
}

/// Whether anything was sent to this end of a path.
fn has_sent(console: &Harness, method: &str, end: &str) -> bool {
    let mut log = console.model.log.iter();
    log.any(|trace| trace.method == method && trace.path.raw().ends_with(end))
}

/// Whether anything was sent that blocks.
fn has_sent_a_block(console: &Harness) -> bool {
    has_sent(console, "POST", "/blocks/users")
}

#[tokio::test]
async fn whom_somebody_blocked_since_the_list_was_read_is_not_blocked_again_and_stays_blocked() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.onto("1", BOB);
    console.quiet().await;
    let block = r#"{ "usernames": ["bob_77"] }"#;
    console
        .sandbox
        .elsewhere("POST", "users/alice_01/blocks/users", block)
        .await;
    console.press("b");
    assert!(
        console.model.shows_spinner(&UserId::new(BOB)),
        "the row shows it"
    );
    console.quiet().await;
    let screen = console.screen();
    assert!(
        screen.contains("Already blocked, nothing sent: bob_77"),
        "{screen}"
    );
    assert!(!has_sent_a_block(&console));
    assert!(
        console.pane(ListKind::Blocks).contains(BOB),
        "the list knows it now"
    );
    asks(&mut console, "z").await;
    let screen = console.screen();
    assert!(screen.contains("Nothing in the journal"), "{screen}");
    assert!(console.sandbox.truth(ALICE).await.has_blocked(BOB));
}

#[tokio::test]
async fn whom_somebody_unblocked_since_is_not_unblocked_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    let blocked = console.sandbox.truth(ALICE).await.blocks()[3].clone();
    console.onto("2", &blocked);
    console.quiet().await;
    let row = format!("users/alice_01/blocks/users/{blocked}");
    console.sandbox.elsewhere("DELETE", &row, "").await;
    console.press("u");
    console.quiet().await;
    let screen = console.screen();
    assert!(screen.contains("Not blocked, nothing sent"), "{screen}");
    assert!(!has_sent(&console, "DELETE", &row), "{screen}");
}

#[tokio::test]
async fn whom_somebody_befriended_while_the_question_was_open_is_not_added_and_stays_a_friend() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.paste("nina_new");
    asks(&mut console, "a").await;
    let add = "users/alice_01/contacts/users/nina_new";
    console.sandbox.elsewhere("POST", add, "").await;
    confirm(&mut console, None).await;
    assert!(!has_sent(&console, "POST", add), "{}", console.screen());
    asks(&mut console, "z").await;
    let screen = console.screen();
    assert!(screen.contains("Nothing in the journal"), "{screen}");
    assert!(console.sandbox.truth(ALICE).await.has_friend("nina_new"));
}

#[tokio::test]
async fn a_remark_that_somebody_changed_since_is_shown_and_asked_about_again_and_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.onto("1", "dave-01");
    console.quiet().await;
    let path = "user/alice_01/contacts/users/dave-01";
    console
        .sandbox
        .elsewhere("PUT", path, r#"{"remark":"theirs"}"#)
        .await;
    console.press("e");
    console.types("mine");
    console.rest();
    console.press("<Enter>");
    console.quiet().await;
    let dialog = console.dialog().unwrap();
    assert!(dialog.contains("theirs"), "{dialog}");
    assert!(dialog.contains("mine"), "what was typed stays: {dialog}");
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark("dave-01").as_deref(), Some("theirs"));
    // Now that it was seen it may be overwritten, and z brings it back.
    console.rest();
    console.press("<Enter>");
    console.quiet().await;
    assert_eq!(
        console
            .sandbox
            .truth(ALICE)
            .await
            .remark("dave-01")
            .as_deref(),
        Some("mine")
    );
    asks(&mut console, "z").await;
    confirm(&mut console, None).await;
    assert_eq!(
        console
            .sandbox
            .truth(ALICE)
            .await
            .remark("dave-01")
            .as_deref(),
        Some("theirs")
    );
}

#[tokio::test]
async fn on_the_blocklist_d_names_what_brings_the_row_back_and_that_works_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    for key in ["d", "<Del>", "<F8>"] {
        let blocked = console.sandbox.truth(ALICE).await.blocks()[0].clone();
        console.onto("2", &blocked);
        console.press(key);
        console.quiet().await;
        assert!(
            !console.sandbox.truth(ALICE).await.has_blocked(&blocked),
            "{key}"
        );
        let screen = console.screen();
        assert!(screen.contains("z undoes it"), "{key}: {screen}");
        asks(&mut console, "z").await;
        confirm(&mut console, None).await;
        assert!(
            console.sandbox.truth(ALICE).await.has_blocked(&blocked),
            "{key}"
        );
    }
}

#[tokio::test]
async fn where_it_cannot_be_read_how_it_stood_it_is_sent_and_z_does_not_guess() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.onto("1", BOB);
    console.quiet().await;
    let broken = json!({ "kind": "status", "status": 500 });
    console.sandbox.faults(&json!([
        { "path_contains": "/blocks/check", "fault": broken },
        { "method": "GET", "path_contains": "/blocks/users", "fault": broken },
    ]));
    console.press("b");
    console.quiet().await;
    assert!(has_sent_a_block(&console));
    let promises = matches!(&console.model.notice, Some((_, Notice::Done(_, back))) if *back);
    assert!(!promises, "{}", console.screen());
    console.sandbox.mend();
    asks(&mut console, "z").await;
    let screen = console.screen();
    assert!(screen.contains("could not be read"), "{screen}");
    assert!(console.sandbox.truth(ALICE).await.has_blocked(BOB));
}

#[tokio::test]
async fn the_question_says_whose_change_it_is_and_when_it_was_made_and_for_which_ticket() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.perform(vec![Effect::SetTicketReference(TicketReference {
        ticket: Some(Text::new("T-9")),
        reason: None,
    })]);
    console.onto("1", BOB);
    console.press("b");
    console.quiet().await;
    // Another console asks, and another operator sits there.
    let second = console.beside().recording(&path(&dir), "wang").await;
    let mut second = second.with_alice().await;
    asks(&mut second, "z").await;
    let dialog = second.dialog().unwrap();
    assert!(dialog.contains("Madebyli.naat20"), "{dialog}");
    assert!(dialog.contains("ticketT-9"), "{dialog}");
    assert!(dialog.contains("Callbacksalreadysent"), "{dialog}");
}

#[tokio::test]
async fn a_question_of_another_console_is_told_that_it_was_done_and_a_newer_block_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = console(&dir).await;
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
        .sandbox
        .elsewhere("POST", "users/alice_01/blocks/users", block)
        .await;
    confirm(&mut second, None).await;
    let screen = second.screen();
    assert!(
        screen.contains("Already undone by li.na (entry 2)"),
        "{screen}"
    );
    assert!(second.sandbox.truth(ALICE).await.has_blocked(BOB));
}
