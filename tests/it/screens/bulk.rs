//! Many at once: the sheet, the question, the jobs, the selection.

use rosterm::dialog::{COUNT_TYPED_FROM, Dialog, LISTED_UP_TO, triage};
use rosterm::domain::files::ExportedFile;
use rosterm::domain::job::{
    BulkOp, JobCounts, JobEvent, JobHolder, JobKind, JobPlan, JobState, JobStep, LoadedJob,
    StepState, UnfinishedJob,
};
use rosterm::domain::{ChatKind, JobId, PairState, UserId};
use rosterm::i18n::Lang;
use rosterm::msg::{Effect, Query, Reply};
use rosterm::text::Text;

use super::picture::{show, show_at, text};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, conversation, not_found, offline, server_error};

fn spam(ids: std::ops::Range<usize>) -> String {
    let lines: Vec<String> = ids.map(|i| format!("spam_{i:04}\r")).collect();
    lines.concat()
}

/// What stands in a ticket: blocked people, some who are not, repeated and impossible ids.
fn ticket() -> String {
    spam(41..81)
        + "spam_9001 SPAM_0042\rbob_77\r\rspam_0043\rOld User@corp\ralice_01\rzero\u{200b}width ..\r"
}

fn pasted(d: &mut Scripted) {
    d.on_alice();
    d.paste(&ticket());
}

fn looked_at(d: &mut Scripted) {
    pasted(d);
    d.answer();
}

#[test]
fn a_list_is_typed_or_pasted_into_an_empty_sheet() {
    show("triage-text", |d| {
        d.on_alice();
        d.press("p");
        d.paste("spam_0041\r\nspam_0042\r\n");
        d.types("spam_0043");
    });
    show("triage-text-nothing", |d| {
        d.on_alice();
        d.press("p<Enter>");
    });
}

#[test]
fn nothing_is_said_of_anybody_before_it_is_read() {
    show("triage-loading", |d| {
        pasted(d);
        d.press("u");
    });
}

#[test]
fn each_id_and_what_each_action_would_change() {
    show("triage-loaded", looked_at);
    show("triage-ids-selected", |d| {
        looked_at(d);
        d.press("j  j");
    });
}

#[test]
fn what_is_impossible_says_why() {
    show("triage-impossible", |d| {
        looked_at(d);
        d.press("G");
    });
}

#[test]
fn a_check_that_failed_is_no_answer() {
    show("triage-failed", |d| {
        d.on_alice();
        d.world.friend_ids = Given::Fails(offline());
        d.paste(&ticket());
        d.answer();
    });
}

#[test]
fn the_question_names_the_number_and_what_is_left_out() {
    show("bulk-unblock", |d| {
        looked_at(d);
        d.press("u");
    });
    show("bulk-count-wrong", |d| {
        looked_at(d);
        d.press("u");
        d.types("39");
    });
    show("bulk-remove", |d| {
        d.on_alice();
        d.paste("bob_77 carol.chen dave-01 frank judy 张三");
        d.answer();
        d.press("d");
    });
    show("bulk-few", |d| {
        d.on_alice();
        d.paste("bob_77");
        d.answer();
        d.press("d");
    });
    show("bulk-add", |d| {
        looked_at(d);
        d.press("a");
    });
}

#[test]
fn a_limit_makes_the_number_smaller() {
    show("bulk-caps", |d| {
        d.on_alice();
        d.paste(&spam(700..720));
        d.answer();
        d.press("b");
    });
}

#[test]
fn what_changes_under_the_question_is_said() {
    show("bulk-moved", |d| {
        looked_at(d);
        d.press("u");
        d.press("<Esc><Esc>2r");
        d.paste(&spam(41..81));
        d.answer_standing();
        d.press("u");
        d.types("40");
        // Somebody else unblocked a few of them meanwhile.
        if let Given::Whole(ids) = &mut d.world.block_ids {
            ids.retain(|id| !id.raw().ends_with('5'));
        }
        // What was asked for before the sheet was read would not know of it.
        let request = d.model.next_request();
        let user = d.model.user.as_mut().unwrap();
        user.block_ids.asked = Some(request);
        let query = Query::BlockIds(user.id.clone());
        d.asked.push(Effect::Query(request, query));
        d.answer();
    });
}

