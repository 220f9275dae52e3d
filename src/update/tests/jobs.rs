//! Jobs: reports from the worker reach the lists and the screen; commands from the person reach the worker.

use super::*;
use crate::dialog::ARM_TIME;
use crate::domain::JobId;
use crate::domain::files::{ExportSubject, FailedSteps};
use crate::domain::job::{JobCounts, JobStep, RecordingBacklog};
use crate::model::bulk::job_cost;
use crate::model::{JobPhase, RemarkRecording, SessionJob, display_order, front};
use crate::msg::copy::{Copied, CopyTaker};

/// alice, who unblocks six blocked users.
fn unblocking() -> Console {
    let blocks = ["s1", "s2", "s3", "s4", "s5", "s6", "rest"];
    let facts = Facts::of(&["bob", "carol"], &blocks, &["bob"]);
    let mut console = Console::new().knows("alice", facts).opened("alice");
    console.serve().wait(2_000);
    console.paste("s1 s2 s3 s4 s5 s6").serve();
    console.press("u").wait(ARM_TIME).types("6").press("Enter");
    assert_eq!(console.jobs.len(), 1);
    console.worker(JobEvent::Begun(Some(JobId(7))));
    console
}

fn all_done(n: usize) -> JobCounts {
    JobCounts {
        done: n,
        ..JobCounts::default()
    }
}

fn job(console: &Console) -> &SessionJob {
    console.model.jobs.last().unwrap()
}

#[test]
fn what_is_done_goes_from_the_lists_at_once() {
    let mut console = unblocking();
    assert_eq!(job(&console).number, Some(JobId(7)));
    console.moves(&[(0, StepState::Sent), (1, StepState::Sent)]);
    assert_eq!(console.blocks().len(), 7);
    console.moves(&[(0, StepState::Done), (1, StepState::Unneeded)]);
    assert_eq!(console.blocks(), ["s3", "s4", "s5", "s6", "rest"]);
    assert_eq!(console.open_user().block_total().unwrap().n, 5);
    console.moves(&[(2, StepState::Failed(failure(FailureClass::Final)))]);
    assert_eq!(console.blocks().len(), 5);
}

#[test]
fn a_change_said_to_be_done_twice_is_taken_once() {
    let mut console = unblocking();
    console.moves(&[(0, StepState::Done)]);
    console
        .world
        .0
        .get_mut(&user("alice"))
        .unwrap()
        .blocks
        .remove(0);
    console.press_all("2 b").names("s1").press("y").agrees();
    assert!(console.blocks().contains(&"s1"));
    console.moves(&[(0, StepState::Done)]);
    assert!(console.blocks().contains(&"s1"), "that was before");
}

#[test]
fn a_job_reads_no_list_again_but_once_at_its_end_and_only_where_it_must() {
    let mut console = unblocking();
    for place in 0..6 {
        console.moves(&[(place, StepState::Done)]);
        assert_eq!(console.queries(), []);
    }
    console.worker(JobEvent::Ended);
    assert_eq!(console.queries(), [], "nothing was on its way meanwhile");

    let mut console = unblocking();
    console.press_all("2 r");
    assert_eq!(console.queries().len(), 2, "the page and the total");
    for place in 0..6 {
        console.moves(&[(place, StepState::Done)]);
        assert_eq!(console.queries(), []);
    }
    console.worker(JobEvent::Ended);
    let blocks = |f: &Query| matches!(f, Query::Blocks(..) | Query::BlockIds(_));
    assert_eq!(console.queries().len(), 2);
    assert!(console.queries().iter().all(blocks));
}

#[test]
fn a_job_for_another_user_goes_on_while_somebody_else_is_open() {
    let mut console = unblocking();
    console.press_all("1 o").serve();
    assert_eq!(console.open_user().id, user("bob"));
    console.moves(&[(0, StepState::Done), (1, StepState::Done)]);
    console.press("[");
    assert_eq!(console.blocks(), ["s3", "s4", "s5", "s6", "rest"]);
}

#[test]
fn a_single_change_about_somebody_in_a_job_is_refused() {
    let mut console = unblocking();
    console.press("2").wait(1_000).press("u");
    assert_eq!(
        console.notice(),
        Some(&Notice::AlreadyInProgress(user("s1")))
    );
    assert_eq!(console.sent(), []);
    console.press("b").names("s1").press("y");
    assert_eq!((console.writes.len(), console.jobs.len()), (0, 1));
    console.press("Esc");
    console.moves(&[(0, StepState::Failed(failure(FailureClass::Final)))]);
    console.wait(1_000).press("u");
    assert_eq!(console.sent(), [unblock("alice", "s1")], "its turn is over");
}

