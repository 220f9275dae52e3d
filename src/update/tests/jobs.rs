//! Jobs: what the worker says of them reaches the lists and the screen; what a person asks reaches the worker.

use super::*;
use crate::dialog::ARM;
use crate::domain::job::{JobStep, RecordingBacklog};
use crate::domain::lists::{ExportSubject, FailedSteps};
use crate::model::{JobPhase, JobView, RemarkRecording};
use crate::msg::copy::{Copied, CopyTaker};

/// Alice, who unblocks six of her blocked people.
fn unblocking() -> Desk {
    let blocks = ["s1", "s2", "s3", "s4", "s5", "s6", "rest"];
    let facts = Facts::of(&["bob", "carol"], &blocks, &["bob"]);
    let mut desk = Desk::new().knows("alice", facts).opened("alice");
    desk.serve().wait(2_000);
    desk.paste("s1 s2 s3 s4 s5 s6").serve();
    desk.press("u").wait(ARM).types("6").press("Enter");
    assert_eq!(desk.jobs.len(), 1);
    desk.worker(JobEvent::Begun(7));
    desk
}

fn job(desk: &Desk) -> &JobView {
    desk.model.jobs.last().unwrap()
}

#[test]
fn what_is_done_goes_from_the_lists_at_once() {
    let mut desk = unblocking();
    assert_eq!(job(&desk).number, Some(7));
    desk.moves(&[(0, StepState::Sent), (1, StepState::Sent)]);
    assert_eq!(desk.blocks().len(), 7);
    desk.moves(&[(0, StepState::Done), (1, StepState::Nothing)]);
    assert_eq!(desk.blocks(), ["s3", "s4", "s5", "s6", "rest"]);
    assert_eq!(desk.open_user().block_total().unwrap().n, 5);
    desk.moves(&[(2, StepState::Failed(failure(FailureClass::Refused)))]);
    assert_eq!(desk.blocks().len(), 5);
}

#[test]
fn a_change_said_to_be_done_twice_is_taken_once() {
    let mut desk = unblocking();
    desk.moves(&[(0, StepState::Done)]);
    desk.world
        .0
        .get_mut(&user("alice"))
        .unwrap()
        .blocks
        .remove(0);
    desk.press_all("2 b").names("s1").press("y").agrees();
    assert!(desk.blocks().contains(&"s1"));
    desk.moves(&[(0, StepState::Done)]);
    assert!(desk.blocks().contains(&"s1"), "that was before");
}

#[test]
fn a_job_reads_no_list_again_but_once_at_its_end_and_only_where_it_must() {
    let mut desk = unblocking();
    for place in 0..6 {
        desk.moves(&[(place, StepState::Done)]);
        assert_eq!(desk.fetched(), []);
    }
    desk.worker(JobEvent::Ended);
    assert_eq!(desk.fetched(), [], "nothing was on its way meanwhile");

    let mut desk = unblocking();
    desk.press_all("2 r");
    assert_eq!(desk.fetched().len(), 2, "the page and the total");
    for place in 0..6 {
        desk.moves(&[(place, StepState::Done)]);
        assert_eq!(desk.fetched(), []);
    }
    desk.worker(JobEvent::Ended);
    let blocks = |f: &Query| matches!(f, Query::Blocks(..) | Query::BlockIds(_));
    assert_eq!(desk.fetched().len(), 2);
    assert!(desk.fetched().iter().all(blocks));
}

#[test]
fn a_job_for_another_user_goes_on_while_somebody_else_is_open() {
    let mut desk = unblocking();
    desk.press_all("1 o").serve();
    assert_eq!(desk.open_user().id, user("bob"));
    desk.moves(&[(0, StepState::Done), (1, StepState::Done)]);
    desk.press("[");
    assert_eq!(desk.blocks(), ["s3", "s4", "s5", "s6", "rest"]);
}

