//! Jobs that are left from before: offered, looked at, gone on with, ended for good.

use super::*;
use crate::dialog::{JobQuestion, ListedJob};
use crate::domain::job::{ClaimRefusal, JobCounts, JobHolder, JobKind, JobStep, LoadedJob};
use crate::model::{JobPhase, JobReport};

fn left(number: i64) -> UnfinishedJob {
    UnfinishedJob {
        number,
        at: 0,
        operator: Some(Text::new("li.na")),
        ticket: None,
        does: JobKind::Act(BulkOp::Unblock),
        owner: user("alice"),
        tally: JobCounts {
            waiting: 2,
            done: 1,
            unknown: 1,
            ..JobCounts::default()
        },
        holder: None,
    }
}

fn holder() -> JobHolder {
    JobHolder {
        pid: Some(4711),
        operator: Some(Text::new("zhang")),
        host: None,
    }
}

fn held(number: i64) -> UnfinishedJob {
    UnfinishedJob {
        holder: Some(holder()),
        ..left(number)
    }
}

/// What the journal has of a job: spam1 done, spam2 unknown, spam3 and carol waiting.
fn found() -> JobEvent {
    let steps = ["spam1", "spam2", "spam3", "carol"].map(|id| JobStep {
        change: unblock("alice", id),
        before: PriorState::default(),
        undoes: None,
    });
    JobEvent::Loaded(Box::new(LoadedJob {
        plan: JobPlan {
            owner: user("alice"),
            steps: steps.to_vec(),
            undoes: None,
        },
        states: vec![
            StepState::Done,
            StepState::Unknown,
            StepState::Waiting,
            StepState::Waiting,
        ],
    }))
}

/// Alice, with the journal holding these jobs at the start.
fn started(jobs: Vec<UnfinishedJob>) -> Desk {
    opened(Desk::new(), jobs)
}

fn opened(desk: Desk, jobs: Vec<UnfinishedJob>) -> Desk {
    let facts = Facts::of(&["bob", "carol"], &["spam2", "spam3", "carol"], &[]);
    let mut desk = desk.knows("alice", facts);
    desk.world.1 = jobs;
    let mut desk = desk.opened("alice");
    desk.serve();
    desk
}

