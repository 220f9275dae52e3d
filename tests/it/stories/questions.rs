//! What is said before something is done: of what, by whom, under which name, and what nothing brings back.

use rosterm::domain::history::TicketReference;

use rosterm::i18n::Lang;
use rosterm::text::Text;
use rstest::rstest;

use crate::support::harness::Harness;
use crate::support::samples::{ALICE, small};

/// A console with a journal, and the main user open.
async fn console(dir: &tempfile::TempDir) -> Harness {
    let console = Harness::new(small()).await;
    let path = dir.path().join("journal.db");
    console.recording(&path, "li.na").await.with_alice().await
}

async fn settled(console: &mut Harness, keys: &str) {
    console.press(keys);
    console.quiet().await;
    console.rest();
}

async fn blocks(console: &mut Harness, id: &str) {
    console.onto("1", id);
    settled(console, "b").await;
}

/// Whether the dialog on top says this, however its lines are broken.
fn says(console: &mut Harness, words: &str) -> bool {
    let words: String = words.split_whitespace().collect();
    console.dialog().is_some_and(|said| said.contains(&words))
}

fn asks(console: &mut Harness, words: &str) {
    assert!(says(console, words), "{words}\n{}", console.screen());
}

/// A job that blocks five.
async fn job_of_five(console: &mut Harness) {
    console.paste("eve_shop frank grace_li heidi_88 judy");
    settled(console, "b").await;
    settled(console, "5<Enter>").await;
}

#[tokio::test]
async fn an_undo_of_an_older_change_says_first_that_nothing_brings_back_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    blocks(&mut console, "bob_77").await;
    let peer = "kevin_x";
    console.onto("3", peer);
    settled(&mut console, "d").await;
    settled(&mut console, "y").await;
    settled(&mut console, "z").await;
    let first = format!("{ALICE}'s conversation with {peer}, deleted since, cannot be restored");
    asks(&mut console, &first);
    asks(&mut console, "Unblock 1 user");
    assert!(!says(&mut console, "the last change"));
    settled(&mut console, "y").await;
    blocks(&mut console, "carol.chen").await;
    settled(&mut console, "z").await;
    assert!(!says(&mut console, "deleted since"));
}

#[tokio::test]
async fn an_entry_chosen_in_the_journal_is_not_called_the_last_change() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    blocks(&mut console, "bob_77").await;
    blocks(&mut console, "carol.chen").await;
    settled(&mut console, "6").await;
    settled(&mut console, "j").await;
    settled(&mut console, "z").await;
    asks(&mut console, "Undo entry 1 for alice_01");
    asks(&mut console, "bob_77");
}

#[tokio::test]
async fn a_job_has_one_name_and_the_two_tickets_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    job_of_five(&mut console).await;
    console.model.reference = TicketReference {
        ticket: Some(Text::new("#2")),
        reason: None,
    };
    settled(&mut console, "z").await;
    asks(&mut console, "Undo J-0001 for alice_01");
    asks(&mut console, "This is recorded under ticket #2");
}

#[tokio::test]
async fn a_group_has_members_and_no_other_side() {
    let mut console = Harness::on_alice(small()).await;
    settled(&mut console, "3").await;
    for _ in 0..40 {
        if console.cursor_row().contains("(g)") {
            break;
        }
        console.press("j");
    }
    settled(&mut console, "d").await;
    asks(&mut console, "in the group");
    asks(&mut console, "the other members keep it");
}

#[tokio::test]
async fn removing_several_says_what_removing_one_says() {
    let mut console = Harness::on_alice(small()).await;
    settled(&mut console, "1").await;
    settled(&mut console, "  ").await;
    settled(&mut console, "d").await;
    for words in [
        "They disappear from each other's friends",
        "alice_01's remarks are lost; z restores",
        "Blocklists and conversations do not change",
    ] {
        asks(&mut console, words);
    }
}

