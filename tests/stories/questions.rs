//! What is said before something is done: of what, by whom, under which name, and what nothing brings back.

use rosterm::i18n::Lang;
use rosterm::msg::past::Reference;
use rosterm::text::Text;

use crate::desk::{ALICE, Desk, small};

/// A console with a journal, and the main user open.
async fn desk(dir: &tempfile::TempDir) -> Desk {
    let desk = Desk::new(small()).await;
    let path = dir.path().join("journal.db");
    desk.recording(&path, "li.na").await.with_alice().await
}

async fn settled(desk: &mut Desk, keys: &str) {
    desk.press(keys);
    desk.quiet().await;
    desk.rest();
}

async fn blocks(desk: &mut Desk, id: &str) {
    desk.onto("1", id);
    settled(desk, "b").await;
}

/// Whether the dialog on top says this, however its lines are broken.
fn says(desk: &mut Desk, words: &str) -> bool {
    let words: String = words.split_whitespace().collect();
    desk.dialog().is_some_and(|said| said.contains(&words))
}

fn asks(desk: &mut Desk, words: &str) {
    assert!(says(desk, words), "{words}\n{}", desk.screen());
}

/// A job that blocks five.
async fn job_of_five(desk: &mut Desk) {
    desk.paste("eve_shop frank grace_li heidi_88 judy");
    settled(desk, "b").await;
    settled(desk, "5<Enter>").await;
}

#[tokio::test]
async fn an_undo_of_an_older_change_says_first_that_nothing_brings_back_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    blocks(&mut desk, "bob_77").await;
    let peer = "kevin_x";
    desk.onto("3", peer);
    settled(&mut desk, "d").await;
    settled(&mut desk, "y").await;
    settled(&mut desk, "z").await;
    let first =
        format!("{ALICE}'s conversation with {peer}, deleted since, cannot be restored");
    asks(&mut desk, &first);
    asks(&mut desk, "Unblock 1 user");
    assert!(!says(&mut desk, "the last change"));
    settled(&mut desk, "y").await;
    blocks(&mut desk, "carol.chen").await;
    settled(&mut desk, "z").await;
    assert!(!says(&mut desk, "deleted since"));
}

#[tokio::test]
async fn an_entry_chosen_in_the_journal_is_not_called_the_last_change() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    blocks(&mut desk, "bob_77").await;
    blocks(&mut desk, "carol.chen").await;
    settled(&mut desk, "6").await;
    settled(&mut desk, "j").await;
    settled(&mut desk, "z").await;
    asks(&mut desk, "Undo entry 1 for alice_01");
    asks(&mut desk, "bob_77");
}

#[tokio::test]
async fn a_job_has_one_name_and_the_two_tickets_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    job_of_five(&mut desk).await;
    desk.model.reference = Reference {
        ticket: Some(Text::new("#2")),
        reason: None,
    };
    settled(&mut desk, "z").await;
    asks(&mut desk, "Undo J-0001 for alice_01");
    asks(&mut desk, "This is recorded under ticket #2");
}

#[tokio::test]
async fn a_group_has_members_and_no_other_side() {
    let mut desk = Desk::on_alice(small()).await;
    settled(&mut desk, "3").await;
    for _ in 0..40 {
        if desk.cursor_row().contains("(g)") {
            break;
        }
        desk.press("j");
    }
    settled(&mut desk, "d").await;
    asks(&mut desk, "in the group");
    asks(&mut desk, "the other members keep it");
}

#[tokio::test]
async fn removing_several_says_what_removing_one_says() {
    let mut desk = Desk::on_alice(small()).await;
    settled(&mut desk, "1").await;
    settled(&mut desk, "  ").await;
    settled(&mut desk, "d").await;
    for words in [
        "They disappear from each other's friends",
        "alice_01's remarks are lost; z restores",
        "Blocklists and conversations do not change",
    ] {
        asks(&mut desk, words);
    }
}