fn offered(desk: &Desk) -> Vec<i64> {
    match desk.top() {
        Some(Dialog::ResumeOffer(d)) => d.jobs.iter().map(|left| left.number).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn at_the_start_it_is_offered_to_go_on_and_a_key_too_soon_is_not_taken() {
    let mut desk = started(vec![left(7)]);
    assert_eq!(offered(&desk), [7]);
    desk.press("y");
    assert_eq!(desk.resumed, [], "too soon");
    desk.wait(ARM).press("y");
    let request = desk.resumed[0].0;
    assert_eq!(desk.resumed, [(request, 7)]);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(
        desk.notice(),
        Some(&Notice::Unfinished(JobReport::Resumed(7)))
    );
    assert!(desk.model.unfinished.is_empty());

    desk.resumed(found()).resumed(JobEvent::Begun(7));
    let job = &desk.model.jobs[0];
    assert_eq!((job.number, &job.phase), (Some(7), &JobPhase::Running));
    assert_eq!((job.tally().done, job.tally().unknown), (1, 1));
    assert!(desk.model.is_in_a_job(&user("alice"), &user("spam2")));
    desk.wait(1_000)
        .resumed(JobEvent::StepsChanged(vec![(2, StepState::Done)]));
    assert_eq!(desk.blocks(), ["spam2", "carol"]);
    // What was done before is no part of the pace.
    assert_eq!(desk.model.jobs[0].pace(desk.now), Some((10, 1_000)));
    desk.resumed(JobEvent::Ended);
    assert!(!desk.model.has_active_job());
}

#[test]
fn enter_and_n_mean_not_now_and_the_job_stays_to_be_seen() {
    for key in ["Enter", "n", "Esc"] {
        let mut desk = started(vec![left(8), left(7)]);
        assert_eq!(offered(&desk), [8, 7]);
        desk.press(key);
        assert_eq!(offered(&desk), [7], "one after the other");
        desk.press("y");
        assert_eq!(desk.resumed, [], "the next one wants to be read first");
        desk.press(key);
        assert!(desk.model.dialogs.is_empty());
        desk.press("5").serve();
        let Some(Dialog::Jobs(d)) = desk.top() else {
            panic!("no jobs");
        };
        assert_eq!(d.job, ListedJob::Left(8));
    }
}

#[test]
fn nothing_is_offered_over_what_the_person_is_doing() {
    let mut desk = Desk::new().knows("alice", Facts::default());
    desk.world.1 = vec![left(7)];
    let mut desk = desk.opened("alice");
    desk.press("O").serve();
    assert!(matches!(desk.top(), Some(Dialog::Open { .. })));
    desk.press("Esc").press("y");
    assert_eq!((offered(&desk), desk.resumed.len()), (vec![7], 0));

    let mut desk = Desk::new().knows("alice", Facts::default());
    desk.world.1 = vec![left(7)];
    let mut desk = desk.opened("alice");
    desk.press("/").serve();
    assert!(desk.model.dialogs.is_empty(), "a filter is typed");
    assert_eq!(desk.notice(), Some(&Notice::Unfinished(JobReport::Left(1))));
}

#[test]
fn in_read_only_it_is_only_told_and_nothing_goes_on() {
    let mut desk = opened(Desk::new().read_only(), vec![left(7)]);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::Unfinished(JobReport::Left(1))));
    desk.press("5").press(" ");
    assert_eq!(desk.notice(), Some(&Notice::ReadOnly));
    desk.wait(ARM).press("y");
    assert_eq!(desk.resumed, []);
}

#[test]
fn read_only_that_comes_back_under_the_offer_holds() {
    let mut desk = started(vec![left(7)]);
    desk.model.session.read_only = true;
    desk.wait(ARM).press("y");
    assert_eq!(desk.resumed, []);
    assert_eq!(
        (offered(&desk), desk.notice()),
        (vec![7], Some(&Notice::ReadOnly))
    );
}

#[test]
fn what_somebody_works_on_is_not_offered_but_shown_with_its_holder() {
    let mut desk = started(vec![held(7)]);
    assert!(desk.model.dialogs.is_empty());
    desk.press("5").press(" ");
    let said = Notice::Unfinished(JobReport::Held(7, holder()));
    assert_eq!(desk.notice(), Some(&said));
    desk.press("s").wait(ARM).press("y");
    assert!(desk.asked.is_empty(), "{:?}", desk.asked);
    // Its holder has gone: reading again shows that.
    desk.world.1 = vec![left(7)];
    desk.press("r").serve();
    desk.press(" ").wait(ARM).press("y");
    assert_eq!(desk.resumed.len(), 1);
}

#[test]
fn from_the_jobs_going_on_asks_first() {
    let mut desk = started(vec![left(7)]);
    desk.press("n").press("5").press(" ");
    let Some(Dialog::Jobs(d)) = desk.top() else {
        panic!("no jobs");
    };
    assert_eq!(d.ask, Some(JobQuestion::GoOn));
    desk.press("y");
    assert_eq!(desk.resumed, [], "too soon");
    desk.wait(ARM)
        .press("Enter")
        .press(" ")
        .wait(ARM)
        .press("y");
    let request = desk.resumed[0].0;
    let Some(Dialog::Jobs(d)) = desk.top() else {
        panic!("no jobs");
    };
    assert_eq!(d.job, ListedJob::Here(request));
    // It is one of this session's now: Space pauses it.
    desk.resumed(found()).resumed(JobEvent::Begun(7)).press(" ");
    assert_eq!(desk.steered, [(request, JobControl::Pause)]);
}

