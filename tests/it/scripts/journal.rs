//! `rosterm journal` and `rosterm jobs` as a script calls them, on a journal that the library wrote.

use std::fs;

use rosterm::domain::job::{JobPlan, JobState, JobStep};
use rosterm::domain::{Change, Failure, FailureClass, FailureReason, PairState, UserId};
use rosterm::journal::{
    AuditContext, ChangeOutcome, Journal, JournalOptions, NewEntry, NewStepEntry,
};
use rosterm::text::{Text, printable};

use crate::support::home::Home;

/// The journal of a home.
async fn journal_of(home: &Home) -> Journal {
    let opened = Journal::open(JournalOptions::new(&home.journal())).await;
    opened.unwrap().journal
}

fn audit(ticket: &str) -> AuditContext {
    AuditContext {
        operator: Some(Text::new("li.na")),
        ticket: Some(Text::new(ticket)),
        ..AuditContext::of_app("acme#im")
    }
}

fn block(target: &str) -> Change {
    Change::Block {
        owner: UserId::new("alice"),
        target: UserId::new(target),
    }
}

/// One write that was refused, one that was done, and one whose texts are of the worst kind.
async fn fill(journal: &Journal) {
    let write = |ticket: &str, change: Change| NewEntry {
        audit: audit(ticket),
        change,
        before: PairState::default(),
        undoes: None,
        sent: None,
    };
    let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
    failure.status = Some(404);
    failure.error = Some(Text::new("service_resource_not_found"));
    let done = ChangeOutcome::Done { status: Some(200) };
    let unblock = Change::Unblock {
        owner: UserId::new("alice"),
        target: UserId::new("bob"),
    };
    let remark = Change::SetRemark {
        owner: UserId::new("carol"),
        friend: UserId::new("=dave\u{1b}[2J"),
        remark: Text::new("=cmd|' /C calc'!A0\u{202e}\n"),
    };
    for (write, outcome) in [
        (write("#1", block("bob")), ChangeOutcome::Failed(failure)),
        (write("#1", unblock), done.clone()),
        (write("@2\u{9b}", remark), done),
    ] {
        let entry = journal.record_sending(write).await.unwrap();
        journal.record_outcome(entry, outcome).await.unwrap();
    }
}

#[tokio::test]
async fn the_list_says_what_was_done_newest_first_and_as_asked_for() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    fill(&journal).await;
    let all = home.run(&["journal", "list"]);
    all.says(&[
        "li.na",
        "#1",
        "alice -> bob",
        // As the screen draws it.
        "alice <- bob",
        "done",
        "200",
        "refused",
        "404 service_resource_not_found",
        "<001B>",
    ]);
    assert_eq!(all.verbs(), ["remark", "unblock", "block"]);
    for line in all.out.lines() {
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    let list = |more: &[&str]| home.run(&[&["journal", "list"], more].concat());
    assert_eq!(list(&["--user", "BOB"]).verbs(), ["unblock", "block"]);
    assert_eq!(list(&["--user", "carol"]).verbs(), ["remark"]);
    assert_eq!(list(&["--ticket", "#1"]).verbs(), ["unblock", "block"]);
    assert_eq!(list(&["--failed"]).verbs(), ["block"]);
    assert_eq!(list(&["--limit", "1"]).verbs(), ["remark"]);
    assert_eq!(list(&["--since", "1h"]).verbs().len(), 3);
    assert_eq!(list(&["--since", "2001-01-01"]).verbs().len(), 3);
    assert_eq!(list(&["--since", "2999-01-01"]).verbs(), [""; 0]);
    list(&["--since", "yesterday"]).fails(2, &["--since", "2d or 12h"]);
    list(&["--job", "x"]).fails(2, &["J-0007"]);
}