#[test]
fn a_single_change_about_somebody_in_a_job_is_refused() {
    let mut desk = unblocking();
    desk.press("2").wait(1_000).press("u");
    assert_eq!(desk.notice(), Some(&Notice::AlreadySent(user("s1"))));
    assert_eq!(desk.sent(), []);
    desk.press("b").names("s1").press("y");
    assert_eq!((desk.writes.len(), desk.jobs.len()), (0, 1));
    desk.press("Esc");
    desk.moves(&[(0, StepState::Failed(failure(FailureClass::Refused)))]);
    desk.wait(1_000).press("u");
    assert_eq!(desk.sent(), [unblock("alice", "s1")], "its turn is over");
}

#[test]
fn pausing_and_going_on_are_asked_of_the_worker_once_each() {
    let mut desk = unblocking();
    desk.press("5").press(" ").press(" ");
    let request = desk.jobs[0].0;
    assert_eq!(desk.steered, [(request, JobControl::Pause)]);
    desk.worker(JobEvent::Paused);
    assert_eq!(job(&desk).phase, JobPhase::Paused);
    assert!(!desk.model.is_busy(), "nothing turns while it stands still");
    desk.press(" ");
    assert_eq!(desk.steered[1..], [(request, JobControl::Resume)]);
    desk.worker(JobEvent::Resumed);
    assert_eq!(job(&desk).phase, JobPhase::Running);
}

#[test]
fn stopping_asks_first_and_takes_no_key_too_soon() {
    let mut desk = unblocking();
    desk.press("5").press("s").press("y");
    assert_eq!(desk.steered, [], "too soon");
    desk.wait(ARM).press("Enter").press("y");
    assert_eq!(desk.steered, [], "Enter is a no, and y copies there");
    desk.press("s").wait(ARM).press("y");
    assert_eq!(desk.steered, [(desk.jobs[0].0, JobControl::Stop)]);
    desk.moves(&[(0, StepState::Done)]).worker(JobEvent::Ended);
    assert_eq!(
        desk.notice(),
        Some(&Notice::JobEnded(1, 0, 5, Some(UndoDirection::Undo)))
    );
    assert!(job(&desk).stopped && !job(&desk).is_active());
}

#[test]
fn the_question_about_stopping_goes_with_the_job() {
    let mut desk = unblocking();
    desk.press("5").press("s").worker(JobEvent::Ended);
    let Some(Dialog::Jobs(d)) = desk.top() else {
        panic!("the jobs stay");
    };
    assert_eq!(d.ask, None);
}

#[test]
fn what_failed_goes_through_the_sheet_again() {
    let mut desk = unblocking();
    let moves: Vec<(usize, StepState)> = vec![
        (0, StepState::Done),
        (1, StepState::Failed(failure(FailureClass::Later))),
        (2, StepState::Failed(failure(FailureClass::Refused))),
        (3, StepState::Failed(failure(FailureClass::NotSent))),
    ];
    desk.moves(&moves).press("5").press("r");
    assert_eq!(
        desk.notice(),
        Some(&Notice::NothingToRetry),
        "it still runs"
    );
    desk.worker(JobEvent::Ended).press("y");
    assert_eq!(desk.copied(), "s2\ns3\ns4");
    assert_eq!(
        desk.told(),
        &Notice::Copied(Copied::Ids(3), Some(CopyTaker::Desktop))
    );
    desk.press("r").serve();
    assert_eq!(desk.asking().targets, [user("s2"), user("s4")]);
    desk.wait(ARM).press("y");
    assert_eq!(desk.jobs.len(), 2);
    assert_eq!(desk.model.jobs.len(), 2, "the first stays listed");
}

#[test]
fn a_job_that_cannot_begin_is_over_and_its_ids_are_free() {
    let mut desk = unblocking();
    desk.paste("rest").serve().press("u").wait(ARM).press("y");
    desk.worker(JobEvent::Refused(failure(FailureClass::Refused)));
    assert_eq!(desk.notice(), Some(&Notice::JobRefused));
    assert!(!job(&desk).is_active());
    assert!(!desk.model.is_in_a_job(&user("alice"), &user("rest")));
}