fn begun(d: &mut Scripted) {
    looked_at(d);
    d.press("u");
    d.wait(1_000);
    d.types("40");
    d.press("<Enter>");
    d.worker(JobEvent::Begun(Some(JobId(7))));
}

fn half(d: &mut Scripted) {
    begun(d);
    d.wait(2_600);
    let mut moves: Vec<(usize, StepState)> = (0..26).map(|i| (i, StepState::Done)).collect();
    moves[4].1 = StepState::Failed(not_found());
    moves[9].1 = StepState::Unneeded;
    moves.extend((26..30).map(|i| (i, StepState::Sent)));
    d.worker(JobEvent::StepsChanged(moves));
}

#[test]
fn a_job_is_to_be_seen_from_everywhere() {
    show("job-begun", begun);
    show("job-beside", half);
}

#[test]
fn the_jobs_show_each_change() {
    show("jobs-running", |d| {
        half(d);
        d.press("5");
    });
    show("jobs-paused", |d| {
        half(d);
        d.worker(JobEvent::Paused);
        d.press("5");
    });
    show("jobs-stop", |d| {
        half(d);
        d.press("5s");
    });
    show("jobs-settling", |d| {
        half(d);
        let lost = (26..30).map(|i| (i, StepState::Unknown)).collect();
        d.worker(JobEvent::StepsChanged(lost));
        d.worker(JobEvent::VerificationDueIn(20_000));
        d.press("5");
    });
    show("jobs-failures", |d| {
        half(d);
        let mut rest: Vec<(usize, StepState)> = (26..40).map(|i| (i, StepState::Done)).collect();
        rest[3].1 = StepState::Failed(server_error());
        d.worker(JobEvent::StepsChanged(rest));
        d.worker(JobEvent::Ended);
        d.press("5");
    });
}

/// A job that somebody left in the middle.
fn left(number: i64, act: BulkOp) -> UnfinishedJob {
    UnfinishedJob {
        number: JobId(number),
        at: 1_795_000_000_000,
        operator: Some(Text::new("li.na")),
        ticket: Some(Text::new("#48213")),
        kind: JobKind::Op(act),
        owner: UserId::new("alice_01"),
        state: JobState::Running,
        counts: JobCounts {
            waiting: 373,
            done: 120,
            failed: 1,
            unknown: 6,
            ..JobCounts::default()
        },
        holder: None,
    }
}

/// A job whose changes were undone, as far as they were made.
fn undone(number: i64) -> UnfinishedJob {
    let left = left(number, BulkOp::Unblock);
    UnfinishedJob {
        state: JobState::Paused,
        counts: JobCounts {
            waiting: 14,
            undone: 24,
            ..JobCounts::default()
        },
        ..left
    }
}

fn with_jobs(d: &mut Scripted, jobs: Vec<UnfinishedJob>) {
    d.world.unfinished = jobs;
    d.on_alice();
}

#[test]
fn going_on_with_a_job_that_was_left_is_offered() {
    show("offer", |d| with_jobs(d, vec![left(7, BulkOp::Unblock)]));
    show("offer-many", |d| {
        with_jobs(
            d,
            vec![left(8, BulkOp::RemoveFriend), left(7, BulkOp::Unblock)],
        );
    });
    show("offer-shelve", |d| {
        with_jobs(d, vec![left(7, BulkOp::Unblock)]);
        d.press("s");
    });
    show("offer-locked", |d| {
        d.model.session.read_only = true;
        d.model.session.may_unlock = true;
        with_jobs(d, vec![left(7, BulkOp::Unblock)]);
    });
}