#[test]
fn pausing_and_going_on_are_asked_of_the_worker_once_each() {
    let mut console = unblocking();
    console.press("5").press(" ").press(" ");
    let request = console.jobs[0].0;
    assert_eq!(console.controls, [(request, JobControl::Pause)]);
    console.worker(JobEvent::Paused);
    assert_eq!(job(&console).phase, JobPhase::Paused);
    assert!(
        !console.model.is_busy(),
        "nothing turns while it stands still"
    );
    console.press(" ");
    assert_eq!(console.controls[1..], [(request, JobControl::Resume)]);
    console.worker(JobEvent::Resumed);
    assert_eq!(job(&console).phase, JobPhase::Running);
}

#[test]
fn stopping_asks_first_and_takes_no_key_too_soon() {
    let mut console = unblocking();
    console.press("5").press("s").press("y");
    assert_eq!(console.controls, [], "too soon");
    console.wait(ARM_TIME).press("Enter").press("y");
    assert_eq!(console.controls, [], "Enter is a no, and y copies there");
    console.press("s").wait(ARM_TIME).press("y");
    assert_eq!(console.controls, [(console.jobs[0].0, JobControl::Stop)]);
    console
        .moves(&[(0, StepState::Done)])
        .worker(JobEvent::Ended);
    assert_eq!(
        console.notice(),
        Some(&Notice::JobEnded(
            JobCounts {
                done: 1,
                waiting: 5,
                ..JobCounts::default()
            },
            Some(UndoDirection::Undo)
        ))
    );
    assert!(job(&console).stopped && !job(&console).is_active());
}

#[test]
fn the_question_about_stopping_goes_with_the_job() {
    let mut console = unblocking();
    console.press("5").press("s").worker(JobEvent::Ended);
    let Some(Dialog::Jobs(dialog)) = console.top() else {
        panic!("the jobs stay");
    };
    assert_eq!(dialog.ask, None);
}

#[test]
fn what_failed_goes_through_the_sheet_again() {
    let mut console = unblocking();
    let moves: Vec<(usize, StepState)> = vec![
        (0, StepState::Done),
        (1, StepState::Failed(failure(FailureClass::Retryable))),
        (2, StepState::Failed(failure(FailureClass::Final))),
        (3, StepState::Failed(failure(FailureClass::NothingDone))),
    ];
    console.moves(&moves).press("5").press("r");
    assert_eq!(
        console.notice(),
        Some(&Notice::NothingToRetry),
        "it still runs"
    );
    console.worker(JobEvent::Ended).press("y");
    assert_eq!(console.copied(), "s2\ns3\ns4");
    assert_eq!(
        console.told(),
        &Notice::Copied(Copied::Ids(3), Some(CopyTaker::Desktop))
    );
    console.press("r").serve();
    assert_eq!(console.asking().targets, [user("s2"), user("s4")]);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.jobs.len(), 2);
    assert_eq!(console.model.jobs.len(), 2, "the first stays listed");
}

#[test]
fn a_job_that_cannot_begin_is_over_and_its_ids_are_free() {
    let mut console = unblocking();
    console
        .paste("rest")
        .serve()
        .press("u")
        .wait(ARM_TIME)
        .press("y");
    console.worker(JobEvent::Refused(failure(FailureClass::Final)));
    assert_eq!(console.notice(), Some(&Notice::JobRefused));
    assert!(!job(&console).is_active());
    assert!(!console.model.is_in_a_job(&user("alice"), &user("rest")));
}

#[test]
fn lost_answers_show_when_they_were_sent_and_when_the_truth_is_read() {
    let mut console = unblocking();
    console.moves(&[(0, StepState::Sent)]).wait(5_000);
    let sent = console.now - 5_000;
    console
        .moves(&[(0, StepState::Unknown)])
        .worker(JobEvent::VerificationDueIn(20_000));
    assert_eq!(job(&console).sent[0], Some(sent));
    assert_eq!(job(&console).verify_at, Some(console.now + 20_000));
    assert!(console.model.is_in_a_job(&user("alice"), &user("s1")));
    console.moves(&[(0, StepState::Done)]);
    assert_eq!(job(&console).verify_at, None);
    assert!(!console.blocks().contains(&"s1"));
}