#[tokio::test]
async fn one_command_tells_who_did_it_for_which_ticket_and_that_it_was_undone() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    fill(&journal).await;
    let done = ChangeOutcome::Done { status: Some(200) };
    let blocked = NewEntry {
        audit: audit("#48213"),
        change: block("spam_0042"),
        before: PairState::default(),
        undoes: None,
        sent: None,
    };
    let first = journal.record_sending(blocked.clone()).await.unwrap();
    journal.record_outcome(first, done.clone()).await.unwrap();
    let undo = NewEntry {
        audit: AuditContext {
            operator: Some(Text::new("Wang Wei")),
            ..audit("#48300")
        },
        change: Change::Unblock {
            owner: UserId::new("alice"),
            target: UserId::new("spam_0042"),
        },
        undoes: Some(first),
        ..blocked
    };
    let undo = journal.record_sending(undo).await.unwrap();
    journal.record_outcome(undo, done).await.unwrap();
    let asked = ["--user", "spam_0042", "--do", "block", "--since", "7d"];
    let list = |more: &[&str]| home.run(&[&["journal", "list"], more].concat());
    let listed = list(&asked);
    listed.says(&["li.na", "#48213", "undone by entry 5 (", "Wang Wei)"]);
    assert_eq!(listed.out.lines().count(), 1, "no heading: {}", listed.out);
    // Each option, and what is given twice.
    for (args, verbs) in [
        (&["--undone"][..], &["block"][..]),
        (&["--by", "wang wei"], &["unblock"]),
        (&["--by", "wang"], &[]),
        (&["--by", "wang%", "--by", "Wang Wei"], &["unblock"]),
        (&["--do", "拉黑"], &["block", "block"]),
        (
            &["--do", "set-remark", "--do", "unb"],
            &["unblock", "remark", "unblock"],
        ),
        (&["--user", "alice", "--user", "BOB"], &["unblock", "block"]),
        (
            &["--ticket", "#48213", "--ticket", "#48300"],
            &["unblock", "block"],
        ),
        (&["--ticket", "#4821_"], &[]),
        (&["--until", "1h"], &[]),
        (&["--until", "2999-01-01", "--undone"], &["block"]),
        (&["--job", "1", "--job", "J-0002"], &[]),
    ] {
        assert_eq!(list(args).verbs(), verbs, "{args:?}");
    }
    list(&["--do", "fly"]).fails(2, &["--do", "unblock"]);
    list(&["--until", "soon"]).fails(2, &["--until", "2d or 12h"]);
    // The same rows as objects, here and exported.
    let json = list(&[&asked[..], &["--json"]].concat());
    let row: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(row["operator"], "li.na");
    assert_eq!(row["undone_by"], undo.0);
    let exported = home.run(&[&["journal", "export", "--json"], &asked[..]].concat());
    assert_eq!(exported.out, json.out);
    assert_eq!(list(&["--json", "--limit", "2"]).out.lines().count(), 2);
}

#[tokio::test]
async fn json_is_an_object_a_line_that_a_terminal_survives() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    fill(&journal).await;
    let done = home.run(&["journal", "export", "--json"]);
    done.says(&[]);
    let lines: Vec<serde_json::Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["target"], "=dave\u{1b}[2J");
    assert_eq!(lines[0]["remark"], "=cmd|' /C calc'!A0\u{202e}\n");
    assert_eq!(lines[0]["was_friend"], serde_json::Value::Null);
    assert_eq!(lines[1]["status"], 200);
    assert_eq!(lines[2]["error"], "service_resource_not_found");
    assert_eq!(lines[2]["state"], "refused");
    for line in done.out.lines() {
        assert_eq!(printable(line), line);
    }
    let one = home.run(&["journal", "export", "--json", "--failed"]);
    assert_eq!(one.out.lines().count(), 1);
}

