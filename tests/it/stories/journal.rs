//! What was done is seen in the journal, stamped with its ticket, and can be copied and exported.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rosterm::domain::{Change, PairState, UserId};
use rosterm::journal::{
    AuditContext, ChangeOutcome, EntryFilter, Journal, JournalEntry, JournalOptions, NewEntry,
};
use rosterm::msg::{Effect, Event};
use rosterm::text::Text;
use rosterm::worker::Recorder;

use crate::support::harness::Harness;
use crate::support::keys::keys;
use crate::support::samples::{ALICE, small};

/// A console on Alice with a journal in this directory.
async fn recording(dir: &Path) -> (Harness, Journal) {
    let mut console = Harness::new(small()).await;
    let opened = Journal::open(JournalOptions::new(&dir.join("journal.db"))).await;
    let journal = opened.unwrap().journal;
    let audit = AuditContext::of_app(console.sandbox.app_key());
    let recorder = Recorder::new(journal.clone(), audit).exporting(dir.join("exports"));
    console.record(recorder);
    console.open(ALICE);
    console.quiet().await;
    console.rest();
    (console, journal)
}

async fn entries(journal: &Journal) -> Vec<JournalEntry> {
    journal.entries(EntryFilter::default()).await.unwrap()
}

/// Ticket and reason of each entry, newest first.
async fn stamps(journal: &Journal) -> Vec<(Option<String>, Option<String>)> {
    let part = |text: Option<rosterm::text::Text>| text.map(|text| text.raw().to_owned());
    let all = entries(journal).await.into_iter();
    all.map(|entry| (part(entry.audit.ticket), part(entry.audit.reason)))
        .collect()
}

/// Blocks or unblocks the next row, and waits for the answer.
async fn unblock_next(console: &mut Harness) {
    console.press("2");
    console.rest();
    console.press("u");
    console.quiet().await;
    console.rest();
}

#[tokio::test]
async fn ticket_and_reason_stamp_everything_until_they_are_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, journal) = recording(dir.path()).await;
    console.press("t");
    console.types("#48213");
    console.press("<Tab>");
    console.types("客户要求");
    console.press("<Enter>");
    console.shows("ticket #48213").await;
    unblock_next(&mut console).await;
    console.press("t<Ctrl-u>");
    console.types("#48214");
    console.press("<Tab><Ctrl-u><Enter>");
    unblock_next(&mut console).await;
    // A job of many.
    console.press("2vjjjju");
    console.shows("type 5 to confirm").await;
    console.rest();
    console.types("5");
    console.rest();
    console.press("<Enter>");
    console.press("t<Ctrl-u><Enter>");
    // One of them is gone, as in real life.
    console.shows("Job ended: 4 done, 1 failed").await;
    console.press("<Esc>UG");
    unblock_next(&mut console).await;
    let pair =
        |ticket: &str, reason: Option<&str>| (Some(ticket.to_owned()), reason.map(str::to_owned));
    let mut expected = vec![(None, None)];
    // The job keeps what it was begun under.
    expected.extend(std::iter::repeat_n(pair("#48214", None), 6));
    expected.push(pair("#48213", Some("客户要求")));
    assert_eq!(stamps(&journal).await, expected);
    let jobs = journal.jobs(None, 9).await.unwrap();
    assert_eq!(jobs[0].audit.ticket.as_ref().unwrap().raw(), "#48214");
}

#[tokio::test]
async fn a_change_is_one_row_and_what_failed_is_found_among_the_failures() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, _journal) = recording(dir.path()).await;
    unblock_next(&mut console).await;
    let fault = serde_json::json!({ "kind": "status", "status": 403 });
    console.sandbox.fault("DELETE", "/blocks/users", &fault);
    console.press("u");
    console.shows("Not done").await;
    console.press("<Esc>6");
    console.quiet().await;
    let shown = console.lines();
    let rows = |what: &str| shown.iter().filter(|line| line.contains(what)).count();
    assert_eq!(rows("  done 200"), 1, "{}", shown.join("\n"));
    // Only the command below.
    assert_eq!(rows("DELETE"), 1, "{}", shown.join("\n"));
    console.press("sj");
    console.quiet().await;
    let screen = console.screen();
    assert!(
        screen.contains("403") && !screen.contains("  done"),
        "{screen}"
    );
    // Reads stand there with the scope of the at sign, and the request that wrote is no second row.
    console.press("s");
    console.quiet().await;
    let screen = console.screen();
    assert!(screen.contains("GET "), "{screen}");
    let rows = screen.lines().filter(|line| line.contains("DELETE "));
    assert_eq!(rows.count(), 1, "only the command below: {screen}");
}