#[test]
fn quitting_asks_while_a_job_runs_and_not_after() {
    let mut console = unblocking();
    console.press("q");
    assert!(matches!(console.top(), Some(Dialog::Leave)));
    console.press("y");
    assert!(!console.model.leaving, "too soon");
    console.worker(JobEvent::Ended);
    assert!(console.model.dialogs.is_empty());
    console.wait(ARM_TIME).press("q");
    assert!(console.model.leaving);

    let mut console = unblocking();
    console.press_all("Ctrl-c Ctrl-c");
    assert!(matches!(console.top(), Some(Dialog::Leave)));
    console.wait(ARM_TIME).press("y");
    assert!(console.model.leaving);
}

#[test]
fn on_a_screen_too_small_to_ask_q_wants_to_be_pressed_twice() {
    let mut console = unblocking();
    console.resize(30, 8).press("q");
    assert!(!console.model.leaving);
    console.press("q");
    assert!(console.model.leaving);
}

#[test]
fn news_of_no_job_or_of_one_that_is_over_changes_nothing() {
    let mut console = unblocking();
    console.worker(JobEvent::Ended);
    let before = format!("{:?}", console.model);
    console
        .moves(&[(0, StepState::Done)])
        .worker(JobEvent::Resumed);
    console.say(Event::Job(
        RequestId(9_999),
        JobEvent::Begun(Some(JobId(1))),
    ));
    assert_eq!(format!("{:?}", console.model), before);
}

#[test]
fn the_pace_leaves_pauses_out() {
    let mut console = unblocking();
    console.wait(1_000);
    console.moves(&[(0, StepState::Done), (1, StepState::Done)]);
    assert_eq!(job(&console).pace(console.now), Some((20, 2_000)));
    console
        .worker(JobEvent::Paused)
        .wait(60_000)
        .worker(JobEvent::Resumed);
    assert_eq!(job(&console).pace(console.now), Some((20, 2_000)));
}

