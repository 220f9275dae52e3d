//! Unfinished jobs: offered, shown, resumed, discarded.

use super::*;
use crate::dialog::{JobQuestion, ListedJob};
use crate::domain::JobId;
use crate::domain::job::{
    ClaimRefusal, JobCounts, JobHolder, JobKind, JobState, JobStep, LoadedJob,
};
use crate::domain::undo::UndoTarget;
use crate::model::{JobPhase, JobReport, UndoDirection};

fn unfinished(number: i64) -> UnfinishedJob {
    UnfinishedJob {
        number: JobId(number),
        at: 0,
        operator: Some(Text::new("li.na")),
        ticket: None,
        kind: JobKind::Op(BulkOp::Unblock),
        owner: user("alice"),
        state: JobState::Running,
        counts: JobCounts {
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
        ..unfinished(number)
    }
}

/// A job as loaded from the journal: spam1 done, spam2 unknown, spam3 and carol waiting.
pub fn found() -> LoadedJob {
    let steps = ["spam1", "spam2", "spam3", "carol"].map(|id| JobStep {
        change: unblock("alice", id),
        before: PairState::default(),
        undoes: None,
    });
    LoadedJob {
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
    }
}

fn loaded() -> JobEvent {
    JobEvent::Loaded(Box::new(found()))
}

/// alice, with these jobs in the journal at the start.
fn started(jobs: Vec<UnfinishedJob>) -> Console {
    opened(Console::new(), jobs)
}

fn opened(console: Console, jobs: Vec<UnfinishedJob>) -> Console {
    let facts = Facts::of(&["bob", "carol"], &["spam2", "spam3", "carol"], &[]);
    let mut console = console.knows("alice", facts);
    console.world.1 = jobs;
    let mut console = console.opened("alice");
    console.serve();
    console
}

fn offered(console: &Console) -> Vec<i64> {
    match console.top() {
        Some(Dialog::ResumeOffer(dialog)) => dialog.jobs.iter().map(|job| job.number.0).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn at_the_start_it_is_offered_to_go_on_and_a_key_too_soon_is_not_taken() {
    let mut console = started(vec![unfinished(7)]);
    assert_eq!(offered(&console), [7]);
    console.press("y");
    assert_eq!(console.resumed, [], "too soon");
    console.wait(ARM_TIME).press("y");
    let request = console.resumed[0].0;
    assert_eq!(console.resumed, [(request, JobId(7))]);
    assert!(console.model.dialogs.is_empty());
    assert_eq!(
        console.notice(),
        Some(&Notice::Unfinished(JobReport::Resumed(JobId(7))))
    );
    assert!(console.model.unfinished.is_empty());

    console
        .resumed(loaded())
        .resumed(JobEvent::Begun(Some(JobId(7))));
    let job = &console.model.jobs[0];
    assert_eq!(
        (job.number, &job.phase),
        (Some(JobId(7)), &JobPhase::Running)
    );
    assert_eq!((job.counts().done, job.counts().unknown), (1, 1));
    assert!(console.model.is_in_a_job(&user("alice"), &user("spam2")));
    console
        .wait(1_000)
        .resumed(JobEvent::StepsChanged(vec![(2, StepState::Done)]));
    assert_eq!(console.blocks(), ["spam2", "carol"]);
    // What was done before does not count for the pace.
    assert_eq!(console.model.jobs[0].pace(console.now), Some((10, 1_000)));
    console.resumed(JobEvent::Ended);
    assert!(!console.model.has_active_job());
}

#[test]
fn enter_and_n_mean_not_now_and_the_job_stays_to_be_seen() {
    for key in ["Enter", "n", "Esc"] {
        let mut console = started(vec![unfinished(8), unfinished(7)]);
        assert_eq!(offered(&console), [8, 7]);
        console.press(key);
        assert_eq!(offered(&console), [7], "one after the other");
        console.press("y");
        assert_eq!(console.resumed, [], "the next one wants to be read first");
        console.press(key);
        assert!(console.model.dialogs.is_empty());
        console.press("5").serve();
        let Some(Dialog::Jobs(dialog)) = console.top() else {
            panic!("no jobs");
        };
        assert_eq!(dialog.job, ListedJob::Unfinished(JobId(8)));
    }
}

#[test]
fn nothing_is_offered_over_what_the_person_is_doing() {
    let mut console = Console::new().knows("alice", Facts::default());
    console.world.1 = vec![unfinished(7)];
    let mut console = console.opened("alice");
    console.press("O").serve();
    assert!(matches!(console.top(), Some(Dialog::Open { .. })));
    console.press("Esc").press("y");
    assert_eq!((offered(&console), console.resumed.len()), (vec![7], 0));

    let mut console = Console::new().knows("alice", Facts::default());
    console.world.1 = vec![unfinished(7)];
    let mut console = console.opened("alice");
    console.press("/").serve();
    assert!(console.model.dialogs.is_empty(), "a filter is typed");
    assert_eq!(
        console.notice(),
        Some(&Notice::Unfinished(JobReport::Found(1)))
    );
}

#[test]
fn in_read_only_it_is_only_told_and_nothing_goes_on() {
    let mut console = opened(Console::new().read_only(), vec![unfinished(7)]);
    assert!(console.model.dialogs.is_empty());
    assert_eq!(
        console.notice(),
        Some(&Notice::Unfinished(JobReport::Found(1)))
    );
    console.press("5").press(" ");
    assert_eq!(console.notice(), Some(&Notice::ReadOnly));
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.resumed, []);
}

#[test]
fn read_only_that_comes_back_under_the_offer_holds() {
    let mut console = started(vec![unfinished(7)]);
    console.model.session.read_only = true;
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.resumed, []);
    assert_eq!(
        (offered(&console), console.notice()),
        (vec![7], Some(&Notice::ReadOnly))
    );
}

#[test]
fn what_somebody_works_on_is_not_offered_but_shown_with_its_holder() {
    let mut console = started(vec![held(7)]);
    assert!(console.model.dialogs.is_empty());
    console.press("5").press(" ");
    let said = Notice::Unfinished(JobReport::Held(JobId(7), holder()));
    assert_eq!(console.notice(), Some(&said));
    console.press("s").wait(ARM_TIME).press("y");
    assert!(console.asked.is_empty(), "{:?}", console.asked);
    // Its holder has ended: reading again shows that.
    console.world.1 = vec![unfinished(7)];
    console.press("r").serve();
    console.press(" ").wait(ARM_TIME).press("y");
    assert_eq!(console.resumed.len(), 1);
}

#[test]
fn an_unfinished_job_is_undone_as_far_as_it_was_done() {
    let mut console = started(vec![unfinished(7)]);
    console.press("n").press("5").serve().press("z");
    assert_eq!(
        console.queries(),
        [Query::Undoable(UndoTarget::Job(JobId(7)))]
    );
}

fn states_on_screen(console: &Console) -> Option<Vec<StepState>> {
    let Some(Dialog::Jobs(d)) = console.top() else {
        panic!("no jobs");
    };
    let read = d.steps.read.as_ref()?;
    Some(read.as_ref().unwrap().states.clone())
}

#[test]
fn the_steps_of_an_unfinished_job_are_read_and_can_be_moved_over() {
    let mut console = started(vec![unfinished(7)]);
    console.press("n").press("5");
    assert_eq!(states_on_screen(&console), None);
    assert!(console.queries().contains(&Query::JobSteps(JobId(7))));
    console.serve();
    assert_eq!(states_on_screen(&console), Some(found().states));
    console.press("G");
    let Some(Dialog::Jobs(d)) = console.top() else {
        panic!("no jobs");
    };
    assert_eq!(d.top, Some(3));
    // Reading again keeps them on screen meanwhile.
    console.press("r");
    assert!(console.queries().contains(&Query::JobSteps(JobId(7))));
    assert_eq!(states_on_screen(&console), Some(found().states));
}

#[test]
fn once_something_of_an_ended_job_is_undone_it_does_not_call_it_done() {
    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y");
    let mut done = found();
    done.states = vec![StepState::Done; 4];
    console
        .resumed(JobEvent::Loaded(Box::new(done)))
        .resumed(JobEvent::Begun(Some(JobId(7))))
        .resumed(JobEvent::Ended);
    console.press("5");
    let (request, _) = console.read(|query| *query == Query::JobSteps(JobId(7)));
    let mut undone = found();
    undone.states = vec![StepState::Undone; 4];
    console.say(Event::Reply(request, Reply::JobSteps(Ok(undone))));
    let job = &console.model.jobs[0];
    assert_eq!((job.counts().done, job.counts().undone), (0, 4));
    assert_eq!(job.way_back(console.model.remark_recording), None);
}

#[test]
fn what_was_undone_before_is_not_told_as_done_when_a_job_ends() {
    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y");
    let mut undone = found();
    undone.states[0] = StepState::Undone;
    undone.states[1] = StepState::Undone;
    let done = |place| (place, StepState::Done);
    console
        .resumed(JobEvent::Loaded(Box::new(undone)))
        .resumed(JobEvent::Begun(Some(JobId(7))))
        .resumed(JobEvent::StepsChanged(vec![done(2), done(3)]))
        .resumed(JobEvent::Ended);
    let outcome = JobCounts {
        done: 2,
        undone: 2,
        ..JobCounts::default()
    };
    let said = Notice::JobEnded(outcome, Some(UndoDirection::Undo));
    assert_eq!(console.notice(), Some(&said));
}

#[test]
fn from_the_jobs_going_on_asks_first() {
    let mut console = started(vec![unfinished(7)]);
    console.press("n").press("5").press(" ");
    let Some(Dialog::Jobs(dialog)) = console.top() else {
        panic!("no jobs");
    };
    assert_eq!(dialog.ask, Some(JobQuestion::Resume));
    console.press("y");
    assert_eq!(console.resumed, [], "too soon");
    console
        .wait(ARM_TIME)
        .press("Enter")
        .press(" ")
        .wait(ARM_TIME)
        .press("y");
    let request = console.resumed[0].0;
    let Some(Dialog::Jobs(dialog)) = console.top() else {
        panic!("no jobs");
    };
    assert_eq!(dialog.job, ListedJob::ThisSession(request));
    // It belongs to this session now: Space pauses it.
    console
        .resumed(loaded())
        .resumed(JobEvent::Begun(Some(JobId(7))))
        .press(" ");
    assert_eq!(console.controls, [(request, JobControl::Pause)]);
}

#[test]
fn a_job_that_the_journal_does_not_give_away_stays_and_nothing_says_that_the_journal_cannot_be_read()
 {
    let full = || failure(FailureClass::NothingDone);
    let said = Notice::Unfinished(JobReport::NotClaimed(JobId(7), full()));
    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y");
    console.resumed(JobEvent::ClaimRefused(ClaimRefusal::Failed(full())));
    assert_eq!(console.notice(), Some(&said));
    assert_eq!(console.model.unfinished, [unfinished(7)]);

    let mut console = started(vec![unfinished(7)]);
    let refused = Err(ClaimRefusal::Failed(full()));
    console.say(Event::JobDiscarded(JobId(7), refused));
    assert_eq!(console.notice(), Some(&said));
    assert_eq!(console.model.unfinished, [unfinished(7)]);
}

#[test]
fn a_job_that_somebody_took_meanwhile_goes_back_with_its_holder() {
    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y");
    console.press("5").serve();
    console.resumed(JobEvent::ClaimRefused(ClaimRefusal::HeldBy(holder())));
    let said = Notice::Unfinished(JobReport::Held(JobId(7), holder()));
    assert_eq!(console.notice(), Some(&said));
    assert!(console.model.jobs.is_empty());
    assert_eq!(console.model.unfinished, [held(7)]);
    assert!(
        matches!(console.top(), Some(Dialog::Jobs(dialog)) if dialog.job == ListedJob::Unfinished(JobId(7)))
    );

    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y").press("q");
    assert!(matches!(console.top(), Some(Dialog::Leave)));
    console.resumed(JobEvent::ClaimRefused(ClaimRefusal::Finished));
    assert_eq!(
        console.notice(),
        Some(&Notice::Unfinished(JobReport::Finished(JobId(7))))
    );
    assert!(console.model.unfinished.is_empty() && console.model.jobs.is_empty());
    assert!(
        console.model.dialogs.is_empty(),
        "nothing is left undone here"
    );
}

#[test]
fn ending_for_good_asks_a_second_time() {
    let mut console = started(vec![unfinished(8), unfinished(7)]);
    console.press("s").press("y");
    assert!(console.asked.is_empty(), "too soon");
    console.press("n");
    assert_eq!(offered(&console), [8, 7], "back to the first question");
    console.press("s").wait(ARM_TIME).press("y");
    assert_eq!(console.asked, [Effect::DiscardJob(JobId(8))]);
    assert_eq!(offered(&console), [7]);
    console.say(Event::JobDiscarded(JobId(8), Ok(())));
    assert_eq!(
        console.notice(),
        Some(&Notice::Unfinished(JobReport::Discarded(JobId(8))))
    );
    let numbers: Vec<i64> = console
        .model
        .unfinished
        .iter()
        .map(|l| l.number.0)
        .collect();
    assert_eq!(numbers, [7]);

    console
        .press("n")
        .press("5")
        .press("s")
        .wait(ARM_TIME)
        .press("y");
    assert_eq!(console.asked, [Effect::DiscardJob(JobId(7))]);
    console.say(Event::JobDiscarded(JobId(7), Ok(())));
    assert!(console.model.dialogs.is_empty(), "there is nothing to show");
}

#[test]
fn a_job_of_this_session_is_none_of_those_that_are_left() {
    let mut console = started(vec![unfinished(7)]);
    console.wait(ARM_TIME).press("y");
    console
        .resumed(loaded())
        .resumed(JobEvent::Begun(Some(JobId(7))));
    // The journal still lists it as unfinished, which is correct.
    console.world.1 = vec![held(7), unfinished(6)];
    console.press("5").serve();
    let numbers: Vec<i64> = console
        .model
        .unfinished
        .iter()
        .map(|l| l.number.0)
        .collect();
    assert_eq!(numbers, [6]);
    console.press("Tab");
    assert!(
        matches!(console.top(), Some(Dialog::Jobs(dialog)) if dialog.job == ListedJob::Unfinished(JobId(6)))
    );
    console.press("Tab");
    assert!(
        matches!(console.top(), Some(Dialog::Jobs(dialog)) if dialog.job == ListedJob::ThisSession(console.resumed[0].0))
    );
}

#[test]
fn a_journal_that_cannot_be_read_is_said_and_an_old_answer_is_not_taken() {
    let mut console = Console::new().knows("alice", Facts::default());
    console.world.1 = vec![unfinished(7)];
    let mut console = console.opened("alice");
    console.fail(|query| *query == Query::Unfinished);
    let unread = Notice::JournalNotReadable(failure(FailureClass::Retryable));
    assert_eq!(console.notice(), Some(&unread));
    console.say(Event::Reply(
        RequestId(9_999),
        Reply::Unfinished(Ok(vec![unfinished(7)])),
    ));
    assert!(console.model.dialogs.is_empty() && console.model.unfinished.is_empty());
}