#[tokio::test]
async fn what_is_done_while_the_journal_is_open_appears_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, _journal) = recording(dir.path()).await;
    console.press("2u6");
    console.shows("  done 200").await;
}

/// Sends a command that was copied, with the token in place of its mask.
async fn replay(console: &Harness, command: &str) -> u16 {
    let words = shell_words::split(command).unwrap();
    let after = |flag: &str| {
        let at = words.iter().position(|word| word == flag);
        at.map(|at| words[at + 1].clone())
    };
    let url = words.iter().find(|word| word.starts_with("http")).unwrap();
    let method = reqwest::Method::from_bytes(after("-X").unwrap().as_bytes()).unwrap();
    let mut request = console.sandbox.http.request(method, url);
    for (at, word) in words.iter().enumerate() {
        if word == "-H" {
            let (name, value) = words[at + 1].split_once(": ").unwrap();
            request = request.header(name, value.replace("****", console.sandbox.token()));
        }
    }
    if let Some(body) = after("--data") {
        request = request.body(body);
    }
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn the_copied_command_does_the_same_and_holds_no_token() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, _journal) = recording(dir.path()).await;
    // A change by its address, and one by its body with a text that a shell would run.
    console.press("2u");
    console.quiet().await;
    console.rest();
    let gone = console.model.user.as_ref().unwrap().blocks.len();
    console.press("1");
    console.rest();
    console.press("e<Ctrl-u>");
    console.types("it's $(touch x); `ls` \"小王\"\u{202e}");
    console.rest();
    console.press("<Enter>");
    console.quiet().await;
    console.press("6");
    console.quiet().await;
    let friend = console.model.user.as_ref().unwrap().friends.get(0).unwrap();
    let friend = friend.id.raw().to_owned();
    console.press("y");
    let remark = console.copied.take().unwrap();
    console.press("jy");
    let unblock = console.copied.take().unwrap();
    for command in [&remark, &unblock] {
        assert!(!command.contains(console.sandbox.token()), "{command}");
        assert!(command.contains("Bearer ****"), "{command}");
        assert_eq!(rosterm::text::printable(command), *command);
    }
    assert!(remark.contains(r"\u202e"), "{remark}");
    // Somebody else has changed the remark since: the command sets it again.
    let before = console.sandbox.truth(ALICE).await.remark(&friend).unwrap();
    let other = remark.replace("小王", "老王");
    assert_eq!(replay(&console, &other).await, 200);
    assert_ne!(
        console.sandbox.truth(ALICE).await.remark(&friend).unwrap(),
        before
    );
    assert_eq!(replay(&console, &remark).await, 200);
    assert_eq!(
        console.sandbox.truth(ALICE).await.remark(&friend).unwrap(),
        before
    );
    assert_eq!(replay(&console, &unblock).await, 200);
    assert_eq!(console.sandbox.truth(ALICE).await.blocks().len(), gone);
}

#[tokio::test]
async fn what_is_shown_is_exported_into_a_new_file_for_one_s_own_eyes() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, _journal) = recording(dir.path()).await;
    unblock_next(&mut console).await;
    unblock_next(&mut console).await;
    console.press("6");
    console.quiet().await;
    console.press("E");
    console.shows("2 entries").await;
    console.press("E");
    console.quiet().await;
    let exports = dir.path().join("exports");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&exports), 0o700);
    let files = std::fs::read_dir(&exports).unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "the first one is still there");
    for file in files {
        assert_eq!(mode(&file), 0o600);
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.contains("\"unblock\",\"alice_01\""), "{text}");
        assert!(!text.contains(console.sandbox.token()));
    }
}

#[tokio::test]
async fn the_filter_finds_what_is_older_than_the_first_page() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, journal) = recording(dir.path()).await;
    let write = |target: String| rosterm::journal::NewEntry {
        audit: AuditContext::of_app(console.sandbox.app_key()),
        change: rosterm::domain::Change::Block {
            owner: rosterm::domain::UserId::new(ALICE),
            target: rosterm::domain::UserId::new(&target),
        },
        before: PairState::default(),
        undoes: None,
        sent: None,
    };
    for n in 0..250 {
        journal
            .record_sending(write(format!("old_{n:03}")))
            .await
            .unwrap();
    }
    console.press("6");
    console.quiet().await;
    assert!(console.screen().contains("1/100+"), "{}", console.screen());
    console.press("/");
    console.types("LD_00");
    console.quiet().await;
    console.press("<Enter>");
    assert!(console.screen().contains("1/10 "), "{}", console.screen());
    // Its own signs mean themselves.
    console.press("/<Ctrl-u>");
    console.types("%");
    console.quiet().await;
    let empty = rosterm::t!(rosterm::i18n::Lang::En, "filter-nothing", filter = "%");
    assert!(console.screen().contains(&empty), "{}", console.screen());
    // The end of the list is the end of the journal.
    console.press("<Esc>");
    console.quiet().await;
    for _ in 0..4 {
        console.press("G");
        console.quiet().await;
    }
    assert!(
        console.screen().contains("250/250 "),
        "{}",
        console.screen()
    );
}