#[tokio::test]
async fn a_job_that_deletes_conversations_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    settled(&mut desk, "3").await;
    settled(&mut desk, "  ").await;
    settled(&mut desk, "d").await;
    asks(&mut desk, "Only alice_01 loses them");
    settled(&mut desk, "y").await;
    settled(&mut desk, "5").await;
    let screen = desk.screen();
    assert!(
        screen.contains("Delete conversations of alice_01"),
        "{screen}"
    );
    assert!(!screen.contains("Several changes"), "{screen}");
}

#[tokio::test]
async fn who_does_not_exist_is_marked_and_not_among_those_to_be_added() {
    let mut desk = Desk::on_alice(small()).await;
    desk.paste("no_such_1 nina_new no_such_2");
    settled(&mut desk, "a").await;
    asks(&mut desk, "Add 1 friend");
    asks(&mut desk, "No such account, skipped: 2");
    desk.press("<Esc>");
    settled(&mut desk, "b").await;
    asks(&mut desk, "Block 1 user");
}

#[tokio::test]
async fn the_end_of_a_job_counts_people_as_the_question_did() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    settled(&mut desk, "1").await;
    for id in ["bob_77", "carol.chen"] {
        let path = format!("users/{ALICE}/contacts/users/{id}");
        desk.elsewhere("DELETE", &path, "").await;
    }
    let file = dir.path().join("remarks.csv");
    std::fs::write(&file, "id,remark\nbob_77,B\ncarol.chen,C\n").unwrap();
    desk.press("i");
    desk.write(file.to_str().unwrap());
    settled(&mut desk, "<Enter>").await;
    settled(&mut desk, "a").await;
    asks(&mut desk, "Add 2 friends");
    desk.press("y");
    let screen = desk.shows("Job ended").await;
    assert!(screen.contains("Job ended: all 2 done"), "{screen}");
    settled(&mut desk, "5").await;
    let screen = desk.screen();
    assert!(screen.contains("Add friends for alice_01"), "{screen}");
    assert!(!screen.contains("Job started"), "{screen}");
}

#[tokio::test]
async fn what_may_be_done_and_the_ticket_stand_before_the_address() {
    for lang in [Lang::En, Lang::ZhCn] {
        let mut desk = Desk::with(small(), lang, (80, 24)).await.with_alice().await;
        desk.model.session.sandbox = false;
        desk.model.session.host = Text::new("a1-cn-north-very-long-name.easemob.example.com:8443");
        desk.model.reference.ticket = Some(Text::new("CS-20261130-17"));
        let mode = if lang == Lang::En {
            "read-write"
        } else {
            "读写"
        };
        let head = desk.lines()[0].clone();
        assert!(head.contains(mode), "{head}");
        assert!(head.contains("CS-20261130-17"), "{head}");
        assert!(head.contains('~'), "the address is cut: {head}");
    }
}

#[tokio::test]
async fn an_id_that_nobody_has_is_no_failed_change() {
    let mut desk = Desk::on_alice(small()).await;
    desk.paste("no_such_1 no_such_2");
    desk.quiet().await;
    settled(&mut desk, "<Esc>").await;
    settled(&mut desk, "6").await;
    settled(&mut desk, "s").await;
    let screen = desk.screen();
    assert!(screen.contains("(o) failed"), "{screen}");
    assert!(!screen.contains("no_such"), "{screen}");
}

#[tokio::test]
async fn a_remark_that_is_set_again_is_not_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(&dir).await;
    desk.onto("1", "bob_77");
    settled(&mut desk, "e").await;
    desk.press("<C-u>");
    desk.write("VIP");
    settled(&mut desk, "<Enter>").await;
    settled(&mut desk, "z").await;
    asks(&mut desk, "Restore a remark of alice_01?");
    settled(&mut desk, "y").await;
    settled(&mut desk, "Z").await;
    asks(&mut desk, "Set a remark of alice_01 again?");
    assert!(!says(&mut desk, "restore"));
}