#[test]
fn jobs_that_were_left_are_among_the_jobs() {
    show("jobs-left", |d| {
        with_jobs(d, vec![left(8, BulkOp::Block), left(7, BulkOp::Unblock)]);
        d.press("nn5");
        d.answer();
    });
    // What was done of it was undone since.
    show("jobs-left-undone", |d| {
        with_jobs(d, vec![undone(7)]);
        d.press("n5");
        d.answer();
    });
    show("jobs-left-undone-ask", |d| {
        with_jobs(d, vec![undone(7)]);
        d.press("n5 ");
    });
    show("jobs-left-ask", |d| {
        with_jobs(d, vec![left(7, BulkOp::Unblock)]);
        d.press("n5 ");
    });
    show("jobs-left-held", |d| {
        let holder = JobHolder {
            pid: Some(4711),
            operator: Some(Text::new("zhang")),
            host: Some(Text::new("wuhan-support-1")),
        };
        let held = UnfinishedJob {
            holder: Some(holder),
            ..left(7, BulkOp::Unblock)
        };
        with_jobs(d, vec![held]);
        d.press("5");
        d.answer();
    });
    show("jobs-resumed", |d| {
        with_jobs(d, vec![left(7, BulkOp::Unblock)]);
        d.wait(1_000);
        d.press("y");
        let steps = (41..81).map(|n| JobStep {
            change: BulkOp::Unblock.change(
                UserId::new("alice_01"),
                UserId::new(&format!("spam_{n:04}")),
            ),
            before: PairState::default(),
            undoes: None,
        });
        let mut states = vec![StepState::Waiting; 40];
        states[..20].fill(StepState::Done);
        states[18..22].fill(StepState::Unknown);
        states[3] = StepState::Failed(not_found());
        d.worker(JobEvent::Loaded(Box::new(LoadedJob {
            plan: JobPlan {
                owner: UserId::new("alice_01"),
                steps: steps.collect(),
                undoes: None,
            },
            states,
        })));
        d.worker(JobEvent::Begun(Some(JobId(7))));
        d.press("5");
    });
}

#[test]
fn leaving_says_that_a_job_is_not_done() {
    show("leave-job", |d| {
        half(d);
        d.model.session.sandbox = false;
        d.press("q");
    });
    show("leave-job-sandbox", |d| {
        half(d);
        d.press("q");
    });
}

#[test]
fn once_all_its_changes_have_an_outcome_a_job_is_not_called_running() {
    let mut d = Scripted::new(Lang::En, (120, 36));
    begun(&mut d);
    assert!(text(&d.draw().0).contains("Job 0/40"));
    let all = (0..40).map(|i| (i, StepState::Done)).collect();
    d.worker(JobEvent::StepsChanged(all));
    assert!(!text(&d.draw().0).contains("Job 40/40"));
}

#[test]
fn selected_rows_are_marked_and_counted() {
    show("selection", |d| {
        d.on_alice();
        d.press("2  j ");
    });
    show("selection-hidden", |d| {
        d.on_alice();
        d.press("2  /");
        d.types("spam_005");
        d.press("<Enter>");
        d.answer();
        d.press("<Ctrl-a>");
        d.wait(11_000);
    });
    show("selection-range", |d| {
        d.on_alice();
        d.press("jvjj");
    });
}

// ---- accounts ----

fn counted(d: &mut Scripted) {
    looked_at(d);
    d.press("c");
}

#[test]
fn accounts_say_what_they_cost_before_they_are_read() {
    show("triage-accounts-asked", counted);
    show("triage-accounts-going", |d| {
        counted(d);
        d.press("c");
    });
    show("triage-accounts", |d| {
        counted(d);
        d.press("c");
        d.answer();
    });
}

// ---- several conversations ----

fn chosen(d: &mut Scripted) {
    d.on_alice();
    d.press("3      ");
    d.rest();
    d.press("d");
    d.wait(1_000);
}

#[test]
fn selected_conversations_are_asked_about_together() {
    show("conversations-choice", chosen);
    show("conversations-count", |d| {
        chosen(d);
        d.press("y");
    });
    show("conversations-roaming", |d| {
        chosen(d);
        d.press("m");
        d.types("bob_77");
        d.press("<Enter>");
    });
}

#[test]
fn what_failed_is_written_into_a_file() {
    let asked = |d: &mut Scripted| {
        half(d);
        d.worker(JobEvent::Ended);
        d.press("5E");
    };
    show("jobs-export", asked);
    show("jobs-export-json", |d| {
        asked(d);
        d.press("<Tab>");
    });
    show("jobs-exported", |d| {
        asked(d);
        d.press("<Enter>");
        d.file(Reply::Exported(Ok(ExportedFile {
            path: Text::new("/home/li.na/tickets/rosterm-J-0007-failed.csv"),
            rows: 1,
        })));
    });
}

// ---- who is meant ----

/// So many friends are selected, and to be removed.
fn friends_to_remove(d: &mut Scripted, n: usize) {
    d.on_alice();
    d.press("j");
    for _ in 0..n {
        d.press("<Space>");
    }
    d.press("d");
    d.answer();
    d.wait(1_000);
}