#[tokio::test]
async fn who_blocked_whom_for_which_ticket_and_whether_it_was_undone_takes_twelve_keys() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, journal) = recording(dir.path()).await;
    let app = console.sandbox.app_key().to_owned();
    let (owner, target) = (UserId::new(ALICE), UserId::new("spam_0042"));
    let block = |target: &str| Change::Block {
        owner: owner.clone(),
        target: UserId::new(target),
    };
    let unblock = Change::Unblock {
        owner: owner.clone(),
        target: target.clone(),
    };
    let mut last = None;
    for (operator, ticket, change, is_undo) in [
        ("li.na", "#48213", block("spam_0042"), false),
        ("wang.wei", "#48300", unblock, true),
        ("zhao", "#48301", block("spam_0043"), false),
    ] {
        let entry = NewEntry {
            audit: AuditContext {
                operator: Some(Text::new(operator)),
                ticket: Some(Text::new(ticket)),
                ..AuditContext::of_app(&app)
            },
            change,
            before: PairState::default(),
            undoes: last.filter(|_| is_undo),
            sent: None,
        };
        let entry = journal.record_sending(entry).await.unwrap();
        let done = ChangeOutcome::Done { status: Some(200) };
        journal.record_outcome(entry, done).await.unwrap();
        last = Some(entry);
    }
    let asking = "6/0042 do:b<Enter>";
    assert!(keys(asking).len() <= 12, "{asking}");
    console.press(asking);
    console.quiet().await;
    let screen = console.screen();
    assert!(screen.contains("1/1 "), "{screen}");
    let row = screen.lines().find(|line| line.contains("spam_0042"));
    let row = row.unwrap();
    for part in ["li.na", "#48213", " block ", "undone"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    // The details name who undid it.
    assert!(screen.contains("undone by entry 2 ("), "{screen}");
    assert!(screen.contains("wang.wei)"), "{screen}");
    // The undo itself is no block, and is found as what it is.
    for (filter, place) in [
        ("do:拉黑 by:LI.NA since:1h is:undone", "1/1 "),
        ("操作：解除拉黑", "1/1 "),
        ("ticket:#48301", "1/1 "),
        ("block", "1/2 "),
        ("unblock", "1/1 "),
        ("is:failed", "No match for"),
        ("do:fly", "1/3 "),
    ] {
        console.press("/<Ctrl-u>");
        console.types(filter);
        console.quiet().await;
        console.press("<Enter>");
        let screen = console.screen();
        assert!(screen.contains(place), "{filter}: {screen}");
    }
    assert!(console.screen().contains("do:fly: no such action"));
}

#[tokio::test]
async fn the_ticket_of_the_command_line_is_there_from_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, journal) = recording(dir.path()).await;
    let reference = rosterm::domain::history::TicketReference {
        ticket: Some(rosterm::text::Text::new("T-1")),
        reason: None,
    };
    console.model.reference.clone_from(&reference);
    console.perform(vec![Effect::SetTicketReference(reference)]);
    console.take(Event::Tick);
    unblock_next(&mut console).await;
    assert_eq!(stamps(&journal).await, [(Some("T-1".to_owned()), None)]);
    assert!(console.screen().contains("T-1"));
}

#[tokio::test]
async fn an_older_entry_is_taken_back_from_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let (mut console, _journal) = recording(dir.path()).await;
    let first = console.sandbox.truth(ALICE).await.blocks()[0].clone();
    unblock_next(&mut console).await;
    unblock_next(&mut console).await;
    assert!(!console.sandbox.truth(ALICE).await.has_blocked(&first));
    console.press("6");
    console.quiet().await;
    console.press("jz");
    // Looked at first, like every list of ids, and asked about.
    let asked = format!("Block 1 user for {ALICE}?");
    console.shows(asked).await;
    console.rest();
    console.press("y");
    console.shows("  undone ").await;
    assert!(console.sandbox.truth(ALICE).await.has_blocked(&first));
}