#[tokio::test]
async fn a_job_that_deletes_conversations_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    settled(&mut console, "3").await;
    settled(&mut console, "  ").await;
    settled(&mut console, "d").await;
    asks(&mut console, "They are deleted only for alice_01");
    settled(&mut console, "y").await;
    settled(&mut console, "5").await;
    let screen = console.screen();
    assert!(
        screen.contains("Delete conversations of alice_01"),
        "{screen}"
    );
    assert!(!screen.contains("Several changes"), "{screen}");
}

#[tokio::test]
async fn who_does_not_exist_is_marked_and_not_among_those_to_be_added() {
    let mut console = Harness::on_alice(small()).await;
    console.paste("no_such_1 nina_new no_such_2");
    settled(&mut console, "a").await;
    asks(&mut console, "Add 1 friend");
    asks(&mut console, "No such account, skipped: 2");
    console.press("<Esc>");
    settled(&mut console, "b").await;
    asks(&mut console, "Block 1 user");
}

#[tokio::test]
async fn the_end_of_a_job_counts_people_as_the_question_did() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    settled(&mut console, "1").await;
    for id in ["bob_77", "carol.chen"] {
        let path = format!("users/{ALICE}/contacts/users/{id}");
        console.sandbox.elsewhere("DELETE", &path, "").await;
    }
    let file = dir.path().join("remarks.csv");
    std::fs::write(&file, "id,remark\nbob_77,B\ncarol.chen,C\n").unwrap();
    console.press("i");
    console.types(file.to_str().unwrap());
    settled(&mut console, "<Enter>").await;
    settled(&mut console, "a").await;
    asks(&mut console, "Add 2 friends");
    console.press("y");
    let screen = console.shows("Job ended").await;
    assert!(screen.contains("Job ended: all 2 changes done"), "{screen}");
    settled(&mut console, "5").await;
    let screen = console.screen();
    assert!(screen.contains("Add friends for alice_01"), "{screen}");
    assert!(!screen.contains("Job started"), "{screen}");
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn what_may_be_done_and_the_ticket_stand_before_the_address(#[case] lang: Lang) {
    let mut console = Harness::with(small(), lang, (80, 24))
        .await
        .with_alice()
        .await;
    console.model.session.sandbox = false;
    console.model.session.host = Text::new("a1-cn-north-very-long-name.easemob.example.com:8443");
    console.model.reference.ticket = Some(Text::new("CS-20261130-17"));
    let mode = if lang == Lang::En {
        "read-write"
    } else {
        "读写"
    };
    let head = console.lines()[0].clone();
    assert!(head.contains(mode), "{head}");
    assert!(head.contains("CS-20261130-17"), "{head}");
    assert!(
        !head.contains("a1-cn"),
        "half an address says nothing: {head}"
    );
    // A shorter one loses what matters least.
    console.model.session.host = Text::new("https://a1.ex:8443/im");
    let head = console.lines()[0].clone();
    assert!(head.contains(" a1.ex:8443"), "{head}");
    assert!(!head.contains("https"), "{head}");
}

#[tokio::test]
async fn an_id_that_nobody_has_is_no_failed_change() {
    let mut console = Harness::on_alice(small()).await;
    console.paste("no_such_1 no_such_2");
    console.quiet().await;
    settled(&mut console, "<Esc>").await;
    settled(&mut console, "6").await;
    settled(&mut console, "s").await;
    let screen = console.screen();
    assert!(screen.contains("(o) failed"), "{screen}");
    assert!(!screen.contains("no_such"), "{screen}");
}

#[tokio::test]
async fn a_remark_that_is_set_again_is_not_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = console(&dir).await;
    console.onto("1", "bob_77");
    settled(&mut console, "e").await;
    console.press("<Ctrl-u>");
    console.types("VIP");
    settled(&mut console, "<Enter>").await;
    settled(&mut console, "z").await;
    asks(&mut console, "Restore a remark of alice_01?");
    settled(&mut console, "y").await;
    settled(&mut console, "Z").await;
    asks(&mut console, "Set a remark of alice_01 again?");
    assert!(!says(&mut console, "y restore"));
}