#[test]
fn a_job_that_somebody_took_meanwhile_goes_back_with_its_holder() {
    let mut desk = started(vec![left(7)]);
    desk.wait(ARM).press("y");
    desk.press("5").serve();
    desk.resumed(JobEvent::ClaimRefused(ClaimRefusal::HeldBy(holder())));
    let said = Notice::Unfinished(JobReport::Held(7, holder()));
    assert_eq!(desk.notice(), Some(&said));
    assert!(desk.model.jobs.is_empty());
    assert_eq!(desk.model.unfinished, [held(7)]);
    assert!(matches!(desk.top(), Some(Dialog::Jobs(d)) if d.job == ListedJob::Left(7)));

    let mut desk = started(vec![left(7)]);
    desk.wait(ARM).press("y").press("q");
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    desk.resumed(JobEvent::ClaimRefused(ClaimRefusal::Finished));
    assert_eq!(desk.notice(), Some(&Notice::Unfinished(JobReport::Gone(7))));
    assert!(desk.model.unfinished.is_empty() && desk.model.jobs.is_empty());
    assert!(desk.model.dialogs.is_empty(), "nothing is left undone here");
}

#[test]
fn ending_for_good_asks_a_second_time() {
    let mut desk = started(vec![left(8), left(7)]);
    desk.press("s").press("y");
    assert!(desk.asked.is_empty(), "too soon");
    desk.press("n");
    assert_eq!(offered(&desk), [8, 7], "back to the first question");
    desk.press("s").wait(ARM).press("y");
    assert_eq!(desk.asked, [Effect::DiscardJob(8)]);
    assert_eq!(offered(&desk), [7]);
    desk.say(Event::JobDiscarded(8, Ok(())));
    assert_eq!(
        desk.notice(),
        Some(&Notice::Unfinished(JobReport::Shelved(8)))
    );
    let numbers: Vec<i64> = desk.model.unfinished.iter().map(|l| l.number).collect();
    assert_eq!(numbers, [7]);

    desk.press("n").press("5").press("s").wait(ARM).press("y");
    assert_eq!(desk.asked, [Effect::DiscardJob(7)]);
    desk.say(Event::JobDiscarded(7, Ok(())));
    assert!(desk.model.dialogs.is_empty(), "there is nothing to show");
}

#[test]
fn a_job_of_this_session_is_none_of_those_that_are_left() {
    let mut desk = started(vec![left(7)]);
    desk.wait(ARM).press("y");
    desk.resumed(found()).resumed(JobEvent::Begun(7));
    // The journal still calls it unfinished, which it is.
    desk.world.1 = vec![held(7), left(6)];
    desk.press("5").serve();
    let numbers: Vec<i64> = desk.model.unfinished.iter().map(|l| l.number).collect();
    assert_eq!(numbers, [6]);
    desk.press("Tab");
    assert!(matches!(desk.top(), Some(Dialog::Jobs(d)) if d.job == ListedJob::Left(6)));
    desk.press("Tab");
    assert!(
        matches!(desk.top(), Some(Dialog::Jobs(d)) if d.job == ListedJob::Here(desk.resumed[0].0))
    );
}

#[test]
fn a_journal_that_cannot_be_read_is_said_and_an_old_answer_is_not_taken() {
    let mut desk = Desk::new().knows("alice", Facts::default());
    desk.world.1 = vec![left(7)];
    let mut desk = desk.opened("alice");
    desk.fail(|fetch| *fetch == Query::Unfinished);
    let unread = Notice::JournalUnread(failure(FailureClass::Later));
    assert_eq!(desk.notice(), Some(&unread));
    desk.say(Event::Reply(
        RequestId(9_999),
        Reply::Unfinished(Ok(vec![left(7)])),
    ));
    assert!(desk.model.dialogs.is_empty() && desk.model.unfinished.is_empty());
}