#[test]
fn lost_answers_show_when_they_were_sent_and_when_the_truth_is_read() {
    let mut desk = unblocking();
    desk.moves(&[(0, StepState::Sent)]).wait(5_000);
    let sent = desk.now - 5_000;
    desk.moves(&[(0, StepState::Unknown)])
        .worker(JobEvent::Settling(20_000));
    assert_eq!(job(&desk).sent[0], Some(sent));
    assert_eq!(job(&desk).verify_at, Some(desk.now + 20_000));
    assert!(desk.model.is_in_a_job(&user("alice"), &user("s1")));
    desk.moves(&[(0, StepState::Done)]);
    assert_eq!(job(&desk).verify_at, None);
    assert!(!desk.blocks().contains(&"s1"));
}

#[test]
fn quitting_asks_while_a_job_runs_and_not_after() {
    let mut desk = unblocking();
    desk.press("q");
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    desk.press("y");
    assert!(!desk.model.leaving, "too soon");
    desk.worker(JobEvent::Ended);
    assert!(desk.model.dialogs.is_empty());
    desk.press("q");
    assert!(desk.model.leaving);

    let mut desk = unblocking();
    desk.press_all("Ctrl-c Ctrl-c");
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    desk.wait(ARM).press("y");
    assert!(desk.model.leaving);
}

#[test]
fn on_a_screen_too_small_to_ask_q_wants_to_be_pressed_twice() {
    let mut desk = unblocking();
    desk.resize(30, 8).press("q");
    assert!(!desk.model.leaving);
    desk.press("q");
    assert!(desk.model.leaving);
}

#[test]
fn news_of_no_job_or_of_one_that_is_over_changes_nothing() {
    let mut desk = unblocking();
    desk.worker(JobEvent::Ended);
    let before = format!("{:?}", desk.model);
    desk.moves(&[(0, StepState::Done)])
        .worker(JobEvent::Resumed);
    desk.say(Event::Job(RequestId(9_999), JobEvent::Begun(1)));
    assert_eq!(format!("{:?}", desk.model), before);
}

#[test]
fn the_pace_leaves_pauses_out() {
    let mut desk = unblocking();
    desk.wait(1_000);
    desk.moves(&[(0, StepState::Done), (1, StepState::Done)]);
    assert_eq!(job(&desk).pace(desk.now), Some((20, 2_000)));
    desk.worker(JobEvent::Paused)
        .wait(60_000)
        .worker(JobEvent::Resumed);
    assert_eq!(job(&desk).pace(desk.now), Some((20, 2_000)));
}