#[test]
fn without_a_job_there_is_none_to_show() {
    let mut console = Console::alice();
    console.press("5");
    assert_eq!(console.notice(), None, "the journal may hold one");
    console.serve();
    assert_eq!(console.notice(), Some(&Notice::NoJob));
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn failed_ones_come_first_on_request() {
    let mut console = unblocking();
    console.moves(&[
        (0, StepState::Done),
        (4, StepState::Failed(failure(FailureClass::Retryable))),
        (5, StepState::Unknown),
    ]);
    let states = &job(&console).states;
    assert_eq!(display_order(states, false), [0, 1, 2, 3, 4, 5]);
    assert_eq!(display_order(states, true), [4, 5, 1, 2, 3, 0]);
    assert_eq!(front(states, false), 1);
}

#[test]
fn what_failed_of_a_job_that_did_several_things_is_sent_again_as_a_whole() {
    let mut console = Console::alice();
    let step = |change: Change| JobStep {
        change,
        before: PairState::default(),
        undoes: None,
    };
    let plan = JobPlan {
        owner: user("alice"),
        steps: vec![
            step(add("alice", "zoe")),
            step(remark("alice", "zoe", "Zoe")),
            step(remark("alice", "bob", "Bob")),
            step(unblock("alice", "spam1")),
        ],
        undoes: None,
    };
    let request = console.model.next_request();
    console.jobs.push((request, plan.clone()));
    let now = console.now;
    console.model.jobs.push(SessionJob::new(request, plan, now));
    let later = || StepState::Failed(failure(FailureClass::Retryable));
    console.worker(JobEvent::Begun(Some(JobId(1)))).moves(&[
        (0, StepState::Done),
        (1, later()),
        (2, StepState::Failed(failure(FailureClass::Final))),
        (3, later()),
    ]);
    console.press("5").press("r");
    assert_eq!(console.notice(), Some(&Notice::NothingToRetry), "it runs");
    console.worker(JobEvent::Ended).press("r").press("y");
    assert_eq!(console.jobs.len(), 1, "too soon");
    let Some(Dialog::JobConfirmation(dialog)) = console.top() else {
        panic!("no question");
    };
    let cost = job_cost(&console.model, &dialog.owner, &dialog.steps);
    assert_eq!(
        (cost.calls, cost.snapshot_calls),
        (4, 2),
        "each list is kept first"
    );
    console.wait(ARM_TIME).press("y");
    let steps = &console.jobs[1].1.steps;
    let changes: Vec<Change> = steps.iter().map(|step| step.change.clone()).collect();
    assert_eq!(
        changes,
        [remark("alice", "zoe", "Zoe"), unblock("alice", "spam1")]
    );
}

#[test]
fn what_failed_goes_into_a_file_through_the_dialog_of_the_lists() {
    let mut console = unblocking();
    console.press("5").press("E");
    assert_eq!(console.notice(), Some(&Notice::NoIds));
    let why = failure(FailureClass::Final);
    console.moves(&[
        (0, StepState::Done),
        (1, StepState::Failed(why.clone())),
        (2, StepState::Unknown),
    ]);
    console.press("E").wait(ARM_TIME);
    assert_eq!(
        console.typed().as_deref(),
        Some("rosterm-J-0007-failed.csv")
    );
    console.press("Tab").press("Enter");
    let name = "rosterm-J-0007-failed.json";
    let [Query::Export(export)] = &console.queries()[..] else {
        panic!("{:?}", console.queries());
    };
    assert_eq!(export.path, name);
    let failed = FailedSteps {
        owner: user("alice"),
        job: JobId(7),
        steps: vec![
            (unblock("alice", "s2"), Some(why)),
            (unblock("alice", "s3"), None),
        ],
    };
    assert_eq!(export.subject, ExportSubject::Failed(failed));
    console.serve();
    let Some(Notice::Exported(written)) = console.notice() else {
        panic!("{:?}", console.notice());
    };
    assert!(written.path.raw().ends_with(name));
    assert!(
        matches!(console.top(), Some(Dialog::Jobs(_))),
        "it lies below"
    );
}

#[test]
fn leaving_asks_while_outcomes_are_still_to_be_recorded() {
    let mut console = Console::new().opened("alice");
    console.serve();
    let why = failure(FailureClass::NothingDone);
    let owed = |count, why| Event::RecordingBacklog(RecordingBacklog { count, why });
    console.say(owed(2, Some(why.clone())));
    assert_eq!(console.model.unrecorded, 2);
    assert_eq!(console.notice(), Some(&Notice::Owed(2, why)));
    console.press("q");
    assert!(
        console
            .model
            .top_is(|dialog| matches!(dialog, Dialog::Leave))
    );
    assert!(!console.model.leaving);
    console.say(owed(1, None));
    assert!(
        console
            .model
            .top_is(|dialog| matches!(dialog, Dialog::Leave))
    );
    console.say(owed(0, None));
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.notice(), Some(&Notice::NothingOwed));
    console.wait(ARM_TIME).press("q");
    assert!(console.model.leaving);
}

#[test]
fn a_job_names_no_way_back_from_remarks_that_the_journal_does_not_keep() {
    let steps = |changes: Vec<Change>| JobPlan {
        owner: user("alice"),
        steps: changes
            .into_iter()
            .map(|change| JobStep {
                change,
                before: PairState::default(),
                undoes: None,
            })
            .collect(),
        undoes: None,
    };
    let remark = remark("alice", "bob", "A");
    for (changes, remarks, back) in [
        (vec![remark.clone()], RemarkRecording::Withheld, None),
        (
            vec![remark.clone()],
            RemarkRecording::Recorded,
            Some(UndoDirection::Undo),
        ),
        (
            vec![remark, block("alice", "bob")],
            RemarkRecording::Withheld,
            Some(UndoDirection::Undo),
        ),
    ] {
        let mut console = Console::alice();
        console.model.remark_recording = remarks;
        let request = console.model.next_request();
        let n = changes.len();
        let job = SessionJob::new(request, steps(changes), console.now);
        console.model.jobs.push(job);
        let moves = (0..n).map(|place| (place, StepState::Done)).collect();
        for news in [
            JobEvent::Begun(Some(JobId(1))),
            JobEvent::StepsChanged(moves),
            JobEvent::Ended,
        ] {
            console.say(Event::Job(request, news));
        }
        assert_eq!(console.notice(), Some(&Notice::JobEnded(all_done(1), back)));
    }
}