#[tokio::test]
async fn csv_is_safe_in_a_spreadsheet_and_in_a_terminal() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    fill(&journal).await;
    let done = home.run(&["journal", "export", "--csv"]);
    done.says(&["\"id\",\"at\""]);
    let mut reader = csv::Reader::from_reader(done.out.as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    let cell = |row: usize, name: &str| {
        let column = names.iter().position(|known| known == name).unwrap();
        rows[row].get(column).unwrap().to_owned()
    };
    assert_eq!(cell(0, "remark"), "'=cmd|' /C calc'!A0<202E><000A>");
    assert_eq!(cell(0, "target"), "'=dave<001B>[2J");
    assert_eq!(cell(0, "ticket"), "'@2<009B>");
    assert_eq!(cell(2, "ticket"), "#1");
    assert_eq!(cell(2, "verb"), "block");
    assert!(!done.out.contains(|c: char| c.is_control() && c != '\n'));
}

#[tokio::test]
async fn what_was_sent_and_not_applied_is_not_called_not_sent() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    let mut lost = Failure::new(FailureClass::Unknown, FailureReason::Service);
    lost.status = Some(503);
    let not = |reason| ChangeOutcome::Failed(Failure::new(FailureClass::NothingDone, reason));
    let done = ChangeOutcome::Done { status: None };
    for (target, read) in [
        ("bob", Some(not(FailureReason::NotApplied))),
        ("eve", Some(done)),
        ("carol", None),
    ] {
        let write = NewEntry {
            audit: audit("#1"),
            change: block(target),
            before: PairState::default(),
            undoes: None,
            sent: None,
        };
        let entry = journal.record_sending(write).await.unwrap();
        let answer = match read {
            Some(_) => ChangeOutcome::Failed(lost.clone()),
            None => not(FailureReason::Connect),
        };
        journal.record_outcome(entry, answer).await.unwrap();
        if let Some(read) = read {
            journal.record_verified(entry, read).await.unwrap();
        }
    }
    let listed = home.run(&["journal", "list"]).out;
    let line = |target: &str| {
        let mut lines = listed.lines();
        lines.find(|line| line.contains(target)).unwrap().to_owned()
    };
    let (bob, eve, carol) = (line("bob"), line("eve"), line("carol"));
    assert!(
        bob.ends_with("not applied  verified by reading (503)"),
        "{bob}"
    );
    assert!(eve.contains("done"), "{eve}");
    assert!(eve.contains("verified by reading (503"), "{eve}");
    assert!(carol.contains("not sent"), "{carol}");
    let json = home.run(&["journal", "export", "--json", "--failed"]).out;
    assert!(json.contains(r#""state":"not applied""#), "{json}");
    assert_eq!(json.matches(r#""state":"not sent""#).count(), 1, "{json}");
    let csv = home.run(&["journal", "export", "--csv"]).out;
    assert!(csv.contains(r#""not applied","true","503""#), "{csv}");
    assert_eq!(csv.matches("\"not sent\"").count(), 1, "{csv}");
}

#[tokio::test]
async fn a_long_journal_is_exported_whole() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    let steps = |n: u32| JobStep {
        change: block(&format!("spam_{n}")),
        before: PairState::default(),
        undoes: None,
    };
    let audit = audit("#3");
    let plan = JobPlan {
        owner: UserId::new("alice"),
        undoes: None,
        steps: (0..1200).map(steps).collect(),
    };
    let job = journal
        .record_job(audit.clone(), plan.clone())
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let moves = (0_u32..).zip(plan.steps);
    let moves = moves.map(|(n, step)| NewStepEntry::new(n, step.change, step.before));
    claim.record_sending(moves.collect()).await.unwrap();
    let done = home.run(&["journal", "export", "--json", "--job", "J-1"]);
    assert_eq!(done.out.lines().count(), 1200, "{}", done.err);
    // Looking on settles nothing that is under way.
    assert!(
        done.out
            .lines()
            .all(|line| line.contains("\"state\":\"sent\""))
    );
}

#[tokio::test]
async fn jobs_are_listed_until_they_are_finished_and_shown_item_by_item() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    let step = |target: &str| JobStep {
        change: block(target),
        before: PairState::default(),
        undoes: None,
    };
    let audit = audit("#3");
    let plan = JobPlan {
        owner: UserId::new("alice"),
        undoes: None,
        steps: vec![step("bob"), step("eve\u{1b}")],
    };
    let job = journal.record_job(audit.clone(), plan).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim.set_state(JobState::Running).await.unwrap();
    let moved = |n, target: &str| vec![NewStepEntry::new(n, block(target), PairState::default())];
    claim.record_sending(moved(0, "bob")).await.unwrap();
    let done = ChangeOutcome::Done { status: Some(200) };
    claim.record_replies(vec![(0, done)]).await.unwrap();
    home.run(&["jobs", "list"]).says(&[
        "J-0001",
        "acme#im",
        "#3",
        "alice",
        "running",
        "1 done, 1 waiting",
    ]);
    let shown = home.run(&["jobs", "show", "j-1"]);
    shown.says(&["J-0001", "bob", "done", "eve<001B>", "waiting"]);
    assert_eq!(shown.out.lines().count(), 3);
    // Nobody works on it any more, once no process is left that another test was just starting: until it has begun,
    // it holds the locks that were open here.
    drop(claim);
    while journal.holder(job).unwrap().is_some() {
        tokio::task::yield_now().await;
    }
    let left = home.run(&["jobs", "list"]);
    left.says(&["J-0001", "interrupted", "1 done, 1 waiting"]);
    assert!(!left.out.contains("running"), "{}", left.out);
    let claim = journal.claim(job, None).await.unwrap();

    claim.record_sending(moved(1, "eve\u{1b}")).await.unwrap();
    let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
    failure.status = Some(404);
    claim
        .record_replies(vec![(1, ChangeOutcome::Failed(failure))])
        .await
        .unwrap();
    claim.set_state(JobState::Finished).await.unwrap();
    assert_eq!(home.run(&["jobs", "list"]).out, "");
    home.run(&["jobs", "list", "--all"])
        .says(&["ended", "1 failed"]);
    home.run(&["jobs", "show", "J-0001"])
        .says(&["failed", "404"]);
    home.run(&["jobs", "show", "J-0002"])
        .fails(1, &["There is no job J-0002"]);
    home.run(&["jobs", "show", "x"]).fails(2, &["J-0007"]);
}

#[test]
fn where_nothing_was_recorded_nothing_is_listed_and_no_file_is_made() {
    let home = Home::new();
    for args in [
        &["journal", "list"][..],
        &["journal", "export", "--json"],
        &["jobs", "list"],
    ] {
        let done = home.run(args);
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    }
    let csv = home.run(&["journal", "export", "--csv"]);
    assert_eq!(csv.out.lines().count(), 1);
    home.run(&["jobs", "show", "J-1"]).fails(1, &["no job"]);
    assert!(!home.journal().parent().unwrap().exists());
}

#[test]
fn what_is_wrong_is_one_line() {
    let home = Home::new();
    home.run(&["journal", "export"])
        .fails(2, &["--json", "--csv"]);
    home.run(&["journal", "export", "--json", "--csv"])
        .fails(2, &["cannot be combined with"]);
    fs::create_dir_all(home.journal().parent().unwrap()).unwrap();
    fs::write(home.journal(), "no database ".repeat(1000)).unwrap();
    for args in [&["journal", "list"][..], &["jobs", "list"]] {
        home.run(args).fails(1, &["Journal: it is damaged"]);
    }
    // Looking moves nothing.
    assert!(home.journal().exists());
}

#[tokio::test]
async fn an_output_that_takes_nothing_is_said_and_a_closed_pipe_is_not() {
    let home = Home::new();
    let journal = journal_of(&home).await;
    fill(&journal).await;
    let audit = audit("#1");
    let plan = JobPlan {
        owner: UserId::new("alice"),
        undoes: None,
        steps: vec![JobStep {
            change: block("bob"),
            before: PairState::default(),
            undoes: None,
        }],
    };
    journal.record_job(audit.clone(), plan).await.unwrap();
    let commands: [&[&str]; 7] = [
        &["journal", "export", "--csv"],
        &["journal", "export", "--json"],
        &["journal", "list"],
        &["jobs", "list"],
        &["jobs", "show", "1"],
        &["paths"],
        &["--help"],
    ];
    for command in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let done = home.run_into(command, full.unwrap().into());
        done.fails(1, &["The output cannot be written", "No space left"]);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let done = home.run_into(command, writer.into());
        assert_eq!((done.code, done.err.as_str()), (1, ""), "{command:?}");
    }
}

#[tokio::test]
async fn what_is_old_is_pruned_where_it_is_said_so() {
    fn long_ago() -> i64 {
        1_700_000_000_000
    }
    let home = Home::new();
    let prune =
        |more: &[&str]| home.run(&[&["journal", "prune", "--older-than", "90d"], more].concat());
    prune(&["--dry-run"]).says(&[]);
    let options = JournalOptions {
        clock: long_ago,
        ..JournalOptions::new(&home.journal())
    };
    let journal = Journal::open(options).await.unwrap().journal;
    fill(&journal).await;
    let unknown = journal.record_sending(NewEntry {
        audit: audit("#1"),
        change: block("eve"),
        before: PairState::default(),
        undoes: None,
        sent: None,
    });
    unknown.await.unwrap();
    prune(&["--dry-run"]).says(&[
        "Would be removed: 3 changes, 0 jobs and 0 snapshots, from 2023-11-1",
        "Kept: 0 changes since",
        "and 1 earlier (in progress",
    ]);
    assert_eq!(home.run(&["journal", "list"]).out.lines().count(), 4);
    prune(&[]).says(&["Removed permanently: 3 changes", "and 1 earlier", "bytes"]);
    home.run(&["journal", "list"])
        .says(&["alice -> eve", "sent"]);
    prune(&[]).says(&["Nothing is removed", "and 1 earlier"]);
    for wrong in ["1h", "0d", "-90d", "2999-01-01", "old"] {
        let flag = format!("--older-than={wrong}");
        home.run(&["journal", "prune", &flag])
            .fails(2, &["at least one day"]);
    }
    home.run(&["journal", "prune"])
        .fails(2, &["Nothing was removed", "--older-than", "keep_days"]);
}

#[tokio::test]
async fn without_a_time_it_is_pruned_as_the_configuration_says() {
    fn hundred_days_ago() -> i64 {
        jiff::Timestamp::now().as_millisecond() - 100 * 24 * 60 * 60 * 1_000
    }
    let home = Home::new();
    let options = JournalOptions {
        clock: hundred_days_ago,
        ..JournalOptions::new(&home.journal())
    };
    fill(&Journal::open(options).await.unwrap().journal).await;
    let prune = |config: &str| {
        home.write(config);
        home.run(&["journal", "prune"])
    };
    prune("").fails(2, &["Nothing was removed"]);
    prune("[journal]\nkeep_days = 110\n").says(&["Nothing is removed"]);
    prune("[journal]\nkeep_days = 90\n").says(&["Removed permanently: 3 changes"]);
}

#[tokio::test]
async fn the_journal_lies_where_the_environment_says() {
    let home = Home::new();
    let elsewhere = home.path("local disk");
    let options = JournalOptions::new(&elsewhere.join("journal.db"));
    fill(&Journal::open(options).await.unwrap().journal).await;
    let named = [("ROSTERM_DATA_DIR", elsewhere.to_str().unwrap())];
    let run = |args: &[&str]| home.run_with(args, &named);
    run(&["paths"]).says(&["local disk/journal.db"]);
    assert_eq!(run(&["journal", "list"]).verbs().len(), 3);
    assert!(!home.journal().exists());
    home.run_with(&["paths"], &[("ROSTERM_DATA_DIR", "")])
        .says(&["data/rosterm/journal.db"]);
}