#[test]
fn without_a_job_there_is_none_to_show() {
    let mut desk = Desk::alice();
    desk.press("5");
    assert_eq!(desk.notice(), None, "the journal may hold one");
    desk.serve();
    assert_eq!(desk.notice(), Some(&Notice::NoJob));
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn failed_ones_come_first_on_request() {
    let mut desk = unblocking();
    desk.moves(&[
        (0, StepState::Done),
        (4, StepState::Failed(failure(FailureClass::Later))),
        (5, StepState::Unknown),
    ]);
    assert_eq!(job(&desk).order(false), [0, 1, 2, 3, 4, 5]);
    assert_eq!(job(&desk).order(true), [4, 5, 1, 2, 3, 0]);
    assert_eq!(job(&desk).front(false), 1);
}

#[test]
fn what_failed_of_a_job_that_did_several_things_is_sent_again_as_a_whole() {
    let mut desk = Desk::alice();
    let step = |change: Change| JobStep {
        change,
        before: PriorState::default(),
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
    let request = desk.model.next_request();
    desk.jobs.push((request, plan.clone()));
    let now = desk.now;
    desk.model.jobs.push(JobView::new(request, plan, now));
    let later = || StepState::Failed(failure(FailureClass::Later));
    desk.worker(JobEvent::Begun(1)).moves(&[
        (0, StepState::Done),
        (1, later()),
        (2, StepState::Failed(failure(FailureClass::Refused))),
        (3, later()),
    ]);
    desk.press("5").press("r");
    assert_eq!(desk.notice(), Some(&Notice::NothingToRetry), "it runs");
    desk.worker(JobEvent::Ended).press("r").press("y");
    assert_eq!(desk.jobs.len(), 1, "too soon");
    desk.wait(ARM).press("y");
    let steps = &desk.jobs[1].1.steps;
    let changes: Vec<Change> = steps.iter().map(|step| step.change.clone()).collect();
    assert_eq!(
        changes,
        [remark("alice", "zoe", "Zoe"), unblock("alice", "spam1")]
    );
}

#[test]
fn what_failed_goes_into_a_file_through_the_dialog_of_the_lists() {
    let mut desk = unblocking();
    desk.press("5").press("E");
    assert_eq!(desk.notice(), Some(&Notice::NoIds));
    let why = failure(FailureClass::Refused);
    desk.moves(&[
        (0, StepState::Done),
        (1, StepState::Failed(why.clone())),
        (2, StepState::Unknown),
    ]);
    desk.press("E").wait(ARM);
    assert_eq!(desk.typed().as_deref(), Some("rosterm-job-7-failed.csv"));
    desk.press("Tab").press("Enter");
    let name = "rosterm-job-7-failed.json";
    let [Query::Export(export)] = &desk.fetched()[..] else {
        panic!("{:?}", desk.fetched());
    };
    assert_eq!(export.path, name);
    let failed = FailedSteps {
        owner: user("alice"),
        job: 7,
        steps: vec![
            (unblock("alice", "s2"), Some(why)),
            (unblock("alice", "s3"), None),
        ],
    };
    assert_eq!(export.subject, ExportSubject::Failed(failed));
    desk.serve();
    let Some(Notice::Exported(written)) = desk.notice() else {
        panic!("{:?}", desk.notice());
    };
    assert!(written.path.raw().ends_with(name));
    assert!(matches!(desk.top(), Some(Dialog::Jobs(_))), "it lies below");
}

#[test]
fn leaving_asks_while_outcomes_are_still_to_be_recorded() {
    let mut desk = Desk::new().opened("alice");
    desk.serve();
    let why = failure(FailureClass::NotSent);
    let owed = |count, why| Event::RecordingBacklog(RecordingBacklog { count, why });
    desk.say(owed(2, Some(why.clone())));
    assert_eq!(desk.model.unrecorded, 2);
    assert_eq!(desk.notice(), Some(&Notice::Owed(2, why)));
    desk.press("q");
    assert!(desk.model.top_is(|d| matches!(d, Dialog::Leave)));
    assert!(!desk.model.leaving);
    desk.say(owed(1, None));
    assert!(desk.model.top_is(|d| matches!(d, Dialog::Leave)));
    desk.say(owed(0, None));
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::NothingOwed));
    desk.press("q");
    assert!(desk.model.leaving);
}

#[test]
fn a_job_names_no_way_back_from_remarks_that_the_journal_does_not_keep() {
    let steps = |changes: Vec<Change>| JobPlan {
        owner: user("alice"),
        steps: changes
            .into_iter()
            .map(|change| JobStep {
                change,
                before: PriorState::default(),
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
        let mut desk = Desk::alice();
        desk.model.remarks = remarks;
        let request = desk.model.next_request();
        let n = changes.len();
        let job = JobView::new(request, steps(changes), desk.now);
        desk.model.jobs.push(job);
        let moves = (0..n).map(|place| (place, StepState::Done)).collect();
        for news in [
            JobEvent::Begun(1),
            JobEvent::StepsChanged(moves),
            JobEvent::Ended,
        ] {
            desk.say(Event::Job(request, news));
        }
        assert_eq!(desk.notice(), Some(&Notice::JobEnded(1, 0, 0, back)));
    }
}