/// So many conversations are selected, and to be deleted.
fn conversations_to_delete(d: &mut Scripted, n: usize) {
    let peer = |n: usize| (format!("peer_{n:04}"), ChatKind::Chat);
    let row = |n: usize| {
        let (id, kind) = peer(n);
        conversation(
            (&id, kind),
            Some(0),
            Some("2026-11-19T18:02:00+08:00"),
            None,
        )
    };
    let conversations = Given::Whole((1..=n).map(row).collect());
    d.open_in(World {
        conversations,
        ..World::usual()
    });
    d.press("3");
    for _ in 0..n {
        d.press("<Space>");
    }
    d.rest();
    d.press("d");
    d.wait(1_000);
}

#[test]
fn who_is_meant_is_said_before_anything_else_or_how_many() {
    let sizes = [(120, 36), (40, 12)];
    show_at(&sizes, "friends-two", |d| friends_to_remove(d, 2));
    show_at(&sizes, "friends-five", |d| friends_to_remove(d, 5));
    show_at(&sizes, "friends-forty", |d| friends_to_remove(d, 40));
    show_at(&sizes, "conversations-two", |d| {
        conversations_to_delete(d, 2);
    });
    show_at(&sizes, "conversations-five", |d| {
        conversations_to_delete(d, 5);
        d.press("y");
    });
    show_at(&sizes, "conversations-forty", |d| {
        conversations_to_delete(d, 40);
        d.press("y");
    });
}

/// Whoever is about to lose something, by the ids.
fn meant(d: &Scripted) -> Vec<String> {
    let shown = |ids: Vec<&UserId>| ids.into_iter().map(|id| id.shown().to_owned()).collect();
    match d.model.dialogs.top() {
        Some(Dialog::JobConfirmation(dialog)) => {
            shown(dialog.steps.iter().map(|s| s.change.target()).collect())
        }
        Some(Dialog::Triage(sheet)) => match &sheet.step {
            triage::TriageStep::Confirming(asking) => shown(asking.targets.iter().collect()),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Looks until nothing is left to read, and gives back all that was on screen.
fn looks(d: &mut Scripted) -> String {
    let mut seen = String::new();
    loop {
        d.look();
        seen += &text(&d.draw().0);
        if d.model.dialogs.was_on_screen() {
            return seen;
        }
        d.press("<PgDn>");
    }
}

/// What is answered to a question, step by step: the choice, and what has to be typed.
fn answers(n: usize, choice: Option<&str>) -> Vec<String> {
    let number = (n >= COUNT_TYPED_FROM).then(|| n.to_string());
    let owner = (choice == Some("m")).then(|| "alice_01".to_owned());
    let mut answers: Vec<String> = choice.map(str::to_owned).into_iter().collect();
    for typed in [number, owner].into_iter().flatten() {
        answers.extend([typed, "<Enter>".to_owned()]);
    }
    if answers.is_empty() {
        answers.push("y".to_owned());
    }
    answers
}

#[test]
fn whoever_confirms_has_seen_who_is_meant_or_typed_how_many() {
    type Way = fn(&mut Scripted, usize);
    let ways: [(Way, Option<&str>); 3] = [
        (friends_to_remove, None),
        (conversations_to_delete, Some("y")),
        (conversations_to_delete, Some("m")),
    ];
    for (way, choice) in ways {
        for (n, lang) in [2, 4, 5, LISTED_UP_TO, 40]
            .into_iter()
            .flat_map(|n| [(n, Lang::En), (n, Lang::ZhCn)])
        {
            let at = format!("{n} {lang} {choice:?}");
            let mut d = Scripted::new(lang, (40, 12));
            way(&mut d, n);
            let meant = meant(&d);
            assert_eq!(meant.len(), n, "{at}");
            let mut seen = String::new();
            for answer in answers(n, choice) {
                seen += &looks(&mut d);
                match answer.as_str() {
                    "y" | "m" | "<Enter>" => d.press(&answer),
                    typed => d.types(typed),
                }
                d.wait(1_000);
            }
            assert_eq!(d.model.jobs.len(), 1, "{at}: it was confirmed");
            let unseen: Vec<_> = meant.iter().filter(|id| !seen.contains(*id)).collect();
            assert!(
                n > LISTED_UP_TO || unseen.is_empty(),
                "{at}: {unseen:?}\n{seen}"
            );
            let question = seen.lines().nth(1).unwrap_or_default();
            assert!(question.contains(&n.to_string()), "{at}: {question}");
        }
    }
}
